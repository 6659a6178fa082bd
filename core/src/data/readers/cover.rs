//! What stands above a table: the title, the subject, the largest total, the school.

use super::{code_and_name, squeeze};
use crate::data::{Assessment, case::lower, subject::subject_key};

/// What the rows above a table say of the work. Absent or unreadable parts are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cover {
    pub subject: Option<String>,
    pub test_grade: Option<u8>,
    pub pupil_grade: Option<u8>,
    pub year: Option<u16>,
    pub max_total: Option<u16>,
}

impl Cover {
    /// Of rows such as «ВПР 2026 Математика 4 класс», `Предмет | Математика`,
    /// `Максимальный первичный балл | 20`, `Дата | …`.
    pub fn of<'a>(rows: impl Iterator<Item = &'a [String]> + Clone) -> Self {
        let mut cover = Self::default();
        if let Some(title) = rows.clone().flatten().find(|cell| is_title(cell)) {
            cover.read_title(title);
        }
        if let Some(subject) = field(rows.clone(), "предмет") {
            cover.subject = Some(subject_key(&subject));
        }
        cover.max_total = field(rows.clone(), "максимальный первичный балл").and_then(|v| whole(&v));
        if cover.year.is_none() {
            cover.year = field(rows, "дата").and_then(|date| {
                date.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)?.parse().ok()
            });
        }
        cover
    }

    /// Year, grade and subject are words of the title in any order; «(по образцу 6 класса)» names
    /// the test's grade where pupils of another grade wrote it.
    fn read_title(&mut self, title: &str) {
        let lower = lower(&squeeze(title));
        let (head, pattern) = lower.split_once("(по образцу").unwrap_or((&lower, ""));
        let words: Vec<&str> = head.split(' ').collect();
        let mut subject = Vec::new();
        for (i, word) in words.iter().enumerate() {
            let next = words.get(i + 1).copied().unwrap_or_default();
            match word.parse::<u16>() {
                Ok(year) if word.len() == 4 => self.year = Some(year),
                Ok(grade) if next.starts_with("класс") => self.test_grade = u8::try_from(grade).ok(),
                _ if ["впр", "г.", "год", "года"].contains(word) || word.starts_with("класс") =>
                    {}
                _ => subject.push(*word),
            }
        }
        let subject = subject.join(" ");
        let subject = subject.trim_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != ')');
        self.subject = Some(subject_key(subject)).filter(|s| !s.is_empty());
        if let Some(grade) = pattern.split(|c: char| !c.is_ascii_digit()).find_map(|part| part.parse().ok()) {
            self.pupil_grade = self.test_grade.filter(|&written_in| written_in != grade);
            self.test_grade = Some(grade);
        }
    }

    /// Where these rows name another work than the one read.
    pub fn differs(&self, assessment: &Assessment) -> Option<String> {
        let same = self.subject.as_ref().is_none_or(|s| *s == assessment.subject)
            && self.test_grade.is_none_or(|g| g == assessment.test_grade)
            && self.year.is_none_or(|y| y == assessment.year);
        let text = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
        (!same).then(|| {
            format!(
                "the file names {} {} {}, it was read as {}",
                text(self.subject.clone()),
                text(self.test_grade.map(|g| g.to_string())),
                text(self.year.map(|y| y.to_string())),
                assessment.key()
            )
        })
    }
}

fn is_title(cell: &str) -> bool {
    let cell = lower(cell);
    cell.contains("впр") && cell.contains("класс")
}

/// The value after a label, in the same cell or in the next one that is filled.
fn field<'a>(rows: impl Iterator<Item = &'a [String]>, label: &str) -> Option<String> {
    for cells in rows {
        for (i, cell) in cells.iter().enumerate() {
            let lower = lower(&squeeze(cell));
            let Some(rest) = lower.strip_prefix(label) else { continue };
            let own = rest.trim_start_matches([':', ' ']).to_owned();
            let next = || cells[i + 1..].iter().find(|c| !c.is_empty()).map(|c| squeeze(c));
            if let Some(value) = Some(own).filter(|v| !v.is_empty()).or_else(next) {
                return Some(value);
            }
        }
    }
    None
}

/// A whole number, as text, with a decimal point, or with spaces between the thousands.
pub(super) fn whole<N: std::str::FromStr>(text: &str) -> Option<N> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = digits
        .split_once(['.', ','])
        .map_or(digits.as_str(), |(whole, rest)| if rest.chars().all(|c| c == '0') { whole } else { "" });
    digits.parse().ok()
}

/// The number that a text begins with: `4` of «4 класс».
pub(super) fn leading<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// A row that names a school for the rows below: «name (edu…) | Кол-во участников: N».
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SchoolRow {
    pub login: String,
    pub name: String,
    pub pupils: Option<u64>,
}

/// What stands before the number of pupils in a school's row.
const COUNT: &str = "кол-во участников";

impl SchoolRow {
    pub fn of(cells: &[String]) -> Option<Self> {
        let mut filled = cells.iter().filter(|c| !c.is_empty());
        let school = filled.next()?;
        // All of it may stand in one cell.
        let (school, count) = match school.rsplit_once('|') {
            Some((school, count)) if lower(count).contains(COUNT) => (school, count),
            _ => (school.as_str(), filled.next()?.as_str()),
        };
        let count = lower(&squeeze(count));
        let count = count.strip_prefix(COUNT)?;
        let pupils = whole(count.trim_start_matches([':', ' '])).or_else(|| whole(filled.next()?));
        let (login, name) = code_and_name(school);
        let name = squeeze(name);
        Some(Self { login: login.map_or_else(|| name.clone(), str::to_owned), name, pupils })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(rows: &[&[&str]]) -> Cover {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
        Cover::of(rows.iter().map(Vec::as_slice))
    }

    #[test]
    fn a_title_names_year_subject_and_grade_in_any_order() {
        let expected = Cover {
            subject: Some("maths".to_owned()),
            test_grade: Some(4),
            year: Some(2026),
            ..Cover::default()
        };
        assert_eq!(cover(&[&["ВПР 2026  Математика 4 класс"]]), expected);
        assert_eq!(cover(&[&["ВПР. Математика. 4 класс"], &["Дата", "14.04.2026"]]).year, Some(2026));
        let max = cover(&[
            &["ВПР 4 класс 2026"],
            &["Предмет:", "", "Математика"],
            &["Максимальный первичный балл: 20"],
        ]);
        assert_eq!(max, Cover { max_total: Some(20), ..expected });
        assert_eq!(cover(&[&["что-то"], &[]]), Cover::default());
    }

    #[test]
    fn a_work_after_another_grades_pattern_keeps_both_grades() {
        let c = cover(&[&["ВПР 2022 Биология 7 класс (по образцу 6 класса)"]]);
        assert_eq!((c.test_grade, c.pupil_grade, c.subject.as_deref()), (Some(6), Some(7), Some("biology")));
    }

    #[test]
    fn whole_numbers_may_have_spaces_and_an_empty_fraction() {
        assert_eq!([" 1 234 ", "2023.0", "24,00"].map(whole::<u32>), [Some(1234), Some(2023), Some(24)]);
        assert_eq!(["", "2.5", "-1", "1e3"].map(whole::<u32>), [None; 4]);
    }
}
