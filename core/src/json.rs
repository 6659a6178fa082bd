//! JSON documents read with the place of what is wrong in them.
//!
//! The reader's own line and column are turned into a path: a crate that follows the reader would
//! bring all code of all types once more, three per cent of the package for browsers.

use serde::de::DeserializeOwned;
use serde_json::Error;

/// What is wrong with a document, and where.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// `directions[1].measures[0].level`; `.` for the document as a whole.
    pub path: String,
    /// What was found and what expected.
    pub reason: String,
}

/// A value from text; the reason names line and column.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Wrong> {
    serde_json::from_str(text).map_err(|e| Wrong { path: place(text, &e), reason: e.to_string() })
}

/// A value from one that has been read already.
#[cfg(any(feature = "signs", test))]
pub(crate) fn read_value<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T, Wrong> {
    let text = value.to_string();
    serde_json::from_str(&text).map_err(|e| {
        let (reason, position) = (e.to_string(), format!(" at line {} column {}", e.line(), e.column()));
        let reason = reason.strip_suffix(&position).unwrap_or(&reason).to_owned();
        Wrong { path: place(&text, &e), reason }
    })
}

fn place(text: &str, error: &Error) -> String {
    let Some(above) = error.line().checked_sub(1) else { return ".".to_owned() };
    let line = text.split_inclusive('\n').take(above).map(str::len).sum::<usize>();
    path(&text.as_bytes()[..(line + error.column()).min(text.len())])
}

/// Where one is in an array or an object.
enum Within {
    Array(usize),
    /// The key, from its colon on.
    Object(Option<String>),
}

/// The path of the value that ends, or is to begin, where the text is cut off.
fn path(text: &[u8]) -> String {
    let mut stack = Vec::new();
    let mut key = String::new();
    let mut at = 0;
    while at < text.len() {
        match (text[at], stack.last_mut()) {
            (b'"', _) => {
                let end = text[at + 1..].iter().scan(false, |escaped, &c| {
                    let ends = c == b'"' && !*escaped;
                    *escaped = c == b'\\' && !*escaped;
                    (!ends).then_some(())
                });
                let end = at + 1 + end.count();
                key = String::from_utf8_lossy(&text[at + 1..end.min(text.len())]).into_owned();
                at = end;
            }
            (b':', Some(Within::Object(current))) => *current = Some(std::mem::take(&mut key)),
            (b',', Some(Within::Object(current))) => *current = None,
            (b',', Some(Within::Array(index))) => *index += 1,
            (b'{', _) => stack.push(Within::Object(None)),
            (b'[', _) => stack.push(Within::Array(0)),
            (b'}' | b']', _) => drop(stack.pop()),
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    for within in stack {
        match within {
            Within::Array(index) => path += &format!("[{index}]"),
            Within::Object(None) => break,
            Within::Object(Some(key)) if path.is_empty() => path = key,
            Within::Object(Some(key)) => path += &format!(".{key}"),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Document {
        name: String,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Part {
        n: u8,
        #[serde(default)]
        sizes: Vec<f64>,
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (text, path) in [
            (r#"{"name": 1}"#, "name"),
            (r#"{"name": "a \" } \\", "parts": [{"n": 1}, {"n": "2"}]}"#, "parts[1].n"),
            (r#"{"name": "a", "parts": [{"n": 1, "sizes": [1, 2.5, null]}]}"#, "parts[0].sizes[2]"),
            ("{\"name\": \"ы\",\n \"parts\": [{\"n\": 1},\n {\"n\": {}}]}", "parts[1].n"),
            (r#"{"name": "a", "parts": {}}"#, "parts"),
            (r#"{"name": "a", "parts": [{"n": 1}, {"n": 300}]}"#, "parts[1].n"),
            (r#"{"name": "a", "parts": [{"sizes": []}, {"n": 3}]}"#, "parts[0]"),
            (r#"{"name": "a", "parts": [{"n": 1, "m": 2}]}"#, "parts[0]"),
            ("{}", "."),
            ("[1", "[0]"),
            ("", "."),
            ("{\"name", "."),
        ] {
            assert_eq!(read::<Document>(text).unwrap_err().path, path, "{text}");
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
                let wrong = read_value::<Document>(&value).unwrap_err();
                assert_eq!(wrong.path, path, "{text}");
                assert!(!wrong.reason.contains(" at line "), "{}", wrong.reason);
            }
        }
    }
}
