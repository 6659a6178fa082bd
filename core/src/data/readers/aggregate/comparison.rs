//! «Сравнение отметок с отметками по журналу»: counts by group.

use std::collections::BTreeMap;

use super::reading::decimals;
use super::{LONGEST_COVER, level_of};
use crate::data::case::lower;
use crate::data::readers::cover::{Cover, whole};
use crate::data::readers::{Sheet, fold, told};
use crate::data::{
    AggregateRow, DataError, ImportReport, JournalComparison, Level, Registry, RowKind, School, WorkKey,
    counts_of_shares,
};

const EXPECTED: &str = "Группы участников, Кол-во участников, Понизили … %, Понизили … Кол-во участников, Подтвердили …, Повысили …; Группы участников, Кол-во участников, %, with rows Понизили, Подтвердили, Повысили";
/// How the columns or rows of the three kinds begin, in their order.
const KINDS: [&str; 3] = ["понизили", "подтвердили", "повысили"];

/// «Сравнение отметок с отметками по журналу»: how many pupils of each group have a mark below,
/// equal to and above that of the journal.
///
/// | shape | columns |
/// |---|---|
/// | wide | `Группы участников, Кол-во участников`, and for each of `Понизили, Подтвердили, Повысили` a column of per cent, of pupils, or both |
/// | tall | `Группы участников, Кол-во участников, %`: below the row of a group the rows `Понизили, Подтвердили, Повысили, Всего` |
///
/// **Counts** are the columns of pupils; a dash or an empty cell is nobody. Where there are none,
/// they are restored from the shares by [`counts_of_shares`](crate::data::counts_of_shares). Levels
/// of groups are those of [`read_distributions`](super::read_distributions).
///
/// **Rows.** *taken*; *absent*: 0 pupils; *set_aside*: no group, a number that is none, counts that
/// do not add up to the pupils, a group a second time. A share that is not that of its count is
/// remarked; the count is taken.
///
/// # Errors
/// [`DataError::UnknownLayout`], [`DataError::Empty`] if no row is taken.
///
/// # Examples
/// ```
/// use obektiv::data::readers::{Sheet, read_journal_comparison};
/// let text = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5";
/// let read = read_journal_comparison(&Sheet::from_csv(text.as_bytes())?)?;
/// assert_eq!(read.works.values().next().unwrap()[0].counts, [10, 9, 1]);
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_journal_comparison(sheet: &Sheet) -> Result<JournalComparison, DataError> {
    let header = Header::find(sheet).ok_or_else(|| DataError::UnknownLayout {
        header: sheet.header.iter().take(8).map(|h| lower(h.trim())).collect(),
        expected: EXPECTED,
    })?;
    let Cover { subject, test_grade, year, .. } = header.cover.clone();
    let mut reading = Reading::new(sheet);
    let lines = match header.wide {
        Some(columns) => wide(sheet, &header, columns, &mut reading),
        None => tall(sheet, &header, &mut reading),
    };
    let rows: Vec<AggregateRow> = lines.into_iter().filter_map(|line| reading.row(line)).collect();
    if rows.is_empty() {
        return Err(DataError::Empty { what: "every row is absent or set aside: the result" });
    }
    let work = WorkKey { subject, grade: test_grade, year };
    let registry = Registry::new(reading.known)?;
    Ok(JournalComparison { works: BTreeMap::from([(work, rows)]), registry, report: reading.report })
}

/// Whether a sheet is such a table, and how many of its rows stand above the header.
#[cfg(feature = "identify")]
pub(super) fn above(sheet: &Sheet) -> Option<usize> {
    Header::find(sheet).map(|header| header.above)
}

/// Columns of one kind: of per cent and of pupils.
type Columns = (Option<usize>, Option<usize>);

struct Header {
    above: usize,
    cover: Cover,
    group: usize,
    n: usize,
    /// The columns of the three kinds; none where they are rows.
    wide: Option<[Columns; 3]>,
}

