//! Pairs against what established programs compute on the same simulated data (`reference/`, README
//! there).
//!
//! Where we differ on purpose the test says why, and fails if the difference disappears.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use ndarray::Array2;
use obektiv::data::MISSING;
use obektiv::model::Item;
use obektiv::statistics::pairs::{self, Null, PairOptions, Pairs};

type Columns = BTreeMap<String, Vec<f64>>;

fn text(file: &str) -> Option<String> {
    let path = obektiv_tests::shared(&format!("reference/{file}"))?;
    let bytes = std::fs::read(path).unwrap();
    if !file.ends_with(".gz") {
        return Some(String::from_utf8(bytes).unwrap());
    }
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    Some(text)
}

/// Columns of numbers by name, and the names in order. A pair `"1-2"` is the columns `first` and
/// `second`.
fn columns(file: &str) -> Option<(Vec<String>, Columns)> {
    let text = text(file)?.replace("\"pair\"", "first,second");
    let mut lines = text.lines();
    let names: Vec<String> = lines.next()?.split(',').map(|name| name.trim_matches('"').to_owned()).collect();
    let mut columns: Columns = names.iter().map(|name| (name.clone(), Vec::new())).collect();
    for line in lines {
        let line = match line.strip_prefix('"') {
            Some(rest) if names[0] == "first" => rest.replacen('-', ",", 1).replacen('"', "", 1),
            _ => line.to_owned(),
        };
        for (name, cell) in names.iter().zip(line.split(',')) {
            columns.get_mut(name).unwrap().push(cell.parse().unwrap_or(f64::NAN));
        }
    }
    Some((names, columns))
}

fn matrix(file: &str) -> Option<Array2<u8>> {
    let (names, columns) = columns(file)?;
    let rows = columns[&names[0]].len();
    let cell = |value: f64| if value.is_nan() { MISSING } else { value as u8 };
    Some(Array2::from_shape_fn((rows, names.len()), |(row, item)| cell(columns[&names[item]][row])))
}

/// Nominal items, answers from 0, abilities.
fn nominal(items: &str, answers: &str) -> Option<(Vec<Item>, Array2<u8>, Vec<f64>)> {
    let (_, of_items) = columns(&format!("nominal/{items}"))?;
    let at = |name: &str, i: usize| (1..=4).map(|k| of_items[&format!("{name}{k}")][i]).collect();
    let item = |i: usize| Item::Nominal { slopes: at("lambda", i), intercepts: at("zeta", i) };
    let items = (0..of_items["item"].len()).map(item).collect();
    let answers = matrix(&format!("nominal/{answers}"))?.mapv(|option| option - 1);
    let (_, mut persons) = columns("nominal/persons.csv")?;
    Some((items, answers, persons.remove("eta_fixed")?))
}

fn key() -> Vec<u8> {
    columns("nominal/key.csv").unwrap().1["key"].iter().map(|key| *key as u8 - 1).collect()
}

fn close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let near = (ours - theirs).abs() <= tolerance * theirs.abs().max(1.0);
    assert!(near || ours.is_nan() && theirs.is_nan(), "{what}: {ours}, the peer {theirs}");
}

/// Where each pair stands.
fn places(pairs: &Pairs) -> HashMap<(usize, usize), usize> {
    (0..pairs.first.len()).map(|row| ((pairs.first[row], pairs.second[row]), row)).collect()
}

/// Their columns, of persons counted from 1, against ours; ours are looked up in either order where
/// they have none.
fn compare(what: &str, ours: &Pairs, values: &[f64], first: &[f64], second: &[f64], theirs: &[f64]) {
    let places = places(ours);
    assert!(!theirs.is_empty());
    for ((&first, &second), &theirs) in first.iter().zip(second).zip(theirs) {
        let pair = (first as usize - 1, second as usize - 1);
        let row = places.get(&pair).or_else(|| places.get(&(pair.1, pair.0)));
        close(&format!("{what}, pair {first}-{second}"), values[*row.unwrap()], theirs, 1e-8);
    }
}

