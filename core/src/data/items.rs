//! Item sums by group and by total: what norms and item profiles start from.

use std::collections::{BTreeMap, HashMap};

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

use super::tally::{Keys, check_counts, check_same, from_bytes, to_bytes};
use super::{Assessment, DataError, Grouping, LARGEST_SCORE, NOT_ATTEMPTED, Results, is_score};

/// The items that a pupil's total counts, by position from 0: all but those missing or not taught.
/// An item not attempted counts 0.
pub type Items = Vec<u16>;

/// Pupils with one total.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Pupils.
    pub n: u64,
    /// The sum of their scores on each item counted.
    pub sums: Vec<u64>,
}

/// Pupils and points by item, over the levels added.
pub(crate) struct ItemSums {
    pub pupils: u64,
    n: Vec<u64>,
    points: Vec<u64>,
}

impl ItemSums {
    pub fn new(items: usize) -> Self {
        Self { pupils: 0, n: vec![0; items], points: vec![0; items] }
    }

    pub fn add(&mut self, set: &Items, level: &Level) {
        self.pupils += level.n;
        for (&item, points) in set.iter().zip(&level.sums) {
            self.n[usize::from(item)] += level.n;
            self.points[usize::from(item)] += points;
        }
    }

    /// The share of each item's points; NaN for an item that nobody is counted by.
    pub fn shares(&self, max_scores: &[u8]) -> Vec<f64> {
        let counts = self.points.iter().zip(&self.n).zip(max_scores);
        counts.map(|((&points, &n), &max)| points as f64 / (n as f64 * f64::from(max))).collect()
    }
}

/// Per group and set of items counted: pupils and item sums by total.
///
/// A monoid of integers like [`Tally`](super::Tally): parts merge, in any order, to the whole.
/// Nobody is left out: a pupil with items missing or not taught is counted by the total over the
/// others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTally {
    assessment: Assessment,
    grouping: Grouping,
    groups: BTreeMap<String, BTreeMap<Items, BTreeMap<u16, Level>>>,
}

impl ItemTally {
    /// A tally of nobody: the identity of [`merge`](Self::merge).
    #[must_use]
    pub fn empty(assessment: Assessment, grouping: Grouping) -> Self {
        Self { assessment, grouping, groups: BTreeMap::new() }
    }

    /// Item sums of the results by group.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if the results lack the labels of the grouping.
    pub fn of(results: &Results, grouping: Grouping) -> Result<Self, DataError> {
        let keys = Keys::of(results, grouping)?;
        let mut groups: HashMap<usize, BTreeMap<Items, BTreeMap<u16, Level>>> = HashMap::new();
        let mut items = Items::new();
        for (person, cells) in results.scores().rows().into_iter().enumerate() {
            counted(cells, &mut items);
            let sets = groups.entry(keys.key(person)).or_default();
            if !sets.contains_key(&items) {
                sets.insert(items.clone(), BTreeMap::new());
            }
            let total = items.iter().map(|&i| u16::from(score(cells[usize::from(i)]))).sum();
            if let Some(levels) = sets.get_mut(&items) {
                let level = levels.entry(total).or_default();
                level.n += 1;
                level.sums.resize(items.len(), 0);
                for (sum, &i) in level.sums.iter_mut().zip(&items) {
                    *sum += u64::from(score(cells[usize::from(i)]));
                }
            }
        }
        let mut tally = Self::empty(results.assessment().clone(), grouping);
        for (key, sets) in groups {
            add(tally.groups.entry(keys.name(key)).or_default(), &sets);
        }
        Ok(tally)
    }

    /// This tally and another of the same assessment and grouping, counted together.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] if they are of different assessments or groupings.
    pub fn merge(mut self, other: &Self) -> Result<Self, DataError> {
        check_same((&self.assessment, self.grouping), (&other.assessment, other.grouping))?;
        for (name, sets) in &other.groups {
            add(self.groups.entry(name.clone()).or_default(), sets);
        }
        Ok(self)
    }

