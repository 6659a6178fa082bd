//! Papers raised over a mark boundary: how many, at which boundary, with what uncertainty.
//!
//! What it catches: papers a few points below a mark that ended at its boundary or just above, so that totals are missing
//! below and in excess above, by the same number. What it cannot: papers raised past the reach of the model, alike over the whole scale, or
//! down the scale; nor who raised them or why: a re-reading of papers just below a mark that only ever finds points looks the same.
//! What honest schools show: nothing on smooth scales. On toothy scales (few items with large maxima) any smooth
//! shape leaves excesses at scores that are no boundaries too: see [`Shift::placebo`]. In whole regions some lifting is usual, so a small p-value says
//! "papers were moved here", not "more than elsewhere": for that compare the statistic with other groups'. Smallest n: each row states what it could
//! have seen (`detection_limit`); below some 60 papers in one work only massive lifting is seen.

use nalgebra::{DMatrix, DVector};

use super::{StatisticError, Tier, with_boundaries};
use crate::data::{Cells, Tally};
use crate::math::normal_upper;
use crate::table::Table;

/// Where a raised paper lands: on the boundary, one point above, two above. Of all shares tried on a real region's 22 works (1,
/// .85/.1/.05, .75/.15/.1, .65/.2/.15) these have the largest likelihood.
const LANDING: [f64; 3] = [0.75, 0.15, 0.10];
/// Steps of the strength of lifting: 0, then the middles of so many cells of (0, 1).
const CELLS: usize = 20;
/// Tilts between schools: −6, −5.5, … 6.
const NODES: usize = 25;
/// The share lifted from one point below that the pattern of lifting starts from, so that it is defined where nothing was lifted.
const USUAL: f64 = 0.05;
/// A group with more of the territory's papers than this has no reference to be seen against.
const LARGEST_PART: f64 = 0.2;
/// The least number of papers an honest shape is fitted to.
const LEAST_PAPERS: u64 = 500;
/// Twice the 95 % point of the squared normal's half: χ²₁ at .90, for a one-sided 95 % bound.
const CHI2_90: f64 = 2.705_543_454_095_404;

/// What the shift model takes for given.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftOptions {
    /// The honest distribution of totals 0..=maximum if it is known, say from an item model; `None`: fitted.
    pub honest: Option<Vec<f64>>,
    /// The degree of the polynomial in the honest log density; 1 to 8.
    pub degree: usize,
    /// From how far below a boundary papers are raised, 1 to 8 points; `None`: 3 on scales below 25 points, else 5.
    pub reach: Option<u16>,
    /// A group is cleared if its own papers bound the share of raised ones below this.
    pub cleared_below: f64,
}

impl Default for ShiftOptions {
    fn default() -> Self {
        Self { honest: None, degree: 4, reach: None, cleared_below: 0.2 }
    }
}

/// Papers lifted from one distance to one boundary, in the whole territory.
#[derive(Debug, Clone, Copy, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
    /// 95 % interval of λ.
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
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// The territory's honest distribution of totals.
    pub honest: Vec<f64>,
    /// The shares lifted in the whole territory.
    pub lifts: Vec<Lift>,
    /// Pearson's χ² of the territory's totals against the fitted ones, over totals expected at least once.
    pub chi2: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// The log-likelihood of the territory's fit.
    pub log_likelihood: f64,
    /// The prior over groups: probabilities of λ = 0 and of the cells that end at `prior_ends`.
    pub prior: Vec<f64>,
    /// The upper ends of the prior's cells.
    pub prior_ends: Vec<f64>,
    /// The groups in the order of their names.
    pub rows: Vec<ShiftRow>,
    model: Model,
    scale: Scale,
    states: Vec<State>,
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

/// The shift model at the mark boundaries of one work: honest totals, and papers raised over boundaries.
///
/// ```text
/// x_s = 2s/K − 1;  P_d: Legendre polynomials;  groups j with totals n_js
/// honest    f_j(s) ∝ exp(Σ_{d ≤ degree} β_d·P_d(x_s) + τ_j·x_s)
/// lifting   of papers i points below boundary c a share π_ci lands on c (.75), c + 1 (.15), c + 2 (.10);
///           only from the mark just below, i ≤ reach
/// observed  g_j(s) = f_j(s) − Σ_ci f_j(c − i)·π_ci·([s = c − i] − landing_c(s))
/// territory β, π and the distribution of τ on −6, −5.5, … 6: maximum likelihood by EM (Newton for β)
/// group     π_ci(u) = 1 − (1 − u)^(w_ci),  w_ci = ln(1 − p_ci)/ln(1 − max p),  p = min(π + .05·2^(1−i), .95)
///           λ(u) = Σ_ci f̄(c − i)·π_ci(u) / Σ_ci f̄(c − i),  f̄ the territory's honest distribution
///           L_j(u): τ_j integrated out by Laplace's method, u = 0 and the middles of 20 cells of (0, 1)
///           prior over u: maximum likelihood over groups by EM, a tenth of a group added to each cell
/// statistic = E(λ | n_j),  lower, upper: quantiles .025, .975;  effect = raised/n
/// raised    = E(Σ papers lifted | n_j), by boundary: it follows the group's own excess there
/// pvalue    = P(U ≥ u_obs | Σ s), U = Σ_s n_s·(dg/du)(s)/f(s) at u = 0: free of τ_j; double saddlepoint
/// pvalue_down: the same for papers 0, 1, 2 points above a boundary that landed 1, 2, 3 points below it (weights 1, ½, ¼)
/// bound     = the λ above the likelihood's maximum where 2·(max L − L) = 2.706;  cleared = bound < cleared_below
/// ```
///
/// Shares lie in [0, 1], counts are papers. Undefined are, as NaN and not cleared: groups without papers, and where the honest
/// distribution was fitted groups that hold more than a fifth of all papers, for nothing tells their shape from their irregularities: of one histogram only the territory's
/// numbers are told. The p-value is against the ideal of no lifting at all. A group's honest shape may differ from the territory's by its level only.
///
/// # Errors
/// [`StatisticError::NoBoundaries`]; [`StatisticError::TooFewResults`] with fewer than 500 papers to fit a shape to;
/// [`StatisticError::Parameter`] for options out of range, a known distribution that is not one, or a scale too short to tell a shape from lifting.
///
/// # Examples
/// ```
/// use obektiv::{data::{Assessment, Grouping, Tally}, statistics::shift};
/// let a = Assessment::new("maths", 5, 2021, &[1; 20], Some([7, 11, 15]))?;
/// let honest: Vec<u64> = (0..=20).map(|s: i32| 1200 / (20 + (s - 11).pow(2)) as u64).collect();
/// let mut raised = honest.clone();
/// for c in [7, 11, 15] { raised[c] += raised[c - 1]; raised[c - 1] = 0; }
/// let names: Vec<String> = (0..12).map(|i| format!("school {i}")).collect();
/// let groups = names.iter().map(|n| (n.as_str(), honest.as_slice())).chain([("lifted", raised.as_slice())]);
/// let sign = shift::fit(&Tally::from_histograms(a, Grouping::School, groups)?, Default::default())?;
/// let lifted = &sign.rows[0];
/// assert!(lifted.pvalue < 0.01 && lifted.lower > 0.05 && sign.rows[1].pvalue > 0.05);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// # References
/// Diamond & Persson (2016), NBER 22207, and Dee, Dobbie, Jacob & Rockoff (2019), American Economic Journal: Applied 11(3), 382–423, for
/// counterfactual score distributions with mass conservation; Skovgaard (1987), Journal of Applied Probability 24, 875–887, for the conditional tail.
/// The model by groups is this library's.
pub fn fit(tally: &Tally, options: ShiftOptions) -> Result<Shift, StatisticError> {
    with_boundaries(&[tally], "shift")?;
    let model = Model::start(tally, &options)?;
    let histograms: Vec<Vec<f64>> = tally.groups().values().map(as_real).collect();
    let papers: u64 = tally.groups().values().map(Cells::n).sum();
    if options.honest.is_none() && papers < LEAST_PAPERS {
        return Err(StatisticError::TooFewResults { got: papers, needed: LEAST_PAPERS });
    }
    let (model, territory) = model.fit_territory(&histograms, options.honest.is_none());
    let scale = Scale::of(&model, &territory);
    let largest = if options.honest.is_none() { LARGEST_PART * papers as f64 } else { f64::INFINITY };
    let states: Vec<State> = histograms.iter().map(|h| State::of(h, &model, &scale, largest)).collect();
    let prior = prior(&states);
    let judged = states.iter().zip(tally.groups());
    let rows = judged
        .map(|(state, (group, cells))| state.row(group, cells.n(), &prior, &scale, options.cleared_below))
        .collect();
    let lift = |(pair, &share): (&Pair, &f64)| Lift {
        mark: pair.mark,
        boundary: pair.to as u16,
        distance: (pair.to - pair.from) as u16,
        share,
    };
    Ok(Shift {
        honest: territory.honest,
        lifts: model.pairs.iter().zip(&model.shares).map(lift).collect(),
        chi2: territory.chi2,
        df: territory.df,
        log_likelihood: territory.log_likelihood,
        prior,
        prior_ends: scale.ends.clone(),
        rows,
        model,
        scale,
        states,
    })
}

