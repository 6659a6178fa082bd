//! Of what is said in words.

use obektiv::Language;

use crate::error::Error;

/// The language of this name, or the usual one.
pub fn language(name: Option<&str>) -> Result<Language, Error> {
    Ok(name.map(str::parse).transpose()?.unwrap_or_default())
}
