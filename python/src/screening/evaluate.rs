//! What could have been found.

use obektiv::{
    data,
    screening::{self, EvaluateOptions},
};
use pyo3::prelude::*;

use super::{Beside, Several};
use crate::{error::Result, simulate::Kinds, table::PyTable, watch::watched};

/// What could have been found in these results: known irregularities are planted into copies, and
/// the evidence layer is run.
///
/// Schools that are found, extreme or not judged without planting, and those of fewer than 5 pupils
/// a work, are not used. Each repeat plants one kind into `share` of the others, drawn anew.
///
/// Parameters
/// ----------
/// results : Results, or a sequence of them
///     They stay as they are.
/// kinds : simulate.Kind or str, or a sequence of them, optional
///     Each is planted by itself; by default lift, fit, one_hand, copy and dictate with the
///     parameters of the study of power.
/// share : float
///     The share of the schools that may be used which are planted.
/// repeats : int
///     How often each kind is planted.
/// shuffles : int
///     How often the pupils are shuffled between the schools, where nothing should be found.
/// seed : int
/// reference : Reference, optional
///     Norms, nulls and priors of another territory.
/// progress : callable, optional
///     Told the runs done and the runs in all; stops the evaluation by giving False.
///
/// Returns
/// -------
/// Table
///     `kind, pupils, planted, found, extreme, either, power, newly, lost`: by kind and pupils a
///     work; `power` is either/planted; `newly`: other schools found, `lost`: schools no longer
///     found. Rows `honest`: territories shuffled, those with a finding, and all schools found.
///
/// Raises
/// ------
/// ScreeningError
///     `screening.no_results`, `screening.policy` for a share out of range.
/// DataError
///     `data.cannot_plant` without boundaries or journal marks.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> table = ob.evaluate(m.results, "lift", repeats=1, shuffles=1)
/// >>> list(table.kind), list(table.pupils)
/// (['lift', 'lift', 'lift', 'lift', 'honest'], ['all', '5-19', '20-49', '50+', 'all'])
#[pyfunction]
#[pyo3(signature = (results, kinds=None, *, share=0.07, repeats=5, shuffles=5, seed=1, reference=None, progress=None))]
#[allow(clippy::too_many_arguments, reason = "the options of an evaluation, all by name")]
pub fn evaluate(
    py: Python<'_>,
    results: Several<'_>,
    kinds: Option<Kinds<'_>>,
    share: f64,
    #[pyo3(from_py_with = crate::convert::count)] repeats: u64,
    #[pyo3(from_py_with = crate::convert::count)] shuffles: u64,
    #[pyo3(from_py_with = crate::convert::count)] seed: u64,
    reference: Option<Beside<'_>>,
    progress: Option<Py<PyAny>>,
) -> Result<PyTable> {
    let results: Vec<data::Results> =
        results.list().iter().map(|results| results.get().results.clone()).collect();
    let d = EvaluateOptions::default();
    let kinds = kinds.map(|kinds| kinds.list()).transpose()?.unwrap_or(d.kinds);
    let options = EvaluateOptions { kinds, share, repeats, shuffles, seed, evidence: d.evidence };
    let reference = reference.map(Beside::reference).transpose()?;
    let mut raised = None;
    let rows = watched(py, || {
        screening::evaluate(&results, &options, reference.as_ref(), |done, of| {
            let answer = Python::attach(|py| -> PyResult<bool> {
                py.check_signals()?;
                let Some(progress) = &progress else { return Ok(true) };
                let answer = progress.call1(py, (done, of))?;
                Ok(answer.is_none(py) || answer.bind(py).is_truthy()?)
            });
            answer.unwrap_or_else(|error| {
                raised = Some(error);
                false
            })
        })
    })?;
    match raised {
        Some(error) => Err(error.into()),
        None => Ok(screening::EvaluationRow::table(&rows).into()),
    }
}
