//! A plan as the four-column table that such plans have.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Language, ReportError, plan_sections, wording};
use crate::plan::{Cost, Document, Measure, Plan, Previous, Remark, Schedule, Status, lint};
use crate::screening::cited;
use crate::table::Table;
use wording::Words;

const HTML: &str = include_str!("plan.html");
const MARKDOWN: &str = include_str!("plan.md");

/// The plan as Markdown: one table with the columns measure, specifics and documents, time, result,
/// and below it a table for all else that the plan holds: who answers, the calendar, indicators,
/// schools, visits, meetings, effects, documents.
///
/// A cell that repeats the one above is left empty, as in the notes themselves.
///
/// # Errors
/// [`ReportError::Template`] if it does not render.
pub fn plan_markdown(plan: &Plan, language: Language) -> Result<String, ReportError> {
    let words = Words::of(language)?;
    let mut context = context(plan, &words)?;
    escape_cells(&mut context);
    wording::render(MARKDOWN, &context)
}

/// The plan as a self-contained HTML page: the same tables, and below them what the plan lacks.
///
/// # Errors
/// [`ReportError::Template`] if it does not render.
pub fn plan_html(plan: &Plan, language: Language) -> Result<String, ReportError> {
    let words = Words::of(language)?;
    let mut context = context(plan, &words)?;
    context["remarks"] = remarks(plan, &lint(plan), &words).into();
    super::render_page(HTML, &context)
}

/// What a remark says, in words.
///
/// # Errors
/// [`ReportError::Template`] for damaged wording.
pub fn explain_remark(remark: &Remark, language: Language) -> Result<String, ReportError> {
    Ok(Words::of(language)?.text(&["lint", remark.lack.code()]).to_owned())
}

/// What the plan lacks, in words: `lack, path, id, text`.
///
/// # Errors
/// [`ReportError::Template`] for damaged wording.
pub fn remarks_table(plan: &Plan, language: Language) -> Result<Table, ReportError> {
    let (remarks, words) = (lint(plan), Words::of(language)?);
    let texts: Vec<String> =
        remarks.iter().map(|r| words.text(&["lint", r.lack.code()]).to_owned()).collect();
    Ok(Table::new()
        .with("lack", remarks.iter().map(|r| r.lack.code()).collect::<Vec<&str>>())
        .with("path", remarks.iter().map(|r| r.path.clone()).collect::<Vec<String>>())
        .with("id", remarks.iter().map(|r| r.id.clone()).collect::<Vec<String>>())
        .with("text", texts))
}

pub(super) fn context(plan: &Plan, words: &Words) -> Result<Value, ReportError> {
    let documents: BTreeMap<&str, &Document> = plan.documents.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut directions = Vec::new();
    for direction in &plan.directions {
        let rows = direction.measures.iter().map(|m| row(plan, m, &documents, words));
        let mut rows = rows.collect::<Result<Vec<Value>, ReportError>>()?;
        merge(&mut rows, "schedule");
        merge(&mut rows, "results");
        directions.push(json!({"title": direction.title, "rows": rows}));
    }
    let named = |how: &str, other: &Previous| {
        format!("{} {}: {}", words.text(&["plan", how]), other.year, other.title)
    };
    let parent = plan.parent.as_ref().map(|parent| named("answers_plan", parent));
    let previous = plan.previous.as_ref().map(|previous| named("continues", previous));
    let related: Vec<String> = parent.into_iter().chain(previous).collect();
    let kind = json!(plan.kind);
    let usual = kind.as_str().filter(|kind| *kind != "plan").map(|kind| words.text(&["plan", "kinds", kind]));
    Ok(json!({
        "t": words.all,
        "p": words.all["plan"],
        "heading": plan.heading.as_deref().or(usual),
        "title": plan.title,
        "territory": plan.territory,
        "when": match &plan.period {
            Some(period) => format!("{} – {}", words.date(period.from), words.date(period.to)),
            None => plan.year.to_string(),
        },
        "decisions": plan.decisions.iter().map(|d| decision(d, words)).collect::<Vec<String>>(),
        "directions": directions,
        "sections": plan_sections::sections(plan, words)?,
        "continues": related,
        "issued_by": plan.issued_by,
        "remarks": [],
    }))
}

