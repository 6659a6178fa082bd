//! What observers, or a second marking, saw.

use std::rc::Rc;

use obektiv::data::{self, ImportReport, ObservedImport, readers};
use tsify::Ts;
use wasm_bindgen::prelude::*;

use crate::{
    arrays::Bytes,
    columns,
    error::Error,
    options,
    readers::report_object,
    workbook::{WorkbookOptions, sheet},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One row for each school and work that was observed. */
export interface ObservedTable {
  /** The school's login. */
  school: string[];
  /** The work; empty for all that were written. */
  work: string[];
  /** Whether something irregular was seen. */
  irregular: boolean[];
  /** The probability with which this school and work were chosen. */
  probability: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ObservedTable")]
    pub type ObservedTable;
}

/// An observed or re-marked sample, from a workbook or text: columns school, work, outcome,
/// probability.
#[wasm_bindgen(js_name = readObserved)]
pub fn read_observed(bytes: &Bytes, options: Option<Ts<WorkbookOptions>>) -> Result<Observed, Error> {
    let ObservedImport { observed, report } =
        readers::read_observed(&sheet(bytes, options::read(options)?.max_unpacked)?)?;
    Ok(Observed { observed: Rc::new(observed), report })
}

/// What observers or a second marking saw in schools that were chosen by lot.
#[wasm_bindgen]
pub struct Observed {
    observed: Rc<data::Observed>,
    report: ImportReport,
}

/// What was read as something else: nothing is to be said of rows.
impl From<data::Observed> for Observed {
    fn from(observed: data::Observed) -> Self {
        Self { observed: Rc::new(observed), report: ImportReport::default() }
    }
}

impl Observed {
    #[cfg(feature = "report")]
    pub(crate) fn core(&self) -> &data::Observed {
        &self.observed
    }
}

#[wasm_bindgen]
impl Observed {
    /// One row for each school and work.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> ObservedTable {
        columns::object(&self.observed.table())
    }

    /// What became of every row.
    #[wasm_bindgen(getter, unchecked_return_type = "ImportReport")]
    pub fn report(&self) -> JsValue {
        report_object(&self.report)
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Observed {
        Self { observed: Rc::clone(&self.observed), report: self.report.clone() }
    }
}

#[wasm_bindgen]
extern "C" {
    type SharedObserved;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedObserved) -> Result<Observed, JsValue>;
}

/// The sample of an options object, if one is given.
pub(crate) fn from_option(observed: JsValue) -> Result<Option<Rc<data::Observed>>, Error> {
    if observed.is_undefined() || observed.is_null() {
        return Ok(None);
    }
    let shared = observed.unchecked_into::<SharedObserved>().share();
    shared.map(|o| Some(o.observed)).map_err(|_| Error::expected("observed", "an Observed"))
}
