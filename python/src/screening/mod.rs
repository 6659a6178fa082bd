//! Screenings: a policy and results in, findings out.

mod evaluate;
mod given;
mod policy;

pub use given::{Beside, Several, absent};
pub use policy::{PyPolicy, calibrated};

use obektiv::{
    report::{self, Language, ReportError, ReportOptions},
    screening::{self, Absences, Known, Policy, RiskTable, Screening, Source},
};
use pyo3::{prelude::*, types::PyDict};

use self::given::{Countable, Countables};
use crate::{
    convert::suffix,
    error::Result,
    evidence::PyEvidence,
    files::save,
    kept::kept,
    readers::{PyMarkerList, PyObserved},
    registry::{PyRegistry, or_none},
    table::PyTable,
    watch::watched,
    watch::{Progress, watched_beside},
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyPolicy>()?;
    module.add_class::<PyScreening>()?;
    module.add_function(wrap_pyfunction!(screen, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate::evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(signs, module)?)
}

/// What a policy makes of results: tables of schools, classes, findings, and the index of
/// territories.
///
/// `screen` makes it.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> ob.screen(m.results, registry=m.registry)
/// <obektiv.Screening: calibrated-2, 2 works, 40 schools, ... findings>
#[pyclass(name = "Screening", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyScreening(pub Screening);

kept!(PyScreening, b"scre");

/// The date that a report prints: today's unless it is given, none for an empty text.
fn day(py: Python<'_>, date: Option<String>) -> Result<Option<String>> {
    match date {
        Some(date) => Ok(Some(date).filter(|date| !date.is_empty())),
        None => Ok(Some(py.import("datetime")?.getattr("date")?.call_method0("today")?.str()?.to_string())),
    }
}

#[pymethods]
impl PyScreening {
    /// The policy.
    #[getter]
    fn policy(&self) -> PyPolicy {
        PyPolicy(self.0.policy.clone())
    }

    /// Schools by login: `school, name, municipality, works, n, signs, marked, tier`.
    ///
    /// Under the evidence layer also `outcome` (strong, notable: found; extreme, cleared,
    /// undecided, not_judged: they sum to all schools), `strength` (posterior probability, not
    /// calibrated on observers), `channel` (what says most), `effect, lower, upper` (share of
    /// papers raised over boundaries beyond the reference, 95 % interval), `detection_limit`,
    /// `reason` (what could not be judged and why), `official` and `listed` (markers by the
    /// official rule of 2019 and by the list that was given; NaN where they do not look at the
    /// school).
    #[getter]
    fn schools(&self) -> PyTable {
        self.0.schools_table().into()
    }

    /// Classes, named "school/class": `class, school, works, n, signs, marked`.
    #[getter]
    fn classes(&self) -> PyTable {
        self.0.classes_table().into()
    }

    /// What the policy found:
    /// `id, scope, sign, unit, group, school, class, n, statistic, pvalue, qvalue, effect, lower,
    /// upper, tier, flagged`.
    ///
    /// `id` is stable: the same input gives it again, and a plan can cite it. `school` is the
    /// unit's login, `class` its name within the school; empty where there is none.
    #[getter]
    fn findings(&self) -> PyTable {
        self.0.findings_table(false).into()
    }

    /// Schools by outcome, of all and by municipality:
    /// `group, schools, judged, strong, notable, extreme, cleared, undecided, not_judged, raised,
    /// raised_lower, raised_upper, raised_absolute`.
    ///
    /// `raised`: papers raised beyond the reference; `raised_absolute`: with what all schools do,
    /// of all alone. Empty without the evidence layer.
    #[getter]
    fn territory(&self) -> PyTable {
        self.0.territory_table().into()
    }

    /// What the evidence layer says, in full; None without it.
    #[getter]
    fn evidence(&self) -> Option<PyEvidence> {
        self.0.evidence().cloned().map(PyEvidence)
    }

    /// How other views agree with what is marked here: `view, both, ours, theirs, neither, kappa`.
    ///
    /// "official-2019": the official rule, under the evidence layer and where the works have its
    /// subjects and grades; "listed": the list that `screen` was given. `kappa`: agreement beyond
    /// chance.
    #[getter]
    fn agreement(&self) -> PyTable {
        self.0.agreement_table().into()
    }

    /// Marked schools, and how often marks were right where somebody looked: what
    /// `effect.prevalence` takes.
    ///
    /// Schools that were chosen with different probabilities are counted as (Σ1/p)²/Σ1/p² schools
    /// with the share that they stand for. Where nothing irregular was seen, or nothing regular,
    /// the counts are (0, 0), and there is no answer.
    ///
    /// Parameters
    /// ----------
    /// observed : Observed
    ///     Of `read_observed`, `Remarked.observed` or `Plan.observed`.
    ///
    /// Returns
    /// -------
    /// dict
    ///     `positive`, `tested`, `sensitivity` (right, of) and `specificity` (right, of).
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.no_school` if none of the observed schools is in the screening.
    ///
    /// Examples
    /// --------
    /// >>> town = ob.simulate.municipality(seed=1)
    /// >>> s = ob.screen(town.results, policy=ob.Policy.official_2019(), registry=town.registry)
    /// >>> rows = "\n".join(f"{school};{int(i % 3 == 0)};0.5" for i, school in enumerate(s.schools.school[:20]))
    /// >>> observed = ob.read_observed(f"school;outcome;probability\n{rows}".encode())
    /// >>> counts = s.prevalence_counts(observed)
    /// >>> counts["positive"], counts["tested"], counts["sensitivity"][1]
    /// (11, 40, 7)
    fn prevalence_counts<'py>(
        &self,
        py: Python<'py>,
        observed: &Bound<'py, PyObserved>,
    ) -> Result<Bound<'py, PyDict>> {
        let counts = self.0.prevalence_counts(&observed.get().observed)?;
        let dict = PyDict::new(py);
        dict.set_item("positive", counts.positive)?;
        dict.set_item("tested", counts.tested)?;
        dict.set_item("sensitivity", <(u64, u64)>::from(counts.sensitivity))?;
        dict.set_item("specificity", <(u64, u64)>::from(counts.specificity))?;
        Ok(dict)
    }

    /// Classes that are large in themselves: `class, school, grade, work, n, shared`.
    ///
    /// They share half of their answers beyond the totals, whatever other schools do: a list of its
    /// own, never mixed with what was found.
    #[getter]
    fn extreme(&self) -> PyTable {
        self.0.extreme_table().into()
    }

    /// What the policy asks for and the works do not allow: `sign, unit, scope, reason`.
    #[getter]
    fn left_out(&self) -> PyTable {
        self.0.left_out_table().into()
    }

    /// Every sign of every unit, flagged or not, with the columns of `findings`.
    #[getter]
    fn indications(&self) -> PyTable {
        self.0.findings_table(true).into()
    }

    /// `group, schools, marked, share, statistic`: 100 less the percentage of marked schools; first
    /// all, then municipalities.
    #[getter]
    fn index(&self) -> PyTable {
        self.0.index_table().into()
    }

    /// Zones of risk: for each school the sum of the weights of its different signs.
    ///
    /// Parameters
    /// ----------
    /// table : str, optional
    ///     JSON:
    ///     `{"weights": [{"sign": "official", "weight": 2, "least_tier": "limited"}], "zones":
    ///     [2]}`. Of the weights the first counts whose sign or module fits; an empty name fits
    ///     any. By default one zone: any official sign of ten pupils or more, or two others of
    ///     twenty. Kinds of journal disagreement are one sign.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `school, signs, statistic, zone, which`; zone 0 is none.
    ///
    /// Raises
    /// ------
    /// ScreeningError
    ///     `screening.policy` for anything that is no such table.
    #[pyo3(signature = (table=None))]
    fn risk_zones(&self, table: Option<&str>) -> Result<PyTable> {
        let table = table.map(RiskTable::from_json).transpose()?.unwrap_or_default();
        Ok(self.0.risk_zones(&table)?.table().into())
    }

    /// A finding in words: the numbers, what they are compared with, how large the sample is, what
    /// to look at.
    ///
    /// Parameters
    /// ----------
    /// finding_id : str
    ///     From `findings.id`.
    /// language : {"ru", "en"}
    ///
    /// Raises
    /// ------
    /// ScreeningError
    ///     `screening.no_finding`.
    /// ReportError
    ///     `report.language`.
    #[pyo3(signature = (finding_id, language="ru"))]
    fn explain(&self, finding_id: &str, language: &str) -> Result<String> {
        Ok(report::explain(&self.0, finding_id, language.parse()?)?)
    }

    /// A self-contained HTML page as text: what was examined and found, cards of schools, how it
    /// was computed.
    ///
    /// Parameters
    /// ----------
    /// language : {"ru", "en"}
    /// title : str, optional
    ///     In place of the usual one, such as the name of the territory.
    /// date : str, optional
    ///     The date to print; today's where none is given, none for an empty text.
    /// municipality : str, optional
    ///     Only its schools; what they are compared with stays the whole.
    /// school : str, optional
    ///     Only the school of this login.
    /// progress : callable or True, optional
    ///     Told the steps done and all known so far, some twenty times a second; what it raises stops
    ///     the call. True shows a bar by tqdm.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.language`; `report.unknown` for a municipality or school that the screening does
    ///     not have.
    #[pyo3(signature = (*, language="ru", title=None, date=None, municipality=None, school=None, progress=None))]
    #[allow(clippy::too_many_arguments, reason = "the options of a report, all by name")]
    fn report(
        &self,
        py: Python<'_>,
        language: &str,
        title: Option<String>,
        date: Option<String>,
        municipality: Option<String>,
        school: Option<String>,
        progress: Option<Progress<'_>>,
    ) -> Result<String> {
        let language: Language = language.parse()?;
        let options = ReportOptions { language, title, date: day(py, date)?, municipality, school };
        watched_beside(py, progress.as_ref(), || report::html(&self.0, &options))
    }

    /// Writes the page of `report` to a file.
    #[pyo3(signature = (path, *, language="ru", title=None, date=None, municipality=None, school=None, progress=None))]
    #[allow(clippy::too_many_arguments, reason = "the options of a report, all by name")]
    fn save_report(
        &self,
        py: Python<'_>,
        path: std::path::PathBuf,
        language: &str,
        title: Option<String>,
        date: Option<String>,
        municipality: Option<String>,
        school: Option<String>,
        progress: Option<Progress<'_>>,
    ) -> Result<()> {
        let page = self.report(py, language, title, date, municipality, school, progress)?;
        save(py, &path, page.as_bytes())
    }

    /// Writes the report as the files of a folder, each a self-contained page as `report` makes it,
    /// with links from one to another: the territory (`index.html`), each municipality
    /// (`municipalities/1.html`), and each found school (`schools/sch990001.html`). What is said of
    /// a school stands on its own page.
    ///
    /// Parameters
    /// ----------
    /// folder : path
    ///     Made if it is not there; files of other names in it are left alone.
    /// all_schools : bool
    ///     A page for every school, found or not.
    /// language : {"ru", "en"}
    /// title : str, optional
    ///     In place of the usual one, such as the name of the territory.
    /// date : str, optional
    ///     The date to print; today's where none is given, none for an empty text.
    /// municipality : str, optional
    ///     Only its schools; what they are compared with stays the whole.
    /// progress : callable or True, optional
    ///     Told the steps done and all known so far, some twenty times a second; what it raises stops
    ///     the call. True shows a bar by tqdm.
    ///
    /// Returns
    /// -------
    /// list of pathlib.Path
    ///     The files, the first page first.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.language`; `report.unknown` for a municipality that the screening does not have.
    ///
    /// Examples
    /// --------
    /// >>> import tempfile
    /// >>> t = ob.simulate.territory(seed=1, schools=12)
    /// >>> s = ob.screen(t.results, registry=t.registry)
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     files = s.save_reports(folder, all_schools=True)
    /// >>> files[0].name, sum(file.parent.name == "schools" for file in files)
    /// ('index.html', 12)
    #[pyo3(signature = (folder, *, all_schools=false, language="ru", title=None, date=None, municipality=None, progress=None))]
    #[allow(clippy::too_many_arguments, reason = "the options of a report, all by name")]
    fn save_reports(
        &self,
        py: Python<'_>,
        folder: std::path::PathBuf,
        all_schools: bool,
        language: &str,
        title: Option<String>,
        date: Option<String>,
        municipality: Option<String>,
        progress: Option<Progress<'_>>,
    ) -> Result<Vec<std::path::PathBuf>> {
        let options = ReportOptions {
            language: language.parse()?,
            title,
            date: day(py, date)?,
            municipality,
            school: None,
        };
        let make = || report::html_files(&self.0, &options, all_schools);
        let files = watched_beside(py, progress.as_ref(), make)?;
        for part in ["municipalities", "schools"] {
            if files.iter().any(|file| file.path.starts_with(part)) {
                std::fs::create_dir_all(folder.join(part)).map_err(PyErr::from)?;
            }
        }
        std::fs::create_dir_all(&folder).map_err(PyErr::from)?;
        let write = |file: &report::ReportFile| {
            let path = folder.join(&file.path);
            save(py, &path, file.html.as_bytes())?;
            Ok(path)
        };
        files.iter().map(write).collect()
    }

    /// Writes the table of schools to a file, CSV or XLSX by its suffix (.csv, .xlsx).
    ///
    /// CSV is UTF-8 with a byte order mark and semicolons, as Excel opens it where the comma is the
    /// decimal sign. In neither does a text become a formula.
    ///
    /// Parameters
    /// ----------
    /// path : path
    /// shape : {"ours", "official"}
    ///     "ours": the columns of `schools`. "official": Год, Логин, Муниципалитет, ОО, 4 РУ, 4 МА,
    ///     5 РУ, 5 МА, Количество маркеров; one row for each school and year with a marker, which
    ///     is any official sign of the school in that work.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.shape` for the official shape of a screening without official signs,
    ///     `report.name` for another shape or suffix.
    ///
    /// Examples
    /// --------
    /// >>> import pathlib, tempfile
    /// >>> s = ob.screen(ob.simulate.municipality(seed=1).results, policy=ob.Policy.official_2019())
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     s.save_schools(f"{folder}/schools.csv", shape="official")
    /// ...     pathlib.Path(f"{folder}/schools.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    /// 'Год;Логин;Муниципалитет;ОО;4 РУ;4 МА;5 РУ;5 МА;Количество маркеров'
    #[pyo3(signature = (path, shape="ours"))]
    fn save_schools(&self, py: Python<'_>, path: std::path::PathBuf, shape: &str) -> Result<()> {
        let shape = shape.parse()?;
        let bytes = match suffix(&path).as_str() {
            "csv" => watched(py, || report::schools_csv(&self.0, shape))?,
            "xlsx" => watched(py, || report::schools_xlsx(&self.0, shape))?,
            _ => {
                let got = path.display().to_string();
                return Err(ReportError::Name { what: "the file", got, expected: ".csv, .xlsx" }.into());
            }
        };
        save(py, &path, &bytes)
    }

    fn __repr__(&self) -> String {
        let (found, schools) = (self.0.findings().count(), self.0.schools.len());
        format!(
            "<obektiv.Screening: {}, {} works, {schools} schools, {found} findings>",
            self.0.policy.name,
            self.0.works.len()
        )
    }
}

/// Findings of a policy in the results of one or more assessments.
///
/// Results of one assessment (one file per municipality, say) are counted together. Works that the
/// policy does not look at are left out; a sign that a work cannot have (no boundaries, no journal,
/// no classes, counts where pupils are needed) is left out for it and said in `left_out`. A
/// distribution of totals has neither journal marks nor classes nor items.
///
/// Parameters
/// ----------
/// results : Results or Distribution, or a sequence of them
/// policy : Policy, optional
///     `Policy.calibrated()` by default.
/// registry : Registry, optional
///     Names, municipalities and reference groups of schools.
/// reference : Reference, or Distribution or a sequence of them, optional
///     Norms, nulls and priors of another territory, for the evidence layer: below 60 schools they
///     stand in for the territory's own. Of an aggregated report the rows of the region, else of
///     the whole sample, give the shape of totals, and the simulated reference the rest
///     (`Reference.simulated()`; for TypeScript the package's file `reference-simulated.json`).
/// observed : Observed, optional
///     What observers or a second marking saw in schools chosen by lot: posteriors are calibrated
///     on it.
/// absences : dict of dict, optional
///     Pupils who did not write, by key of the work and school. Results that were read from files
///     bring theirs along.
/// listed : MarkerList, optional
///     The official list of schools with markers, to be shown beside and compared with.
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Raises
/// ------
/// ScreeningError
///     `screening.no_results`, `screening.no_works`, `screening.policy`.
/// DataError
///     `data.repeated` for the same results twice, `data.tally_mismatch` for two scales of one
///     work, `data.no_grouping` for a distribution without schools.
/// EvidenceError
///     `evidence.observed` if none of the observed schools was judged.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> s = ob.screen(m.results, registry=m.registry)
/// >>> int(s.index.schools[0]), int(s.index.marked[0]) == int(s.schools.marked.sum())
/// (40, True)
/// >>> "By hand" in s.explain(s.findings.id[0], language="en")
/// True
#[pyfunction]
#[pyo3(signature = (results, policy=None, registry=None, reference=None, *, observed=None, absences=None, listed=None, progress=None))]
#[allow(clippy::too_many_arguments, reason = "what is known beside the results, all by name")]
fn screen(
    py: Python<'_>,
    results: Countables<'_>,
    policy: Option<&Bound<'_, PyPolicy>>,
    registry: Option<&Bound<'_, PyRegistry>>,
    reference: Option<Beside<'_>>,
    observed: Option<&Bound<'_, PyObserved>>,
    absences: Option<Absences>,
    listed: Option<&Bound<'_, PyMarkerList>>,
    progress: Option<Progress<'_>>,
) -> Result<PyScreening> {
    let given = match results {
        Countables::One(one) => vec![one],
        Countables::Many(many) => many,
    };
    let sources: Vec<Source<'_>> = given
        .iter()
        .map(|work| match work {
            Countable::Results(results) => Source::Results(&results.get().results),
            Countable::Distribution(distribution) => Source::Distribution(&distribution.get().0),
        })
        .collect();
    let policy = policy.map_or_else(Policy::calibrated, |p| p.get().0.clone());
    let registry = or_none(registry);
    let reference = reference.map(Beside::reference).transpose()?;
    let of_files = given.iter().filter_map(|work| match work {
        Countable::Results(results) => Some(results),
        Countable::Distribution(_) => None,
    });
    let absences = absences.or_else(|| absent(of_files));
    let known = Known {
        reference: reference.as_ref(),
        observed: observed.map(|observed| &observed.get().observed),
        absent: absences.as_ref(),
        listed: listed.map(|listed| &listed.get().list),
    };
    let screening = watched_beside(py, progress.as_ref(), || {
        screening::screen_beside(sources, &policy, &registry, known)
    })?;
    Ok(PyScreening(screening))
}

/// The signs of groups that a policy may name, beside the official rule, `journal.*` and
/// `heaping.three_bin`.
///
/// Returns
/// -------
/// Table
///     `id, aliases, what, units, flags, beside, reason`. A rule `{"sign": id, "options": {...},
///     "unit": "school", "min_n": 10, "fdr": 0.05}` asks for a sign that `flags`, beside what its
///     column says; one that does not is context: its rule has no `fdr`, its values stand among the
///     indications, and `reason` says why it never flags.
///
/// Examples
/// --------
/// >>> s = ob.signs()
/// >>> bool(s.flags[list(s.id).index("level.by_group")])
/// True
#[pyfunction]
fn signs() -> PyTable {
    obektiv::statistics::signs::table().into()
}
