//! Papers raised over a mark boundary: how many, at which boundary, with what uncertainty.
//!
//! What it catches: papers a few points below a mark that ended at its boundary or just above, so
//! that totals are missing below and in excess above, by the same number. What it cannot: papers
//! raised past the reach of the model, alike over the whole scale, or down the scale; nor who
//! raised them or why: a re-reading of papers just below a mark that only ever finds points looks
//! the same. What honest schools show: nothing on smooth scales. On toothy scales (few items with
//! large maxima) any smooth shape leaves excesses at scores that are no boundaries too: see
//! [`Shift::placebo`]. In whole regions some lifting is usual, so a small p-value says "papers were
//! moved here", not "more than elsewhere": for that compare the statistic with other groups'.
//! Smallest n: each row states what it could have seen (`detection_limit`); below some 60 papers in
//! one work only massive lifting is seen.

mod model;
mod strength;
mod tail;

use nalgebra::{DMatrix, DVector};

use self::model::Model;
use self::strength::{Likelihood, Scale, Tables};
use self::tail::{conditional_tails, detection_limit, directions};
use super::climb::solve;
use super::lifting::{LARGEST_PART, LEAST_PAPERS, Pair, Papers, placebo_pairs, prior_of, prior_table};
use crate::data::{Cells, Tally};
use crate::statistics::sign::{self, GroupSign, Options, Reads, Sides, SignOptions, Use};
use crate::statistics::{StatisticError, Tier, with_boundaries};
use crate::table::Table;
use crate::threads::each;

/// What the shift model takes for given.
#[derive(Debug, Clone, PartialEq, obektiv_derive::Settings)]
pub struct ShiftOptions {
    /// The honest distribution of totals 0..=maximum if it is known, say from an item model;
    /// `None`: fitted.
    pub honest: Option<Vec<f64>>,
    /// The degree of the polynomial in the honest log density; 1 to 8.
    pub degree: usize,
    /// From how far below a boundary papers are raised, 1 to 8 points; `None`: 3 on scales below 25
    /// points, else 5.
    pub reach: Option<u16>,
    /// A group is cleared if its own papers bound the share of raised ones below this.
    pub cleared_below: f64,
}

impl Default for ShiftOptions {
    fn default() -> Self {
        Self { honest: None, degree: 4, reach: None, cleared_below: 0.2 }
    }
}

impl SignOptions for ShiftOptions {}

/// Papers lifted from one distance to one boundary, in the whole territory.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Lift {
    /// The mark: 3, 4 or 5.
    pub mark: u8,
    /// Its lowest total.
    pub boundary: u16,
    /// How many points below.
    pub distance: u16,
    /// The share of those papers that were raised.
    pub share: f64,
}

/// One group.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ShiftRow {
    /// The group.
    pub group: String,
    /// Its papers.
    pub n: u64,
    /// λ: the share of liftable papers that were raised, posterior mean.
    pub statistic: f64,
    /// One-sided p-value of λ = 0 given the group's mean.
    pub pvalue: f64,
    /// Raised papers as a share of all.
    pub effect: f64,
    /// 95 % interval of λ. Averaged over all groups; of those that lift the interval holds λ less
    /// often, in .53 to .92 in one study, for small groups are drawn to the others.
    pub lower: f64,
    /// 95 % interval of λ.
    pub upper: f64,
    /// P(λ > .05).
    pub above_5_percent: f64,
    /// Expected number of raised papers.
    pub raised: f64,
    /// The same at the boundaries of marks 3, 4, 5.
    pub raised_by_mark: [f64; 3],
    /// Expected number of papers that were within reach of a boundary.
    pub liftable: f64,
    /// The smallest λ found with 80 % power at the one-sided 1 % level; NaN if none is.
    pub detection_limit: f64,
    /// One-sided 95 % upper bound of λ from the group's own papers.
    pub bound: f64,
    /// Whether the bound is below the stated share.
    pub cleared: bool,
    /// One-sided p-value of papers pulled down from a boundary, given the group's mean.
    pub pvalue_down: f64,
}

