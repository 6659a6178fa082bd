//! Several files at once.

use std::ops::ControlFlow;

use js_sys::{Array, Function, Uint8Array};
use obektiv::data::readers::{self, Progress, Source};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::readers::{ImportOptions, import_fields};
use crate::{arrays::each, assessment, columns, error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What became of one of several files: all that `Import` has, or an error. */
export interface FileImport {
  name: string;
  results?: Results;
  report?: ImportReport;
  registry?: Registry;
  error?: ObektivError;
}

/** How far `readMany` is. */
export interface ReadProgress {
  /** The file just read, in whatever way it ended. */
  name: string;
  /** Files read so far, this one included. */
  files: number;
  filesTotal: number;
  /** Bytes read so far. */
  bytes: number;
  bytesTotal: number;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "(progress: ReadProgress) => boolean | void")]
    pub type OnProgress;
}

/// One of several files.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileInit {
    /// What errors call it, such as its path.
    name: String,
    /// A workbook or text.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    bytes: JsValue,
    /// Its assessment, where the layout does not name it.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Assessment | null", optional)]
    assessment: JsValue,
    /// Its school, where the layout has no school column; without it that of the options.
    #[serde(default)]
    #[tsify(type = "string | null", optional)]
    school: Option<String>,
}

/// Results from each of several files, workbooks or text, in their order. One that cannot be read
/// has an error in place of results, and does not keep the others from being read.
///
/// `progress` is called after each file; if it returns false, the files not yet read are left out
/// of the answer.
#[wasm_bindgen(js_name = readMany, unchecked_return_type = "FileImport[]")]
pub fn read_many(
    #[wasm_bindgen(unchecked_param_type = "FileInit[]")] files: &JsValue,
    options: Option<Ts<ImportOptions>>,
    progress: Option<OnProgress>,
) -> Result<Array, Error> {
    let files = each(files).ok_or_else(|| Error::expected("files", "an array of files"))?;
    let files = files.iter().map(|file| File::of(&file)).collect::<Result<Vec<File>, Error>>()?;
    let (options, registry) = options::read(options)?.read()?;
    let call = progress.map(JsCast::dyn_into::<Function>);
    let call = call.transpose().map_err(|_| Error::expected("progress", "a function"))?;
    let sources: Vec<Source<'_>> = files.iter().map(File::source).collect();
    let mut thrown = None;
    let imports = readers::read_many(&sources, &options, |progress| {
        let Some(call) = &call else { return ControlFlow::Continue(()) };
        match call.call1(&JsValue::UNDEFINED, &progress_object(progress)) {
            Ok(answer) if answer == JsValue::FALSE => ControlFlow::Break(()),
            Ok(_) => ControlFlow::Continue(()),
            Err(value) => {
                thrown = Some(value);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(value) = thrown {
        return Err(Error::Thrown(value));
    }
    let imports = files.iter().zip(imports).map(|(file, import)| {
        let mut fields = vec![("name", JsValue::from_str(&file.name))];
        match import {
            Ok(import) => fields.extend(import_fields(import, registry.as_deref())),
            Err(error) => fields.push(("error", Error::from(error).into())),
        }
        columns::record::<JsValue>(&fields)
    });
    Ok(imports.collect())
}

struct File {
    name: String,
    bytes: Vec<u8>,
    assessment: Option<assessment::Assessment>,
    school: Option<String>,
}

impl File {
    fn of(init: &JsValue) -> Result<Self, Error> {
        let FileInit { name, bytes, assessment, school } = options::fields(init, "file")?;
        let bytes = bytes.dyn_ref::<Uint8Array>().ok_or_else(|| Error::expected("bytes", "a Uint8Array"))?;
        Ok(Self { name, bytes: bytes.to_vec(), assessment: assessment::from_option(assessment)?, school })
    }

    fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            bytes: &self.bytes,
            assessment: self.assessment.as_ref().map(|a| &a.0),
            school: self.school.as_deref(),
        }
    }
}

fn progress_object(progress: Progress<'_>) -> JsValue {
    let Progress { name, files, files_total, bytes, bytes_total } = progress;
    columns::record(&[
        ("name", JsValue::from_str(name)),
        ("files", JsValue::from(files as f64)),
        ("filesTotal", JsValue::from(files_total as f64)),
        ("bytes", JsValue::from(bytes as f64)),
        ("bytesTotal", JsValue::from(bytes_total as f64)),
    ])
}
