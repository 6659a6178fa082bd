//! The evidence layer alone.

use std::rc::Rc;

use obektiv::{
    evidence::{self as core, EvidenceWork},
    screening::{Absences, Screening},
    table::Table,
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    columns,
    error::Error,
    observed, options, policy,
    reference::{self, Reference},
    results::OneOrMore,
    screening::{ExtremeTable, TerritoryTable},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One row for each school. */
export interface EvidenceTable {
  school: string[];
  municipality: string[];
  /** Over all works. */
  papers: Float64Array;
  works: Float64Array;
  outcome: Outcome[];
  /** The largest of the blocks but for `home`; NaN where none judged. */
  posterior: Float64Array;
  /** Posterior of the block: papers raised over boundaries. */
  heaping: Float64Array;
  /** Marks fitted to the journal. */
  fit: Float64Array;
  /** What classes' answers show. */
  class: Float64Array;
  /** Weak pupils kept home: context, never a finding. */
  home: Float64Array;
  found: boolean[];
  extreme: boolean[];
  /** The channel that says most. */
  channel: string[];
  /** Share of papers raised over boundaries beyond the reference, with its 95 % interval. */
  effect: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** The effect that would have been found with probability .8. */
  detectionLimit: Float64Array;
  /** What could not be judged and why. */
  reason: string[];
}

/** What each channel says of each school. */
export interface ChannelsTable {
  school: string[];
  channel: string[];
  z: Float64Array;
  logOdds: Float64Array;
}

/** Classes of found and of extreme schools: no other class is named. */
export interface EvidenceClassesTable {
  class: string[];
  school: string[];
  grade: Float64Array;
  works: Float64Array;
  pupils: Float64Array;
  posterior: Float64Array;
  extreme: boolean[];
  channel: string[];
  /** Those that went up together, by work, from 1. */
  items: string[];
}

/** Posteriors beside what was seen of the same schools. */
export interface CalibrationTable {
  /** The mean posterior in the other half of the works, or the weighted share in which observers saw something irregular. */
  by: ("uncalibrated" | "halves" | "observers")[];
  from: Float64Array;
  to: Float64Array;
  schools: Float64Array;
  stated: Float64Array;
  seen: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

/** What the data did not allow; an empty work stands for all. */
export interface EvidenceLeftOutTable {
  work: string[];
  channel: string[];
  reason: string[];
}

/** Pupils who did not write, by key of the work and school. */
export type Absences = Record<string, Record<string, number>>;
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "EvidenceTable")]
    pub type EvidenceTable;
    #[wasm_bindgen(typescript_type = "ChannelsTable")]
    pub type ChannelsTable;
    #[wasm_bindgen(typescript_type = "EvidenceClassesTable")]
    pub type EvidenceClassesTable;
    #[wasm_bindgen(typescript_type = "CalibrationTable")]
    pub type CalibrationTable;
    #[wasm_bindgen(typescript_type = "EvidenceLeftOutTable")]
    pub type EvidenceLeftOutTable;
}

/// What is known beside the results.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LayerOptions {
    /// Other thresholds than the measured defaults.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "EvidenceOptions | null", optional)]
    thresholds: JsValue,
    /// Norms, nulls and priors of another territory.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Reference | null", optional)]
    reference: JsValue,
    /// What observers or a second marking saw.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Observed | null", optional)]
    observed: JsValue,
    /// Pupils who did not write, by key of the work and school.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Absences | null", optional)]
    absences: JsValue,
}

/// The absences of an options object, if any are given.
pub(crate) fn absences_from_option(absences: JsValue) -> Result<Option<Absences>, Error> {
    let wrong = |_| Error::expected("absences", "numbers of pupils by work and school");
    serde_wasm_bindgen::from_value(absences).map_err(wrong)
}

