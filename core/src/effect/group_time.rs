//! Help that began in different years: effects by cohort and year, and what they add up to.

use std::collections::BTreeSet;

use obektiv_derive::{Record, Settings as DeriveSettings, described};
use serde::{Deserialize, Serialize};

use super::cell::Sample;
use super::did::LEAST_TREATED;
use super::error::{EffectError, all_finite, same_length};
use super::panel::{COLUMNS, Panel, Table, with_panel};
use super::randomisation::caution;
use super::result::{Counts, Effect, Numbers, around};
use super::warning::Warning;
use super::words::Words;
use crate::Error;
use crate::function::{
    DescribedSetting, Function, Given, Groups, Input, Kind as Of, Output, Problem, Setting, Settings, Shape,
    Value, choices, options,
};
use crate::math::{Z95, normal_upper, quantile};
use crate::random::Random;
use crate::sorted::filled;

/// Who stands for the helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// Units that are never helped.
    #[default]
    Never,
    /// Units that are not helped yet, and those never helped.
    NotYet,
}

/// How covariates are allowed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Regression of changes among units not helped.
    Reg,
    /// Weights by the chance of help.
    Ipw,
    /// Both: right if one of them is.
    #[default]
    Dr,
}

/// Since when a change is counted in years before the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Since the year before, in years before the help: each shows one year's drift.
    #[default]
    Varying,
    /// Since the last year before the help throughout.
    Universal,
}

choices!(Control, "control", Never = "never", NotYet = "not_yet");
choices!(Adjustment, "method", Reg = "reg", Ipw = "ipw", Dr = "dr");
choices!(Base, "base", Varying = "varying", Universal = "universal");

/// Options of [`group_time`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, DeriveSettings)]
#[serde(default, deny_unknown_fields)]
pub struct GroupTimeOptions {
    /// Who stands for the helped.
    pub control: Control,
    /// How covariates are allowed for.
    pub method: Adjustment,
    /// Since when a change is counted before the help.
    pub base: Base,
    /// Draws behind simultaneous bands.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Help was given by lot.
    pub by_lot: bool,
}

impl Default for GroupTimeOptions {
    fn default() -> Self {
        Self {
            control: Control::Never,
            method: Adjustment::Dr,
            base: Base::Varying,
            draws: 9_999,
            seed: 1,
            by_lot: false,
        }
    }
}

/// A cohort's effect in one year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct GroupTimeCell {
    /// The year in which the cohort's help began.
    pub first_treated: i32,
    /// The year.
    pub period: i32,
    /// The effect.
    pub att: f64,
    /// Its standard error; 0 in the base year itself.
    pub se: f64,
    /// 95 % interval of this cell alone.
    pub lower: f64,
    /// 95 % interval of this cell alone.
    pub upper: f64,
    /// 95 % band of all cells together.
    pub band_lower: f64,
    /// 95 % band of all cells together.
    pub band_upper: f64,
    /// The cohort's own change.
    pub naive_change: f64,
}

/// What [`group_time`] finds; [`aggregate`](GroupTime::aggregate) says what it adds up to.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct GroupTime {
    /// One cell for each cohort and year.
    pub cells: Vec<GroupTimeCell>,
    /// What a band's half is in standard errors.
    pub band_critical: f64,
    /// Units of each cohort.
    pub cohorts: Vec<Cohort>,
    /// Units that take part.
    pub units: usize,
    /// Clusters.
    pub clusters: usize,
    /// What a reader has to know.
    pub warnings: Vec<Warning>,
    #[serde(skip)]
    influence: Vec<Vec<f64>>,
    #[serde(skip)]
    cohort_of: Vec<Option<i32>>,
    #[serde(skip)]
    cluster_of: Vec<usize>,
    #[serde(skip)]
    options: GroupTimeOptions,
}

/// A cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Record)]
pub struct Cohort {
    /// The year in which its help began.
    pub first_treated: i32,
    /// Its units.
    pub units: usize,
}

/// What cells are added up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All cells since the help, by the size of cohorts.
    #[default]
    Simple,
    /// The mean of each cohort.
    Group,
    /// By years since the help began.
    Dynamic,
    /// By years.
    Calendar,
}

choices!(Kind, "kind", Simple = "simple", Group = "group", Dynamic = "dynamic", Calendar = "calendar");

/// Part of an aggregate: a cohort, a number of years since the help, or a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Point {
    /// The cohort's first year, years since the help began, or the year.
    pub at: i32,
    /// The effect.
    pub att: f64,
    /// Its standard error.
    pub se: f64,
    /// 95 % interval of this part alone.
    pub lower: f64,
    /// 95 % interval of this part alone.
    pub upper: f64,
    /// 95 % band of all parts together.
    pub band_lower: f64,
    /// 95 % band of all parts together.
    pub band_upper: f64,
}

