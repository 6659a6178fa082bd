//! The signs of the official lists beside the rule of 2019.

use obektiv::data::ItemTally;
use obektiv::statistics::official as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::arrays::{Numbers, Texts};
use crate::results::Results;
use crate::tally::{Tallied, grouping};
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Row 8, `item_inversion` (PARTLY): `statistic > δ` is the sign, δ = 0.05 usual. */
export interface ItemInversionTable extends Indications {
  /** The mean of q − p over the hard items: the group's share of the points less that of all. */
  hard: Float64Array;
  /** The same over the easy items. */
  easy: Float64Array;
}

/** Row 9, `group_crossing` (PARTLY): a row for each item and pair of marks; `n` is the smaller of the two mark groups. */
export interface GroupCrossingTable extends Indications {
  item: Float64Array;
  low: Float64Array;
  high: Float64Array;
  nLow: Float64Array;
  nHigh: Float64Array;
}

/** Row 13, `x_pattern` (OURS): two rows for each group, items not attempted too often and too rarely. */
export interface XPatternTable extends Indications {
  kind: ("many" | "few")[];
  /** Cells scored or not attempted. */
  cells: Float64Array;
  count: Float64Array;
  pvalueMid: Float64Array;
  referenceShare: Float64Array;
  referenceRho: Float64Array;
}

/** Row 13, `class_split` (OURS): one row for each school; `statistic` is F, `effect` the share of variance between classes. */
export interface ClassSplitTable extends Indications {
  classes: Float64Array;
  /** If classes were drawn from the school's pupils by chance; `pvalue`: if they differ as those of all schools do. */
  pvalueSampling: Float64Array;
  /** The largest class mean less the smallest, in points. */
  gap: Float64Array;
  highest: string[];
  lowest: string[];
}

/** Row 10, `high5_low_spread` (OURS): the smaller of two ranks. */
export interface HighFivesTable extends Indications {
  /** The share of fives. */
  share: Float64Array;
  /** The group's standard deviation by that of all. */
  spread: Float64Array;
}

/** Row 11, `external_mismatch` (PARTLY): `statistic > 1.5` with `lower > 0` is the sign. */
export interface ExternalMismatchTable extends Indications {
  /** z of the work. */
  work: Float64Array;
  /** z of the exam. */
  exam: Float64Array;
}

/** Row 12, `recheck_delta` (PARTLY): `statistic` is the share of papers within the tolerance. */
export interface RecheckTable extends Indications {
  confirmed: Float64Array;
  /** Wilson's interval of the share. */
  shareLower: Float64Array;
  shareUpper: Float64Array;
  /** Clopper and Pearson's. */
  exactLower: Float64Array;
  exactUpper: Float64Array;
  /** Papers that had more points at first. */
  higher: Float64Array;
  fewer: Float64Array;
  pvalueTwoSided: Float64Array;
  marksLowered: Float64Array;
  marksRaised: Float64Array;
  /** ICC(2,1). */
  icc: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ClassSplitTable")]
    pub type ClassSplitTable;
    #[wasm_bindgen(typescript_type = "ItemInversionTable")]
    pub type ItemInversionTable;
    #[wasm_bindgen(typescript_type = "GroupCrossingTable")]
    pub type GroupCrossingTable;
    #[wasm_bindgen(typescript_type = "XPatternTable")]
    pub type XPatternTable;
    #[wasm_bindgen(typescript_type = "HighFivesTable")]
    pub type HighFivesTable;
    #[wasm_bindgen(typescript_type = "ExternalMismatchTable")]
    pub type ExternalMismatchTable;
    #[wasm_bindgen(typescript_type = "RecheckTable")]
    pub type RecheckTable;
}

/// What the groups are, and the least size of what is compared in them.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemOptions {
    /// What the groups are; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
}

/// Row 8, `item_inversion` (PARTLY): hard items done better and easy ones worse than in the region.
#[wasm_bindgen(js_namespace = official, js_name = itemInversion)]
pub fn item_inversion(
    results: &Results,
    options: Option<Ts<ItemOptions>>,
) -> Result<ItemInversionTable, Error> {
    let given = options::read(options)?;
    let tally = ItemTally::of(&results.0, grouping(given.group.as_deref())?)?;
    Ok(columns::object(&core::item_inversion(&tally).table()))
}

/// Which mark groups are compared.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CrossingOptions {
    /// What the groups are; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// The least number of pupils with each of the two marks; 10 by default.
    #[tsify(optional)]
    min_n: Option<u64>,
}

