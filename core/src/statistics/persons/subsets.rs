//! Two sets of items of one test: does a person do better on one than the other bears out?

use ndarray::ArrayView2;
use obektiv_derive::{Columns, Settings, described};

use super::{ITEMS, SCORES, SUBSET, Tail, by_blocks, same_length};
use crate::function::{Function, Given, Groups, Input, Kind, OptionError, Problem, Shape, options};
use crate::math::normal_upper;
use crate::model::{Item, ModelError, answer, check_scores};

/// Below this the corrections of L divide by next to nothing and L is kept as it is.
const SMALL: f64 = 0.05;

/// Abilities of each person on all items, on a subset, and on the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct SubsetAbilities {
    /// On all items.
    pub all: Vec<f64>,
    /// On the subset.
    pub subset: Vec<f64>,
    /// On the other items.
    pub rest: Vec<f64>,
}

impl SubsetAbilities {
    /// Maximum likelihood on [−`bound`, `bound`]; a person who solved all or nothing of a set stands at a bound, one who answered nothing of it is NaN.
    ///
    /// # Errors
    /// [`ModelError::Length`] for another number of marks than items; [`ModelError::Option`] for a bound that is not positive;
    /// [`ModelError::Columns`], [`ModelError::Score`], and those of [`Item::check`].
    pub fn maximum_likelihood(
        scores: ArrayView2<'_, u8>,
        items: &[Item],
        subset: &[bool],
        bound: f64,
    ) -> Result<Self, ModelError> {
        check_scores(scores, items)?;
        same_length("subset", subset.len(), items.len())?;
        check_bound(bound)?;
        let three = by_blocks(scores.nrows(), |rows| {
            let mut person = Person::new(items);
            Ok(rows
                .map(|row| {
                    person.answers_of(scores.row(row).iter());
                    let all = person.maximum(items, bound, |_| true);
                    let subset_only = person.maximum(items, bound, |item| subset[item]);
                    (all, subset_only, person.maximum(items, bound, |item| !subset[item]))
                })
                .collect())
        })?;
        let column = |f: fn(&(f64, f64, f64)) -> f64| three.iter().map(f).collect();
        Ok(Self { all: column(|t| t.0), subset: column(|t| t.1), rest: column(|t| t.2) })
    }
}

fn check_bound(bound: f64) -> Result<(), ModelError> {
    if bound > 0.0 && bound.is_finite() {
        return Ok(());
    }
    Err(ModelError::Option { name: "bound", value: bound, expected: "a positive number" })
}

/// Log-likelihood, its derivative, and the information, over some answers.
#[derive(Debug, Clone, Copy, Default)]
struct Likelihood {
    log: f64,
    slope: f64,
    information: f64,
}

/// The answers of one person, with room for an item's probabilities.
struct Person {
    answers: Vec<(usize, usize)>,
    p: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Person {
    fn new(items: &[Item]) -> Self {
        let most = items.iter().map(Item::categories).max().unwrap_or(0);
        Self { answers: Vec::new(), p: vec![0.0; most], first: vec![0.0; most], second: vec![0.0; most] }
    }

    fn answers_of<'a>(&mut self, cells: impl Iterator<Item = &'a u8>) {
        self.answers.clear();
        self.answers.extend(cells.enumerate().filter_map(|(item, &cell)| Some((item, answer(cell)?))));
    }

    fn at(&mut self, items: &[Item], theta: f64, takes_part: impl Fn(usize) -> bool) -> Likelihood {
        let mut sum = Likelihood::default();
        for &(i, score) in self.answers.iter().filter(|(item, _)| takes_part(*item)) {
            let item = &items[i];
            item.derivatives(theta, &mut self.p, &mut self.first, &mut self.second);
            sum.log += libm::log(self.p[score]);
            sum.slope += self.first[score] / self.p[score];
            for (p, first) in
                self.p.iter().zip(&self.first).take(item.categories()).filter(|(p, _)| **p > 0.0)
            {
                sum.information += first * first / p;
            }
        }
        sum
    }

