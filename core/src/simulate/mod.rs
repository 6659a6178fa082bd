//! Results with known properties, for demonstrations, tests and power.
//!
//! [`municipality`] draws a small one for demonstrations: scores follow a partial credit model.
//! [`territory`] draws one that looks like real ones, where honest schools and classes differ as
//! real ones do, and [`plant`] puts a known irregularity into results that are already there. All
//! numbers come from one seeded generator and one implementation of exp, ln and cos, so a seed
//! gives the same results on every machine, on any number of threads and in every language.

#![allow(clippy::cast_sign_loss, reason = "numbers of pupils are never negative")]

mod design;
mod kind;
mod municipality;
mod parameters;
mod plant;
mod sheet;
mod streams;
mod territory;

pub use kind::Kind;
pub use municipality::{
    Municipality, MunicipalityOptions, Planted, item_steps, municipality, partial_credit,
};
pub use parameters::{Counted, WorkParameters};
pub use plant::{plant, shuffled};
pub use territory::{PlantedSchool, Planting, Spread, Territory, TerritoryOptions, territory};

pub use crate::random::Random;
