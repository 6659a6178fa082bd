//! The item profile of a group: which items its pupils did better or worse than pupils with the
//! same totals do.
//!
//! What it catches: answers dictated or known before, items that one class was marked on by another
//! measure. What it cannot: papers lifted by a point or two to a boundary, which leave the profile
//! as it is. What honest groups show: teaching. Every class has topics it did better, so of real
//! classes nearly all differ from sampling alone; a group stands out only beside how much groups
//! differ. A class is compared with its school's other classes as far as classes of one school
//! agree. Smallest n: dictating 4 items to 60 % of a class is seen in 25 pupils beside sampling
//! alone nearly always, beside real differences in one class of three.

mod between;
mod contrasts;
mod group;
mod tail;
mod whitening;

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, ItemTally, NormSums, Registry};
use crate::function::{Function, Given as Call, Groups, Input, Row as _, Shape, options};
use crate::math::{chi2_tail, f_tail};
use crate::statistics::StatisticError;
use crate::statistics::shared::norms::{self, Norms};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;
use between::{Between, Tested};
pub use contrasts::{Contrast, ContrastRow};
use contrasts::{contrast, contrasts};
use group::{Group, centre};
use tail::tail;

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct ProfileOptions {
    /// The least number of groups of 8 pupils or more from which to learn how groups differ; with
    /// fewer, only the comparison with sampling alone is made and `statistic` and `pvalue` are NaN.
    pub min_groups: u64,
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self { min_groups: 20 }
    }
}

impl SignOptions for ProfileOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.min_groups {
            ..3 => {
                let value = self.min_groups as f64;
                Err(StatisticError::Parameter { name: "min_groups", value, expected: "3 or more" })
            }
            _ => Ok(()),
        }
    }
}

/// The profile of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ProfileRow {
    /// The group.
    pub group: String,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// χ² beside sampling and the differences between groups.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// P(F ≥ statistic/df) with df and ν degrees of freedom, ν from the body of the groups.
    pub pvalue: f64,
    /// The root mean square deviation of the items, in shares of their maxima.
    #[row(nan("lower", "upper"))]
    pub effect: f64,
    /// χ² beside sampling alone.
    pub sampling: f64,
    /// P(χ² ≥ sampling): a group like all others would show less. Of real groups nearly all are
    /// below .01.
    pub pvalue_sampling: f64,
    /// The item done best for the totals, counted from 1.
    pub best: usize,
    /// Its deviation from what is expected, in shares of the maximum.
    pub best_deviation: f64,
    /// The item done worst.
    pub worst: usize,
    /// Its deviation.
    pub worst_deviation: f64,
}

/// Profiles of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// One row per group.
    pub rows: Vec<ProfileRow>,
    /// One row per group and contrast.
    pub contrasts: Vec<ContrastRow>,
    /// Degrees of freedom of the tail of the differences between groups: infinite if normal, NaN if
    /// too few groups.
    pub nu: f64,
    /// How much groups differ: root mean square over groups and items, in shares of the maxima; NaN
    /// if too few groups.
    pub between: f64,
    /// The same for groups of one school, of the differences that are the school's own; classes
    /// only.
    pub between_schools: f64,
}

