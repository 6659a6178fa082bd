//! Records of the catalogue as dataclasses of the Python modules that `./x generate` writes.

use numpy::{PyArray1, PyArray2};
use obektiv::function::{DescribedRecord, SettingKind, Value};
use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyString, PyTuple},
};

/// A record of a function of this module, such as `effect`.
pub fn record<'py>(
    py: Python<'py>,
    module: &str,
    described: &DescribedRecord,
    values: &[Value],
) -> PyResult<Bound<'py, PyAny>> {
    let fields = described.all().into_iter().zip(values);
    let fields = fields.map(|(field, value)| field_of(py, module, &field.kind, value));
    let class = py.import(format!("obektiv.{module}"))?.getattr(described.name)?;
    class.call1(PyTuple::new(py, fields.collect::<PyResult<Vec<_>>>()?)?)
}

fn field_of<'py>(
    py: Python<'py>,
    module: &str,
    kind: &SettingKind,
    value: &Value,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match (kind, value) {
        (SettingKind::Optional(kind), value) if *value != Value::Null => field_of(py, module, kind, value)?,
        (SettingKind::Record(described), Value::Record(values)) => record(py, module, described, values)?,
        (SettingKind::List(of, _), Value::List(all)) => match of.as_ref() {
            SettingKind::Real => PyArray1::from_vec(py, reals(all)).into_any(),
            SettingKind::Whole => PyArray1::from_vec(py, all.iter().map(whole).collect()).into_any(),
            SettingKind::List(_, _) => PyArray2::from_vec2(py, &all.iter().map(row).collect::<Vec<_>>())
                .map_err(|e| PyValueError::new_err(e.to_string()))?
                .into_any(),
            of => {
                let all = all.iter().map(|value| field_of(py, module, of, value));
                PyTuple::new(py, all.collect::<PyResult<Vec<_>>>()?)?.into_any()
            }
        },
        (_, Value::Bool(yes)) => yes.into_pyobject(py)?.to_owned().into_any(),
        (_, Value::Whole(number)) => number.into_pyobject(py)?.into_any(),
        (_, Value::Real(number)) => number.into_pyobject(py)?.into_any(),
        (_, Value::Text(text)) => PyString::new(py, text).into_any(),
        _ => py.None().into_bound(py),
    })
}

fn reals(values: &[Value]) -> Vec<f64> {
    values.iter().map(|value| if let Value::Real(number) = value { *number } else { f64::NAN }).collect()
}

/// A row of a matrix.
fn row(value: &Value) -> Vec<f64> {
    if let Value::List(values) = value { reals(values) } else { Vec::new() }
}

fn whole(value: &Value) -> i64 {
    if let Value::Whole(number) = value { i64::try_from(*number).unwrap_or(i64::MAX) } else { 0 }
}
