//! Where to send observers: how many to each stratum, with what chance to each school, drawn so
//! that anybody can repeat it, counted up with intervals, and what a year of visits and next year's
//! comparison can show before they begin.
//!
//! | question | function |
//! |---|---|
//! | how many visits to each stratum | [`allocate`] |
//! | with what chance to each school | [`chances`] |
//! | which schools | [`draw`](draw()) |
//! | … where a team visits several schools of a municipality | the same three with groups: [`Trips`] |
//! | what the visited say about all | [`estimate`](estimate()), [`poststratified`], [`calibrated`], [`stratified`] |
//! | what a number of visits buys | [`precision`](precision()) |
//! | what next year's comparison can show | [`detectable`], [`power`](power()) |

mod allocate;
mod chances;
mod draw;
mod entries;
mod error;
mod estimate;
mod power;
mod precision;
mod trips;

pub use allocate::{Allocation, Means, Stratum, allocate};
pub use chances::{ChancesOptions, chances};
pub(crate) use draw::fingerprint;
pub use draw::{Draw, DrawOptions, Method, draw};
pub use error::DesignError;
pub use estimate::{
    Estimate, StratumSize, Variance, calibrated, estimate, poststratified, sampford_joint, stratified,
};
pub use power::{
    Detectable, DetectableShare, LastYear, McnemarPower, Planned, PowerOptions, PowerRow, Test, detectable,
    mcnemar_power, power, share_detectable, share_power, t_detectable, t_power,
};
pub use precision::{Precision, PrecisionOptions, precision};
pub use trips::{Trips, chances_by_trips, draw_by_trips, estimate_by_trips};

/// For the catalogue, in the order in which one reads them.
pub(crate) const FUNCTIONS: [crate::function::Function; 16] = [
    allocate::ALLOCATE,
    entries::CHANCES,
    entries::DRAW,
    entries::ESTIMATE,
    estimate::POSTSTRATIFIED,
    estimate::CALIBRATED,
    estimate::STRATIFIED,
    estimate::SAMPFORD_JOINT,
    precision::PRECISION,
    power::DETECTABLE,
    power::POWER,
    power::T_POWER,
    power::T_DETECTABLE,
    power::SHARE_POWER,
    power::SHARE_DETECTABLE,
    power::MCNEMAR_POWER,
];

#[cfg(test)]
mod fixtures;
