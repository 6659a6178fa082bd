//! Reports that give groups of pupils in percent, and the counts restored from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Assessment, DataError, Grouping, ImportReport, Registry, Tally, fingerprint::Fingerprint};
use crate::sorted::order;
use crate::table::Table;

/// Whom a row of an aggregated report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The whole sample.
    Whole,
    /// A region.
    Region,
    /// A municipality.
    Municipality,
    /// A school.
    School,
}

impl Level {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::School => "school",
        }
    }
}

/// One row of an aggregated report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AggregateRow {
    /// Whom it is about.
    pub level: Level,
    /// A school's login where the row has one, else the name.
    pub group: String,
    /// The municipality of a school, or of itself; empty where unknown.
    pub municipality: String,
    /// Pupils.
    pub n: u64,
    /// Pupils by total 0, 1, …, or by mark 2 to 5; they add up to `n`.
    pub counts: Vec<u64>,
}

/// What an aggregated report of marks says its work is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkKey {
    /// Subject, such as `maths`.
    pub subject: Option<String>,
    /// The grade.
    pub grade: Option<u8>,
    /// Calendar year.
    pub year: Option<u16>,
}

/// The distribution of totals of one work, by group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// The assessment. Where nothing but the largest total is known, it has one item worth all of
    /// it.
    pub assessment: Assessment,
    /// The groups, in the order of the file.
    pub rows: Vec<AggregateRow>,
}

/// Distributions of totals, one for each work of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregates {
    /// The works, in the order of their first row.
    pub works: Vec<Distribution>,
    /// Names and municipalities of the schools.
    pub registry: Registry,
    /// What became of every row.
    pub report: ImportReport,
}

/// Marks by group, for each work of the file. Totals are not known, so there is no tally.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkStatistics {
    /// The works and their groups; `counts` are of the marks 2, 3, 4, 5.
    pub works: BTreeMap<WorkKey, Vec<AggregateRow>>,
    /// Names and municipalities of the schools.
    pub registry: Registry,
    /// What became of every row.
    pub report: ImportReport,
}

/// How marks of works stand to those of the journal, by group, for each work of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalComparison {
    /// The works and their groups; `counts` are the pupils with a lower mark, the same, a higher.
    pub works: BTreeMap<WorkKey, Vec<AggregateRow>>,
    /// Names and municipalities of the schools.
    pub registry: Registry,
    /// What became of every row of the file.
    pub report: ImportReport,
}

impl Distribution {
    /// The tally of the groups, from which every sign works that needs totals alone.
    ///
    /// Schools are the rows of schools. Municipalities are the rows of municipalities; if there are
    /// none, the schools added up by municipality. All is the sum of the schools, else of the
    /// municipalities, else of the regions, else the whole sample. Pupils have no journal marks
    /// here.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if the file has no such rows, and for classes.
    pub fn tally(&self, grouping: Grouping) -> Result<Tally, DataError> {
        let of = |level: Level| self.rows.iter().filter(move |row| row.level == level);
        let has = |level: &Level| of(*level).next().is_some();
        let (level, name): (_, fn(&AggregateRow) -> &str) = match grouping {
            Grouping::School if has(&Level::School) => (Level::School, |row| &row.group),
            Grouping::Municipality if has(&Level::Municipality) => (Level::Municipality, |row| &row.group),
            Grouping::Municipality if of(Level::School).any(|row| !row.municipality.is_empty()) => {
                (Level::School, |row| &row.municipality)
            }
            Grouping::All => {
                let finest = [Level::School, Level::Municipality, Level::Region, Level::Whole].into_iter();
                (finest.into_iter().find(has).unwrap_or(Level::Whole), |_| "all")
            }
            _ => return Err(DataError::NoGrouping { column: grouping.name() }),
        };
        let histograms = of(level).map(|row| (name(row), row.counts.as_slice()));
        Tally::from_histograms(self.assessment.clone(), grouping, histograms)
    }

    /// One row per group, in the order of the file: `level, group, municipality, n, s0, s1, …`;
    /// `s0` are the pupils with total 0.
    #[must_use]
    pub fn table(&self) -> Table {
        let totals = usize::from(self.assessment.max_total()) + 1;
        let head = groups(Table::new(), self.rows.iter());
        (0..totals).fold(head, |table, s| table.with(format!("s{s}"), count(self.rows.iter(), s)))
    }

    /// Hash of the assessment and of every row, as 16 hexadecimal digits: the "input hash" of
    /// reports.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut fingerprint = Fingerprint::new();
        let text = serde_json::to_string(&(&self.assessment, &self.rows));
        fingerprint.eat(text.unwrap_or_default().as_bytes());
        fingerprint.text()
    }
}

