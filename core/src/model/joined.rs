//! Scores that nobody has, joined with those below them.

use ndarray::{Array2, ArrayView2};
use obektiv_derive::{Row, described};

use super::answer;
use crate::data::is_score;
use crate::table::{Row as _, Table};

/// What becomes of one score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Row)]
pub struct JoinedScore {
    /// The item, from 1.
    pub item: usize,
    /// The score as it is.
    pub score: u64,
    /// The score that it becomes.
    pub joined: u64,
    /// Persons who have it; those who attempted nothing have 0.
    pub persons: u64,
}

/// What becomes of the scores of items that have gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joins {
    /// By item and score.
    pub rows: Vec<JoinedScore>,
}

impl Joins {
    /// Columns `item, score, joined, persons`.
    #[must_use]
    pub fn table(&self) -> Table {
        JoinedScore::table(&self.rows)
    }
}

/// What `irt.join_scores` does: a row for each score, up to the largest that occurs, of each item
/// with a score that nobody has.
///
/// No row tells of items without gaps: nothing changes for them.
///
/// # Examples
/// ```python
/// >>> ob.irt.joins([[0, 1], [2, 0], [3, 1]]).joined  # of scores 0, 1, 2, 3 of the first item
/// array([0, 0, 1, 2])
/// ```
#[must_use]
#[described]
pub fn joins(scores: ArrayView2<'_, u8>) -> Joins {
    let mut rows = Vec::new();
    for (item, column) in scores.columns().into_iter().enumerate() {
        let mut persons = [0_u64; 256];
        column.iter().filter_map(|&cell| answer(cell)).for_each(|score| persons[score] += 1);
        let most = persons.iter().rposition(|n| *n > 0).unwrap_or(0);
        if persons[..most].contains(&0) {
            let mut next = 0_u64;
            for (score, &persons) in (0..).zip(&persons[..=most]) {
                next += u64::from(persons > 0);
                rows.push(JoinedScore { item: item + 1, score, joined: next.saturating_sub(1), persons });
            }
        }
    }
    Joins { rows }
}

/// Scores without gaps, so that items can be calibrated of which nobody has some score: it is
/// joined with the nearest one below it that somebody has, and those above move down.
///
/// Item parameters are those of the new scores, so abilities must be estimated from them too;
/// `irt.joins` says what became of which. The lowest score that occurs becomes 0.
///
/// # Examples
/// ```python
/// >>> ob.irt.join_scores([[0, 1], [2, 0], [3, None]])
/// array([[ 0.,  1.],
///        [ 1.,  0.],
///        [ 2., nan]])
/// ```
#[must_use]
#[described]
pub fn join_scores(scores: ArrayView2<'_, u8>) -> Array2<u8> {
    let mut joined = scores.to_owned();
    for JoinedScore { item, score, joined: to, .. } in joins(scores).rows {
        let becomes = u8::try_from(to).unwrap_or(u8::MAX);
        for (cell, &was) in joined.column_mut(item - 1).iter_mut().zip(scores.column(item - 1)) {
            if is_score(was) && u64::from(was) == score {
                *cell = becomes;
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{MISSING, NOT_ATTEMPTED};
    use crate::model::{CalibrationOptions, Model, calibrate};

    #[test]
    fn what_nobody_has_is_joined_and_said() {
        let scores = ndarray::array![[1, 0, 0], [3, 1, MISSING], [NOT_ATTEMPTED, 1, 2], [3, 0, 2]];
        let joined = join_scores(scores.view());
        assert_eq!(joined.column(0).to_vec(), [1, 2, NOT_ATTEMPTED, 2]);
        assert_eq!(joined.column(1), scores.column(1));
        assert_eq!(joined.column(2).to_vec(), [0, MISSING, 1, 1]);
        let rows = joins(scores.view()).rows;
        let of_third = rows.iter().filter(|row| row.item == 3);
        let said: Vec<_> = of_third.map(|row| (row.score, row.joined, row.persons)).collect();
        assert_eq!(said, [(0, 0, 1), (1, 0, 0), (2, 1, 2)]);
        assert!(rows.iter().all(|row| row.item != 2));
        // Nobody with the lowest scores.
        assert_eq!(join_scores(ndarray::array![[2], [3]].view()), ndarray::array![[0], [1]]);
    }

    #[test]
    fn joined_scores_can_be_calibrated() {
        let gap = Array2::from_shape_fn((200, 3), |(p, i)| if (p * 7 + i * 3) % 11 < 4 + i { 2 } else { 0 });
        let options = CalibrationOptions::default();
        let error = calibrate(gap.view(), Model::Gpcm, &options).unwrap_err();
        assert_eq!(error.code(), "model.unobserved");
        assert!(calibrate(join_scores(gap.view()).view(), Model::Gpcm, &options).is_ok());
    }
}
