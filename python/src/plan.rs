use obektiv::{
    plan::{self, Plan, ProposeOptions},
    report::{self, Language, ReportError},
};
use pyo3::{prelude::*, types::PyType};

use crate::{convert, error::Result, screening::PyScreening, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyPlan>()?;
    module.add_function(wrap_pyfunction!(example, module)?)?;
    module.add_function(wrap_pyfunction!(from_findings, module)?)?;
    module.add_function(wrap_pyfunction!(json_schema, module)?)
}

/// A plan of measures of one territory for one year.
///
/// A plan is data: `from_json` reads and checks it, `to_json` gives it back with the fields that this version does not know.
/// `json_schema()` publishes the format, `example()` is one that was really decided.
///
/// Examples
/// --------
/// >>> plan = ob.plan.example()
/// >>> plan
/// <obektiv.plan.Plan: 2022, 2 directions, 7 measures>
/// >>> ob.plan.Plan.from_json(plan.to_json()) == plan
/// True
/// >>> plan.measures.id[0], plan.measures.kind[0], plan.measures.schedule[0]
/// ('dates', 'dates', 'assessment_calendar')
/// >>> try:
/// ...     ob.plan.Plan.from_json(plan.to_json().replace('"year": 2022', '"year": "soon"'))
/// ... except ob.PlanError as error:
/// ...     error.code, error.path
/// ('plan.json', 'year')
#[pyclass(name = "Plan", module = "obektiv.plan", frozen, eq)]
#[derive(PartialEq)]
pub struct PyPlan(Plan);

#[pymethods]
impl PyPlan {
    /// A plan from JSON text, checked: types, ids that nothing has, periods that end before they begin.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.json`, `plan.version`, `plan.duplicate_id`, `plan.dangling_id`, `plan.date_order`, `plan.empty`; `path` says where.
    #[classmethod]
    fn from_json(_cls: &Bound<'_, PyType>, text: &str) -> Result<Self> {
        Ok(Self(Plan::from_json(text)?))
    }

    /// The plan as JSON text, unknown fields included.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Title.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// Territory.
    #[getter]
    fn territory(&self) -> &str {
        &self.0.territory
    }

    /// The calendar year, or the one in which the academic year begins.
    #[getter]
    fn year(&self) -> u16 {
        self.0.year
    }

    /// Measures in their order: `id, direction, text, kind, level, responsible, schedule, status, schools, findings`.
    ///
    /// `schedule` is a day, "from/to", or "academic_year" or "assessment_calendar" with the days known; what is not given is
    /// empty. `schools` and `findings` are the numbers of those that a measure is for.
    #[getter]
    fn measures(&self) -> PyTable {
        self.0.measures_table().into()
    }

    /// What the plan lacks for anybody to know later whether it was done and whether it helped: `lack, path, id, text`.
    ///
    /// Remarks, no errors: a plan with remarks is still a plan.
    ///
    /// Parameters
    /// ----------
    /// language : {"ru", "en"}
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.language`.
    ///
    /// Examples
    /// --------
    /// >>> remarks = ob.plan.example().lint(language="en")
    /// >>> remarks.text[remarks.lack == "no_effect_analysis"][0]
    /// 'Nobody analyses what the measures changed.'
    #[pyo3(signature = (language="ru"))]
    fn lint(&self, language: &str) -> Result<PyTable> {
        Ok(report::remarks_table(&self.0, language.parse()?)?.into())
    }

    /// The plan as the four-column table of such notes, in Markdown.
    #[pyo3(signature = (language="ru"))]
    fn to_markdown(&self, language: &str) -> Result<String> {
        Ok(report::plan_markdown(&self.0, language.parse()?)?)
    }

    /// The plan as a self-contained HTML page: the same table, and what the plan lacks.
    #[pyo3(signature = (language="ru"))]
    fn to_html(&self, language: &str) -> Result<String> {
        Ok(report::plan_html(&self.0, language.parse()?)?)
    }

    /// Writes the plan to a file: JSON, Markdown or HTML by its suffix (.json, .md, .html).
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.name` for another suffix, `report.language`.
    #[pyo3(signature = (path, language="ru"))]
    fn save(&self, path: std::path::PathBuf, language: &str) -> Result<()> {
        let text = match convert::suffix(&path).as_str() {
            "json" => self.to_json(),
            "md" => self.to_markdown(language)?,
            "html" => self.to_html(language)?,
            _ => {
                let got = path.display().to_string();
                return Err(ReportError::Name { what: "the file", got, expected: ".json, .md, .html" }.into());
            }
        };
        Ok(std::fs::write(path, text).map_err(PyErr::from)?)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json(),)))
    }

    fn __repr__(&self) -> String {
        let (directions, measures) = (self.0.directions.len(), self.0.measures().count());
        format!("<obektiv.plan.Plan: {}, {directions} directions, {measures} measures>", self.0.year)
    }
}

/// The municipal note of 2022 that this library began with, as a plan.
///
/// Examples
/// --------
/// >>> ob.plan.example().year
/// 2022
#[pyfunction]
fn example() -> Result<PyPlan> {
    Ok(PyPlan(Plan::from_json(plan::EXAMPLE)?))
}

/// A draft of a plan: for each school with findings the measures that answer its signs, and those that stand in every plan.
///
/// Measures come from a small catalogue, each cites the findings it answers. It is a draft: people decide. What it cannot know
/// `lint()` lists.
///
/// Parameters
/// ----------
/// screening : Screening
/// territory : str
/// year : int
/// title : str, optional
///     In place of the usual one.
/// due : datetime.date or ISO text, optional
///     The day by which measures are to be done and indicators reached.
/// language : {"ru", "en"}
///
/// Raises
/// ------
/// PlanError
///     `plan.json` with path "due" for text that is no date.
/// ReportError
///     `report.language`.
/// DataError
///     `data.range` for a year that is none.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> s = ob.screen(m.results, registry=m.registry)
/// >>> plan = ob.plan.from_findings(s, title="Draft", territory="Town", year=2021, due="2022-04-01", language="en")
/// >>> plan.measures.id[0], plan.measures.schedule[0]
/// ('observers', '2022-04-01')
#[pyfunction]
#[pyo3(signature = (screening, *, territory, year, title=None, due=None, language="ru"))]
fn from_findings(
    py: Python<'_>,
    screening: &Bound<'_, PyScreening>,
    territory: String,
    year: i64,
    title: Option<String>,
    due: Option<&Bound<'_, PyAny>>,
    language: &str,
) -> Result<PyPlan> {
    let language: Language = language.parse()?;
    let due = match due {
        Some(day) if day.hasattr("isoformat")? => Some(day.call_method0("isoformat")?.extract::<String>()?),
        Some(text) => Some(text.extract::<String>()?),
        None => None,
    };
    let mut options = ProposeOptions {
        title: title.unwrap_or_default(),
        territory,
        year: convert::whole("year", year, u16::MAX.into())?,
        due: None,
        language,
    };
    if let Some(text) = due {
        options = options.with_due(&text)?;
    }
    let screening = &screening.get().0;
    Ok(PyPlan(py.detach(|| plan::from_findings(screening, &options))?))
}

/// The JSON Schema of plans as JSON text, made from the types.
///
/// Examples
/// --------
/// >>> import json
/// >>> json.loads(ob.plan.json_schema())["title"]
/// 'Plan'
#[pyfunction]
fn json_schema() -> String {
    plan::json_schema()
}
