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

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use ndarray::{Array2, ArrayView1};
use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, Items, NormSums, Results, items_of};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::{chi2_quantile, pearson3_tail, poisson_tail};
use crate::simulate::Random;
use crate::sorted::filled;
use crate::statistics::shared::categories::{Categories, main_set};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::statistics::{StatisticError, persons};
use crate::table::Table;
use crate::threads::each;

/// Pupils of one paper below this have no pairs.
const LEAST: usize = 5;
/// The tilt of the norms that permutations draw from is shrunk as by so many pupils of the norm.
const SHRINK: f64 = 10.0;
/// Permutations stop when so many were at least as large.
const EXCEEDANCES: u64 = 20;

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

struct Population<'a> {
    results: &'a Results,
    options: SimilarityOptions,
    /// z beyond which a pair is joined.
    join: f64,
    sets: BTreeMap<Items, Categories>,
    set_of: Vec<Items>,
}

/// Pupils of a class who are counted by the same items, in papers (variants).
struct Part<'a> {
    norm: &'a Categories,
    /// Person and paper, papers numbered from 0.
    pupils: Vec<Pupil>,
    papers: usize,
}

#[derive(Clone, Copy)]
struct Pupil {
    person: usize,
    paper: usize,
    total: usize,
}

/// What is added up over pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    pairs: u64,
    cubes: f64,
    agreement: f64,
}

/// What a class shows after its item effects.
#[derive(Debug, Clone, Default)]
struct Shown {
    same: Sums,
    different: Sums,
    duplicates: u64,
    clusters: u64,
    largest: u64,
}

/// √(2/π), 15/2 − 2/π and √(2/π)·(169.5 + 4/π)/VARIANCE^1.5: mean, variance and skewness of z₊³ for
/// normal z.
const MEAN: f64 = 0.797_884_560_802_865_4;
const VARIANCE: f64 = 6.863_380_227_632_418;
const SKEWNESS: f64 = 7.577968394514929;

impl Sums {
    fn add(&mut self, z: f64, agreement: f64) {
        self.pairs += 1;
        self.cubes += z.max(0.0).powi(3);
        self.agreement += agreement;
    }

    fn statistic(&self) -> f64 {
        let pairs = self.pairs as f64;
        (self.cubes - MEAN * pairs) / (VARIANCE * pairs).sqrt()
    }

    fn pvalue(&self) -> f64 {
        pearson3_tail(self.statistic(), SKEWNESS / (self.pairs as f64).sqrt())
    }

    fn effect(&self) -> f64 {
        self.agreement / self.pairs as f64
    }
}

impl<'a> Population<'a> {
    fn of(
        results: &'a Results,
        classes: &[(String, Vec<usize>)],
        options: SimilarityOptions,
    ) -> Result<Self, StatisticError> {
        let set_of: Vec<Items> = results.scores().rows().into_iter().map(items_of).collect();
        // Norms are only needed of sets that some class has five pupils of.
        let mut needed: BTreeSet<&Items> = BTreeSet::new();
        for (_, persons) in classes {
            let mut here: HashMap<&Items, usize> = HashMap::new();
            persons.iter().for_each(|&person| *here.entry(&set_of[person]).or_default() += 1);
            needed.extend(here.into_iter().filter(|(_, n)| *n >= LEAST).map(|(items, _)| items));
        }
        let sizes = NormSums::sets_of(results);
        let mut sets = BTreeMap::new();
        if let Some(most) = main_set(&sizes) {
            let main = Categories::of(results, most, None)?;
            for items in needed.into_iter().filter(|items| *items != most && items.len() > 1) {
                sets.insert(items.clone(), Categories::of(results, items, Some((most, &main)))?);
            }
            sets.insert(most.clone(), main);
        }
        let tail = (2.0 * options.pair_level).min(1.0);
        let join =
            if options.pair_level > 0.0 { chi2_quantile(1.0 - tail, 1.0).sqrt() } else { f64::INFINITY };
        Ok(Self { results, options, join, sets, set_of })
    }

