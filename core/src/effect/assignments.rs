//! All ways in which help could have fallen on the same units: inside strata, as many helped in
//! each as there were.

use crate::random::Random;
use crate::watch;

/// Who could have been helped instead.
pub(super) struct Assignments {
    /// The places of each stratum, with how many of them are helped.
    strata: Vec<(Vec<usize>, usize)>,
    treated: Vec<bool>,
    /// How many assignments there are.
    pub count: f64,
}

/// In how many ways so many of n can be chosen.
pub(super) fn ways(n: usize, chosen: usize) -> f64 {
    (0..chosen).fold(1.0, |ways, k| ways * (n - k) as f64 / (k + 1) as f64)
}

/// The values of a statistic u − δ·v under assignments: linear in the effect δ that is taken away
/// from who was helped.
pub(super) struct Reference {
    /// All assignments, not a sample of them.
    pub exact: bool,
    /// How many there are.
    pub assignments: f64,
    observed: (f64, f64),
    values: Vec<(f64, f64)>,
}

impl Assignments {
    /// `stratum` of each place counts from 0.
    pub fn of(treated: &[bool], stratum: &[usize]) -> Self {
        let mut strata = vec![(Vec::new(), 0); stratum.iter().max().map_or(0, |s| s + 1)];
        for (place, (&s, &helped)) in stratum.iter().zip(treated).enumerate() {
            strata[s].0.push(place);
            strata[s].1 += usize::from(helped);
        }
        let count: f64 = strata.iter().map(|(places, helped)| ways(places.len(), *helped)).product();
        Self { count: count.round(), strata, treated: treated.to_vec() }
    }

    /// The smallest p-value: the observed assignment alone, or one more than none of the draws.
    /// Where a half is helped in each stratum the other half has the same statistic but for its
    /// sign.
    pub fn smallest(&self, most: f64, draws: usize) -> f64 {
        let halves = |(places, helped): &(Vec<usize>, usize)| {
            [0, places.len()].contains(helped) || 2 * helped == places.len()
        };
        let alike = if self.strata.iter().all(halves) { 2.0 } else { 1.0 };
        if self.count <= most { (alike / self.count).min(1.0) } else { 1.0 / (draws as f64 + 1.0) }
    }

    /// The statistic under all assignments where there are at most `most`, else under `draws` of
    /// them.
    pub fn reference(
        &self,
        most: f64,
        draws: usize,
        seed: u64,
        mut statistic: impl FnMut(&[bool]) -> (f64, f64),
    ) -> Reference {
        let observed = statistic(&self.treated);
        let exact = self.count <= most;
        let mut values = Vec::new();
        if exact {
            let mut chosen: Vec<Vec<usize>> = self.strata.iter().map(|(_, n)| (0..*n).collect()).collect();
            loop {
                watch::check();
                values.push(statistic(&self.flags(&chosen)));
                if !self.advance(&mut chosen) {
                    break;
                }
            }
        } else {
            let mut random = Random::new(seed, 0x0a55);
            values.extend(watch::steps(0..draws).map(|_| statistic(&self.drawn(&mut random))));
        }
        Reference { exact, assignments: self.count, observed, values }
    }

    fn flags(&self, chosen: &[Vec<usize>]) -> Vec<bool> {
        let mut flags = vec![false; self.treated.len()];
        for ((places, _), chosen) in self.strata.iter().zip(chosen) {
            chosen.iter().for_each(|&c| flags[places[c]] = true);
        }
        flags
    }

    /// The next choice in the order of words; false after the last.
    fn advance(&self, chosen: &mut [Vec<usize>]) -> bool {
        for (s, (places, helped)) in self.strata.iter().enumerate().rev() {
            let choice = &mut chosen[s];
            let free = (0..*helped).rev().find(|&k| choice[k] + (helped - k) < places.len());
            if let Some(k) = free {
                let next = choice[k] + 1;
                (k..*helped).for_each(|j| choice[j] = next + j - k);
                return true;
            }
            choice.iter_mut().enumerate().for_each(|(k, c)| *c = k);
        }
        false
    }

    fn drawn(&self, random: &mut Random) -> Vec<bool> {
        let mut flags = vec![false; self.treated.len()];
        for (places, helped) in &self.strata {
            let mut places = places.clone();
            for k in 0..*helped {
                let other = k + random.below(places.len() - k);
                places.swap(k, other);
                flags[places[k]] = true;
            }
        }
        flags
    }
}

