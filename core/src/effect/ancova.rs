//! Outcomes after, given outcomes before: for help that went by the value before.

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::assignments::Assignments;
use super::did::LEAST_TREATED;
use super::error::{EffectError, all_finite, same_length};
use super::panel::numbered;
use super::randomisation::{RandomisationOptions, caution};
use super::regression::{Regression, Scaling, StandardError};
use super::result::{Counts, Effect, Numbers};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};

/// One unit per row, before and after.
#[derive(Debug, Clone, Copy, Default)]
pub struct BeforeAfter<'a> {
    /// The outcome before: the value by which help was decided.
    pub before: &'a [f64],
    /// The outcome after.
    pub after: &'a [f64],
    /// Who was helped.
    pub treated: &'a [bool],
    /// Strata with levels of their own, such as works or sizes.
    pub stratum: Option<&'a [&'a str]>,
    /// The cluster at whose level help was decided; without, each unit is one.
    pub cluster: Option<&'a [&'a str]>,
    /// Weights above 0.
    pub weight: Option<&'a [f64]>,
}

/// Options of [`ancova`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct AncovaOptions {
    /// The scaling of the standard error behind interval and p-value.
    pub se: Scaling,
    /// Helped units whose value before lies outside of those of the others are left out.
    pub trim: bool,
    /// Assignments up to which all are looked at.
    pub most: usize,
    /// Draws where there are more.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Help was given by lot: the p-value is then that of randomisation.
    pub by_lot: bool,
}

impl Default for AncovaOptions {
    fn default() -> Self {
        let RandomisationOptions { most, draws, seed, by_lot, .. } = RandomisationOptions::default();
        Self { se: Scaling::default(), trim: true, most, draws, seed, by_lot }
    }
}

/// What [`ancova`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Ancova {
    /// The effect.
    #[serde(flatten)]
    pub effect: Effect,
    /// All standard errors that are defined.
    pub standard_errors: Vec<StandardError>,
    /// The slope of the outcome after on the one before: what of a deviation is expected to stay.
    pub slope: f64,
    /// The share of helped units whose value before lies among those of the others.
    pub overlap: f64,
    /// The p-value of randomisation.
    pub randomisation_pvalue: f64,
}

/// The rows that take part.
struct Rows {
    columns: Vec<Vec<f64>>,
    before: Vec<f64>,
    after: Vec<f64>,
    treated: Vec<bool>,
    weight: Vec<f64>,
    cluster: Vec<usize>,
    clusters: usize,
}

/// The effect of help that went by the value before: outcomes after, at equal outcomes before.
///
/// ```text
/// after_i = δ·treated_i + β·before_i + level of the stratum + error        weighted least squares
/// interval and p: δ̂ with CR2 by clusters and Satterthwaite's degrees of freedom
/// by lot, or fewer than four helped clusters: p, and then the interval,
///     from randomisation of the score
///   T(D) = D'r/√(D'MD),   r: residuals without the help,  M: what the other columns leave
/// ```
/// Difference in differences of extreme units against ordinary ones is biased by (1 − slope) times
/// their distance before; this is not, as long as units not helped are found at the values before
/// of the helped. Helped units outside of the others' range are left out (`trim`); `overlap` says
/// how many are inside. The naive change is that of helped units.
///
/// # Errors
/// [`EffectError::Length`], [`EffectError::Parameter`], [`EffectError::NoTreated`],
/// [`EffectError::NoControls`], [`EffectError::Singular`], [`EffectError::TooFew`] clusters, draws
/// or helped units that have anybody alike.
///
/// # Examples
/// ```python
/// >>> before = np.linspace(0, 2, 24)
/// >>> treated = np.arange(24) % 3 == 1
/// >>> after = 0.7 * before + 0.2 * np.sin(9.0 * np.arange(24)) - 0.5 * treated
/// >>> found = ob.effect.ancova(before, after, treated)
/// >>> round(found.estimate, 3), round(found.slope, 3), round(found.pvalue, 5)
/// (-0.491, 0.691, 0.0)
/// >>> print(found.comparison.en)
/// Where help was given beside where it was not, at equal values before
/// ```
///
/// # References
/// Lord (1967), Psychological Bulletin 68, 304–305. Pustejovsky & Tipton (2018), Journal of
/// Business & Economic Statistics 36, 672–683.
#[described]
pub fn ancova(data: &BeforeAfter<'_>, options: &AncovaOptions) -> Result<Ancova, EffectError> {
    RandomisationOptions { draws: options.draws, ..RandomisationOptions::default() }.check()?;
    check(data)?;
    let inside = inside(data);
    let helped = data.treated.iter().filter(|t| **t).count();
    let alike = data.treated.iter().zip(&inside).filter(|(t, inside)| **t && **inside).count();
    if alike == 0 {
        return Err(EffectError::TooFew {
            name: "before",
            got: 0,
            of: "helped units among the others",
            least: 1,
        });
    }
    let kept: Vec<usize> =
        (0..data.before.len()).filter(|&i| !options.trim || !data.treated[i] || inside[i]).collect();
    let rows = Rows::of(data, &kept);
    let fit = Regression::of(&rows.columns, &rows.after, &rows.weight, &rows.cluster);
    let fit = fit.ok_or(EffectError::Singular { name: "treated" })?;
    if fit.clusters() < 3 {
        return Err(EffectError::TooFew { name: "cluster", got: fit.clusters(), of: "clusters", least: 3 });
    }
    let trimmed = data.before.len() - kept.len();
    Ok(found(&rows, &fit, options, alike as f64 / helped as f64, trimmed))
}

