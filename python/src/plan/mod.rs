//! Plans of measures.

mod documents;
mod given;
mod indicators;
mod propose;
mod several;

use obektiv::{
    design::{Draw, Method},
    plan::{self, Plan, PlanError},
    report,
};
use pyo3::{prelude::*, types::PyType};

use self::{
    given::{events, iso},
    indicators::{Given, PyIndicators, Signs, Years},
};
use crate::{
    convert::{self, Whole},
    error::Result,
    forms::{self, PyActs, PyRemarked},
    readers::PyObserved,
    screening::PyScreening,
    table::PyTable,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyPlan>()?;
    module.add_class::<PyIndicators>()?;
    module.add_function(wrap_pyfunction!(example, module)?)?;
    module.add_function(wrap_pyfunction!(propose::from_findings, module)?)?;
    module.add_function(wrap_pyfunction!(several::diff, module)?)?;
    module.add_function(wrap_pyfunction!(several::merge, module)?)?;
    module.add_function(wrap_pyfunction!(json_schema, module)?)
}

/// A plan of measures of one territory for one year.
///
/// A plan is data: `from_json` reads and checks it, `to_json` gives it back with the fields that
/// this version does not know. It holds facts: what was decided, done, seen and measured; what
/// follows from them on a day is computed. Plans of format 1 are carried over. `json_schema()`
/// publishes the format, `example()` is one that was really decided.
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
    /// A plan from JSON text, checked: types, ids that nothing has, periods that end before they
    /// begin.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.json`, `plan.version`, `plan.duplicate_id`, `plan.dangling_id`, `plan.date_order`,
    ///     `plan.out_of_range`, `plan.empty`; `path` says where.
    #[classmethod]
    fn from_json(_cls: &Bound<'_, PyType>, text: &str) -> Result<Self> {
        Ok(Self(Plan::from_json(text)?))
    }

    /// The plan as JSON text, unknown fields included.
    ///
    /// Parameters
    /// ----------
    /// format : {2, 1}
    ///     1 for tools that read no other: an approval, one time for each measure, indicators inside
    ///     the measures. What it has no place for stays as fields that it does not know and keeps:
    ///     `from_json` gives the same plan again.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.parameter` for another format.
    ///
    /// Examples
    /// --------
    /// >>> plan = ob.plan.example()
    /// >>> ob.plan.Plan.from_json(plan.to_json(format=1)) == plan
    /// True
    #[pyo3(signature = (*, format=2))]
    fn to_json(&self, format: i64) -> Result<String> {
        match format {
            1 => Ok(self.0.to_json_1()),
            2 => Ok(self.0.to_json()),
            _ => {
                Err(PlanError::Parameter { path: "format".to_owned(), expected: "1 or 2".to_owned() }.into())
            }
        }
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

    /// The logins that stand in the plan as such, sorted: of those that measures are for, of
    /// visits, answers and checklists.
    #[getter]
    fn schools(&self) -> Vec<&str> {
        self.0.schools().into_iter().collect()
    }

    /// Measures in their order:
    /// `id, direction, text, kind, level, responsible, schedule, status, schools, findings`.
    ///
    /// `schedule` is a day, "from/to", "academic_year" or "assessment_calendar" with the days
    /// known, or an entry of the calendar with the days after it, as in "marking+10"; several stand
    /// behind one another with "; ". What is not given is empty. `schools` and `findings` are the
    /// numbers of those that a measure is for.
    #[getter]
    fn measures(&self) -> PyTable {
        self.0.measures_table().into()
    }

    /// What the plan lacks for anybody to know later whether it was done and whether it helped:
    /// `lack, path, id, text`.
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

    /// How each task stands on a day: a measure, or a measure in one of its schools.
    ///
    /// Parameters
    /// ----------
    /// day : datetime.date or ISO text
    ///
    /// Returns
    /// -------
    /// Table
    ///     `id, school, text, responsible, due, done_on, state, days, evidence`. `state` is
    ///     "on_time", "late", "done" (a day is not known), "overdue", "due_soon" (within a
    ///     fortnight), "in_progress", "planned" or "cancelled"; `days` are those left, negative
    ///     when they are over, NaN where no day is known. What is not known is empty.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.json` with path "day" for text that is no date.
    ///
    /// Examples
    /// --------
    /// >>> set(ob.plan.example().status("2022-09-01").state)
    /// {'planned'}
    fn status(&self, day: &Bound<'_, PyAny>) -> Result<PyTable> {
        Ok(self.0.status_table(plan::day("day", &iso(day)?)?).into())
    }

    /// How far the plan is carried out on a day, over all and by who answers.
    ///
    ///     share = fulfilled / due
    ///
    /// `due` are the tasks whose day has come and that are not given up, `fulfilled` those of them
    /// that were done by their day with evidence.
    ///
    /// Parameters
    /// ----------
    /// day : datetime.date or ISO text
    ///
    /// Returns
    /// -------
    /// Table
    ///     `responsible, due, fulfilled, late, overdue, without_evidence, not_yet_due, no_day,
    ///     cancelled, share`. The first row, without a name, is the plan; `share` is NaN where
    ///     nothing is due.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.json` with path "day" for text that is no date.
    ///
    /// Examples
    /// --------
    /// >>> int(ob.plan.example().execution("2022-09-01").no_day[0])
    /// 7
    fn execution(&self, day: &Bound<'_, PyAny>) -> Result<PyTable> {
        Ok(self.0.execution_table(plan::day("day", &iso(day)?)?).into())
    }

    /// The indicators of the plan on the day of the report, from what is given; what cannot be
    /// computed is left out with the reason.
    ///
    ///     share_with_signs               100·|L ∩ D|/|D|       L: schools with signs, D: the denominator
    ///     objectivity_index              100 − 100·|L|/|U|     U: schools that took part
    ///     markers_per_school             signs of schools in L / |L|
    ///     relapse_share                  100·|L ∩ L₋₁|/|L₋₁ ∩ U|
    ///     new_share                      100·|L \\ L₋₁|/|(U ∩ U₋₁) \\ L₋₁|
    ///     listed_three_years             100·|L ∩ L₋₁ ∩ L₋₂|/|U ∩ U₋₁ ∩ U₋₂|
    ///     recheck_confirmed              works with |before − after| ≤ tolerance / works, each by 1/probability
    ///     objective_internal_assessment  schools found objective / schools controlled
    ///     journal_confirmed, _lowered, _raised, _gap2      results of the kind / results with both marks
    ///     observer_coverage              visits with an act / planned; rooms (class × work); schools
    ///     acts_with_violations, violations_per_act
    ///     plan_execution                 done by their day with evidence / due by the day of the report
    ///     effect                         the plan's records of effects that say with whom was compared,
    ///                                    but for those of before and after alone
    ///
    /// Schools of two years are one if the digits of their logins are the same. The schools of a
    /// screening are all there are: their share has no interval, unless `superpopulation` asks for
    /// Wilson's. Intervals of re-marked works and of the journal are Wilson's with the effective
    /// number of works and results, which schools make smaller. The share of controlled schools has
    /// Clopper and Pearson's interval, one drawn out of a population the hypergeometric, all of a
    /// population none. A target is reached if the interval says so; where the plan has none, it is
    /// 90 % for `recheck_confirmed` and `objective_internal_assessment`.
    ///
    /// Parameters
    /// ----------
    /// day : datetime.date or ISO text
    ///     Of the report.
    /// screening : Screening or MarkerList, optional
    ///     This year's, or the official list, whose last year is this.
    /// before : Screening, MarkerList, or a sequence of them, optional
    ///     Of years before.
    /// view : {"policy", "official-2019", "listed"}
    ///     Whose signs of a screening are counted: its policy's, those of the official rule or of
    ///     the list beside it.
    /// denominator : {"participants", "wrote_russian_4", "assessable"}
    ///     The schools that `share_with_signs` is of; "assessable" are those of which at least one
    ///     sign is defined with as many pupils as the policy asks for.
    /// common_works : bool
    ///     Compare years by the works that all of them have.
    /// superpopulation : bool
    ///     Wilson's intervals for shares of all schools, as if these were a sample.
    /// expected_relapse : float, optional
    ///     The share that would have signs again without any measure: of `effect.relapse`
    ///     `still_expected / flagged`. It stands beside `relapse_share`.
    /// remarked : Remarked, optional
    /// tolerance : int
    ///     A work is confirmed if its points differ by no more.
    /// internal_assessment : sequence of int, optional
    ///     Schools found objective and schools controlled; behind them, where these were drawn, out
    ///     of how many.
    /// coverage : {"visits", "rooms", "schools"}, optional
    ///     Of what `observer_coverage` is.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.not_comparable` for years of different policies, or of different works without
    ///     `common_works`; `plan.parameter` for what does not go together; `path` names the
    ///     argument. `plan.json` with path "day" for text that is no date.
    /// DataError
    ///     `data.name` for an unknown view, denominator or coverage.
    ///
    /// Examples
    /// --------
    /// >>> town = ob.simulate.municipality(seed=1)
    /// >>> s = ob.screen(town.results, policy=ob.Policy.official_2019(), registry=town.registry)
    /// >>> found = ob.plan.example().indicators("2022-06-01", screening=s)
    /// >>> table = found.table
    /// >>> table.formula[0], float(table.value[0]), table.method[0]
    /// ('share_with_signs', 27.5, 'all')
    /// >>> "observer_coverage" in found.left_out.formula
    /// True
    #[pyo3(signature = (
        day, *, screening=None, before=None, view="policy", denominator="participants", common_works=false,
        superpopulation=false, expected_relapse=None, remarked=None, tolerance=1, internal_assessment=None,
        coverage=None
    ))]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn indicators(
        &self,
        day: &Bound<'_, PyAny>,
        screening: Option<Signs<'_>>,
        before: Option<Years<'_>>,
        view: &str,
        denominator: &str,
        common_works: bool,
        superpopulation: bool,
        expected_relapse: Option<f64>,
        remarked: Option<&Bound<'_, PyRemarked>>,
        #[pyo3(from_py_with = convert::count)] tolerance: u16,
        internal_assessment: Option<Vec<Whole>>,
        coverage: Option<&str>,
    ) -> Result<PyIndicators> {
        let given = Given {
            screening,
            before,
            view,
            denominator,
            common_works,
            superpopulation,
            expected_relapse,
            remarked,
            tolerance,
            internal_assessment,
            coverage,
        };
        given.compute(&self.0, &iso(day)?)
    }

    /// The plan with computed indicators in its registry.
    ///
    /// A value goes to each indicator of its formula whose territory is the plan's and whose
    /// parameters (`denominator`, `unit`, `of`, `policy`, `works`) are the value's; what no
    /// indicator of the plan is about becomes a new one. A value of the same period is replaced.
    /// Counts that stand beside, and effects, which the plan has as records, are not taken up.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.not_comparable` with the path of a value of another period that is by another
    ///     policy or of other works: give the new ones an indicator with that parameter.
    ///
    /// Examples
    /// --------
    /// >>> plan = ob.plan.example()
    /// >>> plan = plan.with_indicators(plan.indicators("2022-06-01", internal_assessment=(19, 20)))
    /// >>> "objective_internal_assessment" in plan.to_json()
    /// True
    fn with_indicators(&self, found: &Bound<'_, PyIndicators>) -> Result<Self> {
        Ok(Self(self.0.with_indicators(&found.get().0)?))
    }

    /// Writes the form of observers' acts to a file, a workbook or text by its suffix (.xlsx,
    /// .csv): the plan's acts, and below them the planned visits of which there is no act, to be
    /// filled in. `read_acts` reads it back.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.name` for another suffix, `report.language`.
    #[pyo3(signature = (path, language="ru"))]
    fn save_acts(&self, py: Python<'_>, path: std::path::PathBuf, language: &str) -> Result<()> {
        forms::save(py, &path, "Acts", &self.0.form_acts(language.parse()?))
    }

    /// The plan with these acts among its own; one that it has already, by its number, or by day,
    /// entry of the calendar, class and stage, is replaced.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.dangling_id` for an act of an entry that the calendar has not.
    ///
    /// Examples
    /// --------
    /// >>> acts = ob.read_acts(b"school;date;stage;violations\nsch990001;2022-04-19;marking;2\n")
    /// >>> plan = ob.plan.example().with_acts(acts)
    /// >>> '"visits"' in plan.to_json()
    /// True
    fn with_acts(&self, acts: &Bound<'_, PyActs>) -> Result<Self> {
        Ok(Self(self.0.with_acts(&acts.get().0)?))
    }

    /// The plan with the visits of a draw among its assignments: the drawn schools with the chance
    /// of each, by which their acts stand for the others, and the seed and the fingerprint of the
    /// list, by which anybody can draw them again.
    ///
    /// Parameters
    /// ----------
    /// draw : design.Draw
    ///     What `design.draw` gave.
    /// schools, chance : sequence of str, sequence of float
    ///     The list that was drawn from, and the chance of each school.
    /// event : str, optional
    ///     The entry of the calendar that is visited.
    ///
    /// Returns
    /// -------
    /// Plan
    ///     A visit of this draw to the same school and entry that the plan has already is kept as
    ///     it is.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.parameter` for columns of different lengths and for a draw from another list;
    ///     `plan.dangling_id` for an entry that the calendar has not.
    ///
    /// Examples
    /// --------
    /// >>> schools, chance = ["sch990001", "sch990002", "sch990003"], [0.5, 0.25, 0.25]
    /// >>> drawn = ob.design.draw(schools, chance, seed=7)
    /// >>> plan = ob.plan.example().with_draw(drawn, schools, chance)
    /// >>> plan.to_json().count('"drawn"')
    /// 1
    #[pyo3(signature = (draw, schools, chance, event=None))]
    fn with_draw(
        &self,
        draw: &Bound<'_, PyAny>,
        schools: Vec<String>,
        chance: Vec<f64>,
        event: Option<&str>,
    ) -> Result<Self> {
        let draw = Draw {
            sample: draw.getattr("sample")?.extract()?,
            reserve: Vec::new(),
            method: Method::default(),
            seed: draw.getattr("seed")?.extract()?,
            fingerprint: draw.getattr("fingerprint")?.extract()?,
            version: String::new(),
        };
        Ok(Self(self.0.with_draw(&schools, &chance, &draw, event)?))
    }

    /// What observers saw in schools that were drawn, for `screen(..., observed=)`: from the acts,
    /// each with its own probability or that of its planned visit.
    ///
    /// Acts of one school and one draw, or else of one work, are one row; it is irregular if any of
    /// them has something out of order. Visits that were chosen, not drawn, are left out.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.empty` without an act of a visit that was drawn.
    ///
    /// Examples
    /// --------
    /// >>> acts = ob.read_acts(b"school;date;stage;violations;probability\nsch990001;2022-04-19;marking;2;25%\n")
    /// >>> ob.plan.example().with_acts(acts).observed()
    /// <obektiv.Observed: 1 rows, 1 schools>
    fn observed(&self) -> Result<PyObserved> {
        Ok(self.0.observed()?.into())
    }

    /// A draft of the plan of the next year.
    ///
    /// Texts stay, days move by a year, measures that were given up are left out. What is done
    /// begins anew, what is not is carried over (`carried_from`), and of its schools those that are
    /// not done. Numbers and days of documents and decisions are blank; an indicator's last value
    /// is its new baseline. With a screening of the new year its findings are answered, those of
    /// the old one are left out.
    ///
    /// Parameters
    /// ----------
    /// calendar : sequence of dict, optional
    ///     The next year's assessment calendar, with the fields of the plan's: `id`, `assessment`,
    ///     `from`, and more. A time tied to an entry that it has not becomes one of the calendar
    ///     without days.
    /// screening : Screening, optional
    /// language : {"ru", "en"}
    ///     Of new measures.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.json` with a path as in "calendar[0].from", `plan.duplicate_id`,
    ///     `plan.date_order`.
    /// ReportError
    ///     `report.language`.
    ///
    /// Examples
    /// --------
    /// >>> plan = ob.plan.example().next_year()
    /// >>> plan.year, len(plan.measures)
    /// (2023, 7)
    #[pyo3(signature = (calendar=None, screening=None, *, language="ru"))]
    fn next_year(
        &self,
        calendar: Option<&Bound<'_, PyAny>>,
        screening: Option<&Bound<'_, PyScreening>>,
        language: &str,
    ) -> Result<Self> {
        let screening = screening.map(|screening| &screening.get().0);
        Ok(Self(self.0.next_year(&events(calendar)?, screening, language.parse()?)?))
    }

    /// The fingerprint of its JSON, by which another plan names it.
    #[getter]
    fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().0.to_json(),)))
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

/// The JSON Schema of plans as JSON text, made from the types.
///
/// Examples
/// --------
/// >>> import json
/// >>> json.loads(ob.plan.json_schema())["title"]
/// 'Plan'
#[pyfunction]
fn json_schema() -> &'static str {
    plan::json_schema()
}
