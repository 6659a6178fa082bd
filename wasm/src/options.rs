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

/// A struct from an object. A misspelt name is an error, which serde-wasm-bindgen alone would not notice:
/// it looks up the names it knows.
pub(crate) fn fields<T: DeserializeOwned>(value: &JsValue, what: &str) -> Result<T, Error> {
    let Some(object) = value.dyn_ref::<Object>() else {
        return Err(Error::expected(what, "an object"));
    };
    let entries = Entries { entries: Object::entries(object), next: 0, value: JsValue::UNDEFINED };
    T::deserialize(MapAccessDeserializer::new(entries)).map_err(|e| Error::Type(format!("{what}: {e}")))
}

/// The entries of an object; those that are undefined count as absent.
struct Entries {
    entries: Array,
    next: u32,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = SerdeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, SerdeError> {
        while self.next < self.entries.length() {
            let entry: Array = self.entries.get(self.next).unchecked_into();
            self.next += 1;
            self.value = entry.get(1);
            if !self.value.is_undefined() {
                let name = entry.get(0).as_string().unwrap_or_default();
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, SerdeError> {
        seed.deserialize(Deserializer::from(self.value.clone()))
    }
}