    /// The ability of the largest likelihood within the bounds.
    fn maximum(&mut self, items: &[Item], bound: f64, takes_part: impl Fn(usize) -> bool) -> f64 {
        if !self.answers.iter().any(|(item, _)| takes_part(*item)) {
            return f64::NAN;
        }
        let one_peak =
            self.answers.iter().all(|(item, _)| !takes_part(*item) || is_log_concave(&items[*item]));
        let (mut low, mut high) =
            if one_peak { (-bound, bound) } else { self.around(items, bound, &takes_part) };
        if self.at(items, low, &takes_part).slope <= 0.0 {
            return low;
        }
        if self.at(items, high, &takes_part).slope >= 0.0 {
            return high;
        }
        let mut theta = f64::midpoint(low, high);
        for _ in 0..100 {
            let here = self.at(items, theta, &takes_part);
            if here.slope > 0.0 {
                low = theta;
            } else {
                high = theta;
            }
            let step = here.slope / here.information;
            if step.abs() < 1e-12 || high - low < 1e-12 {
                break;
            }
            let next = theta + step;
            theta = if low < next && next < high { next } else { f64::midpoint(low, high) };
        }
        theta
    }

    /// The neighbours of the best of equally spaced abilities.
    fn around(&mut self, items: &[Item], bound: f64, takes_part: &impl Fn(usize) -> bool) -> (f64, f64) {
        const STEPS: i32 = 40;
        let theta = |step: i32| bound * (2.0 * f64::from(step) / f64::from(STEPS) - 1.0);
        let mut best = (0, f64::NEG_INFINITY);
        for step in 0..=STEPS {
            let log = self.at(items, theta(step), takes_part).log;
            if log > best.1 {
                best = (step, log);
            }
        }
        (theta((best.0 - 1).max(0)), theta((best.0 + 1).min(STEPS)))
    }
}

/// Whether ln P of every score is concave in θ, so that the likelihood has one peak.
fn is_log_concave(item: &Item) -> bool {
    !matches!(item, Item::Logistic { c, .. } if *c > 0.0)
}

/// Whether the answers enter the likelihood through sums alone.
fn is_exponential(item: &Item) -> bool {
    match item {
        Item::Logistic { c, .. } => *c <= 0.0,
        Item::PartialCredit { .. } | Item::Nominal { .. } => true,
        Item::Graded { .. } => false,
    }
}

/// Signed statistics of two sets of items; all are N(0, 1) where the ability is one. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct TwoSubsets {
    /// Ability on all items.
    pub theta: Vec<f64>,
    /// Ability on the subset.
    pub theta_subset: Vec<f64>,
    /// Ability on the rest.
    pub theta_rest: Vec<f64>,
    /// L, the signed root of the likelihood ratio.
    pub statistic: Vec<f64>,
    /// P(Z ≥ L).
    pub pvalue: Vec<f64>,
    /// r* = L + ln(U/L)/L; NaN where the model is none of the Rasch, 2PL, partial credit or nominal family.
    pub modified: Vec<f64>,
    /// P(Z ≥ r*).
    pub pvalue_modified: Vec<f64>,
    /// P by Lugannani and Rice, 1 − Φ(L) + φ(L)(1/U − 1/L); NaN where r* is.
    pub pvalue_lugannani_rice: Vec<f64>,
    /// S, the signed root of the score statistic.
    pub score: Vec<f64>,
    /// P(Z ≥ S).
    pub pvalue_score: Vec<f64>,
    /// Wald's.
    pub wald: Vec<f64>,
    /// P(Z ≥ Wald's).
    pub pvalue_wald: Vec<f64>,
    /// Always "upper": large values are unusual: the subset done better.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// What is compared: likelihoods of the sets at their own and at the common ability.
struct Compared {
    difference: f64,
    ratio: f64,
    score: f64,
    wald: f64,
    /// Informations of the sets at their own abilities, and at the common one.
    own: [f64; 2],
    common: [f64; 2],
}

