use numpy::{AllowTypeChange, PyArray2, PyArrayLike2};
use obektiv::statistics::person_fit::{self, Threshold};
use pyo3::{exceptions::PyValueError, prelude::*};

use crate::{error::Result, record, table::PyTable, watch::watched};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(rapid_guessing, module)?)
}

/// Rapid guesses: answers given faster than the item can be read.
///
/// Parameters
/// ----------
/// times : persons × items, float
///     NaN where there is none.
/// threshold : float, optional
///     The same for all items.
/// share : float, optional
///     This share of each item's mean time. One of `threshold` and `share` is needed.
/// most : float, optional
///     The most that a share of the mean may be; 10 seconds is usual.
///
/// Returns
/// -------
/// RapidGuessing
///     `persons`, a table with the share of answers that were not rapid as `statistic`; `items`;
///     `rapid`, persons × items.
///
/// Raises
/// ------
/// ModelError
///     `model.option` for a threshold that is not positive.
///
/// Examples
/// --------
/// >>> ob.person_fit.rapid_guessing([[30.0, 40.0], [2.0, 50.0]], threshold=3).persons.statistic
/// array([1. , 0.5])
#[pyfunction]
#[pyo3(signature = (times, threshold=None, share=None, most=f64::INFINITY))]
fn rapid_guessing<'py>(
    py: Python<'py>,
    times: PyArrayLike2<'py, f64, AllowTypeChange>,
    threshold: Option<f64>,
    share: Option<f64>,
    most: f64,
) -> Result<Bound<'py, PyAny>> {
    let threshold = match (threshold, share) {
        (Some(time), None) => Threshold::Time(time),
        (None, Some(share)) => Threshold::ShareOfMean { share, most },
        _ => return Err(PyValueError::new_err("give one of threshold and share").into()),
    };
    let times = times.as_array().to_owned();
    let found = watched(py, || person_fit::rapid_guessing(times.view(), threshold))?;
    let (persons, items) = (PyTable::from(found.table()), PyTable::from(found.items_table()));
    Ok(record(py, "RapidGuessing", (persons, items, PyArray2::from_owned_array(py, found.rapid)))?)
}
