//! One helped unit beside a mixture of others that followed it before.

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Record, described};
use serde::Serialize;

use super::error::EffectError;
use super::panel::{FOUR_COLUMNS, Panel, with_panel};
use super::randomisation::caution;
use super::result::{Counts, Effect, Numbers};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Groups, NoOptions, Output, Shape, options};

/// The least years before: with fewer anything fits.
const LEAST_BEFORE: usize = 5;
/// A fit further off, in standard deviations of all outcomes before, is poor.
const POOR: f64 = 0.25;

/// A donor's part in the synthetic unit.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct DonorWeight {
    /// The donor.
    pub unit: String,
    /// Its weight; all sum to 1.
    pub weight: f64,
}

/// A unit's distance from its synthetic one in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Gap {
    /// The year.
    pub period: i32,
    /// The unit less its synthetic one.
    pub gap: f64,
}

/// What the same does for a unit that was not helped.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Placebo {
    /// The unit.
    pub unit: String,
    /// Its mean gap after.
    pub estimate: f64,
    /// Root mean square gap before.
    pub pre_rmspe: f64,
    /// Root mean square gap after.
    pub post_rmspe: f64,
    /// post_rmspe/pre_rmspe; `None` where the fit before is exact.
    pub ratio: Option<f64>,
}

/// What [`synthetic_control`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct SyntheticControl {
    /// The mean gap after; p is the place of its ratio among all units.
    #[serde(flatten)]
    pub effect: Effect,
    /// Donors with a weight above 0.
    pub weights: Vec<DonorWeight>,
    /// Gaps of all years.
    pub gaps: Vec<Gap>,
    /// Squared gaps before, summed.
    pub objective: f64,
    /// The helped unit itself, as placebos are shown.
    pub fit: Placebo,
    /// Every donor as if it had been helped.
    pub placebo: Vec<Placebo>,
    /// p among units whose fit before is at most twice as far off; the helped one counts.
    pub pvalue_of_fitting: f64,
}

/// Units × years, those before first.
pub(super) struct Grid {
    pub names: Vec<String>,
    pub outcome: Vec<Vec<f64>>,
    pub treated: Vec<bool>,
    pub periods: Vec<i32>,
    pub before: usize,
    pub left_out: usize,
}

impl Grid {
    /// A balanced panel with one start; units that lack a year are left out.
    pub fn of(panel: &Panel<'_>) -> Result<Self, EffectError> {
        let table = panel.table(false)?;
        let start = table.one_cohort()?;
        let before = table.periods.iter().filter(|t| **t < start).count();
        let mut cells = vec![vec![f64::NAN; table.periods.len()]; table.names.len()];
        for (row, &u) in table.unit.iter().enumerate() {
            let t = table.periods.partition_point(|p| *p < table.period[row]);
            cells[u][t] = table.outcome[row];
        }
        let kept: Vec<usize> = (0..cells.len()).filter(|&u| cells[u].iter().all(|y| y.is_finite())).collect();
        let left_out = cells.len() - kept.len();
        let this = Self {
            names: kept.iter().map(|&u| table.names[u].clone()).collect(),
            outcome: kept.iter().map(|&u| std::mem::take(&mut cells[u])).collect(),
            treated: kept.iter().map(|&u| table.cohort[u].is_some()).collect(),
            periods: table.periods,
            before,
            left_out,
        };
        if !this.treated.iter().any(|t| *t) {
            return Err(EffectError::NoTreated { name: "outcome" });
        }
        if this.treated.iter().all(|t| *t) {
            return Err(EffectError::NoControls { name: "outcome" });
        }
        Ok(this)
    }

    pub fn donors(&self) -> Vec<usize> {
        (0..self.names.len()).filter(|&u| !self.treated[u]).collect()
    }

    pub fn helped(&self) -> Vec<usize> {
        (0..self.names.len()).filter(|&u| self.treated[u]).collect()
    }

    /// The mean change of a unit.
    pub fn change(&self, u: usize) -> f64 {
        let (before, after) = self.outcome[u].split_at(self.before);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        mean(after) - mean(before)
    }
}

