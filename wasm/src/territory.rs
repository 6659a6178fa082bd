//! Territories that look like real ones, irregularities planted in results, and what could have
//! been found in them.

use std::rc::Rc;

use js_sys::{Array, Function, Object};
use obektiv::{data, screening, simulate as core};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    assessment, columns,
    error::Error,
    options, readers,
    registry::Registry,
    results::{OneOrMore, Results, one_or_more},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What can be planted. */
export type PlantName = "lift" | "dictate" | "one_hand" | "copy" | "fit" | "home" | "leak";

/**
 * An irregularity to plant; parameters not given are those of the study of power, and so are all of a name alone. lift: `share` of the papers
 * at most `reach` points below a mark's boundary are raised to it. dictate: `items` items, other ones in each class and work, are told to
 * `share` of one class of each grade; leak: the same items of a work in all classes. one_hand: one class of each grade hands in one pupil's
 * answers, `keep` of them stay everyone's own. copy: `share` of one class of each grade copy, in groups of `group`, `copied` of the
 * answers from the best of the group. fit: `share` of the papers that earn less than the journal mark are raised to its boundary or one
 * point more. home: the weakest `share` of the pupils stay at home.
 */
export type Plant = PlantName
| { kind: "lift"; share?: number; reach?: number }
| { kind: "dictate" | "leak"; items?: number; share?: number }
| { kind: "one_hand"; keep?: number }
| { kind: "copy"; share?: number; group?: number; copied?: number }
| { kind: "fit" | "home"; share?: number };

/** How much honest schools, classes and pupils differ: as in a real region, more, or less. */
export type SpreadName = "usual" | "wild" | "tame";

/** Standard deviations, those of `name` ("usual" by default) where not given. */
export interface Spread {
  name?: SpreadName;
  /** Parts of ability, whose variance is 1. */
  school?: number;
  schoolSubject?: number;
  class?: number;
  classSubject?: number;
  /** Parts of what an item's answers have apart from ability. */
  itemSchool?: number;
  itemClass?: number;
  /** Of journals. */
  leniencySchool?: number;
  leniencySubject?: number;
  /** Of the pupil's own ability, that of the work alone. */
  subject?: number;
  /** Of the log odds of being away. */
  absent?: number;
}

/** A simulated territory and the truth about it. */
export interface Territory {
  /** One entry for each work: the pupils who were there. */
  results: Results[];
  /** What a reader would report of each work's file, had all listed pupils been in it. */
  reports: ImportReport[];
  /** Names and municipalities of the schools. */
  registry: Registry;
  /** What was planted where. */
  planted: { school: string[]; kind: PlantName[] };
  /** Pupils on the list of each school in each work, and those absent. */
  absent: { assessment: string[]; school: string[]; listed: Float64Array; absent: Float64Array };
}

/** What was found of what was planted; the rows `honest` are of pupils shuffled between the schools. */
export interface EvaluationTable {
  /** What was planted, or `honest`. */
  kind: string[];
  /** `all`, or pupils a work: `5-19`, `20-49`, `50+`. */
  pupils: string[];
  /** Schools planted; of `honest` territories shuffled. */
  planted: Float64Array;
  /** Of these found; of `honest` territories with any school found. */
  found: Float64Array;
  /** Of these large in themselves. */
  extreme: Float64Array;
  either: Float64Array;
  /** The share found or extreme. */
  power: Float64Array;
  /** Other schools newly found; of `honest` all schools found. */
  newly: Float64Array;
  /** Schools found without planting and no longer. */
  lost: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Territory")]
    pub type Territory;

    #[wasm_bindgen(typescript_type = "Plant")]
    pub type Plant;

    #[wasm_bindgen(typescript_type = "EvaluationTable")]
    pub type EvaluationTable;
}

