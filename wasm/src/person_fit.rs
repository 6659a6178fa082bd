//! Person fit: scores or times of persons in, one row for each person out.

use js_sys::Array;
use ndarray::Array2;
use obektiv::{
    data::DataError,
    statistics::person_fit::{
        self as core, Correction, Estimator, PersonStatistic, Reference, Threshold, TimeItem,
    },
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::{self, Numbers, Texts},
    columns,
    error::Error,
    items::{self, Items, Scores},
    options,
    results::{labels, scores as read_scores},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Persons × items; NaN where there is no time. */
export type Times = ArrayLike<ArrayLike<number>>;

/** One row for each person. What is undefined is NaN. */
export interface PersonFitTable {
  statistic: Float64Array;
  /** P(as unusual or more); NaN where no null distribution holds well enough. */
  pvalue: Float64Array;
  /** Which values of the statistic are unusual. */
  tail: ("lower" | "upper")[];
}

/** Guttman errors. */
export interface GuttmanErrorsTable extends PersonFitTable {
  /** The share of what the total allows. */
  normed: Float64Array;
}

/** Standardised statistics of a likelihood. */
export interface LikelihoodFitTable extends PersonFitTable {
  skewness: Float64Array;
}

/** Mean squares. */
export interface MeanSquareTable extends PersonFitTable {
  standardised: Float64Array;
}

/** Cumulative sums: a stretch done better, a stretch done worse. */
export interface CusumTable extends PersonFitTable {
  highest: Float64Array;
  lowest: Float64Array;
}

/** A subset of items against the rest. */
export interface TwoSubsetsTable extends PersonFitTable {
  theta: Float64Array;
  thetaSubset: Float64Array;
  thetaRest: Float64Array;
  /** r*, and its p-values; NaN where the model is none of the Rasch, 2PL, partial credit or nominal family. */
  modified: Float64Array;
  pvalueModified: Float64Array;
  pvalueLugannaniRice: Float64Array;
  score: Float64Array;
  pvalueScore: Float64Array;
  wald: Float64Array;
  pvalueWald: Float64Array;
}

/** Where the ability seems to change most: places are numbers of items before them. */
export interface ChangePointTable extends PersonFitTable {
  point: Float64Array;
  fall: Float64Array;
  fallPoint: Float64Array;
  rise: Float64Array;
  risePoint: Float64Array;
  score: Float64Array;
  scoreFall: Float64Array;
  scoreRise: Float64Array;
  wald: Float64Array;
  waldFall: Float64Array;
  waldRise: Float64Array;
}

/** Points on a subset given the total. */
export interface SubsetTestTable extends PersonFitTable {
  expected: Float64Array;
  midPvalue: Float64Array;
  /** The least p-value that the total allows. */
  smallest: Float64Array;
}

/** A statistic beside its distribution given the total. */
export interface ConditionalTable extends PersonFitTable {
  midPvalue: Float64Array;
  /** The least p-value among the patterns compared with. */
  smallest: Float64Array;
  /** For means over groups; large where unusual. */
  normalScore: Float64Array;
  /** Patterns that the person is compared with. */
  patterns: Float64Array;
}

/** Answers and times together: L_ST as `statistic`, and Q_ST. */
export interface JointFitTable extends PersonFitTable {
  q: Float64Array;
  pvalueQ: Float64Array;
}

/** Speeds on a subset of items and on the rest. */
export interface SubsetTimesTable extends PersonFitTable {
  tauSubset: Float64Array;
  tauRest: Float64Array;
}

/** The share of each person's answers that were not rapid. */
export interface EffortTable {
  statistic: Float64Array;
  tail: ("lower" | "upper")[];
}

/** The threshold of each item, and the share of its answers that were not rapid. */
export interface ItemEffortTable {
  threshold: Float64Array;
  effort: Float64Array;
}

/** Rapid guesses by person and by item. */
export interface RapidGuessing {
  persons: EffortTable;
  items: ItemEffortTable;
}

/** Groups whose persons' values are large on average. */
export interface GroupFitTable extends Indications {
  /** Beside sampling alone. */
  pvalueSampling: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Times")]
    pub type Times;
    #[wasm_bindgen(typescript_type = "readonly boolean[]")]
    pub type Subset;
    #[wasm_bindgen(typescript_type = "PersonFitTable")]
    pub type PersonFitTable;
    #[wasm_bindgen(typescript_type = "GuttmanErrorsTable")]
    pub type GuttmanErrorsTable;
    #[wasm_bindgen(typescript_type = "LikelihoodFitTable")]
    pub type LikelihoodFitTable;
    #[wasm_bindgen(typescript_type = "MeanSquareTable")]
    pub type MeanSquareTable;
    #[wasm_bindgen(typescript_type = "CusumTable")]
    pub type CusumTable;
    #[wasm_bindgen(typescript_type = "TwoSubsetsTable")]
    pub type TwoSubsetsTable;
    #[wasm_bindgen(typescript_type = "ChangePointTable")]
    pub type ChangePointTable;
    #[wasm_bindgen(typescript_type = "SubsetTestTable")]
    pub type SubsetTestTable;
    #[wasm_bindgen(typescript_type = "ConditionalTable")]
    pub type ConditionalTable;
    #[wasm_bindgen(typescript_type = "JointFitTable")]
    pub type JointFitTable;
    #[wasm_bindgen(typescript_type = "SubsetTimesTable")]
    pub type SubsetTimesTable;
    #[wasm_bindgen(typescript_type = "RapidGuessing")]
    pub type RapidGuessing;
    #[wasm_bindgen(typescript_type = "GroupFitTable")]
    pub type GroupFitTable;
}

/// What patterns are read beside.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PatternOptions {
    /// The largest score of each item; the largest scores seen where not given.
    #[tsify(optional)]
    max_scores: Option<Vec<u8>>,
    /// The population whose popularity orders the steps; the persons themselves by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Scores", optional)]
    reference: JsValue,
}

