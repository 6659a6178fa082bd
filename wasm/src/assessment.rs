use obektiv::data::{self, ItemKind, Season};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export type Season = "autumn" | "spring";
/** Marked by a key, or by a teacher against criteria. */
export type ItemKind = "key" | "open";
"#;

/// What an assessment is made of.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssessmentInit {
    /// Subject, such as `maths`.
    subject: String,
    /// The grade the test is made for.
    test_grade: u8,
    /// Calendar year.
    year: u16,
    /// The largest score of each item.
    #[tsify(type = "Uint8Array | number[]")]
    max_scores: Vec<u8>,
    /// The lowest totals of marks 3, 4 and 5; a work without them has no marks.
    #[serde(default)]
    #[tsify(type = "[number, number, number] | null", optional)]
    boundaries: Option<[u16; 3]>,
    /// The grade of those who wrote it; the test's grade by default.
    #[serde(default)]
    #[tsify(type = "number | null", optional)]
    pupil_grade: Option<u8>,
    /// Season, where it matters.
    #[serde(default)]
    #[tsify(type = "Season | null", optional)]
    season: Option<Season>,
    /// How each item is marked, where known.
    #[serde(default)]
    #[tsify(type = "ItemKind[] | null", optional)]
    item_kinds: Option<Vec<ItemKind>>,
}

/// One test: what was written, by whom, how it is scored.
#[wasm_bindgen]
#[derive(Clone)]
pub struct Assessment(pub(crate) data::Assessment);

#[wasm_bindgen]
impl Assessment {
    /// An assessment, checked.
    #[wasm_bindgen(constructor)]
    pub fn new(init: Ts<AssessmentInit>) -> Result<Assessment, Error> {
        let init: AssessmentInit = options::fields(&init.js_value(), "assessment")?;
        let assessment = data::Assessment {
            subject: init.subject,
            test_grade: init.test_grade,
            year: init.year,
            max_scores: init.max_scores,
            boundaries: init.boundaries,
            pupil_grade: init.pupil_grade,
            season: init.season,
            item_kinds: init.item_kinds,
        };
        assessment.check()?;
        Ok(Self(assessment))
    }

    /// Subject, such as `maths`.
    #[wasm_bindgen(getter)]
    pub fn subject(&self) -> String {
        self.0.subject.clone()
    }

    /// The grade the test is made for.
    #[wasm_bindgen(getter, js_name = testGrade)]
    pub fn test_grade(&self) -> u8 {
        self.0.test_grade
    }

    /// The grade of those who wrote it.
    #[wasm_bindgen(getter, js_name = pupilGrade)]
    pub fn pupil_grade(&self) -> u8 {
        self.0.written_in()
    }

    /// Calendar year.
    #[wasm_bindgen(getter)]
    pub fn year(&self) -> u16 {
        self.0.year
    }

    /// Season, where it matters.
    #[wasm_bindgen(getter, unchecked_return_type = "Season | undefined")]
    pub fn season(&self) -> Option<String> {
        let name = |season| match season {
            Season::Autumn => "autumn",
            Season::Spring => "spring",
        };
        self.0.season.map(|season| name(season).to_owned())
    }

    /// The largest score of each item.
    #[wasm_bindgen(getter, js_name = maxScores)]
    pub fn max_scores(&self) -> Vec<u8> {
        self.0.max_scores.clone()
    }

    /// The lowest totals of marks 3, 4 and 5.
    #[wasm_bindgen(getter)]
    pub fn boundaries(&self) -> Option<Vec<u16>> {
        self.0.boundaries.map(Vec::from)
    }

    /// The largest total.
    #[wasm_bindgen(getter, js_name = maxTotal)]
    pub fn max_total(&self) -> u16 {
        self.0.max_total()
    }

    /// A short stable key, such as `2020-autumn-maths-5`.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        self.0.key()
    }

    /// A copy, for arguments that may be left out: Rust takes those, and the caller keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Assessment {
        self.clone()
    }

    /// The mark 2 to 5 that a total earns; undefined without boundaries.
    pub fn mark(&self, total: u16) -> Option<u8> {
        self.0.mark(total)
    }
}

#[wasm_bindgen]
extern "C" {
    /// An assessment that may be left out.
    #[wasm_bindgen(typescript_type = "Assessment")]
    pub type JsAssessment;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &JsAssessment) -> Result<Assessment, JsValue>;
}

impl JsAssessment {
    pub(crate) fn assessment(&self) -> Result<Assessment, Error> {
        self.share().map_err(|_| Error::expected("assessment", "an Assessment"))
    }
}

/// The assessment of an options object, if one is given.
#[cfg(feature = "xlsx")]
pub(crate) fn from_option(assessment: JsValue) -> Result<Option<Assessment>, Error> {
    let given = !assessment.is_undefined() && !assessment.is_null();
    given.then(|| assessment.unchecked_into::<JsAssessment>().assessment()).transpose()
}

/// The assessments of an options object; none if none are given.
#[cfg(any(feature = "signs", feature = "xlsx"))]
pub(crate) fn list_from_option(assessments: JsValue) -> Result<Vec<data::Assessment>, Error> {
    if assessments.is_undefined() || assessments.is_null() {
        return Ok(Vec::new());
    }
    let wrong = || Error::expected("assessments", "an array of Assessments");
    let all = assessments.dyn_ref::<js_sys::Array>().ok_or_else(wrong)?;
    all.iter().map(|a| Ok(a.unchecked_into::<JsAssessment>().assessment()?.0)).collect()
}

/// The shipped assessment of this subject, test grade, year and (where given) season, if there is
/// one: public item maxima and mark boundaries.
#[wasm_bindgen(js_name = findAssessment)]
pub fn find_assessment(
    subject: &str,
    #[wasm_bindgen(js_name = testGrade)] test_grade: u8,
    year: u16,
    #[wasm_bindgen(unchecked_optional_param_type = "Season")] season: Option<String>,
) -> Result<Option<Assessment>, Error> {
    let season = season.map(|name| name.parse()).transpose()?;
    Ok(data::find_assessment(subject, test_grade, year, season).map(Assessment))
}

/// All shipped assessments.
#[wasm_bindgen]
pub fn assessments() -> Result<Vec<Assessment>, Error> {
    Ok(data::assessments()?.into_iter().map(Assessment).collect())
}
