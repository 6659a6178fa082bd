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
    simulate::{MunicipalityOptions, Random, municipality},
    statistics::{
        classes, continuity,
        heaping::{self, HeapingOptions, Lift, ShiftOptions, ShiftRow},
        journal::{self, agreement::AgreementRow, perfect::PerfectOptions},
        level,
        norms::norms,
        omissions,
        profile::{self, ProfileRow},
        share::{Count, against_reference},
        similarity::{self, SimilarityOptions, SimilarityRow},
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

/// The three-bin test at all boundaries of one school; `lambda` of the papers one point below a
/// boundary are lifted to it, and half as many of those two points below.
///
/// Honest scores are beta-binomial with mean 11, standard deviation 4 and maximum 20; the bound of
/// the curvature comes from a territory of 20,000 such scores.
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
/// Honest schools have the share .3 with the intraclass correlation `rho` between them (beta
/// distributed); the school looked at has `lift` more.
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

/// A school's share pooled over `works` works, written by the same pupils: their results agree
/// between works with the latent correlation `agreement`. Nothing differs between schools; the
/// reference has `others` schools of mixed size.
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

/// The level of a school among `others` whose true means differ by the standard deviation `tau`;
/// the school looked at lies `lift` above. Upper / lower p-value.
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

/// Classes of one school among 60 schools of two or three classes whose true means differ by the
/// standard deviation `tau` inside each school; in the school looked at, of `n` pupils, the first
/// of its classes of ten to 25 lies `lift` above. p-value beside other schools / beside sampling
/// alone.
pub fn class_split(n: u64, tau: f64, lift: f64, replicates: u32, seed: u64) -> Rejected {
    let distributions = distributions();
    let assessment = Assessment::new("maths", 5, 2021, &[1; 20], Some(BOUNDARIES)).expect("an assessment");
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut more = lift;
        let mut classes: Vec<(String, Vec<u64>)> = Vec::new();
        for (j, n) in sizes(n, 60).enumerate() {
            let level = 11.0 + random.normal();
            let split = n.div_ceil(25).max(2);
            for class in 0..split {
                let mean = level + tau * random.normal() + std::mem::take(&mut more);
                let mut histogram = vec![0; 21];
                for _ in 0..n / split + u64::from(class < n % split) {
                    histogram[draw(&distributions[near(mean)], &mut random)] += 1;
                }
                classes.push((format!("{j:02}/{class}"), histogram));
            }
        }
        let groups = classes.iter().map(|(name, histogram)| (name.as_str(), histogram.as_slice()));
        let tally = Tally::from_histograms(assessment.clone(), Grouping::Class, groups).expect("a tally");
        let sign = classes::by_school(&tally, Default::default()).expect("a sign");
        [sign.rows[0].pvalue, sign.rows[0].pvalue_sampling]
    })
}

/// The spread of a school among `others` whose true means differ by 1.5 and whose logarithms of
/// standard deviations by `tau`; in the school looked at a share `alike` of the pupils hands in the
/// same paper of 14 points. Low / high p-value.
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

/// Agreement beside schools in which a share .6 of the journal's marks is confirmed, with the
/// intraclass correlation `rho`, and the others are one mark off; the school looked at confirms
/// `lift` more. P-values given totals and without.
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

/// How often the 95 % interval of a school's leniency in logits holds the truth: 60 schools of `n`
/// pupils, drawn from a normal distribution with standard deviation `tau`, `replicates` times.
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

/// Beta with mean p and intraclass correlation rho, from two gamma variables (Marsaglia & Tsang
/// 2000).
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

/// Rejections at .01 by the statistics of continuity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Continued {
    /// The change from the first work to the second.
    pub change: f64,
    /// The changes over three works added up.
    pub cumulative: f64,
    /// The third work beside the first two.
    pub consistency: f64,
}

