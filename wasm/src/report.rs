//! What a screening says in words.

use obektiv::report as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{error::Error, options, screening::Screening};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Of explanations and reports. */
export type Language = "ru" | "en";
"#;

/// What to print on a report.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportOptions {
    /// Russian by default.
    #[tsify(type = "Language", optional)]
    language: Option<String>,
    /// A title in place of the usual one, such as the name of the territory.
    #[tsify(type = "string | null", optional)]
    title: Option<String>,
    /// The date, as it is to be printed; none by default.
    #[tsify(type = "string | null", optional)]
    date: Option<String>,
}

#[wasm_bindgen]
impl Screening {
    /// What the finding of this id says, in words: the numbers, what they are compared with, how large the
    /// sample is, what to look at. In Russian by default.
    pub fn explain(
        &self,
        id: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<String, Error> {
        Ok(core::explain(&self.core, id, self::language(language.as_deref())?)?)
    }

    /// A self-contained HTML page: what was examined, what was found, cards of schools, how it was computed.
    /// It names no pupils, needs nothing from outside and prints on A4.
    pub fn report(&self, options: Option<Ts<ReportOptions>>) -> Result<String, Error> {
        let ReportOptions { language, title, date } = options::read(options)?;
        let language = self::language(language.as_deref())?;
        Ok(core::html(&self.core, &core::ReportOptions { language, title, date, ..Default::default() })?)
    }
}

pub(crate) fn language(name: Option<&str>) -> Result<core::Language, Error> {
    Ok(name.map(str::parse).transpose()?.unwrap_or_default())
}
