use std::borrow::Cow;
use std::fmt;

use super::record::DescribedRecord;
use crate::data::DataError;

/// A setting's value as a border has it. Of a language's own numbers, whole ones without a
/// point are `Whole`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as what they are")]
pub enum Value {
    Null,
    Bool(bool),
    Whole(i128),
    Real(f64),
    Text(String),
    List(Vec<Value>),
    /// A record's fields, in their order.
    Record(Vec<Value>),
    Object,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Whole(value) => value.fmt(f),
            Self::Real(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::List(_) => f.write_str("a list"),
            Self::Record(_) | Self::Object => f.write_str("an object"),
        }
    }
}

impl From<&serde_json::Value> for Value {
    fn from(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(n) => match (n.as_u64(), n.as_i64()) {
                (Some(whole), _) => Self::Whole(whole.into()),
                (_, Some(whole)) => Self::Whole(whole.into()),
                _ => Self::Real(n.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(all) => Self::List(all.iter().map(Self::from).collect()),
            Json::Object(_) => Self::Object,
        }
    }
}

/// What a setting takes, and what a field of a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingKind {
    /// A whole number.
    Whole,
    /// A real number.
    Real,
    /// Yes or no.
    Bool,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// So many of a kind, or any number.
    List(Box<SettingKind>, Option<usize>),
    /// Something, or nothing.
    Optional(Box<SettingKind>),
    /// One or the other.
    Either(Box<SettingKind>, Box<SettingKind>),
    /// Text: of a record only.
    Text,
    /// Fields: of a record only.
    Record(Box<DescribedRecord>),
}

impl fmt::Display for SettingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("a whole number"),
            Self::Real => f.write_str("a number"),
            Self::Bool => f.write_str("true or false"),
            Self::Choice(names) => f.write_str(&names.join(" or ")),
            Self::List(of, None) => write!(f, "a list, each {of}"),
            Self::List(of, Some(n)) => write!(f, "a list of {n}, each {of}"),
            Self::Optional(of) => of.fmt(f),
            Self::Either(one, other) => write!(f, "{one} or {other}"),
            Self::Text => f.write_str("a text"),
            Self::Record(record) => f.write_str(record.name),
        }
    }
}

/// What is wrong with a setting's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// Of another type.
    Kind {
        /// The right one.
        expected: SettingKind,
        /// The value as a text.
        got: String,
    },
    /// A whole number that the setting's type cannot hold.
    Range {
        /// The value.
        got: i128,
        /// The smallest and the largest.
        within: (i128, i128),
    },
    /// None of the names.
    Name(DataError),
    /// Of the right type, and out of its range.
    Refused(String),
}

impl Problem {
    /// This is none of `T`.
    pub(crate) fn kind<T: Setting>(got: &Value) -> Self {
        Self::Kind { expected: T::kind(), got: got.to_string() }
    }
}

impl From<DataError> for Problem {
    fn from(error: DataError) -> Self {
        Self::Name(error)
    }
}

/// Why settings cannot be: each language says it in its own words.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionError {
    /// No setting of this name.
    Unknown {
        /// The name.
        name: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// A wrong value.
    Wrong {
        /// The setting.
        name: Cow<'static, str>,
        /// What is wrong.
        problem: Problem,
    },
    /// A setting without a default that is not given.
    Missing(&'static str),
    /// An input at this place that is missing, or of another kind than the function says.
    Input(usize),
}

impl OptionError {
    /// The setting; empty for the object as a whole.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Unknown { name, .. } => Cow::Borrowed(name),
            Self::Wrong { name, .. } => Cow::Borrowed(name),
            Self::Missing(name) => Cow::Borrowed(name),
            Self::Input(at) => Cow::Owned(format!("inputs[{at}]")),
        }
    }

    /// What is wrong, without the setting's name.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Unknown { name, known } if known.is_empty() => {
                format!("unknown field `{name}`, there are no fields")
            }
            Self::Unknown { name, known } => {
                format!("unknown field `{name}`, expected one of `{}`", known.join("`, `"))
            }
            Self::Wrong { problem: Problem::Kind { expected, got }, .. } => {
                format!("is {got}, expected {expected}")
            }
            Self::Wrong { problem: Problem::Range { got, within: (least, most) }, .. } => {
                format!("is {got}, expected a whole number from {least} to {most}")
            }
            Self::Wrong { problem: Problem::Name(error), .. } => error.to_string(),
            Self::Wrong { problem: Problem::Refused(reason), .. } => reason.clone(),
            Self::Missing(_) => "missing".to_owned(),
            Self::Input(_) => "missing, or of another kind".to_owned(),
        }
    }
}

