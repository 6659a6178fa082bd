//! Size and coverage of effects, prevalence and visits, where the truth is known.

use obektiv::effect::{
    Accuracy, AncovaOptions, AtThreshold, BeforeAfter, Did, DidOptions, DiscontinuityOptions, Panel,
    RandomisationOptions, RelapseModel, RelapseOptions, ShareInterval, TwoYears, ancova, did, discontinuity,
    prevalence, randomisation, relapse,
};
use obektiv::simulate::Random;
use std::ops::Range;

use crate::visit_study::visits;

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
pub(crate) type Said = (Option<f64>, Option<bool>);

pub(crate) fn over(replicates: Range<u64>, one: impl Fn(u64) -> Said) -> Shares {
    let (mut rejected, mut held, mut given) = (0_u64, 0_u64, 0_u64);
    let all = replicates.end - replicates.start;
    for replicate in replicates {
        let (p, holds) = one(replicate);
        rejected += u64::from(p.is_some_and(|p| p <= 0.05));
        given += u64::from(holds.is_some());
        held += u64::from(holds == Some(true));
    }
    let share = |count: u64, of: u64| count as f64 / of as f64;
    Shares { rejected: share(rejected, all), held: share(held, given), given: share(given, all) }
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
pub fn differences(municipalities: usize, treated: usize, icc: f64, replicates: Range<u64>) -> Shares {
    over(replicates, |replicate| {
        let found = two_years(&mut Random::new(11, replicate), municipalities, treated, icc).effect;
        (found.pvalue, holds(found.lower, found.upper, 0.0))
    })
}

/// Flags that clear by themselves: true levels with the correlation ρ = .6 between two years, 120
/// schools of 10 to 80 pupils, flagged above the mean by 1.28 standard deviations of what is seen.
/// Compared are all, or a half by lot that stays without help.
#[must_use]
pub fn clearing(model: RelapseModel, by_lot: bool, replicates: Range<u64>) -> Shares {
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
pub fn counted(truth: f64, checked: bool, replicates: Range<u64>) -> Shares {
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

/// Schools in two years: what was seen before and after.
#[derive(Debug, Clone)]
pub struct Years {
    /// Before.
    pub before: Vec<f64>,
    /// After.
    pub after: Vec<f64>,
}

/// So many schools, ρ = .69, nothing done.
fn simulated(schools: usize, random: &mut Random) -> Years {
    let before: Vec<f64> = (0..schools).map(|_| random.normal()).collect();
    let after = before.iter().map(|x| 0.69 * x + (1.0_f64 - 0.69 * 0.69).sqrt() * random.normal()).collect();
    Years { before, after }
}

impl Years {
    /// The schools with the largest fifth of values before, in an order by lot: half of them are
    /// called helped.
    fn top(&self, random: &mut Random) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.before.len()).collect();
        order.sort_by(|&a, &b| self.before[b].total_cmp(&self.before[a]));
        order.truncate(order.len() / 5);
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last + 1));
        }
        order
    }

    /// These schools, the first half of them helped, which changed their values by `effect`.
    fn halved(&self, top: &[usize], effect: f64) -> (Years, Vec<bool>) {
        let helped: Vec<bool> = (0..top.len()).map(|place| place < top.len() / 2).collect();
        let done = |helped: bool| if helped { effect } else { 0.0 };
        let before = top.iter().map(|&school| self.before[school]).collect();
        let after = top.iter().zip(&helped).map(|(&school, &helped)| self.after[school] + done(helped));
        (Years { before, after: after.collect() }, helped)
    }
}

/// How help by lot inside the top fifth is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// `ancova`, by lot.
    Ancova,
    /// `did`, by lot.
    Did,
    /// `randomisation` of the changes.
    Randomisation,
}

/// p and whether the interval holds the truth.
fn judged(judge: Judge, years: &Years, helped: &[bool], truth: f64) -> Said {
    let Years { before, after } = years;
    let found = match judge {
        Judge::Ancova => {
            let data = BeforeAfter { before, after, treated: helped, ..Default::default() };
            ancova(&data, &AncovaOptions { draws: 999, by_lot: true, ..Default::default() }).unwrap().effect
        }
        Judge::Randomisation => {
            let change: Vec<f64> = before.iter().zip(after).map(|(x, y)| y - x).collect();
            let options = RandomisationOptions { draws: 999, by_lot: true, ..Default::default() };
            randomisation(&change, helped, None, &options).unwrap().effect
        }
        Judge::Did => {
            two_by_two(years, helped, &DidOptions { draws: 999, by_lot: true, ..Default::default() })
        }
    };
    (found.pvalue, holds(found.lower, found.upper, truth))
}

