//! Pairs of persons whose answers agree more than their abilities explain.
//!
//! What it catches: two papers with too many answers the same. What it cannot: say why, or who took
//! from whom. Pupils of one class are taught the same and err alike, so a pair's value is no
//! finding by itself; with scores alone, see [`similarity`](super::similarity) for whole classes.
//!
//! Two families:
//!
//! - beside a model of [`model`](crate::model), nominal or of scores, with items and abilities given: [`omega`](omega()), [`weighted_omega`](weighted_omega()), [`gbt`](gbt()), [`m4`](m4());
//! - beside the answers of all other persons, with a key: [`k_index`](k_index()), [`k1`], [`k2`], [`s1`], [`s2`], which look at identical errors.
//!
//! `answers` is persons × items everywhere: an item's option or score, counted from 0. Persons and
//! items are named by row and column, from 0. An item that either of a pair has not answered (any
//! of [`MISSING`](crate::data::MISSING), [`NOT_TAUGHT`](crate::data::NOT_TAUGHT),
//! [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED)) takes no part in that pair: two blanks are no
//! match.
//!
//! A statistic with a direction makes ordered pairs: `first` gave the answers, and how likely it is
//! that `second` would give them too is asked (the papers' first and second person). P-values are
//! upper tails added up from small terms, none is 1 − P. One below the smallest double is 0; its
//! `log10_pvalue` is finite all the same.
//!
//! Time and memory grow with the pairs: 1,000 persons are a million ordered pairs, and more than 50
//! million to keep (10 in WebAssembly) are refused. [`PairOptions::groups`] makes pairs inside
//! classes alone, [`PairOptions::only_below`] keeps the few that matter: memory is for those kept.

mod chances;
mod errors;
mod gbt;
mod k_index;
mod k_regression;
mod m4;
mod omega;
mod positive;
mod s_index;
mod weighted_omega;

pub use gbt::gbt;
pub use k_index::k_index;
pub use k_regression::{k1, k2};
pub use m4::{M4, m4};
pub use omega::omega;
pub use s_index::{S2_WEIGHT, S2_WEIGHT_OF_SCORES, s1, s2};
pub use weighted_omega::weighted_omega;

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use obektiv_derive::{Columns, Settings};

use super::person_fit::{ITEMS, THETA};
use crate::Error;
use crate::data::Labels;
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};
use crate::model::ModelError;
use crate::threads::each;
use positive::Tail;

/// The functions in the catalogue.
pub(crate) const FUNCTIONS: &[Function] = &[
    omega::OMEGA,
    weighted_omega::WEIGHTED_OMEGA,
    gbt::GBT,
    m4::M4_FUNCTION,
    k_index::K_INDEX,
    k_regression::K1,
    k_regression::K2,
    s_index::S1,
    s_index::S2,
];

const ANSWERS: Input = Input::new("answers", Kind::Scores).doc(
    "An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not taught, \
     not attempted) take no part in it.",
);
const KEY: Input = Input::new("key", Kind::Cells).doc("The right option of each item, counted from 0.");
const GROUP: Input = Input::new("group", Kind::Names).optional().doc(
    "One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty; \
     all with all where not given.",
);

/// Which pairs to keep.
#[derive(Debug, Clone, Copy, Default, Settings)]
struct PairSettings {
    /// Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is
    /// kept for all that were compared: `evidence.benjamini_hochberg(pairs.pvalue,
    /// tests=pairs.compared[0])`. Adjusted among those kept alone, honest pairs would be found.
    only_below: Option<f64>,
}

/// What a match is expected from, and which pairs to keep.
#[derive(Debug, Clone, Copy, Settings)]
struct NullSettings {
    /// Whether the answers of the first are given, and how likely the second would give them too is
    /// asked: ordered pairs. If not, each pair once.
    conditional: bool,
    /// Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is
    /// kept for all that were compared: `evidence.benjamini_hochberg(pairs.pvalue,
    /// tests=pairs.compared[0])`. Adjusted among those kept alone, honest pairs would be found.
    only_below: Option<f64>,
}

impl Default for NullSettings {
    fn default() -> Self {
        Self { conditional: true, only_below: None }
    }
}

/// The groups that are given at this place.
fn codes(given: &Given<'_>, at: usize) -> Result<Option<Vec<u32>>, Error> {
    let names = given.optional(at, Given::names)?;
    Ok(names.map(|names| codes_of(&Labels::new(names))))
}