fn decision(decision: &crate::plan::Decision, words: &Words) -> String {
    if let Some(text) = &decision.text {
        return text.clone();
    }
    let kind = json!(decision.kind);
    let what = words.text(&["plan", "decided", kind.as_str().unwrap_or_default()]).to_owned();
    let number = number_and_date(decision.number.as_ref(), decision.date, words);
    format!("{what}: {}, {}{number}", decision.body, decision.document)
}

fn number_and_date(number: Option<&String>, date: Option<jiff::civil::Date>, words: &Words) -> String {
    let number = number.map(|n| format!(" № {n}")).unwrap_or_default();
    let date = date.map(|day| format!(" {} {}", words.text(&["plan", "of"]), words.date(day)));
    number + &date.unwrap_or_default()
}

/// A document without its number in the plan's own list.
pub(super) fn document(document: &Document, words: &Words) -> String {
    let title = document.title.as_ref().map(|t| format!(" «{t}»")).unwrap_or_default();
    let number = number_and_date(document.number.as_ref(), document.date, words);
    format!("{}, {}{title}{number}", document.kind, document.issuer)
}

/// Documents of one text are cited once, with all their numbers.
fn citations(documents: impl Iterator<Item = String>, labels: Vec<Option<&String>>) -> Vec<String> {
    let mut cited: Vec<(String, Vec<&str>)> = Vec::new();
    for (text, label) in documents.zip(labels) {
        let place = cited.iter().position(|(known, _)| *known == text).unwrap_or_else(|| {
            cited.push((text, Vec::new()));
            cited.len() - 1
        });
        cited[place].1.extend(label.map(String::as_str));
    }
    let text = |(text, labels): (String, Vec<&str>)| match labels.is_empty() {
        true => text,
        false => format!("{text} ({})", labels.join(", ")),
    };
    cited.into_iter().map(text).collect()
}

fn row(
    plan: &Plan,
    measure: &Measure,
    documents: &BTreeMap<&str, &Document>,
    words: &Words,
) -> Result<Value, ReportError> {
    let of = |ids: &[String]| -> Vec<&Document> {
        ids.iter().filter_map(|id| documents.get(id.as_str()).copied()).collect()
    };
    let cite = |ids: &[String]| -> Vec<String> {
        let documents = of(ids);
        let labels = documents.iter().map(|d| d.label.as_ref()).collect();
        citations(documents.iter().map(|d| document(d, words)), labels)
    };
    let cited = match measure.citations.is_empty() {
        true => cite(&measure.documents),
        false => measure.citations.clone(),
    };
    let times = measure.schedule.iter().map(|s| schedule(plan, s, words));
    let mut levels: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let duties = measure.duties.iter().map(|duty| {
        let level = json!(duty.level).as_str().unwrap_or_default().to_owned();
        let text = format!("{}: {}", words.text(&["plan", "levels", &level]), duty.text);
        levels.entry(level).or_default().push(&duty.text);
        text
    });
    Ok(json!({
        "text": measure.text,
        "duties": duties.collect::<Vec<String>>(),
        "levels": levels,
        "notes": notes(plan, measure, cite(&measure.evidence).join("; "), words),
        "specifics": cited.into_iter().chain(measure.specifics.iter().cloned()).collect::<Vec<String>>(),
        "schedule": times.collect::<Result<Vec<String>, ReportError>>()?,
        "results": measure.results.iter().cloned()
            .chain(measure.indicators.iter().filter_map(|id| plan_sections::target(plan, id, words)))
            .collect::<Vec<String>>(),
    }))
}

