//! What the reports of one screening may show together: nothing small, and nothing small by
//! subtraction.

use std::collections::BTreeMap;

use super::bins::{Bin, SMALLEST_SHOWN, shown_bins};

/// A school's counts, and its place: the municipality whose report adds them up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// The place.
    pub place: &'a str,
    /// Pupils with each total.
    pub counts: Vec<u64>,
}

/// The bins that may be shown of each group, each place and the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release<'a> {
    /// Of each group, in their order; none of a group of fewer than five pupils.
    pub groups: Vec<Vec<Bin>>,
    /// Of each place, over its groups that are shown.
    pub places: BTreeMap<&'a str, Vec<Bin>>,
    /// Of all groups that are shown.
    pub whole: Vec<Bin>,
}

/// What may be shown of groups, their places and the whole, by readers who see all of it.
///
/// A group of fewer than five pupils is shown nowhere, and counted nowhere: a sum without it cannot
/// give it away. Each other group has its [`shown_bins`]. A place, and then the whole, is divided
/// where groups are, as long as no difference of what is shown is a number of one to four pupils:
/// between two totals, of one school or of several together. Divisions at mark boundaries come
/// first.
///
/// The check is exact for sums and differences. At each total a reader knows the pupils below it of
/// each group that is divided there, and the sum of the others of a place, or of the whole, that is.
/// What two totals let him know of the pupils between them are the sums over the smallest sets of
/// groups that are known at both; each must be none, or five and more.
///
/// # Examples
/// ```
/// use obektiv::report::{Group, release};
/// let group = |counts: [u64; 4]| Group { place: "", counts: counts.to_vec() };
/// let shown = release(&[group([9, 3, 8, 7]), group([9, 9, 9, 9]), group([1, 0, 2, 0])], None);
/// // The first has three pupils with total 1: so the whole is not divided after it either.
/// let ends: Vec<_> = shown.whole.iter().map(|bin| (bin.last, bin.count)).collect();
/// assert_eq!(ends, [(0, 18), (2, 29), (3, 16)]);
/// assert!(shown.groups[2].is_empty());
/// ```
#[must_use]
pub fn release<'a>(groups: &[Group<'a>], boundaries: Option<[u16; 3]>) -> Release<'a> {
    let length = groups.iter().map(|group| group.counts.len()).max().unwrap_or(0);
    let padded = |group: &Group<'_>| {
        let mut counts = group.counts.clone();
        counts.resize(length, 0);
        counts
    };
    let bins: Vec<Vec<Bin>> = groups.iter().map(|group| shown_bins(&padded(group), boundaries)).collect();
    let mut kept: Vec<(&'a str, usize)> = Vec::new();
    kept.extend((0..groups.len()).filter(|&at| !bins[at].is_empty()).map(|at| (groups[at].place, at)));
    kept.sort_unstable();
    let below: Vec<Vec<u64>> = kept.iter().map(|&(_, at)| running(&padded(&groups[at]))).collect();
    let divided = kept.iter().map(|&(_, at)| cuts(&bins[at], length)).collect();
    let mut known = Known { below, divided, places: Vec::new(), whole: Divisions::of(length, 0..kept.len()) };

    let order = first_boundaries(length, boundaries);
    let mut from = 0;
    for own in kept.chunk_by(|a, b| a.0 == b.0) {
        let place = known.places.len();
        known.places.push(Divisions::of(length, from..from + own.len()));
        from += own.len();
        for &at in &order {
            known.places[place].at[at] = true;
            known.places[place].at[at] = known.is_safe(at, &known.places[place].groups);
        }
    }
    for &at in &order {
        known.whole.at[at] = true;
        known.whole.at[at] = known.is_safe(at, &known.whole.groups);
    }
    let places = kept.chunk_by(|a, b| a.0 == b.0).zip(&known.places);
    Release {
        places: places.map(|(own, divisions)| (own[0].0, known.bins(divisions))).collect(),
        whole: known.bins(&known.whole),
        groups: bins,
    }
}

/// Pupils below each total, and all of them at last.
fn running(counts: &[u64]) -> Vec<u64> {
    let mut sum = 0;
    let sums = counts.iter().map(|count| {
        sum += count;
        sum
    });
    std::iter::once(0).chain(sums).collect()
}

/// Where bins begin and end, of all places from before the first total to behind the last.
fn cuts(bins: &[Bin], length: usize) -> Vec<bool> {
    let mut cuts = vec![false; length + 1];
    cuts[0] = true;
    bins.iter().for_each(|bin| cuts[bin.last + 1] = true);
    cuts
}

