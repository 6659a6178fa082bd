use obektiv::{
    data,
    screening::{Policy, screen},
    statistics::official,
};
use pyo3::{exceptions::PyTypeError, prelude::*};

use crate::{
    convert::{Whole, whole},
    error::Result,
    record,
    screening::Several,
    watch::watched,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(objectivity_index, module)?)
}

/// The objectivity index of a territory: 100 less the percentage of schools that at least one sign
/// marks.
///
///     index = 100 − 100 · marked / schools
///
/// Parameters
/// ----------
/// schools : int, or Results, or a sequence of them
///     Schools that took part; or results, which `Policy.official_2019()` then screens.
/// marked : int, with a number of schools only
///     Those of them that at least one sign marks.
///
/// Returns
/// -------
/// ObjectivityIndex
///     `schools`, `marked`, `share` (100 · marked / schools), `statistic` (the index); NaN without
///     schools.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` if more schools are marked than took part.
/// ScreeningError
///     `screening.no_works` if none of the results is of a work that the official rule looks at.
/// DataError
///     `data.range` for a negative number.
///
/// References
/// ----------
/// The methodology of 2019, stages 2 and 3.
///
/// Examples
/// --------
/// >>> ob.official.objectivity_index(40, 10)
/// ObjectivityIndex(schools=40, marked=10, share=25.0, statistic=75.0)
/// >>> ob.official.objectivity_index(ob.simulate.municipality(seed=1).results).schools
/// 40
#[pyfunction]
#[pyo3(signature = (schools, marked=None))]
fn objectivity_index<'py>(
    py: Python<'py>,
    schools: Schools<'py>,
    marked: Option<Whole>,
) -> Result<Bound<'py, PyAny>> {
    let index = match (schools, marked) {
        (Schools::Number(schools), Some(marked)) => official::objectivity_index(
            whole("schools", schools, i64::MAX)?,
            whole("marked", marked, i64::MAX)?,
        )?,
        (Schools::Results(results), None) => {
            let works = results.list();
            let works: Vec<&data::Results> = works.iter().map(|r| &r.get().results).collect();
            watched(py, || screen(works, &Policy::official_2019(), &data::Registry::default()))?.index()[0]
                .index
        }
        _ => return Err(PyTypeError::new_err("objectivity_index takes two numbers, or results").into()),
    };
    let fields = (index.schools, index.marked, index.share, index.statistic);
    Ok(record(py, "ObjectivityIndex", fields)?)
}

/// How many schools, or the results that say so.
#[derive(FromPyObject)]
enum Schools<'py> {
    Number(Whole),
    Results(Several<'py>),
}
