//! Changed answers: points that came with changes beyond what the ability shown by the unchanged answers makes likely.
//!
//! What it catches: answer sheets, or a log of a second marking, where answers were changed to better ones after the work: one person's, and the
//! persons' of a class together. What it cannot: say who changed them, or see changes that left no trace. What honest persons show: most of the
//! answers they change become right, because they change where they know better; the model expects an ability's usual share, so honest groups
//! lie above it where pupils check their work well. Compare groups of one assessment, not one group with zero. Smallest n: a person changes
//! a few answers, and with fewer than three no statistic of one person is far from chance; groups add up.
//!
//! Items and abilities come from [`model`](crate::model). `before`, `after` (what was marked, any codes) and `scores` (what the answer after is worth) are
//! persons × items. An item takes part where before and after are known (not [`MISSING`] or [`NOT_TAUGHT`]) and the
//! score is; an answer is changed where the two differ, also from or to [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED).

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView2, Zip};
use obektiv_derive::{Columns, Row, Settings, described};

use crate::Error;
use crate::data::{MISSING, NOT_TAUGHT};
use crate::function::{Function, Given, Groups, Input, Kind, Row as _, Shape, choices, options};
use crate::math::{Z95, normal_upper};
use crate::model::{AbilityOptions, Item, Method, ModelError, ability, answer, check_scores, log_likelihood};
use crate::statistics::person_fit::{ITEMS, THETA, Tail, same_length};
use crate::table::Table;

/// What was marked before and after, and what the answer after is worth: persons × items each.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    /// The answers before.
    pub before: ArrayView2<'a, u8>,
    /// The answers after.
    pub after: ArrayView2<'a, u8>,
    /// The scores of the answers after.
    pub scores: ArrayView2<'a, u8>,
}

/// What the erasure detection index is corrected for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// Nothing.
    None,
    /// Points are whole: half a point less.
    Continuity,
    /// Abilities are estimated: the variance they add.
    Ability,
}

choices!(Correction, "correction", Continuity = "continuity", None = "none", Ability = "ability",);

/// How changes are judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErasureOptions {
    /// The correction of the index; where none is given, that which holds its level best: [`Correction::Continuity`] for persons, [`Correction::Ability`] for
    /// groups.
    pub correction: Option<Correction>,
    /// Where abilities are looked for.
    pub bounds: (f64, f64),
}

impl Default for ErasureOptions {
    fn default() -> Self {
        Self { correction: None, bounds: (-4.0, 4.0) }
    }
}

/// The changes of all persons, one entry for each. NaN for a person without changed answers, or whose ability is not known; `l` also without unchanged ones.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct PersonErasures {
    /// Changed answers.
    pub changed: Vec<u64>,
    /// Points on the items changed.
    pub points: Vec<u64>,
    /// Points expected there.
    pub expected: Vec<f64>,
    /// The ability by the unchanged answers, or that given.
    pub theta: Vec<f64>,
    /// The erasure detection index.
    pub statistic: Vec<f64>,
    /// P(Z ≥ statistic).
    pub pvalue: Vec<f64>,
    /// P(so many points on the items changed, or more | θ), exact for a known θ.
    pub pvalue_exact: Vec<f64>,
    /// The L-index: the signed root of the likelihood ratio of two abilities against one.
    pub l: Vec<f64>,
    /// P(Z ≥ l).
    pub pvalue_l: Vec<f64>,
    /// Always "upper": large values are unusual.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// The changes of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct GroupErasuresRow {
    /// The group.
    pub group: String,
    /// Persons with changed answers and a known ability: those who take part.
    #[row(tier)]
    pub n: u64,
    /// Their changed answers.
    pub changed: u64,
    /// Points on the items changed.
    pub points: u64,
    /// Points expected there.
    pub expected: f64,
    /// The erasure detection index of the group.
    pub statistic: f64,
    /// P(Z ≥ statistic).
    pub pvalue: f64,
    /// Points above expectation for each changed answer.
    pub effect: f64,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
}

