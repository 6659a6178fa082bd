//! Plans as documents to sign and workbooks to fill in.

use obektiv::{
    plan as core,
    report::{FilledPlan as Filled, plan_docx, plan_xlsx},
};
use wasm_bindgen::prelude::*;

use crate::{arrays::Bytes, columns, error::Error, language::language, plan::Plan};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What people filled into a workbook of a plan. */
export interface PlanChangeTable {
  /** The plan's list: `measures`, `schools`, `visits` … */
  list: string[];
  /** Of the row; of the measure and the login for a school's. */
  id: string[];
  /** Empty for a row that was added. */
  field: string[];
  before: string[];
  after: string[];
}

/** What in a workbook did not fit, and was left as it was. */
export interface PlanMisfitTable {
  kind: ("no_sheet" | "no_column" | "row_deleted" | "unknown_id" | "missing_id" | "duplicate_id" | "invalid" | "locked" | "changed_here")[];
  list: string[];
  /** The row of the sheet, from 1; 0 where none is meant. */
  row: Float64Array;
  id: string[];
  field: string[];
  kept: string[];
  found: string[];
}

/** A plan with what people filled in. */
export interface FilledPlan {
  plan: Plan;
  changes: PlanChangeTable;
  conflicts: PlanMisfitTable;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "FilledPlan")]
    pub type FilledPlan;
}

#[wasm_bindgen]
impl Plan {
    /// The plan as a document for word processors, `.docx`: the table of such notes on landscape A4, and tables of all
    /// else that it holds. The plan itself stands in a part that word processors keep. In Russian by default.
    #[wasm_bindgen(js_name = toDocx)]
    pub fn to_docx(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        Ok(plan_docx(&self.0, self::language(language.as_deref())?)?)
    }

    /// The plan in a document that `toDocx` made. What people have changed in its text since then is not looked at.
    #[wasm_bindgen(js_name = fromDocx)]
    pub fn from_docx(bytes: &Bytes) -> Result<Plan, Error> {
        Ok(Self(core::Plan::from_docx(&bytes.read("bytes")?)?))
    }

    /// The plan as a workbook that people fill in, `.xlsx`. What is not to be changed is protected, statuses and the
    /// like are chosen from lists, what is overdue is coloured. The plan itself stands in a hidden sheet. In Russian
    /// by default.
    #[wasm_bindgen(js_name = toXlsx)]
    pub fn to_xlsx(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        Ok(plan_xlsx(&self.0, self::language(language.as_deref())?)?)
    }

    /// The plan of a workbook that `toXlsx` made, with what people filled in: what changed, and what did not fit.
    #[wasm_bindgen(js_name = fromXlsx)]
    pub fn from_xlsx(bytes: &Bytes) -> Result<FilledPlan, Error> {
        Ok(filled(core::Plan::from_xlsx(&bytes.read("bytes")?)?))
    }

    /// This plan with what people filled into a workbook that was made of it earlier, or of the part of one school.
    /// What has become another value here since then stays, and is a conflict of the kind `changed_here`.
    pub fn fill(&self, bytes: &Bytes) -> Result<FilledPlan, Error> {
        Ok(filled(self.0.fill(&bytes.read("bytes")?)?))
    }
}

fn filled(filled: Filled) -> FilledPlan {
    let changes: JsValue = columns::object(&filled.changes_table());
    let conflicts: JsValue = columns::object(&filled.conflicts_table());
    columns::record(&[("plan", Plan(filled.plan).into()), ("changes", changes), ("conflicts", conflicts)])
}
