use std::rc::Rc;

use js_sys::{Array, Reflect};
use obektiv::data::{self, Grouping};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::{self, Bytes, Texts},
    assessment::Assessment,
    columns,
    error::Error,
    options,
    results::Results,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What groups are; a class is named `school/class`. */
export type Group = "all" | "municipality" | "school" | "class";
"#;

pub(crate) fn grouping(name: Option<&str>) -> Result<Grouping, Error> {
    Ok(name.unwrap_or("school").parse()?)
}

/// How to tally.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TallyOptions {
    /// What the groups are; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Count persons with a missing cell too.
    #[tsify(optional)]
    with_incomplete: bool,
}

/// Counts of the results by group. Persons with a missing cell (absent on one day of two) are
/// counted apart and left out, unless `withIncomplete`.
#[wasm_bindgen]
pub fn tally(results: &Results, options: Option<Ts<TallyOptions>>) -> Result<Tally, Error> {
    let options = options::read(options)?;
    let grouping = grouping(options.group.as_deref())?;
    Ok(Tally(Rc::new(data::Tally::of(&results.0, grouping, options.with_incomplete)?)))
}

/// The counts that every statistic of groups starts from: per group, journal mark × total.
///
/// Tallies of parts merge, in any order, to the tally of the whole, and become a few bytes per
/// group; so parts may be counted in workers or elsewhere.
#[wasm_bindgen]
pub struct Tally(pub(crate) Rc<data::Tally>);

#[wasm_bindgen]
impl Tally {
    /// A tally of nobody: what `merge` starts from.
    pub fn empty(
        assessment: &Assessment,
        #[wasm_bindgen(unchecked_optional_param_type = "Group")] group: Option<String>,
    ) -> Result<Tally, Error> {
        let grouping = grouping(group.as_deref())?;
        Ok(Self(Rc::new(data::Tally::empty(assessment.0.clone(), grouping))))
    }

    /// A tally from histograms of totals alone, as aggregated reports give them: for each group the
    /// number of pupils with total 0, 1, … up to the largest.
    #[wasm_bindgen(js_name = fromHistograms)]
    pub fn from_histograms(
        assessment: &Assessment,
        names: &Texts,
        #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>[]")] histograms: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Group")] group: Option<String>,
    ) -> Result<Tally, Error> {
        let names = names.read("names")?;
        let wrong = || Error::expected("histograms", "an array of rows of counts");
        let histograms = arrays::each(histograms).ok_or_else(wrong)?;
        let (got, expected) = (histograms.length() as usize, names.len());
        if got != expected {
            return Err(Error::Type(format!("histograms: {got} for {expected} names")));
        }
        let counts = |histogram: JsValue| arrays::counts(&histogram, "histograms");
        let histograms = histograms.iter().map(counts).collect::<Result<Vec<Vec<u64>>, Error>>()?;
        let rows = names.iter().map(String::as_str).zip(histograms.iter().map(Vec::as_slice));
        let grouping = grouping(group.as_deref())?;
        Ok(Self(Rc::new(data::Tally::from_histograms(assessment.0.clone(), grouping, rows)?)))
    }

