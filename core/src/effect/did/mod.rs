//! Difference in differences: one start of help, before and after, helped and not.

#[cfg(test)]
mod tests;

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::assignments::{Assignments, Reference};
use super::error::EffectError;
use super::panel::{COLUMNS, Panel, Table, with_panel};
use super::randomisation::{RandomisationOptions, caution};
use super::regression::{Regression, Scaling, StandardError, demeaned};
use super::result::{Counts, Effect, Numbers};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Groups, Output, Shape, options};

/// Below so many helped clusters only randomisation is left.
pub(super) const LEAST_TREATED: usize = 4;
/// Groups further apart before the help, in standard deviations, are not equally extreme.
const FAR: f64 = 0.25;

/// Options of [`did`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct DidOptions {
    /// Each unit has a level of its own; without, only helped and others have.
    pub unit_effects: bool,
    /// The scaling of the standard error behind the interval.
    pub se: Scaling,
    /// Assignments up to which all are looked at.
    pub most: usize,
    /// Draws where there are more.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Help was given by lot.
    pub by_lot: bool,
}

impl Default for DidOptions {
    fn default() -> Self {
        let RandomisationOptions { most, draws, seed, by_lot, .. } = RandomisationOptions::default();
        Self { unit_effects: true, se: Scaling::default(), most, draws, seed, by_lot }
    }
}

/// What [`did`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Did {
    /// The effect: its interval from the chosen standard error, its p-value from randomisation.
    #[serde(flatten)]
    pub effect: Effect,
    /// All standard errors that are defined.
    pub standard_errors: Vec<StandardError>,
    /// How many assignments of help to clusters, or to units inside mixed clusters, there are.
    pub assignments: f64,
    /// All were looked at.
    pub exact: bool,
}

/// A panel with one start of help, as regressions read it.
pub(super) struct TwoByTwo {
    pub table: Table,
    start: i32,
    /// Per row.
    pub after: Vec<f64>,
    pub helped: Vec<f64>,
    pub cluster: Vec<usize>,
    pub unit_effects: bool,
}

impl TwoByTwo {
    pub fn of(panel: &Panel<'_>, unit_effects: bool) -> Result<Self, EffectError> {
        let table = panel.table(unit_effects)?;
        let start = table.one_cohort()?;
        let flag = |yes: bool| f64::from(u8::from(yes));
        let this = Self {
            after: table.period.iter().map(|&t| flag(t >= start)).collect(),
            helped: table.unit.iter().map(|&u| flag(table.cohort[u].is_some())).collect(),
            cluster: table.clusters_of_rows(),
            table,
            start,
            unit_effects,
        };
        this.four_cells()?;
        Ok(this)
    }

    fn four_cells(&self) -> Result<(), EffectError> {
        for helped in [1.0, 0.0] {
            for (side, after) in [("before", 0.0), ("after", 1.0)] {
                let alike = |(a, h): (&f64, &f64)| (a - after).abs() < 0.5 && (h - helped).abs() < 0.5;
                if !self.after.iter().zip(&self.helped).any(alike) {
                    return Err(EffectError::OnePeriod { name: "outcome", side });
                }
            }
        }
        Ok(())
    }

    /// Two clusters show no variance between them.
    pub fn enough_clusters(&self) -> Result<(), EffectError> {
        let got = self.table.clusters;
        if got < 3 {
            return Err(EffectError::TooFew { name: "cluster", got, of: "clusters", least: 3 });
        }
        Ok(())
    }

    /// Help in each row.
    pub fn help(&self) -> Vec<f64> {
        self.after.iter().zip(&self.helped).map(|(a, h)| a * h).collect()
    }

    /// The columns beside the help, which comes first.
    pub fn columns(&self) -> Vec<Vec<f64>> {
        let mut columns = vec![self.help(), self.after.clone()];
        if !self.unit_effects {
            columns.push(self.helped.clone());
            columns.push(vec![1.0; self.after.len()]);
        }
        columns
    }

    pub fn fit(&self, columns: &[Vec<f64>], y: &[f64]) -> Option<Regression> {
        let w = &self.table.weight;
        if self.unit_effects {
            Regression::within(columns, y, w, &self.cluster, &self.table.unit)
        } else {
            Regression::of(columns, y, w, &self.cluster)
        }
    }

