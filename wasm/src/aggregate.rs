//! Reports that give groups of pupils in percent.

use std::rc::Rc;

use js_sys::Array;
use obektiv::data::{self, readers};
use obektiv::statistics::journal::JournalOptions;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::Bytes,
    assessment::{self, Assessment},
    columns,
    error::Error,
    options,
    readers::report_object,
    registry::Registry,
    results::{Counted, one_or_more, shared},
    tally::{Tally, grouping},
    workbook::{WorkbookOptions, sheet},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Whom a row of an aggregated report is about. */
export type Level = "whole" | "region" | "municipality" | "school";

/** The groups of one work, in the order of the file. */
export interface DistributionTable {
  level: Level[];
  /** A school's login where the row has one, else the name. */
  group: string[];
  /** The municipality of a school, or of itself; empty where unknown. */
  municipality: string[];
  /** Pupils. */
  n: Float64Array;
  /** Pupils with total 0, 1, …, up to the largest. */
  [total: `s${number}`]: Float64Array;
}

/** Distributions of totals, one for each work of the file. */
export interface Aggregates {
  /** In the order of their first row. */
  works: Distribution[];
  /** Names and municipalities of the schools. */
  registry: Registry;
  /** What became of every row. */
  report: ImportReport;
}

/** One row for each work and group. */
export interface MarkStatisticsTable {
  /** Such as `maths`; empty where the file does not say. */
  subject: string[];
  /** NaN where the file does not say. */
  grade: Float64Array;
  /** Calendar year; NaN where the file does not say. */
  year: Float64Array;
  level: Level[];
  /** A school's login where the row has one, else the name. */
  group: string[];
  /** The municipality of a school, or of itself; empty where unknown. */
  municipality: string[];
  /** Pupils. */
  n: Float64Array;
  /** Pupils with mark 2. */
  m2: Float64Array;
  m3: Float64Array;
  m4: Float64Array;
  m5: Float64Array;
}

/** Marks by group. Totals are not known, so there is no tally. */
export interface MarkStatistics {
  table: MarkStatisticsTable;
  /** Names and municipalities of the schools. */
  registry: Registry;
  /** What became of every row. */
  report: ImportReport;
}
"#;

#[wasm_bindgen(typescript_custom_section)]
const COMPARISON: &str = r#"
/** One row for each work and group. */
export interface JournalComparisonTable {
  /** Such as `maths`; empty where the file does not say. */
  subject: string[];
  /** NaN where the file does not say. */
  grade: Float64Array;
  /** Calendar year; NaN where the file does not say. */
  year: Float64Array;
  level: Level[];
  /** A school's login where the row has one, else the name. */
  group: string[];
  /** The municipality of a school, or of itself; empty where unknown. */
  municipality: string[];
  /** Pupils. */
  n: Float64Array;
  /** Pupils with a mark below the journal's. */
  lowered: Float64Array;
  /** Pupils with the journal's mark. */
  confirmed: Float64Array;
  /** Pupils with a mark above the journal's. */
  raised: Float64Array;
}

/** How marks of works stand to those of the journal, by group. */
export interface JournalComparison {
  table: JournalComparisonTable;
  /** `journal.byGroup` of the schools: lowered, confirmed and raised marks, works pooled; gaps of two marks are not in such reports. */
  journal: JournalTable;
  /** Names and municipalities of the schools. */
  registry: Registry;
  /** What became of every row. */
  report: ImportReport;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "JournalComparison")]
    pub type JournalComparison;
    #[wasm_bindgen(typescript_type = "Aggregates")]
    pub type Aggregates;
    #[wasm_bindgen(typescript_type = "MarkStatistics")]
    pub type MarkStatistics;
    #[wasm_bindgen(typescript_type = "DistributionTable")]
    pub type DistributionTable;

    /// What a screening counts.
    #[wasm_bindgen(typescript_type = "Results | Distribution | readonly (Results | Distribution)[]")]
    pub type Works;

    type SharedDistribution;

    #[wasm_bindgen(method, js_name = _distribution, catch)]
    fn share(this: &SharedDistribution) -> Result<Distribution, JsValue>;
}

/// How to read distributions.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct DistributionsOptions {
    /// The works of the file, by subject, grade and year; of others the shipped scales are used,
    /// where they fit.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "readonly Assessment[] | null", optional)]
    assessments: JsValue,
    /// The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
    #[tsify(optional)]
    max_unpacked: Option<u64>,
}

