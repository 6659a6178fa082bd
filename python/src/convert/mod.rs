//! Scores, labels and marks from whatever holds them in Python.

mod whole;

pub use whole::{Whole, boundaries, count, optional_count, whole};

use arrow_array::{Array, ArrayRef};
use ndarray::{Array2, ShapeBuilder};
use numpy::{
    AllowTypeChange, PyArray1, PyArray2, PyArrayLike1, PyArrayLike2, PyArrayMethods, PyUntypedArray,
    PyUntypedArrayMethods,
};
use obektiv::{
    ModelError,
    data::{self, DataError, Labels, MISSING},
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyBytes, PyDict, PyFloat, PyFrozenSet, PyMapping, PySequence, PySet, PyString},
};

use crate::{
    arrow,
    error::{Error, Result},
};

/// Persons × items: NumPy (what is masked is missing), an Arrow table, a data frame, or rows of
/// numbers.
///
/// `uint8` is copied as it lies in memory, in either order; other types are converted cell by cell.
pub fn scores(object: &Bound<'_, PyAny>) -> Result<Array2<u8>> {
    if let Ok(array) = object.cast::<PyUntypedArray>() {
        return numpy_scores(object, array);
    }
    match arrow::chunks(object) {
        Some(Ok(chunks)) => {
            let tables = chunks.iter().map(arrow::as_struct).collect::<PyResult<Vec<_>>>()?;
            // pandas adds an index that is not 0, 1, 2, … as a column of this name.
            let is_item = |name: &&str| !name.starts_with("__index_level_");
            let names = tables.first().map_or(Vec::new(), |t| t.column_names());
            let items: Vec<&str> = names.into_iter().filter(is_item).collect();
            once_each(&items, &items)?;
            let columns = tables.iter().map(|t| items.iter().filter_map(|i| t.column_by_name(i)).collect());
            Ok(item_columns(&columns.collect::<Vec<_>>(), items.len())?)
        }
        Some(Err(error)) => scores(&without_arrow(object, error)?),
        None => listed_scores(object),
    }
}

fn numpy_scores(object: &Bound<'_, PyAny>, array: &Bound<'_, PyUntypedArray>) -> Result<Array2<u8>> {
    if array.ndim() != 2 {
        return Err(DataError::Shape { got: array.ndim() }.into());
    }
    if let Some(bytes) = object.cast::<PyArray2<u8>>().ok().filter(|_| !is_masked(object)) {
        let bytes = bytes.try_readonly().map_err(|e| PyValueError::new_err(e.to_string()))?;
        return Ok(bytes.as_array().to_owned());
    }
    if !is_numeric(array) {
        return listed_scores(&object.call_method0("tolist")?);
    }
    let numbers = floats(object)?;
    let numbers = numbers.cast::<PyArray2<f64>>().map_err(PyErr::from)?.readonly();
    let numbers = numbers.as_array();
    let mut cells = Array2::from_elem(numbers.dim(), MISSING);
    for ((row, item), &value) in numbers.indexed_iter() {
        cells[[row, item]] = data::cell(value, row + 1, item + 1)?;
    }
    Ok(cells)
}

/// Scores or options, one for each item, read as numbers so that none wraps around.
pub fn cells(name: &'static str, object: &Bound<'_, PyAny>) -> Result<Vec<u8>> {
    let cell = |&value: &f64| {
        // Whole and in range, so the cast is exact.
        #[allow(clippy::cast_sign_loss)]
        let cell = (value.fract() == 0.0 && (0.0..=252.0).contains(&value)).then_some(value as u8);
        cell.ok_or(ModelError::Option { name, value, expected: "a whole number from 0 to 252" })
    };
    let numbers: PyArrayLike1<'_, f64, AllowTypeChange> = object.extract()?;
    Ok(numbers.as_array().iter().map(cell).collect::<std::result::Result<_, _>>()?)
}

/// Whether the array is one of `numpy.ma`: what lies in memory under its mask means nothing.
fn is_masked(array: &Bound<'_, PyAny>) -> bool {
    array.hasattr("filled").unwrap_or(false) && array.hasattr("mask").unwrap_or(false)
}