/// The means of schools of `n` in three works beside 60 schools of mixed size.
///
/// Schools differ by .4 standard deviations of pupils; what they keep from work to work has the
/// correlation .8. `agreement` is the correlation of a pupil's results: 0 means that other pupils
/// write each work. Four schools in each replicate are looked at; with each work their means are
/// `lift` standard deviations of pupils higher.
pub fn continuity(n: u64, agreement: f64, lift: f64, replicates: u32, seed: u64) -> Continued {
    const LOOKED_AT: usize = 4;
    let works =
        [2020, 2021, 2022].map(|year| Assessment::new("maths", 5, year, &[20], None).expect("a work"));
    let (own, shared) = ((1.0 - agreement).sqrt(), agreement.sqrt());
    let total = |z: f64| (11.0 + 4.0 * z).round().clamp(0.0, 20.0) as usize;
    let draws = replicates / LOOKED_AT as u32;
    let mut low = [0_u32; 3];
    for draw in 0..draws {
        let mut random = Random::new(seed, u64::from(draw) << 16 | n);
        let mut school = |name: String, n: u64, lift: f64| {
            let mut levels = [0.4 * random.normal(); 3];
            for at in 1..3 {
                levels[at] = 0.8 * levels[at - 1] + 0.4 * 0.6 * random.normal();
            }
            let mut counts: [Vec<u64>; 3] = std::array::from_fn(|_| vec![0; 21]);
            for _ in 0..n {
                let pupil = shared * random.normal();
                for (at, (counts, level)) in counts.iter_mut().zip(levels).enumerate() {
                    let level = level + lift * at as f64;
                    counts[total(level + 0.9 * (pupil + own * random.normal()))] += 1;
                }
            }
            (name, counts)
        };
        let mut schools: Vec<_> = (0..LOOKED_AT).map(|i| school(format!("a{i}"), n, lift)).collect();
        schools.extend((0..60).map(|i| school(format!("b{i}"), MIXED[i % MIXED.len()], 0.0)));
        let tallies = [0, 1, 2].map(|at| {
            let groups = schools.iter().map(|(name, counts)| (name.as_str(), counts[at].as_slice()));
            Tally::from_histograms(works[at].clone(), Grouping::School, groups).expect("a tally")
        });
        let [first, second, _] = &tallies;
        let (registry, all) = (Registry::default(), tallies.iter().collect::<Vec<_>>());
        let change = continuity::by_group(first, second, &registry, Default::default()).expect("a sign");
        let added = continuity::cumulative(&all, &registry, Default::default()).expect("a sign");
        let beside = continuity::consistency(&all, &registry, Default::default()).expect("a sign");
        let last = works[2].key();
        let beside = beside.rows.iter().filter(|row| row.work == last).map(|row| row.pvalue);
        let count = |pvalues: Vec<f64>| pvalues.iter().take(LOOKED_AT).filter(|p| **p <= 0.01).count() as u32;
        low[0] += count(change.rows.iter().map(|row| row.pvalue).collect());
        low[1] += count(added.rows.iter().map(|row| row.pvalue).collect());
        low[2] += count(beside.collect());
    }
    let [change, cumulative, consistency] =
        low.map(|low| f64::from(low) / f64::from(draws * LOOKED_AT as u32));
    Continued { change, cumulative, consistency }
}

/// Items left by the pupils of groups of `n`: the share of groups with p ≤ .01 for too many.
///
/// Every pupil leaves each of 12 items with a probability of his own, .1 on average, so that one
/// pupil's items agree; in 60 groups beside him the groups' averages differ by `between` in logits,
/// and in the group looked at it is `more` logits higher.
pub fn items_left(n: u64, between: f64, more: f64, replicates: u32, seed: u64) -> f64 {
    let work = Assessment::new("maths", 5, 2021, &[1; 12], None).expect("a work");
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let found = (0..replicates).filter(|&replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let (mut scores, mut school) = (Vec::new(), Vec::new());
        for group in 0..61 {
            let (size, level) = match group {
                0 => (n, between * random.normal() + more),
                _ => (MIXED[group % MIXED.len()], between * random.normal()),
            };
            for _ in 0..size {
                let leaves = logistic(level - 2.6 + 1.2 * random.normal());
                scores.extend((0..12).map(|_| if random.chance(leaves) { NOT_ATTEMPTED } else { 1 }));
                school.push(group.to_string());
            }
        }
        let scores = Array2::from_shape_vec((school.len(), 12), scores).expect("a matrix");
        let parts = ResultsBuilder { scores, school: Labels::new(school), ..Default::default() };
        let results = Results::new(work.clone(), parts).expect("results");
        let sign = omissions::by_group(&results, Grouping::School, &Registry::default(), 5).expect("a sign");
        sign.rows.iter().any(|row| row.group == "0" && !row.few && row.share.pvalue <= 0.01)
    });
    f64::from(found.count() as u32) / f64::from(replicates)
}

