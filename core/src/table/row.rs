use std::borrow::Cow;

use super::{Column, Table};

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

impl Cell for usize {
    const KIND: CellKind = CellKind::Int;
    fn column(values: Vec<Self>) -> Column {
        values.into_iter().map(|value| value as u64).collect::<Vec<u64>>().into()
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use obektiv_derive::Columns;

    #[derive(obektiv_derive::Row)]
    struct Inner {
        /// A number.
        x: f64,
        /// Another.
        y: f64,
    }

    fn name(yes: bool) -> &'static str {
        if yes { "yes" } else { "no" }
    }

    #[derive(obektiv_derive::Row)]
    struct Outer {
        /// The group.
        group: String,
        #[row(tier)]
        n: u64,
        #[row(take(y = "other: Of all."))]
        inner: Inner,
        /// Said.
        #[row(text(name), nan("lower"), again("said: Once more."))]
        yes: bool,
        #[row(skip)]
        #[allow(dead_code, reason = "it is no column")]
        left: u8,
    }

    #[test]
    fn a_rows_columns_are_as_described_and_in_the_order_of_its_fields() {
        let row = Outer { group: "a".into(), n: 10, inner: Inner { x: 1.0, y: 2.0 }, yes: true, left: 0 };
        let table = Outer::table(&[row]);
        let mut described = Vec::new();
        Outer::describe(&mut described);
        let names: Vec<&str> = described.iter().map(|d| d.name).collect();
        assert_eq!(names, ["group", "n", "other", "yes", "lower", "said", "tier"]);
        assert!(table.columns.iter().map(|(name, _)| name.as_ref()).eq(names));
        assert_eq!(described[2], Described { name: "other", kind: CellKind::Float, doc: "Of all." });
        assert_eq!((described[3].kind, described[3].doc), (CellKind::Text, "Said."));
        assert_eq!(table.column("other"), Some(&vec![2.0].into()));
        assert_eq!(table.column("said"), Some(&vec!["yes"].into()));
        assert_eq!(table.column("tier"), Some(&vec!["limited"].into()));
    }

    #[derive(Columns)]
    struct Whole {
        /// The groups.
        group: Vec<String>,
        /// Of all.
        critical: f64,
    }

    #[test]
    fn what_is_no_column_is_the_same_in_all_rows() {
        let table = Whole { group: vec!["a".into(), "b".into()], critical: 3.0 }.table();
        assert_eq!(table.column("critical"), Some(&vec![3.0, 3.0].into()));
        let mut described = Vec::new();
        Whole::describe(&mut described);
        assert_eq!(described.iter().map(|d| d.name).collect::<Vec<_>>(), ["group", "critical"]);
    }
}
