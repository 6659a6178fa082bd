//! Results from the rows of a sheet.

use std::borrow::Cow;
use std::collections::BTreeMap;

#[cfg(feature = "identify")]
use super::Identity;
use super::cover::{Cover, SchoolRow};
use super::layout::{F1, Layout};
use super::pupils::Pupils;
use super::schools::Schools;
use super::{ReadOptions, Sheet, fold, row, totals};
use crate::data::{Assessment, DataError, Import, ImportReport, Named, Registry, RowKind, SchoolRows};
use crate::watch;

/// Results from rows of text, whatever they came from.
///
/// # Errors
/// [`DataError::Empty`] without rows, [`DataError::NoPupils`] without a single usable one,
/// [`DataError::UnknownLayout`], [`DataError::AssessmentRequired`], [`DataError::SchoolRequired`],
/// [`DataError::ItemColumns`], [`DataError::ItemMaximumDiffers`] for a header that names another
/// maximum than the assessment has.
pub fn read_sheet(
    sheet: &Sheet,
    assessment: Option<&Assessment>,
    options: ReadOptions,
) -> Result<Import, DataError> {
    let (mut layout, above) = Layout::find(sheet)?;
    if layout.login.is_none() {
        let school = options.school.as_deref().map(str::trim).filter(|s| !s.is_empty());
        school.ok_or(DataError::SchoolRequired { layout: layout.name })?.clone_into(&mut layout.school);
    }
    let mut report = ImportReport {
        layout: layout.name.to_owned(),
        notes: sheet.notes.clone(),
        raw: sheet.raw,
        unread_columns: layout.unread.clone(),
        ..Default::default()
    };
    let assessment = match assessment {
        Some(given) => given.clone(),
        None => identified(sheet, &layout, above, options.path.as_deref(), &mut report.notes)?,
    };
    check_items(&layout, &assessment)?;
    let filled = filled_in(sheet, &layout, &mut report);
    let file = File { sheet, above, rows: &filled[above..], assessment: &assessment, repair: options.repair };
    if file.rows.is_empty() {
        return Err(DataError::Empty { what: "the sheet" });
    }
    file.note_heading(&mut layout, &mut report);
    let mut reader = Reader::of(file, layout, report);
    (0..file.rows.len()).for_each(|index| reader.row(index));
    reader.finish()
}

/// What is read.
#[derive(Clone, Copy)]
struct File<'a> {
    sheet: &'a Sheet,
    /// Rows above those of pupils.
    above: usize,
    /// The rows below, with names in merged cells.
    rows: &'a [Vec<String>],
    assessment: &'a Assessment,
    repair: bool,
}

impl<'a> File<'a> {
    fn header(&self) -> &'a [String] {
        if self.above == 0 { &self.sheet.header } else { &self.sheet.rows[self.above - 1] }
    }

    /// The number that a spreadsheet shows beside the row.
    fn number(&self, index: usize) -> u64 {
        self.sheet.numbers[self.above + index]
    }

    /// Notes what title and header say beside the assessment. Totals that were never calculated are
    /// taken from the layout.
    fn note_heading(&self, layout: &mut Layout, report: &mut ImportReport) {
        let cover = self.sheet.all_rows().take(self.above);
        let about = if layout.name == F1 { Cover::of(cover) } else { Cover::default() };
        let notes = &mut report.notes;
        notes.extend(about.differs(self.assessment));
        let by_items = self.assessment.max_total();
        if let Some(max) = about.max_total.filter(|&max| max != by_items) {
            notes.push(format!("the largest total is {max} in the file, {by_items} by the items"));
        }
        notes.extend(
            layout.twice.iter().map(|name| format!("the column {name:?} is there twice: the first is read")),
        );
        notes.extend(layout.lacks());
        if totals::never_calculated(self.rows, layout) {
            layout.total = None;
            notes.push("the totals were never calculated: pupils are taken by their items".to_owned());
        }
    }
}

