//! Size on honest data and power on planted irregularities, of every p-value the library gives.
//!
//! The tests run it with 2,000 replicates and wide bands, `./x validate` with 20,000.

#![allow(clippy::cast_sign_loss, reason = "scores are not negative")]

use ndarray::{Array2, Axis};
use obektiv::{
    data::{
        Assessment, Grouping, ItemTally, Labels, NOT_ATTEMPTED, NormSums, Registry, Results, ResultsBuilder,
        Tally, is_score,
    },
    simulate::Random,
    statistics::{
        heaping::{self, HeapingOptions},
        journal::{self, agreement::AgreementRow, perfect::PerfectOptions},
        level,
        norms::norms,
        profile::{self, ProfileRow},
        share::{Count, against_reference},
        spread,
    },
};

/// Group sizes of all studies.
pub const SIZES: [u64; 4] = [10, 25, 60, 150];

/// The share of replicates with p ≤ .01, for exact and mid p-values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rejected {
    pub exact: f64,
    pub mid: f64,
}

fn rejected(replicates: u32, mut pvalues: impl FnMut(u32) -> [f64; 2]) -> Rejected {
    let (mut exact, mut mid) = (0, 0);
    for replicate in 0..replicates {
        let [p, p_mid] = pvalues(replicate);
        exact += u32::from(p <= 0.01);
        mid += u32::from(p_mid <= 0.01);
    }
    let share = |count| f64::from(count) / f64::from(replicates);
    Rejected { exact: share(exact), mid: share(mid) }
}

/// Probabilities of 0..=20 points: beta-binomial with this mean and standard deviation.
fn score_distribution(mean: f64, sd: f64) -> Vec<f64> {
    let (k, p) = (20.0, mean / 20.0);
    let rho = (sd * sd / (k * p * (1.0 - p)) - 1.0) / (k - 1.0);
    let (a, b) = (p * (1.0 - rho) / rho, (1.0 - p) * (1.0 - rho) / rho);
    let mut weights = vec![1.0];
    for s in 0..20 {
        let s = f64::from(s);
        weights.push(weights[weights.len() - 1] * (k - s) / (s + 1.0) * (s + a) / (k - s - 1.0 + b));
    }
    let all: f64 = weights.iter().sum();
    weights.iter().map(|w| w / all).collect()
}

fn draw(probabilities: &[f64], random: &mut Random) -> usize {
    let mut left = random.uniform();
    probabilities
        .iter()
        .position(|p| {
            left -= p;
            left < 0.0
        })
        .unwrap_or(probabilities.len() - 1)
}

const BOUNDARIES: [u16; 3] = [7, 11, 15];

/// The three-bin test at all boundaries of one school; `lambda` of the papers one point below a boundary are lifted to it,
/// and half as many of those two points below.
///
/// Honest scores are beta-binomial with mean 11, standard deviation 4 and maximum 20; the bound of the curvature comes from
/// a territory of 20,000 such scores.
pub fn heaping(n: u64, lambda: f64, replicates: u32, seed: u64) -> Rejected {
    let probabilities = score_distribution(11.0, 4.0);
    let territory: Vec<u64> = probabilities.iter().map(|p| (20_000.0 * p).round() as u64).collect();
    let assessment = Assessment::new("maths", 5, 2021, &[1; 20], Some(BOUNDARIES)).expect("an assessment");
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut histogram = vec![0; 21];
        for _ in 0..n {
            let score = draw(&probabilities, &mut random);
            let below = BOUNDARIES
                .iter()
                .map(|&c| usize::from(c).wrapping_sub(score))
                .find(|gap| matches!(gap, 1 | 2));
            let lifted = below.is_some_and(|gap| random.chance(lambda / gap as f64));
            histogram[score + if lifted { below.unwrap_or(0) } else { 0 }] += 1;
        }
        let groups = [("rest", territory.as_slice()), ("school", histogram.as_slice())];
        let tally = Tally::from_histograms(assessment.clone(), Grouping::School, groups).expect("a tally");
        let sign =
            heaping::by_group(&[&tally], &Registry::default(), HeapingOptions::default()).expect("a sign");
        let all = sign.rows.iter().find(|r| r.group == "school" && r.mark == 0).expect("a row");
        [all.test.pvalue, all.test.pvalue_mid]
    })
}