impl MarkStatistics {
    /// One row per work and group:
    /// `subject, grade, year, level, group, municipality, n, m2, m3, m4, m5`; `m2` are the pupils
    /// with mark 2. A subject that the file does not name is empty, such a grade or year NaN.
    #[must_use]
    pub fn table(&self) -> Table {
        table_of(&self.works, &["m2", "m3", "m4", "m5"])
    }
}

impl JournalComparison {
    /// One row per work and group:
    /// `subject, grade, year, level, group, municipality, n, lowered, confirmed, raised`. A subject
    /// that the file does not name is empty, such a grade or year NaN.
    #[must_use]
    pub fn table(&self) -> Table {
        table_of(&self.works, &["lowered", "confirmed", "raised"])
    }
}

/// One row per work and group, with these names of its counts.
fn table_of(works: &BTreeMap<WorkKey, Vec<AggregateRow>>, names: &[&'static str]) -> Table {
    let all = || works.iter().flat_map(|(work, rows)| rows.iter().map(move |row| (work, row)));
    let number = |value: fn(&WorkKey) -> Option<f64>| {
        all().map(|(work, _)| value(work).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
    };
    let subjects: Vec<String> = all().map(|(work, _)| work.subject.clone().unwrap_or_default()).collect();
    let head = Table::new()
        .with("subject", subjects)
        .with("grade", number(|work| work.grade.map(f64::from)))
        .with("year", number(|work| work.year.map(f64::from)));
    let head = groups(head, all().map(|(_, row)| row));
    let counted = names.iter().enumerate();
    counted.fold(head, |table, (i, name)| table.with(*name, count(all().map(|(_, row)| row), i)))
}

/// The table with the columns that say whom each row is about.
fn groups<'a>(table: Table, rows: impl Iterator<Item = &'a AggregateRow> + Clone) -> Table {
    table
        .with("level", rows.clone().map(|row| row.level.name()).collect::<Vec<&str>>())
        .with("group", rows.clone().map(|row| row.group.clone()).collect::<Vec<String>>())
        .with("municipality", rows.clone().map(|row| row.municipality.clone()).collect::<Vec<String>>())
        .with("n", rows.map(|row| row.n).collect::<Vec<u64>>())
}

fn count<'a>(rows: impl Iterator<Item = &'a AggregateRow>, at: usize) -> Vec<u64> {
    rows.map(|row| row.counts.get(at).copied().unwrap_or(0)).collect()
}

