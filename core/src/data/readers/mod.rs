//! Readers of the files that people really have.
//!
//! Six layouts of pupils × items are recognised by their header, which may stand below up to 29
//! rows of title:
//!
//! | layout | columns |
//! |---|---|
//! | `regional-2020` | `user, id, code, otc, gender, klass, var-1, var-2, sum, a-1-grade …` |
//! | `regional-2021` | `логин школы, регион, …, класс, вариант, всего баллов, балл за 1 …` |
//! | `regional-2022` | sheet `Протокол`: `Пользователь, Код региона, Регион, Муниципалитет, Школа, Дата загрузки, Код, Вариант, 1 (1б) …, Наименование класса, Пол, Отметка за предыдущий …, Итого баллов` |
//! | `collection-form` | sheet `Протокол`: `Код участника, Вариант, 1 (5б) …, Порядковый номер класса, Отметка за предыдущий …, Итого баллов` |
//! | `f1-individual` | `ОО, Муниципалитет, Название ОО, Код участника, Класс, Вариант, 1 (2б) …, Первичный балл, Отметка, Отметка по журналу` |
//! | `plain` | `school`, items `i1 … ik`; optional `municipality, class, pupil, variant, journal_mark, total` |
//!
//! `regional-2020` and `regional-2021` were read on real files. `regional-2022`, `collection-form`
//! and `f1-individual` are written from descriptions of their headers; no sample was at hand.
//!
//! Of a workbook with several sheets the one called `Протокол` is read, else the first that is
//! shown and has a known layout; rows of other sheets with the same columns are read, too, unless
//! one is called `Протокол`. Notes name sheets that are not read, hidden ones among them.
//!
//! Workbooks are `.xlsx` and `.ods`; texts are in UTF-8, UTF-16, Windows-1251, CP866 or KOI8-R.
//! What else a file is, such as a web page or a workbook behind a password, is said in the error.
//!
//! A cell is a score, `X`/`x` in either alphabet (not attempted), `N` or «не пройд.» (not taught
//! yet), or blank. Headers are compared without regard to case, repeated spaces and letters of the
//! other alphabet that look the same; a header may be of two or three rows. Where a header names
//! item maxima (`1 (2б)`, `5(1) (1б)`, `9.1 (1б)`, `4К1 (3б)` with a К of either alphabet), they
//! must be those of the assessment.
//!
//! An assessment that is not given is what [`identify`] finds out from title, sheet, header, path
//! and data.
//!
//! Schools that differ in spelling alone, in the prefix of the login, spaces, quotes, case or
//! alphabet, are one, and so are such classes of one school; notes count them. Names in merged
//! cells are those of all their rows.
//!
//! The school of a `collection-form` must be given, [`ReadOptions::school`]. In `regional-2022` a
//! school is written `edu223379 | name` and a municipality `reg22_m019 | name`; results hold the
//! login and the name of the municipality, and [`Import::registry`] the names. In `f1-individual` a
//! row «name (edu…) | Кол-во участников: N» names the school of the rows below that name none; such
//! rows, a row of difficulties (Б, П, В) and a repeated header stand for no pupil and are not
//! counted. Where N differs from the rows below, a note says so.
//!
//! # What becomes of a row
//! The rules are tried in this order, and the import report says which one met each row.
//!
//! Rows filled in beforehand, with nothing but a number and a total of 0, and headers that are
//! repeated stand for no pupil and are not counted: they are `unread`, and [`ImportReport::raw`] is
//! the sum of those and of the rows below.
//!
//! 1. **absent**: no item cell is filled, or every variant given says «отсутствовал» and there is
//!    no total.
//! 2. **one_day**: the work has two variant columns, one says «отсутствовал», the other names a
//!    variant, and some item cell is blank. The row is kept, with missing cells; cells that hold no
//!    possible score become missing too and are remarked. Statistics leave such pupils out unless
//!    asked.
//! 3. **taken**: a variant is named, every item cell holds a possible score or code, and the total,
//!    where the layout has one, equals the sum of the scores. If the second day says «отсутствовал»
//!    although all its items are filled, the row is taken as written, with a remark.
//! 4. **repaired**, by one of two rules, only if the result passes rule 3:
//!    *shift*: leaving out one run of one to three stray cells (blank, or text that is no score)
//!    puts every other cell into a column where it is possible (a blank in a column that most rows
//!    leave blank is not stray), and there is exactly one such reading (if several differ in the
//!    class alone, the class is left empty); in the layouts that have the total behind the items,
//!    the row must also be longer than the header by as many cells, for there the marks behind the
//!    total could pass for a total; *repeat*: the last two or more item cells are written once more
//!    to the right of the items, and the total counts them twice.
//! 5. **set_aside**: anything else, a row of totals («Итого», «Максимальный балл»), and the second
//!    of two identical rows of one pupil.
//!
//! In `regional-2022` and `collection-form` the totals of a whole school can be no sums: if one set
//! of items explains every difference between the sums and the totals, in three rows at least or as
//! in another school of the file, or if all totals of the school are 0 or blank, rule 3 does
//! without the total there, and a note says so. To keep the rows that happen to add up would be to
//! choose pupils by their score. Where nothing explains them all such rows are set aside one by
//! one, and where a school loses more than three for their totals a note says how many.

