//! The share of liftable papers each group raised, to compare groups by.
//!
//! What it catches: groups that raise more of the papers just below a mark than others do, at the
//! same marks in the journal. What it cannot: tell that papers were moved at all, for which there
//! is [`fit`](super::fit): this is no test and has no p-value. What groups share with their
//! journals is in it: in a real region, with both schools' mean totals held fixed, it agrees
//! between subjects with .33; with their mean journal marks held fixed too with .28
//! ([`fit`](super::fit): .27 and .24). What honest schools show: where nobody lifted it still
//! averages some .02, for a prior over groups is never quite sure. Smallest n: none, small groups
//! are drawn towards the others; the territory needs 500 papers and 20 groups, and with fewer than
//! about 60 groups the level of all is uncertain by some .06.

mod model;

use nalgebra::{DMatrix, DVector};

use self::model::{LEVELS, Model, Nodes, STRENGTHS, Stratum, level, raised_shares};
use super::climb::solve;
use super::lifting::{LARGEST_PART, LEAST_PAPERS, Pair, Papers, placebo_pairs, prior_table, quantile};
use super::{Placebo, PlaceboRow};
use crate::data::{Cells, Tally};
use crate::statistics::sign::{self, GroupSign, NoOptions, Options, Reads, Use};
use crate::statistics::{StatisticError, Tier, with_boundaries};
use crate::table::Table;
use crate::threads::each;

/// Fewer groups do not tell how groups differ.
const LEAST_GROUPS: u64 = 20;

/// Papers lifted from one distance to one boundary by pupils of some journal marks.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RaisedLift {
    /// The journal marks: `2-3`, `4`, which holds papers without one, `5`, or several of these;
    /// `all`.
    pub journal: String,
    /// The mark: 3, 4 or 5.
    pub mark: u8,
    /// Its lowest total.
    pub boundary: u16,
    /// How many points below.
    pub distance: u16,
    /// How strongly they are lifted: at strength u a share 1 − (1 − u)^weight.
    pub weight: f64,
}

/// One group.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RaisedRow {
    /// The group.
    pub group: String,
    /// Its papers.
    pub n: u64,
    /// λ: the share of liftable papers that were raised, posterior mean.
    pub statistic: f64,
    /// Raised papers as a share of all.
    pub effect: f64,
    /// 95 % interval of λ. Averaged over all groups; of those that lift the interval holds λ less
    /// often, in .53 to .92 in one study, for small groups are drawn to the others.
    pub lower: f64,
    /// 95 % interval of λ.
    pub upper: f64,
    /// Expected number of raised papers.
    pub raised: f64,
    /// Expected number of papers that were within reach of a boundary.
    pub liftable: f64,
}

/// The index of raised papers in one work.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Raised {
    /// The groups in the order of their names.
    pub rows: Vec<RaisedRow>,
    /// How strongly papers are lifted, by journal marks and boundaries.
    pub lifts: Vec<RaisedLift>,
    /// The prior over groups: probabilities of λ = 0 and of the cells that end at `prior_ends`.
    pub prior: Vec<f64>,
    /// The upper ends of the prior's cells.
    pub prior_ends: Vec<f64>,
    /// The log-likelihood of the territory's fit.
    pub log_likelihood: f64,
    model: Model,
    groups: Vec<Papers>,
    states: Vec<Option<State>>,
}

