//! Papers raised over mark boundaries, by a shift model.

use js_sys::Reflect;
use obektiv::data;
use obektiv::statistics::heaping as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::arrays::{self, Numbers};
use crate::tally::Tallied;
use crate::{columns, error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Papers raised over mark boundaries: `statistic` is the share of liftable papers that were raised, `lower` and `upper` its interval. */
export interface ShiftTable extends Indications {
  /** The probability that the share is above .05. */
  above5Percent: Float64Array;
  /** Expected number of raised papers. */
  raised: Float64Array;
  /** The same at the boundary of mark 3. */
  raised3: Float64Array;
  /** The same at the boundary of mark 4. */
  raised4: Float64Array;
  /** The same at the boundary of mark 5. */
  raised5: Float64Array;
  /** Expected number of papers that were within reach of a boundary. */
  liftable: Float64Array;
  /** The smallest share seen with 80 % power at the one-sided 1 % level. */
  detectionLimit: Float64Array;
  /** One-sided 95 % upper bound of the share from the group's own papers. */
  bound: Float64Array;
  /** Whether the bound is below `clearedBelow`. */
  cleared: boolean[];
  /** Of papers pulled down from a boundary. */
  pvalueDown: Float64Array;
  /** The p-value of `chi2`, the same in all rows: where it is small, doubt those of the groups. */
  misfit: Float64Array;
}

/** What was lifted in the whole territory. */
export interface LiftTable {
  mark: Float64Array;
  boundary: Float64Array;
  /** How many points below the boundary. */
  distance: Float64Array;
  /** The share of those papers that were raised. */
  share: Float64Array;
}

/** The prior of the share over groups by cells, the first of which is 0. */
export interface PriorTable {
  lower: Float64Array;
  upper: Float64Array;
  share: Float64Array;
}

/** Lifting to scores that are no boundaries, one row for each group. */
export interface PlaceboTable {
  group: string[];
  /** The share lifted from one point below; may be negative. */
  estimate: Float64Array;
  standardError: Float64Array;
}

/** An index of raised papers to compare groups by: `statistic` is the share of liftable papers that were raised; no test, `pvalue` is NaN. */
export interface RaisedTable extends Indications {
  /** Expected number of raised papers. */
  raised: Float64Array;
  /** Expected number of papers that were within reach of a boundary. */
  liftable: Float64Array;
}

/** How strongly papers are lifted in the whole territory. */
export interface RaisedLiftTable {
  /** The pupils' journal marks: `2-3`, `4`, which holds papers without one, `5`, or several of these; `all`. */
  journal: string[];
  mark: Float64Array;
  boundary: Float64Array;
  /** How many points below the boundary. */
  distance: Float64Array;
  /** At strength u a share 1 − (1 − u)^weight. */
  weight: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ShiftTable")]
    pub type ShiftTable;
    #[wasm_bindgen(typescript_type = "LiftTable")]
    pub type LiftTable;
    #[wasm_bindgen(typescript_type = "RaisedTable")]
    pub type RaisedTable;
    #[wasm_bindgen(typescript_type = "RaisedLiftTable")]
    pub type RaisedLiftTable;
    #[wasm_bindgen(typescript_type = "PriorTable")]
    pub type PriorTable;
    #[wasm_bindgen(typescript_type = "PlaceboTable")]
    pub type PlaceboTable;
    /// A tally, results that are tallied by the option `group`, or papers with total 0, 1, …: one
    /// list, or one for each group.
    #[wasm_bindgen(typescript_type = "Tally | Results | ArrayLike<number> | readonly ArrayLike<number>[]")]
    pub type Papers;
}

impl Papers {
    fn tally(&self, group: Option<String>, boundaries: Option<[u16; 3]>) -> Result<data::Tally, Error> {
        if !self.is_object() || Reflect::has(self, &"_tally".into()).unwrap_or(false) {
            let tally = self.unchecked_ref::<Tallied>().tally("results", group.as_deref(), "school")?;
            let tally = data::Tally::clone(&tally);
            return Ok(match boundaries {
                Some(boundaries) => tally.with_boundaries(boundaries)?,
                None => tally,
            });
        }
        let all = arrays::each(self).unwrap_or_default();
        let rows = match all.get(0).is_object() {
            true => all.iter().map(|row| arrays::counts(&row, "counts")).collect::<Result<Vec<_>, _>>()?,
            false => vec![arrays::counts(self, "counts")?],
        };
        Ok(data::Tally::of_counts(&rows, boundaries)?)
    }
}

/// What the shift model takes for given.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ShiftOptions {
    /// What the groups are, when results are given; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// The lowest totals of marks 3, 4, 5: needed with bare counts, otherwise in the place of the
    /// work's own.
    #[tsify(type = "readonly [number, number, number] | null", optional)]
    boundaries: Option<[u16; 3]>,
    /// The honest distribution of totals, if it is known.
    #[tsify(type = "readonly number[] | null", optional)]
    honest: Option<Vec<f64>>,
    /// The degree of the polynomial in the honest log density, 1 to 8; 4 by default.
    #[tsify(optional)]
    degree: Option<usize>,
    /// From how far below a boundary papers are raised; by default 3 on scales below 25 points,
    /// else 5.
    #[tsify(type = "number | null", optional)]
    reach: Option<u16>,
    /// A group is cleared if its own papers bound the share of raised ones below this; .2 by
    /// default.
    #[tsify(optional)]
    cleared_below: Option<f64>,
}

