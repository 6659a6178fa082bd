use pyo3::{prelude::*, types::PyList};
use serde_json::Value;

/// What a function of the binding may fail with: an error of the core, or one of Python's own.
pub enum Error {
    Core(obektiv::Error),
    Python(PyErr),
    /// A fault of this library, by what it said.
    Panic(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<obektiv::Error> for Error {
    fn from(error: obektiv::Error) -> Self {
        Self::Core(error)
    }
}

impl From<obektiv::DataError> for Error {
    fn from(error: obektiv::DataError) -> Self {
        Self::Core(error.into())
    }
}

impl From<obektiv::StatisticError> for Error {
    fn from(error: obektiv::StatisticError) -> Self {
        Self::Core(error.into())
    }
}

impl From<obektiv::ModelError> for Error {
    fn from(error: obektiv::ModelError) -> Self {
        Self::Core(error.into())
    }
}

impl From<obektiv::ScreeningError> for Error {
    fn from(error: obektiv::ScreeningError) -> Self {
        Self::Core(error.into())
    }
}

impl From<obektiv::EvidenceError> for Error {
    fn from(error: obektiv::EvidenceError) -> Self {
        Self::Core(error.into())
    }
}

impl From<obektiv::PlanError> for Error {
    fn from(error: obektiv::PlanError) -> Self {
        Self::Core(error.into())
    }
}

impl From<obektiv::report::ReportError> for Error {
    fn from(error: obektiv::report::ReportError) -> Self {
        Self::Core(error.into())
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl From<PyErr> for Error {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        match error {
            Error::Python(error) => error,
            Error::Core(error) => Python::attach(|py| exception(py, &error).unwrap_or_else(|failed| failed)),
            Error::Panic(said) => Python::attach(|py| panic(py, &said).unwrap_or_else(|failed| failed)),
        }
    }
}

/// The Python exception of a fault of this library.
fn panic(py: Python<'_>, said: &str) -> PyResult<PyErr> {
    let text = format!("a fault of obektiv itself, please report it: {said}");
    let value = py.import("obektiv._errors")?.getattr("ObektivError")?.call1((text,))?;
    value.setattr("code", "internal.panic")?;
    Ok(PyErr::from_value(value))
}

/// The Python exception of an error: its message, its code, its fields as attributes.
fn exception(py: Python<'_>, error: &obektiv::Error) -> PyResult<PyErr> {
    // By the code, since an error of one module may pass on one of another.
    let class = match error.code().split('.').next() {
        Some("data") => "DataError",
        Some("model") => "ModelError",
        Some("statistic") => "StatisticError",
        Some("evidence") => "EvidenceError",
        Some("screening") => "ScreeningError",
        Some("plan") => "PlanError",
        Some("effect") => "EffectError",
        Some("design") => "DesignError",
        Some("report") => "ReportError",
        _ => "ObektivError",
    };
    let value = py.import("obektiv._errors")?.getattr(class)?.call1((error.to_string(),))?;
    value.setattr("code", error.code())?;
    if let obektiv::Error::Plan(error) = error {
        value.setattr("path", error.path())?;
    }
    if let Ok(Value::Object(mut fields)) = serde_json::to_value(error) {
        // An error in one of several files knows the file, and all that the error in it knows.
        if let Some(Value::Object(inner)) = fields.remove("error") {
            fields.extend(inner);
        }
        for (name, field) in fields {
            value.setattr(name, python(py, &field)?)?;
        }
    }
    Ok(PyErr::from_value(value))
}

fn python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Bool(b) => b.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(n) if n.is_f64() => n.as_f64().into_pyobject(py)?,
        Value::Number(n) => n.as_i64().into_pyobject(py)?,
        Value::String(s) => s.into_pyobject(py)?.into_any(),
        Value::Array(all) => {
            let all = all.iter().map(|v| python(py, v)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, all)?.into_any()
        }
        Value::Null | Value::Object(_) => py.None().into_bound(py),
    })
}
