//! Results from one file.

use obektiv::data::{Assessment, DataError, Import, ReadOptions, Registry, readers};
use pyo3::prelude::*;

use super::path_of;
use crate::{
    assessment::PyAssessment, convert, error::Result, registry::PyRegistry, results::PyResults,
    watch::watched,
};

pub(super) fn options(
    repair: Option<bool>,
    max_unpacked: Option<u64>,
    school: Option<String>,
    sheet: Option<String>,
    path: Option<String>,
) -> ReadOptions {
    let default = ReadOptions::default();
    ReadOptions {
        repair: repair.unwrap_or(default.repair),
        max_unpacked: max_unpacked.unwrap_or(default.max_unpacked),
        school,
        sheet,
        path,
    }
}

/// Results from a workbook (`.xlsx` or `.ods`): its sheet «Протокол» if there is one, else all of
/// its first known layout.
///
/// Six layouts are recognised by their header, which may stand below up to 29 rows of title:
/// `regional-2020` (user, …, klass, var-1, …), `regional-2021` (логин школы, …, вариант, …),
/// `regional-2022` (…, Школа, …, Код, Вариант, 1 (1б), …), `collection-form` (Код участника,
/// Вариант, 1 (5б), …), `f1-individual` (ОО, Муниципалитет, Название ОО, Код участника, …) and
/// `plain` (school, i1, i2, …; optional municipality, class, pupil, variant, journal_mark, total).
/// Only `collection-form` does not name its school. Where no assessment is given it is what
/// `identify` finds.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
/// assessment : Assessment, optional
///     What the file holds, where neither it nor its path says so.
/// repair : bool, optional
///     Repair rows whose own total proves the repair; otherwise they are set aside. Default True.
/// max_unpacked : int, optional
///     The largest size in bytes that the workbook may unpack to. Default 1 GiB.
/// registry : Registry, optional
///     Where the municipalities come from.
/// school : str, optional
///     The login of the school, for the layout without a school column; others do not use it.
/// sheet : str, optional
///     The sheet to read.
///
/// Returns
/// -------
/// Results
///     With `import_report`: what became of every row, and `import_registry`: names and
///     municipalities of the schools where the layout has them.
///
/// Raises
/// ------
/// DataError
///     `data.unreadable`, `data.too_large`, `data.no_sheet`, `data.empty`, `data.no_pupils`,
///     `data.unknown_layout`, `data.assessment_required`, `data.school_required`,
///     `data.item_columns`, `data.item_maximum_differs` (the header names another maximum than the
///     assessment has).
///
/// Examples
/// --------
/// >>> ob.read_xlsx(b"a letter", ob.find_assessment("maths", 5, 2020))
/// Traceback (most recent call last):
/// obektiv.DataError: not a readable xlsx file: ...
#[pyfunction]
#[pyo3(signature = (source, assessment=None, *, repair=None, max_unpacked=None, registry=None, school=None, sheet=None))]
#[allow(clippy::too_many_arguments, reason = "the options of a reader, all by name")]
pub fn read_xlsx(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    assessment: Option<&Bound<'_, PyAssessment>>,
    repair: Option<bool>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
    registry: Option<&Bound<'_, PyRegistry>>,
    school: Option<String>,
    sheet: Option<String>,
) -> Result<PyResults> {
    let options = options(repair, max_unpacked, school, sheet, path_of(source)?);
    read(py, readers::read_xlsx, source, assessment, options, registry)
}

/// Results from text with comma, semicolon or tab between the columns, in UTF-8, UTF-16,
/// Windows-1251, CP866 or KOI8-R.
///
/// Layouts, parameters and errors are those of `read_xlsx`; nothing is unpacked.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])
/// >>> r = ob.read_csv(b"school;i1;i2\nA;1;X\n", a)
/// >>> r.scores
/// array([[  1, 254]], dtype=uint8)
#[pyfunction]
#[pyo3(signature = (source, assessment=None, *, repair=None, registry=None, school=None))]
pub fn read_csv(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    assessment: Option<&Bound<'_, PyAssessment>>,
    repair: Option<bool>,
    registry: Option<&Bound<'_, PyRegistry>>,
    school: Option<String>,
) -> Result<PyResults> {
    let options = options(repair, None, school, None, path_of(source)?);
    read(py, readers::read_csv, source, assessment, options, registry)
}

type Reader = fn(&[u8], Option<&Assessment>, ReadOptions) -> std::result::Result<Import, DataError>;

fn read(
    py: Python<'_>,
    reader: Reader,
    source: &Bound<'_, PyAny>,
    assessment: Option<&Bound<'_, PyAssessment>>,
    options: ReadOptions,
    registry: Option<&Bound<'_, PyRegistry>>,
) -> Result<PyResults> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let assessment = assessment.map(|a| &a.get().0);
    let registry = registry.map(|r| &r.get().0);
    Ok(watched(py, || Ok::<_, DataError>(placed(reader(bytes, assessment, options)?, registry)))?.into())
}

/// The import with the municipalities of a registry that was given.
pub(super) fn placed(mut import: Import, registry: Option<&Registry>) -> Import {
    if let Some(registry) = registry {
        import.results = import.results.with_registry(registry);
    }
    import
}