impl Person {
    fn compare(
        &mut self,
        items: &[Item],
        [all, subset, rest]: [f64; 3],
        is_in: impl Fn(usize) -> bool,
    ) -> Compared {
        let own = [self.at(items, subset, &is_in), self.at(items, rest, |item| !is_in(item))];
        let common = [self.at(items, all, &is_in), self.at(items, all, |item| !is_in(item))];
        let difference = subset - rest;
        let sign = if difference < 0.0 { -1.0 } else { f64::from(u8::from(difference > 0.0)) };
        let sign = if difference.is_nan() { f64::NAN } else { sign };
        let ratio = 2.0 * (own[0].log + own[1].log - common[0].log - common[1].log);
        let square = |l: &Likelihood| l.slope * l.slope / l.information;
        Compared {
            difference,
            ratio: sign * ratio.max(0.0).sqrt(),
            score: sign * (square(&common[0]) + square(&common[1])).sqrt(),
            wald: difference / (1.0 / common[0].information + 1.0 / common[1].information).sqrt(),
            own: own.map(|l| l.information),
            common: common.map(|l| l.information),
        }
    }
}

/// Whether a person does better on a known subset of items than on the rest: items known before, items
/// marked in the school, a part of a test; large values are unusual.
///
/// ```text
/// L  = sign(θ_c − θ_s)·√(2[l_c(θ_c) + l_s(θ_s) − l(θ)])                 c the subset, s the rest
/// S  = sign·√(l_c'(θ)²/I_c(θ) + l_s'(θ)²/I_s(θ))
/// W  = (θ_c − θ_s)/√(1/I_c(θ) + 1/I_s(θ))
/// U  = (θ_c − θ_s)·√(I_c(θ_c)·I_s(θ_s)/(I_c(θ) + I_s(θ)))
/// r* = L + ln(U/L)/L
/// ```
///
/// For |L| below .05 r* is L. Over the items answered; NaN for a person who answered nothing of a set.
/// Abilities by maximum likelihood stand at a bound where a set is all or nothing. The p-values lean on
/// many items in both sets; for few, and where a set is all or nothing,
/// [`subset_given_total`](super::subset_given_total) is exact.
///
/// # Errors
/// [`ModelError::Length`] for abilities or marks of another number; [`ModelError::Option`] for a bound that
/// is not positive; [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a
/// score that its item has not, [`ModelError::Item`] for what is no item.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::{SubsetAbilities, two_subsets}};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 6];
/// let (scores, subset) = (array![[1, 1, 0, 0, 0, 1]], [true, true, true, false, false, false]);
/// let abilities = SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, 4.0)?;
/// let found = two_subsets(scores.view(), &items, &subset, &abilities)?;
/// assert!(found.statistic[0] > 0.0 && found.pvalue[0] < 0.5);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
/// >>> found = ob.person_fit.two_subsets([[1, 1, 0, 0, 0, 1]], items, [True] * 3 + [False] * 3)
/// >>> found.statistic.round(3)
/// array([0.824])
/// ```
///
/// # References
/// Sinharay (2017), Journal of Educational and Behavioral Statistics 42, 46–68; Sinharay and Jensen (2019), Psychometrika 84, 484–510.
#[described]
pub fn two_subsets(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    subset: &[bool],
    abilities: &SubsetAbilities,
) -> Result<TwoSubsets, ModelError> {
    check_scores(scores, items)?;
    same_length("subset", subset.len(), items.len())?;
    let SubsetAbilities { all, subset: on_subset, rest } = abilities;
    for (what, theta) in [("theta", all), ("theta_subset", on_subset), ("theta_rest", rest)] {
        same_length(what, theta.len(), scores.nrows())?;
    }
    let exponential = items.iter().all(is_exponential);
    let rows = by_blocks(scores.nrows(), |rows| {
        let mut person = Person::new(items);
        Ok(rows
            .map(|row| {
                person.answers_of(scores.row(row).iter());
                person.compare(items, [all[row], on_subset[row], rest[row]], |item| subset[item])
            })
            .collect())
    })?;
    let (mut modified, mut lugannani) = (Vec::new(), Vec::new());
    for row in &rows {
        let l = row.ratio;
        let u = row.difference * (row.own[0] * row.own[1] / (row.common[0] + row.common[1])).sqrt();
        let corrected = exponential && l.abs() >= SMALL;
        let density = 0.398_942_280_401_432_7 * libm::exp(-l * l / 2.0);
        modified.push(if corrected { l + libm::log(u / l) / l } else { l });
        // Where a set is wholly right or wrong its ability is a bound, and the expansion may leave [0, 1].
        let expansion = normal_upper(l) + if corrected { density * (1.0 / u - 1.0 / l) } else { 0.0 };
        lugannani.push(expansion.clamp(0.0, 1.0));
    }
    if !exponential {
        modified.fill(f64::NAN);
        lugannani.fill(f64::NAN);
    }
    let column = |f: fn(&Compared) -> f64| rows.iter().map(f).collect::<Vec<f64>>();
    let upper = |values: &[f64]| values.iter().map(|&z| normal_upper(z)).collect();
    let (statistic, score, wald) = (column(|r| r.ratio), column(|r| r.score), column(|r| r.wald));
    Ok(TwoSubsets {
        theta: all.clone(),
        theta_subset: on_subset.clone(),
        theta_rest: rest.clone(),
        pvalue: upper(&statistic),
        pvalue_modified: upper(&modified),
        pvalue_score: upper(&score),
        pvalue_wald: upper(&wald),
        pvalue_lugannani_rice: lugannani,
        statistic,
        modified,
        score,
        wald,
        tail: Tail::Upper,
    })
}