/// How p-values are taken.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectionOptions {
    /// "edgeworth" by default.
    #[tsify(type = "\"edgeworth\" | \"normal\" | \"cornish_fisher\" | \"chi_square\"", optional)]
    correction: Option<String>,
}

/// How abilities were estimated, and how p-values are taken.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LikelihoodOptions {
    /// That of the abilities; "ml" by default.
    #[tsify(type = "\"ml\" | \"map\" | \"wle\" | \"known\"", optional)]
    estimator: Option<String>,
    /// "edgeworth" by default.
    #[tsify(type = "\"edgeworth\" | \"normal\" | \"cornish_fisher\" | \"chi_square\"", optional)]
    correction: Option<String>,
    /// Mean and standard deviation of the prior, for "map"; 0 and 1 by default.
    #[tsify(optional)]
    prior: Option<(f64, f64)>,
}

impl LikelihoodOptions {
    fn parts(&self) -> Result<(Estimator, Correction), Error> {
        let (mean, sd) = self.prior.unwrap_or((0.0, 1.0));
        let estimator = Estimator::of_name(self.estimator.as_deref().unwrap_or("ml"), mean, sd)?;
        Ok((estimator, correction(self.correction.as_deref())?))
    }
}

fn correction(name: Option<&str>) -> Result<Correction, Error> {
    Ok(name.map(str::parse).transpose()?.unwrap_or_default())
}

/// Abilities of two sets of items: all three or none.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TwoSubsetsOptions {
    /// Abilities on all items; maximum likelihood by default.
    #[tsify(optional)]
    theta: Option<Vec<f64>>,
    /// On the subset.
    #[tsify(optional)]
    theta_subset: Option<Vec<f64>>,
    /// On the rest.
    #[tsify(optional)]
    theta_rest: Option<Vec<f64>>,
    /// Abilities are estimated within ±bound; 4 by default.
    #[tsify(optional)]
    bound: Option<f64>,
}

/// Which statistic, and how many patterns.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ConditionalOptions {
    /// "lz" by default.
    #[tsify(
        type = "\"lz\" | \"guttman_errors\" | \"u3\" | \"c_star\" | \"outfit\" | \"infit\" | \"cusum\"",
        optional
    )]
    statistic: Option<String>,
    /// For each total and each set of items answered; 20,000 by default.
    #[tsify(optional)]
    patterns: Option<usize>,
    /// The seed; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// For statistics without a model, as for `guttmanErrors`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Scores", optional)]
    reference: JsValue,
}

/// Which statistic, beside which norm.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct NormOptions {
    /// "u3" by default.
    #[tsify(type = "\"u3\" | \"guttman_errors\" | \"c_star\"", optional)]
    statistic: Option<String>,
    /// Whether the persons are part of the norm; false by default.
    #[tsify(optional)]
    included: Option<bool>,
    /// The largest score of each item; the largest scores seen where not given.
    #[tsify(optional)]
    max_scores: Option<Vec<u8>>,
}

