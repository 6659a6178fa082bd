//! Models beside the established programs (`reference/README.md` says which, and at which tolerance), and beside the literature.

use std::{collections::BTreeMap, io::Read, path::Path};

use ndarray::{Array2, ArrayView2};
use obektiv::data::MISSING;
use obektiv::model::{
    Abilities, AbilityOptions, Calibration, CalibrationOptions, Item, Method, Model, Quadrature, ability,
    calibrate, log_likelihood,
};
use obektiv_tests::shared;

fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    String::from_utf8(bytes).unwrap()
}

/// Columns by name; what is no number is NaN.
fn columns(path: &Path) -> BTreeMap<String, Vec<f64>> {
    let text = text(path);
    let mut lines = text.lines();
    let names: Vec<String> =
        lines.next().unwrap().split(',').map(|n| n.trim_matches('"').to_owned()).collect();
    let mut columns: BTreeMap<String, Vec<f64>> = names.iter().map(|n| (n.clone(), Vec::new())).collect();
    for line in lines {
        for (name, cell) in names.iter().zip(line.split(',')) {
            let value = match cell {
                "Inf" => f64::INFINITY,
                "-Inf" => f64::NEG_INFINITY,
                _ => cell.parse().unwrap_or(f64::NAN),
            };
            columns.get_mut(name).unwrap().push(value);
        }
    }
    columns
}

fn scores(path: &Path, lowest: u8) -> Array2<u8> {
    let text = text(path);
    let cell = |c: &str| c.parse::<u8>().map_or(MISSING, |c| c - lowest);
    let rows: Vec<Vec<u8>> = text.lines().skip(1).map(|l| l.split(',').map(cell).collect()).collect();
    let shape = (rows.len(), rows[0].len());
    Array2::from_shape_vec(shape, rows.concat()).unwrap()
}

fn json(path: &Path) -> serde_json::Value {
    serde_json::from_str(&text(path)).unwrap()
}

/// Lists of the columns `name1, name2, …` of each row, without what is NaN.
fn lists(table: &BTreeMap<String, Vec<f64>>, name: &str) -> Vec<Vec<f64>> {
    let rows = table.values().next().unwrap().len();
    let columns: Vec<&Vec<f64>> = (1..9).filter_map(|j| table.get(&format!("{name}{j}"))).collect();
    (0..rows).map(|i| columns.iter().map(|c| c[i]).filter(|x| !x.is_nan()).collect()).collect()
}

fn given(folder: &Path) -> Vec<Item> {
    let name = folder.file_name().unwrap().to_str().unwrap();
    if name == "nominal" {
        let table = columns(&folder.join("items_keylast.csv"));
        let (slopes, intercepts) = (lists(&table, "lambda"), lists(&table, "zeta"));
        return slopes
            .into_iter()
            .zip(intercepts)
            .map(|(slopes, intercepts)| Item::Nominal { slopes, intercepts })
            .collect();
    }
    let table = columns(&folder.join("items.csv"));
    let a = &table["a"];
    match name.split('_').nth(1) {
        Some("gpcm") => {
            let steps = lists(&table, "c");
            a.iter().zip(steps).map(|(&a, steps)| Item::PartialCredit { a, steps }).collect()
        }
        Some("grm") => a.iter().zip(lists(&table, "b")).map(|(&a, b)| Item::Graded { a, b }).collect(),
        _ => (0..a.len()).map(|i| Item::Logistic { a: a[i], b: table["b"][i], c: table["c"][i] }).collect(),
    }
}

/// Folder, scores, the lowest code, the stem of mirt's files.
const FIXED: [(&str, &str, u8, &str); 11] = [
    ("dich2pl", "x.csv", 0, "mirt_fixed2PL"),
    ("dich2pl", "x_na.csv", 0, "mirt_fixed2PL_na"),
    ("poly_gpcm_mixed", "x.csv", 0, "mirt_fixed_gpcm"),
    ("poly_gpcm_mixed", "x_na.csv", 0, "mirt_fixed_gpcm_na"),
    ("poly_gpcm_0to3", "x.csv", 0, "mirt_fixed_gpcm"),
    ("poly_gpcm_0to3", "x_na.csv", 0, "mirt_fixed_gpcm_na"),
    ("poly_grm_mixed", "x.csv", 0, "mirt_fixed_graded"),
    ("poly_grm_mixed", "x_na.csv", 0, "mirt_fixed_graded_na"),
    ("poly_grm_0to3", "x.csv", 0, "mirt_fixed_graded"),
    ("poly_grm_0to3", "x_na.csv", 0, "mirt_fixed_graded_na"),
    ("nominal", "r_keylast.csv", 1, "mirt_fixed_nominal"),
];

