//! Scores that nobody has, joined with those below them.

use ndarray::{Array2, ArrayView2};

use super::answer;
use crate::data::is_score;
use crate::table::Table;

/// Scores with none left out below any, and what became of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedScores {
    /// Persons × items: the scores of each item numbered anew from 0; codes as they were.
    pub scores: Array2<u8>,
    /// The items that had gaps, and what each of their scores is now.
    pub rows: Vec<JoinedScore>,
}

/// What became of one score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinedScore {
    /// The item, from 1.
    pub item: usize,
    /// The score as it was.
    pub score: u8,
    /// The score as it is now: that of the nearest score below it that somebody has.
    pub joined: u8,
    /// How many have it.
    pub persons: u64,
}

/// Scores without gaps, so that items can be calibrated of which nobody has some score: such a
/// score is joined with the nearest one below it that somebody has, and scores above move down.
///
/// An item's parameters are those of the new scores, and abilities must be estimated from them too.
/// Of items without gaps nothing changes, and no row tells of them; of others a row for each score
/// up to the largest that occurs. The lowest score that occurs becomes 0.
///
/// # Examples
/// ```
/// use obektiv::model::join_scores;
/// let joined = join_scores(ndarray::array![[0, 1], [2, 0], [3, 1]].view());
/// assert_eq!(joined.scores, ndarray::array![[0, 1], [1, 0], [2, 1]]);
/// let became: Vec<u8> = joined.rows.iter().map(|row| row.joined).collect();
/// assert_eq!(became, [0, 0, 1, 2]); // scores 0, 1, 2, 3 of the first item
/// ```
#[must_use]
pub fn join_scores(scores: ArrayView2<'_, u8>) -> JoinedScores {
    let mut joined = JoinedScores { scores: scores.to_owned(), rows: Vec::new() };
    for (item, mut column) in joined.scores.columns_mut().into_iter().enumerate() {
        let mut persons = [0_u64; 256];
        column.iter().filter_map(|&cell| answer(cell)).for_each(|score| persons[score] += 1);
        let most = persons.iter().rposition(|n| *n > 0).unwrap_or(0);
        if persons[..=most].iter().all(|n| *n > 0) {
            continue;
        }
        let mut becomes = [0_u8; 256];
        let mut next = 0;
        for (score, &n) in (0..=u8::MAX).zip(&persons[..=most]) {
            becomes[usize::from(score)] = if n > 0 { next } else { next.saturating_sub(1) };
            next += u8::from(n > 0);
            let joined_to = becomes[usize::from(score)];
            joined.rows.push(JoinedScore { item: item + 1, score, joined: joined_to, persons: n });
        }
        column.mapv_inplace(|cell| if is_score(cell) { becomes[usize::from(cell)] } else { cell });
    }
    joined
}

impl JoinedScores {
    /// Columns `item, score, joined, persons`.
    #[must_use]
    pub fn table(&self) -> Table {
        let column = |of: fn(&JoinedScore) -> u64| self.rows.iter().map(of).collect::<Vec<u64>>();
        Table::new()
            .with("item", column(|row| row.item as u64))
            .with("score", column(|row| row.score.into()))
            .with("joined", column(|row| row.joined.into()))
            .with("persons", column(|row| row.persons))
    }
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
        // Not attempted counts 0 where it is an answer.
        let first: Vec<u8> = joined.scores.column(0).to_vec();
        assert_eq!(first[2], NOT_ATTEMPTED);
        assert_eq!(joined.scores.column(1), scores.column(1));
        assert_eq!(joined.scores.column(2).to_vec(), [0, MISSING, 1, 1]);
        let of_third: Vec<_> = joined.rows.iter().filter(|row| row.item == 3).collect();
        assert_eq!(of_third.iter().map(|row| (row.score, row.joined, row.persons)).collect::<Vec<_>>(), [
            (0, 0, 1),
            (1, 0, 0),
            (2, 1, 2)
        ]);
        assert!(joined.rows.iter().all(|row| row.item != 2));
    }

    #[test]
    fn joined_scores_can_be_calibrated() {
        let gap = Array2::from_shape_fn((200, 3), |(p, i)| if (p * 7 + i * 3) % 11 < 4 + i { 2 } else { 0 });
        let options = CalibrationOptions::default();
        let error = calibrate(gap.view(), Model::Gpcm, &options).unwrap_err();
        assert_eq!(error.code(), "model.unobserved");
        assert!(calibrate(join_scores(gap.view()).scores.view(), Model::Gpcm, &options).is_ok());
    }
}
