use serde::Serialize;

/// Why visits cannot be planned or counted up. Every variant names the argument that is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum DesignError {
    /// An argument out of its range.
    #[error("{name} is {value}, expected {expected}")]
    Parameter { name: &'static str, value: f64, expected: &'static str },
    /// Columns of different lengths.
    #[error("{name} has {got} values, expected {expected}")]
    Length { name: &'static str, got: usize, expected: usize },
    /// Too little to plan or to count up.
    #[error("{name} has {got} {of}, expected at least {least}")]
    TooFew { name: &'static str, got: usize, of: &'static str, least: usize },
    /// An id that stands nowhere else, or twice.
    #[error("{name} names {id:?}, which is {problem}")]
    Id { name: &'static str, id: String, problem: &'static str },
    /// A drawing by rejection that would take too long.
    #[error("Sampford's draw of {n} from {of} is rejected too often: use the pivotal method")]
    Rejected { n: usize, of: usize },
    /// A test that cannot be run on the simulated data.
    #[error(transparent)]
    Effect(#[from] crate::effect::EffectError),
}

impl DesignError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameter { .. } => "design.parameter",
            Self::Length { .. } => "design.length",
            Self::TooFew { .. } => "design.too_few",
            Self::Id { .. } => "design.id",
            Self::Rejected { .. } => "design.rejected",
            Self::Effect(error) => error.code(),
        }
    }
}

pub(super) fn same_length(name: &'static str, got: usize, expected: usize) -> Result<(), DesignError> {
    if got == expected { Ok(()) } else { Err(DesignError::Length { name, got, expected }) }
}

/// Refuses the first value that does not pass.
pub(super) fn all(
    name: &'static str,
    values: &[f64],
    expected: &'static str,
    fine: impl Fn(f64) -> bool,
) -> Result<(), DesignError> {
    match values.iter().find(|value| !fine(**value)) {
        Some(&value) => Err(DesignError::Parameter { name, value, expected }),
        None => Ok(()),
    }
}