/// How many papers were raised over which mark boundary: a shift model of one work.
#[wasm_bindgen(js_namespace = heaping)]
pub fn fit(results: &Papers, options: Option<Ts<ShiftOptions>>) -> Result<Shift, Error> {
    let given = options::read(options)?;
    let default = core::ShiftOptions::default();
    let options = core::ShiftOptions {
        honest: given.honest,
        degree: given.degree.unwrap_or(default.degree),
        reach: given.reach,
        cleared_below: given.cleared_below.unwrap_or(default.cleared_below),
    };
    Ok(Shift(core::fit(&results.tally(given.group, given.boundaries)?, options)?))
}

/// The shift model of one work: what `heaping.fit` returns.
#[wasm_bindgen]
pub struct Shift(core::Shift);

#[wasm_bindgen]
impl Shift {
    /// A row for each group.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> ShiftTable {
        columns::object(&self.0.table())
    }

    /// What was lifted in the whole territory.
    #[wasm_bindgen(getter)]
    pub fn lifts(&self) -> LiftTable {
        columns::object(&self.0.lifts_table())
    }

    /// The territory's honest distribution of totals.
    #[wasm_bindgen(getter)]
    pub fn honest(&self) -> Vec<f64> {
        self.0.honest.clone()
    }

    /// Pearson's χ² of the territory's totals against the fitted ones.
    #[wasm_bindgen(getter)]
    pub fn chi2(&self) -> f64 {
        self.0.chi2
    }

    /// The degrees of freedom of `chi2`.
    #[wasm_bindgen(getter)]
    pub fn df(&self) -> f64 {
        self.0.df
    }

    /// The log-likelihood of the territory's fit.
    #[wasm_bindgen(getter, js_name = logLikelihood)]
    pub fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood
    }

    /// The standard deviation of the groups' tilts.
    #[wasm_bindgen(getter)]
    pub fn sd(&self) -> f64 {
        self.0.sd
    }

    /// The prior of the share over groups.
    #[wasm_bindgen(getter)]
    pub fn prior(&self) -> PriorTable {
        columns::object(&self.0.prior_table())
    }

    /// Each group's lifting to scores that are no boundaries, in ascending order: an empirical
    /// null.
    pub fn placebo(&self, scores: &Numbers) -> Result<PlaceboTable, Error> {
        Ok(columns::object(&self.0.placebo(&scores.points("scores")?)?.table()))
    }
}

/// What the index of raised papers takes.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RaisedOptions {
    /// What the groups are, when results are given; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// The lowest totals of marks 3, 4, 5: needed with bare counts, otherwise in the place of the
    /// work's own.
    #[tsify(type = "readonly [number, number, number] | null", optional)]
    boundaries: Option<[u16; 3]>,
}

/// What share of the papers within reach of a mark boundary each group raised, from journal marks
/// and totals: an index to compare groups by.
#[wasm_bindgen(js_namespace = heaping)]
pub fn raised(results: &Papers, options: Option<Ts<RaisedOptions>>) -> Result<Raised, Error> {
    let given = options::read(options)?;
    Ok(Raised(core::raised(&results.tally(given.group, given.boundaries)?)?))
}

/// The index of raised papers in one work: what `heaping.raised` returns.
#[wasm_bindgen]
pub struct Raised(core::Raised);

#[wasm_bindgen]
impl Raised {
    /// A row for each group.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> RaisedTable {
        columns::object(&self.0.table())
    }

    /// How strongly papers are lifted in the whole territory.
    #[wasm_bindgen(getter)]
    pub fn lifts(&self) -> RaisedLiftTable {
        columns::object(&self.0.lifts_table())
    }

    /// The prior of the share over groups.
    #[wasm_bindgen(getter)]
    pub fn prior(&self) -> PriorTable {
        columns::object(&self.0.prior_table())
    }

    /// The log-likelihood of the territory's fit.
    #[wasm_bindgen(getter, js_name = logLikelihood)]
    pub fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood
    }

    /// Each group's lifting to scores that are no boundaries, in ascending order: an empirical
    /// null.
    pub fn placebo(&self, scores: &Numbers) -> Result<PlaceboTable, Error> {
        Ok(columns::object(&self.0.placebo(&scores.points("scores")?)?.table()))
    }
}
