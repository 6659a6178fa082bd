//! Options objects: all names optional, unknown names refused.

use js_sys::{Array, Object};
use serde::de::{
    DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, value::MapAccessDeserializer,
};
use serde_wasm_bindgen::{Deserializer, Error as SerdeError};
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;

/// The options, or all defaults.
pub(crate) fn read<T: Tsify + DeserializeOwned + Default>(options: Option<Ts<T>>) -> Result<T, Error> {
    options.map_or_else(|| Ok(T::default()), |options| fields(&options.js_value(), "options"))
}

/// A struct from an object. A misspelt name is an error, which serde-wasm-bindgen alone would not
/// notice: it looks up the names it knows.
pub(crate) fn fields<T: DeserializeOwned>(value: &JsValue, what: &str) -> Result<T, Error> {
    let Some(object) = value.dyn_ref::<Object>() else {
        return Err(Error::expected(what, "an object"));
    };
    let entries = Object::entries(object);
    let mut entries = Entries { entries, next: 0, name: String::new(), value: JsValue::UNDEFINED };
    let read = T::deserialize(MapAccessDeserializer::new(&mut entries));
    read.map_err(|error| entries.refused(what, &error.to_string()))
}

/// Whole numbers by the names that serde has for them, and the largest.
const WHOLE: [(&str, u64); 5] = [
    ("u8", u8::MAX as u64),
    ("u16", u16::MAX as u64),
    ("u32", u32::MAX as u64),
    ("usize", u32::MAX as u64),
    ("u64", 9_007_199_254_740_991),
];

/// The entries of an object; those that are undefined count as absent.
struct Entries {
    entries: Array,
    next: u32,
    name: String,
    value: JsValue,
}

impl Entries {
    /// Serde takes a whole number that its place cannot hold for one of another type.
    fn refused(&self, what: &str, error: &str) -> Error {
        let whole = self.value.as_f64().filter(|number| number.fract() == 0.0);
        let expected = error.rsplit(' ').next();
        match (whole, WHOLE.iter().find(|(name, _)| Some(*name) == expected)) {
            (Some(got), Some((_, most))) => Error::range(&self.name, got, *most),
            _ => Error::Type(format!("{what}: {error}")),
        }
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = SerdeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, SerdeError> {
        while self.next < self.entries.length() {
            let entry: Array = self.entries.get(self.next).unchecked_into();
            self.next += 1;
            self.value = entry.get(1);
            if !self.value.is_undefined() {
                self.name = entry.get(0).as_string().unwrap_or_default();
                return seed.deserialize(self.name.as_str().into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, SerdeError> {
        seed.deserialize(Deserializer::from(self.value.clone()))
    }
}
