//! Counts of what a plan for publishing does not hold.

use serde::{Deserialize, Serialize};

use super::Extra;

/// How many schools and findings a measure is for, where it does not name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HiddenTargets {
    /// Schools that it is for.
    #[serde(default)]
    pub schools: u64,
    /// Findings that it answers.
    #[serde(default)]
    pub findings: u64,
    /// Schools where it has not begun.
    #[serde(default)]
    pub planned: u64,
    /// Schools where it has begun.
    #[serde(default)]
    pub in_progress: u64,
    /// Schools where it is done.
    #[serde(default)]
    pub done: u64,
    /// Schools where it was given up.
    #[serde(default)]
    pub cancelled: u64,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How much of schools a plan does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HiddenFacts {
    /// Coordinators of schools.
    #[serde(default)]
    pub coordinators: u64,
    /// Planned visits.
    #[serde(default)]
    pub assignments: u64,
    /// Acts of observers.
    #[serde(default)]
    pub visits: u64,
    /// Acts that record something out of order.
    #[serde(default)]
    pub visits_with_violations: u64,
    /// Answers of schools.
    #[serde(default)]
    pub responses: u64,
    /// Answers that explained a finding.
    #[serde(default)]
    pub explained: u64,
    /// Findings that marking again confirmed.
    #[serde(default)]
    pub confirmed: u64,
    /// Checklists of schools.
    #[serde(default)]
    pub checklists: u64,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