/// The log-normal model of the times.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemTimes {
    /// How closely times follow the speed, of each item.
    alpha: Vec<f64>,
    /// The mean log time at speed 0, of each item.
    beta: Vec<f64>,
}

impl ItemTimes {
    fn read(model: &Ts<Self>) -> Result<Vec<TimeItem>, Error> {
        let model: Self = options::fields(&model.js_value(), "model")?;
        time_items(model.alpha, model.beta)
    }
}

fn time_items(alpha: Vec<f64>, beta: Vec<f64>) -> Result<Vec<TimeItem>, Error> {
    if alpha.len() != beta.len() {
        return Err(Error::expected("model.beta", "as many entries as alpha"));
    }
    Ok(alpha.into_iter().zip(beta).map(|(alpha, beta)| TimeItem { alpha, beta }).collect())
}

/// The log-normal model of the times, and the speeds where they are known.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeModel {
    /// How closely times follow the speed, of each item.
    alpha: Vec<f64>,
    /// The mean log time at speed 0, of each item.
    beta: Vec<f64>,
    /// The speed of each person; estimated by default.
    #[serde(default)]
    #[tsify(optional)]
    tau: Option<Vec<f64>>,
}

impl TimeModel {
    fn read(model: &Ts<Self>) -> Result<(Vec<TimeItem>, Option<Vec<f64>>), Error> {
        let model: Self = options::fields(&model.js_value(), "model")?;
        Ok((time_items(model.alpha, model.beta)?, model.tau))
    }
}

/// Below which time an answer is a rapid guess: a time, or a share of the item's mean time.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RapidGuessingOptions {
    /// The same for all items.
    #[tsify(optional)]
    threshold: Option<f64>,
    /// This share of each item's mean time.
    #[tsify(optional)]
    share: Option<f64>,
    /// The most that a share of the mean may be; no limit by default.
    #[tsify(optional)]
    most: Option<f64>,
}

fn given(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null()
}

/// Scores beside a number of items that is known, or 0.
fn scores(value: &JsValue, items: usize) -> Result<Array2<u8>, Error> {
    if items == 0 && !value.is_instance_of::<Array>() {
        return Err(Error::expected("scores", "an array of rows, or maxScores beside one array of cells"));
    }
    read_scores(value, items)
}

fn subset(value: &JsValue) -> Result<Vec<bool>, Error> {
    let wrong = || Error::expected("subset", "an array of booleans");
    let marks = value.dyn_ref::<Array>().ok_or_else(wrong)?;
    marks.iter().map(|mark| mark.as_bool().ok_or_else(wrong)).collect()
}

fn times(value: &JsValue, name: &str) -> Result<Array2<f64>, Error> {
    let wrong = || Error::expected(name, "an array of rows of numbers");
    let rows = arrays::each(value).ok_or_else(wrong)?;
    let (mut cells, mut width) = (Vec::new(), None);
    for (row, person) in rows.iter().enumerate() {
        let person = arrays::numbers(&person, name)?;
        let expected = *width.get_or_insert(person.len());
        if person.len() != expected {
            return Err(DataError::RaggedRows { row: row + 1, got: person.len(), expected }.into());
        }
        cells.extend(person);
    }
    Array2::from_shape_vec((rows.length() as usize, width.unwrap_or(0)), cells).map_err(|_| wrong())
}

/// Scores and what they are read beside.
fn beside(
    persons: &JsValue,
    max_scores: Option<&[u8]>,
    reference: &JsValue,
) -> Result<(Array2<u8>, Reference), Error> {
    let items = max_scores.map_or(0, <[u8]>::len);
    let persons = scores(persons, items)?;
    let population = given(reference).then(|| scores(reference, persons.ncols())).transpose()?;
    let population = population.as_ref().map(|p| p.view());
    let reference = Reference::for_persons(persons.view(), max_scores, population)?;
    Ok((persons, reference))
}

