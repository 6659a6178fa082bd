use obektiv::data::{Labels, ReadOptions, Registry, School, Unit, readers};
use pyo3::prelude::*;

use crate::kept::kept;
use crate::{convert, error::Result, table::PyTable, watch::watched};

/// Schools by login: name, municipality, type, reference group.
///
/// Reference groups (clusters) are yours to choose: by type of school, by town and village, by
/// number of pupils. A sign that compares a school with its reference group uses `reference`.
///
/// Parameters
/// ----------
/// login : labels
///     None twice, none empty.
/// name, municipality, kind, reference : labels, optional
///     As many as logins.
///
/// Raises
/// ------
/// DataError
///     `data.duplicate_school`, `data.no_label`, `data.length`.
///
/// Examples
/// --------
/// >>> registry = ob.Registry(login=["S1", "S2"], name=["School 1", ""], reference=["town", "village"])
/// >>> registry.name("S1"), registry.name("S2"), registry.reference("S2/5A"), "S3" in registry
/// ('School 1', 'S2', 'village', False)
#[pyclass(name = "Registry", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyRegistry(pub Registry);

kept!(PyRegistry, b"regi");

/// The registry that was given, or one without schools.
pub fn or_none(registry: Option<&Bound<'_, PyRegistry>>) -> Registry {
    registry.map_or_else(Registry::default, |registry| registry.get().0.clone())
}

#[pymethods]
impl PyRegistry {
    #[new]
    #[pyo3(signature = (login, *, name=None, municipality=None, kind=None, reference=None))]
    fn new(
        login: &Bound<'_, PyAny>,
        name: Option<&Bound<'_, PyAny>>,
        municipality: Option<&Bound<'_, PyAny>>,
        kind: Option<&Bound<'_, PyAny>>,
        reference: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self> {
        let login = convert::labels("login", login)?;
        let column = |what: &'static str, given: Option<&Bound<'_, PyAny>>| -> Result<Option<Labels>> {
            let labels = given.map(|labels| convert::labels(what, labels)).transpose()?;
            match &labels {
                Some(labels) if labels.len() != login.len() => {
                    let (got, expected) = (labels.len(), login.len());
                    Err(obektiv::DataError::Length { column: what, got, expected }.into())
                }
                _ => Ok(labels),
            }
        };
        let name = column("name", name)?;
        let municipality = column("municipality", municipality)?;
        let kind = column("kind", kind)?;
        let reference = column("reference", reference)?;
        let text = |labels: &Option<Labels>, at| {
            labels.as_ref().map_or(String::new(), |labels| labels.get(at).to_owned())
        };
        Ok(Self(Registry::new((0..login.len()).map(|at| {
            let school = School {
                name: text(&name, at),
                municipality: text(&municipality, at),
                kind: text(&kind, at),
                reference: text(&reference, at),
            };
            (login.get(at).to_owned(), school)
        }))?))
    }

    /// The school's name, or its login where the registry has none.
    fn name<'a>(&'a self, login: &'a str) -> &'a str {
        self.0.name(login)
    }

    /// The school's municipality; empty where unknown.
    fn municipality(&self, login: &str) -> &str {
        self.0.municipality(login)
    }

    /// The reference group of a school or of a class `school/class`; empty where it has none.
    /// Without `unit` ("school", "class") a name that is a login here is a school's, any other a
    /// class's.
    #[pyo3(signature = (group, unit=None))]
    fn reference(&self, group: &str, unit: Option<&str>) -> Result<&str> {
        let unit = match unit {
            Some(unit) => Unit::parse(unit.parse()?, group),
            None => self.0.unit(group),
        };
        Ok(self.0.reference(&unit))
    }

    /// The schools of this registry and of another: a new registry. What this one leaves blank is
    /// taken from the other.
    ///
    /// Examples
    /// --------
    /// >>> mine = ob.Registry(["S1"], name=["School 1"])
    /// >>> both = mine.merge(ob.Registry(["S1", "S2"], name=["?", "School 2"], municipality=["North", "South"]))
    /// >>> both.name("S1"), both.municipality("S1"), both.name("S2")
    /// ('School 1', 'North', 'School 2')
    fn merge(&self, other: &Bound<'_, Self>) -> Self {
        Self(self.0.clone().merge(other.get().0.clone()))
    }

    /// All schools as a Table: `login, name, municipality, kind, reference`.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    fn __len__(&self) -> usize {
        self.0.schools().len()
    }

    fn __contains__(&self, login: &str) -> bool {
        self.0.get(login).is_some()
    }

    fn __repr__(&self) -> String {
        format!("<obektiv.Registry: {} schools>", self.0.schools().len())
    }
}

/// A registry from a workbook or a text file with the columns `login` (or `school`), `name`,
/// `municipality`, `kind`, `reference`; all but the first are optional.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
/// max_unpacked : int, optional
///     The largest size in bytes that a workbook may unpack to. Default 1 GiB.
///
/// Raises
/// ------
/// DataError
///     `data.no_column`, `data.duplicate_school`, `data.no_label`, `data.unreadable`,
///     `data.too_large`, `data.empty`.
///
/// Examples
/// --------
/// >>> ob.read_registry(b"login,name,municipality\nS1,School 1,North\n").name("S1")
/// 'School 1'
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
pub fn read_registry(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyRegistry> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let cap = max_unpacked.unwrap_or(ReadOptions::default().max_unpacked);
    let registry = watched(py, || readers::read_registry(&readers::Sheet::from_bytes(bytes, cap)?))?;
    Ok(PyRegistry(registry))
}