/// Weights w ≥ 0, Σw = 1 that make |y − Yw|² smallest: donors come in while they help and go out
/// where they would be negative.
fn simplex(y: &[f64], donors: &[&[f64]]) -> Vec<f64> {
    let n = donors.len();
    let distance = |j: usize| y.iter().zip(donors[j]).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    let first = (0..n).min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap_or(0);
    let mut w = vec![0.0; n];
    w[first] = 1.0;
    let mut support = vec![first];
    let scale = donors.iter().flat_map(|d| d.iter()).map(|x| x * x).fold(1e-300, f64::max) * y.len() as f64;
    for _ in 0..50 * (n + 1) {
        let gradient = slopes(y, donors, &w);
        let level = support.iter().map(|&j| gradient[j]).fold(f64::NEG_INFINITY, f64::max);
        let next =
            (0..n).filter(|j| !support.contains(j)).min_by(|&a, &b| gradient[a].total_cmp(&gradient[b]));
        let Some(next) = next.filter(|&j| gradient[j] < level - 1e-13 * scale) else { break };
        support.push(next);
        // Towards the best of this support, as far as no weight becomes negative.
        while let Some(best) = on_support(y, donors, &support) {
            let part = support
                .iter()
                .zip(&best)
                .filter(|(_, b)| **b <= 0.0)
                .map(|(&j, b)| w[j] / (w[j] - b))
                .fold(1.0, f64::min);
            support.iter().zip(&best).for_each(|(&j, b)| w[j] += part * (b - w[j]));
            if best.iter().all(|b| *b > 0.0) {
                break;
            }
            let smallest = support.iter().map(|&j| w[j]).fold(f64::INFINITY, f64::min).max(1e-14);
            support.retain(|&j| w[j] > smallest);
            (0..n).filter(|j| !support.contains(j)).for_each(|j| w[j] = 0.0);
        }
    }
    w
}

/// Half of the derivatives of |y − Yw|².
fn slopes(y: &[f64], donors: &[&[f64]], w: &[f64]) -> Vec<f64> {
    let rest: Vec<f64> =
        (0..y.len()).map(|t| donors.iter().zip(w).map(|(d, w)| w * d[t]).sum::<f64>() - y[t]).collect();
    donors.iter().map(|d| d.iter().zip(&rest).map(|(d, r)| d * r).sum()).collect()
}

/// Weights of these donors alone that sum to 1, of any sign.
fn on_support(y: &[f64], donors: &[&[f64]], support: &[usize]) -> Option<Vec<f64>> {
    let (first, others) = support.split_first()?;
    if others.is_empty() {
        return Some(vec![1.0]);
    }
    // In differences from the first donor the sum takes care of itself.
    let x = DMatrix::from_fn(y.len(), others.len(), |t, k| donors[others[k]][t] - donors[*first][t]);
    let rest = DVector::from_fn(y.len(), |t, _| y[t] - donors[*first][t]);
    let found = x.svd(true, true).solve(&rest, 1e-12).ok()?;
    let mut all = vec![1.0 - found.sum()];
    all.extend(found.iter());
    Some(all)
}

/// A unit beside its donors.
struct Fit {
    weights: Vec<f64>,
    gaps: Vec<f64>,
}

impl Grid {
    fn fit(&self, unit: usize, donors: &[usize]) -> Fit {
        let before: Vec<&[f64]> = donors.iter().map(|&d| &self.outcome[d][..self.before]).collect();
        let weights = simplex(&self.outcome[unit][..self.before], &before);
        let synthetic =
            |t: usize| donors.iter().zip(&weights).map(|(&d, w)| w * self.outcome[d][t]).sum::<f64>();
        let gaps = (0..self.periods.len()).map(|t| self.outcome[unit][t] - synthetic(t)).collect();
        Fit { weights, gaps }
    }

    fn placebo(&self, unit: usize, fit: &Fit) -> Placebo {
        let (before, after) = fit.gaps.split_at(self.before);
        let rms = |gaps: &[f64]| (gaps.iter().map(|g| g * g).sum::<f64>() / gaps.len() as f64).sqrt();
        let (pre_rmspe, post_rmspe) = (rms(before), rms(after));
        Placebo {
            unit: self.names[unit].clone(),
            estimate: after.iter().sum::<f64>() / after.len() as f64,
            pre_rmspe,
            post_rmspe,
            ratio: (pre_rmspe > 0.0).then(|| post_rmspe / pre_rmspe),
        }
    }

