use numpy::{AllowTypeChange, PyArray1, PyArrayLike1, PyArrayLike2};
use obektiv::{
    evidence::{self, Evidence},
    screening::Absences,
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    error::Result,
    readers::PyObserved,
    reference::PyReference,
    screening::{Beside, Several, absent, calibrated},
    table::PyTable,
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
pub struct PyEvidence(pub Evidence);

#[pymethods]
impl PyEvidence {
    /// One row for each school: `school, municipality, papers, works, outcome, posterior, heaping, fit, class, home, found, extreme, channel, effect, lower,
    /// upper, detection_limit, reason`.
    ///
    /// `heaping`, `fit`, `class`, `home`: the posterior of each block, NaN where it did not judge; `posterior` is the largest but for `home`, which is context.
    #[getter]
    fn schools(&self) -> PyTable {
        self.0.schools_table().into()
    }

    /// What each channel says of each school: `school, channel, z, log_odds`.
    #[getter]
    fn channels(&self) -> PyTable {
        self.0.channels_table().into()
    }

    /// Classes of found and of extreme schools, for no other class is named: `class, school, grade, works, pupils, posterior, extreme, channel, items`.
    #[getter]
    fn classes(&self) -> PyTable {
        self.0.classes_table().into()
    }

    /// Schools by outcome, of all and by municipality: `group, schools, judged, strong, notable, extreme, cleared, undecided, not_judged, raised,
    /// raised_lower, raised_upper, raised_absolute`.
    #[getter]
    fn territory(&self) -> PyTable {
        self.0.territory_table().into()
    }

    /// Classes that are large in themselves: `class, school, grade, work, n, shared`.
    #[getter]
    fn extreme(&self) -> PyTable {
        self.0.extreme_table().into()
    }

    /// Posteriors beside what was seen of the same schools: `by, from, to, schools, stated, seen, lower, upper`.
    ///
    /// `by`: "halves" (the mean posterior in the other half of the works), "observers" (the share in which something irregular was seen, weighted by how
    /// schools were chosen), or "uncalibrated" with fewer than ten schools of P ≥ .5.
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

/// What all works of a territory say about its schools: the evidence layer alone, without a screening.
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
/// Efron (2008), Statistical Science 23, 1–22, two groups. Stephens (2017), Biostatistics 18, 275–294, adaptive shrinkage. Müller et al. (2004),
/// JASA 99, 990–1001, Bayesian false discovery. Vovk & Wang (2021), Annals of Statistics 49, 1736–1754, averages of e-values.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> int(ob.evidence.layer(m.results, floor=0.9).schools.found.sum())
/// 3
#[pyfunction]
#[pyo3(signature = (results, *, reference=None, observed=None, absences=None, **options))]
fn layer(
    py: Python<'_>,
    results: Several<'_>,
    reference: Option<Beside<'_>>,
    observed: Option<&Bound<'_, PyObserved>>,
    absences: Option<Absences>,
    options: Option<&Bound<'_, PyDict>>,
) -> Result<PyEvidence> {
    let given = results.list();
    let results: Vec<&obektiv::data::Results> = given.iter().map(|r| &r.get().results).collect();
    let options = calibrated(options)?.evidence.unwrap_or_default();
    let reference = reference.map(Beside::reference).transpose()?;
    let absences = absences.or_else(|| absent(given.iter()));
    let observed = observed.map(|observed| &observed.get().observed);
    let evidence = py.detach(|| -> std::result::Result<Evidence, evidence::EvidenceError> {
        let works = evidence::EvidenceWork::of_all_with(&results, absences.as_ref())?;
        let evidence = evidence::layer(&works, &options, reference.as_ref())?;
        match observed {
            Some(observed) => evidence.calibrated_on(observed),
            None => Ok(evidence),
        }
    })?;
    Ok(PyEvidence(evidence))
}

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyEvidence>()?;
    module.add_function(wrap_pyfunction!(layer, module)?)?;
    module.add_function(wrap_pyfunction!(benjamini_hochberg, module)?)?;
    module.add_function(wrap_pyfunction!(benjamini_yekutieli, module)?)?;
    module.add_function(wrap_pyfunction!(cauchy_combination, module)?)?;
    module.add_function(wrap_pyfunction!(fisher, module)?)?;
    module.add_function(wrap_pyfunction!(harmonic_mean, module)?)?;
    module.add_function(wrap_pyfunction!(rogan_gladen, module)?)?;
    module.add_function(wrap_pyfunction!(stouffer, module)?)
}

type Numbers<'py> = PyArrayLike1<'py, f64, AllowTypeChange>;

fn values(numbers: &Numbers<'_>) -> Vec<f64> {
    numbers.as_array().to_vec()
}

/// Adjusted p-values that control the false discovery rate: flag where `adjusted <= q`.
///
///     sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j)
///
/// The rate is controlled for independent and for positively dependent tests; exact p-values of counts make it
/// smaller than q.
///
/// Parameters
/// ----------
/// p : array of float, one dimension
///     NaN stays NaN and is not counted in m.
/// tests : int, optional
///     How many tests were made, where p are the smallest of them alone (pairs with `only_below`): m is then this.
///
/// Returns
/// -------
/// array of float64, in the order of p
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding left above 1 counts as 1.
///
/// References
/// ----------
/// Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
///
/// Examples
/// --------
/// >>> ob.evidence.benjamini_hochberg([0.01, 0.2, np.nan, 0.04])
/// array([0.03, 0.2 ,  nan, 0.06])
#[pyfunction]
#[pyo3(signature = (p, tests=0))]
fn benjamini_hochberg<'py>(
    py: Python<'py>,
    p: Numbers<'py>,
    #[pyo3(from_py_with = crate::convert::count)] tests: u64,
) -> Result<Bound<'py, PyArray1<f64>>> {
    let p = values(&p);
    Ok(PyArray1::from_vec(py, py.detach(|| evidence::benjamini_hochberg_among(&p, tests))?))
}