/// Rejections at .01 of the item profile beside how groups differ, and of its contrast of hard and
/// easy items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Profiled {
    /// By the profile.
    pub profile: f64,
    /// By the contrast.
    pub hard: f64,
}

/// The item profile of 200 simulated schools of `n` that differ by `between` logits on each item,
/// or of their two classes each, which share half of that variance.
///
/// Every twentieth group is looked at; with [`Planted::Nothing`] all are.
pub fn profile_between(
    n: u64,
    between: f64,
    classes: bool,
    planted: Planted,
    replicates: u32,
    seed: u64,
) -> Profiled {
    const ITEMS: usize = 16;
    let work = Assessment::new("maths", 5, 2021, &[1; ITEMS], None).expect("a work");
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let (groups, each) = if classes { (100, 2) } else { (200, 1) };
    let (mut low, mut all) = ([0_u32; 2], 0_u32);
    for draw in 0..replicates.div_ceil(if planted == Planted::Nothing { 200 } else { 10 }) {
        let mut random = Random::new(seed, u64::from(draw) << 16 | n);
        let (mut scores, mut school, mut class, mut looked_at) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for group in 0..groups {
            let common: Vec<f64> = (0..ITEMS).map(|_| random.normal()).collect();
            for part in 0..each {
                let shift: Vec<f64> = match classes {
                    true => common.iter().map(|c| between * (c + random.normal()) / 2.0_f64.sqrt()).collect(),
                    false => common.iter().map(|c| between * c).collect(),
                };
                let is_planted = planted != Planted::Nothing && (group * each + part) % 20 == 0;
                let items = four(planted, &(0..ITEMS).collect::<Vec<_>>(), &mut random);
                let level = 0.4 * random.normal();
                for _ in 0..n {
                    let theta = level + random.normal();
                    let told = is_planted && random.chance(0.6);
                    for (item, shift) in shift.iter().enumerate() {
                        let chance = logistic(theta + shift + 1.5 - 3.0 * item as f64 / (ITEMS - 1) as f64);
                        let right = random.chance(chance) || told && items.contains(&item);
                        scores.push(u8::from(right));
                    }
                    school.push(format!("s{group:03}"));
                    class.push(part.to_string());
                }
                if is_planted || planted == Planted::Nothing {
                    looked_at.push(if classes {
                        format!("s{group:03}/{part}")
                    } else {
                        format!("s{group:03}")
                    });
                }
            }
        }
        let scores = Array2::from_shape_vec((school.len(), ITEMS), scores).expect("a matrix");
        let (school, class_id) = (Labels::new(school), Some(Labels::new(class)));
        let parts = ResultsBuilder { scores, school, class_id, ..Default::default() };
        let results = Results::new(work.clone(), parts).expect("results");
        let grouping = if classes { Grouping::Class } else { Grouping::School };
        let tally = ItemTally::of(&results, grouping).expect("groups");
        let norms = norms(&NormSums::of(&results));
        let found =
            profile::by_group(&tally, &norms, &Registry::default(), Default::default()).expect("profiles");
        let is_looked_at = |group: &String| looked_at.binary_search(group).is_ok();
        all += looked_at.len() as u32;
        low[0] += found.rows.iter().filter(|r| is_looked_at(&r.group) && r.pvalue <= 0.01).count() as u32;
        let hard = found.contrasts.iter().filter(|r| r.contrast == profile::Contrast::Hard);
        low[1] += hard.filter(|r| is_looked_at(&r.group) && r.pvalue <= 0.01).count() as u32;
    }
    let [profile, hard] = low.map(|low| f64::from(low) / f64::from(all));
    Profiled { profile, hard }
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

/// The item profile of groups of `n` drawn from the pupils of one work who answered everything,
/// beside sampling alone: the share of p ≤ .01.
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

/// What the item profile beside the differences between classes makes of real classes of 20 to 40
/// pupils.
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
    let groups = work.groups(Grouping::Class).expect("classes");
    let mut members: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
    for person in 0..work.len() {
        members.entry(groups.get(person).to_owned()).or_default().push(person);
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

/// Schools under the shift model: what their p-values and intervals do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shifted {
    /// Share of schools with p ≤ .01 for raised papers.
    pub up: f64,
    /// Share of schools with p ≤ .01 for papers pulled down.
    pub down: f64,
    /// Share of schools cleared.
    pub cleared: f64,
    /// The mean detection limit; NaN where it is undefined for a school.
    pub detection_limit: f64,
}

fn counted<'a>(rows: impl Iterator<Item = &'a ShiftRow>) -> Shifted {
    let (mut n, mut sums) = (0.0, [0.0; 4]);
    for row in rows {
        let of =
            [row.pvalue <= 0.01, row.pvalue_down <= 0.01, row.cleared].map(|hit| f64::from(u8::from(hit)));
        n += 1.0;
        for (sum, value) in sums.iter_mut().zip([of[0], of[1], of[2], row.detection_limit]) {
            *sum += value;
        }
    }
    let [up, down, cleared, detection_limit] = sums.map(|sum| sum / n);
    Shifted { up, down, cleared, detection_limit }
}

