//! The plan in a sheet that programs keep and do not show.

use super::super::package::unreadable;
use crate::data::readers::{Cells, Held};
use crate::plan::{Plan, PlanError};

pub(super) const SHEET: &str = "obektiv";
const MARK: &str = "obektiv plan";
/// Characters of the JSON in a cell: half of what one holds, which counts those beyond the first
/// plane twice.
const CHUNK: usize = 16_000;

/// The cells of the sheet, one below the other: a mark, the language, the JSON in pieces. A bar at
/// both ends keeps spaces that stand there.
pub(super) fn lines(plan: &Plan, language: &str) -> Vec<String> {
    // `_x0041_` is a letter in a workbook, and these two are no characters in XML.
    let json = serde_json::to_string(plan).unwrap_or_default();
    let json = json.replace("_x", "\\u005fx").replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff");
    let characters: Vec<char> = json.chars().collect();
    let pieces = characters.chunks(CHUNK).map(|piece| format!("|{}|", piece.iter().collect::<String>()));
    [MARK.to_owned(), language.to_owned()].into_iter().chain(pieces).collect()
}

/// The plan and the language of a workbook.
pub(super) fn plan_in(sheets: &[Cells]) -> Result<(Plan, String), PlanError> {
    let none = || unreadable("xlsx", "it holds no plan: it was not made by this library");
    let sheet = sheets.iter().find(|sheet| sheet.name == SHEET).ok_or_else(none)?;
    let mut lines = sheet.rows.values().filter_map(|row| match row.get(&0) {
        Some(Held::Text(text)) => Some(text.as_str()),
        _ => None,
    });
    if lines.next() != Some(MARK) {
        return Err(none());
    }
    let language = lines.next().unwrap_or_default().to_owned();
    let pieces = lines.map(|line| line.strip_prefix('|').and_then(|line| line.strip_suffix('|')));
    let damaged = || unreadable("xlsx", "the plan that it holds is damaged");
    let json = pieces.collect::<Option<String>>().ok_or_else(damaged)?;
    Ok((Plan::from_json(&json)?, language))
}
