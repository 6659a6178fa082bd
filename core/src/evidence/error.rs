use serde::Serialize;

use crate::data::DataError;

/// Why there can be no evidence at all. What is undefined for one school is said of that school.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum EvidenceError {
    /// Nothing to look at.
    #[error("no works: the evidence layer needs at least one with a pupil")]
    NoWorks,
    /// An option out of its range.
    #[error("{name} is {value}, expected {expected}")]
    Parameter { name: &'static str, value: f64, expected: &'static str },
    /// Something that is not a reference of this version.
    #[error("not a reference: {reason}")]
    Reference { reason: String },
    /// A sample of observers with no school that was judged.
    #[error("none of the observed schools was judged: their logins are compared by their digits")]
    Observed,
    /// Works, tallies or counts that do not fit each other.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl EvidenceError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWorks => "evidence.no_works",
            Self::Parameter { .. } => "evidence.parameter",
            Self::Reference { .. } => "evidence.reference",
            Self::Observed => "evidence.observed",
            Self::Data(error) => error.code(),
        }
    }
}