fn as_real(cells: &Cells) -> Vec<f64> {
    cells.histogram().into_iter().map(|count| count as f64).collect()
}

/// Papers with total `from` that may be lifted to `to`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    mark: u8,
    from: usize,
    to: usize,
}

impl Pair {
    /// All pairs of a scale; each total is within reach of one boundary at most.
    fn all(boundaries: &[u16], reach: u16) -> Vec<Self> {
        let mut pairs = Vec::new();
        let mut floor = 0;
        for (mark, &boundary) in (3_u8..).zip(boundaries) {
            let to = usize::from(boundary);
            let lowest = to.saturating_sub(usize::from(reach)).max(floor);
            pairs.extend((lowest..to).rev().map(|from| Self { mark, from, to }));
            floor = to;
        }
        pairs
    }

    fn distance(self) -> i32 {
        (self.to - self.from) as i32
    }

    /// 1, ½, ¼ …
    fn halved(self) -> f64 {
        0.5_f64.powi(self.distance() - 1)
    }

    /// Totals a lifted paper lands on, with their probabilities.
    fn landing(self, top: usize) -> impl Iterator<Item = (usize, f64)> {
        (self.to..).zip(LANDING).map(move |(s, share)| (s.min(top), share))
    }
}

/// The territory's parameters.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    top: usize,
    x: Vec<f64>,
    /// Legendre polynomials of x, from the first on.
    basis: Vec<Vec<f64>>,
    beta: Vec<f64>,
    /// Honest probabilities at no tilt, not normed.
    weights: Vec<f64>,
    pairs: Vec<Pair>,
    shares: Vec<f64>,
    /// Mean and standard deviation of the tilts.
    mean: f64,
    sd: f64,
}

/// What the territory's fit says besides the parameters.
struct Territory {
    honest: Vec<f64>,
    chi2: f64,
    df: f64,
    log_likelihood: f64,
}

fn parameter<T>(name: &'static str, value: f64, expected: &'static str) -> Result<T, StatisticError> {
    Err(StatisticError::Parameter { name, value, expected })
}

impl Model {
    fn start(tally: &Tally, options: &ShiftOptions) -> Result<Self, StatisticError> {
        let ShiftOptions { honest, degree, reach, cleared_below } = options;
        let top = usize::from(tally.assessment().max_total());
        let reach = reach.unwrap_or(if top < 25 { 3 } else { 5 });
        if !(1..=8).contains(degree) {
            return parameter("degree", *degree as f64, "1 to 8");
        }
        if !(1..=8).contains(&reach) {
            return parameter("reach", f64::from(reach), "1 to 8 points");
        }
        if !(0.0..=1.0).contains(cleared_below) {
            return parameter("cleared_below", *cleared_below, "a share");
        }
        let pairs = Pair::all(&tally.assessment().boundaries.unwrap_or_default(), reach);
        if pairs.is_empty() || honest.is_none() && top < degree + pairs.len() + 1 {
            let expected =
                "a scale with more totals than the model has parameters: lower the degree or the reach";
            return parameter("the largest total", top as f64, expected);
        }
        let x: Vec<f64> = (0..=top).map(|s| 2.0 * s as f64 / top as f64 - 1.0).collect();
        let weights = match honest {
            None => vec![1.0; top + 1],
            Some(known) if known.len() != top + 1 => {
                return parameter("the length of honest", known.len() as f64, "the largest total plus one");
            }
            Some(known) => match known.iter().find(|p| !(1e-12..=1.0).contains(*p)) {
                Some(&p) => return parameter("honest", p, "probabilities of 1e-12 and more"),
                None => known.clone(),
            },
        };
        Ok(Self {
            top,
            basis: legendre(&x, *degree),
            beta: vec![0.0; *degree],
            weights,
            shares: vec![0.1; pairs.len()],
            pairs,
            x,
            mean: 0.0,
            sd: 2.0,
        })
    }

    /// The honest distribution at this tilt into `f`; its mean of x.
    fn honest(&self, tilt: f64, f: &mut [f64]) -> f64 {
        let ratio = libm::exp(2.0 * tilt / self.top as f64);
        let (mut power, mut sum) = (libm::exp(-tilt), 0.0);
        for (value, weight) in f.iter_mut().zip(&self.weights) {
            *value = weight * power;
            sum += *value;
            power *= ratio;
        }
        let mut mean = 0.0;
        for (value, x) in f.iter_mut().zip(&self.x) {
            *value /= sum;
            mean += *value * x;
        }
        mean
    }

    /// f after lifting these shares, into `g`. Linear: derivatives of f become derivatives of g.
    fn lift(&self, f: &[f64], shares: &[f64], g: &mut [f64]) {
        g.copy_from_slice(f);
        for (pair, share) in self.pairs.iter().zip(shares) {
            let moved = f[pair.from] * share;
            g[pair.from] -= moved;
            for (s, landing) in pair.landing(self.top) {
                g[s] += moved * landing;
            }
        }
    }