/// Distributions of totals by group from «Распределение первичных баллов», a workbook or text:
/// shares in percent, restored to counts. Where percents alone do not say the counts, a remark says
/// so.
#[wasm_bindgen(js_name = readDistributions)]
pub fn read_distributions(
    bytes: &Bytes,
    options: Option<Ts<DistributionsOptions>>,
) -> Result<Aggregates, Error> {
    let DistributionsOptions { assessments, max_unpacked } = options::read(options)?;
    let assessments = assessment::list_from_option(assessments)?;
    let read = readers::read_distributions(&sheet(bytes, max_unpacked)?, &assessments)?;
    let works: Array =
        read.works.into_iter().map(|work| JsValue::from(Distribution(Rc::new(work)))).collect();
    Ok(columns::record(&[
        ("works", works.into()),
        ("registry", Registry(Rc::new(read.registry)).into()),
        ("report", report_object(&read.report)),
    ]))
}

/// Marks by group from «Статистика по отметкам», a workbook or text: shares in percent, restored to
/// counts.
#[wasm_bindgen(js_name = readMarkStatistics)]
pub fn read_mark_statistics(
    bytes: &Bytes,
    options: Option<Ts<WorkbookOptions>>,
) -> Result<MarkStatistics, Error> {
    let read = readers::read_mark_statistics(&sheet(bytes, options::read(options)?.max_unpacked)?)?;
    Ok(columns::record(&[
        ("table", columns::object(&read.table())),
        ("registry", Registry(Rc::new(read.registry)).into()),
        ("report", report_object(&read.report)),
    ]))
}

/// How to read a comparison of marks with those of the journal.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct JournalComparisonOptions {
    /// The least number of other schools beside which a school has a p-value; 5 by default.
    #[tsify(optional)]
    min_reference: Option<u64>,
    /// The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
    #[tsify(optional)]
    max_unpacked: Option<u64>,
}

/// How many pupils of each group have a mark below, equal to and above that of the journal, from
/// «Сравнение отметок с отметками по журналу», a workbook or text; and what that says of the
/// schools.
#[wasm_bindgen(js_name = readJournalComparison)]
pub fn read_journal_comparison(
    bytes: &Bytes,
    options: Option<Ts<JournalComparisonOptions>>,
) -> Result<JournalComparison, Error> {
    let JournalComparisonOptions { min_reference, max_unpacked } = options::read(options)?;
    let read = readers::read_journal_comparison(&sheet(bytes, max_unpacked)?)?;
    let usual = JournalOptions::default();
    let options = JournalOptions { min_reference: min_reference.unwrap_or(usual.min_reference) };
    Ok(columns::record(&[
        ("table", columns::object(&read.table())),
        ("journal", columns::object(&read.journal(&read.registry, options).table())),
        ("registry", Registry(Rc::new(read.registry)).into()),
        ("report", report_object(&read.report)),
    ]))
}

/// The distribution of totals of one work, by group.
#[wasm_bindgen]
pub struct Distribution(Rc<data::Distribution>);

#[wasm_bindgen]
impl Distribution {
    /// The assessment. Where nothing but the largest total is known, it has one item worth all of
    /// it.
    #[wasm_bindgen(getter)]
    pub fn assessment(&self) -> Assessment {
        Assessment(self.0.assessment.clone())
    }

    /// The groups, in the order of the file.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> DistributionTable {
        columns::object(&self.0.table())
    }

    /// The tally of the schools (by default), of the municipalities, or of all together, from which
    /// every sign works that needs totals alone. Municipalities that the file does not have are
    /// added up from their schools.
    pub fn tally(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Group")] group: Option<String>,
    ) -> Result<Tally, Error> {
        Ok(Tally(Rc::new(self.0.tally(grouping(group.as_deref())?)?)))
    }

    /// 16 hexadecimal digits of the assessment and of every row: the "input hash" of reports.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// A second handle, for arguments of one or several: Rust takes what it is given there, and the
    /// caller keeps his.
    #[wasm_bindgen(js_name = _distribution, skip_typescript)]
    pub fn share(&self) -> Distribution {
        Self(Rc::clone(&self.0))
    }
}

/// One distribution or several.
pub(crate) fn distributions(value: &JsValue, name: &str) -> Result<Vec<Rc<data::Distribution>>, Error> {
    one_or_more(value, |value| {
        let distribution = value.unchecked_ref::<SharedDistribution>().share();
        distribution.map(|of| of.0).map_err(|_| Error::expected(name, "a Distribution or an array of them"))
    })
}

impl Works {
    pub(crate) fn counted(&self) -> Result<Vec<Counted>, Error> {
        one_or_more(self, |value| {
            if let Some(results) = shared(value) {
                return Ok(Counted::Results(results));
            }
            let distribution = value.unchecked_ref::<SharedDistribution>().share();
            let wrong = |_| Error::expected("results", "Results, a Distribution, or an array of them");
            Ok(Counted::Distribution(distribution.map_err(wrong)?.0))
        })
    }
}
