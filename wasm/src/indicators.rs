//! Indicators of plans.

use std::rc::Rc;

use obektiv::{
    data,
    plan::{self as core, IndicatorInputs, InternalAssessment, YearOfSigns},
    screening,
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{columns, error::Error, forms, markers, options, plan::Plan, screening::Screening};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Indicators of a plan that were computed, one row for each. */
export interface IndicatorsTable {
  /** Such as `share_with_signs`. */
  formula: string[];
  /** What the formula leaves open: the denominator, the unit of coverage, the id of an effect. */
  of: string[];
  /** The year, with the season where all works have one. */
  period: string[];
  /** In what it is given, such as `%`. */
  unit: string[];
  numerator: Float64Array;
  denominator: Float64Array;
  value: Float64Array;
  /** Lower end of the 95 % interval; NaN where the question has none. */
  lower: Float64Array;
  /** Upper end of the 95 % interval. */
  upper: Float64Array;
  /** How the interval was made, or that there is none. */
  method: string[];
  /** Which way is better. */
  direction: ("" | "lower" | "higher")[];
  /** What was to be expected without any measure; NaN where nothing says so. */
  expected: Float64Array;
  /** Where it should be; NaN without a target. */
  target: Float64Array;
  /** Judged by the interval, never by the point; empty without a target. */
  reached: ("" | "reached" | "not_shown" | "not_reached")[];
  /** Whether it stands beside another one, as a count of what that leaves out. */
  beside: boolean[];
  /** The policy, or the view, that says who has signs. */
  policy: string[];
  /** The works it is over, parted by spaces. */
  works: string[];
  /** Fingerprint of what it was computed from. */
  source: string[];
  computedOn: string[];
}

/** Indicators that could not be computed. */
export interface LeftOutIndicatorsTable {
  formula: string[];
  reason: string[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "IndicatorsTable")]
    pub type IndicatorsTable;
    #[wasm_bindgen(typescript_type = "LeftOutIndicatorsTable")]
    pub type LeftOutIndicatorsTable;

    type SharedScreening;
    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedScreening) -> Result<Screening, JsValue>;
}

/// What indicators are computed from; what is not given is left out.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndicatorsInit {
    /// The day of the report, such as `2026-06-01`.
    day: String,
    /// This year's screening, or the official list, whose last year is this.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Screening | MarkerList", optional)]
    screening: JsValue,
    /// Of years before.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Screening | MarkerList | readonly (Screening | MarkerList)[]", optional)]
    before: JsValue,
    /// Whose signs of a screening are counted: its policy's by default, those of the official rule
    /// or of the list beside it.
    #[serde(default)]
    #[tsify(type = "\"policy\" | \"official-2019\" | \"listed\"", optional)]
    view: Option<String>,
    /// The schools that `share_with_signs` is of: all that took part by default.
    #[serde(default)]
    #[tsify(type = "\"participants\" | \"wrote_russian_4\" | \"assessable\"", optional)]
    denominator: Option<String>,
    /// Compare years by the works that all of them have.
    #[serde(default)]
    #[tsify(optional)]
    common_works: bool,
    /// Wilson's intervals for shares of all schools, as if these were a sample.
    #[serde(default)]
    #[tsify(optional)]
    superpopulation: bool,
    /// The share that would have signs again without any measure: of `effect.relapse`
    /// `stillExpected / flagged`.
    #[serde(default)]
    #[tsify(optional)]
    expected_relapse: Option<f64>,
    /// Works marked again.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Remarked", optional)]
    remarked: JsValue,
    /// A work is confirmed if its points differ by no more; 1 by default.
    #[serde(default)]
    #[tsify(optional)]
    tolerance: Option<u16>,
    /// Schools found objective and schools controlled; behind them, where these were drawn, out of
    /// how many.
    #[serde(default)]
    #[tsify(type = "readonly [number, number] | readonly [number, number, number]", optional)]
    internal_assessment: Option<Vec<u64>>,
    /// Of what `observer_coverage` is.
    #[serde(default)]
    #[tsify(type = "\"visits\" | \"rooms\" | \"schools\"", optional)]
    coverage: Option<String>,
}

