//! Forms for people to fill in: rows of text as a text file or a workbook.

use super::Remarked;
use super::readers::{REMARKED_COLUMNS, form::header, form::is_formula};
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
#[must_use]
pub fn form_csv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| {
        let cell = guarded(cell);
        match cell.contains([';', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<String>>().join(";") + "\r\n";
    "\u{feff}".to_owned() + &rows.iter().map(line).collect::<String>()
}

/// A cell with an apostrophe more, if a spreadsheet would compute it.
fn guarded(cell: &str) -> String {
    match is_formula(cell) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// The rows as a workbook (`.xlsx`) of one sheet, all cells text, the first row kept in sight.
///
/// # Errors
/// [`DataError::Unwritable`](super::DataError::Unwritable), which nothing that fits into memory
/// causes.
#[cfg(feature = "xlsx")]
pub fn form_xlsx(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, super::DataError> {
    use std::io::Write as _;
    let unwritable = |reason: String| super::DataError::Unwritable { format: "xlsx", reason };
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    // Stored, not packed: forms are small, and packing is code that browsers would load.
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let workbook = WORKBOOK.replace("NAME", &escaped(name));
    let sheet = sheet_xml(rows);
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", workbook.as_str()),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    for (path, text) in parts {
        archive.start_file(path, options).map_err(|e| unwritable(e.to_string()))?;
        archive.write_all(DECLARATION.as_bytes()).map_err(|e| unwritable(e.to_string()))?;
        archive.write_all(text.as_bytes()).map_err(|e| unwritable(e.to_string()))?;
    }
    Ok(archive.finish().map_err(|e| unwritable(e.to_string()))?.into_inner())
}

#[cfg(feature = "xlsx")]
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
#[cfg(feature = "xlsx")]
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
#[cfg(feature = "xlsx")]
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
#[cfg(feature = "xlsx")]
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="NAME" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
#[cfg(feature = "xlsx")]
const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

#[cfg(feature = "xlsx")]
fn sheet_xml(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| match cell.as_str() {
        "" => "<c/>".to_owned(),
        text => format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text)),
    };
    let row = |row: &Vec<String>| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let columns = rows.first().map_or(1, Vec::len);
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>\
         <sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><cols><col min=\"1\" max=\"{columns}\" width=\"20\" \
         customWidth=\"1\"/></cols><sheetData>{}</sheetData></worksheet>",
        rows.iter().map(row).collect::<String>()
    )
}

/// Text as XML has it; what XML cannot hold is left off.
#[cfg(feature = "xlsx")]
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            c if c < ' ' && c != '\n' && c != '\t' || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}
