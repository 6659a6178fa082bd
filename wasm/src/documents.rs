//! The package of documents: plans as files that people sign and send back. A plan comes and goes
//! as its JSON, since the plans of the other packages stand in the memory of their own module.

use js_sys::{Function, Reflect};
use obektiv::plan::Plan;
use obektiv::report::{self, FilledPlan};
use wasm_bindgen::prelude::*;

use crate::{arrays::Bytes, columns, error::Error, language::language};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Of the words of a document. */
export type Language = "ru" | "en";

/** A plan: its JSON, or the `Plan` of the other packages. */
export type AnyPlan = string | { toJson(): string };

/** What changed in a workbook that was filled in; a row that was added has no field. */
export interface ChangesTable {
  /** The plan's list, such as `measures`. */
  list: string[];
  /** Of the row; that of the measure and the login for a school's. */
  id: string[];
  field: string[];
  before: string[];
  after: string[];
}

/** What did not fit, and was left as it was. */
export interface MisfitsTable {
  kind: (
    | "no_sheet" | "no_column" | "row_deleted" | "unknown_id" | "missing_id" | "duplicate_id"
    | "invalid" | "locked" | "changed_here"
  )[];
  list: string[];
  /** The row of the sheet, from 1; 0 where none is meant. */
  row: Float64Array;
  id: string[];
  field: string[];
  /** What the plan keeps. */
  kept: string[];
  /** What the workbook holds. */
  found: string[];
}

/** A plan with what was filled in. */
export interface FilledPlan {
  /** Its JSON, as `Plan.fromJson` reads it. */
  plan: string;
  changes: ChangesTable;
  conflicts: MisfitsTable;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "AnyPlan")]
    pub type AnyPlan;
    #[wasm_bindgen(typescript_type = "FilledPlan")]
    pub type FilledObject;
}

impl AnyPlan {
    fn read(&self) -> Result<Plan, Error> {
        let wrong = || Error::expected("plan", "the JSON of a plan, or a Plan");
        let json = match self.as_string() {
            Some(text) => text,
            None => {
                let written = Reflect::get(self, &"toJson".into()).map_err(|_| wrong())?;
                let written = written.dyn_into::<Function>().map_err(|_| wrong())?;
                written.call0(self).map_err(Error::Thrown)?.as_string().ok_or_else(wrong)?
            }
        };
        Ok(Plan::from_json(&json)?)
    }
}

fn filled(filled: &FilledPlan) -> FilledObject {
    columns::record(&[
        ("plan", JsValue::from(filled.plan.to_json())),
        ("changes", columns::object(&filled.changes_table())),
        ("conflicts", columns::object(&filled.conflicts_table())),
    ])
}

/// The plan as the bytes of a document for word processors: the table of such notes on landscape
/// A4, a road map with a column for each level, and tables of all else that it holds; in Russian by
/// default. The plan itself stands in a part of the file that word processors keep: `fromDocx`
/// gives it back with nothing lost.
#[wasm_bindgen(js_name = toDocx)]
pub fn to_docx(
    plan: AnyPlan,
    #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
) -> Result<Vec<u8>, Error> {
    Ok(report::plan_docx(&plan.read()?, self::language(language.as_deref())?)?)
}

/// The JSON of the plan in a document that `toDocx` made. What people have changed in its text
/// since then is not looked at. `plan.unreadable` for what is no such document.
#[wasm_bindgen(js_name = fromDocx)]
pub fn from_docx(bytes: Bytes) -> Result<String, Error> {
    Ok(Plan::from_docx(&bytes.read("bytes")?)?.to_json())
}

/// The plan as the bytes of a workbook that people fill in, in Russian by default: a sheet each of
/// documents, measures, rows of schools, planned visits, acts, checklists, answers of schools,
/// indicators and their values. What is not to be changed is protected, statuses and the like are
/// chosen from lists, what is overdue on the day on which it is open is coloured. The plan itself
/// stands in a hidden sheet.
#[wasm_bindgen(js_name = toXlsx)]
pub fn to_xlsx(
    plan: AnyPlan,
    #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
) -> Result<Vec<u8>, Error> {
    Ok(report::plan_xlsx(&plan.read()?, self::language(language.as_deref())?)?)
}

/// The plan of a workbook that `toXlsx` made, with what people filled in. `plan.unreadable` for
/// what is no such workbook; what stands in a cell is never an error: it is among the changes or
/// the conflicts.
#[wasm_bindgen(js_name = fromXlsx)]
pub fn from_xlsx(bytes: Bytes) -> Result<FilledObject, Error> {
    Ok(filled(&Plan::from_xlsx(&bytes.read("bytes")?)?))
}

/// This plan with what people filled into a workbook that was made of it earlier, or of the part of
/// one school. What has become another value here since then stays, and is a conflict of the kind
/// `changed_here`.
#[wasm_bindgen]
pub fn fill(plan: AnyPlan, bytes: Bytes) -> Result<FilledObject, Error> {
    Ok(filled(&plan.read()?.fill(&bytes.read("bytes")?)?))
}
