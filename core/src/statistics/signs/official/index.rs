//! The objectivity index.

use crate::statistics::StatisticError;

/// The federal index of objectivity of a territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectivityIndex {
    /// Schools that took part.
    pub schools: u64,
    /// Schools marked by at least one sign.
    pub marked: u64,
    /// 100 · marked / schools.
    pub share: f64,
    /// 100 − share.
    pub statistic: f64,
}

/// 100 less the percentage of schools that at least one sign marks.
///
/// ```text
/// index = 100 − 100 · marked / schools
/// ```
///
/// NaN without schools.
///
/// # Errors
/// [`StatisticError::Parameter`] if more schools are marked than took part.
///
/// # Examples
/// ```
/// use obektiv::statistics::official::objectivity_index;
/// assert_eq!(objectivity_index(40, 10)?.statistic, 75.0);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// # References
/// The methodology of 2019, stages 2 and 3.
pub fn objectivity_index(schools: u64, marked: u64) -> Result<ObjectivityIndex, StatisticError> {
    if marked > schools {
        let value = marked as f64;
        return Err(StatisticError::Parameter {
            name: "marked",
            value,
            expected: "at most the number of schools",
        });
    }
    let share = 100.0 * marked as f64 / schools as f64;
    Ok(ObjectivityIndex { schools, marked, share, statistic: 100.0 - share })
}
