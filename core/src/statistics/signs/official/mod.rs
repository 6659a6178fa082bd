//! The signs that are official or named by officials: the rule of 2019, and what later texts and
//! tools add to it.
//!
//! Source of the rule: «Методика расчета показателя "Уровень объективности оценки образовательных
//! результатов в субъекте Российской Федерации"», 2019, annex. The text leaves several points open;
//! each is a parameter here with the value that reproduces what analysts computed. Who is flagged
//! is decided in [`screening`](crate::screening).
//!
//! The signs of the rule have no p-value: it states none. Shuffling pupils between schools, sign A
//! still marks 2–5 % of schools per work, and honest schools differ besides: use it as a screening
//! sign, never alone.
//!
//! # Where the signs come from
//!
//! | known as | here | who states it |
//! |---|---|---|
//! | `ci_high` | [`inflated_mean`] | the rule of 2019; its guards are this library's |
//! | `rank_mismatch` | [`rank_mismatch`] | the rule of 2019 |
//! | `cohort_jump` | [`cohort_jump`]; calibrated: [`continuity`](super::continuity) | the rule of 2019 |
//! | `marked_any`, `objectivity_index` | [`objectivity_index`]; who is marked: [`screening`](crate::screening) | the rule of 2019 |
//! | `official_list` | [`MarkerList`](crate::data::MarkerList) | the list is published, its rule is not |
//! | `boundary_peak` | [`heaping`](super::heaping) | the sign is published, its numbers are this library's |
//! | `journal_gap` | [`journal`](super::journal) | the sign is published, its numbers are this library's |
//! | `item_inversion` | [`item_inversion`]; calibrated: [`profile`](super::profile) | the sign is published, its numbers are this library's |
//! | `group_crossing` | [`group_crossing`] | the sign is published, its numbers are this library's |
//! | `high5_low_spread` | [`spread::many_fives`](super::spread::many_fives) | a sign of this library |
//! | `external_mismatch` | [`external_mismatch`] | the sign is published, its numbers are this library's |
//! | `recheck_delta` | [`recheck_delta`] | the indicator is published, its tests are this library's |
//! | `class_split` | [`classes::by_school`](super::classes::by_school) | a sign of this library |
//! | `identical_answers` | duplicates of [`similarity`](super::similarity) | a sign of this library |
//! | `x_pattern` | [`omissions::by_group`](super::omissions::by_group) | a sign of this library |
//! | `risk_zone` | [`risk_zones`](crate::screening::Screening::risk_zones) of a screening: a table of rules | a table of this library |

mod cohort_jump;
pub(crate) mod external_mismatch;
mod former;
mod index;
mod inflated_mean;
pub(crate) mod items;
mod rank_mismatch;

pub use super::recheck::{Recheck, RecheckDelta, RecheckRow, recheck_delta};
pub use cohort_jump::{COHORT_JUMP, CohortJump, CohortJumpOptions, cohort_jump};
pub use external_mismatch::{ExternalMismatch, GroupMeans, external_mismatch};
#[allow(deprecated, reason = "they stay for one version")]
pub use former::{
    ClassSplit, ClassSplitOptions, ClassSplitRow, HighFives, XPattern, XPatternOptions, XPatternRow,
    class_split, high5_low_spread, x_pattern,
};
pub use index::{ObjectivityIndex, objectivity_index};
pub use inflated_mean::{INFLATED_MEAN, InflatedMean, InflatedMeanOptions, inflated_mean};
pub use items::{
    CrossingRow, GROUP_CROSSING, GroupCrossing, GroupCrossingOptions, ITEM_INVERSION, ItemInversion,
    group_crossing, item_inversion,
};
pub use rank_mismatch::{RANK_MISMATCH, RankMismatch, RankMismatchOptions, Ties, rank_mismatch};

/// The signs of this module, which officials state; what was ours has moved. The one place that
/// says which is which.
const STATED: [&str; 7] = [
    "official.inflated_mean",
    "official.rank_mismatch",
    "official.cohort_jump",
    "official.item_inversion",
    "official.group_crossing",
    "official.external_mismatch",
    "official.recheck_delta",
];

/// Whether officials state the sign of this id, whatever its numbers: `official.cohort_jump.fall`
/// is one, `official.class_split`, the former name of a sign of ours, is none.
#[must_use]
pub fn is_official(sign: &str) -> bool {
    STATED
        .iter()
        .any(|stated| sign.strip_prefix(stated).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

#[cfg(test)]
mod tests;
