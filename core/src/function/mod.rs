//! What the vectors and every language know of a function: its name and documentation, what it
//! takes, what it gives.
//!
//! A statistic's [`Function`] is a plain `const` beside it; the catalogue lists them. Arrays
//! and objects are inputs, all else is a setting: a
//! field of one struct of options. The Rust API stays typed: an entry calls the public function.

mod record;
mod settings;

use std::borrow::Cow;

use ndarray::{Array2, ArrayView2};

pub use record::{DescribedField, DescribedRecord, Field};
pub(crate) use settings::choices;
pub use settings::{DescribedSetting, OptionError, Problem, Setting, SettingKind, Settings, Value, set};

use crate::Error;
use crate::data::{Grouping, Registry, Results, Tally};
use crate::model::{Item, Quadrature};
use crate::table::Table;
pub use crate::table::{Cell, CellKind, Described, Row};

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The counts of a work, or its pupils to be counted.
    Counts,
    /// The same of one work or several.
    CountsOfWorks,
    /// A work's pupils.
    Results,
    /// Reference groups.
    Registry,
    /// Text, one for each row.
    Names,
    /// Counts, one for each row.
    Whole,
    /// Points, one for each row.
    Points,
    /// Real numbers, one for each row.
    Numbers,
    /// Yes or no, one for each row.
    Flags,
    /// Persons × items: scores, or what was marked.
    Scores,
    /// Persons × items: real numbers.
    Matrix,
    /// A score or an option for each item.
    Cells,
    /// Items of a model.
    Items,
    /// How ability is distributed.
    Distribution,
    /// Periods such as years, one for each row.
    Periods,
    /// Periods, or none.
    PeriodsOrNone,
    /// Columns of real numbers, or the rows of a matrix.
    Columns,
}

/// One input.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// Its name, the same in all languages.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether it may be left out.
    pub optional: bool,
    /// The setting behind which it stands among what may be left out; before all of them without
    /// one.
    pub after: Option<&'static str>,
    /// What it means; empty where its kind says all.
    pub doc: &'static str,
}

impl Input {
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, optional: false, after: None, doc: "" }
    }

    pub(crate) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    pub(crate) const fn after(self, setting: &'static str) -> Self {
        Self { after: Some(setting), ..self }
    }

    pub(crate) const fn doc(self, doc: &'static str) -> Self {
        Self { doc: if cfg!(feature = "docs") { doc } else { "" }, ..self }
    }

    /// `results`, counted by group.
    pub(crate) const COUNTS: Self = Self::new("results", Kind::Counts);
    /// `results`, pupil by pupil.
    pub(crate) const RESULTS: Self = Self::new("results", Kind::Results);
    /// `registry`, which may be left out.
    pub(crate) const REGISTRY: Self = Self { optional: true, ..Self::new("registry", Kind::Registry) };
}

/// What the groups are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// The caller says; this is the default.
    Asked(Grouping),
    /// Always these.
    Always(Grouping),
    /// There are none.
    None,
}

