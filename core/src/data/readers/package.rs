//! A workbook as the archive it is: what is looked at before the reader of workbooks sees it.
//!
//! That reader reserves memory for as many shared strings as the file claims, and counts rows and
//! columns in 32 bits. A claim that cannot be true, or a cell no sheet has, is refused here.

use std::io::{Cursor, Read, Write};

use crate::data::DataError;

/// Claims up to this many strings cost nothing worth refusing a file for.
const HARMLESS: u64 = 65_536;

/// `<si/>`, the shortest shared string.
const SHORTEST_STRING: u64 = 5;

fn unreadable(reason: impl ToString) -> DataError {
    DataError::Unreadable { format: "xlsx", reason: reason.to_string() }
}

/// What a tag becomes in memory where the reader of workbooks keeps it: formats, strings, names,
/// relations.
const KEPT: u64 = 64;

/// The largest size of a part that is neither a sheet nor the strings: a hundred times what any
/// program writes.
const LARGEST_PART: u64 = 32 << 20;

/// What the tags of a workbook say of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Package {
    /// Some cell does not say where it stands.
    pub nameless_cells: bool,
    /// Some cells are shown as one.
    pub merged_cells: bool,
}

/// Unpacks every part of the archive, counting, for a directory may lie about sizes, and looks at
/// the numbers in its tags. What tags of parts that are kept grow to in memory counts, too.
pub(super) fn check_package(bytes: &[u8], cap: u64) -> Result<Package, DataError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = cap;
    let mut package = Package::default();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unreadable)?;
        let name = part.name().map_err(unreadable)?.to_ascii_lowercase();
        let is_sheet = name.contains("worksheets/");
        let most = if is_sheet || name.contains("sharedstrings") { left } else { left.min(LARGEST_PART) };
        let mut tags = Tags { package, ..Tags::default() };
        let read = std::io::copy(&mut part.take(most.saturating_add(1)), &mut tags).map_err(unreadable)?;
        if read > most && most < left {
            return Err(unreadable(format!("its part {name:?} unpacks to more than {LARGEST_PART} bytes")));
        }
        let kept = if is_sheet { 0 } else { tags.number.saturating_mul(KEPT) };
        left = left.checked_sub(read.saturating_add(kept)).ok_or(DataError::TooLarge { cap })?;
        package = tags.package;
        tags.finish(read)?;
    }
    Ok(package)
}

/// What stands between one `<` and the next, as a part goes by.
#[derive(Default)]
struct Tags {
    tag: Vec<u8>,
    /// The most strings that the part claims to hold.
    claimed: u64,
    wrong: Option<String>,
    beginning: Vec<u8>,
    number: u64,
    package: Package,
}

impl Write for Tags {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        crate::watch::check();
        self.beginning.extend(bytes.iter().take(4_usize.saturating_sub(self.beginning.len())));
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(b'<', rest) {
            if self.tag.is_empty() {
                self.look(&rest[..at]);
            } else {
                let mut tag = std::mem::take(&mut self.tag);
                tag.extend(&rest[..at]);
                self.look(&tag);
                tag.clear();
                self.tag = tag;
            }
            self.number += 1;
            rest = &rest[at + 1..];
        }
        self.tag.extend(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Tags {
    fn look(&mut self, tag: &[u8]) {
        let end = tag.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
        let name = &tag[..end.unwrap_or(tag.len())];
        let name = name.rsplit(|&b| b == b':').next().unwrap_or_default();
        match name {
            b"sst" => {
                // Not `count`: that is how many cells share them.
                self.claimed = values(tag, b"uniqueCount").map(number).fold(self.claimed, u64::max);
            }
            b"mergeCell" => self.package.merged_cells = true,
            b"c" | b"row" => {
                let mut places = values(tag, b"r").peekable();
                if name == b"c" && places.peek().is_none() {
                    self.package.nameless_cells = true;
                }
                if let Some(cell) = places.find(|cell| !is_cell(cell)) {
                    self.wrong = Some(format!("no sheet has a cell {:?}", String::from_utf8_lossy(cell)));
                }
            }
            b"dimension" => {
                if let Some(reach) = values(tag, b"ref").find(|reach| !is_reach(reach)) {
                    let reach = String::from_utf8_lossy(reach);
                    self.wrong = Some(format!("a sheet claims to reach over {reach:?}"));
                }
            }
            _ => {}
        }
    }

    /// What the whole part, of so many bytes, says.
    fn finish(mut self, bytes: u64) -> Result<(), DataError> {
        let last = std::mem::take(&mut self.tag);
        self.look(&last);
        // Tags in UTF-16 are none to us, but they are to the reader of workbooks.
        if matches!(self.beginning[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..]) {
            return Err(unreadable("a part is written in UTF-16, expected UTF-8"));
        }
        if let Some(wrong) = self.wrong {
            return Err(unreadable(wrong));
        }
        let (claimed, most) = (self.claimed, bytes / SHORTEST_STRING);
        if claimed > most.max(HARMLESS) {
            let reason = format!("it claims to hold {claimed} strings in a part of {bytes} bytes");
            return Err(unreadable(reason));
        }
        Ok(())
    }
}

/// The values of an attribute, wherever they stand in the tag: what looks like one without being
/// one is looked at too.
fn values<'a>(tag: &'a [u8], name: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = memchr::memchr_iter(name[0], tag).filter(move |&at| tag[at..].starts_with(name));
    places.filter_map(move |at| {
        let begins = at > 0 && !tag[at - 1].is_ascii_alphanumeric();
        let rest = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (&quote, rest) =
            rest.split_first().filter(|(quote, _)| begins && matches!(quote, b'"' | b'\''))?;
        rest.split(|&b| b == quote).next()
    })
}

/// A whole number; more than is countable where it is longer.
fn number(text: &[u8]) -> u64 {
    let digits = text.trim_ascii().iter().take_while(|b| b.is_ascii_digit());
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

/// A cell, row or column that a sheet can have: `XFD1048576` is the last.
fn is_cell(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    letters <= 3 && text.len() - letters <= 7
}

/// A cell, or two of which the second stands right of and below the first.
fn is_reach(text: &[u8]) -> bool {
    let ends: Vec<&[u8]> = text.split(|&b| b == b':').collect();
    let place = |cell: &[u8]| {
        let (letters, digits) = cell.split_at(cell.iter().take_while(|b| b.is_ascii_alphabetic()).count());
        let value = |letter: &u8| u64::from(letter.to_ascii_uppercase() - b'A') + 1;
        (letters.iter().fold(0, |sum, letter| sum * 26 + value(letter)), number(digits))
    };
    if !ends.iter().all(|end| is_cell(end)) {
        return false;
    }
    match ends[..] {
        [first, last] => {
            let (first, last) = (place(first), place(last));
            first.0 <= last.0 && first.1 <= last.1
        }
        _ => true,
    }
}
