//! Effects that were estimated.

use serde::{Deserialize, Serialize};

use super::Extra;

/// An effect that was estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EffectRecord {
    /// The id by which other plans refer to it.
    pub id: String,
    /// Ids of the measures whose effect it is.
    pub measures: Vec<String>,
    /// The method, such as `ancova`.
    pub method: String,
    /// What was measured.
    pub outcome: String,
    /// Whom the helped were compared with, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<String>,
    /// By what the helped were chosen, if it was an outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected_by: Option<String>,
    /// The estimate.
    pub estimate: f64,
    /// The lower limit of its 95 % interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// The upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// The change before and after, of the helped alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naive: Option<f64>,
    /// The change expected without any measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// Schools or municipalities that were helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<u64>,
    /// Those compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controls: Option<u64>,
    /// Years before the help that were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years_before: Option<u16>,
    /// Whether the works are the same in all years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_works: Option<bool>,
    /// Fingerprint of what it was computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
