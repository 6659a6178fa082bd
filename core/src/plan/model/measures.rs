//! Directions of work and their measures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::Schedule;
use super::Extra;
use super::hidden::HiddenTargets;
use super::people::Level;

/// A block of measures with one aim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Direction {
    /// Its heading.
    pub title: String,
    /// What it is about.
    pub kind: DirectionKind,
    /// Its measures.
    pub measures: Vec<Measure>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The three directions of work on objectivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DirectionKind {
    /// Objectivity inside one assessment procedure.
    Procedure,
    /// Finding schools with signs, and preventive work with them.
    Prevention,
    /// A positive attitude to objective assessment.
    Attitude,
    /// Anything else.
    Other,
}

/// One measure: what is done, by whom, when, and how one will know that it worked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Measure {
    /// The id by which effects and reports refer to it; no two measures of a plan share one.
    pub id: String,
    /// What is done.
    pub text: String,
    /// Kind.
    pub kind: MeasureKind,
    /// Who acts.
    pub level: Level,
    /// What each level does, where several act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// Who answers for it: the id of a person or an organisation, or a name as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// Who takes part, in the same way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_executors: Vec<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<Schedule>,
    /// Ids of documents of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// How the documents are cited, where that is to be printed as it stands; else it is made of
    /// them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<String>,
    /// What documents do not say: meetings, associations, the way it is done here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specifics: Vec<String>,
    /// The expected results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
    /// Ids of indicators of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<String>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Targets::is_empty")]
    pub targets: Targets,
    /// How many schools it is for, in a plan for publishing that names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<HiddenTargets>,
    /// How far it is in each school.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub per_school: Vec<SchoolTask>,
    /// Ids of criteria of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<String>,
    /// The id of the measure of another plan that it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// How far it is, as its people say.
    #[serde(default)]
    pub status: Status,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub done_on: Option<Date>,
    /// What has been done so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<String>,
    /// The meetings that belong to it, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// What it changed in a school's own plan of assessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_assessment: Option<AssessmentPlans>,
    /// Ids of documents that prove it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// The year of the plan from which it was carried over unfinished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<u16>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a measure costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cost {
    /// How much, in units of the currency.
    pub amount: f64,
    /// The currency, such as `RUB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Who pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A school's own plan of assessment before and after a measure, by the ids of documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AssessmentPlans {
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What one level does in a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Duty {
    /// Level.
    pub level: Level,
    /// What it does.
    pub text: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A measure in one school.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SchoolTask {
    /// Login of the school.
    pub school: String,
    /// How far it is.
    #[serde(default)]
    pub status: Status,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub done_on: Option<Date>,
    /// Who goes with the school: the id of a person, or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curator: Option<String>,
    /// Ids of documents that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Kinds of measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// Dates and stages of a procedure.
    Dates,
    /// Coordinators.
    Coordination,
    /// Independent observers.
    Observers,
    /// Security of materials.
    Security,
    /// How results are used.
    UseOfResults,
    /// Analysis of results and signs.
    Analysis,
    /// Marking by another commission.
    Recheck,
    /// Help to a school.
    TargetedHelp,
    /// A school's own system of assessment.
    AssessmentPlans,
    /// Training of teachers and experts.
    Training,
    /// Work on attitudes.
    Attitude,
    /// Analysis of what measures changed.
    EffectAnalysis,
    /// Anything else.
    Other,
}

/// Whom a measure is for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Targets {
    /// Logins of schools.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schools: Vec<String>,
    /// Ids of findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Targets {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How far a measure is, as its people say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not begun.
    #[default]
    Planned,
    /// Begun.
    InProgress,
    /// Done.
    Done,
    /// Given up.
    Cancelled,
}

/// A programme of support.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Programme {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The id of an organisation of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The id of a document of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Address where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A list of questions with answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Checklist {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The login of the school that answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<String>,
    /// The questions.
    pub items: Vec<ChecklistItem>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One question of a checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChecklistItem {
    /// The question.
    pub text: String,
    /// Yes, no, or not answered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<bool>,
    /// Ids of documents that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