#[test]
fn ordered_pairs_equal_aberrance() {
    let Some((items, answers, theta)) = nominal("items_keylast.csv", "r_keylast.csv") else { return };
    let (_, peer) = columns("nominal/aberrance_ac.csv.gz").unwrap();
    let ours =
        pairs::omega(answers.view(), &items, &theta, Null::Conditional, PairOptions::default()).unwrap();
    assert_eq!(ours.first.len(), peer["source"].len());
    compare("omega", &ours, &ours.statistic, &peer["source"], &peer["copier"], &peer["OMG_R"]);
    let ours = pairs::gbt(answers.view(), &items, &theta, Null::Conditional, PairOptions::default()).unwrap();
    compare("GBT", &ours, &ours.pvalue, &peer["source"], &peer["copier"], &peer["GBT_R"]);
}

#[test]
fn unordered_pairs_equal_aberrance() {
    let Some((items, answers, theta)) = nominal("items_keylast.csv", "r_keylast.csv") else { return };
    let (_, peer) = columns("nominal/aberrance_as.csv.gz").unwrap();
    let (x, options) = (answers.view(), PairOptions::default());
    let ours = pairs::omega(x, &items, &theta, Null::Unconditional, options).unwrap();
    assert_eq!(ours.first.len(), peer["p1"].len());
    compare("omega", &ours, &ours.statistic, &peer["p1"], &peer["p2"], &peer["OMG_R"]);
    let ours = pairs::weighted_omega(x, &items, &theta, options).unwrap();
    compare("weighted omega", &ours, &ours.statistic, &peer["p1"], &peer["p2"], &peer["WOMG_R"]);
    let ours = pairs::gbt(x, &items, &theta, Null::Unconditional, options).unwrap();
    compare("GBT", &ours, &ours.pvalue, &peer["p1"], &peer["p2"], &peer["GBT_R"]);
    let (_, peer) = columns("nominal/aberrance_as_M4.csv").unwrap();
    let ours = pairs::m4(x, &items, &theta, None, options).unwrap().pairs;
    compare("M4", &ours, &ours.pvalue, &peer["p1"], &peer["p2"], &peer["M4_R"]);
}

#[test]
fn pairs_of_scores_equal_aberrance() {
    for folder in ["poly_gpcm_0to3", "poly_gpcm_mixed", "poly_grm_0to3", "poly_grm_mixed"] {
        let Some((names, of_items)) = columns(&format!("{folder}/items.csv")) else { return };
        let several = |first: &str, i: usize| -> Vec<f64> {
            (1..=3).map(|j| of_items[&format!("{first}{j}")][i]).filter(|v| !v.is_nan()).collect()
        };
        let a = |i: usize| of_items["a"][i];
        let item = |i: usize| match names.iter().any(|name| name == "c0") {
            true => Item::PartialCredit { a: a(i), steps: several("c", i) },
            false => Item::Graded { a: a(i), b: several("b", i) },
        };
        let items: Vec<Item> = (0..of_items["item"].len()).map(item).collect();
        let scores = matrix(&format!("{folder}/x.csv")).unwrap();
        let theta = columns(&format!("{folder}/persons.csv")).unwrap().1["theta_fixed"].clone();
        let (x, theta) = (scores.slice(ndarray::s![..40, ..]), &theta[..40]);
        let (_, peer) = columns(&format!("{folder}/aberrance_as.csv")).unwrap();
        let check = |name: &str, ours: &Pairs, with_statistic: bool| {
            let column = |name: String| &peer[&name];
            let what = format!("{folder} {name}");
            if with_statistic {
                compare(&what, ours, &ours.statistic, &peer["first"], &peer["second"], column(name.into()));
            }
            compare(&what, ours, &ours.pvalue, &peer["first"], &peer["second"], column(format!("p_{name}")));
        };
        let options = PairOptions::default();
        check("OMG_S", &pairs::omega(x, &items, theta, Null::Unconditional, options).unwrap(), true);
        check("WOMG_S", &pairs::weighted_omega(x, &items, theta, options).unwrap(), true);
        check("GBT_S", &pairs::gbt(x, &items, theta, Null::Unconditional, options).unwrap(), false);
        check("M4_S", &pairs::m4(x, &items, theta, None, options).unwrap().pairs, false);
    }
}

