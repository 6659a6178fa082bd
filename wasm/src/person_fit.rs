//! Rapid guesses: two tables, and so no function of the core's catalogue.

use obektiv::statistics::person_fit::{self as core, Threshold};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{arrays, columns, error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Persons × items; NaN where there is no time. */
export type Times = ArrayLike<ArrayLike<number>>;

/** The share of each person's answers that were not rapid. */
export interface EffortTable {
  statistic: Float64Array;
  tail: ("lower" | "upper")[];
}

/** The threshold of each item, and the share of its answers that were not rapid. */
export interface ItemEffortTable {
  threshold: Float64Array;
  effort: Float64Array;
}

/** Rapid guesses by person and by item. */
export interface RapidGuessing {
  persons: EffortTable;
  items: ItemEffortTable;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Times")]
    pub type Times;
    #[wasm_bindgen(typescript_type = "RapidGuessing")]
    pub type RapidGuessing;
}

/// Below which time an answer is a rapid guess: a time, or a share of the item's mean time.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RapidGuessingOptions {
    /// The same for all items.
    #[tsify(optional)]
    threshold: Option<f64>,
    /// This share of each item's mean time.
    #[tsify(optional)]
    share: Option<f64>,
    /// The most that a share of the mean may be; no limit by default.
    #[tsify(optional)]
    most: Option<f64>,
}

/// Rapid guesses: answers given faster than the item can be read. One of `threshold` and `share` is
/// needed.
#[wasm_bindgen(js_namespace = personFit, js_name = rapidGuessing)]
pub fn rapid_guessing(times: &Times, options: Ts<RapidGuessingOptions>) -> Result<RapidGuessing, Error> {
    let options: RapidGuessingOptions = options::fields(&options.js_value(), "options")?;
    let threshold = match (options.threshold, options.share) {
        (Some(time), None) => Threshold::Time(time),
        (None, Some(share)) => Threshold::ShareOfMean { share, most: options.most.unwrap_or(f64::INFINITY) },
        _ => return Err(Error::expected("options", "one of threshold and share")),
    };
    let found = core::rapid_guessing(arrays::matrix(times, "times")?.view(), threshold)?;
    let (persons, items): (JsValue, JsValue) =
        (columns::object(&found.table()), columns::object(&found.items_table()));
    Ok(columns::record(&[("persons", persons), ("items", items)]))
}
