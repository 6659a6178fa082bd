use serde::Serialize;

/// Why item parameters, scores or options do not fit a model, where, and what was expected. Rows
/// and items count from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum ModelError {
    /// An item parameter out of its range.
    #[error("item parameter {name} is {value}, expected {expected}")]
    Parameter { name: &'static str, value: f64, expected: &'static str },
    /// An item with too few or too many categories, or lists of different lengths.
    #[error("an item has {got} {what}, expected {expected}")]
    Categories { what: &'static str, got: usize, expected: String },
    /// One of several items is wrong.
    #[error("item {item}: {error}")]
    Item { item: usize, error: Box<ModelError> },
    /// No items at all.
    #[error("no items: at least one is needed")]
    NoItems,
    /// Scores with another number of columns than there are items.
    #[error("scores has {got} columns, expected {expected}: one for each item")]
    Columns { got: usize, expected: usize },
    /// A score above its item's maximum.
    #[error(
        "row {row}, item {item}: score {found}, expected 0 to {expected} or a code (255 missing, 254 not attempted, 253 not taught)"
    )]
    Score { row: usize, item: usize, found: u8, expected: u8 },
    /// A score that nobody has: its parameter would be infinite.
    #[error(
        "item {item}: nobody has score {score}, so its parameter cannot be estimated; leave the item out or join scores (irt.join_scores)"
    )]
    Unobserved { item: usize, score: usize },
    /// Persons of whom none says anything of the items beside each other.
    #[error(
        "everybody has the least or the largest total of their items, which says nothing of these: at least two items and other totals are needed"
    )]
    NoTotals,
    /// Sets of items that no person compares.
    #[error(
        "the items fall into parts that no person compares: their difficulties have no common scale, or no finite ones"
    )]
    Unconnected,
    /// Two items that should be one.
    #[error("item {item} is {found}, expected {expected}")]
    Pair { item: usize, found: String, expected: String },
    /// Items in a form that is none.
    #[error("items: {reason}")]
    Form { reason: String },
    /// Something given per person, item or point with another length.
    #[error("{what} has {got} entries, expected {expected}")]
    Length { what: &'static str, got: usize, expected: usize },
    /// More pairs than memory holds.
    #[error(
        "at least {pairs} pairs to keep, expected at most {limit}: give group, or only_below (or a smaller one)"
    )]
    TooManyPairs { pairs: u64, limit: u64 },
    /// A comparison of all with all that would not end.
    #[error("{pairs} pairs to compare, expected at most {limit}: give group")]
    TooManyComparisons { pairs: u64, limit: u64 },
    /// An option or argument out of its range.
    #[error("{name} is {value}, expected {expected}")]
    Option { name: &'static str, value: f64, expected: &'static str },
}

impl ModelError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameter { .. } => "model.parameter",
            Self::Categories { .. } => "model.categories",
            Self::Item { .. } => "model.item",
            Self::NoItems => "model.no_items",
            Self::Columns { .. } => "model.columns",
            Self::Score { .. } => "model.score",
            Self::Unobserved { .. } => "model.unobserved",
            Self::NoTotals => "model.no_totals",
            Self::Unconnected => "model.unconnected",
            Self::Pair { .. } => "model.pair",
            Self::Form { .. } => "model.form",
            Self::Length { .. } => "model.length",
            Self::TooManyPairs { .. } => "model.too_many_pairs",
            Self::TooManyComparisons { .. } => "model.too_many_comparisons",
            Self::Option { .. } => "model.option",
        }
    }
}
