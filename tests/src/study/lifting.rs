//! Raised papers.

use super::{BOUNDARIES, draw, score_distribution};
use ndarray::Array2;
use obektiv::data::{Assessment, Grouping, Labels, Results, ResultsBuilder, Tally};
use obektiv::simulate::Random;
use obektiv::statistics::heaping;
use obektiv::statistics::heaping::{Lift, ShiftOptions, ShiftRow};

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

pub(super) fn counted<'a>(rows: impl Iterator<Item = &'a ShiftRow>) -> Shifted {
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
pub(super) fn planted(n: u64, lambda: f64, probabilities: &[f64], random: &mut Random) -> Vec<u64> {
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

/// The shares of the three kinds among pupils.
const KINDS: [f64; 3] = [0.35, 0.4, 0.25];

/// Pupils of schools with journal marks of three kinds.
#[derive(Default)]
struct Marked {
    scores: Vec<u8>,
    school: Vec<String>,
    journal: Vec<u8>,
    /// Of each school.
    strengths: Vec<f64>,
    /// Honest papers by kind, boundary and distance below it.
    reach: [[[f64; 3]; 3]; 3],
}

impl Marked {
    /// One more school of `n` pupils that lifts with strength `u`; honest totals of each kind.
    fn school(&mut self, n: u64, u: f64, honest: &[Vec<f64>; 3], random: &mut Random) {
        for (g, f) in honest.iter().enumerate() {
            for (m, boundary) in BOUNDARIES.iter().enumerate() {
                (0..3).for_each(|d| self.reach[g][m][d] += KINDS[g] * f[usize::from(*boundary) - 1 - d]);
            }
        }
        let name = format!("{:05}", self.strengths.len());
        self.strengths.push(u);
        for _ in 0..n {
            let g = draw(&KINDS, random);
            let score = draw(&honest[g], random);
            let near = BOUNDARIES.iter().position(|c| (1..=3).contains(&usize::from(*c).wrapping_sub(score)));
            let lifted = near.filter(|m| {
                let distance = usize::from(BOUNDARIES[*m]) - score;
                random.chance(1.0 - (1.0 - u).powf(STRONGLY[g][*m][distance - 1]))
            });
            let to = lifted.map(|m| usize::from(BOUNDARIES[m]) + draw(&[0.75, 0.15, 0.10], random));
            self.scores.push(to.unwrap_or(score) as u8);
            self.school.push(name.clone());
            self.journal.push([3, 4, 5][g]);
        }
    }

    /// The share of papers within reach that strength `u` lifts.
    fn lambda(&self, u: f64) -> f64 {
        let (mut lifted, mut all) = (0.0, 0.0);
        for (reach, w) in self.reach.iter().flatten().flatten().zip(STRONGLY.iter().flatten().flatten()) {
            lifted += reach * (1.0 - (1.0 - u).powf(*w));
            all += reach;
        }
        lifted / all
    }

    fn tally(&self) -> Tally {
        let work = Assessment::new("maths", 5, 2021, &[20], Some(BOUNDARIES)).expect("an assessment");
        let parts = ResultsBuilder {
            scores: Array2::from_shape_vec((self.scores.len(), 1), self.scores.clone()).expect("one column"),
            school: Labels::new(self.school.clone()),
            journal_mark: Some(self.journal.clone()),
            ..Default::default()
        };
        let results = Results::new(work, parts).expect("results");
        Tally::of(&results, Grouping::School, false).expect("a tally")
    }
}

/// Schools of n pupils with journal marks of three kinds, honest totals of each around another
/// mean; strengths from the cells of a fixed prior, a third of it
/// 0. How often intervals of `heaping.raised` hold λ, all fitted anew.
pub fn raised_coverage(n: u64, schools: u32, seed: u64) -> Covered {
    let honest = [8.0, 11.0, 14.5].map(|mean| score_distribution(mean, 3.2));
    let ends = [0.0, 0.055, 0.115, 0.2, 0.31, 0.435, 0.565, 0.695, 0.82, 0.92, 0.98];
    let prior = [0.34, 0.03, 0.05, 0.08, 0.1, 0.12, 0.1, 0.08, 0.05, 0.03, 0.02];
    let mut random = Random::new(seed, n);
    let mut pupils = Marked::default();
    for _ in 0..schools {
        let cell = draw(&prior, &mut random);
        let u =
            if cell == 0 { 0.0 } else { ends[cell - 1] + random.uniform() * (ends[cell] - ends[cell - 1]) };
        let level = 0.7 * random.normal();
        pupils.school(n, u, &honest.each_ref().map(|f| tilted(f, level)), &mut random);
    }
    let index = heaping::raised(&pupils.tally()).expect("an index");
    let (mut all, mut at_zero, mut zeros) = (0.0, 0.0, 0.0);
    for (row, u) in index.rows.iter().zip(&pupils.strengths) {
        let held = f64::from(u8::from((row.lower..=row.upper).contains(&pupils.lambda(*u))));
        all += held;
        if *u == 0.0 {
            zeros += 1.0;
            at_zero += held;
        }
    }
    Covered { all: all / f64::from(schools), at_zero: at_zero / zeros }
}
