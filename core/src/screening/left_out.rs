use super::Rule;
use crate::data::{DataError, Grouping};
use crate::statistics::StatisticError;

/// A sign that a work cannot have.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LeftOut {
    /// The sign's id.
    pub sign: String,
    /// The unit that the policy asks for.
    pub unit: Grouping,
    /// What it would be computed over: a work's key, or a year.
    pub scope: String,
    /// Why not.
    pub reason: String,
}

impl LeftOut {
    /// What the data do not allow is left out; all else stays an error.
    pub(super) fn of(rule: &Rule, scope: String, error: StatisticError) -> Result<Self, StatisticError> {
        match error {
            StatisticError::NoBoundaries { .. }
            | StatisticError::NoJournal { .. }
            | StatisticError::NoPupils { .. }
            | StatisticError::NoUnit { .. }
            | StatisticError::NoTallies
            | StatisticError::TooFewResults { .. }
            | StatisticError::TooFewGroups { .. }
            // Options are checked with the policy: what is still out of range does not fit these
            // data.
            | StatisticError::Parameter { .. }
            | StatisticError::Data(DataError::NoGrouping { .. }) => {
                let (sign, reason) = (rule.sign.id(), error.to_string());
                Ok(Self { sign, unit: rule.unit, scope, reason })
            }
            error => Err(error),
        }
    }
}
