//! Results with known properties.

use std::rc::Rc;

use js_sys::Array;
use obektiv::simulate as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{columns, error::Error, options, registry::Registry, results::Results};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A simulated municipality and the truth about it. */
export interface Municipality {
  /** One entry for each work. */
  results: Results[];
  /** Names of the schools. */
  registry: Registry;
  planted: PlantedTable;
}

/** What was planted where. */
export interface PlantedTable {
  /** The school's login. */
  school: string[];
  /** Papers lifted to the boundary of a mark, journal marks one higher, or half of the missed points given. */
  planted: ("lifted" | "lenient_journal" | "raised")[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Municipality")]
    pub type Municipality;
}

/// A municipality to simulate.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct MunicipalityOptions {
    /// The same seed gives the same municipality, on every machine and in every language; 1 by
    /// default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// The number of schools; 40 by default.
    #[tsify(optional)]
    schools: Option<usize>,
    /// Whether irregularities are planted in some schools (the default), or all are honest.
    #[tsify(optional)]
    planted: Option<bool>,
    /// The share of papers one point below the pass mark that every school lifts; 0.15 by default.
    #[tsify(optional)]
    background: Option<f64>,
}

/// Schools of 30 to 118 pupils in two districts, who wrote maths and Russian in grade 5. They
/// differ honestly; on top of it some have something planted.
#[wasm_bindgen(js_namespace = simulate)]
pub fn municipality(options: Option<Ts<MunicipalityOptions>>) -> Result<Municipality, Error> {
    let given = options::read(options)?;
    let default = core::MunicipalityOptions::default();
    let options = core::MunicipalityOptions {
        schools: given.schools.unwrap_or(default.schools),
        planted: if given.planted.unwrap_or(true) { default.planted } else { Vec::new() },
        background: given.background.unwrap_or(default.background),
        works: default.works,
    };
    let m = core::municipality(&options, given.seed.unwrap_or(1))?;
    let planted = columns::object(&m.planted_table());
    let results: Array = m.results.into_iter().map(|r| JsValue::from(Results(Rc::new(r)))).collect();
    Ok(columns::record(&[
        ("results", results.into()),
        ("registry", Registry(Rc::new(m.registry)).into()),
        ("planted", planted),
    ]))
}
