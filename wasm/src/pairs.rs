//! Pairs: answers of persons in, one row for each pair out.

use obektiv::{
    data::Labels,
    statistics::pairs::{self as core, Null},
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::{Bytes, Numbers},
    columns,
    error::Error,
    items::{self, Items, Scores},
    options,
    results::scores as read_scores,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One row for each pair; large statistics and small p-values are unusual. What is undefined is NaN. */
export interface PairsTable {
  /** The row of one person, from 0; the one who gave the answers where there is a direction. */
  first: Float64Array;
  /** The row of the other person, from 0. */
  second: Float64Array;
  /** Items that take part: those both answered; of statistics of errors, those of them that the first has wrong. */
  items: Float64Array;
  /** Items of these with the same answer. */
  matches: Float64Array;
  expected: Float64Array;
  statistic: Float64Array;
  /** P(as large or larger); 0 where it is below the smallest number. */
  pvalue: Float64Array;
  /** Its logarithm to base 10, finite also then. */
  log10Pvalue: Float64Array;
  /** The same in all rows: how many pairs have a p-value, those not kept included. */
  compared: Float64Array;
}

/** M4. */
export interface M4Table extends PairsTable {
  /** Matches on right answers. */
  right: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "PairsTable")]
    pub type PairsTable;
    #[wasm_bindgen(typescript_type = "M4Table")]
    pub type M4Table;
}

/// Which pairs to make, and which to keep.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PairOptions {
    /// A label for each person, such as the class: only persons of one group are paired, and nobody whose label is empty; all with all by default.
    #[tsify(optional)]
    group: Option<Vec<String>>,
    /// Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
    /// among those kept alone, honest pairs would be found.
    #[tsify(optional)]
    only_below: Option<f64>,
}

/// Which pairs, and whether the answers of the first are given.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct DirectedPairOptions {
    /// Whether the answers of the first are given: ordered pairs. If not, each pair once. True by default.
    #[tsify(optional)]
    conditional: Option<bool>,
    /// A label for each person, such as the class: only persons of one group are paired, and nobody whose label is empty; all with all by default.
    #[tsify(optional)]
    group: Option<Vec<String>>,
    /// Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
    /// among those kept alone, honest pairs would be found.
    #[tsify(optional)]
    only_below: Option<f64>,
}

/// Which pairs, and which answers are right.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct M4Options {
    /// The right option of each item, from 0; the largest score by default.
    #[tsify(optional)]
    key: Option<Vec<u8>>,
    /// A label for each person, such as the class: only persons of one group are paired, and nobody whose label is empty; all with all by default.
    #[tsify(optional)]
    group: Option<Vec<String>>,
    /// Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
    /// among those kept alone, honest pairs would be found.
    #[tsify(optional)]
    only_below: Option<f64>,
}

/// Which pairs, and what a right answer weighs.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct S2Options {
    /// d₁, 0 or more, and d₂, 0 or less; [1, -7.56] by default.
    #[tsify(optional)]
    weight: Option<[f64; 2]>,
    /// A label for each person, such as the class: only persons of one group are paired, and nobody whose label is empty; all with all by default.
    #[tsify(optional)]
    group: Option<Vec<String>>,
    /// Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
    /// among those kept alone, honest pairs would be found.
    #[tsify(optional)]
    only_below: Option<f64>,
}

fn codes(group: Option<Vec<String>>) -> Option<Vec<u32>> {
    group.map(|group| core::codes_of(&Labels::new(group)))
}

fn pairs(groups: Option<&[u32]>, only_below: Option<f64>) -> core::PairOptions<'_> {
    core::PairOptions { groups, only_below }
}

/// Functions of a model with a direction or without.
macro_rules! either_null {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen(js_namespace = pairs, js_name = $name)]
        pub fn $name(
            answers: &Scores,
            items: &Items,
            theta: &Numbers,
            options: Option<Ts<DirectedPairOptions>>,
        ) -> Result<PairsTable, Error> {
            let options = options::read(options)?;
            let (null, group) = (Null::conditional(options.conditional.unwrap_or(true)), codes(options.group));
            let items = items::read(items)?;
            let answers = read_scores(answers, items.len().max(1))?;
            let pairs = pairs(group.as_deref(), options.only_below);
            Ok(columns::object(&core::$name(answers.view(), &items, &theta.read("theta")?, null, pairs)?.table()))
        }
    )*};
}