/// A school's share against a reference of `others` schools of mixed size, in one work.
///
/// Honest schools have the share .3 with the intraclass correlation `rho` between them (beta distributed); the school
/// looked at has `lift` more.
pub fn share(n: u64, rho: f64, lift: f64, others: usize, replicates: u32, seed: u64) -> Rejected {
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut group = |n: u64, more: f64| {
            let p = (beta(0.3, rho, &mut random) + more).min(0.98);
            vec![Count { count: (0..n).filter(|_| random.chance(p)).count() as u64, n }]
        };
        let mut groups = vec![group(n, lift)];
        groups.extend((0..others).map(|i| group(MIXED[i % MIXED.len()], 0.0)));
        let result = against_reference(&groups, &vec![""; others + 1], 5)[0];
        [result.pvalue, result.pvalue_mid]
    })
}

/// A school's share pooled over `works` works, written by the same pupils: their results agree between works with the latent
/// correlation `agreement`. Nothing differs between schools; the reference has `others` schools of mixed size.
pub fn pooled(n: u64, agreement: f64, works: usize, others: usize, replicates: u32, seed: u64) -> Rejected {
    // P(Z > .524) = .3
    const THRESHOLD: f64 = 0.524_400_512_708_041;
    let (own, shared) = ((1.0 - agreement).sqrt(), agreement.sqrt());
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut group = |n: u64| {
            let mut counts = vec![Count { count: 0, n }; works];
            for _ in 0..n {
                let pupil = random.normal();
                for work in &mut counts {
                    work.count += u64::from(shared * pupil + own * random.normal() > THRESHOLD);
                }
            }
            counts
        };
        let mut groups = vec![group(n)];
        groups.extend((0..others).map(|i| group(MIXED[i % MIXED.len()])));
        let result = against_reference(&groups, &vec![""; others + 1], 5)[0];
        [result.pvalue, result.pvalue_mid]
    })
}

/// A tally of schools `00`, `01`, … of these totals.
fn schools(totals: &[Vec<usize>]) -> Tally {
    let assessment = Assessment::new("maths", 5, 2021, &[1; 20], Some(BOUNDARIES)).expect("an assessment");
    let histograms: Vec<(String, Vec<u64>)> = (totals.iter().enumerate())
        .map(|(j, totals)| {
            let mut histogram = vec![0; 21];
            totals.iter().for_each(|&total| histogram[total] += 1);
            (format!("{j:02}"), histogram)
        })
        .collect();
    let groups = histograms.iter().map(|(name, histogram)| (name.as_str(), histogram.as_slice()));
    Tally::from_histograms(assessment, Grouping::School, groups).expect("a tally")
}

/// The first school's size, then the others'.
fn sizes(n: u64, others: usize) -> impl Iterator<Item = u64> {
    std::iter::once(n).chain((0..others).map(|i| MIXED[i % MIXED.len()]))
}

/// Score distributions with standard deviation 4 and means from 6 to 16, by steps of .1.
fn distributions() -> Vec<Vec<f64>> {
    (0..=100).map(|step| score_distribution(6.0 + 0.1 * f64::from(step), 4.0)).collect()
}

fn near(mean: f64) -> usize {
    ((mean - 6.0) * 10.0).round().clamp(0.0, 100.0) as usize
}

