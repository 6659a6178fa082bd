mod comparison;
mod reading;

use std::collections::BTreeMap;

use super::cover::{Cover, leading, whole};
use super::{Sheet, code_and_name, fold, squeeze, told};
use crate::data::case::lower;
use crate::data::subject::subject_key;
use crate::data::{
    AggregateRow, Aggregates, Assessment, DataError, Distribution, Level, MarkStatistics, RowKind, School,
    WorkKey, assessments,
};
pub use comparison::read_journal_comparison;
use reading::{Line, Reading};

/// «Распределение первичных баллов»: shares of pupils by total, restored to counts.
///
/// | shape | columns |
/// |---|---|
/// | report | `Группы участников, Кол-во ОО, Кол-во участников, 0, 1, …, max`; a title above may name the work |
/// | flat | `Год, Класс, Предмет, Муниципалитет, Логин, ОО, Кол-во участников, 0, 1, …`; rows are schools, of any number of works |
///
/// **Counts.** As [`counts_of_shares`](crate::data::counts_of_shares); a remark says where plain
/// rounding did not add up to the pupils. Where no share of the table exceeds 1 and the rows add up
/// to about 1, shares are taken for fractions and not for percent, with a note.
///
/// **Groups.** A school is a row with a login, or without a number of schools. The whole sample is
/// called «Вся выборка» or «РФ». A region is called край, область, республика or автономный округ,
/// has a code like `reg220000`, or follows the whole sample. Other rows are municipalities. A
/// school belongs to the municipality above it.
///
/// **Assessment.** The one of `given` with the same subject, grade and year; in a report, with
/// those that the title names; none if more than one fits. Else that of the catalogue, if all its
/// works of the same subject, grade, year (and, in a report, largest total) have one scale. Else,
/// in a report with a title, one item worth the whole total, without boundaries. Columns above its
/// largest total must be empty or 0.
///
/// **Rows.** *taken*; *absent*: blank, or 0 pupils; *set_aside*: no group, a number of pupils that
/// is none, a share that is none, shares that do not add up to 100 % within rounding, pupils above
/// the largest total, a group a second time in one work, a work whose scale is not known.
///
/// Written from descriptions of the headers; no sample was at hand.
///
/// # Errors
/// [`DataError::UnknownLayout`], [`DataError::AssessmentRequired`] if no row's work is known,
/// [`DataError::Empty`] if no row is taken, [`DataError::ItemMaximum`] for a report with more than
/// 252 points and no assessment given.
///
/// # Examples
/// ```
/// use obektiv::data::{Grouping, readers::{Sheet, read_distributions}};
/// let text = "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников;0;1;2\nШкола (edu990001);;8;12,5;25;62,5";
/// let read = read_distributions(&Sheet::from_csv(text.as_bytes())?, &[])?;
/// assert_eq!(read.works[0].tally(Grouping::School)?.groups()["edu990001"].histogram(), [1, 2, 5]);
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_distributions(sheet: &Sheet, given: &[Assessment]) -> Result<Aggregates, DataError> {
    for assessment in given {
        assessment.check()?;
    }
    let shape = Shape::find(sheet, 0)?;
    let mut reading = Reading::of(sheet, &shape, "scores");
    let mut known: BTreeMap<WorkKey, Option<Assessment>> = BTreeMap::new();
    let mut works: Vec<Distribution> = Vec::new();
    let mut place: BTreeMap<WorkKey, usize> = BTreeMap::new();
    for line in shape.lines(sheet, &mut reading) {
        let assessment = match known.get(&line.work) {
            Some(assessment) => assessment,
            None => {
                let assessment = shape.assessment(&line.work, given)?;
                known.entry(line.work.clone()).or_insert(assessment)
            }
        };
        let Some(assessment) = assessment else {
            reading.set_aside(line.number, format!("no scale is known for {}", text_of(&line.work)));
            continue;
        };
        let width = usize::from(assessment.max_total()) + 1;
        let Some(row) = reading.row(line, width) else { continue };
        let at = *place.entry(row.work.clone()).or_insert_with(|| {
            works.push(Distribution { assessment: assessment.clone(), rows: Vec::new() });
            works.len() - 1
        });
        works[at].rows.push(row.row);
    }
    if works.is_empty() {
        return Err(match !known.is_empty() && known.values().all(Option::is_none) {
            true => DataError::AssessmentRequired { layout: "score-distribution" },
            false => DataError::Empty { what: "every row is absent or set aside: the result" },
        });
    }
    let (registry, report) = reading.finish()?;
    Ok(Aggregates { works, registry, report })
}

