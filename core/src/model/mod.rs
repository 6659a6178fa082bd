//! Item response models: items, score distributions, abilities, and the estimation of all three.
//!
//! `scores` is persons × items everywhere. Cells [`MISSING`](crate::data::MISSING) or
//! [`NOT_TAUGHT`](crate::data::NOT_TAUGHT) take no part; [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED) counts 0.

mod error;
mod item;

pub use error::ModelError;
pub use item::Item;
pub(crate) use item::{answer, check_items, check_scores};