/// Help by lot inside the top fifth of these schools that did nothing.
#[must_use]
pub fn placebo_among(years: &Years, judge: Judge, replicates: Range<u64>) -> Shares {
    over(replicates, |replicate| {
        let top = years.top(&mut Random::new(16, replicate));
        let (inside, helped) = years.halved(&top, 0.0);
        judged(judge, &inside, &helped, 0.0)
    })
}

/// The same among simulated schools, where the help changed values by `effect` standard deviations.
#[must_use]
pub fn placebo(judge: Judge, schools: usize, effect: f64, replicates: Range<u64>) -> Shares {
    over(replicates, |replicate| {
        let mut random = Random::new(15, replicate);
        let years = simulated(schools, &mut random);
        let top = years.top(&mut random);
        let (inside, helped) = years.halved(&top, effect);
        judged(judge, &inside, &helped, effect)
    })
}

/// The same where the whole top fifth is called helped: the jump at its threshold.
#[must_use]
pub fn placebo_discontinuity(replicates: Range<u64>) -> Shares {
    over(replicates, |replicate| {
        let mut random = Random::new(15, replicate);
        let years = simulated(480, &mut random);
        let top = among(&years.top(&mut random));
        let lowest = inside(&years.before, &top).into_iter().fold(f64::INFINITY, f64::min);
        jump_at(&years, lowest)
    })
}

/// The same of real years: of half the schools by lot those above a threshold by lot, which lies
/// between the highest tenth and the highest two fifths, are called helped.
#[must_use]
pub fn placebo_jumps(years: &Years, replicates: Range<u64>) -> Shares {
    over(replicates, |replicate| {
        let mut random = Random::new(17, replicate);
        let (before, after): (Vec<f64>, Vec<f64>) =
            years.before.iter().zip(&years.after).filter(|_| random.chance(0.5)).unzip();
        let mut sorted = before.clone();
        sorted.sort_by(f64::total_cmp);
        let above = 0.1 + 0.3 * random.uniform();
        let threshold = sorted[((1.0 - above) * sorted.len() as f64) as usize];
        jump_at(&Years { before, after }, threshold)
    })
}

/// What the jump at this threshold says where there is none.
fn jump_at(Years { before, after }: &Years, threshold: f64) -> Said {
    let running: Vec<f64> = before.iter().map(|x| x - threshold).collect();
    let data = AtThreshold { running: &running, after, before: None, cluster: None };
    let Ok(found) = discontinuity(&data, &DiscontinuityOptions::default()) else { return (None, None) };
    let effect = found.effect;
    let held = holds(effect.lower, effect.upper, 0.0);
    // By its honest interval where there is no p-value.
    (effect.pvalue.or_else(|| held.map(|held| f64::from(u8::from(held)))), held)
}

/// The naive way: the top fifth beside all others, before and after.
fn naive(replicate: u64) -> obektiv::effect::Effect {
    let mut random = Random::new(15, replicate);
    let years = simulated(480, &mut random);
    let top = among(&years.top(&mut random));
    two_by_two(&years, &top, &DidOptions { draws: 199, ..Default::default() })
}

/// How often the naive way finds what is not there.
#[must_use]
pub fn placebo_naive(replicates: Range<u64>) -> Shares {
    over(replicates, |replicate| {
        let found = naive(replicate);
        (found.pvalue, holds(found.lower, found.upper, 0.0))
    })
}

/// How often it says itself that the groups were not equally extreme.
#[must_use]
pub fn naive_warned(replicates: Range<u64>) -> f64 {
    let code = "comparison_not_equally_extreme";
    let warned = |replicate| naive(replicate).warnings.iter().any(|warning| warning.code() == code);
    over(replicates, |replicate| (None, Some(warned(replicate)))).held
}

/// `did` of two years in which these schools were helped.
fn two_by_two(
    Years { before, after }: &Years,
    helped: &[bool],
    options: &DidOptions,
) -> obektiv::effect::Effect {
    let ids: Vec<String> = (0..2 * before.len()).map(|row| (row / 2).to_string()).collect();
    let unit: Vec<&str> = ids.iter().map(String::as_str).collect();
    let period: Vec<i32> = (0..2 * before.len()).map(|row| 2020 + i32::from(row % 2 == 1)).collect();
    let outcome: Vec<f64> = before.iter().zip(after).flat_map(|(x, y)| [*x, *y]).collect();
    let first: Vec<Option<i32>> = helped.iter().flat_map(|h| [h.then_some(2021); 2]).collect();
    let panel = Panel {
        unit: &unit,
        period: &period,
        outcome: &outcome,
        first_treated: &first,
        cluster: None,
        weight: None,
    };
    did(&panel, options).unwrap().effect
}

fn among(places: &[usize]) -> Vec<bool> {
    (0..480).map(|school| places.contains(&school)).collect()
}

