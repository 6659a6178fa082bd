//! Statistics: [`signs`] of groups, of [`persons`], of [`pairs`], and what they share. One file per
//! statistic; no thresholds, no policy.

pub mod pairs;
pub mod persons;
mod shared;
pub mod signs;

pub use persons as person_fit;
pub use shared::{norms, share, sign};
pub use signs::{
    classes, continuity, density, erasures, heaping, journal, legacy, level, official, omissions,
    participation, profile, similarity, spread,
};

use std::collections::BTreeMap;

use crate::data::{Cells, DataError, Grouping, Results, Tally};
use crate::function::OptionError;
use crate::sorted::{Sorted, order};
use serde::{Deserialize, Serialize};

/// How much a group of this size can say.
///
/// The limits are those of the federal recommendations of 2026 for analysing results: from 50
/// pupils on a distribution is informative, 20 is an approximate minimum, 10 the least for
/// comparing groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Fewer than 10: no statement about the group alone.
    Insufficient,
    /// 10 to 19.
    Limited,
    /// 20 to 49.
    Approximate,
    /// 50 and more.
    Informative,
}

impl Tier {
    /// The tier of a group of `n`.
    #[must_use]
    pub fn of(n: u64) -> Self {
        match n {
            0..10 => Self::Insufficient,
            10..20 => Self::Limited,
            20..50 => Self::Approximate,
            _ => Self::Informative,
        }
    }

    /// The tier's name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::Limited => "limited",
            Self::Approximate => "approximate",
            Self::Informative => "informative",
        }
    }
}

impl Tier {
    pub(crate) fn names(n: &[u64]) -> Vec<&'static str> {
        n.iter().map(|&n| Self::of(n).name()).collect()
    }
}

/// Why a statistic cannot be computed at all. What is undefined for one group is NaN for that
/// group.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum StatisticError {
    /// The assessment has no mark boundaries.
    #[error("{assessment} has no mark boundaries: {statistic} is undefined for it")]
    NoBoundaries { assessment: String, statistic: &'static str },
    /// The results have no journal marks.
    #[error("{assessment} has no journal marks: {statistic} is undefined for it")]
    NoJournal { assessment: String, statistic: &'static str },
    /// A parameter out of its range.
    #[error("{name} is {value}, expected {expected}")]
    Parameter { name: &'static str, value: f64, expected: &'static str },
    /// An option of a sign that is none of its own, or of another type.
    #[error("option {path:?}: {reason}")]
    Option { path: String, reason: String },
    /// Counts alone where a statistic needs pupils.
    #[error("{assessment} came as counts: {statistic} needs its pupils")]
    NoPupils { assessment: String, statistic: &'static str },
    /// A work without units of this kind.
    #[error("{assessment} names no unit of the kind {unit}")]
    NoUnit { assessment: String, unit: &'static str },
    /// Two tallies whose groups are not of one kind.
    #[error("tallies of different groupings: all must be by school, by class or by municipality")]
    Groupings,
    /// Fewer results than a distribution can be fitted to.
    #[error(
        "{got} results, a distribution is fitted to {needed} or more: take a larger territory, or give the honest distribution"
    )]
    TooFewResults { got: u64, needed: u64 },
    /// Fewer groups than tell how groups differ.
    #[error(
        "{got} groups with papers, how groups differ is fitted to {needed} or more: take a larger territory"
    )]
    TooFewGroups { got: u64, needed: u64 },
    /// Nothing to compute from.
    #[error("no results: at least one work is needed")]
    NoTallies,
    /// Norms that do not hold for the results.
    #[error(
        "the norms do not fit {assessment}: take them from the same results, or for all sets of items that pupils have"
    )]
    Norms { assessment: String },
    /// No re-checked papers.
    #[error("no papers: at least one re-checked paper is needed")]
    NoPapers,
    /// Results that cannot be grouped as asked.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl From<OptionError> for StatisticError {
    fn from(error: OptionError) -> Self {
        Self::Option { path: error.name().into_owned(), reason: error.reason() }
    }
}