/// A statistic beside a model, with a direction or without.
const fn of_model(
    id: &'static str,
    doc: &'static str,
    run: fn(&Given<'_>) -> Result<Output, Error>,
) -> Function {
    Function {
        id,
        doc,
        inputs: const { &[ANSWERS, ITEMS, THETA, GROUP.after("conditional")] },
        groups: Groups::None,
        options: options::<NullSettings>,
        output: Shape::Table(Pairs::describe),
        run,
    }
}

/// A statistic of identical errors.
const fn of_errors(
    id: &'static str,
    doc: &'static str,
    run: fn(&Given<'_>) -> Result<Output, Error>,
) -> Function {
    Function { inputs: &[ANSWERS, KEY, GROUP], options: options::<PairSettings>, ..of_model(id, doc, run) }
}

/// What a match is expected from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Null {
    /// From the second person's ability, the first person's answers given: ordered pairs.
    #[default]
    Conditional,
    /// From both persons' abilities, neither's answers given: each pair once.
    Unconditional,
}

impl Null {
    /// The null of a flag.
    #[must_use]
    pub fn conditional(conditional: bool) -> Self {
        if conditional { Self::Conditional } else { Self::Unconditional }
    }
}

/// The code of a person without a group.
pub const NO_GROUP: u32 = u32::MAX;

/// The codes of labels; an empty label is no group.
#[must_use]
pub fn codes_of(labels: &Labels) -> Vec<u32> {
    let code = |&code: &u32| if labels.names()[code as usize].is_empty() { NO_GROUP } else { code };
    labels.codes().iter().map(code).collect()
}

/// Which pairs to make, and which to keep.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PairOptions<'a> {
    /// A code for each person: only persons with the same code are paired, and nobody with
    /// [`NO_GROUP`]. None: all with all.
    pub groups: Option<&'a [u32]>,
    /// Keep only pairs with a p-value below this, and so none where it is undefined. Adjust what is kept by
    /// [`benjamini_hochberg_among`](crate::evidence::benjamini_hochberg_among) for all [`Pairs::compared`]: adjusted among those kept alone, honest
    /// pairs would be found.
    pub only_below: Option<f64>,
}

impl PairOptions<'_> {
    /// The persons of each group, groups in the order of their first person.
    fn members(&self, persons: usize) -> Result<Vec<Vec<usize>>, ModelError> {
        if let Some(value) = self.only_below.filter(|p| !(f64::MIN_POSITIVE..=1.0).contains(p)) {
            return Err(ModelError::Option { name: "only_below", value, expected: "above 0, at most 1" });
        }
        let Some(groups) = self.groups else { return Ok(vec![(0..persons).collect()]) };
        if groups.len() != persons {
            return Err(ModelError::Length { what: "group", got: groups.len(), expected: persons });
        }
        let mut place = std::collections::HashMap::new();
        let mut members: Vec<Vec<usize>> = Vec::new();
        for (person, group) in groups.iter().enumerate().filter(|(_, group)| **group != NO_GROUP) {
            let place = *place.entry(group).or_insert(members.len());
            if place == members.len() {
                members.push(Vec::new());
            }
            members[place].push(person);
        }
        Ok(members)
    }
}

/// One statistic of all pairs, ordered by group, then `first`, then `second`. What is undefined for
/// a pair is NaN.
#[derive(Debug, Clone, PartialEq, Default, Columns)]
pub struct Pairs {
    /// The row of one person, from 0; the one who gave the answers where pairs are ordered.
    pub first: Vec<usize>,
    /// The row of the other person, from 0.
    pub second: Vec<usize>,
    /// Items that take part: those both answered; of statistics of errors, those of them that the
    /// first has wrong.
    pub items: Vec<usize>,
    /// Items of these with the same answer.
    pub matches: Vec<usize>,
    /// The matches expected.
    pub expected: Vec<f64>,
    /// The statistic; large values are unusual.
    pub statistic: Vec<f64>,
    /// P(as large or larger).
    pub pvalue: Vec<f64>,
    /// Its logarithm to base 10, finite where the p-value is below the smallest double.
    pub log10_pvalue: Vec<f64>,
    /// How many pairs have a p-value, those not kept included: the tests made, to adjust for.
    pub compared: u64,
}

impl Pairs {
    fn push(&mut self, first: usize, second: usize, pair: &Pair, only_below: Option<f64>) -> bool {
        let p = pair.tail.pvalue;
        self.compared += u64::from(!p.is_nan());
        // NaN is below nothing.
        if only_below.is_some_and(|level| p.is_nan() || p >= level) {
            return false;
        }
        self.first.push(first);
        self.second.push(second);
        self.items.push(pair.items);
        self.matches.push(pair.matches);
        self.expected.push(pair.expected);
        self.statistic.push(pair.statistic);
        self.pvalue.push(p);
        self.log10_pvalue.push(pair.tail.log10);
        true
    }

