//! What the reports of one screening may show together: nothing small, and nothing small by
//! subtraction.

use std::collections::BTreeMap;
use std::ops::Range;

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
/// give it away. Each other group has its [`shown_bins`]. The whole, and then each place, is divided
/// where groups are, as long as no difference of what is shown is a number of one to four pupils:
/// between two totals, of one school or of several together. Divisions at mark boundaries come
/// first.
///
/// The check is exact for sums and differences. At each total a reader knows the pupils below it of
/// each group that is divided there, the sum of the other groups of each place that is, and of the
/// others of all if the whole is. What two totals let him know of the pupils between them are the
/// sums over the smallest sets of groups that are known at both; each must be none, or five and
/// more. It costs a term for each group and pair of totals.
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
    let known = Known {
        below: kept.iter().map(|&(_, at)| running(&padded(&groups[at]))).collect(),
        divided: kept.iter().map(|&(_, at)| cuts(&bins[at], length)).collect(),
    };
    let mut of_place = Vec::new();
    for own in kept.chunk_by(|a, b| a.0 == b.0) {
        let from = of_place.last().map_or(0, |place: &(&str, Range<usize>)| place.1.end);
        of_place.push((own[0].0, from..from + own.len()));
    }
    let order = first_boundaries(length, boundaries);
    let mut rest = Rest::new(&known, length, of_place.iter().map(|place| place.1.clone()));
    rest.divide_whole(&order);
    let places = of_place.into_iter().map(|(name, groups)| {
        let divided = rest.divide_place(&known, &groups, &order);
        (name, known.bins(&groups, &divided))
    });
    let places = places.collect();
    Release { places, whole: known.bins(&(0..kept.len()), &rest.divided), groups: bins }
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
    let mut cuts = ends(length);
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

/// Where groups are divided.
struct Known {
    /// Of each group, the pupils below each total.
    below: Vec<Vec<u64>>,
    /// Where each group is divided: its sum below this total is known.
    divided: Vec<Vec<bool>>,
}

impl Known {
    fn bins(&self, groups: &Range<usize>, divided: &[bool]) -> Vec<Bin> {
        let below = |at: usize| -> u64 { groups.clone().map(|group| self.below[group][at]).sum() };
        let ends: Vec<usize> = (0..divided.len()).filter(|&at| divided[at]).collect();
        let bin = |ends: &[usize]| Bin {
            first: ends[0],
            last: ends[1] - 1,
            count: below(ends[1]) - below(ends[0]),
        };
        if groups.is_empty() { Vec::new() } else { ends.windows(2).map(bin).collect() }
    }

    /// The pupils between two totals of the groups of a place that are not known at one of them.
    fn between(&self, groups: &Range<usize>, from: usize, to: usize) -> Between {
        let mut sums = Between::default();
        for group in groups.clone() {
            let count = self.below[group][to] - self.below[group][from];
            match (self.divided[group][from], self.divided[group][to]) {
                (false, false) => {
                    sums.both += count;
                    sums.joined = true;
                }
                (false, true) => sums.first += count,
                (true, false) => sums.second += count,
                (true, true) => {}
            }
        }
        sums
    }
}

/// Pupils between two totals, of the groups of a place by where they are not known.
#[derive(Clone, Copy, Default)]
struct Between {
    /// At neither total.
    both: u64,
    /// Not at the first.
    first: u64,
    /// Not at the second.
    second: u64,
    /// Whether any group is known at neither: the sums at both totals are then of one set.
    joined: bool,
}

impl Between {
    fn all(&self) -> u64 {
        self.both + self.first + self.second
    }

    /// What falls to the rest of all: its part at the first total and at the second, and whether it
    /// joins them.
    fn rest(&self, divided: (bool, bool)) -> (u64, u64, usize) {
        match (divided, self.joined) {
            ((false, false), true) => (self.both + self.first, self.second, 1),
            ((false, false), false) => (self.first, self.second, 0),
            ((true, false), true) => (0, self.all(), 0),
            ((true, false), false) => (0, self.second, 0),
            ((false, true), true) => (self.all(), 0, 0),
            ((false, true), false) => (self.first, 0, 0),
            ((true, true), _) => (0, 0, 0),
        }
    }