/// «Статистика по отметкам»: shares of pupils by mark, restored to counts.
///
/// The shapes are those of [`read_distributions`] with the columns 2, 3, 4, 5 in place of the
/// totals, and so are the rules for counts, groups and rows. No assessment is needed; a work is
/// what the title or the row says, as far as it does.
///
/// Written from descriptions of the headers; no sample was at hand.
///
/// # Errors
/// [`DataError::UnknownLayout`], [`DataError::Empty`] if no row is taken.
pub fn read_mark_statistics(sheet: &Sheet) -> Result<MarkStatistics, DataError> {
    let shape = Shape::find(sheet, 2)?;
    let mut reading = Reading::of(sheet, &shape, "marks");
    let mut works: BTreeMap<WorkKey, Vec<AggregateRow>> = BTreeMap::new();
    for line in shape.lines(sheet, &mut reading) {
        if let Some(row) = reading.row(line, 4) {
            works.entry(row.work).or_default().push(row.row);
        }
    }
    if works.is_empty() {
        return Err(DataError::Empty { what: "every row is absent or set aside: the result" });
    }
    let (registry, report) = reading.finish()?;
    Ok(MarkStatistics { works, registry, report })
}

/// Which of these tables a sheet is, and how many of its rows stand above the header.
#[cfg(feature = "identify")]
pub(super) fn layout_of(sheet: &Sheet) -> Option<(&'static str, usize)> {
    let shape = |least, name| Shape::find(sheet, least).ok().map(|shape| (name, shape.above));
    let known = shape(0, "score-distribution").or_else(|| shape(2, "mark-statistics"));
    known.or_else(|| comparison::above(sheet).map(|above| ("journal-comparison", above)))
}

const KNOWN: &str = "Группы участников, Кол-во ОО, Кол-во участников, 0, 1, … (or 2, 3, 4, 5); Год, Класс, Предмет, Муниципалитет, Логин, ОО, Кол-во участников, 0, 1, … (or 2, 3, 4, 5)";
/// A header may stand below this many rows of title.
const LONGEST_COVER: usize = 30;

/// Where the columns are.
struct Shape {
    /// Rows of the sheet up to and with the header, less one.
    above: usize,
    cover: Cover,
    n: usize,
    shares: std::ops::Range<usize>,
    columns: Columns,
}

enum Columns {
    Report {
        group: usize,
        schools: Option<usize>,
    },
    Flat {
        year: usize,
        grade: usize,
        subject: usize,
        municipality: Option<usize>,
        login: usize,
        name: Option<usize>,
    },
}

impl Shape {
    /// The shape whose share columns are an unbroken run from `least` on; marks end at 5.
    fn find(sheet: &Sheet, least: usize) -> Result<Self, DataError> {
        let rows = || std::iter::once(sheet.header.as_slice()).chain(sheet.rows.iter().map(Vec::as_slice));
        let found = rows().take(LONGEST_COVER).enumerate().find_map(|(above, header)| {
            let header: Vec<String> = header.iter().map(|h| fold::header(h)).collect();
            let find = |name: &str| header.iter().position(|h| h == name);
            let n = header
                .iter()
                .position(|h| h.starts_with("кол-во участников") || h.starts_with("количество участников"))?;
            let columns = match find("группы участников") {
                Some(group) => Columns::Report { group, schools: find("кол-во оо") },
                None => Columns::Flat {
                    year: find("год")?,
                    grade: find("класс")?,
                    subject: find("предмет")?,
                    municipality: find("муниципалитет"),
                    login: find("логин")?,
                    name: find("оо"),
                },
            };
            let first = header.iter().position(|h| whole(h) == Some(least))?;
            let run = header[first..].iter().enumerate();
            let len = run.take_while(|(i, h)| whole(h) == Some(least + i)).count();
            // Totals from 2 to 5 alone would be marks; marks from 0 or to more than 5 are totals.
            let before = header[..first].last().and_then(|h| whole(h));
            if least == 2 && (len != 4 || before == Some(1)) {
                return None;
            }
            let cover = Cover::of(rows().take(above));
            Some(Self { above, cover, n, shares: first..first + len, columns })
        });
        found.ok_or_else(|| DataError::UnknownLayout {
            header: sheet.header.iter().take(8).map(|h| lower(h.trim())).collect(),
            expected: KNOWN,
        })
    }

