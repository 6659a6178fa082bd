use std::collections::BTreeMap;

use super::{
    Cover, Sheet, code_and_name,
    cover::{leading, whole},
    fold, squeeze,
};
use crate::data::{
    AggregateRow, Aggregates, Assessment, DataError, Distribution, ImportReport, Level, MarkStatistics,
    Registry, RowKind, School, WorkKey, assessments, case::lower, counts_of_shares, subject::subject_key,
};

/// «Распределение первичных баллов»: shares of pupils by total, restored to counts.
///
/// | shape | columns |
/// |---|---|
/// | report | `Группы участников, Кол-во ОО, Кол-во участников, 0, 1, …, max`; a title above may name the work |
/// | flat | `Год, Класс, Предмет, Муниципалитет, Логин, ОО, Кол-во участников, 0, 1, …`; rows are schools, of any number of works |
///
/// **Counts.** As [`counts_of_shares`]; a remark says where plain rounding did not add up to the
/// pupils. Where no share of the table exceeds 1 and the rows add up to about 1, shares are taken
/// for fractions and not for percent, with a note.
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
    shape(0, "score-distribution").or_else(|| shape(2, "mark-statistics"))
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
                    let reason = format!("the number of pupils is {:?}, expected a whole number", at(self.n));
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

/// A row before its shares are restored.
struct Line {
    number: u64,
    work: WorkKey,
    level: Level,
    group: String,
    school: School,
    n: u64,
    shares: Vec<String>,
}

struct OfWork {
    work: WorkKey,
    row: AggregateRow,
}

/// What is learned on the way through the rows.
struct Reading<'a> {
    report: ImportReport,
    known: BTreeMap<String, School>,
    seen: BTreeMap<(WorkKey, Level, String), u64>,
    /// 100 where the file holds fractions, else 1.
    scale: f64,
    /// How far the printed shares may be from the true ones, in percent.
    half: f64,
    shape: &'a Shape,
}

impl<'a> Reading<'a> {
    fn of(sheet: &Sheet, shape: &'a Shape, what: &str) -> Self {
        let kind = if matches!(shape.columns, Columns::Flat { .. }) { "flat" } else { "report" };
        let mut report = ImportReport {
            layout: format!("{what}-{kind}"),
            notes: sheet.notes.clone(),
            ..ImportReport::default()
        };
        let shares = |cells: &Vec<String>| -> Vec<f64> {
            let cells = shape.shares.clone().filter_map(|c| cells.get(c));
            cells.filter(|c| !c.is_empty()).filter_map(|c| share(c)).collect()
        };
        let table: Vec<Vec<f64>> = sheet.rows[shape.above..]
            .iter()
            .map(shares)
            .filter(|row| row.iter().sum::<f64>() > 0.0)
            .collect();
        // In percent a row adds up to about 100, so a whole table of about 1 holds fractions.
        let fractions = !table.is_empty() && table.iter().all(|row| (0.8..1.2).contains(&row.iter().sum()));
        let scale = if fractions { 100.0 } else { 1.0 };
        if fractions {
            report.notes.push("the shares add up to 1: read as fractions, not as percent".to_owned());
        }
        let decimals = table.iter().flatten().map(|p| decimals(p * scale)).max().unwrap_or(0);
        let half = 0.5 / 10_f64.powi(decimals);
        Self { report, known: BTreeMap::new(), seen: BTreeMap::new(), scale, half, shape }
    }

    fn set_aside(&mut self, number: u64, reason: String) {
        self.report.count(RowKind::SetAside);
        self.report.remark(number, RowKind::SetAside, reason);
    }

