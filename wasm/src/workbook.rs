//! Tables that stand in a workbook or in text.

use obektiv::data::{ReadOptions, readers::Sheet};
use serde::Deserialize;
use tsify::Tsify;

use crate::{arrays::Bytes, error::Error};

/// How to unpack a workbook.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkbookOptions {
    /// The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
    #[tsify(optional)]
    pub(crate) max_unpacked: Option<u64>,
}

pub(crate) fn sheet(bytes: &Bytes, max_unpacked: Option<u64>) -> Result<Sheet, Error> {
    let most = max_unpacked.unwrap_or(ReadOptions::default().max_unpacked);
    Ok(Sheet::from_bytes(&bytes.read("bytes")?, most)?)
}