    /// The tally as bytes, with a version.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(*b"obki", self)
    }

    /// The tally that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`DataError::TallyBytes`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DataError> {
        let tally: Self = from_bytes(*b"obki", bytes)?;
        tally.assessment.check()?;
        let fits = |items: &Items, levels: &BTreeMap<u16, Level>| {
            check_items(items, &tally.assessment)
                && levels.iter().all(|(&total, level)| {
                    usize::from(total) < levels_of(items, &tally.assessment)
                        && level.sums.len() == items.len()
                        && level.sums.iter().all(|&sum| sum <= level.n.saturating_mul(LARGEST_SCORE.into()))
                })
        };
        for sets in tally.groups.values() {
            check_counts(&sets.values().flat_map(BTreeMap::values).map(|level| level.n).collect::<Vec<_>>())?;
        }
        match tally.groups.values().flatten().all(|(items, levels)| fits(items, levels)) {
            true => Ok(tally),
            false => Err(DataError::misfit()),
        }
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// What the groups are.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// The groups by name ([`Unit::name`](super::Unit::name)): for each set of items counted,
    /// pupils by total.
    #[must_use]
    pub fn groups(&self) -> &BTreeMap<String, BTreeMap<Items, BTreeMap<u16, Level>>> {
        &self.groups
    }
}

/// The items that a pupil's total counts.
pub(crate) fn items_of(cells: ArrayView1<'_, u8>) -> Items {
    let mut items = Items::new();
    counted(cells, &mut items);
    items
}

fn add(ours: &mut BTreeMap<Items, BTreeMap<u16, Level>>, theirs: &BTreeMap<Items, BTreeMap<u16, Level>>) {
    for (items, levels) in theirs {
        let mine = ours.entry(items.clone()).or_default();
        for (&total, more) in levels {
            let level = mine.entry(total).or_default();
            level.n += more.n;
            level.sums.resize(items.len(), 0);
            for (sum, more) in level.sums.iter_mut().zip(&more.sums) {
                *sum += more;
            }
        }
    }
}

/// Whether these positions are in order and those of the assessment.
fn check_items(items: &Items, assessment: &Assessment) -> bool {
    items.windows(2).all(|pair| pair[0] < pair[1])
        && items.last().is_none_or(|&last| usize::from(last) < assessment.items())
}

fn counted(cells: ArrayView1<'_, u8>, items: &mut Items) {
    items.clear();
    items.extend((0..).zip(cells).filter(|(_, cell)| is_counted(**cell)).map(|(i, _)| i));
}

fn is_counted(cell: u8) -> bool {
    is_score(cell) || cell == NOT_ATTEMPTED
}

fn score(cell: u8) -> u8 {
    if is_score(cell) { cell } else { 0 }
}

/// Pupils and item sums by total, for one set of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelSums {
    /// Pupils by total over the items.
    pub n: Vec<u64>,
    /// Σ xᵢ, total by total.
    pub sums: Vec<u64>,
}

impl LevelSums {
    fn new(items: &Items, assessment: &Assessment) -> Self {
        let levels = levels_of(items, assessment);
        Self { n: vec![0; levels], sums: vec![0; levels * items.len()] }
    }

    fn merge(&mut self, other: &Self) {
        add_up(&mut self.n, &other.n);
        add_up(&mut self.sums, &other.sums);
    }
}

/// Totals over these items, 0 among them.
fn levels_of(items: &Items, assessment: &Assessment) -> usize {
    1 + items.iter().map(|&i| usize::from(assessment.max_scores[usize::from(i)])).sum::<usize>()
}

fn add_up(ours: &mut [u64], theirs: &[u64]) {
    ours.iter_mut().zip(theirs).for_each(|(count, more)| *count += more);
}

fn triangle(items: &Items) -> usize {
    items.len() * (items.len() + 1) / 2
}

/// The sums that norms given the total start from: of an assessment, and of each set of items that
/// some pupils are counted by.
///
/// A set's pupils are all whose total counts at least these items, so that norms of a set that few
/// have are as sure as those of the whole work. A monoid of integers for one choice of sets: parts
/// counted on different machines first add up their [`sets`](Self::sets_of).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormSums {
    assessment: Assessment,
    main: Items,
    products: Vec<u64>,
    sets: BTreeMap<Items, LevelSums>,
}

impl NormSums {
    /// The sets of items that pupils of these results are counted by, and how many pupils each.
    #[must_use]
    pub fn sets_of(results: &Results) -> BTreeMap<Items, u64> {
        let mut sets = BTreeMap::new();
        let mut items = Items::new();
        for cells in results.scores().rows() {
            counted(cells, &mut items);
            match sets.get_mut(&items) {
                Some(pupils) => *pupils += 1,
                None => _ = sets.insert(items.clone(), 1),
            }
        }
        sets
    }

