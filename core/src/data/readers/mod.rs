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
//! repeated stand for no pupil and are not counted: they are `unread`, and
//! [`ImportReport::raw`](crate::data::ImportReport::raw) is the sum of those and of the rows below.
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
#[cfg(feature = "documents")]
mod cells;
mod cover;
mod fold;
pub(crate) mod form;
#[cfg(feature = "identify")]
mod identify;
mod import;
#[cfg(any(feature = "xlsx", feature = "csv"))]
mod kind;
mod layout;
mod many;
mod markers;
mod names;
mod observed;
#[cfg(feature = "xlsx")]
mod ods;
#[cfg(feature = "xlsx")]
mod package;
mod pupils;
#[cfg(feature = "csv")]
mod quotes;
mod registry;
mod remarked;
mod row;
mod schools;
mod sheet;
#[cfg(feature = "csv")]
mod text;
mod totals;
#[cfg(any(feature = "identify", feature = "xlsx"))]
mod words;

use super::{Assessment, DataError, Import};
pub use aggregate::{read_distributions, read_journal_comparison, read_mark_statistics};
#[cfg(feature = "documents")]
pub(crate) use cells::{Cells, Held, cells};
#[cfg(all(feature = "identify", any(feature = "xlsx", feature = "csv")))]
pub use identify::identify;
#[cfg(feature = "identify")]
pub use identify::{Identity, Origin};
pub use import::read_sheet;
#[cfg(any(feature = "xlsx", feature = "csv"))]
pub use many::{Progress, Source, read_bytes, read_many};
pub use markers::read_markers;
pub(crate) use names::code_and_name;
use names::{is_login, squeeze, told};
pub use observed::read_observed;
pub use registry::read_registry;
pub(crate) use remarked::COLUMNS as REMARKED_COLUMNS;
pub use remarked::read_remarked;
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

#[cfg(test)]
mod files;
#[cfg(test)]
mod tests;