impl StatisticError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoBoundaries { .. } => "statistic.no_boundaries",
            Self::NoJournal { .. } => "statistic.no_journal",
            Self::Parameter { .. } => "statistic.parameter",
            Self::Option { .. } => "statistic.option",
            Self::NoPupils { .. } => "statistic.no_pupils",
            Self::NoUnit { .. } => "statistic.no_unit",
            Self::Groupings => "statistic.groupings",
            Self::TooFewResults { .. } => "statistic.too_few_results",
            Self::TooFewGroups { .. } => "statistic.too_few_groups",
            Self::NoTallies => "statistic.no_tallies",
            Self::Norms { .. } => "statistic.norms",
            Self::NoPapers => "statistic.no_papers",
            Self::Data(error) => error.code(),
        }
    }
}

/// The tallies whose assessments have mark boundaries; an error if none has.
fn with_boundaries<'a>(
    tallies: &[&'a Tally],
    statistic: &'static str,
) -> Result<Vec<&'a Tally>, StatisticError> {
    let with: Vec<&Tally> = tallies.iter().copied().filter(|t| t.assessment().boundaries.is_some()).collect();
    match (with.is_empty(), tallies.first()) {
        (false, _) => Ok(with),
        (true, Some(first)) => {
            Err(StatisticError::NoBoundaries { assessment: first.assessment().key(), statistic })
        }
        (true, None) => Err(StatisticError::NoTallies),
    }
}

/// The groups of all tallies in the order of their names, if all are of one grouping.
fn group_names<'a>(tallies: &[&'a Tally]) -> Result<Vec<&'a str>, StatisticError> {
    if tallies.iter().any(|t| t.grouping() != tallies[0].grouping()) {
        return Err(StatisticError::Groupings);
    }
    let all: Vec<&str> = tallies.iter().flat_map(|t| t.groups().keys().map(String::as_str)).collect();
    let places = order(all.len(), &|a, b| all[a].cmp(all[b]));
    let mut names: Vec<&str> = places.into_iter().map(|at| all[at]).collect();
    names.dedup();
    Ok(names)
}

/// The persons of each group, in their order, by the name that tallies give it.
fn persons(results: &Results, grouping: Grouping) -> Result<BTreeMap<String, Vec<usize>>, DataError> {
    let groups = results.groups(grouping)?;
    let mut persons: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (person, &code) in groups.codes().iter().enumerate() {
        match persons.get_mut(&groups.names()[code as usize]) {
            Some(persons) => persons.push(person),
            None => _ = persons.insert(groups.get(person).to_owned(), vec![person]),
        }
    }
    Ok(persons)
}

/// The counts of each group in each tally; nothing where a tally lacks the group. Groups are all of
/// the tallies', in the order of their names.
fn cells<'a>(tallies: &[&'a Tally], groups: &[&str]) -> Vec<Vec<Option<&'a Cells>>> {
    let mut all = vec![vec![None; tallies.len()]; groups.len()];
    for (work, tally) in tallies.iter().enumerate() {
        let mut at = 0;
        for (name, cells) in tally.groups() {
            at += groups[at..].iter().take_while(|group| *group != name).count();
            all[at][work] = Some(cells);
        }
    }
    all
}

/// The least number of different pupils behind a group's results, `counts` of each tally: works of
/// one grade may be written by the same pupils.
fn pupils(tallies: &[&Tally], counts: impl IntoIterator<Item = u64>) -> u64 {
    let mut by_grade: Sorted<u8, u64> = Sorted::new();
    for (tally, count) in tallies.iter().zip(counts) {
        let most = by_grade.entry(tally.assessment().written_in(), || 0);
        *most = (*most).max(count);
    }
    by_grade.into_iter().map(|(_, most)| most).sum()
}