/// The shift model of one work.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Shift {
    /// The territory's honest distribution of totals.
    pub honest: Vec<f64>,
    /// The shares lifted in the whole territory.
    pub lifts: Vec<Lift>,
    /// Pearson's χ² of the territory's totals against the fitted ones, over totals expected at
    /// least once.
    pub chi2: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// The log-likelihood of the territory's fit.
    pub log_likelihood: f64,
    /// The standard deviation of the groups' tilts.
    pub sd: f64,
    /// The prior over groups: probabilities of λ = 0 and of the cells that end at `prior_ends`.
    pub prior: Vec<f64>,
    /// The upper ends of the prior's cells.
    pub prior_ends: Vec<f64>,
    /// The groups in the order of their names.
    pub rows: Vec<ShiftRow>,
    model: Model,
    scale: Scale,
    tables: Tables,
    groups: Vec<Papers>,
    states: Vec<Option<State>>,
}

/// Each group's statistic at scores that are no boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Placebo {
    /// The groups in the order of their names.
    pub rows: Vec<PlaceboRow>,
}

/// A group's statistic at scores that are no boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceboRow {
    /// The group.
    pub group: String,
    /// Estimated share lifted from one point below; may be negative.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// The shift model at the mark boundaries of one work: honest totals, and papers raised over
