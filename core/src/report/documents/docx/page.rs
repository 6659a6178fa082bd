//! What a document shows: paragraphs and tables, each cell with its own.

use minijinja::{Environment, UndefinedBehavior, Value as Shown};
use serde_json::{Value, json};

use crate::plan::{Measure, Plan, PlanKind};
use crate::report::{ReportError, wording::Words};

/// The width of the text on landscape A4, in twentieths of a point.
const WIDTH: usize = 15_138;
/// Of the four columns of measures, in hundredths.
const NOTE: [usize; 4] = [34, 26, 15, 25];
/// The width of a letter, that of a cell's margins, and the longest word that a column is made for.
const LETTER: usize = 125;
const MARGINS: usize = 220;
const LONGEST_WORD: usize = 24;
const LEVELS: [&str; 4] = ["federal", "region", "municipality", "school"];

/// What the templates show.
pub(super) fn context(plan: &Plan, report: &Value, words: &Words) -> Value {
    let mut tables = vec![measures(plan, report, words)];
    tables.extend(report["sections"].as_array().into_iter().flatten().map(section));
    let paragraph = |text: &Value, style: &str| json!({"text": text, "style": style});
    let mut above = Vec::new();
    above.extend(report["heading"].is_string().then(|| paragraph(&report["heading"], "Kind")));
    above.push(paragraph(&report["title"], "Title"));
    above.push(paragraph(
        &json!(format!("{}, {}", plan.territory, report["when"].as_str().unwrap_or_default())),
        "Under",
    ));
    above.extend(report["decisions"].as_array().into_iter().flatten().map(|d| paragraph(d, "Decision")));
    let mut below = Vec::new();
    below.extend(report["continues"].as_array().into_iter().flatten().map(|line| paragraph(line, "Under")));
    below.push(paragraph(&report["issued_by"], "Issued"));
    below.push(paragraph(&json!(words.text(&["plan", "signed"])), "Line"));
    json!({"lang": words.text(&["lang"]), "title": plan.title, "above": above, "tables": tables, "below": below})
}

/// The levels that have a column each: those with duties in a road map.
fn levels(plan: &Plan) -> Vec<&'static str> {
    let has = |measure: &Measure, level: &str| measure.duties.iter().any(|d| json!(d.level) == *level);
    let used = |level: &&str| plan.kind == PlanKind::RoadMap && plan.measures_only().any(|m| has(m, level));
    LEVELS.into_iter().filter(used).collect()
}

fn measures(plan: &Plan, report: &Value, words: &Words) -> Value {
    let levels = levels(plan);
    let mut rows = Vec::new();
    for direction in report["directions"].as_array().into_iter().flatten() {
        rows.push(json!({"title": direction["title"], "cells": []}));
        for row in direction["rows"].as_array().into_iter().flatten() {
            rows.push(json!({"title": null, "cells": cells(row, &levels)}));
        }
    }
    let name = |part: &str| words.text(&["plan", part]).to_owned();
    let mut head = vec![name("measure")];
    head.extend(levels.iter().map(|level| words.text(&["plan", "levels", level]).to_owned()));
    head.extend(levels.is_empty().then(|| name("specifics")));
    head.extend([name("schedule"), name("result")]);
    let widths = match levels.is_empty() {
        true => shares(&NOTE),
        false => shares(&[[30].as_slice(), &vec![44 / levels.len(); levels.len()], &[12, 18]].concat()),
    };
    table(&Value::Null, json!(head), &widths, rows)
}

/// The cells of one measure; with columns of levels its duties stand there, and what is specific
/// below its text.
fn cells(row: &Value, levels: &[&str]) -> Vec<Value> {
    let mut text = paragraphs(&json!([row["text"]]), "Cell");
    if levels.is_empty() {
        text.extend(paragraphs(&row["duties"], "Cell"));
    } else {
        text.extend(paragraphs(&row["specifics"], "Cell"));
    }
    text.extend(paragraphs(&row["notes"], "Small"));
    let mut cells = vec![cell(text)];
    cells.extend(levels.iter().map(|level| cell(paragraphs(&row["levels"][level], "Cell"))));
    cells.extend(levels.is_empty().then(|| cell(paragraphs(&row["specifics"], "Cell"))));
    cells.extend(["schedule", "results"].map(|name| merged(row, name)));
    cells
}

