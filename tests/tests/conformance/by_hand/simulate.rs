//! Simulated results, by their fingerprints.

use obektiv::{data::Results, simulate};

use crate::{
    Run,
    case::kind,
    shown::{columns, fingerprints, record},
};

pub const ALL: &[(&str, Run)] = &[
    ("simulate.municipality", |case| {
        let town = case.municipality()?;
        let fingerprints: Vec<String> = town.results.iter().map(Results::fingerprint).collect();
        let mut got = columns(&town.planted_table());
        got.insert("fingerprints".to_owned(), fingerprints.into());
        Ok(got)
    }),
    ("simulate.territory", |case| {
        let t = case.territory()?;
        let mut got = columns(&t.planted_table());
        got.insert("fingerprints".to_owned(), fingerprints(&t.results));
        got.insert("absent".to_owned(), columns(&t.absent_table())["absent"].clone());
        Ok(got)
    }),
    ("simulate.plant", |case| {
        let t = case.territory()?;
        let kind = kind(&case.input["kind"])?;
        let schools: Vec<String> = t.results[0].schools()[..3].to_vec();
        let planted =
            simulate::plant(&t.results, kind, &schools, case.input["seed"].as_u64().expect("seed"))?;
        Ok(record(&[("fingerprints", fingerprints(&planted))]))
    }),
    ("simulate.shuffled", |case| {
        let seed = case.input["seed"].as_u64().expect("seed");
        let shuffled = simulate::shuffled(&case.territory()?.results, seed)?;
        Ok(record(&[("fingerprints", fingerprints(&shuffled))]))
    }),
];
