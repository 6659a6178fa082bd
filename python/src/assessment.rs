use obektiv::data::{self, Assessment, Season};
use pyo3::{
    prelude::*,
    types::{PyDict, PyTuple},
};

use crate::{
    convert::{self, Whole, whole},
    error::Result,
};

/// One test: what was written, by whom, how it is scored.
///
/// Parameters
/// ----------
/// subject : str
///     Such as "maths".
/// test_grade : int
///     The grade the test is made for, 1 to 13.
/// year : int
///     Calendar year.
/// max_scores : sequence of int
///     The largest score of each item, 1 to 252.
/// boundaries : sequence of three int, optional
///     The lowest totals ("primary scores") of marks 3, 4 and 5. Without them there are no marks,
///     and every sign that needs marks is undefined.
/// pupil_grade : int, optional
///     The grade of those who wrote it, if another: in some autumns a work is written one grade
///     higher.
/// season : {"autumn", "spring"}, optional
/// item_kinds : sequence of {"key", "open"}, optional
///     How each item is marked: by a key, or by a teacher against criteria.
///
/// Raises
/// ------
/// DataError
///     `data.no_items`, `data.item_maximum`, `data.boundaries` (not rising, or above the largest
///     total), `data.grade`, `data.item_kinds`, `data.name`, `data.range`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 2], boundaries=[1, 2, 4])
/// >>> a.key, a.max_total, a.mark(2)
/// ('2020-maths-5', 4, 4)
#[pyclass(name = "Assessment", module = "obektiv", frozen, eq)]
#[derive(PartialEq)]
pub struct PyAssessment(pub Assessment);

#[pymethods]
impl PyAssessment {
    #[new]
    #[pyo3(signature = (*, subject, test_grade, year, max_scores, boundaries=None, pupil_grade=None, season=None, item_kinds=None))]
    #[allow(clippy::too_many_arguments, reason = "the fields of an assessment, all by name")]
    fn new(
        subject: String,
        test_grade: Whole,
        year: Whole,
        max_scores: Vec<Whole>,
        boundaries: Option<[Whole; 3]>,
        pupil_grade: Option<Whole>,
        season: Option<&str>,
        item_kinds: Option<Vec<String>>,
    ) -> Result<Self> {
        let byte = |what, value| whole::<u8>(what, value, u8::MAX.into());
        let kinds = |kinds: Vec<String>| kinds.iter().map(|k| k.parse()).collect();
        let assessment = Assessment {
            subject,
            test_grade: byte("test_grade", test_grade)?,
            year: whole("year", year, u16::MAX.into())?,
            max_scores: max_scores
                .into_iter()
                .map(|m| byte("an item's maximum", m))
                .collect::<Result<_>>()?,
            boundaries: convert::boundaries(boundaries)?,
            pupil_grade: pupil_grade.map(|grade| byte("pupil_grade", grade)).transpose()?,
            season: season.map(str::parse).transpose()?,
            item_kinds: item_kinds.map(kinds).transpose()?,
        };
        assessment.check()?;
        Ok(Self(assessment))
    }

    /// The subject.
    #[getter]
    fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The grade the test is made for.
    #[getter]
    fn test_grade(&self) -> u8 {
        self.0.test_grade
    }

    /// Calendar year.
    #[getter]
    fn year(&self) -> u16 {
        self.0.year
    }

    /// The largest score of each item.
    #[getter]
    fn max_scores<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.max_scores)
    }

    /// The lowest totals of marks 3, 4 and 5, or None.
    #[getter]
    fn boundaries(&self) -> Option<(u16, u16, u16)> {
        self.0.boundaries.map(Into::into)
    }

    /// The grade of the pupils if it was given, or None; `written_in` is never None.
    #[getter]
    fn pupil_grade(&self) -> Option<u8> {
        self.0.pupil_grade
    }

    /// "autumn", "spring", or None.
    #[getter]
    fn season(&self) -> Option<&'static str> {
        self.0.season.map(Season::name)
    }

    /// How each item is marked, or None.
    #[getter]
    fn item_kinds<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let kinds = self.0.item_kinds.as_ref();
        kinds.map(|kinds| PyTuple::new(py, kinds.iter().map(|k| k.name()))).transpose()
    }

    /// The grade of those who wrote the work.
    #[getter]
    fn written_in(&self) -> u8 {
        self.0.written_in()
    }

    /// A short stable key, such as "2020-autumn-maths-5".
    #[getter]
    fn key(&self) -> String {
        self.0.key()
    }

    /// The largest total: the sum of the item maxima.
    #[getter]
    fn max_total(&self) -> u16 {
        self.0.max_total()
    }

    /// The mark 2 to 5 that a total earns; None without boundaries.
    fn mark(&self, total: Whole) -> Result<Option<u8>> {
        Ok(self.0.mark(whole("total", total, u16::MAX.into())?))
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let mut fields = Vec::new();
        for (name, value) in Self::fields(slf)? {
            fields.push(format!("{name}={}", value.repr()?));
        }
        Ok(format!("Assessment({})", fields.join(", ")))
    }

    fn __getnewargs_ex__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        let fields = PyDict::new(slf.py());
        for (name, value) in Self::fields(slf)? {
            fields.set_item(name, value)?;
        }
        Ok((PyTuple::empty(slf.py()), fields))
    }
}

impl PyAssessment {
    /// The arguments that make it again.
    fn fields<'py>(slf: &Bound<'py, Self>) -> PyResult<Vec<(&'static str, Bound<'py, PyAny>)>> {
        let always = ["subject", "test_grade", "year", "max_scores"];
        let given = ["boundaries", "pupil_grade", "season", "item_kinds"];
        let mut fields = Vec::new();
        for name in always.into_iter().chain(given) {
            let value = slf.getattr(name)?;
            if !value.is_none() {
                fields.push((name, value));
            }
        }
        Ok(fields)
    }
}

/// All shipped assessments: public item maxima and, where known, mark boundaries.
///
/// A scale is a recommendation for one subject, grade, year and season; it changes over the years
/// and is never inferred from data.
///
/// Examples
/// --------
/// >>> len(ob.assessments()) >= 32
/// True
#[pyfunction]
pub fn assessments() -> Result<Vec<PyAssessment>> {
    Ok(data::assessments()?.into_iter().map(PyAssessment).collect())
}

/// The shipped assessment of this subject, test grade, year and (where given) season, or None.
///
/// Examples
/// --------
/// >>> ob.find_assessment("maths", 5, 2020).boundaries
/// (7, 11, 15)
/// >>> ob.find_assessment("maths", 5, 1999) is None
/// True
#[pyfunction]
#[pyo3(signature = (subject, test_grade, year, season=None))]
pub fn find_assessment(
    subject: &str,
    test_grade: Whole,
    year: Whole,
    season: Option<&str>,
) -> Result<Option<PyAssessment>> {
    let season = season.map(str::parse).transpose()?;
    let test_grade = whole("test_grade", test_grade, u8::MAX.into())?;
    let year = whole("year", year, u16::MAX.into())?;
    Ok(data::find_assessment(subject, test_grade, year, season).map(PyAssessment))
}
