//! Why a screening cannot be.

use crate::data::DataError;
use crate::evidence::EvidenceError;
use crate::statistics::StatisticError;

/// Why a screening cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum ScreeningError {
    /// Nothing to screen.
    #[error("no results: screen needs at least one")]
    NoResults,
    /// Results of which none is of a subject and grade that the policy looks at.
    #[error("the policy {policy} looks at none of the works given: {given:?}")]
    NoWorks { policy: String, given: Vec<String> },
    /// A policy that cannot be.
    #[error("not a policy: {reason}")]
    Policy { reason: String },
    /// An id that no finding has.
    #[error("no finding {id:?}; this screening has {findings}")]
    NoFinding { id: String, findings: usize },
    /// A tally that cannot be made or merged.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A statistic with a parameter out of range.
    #[error(transparent)]
    Statistic(#[from] StatisticError),
    /// Evidence that cannot be weighed.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

impl ScreeningError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoResults => "screening.no_results",
            Self::NoWorks { .. } => "screening.no_works",
            Self::Policy { .. } => "screening.policy",
            Self::NoFinding { .. } => "screening.no_finding",
            Self::Data(error) => error.code(),
            Self::Statistic(error) => error.code(),
            Self::Evidence(error) => error.code(),
        }
    }
}
