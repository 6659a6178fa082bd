//! Indicators of plans.

use obektiv::plan::{self, IndicatorInputs, Indicators, InternalAssessment, Plan, YearOfSigns};
use pyo3::prelude::*;

use crate::{
    convert::{Whole, whole},
    error::Result,
    forms::PyRemarked,
    readers::PyMarkerList,
    screening::PyScreening,
    table::PyTable,
};

/// A year's schools with signs.
#[derive(FromPyObject)]
pub enum Signs<'py> {
    Screening(Bound<'py, PyScreening>),
    List(Bound<'py, PyMarkerList>),
}

impl Signs<'_> {
    fn of(&self) -> YearOfSigns<'_> {
        match self {
            Self::Screening(screening) => (&screening.get().0).into(),
            Self::List(list) => (&list.get().list).into(),
        }
    }
}

/// One year, or several.
#[derive(FromPyObject)]
pub enum Years<'py> {
    One(Signs<'py>),
    Many(Vec<Signs<'py>>),
}

/// What is given by name.
pub struct Given<'a, 'py> {
    pub screening: Option<Signs<'py>>,
    pub before: Option<Years<'py>>,
    pub view: &'a str,
    pub denominator: &'a str,
    pub common_works: bool,
    pub superpopulation: bool,
    pub expected_relapse: Option<f64>,
    pub remarked: Option<&'a Bound<'py, PyRemarked>>,
    pub tolerance: u16,
    pub internal_assessment: Option<Vec<Whole>>,
    pub coverage: Option<&'a str>,
}

impl Given<'_, '_> {
    pub fn compute(self, plan: &Plan, day: &str) -> Result<PyIndicators> {
        let before = match &self.before {
            None => Vec::new(),
            Some(Years::One(one)) => vec![one.of()],
            Some(Years::Many(many)) => many.iter().map(Signs::of).collect(),
        };
        let counts = |given: Vec<Whole>| -> Result<Vec<u64>> {
            given.into_iter().map(|n| whole("internal_assessment", n, i64::MAX)).collect()
        };
        let controlled = self.internal_assessment.map(counts).transpose()?;
        let controlled = controlled.as_deref().map(InternalAssessment::of_counts).transpose()?;
        let inputs = IndicatorInputs {
            screening: self.screening.as_ref().map(Signs::of),
            before,
            view: self.view.parse()?,
            denominator: self.denominator.parse()?,
            common_works: self.common_works,
            superpopulation: self.superpopulation,
            expected_relapse: self.expected_relapse,
            remarked: self.remarked.map(|of| &of.get().remarked),
            tolerance: Some(self.tolerance),
            internal_assessment: controlled,
            coverage: self.coverage.map(str::parse).transpose()?,
        };
        Ok(PyIndicators(plan.indicators(plan::day("day", day)?, &inputs)?))
    }
}

/// The indicators of a plan on a day: `Plan.indicators` makes it, `Plan.with_indicators` takes it
/// up.
///
/// Examples
/// --------
/// >>> found = ob.plan.example().indicators("2022-06-01", internal_assessment=(19, 20))
/// >>> found
/// <obektiv.plan.Indicators: 7 values, 15 left out>
/// >>> found.table.formula[0], round(float(found.table.lower[0]), 1), found.table.reached[0]
/// ('objective_internal_assessment', 75.1, 'not_shown')
#[pyclass(name = "Indicators", module = "obektiv.plan", frozen)]
pub struct PyIndicators(pub Indicators);

#[pymethods]
impl PyIndicators {
    /// Those computed: `formula, of, period, unit, numerator, denominator, value, lower, upper,
    /// method, direction, expected, target, reached, beside, policy, works, source, computed_on`.
    ///
    /// `of` is what the formula leaves open: the denominator, the unit of coverage, the id of an
    /// effect. `lower` and `upper` are NaN where the question has no interval, and `method` says
    /// how it was made. `reached` is "reached", "not_shown" (the value is there, its interval is
    /// not) or "not_reached", and empty without a target. Rows that are `beside` count what another
    /// one leaves out.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    /// Those that could not be computed: `formula, reason`.
    #[getter]
    fn left_out(&self) -> PyTable {
        self.0.left_out_table().into()
    }

    fn __repr__(&self) -> String {
        let (values, left) = (self.0.values.len(), self.0.left_out.len());
        format!("<obektiv.plan.Indicators: {values} values, {left} left out>")
    }
}
