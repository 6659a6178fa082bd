//! Forms for people to fill in: rows of text as a text file or a workbook.

use super::Remarked;
#[cfg(feature = "csv")]
use super::readers::form::is_formula;
use super::readers::{REMARKED_COLUMNS, form::header};
use crate::language::Language;

/// Works marked again as the rows of a form, or an empty form;
/// [`read_remarked`](super::readers::read_remarked) reads it back.
#[must_use]
pub fn form_remarked(remarked: Option<&Remarked>, language: Language) -> Vec<Vec<String>> {
    let rows = remarked.map_or(&[][..], Remarked::rows).iter().map(|row| {
        let points = [row.before, row.after].map(|points| points.to_string());
        let [before, after] = points;
        let (work, code, item) = (row.work.clone(), row.code.clone(), row.item.clone());
        vec![
            row.school.clone(),
            work,
            code,
            item,
            before,
            after,
            row.stratum.clone(),
            row.probability.to_string(),
        ]
    });
    std::iter::once(header(&REMARKED_COLUMNS, language)).chain(rows).collect()
}

/// The rows as text that spreadsheets open: UTF-8 with a mark, semicolons between the columns. Text
/// that they would take for a formula has an apostrophe before it, which the readers of forms leave
/// off.
///
/// # Errors
/// [`DataError::Unwritable`](super::DataError::Unwritable) for what cannot be written.
#[cfg(feature = "csv")]
pub fn form_csv(rows: &[Vec<String>]) -> Result<Vec<u8>, super::DataError> {
    let guarded = |cell: &String| match is_formula(cell) {
        true => format!("'{cell}"),
        false => cell.clone(),
    };
    semicolons(rows.iter().map(|row| row.iter().map(guarded).collect()))
        .map_err(|reason| super::DataError::Unwritable { format: "csv", reason })
}

/// Text with a byte order mark and semicolons, as Excel opens it where the comma is the decimal
/// sign; or why there is none.
#[cfg(feature = "csv")]
pub(crate) fn semicolons(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// The rows as a workbook (`.xlsx`) of one sheet, all cells text, the first row kept in sight.
///
/// # Errors
/// [`DataError::Unwritable`](super::DataError::Unwritable) for more rows or text than a sheet has.
#[cfg(feature = "write")]
pub fn form_xlsx(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, super::DataError> {
    let unwritable = |e: rust_xlsxwriter::XlsxError| super::DataError::Unwritable {
        format: "xlsx",
        reason: e.to_string(),
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name(name).map_err(unwritable)?;
    sheet.set_freeze_panes(1, 0).map_err(unwritable)?;
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell).map_err(unwritable)?;
        }
    }
    for column in (0_u16..).take(rows.first().map_or(0, Vec::len)) {
        sheet.set_column_width(column, 20).map_err(unwritable)?;
    }
    book.save_to_buffer().map_err(unwritable)
}
