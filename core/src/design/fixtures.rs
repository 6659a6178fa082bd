//! Reference values and the tables they belong to: tests/fixtures/effect.

pub(super) use crate::effect::fixtures::{Csv, close, json, near};

/// The list of sixty schools, and what established programs make of it.
pub(super) fn frame() -> (Csv, serde_json::Value) {
    (
        Csv::of(include_str!("../../../tests/fixtures/effect/frame.csv")),
        json(include_str!("../../../tests/fixtures/effect/design.R.json")),
    )
}