/// What share of the papers within reach of a mark boundary each group raised, by empirical Bayes
/// from journal marks and totals.
///
/// ```text
/// x_s = 2s/K − 1;  P_d: Legendre polynomials;  n_gjs: papers of stratum g in group j with total s
/// strata    g: journal marks 2 and 3; 4, and papers without one; 5.  Of fewer than 500 papers: joins 4; if that has fewer, all are one
/// honest    f_gz(s) ∝ exp(Σ_{d ≤ 4} β_gd·P_d(x_s) + σ_g·z·x_s),  σ ≥ .02;  the group's level z on 21 nodes, −3.6 … 3.6, with probabilities ∝ exp(−z²/2)
/// lifting   of papers i points below boundary c a share π_gci(u) = 1 − (1 − u)^w_gci lands on c (.75), c + 1 (.15), c + 2 (.10);
///           only from the mark just below, i ≤ 3 on scales below 25 points, else 5
///           the group's strength u is 0, .07, .18, .34, .53, .73 or .91 with probability p_k
/// observed  g_gzu(s) = f_gz(s) − Σ_ci f_gz(c − i)·π_gci(u)·([s = c − i] − landing_c(s)), at least 1e−12
/// territory maximum of Σ_j ln Σ_zk P(z)·p_k·Π_gs g_gzu(s)^n_gjs + .1·Σ ln p_k − ½·Σ (w − w⁰)²,  0 ≤ w ≤ 4
///           w⁰_gci = a_gc·.7^(i−1);  a for marks 3, 4, 5:  1, .3, .1 (journal 2, 3);  1, .7, .3 (4);  1, .7, .5 (5, and if all are one)
///           w = 1 in the lowest stratum one point below mark 3: it says what a strength is
/// index     λ(u) = Σ_gci h_gci·π_gci(u) / Σ h,  h_gci = Σ_jz n_gj·P(z | n_j)·f_gz(c − i): the same papers for all groups
/// statistic = E(λ | n_j),  lower, upper: quantiles .025, .975, strengths above 0 spread over cells that end midway between them, 0 and .955 at the ends
/// raised    = E(Σ papers lifted | n_j): it follows the group's own excess;  liftable: E(papers within reach | n_j);  effect = raised/n
/// ```
///
/// The maximum is climbed until no parameter moves by more than 1e-7: numbers are good to some
/// 1e-6. Groups differ in how strongly they lift already where the territory is fitted, and a
/// pupil's journal mark says what total to expect: so λ agrees between subjects better than that of
/// [`fit`](super::fit). Intervals take the territory's parameters as known: with 300 groups they
/// hold λ in 93 to 96 %, with 60 in 89 to 95 %. It is for comparing groups: there is no p-value,
/// and the model's lowest λ is not nothing (some .02 where nobody lifted). A group whose journal is
/// lenient may seem to lift. Undefined, as NaN, are groups without papers and groups that hold more
/// than a fifth of all.
///
/// # Errors
/// [`StatisticError::NoBoundaries`]; [`StatisticError::TooFewResults`] with fewer than 500 papers;
/// [`StatisticError::TooFewGroups`] with fewer than 20 groups that have papers;
/// [`StatisticError::Parameter`] for a scale too short to tell a shape from lifting.
///
/// # Examples
/// ```
/// use obektiv::{data::{Assessment, Grouping, Tally}, statistics::heaping};
/// let a = Assessment::new("maths", 5, 2021, &[1; 20], Some([7, 11, 15]))?;
/// let honest: Vec<u64> = (0..=20).map(|s: i32| 1200 / (20 + (s - 11).pow(2)) as u64).collect();
/// let mut raised = honest.clone();
/// for c in [7, 11, 15] { raised[c] += raised[c - 1]; raised[c - 1] = 0; }
/// let names: Vec<String> = (0..30).map(|i| format!("school {i}")).collect();
/// let groups = names.iter().map(|n| (n.as_str(), honest.as_slice())).chain([("lifted", raised.as_slice())]);
/// let index = heaping::raised(&Tally::from_histograms(a, Grouping::School, groups)?)?;
/// assert!(index.rows[0].lower > 0.1 && index.rows[1].statistic < 0.1);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// # References
/// Diamond & Persson (2016), NBER 22207, for counterfactual score distributions with mass
/// conservation. The model by groups and journal marks is this library's.
pub fn raised(tally: &Tally) -> Result<Raised, StatisticError> {
    with_boundaries(&[tally], "heaping.raised")?;
    let papers: u64 = tally.groups().values().map(Cells::n).sum();
    if papers < LEAST_PAPERS {
        return Err(StatisticError::TooFewResults { got: papers, needed: LEAST_PAPERS });
    }
    let some = tally.groups().values().filter(|cells| cells.n() > 0).count() as u64;
    if some < LEAST_GROUPS {
        return Err(StatisticError::TooFewGroups { got: some, needed: LEAST_GROUPS });
    }
    let mut model = Model::start(tally)?;
    let groups: Vec<Papers> = tally.groups().values().map(|cells| of_strata(cells, &model)).collect();
    let with_papers: Vec<Papers> = groups.iter().filter(|papers| papers.n > 0.0).cloned().collect();
    let nodes = model.fit(&with_papers);
    let scale = Scale::of(&model, &nodes);
    let largest = LARGEST_PART * papers as f64;
    let states = each(&groups, |papers| {
        (papers.n > 0.0 && papers.n <= largest).then(|| State::of(papers, &nodes, &scale))
    });
    let row = |(state, (group, cells)): (&Option<State>, (&String, &Cells))| {
        RaisedRow::of(group, cells.n(), state.as_ref(), &scale)
    };
    Ok(Raised {
        rows: states.iter().zip(tally.groups()).map(row).collect(),
        lifts: model.strata.iter().flat_map(|stratum| lifts(&model, stratum)).collect(),
        prior: model.prior.clone(),
        prior_ends: scale.ends,
        log_likelihood: nodes.log_likelihood(),
        model,
        groups,
        states,
    })
}

