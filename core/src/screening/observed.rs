//! What a screening marks beside what was seen in schools chosen by lot.

use std::collections::BTreeMap;

use super::Screening;
use crate::data::{DataError, Observed, login_digits};
use crate::sorted::filled;

/// What [`prevalence`](crate::effect::prevalence) takes: marked schools, and how often marks were
/// right where somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrevalenceCounts {
    /// Marked schools.
    pub positive: u64,
    /// All schools.
    pub tested: u64,
    /// Of the irregular ones that were observed those marked, and all.
    pub sensitivity: [u64; 2],
    /// Of the regular ones that were observed those not marked, and all.
    pub specificity: [u64; 2],
}

/// Observed schools, counted by how many they stand for.
#[derive(Default)]
struct Weighed {
    right: f64,
    all: f64,
    squares: f64,
}

impl Weighed {
    fn add(&mut self, right: bool, probability: f64) {
        let weight = 1.0 / probability;
        self.right += if right { weight } else { 0.0 };
        self.all += weight;
        self.squares += weight * weight;
    }

    /// So many right of so many that would say as much if all were as likely chosen.
    #[allow(clippy::cast_sign_loss, reason = "weights are above 0")]
    fn counts(&self) -> [u64; 2] {
        if self.all == 0.0 {
            return [0, 0];
        }
        let of = (self.all * self.all / self.squares).round();
        [(self.right / self.all * of).round() as u64, of as u64]
    }
}

impl Screening {
    /// Marked schools, and the counts of right marks among observed ones: what
    /// [`prevalence`](crate::effect::prevalence) needs to say how many schools have what the marks
    /// point to.
    ///
    /// Schools that were chosen with different probabilities are counted as
    /// (Σ1/p)²/Σ1/p² schools with the share that they stand for. Where none was seen that is
    /// irregular, or none that is regular, the counts are 0 of 0, and there is no answer. Observed
    /// schools that the screening has not take no part; schools of two years are one by the digits
    /// of their logins.
    ///
    /// # Errors
    /// [`DataError::NoSchool`] if the screening has none of the observed schools.
    pub fn prevalence_counts(&self, observed: &Observed) -> Result<PrevalenceCounts, DataError> {
        let marked: BTreeMap<&str, bool> =
            filled(self.schools.iter().map(|s| (login_digits(&s.school), s.marked)));
        let (mut irregular, mut regular) = (Weighed::default(), Weighed::default());
        let seen = observed.schools();
        for school in &seen {
            let Some(&marked) = marked.get(login_digits(&school.school)) else { continue };
            match school.irregular {
                true => irregular.add(marked, school.probability),
                false => regular.add(!marked, school.probability),
            }
        }
        if irregular.all + regular.all == 0.0 {
            let school = seen.into_iter().next().map_or(String::new(), |first| first.school);
            return Err(DataError::NoSchool { school });
        }
        Ok(PrevalenceCounts {
            positive: marked.values().filter(|marked| **marked).count() as u64,
            tested: marked.len() as u64,
            sensitivity: irregular.counts(),
            specificity: regular.counts(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ObservedRow;
    use crate::screening::{Policy, screen};
    use crate::simulate::{MunicipalityOptions, municipality};

    #[test]
    fn right_marks_are_counted_as_many_as_they_stand_for() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
        let of = |marked: bool| s.schools.iter().filter(move |school| school.marked == marked);
        let row = |school: &str, irregular, probability| ObservedRow {
            school: school.replace("sch", "edu"),
            work: String::new(),
            irregular,
            probability,
        };
        let hits = of(true).take(3).map(|s| row(&s.school, true, 0.5));
        let missed = of(false).take(1).map(|s| row(&s.school, true, 0.5));
        let clear = of(false).skip(1).take(6).enumerate();
        let clear = clear.map(|(i, s)| row(&s.school, false, if i < 3 { 0.5 } else { 0.25 }));
        let observed = Observed::new(hits.chain(missed).chain(clear).collect()).unwrap();
        let counts = s.prevalence_counts(&observed).unwrap();
        assert_eq!((counts.positive, counts.tested), (of(true).count() as u64, s.schools.len() as u64));
        assert_eq!(counts.sensitivity, [3, 4]);
        // (3·2 + 3·4)²/(3·4 + 3·16) = 5.4
        assert_eq!(counts.specificity, [5, 5]);
        let elsewhere = Observed::new(vec![row("nowhere", true, 0.5)]).unwrap();
        assert_eq!(s.prevalence_counts(&elsewhere).unwrap_err().code(), "data.no_school");
    }
}