    /// Whether the sums of the place by itself may be known.
    fn is_safe(&self, divided: (bool, bool)) -> bool {
        match (divided, self.joined) {
            ((true, true), true) => may(self.all()),
            ((true, true), false) => may(self.first) && may(self.second),
            ((true, false), false) => may(self.first),
            ((false, true), false) => may(self.second),
            _ => true,
        }
    }
}

/// Whether a number of pupils may be known.
fn may(count: u64) -> bool {
    !(1..SMALLEST_SHOWN).contains(&count)
}

/// The groups that are known neither by themselves nor by their place, between each two totals.
struct Rest {
    /// Where the whole is divided.
    divided: Vec<bool>,
    /// Of each pair of totals: the part at the first, at the second, and how many places join them.
    pairs: Vec<(u64, u64, usize)>,
}

impl Rest {
    /// No place and not the whole is divided.
    fn new(known: &Known, length: usize, places: impl Iterator<Item = Range<usize>>) -> Self {
        let mut rest = Self { divided: ends(length), pairs: vec![(0, 0, 0); (length + 1) * (length + 1)] };
        for groups in places {
            for (from, to) in rest.all_pairs() {
                rest.add(from, to, known.between(&groups, from, to).rest((false, false)));
            }
        }
        rest
    }

    fn all_pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let totals = self.divided.len();
        (0..totals).flat_map(move |from| (from + 1..totals).map(move |to| (from, to)))
    }

    fn pair(&mut self, from: usize, to: usize) -> &mut (u64, u64, usize) {
        let totals = self.divided.len();
        &mut self.pairs[from * totals + to]
    }

    fn add(&mut self, from: usize, to: usize, (first, second, joins): (u64, u64, usize)) {
        let pair = self.pair(from, to);
        *pair = (pair.0 + first, pair.1 + second, pair.2 + joins);
    }

    fn take(&mut self, from: usize, to: usize, (first, second, joins): (u64, u64, usize)) {
        let pair = self.pair(from, to);
        *pair = (pair.0 - first, pair.1 - second, pair.2 - joins);
    }

    /// Whether what the whole lets know of the rest may be known.
    fn is_safe(&mut self, from: usize, to: usize) -> bool {
        let (first, second, joins) = *self.pair(from, to);
        match (self.divided[from], self.divided[to], joins > 0) {
            (true, true, true) => may(first + second),
            (true, true, false) => may(first) && may(second),
            (true, false, false) => may(first),
            (false, true, false) => may(second),
            // Joined to what is not known, or not known itself.
            _ => true,
        }
    }

    /// Divides the whole wherever it may be.
    fn divide_whole(&mut self, order: &[usize]) {
        for &at in order {
            self.divided[at] = true;
            self.divided[at] = pairs_of(at, self.divided.len()).all(|(from, to)| self.is_safe(from, to));
        }
    }

    /// Divides a place wherever it may be.
    fn divide_place(&mut self, known: &Known, groups: &Range<usize>, order: &[usize]) -> Vec<bool> {
        let totals = self.divided.len();
        let mut between = vec![Between::default(); totals * totals];
        for (from, to) in self.all_pairs() {
            between[from * totals + to] = known.between(groups, from, to);
        }
        let mut divided = ends(totals - 1);
        for &at in order {
            let before = divided.clone();
            divided[at] = true;
            let mut is_safe = true;
            for (from, to) in pairs_of(at, totals) {
                let (own, now) = (between[from * totals + to], (divided[from], divided[to]));
                self.take(from, to, own.rest((before[from], before[to])));
                self.add(from, to, own.rest(now));
                is_safe &= own.is_safe(now) && self.is_safe(from, to);
            }
            if !is_safe {
                for (from, to) in pairs_of(at, totals) {
                    let own = between[from * totals + to];
                    self.take(from, to, own.rest((divided[from], divided[to])));
                    self.add(from, to, own.rest((before[from], before[to])));
                }
                divided = before;
            }
        }
        divided
    }
}

/// Known before the first total and behind the last.
fn ends(length: usize) -> Vec<bool> {
    (0..=length).map(|at| at == 0 || at == length).collect()
}

/// A total with each other, in their order.
fn pairs_of(at: usize, totals: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..totals).filter(move |&other| other != at).map(move |other| (at.min(other), at.max(other)))
}

#[cfg(test)]
mod tests;