/// What stands in small print below a measure: who, for whom, how far.
fn notes(plan: &Plan, measure: &Measure, evidence: String, words: &Words) -> Vec<String> {
    let status = json!(measure.status);
    let stands = measure.status != Status::Planned || measure.done_on.is_some();
    let day = measure.done_on.map_or(String::new(), |day| format!(" {}", words.date(day)));
    let status = words.text(&["plan", "status", status.as_str().unwrap_or_default()]);
    let named = |name: &str, text: String| {
        (!text.is_empty()).then(|| format!("{}: {text}", words.text(&["plan", name])))
    };
    // A draft names its schools among the specifics, with their logins: once is enough.
    let said = |school: &&String| measure.specifics.iter().any(|text| text.contains(school.as_str()));
    let schools: Vec<&str> =
        measure.targets.schools.iter().filter(|school| !said(school)).map(String::as_str).collect();
    let meetings = measure.events.iter().filter_map(|id| plan.meetings.iter().find(|m| m.id == *id));
    let meetings: Vec<String> = meetings
        .map(|m| m.date.map_or(m.body.clone(), |day| format!("{} {}", m.body, words.date(day))))
        .collect();
    let co_executors = measure.co_executors.iter().map(|who| plan.name_of(Some(who)));
    [
        named("responsible", plan.name_of(measure.responsible.as_deref()).to_owned()),
        named("co_executors", co_executors.collect::<Vec<&str>>().join(", ")),
        named("schools", schools.join(", ")),
        measure.hidden.as_ref().and_then(|counts| plan_sections::counts(counts, words)),
        named("findings", signs(&measure.targets.findings, words).join(", ")),
        named("criteria", measure.criteria.join(", ")),
        measure.carried_from.map(|year| format!("{} {year}", words.text(&["plan", "carried_from"]))),
        stands.then(|| format!("{status}{day}")),
        measure.progress.clone(),
        named("evidence", evidence),
        named("meetings_of", meetings.join("; ")),
        named("cost", measure.cost.as_ref().map(|cost| self::cost(cost, words)).unwrap_or_default()),
        named("internal_assessment", internal_assessment(plan, measure, words)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn cost(cost: &Cost, words: &Words) -> String {
    let decimals = if cost.amount.fract() == 0.0 { 0 } else { 2 };
    let source = cost.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
    let currency = cost.currency.as_ref().map(|currency| format!("\u{a0}{currency}")).unwrap_or_default();
    words.number(cost.amount, decimals) + &currency + &source
}

/// What changed in a school's own plan of assessment: in words, and its documents before and after.
fn internal_assessment(plan: &Plan, measure: &Measure, words: &Words) -> String {
    let Some(changed) = &measure.internal_assessment else { return String::new() };
    let cite = |id: &Option<String>| {
        let known = id.as_ref().and_then(|id| plan.documents.iter().find(|d| d.id == *id));
        known.map(|known| document(known, words))
    };
    let (before, after) = (cite(&changed.before), cite(&changed.after));
    let documents = match (before, after) {
        (Some(before), Some(after)) => Some(format!("{before} → {after}")),
        (before, after) => before.or(after),
    };
    [changed.changed.clone(), documents].into_iter().flatten().collect::<Vec<String>>().join("; ")
}

/// The signs of findings, each with the number of its findings where there are several. Their ids
/// stay in the JSON.
fn signs(findings: &[String], words: &Words) -> Vec<String> {
    let mut counts: Vec<(String, u32)> = Vec::new();
    for finding in findings {
        let name = cited(finding).map_or_else(|| finding.clone(), |(sign, _)| words.sign(sign, "name"));
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.into_iter().map(|(name, n)| if n > 1 { format!("{name} ({n})") } else { name }).collect()
}

fn schedule(plan: &Plan, schedule: &Schedule, words: &Words) -> Result<String, ReportError> {
    let recurring = |usual: &str, text: &Option<String>, dates: &[jiff::civil::Date]| {
        let days: Vec<String> = dates.iter().map(|d| words.date(*d)).collect();
        let text = text.clone().unwrap_or_else(|| words.text(&["plan", usual]).to_owned());
        if days.is_empty() { text } else { format!("{text}: {}", days.join(", ")) }
    };
    Ok(match schedule {
        Schedule::Date { date } => format!("{} {}", words.text(&["plan", "by"]), words.date(*date)),
        Schedule::Period { from, to } => format!("{} – {}", words.date(*from), words.date(*to)),
        Schedule::AcademicYear { text, dates } => recurring("academic_year", text, dates),
        Schedule::AssessmentCalendar { text, dates } => recurring("assessment_calendar", text, dates),
        Schedule::After { event, days } => {
            let name = plan.calendar.iter().find(|e| e.id == *event).map(|e| plan_sections::event(e, words));
            let kind = match days {
                0 => "on",
                1.. => "after",
                _ => "before",
            };
            let facts = json!({"days": days.abs(), "event": name.unwrap_or_else(|| event.clone())});
            let text = wording::render(words.text(&["plan", kind]), &facts)?;
            match schedule.days(&plan.calendar) {
                Some((_, last)) => format!("{text} ({} {})", words.text(&["plan", "by"]), words.date(last)),
                None => text,
            }
        }
    })
}

/// Cells that repeat the one above: the first gets `<name>_span` rows, the others 0.
fn merge(rows: &mut [Value], name: &str) {
    let span = format!("{name}_span");
    let mut first = 0;
    for row in 0..rows.len() {
        if row > first && rows[row][name] == rows[first][name] {
            rows[row][&span] = 0.into();
            rows[first][&span] = (row - first + 1).into();
        } else {
            first = row;
            rows[row][&span] = 1.into();
        }
    }
}

fn remarks(plan: &Plan, remarks: &[Remark], words: &Words) -> Vec<Value> {
    let mut by_lack: BTreeMap<_, Vec<String>> = BTreeMap::new();
    let measures = plan.measures_only().map(|m| (m.id.as_str(), m.text.clone()));
    let indicators =
        plan.indicators.iter().map(|i| (i.id.as_str(), plan_sections::name(i, words).to_owned()));
    let documents = plan.documents.iter().map(|d| (d.id.as_str(), document(d, words)));
    let texts: BTreeMap<&str, String> = documents.chain(indicators).chain(measures).collect();
    for remark in remarks {
        let text = texts.get(remark.id.as_str()).unwrap_or(&remark.id);
        let places = by_lack.entry(remark.lack).or_default();
        if places.last() != Some(text) {
            places.push(text.clone());
        }
    }
    let remark = |(lack, places): (crate::plan::Lack, Vec<String>)| {
        let places: Vec<String> = places.into_iter().filter(|p| !p.is_empty()).collect();
        json!({"text": words.text(&["lint", lack.code()]), "places": places})
    };
    by_lack.into_iter().map(remark).collect()
}

/// Text as text: no tags, no links, no emphasis; in a table's cell a line break is a tag and a bar
/// ends the cell.
fn escape_cells(value: &mut Value) {
    let escape = |text: &str| {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '&' => escaped += "&amp;",
                '<' => escaped += "&lt;",
                '>' => escaped += "&gt;",
                '\n' => escaped += "<br>",
                '\\' | '`' | '*' | '[' | ']' | '|' => escaped.extend(['\\', letter]),
                _ => escaped.push(letter),
            }
        }
        escaped
    };
    match value {
        Value::String(text) => *text = escape(text),
        Value::Array(all) => all.iter_mut().for_each(escape_cells),
        Value::Object(all) => all.values_mut().for_each(escape_cells),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::EXAMPLE;
    use crate::table::Column;

    #[test]
    fn what_a_plan_says_of_itself_is_printed() {
        let mut plan: Value = serde_json::from_str(EXAMPLE).unwrap();
        plan["period"] = json!({"from": "2022-09-01", "to": "2023-08-31"});
        plan["parent"] = json!({"year": 2022, "title": "The plan of the region", "fingerprint": "1f"});
        plan["meetings"] = json!([{"id": "council", "body": "The council", "date": "2022-10-05"}]);
        plan["documents"]
            .as_array_mut()
            .unwrap()
            .push(json!({"id": "own", "kind": "plan", "issuer": "A school"}));
        plan["revisions"] = json!([{"date": "2022-11-01", "by": "The head", "text": "Two schools more"}]);
        let measure = &mut plan["directions"][0]["measures"][0];
        measure["events"] = json!(["council"]);
        measure["cost"] = json!({"amount": 12500.5, "currency": "RUB", "source": "the budget"});
        measure["internal_assessment"] = json!({"after": "own", "changed": "criteria of marking"});
        let plan = Plan::from_json(&plan.to_string()).unwrap();
        assert_eq!(Plan::from_json(&plan.to_json()).unwrap(), plan);
        for text in [plan_html(&plan, Language::English), plan_markdown(&plan, Language::English)] {
            let text = text.unwrap();
            for part in [
                "2022-09-01 – 2023-08-31",
                "The plan of the region",
                "The council",
                "Two schools more",
                "the budget",
                "criteria of marking; plan, A school",
            ] {
                assert!(text.contains(part), "{part}: {text}");
            }
        }
        let wrong = |change: fn(&mut Value)| {
            let mut plan: Value = serde_json::from_str(&plan.to_json()).unwrap();
            change(&mut plan);
            let error = Plan::from_json(&plan.to_string()).unwrap_err();
            (error.code(), error.path().to_owned())
        };
        assert_eq!(
            wrong(|p| p["period"]["to"] = json!("2022-01-01")),
            ("plan.date_order", "period".to_owned())
        );
        let events = ("plan.dangling_id", "directions[0].measures[0].events[0]".to_owned());
        assert_eq!(wrong(|p| p["meetings"] = json!([])), events);
        let amount = ("plan.out_of_range", "directions[0].measures[0].cost.amount".to_owned());
        assert_eq!(wrong(|p| p["directions"][0]["measures"][0]["cost"]["amount"] = json!(-1)), amount);
    }

    #[test]
    fn markdown_holds_no_tags_and_no_links_of_the_plan() {
        let mut plan: Value = serde_json::from_str(EXAMPLE).unwrap();
        let evil = "<img src=x onerror=alert(1)> [here](javascript:alert(1)) `a|b`";
        plan["territory"] = evil.into();
        let plan = Plan::from_json(&plan.to_string()).unwrap();
        let text = plan_markdown(&plan, Language::English).unwrap();
        assert!(!text.contains("<img") && !text.contains("[here]") && !text.contains(" `a|"), "{text}");
        assert!(
            text.contains(r"&lt;img src=x onerror=alert(1)&gt; \[here\](javascript")
                && text.contains(r"\`a\|b\`")
        );
    }

    #[test]
    fn the_note_renders_as_its_own_table() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let page = plan_html(&plan, Language::Russian).unwrap();
        // Five measures share one time and one result in the first block, two in the second.
        assert_eq!(page.matches("rowspan=\"5\"").count(), 2);
        assert_eq!(page.matches("rowspan=\"2\"").count(), 2);
        // Its own wording, and no id that only the JSON needs.
        for text in [
            "Информационная справка",
            "Приказы департамента образования администрации города Дзержинска (1.1, 1.2)",
            "протокол № 5 от 27 мая 2022 года",
            "(протокол № 3 от 25 марта 2022 года)",
            "№ 3 от 25.03.2022",
        ] {
            assert!(page.contains(text), "{text}");
        }
        assert!(!page.contains("minutes-3"));
        let table = plan_markdown(&plan, Language::Russian).unwrap();
        let rows: Vec<&str> = table.lines().filter(|l| l.starts_with('|')).take(11).collect();
        assert_eq!(rows.len(), 2 + 2 + 7, "{table}");
        assert!(rows.iter().all(|r| r.matches('|').count() == 5), "{table}");
    }

    #[test]
    fn every_remark_has_its_sentence_in_both_languages() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        for language in [Language::Russian, Language::English] {
            let table = remarks_table(&plan, language).unwrap();
            let Some(Column::Text(texts)) = table.column("text") else { panic!("no text") };
            assert_eq!(texts.len(), lint(&plan).len());
            assert!(texts.iter().all(|t| t.contains(' ')), "{texts:?}");
        }
    }

    #[test]
    fn a_bar_in_a_text_does_not_end_its_cell() {
        let mut plan = Plan::from_json(EXAMPLE).unwrap();
        plan.directions[0].measures[0].text = "a | b\nc".to_owned();
        let table = plan_markdown(&plan, Language::English).unwrap();
        assert!(table.contains("a \\| b<br>c"));
    }
}