/// Adjusted p-values that control the false discovery rate however the tests depend on each other.
///
///     sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j · Σ_{k ≤ m} 1/k)
///
/// Much stricter than `benjamini_hochberg`: for signs of one school's pupils, which agree, that one is enough.
///
/// Parameters
/// ----------
/// p : array of float, one dimension
///     NaN stays NaN and is not counted in m.
///
/// Returns
/// -------
/// array of float64, in the order of p
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding left above 1 counts as 1.
///
/// References
/// ----------
/// Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165–1188.
///
/// Examples
/// --------
/// >>> ob.evidence.benjamini_yekutieli([0.01, 0.2, 0.5, 0.04]).round(4)
/// array([0.0833, 0.5556, 1.    , 0.1667])
#[pyfunction]
fn benjamini_yekutieli<'py>(py: Python<'py>, p: Numbers<'py>) -> Result<Bound<'py, PyArray1<f64>>> {
    let p = values(&p);
    Ok(PyArray1::from_vec(py, py.detach(|| evidence::benjamini_yekutieli(&p))?))
}

/// Fisher's combination of independent p-values.
///
///     pvalue = P(χ² with 2m degrees of freedom ≥ −2·Σ ln pᵢ)
///
/// Only for independent tests: p-values that agree make it far too small; then take `stouffer` with their correlation
/// or `cauchy_combination`.
///
/// Parameters
/// ----------
/// p : array of float, one dimension
///     NaN is left out.
///
/// Returns
/// -------
/// float
///     0 if one of them is 0, NaN without p-values.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding left above 1 counts as 1.
///
/// References
/// ----------
/// Fisher (1932), Statistical Methods for Research Workers, section 21.1.
///
/// Examples
/// --------
/// >>> round(ob.evidence.fisher([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.009419
#[pyfunction]
fn fisher(p: Numbers<'_>) -> Result<f64> {
    Ok(evidence::fisher(&values(&p))?)
}

