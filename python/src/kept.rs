//! Objects as bytes: so they are pickled, sent to other processes, copied and compared.

/// Pickling and equality of a class by its bytes, undefined numbers equal to undefined ones. `kind`
/// are the four bytes that say what it is.
macro_rules! kept {
    ($class:ident, $kind:literal) => {
        const _: () = {
            use obektiv::data::bytes;
            use pyo3::{
                prelude::*,
                types::{PyBytes, PyType},
            };

            type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>,));

            #[pymethods]
            impl $class {
                #[classmethod]
                fn _read(_cls: &Bound<'_, PyType>, data: &[u8]) -> $crate::error::Result<Self> {
                    Ok(bytes::read(*$kind, data)?)
                }

                fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
                    let (py, this) = (slf.py(), slf.get());
                    let written = py.detach(|| bytes::write(*$kind, this));
                    Ok((slf.get_type().getattr("_read")?, (PyBytes::new(py, &written),)))
                }

                fn __eq__(&self, py: Python<'_>, other: &Self) -> bool {
                    std::ptr::eq(self, other)
                        || py.detach(|| bytes::write(*$kind, self) == bytes::write(*$kind, other))
                }
            }
        };
    };
}

pub(crate) use kept;