/// What [`GroupTime::aggregate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Aggregate {
    /// The overall effect.
    #[serde(flatten)]
    pub effect: Effect,
    /// The standard error of the overall effect.
    pub se: f64,
    /// The parts; none for a simple aggregate.
    pub points: Vec<Point>,
    /// What a band's half is in standard errors.
    pub band_critical: Option<f64>,
}

/// A balanced panel as cells read it.
struct Balanced<'a> {
    periods: Vec<i32>,
    /// Units × periods.
    outcome: Vec<Vec<f64>>,
    /// Units × periods × covariates.
    x: Vec<Vec<Vec<f64>>>,
    cohort_of: Vec<Option<i32>>,
    cluster_of: Vec<usize>,
    options: &'a GroupTimeOptions,
}

/// Effects of help that began in different years, by cohort and year.
///
/// ```text
/// cell (g, t): ΔY = Y_t − Y_b;
/// base b = g − 1 for t ≥ g; before, the year before t (varying) or g − 1 (universal)
/// controls: never helped; or not yet: G > max(t, b), G ≠ g
/// reg  ATT = E[D(ΔY − m)]/E[D],  m = Xβ̂ by least squares among controls
/// ipw  ATT = E[DΔY]/E[D] − E[wΔY]/E[w],  w = p̂(1 − D)/(1 − p̂),
///     p̂ logit          dr: ipw of ΔY − m
/// SE = √(mean ψ²/n) with the influence function ψ;   clusters: √(Σ_c(Σ_{i∈c} ψ_i)²)/n·√(G/(G − 1))
/// band: the 95 % point of max|ψ*/SE*|, ψ* with Mammen's weights by clusters, SE* = IQR/1.349
/// ```
/// `covariates` are columns with one value per row of the panel, taken from the base year. Years
/// are those of the panel, g − 1 the last before g. Units without an outcome in every year, and
/// those helped from the first year on, are left out and counted. Cohorts below five units carry a
/// warning; where help is all but certain given the covariates the cell uses regression and says
/// so.
///
/// # Errors
/// [`EffectError::NoTreated`], [`EffectError::NoControls`], [`EffectError::OnePeriod`],
/// [`EffectError::Length`], [`EffectError::Conflict`], [`EffectError::Repeated`],
/// [`EffectError::Singular`] covariates, [`EffectError::Parameter`] for covariates that are not
/// finite or weights.
///
/// # Examples
/// ```python
/// >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
/// >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
/// >>> outcome = np.sin(unit * year) - (year >= first)
/// >>> found = ob.effect.group_time(unit, year, outcome, first)
/// >>> [(c.first_treated, c.period, round(c.att, 2)) for c in found.cells][:3]
/// [(2021, 2020, -0.22), (2021, 2021, -1.29), (2021, 2022, -1.61)]
/// >>> pd.DataFrame(found.cells)[["first_treated", "period", "att", "se"]].shape
/// (6, 4)
/// ```
///
/// # References
/// Callaway & Sant'Anna (2021), Journal of Econometrics 225, 200–230. Sant'Anna & Zhao (2020),
/// Journal of Econometrics 219, 101–122.
#[described]
pub fn group_time(
    panel: &Panel<'_>,
    covariates: &[&[f64]],
    options: &GroupTimeOptions,
) -> Result<GroupTime, EffectError> {
    if let Some(&value) = panel.weight.and_then(<[_]>::first) {
        return Err(EffectError::Parameter { name: "weight", value, expected: "none: units weigh the same" });
    }
    if options.draws < 99 {
        return Err(EffectError::TooFew { name: "draws", got: options.draws, of: "draws", least: 99 });
    }
    for column in covariates {
        same_length("covariates", column.len(), panel.unit.len())?;
        all_finite("covariates", column)?;
    }
    let table = panel.table(false)?;
    let (data, left_out) = Balanced::of(&table, covariates, options)?;
    data.cells(left_out)
}

/// The columns of a panel, without weights, and covariates.
const WITH_COVARIATES: [Input; 6] = [
    COLUMNS[0],
    COLUMNS[1],
    COLUMNS[2],
    COLUMNS[3],
    COLUMNS[4],
    Input::new("covariates", Of::Columns)
        .optional()
        .doc("Columns with one value for each row of the panel, taken from the base year."),
];

/// Calls [`group_time`] with what the catalogue gives; other functions take the same panel again.
fn of_given(given: &Given<'_>, options: &GroupTimeOptions) -> Result<GroupTime, Error> {
    let covariates = given.optional(5, Given::columns)?.unwrap_or_default();
    let covariates: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
    with_panel(given, false, |panel| Ok(group_time(panel, &covariates, options)?))
}

/// Options of [`group_time`] with `kind`, the first of all.
#[derive(Default)]
struct AggregateOptions {
    kind: Kind,
    with: GroupTimeOptions,
}

