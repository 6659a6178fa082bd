//! The distribution of a statistic among all who have the same total.
//!
//! In the Rasch family the pattern of answers given the total does not depend on the ability. So a
//! statistic is compared with what the same total gives when answers follow the model, and no
//! asymptotics are needed, however short the test and however skewed the statistic.

mod patterns;
mod subset;
#[cfg(test)]
mod tests;

pub(super) use subset::SUBSET_GIVEN_TOTAL;
pub use subset::{SubsetTest, subset_given_total};

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView2, Axis};
use obektiv_derive::{Columns, Settings, described};

use super::{Correction, Estimator, MAX_SCORES, PersonFit, RASCH, REFERENCE, Reference, SCORES, Tail, each};
use crate::data::{Fingerprint, MISSING};
use crate::function::{Function, Given, Groups, Input, Kind, Shape, choices, options};
use crate::math::normal_quantile;
use crate::model::{Item, ModelError, answer, check_scores};
use crate::simulate::Random;
use patterns::{Sampler, ability, epsilons};

/// Values that differ by less than this share are one: sums in another order.
const SAME: f64 = 1e-9;

/// How many patterns are drawn for each total, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionalOptions {
    /// Patterns for each total and each set of items answered.
    pub patterns: usize,
    /// The seed: the same seed gives the same p-values in one thread or many.
    pub seed: u64,
}

impl Default for ConditionalOptions {
    fn default() -> Self {
        Self { patterns: 20_000, seed: 1 }
    }
}

/// A statistic of all persons beside its distribution given the total. What is undefined for one
/// person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct Conditional {
    /// One value per person.
    pub statistic: Vec<f64>,
    /// P(as unusual or more | total), the person counted: never below 1/(patterns + 1), and holding
    /// its level whatever the ties.
    pub pvalue: Vec<f64>,
    /// P(more unusual | total) and half of P(as unusual | total): for sums over persons, not for a
    /// decision about one.
    pub mid_pvalue: Vec<f64>,
    /// The least p-value among the patterns compared with: where few differ it is large, and
    /// `pvalue` could not have been smaller.
    #[row(also(
        "normal_score: −Φ⁻¹ of `mid_pvalue`, large where unusual and of mean 0 whatever the total: for means over groups (`by_group`)."
            = Self::normal_scores
    ))]
    pub smallest: Vec<f64>,
    /// Patterns that the person is compared with.
    pub patterns: Vec<u64>,
    /// Which values are unusual: "lower" or "upper".
    #[row(text(Tail::name))]
    pub tail: Tail,
}

impl Conditional {
    /// −Φ⁻¹ of the mid-p-values, large where unusual: with mean 0 whatever the total, so they may
    /// be averaged over a group ([`by_group`](super::by_group)).
    #[must_use]
    pub fn normal_scores(&self) -> Vec<f64> {
        self.mid_pvalue.iter().map(|&p| -normal_quantile(p)).collect()
    }
}

/// Statistics that [`conditional`] and [`given_norm`] know by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the function of its name")]
pub enum PersonStatistic {
    GuttmanErrors,
    U3,
    CStar,
    Lz,
    Outfit,
    Infit,
    Cusum,
}

choices!(
    PersonStatistic,
    "statistic",
    Lz = "lz",
    GuttmanErrors = "guttman_errors",
    U3 = "u3",
    CStar = "c_star",
    Outfit = "outfit",
    Infit = "infit",
    Cusum = "cusum",
);

