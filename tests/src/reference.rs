//! What established programs compute on simulated data (`reference/` of the shared folder, README
//! there).

use std::{collections::BTreeMap, io::Read};

/// One line of a table by the names of its columns.
pub type Row = BTreeMap<String, String>;

/// A file of the reference, unpacked; `None` with a loud line where it is absent.
pub fn text(file: &str) -> Option<String> {
    let path = crate::shared(&format!("reference/{file}"))?;
    let bytes = std::fs::read(path).expect(file);
    if !file.ends_with(".gz") {
        return Some(String::from_utf8(bytes).expect(file));
    }
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).expect(file);
    Some(text)
}

/// The lines of a table; it must have some.
pub fn rows(file: &str) -> Option<Vec<Row>> {
    let text = text(file)?;
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()));
    let names: Vec<String> = lines.next().expect(file).collect();
    let rows: Vec<Row> = lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect();
    assert!(!rows.is_empty(), "{file} has no rows");
    Some(rows)
}

/// A number, NaN for NA.
pub fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}