/// The changes of all groups, in the order of their names.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupErasures {
    /// One row for each group.
    pub rows: Vec<GroupErasuresRow>,
}

impl GroupErasures {
    /// Columns `group, n, changed, points, expected, statistic, pvalue, effect, lower, upper, tier`.
    #[must_use]
    pub fn table(&self) -> Table {
        GroupErasuresRow::table(&self.rows)
    }
}

/// The changed answers of each person beside the ability that the unchanged ones show; large values are
/// unusual.
///
/// ```text
/// θ_u, θ_c, θ: by maximum likelihood from the unchanged answers, the changed ones, all
/// E = Σ Σ j·P_ij(θ_u), V its variance, over the items changed;   I the information of the unchanged items
/// statistic = (points − E)/√V;   continuity: (points − E − ½)/√V;   ability: (points − E)/√(V + (dE/dθ)²/I)
/// pvalue_exact = P(points or more | θ_u) over the items changed, their scores independent
/// l = sign(θ_c − θ_u)·√(2·(l_c(θ_c) + l_u(θ_u) − l_c(θ) − l_u(θ)))
/// ```
///
/// Points came with changes beyond the ability's usual share: it does not say who changed the answers. Honest
/// persons change answers for the better more often than not; compare groups of one assessment.
///
/// An item takes part where before, after and the score are known; an answer is changed where the two differ,
/// also from or to not attempted. Items may have several points. With few changed answers the normal p-values
/// are rough; the exact one takes θ_u as known.
///
/// NaN without changed answers, and, where `theta` is not given, without unchanged ones or where these are all
/// wrong or all right, which shows no ability: θ_u is at a bound, where hardly a point is expected and any would
/// be unusual. `l`, which compares two abilities, is defined there, but `pvalue_l` is too small: .001 for three
/// changed answers right beside four others wrong, one arrangement of 35. With `theta` only `l`, which keeps to
/// its own abilities, and the correction for "ability" need unchanged answers.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score that its item
/// has not, [`ModelError::Item`] for what is no item; [`ModelError::Length`] for another number of persons, items
/// or abilities; [`ModelError::Option`] for bounds that do not rise;
/// [`DataError::Name`](crate::data::DataError::Name) for an unknown
/// correction.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::erasures::{Answers, by_person}};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 6];
/// let (before, after) = (array![[1, 2, 1, 2, 3, 3]], array![[1, 2, 1, 2, 4, 4]]);
/// let scores = array![[1, 0, 1, 0, 1, 1]]; // both changes to the right answer
/// let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
/// let found = by_person(answers, &items, None, Default::default())?;
/// assert_eq!((found.changed[0], found.points[0]), (2, 2));
/// assert!((found.expected[0] - 1.0).abs() < 1e-9 && (found.pvalue_exact[0] - 0.25).abs() < 1e-9);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
/// >>> found = ob.erasures.by_person([[1, 2, 1, 2, 3, 3]], [[1, 2, 1, 2, 4, 4]], [[1, 0, 1, 0, 1, 1]], items)
/// >>> found.points, found.expected.round(6), found.pvalue_exact.round(6)
/// (array([2]), array([1.]), array([0.25]))
/// ```
///
/// # References
/// Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953; Sinharay, Duong and Wood (2017), Journal of Educational Measurement
/// 54, 481–512; Sinharay (2018), Journal of Educational and Behavioral Statistics 43, 73–100.
#[described]
pub fn by_person(
    answers: Answers<'_>,
    items: &[Item],
    theta: Option<&[f64]>,
    options: ErasureOptions,
) -> Result<PersonErasures, ModelError> {
    let split = Split::new(answers, items, theta, options)?;
    let correction = options.correction.unwrap_or(Correction::Continuity);
    let persons: Vec<Changes> = (0..split.theta.len()).map(|person| split.changes(items, person)).collect();
    let known = |person: usize| split.settled[person] && persons[person].changed > 0;
    let index = |(person, p): (usize, &Changes)| if known(person) { p.index(correction) } else { f64::NAN };
    let expected = |(person, p): (usize, &Changes)| if known(person) { p.expected } else { f64::NAN };
    let statistic: Vec<f64> = persons.iter().enumerate().map(index).collect();
    let l = split.l_index(items, options)?;
    Ok(PersonErasures {
        changed: persons.iter().map(|p| p.changed).collect(),
        points: persons.iter().map(|p| p.points).collect(),
        expected: persons.iter().enumerate().map(expected).collect(),
        pvalue: statistic.iter().map(|z| normal_upper(*z)).collect(),
        statistic,
        pvalue_exact: (0..persons.len()).map(|person| split.exact(items, person)).collect(),
        pvalue_l: l.iter().map(|z| normal_upper(*z)).collect(),
        l,
        theta: split.theta,
        tail: Tail::Upper,
    })
}

