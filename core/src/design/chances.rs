//! With what chance each school is visited.

use obektiv_derive::described;
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all, same_length};
use crate::function::{Input, Kind};

/// Options of [`chances`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChancesOptions {
    /// No chance is below it: every weight is at most one over it.
    pub floor: f64,
    /// The visits are to be counted up for all schools; without, unsuspicious schools may have no
    /// chance.
    pub estimate: bool,
}

impl Default for ChancesOptions {
    fn default() -> Self {
        Self { floor: 0.02, estimate: true }
    }
}

/// Chances of a visit by risk and size, so that a number of visits comes out.
///
/// ```text
/// z_j = w_j·√(p_j(1 − p_j));
/// π_j = n·z_j/Σz, at most 1, at least `floor`: those at a bound are set, the others scaled again
/// ```
/// `weight` are pupils or ones, `risk` the chance of what is looked for. Without a floor nothing
/// can be said about unsuspicious schools: `floor = 0` is refused where `estimate` is asked for.
///
/// Where a team visits `per_trip` schools of one municipality, `group` names it, and chances are
/// those of two stages:
///
/// ```text
/// π_g = trips·z_g/Σz, at most 1, at least floor·N_g/k;   k per trip, visits/k trips, z_g = Σ z_j,
///     N_g schools
/// π_j|g = k·z_j/z_g, at most 1, at least floor/π_g;   π_j = π_g·π_j|g: their sum is the visits
/// ```
/// [`draw`](super::draw()) and [`estimate`](super::estimate()) take the same groups.
///
/// # Errors
/// [`DesignError::Parameter`] for visits that are none, more than schools, no whole number of trips
/// or less than the floor alone asks for, risks that are not shares or a floor of 0 with `estimate`;
/// [`DesignError::Length`]; [`DesignError::Id`] for a group that is smaller than a trip.
///
/// # Examples
/// ```python
/// >>> ob.design.chances([25, 25, 50, 100], [0.02, 0.5, 0.1, 0.1], visits=2).round(3)
/// array([0.115, 0.41 , 0.492, 0.984])
/// ```
#[described]
pub fn chances(
    weight: &[f64],
    risk: &[f64],
    visits: usize,
    options: &ChancesOptions,
) -> Result<Vec<f64>, DesignError> {
    let size = checked_size(weight, risk, visits, options)?;
    Ok(scaled(&size, visits as f64, |_| options.floor))
}

/// The sizes z, where chances can be made of them.
pub(super) fn checked_size(
    weight: &[f64],
    risk: &[f64],
    visits: usize,
    options: &ChancesOptions,
) -> Result<Vec<f64>, DesignError> {
    let n = weight.len();
    same_length("risk", risk.len(), n)?;
    all("weight", weight, "more than 0", |w| w > 0.0 && w.is_finite())?;
    all("risk", risk, "a share", |p| (0.0..=1.0).contains(&p))?;
    let floor = options.floor;
    all("floor", &[floor], "at least 0, less than 1", |f| (0.0..1.0).contains(&f))?;
    if options.estimate {
        all("floor", &[floor], "more than 0: unsuspicious schools need a chance", |f| f > 0.0)?;
    }
    if visits == 0 || visits > n {
        let expected = "at least 1, at most the schools";
        return Err(DesignError::Parameter { name: "visits", value: visits as f64, expected });
    }
    if floor * n as f64 > visits as f64 {
        return Err(DesignError::Parameter {
            name: "floor",
            value: floor,
            expected: "at most visits over schools",
        });
    }
    Ok(weight.iter().zip(risk).map(|(w, p)| w * (p * (1.0 - p)).sqrt()).collect())
}

/// Inputs of what goes by weight and risk.
pub(super) const WEIGHT_AND_RISK: [Input; 2] = [
    Input::new("weight", Kind::Numbers).doc("Pupils of each school, or ones."),
    Input::new("risk", Kind::Numbers).doc("The chance of what is looked for in each school."),
];

/// Chances in proportion to a size that sum to n, at most 1 and at least each one's floor.
pub(super) fn scaled(size: &[f64], n: f64, floor: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut fixed: Vec<Option<f64>> = vec![None; size.len()];
    loop {
        let taken: f64 = fixed.iter().flatten().sum();
        let open: Vec<usize> = (0..size.len()).filter(|&j| fixed[j].is_none()).collect();
        let all: f64 = open.iter().map(|&j| size[j]).sum();
        // Without any size left all are alike.
        let part = |j: usize| {
            if all > 0.0 { (n - taken) * size[j] / all } else { (n - taken) / open.len() as f64 }
        };
        let high: Vec<usize> = open.iter().copied().filter(|&j| part(j) >= 1.0).collect();
        let low: Vec<usize> = open.iter().copied().filter(|&j| part(j) < floor(j)).collect();
        if high.is_empty() && low.is_empty() {
            return (0..size.len()).map(|j| fixed[j].unwrap_or_else(|| part(j))).collect();
        }
        // The side that moves more than the other is right to be set first.
        let above: f64 = high.iter().map(|&j| part(j) - 1.0).sum();
        let below: f64 = low.iter().map(|&j| floor(j) - part(j)).sum();
        if above >= below {
            high.iter().for_each(|&j| fixed[j] = Some(1.0));
        }
        if below >= above {
            low.iter().for_each(|&j| fixed[j] = Some(floor(j)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{frame, near};
    use super::*;

    #[test]
    fn chances_are_those_of_an_established_program() {
        let (table, want) = frame();
        let (size, risk) = (table.numbers("size"), table.numbers("risk"));
        let free = ChancesOptions { floor: 0.0, estimate: false };
        let found = chances(&size, &risk, 14, &free).unwrap();
        let floored = chances(&size, &risk, 14, &ChancesOptions { floor: 0.08, estimate: true }).unwrap();
        for j in 0..60 {
            near(found[j], &want["inclusionprobabilities"][j], 1e-8);
            near(floored[j], &want["with_floor"][j], 1e-8);
        }
        near(floored.iter().sum(), &serde_json::json!(14.0), 1e-12);
    }

    #[test]
    fn large_ones_are_certain_and_the_others_share_the_rest() {
        let found = scaled(&[100.0, 1.0, 1.0, 2.0], 3.0, |_| 0.0);
        assert_eq!(found, [1.0, 0.5, 0.5, 1.0]);
        let both = scaled(&[100.0, 1.0, 1.0, 0.0], 2.0, |_| 0.1);
        assert!((both.iter().sum::<f64>() - 2.0).abs() < 1e-12 && (both[3] - 0.1).abs() < 1e-12);
    }

    #[test]
    fn no_chance_for_the_unsuspicious_is_refused() {
        let code = |floor, estimate, visits| {
            chances(&[1.0; 4], &[0.1; 4], visits, &ChancesOptions { floor, estimate }).unwrap_err().code()
        };
        assert_eq!(code(0.0, true, 2), "design.parameter");
        assert_eq!(code(0.9, true, 2), "design.parameter");
        assert_eq!(code(0.1, true, 5), "design.parameter");
        assert_eq!(code(0.1, true, 0), "design.parameter");
        let odd = chances(&[1.0; 2], &[0.1, 1.5], 1, &ChancesOptions::default()).unwrap_err();
        assert!(matches!(odd, DesignError::Parameter { name: "risk", .. }));
    }
}
