//! Changed answers: points that came with changes beyond what the ability shown by the unchanged
//! answers makes likely.
//!
//! What it catches: answer sheets, or a log of a second marking, where answers were changed to
//! better ones after the work: one person's, and the persons' of a class together. What it cannot:
//! say who changed them, or see changes that left no trace. What honest persons show: most of the
//! answers they change become right, because they change where they know better; the model expects
//! an ability's usual share, so honest groups lie above it where pupils check their work well.
//! Compare groups of one assessment, not one group with zero. Smallest n: a person changes a few
//! answers, and with fewer than three no statistic of one person is far from chance; groups add up.
//!
//! Items and abilities come from [`model`](crate::model). `before`, `after` (what was marked, any
//! codes) and `scores` (what the answer after is worth) are persons × items. An item takes part
//! where before and after are known (not [`MISSING`](crate::data::MISSING) or
//! [`NOT_TAUGHT`](crate::data::NOT_TAUGHT)) and the score is; an answer is changed where the two
//! differ, also from or to [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED).

mod entries;
mod split;

use crate::function::{Row as _, choices};
use crate::math::normal_upper;
use crate::model::{Item, ModelError};
use crate::statistics::person_fit::{Tail, same_length};
use crate::table::Table;
pub use entries::{BY_GROUP, BY_PERSON};
use ndarray::ArrayView2;
use obektiv_derive::{Columns, Row, described};
use split::{Changes, Split};
use std::collections::BTreeMap;

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
    /// The correction of the index; where none is given, that which holds its level best:
    /// [`Correction::Continuity`] for persons, [`Correction::Ability`] for groups.
    pub correction: Option<Correction>,
    /// Where abilities are looked for.
    pub bounds: (f64, f64),
}

impl Default for ErasureOptions {
    fn default() -> Self {
        Self { correction: None, bounds: (-4.0, 4.0) }
    }
}

/// The changes of all persons, one entry for each. NaN for a person without changed answers, or
/// whose ability is not known; `l` also without unchanged ones.
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
    /// Columns `group, n, changed, points, expected, statistic, pvalue, effect, lower, upper,
    /// tier`.
    #[must_use]
    pub fn table(&self) -> Table {
        GroupErasuresRow::table(&self.rows)
    }
}

/// The changed answers of each person beside the ability that the unchanged ones show; large values
/// are unusual.
///
/// ```text
/// θ_u, θ_c, θ: by maximum likelihood from the unchanged answers, the changed ones, all
/// E = Σ Σ j·P_ij(θ_u), V its variance, over the items changed;   I the information of the unchanged items
/// statistic = (points − E)/√V;   continuity: (points − E − ½)/√V;   ability: (points − E)/√(V + (dE/dθ)²/I)
/// pvalue_exact = P(points or more | θ_u) over the items changed, their scores independent
/// l = sign(θ_c − θ_u)·√(2·(l_c(θ_c) + l_u(θ_u) − l_c(θ) − l_u(θ)))
/// ```
///
/// Points came with changes beyond the ability's usual share: it does not say who changed the
/// answers. Honest persons change answers for the better more often than not; compare groups of one
/// assessment.
///
/// An item takes part where before, after and the score are known; an answer is changed where the
/// two differ, also from or to not attempted. Items may have several points. With few changed
/// answers the normal p-values are rough; the exact one takes θ_u as known.
///
/// NaN without changed answers, and, where `theta` is not given, without unchanged ones or where
/// these are all wrong or all right, which shows no ability: θ_u is at a bound, where hardly a
/// point is expected and any would be unusual. `l`, which compares two abilities, is defined there,
/// but `pvalue_l` is too small: .001 for three changed answers right beside four others wrong, one
/// arrangement of 35. With `theta` only `l`, which keeps to its own abilities, and the correction
/// for "ability" need unchanged answers.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score
/// that its item has not, [`ModelError::Item`] for what is no item; [`ModelError::Length`] for
/// another number of persons, items or abilities; [`ModelError::Option`] for bounds that do not
/// rise; [`DataError::Name`](crate::data::DataError::Name) for an unknown correction.
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
/// Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953;
/// Sinharay, Duong and Wood (2017), Journal of Educational Measurement 54, 481–512; Sinharay
/// (2018), Journal of Educational and Behavioral Statistics 43, 73–100.
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
/// Points, E, V and I as of [`by_person`]. Sums over the persons of the group whose statistic
/// [`by_person`] knows: those who show no ability take no part. NaN for a group without any.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score
/// that its item has not, [`ModelError::Item`] for what is no item; [`ModelError::Length`] for
/// another number of persons, items, labels or abilities; [`ModelError::Option`] for bounds that do
/// not rise; [`DataError::Name`](crate::data::DataError::Name) for an unknown correction.
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

#[cfg(test)]
mod tests;