/// A territory to simulate.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TerritoryOptions {
    /// The same seed gives the same territory, on every machine and in every language; 1 by
    /// default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// The number of schools; 120 by default.
    #[tsify(optional)]
    schools: Option<usize>,
    /// The works; those of one grade are written by the same pupils. By default twelve of autumn
    /// 2020, three a grade.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "readonly Assessment[] | null", optional)]
    works: JsValue,
    /// The number of municipalities; one for ten schools by default.
    #[tsify(optional)]
    municipalities: Option<usize>,
    /// The median number of pupils a grade; 21 by default.
    #[tsify(optional)]
    pupils: Option<u32>,
    /// How much honest schools differ; "usual" by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "SpreadName | Spread | null", optional)]
    spread: JsValue,
    /// The share of papers one point below a boundary that every school raises to it, half of it
    /// two points below; 0 by default.
    #[tsify(optional)]
    everybody_lifts: Option<f64>,
    /// How far below a boundary everybody lifts; 2 by default.
    #[tsify(optional)]
    reach: Option<u16>,
    /// What is planted, one kind in each school, dealt in turn; nothing by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Plant | readonly Plant[] | null", optional)]
    planted: JsValue,
    /// The share of schools where something is planted, at least one; 0.1 by default.
    #[tsify(optional)]
    share: Option<f64>,
    /// The seed of the items: territories of one design wrote the same works; 0 by default; a
    /// reference has items of its own.
    #[tsify(optional)]
    design: Option<u64>,
    /// Whose works, items, spread, lifting, journals, absences and pupils a grade are taken; what
    /// is given beside it goes first.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Reference | null", optional)]
    reference: JsValue,
}

/// A territory that looks like real ones, with known irregularities or none: small and large
/// schools whose classes differ honestly, works with maxima and boundaries of real ones, absent
/// pupils.
#[wasm_bindgen(js_namespace = simulate)]
pub fn territory(options: Option<Ts<TerritoryOptions>>) -> Result<Territory, Error> {
    let given = options::read(options)?;
    let works = match given.works.is_undefined() || given.works.is_null() {
        true => None,
        false => Some(assessment::list_from_option(given.works)?),
    };
    let d = match crate::reference::from_option(given.reference)? {
        None => core::TerritoryOptions::default(),
        Some(reference) => reference.parameters(works.as_deref())?,
    };
    let kinds = match given.planted {
        none if none.is_undefined() || none.is_null() => None,
        kinds => Some(one_or_more(&kinds, kind)?),
    };
    let options = core::TerritoryOptions {
        schools: given.schools.unwrap_or(d.schools),
        works: works.unwrap_or(d.works),
        municipalities: given.municipalities,
        pupils: given.pupils.unwrap_or(d.pupils),
        spread: spread(&given.spread)?.unwrap_or(d.spread),
        everybody_lifts: given.everybody_lifts.unwrap_or(d.everybody_lifts),
        reach: given.reach.unwrap_or(d.reach),
        planted: kinds
            .map(|kinds| core::Planting { kinds, share: given.share.unwrap_or(core::Planting::SHARE) }),
        design: given.design.unwrap_or(d.design),
        parameters: d.parameters,
    };
    let t = core::territory(&options, given.seed.unwrap_or(1))?;
    let reports: Array = t.reports().iter().map(readers::report_object).collect();
    let (planted, absent) = (columns::object(&t.planted_table()), columns::object(&t.absent_table()));
    Ok(columns::record(&[
        ("results", handles(t.results).into()),
        ("reports", reports.into()),
        ("registry", Registry(Rc::new(t.registry)).into()),
        ("planted", planted),
        ("absent", absent),
    ]))
}

/// Which of the many draws.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOptions {
    /// The same seed gives the same, on every machine and in every language; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
}

/// An irregularity planted into copies of results: what would a method have found, had it been
/// there? It acts in these schools in all works, kinds of a class in one class of each grade.
#[wasm_bindgen(js_namespace = simulate, unchecked_return_type = "Results[]")]
pub fn plant(
    results: OneOrMore,
    kind: Plant,
    schools: Vec<String>,
    options: Option<Ts<SeedOptions>>,
) -> Result<Array, Error> {
    let seed = options::read(options)?.seed.unwrap_or(1);
    Ok(handles(core::plant(&owned(&results)?, self::kind(&kind)?, &schools, seed)?))
}

/// Pupils of each work permuted among its schools, scores and journal marks together: an honest
/// territory of the same papers.
#[wasm_bindgen(js_namespace = simulate, unchecked_return_type = "Results[]")]
pub fn shuffled(results: OneOrMore, options: Option<Ts<SeedOptions>>) -> Result<Array, Error> {
    let seed = options::read(options)?.seed.unwrap_or(1);
    Ok(handles(core::shuffled(&owned(&results)?, seed)?))
}

fn owned(results: &OneOrMore) -> Result<Vec<data::Results>, Error> {
    Ok(results.results()?.iter().map(|r| data::Results::clone(r)).collect())
}

