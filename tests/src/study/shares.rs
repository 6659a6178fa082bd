//! Shares beside a reference: three bins, journal kinds, items left.

use super::{BOUNDARIES, MIXED, Rejected, beta, draw, rejected, score_distribution};
use ndarray::Array2;
use obektiv::data::{Assessment, Grouping, Labels, NOT_ATTEMPTED, Registry, Results, ResultsBuilder, Tally};
use obektiv::simulate::Random;
use obektiv::statistics::heaping::HeapingOptions;
use obektiv::statistics::share::{Count, against_reference};
use obektiv::statistics::{heaping, omissions};

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
