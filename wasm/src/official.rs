//! The objectivity index of the official rule of 2019.

use obektiv::data::Registry;
use obektiv::screening::{Policy, screen};
use obektiv::statistics::official as core;
use wasm_bindgen::prelude::*;

use crate::results::OneOrMore;
use crate::tally::count_of;
use crate::{columns, error::Error};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
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
    #[wasm_bindgen(typescript_type = "ObjectivityIndex")]
    pub type ObjectivityIndex;
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