fn handles(results: Vec<data::Results>) -> Array {
    results.into_iter().map(|r| JsValue::from(Results(Rc::new(r)))).collect()
}

/// A kind from its name, or from its name and parameters.
fn kind(value: &JsValue) -> Result<core::Kind, Error> {
    if let Some(name) = value.as_string() {
        return Ok(core::Kind::new(&name, &[])?);
    }
    let (name, parameters) = named(value, "planted", "kind")?;
    let name = name.ok_or_else(|| Error::expected("planted", "a kind"))?;
    Ok(core::Kind::new(&name, &borrowed(&parameters))?)
}

fn spread(value: &JsValue) -> Result<Option<core::Spread>, Error> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    if let Some(name) = value.as_string() {
        return Ok(Some(core::Spread::new(&name, &[])?));
    }
    let (name, sd) = named(value, "spread", "name")?;
    Ok(Some(core::Spread::new(name.as_deref().unwrap_or("usual"), &borrowed(&sd))?))
}

type Numbers = Vec<(String, f64)>;

/// An object of numbers, their names in the core's spelling, and one name among them.
fn named(value: &JsValue, what: &str, key: &str) -> Result<(Option<String>, Numbers), Error> {
    let object = value.dyn_ref::<Object>().ok_or_else(|| Error::expected(what, "a name or an object"))?;
    let (mut name, mut numbers) = (None, Vec::new());
    for entry in Object::entries(object) {
        let entry: Array = entry.unchecked_into();
        let (field, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if field == key {
            name = Some(value.as_string().ok_or_else(|| Error::expected(&field, "a name"))?);
        } else if !value.is_undefined() {
            let number = value.as_f64().ok_or_else(|| Error::expected(&field, "a number"))?;
            numbers.push((columns::snake_case(&field), number));
        }
    }
    Ok((name, numbers))
}

fn borrowed(numbers: &[(String, f64)]) -> Vec<(&str, f64)> {
    numbers.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

/// How results are evaluated.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluateOptions {
    /// What is planted, each by itself; by default lift, fit, one_hand, copy and dictate.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Plant | readonly Plant[] | null", optional)]
    kinds: JsValue,
    /// The share of the schools that may be used which are planted; 0.07 by default.
    #[tsify(optional)]
    share: Option<f64>,
    /// How often each kind is planted; 5 by default.
    #[tsify(optional)]
    repeats: Option<u64>,
    /// How often the pupils are shuffled between the schools; 5 by default.
    #[tsify(optional)]
    shuffles: Option<u64>,
    /// 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// Norms, nulls and priors of another territory.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Reference | null", optional)]
    reference: JsValue,
    /// Told the runs done and the runs in all; stops by giving false.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "((done: number, total: number) => boolean | void) | null", optional)]
    progress: JsValue,
}

/// What could have been found in these results: known irregularities are planted into copies, and
/// the evidence layer is run.
#[wasm_bindgen]
pub fn evaluate(results: &OneOrMore, options: Option<Ts<EvaluateOptions>>) -> Result<EvaluationTable, Error> {
    let given = options::read(options)?;
    let d = screening::EvaluateOptions::default();
    let kinds = match given.kinds {
        none if none.is_undefined() || none.is_null() => d.kinds,
        kinds => one_or_more(&kinds, kind)?,
    };
    let options = screening::EvaluateOptions {
        kinds,
        share: given.share.unwrap_or(d.share),
        repeats: given.repeats.unwrap_or(d.repeats),
        shuffles: given.shuffles.unwrap_or(d.shuffles),
        seed: given.seed.unwrap_or(d.seed),
        evidence: d.evidence,
    };
    let reference = crate::reference::from_option(given.reference)?;
    let progress = given.progress.dyn_into::<Function>().ok();
    let mut thrown = None;
    let rows = screening::evaluate(&owned(results)?, &options, reference.as_deref(), |done, of| {
        let Some(progress) = &progress else { return true };
        match progress.call2(&JsValue::NULL, &(done as f64).into(), &(of as f64).into()) {
            Ok(answer) => answer != JsValue::FALSE,
            Err(error) => {
                thrown = Some(error);
                false
            }
        }
    })?;
    match thrown {
        Some(error) => Err(Error::Thrown(error)),
        None => Ok(columns::object(&screening::EvaluationRow::table(&rows))),
    }
}
