//! The border that long calls pass: Ctrl-C ends them, progress is told, a panic is an error.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use obektiv::watch::Watch;
use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*, types::PyBool};

use crate::error::{Error, Result};

/// Who is told how far a call is.
#[derive(FromPyObject)]
pub struct Progress<'py>(Bound<'py, PyAny>);

impl Progress<'_> {
    /// What to call with the steps done and all known: True stands for a bar, False for nobody.
    fn told(&self) -> PyResult<Option<Py<PyAny>>> {
        match self.0.cast::<PyBool>() {
            Ok(yes) if yes.is_true() => {
                Ok(Some(self.0.py().import("obektiv._progress")?.call_method0("bar")?.unbind()))
            }
            Ok(_) => Ok(None),
            Err(_) => Ok(Some(self.0.clone().unbind())),
        }
    }
}

/// [`watched_beside`] without progress.
pub fn watched<T: Send, E: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> std::result::Result<T, E> + Send,
) -> Result<T>
where
    Error: From<E>,
{
    watched_beside(py, None, work)
}

/// Does this while other threads of Python go on, and Python's signals are heard: what is raised
/// meanwhile, by Ctrl-C or by who is told of the progress, ends it.
pub fn watched_beside<T: Send, E: Send>(
    py: Python<'_>,
    progress: Option<&Progress<'_>>,
    work: impl FnOnce() -> std::result::Result<T, E> + Send,
) -> Result<T>
where
    Error: From<E>,
{
    let told = progress.map(Progress::told).transpose()?.flatten();
    let raised: Arc<Mutex<Option<PyErr>>> = Arc::default();
    let watch = {
        let (raised, told) = (Arc::clone(&raised), told.as_ref().map(|told| told.clone_ref(py)));
        Watch::looking(move |done, total| {
            let look = |py: Python<'_>| {
                py.check_signals()?;
                told.as_ref().map_or(Ok(()), |told| told.call1(py, (done, total)).map(drop))
            };
            let Err(error) = Python::attach(look) else { return true };
            *raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            false
        })
    };
    let done = py.detach(|| catch_unwind(AssertUnwindSafe(|| watch.run(work))));
    if let Some(told) = told.filter(|told| told.bind(py).hasattr("close").unwrap_or(false)) {
        told.call_method0(py, "close")?;
    }
    if let Some(error) = raised.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(error.into());
    }
    match done {
        Ok(Ok(made)) => Ok(made?),
        Ok(Err(stopped)) => Err(PyKeyboardInterrupt::new_err(stopped.to_string()).into()),
        Err(thrown) => {
            let text = thrown.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| thrown.downcast_ref::<String>().cloned());
            Err(Error::Panic(text.unwrap_or_default()))
        }
    }
}
