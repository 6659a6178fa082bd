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
    let told = || -> PyResult<PyErr> {
        let number = match error.raw_os_error() {
            Some(number) => number,
            None if error.kind() == std::io::ErrorKind::PermissionDenied => {
                py.import("errno")?.getattr("EACCES")?.extract()?
            }
            None => return Ok(PyOSError::new_err(format!("{}: {error}", path.display()))),
        };
        let said = py.import("os")?.call_method1("strerror", (number,))?;
        Ok(PyOSError::new_err((number, said.unbind(), path.into_os_string())))
    };
    told().unwrap_or_else(|failed| failed)
}

/// The same for what is written in Python.
#[pyfunction]
pub fn save_file(py: Python<'_>, path: PathBuf, data: &[u8]) -> Result<()> {
    save(py, &path, data)
}
