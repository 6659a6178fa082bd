use serde::{Deserialize, Serialize};

use super::EvidenceError;

/// Every number of the evidence layer that somebody may want otherwise.
///
/// The defaults are those that were measured; change one, and the measured rates of false alarms
/// are no longer yours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EvidenceOptions {
    /// The Bayesian false discovery rate over schools.
    pub q: f64,
    /// No school is found with a posterior below it.
    pub floor: f64,
    /// From this posterior on a found school's sign is strong, below it notable.
    pub ceiling: f64,
    /// A school is cleared only with a posterior below it.
    pub clear: f64,
    /// Heaping: the share of papers within reach that must be exceeded beyond the reference.
    pub delta: f64,
    /// Points below a boundary from which papers are lifted.
    pub reach: u16,
    /// Pupils of a class, below which it has no class channel.
    pub least: u64,
    /// Schools, from which on nulls and priors are the territory's own although a reference is
    /// given.
    pub alone: usize,
    /// The outer quantiles that define a null's middle.
    pub cut: f64,
    /// The share of the null that is wide.
    pub contamination: f64,
    /// The standard deviation of the wide part.
    pub wide: f64,
    /// The same for one class in one work.
    pub wide_work: f64,
    /// Null units added to the estimation of a channel's prior.
    pub pseudo: f64,
    /// The same for heaping.
    pub pseudo_heaping: f64,
    /// The units that a reference's prior of a channel counts for in a territory with a prior of
    /// its own.
    pub mass: f64,
    /// The same for heaping.
    pub mass_heaping: f64,
    /// The shared part of a class's answers that is large in itself.
    pub extreme: f64,
    /// The least pupils of such a class.
    pub extreme_least: u64,
    /// Draws behind the interval of raised papers.
    pub draws: usize,
    /// The seed of these draws.
    pub seed: u64,
}

impl Default for EvidenceOptions {
    fn default() -> Self {
        Self {
            q: 0.05,
            floor: 0.8,
            ceiling: 0.95,
            clear: 0.05,
            delta: 0.1,
            reach: 2,
            least: 8,
            alone: 60,
            cut: 0.15,
            contamination: 0.05,
            wide: 1.8,
            wide_work: 2.6,
            pseudo: 12.0,
            pseudo_heaping: 9.0,
            mass: 100.0,
            mass_heaping: 60.0,
            extreme: 0.5,
            extreme_least: 10,
            draws: 2000,
            seed: 1,
        }
    }
}

const SHARE: &str = "more than 0, less than 1";

impl EvidenceOptions {
    /// The same options, if each is in its range.
    ///
    /// # Errors
    /// [`EvidenceError::Parameter`] with the name of the first that is not.
    pub fn check(&self) -> Result<(), EvidenceError> {
        let share = |name, value: f64| (name, value, value > 0.0 && value < 1.0, SHARE);
        let least =
            |name, value: f64, from: f64, expected| (name, value, value >= from && value < 1e9, expected);
        let checks = [
            share("q", self.q),
            share("floor", self.floor),
            ("ceiling", self.ceiling, self.ceiling >= self.floor && self.ceiling <= 1.0, "floor to 1"),
            share("clear", self.clear),
            share("delta", self.delta),
            ("cut", self.cut, self.cut >= 0.01 && self.cut <= 0.4, "0.01 to 0.4"),
            share("contamination", self.contamination),
            share("extreme", self.extreme),
            least("reach", f64::from(self.reach), 1.0, "1 or more"),
            least("least", self.least as f64, 3.0, "3 or more"),
            least("alone", self.alone as f64, 1.0, "1 or more"),
            least("wide", self.wide, 1.0, "1 or more"),
            least("wide_work", self.wide_work, 1.0, "1 or more"),
            least("pseudo", self.pseudo, 1e-9, "more than 0"),
            least("pseudo_heaping", self.pseudo_heaping, 1e-9, "more than 0"),
            least("mass", self.mass, 0.0, "0 or more"),
            least("mass_heaping", self.mass_heaping, 0.0, "0 or more"),
            least("extreme_least", self.extreme_least as f64, 2.0, "2 or more"),
            ("draws", self.draws as f64, (100..=100_000).contains(&self.draws), "100 to 100000"),
        ];
        match checks.into_iter().find(|(.., fine, _)| !fine) {
            Some((name, value, _, expected)) => Err(EvidenceError::Parameter { name, value, expected }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_in_range_and_what_is_not_is_named() {
        let defaults = EvidenceOptions::default();
        assert!(defaults.check().is_ok());
        let wrong = [
            (EvidenceOptions { q: 0.0, ..defaults }, "q"),
            (EvidenceOptions { floor: f64::NAN, ..defaults }, "floor"),
            (EvidenceOptions { ceiling: 0.5, ..defaults }, "ceiling"),
            (EvidenceOptions { reach: 0, ..defaults }, "reach"),
            (EvidenceOptions { wide: f64::INFINITY, ..defaults }, "wide"),
            (EvidenceOptions { draws: 1, ..defaults }, "draws"),
        ];
        for (options, expected) in wrong {
            match options.check() {
                Err(EvidenceError::Parameter { name, .. }) => assert_eq!(name, expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
    }
}
