//! Office documents as the archives of parts that they are.

use std::io::{Cursor, Read, Write};

use crate::plan::{Plan, PlanError};
use crate::report::ReportError;

/// The namespace of the part that holds a plan's JSON.
pub(super) const NAMESPACE: &str = "urn:obektiv:plan";
/// Parts larger than this hold no plan of ours.
const LARGEST_PART: u64 = 256 << 20;

/// An archive of these parts, by their names.
pub(super) fn pack(format: &'static str, parts: &[(&str, &str)]) -> Result<Vec<u8>, ReportError> {
    let write = || -> zip::result::ZipResult<Vec<u8>> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(*name, zip::write::SimpleFileOptions::default())?;
            archive.write_all(text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    };
    write().map_err(|e| ReportError::Unwritable { format, reason: e.to_string() })
}

/// The plan as the part of a document that programs keep and do not show.
pub(super) fn custom_part(plan: &Plan) -> String {
    // Of the characters that XML cannot hold JSON escapes all but these two.
    let json = serde_json::to_string(plan).unwrap_or_default();
    let json = json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff");
    let json = json.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<plan xmlns=\"{NAMESPACE}\">{json}</plan>"
    )
}

/// The JSON in such a part; nothing if it is another part.
fn json_in(part: &str) -> Option<String> {
    let (_, rest) = part.split_once(NAMESPACE)?;
    let (_, rest) = rest.split_once('>')?;
    let (json, _) = rest.split_once("</")?;
    Some(unescape(json))
}

/// Text as it was before XML escaped it. Programs that write a part anew may name a character by
/// its number.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out += &rest[..at];
        rest = &rest[at..];
        let end = rest.find(';').unwrap_or(0);
        match character(rest.get(1..end).unwrap_or_default()) {
            Some(found) => (out.push(found), rest = &rest[end + 1..]).1,
            None => (out.push('&'), rest = &rest[1..]).1,
        }
    }
    out + rest
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// Why a document holds no plan.
pub(super) fn unreadable(format: &'static str, reason: impl ToString) -> PlanError {
    PlanError::Unreadable { format, reason: reason.to_string() }
}

/// The texts of those parts of an archive whose names are wanted.
pub(super) fn parts(
    format: &'static str,
    bytes: &[u8],
    wanted: fn(&str) -> bool,
) -> Result<Vec<String>, PlanError> {
    let wrong = |e: zip::result::ZipError| unreadable(format, e);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(wrong)?;
        if !part.name().is_ok_and(|name| wanted(&name)) {
            continue;
        }
        let mut text = Vec::new();
        let read = part.take(LARGEST_PART + 1).read_to_end(&mut text).map_err(|e| unreadable(format, e))?;
        if read as u64 > LARGEST_PART {
            return Err(unreadable(format, format!("a part unpacks to more than {LARGEST_PART} bytes")));
        }
        texts.push(String::from_utf8_lossy(&text).into_owned());
    }
    Ok(texts)
}

/// The plan in the custom part of a document.
pub(super) fn plan_in(format: &'static str, bytes: &[u8]) -> Result<Plan, PlanError> {
    let all = parts(format, bytes, |name| name.starts_with("customXml/") && name.ends_with(".xml"))?;
    let json = all.iter().find_map(|part| json_in(part));
    let none = || unreadable(format, "it holds no plan: it was not made by this library");
    Plan::from_json(&json.ok_or_else(none)?)
}
