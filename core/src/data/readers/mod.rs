//! Readers of the files that people really have.
//!
//! Three layouts are recognised by their header:
//!
//! | layout | columns |
//! |---|---|
//! | `regional-2020` | `user, id, code, otc, gender, klass, var-1, var-2, sum, a-1-grade …` |
//! | `regional-2021` | `логин школы, регион, …, класс, вариант, всего баллов, балл за 1 …` |
//! | `plain` | `school`, items `i1 … ik`; optional `municipality, class, pupil, variant, journal_mark, total` |
//!
//! None of them names its assessment, so it must be given. A cell is a score, `X`/`x` in either
//! alphabet (not attempted), `N` or «не пройд.» (not taught yet), or blank.
//!
//! # What becomes of a row
//! The rules are tried in this order, and the import report says which one met each row.
//!
//! 1. **absent**: no item cell is filled, or every variant given says «отсутствовал» and there is no total.
//! 2. **one_day**: the work has two variant columns, one says «отсутствовал», the other names a variant,
//!    and some item cell is blank. The row is kept, with missing cells; cells that hold no possible score
//!    become missing too and are remarked. Statistics leave such pupils out unless asked.
//! 3. **taken**: a variant is named, every item cell holds a possible score or code, and the total, where the
//!    layout has one, equals the sum of the scores. If the second day says «отсутствовал» although all its
//!    items are filled, the row is taken as written, with a remark.
//! 4. **repaired**, by one of two rules, only if the result passes rule 3:
//!    *shift*: leaving out one run of one to three stray cells (blank, or text that is no score) puts every other
//!    cell into a column where it is possible (a blank in a column that most rows leave blank is not stray), and there is
//!    exactly one such reading (if several differ in the class
//!    alone, the class is left empty);
//!    *repeat*: the last two or more item cells are written once more to the right of the items, and the
//!    total counts them twice.
//! 5. **set_aside**: anything else, and the second of two identical rows of one pupil.

mod layout;
mod row;
mod sheet;

use std::collections::{BTreeMap, HashMap};

use ndarray::Array2;

use super::{
    Assessment, DataError, Import, ImportReport, Labels, Registry, Results, ResultsBuilder, RowKind, School,
};
use layout::Layout;
pub use sheet::Sheet;

/// How to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// Repair rows by the two stated rules; otherwise such rows are set aside.
    pub repair: bool,
    /// The largest size a workbook may unpack to, in bytes.
    pub max_unpacked: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { repair: true, max_unpacked: 1 << 30 }
    }
}

/// Results from the first sheet of a workbook (`.xlsx`).
///
/// # Errors
/// [`DataError::Unreadable`] if it is no workbook, [`DataError::TooLarge`] if it unpacks past the cap,
/// and as [`read_sheet`].
#[cfg(feature = "xlsx")]
pub fn read_xlsx(
    bytes: &[u8],
    assessment: Option<&Assessment>,
    options: ReadOptions,
) -> Result<Import, DataError> {
    read_sheet(&Sheet::from_xlsx(bytes, options.max_unpacked)?, assessment, options)
}

/// Results from text with comma, semicolon or tab between the columns, in UTF-8 or Windows-1251.
///
/// # Errors
/// [`DataError::Unreadable`] if it is no text, and as [`read_sheet`].
#[cfg(feature = "csv")]
pub fn read_csv(
    bytes: &[u8],
    assessment: Option<&Assessment>,
    options: ReadOptions,
) -> Result<Import, DataError> {
    read_sheet(&Sheet::from_csv(bytes)?, assessment, options)
}

