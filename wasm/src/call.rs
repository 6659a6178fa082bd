//! Any function of the core's catalogue. What calls it is JavaScript that `./x generate` writes.

use std::borrow::Cow;
#[cfg(feature = "signs")]
use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use obektiv::catalogue;
use obektiv::data::{self, Grouping};
use obektiv::function::{
    Argument, Function, Given, Groups, Input, Kind, OptionError, Output, Problem, Shape, Value,
};
use wasm_bindgen::prelude::*;

use crate::arrays::{Numbers, Texts, columns, each, flags, periods};
use crate::columns::{self, camel_case};
#[cfg(feature = "signs")]
use crate::tally::{Tallied, Tally, Works};
use crate::{error::Error, records};
#[cfg(feature = "signs")]
use crate::{registry, results};

/// Calls a function by its id: the inputs that it must have, in their order, and its options.
pub(crate) fn call(id: &str, inputs: Vec<JsValue>, options: &JsValue) -> Result<JsValue, Error> {
    let function = catalogue::find(id).ok_or_else(|| Error::Type(format!("no function {id}")))?;
    let options = Options::read(function, options)?;
    let mut inputs = inputs.into_iter();
    let held = function.inputs.iter().map(|input| {
        let value = if input.optional { options.get(input.name) } else { inputs.next().unwrap_or_default() };
        held(input, value, &options)
    });
    let held = held.collect::<Result<Vec<Held>, Error>>()?;
    // Arguments borrow the tallies one by one.
    let tallies: Vec<Vec<&data::Tally>> = held.iter().map(Held::tallies).collect();
    let inputs: Vec<Argument<'_>> = held.iter().zip(&tallies).map(|(held, all)| held.argument(all)).collect();
    let group = options.group.unwrap_or(options.usual);
    let output = (function.run)(&Given { inputs: &inputs, group, settings: &options.settings });
    Ok(match output.map_err(|error| told(function, &error))? {
        Output::Table(table) => columns::object(&table),
        Output::Numbers(numbers) => columns::numbers(numbers.into_iter()).into(),
        Output::Number(number) => number.into(),
        Output::Matrix(rows) => {
            rows.rows().into_iter().map(|row| columns::numbers(row.iter().copied())).collect::<Array>().into()
        }
        Output::Record(fields) => match (function.output, fields) {
            (Shape::Record(described), Value::Record(fields)) => records::object(&described(), &fields),
            _ => JsValue::NULL,
        },
    })
}

/// The core's error with the names that arguments and functions have here.
fn told(function: &Function, error: &obektiv::Error) -> Error {
    let settings = (function.options)().describe();
    let arguments = function.inputs.iter().map(|input| input.name).chain(settings.iter().map(|s| s.name));
    let functions = catalogue::all().filter_map(|other| other.id.split('.').nth(1));
    let names = arguments.chain(functions).filter(|name| name.contains('_'));
    let message = names.fold(error.to_string(), |text, name| text.replace(name, &camel_case(name)));
    Error::Core { code: error.code(), message, path: None }
}

// Members of a class: what stands alone in the module stands in the package too.
#[cfg(feature = "signs")]
#[wasm_bindgen]
impl Tally {
    /// Calls a function by its id: the inputs that it must have, in their order, and its options.
    #[wasm_bindgen(js_name = _call, skip_typescript)]
    pub fn call(id: &str, inputs: Vec<JsValue>, options: &JsValue) -> Result<JsValue, Error> {
        call(id, inputs, options)
    }

    /// The ids of all functions, each with the columns of its table.
    #[wasm_bindgen(js_name = _functions, skip_typescript)]
    pub fn functions() -> Object {
        let functions = catalogue::all().map(|function| {
            let columns = function.columns();
            let columns = columns::texts(columns.iter().map(|column| camel_case(column.name)));
            Array::of2(&JsValue::from_str(function.id), &columns)
        });
        Object::from_entries(&functions.collect::<Array>()).unwrap_or_default()
    }
}

