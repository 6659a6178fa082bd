//! Norms tilted to the pupils of one paper.

use std::collections::{BTreeMap, HashMap};

use super::part::Part;

/// Norms tilted to the pupils of one paper.
pub(super) struct Paper {
    pub(super) n: f64,
    /// By total: q_d(s); rows of totals that nobody has stay 0.
    pub(super) q: HashMap<usize, Vec<f64>>,
}

impl Paper {
    pub(super) fn of(part: &Part<'_>, paper: usize) -> Self {
        let norm = part.norm;
        let width = norm.p.ncols();
        let (mut counts, mut totals) = (vec![0_u32; width], BTreeMap::<usize, f64>::new());
        for pupil in part.pupils.iter().filter(|pupil| pupil.paper == paper) {
            *totals.entry(pupil.total).or_default() += 1.0;
            norm.answers(pupil.person).iter().for_each(|&d| counts[usize::from(d)] += 1);
        }
        let n: f64 = totals.values().sum();
        let mut q: HashMap<usize, Vec<f64>> = totals.keys().map(|&s| (s, vec![0.0; width])).collect();
        let pupils: Vec<(usize, f64)> = totals.into_iter().collect();
        let mut tilted = vec![0.0; pupils.len()];
        for d in 0..width {
            let known: Vec<(f64, f64)> = pupils.iter().map(|&(s, n)| (norm.p[[s, d]], n)).collect();
            tilt(&known, f64::from(counts[d]), n, &mut tilted);
            for ((s, _), &value) in pupils.iter().zip(&tilted) {
                if let Some(row) = q.get_mut(s) {
                    row[d] = value;
                }
            }
        }
        Self { n, q }
    }

    /// Σ over pairs of the probability that they agree throughout.
    pub(super) fn expected(&self, part: &Part<'_>, paper: usize) -> f64 {
        let mut totals = BTreeMap::<usize, f64>::new();
        for pupil in part.pupils.iter().filter(|pupil| pupil.paper == paper) {
            *totals.entry(pupil.total).or_default() += 1.0;
        }
        let pairs = |(&s, &n): (&usize, &f64)| {
            let (p, q) = (part.norm.p.row(s), &self.q[&s]);
            let ratio: f64 = (part.norm.features.iter())
                .map(|features| {
                    let agree = |value: &dyn Fn(usize) -> f64| {
                        features.clone().map(|d| value(d) * value(d)).sum::<f64>()
                    };
                    let whole: f64 = features.clone().map(|d| q[d]).sum();
                    agree(&|d| q[d] / whole) / agree(&|d| p[d])
                })
                .product();
            n * (n - 1.0) / 2.0 * (part.norm.collision[s] * ratio.max(1.0)).min(1.0)
        };
        totals.iter().map(pairs).sum()
    }
}

/// q = ω·p/(1 − p + ω·p) with Σ n·q = count: Newton in ln ω.
pub(super) fn tilt(known: &[(f64, f64)], count: f64, n: f64, out: &mut [f64]) {
    if count <= 0.0 || count >= n {
        out.fill(if count <= 0.0 { 0.0 } else { 1.0 });
        return;
    }
    let mut odds = 1.0;
    for _ in 0..60 {
        let (mut sum, mut slope) = (0.0, 0.0);
        for (value, &(p, n)) in out.iter_mut().zip(known) {
            *value = odds * p / (1.0 - p + odds * p);
            sum += n * *value;
            slope += n * *value * (1.0 - *value);
        }
        let step = (count - sum) / slope;
        if step.is_nan() || step.abs() < 1e-13 {
            break;
        }
        odds *= libm::exp(step.clamp(-2.0, 2.0));
    }
}
