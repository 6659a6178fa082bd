//! What a policy knows of a sign: its name, what it reads, what its options are, what its p-value
//! may do.
//!
//! Each statistic of groups has one [`GroupSign`] beside its function, a plain `const`;
//! [`ALL`](crate::statistics::signs::ALL) lists them. The Rust API stays typed: the entry calls the
//! public function.

use serde_json::Value;

use crate::data::{Grouping, ItemTally, Registry, Results, Tally};
pub use crate::function::{NoOptions, OptionError};
use crate::function::{Problem, Settings, set};
use crate::statistics::{StatisticError, norms::Norms};
use crate::table::Table;

/// What one value of a sign is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// The counts of one work.
    Work,
    /// The counts of one work by class, whatever the unit.
    ClassesOfWork,
    /// The item counts of one work by unit, with the norms of the whole: needs pupils' scores.
    Items,
    /// The pupils of one work.
    Pupils,
    /// Two works of one cohort and subject, a grade apart.
    TwoYears,
    /// All works of one cohort and subject, in the order in which they were written.
    AllYears,
    /// The works that one cohort wrote in one year.
    Subjects,
}

/// In what the effect is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A share: 0.1 is ten per cent, or ten points of a percentage.
    Share,
    /// Points of the work.
    Points,
    /// Standard deviations of the work's pupils.
    Deviations,
    /// A ratio; 1 is no effect.
    Ratio,
    /// A number without a unit.
    Plain,
    /// None is given.
    None,
}

/// Which deviations are unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// High values.
    Upper,
    /// Low values: a smallest effect is compared with the effect's size below 0.
    Lower,
    /// Both ends: a smallest effect is compared with its size.
    Both,
}

/// What a sign's p-value may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It may flag, under a false discovery rate.
    Flags {
        /// What honest units are taken to be like.
        beside: &'static str,
        /// Which deviations are unusual.
        sides: Sides,
    },
    /// It is shown and never flags.
    Context {
        /// Why.
        reason: &'static str,
    },
}

/// What a sign is computed with. Which parts are there is said by [`GroupSign::reads`].
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The counts: of one work, or of several in the order in which they were written.
    pub tallies: &'a [&'a Tally],
    /// Item counts with their norms.
    pub items: Option<(&'a ItemTally, &'a Norms)>,
    /// Pupils.
    pub results: Option<&'a Results>,
    /// What the groups are.
    pub unit: Grouping,
    /// Reference groups.
    pub registry: &'a Registry,
    /// An object that [`GroupSign::check`] took.
    pub options: &'a Value,
}

impl<'a> Given<'a> {
    pub(crate) fn tally(&self) -> Result<&'a Tally, StatisticError> {
        self.tallies.first().copied().ok_or(StatisticError::NoTallies)
    }

    pub(crate) fn items(&self) -> Result<(&'a ItemTally, &'a Norms), StatisticError> {
        self.items.ok_or(StatisticError::NoTallies)
    }

    pub(crate) fn results(&self) -> Result<&'a Results, StatisticError> {
        self.results.ok_or(StatisticError::NoTallies)
    }

    pub(crate) fn options<T: SignOptions>(&self) -> Result<T, StatisticError> {
        Ok(read(self.options)?)
    }
}

/// Options of a sign: settings, and the ranges of their values.
pub trait SignOptions: Settings + Default {
    /// Whether every setting is in its range.
    ///
    /// # Errors
    /// [`StatisticError::Parameter`] naming the setting.
    fn check(&self) -> Result<(), StatisticError> {
        Ok(())
    }
}

impl SignOptions for NoOptions {}

fn read<T: SignOptions>(value: &Value) -> Result<T, OptionError> {
    let refused = |name: &str, reason: String| OptionError::Wrong {
        name: name.to_owned().into(),
        problem: Problem::Refused(reason),
    };
    let Value::Object(given) = value else { return Err(refused("", "expected an object".to_owned())) };
    let given: Vec<_> = given.iter().map(|(name, value)| (name.into(), value.into())).collect();
    let mut options = T::default();
    set(&mut options, &given)?;
    match options.check() {
        Ok(()) => Ok(options),
        Err(StatisticError::Parameter { name, value, expected }) => {
            Err(refused(name, format!("is {value}, expected {expected}")))
        }
        Err(error) => Err(refused("", error.to_string())),
    }
}

/// How options of one type are checked before there are results.
#[derive(Debug, Clone, Copy)]
pub struct Options(fn(&Value) -> Result<(), OptionError>);

impl Options {
    pub(crate) const fn of<T: SignOptions>() -> Self {
        Self(|value| read::<T>(value).map(|_| ()))
    }
}

/// A sign of groups: what a policy may name.
#[derive(Debug, Clone, Copy)]
pub struct GroupSign {
    /// `module.statistic`, the function's name in all languages.
    pub id: &'static str,
    /// Shorter names that policies may use.
    pub aliases: &'static [&'static str],
    /// What it catches, in a line.
    pub doc: &'static str,
    /// The units that have it.
    pub units: &'static [Grouping],
    /// What one value is computed from.
    pub reads: Reads,
    /// Its options.
    pub options: Options,
    /// What its p-value may do.
    pub uses: Use,
    /// In what its effect is given.
    pub scale: Scale,
    /// The columns that tell several rows of one group apart: their values end the sign's id; of
    /// `work` it is the scope.
    pub parts: &'static [&'static str],
    /// Calls the function. The table has the columns
    /// `group, n, statistic, pvalue, effect, lower, upper`.
    pub run: fn(&Given<'_>) -> Result<Table, StatisticError>,
}

impl PartialEq for GroupSign {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl GroupSign {
    /// Schools, classes and municipalities.
    pub(crate) const UNITS: &'static [Grouping] =
        &[Grouping::School, Grouping::Class, Grouping::Municipality];

    /// Whether these options are the sign's own, of their types and in their ranges.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn check(&self, options: &Value) -> Result<(), OptionError> {
        (self.options.0)(options)
    }

    /// Whether a policy's `name` means this sign.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.aliases.contains(&name)
    }
}
