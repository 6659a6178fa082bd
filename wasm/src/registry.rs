use std::rc::Rc;

use obektiv::data::{self, School, Unit};
use serde::Deserialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::{arrays::each, columns, error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The schools of a registry, in the order of their logins. What is not known is empty. */
export interface RegistryTable {
  login: string[];
  name: string[];
  municipality: string[];
  kind: string[];
  reference: string[];
}
"#;

/// One school of a registry.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchoolInit {
    /// The login that results name it by.
    login: String,
    /// Its name as people write it.
    #[serde(default)]
    #[tsify(optional)]
    name: String,
    /// Its municipality.
    #[serde(default)]
    #[tsify(optional)]
    municipality: String,
    /// Its type, such as `lyceum`; free text.
    #[serde(default)]
    #[tsify(optional)]
    kind: String,
    /// The reference group it is compared within; without one, all schools without one.
    #[serde(default)]
    #[tsify(optional)]
    reference: String,
}

/// Schools by login: name, municipality, type, reference group.
#[wasm_bindgen]
pub struct Registry(pub(crate) Rc<data::Registry>);

#[wasm_bindgen]
impl Registry {
    /// A registry of these schools.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "SchoolInit[]")] schools: &JsValue,
    ) -> Result<Registry, Error> {
        let schools = each(schools).ok_or_else(|| Error::expected("schools", "an array of schools"))?;
        let mut rows = Vec::new();
        for school in schools {
            let SchoolInit { login, name, municipality, kind, reference } =
                options::fields(&school, "school")?;
            rows.push((login, School { name, municipality, kind, reference }));
        }
        Ok(Self(Rc::new(data::Registry::new(rows)?)))
    }

    /// The number of schools.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.0.schools().len()
    }

    /// All schools.
    #[wasm_bindgen(getter, unchecked_return_type = "RegistryTable")]
    pub fn table(&self) -> JsValue {
        columns::object(&self.0.table())
    }

    /// The school's name, or its login where the registry has none.
    pub fn name(&self, login: &str) -> String {
        self.0.name(login).to_owned()
    }

    /// The school's municipality; empty where unknown.
    pub fn municipality(&self, login: &str) -> String {
        self.0.municipality(login).to_owned()
    }

    /// The reference group of a school or of a class `school/class`; empty where it has none.
    /// Without `unit` a name that is a login here is a school's, any other a class's.
    pub fn reference(
        &self,
        group: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "Group")] unit: Option<String>,
    ) -> Result<String, Error> {
        let unit = match unit {
            Some(unit) => Unit::parse(unit.parse()?, group),
            None => self.0.unit(group),
        };
        Ok(self.0.reference(&unit).to_owned())
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Registry {
        Self(Rc::clone(&self.0))
    }
}

impl Registry {
    pub(crate) fn inner(&self) -> &data::Registry {
        &self.0
    }
}

#[wasm_bindgen]
extern "C" {
    type SharedRegistry;

    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedRegistry) -> Result<Registry, JsValue>;
}

/// The registry of an options object, if one is given.
pub(crate) fn from_option(registry: JsValue) -> Result<Option<Rc<data::Registry>>, Error> {
    if registry.is_undefined() || registry.is_null() {
        return Ok(None);
    }
    let shared = registry.unchecked_into::<SharedRegistry>().share();
    shared.map(|r| Some(r.0)).map_err(|_| Error::expected("registry", "a Registry"))
}

/// A registry from a table with the columns `login` (or `school`), `name`, `municipality`, `kind`,
/// `reference`; all but the first are optional.
#[cfg(feature = "csv")]
#[wasm_bindgen(js_name = readRegistry)]
pub fn read_registry(bytes: &crate::arrays::Bytes) -> Result<Registry, Error> {
    use data::readers::{Sheet, read_registry};
    let sheet = Sheet::from_bytes(&bytes.read("bytes")?, data::ReadOptions::default().max_unpacked)?;
    Ok(Registry(Rc::new(read_registry(&sheet)?)))
}
