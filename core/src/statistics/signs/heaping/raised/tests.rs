use super::*;
use crate::data::{Assessment, Grouping, Labels, Results, ResultsBuilder};
use crate::simulate::Random;
use ndarray::Array2;

const BOUNDARIES: [usize; 3] = [7, 11, 15];

fn work() -> Assessment {
    Assessment::new("maths", 5, 2020, &[20], Some(BOUNDARIES.map(|c| c as u16))).unwrap()
}

/// A pupil's group, total and journal mark (0: none).
type Pupil = (String, u8, u8);

/// Groups of 40 pupils whose marks follow their totals; of the papers one or two points below a
/// boundary a group raises this share.
fn pupils(groups: usize, lifted: impl Fn(usize) -> f64) -> Vec<Pupil> {
    let mut random = Random::new(3, 0);
    let mut all = Vec::new();
    for j in 0..groups {
        let level = random.normal();
        for _ in 0..40 {
            let ability = 11.0 + level + 4.0 * random.normal();
            let total = ability.round().clamp(0.0, 20.0) as usize;
            let journal = ability + 1.5 * random.normal();
            let mark = 2 + BOUNDARIES.iter().filter(|c| journal >= **c as f64).count();
            let to = BOUNDARIES.iter().find(|c| (1..3).contains(&c.wrapping_sub(total)));
            let raised = to.filter(|_| random.uniform() < lifted(j));
            all.push((format!("{j:03}"), *raised.unwrap_or(&total) as u8, mark as u8));
        }
    }
    all
}

fn tally(pupils: &[Pupil]) -> Tally {
    let totals: Vec<u8> = pupils.iter().map(|p| p.1).collect();
    let marks = pupils.iter().any(|p| p.2 > 0).then(|| pupils.iter().map(|p| p.2).collect());
    let parts = ResultsBuilder {
        scores: Array2::from_shape_vec((totals.len(), 1), totals).unwrap(),
        school: Labels::new(pupils.iter().map(|p| p.0.clone())),
        journal_mark: marks,
        ..Default::default()
    };
    Tally::of(&Results::new(work(), parts).unwrap(), Grouping::School, false).unwrap()
}

fn mean(rows: &[RaisedRow], wanted: impl Fn(usize) -> bool) -> f64 {
    let of: Vec<f64> =
        rows.iter().enumerate().filter(|(j, _)| wanted(*j)).map(|(_, r)| r.statistic).collect();
    of.iter().sum::<f64>() / of.len() as f64
}

#[test]
fn groups_that_lift_are_told_from_those_that_do_not() {
    let index = raised(&tally(&pupils(80, |j| if j % 4 == 0 { 0.8 } else { 0.0 }))).unwrap();
    assert_eq!(index.lifts.len(), 3 * 9);
    let (lifted, honest) = (mean(&index.rows, |j| j % 4 == 0), mean(&index.rows, |j| j % 4 != 0));
    // Of the papers within three points some two thirds are within two.
    assert!((0.4..0.8).contains(&lifted) && honest < 0.1, "{lifted} {honest}");
    for row in &index.rows {
        assert!(
            row.lower <= row.statistic && row.statistic <= row.upper && row.raised <= row.liftable,
            "{row:?}"
        );
        assert!((row.effect - row.raised / 40.0).abs() < 1e-12);
    }
    assert!((index.prior.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let placebo = index.placebo(&[9, 13]).unwrap().rows;
    let wide = placebo.iter().filter(|r| (r.estimate / r.standard_error).abs() > 2.5).count();
    assert!(wide <= 6, "{wide}");
    assert_eq!(index.placebo(&[7]).unwrap_err().code(), "statistic.parameter");
}

#[test]
fn where_nobody_lifts_the_index_is_small() {
    let index = raised(&tally(&pupils(80, |_| 0.0))).unwrap();
    let all = mean(&index.rows, |_| true);
    assert!(all < 0.06 && index.rows.iter().all(|r| r.lower < 0.02), "{all}");
}

#[test]
fn strata_of_few_papers_are_merged() {
    let names = |pupils: &[Pupil]| {
        let mut names: Vec<String> =
            raised(&tally(pupils)).unwrap().lifts.into_iter().map(|l| l.journal).collect();
        names.dedup();
        names
    };
    let all = pupils(90, |_| 0.1);
    assert_eq!(names(&all), ["2-3", "4", "5"]);
    let only = |f: fn(u8) -> u8| -> Vec<Pupil> { all.iter().map(|p| (p.0.clone(), p.1, f(p.2))).collect() };
    assert_eq!(names(&only(|mark| mark.min(4))), ["2-3", "4-5"]);
    assert_eq!(names(&only(|mark| mark.max(4))), ["2-4", "5"]);
    assert_eq!(names(&only(|mark| if mark == 4 { 3 } else { mark })), ["all"]);
    assert_eq!(names(&only(|_| 0)), ["all"]);
}

#[test]
fn neither_names_nor_parts_matter() {
    let mut some = pupils(30, |j| 0.5 * (j % 3) as f64 / 2.0);
    let whole = raised(&tally(&some)).unwrap();
    let (first, second) = some.split_at(601);
    let merged = raised(&tally(first).merge(&tally(second)).unwrap()).unwrap();
    assert_eq!(whole, merged);
    some.iter_mut().for_each(|p| p.0 = format!("{:03}", 29 - p.0.parse::<usize>().unwrap()));
    let turned = raised(&tally(&some)).unwrap();
    for (a, b) in whole.rows.iter().zip(turned.rows.iter().rev()) {
        assert!((a.statistic - b.statistic).abs() < 1e-7 && (a.raised - b.raised).abs() < 1e-6);
    }
}

#[test]
fn edges_are_defined_or_refused() {
    let code = |t: &Tally| raised(t).unwrap_err().code();
    let some = pupils(30, |_| 0.3);
    assert_eq!(code(&tally(&some[..499])), "statistic.too_few_results");
    assert_eq!(code(&tally(&some[..19 * 40])), "statistic.too_few_groups");
    let narrow = Assessment::new("maths", 5, 2020, &[12], Some([4, 7, 10])).unwrap();
    let names: Vec<String> = (0..30).map(|j| j.to_string()).collect();
    let rows = names.iter().map(|name| (name.as_str(), &[5_u64; 13][..]));
    assert_eq!(code(&Tally::from_histograms(narrow, Grouping::School, rows).unwrap()), "statistic.parameter");
    let mut extreme: Vec<Pupil> =
        some.iter().map(|p| if p.0 == "004" { (p.0.clone(), 20, 5) } else { p.clone() }).collect();
    extreme.extend((0..400).map(|k| ("large".to_owned(), (k % 21) as u8, 4)));
    let empty: &[u64] = &[0; 21];
    let empty = Tally::from_histograms(work(), Grouping::School, [("empty", empty)]).unwrap();
    let index = raised(&tally(&extreme).merge(&empty).unwrap()).unwrap();
    let row = |name: &str| index.rows.iter().find(|r| r.group == name).unwrap();
    assert!(row("large").statistic.is_nan() && row("empty").effect.is_nan());
    assert!((0.0..=1.0).contains(&row("004").statistic) && row("004").raised < 1e-9);
    assert_eq!(index.table().len(), 32);
}
