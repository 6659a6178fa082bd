//! What statistics add up to: findings whose false-alarm rate is known, and what many p-values say
//! together.
//!
//! [`layer`] takes the works of a territory and gives for every school the posterior probability
//! that its results are unlike those of the reference by more than honest schools differ, with the
//! effect, its interval, and what could have been seen at all:
//!
//! ```text
//! counts → reference → channels: effect, variance → nulls: negative controls → two groups: log Bayes factor
//!                                                                                  │
//! territory, detection limits, «cannot be judged» ← school: posterior, Bayesian FDR ← blocks: dependence paid for
//! ```
//!
//! The unit of error control is the school. Two lists, never mixed in one number: *found*, relative
//! to the reference, and *extreme*, large in itself. Nothing is found where nothing stands out, and
//! silence is never «clean».
//!
//! The combinations of p-values stand beside it: [`benjamini_hochberg`] and its neighbours.

mod answer;
mod calibration;
mod class;
mod error;
mod groups;
mod heaping;
mod journal;
mod layer;
mod nulls;
mod options;
mod pairs;
mod parameters;
mod passes;
mod posterior;
mod pvalues;
mod reference;
mod said;
mod schools;
mod second;
mod symmetric;
mod tables;
mod territory;
mod views;
mod work;

pub use answer::{
    Beside, Block, Calibrated, Calibration, CalibrationRow, Channel, ChannelEvidence, ClassEvidence,
    ClassWork, Effect, Evidence, Halves, Interval, LeftOut, MunicipalityEvidence, NotJudged, Outcome,
    Outcomes, Reason, SchoolEvidence, TerritoryEvidence,
};
pub use error::EvidenceError;
pub use layer::layer;
pub use options::EvidenceOptions;
pub(crate) use pvalues::FUNCTIONS;
pub use pvalues::{
    benjamini_hochberg, benjamini_hochberg_among, benjamini_yekutieli, cauchy_combination, fisher,
    harmonic_mean, rogan_gladen, stouffer,
};
pub use reference::Reference;
pub use second::{SecondPass, WorkNorms};
pub use work::EvidenceWork;

#[cfg(test)]
mod tests;
