//! What people filled in, carried over into a plan.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::cells::{found, is_cut, meant, said, same, show};
use super::filled::{CellChange, CellConflict, FilledPlan, Misfit};
use super::names::Known;
use super::sheets::{Open, Row, SHEETS, Sheet};
use crate::data::readers::{Cells, Held};
use crate::json::{self, Wrong};
use crate::plan::{Plan, PlanError};
use crate::report::wording::Words;

/// The plan at hand with what a workbook has otherwise than the plan it was made with.
pub(super) fn fill(
    plan: &Plan,
    sent: &Plan,
    sheets: &[Cells],
    shown_in: &Words,
    words: &[Words; 2],
) -> Result<FilledPlan, PlanError> {
    let value = |plan: &Plan| serde_json::to_value(plan).unwrap_or_default();
    let shown = Known::of(sent, shown_in);
    let mut filling = Filling {
        ours: value(plan),
        sent: value(sent),
        known: Known::now(plan, shown_in, &shown),
        shown,
        shown_in,
        words,
        changes: Vec::new(),
        conflicts: Vec::new(),
    };
    for sheet in &SHEETS {
        filling.sheet(sheet, sheets);
        if sheet.name == "documents" && !filling.changes.is_empty() {
            filling.known = Known::now(&read(&filling.ours)?, shown_in, &filling.shown);
        }
    }
    let plan = read(&filling.ours)?;
    plan.check()?;
    Ok(FilledPlan { plan, changes: filling.changes, conflicts: filling.conflicts })
}

fn read(plan: &Value) -> Result<Plan, PlanError> {
    json::read_value(plan).map_err(|Wrong { path, reason }| PlanError::Json { path, reason })
}

struct Filling<'a> {
    ours: Value,
    sent: Value,
    /// What cells showed when they were written.
    shown: Known,
    /// What cells may name now.
    known: Known,
    shown_in: &'a Words,
    words: &'a [Words; 2],
    changes: Vec<CellChange>,
    conflicts: Vec<CellConflict>,
}

/// One row of a sheet that was filled in.
struct Filled<'a> {
    number: u32,
    cells: &'a BTreeMap<u32, Held>,
    /// The place of each column in it.
    columns: &'a [Option<u32>],
}

impl Filled<'_> {
    fn cell(&self, column: usize) -> Option<&Held> {
        self.cells.get(&self.columns[column]?)
    }
}