/// What an argument owns while the function runs.
enum Held {
    Absent,
    #[cfg(feature = "signs")]
    Tally(Rc<data::Tally>),
    #[cfg(feature = "signs")]
    Works(Vec<Rc<data::Tally>>),
    #[cfg(feature = "signs")]
    Results(Rc<data::Results>),
    #[cfg(feature = "signs")]
    Registry(Rc<data::Registry>),
    Names(Vec<String>),
    Whole(Vec<u64>),
    Points(Vec<u16>),
    Numbers(Vec<f64>),
    Flags(Vec<bool>),
    Periods(Vec<i32>),
    PeriodsOrNone(Vec<Option<i32>>),
    Columns(Vec<Vec<f64>>),
}

#[cfg_attr(not(feature = "signs"), allow(unused_variables))]
fn held(input: &Input, value: JsValue, options: &Options<'_>) -> Result<Held, Error> {
    if input.optional && (value.is_undefined() || value.is_null()) {
        return Ok(Held::Absent);
    }
    let name = &*camel_case(input.name);
    Ok(match input.kind {
        Kind::Names => Held::Names(value.unchecked_ref::<Texts>().read(name)?),
        Kind::Whole => Held::Whole(value.unchecked_ref::<Numbers>().counts(name)?),
        Kind::Points => Held::Points(value.unchecked_ref::<Numbers>().points(name)?),
        Kind::Numbers => Held::Numbers(value.unchecked_ref::<Numbers>().read(name)?),
        Kind::Flags => Held::Flags(flags(&value, name)?),
        Kind::Periods => {
            let all = periods(&value, name)?.into_iter().collect::<Option<_>>();
            Held::Periods(all.ok_or_else(|| Error::expected(name, "an array of whole numbers"))?)
        }
        Kind::PeriodsOrNone => Held::PeriodsOrNone(periods(&value, name)?),
        Kind::Columns => Held::Columns(columns(&value, name)?),
        #[cfg(feature = "signs")]
        kind => of_results(kind, value, name, options)?,
        #[cfg(not(feature = "signs"))]
        _ => return Err(Error::Type(format!("{name} is not read here"))),
    })
}

/// What needs results.
#[cfg(feature = "signs")]
fn of_results(kind: Kind, value: JsValue, name: &str, options: &Options<'_>) -> Result<Held, Error> {
    let (group, usual) = (options.group.map(Grouping::name), options.usual.name());
    Ok(match kind {
        Kind::Counts => Held::Tally(value.unchecked_ref::<Tallied>().tally(name, group, usual)?),
        Kind::CountsOfWorks => Held::Works(value.unchecked_ref::<Works>().tallies(name, group, usual)?),
        Kind::Results => {
            Held::Results(results::shared(&value).ok_or_else(|| Error::expected(name, "Results"))?)
        }
        Kind::Registry => registry::from_option(value)?.map_or(Held::Absent, Held::Registry),
        _ => return Err(Error::Type(format!("{name} is not read here yet"))),
    })
}

impl Held {
    fn tallies(&self) -> Vec<&data::Tally> {
        match self {
            #[cfg(feature = "signs")]
            Self::Tally(tally) => vec![tally],
            #[cfg(feature = "signs")]
            Self::Works(works) => works.iter().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        }
    }

    #[cfg_attr(not(feature = "signs"), allow(unused_variables))]
    fn argument<'a>(&'a self, works: &'a [&'a data::Tally]) -> Argument<'a> {
        match self {
            Self::Absent => Argument::Absent,
            #[cfg(feature = "signs")]
            Self::Tally(tally) => Argument::Counts(tally),
            #[cfg(feature = "signs")]
            Self::Works(_) => Argument::CountsOfWorks(works),
            #[cfg(feature = "signs")]
            Self::Results(results) => Argument::Results(results),
            #[cfg(feature = "signs")]
            Self::Registry(registry) => Argument::Registry(registry),
            Self::Names(names) => Argument::Names(names),
            Self::Whole(counts) => Argument::Whole(counts),
            Self::Points(points) => Argument::Points(points),
            Self::Numbers(numbers) => Argument::Numbers(numbers),
            Self::Flags(flags) => Argument::Flags(flags),
            Self::Periods(periods) => Argument::Periods(periods),
            Self::PeriodsOrNone(periods) => Argument::PeriodsOrNone(periods),
            Self::Columns(columns) => Argument::Columns(columns),
        }
    }
}

