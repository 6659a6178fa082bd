//! Size and coverage of effects, prevalence and visits, where the truth is known.

use obektiv::design::{ChancesOptions, DrawOptions, Method, Variance, chances, draw, estimate};
use obektiv::effect::{
    Accuracy, AncovaOptions, AtThreshold, BeforeAfter, Did, DidOptions, DiscontinuityOptions, Panel,
    RandomisationOptions, RelapseModel, RelapseOptions, ShareInterval, TwoYears, ancova, did, discontinuity,
    prevalence, randomisation, relapse,
};
use obektiv::simulate::Random;

/// Shares over replicates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shares {
    /// Of p-values at or below .05.
    pub rejected: f64,
    /// Of intervals that hold the truth, among those that are given.
    pub held: f64,
    /// Of replicates with an interval.
    pub given: f64,
}

/// What one replicate says: its p-value, and whether its interval holds the truth.
type Said = (Option<f64>, Option<bool>);

fn over(replicates: u64, one: impl Fn(u64) -> Said) -> Shares {
    let (mut rejected, mut held, mut given) = (0_u64, 0_u64, 0_u64);
    for replicate in 0..replicates {
        let (p, holds) = one(replicate);
        rejected += u64::from(p.is_some_and(|p| p <= 0.05));
        given += u64::from(holds.is_some());
        held += u64::from(holds == Some(true));
    }
    let share = |count: u64, of: u64| count as f64 / of as f64;
    Shares {
        rejected: share(rejected, replicates),
        held: share(held, given),
        given: share(given, replicates),
    }
}

fn holds(lower: Option<f64>, upper: Option<f64>, truth: f64) -> Option<bool> {
    Some((lower?..=upper?).contains(&truth))
}

/// One territory in two years without any effect: changes of schools are alike inside their
/// municipality with the correlation `icc`; municipalities have 3 to 15 schools, the first
/// `treated` in a shuffled order are helped.
fn two_years(random: &mut Random, municipalities: usize, treated: usize, icc: f64) -> Did {
    let mut order: Vec<usize> = (0..municipalities).collect();
    for last in (1..municipalities).rev() {
        order.swap(last, random.below(last + 1));
    }
    let (mut unit, mut cluster, mut outcome, mut first) = (vec![], vec![], vec![], vec![]);
    for (place, municipality) in order.into_iter().enumerate() {
        let shared = random.normal() * icc.sqrt();
        for school in 0..3 + random.below(13) {
            let before = random.normal();
            let change = shared + random.normal() * (1.0 - icc).sqrt();
            for value in [before, before + change] {
                unit.push(format!("{municipality}/{school}"));
                cluster.push(municipality.to_string());
                outcome.push(value);
                first.push((place < treated).then_some(2021));
            }
        }
    }
    let (unit, cluster): (Vec<&str>, Vec<&str>) =
        unit.iter().zip(&cluster).map(|(u, c)| (u.as_str(), c.as_str())).unzip();
    let period: Vec<i32> = (0..unit.len()).map(|row| 2020 + i32::from(row % 2 == 1)).collect();
    let panel = Panel {
        unit: &unit,
        period: &period,
        outcome: &outcome,
        first_treated: &first,
        cluster: Some(&cluster),
        weight: None,
    };
    did(&panel, &DidOptions { most: 4_000, draws: 999, by_lot: true, ..DidOptions::default() }).unwrap()
}

/// The default difference in differences without any effect.
#[must_use]
pub fn differences(municipalities: usize, treated: usize, icc: f64, replicates: u64) -> Shares {
    over(replicates, |replicate| {
        let found = two_years(&mut Random::new(11, replicate), municipalities, treated, icc).effect;
        (found.pvalue, holds(found.lower, found.upper, 0.0))
    })
}

/// Flags that clear by themselves: true levels with the correlation ρ = .6 between two years, 120
/// schools of 10 to 80 pupils, flagged above the mean by 1.28 standard deviations of what is seen.
/// Compared are all, or a half by lot that stays without help.
#[must_use]
pub fn clearing(model: RelapseModel, by_lot: bool, replicates: u64) -> Shares {
    over(replicates, |replicate| {
        let mut random = Random::new(12, replicate);
        let (mut before, mut after, mut se) = (vec![], vec![], vec![]);
        for _ in 0..120 {
            let error = 3.7 / ((10 + random.below(71)) as f64).sqrt();
            let level = random.normal();
            let later = 0.6 * level + 0.8 * random.normal();
            before.push(1.2 * level + error * random.normal());
            after.push(1.2 * later + error * random.normal());
            se.push(error);
        }
        let seen: Vec<f64> = se.iter().map(|error| 1.28 * (1.44 + error * error).sqrt()).collect();
        let flagged: Vec<bool> = before.iter().zip(&seen).map(|(x, limit)| x > limit).collect();
        let half: Vec<bool> = (0..120).map(|_| random.chance(0.5)).collect();
        let years = TwoYears {
            before: &before,
            after: &after,
            se_before: &se,
            se_after: &se,
            flagged: &flagged,
            critical: &seen,
            comparison: by_lot.then_some(half.as_slice()),
        };
        match relapse(&years, &RelapseOptions { model }) {
            Ok(found) => {
                let effect = &found.effect;
                (effect.pvalue, holds(effect.lower, effect.upper, 0.0))
            }
            Err(_) => (None, None),
        }
    })
}

