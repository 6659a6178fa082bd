//! Signs of ours under the names that they had here. They go with the next version, as does
//! [`FORMER`](super::super::FORMER).
#![allow(deprecated, reason = "they name each other")]

use crate::data::{DataError, Grouping, Registry, Results, Tally};
use crate::statistics::{StatisticError, classes, omissions, spread};

macro_rules! former { ($($name:ident = $module:ident::$now:ident;)*) => {$(
    #[doc = concat!("The former name of [`", stringify!($module), "::", stringify!($now), "`].")]
    #[deprecated(since = "0.2.0", note = "it has moved to the module of its own sign")]
    pub type $name = $module::$now;
)*} }

former! {
    ClassSplit = classes::ClassSplit;
    ClassSplitOptions = classes::ClassSplitOptions;
    ClassSplitRow = classes::ClassSplitRow;
    HighFives = spread::ManyFives;
    XPattern = omissions::Omissions;
    XPatternOptions = omissions::OmissionsOptions;
    XPatternRow = omissions::OmissionsRow;
}

/// The former name of [`classes::by_school`].
///
/// # Errors
/// As there.
#[deprecated(since = "0.2.0", note = "use classes::by_school")]
pub fn class_split(tally: &Tally, options: ClassSplitOptions) -> Result<ClassSplit, StatisticError> {
    classes::by_school(tally, options)
}

/// The former name of [`spread::many_fives`].
///
/// # Errors
/// As there.
#[deprecated(since = "0.2.0", note = "use spread::many_fives")]
pub fn high5_low_spread(tally: &Tally) -> Result<HighFives, StatisticError> {
    spread::many_fives(tally)
}

/// The former name of [`omissions::by_group`].
///
/// # Errors
/// As there.
#[deprecated(since = "0.2.0", note = "use omissions::by_group")]
pub fn x_pattern(
    results: &Results,
    grouping: Grouping,
    registry: &Registry,
    min_reference: u64,
) -> Result<XPattern, DataError> {
    omissions::by_group(results, grouping, registry, min_reference)
}