/// The item profile of each group beside the norms given the total, beside sampling and beside how
/// groups differ.
///
/// ```text
/// Rⱼ = Σ_v (x_v − E[x|S_v])            over the group's n pupils, each by the items that its total counts
/// Vⱼ = Σ_v Cov(x|S_v)·(1 − its share of the norm's pupils)
/// d  = Rⱼ/n − the same of all other groups of its reference label, if these have 5 or more
/// T  = mean over groups of wⱼ·dⱼdⱼ'/κ − Vⱼ/n²,  negative eigenvalues set to 0     wⱼ ≤ 1 winsorises at the 90 % point of χ²
/// classes: T = T_S + T_C, T_S from products of classes of one school; given the school's other classes with mean d̄ and variance v̄,
///   d − G·d̄,  T = T_C + T_S − G·T_S,  G = T_S(T_S + v̄)⁻
/// statistic = d'(V/n² + T)⁻d,   pvalue = P(F ≥ statistic/df),  F with df and ν degrees of freedom
/// sampling  = n²·d'V⁻d,         pvalue_sampling = P(χ²_df ≥ sampling)
/// effect    = √(mean over items of (dᵢ/maxᵢ)²)
/// ```
///
/// Inverses are of correlations with .001 added to the diagonal; df is the trace that this leaves,
/// at most items − 1, since deviations given the total add up to 0. ν is what puts the 80 %
/// quantile of statistic/df over the larger half of the groups in its place (8 at least): groups
/// differ with heavier tails than a normal distribution has. Groups under 8 pupils have no part in
/// T and ν. Pupils with items missing or not taught are compared by the total over the others. Real
/// groups nearly all differ from sampling alone, because they were taught differently: judge by
/// `pvalue`, which stands beside how much groups differ. A class is compared with its school's
/// other classes too.
///
/// # Errors
/// [`StatisticError::Norms`] if the norms are of another assessment or lack a set of items that
/// pupils here are counted by; [`StatisticError::Parameter`] for `min_groups` below 3.
///
/// # Examples
/// ```python
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> table = ob.profile.by_group(r, group="school")
/// >>> len(table), bool((table.pvalue > 0.001).all())
/// (40, True)
/// ```
///
/// # References
/// Conditional norms: Dorans and Holland (1993), DIF given the total score, of a school in place of
/// a population group. Huber (1981), Robust Statistics, ch. 8.
#[described]
pub fn by_group(
    tally: &ItemTally,
    norms: &Norms,
    registry: &Registry,
    options: ProfileOptions,
) -> Result<Profile, StatisticError> {
    let sets = || tally.groups().values().flat_map(BTreeMap::keys);
    if norms.assessment != *tally.assessment() || sets().any(|set| !norms.sets.contains_key(set)) {
        return Err(StatisticError::Norms { assessment: tally.assessment().key() });
    }
    options.check()?;
    let items = tally.assessment().items();
    let mut groups: Vec<Group<'_>> =
        tally.groups().iter().map(|(name, sets)| Group::of(name, sets, norms, items)).collect();
    let labels = registry.references(tally.grouping(), groups.iter().map(|group| group.name));
    centre(&mut groups, &labels);
    let between = Between::of(&groups, tally.grouping() == Grouping::Class, options);
    let kinds = contrasts(tally);
    let unit: Vec<f64> = tally.assessment().max_scores.iter().map(|&m| f64::from(m)).collect();
    let mut tested: Vec<Tested> = (0..groups.len()).map(|j| between.test(&groups, j)).collect();
    let nu = tail(&groups, &tested, &between);
    tested.iter_mut().for_each(|t| t.pvalue = f_tail(t.statistic / t.df, t.df, nu));
    let rows = groups.iter().zip(&tested).map(|(group, tested)| row(group, tested, &unit)).collect();
    let contrasted = groups.iter().zip(&tested).flat_map(|(group, tested)| {
        kinds.iter().map(|(kind, weights)| contrast(group, tested, *kind, weights, nu))
    });
    let size = |t: &DMatrix<f64>| {
        ((0..items).map(|i| t[(i, i)].max(0.0) / (unit[i] * unit[i])).sum::<f64>() / items as f64).sqrt()
    };
    Ok(Profile {
        contrasts: contrasted.collect(),
        rows,
        nu,
        between: between.whole.as_ref().map_or(f64::NAN, size),
        between_schools: between.school.as_ref().map_or(f64::NAN, size),
    })
}