impl Reference {
    /// The share of assignments at least as extreme as the observed one, where the effect is δ, by
    /// `size` of the statistic.
    fn share(&self, delta: f64, size: impl Fn(f64) -> f64) -> f64 {
        let observed = size(self.observed.0 - delta * self.observed.1);
        let scale = self.values.iter().fold(0.0, |most: f64, v| most.max(v.0.abs())).max(delta.abs());
        let least = observed - 1e-12 * scale;
        // What is not defined counts as extreme.
        let count = self.values.iter().filter(|v| {
            let value = size(v.0 - delta * v.1);
            value.is_nan() || value >= least
        });
        let count = count.count() as f64;
        if self.exact {
            count / self.values.len() as f64
        } else {
            (1.0 + count) / (1.0 + self.values.len() as f64)
        }
    }

    /// P(|statistic| ≥ the observed).
    pub fn two_sided(&self, delta: f64) -> f64 {
        self.share(delta, f64::abs)
    }

    /// P(statistic ≤ the observed).
    pub fn less(&self) -> f64 {
        self.share(0.0, |value| -value)
    }

    /// P(statistic ≥ the observed).
    pub fn greater(&self) -> f64 {
        self.share(0.0, |value| value)
    }

    /// The effects that are not rejected at 5 %: `None` where none can be.
    pub fn interval(&self, smallest: f64) -> Option<(f64, f64)> {
        let centre = self.observed.0 / self.observed.1;
        let spread = self.values.iter().map(|v| (v.0 - centre * v.1).abs()).filter(|s| s.is_finite());
        let spread = spread.fold(0.0, f64::max);
        if smallest > 0.05 || !centre.is_finite() || spread <= 0.0 {
            return None;
        }
        Some((self.edge(centre, -spread)?, self.edge(centre, spread)?))
    }

    /// Where p falls to 5 % on one side.
    fn edge(&self, centre: f64, step: f64) -> Option<f64> {
        let mut far = step;
        while self.two_sided(centre + far) > 0.05 {
            far *= 2.0;
            if far.abs() > 1e6 * step.abs() {
                return None;
            }
        }
        let mut near = 0.0;
        for _ in 0..48 {
            let middle = (near + far) / 2.0;
            if self.two_sided(centre + middle) > 0.05 { near = middle } else { far = middle }
        }
        Some(centre + near)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::close;
    use super::*;

    fn all(treated: &[bool], stratum: &[usize]) -> Vec<Vec<bool>> {
        let mut seen = Vec::new();
        let assignments = Assignments::of(treated, stratum);
        let reference = assignments.reference(1e6, 9, 1, |flags| {
            seen.push(flags.to_vec());
            (0.0, 1.0)
        });
        assert_eq!(seen.len(), reference.values.len() + 1);
        seen.split_off(1)
    }

    #[test]
    fn assignments_come_once_each_in_the_order_of_words() {
        let flags = all(&[true, false, true, false], &[0, 0, 0, 0]);
        assert_eq!(flags.len(), 6);
        assert_eq!(flags[0], [true, true, false, false]);
        assert_eq!(flags[5], [false, false, true, true]);
        assert!(flags.windows(2).all(|w| w[0] > w[1]));
    }

    #[test]
    fn each_stratum_keeps_its_number() {
        let flags = all(&[true, false, false, true, true], &[0, 0, 1, 1, 1]);
        assert_eq!(flags.len(), 2 * 3);
        assert!(flags.iter().all(|f| f[0] != f[1] && f[2..].iter().filter(|x| **x).count() == 2));
    }

    #[test]
    fn the_other_half_is_as_extreme() {
        let smallest =
            |treated: &[bool], stratum: &[usize]| Assignments::of(treated, stratum).smallest(1e6, 99);
        close(smallest(&[true, true, false, false], &[0; 4]), 2.0 / 6.0, 1e-15);
        close(smallest(&[true, false, false, false], &[0; 4]), 1.0 / 4.0, 1e-15);
        close(smallest(&[true, false, true, false, false], &[0, 0, 1, 1, 1]), 1.0 / 6.0, 1e-15);
        close(smallest(&[true, false, true, false, true], &[0, 0, 1, 1, 2]), 2.0 / 4.0, 1e-15);
    }

    #[test]
    fn draws_are_repeated_by_their_seed() {
        let treated: Vec<bool> = (0..40).map(|i| i < 20).collect();
        let draw = |seed| {
            let mut seen = Vec::new();
            Assignments::of(&treated, &[0; 40]).reference(1e6, 5, seed, |flags| {
                seen.push(flags.to_vec());
                (0.0, 1.0)
            });
            seen
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
        assert!(draw(3).iter().all(|flags| flags.iter().filter(|x| **x).count() == 20));
    }
}