    /// The sums of the results, for the sets of items that they have.
    #[must_use]
    pub fn of(results: &Results) -> Self {
        Self::of_sets(results, &Self::sets_of(results))
    }

    /// The sums of the results, for these sets of items. Sums of products are kept for the set of
    /// most pupils alone.
    #[must_use]
    pub fn of_sets(results: &Results, sets: &BTreeMap<Items, u64>) -> Self {
        let assessment = results.assessment().clone();
        let known = || sets.iter().filter(|(items, _)| check_items(items, &assessment));
        let most = known().max_by_key(|(items, pupils)| (**pupils, items.len()));
        let main = most.map_or_else(Items::new, |(items, _)| items.clone());
        let mut products = vec![0; LevelSums::new(&main, &assessment).n.len() * triangle(&main)];
        let sums = known().map(|(items, _)| {
            let products = (*items == main).then_some(&mut products[..]);
            (items.clone(), sums_of(results, items, products))
        });
        let sets = sums.collect();
        Self { assessment, main, products, sets }
    }

    /// These sums and others of the same assessment and sets, counted together.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] if they are of different assessments or sets.
    pub fn merge(mut self, other: &Self) -> Result<Self, DataError> {
        if self.assessment != other.assessment {
            return Err(DataError::TallyMismatch { what: "assessment" });
        }
        if !self.sets.keys().eq(other.sets.keys()) || self.main != other.main {
            return Err(DataError::TallyMismatch { what: "sets of items" });
        }
        for (mine, more) in self.sets.values_mut().zip(other.sets.values()) {
            mine.merge(more);
        }
        add_up(&mut self.products, &other.products);
        Ok(self)
    }

    /// The sums as bytes, with a version.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(*b"obkn", self)
    }

    /// The sums that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`DataError::TallyBytes`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DataError> {
        let norms: Self = from_bytes(*b"obkn", bytes)?;
        norms.assessment.check()?;
        let fits = norms.sets.iter().all(|(items, sums)| {
            let levels = || levels_of(items, &norms.assessment);
            check_items(items, &norms.assessment)
                && sums.n.len() == levels()
                && sums.sums.len() == levels() * items.len()
        });
        for sums in norms.sets.values() {
            check_counts(&sums.n)?;
        }
        let levels = norms.sets.get(&norms.main).map_or(0, |sums| sums.n.len());
        match fits && norms.products.len() == levels * triangle(&norms.main) {
            true => Ok(norms),
            false => Err(DataError::misfit()),
        }
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// The set of items that most pupils are counted by: all, but for items that most were not
    /// taught.
    #[must_use]
    pub fn main(&self) -> &Items {
        &self.main
    }

    /// Σ xᵢxₖ of the main set for i ≤ k row by row, total by total.
    #[must_use]
    pub fn products(&self) -> &[u64] {
        &self.products
    }

    /// The sums for each set of items.
    #[must_use]
    pub fn sets(&self) -> &BTreeMap<Items, LevelSums> {
        &self.sets
    }
}

