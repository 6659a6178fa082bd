use std::rc::Rc;

use obektiv::evidence::{self, EvidenceOptions, EvidenceWork, layer};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{error::Error, options, results::OneOrMore};

/// What a reference says of itself.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferenceOptions {
    /// The region's name, or "simulated": reports say it.
    #[tsify(optional)]
    name: String,
    /// Under what licence others may use it.
    #[tsify(optional)]
    licence: String,
    /// Pupils who did not write, by key of the work and school.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Absences | null", optional)]
    absences: JsValue,
}

/// Norms, nulls and priors of a territory, without pupils or schools: what one of fewer than 60
/// schools is compared with.
#[wasm_bindgen]
pub struct Reference(Rc<evidence::Reference>);

#[wasm_bindgen]
impl Reference {
    /// The reference that the works of a territory make; of 300 schools or more it is a good one.
    /// Cells of fewer than ten pupils are merged.
    pub fn of(results: &OneOrMore, options: Option<Ts<ReferenceOptions>>) -> Result<Reference, Error> {
        let ReferenceOptions { name, licence, absences } = options::read(options)?;
        let absences = crate::layer::absences_from_option(absences)?;
        let results = results.results()?;
        let results: Vec<&obektiv::data::Results> = results.iter().map(|r| &**r).collect();
        let works = EvidenceWork::of_all_with(&results, absences.as_ref())?;
        let mut made = layer(&works, &EvidenceOptions::default(), None)?.reference.for_sharing();
        (made.name, made.licence) = (name, licence);
        Ok(Self(Rc::new(made)))
    }

    /// The reference that `toJson` wrote.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<Reference, Error> {
        Ok(Self(Rc::new(evidence::Reference::from_json(text)?)))
    }

    /// The same reference with the totals of other works: the rows of the region, or else of the
    /// whole sample, of aggregated reports. Of these works the shape of totals is theirs; items and
    /// journal are the territory's own, nulls and priors this reference's.
    #[cfg(feature = "xlsx")]
    #[wasm_bindgen(js_name = withDistributions)]
    pub fn with_distributions(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Distribution | readonly Distribution[]")] reports: &JsValue,
    ) -> Result<Reference, Error> {
        let reports = crate::aggregate::distributions(reports, "reports")?;
        let reports: Vec<&obektiv::data::Distribution> = reports.iter().map(|report| &**report).collect();
        Ok(self.0.as_ref().clone().with_distributions(&reports)?.into())
    }

    /// The reference as JSON.
    #[wasm_bindgen(js_name = toJson)]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The region's name, or "simulated".
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.0.name.clone()
    }

    /// The schools it rests on.
    #[wasm_bindgen(getter)]
    pub fn schools(&self) -> f64 {
        self.0.schools as f64
    }

    /// The keys of its works.
    #[wasm_bindgen(getter)]
    pub fn works(&self) -> Vec<String> {
        self.0.works().map(str::to_owned).collect()
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Reference {
        Self(Rc::clone(&self.0))
    }
}

impl From<evidence::Reference> for Reference {
    fn from(reference: evidence::Reference) -> Self {
        Self(Rc::new(reference))
    }
}

#[wasm_bindgen]
extern "C" {
    type SharedReference;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedReference) -> Result<Reference, JsValue>;
}

/// The reference of an options object, if one is given.
pub(crate) fn from_option(reference: JsValue) -> Result<Option<Rc<evidence::Reference>>, Error> {
    if reference.is_undefined() || reference.is_null() {
        return Ok(None);
    }
    let shared = reference.unchecked_into::<SharedReference>().share();
    shared.map(|r| Some(r.0)).map_err(|_| Error::expected("reference", "a Reference"))
}
