//! OpenDocument tables (`.ods`): an archive whose part `content.xml` holds rows of cells.
//!
//! Rows and cells say how often they are repeated, up to the whole width and height of a sheet;
//! what a repetition grows to is paid for cell by cell, and blank ones are never laid out.

use std::io::{Cursor, Read};

use super::{
    book::MAX_COLUMNS,
    sheet::{Merged, clean},
};
use crate::data::DataError;

/// A sheet of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Vec<String>>,
    pub merged: Vec<Merged>,
    pub notes: Vec<String>,
}

fn unreadable(reason: impl ToString) -> DataError {
    DataError::Unreadable { format: "ods", reason: reason.to_string() }
}

/// All tables of the file; `left` is what they may take in memory.
pub(super) fn tables(bytes: &[u8], left: &mut u64) -> Result<Vec<Table>, DataError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let manifest = part(&mut archive, "META-INF/manifest.xml", left)?.unwrap_or_default();
    if manifest.contains("encryption-data") || archive.index_for_name("encrypted-package").is_some() {
        return Err(unreadable("it is protected by a password: save it without one"));
    }
    let content =
        part(&mut archive, "content.xml", left)?.ok_or_else(|| unreadable("it has no content.xml"))?;
    let mut reading = Reading::of(left);
    for piece in Pieces(&content) {
        crate::watch::check();
        reading.take(piece)?;
    }
    Ok(reading.tables)
}

fn part(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    name: &str,
    left: &mut u64,
) -> Result<Option<String>, DataError> {
    let Ok(part) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    part.take(left.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    pay(left, bytes.len())?;
    String::from_utf8(bytes).map(Some).map_err(|_| unreadable(format!("{name} is not in UTF-8")))
}

fn pay(left: &mut u64, bytes: usize) -> Result<(), DataError> {
    *left = left.checked_sub(bytes as u64).ok_or(DataError::TooLarge { cap: 0 })?;
    Ok(())
}

/// A tag with its attributes, or the text between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Opens { name: &'a str, attributes: &'a str, empty: bool },
    Closes(&'a str),
    Text(&'a str),
}

/// A text in pieces.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let Some(tag) = self.0.strip_prefix('<') else {
                let (text, rest) = self.0.split_at(self.0.find('<').unwrap_or(self.0.len()));
                self.0 = rest;
                return (!text.is_empty()).then_some(Piece::Text(text));
            };
            let end = if tag.starts_with("!--") { "-->" } else { ">" };
            let (tag, rest) = tag.split_once(end).unwrap_or((tag, ""));
            self.0 = rest;
            if tag.starts_with(['?', '!']) {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Piece::Closes(name.trim()));
            }
            let empty = tag.ends_with('/');
            let tag = tag.strip_suffix('/').unwrap_or(tag);
            let (name, attributes) = tag.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tag, ""));
            return Some(Piece::Opens { name, attributes, empty });
        }
    }
}

/// The value of an attribute, with its entities.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        if key.trim() == name {
            return Some(unescaped(value));
        }
        rest = next;
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, after)) = entity.split_once(';') else {
            out.push('&');
            rest = entity;
            continue;
        };
        let code = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
        let code = code.or_else(|| name.strip_prefix('#').map(str::parse));
        match (name, code) {
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            ("apos", _) => out.push('\''),
            (_, Some(Ok(code))) => out.extend(char::from_u32(code)),
            _ => out.push('�'),
        }
        rest = after;
    }
    out + rest
}

