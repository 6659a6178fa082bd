//! Where an answer differs from what was expected.

use obektiv::Error;
use serde_json::{Map, Value};

use crate::case::Case;

/// Where two values differ; `place` is the row, or the key, on the way down.
fn differences(got: &Value, expected: &Value, tolerance: f64, place: &str, out: &mut Vec<String>) {
    match (got, expected) {
        (Value::Array(g), Value::Array(e)) => {
            if g.len() != e.len() {
                out.push(format!("{place}: got {} rows, expected {}", g.len(), e.len()));
                return;
            }
            for (row, (g, e)) in g.iter().zip(e).enumerate() {
                differences(g, e, tolerance, &format!("{place}, row {}", row + 1), out);
            }
        }
        (Value::Object(g), Value::Object(e)) => {
            for (key, e) in e {
                differences(
                    g.get(key).unwrap_or(&Value::Null),
                    e,
                    tolerance,
                    &format!("{place}, {key}"),
                    out,
                );
            }
        }
        (Value::Number(g), Value::Number(e)) => {
            // Whole numbers of both sides are counts and must be equal. A real number may happen to
            // be whole on either side, so 2 and 2.0 are compared as real numbers.
            let equal = match (g.as_i64(), e.as_i64()) {
                (Some(g), Some(e)) => g == e,
                _ => {
                    let (g, e) = (g.as_f64().unwrap_or(f64::NAN), e.as_f64().unwrap_or(f64::NAN));
                    // A small p-value is compared by its digits, not by its closeness to 0.
                    let small = place.contains("pvalue") && !place.contains("log10");
                    let scale = if small { (1e3 * e.abs()).min(1.0) } else { e.abs().max(1.0) };
                    (g - e).abs() <= tolerance * scale
                }
            };
            if !equal {
                out.push(format!("{place}: got {g}, expected {e}"));
            }
        }
        _ if got == expected => {}
        _ => out.push(format!("{place}: got {got}, expected {expected}")),
    }
}

/// The most differences shown of one column.
const SHOWN: usize = 3;

pub fn check(
    case: &Case,
    run: impl Fn(&Case) -> Result<Map<String, Value>, Error>,
    tolerance: f64,
) -> Vec<String> {
    match (run(case), &case.expect, &case.error) {
        (Err(error), None, Some(code)) if error.code() == code => match (error, &case.path) {
            (Error::Plan(error), Some(path)) if error.path() != path => {
                vec![format!("got an error at {}, expected it at {path}", error.path())]
            }
            _ => Vec::new(),
        },
        (Err(error), None, Some(code)) => {
            vec![format!("got the error {} ({error}), expected {code}", error.code())]
        }
        (Ok(_), None, Some(code)) => vec![format!("got an answer, expected the error {code}")],
        (Err(error), Some(_), None) => {
            vec![format!("got the error {} ({error}), expected an answer", error.code())]
        }
        (Ok(got), Some(expect), None) => {
            let mut out = Vec::new();
            for (column, expected) in expect {
                match got.get(column) {
                    Some(got) => {
                        let mut here = Vec::new();
                        differences(got, expected, tolerance, &format!("column {column}"), &mut here);
                        let more = here.len().saturating_sub(SHOWN);
                        out.extend(here.into_iter().take(SHOWN));
                        out.extend((more > 0).then(|| format!("column {column}: {more} more differences")));
                    }
                    None => out.push(format!("no column {column}; got {:?}", got.keys().collect::<Vec<_>>())),
                }
            }
            out
        }
        (_, Some(_), Some(_)) | (_, None, None) => vec!["a case has either expect or error".to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_comparison_sees_every_kind_of_difference() {
        let differ = |got: Value, expected: Value| {
            let mut out = Vec::new();
            differences(&got, &expected, 1e-12, "x", &mut out);
            out.len()
        };
        assert_eq!(differ(json!([1, 0.5, null, "a", true]), json!([1, 0.5, null, "a", true])), 0);
        assert_eq!(differ(json!([1.0, 0.5 + 1e-13]), json!([1, 0.5])), 0);
        assert_eq!(
            differ(json!([2, 0.5 + 1e-11, null, 0.5, "b", false]), json!([1, 0.5, 0.5, null, "a", true])),
            6
        );
        assert_eq!(differ(json!([1, 2]), json!([1])), 1);
        assert_eq!(differ(json!({"a": 1}), json!({"a": 1, "b": 2})), 1);
    }
}
