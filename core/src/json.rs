//! JSON documents read with the place of what is wrong in them.
//!
//! The reader's own line and column are turned into a path: a crate that follows the reader would
//! bring all code of all types once more, three per cent of the package for browsers.

use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

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
    serde_json::from_str(text).map_err(|e| wrong(text, &e, e.to_string(), &failure::<T>))
}

/// A value from one that has been read already.
pub(crate) fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, Wrong> {
    let text = value.to_string();
    serde_json::from_str(&text).map_err(|e| wrong(&text, &e, reason(&e), &failure::<T>))
}

/// Why a text is none of this type.
fn failure<T: DeserializeOwned>(text: &str) -> Option<Error> {
    serde_json::from_str::<T>(text).err()
}

/// What is wrong without line and column.
fn reason(error: &Error) -> String {
    let (reason, position) =
        (error.to_string(), format!(" at line {} column {}", error.line(), error.column()));
    reason.strip_suffix(&position).unwrap_or(&reason).to_owned()
}

/// One function for all types: each of its own would be kilobytes in the package for browsers.
fn wrong(text: &str, error: &Error, reason: String, failure: &dyn Fn(&str) -> Option<Error>) -> Wrong {
    let mut path = match error.line().checked_sub(1) {
        Some(above) => {
            let line = text.split_inclusive('\n').take(above).map(str::len).sum::<usize>();
            path(&text.as_bytes()[..(line + error.column()).min(text.len())])
        }
        None => Vec::new(),
    };
    // Behind a comma one is at the next element already.
    let array = path.len() - usize::from(matches!(path.last(), Some(Step::Index(_))));
    if let Some(index) = element(text, &path[..array], error, failure) {
        path.truncate(array);
        path.push(index);
    }
    let mut words = String::new();
    for step in path {
        words += &match step {
            Step::Index(index) => format!("[{index}]"),
            Step::Key(key) if words.is_empty() => key,
            Step::Key(key) => format!(".{key}"),
        };
    }
    Wrong { path: if words.is_empty() { ".".to_owned() } else { words }, reason }
}

/// Of an array in which something is wrong, the element: what is judged when all of it has been
/// read has no place of its own, so that each is read without the others.
fn element(
    text: &str,
    path: &[Step],
    error: &Error,
    failure: &dyn Fn(&str) -> Option<Error>,
) -> Option<Step> {
    let mut document: Value = serde_json::from_str(text).ok()?;
    let pointer = path.iter().fold(String::new(), |pointer, step| match step {
        Step::Index(index) => format!("{pointer}/{index}"),
        Step::Key(key) => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
    });
    let elements = std::mem::take(document.pointer_mut(&pointer)?.as_array_mut()?);
    let wrong = reason(error);
    let index = elements.into_iter().position(|element| {
        if let Some(place) = document.pointer_mut(&pointer) {
            *place = Value::Array(vec![element]);
        }
        failure(&document.to_string()).is_some_and(|e| reason(&e) == wrong)
    });
    index.map(Step::Index)
}

/// One step from a value to a part of it.
enum Step {
    Index(usize),
    Key(String),
}

/// Where one is in an array or an object.
enum Within {
    Array(usize),
    /// The key, from its colon on.
    Object(Option<String>),
}

/// The path of the value that ends, or is to begin, where the text is cut off.
fn path(text: &[u8]) -> Vec<Step> {
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
    let steps = stack.into_iter().map_while(|within| match within {
        Within::Array(index) => Some(Step::Index(index)),
        Within::Object(key) => key.map(Step::Key),
    });
    steps.collect()
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
        #[serde(default)]
        shapes: Vec<Shape>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    #[allow(dead_code, reason = "only read")]
    enum Shape {
        Round { radius: f64 },
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
            // Read as a whole before it is judged.
            (
                r#"{"name": "a", "parts": [{"n": 1, "shapes": [{"kind": "round", "radius": 1}, {"kind": "round", "radius": "1"}, {"kind": "flat"}]}]}"#,
                "parts[0].shapes[1]",
            ),
            (
                r#"{"name": "a", "parts": [{"n": 1, "shapes": [{"kind": "flat"}]}]}"#,
                "parts[0].shapes[0].kind",
            ),
            ("{}", "."),
            ("[1", "[0]"),
            ("", "."),
            ("{\"name", "."),
        ] {
            assert_eq!(read::<Document>(text).unwrap_err().path, path, "{text}");
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                let wrong = read_value::<Document>(&value).unwrap_err();
                assert_eq!(wrong.path, path, "{text}");
                assert!(!wrong.reason.contains(" at line "), "{}", wrong.reason);
            }
        }
    }
}