/// The places in a test where each person's ability seems to change most. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct ChangePoint {
    /// The largest L² over the places; large values are unusual.
    pub statistic: Vec<f64>,
    /// NaN: the largest of many is not χ²; simulate, or use [`conditional`](super::conditional) with a sum over items.
    pub pvalue: Vec<f64>,
    /// After how many items.
    pub point: Vec<f64>,
    /// The largest signed L: a fall of ability.
    pub fall: Vec<f64>,
    /// After how many items.
    pub fall_point: Vec<f64>,
    /// The least signed L: a rise.
    pub rise: Vec<f64>,
    /// After how many items.
    pub rise_point: Vec<f64>,
    /// The same of the score statistic: largest square, fall, rise.
    #[row(each(
        "score: The largest square of the score statistic.",
        "score_fall: Its largest fall.",
        "score_rise: Its largest rise."
    ))]
    pub score: [Vec<f64>; 3],
    /// The same of Wald's.
    #[row(each(
        "wald: The largest square of Wald's statistic.",
        "wald_fall: Its largest fall.",
        "wald_rise: Its largest rise."
    ))]
    pub wald: [Vec<f64>; 3],
    /// Always "upper": large values of the statistic are unusual.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// Where in the test, in the order of the items, a person's ability seems to change most; large values