    /// Papers lifted over each pair, expected from observed counts divided by their probabilities.
    fn lifted(&self, f: &[f64], shares: &[f64], ratio: &[f64]) -> Vec<f64> {
        let lifted = |(pair, share): (&Pair, &f64)| {
            let landed: f64 = pair.landing(self.top).map(|(s, landing)| landing * ratio[s]).sum();
            f[pair.from] * share * landed
        };
        self.pairs.iter().zip(shares).map(lifted).collect()
    }

    /// Maximum likelihood of β, the shares and the tilts' distribution.
    fn fit_territory(mut self, histograms: &[Vec<f64>], shape: bool) -> (Self, Territory) {
        let mut nodes = Nodes::new(self.top);
        let mut before = f64::NEG_INFINITY;
        for round in 0..20 {
            nodes.fill(&self);
            let log_likelihood = nodes.assign(histograms);
            if log_likelihood - before < 0.01 && round > 2 {
                break;
            }
            before = log_likelihood;
            for _ in 0..20 {
                nodes.fill(&self);
                self.step(&nodes, shape);
            }
        }
        nodes.fill(&self);
        let log_likelihood = nodes.assign(histograms);
        let tilts = || nodes.weight.iter().enumerate().map(|(q, w)| (tilt(q), w));
        self.mean = tilts().map(|(tau, w)| w * tau).sum();
        let variance: f64 = tilts().map(|(tau, w)| w * (tau - self.mean) * (tau - self.mean)).sum();
        self.sd = variance.sqrt().max(0.1);
        let total = |of: &[Vec<f64>], weights: &[f64]| -> Vec<f64> {
            (0..=self.top).map(|s| of.iter().zip(weights).map(|(f, w)| f[s] * w).sum()).collect()
        };
        let expected = total(&nodes.observed, &nodes.papers);
        let counts: Vec<f64> = (0..=self.top).map(|s| histograms.iter().map(|h| h[s]).sum()).collect();
        let cells = || expected.iter().zip(&counts).filter(|(e, _)| **e >= 1.0);
        let papers: f64 = counts.iter().sum();
        let parameters = self.pairs.len() + if shape { self.beta.len() } else { 1 };
        let territory = Territory {
            honest: total(&nodes.honest, &nodes.papers).iter().map(|n| n / papers).collect(),
            chi2: cells().map(|(e, n)| (n - e) * (n - e) / e).sum(),
            df: cells().count() as f64 - 1.0 - parameters as f64,
            log_likelihood,
        };
        (self, territory)
    }

    /// One step of EM for the shares, of Newton for β.
    fn step(&mut self, nodes: &Nodes, shape: bool) {
        let degree = self.beta.len();
        let mut raised = vec![0.0; self.pairs.len()];
        let mut reachable = vec![0.0; self.pairs.len()];
        let (mut gradient, mut curvature) = (DVector::zeros(degree), DMatrix::zeros(degree, degree));
        for (((f, g), counts), papers) in
            nodes.honest.iter().zip(&nodes.observed).zip(&nodes.counts).zip(&nodes.papers)
        {
            if *papers < 1e-6 {
                continue;
            }
            let ratio: Vec<f64> = counts.iter().zip(g).map(|(n, g)| n / g.max(1e-300)).collect();
            let mut papers: Vec<f64> = f.iter().zip(&ratio).map(|(f, r)| f * r).collect();
            let lifted = self.lifted(f, &self.shares, &ratio);
            for (i, pair) in self.pairs.iter().enumerate() {
                papers[pair.from] = papers[pair.from] * (1.0 - self.shares[i]) + lifted[i];
                raised[i] += lifted[i];
                reachable[i] += papers[pair.from];
            }
            if shape {
                add_moments(&self.basis, f, &papers, &mut gradient, &mut curvature);
            }
        }
        for (share, (raised, reachable)) in self.shares.iter_mut().zip(raised.iter().zip(&reachable)) {
            *share = if *reachable > 0.0 { (raised / reachable).min(0.99) } else { 0.0 };
        }
        if shape {
            for (beta, step) in self.beta.iter_mut().zip(&solve(curvature, gradient)) {
                *beta += step.clamp(-1.0, 1.0);
            }
            self.reweigh();
        }
    }

    fn reweigh(&mut self) {
        let eta = |s: usize| self.beta.iter().zip(&self.basis).map(|(b, p)| b * p[s]).sum::<f64>();
        let eta: Vec<f64> = (0..=self.top).map(eta).collect();
        let largest = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.weights = eta.iter().map(|e| libm::exp((e - largest).max(-200.0))).collect();
    }
}

/// Adds a node's Σ papers·(P − E P) and Cov(P)·Σ papers.
fn add_moments(
    basis: &[Vec<f64>],
    f: &[f64],
    papers: &[f64],
    gradient: &mut DVector<f64>,
    curvature: &mut DMatrix<f64>,
) {
    let all: f64 = papers.iter().sum();
    let mean = |p: &Vec<f64>| p.iter().zip(f).map(|(p, f)| p * f).sum::<f64>();
    let means: Vec<f64> = basis.iter().map(mean).collect();
    for (a, p) in basis.iter().enumerate() {
        gradient[a] += p.iter().zip(papers).map(|(p, n)| p * n).sum::<f64>() - all * means[a];
        for (b, q) in basis.iter().enumerate().take(a + 1) {
            let product: f64 = p.iter().zip(q).zip(f).map(|((p, q), f)| p * q * f).sum();
            let covariance = all * (product - means[a] * means[b]);
            curvature[(a, b)] += covariance;
            if a != b {
                curvature[(b, a)] += covariance;
            }
        }
    }
}

/// P_1, …, P_degree at each x.
fn legendre(x: &[f64], degree: usize) -> Vec<Vec<f64>> {
    let mut all = vec![vec![1.0; x.len()], x.to_vec()];
    for d in 2..=degree {
        let k = d as f64;
        let next = |s: usize| ((2.0 * k - 1.0) * x[s] * all[d - 1][s] - (k - 1.0) * all[d - 2][s]) / k;
        let next = (0..x.len()).map(next).collect();
        all.push(next);
    }
    all.drain(1..).collect()
}

/// The solution of a symmetric system; a ridge of 1e-9 of the trace keeps it defined.
fn solve(mut a: DMatrix<f64>, b: DVector<f64>) -> DVector<f64> {
    let ridge = 1e-9 * a.trace() + 1e-12;
    (0..b.len()).for_each(|i| a[(i, i)] += ridge);
    a.lu().solve(&b).unwrap_or_else(|| DVector::from_element(b.len(), f64::NAN))
}

fn tilt(node: usize) -> f64 {
    0.5 * (node as f64 - 12.0)
}

/// The tilts' distribution on its nodes, and the territory's papers at each.
struct Nodes {
    weight: Vec<f64>,
    honest: Vec<Vec<f64>>,
    observed: Vec<Vec<f64>>,
    counts: Vec<Vec<f64>>,
    papers: Vec<f64>,
}

impl Nodes {
    fn new(top: usize) -> Self {
        let weight = |q: usize| libm::exp(-tilt(q) * tilt(q) / 8.0);
        let sum: f64 = (0..NODES).map(weight).sum();
        let table = || vec![vec![0.0; top + 1]; NODES];
        Self {
            weight: (0..NODES).map(|q| weight(q) / sum).collect(),
            honest: table(),
            observed: table(),
            counts: table(),
            papers: vec![0.0; NODES],
        }
    }