fn row(group: &Group<'_>, tested: &Tested, unit: &[f64]) -> ProfileRow {
    let shares: Vec<f64> = group.deviation.iter().zip(unit).map(|(d, unit)| d / unit).collect();
    let by = |better: fn(&f64, &f64) -> bool| {
        let first = |best: usize, i: usize| if better(&shares[i], &shares[best]) { i } else { best };
        (1..shares.len()).fold(0, first)
    };
    let (best, worst) = (by(|a, b| a > b), by(|a, b| a < b));
    ProfileRow {
        group: group.name.to_owned(),
        n: group.pupils,
        statistic: tested.statistic,
        df: tested.df,
        pvalue: tested.pvalue,
        effect: (shares.iter().map(|d| d * d).sum::<f64>() / shares.len() as f64).sqrt(),
        sampling: tested.sampling,
        pvalue_sampling: chi2_tail(tested.sampling, tested.df_sampling),
        best: best + 1,
        best_deviation: shares[best],
        worst: worst + 1,
        worst_deviation: shares[worst],
    }
}

impl Profile {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        ProfileRow::table(&self.rows)
    }

    /// Contrasts of kinds of items in each group, given the totals.
    ///
    /// ```text
    /// effect    = the mean deviation of the first kind of items less that of the second, in shares of the maxima
    /// statistic = effect / its standard deviation over groups,   pvalue = P(t ≥ statistic)
    /// ```
    ///
    /// # Errors
    /// [`StatisticError::Parameter`] for `min_groups` below 3.
    ///
    /// # Examples
    /// ```python
    /// >>> r = ob.simulate.municipality(seed=1).results[0]
    /// >>> sorted({str(kind) for kind in ob.profile.contrasts(r).contrast})
    /// ['hard', 'late']
    /// ```
    #[described]
    #[must_use]
    pub fn contrasts_table(&self) -> Table {
        ContrastRow::table(&self.contrasts)
    }
}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "profile.by_group",
    aliases: &["profile"],
    doc: "items done better or worse than the totals say",
    units: GroupSign::UNITS,
    reads: Reads::Items,
    options: Options::of::<ProfileOptions>(),
    uses: Use::Flags { beside: "how much groups differ", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &[],
    run: |given| {
        let (tally, norms) = given.items()?;
        Ok(by_group(tally, norms, given.registry, given.options()?)?.table())
    },
};

/// [`by_group`] as policies name it.
pub const CONTRASTS: GroupSign = GroupSign {
    id: "profile.contrasts",
    aliases: &[],
    doc: "hard, open or late items done better than the others",
    units: GroupSign::UNITS,
    reads: Reads::Items,
    options: Options::of::<ProfileOptions>(),
    uses: Use::Flags { beside: "how much groups differ", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &["contrast"],
    run: |given| {
        let (tally, norms) = given.items()?;
        Ok(by_group(tally, norms, given.registry, given.options()?)?.contrasts_table())
    },
};

/// The profile beside the norms of the same results.
fn of_results(given: &Call<'_>) -> Result<Profile, crate::Error> {
    let results = given.results(0)?;
    let norms = norms::norms(&NormSums::of(results));
    Ok(by_group(&ItemTally::of(results, given.group)?, &norms, &given.registry(1), given.options()?)?)
}

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "profile.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        Input::RESULTS
            .doc("Pupils with items missing or not taught are compared by the total over the others."),
        Input::REGISTRY.doc(
            "Takes from each group what other groups with the same `reference` have in common (5 at least).",
        ),
    ],
    groups: Groups::Asked(Grouping::Class),
    options: options::<ProfileOptions>,
    output: Shape::Table(ProfileRow::describe),
    run: |given| Ok(of_results(given)?.table().into()),
};

/// [`Profile::contrasts_table`] in the catalogue.
pub const CONTRASTS_FUNCTION: Function = Function {
    id: "profile.contrasts",
    doc: Profile::CONTRASTS_TABLE_DOC,
    inputs: &[
        Input::RESULTS
            .doc("Pupils with items missing or not taught are compared by the total over the others."),
        Input::REGISTRY.doc(
            "Takes from each group what other groups with the same `reference` have in common (5 at least).",
        ),
    ],
    groups: Groups::Asked(Grouping::Class),
    options: options::<ProfileOptions>,
    output: Shape::Table(ContrastRow::describe),
    run: |given| Ok(of_results(given)?.contrasts_table().into()),
};