fn estimate(scores: ArrayView2<'_, u8>, items: &[Item], method: Method, bounds: (f64, f64)) -> Abilities {
    ability(scores, items, &AbilityOptions { method, bounds, ..AbilityOptions::default() }).unwrap()
}

fn worst(ours: &[f64], theirs: &[f64]) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    ours.iter().zip(theirs).filter(|(_, t)| t.is_finite()).map(|(o, t)| (o - t).abs()).fold(0.0, f64::max)
}

#[test]
fn abilities_at_given_items_are_those_of_mirt() {
    let Some(reference) = shared("reference") else { return };
    for (folder, file, lowest, stem) in FIXED {
        let folder = reference.join(folder);
        let items = given(&folder);
        let x = scores(&folder.join(file), lowest);
        let theirs = columns(&folder.join(format!("{stem}_thetas.csv")));
        for (method, name) in
            [(Method::Eap, "EAP"), (Method::Map, "MAP"), (Method::Ml, "ML"), (Method::Wle, "WLE")]
        {
            let ours = estimate(x.view(), &items, method, (-9.0, 9.0));
            let theta = worst(&ours.theta, &theirs[&format!("theta_{name}")]);
            let se = worst(&ours.se, &theirs[&format!("se_{name}")]);
            println!("{stem} {} {name}: {theta:.1e} {se:.1e}", folder.display());
        }
    }
}

struct Peer {
    folder: &'static str,
    file: &'static str,
    stem: &'static str,
    model: Model,
}

const ESTIMATED: [Peer; 8] = [
    Peer { folder: "dich2pl", file: "x.csv", stem: "mirt_est2PL", model: Model::TwoPl },
    Peer { folder: "dich2pl", file: "x_na.csv", stem: "mirt_est2PL_na", model: Model::TwoPl },
    Peer { folder: "dich3pl", file: "x.csv", stem: "mirt_est3PL", model: Model::ThreePl },
    Peer { folder: "poly_gpcm_mixed", file: "x.csv", stem: "mirt_est_gpcm", model: Model::Gpcm },
    Peer { folder: "poly_gpcm_0to3", file: "x.csv", stem: "mirt_est_gpcm", model: Model::Gpcm },
    Peer { folder: "poly_grm_mixed", file: "x.csv", stem: "mirt_est_graded", model: Model::Graded },
    Peer { folder: "poly_grm_0to3", file: "x.csv", stem: "mirt_est_graded", model: Model::Graded },
    Peer { folder: "nominal", file: "r_keylast.csv", stem: "mirt_est_nominal", model: Model::Nominal },
];

#[test]
fn calibrated_items_are_those_of_mirt() {
    let Some(reference) = shared("reference") else { return };
    for Peer { folder, file, stem, model } in ESTIMATED {
        let folder = reference.join(folder);
        let x = scores(&folder.join(file), u8::from(model == Model::Nominal));
        let options = CalibrationOptions { guessing_prior: None, ..CalibrationOptions::default() };
        let clock = std::time::Instant::now();
        let fit = calibrate(x.view(), model, &options).unwrap();
        let seconds = clock.elapsed().as_secs_f64();
        let theirs = json(&folder.join(format!("{stem}_fit.json")))["logLik"].as_f64().unwrap();
        let table = columns(&folder.join(format!("{stem}_items.csv")));
        let mut difference = 0.0_f64;
        let (a, b) = (lists(&table, "irt_a"), lists(&table, "irt_b"));
        for (i, item) in fit.items.iter().enumerate() {
            let expected: Vec<f64> = match item {
                Item::Logistic { .. } => vec![table["irt_a"][i], table["irt_b"][i], table["irt_g"][i]],
                Item::Nominal { .. } => [a[i].clone(), lists(&table, "irt_c")[i].clone()].concat(),
                _ => [vec![table["irt_a"][i]], b[i].clone()].concat(),
            };
            let ours: Vec<f64> = item.parameters().iter().map(|p| p.1).collect();
            difference = difference.max(worst(&ours, &expected));
        }
        println!(
            "{stem}: {} − {theirs} = {:.5}, parameters {difference:.1e}, {} steps, converged {}, {seconds:.2} s; se {:?}",
            fit.log_likelihood,
            fit.log_likelihood - theirs,
            fit.iterations,
            fit.converged,
            fit.errors[0]
        );
    }
}
