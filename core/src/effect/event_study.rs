//! Effects by years since the help, as sensitivity to drifts needs them.

use obektiv_derive::{Record, described};
use serde::{Deserialize, Serialize};

use super::error::{EffectError, all_finite, same_length};
use super::group_time::{Base, GroupTime, Kind, covariance};
use super::result::Effect;

/// Effects by years since the last one before the help.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyEffects {
    /// −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
    pub time: Vec<i32>,
    /// The effects; those before the help should be none.
    pub beta: Vec<f64>,
    /// Their covariance.
    pub covariance: Vec<Vec<f64>>,
}

/// What [`GroupTime::event_study`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct EventStudy {
    /// The mean effect of the years after.
    #[serde(flatten)]
    pub effect: Effect,
    /// −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
    pub time: Vec<i32>,
    /// The effects; those before the help should be none.
    pub beta: Vec<f64>,
    /// Their covariance.
    pub covariance: Vec<Vec<f64>>,
}

impl EventStudy {
    /// What [`honest`](super::honest()) takes.
    #[must_use]
    pub fn yearly(&self) -> YearlyEffects {
        YearlyEffects {
            time: self.time.clone(),
            beta: self.beta.clone(),
            covariance: self.covariance.clone(),
        }
    }
}

impl GroupTime {
    /// Effects by years since the help, for [`honest`](super::honest()); years before since the last one before the
    /// help, the universal base of [`group_time`](super::group_time()).
    ///
    /// In other languages it takes the panel again, and fails as `group_time` does.
    ///
    /// # Errors
    /// [`EffectError::Option`] for another base.
    ///
    /// # Examples
    /// ```python
    /// >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    /// >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    /// >>> outcome = np.sin(unit * year) - (year >= first)
    /// >>> found = ob.effect.event_study(unit, year, outcome, first)
    /// >>> found.time, found.beta.round(2), found.covariance.shape
    /// (array([-2, -1,  1,  2]), array([ 0.82,  0.3 , -1.14, -1.61]), (4, 4))
    /// ```
    #[described]
    pub fn event_study(&self) -> Result<EventStudy, EffectError> {
        if self.base() != Base::Universal {
            return Err(EffectError::Option { name: "base", expected: "universal" });
        }
        let parts: Vec<_> = self.dynamic().into_iter().filter(|(e, _, _)| *e != -1).collect();
        let row = |a: &[f64]| parts.iter().map(|(_, _, b)| covariance(a, b, self.cluster_of())).collect();
        Ok(EventStudy {
            effect: self.aggregate(Kind::Dynamic).effect,
            time: parts.iter().map(|(e, _, _)| e + 1).collect(),
            beta: parts.iter().map(|(_, att, _)| *att).collect(),
            covariance: parts.iter().map(|(_, _, psi)| row(psi)).collect(),
        })
    }
}

impl YearlyEffects {
    /// Years before and after.
    pub(super) fn check(&self) -> Result<(usize, usize), EffectError> {
        let n = self.time.len();
        same_length("beta", self.beta.len(), n)?;
        same_length("covariance", self.covariance.len(), n)?;
        all_finite("beta", &self.beta)?;
        for row in &self.covariance {
            same_length("covariance", row.len(), n)?;
            all_finite("covariance", row)?;
        }
        let scale = (0..n).map(|i| self.covariance[i][i].abs()).fold(0.0, f64::max);
        for (i, row) in self.covariance.iter().enumerate() {
            if let Some(j) = (0..i).find(|&j| (row[j] - self.covariance[j][i]).abs() > 1e-9 * scale) {
                let expected = "the same on both sides of its diagonal";
                return Err(EffectError::Parameter { name: "covariance", value: row[j], expected });
            }
        }
        let p = self.time.iter().filter(|t| **t < 0).count();
        let whole = |i: usize| i32::try_from(i).unwrap_or(i32::MAX);
        for (i, &t) in self.time.iter().enumerate() {
            let expected = if i < p { whole(i) - whole(p) } else { whole(i - p) + 1 };
            if t != expected {
                let expected = "the years −p…−1, 1…q in their order";
                return Err(EffectError::Parameter { name: "time", value: f64::from(t), expected });
            }
        }
        if p == n {
            return Err(EffectError::OnePeriod { name: "time", side: "after" });
        }
        Ok((p, n - p))
    }
}
