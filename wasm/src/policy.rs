use std::rc::Rc;

use obektiv::screening;
#[cfg(feature = "signs")]
use serde::Deserialize;
#[cfg(feature = "signs")]
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::error::Error;
#[cfg(feature = "signs")]
use crate::options;

#[cfg(feature = "signs")]
macro_rules! evidence_options {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        /// Thresholds of the evidence layer; the defaults are those that were measured.
        #[derive(Tsify, Deserialize, Default)]
        #[serde(default, rename_all = "camelCase", deny_unknown_fields)]
        pub struct EvidenceOptions {
            $($(#[$doc])* #[tsify(optional)] $field: Option<f64>,)+
        }

        impl EvidenceOptions {
            /// What was given, as the core names it; whole numbers as such.
            fn given(&self) -> serde_json::Value {
                let mut fields = serde_json::Map::new();
                $(if let Some(value) = self.$field {
                    let whole = value.fract() == 0.0 && value.abs() < 9e15;
                    let value = if whole { (value as i64).into() } else { value.into() };
                    fields.insert(stringify!($field).to_owned(), value);
                })+
                fields.into()
            }
        }
    };
}

#[cfg(feature = "signs")]
evidence_options! {
    /// The Bayesian false discovery rate over schools; .05.
    q,
    /// No school is found with a smaller posterior; .8.
    floor,
    /// From this posterior on a sign is strong; .95.
    ceiling,
    /// A school is cleared only below it; .05.
    clear,
    /// Share of raised papers within reach that must be exceeded; .1.
    delta,
    /// Points below a boundary from which papers are raised; 2.
    reach,
    /// Pupils of a class that is judged; 8.
    least,
    /// Schools from which on a territory is its own reference; 60.
    alone,
    /// The outer quantiles that define a null's middle; .15.
    cut,
    /// The share of the null that is wide; .05.
    contamination,
    /// The standard deviation of the wide part; 1.8.
    wide,
    /// The same for one class in one work; 2.6.
    wide_work,
    /// Null units added to the estimation of a channel's prior; 12.
    pseudo,
    /// The same for heaping; 9.
    pseudo_heaping,
    /// Units that a reference's prior counts for; 100.
    mass,
    /// The same for heaping; 60.
    mass_heaping,
    /// The shared part of a class's answers that is large in itself; .5.
    extreme,
    /// The least pupils of such a class; 10.
    extreme_least,
    /// Draws behind the interval of raised papers; 2000.
    draws,
    /// The seed of these draws; 1.
    seed,
}

/// The calibrated policy with other thresholds, if any are given.
#[cfg(feature = "signs")]
pub(crate) fn calibrated(options: &JsValue) -> Result<screening::Policy, Error> {
    if options.is_undefined() || options.is_null() {
        return Ok(screening::Policy::calibrated());
    }
    let fields: EvidenceOptions = options::fields(options, "options")?;
    Ok(screening::Policy::calibrated_with(fields.given())?)
}

/// A named set of signs, guards and thresholds: what makes an indication a finding. A policy is
/// data: change its JSON, and read it back.
#[wasm_bindgen]
pub struct Policy(Rc<screening::Policy>);

#[wasm_bindgen]
impl Policy {
    /// The evidence layer: everything that counts and pupils show, weighed together; a false
    /// discovery rate of 5 % over schools. Classes are named inside found schools only. `options`:
    /// other thresholds than the measured defaults, such as `floor`.
    #[cfg(feature = "signs")]
    pub fn calibrated(options: Option<Ts<EvidenceOptions>>) -> Result<Policy, Error> {
        let given = options.map_or(JsValue::UNDEFINED, |options| options.js_value());
        Ok(calibrated(&given)?.into())
    }

    /// What `calibrated` was before the evidence layer, kept so that old screenings can be made
    /// again. Each sign is judged by itself: of fully honest territories of 100 schools it marks a
    /// school in 28 %, in 97 % where every school raises a little.
    pub fn calibrated1() -> Policy {
        screening::Policy::calibrated_1().into()
    }

    /// The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5. No
    /// p-value, no guard against small schools.
    pub fn official2019() -> Policy {
        screening::Policy::official_2019().into()
    }

    /// The policy that `toJson` wrote, or one written by hand.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<Policy, Error> {
        Ok(screening::Policy::from_json(text)?.into())
    }

    /// The policy as JSON.
    #[wasm_bindgen(js_name = toJson)]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Its name, printed on every report.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.0.name.clone()
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Policy {
        Self(Rc::clone(&self.0))
    }
}

impl From<screening::Policy> for Policy {
    fn from(policy: screening::Policy) -> Self {
        Self(Rc::new(policy))
    }
}

#[wasm_bindgen]
extern "C" {
    type SharedPolicy;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedPolicy) -> Result<Policy, JsValue>;
}

/// The policy of an options object; calibrated if none is given.
pub(crate) fn from_option(policy: JsValue) -> Result<Rc<screening::Policy>, Error> {
    if policy.is_undefined() || policy.is_null() {
        return Ok(Rc::new(screening::Policy::calibrated()));
    }
    let shared = policy.unchecked_into::<SharedPolicy>().share();
    shared.map(|p| p.0).map_err(|_| Error::expected("policy", "a Policy"))
}