    /// The standard deviation of all outcomes before.
    fn spread_before(&self) -> f64 {
        let all: Vec<f64> = self.outcome.iter().flat_map(|y| y[..self.before].iter().copied()).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        (all.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / all.len() as f64).sqrt()
    }
}

/// One helped unit beside the mixture of others that followed it best before.
///
/// ```text
/// w: min |y₁ − Y₀w|² over the years before, w ≥ 0, Σw = 1;   gap_t = y₁t − Σ w_j y_jt;
/// effect: mean gap after
/// placebo in space: every donor as if helped, the helped one no donor;
/// ratio = RMSPE after / RMSPE before
/// p = rank of the helped unit's ratio / (J + 1);   smallest 1/(J + 1)
/// ```
/// Outcomes only. With more donors than years before the weights are not unique: read gaps, never
/// weights. There is no interval: the placebos are what there is. Units that lack a year are left
/// out and counted.
///
/// # Errors
/// [`EffectError::TooFew`] below five years before (use a matched comparison and
/// [`randomisation`](super::randomisation())) or two donors, [`EffectError::Option`] for several
/// helped units (use [`synthetic_did`](super::synthetic_did())), and those of panels.
///
/// # Examples
/// ```python
/// >>> unit, year = np.repeat(np.arange(8), 7), np.tile(np.arange(2014, 2021), 8)
/// >>> outcome = np.sin(unit * year) - 2.0 * ((unit == 0) & (year >= 2019))
/// >>> first = np.where(unit == 0, 2019.0, np.nan)
/// >>> found = ob.effect.synthetic_control(unit, year, outcome, first)
/// >>> round(found.estimate, 2), found.pvalue, found.smallest_attainable_pvalue
/// (-1.82, 0.125, 0.125)
/// >>> [(gap.period, round(gap.gap, 2)) for gap in found.gaps][-2:]
/// [(2019, -1.64), (2020, -2.01)]
/// ```
///
/// # References
/// Abadie, Diamond & Hainmueller (2010), Journal of the American Statistical Association 105,
/// 493–505.
#[described]
pub fn synthetic_control(panel: &Panel<'_>) -> Result<SyntheticControl, EffectError> {
    let grid = Grid::of(panel)?;
    let (helped, donors) = (grid.helped(), grid.donors());
    let [unit] = helped[..] else {
        return Err(EffectError::Option { name: "first_treated", expected: "given for one unit only" });
    };
    if grid.before < LEAST_BEFORE {
        let of = "years before the help";
        return Err(EffectError::TooFew { name: "period", got: grid.before, of, least: LEAST_BEFORE });
    }
    if donors.len() < 2 {
        return Err(EffectError::TooFew { name: "unit", got: donors.len(), of: "donors", least: 2 });
    }
    let fit = grid.fit(unit, &donors);
    let own = grid.placebo(unit, &fit);
    let placebo: Vec<Placebo> = crate::threads::each(&donors, |&donor| {
        let others: Vec<usize> = donors.iter().copied().filter(|&d| d != donor).collect();
        grid.placebo(donor, &grid.fit(donor, &others))
    });
    let rank = |chosen: &dyn Fn(&Placebo) -> bool| {
        let ratio = |p: &Placebo| p.ratio.unwrap_or(f64::INFINITY);
        let all = placebo.iter().filter(|p| chosen(p));
        let above = all.clone().filter(|p| ratio(p) >= ratio(&own)).count();
        (above + 1) as f64 / (all.count() + 1) as f64
    };
    let (pvalue, pvalue_of_fitting) = (rank(&|_| true), rank(&|p| p.pre_rmspe <= 2.0 * own.pre_rmspe));
    let naive = grid.change(unit);
    let numbers = Numbers {
        estimate: own.estimate,
        pvalue: Some(pvalue),
        smallest: Some(1.0 / (donors.len() + 1) as f64),
        naive: Some(naive),
        expected: Some(naive - own.estimate),
        ..Numbers::default()
    };
    let effect = effect(&grid, numbers, &own, donors.len());
    let weights = donors.iter().zip(&fit.weights).filter(|(_, w)| **w > 0.0);
    Ok(SyntheticControl {
        effect,
        weights: weights.map(|(&d, &weight)| DonorWeight { unit: grid.names[d].clone(), weight }).collect(),
        gaps: grid.periods.iter().zip(&fit.gaps).map(|(&period, &gap)| Gap { period, gap }).collect(),
        objective: fit.gaps[..grid.before].iter().map(|g| g * g).sum(),
        fit: own,
        placebo,
        pvalue_of_fitting,
    })
}