/// What all works of a territory say about its schools: the evidence layer alone, without a
/// screening.
#[wasm_bindgen(js_namespace = evidence)]
pub fn layer(results: &OneOrMore, options: Option<Ts<LayerOptions>>) -> Result<Evidence, Error> {
    let given = options::read(options)?;
    let thresholds = policy::calibrated(&given.thresholds)?.evidence.unwrap_or_default();
    let reference = reference::from_option(given.reference)?;
    let absences = absences_from_option(given.absences)?;
    let results = results.results()?;
    let results: Vec<&obektiv::data::Results> = results.iter().map(|r| &**r).collect();
    let works = EvidenceWork::of_all_with(&results, absences.as_ref())?;
    let evidence = core::layer(&works, &thresholds, reference.as_deref())?;
    Ok(Evidence(Whose::Own(Box::new(match observed::from_option(given.observed)? {
        Some(observed) => evidence.calibrated_on(&observed)?,
        None => evidence,
    }))))
}

/// What the evidence layer says, in full.
#[wasm_bindgen]
pub struct Evidence(Whose);

/// The layer's own answer, or that of a screening, which is not copied.
enum Whose {
    Own(Box<core::Evidence>),
    Of(Rc<Screening>),
}

impl Evidence {
    /// That of a screening, if its policy has the layer.
    pub(crate) fn of(screening: &Rc<Screening>) -> Option<Self> {
        screening.evidence().map(|_| Self(Whose::Of(Rc::clone(screening))))
    }

    fn table(&self, of: fn(&core::Evidence) -> Table) -> Table {
        self.get(of).unwrap_or_default()
    }

    fn get<T>(&self, of: fn(&core::Evidence) -> T) -> Option<T> {
        match &self.0 {
            Whose::Own(evidence) => Some(of(evidence)),
            Whose::Of(screening) => screening.evidence().map(of),
        }
    }
}

#[wasm_bindgen]
impl Evidence {
    /// One row for each school, with the posterior of each block.
    #[wasm_bindgen(getter)]
    pub fn schools(&self) -> EvidenceTable {
        columns::object(&self.table(core::Evidence::schools_table))
    }

    /// What each channel says of each school.
    #[wasm_bindgen(getter)]
    pub fn channels(&self) -> ChannelsTable {
        columns::object(&self.table(core::Evidence::channels_table))
    }

    /// Classes of found and of extreme schools, for no other class is named.
    #[wasm_bindgen(getter)]
    pub fn classes(&self) -> EvidenceClassesTable {
        columns::object(&self.table(core::Evidence::classes_table))
    }

    /// Schools by outcome, of all and by municipality, with what is said of them together.
    #[wasm_bindgen(getter)]
    pub fn territory(&self) -> TerritoryTable {
        columns::object(&self.table(core::Evidence::territory_table))
    }

    /// Classes that are large in themselves.
    #[wasm_bindgen(getter)]
    pub fn extreme(&self) -> ExtremeTable {
        columns::object(&self.table(core::Evidence::extreme_table))
    }

    /// Posteriors beside what was seen of the same schools.
    #[wasm_bindgen(getter)]
    pub fn calibration(&self) -> CalibrationTable {
        columns::object(&self.table(core::Evidence::calibration_table))
    }

    /// Posteriors are shown up to here.
    #[wasm_bindgen(getter)]
    pub fn ceiling(&self) -> f64 {
        self.get(|evidence| evidence.calibration.ceiling).unwrap_or(f64::NAN)
    }

    /// What the data did not allow.
    #[wasm_bindgen(getter, js_name = leftOut)]
    pub fn left_out(&self) -> EvidenceLeftOutTable {
        columns::object(&self.table(core::Evidence::left_out_table))
    }

    /// Norms, nulls and priors of this territory, for smaller ones.
    #[wasm_bindgen(getter, unchecked_return_type = "Reference")]
    pub fn reference(&self) -> Option<Reference> {
        self.get(|evidence| evidence.reference.clone().into())
    }
}
