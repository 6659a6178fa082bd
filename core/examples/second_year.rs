//! Two years of a simulated region: help for half of the strongest schools by lot, what it did,
//! observers in 60 schools, the plan and the next year's draft.
//! `cargo run --release --example second_year`.

use std::collections::{BTreeMap, BTreeSet};

use obektiv::data::{Assessment, Grouping, Registry, Results, Season, Tally, find_assessment};
use obektiv::design::{ChancesOptions, DrawOptions, Variance, chances, draw, estimate};
use obektiv::effect::{AncovaOptions, BeforeAfter, ancova};
use obektiv::plan::{Plan, ProposeOptions, from_findings};
use obektiv::report::Language;
use obektiv::screening::{Policy, screen};
use obektiv::simulate::{Kind, TerritoryOptions, plant, territory};
use obektiv::statistics::heaping;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn works(year: u16, season: Season) -> Vec<Assessment> {
    let subjects = ["maths", "russian"];
    let of = |grade: u8| subjects.map(|subject| find_assessment(subject, grade, year, Some(season)));
    (4..=7).flat_map(of).flatten().collect()
}

/// One year: the schools and their levels are the same every year, who raises papers is told.
fn region(year: u16, season: Season, lifting: &[String]) -> Outcome<Vec<Results>> {
    let options = TerritoryOptions { works: works(year, season), ..TerritoryOptions::default() };
    let honest = territory(&options, 5)?;
    Ok(plant(&honest.results, Kind::Lift { share: 0.5, reach: 2 }, lifting, year.into())?)
}

/// Each school's share of liftable papers that were raised, over all works, weighted by papers.
fn raised(results: &[Results]) -> Outcome<BTreeMap<String, f64>> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for work in results {
        let index = heaping::raised(&Tally::of(work, Grouping::School, false)?)?;
        for row in index.rows.iter().filter(|row| row.statistic.is_finite()) {
            let (n, sum) = sums.entry(row.group.clone()).or_default();
            *n += row.n as f64;
            *sum += row.n as f64 * row.statistic;
        }
    }
    Ok(sums.into_iter().map(|(school, (n, sum))| (school, sum / n)).collect())
}

fn main() -> Outcome<()> {
    let logins: Vec<String> =
        territory(&TerritoryOptions::default(), 5)?.registry.schools().keys().cloned().collect();
    let lifting: Vec<String> = logins.iter().step_by(4).cloned().collect();
    let first = region(2020, Season::Autumn, &lifting)?;
    let before = raised(&first)?;

    // Half of the 30 schools where most was raised, drawn so that anybody can draw it again.
    let mut strongest: Vec<&str> = before.keys().map(String::as_str).collect();
    strongest.sort_by(|a, b| before[*b].total_cmp(&before[*a]));
    strongest.truncate(30);
    let drawn = draw(&strongest, &[0.5; 30], &DrawOptions { seed: 2021, ..DrawOptions::default() })?;
    let helped: BTreeSet<&str> = drawn.sample.iter().map(|&place| strongest[place]).collect();
    println!("help by lot: seed {}, list {}", drawn.seed, drawn.fingerprint);

    // Of the helped two in three stop, of the others one in four does so by itself.
    let goes_on = |(place, login): &(usize, &String)| {
        if helped.contains(login.as_str()) { place % 3 == 0 } else { place % 4 != 0 }
    };
    let still: Vec<String> = lifting.iter().enumerate().filter(goes_on).map(|(_, l)| l.clone()).collect();
    let second = region(2021, Season::Spring, &still)?;
    let after = raised(&second)?;

    let both: Vec<&str> = strongest.into_iter().filter(|school| after.contains_key(*school)).collect();
    let year = |of: &BTreeMap<String, f64>| both.iter().map(|school| of[*school]).collect::<Vec<f64>>();
    let treated: Vec<bool> = both.iter().map(|school| helped.contains(school)).collect();
    let (then, now) = (year(&before), year(&after));
    let data = BeforeAfter { before: &then, after: &now, treated: &treated, ..BeforeAfter::default() };
    let found = ancova(&data, &AncovaOptions { by_lot: true, ..AncovaOptions::default() })?;
    println!("{}\n{}", found.effect.sentence.en, found.effect.sentence.ru);

    let plan = observed(&plan(&first)?, &after, &still)?;
    let screened = screen(&second, &Policy::calibrated(), &Registry::default())?;
    let next = plan.next_year(&[], Some(&screened), Language::English)?;
    println!(
        "plan: {} visits, {} measures; next year's draft: {} measures",
        plan.assignments.len(),
        plan.measures().count(),
        next.measures().count()
    );
    Ok(())
}

/// The first year's plan, from what was found.
fn plan(first: &[Results]) -> Outcome<Plan> {
    let found = screen(first, &Policy::calibrated(), &Registry::default())?;
    let options = ProposeOptions {
        title: String::new(),
        territory: "Region".to_owned(),
        year: 2021,
        due: None,
        calendar: Vec::new(),
        language: Language::English,
    };
    Ok(from_findings(&found, &options.with_due("2022-04-01")?)?)
}

/// 60 visits by a draw, more likely where more is raised: in the plan, and what they say of all.
fn observed(plan: &Plan, after: &BTreeMap<String, f64>, lifting: &[String]) -> Outcome<Plan> {
    let schools: Vec<&str> = after.keys().map(String::as_str).collect();
    let risk: Vec<f64> = after.values().map(|share| share.clamp(0.02, 0.9)).collect();
    let chance = chances(&vec![1.0; schools.len()], &risk, 60, &ChancesOptions::default())?;
    let visits = draw(&schools, &chance, &DrawOptions { seed: 2022, ..DrawOptions::default() })?;
    let lifts = |place: &usize| f64::from(u8::from(lifting.iter().any(|login| login == schools[*place])));
    let seen: Vec<f64> = visits.sample.iter().map(lifts).collect();
    let drawn: Vec<f64> = visits.sample.iter().map(|&place| chance[place]).collect();
    let share = estimate(&seen, &drawn, None, Variance::default())?.mean;
    println!(
        "observers: {:.1} % of all schools lift; seed {}, list {}",
        100.0 * share,
        visits.seed,
        visits.fingerprint
    );
    Ok(plan.with_draw(&schools, &chance, &visits, None)?)
}
