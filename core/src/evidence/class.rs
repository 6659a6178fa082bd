//! What one work says about each class: item profile, dictation, copying, spread.

use std::collections::BTreeMap;

use super::pairs::{Pairs, Residuals};
use super::reference::{Differences, WorkReference};
use super::second::SecondOfClass;
use super::symmetric::{Symmetric, dot};
use super::work::{ClassCounts, ClassName, EvidenceWork};
use crate::math::quantile;

/// Sweeps of leaving leaked classes out of what is usual, and the share of the mirrored scan beyond
/// which one is left out.
const SWEEPS: usize = 3;
const LEAKED: f64 = 0.02;
/// At least this share of the classes stays.
const STAY: f64 = 0.6;
/// Items that the scan adds at most.
const MOST_ITEMS: usize = 5;
/// The ridge of a class's variance in the scan, and while B is estimated.
const RIDGE: [f64; 2] = [2e-3, 1e-3];
/// The least variance of totals.
const LEAST_VARIANCE: f64 = 0.05;

/// One class in one work, before any null.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ClassRow {
    pub name: ClassName,
    pub n: u64,
    /// Mean and variance of totals.
    mean: f64,
    variance: f64,
    /// Mean over its pupils of x − E(x | total), and the sum of its squares where papers are at
    /// hand.
    pub deviation: Option<Vec<f64>>,
    squares: Option<Symmetric>,
    pub pairs: Option<Pairs>,
}

/// The raw statistics of the rows, NaN where one has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ClassStatistics {
    pub profile: Vec<f64>,
    pub dictation: Vec<f64>,
    pub items: Vec<Vec<u16>>,
    pub spread: Vec<f64>,
}

/// The classes of at least so many pupils, in the order of their names.
pub(super) fn rows(work: &EvidenceWork, norms: &WorkReference, least: u64) -> Vec<ClassRow> {
    let max_scores = &work.assessment.max_scores;
    let residuals = norms.shares.as_ref().map(|shares| Residuals::of(shares, max_scores));
    let expected = norms.expected_scores();
    let large = work.classes_to_judge().map(|(name, class)| (name, class, class.n()));
    let large = large.filter(|&(.., n)| n >= least);
    large.map(|(name, class, n)| row(name, class, n, expected.as_deref(), residuals.as_ref())).collect()
}

fn row(
    name: &ClassName,
    class: &ClassCounts,
    n: u64,
    expected: Option<&[f64]>,
    residuals: Option<&Residuals>,
) -> ClassRow {
    let moments = crate::math::Moments::of(&class.totals);
    let second = class.second.clone().or_else(|| SecondOfClass::of(class, expected?, residuals?));
    let (squares, pairs) = second.map(|s| (s.squares, s.pairs)).unzip();
    ClassRow {
        name: name.clone(),
        n,
        mean: moments.mean(),
        variance: moments.variance().max(LEAST_VARIANCE),
        deviation: expected.zip(class.sums.as_ref()).map(|(e, sums)| deviation(class, sums, e, n)),
        squares,
        pairs,
    }
}

/// The mean of x − E(x | total).
fn deviation(class: &ClassCounts, sums: &[u64], expected: &[f64], n: u64) -> Vec<f64> {
    let mut d: Vec<f64> = sums.iter().map(|&s| s as f64).collect();
    for (&pupils, e) in class.totals.iter().zip(expected.chunks_exact(sums.len())) {
        if pupils > 0 {
            d.iter_mut().zip(e).for_each(|(d, e)| *d -= pupils as f64 * e);
        }
    }
    d.iter_mut().for_each(|d| *d /= n as f64);
    d
}

/// Where the work's differences between honest classes come from: what pupils vary by, and how far
/// classes do.
pub(super) fn differences(
    work: &EvidenceWork,
    norms: &WorkReference,
    rows: &[ClassRow],
    kappa: Option<f64>,
) -> Option<Differences> {
    let pupils = pupils_covariance(work, norms, rows)?;
    let scan = Scanned::of(&work.assessment.max_scores, norms, rows)?;
    (pupils.trace() > 0.0).then(|| scan.differences(pupils, kappa)).flatten()
}