/// Rows on their way to results, and what is learnt of the file from row to row.
struct Reader<'a> {
    file: File<'a>,
    layout: Layout,
    /// The layout for schools whose totals are no sums.
    without_total: Layout,
    no_sums: Named<totals::NoSums>,
    /// Columns that most rows leave blank.
    blank: Vec<bool>,
    spelled: fold::Schools,
    report: ImportReport,
    schools: Schools,
    pupils: Pupils,
    /// The rows of each pupil: of a code with the school.
    seen: Named<Vec<usize>>,
    totals_of: Named<totals::Counts>,
    /// Of each item the rows with more than its maximum, and the most.
    above_maximum: Vec<(u64, u32)>,
    /// Why rows were set aside, and how many.
    reasons: BTreeMap<String, u64>,
}

impl<'a> Reader<'a> {
    fn of(file: File<'a>, mut layout: Layout, mut report: ImportReport) -> Self {
        let spelled = fold::Schools::of(file.rows.iter().map(|cells| {
            watch::check();
            row::school_of(cells, &layout)
        }));
        report.notes.extend(spelled.notes.iter().cloned());
        let mut schools = Schools::default();
        if layout.name == F1 {
            let cover = file.sheet.all_rows().take(file.above);
            cover
                .filter_map(SchoolRow::of)
                .for_each(|school| schools.turn_to(school, &mut layout, &mut report));
        }
        let blank = usually_blank(file.rows, &layout);
        let no_sums = totals::without_sums(file.rows, &layout, file.assessment, |cells| {
            row::read(cells, &layout, file.assessment, file.repair, &blank)
        });
        Self {
            file,
            without_total: Layout { total: None, ..layout.clone() },
            layout,
            no_sums,
            blank,
            spelled,
            report,
            schools,
            pupils: Pupils::default(),
            seen: Named::new(),
            totals_of: Named::new(),
            above_maximum: vec![(0, 0); file.assessment.items()],
            reasons: BTreeMap::new(),
        }
    }

    fn row(&mut self, index: usize) {
        watch::check();
        let cells = &self.file.rows[index];
        if self.is_no_pupil(cells) {
            return;
        }
        let mut reading = self.read(cells);
        self.set_aside_if_twice(index, &mut reading);
        self.count(cells, &reading);
        self.remark(index, &reading);
        if let Some(pupil) = reading.pupil {
            self.schools.learn(cells, &self.layout, &pupil);
            self.pupils.push(&pupil);
        }
    }

    /// Whether a row stands for no pupil. The row of a school holds for the rows below it.
    fn is_no_pupil(&mut self, cells: &[String]) -> bool {
        if self.layout.name == F1 {
            if let Some(school) = SchoolRow::of(cells) {
                self.schools.turn_to(school, &mut self.layout, &mut self.report);
                return true;
            }
            if is_difficulty(cells) {
                return true;
            }
        }
        row::is_prefilled(cells, &self.layout) || cells == self.file.header()
    }

    fn read(&mut self, cells: &[String]) -> row::Reading {
        let File { assessment, repair, .. } = self.file;
        let school = row::school_of(cells, &self.layout);
        let layout = if self.no_sums.get(school).is_some() { &self.without_total } else { &self.layout };
        let mut reading = row::read(cells, layout, assessment, repair, &self.blank);
        self.totals_of.entry(school, totals::Counts::default).add(&reading);
        if let Some(pupil) = &mut reading.pupil {
            pupil.school = self.spelled.name(&pupil.school).to_owned();
        }
        if reading.kind == RowKind::SetAside {
            for (item, score) in row::above_maximum(cells, &self.layout, assessment) {
                let (n, largest) = &mut self.above_maximum[item];
                (*n, *largest) = (*n + 1, score.max(*largest));
            }
        }
        reading
    }