/// boundaries.
///
/// ```text
/// x_s = 2s/K − 1;  P_d: Legendre polynomials;  groups j with totals n_js
/// honest    f_j(s) ∝ exp(Σ_{d ≤ degree} β_d·P_d(x_s) + τ_j·x_s)
/// lifting   of papers i points below boundary c a share π_ci lands on c (.75), c + 1 (.15), c + 2 (.10);
///           only from the mark just below, i ≤ reach
/// observed  g_j(s) = f_j(s) − Σ_ci f_j(c − i)·π_ci·([s = c − i] − landing_c(s))
/// territory τ_j = σ·z, z on −4, −3.9, … 4 with probabilities ∝ exp(−z²/2);  β, π ≤ .99, .05 ≤ σ ≤ 4: maximum likelihood
///           f̄ = Σ_z papers at z·f_z / papers,  by the groups' posterior
/// group     π_ci(u) = 1 − (1 − u)^(w_ci),  w_ci = ln(1 − p_ci)/ln(1 − max p),  p = min(π + .05·2^(1−i), .95)
///           λ(u) = Σ_ci f̄(c − i)·π_ci(u) / Σ_ci f̄(c − i)
///           L_j(u) = Σ_z P(z)·Π_s g_{z,u}(s)^n_js,  u = 0 and the middles of 20 cells of (0, 1)
///           prior over u: maximum likelihood over groups by EM, a tenth of a group added to each cell
/// statistic = E(λ | n_j),  lower, upper: quantiles .025, .975;  effect = raised/n
/// raised    = E(Σ papers lifted | n_j), by boundary: it follows the group's own excess there
/// pvalue    = P(U ≥ u_obs | Σ s), U = Σ_s n_s·(dg/du)(s)/f(s) at u = 0: free of τ_j; double saddlepoint;  f at the mode of τ_j given u = 0
/// pvalue_down: the same for papers 0, 1, 2 points above a boundary that landed 1, 2, 3 points below it (weights 1, ½, ¼)
/// bound     = the λ above the likelihood's maximum where 2·(max L − L) = 2.706;  cleared = bound < cleared_below
/// ```
///
/// Shares lie in [0, 1], counts are papers. Undefined are, as NaN and not cleared: groups without
/// papers, and where the honest distribution was fitted all groups if nothing is left to test the
/// fit by ([`Shift::df`] of 0 or less), and groups that hold more than a fifth of all papers, for
/// nothing tells their shape from their irregularities: of one histogram only the territory's
/// numbers are told. The p-value is against the ideal of no lifting at all. A group's honest shape
/// may differ from the territory's by its level only.
///
/// # Errors
/// [`StatisticError::NoBoundaries`]; [`StatisticError::TooFewResults`] with fewer than 500 papers
/// to fit a shape to; [`StatisticError::Parameter`] for options out of range, a known distribution
/// that is not one, or a scale too short to tell a shape from lifting.
///
/// # Examples
/// ```
/// use obektiv::{data::{Assessment, Grouping, Tally}, statistics::heaping};
/// let a = Assessment::new("maths", 5, 2021, &[1; 20], Some([7, 11, 15]))?;
/// let honest: Vec<u64> = (0..=20).map(|s: i32| 1200 / (20 + (s - 11).pow(2)) as u64).collect();
/// let mut raised = honest.clone();
/// for c in [7, 11, 15] { raised[c] += raised[c - 1]; raised[c - 1] = 0; }
/// let names: Vec<String> = (0..12).map(|i| format!("school {i}")).collect();
/// let groups = names.iter().map(|n| (n.as_str(), honest.as_slice())).chain([("lifted", raised.as_slice())]);
/// let sign = heaping::fit(&Tally::from_histograms(a, Grouping::School, groups)?, Default::default())?;
/// let lifted = &sign.rows[0];
/// assert!(lifted.pvalue < 0.01 && lifted.lower > 0.05 && sign.rows[1].pvalue > 0.05);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// # References
/// Diamond & Persson (2016), NBER 22207, and Dee, Dobbie, Jacob & Rockoff (2019), American Economic
/// Journal: Applied 11(3), 382–423, for counterfactual score distributions with mass conservation;
/// Skovgaard (1987), Journal of Applied Probability 24, 875–887, for the conditional tail. The
/// model by groups is this library's.
pub fn fit(tally: &Tally, options: ShiftOptions) -> Result<Shift, StatisticError> {
    with_boundaries(&[tally], "heaping.fit")?;
    let model = Model::start(tally, &options)?;
    let counts: Vec<f64> = tally.histogram().into_iter().map(|n| n as f64).collect();
    let papers: u64 = tally.groups().values().map(Cells::n).sum();
    let fitted = options.honest.is_none();
    if fitted && papers < LEAST_PAPERS {
        return Err(StatisticError::TooFewResults { got: papers, needed: LEAST_PAPERS });
    }
    let groups: Vec<Papers> = tally.groups().values().map(|cells| Papers::of(cells.histogram())).collect();
    let (model, territory) = model.fit(&groups, &counts);
    let scale = Scale::of(&model, &territory);
    let tables = Tables::of(&model, &scale);
    let largest = if fitted { LARGEST_PART * papers as f64 } else { f64::INFINITY };
    // A shape of as many parameters as there are totals fits anything.
    let determined = !fitted || territory.df > 0.0;
    let states = each(&groups, |papers| {
        (determined && papers.n > 0.0 && papers.n <= largest)
            .then(|| State::of(papers, &model, &scale, &tables))
    });
    let start = vec![1.0 / scale.lambda.len() as f64; scale.lambda.len()];
    let likelihoods: Vec<f64> =
        states.iter().flatten().flat_map(|state| state.likelihood.posterior(&start)).collect();
    let prior = prior_of(&likelihoods, &start, 100);
    let row = |(state, (group, cells)): (&Option<State>, (&String, &Cells))| match state {
        Some(state) => state.row(group, cells.n(), &prior, &scale, options.cleared_below),
        None => ShiftRow::undefined(group, cells.n()),
    };
    let rows = states.iter().zip(tally.groups()).map(row).collect();
    let lift = |(pair, &share): (&Pair, &f64)| Lift {
        mark: pair.mark,
        boundary: pair.to as u16,
        distance: pair.distance() as u16,
        share,
    };
    Ok(Shift {
        honest: territory.honest,
        lifts: model.pairs.iter().zip(&model.shares).map(lift).collect(),
        chi2: territory.chi2,
        df: territory.df,
        log_likelihood: territory.log_likelihood,
        sd: model.sd,
        prior,
        prior_ends: scale.ends.clone(),
        rows,
        model,
        scale,
        tables,
        groups,
        states,
    })
}

/// A group's likelihood over the strengths, and its tests.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct State {
    likelihood: Likelihood,
    pvalue: f64,
    pvalue_down: f64,
    detection_limit: f64,
}

impl State {
    fn of(papers: &Papers, model: &Model, scale: &Scale, tables: &Tables) -> Self {
        let f = tail::honest_at_mode(papers, model);
        let [up, down] = directions(model, &f, &scale.direction);
        let [pvalue, pvalue_down] = conditional_tails(&f, [&up, &down], papers);
        Self {
            likelihood: Likelihood::of(papers, tables),
            pvalue,
            pvalue_down,
            detection_limit: detection_limit(model, scale, &f, &up, papers.n),
        }
    }