either_null! {
    /// omega: the matches of each pair less those expected, in standard deviations; normal p-values. Below .001 take `gbt`, which is exact: the normal
    /// tail is too small, by orders of magnitude where rare matches are few.
    omega;
    /// GBT, the generalised binomial test: P(so many matches or more), exact.
    gbt;
}

/// Weighted omega: as omega, unconditional, a match counting the more the less likely it was. A p-value below .001 orders pairs and is no probability: a few
/// rare matches decide the sum, and its normal tail is too small by orders of magnitude. Take `gbt` there, which is exact.
#[wasm_bindgen(js_namespace = pairs, js_name = weightedOmega)]
pub fn weighted_omega(
    answers: &Scores,
    items: &Items,
    theta: &Numbers,
    options: Option<Ts<PairOptions>>,
) -> Result<PairsTable, Error> {
    let options = options::read(options)?;
    let (group, items) = (codes(options.group), items::read(items)?);
    let answers = read_scores(answers, items.len().max(1))?;
    let pairs = pairs(group.as_deref(), options.only_below);
    Ok(columns::object(&core::weighted_omega(answers.view(), &items, &theta.read("theta")?, pairs)?.table()))
}

/// M4: matches on right answers and on other ones counted apart, by their joint distribution; exact.
#[wasm_bindgen(js_namespace = pairs, js_name = m4)]
pub fn m4(
    answers: &Scores,
    items: &Items,
    theta: &Numbers,
    options: Option<Ts<M4Options>>,
) -> Result<M4Table, Error> {
    let options = options::read(options)?;
    let (group, items) = (codes(options.group), items::read(items)?);
    let answers = read_scores(answers, items.len().max(1))?;
    let pairs = pairs(group.as_deref(), options.only_below);
    let theta = theta.read("theta")?;
    Ok(columns::object(&core::m4(answers.view(), &items, &theta, options.key.as_deref(), pairs)?.table()))
}

/// Functions of identical errors.
macro_rules! of_errors {
    ($($(#[$doc:meta])* $name:ident as $js:ident;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen(js_namespace = pairs, js_name = $js)]
        pub fn $name(answers: &Scores, key: &Bytes, options: Option<Ts<PairOptions>>) -> Result<PairsTable, Error> {
            let options = options::read(options)?;
            let (group, key) = (codes(options.group), key.read("key")?);
            let answers = read_scores(answers, key.len().max(1))?;
            let pairs = pairs(group.as_deref(), options.only_below);
            Ok(columns::object(&core::$name(answers.view(), &key, pairs)?.table()))
        }
    )*};
}

of_errors! {
    /// The K-index: P(so many identical errors or more), beside persons with as many errors. `key` counts options from 0. Groups are of wrong answers,
    /// however many were given: NaN where the second person answered less than 80 % of the items; where many answered less than all, take `gbt`.
    k_index as kIndex;
    /// K1: the K-index with a share of identical errors that is linear in the share of wrong answers.
    k1 as k1;
    /// K2: the K-index with a share of identical errors that is quadratic in the share of wrong answers.
    k2 as k2;
    /// S1: identical errors as a Poisson variable, its mean log-linear in the number of wrong answers.
    s1 as s1;
}

/// S2: as S1, identical right answers counting beside identical errors, the more the fewer have them: d₁·exp(d₂·P) each, P the share that has the item right of persons with as
/// many wrong answers. How the paper comes from the number of options to d₁ and d₂ was not at hand: [1, -7.56], the default, gives the numbers of CopyDetect on items of four
/// options, [1.1, -9] those of version 1.3 on scores 0 and 1.
#[wasm_bindgen(js_namespace = pairs, js_name = s2)]
pub fn s2(answers: &Scores, key: &Bytes, options: Option<Ts<S2Options>>) -> Result<PairsTable, Error> {
    let options = options::read(options)?;
    let (group, key) = (codes(options.group), key.read("key")?);
    let answers = read_scores(answers, key.len().max(1))?;
    let pairs = pairs(group.as_deref(), options.only_below);
    let weight = options.weight.unwrap_or(core::S2_WEIGHT);
    Ok(columns::object(&core::s2(answers.view(), &key, weight, pairs)?.table()))
}
