//! How lenient a group's journal is, given the work's totals.
//!
//! What it catches: a school whose journal marks lie above (or below) those that other schools give
//! for the same totals. What it cannot: tell a lenient journal from totals that are too low, or a
//! strict one from totals that are too high: a school whose papers were raised looks strict.
//! Journals are also kept by the school's own measure: in a real region schools with high means
//! look strict in every work (correlations of -0.4 to -0.9 with the mean total; 0 where pupils are
//! dealt out anew). So read it beside schools of like level. What honest schools show: they differ
//! by about one logit, some half a mark. Smallest n: none; small groups are shrunk, and their
//! intervals are wide.

mod fit;

use obektiv_derive::{Row, described};

use crate::data::{Grouping, Tally};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::Z95;
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::{GroupSign, NoOptions, Options, Reads, Scale, Use};
use crate::table::Table;
use fit::{Fit, Group};

/// The leniency of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct LeniencyRow {
    /// The group.
    pub group: String,
    /// Pupils with a total and a journal mark.
    #[row(tier)]
    pub n: u64,
    /// u: the posterior mode in logits, above 0 for a lenient journal.
    #[row(name = "statistic", nan("pvalue"))]
    pub logits: f64,
    /// u as the mean shift of its pupils' journal marks.
    #[row(name = "effect")]
    pub shift: f64,
    /// 95 % interval of the shift.
    pub lower: f64,
    /// 95 % interval of the shift.
    pub upper: f64,
    /// The posterior standard deviation of u.
    pub sd: f64,
    /// 95 % interval of u.
    pub logits_lower: f64,
    /// 95 % interval of u.
    pub logits_upper: f64,
}

/// The leniency of all groups. All is NaN where fewer than three groups have marks, all marks or
/// all totals are equal, or the iteration does not settle.
#[derive(Debug, Clone, PartialEq)]
pub struct Leniency {
    /// One row per group.
    pub rows: Vec<LeniencyRow>,
    /// τ: the standard deviation of u between groups, in logits.
    pub between: f64,
    /// β: what a standard deviation of the totals adds, in logits.
    pub slope: f64,
}

/// Ordinal calibration of journal marks by totals, with a random intercept for each group, in one
/// work.
///
/// ```text
/// P(J ≥ m | S) = F(α_m + βx + u),   F(η) = 1/(1 + e^−η),   x = (S − mean)/sd of the work's marked pupils,   u ~ N(0, τ²)
/// û, v: mode of Σ ln P(J|S, u) − u²/2τ² in each group, and one over its curvature there                 (Laplace)
/// τ²  = Σ (û² + v)/(G − 1)                                     G groups with marks
/// α, β maximise Σ E ln P(J|S, u) − β²/200,  u ~ N(û, v) by three-point Gauss–Hermite quadrature        (EM)
/// sd² = v + (1 − v/τ²)²·τ²/Σ(1 − v/τ²)                         the second part: the uncertainty of what the groups have in common, α
/// shift = mean over the group's pupils of E[J|S, û] − E[J|S, 0];   intervals at û ± 1.96·sd
/// ```
///
/// Marks that nobody has are left out. G − 1 in place of G is the boundary-avoiding prior τ on the
/// standard deviation: it is never estimated as 0, which would claim that no school differs. The
/// prior of β (standard deviation 10) matters only where totals part the marks wholly. Iterated
/// until nothing changes by more than 1e-9. Intervals take β and τ as known. All is NaN with fewer
/// than three groups.
///
/// A school whose papers were raised looks strict: leniency is of the journal against the work,
/// whichever is right.
///
/// # Errors
/// [`StatisticError::NoJournal`] if nobody has a journal mark.
///
/// # Examples
/// ```python
/// >>> town = ob.simulate.municipality(1)
/// >>> table = ob.journal.leniency(town.results[0])
/// >>> bool((table.lower < table.effect).all() and (table.effect < table.upper).all())
/// True
/// ```
///
/// # References
/// McCullagh (1980), Journal of the Royal Statistical Society B 42, 109–142. Chung, Rabe-Hesketh,
/// Dorie, Gelman and Liu (2013), Psychometrika 78, 685–709, the prior of τ.
#[described]
pub fn leniency(tally: &Tally) -> Result<Leniency, StatisticError> {
    let groups: Vec<Group> = tally.groups().values().map(Group::of).collect();
    let mut totals = vec![0; usize::from(tally.assessment().max_total()) + 1];
    for cells in tally.groups().values() {
        for mark in 2..=5 {
            totals.iter_mut().zip(cells.with_mark(mark)).for_each(|(sum, n)| *sum += n);
        }
    }
    let moments = crate::math::Moments::of(&totals);
    if moments.n == 0 {
        let assessment = tally.assessment().key();
        return Err(StatisticError::NoJournal { assessment, statistic: "journal.leniency" });
    }
    let fit = Fit::of(&groups, moments.mean(), moments.variance().sqrt());
    let row = |(name, group): (&String, &Group)| LeniencyRow::of(name, group, fit.as_ref());
    Ok(Leniency {
        rows: tally.groups().keys().zip(&groups).map(row).collect(),
        between: fit.as_ref().map_or(f64::NAN, |f| f.tau2.sqrt()),
        slope: fit.as_ref().map_or(f64::NAN, |f| f.beta),
    })
}

impl LeniencyRow {
    fn of(name: &str, group: &Group, fit: Option<&Fit>) -> Self {
        let (u, v) = fit.filter(|_| group.n > 0).map_or((f64::NAN, f64::NAN), |fit| fit.mode(group, 0.0));
        let kept = |fit: &Fit| (1.0 - v / fit.tau2).powi(2) * fit.doubt;
        let sd = (v + fit.map_or(f64::NAN, kept)).sqrt();
        let shift = |u: f64| fit.map_or(f64::NAN, |fit| fit.shift(group, u));
        Self {
            group: name.to_owned(),
            n: group.n,
            logits: u,
            sd,
            logits_lower: u - Z95 * sd,
            logits_upper: u + Z95 * sd,
            shift: shift(u),
            lower: shift(u - Z95 * sd),
            upper: shift(u + Z95 * sd),
        }
    }
}

impl Leniency {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        LeniencyRow::table(&self.rows)
    }
}

/// [`leniency`] as policies name it.
pub const LENIENCY: GroupSign = GroupSign {
    id: "journal.leniency",
    aliases: &["leniency"],
    doc: "a journal more lenient or stricter than others at the same totals",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<NoOptions>(),
    uses: Use::Context { reason: "it has a posterior with an interval and no p-value" },
    scale: Scale::Plain,
    parts: &[],
    run: |given| {
        let NoOptions {} = given.options()?;
        Ok(leniency(given.tally()?)?.table())
    },
};

/// [`leniency`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "journal.leniency",
    doc: LENIENCY_DOC,
    inputs: &[Input::COUNTS],
    groups: Groups::Asked(Grouping::School),
    options: options::<NoOptions>,
    output: Shape::Table(LeniencyRow::describe),
    run: |given| Ok(leniency(given.counts(0)?)?.table().into()),
};

#[cfg(test)]
mod tests;
