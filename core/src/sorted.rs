//! Maps and orders without code of their own for each type.

use std::cmp::Ordering;

/// Values by key in one vector, in the order of the keys (a flat map, looked up by binary search):
/// for maps that stay small or are filled in order. Each type of it is a tenth of the code of a
/// `BTreeMap`, which the packages for browsers feel.
#[derive(Debug, Clone)]
pub(crate) struct Sorted<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Sorted<K, V> {
    /// A map without entries.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Where the key stands, or where it would stand.
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(key))
    }

    /// The value of a key, made if there is none.
    pub fn entry(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let at = self.place(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, make()));
            at
        });
        &mut self.0[at].1
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|at| &self.0[at].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.place(key).ok().map(|at| &mut self.0[at].1)
    }

    /// All keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<K, V> IntoIterator for Sorted<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The places 0..n in an order, equal ones as they stand (a stable argsort). One function sorts for
/// all comparisons: each with its own would bring 4 kB.
pub(crate) fn order(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..n).collect();
    places.sort_by(|&a, &b| compare(a, b));
    places
}

/// A collection of these, put in one by one: `collect` would sort them first, for trees with one
/// more sort for each type.
pub(crate) fn filled<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_in_the_order_of_their_keys() {
        let mut counts = Sorted::new();
        for word in ["b", "a", "c", "a"] {
            *counts.entry(word, || 0) += 1;
        }
        assert_eq!((counts.get(&"a"), counts.get(&"d")), (Some(&2), None));
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("a", 2), ("b", 1), ("c", 1)]);
    }
}
