//! Workbooks: which of their sheets are read, and the cells of a sheet.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};

use super::{
    Sheet,
    kind::Kind,
    layout::Layout,
    ods,
    package::{Package, check_package},
    sheet::{Merged, clean},
    squeeze,
    words::Words,
};
use crate::data::{DataError, case::lower};

/// Cells right of it belong to no table of ours.
pub(super) const MAX_COLUMNS: u32 = 1000;
/// What a sheet of the format can have.
const MAX_ROWS: u32 = 1_048_576;

/// The sheet that holds the pupils in workbooks of several sheets.
const PROTOCOL: &str = "Протокол";

/// Sheets that stand beside it and hold no pupils.
const BESIDE: [&str; 3] = ["классы", "служебный", "порядковый номер класса"];

/// A workbook, and what is left of the memory that it may take.
struct Book<'a> {
    format: Format<'a>,
    left: u64,
    cap: u64,
}

enum Format<'a> {
    Xlsx { book: Box<Xlsx<Cursor<&'a [u8]>>>, package: Package },
    Ods(Vec<ods::Table>),
}

/// A sheet by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    name: String,
    hidden: bool,
}

impl Name {
    fn is(&self, other: &str) -> bool {
        normal(&self.name) == normal(other)
    }

    /// Whether it may hold a table of its own that a reader sees.
    fn is_shown(&self) -> bool {
        !self.hidden && !BESIDE.contains(&normal(&self.name).as_str())
    }
}

fn normal(name: &str) -> String {
    lower(&squeeze(name))
}

/// The sheet that is wanted; without a wish `Протокол`, else the first that is shown and holds a
/// table.
pub(super) fn table(bytes: &[u8], wanted: Option<&str>, cap: u64) -> Result<Sheet, DataError> {
    caught(|| chosen_table(bytes, wanted, cap))
}

fn chosen_table(bytes: &[u8], wanted: Option<&str>, cap: u64) -> Result<Sheet, DataError> {
    let mut book = Book::open(bytes, cap)?;
    let names = book.names();
    if let Some(chosen) = named(&names, wanted)? {
        return book.sheet(chosen);
    }
    let mut first = None;
    for name in names.iter().filter(|name| name.is_shown()) {
        let sheet = match book.sheet(name) {
            Err(DataError::Empty { .. }) => continue,
            sheet => sheet?,
        };
        if sheet.all_rows().filter(|row| row.iter().filter(|cell| !cell.is_empty()).count() > 1).count() > 1 {
            return Ok(sheet);
        }
        first.get_or_insert(sheet);
    }
    first.ok_or(DataError::Empty { what: "the workbook" })
}

/// The pupils of a workbook: of the sheet that is wanted, else of `Протокол`, else of the first of
/// a known layout and of all others that have the same columns. Notes name the sheets that are not
/// read.
pub(super) fn pupils(bytes: &[u8], wanted: Option<&str>, cap: u64) -> Result<Sheet, DataError> {
    caught(|| all_pupils(bytes, wanted, cap))
}

/// What is read; an error where the reader of workbooks gives up on what it did not expect.
fn caught(read: impl FnOnce() -> Result<Sheet, DataError>) -> Result<Sheet, DataError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(unreadable("it is damaged in a way that its reader did not expect")))
}

fn all_pupils(bytes: &[u8], wanted: Option<&str>, cap: u64) -> Result<Sheet, DataError> {
    let mut book = Book::open(bytes, cap)?;
    let names = book.names();
    if wanted.is_some()
        && let Some(chosen) = named(&names, wanted)?
    {
        return book.sheet(chosen);
    }
    let protocol = named(&names, None)?.cloned();
    let mut read = Vec::new();
    for name in names.iter().filter(|name| name.is_shown() || protocol.as_ref() == Some(name)) {
        match book.sheet(name) {
            Err(DataError::Empty { .. }) => {}
            sheet => read.push((name.name.clone(), sheet?)),
        }
    }
    let is_protocol = |name: &str| protocol.as_ref().is_some_and(|p| p.name == name);
    let fits = |(name, sheet): &(String, Sheet)| is_protocol(name) || Layout::find(sheet).is_ok();
    let chosen =
        match read.iter().position(|(name, _)| is_protocol(name)).or_else(|| read.iter().position(fits)) {
            Some(at) => at,
            None => match book.hidden_pupils(&names)? {
                Some(sheet) => return Ok(sheet),
                None => 0,
            },
        };
    if read.is_empty() {
        return Err(DataError::Empty { what: "the workbook" });
    }
    let (_, mut main) = read.remove(chosen);
    for (name, other) in read {
        main.take_in(&name, other);
    }
    for name in names.iter().filter(|name| name.hidden && !BESIDE.contains(&normal(&name.name).as_str())) {
        main.notes.push(format!("the sheet {:?} is hidden and was not read", name.name));
    }
    Ok(main)
}

