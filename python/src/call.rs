//! Any function of the core's catalogue. What calls it is Python that `./x generate` writes.

use std::borrow::Cow;

use ndarray::Array2;
use numpy::{AllowTypeChange, PyArray1, PyArray2, PyArrayLike1, PyArrayLike2, PyUntypedArray};
use obektiv::{
    catalogue,
    data::{Grouping, Tally},
    function::{
        Argument, Given, Groups, Input, Kind, OptionError, Output, Problem, SettingKind, Shape, Value,
    },
    model::{Item, Quadrature},
};
use pyo3::{
    exceptions::{PyKeyError, PyTypeError},
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyList, PyString, PyTuple},
};

use crate::{
    convert,
    error::{Error, Result},
    items, records,
    registry::PyRegistry,
    results::PyResults,
    table::PyTable,
    tally::{Counts, Works},
    watch::{Progress, watched_beside},
};

/// What an argument owns while the function runs.
enum Held<'py> {
    Absent,
    Counts(Counts<'py>),
    Works(Works<'py>),
    Results(Bound<'py, PyResults>),
    Registry(Bound<'py, PyRegistry>),
    Names(Vec<String>),
    Whole(Vec<u64>),
    Points(Vec<u16>),
    Numbers(Vec<f64>),
    Flags(Vec<bool>),
    Scores(Array2<u8>),
    Matrix(Array2<f64>),
    Cells(Vec<u8>),
    Items(Vec<Item>),
    Distribution(Quadrature),
    Periods(Vec<i32>),
    PeriodsOrNone(Vec<Option<i32>>),
    Columns(Vec<Vec<f64>>),
}

/// Python's own error, with the name of the input.
fn named(input: &Input, argument: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
    let message = format!("{}: {}", input.name, error.value(argument.py()));
    PyErr::from_type(error.get_type(argument.py()), message)
}

fn held<'py>(input: &Input, argument: &Bound<'py, PyAny>) -> Result<Held<'py>> {
    if argument.is_none() && input.optional {
        return Ok(Held::Absent);
    }
    let named = |error| named(input, argument, error);
    // NumPy says ValueError of what is no number.
    let of_type =
        |error: PyErr| PyTypeError::new_err(format!("{}: {}", input.name, error.value(argument.py())));
    let expected = |what: &str| {
        let got = argument.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
        PyTypeError::new_err(format!("{}: expected {what}, got {got}", input.name))
    };
    Ok(match input.kind {
        Kind::Counts => Held::Counts(argument.extract().map_err(|_| expected("Results or Tally"))?),
        Kind::CountsOfWorks => {
            Held::Works(argument.extract().map_err(|_| expected("Results or Tally, or a sequence of them"))?)
        }
        Kind::Results => Held::Results(argument.cast().map_err(|_| expected("Results"))?.clone()),
        Kind::Registry => Held::Registry(argument.cast().map_err(|_| expected("Registry"))?.clone()),
        Kind::Names => {
            let labels = convert::labels(input.name, argument)?;
            Held::Names((0..labels.len()).map(|i| labels.get(i).to_owned()).collect())
        }
        Kind::Whole => Held::Whole(whole(input, argument, i64::MAX)?),
        Kind::Points => Held::Points(whole(input, argument, u16::MAX.into())?),
        Kind::Numbers => {
            let array: PyArrayLike1<'py, f64, AllowTypeChange> =
                convert::unmasked(argument)?.extract().map_err(|error: PyErr| of_type(error))?;
            Held::Numbers(array.as_array().to_vec())
        }
        Kind::Flags => Held::Flags(convert::flags(input.name, argument)?),
        Kind::Scores => Held::Scores(convert::scores(argument)?),
        Kind::Matrix => {
            let array: PyArrayLike2<'py, f64, AllowTypeChange> =
                convert::unmasked(argument)?.extract().map_err(|error: PyErr| of_type(error))?;
            Held::Matrix(array.as_array().to_owned())
        }
        Kind::Cells => Held::Cells(convert::cells(input.name, argument).map_err(|error| match error {
            Error::Python(error) => named(error).into(),
            error => error,
        })?),
        Kind::Items => Held::Items(items::items(argument)?),
        Kind::Distribution => Held::Distribution(items::quadrature(argument)?),
        Kind::Periods => {
            let periods = convert::periods(input.name, argument)?;
            let known = |(row, period): (usize, Option<i32>)| {
                period
                    .ok_or_else(|| PyTypeError::new_err(format!("{}: row {} has none", input.name, row + 1)))
            };
            Held::Periods(periods.into_iter().enumerate().map(known).collect::<PyResult<_>>()?)
        }
        Kind::PeriodsOrNone => Held::PeriodsOrNone(convert::periods(input.name, argument)?),
        Kind::Columns => Held::Columns(convert::columns(argument).map_err(named)?),
    })
}

/// Whole numbers within the range of what they are.
fn whole<T: TryFrom<i128>>(input: &Input, argument: &Bound<'_, PyAny>, most: i64) -> Result<Vec<T>> {
    let all: Vec<convert::Whole> = argument.extract().map_err(|error| named(input, argument, error))?;
    all.into_iter().map(|count| convert::whole(input.name, count, most)).collect()
}

/// A setting's value: settings are few and small, what is large is an input.
fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    if object.is_none() {
        return Ok(Value::Null);
    }
    let of_numpy = |name: &str| object.get_type().name().is_ok_and(|n| n == name);
    if object.is_instance_of::<PyBool>() || of_numpy("bool") || of_numpy("bool_") {
        return Ok(Value::Bool(object.is_truthy()?));
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::Text(text.to_str()?.to_owned()));
    }
    if object.is_instance_of::<PyFloat>() {
        return Ok(Value::Real(object.extract()?));
    }
    if object.is_instance_of::<PyUntypedArray>() {
        return value(&object.call_method0("tolist")?);
    }
    if object.hasattr("__index__")? {
        // What is larger is out of every setting's range, and is told so.
        return Ok(object.extract().map_or(Value::Whole(i128::MAX), Value::Whole));
    }
    if object.is_instance_of::<PyTuple>() || object.is_instance_of::<PyList>() {
        return Ok(Value::List(object.try_iter()?.map(|v| value(&v?)).collect::<PyResult<_>>()?));
    }
    match object.extract() {
        Ok(number) => Ok(Value::Real(number)),
        Err(_) => Ok(Value::Object),
    }
}

