use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use ndarray::Array2;
use obektiv::data::{self, DataError, Labels, MISSING, ResultsBuilder};
use obektiv::screening::Source;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{arrays::byte, assessment::Assessment, columns, error::Error, options, registry::Registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** In scores: a cell without an answer of any kind; the total of such a person is undefined. */
export const MISSING: 255;
/** In scores: an item that the person did not attempt; counts 0. */
export const NOT_ATTEMPTED: 254;
/** In scores: an item whose topic was not taught yet; counts 0. */
export const NOT_TAUGHT: 253;

/** The total of each person, codes counting 0, and whether the person is complete (no missing cell). */
export interface Totals { total: Float64Array; complete: boolean[] }
"#;

/// What results are made of; only scores and schools are needed.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResultsInit {
    /// Persons × items: one array, person by person, or an array for each person. In the latter
    /// null and NaN are missing.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array | ArrayLike<ArrayLike<number | null>>")]
    scores: JsValue,
    /// School login of each person.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "string[]")]
    school: JsValue,
    /// Class within the school; null or an empty label where the school wrote none.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "(string | null)[] | null", optional)]
    class_id: JsValue,
    /// Variant; variants are made per school and mean nothing across schools.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "(string | null)[] | null", optional)]
    variant: JsValue,
    /// Journal mark 2 to 5; null (in a `Uint8Array` 0) for none.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array | (number | null)[] | null", optional)]
    journal_mark: JsValue,
    /// Municipality of each person.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "(string | null)[] | null", optional)]
    municipality: JsValue,
}

/// One assessment's pupils × items, with school, class, variant, journal mark and municipality.
#[wasm_bindgen]
pub struct Results(pub(crate) Rc<data::Results>);

#[wasm_bindgen]
impl Results {
    /// Results of an assessment, checked cell by cell.
    #[wasm_bindgen(constructor)]
    pub fn new(assessment: &Assessment, init: Ts<ResultsInit>) -> Result<Results, Error> {
        let init: ResultsInit = options::fields(&init.js_value(), "results")?;
        let given = |column: JsValue| (!column.is_undefined() && !column.is_null()).then_some(column);
        let labelled = |column: JsValue, name| given(column).map(|c| labels(&c, name)).transpose();
        let parts = ResultsBuilder {
            scores: scores(&init.scores, assessment.0.items(), "scores")?,
            school: labels(&init.school, "school")?,
            class_id: labelled(init.class_id, "classId")?,
            variant: labelled(init.variant, "variant")?,
            journal_mark: given(init.journal_mark).map(|marks| journal_marks(&marks)).transpose()?,
            municipality: labelled(init.municipality, "municipality")?,
        };
        Ok(Self(Rc::new(data::Results::new(assessment.0.clone(), parts)?)))
    }

    /// The assessment.
    #[wasm_bindgen(getter)]
    pub fn assessment(&self) -> Assessment {
        Assessment(self.0.assessment().clone())
    }

    /// The number of persons.
    #[wasm_bindgen(getter)]
    pub fn persons(&self) -> usize {
        self.0.len()
    }

    /// Persons × items, person by person.
    #[wasm_bindgen(getter)]
    pub fn scores(&self) -> Vec<u8> {
        self.0.scores().iter().copied().collect()
    }

    /// School login of each person.
    #[wasm_bindgen(getter, unchecked_return_type = "string[]")]
    pub fn school(&self) -> Array {
        each(self.0.school())
    }

    /// Class of each person within the school, where known.
    #[wasm_bindgen(getter, js_name = classId, unchecked_return_type = "string[] | undefined")]
    pub fn class_id(&self) -> Option<Array> {
        self.0.class_id().map(each)
    }

    /// Variant of each person, where known.
    #[wasm_bindgen(getter, unchecked_return_type = "string[] | undefined")]
    pub fn variant(&self) -> Option<Array> {
        self.0.variant().map(each)
    }

    /// Municipality of each person, where known.
    #[wasm_bindgen(getter, unchecked_return_type = "string[] | undefined")]
    pub fn municipality(&self) -> Option<Array> {
        self.0.municipality().map(each)
    }

    /// Journal mark of each person, null for none.
    #[wasm_bindgen(getter, js_name = journalMark, unchecked_return_type = "(number | null)[] | undefined")]
    pub fn journal_mark(&self) -> Option<Array> {
        let mark = |&mark: &u8| if mark == 0 { JsValue::NULL } else { JsValue::from(mark) };
        self.0.journal_mark().map(|marks| marks.iter().map(mark).collect())
    }

    /// The total of each person, codes counting 0, and whether the person is complete (no missing
    /// cell).
    #[wasm_bindgen(unchecked_return_type = "Totals")]
    pub fn totals(&self) -> JsValue {
        let (total, complete): (Vec<u16>, Vec<bool>) = self.0.totals().unzip();
        let complete: Array = complete.into_iter().map(JsValue::from).collect();
        let total = columns::numbers(total.into_iter().map(f64::from));
        columns::record(&[("total", total.into()), ("complete", complete.into())])
    }

    /// The same results with municipalities from a registry, for exports that name only the school.
    #[wasm_bindgen(js_name = withRegistry)]
    pub fn with_registry(&self, registry: &Registry) -> Results {
        Self(Rc::new(data::Results::clone(&self.0).with_registry(registry.inner())))
    }

    /// 16 hexadecimal digits of everything that decides a result: the "input hash" of reports.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// A second handle, for arguments of one or several: Rust takes what it is given there, and the
    /// caller keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Results {
        Self(Rc::clone(&self.0))
    }
}