/// Stouffer's combination of one-sided p-values, weighted, with the correlation of the tests where they depend on each other.
///
///     zᵢ = Φ⁻¹(1 − pᵢ),   pvalue = 1 − Φ(Σ wᵢzᵢ/√(Σᵢⱼ wᵢwⱼRᵢⱼ))       w = 1 and R = identity unless given
///
/// Parameters
/// ----------
/// p : array of float, one dimension
///     NaN is left out with its weight, row and column.
/// weights : array of float, optional
///     0 or more for each p-value.
/// correlation : array of float, p-values × p-values, optional
///     Of the z in clean data.
///
/// Returns
/// -------
/// float
///     0 if one of the p-values is 0, 1 if one is 1; NaN if both are there, without p-values, and where all weights are 0.
///
/// Raises
/// ------
/// DataError
///     `data.length` for weights or a correlation of another size.
/// StatisticError
///     `statistic.parameter` for a value that is neither within [0, 1] nor NaN, a weight that is negative or not finite,
///     a correlation that is outside [−1, 1], not symmetric or not 1 on the diagonal, and one under which the sum has no
///     variance.
///
/// References
/// ----------
/// Stouffer et al. (1949), The American Soldier 1, 45. Strube (1985), Psychological Bulletin 97, 334–341, dependent tests.
///
/// Examples
/// --------
/// >>> round(ob.evidence.stouffer([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.00696
#[pyfunction]
#[pyo3(signature = (p, weights=None, correlation=None))]
fn stouffer(
    p: Numbers<'_>,
    weights: Option<Numbers<'_>>,
    correlation: Option<PyArrayLike2<'_, f64, AllowTypeChange>>,
) -> Result<f64> {
    let weights = weights.as_ref().map(values);
    Ok(evidence::stouffer(&values(&p), weights.as_deref(), correlation.as_ref().map(|r| r.as_array()))?)
}

/// Cauchy's combination: a small p-value among many, however the tests depend on each other.
///
///     T = Σ wᵢ·tan((½ − pᵢ)π)/Σ wᵢ,   pvalue = ½ − arctan(T)/π              pᵢ at most 1 − 1/max(m, 100)
///
/// Near enough to its level for small p-values under any dependence; it follows the smallest p-value and gains little
/// from many that agree.
///
/// Parameters
/// ----------
/// p : array of float, one dimension
///     NaN is left out with its weight.
/// weights : array of float, optional
///     0 or more for each p-value.
///
/// Returns
/// -------
/// float
///     0 if one of the p-values is 0, NaN without p-values and where all weights are 0.
///
/// Raises
/// ------
/// DataError, StatisticError
///     As `stouffer`.
///
/// References
/// ----------
/// Liu & Xie (2020), Journal of the American Statistical Association 115, 393–402.
///
/// Examples
/// --------
/// >>> round(ob.evidence.cauchy_combination([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.030872
#[pyfunction]
#[pyo3(signature = (p, weights=None))]
fn cauchy_combination(p: Numbers<'_>, weights: Option<Numbers<'_>>) -> Result<f64> {
    Ok(evidence::cauchy_combination(&values(&p), weights.as_ref().map(values).as_deref())?)
}

/// The weighted harmonic mean of p-values: Σ wᵢ / Σ (wᵢ/pᵢ).
///
/// It is no p-value itself: for values below .05 it is near one; times e·ln m, m above 2, it is one under any
/// dependence.
///
/// Parameters
/// ----------
/// p : array of float, one dimension
///     NaN is left out with its weight.
/// weights : array of float, optional
///     0 or more for each p-value.
///
/// Returns
/// -------
/// float
///     0 if one of the p-values is 0, NaN without p-values and where all weights are 0.
///
/// Raises
/// ------
/// DataError, StatisticError
///     As `stouffer`.
///
/// References
/// ----------
/// Wilson (2019), PNAS 116, 1195–1200. Vovk & Wang (2020), Biometrika 107, 791–808, the factor.
///
/// Examples
/// --------
/// >>> round(ob.evidence.harmonic_mean([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.030303
#[pyfunction]
#[pyo3(signature = (p, weights=None))]
fn harmonic_mean(p: Numbers<'_>, weights: Option<Numbers<'_>>) -> Result<f64> {
    Ok(evidence::harmonic_mean(&values(&p), weights.as_ref().map(values).as_deref())?)
}

/// How common something is, from how often a sign that errs finds it.
///
///     (share + specificity − 1)/(sensitivity + specificity − 1), kept within [0, 1]
///
/// Parameters
/// ----------
/// share : float
///     The flagged share.
/// sensitivity : float
///     The share flagged of those that have it.
/// specificity : float
///     The share not flagged of those that have it not.
///
/// Returns
/// -------
/// float
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a share outside [0, 1], and for a sign that flags no more of those that have it than
///     of the others.
///
/// References
/// ----------
/// Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76.
///
/// Examples
/// --------
/// >>> round(ob.evidence.rogan_gladen(0.15, 0.7, 0.95), 6)
/// 0.153846
#[pyfunction]
fn rogan_gladen(share: f64, sensitivity: f64, specificity: f64) -> Result<f64> {
    Ok(evidence::rogan_gladen(share, sensitivity, specificity)?)
}
