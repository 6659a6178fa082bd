//! What stands in the cells of the form: days, times, what was seen.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::super::Violation;

/// A day as people write it, or as a workbook counts it, from 1899-12-30 on.
pub(super) fn day(cell: &str) -> Option<Date> {
    if let Ok(day) = cell.parse() {
        return Some(day);
    }
    if let Ok(serial) = cell.parse::<f64>() {
        let days = (20_000.0..80_000.0).contains(&serial).then_some(serial.floor() as i32)?;
        return date(1899, 12, 30).checked_add(days.days()).ok();
    }
    let parts: Vec<&str> = cell.split('.').map(str::trim).collect();
    let [day, month, year] = parts[..] else { return None };
    let year: i16 = year.trim_end_matches("г").trim().parse().ok().filter(|year| *year >= 1000)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A time as it is written, or as a workbook counts it, in days.
pub(super) fn time(cell: &str) -> Option<String> {
    if let Some(part) = cell.parse::<f64>().ok().filter(|part| (0.0..1.0).contains(part)) {
        let minutes = (part * 1440.0).round() as i64;
        return Some(format!("{:02}:{:02}", minutes / 60, minutes % 60));
    }
    let (hour, minute) = cell.split_once([':', '.'])?;
    let in_range =
        |text: &str, most: u8| text.get(..2.min(text.len()))?.parse().ok().filter(|n: &u8| *n <= most);
    in_range(hour, 23).and_then(|_| in_range(minute, 59)).map(|_| cell.to_owned())
}

/// What an act lists: `1; 3: text; text`, or a line each.
pub(super) fn violations(cell: &str) -> Vec<Violation> {
    let nothing = ["нет", "no", "none", "-", "–", "—"];
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some(';' | '\\' | '\n')) => part.extend(letters.next()),
            (';' | '\n', _) => parts.push(std::mem::take(&mut part)),
            _ => part.push(letter),
        }
    }
    parts.push(part);
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.filter(|part| !nothing.contains(&part.to_lowercase().as_str())).map(violation).collect()
}

/// `3`, `3: text`, or text; behind a backslash text even if it begins with a number.
fn violation(text: &str) -> Violation {
    let unnumbered =
        |text: &str| Violation { number: None, text: text.to_owned(), extra: Default::default() };
    if let Some(text) = text.strip_prefix('\\') {
        return unnumbered(text);
    }
    let (number, rest) = text.split_once(':').unwrap_or((text, ""));
    match number.trim().parse() {
        // A time of day is no number of the list.
        Ok(number) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            Violation { number: Some(number), text: rest.trim().to_owned(), extra: Default::default() }
        }
        _ => unnumbered(text),
    }
}

/// Violations as the form has them.
pub(super) fn listed(violations: &[Violation]) -> String {
    let one = |seen: &Violation| {
        let text = match seen.number {
            Some(number) if seen.text.is_empty() => number.to_string(),
            Some(number) => format!("{number}: {}", seen.text),
            None if violation(&seen.text).number.is_none() && !seen.text.starts_with('\\') => {
                seen.text.clone()
            }
            None => format!("\\{}", seen.text),
        };
        text.replace('\\', "\\\\").replace(';', "\\;").replace('\n', "\\\n")
    };
    violations.iter().map(one).collect::<Vec<String>>().join("; ")
}
