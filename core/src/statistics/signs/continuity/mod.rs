//! Continuity: a group's mean beside what its own other means and the other groups foretell.
//!
//! What it catches: a cohort whose mean jumps or falls between two works more than cohorts of other
//! groups do that began alike; a school far better in one subject than in the others; gains that
//! add up over several works. What it cannot: a level that is raised in every work alike; and it
//! does not tell which of two works is the odd one, nor why: a new teacher, a class that left, a
//! reform of a programme move means too. Pupils are not linked across works: a different half of
//! the cohort may have been present. What honest groups show: regression to the mean. A very good
//! first mean is partly luck, more so in a small group, and the next is expected lower; a
//! comparison without that calls every extreme group's return a fall. Honest groups change by more
//! than sampling besides, so the spread of changes is learned from all groups. Smallest n: with 10
//! pupils only a change of about one and a half standard deviations of pupils can be seen, with 60
//! of about one; the interval says what could be.

mod change;
mod consistency;
mod cumulative;
mod expected;
mod line;
mod means;

use obektiv_derive::Settings;

use crate::data::Tally;
use crate::statistics::shared::sign::SignOptions;
use crate::statistics::{StatisticError, group_names};
pub use change::{BY_GROUP, CHANGE, Continuity, ContinuityRow, by_group};
pub use consistency::{CONSISTENCY, CONSISTENCY_FUNCTION, consistency};
pub use cumulative::{CUMULATIVE, CUMULATIVE_FUNCTION, Cumulative, CumulativeRow, cumulative};

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct ContinuityOptions {
    /// The least number of other groups of the reference that have both means; with fewer all is
    /// NaN but the means and the change.
    pub min_reference: u64,
}

impl Default for ContinuityOptions {
    fn default() -> Self {
        Self { min_reference: 20 }
    }
}

impl SignOptions for ContinuityOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.min_reference {
            ..5 => {
                let value = self.min_reference as f64;
                Err(StatisticError::Parameter { name: "min_reference", value, expected: "5 or more" })
            }
            _ => Ok(()),
        }
    }
}

fn check<'a>(works: &[&'a Tally], options: ContinuityOptions) -> Result<Vec<&'a str>, StatisticError> {
    if works.len() < 2 {
        return Err(StatisticError::NoTallies);
    }
    options.check()?;
    group_names(works)
}

#[cfg(test)]
mod tests;