impl Header {
    fn find(sheet: &Sheet) -> Option<Self> {
        let rows = || std::iter::once(sheet.header.as_slice()).chain(sheet.rows.iter().map(Vec::as_slice));
        rows().take(LONGEST_COVER).enumerate().find_map(|(above, cells)| {
            let header: Vec<String> = cells.iter().map(|h| fold::header(h)).collect();
            let group = header.iter().position(|h| h == "группы участников")?;
            let is_number =
                |h: &String| h.starts_with("кол-во участников") || h.starts_with("количество участников");
            let n = header.iter().position(is_number)?;
            let of = |kind: &str| -> Columns {
                let own = || (0..header.len()).filter(|&at| header[at].starts_with(kind));
                let counts =
                    |at: &usize| header[*at].contains("кол-во") || header[*at].contains("количество");
                (own().find(|at| !counts(at)), own().find(counts))
            };
            let columns = KINDS.map(of);
            let wide = columns.iter().all(|(share, count)| share.is_some() || count.is_some());
            let first = || sheet.rows.get(above..)?.iter().find_map(|row| kind_of(row.get(group)?));
            if !wide && first().is_none() {
                return None;
            }
            let cover = Cover::of(rows().take(above));
            Some(Self { above, cover, group, n, wide: wide.then_some(columns) })
        })
    }
}

/// Which kind a row of the tall shape is; 3 is all of them.
fn kind_of(cell: &str) -> Option<usize> {
    let text = lower(cell.trim());
    KINDS.iter().chain(&["всего"]).position(|kind| text.starts_with(kind))
}

/// One group with the cells of its three kinds, (share, count).
struct Line {
    number: u64,
    group: String,
    n: String,
    cells: [(String, String); 3],
}

fn wide(sheet: &Sheet, header: &Header, columns: [Columns; 3], reading: &mut Reading) -> Vec<Line> {
    let rows = header.above..sheet.rows.len();
    reading.report.layout = "comparison-wide".to_owned();
    let line = |index: usize| {
        let cells = &sheet.rows[index];
        let at = |column: usize| cells.get(column).map_or("", String::as_str).trim().to_owned();
        let cell = |column: Option<usize>| column.map_or_else(String::new, at);
        Line {
            number: sheet.numbers[index],
            group: at(header.group),
            n: at(header.n),
            cells: columns.map(|(share, count)| (cell(share), cell(count))),
        }
    };
    rows.map(line).collect()
}

fn tall(sheet: &Sheet, header: &Header, reading: &mut Reading) -> Vec<Line> {
    reading.report.layout = "comparison-tall".to_owned();
    let mut lines: Vec<Line> = Vec::new();
    for index in header.above..sheet.rows.len() {
        let cells = &sheet.rows[index];
        let at = |column: usize| cells.get(column).map_or("", String::as_str).trim().to_owned();
        let (count, share) = (at(header.n), at(header.n + 1));
        match (kind_of(&at(header.group)), lines.last_mut()) {
            (Some(3), Some(line)) => line.n = count,
            (Some(kind), Some(line)) if kind < 3 => line.cells[kind] = (share, count),
            (Some(_), _) => reading.set_aside(sheet.numbers[index], "no group stands above it".to_owned()),
            (None, _) => {
                // The row of a group; those below it belong to it and are no rows of their own.
                let cells = std::array::from_fn(|_| (String::new(), String::new()));
                lines.push(Line { number: sheet.numbers[index], group: at(header.group), n: count, cells });
            }
        }
    }
    lines
}

/// What is learned on the way through the groups.
struct Reading {
    report: ImportReport,
    known: BTreeMap<String, School>,
    seen: BTreeMap<(Level, String), u64>,
    municipality: String,
    after_whole: bool,
}

impl Reading {
    fn new(sheet: &Sheet) -> Self {
        Self {
            report: ImportReport { notes: sheet.notes.clone(), ..ImportReport::default() },
            known: BTreeMap::new(),
            seen: BTreeMap::new(),
            municipality: String::new(),
            after_whole: false,
        }
    }