    fn with_capacity(rows: usize) -> Self {
        let counts = || Vec::with_capacity(rows);
        let values = || Vec::with_capacity(rows);
        Self {
            first: counts(),
            second: counts(),
            items: counts(),
            matches: counts(),
            expected: values(),
            statistic: values(),
            pvalue: values(),
            log10_pvalue: values(),
            compared: 0,
        }
    }

    fn append(&mut self, mut other: Self) {
        self.first.append(&mut other.first);
        self.second.append(&mut other.second);
        self.items.append(&mut other.items);
        self.matches.append(&mut other.matches);
        self.expected.append(&mut other.expected);
        self.statistic.append(&mut other.statistic);
        self.pvalue.append(&mut other.pvalue);
        self.log10_pvalue.append(&mut other.log10_pvalue);
        self.compared += other.compared;
    }
}

/// What a statistic says of one pair.
#[derive(Debug, Clone, Copy)]
struct Pair {
    items: usize,
    matches: usize,
    expected: f64,
    statistic: f64,
    tail: Tail,
    /// Matches on right answers, where they are counted apart.
    right: usize,
}

impl Pair {
    fn undefined(items: usize, matches: usize) -> Self {
        let (expected, statistic, tail) = (f64::NAN, f64::NAN, Tail::UNDEFINED);
        Self { items, matches, expected, statistic, tail, right: 0 }
    }
}

/// All pairs of each group: `prepare` once for each person, `judge` once for each first person of a
/// group, its result once for each pair. Beside the pairs their matches on right answers.
fn compare<T: Sync + Send, J: FnMut(&T, &T) -> Pair>(
    persons: usize,
    options: PairOptions<'_>,
    ordered: bool,
    prepare: impl Fn(usize) -> T + Sync + Send,
    judge: impl Fn(usize) -> J + Sync + Send,
) -> Result<(Pairs, Vec<usize>), ModelError> {
    let groups = options.members(persons)?;
    let all = groups.iter().map(|members| pairs_of(members.len() as u64, ordered)).sum();
    let too_many = |pairs| ModelError::TooManyPairs { pairs, limit: MOST };
    if options.only_below.is_none() && all > MOST {
        return Err(too_many(all));
    }
    if all >= LONGEST {
        return Err(ModelError::TooManyComparisons { pairs: all, limit: LONGEST - 1 });
    }
    let kept = AtomicU64::new(0);
    let of_group = |members: &Vec<usize>| {
        if members.len() < 2 {
            return Default::default();
        }
        let prepared = each(members, |&person| prepare(person));
        let places: Vec<usize> = (0..members.len()).collect();
        let of_first = |&a: &usize| {
            if kept.load(Relaxed) > MOST {
                return Default::default();
            }
            let others = if ordered { 0 } else { a + 1 }..members.len();
            let room = if options.only_below.is_some() { 0 } else { others.len() };
            let (mut pairs, mut right) = (Pairs::with_capacity(room), Vec::with_capacity(room));
            let mut judge = judge(members[a]);
            for b in others {
                if a != b {
                    let pair = judge(&prepared[a], &prepared[b]);
                    if pairs.push(members[a], members[b], &pair, options.only_below) {
                        right.push(pair.right);
                    }
                }
            }
            kept.fetch_add(pairs.first.len() as u64, Relaxed);
            (pairs, right)
        };
        together(each(&places, of_first))
    };
    let found = together(each(&groups, of_group));
    match kept.into_inner() {
        kept if kept > MOST => Err(too_many(kept)),
        _ => Ok(found),
    }
}

/// The most pairs to keep: of 10,000 persons each pair once, 4 GB; what a module of WebAssembly has
/// room for is a fifth.
const MOST: u64 = if usize::BITS > 32 { 50_000_000 } else { 10_000_000 };

/// So many comparisons take hours: who really wants them asks for them group by group.
const LONGEST: u64 = 10_000_000_000;

fn pairs_of(persons: u64, ordered: bool) -> u64 {
    persons * persons.saturating_sub(1) / if ordered { 1 } else { 2 }
}

fn together(parts: Vec<(Pairs, Vec<usize>)>) -> (Pairs, Vec<usize>) {
    if parts.len() == 1 {
        return parts.into_iter().next().unwrap_or_default();
    }
    let mut pairs = Pairs::with_capacity(parts.iter().map(|(pairs, _)| pairs.first.len()).sum());
    let mut right = Vec::with_capacity(pairs.first.capacity());
    for (more, matches) in parts {
        pairs.append(more);
        right.extend(matches);
    }
    (pairs, right)
}

/// The answer in a cell, None for any code.
fn answered(cell: u8) -> Option<u8> {
    crate::data::is_score(cell).then_some(cell)
}

#[cfg(test)]
mod tests;