impl Settings for AggregateOptions {
    fn set(&mut self, name: &str, value: &Value) -> Result<bool, Problem> {
        if name != "kind" {
            return self.with.set(name, value);
        }
        self.kind = Setting::read(value)?;
        Ok(true)
    }
    fn describe(&self) -> Vec<DescribedSetting> {
        let doc = if cfg!(feature = "docs") { KIND_DOC } else { "" };
        let mut all = vec![DescribedSetting::new("kind", doc, &self.kind)];
        all.extend(self.with.describe());
        all
    }
}

/// Options of [`group_time`] with the universal base.
struct Universal(GroupTimeOptions);

impl Default for Universal {
    fn default() -> Self {
        Self(GroupTimeOptions { base: Base::Universal, ..GroupTimeOptions::default() })
    }
}

impl Settings for Universal {
    fn set(&mut self, name: &str, value: &Value) -> Result<bool, Problem> {
        if name == "base" { Ok(false) } else { self.0.set(name, value) }
    }
    fn describe(&self) -> Vec<DescribedSetting> {
        self.0.describe().into_iter().filter(|setting| setting.name != "base").collect()
    }
}

/// What `kind` means.
const KIND_DOC: &str = "What cells are added up to: all since the help by the size of cohorts (simple), the mean of each \
    cohort (group), by years since the help began (dynamic), by years (calendar).";

/// [`group_time`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.group_time",
    doc: GROUP_TIME_DOC,
    inputs: &WITH_COVARIATES,
    groups: Groups::None,
    options: options::<GroupTimeOptions>,
    output: Shape::Record(GroupTime::described),
    run: |given| Ok(Output::record(&of_given(given, &given.options()?)?)),
};

/// [`GroupTime::aggregate`] in the catalogue.
pub const AGGREGATE: Function = Function {
    id: "effect.aggregate",
    doc: GroupTime::AGGREGATE_DOC,
    inputs: &WITH_COVARIATES,
    groups: Groups::None,
    options: options::<AggregateOptions>,
    output: Shape::Record(Aggregate::described),
    run: |given| {
        let AggregateOptions { kind, with } = given.options()?;
        Ok(Output::record(&of_given(given, &with)?.aggregate(kind)))
    },
};

/// [`GroupTime::pretrend`] in the catalogue.
pub const PRETREND: Function = Function {
    id: "effect.pretrend",
    doc: GroupTime::PRETREND_DOC,
    inputs: &WITH_COVARIATES,
    groups: Groups::None,
    options: options::<GroupTimeOptions>,
    output: Shape::Record(super::Pretrend::described),
    run: |given| Ok(Output::record(&of_given(given, &given.options()?)?.pretrend()?)),
};

/// [`GroupTime::event_study`] in the catalogue.
pub const EVENT_STUDY: Function = Function {
    id: "effect.event_study",
    doc: GroupTime::EVENT_STUDY_DOC,
    inputs: &WITH_COVARIATES,
    groups: Groups::None,
    options: options::<Universal>,
    output: Shape::Record(super::EventStudy::described),
    run: |given| {
        let Universal(with) = given.options()?;
        Ok(Output::record(&of_given(given, &with)?.event_study()?))
    },
};

impl<'a> Balanced<'a> {
    fn of(
        table: &Table,
        covariates: &[&[f64]],
        options: &'a GroupTimeOptions,
    ) -> Result<(Self, usize), EffectError> {
        let mut rows = vec![Vec::new(); table.names.len()];
        table.unit.iter().enumerate().for_each(|(row, &u)| rows[u].push(row));
        let first = table.periods[0];
        let kept: Vec<usize> = (0..rows.len())
            .filter(|&u| rows[u].len() == table.periods.len() && table.cohort[u].is_none_or(|g| g > first))
            .collect();
        let left_out = table.left_out + rows.iter().map(Vec::len).sum::<usize>()
            - kept.iter().map(|&u| rows[u].len()).sum::<usize>();
        let in_order = |u: usize| {
            let mut rows = rows[u].clone();
            rows.sort_by_key(|&row| table.period[row]);
            rows
        };
        let of_rows = |u: usize| in_order(u).iter().map(|&row| table.outcome[row]).collect();
        let x_of = |u: usize| {
            let one = |&row: &usize| covariates.iter().map(|c| c[table.source[row]]).collect();
            in_order(u).iter().map(one).collect()
        };
        let last = table.periods[table.periods.len() - 1];
        let this = Self {
            outcome: kept.iter().map(|&u| of_rows(u)).collect(),
            x: kept.iter().map(|&u| x_of(u)).collect(),
            // Who is helped after the last year is not helped yet in all years.
            cohort_of: kept.iter().map(|&u| table.cohort[u].filter(|g| *g <= last)).collect(),
            cluster_of: kept.iter().map(|&u| table.cluster_of[u]).collect(),
            periods: table.periods.clone(),
            options,
        };
        if this.cohort_of.iter().all(Option::is_none) {
            return Err(match table.cohort.iter().any(Option::is_some) {
                true => EffectError::OnePeriod { name: "period", side: "both before and after" },
                false => EffectError::NoTreated { name: "first_treated" },
            });
        }
        Ok((this, left_out))
    }