    fn row(&self, group: &str, n: u64, prior: &[f64], scale: &Scale, cleared_below: f64) -> ShiftRow {
        let posterior = self.likelihood.posterior(prior);
        let mean = |value: &dyn Fn(usize) -> f64| {
            posterior.iter().enumerate().map(|(k, p)| p * value(k)).sum::<f64>()
        };
        let raised_by_mark = self.likelihood.raised.each_ref().map(|raised| mean(&|k| raised[k]));
        let raised: f64 = raised_by_mark.iter().sum();
        let bound = self.likelihood.bound(scale);
        ShiftRow {
            group: group.to_owned(),
            n,
            statistic: mean(&|k| scale.lambda[k]),
            pvalue: self.pvalue,
            effect: raised / n as f64,
            lower: scale.quantile(&posterior, 0.025),
            upper: scale.quantile(&posterior, 0.975),
            above_5_percent: scale.above(&posterior, 0.05),
            raised,
            raised_by_mark,
            liftable: mean(&|k| self.likelihood.liftable[k]),
            detection_limit: self.detection_limit,
            bound,
            cleared: bound < cleared_below,
            pvalue_down: self.pvalue_down,
        }
    }

    /// The estimate of lifting at scores that are no boundaries and its standard error, at the most
    /// probable strength.
    fn placebo(&self, papers: &Papers, shift: &Shift, lifting: &Model) -> (f64, f64) {
        let posterior = self.likelihood.posterior(&shift.prior);
        let lambda: f64 = posterior.iter().zip(&shift.scale.lambda).map(|(p, l)| p * l).sum();
        let near = shift.scale.near(lambda);
        let (model, shares) = (&shift.model, &shift.scale.shares[near]);
        let f = model.honest(model.sd * shift.tables.level(papers, near));
        let g = model.lift(&f, shares);
        let moved = lifting.lift(&g, &lifting.shares);
        let real = model.lift(&f, &shift.scale.direction);
        let by_tilt = model.by_tilt(&f, shares);
        let scores = |s: usize| {
            let g = g[s].max(1e-9);
            [moved[s] / g - 1.0, by_tilt[s] / g, (real[s] - f[s]) / g]
        };
        let u = DVector::from_fn(3, |a, _| papers.total(|s| scores(s)[a]));
        let information = DMatrix::from_fn(3, 3, |a, b| {
            papers.n * g.iter().enumerate().map(|(s, g)| g * scores(s)[a] * scores(s)[b]).sum::<f64>()
        });
        let variance = solve(information.clone(), DVector::from_vec(vec![1.0, 0.0, 0.0]))[0];
        (solve(information, u)[0], variance.max(0.0).sqrt())
    }
}

impl ShiftRow {
    fn undefined(group: &str, n: u64) -> Self {
        let none = f64::NAN;
        Self {
            group: group.to_owned(),
            n,
            statistic: none,
            pvalue: none,
            effect: none,
            lower: none,
            upper: none,
            above_5_percent: none,
            raised: none,
            raised_by_mark: [none; 3],
            liftable: none,
            detection_limit: none,
            bound: none,
            cleared: false,
            pvalue_down: none,
        }
    }
}

impl Shift {
    /// Each group's statistic at scores that are no boundaries: what the same lifting to `scores`
    /// would be estimated at, beside the lifting to the real boundaries and the group's level.
    ///
    /// ```text
    /// papers 1, 2, … points below each score lifted with weights 1, ½, ¼ …; base: the group's g_j at the strength next above E(λ | n_j) and the mean level there
    /// U = Σ n_s·(d ln g/du)(s), I its information, both cleared of the group's tilt and strength;  estimate = U/I,  standard error 1/√I
    /// ```
    ///
    /// An empirical null: on smooth scales of honest groups estimate/standard error is standard
    /// normal; on toothy ones it is wider, and so should a reader's doubts be. Groups without a
    /// statistic are NaN.
    ///
    /// # Errors
    /// [`StatisticError::Parameter`] for no scores, a score that is a boundary, is 0 or exceeds the
    /// maximum, or scores not in ascending order.
    pub fn placebo(&self, scores: &[u16]) -> Result<Placebo, StatisticError> {
        let mut lifting = self.model.clone();
        lifting.pairs = placebo_pairs(&self.model.pairs, self.model.top, scores)?;
        lifting.shares = lifting.pairs.iter().map(|pair| pair.halved()).collect();
        let one = |((row, papers), state): ((&ShiftRow, &Papers), &Option<State>)| {
            let of = |state: &State| state.placebo(papers, self, &lifting);
            let (estimate, standard_error) = state.as_ref().map_or((f64::NAN, f64::NAN), of);
            PlaceboRow { group: row.group.clone(), estimate, standard_error }
        };
        Ok(Placebo { rows: self.rows.iter().zip(&self.groups).zip(&self.states).map(one).collect() })
    }