/// Settings that are given: None stands for the default.
fn settings<'a>(given: &Bound<'_, PyDict>) -> PyResult<Vec<(Cow<'a, str>, Value)>> {
    let given = given.iter().filter(|(_, v)| !v.is_none());
    given.map(|(name, v)| Ok((Cow::Owned(name.extract()?), value(&v)?))).collect()
}

/// A wrong setting as Python says it.
fn refused(error: OptionError) -> Error {
    let said = match &error {
        OptionError::Wrong { problem: Problem::Kind { expected, got }, name } => {
            let got = match got.as_str() {
                "true" => "True",
                "false" => "False",
                other => other,
            };
            let expected = match expected {
                SettingKind::Bool => "True or False".to_owned(),
                other => other.to_string(),
            };
            PyTypeError::new_err(format!("{name} is {got}, expected {expected}"))
        }
        OptionError::Missing(name) => PyTypeError::new_err(format!("{name} is None, expected a value")),
        _ => return Error::Core(error.into()),
    };
    Error::Python(said)
}

/// Calls a function of the catalogue by its id: inputs in their order, settings by name, what
/// the groups are.
#[pyfunction]
#[pyo3(signature = (id, inputs, given, group, progress=None))]
pub fn call<'py>(
    py: Python<'py>,
    id: &str,
    inputs: &Bound<'py, PyTuple>,
    given: &Bound<'py, PyDict>,
    group: &str,
    progress: Option<Progress<'_>>,
) -> Result<Bound<'py, PyAny>> {
    let function = catalogue::find(id).ok_or_else(|| PyKeyError::new_err(format!("no function {id:?}")))?;
    let group: Grouping = match function.groups {
        Groups::Always(group) => group,
        _ => group.parse()?,
    };
    let held: Vec<Held<'_>> =
        function.inputs.iter().zip(inputs.iter()).map(|(input, a)| held(input, &a)).collect::<Result<_>>()?;
    let settings = settings(given)?;
    function.check(&settings).map_err(refused)?;
    // Tallies first: arguments borrow them.
    let mut tallies: Vec<Vec<Cow<'_, Tally>>> = Vec::with_capacity(held.len());
    for held in &held {
        tallies.push(match held {
            Held::Counts(counts) => vec![counts.tally(py, group.name())?],
            Held::Works(works) => works.tallies(py, group.name())?,
            _ => Vec::new(),
        });
    }
    let works: Vec<Vec<&Tally>> =
        tallies.iter().map(|tallies| tallies.iter().map(AsRef::as_ref).collect()).collect();
    let arguments: Vec<Argument<'_>> =
        held.iter().zip(&works).map(|(held, works)| argument(held, works)).collect();
    let output = watched_beside(py, progress.as_ref(), || {
        (function.run)(&Given { inputs: &arguments, group, settings: &settings })
    })?;
    Ok(match output {
        Output::Table(table) => Bound::new(py, PyTable::from(table))?.into_any(),
        Output::Numbers(numbers) => PyArray1::from_vec(py, numbers).into_any(),
        Output::Matrix(rows) => PyArray2::from_owned_array(py, rows).into_any(),
        Output::Number(number) => PyFloat::new(py, number).into_any(),
        Output::Record(fields) => match (function.output, fields) {
            (Shape::Record(described), Value::Record(fields)) => {
                let module = function.id.split('.').next().unwrap_or_default();
                records::record(py, module, &described(), &fields)?
            }
            _ => py.None().into_bound(py),
        },
    })
}

fn argument<'a>(held: &'a Held<'_>, works: &'a [&'a Tally]) -> Argument<'a> {
    match held {
        Held::Absent => Argument::Absent,
        Held::Counts(_) => works.first().map_or(Argument::Absent, |tally| Argument::Counts(tally)),
        Held::Works(_) => Argument::CountsOfWorks(works),
        Held::Results(results) => Argument::Results(&results.get().results),
        Held::Registry(registry) => Argument::Registry(&registry.get().0),
        Held::Names(names) => Argument::Names(names),
        Held::Whole(counts) => Argument::Whole(counts),
        Held::Points(points) => Argument::Points(points),
        Held::Numbers(numbers) => Argument::Numbers(numbers),
        Held::Flags(flags) => Argument::Flags(flags),
        Held::Scores(scores) => Argument::Scores(scores.view()),
        Held::Matrix(matrix) => Argument::Matrix(matrix.view()),
        Held::Cells(cells) => Argument::Cells(cells),
        Held::Items(items) => Argument::Items(items),
        Held::Distribution(distribution) => Argument::Distribution(distribution),
        Held::Periods(periods) => Argument::Periods(periods),
        Held::PeriodsOrNone(periods) => Argument::PeriodsOrNone(periods),
        Held::Columns(columns) => Argument::Columns(columns),
    }
}

/// The ids of the catalogue's functions.
#[pyfunction]
pub fn functions() -> Vec<&'static str> {
    catalogue::all().map(|function| function.id).collect()
}
