use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::markers::with_other_prefix;
use super::unit::name_of_class;
use super::{Assessment, DataError, Labels, Results, Unit};

/// What the groups of a tally are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// One group: all persons.
    All,
    /// Groups are municipalities.
    Municipality,
    /// Groups are schools.
    School,
    /// Groups are classes, named `school/class`: see [`Unit`].
    Class,
}

impl Grouping {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Municipality => "municipality",
            Self::School => "school",
            Self::Class => "class",
        }
    }
}

impl std::str::FromStr for Grouping {
    type Err = DataError;
    fn from_str(name: &str) -> Result<Self, DataError> {
        match name {
            "all" => Ok(Self::All),
            "municipality" => Ok(Self::Municipality),
            "school" => Ok(Self::School),
            "class" => Ok(Self::Class),
            _ => Err(DataError::Name {
                what: "group",
                got: name.to_owned(),
                expected: "all, municipality, school, class",
            }),
        }
    }
}

/// The counts of one group: journal mark × total.
///
/// Row 0 holds persons without a journal mark, rows 1..=4 those with mark 2..=5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    width: usize,
    counts: Vec<u64>,
}

impl Cells {
    /// No persons; totals 0..=`max_total`.
    #[must_use]
    pub fn new(max_total: u16) -> Self {
        let width = usize::from(max_total) + 1;
        Self { width, counts: vec![0; 5 * width] }
    }

    /// One more person; `journal_mark` 0 for none.
    pub fn add(&mut self, journal_mark: u8, total: u16) {
        let row = usize::from(journal_mark.saturating_sub(1));
        self.counts[row * self.width + usize::from(total)] += 1;
    }

    /// Persons with each total, for one journal mark (0 for none).
    #[must_use]
    pub fn with_mark(&self, journal_mark: u8) -> &[u64] {
        let row = usize::from(journal_mark.saturating_sub(1));
        &self.counts[row * self.width..][..self.width]
    }

    /// Persons with each total.
    #[must_use]
    pub fn histogram(&self) -> Vec<u64> {
        let mut all = vec![0; self.width];
        for of_mark in self.counts.chunks(self.width) {
            all.iter_mut().zip(of_mark).for_each(|(sum, n)| *sum += n);
        }
        all
    }

    /// Persons with this total, 0 above the largest.
    #[must_use]
    pub fn with_total(&self, total: usize) -> u64 {
        match total < self.width {
            true => self.counts.iter().skip(total).step_by(self.width).sum(),
            false => 0,
        }
    }

    /// The number of persons.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }
}

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

/// No country has more pupils of one grade; sums of such counts cannot overflow, and tails of them
/// end.
const LARGEST_COUNT: u64 = 100_000_000;

pub(super) fn check_counts(counts: &[u64]) -> Result<(), DataError> {
    let most = i64::try_from(LARGEST_COUNT).unwrap_or(i64::MAX);
    match counts.iter().try_fold(0_u64, |sum, &count| sum.checked_add(count)) {
        Some(sum) if sum <= LARGEST_COUNT => Ok(()),
        sum => {
            let got = sum.and_then(|s| i64::try_from(s).ok()).unwrap_or(i64::MAX);
            Err(DataError::Range { what: "a group's pupils", got, least: 0, most })
        }
    }
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

const VERSION: u8 = 1;

/// Four bytes that say what follows, a version, the value.
pub(super) fn to_bytes(magic: [u8; 4], value: &impl Serialize) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.push(VERSION);
    bytes.extend(postcard::to_allocvec(value).unwrap_or_default());
    bytes
}

/// The value that [`to_bytes`] wrote.
pub(super) fn from_bytes<'a, T: Deserialize<'a>>(magic: [u8; 4], bytes: &'a [u8]) -> Result<T, DataError> {
    let wrong = |reason: String| DataError::TallyBytes { expected: VERSION, reason };
    let name = String::from_utf8_lossy(&magic).into_owned();
    let body =
        bytes.strip_prefix(&magic).ok_or_else(|| wrong(format!("the first four bytes are not {name:?}")))?;
    match body.split_first() {
        Some((&VERSION, body)) => postcard::from_bytes(body).map_err(|e| wrong(e.to_string())),
        Some((version, _)) => Err(wrong(format!("its version is {version}"))),
        None => Err(wrong("it ends after four bytes".to_owned())),
    }
}

impl DataError {
    pub(super) fn misfit() -> Self {
        Self::TallyBytes {
            expected: VERSION,
            reason: "a group's counts do not fit the assessment".to_owned(),
        }
    }
}

/// The group of each person, as a number and as a name.
pub(super) struct Keys<'a> {
    grouping: Grouping,
    school: &'a Labels,
    labels: Option<&'a Labels>,
}