/// A type that a setting can have.
pub trait Setting: Sized {
    /// What it takes.
    fn kind() -> SettingKind;
    /// From a border's value.
    ///
    /// # Errors
    /// [`Problem`]
    fn read(value: &Value) -> Result<Self, Problem>;
    /// As a border's value: of a default.
    fn write(&self) -> Value;
}

impl Setting for bool {
    fn kind() -> SettingKind {
        SettingKind::Bool
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Bool(value) => Ok(*value),
            other => Err(Problem::kind::<Self>(other)),
        }
    }
    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Setting for f64 {
    fn kind() -> SettingKind {
        SettingKind::Real
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Real(value) => Ok(*value),
            Value::Whole(value) => Ok(*value as f64),
            other => Err(Problem::kind::<Self>(other)),
        }
    }
    fn write(&self) -> Value {
        Value::Real(*self)
    }
}

macro_rules! whole { ($($type:ty),*) => {$(
    impl Setting for $type {
        fn kind() -> SettingKind {
            SettingKind::Whole
        }
        fn read(value: &Value) -> Result<Self, Problem> {
            match value {
                Value::Whole(got) => {
                    let within = (Self::MIN as i128, Self::MAX as i128);
                    Self::try_from(*got).map_err(|_| Problem::Range { got: *got, within })
                }
                other => Err(Problem::kind::<Self>(other)),
            }
        }
        fn write(&self) -> Value {
            Value::Whole(*self as i128)
        }
    }
)*} }
whole!(u8, u16, u32, u64, usize, i32);

impl<T: Setting> Setting for Option<T> {
    fn kind() -> SettingKind {
        SettingKind::Optional(Box::new(T::kind()))
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Null => Ok(None),
            value => T::read(value).map(Some),
        }
    }
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn kind() -> SettingKind {
        SettingKind::List(Box::new(T::kind()), None)
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::List(all) => all.iter().map(T::read).collect(),
            other => Err(Problem::kind::<Self>(other)),
        }
    }
    fn write(&self) -> Value {
        Value::List(self.iter().map(T::write).collect())
    }
}

impl<T: Setting, const N: usize> Setting for [T; N] {
    fn kind() -> SettingKind {
        SettingKind::List(Box::new(T::kind()), Some(N))
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        Vec::read(value)?.try_into().map_err(|_| Problem::kind::<Self>(value))
    }
    fn write(&self) -> Value {
        Value::List(self.iter().map(T::write).collect())
    }
}

/// An enum of plain names as a setting and as a field of a record:
/// `choices!(Ties, "ties", Printed = "printed", Corrected = "corrected");`, or
/// `choices!(of Method);` of one that has its names where nothing is known of settings.
macro_rules! choices {
    (of $type:ty) => {
    impl $crate::function::Setting for $type {
        fn kind() -> $crate::function::SettingKind {
            $crate::function::SettingKind::Choice(Self::NAMES)
        }
        fn read(value: &$crate::function::Value) -> Result<Self, $crate::function::Problem> {
            match value {
                $crate::function::Value::Text(name) => Ok(name.parse()?),
                other => Err($crate::function::Problem::kind::<Self>(other)),
            }
        }
        fn write(&self) -> $crate::function::Value {
            $crate::function::Value::Text(self.name().to_owned())
        }
    }
    impl $crate::function::Field for $type {
        fn kind() -> $crate::function::SettingKind {
            <Self as $crate::function::Setting>::kind()
        }
        fn value(&self) -> $crate::function::Value {
            $crate::function::Setting::write(self)
        }
    }
    };
    ($type:ty, $($rest:tt)+) => {
        $crate::data::names!($type, $($rest)+);
        $crate::function::choices!(of $type);
    };
}
pub(crate) use choices;

/// A setting with its default; those that have none must be given.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "said above")]
pub struct DescribedSetting {
    pub name: &'static str,
    pub doc: &'static str,
    pub kind: SettingKind,
    pub default: Option<Value>,
}

impl DescribedSetting {
    pub(crate) fn new<T: Setting>(name: &'static str, doc: &'static str, default: &T) -> Self {
        Self { name, doc, kind: T::kind(), default: Some(default.write()) }
    }

    pub(crate) fn required<T: Setting>(name: &'static str, doc: &'static str, _: &T) -> Self {
        Self { name, doc, kind: T::kind(), default: None }
    }
}

