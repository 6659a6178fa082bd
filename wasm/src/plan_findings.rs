//! Drafts of plans from what a screening found.

use obektiv::plan::{self as core, ProposeOptions};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    error::Error,
    language::language,
    options,
    plan::{Plan, events},
    screening::Screening,
};

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
    /// The assessment calendar: observers go to its works, marking again and the analysis of effects come after them.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "readonly PlanEvent[]", optional)]
    calendar: JsValue,
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
    let DraftInit { title, territory, year, due, calendar, language } =
        options::fields(&init.js_value(), "plan")?;
    let language = self::language(language.as_deref())?;
    let mut options = ProposeOptions {
        title: title.unwrap_or_default(),
        territory,
        year,
        due: None,
        calendar: events(&calendar)?,
        language,
    };
    if let Some(due) = due {
        options = options.with_due(&due)?;
    }
    Ok(Plan(core::from_findings(&screening.core, &options)?))
}