/// A group's papers by stratum and total, one stratum after the other.
fn of_strata(cells: &Cells, model: &Model) -> Papers {
    let total = |marks: &[u8], s: usize| marks.iter().map(|mark| cells.with_mark(*mark)[s]).sum::<u64>();
    let counts = model.strata.iter().flat_map(|g| (0..=model.top).map(|s| total(&g.marks, s)));
    Papers::of(counts)
}

fn lifts(model: &Model, stratum: &Stratum) -> Vec<RaisedLift> {
    let journal = stratum.name();
    let lift = |(pair, &weight): (&Pair, &f64)| RaisedLift {
        journal: journal.clone(),
        mark: pair.mark,
        boundary: pair.to as u16,
        distance: pair.distance() as u16,
        weight,
    };
    model.pairs.iter().zip(&stratum.weights).map(lift).collect()
}

/// What strengths mean in this territory.
struct Scale {
    /// λ of each.
    lambda: Vec<f64>,
    /// λ at the upper ends of their cells; 0 for strength 0.
    ends: Vec<f64>,
    /// Of each stratum the share of papers within reach of a boundary, by level.
    reach: Vec<Vec<f64>>,
    /// By stratum and total the share of papers that were raised to it, by node.
    raised: Vec<(usize, Vec<f64>)>,
    totals: usize,
}

impl Scale {
    fn of(model: &Model, nodes: &Nodes) -> Self {
        let mut reachable = Vec::new();
        for (g, (stratum, shape)) in model.strata.iter().zip(&nodes.shapes).enumerate() {
            let papers = nodes.by_level(model, g);
            for (pair, weight) in model.pairs.iter().zip(&stratum.weights) {
                let h: f64 = papers.iter().zip(&shape.honest).map(|(n, f)| n * f[pair.from]).sum();
                reachable.push((h, *weight));
            }
        }
        let all: f64 = reachable.iter().map(|(h, _)| h).sum();
        let lambda = |u: f64| {
            let share = |w: f64| -libm::expm1(w * libm::log1p(-u));
            reachable.iter().map(|(h, w)| h * share(*w)).sum::<f64>() / all
        };
        let end = |k: usize| match k {
            0 => 0.0,
            k => f64::midpoint(STRENGTHS[k], STRENGTHS.get(k + 1).copied().unwrap_or(1.0)),
        };
        let reach = |f: &Vec<f64>| model.pairs.iter().map(|pair| f[pair.from]).sum();
        Self {
            lambda: STRENGTHS.iter().map(|u| lambda(*u)).collect(),
            ends: (0..STRENGTHS.len()).map(|k| lambda(end(k))).collect(),
            reach: nodes.shapes.iter().map(|shape| shape.honest.iter().map(reach).collect()).collect(),
            raised: raised_shares(model, nodes),
            totals: model.top + 1,
        }
    }
}

