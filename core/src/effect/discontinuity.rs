//! A jump at the flag's own threshold, where all flagged units were helped and nobody else.

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::bias_aware::{critical, pvalue};
use super::error::{EffectError, all_finite, same_length};
use super::panel::numbered;
use super::regression::{Regression, Scaling};
use super::result::{Counts, Effect, Numbers, around};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};
use crate::math::{Z95, quantile, t_quantile};

/// Units by their distance from the threshold.
#[derive(Debug, Clone, Copy, Default)]
pub struct AtThreshold<'a> {
    /// (statistic − critical value), in standard deviations of the statistic: helped from 0 on.
    pub running: &'a [f64],
    /// The outcome after.
    pub after: &'a [f64],
    /// The outcome before, for the naive change alone; without, levels stand in its place.
    pub before: Option<&'a [f64]>,
    /// The cluster, such as the school of several works; without, each row is one.
    pub cluster: Option<&'a [&'a str]>,
}

/// Options of [`discontinuity`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct DiscontinuityOptions {
    /// Distances from the threshold up to which units count; the effect is that of the shortest
    /// honest interval.
    pub bandwidths: Vec<f64>,
    /// The largest second derivative of the outcome in the running variable; without, that of
    /// polynomials of degree four.
    pub smoothness: Option<f64>,
    /// Thresholds at which there is none; without, quartiles of each side.
    pub placebo: Option<Vec<f64>>,
}

impl Default for DiscontinuityOptions {
    fn default() -> Self {
        Self { bandwidths: vec![0.25, 0.5, 1.0], smoothness: None, placebo: None }
    }
}

/// A jump at a threshold with one bandwidth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Jump {
    /// The threshold on the running variable.
    pub threshold: f64,
    /// The distance up to which units count.
    pub bandwidth: f64,
    /// The jump.
    pub estimate: f64,
    /// The level just below the threshold: what was expected there without help.
    pub level_below: f64,
    /// CR2 by clusters.
    pub se: f64,
    /// Satterthwaite's degrees of freedom.
    pub df: f64,
    /// The largest bias that the smoothness allows.
    pub bias: f64,
    /// Honest 95 % interval.
    pub lower: f64,
    /// Honest 95 % interval.
    pub upper: f64,
    /// The largest p-value that the bias allows.
    pub pvalue: f64,
    /// Rows below the threshold.
    pub n_below: usize,
    /// Rows from the threshold on.
    pub n_above: usize,
}

/// What [`discontinuity`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Discontinuity {
    /// The effect at the threshold, with an honest interval.
    #[serde(flatten)]
    pub effect: Effect,
    /// All bandwidths that have enough units.
    pub jumps: Vec<Jump>,
    /// Jumps where there is no threshold, with the bandwidth of the effect.
    pub placebo: Vec<Jump>,
    /// The second derivative that was allowed.
    pub smoothness: f64,
}

struct Data {
    running: Vec<f64>,
    after: Vec<f64>,
    cluster: Vec<usize>,
}

/// The least rows on each side of a threshold.
const LEAST: usize = 5;