/// A school of n papers; `lambda` of those one point below a boundary and half of those two points
/// below are lifted to it, or if negative, as many of those at and one point above a boundary fall
/// to the point below.
fn planted(n: u64, lambda: f64, probabilities: &[f64], random: &mut Random) -> Vec<u64> {
    let mut histogram = vec![0; probabilities.len()];
    for _ in 0..n {
        let score = draw(probabilities, random);
        let to = BOUNDARIES.iter().find_map(|&c| {
            let c = usize::from(c);
            let (gap, to) =
                if lambda < 0.0 { ((score + 1).wrapping_sub(c), c - 1) } else { (c.wrapping_sub(score), c) };
            (matches!(gap, 1 | 2) && random.chance(lambda.abs() / gap as f64)).then_some(to)
        });
        histogram[to.unwrap_or(score)] += 1;
    }
    histogram
}

fn shift_work() -> Assessment {
    Assessment::new("maths", 5, 2021, &[1; 20], Some(BOUNDARIES)).expect("an assessment")
}

/// The shift model on schools of n papers where `lambda` of the papers one point below a boundary
/// and half as many two points below were lifted; the honest distribution is known: beta-binomial,
/// mean 11, standard deviation 4, maximum 20.
pub fn shift_known(n: u64, lambda: f64, replicates: u32, seed: u64) -> Shifted {
    let honest = score_distribution(11.0, 4.0);
    let mut random = Random::new(seed, n);
    let schools: Vec<(String, Vec<u64>)> =
        (0..replicates).map(|i| (format!("{i:06}"), planted(n, lambda, &honest, &mut random))).collect();
    let groups = schools.iter().map(|(name, h)| (name.as_str(), h.as_slice()));
    let tally = Tally::from_histograms(shift_work(), Grouping::School, groups).expect("a tally");
    let options = ShiftOptions { honest: Some(honest), ..Default::default() };
    counted(heaping::fit(&tally, options).expect("a sign").rows.iter())
}

