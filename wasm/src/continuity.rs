//! Changes of cohorts, and works of one group beside each other.

use obektiv::{data::Tally, statistics::continuity as core};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::tally::{Tallied, Works};
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A group's mean in one work beside what is expected of it, in standard deviations of pupils; `pvalue` is two-sided. */
export interface ContinuityTable extends Indications {
  /** The key of the work whose mean is looked at. */
  work: string[];
  before: Float64Array;
  after: Float64Array;
  change: Float64Array;
  expected: Float64Array;
  /** Degrees of freedom. */
  df: Float64Array;
}

/** Changes of one cohort added up over its works. */
export interface CumulativeTable extends Indications {
  changes: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ContinuityTable")]
    pub type ContinuityTable;
    #[wasm_bindgen(typescript_type = "CumulativeTable")]
    pub type CumulativeTable;
}

/// How groups are compared.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ContinuityOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Names the reference group of each school; without it all other groups are the reference.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// The least number of other groups with both works; 20 by default.
    #[tsify(optional)]
    min_reference: Option<u64>,
}

impl ContinuityOptions {
    fn core(&self) -> core::ContinuityOptions {
        let default = core::ContinuityOptions::default();
        core::ContinuityOptions { min_reference: self.min_reference.unwrap_or(default.min_reference) }
    }
}

/// How a cohort's mean changed between two works, beside the other groups that began alike.
#[wasm_bindgen(js_namespace = continuity, js_name = byGroup)]
pub fn by_group(
    before: &Tallied,
    after: &Tallied,
    options: Option<Ts<ContinuityOptions>>,
) -> Result<ContinuityTable, Error> {
    let given = options::read(options)?;
    let options = given.core();
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let (before, after) = (before.tally(given.group.clone())?, after.tally(given.group)?);
    Ok(columns::object(&core::by_group(&before, &after, &registry, options)?.table()))
}

/// Changes of one cohort added up over its works, in the order in which they were written.
#[wasm_bindgen(js_namespace = continuity, js_name = cumulative)]
pub fn cumulative(works: &Works, options: Option<Ts<ContinuityOptions>>) -> Result<CumulativeTable, Error> {
    let given = options::read(options)?;
    let options = given.core();
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let tallies = works.tallies(given.group)?;
    let tallies: Vec<&Tally> = tallies.iter().map(|tally| &**tally).collect();
    Ok(columns::object(&core::cumulative(&tallies, &registry, options)?.table()))
}

/// Each group's mean in each work beside its means in the others: subjects of one grade, or grades of one year.
#[wasm_bindgen(js_namespace = continuity, js_name = consistency)]
pub fn consistency(works: &Works, options: Option<Ts<ContinuityOptions>>) -> Result<ContinuityTable, Error> {
    let given = options::read(options)?;
    let options = given.core();
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let tallies = works.tallies(given.group)?;
    let tallies: Vec<&Tally> = tallies.iter().map(|tally| &**tally).collect();
    Ok(columns::object(&core::consistency(&tallies, &registry, options)?.table()))
}