/// The effect at the flag's own threshold, where all flagged units were helped and nobody else.
///
/// ```text
/// r = (statistic − critical)/SD;   local linear on each side, weights 1 − |r|/h;
/// jump = level above − level below, at r = 0
/// SE: CR2 by clusters;
/// bias ≤ M/2·|Σ w_i r_i²|, w_i: the estimate's weight of row i, M ≥ |second derivative|
/// honest interval: estimate ± SE·cv(bias/SE), cv(b): 95 % point of |N(b, 1)|,
///     widened by t(df)/1.96
/// M by rule of thumb: the largest second derivative of polynomials of degree four,
///     one each side, within twice the widest bandwidth
/// placebo thresholds: the same on one side of the true one
/// ```
/// It holds for units near the threshold only. With `before` the naive change is that of helped
/// units within the bandwidth, and what was expected is that less the jump; without, both are levels
/// at the threshold: that of helped units, and that of the others.
///
/// # Errors
/// [`EffectError::Length`], [`EffectError::Parameter`], [`EffectError::NoTreated`],
/// [`EffectError::NoControls`], [`EffectError::TooFew`] where no bandwidth has five rows on each
/// side, or too few rows for the rule of thumb.
///
/// # Examples
/// ```python
/// >>> running = np.linspace(-1, 1, 200)
/// >>> after = 0.4 * running + 0.1 * np.sin(50.0 * np.arange(200)) - 0.3 * (running >= 0)
/// >>> found = ob.effect.discontinuity(running, after)
/// >>> round(found.estimate, 3), round(found.lower, 3), round(found.upper, 3)
/// (-0.354, -0.488, -0.22)
/// >>> [(jump.bandwidth, jump.n_below) for jump in found.jumps]
/// [(0.25, 25), (0.5, 50), (1.0, 99)]
/// ```
///
/// # References
/// Armstrong & Kolesár (2020), Quantitative Economics 11, 1–39. Hahn, Todd & Van der Klaauw (2001),
/// Econometrica 69, 201–209.
#[described]
pub fn discontinuity(
    data: &AtThreshold<'_>,
    options: &DiscontinuityOptions,
) -> Result<Discontinuity, EffectError> {
    let n = data.running.len();
    check(data, options)?;
    let cluster = match data.cluster {
        Some(names) => {
            let (cluster, names) = numbered(names.iter().copied());
            if names.len() < 3 {
                let (got, of) = (names.len(), "clusters");
                return Err(EffectError::TooFew { name: "cluster", got, of, least: 3 });
            }
            cluster
        }
        None => (0..n).collect(),
    };
    let all = Data { running: data.running.to_vec(), after: data.after.to_vec(), cluster };
    let widest = options.bandwidths.iter().fold(0.0, |a: f64, b| a.max(*b));
    let smoothness = match options.smoothness {
        Some(smoothness) => smoothness,
        None => all.rule_of_thumb(2.0 * widest)?,
    };
    let jumps: Vec<Jump> =
        options.bandwidths.iter().filter_map(|&h| all.jump(0.0, h, smoothness, None)).collect();
    let best = jumps.iter().min_by(|a, b| (a.upper - a.lower).total_cmp(&(b.upper - b.lower))).copied();
    let best = best.ok_or_else(|| {
        let (below, above) = all.sides(0.0, widest);
        let (got, of) = (below.min(above), "rows on one side of the threshold");
        match got < LEAST {
            true => EffectError::TooFew { name: "running", got, of, least: LEAST },
            false => EffectError::Singular { name: "running" },
        }
    })?;
    let thresholds = options.placebo.clone().unwrap_or_else(|| all.quartiles());
    let placebo: Vec<Jump> =
        thresholds.iter().filter_map(|&c| all.jump(c, best.bandwidth, smoothness, Some(c >= 0.0))).collect();
    Ok(Discontinuity { effect: effect(data, &all, &best, &placebo), jumps, placebo, smoothness })
}

/// [`discontinuity`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.discontinuity",
    doc: DISCONTINUITY_DOC,
    inputs: &[
        Input::new("running", Kind::Numbers)
            .doc("(statistic − critical value), in standard deviations of the statistic: helped from 0 on."),
        Input::new("after", Kind::Numbers).doc("The outcome after."),
        Input::new("before", Kind::Numbers)
            .optional()
            .doc("The outcome before, for the naive change alone; without, levels stand in its place."),
        Input::new("cluster", Kind::Names)
            .optional()
            .doc("The cluster, such as the school of several works; without, each row is one."),
    ],
    groups: Groups::None,
    options: options::<DiscontinuityOptions>,
    output: Shape::Record(Discontinuity::described),
    run: |given| {
        let cluster = given.optional(3, Given::texts)?;
        let data = AtThreshold {
            running: given.numbers(0)?,
            after: given.numbers(1)?,
            before: given.optional(2, Given::numbers)?,
            cluster: cluster.as_deref(),
        };
        Ok(Output::record(&discontinuity(&data, &given.options()?)?))
    },
};

fn check(data: &AtThreshold<'_>, options: &DiscontinuityOptions) -> Result<(), EffectError> {
    let n = data.running.len();
    same_length("after", data.after.len(), n)?;
    same_length("before", data.before.map_or(n, <[_]>::len), n)?;
    same_length("cluster", data.cluster.map_or(n, <[_]>::len), n)?;
    all_finite("running", data.running)?;
    all_finite("after", data.after)?;
    all_finite("before", data.before.unwrap_or_default())?;
    if options.bandwidths.is_empty() {
        return Err(EffectError::TooFew { name: "bandwidths", got: 0, of: "bandwidths", least: 1 });
    }
    if let Some(&value) = options.bandwidths.iter().find(|h| !(**h > 0.0 && h.is_finite())) {
        return Err(EffectError::Parameter { name: "bandwidths", value, expected: "more than 0" });
    }
    if let Some(value) = options.smoothness.filter(|m| !(*m >= 0.0 && m.is_finite())) {
        return Err(EffectError::Parameter { name: "smoothness", value, expected: "at least 0" });
    }
    all_finite("placebo", options.placebo.as_deref().unwrap_or_default())?;
    if !data.running.iter().any(|r| *r >= 0.0) {
        return Err(EffectError::NoTreated { name: "running" });
    }
    if data.running.iter().all(|r| *r >= 0.0) {
        return Err(EffectError::NoControls { name: "running" });
    }
    Ok(())
}