    fn fill(&mut self, model: &Model) {
        for (q, (f, g)) in self.honest.iter_mut().zip(&mut self.observed).enumerate() {
            model.honest(tilt(q), f);
            model.lift(f, &model.shares, g);
        }
    }

    /// Assigns the groups' papers to the nodes by their posterior; the log-likelihood before.
    fn assign(&mut self, histograms: &[Vec<f64>]) -> f64 {
        let logarithms: Vec<Vec<f64>> =
            self.observed.iter().map(|g| g.iter().map(|g| libm::log(g.max(1e-300))).collect()).collect();
        let prior: Vec<f64> = self.weight.iter().map(|w| libm::log(w.max(1e-300))).collect();
        self.counts.iter_mut().for_each(|counts| counts.fill(0.0));
        self.weight.fill(0.0);
        self.papers.fill(0.0);
        let (mut log_likelihood, mut groups) = (0.0, 0.0);
        for h in histograms {
            let papers: f64 = h.iter().sum();
            if papers == 0.0 {
                continue;
            }
            // A node that next to no group is at costs nothing.
            let log_of = |(l, p): (&Vec<f64>, &f64)| match *p < -25.0 {
                true => f64::NEG_INFINITY,
                false => p + l.iter().zip(h).map(|(l, n)| l * n).sum::<f64>(),
            };
            let mut posterior: Vec<f64> = logarithms.iter().zip(&prior).map(log_of).collect();
            log_likelihood += normalise(&mut posterior);
            groups += 1.0;
            for (q, share) in posterior.into_iter().enumerate().filter(|(_, share)| *share > 1e-12) {
                self.weight[q] += share;
                self.papers[q] += share * papers;
                for (sum, n) in self.counts[q].iter_mut().zip(h) {
                    *sum += share * n;
                }
            }
        }
        self.weight.iter_mut().for_each(|w| *w /= groups);
        log_likelihood
    }
}

/// Logarithms of weights become probabilities; the logarithm of their sum.
fn normalise(weights: &mut [f64]) -> f64 {
    let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for weight in weights.iter_mut() {
        *weight = libm::exp(*weight - largest);
        sum += *weight;
    }
    weights.iter_mut().for_each(|w| *w /= sum);
    largest + libm::log(sum)
}

/// The strengths of lifting a group may have.
#[derive(Debug, Clone, PartialEq)]
struct Scale {
    /// Shares lifted over each pair, for strength 0 and the middle of each cell.
    shares: Vec<Vec<f64>>,
    /// λ of these.
    lambda: Vec<f64>,
    /// λ at the upper ends of the cells; 0 for strength 0.
    ends: Vec<f64>,
    /// dπ/du at strength 0, as shares: the direction of lifting.
    direction: Vec<f64>,
}

impl Scale {
    fn of(model: &Model, territory: &Territory) -> Self {
        let usual = |(pair, share): (&Pair, &f64)| (share + USUAL * pair.halved()).min(0.95);
        let p: Vec<f64> = model.pairs.iter().zip(&model.shares).map(usual).collect();
        let largest = p.iter().copied().fold(0.0, f64::max);
        let direction: Vec<f64> = p.iter().map(|p| libm::log1p(-p) / libm::log1p(-largest)).collect();
        let shares = |u: f64| -> Vec<f64> {
            direction.iter().map(|w| if u < 1.0 { -libm::expm1(w * libm::log1p(-u)) } else { 1.0 }).collect()
        };
        let honest: Vec<f64> = model.pairs.iter().map(|pair| territory.honest[pair.from]).collect();
        let all: f64 = honest.iter().sum();
        let lambda = |shares: &Vec<f64>| shares.iter().zip(&honest).map(|(s, f)| s * f).sum::<f64>() / all;
        let cell = |k: usize| if k == 0 { 0.0 } else { (k as f64 - 0.5) / CELLS as f64 };
        let middles: Vec<Vec<f64>> = (0..=CELLS).map(|k| shares(cell(k))).collect();
        Self {
            lambda: middles.iter().map(lambda).collect(),
            ends: (0..=CELLS).map(|k| lambda(&shares(k as f64 / CELLS as f64))).collect(),
            shares: middles,
            direction,
        }
    }

    /// The λ below which a share q of the posterior lies, spread evenly within cells.
    fn quantile(&self, posterior: &[f64], q: f64) -> f64 {
        let mut below = posterior[0];
        if q <= below {
            return 0.0;
        }
        for (cell, p) in self.ends.windows(2).zip(&posterior[1..]) {
            if below + p >= q {
                return cell[0] + (q - below) / p * (cell[1] - cell[0]);
            }
            below += p;
        }
        1.0
    }

    /// P(λ > limit).
    fn above(&self, posterior: &[f64], limit: f64) -> f64 {
        let part = |k: usize| {
            let width = self.ends[k] - self.ends[k - 1];
            ((self.ends[k] - limit) / width).clamp(0.0, 1.0) * posterior[k]
        };
        (1..=CELLS).map(part).sum()
    }
}

/// A group's likelihood over the strengths, and its tests.
#[derive(Debug, Clone, PartialEq)]
struct State {
    /// Empty where the group is undefined.
    log_likelihood: Vec<f64>,
    tilts: Vec<f64>,
    /// Papers raised at marks 3, 4, 5 and papers liftable, for each strength.
    raised: Vec<[f64; 4]>,
    pvalue: f64,
    pvalue_down: f64,
    detection_limit: f64,
}

impl State {
    fn of(h: &[f64], model: &Model, scale: &Scale, largest: f64) -> Self {
        let papers: f64 = h.iter().sum();
        let mut state = Self {
            log_likelihood: Vec::new(),
            tilts: Vec::new(),
            raised: Vec::new(),
            pvalue: f64::NAN,
            pvalue_down: f64::NAN,
            detection_limit: f64::NAN,
        };
        if papers == 0.0 || papers > largest {
            return state;
        }
        let mut work = Work::new(model.top);
        let mut tau = model.mean;
        for (k, shares) in scale.shares.iter().enumerate() {
            // Where the tilt went between the last two strengths it goes on to: one step from there is enough.
            let start = if k < 2 { tau } else { 2.0 * state.tilts[k - 1] - state.tilts[k - 2] };
            let steps = if k < 2 { 12 >> (2 * k) } else { 1 };
            let (log_likelihood, at) = work.laplace(h, papers, model, shares, start, steps);
            tau = at;
            state.log_likelihood.push(log_likelihood);
            state.tilts.push(tau);
            state.raised.push(work.raised(h, papers, model, shares));
        }
        work.fill(model, &scale.shares[0], state.tilts[0]);
        let f = work.f.clone();
        let up = direction(model, &f, &scale.direction);
        let down = downward(model, &f);
        let sum: f64 = h.iter().enumerate().map(|(s, n)| s as f64 * n).sum();
        state.pvalue = conditional_tail(&f, &up, h, papers, sum);
        state.pvalue_down = conditional_tail(&f, &down, h, papers, sum);
        state.detection_limit = detection_limit(model, scale, &f, &up, papers);
        state
    }

