//! The study of the evidence layer: false alarms, power, false discovery, what is said of
//! territories, and the real region if it is there.

use std::collections::{BTreeMap, BTreeSet};

use obektiv::{
    data::Results,
    evidence::{Evidence, EvidenceOptions, EvidenceWork, Outcome, Reference, layer},
    screening::{EvaluateOptions, evaluate},
    simulate::{self, Kind, Planting, Spread, Territory, TerritoryOptions, territory},
};
use rayon::prelude::*;

use crate::{
    read_works, shared,
    territories::{Found, Share, found_table, honest, honest_table, planted, shuffled},
};

/// The seed of the territory that small ones are compared with.
const PACK: u64 = 90_001;

/// What the layer says of results.
pub fn weigh(results: &[Results], reference: Option<&Reference>) -> Evidence {
    let works = EvidenceWork::of_all(&results.iter().collect::<Vec<_>>()).expect("works");
    layer(&works, &EvidenceOptions::default(), reference).expect("evidence")
}

fn found(results: &[Results], reference: Option<&Reference>) -> Vec<String> {
    let schools = weigh(results, reference).schools.into_iter().filter(|school| school.found);
    schools.map(|school| school.school).collect()
}

fn of(schools: usize) -> TerritoryOptions {
    TerritoryOptions { schools, ..TerritoryOptions::default() }
}

/// The simulated reference that comes with the library: 500 schools, a tenth with something
/// planted.
pub fn pack() -> Reference {
    let planted = Some(Planting { kinds: Kind::ALL[..5].to_vec(), share: 0.1 });
    let simulated = territory(&TerritoryOptions { planted, ..of(500) }, PACK).expect("a territory");
    let mut works = EvidenceWork::of_all(&simulated.results.iter().collect::<Vec<_>>()).expect("works");
    for (work, absent) in works.iter_mut().zip(simulated.absent) {
        *work = work.clone().with_absences(absent);
    }
    let mut reference =
        layer(&works, &EvidenceOptions::default(), None).expect("evidence").reference.for_sharing();
    (reference.name, reference.licence) = ("simulated".to_owned(), "MIT OR Apache-2.0".to_owned());
    reference
}

/// All parts, or one: `honest`, `power`, `small`, `said`, `stated`, `region`. `cells` honest
/// territories a cell, a quarter of them a kind planted.
pub fn all(cells: u64, part: Option<&str>) {
    let parts: [(&str, &dyn Fn()); 6] = [
        ("honest", &|| quiet(cells)),
        ("power", &|| power(cells.div_ceil(4))),
        ("small", &|| small(cells.div_ceil(4))),
        ("said", &|| said(cells.div_ceil(4))),
        ("stated", &|| stated(cells.div_ceil(4))),
        ("region", &region),
    ];
    parts.iter().filter(|(name, _)| part.is_none_or(|part| part == *name)).for_each(|(_, run)| run());
}

fn quiet(cells: u64) {
    let pack = pack();
    let mut rows = Vec::new();
    for schools in [7, 14, 40, 100, 300] {
        let reference = (schools < 60).then_some(&pack);
        let variants = [
            ("lifting nowhere", of(schools)),
            ("everybody lifts .4", TerritoryOptions { everybody_lifts: 0.4, ..of(schools) }),
            ("schools differ more", TerritoryOptions { spread: Spread::wild(), ..of(schools) }),
        ];
        for (name, options) in variants {
            let beside = if reference.is_some() { "a reference" } else { "its own" };
            let seen = honest(&options, 1_000..1_000 + cells, |results, _| found(results, reference));
            rows.push((format!("{schools} schools, {beside}, {name}"), seen));
            eprintln!(
                "{}",
                rows.last().map(|(label, seen)| format!("{label}: {}", seen.any)).unwrap_or_default()
            );
        }
    }
    let permuted = shuffled(&of(100), 2_000..2_000 + cells, |results, _| found(results, None));
    rows.push(("100 schools, pupils permuted".to_owned(), permuted));
    println!("{}", honest_table(&rows));
}

fn power(cells: u64) {
    let mut rows: Vec<(String, Found)> = Vec::new();
    let method = |results: &[Results], _: &Territory| found(results, None);
    for lifts in [0.0, 0.4] {
        let options = TerritoryOptions { everybody_lifts: lifts, ..of(120) };
        for kind in Kind::ALL {
            let share = if matches!(kind, Kind::Leak { .. }) { 0.05 } else { 0.1 };
            let everybody = if lifts > 0.0 { ", everybody lifts .4" } else { "" };
            let label = format!("{}, {:.0} % of schools{everybody}", kind.name(), 100.0 * share);
            rows.push((label, planted(&options, kind, share, 3_000..3_000 + cells, method)));
        }
    }
    for (name, spread) in [("tame", Spread::tame()), ("wild", Spread::wild())] {
        for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Home { .. })) {
            let options = TerritoryOptions { spread, ..of(120) };
            let share = if matches!(kind, Kind::Leak { .. }) { 0.05 } else { 0.1 };
            let seen = planted(&options, kind, share, 3_500..3_500 + cells.div_ceil(2), method);
            rows.push((format!("{}, spread {name}", kind.name()), seen));
        }
    }
    println!("{}", found_table(&rows));
}

