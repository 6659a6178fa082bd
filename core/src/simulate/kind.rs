use std::{fmt, str::FromStr};

use super::{sheet::Sheet, streams::some_of};
use crate::data::DataError;
use crate::random::Random;

/// An irregularity to plant.
///
/// [`Lift`](Kind::Lift), [`Fit`](Kind::Fit) and [`Home`](Kind::Home) act in the whole school, the
/// others in one class of each grade. [`Kind::new`] reads one from its name and parameters, the
/// same in all languages; a name alone has the parameters of the study of power.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum Kind {
    /// `share` of the papers at most `reach` points below a mark's boundary are raised to it (.4,
    /// 2).
    Lift {
        /// The share of the papers in reach.
        share: f64,
        /// Points below a boundary.
        reach: u16,
    },
    /// `items` items, drawn anew for every class and work, are told to a class: each pupil knows
    /// them with the probability `share` and then has all their points (4, .6).
    Dictate {
        /// The number of items.
        items: usize,
        /// The share of the class.
        share: f64,
    },
    /// A class hands in the answers of one of its better pupils; `keep` of the answers stay
    /// everyone's own (.08).
    OneHand {
        /// The share of answers that stay.
        keep: f64,
    },
    /// `share` of a class sits in groups of `group`; all copy `copied` of the answers from the best
    /// of their group (.7, 4, .8).
    Copy {
        /// The share of the class.
        share: f64,
        /// Pupils of a group.
        group: usize,
        /// The share of answers copied.
        copied: f64,
    },
    /// `share` of the papers that earn less than the journal mark are raised to its boundary or one
    /// point above (.6).
    Fit {
        /// The share of these papers.
        share: f64,
    },
    /// The weakest `share` of the pupils stay at home (.25).
    Home {
        /// The share of the pupils.
        share: f64,
    },
    /// As [`Dictate`](Kind::Dictate), but the same items of a work in all classes: they became
    /// known beforehand (4, .6).
    Leak {
        /// The number of items.
        items: usize,
        /// The share of each class.
        share: f64,
    },
}

const NAMES: &str = "lift, dictate, one_hand, copy, fit, home, leak";

impl FromStr for Kind {
    type Err = DataError;
    fn from_str(name: &str) -> Result<Self, DataError> {
        let unknown = || DataError::Name { what: "kind", got: name.to_owned(), expected: NAMES };
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(unknown)
    }
}

impl Kind {
    /// All kinds, with the parameters of the study of power.
    pub const ALL: [Self; 7] = [
        Self::Lift { share: 0.4, reach: 2 },
        Self::Dictate { items: 4, share: 0.6 },
        Self::OneHand { keep: 0.08 },
        Self::Copy { share: 0.7, group: 4, copied: 0.8 },
        Self::Fit { share: 0.6 },
        Self::Home { share: 0.25 },
        Self::Leak { items: 4, share: 0.6 },
    ];

    /// The kind of this name with these parameters; those not given are the study's.
    ///
    /// # Errors
    /// [`DataError::Name`] for an unknown kind or a parameter it does not have,
    /// [`DataError::Share`] and [`DataError::Range`] for a value out of range.
    pub fn new(name: &str, parameters: &[(&str, f64)]) -> Result<Self, DataError> {
        let mut kind: Self = name.parse()?;
        for &(parameter, value) in parameters {
            kind.set(parameter, value)?;
        }
        kind.check()?;
        Ok(kind)
    }

    fn set(&mut self, parameter: &str, value: f64) -> Result<(), DataError> {
        match (parameter, &mut *self) {
            (
                "share",
                Self::Lift { share, .. }
                | Self::Dictate { share, .. }
                | Self::Copy { share, .. }
                | Self::Fit { share }
                | Self::Home { share }
                | Self::Leak { share, .. },
            ) => *share = value,
            ("reach", Self::Lift { reach, .. }) => *reach = whole("reach", value, 1, 1_000)? as u16,
            ("items", Self::Dictate { items, .. } | Self::Leak { items, .. }) => {
                *items = whole("items", value, 1, 65_535)?;
            }
            ("keep", Self::OneHand { keep }) => *keep = value,
            ("group", Self::Copy { group, .. }) => *group = whole("group", value, 2, 1_000)?,
            ("copied", Self::Copy { copied, .. }) => *copied = value,
            _ => {
                let (got, expected) = (parameter.to_owned(), self.parameters_text());
                return Err(DataError::Name { what: "parameter of the kind", got, expected });
            }
        }
        Ok(())
    }