/// The level of a school among `others` whose true means differ by the standard deviation `tau`; the school looked at lies `lift` above. Upper / lower p-value.
pub fn level(n: u64, tau: f64, lift: f64, others: usize, replicates: u32, seed: u64) -> Rejected {
    let distributions = distributions();
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut more = lift;
        let totals: Vec<Vec<usize>> = sizes(n, others)
            .map(|n| {
                let mean = 11.0 + tau * random.normal() + std::mem::take(&mut more);
                (0..n).map(|_| draw(&distributions[near(mean)], &mut random)).collect()
            })
            .collect();
        let sign =
            level::by_group(&schools(&totals), &Registry::default(), Default::default()).expect("a sign");
        [sign.rows[0].funnel.pvalue, sign.rows[0].funnel.pvalue_low]
    })
}

/// The spread of a school among `others` whose true means differ by 1.5 and whose logarithms of standard deviations by `tau`; in the school looked at a
/// share `alike` of the pupils hands in the same paper of 14 points. Low / high p-value.
pub fn spread(n: u64, tau: f64, alike: f64, others: usize, replicates: u32, seed: u64) -> Rejected {
    let distributions = distributions();
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut same = alike;
        let totals: Vec<Vec<usize>> = sizes(n, others)
            .map(|n| {
                let mean = 11.0 + 1.5 * random.normal();
                let wide = if tau > 0.0 { 4.0 * (tau * random.normal()).exp() } else { 4.0 };
                let own =
                    (tau > 0.0).then(|| score_distribution(mean.clamp(6.0, 16.0), wide.clamp(2.6, 6.5)));
                let probabilities = own.as_ref().unwrap_or(&distributions[near(mean)]);
                let same = std::mem::take(&mut same);
                let mut total = || if random.chance(same) { 14 } else { draw(probabilities, &mut random) };
                (0..n).map(|_| total()).collect()
            })
            .collect();
        let sign =
            spread::by_group(&schools(&totals), &Registry::default(), Default::default()).expect("a sign");
        [sign.rows[0].pvalue, sign.rows[0].pvalue_high]
    })
}

/// Results of schools: pupils' totals and journal marks.
fn with_journal(schools: &[Vec<(usize, u8)>]) -> Tally {
    let assessment = Assessment::new("maths", 5, 2021, &[20], Some(BOUNDARIES)).expect("an assessment");
    let pupils: Vec<(usize, usize, u8)> = (schools.iter().enumerate())
        .flat_map(|(j, s)| s.iter().map(move |&(total, mark)| (j, total, mark)))
        .collect();
    let parts = ResultsBuilder {
        scores: Array2::from_shape_fn((pupils.len(), 1), |(p, _)| pupils[p].1 as u8),
        school: Labels::new(pupils.iter().map(|p| format!("{:03}", p.0))),
        journal_mark: Some(pupils.iter().map(|p| p.2).collect()),
        ..Default::default()
    };
    Tally::of(&Results::new(assessment, parts).expect("results"), Grouping::School, false).expect("a tally")
}

fn mark(total: usize) -> u8 {
    2 + BOUNDARIES.iter().filter(|c| usize::from(**c) <= total).count() as u8
}

/// Agreement beside schools in which a share .6 of the journal's marks is confirmed, with the intraclass correlation `rho`, and the others are one mark off; the school looked at
/// confirms `lift` more. P-values given totals and without.
pub fn perfect(n: u64, rho: f64, lift: f64, others: usize, replicates: u32, seed: u64) -> Rejected {
    let probabilities = score_distribution(11.0, 4.0);
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut more = lift;
        let schools: Vec<Vec<(usize, u8)>> = sizes(n, others)
            .map(|n| {
                let confirmed = (beta(0.6, rho, &mut random) + std::mem::take(&mut more)).min(1.0);
                let mut pupil = || {
                    let total = draw(&probabilities, &mut random);
                    let journal = match (random.chance(confirmed), random.chance(0.5)) {
                        (true, _) => mark(total),
                        (false, true) => mark(total + 4).max(mark(total) + 1).min(5),
                        (false, false) => (mark(total) - 1).max(2),
                    };
                    (total, journal)
                };
                (0..n).map(|_| pupil()).collect()
            })
            .collect();
        let sign = journal::perfect(&with_journal(&schools), &Registry::default(), PerfectOptions::default());
        let row = &sign.expect("a sign").rows[0];
        [row.given_totals.pvalue, row.share.pvalue]
    })
}