fn small(cells: u64) {
    let pack = pack();
    let mut rows = Vec::new();
    for schools in [7, 14, 40] {
        for kind in &Kind::ALL[..5] {
            let method = |results: &[Results], _: &Territory| found(results, Some(&pack));
            let label = format!("{}, {schools} schools beside a reference, 15 %", kind.name());
            rows.push((label, planted(&of(schools), *kind, 0.15, 4_000..4_000 + 4 * cells, method)));
        }
    }
    println!("{}", found_table(&rows));
}

/// What a territory with lifting schools is told, beside what is true of it.
#[derive(Default)]
struct Said {
    lambda: Vec<f64>,
    lambda_covered: Share,
    raised_covered: Share,
    raised_ratio: Vec<f64>,
    at_limit: Share,
    cleared_planted: Share,
    cleared_honest: Share,
}

impl Said {
    fn of(options: &TerritoryOptions, lift: f64, seed: u64) -> Self {
        let planted = Some(Planting { kinds: vec![Kind::Lift { share: lift, reach: 2 }], share: 0.1 });
        let now = territory(&TerritoryOptions { planted, ..options.clone() }, seed).expect("a territory");
        // Without planting the same seed gives the same papers.
        let before = territory(options, seed).expect("a territory");
        let moved: usize = now.results.iter().zip(&before.results).map(|(a, b)| moved(a, b)).sum();
        let truth: BTreeSet<&str> = now.planted.iter().map(|p| p.school.as_str()).collect();
        let sizes = now.sizes();
        let evidence = weigh(&now.results, None);
        let mut said = Self::default();
        for school in &evidence.schools {
            let lifts = truth.contains(school.school.as_str());
            let cleared = school.outcome == Outcome::Cleared;
            if lifts {
                said.cleared_planted.add(cleared)
            } else {
                said.cleared_honest.add(cleared)
            }
            let Some(effect) = school.effect.filter(|_| lifts && sizes[school.school.as_str()] >= 20.0)
            else {
                continue;
            };
            said.lambda.push(effect.lambda);
            said.lambda_covered.add((effect.lower..=effect.upper).contains(&lift));
            if school.detection_limit.is_some_and(|limit| (limit - lift).abs() < 0.02) {
                said.at_limit.add(school.found);
            }
        }
        if let Some(raised) = evidence.territory.raised {
            said.raised_covered.add((raised.lower..=raised.upper).contains(&(moved as f64)));
            said.raised_ratio.push(raised.value / moved as f64);
        }
        said
    }

    fn merge(mut self, other: Self) -> Self {
        self.lambda.extend(other.lambda);
        self.raised_ratio.extend(other.raised_ratio);
        self.lambda_covered.merge(other.lambda_covered);
        self.raised_covered.merge(other.raised_covered);
        self.at_limit.merge(other.at_limit);
        self.cleared_planted.merge(other.cleared_planted);
        self.cleared_honest.merge(other.cleared_honest);
        self
    }
}

