use std::rc::Rc;

use obektiv::screening;
use wasm_bindgen::prelude::*;

use crate::error::Error;

/// A named set of signs, guards and thresholds: what makes an indication a finding. A policy is data: change
/// its JSON, and read it back.
#[wasm_bindgen]
pub struct Policy(Rc<screening::Policy>);

#[wasm_bindgen]
impl Policy {
    /// Small-sample guards, a false discovery rate of 5 % for each rule, effects that matter.
    pub fn calibrated() -> Policy {
        screening::Policy::calibrated().into()
    }

    /// The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5. No p-value, no guard
    /// against small schools.
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

    /// A second handle, for options objects: Rust takes what it is given there, and the caller keeps his.
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
        return Ok(Policy::calibrated().0);
    }
    let shared = policy.unchecked_into::<SharedPolicy>().share();
    shared.map(|p| p.0).map_err(|_| Error::expected("policy", "a Policy"))
}