    /// The posterior over the strengths; empty where undefined.
    fn posterior(&self, prior: &[f64]) -> Vec<f64> {
        let with = |(l, p): (&f64, &f64)| l + libm::log(*p);
        let mut posterior: Vec<f64> = self.log_likelihood.iter().zip(prior).map(with).collect();
        if !posterior.is_empty() {
            normalise(&mut posterior);
        }
        posterior
    }

    fn row(&self, group: &str, n: u64, prior: &[f64], scale: &Scale, cleared_below: f64) -> ShiftRow {
        let posterior = self.posterior(prior);
        let defined = !posterior.is_empty();
        let mean = |value: &dyn Fn(usize) -> f64| match defined {
            true => posterior.iter().enumerate().map(|(k, p)| p * value(k)).sum::<f64>(),
            false => f64::NAN,
        };
        let raised_by_mark = [0, 1, 2].map(|m| mean(&|k| self.raised[k][m]));
        let raised: f64 = raised_by_mark.iter().sum();
        let bound = if defined { self.bound(scale) } else { f64::NAN };
        let quantile = |q| if defined { scale.quantile(&posterior, q) } else { f64::NAN };
        ShiftRow {
            group: group.to_owned(),
            n,
            statistic: mean(&|k| scale.lambda[k]),
            pvalue: self.pvalue,
            effect: raised / n as f64,
            lower: quantile(0.025),
            upper: quantile(0.975),
            above_5_percent: if defined { scale.above(&posterior, 0.05) } else { f64::NAN },
            raised,
            raised_by_mark,
            liftable: mean(&|k| self.raised[k][3]),
            detection_limit: self.detection_limit,
            bound,
            cleared: bound < cleared_below,
            pvalue_down: self.pvalue_down,
        }
    }

    /// The estimate of lifting at scores that are no boundaries and its standard error, at the most probable strength.
    fn placebo(
        &self,
        h: &[f64],
        shift: &Shift,
        lifting: &Model,
        weights: &[f64],
        work: &mut Work,
    ) -> (f64, f64) {
        let posterior = self.posterior(&shift.prior);
        let mean: f64 = posterior.iter().zip(&shift.scale.lambda).map(|(p, l)| p * l).sum();
        let near = shift.scale.lambda.partition_point(|l| *l < mean).min(CELLS);
        work.fill(&shift.model, &shift.scale.shares[near], self.tilts[near]);
        let papers: f64 = h.iter().sum();
        let mut moved = vec![0.0; h.len()];
        lifting.lift(&work.g, weights, &mut moved);
        let mut real = vec![0.0; h.len()];
        shift.model.lift(&work.f, &shift.scale.direction, &mut real);
        let scores = |s: usize| {
            let g = work.g[s].max(1e-9);
            [moved[s] / g - 1.0, work.dg[s] / g, (real[s] - work.f[s]) / g]
        };
        let (mut u, mut information) = (DVector::zeros(3), DMatrix::zeros(3, 3));
        for (s, n) in h.iter().enumerate() {
            let d = scores(s);
            for a in 0..3 {
                u[a] += n * d[a];
                for b in 0..3 {
                    information[(a, b)] += papers * work.g[s] * d[a] * d[b];
                }
            }
        }
        let variance = solve(information.clone(), DVector::from_vec(vec![1.0, 0.0, 0.0]))[0];
        (solve(information, u)[0], variance.max(0.0).sqrt())
    }

    /// Where the likelihood has fallen far enough above its maximum; 1 if it never does.
    fn bound(&self, scale: &Scale) -> f64 {
        let l = &self.log_likelihood;
        let best = (0..l.len()).fold(0, |best, k| if l[k] > l[best] { k } else { best });
        let fall = |k: usize| 2.0 * (l[best] - l[k]);
        for k in best + 1..l.len() {
            if fall(k) >= CHI2_90 {
                let part = (CHI2_90 - fall(k - 1)) / (fall(k) - fall(k - 1));
                return scale.lambda[k - 1] + part * (scale.lambda[k] - scale.lambda[k - 1]);
            }
        }
        1.0
    }
}

/// Room for one group's distributions.
struct Work {
    f: Vec<f64>,
    g: Vec<f64>,
    df: Vec<f64>,
    dg: Vec<f64>,
}

impl Work {
    fn new(top: usize) -> Self {
        let room = || vec![0.0; top + 1];
        Self { f: room(), g: room(), df: room(), dg: room() }
    }

    /// f and g at this tilt, and their derivatives by it.
    fn fill(&mut self, model: &Model, shares: &[f64], tau: f64) {
        let mean = model.honest(tau, &mut self.f);
        for ((d, f), x) in self.df.iter_mut().zip(&self.f).zip(&model.x) {
            *d = f * (x - mean);
        }
        model.lift(&self.f, shares, &mut self.g);
        model.lift(&self.df, shares, &mut self.dg);
    }

    /// The log-likelihood with the tilt integrated out, and the tilt's mode: Fisher scoring, `steps` of it.
    fn laplace(
        &mut self,
        h: &[f64],
        papers: f64,
        model: &Model,
        shares: &[f64],
        start: f64,
        steps: usize,
    ) -> (f64, f64) {
        let precision = 1.0 / (model.sd * model.sd);
        let mut tau = start;
        for step in 0..=steps {
            self.fill(model, shares, tau);
            let (mut gradient, mut information) = ((model.mean - tau) * precision, precision);
            for ((n, g), d) in h.iter().zip(&self.g).zip(&self.dg) {
                let relative = d / g.max(1e-300);
                gradient += n * relative;
                information += papers * d * relative;
            }
            if step == steps {
                let data: f64 = h
                    .iter()
                    .zip(&self.g)
                    .filter(|(n, _)| **n > 0.0)
                    .map(|(n, g)| n * libm::log(g.max(1e-300)))
                    .sum();
                let off = tau - model.mean;
                let log = data - 0.5 * off * off * precision - 0.5 * libm::log(information / precision);
                return (log, tau);
            }
            tau = (tau + (gradient / information).clamp(-1.5, 1.5)).clamp(-15.0, 15.0);
        }
        (f64::NAN, tau)
    }

    /// Papers raised at marks 3, 4, 5 and papers liftable, expected at what was last filled.
    fn raised(&self, h: &[f64], papers: f64, model: &Model, shares: &[f64]) -> [f64; 4] {
        let ratio: Vec<f64> = h.iter().zip(&self.g).map(|(n, g)| n / g.max(1e-300)).collect();
        let mut by_mark = [0.0; 4];
        for (pair, lifted) in model.pairs.iter().zip(model.lifted(&self.f, shares, &ratio)) {
            by_mark[usize::from(pair.mark) - 3] += lifted;
            by_mark[3] += papers * self.f[pair.from];
        }
        by_mark
    }
}

