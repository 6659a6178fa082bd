//! Named columns of equal length: how every result crosses into Python, JavaScript and reports.

mod row;

use std::borrow::Cow;

pub use row::{Cell, CellKind, Described, Row};
pub(crate) use row::{describe_some, fill_some};

use serde::{Deserialize, Serialize, Serializer};

/// One column. Undefined numbers are NaN.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Column {
    /// Real numbers.
    Float(Vec<f64>),
    /// Counts.
    Int(Vec<i64>),
    /// Text: names that are always the same are not copied.
    Text(Vec<Cow<'static, str>>),
    /// Yes or no.
    Bool(Vec<bool>),
}

/// People and other programs get the plain list; bytes, which do not say what follows, the kind
/// before it.
impl Serialize for Column {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let plain = to.is_human_readable();
        match self {
            Column::Float(values) if plain => values.serialize(to),
            Column::Int(values) if plain => values.serialize(to),
            Column::Text(values) if plain => values.serialize(to),
            Column::Bool(values) if plain => values.serialize(to),
            Column::Float(values) => to.serialize_newtype_variant("Column", 0, "Float", values),
            Column::Int(values) => to.serialize_newtype_variant("Column", 1, "Int", values),
            Column::Text(values) => to.serialize_newtype_variant("Column", 2, "Text", values),
            Column::Bool(values) => to.serialize_newtype_variant("Column", 3, "Bool", values),
        }
    }
}

impl Column {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Column::Float(values) => values.len(),
            Column::Int(values) => values.len(),
            Column::Text(values) => values.len(),
            Column::Bool(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<Vec<f64>> for Column {
    fn from(values: Vec<f64>) -> Self {
        Column::Float(values)
    }
}
impl From<Vec<u64>> for Column {
    fn from(values: Vec<u64>) -> Self {
        Column::Int(values.into_iter().map(|v| i64::try_from(v).unwrap_or(i64::MAX)).collect())
    }
}
impl From<Vec<String>> for Column {
    fn from(values: Vec<String>) -> Self {
        Column::Text(values.into_iter().map(Cow::Owned).collect())
    }
}
impl From<Vec<&'static str>> for Column {
    fn from(values: Vec<&'static str>) -> Self {
        Column::Text(values.into_iter().map(Cow::Borrowed).collect())
    }
}
impl From<Vec<bool>> for Column {
    fn from(values: Vec<bool>) -> Self {
        Column::Bool(values)
    }
}

/// Named columns of equal length, in a fixed order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Names and columns.
    pub columns: Vec<(Cow<'static, str>, Column)>,
}

impl Table {
    /// A table without columns.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same table with one more column.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, column: impl Into<Column>) -> Self {
        let (name, column) = (name.into(), column.into());
        debug_assert!(self.columns.is_empty() || self.len() == column.len(), "column {name}");
        self.columns.push((name, column));
        self
    }

    /// Adds a column.
    pub(crate) fn push(&mut self, name: &'static str, column: impl Into<Column>) {
        self.columns.push((Cow::Borrowed(name), column.into()));
    }

    /// The same table with another column of this name.
    #[must_use]
    pub fn replaced(mut self, name: &str, column: impl Into<Column>) -> Self {
        if let Some((_, old)) = self.columns.iter_mut().find(|(n, _)| n == name) {
            *old = column.into();
        }
        self
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(n, _)| *n == name).map(|(_, column)| column)
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
