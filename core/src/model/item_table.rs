//! Items as a table, and what is to be said of estimated ones.

use std::ops::Range;

use super::Item;
use crate::table::Table;

/// Columns `item, model, a, c, b1, b2, …, slope0, …, intercept0, …`, as many as some item has, and,
/// with standard errors in the order of [`Item::parameters`], `se_a, se_b1, …, diverging, at_bound`.
/// What an item does not have is NaN; items count from 1.
#[must_use]
pub fn item_table(items: &[Item], errors: Option<&[Vec<f64>]>) -> Table {
    let numbers = (1..=items.len() as u64).collect::<Vec<_>>();
    let mut table =
        Table::new().with("item", numbers).with("model", items.iter().map(Item::model).collect::<Vec<_>>());
    let most = items.iter().map(Item::categories).max().unwrap_or(0);
    let numbered = |name: &'static str, numbers: Range<usize>| numbers.map(move |j| format!("{name}{j}"));
    let names = ["a".to_owned(), "c".to_owned()]
        .into_iter()
        .chain(numbered("b", 1..most))
        .chain(numbered("slope", 0..most))
        .chain(numbered("intercept", 0..most));
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for name in names {
        let position = |item: &Item| item.parameters().iter().position(|(n, _)| *n == name);
        if items.iter().any(|item| position(item).is_some()) {
            let value = |item: &Item| position(item).map_or(f64::NAN, |at| item.parameters()[at].1);
            table = table.with(name.clone(), items.iter().map(value).collect::<Vec<_>>());
            let error = |(item, errors): (&Item, &Vec<f64>)| {
                position(item).and_then(|at| errors.get(at)).copied().unwrap_or(f64::NAN)
            };
            if let Some(errors) = errors {
                columns.push((format!("se_{name}"), items.iter().zip(errors).map(error).collect()));
            }
        }
    }
    let table = columns.into_iter().fold(table, |table, (name, column)| table.with(name, column));
    if errors.is_none() {
        return table;
    }
    let flags = |of: fn(&Item) -> bool| items.iter().map(of).collect::<Vec<bool>>();
    table.with("diverging", flags(Item::is_diverging)).with("at_bound", flags(Item::is_at_bound))
}

/// A slope beyond this rises from 5 to 95 % within .6 of a standard deviation of ability, which
/// tests of persons do not show; likelihoods that have no top climb past it.
const STEEPEST: f64 = 10.0;
/// A difficulty beyond this is of an item that everybody has right, or nobody.
const FARTHEST: f64 = 30.0;
/// An asymptote below this is at its bound, which estimates near but never reach.
const LOWEST: f64 = 1e-3;

impl Item {
    /// Whether a parameter ran away, ability being about standard: the data do not determine it,
    /// or the item is another one's copy. A slope above 10, or a difficulty beyond 30.
    #[must_use]
    pub fn is_diverging(&self) -> bool {
        let slope = |a: &f64| a.is_nan() || a.abs() > STEEPEST;
        let place = |b: &f64| b.is_nan() || b.abs() > FARTHEST;
        match self {
            Self::Logistic { a, b, .. } => slope(a) || place(b),
            Self::Graded { a, b } | Self::PartialCredit { a, steps: b } => slope(a) || b.iter().any(place),
            Self::Nominal { slopes, .. } => slopes.iter().any(slope),
        }
    }

    /// Whether an estimated lower asymptote is at its bound 0, below .001.
    #[must_use]
    pub fn is_at_bound(&self) -> bool {
        matches!(self, Self::Logistic { c, .. } if *c > 0.0 && *c < LOWEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    #[test]
    fn what_ran_away_is_said() {
        let logistic = |a, b, c| Item::Logistic { a, b, c };
        let items = [logistic(1.0, 0.0, 0.0), logistic(250.0, 0.1, 0.0), logistic(1.0, 0.0, 1e-6)];
        let table = item_table(&items, Some(&vec![vec![0.1; 3]; 3]));
        assert_eq!(table.column("diverging"), Some(&Column::Bool(vec![false, true, false])));
        assert_eq!(table.column("at_bound"), Some(&Column::Bool(vec![false, false, true])));
        assert!(Item::PartialCredit { a: 1.0, steps: vec![0.0, -80.0] }.is_diverging());
        assert!(!Item::Nominal { slopes: vec![-1.0, 1.0], intercepts: vec![0.0, 50.0] }.is_diverging());
    }

    #[test]
    fn an_item_goes_through_a_table() {
        let items = [
            Item::Logistic { a: 1.2, b: -0.5, c: 0.2 },
            Item::Graded { a: 0.8, b: vec![-1.0, 0.4] },
            Item::PartialCredit { a: 1.5, steps: vec![0.3, -0.2, 1.1] },
            Item::Nominal { slopes: vec![-0.5, 0.5], intercepts: vec![0.1, -0.1] },
        ];
        let table = item_table(&items, None);
        for (row, item) in items.iter().enumerate() {
            let value = |name: &str| match table.column(name) {
                Some(Column::Float(values)) => values[row],
                _ => f64::NAN,
            };
            assert_eq!(Item::from_parameters(item.model(), value).unwrap(), *item);
        }
        assert_eq!(Item::from_parameters("rash", |_| 0.0).unwrap_err().code(), "model.form");
    }
}
