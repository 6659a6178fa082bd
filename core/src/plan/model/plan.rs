//! A plan as a whole: what document it is, who decided on it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Extra;
use super::calendar::{Event, Meeting};
use super::effects::EffectRecord;
use super::facts::{Assignment, ObserverVisit, Response};
use super::indicators::{Criterion, Indicator};
use super::measures::{Checklist, Direction, Programme};
use super::people::{Coordinator, Document, Organisation, Person};

/// A plan of measures («комплекс мер», «дорожная карта») of one territory for one year.
///
/// Plans are JSON; [`json_schema`](super::super::json_schema) publishes the format. It holds facts: what was decided, done, seen and measured.
/// What follows from facts and a day, such as whether a measure is late, is computed and never stored. Fields that this version does not know are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Plan {
    /// The version of the format, 2.
    pub version: u32,
    /// What document it is.
    #[serde(default)]
    pub kind: PlanKind,
    /// The heading above the title, as it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Title.
    pub title: String,
    /// Territory.
    pub territory: String,
    /// The calendar year, or the one in which the academic year begins.
    pub year: u16,
    /// Who considered, agreed and approved it, and by which document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Federal, regional, municipal and school coordinators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coordinators: Vec<Coordinator>,
    /// Organisations that measures and persons refer to by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Organisation>,
    /// Persons that measures refer to by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// Documents that measures refer to by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// The assessment calendar: what measures may be timed by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendar: Vec<Event>,
    /// Criteria of an outside catalogue that measures answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
    /// What is measured; measures refer to it by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// Directions of work, each with its measures.
    pub directions: Vec<Direction>,
    /// Meetings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meetings: Vec<Meeting>,
    /// Programmes of support.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<Programme>,
    /// Checklists, such as self-checks of a school.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklists: Vec<Checklist>,
    /// Planned visits of observers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<Assignment>,
    /// Acts of observers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<ObserverVisit>,
    /// What schools answered to findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responses: Vec<Response>,
    /// Effects that were estimated, for other plans to refer to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectRecord>,
    /// The plan that this one continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// Who issues the plan, as it stands below the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

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
