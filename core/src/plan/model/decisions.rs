//! What document a plan is, who decided on it, and the plan before.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Extra;

/// What document a plan is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// A plan of measures.
    #[default]
    Plan,
    /// An information note.
    Note,
    /// A road map.
    RoadMap,
    /// An annex to an order.
    Order,
    /// A self-check.
    SelfCheck,
    /// A programme.
    Programme,
}

/// A decision on a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Decision {
    /// What was decided.
    pub kind: DecisionKind,
    /// The body that decided.
    pub body: String,
    /// The kind of document: order, minutes.
    pub document: String,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub date: Option<Date>,
    /// The decision, where it is to be printed as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a body did with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Considered it.
    Considered,
    /// Agreed to it.
    Agreed,
    /// Approved it.
    Approved,
}

/// The plan that another one continues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Previous {
    /// Its year.
    pub year: u16,
    /// Its title.
    pub title: String,
    /// The fingerprint of its JSON.
    pub fingerprint: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The days that a plan is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Period {
    /// The first.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
    pub from: Date,
    /// The last.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
    pub to: Date,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A change of a plan that had been decided on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Revision {
    /// When.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// By whom: the id of a person or organisation, or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What was changed.
    pub text: String,
    /// The document that changed it, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
