use serde::{Deserialize, Serialize};

use super::{DataError, LARGEST_SCORE, names};

/// The half of the school year in which the work was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Season {
    /// September to December.
    Autumn,
    /// January to June.
    Spring,
}

names!(Season, "season", Autumn = "autumn", Spring = "spring");

/// How an item is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// By a key: the answer is right or wrong whoever looks.
    Key,
    /// By a teacher against criteria.
    Open,
}

names!(ItemKind, "item_kinds", Key = "key", Open = "open");

/// One test: what was written, by whom, how it is scored.
///
/// `test_grade` is the grade the test is made for, `pupil_grade` the grade of those who wrote it:
/// in some autumns a work is written by pupils one grade higher. `boundaries` are the lowest totals
/// ("primary scores") that earn marks 3, 4 and 5; a work without them has no marks, and every sign
/// that needs marks is undefined for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Subject, such as `maths`.
    pub subject: String,
    /// The grade the test is made for.
    pub test_grade: u8,
    /// Calendar year.
    pub year: u16,
    /// The largest score of each item.
    pub max_scores: Vec<u8>,
    /// The lowest totals of marks 3, 4 and 5.
    #[serde(default)]
    pub boundaries: Option<[u16; 3]>,
    /// The grade of the pupils; the test's grade unless said otherwise.
    #[serde(default)]
    pub pupil_grade: Option<u8>,
    /// Season, where it matters.
    #[serde(default)]
    pub season: Option<Season>,
    /// How each item is marked, where known.
    #[serde(default)]
    pub item_kinds: Option<Vec<ItemKind>>,
}

impl Assessment {
    /// An assessment of this many items, checked.
    ///
    /// # Errors
    /// [`DataError`] for no items, a maximum of 0 or above 252, boundaries that do not rise or
    /// exceed the largest total, a grade outside 1..=13.
    pub fn new(
        subject: &str,
        test_grade: u8,
        year: u16,
        max_scores: &[u8],
        boundaries: Option<[u16; 3]>,
    ) -> Result<Self, DataError> {
        let assessment = Self {
            subject: subject.to_owned(),
            test_grade,
            year,
            max_scores: max_scores.to_vec(),
            boundaries,
            pupil_grade: None,
            season: None,
            item_kinds: None,
        };
        assessment.check()?;
        Ok(assessment)
    }

    /// The same assessment, if its parts agree.
    ///
    /// # Errors
    /// As [`Assessment::new`], and for item kinds of another length.
    pub fn check(&self) -> Result<(), DataError> {
        if self.max_scores.is_empty() {
            return Err(DataError::NoItems);
        }
        if let Some(item) = self.max_scores.iter().position(|&m| m == 0 || m > LARGEST_SCORE) {
            return Err(DataError::ItemMaximum { item: item + 1, max: self.max_scores[item] });
        }
        let total: u32 = self.max_scores.iter().map(|&m| u32::from(m)).sum();
        if u16::try_from(total).is_err() {
            return Err(DataError::LargestTotal { total });
        }
        for grade in [Some(self.test_grade), self.pupil_grade].into_iter().flatten() {
            if !(1..=13).contains(&grade) {
                return Err(DataError::Grade { grade });
            }
        }
        if let Some(boundaries) = self.boundaries {
            let [three, four, five] = boundaries;
            let max_total = self.max_total();
            if !(1 <= three && three < four && four < five && five <= max_total) {
                return Err(DataError::Boundaries { boundaries, max_total });
            }
        }
        match &self.item_kinds {
            Some(kinds) if kinds.len() != self.max_scores.len() => {
                Err(DataError::ItemKinds { got: kinds.len(), expected: self.max_scores.len() })
            }
            _ => Ok(()),
        }
    }

    /// The number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.max_scores.len()
    }

    /// The largest total: the sum of the item maxima.
    #[must_use]
    pub fn max_total(&self) -> u16 {
        self.max_scores.iter().map(|&m| u16::from(m)).sum()
    }

    /// The grade of those who wrote the work.
    #[must_use]
    pub fn written_in(&self) -> u8 {
        self.pupil_grade.unwrap_or(self.test_grade)
    }

    /// The year in which these pupils would have begun grade 0: the same for all works of one
    /// cohort. A work without a season counts as written in spring.
    #[must_use]
    pub fn cohort(&self) -> i32 {
        let began = i32::from(self.year) - i32::from(self.season != Some(Season::Autumn));
        began - i32::from(self.written_in())
    }

    /// The mark 2..=5 that a total earns; `None` without boundaries.
    #[must_use]
    pub fn mark(&self, total: u16) -> Option<u8> {
        let passed = self.boundaries?.iter().filter(|&&b| total >= b).count();
        Some([2, 3, 4, 5][passed])
    }

    /// A short stable key, such as `2020-autumn-maths-5`, from which finding ids are made.
    #[must_use]
    pub fn key(&self) -> String {
        let season = match self.season {
            Some(Season::Autumn) => "-autumn",
            Some(Season::Spring) => "-spring",
            None => "",
        };
        format!("{}{season}-{}-{}", self.year, self.subject, self.test_grade)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_on_a_boundary_earns_the_mark() {
        let a = Assessment::new("maths", 5, 2020, &[1, 1, 2, 2], Some([2, 4, 6])).unwrap();
        assert_eq!([0, 1, 2, 3, 4, 6].map(|t| a.mark(t).unwrap()), [2, 2, 3, 3, 4, 5]);
        assert_eq!(a.key(), "2020-maths-5");
    }

    #[test]
    fn boundaries_out_of_order_are_refused() {
        let error = Assessment::new("maths", 5, 2020, &[1, 1, 2], Some([2, 2, 3])).unwrap_err();
        assert_eq!(error.code(), "data.boundaries");
        assert!(Assessment::new("maths", 5, 2020, &[1, 1, 2], Some([2, 3, 5])).is_err());
        assert!(Assessment::new("maths", 5, 2020, &[1, 1, 2], Some([0, 3, 4])).is_err());
    }

    #[test]
    fn an_item_worth_nothing_is_refused() {
        assert_eq!(
            Assessment::new("maths", 5, 2020, &[1, 0], None),
            Err(DataError::ItemMaximum { item: 2, max: 0 })
        );
    }
}
