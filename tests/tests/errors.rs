//! The mistakes of `tests/errors.json`, which all languages tell alike: here those of functions of
//! the catalogue, called as the other languages call them.

use std::fs;

use ndarray::Array2;
use obektiv::{
    Error, catalogue,
    data::{Grouping, Registry, Results, Tally},
    function::{Argument, Function, Given, Groups, Kind},
    simulate::{MunicipalityOptions, municipality},
};
use serde_json::{Map, Value};

#[derive(serde::Deserialize)]
struct Table {
    cases: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    mistake: String,
    call: String,
    given: Map<String, Value>,
    code: String,
}

/// What an argument borrows, for as long as the test runs.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<&'static T> {
    serde_json::from_value(value.clone()).ok().map(kept)
}

fn results() -> &'static Results {
    let town = municipality(&MunicipalityOptions { schools: 4, ..Default::default() }, 1);
    kept(town.expect("a municipality").results.swap_remove(0))
}

fn tally() -> &'static Tally {
    kept(Tally::of(results(), Grouping::School, false).expect("a tally"))
}

/// What is given, if Rust's types allow it.
fn argument(kind: Kind, value: &Value) -> Option<Argument<'static>> {
    let object = value.as_str().unwrap_or_default();
    Some(match kind {
        Kind::Counts if object == "$results" || object == "$tally" => Argument::Counts(tally()),
        Kind::Results if object == "$results" => Argument::Results(results()),
        Kind::Registry if object == "$registry" => Argument::Registry(kept(Registry::default())),
        Kind::Names => Argument::Names(read::<Vec<String>>(value)?),
        Kind::Whole => Argument::Whole(read::<Vec<u64>>(value)?),
        Kind::Points => Argument::Points(read::<Vec<u16>>(value)?),
        Kind::Numbers => Argument::Numbers(read::<Vec<f64>>(value)?),
        Kind::Items => Argument::Items(read::<Vec<obektiv::model::Item>>(value)?),
        Kind::Scores => {
            let rows = read::<Vec<Vec<u8>>>(value)?;
            let scores = Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j]);
            Argument::Scores(kept(scores).view())
        }
        _ => return None,
    })
}

/// What a call says; nothing where an argument is of a type that does not compile.
fn told(function: &Function, given: &Map<String, Value>) -> Option<Result<(), Error>> {
    let of_input = |name: &str| function.inputs.iter().any(|input| input.name == name);
    let asked = matches!(function.groups, Groups::Asked(_));
    let mut inputs = Vec::new();
    for input in function.inputs {
        inputs.push(match given.get(input.name) {
            None => Argument::Absent,
            Some(value) => argument(input.kind, value)?,
        });
    }
    let group = match given.get("group").filter(|_| asked).map(|name| name.as_str().expect("a name")) {
        None => Grouping::School,
        Some(name) => match name.parse() {
            Ok(group) => group,
            Err(error) => return Some(Err(Error::Data(error))),
        },
    };
    // None and null are not given.
    let settings = given
        .iter()
        .filter(|(name, value)| !(of_input(name) || value.is_null() || asked && *name == "group"));
    let settings: Vec<_> = settings.map(|(name, value)| (name.clone().into(), value.into())).collect();
    let (inputs, settings) = (kept(inputs).as_slice(), kept(settings).as_slice());
    let checked = function.check(settings).map_err(Error::from);
    let run = || (function.run)(&Given { inputs, group, settings }).map(|_| ());
    Some(checked.and_then(|()| run()))
}

#[test]
fn a_mistake_is_told_by_its_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/errors.json");
    let table: Table = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut seen = 0;
    for case in &table.cases {
        let Some(function) = catalogue::find(&case.call) else { continue };
        let Some(told) = told(function, &case.given) else { continue };
        let code = told.expect_err(&format!("{}: {}", case.call, case.mistake)).code();
        let expected = if case.code == "type" { "statistic.option" } else { &case.code };
        assert_eq!(code, expected, "{}: {}", case.call, case.mistake);
        seen += 1;
    }
    assert!(seen > 20, "{seen} of {} mistakes are seen in Rust", table.cases.len());
}