/// The pupils' covariance of x − E: of the classes' papers, or of the sums of products of all
/// pupils.
fn pupils_covariance(work: &EvidenceWork, norms: &WorkReference, rows: &[ClassRow]) -> Option<Symmetric> {
    let items = work.assessment.items();
    let (mut all, mut mean, mut n) = (Symmetric::zero(items), vec![0.0; items], 0.0);
    if let Some(counts) = work.items.as_ref().filter(|counts| counts.products.is_some()) {
        let (products, expected) = (counts.products.as_ref()?, norms.expected_scores()?);
        let triangle = items * (items + 1) / 2;
        for (t, &pupils) in counts.n.iter().enumerate().filter(|(_, n)| **n > 0) {
            let (e, s) = (&expected[t * items..][..items], &counts.sums[t * items..][..items]);
            let mut cell = products[t * triangle..][..triangle].iter();
            for i in 0..items {
                mean[i] += s[i] as f64 - pupils as f64 * e[i];
                for k in i..items {
                    let known = s[i] as f64 * e[k] + s[k] as f64 * e[i] - pupils as f64 * e[i] * e[k];
                    let about = cell.next().map_or(0.0, |&p| p as f64) - known;
                    all.cells[i * items + k] += about;
                    if k > i {
                        all.cells[k * items + i] += about;
                    }
                }
            }
            n += pupils as f64;
        }
    } else {
        for row in rows {
            let (squares, d) = (row.squares.as_ref()?, row.deviation.as_ref()?);
            all.add(1.0, squares);
            mean.iter_mut().zip(d).for_each(|(mean, d)| *mean += row.n as f64 * d);
            n += row.n as f64;
        }
    }
    if n <= 0.0 {
        return None;
    }
    mean.iter_mut().for_each(|m| *m /= n);
    all.scale(1.0 / n);
    all.add_square(-1.0, &mean);
    Some(all)
}

/// The statistics of the rows against finished norms.
pub(super) fn statistics(max_scores: &[u8], norms: &WorkReference, rows: &[ClassRow]) -> ClassStatistics {
    let nothing = || vec![f64::NAN; rows.len()];
    let spread =
        norms.spread.map_or_else(nothing, |fit| rows.iter().map(|r| -r.spread(fit, max_scores)).collect());
    let mut all = ClassStatistics {
        profile: nothing(),
        dictation: nothing(),
        items: vec![Vec::new(); rows.len()],
        spread,
    };
    let scanned = Scanned::of(max_scores, norms, rows);
    if let (Some(scanned), Some(differences)) = (scanned, &norms.differences) {
        scanned.statistics(differences, &mut all);
    }
    all
}

impl ClassRow {
    fn share(&self, max_scores: &[u8]) -> f64 {
        self.mean / max_scores.iter().map(|&m| f64::from(m)).sum::<f64>()
    }

    /// ln s² beyond the quadratic.
    fn spread(&self, fit: [f64; 3], max_scores: &[u8]) -> f64 {
        let x = self.share(max_scores);
        libm::log(self.variance) - (fit[0] + fit[1] * x + fit[2] * (x * x))
    }
}

/// ln s² of classes as a quadratic of their mean's share of the maximum, weighted by pupils; a
/// constant for six classes or fewer.
pub(super) fn spread_quadratic(max_scores: &[u8], rows: &[ClassRow]) -> Option<[f64; 3]> {
    if rows.is_empty() {
        return None;
    }
    let logs = rows.iter().map(|row| libm::log(row.variance));
    let level = [logs.clone().sum::<f64>() / rows.len() as f64, 0.0, 0.0];
    if rows.len() <= 6 {
        return Some(level);
    }
    let (mut gram, mut along) = (Symmetric::zero(3), [0.0; 3]);
    for (row, log) in rows.iter().zip(logs) {
        let x = row.share(max_scores);
        let powers = [1.0, x, x * x];
        gram.add_square(row.n as f64, &powers);
        along.iter_mut().zip(powers).for_each(|(sum, x)| *sum += row.n as f64 * x * log);
    }
    // Classes that all have one mean know no quadratic.
    let fit = gram.inverse().map(|inverse| inverse.times(&along));
    Some(fit.filter(|fit| fit.iter().all(|x| x.is_finite())).map_or(level, |fit| [fit[0], fit[1], fit[2]]))
}