/// Functions of scores beside a reference, which differ in name and documentation.
macro_rules! beside_a_reference {
    ($($(#[$doc:meta])* $name:ident as $js:ident -> $table:ident;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen(js_namespace = personFit, js_name = $js)]
        pub fn $name(scores: &Scores, options: Option<Ts<PatternOptions>>) -> Result<$table, Error> {
            let options = options::read(options)?;
            let (scores, reference) = beside(scores, options.max_scores.as_deref(), &options.reference)?;
            Ok(columns::object(&core::$name(scores.view(), &reference)?.table()))
        }
    )*};
}

beside_a_reference! {
    /// The number of Guttman errors of each person, and its normed form; large values are unusual.
    guttman_errors as guttmanErrors -> GuttmanErrorsTable;
    /// U3: how far the pattern is from the likeliest one with the same total; large values are unusual.
    u3 as u3 -> PersonFitTable;
    /// ZU3: U3 standardised given the total, for items right or wrong; large values are unusual.
    zu3 as zu3 -> PersonFitTable;
    /// Sato's caution index; large values are unusual.
    c_sato as cSato -> PersonFitTable;
    /// The modified caution index of Harnisch and Linn; large values are unusual.
    c_star as cStar -> PersonFitTable;
    /// Kane and Brennan's agreement A; small values are unusual.
    agreement as agreement -> PersonFitTable;
    /// Kane and Brennan's disagreement D; large values are unusual.
    disagreement as disagreement -> PersonFitTable;
    /// Kane and Brennan's dependability E; small values are unusual.
    dependability as dependability -> PersonFitTable;
    /// Tatsuoka's norm conformity index; small values are unusual.
    nci as nci -> PersonFitTable;
    /// The correlation of answers with the popularities of the items; small values are unusual.
    r_pbis as rPbis -> PersonFitTable;
}

/// Sijtsma's Hᵀ: how well a person's answers go with those of all others; small values are unusual. Without a reference each person is left out of his own.
#[wasm_bindgen(js_namespace = personFit, js_name = ht)]
pub fn ht(scores: &Scores, options: Option<Ts<PatternOptions>>) -> Result<PersonFitTable, Error> {
    let options = options::read(options)?;
    let (scores, reference) = beside(scores, options.max_scores.as_deref(), &options.reference)?;
    Ok(columns::object(&core::ht(scores.view(), &reference, !given(&options.reference))?.table()))
}

/// Functions of a likelihood at given abilities.
macro_rules! of_a_likelihood {
    ($($(#[$doc:meta])* $name:ident as $js:ident;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen(js_namespace = personFit, js_name = $js)]
        pub fn $name(
            scores: &Scores,
            items: &Items,
            theta: &Numbers,
            options: Option<Ts<LikelihoodOptions>>,
        ) -> Result<LikelihoodFitTable, Error> {
            let (estimator, correction) = options::read(options)?.parts()?;
            let items = items::read(items)?;
            let scores = self::scores(scores, items.len())?;
            Ok(columns::object(&core::$name(scores.view(), &items, &theta.read("theta")?, estimator, correction)?.table()))
        }
    )*};
}

of_a_likelihood! {
    /// lz*: the standardised log-likelihood of a person's answers at an estimated ability; small values are unusual.
    lz_star as lzStar;
    /// ECI2z: Tatsuoka's second extended caution index; large values are unusual.
    eci2 as eci2;
    /// ECI4z: Tatsuoka's fourth extended caution index; large values are unusual.
    eci4 as eci4;
}

/// lz: the standardised log-likelihood of a person's answers, abilities taken as known; small values are unusual.
#[wasm_bindgen(js_namespace = personFit, js_name = lz)]
pub fn lz(
    scores: &Scores,
    items: &Items,
    theta: &Numbers,
    options: Option<Ts<CorrectionOptions>>,
) -> Result<LikelihoodFitTable, Error> {
    let correction = correction(options::read(options)?.correction.as_deref())?;
    let items = items::read(items)?;
    let scores = self::scores(scores, items.len())?;
    Ok(columns::object(&core::lz(scores.view(), &items, &theta.read("theta")?, correction)?.table()))
}

/// Functions of residuals.
macro_rules! of_residuals {
    ($($(#[$doc:meta])* $name:ident as $js:ident -> $table:ident;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen(js_namespace = personFit, js_name = $js)]
        pub fn $name(scores: &Scores, items: &Items, theta: &Numbers) -> Result<$table, Error> {
            let items = items::read(items)?;
            let scores = self::scores(scores, items.len())?;
            Ok(columns::object(&core::$name(scores.view(), &items, &theta.read("theta")?)?.table()))
        }
    )*};
}

of_residuals! {
    /// Infit: the mean squared residual over its expectation; large values are unusual.
    infit as infit -> MeanSquareTable;
    /// Outfit: the mean squared standardised residual; large values are unusual.
    outfit as outfit -> MeanSquareTable;
    /// CUSUM: stretches of items done better or worse than the ability; large values are unusual.
    cusum as cusum -> CusumTable;
}

/// Whether a person does better on a known subset of items than on the rest; large values are unusual.
#[wasm_bindgen(js_namespace = personFit, js_name = twoSubsets)]
pub fn two_subsets(
    scores: &Scores,
    items: &Items,
    subset: &Subset,
    options: Option<Ts<TwoSubsetsOptions>>,
) -> Result<TwoSubsetsTable, Error> {
    let options = options::read(options)?;
    let (items, subset) = (items::read(items)?, self::subset(subset)?);
    let scores = self::scores(scores, items.len())?;
    let abilities = match (options.theta, options.theta_subset, options.theta_rest) {
        (Some(all), Some(subset), Some(rest)) => core::SubsetAbilities { all, subset, rest },
        (None, None, None) => {
            let bound = options.bound.unwrap_or(4.0);
            core::SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, bound)?
        }
        _ => return Err(Error::expected("theta, thetaSubset, thetaRest", "all three or none")),
    };
    Ok(columns::object(&core::two_subsets(scores.view(), &items, &subset, &abilities)?.table()))
}

/// Where in the test a person's ability seems to change most, after `first` to `last` items; large values are unusual. Abilities
/// are maximum likelihood within ±`bound`, 4 by default.
#[wasm_bindgen(js_namespace = personFit, js_name = changePoint)]
pub fn change_point(
    scores: &Scores,
    items: &Items,
    first: usize,
    last: usize,
    bound: Option<f64>,
) -> Result<ChangePointTable, Error> {
    let items = items::read(items)?;
    let scores = self::scores(scores, items.len())?;
    let found = core::change_point(scores.view(), &items, first, last, bound.unwrap_or(4.0))?;
    Ok(columns::object(&found.table()))
}

/// The exact test of two sets of items: points on the subset given the total, in the Rasch family; large values are unusual.
#[wasm_bindgen(js_namespace = personFit, js_name = subsetGivenTotal)]
pub fn subset_given_total(scores: &Scores, items: &Items, subset: &Subset) -> Result<SubsetTestTable, Error> {
    let (items, subset) = (items::read(items)?, self::subset(subset)?);
    let scores = self::scores(scores, items.len())?;
    Ok(columns::object(&core::subset_given_total(scores.view(), &items, &subset)?.table()))
}

/// Exact p-values of a statistic given the total, where answers follow a model of the Rasch family.
#[wasm_bindgen(js_namespace = personFit, js_name = conditional)]
pub fn conditional(
    scores: &Scores,
    items: &Items,
    options: Option<Ts<ConditionalOptions>>,
) -> Result<ConditionalTable, Error> {
    let options = options::read(options)?;
    let statistic: PersonStatistic = options.statistic.as_deref().unwrap_or("lz").parse()?;
    let items = items::read(items)?;
    let scores = self::scores(scores, items.len())?;
    let population =
        given(&options.reference).then(|| self::scores(&options.reference, items.len())).transpose()?;
    let default = core::ConditionalOptions::default();
    let how = core::ConditionalOptions {
        patterns: options.patterns.unwrap_or(default.patterns),
        seed: options.seed.unwrap_or(default.seed),
    };
    let population = population.as_ref().map(|p| p.view());
    let found = core::conditional_by_name(scores.view(), &items, how, statistic, population)?;
    Ok(columns::object(&found.table()))
}

/// P-values of a statistic among the persons of a norm population with the same items answered and the same total.
#[wasm_bindgen(js_namespace = personFit, js_name = givenNorm)]
pub fn given_norm(
    scores: &Scores,
    norm: &Scores,
    options: Option<Ts<NormOptions>>,
) -> Result<ConditionalTable, Error> {
    let options = options::read(options)?;
    let statistic: PersonStatistic = options.statistic.as_deref().unwrap_or("u3").parse()?;
    let (scores, reference) = beside(scores, options.max_scores.as_deref(), norm)?;
    let norm = self::scores(norm, scores.ncols())?;
    let included = options.included.unwrap_or(false);
    let found = core::given_norm(scores.view(), norm.view(), included, |x, theta| {
        statistic.of(x, &reference, &[], theta)
    })?;
    Ok(columns::object(&found.table()))
}

/// Log-normal fit of each person's response times; large values are unusual.
#[wasm_bindgen(js_namespace = personFit, js_name = logTimeFit)]
pub fn log_time_fit(
    #[wasm_bindgen(js_name = logTimes)] log_times: &Times,
    model: Ts<TimeModel>,
) -> Result<PersonFitTable, Error> {
    let ((items, tau), times) = (TimeModel::read(&model)?, times(log_times, "logTimes")?);
    Ok(columns::object(&core::log_time_fit(times.view(), &items, tau.as_deref())?.table()))
}

/// Fit of answers and response times together; small values of the statistic are unusual.
#[wasm_bindgen(js_namespace = personFit, js_name = jointFit)]
pub fn joint_fit(
    scores: &Scores,
    items: &Items,
    theta: &Numbers,
    #[wasm_bindgen(js_name = logTimes)] log_times: &Times,
    model: Ts<TimeModel>,
    options: Option<Ts<LikelihoodOptions>>,
) -> Result<JointFitTable, Error> {
    let (estimator, correction) = options::read(options)?.parts()?;
    let items = items::read(items)?;
    let scores = self::scores(scores, items.len())?;
    let ((time_items, tau), times) = (TimeModel::read(&model)?, times(log_times, "logTimes")?);
    let theta = &theta.read("theta")?;
    let known = core::Known { theta, estimator, tau: tau.as_deref(), correction };
    let found = core::joint_fit(scores.view(), &items, times.view(), &time_items, known)?;
    Ok(columns::object(&found.table()))
}

/// Whether a person is faster on a subset of items than on the rest; large values are unusual.
#[wasm_bindgen(js_namespace = personFit, js_name = timeSubsets)]
pub fn time_subsets(
    #[wasm_bindgen(js_name = logTimes)] log_times: &Times,
    model: Ts<ItemTimes>,
    subset: &Subset,
) -> Result<SubsetTimesTable, Error> {
    let (items, times, subset) =
        (ItemTimes::read(&model)?, times(log_times, "logTimes")?, self::subset(subset)?);
    Ok(columns::object(&core::time_subsets(times.view(), &items, &subset)?.table()))
}

/// Whether a person is better and faster on a subset of items than on the rest; large values are unusual. Abilities are maximum likelihood within ±`bound`,
/// 4 by default.
#[wasm_bindgen(js_namespace = personFit, js_name = jointSubsets)]
pub fn joint_subsets(
    scores: &Scores,
    items: &Items,
    #[wasm_bindgen(js_name = logTimes)] log_times: &Times,
    model: Ts<ItemTimes>,
    subset: &Subset,
    bound: Option<f64>,
) -> Result<PersonFitTable, Error> {
    let (items, subset) = (items::read(items)?, self::subset(subset)?);
    let scores = self::scores(scores, items.len())?;
    let (time_items, times) = (ItemTimes::read(&model)?, times(log_times, "logTimes")?);
    let bound = bound.unwrap_or(4.0);
    let abilities = core::SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, bound)?;
    let better = core::two_subsets(scores.view(), &items, &subset, &abilities)?;
    let faster = core::time_subsets(times.view(), &time_items, &subset)?;
    Ok(columns::object(&core::joint_subsets(&better, &faster)?.table()))
}

/// Rapid guesses: answers given faster than the item can be read. One of `threshold` and `share` is needed.
#[wasm_bindgen(js_namespace = personFit, js_name = rapidGuessing)]
pub fn rapid_guessing(times: &Times, options: Ts<RapidGuessingOptions>) -> Result<RapidGuessing, Error> {
    let options: RapidGuessingOptions = options::fields(&options.js_value(), "options")?;
    let threshold = match (options.threshold, options.share) {
        (Some(time), None) => Threshold::Time(time),
        (None, Some(share)) => Threshold::ShareOfMean { share, most: options.most.unwrap_or(f64::INFINITY) },
        _ => return Err(Error::expected("options", "one of threshold and share")),
    };
    let found = core::rapid_guessing(self::times(times, "times")?.view(), threshold)?;
    let (persons, items): (JsValue, JsValue) =
        (columns::object(&found.table()), columns::object(&found.items_table()));
    Ok(columns::record(&[("persons", persons), ("items", items)]))
}

/// Groups whose persons' values are large on average, beside what chance and other groups show; best of `conditional(…).normalScore`.
#[wasm_bindgen(js_namespace = personFit, js_name = byGroup)]
pub fn by_group(values: &Numbers, groups: &Texts) -> Result<GroupFitTable, Error> {
    let labels = labels(groups, "groups")?;
    let names: Vec<&str> = (0..labels.len()).map(|person| labels.get(person)).collect();
    Ok(columns::object(&core::by_group(&values.read("values")?, &names)?.table()))
}
