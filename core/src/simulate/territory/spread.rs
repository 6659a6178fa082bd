//! How schools, classes and journals differ.

use super::options::share;
use crate::data::DataError;

/// How much honest schools, classes and pupils differ: standard deviations.
///
/// A pupil's ability in a work is standard normal over the territory; `school`, `school_subject`,
/// `class` and `class_subject` are parts of it, the rest is the pupil's own, of which `subject` is
/// of the work alone. `item_school` and `item_class` are parts of what an item's answers have apart
/// from ability: a topic not taught yet, a variant made by the school. `leniency_*` move journals,
/// `absent` the log odds of being away.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "named above")]
pub struct Spread {
    pub school: f64,
    pub school_subject: f64,
    pub class: f64,
    pub class_subject: f64,
    pub item_school: f64,
    pub item_class: f64,
    pub leniency_school: f64,
    pub leniency_subject: f64,
    pub subject: f64,
    pub absent: f64,
}

impl Spread {
    /// As schools of a real region differ.
    ///
    /// Looked at in twelve works of one region and here: how much the classes of a school differ,
    /// the part of their answers that pupils of a class and of two classes of a school share beyond
    /// their totals, how schools' means agree between subjects and grades.
    #[must_use]
    pub const fn usual() -> Self {
        Self {
            school: 0.36,
            school_subject: 0.22,
            class: 0.22,
            class_subject: 0.28,
            item_school: 0.38,
            item_class: 0.36,
            leniency_school: 0.35,
            leniency_subject: 0.2,
            subject: 0.45,
            absent: 0.35,
        }
    }

    /// Schools and classes that differ more: what is found here though nothing was planted warns of
    /// a method that takes differences for irregularities.
    #[must_use]
    pub const fn wild() -> Self {
        Self {
            class: 0.3,
            class_subject: 0.36,
            item_school: 0.45,
            item_class: 0.48,
            leniency_school: 0.55,
            absent: 0.6,
            ..Self::usual()
        }
    }

    /// Classes that differ less than real ones, in single items above all: an easy case, which
    /// flatters methods.
    #[must_use]
    pub const fn tame() -> Self {
        Self {
            school: 0.38,
            school_subject: 0.18,
            class: 0.18,
            class_subject: 0.15,
            item_school: 0.18,
            item_class: 0.22,
            ..Self::usual()
        }
    }

    /// The variance of ability that is the pupils' own.
    pub(in crate::simulate) fn pupils(&self) -> f64 {
        let parts = [self.school, self.school_subject, self.class, self.class_subject];
        1.0 - parts.iter().map(|sd| sd * sd).sum::<f64>()
    }

    /// The variance of an item's own part that is the answers' own.
    pub(in crate::simulate) fn answers(&self) -> f64 {
        1.0 - self.item_school * self.item_school - self.item_class * self.item_class
    }

    /// The spread of this name, `usual`, `wild` or `tame`, with these standard deviations in place
    /// of its own.
    ///
    /// # Errors
    /// [`DataError::Name`] for an unknown name or standard deviation, [`DataError::Share`] for one
    /// outside 0..=1, or where they leave nothing to pupils or to answers.
    pub fn new(name: &str, given: &[(&str, f64)]) -> Result<Self, DataError> {
        let mut spread = match name {
            "usual" => Self::usual(),
            "wild" => Self::wild(),
            "tame" => Self::tame(),
            _ => {
                let got = name.to_owned();
                return Err(DataError::Name { what: "spread", got, expected: "usual, wild, tame" });
            }
        };
        for &(name, sd) in given {
            match spread.fields_mut().into_iter().find(|(field, _)| *field == name) {
                Some((_, field)) => *field = sd,
                None => {
                    let (what, got) = ("standard deviation of the spread", name.to_owned());
                    return Err(DataError::Name { what, got, expected: FIELDS });
                }
            }
        }
        spread.check()?;
        Ok(spread)
    }

    /// The standard deviations by name.
    #[must_use]
    pub fn fields(mut self) -> [(&'static str, f64); 10] {
        self.fields_mut().map(|(name, sd)| (name, *sd))
    }

    fn fields_mut(&mut self) -> [(&'static str, &mut f64); 10] {
        [
            ("school", &mut self.school),
            ("school_subject", &mut self.school_subject),
            ("class", &mut self.class),
            ("class_subject", &mut self.class_subject),
            ("item_school", &mut self.item_school),
            ("item_class", &mut self.item_class),
            ("leniency_school", &mut self.leniency_school),
            ("leniency_subject", &mut self.leniency_subject),
            ("subject", &mut self.subject),
            ("absent", &mut self.absent),
        ]
    }

    pub(super) fn check(&self) -> Result<(), DataError> {
        self.fields().into_iter().try_for_each(|(name, sd)| share(name, sd))?;
        share("variance left to pupils beside schools and classes", self.pupils())?;
        share("variance left to answers beside schools and classes", self.answers())
    }
}

const FIELDS: &str = "school, school_subject, class, class_subject, item_school, item_class, leniency_school, leniency_subject, \
     subject, absent";

impl Default for Spread {
    fn default() -> Self {
        Self::usual()
    }
}