mod aggregate;
#[cfg(feature = "xlsx")]
mod book;
mod cover;
mod fold;
#[cfg(feature = "identify")]
mod identify;
#[cfg(any(feature = "xlsx", feature = "csv"))]
mod kind;
mod layout;
mod many;
mod markers;
mod observed;
#[cfg(feature = "xlsx")]
mod ods;
#[cfg(feature = "xlsx")]
mod package;
#[cfg(feature = "csv")]
mod quotes;
mod row;
mod sheet;
#[cfg(feature = "csv")]
mod text;
mod totals;
#[cfg(any(feature = "identify", feature = "xlsx"))]
mod words;

use std::{borrow::Cow, collections::BTreeMap};

use ndarray::Array2;

use super::{
    Assessment, DataError, Import, ImportReport, Labels, Named, Registry, Results, ResultsBuilder, RowKind,
    School, SchoolRows,
};

pub use aggregate::{read_distributions, read_mark_statistics};
use cover::{Cover, SchoolRow};
#[cfg(all(feature = "identify", any(feature = "xlsx", feature = "csv")))]
pub use identify::identify;
#[cfg(feature = "identify")]
pub use identify::{Identity, Origin};
use layout::{F1, Layout};
#[cfg(any(feature = "xlsx", feature = "csv"))]
pub use many::{Progress, Source, read_bytes, read_many};
pub use markers::read_markers;
pub use observed::read_observed;
pub use sheet::Sheet;

/// How to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Repair rows by the two stated rules; otherwise such rows are set aside.
    pub repair: bool,
    /// The largest size a workbook may unpack to, in bytes.
    pub max_unpacked: u64,
    /// The login of the school, for layouts without a school column; others do not use it.
    pub school: Option<String>,
    /// The sheet of a workbook; without it `Протокол` if there is one, else the first of a known
    /// layout, with the rows of other sheets that have the same columns.
    pub sheet: Option<String>,
    /// The path of the file, whose name and folders may say which assessment it holds.
    pub path: Option<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { repair: true, max_unpacked: 1 << 30, school: None, sheet: None, path: None }
    }
}

/// Results from a workbook (`.xlsx` or `.ods`): its sheet `Протокол`, else all of a known layout,
/// or the one that the options name.
///
/// # Errors
/// [`DataError::Unreadable`] if it is no workbook, [`DataError::TooLarge`] if it unpacks past the
/// cap, [`DataError::NoSheet`] if it lacks the sheet, and as [`read_sheet`].
#[cfg(feature = "xlsx")]
pub fn read_xlsx(
    bytes: &[u8],
    assessment: Option<&Assessment>,
    options: ReadOptions,
) -> Result<Import, DataError> {
    kind::Kind::of_workbook(bytes)?;
    let sheet = book::pupils(bytes, options.sheet.as_deref(), options.max_unpacked)?;
    read_sheet(&sheet, assessment, options)
}

