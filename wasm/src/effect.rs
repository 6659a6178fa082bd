//! The package of effects and designs: one function, which the generated facade calls.

use wasm_bindgen::prelude::*;

use crate::error::Error;

/// Calls a function by its id: the inputs that it must have, in their order, and its options.
#[wasm_bindgen(js_name = _call, skip_typescript)]
pub fn call(id: &str, inputs: Vec<JsValue>, options: &JsValue) -> Result<JsValue, Error> {
    crate::call::call(id, inputs, options)
}