    fn cohorts(&self) -> Vec<i32> {
        let all: BTreeSet<i32> = filled(self.cohort_of.iter().flatten().copied());
        all.into_iter().collect()
    }

    /// The place of the last year before the cohort's help.
    fn before(&self, cohort: i32) -> usize {
        self.periods.iter().rposition(|&t| t < cohort).unwrap_or(0)
    }

    fn cells(&self, left_out: usize) -> Result<GroupTime, EffectError> {
        let (mut cells, mut influence, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        for cohort in self.cohorts() {
            let before = self.before(cohort);
            for t in 0..self.periods.len() {
                let base = match self.options.base {
                    Base::Varying if self.periods[t] < cohort => t.checked_sub(1),
                    _ => Some(before),
                };
                let Some(base) = base else { continue };
                if let Some((cell, psi)) = self.cell(cohort, base, t, &mut warnings)? {
                    cells.push(cell);
                    influence.push(psi);
                }
            }
        }
        if !cells.iter().any(|cell| cell.period >= cell.first_treated) {
            return Err(EffectError::NoControls { name: "first_treated" });
        }
        Ok(self.answer(cells, influence, warnings, left_out))
    }

    /// `None` where nobody can stand for the cohort in this year.
    fn cell(
        &self,
        cohort: i32,
        base: usize,
        t: usize,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<(GroupTimeCell, Vec<f64>)>, EffectError> {
        let (period, until) = (self.periods[t], self.periods[t.max(base)]);
        let treated = |u: usize| self.cohort_of[u] == Some(cohort);
        let stands = |u: usize| match self.options.control {
            Control::Never => self.cohort_of[u].is_none(),
            Control::NotYet => self.cohort_of[u].is_none_or(|g| g > until) && !treated(u),
        };
        let units: Vec<usize> = (0..self.cohort_of.len()).filter(|&u| treated(u) || stands(u)).collect();
        if !units.iter().any(|&u| !treated(u)) {
            return Ok(None);
        }
        let from = base.min(t);
        let mut x = vec![vec![1.0; units.len()]];
        for k in 0..self.x[0][0].len() {
            x.push(units.iter().map(|&u| self.x[u][from][k]).collect());
        }
        let sample = Sample {
            treated: units.iter().map(|&u| treated(u)).collect(),
            change: units.iter().map(|&u| self.outcome[u][t] - self.outcome[u][base]).collect(),
            x,
        };
        let singular = EffectError::Singular { name: "covariates" };
        let method = if self.x[0][0].is_empty() { Adjustment::Reg } else { self.options.method };
        let mut weights = sample.weights(method != Adjustment::Ipw, method != Adjustment::Reg);
        if method != Adjustment::Reg && weights.as_ref().is_none_or(super::cell::Weights::separated) {
            warnings.push(Warning::Separated { first_treated: cohort, period });
            weights = sample.weights(true, false);
        }
        let found = sample.att(&weights.ok_or(singular)?);
        let n = self.cohort_of.len();
        let mut psi = vec![0.0; n];
        let scale = n as f64 / units.len() as f64;
        units.iter().zip(&found.influence).for_each(|(&u, value)| psi[u] = scale * value);
        let nothing = (0.0, 0.0);
        let (lower, upper) = nothing;
        let cell = GroupTimeCell {
            first_treated: cohort,
            period,
            att: found.att,
            se: 0.0,
            lower,
            upper,
            band_lower: lower,
            band_upper: upper,
            naive_change: found.naive,
        };
        Ok(Some((cell, psi)))
    }

    fn answer(
        &self,
        mut cells: Vec<GroupTimeCell>,
        influence: Vec<Vec<f64>>,
        mut warnings: Vec<Warning>,
        left_out: usize,
    ) -> GroupTime {
        let clusters: BTreeSet<usize> = filled(self.cluster_of.iter().copied());
        let errors: Vec<f64> = influence.iter().map(|psi| standard_error(psi, &self.cluster_of)).collect();
        let band = Band::of(&influence, &self.cluster_of, self.options);
        for (k, cell) in cells.iter_mut().enumerate() {
            cell.se = errors[k];
            (cell.lower, cell.upper) = (cell.att - Z95 * errors[k], cell.att + Z95 * errors[k]);
            let half = band.half(k);
            (cell.band_lower, cell.band_upper) = (cell.att - half, cell.att + half);
        }
        let cohorts: Vec<Cohort> = self
            .cohorts()
            .into_iter()
            .map(|first_treated| Cohort {
                first_treated,
                units: self.cohort_of.iter().filter(|g| **g == Some(first_treated)).count(),
            })
            .collect();
        for cohort in cohorts.iter().filter(|cohort| cohort.units < 5) {
            let Cohort { first_treated, units } = *cohort;
            warnings.push(Warning::SmallCohort { first_treated, units });
        }
        if left_out > 0 {
            warnings.push(Warning::LeftOut { rows: left_out });
        }
        GroupTime {
            cells,
            band_critical: band.critical,
            cohorts,
            units: self.cohort_of.len(),
            clusters: clusters.len(),
            warnings,
            influence,
            cohort_of: self.cohort_of.clone(),
            cluster_of: self.cluster_of.clone(),
            options: *self.options,
        }
    }
}

/// Sums of an influence function by clusters, in the order of clusters.
pub(super) fn by_cluster(psi: &[f64], cluster_of: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; cluster_of.iter().max().map_or(0, |c| c + 1)];
    let mut seen = vec![false; sums.len()];
    for (&c, value) in cluster_of.iter().zip(psi) {
        sums[c] += value;
        seen[c] = true;
    }
    sums.iter().zip(seen).filter(|(_, seen)| *seen).map(|(sum, _)| *sum).collect()
}

/// Of units each on its own √(Σψ²)/n, of clusters with G/(G − 1).
fn standard_error(psi: &[f64], cluster_of: &[usize]) -> f64 {
    covariance(psi, psi, cluster_of).sqrt()
}

/// The covariance of two estimates by their influence functions.
pub(super) fn covariance(a: &[f64], b: &[f64], cluster_of: &[usize]) -> f64 {
    let n = a.len() as f64;
    let (x, y) = (by_cluster(a, cluster_of), by_cluster(b, cluster_of));
    let g = x.len() as f64;
    let factor = if x.len() < a.len() { g / (g - 1.0) } else { 1.0 };
    factor * x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / (n * n)
}

/// A simultaneous band over several estimates.
struct Band {
    errors: Vec<f64>,
    critical: f64,
}

impl Band {
    fn of(influence: &[Vec<f64>], cluster_of: &[usize], options: &GroupTimeOptions) -> Self {
        let n = cluster_of.len() as f64;
        let sums: Vec<Vec<f64>> = influence.iter().map(|psi| by_cluster(psi, cluster_of)).collect();
        let clusters = sums.first().map_or(0, Vec::len);
        let root5 = 5.0_f64.sqrt();
        // Mammen's two points have mean 0, variance 1 and third moment 1.
        let (low, high, chance) = ((1.0 - root5) / 2.0, (1.0 + root5) / 2.0, (1.0 + root5) / (2.0 * root5));
        let mut random = Random::new(options.seed, 0xc5);
        let mut draws = vec![Vec::with_capacity(options.draws); sums.len()];
        for _ in 0..options.draws {
            let weights: Vec<f64> =
                (0..clusters).map(|_| if random.chance(chance) { low } else { high }).collect();
            for (draw, sum) in draws.iter_mut().zip(&sums) {
                draw.push(sum.iter().zip(&weights).map(|(s, w)| s * w).sum::<f64>() / n);
            }
        }
        let errors: Vec<f64> = draws.iter().map(|draw| spread(draw)).collect();
        let mut largest: Vec<f64> = (0..options.draws)
            .map(|b| {
                let sizes = draws.iter().zip(&errors).filter(|(_, se)| **se > 0.0);
                sizes.map(|(draw, se)| (draw[b] / se).abs()).fold(0.0, f64::max)
            })
            .collect();
        largest.sort_by(f64::total_cmp);
        Self { errors, critical: quantile(&largest, 0.95, 7) }
    }