#[wasm_bindgen]
extern "C" {
    /// One file's results or several's.
    #[wasm_bindgen(typescript_type = "Results | readonly Results[]")]
    pub type OneOrMore;

    type SharedResults;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedResults) -> Result<Results, JsValue>;
}

impl OneOrMore {
    pub(crate) fn results(&self) -> Result<Vec<Rc<data::Results>>, Error> {
        let wrong = || Error::expected("results", "Results or an array of Results");
        one_or_more(self, |value| shared(value).ok_or_else(wrong))
    }

    /// What a screening counts.
    #[cfg(not(feature = "xlsx"))]
    pub(crate) fn counted(&self) -> Result<Vec<Counted>, Error> {
        Ok(self.results()?.into_iter().map(Counted::Results).collect())
    }
}

/// What a screening counts.
pub(crate) enum Counted {
    Results(Rc<data::Results>),
    #[cfg(feature = "xlsx")]
    Distribution(Rc<data::Distribution>),
}

impl Counted {
    pub fn source(&self) -> Source<'_> {
        match self {
            Self::Results(results) => Source::Results(results),
            #[cfg(feature = "xlsx")]
            Self::Distribution(distribution) => Source::Distribution(distribution),
        }
    }
}

/// The results that this is, if it is any.
pub(crate) fn shared(value: &JsValue) -> Option<Rc<data::Results>> {
    value.unchecked_ref::<SharedResults>().share().ok().map(|results| results.0)
}

/// Each of an array, or the one value.
pub(crate) fn one_or_more<T>(
    value: &JsValue,
    read: impl Fn(&JsValue) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    match value.dyn_ref::<Array>() {
        Some(all) => all.iter().map(|value| read(&value)).collect(),
        None => Ok(vec![read(value)?]),
    }
}

fn each(labels: &Labels) -> Array {
    // One JavaScript string for each distinct label, not for each person.
    let names: Vec<JsValue> = labels.names().iter().map(JsValue::from).collect();
    labels.codes().iter().map(|&code| &names[code as usize]).collect()
}

pub(crate) fn labels(column: &JsValue, name: &str) -> Result<Labels, Error> {
    let wrong = || Error::expected(name, "an array of strings");
    let mut labels = Labels::default();
    for label in column.dyn_ref::<Array>().ok_or_else(wrong)?.iter() {
        if label.is_null() || label.is_undefined() {
            labels.push("");
        } else {
            labels.push(&label.as_string().ok_or_else(wrong)?);
        }
    }
    Ok(labels)
}

fn journal_marks(column: &JsValue) -> Result<Vec<u8>, Error> {
    if let Some(bytes) = column.dyn_ref::<Uint8Array>() {
        return Ok(bytes.to_vec());
    }
    let wrong = || Error::expected("journalMark", "a Uint8Array or an array of marks 2 to 5 and nulls");
    let mark = |mark: JsValue| match mark.as_f64() {
        None if mark.is_null() || mark.is_undefined() => Ok(0),
        Some(mark) if mark.is_nan() => Ok(0),
        Some(mark) => byte(mark).ok_or_else(wrong),
        None => Err(wrong()),
    };
    column.dyn_ref::<Array>().ok_or_else(wrong)?.iter().map(mark).collect()
}

pub(crate) fn scores(scores: &JsValue, items: usize, name: &str) -> Result<Array2<u8>, Error> {
    let (cells, width) = match scores.dyn_ref::<Uint8Array>() {
        Some(_) if items == 0 => return Err(Error::expected("items", "1 or more")),
        Some(bytes) => {
            let cells = bytes.to_vec();
            let (row, got) = (cells.len() / items + 1, cells.len() % items);
            if got != 0 {
                return Err(DataError::RaggedRows { row, got, expected: items }.into());
            }
            (cells, items)
        }
        None => rows(scores, items, name)?,
    };
    let rows = cells.len().checked_div(width).unwrap_or(0);
    let got = cells.len();
    Ok(Array2::from_shape_vec((rows, width), cells)
        .map_err(|_| DataError::ItemColumns { got, expected: items })?)
}

/// Cells of an array of rows, and the length of a row.
fn rows(scores: &JsValue, items: usize, name: &str) -> Result<(Vec<u8>, usize), Error> {
    let wrong = || Error::expected(name, "a Uint8Array of persons × items, or an array of rows");
    let mut cells = Vec::new();
    let mut width = None;
    for (row, person) in scores.dyn_ref::<Array>().ok_or_else(wrong)?.iter().enumerate() {
        if !person.is_object() {
            return Err(wrong());
        }
        let person = Array::from(&person);
        let got = person.length() as usize;
        let expected = *width.get_or_insert(got);
        if got != expected {
            return Err(DataError::RaggedRows { row: row + 1, got, expected }.into());
        }
        for (item, cell) in person.iter().enumerate() {
            let cell = match cell.as_f64() {
                None if cell.is_null() || cell.is_undefined() => Some(MISSING),
                Some(value) if value.is_nan() => Some(MISSING),
                Some(value) => byte(value),
                None => None,
            }
            .ok_or_else(|| DataError::NotAScore {
                row: row + 1,
                item: item + 1,
                value: cell.as_string().or_else(|| cell.as_f64().map(|v| v.to_string())).unwrap_or_default(),
            })?;
            cells.push(cell);
        }
    }
    Ok((cells, width.unwrap_or(items)))
}
