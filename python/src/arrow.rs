//! Arrow through the PyCapsule interface: columns in, tables out, without a dependency of either
//! side on the other's version.
#![allow(unsafe_code, reason = "the Arrow C data interface is one of pointers")]

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
    StructArray,
    cast::AsArray,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi},
    ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream},
    make_array, types as t,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use obektiv::{
    data::{DataError, Labels, MISSING},
    table::{Column, Table},
};
use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyCapsule, PyTuple},
};

fn failed(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The chunks of an object that exports Arrow; `None` if it does not.
pub fn chunks(object: &Bound<'_, PyAny>) -> Option<PyResult<Vec<ArrayRef>>> {
    if let Ok(export) = object.getattr("__arrow_c_stream__") {
        return Some(export.call0().and_then(|capsule| stream(&capsule)));
    }
    let export = object.getattr("__arrow_c_array__").ok()?;
    Some(export.call0().and_then(|pair| array(&pair)))
}

/// Tables are read as chunks of structs, columns as chunks of themselves.
fn stream(capsule: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    let capsule = capsule.cast::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the capsule's name says what it holds; the stream is moved out and an empty one left
    // behind.
    let reader = unsafe { ArrayStreamReader::from_raw(pointer.as_ptr()) }.map_err(|e| failed(&e))?;
    reader.map(|chunk| chunk.map_err(|e| failed(&e))).collect()
}

fn array(pair: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    let pair = pair.cast::<PyTuple>()?;
    let (schema, array) = (pair.get_item(0)?, pair.get_item(1)?);
    let schema =
        schema.cast::<PyCapsule>()?.pointer_checked(Some(c"arrow_schema"))?.cast::<FFI_ArrowSchema>();
    let array = array.cast::<PyCapsule>()?.pointer_checked(Some(c"arrow_array"))?.cast::<FFI_ArrowArray>();
    // SAFETY: the capsules' names say what they hold; the array is moved out and an empty one left
    // behind.
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
    Ok(vec![make_array(data.map_err(|e| failed(&e))?)])
}

/// A chunk of a table.
pub fn as_struct(chunk: &ArrayRef) -> PyResult<&StructArray> {
    chunk.as_struct_opt().ok_or_else(|| {
        PyValueError::new_err(format!("an Arrow column of {}, expected a table", chunk.data_type()))
    })
}

/// Cells of one chunk of one item, added to `cells`; `row` persons stand before it.
pub fn cells(array: &dyn Array, row: usize, item: usize, cells: &mut [u8]) -> Result<(), DataError> {
    if let Some(bytes) = array.as_primitive_opt::<t::UInt8Type>() {
        for (cell, value) in cells.iter_mut().zip(bytes) {
            *cell = value.unwrap_or(MISSING);
        }
        return Ok(());
    }
    let numbers = numbers(array).map_err(|(at, value)| DataError::NotAScore {
        row: row + at + 1,
        item: item + 1,
        value,
    })?;
    for (at, (cell, value)) in cells.iter_mut().zip(numbers).enumerate() {
        *cell = obektiv::data::cell(value, row + at + 1, item + 1)?;
    }
    Ok(())
}

/// The numbers of an array, nulls NaN; or the place and text of what is no number.
pub fn numbers(array: &dyn Array) -> Result<Vec<f64>, (usize, String)> {
    macro_rules! primitive {
        ($type:ty) => {
            array.as_primitive::<$type>().iter().map(|v| v.map_or(f64::NAN, |v| v as f64)).collect()
        };
    }
    Ok(match array.data_type() {
        DataType::UInt8 => primitive!(t::UInt8Type),
        DataType::UInt16 => primitive!(t::UInt16Type),
        DataType::UInt32 => primitive!(t::UInt32Type),
        DataType::UInt64 => primitive!(t::UInt64Type),
        DataType::Int8 => primitive!(t::Int8Type),
        DataType::Int16 => primitive!(t::Int16Type),
        DataType::Int32 => primitive!(t::Int32Type),
        DataType::Int64 => primitive!(t::Int64Type),
        DataType::Float32 => primitive!(t::Float32Type),
        DataType::Float64 => primitive!(t::Float64Type),
        DataType::Null => vec![f64::NAN; array.len()],
        DataType::Boolean => {
            array.as_boolean().iter().map(|v| v.map_or(f64::NAN, |v| f64::from(u8::from(v)))).collect()
        }
        _ => match (0..array.len()).find(|&at| array.is_valid(at)) {
            Some(at) => return Err((at, text(array, at))),
            None => vec![f64::NAN; array.len()],
        },
    })
}

/// The text of one valid value, or the type of a value that is no text.
fn text(array: &dyn Array, at: usize) -> String {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(at).to_owned(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(at).to_owned(),
        DataType::Utf8View => array.as_string_view().value(at).to_owned(),
        other => format!("a value of type {other}"),
    }
}

/// Adds the labels of one chunk; nulls are empty. `false` if they are neither text nor numbers.
pub fn labels(array: &dyn Array, labels: &mut Labels) -> bool {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().for_each(|v| _ = labels.push(v.unwrap_or(""))),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().for_each(|v| _ = labels.push(v.unwrap_or(""))),
        DataType::Utf8View => array.as_string_view().iter().for_each(|v| _ = labels.push(v.unwrap_or(""))),
        DataType::Int64 => {
            // Not by way of f64, which would round long logins.
            let numbers = array.as_primitive::<t::Int64Type>();
            numbers.iter().for_each(|v| _ = labels.push(&v.map_or(String::new(), |v| v.to_string())));
        }
        DataType::Dictionary(..) => {
            let Some(dictionary) = array.as_any_dictionary_opt() else { return false };
            let mut values = Labels::default();
            if !self::labels(dictionary.values().as_ref(), &mut values) {
                return false;
            }
            // An empty dictionary has only nulls, and no keys to normalise.
            let keys = if values.is_empty() { vec![0; array.len()] } else { dictionary.normalized_keys() };
            for (at, &key) in keys.iter().enumerate() {
                labels.push(if dictionary.is_null(at) { "" } else { values.get(key) });
            }
        }
        _ => match numbers(array) {
            Ok(numbers) => numbers.into_iter().for_each(|v| _ = labels.push(&number_label(v))),
            Err(_) => return false,
        },
    }
    true
}

/// The label of a number: 1.0 is "1", NaN is none.
pub fn number_label(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}

/// A table as a capsule that holds a stream of one batch.
pub fn export<'py>(py: Python<'py>, table: &Table) -> PyResult<Bound<'py, PyCapsule>> {
    let (mut fields, mut columns) = (Vec::new(), Vec::<ArrayRef>::new());
    for (name, column) in &table.columns {
        let array: ArrayRef = match column {
            Column::Float(values) => Arc::new(Float64Array::from_iter_values(values.iter().copied())),
            Column::Int(values) => Arc::new(Int64Array::from_iter_values(values.iter().copied())),
            Column::Text(values) => Arc::new(StringArray::from_iter_values(values)),
            Column::Bool(values) => Arc::new(BooleanArray::from(values.clone())),
        };
        fields.push(Field::new(name.as_ref(), array.data_type().clone(), false));
        columns.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns).map_err(|e| failed(&e))?;
    let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}
