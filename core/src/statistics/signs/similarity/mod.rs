//! Papers of one class that agree more than the class's teaching explains.
//!
//! What it catches: pupils who share answers — one paper copied by a part of the class, papers that
//! are the same throughout. What it cannot: a class whose papers are *all* alike. There the whole
//! class did the same items well, which teaching can do too; the item profile
//! ([`profile`](super::profile)) and `excess` here say so. Nor does it say who took from whom; no
//! pupil is named.
//!
//! Why an excess of matches is not enough: with items right or wrong, the number of matches over
//! all pairs of a class follows from how many pupils solved each item. So `excess` (without taking
//! anything out) sees a topic taught well as well as it sees shared answers. What teaching cannot
//! make is that *some pairs* agree far more than the rest, and this is what `statistic` measures:
//! norms are first tilted to the class's own share of each score on each item, paper by paper of
//! its variants; then large similarities of pairs are added up.
//!
//! What honest groups show: of real classes one in eight has p ≤ .01 (3 to 40 % by work) even after
//! its item effects, and nine of ten by `excess`; the p-values are of pupils who work alone,
//! without differences between classes. So no class is to be named on a p-value of this sign alone:
//! judge it beside the other classes of its work. Pairs of different variants, reported beside, are
//! a control: the same pupils, other papers. Smallest n: five pupils of one variant with totals
//! between .15 and .9 of the maximum; eight of 25 who share four fifths of one paper are seen nine
//! times in ten with 25 items, six times in ten with 15; among ten pupils there is little to see
//! once teaching is taken out. See `benches/validation.md`.

mod excess;
mod joined;
mod pairs;
mod paper;
mod part;
mod permutation;
mod pool;
mod population;
mod sums;

use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, Results};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::statistics::{StatisticError, persons};
use crate::table::Table;
use crate::threads::each;
use population::Population;

/// How closely to look.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct SimilarityOptions {
    /// The most permutations of a class; 0 for none.
    pub permutations: u64,
    /// Classes with a p-value by moments, or of duplicates, below this are permuted.
    pub permute_below: f64,
    /// Pairs with a p-value below this are joined in the graph.
    pub pair_level: f64,
    /// The seed of the permutations.
    pub seed: u64,
}

impl Default for SimilarityOptions {
    fn default() -> Self {
        Self { permutations: 9_999, permute_below: 0.01, pair_level: 0.001, seed: 1 }
    }
}

impl SignOptions for SimilarityOptions {
    fn check(&self) -> Result<(), StatisticError> {
        for (name, value) in [("permute_below", self.permute_below), ("pair_level", self.pair_level)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(StatisticError::Parameter { name, value, expected: "a probability" });
            }
        }
        Ok(())
    }
}

/// The similarity of one class.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct SimilarityRow {
    /// The class, `school/class`, or the school where classes are not known.
    pub group: String,
    /// Pupils.
    pub n: u64,
    /// Pupils with a total between .15 and .9 of the maximum, in a paper with five such.
    #[row(tier)]
    pub compared: u64,
    /// Pairs of them that wrote the same variant.
    pub pairs: u64,
    /// (Σ z₊³ − its mean) / its standard deviation over these pairs, after the class's item
    /// effects.
    pub statistic: f64,
    /// Its p-value: by permutation where the class was permuted, else by moments.
    pub pvalue: f64,
    /// Its p-value by moments.
    pub pvalue_moments: f64,
    /// The share of items on which pairs agree, less what is expected of the totals.
    #[row(nan("lower", "upper"))]
    pub effect: f64,
    /// z of the weighted matches of these pairs, with nothing taken out: a topic taught well makes
    /// it large too.
    pub excess: f64,
    /// Its p-value by moments.
    pub pvalue_excess: f64,
    /// Pairs that wrote different variants.
    pub control_pairs: u64,
    /// The statistic of these.
    pub control: f64,
    /// Its p-value by moments.
    pub pvalue_control: f64,
    /// The effect of these.
    pub control_effect: f64,
    /// Pupils whose paper is the same throughout as that of another who is counted before.
    pub duplicates: u64,
    /// How many pairs of such papers are expected.
    pub duplicates_expected: f64,
    /// Its p-value: by permutation where the class was permuted, else P(Poisson ≥ duplicates).
    pub pvalue_duplicates: f64,
    /// Groups of pupils joined by unusually similar pairs.
    pub clusters: u64,
    /// Pupils in the largest.
    pub largest: u64,
    /// P(as large or larger), by permutation.
    pub pvalue_largest: f64,
    /// Permutations made.
    pub permutations: u64,
}

/// The similarity of all classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Similarity {
    /// One row per class.
    pub rows: Vec<SimilarityRow>,
}

