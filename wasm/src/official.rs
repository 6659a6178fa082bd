//! The official rule of 2019.

use obektiv::data::Registry;
use obektiv::screening::{Policy, screen};
use obektiv::statistics::official as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::results::OneOrMore;
use crate::tally::{Tallied, count_of, unknown_name};
use crate::{columns, error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Sign A: `statistic > critical` is the sign. */
export interface InflatedMeanTable extends Indications {
  /** The mean total. */
  mean: Float64Array;
  /** The upper end of the region's interval, the same in every row. */
  critical: Float64Array;
}

/** Sign B: `statistic < 0` is the sign. */
export interface RankMismatchTable extends Indications {}

/** Sign C: `statistic < riseBelow` is a sharp rise, `statistic > fallAbove` a sharp fall. */
export interface CohortJumpTable extends Indications {
  /** The same in every row. */
  riseBelow: Float64Array;
  /** The same in every row. */
  fallAbove: Float64Array;
}

/** The objectivity index of a territory; NaN without schools. */
export interface ObjectivityIndex {
  schools: number;
  marked: number;
  /** Percentage of the schools that are marked. */
  share: number;
  /** 100 less the share. */
  statistic: number;
}

/**
 * The objectivity index by territory, of the schools that the official rule of 2019 marks.
 */
declare function official__objectivityIndex(results: Results | readonly Results[]): IndexTable;
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "InflatedMeanTable")]
    pub type InflatedMeanTable;
    #[wasm_bindgen(typescript_type = "RankMismatchTable")]
    pub type RankMismatchTable;
    #[wasm_bindgen(typescript_type = "CohortJumpTable")]
    pub type CohortJumpTable;
    #[wasm_bindgen(typescript_type = "ObjectivityIndex")]
    pub type ObjectivityIndex;
}

/// Points that the text of the inflated mean leaves open.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct InflatedMeanOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// The factor t of the interval; the text says 1.96.
    #[tsify(optional)]
    t: Option<f64>,
    /// The least number of pupils of a school; smaller ones are undefined. 2 by default.
    #[tsify(optional)]
    min_n: Option<u64>,
    /// Whether a school whose totals are all equal has an interval of no width; undefined by default.
    #[tsify(optional)]
    with_constant: Option<bool>,
}

/// Sign A: the mean total of each group and its interval beside the region's.
#[wasm_bindgen(js_namespace = official, js_name = inflatedMean)]
pub fn inflated_mean(
    results: &Tallied,
    options: Option<Ts<InflatedMeanOptions>>,
) -> Result<InflatedMeanTable, Error> {
    let given = options::read(options)?;
    let default = core::InflatedMeanOptions::default();
    let options = core::InflatedMeanOptions {
        t: given.t.unwrap_or(default.t),
        min_n: given.min_n.unwrap_or(default.min_n),
        with_constant: given.with_constant.unwrap_or(default.with_constant),
    };
    let tally = results.tally(given.group)?;
    Ok(columns::object(&core::inflated_mean(&tally, options)?.table()))
}

/// Points that the text of the rank mismatch leaves open.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RankMismatchOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// The least number of pupils with a total and a journal mark; 3 by default.
    #[tsify(optional)]
    min_n: Option<u64>,
    /// The printed formula with mid-ranks (the default), or the correlation of the mid-ranks.
    #[tsify(type = "\"printed\" | \"corrected\"", optional)]
    ties: Option<String>,
}

/// Sign B: Spearman's correlation of journal marks and totals inside each group.
#[wasm_bindgen(js_namespace = official, js_name = rankMismatch)]
pub fn rank_mismatch(
    results: &Tallied,
    options: Option<Ts<RankMismatchOptions>>,
) -> Result<RankMismatchTable, Error> {
    let given = options::read(options)?;
    let default = core::RankMismatchOptions::default();
    let ties = match given.ties.as_deref() {
        None => default.ties,
        Some("printed") => core::Ties::Printed,
        Some("corrected") => core::Ties::Corrected,
        Some(got) => return Err(unknown_name("ties", got.to_owned(), "printed, corrected")),
    };
    let options = core::RankMismatchOptions { min_n: given.min_n.unwrap_or(default.min_n), ties };
    let tally = results.tally(given.group)?;
    Ok(columns::object(&core::rank_mismatch(&tally, options)?.table()))
}

/// Points that the text of the cohort jump leaves open.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CohortJumpOptions {
    /// What the groups are, when results are given and not tallies; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// How many interquartile ranges beyond the quartiles are critical; the text says 3.
    #[tsify(optional)]
    k: Option<f64>,
    /// The least number of pupils in each of the two years; 1 by default.
    #[tsify(optional)]
    min_n: Option<u64>,
    /// Hyndman and Fan's type of the quartiles, 4 to 9; 7 by default.
    #[tsify(optional)]
    quantile_type: Option<u8>,
}

/// Sign C: how one cohort's mean share of the maximum changed between two works.
#[wasm_bindgen(js_namespace = official, js_name = cohortJump)]
pub fn cohort_jump(
    before: &Tallied,
    after: &Tallied,
    options: Option<Ts<CohortJumpOptions>>,
) -> Result<CohortJumpTable, Error> {
    let given = options::read(options)?;
    let default = core::CohortJumpOptions::default();
    let options = core::CohortJumpOptions {
        k: given.k.unwrap_or(default.k),
        min_n: given.min_n.unwrap_or(default.min_n),
        quantile_type: given.quantile_type.unwrap_or(default.quantile_type),
    };
    let (before, after) = (before.tally(given.group.clone())?, after.tally(given.group)?);
    Ok(columns::object(&core::cohort_jump(&before, &after, options)?.table()))
}

/// The objectivity index: 100 less the percentage of schools that at least one sign marks.
#[wasm_bindgen(js_namespace = official, js_name = objectivityIndex)]
pub fn objectivity_index(
    #[wasm_bindgen(unchecked_param_type = "number")] schools: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] marked: JsValue,
) -> Result<ObjectivityIndex, Error> {
    if schools.is_object() {
        let results = schools.unchecked_into::<OneOrMore>().results()?;
        let screening = screen(results.iter().map(|r| &**r), &Policy::official_2019(), &Registry::default())?;
        return Ok(columns::object(&screening.index_table()));
    }
    let index = core::objectivity_index(count_of(&schools, "schools")?, count_of(&marked, "marked")?)?;
    Ok(columns::record(&[
        ("schools", JsValue::from(index.schools as f64)),
        ("marked", JsValue::from(index.marked as f64)),
        ("share", index.share.into()),
        ("statistic", index.statistic.into()),
    ]))
}
