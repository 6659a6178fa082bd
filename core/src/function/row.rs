use std::borrow::Cow;

use crate::table::{Column, Table};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Real numbers, NaN where undefined.
    Float,
    /// Counts.
    Int,
    /// Text.
    Text,
    /// Yes or no.
    Bool,
}

/// A type that a column can hold.
pub trait Cell: Sized {
    /// As what.
    const KIND: CellKind;
    /// The column of these values.
    fn column(values: Vec<Self>) -> Column;
}

macro_rules! cells { ($($type:ty => $kind:ident),*) => {$(
    impl Cell for $type {
        const KIND: CellKind = CellKind::$kind;
        fn column(values: Vec<Self>) -> Column {
            values.into()
        }
    }
)*} }
cells!(f64 => Float, u64 => Int, String => Text, &'static str => Text, bool => Bool);

impl Cell for u8 {
    const KIND: CellKind = CellKind::Int;
    fn column(values: Vec<Self>) -> Column {
        Column::Int(values.into_iter().map(i64::from).collect())
    }
}

/// A column: its name, kind and meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "said above")]
pub struct Described {
    pub name: &'static str,
    pub kind: CellKind,
    pub doc: &'static str,
}

impl Described {
    /// The column that all tables of groups end with.
    pub const TIER: Self = Self {
        name: "tier",
        kind: CellKind::Text,
        doc: "How much a group of this size can say: insufficient, limited, approximate, informative.",
    };
}

/// A struct whose fields are columns; derive it.
pub trait Row: Sized {
    /// The columns, in their order.
    fn describe(to: &mut Vec<Described>);
    /// Adds the columns of these rows.
    fn fill(rows: &[&Self], to: &mut Table);
    /// A table of rows.
    fn table(rows: &[Self]) -> Table {
        let mut table = Table::new();
        Self::fill(&rows.iter().collect::<Vec<_>>(), &mut table);
        table
    }
}

/// Some columns of a row under other names, with other documentation where that is not empty.
pub(crate) fn describe_some<R: Row>(names: &[(&str, &'static str, &'static str)], to: &mut Vec<Described>) {
    let mut all = Vec::new();
    R::describe(&mut all);
    for &(from, name, doc) in names {
        let found = all.iter().find(|d| d.name == from);
        to.extend(found.map(|d| Described { name, doc: if doc.is_empty() { d.doc } else { doc }, ..*d }));
    }
}

/// The same columns of a table.
pub(crate) fn fill_some<R: Row>(rows: &[&R], names: &[(&str, &'static str, &'static str)], to: &mut Table) {
    let mut all = Table::new();
    R::fill(rows, &mut all);
    for &(from, name, _) in names {
        if let Some(at) = all.columns.iter().position(|(n, _)| n == from) {
            to.columns.push((Cow::Borrowed(name), all.columns[at].1.clone()));
        }
    }
}

/// The ends of an interval.
impl Row for (f64, f64) {
    fn describe(to: &mut Vec<Described>) {
        for (name, doc) in [("low", "The lower end."), ("high", "The upper end.")] {
            to.push(Described { name, kind: CellKind::Float, doc });
        }
    }
    fn fill(rows: &[&Self], to: &mut Table) {
        to.push("low", rows.iter().map(|r| r.0).collect::<Vec<_>>());
        to.push("high", rows.iter().map(|r| r.1).collect::<Vec<_>>());
    }
}