impl Data {
    /// Rows within the bandwidth, below and from the threshold on.
    fn sides(&self, threshold: f64, bandwidth: f64) -> (usize, usize) {
        let near = self.running.iter().map(|r| r - threshold).filter(|r| r.abs() < bandwidth);
        let above = near.clone().filter(|r| *r >= 0.0).count();
        (near.count() - above, above)
    }

    /// The jump at a threshold; `side` keeps rows of one side of the true one. `None` with too few
    /// rows.
    fn jump(&self, threshold: f64, bandwidth: f64, smoothness: f64, side: Option<bool>) -> Option<Jump> {
        let rows: Vec<usize> = (0..self.running.len())
            .filter(|&i| {
                let near = (self.running[i] - threshold).abs() < bandwidth;
                near && side.is_none_or(|above| (self.running[i] >= 0.0) == above)
            })
            .collect();
        let r: Vec<f64> = rows.iter().map(|&i| self.running[i] - threshold).collect();
        let above: Vec<f64> = r.iter().map(|r| f64::from(u8::from(*r >= 0.0))).collect();
        let n_above = r.iter().filter(|r| **r >= 0.0).count();
        let n_below = r.len() - n_above;
        if n_above.min(n_below) < LEAST {
            return None;
        }
        let columns = [
            above.clone(),
            vec![1.0; r.len()],
            r.clone(),
            r.iter().zip(&above).map(|(r, a)| r * a).collect(),
        ];
        let weight: Vec<f64> = r.iter().map(|r| 1.0 - r.abs() / bandwidth).collect();
        let after: Vec<f64> = rows.iter().map(|&i| self.after[i]).collect();
        let names: Vec<usize> = rows.iter().map(|&i| self.cluster[i]).collect();
        let fit = Regression::of(&columns, &after, &weight, &names)?;
        let error = fit.error(0, Scaling::Cr2)?;
        // Σ w_i r_i² of the estimate's own weights w.
        let mut second = 0.0;
        for i in 0..r.len() {
            let own: f64 = (0..4).map(|j| fit.bread[(0, j)] * columns[j][i]).sum::<f64>() * weight[i];
            second += own * r[i] * r[i] * if r[i] >= 0.0 { 1.0 } else { -1.0 };
        }
        let bias = smoothness / 2.0 * second.abs();
        let (se, df, estimate, level_below) = (error.se, error.df, fit.beta[0], fit.beta[1]);
        let wider = t_quantile(0.975, df) / Z95;
        let (lower, upper) = around(estimate, wider * se * critical(bias / se / wider))?;
        let pvalue = pvalue(estimate, bias, se * wider);
        Some(Jump {
            threshold,
            bandwidth,
            estimate,
            level_below,
            se,
            df,
            bias,
            lower,
            upper,
            pvalue,
            n_below,
            n_above,
        })
    }

    /// The largest second derivative of polynomials of degree four, one each side.
    fn rule_of_thumb(&self, within: f64) -> Result<f64, EffectError> {
        let mut most = 0.0_f64;
        for above in [false, true] {
            let rows: Vec<usize> = (0..self.running.len())
                .filter(|&i| self.running[i].abs() <= within && (self.running[i] >= 0.0) == above)
                .collect();
            let r: Vec<f64> = rows.iter().map(|&i| self.running[i] / within).collect();
            let columns: Vec<Vec<f64>> = (0..5).map(|k| r.iter().map(|r| r.powi(k)).collect()).collect();
            let after: Vec<f64> = rows.iter().map(|&i| self.after[i]).collect();
            let apart: Vec<usize> = (0..rows.len()).collect();
            let few =
                EffectError::TooFew { name: "running", got: rows.len(), of: "rows on one side", least: 10 };
            if rows.len() < 10 {
                return Err(few);
            }
            let singular = EffectError::Singular { name: "running" };
            let fit = Regression::of(&columns, &after, &vec![1.0; rows.len()], &apart).ok_or(singular)?;
            let second = |x: f64| 2.0 * fit.beta[2] + 6.0 * fit.beta[3] * x + 12.0 * fit.beta[4] * x * x;
            let (low, high) = r.iter().fold((1.0_f64, -1.0_f64), |(l, h), x| (l.min(*x), h.max(*x)));
            let turn = (-fit.beta[3] / (4.0 * fit.beta[4])).clamp(low, high);
            most = [low, high, turn].iter().fold(most, |m, x| m.max(second(*x).abs()));
        }
        Ok(most / (within * within))
    }