/// Results from text with comma, semicolon or tab between the columns: see [`Sheet::from_csv`].
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
    let cover = sheet.all_rows().take(above);
    let about = if layout.name == F1 { Cover::of(cover.clone()) } else { Cover::default() };
    let mut guesses = Vec::new();
    let assessment = match assessment {
        Some(given) => given.clone(),
        None => identified(sheet, &layout, above, options.path.as_deref(), &mut guesses)?,
    };
    check_items(&layout, &assessment)?;
    let mut report = ImportReport {
        layout: layout.name.to_owned(),
        notes: sheet.notes.clone(),
        raw: sheet.raw,
        unread_columns: layout.unread.clone(),
        ..Default::default()
    };
    report.notes.append(&mut guesses);
    let filled = filled_in(sheet, &layout, &mut report);
    let (numbers, rows) = (&sheet.numbers[above..], &filled[above..]);
    if rows.is_empty() {
        return Err(DataError::Empty { what: "the sheet" });
    }
    report.notes.extend(about.differs(&assessment));
    if let Some(max) = about.max_total.filter(|&max| max != assessment.max_total()) {
        report
            .notes
            .push(format!("the largest total is {max} in the file, {} by the items", assessment.max_total()));
    }
    report.notes.extend(
        layout.twice.iter().map(|name| format!("the column {name:?} is there twice: the first is read")),
    );
    report.notes.extend(layout.lacks());
    if totals::never_calculated(rows, &layout) {
        layout.total = None;
        report.notes.push("the totals were never calculated: pupils are taken by their items".to_owned());
    }
    let spelled = fold::Schools::of(rows.iter().map(|cells| row::school_of(cells, &layout)));
    report.notes.extend(spelled.notes.iter().cloned());
    let header = if above == 0 { &sheet.header } else { &sheet.rows[above - 1] };
    let mut schools = Schools::default();
    if layout.name == F1 {
        cover.filter_map(SchoolRow::of).for_each(|school| schools.turn_to(school, &mut layout, &mut report));
    }
    let mut pupils = Pupils::default();
    // The rows of each pupil: of a code with the school.
    let mut seen: Named<Vec<usize>> = Named::new();
    let blank = usually_blank(rows, &layout);
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    let read =
        |cells: &[String], layout: &Layout| row::read(cells, layout, &assessment, options.repair, &blank);
    let no_sums = totals::without_sums(rows, &layout, &assessment, |cells| read(cells, &layout));
    let without_total = Layout { total: None, ..layout.clone() };
    let mut totals_of: Named<totals::Counts> = Named::new();
    let mut above_maximum = vec![(0_u64, 0_u32); assessment.items()];
    for (index, (cells, &row)) in rows.iter().zip(numbers).enumerate() {
        if layout.name == F1 {
            if let Some(school) = SchoolRow::of(cells) {
                schools.turn_to(school, &mut layout, &mut report);
                continue;
            }
            if is_difficulty(cells) || cells == header {
                continue;
            }
        }
        if row::is_prefilled(cells, &layout) || cells == header {
            continue;
        }
        let school = row::school_of(cells, &layout);
        let mut reading = read(cells, if no_sums.get(school).is_some() { &without_total } else { &layout });
        totals_of.entry(school, totals::Counts::default).add(&reading);
        let school = spelled.name(school);
        if let Some(pupil) = &mut reading.pupil {
            pupil.school = spelled.name(&pupil.school).to_owned();
        }
        if reading.kind == RowKind::SetAside {
            for (item, score) in row::above_maximum(cells, &layout, &assessment) {
                let (n, largest) = &mut above_maximum[item];
                (*n, *largest) = (*n + 1, score.max(*largest));
            }
        }
        let code = layout.code.and_then(|c| cells.get(c)).filter(|code| !code.is_empty());
        if let (Some(code), Some(pupil)) = (code, &reading.pupil) {
            let before = seen.entry(&format!("{}\0{code}", pupil.school), Vec::new);
            if let Some(same) = before.iter().find(|&&b| rows[b] == *cells) {
                reading = row::Reading::set_aside(format!("the same row as row {}", numbers[*same]));
            } else if let Some(&first) = before.first() {
                let first = numbers[first];
                reading.remarks.push(format!("pupil code {code} of this school stands in row {first} too"));
            }
            before.push(index);
        }
        report.count(reading.kind);
        if !school.is_empty() {
            let reason = reading.remarks.first().filter(|_| reading.kind == RowKind::SetAside);
            let of_school = report.schools.entry(school.to_owned()).or_default();
            of_school.count(reading.kind, reason.map(String::as_str));
        }
        schools.rows += 1;
        for reason in reading.remarks {
            if reading.kind == RowKind::SetAside {
                *reasons.entry(reason.clone()).or_default() += 1;
            }
            let part = sheet.part(index + above);
            let reason = part.map_or(reason.clone(), |name| format!("sheet {name:?}: {reason}"));
            report.remark(row, reading.kind, reason);
        }
        if let Some(pupil) = reading.pupil {
            schools.learn(cells, &layout, &pupil);
            pupils.push(&pupil);
        }
    }
    report.unread = report.raw.saturating_sub(report.rows);
    if pupils.school.is_empty() {
        let commonest = reasons.into_iter().max_by_key(|(_, count)| *count);
        let reason = commonest
            .map_or("all are absent or blank".to_owned(), |(reason, n)| format!("{n} times: {reason}"));
        return Err(DataError::NoPupils { rows: report.rows, reason });
    }
    schools.check_count(&mut report);
    report.schools.values_mut().for_each(SchoolRows::finish);
    let item = |&i: &usize| layout.heads.get(i).map_or((i + 1).to_string(), |head| head.name.clone());
    for (i, (n, largest)) in above_maximum.into_iter().enumerate() {
        if n < 2 || 100 * n < report.rows {
            continue;
        }
        let (name, rows) = (item(&i), report.rows);
        report
            .notes
            .push(format!("item {name} goes to {largest} in {n} of {rows} rows: is the assessment right?"));
    }
    for (school, counts) in totals_of.iter() {
        report.notes.extend(counts.note(school, no_sums.get(school), item));
    }
    let grades = [assessment.test_grade, assessment.written_in()];
    let (classes, note) = fold::classes(&pupils.school, std::mem::take(&mut pupils.class_id), grades);
    pupils.class_id = classes;
    report.notes.extend(note);
    let results = pupils.finish(&assessment, &layout)?;
    Ok(Import { results, report, registry: Registry::new(schools.known)? })
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

