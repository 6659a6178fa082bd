//! Results with known properties.

use std::rc::Rc;

use js_sys::{Array, Object};
use obektiv::{data, simulate as core};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    assessment, columns,
    error::Error,
    options, readers,
    registry::Registry,
    results::{OneOrMore, Results},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A simulated municipality and the truth about it. */
export interface Municipality {
  /** One entry for each work. */
  results: Results[];
  /** Names of the schools. */
  registry: Registry;
  planted: PlantedTable;
}

/** What was planted where. */
export interface PlantedTable {
  /** The school's login. */
  school: string[];
  /** Papers lifted to the boundary of a mark, journal marks one higher, or half of the missed points given. */
  planted: ("lifted" | "lenient_journal" | "raised")[];
}

/** What can be planted. */
export type PlantName = "lift" | "dictate" | "one_hand" | "copy" | "fit" | "home" | "leak";

/** An irregularity to plant; parameters not given are those of the study of power, and so are all of a name alone. */
export type Plant =
  | PlantName
  /** `share` of the papers at most `reach` points below a mark's boundary are raised to it. */
  | { kind: "lift"; share?: number; reach?: number }
  /** `items` items, other ones in each class and work, are told to `share` of one class of each grade. */
  | { kind: "dictate"; items?: number; share?: number }
  /** One class of each grade hands in one pupil's answers; `keep` of them stay everyone's own. */
  | { kind: "one_hand"; keep?: number }
  /** `share` of one class of each grade copy, in groups of `group`, `copied` of the answers from the best of the group. */
  | { kind: "copy"; share?: number; group?: number; copied?: number }
  /** `share` of the papers that earn less than the journal mark are raised to its boundary or one point more. */
  | { kind: "fit"; share?: number }
  /** The weakest `share` of the pupils stay at home. */
  | { kind: "home"; share?: number }
  /** As dictate, but the same items of a work in all classes. */
  | { kind: "leak"; items?: number; share?: number };

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
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Municipality")]
    pub type Municipality;

    #[wasm_bindgen(typescript_type = "Territory")]
    pub type Territory;

    #[wasm_bindgen(typescript_type = "Plant")]
    pub type Plant;
}

/// A municipality to simulate.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct MunicipalityOptions {
    /// The same seed gives the same municipality, on every machine and in every language; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// The number of schools; 40 by default.
    #[tsify(optional)]
    schools: Option<usize>,
    /// Whether irregularities are planted in some schools (the default), or all are honest.
    #[tsify(optional)]
    planted: Option<bool>,
    /// The share of papers one point below the pass mark that every school lifts; 0.15 by default.
    #[tsify(optional)]
    background: Option<f64>,
}

/// Schools of 30 to 118 pupils in two districts, who wrote maths and Russian in grade 5. They differ honestly;
/// on top of it some have something planted.
#[wasm_bindgen(js_namespace = simulate)]
pub fn municipality(options: Option<Ts<MunicipalityOptions>>) -> Result<Municipality, Error> {
    let given = options::read(options)?;
    let default = core::MunicipalityOptions::default();
    let options = core::MunicipalityOptions {
        schools: given.schools.unwrap_or(default.schools),
        planted: if given.planted.unwrap_or(true) { default.planted } else { Vec::new() },
        background: given.background.unwrap_or(default.background),
        works: default.works,
    };
    let m = core::municipality(&options, given.seed.unwrap_or(1))?;
    let planted = columns::object(&m.planted_table());
    let results: Array = m.results.into_iter().map(|r| JsValue::from(Results(Rc::new(r)))).collect();
    Ok(columns::record(&[
        ("results", results.into()),
        ("registry", Registry(Rc::new(m.registry)).into()),
        ("planted", planted),
    ]))
}

/// A territory to simulate.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TerritoryOptions {
    /// The same seed gives the same territory, on every machine and in every language; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// The number of schools; 120 by default.
    #[tsify(optional)]
    schools: Option<usize>,
    /// The works; those of one grade are written by the same pupils. By default twelve of autumn 2020, three a grade.
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
    /// The share of papers one point below a boundary that every school raises to it, half of it two points below; 0 by
    /// default.
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
    /// The seed of the items: territories of one design wrote the same works; 0 by default.
    #[tsify(optional)]
    design: Option<u64>,
}

/// A territory that looks like real ones, with known irregularities or none: small and large schools whose classes differ
/// honestly, works with maxima and boundaries of real ones, absent pupils.
#[wasm_bindgen(js_namespace = simulate)]
pub fn territory(options: Option<Ts<TerritoryOptions>>) -> Result<Territory, Error> {
    let given = options::read(options)?;
    let d = core::TerritoryOptions::default();
    let works = match given.works.is_undefined() || given.works.is_null() {
        true => d.works,
        false => assessment::list_from_option(given.works)?,
    };
    let kinds = match given.planted {
        none if none.is_undefined() || none.is_null() => None,
        kinds => Some(crate::results::one_or_more(&kinds, kind)?),
    };
    let options = core::TerritoryOptions {
        schools: given.schools.unwrap_or(d.schools),
        works,
        municipalities: given.municipalities,
        pupils: given.pupils.unwrap_or(d.pupils),
        spread: spread(&given.spread)?,
        everybody_lifts: given.everybody_lifts.unwrap_or(d.everybody_lifts),
        reach: given.reach.unwrap_or(d.reach),
        planted: kinds
            .map(|kinds| core::Planting { kinds, share: given.share.unwrap_or(core::Planting::SHARE) }),
        design: given.design.unwrap_or(d.design),
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

/// An irregularity planted into copies of results: what would a method have found, had it been there? It acts in these schools
/// in all works, kinds of a class in one class of each grade.
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

/// Pupils of each work permuted among its schools, scores and journal marks together: an honest territory of the same papers.
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

fn spread(value: &JsValue) -> Result<core::Spread, Error> {
    if value.is_undefined() || value.is_null() {
        return Ok(core::Spread::default());
    }
    if let Some(name) = value.as_string() {
        return Ok(core::Spread::new(&name, &[])?);
    }
    let (name, sd) = named(value, "spread", "name")?;
    Ok(core::Spread::new(name.as_deref().unwrap_or("usual"), &borrowed(&sd))?)
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
