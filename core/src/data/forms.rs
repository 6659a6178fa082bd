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
/// [`DataError::Unwritable`](super::DataError::Unwritable) for more than 4 GB.
#[cfg(feature = "xlsx")]
pub fn form_xlsx(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, super::DataError> {
    let workbook = WORKBOOK.replace("NAME", &escaped(name));
    archive(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/worksheets/sheet1.xml", &sheet_xml(rows)),
    ])
}

/// A zip archive of texts, stored and not packed: forms are small, and what packs is code that
/// browsers would load.
#[cfg(feature = "xlsx")]
fn archive(parts: &[(&str, &str)]) -> Result<Vec<u8>, super::DataError> {
    let (mut files, mut directory) = (Vec::new(), Vec::new());
    for (path, text) in parts {
        let text = [DECLARATION, text].concat();
        let (name, at) = (size(path.len())?, size(files.len())?);
        let mut head = Vec::new();
        // Version 2.0, names in UTF-8, stored, 1 January 1980.
        put(&mut head, &[20, 0x800, 0, 0, 0x21], 2);
        put(&mut head, &[crc32(text.as_bytes()), size(text.len())?, size(text.len())?], 4);
        put(&mut head, &[name, 0], 2);
        put(&mut directory, &[0x0201_4b50], 4);
        put(&mut directory, &[20], 2);
        directory.extend(&head);
        put(&mut directory, &[0, 0, 0], 2);
        put(&mut directory, &[0, at], 4);
        directory.extend(path.as_bytes());
        put(&mut files, &[0x0403_4b50], 4);
        files.extend(&head);
        files.extend(path.as_bytes());
        files.extend(text.as_bytes());
    }
    let (at, length, count) = (size(files.len())?, size(directory.len())?, size(parts.len())?);
    files.extend(&directory);
    put(&mut files, &[0x0605_4b50], 4);
    put(&mut files, &[0, 0, count, count], 2);
    put(&mut files, &[length, at], 4);
    put(&mut files, &[0], 2);
    Ok(files)
}

/// Numbers of so many bytes each, the lowest first.
#[cfg(feature = "xlsx")]
fn put(to: &mut Vec<u8>, numbers: &[u32], bytes: usize) {
    numbers.iter().for_each(|number| to.extend(&number.to_le_bytes()[..bytes]));
}

#[cfg(feature = "xlsx")]
fn size(bytes: usize) -> Result<u32, super::DataError> {
    let reason = || "more than 4 GB".to_owned();
    u32::try_from(bytes).map_err(|_| super::DataError::Unwritable { format: "xlsx", reason: reason() })
}

/// The checksum of zip archives: the remainder by the polynomial edb88320.
#[cfg(feature = "xlsx")]
fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for &byte in bytes {
        rest ^= u32::from(byte);
        for _ in 0..8 {
            rest = (rest >> 1) ^ (0xedb8_8320 & (rest & 1).wrapping_neg());
        }
    }
    !rest
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
