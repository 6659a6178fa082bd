//! How unusual one person's answers are for what the person achieved in all.
//!
//! What it catches: answers that do not go together, such as hard items solved and easy ones
//! missed, or one part of a test done much better than the other. What it cannot: say why. Copying,
//! items known before, guessing, illness and a topic not taught look alike, so one person's value
//! is no finding; it is what signs of groups are made of ([`by_group`]).
//!
//! Three families:
//!
//! - without a model, beside the popularity of the items in a [`Reference`]: [`guttman_errors`], [`u3`], [`zu3`], [`ht`], [`c_sato`],
//!   [`c_star`], [`agreement`], [`disagreement`], [`dependability`], [`nci`], [`r_pbis`];
//! - beside a model: [`lz`], [`lz_star`], [`eci2`], [`eci4`], [`infit`], [`outfit`], [`cusum`], [`two_subsets`], [`change_point`], and with response
//!   times [`log_time_fit`], [`joint_fit`], [`rapid_guessing`];
//! - given the total: [`conditional`] turns any of these into an exact p-value where the model is of the Rasch family, [`given_norm`] where patterns
//!   of many persons are at hand, and [`subset_given_total`] compares two sets of items exactly.
//!
//! `scores` is persons × items everywhere. Cells [`MISSING`](crate::data::MISSING) or
//! [`NOT_TAUGHT`](crate::data::NOT_TAUGHT) take no part;
//! [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED) counts 0.

mod conditional;
mod groups;
mod likelihood;
mod patterns;
mod reference;
mod residuals;
mod subsets;
mod times;

pub use conditional::{
    Conditional, ConditionalOptions, PersonStatistic, SubsetTest, conditional, conditional_by_name,
    given_norm, subset_given_total,
};
pub use groups::{GroupFit, GroupFitRow, by_group};
pub use likelihood::{Correction, Estimator, LikelihoodFit, eci2, eci4, lz, lz_star};
pub use patterns::{
    GuttmanErrors, agreement, c_sato, c_star, dependability, disagreement, guttman_errors, ht, nci, r_pbis,
    u3, zu3,
};
pub use reference::Reference;
pub use residuals::{Cusum, MeanSquare, cusum, infit, outfit};
pub use subsets::{ChangePoint, SubsetAbilities, TwoSubsets, change_point, two_subsets};
pub use times::{
    JointFit, Known, RapidGuessing, SubsetTimes, Threshold, TimeItem, joint_fit, joint_subsets, log_time_fit,
    rapid_guessing, time_subsets,
};

use obektiv_derive::Columns;

use crate::function::{Function, Input, Kind};
use crate::model::ModelError;
use crate::threads::each;

/// The functions in the catalogue.
pub(crate) const FUNCTIONS: &[Function] = &[
    patterns::GUTTMAN_ERRORS,
    patterns::U3,
    patterns::ZU3,
    patterns::C_SATO,
    patterns::C_STAR,
    patterns::AGREEMENT,
    patterns::DISAGREEMENT,
    patterns::DEPENDABILITY,
    patterns::NCI,
    patterns::R_PBIS,
    patterns::HT,
    likelihood::LZ,
    likelihood::LZ_STAR,
    likelihood::ECI2,
    likelihood::ECI4,
    residuals::INFIT,
    residuals::OUTFIT,
    residuals::CUSUM,
    subsets::TWO_SUBSETS,
    subsets::CHANGE_POINT,
    conditional::SUBSET_GIVEN_TOTAL,
    conditional::CONDITIONAL,
    conditional::GIVEN_NORM,
    times::LOG_TIME_FIT,
    times::JOINT_FIT,
    times::TIME_SUBSETS,
    times::JOINT_SUBSETS,
    groups::BY_GROUP,
];

pub(crate) const SCORES: Input = Input::new("scores", Kind::Scores)
    .doc("Missing answers and items not taught take no part; one not attempted counts 0.");
const MAX_SCORES: Input = Input::new("max_scores", Kind::Cells)
    .optional()
    .doc("The largest score of each item; the largest seen where not given.");
const REFERENCE: Input = Input::new("reference", Kind::Scores)
    .optional()
    .doc("The population beside which answers are read; the persons themselves where not given.");
pub(crate) const ITEMS: Input = Input::new("items", Kind::Items).doc(
    "`{\"model\": \"logistic\", \"a\": 1, \"b\": 0, \"c\": 0}`, `{\"model\": \"graded\", \"a\": 1, \"b\": [...]}`, \
     `{\"model\": \"partial_credit\", \"a\": 1, \"steps\": [...]}`, \
     `{\"model\": \"nominal\", \"slopes\": [...], \"intercepts\": [...]}`, as `irt.fit` gives them.",
);
const RASCH: Input =
    ITEMS.doc("Logistic ones without guessing or partial credit, all of one slope; in the form of `lz`.");
pub(crate) const THETA: Input = Input::new("theta", Kind::Numbers).doc("The ability of each person.");
const SUBSET: Input = Input::new("subset", Kind::Flags).doc("For each item whether it is of the subset.");
const LOG_TIMES: Input =
    Input::new("log_times", Kind::Matrix).doc("Logarithms of the times, NaN where there is none.");
const ALPHA: Input =
    Input::new("alpha", Kind::Numbers).doc("For each item how closely times follow the speed, positive.");
const BETA: Input = Input::new("beta", Kind::Numbers).doc("For each item the mean log time at speed 0.");
const TAU: Input = Input::new("tau", Kind::Numbers)
    .optional()
    .doc("The speed of each person, as its times estimate it; estimated where not given.");

/// Which values of a statistic are unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Small ones.
    Lower,
    /// Large ones.
    Upper,
}

impl Tail {
    /// `lower` or `upper`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Upper => "upper",
        }
    }
}

/// One statistic of all persons. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct PersonFit {
    /// One value per person.
    pub statistic: Vec<f64>,
    /// P(as unusual or more), NaN where no null distribution holds well enough; see [`conditional`]
    /// and [`given_norm`].
    pub pvalue: Vec<f64>,
    /// Which values are unusual: "lower" or "upper".
    #[row(text(Tail::name))]
    pub tail: Tail,
}

impl PersonFit {
    fn without_null(statistic: Vec<f64>, tail: Tail) -> Self {
        Self { pvalue: vec![f64::NAN; statistic.len()], statistic, tail }
    }
}

/// Persons handled by one task.
const CHUNK: usize = 4096;

/// The rows of each block of persons, in order, whatever the threads.
fn by_blocks<T: Send>(
    persons: usize,
    block: impl Fn(std::ops::Range<usize>) -> Result<Vec<T>, ModelError> + Sync + Send,
) -> Result<Vec<T>, ModelError> {
    let starts: Vec<usize> = (0..persons).step_by(CHUNK).collect();
    let ranges = |&start: &usize| start..(start + CHUNK).min(persons);
    let blocks = each(&starts, |start| block(ranges(start)));
    let mut all = Vec::with_capacity(persons);
    for block in blocks {
        all.extend(block?);
    }
    Ok(all)
}

pub(super) fn same_length(what: &'static str, got: usize, expected: usize) -> Result<(), ModelError> {
    if got == expected { Ok(()) } else { Err(ModelError::Length { what, got, expected }) }
}
