//! The official list of schools with markers: an input beside our own signs, never reproduced by
//! them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ImportReport;
use crate::table::Table;

/// The work a marker is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Marker {
    /// The grade.
    pub grade: u8,
    /// The subject, such as `maths`.
    pub subject: String,
}

/// One school in one year's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkerRow {
    /// The year of the list.
    pub year: u16,
    /// The school's login.
    pub school: String,
    /// Its municipality as the list writes it; spelling varies between lists.
    pub municipality: String,
    /// Its name.
    pub name: String,
    /// Its markers, in the order of the columns.
    pub markers: Vec<Marker>,
}

/// The official lists of one or several years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkerList {
    /// Schools by year, in the order of the file.
    pub rows: Vec<MarkerRow>,
}

/// A list read, and what became of every row.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkerImport {
    /// The rows that are taken.
    pub list: MarkerList,
    /// What became of every row.
    pub report: ImportReport,
}

/// How many schools of one year and municipality are in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MarkerCount {
    /// The year.
    pub year: u16,
    /// The municipality; empty where all are counted together.
    pub municipality: String,
    /// Schools with at least one marker.
    pub schools: u64,
    /// Markers of these schools.
    pub markers: u64,
}

impl MarkerList {
    /// Schools and markers by year. A school listed twice in a year counts once, and so does a
    /// marker listed twice.
    #[must_use]
    pub fn by_year(&self) -> Vec<MarkerCount> {
        self.count(|_| "")
    }

    /// Schools and markers by year and municipality, as [`by_year`](Self::by_year).
    #[must_use]
    pub fn by_municipality(&self) -> Vec<MarkerCount> {
        self.count(|row| &row.municipality)
    }

    /// [`by_year`](Self::by_year) as a table: `year, schools, markers`.
    #[must_use]
    pub fn by_year_table(&self) -> Table {
        let counts = self.by_year();
        counted(Table::new().with("year", years(&counts)), &counts)
    }

    /// [`by_municipality`](Self::by_municipality) as a table:
    /// `year, municipality, schools, markers`.
    #[must_use]
    pub fn by_municipality_table(&self) -> Table {
        let counts = self.by_municipality();
        let municipality: Vec<String> = counts.iter().map(|c| c.municipality.clone()).collect();
        counted(Table::new().with("year", years(&counts)).with("municipality", municipality), &counts)
    }

    fn count<'a>(&'a self, municipality: impl Fn(&'a MarkerRow) -> &'a str) -> Vec<MarkerCount> {
        let mut groups: BTreeMap<(u16, &str), BTreeSet<(&str, &Marker)>> = BTreeMap::new();
        for row in &self.rows {
            let group = groups.entry((row.year, municipality(row))).or_default();
            group.extend(row.markers.iter().map(|marker| (digits(&row.school), marker)));
        }
        let count = |((year, municipality), marked): ((u16, &str), BTreeSet<(&str, &Marker)>)| MarkerCount {
            year,
            municipality: municipality.to_owned(),
            schools: marked.iter().map(|(school, _)| *school).collect::<BTreeSet<_>>().len() as u64,
            markers: marked.len() as u64,
        };
        groups.into_iter().map(count).collect()
    }

    /// The rows of one school by year. Its login may begin `sch` in one year and `edu` in another:
    /// the digits stay.
    #[must_use]
    pub fn history(&self, school: &str) -> Vec<&MarkerRow> {
        let mut rows: Vec<&MarkerRow> =
            self.rows.iter().filter(|row| digits(&row.school) == digits(school)).collect();
        rows.sort_by_key(|row| row.year);
        rows
    }

    /// One row per marker: `year, school, municipality, name, grade, subject`.
    #[must_use]
    pub fn table(&self) -> Table {
        table_of(self.rows.iter())
    }

    /// The markers of one school by year, as [`history`](Self::history), with the columns of
    /// [`table`](Self::table).
    #[must_use]
    pub fn history_table(&self, school: &str) -> Table {
        table_of(self.history(school).into_iter())
    }
}

