//! Arguments that are arrays. They are checked here, entry by entry: JavaScript alone would make
//! NaN or 0 of what is no number, and no entries at all of what is no array.
#![cfg_attr(feature = "documents", allow(dead_code, reason = "a package of documents takes bytes alone"))]

use js_sys::{Array, Float64Array, Reflect};
#[cfg(feature = "signs")]
use ndarray::Array2;
#[cfg(feature = "signs")]
use obektiv::DataError;
use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ArrayLike<number>")]
    pub type Numbers;
    #[wasm_bindgen(typescript_type = "Uint8Array | number[]")]
    pub type Bytes;
    #[wasm_bindgen(typescript_type = "string[]")]
    pub type Texts;
}

impl Numbers {
    pub(crate) fn read(&self, name: &str) -> Result<Vec<f64>, Error> {
        numbers(self, name)
    }
}

#[cfg(feature = "catalogue")]
impl Numbers {
    /// Whole numbers, 0 or more.
    pub(crate) fn counts(&self, name: &str) -> Result<Vec<u64>, Error> {
        counts(self, name)
    }

    /// Whole numbers that are totals of papers.
    pub(crate) fn points(&self, name: &str) -> Result<Vec<u16>, Error> {
        let point = |count| u16::try_from(count).map_err(|_| Error::range(name, count as f64, 65_535));
        self.counts(name)?.into_iter().map(point).collect()
    }
}

#[cfg(any(feature = "results", feature = "documents"))]
impl Bytes {
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.dyn_ref::<js_sys::Uint8Array>() {
            return Ok(bytes.to_vec());
        }
        let wrong = || Error::expected(name, "a Uint8Array, or an array of whole numbers, 0 to 255");
        each(self)
            .ok_or_else(wrong)?
            .iter()
            .map(|value| byte(value.as_f64()?))
            .collect::<Option<_>>()
            .ok_or_else(wrong)
    }
}

impl Texts {
    pub(crate) fn read(&self, name: &str) -> Result<Vec<String>, Error> {
        let wrong = || Error::expected(name, "an array of strings");
        let texts = self.dyn_ref::<Array>().ok_or_else(wrong)?;
        texts.iter().map(|text| text.as_string().ok_or_else(wrong)).collect()
    }
}

/// The numbers of any array of them.
pub(crate) fn numbers(value: &JsValue, name: &str) -> Result<Vec<f64>, Error> {
    if let Some(numbers) = value.dyn_ref::<Float64Array>() {
        return Ok(numbers.to_vec());
    }
    let wrong = || Error::expected(name, "an array of numbers");
    each(value).ok_or_else(wrong)?.iter().map(|value| value.as_f64().ok_or_else(wrong)).collect()
}

/// The counts of any array of them.
pub(crate) fn counts(value: &JsValue, name: &str) -> Result<Vec<u64>, Error> {
    let wrong = || Error::expected(name, "an array of whole numbers, 0 or more");
    each(value)
        .ok_or_else(wrong)?
        .iter()
        .map(|value| count(&value, name).unwrap_or_else(|| Err(wrong())))
        .collect()
}

/// Yes or no, entry by entry.
#[cfg(feature = "catalogue")]
pub(crate) fn flags(value: &JsValue, name: &str) -> Result<Vec<bool>, Error> {
    let wrong = || Error::expected(name, "an array of booleans");
    each(value).ok_or_else(wrong)?.iter().map(|flag| flag.as_bool().ok_or_else(wrong)).collect()
}

/// Years and the like; null, undefined and NaN stand for none.
#[cfg(feature = "catalogue")]
pub(crate) fn periods(value: &JsValue, name: &str) -> Result<Vec<Option<i32>>, Error> {
    let wrong = || Error::expected(name, "an array of whole numbers");
    let period = |value: JsValue| match value.as_f64() {
        None if value.is_null() || value.is_undefined() => Ok(None),
        Some(number) if number.is_nan() => Ok(None),
        #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
        Some(number) if number.fract() == 0.0 && number.abs() < f64::from(i32::MAX) => {
            Ok(Some(number as i32))
        }
        _ => Err(wrong()),
    };
    each(value).ok_or_else(wrong)?.iter().map(period).collect()
}

/// Columns of numbers, or the rows of a matrix.
#[cfg(feature = "catalogue")]
pub(crate) fn columns(value: &JsValue, name: &str) -> Result<Vec<Vec<f64>>, Error> {
    let wrong = || Error::expected(name, "an array of arrays of numbers");
    let columns = each(value).ok_or_else(wrong)?;
    columns.iter().map(|column| numbers(&column, name).map_err(|_| wrong())).collect()
}

/// Rows of numbers, all of one length.
#[cfg(feature = "signs")]
pub(crate) fn matrix(value: &JsValue, name: &str) -> Result<Array2<f64>, Error> {
    let wrong = || Error::expected(name, "an array of rows of numbers");
    let rows = each(value).ok_or_else(wrong)?;
    let (mut cells, mut width) = (Vec::new(), None);
    for (row, values) in rows.iter().enumerate() {
        let values = numbers(&values, name)?;
        let expected = *width.get_or_insert(values.len());
        if values.len() != expected {
            return Err(DataError::RaggedRows { row: row + 1, got: values.len(), expected }.into());
        }
        cells.extend(values);
    }
    Array2::from_shape_vec((rows.length() as usize, width.unwrap_or(0)), cells).map_err(|_| wrong())
}

/// The number of entries of an array, of a typed array, or of what else has one.
pub(crate) fn length(value: &JsValue) -> Option<usize> {
    let length = value.is_object().then(|| Reflect::get(value, &"length".into()).ok())??;
    whole(&length).and_then(|length| usize::try_from(length).ok())
}

/// The entries of an array, of a typed array, or of what else has a length.
pub(crate) fn each(value: &JsValue) -> Option<Array> {
    length(value).map(|_| Array::from(value))
}

/// The largest whole number that JavaScript tells from its neighbours.
const LARGEST: u64 = 9_007_199_254_740_991;

/// A count.
pub(crate) fn whole(value: &JsValue) -> Option<u64> {
    count(value, "")?.ok()
}

/// A count, or the error of a whole number that is none; nothing where it is no whole number at
/// all.
pub(crate) fn count(value: &JsValue, name: &str) -> Option<Result<u64, Error>> {
    let number = value.as_f64().filter(|number| number.fract() == 0.0)?;
    // Whole and in range, so the cast is exact.
    #[allow(clippy::cast_sign_loss)]
    Some(match (0.0..=LARGEST as f64).contains(&number) {
        true => Ok(number as u64),
        false => Err(Error::range(name, number, LARGEST)),
    })
}

/// A score, or a byte of a file.
#[cfg(any(feature = "results", feature = "documents"))]
pub(crate) fn byte(value: f64) -> Option<u8> {
    // Whole and in range, so the cast is exact.
    #[allow(clippy::cast_sign_loss)]
    (value.fract() == 0.0 && (0.0..=255.0).contains(&value)).then_some(value as u8)
}
