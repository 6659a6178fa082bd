//! Functions of the catalogue: nothing is said here about any one of them.

use ndarray::Array2;
use obektiv::{
    Error,
    data::{Grouping, Results, Tally},
    function::{self, Argument, Function, Given, Groups, Input, Output, SettingKind, Shape},
    model::{Item, Quadrature},
};
use serde_json::{Map, Value, json};

use crate::{
    case::{Case, matrix, results},
    shown::{columns, record},
};

/// What an input of a function of the catalogue owns.
enum Held {
    Absent,
    Tallies(Vec<Tally>),
    Results(Box<Results>),
    Names(Vec<String>),
    Whole(Vec<u64>),
    Points(Vec<u16>),
    Numbers(Vec<f64>),
    Flags(Vec<bool>),
    Scores(Array2<u8>),
    Matrix(Array2<f64>),
    Cells(Vec<u8>),
    Items(Vec<Item>),
    Distribution(Quadrature),
    Periods(Vec<i32>),
    PeriodsOrNone(Vec<Option<i32>>),
    Columns(Vec<Vec<f64>>),
}

impl Held {
    fn of(case: &Case, input: &Input, group: Grouping) -> Result<Self, Error> {
        if input.optional && case.find(input.name).is_none() {
            return Ok(Self::Absent);
        }
        let pupils = || results(&case.input[input.name]);
        Ok(match input.kind {
            function::Kind::CountsOfWorks if case.input[input.name].is_array() => {
                let works = case.input[input.name].as_array().into_iter().flatten();
                let tallies = works.map(|work| Ok(Tally::of(&results(work)?, group, false)?));
                Self::Tallies(tallies.collect::<Result<_, Error>>()?)
            }
            function::Kind::Counts | function::Kind::CountsOfWorks => {
                Self::Tallies(vec![Tally::of(&pupils()?, group, false)?])
            }
            function::Kind::Results => Self::Results(Box::new(pupils()?)),
            function::Kind::Registry => panic!("{}: no vector has a registry yet", case.name),
            function::Kind::Names => Self::Names(case.given(input.name)),
            function::Kind::Whole => Self::Whole(case.given(input.name)),
            function::Kind::Points => Self::Points(case.given(input.name)),
            function::Kind::Numbers => Self::Numbers(case.numbers(input.name)),
            function::Kind::Flags => Self::Flags(case.given(input.name)),
            function::Kind::Scores => Self::Scores(matrix(case.find(input.name).expect(input.name))),
            function::Kind::Matrix => Self::Matrix(matrix(case.find(input.name).expect(input.name))),
            function::Kind::Cells => Self::Cells(case.given(input.name)),
            function::Kind::Items => Self::Items(case.given(input.name)),
            function::Kind::Distribution => Self::Distribution(case.given(input.name)),
            function::Kind::Periods => Self::Periods(case.given(input.name)),
            function::Kind::PeriodsOrNone => Self::PeriodsOrNone(case.given(input.name)),
            function::Kind::Columns => Self::Columns(case.given(input.name)),
        })
    }

    fn argument<'a>(&'a self, input: &Input, tallies: &'a [&'a Tally]) -> Argument<'a> {
        match self {
            Self::Absent => Argument::Absent,
            Self::Tallies(_) if input.kind == function::Kind::CountsOfWorks => {
                Argument::CountsOfWorks(tallies)
            }
            Self::Tallies(_) => Argument::Counts(tallies[0]),
            Self::Results(results) => Argument::Results(results),
            Self::Names(names) => Argument::Names(names),
            Self::Whole(counts) => Argument::Whole(counts),
            Self::Points(points) => Argument::Points(points),
            Self::Numbers(numbers) => Argument::Numbers(numbers),
            Self::Flags(flags) => Argument::Flags(flags),
            Self::Scores(scores) => Argument::Scores(scores.view()),
            Self::Matrix(matrix) => Argument::Matrix(matrix.view()),
            Self::Cells(cells) => Argument::Cells(cells),
            Self::Items(items) => Argument::Items(items),
            Self::Distribution(distribution) => Argument::Distribution(distribution),
            Self::Periods(periods) => Argument::Periods(periods),
            Self::PeriodsOrNone(periods) => Argument::PeriodsOrNone(periods),
            Self::Columns(columns) => Argument::Columns(columns),
        }
    }
}