    fn set_aside(&mut self, number: u64, reason: String) {
        self.report.count(RowKind::SetAside);
        self.report.remark(number, RowKind::SetAside, reason);
    }

    fn row(&mut self, line: Line) -> Option<AggregateRow> {
        let number = line.number;
        match self.counted(line) {
            Ok(Some(row)) => {
                self.report.count(RowKind::Taken);
                Some(row)
            }
            Ok(None) => {
                self.report.count(RowKind::Absent);
                None
            }
            Err(reason) => {
                self.set_aside(number, reason);
                None
            }
        }
    }

    /// The group with its counts; nothing where it has no pupils.
    fn counted(&mut self, line: Line) -> Result<Option<AggregateRow>, String> {
        let n = number(&line.n).ok_or_else(|| wrong("the number of pupils", &line.n))?;
        if n == 0 {
            return Ok(None);
        }
        let (level, group, label) = level_of(&line.group, None, self.after_whole);
        if group.is_empty() {
            return Err("no group".to_owned());
        }
        self.after_whole = level == Level::Whole;
        match level {
            Level::Municipality => self.municipality.clone_from(&group),
            Level::Whole | Level::Region => self.municipality.clear(),
            Level::School => {}
        }
        let counts = self.counts(&line, n)?;
        if let Some(first) = self.seen.insert((level, group.clone()), line.number) {
            return Err(format!("{group} stands in row {first} already"));
        }
        let municipality = self.municipality.clone();
        if level == Level::School {
            let school = School { name: label, municipality: municipality.clone(), ..School::default() };
            self.known.insert(group.clone(), school);
        }
        Ok(Some(AggregateRow { level, group, municipality, n, counts }))
    }

    fn counts(&mut self, line: &Line, n: u64) -> Result<Vec<u64>, String> {
        let mut shares = Vec::new();
        for ((cell, _), kind) in line.cells.iter().zip(KINDS) {
            let what = || wrong(&format!("the share of {kind}"), cell);
            shares.push(super::reading::share(cell).or(cell.is_empty().then_some(0.0)).ok_or_else(what)?);
        }
        if line.cells.iter().all(|(_, count)| count.is_empty()) {
            let decimals = shares.iter().map(|&p| decimals(p)).max().unwrap_or(0);
            let sum: f64 = shares.iter().sum();
            if (sum - 100.0).abs() > 1.5 / 10_f64.powi(decimals) + 1e-6 {
                return Err(format!("the shares add up to {sum:.2} %, expected 100"));
            }
            let restored = counts_of_shares(&shares, n).map(|(counts, _)| counts);
            return restored.ok_or_else(|| format!("{n} pupils, expected at most 1000000000"));
        }
        let mut counts = Vec::new();
        for ((_, cell), kind) in line.cells.iter().zip(KINDS) {
            counts.push(number(cell).ok_or_else(|| wrong(&format!("the number of {kind}"), cell))?);
        }
        // Numbers of a file may be as large as they like.
        let sum: u128 = counts.iter().map(|&count| u128::from(count)).sum();
        if sum != u128::from(n) {
            return Err(format!("the kinds add up to {sum} pupils, expected {n}"));
        }
        for (((cell, _), share), (count, kind)) in line.cells.iter().zip(shares).zip(counts.iter().zip(KINDS))
        {
            let own = 100.0 * *count as f64 / n as f64;
            let near = (own - share).abs() <= 0.5 / 10_f64.powi(decimals(share)) + 1e-6;
            if !cell.is_empty() && !near {
                let reason = format!("{kind}: {count} of {n} are not {cell} %: the number is taken");
                self.report.remark(line.number, RowKind::Taken, reason);
            }
        }
        Ok(counts)
    }
}

/// A whole number; a dash or nothing is none.
fn number(cell: &str) -> Option<u64> {
    if cell.is_empty() || ["-", "–", "—", "−"].contains(&cell) { Some(0) } else { whole(cell) }
}

fn wrong(what: &str, cell: &str) -> String {
    format!("{what} is {}, expected a number", told(cell))
}
