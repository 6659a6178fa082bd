/// Groups of fewer pupils are not shown, and no picture lets their number be read.
pub(super) const SMALLEST_SHOWN: u64 = 5;

/// Neighbouring totals that a picture shows as one bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Its lowest total.
    pub first: usize,
    /// Its highest total.
    pub last: usize,
    /// Pupils: none, or five at least.
    pub count: u64,
}

impl Bin {
    /// Pupils on each of its totals, were they spread evenly: the height of the bar.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.count as f64 / (self.last + 1 - self.first) as f64
    }
}

/// The bins of a histogram that may be shown: every picture of pupils passes here first.
///
/// A total that one to four pupils have is joined with its neighbours, upwards, until there are
/// five; what is left over at the end of a mark's totals is joined with the bin before. A bin
/// reaches over a mark boundary only where the totals of a mark have fewer than five pupils
/// together; they are joined with the smaller neighbour. So nobody finds a single pupil in a
/// picture, nor by subtracting the other bars from the number of all. Fewer than five pupils in all
/// have no bins.
///
/// # Examples
/// ```
/// use obektiv::report::shown_bins;
/// let bins = shown_bins(&[0, 1, 2, 3, 9, 1, 2], Some([4, 5, 6]));
/// let shown: Vec<_> = bins.iter().map(|b| (b.first, b.last, b.count)).collect();
/// assert_eq!(shown, [(0, 0, 0), (1, 3, 6), (4, 6, 12)]);
/// ```
#[must_use]
pub fn shown_bins(counts: &[u64], boundaries: Option<[u16; 3]>) -> Vec<Bin> {
    if counts.iter().sum::<u64>() < SMALLEST_SHOWN {
        return Vec::new();
    }
    let mark = |total: usize| boundaries.iter().flatten().filter(|&&b| usize::from(b) <= total).count();
    let mut bins: Vec<Bin> = Vec::new();
    for (total, &count) in counts.iter().enumerate() {
        match bins.last_mut() {
            Some(bin) if is_small(bin) && mark(bin.last) == mark(total) => {
                bin.last = total;
                bin.count += count;
            }
            _ => bins.push(Bin { first: total, last: total, count }),
        }
    }
    while let Some(small) = bins.iter().position(is_small) {
        let before = bins[..small].iter().rposition(|bin| bin.count > 0);
        let behind = bins[small + 1..].iter().position(|bin| bin.count > 0).map(|at| small + 1 + at);
        let of_its_mark = before.filter(|&at| mark(bins[at].last) == mark(bins[small].first));
        let smaller = || before.into_iter().chain(behind).min_by_key(|&at| bins[at].count);
        let Some(other) = of_its_mark.or_else(smaller) else { return Vec::new() };
        // The empty ones between go in too.
        let (from, to) = (small.min(other), small.max(other));
        let count = bins[small].count + bins[other].count;
        let joined = Bin { first: bins[from].first, last: bins[to].last, count };
        bins.splice(from..=to, [joined]);
    }
    bins
}

fn is_small(bin: &Bin) -> bool {
    (1..SMALLEST_SHOWN).contains(&bin.count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(counts: &[u64], boundaries: Option<[u16; 3]>) -> Vec<(usize, usize, u64)> {
        shown_bins(counts, boundaries).iter().map(|b| (b.first, b.last, b.count)).collect()
    }

    #[test]
    fn no_bin_has_one_to_four_pupils_and_none_is_lost() {
        let mut random = crate::random::Random::new(1, 0);
        let mut next = |most: usize| random.below(most) as u64;
        for _ in 0..2000 {
            let counts: Vec<u64> = (0..1 + next(30)).map(|_| next(12).saturating_sub(5)).collect();
            let bins = shown_bins(&counts, Some([3, 7, 11]));
            assert!(bins.iter().all(|bin| bin.count == 0 || bin.count >= SMALLEST_SHOWN), "{counts:?}");
            let all: u64 = counts.iter().sum();
            let shown: u64 = bins.iter().map(|b| b.count).sum();
            assert_eq!(if all < SMALLEST_SHOWN { 0 } else { all }, shown, "{counts:?}");
            assert!(bins.windows(2).all(|pair| pair[0].last + 1 == pair[1].first), "{bins:?}");
            assert!(bins.is_empty() || (bins[0].first, bins[bins.len() - 1].last) == (0, counts.len() - 1));
        }
    }

    #[test]
    fn bins_keep_to_the_marks_where_a_mark_has_five_pupils() {
        assert_eq!(shown(&[5, 6, 7], None), [(0, 0, 5), (1, 1, 6), (2, 2, 7)]);
        assert_eq!(shown(&[4, 1, 9, 1], Some([2, 4, 5])), [(0, 1, 5), (2, 3, 10)]);
        assert_eq!(shown(&[2, 0, 0, 8, 2, 3], Some([3, 4, 5])), [(0, 3, 10), (4, 5, 5)]);
        assert_eq!(shown(&[0, 0, 5, 0, 0], None), [(0, 0, 0), (1, 1, 0), (2, 2, 5), (3, 3, 0), (4, 4, 0)]);
        assert_eq!(shown(&[1, 2, 1], None), []);
        assert_eq!(shown(&[], None), []);
    }
}