    /// Thresholds where there is none: quartiles of each side.
    fn quartiles(&self) -> Vec<f64> {
        let mut thresholds = Vec::new();
        for above in [false, true] {
            let mut side: Vec<f64> = self.running.iter().copied().filter(|r| (*r >= 0.0) == above).collect();
            side.sort_by(f64::total_cmp);
            thresholds.extend([0.25, 0.5, 0.75].map(|q| quantile(&side, q, 7)));
        }
        thresholds
    }
}

fn effect(data: &AtThreshold<'_>, all: &Data, best: &Jump, placebo: &[Jump]) -> Effect {
    let change = data.before.map(|before| {
        let helped = |i: &usize| (0.0..best.bandwidth).contains(&data.running[*i]);
        let changes = (0..before.len()).filter(helped).map(|i| data.after[i] - before[i]);
        changes.clone().sum::<f64>() / changes.count() as f64
    });
    let naive = change.unwrap_or(best.level_below + best.estimate);
    let numbers = Numbers {
        estimate: best.estimate,
        interval: Some((best.lower, best.upper)),
        pvalue: Some(best.pvalue),
        smallest: None,
        naive: Some(naive),
        expected: Some(naive - best.estimate),
        levels: change.is_none(),
    };
    let near = |i: &usize| all.running[*i].abs() < best.bandwidth;
    let clusters = |above: bool| {
        let mut seen: Vec<usize> = (0..all.running.len())
            .filter(near)
            .filter(|&i| !above || all.running[i] >= 0.0)
            .map(|i| all.cluster[i])
            .collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    let counts = Counts {
        treated: best.n_above,
        controls: best.n_below,
        clusters: clusters(false),
        treated_clusters: clusters(true),
    };
    let mut warnings = vec![Warning::NearThreshold];
    let strength = |jump: &Jump| (jump.estimate / jump.se).abs();
    let thresholds = placebo.iter().filter(|jump| strength(jump) > strength(best).max(Z95)).count();
    if thresholds > 0 {
        warnings.push(Warning::PlaceboJumps { thresholds });
    }
    let comparison = Words::new(
        "Единицы сразу за порогом признака и сразу перед ним",
        "Units just above the sign's threshold beside units just below it",
    );
    let caution = Words::new(
        "Вывод верен только у порога и только если у него не меняется ничего, кроме помощи.",
        "It holds near the threshold only, and only if nothing but the help changes there.",
    );
    let method = format!("regression discontinuity, bandwidth {}, honest interval", best.bandwidth);
    Effect::of(numbers, counts, &method, comparison, caution, warnings)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::close;
    use super::*;
    use crate::random::Random;

    fn simulated(n: usize, jump: f64, bend: f64, seed: u64) -> (Vec<f64>, Vec<f64>) {
        let mut random = Random::new(seed, 13);
        let running: Vec<f64> = (0..n).map(|_| 2.0 * random.uniform() - 1.2).collect();
        let after = running.iter().map(|r| 0.5 * r + bend / 2.0 * r * r + if *r >= 0.0 { jump } else { 0.0 });
        let after = after.map(|y| y + 0.3 * random.normal()).collect();
        (running, after)
    }

    fn of(columns: &(Vec<f64>, Vec<f64>), options: &DiscontinuityOptions) -> Discontinuity {
        let data = AtThreshold { running: &columns.0, after: &columns.1, ..AtThreshold::default() };
        discontinuity(&data, options).unwrap()
    }

    #[test]
    fn the_jump_is_that_of_two_weighted_lines() {
        let columns = simulated(200, 0.4, 0.0, 1);
        let found = of(&columns, &DiscontinuityOptions::default());
        for jump in &found.jumps {
            let level = |above: bool| {
                let mut s = [0.0; 5];
                for (r, y) in columns.0.iter().zip(&columns.1) {
                    if (*r >= 0.0) == above && r.abs() < jump.bandwidth {
                        let w = 1.0 - r.abs() / jump.bandwidth;
                        [w, w * r, w * r * r, w * y, w * r * y]
                            .iter()
                            .enumerate()
                            .for_each(|(i, v)| s[i] += v);
                    }
                }
                (s[2] * s[3] - s[1] * s[4]) / (s[0] * s[2] - s[1] * s[1])
            };
            close(jump.estimate, level(true) - level(false), 1e-9);
        }
        assert!(found.effect.lower.unwrap() > 0.0);
    }

    #[test]
    fn the_bias_is_what_the_worst_curve_does() {
        let (running, _) = simulated(300, 0.0, 0.0, 2);
        let curve: Vec<f64> = running.iter().map(|r| if *r >= 0.0 { r * r } else { -r * r }).collect();
        let options = DiscontinuityOptions { smoothness: Some(2.0), ..DiscontinuityOptions::default() };
        for jump in of(&(running, curve), &options).jumps {
            close(jump.estimate.abs(), jump.bias, 1e-9);
        }
    }

    #[test]
    fn honest_intervals_hold_nothing_where_nothing_was_done() {
        let (mut covered, mut rejected) = (0, 0);
        for seed in 0..30 {
            let found = of(&simulated(250, 0.0, 1.0, seed), &DiscontinuityOptions::default()).effect;
            covered += u32::from(found.lower.unwrap() <= 0.0 && found.upper.unwrap() >= 0.0);
            rejected += u32::from(found.pvalue.unwrap() <= 0.05);
        }
        assert!(covered >= 27 && rejected <= 3, "{covered} {rejected}");
    }

    #[test]
    fn placebo_thresholds_lie_on_one_side() {
        let found = of(&simulated(400, 0.8, 0.0, 3), &DiscontinuityOptions::default());
        assert!(!found.placebo.is_empty());
        assert!(found.placebo.iter().all(|jump| (jump.estimate / jump.se).abs() < 4.0));
        assert!(found.effect.warnings.contains(&Warning::NearThreshold));
    }

    #[test]
    fn the_naive_change_needs_what_was_before_else_it_is_a_level() {
        let (running, after) = simulated(200, 0.4, 0.0, 1);
        let before = vec![1.0; 200];
        let data = AtThreshold { running: &running, after: &after, before: Some(&before), cluster: None };
        let effect = discontinuity(&data, &DiscontinuityOptions::default()).unwrap().effect;
        let expected = effect.expected_without_measures.unwrap();
        close(effect.naive_change.unwrap() - expected, effect.estimate, 1e-12);
        let found = of(&(running, after), &DiscontinuityOptions::default());
        let best = found.jumps.iter().min_by(|a, b| (a.upper - a.lower).total_cmp(&(b.upper - b.lower)));
        close(found.effect.expected_without_measures.unwrap(), best.unwrap().level_below, 1e-12);
        assert!(found.effect.sentence.en.contains("a value of"), "{}", found.effect.sentence.en);
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_name() {
        let (running, after) = simulated(60, 0.0, 0.0, 1);
        let code = |running: &[f64], options: &DiscontinuityOptions| {
            let data =
                AtThreshold { running, after: &after[..running.len().min(60)], ..AtThreshold::default() };
            discontinuity(&data, options).unwrap_err().code()
        };
        let usual = DiscontinuityOptions::default();
        let above: Vec<f64> = running.iter().map(|r| r.abs()).collect();
        let below: Vec<f64> = above.iter().map(|r| -r - 0.1).collect();
        assert_eq!(code(&above, &usual), "effect.no_controls");
        assert_eq!(code(&below, &usual), "effect.no_treated");
        assert_eq!(code(&running[..12], &usual), "effect.too_few");
        let narrow = |h| DiscontinuityOptions { bandwidths: vec![h], ..DiscontinuityOptions::default() };
        assert_eq!(code(&running, &narrow(0.0)), "effect.parameter");
        assert_eq!(code(&running, &narrow(1e-6)), "effect.too_few");
        let rough = DiscontinuityOptions { smoothness: Some(-1.0), ..DiscontinuityOptions::default() };
        assert_eq!(code(&running, &rough), "effect.parameter");
    }
}
