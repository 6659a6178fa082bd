//! What a file says of itself.

use obektiv::data::{Season, readers};
use wasm_bindgen::prelude::*;

use crate::{arrays::Bytes, assessment::Assessment, columns, error::Error};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How something is known of a file, the surest first; `data` is a guess. */
export type Origin = "title" | "sheet" | "header" | "path" | "catalogue" | "data";

/** What a file is, as far as it says so. */
export interface Identity {
  /** The layout of its table, such as `regional-2021` or `score-distribution`. */
  layout?: string;
  subject?: string;
  /** The grade that its test is made for. */
  testGrade?: number;
  /** The grade of those who wrote it, where it is another. */
  pupilGrade?: number;
  year?: number;
  season?: Season;
  /** The largest score of each item. */
  maxScores?: Uint8Array;
  /** The lowest totals of marks 3, 4 and 5, of the work of the catalogue with the same maxima. */
  boundaries?: Uint16Array;
  /** How each of these is known, by its name. */
  known: Record<string, Origin>;
  /** What is missing, by its name. Without subject, test grade, year or maxima there is no assessment. */
  missing: string[];
  assessment?: Assessment;
  /** What is to be said of it, such as that maxima are guessed. */
  notes: string[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Identity")]
    pub type JsIdentity;
}

/// What a file is: its layout and its assessment, each part with how it is known.
///
/// `path` is its name with its folders, which may say what it holds.
#[wasm_bindgen(js_name = identify)]
pub fn identify(bytes: &Bytes, path: Option<String>) -> Result<JsIdentity, Error> {
    let bytes = bytes.read("bytes")?;
    let found =
        readers::identify(&bytes, path.as_deref(), obektiv::data::ReadOptions::default().max_unpacked)?;
    let known: Vec<(String, JsValue)> =
        found.known.iter().map(|(name, origin)| (columns::camel_case(name), origin.name().into())).collect();
    let known: Vec<(&str, JsValue)> =
        known.iter().map(|(name, origin)| (name.as_str(), origin.clone())).collect();
    let mut fields: Vec<(&str, JsValue)> = vec![
        ("known", columns::record(&known)),
        ("missing", columns::texts(found.missing.iter().map(|name| columns::camel_case(name))).into()),
        ("notes", columns::texts(&found.notes).into()),
    ];
    let mut say = |name, value: Option<JsValue>| fields.extend(value.map(|value| (name, value)));
    say("layout", found.layout.map(JsValue::from));
    say("subject", found.subject.map(JsValue::from));
    say("testGrade", found.test_grade.map(JsValue::from));
    say("pupilGrade", found.pupil_grade.map(JsValue::from));
    say("year", found.year.map(JsValue::from));
    say("season", found.season.map(Season::name).map(JsValue::from));
    say("maxScores", found.max_scores.map(|maxima| js_sys::Uint8Array::from(&maxima[..]).into()));
    say("boundaries", found.boundaries.map(|b| js_sys::Uint16Array::from(&b[..]).into()));
    say("assessment", found.assessment.map(|a| Assessment(a).into()));
    Ok(columns::record(&fields))
}