fn sums_of(results: &Results, items: &Items, mut products: Option<&mut [u64]>) -> LevelSums {
    let mut sums = LevelSums::new(items, results.assessment());
    let (width, triangle) = (items.len(), triangle(items));
    let mut pupil = vec![0_u64; width];
    'pupils: for cells in results.scores().rows() {
        let mut total = 0;
        for (value, &i) in pupil.iter_mut().zip(items) {
            let cell = cells[usize::from(i)];
            if !is_counted(cell) {
                continue 'pupils;
            }
            *value = u64::from(score(cell));
            total += *value as usize;
        }
        sums.n[total] += 1;
        add_up(&mut sums.sums[total * width..][..width], &pupil);
        let Some(products) = products.as_deref_mut() else { continue };
        let mut row = &mut products[total * triangle..][..triangle];
        for (i, &value) in pupil.iter().enumerate() {
            let (now, rest) = row.split_at_mut(width - i);
            now.iter_mut().zip(&pupil[i..]).for_each(|(product, &other)| *product += value * other);
            row = rest;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::{Labels, ResultsBuilder};
    use super::*;
    use ndarray::array;

    fn results() -> Results {
        let a = Assessment::new("maths", 5, 2020, &[1, 2, 3], None).unwrap();
        let parts = ResultsBuilder {
            scores: array![[1, 2, 3], [0, 2, 1], [254, 1, 2], [255, 2, 0], [1, 253, 3]],
            school: Labels::new(["b", "b", "a", "a", "b"]),
            ..Default::default()
        };
        Results::new(a, parts).unwrap()
    }

    #[test]
    fn pupils_are_counted_by_the_items_that_their_total_counts() {
        let t = ItemTally::of(&results(), Grouping::School).unwrap();
        let (a, b) = (&t.groups()["a"], &t.groups()["b"]);
        let (all, rest) = (vec![0, 1, 2], vec![1, 2]);
        assert_eq!(a[&all][&3], Level { n: 1, sums: vec![0, 1, 2] });
        assert_eq!(a[&rest][&2], Level { n: 1, sums: vec![2, 0] });
        assert_eq!(b[&all].keys().copied().collect::<Vec<_>>(), [3, 6]);
        assert_eq!(b[&vec![0, 2]][&4], Level { n: 1, sums: vec![1, 3] });
    }

    #[test]
    fn norms_of_a_set_take_everybody_who_has_at_least_its_items() {
        let norms = NormSums::of(&results());
        assert_eq!(norms.sets().len(), 3);
        let rest = &norms.sets()[&vec![1, 2]];
        // Totals over items 2 and 3: 5, 3, 3, 2.
        assert_eq!(rest.n, [0, 0, 1, 2, 0, 1]);
        assert_eq!(rest.sums[3 * 2..4 * 2], [3, 3]);
        assert_eq!(norms.sets()[&vec![0, 1, 2]].n.iter().sum::<u64>(), 3);
        // Two pupils with 3 points, 0 2 1 and 0 1 2.
        assert_eq!(
            (norms.main(), &norms.products()[3 * 6..4 * 6]),
            (&vec![0, 1, 2], &[0, 0, 0, 5, 4, 5][..])
        );
    }

    #[test]
    fn bytes_bring_both_back_and_other_bytes_are_refused() {
        let (t, n) = (ItemTally::of(&results(), Grouping::School).unwrap(), NormSums::of(&results()));
        assert_eq!(ItemTally::from_bytes(&t.to_bytes()).unwrap(), t);
        assert_eq!(NormSums::from_bytes(&n.to_bytes()).unwrap(), n);
        for bytes in [&b"what"[..], b"obki\x09", b"obki\x01\x05", &n.to_bytes()] {
            assert_eq!(ItemTally::from_bytes(bytes).unwrap_err().code(), "data.tally_bytes");
        }
    }

    #[test]
    fn bytes_of_counts_that_cannot_be_are_refused() {
        let level = |n, sums: &[u64]| Level { n, sums: sums.to_vec() };
        let bytes = |total, level: Level| {
            let mut t = ItemTally::of(&results(), Grouping::School).unwrap();
            t.groups.get_mut("a").unwrap().insert(vec![0, 1], BTreeMap::from([(total, level)]));
            ItemTally::from_bytes(&t.to_bytes()).map_err(|e| e.code())
        };
        assert!(bytes(3, level(1, &[1, 2])).is_ok());
        // Items 1 and 2 have 3 points at most.
        assert_eq!(bytes(4, level(1, &[1, 2])).unwrap_err(), "data.tally_bytes");
        assert_eq!(bytes(3, level(1, &[1, 400])).unwrap_err(), "data.tally_bytes");
        assert_eq!(bytes(3, level(u64::MAX, &[0, 0])).unwrap_err(), "data.range");
    }

    #[test]
    fn sums_over_other_sets_or_works_do_not_merge() {
        let r = results();
        let few = NormSums::of_sets(&r, &BTreeMap::from([(vec![1, 2], 1)]));
        assert_eq!(NormSums::of(&r).merge(&few).unwrap_err().code(), "data.tally_mismatch");
        let t = ItemTally::of(&r, Grouping::School).unwrap();
        let other = ItemTally::of(&r, Grouping::All).unwrap();
        assert_eq!(t.merge(&other).unwrap_err().code(), "data.tally_mismatch");
    }
}
