//! What several statistics are made of.

pub(crate) mod between;
pub(crate) mod categories;
pub(crate) mod mixing;
pub mod norms;
pub mod share;
pub mod sign;