    /// The tally that `toBytes` wrote.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &Bytes) -> Result<Tally, Error> {
        Ok(Self(Rc::new(data::Tally::from_bytes(&bytes.read("bytes")?)?)))
    }

    /// The tally as bytes, with a version.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes()
    }

    /// This tally and another of the same assessment and grouping, counted together.
    pub fn merge(&self, other: &Tally) -> Result<Tally, Error> {
        Ok(Self(Rc::new(data::Tally::clone(&self.0).merge(&other.0)?)))
    }

    /// The assessment.
    #[wasm_bindgen(getter)]
    pub fn assessment(&self) -> Assessment {
        Assessment(self.0.assessment().clone())
    }

    /// What the groups are.
    #[wasm_bindgen(getter, unchecked_return_type = "Group")]
    pub fn grouping(&self) -> String {
        self.0.grouping().name().to_owned()
    }

    /// The groups, in the order of their names.
    #[wasm_bindgen(getter, unchecked_return_type = "string[]")]
    pub fn groups(&self) -> Array {
        columns::texts(self.0.groups().keys())
    }

    /// How many persons were left out because a cell was missing.
    #[wasm_bindgen(getter)]
    pub fn incomplete(&self) -> f64 {
        self.0.incomplete() as f64
    }

    /// Pupils with each total, of one group or of all; undefined if there is no such group.
    #[wasm_bindgen(unchecked_return_type = "Float64Array | undefined")]
    pub fn histogram(&self, group: Option<String>) -> Option<Vec<f64>> {
        let counts = match group {
            Some(group) => self.0.groups().get(&group)?.histogram(),
            None => self.0.histogram(),
        };
        Some(counts.into_iter().map(|count| count as f64).collect())
    }

    /// What statistics ask of `Tally | Results`: here a second handle, so that the caller keeps
    /// his.
    #[wasm_bindgen(js_name = _tally, skip_typescript)]
    pub fn as_tally(&self, group: Option<String>) -> Result<Tally, Error> {
        if let Some(group) = group
            && grouping(Some(&group))? != self.0.grouping()
        {
            let have = self.0.grouping().name();
            return Err(Error::Type(format!("group: the tally is by {have}, not by {group}")));
        }
        Ok(Self(Rc::clone(&self.0)))
    }
}

#[wasm_bindgen]
impl Results {
    /// What statistics ask of `Tally | Results`: by `group`, or as is usual.
    #[wasm_bindgen(js_name = _tally, skip_typescript)]
    pub fn as_tally(&self, group: Option<String>, usual: &str) -> Result<Tally, Error> {
        let grouping = group.as_deref().unwrap_or(usual).parse()?;
        Ok(Tally(Rc::new(data::Tally::of(&self.0, grouping, false)?)))
    }
}

#[wasm_bindgen]
extern "C" {
    /// A tally, or results that are tallied by the option `group`.
    #[wasm_bindgen(typescript_type = "Tally | Results")]
    pub type Tallied;

    #[wasm_bindgen(method, js_name = _tally, catch)]
    fn as_tally(this: &Tallied, group: Option<&str>, usual: &str) -> Result<Tally, JsValue>;

    /// One work or several, each a tally or results that are tallied by the option `group`.
    #[wasm_bindgen(typescript_type = "Tally | Results | readonly (Tally | Results)[]")]
    pub type Works;
}

impl Tallied {
    /// By `group`, where that is said; results otherwise as is usual, and a tally as it is.
    pub(crate) fn tally(
        &self,
        name: &str,
        group: Option<&str>,
        usual: &str,
    ) -> Result<Rc<data::Tally>, Error> {
        if !self.is_object() || !Reflect::has(self, &"_tally".into()).unwrap_or(false) {
            return Err(Error::expected(name, "a Tally or Results"));
        }
        self.as_tally(group, usual).map(|tally| tally.0).map_err(Error::Thrown)
    }
}

impl Works {
    pub(crate) fn tallies(
        &self,
        name: &str,
        group: Option<&str>,
        usual: &str,
    ) -> Result<Vec<Rc<data::Tally>>, Error> {
        let tally = |work: &JsValue| work.unchecked_ref::<Tallied>().tally(name, group, usual);
        match self.dyn_ref::<Array>() {
            Some(works) => works.iter().map(|work| tally(&work)).collect(),
            None => Ok(vec![tally(self)?]),
        }
    }
}

/// A count from a JavaScript number.
pub(crate) fn count_of(value: &JsValue, what: &str) -> Result<u64, Error> {
    let wrong = || Err(Error::expected(what, "a whole number, 0 or more"));
    arrays::count(value, what).unwrap_or_else(wrong)
}
