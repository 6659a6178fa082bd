use numpy::{AllowTypeChange, PyArray1, PyArrayLike1};
use obektiv::evidence;
use pyo3::prelude::*;

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(benjamini_hochberg, module)?)
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
///
/// Returns
/// -------
/// array of float64, in the order of p
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
fn benjamini_hochberg<'py>(
    py: Python<'py>,
    p: PyArrayLike1<'py, f64, AllowTypeChange>,
) -> Bound<'py, PyArray1<f64>> {
    let p = p.as_array().to_vec();
    PyArray1::from_vec(py, py.detach(|| evidence::benjamini_hochberg(&p)))
}