/// Places between totals, in the order in which they are tried.
fn first_boundaries(length: usize, boundaries: Option<[u16; 3]>) -> Vec<usize> {
    let of_marks = boundaries.into_iter().flatten().map(usize::from);
    let mut order: Vec<usize> = of_marks.flat_map(|total| [total, total + 1]).chain(1..length).collect();
    let mut seen = vec![false; length];
    order.retain(|&at| (1..length).contains(&at) && !std::mem::replace(&mut seen[at], true));
    order
}

/// Where the sum of these groups is divided.
struct Divisions {
    groups: std::ops::Range<usize>,
    at: Vec<bool>,
}

impl Divisions {
    fn of(length: usize, groups: std::ops::Range<usize>) -> Self {
        Self { groups, at: vec![false; length + 1] }
    }
}

/// What a reader of all reports knows.
struct Known {
    /// Of each group, the pupils below each total.
    below: Vec<Vec<u64>>,
    /// Where each group is divided.
    divided: Vec<Vec<bool>>,
    places: Vec<Divisions>,
    whole: Divisions,
}

/// By what the pupils of a group below a total are known.
const OF_WHOLE: usize = 0;
const UNKNOWN: usize = 1;
const PLACES: usize = 2;

impl Known {
    /// Whether all that is known between this total and any other is none, or five and more.
    fn is_safe(&self, at: usize, groups: &std::ops::Range<usize>) -> bool {
        let last = self.whole.at.len() - 1;
        let mut sets = Sets::default();
        (0..=last).filter(|&other| other != at).all(|other| {
            let (from, to) = (at.min(other), at.max(other));
            self.sums(from, to, groups, &mut sets)
        })
    }

    /// Whether the sums over the smallest sets of groups that are known at both totals may be.
    fn sums(&self, from: usize, to: usize, groups: &std::ops::Range<usize>, sets: &mut Sets) -> bool {
        let places = self.places.len();
        // Two nodes for each way to be known, one for each total; the unknown are one.
        let width = PLACES + places + groups.len();
        sets.begin(2 * width);
        let mut place = self.places.iter().position(|p| p.groups.contains(&groups.start)).unwrap_or(0);
        for group in groups.clone() {
            while place + 1 < places && group >= self.places[place].groups.end {
                place += 1;
            }
            let node = |at: usize| match () {
                () if self.divided[group][at] => PLACES + places + group - groups.start,
                () if self.places[place].at[at] => PLACES + place,
                () if self.whole.at[at] => OF_WHOLE,
                () => UNKNOWN,
            };
            let (a, b) = (node(from), node(to));
            let b = if b == UNKNOWN { UNKNOWN } else { width + b };
            sets.join(a, b, self.below[group][to] - self.below[group][from]);
        }
        sets.are_shown(UNKNOWN)
    }

    fn bins(&self, of: &Divisions) -> Vec<Bin> {
        let last = of.at.len() - 1;
        let below = |at: usize| -> u64 { of.groups.clone().map(|group| self.below[group][at]).sum() };
        let ends: Vec<usize> = (0..=last).filter(|&at| at == 0 || at == last || of.at[at]).collect();
        let bin = |ends: &[usize]| Bin {
            first: ends[0],
            last: ends[1] - 1,
            count: below(ends[1]) - below(ends[0]),
        };
        if of.groups.is_empty() { Vec::new() } else { ends.windows(2).map(bin).collect() }
    }
}

/// Disjoint sets of nodes, each with a sum.
#[derive(Default)]
struct Sets {
    parent: Vec<usize>,
    sum: Vec<u64>,
}

impl Sets {
    fn begin(&mut self, nodes: usize) {
        self.parent.clear();
        self.parent.extend(0..nodes);
        self.sum.clear();
        self.sum.resize(nodes, 0);
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parent[node] != node {
            self.parent[node] = self.parent[self.parent[node]];
            node = self.parent[node];
        }
        node
    }

    fn join(&mut self, a: usize, b: usize, count: u64) {
        let (a, b) = (self.root(a), self.root(b));
        let sum = self.sum[a] + count + if a == b { 0 } else { self.sum[b] };
        self.parent[b] = a;
        self.sum[a] = sum;
    }

    /// Whether each set but that of this node sums to none, or to five and more.
    fn are_shown(&mut self, but: usize) -> bool {
        let but = self.root(but);
        (0..self.parent.len())
            .filter(|&node| self.parent[node] == node && node != but)
            .all(|node| self.sum[node] == 0 || self.sum[node] >= SMALLEST_SHOWN)
    }
}

#[cfg(test)]
mod tests;
