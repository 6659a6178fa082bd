//! What the peers computed, and how near ours must be.

use std::{collections::BTreeMap, io::Read};

use ndarray::Array2;
use obektiv::{data::MISSING, model::Item};

pub const DICHOTOMOUS: [&str; 2] = ["dich2pl", "dich3pl"];
pub const GRADED: [&str; 4] = ["poly_gpcm_0to3", "poly_grm_0to3", "poly_gpcm_mixed", "poly_grm_mixed"];

pub type Columns = BTreeMap<String, Vec<f64>>;

pub fn text(file: &str) -> Option<String> {
    let path = obektiv_tests::shared(&format!("reference/{file}"))?;
    let bytes = std::fs::read(path).unwrap();
    if !file.ends_with(".gz") {
        return Some(String::from_utf8(bytes).unwrap());
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    Some(text)
}

/// Columns of numbers by name, and the names in order.
pub fn columns(file: &str) -> Option<(Vec<String>, Columns)> {
    let text = text(file)?;
    let mut lines = text.lines();
    let names: Vec<String> = lines.next()?.split(',').map(|name| name.trim_matches('"').to_owned()).collect();
    let mut columns: Columns = names.iter().map(|name| (name.clone(), Vec::new())).collect();
    for line in lines {
        for (name, cell) in names.iter().zip(line.split(',')) {
            columns.get_mut(name).unwrap().push(cell.parse().unwrap_or(f64::NAN));
        }
    }
    Some((names, columns))
}

pub fn matrix(file: &str) -> Option<Array2<f64>> {
    let (names, columns) = columns(file)?;
    let rows = columns[&names[0]].len();
    Some(Array2::from_shape_fn((rows, names.len()), |(row, item)| columns[&names[item]][row]))
}

pub fn scores(file: &str) -> Option<Array2<u8>> {
    Some(matrix(file)?.mapv(|value| if value.is_nan() { MISSING } else { value as u8 }))
}

pub fn items(folder: &str) -> Option<Vec<Item>> {
    let (names, columns) = columns(&format!("{folder}/items.csv"))?;
    let has = |name: &str| names.iter().any(|n| n == name);
    let at = |name: &str, i: usize| columns[name][i];
    let several = |first: &str, i: usize| {
        (1..=3).map(|j| at(&format!("{first}{j}"), i)).filter(|v| !v.is_nan()).collect::<Vec<f64>>()
    };
    let item = |i: usize| match () {
        () if has("b") => Item::Logistic { a: at("a", i), b: at("b", i), c: at("c", i) },
        () if has("c0") => Item::PartialCredit { a: at("a", i), steps: several("c", i) },
        () => Item::Graded { a: at("a", i), b: several("b", i) },
    };
    Some((0..columns["item"].len()).map(item).collect())
}

pub fn maxima(items: &[Item]) -> Vec<u8> {
    items.iter().map(|item| (item.categories() - 1) as u8).collect()
}

/// The largest difference where both are defined, and how many are undefined on one side only.
pub fn compare(what: &str, ours: &[f64], theirs: &[f64], tolerance: f64, allowed_undefined: usize) {
    assert!(ours.len() >= theirs.len(), "{what}");
    let mut undefined = 0;
    for (v, (a, b)) in ours.iter().zip(theirs).enumerate() {
        if a.is_nan() || b.is_nan() {
            undefined += usize::from(a.is_nan() != b.is_nan());
        } else {
            assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{what}, person {v}: {a}, the peer {b}");
        }
    }
    assert!(undefined <= allowed_undefined, "{what}: {undefined} defined on one side only");
    assert!(!theirs.is_empty() && theirs.iter().any(|b| b.is_finite()), "{what}: nothing to compare");
}

pub fn differs(what: &str, ours: &[f64], theirs: &[f64], least: f64) {
    let most = ours.iter().zip(theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(most > least, "{what}: the peer no longer differs (at most {most})");
}
