//! What a plan holds beside its measures, as tables of text.

use serde::Serialize;
use serde_json::{Value, json};

use super::ReportError;
use super::plan::document;
use super::wording::Words;
use crate::plan::{Event, Indicator, Plan};
use crate::screening::cited;

/// The tables that have rows: a title, a head and the cells.
pub(super) fn sections(plan: &Plan, words: &Words) -> Result<Vec<Value>, ReportError> {
    let of = Sections { plan, words };
    let all: [(&str, Vec<Vec<String>>); 13] = [
        ("people", of.people()),
        ("calendar", of.calendar()),
        ("indicators", of.indicators()),
        ("schools", of.schools()),
        ("assignments", of.assignments()),
        ("visits", of.visits()),
        ("meetings", of.meetings()),
        ("programmes", of.programmes()),
        ("checklists", of.checklists()),
        ("responses", of.responses()),
        ("effects", of.effects()),
        ("criteria", of.criteria()),
        ("documents", of.documents()),
    ];
    let section = |(name, rows): (&str, Vec<Vec<String>>)| {
        let texts = &words.all["plan"]["sections"][name];
        json!({"title": texts["title"], "head": texts["head"], "rows": rows})
    };
    Ok(all.into_iter().filter(|(_, rows)| !rows.is_empty()).map(section).collect())
}

/// An indicator with where it stands and where it is to be.
pub(super) fn target(plan: &Plan, id: &str, words: &Words) -> Option<String> {
    let indicator = plan.indicators.iter().find(|indicator| indicator.id == id)?;
    let due = indicator.due.map(|d| format!(", {} {}", words.text(&["plan", "by"]), words.date(d)));
    let proposed = match indicator.proposed {
        true => format!(" ({})", words.text(&["plan", "proposed"])),
        false => String::new(),
    };
    let last = indicator.series.last().map(|value| value.value);
    let (from, to) = (number(last.or(indicator.baseline), words), number(indicator.target, words));
    Some(format!("{}: {from} → {to}{}{proposed}", name(indicator, words), due.unwrap_or_default()))
}

/// An entry of the calendar in words.
pub(super) fn event(event: &Event, words: &Words) -> String {
    match event.stage {
        Some(stage) => format!("{}, {}", event.assessment, word("stages", stage, words)),
        None => event.assessment.clone(),
    }
}

/// The formula in words.
pub(super) fn name<'a>(indicator: &'a Indicator, words: &'a Words) -> &'a str {
    words.text(&["plan", "indicators", &indicator.formula])
}

fn number(value: Option<f64>, words: &Words) -> String {
    value.map_or("…".to_owned(), |v| words.number(v, if v.fract() == 0.0 { 0 } else { 1 }))
}

/// A value of an enum in words.
fn word(list: &str, value: impl Serialize, words: &Words) -> String {
    let value = json!(value);
    words.text(&["plan", list, value.as_str().unwrap_or_default()]).to_owned()
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

/// Parts that are there, with a comma between them.
fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

struct Sections<'a> {
    plan: &'a Plan,
    words: &'a Words,
}

