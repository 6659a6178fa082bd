//! Item response models: items, score distributions, abilities, and the estimation of all three.
//!
//! `scores` is persons × items everywhere. Cells [`MISSING`](crate::data::MISSING) or
//! [`NOT_TAUGHT`](crate::data::NOT_TAUGHT) take no part;
//! [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED) counts 0.

mod ability;
mod calibration;
mod conditional;
mod distribution;
mod error;
mod family;
mod item;
mod item_table;
mod joined;
mod link;
mod mokken;
mod patterns;
mod quadrature;

pub(crate) use ability::{ABILITY_BY_TOTAL_DOC, ABILITY_DOC, PLAUSIBLE_VALUES_DOC};
pub use ability::{
    Abilities, AbilityOptions, Method, TotalAbilities, ability, ability_by_total, plausible_values,
};
pub use calibration::{Calibration, CalibrationOptions, Model, calibrate};
pub use conditional::{ConditionalCalibration, calibrate_conditional};
pub(crate) use distribution::{LOG_LIKELIHOOD_DOC, SCORE_DISTRIBUTION_DOC};
pub use distribution::{log_likelihood, marginal_score_distribution, score_distribution};
pub use error::ModelError;
pub use item::Item;
pub(crate) use item::{answer, check_items, check_scores};
pub use item_table::item_table;
pub(crate) use joined::{JOIN_SCORES_DOC, JOINS_DOC};
pub use joined::{JoinedScore, Joins, join_scores, joins};
pub(crate) use link::LINK_DOC;
pub use link::{Link, LinkMethod, link};
pub(crate) use mokken::REST_SCORE_REGRESSION_DOC;
pub use mokken::{RestScoreRow, RestScores, Scalability, rest_score_regression, scalability};
pub use quadrature::Quadrature;