    fn half(&self, k: usize) -> f64 {
        self.critical * self.errors[k]
    }
}

/// The interquartile range in those of a standard normal variable.
fn spread(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (quantile(&sorted, 0.75, 7) - quantile(&sorted, 0.25, 7)) / 1.348_979_500_392_163_8
}

/// A weighted sum of cells.
struct Sum {
    att: f64,
    naive: f64,
    psi: Vec<f64>,
}

impl GroupTime {
    fn share(&self, cohort: i32) -> f64 {
        self.cohort_of.iter().filter(|g| **g == Some(cohort)).count() as f64 / self.cohort_of.len() as f64
    }

    /// Cells weighted by the size of their cohorts, with what the weights themselves add to ψ.
    fn by_size(&self, chosen: &[usize]) -> Sum {
        let shares: Vec<f64> = chosen.iter().map(|&k| self.share(self.cells[k].first_treated)).collect();
        let parts: Vec<(i32, Sum)> =
            chosen.iter().map(|&k| (self.cells[k].first_treated, self.one(k))).collect();
        self.weighted(&parts, &shares)
    }

    fn one(&self, k: usize) -> Sum {
        let cell = &self.cells[k];
        Sum { att: cell.att, naive: cell.naive_change, psi: self.influence[k].clone() }
    }