#[test]
fn pairs_with_a_model_equal_copydetect() {
    let Some((items, answers, theta)) = nominal("items_key.csv", "r_key.csv") else { return };
    let (_, peer) = columns("nominal/copydetect14_fixed.csv").unwrap();
    let (x, options) = (answers.view(), PairOptions::default());
    let ours = pairs::omega(x, &items, &theta, Null::Conditional, options).unwrap();
    let check = |what: &str, ours: &Pairs, values: &[f64], theirs: &str| {
        compare(what, ours, values, &peer["source"], &peer["copier"], &peer[theirs]);
    };
    check("matches", &ours, &ours.matches.iter().map(|&m| m as f64).collect::<Vec<f64>>(), "obs");
    check("expected", &ours, &ours.expected, "exp");
    check("omega", &ours, &ours.statistic, "omega");
    check("omega p", &ours, &ours.pvalue, "omega_p");
    let ours = pairs::gbt(x, &items, &theta, Null::Unconditional, options).unwrap();
    check("GBT", &ours, &ours.pvalue, "GBT_p");
    let ours = pairs::m4(x, &items, &theta, Some(&key()), options).unwrap().pairs;
    check("M4", &ours, &ours.pvalue, "M4_p");
}

/// All indices of identical errors.
fn by_errors(
    answers: ndarray::ArrayView2<'_, u8>,
    key: &[u8],
    weight: [f64; 2],
) -> [(&'static str, Pairs); 5] {
    let options = PairOptions::default();
    [
        ("K", pairs::k_index(answers, key, options).unwrap()),
        ("K1", pairs::k1(answers, key, options).unwrap()),
        ("K2", pairs::k2(answers, key, options).unwrap()),
        ("S1", pairs::s1(answers, key, options).unwrap()),
        ("S2", pairs::s2(answers, key, weight, options).unwrap()),
    ]
}

#[test]
fn identical_errors_equal_copydetect() {
    let Some(answers) = matrix("nominal/r_key.csv") else { return };
    let answers = answers.mapv(|option| option - 1);
    let right = key();
    let scored = Array2::from_shape_fn(answers.dim(), |at| u8::from(answers[at] == right[at.1]));
    let ones = vec![1; right.len()];
    for (file, suffix, x, key, weight) in [
        ("copydetect14_fixed.csv", "", &answers, &right, pairs::S2_WEIGHT),
        ("copydetect13_nominal.csv", ".pvalue", &answers, &right, pairs::S2_WEIGHT),
        ("copydetect13_scored.csv", ".pvalue", &scored, &ones, pairs::S2_WEIGHT_OF_SCORES),
    ] {
        let (_, peer) = columns(&format!("nominal/{file}")).unwrap();
        for (name, ours) in by_errors(x.view(), key, weight) {
            // Version 1.3's K counts the source into the copier's own score group, where it agrees
            // with itself; its other indices and 1.4 do not.
            let wrong = |person: f64| {
                x.row(person as usize - 1).iter().zip(key).filter(|(answer, right)| answer != right).count()
            };
            let counted_in = |row: usize| {
                name == "K" && !suffix.is_empty() && wrong(peer["source"][row]) == wrong(peer["copier"][row])
            };
            let (others, same): (Vec<usize>, Vec<usize>) =
                (0..peer["source"].len()).partition(|&row| !counted_in(row));
            let pick = |name: &str, rows: &[usize]| -> Vec<f64> {
                rows.iter().map(|&row| peer[name][row]).collect()
            };
            let column = format!("{name}{suffix}");
            let pairs = [pick("source", &others), pick("copier", &others)];
            let theirs = pick(&column, &others);
            compare(&format!("{file} {name}"), &ours, &ours.pvalue, &pairs[0], &pairs[1], &theirs);
            let places = places(&ours);
            for row in same {
                let pair = (peer["source"][row] as usize - 1, peer["copier"][row] as usize - 1);
                let (ours, theirs) = (ours.pvalue[places[&pair]], peer[&column][row]);
                assert!(theirs > ours + 1e-4, "{file} {name}: 1.3 no longer differs for {pair:?}");
            }
        }
    }
}

/// Digits of a pattern.
fn pattern(rows: &[&str]) -> Array2<u8> {
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(v, i)| rows[v].as_bytes()[i] - b'0')
}

