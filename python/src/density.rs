use numpy::{AllowTypeChange, IntoPyArray, PyArrayLike1};
use obektiv::statistics::density::{self, BunchingOptions, LocalPolynomialOptions, McCraryOptions};
use pyo3::prelude::*;

use crate::{convert::whole, error::Result, record};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(local_polynomial, module)?)?;
    module.add_function(wrap_pyfunction!(mccrary, module)?)?;
    module.add_function(wrap_pyfunction!(bunching, module)?)
}

type Numbers<'py> = PyArrayLike1<'py, f64, AllowTypeChange>;

/// The local polynomial density test: does the density jump at a threshold?
///
///     F(x_i) = (number of x ≤ x_i, less 1)/(n − 1);   a polynomial of order q = order + 1 through F on each side, weights K((x − c)/h)/h
///     left, right = its slopes at c;   statistic = (right − left)/se
///
/// For comparison, on totals of a territory: the theory wants a continuous score. On discrete scores prefer `heaping`.
///
/// Parameters
/// ----------
/// values : array of float
///     Totals of persons; NaN takes no part. A value at the threshold counts to the right.
/// threshold : float
/// bandwidth : (float, float), optional
///     The reach below and above the threshold; of least mean square error by `rule` where not given, which on a scale of a few dozen points is the whole scale.
/// order : int
///     p, 1 to 8; the test uses p + 1, whose bias is smaller.
/// kernel : {"triangular", "uniform", "epanechnikov"}
/// fit : {"unrestricted", "restricted"}
///     A polynomial for each side, or one with a kink at the threshold.
/// variance : {"jackknife", "plugin"}
/// rule : {"combined", "each", "difference", "sum"}
///     The mean square error of what, where no bandwidth is given.
/// mass_points : bool
///     Whether equal values share one place of the distribution function.
///
/// Returns
/// -------
/// LocalPolynomial
///     Densities per unit of the score. NaN with fewer distinct values within reach than coefficients.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for an infinite value, a threshold that is not finite, a bandwidth not above 0, the order (with a rule at most 4);
///     `statistic.name` for a name not listed.
///
/// References
/// ----------
/// Cattaneo, Jansson and Ma (2018), Stata Journal 18, 234–261; (2020), Journal of the American Statistical Association 115, 1449–1455.
///
/// Examples
/// --------
/// >>> values = [i / 9000 for i in range(9000)] + [0.5 + i / 10000 for i in range(1000)]
/// >>> found = ob.density.local_polynomial(values, 0.5, bandwidth=(0.1, 0.1))
/// >>> round(found.left, 1), round(found.right, 1), found.pvalue < 0.001
/// (0.9, 1.9, True)
#[pyfunction]
#[pyo3(signature = (values, threshold, bandwidth=None, order=2, kernel="triangular", fit="unrestricted", variance="jackknife", rule="combined", mass_points=true))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn local_polynomial<'py>(
    py: Python<'py>,
    values: Numbers<'_>,
    threshold: f64,
    bandwidth: Option<[f64; 2]>,
    order: i64,
    kernel: &str,
    fit: &str,
    variance: &str,
    rule: &str,
    mass_points: bool,
) -> Result<Bound<'py, PyAny>> {
    let options = LocalPolynomialOptions {
        bandwidth,
        rule: rule.parse()?,
        order: whole("order", order, 8)?,
        kernel: kernel.parse()?,
        fit: fit.parse()?,
        variance: variance.parse()?,
        mass_points,
    };
    let values = values.as_array().to_vec();
    let found = py.detach(|| density::local_polynomial(&values, threshold, options))?;
    let fields = [
        found.statistic,
        found.pvalue,
        found.effect,
        found.lower,
        found.upper,
        found.se,
        found.left,
        found.right,
        found.se_left,
        found.se_right,
        found.plain_statistic,
        found.plain_pvalue,
        found.plain_left,
        found.plain_right,
    ];
    let number = |number: f64| Ok(number.into_pyobject(py)?.into_any());
    let count = |count: u64| Ok(count.into_pyobject(py)?.into_any());
    let all = [found.n, found.n_left, found.n_right].into_iter().map(count);
    let all = all.chain([found.bandwidth_left, found.bandwidth_right].into_iter().map(number));
    let all = all.chain([found.within_left, found.within_right].into_iter().map(count));
    let all = all.chain(fields.into_iter().map(number)).collect::<PyResult<Vec<Bound<'_, PyAny>>>>()?;
    Ok(record(py, "LocalPolynomial", pyo3::types::PyTuple::new(py, all)?)?)
}

