//! Where in a test a person's ability changed.

use super::super::{ITEMS, SCORES, Tail, by_blocks};
use super::BoundOptions;
use super::abilities::{Person, check_bound};
use crate::function::{Function, Groups, Shape, options};
use crate::model::{Item, ModelError, check_scores};
use ndarray::ArrayView2;
use obektiv_derive::{Columns, Settings, described};

/// The places in a test where each person's ability seems to change most. What is undefined for one
/// person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct ChangePoint {
    /// The largest L² over the places; large values are unusual.
    pub statistic: Vec<f64>,
    /// NaN: the largest of many is not χ²; simulate, or use
    /// [`conditional`](super::super::conditional) with a sum over items.
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

/// Where in the test, in the order of the items, a person's ability seems to change most; large
/// values are unusual.
///
/// ```text
/// L_k  the signed statistic of two_subsets, the first k items against the others, k = first..last
/// statistic max L_k²,   fall max L_k,   rise min L_k
/// ```
///
/// Abilities are maximum likelihood within ±bound, one set each for every place. The first place
/// wins a tie. The p-value is NaN: the largest of many is not χ².
///
/// # Errors
/// [`ModelError::Option`] for places that are none, or a bound that is not positive;
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score
/// that its item has not, [`ModelError::Item`] for what is no item.
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
/// Shao, Li and Cheng (2016), Psychometrika 81, 1118–1141; Sinharay (2016), Journal of Educational
/// and Behavioral Statistics 41, 521–549.
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
pub(crate) const CHANGE_POINT: Function = Function {
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