    pub fn counts(&self) -> Counts {
        let treated = self.table.cohort.iter().filter(|c| c.is_some()).count();
        Counts {
            treated,
            controls: self.table.cohort.len() - treated,
            clusters: self.table.clusters,
            treated_clusters: self.table.treated_clusters().iter().filter(|t| **t).count(),
        }
    }

    /// The mean change of one side.
    pub fn change(&self, helped: bool) -> f64 {
        let mut sums = [(0.0, 0.0); 2];
        for (row, y) in self.table.outcome.iter().enumerate() {
            if (self.helped[row] > 0.5) == helped {
                let sum = &mut sums[usize::from(self.after[row] > 0.5)];
                sum.0 += self.table.weight[row] * y;
                sum.1 += self.table.weight[row];
            }
        }
        sums[1].0 / sums[1].1 - sums[0].0 / sums[0].1
    }

    /// What is doubtful in the comparison itself.
    pub fn warnings(&self, by_lot: bool) -> Vec<Warning> {
        let counts = self.counts();
        let mut warnings = Vec::new();
        if counts.treated_clusters < LEAST_TREATED {
            warnings.push(Warning::TooFewTreated { clusters: counts.treated_clusters });
        }
        if self.table.periods.iter().filter(|t| **t < self.start).count() < 2 {
            warnings.push(Warning::NoYearsBefore);
        }
        if !by_lot {
            warnings.push(Warning::NotByLot);
            let standardised = self.apart_before();
            if standardised.abs() > FAR {
                warnings.push(Warning::ComparisonNotEquallyExtreme { standardised });
            }
        }
        if self.table.left_out > 0 {
            warnings.push(Warning::LeftOut { rows: self.table.left_out });
        }
        warnings
    }

    /// The difference of means before, in standard deviations inside the groups.
    fn apart_before(&self) -> f64 {
        let mut sums = [(0.0, 0.0, 0.0); 2];
        for (row, y) in self.table.outcome.iter().enumerate().filter(|(row, _)| self.after[*row] < 0.5) {
            let sum = &mut sums[usize::from(self.helped[row] > 0.5)];
            *sum = (sum.0 + 1.0, sum.1 + y, sum.2 + y * y);
        }
        let [others, helped] = sums.map(|(n, sum, squares)| (n, sum / n, (squares - sum * sum / n).max(0.0)));
        let within = (others.2 + helped.2) / (others.0 + helped.0 - 2.0).max(1.0);
        let apart = (helped.1 - others.1) / within.sqrt();
        if apart.is_finite() { apart } else { 0.0 }
    }
}

/// Sums of a unit or a cluster from which the estimate follows, whoever was helped.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Σwy and Σw after, of rows without the mean of their unit Σw·a·y and Σw·a².
    after: [f64; 2],
    /// Σwy and Σw before.
    before: [f64; 2],
    /// The same of the help as it was given.
    help: [f64; 2],
}

/// Who was helped, among whom help could have fallen, and the sums of each.
struct Places {
    cells: Vec<Cell>,
    treated: Vec<bool>,
    stratum: Vec<usize>,
    unit_effects: bool,
}

impl Places {
    /// Clusters where help was given to whole clusters, else units inside clusters.
    fn of(data: &TwoByTwo) -> Self {
        let table = &data.table;
        let whole = table.treated_clusters();
        let mixed = table.cohort.iter().zip(&table.cluster_of).any(|(c, &g)| whole[g] && c.is_none());
        let place_of: Vec<usize> =
            if mixed { (0..table.cohort.len()).collect() } else { table.cluster_of.clone() };
        let mut cells = vec![Cell::default(); if mixed { place_of.len() } else { table.clusters }];
        let (w, help) = (&table.weight, data.help());
        let rows = 0..table.outcome.len();
        if data.unit_effects {
            let part = |values: &[f64]| demeaned(values, w, &table.unit);
            let (a, y, h) = (part(&data.after), part(&table.outcome), part(&help));
            for row in rows {
                let cell = &mut cells[place_of[table.unit[row]]];
                cell.after[0] += w[row] * a[row] * y[row];
                cell.after[1] += w[row] * a[row] * a[row];
                cell.help[0] += w[row] * a[row] * h[row];
            }
        } else {
            for row in rows {
                let cell = &mut cells[place_of[table.unit[row]]];
                let after = data.after[row] > 0.5;
                let side = if after { &mut cell.after } else { &mut cell.before };
                side[0] += w[row] * table.outcome[row];
                side[1] += w[row];
                cell.help[0] += w[row] * help[row];
            }
        }
        let units: Vec<bool> = table.cohort.iter().map(Option::is_some).collect();
        Self {
            treated: if mixed { units } else { whole },
            stratum: if mixed { table.cluster_of.clone() } else { vec![0; table.clusters] },
            cells,
            unit_effects: data.unit_effects,
        }
    }

