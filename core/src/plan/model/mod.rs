//! The plan's format: types alone.

mod calendar;
mod decisions;
mod effects;
mod facts;
mod hidden;
mod indicators;
mod measures;
mod people;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use calendar::{Event, Meeting};
pub use decisions::{Decision, DecisionKind, Period, PlanKind, Previous, Revision};
pub use effects::EffectRecord;
pub use facts::{Assignment, ObserverVisit, Response, ResponseOutcome, Stage, Violation};
pub use hidden::{HiddenFacts, HiddenTargets};
pub use indicators::{Better, Criterion, Indicator, IndicatorValue};
pub use measures::{
    AssessmentPlans, Checklist, ChecklistItem, Cost, Direction, DirectionKind, Duty, Measure, MeasureKind,
    Programme, SchoolTask, Status, Targets,
};
pub use people::{Coordinator, Document, Level, Organisation, Person};

/// Unknown fields of a JSON object: kept, and written back.
pub type Extra = Map<String, Value>;

/// The version of the format that this library writes. Plans of version 1 are read and carried
/// over.
pub const VERSION: u32 = 2;

fn is_false(value: &bool) -> bool {
    !value
}

/// A plan of measures («комплекс мер», «дорожная карта») of one territory for one year.
///
/// Plans are JSON; [`json_schema`](super::json_schema) publishes the format. It holds facts: what
/// was decided, done, seen and measured. What follows from facts and a day, such as whether a
/// measure is late, is computed and never stored. Fields that this version does not know are kept.
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
    /// Its first and last day, where they are not the year's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
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
    /// The plan of the level above that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Previous>,
    /// Changes of the plan since it was decided on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// How much of schools a plan for publishing does not show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<HiddenFacts>,
    /// Who issues the plan, as it stands below the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
