use obektiv::{DataError, EvidenceError, ModelError, PlanError, ReportError, ScreeningError, StatisticError};
use wasm_bindgen::prelude::*;

// build.sh lays the file beside the generated module, and `index.js` exports it with all else.
#[wasm_bindgen(raw_module = "./surface.js")]
extern "C" {
    /// An error of the library, with its stable code.
    pub type ObektivError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, path: Option<&str>) -> ObektivError;
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** An error of the library; `code` is stable and the same in all languages, such as `data.score`. */
export class ObektivError extends Error {
  private constructor();
  readonly name: "ObektivError";
  readonly code: string;
  /** Of a plan: where in its JSON, such as `directions[0].measures[2].schedule`. */
  readonly path?: string;
}
"#;

/// What a call can throw.
pub enum Error {
    /// The core's error: an `ObektivError`.
    Core(obektiv::Error),
    /// An argument of another type than declared: a `TypeError`.
    Type(String),
    /// What JavaScript threw, as it is.
    Thrown(JsValue),
}

impl Error {
    pub fn expected(what: &str, expected: &str) -> Self {
        Self::Type(format!("{what}: expected {expected}"))
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        match error {
            Error::Core(error) => {
                let path = match &error {
                    obektiv::Error::Plan(error) => Some(error.path()),
                    _ => None,
                };
                ObektivError::new(error.code(), &error.to_string(), path).into()
            }
            Error::Type(message) => js_sys::TypeError::new(&message).into(),
            Error::Thrown(value) => value,
        }
    }
}

impl From<obektiv::Error> for Error {
    fn from(error: obektiv::Error) -> Self {
        Self::Core(error)
    }
}

impl From<DataError> for Error {
    fn from(error: DataError) -> Self {
        Self::Core(error.into())
    }
}

impl From<StatisticError> for Error {
    fn from(error: StatisticError) -> Self {
        Self::Core(error.into())
    }
}

impl From<ModelError> for Error {
    fn from(error: ModelError) -> Self {
        Self::Core(error.into())
    }
}

impl From<ScreeningError> for Error {
    fn from(error: ScreeningError) -> Self {
        Self::Core(error.into())
    }
}

impl From<EvidenceError> for Error {
    fn from(error: EvidenceError) -> Self {
        Self::Core(error.into())
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        Self::Core(error.into())
    }
}

impl From<ReportError> for Error {
    fn from(error: ReportError) -> Self {
        Self::Core(error.into())
    }
}
