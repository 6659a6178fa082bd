use std::{borrow::Cow, collections::BTreeMap};

use numpy::PyArray1;
use obektiv::data::{Grouping, Tally};
use pyo3::{
    exceptions::PyKeyError,
    prelude::*,
    types::{PyBytes, PyType},
};

use crate::{
    assessment::PyAssessment,
    convert::{Whole, whole},
    error::Result,
    results::PyResults,
    watch::watched,
};

/// The counts that every statistic of groups starts from: per group, journal mark × total.
///
/// Tallies of parts merge, in any order, to the tally of the whole; they hold integers only, so
/// this is exact. `to_bytes` and `pickle` carry them between threads, processes and machines.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> first = ob.tally(ob.Results(a, [[1, 1], [0, 1]], school=["A", "B"]))
/// >>> second = ob.tally(ob.Results(a, [[0, 0]], school=["A"]))
/// >>> both = first.merge(second)
/// >>> both.groups, both.histogram(), both.histogram("A")
/// (['A', 'B'], array([1, 1, 1]), array([1, 0, 1]))
/// >>> ob.Tally.from_bytes(both.to_bytes()) == both
/// True
#[pyclass(name = "Tally", module = "obektiv", frozen, eq)]
#[derive(PartialEq)]
pub struct PyTally(pub Tally);

#[pymethods]
impl PyTally {
    /// A tally from histograms alone, as aggregated reports give them.
    ///
    /// Parameters
    /// ----------
    /// assessment : Assessment
    /// histograms : mapping of str to sequence of int
    ///     For each group the number of persons with total 0, 1, …, the largest total.
    /// group : {"school", "class", "municipality", "all"}
    ///
    /// Examples
    /// --------
    /// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    /// >>> ob.Tally.from_histograms(a, {"A": [0, 3, 1], "B": [2, 2, 0]})
    /// <obektiv.Tally: 2020-maths-5, 8 pupils, 2 groups by school>
    #[classmethod]
    #[pyo3(signature = (assessment, histograms, group="school"))]
    fn from_histograms(
        _cls: &Bound<'_, PyType>,
        assessment: &Bound<'_, PyAssessment>,
        histograms: BTreeMap<String, Vec<Whole>>,
        group: &str,
    ) -> Result<Self> {
        let count = |count| whole::<u64>("a count", count, i64::MAX);
        let mut groups = Vec::with_capacity(histograms.len());
        for (name, counts) in histograms {
            groups.push((name, counts.into_iter().map(count).collect::<Result<Vec<u64>>>()?));
        }
        let groups = groups.iter().map(|(name, counts)| (name.as_str(), counts.as_slice()));
        Ok(Self(Tally::from_histograms(assessment.get().0.clone(), group.parse()?, groups)?))
    }

    /// The tally that `to_bytes` wrote.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.tally_bytes` for anything else.
    #[classmethod]
    fn from_bytes(_cls: &Bound<'_, PyType>, data: &[u8]) -> Result<Self> {
        Ok(Self(Tally::from_bytes(data)?))
    }

    /// The tally as bytes, with a version.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    /// This tally and another of the same assessment and grouping, counted together: a new tally.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.tally_mismatch`
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) -> Result<Self> {
        let other = &other.get().0;
        Ok(Self(watched(py, || self.0.clone().merge(other))?))
    }

    /// The assessment.
    #[getter]
    fn assessment(&self) -> PyAssessment {
        PyAssessment(self.0.assessment().clone())
    }

    /// What the groups are: "school", "class", "municipality", "all".
    #[getter]
    fn grouping(&self) -> &'static str {
        self.0.grouping().name()
    }

    /// The names of the groups, sorted.
    #[getter]
    fn groups(&self) -> Vec<&String> {
        self.0.groups().keys().collect()
    }

    /// How many persons were left out because a cell was missing.
    #[getter]
    fn incomplete(&self) -> u64 {
        self.0.incomplete()
    }

    /// Persons with total 0, 1, …, the largest, as `int64`; of one group, or of all without a name.
    #[pyo3(signature = (group=None))]
    fn histogram<'py>(&self, py: Python<'py>, group: Option<&str>) -> PyResult<Bound<'py, PyArray1<i64>>> {
        let counts = match group {
            None => self.0.histogram(),
            Some(name) => {
                let cells = self.0.groups().get(name);
                cells.ok_or_else(|| PyKeyError::new_err(format!("no group {name:?}")))?.histogram()
            }
        };
        Ok(PyArray1::from_iter(py, counts.into_iter().map(|count| i64::try_from(count).unwrap_or(i64::MAX))))
    }

    fn __len__(&self) -> usize {
        self.0.groups().len()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        Ok((slf.get_type().getattr("from_bytes")?, (slf.get().to_bytes(slf.py()),)))
    }

    fn __repr__(&self) -> String {
        let pupils: u64 = self.0.histogram().iter().sum();
        let (key, groups) = (self.0.assessment().key(), self.0.groups().len());
        format!("<obektiv.Tally: {key}, {pupils} pupils, {groups} groups by {}>", self.grouping())
    }
}

/// Counts of results by group.
///
/// Parameters
/// ----------
/// results : Results
/// group : {"school", "class", "municipality", "all"}
///     A class is named "school/class".
/// with_incomplete : bool
///     Count pupils with a missing cell too; they are left out otherwise.
///
/// Raises
/// ------
/// DataError
///     `data.no_grouping` if the results lack these labels, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> r = ob.Results(a, [[1, 1], [0, 1], [0, 255]], school=["A", "A", "B"])
/// >>> t = ob.tally(r)
/// >>> t.histogram("A"), t.incomplete
/// (array([0, 1, 1]), 1)
#[pyfunction]
#[pyo3(signature = (results, group="school", with_incomplete=false))]
pub fn tally(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    with_incomplete: bool,
) -> Result<PyTally> {
    let grouping = group.parse()?;
    let results = &results.get().results;
    Ok(PyTally(watched(py, || Tally::of(results, grouping, with_incomplete))?))
}

/// What statistics of groups take: results, which are tallied by group, or a tally, which has its
/// groups.
#[derive(FromPyObject)]
pub enum Counts<'py> {
    Results(Bound<'py, PyResults>),
    Tally(Bound<'py, PyTally>),
}

impl Counts<'_> {
    /// The tally.
    pub fn tally(&self, py: Python<'_>, group: &str) -> Result<Cow<'_, Tally>> {
        let grouping: Grouping = group.parse()?;
        Ok(match self {
            Self::Tally(tally) => Cow::Borrowed(&tally.get().0),
            Self::Results(results) => {
                let results = &results.get().results;
                Cow::Owned(watched(py, || Tally::of(results, grouping, false))?)
            }
        })
    }
}

/// What statistics that pool works take: one or several.
#[derive(FromPyObject)]
pub enum Works<'py> {
    One(Counts<'py>),
    Several(Vec<Counts<'py>>),
}

impl Works<'_> {
    /// The tallies.
    pub fn tallies(&self, py: Python<'_>, group: &str) -> Result<Vec<Cow<'_, Tally>>> {
        let works = match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        };
        works.iter().map(|counts| counts.tally(py, group)).collect()
    }
}