fn agreement_rows(n: u64, replicates: u32, seed: u64, groups: u32) -> impl Iterator<Item = AgreementRow> {
    let probabilities = score_distribution(11.0, 4.0);
    (0..replicates / groups).flat_map(move |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        // Both marks measure with the same error: margins are equal and the table is symmetric.
        let mut pupil = || {
            let level = draw(&probabilities, &mut random) as f64;
            let mut once = || (level + 2.0 * random.normal()).round().clamp(0.0, 20.0) as usize;
            (once(), mark(once()))
        };
        let schools: Vec<Vec<(usize, u8)>> = (0..groups).map(|_| (0..n).map(|_| pupil()).collect()).collect();
        journal::agreement(&with_journal(&schools)).expect("a sign").rows
    })
}

/// Rejections by Stuart–Maxwell / Bowker where marks and journal differ by chance alone.
pub fn symmetric(n: u64, replicates: u32, seed: u64) -> Rejected {
    let mut rows = agreement_rows(n, replicates, seed, 100);
    rejected(replicates, |_| {
        let row = rows.next().expect("a row");
        [row.stuart_maxwell.pvalue, row.bowker.pvalue]
    })
}

/// How often the 95 % interval of kappa holds the kappa of all pupils, where it is defined.
pub fn kappa_coverage(n: u64, replicates: u32, seed: u64) -> f64 {
    let truth = agreement_rows(10_000, 30, seed, 1).map(|row| row.kappa).sum::<f64>() / 30.0;
    let rows = agreement_rows(n, replicates, seed, 100).filter(|row| row.lower.is_finite());
    let (held, all) = rows.fold((0, 0), |(held, all), row| {
        (held + u32::from(row.lower <= truth && truth <= row.upper), all + 1)
    });
    f64::from(held) / f64::from(all)
}

/// How often the 95 % interval of a school's leniency in logits holds the truth: 60 schools of `n` pupils, drawn from a normal distribution with standard deviation
/// `tau`, `replicates` times.
pub fn leniency_coverage(n: u64, tau: f64, replicates: u32, seed: u64) -> f64 {
    let probabilities = score_distribution(11.0, 4.0);
    let mut held = 0;
    for replicate in 0..replicates {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let lenient: Vec<f64> = (0..60).map(|_| tau * random.normal()).collect();
        let mut pupil = |u: f64| {
            let total = draw(&probabilities, &mut random);
            let logistic = random.uniform();
            let latent = 0.5 * (total as f64 - 11.0) + u + (logistic / (1.0 - logistic)).ln();
            (total, 2 + [-2.5, 0.0, 2.5].iter().filter(|t| latent > **t).count() as u8)
        };
        let schools: Vec<Vec<(usize, u8)>> =
            lenient.iter().map(|&u| (0..n).map(|_| pupil(u)).collect()).collect();
        let sign = journal::leniency(&with_journal(&schools)).expect("a sign");
        held += sign.rows.iter().zip(&lenient).filter(|(r, u)| (r.logits - **u).abs() <= 1.96 * r.sd).count();
    }
    held as f64 / f64::from(60 * replicates)
}

/// The same results with the pupils' papers and journal marks dealt out to the schools anew.
#[must_use]
pub fn shuffled(work: &Results, seed: u64) -> Results {
    let mut order: Vec<usize> = (0..work.len()).collect();
    let mut random = Random::new(seed, 0);
    (0..order.len()).for_each(|at| {
        let other = at + random.below(order.len() - at);
        order.swap(at, other);
    });
    let parts = ResultsBuilder {
        scores: work.scores().select(Axis(0), &order),
        school: work.school().clone(),
        journal_mark: work.journal_mark().map(|marks| order.iter().map(|&p| marks[p]).collect()),
        ..Default::default()
    };
    Results::new(work.assessment().clone(), parts).expect("results")
}

