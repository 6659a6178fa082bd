//! Size on honest data and power on planted irregularities, of every p-value the library gives.
//!
//! The tests run it with 2,000 replicates and wide bands, `./x validate` with 20,000.

#![allow(clippy::cast_sign_loss, reason = "scores are not negative")]

mod journal;
mod lifting;
mod profile;
mod shares;
mod similarity;
mod totals;

pub use journal::{kappa_coverage, leniency_coverage, perfect, symmetric};
pub use lifting::{Covered, Shifted, raised_coverage, shift_coverage, shift_fitted, shift_known};
use ndarray::Axis;
use obektiv::data::{Assessment, Grouping, Results, ResultsBuilder, Tally};
use obektiv::simulate::Random;
pub use profile::{Planted, Profiled, RealClasses, profile, profile_between, profile_of_classes};
pub use shares::{heaping, items_left, pooled, share};
pub use similarity::{Shared, SimilarClasses, exchanged, municipality_work, similar, similarity_of_groups};
pub use totals::{Continued, class_split, continuity, level, spread};

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