/// Row 9, `group_crossing` (PARTLY): items that pupils of a lower mark did better than pupils of a higher one.
#[wasm_bindgen(js_namespace = official, js_name = groupCrossing)]
pub fn group_crossing(
    results: &Results,
    options: Option<Ts<CrossingOptions>>,
) -> Result<GroupCrossingTable, Error> {
    let given = options::read(options)?;
    let tally = ItemTally::of(&results.0, grouping(given.group.as_deref())?)?;
    Ok(columns::object(&core::group_crossing(&tally, given.min_n.unwrap_or(10))?.table()))
}

/// What a group's items not attempted are compared with.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct XPatternOptions {
    /// What the groups are; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Names the reference group of each school; without it all other groups are the reference.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// The least number of other groups in the reference; 5 by default.
    #[tsify(optional)]
    min_reference: Option<u64>,
}

/// Row 13, `x_pattern` (OURS): items not attempted more often, or less often, than in the reference group.
#[wasm_bindgen(js_namespace = official, js_name = xPattern)]
pub fn x_pattern(results: &Results, options: Option<Ts<XPatternOptions>>) -> Result<XPatternTable, Error> {
    let given = options::read(options)?;
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let grouping = grouping(given.group.as_deref())?;
    let sign = core::x_pattern(&results.0, grouping, &registry, given.min_reference.unwrap_or(5))?;
    Ok(columns::object(&sign.table()))
}

/// What takes part in a comparison of classes.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ClassSplitOptions {
    /// The least number of pupils of a class; 5 by default.
    #[tsify(optional)]
    min_class: Option<u64>,
    /// With fewer schools of two classes and more `pvalue` is NaN; 10 by default.
    #[tsify(optional)]
    min_schools: Option<u64>,
}

/// Row 13, `class_split` (OURS): classes of one school that are far apart. A tally must be by class.
#[wasm_bindgen(js_namespace = official, js_name = classSplit)]
pub fn class_split(
    results: &Tallied,
    options: Option<Ts<ClassSplitOptions>>,
) -> Result<ClassSplitTable, Error> {
    let given = options::read(options)?;
    let default = core::ClassSplitOptions::default();
    let options = core::ClassSplitOptions {
        min_class: given.min_class.unwrap_or(default.min_class),
        min_schools: given.min_schools.unwrap_or(default.min_schools),
    };
    let tally = results.tally(Some("class".to_owned()))?;
    Ok(columns::object(&core::class_split(&tally, options)?.table()))
}

/// Row 10, `high5_low_spread` (OURS): many fives and totals close together, by ranks.
#[wasm_bindgen(js_namespace = official, js_name = high5LowSpread)]
pub fn high5_low_spread(
    results: &Tallied,
    options: Option<Ts<ItemOptions>>,
) -> Result<HighFivesTable, Error> {
    let tally = results.tally(options::read(options)?.group)?;
    Ok(columns::object(&core::high5_low_spread(&tally)?.table()))
}

/// Row 11, `external_mismatch` (PARTLY): a work's mean that an external exam of the same group does not bear out. Means and their
/// standard errors are NaN where unknown.
#[wasm_bindgen(js_namespace = official, js_name = externalMismatch)]
pub fn external_mismatch(
    group: &Texts,
    n: &Numbers,
    work: &Numbers,
    #[wasm_bindgen(js_name = workError)] work_error: &Numbers,
    exam: &Numbers,
    #[wasm_bindgen(js_name = examError)] exam_error: &Numbers,
) -> Result<ExternalMismatchTable, Error> {
    let (work, work_error) = (work.read("work")?, work_error.read("workError")?);
    let (exam, exam_error) = (exam.read("exam")?, exam_error.read("examError")?);
    let columns = [&work[..], &work_error, &exam, &exam_error];
    let rows = core::GroupMeans::of_columns(group.read("group")?, &n.counts("n")?, columns)?;
    Ok(columns::object(&core::external_mismatch(&rows)?.table()))
}

/// What counts as confirmed, and what marks are.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RecheckOptions {
    /// Points by which a confirmed paper may differ; 1 by default.
    #[tsify(optional)]
    tolerance: Option<u16>,
    /// The lowest points of marks 3, 4, 5.
    #[tsify(type = "[number, number, number]", optional)]
    boundaries: Option<[u16; 3]>,
}

/// Row 12, `recheck_delta` (PARTLY): what a second commission makes of the same papers.
#[wasm_bindgen(js_namespace = official, js_name = recheckDelta)]
pub fn recheck_delta(
    group: &Texts,
    original: &Numbers,
    rechecked: &Numbers,
    options: Option<Ts<RecheckOptions>>,
) -> Result<RecheckTable, Error> {
    let given = options::read(options)?;
    let (group, original) = (group.read("group")?, original.points("original")?);
    let rechecked = rechecked.points("rechecked")?;
    let papers = core::Recheck::of_columns(&group, &original, &rechecked)?;
    let sign = core::recheck_delta(&papers, given.tolerance.unwrap_or(1), given.boundaries)?;
    Ok(columns::object(&sign.table()))
}
