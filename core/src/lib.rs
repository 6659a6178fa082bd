//! Signs of non-objective results in school assessments.
//!
//! A *sign* is one statistic about one unit: a class, a school, a territory. It is never a verdict.
//! A *finding* is a sign that passed the thresholds of a [`Policy`](screening::Policy); it has a
//! stable id that a plan of measures can cite.
//!
//! The modules stand in a row, and each uses only those before it:
//!
//! | module | holds |
//! |---|---|
//! | [`data`] | assessments, results, readers, the import report, the mergeable [`Tally`](data::Tally) |
//! | [`model`] | item response models: items, abilities, score distributions, calibration, linking |
//! | [`statistics`] | one file per statistic; no thresholds, no policy |
//! | [`evidence`] | the evidence layer: findings whose false-alarm rate is known; false discovery |
//! | [`screening`] | a policy and results in, findings out |
//! | [`plan`] | plans of measures: model, checks, what they lack, proposals from findings |
//! | [`effect`] | effects of measures, each beside what was to be expected without any |
//! | [`design`] | where to send observers, and what visits and comparisons can show |
//! | [`report`] | wording in Russian and English, tables, the HTML report |
//! | [`simulate`] | results with known properties, for tests, demonstrations and power |
//!
//! # Catalogue of signs
//!
//! | id | what it catches |
//! |---|---|
//! | [`official.inflated_mean`](statistics::official::inflated_mean) | a mean above the region's interval (official rule of 2019) |
//! | [`official.rank_mismatch`](statistics::official::rank_mismatch) | scores ranked against journal marks (2019) |
//! | [`official.cohort_jump`](statistics::official::cohort_jump) | a cohort's jump between two years (2019) |
//! | [`official.item_inversion`](statistics::official::item_inversion) | hard items done better and easy ones worse |
//! | [`official.group_crossing`](statistics::official::group_crossing) | items done better by pupils of lower marks |
//! | [`spread.many_fives`](statistics::spread::many_fives) | many fives, close together |
//! | [`official.external_mismatch`](statistics::official::external_mismatch) | a mean that an external exam does not bear out |
//! | [`official.recheck_delta`](statistics::official::recheck_delta) | papers that a second commission marks otherwise |
//! | [`omissions.by_group`](statistics::omissions::by_group) | items left more often or less often than elsewhere |
//! | [`classes.by_school`](statistics::classes::by_school) | classes of one school that are far apart |
//! | [`continuity`](statistics::continuity) | a cohort's change, a subject, against what other groups lead to expect |
//! | [`journal.raised`](statistics::journal), `lowered`, `gap` | marks away from the journal more often than in the reference group |
//! | [`journal.agreement`](mod@statistics::journal::agreement), [`leniency`](mod@statistics::journal::leniency), [`perfect`](mod@statistics::journal::perfect) | how journal and work agree, and agreement too near |
//! | [`level`](statistics::level), [`spread`](statistics::spread) | means far from the reference's, totals too much alike |
//! | [`profile`](statistics::profile) | items done better or worse than the totals say |
//! | [`similarity`](statistics::similarity) | papers of a class that agree more than its teaching explains |
//! | [`legacy`](statistics::legacy) | Italian and American indices, for comparison |
//! | [`heaping.three_bin`](statistics::heaping) | papers piled up at a mark boundary |
//! | [`heaping.round_percentages`](statistics::heaping::round_percentages) | schools' shares piled up at round percentages |
//! | [`person_fit`](statistics::person_fit) | one person's answers that do not go together; classes where there are many such |
//! | [`pairs`](statistics::pairs) | two persons whose answers agree more than their abilities explain |
//! | [`erasures`](statistics::erasures) | points that came with changed answers: persons and groups |
//! | [`density`](statistics::density) | a density that jumps at a threshold, excess mass around it: for comparison |
//! | [`heaping.fit`](statistics::heaping::fit) | how many papers were raised over which mark boundary |
//! | [`heaping.raised`](statistics::heaping::raised) | what share of liftable papers a group raised, beside other groups, from journal marks too |
//!
//! # Example
//! ```
//! use obektiv::{screening::{Policy, screen}, simulate};
//! let municipality = simulate::municipality(&simulate::MunicipalityOptions::default(), 1)?;
//! let screening = screen(&municipality.results, &Policy::calibrated(), &municipality.registry)?;
//! assert_eq!(screening.schools.len(), municipality.results[0].schools().len());
//! # Ok::<(), obektiv::Error>(())
//! ```
#![deny(unsafe_code)]

pub mod catalogue;
pub mod data;
pub mod design;
pub mod effect;
pub mod evidence;
pub mod files;
pub mod function;
mod json;
mod language;
mod math;
pub mod model;
pub mod plan;
mod random;
pub mod report;
pub mod screening;
pub mod simulate;
mod sorted;
pub mod statistics;
pub mod table;
mod threads;
pub mod watch;
mod widest;

pub use data::DataError;
pub use design::DesignError;
pub use effect::EffectError;
pub use evidence::EvidenceError;
pub use language::Language;
pub use model::ModelError;
pub use plan::PlanError;
pub use report::ReportError;
pub use screening::ScreeningError;
pub use statistics::StatisticError;

/// Any error of this crate, with the code that all three languages show.
#[derive(Debug, thiserror::Error, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Error {
    /// Bad input data.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Items, scores or options that fit no model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A statistic that cannot be computed.
    #[error(transparent)]
    Statistic(StatisticError),
    /// Evidence that cannot be weighed.
    #[error(transparent)]
    Evidence(EvidenceError),
    /// A screening or a policy that cannot be.
    #[error(transparent)]
    Screening(#[from] ScreeningError),
    /// A plan that cannot be.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// An effect that cannot be estimated.
    #[error(transparent)]
    Effect(#[from] EffectError),
    /// Visits that cannot be planned or counted up.
    #[error(transparent)]
    Design(DesignError),
    /// A report that cannot be.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl From<StatisticError> for Error {
    fn from(error: StatisticError) -> Self {
        match error {
            StatisticError::Data(error) => Self::Data(error),
            error => Self::Statistic(error),
        }
    }
}

/// A name that is none and a number that its place cannot hold are errors of the data, as they are
/// where an argument is no option.
impl From<function::OptionError> for Error {
    fn from(error: function::OptionError) -> Self {
        use function::{OptionError::Wrong, Problem};
        match error {
            Wrong { problem: Problem::Name(error), .. } => Self::Data(error),
            Wrong {
                name: std::borrow::Cow::Borrowed(what),
                problem: Problem::Range { got, within: (least, most) },
            } => {
                let [got, least, most] = [got, least, most]
                    .map(|n| i64::try_from(n).unwrap_or(if n < 0 { i64::MIN } else { i64::MAX }));
                Self::Data(DataError::Range { what, got, least, most })
            }
            error => Self::Statistic(error.into()),
        }
    }
}

impl From<EvidenceError> for Error {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Data(error) => Self::Data(error),
            error => Self::Evidence(error),
        }
    }
}

impl From<DesignError> for Error {
    fn from(error: DesignError) -> Self {
        match error {
            DesignError::Effect(error) => Self::Effect(error),
            error => Self::Design(error),
        }
    }
}

impl Error {
    /// The stable code, such as `data.ragged_rows`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Data(error) => error.code(),
            Error::Model(error) => error.code(),
            Error::Statistic(error) => error.code(),
            Error::Evidence(error) => error.code(),
            Error::Screening(error) => error.code(),
            Error::Plan(error) => error.code(),
            Error::Effect(error) => error.code(),
            Error::Design(error) => error.code(),
            Error::Report(error) => error.code(),
        }
    }
}