/// An input's value.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "named as their kinds")]
pub enum Argument<'a> {
    Absent,
    Counts(&'a Tally),
    CountsOfWorks(&'a [&'a Tally]),
    Results(&'a Results),
    Registry(&'a Registry),
    Names(&'a [String]),
    Whole(&'a [u64]),
    Points(&'a [u16]),
    Numbers(&'a [f64]),
    Flags(&'a [bool]),
    Scores(ArrayView2<'a, u8>),
    Matrix(ArrayView2<'a, f64>),
    Cells(&'a [u8]),
    Items(&'a [Item]),
    Distribution(&'a Quadrature),
    Periods(&'a [i32]),
    PeriodsOrNone(&'a [Option<i32>]),
    Columns(&'a [Vec<f64>]),
}

/// What a function is called with.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// In the order of [`Function::inputs`].
    pub inputs: &'a [Argument<'a>],
    /// What the groups are.
    pub group: Grouping,
    /// Settings that are not their defaults.
    pub settings: &'a [(Cow<'a, str>, Value)],
}

// Getters by place among the inputs; a border that gives another kind is told of it.
macro_rules! getters { ($($name:ident: $variant:ident($type:ty);)*) => {$(
    pub(crate) fn $name(&self, at: usize) -> Result<$type, Error> {
        match self.inputs.get(at) {
            Some(Argument::$variant(value)) => Ok(*value),
            _ => Err(OptionError::Input(at).into()),
        }
    }
)*} }

impl<'a> Given<'a> {
    getters! {
        counts: Counts(&'a Tally);
        counts_of_works: CountsOfWorks(&'a [&'a Tally]);
        results: Results(&'a Results);
        names: Names(&'a [String]);
        whole: Whole(&'a [u64]);
        points: Points(&'a [u16]);
        numbers: Numbers(&'a [f64]);
        flags: Flags(&'a [bool]);
        scores: Scores(ArrayView2<'a, u8>);
        matrix: Matrix(ArrayView2<'a, f64>);
        cells: Cells(&'a [u8]);
        items: Items(&'a [Item]);
        distribution: Distribution(&'a Quadrature);
        periods: Periods(&'a [i32]);
        periods_or_none: PeriodsOrNone(&'a [Option<i32>]);
        columns: Columns(&'a [Vec<f64>]);
    }

    /// What a getter gives; `None` if the input was left out.
    pub(crate) fn optional<T>(
        &self,
        at: usize,
        get: impl Fn(&Self, usize) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match self.inputs.get(at) {
            None | Some(Argument::Absent) => Ok(None),
            Some(_) => get(self, at).map(Some),
        }
    }

    /// Names as most functions take them.
    pub(crate) fn texts(&self, at: usize) -> Result<Vec<&'a str>, Error> {
        Ok(self.names(at)?.iter().map(String::as_str).collect())
    }

    /// The registry at this place; an empty one if it was left out.
    pub(crate) fn registry(&self, at: usize) -> Cow<'a, Registry> {
        match self.inputs.get(at) {
            Some(Argument::Registry(registry)) => Cow::Borrowed(*registry),
            _ => Cow::Owned(Registry::default()),
        }
    }

    pub(crate) fn options<T: Settings + Default>(&self) -> Result<T, Error> {
        let mut options = T::default();
        set(&mut options, self.settings)?;
        Ok(options)
    }
}

/// No options.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, obektiv_derive::Settings)]
pub struct NoOptions {}

/// What a function gives.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A table of these columns.
    Table(fn(&mut Vec<Described>)),
    /// Real numbers: their name in the vectors, and what they are.
    Numbers(&'static str, &'static str),
    /// Rows of real numbers, the same.
    Matrix(&'static str, &'static str),
    /// One real number: its name in the vectors, and what it is.
    Number(&'static str, &'static str),
    /// A record of these fields.
    Record(fn() -> DescribedRecord),
}

/// What a function gave.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `Shape`")]
pub enum Output {
    Table(Table),
    Numbers(Vec<f64>),
    Matrix(Array2<f64>),
    Number(f64),
    Record(Value),
}

impl From<f64> for Output {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Output {
    pub(crate) fn record<R: Field>(record: &R) -> Self {
        Self::Record(record.value())
    }
}

impl From<Vec<f64>> for Output {
    fn from(numbers: Vec<f64>) -> Self {
        Self::Numbers(numbers)
    }
}

impl From<Array2<f64>> for Output {
    fn from(rows: Array2<f64>) -> Self {
        Self::Matrix(rows)
    }
}

impl From<Table> for Output {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

/// A function of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    /// `module.function`, the same in all languages.
    pub id: &'static str,
    /// The documentation of the Rust function.
    pub doc: &'static str,
    /// What it takes besides settings.
    pub inputs: &'static [Input],
    /// What its groups are.
    pub groups: Groups,
    /// Its settings, each at its default.
    pub options: fn() -> Box<dyn Settings>,
    /// What it gives.
    pub output: Shape,
    /// Calls the function.
    pub run: fn(&Given<'_>) -> Result<Output, Error>,
}

impl Function {
    /// The columns of its table, in their order.
    #[must_use]
    pub fn columns(&self) -> Vec<Described> {
        let mut columns = Vec::new();
        if let Shape::Table(describe) = self.output {
            describe(&mut columns);
        }
        columns
    }

    /// Whether these settings are the function's own, and of their types.
    ///
    /// # Errors
    /// [`OptionError`] naming the setting.
    pub fn check(&self, settings: &[(Cow<'_, str>, Value)]) -> Result<(), OptionError> {
        set(&mut *(self.options)(), settings)
    }
}

/// A struct of options at its defaults.
pub(crate) fn options<T: Settings + Default + 'static>() -> Box<dyn Settings> {
    Box::new(T::default())
}
