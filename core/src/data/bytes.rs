//! Values as bytes: kept in a file, or sent to another process.
//!
//! ```text
//! kind (four bytes) · version (one byte) · value (postcard) · FNV-1a of all before (eight bytes)
//! ```
//!
//! What was written by one version of this library is read by the same; a later one may refuse it.
//! Policies and references have JSON of their own, which lasts.

use serde::{Serialize, de::DeserializeOwned};

use super::{DataError, Fingerprint};

const VERSION: u8 = 1;

/// The value as bytes. `kind` says what it is, such as `obkr` for results.
///
/// # Examples
/// ```
/// use obektiv::data::{Registry, bytes};
/// let written = bytes::write(*b"obky", &Registry::default());
/// assert_eq!(bytes::read::<Registry>(*b"obky", &written)?, Registry::default());
/// assert_eq!(bytes::read::<Registry>(*b"obky", &written[1..]).unwrap_err().code(), "data.bytes");
/// # Ok::<(), obektiv::Error>(())
/// ```
#[must_use]
pub fn write(kind: [u8; 4], value: &impl Serialize) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    bytes.push(VERSION);
    bytes.extend(postcard::to_allocvec(value).unwrap_or_default());
    let sum = checksum(&bytes);
    bytes.extend(sum);
    bytes
}

/// The value that [`write()`] wrote.
///
/// # Errors
/// [`DataError::Bytes`] for anything else: another kind or version, bytes that were damaged.
pub fn read<T: DeserializeOwned>(kind: [u8; 4], bytes: &[u8]) -> Result<T, DataError> {
    let kind_name = || String::from_utf8_lossy(&kind).into_owned();
    let wrong = |reason: &str| DataError::Bytes { kind: kind_name(), reason: reason.to_owned() };
    let body = bytes.strip_prefix(&kind).ok_or_else(|| wrong("the first four bytes say otherwise"))?;
    match body.split_first() {
        Some((&VERSION, body)) => {
            let (body, sum) = body.split_last_chunk().ok_or_else(|| wrong("they end too early"))?;
            if *sum != checksum(&bytes[..bytes.len() - sum.len()]) {
                return Err(wrong("they were damaged"));
            }
            postcard::from_bytes(body).map_err(|error| wrong(&error.to_string()))
        }
        Some((version, _)) => Err(wrong(&format!("their version is {version}, expected {VERSION}"))),
        None => Err(wrong("they end after four bytes")),
    }
}

fn checksum(bytes: &[u8]) -> [u8; 8] {
    let mut fingerprint = Fingerprint::new();
    fingerprint.eat(bytes);
    fingerprint.number().to_le_bytes()
}

/// A value within another that keeps it as JSON, since bytes do not say the names of its fields.
pub(crate) mod as_json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser};

    pub fn serialize<T: Serialize, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        serde_json::to_string(value).map_err(ser::Error::custom)?.serialize(to)
    }

    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_damaged_byte_is_read() {
        let written = write(*b"test", &("text".to_owned(), vec![1.5, f64::NAN]));
        assert!(read::<(String, Vec<f64>)>(*b"test", &written).unwrap().1[1].is_nan());
        for at in 0..written.len() {
            for bit in 0..8 {
                let mut damaged = written.clone();
                damaged[at] ^= 1 << bit;
                assert_eq!(read::<(String, Vec<f64>)>(*b"test", &damaged).unwrap_err().code(), "data.bytes");
            }
            assert!(read::<(String, Vec<f64>)>(*b"test", &written[..at]).is_err());
        }
        assert!(read::<(String, Vec<f64>)>(*b"else", &written).is_err());
        // A length that no bytes follow reserves nothing.
        let long = write(*b"test", &(u64::MAX, 0_u8));
        assert_eq!(read::<Vec<[u64; 4]>>(*b"test", &long).unwrap_err().code(), "data.bytes");
    }
}