/// What a file says of its schools, beside their pupils.
#[derive(Default)]
struct Schools {
    known: BTreeMap<String, School>,
    /// The school row that holds for the rows below it, and the rows counted since.
    current: Option<SchoolRow>,
    rows: u64,
}

impl Schools {
    fn turn_to(&mut self, school: SchoolRow, layout: &mut Layout, report: &mut ImportReport) {
        self.check_count(report);
        school.login.clone_into(&mut layout.school);
        self.rows = 0;
        self.current = Some(school);
    }

    fn check_count(&self, report: &mut ImportReport) {
        if let Some(SchoolRow { login, pupils: Some(pupils), .. }) = &self.current
            && *pupils != self.rows
        {
            report.notes.push(format!("{login}: the file counts {pupils} pupils and has {} rows", self.rows));
        }
    }

    /// The name and the municipality of a pupil's school, from the first row that has them.
    fn learn(&mut self, cells: &[String], layout: &Layout, pupil: &row::Pupil) {
        if !layout.named || self.known.contains_key(&pupil.school) {
            return;
        }
        let at = |column: Option<usize>| column.and_then(|c| cells.get(c)).map_or("", String::as_str);
        let above = self.current.iter().filter(|s| s.login == pupil.school).map(|s| s.name.as_str());
        let own = [at(layout.school_name), at(layout.login)].map(|cell| code_and_name(cell).1);
        let name = own.into_iter().chain(above);
        let name =
            name.map(squeeze).find(|name| !name.is_empty() && *name != pupil.school).unwrap_or_default();
        let school = School { name, municipality: pupil.municipality.clone(), ..School::default() };
        self.known.insert(pupil.school.clone(), school);
    }
}