fn numbers(what: &str, ours: &[f64], theirs: &[f64], tolerance: f64) {
    ours.iter().zip(theirs).for_each(|(&a, &b)| close(what, a, b, tolerance));
}

#[test]
fn six_persons_of_ten_items_have_the_published_values() {
    let items: Vec<Item> = (1..=10)
        .map(|i| Item::Logistic { a: 0.6 + 0.1 * f64::from(i), b: -1.35 + 0.3 * f64::from(i - 1), c: 0.0 })
        .collect();
    let x = pattern(&["0001001000", "0011100001", "0110111011", "1000000100", "0010000001", "0010001001"]);
    let theta = [-1.0, -0.5, 0.0, 0.25, 0.75, 1.25];
    // Pairs 1-2 to 1-6 are the first rows.
    let options = PairOptions::default();
    let omega = |null| pairs::omega(x.view(), &items, &theta, null, options).unwrap().statistic;
    let conditional = [0.074715, -1.655643, 0.660283, 1.146172, 2.533337];
    numbers("omega | 1", &omega(Null::Conditional), &conditional, 1e-6);
    let both = [-0.3315254, -2.0016732, 0.2158052, 0.6574536, 1.7774840];
    numbers("omega", &omega(Null::Unconditional), &both, 1e-7);
    let weighted = pairs::weighted_omega(x.view(), &items, &theta, options).unwrap().statistic;
    numbers("weighted", &weighted, &[0.3211094, -1.5696997, 0.3417228, 0.8327703, 2.0993693], 1e-7);
    let gbt = |null| pairs::gbt(x.view(), &items, &theta, null, options).unwrap().pvalue;
    numbers("GBT | 1", &gbt(Null::Conditional), &[0.617025, 0.980593, 0.376004, 0.210828, 0.017105], 1e-6);
    let both = [0.75635797, 0.99079053, 0.54933153, 0.36897286, 0.07346942];
    numbers("GBT", &gbt(Null::Unconditional), &both, 1e-8);
    let m4 = pairs::m4(x.view(), &items, &theta, None, options).unwrap().pairs.pvalue;
    numbers("M4", &m4, &[0.792806454, 0.972460196, 0.258714611, 0.075815547, 0.006645676], 1e-9);
}

#[test]
fn eight_persons_of_six_items_of_two_points_have_the_published_values() {
    let items: Vec<Item> = (0..6)
        .map(f64::from)
        .map(|j| Item::PartialCredit { a: 0.8 + 0.1 * j, steps: vec![1.0 - 0.35 * j, 0.4 - 0.6 * j] })
        .collect();
    let x = pattern(&["022100", "210102", "120120", "112220", "000222", "210210", "202010", "120012"]);
    let theta: Vec<f64> = (0..8).map(|v| -1.05 + 0.3 * f64::from(v)).collect();
    let options = PairOptions::default();
    let omega = pairs::omega(x.view(), &items, &theta, Null::Unconditional, options).unwrap().statistic;
    numbers("omega", &omega, &[-0.9113111, 0.0421610, -0.6634456], 1e-7);
    let weighted = pairs::weighted_omega(x.view(), &items, &theta, options).unwrap().statistic;
    numbers("weighted", &weighted, &[-0.1223894, 0.1501036, -0.6043471], 1e-7);
    let gbt = pairs::gbt(x.view(), &items, &theta, Null::Unconditional, options).unwrap().pvalue;
    numbers("GBT", &gbt, &[0.9102368, 0.6451563, 0.8638903], 1e-7);
    let m4 = pairs::m4(x.view(), &items, &theta, None, options).unwrap().pairs.pvalue;
    numbers("M4", &m4, &[0.7847583, 0.6802118, 0.8638903], 1e-7);
}
