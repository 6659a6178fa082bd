//! What the bytes of a file are, whatever its name says.

use crate::data::DataError;

/// What can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
    Text,
}

/// How files begin that are no table of ours, and what they are.
const OTHERS: [(&[u8], &str); 6] = [
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"\x89PNG", "a picture"),
];

/// The compound file of old office programs, in which new ones lock theirs away.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

impl Kind {
    /// What the bytes are.
    ///
    /// # Errors
    /// [`DataError::Unreadable`] says what they are where they are known and no table that can be
    /// read.
    pub fn of(bytes: &[u8]) -> Result<Self, DataError> {
        let unreadable =
            |format, reason: &str| Err(DataError::Unreadable { format, reason: reason.to_owned() });
        if bytes.starts_with(&COMPOUND) {
            return unreadable("xlsx", compound(bytes));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return archive(bytes);
        }
        if let Some((_, what)) = OTHERS.iter().find(|(begin, _)| bytes.starts_with(begin)) {
            return unreadable("table", &format!("it is {what}"));
        }
        if is_web_page(bytes) {
            return unreadable(
                "table",
                "it is a web page: open it in a spreadsheet program and save it as .xlsx",
            );
        }
        if contains(&bytes[..bytes.len().min(2000)], b"urn:schemas-microsoft-com:office:spreadsheet") {
            return unreadable("table", "it is an Excel 2003 XML table: save it as .xlsx");
        }
        Ok(Self::Text)
    }

    /// What the bytes of a workbook are.
    #[cfg(feature = "xlsx")]
    pub fn of_workbook(bytes: &[u8]) -> Result<Self, DataError> {
        match Self::of(bytes)? {
            // What is wrong with it is said by the reader of archives.
            Self::Text => Ok(Self::Xlsx),
            kind => Ok(kind),
        }
    }
}

/// What a compound file is, by the names in its directory.
fn compound(bytes: &[u8]) -> &'static str {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if names("EncryptedPackage") {
        "it is protected by a password: save it without one"
    } else if names("Workbook") || names("Book") {
        "it is a workbook of an old Excel (.xls): save it as .xlsx"
    } else if names("WordDocument") {
        "it is a Word document"
    } else {
        "it is a file of an old office program: save it as .xlsx"
    }
}

/// What an archive is, by the names of its parts, which stand unpacked in it.
fn archive(bytes: &[u8]) -> Result<Kind, DataError> {
    let unreadable = |reason: &str| Err(DataError::Unreadable { format: "xlsx", reason: reason.to_owned() });
    if contains(&bytes[..bytes.len().min(200)], b"application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(Kind::Ods);
    }
    // The directory of an archive stands at its end.
    let has = |name: &[u8]| contains(&bytes[bytes.len().saturating_sub(1 << 16)..], name);
    if has(b"xl/workbook.bin") {
        return unreadable("it is a binary workbook (.xlsb): save it as .xlsx");
    }
    if has(b"word/document.xml") {
        return unreadable("it is a Word document");
    }
    Ok(Kind::Xlsx)
}

fn is_web_page(bytes: &[u8]) -> bool {
    let begin: Vec<u8> = bytes.iter().filter(|b| **b != 0).take(400).map(u8::to_ascii_lowercase).collect();
    let text = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&begin).trim_ascii_start();
    text.starts_with(b"<!doctype html")
        || text.starts_with(b"mime-version:")
        || (text.starts_with(b"<")
            && [&b"<html"[..], b"<table", b"<head", b"<meta"].iter().any(|tag| contains(text, tag)))
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    let Some((&first, rest)) = what.split_first() else { return true };
    let mut left = bytes;
    while let Some(at) = left.iter().position(|&b| b == first) {
        left = &left[at + 1..];
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_called_what_it_is() {
        let says = |bytes: &[u8], what: &str| {
            let error = Kind::of(bytes).unwrap_err();
            assert_eq!(error.code(), "data.unreadable");
            assert!(error.to_string().contains(what), "{error}");
        };
        says(b"%PDF-1.4", "a PDF document");
        says(b"\n <!DOCTYPE html><p>", "a web page");
        says("\u{feff}<html><table><tr>".as_bytes(), "a web page");
        says(b"<TABLE border=1><tr><td>school", "a web page");
        says(b"<?xml version=\"1.0\"?><html xmlns=\"...\">", "a web page");
        says(b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web page");
        says(b"<?xml?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "Excel 2003 XML");
        says(&[&COMPOUND[..], b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"].concat(), "a Word document");
        says(&[&COMPOUND[..], &[0; 9]].concat(), "an old office program");
        says(b"PK\x03\x04....xl/workbook.bin", ".xlsb");
        assert_eq!(Kind::of(b"school,i1\n<5,1\n"), Ok(Kind::Text));
        assert_eq!(Kind::of(b""), Ok(Kind::Text));
        assert_eq!(Kind::of(b"PK\x03\x04"), Ok(Kind::Xlsx));
    }
}