/// The classes with item sums, ready for the scan.
struct Scanned<'a> {
    places: Vec<usize>,
    rows: Vec<&'a ClassRow>,
    deviations: Vec<&'a [f64]>,
    slopes: Vec<Vec<f64>>,
    rooms: Vec<Vec<f64>>,
    mean_n: f64,
}

/// What the scan says of one class.
struct Scan {
    upwards: f64,
    items: Vec<u16>,
    downwards: f64,
    profile: f64,
}

impl<'a> Scanned<'a> {
    fn of(max_scores: &[u8], norms: &WorkReference, all: &'a [ClassRow]) -> Option<Self> {
        let expected = norms.expected_scores()?;
        let with = all.iter().enumerate().filter_map(|(i, row)| Some((i, row, row.deviation.as_deref()?)));
        let (mut places, mut rows, mut deviations) = (Vec::new(), Vec::new(), Vec::new());
        for (place, row, deviation) in with {
            places.push(place);
            rows.push(row);
            deviations.push(deviation);
        }
        if rows.is_empty() {
            return None;
        }
        let mean_n = rows.iter().map(|row| row.n as f64).sum::<f64>() / rows.len() as f64;
        let directions = rows.iter().map(|row| direction(row.mean, max_scores, &expected));
        let (slopes, rooms) = directions.unzip();
        Some(Self { places, rows, deviations, slopes, rooms, mean_n })
    }

    /// The inverse variance of a class's deviation by its size: B + C/n and a small ridge.
    fn inverses(&self, between: &Symmetric, pupils: &Symmetric, ridge: f64) -> BTreeMap<u64, Symmetric> {
        let ridge = ridge * pupils.trace() / pupils.rows as f64 / self.mean_n;
        let mut all = BTreeMap::new();
        for row in &self.rows {
            all.entry(row.n).or_insert_with(|| {
                let mut variance = between.clone();
                variance.add(1.0 / row.n as f64, pupils);
                variance.add_diagonal(ridge);
                variance.inverse().unwrap_or_else(|| Symmetric::zero(pupils.rows))
            });
        }
        all
    }

    fn centred(&self, centre: &[f64]) -> Vec<Vec<f64>> {
        self.deviations.iter().map(|d| d.iter().zip(centre).map(|(d, c)| d - c).collect()).collect()
    }

    /// `centre`, B and κ in sweeps: what leaked into many classes must not become what is usual.
    fn differences(&self, pupils: Symmetric, kappa: Option<f64>) -> Option<Differences> {
        let mut keep = vec![1.0; self.rows.len()];
        for sweep in 1.. {
            let centre = self.centre(&keep);
            let centred = self.centred(&centre);
            let between = self.between(&centred, &pupils, &keep);
            if sweep == SWEEPS {
                return Some(self.finished(pupils, between, centre, kappa));
            }
            let scans = self.scans(&between, &pupils, &centred);
            keep = unleaked(&scans);
        }
        None
    }

    fn centre(&self, keep: &[f64]) -> Vec<f64> {
        let mut centre = vec![0.0; self.deviations[0].len()];
        let mut all = 0.0;
        for ((row, d), keep) in self.rows.iter().zip(&self.deviations).zip(keep) {
            let weight = row.n as f64 * keep;
            centre.iter_mut().zip(*d).for_each(|(c, d)| *c += weight * d);
            all += weight;
        }
        centre.iter_mut().for_each(|c| *c /= all);
        centre
    }

