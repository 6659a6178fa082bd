//! Days and calendars as Python gives them.

use obektiv::plan;
use pyo3::{
    prelude::*,
    types::{PyDict, PyString},
};

use crate::error::Result;

/// A day as text.
pub fn iso(day: &Bound<'_, PyAny>) -> PyResult<String> {
    if day.hasattr("isoformat")? { day.call_method0("isoformat")?.extract() } else { day.extract() }
}

/// A calendar from dicts; days may be dates.
pub fn events(calendar: Option<&Bound<'_, PyAny>>) -> Result<Vec<plan::Event>> {
    let Some(calendar) = calendar else { return Ok(Vec::new()) };
    let py = calendar.py();
    let options = PyDict::new(py);
    options.set_item("default", py.get_type::<PyString>())?;
    let entries = calendar.try_iter()?.collect::<PyResult<Vec<Bound<'_, PyAny>>>>()?;
    let text: String = py.import("json")?.call_method("dumps", (entries,), Some(&options))?.extract()?;
    Ok(plan::calendar(&text)?)
}
