use std::fmt::Write;

use numpy::PyArray1;
use obektiv::table::{Column, Table};
use pyo3::{
    exceptions::{PyAttributeError, PyKeyError},
    prelude::*,
    sync::PyOnceLock,
    types::{PyCapsule, PyDict, PyString},
};

use crate::arrow;
use crate::kept::kept;

/// A result: named columns of equal length.
///
/// `table.statistic` and `table["statistic"]` are one column as a read-only NumPy array: `float64`
/// for numbers (NaN where undefined), `int64` for counts, `object` (str) for text, `bool` for yes
/// or no. Every library that takes Arrow takes the whole table: `polars.DataFrame(table)`,
/// `pyarrow.table(table)`, `pandas.DataFrame.from_arrow(table)`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 2])
/// >>> r = ob.Results(a, [[1, 1, 2], [0, 1, 1], [0, 0, 1]], school=["A", "A", "B"])
/// >>> table = ob.official.inflated_mean(r)
/// >>> table.columns
/// ['group', 'n', 'mean', 'statistic', 'pvalue', 'effect', 'lower', 'upper', 'critical', 'tier']
/// >>> table.mean
/// array([3., 1.])
/// >>> len(table), list(table["group"])
/// (2, ['A', 'B'])
#[pyclass(name = "Table", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyTable {
    table: Table,
    #[serde(skip, default = "PyOnceLock::new")]
    arrays: PyOnceLock<Vec<Py<PyAny>>>,
}

kept!(PyTable, b"tabl");

impl From<Table> for PyTable {
    fn from(table: Table) -> Self {
        Self { table, arrays: PyOnceLock::new() }
    }
}

impl PyTable {
    fn array<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(at) = self.table.columns.iter().position(|(n, _)| *n == name) else { return Ok(None) };
        let arrays = self.arrays.get_or_try_init(py, || {
            self.table
                .columns
                .iter()
                .map(|(_, column)| Ok(numpy(py, column)?.unbind()))
                .collect::<PyResult<_>>()
        })?;
        Ok(Some(arrays[at].bind(py).clone()))
    }

    fn missing(&self, name: &str) -> String {
        format!("no column {name:?}; the table has {}", self.columns().join(", "))
    }
}

fn numpy<'py>(py: Python<'py>, column: &Column) -> PyResult<Bound<'py, PyAny>> {
    let array = match column {
        Column::Float(values) => PyArray1::from_slice(py, values).into_any(),
        Column::Int(values) => PyArray1::from_slice(py, values).into_any(),
        Column::Bool(values) => PyArray1::from_slice(py, values).into_any(),
        Column::Text(values) => {
            let texts = values.iter().map(|v| PyString::new(py, v).into_any().unbind());
            PyArray1::from_vec(py, texts.collect()).into_any()
        }
    };
    array.call_method1("setflags", (false,))?;
    Ok(array)
}

/// Rows that a preview shows.
const PREVIEW: usize = 10;

/// One cell for people: the arrays hold the full precision.
fn show(column: &Column, row: usize) -> String {
    match column {
        Column::Float(values) if values[row].is_nan() => "NaN".to_owned(),
        Column::Float(values) if values[row] != 0.0 && !(1e-4..1e7).contains(&values[row].abs()) => {
            format!("{:.3e}", values[row])
        }
        Column::Float(values) => format!("{:.4}", values[row]),
        Column::Int(values) => values[row].to_string(),
        Column::Text(values) => values[row].to_string(),
        Column::Bool(values) => if values[row] { "True" } else { "False" }.to_owned(),
    }
}

/// Text as HTML shows it, never as markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[pymethods]
impl PyTable {
    /// The names of the columns, in order.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.table.columns.iter().map(|(name, _)| name.as_ref()).collect()
    }

    fn __len__(&self) -> usize {
        self.table.len()
    }

    fn __getattr__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.array(py, name)?.ok_or_else(|| PyAttributeError::new_err(self.missing(name)))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.array(py, name)?.ok_or_else(|| PyKeyError::new_err(self.missing(name)))
    }

    fn __contains__(&self, name: &str) -> bool {
        self.table.column(name).is_some()
    }

    fn __dir__(slf: &Bound<'_, Self>) -> PyResult<Vec<String>> {
        let mut names: Vec<String> = slf.get_type().dir()?.extract()?;
        names.extend(slf.get().columns().into_iter().map(str::to_owned));
        Ok(names)
    }

    fn __repr__(&self) -> String {
        let rows = self.table.len().min(PREVIEW);
        let mut lines = vec![String::new(); rows + 1];
        for (name, column) in &self.table.columns {
            let mut cells = vec![name.clone().into_owned()];
            cells.extend((0..rows).map(|row| show(column, row)));
            let width = cells.iter().map(|c| c.chars().count()).max().unwrap_or(0);
            for (line, cell) in lines.iter_mut().zip(cells) {
                let _ = match column {
                    Column::Text(_) => write!(line, "{cell:<width$}  "),
                    _ => write!(line, "{cell:>width$}  "),
                };
            }
        }
        let mut text = format!("<obektiv.Table: {} rows>", self.table.len());
        for line in lines {
            text.push('\n');
            text.push_str(line.trim_end());
        }
        if self.table.len() > rows {
            text.push_str("\n…");
        }
        text
    }

    fn _repr_html_(&self) -> String {
        let rows = self.table.len().min(PREVIEW);
        let mut html = "<table><thead><tr>".to_owned();
        for name in self.columns() {
            let _ = write!(html, "<th>{}</th>", escape(name));
        }
        html.push_str("</tr></thead><tbody>");
        for row in 0..rows {
            html.push_str("<tr>");
            for (_, column) in &self.table.columns {
                let _ = write!(html, "<td>{}</td>", escape(&show(column, row)));
            }
            html.push_str("</tr>");
        }
        let _ = write!(html, "</tbody></table><p>{} rows</p>", self.table.len());
        html
    }

    /// The table as an Arrow stream in a PyCapsule; `requested_schema` is not used.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema; // the protocol lets a producer give what it has
        arrow::export(py, &self.table)
    }

    /// The table as a `pandas.DataFrame`; pandas must be installed.
    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let columns = PyDict::new(py);
        for name in self.columns() {
            columns.set_item(name, self.array(py, name)?)?;
        }
        py.import("pandas")?.call_method1("DataFrame", (columns,))
    }
}
