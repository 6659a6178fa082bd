//! Counts as bytes.

use serde::{Deserialize, Serialize};

use crate::data::DataError;

const VERSION: u8 = 1;

/// Four bytes that say what follows, a version, the value.
pub(in crate::data) fn to_bytes(magic: [u8; 4], value: &impl Serialize) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.push(VERSION);
    bytes.extend(postcard::to_allocvec(value).unwrap_or_default());
    bytes
}

/// The value that [`to_bytes`] wrote.
pub(in crate::data) fn from_bytes<'a, T: Deserialize<'a>>(
    magic: [u8; 4],
    bytes: &'a [u8],
) -> Result<T, DataError> {
    let wrong = |reason: String| DataError::TallyBytes { expected: VERSION, reason };
    let name = String::from_utf8_lossy(&magic).into_owned();
    let body =
        bytes.strip_prefix(&magic).ok_or_else(|| wrong(format!("the first four bytes are not {name:?}")))?;
    match body.split_first() {
        Some((&VERSION, body)) => postcard::from_bytes(body).map_err(|e| wrong(e.to_string())),
        Some((version, _)) => Err(wrong(format!("its version is {version}"))),
        None => Err(wrong("it ends after four bytes".to_owned())),
    }
}

impl DataError {
    pub(in crate::data) fn misfit() -> Self {
        Self::TallyBytes {
            expected: VERSION,
            reason: "a group's counts do not fit the assessment".to_owned(),
        }
    }
}