/// The changed answers of each group's persons together; large values are unusual.
///
/// ```text
/// statistic = Σ (points − E)/√Σ (V + (dE/dθ)²/I);   continuity: half a point less, over √Σ V;   none: over √Σ V
/// effect    = Σ (points − E)/Σ changed
/// ```
///
/// Points, E, V and I as of [`by_person`]. Sums over the persons of the group whose statistic [`by_person`]
/// knows: those who show no ability take no part. NaN for a group without any.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score that its item
/// has not, [`ModelError::Item`] for what is no item; [`ModelError::Length`] for another number of persons, items, labels
/// or abilities; [`ModelError::Option`] for bounds that do not rise;
/// [`DataError::Name`](crate::data::DataError::Name) for an unknown
/// correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> before, after = [[1, 1, 1, 1], [1, 1, 1, 1]], [[2, 2, 1, 1], [1, 2, 1, 1]]
/// >>> table = ob.erasures.by_group(before, after, [[1, 1, 1, 0], [0, 0, 1, 1]], items, group=["a", "b"])
/// >>> list(table.group), table.changed, table.points
/// (['a', 'b'], array([2, 1]), array([2, 0]))
/// ```
///
/// # References
/// Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953.
#[described]
pub fn by_group<S: AsRef<str>>(
    answers: Answers<'_>,
    groups: &[S],
    items: &[Item],
    theta: Option<&[f64]>,
    options: ErasureOptions,
) -> Result<GroupErasures, ModelError> {
    same_length("groups", groups.len(), answers.scores.nrows())?;
    let split = Split::new(answers, items, theta, options)?;
    let correction = options.correction.unwrap_or(Correction::Ability);
    let mut sums: BTreeMap<&str, (u64, Changes)> = BTreeMap::new();
    for (person, group) in groups.iter().enumerate() {
        let (n, sum) = sums.entry(group.as_ref()).or_default();
        let changes = split.changes(items, person);
        if split.settled[person] && !changes.index(correction).is_nan() {
            *n += 1;
            sum.add(&changes);
        }
    }
    let rows = sums.into_iter().map(|(group, (n, sum))| sum.row(group, n, correction)).collect();
    Ok(GroupErasures { rows })
}

/// Sums over items changed.
#[derive(Debug, Clone, Copy, Default)]
struct Changes {
    changed: u64,
    points: u64,
    expected: f64,
    variance: f64,
    /// (dE/dθ)²/I: what the estimated ability adds to the variance.
    by_ability: f64,
}

impl Changes {
    fn add(&mut self, other: &Self) {
        self.changed += other.changed;
        self.points += other.points;
        self.expected += other.expected;
        self.variance += other.variance;
        self.by_ability += other.by_ability;
    }

    /// What the correction says: the points above expectation and their standard deviation.
    fn corrected(&self, correction: Correction) -> (f64, f64) {
        let excess = self.points as f64 - self.expected;
        match correction {
            Correction::None => (excess, self.variance.sqrt()),
            Correction::Continuity => (excess - 0.5, self.variance.sqrt()),
            Correction::Ability => (excess, (self.variance + self.by_ability).sqrt()),
        }
    }