/// Sizes of reference schools.
const MIXED: [u64; 7] = [8, 15, 22, 30, 50, 90, 150];

/// Beta with mean p and intraclass correlation rho, from two gamma variables (Marsaglia & Tsang 2000).
fn beta(p: f64, rho: f64, random: &mut Random) -> f64 {
    if rho <= 0.0 {
        return p;
    }
    let mut gamma = |shape: f64| {
        let d = shape + 2.0 / 3.0; // one more than the shape, put right by the power below
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = random.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && random.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v * random.uniform().powf(1.0 / shape);
            }
        }
    };
    let (a, b) = (gamma(p * (1.0 - rho) / rho), gamma((1.0 - p) * (1.0 - rho) / rho));
    a / (a + b)
}

/// What of a paper is changed before it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// Nothing.
    Nothing,
    /// Four items, drawn anew for each group.
    Any,
    /// The four easiest.
    Easiest,
    /// The four hardest.
    Hardest,
}

/// Sets four items to their maxima for a random 60 % of the persons.
fn dictate(
    scores: &mut Array2<u8>,
    persons: &[usize],
    items: &[usize],
    max_scores: &[u8],
    random: &mut Random,
) {
    for &person in persons {
        if random.chance(0.6) {
            items.iter().for_each(|&i| scores[[person, i]] = max_scores[i]);
        }
    }
}

/// Items from the easiest to the hardest.
fn by_difficulty(scores: &Array2<u8>, max_scores: &[u8]) -> Vec<usize> {
    let share =
        |i: usize| scores.column(i).iter().map(|&x| f64::from(x)).sum::<f64>() / f64::from(max_scores[i]);
    let mut order: Vec<usize> = (0..max_scores.len()).collect();
    order.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
    order
}

fn four(planted: Planted, order: &[usize], random: &mut Random) -> Vec<usize> {
    match planted {
        Planted::Nothing => Vec::new(),
        Planted::Easiest => order[..4].to_vec(),
        Planted::Hardest => order[order.len() - 4..].to_vec(),
        Planted::Any => {
            let mut items = order.to_vec();
            (0..4).for_each(|at| {
                let other = at + random.below(items.len() - at);
                items.swap(at, other);
            });
            items[..4].to_vec()
        }
    }
}

/// The item profile of groups of `n` drawn from the pupils of one work who answered everything, beside sampling alone: the share of p ≤ .01.
pub fn profile(work: &Results, n: usize, planted: Planted, replicates: usize, seed: u64) -> f64 {
    let max_scores = work.assessment().max_scores.clone();
    let all = work.scores().mapv(|cell| if cell == NOT_ATTEMPTED { 0 } else { cell });
    let complete: Vec<usize> =
        (0..all.nrows()).filter(|&p| all.row(p).iter().all(|&cell| is_score(cell))).collect();
    let all = all.select(Axis(0), &complete);
    let population = ResultsBuilder {
        scores: all.clone(),
        school: Labels::new(vec!["all"; all.nrows()]),
        ..Default::default()
    };
    let population = Results::new(work.assessment().clone(), population).expect("results");
    let norms = norms(&NormSums::of(&population));
    let order = by_difficulty(&all, &max_scores);
    let mut random = Random::new(seed, n as u64);
    let (mut drawn, mut labels) = (Vec::new(), Vec::new());
    for group in 0..replicates {
        // Without replacement inside a group.
        let mut persons = std::collections::BTreeSet::new();
        while persons.len() < n {
            persons.insert(random.below(all.nrows()));
        }
        drawn.extend(persons);
        labels.extend(std::iter::repeat_n(group.to_string(), n));
    }
    let mut scores = all.select(Axis(0), &drawn);
    for group in 0..replicates {
        let items = four(planted, &order, &mut random);
        let persons: Vec<usize> = (group * n..(group + 1) * n).collect();
        dictate(&mut scores, &persons, &items, &max_scores, &mut random);
    }
    let parts = ResultsBuilder { scores, school: Labels::new(labels), ..Default::default() };
    let groups = Results::new(work.assessment().clone(), parts).expect("results");
    let tally = ItemTally::of(&groups, Grouping::School).expect("schools");
    let found =
        profile::by_group(&tally, &norms, &Registry::default(), Default::default()).expect("profiles");
    found.rows.iter().filter(|row| row.pvalue_sampling <= 0.01).count() as f64 / replicates as f64
}

