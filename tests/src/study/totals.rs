//! Signs of totals: level, classes, spread, continuity.

use super::{
    BOUNDARIES, MIXED, Rejected, distributions, draw, near, rejected, schools, score_distribution, sizes,
};
use obektiv::data::{Assessment, Grouping, Registry, Tally};
use obektiv::simulate::Random;
use obektiv::statistics::{classes, continuity, level, spread};

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
