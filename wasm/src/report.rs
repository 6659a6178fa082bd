//! What a screening says in words.

use obektiv::report as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{columns, error::Error, language::language, options, screening::Screening};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Of explanations and reports. */
export type Language = "ru" | "en";

/** One page of a report that is a folder: where it belongs, such as `schools/sch990001.html`, and the page. */
export interface ReportFile {
  path: string;
  html: string;
}

/** A text in both languages. */
export interface BothLanguages {
  ru: string;
  en: string;
}

/** An effect as the functions of `obektiv/effect` give it. */
export interface ShownEffect {
  estimate: number;
  lower: number | null;
  upper: number | null;
  pvalue: number | null;
  smallestAttainablePvalue: number | null;
  nTreated: number;
  nControl: number;
  clusters: number;
  treatedClusters: number;
  method: string;
  comparison: BothLanguages;
  naiveChange: number | null;
  expectedWithoutMeasures: number | null;
  warnings: { text: BothLanguages }[];
  caution: BothLanguages;
}
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
    /// Only the schools of this municipality; what they are compared with stays the whole.
    #[tsify(type = "string | null", optional)]
    municipality: Option<String>,
    /// Only the school of this login; what it is compared with stays the whole.
    #[tsify(type = "string | null", optional)]
    school: Option<String>,
}

#[wasm_bindgen]
impl Screening {
    /// What the finding of this id says, in words: the numbers, what they are compared with, how
    /// large the sample is, what to look at. In Russian by default.
    pub fn explain(
        &self,
        id: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<String, Error> {
        Ok(core::explain(&self.core, id, self::language(language.as_deref())?)?)
    }

    /// A self-contained HTML page: what was examined, what was found, cards of schools, how it was
    /// computed. It names no pupils, needs nothing from outside and prints on A4.
    pub fn report(&self, options: Option<Ts<ReportOptions>>) -> Result<String, Error> {
        let ReportOptions { language, title, date, municipality, school } = options::read(options)?;
        let language = self::language(language.as_deref())?;
        let options = core::ReportOptions { language, title, date, municipality, school };
        Ok(core::html(&self.core, &options)?)
    }

    /// The report as the files of a folder, each a self-contained page as `report` makes it, with
    /// links from one to another: the territory (`index.html`), each municipality, and each found
    /// school, or with `allSchools` each school. What is said of a school stands on its own page.
    #[wasm_bindgen(js_name = reportFiles, unchecked_return_type = "ReportFile[]")]
    pub fn report_files(
        &self,
        options: Option<Ts<ReportOptions>>,
        #[wasm_bindgen(js_name = allSchools)] all_schools: Option<bool>,
    ) -> Result<JsValue, Error> {
        let ReportOptions { language, title, date, municipality, school } = options::read(options)?;
        let language = self::language(language.as_deref())?;
        let options = core::ReportOptions { language, title, date, municipality, school };
        let files = core::html_files(&self.core, &options, all_schools.unwrap_or(false))?;
        let object = |file: core::ReportFile| {
            columns::record::<JsValue>(&[("path", file.path.into()), ("html", file.html.into())])
        };
        Ok(files.into_iter().map(object).collect::<js_sys::Array>().into())
    }

    /// The table of schools as CSV in UTF-8: in our shape, or in the official one with a marker for
    /// each work (4 РУ, 4 МА, 5 РУ, 5 МА) of the official rule.
    #[wasm_bindgen(js_name = schoolsCsv)]
    pub fn schools_csv(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "\"ours\" | \"official\"")] shape: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        Ok(core::schools_csv(&self.core, shape.as_deref().unwrap_or("ours").parse()?)?)
    }
}

/// What to print on the page of an effect.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct EffectPageOptions {
    /// Russian by default.
    #[tsify(type = "Language", optional)]
    language: Option<String>,
    /// A title in place of the usual one.
    #[tsify(type = "string | null", optional)]
    title: Option<String>,
    /// What was measured, such as "share of raised papers".
    #[tsify(type = "string | null", optional)]
    outcome: Option<String>,
    /// The outcome is a share: numbers are printed times 100, in percentage points.
    #[tsify(optional)]
    percent: bool,
    /// The date, as it is to be printed; none by default.
    #[tsify(type = "string | null", optional)]
    date: Option<String>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ShownEffect")]
    pub type ShownEffect;
}

/// A self-contained HTML page on one effect of `obektiv/effect`: sentences, a picture, what cannot
/// be concluded, how it was computed. What was seen is never printed without what was expected.
#[wasm_bindgen(js_name = effectPage)]
pub fn effect_page(effect: ShownEffect, options: Option<Ts<EffectPageOptions>>) -> Result<String, Error> {
    let EffectPageOptions { language, title, outcome, percent, date } = options::read(options)?;
    let language = self::language(language.as_deref())?;
    let page: core::EffectPage = options::fields(&effect, "effect")?;
    Ok(core::EffectPage { language, title, outcome, percent, date, ..page }.html()?)
}
