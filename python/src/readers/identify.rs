//! What a file is.

use std::collections::BTreeMap;

use obektiv::data::{
    ReadOptions, Season,
    readers::{self, Identity},
};
use pyo3::{prelude::*, types::PyTuple};

use super::path_of;
use crate::{assessment::PyAssessment, convert, error::Result, watch::watched};

/// What a file is, as far as it says so: `identify` makes it.
///
/// Examples
/// --------
/// >>> text = "логин школы;класс;вариант;всего баллов;балл за 1;балл за 2\nsch990001;А;1;2;0;2"
/// >>> found = ob.identify(text.encode(), "2022/9/Математика.csv")
/// >>> found
/// <obektiv.Identity: regional-2021, maths 9 2022, 2 items; missing: boundaries>
/// >>> found.known["max_scores"], found.known["test_grade"]
/// ('data', 'path')
#[pyclass(name = "Identity", module = "obektiv", frozen)]
pub struct PyIdentity(Identity);

#[pymethods]
impl PyIdentity {
    /// The layout of the table, such as "regional-2021" or "score-distribution"; None if it is not
    /// known.
    #[getter]
    fn layout(&self) -> Option<&str> {
        self.0.layout.as_deref()
    }

    /// The subject, such as "maths".
    #[getter]
    fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// The grade that the test is made for.
    #[getter]
    fn test_grade(&self) -> Option<u8> {
        self.0.test_grade
    }

    /// The grade of those who wrote it, where it is another.
    #[getter]
    fn pupil_grade(&self) -> Option<u8> {
        self.0.pupil_grade
    }

    /// Calendar year.
    #[getter]
    fn year(&self) -> Option<u16> {
        self.0.year
    }

    /// "autumn", "spring", or None.
    #[getter]
    fn season(&self) -> Option<&'static str> {
        self.0.season.map(Season::name)
    }

    /// The largest score of each item.
    #[getter]
    fn max_scores<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        self.0.max_scores.as_ref().map(|maxima| PyTuple::new(py, maxima)).transpose()
    }

    /// The lowest totals of marks 3, 4 and 5, of the work of the catalogue with the same maxima.
    #[getter]
    fn boundaries(&self) -> Option<(u16, u16, u16)> {
        self.0.boundaries.map(Into::into)
    }

    /// How each of these is known, by its name: "title", "sheet", "header", "path", "catalogue", or
    /// "data", which is a guess.
    #[getter]
    fn known(&self) -> BTreeMap<&'static str, &'static str> {
        self.0.known.iter().map(|(name, origin)| (*name, origin.name())).collect()
    }

    /// What is missing, by its name. Without subject, test grade, year or maxima there is no
    /// assessment.
    #[getter]
    fn missing(&self) -> Vec<&'static str> {
        self.0.missing.clone()
    }

    /// The assessment that all this makes, or None.
    #[getter]
    fn assessment(&self) -> Option<PyAssessment> {
        self.0.assessment.clone().map(PyAssessment)
    }

    /// What is to be said of it, such as that maxima are guessed.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    fn __repr__(&self) -> String {
        let text = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
        let i = &self.0;
        let (grade, year) = (i.test_grade.map(|g| g.to_string()), i.year.map(|y| y.to_string()));
        let items = i.max_scores.as_ref().map(|maxima| maxima.len().to_string());
        let missing = if i.missing.is_empty() { "nothing".to_owned() } else { i.missing.join(", ") };
        format!(
            "<obektiv.Identity: {}, {} {} {}, {} items; missing: {missing}>",
            text(i.layout.clone()),
            text(i.subject.clone()),
            text(grade),
            text(year),
            text(items)
        )
    }
}

/// What a file is: its layout and its assessment, each part with how it is known.
///
/// A title above the table is believed before the name of the sheet, that before the path: the name
/// of the file, then its folders from the nearest on. Maxima are those of the header, else those of
/// the one work of the catalogue that fits, else for each item the largest score that at least 0.2
/// % of the rows have. The readers use the same where no assessment is given.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
/// path : str, optional
///     The path of the file, where the source is not it.
/// max_unpacked : int, optional
///     As for `read_xlsx`.
///
/// Returns
/// -------
/// Identity
///     What is not known is None. A file that can be opened and is not recognised is no error.
///
/// Raises
/// ------
/// DataError
///     `data.unreadable`, `data.too_large`, `data.empty`.
///
/// Examples
/// --------
/// >>> ob.identify(b"school,i1\nA,1\n", "maths.csv").missing
/// ['test_grade', 'year', 'boundaries']
#[pyfunction]
#[pyo3(signature = (source, path=None, *, max_unpacked=None))]
pub fn identify(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    path: Option<String>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyIdentity> {
    let path = match path {
        Some(path) => Some(path),
        None => path_of(source)?,
    };
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let most = max_unpacked.unwrap_or(ReadOptions::default().max_unpacked);
    Ok(PyIdentity(watched(py, || readers::identify(bytes, path.as_deref(), most))?))
}
