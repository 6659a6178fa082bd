//! Plans of measures.

use obektiv::{
    plan::{self as core, ProposeOptions},
    report::{plan_html, plan_markdown, remarks_table},
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{columns, error::Error, options, report::language, screening::Screening};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Measures, in the order of the plan. */
export interface MeasuresTable {
  id: string[];
  /** Title of its direction of work. */
  direction: string[];
  text: string[];
  /** Such as `targeted_help`. */
  kind: string[];
  level: ("region" | "municipality" | "school")[];
  /** Who answers for it; empty where nobody does. */
  responsible: string[];
  /** A day, `from/to`, or `academic_year` or `assessment_calendar` with the days known; empty where not given. */
  schedule: string[];
  status: string[];
  /** Schools that it is for. */
  schools: Float64Array;
  /** Findings that it is for. */
  findings: Float64Array;
}

/** What a plan lacks, one row for each place. */
export interface RemarksTable {
  /** Such as `no_responsible`. */
  lack: string[];
  /** Where in the plan's JSON. */
  path: string[];
  /** Of the measure or document; empty for the plan as a whole. */
  id: string[];
  /** The lack in words. */
  text: string[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "MeasuresTable")]
    pub type MeasuresTable;
    #[wasm_bindgen(typescript_type = "RemarksTable")]
    pub type RemarksTable;
}

/// A plan of measures of one territory for one year. A plan is data: change its JSON, and read it back.
#[wasm_bindgen]
pub struct Plan(core::Plan);

#[wasm_bindgen]
impl Plan {
    /// A plan from JSON, checked: types, ids that nothing has, periods that end before they begin. The error's `path`
    /// says where.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<Plan, Error> {
        Ok(Self(core::Plan::from_json(text)?))
    }

    /// The plan as JSON, fields that this version does not know included.
    #[wasm_bindgen(js_name = toJson)]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Title.
    #[wasm_bindgen(getter)]
    pub fn title(&self) -> String {
        self.0.title.clone()
    }

    /// Territory.
    #[wasm_bindgen(getter)]
    pub fn territory(&self) -> String {
        self.0.territory.clone()
    }

    /// The calendar year, or the one in which the academic year begins.
    #[wasm_bindgen(getter)]
    pub fn year(&self) -> u16 {
        self.0.year
    }

    /// The measures, in their order.
    #[wasm_bindgen(getter)]
    pub fn measures(&self) -> MeasuresTable {
        columns::object(&self.0.measures_table())
    }

    /// What the plan lacks for anybody to know later whether it was done and whether it helped; in Russian by default.
    /// Remarks, no errors: a plan with remarks is still a plan.
    pub fn lint(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<RemarksTable, Error> {
        Ok(columns::object(&remarks_table(&self.0, self::language(language.as_deref())?)?))
    }

    /// The plan as the four-column table of such notes, in Markdown; in Russian by default.
    #[wasm_bindgen(js_name = toMarkdown)]
    pub fn to_markdown(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<String, Error> {
        Ok(plan_markdown(&self.0, self::language(language.as_deref())?)?)
    }

    /// The plan as a self-contained HTML page: the same table, and what the plan lacks; in Russian by default.
    #[wasm_bindgen(js_name = toHtml)]
    pub fn to_html(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<String, Error> {
        Ok(plan_html(&self.0, self::language(language.as_deref())?)?)
    }
}

/// The municipal note of 2022 that this library began with, as a plan.
#[wasm_bindgen(js_namespace = plan)]
pub fn example() -> Result<Plan, Error> {
    Plan::from_json(core::EXAMPLE)
}

/// What a draft says of itself.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftInit {
    /// Title; a usual one by default.
    #[serde(default)]
    #[tsify(type = "string | null", optional)]
    title: Option<String>,
    /// Territory.
    territory: String,
    /// The calendar year, or the one in which the academic year begins.
    year: u16,
    /// The day by which measures are to be done and indicators reached, such as `2026-04-01`.
    #[serde(default)]
    #[tsify(type = "string | null", optional)]
    due: Option<String>,
    /// Russian by default.
    #[serde(default)]
    #[tsify(type = "Language", optional)]
    language: Option<String>,
}

/// A draft of a plan: for each school with findings the measures that answer its signs, and those that stand in every
/// plan. Measures come from a small catalogue, each cites the findings it answers. It is a draft: people decide. What it
/// cannot know `lint` lists.
#[wasm_bindgen(js_namespace = plan, js_name = fromFindings)]
pub fn from_findings(screening: &Screening, init: Ts<DraftInit>) -> Result<Plan, Error> {
    let DraftInit { title, territory, year, due, language } = options::fields(&init.js_value(), "plan")?;
    let language = self::language(language.as_deref())?;
    let mut options =
        ProposeOptions { title: title.unwrap_or_default(), territory, year, due: None, language };
    if let Some(due) = due {
        options = options.with_due(&due)?;
    }
    Ok(Plan(core::from_findings(&screening.core, &options)?))
}

/// The JSON Schema of plans, as JSON.
#[wasm_bindgen(js_namespace = plan, js_name = jsonSchema)]
pub fn json_schema() -> String {
    core::json_schema()
}
