//! Plans drafted from findings.

use obektiv::{
    plan::{self, ProposeOptions},
    report::Language,
};
use pyo3::prelude::*;

use super::{
    PyPlan,
    given::{events, iso},
};
use crate::{
    convert::{self, Whole},
    error::Result,
    screening::PyScreening,
    watch::watched,
};

/// A draft of a plan: for each sign the measures that answer it, each with its schools, and those
/// that stand in every plan.
///
/// Measures come from a small catalogue, each cites the findings it answers; what schools do
/// themselves has a row for each school. Baselines are the screening's, targets are proposed by
/// rule and say so. It is a draft: people decide. What it cannot know `lint()` lists.
///
/// Parameters
/// ----------
/// screening : Screening
/// territory : str
/// year : int
/// title : str, optional
///     In place of the usual one.
/// due : datetime.date or ISO text, optional
///     The day by which measures are to be done and indicators reached; what waits for a work is
///     timed by the calendar.
/// calendar : sequence of dict, optional
///     The assessment calendar, with the fields of the plan's: `id`, `assessment`, `from`, and
///     more. Observers go to its works, marking again and the analysis of effects come after them.
/// language : {"ru", "en"}
///
/// Raises
/// ------
/// PlanError
///     `plan.json` with path "due" for text that is no date, or with a path as in
///     "calendar[0].from".
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
/// >>> plan.measures.id[1], plan.measures.schedule[1], plan.measures.schedule[0]
/// ('recheck', '2022-04-01', 'assessment_calendar')
#[pyfunction]
#[pyo3(signature = (screening, *, territory, year, title=None, due=None, calendar=None, language="ru"))]
#[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
pub fn from_findings(
    py: Python<'_>,
    screening: &Bound<'_, PyScreening>,
    territory: String,
    year: Whole,
    title: Option<String>,
    due: Option<&Bound<'_, PyAny>>,
    calendar: Option<&Bound<'_, PyAny>>,
    language: &str,
) -> Result<PyPlan> {
    let language: Language = language.parse()?;
    let due = due.map(iso).transpose()?;
    let mut options = ProposeOptions {
        title: title.unwrap_or_default(),
        territory,
        year: convert::whole("year", year, u16::MAX.into())?,
        due: None,
        calendar: events(calendar)?,
        language,
    };
    if let Some(text) = due {
        options = options.with_due(&text)?;
    }
    let screening = &screening.get().0;
    Ok(PyPlan(watched(py, || plan::from_findings(screening, &options))?))
}