/// An object of options: what the groups are, inputs that may be left out, and settings.
struct Options<'a> {
    given: &'a JsValue,
    /// What the groups are, where that is said, and what they are otherwise.
    group: Option<Grouping>,
    usual: Grouping,
    settings: Vec<(Cow<'a, str>, Value)>,
}

impl<'a> Options<'a> {
    fn read(function: &Function, given: &'a JsValue) -> Result<Self, Error> {
        let (group, usual) = match function.groups {
            Groups::Asked(usual) => (None, usual),
            Groups::Always(group) => (Some(group), group),
            Groups::None => (None, Grouping::School),
        };
        let mut options = Self { given, group, usual, settings: Vec::new() };
        let absent = given.is_undefined() || given.is_null();
        if !absent && !given.is_object() {
            return Err(Error::expected("options", "an object"));
        }
        let settings = (function.options)().describe();
        let entries = if absent { Array::new() } else { Object::entries(given.unchecked_ref()) };
        for entry in entries.iter() {
            let entry: Array = entry.unchecked_into();
            let (name, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
            let setting = settings.iter().map(|setting| setting.name).find(|known| camel_case(known) == name);
            match setting {
                // As if it were not there.
                _ if value.is_undefined() => {}
                // The default.
                Some(_) if value.is_null() => {}
                Some(setting) => options.settings.push((setting.into(), self::value(&value))),
                None if !others(function).any(|known| camel_case(known) == name) => {
                    return Err(unknown(function, &name));
                }
                None if name == "group" && !value.is_null() => options.group = Some(grouping(&value)?),
                None => {}
            }
        }
        function.check(&options.settings).map_err(refused)?;
        Ok(options)
    }

    /// What is given under this name.
    fn get(&self, name: &str) -> JsValue {
        match self.given.is_object() {
            true => Reflect::get(self.given, &camel_case(name).into()).unwrap_or_default(),
            false => JsValue::UNDEFINED,
        }
    }
}

/// Options that are no settings.
fn others(function: &Function) -> impl Iterator<Item = &'static str> {
    let group = matches!(function.groups, Groups::Asked(_)).then_some("group");
    group.into_iter().chain(function.inputs.iter().filter(|input| input.optional).map(|input| input.name))
}

fn unknown(function: &Function, name: &str) -> Error {
    let settings = (function.options)().describe();
    let known = others(function).chain(settings.iter().map(|setting| setting.name)).map(camel_case);
    let known = known.collect::<Vec<_>>().join("`, `");
    Error::Type(format!("options: unknown field `{name}`, expected one of `{known}`"))
}

fn grouping(value: &JsValue) -> Result<Grouping, Error> {
    let name = value.as_string().ok_or_else(|| Error::expected("group", "a name"))?;
    Ok(name.parse()?)
}

/// A setting's value: settings are few and small, what is large is an input.
fn value(value: &JsValue) -> Value {
    const SAFE: f64 = 9_007_199_254_740_991.0;
    if value.is_null() || value.is_undefined() {
        Value::Null
    } else if let Some(value) = value.as_bool() {
        Value::Bool(value)
    } else if let Some(number) = value.as_f64() {
        if number.fract() == 0.0 && number.abs() <= SAFE {
            Value::Whole(number as i128)
        } else {
            Value::Real(number)
        }
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if value.is_bigint() {
        // What is larger is out of every setting's range, and is told so.
        Value::Whole(u64::try_from(value.clone()).map_or(i128::MAX, i128::from))
    } else {
        each(value)
            .map_or(Value::Object, |all| Value::List(all.iter().map(|entry| self::value(&entry)).collect()))
    }
}

/// A wrong setting as JavaScript says it.
fn refused(error: OptionError) -> Error {
    let (named, name) = (error.name().into_owned(), camel_case(&error.name()));
    match &error {
        OptionError::Wrong { problem: Problem::Kind { .. } | Problem::Range { .. }, .. } => {
            Error::Type(format!("{name} {}", error.reason()))
        }
        OptionError::Missing(_) => Error::Type(format!("options: missing field `{name}`")),
        _ => {
            let error = obektiv::Error::from(error);
            Error::Core {
                code: error.code(),
                message: error.to_string().replacen(&named, &name, 1),
                path: None,
            }
        }
    }
}