    /// The covariance of deviations between classes, in four rounds that winsorise the farthest 15
    /// %.
    fn between(&self, centred: &[Vec<f64>], pupils: &Symmetric, keep: &[f64]) -> Symmetric {
        let mut weights = keep.to_vec();
        let mut between = Symmetric::zero(pupils.rows);
        for round in 0..4 {
            between = self.moment(centred, pupils, &weights);
            if round == 3 {
                break;
            }
            let inverses = self.inverses(&between, pupils, RIDGE[1]);
            let far = |(row, d): (&&ClassRow, &Vec<f64>)| dot(d, &inverses[&row.n].times(d));
            let far: Vec<f64> = self.rows.iter().zip(centred).map(far).collect();
            let limit = quantile_of(&far, 0.85);
            let weight = |(far, keep): (&f64, &f64)| {
                if *far <= limit { *keep } else { keep * (limit / far.max(1e-9)).min(1.0) }
            };
            weights = far.iter().zip(keep).map(weight).collect();
        }
        between
    }

    fn moment(&self, centred: &[Vec<f64>], pupils: &Symmetric, weights: &[f64]) -> Symmetric {
        let mut moment = Symmetric::zero(pupils.rows);
        let (mut all, mut own) = (0.0, 0.0);
        for ((row, d), &weight) in self.rows.iter().zip(centred).zip(weights) {
            moment.add_square(weight, d);
            all += weight;
            own += weight / row.n as f64;
        }
        moment.add(-own, pupils);
        moment.scale(1.0 / all);
        moment.positive()
    }

    /// Few classes: towards a diagonal of the usual size.
    fn finished(
        &self,
        pupils: Symmetric,
        mut between: Symmetric,
        centre: Vec<f64>,
        kappa: Option<f64>,
    ) -> Differences {
        let kappa = kappa.filter(|k| *k > 0.0).unwrap_or_else(|| between.trace() / pupils.trace());
        let items = 3.0 * pupils.rows as f64;
        let diagonal = items / (items + self.rows.len() as f64);
        between.scale((1.0 - diagonal) * 1.1);
        for i in 0..pupils.rows {
            between.cells[i * pupils.rows + i] += diagonal * kappa * pupils.at(i, i);
        }
        Differences { pupils, between, centre, kappa }
    }

    fn scans(&self, between: &Symmetric, pupils: &Symmetric, centred: &[Vec<f64>]) -> Vec<Scan> {
        let inverses = self.inverses(between, pupils, RIDGE[0]);
        let one = |(i, d): (usize, &Vec<f64>)| {
            let inverse = &inverses[&self.rows[i].n];
            let y = inverse.times(d);
            let basis = Basis::of(inverse, &y, &self.slopes[i], &self.rooms[i]);
            let (upwards, items) = basis.scan(1.0);
            Scan { upwards, items, downwards: basis.scan(-1.0).0, profile: dot(d, &y) }
        };
        centred.iter().enumerate().map(one).collect()
    }

    fn statistics(&self, differences: &Differences, all: &mut ClassStatistics) {
        let centred = self.centred(&differences.centre);
        let scans = self.scans(&differences.between, &differences.pupils, &centred);
        for (&place, scan) in self.places.iter().zip(scans) {
            all.profile[place] = scan.profile;
            if scan.items.len() >= 2 {
                all.dictation[place] = scan.upwards;
                all.items[place] = scan.items;
            }
        }
    }
}

/// Ones for the classes whose scan is within what the mirrored scan reaches, zeros for the others.
fn unleaked(scans: &[Scan]) -> Vec<f64> {
    let upwards: Vec<f64> = scans.iter().map(|s| s.upwards).collect();
    let downwards: Vec<f64> = scans.iter().map(|s| s.downwards).collect();
    let within =
        |limit: f64| -> Vec<f64> { upwards.iter().map(|up| if *up <= limit { 1.0 } else { 0.0 }).collect() };
    let keep = within(quantile_of(&downwards, 1.0 - LEAKED));
    match keep.iter().sum::<f64>() / (keep.len() as f64) < STAY {
        true => within(quantile_of(&upwards, STAY)),
        false => keep,
    }
}

