use obektiv::{
    data::{Assessment, Import, Results},
    simulate::{
        self, Kind, Municipality, MunicipalityOptions, Planting, Spread, Territory, TerritoryOptions,
    },
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    assessment::PyAssessment,
    error::Result,
    kept::kept,
    reference::PyReference,
    registry::PyRegistry,
    results::PyResults,
    table::PyTable,
    watch::watched,
    watch::{Progress, watched_beside},
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyMunicipality>()?;
    module.add_class::<PyKind>()?;
    module.add_class::<PySpread>()?;
    module.add_class::<PyTerritory>()?;
    module.add_function(wrap_pyfunction!(municipality, module)?)?;
    module.add_function(wrap_pyfunction!(territory, module)?)?;
    module.add_function(wrap_pyfunction!(plant, module)?)?;
    module.add_function(wrap_pyfunction!(shuffled, module)?)
}

/// A simulated municipality and the truth about it.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> m.results[0]
/// <obektiv.Results: 2021-spring-maths-5, 2907 pupils, 16 items, 40 schools>
/// >>> m.planted.planted[0], m.registry.name(m.planted.school[0])
/// ('lifted', 'Школа № 6')
#[pyclass(name = "Municipality", module = "obektiv.simulate", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyMunicipality(Municipality);

kept!(PyMunicipality, b"muni");

#[pymethods]
impl PyMunicipality {
    /// One Results for each work.
    #[getter]
    fn results(&self) -> Vec<PyResults> {
        self.0.results.iter().cloned().map(PyResults::from).collect()
    }

    /// Names and municipalities of the schools.
    #[getter]
    fn registry(&self) -> PyRegistry {
        PyRegistry(self.0.registry.clone())
    }

    /// What was planted where: `school, planted` (lifted, lenient_journal, raised).
    #[getter]
    fn planted(&self) -> PyTable {
        self.0.planted_table().into()
    }

    fn __repr__(&self) -> String {
        let schools = self.0.registry.schools().len();
        format!("<obektiv.simulate.Municipality: {} works, {schools} schools>", self.0.results.len())
    }
}

/// Schools of 30 to 118 pupils in classes, two districts, maths and Russian of grade 5; the same
/// seed gives the same results on every machine and in every language.
///
/// Schools differ honestly: in ability, in how strict journals are, in how many papers just below
/// the pass mark are lifted. On top of it three schools have papers lifted to all boundaries, three
/// a lenient journal, three raised scores.
///
/// Parameters
/// ----------
/// seed : int
/// schools : int, optional
///     Default 40.
/// planted : bool
///     False plants nothing.
/// background : float, optional
///     The share of papers one point below the pass mark that schools usually lift. Default 0.15.
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> m, len(m.planted)
/// (<obektiv.simulate.Municipality: 2 works, 40 schools>, 9)
#[pyfunction]
#[pyo3(signature = (seed, schools=None, planted=true, background=None, *, progress=None))]
fn municipality(
    py: Python<'_>,
    #[pyo3(from_py_with = crate::convert::count)] seed: u64,
    #[pyo3(from_py_with = crate::convert::optional_count)] schools: Option<usize>,
    planted: bool,
    background: Option<f64>,
    progress: Option<Progress<'_>>,
) -> Result<PyMunicipality> {
    let mut options = MunicipalityOptions::default();
    options.schools = schools.unwrap_or(options.schools);
    options.background = background.unwrap_or(options.background);
    if !planted {
        options.planted.clear();
    }
    Ok(PyMunicipality(watched_beside(py, progress.as_ref(), || simulate::municipality(&options, seed))?))
}

/// An irregularity to plant, by its name and parameters; those not given are the study's of power.
///
/// ========  =================================================================================  ==========================
/// name what happens parameters
/// ========  =================================================================================  ==========================
/// lift papers at most `reach` points below a mark's boundary are raised to it share .4, reach 2
/// fit papers that earn less than the journal mark are raised to its boundary or one more share .6
/// home the weakest pupils stay at home share .25 dictate a class is told items, other ones in each
/// class and work items 4, share .6 leak as dictate, but the same items of a work in all classes
/// items 4, share .6 one_hand a class hands in one pupil's answers; `keep` of them stay everyone's
/// own keep .08 copy part of a class copies `copied` of the answers from the best of its group
/// share .7, group 4, copied .8
/// ========  =================================================================================  ==========================
///
/// The first three act in the whole school, the others in one class of each grade.
///
/// Raises
/// ------
/// DataError
///     `data.name` for an unknown kind or a parameter that it does not have, `data.share`,
///     `data.range`.
///
/// Examples
/// --------
/// >>> ob.simulate.Kind("lift", reach=3)
/// <obektiv.simulate.Kind: lift, share 0.4, reach 3>
/// >>> ob.simulate.Kind("copy").parameters
/// {'share': 0.7, 'group': 4.0, 'copied': 0.8}
#[pyclass(name = "Kind", module = "obektiv.simulate", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyKind(Kind);

