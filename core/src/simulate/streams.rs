use crate::random::Random;

/// What numbers are drawn for. Each has streams of its own, so that planting, say, changes nothing
/// that was drawn before (common random numbers).
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    Design,
    School,
    Parallel,
    Work,
    Absence,
    Everybody,
    Chosen,
    Planting,
    Leak,
    Shuffle,
}

/// The stream of one purpose and place: independent of all others, so that no order of drawing and
/// no thread matters.
pub(super) fn stream(seed: u64, purpose: For, place: &[u64]) -> Random {
    let id = place.iter().fold(scatter(purpose as u64), |id, &part| scatter(id ^ part));
    Random::new(seed, id)
}

/// A name as a place.
pub(super) fn named(name: &str) -> u64 {
    name.bytes().fold(0, |id, byte| scatter(id ^ u64::from(byte)))
}

/// The finaliser of SplitMix64: neighbours come far apart. One to one.
fn scatter(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// `count` of 0..n, or all, in random order: the shuffle of Fisher and Yates, as far as needed.
pub(super) fn some_of(n: usize, count: usize, random: &mut Random) -> Vec<usize> {
    let mut all: Vec<usize> = (0..n).collect();
    for place in 0..count.min(n) {
        let other = place + random.below(n - place);
        all.swap(place, other);
    }
    all.truncate(count);
    all
}