/// A year's schools with signs.
enum Signs {
    Screening(Rc<screening::Screening>),
    List(Rc<data::MarkerList>),
}

impl Signs {
    fn read(value: JsValue, what: &str) -> Result<Option<Self>, Error> {
        if value.is_undefined() || value.is_null() {
            return Ok(None);
        }
        // Only lists are counted by year.
        if js_sys::Reflect::has(&value, &"byYear".into()).unwrap_or(false) {
            return Ok(markers::from_option(value)?.map(Self::List));
        }
        let shared = value.unchecked_into::<SharedScreening>().share();
        let shared = shared.map_err(|_| Error::expected(what, "a Screening or a MarkerList"))?;
        Ok(Some(Self::Screening(shared.core)))
    }

    fn of(&self) -> YearOfSigns<'_> {
        match self {
            Self::Screening(screening) => YearOfSigns::Screening(screening),
            Self::List(list) => YearOfSigns::List(list),
        }
    }
}

#[wasm_bindgen]
impl Plan {
    /// The indicators of the plan on the day of the report, from what is given; what cannot be
    /// computed is left out with the reason. Schools of two years are one if the digits of their
    /// logins are the same. The schools of a screening are all there are: their share has no
    /// interval, unless `superpopulation` asks for one. Years of different policies, or of
    /// different works without `commonWorks`, are the error `plan.not_comparable`.
    pub fn indicators(&self, init: Ts<IndicatorsInit>) -> Result<Indicators, Error> {
        let given: IndicatorsInit = options::fields(&init.js_value(), "indicators")?;
        let now = Signs::read(given.screening, "screening")?;
        let before: Vec<JsValue> = match given.before.dyn_into::<js_sys::Array>() {
            Ok(years) => years.to_vec(),
            Err(one) => vec![one],
        };
        let before = before.into_iter().map(|year| Signs::read(year, "before"));
        let before: Vec<Option<Signs>> = before.collect::<Result<_, Error>>()?;
        let remarked = forms::from_option(given.remarked)?;
        let controlled =
            given.internal_assessment.as_deref().map(InternalAssessment::of_counts).transpose()?;
        let inputs = IndicatorInputs {
            screening: now.as_ref().map(Signs::of),
            before: before.iter().flatten().map(Signs::of).collect(),
            view: given.view.map_or(Ok(core::View::default()), |view| view.parse())?,
            denominator: given.denominator.map_or(Ok(core::Denominator::default()), |of| of.parse())?,
            common_works: given.common_works,
            superpopulation: given.superpopulation,
            expected_relapse: given.expected_relapse,
            remarked: remarked.as_deref(),
            tolerance: given.tolerance,
            internal_assessment: controlled,
            coverage: given.coverage.map(|unit| unit.parse()).transpose()?,
        };
        Ok(Indicators(self.0.indicators(core::day("day", &given.day)?, &inputs)?))
    }

    /// The plan with computed indicators in its registry: a value goes to each indicator of its
    /// formula whose territory is the plan's and whose parameters are the value's; what no
    /// indicator of the plan is about becomes a new one. One of the same period is replaced; beside
    /// values of another policy or of other works it is the error `plan.not_comparable`.
    #[wasm_bindgen(js_name = withIndicators)]
    pub fn with_indicators(&self, found: &Indicators) -> Result<Plan, Error> {
        Ok(Self(self.0.with_indicators(&found.0)?))
    }
}

/// The indicators of a plan on a day.
#[wasm_bindgen]
pub struct Indicators(core::Indicators);

#[wasm_bindgen]
impl Indicators {
    /// Those computed.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> IndicatorsTable {
        columns::object(&self.0.table())
    }

    /// Those that could not be computed, with the reason.
    #[wasm_bindgen(getter, js_name = leftOut)]
    pub fn left_out(&self) -> LeftOutIndicatorsTable {
        columns::object(&self.0.left_out_table())
    }
}