fn table_of<'a>(rows: impl Iterator<Item = &'a MarkerRow>) -> Table {
    let flat: Vec<(&MarkerRow, &Marker)> =
        rows.flat_map(|row| row.markers.iter().map(move |m| (row, m))).collect();
    let text = |value: fn(&(&MarkerRow, &Marker)) -> String| flat.iter().map(value).collect::<Vec<_>>();
    Table::new()
        .with("year", flat.iter().map(|(row, _)| u64::from(row.year)).collect::<Vec<_>>())
        .with("school", text(|(row, _)| row.school.clone()))
        .with("municipality", text(|(row, _)| row.municipality.clone()))
        .with("name", text(|(row, _)| row.name.clone()))
        .with("grade", flat.iter().map(|(_, m)| u64::from(m.grade)).collect::<Vec<_>>())
        .with("subject", text(|(_, m)| m.subject.clone()))
}

fn years(counts: &[MarkerCount]) -> Vec<u64> {
    counts.iter().map(|c| u64::from(c.year)).collect()
}

fn counted(head: Table, counts: &[MarkerCount]) -> Table {
    head.with("schools", counts.iter().map(|c| c.schools).collect::<Vec<_>>())
        .with("markers", counts.iter().map(|c| c.markers).collect::<Vec<_>>())
}

/// A login without its prefix, which changed in 2022; other text as it is.
pub(crate) fn digits(login: &str) -> &str {
    let rest = login.strip_prefix("sch").or_else(|| login.strip_prefix("edu"));
    rest.filter(|r| !r.is_empty() && r.chars().all(|c| c.is_ascii_digit())).unwrap_or(login)
}

/// The name that a school, or a class of it, has with the other prefix of its login; none if it is
/// no login.
pub(super) fn with_other_prefix(name: &str) -> Option<String> {
    [("sch", "edu"), ("edu", "sch")].into_iter().find_map(|(prefix, other)| {
        let rest = name.strip_prefix(prefix).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(format!("{other}{rest}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(year: u16, school: &str, municipality: &str, grades: &[u8]) -> MarkerRow {
        MarkerRow {
            year,
            school: school.to_owned(),
            municipality: municipality.to_owned(),
            name: String::new(),
            markers: grades.iter().map(|&grade| Marker { grade, subject: "maths".to_owned() }).collect(),
        }
    }

    #[test]
    fn schools_and_markers_are_counted_once_a_year() {
        let list = MarkerList {
            rows: vec![
                row(2024, "edu990001", "M", &[4, 5]),
                row(2024, "edu990001", "M", &[5]),
                row(2024, "edu990002", "N", &[4]),
                row(2023, "edu990002", "N", &[]),
            ],
        };
        let count = |c: &MarkerCount| (c.year, c.municipality.clone(), c.schools, c.markers);
        let all: Vec<_> = list.by_year().iter().map(count).collect();
        assert_eq!(all, [(2023, String::new(), 0, 0), (2024, String::new(), 2, 3)]);
        let by: Vec<_> = list.by_municipality().iter().map(count).collect();
        assert_eq!(by[1..], [(2024, "M".to_owned(), 1, 2), (2024, "N".to_owned(), 1, 1)]);
        assert_eq!(list.table().len(), 4);
        let tables = [list.by_year_table(), list.by_municipality_table()];
        assert_eq!(
            tables.map(|t| t.column("markers").cloned()),
            [Some(vec![0, 3].into()), Some(vec![0, 2, 1].into())]
        );
        assert!(MarkerList::default().by_year().is_empty());
    }

    #[test]
    fn a_history_follows_a_school_through_the_change_of_logins() {
        let list = MarkerList {
            rows: vec![
                row(2023, "edu990001", "M", &[4]),
                row(2021, "sch990001", "M", &[5]),
                row(2023, "x", "M", &[]),
            ],
        };
        assert_eq!(list.history("edu990001").iter().map(|r| r.year).collect::<Vec<_>>(), [2021, 2023]);
        assert_eq!(list.history_table("sch990001").column("grade"), Some(&vec![5, 4].into()));
        assert!(list.history("edu99000").is_empty());
        assert!(list.history("").is_empty());
    }
}