/// What is no array of `numpy.ma` as it is; of one floats, NaN where it is masked.
pub fn unmasked<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if is_masked(object) { floats(object) } else { Ok(object.clone()) }
}

/// A numeric array as floats, NaN where it is masked.
fn floats<'py>(array: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let floats = array.call_method1("astype", ("float64",))?;
    if is_masked(&floats) { floats.call_method1("filled", (f64::NAN,)) } else { Ok(floats) }
}

fn is_numeric(array: &Bound<'_, PyUntypedArray>) -> bool {
    use numpy::PyArrayDescrMethods;
    matches!(array.dtype().kind(), b'u' | b'i' | b'f' | b'b')
}

/// What an object without a usable Arrow export gives in its place; the error of the export if
/// nothing.
fn without_arrow<'py>(object: &Bound<'py, PyAny>, error: PyErr) -> PyResult<Bound<'py, PyAny>> {
    // pandas exports only with pyarrow installed, and only columns of one type each.
    let Ok(to_numpy) = object.getattr("to_numpy") else { return Err(error) };
    to_numpy.call0()
}

fn listed_scores(object: &Bound<'_, PyAny>) -> Result<Array2<u8>> {
    let (mut cells, mut rows, mut items) = (Vec::new(), 0, 0);
    for row in iterate("scores", object)? {
        rows += 1;
        let before = cells.len();
        for value in iterate("a row of scores", &row?)? {
            let (value, item) = (value?, cells.len() - before + 1);
            let number = number(&value).ok_or_else(|| {
                let value = value.repr().map_or_else(|e| e.to_string(), |r| r.to_string());
                DataError::NotAScore { row: rows, item, value }
            })?;
            cells.push(data::cell(number, rows, item)?);
        }
        let got = cells.len() - before;
        if rows == 1 {
            items = got;
        } else if got != items {
            return Err(DataError::RaggedRows { row: rows, got, expected: items }.into());
        }
    }
    Array2::from_shape_vec((rows, items), cells)
        .map_err(|e| Error::Python(PyValueError::new_err(e.to_string())))
}

/// A text is a sequence of letters, which nobody means; a set and a dict have no order that rows
/// could stand in.
fn iterate<'py>(what: &str, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, pyo3::types::PyIterator>> {
    if object.is_instance_of::<PyString>() || object.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err(format!("{what} is {}, expected a sequence", object.repr()?)));
    }
    if object.is_instance_of::<PySet>()
        || object.is_instance_of::<PyFrozenSet>()
        || object.is_instance_of::<PyDict>()
    {
        let kind = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "{what} is a {kind}, expected a sequence, which has an order"
        )));
    }
    object.try_iter()
}

/// The number of a value; NaN for None, NaN, pandas' NA and what NumPy masks.
fn number(value: &Bound<'_, PyAny>) -> Option<f64> {
    if is_absent(value) { Some(f64::NAN) } else { value.extract().ok() }
}

fn is_absent(value: &Bound<'_, PyAny>) -> bool {
    let absent =
        |name: Bound<'_, PyString>| name == "NAType" || name == "NaTType" || name == "MaskedConstant";
    value.is_none() || value.get_type().name().is_ok_and(absent)
}

/// The items of chunks of columns, one after another, in one block.
fn item_columns(chunks: &[Vec<&ArrayRef>], items: usize) -> Result<Array2<u8>> {
    let lengths: Vec<usize> = chunks.iter().map(|c| c.first().map_or(0, Array::len)).collect();
    let persons = lengths.iter().sum();
    let mut cells = vec![MISSING; persons * items];
    for item in 0..items {
        let mut row = 0;
        for (columns, length) in chunks.iter().zip(&lengths) {
            let start = item * persons + row;
            arrow::cells(columns[item].as_ref(), row, item, &mut cells[start..start + length])?;
            row += length;
        }
    }
    Array2::from_shape_vec((persons, items).f(), cells)
        .map_err(|e| Error::Python(PyValueError::new_err(e.to_string())))
}