impl Filling<'_> {
    /// Something left as it was: in which row, of which id and field; what is kept, what found.
    fn conflict(
        &mut self,
        kind: Misfit,
        sheet: &Sheet,
        (row, id, field): (u32, &str, &str),
        (kept, found): (String, String),
    ) {
        let (list, id) = (sheet.name.to_owned(), id.to_owned());
        let field = field.trim_start_matches('^').to_owned();
        self.conflicts.push(CellConflict { kind, list, row, id, field, kept, found });
    }

    fn sheet(&mut self, sheet: &Sheet, all: &[Cells]) {
        let sent = std::mem::take(&mut self.sent);
        let rows = sheet.rows(&sent);
        let is = |cells: &&Cells| {
            self.words.iter().any(|w| w.text(&["plan", "workbook", "sheets", sheet.name]) == cells.name)
        };
        match all.iter().find(is) {
            Some(cells) => self.rows(sheet, &rows, cells),
            None if rows.is_empty() => {}
            None => self.conflict(Misfit::NoSheet, sheet, (0, "", ""), Default::default()),
        }
        self.sent = sent;
    }

    fn rows(&mut self, sheet: &Sheet, rows: &[Row<'_>], cells: &Cells) {
        let Some((key, columns)) = self.columns(sheet, cells) else { return };
        let by_key: BTreeMap<&str, &Row<'_>> = rows.iter().map(|row| (row.key.as_str(), row)).collect();
        let places: BTreeMap<String, String> =
            sheet.rows(&self.ours).into_iter().map(|row| (row.key, row.place)).collect();
        let mut seen = BTreeSet::new();
        for (number, cells) in cells.rows.iter().skip(1) {
            let filled = Filled { number: number + 1, cells, columns: &columns };
            let id = said(found(super::sheets::Kind::Text, cells.get(&key)).as_ref());
            if id.is_empty() {
                self.new_row(sheet, &filled);
                continue;
            }
            match (by_key.get(id.as_str()), places.get(&id)) {
                (Some(_), _) if !seen.insert(id.clone()) => {
                    self.row_left(Misfit::DuplicateId, sheet, &id, &filled);
                }
                (Some(row), Some(place)) => self.row(sheet, row, place, &filled),
                _ => self.row_left(Misfit::UnknownId, sheet, &id, &filled),
            }
        }
        for row in rows.iter().filter(|row| !seen.contains(&row.key)) {
            self.conflict(Misfit::RowDeleted, sheet, (0, &row.key, ""), (row.own.to_string(), String::new()));
        }
    }

    /// The place of the key and of each column, by their heads.
    fn columns(&mut self, sheet: &Sheet, cells: &Cells) -> Option<(u32, Vec<Option<u32>>)> {
        let (_, heads) = cells.rows.first_key_value()?;
        let place = |name: &str| {
            let is = |held: &Held| {
                let head = said(Some(held));
                self.words.iter().any(|w| w.text(&["plan", "workbook", "columns", name]) == head.trim())
            };
            heads.iter().find(|(_, held)| is(held)).map(|(place, _)| *place)
        };
        let key = place("key");
        let columns: Vec<Option<u32>> = sheet.columns.iter().map(|column| place(column.head)).collect();
        let missing = sheet.columns.iter().zip(&columns).filter(|(_, place)| place.is_none());
        let missing: Vec<&str> = missing.map(|(column, _)| column.field).collect();
        for field in key.is_none().then_some("id").into_iter().chain(missing) {
            self.conflict(Misfit::NoColumn, sheet, (0, "", field), Default::default());
        }
        Some((key?, columns))
    }

    /// All of a row that is left as it is.
    fn row_left(&mut self, kind: Misfit, sheet: &Sheet, id: &str, filled: &Filled<'_>) {
        let text: Vec<String> = filled.cells.values().map(|held| said(Some(held))).collect();
        self.conflict(kind, sheet, (filled.number, id, ""), (String::new(), text.join(" | ")));
    }

    fn row(&mut self, sheet: &Sheet, row: &Row<'_>, place: &str, filled: &Filled<'_>) {
        for (number, column) in sheet.columns.iter().enumerate() {
            if filled.columns[number].is_none() {
                continue;
            }
            let shown = show(column, row, &self.shown, self.shown_in);
            let found = found(column.kind, filled.cell(number));
            if same(shown.as_ref(), found.as_ref()) {
                continue;
            }
            let was = row.value(column.field);
            let left = |kind| (kind, text(was), said(found.as_ref()));
            let (kind, kept, said) = if column.open != Open::Yes || is_cut(shown.as_ref()) {
                left(Misfit::Locked)
            } else if let Some(value) = meant(column, found.as_ref(), &self.known, self.words) {
                match self.put(sheet, (&row.key, place), (column.field, was), value.clone()) {
                    Ok(()) => continue,
                    Err(ours) => (Misfit::ChangedHere, text(&ours), text(&value)),
                }
            } else {
                left(Misfit::Invalid)
            };
            self.conflict(kind, sheet, (filled.number, &row.key, column.field), (kept, said));
        }
    }

    /// Puts a value into the plan at hand, unless it has become another one there.
    fn put(
        &mut self,
        sheet: &Sheet,
        (key, place): (&str, &str),
        (field, was): (&str, &Value),
        value: Value,
    ) -> Result<(), Value> {
        let Some(Value::Object(ours)) = self.ours.pointer_mut(place) else { return Err(Value::Null) };
        let now = ours.get(field).cloned().unwrap_or_default();
        if equal(&now, &value) {
            return Ok(());
        }
        if !equal(&now, was) {
            return Err(now);
        }
        let (list, id, field) = (sheet.name.to_owned(), key.to_owned(), field.to_owned());
        let (before, after) = (text(&now), text(&value));
        self.changes.push(CellChange { list, id, field: field.clone(), before, after });
        match value {
            Value::Null => ours.remove(&field),
            value => ours.insert(field, value),
        };
        Ok(())
    }

    /// A row that people added, if anything stands in it.
    fn new_row(&mut self, sheet: &Sheet, filled: &Filled<'_>) {
        let held: Vec<Option<Held>> =
            sheet.columns.iter().enumerate().map(|(n, c)| found(c.kind, filled.cell(n))).collect();
        if held.iter().all(Option::is_none) {
            return;
        }
        if !sheet.grows {
            return self.row_left(Misfit::MissingId, sheet, "", filled);
        }
        let (mut fields, mut around) = (Map::new(), None);
        for (column, held) in sheet.columns.iter().zip(&held) {
            match meant(column, held.as_ref(), &self.known, self.words) {
                None => {
                    let found = (String::new(), said(held.as_ref()));
                    self.conflict(Misfit::Invalid, sheet, (filled.number, "", column.field), found);
                    return self.row_left(Misfit::Invalid, sheet, "", filled);
                }
                Some(Value::Null) => {}
                Some(value) if column.field.starts_with('^') => around = value.as_str().map(str::to_owned),
                Some(value) => _ = fields.insert(column.field.to_owned(), value),
            }
        }
        self.add(sheet, around.as_deref(), fields);
    }

    /// Adds a row, unless it was added before.
    fn add(&mut self, sheet: &Sheet, around: Option<&str>, mut fields: Map<String, Value>) {
        let (last, outer) = sheet.lists.split_last().unwrap_or((&"", &[]));
        let mut object = &mut self.ours;
        for name in outer {
            let all = object[*name].as_array_mut().into_iter().flatten();
            let Some(one) = all.into_iter().find(|one| one["id"].as_str() == around) else { return };
            object = one;
        }
        let Value::Object(object) = object else { return };
        let list = object.entry((*last).to_owned()).or_insert_with(|| json!([]));
        let Value::Array(all) = list else { return };
        if all.iter().any(|row| fields.iter().all(|(field, value)| equal(&row[field], value))) {
            return;
        }
        if sheet.key == ["id"] {
            let is_free = |id: &String| all.iter().all(|one| one["id"].as_str() != Some(id));
            let id = (1..).map(|n| format!("{}-{n}", sheet.name)).find(is_free);
            fields.insert("id".to_owned(), json!(id));
        }
        let row = Value::Object(fields);
        let (list, after) = (sheet.name.to_owned(), row.to_string());
        let id = row["id"].as_str().or(around).unwrap_or_default().to_owned();
        all.push(row);
        self.changes.push(CellChange { list, id, field: String::new(), before: String::new(), after });
    }
}

/// Whether two values of a plan are one: what is not said is as what is empty.
fn equal(one: &Value, other: &Value) -> bool {
    let nothing = |value: &Value| {
        value.is_null() || *value == json!(false) || value.as_array().is_some_and(Vec::is_empty)
    };
    one == other
        || (nothing(one) && nothing(other))
        || one.as_f64().is_some_and(|a| other.as_f64() == Some(a))
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