    fn index(&self, correction: Correction) -> f64 {
        let (excess, sd) = self.corrected(correction);
        // Without information there is no saying what the ability adds.
        if self.changed > 0 && sd.is_finite() { excess / sd } else { f64::NAN }
    }

    fn row(&self, group: &str, n: u64, correction: Correction) -> GroupErasuresRow {
        let changed = self.changed as f64;
        let effect = (self.points as f64 - self.expected) / changed;
        let half = Z95 * self.corrected(correction).1 / changed;
        let statistic = self.index(correction);
        GroupErasuresRow {
            group: group.to_owned(),
            n,
            changed: self.changed,
            points: self.points,
            expected: if self.changed > 0 { self.expected } else { f64::NAN },
            statistic,
            pvalue: normal_upper(statistic),
            effect,
            lower: effect - half,
            upper: effect + half,
        }
    }
}

/// The scores of the items changed and of those not; what takes no part is missing in both.
struct Split {
    changed: Array2<u8>,
    unchanged: Array2<u8>,
    theta: Vec<f64>,
    /// Whether the ability is known: given, or between the bounds.
    settled: Vec<bool>,
}

impl Split {
    fn new(
        answers: Answers<'_>,
        items: &[Item],
        theta: Option<&[f64]>,
        options: ErasureOptions,
    ) -> Result<Self, ModelError> {
        let Answers { before, after, scores } = answers;
        check_scores(scores, items)?;
        for (what, marks) in [("the answers before", before), ("the answers after", after)] {
            same_length(what, marks.nrows(), scores.nrows())?;
            same_length(what, marks.ncols(), scores.ncols())?;
        }
        let unknown = |mark: u8| mark == MISSING || mark == NOT_TAUGHT;
        let of = |changed: bool| {
            Zip::from(before).and(after).and(scores).map_collect(|&before, &after, &score| {
                let counts = !unknown(before) && !unknown(after) && (before != after) == changed;
                if counts { score } else { MISSING }
            })
        };
        let (changed, unchanged) = (of(true), of(false));
        let (low, high) = options.bounds;
        let (theta, low, high) = match theta {
            Some(theta) => (theta.to_vec(), f64::NEG_INFINITY, f64::INFINITY),
            None => (likeliest(&unchanged, items, options)?, low, high),
        };
        same_length("theta", theta.len(), scores.nrows())?;
        let settled = theta.iter().map(|theta| low < *theta && *theta < high).collect();
        Ok(Self { changed, unchanged, theta, settled })
    }

    fn changes(&self, items: &[Item], person: usize) -> Changes {
        let theta = self.theta[person];
        let (mut sums, mut slope, mut information) = (Changes::default(), 0.0, 0.0);
        for (item, &cell) in items.iter().zip(self.changed.row(person)) {
            let Some(score) = answer(cell) else { continue };
            let at = Moments::new(item, theta);
            sums.changed += 1;
            sums.points += score as u64;
            sums.expected += at.mean;
            sums.variance += at.variance;
            slope += at.slope;
        }
        for (item, &cell) in items.iter().zip(self.unchanged.row(person)) {
            if answer(cell).is_some() {
                information += Moments::new(item, theta).information;
            }
        }
        sums.by_ability = slope * slope / information;
        sums
    }

    /// P(the points on the items changed, or more | θ).
    fn exact(&self, items: &[Item], person: usize) -> f64 {
        let theta = self.theta[person];
        let mut distribution = vec![1.0];
        let (mut points, mut changed) = (0, 0);
        for (item, &cell) in items.iter().zip(self.changed.row(person)) {
            let Some(score) = answer(cell) else { continue };
            let mut p = vec![0.0; item.categories()];
            item.probabilities(theta, &mut p);
            let mut longer = vec![0.0; distribution.len() + p.len() - 1];
            for (total, before) in distribution.iter().enumerate() {
                p.iter().enumerate().for_each(|(j, p)| longer[total + j] += before * p);
            }
            (distribution, points, changed) = (longer, points + score, changed + 1);
        }
        if changed == 0 || !self.settled[person] {
            f64::NAN
        } else {
            distribution[points..].iter().sum::<f64>().min(1.0)
        }
    }

