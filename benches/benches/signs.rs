//! Milliseconds of each sign over all works of a region, from memory: the real one where it is at
//! hand, else the simulated one. Tallies are made before. Works are shared among threads
//! (RAYON_NUM_THREADS). Every answer is checked; a time is the shortest of three runs and fails
//! nothing. Arguments are parts of names of signs; `--similarity` adds similarity inside classes
//! (minutes).

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::{hint::black_box, time::Instant};

use obektiv::{
    data::{Assessment, Grouping, ItemTally, NormSums, Registry, Results, Tally},
    statistics::{
        continuity, heaping, journal, level,
        norms::{Norms, norms},
        official, profile, similarity, spread,
    },
};
use obektiv_benches::{WORKS, work};
use obektiv_tests::{read_works, shared};
use rayon::prelude::*;

/// What is counted once, before any sign.
struct Counted {
    tally: Tally,
    items: ItemTally,
    classes: ItemTally,
    norms: Norms,
}

impl Counted {
    fn of(results: &Results) -> Self {
        let items = |grouping| ItemTally::of(results, grouping).unwrap();
        Self {
            tally: Tally::of(results, Grouping::School, false).unwrap(),
            items: items(Grouping::School),
            classes: items(if results.class_id().is_some() { Grouping::Class } else { Grouping::School }),
            norms: norms(&NormSums::of(results)),
        }
    }
}

/// Prints the shortest of three times; `sign` says how many rows it gave.
fn time(name: &str, total: &mut f64, sign: impl Fn() -> usize) {
    let filters: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if !filters.is_empty() && !filters.iter().any(|filter| name.contains(filter.as_str())) {
        return;
    }
    let run = || {
        let start = Instant::now();
        assert!(black_box(sign()) > 0, "{name} gave nothing");
        1e3 * start.elapsed().as_secs_f64()
    };
    let shortest = run().min(run()).min(run());
    println!("| `{name}` | {shortest:.1} |");
    *total += shortest;
}

fn main() {
    let wanted = |name: &str| std::env::args().any(|argument| argument == name);
    let folder = shared("real/region-2020");
    let works: Vec<Results> = match &folder {
        Some(folder) => read_works(folder),
        None => (0..WORKS).map(|number| work(number).unwrap()).collect(),
    };
    let pupils: usize = works.iter().map(Results::len).sum();
    println!(
        "{} region, {} works, {pupils} results\n",
        if folder.is_some() { "real" } else { "simulated" },
        works.len()
    );
    println!("| sign | ms |\n|---|---|");
    let mut ignored = 0.0;
    time("tallies by school and class, item tallies, norms", &mut ignored, || {
        works.iter().map(|results| Counted::of(results).tally.groups().len()).sum()
    });
    let counted: Vec<Counted> = works.iter().map(Counted::of).collect();
    signs(&counted);
    if wanted("--similarity") {
        for permutations in [0, 9_999] {
            let options = similarity::SimilarityOptions { permutations, ..Default::default() };
            let name = if permutations == 0 {
                "similarity.by_class, moments"
            } else {
                "similarity.by_class, permutations"
            };
            let start = Instant::now();
            let rows: usize =
                works.iter().map(|r| similarity::by_class(r, options).unwrap().rows.len()).sum();
            assert!(rows > 0);
            println!("| `{name}` | {:.0} |", 1e3 * start.elapsed().as_secs_f64());
        }
    }
}

fn signs(counted: &[Counted]) {
    let tallies: Vec<&Tally> = counted.par_iter().map(|c| &c.tally).collect();
    let mut total = 0.0;
    of_one_work(&tallies, &mut total);
    of_items(counted, &mut total);
    of_several_works(&tallies, &mut total);
    println!("| all | {total:.0} |");
}