/// One label per person; None and NaN are empty, whole numbers lose their point.
pub fn labels(column: &'static str, object: &Bound<'_, PyAny>) -> Result<Labels> {
    match arrow::chunks(object) {
        Some(Ok(chunks)) => arrow_labels(column, chunks.iter()),
        Some(Err(error)) => labels(column, &without_arrow(object, error)?),
        None => {
            let object = listed(object)?;
            let mut labels = Labels::default();
            for value in iterate(column, &object)? {
                let value = value?;
                if let Ok(text) = value.cast::<PyString>() {
                    labels.push(&text.to_cow()?);
                } else if is_absent(&value) {
                    labels.push("");
                } else if let Ok(number) = value.cast::<PyFloat>() {
                    labels.push(&arrow::number_label(number.value()));
                } else if value.is_instance_of::<PyMapping>() || value.is_instance_of::<PySequence>() {
                    let kind = value.get_type().name()?;
                    let text = format!("{column} must be labels, such as texts or numbers; one is a {kind}");
                    return Err(PyTypeError::new_err(text).into());
                } else {
                    labels.push(&value.str()?.to_cow()?);
                }
            }
            Ok(labels)
        }
    }
}

/// Plain Python values, which are much quicker than NumPy's.
fn listed<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    match object.getattr("tolist") {
        Ok(tolist) => tolist.call0(),
        Err(_) => Ok(object.clone()),
    }
}

/// One yes or no for each row; 1 and 0 are as good.
pub fn flags(column: &str, object: &Bound<'_, PyAny>) -> PyResult<Vec<bool>> {
    let flag = |(row, value): (usize, PyResult<Bound<'_, PyAny>>)| {
        let value = value?;
        match number(&value) {
            Some(0.0) => Ok(false),
            Some(1.0) => Ok(true),
            _ => {
                let value = value.repr()?;
                let text = format!("{column}: row {} is {value}, expected True or False", row + 1);
                Err(PyTypeError::new_err(text))
            }
        }
    };
    iterate(column, &listed(object)?)?.enumerate().map(flag).collect()
}

/// One period for each row; None and NaN are none.
pub fn periods(column: &str, object: &Bound<'_, PyAny>) -> PyResult<Vec<Option<i32>>> {
    let period = |(row, value): (usize, PyResult<Bound<'_, PyAny>>)| {
        let value = value?;
        match number(&value) {
            Some(number) if number.is_nan() => Ok(None),
            #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
            Some(number) if number.fract() == 0.0 && number.abs() < f64::from(i32::MAX) => {
                Ok(Some(number as i32))
            }
            _ => {
                let value = value.repr()?;
                let text = format!("{column}: row {} is {value}, expected a whole number", row + 1);
                Err(PyTypeError::new_err(text))
            }
        }
    };
    iterate(column, &listed(object)?)?.enumerate().map(period).collect()
}

/// Columns of numbers: a matrix or data frame, or a sequence of arrays.
pub fn columns(object: &Bound<'_, PyAny>) -> PyResult<Vec<Vec<f64>>> {
    if object.hasattr("columns")? {
        return columns(&object.call_method0("to_numpy")?);
    }
    let object = &unmasked(object)?;
    if let Ok(matrix) = object.extract::<PyArrayLike2<'_, f64, AllowTypeChange>>()
        && object.is_instance_of::<PyUntypedArray>()
    {
        return Ok(matrix.as_array().columns().into_iter().map(|column| column.to_vec()).collect());
    }
    let column = |values: PyResult<Bound<'_, PyAny>>| {
        let values: PyArrayLike1<'_, f64, AllowTypeChange> = unmasked(&values?)?.extract()?;
        Ok(values.as_array().to_vec())
    };
    object.try_iter()?.map(column).collect()
}

fn arrow_labels<'a>(column: &str, chunks: impl Iterator<Item = &'a ArrayRef>) -> Result<Labels> {
    let mut labels = Labels::default();
    for chunk in chunks {
        if !arrow::labels(chunk.as_ref(), &mut labels) {
            let text = format!("{column} is of type {}, expected text or numbers", chunk.data_type());
            return Err(PyTypeError::new_err(text).into());
        }
    }
    Ok(labels)
}