/// The prior over strengths that makes the groups' papers most likely.
fn prior(states: &[State]) -> Vec<f64> {
    let start = vec![1.0 / (CELLS + 1) as f64; CELLS + 1];
    let likelihoods: Vec<Vec<f64>> =
        states.iter().map(|s| s.posterior(&start)).filter(|l| !l.is_empty()).collect();
    let groups = likelihoods.len() as f64;
    let mut prior = start;
    for _ in 0..200 {
        let mut counts = vec![0.1; CELLS + 1];
        for likelihood in &likelihoods {
            let all: f64 = likelihood.iter().zip(&prior).map(|(l, p)| l * p).sum();
            for ((count, l), p) in counts.iter_mut().zip(likelihood).zip(&prior) {
                *count += l * p / all;
            }
        }
        let all = groups + 0.1 * (CELLS + 1) as f64;
        prior = counts.into_iter().map(|c| c / all).collect();
    }
    prior
}

/// (dg/du)/f at strength 0: what one paper adds to the score statistic.
fn direction(model: &Model, f: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut g = vec![0.0; f.len()];
    model.lift(f, weights, &mut g);
    g.iter().zip(f).map(|(g, f)| g / f - 1.0).collect()
}

/// The same for papers 0, 1, 2 points above a boundary that landed 1, 2, 3 points below it.
fn downward(model: &Model, f: &[f64]) -> Vec<f64> {
    let mut moved = vec![0.0; f.len()];
    let boundaries = model.pairs.iter().filter(|pair| pair.distance() == 1).map(|pair| pair.to);
    for c in boundaries {
        for (above, weight) in [1.0, 0.5, 0.25].into_iter().enumerate() {
            let Some(mass) = f.get(c + above).map(|f| f * weight) else { continue };
            moved[c + above] -= mass;
            for (below, landing) in LANDING.into_iter().enumerate() {
                moved[c.saturating_sub(1 + below)] += mass * landing;
            }
        }
    }
    moved.iter().zip(f).map(|(m, f)| m / f).collect()
}

/// Σ f·v, and the covariances of s and v: means and [[ss, sv], [sv, vv]].
struct Pairwise {
    mean: [f64; 2],
    ss: f64,
    sv: f64,
    vv: f64,
    /// ln Σ f·exp(α(s − s₀) + βv).
    cumulant: f64,
}

impl Pairwise {
    /// Of f tilted by exp(α·s + β·v), s counted from `centre`.
    fn of(f: &[f64], v: &[f64], centre: f64, [alpha, beta]: [f64; 2]) -> Self {
        let exponent = |s: usize| alpha * (s as f64 - centre) + beta * v[s];
        let largest = (0..f.len()).map(exponent).fold(f64::NEG_INFINITY, f64::max);
        let (mut sum, mut ms, mut mv, mut ss, mut sv, mut vv) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (s, (f, v)) in f.iter().zip(v).enumerate() {
            let weight = f * libm::exp(exponent(s) - largest);
            let s = s as f64 - centre;
            sum += weight;
            ms += weight * s;
            mv += weight * v;
            ss += weight * s * s;
            sv += weight * s * v;
            vv += weight * v * v;
        }
        let (ms, mv) = (ms / sum, mv / sum);
        Self {
            mean: [ms, mv],
            ss: ss / sum - ms * ms,
            sv: sv / sum - ms * mv,
            vv: vv / sum - mv * mv,
            cumulant: largest + libm::log(sum),
        }
    }

    fn determinant(&self) -> f64 {
        self.ss * self.vv - self.sv * self.sv
    }
}

/// α and β at which the tilted means are 0 and `target` (β stays 0 where `fixed`), and whether they were reached: Newton's steps, halved
/// while the concave objective β·target − K falls.
fn saddlepoint(f: &[f64], v: &[f64], centre: f64, target: f64, fixed: bool) -> ([f64; 2], Pairwise, bool) {
    let objective = |at: &[f64; 2], p: &Pairwise| at[1] * target - p.cumulant;
    let mut at = [0.0, 0.0];
    let mut now = Pairwise::of(f, v, centre, at);
    for _ in 0..60 {
        let [a, b] = [-now.mean[0], if fixed { 0.0 } else { target - now.mean[1] }];
        let determinant = now.determinant();
        let step = if fixed {
            [a / now.ss, 0.0]
        } else {
            [(now.vv * a - now.sv * b) / determinant, (now.ss * b - now.sv * a) / determinant]
        };
        if a * a <= 1e-20 * now.ss && b * b <= 1e-20 * now.vv {
            return (at, now, true);
        }
        let mut size = 1.0;
        let next = loop {
            let to = [at[0] + size * step[0], at[1] + size * step[1]];
            let there = Pairwise::of(f, v, centre, to);
            if objective(&to, &there) >= objective(&at, &now) || size < 1e-6 {
                break (to, there);
            }
            size /= 2.0;
        };
        if !next.1.cumulant.is_finite() || next.1.ss < 1e-9 || !fixed && next.1.determinant() < 1e-12 * now.ss
        {
            return (at, now, false);
        }
        (at, now) = next;
    }
    (at, now, false)
}

/// P(Σ v ≥ its observed value | Σ s), pupils iid from f: Skovgaard's double saddlepoint approximation.
///
/// The conditional distribution does not depend on the tilt of f. Where the observed values lie at the edge of what is possible there is no saddlepoint;
/// the p-value is then the likelihood ratio's exponential bound.
fn conditional_tail(f: &[f64], v: &[f64], h: &[f64], papers: f64, sum: f64) -> f64 {
    let centre = sum / papers;
    let target = v.iter().zip(h).map(|(v, n)| v * n).sum::<f64>() / papers;
    let top = (f.len() - 1) as f64;
    if centre < 1e-9 || centre > top - 1e-9 {
        return 1.0; // all papers have the smallest or the largest total: nothing is left to vary
    }
    let (_, base, _) = saddlepoint(f, v, centre, 0.0, true);
    let spread = base.vv - base.sv * base.sv / base.ss;
    let z = (target - base.mean[1]) * (papers / spread).sqrt();
    let (at, peak, reached) = saddlepoint(f, v, centre, target, false);
    let distance = 2.0 * papers * (at[1] * target - peak.cumulant + base.cumulant);
    let r = distance.max(0.0).sqrt() * if at[1] < 0.0 { -1.0 } else { 1.0 };
    if !reached {
        return if z > 0.0 { libm::exp(-r * r / 2.0) } else { 1.0 };
    }
    if r.abs() < 0.02 || z.abs() < 0.02 {
        return normal_upper(z);
    }
    let q = at[1] * (papers * peak.determinant() / base.ss).sqrt();
    let density = libm::exp(-r * r / 2.0) / std::f64::consts::TAU.sqrt();
    (normal_upper(r) + density * (1.0 / q - 1.0 / r)).clamp(0.0, 1.0)
}