/// The same with the honest distribution fitted to 200 schools of 100 pupils that lift
/// `background`, of different levels.
pub fn shift_fitted(n: u64, lambda: f64, background: f64, replicates: u32, seed: u64) -> Shifted {
    const AT_ONCE: u32 = 25;
    let honest = score_distribution(11.0, 4.0);
    let mut rows = Vec::new();
    for round in 0..replicates.div_ceil(AT_ONCE) {
        let mut random = Random::new(seed, u64::from(round) << 16 | n);
        let mut schools = Vec::new();
        for i in 0..200 {
            let level = tilted(&honest, 0.8 * random.normal());
            schools.push((format!("rest {i}"), planted(100, background, &level, &mut random)));
        }
        for i in 0..AT_ONCE {
            let level = tilted(&honest, 0.8 * random.normal());
            schools.push((format!("school {i}"), planted(n, lambda, &level, &mut random)));
        }
        let groups = schools.iter().map(|(name, h)| (name.as_str(), h.as_slice()));
        let tally = Tally::from_histograms(shift_work(), Grouping::School, groups).expect("a tally");
        let sign = heaping::fit(&tally, ShiftOptions::default()).expect("a sign");
        rows.extend(sign.rows.into_iter().filter(|r| r.group.starts_with("school")));
    }
    counted(rows.iter())
}

/// f·exp(τx), x from −1 to 1.
fn tilted(f: &[f64], tau: f64) -> Vec<f64> {
    let top = (f.len() - 1) as f64;
    let weights: Vec<f64> =
        f.iter().enumerate().map(|(s, f)| f * (tau * (2.0 * s as f64 / top - 1.0)).exp()).collect();
    let all: f64 = weights.iter().sum();
    weights.iter().map(|w| w / all).collect()
}

/// How often the 95 % intervals of λ hold it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covered {
    /// All schools.
    pub all: f64,
    /// Schools that lifted nothing: the interval starts at 0.
    pub at_zero: f64,
}

/// A region is fitted; new schools of n pupils are drawn from its fitted prior, honest shape and
/// pattern of lifting; the model is fitted anew to them, and its intervals are held against the
/// truth.
pub fn shift_coverage(n: u64, schools: u32, seed: u64) -> Covered {
    let honest = score_distribution(11.0, 4.0);
    let mut random = Random::new(seed, n);
    let region: Vec<(String, Vec<u64>)> = (0..300)
        .map(|i| {
            let lambda = if random.chance(0.3) { 0.0 } else { random.uniform() * random.uniform().sqrt() };
            let size = 20 + random.below(130) as u64;
            let level = tilted(&honest, 0.8 * random.normal());
            (format!("{i:05}"), planted(size, lambda, &level, &mut random))
        })
        .collect();
    let fit = |schools: &[(String, Vec<u64>)]| {
        let groups = schools.iter().map(|(name, h)| (name.as_str(), h.as_slice()));
        let tally = Tally::from_histograms(shift_work(), Grouping::School, groups).expect("a tally");
        heaping::fit(&tally, ShiftOptions::default()).expect("a sign")
    };
    let truth = fit(&region);
    // The model's formulas, from its documentation.
    let usual = |l: &Lift| (l.share + 0.05 * 0.5_f64.powi(i32::from(l.distance) - 1)).min(0.95);
    let largest = truth.lifts.iter().map(usual).fold(0.0, f64::max);
    let share = |l: &Lift, u: f64| 1.0 - (1.0 - u).powf((1.0 - usual(l)).ln() / (1.0 - largest).ln());
    let from = |l: &Lift| usize::from(l.boundary - l.distance);
    let reachable: f64 = truth.lifts.iter().map(|l| truth.honest[from(l)]).sum();
    let mut lambdas = Vec::new();
    let mut drawn = Vec::new();
    for i in 0..schools {
        let cell = draw(&truth.prior, &mut random);
        let u =
            if cell == 0 { 0.0 } else { (cell as f64 - random.uniform()) / (truth.prior.len() - 1) as f64 };
        let lambda = truth.lifts.iter().map(|l| truth.honest[from(l)] * share(l, u)).sum::<f64>() / reachable;
        let level = tilted(&truth.honest, 0.8 * random.normal());
        let mut histogram = vec![0; 21];
        for _ in 0..n {
            let score = draw(&level, &mut random);
            let lift = truth.lifts.iter().find(|l| from(l) == score).filter(|l| random.chance(share(l, u)));
            histogram
                [lift.map_or(score, |l| usize::from(l.boundary) + draw(&[0.75, 0.15, 0.10], &mut random))] +=
                1;
        }
        lambdas.push(lambda);
        drawn.push((format!("{i:05}"), histogram));
    }
    let (mut all, mut at_zero, mut zeros) = (0.0, 0.0, 0.0);
    for (row, lambda) in fit(&drawn).rows.iter().zip(&lambdas) {
        let held = f64::from(u8::from(row.lower <= *lambda && *lambda <= row.upper));
        all += held;
        if *lambda == 0.0 {
            zeros += 1.0;
            at_zero += held;
        }
    }
    Covered { all: all / f64::from(schools), at_zero: at_zero / zeros }
}