/// Journal marks; None, NaN and 0 are none.
pub fn marks(object: &Bound<'_, PyAny>) -> Result<Vec<u8>> {
    match arrow::chunks(object) {
        Some(Ok(chunks)) => arrow_marks(chunks.iter()),
        Some(Err(error)) => marks(&without_arrow(object, error)?),
        None => {
            if object.cast::<PyUntypedArray>().is_ok_and(is_numeric) {
                let numbers = floats(object)?;
                if let Ok(numbers) = numbers.cast::<PyArray1<f64>>() {
                    let numbers = numbers.readonly();
                    let numbers = numbers.as_array();
                    let mark = |(row, &value)| data::journal_mark(value, row + 1);
                    return Ok(numbers
                        .iter()
                        .enumerate()
                        .map(mark)
                        .collect::<std::result::Result<_, _>>()?);
                }
            }
            let mut marks = Vec::new();
            for value in iterate("journal_mark", object)? {
                let (value, row) = (value?, marks.len() + 1);
                let number = number(&value).ok_or_else(|| {
                    let value = value.repr().map_or_else(|e| e.to_string(), |r| r.to_string());
                    DataError::NotAMark { row, value }
                })?;
                marks.push(data::journal_mark(number, row)?);
            }
            Ok(marks)
        }
    }
}

fn arrow_marks<'a>(chunks: impl Iterator<Item = &'a ArrayRef>) -> Result<Vec<u8>> {
    let mut marks = Vec::new();
    for chunk in chunks {
        let before = marks.len();
        let numbers = arrow::numbers(chunk.as_ref())
            .map_err(|(at, value)| DataError::NotAMark { row: before + at + 1, value })?;
        for (at, value) in numbers.into_iter().enumerate() {
            marks.push(data::journal_mark(value, before + at + 1)?);
        }
    }
    Ok(marks)
}

/// A table can have several columns of one name; the first would be taken for all of them.
fn once_each<T: AsRef<str>>(wanted: &[T], have: &[T]) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    let repeated: std::collections::HashSet<&str> =
        have.iter().map(AsRef::as_ref).filter(|name| !seen.insert(*name)).collect();
    match wanted.iter().map(AsRef::as_ref).find(|name| repeated.contains(name)) {
        Some(column) => Err(DataError::RepeatedColumn { column: column.to_owned() }.into()),
        None => Ok(()),
    }
}

/// Which column of a frame is what.
pub struct Columns {
    pub scores: Vec<String>,
    pub school: String,
    pub class_id: Option<String>,
    pub variant: Option<String>,
    pub journal_mark: Option<String>,
    pub municipality: Option<String>,
}

