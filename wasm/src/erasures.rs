//! Changed answers: sheets before and after in, one row for each person or group out.

use ndarray::Array2;
use obektiv::model::Item;
use obektiv::statistics::erasures::{self as core, Answers};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::Texts,
    columns,
    error::Error,
    items::{self, Items, Scores},
    options,
    results::{labels, scores as read_scores},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Changed answers of persons, one row for each. NaN without changed answers, and, where `theta` is not given, without unchanged ones or where these are all
 * wrong or all right, which shows no ability (`l` is defined there). With `theta` only `l` and the correction for "ability" need unchanged answers. */
export interface PersonErasuresTable extends PersonFitTable {
  changed: Float64Array;
  /** Points on the items changed. */
  points: Float64Array;
  expected: Float64Array;
  theta: Float64Array;
  /** Exact for a known ability. */
  pvalueExact: Float64Array;
  /** The signed root of the likelihood ratio of two abilities against one. */
  l: Float64Array;
  pvalueL: Float64Array;
}

/** Changed answers of groups: of the persons whose statistic `byPerson` knows, `n` of them. `effect` is points above expectation for each changed answer. */
export interface GroupErasuresTable extends Indications {
  changed: Float64Array;
  points: Float64Array;
  expected: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "PersonErasuresTable")]
    pub type PersonErasuresTable;
    #[wasm_bindgen(typescript_type = "GroupErasuresTable")]
    pub type GroupErasuresTable;
}

/// How changes are judged.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ErasureOptions {
    /// Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers by default.
    #[tsify(optional)]
    theta: Option<Vec<f64>>,
    /// "continuity" by default for persons, "ability" for groups.
    #[tsify(type = "\"continuity\" | \"none\" | \"ability\"", optional)]
    correction: Option<String>,
    /// Where abilities are looked for; −4 and 4 by default.
    #[tsify(optional)]
    bounds: Option<(f64, f64)>,
}

struct Sheets {
    before: Array2<u8>,
    after: Array2<u8>,
    scores: Array2<u8>,
    items: Vec<Item>,
    theta: Option<Vec<f64>>,
    options: core::ErasureOptions,
}

impl Sheets {
    fn read(
        [before, after, scores]: [&Scores; 3],
        items: &Items,
        options: Option<Ts<ErasureOptions>>,
    ) -> Result<Self, Error> {
        let given = options::read(options)?;
        let items = items::read(items)?;
        let default = core::ErasureOptions::default();
        Ok(Self {
            before: read_scores(before, items.len())?,
            after: read_scores(after, items.len())?,
            scores: read_scores(scores, items.len())?,
            items,
            theta: given.theta,
            options: core::ErasureOptions {
                correction: given.correction.as_deref().map(str::parse).transpose()?,
                bounds: given.bounds.unwrap_or(default.bounds),
            },
        })
    }

    fn answers(&self) -> Answers<'_> {
        Answers { before: self.before.view(), after: self.after.view(), scores: self.scores.view() }
    }
}

/// The changed answers of each person beside the ability that the unchanged ones show. `before` and `after` are what was marked, `scores` what the answer after
/// is worth. Where all unchanged answers are wrong, or all right, only `l` is defined, and `pvalueL` is too small: .001 for three changed answers right beside
/// four others wrong, one arrangement of 35.
#[wasm_bindgen(js_namespace = erasures, js_name = byPerson)]
pub fn by_person(
    before: &Scores,
    after: &Scores,
    scores: &Scores,
    items: &Items,
    options: Option<Ts<ErasureOptions>>,
) -> Result<PersonErasuresTable, Error> {
    let sheets = Sheets::read([before, after, scores], items, options)?;
    let found = core::by_person(sheets.answers(), &sheets.items, sheets.theta.as_deref(), sheets.options)?;
    Ok(columns::object(&found.table()))
}

/// The changed answers of each group's persons together.
#[wasm_bindgen(js_namespace = erasures, js_name = byGroup)]
pub fn by_group(
    before: &Scores,
    after: &Scores,
    scores: &Scores,
    items: &Items,
    groups: &Texts,
    options: Option<Ts<ErasureOptions>>,
) -> Result<GroupErasuresTable, Error> {
    let sheets = Sheets::read([before, after, scores], items, options)?;
    let labels = labels(groups, "groups")?;
    let names: Vec<&str> = (0..labels.len()).map(|person| labels.get(person)).collect();
    let theta = sheets.theta.as_deref();
    let found = core::by_group(sheets.answers(), &names, &sheets.items, theta, sheets.options)?;
    Ok(columns::object(&found.table()))
}