/// [`ancova`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.ancova",
    doc: ANCOVA_DOC,
    inputs: &[
        Input::new("before", Kind::Numbers).doc("The outcome before: the value by which help was decided."),
        Input::new("after", Kind::Numbers).doc("The outcome after."),
        Input::new("treated", Kind::Flags).doc("Who was helped."),
        Input::new("stratum", Kind::Names)
            .optional()
            .doc("Strata with levels of their own, such as works or sizes."),
        Input::new("cluster", Kind::Names)
            .optional()
            .doc("The cluster at whose level help was decided; without, each unit is one."),
        Input::new("weight", Kind::Numbers).optional().doc("Weights above 0."),
    ],
    groups: Groups::None,
    options: options::<AncovaOptions>,
    output: Shape::Record(Ancova::described),
    run: |given| {
        let (stratum, cluster) = (given.optional(3, Given::texts)?, given.optional(4, Given::texts)?);
        let data = BeforeAfter {
            before: given.numbers(0)?,
            after: given.numbers(1)?,
            treated: given.flags(2)?,
            stratum: stratum.as_deref(),
            cluster: cluster.as_deref(),
            weight: given.optional(5, Given::numbers)?,
        };
        Ok(Output::record(&ancova(&data, &given.options()?)?))
    },
};

/// What randomisation says.
struct Drawn {
    pvalue: f64,
    interval: Option<(f64, f64)>,
    smallest: f64,
}

fn check(data: &BeforeAfter<'_>) -> Result<(), EffectError> {
    let n = data.before.len();
    same_length("after", data.after.len(), n)?;
    same_length("treated", data.treated.len(), n)?;
    same_length("stratum", data.stratum.map_or(n, <[_]>::len), n)?;
    same_length("cluster", data.cluster.map_or(n, <[_]>::len), n)?;
    same_length("weight", data.weight.map_or(n, <[_]>::len), n)?;
    all_finite("before", data.before)?;
    all_finite("after", data.after)?;
    if let Some(&value) = data.weight.and_then(|w| w.iter().find(|w| !(**w > 0.0 && w.is_finite()))) {
        return Err(EffectError::Parameter { name: "weight", value, expected: "more than 0" });
    }
    if !data.treated.iter().any(|t| *t) {
        return Err(EffectError::NoTreated { name: "treated" });
    }
    if data.treated.iter().all(|t| *t) {
        return Err(EffectError::NoControls { name: "treated" });
    }
    Ok(())
}

/// Whether the value before lies among those of units that were not helped.
fn inside(data: &BeforeAfter<'_>) -> Vec<bool> {
    let others = || data.before.iter().zip(data.treated).filter(|(_, t)| !**t).map(|(x, _)| *x);
    let (low, high) = (others().fold(f64::INFINITY, f64::min), others().fold(f64::NEG_INFINITY, f64::max));
    data.before.iter().map(|x| (low..=high).contains(x)).collect()
}