    /// The estimate for the outcome, and for the help as it was given, if these were helped.
    fn estimate(&self, treated: &[bool]) -> (f64, f64) {
        let mut sums = [Cell::default(); 2];
        for (cell, &helped) in self.cells.iter().zip(treated) {
            let sum = &mut sums[usize::from(helped)];
            for i in 0..2 {
                sum.after[i] += cell.after[i];
                sum.before[i] += cell.before[i];
                sum.help[i] += cell.help[i];
            }
        }
        let level = |sum: &Cell| {
            let before = if self.unit_effects { 0.0 } else { sum.before[0] / sum.before[1] };
            (sum.after[0] / sum.after[1] - before, sum.help[0] / sum.after[1])
        };
        let ((others, none), (helped, help)) = (level(&sums[0]), level(&sums[1]));
        (helped - others, help - none)
    }

    fn reference(&self, options: &DidOptions) -> (Reference, f64) {
        let assignments = Assignments::of(&self.treated, &self.stratum);
        let most = options.most as f64;
        let smallest = assignments.smallest(most, options.draws);
        (assignments.reference(most, options.draws, options.seed, |flags| self.estimate(flags)), smallest)
    }
}

/// Difference in differences of helped and other units, before and after help began: 2 × 2, one
/// start.
///
/// ```text
/// y_it = α_i + γ·after_t + δ·after_t·helped_i + error       weighted least squares; α_i of
///     units, or of the two groups
/// two balanced periods: δ̂ = mean change of helped − mean change of others
/// CR1  Σ(z_g'e_g)²·G/(G−1)·(N−1)/(N−k),   CR2  (I − H_gg)^(−1/2),   CR3  (G−1)/G·Σ(δ̂₍g₎ − δ̂)²
/// df = (tr Ω)²/tr Ω²          interval δ̂ ± t(df)·SE, by default with CR2
/// p: δ̂ beside those of all assignments of the same help to clusters (to units inside clusters
///     that are mixed)
/// ```
/// G clusters: the level at which help was decided, without a column each unit. k counts the
/// columns and one for the absorbed units, not the units: they lie inside clusters. With fewer than
/// four helped clusters standard errors mislead: the interval is then that of randomisation, `None`
/// where no p-value can reach 5 %, and `smallest_attainable_pvalue` says what could have been shown:
/// one of all assignments, two where a half is helped, since the other half then says the same.
///
/// The naive change is that of helped units; the change of the others is what was to be expected
/// without measures. A group chosen for being extreme comes back by itself: where the groups
/// differed before by more than a quarter of a standard deviation the result carries
/// `"comparison_not_equally_extreme"`; compare inside the flagged, or use `ancova` or
/// `discontinuity`.
///
/// # Errors
/// [`EffectError::OnePeriod`], [`EffectError::NoTreated`], [`EffectError::NoControls`],
/// [`EffectError::Staggered`], [`EffectError::Conflict`], [`EffectError::Repeated`],
/// [`EffectError::Length`], [`EffectError::Parameter`], [`EffectError::Singular`],
/// [`EffectError::TooFew`] clusters or draws.
///
/// # Examples
/// ```
/// use obektiv::effect::{DidOptions, Panel, did};
/// let panel = Panel {
///     unit: &["a", "a", "b", "b", "c", "c", "d", "d"],
///     period: &[2020, 2021, 2020, 2021, 2020, 2021, 2020, 2021],
///     outcome: &[0.4, 0.2, 0.5, 0.2, 0.4, 0.4, 0.5, 0.4],
///     first_treated: &[Some(2021), Some(2021), Some(2021), Some(2021), None, None, None, None],
///     cluster: None,
///     weight: None,
/// };
/// let found = did(&panel, &DidOptions::default())?;
/// assert!((found.effect.estimate - (-0.25 - -0.05)).abs() < 1e-12);
/// assert_eq!(found.effect.smallest_attainable_pvalue, Some(2.0 / 6.0));
/// # Ok::<(), obektiv::effect::EffectError>(())
/// ```
/// ```python
/// >>> unit, year = np.repeat(np.arange(12), 2), np.tile([2020, 2021], 12)
/// >>> outcome = np.sin(unit * year) - ((unit < 6) & (year == 2021))
/// >>> first = np.where(unit < 6, 2021.0, np.nan)
/// >>> found = ob.effect.did(unit, year, outcome, first)
/// >>> round(found.estimate, 3), round(found.pvalue, 4), found.n_treated
/// (-0.978, 0.0649, 6)
/// >>> [(e.scaling, round(e.se, 3)) for e in found.standard_errors]
/// [('cr1', 0.468), ('cr2', 0.469), ('cr3', 0.492)]
/// >>> [warning.code for warning in found.warnings]
/// ['no_years_before', 'not_by_lot']
/// ```
///
/// # References
/// Bell & McCaffrey (2002), Survey Methodology 28, 169–181. Pustejovsky & Tipton (2018), Journal of
/// Business & Economic Statistics 36, 672–683. MacKinnon, Nielsen & Webb (2023), Journal of
/// Econometrics 232, 272–299.
#[described]
pub fn did(panel: &Panel<'_>, options: &DidOptions) -> Result<Did, EffectError> {
    RandomisationOptions { draws: options.draws, ..RandomisationOptions::default() }.check()?;
    let data = TwoByTwo::of(panel, options.unit_effects)?;
    let fit = data.fit(&data.columns(), &data.table.outcome);
    let fit = fit.ok_or(EffectError::Singular { name: "first_treated" })?;
    data.enough_clusters()?;
    let standard_errors: Vec<_> = Scaling::ALL.iter().filter_map(|&s| fit.error(0, s)).collect();
    let (reference, smallest) = Places::of(&data).reference(options);
    let counts = data.counts();
    let few = counts.treated_clusters < LEAST_TREATED;
    let chosen = standard_errors.iter().find(|e| e.scaling == options.se).map(|e| (e.lower, e.upper));
    let estimate = fit.beta[0];
    let naive = data.change(true);
    let numbers = Numbers {
        estimate,
        interval: if few { reference.interval(smallest) } else { chosen },
        pvalue: Some(reference.two_sided(0.0)),
        smallest: Some(smallest),
        naive: Some(naive),
        expected: Some(naive - estimate),
        ..Numbers::default()
    };
    let interval = if few {
        "interval and p by randomisation".to_owned()
    } else {
        format!(
            "interval by {} with Satterthwaite's degrees of freedom, p by randomisation",
            options.se.written()
        )
    };
    let method = format!("difference in differences, {interval}");
    let effect = Effect::of(
        numbers,
        counts,
        &method,
        comparison(),
        caution(options.by_lot),
        data.warnings(options.by_lot),
    );
    Ok(Did { effect, standard_errors, assignments: reference.assignments, exact: reference.exact })
}

/// The p-value of [`did`] alone, without regressions, for many simulated years.
pub(crate) fn did_pvalue(panel: &Panel<'_>, options: &DidOptions) -> Result<f64, EffectError> {
    RandomisationOptions { draws: options.draws, ..RandomisationOptions::default() }.check()?;
    let data = TwoByTwo::of(panel, options.unit_effects)?;
    data.enough_clusters()?;
    Ok(Places::of(&data).reference(options).0.two_sided(0.0))
}

/// [`did`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.did",
    doc: DID_DOC,
    inputs: &COLUMNS,
    groups: Groups::None,
    options: options::<DidOptions>,
    output: Shape::Record(Did::described),
    run: |given| with_panel(given, true, |panel| Ok(Output::record(&did(panel, &given.options()?)?))),
};

/// What a difference in differences compares.
pub(super) fn comparison() -> Words {
    Words::new(
        "Изменение там, где помогали, по сравнению с изменением там, где не помогали",
        "The change where help was given beside the change where it was not",
    )
}