impl PersonStatistic {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::GuttmanErrors, Self::U3, Self::CStar, Self::Lz, Self::Outfit, Self::Infit, Self::Cusum];

    /// Whether it needs items and an ability; the others need a reference.
    #[must_use]
    pub fn is_of_a_model(self) -> bool {
        matches!(self, Self::Lz | Self::Outfit | Self::Infit | Self::Cusum)
    }

    /// The statistic of persons of one ability, beside the items or the reference.
    ///
    /// # Errors
    /// Those of its function; [`ModelError::NoItems`] without items where it needs them.
    pub fn of(
        self,
        scores: ArrayView2<'_, u8>,
        reference: &Reference,
        items: &[Item],
        theta: f64,
    ) -> Result<PersonFit, ModelError> {
        let theta = if self.is_of_a_model() { vec![theta; scores.nrows()] } else { Vec::new() };
        let with = |statistic, pvalue, tail| PersonFit { statistic, pvalue, tail };
        Ok(match self {
            Self::GuttmanErrors => {
                let found = super::guttman_errors(scores, reference)?;
                with(found.statistic, found.pvalue, found.tail)
            }
            Self::U3 => super::u3(scores, reference)?,
            Self::CStar => super::c_star(scores, reference)?,
            Self::Lz => {
                let found = super::lz_star(scores, items, &theta, Estimator::Known, Correction::Normal)?;
                with(found.statistic, found.pvalue, found.tail)
            }
            Self::Outfit => {
                let found = super::outfit(scores, items, &theta)?;
                with(found.statistic, found.pvalue, found.tail)
            }
            Self::Infit => {
                let found = super::infit(scores, items, &theta)?;
                with(found.statistic, found.pvalue, found.tail)
            }
            Self::Cusum => super::cusum(scores, items, &theta)?.fit(),
        })
    }
}

/// The items answered and the total.
type Key = (Vec<usize>, usize);
/// Persons of one key.
type Alike = BTreeMap<Key, Vec<usize>>;

fn alike(scores: ArrayView2<'_, u8>) -> Alike {
    let mut alike = Alike::new();
    for (person, cells) in scores.rows().into_iter().enumerate() {
        let answers = || cells.iter().enumerate().filter_map(|(item, &cell)| Some((item, answer(cell)?)));
        let key = (answers().map(|(item, _)| item).collect(), answers().map(|(_, score)| score).sum());
        alike.entry(key).or_default().push(person);
    }
    alike
}

