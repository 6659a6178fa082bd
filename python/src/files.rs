//! Files that the module writes.

use std::path::{Path, PathBuf};

use obektiv::files::{self, NotSaved};
use pyo3::{exceptions::PyOSError, prelude::*};

use crate::error::Result;

/// Writes a file whole or not at all.
pub fn save(py: Python<'_>, path: &Path, bytes: &[u8]) -> Result<()> {
    Ok(py.detach(|| files::save(path, bytes)).map_err(|error| not_saved(py, error))?)
}

/// Python's own error, such as FileNotFoundError, with the name of the file.
fn not_saved(py: Python<'_>, NotSaved { path, error }: NotSaved) -> PyErr {
    let Some(number) = error.raw_os_error() else {
        return PyErr::from(std::io::Error::new(error.kind(), format!("{}: {error}", path.display())));
    };
    let said = py.import("os").and_then(|os| Ok(os.call_method1("strerror", (number,))?.unbind()));
    match said {
        Ok(said) => PyOSError::new_err((number, said, path)),
        Err(failed) => failed,
    }
}

/// The same for what is written in Python.
#[pyfunction]
pub fn save_file(py: Python<'_>, path: PathBuf, data: &[u8]) -> Result<()> {
    save(py, &path, data)
}