impl Rows {
    fn of(data: &BeforeAfter<'_>, kept: &[usize]) -> Self {
        let pick = |values: &[f64]| kept.iter().map(|&i| values[i]).collect::<Vec<_>>();
        let treated: Vec<bool> = kept.iter().map(|&i| data.treated[i]).collect();
        let before = pick(data.before);
        let mut columns = vec![treated.iter().map(|&t| f64::from(u8::from(t))).collect(), before.clone()];
        match data.stratum {
            Some(names) => {
                let (stratum, names) = numbered(kept.iter().map(|&i| names[i]));
                let level =
                    |s: usize| stratum.iter().map(|&x| f64::from(u8::from(x == s))).collect::<Vec<_>>();
                columns.extend((0..names.len()).map(level));
            }
            None => columns.push(vec![1.0; kept.len()]),
        }
        let (cluster, clusters) = match data.cluster {
            Some(names) => {
                let (cluster, names) = numbered(kept.iter().map(|&i| names[i]));
                (cluster, names.len())
            }
            None => ((0..kept.len()).collect(), kept.len()),
        };
        let weight = data.weight.map_or_else(|| vec![1.0; kept.len()], pick);
        Self { columns, before, after: pick(data.after), treated, weight, cluster, clusters }
    }

    /// Who could have been helped instead: whole clusters, or units inside mixed ones.
    fn places(&self) -> (Vec<usize>, Vec<bool>, Vec<usize>) {
        let mut some = vec![[false; 2]; self.clusters];
        self.cluster.iter().zip(&self.treated).for_each(|(&g, &t)| some[g][usize::from(t)] = true);
        if some.iter().any(|s| s[0] && s[1]) {
            return ((0..self.treated.len()).collect(), self.treated.clone(), self.cluster.clone());
        }
        (self.cluster.clone(), some.iter().map(|s| s[1]).collect(), vec![0; self.clusters])
    }

    /// What randomisation of the score says.
    fn randomised(&self, options: &AncovaOptions) -> Option<Drawn> {
        let (place_of, treated, stratum) = self.places();
        let rest = &self.columns[1..];
        let fit = |y: &[f64]| Regression::of(rest, y, &self.weight, &self.cluster);
        let (left, help) = (fit(&self.after)?, fit(&self.columns[0])?);
        // Of each place: Σw, Σw·x, Σw·r, Σw·(help given, without the other columns).
        let k = rest.len();
        let mut sums = vec![vec![0.0; k + 3]; treated.len()];
        for (row, &place) in place_of.iter().enumerate() {
            let w = self.weight[row];
            let sum = &mut sums[place];
            sum[0] += w;
            sum[1] += w * left.residuals[row];
            sum[2] += w * help.residuals[row];
            rest.iter().enumerate().for_each(|(j, column)| sum[3 + j] += w * column[row]);
        }
        let statistic = |flags: &[bool]| {
            let mut all = vec![0.0; k + 3];
            for (sum, _) in sums.iter().zip(flags).filter(|(_, helped)| **helped) {
                all.iter_mut().zip(sum).for_each(|(a, s)| *a += s);
            }
            let mut size = all[0];
            for i in 0..k {
                for j in 0..k {
                    size -= all[3 + i] * left.bread[(i, j)] * all[3 + j];
                }
            }
            (all[1] / size.sqrt(), all[2] / size.sqrt())
        };
        let assignments = Assignments::of(&treated, &stratum);
        let most = options.most as f64;
        let smallest = assignments.smallest(most, options.draws);
        let reference = assignments.reference(most, options.draws, options.seed, statistic);
        let interval = reference.interval(smallest);
        Some(Drawn { pvalue: reference.two_sided(0.0), interval, smallest })
    }

    fn counts(&self) -> Counts {
        let treated = self.treated.iter().filter(|t| **t).count();
        let mut helped = vec![false; self.clusters];
        self.cluster.iter().zip(&self.treated).for_each(|(&g, &t)| helped[g] |= t);
        Counts {
            treated,
            controls: self.treated.len() - treated,
            clusters: self.clusters,
            treated_clusters: helped.iter().filter(|h| **h).count(),
        }
    }
}