/// A function of the catalogue: nothing is said here about any one of them.
pub fn catalogued(function: &Function, case: &Case) -> Result<Map<String, Value>, Error> {
    let group = match function.groups {
        Groups::Asked(usual) => case.group(usual.name())?,
        Groups::Always(group) => group,
        Groups::None => Grouping::School,
    };
    let is_setting = |name: &str| {
        let asked = name == "group" && matches!(function.groups, Groups::Asked(_));
        !asked && function.inputs.iter().all(|input| input.name != name)
    };
    let settings: Vec<_> = (case.input.iter().chain(&case.options).filter(|(name, _)| is_setting(name)))
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let held =
        function.inputs.iter().map(|input| Held::of(case, input, group)).collect::<Result<Vec<_>, _>>()?;
    let tallies: Vec<Vec<&Tally>> = held
        .iter()
        .map(|held| match held {
            Held::Tallies(tallies) => tallies.iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    let inputs: Vec<Argument<'_>> = (function.inputs.iter().zip(&held).zip(&tallies))
        .map(|((input, held), tallies)| held.argument(input, tallies))
        .collect();
    match ((function.run)(&Given { inputs: &inputs, group, settings: &settings })?, function.output) {
        (Output::Table(table), Shape::Table(_)) => {
            let got: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_ref()).collect();
            let described: Vec<&str> = function.columns().iter().map(|column| column.name).collect();
            assert_eq!(got, described, "{} describes other columns than it has", function.id);
            Ok(columns(&table))
        }
        (Output::Numbers(numbers), Shape::Numbers(name, _)) => {
            let numbers: Vec<Value> = numbers.into_iter().map(|v| json!(v)).collect();
            Ok(record(&[(name, numbers.into())]))
        }
        (Output::Matrix(rows), Shape::Matrix(name, _)) => {
            let rows: Vec<Vec<f64>> = rows.rows().into_iter().map(|row| row.to_vec()).collect();
            Ok(record(&[(name, json!(rows))]))
        }
        (Output::Number(number), Shape::Number(name, _)) => Ok(record(&[(name, number.into())])),
        (Output::Record(got), Shape::Record(described)) => {
            let Value::Object(fields) = plain(&SettingKind::Record(Box::new(described())), &got) else {
                panic!("{} gives {got:?}", function.id)
            };
            Ok(fields)
        }
        (got, _) => panic!("{} gives {got:?}", function.id),
    }
}

/// A record's field as JSON; the values are as many and of the kinds that the record describes.
fn plain(kind: &SettingKind, value: &function::Value) -> Value {
    use function::Value as Of;
    match (kind, value) {
        (SettingKind::Record(described), Of::Record(values)) => {
            let fields = described.all();
            assert_eq!(fields.len(), values.len(), "{} has other fields than it says", described.name);
            let fields = fields.into_iter().zip(values);
            fields.map(|(field, value)| (field.name.to_owned(), plain(&field.kind, value))).collect()
        }
        (SettingKind::List(of, _), Of::List(all)) => all.iter().map(|value| plain(of, value)).collect(),
        (SettingKind::Optional(_), Of::Null) => Value::Null,
        (SettingKind::Optional(kind), value) => plain(kind, value),
        (SettingKind::Whole, Of::Whole(value)) => json!(i64::try_from(*value).expect("a count")),
        (SettingKind::Real, Of::Real(value)) => json!(value),
        (SettingKind::Bool, Of::Bool(value)) => json!(value),
        (SettingKind::Text, Of::Text(value)) => json!(value),
        (SettingKind::Choice(names), Of::Text(value)) if names.contains(&value.as_str()) => json!(value),
        _ => panic!("{value:?} is not {kind}"),
    }
}