    /// Sets aside the second of two identical rows of one pupil, and remarks a code that stands
    /// twice.
    fn set_aside_if_twice(&mut self, index: usize, reading: &mut row::Reading) {
        let rows = self.file.rows;
        let code = self.layout.code.and_then(|c| rows[index].get(c)).filter(|code| !code.is_empty());
        let (Some(code), Some(pupil)) = (code, &reading.pupil) else { return };
        let before = self.seen.entry(&format!("{}\0{code}", pupil.school), Vec::new);
        if let Some(&same) = before.iter().find(|&&b| rows[b] == rows[index]) {
            *reading = row::Reading::set_aside(format!("the same row as row {}", self.file.number(same)));
        } else if let Some(&first) = before.first() {
            let first = self.file.number(first);
            reading.remarks.push(format!("the code of this pupil stands in row {first} too"));
        }
        before.push(index);
    }

    fn count(&mut self, cells: &[String], reading: &row::Reading) {
        self.report.count(reading.kind);
        let school = self.spelled.name(row::school_of(cells, &self.layout));
        if !school.is_empty() {
            let reason = reading.remarks.first().filter(|_| reading.kind == RowKind::SetAside);
            let of_school = self.report.schools.entry(school.to_owned()).or_default();
            of_school.count(reading.kind, reason.map(String::as_str));
        }
        self.schools.rows += 1;
    }

    fn remark(&mut self, index: usize, reading: &row::Reading) {
        for reason in &reading.remarks {
            if reading.kind == RowKind::SetAside {
                *self.reasons.entry(reason.clone()).or_default() += 1;
            }
            let part = self.file.sheet.part(index + self.file.above);
            let reason = part.map_or(reason.clone(), |name| format!("sheet {name:?}: {reason}"));
            self.report.remark(self.file.number(index), reading.kind, reason);
        }
    }

    fn finish(mut self) -> Result<Import, DataError> {
        self.report.unread = self.report.raw.saturating_sub(self.report.rows);
        if self.pupils.school.is_empty() {
            let commonest = self.reasons.into_iter().max_by_key(|(_, count)| *count);
            let reason = commonest
                .map_or("all are absent or blank".to_owned(), |(reason, n)| format!("{n} times: {reason}"));
            return Err(DataError::NoPupils { rows: self.report.rows, reason });
        }
        self.schools.check_count(&mut self.report);
        self.report.schools.values_mut().for_each(SchoolRows::finish);
        self.note_items();
        let Self { file, layout, schools, mut report, mut pupils, .. } = self;
        let grades = [file.assessment.test_grade, file.assessment.written_in()];
        let (classes, note) = fold::classes(&pupils.school, std::mem::take(&mut pupils.class_id), grades);
        pupils.class_id = classes;
        report.notes.extend(note);
        let results = pupils.finish(file.assessment, &layout)?;
        Ok(Import { results, report, registry: Registry::new(schools.known)? })
    }

    /// Notes items with many scores above their maximum, and schools whose totals are no sums.
    fn note_items(&mut self) {
        let heads = &self.layout.heads;
        let item = |&i: &usize| heads.get(i).map_or((i + 1).to_string(), |head| head.name.clone());
        let (rows, notes) = (self.report.rows, &mut self.report.notes);
        for (i, &(n, largest)) in self.above_maximum.iter().enumerate() {
            if n < 2 || 100 * n < rows {
                continue;
            }
            let name = item(&i);
            notes.push(format!(
                "item {name} goes to {largest} in {n} of {rows} rows: is the assessment right?"
            ));
        }
        for (school, counts) in self.totals_of.iter() {
            notes.extend(counts.note(school, self.no_sums.get(school), item));
        }
    }
}

/// The assessment that a file says it holds.
#[cfg(feature = "identify")]
fn identified(
    sheet: &Sheet,
    layout: &Layout,
    above: usize,
    path: Option<&str>,
    notes: &mut Vec<String>,
) -> Result<Assessment, DataError> {
    let identity = Identity::of_pupils(sheet, layout, above, path);
    let required = DataError::AssessmentRequired { layout: layout.name };
    let built = identity.built().unwrap_or(Err(required))?;
    notes.extend(identity.notes);
    if identity.boundaries.is_none() && layout.name != F1 {
        notes.push("no mark boundaries are known of this work: signs that need them are left out".to_owned());
    }
    Ok(built)
}

