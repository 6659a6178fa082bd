//! The cells of all sheets of a workbook as they stand, for what is no table of results.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use jiff::civil::Date;

use super::package::check_package;
use crate::data::DataError;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Held {
    /// Text, a time of day, or yes and no in words.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
}

/// A sheet: its name, and its cells by row and column from 0.
pub(crate) struct Cells {
    pub name: String,
    pub rows: BTreeMap<u32, BTreeMap<u32, Held>>,
}

/// All sheets of an `.xlsx` file, hidden ones too.
///
/// # Errors
/// [`DataError::Unreadable`] for what is no such file, [`DataError::TooLarge`] if it unpacks to
/// more.
pub(crate) fn cells(bytes: &[u8], max_unpacked: u64) -> Result<Vec<Cells>, DataError> {
    let read = || {
        check_package(bytes, max_unpacked)?;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
        let names = book.sheet_names();
        names.into_iter().map(|name| sheet(&mut book, name)).collect()
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(unreadable("it is damaged in a way that its reader did not expect")))
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Cells, DataError> {
    let mut reader = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, Held>> = BTreeMap::new();
    loop {
        match reader.next_cell() {
            Ok(Some(cell)) => {
                if let Some(held) = held(cell.get_value()) {
                    let (row, column) = cell.get_position();
                    rows.entry(row).or_default().insert(column, held);
                }
            }
            Ok(None) => return Ok(Cells { name, rows }),
            // An error that the reader of workbooks does not know stands in a cell of nobody's.
            Err(XlsxError::CellError(_)) => {}
            Err(e) => return Err(unreadable(e)),
        }
    }
}

fn held(value: &DataRef<'_>) -> Option<Held> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => Held::Text(text.clone()),
        DataRef::SharedString(text) => Held::Text((*text).to_owned()),
        DataRef::Int(number) => Held::Number(*number as f64),
        DataRef::Float(number) => Held::Number(*number),
        DataRef::Bool(yes) => Held::Text(yes.to_string()),
        DataRef::DateTime(time) if (0.0..1.0).contains(&time.as_f64()) => {
            let (_, _, _, hour, minute, ..) = time.to_ymd_hms_milli();
            Held::Text(format!("{hour:02}:{minute:02}"))
        }
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            let date = Date::new(
                i16::try_from(year).unwrap_or(0),
                i8::try_from(month).unwrap_or(0),
                i8::try_from(day).unwrap_or(0),
            );
            date.map_or(Held::Number(time.as_f64()), Held::Day)
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Held::Text(text.clone()),
        DataRef::Error(error) => Held::Text(error.to_string()),
    })
}

fn unreadable(reason: impl ToString) -> DataError {
    DataError::Unreadable { format: "xlsx", reason: reason.to_string() }
}
