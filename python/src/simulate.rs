use obektiv::simulate::{self, Municipality, MunicipalityOptions};
use pyo3::prelude::*;

use crate::{error::Result, registry::PyRegistry, results::PyResults, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyMunicipality>()?;
    module.add_function(wrap_pyfunction!(municipality, module)?)
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
pub struct PyMunicipality(Municipality);

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

/// Schools of 30 to 118 pupils in classes, two districts, maths and Russian of grade 5; the same seed gives the same results on every
/// machine and in every language.
///
/// Schools differ honestly: in ability, in how strict journals are, in how many papers just below the pass mark are lifted.
/// On top of it three schools have papers lifted to all boundaries, three a lenient journal, three raised scores.
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
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> m, len(m.planted)
/// (<obektiv.simulate.Municipality: 2 works, 40 schools>, 9)
#[pyfunction]
#[pyo3(signature = (seed, schools=None, planted=true, background=None))]
fn municipality(
    py: Python<'_>,
    seed: u64,
    schools: Option<usize>,
    planted: bool,
    background: Option<f64>,
) -> Result<PyMunicipality> {
    let mut options = MunicipalityOptions::default();
    options.schools = schools.unwrap_or(options.schools);
    options.background = background.unwrap_or(options.background);
    if !planted {
        options.planted.clear();
    }
    Ok(PyMunicipality(py.detach(|| simulate::municipality(&options, seed))?))
}