    fn weighted(&self, parts: &[(i32, Sum)], shares: &[f64]) -> Sum {
        let all: f64 = shares.iter().sum();
        let mut total = mean(parts.iter().map(|(_, sum)| sum), shares);
        for (u, psi) in total.psi.iter_mut().enumerate() {
            let is = |cohort: i32| f64::from(u8::from(self.cohort_of[u] == Some(cohort)));
            let aside: f64 = parts.iter().zip(shares).map(|((g, _), share)| is(*g) - share).sum();
            for ((cohort, sum), share) in parts.iter().zip(shares) {
                *psi += sum.att * ((is(*cohort) - share) / all - aside * share / (all * all));
            }
        }
        total
    }

    fn cells_where(&self, chosen: impl Fn(&GroupTimeCell) -> bool) -> Vec<usize> {
        (0..self.cells.len()).filter(|&k| chosen(&self.cells[k])).collect()
    }

    /// Years since the help began, as years of the panel lie.
    fn since(&self, cell: &GroupTimeCell) -> i32 {
        cell.period - cell.first_treated
    }

    /// The parts of an aggregate, and those of them that make its overall effect.
    fn parts(&self, kind: Kind) -> Vec<(i32, Sum)> {
        let after = |cell: &GroupTimeCell| cell.period >= cell.first_treated;
        let distinct = |value: &dyn Fn(&GroupTimeCell) -> Option<i32>| {
            let all: BTreeSet<i32> = filled(self.cells.iter().filter_map(value));
            all
        };
        match kind {
            Kind::Simple => Vec::new(),
            Kind::Group => distinct(&|cell| after(cell).then_some(cell.first_treated))
                .into_iter()
                .map(|g| {
                    let chosen = self.cells_where(|cell| after(cell) && cell.first_treated == g);
                    let sums: Vec<Sum> = chosen.iter().map(|&k| self.one(k)).collect();
                    (g, mean(sums.iter(), &vec![1.0; sums.len()]))
                })
                .collect(),
            Kind::Dynamic => distinct(&|cell| Some(self.since(cell)))
                .into_iter()
                .map(|e| (e, self.by_size(&self.cells_where(|cell| self.since(cell) == e))))
                .collect(),
            Kind::Calendar => distinct(&|cell| after(cell).then_some(cell.period))
                .into_iter()
                .map(|t| (t, self.by_size(&self.cells_where(|cell| after(cell) && cell.period == t))))
                .collect(),
        }
    }

    /// The parts of an event study: years since the help, effects, and their influence functions.
    pub(super) fn dynamic(&self) -> Vec<(i32, f64, Vec<f64>)> {
        self.parts(Kind::Dynamic).into_iter().map(|(e, sum)| (e, sum.att, sum.psi)).collect()
    }

    /// Cells before the help, with their influence functions.
    pub(super) fn before(&self) -> Vec<(&GroupTimeCell, &[f64])> {
        let cells = self.cells.iter().zip(&self.influence);
        cells
            .filter(|(cell, _)| cell.period < cell.first_treated && cell.se > 0.0)
            .map(|(c, p)| (c, &p[..]))
            .collect()
    }

    pub(super) fn cluster_of(&self) -> &[usize] {
        &self.cluster_of
    }

    pub(super) fn base(&self) -> Base {
        self.options.base
    }

    /// What the cells add up to.
    ///
    /// ```text
    /// simple: all t ≥ g, weights P(G = g);   group: mean over t of each cohort, then P(G = g)
    /// dynamic: e = t − g, weights P(G = g), overall the mean over e ≥ 0;
    /// calendar: by year, overall their mean
    /// ψ = Σ w ψ + what the estimated weights add;   SE and bands as for cells
    /// ```
    /// With fewer than four helped clusters there is no interval and no p-value: use
    /// [`randomisation`](super::randomisation). In other languages it takes the panel again, and
    /// fails as [`group_time`] does.
    ///
    /// # Examples
    /// ```python
    /// >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    /// >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    /// >>> outcome = np.sin(unit * year) - (year >= first)
    /// >>> found = ob.effect.aggregate(unit, year, outcome, first, kind="dynamic")
    /// >>> round(found.estimate, 3)
    /// -1.372
    /// >>> [(point.at, round(point.att, 2)) for point in found.points]
    /// [(-2, -0.43), (-1, -0.3), (0, -1.14), (1, -1.61)]
    /// ```
    #[must_use]
    #[described]
    pub fn aggregate(&self, kind: Kind) -> Aggregate {
        let parts = self.parts(kind);
        let overall = match kind {
            Kind::Simple => self.by_size(&self.cells_where(|cell| cell.period >= cell.first_treated)),
            Kind::Group => {
                let shares: Vec<f64> = parts.iter().map(|(g, _)| self.share(*g)).collect();
                self.weighted(&parts, &shares)
            }
            Kind::Dynamic => {
                let after: Vec<&Sum> = parts.iter().filter(|(e, _)| *e >= 0).map(|(_, sum)| sum).collect();
                mean(after.iter().copied(), &vec![1.0; after.len()])
            }
            Kind::Calendar => mean(parts.iter().map(|(_, sum)| sum), &vec![1.0; parts.len()]),
        };
        let influence: Vec<Vec<f64>> = parts.iter().map(|(_, sum)| sum.psi.clone()).collect();
        let band = (!parts.is_empty()).then(|| Band::of(&influence, &self.cluster_of, &self.options));
        let points = parts.iter().enumerate().map(|(k, (at, sum))| {
            let (se, half) =
                (standard_error(&sum.psi, &self.cluster_of), band.as_ref().map_or(0.0, |b| b.half(k)));
            Point {
                at: *at,
                att: sum.att,
                se,
                lower: sum.att - Z95 * se,
                upper: sum.att + Z95 * se,
                band_lower: sum.att - half,
                band_upper: sum.att + half,
            }
        });
        let points = points.collect();
        let se = standard_error(&overall.psi, &self.cluster_of);
        Aggregate { effect: self.effect(&overall, se), se, points, band_critical: band.map(|b| b.critical) }
    }

