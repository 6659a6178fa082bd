//! Effects of measures, honest by construction.
//!
//! A flag clears by itself: of the schools that stand out in one year most do not stand out in the
//! next, with nothing done. So no estimate here stands without what was to be expected without any
//! measure, what it was compared with, how many helped clusters it rests on, and what cannot be
//! concluded from it.
//!
//! | situation | use |
//! |---|---|
//! | how many flags would have cleared anyway | [`relapse`](relapse()) |
//! | did the territory's share change | [`mcnemar`](mcnemar()) |
//! | how many schools have what an imperfect sign points to | [`prevalence`](prevalence()) |
//! | some flagged units helped, others alike not | [`did`](did()) or [`ancova`](ancova()) inside the flagged, [`randomisation`](randomisation()) |
//! | all flagged units helped, nobody else | [`discontinuity`](discontinuity()) |
//! | help decided for whole municipalities | [`did`](did()), [`wild_bootstrap`](wild_bootstrap()), below four of them [`randomisation`](randomisation()) |
//! | help that began in different years | [`group_time`](group_time()), with [`GroupTime::pretrend`] and [`honest`](honest()) |
//! | one municipality | [`synthetic_control`](synthetic_control()), [`synthetic_did`](synthetic_did()) |
//! | observers in some classes of some schools | [`observers`](observers()) |

mod ancova;
mod assignments;
mod bias_aware;
mod cell;
mod did;
mod discontinuity;
mod error;
mod event_study;
mod group_time;
mod honest;
mod mcnemar;
mod observers;
mod panel;
mod pretrend;
mod prevalence;
mod randomisation;
mod regression;
mod relapse;
mod result;
mod synthetic_control;
mod synthetic_did;
mod warning;
mod wild_bootstrap;
mod words;

pub use ancova::{Ancova, AncovaOptions, BeforeAfter, ancova};
pub(crate) use did::did_pvalue;
pub use did::{Did, DidOptions, did};
pub use discontinuity::{AtThreshold, Discontinuity, DiscontinuityOptions, Jump, discontinuity};
pub use error::EffectError;
pub use event_study::{EventStudy, YearlyEffects};
pub use group_time::{
    Adjustment, Aggregate, Base, Cohort, Control, GroupTime, GroupTimeCell, GroupTimeOptions, Kind, Point,
    group_time,
};
pub use honest::{Honest, Sensitivity, honest};
pub(crate) use mcnemar::pvalues as mcnemar_pvalues;
pub use mcnemar::{ListChanges, Mcnemar, mcnemar};
pub use observers::{Exposures, Observed, Observers, ObserversOptions, observers};
pub use panel::Panel;
pub use pretrend::Pretrend;
pub use prevalence::{Accuracy, Prevalence, ShareInterval, prevalence};
pub use randomisation::{Randomisation, RandomisationOptions, Statistic, randomisation};
pub use regression::{Scaling, StandardError};
pub use relapse::{Levels, Relapse, RelapseModel, RelapseOptions, TwoYears, relapse};
pub use result::{Effect, Statement};
pub use synthetic_control::{DonorWeight, Gap, Placebo, SyntheticControl, synthetic_control};
pub use synthetic_did::{SyntheticDid, YearWeight, synthetic_did};
pub use warning::Warning;
pub use wild_bootstrap::{WildBootstrap, WildBootstrapOptions, wild_bootstrap};
pub use words::Words;

/// For the catalogue, in the order in which one reads them.
pub(crate) const FUNCTIONS: [crate::function::Function; 16] = [
    relapse::FUNCTION,
    mcnemar::FUNCTION,
    prevalence::FUNCTION,
    did::FUNCTION,
    randomisation::FUNCTION,
    wild_bootstrap::FUNCTION,
    ancova::FUNCTION,
    discontinuity::FUNCTION,
    group_time::FUNCTION,
    group_time::AGGREGATE,
    group_time::PRETREND,
    group_time::EVENT_STUDY,
    honest::FUNCTION,
    synthetic_control::FUNCTION,
    synthetic_did::FUNCTION,
    observers::FUNCTION,
];

#[cfg(test)]
pub(crate) mod fixtures;