/// A group's posterior.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct State {
    /// Of its strength.
    strengths: Vec<f64>,
    /// The mean of its level, in standard deviations.
    level: f64,
    raised: f64,
    liftable: f64,
}

impl State {
    fn of(papers: &Papers, nodes: &Nodes, scale: &Scale) -> Self {
        let mut weights = vec![0.0; LEVELS * STRENGTHS.len()];
        let mut range = 0..LEVELS;
        nodes.levels.weigh(papers, &mut weights, &mut range);
        let at = nodes.levels.nodes(&range);
        let mut state =
            Self { strengths: vec![0.0; STRENGTHS.len()], level: 0.0, raised: 0.0, liftable: 0.0 };
        for (z, of) in range.zip(weights[at.clone()].chunks(STRENGTHS.len())) {
            state.strengths.iter_mut().zip(of).for_each(|(sum, p)| *sum += p);
            let p: f64 = of.iter().sum();
            state.level += p * level(z);
            state.liftable += p * papers.total(|cell| scale.reach[cell / scale.totals][z]);
        }
        for (cell, shares) in &scale.raised {
            let n = papers.counts.iter().find(|(s, _)| s == cell).map_or(0.0, |(_, n)| *n);
            if n > 0.0 {
                let mean: f64 =
                    weights[at.clone()].iter().zip(&shares[at.clone()]).map(|(p, share)| p * share).sum();
                state.raised += n * mean;
            }
        }
        state
    }

    /// The estimate of lifting at scores that are no boundaries and its standard error, at the mean
    /// level and shares.
    fn placebo(&self, papers: &Papers, model: &Model, pairs: &[Pair]) -> (f64, f64) {
        let (mut u, mut information) = (DVector::zeros(3), DMatrix::zeros(3, 3));
        for (g, stratum) in model.strata.iter().enumerate() {
            let f = model.honest(stratum, self.level);
            let shares = stratum.mean_shares(&self.strengths);
            let observed = model.lift(&f, &shares);
            let mut moved = observed.clone();
            pairs.iter().for_each(|pair| pair.move_papers(observed[pair.from] * pair.halved(), &mut moved));
            let real = model.lift(&f, &stratum.weights);
            let by_level = model.by_level(stratum, &f, &shares);
            let scores = |s: usize| {
                let o = observed[s].max(1e-9);
                [moved[s] / o - 1.0, by_level[s] / o, (real[s] - f[s]) / o]
            };
            let own = |cell: usize| cell.checked_sub(g * (model.top + 1)).filter(|s| *s <= model.top);
            let n = papers.total(|cell| f64::from(u8::from(own(cell).is_some())));
            for (s, o) in observed.iter().enumerate() {
                let v = DVector::from_row_slice(&scores(s));
                information.ger(n * o, &v, &v, 1.0);
            }
            u += DVector::from_fn(3, |a, _| papers.total(|cell| own(cell).map_or(0.0, |s| scores(s)[a])));
        }
        let variance = solve(information.clone(), DVector::from_vec(vec![1.0, 0.0, 0.0]))[0];
        (solve(information, u)[0], variance.max(0.0).sqrt())
    }
}

impl RaisedRow {
    fn of(group: &str, n: u64, state: Option<&State>, scale: &Scale) -> Self {
        let value = |of: &dyn Fn(&State) -> f64| state.map_or(f64::NAN, of);
        Self {
            group: group.to_owned(),
            n,
            statistic: value(&|s| s.strengths.iter().zip(&scale.lambda).map(|(p, l)| p * l).sum()),
            effect: value(&|s| s.raised / n as f64),
            lower: value(&|s| quantile(&scale.ends, &s.strengths, 0.025)),
            upper: value(&|s| quantile(&scale.ends, &s.strengths, 0.975)),
            raised: value(&|s| s.raised),
            liftable: value(&|s| s.liftable),
        }
    }
}