    /// The row with its counts; `None` if it is set aside. `width`: how many of the columns count.
    fn row(&mut self, line: Line, width: usize) -> Option<OfWork> {
        let Line { number, work, level, group, school, n, shares } = line;
        let mut percent = vec![0.0; width];
        for (i, cell) in shares.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let name = i + if width == 4 && self.report.layout.starts_with("marks") { 2 } else { 0 };
            match share(cell).map(|p| p * self.scale) {
                Some(p) if (0.0..=(100.0 + self.half).max(n as f64)).contains(&p) => match percent.get_mut(i)
                {
                    Some(slot) => *slot = p,
                    None if p == 0.0 => {}
                    None => {
                        let largest = width - 1;
                        self.set_aside(
                            number,
                            format!("pupils with {name} points, the largest total is {largest}"),
                        );
                        return None;
                    }
                },
                _ => {
                    self.set_aside(number, format!("the share of {name} is {cell:?}, expected 0 to 100"));
                    return None;
                }
            }
        }
        let sum: f64 = percent.iter().sum();
        // Where they add up to the pupils they are counts; of 100 pupils they are both.
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let are_counts =
            near(self.scale, 1.0) && near(sum, n as f64) && percent.iter().all(|p| near(p.fract(), 0.0));
        if are_counts && n > 0 && n != 100 {
            if !self.report.notes.iter().any(|note| note == COUNTS) {
                self.report.notes.push(COUNTS.to_owned());
            }
            percent.iter_mut().for_each(|p| *p = 100.0 * *p / sum);
        }
        let sum: f64 = percent.iter().sum();
        let allowed = self.half * self.shape.shares.len() as f64 + 1e-6;
        if (sum - 100.0).abs() > allowed {
            self.set_aside(
                number,
                format!("the shares add up to {sum:.2} %, expected 100 within {allowed:.2}"),
            );
            return None;
        }
        let Some((counts, plain)) = counts_of_shares(&percent, n) else {
            self.set_aside(number, format!("{n} pupils, expected at most 1000000000"));
            return None;
        };
        if let Some(first) = self.seen.insert((work.clone(), level, group.clone()), number) {
            self.set_aside(number, format!("{group} stands in row {first} already"));
            return None;
        }
        self.report.count(RowKind::Taken);
        if !plain {
            let reason = format!("the rounded counts do not add up to {n} pupils: by the largest remainders");
            self.report.remark(number, RowKind::Taken, reason);
        }
        let municipality = school.municipality.clone();
        if level == Level::School {
            self.known.entry(group.clone()).or_insert(school);
        }
        Some(OfWork { work, row: AggregateRow { level, group, municipality, n, counts } })
    }

    fn finish(mut self) -> Result<(Registry, ImportReport), DataError> {
        self.report.remarks.sort_by_key(|remark| remark.row);
        Ok((Registry::new(self.known)?, self.report))
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

const COUNTS: &str = "numbers that add up to the pupils of their row are read as counts, not as percent";

/// A share as a report prints it: with a point or a comma, with or without a percent sign; a dash
/// or «нет» for nobody.
fn share(cell: &str) -> Option<f64> {
    if ["-", "–", "—", "−", "нет"].contains(&lower(cell.trim()).as_str()) {
        return Some(0.0);
    }
    let cell = cell.trim().trim_end_matches('%').trim_end().replace(',', ".");
    cell.parse().ok().filter(|p: &f64| p.is_finite())
}

/// Decimals of a printed share, at most 2: beyond, they are those of a computer, and a wide bound
/// does no harm.
fn decimals(share: f64) -> i32 {
    let near = |power: f64| ((share * power).round() - share * power).abs() < 1e-6 * power;
    [(0, 1.0), (1, 10.0)].into_iter().find(|&(_, power)| near(power)).map_or(2, |(decimals, _)| decimals)
}

fn text_of(work: &WorkKey) -> String {
    let text = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
    let (grade, year) = (work.grade.map(|g| g.to_string()), work.year.map(|y| y.to_string()));
    format!("{} {} {}", text(work.subject.clone()), text(grade), text(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Grouping;

    fn sheet(text: &str) -> Sheet {
        Sheet::from_csv(text.as_bytes()).unwrap()
    }

    const REPORT: &str =
        "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во  участников;0;1;2;3\n";
    const FLAT: &str = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;0;1;2;3;4\n";

    #[test]
    fn a_report_gives_groups_on_four_levels() {
        let text = format!(
            "{REPORT}Вся выборка;35 000;1 400 000;25;25;25;25\nг. Горный;2;40;25;25;25;25\n\
             Горный  район;2;30;10;20;30;40\nШкола № 1 (edu990001);;10;10%;20,0;30;40\nedu990002 | Школа № 2;1;20;;;50;50\nПустая;1;0;;;;"
        );
        let read = read_distributions(&sheet(&text), &[]).unwrap();
        let r = &read.report;
        assert_eq!((r.layout.as_str(), r.rows, r.taken, r.absent), ("scores-report", 6, 5, 1));
        let work = &read.works[0];
        let level = |row: &AggregateRow| row.level.name();
        assert_eq!(
            work.rows.iter().map(level).collect::<Vec<_>>(),
            ["whole", "region", "municipality", "school", "school"]
        );
        assert_eq!(work.rows[0].counts, [350_000; 4]);
        assert_eq!(work.rows[4].counts, [0, 0, 10, 10]);
        assert_eq!(work.assessment, Assessment::new("maths", 5, 2026, &[3], None).unwrap());
        assert_eq!(read.registry.name("edu990002"), "Школа № 2");
        assert_eq!(read.registry.municipality("edu990001"), "Горный район");
        assert_eq!(
            work.tally(Grouping::Municipality).unwrap().groups()["Горный район"].histogram(),
            [3, 6, 9, 12]
        );
    }

    #[test]
    fn a_flat_table_gives_each_work_its_own_distribution() {
        let given = [
            Assessment::new("maths", 5, 2023, &[1, 2], Some([1, 2, 3])).unwrap(),
            Assessment::new("russian", 5, 2023, &[4], None).unwrap(),
        ];
        let text = format!(
            "{FLAT}2023;5;Математика;М;edu990001;Ш 1;4;25;25;25;25;\n2023.0;5 класс;Русский язык;М;edu990001;Ш 1;4;0;0;0;0;100\n\
             2023;5;Математика;М;edu990002;Ш 2;5;20;20;20;20;20\n2023;5;Физика;М;edu990001;Ш 1;4;25;25;25;25;0\n\
             2023;5;Математика;М;edu990001;Ш 1;4;25;25;25;25;0"
        );
        let read = read_distributions(&sheet(&text), &given).unwrap();
        assert_eq!((read.works.len(), read.report.taken, read.report.set_aside), (2, 2, 3));
        assert_eq!(read.works[0].assessment.boundaries, Some([1, 2, 3]));
        assert_eq!(read.works[1].rows[0].counts, [0, 0, 0, 0, 4]);
        let reasons: Vec<&str> = read.report.remarks.iter().map(|r| r.reason.as_str()).collect();
        assert_eq!(
            reasons,
            [
                "pupils with 4 points, the largest total is 3",
                "no scale is known for физика 5 2023".replace("физика", "physics").as_str(),
                "edu990001 stands in row 2 already",
            ]
        );
        assert_eq!(read.works[0].tally(Grouping::Municipality).unwrap().groups()["М"].histogram(), [1; 4]);
        let error = read_distributions(&sheet(&text), &[]).unwrap_err();
        assert_eq!(error, DataError::AssessmentRequired { layout: "score-distribution" });
    }

    #[test]
    fn boundaries_come_from_the_catalogue_if_the_scale_is_the_same() {
        let columns = (0..=20).map(|s| format!(";{s}")).collect::<String>();
        let text = |max: &str| {
            format!(
                "ВПР 2021 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников{columns}{max}\nШ (edu990001);;2;50;50"
            )
        };
        let read = |text: &str| read_distributions(&sheet(text), &[]).unwrap().works.remove(0).assessment;
        assert_eq!(read(&text("")).boundaries, Some([7, 11, 15]));
        assert_eq!(read(&text(";21")).boundaries, None);
    }

    #[test]
    fn rows_that_are_no_shares_are_set_aside() {
        let text = format!(
            "{REPORT}А (edu990001);;10;10;20;30;40\nБ (edu990002);;10;10;20;30;30\nВ (edu990003);;10;-5;25;40;40\n\
             Г (edu990004);;десять;10;20;30;40\nД (edu990005);;10;x;20;30;40\n;;10;10;20;30;40"
        );
        let read = read_distributions(&sheet(&text), &[]).unwrap();
        assert_eq!((read.report.taken, read.report.set_aside), (1, 5));
        let mut reasons: Vec<&str> = read.report.remarks.iter().map(|r| r.reason.as_str()).collect();
        reasons.sort_unstable();
        assert_eq!(
            reasons,
            [
                "no group",
                "the number of pupils is \"десять\", expected a whole number",
                "the share of 0 is \"-5\", expected 0 to 100",
                "the share of 0 is \"x\", expected 0 to 100",
                "the shares add up to 90.00 %, expected 100 within 2.00",
            ]
        );
    }

    #[test]
    fn a_report_that_fits_two_given_works_is_read_on_neither_scale() {
        let given = [3, 2].map(|max| Assessment::new("maths", 5, 2026, &[max], None).unwrap());
        let text = "Группы участников;Кол-во участников;0;1;2\nШкола (edu990001);8;12,5;25;62,5";
        let code = |given: &[Assessment]| read_distributions(&sheet(text), given).map_err(|e| e.code());
        assert_eq!(code(&given).unwrap_err(), "data.assessment_required");
        assert_eq!(code(&given[1..]).unwrap().works[0].rows[0].counts, [1, 2, 5]);
    }

    #[test]
    fn fractions_of_a_workbook_are_read_as_such() {
        let text = format!("{REPORT}А (edu990001);;8;0.125;0.25;0;0.625");
        let read = read_distributions(&sheet(&text), &[]).unwrap();
        assert_eq!(read.works[0].rows[0].counts, [1, 2, 0, 5]);
        assert_eq!(read.report.notes.len(), 1);
    }

    #[test]
    fn a_large_group_is_restored_by_the_largest_remainders_with_a_remark() {
        let text = format!("{REPORT}А (edu990001);;5000;33,3;33,3;33,3;0");
        let read = read_distributions(&sheet(&text), &[]).unwrap();
        assert_eq!(read.works[0].rows[0].counts, [1667, 1667, 1666, 0]);
        assert_eq!(read.report.remarks.len(), 1);
    }

    #[test]
    fn statistics_of_marks_need_no_assessment() {
        let text = "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nШкола (edu990001);;20;10;20;30;40";
        let read = read_mark_statistics(&sheet(text)).unwrap();
        assert_eq!(read.works[&WorkKey::default()][0].counts, [2, 4, 6, 8]);
        let flat = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5\n2023;4;Русский язык;М;edu990001;Ш;10;0;50;50;0";
        let read = read_mark_statistics(&sheet(flat)).unwrap();
        let work = WorkKey { subject: Some("russian".to_owned()), grade: Some(4), year: Some(2023) };
        assert_eq!(
            (read.works[&work][0].counts.as_slice(), read.report.layout.as_str()),
            (&[0, 5, 5, 0][..], "marks-flat")
        );
        assert_eq!(read.registry.name("edu990001"), "Ш");
    }

    #[test]
    fn a_table_of_another_shape_is_an_error() {
        let code = |text: &str| read_distributions(&sheet(text), &[]).unwrap_err().code();
        assert_eq!(code("a;b\n1;2"), "data.unknown_layout");
        assert_eq!(
            code("Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nА;1;1;0;0;0;100"),
            "data.unknown_layout"
        );
        assert_eq!(code(REPORT), "data.empty");
        assert_eq!(read_mark_statistics(&sheet(REPORT)).unwrap_err().code(), "data.unknown_layout");
        assert_eq!(code("Группы участников;Кол-во участников;0\nА (edu1);5;100"), "data.assessment_required");
    }
}