/// How strongly pupils of three kinds of journal marks are lifted, from one, two, three points
/// below each boundary of [`BOUNDARIES`], in [`raised_coverage`].
const STRONGLY: [[[f64; 3]; 3]; 3] = [
    [[1.0, 0.7, 0.5], [0.3, 0.2, 0.1], [0.1, 0.1, 0.0]],
    [[1.0, 0.7, 0.5], [0.7, 0.5, 0.3], [0.3, 0.2, 0.1]],
    [[1.0, 0.7, 0.5], [0.7, 0.5, 0.3], [0.5, 0.3, 0.2]],
];

/// Schools of n pupils with journal marks of three kinds, honest totals of each around another
/// mean; strengths from the cells of a fixed prior, a third of it
/// 0. How often intervals of `heaping.raised` hold λ, all fitted anew.
pub fn raised_coverage(n: u64, schools: u32, seed: u64) -> Covered {
    let honest = [8.0, 11.0, 14.5].map(|mean| score_distribution(mean, 3.2));
    let ends = [0.0, 0.055, 0.115, 0.2, 0.31, 0.435, 0.565, 0.695, 0.82, 0.92, 0.98];
    let prior = [0.34, 0.03, 0.05, 0.08, 0.1, 0.12, 0.1, 0.08, 0.05, 0.03, 0.02];
    let kinds = [0.35, 0.4, 0.25];
    let marks = [3, 4, 5];
    let mut random = Random::new(seed, n);
    let (mut scores, mut school, mut journal) = (Vec::new(), Vec::new(), Vec::new());
    let (mut strengths, mut reach) = (Vec::new(), [[[0.0; 3]; 3]; 3]);
    for i in 0..schools {
        let cell = draw(&prior, &mut random);
        let u =
            if cell == 0 { 0.0 } else { ends[cell - 1] + random.uniform() * (ends[cell] - ends[cell - 1]) };
        let level = 0.7 * random.normal();
        let at_level = honest.each_ref().map(|f| tilted(f, level));
        strengths.push(u);
        for (g, f) in at_level.iter().enumerate() {
            for (m, boundary) in BOUNDARIES.iter().enumerate() {
                (0..3).for_each(|d| reach[g][m][d] += kinds[g] * f[usize::from(*boundary) - 1 - d]);
            }
        }
        for _ in 0..n {
            let g = draw(&kinds, &mut random);
            let score = draw(&at_level[g], &mut random);
            let near = BOUNDARIES.iter().position(|c| (1..=3).contains(&usize::from(*c).wrapping_sub(score)));
            let lifted = near.filter(|m| {
                let distance = usize::from(BOUNDARIES[*m]) - score;
                random.chance(1.0 - (1.0 - u).powf(STRONGLY[g][*m][distance - 1]))
            });
            let to = lifted.map(|m| usize::from(BOUNDARIES[m]) + draw(&[0.75, 0.15, 0.10], &mut random));
            scores.push(to.unwrap_or(score) as u8);
            school.push(format!("{i:05}"));
            journal.push(marks[g]);
        }
    }
    let lambda = |u: f64| {
        let (mut lifted, mut all) = (0.0, 0.0);
        for (reach, w) in reach.iter().flatten().flatten().zip(STRONGLY.iter().flatten().flatten()) {
            lifted += reach * (1.0 - (1.0 - u).powf(*w));
            all += reach;
        }
        lifted / all
    };
    let work = Assessment::new("maths", 5, 2021, &[20], Some(BOUNDARIES)).expect("an assessment");
    let parts = ResultsBuilder {
        scores: Array2::from_shape_vec((scores.len(), 1), scores).expect("one column"),
        school: Labels::new(school),
        journal_mark: Some(journal),
        ..Default::default()
    };
    let results = Results::new(work, parts).expect("results");
    let tally = Tally::of(&results, Grouping::School, false).expect("a tally");
    let index = heaping::raised(&tally).expect("an index");
    let (mut all, mut at_zero, mut zeros) = (0.0, 0.0, 0.0);
    for (row, u) in index.rows.iter().zip(&strengths) {
        let held = f64::from(u8::from((row.lower..=row.upper).contains(&lambda(*u))));
        all += held;
        if *u == 0.0 {
            zeros += 1.0;
            at_zero += held;
        }
    }
    Covered { all: all / f64::from(schools), at_zero: at_zero / zeros }
}