/// [`synthetic_control`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.synthetic_control",
    doc: SYNTHETIC_CONTROL_DOC,
    inputs: &FOUR_COLUMNS,
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Record(SyntheticControl::described),
    run: |given| {
        given.options::<NoOptions>()?;
        with_panel(given, false, |panel| Ok(Output::record(&synthetic_control(panel)?)))
    },
};

fn effect(grid: &Grid, numbers: Numbers, own: &Placebo, donors: usize) -> Effect {
    let counts = Counts { treated: 1, controls: donors, clusters: donors + 1, treated_clusters: 1 };
    let mut warnings = vec![Warning::TooFewTreated { clusters: 1 }, Warning::NotByLot];
    if donors > grid.before {
        warnings.push(Warning::WeightsNotUnique);
    }
    let standardised = own.pre_rmspe / grid.spread_before();
    if standardised > POOR {
        warnings.push(Warning::PoorFit { standardised });
    }
    if grid.left_out > 0 {
        warnings.push(Warning::LeftOut { rows: grid.left_out });
    }
    let comparison = Words::new(
        "Территория с помощью и смесь других, которая до помощи шла так же",
        "The helped unit beside the mixture of others that followed it before",
    );
    Effect::of(numbers, counts, "synthetic control, placebo in space", comparison, caution(false), warnings)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::fixtures::{Csv, close, json, near};
    use super::*;

    /// A table of municipalities, some helped from the first year in which they say so.
    pub(in super::super) fn with_panel<T>(table: &Csv, function: impl Fn(&Panel<'_>) -> T) -> T {
        let (unit, period, treated) =
            (table.text("municipality"), table.whole("year"), table.flags("treated"));
        let start =
            |name: &str| (0..unit.len()).filter(|&i| unit[i] == name && treated[i]).map(|i| period[i]).min();
        let first: Vec<_> = unit.iter().map(|name| start(name)).collect();
        function(&Panel {
            unit: &unit,
            period: &period,
            outcome: &table.numbers("y"),
            first_treated: &first,
            cluster: None,
            weight: None,
        })
    }

    #[test]
    fn gaps_and_ratios_are_those_of_the_reference() {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/synth_one.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/synth_one.py.json"));
        let found = with_panel(&table, |panel| synthetic_control(panel).unwrap());
        near(found.objective, &want["units"]["m00"]["objective"], 1e-10);
        for (gap, want) in found.gaps.iter().zip(want["units"]["m00"]["gap"].as_array().unwrap()) {
            near(gap.gap, want, 1e-7);
        }
        for DonorWeight { unit, weight } in &found.weights {
            near(*weight, &want["units"]["m00"]["weights"][unit], 1e-6);
        }
        for placebo in found.placebo.iter().chain([&found.fit]) {
            let want = &want["units"][&placebo.unit];
            near(placebo.pre_rmspe, &want["pre_rmspe"], 1e-7);
            near(placebo.post_rmspe, &want["post_rmspe"], 1e-7);
        }
        near(found.effect.pvalue.unwrap(), &want["p_ratio_rank"], 1e-12);
        near(found.effect.estimate, &want["effect_mean_post"], 1e-7);
        assert!(found.effect.warnings.contains(&Warning::WeightsNotUnique));
    }

    /// Of each donor the slope of the objective: equal where it has weight, not lower elsewhere.
    /// That is what a least value on the simplex is, however it was found.
    #[test]
    fn no_weight_can_be_moved_to_fit_better() {
        for file in [
            include_str!("../../../tests/fixtures/effect/synth_one.csv"),
            include_str!("../../../tests/fixtures/effect/california_prop99.csv"),
        ] {
            let grid = with_panel(&Csv::of(file), |panel| Grid::of(panel).unwrap());
            let (unit, donors) = (grid.helped()[0], grid.donors());
            let fit = grid.fit(unit, &donors);
            let slope = |&d: &usize| -> f64 {
                (0..grid.before).map(|t| -2.0 * grid.outcome[d][t] * fit.gaps[t]).sum()
            };
            let slopes: Vec<f64> = donors.iter().map(slope).collect();
            let scale = slopes.iter().fold(0.0, |most: f64, s| most.max(s.abs()));
            let level: f64 = slopes.iter().zip(&fit.weights).map(|(s, w)| s * w).sum();
            close(fit.weights.iter().sum(), 1.0, 1e-12);
            for (slope, weight) in slopes.iter().zip(&fit.weights) {
                assert!(slope - level > -1e-7 * scale && (*weight == 0.0 || slope - level < 1e-7 * scale));
            }
        }
    }

    /// `sc_estimate` of the program `synthdid` has a ridge and stops early: its weights give its
    /// estimate, and fit the years before no better than ours. So its numbers are not reproduced.
    #[test]
    fn a_program_with_a_ridge_fits_no_better_and_estimates_a_little_else() {
        let grid =
            with_panel(&Csv::of(include_str!("../../../tests/fixtures/effect/synth_one.csv")), |panel| {
                Grid::of(panel).unwrap()
            });
        let (unit, donors) = (grid.helped()[0], grid.donors());
        let want = json(include_str!("../../../tests/fixtures/effect/synth_one.R.json"));
        let omega: Vec<f64> = serde_json::from_value(want["sc_estimate"]["omega"].clone()).unwrap();
        let gap = |t: usize| {
            let mixed = donors.iter().zip(&omega).map(|(&d, w)| w * grid.outcome[d][t]).sum::<f64>();
            grid.outcome[unit][t] - mixed
        };
        let after = grid.before..grid.periods.len();
        let estimate = after.clone().map(gap).sum::<f64>() / after.len() as f64;
        near(estimate, &want["sc_estimate"]["estimate"], 1e-9);
        let theirs: f64 = (0..grid.before).map(|t| gap(t) * gap(t)).sum();
        let ours = grid.fit(unit, &donors);
        assert!(ours.gaps[..grid.before].iter().map(|g| g * g).sum::<f64>() < theirs);
        let california = Csv::of(include_str!("../../../tests/fixtures/effect/california_prop99.csv"));
        let published = json(include_str!("../../../tests/fixtures/effect/california_prop99.R.json"));
        let found = with_panel(&california, |panel| synthetic_control(panel).unwrap()).effect.estimate;
        close(found, published["estimates"]["sc"].as_f64().unwrap(), 0.01);
    }

    #[test]
    fn the_best_mixture_is_found_where_it_is_known() {
        let donors: [&[f64]; 3] = [&[1.0, 0.0, 0.0], &[0.0, 1.0, 0.0], &[0.0, 0.0, 1.0]];
        let w = simplex(&[0.5, 0.3, 0.2], &donors);
        [0.5, 0.3, 0.2].iter().zip(&w).for_each(|(want, got)| close(*got, *want, 1e-12));
        // Outside: the nearest point of the triangle.
        let w = simplex(&[2.0, 0.0, 0.0], &donors);
        assert_eq!(w, [1.0, 0.0, 0.0]);
        let w = simplex(&[0.8, 0.6, -3.0], &donors);
        [0.6, 0.4, 0.0].iter().zip(&w).for_each(|(want, got)| close(*got, *want, 1e-12));
    }

    #[test]
    fn few_years_and_several_units_are_refused_by_name() {
        let block = Csv::of(include_str!("../../../tests/fixtures/effect/synth_block.csv"));
        let error = with_panel(&block, |panel| synthetic_control(panel).unwrap_err());
        assert_eq!(error.code(), "effect.option");
        let panel = Panel {
            unit: &["a", "a", "b", "b", "c", "c"],
            period: &[1, 2, 1, 2, 1, 2],
            outcome: &[1.0; 6],
            first_treated: &[Some(2), Some(2), None, None, None, None],
            cluster: None,
            weight: None,
        };
        assert_eq!(synthetic_control(&panel).unwrap_err().code(), "effect.too_few");
    }
}
