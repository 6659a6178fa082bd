//! Signs of other times and places, as they were published, so that results can be compared with
//! them.
//!
//! They are ranks and memberships: they order classes inside one work, know no null distribution
//! and no rate of error, and among honest classes too somebody is first. A policy shows them and
//! never flags by them. The channels they look at have signs with p-values here:
//! [`level`](super::level) and [`spread`](super::spread) for the Italian index,
//! [`profile`](super::profile) and [`similarity`](super::similarity) for the answers of Jacob and
//! Levitt, [`continuity`](super::continuity) for their gains.

pub(crate) mod invalsi;
pub(crate) mod jacob_levitt;

pub use invalsi::{INVALSI, Invalsi, InvalsiOptions, InvalsiRow, invalsi};
pub use jacob_levitt::{JACOB_LEVITT, JacobLevitt, JacobLevittRow, jacob_levitt, score_fluctuations};
