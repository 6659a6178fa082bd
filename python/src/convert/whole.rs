//! Whole numbers: what their place cannot hold is an error of ours, not Python's.

use obektiv::data::DataError;
use pyo3::{exceptions::PyOverflowError, prelude::*};

use crate::error::{Error, Result};

/// A whole number before it is known whether its field can hold it; Python's have no end, and what
/// is beyond ours is the last of ours.
#[derive(Clone, Copy)]
pub struct Whole(i128);

impl Whole {
    /// As an error says it.
    fn within(self) -> i64 {
        i64::try_from(self.0).unwrap_or(if self.0 < 0 { i64::MIN } else { i64::MAX })
    }
}

impl<'py> FromPyObject<'_, 'py> for Whole {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<i64>() {
            Ok(whole) => Ok(Self(whole.into())),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
                Ok(Self(if object.lt(0)? { i128::MIN } else { i128::MAX }))
            }
            Err(error) => of_float(&object).ok_or(error),
        }
    }
}

/// A whole number in an array of floats is one.
#[allow(clippy::float_cmp, reason = "whole or not")]
fn of_float(object: &Borrowed<'_, '_, PyAny>) -> Option<Whole> {
    let float = object.hasattr("is_integer").unwrap_or(false);
    let number = object.extract::<f64>().ok().filter(|number| float && number.trunc() == *number)?;
    Some(Whole(number as i128))
}

/// A whole number in the range of its field.
pub fn whole<T: TryFrom<i128>>(what: &'static str, got: Whole, most: i64) -> Result<T> {
    let out = |_| DataError::Range { what, got: got.within(), least: 0, most };
    Ok(T::try_from(got.0).map_err(out)?)
}

/// The lowest totals of marks 3, 4, 5.
pub fn boundaries(given: Option<[Whole; 3]>) -> Result<Option<[u16; 3]>> {
    let Some([three, four, five]) = given else { return Ok(None) };
    let boundary = |total| whole("a boundary", total, u16::MAX.into());
    Ok(Some([boundary(three)?, boundary(four)?, boundary(five)?]))
}

/// A count or a seed: one that is negative, or too large, is an error of ours.
pub fn count<'py, T>(object: &Bound<'py, PyAny>) -> PyResult<T>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    object.extract::<T>().map_err(|error| {
        if !error.is_instance_of::<PyOverflowError>(object.py()) {
            return error;
        }
        let got = object.extract::<Whole>().map_or(i64::MAX, Whole::within);
        Error::from(DataError::Range { what: "a count or seed", got, least: 0, most: i64::MAX }).into()
    })
}

/// A count that may be left out.
pub fn optional_count<'py, T>(object: &Bound<'py, PyAny>) -> PyResult<Option<T>>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    if object.is_none() { Ok(None) } else { count(object).map(Some) }
}