/// The sheet that is wanted, or `Протокол`; an error if the wanted one is not there, or if all
/// sheets only accompany others.
fn named<'a>(names: &'a [Name], wanted: Option<&str>) -> Result<Option<&'a Name>, DataError> {
    if names.is_empty() {
        return Err(DataError::Empty { what: "the workbook" });
    }
    let sought = wanted.unwrap_or(PROTOCOL);
    let found = names.iter().find(|name| name.is(sought));
    let none = || names.iter().all(|name| BESIDE.contains(&normal(&name.name).as_str()));
    if found.is_none() && (wanted.is_some() || none()) {
        let have = names.iter().map(|name| name.name.clone()).collect();
        return Err(DataError::NoSheet { sheet: sought.to_owned(), have });
    }
    Ok(found)
}

impl Sheet {
    /// The rows of another sheet of the workbook, if its header is that of this one; else a note
    /// that it is not read.
    fn take_in(&mut self, name: &str, other: Self) {
        let (Ok((layout, above)), Ok((its, below))) = (Layout::find(self), Layout::find(&other)) else {
            // A cover sheet has no table.
            if other.all_rows().any(|row| row.iter().filter(|cell| !cell.is_empty()).count() > 2) {
                self.notes.push(format!("the sheet {name:?} was not read: it is no table of pupils"));
            }
            return;
        };
        if normal(&self.name) == normal(PROTOCOL) {
            self.notes
                .push(format!("the sheet {name:?} was not read: the one called {PROTOCOL} holds the pupils"));
        } else if !Words::of(&self.name).agrees(&Words::of(name)) {
            self.notes.push(format!("the sheet {name:?} was not read: it is of another work"));
        } else if !layout.has_columns_of(&its) {
            self.notes.push(format!("the sheet {name:?} was not read: its columns are others"));
        } else if self.rows.get(above..) == other.rows.get(below..) {
            self.notes.push(format!("the sheet {name:?} was not read: its rows are the same"));
        } else {
            self.notes.push(format!("the sheet {name:?} has the same columns: its rows are read, too"));
            self.append(name, below, other);
        }
    }
}

fn unreadable(reason: impl ToString) -> DataError {
    DataError::Unreadable { format: "xlsx", reason: reason.to_string() }
}

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8], cap: u64) -> Result<Self, DataError> {
        if Kind::of_workbook(bytes)? == Kind::Ods {
            let mut left = cap;
            let tables = ods::tables(bytes, &mut left).map_err(|e| match e {
                DataError::TooLarge { .. } => DataError::TooLarge { cap },
                other => other,
            })?;
            return Ok(Self { format: Format::Ods(tables), left, cap });
        }
        let package = check_package(bytes, cap)?;
        let book = Box::new(Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?);
        Ok(Self { format: Format::Xlsx { book, package }, left: cap, cap })
    }

    fn names(&self) -> Vec<Name> {
        match &self.format {
            Format::Xlsx { book, .. } => book
                .sheets_metadata()
                .iter()
                .map(|s| Name { name: s.name.clone(), hidden: s.visible != SheetVisible::Visible })
                .collect(),
            Format::Ods(tables) => {
                tables.iter().map(|t| Name { name: t.name.clone(), hidden: t.hidden }).collect()
            }
        }
    }

    /// The first hidden sheet of a known layout, with a note.
    fn hidden_pupils(&mut self, names: &[Name]) -> Result<Option<Sheet>, DataError> {
        for name in names.iter().filter(|name| name.hidden) {
            let mut sheet = match self.sheet(name) {
                Err(DataError::Empty { .. }) => continue,
                sheet => sheet?,
            };
            if Layout::find(&sheet).is_ok() {
                sheet.notes.push(format!(
                    "read from the sheet {:?}, which is hidden: no other holds pupils",
                    name.name
                ));
                return Ok(Some(sheet));
            }
        }
        Ok(None)
    }

    fn sheet(&mut self, name: &Name) -> Result<Sheet, DataError> {
        let (cells, cap) = (Cells::of(self.left), self.cap);
        let cells = match &mut self.format {
            Format::Ods(tables) => {
                let table = tables.iter().find(|table| table.name == name.name);
                let Some(table) = table else { return Err(DataError::Empty { what: "the sheet" }) };
                let mut sheet =
                    Sheet::from_rows((1..).zip(table.rows.clone()).collect(), table.notes.clone())?;
                sheet.merged.clone_from(&table.merged);
                sheet.name.clone_from(&name.name);
                return Ok(sheet);
            }
            Format::Xlsx { book, package } => cells.read_xlsx(book, &name.name, package),
        };
        let mut cells = cells.map_err(|e| match e {
            DataError::TooLarge { .. } => DataError::TooLarge { cap },
            other => other,
        })?;
        self.left = cells.left;
        let notes = cells.notes();
        let mut sheet = Sheet::from_rows((1..).zip(cells.rows).collect(), notes)?;
        sheet.merged = std::mem::take(&mut cells.merged);
        sheet.name.clone_from(&name.name);
        Ok(sheet)
    }
}