    /// The scale of a work; `None` if it is not known.
    fn assessment(&self, work: &WorkKey, given: &[Assessment]) -> Result<Option<Assessment>, DataError> {
        let is_report = matches!(self.columns, Columns::Report { .. });
        let fits = |a: &&Assessment| {
            Some(&a.subject) == work.subject.as_ref()
                && Some(a.test_grade) == work.grade
                && Some(a.year) == work.year
        };
        // What a title does not say cannot contradict what is given; the catalogue would be a
        // guess.
        let open = |a: &&Assessment| {
            work.subject.as_ref().is_none_or(|s| *s == a.subject)
                && work.grade.is_none_or(|g| g == a.test_grade)
                && work.year.is_none_or(|y| y == a.year)
        };
        let mut fitting = given.iter().filter(|a| if is_report { open(a) } else { fits(a) });
        match (fitting.next(), fitting.next()) {
            (Some(a), None) => return Ok(Some(a.clone())),
            // To choose one of several scales would be a guess.
            (Some(_), Some(_)) => return Ok(None),
            (None, _) => {}
        }
        let max_total = self.shares.len().saturating_sub(1);
        let catalogue = assessments()?;
        let mut shipped =
            catalogue.iter().filter(fits).filter(|a| !is_report || usize::from(a.max_total()) == max_total);
        if let Some(first) = shipped.next()
            && shipped.all(|a| (a.max_total(), a.boundaries) == (first.max_total(), first.boundaries))
        {
            return Ok(Some(first.clone()));
        }
        match (&work.subject, work.grade, work.year) {
            (Some(subject), Some(grade), Some(year)) if is_report => {
                let max = u8::try_from(max_total).unwrap_or(u8::MAX);
                Assessment::new(subject, grade, year, &[max], None).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The rows that are about a group of pupils, with what each says of it.
    fn lines(&self, sheet: &Sheet, reading: &mut Reading<'_>) -> Vec<Line> {
        let mut lines = Vec::new();
        let (mut municipality, mut after_whole) = (String::new(), false);
        for (index, cells) in sheet.rows[self.above..].iter().enumerate() {
            let number = sheet.numbers[self.above + index];
            let at = |column: usize| cells.get(column).map_or("", String::as_str);
            let text = |column: Option<usize>| squeeze(column.map_or("", at));
            let n = match whole::<u64>(at(self.n)) {
                Some(n) => n,
                None if self.shares.clone().all(|c| at(c).is_empty()) => 0,
                None => {
                    let reason =
                        format!("the number of pupils is {}, expected a whole number", told(at(self.n)));
                    reading.set_aside(number, reason);
                    continue;
                }
            };
            if n == 0 {
                reading.report.count(RowKind::Absent);
                continue;
            }
            let (work, level, group, school) = match &self.columns {
                Columns::Report { group, schools } => {
                    let (level, name, label) = level_of(at(*group), schools.map(at), after_whole);
                    after_whole = level == Level::Whole;
                    match level {
                        Level::Municipality => municipality.clone_from(&name),
                        Level::Whole | Level::Region => municipality.clear(),
                        Level::School => {}
                    }
                    let known =
                        School { name: label, municipality: municipality.clone(), ..School::default() };
                    (self.work(), level, name, known)
                }
                Columns::Flat { year, grade, subject, municipality, login, name } => {
                    let subject = Some(subject_key(at(*subject))).filter(|s| !s.is_empty());
                    let work = WorkKey { subject, grade: leading(at(*grade)), year: whole(at(*year)) };
                    let (login, label) = code_and_name(at(*login));
                    let municipality = squeeze(code_and_name(&text(*municipality)).1);
                    let known = School { name: text(*name), municipality, ..School::default() };
                    (work, Level::School, login.unwrap_or(label).to_owned(), known)
                }
            };
            if group.is_empty() {
                reading.set_aside(number, "no group".to_owned());
                continue;
            }
            let shares = self.shares.clone().map(|c| at(c).to_owned()).collect();
            lines.push(Line { number, work, level, group, school, n, shares });
        }
        lines
    }

    fn work(&self) -> WorkKey {
        let Cover { subject, test_grade, year, .. } = &self.cover;
        WorkKey { subject: subject.clone(), grade: *test_grade, year: *year }
    }
}

/// The level of a group, what it is called by, and the name of a school.
fn level_of(cell: &str, schools: Option<&str>, after_whole: bool) -> (Level, String, String) {
    let (code, name) = code_and_name(cell);
    let label = squeeze(name);
    let code = code.unwrap_or_default();
    let lower = lower(&label);
    let is_school = super::is_login(code) || (!code.starts_with("reg") && schools == Some(""));
    if is_school {
        return (Level::School, if code.is_empty() { label.clone() } else { code.to_owned() }, label);
    }
    let region =
        |word: &str| ["край", "область", "обл.", "республика", "автономный", "автономная"].contains(&word);
    let level = if lower.starts_with("вся выборка")
        || ["рф", "россия", "российская федерация"].contains(&lower.as_str())
    {
        Level::Whole
    } else if code.contains("_m") {
        Level::Municipality
    } else if code.starts_with("reg") || after_whole || lower.split(' ').any(region) {
        Level::Region
    } else {
        Level::Municipality
    };
    (level, label.clone(), label)
}

fn text_of(work: &WorkKey) -> String {
    let text = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
    let (grade, year) = (work.grade.map(|g| g.to_string()), work.year.map(|y| y.to_string()));
    format!("{} {} {}", text(work.subject.clone()), text(grade), text(year))
}

#[cfg(test)]
mod tests;
