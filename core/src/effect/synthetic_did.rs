//! Synthetic difference in differences: units and years weighted so that helped and others moved
//! alike before.

use obektiv_derive::{Record, described};
use serde::Serialize;

use super::did::LEAST_TREATED;
use super::error::EffectError;
use super::panel::{FOUR_COLUMNS, Panel, with_panel};
use super::randomisation::caution;
use super::result::{Counts, Effect, Numbers, around};
use super::synthetic_control::{DonorWeight, Grid};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Groups, NoOptions, Output, Shape, options};
use crate::math::{Z95, normal_upper};
use crate::watch;

/// A year's weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct YearWeight {
    /// The year.
    pub period: i32,
    /// Its weight; all sum to 1.
    pub weight: f64,
}

/// What [`synthetic_did`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct SyntheticDid {
    /// The effect.
    #[serde(flatten)]
    pub effect: Effect,
    /// Jackknife over units, weights kept, for two helped units or more.
    pub se: Option<f64>,
    /// Weights of units that were not helped.
    pub unit_weights: Vec<DonorWeight>,
    /// Weights of years before.
    pub year_weights: Vec<YearWeight>,
    /// For one helped unit: each other one as if it had been helped.
    pub placebo: Vec<f64>,
    /// Difference in differences with equal weights.
    pub unweighted: f64,
}

/// A least squares problem for weights w ≥ 0, Σw = 1, with a level: rows × columns, and what they
/// should give.
struct Problem {
    columns: Vec<Vec<f64>>,
    target: Vec<f64>,
    /// ζ² times the number of rows.
    ridge: f64,
}

impl Problem {
    fn new(columns: Vec<Vec<f64>>, target: Vec<f64>, zeta: f64) -> Self {
        let centred = |values: Vec<f64>| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.into_iter().map(|x| x - mean).collect::<Vec<f64>>()
        };
        let ridge = target.len() as f64 * zeta * zeta;
        Self { columns: columns.into_iter().map(centred).collect(), target: centred(target), ridge }
    }

    fn rest(&self, w: &[f64]) -> Vec<f64> {
        let fitted = |t: usize| self.columns.iter().zip(w).map(|(c, w)| w * c[t]).sum::<f64>();
        (0..self.target.len()).map(|t| fitted(t) - self.target[t]).collect()
    }

    fn value(&self, w: &[f64]) -> f64 {
        let n = self.target.len() as f64;
        let square: f64 = w.iter().map(|w| w * w).sum();
        (self.ridge * square + self.rest(w).iter().map(|r| r * r).sum::<f64>()) / n
    }

    /// One step of Frank and Wolfe: towards the best corner, as far as it helps.
    fn step(&self, w: &mut [f64]) {
        let rest = self.rest(w);
        let slope =
            |j: usize| self.columns[j].iter().zip(&rest).map(|(c, r)| c * r).sum::<f64>() + self.ridge * w[j];
        let slopes: Vec<f64> = (0..w.len()).map(slope).collect();
        let corner = (0..w.len()).min_by(|&a, &b| slopes[a].total_cmp(&slopes[b])).unwrap_or(0);
        let towards: Vec<f64> =
            w.iter().enumerate().map(|(j, w)| if j == corner { 1.0 - w } else { -w }).collect();
        let length: f64 = towards.iter().map(|d| d * d).sum();
        if length == 0.0 {
            return;
        }
        let moved: f64 = (0..rest.len())
            .map(|t| {
                let change = self.columns[corner][t] - rest[t] - self.target[t];
                change * change
            })
            .sum();
        let down: f64 = slopes.iter().zip(&towards).map(|(s, d)| s * d).sum();
        let part = (-down / (moved + self.ridge * length)).clamp(0.0, 1.0);
        w.iter_mut().zip(&towards).for_each(|(w, d)| *w += part * d);
    }

    fn descend(&self, start: Vec<f64>, most: usize, least: f64) -> Vec<f64> {
        let mut w = start;
        let mut last = f64::INFINITY;
        for k in 0..most {
            watch::check();
            self.step(&mut w);
            let value = self.value(&w);
            if k > 0 && last - value <= least * least {
                break;
            }
            last = value;
        }
        w
    }

    /// A hundred steps, small weights to 0, and on from there.
    fn solve(&self, least: f64) -> Vec<f64> {
        let n = self.columns.len();
        let rough = self.descend(vec![1.0 / n as f64; n], 100, least);
        let largest = rough.iter().copied().fold(0.0, f64::max);
        let kept: Vec<f64> = rough.iter().map(|&w| if w <= largest / 4.0 { 0.0 } else { w }).collect();
        let all: f64 = kept.iter().sum();
        self.descend(kept.iter().map(|w| w / all).collect(), 10_000, least)
    }
}