/// Outcomes of schools of the real region in both years, by name; nothing where it is absent.
#[must_use]
pub fn of_real_schools() -> Vec<(String, Years)> {
    let (Some(before), Some(after)) = (crate::shared("real/region-2020"), crate::shared("real/region-2021"))
    else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for subject in ["maths", "russian"] {
        let first = crate::means_and_raised(&before, &format!("2020-grade4-{subject}.csv.gz"));
        let second = crate::means_and_raised(&after, &format!("2021-grade5-{subject}.csv.gz"));
        for (outcome, name) in ["mean", "share of marks above the journal's"].into_iter().enumerate() {
            let both = first.iter().filter_map(|(school, then)| Some((then, second.get(school)?)));
            let both = both.map(|(then, now)| (then[outcome], now[outcome]));
            let (before, after) = both.filter(|(then, now)| (then + now).is_finite()).unzip();
            all.push((format!("{subject}, {name}"), Years { before, after }));
        }
    }
    all
}

/// Placebo help inside the top fifth of the real region's schools.
fn of_the_region(replicates: &Range<u64>) {
    println!("\n| real region 2020 → 2021 | `ancova` | `did` | `randomisation` | `discontinuity` |");
    println!("|---|---|---|---|---|");
    for (name, years) in of_real_schools() {
        let among = |judge| 100.0 * placebo_among(&years, judge, replicates.clone()).rejected;
        let [a, d, r] = [Judge::Ancova, Judge::Did, Judge::Randomisation].map(among);
        let jumps = 100.0 * placebo_jumps(&years, replicates.clone()).rejected;
        println!("| {name} | {a:.1} | {d:.1} | {r:.1} | {jumps:.1} |");
    }
}

fn inside<T: Copy>(all: &[T], some: &[bool]) -> Vec<T> {
    all.iter().zip(some).filter(|(_, yes)| **yes).map(|(value, _)| *value).collect()
}

/// All of it as Markdown; each number of the range is a seed.
pub fn all(replicates: &Range<u64>) {
    println!("| | rejected at .05 | interval holds 0 |\n|---|---|---|");
    let percent =
        |share: f64| if share.is_nan() { "–".to_owned() } else { format!("{:.1}", 100.0 * share) };
    let row = |label: &str, found: Shares| {
        println!("| {label} | {} | {} |", percent(found.rejected), percent(found.held));
    };
    for (municipalities, treated, icc) in [(14, 5, 0.1), (14, 2, 0.1), (14, 5, 0.0), (30, 5, 0.1)] {
        let label = format!("`did`, {municipalities} municipalities, {treated} helped, ICC of changes {icc}");
        row(&label, differences(municipalities, treated, icc, replicates.clone()));
    }
    for (name, model) in [("normal", RelapseModel::Normal), ("empirical", RelapseModel::Empirical)] {
        for (compared, by_lot) in [("all", false), ("a half by lot", true)] {
            let label = format!("`relapse` ({name}), 120 schools, compared: {compared}");
            row(&label, clearing(model, by_lot, replicates.clone()));
        }
    }
    let judges =
        [("`ancova`", Judge::Ancova), ("`did`", Judge::Did), ("`randomisation`", Judge::Randomisation)];
    for (name, judge) in judges {
        let label = format!("placebo help in half of the top fifth of 480 schools, {name}");
        row(&label, placebo(judge, 480, 0.0, replicates.clone()));
    }
    row("… in the top fifth, `discontinuity`", placebo_discontinuity(replicates.clone()));
    row("… the top fifth beside all others, before and after, `did`", placebo_naive(replicates.clone()));
    let warned = percent(naive_warned(replicates.clone()));
    println!(
        "\n`did` of the top fifth beside all others warns `comparison_not_equally_extreme`: {warned} %."
    );
    of_the_region(replicates);
    println!(
        "\n| help by lot inside the top fifth | placebo | −.5 sd | −1 sd | holds −.5 |\n|---|---|---|---|---|"
    );
    for helped in [10, 25, 60, 150] {
        for (name, judge) in judges {
            let of = |effect| placebo(judge, 10 * helped, effect, replicates.clone());
            let (none, half, one) = (of(0.0), of(-0.5), of(-1.0));
            let [a, b, c] = [none, half, one].map(|shares| percent(shares.rejected));
            println!("| {helped} of {}, {name} | {a} | {b} | {c} | {} |", 2 * helped, percent(half.held));
        }
    }
    println!("\n| | interval holds the truth |\n|---|---|");
    for (truth, checked) in [(0.1, false), (0.3, false), (0.1, true), (0.3, true)] {
        let known = if checked { "60 and 90 checked" } else { "accuracy known" };
        let found = counted(truth, checked, replicates.clone());
        println!("| `prevalence` {truth}, 300 schools, {known} | {} |", percent(found.held));
    }
    visits(replicates);
}
