use obektiv::{
    evidence::{self, Evidence},
    screening::Absences,
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    error::Result,
    kept::kept,
    readers::PyObserved,
    reference::PyReference,
    screening::{Beside, Several, absent, calibrated},
    table::PyTable,
    watch::{Progress, watched_beside},
};

/// What the evidence layer says, in full. `layer` makes it, and `Screening.evidence` has it.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> e = ob.evidence.layer(m.results)
/// >>> e
/// <obektiv.evidence.Evidence: 40 schools, 3 found, 0 extreme>
/// >>> sorted(set(e.channels.channel))
/// ['copy', 'dictation', 'fit', 'heaping', 'profile', 'spread', 'tail']
#[pyclass(name = "Evidence", module = "obektiv.evidence", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyEvidence(pub Evidence);

kept!(PyEvidence, b"evid");

#[pymethods]
impl PyEvidence {
    /// One row for each school: `school, municipality, papers, works, outcome, posterior, heaping,
    /// fit, class, home, found, extreme, channel, effect, lower, upper, detection_limit, reason`.
    ///
    /// `heaping`, `fit`, `class`, `home`: the posterior of each block, NaN where it did not judge;
    /// `posterior` is the largest but for `home`, which is context.
    #[getter]
    fn schools(&self) -> PyTable {
        self.0.schools_table().into()
    }

    /// What each channel says of each school: `school, channel, z, log_odds`.
    #[getter]
    fn channels(&self) -> PyTable {
        self.0.channels_table().into()
    }

    /// Classes of found and of extreme schools, for no other class is named: `class, school, grade,
    /// works, pupils, posterior, extreme, channel, items`.
    #[getter]
    fn classes(&self) -> PyTable {
        self.0.classes_table().into()
    }

    /// Schools by outcome, of all and by municipality: `group, schools, judged, strong, notable,
    /// extreme, cleared, undecided, not_judged, raised, raised_lower, raised_upper,
    /// raised_absolute`.
    #[getter]
    fn territory(&self) -> PyTable {
        self.0.territory_table().into()
    }

    /// Classes that are large in themselves: `class, school, grade, work, n, shared`.
    #[getter]
    fn extreme(&self) -> PyTable {
        self.0.extreme_table().into()
    }

    /// Posteriors beside what was seen of the same schools: `by, from, to, schools, stated, seen,
    /// lower, upper`.
    ///
    /// `by`: "halves" (the mean posterior in the other half of the works), "observers" (the share
    /// in which something irregular was seen, weighted by how schools were chosen), or
    /// "uncalibrated" with fewer than ten schools of P ≥ .5.
    #[getter]
    fn calibration(&self) -> PyTable {
        self.0.calibration_table().into()
    }

    /// Posteriors are shown up to here.
    #[getter]
    fn ceiling(&self) -> f64 {
        self.0.calibration.ceiling
    }

    /// What the data did not allow: `work, channel, reason`; an empty work stands for all.
    #[getter]
    fn left_out(&self) -> PyTable {
        self.0.left_out_table().into()
    }

    /// Norms, nulls and priors of this territory, for smaller ones.
    #[getter]
    fn reference(&self) -> PyReference {
        PyReference(self.0.reference.clone())
    }

    fn __repr__(&self) -> String {
        let outcomes = self.0.territory.outcomes;
        format!(
            "<obektiv.evidence.Evidence: {} schools, {} found, {} extreme>",
            self.0.schools.len(),
            outcomes.found(),
            outcomes.extreme
        )
    }
}

/// What all works of a territory say about its schools: the evidence layer alone, without a
/// screening.
///
///     odds of a class  = Σ over channels ½·(class view + Σ over works)
///     odds of a school = ½·(Σ over classes + Σ over channels of the school view)
///     posterior        = the largest of the blocks heaping, fit, class
///     found            = the longest head of the list by posterior with mean(1 − posterior) ≤ q, and posterior ≥ floor
///     extreme          = a class of 10 or more that shares half of its answers beyond the totals
///
/// Parameters
/// ----------
/// results : Results, or a sequence of them
/// reference : Reference, or Distribution or a sequence of them, optional
///     As for `screen`.
/// observed : Observed, optional
/// absences : dict of dict, optional
/// options : float or int
///     As for `Policy.calibrated`.
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Returns
/// -------
/// Evidence
///
/// Raises
/// ------
/// EvidenceError
///     `evidence.no_works`, `evidence.observed`.
/// ScreeningError
///     `screening.policy` for another name, type or range of an option.
///
/// References
/// ----------
/// Efron (2008), Statistical Science 23, 1–22, two groups. Stephens (2017), Biostatistics 18,
/// 275–294, adaptive shrinkage. Müller et al. (2004), JASA 99, 990–1001, Bayesian false discovery.
/// Vovk & Wang (2021), Annals of Statistics 49, 1736–1754, averages of e-values.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> int(ob.evidence.layer(m.results, floor=0.9).schools.found.sum())
/// 3
#[pyfunction]
#[pyo3(signature = (results, *, reference=None, observed=None, absences=None, progress=None, **options))]
fn layer(
    py: Python<'_>,
    results: Several<'_>,
    reference: Option<Beside<'_>>,
    observed: Option<&Bound<'_, PyObserved>>,
    absences: Option<Absences>,
    progress: Option<Progress<'_>>,
    options: Option<&Bound<'_, PyDict>>,
) -> Result<PyEvidence> {
    let given = results.list();
    let results: Vec<&obektiv::data::Results> = given.iter().map(|r| &r.get().results).collect();
    let options = calibrated(options)?.evidence.unwrap_or_default();
    let reference = reference.map(Beside::reference).transpose()?;
    let absences = absences.or_else(|| absent(given.iter()));
    let observed = observed.map(|observed| &observed.get().observed);
    let evidence = watched_beside(
        py,
        progress.as_ref(),
        || -> std::result::Result<Evidence, evidence::EvidenceError> {
            let works = evidence::EvidenceWork::of_all_with(&results, absences.as_ref())?;
            let evidence = evidence::layer(&works, &options, reference.as_ref())?;
            match observed {
                Some(observed) => evidence.calibrated_on(observed),
                None => Ok(evidence),
            }
        },
    )?;
    Ok(PyEvidence(evidence))
}

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyEvidence>()?;
    module.add_function(wrap_pyfunction!(layer, module)?)
}