/// Results from rows of text, whatever they came from.
///
/// # Errors
/// [`DataError::Empty`] without rows, [`DataError::NoPupils`] without a single usable one, [`DataError::UnknownLayout`],
/// [`DataError::AssessmentRequired`], [`DataError::ItemColumns`].
pub fn read_sheet(
    sheet: &Sheet,
    assessment: Option<&Assessment>,
    options: ReadOptions,
) -> Result<Import, DataError> {
    let layout = Layout::of(&sheet.header)?;
    let Some(assessment) = assessment else {
        return Err(DataError::AssessmentRequired { layout: layout.name });
    };
    assessment.check()?;
    if layout.items.len() != assessment.items() {
        return Err(DataError::ItemColumns { got: layout.items.len(), expected: assessment.items() });
    }
    if sheet.rows.is_empty() {
        return Err(DataError::Empty { what: "the sheet" });
    }

    let mut report =
        ImportReport { layout: layout.name.to_owned(), notes: sheet.notes.clone(), ..Default::default() };
    let mut pupils = Pupils::default();
    let mut seen: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    let blank = usually_blank(&sheet.rows, &layout);
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for (index, (cells, &row)) in sheet.rows.iter().zip(&sheet.numbers).enumerate() {
        let mut reading = row::read(cells, &layout, assessment, options.repair, &blank);
        let code = layout.code.and_then(|c| cells.get(c)).filter(|code| !code.is_empty());
        if let (Some(code), Some(_)) = (code, &reading.pupil) {
            let login = cells.get(layout.login).map_or("", String::as_str);
            let before = seen.entry((login, code)).or_default();
            if let Some(same) = before.iter().find(|&&b| sheet.rows[b] == *cells) {
                reading = row::Reading::set_aside(format!("the same row as row {}", sheet.numbers[*same]));
            } else if let Some(&first) = before.first() {
                let first = sheet.numbers[first];
                reading.remarks.push(format!("pupil code {code} of this school stands in row {first} too"));
            }
            before.push(index);
        }
        report.count(reading.kind);
        for reason in reading.remarks {
            if reading.kind == RowKind::SetAside {
                *reasons.entry(reason.clone()).or_default() += 1;
            }
            report.remark(row, reading.kind, reason);
        }
        if let Some(pupil) = reading.pupil {
            pupils.push(&pupil);
        }
    }
    if pupils.school.is_empty() {
        let commonest = reasons.into_iter().max_by_key(|(_, count)| *count);
        let reason = commonest
            .map_or("all are absent or blank".to_owned(), |(reason, n)| format!("{n} times: {reason}"));
        return Err(DataError::NoPupils { rows: report.rows, reason });
    }
    let results = pupils.finish(assessment, &layout)?;
    Ok(Import { results, report })
}

/// Columns that most rows with scores leave blank: a blank there is no stray cell.
fn usually_blank(rows: &[Vec<String>], layout: &Layout) -> Vec<bool> {
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

/// A territory registry from a table with the columns `login` (or `school`), `name`, `municipality`, `kind`,
/// `reference`; all but the first are optional.
///
/// # Errors
/// [`DataError::NoColumn`] without a login column, [`DataError::DuplicateSchool`], [`DataError::NoLabel`].
pub fn read_registry(sheet: &Sheet) -> Result<Registry, DataError> {
    let find = |names: &[&str]| sheet.header.iter().position(|h| names.contains(&h.to_lowercase().as_str()));
    let Some(login) = find(&["login", "school", "логин", "логин школы"]) else {
        return Err(DataError::NoColumn { column: "login".to_owned(), have: sheet.header.clone() });
    };
    let name = find(&["name", "название", "название оо", "оо"]);
    let municipality = find(&["municipality", "муниципалитет"]);
    let kind = find(&["kind", "type", "тип"]);
    let reference = find(&["reference", "cluster", "кластер"]);
    Registry::new(sheet.rows.iter().map(|cells| {
        // Names differ between files by repeated spaces alone.
        let text = |column: Option<usize>| {
            let cell = column.and_then(|c| cells.get(c)).map_or("", String::as_str);
            cell.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let school = School {
            name: text(name),
            municipality: text(municipality),
            kind: text(kind),
            reference: text(reference),
        };
        (text(Some(login)), school)
    }))
}

/// Columns under construction.
#[derive(Default)]
struct Pupils {
    scores: Vec<u8>,
    school: Labels,
    class_id: Labels,
    variant: Labels,
    journal_mark: Vec<u8>,
    municipality: Labels,
}

impl Pupils {
    fn push(&mut self, pupil: &row::Pupil<'_>) {
        self.scores.extend(&pupil.scores);
        self.school.push(pupil.school);
        self.class_id.push(&pupil.class_id);
        self.variant.push(&pupil.variant);
        self.journal_mark.push(pupil.journal_mark);
        self.municipality.push(pupil.municipality);
    }

    fn finish(self, assessment: &Assessment, layout: &Layout) -> Result<Results, DataError> {
        let shape = (self.school.len(), assessment.items());
        let got = self.scores.len();
        let scores = Array2::from_shape_vec(shape, self.scores)
            .map_err(|_| DataError::ItemColumns { got, expected: shape.0 * shape.1 })?;
        let parts = ResultsBuilder {
            scores,
            school: self.school,
            class_id: layout.class.map(|_| self.class_id),
            variant: layout.variants.first().map(|_| self.variant),
            journal_mark: layout.mark.map(|_| self.journal_mark),
            municipality: layout.municipality.map(|_| self.municipality),
        };
        Results::new(assessment.clone(), parts)
    }
}

#[cfg(test)]
mod tests;