/// The λ at which the score statistic exceeds its one-sided 1 % point in four of five groups of so many papers (normal approximation).
fn detection_limit(model: &Model, scale: &Scale, f: &[f64], v: &[f64], papers: f64) -> f64 {
    const Z99: f64 = 2.326_347_874_040_840_8;
    const Z80: f64 = 0.841_621_233_572_914_3;
    let base = Pairwise::of(f, v, 0.0, [0.0; 2]);
    let slope = base.sv / base.ss;
    // What of v the mean total does not explain.
    let rest: Vec<f64> =
        v.iter().enumerate().map(|(s, v)| v - base.mean[1] - slope * (s as f64 - base.mean[0])).collect();
    let null = (base.vv - base.sv * slope).sqrt();
    let mut g = vec![0.0; f.len()];
    let mut excess = |k: usize| {
        model.lift(f, &scale.shares[k], &mut g);
        let moments = Pairwise::of(&g, &rest, 0.0, [0.0; 2]);
        papers.sqrt() * moments.mean[1] - Z99 * null - Z80 * moments.vv.sqrt()
    };
    let mut before = excess(0);
    for k in 1..=CELLS {
        let now = excess(k);
        if now >= 0.0 {
            let part = -before / (now - before);
            return scale.lambda[k - 1] + part * (scale.lambda[k] - scale.lambda[k - 1]);
        }
        before = now;
    }
    f64::NAN
}

impl Shift {
    /// Each group's statistic at scores that are no boundaries: what the same lifting to `scores` would be estimated at, beside the
    /// lifting to the real boundaries and the group's level.
    ///
    /// ```text
    /// papers 1, 2, … points below each score lifted with weights 1, ½, ¼ …; base: the group's fitted g_j
    /// U = Σ n_s·(d ln g/du)(s), I its information, both cleared of the group's tilt and strength;  estimate = U/I,  standard error 1/√I
    /// ```
    ///
    /// An empirical null: on smooth scales of honest groups estimate/standard error is standard normal; on toothy ones it is wider, and so
    /// should a reader's doubts be. Groups without a statistic are NaN.
    ///
    /// # Errors
    /// [`StatisticError::Parameter`] for no scores, a score that is a boundary, is 0 or exceeds the maximum, or scores not in ascending order.
    pub fn placebo(&self, tally: &Tally, scores: &[u16]) -> Result<Vec<PlaceboRow>, StatisticError> {
        let real = |score: &u16| self.model.pairs.iter().any(|p| p.to == usize::from(*score));
        let outside = |score: &u16| *score == 0 || usize::from(*score) > self.model.top;
        if let Some(&score) = scores.iter().find(|s| real(s) || outside(s)) {
            return parameter("scores", f64::from(score), "totals on the scale that are no boundaries");
        }
        if scores.is_empty() || scores.windows(2).any(|pair| pair[0] >= pair[1]) {
            return parameter("scores", scores.len() as f64, "one or more in ascending order");
        }
        if tally.groups().len() != self.states.len()
            || usize::from(tally.assessment().max_total()) != self.model.top
        {
            return parameter("groups", tally.groups().len() as f64, "the tally that was fitted");
        }
        let reach = self.model.pairs.iter().map(|p| p.to - p.from).max().unwrap_or(1);
        let pairs = Pair::all(scores, reach as u16);
        let lifting = Model { pairs, ..self.model.clone() };
        let weights: Vec<f64> = lifting.pairs.iter().map(|p| p.halved()).collect();
        let mut work = Work::new(self.model.top);
        let one = |(state, (group, cells)): (&State, (&String, &Cells))| {
            let (estimate, standard_error) = match state.log_likelihood.is_empty() {
                true => (f64::NAN, f64::NAN),
                false => state.placebo(&as_real(cells), self, &lifting, &weights, &mut work),
            };
            PlaceboRow { group: group.clone(), estimate, standard_error }
        };
        Ok(self.states.iter().zip(tally.groups()).map(one).collect())
    }

    /// Columns `group, n, statistic, pvalue, effect, lower, upper, above_5_percent, raised, raised3, raised4, raised5, liftable,
    /// detection_limit, bound, cleared, pvalue_down, tier`.
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
            .with("tier", Tier::names(&n))
    }
}

#[cfg(test)]
#[allow(
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "counts are rounded from positive numbers; sums of small integers are exact"
)]
mod tests {
    use super::*;
    use crate::data::{Assessment, Grouping};
    use crate::simulate::Random;

    /// Σ of 20 coins, p = .55, seen with some spread: smooth, no boundary anywhere.
    fn smooth() -> Vec<f64> {
        let weights: Vec<f64> = (0..=20).map(|s| libm::exp(-f64::from((s - 11) * (s - 11)) / 32.0)).collect();
        let all: f64 = weights.iter().sum();
        weights.iter().map(|w| w / all).collect()
    }

    fn tally(histograms: &[(&str, Vec<u64>)]) -> Tally {
        let a = Assessment::new("maths", 5, 2020, &[1; 20], Some([7, 11, 15])).unwrap();
        let groups = histograms.iter().map(|(name, h)| (*name, h.as_slice()));
        Tally::from_histograms(a, Grouping::School, groups).unwrap()
    }

    fn scaled(papers: f64) -> Vec<u64> {
        smooth().iter().map(|p| (p * papers).round() as u64).collect()
    }

    fn lifted(papers: f64) -> Vec<u64> {
        let mut h = scaled(papers);
        for c in [7, 11, 15] {
            h[c] += h[c - 1];
            h[c - 1] = 0;
        }
        h
    }

    #[test]
    fn each_total_is_within_reach_of_one_boundary() {
        let pairs = Pair::all(&[2, 4, 9], 3);
        let got: Vec<(usize, usize)> = pairs.iter().map(|p| (p.from, p.to)).collect();
        assert_eq!(got, [(1, 2), (0, 2), (3, 4), (2, 4), (8, 9), (7, 9), (6, 9)]);
    }

