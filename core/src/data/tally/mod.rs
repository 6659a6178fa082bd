mod bytes;
mod cells;
mod grouping;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::markers::with_other_prefix;
use super::{Assessment, DataError, Results, Unit};
pub(super) use bytes::{from_bytes, to_bytes};
pub use cells::Cells;
pub(super) use cells::check_counts;
pub use grouping::Grouping;
pub(super) use grouping::Keys;

/// The counts that every statistic of groups starts from: per group, journal mark × total.
///
/// A monoid: tallies of parts merge, in any order, to the tally of the whole. It holds integers
/// only, so merging is exact, and it (de)serialises to a few bytes per group, so parts may be
/// counted in threads, in browsers' workers or on other machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    assessment: Assessment,
    grouping: Grouping,
    groups: BTreeMap<String, Cells>,
    incomplete: u64,
}

/// Counts of one assessment and grouping can be counted together.
pub(super) fn check_same(
    ours: (&Assessment, Grouping),
    theirs: (&Assessment, Grouping),
) -> Result<(), DataError> {
    match (ours.0 == theirs.0, ours.1 == theirs.1) {
        (true, true) => Ok(()),
        (false, _) => Err(DataError::TallyMismatch { what: "assessment" }),
        (true, false) => Err(DataError::TallyMismatch { what: "grouping" }),
    }
}

impl Tally {
    /// A tally of nobody: the identity of [`merge`](Self::merge).
    #[must_use]
    pub fn empty(assessment: Assessment, grouping: Grouping) -> Self {
        Self { assessment, grouping, groups: BTreeMap::new(), incomplete: 0 }
    }

    /// Counts of the results by group. Persons with a missing cell (absent on one day of two) are
    /// counted apart and left out, unless `with_incomplete`.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if the results lack the labels of the grouping.
    pub fn of(results: &Results, grouping: Grouping, with_incomplete: bool) -> Result<Self, DataError> {
        let keys = Keys::of(results, grouping)?;
        let max_total = results.assessment().max_total();
        let mut cells: std::collections::HashMap<usize, Cells> = std::collections::HashMap::new();
        let mut incomplete = 0;
        for (person, (total, complete)) in results.totals().enumerate() {
            if !complete && !with_incomplete {
                incomplete += 1;
                continue;
            }
            let mark = results.journal_mark().map_or(0, |marks| marks[person]);
            cells.entry(keys.key(person)).or_insert_with(|| Cells::new(max_total)).add(mark, total);
        }
        // A class without a name and one named "-" are one group.
        let mut groups: BTreeMap<String, Cells> = BTreeMap::new();
        for (key, cells) in cells {
            groups.entry(keys.name(key)).or_insert_with(|| Cells::new(max_total)).merge(&cells);
        }
        Ok(Self { assessment: results.assessment().clone(), grouping, groups, incomplete })
    }

    /// The same counts by larger groups: `name` gives the larger group of each, `None` leaves it
    /// out.
    #[must_use]
    pub fn regroup<'a>(&'a self, grouping: Grouping, name: impl Fn(&'a str) -> Option<&'a str>) -> Self {
        let mut tally = Self::empty(self.assessment.clone(), grouping);
        for (group, cells) in &self.groups {
            if let Some(larger) = name(group) {
                let empty = || Cells::new(self.assessment.max_total());
                tally.groups.entry(larger.to_owned()).or_insert_with(empty).merge(cells);
            }
        }
        tally
    }