/// The text with single spaces: names and headers differ between files by repeated spaces alone.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The code and the name in a cell: `edu223379 | name`, `reg22_m019 | name`, `name (edu223379)`, a
/// login alone, or a name alone.
fn code_and_name(cell: &str) -> (Option<&str>, &str) {
    let cell = cell.trim();
    if let Some((code, name)) = cell.split_once('|') {
        return (Some(code.trim()).filter(|c| !c.is_empty()), name.trim());
    }
    if is_login(cell) {
        return (Some(cell), "");
    }
    let inner = cell.strip_suffix(')').and_then(|c| c.rsplit_once('('));
    match inner.map(|(name, login)| (name.trim(), login.trim())).filter(|(_, login)| is_login(login)) {
        Some((name, login)) => (Some(login), name),
        None => (None, cell),
    }
}

/// `sch` or `edu` and digits.
fn is_login(text: &str) -> bool {
    let digits = text.strip_prefix("sch").or_else(|| text.strip_prefix("edu"));
    digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
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

/// A territory registry from a table with the columns `login` (or `school`, `логин`), `name`
/// (`название`, `имя`), `municipality` (`муниципалитет`, `район`, `регион`), `kind` (`тип`),
/// `reference` (`кластер`); all but the first are optional. The header may stand below rows of
/// title; blank rows are none.
///
/// # Errors
/// [`DataError::NoColumn`] without a login column, [`DataError::DuplicateSchool`],
/// [`DataError::NoLabel`]: rows are counted as a spreadsheet shows them.
pub fn read_registry(sheet: &Sheet) -> Result<Registry, DataError> {
    const LOGIN: [&str; 9] = [
        "login",
        "school",
        "логин",
        "логин школы",
        "логин оо",
        "код оо",
        "код школы",
        "пользователь",
        "user",
    ];
    let headers = sheet.all_rows().take(layout::LONGEST_COVER).enumerate();
    let mut headers =
        headers.map(|(above, row)| (above, row.iter().map(|h| fold::header(h)).collect::<Vec<_>>()));
    let found = headers.find_map(|(above, header)| {
        let login = LOGIN.iter().find_map(|name| header.iter().position(|h| h == name))?;
        Some((above, header, login))
    });
    let Some((above, header, login)) = found else {
        return Err(DataError::NoColumn { column: "login".to_owned(), have: sheet.header.clone() });
    };
    let find = |names: &[&str]| {
        let mut places = names.iter().filter_map(|name| header.iter().position(|h| h == name));
        places.find(|&column| column != login)
    };
    let name =
        find(&["name", "название", "название оо", "наименование", "наименование оо", "имя", "оо", "школа"]);
    let municipality = find(&[
        "municipality",
        "муниципалитет",
        "муниципальное образование",
        "мо",
        "район",
        "территория",
        "регион",
    ]);
    let kind = find(&["kind", "type", "тип", "вид"]);
    let reference = find(&["reference", "cluster", "кластер"]);
    let mut schools: BTreeMap<String, School> = BTreeMap::new();
    for (cells, &row) in sheet.rows[above..].iter().zip(&sheet.numbers[above..]) {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        // Names differ between files by repeated spaces alone.
        let text =
            |column: Option<usize>| squeeze(column.and_then(|c| cells.get(c)).map_or("", String::as_str));
        let cell = text(Some(login));
        let (code, own_name) = code_and_name(&cell);
        let login = code.unwrap_or(&cell).to_owned();
        if fold::is_no_label(&login) || login.is_empty() {
            return Err(DataError::NoLabel { row, column: "login" });
        }
        let name = text(name);
        let school = School {
            name: if name.is_empty() && code.is_some() {
                own_name.to_owned()
            } else {
                code_and_name(&name).1.to_owned()
            },
            municipality: code_and_name(&text(municipality)).1.to_owned(),
            kind: text(kind),
            reference: text(reference),
        };
        if schools.insert(login.clone(), school).is_some() {
            return Err(DataError::DuplicateSchool { row, school: login });
        }
    }
    Registry::new(schools)
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
    fn push(&mut self, pupil: &row::Pupil) {
        self.scores.extend(&pupil.scores);
        self.school.push(&pupil.school);
        self.class_id.push(&pupil.class_id);
        self.variant.push(&pupil.variant);
        self.journal_mark.push(pupil.journal_mark);
        self.municipality.push(&pupil.municipality);
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
mod files;
#[cfg(test)]
mod tests;
