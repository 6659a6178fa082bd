use std::rc::Rc;

use obektiv::data::{self, DataError, Import, ImportReport, ReadOptions, readers};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::Bytes,
    assessment::JsAssessment,
    columns,
    error::Error,
    options,
    registry::{self, Registry},
    results::Results,
};

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
  /** Of the absent rows those that name a school. */
  absentBySchool: Record<string, number>;
  /** Rows not used. */
  setAside: number;
  /** Rows of the file, of a text lines, that are not blank, counted before anything was made of them: `rows` and `unread`. */
  raw: number;
  /** Rows that stand for no pupil: titles and headers, rows of schools, rows filled in beforehand. */
  unread: number;
  /** Columns of the header that were not read. */
  unreadColumns: string[];
  /** What became of the rows of each school; the reason is the commonest one for which its rows were not used. */
  schools: { school: string[]; rows: Float64Array; taken: Float64Array; repaired: Float64Array; oneDay: Float64Array; absent: Float64Array; setAside: Float64Array; reason: string[] };
  /** Remarks about the file as a whole, such as its encoding. */
  notes: string[];
  /** Remarks row by row: all rows that are repaired or set aside, and others where there is something to say. */
  remarks: { row: Float64Array; kind: RowKind[]; reason: string[] };
}

/** A file read. */
export interface Import {
  results: Results;
  /** What became of every row. */
  report: ImportReport;
  /** Names and municipalities of the schools, where the file has them; else empty. */
  registry: Registry;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Import")]
    pub type JsImport;
}

/// How to read text.
#[cfg(feature = "csv")]
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CsvOptions {
    /// Repair rows by the two stated rules (the default); otherwise such rows are set aside.
    #[tsify(optional)]
    repair: Option<bool>,
    /// Names the municipality of each school, for exports that do not.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// The login of the school, for layouts without a school column; others do not use it.
    #[tsify(type = "string | null", optional)]
    school: Option<String>,
}

#[cfg(feature = "csv")]
impl CsvOptions {
    /// The core's options, and the registry.
    fn read(self) -> Result<(ReadOptions, Option<Rc<data::Registry>>), Error> {
        let registry = registry::from_option(self.registry)?;
        let default = ReadOptions::default();
        let repair = self.repair.unwrap_or(default.repair);
        Ok((ReadOptions { repair, school: self.school, ..default }, registry))
    }
}

/// How to read a file.
#[cfg(feature = "xlsx")]
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
    /// The login of the school, for layouts without a school column; others do not use it.
    #[tsify(type = "string | null", optional)]
    school: Option<String>,
    /// The sheet of a workbook; without it `Протокол` if there is one, else all of the first known
    /// layout.
    #[tsify(type = "string | null", optional)]
    sheet: Option<String>,
}

#[cfg(feature = "xlsx")]
impl ImportOptions {
    /// The core's options, and the registry.
    pub(crate) fn read(self) -> Result<(ReadOptions, Option<Rc<data::Registry>>), Error> {
        let registry = registry::from_option(self.registry)?;
        let default = ReadOptions::default();
        let options = ReadOptions {
            repair: self.repair.unwrap_or(default.repair),
            max_unpacked: self.max_unpacked.unwrap_or(default.max_unpacked),
            school: self.school,
            sheet: self.sheet,
            path: None,
        };
        Ok((options, registry))
    }
}

/// Results from text with comma, semicolon or tab between the columns, in UTF-8, UTF-16,
/// Windows-1251, CP866 or KOI8-R.
#[cfg(feature = "csv")]
#[wasm_bindgen(js_name = readCsv)]
pub fn read_csv(
    bytes: &Bytes,
    assessment: Option<JsAssessment>,
    options: Option<Ts<CsvOptions>>,
) -> Result<JsImport, Error> {
    let (bytes, options) = (bytes.read("bytes")?, options::read(options)?.read()?);
    read(assessment, options, |assessment, options| readers::read_csv(&bytes, assessment, options))
}

/// Results from a workbook (`.xlsx` or `.ods`): its sheet `Протокол`, else all of its first known
/// layout, or the one that the options name.
#[cfg(feature = "xlsx")]
#[wasm_bindgen(js_name = readXlsx)]
pub fn read_xlsx(
    bytes: &Bytes,
    assessment: Option<JsAssessment>,
    options: Option<Ts<ImportOptions>>,
) -> Result<JsImport, Error> {
    let (bytes, options) = (bytes.read("bytes")?, options::read(options)?.read()?);
    read(assessment, options, |assessment, options| readers::read_xlsx(&bytes, assessment, options))
}

fn read(
    assessment: Option<JsAssessment>,
    (options, registry): (ReadOptions, Option<Rc<data::Registry>>),
    read: impl FnOnce(Option<&data::Assessment>, ReadOptions) -> Result<Import, DataError>,
) -> Result<JsImport, Error> {
    let assessment = assessment.map(|a| a.assessment()).transpose()?;
    let import = read(assessment.as_ref().map(|a| &a.0), options)?;
    Ok(columns::record(&import_fields(import, registry.as_deref())))
}

/// What a file read consists of; municipalities come from the registry, where one is given.
pub(crate) fn import_fields(
    import: Import,
    registry: Option<&data::Registry>,
) -> [(&'static str, JsValue); 3] {
    let Import { results, report, registry: known } = import;
    let results = match registry {
        Some(registry) => results.with_registry(registry),
        None => results,
    };
    [
        ("results", Results(Rc::new(results)).into()),
        ("report", report_object(&report)),
        ("registry", Registry(Rc::new(known)).into()),
    ]
}

fn counts(of: &std::collections::BTreeMap<String, u64>) -> JsValue {
    let entries = of.iter().map(|(name, n)| js_sys::Array::of2(&name.into(), &(*n as f64).into()));
    js_sys::Object::from_entries(&entries.collect::<js_sys::Array>())
        .map_or(JsValue::UNDEFINED, JsValue::from)
}

pub(crate) fn report_object(report: &ImportReport) -> JsValue {
    let count = |count: u64| JsValue::from(count as f64);
    columns::record(&[
        ("layout", JsValue::from_str(&report.layout)),
        ("rows", count(report.rows)),
        ("taken", count(report.taken)),
        ("repaired", count(report.repaired)),
        ("oneDay", count(report.one_day)),
        ("absent", count(report.absent)),
        ("absentBySchool", counts(&report.absent_by_school())),
        ("setAside", count(report.set_aside)),
        ("raw", count(report.raw)),
        ("unread", count(report.unread)),
        ("unreadColumns", columns::texts(&report.unread_columns).into()),
        ("schools", columns::object(&report.by_school())),
        ("notes", columns::texts(&report.notes).into()),
        ("remarks", columns::object(&report.table())),
    ])
}
