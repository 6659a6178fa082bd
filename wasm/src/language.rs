//! The languages of words.

use obektiv::report as core;
use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Of explanations and reports. */
export type Language = "ru" | "en";
"#;

pub(crate) fn language(name: Option<&str>) -> Result<core::Language, Error> {
    Ok(name.map(str::parse).transpose()?.unwrap_or_default())
}
