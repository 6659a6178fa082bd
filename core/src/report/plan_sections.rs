//! What a plan holds beside its measures, as tables of text.

use serde::Serialize;
use serde_json::{Value, json};

use super::ReportError;
use super::plan::document;
use super::wording::Words;
use crate::plan::{Event, Indicator, IndicatorValue, Plan};
use crate::screening::cited;

/// The tables that have rows: a title, a head and the cells.
pub(super) fn sections(plan: &Plan, words: &Words) -> Result<Vec<Value>, ReportError> {
    let of = Sections { plan, words };
    let all: [(&str, Vec<Vec<String>>); 15] = [
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
        ("revisions", of.revisions()),
        ("hidden", of.hidden()),
    ];
    let section = |(name, rows): (&str, Vec<Vec<String>>)| {
        let texts = &words.all["plan"]["sections"][name];
        json!({"title": texts["title"], "head": texts["head"], "rows": rows})
    };
    Ok(all.into_iter().filter(|(_, rows)| !rows.is_empty()).map(section).collect())
}

/// In the order in which they are told.
const COUNTED: [&str; 14] = [
    "schools",
    "planned",
    "in_progress",
    "done",
    "cancelled",
    "findings",
    "assignments",
    "visits",
    "visits_with_violations",
    "responses",
    "explained",
    "confirmed",
    "checklists",
    "coordinators",
];

/// What a plan counts in place of naming it, each count that is not 0.
pub(super) fn counts(of: impl Serialize, words: &Words) -> Option<String> {
    let all = json!(of);
    let count = |name: &&str| {
        let count = all[*name].as_u64().filter(|count| *count > 0)?;
        Some(format!("{}: {count}", words.text(&["plan", "hidden", name])))
    };
    let counts = COUNTED.iter().filter_map(count).collect::<Vec<String>>().join(", ");
    (!counts.is_empty()).then_some(counts)
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

/// The name of an answer.
fn yes_no(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "none",
    }
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

    /// A work: what it is of, in which subject and grade.
    fn work(&self, assessment: Option<&String>, subject: Option<&String>, grade: Option<u8>) -> String {
        let subject = subject.map(|s| self.words.text(&["subjects", s]).to_owned());
        joined([
            text(assessment),
            subject.unwrap_or_default(),
            grade.map_or(String::new(), |g| g.to_string()),
        ])
    }

    /// A fact with its name; nothing where it is not known.
    fn fact(&self, name: &str, value: Option<impl ToString>) -> String {
        let value = value.map(|value| value.to_string()).filter(|value| !value.is_empty());
        value.map_or(String::new(), |v| format!("{} {v}", self.words.text(&["plan", "facts", name])))
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
        let named = |id: &String| {
            let of_person = self.plan.persons.iter().any(|p| p.organisation.as_ref() == Some(id));
            of_person || self.plan.coordinators.iter().any(|c| c.organisation.as_ref() == Some(id))
        };
        let others = self.plan.organisations.iter().filter(|o| o.contact.is_some() || !named(&o.id));
        let organisations = others.map(|o| {
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
            let work = self.work(Some(&e.assessment), e.subject.as_ref(), e.grade);
            vec![work, stage, days, reserve, self.document(e.document.as_ref())]
        };
        self.plan.calendar.iter().map(row).collect()
    }

    fn indicators(&self) -> Vec<Vec<String>> {
        let row = |i: &Indicator| {
            let seen = i.series.iter().map(|value| self.seen(value));
            let name = name(i, self.words).to_owned();
            let unit = i.unit.as_ref().filter(|unit| !name.ends_with(*unit));
            let name = joined([name, text(i.territory.as_ref()), text(unit)]);
            let better = i.direction.map_or(String::new(), |d| word("better", d, self.words));
            let left_open = i.parameters.iter().map(|(name, value)| {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                format!("{name} = {value}")
            });
            let name = joined([name, better].into_iter().chain(left_open));
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

    /// A value of an indicator with all that is known of it.
    fn seen(&self, v: &IndicatorValue) -> String {
        let interval = v.lower.zip(v.upper).map(|(lower, upper)| {
            format!(" ({}–{})", number(Some(lower), self.words), number(Some(upper), self.words))
        });
        let value =
            format!("{}: {}{}", v.period, number(Some(v.value), self.words), interval.unwrap_or_default());
        let counted = match (v.numerator, v.n) {
            (Some(of), Some(n)) => {
                format!("{} {} {n}", number(Some(of), self.words), self.words.text(&["plan", "out_of"]))
            }
            (of, n) => self.fact("n", n.map(|n| n.to_string()).or(of.map(|of| number(Some(of), self.words)))),
        };
        let day = self.fact("computed_on", v.computed_on.map(|day| self.words.date(day)));
        joined([value, counted, day, self.fact("source", v.source.as_ref())])
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
            let chance = self.fact("probability", a.probability.map(|p| self.words.number(p, 3)));
            let observer =
                joined([self.who(a.observer.as_ref()), chance, self.fact("drawn", a.drawn.as_ref())]);
            vec![a.school.clone(), self.event(a.event.as_ref()), text(a.class_id.as_ref()), stage, observer]
        };
        self.plan.assignments.iter().map(row).collect()
    }

    fn visits(&self) -> Vec<Vec<String>> {
        let row = |v: &crate::plan::ObserverVisit| {
            let times = [v.from.as_ref(), v.to.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>();
            let when = joined([self.words.date(v.date), times.join("–")]);
            let work = self.work(Some(&self.event(v.event.as_ref())), v.subject.as_ref(), v.grade);
            let what = joined([work, text(v.class_id.as_ref()), word("stages", v.stage, self.words)]);
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

    fn revisions(&self) -> Vec<Vec<String>> {
        let row = |r: &crate::plan::Revision| {
            let document = self.document(r.document.as_ref());
            vec![self.words.date(r.date), self.who(r.by.as_ref()), r.text.clone(), document]
        };
        self.plan.revisions.iter().map(row).collect()
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
                let answer = self.words.text(&["plan", "answers", yes_no(item.answer)]).to_owned();
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
            let same = e.same_works.map(|same| self.words.text(&["plan", "answers", yes_no(Some(same))]));
            let what = joined([
                e.outcome.clone(),
                e.method.clone(),
                self.fact("selected_by", e.selected_by.as_ref()),
                self.fact("same_works", same),
                self.fact("years_before", e.years_before),
            ]);
            let comparison = joined([
                text(e.comparison.as_ref()),
                self.fact("treated", e.treated),
                self.fact("controls", e.controls),
                self.fact("source", e.source.as_ref()),
            ]);
            let estimate = value(Some(e.estimate)) + &interval.unwrap_or_default();
            let measures = self.texts_of(e.measures.iter().cloned());
            vec![measures, what, estimate, value(e.naive), value(e.expected), comparison]
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

    fn hidden(&self) -> Vec<Vec<String>> {
        let counts = self.plan.hidden.as_ref().and_then(|of| counts(of, self.words));
        counts.into_iter().map(|counts| vec![counts]).collect()
    }

    /// Documents stand beside the measures; the list is for their addresses and numbers.
    fn documents(&self) -> Vec<Vec<String>> {
        let row = |d: &crate::plan::Document| {
            let address = joined([text(d.url.as_ref()), self.fact("sha256", d.sha256.as_ref())]);
            vec![text(d.label.as_ref()), document(d, self.words), address]
        };
        self.plan.documents.iter().map(row).collect()
    }
}