    fn l_index(&self, items: &[Item], options: ErasureOptions) -> Result<Vec<f64>, ModelError> {
        let all = Zip::from(&self.changed).and(&self.unchanged).map_collect(|&a, &b| a.min(b));
        let likelihood = |scores: &Array2<u8>| -> Result<(Vec<f64>, Vec<f64>), ModelError> {
            let theta = likeliest(scores, items, options)?;
            let value = log_likelihood(scores.view(), items, &theta)?;
            Ok((theta, value))
        };
        let (changed, unchanged, (_, together)) =
            (likelihood(&self.changed)?, likelihood(&self.unchanged)?, likelihood(&all)?);
        let value = |person: usize| {
            let difference = changed.0[person] - unchanged.0[person];
            let more = changed.1[person] + unchanged.1[person] - together[person];
            // Equal abilities, at a bound, say nothing either way.
            if difference == 0.0 { 0.0 } else { (2.0 * more.max(0.0)).sqrt() * difference.signum() }
        };
        Ok((0..together.len()).map(value).collect())
    }
}

/// Abilities by maximum likelihood; NaN for a person without answers.
fn likeliest(scores: &Array2<u8>, items: &[Item], options: ErasureOptions) -> Result<Vec<f64>, ModelError> {
    let ml = AbilityOptions { method: Method::Ml, bounds: options.bounds, ..AbilityOptions::default() };
    Ok(ability(scores.view(), items, &ml)?.theta)
}

/// An item's score at an ability.
struct Moments {
    mean: f64,
    variance: f64,
    /// d mean/dθ.
    slope: f64,
    information: f64,
}

impl Moments {
    fn new(item: &Item, theta: f64) -> Self {
        let k = item.categories();
        let (mut p, mut first, mut second) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
        item.derivatives(theta, &mut p, &mut first, &mut second);
        let sum = |of: &dyn Fn(f64, usize) -> f64| (0..k).map(|j| of(j as f64, j)).sum::<f64>();
        let mean = sum(&|x, j| x * p[j]);
        Self {
            mean,
            variance: sum(&|x, j| (x - mean) * (x - mean) * p[j]),
            slope: sum(&|x, j| x * first[j]),
            information: sum(&|_, j| if p[j] > 0.0 { first[j] * first[j] / p[j] } else { 0.0 }),
        }
    }
}

/// How the changes of persons are judged.
#[derive(Debug, Clone, Copy, Settings)]
struct PersonSettings {
    /// What the statistic is corrected for: points are whole, nothing, abilities are estimated.
    correction: Correction,
    /// Where abilities are looked for.
    bounds: [f64; 2],
}

impl Default for PersonSettings {
    fn default() -> Self {
        Self { correction: Correction::Continuity, bounds: ErasureOptions::default().bounds.into() }
    }
}

/// How the changes of groups are judged.
#[derive(Debug, Clone, Copy, Settings)]
struct GroupSettings {
    /// What the statistic is corrected for; that for estimated abilities holds its level best.
    correction: Correction,
    /// Where abilities are looked for.
    bounds: [f64; 2],
}

impl Default for GroupSettings {
    fn default() -> Self {
        Self { correction: Correction::Ability, bounds: ErasureOptions::default().bounds.into() }
    }
}

const BEFORE: Input = Input::new("before", Kind::Scores)
    .doc("What was marked, any codes; missing takes no part, an answer not attempted differs from any mark.");
const AFTER: Input = Input::new("after", Kind::Scores).doc("The same after the changes.");
const WORTH: Input = Input::new("scores", Kind::Scores).doc("What the answer after is worth.");
const GIVEN_THETA: Input = THETA.optional().doc(
    "Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers where not given.",
);

