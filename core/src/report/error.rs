//! Why a report cannot be.

use crate::screening::ScreeningError;

/// Why a report cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum ReportError {
    /// A language that there is no wording for.
    #[error("language is {got:?}, expected ru or en")]
    Language { got: String },
    /// A template that does not render.
    #[error("the template does not render: {reason}")]
    Template { reason: String },
    /// A shape, a format or another name that there is none of.
    #[error("{what} is {got:?}, expected one of {expected}")]
    Name { what: &'static str, got: String, expected: &'static str },
    /// The official shape of what has no official signs.
    #[error(
        "the policy {policy} has no official signs: the official shape needs a screening by official-2019"
    )]
    Shape { policy: String },
    /// A school or municipality that the screening does not have.
    #[error("no {what} {name:?} in this screening, expected {expected}")]
    Unknown { what: &'static str, name: String, expected: String },
    /// A file that cannot be written.
    #[error("not writable as {format}: {reason}")]
    Unwritable { format: &'static str, reason: String },
    /// A number of an effect that is none.
    #[error("{name} is not finite, expected a finite number")]
    Number { name: &'static str },
    /// No such finding.
    #[error(transparent)]
    Screening(#[from] ScreeningError),
}

impl ReportError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Language { .. } => "report.language",
            Self::Template { .. } => "report.template",
            Self::Name { .. } => "report.name",
            Self::Shape { .. } => "report.shape",
            Self::Unknown { .. } => "report.unknown",
            Self::Unwritable { .. } => "report.unwritable",
            Self::Number { .. } => "report.number",
            Self::Screening(error) => error.code(),
        }
    }
}