impl Sections<'_> {
    fn date(&self, date: Option<jiff::civil::Date>) -> String {
        date.map_or(String::new(), |date| self.words.date(date))
    }

    fn who(&self, who: Option<&String>) -> String {
        self.plan.name_of(who.map(String::as_str)).to_owned()
    }

    fn document(&self, id: Option<&String>) -> String {
        let document = id.and_then(|id| self.plan.documents.iter().find(|d| d.id == *id));
        document.map_or(String::new(), |d| self::document(d, self.words))
    }

    fn all_documents(&self, ids: &[String]) -> String {
        joined(ids.iter().map(|id| self.document(Some(id))))
    }

    fn event(&self, id: Option<&String>) -> String {
        let event = id.and_then(|id| self.plan.calendar.iter().find(|e| e.id == *id));
        event.map_or(String::new(), |e| self::event(e, self.words))
    }

    fn texts_of(&self, ids: impl Iterator<Item = String>) -> String {
        let text = |id: &String| self.plan.measures_only().find(|m| m.id == *id).map(|m| m.text.clone());
        ids.filter_map(|id| text(&id)).collect::<Vec<String>>().join("; ")
    }

    fn people(&self) -> Vec<Vec<String>> {
        let coordinators = self.plan.coordinators.iter().map(|c| {
            let level = joined([word("levels", c.level, self.words), text(c.procedure.as_ref())]);
            let name = joined([c.name.clone(), text(c.deputy.as_ref())]);
            let organisation = self.who(c.organisation.as_ref());
            vec![level, name, organisation, text(c.contact.as_ref()), self.document(c.appointed_by.as_ref())]
        });
        let persons = self.plan.persons.iter().map(|p| {
            let organisation = self.who(p.organisation.as_ref());
            vec![text(p.role.as_ref()), p.name.clone(), organisation, text(p.contact.as_ref()), String::new()]
        });
        let organisations = self.plan.organisations.iter().filter(|o| o.contact.is_some()).map(|o| {
            vec![String::new(), String::new(), o.name.clone(), text(o.contact.as_ref()), String::new()]
        });
        coordinators.chain(persons).chain(organisations).collect()
    }

    fn calendar(&self) -> Vec<Vec<String>> {
        let row = |e: &Event| {
            let days = match e.to.filter(|to| *to != e.from) {
                Some(to) => format!("{} – {}", self.words.date(e.from), self.words.date(to)),
                None => self.words.date(e.from),
            };
            let stage = e.stage.map_or(String::new(), |stage| word("stages", stage, self.words));
            let reserve = joined(e.reserve.iter().map(|day| self.words.date(*day)));
            vec![e.assessment.clone(), stage, days, reserve, self.document(e.document.as_ref())]
        };
        self.plan.calendar.iter().map(row).collect()
    }

    fn indicators(&self) -> Vec<Vec<String>> {
        let row = |i: &Indicator| {
            let seen = i.series.iter().map(|v| {
                let interval = v.lower.zip(v.upper).map(|(lower, upper)| {
                    format!(" ({}–{})", number(Some(lower), self.words), number(Some(upper), self.words))
                });
                let value = number(Some(v.value), self.words);
                format!("{}: {value}{}", v.period, interval.unwrap_or_default())
            });
            let name =
                joined([name(i, self.words).to_owned(), text(i.territory.as_ref()), text(i.unit.as_ref())]);
            let goal = match i.proposed {
                true => {
                    format!("{} ({})", number(i.target, self.words), self.words.text(&["plan", "proposed"]))
                }
                false => number(i.target, self.words),
            };
            vec![
                name,
                number(i.baseline, self.words),
                goal,
                self.date(i.due),
                seen.collect::<Vec<_>>().join("; "),
            ]
        };
        self.plan.indicators.iter().map(row).collect()
    }

    fn schools(&self) -> Vec<Vec<String>> {
        let rows = self.plan.measures_only().flat_map(|m| m.per_school.iter().map(move |row| (m, row)));
        rows.map(|(m, row)| {
            let state = joined([word("status", row.status, self.words), self.date(row.done_on)]);
            let result = joined([text(row.result.as_ref()), self.all_documents(&row.evidence)]);
            vec![m.text.clone(), row.school.clone(), state, self.who(row.curator.as_ref()), result]
        })
        .collect()
    }

    fn assignments(&self) -> Vec<Vec<String>> {
        let row = |a: &crate::plan::Assignment| {
            let stage = a.stage.map_or(String::new(), |stage| word("stages", stage, self.words));
            let observer = joined([self.who(a.observer.as_ref()), text(a.drawn.as_ref())]);
            vec![a.school.clone(), self.event(a.event.as_ref()), text(a.class_id.as_ref()), stage, observer]
        };
        self.plan.assignments.iter().map(row).collect()
    }

    fn visits(&self) -> Vec<Vec<String>> {
        let row = |v: &crate::plan::ObserverVisit| {
            let times = [v.from.as_ref(), v.to.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>();
            let when = joined([self.words.date(v.date), times.join("–")]);
            let subject = v.subject.as_ref().map_or("", |s| self.words.text(&["subjects", s]));
            let grade = v.grade.map_or(String::new(), |grade| grade.to_string());
            let class = text(v.class_id.as_ref().or(Some(&grade)));
            let what = joined([subject.to_owned(), class, word("stages", v.stage, self.words)]);
            let violations = v.violations.iter().map(|violation| match violation.number {
                Some(number) => format!("{number}. {}", violation.text),
                None => violation.text.clone(),
            });
            let act = joined([self.who(v.observer.as_ref()), text(v.number.as_ref())]);
            vec![v.school.clone(), when, what, act, violations.collect::<Vec<_>>().join("; ")]
        };
        self.plan.visits.iter().map(row).collect()
    }

    fn meetings(&self) -> Vec<Vec<String>> {
        let row = |m: &crate::plan::Meeting| {
            let (agenda, decisions) = (m.agenda.join("; "), m.decisions.join("; "));
            vec![m.body.clone(), self.date(m.date), agenda, decisions, self.document(m.document.as_ref())]
        };
        self.plan.meetings.iter().map(row).collect()
    }

    fn programmes(&self) -> Vec<Vec<String>> {
        let row = |p: &crate::plan::Programme| {
            let (organisation, document) =
                (self.who(p.organisation.as_ref()), self.document(p.document.as_ref()));
            vec![p.title.clone(), organisation, document, text(p.url.as_ref())]
        };
        self.plan.programmes.iter().map(row).collect()
    }

    fn checklists(&self) -> Vec<Vec<String>> {
        let lists =
            self.plan.checklists.iter().flat_map(|list| list.items.iter().map(move |item| (list, item)));
        lists
            .map(|(list, item)| {
                let answer = match item.answer {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "none",
                };
                let answer = self.words.text(&["plan", "answers", answer]).to_owned();
                let title = joined([list.title.clone(), text(list.school.as_ref())]);
                vec![title, item.text.clone(), answer, self.all_documents(&item.evidence)]
            })
            .collect()
    }

    fn responses(&self) -> Vec<Vec<String>> {
        let row = |r: &crate::plan::Response| {
            let sign = cited(&r.finding).map_or(String::new(), |(sign, _)| self.words.sign(sign, "name"));
            let answer = joined([r.text.clone(), self.all_documents(&r.evidence)]);
            let outcome = word("outcomes", r.outcome, self.words);
            let decision = joined([outcome, self.who(r.decided_by.as_ref()), self.date(r.date)]);
            vec![r.school.clone(), sign, answer, decision]
        };
        self.plan.responses.iter().map(row).collect()
    }

    fn effects(&self) -> Vec<Vec<String>> {
        let value = |v: Option<f64>| v.map_or("…".to_owned(), |v| self.words.number(v, 3));
        let row = |e: &crate::plan::EffectRecord| {
            let limits = e.lower.zip(e.upper);
            let interval =
                limits.map(|(lower, upper)| format!(" ({} – {})", value(Some(lower)), value(Some(upper))));
            let what = joined([e.outcome.clone(), e.method.clone()]);
            let estimate = value(Some(e.estimate)) + &interval.unwrap_or_default();
            let measures = self.texts_of(e.measures.iter().cloned());
            vec![measures, what, estimate, value(e.naive), value(e.expected), text(e.comparison.as_ref())]
        };
        self.plan.effects.iter().map(row).collect()
    }

    fn criteria(&self) -> Vec<Vec<String>> {
        let row = |c: &crate::plan::Criterion| {
            let measures = self.plan.measures_only().filter(|m| m.criteria.contains(&c.id));
            let texts: Vec<String> = measures.map(|m| m.text.clone()).collect();
            vec![c.id.clone(), c.text.clone(), texts.join("; ")]
        };
        self.plan.criteria.iter().map(row).collect()
    }

    /// Documents stand beside the measures; the list is for their addresses and numbers.
    fn documents(&self) -> Vec<Vec<String>> {
        let row = |d: &crate::plan::Document| {
            vec![text(d.label.as_ref()), document(d, self.words), text(d.url.as_ref())]
        };
        self.plan.documents.iter().map(row).collect()
    }
}