fn quantile_of(x: &[f64], q: f64) -> f64 {
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile(&sorted, q, 7)
}

/// How a class's expected scores rise at its mean total, and how much each item can still rise.
fn direction(mean: f64, max_scores: &[u8], expected: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let items = max_scores.len();
    let last = expected.len() / items - 1;
    let at = |t: usize| &expected[t * items..][..items];
    // On a short scale the slope is that of the whole.
    #[allow(clippy::cast_sign_loss, reason = "a mean of totals")]
    let middle = (mean.round_ties_even() as usize).min(last.saturating_sub(3)).max(3.min(last));
    let (low, high) = (at(middle.saturating_sub(3)), at((middle + 3).min(last)));
    let mut slope: Vec<f64> = high.iter().zip(low).map(|(high, low)| (high - low).max(0.0)).collect();
    let all = slope.iter().sum::<f64>().max(1e-9);
    slope.iter_mut().for_each(|s| *s /= all);
    let below = at(middle.saturating_sub(1));
    let room = |(&max, e): (&u8, &f64)| (f64::from(max) - e).max(0.05 * f64::from(max));
    (slope, max_scores.iter().zip(below).map(room).collect())
}

/// Directions in which one item rises and the others with the total: room·(e − s), with their
/// products in a class's metric.
struct Basis<'a> {
    inverse: &'a Symmetric,
    slope: &'a [f64],
    room: &'a [f64],
    /// Σ⁻¹·s.
    slope_weights: Vec<f64>,
    /// b'y and b'Σ⁻¹b of each item.
    along: Vec<f64>,
    squares: Vec<f64>,
}

impl<'a> Basis<'a> {
    fn of(inverse: &'a Symmetric, y: &[f64], slope: &'a [f64], room: &'a [f64]) -> Self {
        let slope_weights = inverse.times(slope);
        let (slope_y, slope_square) = (dot(slope, y), dot(slope, &slope_weights));
        let along = (0..room.len()).map(|j| room[j] * (y[j] - slope_y)).collect();
        let square =
            |j: usize| room[j] * room[j] * (inverse.at(j, j) - 2.0 * slope_weights[j] + slope_square);
        let squares = (0..room.len()).map(square).collect();
        Self { inverse, slope, room, slope_weights, along, squares }
    }

    /// Greedily the items that together went up (sign 1) or down (−1) most: z of the best two to
    /// five, and which (forward selection).
    fn scan(&self, sign: f64) -> (f64, Vec<u16>) {
        let items = self.room.len();
        let (mut chosen, mut best, mut best_items) = (Vec::new(), -9.0, Vec::new());
        let (mut weights, mut along, mut square) = (vec![0.0; items], 0.0, 0.0);
        for _ in 1..(MOST_ITEMS + 1).min(items) {
            let slope_weight = dot(self.slope, &weights);
            let with = |j: usize| square + 2.0 * self.room[j] * (weights[j] - slope_weight) + self.squares[j];
            let z = |j: usize| sign * (along + self.along[j]) / with(j).max(1e-12).sqrt();
            let (mut at, mut highest) = (usize::MAX, f64::NEG_INFINITY);
            for j in (0..items).filter(|j| !chosen.contains(&(*j as u16))) {
                let z = z(j);
                if z > highest {
                    (at, highest) = (j, z);
                }
            }
            if at == usize::MAX {
                break;
            }
            (along, square) = (along + self.along[at], with(at));
            for (k, weight) in weights.iter_mut().enumerate() {
                *weight += self.room[at] * (self.inverse.at(at, k) - self.slope_weights[k]);
            }
            chosen.push(at as u16);
            if chosen.len() >= 2 && highest > best {
                best = highest;
                best_items.clone_from(&chosen);
            }
        }
        (best, best_items)
    }
}