    /// A tally from histograms alone, as the aggregated reports give them.
    ///
    /// # Errors
    /// [`DataError::Length`] if a histogram is not as long as the largest total plus one,
    /// [`DataError::Range`] for a count above a hundred million.
    pub fn from_histograms<'a>(
        assessment: Assessment,
        grouping: Grouping,
        histograms: impl IntoIterator<Item = (&'a str, &'a [u64])>,
    ) -> Result<Self, DataError> {
        let mut tally = Self::empty(assessment, grouping);
        let expected = usize::from(tally.assessment.max_total()) + 1;
        for (name, histogram) in histograms {
            if histogram.len() != expected {
                return Err(DataError::Length { column: "histogram", got: histogram.len(), expected });
            }
            check_counts(histogram)?;
            let cells = tally
                .groups
                .entry(name.to_owned())
                .or_insert_with(|| Cells::new(tally.assessment.max_total()));
            for (count, more) in cells.counts.iter_mut().zip(histogram) {
                *count += more;
            }
        }
        Ok(tally)
    }

    /// The tally of these groups, whose counts are on this assessment's scale.
    pub(crate) fn from_groups(
        assessment: Assessment,
        grouping: Grouping,
        groups: BTreeMap<String, Cells>,
    ) -> Self {
        Self { groups, ..Self::empty(assessment, grouping) }
    }

    /// A tally from bare counts: papers with total 0, 1, … of groups named by their number from 0,
    /// of a work of which nothing else is known. One row alone is the group `all`.
    ///
    /// # Errors
    /// [`DataError::Length`] for rows of another length than the first, [`DataError::NoItems`] for
    /// none or for one total only, [`DataError::Boundaries`] and as for counts.
    pub fn of_counts(rows: &[Vec<u64>], boundaries: Option<[u16; 3]>) -> Result<Self, DataError> {
        let items = rows.first().map_or(0, |row| row.len().saturating_sub(1));
        let assessment = Assessment::new("", 1, 0, &vec![1; items], boundaries)?;
        let width = rows.len().saturating_sub(1).to_string().len();
        let (grouping, names): (_, Vec<String>) = match rows.len() {
            1 => (Grouping::All, vec![Unit::All.name()]),
            n => (Grouping::School, (0..n).map(|i| format!("{i:0width$}")).collect()),
        };
        Self::from_histograms(
            assessment,
            grouping,
            names.iter().map(String::as_str).zip(rows.iter().map(Vec::as_slice)),
        )
    }

    /// The same counts with other mark boundaries.
    ///
    /// # Errors
    /// [`DataError::Boundaries`] if they do not ascend on the scale.
    pub fn with_boundaries(mut self, boundaries: [u16; 3]) -> Result<Self, DataError> {
        self.assessment = Assessment { boundaries: Some(boundaries), ..self.assessment };
        self.assessment.check()?;
        Ok(self)
    }

    /// This tally and another of the same assessment and grouping, counted together.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] if they are of different assessments or groupings.
    pub fn merge(mut self, other: &Self) -> Result<Self, DataError> {
        check_same((&self.assessment, self.grouping), (&other.assessment, other.grouping))?;
        for (name, cells) in &other.groups {
            self.groups
                .entry(name.clone())
                .or_insert_with(|| Cells::new(other.assessment.max_total()))
                .merge(cells);
        }
        self.incomplete += other.incomplete;
        Ok(self)
    }

    /// The tally as bytes, with a version.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(*b"obkt", self)
    }

    /// The tally that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`DataError::TallyBytes`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DataError> {
        let tally: Self = from_bytes(*b"obkt", bytes)?;
        tally.assessment.check()?;
        let width = usize::from(tally.assessment.max_total()) + 1;
        for cells in tally.groups.values() {
            check_counts(&cells.counts)?;
        }
        match tally.groups.values().all(|c| c.width == width && c.counts.len() == 5 * width) {
            true => Ok(tally),
            false => Err(DataError::misfit()),
        }
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// What the groups are.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// The groups by name ([`Unit::name`]), in the order of their names.
    #[must_use]
    pub fn groups(&self) -> &BTreeMap<String, Cells> {
        &self.groups
    }

    /// The same tally with the names that another one has for schools whose login has another
    /// prefix there: `edu220001` of one year is `sch220001` of the year before.
    pub(crate) fn named_as(&self, other: &Self) -> Cow<'_, Self> {
        let is_new = |name: &String| other.groups.contains_key(name) && !self.groups.contains_key(name);
        let unknown = self.groups.keys().filter(|name| !other.groups.contains_key(*name));
        let renamed: Vec<(String, String)> = unknown
            .filter_map(|name| Some((name.clone(), with_other_prefix(name).filter(is_new)?)))
            .collect();
        if renamed.is_empty() || matches!(self.grouping, Grouping::All | Grouping::Municipality) {
            return Cow::Borrowed(self);
        }
        let mut tally = self.clone();
        for (name, new) in renamed {
            if let Some(cells) = tally.groups.remove(&name) {
                tally.groups.insert(new, cells);
            }
        }
        Cow::Owned(tally)
    }

    /// How many persons were left out because a cell was missing.
    #[must_use]
    pub fn incomplete(&self) -> u64 {
        self.incomplete
    }

    /// Persons with each total, over all groups.
    #[must_use]
    pub fn histogram(&self) -> Vec<u64> {
        let mut all = vec![0; usize::from(self.assessment.max_total()) + 1];
        for cells in self.groups.values() {
            for (sum, count) in all.iter_mut().zip(cells.histogram()) {
                *sum += count;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