fn answers<'a>(given: &Given<'a>) -> Result<Answers<'a>, Error> {
    Ok(Answers { before: given.scores(0)?, after: given.scores(1)?, scores: given.scores(2)? })
}

/// [`by_person`] in the catalogue.
pub const BY_PERSON: Function = Function {
    id: "erasures.by_person",
    doc: BY_PERSON_DOC,
    inputs: &[BEFORE, AFTER, WORTH, ITEMS, GIVEN_THETA],
    groups: Groups::None,
    options: options::<PersonSettings>,
    output: Shape::Table(PersonErasures::describe),
    run: |given| {
        let PersonSettings { correction, bounds } = given.options()?;
        let how = ErasureOptions { correction: Some(correction), bounds: bounds.into() };
        let theta = given.optional(4, Given::numbers)?;
        Ok(by_person(answers(given)?, given.items(3)?, theta, how)?.table().into())
    },
};

/// [`by_group`] in the catalogue.
pub const BY_GROUP: Function = Function {
    id: "erasures.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        BEFORE,
        AFTER,
        WORTH,
        ITEMS,
        Input::new("group", Kind::Names).doc("The group of each person."),
        GIVEN_THETA,
    ],
    groups: Groups::None,
    options: options::<GroupSettings>,
    output: Shape::Table(GroupErasuresRow::describe),
    run: |given| {
        let GroupSettings { correction, bounds } = given.options()?;
        let how = ErasureOptions { correction: Some(correction), bounds: bounds.into() };
        let theta = given.optional(5, Given::numbers)?;
        Ok(by_group(answers(given)?, given.names(4)?, given.items(3)?, theta, how)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::data::NOT_ATTEMPTED;

    fn coins(n: usize) -> Vec<Item> {
        vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; n]
    }

    #[test]
    fn three_changes_to_the_right_answer_are_computed_by_hand() {
        // θ = 0 given: E = 1.5, V = .75; I = 2/4, dE/dθ = 3/4.
        let (before, after) = (array![[1, 1, 1, 1, 1]], array![[2, 2, 2, 1, 1]]);
        let scores = array![[1, 1, 1, 1, 0]];
        let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
        let with = |correction| {
            let options = ErasureOptions { correction: Some(correction), ..Default::default() };
            by_person(answers, &coins(5), Some(&[0.0]), options).unwrap()
        };
        assert!((with(Correction::None).statistic[0] - 1.5 / 0.75_f64.sqrt()).abs() < 1e-14);
        assert!((with(Correction::Continuity).statistic[0] - 1.0 / 0.75_f64.sqrt()).abs() < 1e-14);
        assert!((with(Correction::Ability).statistic[0] - 1.5 / (0.75_f64 + 9.0 / 8.0).sqrt()).abs() < 1e-14);
        assert!((with(Correction::None).pvalue_exact[0] - 0.125).abs() < 1e-15);
        // All changed answers right: θ_c at the bound, 4; θ = ln 4.
        let (p, q) = (1.0 / (1.0 + (-4.0_f64).exp()), 0.8_f64);
        let l2 = 2.0 * (3.0 * p.ln() + 2.0 * 0.5_f64.ln() - 4.0 * q.ln() - (1.0 - q).ln());
        assert!((with(Correction::None).l[0] - l2.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn without_changes_or_without_the_rest_it_is_undefined() {
        let before = array![[1, 1, 1], [1, 1, 1], [1, MISSING, MISSING], [NOT_ATTEMPTED, 1, 1]];
        let after = array![[1, 1, 1], [2, 2, 2], [2, 2, 2], [2, 1, 1]];
        let scores = array![[1, 0, 1], [1, 1, 0], [1, 1, 1], [1, 0, 1]];
        let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
        let found = by_person(answers, &coins(3), None, Default::default()).unwrap();
        assert_eq!(found.changed, [0, 3, 1, 1]);
        assert!(found.statistic[..3].iter().all(|z| z.is_nan()) && found.statistic[3].is_finite());
        assert!(found.l[..3].iter().chain(&found.pvalue_exact[..3]).all(|z| z.is_nan()));
        let groups = by_group(answers, &["a", "b", "b", "b"], &coins(3), None, Default::default()).unwrap();
        assert!(groups.rows[0].statistic.is_nan() && groups.rows[0].n == 0);
        assert_eq!((groups.rows[1].n, groups.rows[1].changed), (1, 1));
    }

    #[test]
    fn a_given_ability_needs_no_unchanged_answers_but_its_correction_does() {
        let (before, after, scores) = (array![[1, 1]], array![[2, 2]], array![[1, 1]]);
        let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
        let with = |correction| {
            let options = ErasureOptions { correction, ..Default::default() };
            by_person(answers, &coins(2), Some(&[0.0]), options).unwrap()
        };
        assert!((with(None).statistic[0] - 0.5 / 0.5_f64.sqrt()).abs() < 1e-14);
        let paid = with(Some(Correction::Ability));
        assert!(paid.statistic[0].is_nan() && (paid.pvalue_exact[0] - 0.25).abs() < 1e-15);
        let groups = by_group(answers, &["a"], &coins(2), Some(&[0.0]), Default::default()).unwrap();
        assert_eq!(groups.rows[0].n, 0);
    }

    #[test]
    fn unchanged_answers_all_wrong_or_all_right_show_no_ability() {
        let (before, after) = (Array2::ones((3, 7)), array![[2, 2, 2, 1, 1, 1, 1]]);
        let after = after.broadcast((3, 7)).unwrap();
        let scores = array![[1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0, 0]];
        let answers = Answers { before: before.view(), after, scores: scores.view() };
        let found = by_person(answers, &coins(7), None, Default::default()).unwrap();
        assert_eq!(found.theta[..2], [-4.0, 4.0]);
        for values in [&found.statistic, &found.pvalue, &found.pvalue_exact, &found.expected] {
            assert!(values[0].is_nan() && values[1].is_nan() && values[2].is_finite(), "{values:?}");
        }
        assert!(found.l.iter().all(|l| l.is_finite()));
        let groups = by_group(answers, &["a"; 3], &coins(7), None, Default::default()).unwrap();
        assert_eq!((groups.rows[0].n, groups.rows[0].points), (1, 3));
        // An ability from elsewhere is taken as it is.
        let given = by_person(answers, &coins(7), Some(&[-4.0; 3]), Default::default()).unwrap();
        assert!(given.pvalue_exact[0] < 1e-4);
    }

    #[test]
    fn a_group_of_one_is_that_person_and_the_order_is_no_matter() {
        let (before, after) = (array![[1, 1, 1, 1], [1, 1, 1, 1]], array![[2, 2, 1, 1], [1, 2, 1, 2]]);
        let scores = array![[1, 0, 1, 0], [0, 1, 0, 1]];
        let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
        let options = ErasureOptions { correction: Some(Correction::Ability), ..Default::default() };
        let persons = by_person(answers, &coins(4), None, options).unwrap();
        let groups = by_group(answers, &["y", "x"], &coins(4), None, Default::default()).unwrap();
        assert_eq!(groups.rows[0].statistic.to_bits(), persons.statistic[1].to_bits());
        assert_eq!(groups.rows[1].pvalue.to_bits(), persons.pvalue[0].to_bits());
    }

    #[test]
    fn other_shapes_are_refused() {
        let (two, three) = (array![[1, 1]], array![[1, 1, 1]]);
        let answers = Answers { before: three.view(), after: two.view(), scores: two.view() };
        let error = by_person(answers, &coins(2), None, Default::default()).unwrap_err();
        assert_eq!(error.code(), "model.length");
        assert_eq!("both".parse::<Correction>().unwrap_err().code(), "data.name");
    }
}