/// The share of schools that have something, counted by a sign of sensitivity .7 and specificity
/// .95 that are known, or were found by checking 60 and 90 schools.
#[must_use]
pub fn counted(truth: f64, checked: bool, replicates: u64) -> Shares {
    let (sensitivity, specificity, schools) = (0.7, 0.95, 300);
    over(replicates, |replicate| {
        let mut random = Random::new(13, replicate);
        let mut of = |n: u64, chance: f64| (0..n).filter(|_| random.chance(chance)).count() as u64;
        let positive = of(schools, truth * sensitivity + (1.0 - truth) * (1.0 - specificity));
        let accuracy = |right: u64, of: u64, known: f64| match checked {
            true => Accuracy::Counted { right, of },
            false => Accuracy::Known(known),
        };
        let (right, spared) = (of(60, sensitivity), of(90, specificity));
        let (sensitivity, specificity) =
            (accuracy(right, 60, sensitivity), accuracy(spared, 90, specificity));
        let found =
            prevalence(positive, schools, sensitivity, specificity, ShareInterval::ClopperPearson).unwrap();
        (None, Some((found.lower..=found.upper).contains(&truth)))
    })
}

/// What 60 of 500 schools, drawn by risk and size, say of all: of a share, and of a mean. Each
/// tenth of the draws is in a region of its own.
#[must_use]
pub fn visited(method: Method, share: bool, replicates: u64) -> Shares {
    let regions: Vec<Region> = (0..10).map(Region::new).collect();
    over(replicates, |seed| {
        let Region { ids, chance, has, points } = &regions[(seed % 10) as usize];
        let outcome = if share { has } else { points };
        let truth = outcome.iter().sum::<f64>() / 500.0;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let drawn = draw(&ids, chance, &DrawOptions { method, seed }).unwrap();
        let of = |values: &[f64]| drawn.sample.iter().map(|&place| values[place]).collect::<Vec<f64>>();
        let found = estimate(&of(outcome), &of(chance), None, Variance::Brewer).unwrap();
        (None, Some((found.lower..=found.upper).contains(&truth)))
    })
}

/// 500 schools: whether each has what is looked for, and points that have to do with its risk.
struct Region {
    ids: Vec<String>,
    chance: Vec<f64>,
    has: Vec<f64>,
    points: Vec<f64>,
}

impl Region {
    fn new(number: u64) -> Self {
        let mut random = Random::new(14, number);
        let weight: Vec<f64> = (0..500).map(|_| 20.0 + random.below(100) as f64).collect();
        let risk: Vec<f64> = (0..500).map(|_| 0.02 + 0.6 * random.uniform().powi(3)).collect();
        Self {
            ids: (0..500).map(|school| school.to_string()).collect(),
            chance: chances(&weight, &risk, 60, &ChancesOptions::default()).unwrap(),
            has: risk.iter().map(|&risk| f64::from(u8::from(random.chance(risk)))).collect(),
            points: risk.iter().map(|&risk| 10.0 + 5.0 * risk + 2.0 * random.normal()).collect(),
        }
    }
}

/// 480 schools in two years, ρ = .69; half of the top fifth of the first year is called helped,
/// and nothing is done.
fn placebo(replicate: u64) -> (Vec<f64>, Vec<f64>, Vec<bool>, Vec<bool>) {
    let mut random = Random::new(15, replicate);
    let before: Vec<f64> = (0..480).map(|_| random.normal()).collect();
    let after = before.iter().map(|x| 0.69 * x + (1.0_f64 - 0.69 * 0.69).sqrt() * random.normal()).collect();
    let mut order: Vec<usize> = (0..480).collect();
    order.sort_by(|&a, &b| before[b].total_cmp(&before[a]));
    let mut top = order[..96].to_vec();
    for last in (1..top.len()).rev() {
        top.swap(last, random.below(last + 1));
    }
    let among = |places: &[usize]| (0..480).map(|school| places.contains(&school)).collect::<Vec<bool>>();
    (before, after, among(&top), among(&top[..48]))
}