/// Counts of `n` persons from shares in percent, and whether plain rounding gave them.
///
/// ```text
/// count_s = round(p_s·n/100)                   if these add up to n
/// count_s = ⌊q_s⌋, or ⌊q_s⌋ + 1 for the largest fractions of q_s = n·p_s/Σp until they add up to n    else
/// ```
///
/// Of equal fractions the lower index comes first. Shares with one decimal give back the exact
/// counts of up to 999 persons; of more, a count may be off by about n/2000. `None` if a share is
/// negative or not finite, if all are 0 although n is not, or if n is above 10⁹.
///
/// # Examples
/// ```
/// use obektiv::data::counts_of_shares;
/// assert_eq!(counts_of_shares(&[33.3, 66.7], 3), Some((vec![1, 2], true)));
/// assert_eq!(counts_of_shares(&[50.0, 50.0], 3), Some((vec![2, 1], false)));
/// ```
#[must_use]
#[allow(clippy::cast_sign_loss, reason = "shares are checked not to be negative")]
pub fn counts_of_shares(shares: &[f64], n: u64) -> Option<(Vec<u64>, bool)> {
    let sum: f64 = shares.iter().sum();
    if n > 1_000_000_000 || !sum.is_finite() || shares.iter().any(|&p| p < 0.0) || (n > 0 && sum <= 0.0) {
        return None;
    }
    // A half on paper may be a little less here: 64.6 % of 250 is 161.5, which rounds up.
    let round = |x: f64| (x + (0.5 + 1e-9)).floor() as u64;
    let plain: Vec<u64> = shares.iter().map(|p| round(p * n as f64 / 100.0)).collect();
    if plain.iter().fold(0_u64, |all, &c| all.saturating_add(c)) == n {
        return Some((plain, true));
    }
    let exact: Vec<f64> = shares.iter().map(|p| n as f64 * (p / sum)).collect();
    let mut counts: Vec<u64> = exact.iter().map(|q| q.floor() as u64).collect();
    // To 10⁻⁹, so that fractions equal on paper are equal here.
    let fraction = |i: usize| ((exact[i] - exact[i].floor()) * 1e9).round();
    let order = order(counts.len(), &|a, b| fraction(b).total_cmp(&fraction(a)));
    let left = n.saturating_sub(counts.iter().sum());
    for &i in order.iter().cycle().take(usize::try_from(left).ok()?) {
        counts[i] += 1;
    }
    (counts.iter().sum::<u64>() == n).then_some((counts, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    #[test]
    fn one_decimal_gives_back_the_counts_of_999_persons() {
        for n in [1_u64, 7, 22, 333, 998, 999] {
            for first in (0..=n).step_by(1 + n as usize / 50) {
                let counts = vec![first, (n - first) / 3, n - first - (n - first) / 3];
                let share = |c: &u64| (*c as f64 * 1000.0 / n as f64).round() / 10.0;
                let shares: Vec<f64> = counts.iter().map(share).collect();
                assert_eq!(counts_of_shares(&shares, n), Some((counts, true)));
            }
        }
    }

    #[test]
    fn a_remainder_goes_to_the_largest_fractions() {
        // 14.3 % of 10 is 1.43 each: plain rounding gives 7 persons of 10.
        let (counts, plain) = counts_of_shares(&[14.3; 7], 10).unwrap();
        assert_eq!((counts, plain), (vec![2, 2, 2, 1, 1, 1, 1], false));
        // Halves on paper, of which the first is less in binary.
        assert_eq!(counts_of_shares(&[64.6, 35.4], 250), Some((vec![162, 88], false)));
        assert_eq!(counts_of_shares(&[0.0, 0.0], 0), Some((vec![0, 0], true)));
        for bad in [&[f64::NAN, 1.0][..], &[-1.0, 101.0], &[0.0, 0.0], &[f64::INFINITY], &[]] {
            assert_eq!(counts_of_shares(bad, 5), None);
        }
        assert_eq!(counts_of_shares(&[100.0], 2_000_000_000), None);
        assert_eq!(counts_of_shares(&[f64::MAX / 4.0, 1.0], 5), Some((vec![5, 0], false)));
    }

    fn row(level: Level, group: &str, municipality: &str, counts: [u64; 3]) -> AggregateRow {
        let (group, municipality) = (group.to_owned(), municipality.to_owned());
        AggregateRow { level, group, municipality, n: counts.iter().sum(), counts: counts.to_vec() }
    }

    #[test]
    fn a_tally_takes_the_rows_of_its_level_or_adds_up_schools() {
        let assessment = Assessment::new("maths", 5, 2021, &[2], None).unwrap();
        let mut d = Distribution {
            assessment,
            rows: vec![
                row(Level::Whole, "all", "", [100, 100, 100]),
                row(Level::School, "edu1", "M", [1, 2, 3]),
                row(Level::School, "edu2", "M", [1, 0, 0]),
            ],
        };
        assert_eq!(d.tally(Grouping::School).unwrap().groups().len(), 2);
        assert_eq!(d.tally(Grouping::Municipality).unwrap().groups()["M"].histogram(), [2, 2, 3]);
        assert_eq!(d.tally(Grouping::All).unwrap().histogram(), [2, 2, 3]);
        assert_eq!(d.tally(Grouping::Class).unwrap_err().code(), "data.no_grouping");
        let table = d.table();
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(names, ["level", "group", "municipality", "n", "s0", "s1", "s2"]);
        assert_eq!(table.column("s1"), Some(&Column::Int(vec![100, 2, 0])));
        d.rows.truncate(1);
        assert_eq!(d.tally(Grouping::All).unwrap().histogram(), [100, 100, 100]);
        assert_eq!(d.tally(Grouping::School).unwrap_err(), DataError::NoGrouping { column: "school" });
    }

    #[test]
    fn statistics_of_marks_are_a_table_of_all_works() {
        let known = WorkKey { subject: Some("maths".to_owned()), grade: Some(5), year: None };
        let marks = |counts: [u64; 4]| AggregateRow {
            n: counts.iter().sum(),
            counts: counts.to_vec(),
            ..row(Level::School, "edu1", "M", [0; 3])
        };
        let works = BTreeMap::from([
            (known, vec![marks([1, 2, 3, 4])]),
            (WorkKey::default(), vec![marks([0, 0, 5, 0])]),
        ]);
        let statistics =
            MarkStatistics { works, registry: Registry::default(), report: ImportReport::default() };
        let table = statistics.table();
        assert_eq!(table.column("subject"), Some(&vec!["", "maths"].into()));
        assert_eq!(table.column("m4"), Some(&Column::Int(vec![5, 3])));
        let Some(Column::Float(grades)) = table.column("grade") else { panic!("no grades") };
        assert!(grades[0].is_nan() && grades[1].to_string() == "5");
        let Some(Column::Float(years)) = table.column("year") else { panic!("no years") };
        assert!(years.iter().all(|y| y.is_nan()));
    }
}