    /// Columns `mark, boundary, distance, share`: what was lifted in the whole territory.
    #[must_use]
    pub fn lifts_table(&self) -> Table {
        let count = |value: fn(&Lift) -> u64| self.lifts.iter().map(value).collect::<Vec<u64>>();
        Table::new()
            .with("mark", count(|l| l.mark.into()))
            .with("boundary", count(|l| l.boundary.into()))
            .with("distance", count(|l| l.distance.into()))
            .with("share", self.lifts.iter().map(|l| l.share).collect::<Vec<f64>>())
    }

    /// Columns `lower, upper, share`: the prior of λ over groups by cells, the first of which is
    /// λ = 0.
    #[must_use]
    pub fn prior_table(&self) -> Table {
        prior_table(&self.prior, &self.prior_ends)
    }

    /// Columns
    /// `group, n, statistic, pvalue, effect, lower, upper, above_5_percent, raised, raised3,
    /// raised4, raised5, liftable, detection_limit, bound, cleared, pvalue_down, misfit, tier`;
    /// [`misfit`](Self::misfit) is the same of all groups.
    #[must_use]
    pub fn table(&self) -> Table {
        let real = |value: fn(&ShiftRow) -> f64| self.rows.iter().map(value).collect::<Vec<f64>>();
        let n: Vec<u64> = self.rows.iter().map(|r| r.n).collect();
        Table::new()
            .with("group", self.rows.iter().map(|r| r.group.clone()).collect::<Vec<String>>())
            .with("n", n.clone())
            .with("statistic", real(|r| r.statistic))
            .with("pvalue", real(|r| r.pvalue))
            .with("effect", real(|r| r.effect))
            .with("lower", real(|r| r.lower))
            .with("upper", real(|r| r.upper))
            .with("above_5_percent", real(|r| r.above_5_percent))
            .with("raised", real(|r| r.raised))
            .with("raised3", real(|r| r.raised_by_mark[0]))
            .with("raised4", real(|r| r.raised_by_mark[1]))
            .with("raised5", real(|r| r.raised_by_mark[2]))
            .with("liftable", real(|r| r.liftable))
            .with("detection_limit", real(|r| r.detection_limit))
            .with("bound", real(|r| r.bound))
            .with("cleared", self.rows.iter().map(|r| r.cleared).collect::<Vec<bool>>())
            .with("pvalue_down", real(|r| r.pvalue_down))
            .with("misfit", vec![self.misfit(); n.len()])
            .with("tier", Tier::names(&n))
    }

    /// P(χ² as large or larger): where it is small the fitted shape is not that of the totals, and
    /// the groups' p-values are to be doubted. NaN without degrees of freedom.
    #[must_use]
    pub fn misfit(&self) -> f64 {
        if self.df > 0.0 { crate::math::chi2_tail(self.chi2, self.df) } else { f64::NAN }
    }
}

impl Placebo {
    /// Columns `group, estimate, standard_error`.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new()
            .with("group", self.rows.iter().map(|r| r.group.clone()).collect::<Vec<String>>())
            .with("estimate", self.rows.iter().map(|r| r.estimate).collect::<Vec<f64>>())
            .with("standard_error", self.rows.iter().map(|r| r.standard_error).collect::<Vec<f64>>())
    }
}

/// [`fit`] as policies name it.
pub const FIT: GroupSign = GroupSign {
    id: "heaping.fit",
    aliases: &[],
    doc: "how many papers were raised over which mark boundary",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<ShiftOptions>(),
    uses: Use::Flags {
        beside: "the territory's own distribution without raised papers, given the group's mean",
        sides: Sides::Upper,
    },
    scale: sign::Scale::Share,
    parts: &[],
    run: |given| {
        let shift = fit(given.tally()?, given.options()?)?;
        // As a sign its effect is λ, whose interval it is.
        let lambda: Vec<f64> = shift.rows.iter().map(|row| row.statistic).collect();
        Ok(shift.table().replaced("effect", lambda))
    },
};

#[cfg(test)]
#[allow(
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "counts are rounded from positive numbers; sums of small integers are exact"
)]
mod tests;
