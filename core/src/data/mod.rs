//! Assessments, results, registries, readers, and the tally that every group statistic starts from.

mod aggregate;
mod assessment;
pub mod bytes;
mod case;
mod catalogue;
mod error;
mod fingerprint;
mod forms;
mod import;
mod items;
mod markers;
mod named;
mod names;
mod observed;
#[cfg_attr(
    not(all(feature = "csv", feature = "identify", feature = "xlsx")),
    allow(dead_code, unused_imports, reason = "helpers of readers that are off")
)]
pub mod readers;
mod registry;
mod remarked;
mod results;
mod subject;
mod tally;
mod unit;
#[cfg(feature = "write")]
pub mod writers;

pub use aggregate::{
    AggregateRow, Aggregates, Distribution, JournalComparison, Level, MarkStatistics, WorkKey,
    counts_of_shares,
};
pub use assessment::{Assessment, ItemKind, Season};
pub use catalogue::{assessments, find_assessment};
pub use error::DataError;
pub(crate) use fingerprint::Fingerprint;
#[cfg(feature = "csv")]
pub use forms::form_csv;
pub use forms::form_remarked;
#[cfg(feature = "write")]
pub use forms::form_xlsx;
#[cfg(feature = "csv")]
pub(crate) use forms::semicolons;
pub use import::{Import, ImportReport, ImportRow, RowKind, SchoolRows};
pub(crate) use items::ItemSums;
pub(crate) use items::items_of;
pub use items::{ItemTally, Items, Level as ItemLevel, LevelSums, NormSums};
pub(crate) use markers::digits as login_digits;
pub use markers::{Marker, MarkerCount, MarkerImport, MarkerList, MarkerRow};
pub(crate) use named::Named;
pub(crate) use names::names;
pub use observed::{Observed, ObservedImport, ObservedRow, ObservedSchool};
pub use readers::ReadOptions;
pub use registry::{Registry, School};
pub use remarked::{Remarked, RemarkedImport, RemarkedPaper, RemarkedRow};
pub use results::{Labels, Results, ResultsBuilder, cell, is_score, journal_mark};
pub use tally::{Cells, Grouping, Tally};
pub use unit::Unit;

/// The code of a cell without an answer of any kind: the total of such a person is undefined.
pub const MISSING: u8 = 255;
/// The code of an item that the person did not attempt (`X` in the exports); counts 0.
pub const NOT_ATTEMPTED: u8 = 254;
/// The code of an item whose topic was not taught yet («не пройд.» in the exports); counts 0 in the
/// official total.
pub const NOT_TAUGHT: u8 = 253;
/// The largest score an item can have.
pub const LARGEST_SCORE: u8 = 252;
