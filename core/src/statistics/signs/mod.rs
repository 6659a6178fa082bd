//! Signs of groups; which of them a policy may name, and why it cannot name others.
//!
//! Every sign starts from a [`Tally`](crate::data::Tally) and returns one struct with a field per
//! column and a `table()`: `group, n, statistic, pvalue, effect, lower, upper, tier` and what
//! the sign has besides. What is undefined is NaN.

pub mod classes;
pub mod continuity;
pub mod density;
pub mod erasures;
pub mod heaping;
pub mod journal;
pub mod legacy;
pub mod level;
mod listed;
pub mod official;
pub mod omissions;
pub mod participation;
pub mod profile;
pub(crate) mod recheck;
pub mod similarity;
pub mod spread;

use std::borrow::Cow;

pub use listed::listed;

use super::shared::sign::{GroupSign, Use};
use crate::table::Table;

/// The signs of groups beside those that [`screening`](crate::screening) treats itself (the
/// official rule, journal, three bins).
#[cfg(feature = "signs")]
pub const ALL: &[GroupSign] = &[
    level::BY_GROUP,
    spread::BY_GROUP,
    profile::BY_GROUP,
    profile::CONTRASTS,
    similarity::BY_CLASS,
    continuity::BY_GROUP,
    continuity::CONSISTENCY,
    continuity::CUMULATIVE,
    heaping::FIT,
    heaping::RAISED,
    journal::PERFECT,
    journal::AGREEMENT,
    journal::LENIENCY,
    classes::BY_SCHOOL,
    omissions::BY_GROUP,
    official::items::ITEM_INVERSION,
    official::items::GROUP_CROSSING,
    spread::MANY_FIVES,
    legacy::INVALSI,
    legacy::JACOB_LEVITT,
];
/// None: the feature `signs` is off.
#[cfg(not(feature = "signs"))]
pub const ALL: &[GroupSign] = &[];

/// The signs of [`ALL`]: columns `id, aliases, what, units, flags, beside, reason`. A sign that may
/// flag says beside what its p-value is; one that is context only says why.
#[must_use]
pub fn table() -> Table {
    let text = |of: &dyn Fn(&GroupSign) -> String| ALL.iter().map(of).collect::<Vec<String>>();
    let units = |sign: &GroupSign| sign.units.iter().map(|unit| unit.name()).collect::<Vec<_>>().join(", ");
    let uses = |flag: bool| {
        text(&move |sign| match sign.uses {
            Use::Flags { beside, .. } if flag => beside.to_owned(),
            Use::Context { reason } if !flag => reason.to_owned(),
            _ => String::new(),
        })
    };
    Table::new()
        .with("id", text(&|sign| sign.id.to_owned()))
        .with("aliases", text(&|sign| sign.aliases.join(", ")))
        .with("what", text(&|sign| sign.doc.to_owned()))
        .with("units", text(&units))
        .with("flags", ALL.iter().map(|sign| matches!(sign.uses, Use::Flags { .. })).collect::<Vec<bool>>())
        .with("beside", uses(true))
        .with("reason", uses(false))
}

/// A function or module that a policy cannot name.
#[derive(Debug, Clone, Copy)]
pub struct NotNamed {
    /// Its id, or the module's name.
    pub id: &'static str,
    /// What it catches.
    pub what: &'static str,
    /// Why a policy cannot name it.
    pub reason: &'static str,
}

const fn not_named(id: &'static str, what: &'static str, reason: &'static str) -> NotNamed {
    NotNamed { id, what, reason }
}

/// Functions and modules that a policy cannot name, and why.
pub const NOT_IN_POLICIES: &[NotNamed] = &[
    not_named(
        "official.external_mismatch",
        "a mean that an external exam does not bear out",
        "it needs the means of another exam, which results do not hold",
    ),
    not_named(
        "official.recheck_delta",
        "papers that a second commission marks otherwise",
        "it needs papers that a second commission marked",
    ),
    not_named(
        "official.objectivity_index",
        "the share of schools that no sign marks",
        "it is the index of a screening, not a sign of one group",
    ),
    not_named(
        "heaping.round_percentages",
        "schools' shares piled up at round percentages",
        "it is about a territory: how many of its schools have a round share",
    ),
    not_named(
        "density",
        "more results just above a threshold than just below, for comparison",
        "it is about a territory's results; for groups take heaping",
    ),
    not_named(
        "erasures",
        "points that came with changed answers, in sheets or a log of a second marking",
        "it needs the answers before they were changed",
    ),
    not_named(
        "legacy.score_fluctuations",
        "ranks of gains that do not last, for comparison",
        "it needs gains of two years; take continuity",
    ),
    not_named(
        "participation.by_school",
        "pupils absent more often than in other schools",
        "it needs how many were absent, which results do not hold; the evidence layer looks at them",
    ),
    not_named(
        "person_fit",
        "answers of one person that do not go together, and classes with many such persons",
        "it is about persons; a screening names groups",
    ),
    not_named(
        "pairs",
        "two persons whose answers agree more than their abilities explain",
        "it is about two persons; a screening names groups; take similarity.by_class",
    ),
];

/// Names that signs had before, and their ids now. They go with the next version.
///
/// A policy that uses one keeps it, so that its findings keep their ids; all else looks signs up by
/// their [`current`] name.
pub const FORMER: &[(&str, &str)] = &[
    ("official.class_split", "classes.by_school"),
    ("official.x_pattern", "omissions.by_group"),
    ("official.high5_low_spread", "spread.many_fives"),
];

/// The id of a sign, or of one of its kinds, as it is now: `omissions.by_group.many` for
/// `official.x_pattern.many`.
#[must_use]
pub fn current(id: &str) -> Cow<'_, str> {
    let moved = |(old, new): &(&str, &str)| {
        let rest = id.strip_prefix(old)?;
        (rest.is_empty() || rest.starts_with('.')).then(|| format!("{new}{rest}"))
    };
    FORMER.iter().find_map(moved).map_or(Cow::Borrowed(id), Cow::Owned)
}

/// The former id that a policy's name of a sign stands for: `class_split` is
/// `official.class_split`.
#[must_use]
pub fn former(name: &str) -> Option<&'static str> {
    let is = |old: &str| old == name || old.strip_prefix("official.") == Some(name);
    FORMER.iter().map(|(old, _)| *old).find(|old| is(old))
}

/// The sign of this id or alias, or of a former one.
#[must_use]
pub fn find(name: &str) -> Option<&'static GroupSign> {
    // Said in advance, so that a small build leaves out all that follows a sign found.
    if cfg!(not(feature = "signs")) {
        return None;
    }
    let id = current(former(name).unwrap_or(name));
    ALL.iter().find(|sign| sign.is_called(&id))
}

/// Why a policy cannot name this function, if that is known.
#[must_use]
pub fn why_not(name: &str) -> Option<&'static str> {
    let fits = |of: &str| name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    NOT_IN_POLICIES.iter().find(|of| fits(of.id)).map(|of| of.reason)
}