/// The cells of a sheet as they come.
struct Cells {
    rows: Vec<Vec<String>>,
    left: u64,
    merged: Vec<Merged>,
    far: Option<(u32, u32)>,
    unknown_errors: usize,
}

impl Cells {
    fn of(left: u64) -> Self {
        Self { rows: Vec::new(), left, merged: Vec::new(), far: None, unknown_errors: 0 }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some((row, column)) = self.far {
            notes.push(format!(
                "cells right of column {MAX_COLUMNS} are not read: the first stands in row {}, column {}",
                row + 1,
                column + 1
            ));
        }
        if self.unknown_errors > 0 {
            notes.push(format!(
                "{} cells hold an error that is not known: read as blank",
                self.unknown_errors
            ));
        }
        notes
    }

    fn read_xlsx(
        mut self,
        book: &mut Xlsx<Cursor<&[u8]>>,
        name: &str,
        package: &Package,
    ) -> Result<Self, DataError> {
        // They stand behind the cells, so that the sheet is read twice for them.
        let regions = package.merged_cells.then(|| book.merge_cells_by_sheet_name(name));
        for region in regions.transpose().map_err(unreadable)?.unwrap_or_default() {
            let (first, last) = (region.start.0, region.end.0);
            if last > first && region.start.1 < MAX_COLUMNS {
                let rows = (u64::from(first) + 1, u64::from(last) + 1);
                self.merged.push(Merged { column: region.start.1 as usize, rows });
            }
        }
        let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
        let mut turn = 0_u8;
        loop {
            turn = turn.wrapping_add(1);
            if turn == 0 {
                crate::watch::check();
            }
            let cell = match cells.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => return Ok(self),
                // The reader goes on behind the cell, and knows where it is if the next cell says
                // so.
                Err(XlsxError::CellError(_)) if !package.nameless_cells => {
                    self.unknown_errors += 1;
                    continue;
                }
                Err(e) => return Err(unreadable(e)),
            };
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::String(s) => clean(s).into_owned(),
                DataRef::SharedString(s) => clean(s).into_owned(),
                DataRef::Int(i) => i.to_string(),
                DataRef::Float(f) => f.to_string(),
                DataRef::Bool(b) => b.to_string(),
                DataRef::DateTime(d) => d.to_string(),
                DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
                DataRef::Error(e) => e.to_string(),
            };
            if !text.is_empty() {
                self.put(cell.get_position(), text)?;
            }
        }
    }

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), DataError> {
        if column >= MAX_COLUMNS {
            self.far.get_or_insert((row, column));
            return Ok(());
        }
        if row >= MAX_ROWS {
            return Err(unreadable(format!("a cell in row {}, expected at most {MAX_ROWS} rows", row + 1)));
        }
        let (row, column) = (row as usize, column as usize);
        // A few bytes can stand for a text that many cells share, or for a cell behind many empty
        // ones: what they grow to counts.
        let size = size_of::<String>();
        let cells = (column + 1).saturating_sub(self.rows.get(row).map_or(0, Vec::len));
        let grown = text.len() + size * (cells + (row + 1).saturating_sub(self.rows.len()));
        self.left = self.left.checked_sub(grown as u64).ok_or(DataError::TooLarge { cap: 0 })?;
        if self.rows.len() <= row {
            // A row is as long as the one before it, as a rule.
            let before = self.rows.last().map_or(0, Vec::len);
            self.rows.resize_with(row + 1, Vec::new);
            self.rows[row].reserve_exact(before.max(column + 1));
        }
        if self.rows[row].len() <= column {
            self.rows[row].resize_with(column + 1, String::new);
        }
        self.rows[row][column] = text;
        Ok(())
    }
}
