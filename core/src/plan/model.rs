use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Unknown fields of a JSON object: kept, and written back.
pub type Extra = Map<String, Value>;

/// The version of the format that this library writes.
pub const VERSION: u32 = 1;

/// A plan of measures («комплекс мер», «дорожная карта») of one territory for one year.
///
/// Plans are JSON; [`json_schema`](super::json_schema) publishes the format. Fields that this version does not know are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// The version of the format, 1.
    pub version: u32,
    /// Title.
    pub title: String,
    /// Territory.
    pub territory: String,
    /// The calendar year, or the one in which the academic year begins.
    pub year: u16,
    /// Who approved it, and by which document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// Regional, municipal and school coordinators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coordinators: Vec<Coordinator>,
    /// Documents that measures refer to by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Criteria of an outside catalogue that measures answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
    /// Directions of work, each with its measures.
    pub directions: Vec<Direction>,
    /// Reports of observers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<ObserverVisit>,
    /// Who issues the plan, as it stands below the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The decision that approved a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approval {
    /// The body that approved.
    pub body: String,
    /// The kind of document: order, minutes.
    pub document: String,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub date: Option<Date>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who answers for a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coordinator {
    /// Level.
    pub level: Level,
    /// Person or office.
    pub name: String,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An order, minutes, a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub date: Option<Date>,
    /// Address where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One criterion of an outside catalogue, such as that of a monitoring of quality management.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Criterion {
    /// Its id in the catalogue.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A block of measures with one aim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The region.
    Region,
    /// The municipality.
    Municipality,
    /// The school.
    School,
}

/// One measure: what is done, by whom, when, and how one will know that it worked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measure {
    /// The id by which effects and reports refer to it; no two measures of a plan share one.
    pub id: String,
    /// What is done.
    pub text: String,
    /// Kind.
    pub kind: MeasureKind,
    /// Who acts.
    pub level: Level,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Ids of documents of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// What documents do not say: meetings, associations, the way it is done here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specifics: Vec<String>,
    /// The expected results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
    /// What is measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Targets::is_empty")]
    pub targets: Targets,
    /// Ids of criteria of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<String>,
    /// How far it is.
    #[serde(default)]
    pub status: Status,
    /// Ids of documents that prove it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Kinds of measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Training of teachers and experts.
    Training,
    /// Work on attitudes.
    Attitude,
    /// Analysis of what measures changed.
    EffectAnalysis,
    /// Anything else.
    Other,
}

/// When a measure takes place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Schedule {
    /// On a day.
    Date {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        date: Date,
    },
    /// From one day to another.
    Period {
        /// The first day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        from: Date,
        /// The last day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        to: Date,
    },
    /// Every academic year.
    AcademicYear {
        /// As the plan words it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The days of this year, once they are known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
        dates: Vec<Date>,
    },
    /// As the assessment calendar says.
    AssessmentCalendar {
        /// As the plan words it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The days of this year, once they are known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
        dates: Vec<Date>,
    },
}

/// The days, and the word of a time that recurs: the same in all languages.
impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (word, dates) = match self {
            Self::Date { date } => return write!(f, "{date}"),
            Self::Period { from, to } => return write!(f, "{from}/{to}"),
            Self::AcademicYear { dates, .. } => ("academic_year", dates),
            Self::AssessmentCalendar { dates, .. } => ("assessment_calendar", dates),
        };
        f.write_str(word)?;
        dates
            .iter()
            .enumerate()
            .try_for_each(|(at, day)| write!(f, "{}{day}", if at == 0 { " " } else { ", " }))
    }
}

/// Something measured, with where it stands and where it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Indicator {
    /// The formula's id, such as `share_with_signs`, `objectivity_index`, `recheck_confirmed`.
    pub formula: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// Where it should be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub due: Option<Date>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Whom a measure is for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// How far a measure is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// An observer's act of one visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ObserverVisit {
    /// Login of the school.
    pub school: String,
    /// Day.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// Beginning and end, as written: `09:00`.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
