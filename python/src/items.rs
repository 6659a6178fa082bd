//! Items of a model from whatever holds them in Python, and back.

use numpy::{AllowTypeChange, PyArrayLike1};
use obektiv::{
    ModelError,
    model::{Item, Quadrature},
};
use pyo3::{
    exceptions::{PyAttributeError, PyTypeError},
    prelude::*,
    types::{PyDict, PyString},
};

use crate::error::Result;

/// Items: a result of `irt.fit`, dicts, or a table with the columns `model, a, b1, …`.
pub fn items(object: &Bound<'_, PyAny>) -> Result<Vec<Item>> {
    if object.hasattr("items")? && object.hasattr("log_likelihood")? {
        return items(&object.getattr("items")?);
    }
    if object.hasattr("columns")? {
        return from_table(object);
    }
    if object.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("items is a text, expected dicts or a table").into());
    }
    let list = object.py().import("builtins")?.call_method1("list", (object,))?;
    // What JSON does not know are NumPy's numbers and arrays.
    let options = PyDict::new(object.py());
    let plain = object.py().import("operator")?.call_method1("methodcaller", ("tolist",))?;
    options.set_item("default", plain)?;
    let dumped = object.py().import("json")?.call_method("dumps", (list,), Some(&options));
    let not_numbers = |error: PyErr| match error.is_instance_of::<PyAttributeError>(object.py()) {
        true => PyTypeError::new_err("items hold something that is neither text nor number"),
        false => error,
    };
    let text: String = dumped.map_err(not_numbers)?.extract()?;
    Ok(serde_json::from_str(&text).map_err(|e| ModelError::Form { reason: e.to_string() })?)
}

fn from_table(table: &Bound<'_, PyAny>) -> Result<Vec<Item>> {
    let column =
        |name: &str| -> PyResult<Vec<Bound<'_, PyAny>>> { table.get_item(name)?.try_iter()?.collect() };
    let names: Vec<String> =
        table.getattr("columns")?.try_iter()?.map(|name| name?.extract()).collect::<PyResult<_>>()?;
    if !names.iter().any(|name| name == "model") {
        return Err(ModelError::Form { reason: "the table has no column model".to_owned() }.into());
    }
    let models: Vec<String> = column("model")?.iter().map(PyAnyMethods::extract).collect::<PyResult<_>>()?;
    let mut columns: Vec<(&String, Vec<f64>)> = Vec::new();
    for name in names.iter().filter(|name| is_parameter(name)) {
        let number = |value: &Bound<'_, PyAny>| value.extract().unwrap_or(f64::NAN);
        columns.push((name, column(name)?.iter().map(number).collect()));
    }
    let item = |(row, model): (usize, &String)| {
        let value = |name: &str| columns.iter().find(|(n, _)| *n == name).map_or(f64::NAN, |(_, c)| c[row]);
        Item::from_parameters(model, value)
            .map_err(|error| ModelError::Item { item: row + 1, error: Box::new(error) })
    };
    Ok(models.iter().enumerate().map(item).collect::<std::result::Result<_, _>>()?)
}

fn is_parameter(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(stem, "a" | "b" | "c" | "slope" | "intercept")
}

/// A distribution of ability: what has `points` and `weights`, or a pair of both.
pub fn quadrature(object: &Bound<'_, PyAny>) -> Result<Quadrature> {
    let (points, weights) = match object.getattr("points") {
        Ok(points) => (points, object.getattr("weights")?),
        Err(_) => object.extract()?,
    };
    let list = |array: Bound<'_, PyAny>| -> PyResult<Vec<f64>> {
        Ok(crate::convert::unmasked(&array)?
            .extract::<PyArrayLike1<'_, f64, AllowTypeChange>>()?
            .as_array()
            .to_vec())
    };
    Ok(Quadrature { points: list(points)?, weights: list(weights)? })
}

/// Items as dicts that `json` writes as they are.
pub fn dicts<'py>(py: Python<'py>, items: &[Item]) -> PyResult<Bound<'py, PyAny>> {
    let text = serde_json::to_string(items).unwrap_or_default();
    py.import("json")?.call_method1("loads", (text,))
}