/// Shares of classes with p ≤ .01 among those with pairs to compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarClasses {
    /// Classes with ten pupils compared or more.
    pub classes: usize,
    /// By the statistic, permuted where its moments say so.
    pub statistic: f64,
    /// By its moments alone.
    pub moments: f64,
    /// With nothing taken out.
    pub excess: f64,
    /// By pairs of different variants, among classes that have such.
    pub control: f64,
    /// By papers that are the same throughout.
    pub duplicates: f64,
    /// By the largest group of alike pupils.
    pub largest: f64,
    /// The mean share of items on which pairs agree beyond expectation.
    pub effect: f64,
    /// … of pairs of different variants.
    pub control_effect: f64,
}

/// What these rows say together.
pub fn similar<'a>(rows: impl Iterator<Item = &'a SimilarityRow>) -> SimilarClasses {
    let rows: Vec<&SimilarityRow> = rows.filter(|row| row.compared >= 10).collect();
    let share = |p: fn(&SimilarityRow) -> f64| {
        let known: Vec<f64> = rows.iter().map(|row| p(row)).collect();
        known.iter().filter(|p| **p <= 0.01).count() as f64 / known.len() as f64
    };
    let crossed: Vec<&&SimilarityRow> = rows.iter().filter(|row| row.control_pairs > 0).collect();
    let control = crossed.iter().filter(|row| row.pvalue_control <= 0.01).count() as f64;
    SimilarClasses {
        classes: rows.len(),
        statistic: share(|row| row.pvalue),
        moments: share(|row| row.pvalue_moments),
        excess: share(|row| row.pvalue_excess),
        control: control / crossed.len() as f64,
        duplicates: share(|row| row.pvalue_duplicates),
        largest: share(|row| row.pvalue_largest),
        effect: rows.iter().map(|row| row.effect).sum::<f64>() / rows.len() as f64,
        control_effect: crossed.iter().map(|row| row.control_effect).sum::<f64>() / crossed.len() as f64,
    }
}

/// What pupils of a class share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Nothing.
    Nothing,
    /// Eight pupils have the paper of one of them on four items of five.
    Paper,
    /// Three pupils have the same paper throughout.
    Copies,
    /// A quarter of the items was taught better: each point missed on them is earned with
    /// probability 1/2, by each pupil alone.
    Topic,
}

/// A simulated work of honest schools, about 75 pupils each.
pub fn municipality_work(schools: usize, seed: u64) -> Results {
    let options = MunicipalityOptions { schools, planted: Vec::new(), background: 0.0, ..Default::default() };
    municipality(&options, seed).expect("a municipality").results.swap_remove(0)
}