/// How often a row or a cell is repeated.
fn repeated(attributes: &str, name: &str) -> usize {
    attribute(attributes, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

/// What a cell's attributes say it holds; others hold their text.
fn value(attributes: &str) -> Option<String> {
    match attribute(attributes, "office:value-type").as_deref() {
        Some("float" | "percentage" | "currency") => {
            let value = attribute(attributes, "office:value");
            value.map(|v| v.parse::<f64>().map_or(v, |number| number.to_string()))
        }
        Some("boolean") => attribute(attributes, "office:boolean-value"),
        Some("date") => attribute(attributes, "office:date-value"),
        _ => attribute(attributes, "office:string-value"),
    }
}

struct Reading<'a> {
    left: &'a mut u64,
    tables: Vec<Table>,
    /// Styles of tables that are not shown.
    hidden: Vec<String>,
    style: String,
    row: Vec<String>,
    /// Cells since the last one that is not blank, of this row and above.
    blank_cells: usize,
    blank_rows: usize,
    row_times: usize,
    /// How often the cell is repeated, and its value where an attribute says it.
    cell: Option<(usize, Option<String>)>,
    text: String,
    /// Notes of a cell are no part of its text.
    annotation: bool,
}

impl<'a> Reading<'a> {
    fn of(left: &'a mut u64) -> Self {
        Self {
            left,
            tables: Vec::new(),
            hidden: Vec::new(),
            style: String::new(),
            row: Vec::new(),
            blank_cells: 0,
            blank_rows: 0,
            row_times: 1,
            cell: None,
            text: String::new(),
            annotation: false,
        }
    }

    fn take(&mut self, piece: Piece<'_>) -> Result<(), DataError> {
        match piece {
            Piece::Opens { name: "style:style", attributes, .. } => {
                self.style = attribute(attributes, "style:name").unwrap_or_default();
            }
            Piece::Opens { name: "style:table-properties", attributes, .. }
                if attribute(attributes, "table:display").as_deref() == Some("false") =>
            {
                self.hidden.push(std::mem::take(&mut self.style));
            }
            Piece::Opens { name: "table:table", attributes, .. } => {
                let style = attribute(attributes, "table:style-name").unwrap_or_default();
                let name = attribute(attributes, "table:name").unwrap_or_default();
                self.tables.push(Table { name, hidden: self.hidden.contains(&style), ..Table::default() });
                self.blank_rows = 0;
            }
            Piece::Opens { name: "table:table-row", attributes, empty } => {
                self.row_times = repeated(attributes, "table:number-rows-repeated");
                self.blank_cells = 0;
                if empty {
                    self.row_ends()?;
                }
            }
            Piece::Closes("table:table-row") => self.row_ends()?,
            Piece::Opens {
                name: name @ ("table:table-cell" | "table:covered-table-cell"),
                attributes,
                empty,
            } => {
                let below = repeated(attributes, "table:number-rows-spanned");
                if name == "table:table-cell" && below > 1 {
                    self.merge(below);
                }
                self.cell_begins(attributes);
                if empty {
                    self.cell_ends()?;
                }
            }
            Piece::Closes("table:table-cell" | "table:covered-table-cell") => self.cell_ends()?,
            Piece::Opens { name: "office:annotation", empty, .. } => self.annotation = !empty,
            Piece::Closes("office:annotation") => self.annotation = false,
            Piece::Opens { name: "text:p" | "text:s" | "text:tab" | "text:line-break", .. }
                if !self.text.is_empty() && !self.annotation =>
            {
                self.text.push(' ');
            }
            Piece::Text(text) if self.cell.is_some() && !self.annotation => self.text += &unescaped(text),
            _ => {}
        }
        Ok(())
    }

    fn merge(&mut self, below: usize) {
        let column = self.row.len() + self.blank_cells;
        let Some(table) = self.tables.last_mut().filter(|_| column < MAX_COLUMNS as usize) else { return };
        let first = (table.rows.len() + self.blank_rows) as u64 + 1;
        table.merged.push(Merged { column, rows: (first, first.saturating_add(below as u64 - 1)) });
    }

    fn cell_begins(&mut self, attributes: &str) {
        self.text.clear();
        self.cell = Some((repeated(attributes, "table:number-columns-repeated"), value(attributes)));
    }

    fn cell_ends(&mut self) -> Result<(), DataError> {
        let Some((times, value)) = self.cell.take() else { return Ok(()) };
        let text = value.unwrap_or_else(|| std::mem::take(&mut self.text));
        let text = clean(&text);
        let columns = MAX_COLUMNS as usize;
        if text.is_empty() {
            self.blank_cells = self.blank_cells.saturating_add(times);
            return Ok(());
        }
        let (from, to) = (self.row.len().saturating_add(self.blank_cells), columns);
        if from >= to || times > to - from {
            let note = format!("cells right of column {columns} are not read");
            if let Some(table) = self.tables.last_mut().filter(|table| !table.notes.contains(&note)) {
                table.notes.push(note);
            }
        }
        if from < to {
            let times = times.min(to - from);
            pay(self.left, size_of::<String>() * (self.blank_cells + times) + text.len() * times)?;
            self.row.resize(from, String::new());
            self.row.resize(from + times, text.into_owned());
        }
        self.blank_cells = 0;
        Ok(())
    }

    fn row_ends(&mut self) -> Result<(), DataError> {
        let (row, times) = (std::mem::take(&mut self.row), self.row_times);
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if row.is_empty() {
            self.blank_rows = self.blank_rows.saturating_add(times);
            return Ok(());
        }
        let bytes: usize = row.iter().map(|cell| size_of::<String>() + cell.len()).sum();
        let grown = size_of::<Vec<String>>().saturating_mul(self.blank_rows.saturating_add(times));
        pay(self.left, grown.saturating_add(bytes.saturating_mul(times)))?;
        table.rows.resize(table.rows.len() + self.blank_rows, Vec::new());
        table.rows.resize(table.rows.len() + times, row);
        self.blank_rows = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(content: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in
            [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)]
        {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(content: &str) -> Vec<Table> {
        tables(&file(content), &mut (1 << 20)).unwrap()
    }

    #[test]
    fn cells_are_repeated_merged_and_unescaped() {
        let tables = read(
            "<?xml version='1.0'?><!-- <table:table> --><style:style style:name='t2'><style:table-properties table:display=\"false\"/></style:style>\
             <table:table table:name='А &amp; Б'><table:table-row table:number-rows-repeated='2'/><table:table-row>\
             <table:table-cell table:number-rows-spanned='3' office:value-type='string'><text:p>a &lt; <text:span>b</text:span></text:p>\
             <office:annotation><text:p>note</text:p></office:annotation></table:table-cell><table:table-cell table:number-columns-repeated='2'/>\
             <table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='2.0'><text:p>2,0</text:p></table:table-cell>\
             <table:table-cell table:number-columns-repeated='16379'/></table:table-row><table:table-row table:number-rows-repeated='1048573'>\
             <table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table><table:table table:name='x' table:style-name='t2'/>",
        );
        let row = ["a < b", "", "", "2", "2"].map(str::to_owned).to_vec();
        assert_eq!(tables[0].rows, [vec![], vec![], row]);
        assert_eq!(tables[0].merged, [Merged { column: 0, rows: (3, 5) }]);
        assert_eq!((tables[0].name.as_str(), tables[0].hidden, tables[1].hidden), ("А & Б", false, true));
    }

    #[test]
    fn repetitions_are_paid_for() {
        let cell = "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='18446744073709551615'/>";
        for times in ["1048576", "18446744073709551615", "99999999999999999999999"] {
            let content = format!(
                "<table:table><table:table-row table:number-rows-repeated='{times}'/><table:table-row table:number-rows-repeated='{times}'>{cell}</table:table-row></table:table>"
            );
            match tables(&file(&content), &mut (1 << 20)) {
                Ok(tables) => assert!(tables[0].rows.len() < 3),
                Err(error) => assert_eq!(error.code(), "data.too_large"),
            }
        }
    }

    #[test]
    fn what_is_broken_or_locked_is_an_error_and_no_panic() {
        let content = "<table:table><table:table-row><table:table-cell office:value='1' office:value-type='float'><text:p>&#x41;&bad;&";
        for end in 0..content.len() {
            assert!(tables(&file(&content[..end]), &mut (1 << 20)).is_ok());
        }
        assert!(read("</table:table-row></table:table-cell><table:table-row/><table:table-cell>").is_empty());
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("META-INF/manifest.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<manifest:encryption-data/>").unwrap();
        let error = tables(&zip.finish().unwrap().into_inner(), &mut (1 << 20)).unwrap_err();
        assert!(error.to_string().contains("password"), "{error}");
    }
}