/// Weights of units and years, and the estimate.
struct Weighted {
    omega: Vec<f64>,
    lambda: Vec<f64>,
    estimate: f64,
}

impl Grid {
    fn mean_of(&self, units: &[usize], t: usize) -> f64 {
        units.iter().map(|&u| self.outcome[u][t]).sum::<f64>() / units.len() as f64
    }

    fn after_of(&self, u: usize) -> f64 {
        let after = &self.outcome[u][self.before..];
        after.iter().sum::<f64>() / after.len() as f64
    }

    /// The deviation of yearly changes of these units before.
    fn noise(&self, units: &[usize]) -> f64 {
        let changes: Vec<f64> = units
            .iter()
            .flat_map(|&u| self.outcome[u][..self.before].windows(2).map(|pair| pair[1] - pair[0]))
            .collect();
        let n = changes.len() as f64;
        let mean = changes.iter().sum::<f64>() / n;
        (changes.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / (n - 1.0)).sqrt()
    }

    fn weighted(&self, helped: &[usize], donors: &[usize]) -> Weighted {
        let sigma = self.noise(donors);
        let years = self.periods.len() - self.before;
        let zeta = (helped.len() as f64 * years as f64).powf(0.25) * sigma;
        let by_year = |t: usize| donors.iter().map(|&u| self.outcome[u][t]).collect::<Vec<_>>();
        let after = donors.iter().map(|&u| self.after_of(u)).collect();
        let times = Problem::new((0..self.before).map(by_year).collect(), after, 1e-6 * sigma);
        let by_unit = donors.iter().map(|&u| self.outcome[u][..self.before].to_vec()).collect();
        let target = (0..self.before).map(|t| self.mean_of(helped, t)).collect();
        let units = Problem::new(by_unit, target, zeta);
        let (omega, lambda) = (units.solve(1e-5 * sigma), times.solve(1e-5 * sigma));
        let estimate = self.estimate(helped, donors, &omega, &lambda);
        Weighted { omega, lambda, estimate }
    }

    /// (mean after − weighted years before) of helped, less the same of weighted others.
    fn estimate(&self, helped: &[usize], donors: &[usize], omega: &[f64], lambda: &[f64]) -> f64 {
        let change = |u: usize| {
            self.after_of(u) - lambda.iter().zip(&self.outcome[u]).map(|(l, y)| l * y).sum::<f64>()
        };
        let own = helped.iter().map(|&u| change(u)).sum::<f64>() / helped.len() as f64;
        own - donors.iter().zip(omega).map(|(&u, w)| w * change(u)).sum::<f64>()
    }

