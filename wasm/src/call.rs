//! Any function of the core's catalogue. What calls it is JavaScript that `./x generate` writes.

use std::borrow::Cow;
#[cfg(feature = "signs")]
use std::rc::Rc;

#[cfg(feature = "signs")]
use js_sys::Uint8Array;
use js_sys::{Array, Object, Reflect};
#[cfg(feature = "signs")]
use ndarray::Array2;
use obektiv::catalogue;
use obektiv::data::{self, Grouping};
use obektiv::function::{
    Argument, Function, Given, Groups, Input, Kind, OptionError, Output, Problem, Shape, Value,
};
#[cfg(feature = "signs")]
use obektiv::model::{Item, Quadrature};
use wasm_bindgen::prelude::*;

#[cfg(feature = "signs")]
use crate::arrays::{self, Bytes};
use crate::arrays::{Numbers, Texts, columns, each, flags, length, periods, whole};
use crate::columns::{self, camel_case};
#[cfg(feature = "signs")]
use crate::tally::{Tallied, Tally, Works};
use crate::{error::Error, records};
#[cfg(feature = "signs")]
use crate::{items, registry, results};

/// Calls a function by its id: the inputs that it must have, in their order, behind them others
/// that are no options here, and its options.
pub(crate) fn call(id: &str, inputs: Vec<JsValue>, options: &JsValue) -> Result<JsValue, Error> {
    let function = catalogue::find(id).ok_or_else(|| Error::Type(format!("no function {id}")))?;
    let options = Options::read(function, options)?;
    let values = values(function, inputs, &options);
    let mut items = items_beside(function, &values, &options)?;
    let mut held = Vec::with_capacity(values.len());
    for (input, value) in function.inputs.iter().zip(values) {
        held.push(self::held(function, input, value, &options, &mut items)?);
    }
    // Arguments borrow the tallies one by one.
    let tallies: Vec<Vec<&data::Tally>> = held.iter().map(Held::tallies).collect();
    let inputs: Vec<Argument<'_>> = held.iter().zip(&tallies).map(|(held, all)| held.argument(all)).collect();
    let group = options.group.unwrap_or(options.usual);
    let output = (function.run)(&Given { inputs: &inputs, group, settings: &options.settings });
    Ok(match output.map_err(|error| told(function, &error))? {
        Output::Table(table) => columns::object(&table),
        Output::Numbers(numbers) => columns::numbers(numbers.into_iter()).into(),
        Output::Number(number) => number.into(),
        // Of persons there may be many: row by row, in one array.
        Output::Matrix(rows) if takes_scores(function) => columns::numbers(rows.into_iter()).into(),
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

/// What stands in the place of each input.
fn values(function: &Function, mut needed: Vec<JsValue>, options: &Options<'_>) -> Vec<JsValue> {
    let count = function.inputs.iter().filter(|input| !input.optional).count();
    let mut others = needed.split_off(count.min(needed.len())).into_iter();
    let mut needed = needed.into_iter();
    let value = |input: &Input| match input.optional {
        true => others.next().unwrap_or_else(|| options.get(input.name)),
        false => needed.next().unwrap_or_default(),
    };
    function.inputs.iter().map(value).collect()
}

/// Inputs beside which scores need not be an array of rows: these say how many items there are.
fn counts_items(input: &Input) -> bool {
    matches!(input.kind, Kind::Items | Kind::Cells)
}

fn takes_scores(function: &Function) -> bool {
    function.inputs.iter().any(|input| input.kind == Kind::Scores)
}

/// Whether the number of items is an option: where nothing else could say it.
fn asks_items(function: &Function) -> bool {
    takes_scores(function) && !function.inputs.iter().any(counts_items)
}

/// The number of items, as far as it is known without the scores; otherwise 0.
fn items_beside(function: &Function, values: &[JsValue], options: &Options<'_>) -> Result<usize, Error> {
    if asks_items(function) {
        return match options.get("items") {
            items if items.is_undefined() || items.is_null() => Ok(0),
            items => whole(&items)
                .and_then(|items| usize::try_from(items).ok())
                .ok_or_else(|| Error::expected("items", "a whole number")),
        };
    }
    let beside = function.inputs.iter().zip(values).filter(|(input, _)| counts_items(input));
    Ok(beside.filter_map(|(_, value)| length(value)).next().unwrap_or(0))
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
    #[cfg(feature = "signs")]
    Scores(Array2<u8>),
    #[cfg(feature = "signs")]
    Matrix(Array2<f64>),
    #[cfg(feature = "signs")]
    Cells(Vec<u8>),
    #[cfg(feature = "signs")]
    Items(Vec<Item>),
    #[cfg(feature = "signs")]
    Distribution(Quadrature),
}

#[cfg_attr(not(feature = "signs"), allow(unused_variables))]
fn held(
    function: &Function,
    input: &Input,
    value: JsValue,
    options: &Options<'_>,
    items: &mut usize,
) -> Result<Held, Error> {
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
        Kind::Counts | Kind::CountsOfWorks | Kind::Results | Kind::Registry => {
            of_results(input.kind, value, name, options)?
        }
        #[cfg(feature = "signs")]
        _ => of_persons(function, input.kind, &value, name, items)?,
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
        _ => registry::from_option(value)?.map_or(Held::Absent, Held::Registry),
    })
}

/// What persons answered, and the items that they answered. Further scores are of the same items.
#[cfg(feature = "signs")]
fn of_persons(
    function: &Function,
    kind: Kind,
    value: &JsValue,
    name: &str,
    items: &mut usize,
) -> Result<Held, Error> {
    Ok(match kind {
        Kind::Scores => {
            let scores = scores(function, name, value, *items)?;
            *items = scores.ncols();
            Held::Scores(scores)
        }
        Kind::Matrix => Held::Matrix(arrays::matrix(value, name)?),
        Kind::Cells => Held::Cells(value.unchecked_ref::<Bytes>().read(name)?),
        Kind::Items => Held::Items(items::read(value)?),
        _ => Held::Distribution(items::ability(value)?),
    })
}

#[cfg(feature = "signs")]
fn scores(function: &Function, name: &str, value: &JsValue, items: usize) -> Result<Array2<u8>, Error> {
    if items == 0 && value.is_instance_of::<Uint8Array>() {
        let beside = function.inputs.iter().find(|input| counts_items(input));
        let beside = beside.map_or_else(|| "items".to_owned(), |input| camel_case(input.name));
        let rows = format!("an array of rows, or {beside} beside one array of cells");
        return Err(Error::expected(name, &rows));
    }
    results::scores(value, items, name)
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
            #[cfg(feature = "signs")]
            Self::Scores(scores) => Argument::Scores(scores.view()),
            #[cfg(feature = "signs")]
            Self::Matrix(matrix) => Argument::Matrix(matrix.view()),
            #[cfg(feature = "signs")]
            Self::Cells(cells) => Argument::Cells(cells),
            #[cfg(feature = "signs")]
            Self::Items(items) => Argument::Items(items),
            #[cfg(feature = "signs")]
            Self::Distribution(distribution) => Argument::Distribution(distribution),
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
                None if asks_group(function) && name == "group" && !value.is_null() => {
                    options.group = Some(grouping(&value)?);
                }
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

fn asks_group(function: &Function) -> bool {
    matches!(function.groups, Groups::Asked(_))
}

/// Options that are no settings.
fn others(function: &Function) -> impl Iterator<Item = &'static str> {
    let group = asks_group(function).then_some("group");
    let items = asks_items(function).then_some("items");
    let inputs = function.inputs.iter().filter(|input| input.optional).map(|input| input.name);
    group.into_iter().chain(items).chain(inputs)
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
        OptionError::Wrong { problem: Problem::Kind { .. }, .. } => {
            Error::Type(format!("{name} {}", error.reason()))
        }
        OptionError::Missing(_) => Error::expected(&name, "a value"),
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