kept!(PyKind, b"kind");

#[pymethods]
impl PyKind {
    #[new]
    #[pyo3(signature = (name, **parameters))]
    fn new(name: &str, parameters: Option<&Bound<'_, PyDict>>) -> Result<Self> {
        Ok(Self(Kind::new(name, &borrowed(&numbers(parameters)?))?))
    }

    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Its parameters by name.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.0.parameters())
    }

    fn __repr__(&self) -> String {
        let parameters = self.0.parameters().into_iter().map(|(name, value)| format!(", {name} {value}"));
        format!("<obektiv.simulate.Kind: {}{}>", self.0.name(), parameters.collect::<String>())
    }
}

/// How much honest schools, classes and pupils differ: standard deviations.
///
/// Parameters
/// ----------
/// name : {"usual", "wild", "tame"}
///     As schools of a real region differ, more, or less.
/// **sd : float
///     In place of its own. Parts of ability, whose variance is 1: `school`, `school_subject`,
///     `class_` (also in a dict as "class"), `class_subject`; of what an item's answers have apart
///     from ability: `item_school`, `item_class`; of the pupil's own ability that of the work
///     alone: `subject`; of journals: `leniency_school`, `leniency_subject`; of the log odds of
///     being away: `absent`.
///
/// Raises
/// ------
/// DataError
///     `data.name`, and `data.share` for what is outside 0 to 1 or leaves nothing to pupils or
///     answers.
///
/// Examples
/// --------
/// >>> ob.simulate.Spread("wild", item_class=0.4).sd["item_class"]
/// 0.4
#[pyclass(name = "Spread", module = "obektiv.simulate", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PySpread(Spread);

kept!(PySpread, b"spre");

#[pymethods]
impl PySpread {
    #[new]
    #[pyo3(signature = (name="usual", **sd))]
    fn new(name: &str, sd: Option<&Bound<'_, PyDict>>) -> Result<Self> {
        let mut sd = numbers(sd)?;
        for (name, _) in &mut sd {
            if name == "class_" {
                name.truncate(5); // a keyword in Python
            }
        }
        Ok(Self(Spread::new(name, &borrowed(&sd))?))
    }

    /// The standard deviations by name.
    #[getter]
    fn sd<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.0.fields())
    }

    fn __repr__(&self) -> String {
        let fields: Vec<String> = self.0.fields().iter().map(|(name, sd)| format!("{name} {sd}")).collect();
        format!("<obektiv.simulate.Spread: {}>", fields.join(", "))
    }
}

fn numbers(given: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, f64)>> {
    given.map_or(Ok(Vec::new()), |given| {
        given.iter().map(|(name, value)| Ok((name.extract()?, value.extract()?))).collect()
    })
}

fn borrowed(numbers: &[(String, f64)]) -> Vec<(&str, f64)> {
    numbers.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

fn dict<'py>(py: Python<'py>, numbers: &[(&str, f64)]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    numbers.iter().try_for_each(|(name, value)| dict.set_item(name, value))?;
    Ok(dict)
}

/// A kind, or its name.
#[derive(FromPyObject)]
pub enum KindOrName<'py> {
    Kind(Bound<'py, PyKind>),
    Name(String),
}

impl KindOrName<'_> {
    pub fn kind(&self) -> Result<Kind> {
        Ok(match self {
            Self::Kind(kind) => kind.get().0,
            Self::Name(name) => Kind::new(name, &[])?,
        })
    }
}

/// A kind, or several.
#[derive(FromPyObject)]
pub enum Kinds<'py> {
    One(KindOrName<'py>),
    Many(Vec<KindOrName<'py>>),
}

impl Kinds<'_> {
    pub fn list(&self) -> Result<Vec<Kind>> {
        match self {
            Self::One(one) => Ok(vec![one.kind()?]),
            Self::Many(many) => many.iter().map(KindOrName::kind).collect(),
        }
    }
}

/// A spread, or its name.
#[derive(FromPyObject)]
pub enum SpreadOrName<'py> {
    Spread(Bound<'py, PySpread>),
    Name(String),
}

/// Results, or several.
#[derive(FromPyObject)]
pub enum Several<'py> {
    One(Bound<'py, PyResults>),
    Many(Vec<Bound<'py, PyResults>>),
}

impl Several<'_> {
    fn results(&self) -> Vec<Results> {
        match self {
            Self::One(one) => vec![one.get().results.clone()],
            Self::Many(many) => many.iter().map(|one| one.get().results.clone()).collect(),
        }
    }
}