impl<'a> Keys<'a> {
    pub fn of(results: &'a Results, grouping: Grouping) -> Result<Self, DataError> {
        let missing = |column| DataError::NoGrouping { column };
        let labels = match grouping {
            Grouping::All => None,
            Grouping::School => Some(results.school()),
            Grouping::Municipality => Some(results.municipality().ok_or_else(|| missing("municipality"))?),
            Grouping::Class => Some(results.class_id().ok_or_else(|| missing("class_id"))?),
        };
        Ok(Self { grouping, school: results.school(), labels })
    }

    pub fn key(&self, person: usize) -> usize {
        let label = self.labels.map_or(0, |l| l.codes()[person] as usize);
        match (self.grouping, self.labels) {
            (Grouping::Class, Some(l)) => self.school.codes()[person] as usize * l.names().len() + label,
            _ => label,
        }
    }

    /// Two keys may have one name: a class without a name and one named `-`.
    pub fn name(&self, key: usize) -> String {
        match (self.grouping, self.labels) {
            (Grouping::Class, Some(l)) => {
                let class = &l.names()[key % l.names().len()];
                let school = &self.school.names()[key / l.names().len()];
                name_of_class(school, if class.is_empty() { "-" } else { class })
            }
            (_, Some(l)) => l.names()[key].clone(),
            (_, None) => Unit::All.name(),
        }
    }
}

impl Results {
    /// The name of each person's group, as tallies have it.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if the results lack the labels of the grouping.
    pub fn groups(&self, grouping: Grouping) -> Result<Labels, DataError> {
        let keys = Keys::of(self, grouping)?;
        Ok(Labels::new((0..self.len()).map(|person| keys.name(keys.key(person)))))
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
mod tests {
    use super::super::{Labels, ResultsBuilder};
    use super::*;
    use ndarray::array;

    fn results() -> Results {
        let a = Assessment::new("maths", 5, 2020, &[1, 2], Some([1, 2, 3])).unwrap();
        let parts = ResultsBuilder {
            scores: array![[1, 2], [0, 2], [254, 1], [255, 2]],
            school: Labels::new(["b", "b", "a", "a"]),
            class_id: Some(Labels::new(["5А", "", "5А", "5А"])),
            journal_mark: Some(vec![5, 0, 3, 4]),
            ..Default::default()
        };
        Results::new(a, parts).unwrap()
    }

    #[test]
    fn a_school_whose_login_changed_its_prefix_is_the_same_school() {
        let a = Assessment::new("maths", 5, 2020, &[1], None).unwrap();
        let of = |names: &[&str]| {
            let groups = names.iter().map(|name| (*name, &[1, 2][..]));
            Tally::from_histograms(a.clone(), Grouping::School, groups).unwrap()
        };
        let (before, after) =
            (of(&["sch1", "sch2", "education", "x"]), of(&["edu1", "sch2", "edu3", "schooling"]));
        let named = after.named_as(&before);
        assert_eq!(named.groups().keys().collect::<Vec<_>>(), ["edu3", "sch1", "sch2", "schooling"]);
        assert!(matches!(before.named_as(&before), Cow::Borrowed(_)));
    }

    #[test]
    fn persons_are_counted_by_group_mark_and_total() {
        let t = Tally::of(&results(), Grouping::School, false).unwrap();
        assert_eq!(t.groups().keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(t.groups()["b"].histogram(), [0, 0, 1, 1]);
        assert_eq!(t.groups()["b"].with_mark(5), [0, 0, 0, 1]);
        assert_eq!(t.incomplete(), 1);
        assert_eq!(t.histogram(), [0, 1, 1, 1]);
        let with = Tally::of(&results(), Grouping::School, true).unwrap();
        assert_eq!(with.groups()["a"].with_mark(4), [0, 0, 1, 0]);
    }

    #[test]
    fn classes_of_two_schools_are_two_groups() {
        let t = Tally::of(&results(), Grouping::Class, false).unwrap();
        assert_eq!(t.groups().keys().collect::<Vec<_>>(), ["a/5А", "b/-", "b/5А"]);
    }

    #[test]
    fn bytes_bring_the_tally_back_and_other_bytes_are_refused() {
        let t = Tally::of(&results(), Grouping::School, false).unwrap();
        assert_eq!(Tally::from_bytes(&t.to_bytes()).unwrap(), t);
        assert_eq!(Tally::from_bytes(b"what").unwrap_err().code(), "data.tally_bytes");
        assert_eq!(Tally::from_bytes(b"obkt\x09").unwrap_err().code(), "data.tally_bytes");
        assert_eq!(Tally::from_bytes(b"obkt\x01\x05").unwrap_err().code(), "data.tally_bytes");
    }

    #[test]
    fn tallies_of_two_works_do_not_merge() {
        let t = Tally::of(&results(), Grouping::School, false).unwrap();
        let other = Tally::of(&results(), Grouping::All, false).unwrap();
        assert_eq!(t.merge(&other).unwrap_err().code(), "data.tally_mismatch");
    }
}