    fn parts(&self, persons: &[usize]) -> Vec<Part<'_>> {
        let mut by_set: BTreeMap<&Items, BTreeMap<u32, Vec<Pupil>>> = BTreeMap::new();
        for &person in persons {
            let items = &self.set_of[person];
            let Some(norm) = self.sets.get(items) else { continue };
            let total = norm.total(norm.answers(person));
            if norm.range.contains(&total) {
                let variant = self.results.variant().map_or(0, |variant| variant.codes()[person]);
                let papers = by_set.entry(items).or_default();
                papers.entry(variant).or_default().push(Pupil { person, paper: 0, total });
            }
        }
        let part = |(items, papers): (&Items, BTreeMap<u32, Vec<Pupil>>)| {
            let mut kept: Vec<Vec<Pupil>> =
                papers.into_values().filter(|pupils| pupils.len() >= LEAST).collect();
            // Codes of variants depend on the order of the rows; persons do not.
            kept.sort_by_key(|pupils| pupils[0].person);
            let papers = kept.len();
            let number = |(paper, pupils): (usize, Vec<Pupil>)| {
                pupils.into_iter().map(move |pupil| Pupil { paper, ..pupil })
            };
            Some(Part {
                norm: self.sets.get(items)?,
                pupils: kept.into_iter().enumerate().flat_map(number).collect(),
                papers,
            })
        };
        by_set.into_iter().filter_map(part).filter(|part| part.papers > 0).collect()
    }

    fn row(&self, name: &str, persons: &[usize]) -> SimilarityRow {
        let parts = self.parts(persons);
        let shown = self.shown(&parts);
        let expected: f64 = parts.iter().map(Part::expected).sum();
        let (excess, pvalue_excess) = excess(&parts);
        let pvalue_moments = shown.same.pvalue();
        let some = shown.same.pairs > 0;
        let pvalue_duplicates = if some { poisson_tail(shown.duplicates, expected) } else { f64::NAN };
        let mut row = SimilarityRow {
            group: name.to_owned(),
            n: persons.len() as u64,
            compared: parts.iter().map(|part| part.pupils.len() as u64).sum(),
            pairs: shown.same.pairs,
            statistic: shown.same.statistic(),
            pvalue: pvalue_moments,
            pvalue_moments,
            effect: shown.same.effect(),
            excess,
            pvalue_excess,
            control_pairs: shown.different.pairs,
            control: shown.different.statistic(),
            pvalue_control: shown.different.pvalue(),
            control_effect: shown.different.effect(),
            duplicates: shown.duplicates,
            duplicates_expected: if some { expected } else { f64::NAN },
            pvalue_duplicates,
            clusters: shown.clusters,
            largest: shown.largest,
            pvalue_largest: f64::NAN,
            permutations: 0,
        };
        if pvalue_moments < self.options.permute_below || pvalue_duplicates < self.options.permute_below {
            self.permute(&mut row, &parts, &shown);
        }
        row
    }

    /// What the parts show.
    fn shown(&self, parts: &[Part<'_>]) -> Shown {
        let mut shown = Shown::default();
        parts.iter().for_each(|part| part.show(&part.tilted(), self.join, &mut shown));
        shown
    }

    fn permute(&self, row: &mut SimilarityRow, parts: &[Part<'_>], shown: &Shown) {
        if self.options.permutations == 0 {
            return;
        }
        let Some(one) = parts.first().and_then(|part| part.pupils.first()) else { return };
        let school = self.results.school().get(one.person);
        let draws: Vec<Vec<Rc<Pool>>> =
            parts.iter().map(|part| Pool::of(part, self.results, school)).collect();
        // Whom nobody can stand for stays himself, and then a class only resembles itself.
        let alone = draws.iter().flatten().filter(|pool| pool.persons.is_empty()).count() as u64;
        if 2 * alone > row.compared {
            return;
        }
        let mut random = Random::new(self.options.seed, stream(&row.group));
        let mut counts = [Sequential::default(); 3];
        let mut taken: Vec<usize> = Vec::new();
        while row.permutations < self.options.permutations && counts.iter().any(|c| c.pvalue.is_none()) {
            row.permutations += 1;
            taken.clear();
            let drawn: Vec<Part<'_>> = parts
                .iter()
                .zip(&draws)
                .map(|(part, draws)| part.redrawn(draws, &mut taken, &mut random))
                .collect();
            let other = self.shown(&drawn);
            let larger = [
                // The same pairs added in another order are as large.
                other.same.cubes >= shown.same.cubes * (1.0 - 1e-9),
                other.duplicates >= shown.duplicates,
                other.largest >= shown.largest,
            ];
            for (count, larger) in counts.iter_mut().zip(larger) {
                count.see(larger, row.permutations);
            }
        }
        let [statistic, duplicates, largest] = counts.map(|count| count.finish(row.permutations));
        (row.pvalue, row.pvalue_duplicates, row.pvalue_largest) = (statistic, duplicates, largest);
    }
}

/// A sequential p-value (Besag and Clifford 1991).
#[derive(Debug, Clone, Copy, Default)]
struct Sequential {
    larger: u64,
    pvalue: Option<f64>,
}

impl Sequential {
    fn see(&mut self, larger: bool, permutations: u64) {
        if self.pvalue.is_none() && larger {
            self.larger += 1;
            if self.larger == EXCEEDANCES {
                self.pvalue = Some(EXCEEDANCES as f64 / permutations as f64);
            }
        }
    }

    fn finish(self, permutations: u64) -> f64 {
        self.pvalue.unwrap_or((self.larger + 1) as f64 / (permutations + 1) as f64)
    }
}

/// A stream of random numbers for each class, whatever the order (FNV-1a).
fn stream(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Norms tilted to the pupils of one paper.
struct Paper {
    n: f64,
    /// By total: q_d(s); rows of totals that nobody has stay 0.
    q: HashMap<usize, Vec<f64>>,
}

impl Paper {
    fn of(part: &Part<'_>, paper: usize) -> Self {
        let norm = part.norm;
        let width = norm.p.ncols();
        let (mut counts, mut totals) = (vec![0_u32; width], BTreeMap::<usize, f64>::new());
        for pupil in part.pupils.iter().filter(|pupil| pupil.paper == paper) {
            *totals.entry(pupil.total).or_default() += 1.0;
            norm.answers(pupil.person).iter().for_each(|&d| counts[usize::from(d)] += 1);
        }
        let n: f64 = totals.values().sum();
        let mut q: HashMap<usize, Vec<f64>> = totals.keys().map(|&s| (s, vec![0.0; width])).collect();
        let pupils: Vec<(usize, f64)> = totals.into_iter().collect();
        let mut tilted = vec![0.0; pupils.len()];
        for d in 0..width {
            let known: Vec<(f64, f64)> = pupils.iter().map(|&(s, n)| (norm.p[[s, d]], n)).collect();
            tilt(&known, f64::from(counts[d]), n, &mut tilted);
            for ((s, _), &value) in pupils.iter().zip(&tilted) {
                if let Some(row) = q.get_mut(s) {
                    row[d] = value;
                }
            }
        }
        Self { n, q }
    }

    /// Σ over pairs of the probability that they agree throughout.
    fn expected(&self, part: &Part<'_>, paper: usize) -> f64 {
        let mut totals = BTreeMap::<usize, f64>::new();
        for pupil in part.pupils.iter().filter(|pupil| pupil.paper == paper) {
            *totals.entry(pupil.total).or_default() += 1.0;
        }
        let pairs = |(&s, &n): (&usize, &f64)| {
            let (p, q) = (part.norm.p.row(s), &self.q[&s]);
            let ratio: f64 = (part.norm.features.iter())
                .map(|features| {
                    let agree = |value: &dyn Fn(usize) -> f64| {
                        features.clone().map(|d| value(d) * value(d)).sum::<f64>()
                    };
                    let whole: f64 = features.clone().map(|d| q[d]).sum();
                    agree(&|d| q[d] / whole) / agree(&|d| p[d])
                })
                .product();
            n * (n - 1.0) / 2.0 * (part.norm.collision[s] * ratio.max(1.0)).min(1.0)
        };
        totals.iter().map(pairs).sum()
    }
}

/// q = ω·p/(1 − p + ω·p) with Σ n·q = count: Newton in ln ω.
fn tilt(known: &[(f64, f64)], count: f64, n: f64, out: &mut [f64]) {
    if count <= 0.0 || count >= n {
        out.fill(if count <= 0.0 { 0.0 } else { 1.0 });
        return;
    }
    let mut odds = 1.0;
    for _ in 0..60 {
        let (mut sum, mut slope) = (0.0, 0.0);
        for (value, &(p, n)) in out.iter_mut().zip(known) {
            *value = odds * p / (1.0 - p + odds * p);
            sum += n * *value;
            slope += n * *value * (1.0 - *value);
        }
        let step = (count - sum) / slope;
        if step.is_nan() || step.abs() < 1e-13 {
            break;
        }
        odds *= libm::exp(step.clamp(-2.0, 2.0));
    }
}

impl Part<'_> {
    /// The norms tilted to each paper.
    fn tilted(&self) -> Vec<Paper> {
        (0..self.papers).map(|paper| Paper::of(self, paper)).collect()
    }

    /// How many pairs of the same papers are expected.
    fn expected(&self) -> f64 {
        self.tilted().iter().enumerate().map(|(k, paper)| paper.expected(self, k)).sum()
    }

    /// Adds what the pairs of this part show.
    fn show(&self, papers: &[Paper], join: f64, shown: &mut Shown) {
        let (norm, width, n) = (self.norm, self.norm.p.ncols(), self.pupils.len());
        let mut psi = Array2::<f64>::zeros((n, width));
        let mut deviation = Array2::<f64>::zeros((n, width));
        let mut covariance = Array2::<f64>::zeros((width, width));
        let (mut mean_q, mut mean_weight) = (vec![0.0; width], vec![0.0; width]);
        for (v, pupil) in self.pupils.iter().enumerate() {
            let paper = &papers[pupil.paper];
            let (q, weight) = (&paper.q[&pupil.total], norm.weight.row(pupil.total));
            let scale = (paper.n / (paper.n - 1.0)).sqrt();
            for d in 0..width {
                psi[[v, d]] = -scale * weight[d] * q[d];
                deviation[[v, d]] = weight[d] * (q[d] * (1.0 - q[d])).sqrt();
                mean_q[d] += q[d] / n as f64;
                mean_weight[d] += weight[d] / n as f64;
            }
            for &d in norm.answers(pupil.person) {
                psi[[v, usize::from(d)]] += scale * weight[usize::from(d)];
            }
            for features in &norm.features {
                for d in features.clone() {
                    for e in features.clone() {
                        let own = if d == e { q[d] } else { 0.0 };
                        covariance[[d, e]] += weight[d] * weight[e] * (own - q[d] * q[e]);
                    }
                }
            }
        }
        covariance += &(deviation.t().dot(&deviation) * &norm.correlation);
        covariance /= n as f64;
        let turned = psi.dot(&covariance);
        let gram = psi.dot(&psi.t());
        let trace = covariance.iter().map(|c| c * c).sum::<f64>().sqrt();
        let least = trace * trace / 2.0;
        let variance: Vec<f64> = (0..n).map(|v| turned.row(v).dot(&psi.row(v)).max(least)).collect();
        let skewness: Vec<f64> = (0..n)
            .map(|v| skewness(psi.row(v), variance[v], &mean_q, &mean_weight, &norm.features))
            .collect();
        let mut joined = Joined::new(n);
        for u in 0..n {
            for v in u + 1..n {
                let same = self.pupils[u].paper == self.pupils[v].paper;
                let taken = if same {
                    (gram[[u, u]] + gram[[v, v]]) / (2.0 * (papers[self.pupils[u].paper].n - 1.0))
                } else {
                    0.0
                };
                let scale = variance[u] * variance[v];
                let z = if scale > 0.0 { (gram[[u, v]] + taken) * trace / scale.sqrt() } else { 0.0 };
                let z = normal(z, f64::midpoint(skewness[u], skewness[v]));
                let agreement = self.agreement(u, v);
                if same { &mut shown.same } else { &mut shown.different }.add(z, agreement);
                if same && z > join {
                    joined.join(u, v);
                }
            }
        }
        joined.add_to(shown);
        let mut sheets: Vec<(usize, &[u16])> =
            self.pupils.iter().map(|pupil| (pupil.paper, norm.answers(pupil.person))).collect();
        sheets.sort_unstable();
        shown.duplicates += sheets.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64;
    }

    /// The share of items that two pupils agree on, less what is expected of their totals.
    fn agreement(&self, u: usize, v: usize) -> f64 {
        let (norm, u, v) = (self.norm, self.pupils[u], self.pupils[v]);
        let matches =
            norm.answers(u.person).iter().zip(norm.answers(v.person)).filter(|(a, b)| a == b).count();
        let expected = norm.p.row(u.total).dot(&norm.p.row(v.total));
        (matches as f64 - expected) / norm.features.len() as f64
    }

    fn redrawn(&self, draws: &[Rc<Pool>], taken: &mut Vec<usize>, random: &mut Random) -> Self {
        let draw = |(pupil, draw): (&Pupil, &Rc<Pool>)| {
            let person = draw.one(taken, random).unwrap_or(pupil.person);
            taken.push(person);
            Pupil { person, ..*pupil }
        };
        Self {
            norm: self.norm,
            pupils: self.pupils.iter().zip(draws).map(draw).collect(),
            papers: self.papers,
        }
    }
}

/// z of a right-skewed variable as a normal deviate (Wilson and Hilferty); the far lower tail is of
/// no interest.
fn normal(z: f64, skewness: f64) -> f64 {
    if skewness < 1e-6 {
        return z;
    }
    let base = (1.0 + skewness * z / 2.0).max(0.0);
    (libm::cbrt(base) - 1.0 + skewness * skewness / 36.0) * 6.0 / skewness
}

/// The skewness of ψ_u·ψ over pupils of the class, by items as if independent.
fn skewness(
    psi: ArrayView1<'_, f64>,
    variance: f64,
    q: &[f64],
    weight: &[f64],
    features: &[std::ops::Range<usize>],
) -> f64 {
    let third = |features: &std::ops::Range<usize>| {
        let mean: f64 = features.clone().map(|d| q[d] * weight[d] * psi[d]).sum();
        features.clone().map(|d| q[d] * (weight[d] * psi[d] - mean).powi(3)).sum::<f64>()
    };
    let sum: f64 = features.iter().map(third).sum();
    if variance > 0.0 { sum / (variance * variance.sqrt()) } else { 0.0 }
}

/// z and p of the weighted matches, with nothing taken out.
fn excess(parts: &[Part<'_>]) -> (f64, f64) {
    let (mut excess, mut variance, mut third) = (0.0, 0.0, 0.0);
    for part in parts {
        for paper in 0..part.papers {
            let [e, v, t] = excess_of(part, paper);
            excess += e;
            variance += v;
            third += t;
        }
    }
    if variance > 0.0 {
        let z = excess / variance.sqrt();
        (z, pearson3_tail(z, third / (variance * variance.sqrt())))
    } else {
        (f64::NAN, f64::NAN)
    }
}

/// Σ (h − E h) over the pairs of one paper, its variance and third moment.
///
/// With a_v = √w·x, e_v = E a_v, C_v = Cov a_v, B_v = Σ_{u≠v} e_u the sum is Σ_v B_v·(a_v − e_v) +
/// Σ_{u<v} (a_u − e_u)·(a_v − e_v): a part of each pupil alone and one of pairs, uncorrelated.
fn excess_of(part: &Part<'_>, paper: usize) -> [f64; 3] {
    let (norm, width) = (part.norm, part.norm.p.ncols());
    let pupils = || part.pupils.iter().filter(|pupil| pupil.paper == paper);
    let mut totals = BTreeMap::<usize, f64>::new();
    let (mut sum, mut alone) = (vec![0.0; width], 0.0);
    for pupil in pupils() {
        *totals.entry(pupil.total).or_default() += 1.0;
        for &d in norm.answers(pupil.person) {
            let weight = norm.weight[[pupil.total, usize::from(d)]];
            sum[usize::from(d)] += weight;
            alone += weight * weight;
        }
    }
    let mean_at = |s: usize| &norm.weight.row(s) * &norm.p.row(s);
    let covariance: BTreeMap<usize, Array2<f64>> = filled(totals.keys().map(|&s| (s, norm.covariance(s))));
    let mut mean = ndarray::Array1::<f64>::zeros(width);
    let (mut alone_mean, mut all) = (0.0, Array2::<f64>::zeros((width, width)));
    for (&s, &n) in &totals {
        let here = mean_at(s);
        alone_mean += n * here.dot(&here);
        mean.scaled_add(n, &here);
        all.scaled_add(n, &covariance[&s]);
    }
    let observed = (sum.iter().map(|x| x * x).sum::<f64>() - alone) / 2.0;
    let expected = (mean.dot(&mean) - alone_mean) / 2.0;
    let (mut own, mut squares, mut with) = (0.0, 0.0, 0.0);
    let mut turned = ndarray::Array1::<f64>::zeros(width);
    for (&s, &n) in &totals {
        let others = &mean - &mean_at(s);
        let here = covariance[&s].dot(&others);
        own += n * others.dot(&here);
        squares += n * covariance[&s].iter().map(|c| c * c).sum::<f64>();
        with += n * here.dot(&here);
        turned.scaled_add(n, &here);
    }
    let n: f64 = totals.values().sum();
    let pairs = (all.iter().map(|c| c * c).sum::<f64>() - squares) / 2.0;
    let cube = all.dot(&all).iter().zip(&all).map(|(a, b)| a * b).sum::<f64>();
    let third = 3.0 * (turned.dot(&turned) - with) + cube * (1.0 - 1.0 / n) * (1.0 - 2.0 / n);
    [observed - expected, own + pairs, third]
}

/// Pupils who may stand for one pupil: of other schools, with the same total and items.
struct Pool {
    persons: Vec<usize>,
    /// Sums of their weights up to each.
    cumulative: Vec<f64>,
}

impl Pool {
    /// One for each pupil of the part: pools weighted so that each paper has the item effects of
    /// its own pupils.
    fn of(part: &Part<'_>, results: &Results, school: &str) -> Vec<Rc<Self>> {
        let norm = part.norm;
        let foreign = |person: &&usize| results.school().get(**person) != school;
        let mut pools: BTreeMap<(usize, usize), Rc<Self>> = BTreeMap::new();
        for paper in 0..part.papers {
            let mut totals: BTreeMap<usize, (f64, Vec<usize>)> = BTreeMap::new();
            let mut counts = vec![0.0; norm.p.ncols()];
            for pupil in part.pupils.iter().filter(|pupil| pupil.paper == paper) {
                let pool = || norm.pool[pupil.total].iter().filter(foreign).copied().collect();
                totals.entry(pupil.total).or_insert_with(|| (0.0, pool())).0 += 1.0;
                norm.answers(pupil.person).iter().for_each(|&d| counts[usize::from(d)] += 1.0);
            }
            let weights = rake(norm, &totals, &counts);
            for ((s, (_, persons)), weights) in totals.into_iter().zip(weights) {
                let mut sum = 0.0;
                let cumulative = weights.iter().map(|w| {
                    sum += w;
                    sum
                });
                let cumulative = cumulative.collect();
                pools.insert((paper, s), Rc::new(Self { persons, cumulative }));
            }
        }
        part.pupils.iter().map(|pupil| Rc::clone(&pools[&(pupil.paper, pupil.total)])).collect()
    }

    /// A pupil not yet taken, if the pool has one.
    fn one(&self, taken: &[usize], random: &mut Random) -> Option<usize> {
        let all = *self.cumulative.last()?;
        for _ in 0..50 {
            let at = random.uniform() * all;
            let place = self.cumulative.partition_point(|&c| c <= at);
            let person = self.persons[place.min(self.persons.len() - 1)];
            if !taken.contains(&person) {
                return Some(person);
            }
        }
        None
    }
}

/// Weights of the pupils in each pool under which the expected counts of features are those of the
/// paper, shrunk to the norm: raking.
fn rake(norm: &Categories, totals: &BTreeMap<usize, (f64, Vec<usize>)>, counts: &[f64]) -> Vec<Vec<f64>> {
    let n: f64 = totals.values().map(|(n, _)| n).sum();
    let mut weights: Vec<Vec<f64>> = totals.values().map(|(_, pool)| vec![1.0; pool.len()]).collect();
    let expected = |weights: &[Vec<f64>], item: usize| {
        let mut expected = vec![0.0; norm.features[item].len()];
        for ((n, pool), weights) in totals.values().zip(weights) {
            let all: f64 = weights.iter().sum();
            for (&person, weight) in pool.iter().zip(weights) {
                let d = usize::from(norm.answers(person)[item]) - norm.features[item].start;
                expected[d] += n * weight / all;
            }
        }
        expected
    };
    let targets: Vec<Vec<f64>> = (norm.features.iter().enumerate())
        .map(|(item, features)| {
            let plain = expected(&weights, item);
            let target = |(d, plain): (usize, f64)| (n * counts[d] + SHRINK * plain) / (n + SHRINK);
            features.clone().zip(plain).map(target).collect()
        })
        .collect();
    for _ in 0..10 {
        for (item, target) in targets.iter().enumerate() {
            let now = expected(&weights, item);
            let factor: Vec<f64> =
                target.iter().zip(&now).map(|(t, now)| if *now > 0.0 { t / now } else { 1.0 }).collect();
            for ((_, pool), weights) in totals.values().zip(&mut weights) {
                for (&person, weight) in pool.iter().zip(weights) {
                    *weight *= factor[usize::from(norm.answers(person)[item]) - norm.features[item].start];
                }
            }
        }
    }
    weights
}

/// Connected components.
struct Joined(Vec<usize>);

impl Joined {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, u: usize, v: usize) {
        let (u, v) = (self.root(u), self.root(v));
        self.0[u.max(v)] = u.min(v);
    }

    fn add_to(&self, shown: &mut Shown) {
        let mut sizes = vec![0_u64; self.0.len()];
        (0..self.0.len()).for_each(|at| sizes[self.root(at)] += 1);
        for size in sizes.into_iter().filter(|size| *size > 1) {
            shown.clusters += 1;
            shown.largest = shown.largest.max(size);
        }
    }
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
mod tests {
    use super::*;
    use crate::data::{Assessment, Labels, MISSING, NOT_TAUGHT, ResultsBuilder};

    /// Schools of two classes of 20, two variants; items solved with probabilities that depend on
    /// the pupil.
    fn parts(schools: usize, seed: u64) -> ResultsBuilder {
        let mut random = Random::new(seed, 0);
        let persons = 40 * schools;
        let ability: Vec<f64> = (0..persons).map(|_| 0.2 + 0.6 * random.uniform()).collect();
        let scores = Array2::from_shape_fn((persons, 12), |(person, i)| {
            (0..1 + i % 2).filter(|_| random.chance(ability[person] * (0.7 + 0.05 * i as f64))).count() as u8
        });
        let label = |name: &dyn Fn(usize) -> String| Labels::new((0..persons).map(name));
        ResultsBuilder {
            scores,
            school: label(&|p| format!("s{:02}", p / 40)),
            class_id: Some(label(&|p| if p / 20 % 2 == 0 { "5А".to_owned() } else { String::new() })),
            variant: Some(label(&|p| (p % 2).to_string())),
            ..Default::default()
        }
    }

    fn results(parts: ResultsBuilder) -> Results {
        let max: Vec<u8> = (0..12).map(|i| 1 + i % 2).collect();
        Results::new(Assessment::new("maths", 5, 2020, &max, None).unwrap(), parts).unwrap()
    }

    fn find(parts: ResultsBuilder, permutations: u64) -> Similarity {
        by_class(&results(parts), SimilarityOptions { permutations, ..Default::default() }).unwrap()
    }

    /// The first class: everybody of variant 0 after the first has his paper.
    fn copied(persons: usize) -> ResultsBuilder {
        let mut parts = parts(30, 5);
        let paper = parts.scores.row(0).to_owned();
        (1..persons).for_each(|p| parts.scores.row_mut(2 * p).assign(&paper));
        parts
    }

    #[test]
    fn the_tilt_gives_the_count() {
        let known = [(0.2, 3.0), (0.7, 2.0)];
        let mut q = [0.0; 2];
        tilt(&known, 2.0, 5.0, &mut q);
        assert!((3.0 * q[0] + 2.0 * q[1] - 2.0).abs() < 1e-12);
        let odds = |p: f64| p / (1.0 - p);
        assert!((odds(q[0]) / odds(0.2) - odds(q[1]) / odds(0.7)).abs() < 1e-12);
        tilt(&known, 5.0, 5.0, &mut q);
        assert!(q.iter().all(|q| (q - 1.0).abs() < 1e-15));
    }

    #[test]
    fn components_are_what_edges_join() {
        let mut joined = Joined::new(6);
        [(4, 5), (0, 1), (1, 2), (0, 2)].iter().for_each(|&(u, v)| joined.join(u, v));
        let mut shown = Shown::default();
        joined.add_to(&mut shown);
        assert_eq!((shown.clusters, shown.largest), (2, 3));
    }

    #[test]
    fn sequential_p_values_stop_at_the_twentieth() {
        let mut count = Sequential::default();
        (1..=100).for_each(|l| count.see(l % 4 == 0, l));
        assert!((count.finish(100) - 20.0 / 80.0).abs() < 1e-15);
        assert!((Sequential::default().finish(999) - 0.001).abs() < 1e-15);
    }

    #[test]
    fn papers_that_are_the_same_are_counted_beyond_the_first() {
        let found = find(copied(3), 199);
        let class = found.rows.iter().find(|row| row.group == "s00/5А").unwrap();
        assert_eq!((class.n, class.duplicates), (20, 2));
        assert!(class.duplicates_expected < 0.1 && class.permutations > 0, "{class:?}");
        assert!(
            class.largest >= 3 && class.pvalue_duplicates < 0.02 && class.pvalue_largest < 0.1,
            "{class:?}"
        );
    }

    #[test]
    fn pairs_of_different_variants_are_a_control() {
        let found = find(copied(5), 0);
        let class = found.rows.iter().find(|row| row.group == "s00/5А").unwrap();
        assert!(class.statistic > 4.0 && class.control.abs() < 3.0, "{class:?}");
        assert!(class.pairs > 0 && class.control_pairs > 0, "{class:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_classes_in_any_order_of_pupils() {
        let (one, parts) = (find(copied(4), 99), copied(4));
        let order: Vec<usize> = (0..parts.scores.nrows()).rev().collect();
        let turned = |labels: &Labels| Labels::new(order.iter().map(|&p| labels.get(p)));
        let other = find(
            ResultsBuilder {
                scores: parts.scores.select(ndarray::Axis(0), &order),
                school: turned(&parts.school),
                class_id: parts.class_id.as_ref().map(turned),
                variant: parts.variant.as_ref().map(turned),
                ..Default::default()
            },
            0,
        );
        // Not ==: what is undefined is NaN.
        assert!(format!("{:?}", find(copied(4), 99)) == format!("{one:?}"));
        for (a, b) in one.rows.iter().zip(&other.rows) {
            assert_eq!(
                (&a.group, a.pairs, a.duplicates, a.largest),
                (&b.group, b.pairs, b.duplicates, b.largest)
            );
            let close = |x: f64, y: f64| (x.is_nan() && y.is_nan()) || (x - y).abs() < 1e-9;
            assert!(close(a.statistic, b.statistic) && close(a.excess, b.excess), "{a:?} {b:?}");
        }
    }

    #[test]
    fn pupils_with_other_items_are_not_compared_and_nobody_is_an_error() {
        let mut parts = parts(2, 1);
        parts.scores.column_mut(0).iter_mut().step_by(3).for_each(|cell| *cell = MISSING);
        parts.scores.row_mut(1).fill(NOT_TAUGHT);
        let found = find(parts, 0);
        assert_eq!(found.rows.iter().map(|row| row.n).sum::<u64>(), 80);
        let alone = ResultsBuilder {
            scores: Array2::ones((3, 12)),
            school: Labels::new(["a", "a", "a"]),
            ..Default::default()
        };
        let row = &find(alone, 9).rows[0];
        assert_eq!((row.group.as_str(), row.n, row.pairs), ("a", 3, 0));
        assert!(row.statistic.is_nan() && row.pvalue.is_nan() && row.excess.is_nan() && row.effect.is_nan());
        let wrong = SimilarityOptions { pair_level: 2.0, ..Default::default() };
        let error = by_class(&results(self::parts(1, 1)), wrong).unwrap_err();
        assert_eq!(error.code(), "statistic.parameter");
    }

    #[test]
    fn a_file_of_one_school_is_not_permuted_into_innocence() {
        let whole = copied(6);
        let rows: Vec<usize> = (0..40).collect();
        let pick = |labels: &Labels| Labels::new(rows.iter().map(|&p| labels.get(p)));
        let alone = ResultsBuilder {
            scores: whole.scores.select(ndarray::Axis(0), &rows),
            school: pick(&whole.school),
            class_id: whole.class_id.as_ref().map(pick),
            variant: whole.variant.as_ref().map(pick),
            ..Default::default()
        };
        assert!(find(alone, 99).rows.iter().all(|row| row.permutations == 0 && row.pvalue_largest.is_nan()));
    }

    #[test]
    fn a_class_with_a_slash_in_its_name_is_of_its_school() {
        let mut slashed = copied(6);
        let name = |p: usize| if (p / 20).is_multiple_of(2) { "5/1" } else { "" };
        slashed.class_id = Some(Labels::new((0..slashed.scores.nrows()).map(name)));
        let (plain, slashed) = (find(copied(6), 199).rows, find(slashed, 199).rows);
        let copied = slashed.iter().find(|row| row.group == "s00/5/1").unwrap();
        assert!(copied.permutations > 0 && copied.pvalue_duplicates < 0.05, "{copied:?}");
        assert_eq!(plain.len(), slashed.len());
    }
}
