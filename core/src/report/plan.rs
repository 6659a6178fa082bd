//! A plan as the four-column table that such plans have.

use serde_json::{Value, json};

use super::{Language, ReportError, wording};
use crate::plan::{Indicator, Measure, Plan, Remark, Schedule, lint};
use crate::table::Table;
use wording::Words;

const HTML: &str = include_str!("plan.html");
const MARKDOWN: &str = include_str!("plan.md");

/// The plan as Markdown: one table with the columns measure, specifics and documents, time, result.
///
/// A cell that repeats the one above is left empty, as in the notes themselves.
///
/// # Errors
/// [`ReportError::Template`] if it does not render.
pub fn plan_markdown(plan: &Plan, language: Language) -> Result<String, ReportError> {
    let words = Words::of(language)?;
    let mut context = context(plan, &words);
    // In a table's cell a line break is a tag and a bar ends the cell.
    escape_cells(&mut context);
    wording::render(MARKDOWN, &context)
}

/// The plan as a self-contained HTML page: the same table, and below it what the plan lacks.
///
/// # Errors
/// [`ReportError::Template`] if it does not render.
pub fn plan_html(plan: &Plan, language: Language) -> Result<String, ReportError> {
    let words = Words::of(language)?;
    let mut context = context(plan, &words);
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
    let remarks = lint(plan);
    let texts = remarks.iter().map(|r| explain_remark(r, language)).collect::<Result<Vec<String>, _>>()?;
    Ok(Table::new()
        .with("lack", remarks.iter().map(|r| r.lack.code()).collect::<Vec<&str>>())
        .with("path", remarks.iter().map(|r| r.path.clone()).collect::<Vec<String>>())
        .with("id", remarks.iter().map(|r| r.id.clone()).collect::<Vec<String>>())
        .with("text", texts))
}

fn context(plan: &Plan, words: &Words) -> Value {
    let approval = plan.approval.as_ref().map(|a| {
        let date = a.date.map(|d| words.date(d));
        json!({"body": a.body, "document": a.document, "number": a.number, "date": date})
    });
    let directions: Vec<Value> = plan
        .directions
        .iter()
        .map(|direction| {
            let mut rows: Vec<Value> = direction.measures.iter().map(|m| row(plan, m, words)).collect();
            merge(&mut rows, "schedule");
            merge(&mut rows, "results");
            json!({"title": direction.title, "rows": rows})
        })
        .collect();
    json!({
        "t": words.all,
        "p": words.all["plan"],
        "title": plan.title,
        "territory": plan.territory,
        "year": plan.year,
        "approval": approval,
        "directions": directions,
        "issued_by": plan.issued_by,
        "remarks": [],
    })
}

fn row(plan: &Plan, measure: &Measure, words: &Words) -> Value {
    let documents = measure.documents.iter().filter_map(|id| plan.documents.iter().find(|d| d.id == *id));
    let documents = documents.map(|d| {
        let title = d.title.as_ref().map(|t| format!(" «{t}»")).unwrap_or_default();
        let number = d.number.as_ref().map(|n| format!(" № {n}")).unwrap_or_default();
        let date = d
            .date
            .map(|day| format!(" {} {}", words.text(&["plan", "of"]), words.date(day)))
            .unwrap_or_default();
        format!("{}, {}{title}{number}{date} ({})", d.kind, d.issuer, d.id)
    });
    json!({
        "text": measure.text,
        "responsible": measure.responsible,
        "findings": measure.targets.findings,
        "specifics": documents.chain(measure.specifics.iter().cloned()).collect::<Vec<String>>(),
        "schedule": measure.schedule.as_ref().map_or(String::new(), |s| schedule(s, words)),
        "results": measure.results.iter().cloned()
            .chain(measure.indicators.iter().map(|i| indicator(i, words)))
            .collect::<Vec<String>>(),
    })
}

fn schedule(schedule: &Schedule, words: &Words) -> String {
    let recurring = |usual: &str, text: &Option<String>, dates: &[jiff::civil::Date]| {
        let days: Vec<String> = dates.iter().map(|d| words.date(*d)).collect();
        let text = text.clone().unwrap_or_else(|| words.text(&["plan", usual]).to_owned());
        if days.is_empty() { text } else { format!("{text}: {}", days.join(", ")) }
    };
    match schedule {
        Schedule::Date { date } => format!("{} {}", words.text(&["plan", "by"]), words.date(*date)),
        Schedule::Period { from, to } => format!("{} – {}", words.date(*from), words.date(*to)),
        Schedule::AcademicYear { text, dates } => recurring("academic_year", text, dates),
        Schedule::AssessmentCalendar { text, dates } => recurring("assessment_calendar", text, dates),
    }
}

fn indicator(indicator: &Indicator, words: &Words) -> String {
    let number = |value: Option<f64>| {
        value.map_or("…".to_owned(), |v| words.number(v, usize::from(v.fract() != 0.0)))
    };
    let name = words.text(&["plan", "indicators", &indicator.formula]);
    let due = indicator
        .due
        .map(|d| format!(", {} {}", words.text(&["plan", "by"]), words.date(d)))
        .unwrap_or_default();
    format!("{name}: {} → {}{due}", number(indicator.baseline), number(indicator.target))
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
    let mut by_lack: std::collections::BTreeMap<_, Vec<String>> = std::collections::BTreeMap::new();
    for remark in remarks {
        let measure = plan.measures().find(|(_, m)| m.id == remark.id).map(|(_, m)| m.text.clone());
        by_lack.entry(remark.lack).or_default().push(measure.unwrap_or_else(|| remark.id.clone()));
    }
    let remark = |(lack, places): (crate::plan::Lack, Vec<String>)| {
        let places: Vec<String> = places.into_iter().filter(|p| !p.is_empty()).collect();
        json!({"text": words.text(&["lint", lack.code()]), "places": places})
    };
    by_lack.into_iter().map(remark).collect()
}

fn escape_cells(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.replace('|', "\\|").replace('\n', "<br>"),
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
    fn the_note_renders_as_its_own_table() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let page = plan_html(&plan, Language::Russian).unwrap();
        // Five measures share one time and one result in the first block, two in the second.
        assert_eq!(page.matches("rowspan=\"5\"").count(), 2);
        assert_eq!(page.matches("rowspan=\"2\"").count(), 2);
        assert!(page.contains("№ 3 от 25.03.2022") && page.contains("№ 5 от 27.05.2022"));
        let table = plan_markdown(&plan, Language::Russian).unwrap();
        let rows: Vec<&str> = table.lines().filter(|l| l.starts_with('|')).collect();
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