    fn effect(&self, overall: &Sum, se: f64) -> Effect {
        let helped: BTreeSet<usize> =
            filled(self.cohort_of.iter().zip(&self.cluster_of).filter(|(g, _)| g.is_some()).map(|(_, c)| *c));
        let treated = self.cohort_of.iter().filter(|g| g.is_some()).count();
        let counts = Counts {
            treated,
            controls: self.units - treated,
            clusters: self.clusters,
            treated_clusters: helped.len(),
        };
        let few = helped.len() < LEAST_TREATED;
        let mut warnings = self.warnings.clone();
        if few {
            warnings.push(Warning::TooFewTreated { clusters: helped.len() });
        }
        if !self.options.by_lot {
            warnings.push(Warning::NotByLot);
        }
        if self.before().is_empty() {
            warnings.push(Warning::NoYearsBefore);
        }
        let numbers = Numbers {
            estimate: overall.att,
            interval: if few { None } else { around(overall.att, Z95 * se) },
            pvalue: (!few).then(|| 2.0 * normal_upper((overall.att / se).abs())),
            smallest: None,
            naive: Some(overall.naive),
            expected: Some(overall.naive - overall.att),
            ..Numbers::default()
        };
        let method = match self.options.method {
            Adjustment::Reg => "Callaway and Sant'Anna, regression",
            Adjustment::Ipw => "Callaway and Sant'Anna, weights by the chance of help",
            Adjustment::Dr => "Callaway and Sant'Anna, doubly robust",
        };
        let comparison = match self.options.control {
            Control::Never => Words::new(
                "Изменение с года перед помощью там, где помогали, по сравнению с теми, кому не помогали вовсе",
                "The change since the year before the help beside that of units never helped",
            ),
            Control::NotYet => Words::new(
                "Изменение с года перед помощью там, где помогали, по сравнению с теми, кому ещё не помогали",
                "The change since the year before the help beside that of units not helped yet",
            ),
        };
        Effect::of(numbers, counts, method, comparison, caution(self.options.by_lot), warnings)
    }
}

/// The weighted mean of sums, weights fixed.
fn mean<'a>(sums: impl Iterator<Item = &'a Sum>, weights: &[f64]) -> Sum {
    let all: f64 = weights.iter().sum();
    let mut total = Sum { att: 0.0, naive: 0.0, psi: Vec::new() };
    for (sum, weight) in sums.zip(weights) {
        let w = weight / all;
        total.att += w * sum.att;
        total.naive += w * sum.naive;
        total.psi.resize(sum.psi.len(), 0.0);
        total.psi.iter_mut().zip(&sum.psi).for_each(|(t, p)| *t += w * p);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Csv, json, near};
    use super::*;

    struct Reference {
        table: Csv,
        want: serde_json::Value,
    }

    fn reference() -> Reference {
        Reference {
            table: Csv::of(include_str!("../../../tests/fixtures/effect/staggered.csv")),
            want: json(include_str!("../../../tests/fixtures/effect/staggered.py.json")),
        }
    }

    fn found(table: &Csv, with_x: bool, options: &GroupTimeOptions, clustered: bool) -> GroupTime {
        let unit = table.text("school");
        let first: Vec<_> = table.whole("first_treated").iter().map(|&g| (g > 0).then_some(g)).collect();
        let names: BTreeSet<&str> = unit.iter().copied().collect();
        let place = |name: &str| (names.iter().position(|n| *n == name).unwrap() + 1) % 12;
        let cluster: Vec<String> = unit.iter().map(|name| place(name).to_string()).collect();
        let cluster: Vec<&str> = cluster.iter().map(String::as_str).collect();
        let panel = Panel {
            unit: &unit,
            period: &table.whole("year"),
            outcome: &table.numbers("y"),
            first_treated: &first,
            cluster: clustered.then_some(&cluster),
            weight: None,
        };
        let x = table.numbers("x");
        let columns = [x.as_slice()];
        group_time(&panel, if with_x { &columns } else { &[] }, options).unwrap()
    }

    #[test]
    fn cells_and_aggregates_are_those_of_established_programs() {
        let Reference { table, want } = reference();
        let variants = [
            ("never_reg", false, Control::Never, Adjustment::Reg),
            ("notyet_reg", false, Control::NotYet, Adjustment::Reg),
            ("never_dr_x", true, Control::Never, Adjustment::Dr),
            ("never_reg_x", true, Control::Never, Adjustment::Reg),
            ("never_ipw_x", true, Control::Never, Adjustment::Ipw),
            ("notyet_dr_x", true, Control::NotYet, Adjustment::Dr),
        ];
        for (name, with_x, control, method) in variants {
            let options = GroupTimeOptions { control, method, draws: 99, ..GroupTimeOptions::default() };
            let found = found(&table, with_x, &options, false);
            let want = &want["own"][name];
            let cells = want["att_gt"].as_array().unwrap();
            assert_eq!(cells.len(), found.cells.len(), "{name}");
            for (cell, want) in found.cells.iter().zip(cells) {
                assert_eq!((cell.first_treated, cell.period), {
                    let whole = |key: &str| i32::try_from(want[key].as_i64().unwrap()).unwrap();
                    (whole("g"), whole("t"))
                });
                near(cell.att, &want["att"], 1e-10);
                near(cell.se, &want["se"], 1e-10);
            }
            let kinds = [
                ("simple", Kind::Simple),
                ("group", Kind::Group),
                ("dynamic", Kind::Dynamic),
                ("calendar", Kind::Calendar),
            ];
            for (kind_name, kind) in kinds {
                let want = &want[kind_name];
                let found = found.aggregate(kind);
                near(found.effect.estimate, &want["att"], 1e-10);
                near(found.se, &want["se"], 1e-10);
                for point in found.points {
                    let want = &want["by"][point.at.to_string()];
                    near(point.att, &want["att"], 1e-10);
                    near(point.se, &want["se"], 1e-10);
                }
            }
        }
    }

    #[test]
    fn clusters_take_the_small_sample_factor() {
        let Reference { table, want } = reference();
        let options = GroupTimeOptions { method: Adjustment::Reg, draws: 99, ..GroupTimeOptions::default() };
        let found = found(&table, false, &options, true).aggregate(Kind::Simple);
        near(found.se, &want["clustered"]["se_times_sqrt_G_over_G_minus_1"], 1e-10);
        assert_eq!(found.effect.clusters, 12);
    }

    #[test]
    fn bands_are_those_of_many_draws() {
        let Reference { table, want } = reference();
        let want = &want["own"]["never_reg"]["multiplier_bootstrap"];
        let found = found(&table, false, &GroupTimeOptions::default(), false);
        let critical = want["sup_t_critical_95"].as_f64().unwrap();
        assert!((found.band_critical / critical - 1.0).abs() < 0.02, "{}", found.band_critical);
        for (cell, want) in found.cells.iter().zip(want["se_iqr"].as_array().unwrap()) {
            let half = (cell.band_upper - cell.att) / found.band_critical;
            assert!((half / want.as_f64().unwrap() - 1.0).abs() < 0.04, "{half} {want}");
        }
    }

    #[test]
    fn what_was_expected_is_the_naive_change_less_the_effect() {
        let Reference { table, .. } = reference();
        let options = GroupTimeOptions { draws: 99, ..GroupTimeOptions::default() };
        let effect = found(&table, false, &options, false).aggregate(Kind::Simple).effect;
        let expected = effect.expected_without_measures.unwrap();
        assert!((effect.naive_change.unwrap() - expected - effect.estimate).abs() < 1e-12);
        assert!(effect.pvalue.unwrap() < 1e-6);
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_name() {
        let options = GroupTimeOptions::default();
        let code = |first: &[Option<i32>],
                    period: &[i32],
                    weight: Option<&[f64]>,
                    options: &GroupTimeOptions| {
            let unit: Vec<&str> = ["a", "a", "b", "b", "c", "c"][..first.len()].to_vec();
            let outcome = vec![1.0; first.len()];
            let panel =
                Panel { unit: &unit, period, outcome: &outcome, first_treated: first, cluster: None, weight };
            group_time(&panel, &[], options).unwrap_err().code()
        };
        let years = [1, 2, 1, 2, 1, 2];
        let all = [Some(2); 6];
        assert_eq!(code(&all, &years, None, &options), "effect.no_controls");
        assert_eq!(code(&[None; 6], &years, None, &options), "effect.no_treated");
        assert_eq!(code(&[Some(1); 6], &years, None, &options), "effect.one_period");
        assert_eq!(code(&all, &years, Some(&[1.0; 6]), &options), "effect.parameter");
        assert_eq!(code(&all, &years[..3], None, &options), "effect.length");
        let few = GroupTimeOptions { draws: 1, ..options };
        assert_eq!(code(&all, &years, None, &few), "effect.too_few");
    }
}
