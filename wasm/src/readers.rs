use std::rc::Rc;

use obektiv::data::{self, DataError, Import, ImportReport, ReadOptions, readers};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{assessment::JsAssessment, columns, error::Error, options, registry, results::Results};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What became of one row of a file. */
export type RowKind = "taken" | "repaired" | "one_day" | "absent" | "set_aside";

/** What became of every row of a file. The kinds add up to `rows`. */
export interface ImportReport {
  /** The layout that was recognised. */
  layout: string;
  /** Rows of the file without the header. */
  rows: number;
  /** Rows read as written. */
  taken: number;
  /** Rows read after a repair that the row itself proves. */
  repaired: number;
  /** Rows absent on one day of a two-day work: kept, with missing cells. */
  oneDay: number;
  /** Absent or blank rows. */
  absent: number;
  /** Rows not used. */
  setAside: number;
  /** Remarks about the file as a whole, such as its encoding. */
  notes: string[];
  /** Remarks row by row: all rows that are repaired or set aside, and others where there is something to say. */
  remarks: { row: Float64Array; kind: RowKind[]; reason: string[] };
}

/** A file read: its results and what became of every row. */
export interface Import { results: Results; report: ImportReport }
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Import")]
    pub type JsImport;
}

/// How to read a file.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportOptions {
    /// Repair rows by the two stated rules (the default); otherwise such rows are set aside.
    #[tsify(optional)]
    repair: Option<bool>,
    /// The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
    #[tsify(optional)]
    max_unpacked: Option<u64>,
    /// Names the municipality of each school, for exports that do not.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
}

/// Results from text with comma, semicolon or tab between the columns, in UTF-8 or Windows-1251.
#[cfg(feature = "csv")]
#[wasm_bindgen(js_name = readCsv)]
pub fn read_csv(
    bytes: &[u8],
    assessment: Option<JsAssessment>,
    options: Option<Ts<ImportOptions>>,
) -> Result<JsImport, Error> {
    read(assessment, options, |assessment, options| readers::read_csv(bytes, assessment, options))
}

/// Results from the first sheet of a workbook (`.xlsx`).
#[cfg(feature = "xlsx")]
#[wasm_bindgen(js_name = readXlsx)]
pub fn read_xlsx(
    bytes: &[u8],
    assessment: Option<JsAssessment>,
    options: Option<Ts<ImportOptions>>,
) -> Result<JsImport, Error> {
    read(assessment, options, |assessment, options| readers::read_xlsx(bytes, assessment, options))
}

fn read(
    assessment: Option<JsAssessment>,
    options: Option<Ts<ImportOptions>>,
    read: impl FnOnce(Option<&data::Assessment>, ReadOptions) -> Result<Import, DataError>,
) -> Result<JsImport, Error> {
    let assessment = assessment.map(|a| a.assessment()).transpose()?;
    let given = options::read(options)?;
    let registry = registry::from_option(given.registry)?;
    let default = ReadOptions::default();
    let Import { mut results, report, .. } = {
        let repair = given.repair.unwrap_or(default.repair);
        let max_unpacked = given.max_unpacked.unwrap_or(default.max_unpacked);
        read(assessment.as_ref().map(|a| &a.0), ReadOptions { repair, max_unpacked, ..default })?
    };
    if let Some(registry) = registry {
        results = results.with_registry(&registry);
    }
    let results = Results(Rc::new(results));
    Ok(columns::record(&[("results", results.into()), ("report", report_object(&report))]))
}

fn report_object(report: &ImportReport) -> JsValue {
    let count = |count: u64| JsValue::from(count as f64);
    columns::record(&[
        ("layout", JsValue::from_str(&report.layout)),
        ("rows", count(report.rows)),
        ("taken", count(report.taken)),
        ("repaired", count(report.repaired)),
        ("oneDay", count(report.one_day)),
        ("absent", count(report.absent)),
        ("setAside", count(report.set_aside)),
        ("notes", columns::texts(&report.notes).into()),
        ("remarks", columns::object(&report.table())),
    ])
}