/// are unusual.
///
/// ```text
/// L_k  the signed statistic of two_subsets, the first k items against the others, k = first..last
/// statistic max L_k²,   fall max L_k,   rise min L_k
/// ```
///
/// Abilities are maximum likelihood within ±bound, one set each for every place. The first place wins a
/// tie. The p-value is NaN: the largest of many is not χ².
///
/// # Errors
/// [`ModelError::Option`] for places that are none, or a bound that is not positive; [`ModelError::Columns`]
/// for scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::change_point};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 8];
/// let found = change_point(array![[1, 1, 1, 1, 0, 0, 0, 0]].view(), &items, 2, 6, 4.0)?;
/// assert_eq!(found.fall_point, [4.0]);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 8
/// >>> ob.person_fit.change_point([[1, 1, 1, 1, 0, 0, 0, 0]], items, 2, 6).fall_point
/// array([4.])
/// ```
///
/// # References
/// Shao, Li and Cheng (2016), Psychometrika 81, 1118–1141; Sinharay (2016), Journal of Educational and Behavioral Statistics 41, 521–549.
#[described]
pub fn change_point(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    first: usize,
    last: usize,
    bound: f64,
) -> Result<ChangePoint, ModelError> {
    check_scores(scores, items)?;
    check_bound(bound)?;
    for (name, value) in [("first", first), ("last", last)] {
        if value < first || value == 0 || value >= items.len() {
            let expected = "a number of items from 1 to one less than all, last not below first";
            return Err(ModelError::Option { name, value: value as f64, expected });
        }
    }
    let rows = by_blocks(scores.nrows(), |rows| {
        let mut person = Person::new(items);
        Ok(rows
            .map(|row| {
                person.answers_of(scores.row(row).iter());
                let all = person.maximum(items, bound, |_| true);
                let mut found = [Extremes::default(); 3];
                for k in first..=last {
                    let abilities = [
                        all,
                        person.maximum(items, bound, |item| item < k),
                        person.maximum(items, bound, |item| item >= k),
                    ];
                    let compared = person.compare(items, abilities, |item| item < k);
                    for (found, value) in
                        found.iter_mut().zip([compared.ratio, compared.score, compared.wald])
                    {
                        found.see(value, k);
                    }
                }
                found
            })
            .collect())
    })?;
    let column =
        |kind: usize, f: fn(&Extremes) -> f64| rows.iter().map(|row| f(&row[kind])).collect::<Vec<f64>>();
    let three = |kind| [column(kind, |e| e.square.0), column(kind, |e| e.high.0), column(kind, |e| e.low.0)];
    let [statistic, fall, rise] = three(0);
    Ok(ChangePoint {
        pvalue: vec![f64::NAN; statistic.len()],
        statistic,
        point: column(0, |e| e.square.1),
        fall,
        fall_point: column(0, |e| e.high.1),
        rise,
        rise_point: column(0, |e| e.low.1),
        score: three(1),
        wald: three(2),
        tail: Tail::Upper,
    })
}

/// The extremes of a statistic over places, each with its place.
#[derive(Debug, Clone, Copy)]
struct Extremes {
    square: (f64, f64),
    high: (f64, f64),
    low: (f64, f64),
}

impl Default for Extremes {
    fn default() -> Self {
        let none = (f64::NAN, f64::NAN);
        Self { square: none, high: none, low: none }
    }
}

impl Extremes {
    fn see(&mut self, value: f64, place: usize) {
        if value.is_nan() {
            return;
        }
        let place = place as f64;
        if self.square.0.is_nan() || value * value > self.square.0 {
            self.square = (value * value, place);
        }
        if self.high.0.is_nan() || value > self.high.0 {
            self.high = (value, place);
        }
        if self.low.0.is_nan() || value < self.low.0 {
            self.low = (value, place);
        }
    }
}

/// Where abilities by maximum likelihood are looked for.
#[derive(Debug, Clone, Copy, Settings)]
pub(super) struct BoundOptions {
    /// Abilities by maximum likelihood are looked for within ±bound.
    pub(super) bound: f64,
}

impl Default for BoundOptions {
    fn default() -> Self {
        Self { bound: 4.0 }
    }
}

const OPTIONAL: Input = Input::new("theta", Kind::Numbers)
    .optional()
    .doc("Abilities on all items, the next two on the subset and on the rest: all three or none.");