impl Raised {
    /// Each group's index at scores that are no boundaries: what the same lifting to `scores` would
    /// be estimated at, beside the lifting to the real boundaries and the group's level, as
    /// [`Shift::placebo`](super::Shift::placebo) does, summed over strata at the group's mean level
    /// and mean shares.
    ///
    /// # Errors
    /// [`StatisticError::Parameter`] for no scores, a score that is a boundary, is 0 or exceeds the
    /// maximum, or scores not in ascending order.
    pub fn placebo(&self, scores: &[u16]) -> Result<Placebo, StatisticError> {
        let pairs = placebo_pairs(&self.model.pairs, self.model.top, scores)?;
        let one = |((row, papers), state): ((&RaisedRow, &Papers), &Option<State>)| {
            let of = |state: &State| state.placebo(papers, &self.model, &pairs);
            let (estimate, standard_error) = state.as_ref().map_or((f64::NAN, f64::NAN), of);
            PlaceboRow { group: row.group.clone(), estimate, standard_error }
        };
        Ok(Placebo { rows: self.rows.iter().zip(&self.groups).zip(&self.states).map(one).collect() })
    }

    /// Columns `journal, mark, boundary, distance, weight`: how strongly papers are lifted.
    #[must_use]
    pub fn lifts_table(&self) -> Table {
        let count = |value: fn(&RaisedLift) -> u64| self.lifts.iter().map(value).collect::<Vec<u64>>();
        Table::new()
            .with("journal", self.lifts.iter().map(|l| l.journal.clone()).collect::<Vec<String>>())
            .with("mark", count(|l| l.mark.into()))
            .with("boundary", count(|l| l.boundary.into()))
            .with("distance", count(|l| l.distance.into()))
            .with("weight", self.lifts.iter().map(|l| l.weight).collect::<Vec<f64>>())
    }

    /// Columns `lower, upper, share`: the prior of λ over groups by cells, the first of which is
    /// λ = 0.
    #[must_use]
    pub fn prior_table(&self) -> Table {
        prior_table(&self.prior, &self.prior_ends)
    }

    /// Columns `group, n, statistic, pvalue, effect, lower, upper, raised, liftable, tier`; there
    /// is no p-value: NaN.
    #[must_use]
    pub fn table(&self) -> Table {
        let real = |value: fn(&RaisedRow) -> f64| self.rows.iter().map(value).collect::<Vec<f64>>();
        let n: Vec<u64> = self.rows.iter().map(|r| r.n).collect();
        Table::new()
            .with("group", self.rows.iter().map(|r| r.group.clone()).collect::<Vec<String>>())
            .with("n", n.clone())
            .with("statistic", real(|r| r.statistic))
            .with("pvalue", real(|_| f64::NAN))
            .with("effect", real(|r| r.effect))
            .with("lower", real(|r| r.lower))
            .with("upper", real(|r| r.upper))
            .with("raised", real(|r| r.raised))
            .with("liftable", real(|r| r.liftable))
            .with("tier", Tier::names(&n))
    }
}

/// [`raised`] as policies name it.
pub const RAISED: GroupSign = GroupSign {
    id: "heaping.raised",
    aliases: &["raised"],
    doc: "what share of liftable papers a group raised, for comparing groups",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<NoOptions>(),
    uses: Use::Context { reason: "it has a posterior with an interval and no p-value" },
    scale: sign::Scale::Share,
    parts: &[],
    run: |given| {
        let NoOptions {} = given.options()?;
        Ok(raised(given.tally()?)?.table())
    },
};

#[cfg(test)]
#[allow(clippy::cast_sign_loss, reason = "counts are rounded from positive numbers")]
mod tests;
