use serde::Serialize;

/// Why an effect cannot be estimated. Every variant names the argument that is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum EffectError {
    /// An argument out of its range.
    #[error("{name} is {value}, expected {expected}")]
    Parameter { name: &'static str, value: f64, expected: &'static str },
    /// Columns of different lengths.
    #[error("{name} has {got} values, expected {expected}")]
    Length { name: &'static str, got: usize, expected: usize },
    /// Too little to compare.
    #[error("{name} has {got} {of}, expected at least {least}")]
    TooFew { name: &'static str, got: usize, of: &'static str, least: usize },
    /// Nobody was helped.
    #[error("{name} has nobody who was helped")]
    NoTreated { name: &'static str },
    /// Everybody was helped: nothing is left to compare with.
    #[error("{name} has nobody who was not helped: there is nothing to compare with")]
    NoControls { name: &'static str },
    /// One period only, or none on one side of the help.
    #[error("{name} has nothing {side} the help began: two periods are needed to see a change")]
    OnePeriod { name: &'static str, side: &'static str },
    /// An id that stands nowhere else.
    #[error("{name} names {id:?}, which the table does not have")]
    UnknownId { name: &'static str, id: String },
    /// A unit with two different values of what cannot change.
    #[error("{name} gives {id:?} two different values")]
    Conflict { name: &'static str, id: String },
    /// A unit with two rows for one period.
    #[error("{name} has {id:?} twice in the period {period}")]
    Repeated { name: &'static str, id: String, period: i32 },
    /// Help began in several periods.
    #[error("{name} has several periods in which help began: use group_time")]
    Staggered { name: &'static str },
    /// A table of listed schools alone.
    #[error("{name} is 0, as new is: listed schools only, none could come in, so the table says nothing")]
    OnlyListed { name: &'static str },
    /// An option that does not serve.
    #[error("{name} must be {expected}")]
    Option { name: &'static str, expected: &'static str },
    /// Columns that depend on each other.
    #[error("{name} depends on the other columns, or its own columns on each other")]
    Singular { name: &'static str },
    /// An estimate that does not settle.
    #[error("{name} does not settle: the data do not determine it")]
    NotSettled { name: &'static str },
}

impl EffectError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameter { .. } => "effect.parameter",
            Self::Length { .. } => "effect.length",
            Self::TooFew { .. } => "effect.too_few",
            Self::NoTreated { .. } => "effect.no_treated",
            Self::NoControls { .. } => "effect.no_controls",
            Self::OnePeriod { .. } => "effect.one_period",
            Self::UnknownId { .. } => "effect.unknown_id",
            Self::Conflict { .. } => "effect.conflict",
            Self::Repeated { .. } => "effect.repeated",
            Self::Staggered { .. } => "effect.staggered",
            Self::OnlyListed { .. } => "effect.only_listed",
            Self::Option { .. } => "effect.option",
            Self::Singular { .. } => "effect.singular",
            Self::NotSettled { .. } => "effect.not_settled",
        }
    }
}

/// Refuses a column that is not as long as the first one.
pub(crate) fn same_length(name: &'static str, got: usize, expected: usize) -> Result<(), EffectError> {
    if got == expected { Ok(()) } else { Err(EffectError::Length { name, got, expected }) }
}

/// Refuses values that are not finite numbers.
pub(crate) fn all_finite(name: &'static str, values: &[f64]) -> Result<(), EffectError> {
    match values.iter().find(|value| !value.is_finite()) {
        Some(&value) => Err(EffectError::Parameter { name, value, expected: "a finite number" }),
        None => Ok(()),
    }
}
