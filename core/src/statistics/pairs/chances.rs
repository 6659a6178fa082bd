//! How likely two persons give the same answers, by a model.

use ndarray::ArrayView2;

use super::{Null, answered};
use crate::model::{Item, ModelError, check_scores};

/// One person beside a model: what was answered, and how likely each answer was.
pub(super) struct Person {
    /// The answers in the order of items; `width − 1` where there is none.
    answers: Vec<u8>,
    /// `width` probabilities for each item, zeros where the item was not answered, always 0 in the
    /// last place.
    chances: Vec<f64>,
}

/// Answers, items and abilities that fit each other.
pub(super) struct Model<'a> {
    answers: ArrayView2<'a, u8>,
    items: &'a [Item],
    theta: &'a [f64],
    /// The largest number of categories, and one place for no answer.
    width: usize,
}

/// The matches of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Matches {
    /// Items that both answered.
    pub items: usize,
    /// Those with the same answer.
    pub matches: usize,
}

impl<'a> Model<'a> {
    pub fn new(answers: ArrayView2<'a, u8>, items: &'a [Item], theta: &'a [f64]) -> Result<Self, ModelError> {
        check_scores(answers, items)?;
        if theta.len() != answers.nrows() {
            return Err(ModelError::Length { what: "theta", got: theta.len(), expected: answers.nrows() });
        }
        let width = items.iter().map(Item::categories).max().unwrap_or(0) + 1;
        Ok(Self { answers, items, theta, width })
    }

    pub fn persons(&self) -> usize {
        self.theta.len()
    }

    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// A person whose ability is not finite has NaN for chances.
    pub fn person(&self, row: usize) -> Person {
        let theta = if self.theta[row].is_finite() { self.theta[row] } else { f64::NAN };
        let mut chances = vec![0.0; self.items.len() * self.width];
        let none = self.width - 1;
        let cells = self.answers.row(row);
        let answers = cells.iter().map(|&cell| answered(cell).map_or(none as u8, |answer| answer)).collect();
        for ((item, &cell), p) in self.items.iter().zip(cells).zip(chances.chunks_exact_mut(self.width)) {
            match answered(cell) {
                Some(_) if theta.is_nan() => p[..none].fill(f64::NAN),
                Some(_) => item.probabilities(theta, p),
                None => {}
            }
        }
        Person { answers, chances }
    }

    /// How many items both answered, and how many of them alike.
    pub fn matches(&self, first: &Person, second: &Person) -> Matches {
        let none = (self.width - 1) as u8;
        let (mut items, mut matches) = (0, 0);
        // Bytes that hold the counts of so few items are added up side by side.
        for (first, second) in first.answers.chunks(128).zip(second.answers.chunks(128)) {
            let (mut both, mut same) = (0_u8, 0_u8);
            for (&a, &b) in first.iter().zip(second) {
                let answered = u8::from(a != none) & u8::from(b != none);
                both += answered;
                same += answered & u8::from(a == b);
            }
            items += usize::from(both);
            matches += usize::from(same);
        }
        Matches { items, matches }
    }

    /// The chance of a match on each item, 0 where it takes no part.
    pub fn chances(&self, null: Null, first: &Person, second: &Person, chances: &mut [f64]) {
        let width = self.width;
        match null {
            Null::Conditional => {
                let of_items = second.chances.chunks_exact(width).zip(&first.answers);
                for (chance, (p, &answer)) in chances.iter_mut().zip(of_items) {
                    *chance = p[usize::from(answer)];
                }
            }
            // Right or wrong are most items: their sums are written out.
            Null::Unconditional if width == 3 => {
                let of_items = first.chances.as_chunks::<3>().0.iter().zip(second.chances.as_chunks::<3>().0);
                for (chance, (p, q)) in chances.iter_mut().zip(of_items) {
                    *chance = p[0] * q[0] + p[1] * q[1];
                }
            }
            Null::Unconditional => {
                let of_items = first.chances.chunks_exact(width).zip(second.chances.chunks_exact(width));
                for (chance, (p, q)) in chances.iter_mut().zip(of_items) {
                    *chance = p.iter().zip(q).map(|(p, q)| p * q).sum();
                }
            }
        }
    }

    /// 1 for each item with the same answer, else 0.
    pub fn same(&self, first: &Person, second: &Person, same: &mut [f64]) {
        let none = (self.width - 1) as u8;
        for (same, (&a, &b)) in same.iter_mut().zip(first.answers.iter().zip(&second.answers)) {
            *same = f64::from(u8::from((a == b) & (a != none)));
        }
    }

    /// For each item that both answered the chances of a match on the answer of the key and of one
    /// on any other.
    pub fn apart(&self, key: &[u8], first: &Person, second: &Person, chances: &mut Vec<(f64, f64)>) {
        chances.clear();
        let (none, width) = ((self.width - 1) as u8, self.width);
        for (item, &right) in key.iter().enumerate() {
            if first.answers[item] == none || second.answers[item] == none {
                continue;
            }
            let (p, q) = (&first.chances[item * width..][..width], &second.chances[item * width..][..width]);
            let (mut on_key, mut on_other) = (0.0, 0.0);
            for (answer, (p, q)) in p.iter().zip(q).enumerate() {
                if answer == usize::from(right) { on_key = p * q } else { on_other += p * q }
            }
            chances.push((on_key, on_other));
        }
    }

    /// On how many items both gave this answer.
    pub fn matches_on(&self, key: &[u8], first: &Person, second: &Person) -> usize {
        let of_items = first.answers.iter().zip(&second.answers).zip(key);
        of_items.filter(|((a, b), answer)| a == answer && b == answer).count()
    }

    /// The key as given, or the largest score of each item.
    pub fn key(&self, key: Option<&[u8]>) -> Result<Vec<u8>, ModelError> {
        let Some(key) = key else { return Ok(self.items.iter().map(Item::max_score).collect()) };
        if key.len() != self.items.len() {
            return Err(ModelError::Length { what: "key", got: key.len(), expected: self.items.len() });
        }
        match key.iter().zip(self.items).find(|(answer, item)| **answer > item.max_score()) {
            Some((&answer, _)) => Err(ModelError::Option {
                name: "key",
                value: f64::from(answer),
                expected: "an option or score that its item has",
            }),
            None => Ok(key.to_vec()),
        }
    }
}