/// A cell that stands for those of the same text below it.
fn merged(row: &Value, name: &str) -> Value {
    let text = paragraphs(&row[name], "Cell");
    match row[format!("{name}_span")].as_u64() {
        Some(0) => json!({"text": cell(Vec::new())["text"], "merge": "continue"}),
        Some(1) => cell(text),
        _ => json!({"text": cell(text)["text"], "merge": "restart"}),
    }
}

fn section(section: &Value) -> Value {
    let rows = section["rows"].as_array().into_iter().flatten();
    let cells = |row: &Value| -> Vec<Value> {
        row.as_array().into_iter().flatten().map(|text| cell(paragraphs(&json!([text]), "Cell"))).collect()
    };
    let rows: Vec<Value> = rows.map(|row| json!({"title": null, "cells": cells(row)})).collect();
    table(&section["title"], section["head"].clone(), &widths(section), rows)
}

fn table(title: &Value, head: Value, widths: &[usize], rows: Vec<Value>) -> Value {
    let width: usize = widths.iter().sum();
    json!({"title": title, "head": head, "width": width, "widths": widths, "rows": rows})
}

/// A cell has a paragraph, though it be empty.
fn cell(mut text: Vec<Value>) -> Value {
    if text.is_empty() {
        text.push(json!({"text": "", "style": "Cell"}));
    }
    json!({"text": text, "merge": null})
}

fn paragraphs(texts: &Value, style: &str) -> Vec<Value> {
    let texts = texts.as_array().into_iter().flatten();
    texts.map(|text| json!({"text": text, "style": style})).collect()
}

/// Columns as wide as their text asks for, none of them too narrow for its longest word.
fn widths(section: &Value) -> Vec<usize> {
    let length = |text: &str| text.chars().count();
    let rows = section["rows"].as_array().into_iter().flatten();
    let mut least = vec![0; section["head"].as_array().map_or(0, Vec::len)];
    let mut wanted = least.clone();
    for row in [&section["head"]].into_iter().chain(rows) {
        for (column, text) in row.as_array().into_iter().flatten().filter_map(Value::as_str).enumerate() {
            let word = text.split_whitespace().map(length).max().unwrap_or(0);
            least[column] = least[column].max(LETTER * word.min(LONGEST_WORD) + MARGINS);
            wanted[column] = wanted[column].max(length(text).clamp(6, 60));
        }
    }
    let left = WIDTH.saturating_sub(least.iter().sum());
    let sum = wanted.iter().sum::<usize>().max(1);
    let widths: Vec<usize> =
        least.iter().zip(&wanted).map(|(least, wanted)| least + left * wanted / sum).collect();
    // Where all words are long, none of them has the room it asks for.
    if left > 0 { widths } else { shares(&least) }
}

/// The whole width in these proportions.
fn shares(parts: &[usize]) -> Vec<usize> {
    let sum: usize = parts.iter().sum::<usize>().max(1);
    parts.iter().map(|part| WIDTH * part / sum).collect()
}

/// An XML template, rendered.
pub(super) fn render(template: &str, context: &Value) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("paragraph", |text: Option<&str>, style: &str| {
        Shown::from_safe_string(paragraph(text.unwrap_or_default(), style))
    });
    environment.add_filter("length", |list: &Shown| list.len());
    environment.add_filter("plain", |text: &str| Shown::from_safe_string(escaped(text)));
    let wrong = |e: minijinja::Error| ReportError::Template { reason: format!("{e:#}") };
    environment.add_template("document.xml", template).map_err(wrong)?;
    let document = environment.get_template("document.xml").map_err(wrong)?;
    document.render(minijinja::value::Serde(context)).map_err(wrong)
}

fn paragraph(text: &str, style: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    let lines: Vec<String> = lines
        .split('\n')
        .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)))
        .collect();
    let lines = lines.join("<w:br/>").replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r>{lines}</w:r></w:p>")
}

/// Text as XML holds it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\t' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => {}
        }
    }
    out
}
