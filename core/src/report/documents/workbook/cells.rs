//! What a cell shows of a plan, and what is meant by what people write there.

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::names::{Known, LONGEST, normal};
use super::sheets::{Column, Kind, Row, STATUS};
use crate::data::readers::Held;
use crate::report::wording::Words;
use crate::screening::cited;

/// The first day that a cell shows as one: programs disagree about those before.
const FIRST_DAY: Date = date(1900, 3, 1);

/// What a cell shows; nothing where it is empty.
pub(super) fn show(column: &Column, row: &Row<'_>, known: &Known, words: &Words) -> Option<Held> {
    let value = row.value(column.field);
    let id = || value.as_str().unwrap_or_default();
    let text = match column.kind {
        Kind::Due => {
            let id = row.own["id"].as_str().or_else(|| row.around["id"].as_str());
            return id.and_then(|id| known.due.get(id)).map(|day| shown_day(*day));
        }
        Kind::Number | Kind::Whole => return value.as_f64().map(Held::Number),
        Kind::Date => match id().parse() {
            Ok(day) => return Some(shown_day(day)),
            Err(_) => id().to_owned(),
        },
        Kind::Text => id().to_owned(),
        Kind::Subject => words.text(&["subjects", id()]).to_owned(),
        Kind::Word(list, codes) => {
            let usual = if codes == STATUS { STATUS[0] } else { "" };
            let code = value.as_str().unwrap_or(usual);
            if code.is_empty() { String::new() } else { words.text(&["plan", list, code]).to_owned() }
        }
        Kind::Answer | Kind::Flag => match (value.as_bool(), column.kind) {
            (Some(true), _) => words.text(&["plan", "answers", "yes"]).to_owned(),
            (Some(false), Kind::Answer) => words.text(&["plan", "answers", "no"]).to_owned(),
            _ => String::new(),
        },
        Kind::Documents => {
            let ids = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            ids.map(|id| known.documents.show(id)).collect::<Vec<&str>>().join("\n")
        }
        Kind::Event => known.events.show(id()).to_owned(),
        Kind::Who => known.people.show(id()).to_owned(),
        Kind::Indicator => known.indicators.show(id()).to_owned(),
        Kind::Sign => cited(id()).map_or_else(|| id().to_owned(), |(sign, _)| words.sign(sign, "name")),
        Kind::Violations => violations(value),
    };
    let text = normal(&text);
    (!text.is_empty()).then_some(Held::Text(text))
}

fn shown_day(day: Date) -> Held {
    if day >= FIRST_DAY { Held::Day(day) } else { Held::Text(day.to_string()) }
}

fn violations(value: &Value) -> String {
    let line = |violation: &Value| {
        let text = violation["text"].as_str().unwrap_or_default();
        violation["number"].as_u64().map_or_else(|| text.to_owned(), |number| format!("{number}. {text}"))
    };
    value.as_array().into_iter().flatten().map(line).collect::<Vec<String>>().join("\n")
}

/// Whether a cell cannot show all of its text: then it is not to be changed there.
pub(super) fn is_cut(shown: Option<&Held>) -> bool {
    matches!(shown, Some(Held::Text(text)) if text.chars().count() >= LONGEST - 1)
}

/// What stands in a cell, as its column would show it: a number among texts is text.
pub(super) fn found(kind: Kind, held: Option<&Held>) -> Option<Held> {
    let number = matches!(kind, Kind::Number | Kind::Whole);
    let day = matches!(kind, Kind::Date | Kind::Due);
    match held? {
        Held::Text(text) => Some(normal(text)).filter(|text| !text.is_empty()).map(Held::Text),
        Held::Number(value) if number => Some(Held::Number(*value)),
        Held::Day(value) if day => Some(Held::Day(*value)),
        other => Some(Held::Text(said(Some(other)))),
    }
}

/// Whether a cell holds what was written into it. Programs keep fifteen digits of a number.
pub(super) fn same(shown: Option<&Held>, found: Option<&Held>) -> bool {
    match (shown, found) {
        (Some(Held::Number(a)), Some(Held::Number(b))) => (a - b).abs() <= 1e-14 * a.abs().max(b.abs()),
        _ => shown == found,
    }
}