/// A struct of options; derive it. Its default holds the defaults.
pub trait Settings {
    /// Sets one by its name; `false` if there is none.
    ///
    /// # Errors
    /// [`Problem`] with the value.
    fn set(&mut self, name: &str, value: &Value) -> Result<bool, Problem>;
    /// The settings in the order of the fields, with the values they have.
    fn describe(&self) -> Vec<DescribedSetting>;
}

/// Sets all that are given.
///
/// # Errors
/// [`OptionError`] for the first that is unknown, wrong or missing.
pub fn set(settings: &mut dyn Settings, given: &[(Cow<'_, str>, Value)]) -> Result<(), OptionError> {
    for (name, value) in given {
        match settings.set(name, value) {
            Ok(true) => {}
            Ok(false) => {
                let known = settings.describe().iter().map(|setting| setting.name).collect();
                return Err(OptionError::Unknown { name: name.to_string(), known });
            }
            Err(problem) => {
                let known = settings.describe().into_iter().find(|setting| setting.name == name);
                let name = known.map_or_else(|| name.to_string().into(), |setting| setting.name.into());
                return Err(OptionError::Wrong { name, problem });
            }
        }
    }
    let described = settings.describe();
    let missing =
        |s: &&DescribedSetting| s.default.is_none() && !given.iter().any(|(name, _)| *name == s.name);
    match described.iter().find(missing) {
        Some(setting) => Err(OptionError::Missing(setting.name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, obektiv_derive::Settings)]
    struct Options {
        /// How many.
        n: u8,
        /// How large a share.
        share: f64,
        /// Whether ends count.
        ends: bool,
        /// Three bounds, or none.
        bounds: Option<[u16; 3]>,
    }

    impl Default for Options {
        fn default() -> Self {
            Self { n: 5, share: 0.5, ends: false, bounds: None }
        }
    }

    fn given(name: &str, value: Value) -> Result<Options, OptionError> {
        let mut options = Options::default();
        set(&mut options, &[(name.into(), value)]).map(|()| options)
    }

    #[test]
    fn what_is_given_is_set_and_all_else_keeps_its_default() {
        assert_eq!(given("n", Value::Whole(7)).unwrap(), Options { n: 7, ..Options::default() });
        assert_eq!(given("share", Value::Whole(1)).unwrap(), Options { share: 1.0, ..Options::default() });
        let bounds = Value::List(vec![Value::Whole(1), Value::Whole(2), Value::Whole(3)]);
        assert_eq!(given("bounds", bounds).unwrap().bounds, Some([1, 2, 3]));
        assert_eq!(given("bounds", Value::Null).unwrap(), Options::default());
    }

    #[test]
    fn what_cannot_be_set_is_told_with_its_name_and_what_would_be_right() {
        let told = |name: &str, value: Value| {
            let error = given(name, value).unwrap_err();
            format!("{} {}", error.name(), error.reason())
        };
        assert_eq!(
            told("m", Value::Null),
            "m unknown field `m`, expected one of `n`, `share`, `ends`, `bounds`"
        );
        assert_eq!(told("n", Value::Text("7".into())), "n is \"7\", expected a whole number");
        assert_eq!(told("n", Value::Real(7.0)), "n is 7.0, expected a whole number");
        assert_eq!(told("n", Value::Whole(-1)), "n is -1, expected a whole number from 0 to 255");
        assert_eq!(told("share", Value::Bool(true)), "share is true, expected a number");
        assert_eq!(told("ends", Value::Whole(1)), "ends is 1, expected true or false");
        assert_eq!(told("ends", Value::Null), "ends is null, expected true or false");
        let two = Value::List(vec![Value::Whole(1); 2]);
        assert_eq!(told("bounds", two), "bounds is a list, expected a list of 3, each a whole number");
    }

    #[test]
    fn settings_are_described_in_the_order_of_the_fields_with_their_defaults() {
        let described = Options::default().describe();
        let names: Vec<&str> = described.iter().map(|setting| setting.name).collect();
        assert_eq!(names, ["n", "share", "ends", "bounds"]);
        assert_eq!((described[0].doc, &described[0].default), ("How many.", &Some(Value::Whole(5))));
        assert_eq!(described[3].kind.to_string(), "a list of 3, each a whole number");
    }

    #[test]
    fn numbers_of_json_keep_whether_they_are_whole() {
        let json = serde_json::json!([18_446_744_073_709_551_615_u64, -3, 2.0, null, {}]);
        let expected =
            [Value::Whole(u64::MAX.into()), Value::Whole(-3), Value::Real(2.0), Value::Null, Value::Object];
        assert_eq!(Value::from(&json), Value::List(expected.into()));
    }
}