/// Help that did nothing, inside the top fifth.
#[must_use]
pub fn placebo_ancova(replicates: u64) -> Shares {
    over(replicates, |replicate| {
        let (before, after, top, helped) = placebo(replicate);
        let (before, after, helped) = (inside(&before, &top), inside(&after, &top), inside(&helped, &top));
        let data = BeforeAfter { before: &before, after: &after, treated: &helped, ..Default::default() };
        let options = AncovaOptions { draws: 999, by_lot: true, ..AncovaOptions::default() };
        let found = ancova(&data, &options).unwrap().effect;
        (found.pvalue, holds(found.lower, found.upper, 0.0))
    })
}

/// The same by randomisation of the changes.
#[must_use]
pub fn placebo_randomisation(replicates: u64) -> Shares {
    over(replicates, |replicate| {
        let (before, after, top, helped) = placebo(replicate);
        let change: Vec<f64> = before.iter().zip(&after).map(|(x, y)| y - x).collect();
        let options = RandomisationOptions { draws: 999, by_lot: true, ..Default::default() };
        let found =
            randomisation(&inside(&change, &top), &inside(&helped, &top), None, &options).unwrap().effect;
        (found.pvalue, holds(found.lower, found.upper, 0.0))
    })
}

/// The same where the whole top fifth is called helped: the jump at its threshold.
#[must_use]
pub fn placebo_discontinuity(replicates: u64) -> Shares {
    over(replicates, |replicate| {
        let (before, after, top, _) = placebo(replicate);
        let lowest = inside(&before, &top).into_iter().fold(f64::INFINITY, f64::min);
        let running: Vec<f64> = before.iter().map(|x| x - lowest).collect();
        let data = AtThreshold { running: &running, after: &after, before: None, cluster: None };
        match discontinuity(&data, &DiscontinuityOptions::default()) {
            Ok(found) => {
                let effect = found.effect;
                let p = effect.pvalue.or_else(|| {
                    // By its honest interval where there is no p-value.
                    holds(effect.lower, effect.upper, 0.0).map(|held| f64::from(u8::from(held)))
                });
                (p, holds(effect.lower, effect.upper, 0.0))
            }
            Err(_) => (None, None),
        }
    })
}

/// The naive way: the top fifth beside all others, before and after.
#[must_use]
pub fn placebo_naive(replicates: u64) -> Shares {
    over(replicates, |replicate| {
        let (before, after, top, _) = placebo(replicate);
        let change: Vec<f64> = before.iter().zip(&after).map(|(x, y)| y - x).collect();
        let options = RandomisationOptions { draws: 199, ..Default::default() };
        let found = randomisation(&change, &top, None, &options).unwrap().effect;
        (found.pvalue, None)
    })
}

fn inside<T: Copy>(all: &[T], some: &[bool]) -> Vec<T> {
    all.iter().zip(some).filter(|(_, yes)| **yes).map(|(value, _)| *value).collect()
}

/// All of it as Markdown.
pub fn all(replicates: u64) {
    println!("| | rejected at .05 | interval holds 0 |\n|---|---|---|");
    let percent =
        |share: f64| if share.is_nan() { "–".to_owned() } else { format!("{:.1}", 100.0 * share) };
    let row = |label: &str, found: Shares| {
        println!("| {label} | {} | {} |", percent(found.rejected), percent(found.held));
    };
    for (municipalities, treated, icc) in [(14, 5, 0.1), (14, 2, 0.1), (14, 5, 0.0), (30, 5, 0.1)] {
        let label = format!("`did`, {municipalities} municipalities, {treated} helped, ICC of changes {icc}");
        row(&label, differences(municipalities, treated, icc, replicates));
    }
    for (name, model) in [("normal", RelapseModel::Normal), ("empirical", RelapseModel::Empirical)] {
        for (compared, by_lot) in [("all", false), ("a half by lot", true)] {
            let label = format!("`relapse` ({name}), 120 schools, compared: {compared}");
            row(&label, clearing(model, by_lot, replicates));
        }
    }
    row("placebo help in half of the top fifth, `ancova`", placebo_ancova(replicates));
    row("… `randomisation`", placebo_randomisation(replicates));
    row("… in the top fifth, `discontinuity`", placebo_discontinuity(replicates));
    row("… the top fifth beside all others, before and after", placebo_naive(replicates));
    println!("\n| | interval holds the truth |\n|---|---|");
    for (truth, checked) in [(0.1, false), (0.3, false), (0.1, true), (0.3, true)] {
        let known = if checked { "60 and 90 checked" } else { "accuracy known" };
        let found = counted(truth, checked, replicates);
        println!("| `prevalence` {truth}, 300 schools, {known} | {} |", percent(found.held));
    }
    for (name, method) in [("pivotal", Method::Pivotal), ("Sampford", Method::Sampford)] {
        for (what, share) in [("a share", true), ("a mean", false)] {
            let found = visited(method, share, replicates);
            println!("| `estimate` of {what}, 60 of 500 schools by risk, {name} | {} |", percent(found.held));
        }
    }
}