    /// Each unit left out in turn, weights kept.
    fn jackknife(&self, helped: &[usize], donors: &[usize], found: &Weighted) -> Option<f64> {
        if helped.len() < 2 || found.omega.iter().filter(|w| **w > 0.0).count() < 2 {
            return None;
        }
        let mut values = Vec::new();
        for left in 0..donors.len() + helped.len() {
            let keep = |k: usize| k != left;
            let units: Vec<usize> = (0..donors.len()).filter(|&k| keep(k)).collect();
            let all: f64 = units.iter().map(|&k| found.omega[k]).sum();
            let omega: Vec<f64> = units.iter().map(|&k| found.omega[k] / all).collect();
            let others: Vec<usize> = units.iter().map(|&k| donors[k]).collect();
            let own: Vec<usize> =
                (0..helped.len()).filter(|&k| keep(donors.len() + k)).map(|k| helped[k]).collect();
            values.push(self.estimate(&own, &others, &omega, &found.lambda));
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        Some(((n - 1.0) / n * values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()).sqrt())
    }
}

/// Synthetic difference in differences.
///
/// ```text
/// σ̂: deviation of yearly changes of others before;   ζ = (N_helped·T_after)^¼·σ̂
/// ω: min |ω₀ + Y'ω − ȳ_helped|²/T₀ + ζ²|ω|²;   λ the same over years with 1e-6·σ̂;
/// ω, λ ≥ 0, sums 1
/// τ̂ = (ȳ_helped,after − λ'y_helped) − ω'(ȳ_after − Yλ)
/// Frank and Wolfe's steps from equal weights: 100, weights up to a quarter of the largest to 0,
///     then at most 10⁴,
/// until the value falls by (1e-5·σ̂)² or less
/// ```
/// For two helped units or more the standard error is the jackknife over units with weights kept,
/// and from four helped units on interval and p-value come from it. For one, p is the place among
/// all units as if they had been helped, at least 1/(J + 1).
///
/// # Errors
/// [`EffectError::TooFew`] below three years before or two units not helped, and those of panels.
///
/// # Examples
/// ```python
/// >>> unit, year = np.repeat(np.arange(8), 7), np.tile(np.arange(2014, 2021), 8)
/// >>> outcome = np.sin(unit * year) - 2.0 * ((unit == 0) & (year >= 2019))
/// >>> first = np.where(unit == 0, 2019.0, np.nan)
/// >>> found = ob.effect.synthetic_did(unit, year, outcome, first)
/// >>> round(found.estimate, 2), found.pvalue, round(found.unweighted, 2)
/// (-1.7, 0.125, -1.99)
/// ```
///
/// # References
/// Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111, 4088–4118.
#[described]
pub fn synthetic_did(panel: &Panel<'_>) -> Result<SyntheticDid, EffectError> {
    let grid = Grid::of(panel)?;
    let (helped, donors) = (grid.helped(), grid.donors());
    if grid.before < 3 {
        let of = "years before the help";
        return Err(EffectError::TooFew { name: "period", got: grid.before, of, least: 3 });
    }
    if donors.len() < 2 {
        return Err(EffectError::TooFew {
            name: "unit",
            got: donors.len(),
            of: "units not helped",
            least: 2,
        });
    }
    let found = grid.weighted(&helped, &donors);
    let se = grid.jackknife(&helped, &donors, &found);
    let placebo: Vec<f64> = if helped.len() > 1 {
        Vec::new()
    } else {
        crate::threads::each(&donors, |&donor| {
            let others: Vec<usize> = donors.iter().copied().filter(|&d| d != donor).collect();
            grid.weighted(&[donor], &others).estimate
        })
    };
    let equal = |n: usize| vec![1.0 / n as f64; n];
    let unweighted = grid.estimate(&helped, &donors, &equal(donors.len()), &equal(grid.before));
    Ok(SyntheticDid {
        effect: effect(&grid, &helped, &found, se, &placebo),
        se,
        unit_weights: donors
            .iter()
            .zip(&found.omega)
            .map(|(&d, &weight)| DonorWeight { unit: grid.names[d].clone(), weight })
            .collect(),
        year_weights: grid
            .periods
            .iter()
            .zip(&found.lambda)
            .map(|(&period, &weight)| YearWeight { period, weight })
            .collect(),
        placebo,
        unweighted,
    })
}

/// [`synthetic_did`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.synthetic_did",
    doc: SYNTHETIC_DID_DOC,
    inputs: &FOUR_COLUMNS,
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Record(SyntheticDid::described),
    run: |given| {
        given.options::<NoOptions>()?;
        with_panel(given, false, |panel| Ok(Output::record(&synthetic_did(panel)?)))
    },
};

