//! Help that began in different years: effects by cohort and year, and what they add up to.

mod aggregate;
mod balanced;
mod clusters;
#[cfg(test)]
mod tests;

pub(super) use clusters::covariance;

use obektiv_derive::{Record, Settings as DeriveSettings, described};
use serde::{Deserialize, Serialize};

use super::error::{EffectError, all_finite, same_length};
use super::panel::{COLUMNS, Panel, with_panel};
use super::result::Effect;
use crate::Error;
use crate::function::{
    DescribedSetting, Function, Given, Groups, Input, Kind as Of, Output, Problem, Setting, Settings, Shape,
    Value, choices, options,
};
use aggregate::Parts;
use balanced::Balanced;

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
    /// Its standard error; 0 in the base year itself, NaN where one unit alone began.
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
    /// The change that was to be expected in it without any measure.
    pub expected_without_measures: f64,
}

/// What [`group_time`] finds; [`aggregate`](GroupTime::aggregate) says what else it adds up to.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct GroupTime {
    /// All cells since the help together, by the size of cohorts: the `simple` aggregate.
    #[serde(flatten)]
    pub effect: Effect,
    /// One cell for each cohort and year.
    pub cells: Vec<GroupTimeCell>,
    /// What a band's half is in standard errors.
    pub band_critical: f64,
    /// Units of each cohort.
    pub cohorts: Vec<Cohort>,
    /// Units that take part.
    pub units: usize,
    #[serde(skip)]
    parts: Parts,
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
    /// The change that was seen in helped units.
    pub naive_change: f64,
    /// The change that was to be expected in them without any measure.
    pub expected_without_measures: f64,
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
