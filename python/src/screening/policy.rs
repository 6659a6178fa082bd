//! Policies: what is looked for, and when it is found.

use obektiv::screening::Policy;
use pyo3::{
    prelude::*,
    types::{PyDict, PyType},
};

use crate::error::Result;

/// A named set of signs, guards and thresholds.
///
/// Two are built in: `Policy.calibrated()` and `Policy.official_2019()`. A policy is data: take
/// `to_json()`, change it, and read it back with `from_json()`.
///
/// Examples
/// --------
/// >>> ob.Policy.calibrated()
/// <obektiv.Policy: calibrated-2, evidence layer, 0 rules>
/// >>> ob.Policy.from_json(ob.Policy.official_2019().to_json()) == ob.Policy.official_2019()
/// True
#[pyclass(name = "Policy", module = "obektiv", frozen, eq)]
#[derive(PartialEq)]
pub struct PyPolicy(pub Policy);

#[pymethods]
impl PyPolicy {
    /// The evidence layer: everything that counts and pupils show, weighed together; a false
    /// discovery rate of 5 % over schools.
    ///
    /// Classes are named inside found schools only; classes that are large in themselves are a list
    /// of their own (`Screening.extreme`).
    ///
    /// Parameters
    /// ----------
    /// options : float or int
    ///     Other thresholds than the measured defaults: `q` .05 (Bayesian false discovery rate over
    ///     schools), `floor` .8 (no school is found with a smaller posterior), `ceiling` .95 (from
    ///     here on a sign is strong), `clear` .05, `delta` .1 (share of raised papers that must be
    ///     exceeded), `reach` 2 (points below a boundary), `least` 8 (pupils of a class), `alone`
    ///     60 (schools from which on a territory is its own reference), `extreme` .5,
    ///     `extreme_least` 10, and `cut`, `contamination`, `wide`, `wide_work`, `pseudo`,
    ///     `pseudo_heaping`, `mass`, `mass_heaping`, `draws`, `seed`.
    ///
    /// Raises
    /// ------
    /// ScreeningError
    ///     `screening.policy` for another name, type or range.
    ///
    /// Examples
    /// --------
    /// >>> ob.Policy.calibrated(floor=0.9).name
    /// 'calibrated-2'
    #[classmethod]
    #[pyo3(signature = (**options))]
    fn calibrated(_cls: &Bound<'_, PyType>, options: Option<&Bound<'_, PyDict>>) -> Result<Self> {
        Ok(Self(calibrated(options)?))
    }

    /// What `calibrated` was before the evidence layer, kept so that old screenings can be made
    /// again.
    ///
    /// Each sign is judged by itself: of fully honest territories of 100 schools it marks a school
    /// in 28 %, in 97 % where every school raises a little.
    #[classmethod]
    fn calibrated_1(_cls: &Bound<'_, PyType>) -> Self {
        Self(Policy::calibrated_1())
    }

    /// The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5.
    ///
    /// m ≥ 2 and s > 0 for A, n ≥ 3 and mid-ranks for B, quantiles of type 7 for C. No p-value, no
    /// guard against small schools: on real regions it marks more than a third of all schools.
    #[classmethod]
    fn official_2019(_cls: &Bound<'_, PyType>) -> Self {
        Self(Policy::official_2019())
    }

    /// A policy from the JSON that `to_json` gives.
    ///
    /// Raises
    /// ------
    /// ScreeningError
    ///     `screening.policy`, naming the rule.
    #[classmethod]
    fn from_json(_cls: &Bound<'_, PyType>, text: &str) -> Result<Self> {
        Ok(Self(Policy::from_json(text)?))
    }

    /// The policy as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Its name, printed on every report.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json(),)))
    }

    fn __repr__(&self) -> String {
        let layer = if self.0.evidence.is_some() { "evidence layer, " } else { "" };
        format!("<obektiv.Policy: {}, {layer}{} rules>", self.0.name, self.0.rules.len())
    }
}

/// The calibrated policy with other thresholds by name.
pub fn calibrated(options: Option<&Bound<'_, PyDict>>) -> Result<Policy> {
    let Some(options) = options else { return Ok(Policy::calibrated()) };
    let mut fields = serde_json::Map::new();
    for (name, value) in options {
        let value = match value.extract::<i64>() {
            Ok(whole) => whole.into(),
            Err(_) => value.extract::<f64>()?.into(),
        };
        fields.insert(name.extract()?, value);
    }
    Ok(Policy::calibrated_with(fields.into())?)
}