impl Columns {
    fn distinct(&self) -> Vec<&String> {
        let labels = [Some(&self.school), self.class_id.as_ref(), self.variant.as_ref()];
        let others = [self.journal_mark.as_ref(), self.municipality.as_ref()];
        let mut names = Vec::new();
        for name in self.scores.iter().chain(labels.into_iter().chain(others).flatten()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn found_in(&self, have: &[String]) -> Result<()> {
        once_each(&self.scores, &self.scores)?;
        once_each(&self.distinct(), &have.iter().collect::<Vec<_>>())?;
        match self.distinct().into_iter().find(|name| !have.contains(name)) {
            Some(column) => Err(DataError::NoColumn { column: column.clone(), have: have.to_vec() }.into()),
            None => Ok(()),
        }
    }

    /// The parts of results from a data frame, chunk by chunk if it exports Arrow.
    pub fn take(&self, frame: &Bound<'_, PyAny>) -> Result<data::ResultsBuilder> {
        let mut frame = frame.clone();
        if frame.hasattr("iloc")? {
            // pandas cannot export a column of mixed types: leave those that nobody asked for.
            let have = frame.getattr("columns")?.call_method0("tolist")?.try_iter()?;
            let have = have.map(|name| Ok(name?.str()?.to_string())).collect::<PyResult<Vec<_>>>()?;
            self.found_in(&have)?;
            frame = frame.get_item(self.distinct())?;
        }
        match arrow::chunks(&frame) {
            Some(Ok(chunks)) => self.take_arrow(&chunks),
            Some(Err(error)) if !frame.hasattr("to_numpy")? => Err(error.into()),
            None if !frame.hasattr("to_numpy")? => Err(PyTypeError::new_err(format!(
                "a {} is no data frame: pass one of pandas, polars, pyarrow, or any that exports Arrow",
                frame.get_type().name()?
            ))
            .into()),
            _ => {
                let column = |name: &String| frame.get_item(name).and_then(|c| c.call_method0("to_numpy"));
                let text = |what, name: &Option<String>| -> Result<Option<Labels>> {
                    name.as_ref().map(|name| labels(what, &column(name)?)).transpose()
                };
                Ok(data::ResultsBuilder {
                    scores: scores(&frame.get_item(&self.scores)?.call_method0("to_numpy")?)?,
                    school: labels("school", &column(&self.school)?)?,
                    class_id: text("class_id", &self.class_id)?,
                    variant: text("variant", &self.variant)?,
                    journal_mark: self.journal_mark.as_ref().map(|name| marks(&column(name)?)).transpose()?,
                    municipality: text("municipality", &self.municipality)?,
                })
            }
        }
    }

    fn take_arrow(&self, chunks: &[ArrayRef]) -> Result<data::ResultsBuilder> {
        let tables = chunks.iter().map(arrow::as_struct).collect::<PyResult<Vec<_>>>()?;
        if let Some(table) = tables.first() {
            let have: Vec<String> = table.column_names().into_iter().map(str::to_owned).collect();
            self.found_in(&have)?;
        }
        let column = |name: &String| -> Vec<&ArrayRef> {
            tables.iter().filter_map(|table| table.column_by_name(name)).collect()
        };
        let text = |what, name: &Option<String>| {
            name.as_ref().map(|name| arrow_labels(what, column(name).into_iter())).transpose()
        };
        let items: Vec<Vec<&ArrayRef>> = tables
            .iter()
            .map(|table| self.scores.iter().filter_map(|name| table.column_by_name(name)).collect())
            .collect();
        Ok(data::ResultsBuilder {
            scores: item_columns(&items, self.scores.len())?,
            school: arrow_labels("school", column(&self.school).into_iter())?,
            class_id: text("class_id", &self.class_id)?,
            variant: text("variant", &self.variant)?,
            journal_mark: self
                .journal_mark
                .as_ref()
                .map(|name| arrow_marks(column(name).into_iter()))
                .transpose()?,
            municipality: text("municipality", &self.municipality)?,
        })
    }
}

/// The bytes of a file, or bytes as they are.
pub fn bytes<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return Ok(bytes.clone());
    }
    let py = object.py();
    let read = match object.hasattr("read")? {
        true => object.call_method0("read")?,
        // Python's own open gives its own errors, with the name of the file.
        false => py.import("pathlib")?.getattr("Path")?.call1((object,))?.call_method0("read_bytes")?,
    };
    Ok(read.cast_into::<PyBytes>()?)
}

/// The suffix of a path in lower case, without its dot.
pub fn suffix(path: &std::path::Path) -> String {
    path.extension().map_or(String::new(), |suffix| suffix.to_string_lossy().to_lowercase())
}

/// Suffixes of tables, those among them that can only be named.
const TABLES: [&str; 6] = ["xlsx", "csv", "ods", "tsv", "xls", "xlsb"];

/// The tables in a folder and in its folders, sorted by path; those that a spreadsheet has open
/// beside its files are none.
pub fn tables_in<'py>(folder: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut tables = Vec::new();
    for file in folder.call_method1("rglob", ("*",))?.try_iter()? {
        let file = file?;
        let name: String = file.getattr("name")?.extract()?;
        let is_table = TABLES.contains(&suffix(std::path::Path::new(&name)).as_str());
        if is_table && !name.starts_with(['~', '.']) && file.call_method0("is_file")?.is_truthy()? {
            tables.push((file.str()?.to_string_lossy().into_owned(), file));
        }
    }
    tables.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(tables.into_iter().map(|(_, file)| file).collect())
}
