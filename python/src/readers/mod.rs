//! Readers of files: a source is a path, bytes or a binary file.

mod aggregates;
mod comparison;
mod identify;
mod many;
mod markers;
mod observed;
mod results;

pub use aggregates::PyDistribution;
pub use markers::PyMarkerList;
pub use observed::PyObserved;

use obektiv::data::{DataError, ReadOptions, readers::Sheet};
use pyo3::{prelude::*, types::PyString};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyMarkerList>()?;
    module.add_class::<PyObserved>()?;
    module.add_class::<aggregates::PyAggregates>()?;
    module.add_class::<PyDistribution>()?;
    module.add_class::<aggregates::PyMarkStatistics>()?;
    module.add_class::<comparison::PyJournalComparison>()?;
    module.add_class::<identify::PyIdentity>()?;
    module.add_function(wrap_pyfunction!(identify::identify, module)?)?;
    module.add_function(wrap_pyfunction!(results::read_xlsx, module)?)?;
    module.add_function(wrap_pyfunction!(results::read_csv, module)?)?;
    module.add_function(wrap_pyfunction!(many::read_many, module)?)?;
    module.add_function(wrap_pyfunction!(markers::read_markers, module)?)?;
    module.add_function(wrap_pyfunction!(observed::read_observed, module)?)?;
    module.add_function(wrap_pyfunction!(aggregates::read_distributions, module)?)?;
    module.add_function(wrap_pyfunction!(aggregates::read_mark_statistics, module)?)?;
    module.add_function(wrap_pyfunction!(comparison::read_journal_comparison, module)?)
}

/// The path of a source that is one, or the name of an open file.
fn path_of(source: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        return Ok(Some(source.str()?.to_string_lossy().into_owned()));
    }
    Ok(source.getattr_opt("name")?.and_then(|name| name.extract().ok()))
}

/// The sheet of a source that is a workbook or text.
pub fn sheet_of(bytes: &[u8], max_unpacked: Option<u64>) -> Result<Sheet, DataError> {
    Sheet::from_bytes(bytes, max_unpacked.unwrap_or(ReadOptions::default().max_unpacked))
}
