use obektiv::report::{EffectPage, ReportError};
use pyo3::prelude::*;

use crate::error::Result;

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(page, module)?)
}

/// The page of an effect, which `_effect.py` tells as JSON.
#[pyfunction]
fn page(
    effect: &str,
    language: &str,
    title: Option<String>,
    outcome: Option<String>,
    percent: bool,
    date: Option<String>,
) -> Result<String> {
    let page: EffectPage =
        serde_json::from_str(effect).map_err(|e| ReportError::Template { reason: e.to_string() })?;
    let language = language.parse()?;
    Ok(EffectPage { language, title, outcome, percent, date, ..page }.html()?)
}
