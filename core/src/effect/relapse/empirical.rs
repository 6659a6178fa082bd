//! The chance of a second flag without a model of levels.

use super::model::{School, poisson_binomial};
use crate::random::Random;
use crate::sorted::order;

/// How often the comparison schools are drawn anew for what they might have been.
const DRAWS: u64 = 199;
/// Up to so many judged schools the distribution of their flags is exact.
const EXACT: usize = 400;

/// A step of an increasing regression: from which value on, the share, and the schools behind it.
pub(super) type Step = (f64, f64, f64);

/// The increasing regression of a second flag on the first value, by pooling adjacent violators.
pub(super) fn isotonic(x: &[f64], flag: &[bool]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for place in order(x.len(), &|a, b| x[a].total_cmp(&x[b])) {
        let mut step = (x[place], f64::from(u8::from(flag[place])), 1.0);
        while let Some(&(from, share, n)) = steps.last() {
            // The same value cannot have two chances.
            if share < step.1 && from < step.0 {
                break;
            }
            step = (from, (share * n + step.1 * step.2) / (n + step.2), n + step.2);
            steps.pop();
        }
        steps.push(step);
    }
    steps
}

fn step_of(steps: &[Step], value: f64) -> Step {
    steps[steps.iter().rposition(|step| step.0 <= value).unwrap_or(0)]
}

/// Each school's chance of a second flag, as `chosen` ones have it.
pub(super) fn chances(chosen: &[School], schools: &[School]) -> Vec<f64> {
    let (x, again) = flags(chosen);
    let steps = isotonic(&x, &again);
    schools.iter().map(|school| step_of(&steps, school.x[0]).1).collect()
}

fn flags(chosen: &[School]) -> (Vec<f64>, Vec<bool>) {
    chosen.iter().map(|s| (s.x[0], s.x[1] > s.critical)).unzip()
}

/// How many flags there might have been without any measure: over comparison schools drawn anew
/// and the judged schools' own luck.
pub(super) struct Predicted {
    /// The chance of at most `still` flags, half of that very number.
    pub mid: f64,
    /// 95 % of the numbers of flags.
    pub numbers: (f64, f64),
}

/// Shares of small steps are drawn to the middle, (k + 1)/(n + 2): a step that only flags or none
/// does not know its chance.
pub(super) fn predicted(chosen: &[School], judged: &[School], still: usize) -> Predicted {
    let (x, again) = flags(chosen);
    let mut random = Random::new(1, 0);
    let draws: Vec<Vec<f64>> = (0..DRAWS)
        .map(|_| {
            let places: Vec<usize> = (0..x.len()).map(|_| random.below(x.len())).collect();
            let (x, again): (Vec<f64>, Vec<bool>) = places.iter().map(|&j| (x[j], again[j])).unzip();
            let steps = isotonic(&x, &again);
            let shrunk = |(_, share, n): Step| (share * n + 1.0) / (n + 2.0);
            judged.iter().map(|school| shrunk(step_of(&steps, school.x[0]))).collect()
        })
        .collect();
    if judged.len() > EXACT { normal(&draws, still) } else { mixture(&draws, judged.len(), still) }
}

fn mixture(draws: &[Vec<f64>], judged: usize, still: usize) -> Predicted {
    let mut mass = vec![0.0; judged + 1];
    for chances in draws {
        let one = poisson_binomial(chances.iter().copied());
        mass.iter_mut().zip(one).for_each(|(sum, p)| *sum += p / DRAWS as f64);
    }
    let mut below = 0.0;
    let mids: Vec<f64> = mass
        .iter()
        .map(|p| {
            let mid = below + p / 2.0;
            below += p;
            mid
        })
        .collect();
    let low = mids.iter().position(|&mid| mid >= 0.025).unwrap_or(0);
    let high = mids.iter().rposition(|&mid| mid <= 0.975).unwrap_or(judged);
    Predicted { mid: mids[still], numbers: (low as f64, high as f64) }
}

fn normal(draws: &[Vec<f64>], still: usize) -> Predicted {
    let n = draws.len() as f64;
    let sums: Vec<f64> = draws.iter().map(|chances| chances.iter().sum()).collect();
    let mean = sums.iter().sum::<f64>() / n;
    let between = sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum::<f64>() / n;
    let own = draws.iter().flatten().map(|p| p * (1.0 - p)).sum::<f64>() / n;
    let sd = (between + own).sqrt();
    let half = crate::math::Z95 * sd;
    let mid = crate::math::normal_upper((mean - still as f64) / sd);
    Predicted { mid, numbers: (mean - half, mean + half) }
}