/// Papers whose total is another.
fn moved(a: &Results, b: &Results) -> usize {
    a.totals().zip(b.totals()).filter(|(a, b)| a.0 != b.0).count()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn said(cells: u64) {
    println!(
        "| papers raised in 10 % of 120 schools | mean λ, schools of 20 and more | its 95 % intervals | papers raised: said/true | its intervals | found where λ is within .02 of the detection limit | cleared of those that lift | of the others |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for everybody_lifts in [0.0, 0.4] {
        for lift in [0.2, 0.3, 0.4, 0.6] {
            let options = TerritoryOptions { everybody_lifts, ..of(120) };
            let one = |seed| Said::of(&options, lift, seed);
            let said = (5_000..5_000 + cells).into_par_iter().map(one).reduce(Said::default, Said::merge);
            println!(
                "| λ = {lift}{} | {:.3} | {} | {:.2} | {} | {} | {} | {} |",
                if everybody_lifts > 0.0 { ", everybody lifts .4" } else { "" },
                mean(&said.lambda),
                said.lambda_covered,
                mean(&said.raised_ratio),
                said.raised_covered,
                said.at_limit,
                said.cleared_planted,
                said.cleared_honest,
            );
        }
    }
}

/// Posteriors against the truth, where a tenth of the schools have one of five kinds planted.
fn stated(cells: u64) {
    const FROM: [f64; 6] = [0.0, 0.05, 0.5, 0.8, 0.95, 0.99];
    println!("| posterior from | schools | mean | something planted |\n|---|---|---|---|");
    let planted = Some(Planting { kinds: Kind::ALL[..5].to_vec(), share: 0.1 });
    let options = TerritoryOptions { planted, ..of(120) };
    let one = |seed| {
        let now = territory(&options, seed).expect("a territory");
        let truth: BTreeSet<&str> = now.planted.iter().map(|p| p.school.as_str()).collect();
        let evidence = weigh(&now.results, None);
        let mut rows = [(0.0, Share::default()); FROM.len()];
        for school in evidence.schools.iter().filter(|s| !s.blocks.is_empty()) {
            let (sum, share) = &mut rows[FROM.partition_point(|from| *from <= school.posterior) - 1];
            *sum += school.posterior;
            share.add(truth.contains(school.school.as_str()));
        }
        (rows, vec![evidence.calibration.ceiling])
    };
    let empty = || ([(0.0, Share::default()); FROM.len()], Vec::new());
    let (rows, mut ceilings) = (7_000..7_000 + cells).into_par_iter().map(one).reduce(empty, |a, b| {
        let (mut rows, mut ceilings) = a;
        for (row, (sum, share)) in rows.iter_mut().zip(b.0) {
            row.0 += sum;
            row.1.merge(share);
        }
        ceilings.extend(b.1);
        (rows, ceilings)
    });
    for (from, (sum, share)) in FROM.iter().zip(rows) {
        println!("| {from} | {} | {:.3} | {share} |", share.of, sum / share.of as f64);
    }
    ceilings.sort_by(f64::total_cmp);
    println!(
        "\nShown at most (calibrated by halves): {:.2} in the median territory, {:.2} to {:.2}.",
        ceilings[ceilings.len() / 2],
        ceilings[0],
        ceilings[ceilings.len() - 1]
    );
}

/// The real region: found, pupils shuffled, halves, known irregularities planted on top.
fn region() {
    for folder in ["real/region-2020", "real/region-2021"] {
        let Some(path) = shared(folder) else { continue };
        let results = read_works(&path);
        let start = std::time::Instant::now();
        let real = weigh(&results, None);
        let seconds = start.elapsed().as_secs_f64();
        println!("{folder}: {} works, {} schools, {seconds:.2} s", results.len(), real.schools.len());
        println!(
            "{:?}; on the list of what is large in itself {}",
            real.territory.outcomes,
            real.schools.iter().filter(|s| s.extreme).count()
        );
        let shuffles: Vec<u64> = (1..=5)
            .map(|seed| {
                weigh(&simulate::shuffled(&results, seed).expect("shuffled"), None).territory.outcomes.found()
            })
            .collect();
        println!("pupils shuffled, schools found: {shuffles:?}");
        halves("grades 5, 7 / others", &results, |r| matches!(r.assessment().test_grade, 5 | 7));
        let sciences = ["maths", "biology", "physics", "chemistry", "geography"];
        halves("sciences / humanities", &results, |r| sciences.contains(&r.assessment().subject.as_str()));
        let options = EvaluateOptions::default();
        let rows = evaluate(&results, &options, None, |done, all| {
            eprintln!("{done} of {all}");
            true
        });
        println!(
            "| planted | pupils a work | schools | found | found or extreme | newly found | lost |\n|---|---|---|---|---|---|---|"
        );
        for row in rows.expect("an evaluation") {
            let share = |n: u64| Share { count: n, of: row.planted };
            println!(
                "| {} | {} | {} | {} | {} | {} | {} |",
                row.kind,
                row.pupils,
                row.planted,
                share(row.found),
                share(row.either),
                row.newly,
                row.lost
            );
        }
    }
}

fn halves(label: &str, results: &[Results], first: impl Fn(&Results) -> bool) {
    let (a, b): (Vec<Results>, Vec<Results>) = results.iter().cloned().partition(|r| first(r));
    if a.is_empty() || b.is_empty() {
        return;
    }
    let judged = |evidence: &Evidence| -> BTreeMap<String, bool> {
        let judged = evidence.schools.iter().filter(|s| !s.blocks.is_empty());
        judged.map(|s| (s.school.clone(), s.found)).collect()
    };
    let (a, b) = (judged(&weigh(&a, None)), judged(&weigh(&b, None)));
    let mut cells = [0.0; 4];
    for (school, in_a) in &a {
        if let Some(in_b) = b.get(school) {
            cells[2 * usize::from(!in_a) + usize::from(!in_b)] += 1.0;
        }
    }
    let [both, only_a, only_b, neither] = cells;
    let ratio = both * neither / (only_a * only_b);
    // Woolf's interval.
    let reach = 1.96 * cells.iter().map(|n| 1.0 / n).sum::<f64>().sqrt();
    let expected = (both + only_a) * (both + only_b) / cells.iter().sum::<f64>();
    println!(
        "{label}: found in both {both}, expected {expected:.1}, in one {only_a} / {only_b}, in none {neither}: odds ratio {ratio:.1} ({:.1}–{:.1})",
        ratio * (-reach).exp(),
        ratio * reach.exp()
    );
}