    #[test]
    fn lifting_moves_papers_and_loses_none() {
        let t = tally(&[("s", scaled(100.0))]);
        let model = Model::start(&t, &ShiftOptions::default()).unwrap();
        let (mut f, mut g) = (vec![0.0; 21], vec![0.0; 21]);
        model.honest(0.0, &mut f);
        model.lift(&f, &vec![1.0; model.pairs.len()], &mut g);
        assert!((g.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        assert!(g[6].abs() < 1e-15 && (g[7] - (1.0 + 0.75 * 3.0) / 21.0).abs() < 1e-14);
    }

    #[test]
    fn polynomials_are_those_of_legendre() {
        let p = legendre(&[0.5], 3);
        assert!((p[1][0] + 0.125).abs() < 1e-15 && (p[2][0] + 0.4375).abs() < 1e-15);
    }

    #[test]
    fn equations_are_solved() {
        let x =
            solve(DMatrix::from_row_slice(2, 2, &[4.0, 1.0, 1.0, 3.0]), DVector::from_vec(vec![1.0, 2.0]));
        assert!((x[0] - 1.0 / 11.0).abs() < 1e-8 && (x[1] - 7.0 / 11.0).abs() < 1e-8);
    }

    #[test]
    fn the_conditional_tail_is_the_enumerated_one() {
        // Six papers on 0..=4, all 5⁶ outcomes with the same sum as the observed one.
        let f = [0.1, 0.25, 0.3, 0.2, 0.15];
        let v = [0.3, -1.1, 0.9, 0.05, -0.2];
        for h in [[0.0, 1.0, 3.0, 2.0, 0.0], [1.0, 0.0, 4.0, 1.0, 0.0], [1.0, 1.0, 1.0, 2.0, 1.0]] {
            let sum: f64 = h.iter().enumerate().map(|(s, n)| s as f64 * n).sum();
            let observed: f64 = h.iter().zip(v).map(|(n, v)| n * v).sum();
            let (mut all, mut above, mut at) = (0.0, 0.0, 0.0);
            for code in 0..5_usize.pow(6) {
                let papers: Vec<usize> = (0..6).map(|i| code / 5_usize.pow(i) % 5).collect();
                if papers.iter().sum::<usize>() as f64 != sum {
                    continue;
                }
                let probability: f64 = papers.iter().map(|&s| f[s]).product();
                let value: f64 = papers.iter().map(|&s| v[s]).sum();
                all += probability;
                if value > observed + 1e-9 {
                    above += probability;
                } else if value > observed - 1e-9 {
                    at += probability;
                }
            }
            let got = conditional_tail(&f, &v, &h, 6.0, sum);
            let (low, high) = (above / all, (above + at) / all);
            assert!(got > low - 0.06 && got < high + 0.06, "{h:?}: {got} in {low}..{high}");
        }
    }

    #[test]
    fn a_lifted_school_is_found_among_honest_ones_and_its_boundaries_named() {
        let names: Vec<String> = (0..12).map(|i| format!("h{i:02}")).collect();
        let mut groups: Vec<(&str, Vec<u64>)> = names.iter().map(|n| (n.as_str(), scaled(120.0))).collect();
        groups.push(("lifted", lifted(120.0)));
        let sign = fit(&tally(&groups), ShiftOptions::default()).unwrap();
        let row = sign.rows.last().unwrap();
        assert!(row.pvalue < 1e-4 && row.lower > 0.05 && !row.cleared && row.above_5_percent > 0.99);
        assert!((row.raised - row.raised_by_mark.iter().sum::<f64>()).abs() < 1e-9);
        assert!(row.raised_by_mark.iter().all(|&r| r > 1.0) && row.raised < row.liftable);
        assert!((row.effect - row.raised / row.n as f64).abs() < 1e-15);
        assert!(sign.rows[0].pvalue > 0.2 && sign.rows[0].statistic < row.lower);
        assert!((sign.prior.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(sign.table().len(), 13);
    }

    #[test]
    fn papers_pulled_down_are_a_sign_of_their_own() {
        let names: Vec<String> = (0..12).map(|i| format!("h{i:02}")).collect();
        let mut groups: Vec<(&str, Vec<u64>)> = names.iter().map(|n| (n.as_str(), scaled(120.0))).collect();
        let mut pulled = scaled(120.0);
        for c in [11, 15] {
            pulled[c - 1] += pulled[c];
            pulled[c] = 0;
        }
        groups.push(("pulled", pulled));
        let sign = fit(&tally(&groups), ShiftOptions::default()).unwrap();
        let row = sign.rows.last().unwrap();
        assert!(row.pvalue_down < 0.01 && row.pvalue > 0.5, "{row:?}");
    }

    #[test]
    fn a_group_that_is_most_of_the_territory_is_undefined_and_one_histogram_tells_the_territory() {
        let sign = fit(&tally(&[("all", lifted(20_000.0))]), ShiftOptions::default()).unwrap();
        assert!(sign.rows[0].statistic.is_nan() && sign.rows[0].pvalue.is_nan() && !sign.rows[0].cleared);
        let one_below: Vec<f64> = sign.lifts.iter().filter(|l| l.distance == 1).map(|l| l.share).collect();
        assert!(one_below.iter().all(|&share| share > 0.8), "{one_below:?}");
        let known = ShiftOptions { honest: Some(smooth()), ..Default::default() };
        let sign = fit(&tally(&[("one", lifted(200.0))]), known).unwrap();
        assert!(sign.rows[0].pvalue < 1e-6 && sign.rows[0].statistic > 0.2);
    }

    #[test]
    fn edges_are_defined_or_refused() {
        let options = ShiftOptions::default;
        let few = fit(&tally(&[("s", scaled(100.0))]), options()).unwrap_err();
        assert_eq!(few.code(), "statistic.too_few_results");
        let none = fit(&tally(&[]), ShiftOptions { honest: Some(smooth()), ..options() }).unwrap();
        assert!(none.rows.is_empty());
        let mut extreme: Vec<(&str, Vec<u64>)> =
            ["a", "b", "c", "d", "e", "f"].into_iter().map(|n| (n, scaled(200.0))).collect();
        let at = |s: usize, n: u64| (0..=20).map(|t| if t == s { n } else { 0 }).collect::<Vec<u64>>();
        extreme.extend([
            ("v", at(0, 30)),
            ("w", at(20, 30)),
            ("x", at(7, 30)),
            ("y", at(6, 1)),
            ("z", at(0, 0)),
        ]);
        let sign = fit(&tally(&extreme), options()).unwrap();
        for row in &sign.rows[6..10] {
            let shares =
                [row.statistic, row.pvalue, row.lower, row.upper, row.pvalue_down, row.above_5_percent];
            assert!(shares.iter().all(|p| (0.0..=1.0).contains(p)), "{row:?}");
        }
        assert!(sign.rows[8].pvalue < 1e-6 && sign.rows[9].pvalue > 0.5);
        assert!(sign.rows[10].statistic.is_nan() && sign.rows[10].effect.is_nan());
        for wrong in [
            ShiftOptions { degree: 0, ..options() },
            ShiftOptions { degree: 8, reach: Some(8), ..options() },
            ShiftOptions { reach: Some(0), ..options() },
            ShiftOptions { cleared_below: f64::NAN, ..options() },
            ShiftOptions { honest: Some(vec![1.0; 3]), ..options() },
            ShiftOptions { honest: Some(vec![0.0; 21]), ..options() },
        ] {
            assert_eq!(fit(&tally(&extreme), wrong).unwrap_err().code(), "statistic.parameter");
        }
    }

    #[test]
    fn placebo_scores_of_smooth_schools_are_quiet_and_boundaries_are_refused() {
        let mut random = Random::new(5, 0);
        let honest = smooth();
        let mut school = || {
            let mut h = vec![0_u64; 21];
            for _ in 0..80 {
                let mut left = random.uniform();
                let s = honest
                    .iter()
                    .position(|p| {
                        left -= p;
                        left < 0.0
                    })
                    .unwrap_or(20);
                h[s] += 1;
            }
            h
        };
        let names: Vec<String> = (0..200).map(|i| format!("{i:03}")).collect();
        let groups: Vec<(&str, Vec<u64>)> = names.iter().map(|n| (n.as_str(), school())).collect();
        let t = tally(&groups);
        let sign = fit(&t, ShiftOptions::default()).unwrap();
        let rows = sign.placebo(&t, &[9, 13, 17]).unwrap();
        let squares: f64 = rows.iter().map(|r| (r.estimate / r.standard_error).powi(2)).sum::<f64>() / 200.0;
        assert!((0.7..1.3).contains(&squares), "{squares}");
        for wrong in [&[7_u16][..], &[0], &[21], &[], &[9, 9]] {
            assert_eq!(sign.placebo(&t, wrong).unwrap_err().code(), "statistic.parameter");
        }
    }
}