    fn parameters_text(&self) -> &'static str {
        match self {
            Self::Lift { .. } => "share, reach",
            Self::Dictate { .. } | Self::Leak { .. } => "items, share",
            Self::OneHand { .. } => "keep",
            Self::Copy { .. } => "share, group, copied",
            Self::Fit { .. } | Self::Home { .. } => "share",
        }
    }

    /// Its parameters by name.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, f64)> {
        match *self {
            Self::Lift { share, reach } => vec![("share", share), ("reach", f64::from(reach))],
            Self::Dictate { items, share } | Self::Leak { items, share } => {
                vec![("items", items as f64), ("share", share)]
            }
            Self::OneHand { keep } => vec![("keep", keep)],
            Self::Copy { share, group, copied } => {
                vec![("share", share), ("group", group as f64), ("copied", copied)]
            }
            Self::Fit { share } | Self::Home { share } => vec![("share", share)],
        }
    }

    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Lift { .. } => "lift",
            Self::Dictate { .. } => "dictate",
            Self::OneHand { .. } => "one_hand",
            Self::Copy { .. } => "copy",
            Self::Fit { .. } => "fit",
            Self::Home { .. } => "home",
            Self::Leak { .. } => "leak",
        }
    }

    /// Whether it acts in one class of each grade and not in the whole school.
    #[must_use]
    pub fn in_a_class(&self) -> bool {
        matches!(self, Self::Dictate { .. } | Self::OneHand { .. } | Self::Copy { .. } | Self::Leak { .. })
    }

    /// The same kind, if its parameters are in range.
    ///
    /// # Errors
    /// [`DataError::Share`] for a share that is none, [`DataError::Range`] for no item, a reach of
    /// 0, groups of fewer than two.
    pub fn check(&self) -> Result<(), DataError> {
        for (name, value) in self.parameters() {
            match name {
                "reach" | "items" => whole(name, value, 1, 65_535).map(|_| ())?,
                "group" => whole(name, value, 2, 1_000).map(|_| ())?,
                _ if (0.0..=1.0).contains(&value) => {}
                _ => return Err(DataError::Share { what: name, got: value.to_string() }),
            }
        }
        Ok(())
    }

    /// Acts on the papers of a school: `class` are the rows of the class, `known` the items of a
    /// leak.
    ///
    /// Children kept at home ([`Kind::Home`]) are not papers: whoever builds the sheet leaves them
    /// out.
    pub(super) fn act(&self, sheet: &mut Sheet<'_>, class: &[usize], known: &[usize], random: &mut Random) {
        match *self {
            Self::Lift { share, reach } => sheet.lift(reach, |_| share, random),
            Self::Fit { share } => sheet.fit(share, random),
            Self::Dictate { items, share } => {
                let told = some_of(sheet.items(), items, random);
                sheet.give(class, &told, share, random);
            }
            Self::Leak { items, share } => sheet.give(class, &known[..items.min(known.len())], share, random),
            Self::OneHand { keep } => sheet.one_hand(class, keep, random),
            Self::Copy { share, group, copied } => sheet.copy(class, share, group, copied, random),
            Self::Home { .. } => {}
        }
    }
}

fn whole(what: &'static str, value: f64, least: i64, most: i64) -> Result<usize, DataError> {
    let got = value as i64; // saturates, and NaN is 0
    if value.fract() != 0.0 || !(least..=most).contains(&got) {
        return Err(DataError::Range { what, got, least, most });
    }
    Ok(usize::try_from(got).unwrap_or(0))
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_from_its_name_and_parameters() {
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse::<Kind>().unwrap(), kind);
            assert_eq!(Kind::new(kind.name(), &kind.parameters()).unwrap(), kind);
        }
        let lift = Kind::new("lift", &[("reach", 3.0)]).unwrap();
        assert_eq!(lift, Kind::Lift { share: 0.4, reach: 3 });
    }

    #[test]
    fn what_a_kind_does_not_have_and_what_is_out_of_range_is_refused() {
        let code = |name, parameters: &[(&str, f64)]| Kind::new(name, parameters).unwrap_err().code();
        assert_eq!(code("lifted", &[]), "data.name");
        assert_eq!(code("lift", &[("items", 4.0)]), "data.name");
        assert_eq!(code("lift", &[("share", 1.5)]), "data.share");
        assert_eq!(code("lift", &[("share", f64::NAN)]), "data.share");
        assert_eq!(code("lift", &[("reach", 0.5)]), "data.range");
        assert_eq!(code("copy", &[("group", 1.0)]), "data.range");
        assert_eq!(code("dictate", &[("items", f64::INFINITY)]), "data.range");
        assert_eq!(Kind::Lift { share: 0.1, reach: 0 }.check().unwrap_err().code(), "data.range");
    }
}