#[cfg(not(feature = "identify"))]
fn identified(
    _: &Sheet,
    layout: &Layout,
    _: usize,
    _: Option<&str>,
    _: &mut Vec<String>,
) -> Result<Assessment, DataError> {
    Err(DataError::AssessmentRequired { layout: layout.name })
}

/// The rows with names in all cells that a workbook shows as one.
fn filled_in<'a>(sheet: &'a Sheet, layout: &Layout, report: &mut ImportReport) -> Cow<'a, [Vec<String>]> {
    let labels = [layout.login, layout.school_name, layout.municipality, layout.class];
    let of_labels = |column: usize| labels.contains(&Some(column));
    let mut rows = Cow::Borrowed(sheet.rows.as_slice());
    // Numbers of another sheet's rows begin anew.
    let of_first = sheet.parts.first().map_or(sheet.rows.len(), |(from, _)| *from);
    let mut cells = 0;
    for merged in sheet.merged.iter().filter(|merged| of_labels(merged.column)) {
        let place = |number: u64| sheet.numbers[..of_first].partition_point(|&n| n < number);
        let (first, last) = (place(merged.rows.0), place(merged.rows.1.saturating_add(1)));
        let Some(text) = sheet.rows.get(first).and_then(|row| row.get(merged.column)).cloned() else {
            continue;
        };
        if text.is_empty() || sheet.numbers.get(first) != Some(&merged.rows.0) {
            continue;
        }
        for row in rows.to_mut()[..last].iter_mut().skip(first + 1) {
            // A row of nothing else is no pupil.
            if !row.is_empty() && row.get(merged.column).is_none_or(String::is_empty) {
                if row.len() <= merged.column {
                    row.resize(merged.column + 1, String::new());
                }
                row[merged.column].clone_from(&text);
                cells += 1;
            }
        }
    }
    if cells > 0 {
        report.notes.push(format!("{cells} cells that are merged with the one above have its name"));
    }
    rows
}

/// The items of the header, in number and maxima, are those of the assessment.
fn check_items(layout: &Layout, assessment: &Assessment) -> Result<(), DataError> {
    assessment.check()?;
    if layout.items.len() != assessment.items() {
        return Err(DataError::ItemColumns { got: layout.items.len(), expected: assessment.items() });
    }
    for (i, (head, &expected)) in layout.heads.iter().zip(&assessment.max_scores).enumerate() {
        if head.max != u16::from(expected) {
            let (name, got) = (head.name.clone(), head.max);
            return Err(DataError::ItemMaximumDiffers { item: i + 1, name, got, expected });
        }
    }
    Ok(())
}

/// A row that says how hard each item is: basic, advanced, high.
fn is_difficulty(cells: &[String]) -> bool {
    let level = |c: &String| ["Б", "П", "В", "б", "п", "в", "Б/П"].contains(&c.as_str());
    cells.iter().any(level) && cells.iter().all(|c| c.is_empty() || level(c))
}

/// Columns that most rows with scores leave blank: a blank there is no stray cell.
pub(super) fn usually_blank(rows: &[Vec<String>], layout: &Layout) -> Vec<bool> {
    let scored = |row: &&Vec<String>| row.get(layout.items.start).is_some_and(|cell| !cell.is_empty());
    let mut filled = vec![0_usize; layout.items.end];
    let mut all = 0;
    for row in rows.iter().filter(scored) {
        all += 1;
        for (count, cell) in filled.iter_mut().zip(row) {
            *count += usize::from(!cell.is_empty());
        }
    }
    filled.into_iter().map(|count| 2 * count < all).collect()
}