/// Exact p-values of any statistic given the total, where all answers follow a model of the Rasch
/// family.
///
/// ```text
/// P(x | T) = Π_i ε_i,xi / γ_T,    ε_ik = exp(−a·Σ_{j ≤ k} step_ij),   γ by the summation recursion
/// pvalue = (1 + #{patterns as unusual or more})/(1 + patterns)
/// ```
///
/// Patterns of the same items and total are drawn backwards through γ, exactly and independently.
/// `statistic` is called for each total with persons and patterns in the rows and the ability at
/// which the total is expected (within ±8); [`PersonStatistic::of`] gives those known by name. The
/// cost grows with the number of different totals and sets of items answered, hardly with the
/// persons.
///
/// # Errors
/// [`ModelError::Option`] for items that are not of one slope and without guessing (Rasch, partial
/// credit), or without patterns; [`ModelError::Columns`], [`ModelError::Score`], those of
/// [`Item::check`] and of the statistic.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::{self, Correction}};
/// let items: Vec<Item> = (0..8).map(|i| Item::Logistic { a: 1.0, b: f64::from(i) / 2.0 - 1.75, c: 0.0 }).collect();
/// let scores = array![[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]];
/// let found = person_fit::conditional(scores.view(), &items, Default::default(), |x, theta| {
///     person_fit::outfit(x, &items, &vec![theta; x.nrows()]).map(|fit| person_fit::PersonFit {
///         statistic: fit.statistic, pvalue: fit.pvalue, tail: fit.tail })
/// })?;
/// assert!(found.pvalue[0] > 0.9 && found.pvalue[1] < 0.001);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// # References
/// Ponocny (2000), Psychometrika 65, 29–42; Klauer (1991), Psychometrika 56, 535–547. Tables for
/// unequal maxima and missing answers: this library's.
pub fn conditional(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    options: ConditionalOptions,
    statistic: impl Fn(ArrayView2<'_, u8>, f64) -> Result<PersonFit, ModelError> + Sync + Send,
) -> Result<Conditional, ModelError> {
    check_scores(scores, items)?;
    let epsilons = epsilons(items)?;
    if options.patterns == 0 {
        return Err(ModelError::Option { name: "patterns", value: 0.0, expected: "1 or more" });
    }
    let groups: Vec<(Key, Vec<usize>)> = alike(scores).into_iter().collect();
    let found = each(&groups, |((answered, total), persons)| {
        let sampler = Sampler::of(&epsilons, answered);
        let mut random = Random::new(options.seed, stream(answered, *total));
        let mut rows = Array2::from_elem((persons.len() + options.patterns, items.len()), MISSING);
        for (mut row, &person) in rows.rows_mut().into_iter().zip(persons) {
            row.assign(&scores.row(person));
        }
        for mut row in rows.rows_mut().into_iter().skip(persons.len()) {
            sampler.draw(*total, &mut random, |item, score| row[item] = score);
        }
        let fit = statistic(rows.view(), ability(items, answered, *total))?;
        Ok(beside(&fit, persons.len(), true))
    });
    collect(scores.nrows(), &groups, found)
}

/// Exact p-values of a statistic given the total, where answers follow a model of the Rasch family.
///
/// ```text
/// P(x | T) = Π_i ε_i,xi / γ_T,    ε_ik = exp(−a·Σ_{j ≤ k} step_ij),   γ by the summation recursion
/// pvalue = (1 + #{patterns as unusual or more})/(1 + patterns)
/// ```
///
/// Patterns of the same items and total are drawn exactly and independently. Statistics of a model
/// are taken at the ability at which the total is expected (within ±8), those without one beside a
/// population: without, the persons themselves. The cost grows with the number of different totals
/// and sets of items answered, hardly with the persons. `pvalue` is for decisions about persons,
/// `normal_score` for means over groups. NaN where the statistic is, as with nothing or all solved.
///
/// # Errors
/// [`ModelError::Option`] for items that are not of one slope and without guessing, or without
/// patterns; [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`]
/// for a score that its item has not, [`ModelError::Item`] for what is no item;
/// [`DataError::Name`](crate::data::DataError::Name) for an unknown statistic.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::{PersonStatistic, conditional_by_name}};
/// let items: Vec<Item> = (0..8).map(|i| Item::Logistic { a: 1.0, b: f64::from(i) / 2.0 - 1.75, c: 0.0 }).collect();
/// let scores = array![[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]];
/// let found = conditional_by_name(scores.view(), &items, Default::default(), PersonStatistic::Lz, None)?;
/// assert!(found.pvalue[0] > 0.9 && found.pvalue[1] < 0.001);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": i / 2 - 1.75} for i in range(8)]
/// >>> found = ob.person_fit.conditional([[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]], items)
/// >>> found.pvalue < 0.001
/// array([False,  True])
/// ```
///
/// # References
/// Ponocny (2000), Psychometrika 65, 29–42; Klauer (1991), Psychometrika 56, 535–547. Tables for
/// unequal maxima and missing answers: this library's.
#[described]
pub fn conditional_by_name(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    options: ConditionalOptions,
    statistic: PersonStatistic,
    population: Option<ArrayView2<'_, u8>>,
) -> Result<Conditional, ModelError> {
    check_scores(scores, items)?;
    let maxima: Vec<u8> = items.iter().map(Item::max_score).collect();
    let reference = Reference::for_persons(scores, Some(&maxima), population)?;
    conditional(scores, items, options, |x, theta| statistic.of(x, &reference, items, theta))
}

/// P-values of a statistic among the persons of a norm population with the same items answered and
/// the same total: no model at all.
///
/// ```text
/// pvalue = (1 + #{persons of the norm as unusual or more})/(1 + persons)        of the same items and total
/// ```
///
/// A person who is part of the norm is counted once, one who is not once more. With few persons of
/// the same total (`patterns`) the p-value cannot be small. NaN where the statistic is, as with
/// nothing or all solved.
///
/// # Arguments
/// `statistic` is called as by [`conditional`]; the ability handed to it is NaN. With `included`
/// the persons are part of the norm.
///
/// # Errors
/// [`ModelError::Columns`] for a norm of other items, [`ModelError::Score`] for a score above its
/// maximum, [`ModelError::NoItems`] for a statistic of a model;
/// [`DataError::Name`](crate::data::DataError::Name) for an unknown statistic.
///
/// # Examples
/// ```
/// use ndarray::Array2;
/// use obektiv::statistics::person_fit::{Reference, given_norm, u3};
/// let norm = Array2::from_shape_fn((400, 6), |(v, i)| u8::from((v * 37 + i * 11) % 100 > 14 * (i + 1)));
/// let reference = Reference::of(norm.view(), &[1; 6])?;
/// let found = given_norm(norm.view(), norm.view(), true, |x, _| u3(x, &reference))?;
/// assert!(found.pvalue.iter().zip(&found.statistic).all(|(p, u3)| u3.is_nan() == p.is_nan()));
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> norm = np.random.default_rng(1).random((400, 6)) < np.linspace(0.9, 0.2, 6)
/// >>> found = ob.person_fit.given_norm([[0, 0, 0, 1, 1, 1]], norm)
/// >>> bool(found.pvalue[0] < 0.05)
/// True
/// ```
#[described]
pub fn given_norm(
    scores: ArrayView2<'_, u8>,
    norm: ArrayView2<'_, u8>,
    included: bool,
    statistic: impl Fn(ArrayView2<'_, u8>, f64) -> Result<PersonFit, ModelError> + Sync + Send,
) -> Result<Conditional, ModelError> {
    if norm.ncols() != scores.ncols() {
        return Err(ModelError::Columns { got: norm.ncols(), expected: scores.ncols() });
    }
    let norms = alike(norm);
    let groups: Vec<(Key, Vec<usize>)> = alike(scores).into_iter().collect();
    let found = each(&groups, |(key, persons)| {
        let patterns = norms.get(key).map_or(&[][..], |patterns| patterns);
        let mut rows = scores.select(Axis(0), persons);
        rows.append(Axis(0), norm.select(Axis(0), patterns).view())
            .map_err(|_| ModelError::Columns { got: norm.ncols(), expected: scores.ncols() })?;
        Ok(beside(&statistic(rows.view(), f64::NAN)?, persons.len(), !included))
    });
    collect(scores.nrows(), &groups, found)
}

/// What one person shows beside the patterns of the same total.
struct Beside {
    statistic: f64,
    pvalue: f64,
    mid_pvalue: f64,
    smallest: f64,
    patterns: usize,
}

/// The first `persons` values beside the others; `apart` where they are not among the others.
fn beside(fit: &PersonFit, persons: usize, apart: bool) -> (Tail, Vec<Beside>) {
    // As if large values were unusual.
    let sign = if fit.tail == Tail::Upper { 1.0 } else { -1.0 };
    let mut others: Vec<f64> = fit.statistic[persons..].iter().map(|value| sign * value).collect();
    others.retain(|value| !value.is_nan());
    others.sort_unstable_by(f64::total_cmp);
    let n = others.len();
    let added = usize::from(apart);
    // One who should be among the others and is not counts as one more.
    let share = |count: usize| match (count, apart) {
        (0, false) => 1.0 / (n + 1) as f64,
        _ => (count + added) as f64 / (n + added) as f64,
    };
    let at_least =
        |value: f64| n - others.partition_point(|other| *other < value - SAME * value.abs().max(1.0));
    let above =
        |value: f64| n - others.partition_point(|other| *other <= value + SAME * value.abs().max(1.0));
    let smallest = others.last().map_or(f64::NAN, |&largest| share(at_least(largest)));
    let one = |&statistic: &f64| {
        let value = sign * statistic;
        if value.is_nan() || n + added == 0 {
            return Beside {
                statistic,
                pvalue: f64::NAN,
                mid_pvalue: f64::NAN,
                smallest: f64::NAN,
                patterns: n,
            };
        }
        let (from, over) = (at_least(value), above(value));
        let pvalue = share(from);
        let half = (from - over + added) as f64 / 2.0;
        let mid_pvalue =
            if from + added == 0 { pvalue / 2.0 } else { (over as f64 + half) / (n + added) as f64 };
        Beside { statistic, pvalue, mid_pvalue, smallest: smallest.min(pvalue), patterns: n }
    };
    (fit.tail, fit.statistic[..persons].iter().map(one).collect())
}

fn collect(
    persons: usize,
    groups: &[(Key, Vec<usize>)],
    found: Vec<Result<(Tail, Vec<Beside>), ModelError>>,
) -> Result<Conditional, ModelError> {
    let nan = || vec![f64::NAN; persons];
    let mut all = Conditional {
        statistic: nan(),
        pvalue: nan(),
        mid_pvalue: nan(),
        smallest: nan(),
        patterns: vec![0; persons],
        tail: Tail::Upper,
    };
    for ((_, members), found) in groups.iter().zip(found) {
        let (tail, rows) = found?;
        all.tail = tail;
        for (&person, row) in members.iter().zip(rows) {
            all.statistic[person] = row.statistic;
            all.pvalue[person] = row.pvalue;
            all.mid_pvalue[person] = row.mid_pvalue;
            all.smallest[person] = row.smallest;
            all.patterns[person] = row.patterns as u64;
        }
    }
    Ok(all)
}

/// A stream of random numbers for each set of items and total, whatever the order.
fn stream(items: &[usize], total: usize) -> u64 {
    let mut hash = Fingerprint::new();
    items.iter().chain([&total]).for_each(|&value| hash.eat(&(value as u64).to_le_bytes()));
    hash.number()
}

/// The statistic, and the patterns that it is compared with.
#[derive(Debug, Clone, Copy, Settings)]
struct ConditionalSettings {
    /// Those of a model are taken at the ability at which the total is expected.
    statistic: PersonStatistic,
    /// Patterns for each total and each set of items answered.
    patterns: usize,
    /// The same seed gives the same p-values, in one thread or many.
    seed: u64,
}

impl Default for ConditionalSettings {
    fn default() -> Self {
        let ConditionalOptions { patterns, seed } = ConditionalOptions::default();
        Self { statistic: PersonStatistic::Lz, patterns, seed }
    }
}

/// [`conditional_by_name`] in the catalogue.
pub(super) const CONDITIONAL: Function = Function {
    id: "person_fit.conditional",
    doc: CONDITIONAL_BY_NAME_DOC,
    inputs: &[
        SCORES,
        RASCH,
        REFERENCE.after("seed").doc("For statistics without a model, as for `guttman_errors`."),
    ],
    groups: Groups::None,
    options: options::<ConditionalSettings>,
    output: Shape::Table(Conditional::describe),
    run: |given| {
        let ConditionalSettings { statistic, patterns, seed } = given.options()?;
        let how = ConditionalOptions { patterns, seed };
        let population = given.optional(2, Given::scores)?;
        let found = conditional_by_name(given.scores(0)?, given.items(1)?, how, statistic, population)?;
        Ok(found.table().into())
    },
};

/// The statistic, and whom the norm holds.
#[derive(Debug, Clone, Copy, Settings)]
struct NormSettings {
    /// One without a model.
    statistic: PersonStatistic,
    /// Whether the persons are part of the norm.
    included: bool,
}

impl Default for NormSettings {
    fn default() -> Self {
        Self { statistic: PersonStatistic::U3, included: false }
    }
}

/// [`given_norm`] in the catalogue.
pub(super) const GIVEN_NORM: Function = Function {
    id: "person_fit.given_norm",
    doc: GIVEN_NORM_DOC,
    inputs: &[
        SCORES,
        Input::new("norm", Kind::Scores).doc("Persons who tell what is usual; popularities are theirs too."),
        MAX_SCORES.after("included"),
    ],
    groups: Groups::None,
    options: options::<NormSettings>,
    output: Shape::Table(Conditional::describe),
    run: |given| {
        let NormSettings { statistic, included } = given.options()?;
        let (scores, norm) = (given.scores(0)?, given.scores(1)?);
        let reference = Reference::for_persons(scores, given.optional(2, Given::cells)?, Some(norm))?;
        let found = given_norm(scores, norm, included, |x, theta| statistic.of(x, &reference, &[], theta))?;
        Ok(found.table().into())
    },
};