/// The similarity of papers inside each class, or inside each school where the results name no
/// classes.
///
/// ```text
/// p_d(s)  P(feature d | total s), d = one score of one item;  w_d(s) = −ln p_d(s);  totals s from .15K to .9K, pairs of the same items
/// excess     z of Σ_{u<v} Σ_d x_ud·x_vd·√(w_d(s_u)·w_d(s_v)), moments given the totals
/// q_d(s)  = ω_d·p_d/(1 − p_d + ω_d·p_d),  ω_d so that Σ_v q_d(s_v) = Σ_v x_vd over the pupils of the class with the same paper
/// ψ_v     = √w_d·(x_vd − q_d)·√(n/(n−1)),     Σ̄ = mean over the class of Cov(ψ_v)
/// z_uv    = (ψ_u·ψ_v + (|ψ_u|² + |ψ_v|²)/(2(n−1)))·√(tr Σ̄² / (κ_u·κ_v)),  κ_v = max(ψ_v'Σ̄ψ_v, tr Σ̄²/2); without the second term for two papers;
///            made normal by Wilson–Hilferty, with the mean of the skewnesses of ψ_u·ψ and ψ_v·ψ over ψ of the class, items as if independent
/// statistic  Σ z₊³ less its mean √(2/π) per pair, over its deviation √(7.5 − 2/π) per pair;  p by a gamma of its skewness
/// control    the same of pairs of different variants
/// duplicates Σ over strings (m − 1), m pupils with the string;  expected Σ_pairs c(s)·max(1, Π_items Σq²/Σp²),
///            c(s) the share of pairs of different schools with total s that agree throughout;  p = P(Poisson(expected) ≥ duplicates)
/// largest    pupils in the largest component of the graph of pairs with p(z) < pair_level
/// ```
///
/// Covariances of features of different items are from correlations given the total, pooled over
/// totals. Where a p-value is below `permute_below`, each pupil of the class is replaced by one of
/// other schools with the same total and items (by himself where there is none), drawn with weights
/// that give the class its own item effects (shrunk as by ten more pupils), all is computed anew,
/// and p = h/l when the h = 20th of l is as large (Besag and Clifford), else (1 + as large)/(1 +
/// permutations). A class most of whose pupils nobody of another school can stand for is not
/// permuted: permutations need other schools. The same seed and order of rows give the same
/// p-values in any order of threads. By moments, pairs are taken as uncorrelated: with two papers
/// of a dozen pupils they reject about 2 % at .01, with ten papers of five up to 5 %; permutation
/// puts that right below `permute_below`. What is undefined is NaN: without pairs, and
/// `pvalue_largest` without permutations. `tier` is that of the pupils compared. No pupil is named.
///
/// # Errors
/// [`StatisticError::Parameter`] for levels that are no probability, or more than 4,096 scores of
/// items in all.
///
/// # Examples
/// ```
/// use obektiv::{simulate, statistics::similarity};
/// let town = simulate::municipality(&simulate::MunicipalityOptions::default(), 1)?;
/// let found = similarity::by_class(&town.results[0], Default::default())?;
/// assert!(found.rows.iter().all(|class| class.compared <= class.n));
/// # Ok::<(), obektiv::Error>(())
/// ```
/// ```python
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> table = ob.similarity.by_class(r, permutations=99)
/// >>> bool((table.compared <= table.n).all())
/// True
/// ```
///
/// # References
/// Weighted matches: Trout and Gorney (2025). Class level and permutation given the totals: this
/// library's; sequential p-values: Besag and Clifford (1991), Biometrika 78, 301–304; Wilson and
/// Hilferty (1931), PNAS 17, 684–688.
#[described]
pub fn by_class(results: &Results, options: SimilarityOptions) -> Result<Similarity, StatisticError> {
    options.check()?;
    let grouping = if results.class_id().is_some() { Grouping::Class } else { Grouping::School };
    let classes: Vec<(String, Vec<usize>)> = persons(results, grouping)?.into_iter().collect();
    let population = Population::of(results, &classes, options)?;
    Ok(Similarity { rows: each(&classes, |(name, persons)| population.row(name, persons)) })
}

impl Similarity {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        SimilarityRow::table(&self.rows)
    }
}

/// [`by_class`] as policies name it.
pub const BY_CLASS: GroupSign = GroupSign {
    id: "similarity.by_class",
    aliases: &["similarity"],
    doc: "papers of a class that agree more than its teaching explains",
    units: &[Grouping::Class],
    reads: Reads::Pupils,
    options: Options::of::<SimilarityOptions>(),
    uses: Use::Flags {
        beside: "pupils of other schools with the same totals and the class's own item effects",
        sides: Sides::Upper,
    },
    scale: Scale::Share,
    parts: &[],
    run: |given| Ok(by_class(given.results()?, given.options()?)?.table()),
};

/// [`by_class`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "similarity.by_class",
    doc: BY_CLASS_DOC,
    inputs: &[Input::RESULTS.doc("By class, or by school where the results name no classes. Compared are pupils with a total between .15 and .9 of the maximum, of the same items, in papers with five such.")],
    groups: Groups::None,
    options: options::<SimilarityOptions>,
    output: Shape::Table(SimilarityRow::describe),
    run: |given| Ok(by_class(given.results(0)?, given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests;
