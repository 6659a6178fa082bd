//! Results that are no table: structs whose fields other languages have by name.

use super::settings::{Setting, SettingKind, Value};

/// A field of a record: its name, meaning and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "said above")]
pub struct DescribedField {
    pub name: &'static str,
    pub doc: &'static str,
    pub kind: SettingKind,
}

/// A struct whose fields are known by name; `#[derive(Record)]` describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "said above")]
pub struct DescribedRecord {
    pub name: &'static str,
    pub doc: &'static str,
    /// The record that it extends, whose fields stand first.
    pub base: Option<Box<DescribedRecord>>,
    /// Its own fields.
    pub fields: Vec<DescribedField>,
}

impl DescribedRecord {
    /// All fields, in the order of [`Value::Record`].
    #[must_use]
    pub fn all(&self) -> Vec<&DescribedField> {
        let base = self.base.as_ref().map_or_else(Vec::new, |base| base.all());
        base.into_iter().chain(&self.fields).collect()
    }
}

/// A type that a record's field can have. Real numbers are NaN where they are undefined,
/// optional ones null.
pub trait Field {
    /// What it is.
    fn kind() -> SettingKind;
    /// As a border's value.
    fn value(&self) -> Value;
}

macro_rules! fields { ($($type:ty),*) => {$(
    impl Field for $type {
        fn kind() -> SettingKind {
            <Self as Setting>::kind()
        }
        fn value(&self) -> Value {
            self.write()
        }
    }
)*} }
fields!(bool, f64, u8, u16, u64, usize, i32);

impl Field for String {
    fn kind() -> SettingKind {
        SettingKind::Text
    }
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl<T: Field> Field for Option<T> {
    fn kind() -> SettingKind {
        SettingKind::Optional(Box::new(T::kind()))
    }
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::value)
    }
}

impl<T: Field> Field for Vec<T> {
    fn kind() -> SettingKind {
        SettingKind::List(Box::new(T::kind()), None)
    }
    fn value(&self) -> Value {
        Value::List(self.iter().map(T::value).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use obektiv_derive::Record;

    /// Where it stands.
    #[derive(Record)]
    struct Place {
        /// How far.
        x: f64,
    }

    /// What it has.
    #[derive(Record, serde::Serialize)]
    struct Thing {
        #[serde(flatten, skip_serializing)]
        place: Place,
        /// Its names.
        names: Vec<String>,
        /// Its age, where known.
        age: Option<u64>,
        #[serde(skip)]
        _memory: u8,
        /// Its neighbour.
        next: Place,
    }

    impl serde::Serialize for Place {
        fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            s.serialize_unit()
        }
    }

    #[test]
    fn a_records_values_stand_in_the_order_of_its_fields_after_those_of_what_it_extends() {
        let described = Thing::described();
        let names: Vec<&str> = described.all().iter().map(|field| field.name).collect();
        assert_eq!(names, ["x", "names", "age", "next"]);
        assert_eq!((described.name, described.base.as_ref().unwrap().name), ("Thing", "Place"));
        let thing = Thing {
            place: Place { x: f64::INFINITY },
            names: vec!["a".to_owned()],
            age: None,
            _memory: 1,
            next: Place { x: 2.0 },
        };
        let names = Value::List(vec![Value::Text("a".to_owned())]);
        let next = Value::Record(vec![Value::Real(2.0)]);
        assert_eq!(thing.values(), [Value::Real(f64::INFINITY), names, Value::Null, next]);
        assert_eq!(described.fields[1].kind, SettingKind::Optional(Box::new(SettingKind::Whole)));
    }
}