/// A simulated territory and the truth about it.
///
/// Examples
/// --------
/// >>> t = ob.simulate.territory(seed=1, schools=60, planted="lift")
/// >>> t, sum(r.import_report.absent for r in t.results) == int(t.absent.absent.sum())
/// (<obektiv.simulate.Territory: 12 works, 60 schools, 6 planted>, True)
#[pyclass(name = "Territory", module = "obektiv.simulate", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyTerritory(Territory);

kept!(PyTerritory, b"terr");

#[pymethods]
impl PyTerritory {
    /// One Results for each work: the pupils who were there. Its `import_report` counts those who
    /// were not.
    #[getter]
    fn results(&self) -> Vec<PyResults> {
        let with_report = |(results, report): (&Results, _)| {
            let (results, registry) = (results.clone(), self.0.registry.clone());
            PyResults::from(Import { results, report, registry })
        };
        self.0.results.iter().zip(self.0.reports()).map(with_report).collect()
    }

    /// Names and municipalities of the schools.
    #[getter]
    fn registry(&self) -> PyRegistry {
        PyRegistry(self.0.registry.clone())
    }

    /// What was planted where: `school, kind`.
    #[getter]
    fn planted(&self) -> PyTable {
        self.0.planted_table().into()
    }

    /// Pupils on the list of each school in each work, and those absent:
    /// `assessment, school, listed, absent`.
    #[getter]
    fn absent(&self) -> PyTable {
        self.0.absent_table().into()
    }

    fn __repr__(&self) -> String {
        let Territory { results, registry, planted, .. } = &self.0;
        let (works, schools) = (results.len(), registry.schools().len());
        format!("<obektiv.simulate.Territory: {works} works, {schools} schools, {} planted>", planted.len())
    }
}

/// A territory that looks like real ones, with known irregularities or none; the same seed gives
/// the same results on every machine and in every language.
///
/// Schools are small and large, with several classes; they and their classes differ honestly in
/// level, in subjects, in single items, in how strict journals are; some pupils are absent. Maxima
/// and boundaries are those of real works, difficulties are not; with a reference they are, and
/// schools differ as they do there.
///
/// With a reference an item has cuts in a normal answer that correlates a with ability:
///
///     cuts         the reference's shares of the item's scores
///     loadings a   its covariance of each item with the total: so totals have its mean, variance and teeth
///     spread       what of the variance of totals lies not within its classes, in the usual proportion of school to class;
///                  so are items, as far as totals do not explain them
///
/// Journals agree with totals and pupils are absent as there. Papers that all its schools raise are
/// raised here too: that is what a school is compared with. `everybody_lifts=0` gives a territory
/// where nobody raises any. How much journals differ stays as usual, and of works known by their
/// totals alone the items are designed and moved to these totals.
///
/// Parameters
/// ----------
/// seed : int
/// schools : int, optional
///     Default 120.
/// works : sequence of Assessment, optional
///     Works of one grade are written by the same pupils. By default twelve of autumn 2020, three
///     in each of the grades 5 to 8, or all of the reference.
/// municipalities : int, optional
///     One for ten schools by default.
/// pupils : int, optional
///     The median number of pupils a grade. Default 21.
/// spread : Spread or {"usual", "wild", "tame"}, optional
///     How much honest schools differ.
/// everybody_lifts : float, optional
///     The share of papers one point below a boundary that every school raises to it; half of it
///     two points below. Default 0.
/// reach : int, optional
///     How far below a boundary everybody lifts. Default 2.
/// planted : Kind or str or sequence of them, optional
///     What is planted, one kind in each school, dealt in turn.
/// share : float, optional
///     The share of schools where something is planted, at least one school. Default .1.
/// design : int, optional
///     The seed of the items. Territories of one design wrote the same works; a reference has items
///     of its own. Default 0.
/// reference : Reference, optional
///     Whose works, items, spread, lifting, journals, absences and pupils a grade are taken; what
///     is given beside it goes first.
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Raises
/// ------
/// DataError
///     `data.range`, `data.share`, `data.empty` (no works or kinds), `data.name`,
///     `data.cannot_plant` (lift or fit where no work has boundaries), `data.not_in_reference` for
///     a work that the reference does not know on this scale, and those of an Assessment.
///
/// Examples
/// --------
/// >>> t = ob.simulate.territory(seed=1, schools=60, planted=["lift", ob.simulate.Kind("leak", items=3)], share=0.1)
/// >>> sorted(set(t.planted.kind)), len(t.planted)
/// (['leak', 'lift'], 6)
/// >>> ob.simulate.territory(seed=1, schools=30, reference=ob.Reference.simulated())
/// <obektiv.simulate.Territory: 12 works, 30 schools, 0 planted>
#[pyfunction]
#[pyo3(signature = (
    seed, schools=None, works=None, municipalities=None, pupils=None, spread=None, everybody_lifts=None, reach=None,
    planted=None, share=None, design=None, reference=None, *, progress=None
))]
#[allow(clippy::too_many_arguments, reason = "options by name")]
fn territory(
    py: Python<'_>,
    #[pyo3(from_py_with = crate::convert::count)] seed: u64,
    #[pyo3(from_py_with = crate::convert::optional_count)] schools: Option<usize>,
    works: Option<Vec<Bound<'_, PyAssessment>>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] municipalities: Option<usize>,
    #[pyo3(from_py_with = crate::convert::optional_count)] pupils: Option<u32>,
    spread: Option<SpreadOrName<'_>>,
    everybody_lifts: Option<f64>,
    #[pyo3(from_py_with = crate::convert::optional_count)] reach: Option<u16>,
    planted: Option<Kinds<'_>>,
    share: Option<f64>,
    #[pyo3(from_py_with = crate::convert::optional_count)] design: Option<u64>,
    reference: Option<Bound<'_, PyReference>>,
    progress: Option<Progress<'_>>,
) -> Result<PyTerritory> {
    let works: Option<Vec<Assessment>> =
        works.map(|works| works.iter().map(|work| work.get().0.clone()).collect());
    let d = match &reference {
        None => TerritoryOptions::default(),
        Some(reference) => reference.get().0.parameters(works.as_deref())?,
    };
    let kinds = match &planted {
        None => None,
        Some(kinds) => Some(kinds.list()?),
    };
    let options = TerritoryOptions {
        schools: schools.unwrap_or(d.schools),
        works: works.unwrap_or(d.works),
        municipalities,
        pupils: pupils.unwrap_or(d.pupils),
        spread: match &spread {
            None => d.spread,
            Some(SpreadOrName::Spread(spread)) => spread.get().0,
            Some(SpreadOrName::Name(name)) => Spread::new(name, &[])?,
        },
        everybody_lifts: everybody_lifts.unwrap_or(d.everybody_lifts),
        reach: reach.unwrap_or(d.reach),
        planted: kinds.map(|kinds| Planting { kinds, share: share.unwrap_or(Planting::SHARE) }),
        design: design.unwrap_or(d.design),
        parameters: d.parameters,
    };
    Ok(PyTerritory(watched_beside(py, progress.as_ref(), || simulate::territory(&options, seed))?))
}

