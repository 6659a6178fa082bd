//! The plan's format: types alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Schedule;

/// Unknown fields of a JSON object: kept, and written back.
pub type Extra = Map<String, Value>;

/// The version of the format that this library writes. Plans of version 1 are read and carried over.
pub const VERSION: u32 = 2;

fn is_false(value: &bool) -> bool {
    !value
}

/// A plan of measures («комплекс мер», «дорожная карта») of one territory for one year.
///
/// Plans are JSON; [`json_schema`](super::json_schema) publishes the format. It holds facts: what was decided, done, seen and measured.
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

/// Who answers for a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Coordinator {
    /// Level.
    pub level: Level,
    /// Person or office.
    pub name: String,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The id of an organisation of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The assessment that they answer for; all if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// Who stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// The id of a document of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointed_by: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How to reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A person, or an office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Person {
    /// Its id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The id of an organisation of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An order, minutes, a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Document {
    /// The id by which measures refer to it.
    pub id: String,
    /// Kind: order, minutes, programme.
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub date: Option<Date>,
    /// Its number in the plan's own list, as it is printed behind a citation; ids are not printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Address where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The hash of the file, where it serves as evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An entry of the assessment calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Event {
    /// The id by which schedules refer to it.
    pub id: String,
    /// The assessment, in words.
    pub assessment: String,
    /// Subject, such as `maths`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// The stage; the whole if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The first day.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
    pub from: Date,
    /// The last day; the first if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub to: Option<Date>,
    /// Reserve days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub reserve: Vec<Date>,
    /// The id of the document that sets the days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One criterion of an outside catalogue, such as that of a monitoring of quality management.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Criterion {
    /// Its id in the catalogue.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Something measured, with where it stands and where it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Indicator {
    /// The id by which measures refer to it.
    pub id: String,
    /// The formula, such as `share_with_signs`, `objectivity_index`, `recheck_confirmed`.
    pub formula: String,
    /// What the formula leaves open: the denominator, the works, the policy.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// Which way is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Better>,
    /// In what it is given, such as `%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of what it is, if not of the whole territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// Where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// Where it should be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// Whether the target is a proposal by rule that nobody has decided on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub proposed: bool,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub due: Option<Date>,
    /// What was seen, period by period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<IndicatorValue>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Down.
    Lower,
    /// Up.
    Higher,
}

/// One value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IndicatorValue {
    /// The period, such as `2022` or `2022-spring`.
    pub period: String,
    /// The value.
    pub value: f64,
    /// The lower limit of its 95 % interval, where the question has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// The upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// What was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<f64>,
    /// Out of how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Fingerprint of what it was computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub computed_on: Option<Date>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

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

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The country.
    Federal,
    /// The region.
    Region,
    /// The municipality.
    Municipality,
    /// The school.
    School,
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
    /// How the documents are cited, where that is to be printed as it stands; else it is made of them.
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
    InternalAssessment,
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

/// A meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// Who met.
    pub body: String,
    /// When; not yet held if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub date: Option<Date>,
    /// What it was about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<String>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<String>,
    /// The id of its minutes among the documents of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
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

/// A visit that is planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Assignment {
    /// Login of the school.
    pub school: String,
    /// The id of an entry of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_id: Option<String>,
    /// What is to be observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Who goes: the id of a person, or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observer: Option<String>,
    /// The probability with which the school was drawn; without one it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The draw: its seed and the fingerprint of its list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An observer's act of one visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ObserverVisit {
    /// Login of the school.
    pub school: String,
    /// Day.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// The number of the act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The id of an entry of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_id: Option<String>,
    /// Who went: the id of a person, or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observer: Option<String>,
    /// Beginning, as written: `09:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// End.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Grade of the pupils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// What was observed.
    pub stage: Stage,
    /// What was out of order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The stages of an assessment that an observer may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Downloading and printing.
    Printing,
    /// Handing over materials.
    HandingOver,
    /// Writing.
    Writing,
    /// Marking.
    Marking,
    /// Filling and uploading forms.
    Uploading,
}

/// Something out of order, as an act records it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Violation {
    /// The number in the act's list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// What was seen.
    pub text: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a school answered to a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Response {
    /// The id of the finding.
    pub finding: String,
    /// Login of the school.
    pub school: String,
    /// The answer.
    pub text: String,
    /// Ids of documents of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// Who decided on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub date: Option<Date>,
    /// What was decided.
    pub outcome: ResponseOutcome,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResponseOutcome {
    /// Nothing yet.
    Open,
    /// The school explained it: help ends.
    Explained,
    /// Marking again confirmed it: help stays.
    Confirmed,
}

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