/// McCrary's density test: a straight line through a fine histogram on each side of a threshold.
///
///     effect = ln right − ln left,   se² = 24/5 · (1/right + 1/left)/(n·h),   statistic = effect/se
///
/// For comparison, on totals of a territory. Where all values are whole and no bin is given, bins are whole steps of the values, once the
/// step at least, and the threshold stands half a step below the lowest value that counts to the right, so that every bin holds as many
/// possible values.
///
/// Parameters
/// ----------
/// values : array of float
///     Totals of persons; NaN takes no part. A value at the threshold counts to the right.
/// threshold : float
/// bin : float, optional
///     Width of a bin, taken as it is: on a discrete score a multiple of its step, with a threshold half a step below the boundary.
///     2·sd·n^(−½) where not given, for whole numbers the nearest multiple of their step.
/// bandwidth : float, optional
///     Reach of the lines; McCrary's rule where not given.
///
/// Returns
/// -------
/// McCrary
///     NaN where a side's line is 0 or below at the threshold or has fewer than two bins; on whole numbers also where the rules find a
///     bandwidth of fewer than three bins, as for a test of 20 points from some thousand pupils on.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for an infinite value, a threshold that is not finite, a bin or bandwidth not above 0, more than ten million bins.
///
/// References
/// ----------
/// McCrary (2008), Journal of Econometrics 142, 698–714.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> values = np.repeat([8, 9, 10, 11, 12, 13, 14], [40, 42, 44, 30, 66, 50, 52])
/// >>> found = ob.density.mccrary(values, 11.5, bin=1, bandwidth=4)
/// >>> found.effect > 0, found.pvalue < 0.05
/// (True, True)
#[pyfunction]
#[pyo3(signature = (values, threshold, bin=None, bandwidth=None))]
fn mccrary<'py>(
    py: Python<'py>,
    values: Numbers<'_>,
    threshold: f64,
    bin: Option<f64>,
    bandwidth: Option<f64>,
) -> Result<Bound<'py, PyAny>> {
    let values = values.as_array().to_vec();
    let found = py.detach(|| density::mccrary(&values, threshold, McCraryOptions { bin, bandwidth }))?;
    let fields = (
        found.n,
        found.statistic,
        found.pvalue,
        found.effect,
        found.lower,
        found.upper,
        found.se,
        found.left,
        found.right,
        found.bin,
        found.bandwidth,
    );
    Ok(record(py, "McCrary", fields)?)
}

/// Excess mass around a threshold: a polynomial through the counts of a histogram that leaves out a zone.
///
///     C_s = Σ β_d (s − c)^d + Σ_{z in zone} γ_z 1[s = z] + e_s,   statistic = Σ γ_z,   effect = statistic / mean of Σ β_d (z − c)^d over the zone
///
/// For comparison, on totals of a territory: least squares on counts, a zone chosen by eye. With few pupils take `heaping.fit`. Standard errors are those
/// of counts that vary as Poisson's, or as the residuals do where that is more: `pvalue` rejects four in a hundred honest territories at .05.
///
/// Parameters
/// ----------
/// histogram : sequence of int
///     Results with each total 0, 1, 2, …
/// threshold : int
/// degree : int, optional
///     Of the polynomial, 12 or less. Default 7.
/// below, above : int
///     Totals of the zone below and above the threshold, which belongs to it.
/// window : (int, int), optional
///     First and last total that take part; all where not given.
/// resamples : int, optional
///     Resamples of the residuals for `se_resampled`. Default 200; 0 for none.
/// seed : int, optional
///     Of the resamples: same seed, same `se_resampled`. Default 1.
///
/// Returns
/// -------
/// Bunching
///     NaN for a window with fewer totals outside the zone than the polynomial has coefficients; standard errors and p-value also where the polynomial
///     fits the counts exactly.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a zone that leaves the window, a window that leaves the histogram, the degree.
///
/// References
/// ----------
/// Chetty, Friedman, Olsen and Pistaferri (2011), Quarterly Journal of Economics 126, 749–804.
///
/// Examples
/// --------
/// >>> found = ob.density.bunching([10, 12, 24, 16, 18], 2, degree=1)
/// >>> round(found.statistic, 9), found.counterfactual.round(9)
/// (10.0, array([10., 12., 14., 16., 18.]))
#[pyfunction]
#[pyo3(signature = (histogram, threshold, degree=None, below=0, above=0, window=None, resamples=None, seed=None))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn bunching<'py>(
    py: Python<'py>,
    histogram: Vec<i64>,
    threshold: i64,
    degree: Option<i64>,
    below: i64,
    above: i64,
    window: Option<[i64; 2]>,
    resamples: Option<u32>,
    #[pyo3(from_py_with = crate::convert::optional_count)] seed: Option<u64>,
) -> Result<Bound<'py, PyAny>> {
    let default = BunchingOptions::default();
    let total = |what, value| whole::<usize>(what, value, i64::MAX);
    let histogram = histogram
        .into_iter()
        .map(|count| whole::<u64>("a count", count, i64::MAX))
        .collect::<Result<Vec<u64>>>()?;
    let options = BunchingOptions {
        degree: degree.map_or(Ok(default.degree), |degree| total("degree", degree))?,
        below: total("below", below)?,
        above: total("above", above)?,
        window: match window {
            Some([low, high]) => Some([total("window", low)?, total("window", high)?]),
            None => None,
        },
        resamples: resamples.unwrap_or(default.resamples),
        seed: seed.unwrap_or(default.seed),
    };
    let threshold = total("threshold", threshold)?;
    let found = py.detach(|| density::bunching(&histogram, threshold, options))?;
    let fields = (
        found.n,
        found.statistic,
        found.se,
        found.pvalue,
        found.effect,
        found.lower,
        found.upper,
        found.effect_se,
        found.se_resampled,
        found.effect_se_resampled,
        found.counterfactual.into_pyarray(py),
    );
    Ok(record(py, "Bunching", fields)?)
}
