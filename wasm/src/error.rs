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
    /// The core's error: an `ObektivError`. Its words are made where it is met, so that a package
    /// that leaves a part out has no words of that part's errors.
    Core { code: &'static str, message: String, path: Option<String> },
    /// An argument of another type than declared: a `TypeError`.
    Type(String),
    /// What JavaScript threw, as it is.
    Thrown(JsValue),
}

impl Error {
    pub fn expected(what: &str, expected: &str) -> Self {
        Self::Type(format!("{what}: expected {expected}"))
    }

    /// A whole number that its place cannot hold.
    pub fn range(what: &str, got: f64, most: u64) -> Self {
        let message = format!("{what} is {got}, expected 0 to {most}");
        Self::Core { code: "data.range", message, path: None }
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        match error {
            Error::Core { code, message, path } => ObektivError::new(code, &message, path.as_deref()).into(),
            Error::Type(message) => js_sys::TypeError::new(&message).into(),
            Error::Thrown(value) => value,
        }
    }
}

/// The errors of the core's rooms.
macro_rules! of_core {
    ($($error:ty),*) => { $(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::Core { code: error.code(), message: error.to_string(), path: None }
            }
        }
    )* };
}

of_core!(DataError, StatisticError, ModelError, ScreeningError, EvidenceError, ReportError);

/// Of a function of the catalogue.
#[cfg(feature = "signs")]
impl From<obektiv::Error> for Error {
    fn from(error: obektiv::Error) -> Self {
        Self::Core { code: error.code(), message: error.to_string(), path: None }
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        let path = Some(error.path().to_owned());
        Self::Core { code: error.code(), message: error.to_string(), path }
    }
}