fn effect(grid: &Grid, helped: &[usize], found: &Weighted, se: Option<f64>, placebo: &[f64]) -> Effect {
    let donors = grid.names.len() - helped.len();
    let enough = se.filter(|_| helped.len() >= LEAST_TREATED);
    let estimate = found.estimate;
    let all = placebo.len() as f64 + 1.0;
    let rank = placebo.iter().filter(|p| p.abs() >= estimate.abs()).count() as f64 + 1.0;
    let one = helped.len() == 1;
    let naive = helped.iter().map(|&u| grid.change(u)).sum::<f64>() / helped.len() as f64;
    let numbers = Numbers {
        estimate,
        interval: enough.and_then(|se| around(estimate, Z95 * se)),
        pvalue: if one {
            Some(rank / all)
        } else {
            enough.map(|se| 2.0 * normal_upper((estimate / se).abs()))
        },
        smallest: one.then_some(1.0 / all),
        naive: Some(naive),
        expected: Some(naive - estimate),
        ..Numbers::default()
    };
    let counts = Counts {
        treated: helped.len(),
        controls: donors,
        clusters: grid.names.len(),
        treated_clusters: helped.len(),
    };
    let mut warnings = vec![Warning::NotByLot];
    if helped.len() < LEAST_TREATED {
        warnings.push(Warning::TooFewTreated { clusters: helped.len() });
    }
    if grid.left_out > 0 {
        warnings.push(Warning::LeftOut { rows: grid.left_out });
    }
    let method = if one {
        "synthetic difference in differences, placebo in space"
    } else {
        "synthetic difference in differences, jackknife over units"
    };
    let comparison = Words::new(
        "Территории с помощью и взвешенные другие, которые до помощи менялись так же",
        "Helped units beside weighted others that changed alike before",
    );
    Effect::of(numbers, counts, method, comparison, caution(false), warnings)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Csv, json, near};
    use super::super::synthetic_control::tests::with_panel;
    use super::*;

    #[test]
    fn one_helped_unit_is_as_two_programs_have_it() {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/synth_one.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/synth_one.R.json"));
        let found = with_panel(&table, |panel| synthetic_did(panel).unwrap());
        let sdid = &want["synthdid_estimate"];
        near(found.effect.estimate, &sdid["estimate"], 1e-6);
        for (got, want) in found.unit_weights.iter().zip(sdid["omega"].as_array().unwrap()) {
            near(got.weight, want, 1e-4);
        }
        for (got, want) in found.placebo.iter().zip(sdid["placebo_in_space"].as_array().unwrap()) {
            near(*got, want, 1e-6);
        }
        near(found.unweighted, &want["did_estimate"]["estimate"], 1e-10);
        assert_eq!(found.effect.smallest_attainable_pvalue, Some(1.0 / 24.0));
        assert_eq!((found.se, found.effect.lower), (None, None));
    }

    #[test]
    fn the_published_effect_of_a_tax_on_tobacco_is_found() {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/california_prop99.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/california_prop99.R.json"));
        let found = with_panel(&table, |panel| synthetic_did(panel).unwrap());
        near(found.effect.estimate, &want["estimates"]["sdid"], 1e-6);
        near(found.unweighted, &want["estimates"]["did"], 1e-6);
    }

    #[test]
    fn several_helped_units_have_the_jackknife_of_two_programs() {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/synth_block.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/synth_block.R.json"));
        let found = with_panel(&table, |panel| synthetic_did(panel).unwrap());
        let sdid = &want["synthdid_estimate"];
        near(found.effect.estimate, &sdid["estimate"], 1e-6);
        near(found.se.unwrap(), &sdid["jackknife_se"], 1e-6);
        for (got, want) in found.unit_weights.iter().zip(sdid["omega"].as_array().unwrap()) {
            near(got.weight, want, 1e-4);
        }
        for (got, want) in found.year_weights.iter().zip(sdid["lambda"].as_array().unwrap()) {
            near(got.weight, want, 1e-4);
        }
        near(found.unweighted, &want["did_estimate"]["estimate"], 1e-10);
        assert!(found.effect.pvalue.unwrap() < 1e-6);
    }

    #[test]
    fn few_years_are_refused_by_name() {
        let panel = Panel {
            unit: &["a", "a", "b", "b", "c", "c"],
            period: &[1, 2, 1, 2, 1, 2],
            outcome: &[1.0; 6],
            first_treated: &[Some(2), Some(2), None, None, None, None],
            cluster: None,
            weight: None,
        };
        assert_eq!(synthetic_did(&panel).unwrap_err().code(), "effect.too_few");
    }
}