fn found(rows: &Rows, fit: &Regression, options: &AncovaOptions, overlap: f64, trimmed: usize) -> Ancova {
    let standard_errors: Vec<_> = Scaling::ALL.iter().filter_map(|&s| fit.error(0, s)).collect();
    let chosen = standard_errors.iter().find(|e| e.scaling == options.se);
    let counts = rows.counts();
    let few = counts.treated_clusters < LEAST_TREATED;
    let drawn = rows.randomised(options).unwrap_or(Drawn { pvalue: 1.0, interval: None, smallest: 1.0 });
    let by_draws = few || options.by_lot;
    let estimate = fit.beta[0];
    let helped = || (0..rows.treated.len()).filter(|&i| rows.treated[i]);
    let weight: f64 = helped().map(|i| rows.weight[i]).sum();
    let naive = helped().map(|i| rows.weight[i] * (rows.after[i] - rows.before[i])).sum::<f64>() / weight;
    let numbers = Numbers {
        estimate,
        interval: if few { drawn.interval } else { chosen.map(|e| (e.lower, e.upper)) },
        pvalue: if by_draws { Some(drawn.pvalue) } else { chosen.map(|e| e.pvalue) },
        smallest: by_draws.then_some(drawn.smallest),
        naive: Some(naive),
        expected: Some(naive - estimate),
        ..Numbers::default()
    };
    let mut warnings = Vec::new();
    if few {
        warnings.push(Warning::TooFewTreated { clusters: counts.treated_clusters });
    }
    if !options.by_lot {
        warnings.push(Warning::NotByLot);
    }
    if trimmed > 0 {
        warnings.push(Warning::Trimmed { units: trimmed });
    }
    let method = match (few, options.by_lot) {
        (true, _) => "analysis of covariance, interval and p by randomisation".to_owned(),
        (false, true) => {
            format!("analysis of covariance, interval by {}, p by randomisation", options.se.written())
        }
        (false, false) => {
            format!(
                "analysis of covariance, {} with Satterthwaite's degrees of freedom",
                options.se.written()
            )
        }
    };
    let comparison = Words::new(
        "Там, где помогали, по сравнению с теми, кому не помогали, при равных значениях до помощи",
        "Where help was given beside where it was not, at equal values before",
    );
    Ancova {
        effect: Effect::of(numbers, counts, &method, comparison, caution(options.by_lot), warnings),
        standard_errors,
        slope: fit.beta[1],
        overlap,
        randomisation_pvalue: drawn.pvalue,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::close;
    use super::*;
    use crate::random::Random;

    /// Units that keep a part of their level, with the most extreme ones helped in every second
    /// case.
    fn simulated(n: usize, effect: f64, seed: u64) -> (Vec<f64>, Vec<f64>, Vec<bool>) {
        let mut random = Random::new(seed, 11);
        let (mut before, mut after, mut treated) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..n {
            let x = random.normal();
            let helped = x > 0.8 && random.chance(0.5);
            before.push(x);
            after.push(0.69 * x + 0.72 * random.normal() + if helped { effect } else { 0.0 });
            treated.push(helped);
        }
        (before, after, treated)
    }

    fn of(columns: &(Vec<f64>, Vec<f64>, Vec<bool>), options: &AncovaOptions) -> Ancova {
        let data = BeforeAfter {
            before: &columns.0,
            after: &columns.1,
            treated: &columns.2,
            ..BeforeAfter::default()
        };
        ancova(&data, options).unwrap()
    }

    fn fast() -> AncovaOptions {
        AncovaOptions { draws: 99, most: 99, ..AncovaOptions::default() }
    }

    #[test]
    fn the_estimate_is_the_difference_after_less_the_slope_times_that_before() {
        let columns = simulated(80, -0.5, 1);
        let found = of(&columns, &AncovaOptions { trim: false, ..fast() });
        let mean = |values: &[f64], side: bool| {
            let chosen = values.iter().zip(&columns.2).filter(|(_, t)| **t == side).map(|(x, _)| *x);
            chosen.clone().sum::<f64>() / chosen.count() as f64
        };
        let (x, y) = (&columns.0, &columns.1);
        // The slope inside the groups.
        let (mut cross, mut square) = (0.0, 0.0);
        for i in 0..x.len() {
            let (dx, dy) = (x[i] - mean(x, columns.2[i]), y[i] - mean(y, columns.2[i]));
            cross += dx * dy;
            square += dx * dx;
        }
        close(found.slope, cross / square, 1e-10);
        let apart = mean(y, true) - mean(y, false) - found.slope * (mean(x, true) - mean(x, false));
        close(found.effect.estimate, apart, 1e-10);
        let naive = mean(y, true) - mean(x, true);
        close(found.effect.naive_change.unwrap(), naive, 1e-10);
        close(found.effect.expected_without_measures.unwrap(), naive - apart, 1e-10);
    }

    #[test]
    fn each_unit_a_cluster_gives_the_hc2_error() {
        let columns = simulated(60, 0.0, 4);
        let found = of(&columns, &AncovaOptions { trim: false, ..fast() });
        // White's sandwich with e²/(1 − h), by normal equations in deviations inside the groups: h
        // = 1/n_side + dx²/Σdx².
        let (x, y, t) = (&columns.0, &columns.1, &columns.2);
        let side = |flag: bool| t.iter().filter(|f| **f == flag).count() as f64;
        let mean = |values: &[f64], flag: bool| {
            values.iter().zip(t).filter(|(_, f)| **f == flag).map(|(v, _)| v).sum::<f64>() / side(flag)
        };
        let square: f64 = (0..x.len()).map(|i| (x[i] - mean(x, t[i])).powi(2)).sum();
        let apart = mean(x, true) - mean(x, false);
        let variance: f64 = (0..x.len())
            .map(|i| {
                let dx = x[i] - mean(x, t[i]);
                let e = y[i] - mean(y, t[i]) - found.slope * dx;
                let h = 1.0 / side(t[i]) + dx * dx / square;
                let a = if t[i] { 1.0 / side(true) } else { -1.0 / side(false) } - apart * dx / square;
                a * a * e * e / (1.0 - h)
            })
            .sum();
        close(found.standard_errors[1].se, variance.sqrt(), 1e-10);
    }

    #[test]
    fn placebo_help_of_the_extreme_is_seldom_seen_and_the_naive_change_is() {
        let (mut rejected, mut drawn, mut naive) = (0, 0, 0.0);
        for seed in 0..40 {
            let columns = simulated(150, 0.0, seed);
            let found = of(&columns, &fast());
            rejected += u32::from(found.effect.pvalue.unwrap() <= 0.05);
            drawn += u32::from(found.randomisation_pvalue <= 0.05);
            naive += found.effect.naive_change.unwrap() / 40.0;
        }
        assert!(rejected <= 5 && drawn <= 5 && naive < -0.3, "{rejected} {drawn} {naive}");
        assert!(of(&simulated(150, -1.0, 1), &fast()).effect.pvalue.unwrap() < 0.01);
    }

    #[test]
    fn few_helped_clusters_leave_randomisation_alone() {
        let (before, after, _) = simulated(30, 0.0, 2);
        let treated: Vec<bool> = (0..30).map(|i| i % 10 == 0).collect();
        let names: Vec<String> = (0..30).map(|i| (i % 10).to_string()).collect();
        let cluster: Vec<&str> = names.iter().map(String::as_str).collect();
        let data = BeforeAfter {
            before: &before,
            after: &after,
            treated: &treated,
            cluster: Some(&cluster),
            ..BeforeAfter::default()
        };
        let found = ancova(&data, &AncovaOptions::default()).unwrap().effect;
        close(found.smallest_attainable_pvalue.unwrap(), 0.1, 1e-15);
        assert_eq!((found.lower, found.clusters, found.treated_clusters), (None, 10, 1));
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_name() {
        let code = |before: &[f64], treated: &[bool]| {
            let data =
                BeforeAfter { before, after: &[1.0, 2.0, 0.5, 3.0], treated, ..BeforeAfter::default() };
            ancova(&data, &AncovaOptions::default()).unwrap_err().code()
        };
        let x = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(code(&x, &[true; 4]), "effect.no_controls");
        assert_eq!(code(&x, &[false; 4]), "effect.no_treated");
        assert_eq!(code(&x, &[false, false, true, true]), "effect.too_few");
        assert_eq!(code(&x[..3], &[false, false, true, true]), "effect.length");
        assert_eq!(code(&[1.0, f64::NAN, 1.0, 2.0], &[true, false, true, false]), "effect.parameter");
        assert_eq!(code(&[1.0; 4], &[true, false, true, false]), "effect.singular");
    }
}
