//! The few functions of the core's catalogue that the small package has, by hand: whatever calls
//! any function would make it a twentieth larger. JavaScript calls them as it calls all others.

use obektiv::data::Tally as Counts;
use obektiv::evidence::benjamini_hochberg_among;
use obektiv::statistics::{heaping, journal, official};
use obektiv::table::Table;
use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

use crate::arrays::Numbers;
use crate::tally::{Tallied, Tally, Works, count_of};
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen]
impl Tally {
    /// Calls a function by its id.
    #[wasm_bindgen(js_name = _call, skip_typescript)]
    pub fn call(id: &str, inputs: Vec<JsValue>, options: &JsValue) -> Result<JsValue, Error> {
        let table = match id {
            "evidence.benjamini_hochberg" => return adjusted(&inputs, read(options)?),
            "heaping.by_group" => heaping(&inputs, read(options)?),
            "heaping.three_bin" => return three_bin(read(options)?),
            "journal.by_group" => journal(&inputs, read(options)?),
            "official.inflated_mean" => inflated_mean(&inputs, read(options)?),
            "official.rank_mismatch" => rank_mismatch(&inputs, read(options)?),
            "official.cohort_jump" => cohort_jump(&inputs, read(options)?),
            _ => Err(Error::Type(format!("no function {id}"))),
        };
        Ok(columns::object(&table?))
    }
}

fn read<T: DeserializeOwned + Default>(options: &JsValue) -> Result<T, Error> {
    if options.is_undefined() || options.is_null() {
        return Ok(T::default());
    }
    options::fields(options, "options")
}

fn tally(
    inputs: &[JsValue],
    at: usize,
    name: &str,
    group: Option<&str>,
) -> Result<std::rc::Rc<Counts>, Error> {
    inputs[at].unchecked_ref::<Tallied>().tally(name, group, "school")
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Adjusted {
    tests: Option<u64>,
}

fn adjusted(inputs: &[JsValue], given: Adjusted) -> Result<JsValue, Error> {
    let p = inputs[0].unchecked_ref::<Numbers>().read("p")?;
    Ok(columns::numbers(benjamini_hochberg_among(&p, given.tests.unwrap_or(0))?.into_iter()).into())
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Heaping {
    group: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    registry: JsValue,
    k: Option<f64>,
    min_reference: Option<u64>,
}

fn heaping(inputs: &[JsValue], given: Heaping) -> Result<Table, Error> {
    let default = heaping::HeapingOptions::default();
    let options = heaping::HeapingOptions {
        k: given.k,
        min_reference: given.min_reference.unwrap_or(default.min_reference),
    };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let works = inputs[0].unchecked_ref::<Works>().tallies("results", given.group.as_deref(), "school")?;
    let works: Vec<&Counts> = works.iter().map(AsRef::as_ref).collect();
    Ok(heaping::by_group(&works, &registry, options)?.table())
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct ThreeBin {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    below: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    at: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    above: JsValue,
    k: Option<f64>,
}

fn three_bin(given: ThreeBin) -> Result<JsValue, Error> {
    let bins =
        [count_of(&given.below, "below")?, count_of(&given.at, "at")?, count_of(&given.above, "above")?];
    let test = heaping::three_bin(bins, given.k.unwrap_or(0.0))?;
    Ok(columns::record(&[
        ("share", test.share.into()),
        ("pvalue", test.pvalue.into()),
        ("pvalueMid", test.pvalue_mid.into()),
        ("pvalueTwoSided", test.pvalue_two_sided.into()),
        ("pvalueTwoSidedMid", test.pvalue_two_sided_mid.into()),
        ("pvalueDip", test.pvalue_dip.into()),
        ("pvalueDipMid", test.pvalue_dip_mid.into()),
        ("pvalueMin", test.pvalue_min.into()),
    ]))
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Journal {
    group: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    registry: JsValue,
    min_reference: Option<u64>,
}

fn journal(inputs: &[JsValue], given: Journal) -> Result<Table, Error> {
    let default = journal::JournalOptions::default();
    let options =
        journal::JournalOptions { min_reference: given.min_reference.unwrap_or(default.min_reference) };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let works = inputs[0].unchecked_ref::<Works>().tallies("results", given.group.as_deref(), "school")?;
    let works: Vec<&Counts> = works.iter().map(AsRef::as_ref).collect();
    Ok(journal::by_group(&works, &registry, options)?.table())
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct InflatedMean {
    group: Option<String>,
    t: Option<f64>,
    min_n: Option<u64>,
    with_constant: Option<bool>,
}

fn inflated_mean(inputs: &[JsValue], given: InflatedMean) -> Result<Table, Error> {
    let default = official::InflatedMeanOptions::default();
    let options = official::InflatedMeanOptions {
        t: given.t.unwrap_or(default.t),
        min_n: given.min_n.unwrap_or(default.min_n),
        with_constant: given.with_constant.unwrap_or(default.with_constant),
    };
    let tally = tally(inputs, 0, "results", given.group.as_deref())?;
    Ok(official::inflated_mean(&tally, options)?.table())
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct RankMismatch {
    group: Option<String>,
    min_n: Option<u64>,
    ties: Option<String>,
}

fn rank_mismatch(inputs: &[JsValue], given: RankMismatch) -> Result<Table, Error> {
    let default = official::RankMismatchOptions::default();
    let ties = given.ties.map_or(Ok(default.ties), |name| name.parse())?;
    let options = official::RankMismatchOptions { min_n: given.min_n.unwrap_or(default.min_n), ties };
    let tally = tally(inputs, 0, "results", given.group.as_deref())?;
    Ok(official::rank_mismatch(&tally, options)?.table())
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct CohortJump {
    group: Option<String>,
    k: Option<f64>,
    min_n: Option<u64>,
    quantile_type: Option<u8>,
}

fn cohort_jump(inputs: &[JsValue], given: CohortJump) -> Result<Table, Error> {
    let default = official::CohortJumpOptions::default();
    let options = official::CohortJumpOptions {
        k: given.k.unwrap_or(default.k),
        min_n: given.min_n.unwrap_or(default.min_n),
        quantile_type: given.quantile_type.unwrap_or(default.quantile_type),
    };
    let before = tally(inputs, 0, "before", given.group.as_deref())?;
    let after = tally(inputs, 1, "after", given.group.as_deref())?;
    Ok(official::cohort_jump(&before, &after, options)?.table())
}
