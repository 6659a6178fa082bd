//! The Python module: it converts, calls the core, and converts back.
//!
//! The classes and the functions at the top of the Python module live in one file each; a Python
//! submodule is one file with a `fill` function, listed below.

mod arrow;
mod assessment;
mod call;
mod convert;
mod effect;
mod error;
mod evidence;
mod files;
mod forms;
mod irt;
mod items;
mod kept;
mod norms;
mod official;
mod person_fit;
mod plan;
mod readers;
mod records;
mod reference;
mod registry;
mod results;
mod screening;
mod shift;
mod simulate;
mod table;
mod tally;
mod watch;

use obektiv::data;
use pyo3::{call::PyCallArgs, prelude::*};

#[pymodule(gil_used = false)]
fn _obektiv(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("MISSING", data::MISSING)?;
    module.add("NOT_ATTEMPTED", data::NOT_ATTEMPTED)?;
    module.add("NOT_TAUGHT", data::NOT_TAUGHT)?;
    module.add_class::<assessment::PyAssessment>()?;
    module.add_class::<results::PyResults>()?;
    module.add_class::<results::PyImportReport>()?;
    module.add_class::<reference::PyReference>()?;
    module.add_class::<registry::PyRegistry>()?;
    module.add_class::<tally::PyTally>()?;
    module.add_class::<table::PyTable>()?;
    module.add_function(wrap_pyfunction!(assessment::assessments, module)?)?;
    module.add_function(wrap_pyfunction!(assessment::find_assessment, module)?)?;
    readers::fill(module)?;
    forms::fill(module)?;
    module.add_function(wrap_pyfunction!(registry::read_registry, module)?)?;
    module.add_function(wrap_pyfunction!(tally::tally, module)?)?;
    screening::fill(module)?;
    submodule(module, "simulate", simulate::fill)?;
    submodule(module, "official", official::fill)?;
    submodule(module, "heaping", shift::fill)?;
    module.add_function(wrap_pyfunction!(norms::norms_table, module)?)?;
    submodule(module, "person_fit", person_fit::fill)?;
    submodule(module, "irt", irt::fill)?;
    submodule(module, "evidence", evidence::fill)?;
    submodule(module, "effect", effect::fill)?;
    submodule(module, "plan", plan::fill)?;
    module.add_function(wrap_pyfunction!(call::call, module)?)?;
    module.add_function(wrap_pyfunction!(call::functions, module)?)?;
    module.add_function(wrap_pyfunction!(files::save_file, module)?)?;
    module.delattr("__all__") // what is public is said in Python
}

/// A submodule under the name that its Python file has, so that functions know where they live.
fn submodule(
    parent: &Bound<'_, PyModule>,
    name: &str,
    fill: fn(&Bound<'_, PyModule>) -> PyResult<()>,
) -> PyResult<()> {
    let module = PyModule::new(parent.py(), &format!("obektiv.{name}"))?;
    fill(&module)?;
    parent.add(name, module)
}

/// A Python dataclass of `_records.py`, with its fields in order.
fn record<'py>(py: Python<'py>, name: &str, fields: impl PyCallArgs<'py>) -> PyResult<Bound<'py, PyAny>> {
    py.import("obektiv._records")?.getattr(name)?.call1(fields)
}