/// An irregularity planted into copies of results: what would a method have found, had it been
/// there?
///
/// It acts in the schools in all works, kinds of a class in one class of each grade: the one that
/// most works of the grade have, the first by name among several. Incomplete papers stay as they
/// are, works without boundaries too under lift and fit.
///
/// Parameters
/// ----------
/// results : Results or sequence of Results
///     They stay as they are.
/// kind : Kind or str
/// schools : sequence of str
/// seed : int
///     What happens in a school depends on it, the login and the place of the work, not on the
///     other schools.
///
/// Raises
/// ------
/// DataError
///     `data.empty`, `data.no_school` for a school that no work has, `data.cannot_plant` without
///     boundaries or journal marks, `data.name` for an unknown kind.
///
/// Examples
/// --------
/// >>> t = ob.simulate.territory(seed=1, schools=20)
/// >>> r = t.results[0]
/// >>> planted = ob.simulate.plant(t.results, "one_hand", [r.school[0]], seed=1)
/// >>> set(r.school[(planted[0].scores != r.scores).any(axis=1)]) == {r.school[0]}
/// True
#[pyfunction]
fn plant(
    py: Python<'_>,
    results: Several<'_>,
    kind: KindOrName<'_>,
    schools: Vec<String>,
    #[pyo3(from_py_with = crate::convert::count)] seed: u64,
) -> Result<Vec<PyResults>> {
    let (results, kind) = (results.results(), kind.kind()?);
    let planted = watched(py, || simulate::plant(&results, kind, &schools, seed))?;
    Ok(planted.into_iter().map(PyResults::from).collect())
}

/// Pupils of each work permuted among its schools, scores and journal marks together: an honest
/// territory of the same papers, in which schools and classes differ by chance alone.
///
/// Examples
/// --------
/// >>> t = ob.simulate.territory(seed=1, schools=20)
/// >>> r = ob.simulate.shuffled(t.results, seed=1)[0]
/// >>> sorted(r.total) == sorted(t.results[0].total), list(r.total) == list(t.results[0].total)
/// (True, False)
#[pyfunction]
fn shuffled(py: Python<'_>, results: Several<'_>, seed: u64) -> Result<Vec<PyResults>> {
    let results = results.results();
    let shuffled = watched(py, || simulate::shuffled(&results, seed))?;
    Ok(shuffled.into_iter().map(PyResults::from).collect())
}