/// [`two_subsets`] in the catalogue.
pub(super) const TWO_SUBSETS: Function = Function {
    id: "person_fit.two_subsets",
    doc: TWO_SUBSETS_DOC,
    inputs: &[
        SCORES,
        ITEMS,
        SUBSET,
        OPTIONAL,
        Input { name: "theta_subset", ..OPTIONAL }.doc("Abilities on the subset."),
        Input { name: "theta_rest", ..OPTIONAL }.doc("Abilities on the rest."),
    ],
    groups: Groups::None,
    options: options::<BoundOptions>,
    output: Shape::Table(TwoSubsets::describe),
    run: |given| {
        let BoundOptions { bound } = given.options()?;
        let (scores, items, subset) = (given.scores(0)?, given.items(1)?, given.flags(2)?);
        let theta = |at| given.optional(at, Given::numbers);
        let abilities = match (theta(3)?, theta(4)?, theta(5)?) {
            (Some(all), Some(subset), Some(rest)) => {
                SubsetAbilities { all: all.to_vec(), subset: subset.to_vec(), rest: rest.to_vec() }
            }
            (None, None, None) => SubsetAbilities::maximum_likelihood(scores, items, subset, bound)?,
            _ => {
                let problem = Problem::Refused("give all three abilities or none".to_owned());
                return Err(OptionError::Wrong { name: "theta".into(), problem }.into());
            }
        };
        Ok(two_subsets(scores, items, subset, &abilities)?.table().into())
    },
};

/// Places in the test.
#[derive(Debug, Clone, Copy, Settings)]
struct ChangePointOptions {
    /// The first place looked at, as the number of items before it.
    #[setting(required)]
    first: usize,
    /// The last place.
    #[setting(required)]
    last: usize,
    /// Abilities by maximum likelihood are looked for within ±bound.
    bound: f64,
}

impl Default for ChangePointOptions {
    fn default() -> Self {
        Self { first: 0, last: 0, bound: BoundOptions::default().bound }
    }
}

/// [`change_point`] in the catalogue.
pub(super) const CHANGE_POINT: Function = Function {
    id: "person_fit.change_point",
    doc: CHANGE_POINT_DOC,
    inputs: &[SCORES, ITEMS],
    groups: Groups::None,
    options: options::<ChangePointOptions>,
    output: Shape::Table(ChangePoint::describe),
    run: |given| {
        let ChangePointOptions { first, last, bound } = given.options()?;
        Ok(change_point(given.scores(0)?, given.items(1)?, first, last, bound)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::data::MISSING;

    #[test]
    fn abilities_of_rasch_items_are_those_of_the_equation() {
        let items: Vec<Item> =
            [-0.5, 0.1, 0.9, 0.3].iter().map(|&b| Item::Logistic { a: 1.0, b, c: 0.0 }).collect();
        let scores = array![[1, 1, 0, MISSING], [1, 1, 1, 1], [0, 0, 0, 0], [MISSING; 4]];
        let subset = [true, true, false, false];
        let found = SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, 4.0).unwrap();
        let expected: f64 = [-0.5_f64, 0.1, 0.9].iter().map(|b| 1.0 / (1.0 + (b - found.all[0]).exp())).sum();
        assert!((expected - 2.0).abs() < 1e-10);
        assert_eq!((found.subset[0], found.rest[0]), (4.0, -4.0));
        assert_eq!((found.all[1], found.all[2]), (4.0, -4.0));
        assert!(found.all[3].is_nan());
        let compared = two_subsets(scores.view(), &items, &subset, &found).unwrap();
        assert!(compared.statistic[0] > 0.0 && compared.statistic[3].is_nan());
        assert!(compared.statistic[1].abs() < 1e-9 && (compared.pvalue[1] - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_likelihood_with_two_peaks_is_searched() {
        let items: Vec<Item> =
            [-1.0, 0.0, 2.5].iter().map(|&b| Item::Logistic { a: 2.0, b, c: 0.25 }).collect();
        let scores = array![[0, 1, 1]];
        let found = SubsetAbilities::maximum_likelihood(scores.view(), &items, &[true; 3], 4.0).unwrap();
        let log = |theta: f64| {
            let p = |b: f64| 0.25 + 0.75 / (1.0 + (2.0 * (b - theta)).exp());
            (1.0 - p(-1.0)).ln() + p(0.0).ln() + p(2.5).ln()
        };
        let best = (-4000..=4000).map(|i| log(f64::from(i) / 1000.0)).fold(f64::NEG_INFINITY, f64::max);
        assert!(log(found.all[0]) >= best - 1e-9);
    }
}
