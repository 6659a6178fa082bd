//! The official list of schools with markers.

use std::rc::Rc;

use obektiv::data::{self, ImportReport, MarkerImport, readers};
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
/** One row for each marker. */
export interface MarkersTable {
  /** The year of the list. */
  year: Float64Array;
  /** The school's login. */
  school: string[];
  /** As the list writes it; spelling varies between lists. */
  municipality: string[];
  /** The school's name. */
  name: string[];
  /** The work that the marker is about. */
  grade: Float64Array;
  /** Such as `maths`. */
  subject: string[];
}

/** Schools with at least one marker, and their markers, by year. */
export interface MarkersByYearTable {
  year: Float64Array;
  schools: Float64Array;
  markers: Float64Array;
}

/** The same by year and municipality. */
export interface MarkersByMunicipalityTable extends MarkersByYearTable {
  municipality: string[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "MarkersTable")]
    pub type MarkersTable;
    #[wasm_bindgen(typescript_type = "MarkersByYearTable")]
    pub type MarkersByYearTable;
    #[wasm_bindgen(typescript_type = "MarkersByMunicipalityTable")]
    pub type MarkersByMunicipalityTable;
}

/// The official lists of one or several years, from a workbook or text: one row for each school and
/// year, a column for each grade and subject.
#[wasm_bindgen(js_name = readMarkers)]
pub fn read_markers(bytes: &Bytes, options: Option<Ts<WorkbookOptions>>) -> Result<MarkerList, Error> {
    let MarkerImport { list, report } =
        readers::read_markers(&sheet(bytes, options::read(options)?.max_unpacked)?)?;
    Ok(MarkerList { list: Rc::new(list), report })
}

/// Schools with markers: an input beside our own signs, never reproduced by them.
#[wasm_bindgen]
pub struct MarkerList {
    list: Rc<data::MarkerList>,
    report: ImportReport,
}

#[wasm_bindgen]
impl MarkerList {
    /// All markers, in the order of the file.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> MarkersTable {
        columns::object(&self.list.table())
    }

    /// Schools and markers by year. A school listed twice in a year counts once, and so does a
    /// marker listed twice.
    #[wasm_bindgen(getter, js_name = byYear)]
    pub fn by_year(&self) -> MarkersByYearTable {
        columns::object(&self.list.by_year_table())
    }

    /// Schools and markers by year and municipality.
    #[wasm_bindgen(getter, js_name = byMunicipality)]
    pub fn by_municipality(&self) -> MarkersByMunicipalityTable {
        columns::object(&self.list.by_municipality_table())
    }

    /// The markers of one school by year. Its login may begin `sch` in one year and `edu` in
    /// another: the digits stay.
    pub fn history(&self, school: &str) -> MarkersTable {
        columns::object(&self.list.history_table(school))
    }

    /// What became of every row.
    #[wasm_bindgen(getter, unchecked_return_type = "ImportReport")]
    pub fn report(&self) -> JsValue {
        report_object(&self.report)
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> MarkerList {
        Self { list: Rc::clone(&self.list), report: self.report.clone() }
    }
}

#[wasm_bindgen]
extern "C" {
    type SharedMarkers;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedMarkers) -> Result<MarkerList, JsValue>;
}

/// The list of an options object, if one is given.
pub(crate) fn from_option(listed: JsValue) -> Result<Option<Rc<data::MarkerList>>, Error> {
    if listed.is_undefined() || listed.is_null() {
        return Ok(None);
    }
    let shared = listed.unchecked_into::<SharedMarkers>().share();
    shared.map(|of| Some(of.list)).map_err(|_| Error::expected("listed", "a MarkerList"))
}