/// What the item profile beside the differences between classes makes of real classes of 20 to 40 pupils.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RealClasses {
    /// Classes.
    pub classes: usize,
    /// The share with p ≤ .01 as they are.
    pub flagged: f64,
    /// … beside sampling alone.
    pub flagged_sampling: f64,
    /// The share with p ≤ .01 after four items were dictated.
    pub power: f64,
    /// The chance that a class after it has the smaller p-value than a class as it is.
    pub area: f64,
}

/// Dictates four items drawn at random in every twentieth class of a real work, twenty times over.
pub fn profile_of_classes(work: &Results, seed: u64) -> RealClasses {
    let max_scores = work.assessment().max_scores.clone();
    let find = |results: &Results| {
        let tally = ItemTally::of(results, Grouping::Class).expect("classes");
        let norms = norms(&NormSums::of(results));
        profile::by_group(&tally, &norms, &Registry::default(), Default::default()).expect("profiles").rows
    };
    let honest = find(work);
    let sized = |rows: &[ProfileRow]| -> Vec<usize> {
        (0..rows.len()).filter(|&j| (20..=40).contains(&rows[j].n)).collect()
    };
    let classes = sized(&honest);
    let class_id = work.class_id().expect("classes");
    let mut members: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
    for person in 0..work.len() {
        let class = Some(class_id.get(person)).filter(|c| !c.is_empty()).unwrap_or("-");
        members.entry(format!("{}/{class}", work.school().get(person))).or_default().push(person);
    }
    let mut random = Random::new(seed, 0);
    let mut after = Vec::new();
    for batch in 0..20 {
        let mut scores = work.scores().to_owned();
        let chosen: Vec<usize> = classes.iter().copied().filter(|j| j % 20 == batch).collect();
        for &j in &chosen {
            let items = four(Planted::Any, &(0..max_scores.len()).collect::<Vec<_>>(), &mut random);
            dictate(&mut scores, &members[&honest[j].group], &items, &max_scores, &mut random);
        }
        let parts = ResultsBuilder {
            scores,
            school: work.school().clone(),
            class_id: work.class_id().cloned(),
            ..Default::default()
        };
        let rows = find(&Results::new(work.assessment().clone(), parts).expect("results"));
        after.extend(chosen.iter().map(|&j| rows[j].pvalue));
    }
    let before: Vec<f64> = classes.iter().map(|&j| honest[j].pvalue).collect();
    let share = |p: &[f64]| p.iter().filter(|p| **p <= 0.01).count() as f64 / p.len() as f64;
    let pairs = before.iter().flat_map(|b| after.iter().map(move |a| (a, b)));
    let wins: f64 = pairs.map(|(a, b)| f64::from(u8::from(a < b)) + 0.5 * f64::from(u8::from(a == b))).sum();
    RealClasses {
        classes: classes.len(),
        flagged: share(&before),
        flagged_sampling: share(&classes.iter().map(|&j| honest[j].pvalue_sampling).collect::<Vec<_>>()),
        power: share(&after),
        area: wins / (before.len() * after.len()) as f64,
    }
}