/// The papers of a work dealt anew into groups of `n` with so many variants; something planted in
/// every tenth: what the others show, and what these show.
pub fn similarity_of_groups(
    work: &Results,
    n: usize,
    variants: usize,
    planted: Shared,
    permutations: u64,
    seed: u64,
) -> [SimilarClasses; 2] {
    let max_scores = &work.assessment().max_scores;
    let mut random = Random::new(seed, n as u64);
    let mut order: Vec<usize> = (0..work.len()).collect();
    shuffle(&mut order, &mut random);
    order.truncate(work.len() / n * n);
    let mut scores = work.scores().select(Axis(0), &order);
    for group in (0..order.len() / n).step_by(10) {
        let first = group * n;
        plant(&mut scores, first..first + n, planted, max_scores, &mut random);
    }
    let labels = (0..order.len()).map(|at| (at / n).to_string());
    let variant = Labels::new((0..order.len()).map(|at| (at % n % variants).to_string()));
    let parts =
        ResultsBuilder { scores, school: Labels::new(labels), variant: Some(variant), ..Default::default() };
    let groups = Results::new(work.assessment().clone(), parts).expect("results");
    let options = SimilarityOptions { permutations, ..Default::default() };
    let rows = similarity::by_class(&groups, options).expect("similarity").rows;
    let chosen = |row: &&SimilarityRow| row.group.parse::<usize>().expect("a number") % 10 == 0;
    [similar(rows.iter().filter(|row| !chosen(row))), similar(rows.iter().filter(chosen))]
}

fn shuffle(order: &mut [usize], random: &mut Random) {
    for at in 1..order.len() {
        order.swap(at, random.below(at + 1));
    }
}

fn plant(
    scores: &mut Array2<u8>,
    persons: std::ops::Range<usize>,
    planted: Shared,
    max_scores: &[u8],
    random: &mut Random,
) {
    let mut alike = |pupils: usize, share: f64| {
        let mut chosen: Vec<usize> = persons.clone().collect();
        shuffle(&mut chosen, random);
        let paper = scores.row(chosen[0]).to_owned();
        for &person in &chosen[1..pupils] {
            for (i, &answer) in paper.iter().enumerate() {
                if random.chance(share) {
                    scores[[person, i]] = answer;
                }
            }
        }
    };
    match planted {
        Shared::Nothing => {}
        Shared::Paper => alike(8, 0.8),
        Shared::Copies => alike(3, 1.0),
        Shared::Topic => {
            let mut items: Vec<usize> = (0..max_scores.len()).collect();
            shuffle(&mut items, random);
            items.truncate(max_scores.len() / 4);
            for person in persons {
                for &i in &items {
                    let cell = scores[[person, i]];
                    let now = if cell == NOT_ATTEMPTED { 0 } else { cell };
                    if is_score(now) {
                        let earned = (now..max_scores[i]).filter(|_| random.chance(0.5)).count() as u8;
                        scores[[person, i]] = now + earned;
                    }
                }
            }
        }
    }
}

/// The work with papers exchanged between pupils of the same total and items: classes keep their
/// totals, and nobody shares anything.
pub fn exchanged(work: &Results, seed: u64) -> Results {
    let mut random = Random::new(seed, 0);
    let mut alike: std::collections::BTreeMap<(u16, Vec<bool>), Vec<usize>> =
        std::collections::BTreeMap::new();
    for (person, (total, _)) in work.totals().enumerate() {
        let counted = work.scores().row(person).iter().map(|&c| is_score(c) || c == NOT_ATTEMPTED).collect();
        alike.entry((total, counted)).or_default().push(person);
    }
    let mut order: Vec<usize> = (0..work.len()).collect();
    for persons in alike.into_values() {
        let mut others = persons.clone();
        shuffle(&mut others, &mut random);
        persons.iter().zip(others).for_each(|(&person, other)| order[person] = other);
    }
    let parts = ResultsBuilder {
        scores: work.scores().select(Axis(0), &order),
        school: work.school().clone(),
        class_id: work.class_id().cloned(),
        variant: work.variant().cloned(),
        ..Default::default()
    };
    Results::new(work.assessment().clone(), parts).expect("results")
}