fn of_one_work(tallies: &[&Tally], total: &mut f64) {
    let registry = Registry::default();
    let marked: Vec<&Tally> =
        tallies.iter().copied().filter(|t| t.assessment().boundaries.is_some()).collect();
    let mut each = |name: &str, tallies: &[&Tally], sign: &(dyn Fn(&Tally) -> usize + Sync)| {
        time(name, total, || tallies.par_iter().map(|tally| sign(tally)).sum());
    };
    each("official.inflated_mean", tallies, &|t| {
        official::inflated_mean(t, Default::default()).unwrap().group.len()
    });
    each("official.rank_mismatch", tallies, &|t| {
        official::rank_mismatch(t, Default::default()).map_or(0, |sign| sign.group.len())
    });
    each("spread.many_fives", &marked, &|t| spread::many_fives(t).map_or(0, |sign| sign.table().len()));
    each("level.by_group", tallies, &|t| {
        level::by_group(t, &registry, Default::default()).unwrap().rows.len()
    });
    each("spread.by_group", tallies, &|t| {
        spread::by_group(t, &registry, Default::default()).unwrap().rows.len()
    });
    each("journal.by_group", &marked, &|t| {
        journal::by_group(&[t], &registry, Default::default()).unwrap().rows.len()
    });
    each("journal.agreement", &marked, &|t| journal::agreement(t).unwrap().rows.len());
    each("journal.leniency", &marked, &|t| journal::leniency(t).unwrap().rows.len());
    each("journal.perfect", &marked, &|t| {
        journal::perfect(t, &registry, Default::default()).unwrap().rows.len()
    });
    each("heaping.by_group", &marked, &|t| {
        heaping::by_group(&[t], &registry, Default::default()).unwrap().rows.len()
    });
    each("heaping.fit", &marked, &|t| heaping::fit(t, Default::default()).unwrap().rows.len());
    each("heaping.raised", &marked, &|t| heaping::raised(t).map_or(0, |index| index.rows.len()));
}

fn of_items(counted: &[Counted], total: &mut f64) {
    let registry = Registry::default();
    let mut all = |name: &str, sign: &dyn Fn() -> usize| time(name, total, sign);
    all("official.item_inversion", &|| {
        counted.par_iter().map(|c| official::item_inversion(&c.items).table().len()).sum()
    });
    all("official.group_crossing", &|| {
        let sign = |c: &Counted| official::group_crossing(&c.items, 10).map_or(0, |sign| sign.table().len());
        counted.par_iter().map(sign).sum()
    });
    all("profile.by_group, classes", &|| {
        let sign = |c: &Counted| {
            profile::by_group(&c.classes, &c.norms, &registry, Default::default())
                .map_or(0, |sign| sign.table().len())
        };
        counted.par_iter().map(sign).sum()
    });
}

fn of_several_works(tallies: &[&Tally], total: &mut f64) {
    let registry = Registry::default();
    // Works of the same subject one grade apart stand in for two years of one cohort.
    let next = |a: &Assessment, b: &Assessment| a.subject == b.subject && a.test_grade + 1 == b.test_grade;
    let cohorts: Vec<(&Tally, &Tally)> = tallies
        .iter()
        .flat_map(|a| tallies.iter().filter(|b| next(a.assessment(), b.assessment())).map(|b| (*a, *b)))
        .collect();
    let cohorts = if cohorts.is_empty() { vec![(tallies[0], tallies[1])] } else { cohorts };
    let grade: Vec<&Tally> = tallies
        .iter()
        .copied()
        .filter(|t| t.assessment().test_grade == tallies[0].assessment().test_grade)
        .collect();
    let mut all = |name: &str, sign: &dyn Fn() -> usize| time(name, total, sign);
    all("official.cohort_jump", &|| {
        cohorts
            .iter()
            .map(|(a, b)| official::cohort_jump(a, b, Default::default()).unwrap().table().len())
            .sum()
    });
    all("continuity.by_group", &|| {
        let sign = |(a, b): &(&Tally, &Tally)| {
            continuity::by_group(a, b, &registry, Default::default()).unwrap().table().len()
        };
        cohorts.par_iter().map(sign).sum()
    });
    all("continuity.consistency, one grade", &|| {
        continuity::consistency(&grade, &registry, Default::default()).unwrap().table().len()
    });
}