/// What a cell holds, as text.
pub(super) fn said(held: Option<&Held>) -> String {
    match held {
        None => String::new(),
        Some(Held::Text(text)) => text.clone(),
        Some(Held::Number(value)) => value.to_string(),
        Some(Held::Day(day)) => day.to_string(),
    }
}

/// The plan's value for what people wrote; null where they left nothing. Words are taken in both
/// languages, and as the plan's JSON has them.
pub(super) fn meant(
    column: &Column,
    held: Option<&Held>,
    known: &Known,
    words: &[Words; 2],
) -> Option<Value> {
    let Some(held) = held else { return (!column.needed).then_some(Value::Null) };
    let text = said(Some(held));
    match column.kind {
        Kind::Text => Some(json!(text)),
        Kind::Subject => Some(json!(subject(&text, words))),
        Kind::Word(list, codes) => word(&text, list, codes, words),
        Kind::Date | Kind::Due => day(held, &text),
        Kind::Number => number(held, &text).map(|value| json!(value)),
        Kind::Whole => {
            let most = if column.field == "grade" { 11.0 } else { 9.0e15 };
            let value = number(held, &text).filter(|value| (0.0..=most).contains(value))?;
            format!("{value}").parse::<u64>().ok().map(|value| json!(value))
        }
        Kind::Answer => word(&text, "answers", &["yes", "no"], words).map(|v| json!(v == "yes")),
        Kind::Flag => word(&text, "answers", &["yes", "no"], words).map(|v| json!(v == "yes")),
        Kind::Documents => documents(&text, known),
        Kind::Event => known.events.find(&text).map(|id| json!(id)),
        Kind::Who => Some(json!(known.people.find(&text).unwrap_or(&text))),
        Kind::Indicator => known.indicators.find(&text).map(|id| json!(id)),
        Kind::Sign => None,
        Kind::Violations => Some(text.lines().filter_map(violation).collect()),
    }
}

fn subject(text: &str, words: &[Words; 2]) -> String {
    let of = |words: &Words| {
        let all = words.all.get("subjects")?.as_object()?;
        all.iter().find(|(_, shown)| *shown == text).map(|(code, _)| code.clone())
    };
    words.iter().find_map(of).unwrap_or_else(|| text.to_owned())
}

fn word(text: &str, list: &str, codes: &[&str], words: &[Words; 2]) -> Option<Value> {
    let text = text.to_lowercase();
    let is = |code: &&&str| {
        **code == text || words.iter().any(|w| w.text(&["plan", list, code]).to_lowercase() == text)
    };
    codes.iter().find(is).map(|code| json!(code))
}

/// A day as a cell holds it, or as people write it: 2026-04-01, 1.4.2026.
fn day(held: &Held, text: &str) -> Option<Value> {
    if let Held::Day(day) = held {
        return Some(json!(day));
    }
    let parts: Vec<i16> = text.split('.').filter_map(|part| part.trim().parse().ok()).collect();
    let written = match parts[..] {
        [day, month, year] => Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok(),
        _ => text.parse().ok(),
    };
    written.map(|day: Date| json!(day))
}

fn number(held: &Held, text: &str) -> Option<f64> {
    match held {
        Held::Number(value) => Some(*value),
        _ => text.replace(',', ".").replace('−', "-").parse().ok().filter(|value: &f64| value.is_finite()),
    }
}

/// Documents one in a line, or with semicolons between them.
fn documents(text: &str, known: &Known) -> Option<Value> {
    let mut ids = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match known.documents.find(line) {
            Some(id) => ids.push(id),
            None => {
                for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
                    ids.push(known.documents.find(part)?);
                }
            }
        }
    }
    Some(json!(ids))
}

/// A violation from a line such as `4. Telephones on the tables`.
fn violation(line: &str) -> Option<Value> {
    let line = line.trim();
    let numbered = line.split_once(". ").and_then(|(number, text)| Some((number.parse::<u16>().ok()?, text)));
    match numbered {
        Some((number, text)) => Some(json!({"number": number, "text": text})),
        None => (!line.is_empty()).then(|| json!({"text": line})),
    }
}
