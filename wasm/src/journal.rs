//! Agreement with the journal.

use obektiv::{data::Tally, statistics::journal as core};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::tally::Works;
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Shares of lowered, confirmed and raised marks and of gaps of two marks or more: four rows for each group. */
export interface JournalTable extends Indications {
  kind: ("lowered" | "confirmed" | "raised" | "gap")[];
  /** The least number of different pupils behind the results. */
  pupils: Float64Array;
  /** Results of this kind. */
  count: Float64Array;
  pvalueMid: Float64Array;
  referenceShare: Float64Array;
  referenceRho: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "JournalTable")]
    pub type JournalTable;
}

/// What a group's shares are compared with.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct JournalOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
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

/// Shares of lowered, confirmed and raised marks and of gaps ≥ 2, pooled over works, each beside the
/// group's reference. Works without boundaries are left out.
#[wasm_bindgen(js_namespace = journal, js_name = byGroup)]
pub fn by_group(results: &Works, options: Option<Ts<JournalOptions>>) -> Result<JournalTable, Error> {
    let given = options::read(options)?;
    let default = core::JournalOptions::default();
    let options =
        core::JournalOptions { min_reference: given.min_reference.unwrap_or(default.min_reference) };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let tallies = results.tallies(given.group)?;
    let tallies: Vec<&Tally> = tallies.iter().map(|tally| &**tally).collect();
    Ok(columns::object(&core::by_group(&tallies, &registry, options)?.table()))
}
