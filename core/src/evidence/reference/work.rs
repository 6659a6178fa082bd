//! What units of one work are compared with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::data::Assessment;
use crate::evidence::answer::Channel;
use crate::evidence::nulls::{Bands, Quartet};
use crate::evidence::symmetric::Symmetric;
use crate::evidence::work::{EvidenceWork, ItemCounts, offsets};

/// Weights of neighbouring totals in the smoothing of shares, from two below to two above.
const KERNEL: [f64; 5] = [0.25, 0.6, 1.0, 0.6, 0.25];
/// Pupils of the work's own marginal added to each total.
const MARGINAL: f64 = 0.5;
/// What is added to a share of the marginal, to a cell of a histogram, of a journal mark's
/// histogram.
const FLOOR: f64 = 1e-3;
const CELL: f64 = 0.5;
const JOURNAL_CELL: f64 = 0.1;
/// A journal mark of no more pupils is not used.
const LEAST_MARK: f64 = 30.0;

/// How classes differ in their items beyond their totals.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::evidence) struct Differences {
    /// The pupils' covariance of x − E(x | total).
    pub pupils: Symmetric,
    /// The covariance of honest classes' means of it.
    pub between: Symmetric,
    /// Their mean.
    pub centre: Vec<f64>,
    /// Trace of the second over trace of the first.
    pub kappa: f64,
}

/// A work's mean λ̂ over the reference's schools, channel by channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::evidence) struct Means {
    pub heaping: f64,
    pub placebo: f64,
    pub fit: f64,
    pub fit_placebo: f64,
    pub tail: f64,
}

/// The norms of one work. No pupil and no school is in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::evidence) struct WorkReference {
    pub max_scores: Vec<u8>,
    pub boundaries: Option<[u16; 3]>,
    pub schools: u64,
    pub pupils: u64,
    /// Pupils by total.
    pub histogram: Vec<u64>,
    /// Pupils by total of each journal mark from 3.
    pub journal: [Vec<f64>; 3],
    /// Totals × (items × scores): the share of pupils with a total who have a score, smoothed.
    pub shares: Option<Vec<f64>>,
    /// Totals × items: expected scores, where there are no shares.
    pub expected: Option<Vec<f64>>,
    #[serde(with = "differences")]
    pub differences: Option<Differences>,
    pub spread: Option<[f64; 3]>,
    pub absent: Option<f64>,
    pub means: Option<Means>,
    pub nulls: BTreeMap<Channel, Bands>,
}

impl WorkReference {
    /// The norms that counts alone give.
    pub fn of(work: &EvidenceWork) -> Self {
        let levels = usize::from(work.assessment.max_total()) + 1;
        let (mut histogram, mut journal) = (vec![0; levels], [(); 3].map(|()| vec![0.0; levels]));
        for cells in work.schools.values() {
            histogram.iter_mut().zip(cells.histogram()).for_each(|(sum, n)| *sum += n);
            for (mark, sums) in (3..).zip(&mut journal) {
                sums.iter_mut().zip(cells.with_mark(mark)).for_each(|(sum, &n)| *sum += n as f64);
            }
        }
        let max_scores = &work.assessment.max_scores;
        let counts = work.items.as_ref();
        let shares = counts.and_then(|counts| shares(counts, max_scores));
        let expected = match shares {
            None => counts.map(|counts| expected(counts, max_scores)),
            Some(_) => None,
        };
        Self {
            max_scores: max_scores.clone(),
            boundaries: work.assessment.boundaries,
            schools: work.schools.len() as u64,
            pupils: histogram.iter().sum(),
            histogram,
            journal,
            shares,
            expected,
            differences: None,
            spread: None,
            absent: None,
            means: None,
            nulls: BTreeMap::new(),
        }
    }

    /// Norms of totals alone, as an aggregated report has them.
    pub(super) fn of_totals(assessment: &Assessment, counts: &[u64]) -> Self {
        let levels = usize::from(assessment.max_total()) + 1;
        Self {
            max_scores: assessment.max_scores.clone(),
            boundaries: assessment.boundaries,
            schools: 0,
            pupils: counts.iter().sum(),
            histogram: counts.to_vec(),
            journal: [(); 3].map(|()| vec![0.0; levels]),
            shares: None,
            expected: None,
            differences: None,
            spread: None,
            absent: None,
            // Schools of the whole are centred at the whole.
            means: Some(Means::default()),
            nulls: BTreeMap::new(),
        }
    }

    /// Whether it knows no more than totals.
    pub fn is_of_totals(&self) -> bool {
        self.shares.is_none() && self.expected.is_none()
    }

    /// The same norms, with those of another where they know no items or no journal.
    pub fn filled(mut self, own: Self) -> Self {
        if self.is_of_totals() {
            (self.max_scores, self.shares, self.expected) = (own.max_scores, own.shares, own.expected);
        }
        if self.journal.iter().flatten().all(|n| *n <= 0.0) {
            self.journal = own.journal;
        }
        self
    }

    /// A report of totals may not know the items: then the largest total must be the same.
    pub fn fits(&self, assessment: &Assessment) -> bool {
        let largest: u64 = self.max_scores.iter().map(|&max| u64::from(max)).sum();
        let items = match self.is_of_totals() {
            true => largest == u64::from(assessment.max_total()),
            false => self.max_scores == assessment.max_scores,
        };
        items && self.boundaries == assessment.boundaries
    }

    /// Totals × items: E(x | total).
    pub fn expected_scores(&self) -> Option<Vec<f64>> {
        let Some(shares) = &self.shares else { return self.expected.clone() };
        let (starts, cells) = offsets(&self.max_scores);
        let mut all = Vec::with_capacity(shares.len() / cells * starts.len());
        for row in shares.chunks_exact(cells) {
            for (&start, &max) in starts.iter().zip(&self.max_scores) {
                let of_item = &row[start..][..=usize::from(max)];
                all.push((0_u32..).zip(of_item).map(|(score, share)| f64::from(score) * share).sum());
            }
        }
        Some(all)
    }

    /// Pupils by total, with something in every cell.
    pub fn totals(&self) -> Vec<f64> {
        self.histogram.iter().map(|&n| n as f64 + CELL).collect()
    }

    /// The same of pupils with a journal mark from 3 to 5, where there are enough.
    pub fn totals_of_mark(&self, mark: u8) -> Option<Vec<f64>> {
        let row = self.journal.get(usize::from(mark).checked_sub(3)?)?;
        let totals: Vec<f64> = row.iter().map(|n| n + JOURNAL_CELL).collect();
        (totals.iter().sum::<f64>() > LEAST_MARK).then_some(totals)
    }
}

/// A column of a table by totals, smoothed over them.
fn smoothed(columns: &[u64], width: usize) -> Vec<f64> {
    let levels = columns.len() / width;
    let mut all = vec![0.0; columns.len()];
    for t in 0..levels {
        // In the order of a convolution, from the highest total down.
        for (step, weight) in KERNEL.iter().enumerate().rev() {
            let Some(near) = (t + step).checked_sub(2).filter(|near| *near < levels) else { continue };
            let (row, from) = (&mut all[t * width..][..width], &columns[near * width..][..width]);
            row.iter_mut().zip(from).for_each(|(sum, &n)| *sum += weight * n as f64);
        }
    }
    all
}

/// S\[t, i, k\] of counts of papers.
fn shares(counts: &ItemCounts, max_scores: &[u8]) -> Option<Vec<f64>> {
    let table = counts.shares.as_ref()?;
    let (_, cells) = offsets(max_scores);
    let pupils: u64 = counts.n.iter().sum();
    let mut marginal = vec![0_u64; cells];
    for row in table.chunks_exact(cells) {
        marginal.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
    }
    let marginal: Vec<f64> = marginal.iter().map(|&n| n as f64 / pupils as f64 + FLOOR).collect();
    let n = smoothed(&counts.n, 1);
    let mut all = smoothed(table, cells);
    for (row, n) in all.chunks_exact_mut(cells).zip(n) {
        let all = n + MARGINAL * (1.0 + FLOOR);
        row.iter_mut().zip(&marginal).for_each(|(s, m)| *s = (*s + MARGINAL * m) / all);
    }
    Some(all)
}

/// E(x | total) of item sums alone: the same smoothing, and the same as Σ k·S.
fn expected(counts: &ItemCounts, max_scores: &[u8]) -> Vec<f64> {
    let items = max_scores.len();
    let pupils: u64 = counts.n.iter().sum();
    let marginal = |i: usize| {
        let sum: u64 = counts.sums.iter().skip(i).step_by(items).sum();
        let scores = f64::from(max_scores[i]) * (f64::from(max_scores[i]) + 1.0) / 2.0;
        sum as f64 / pupils as f64 + FLOOR * scores
    };
    let marginal: Vec<f64> = (0..items).map(marginal).collect();
    let n = smoothed(&counts.n, 1);
    let mut all = smoothed(&counts.sums, items);
    for (row, n) in all.chunks_exact_mut(items).zip(n) {
        let all = n + MARGINAL * (1.0 + FLOOR);
        row.iter_mut().zip(&marginal).for_each(|(e, m)| *e = (*e + MARGINAL * m) / all);
    }
    all
}

impl WorkReference {
    /// That lengths fit and numbers are numbers, for what comes from a file.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.max_scores.is_empty() || self.max_scores.contains(&0) {
            return Err("maxima");
        }
        let levels = self.max_scores.iter().map(|&m| usize::from(m)).sum::<usize>() + 1;
        let (items, (_, cells)) = (self.max_scores.len(), offsets(&self.max_scores));
        let is = |x: &Option<Vec<f64>>, n: usize| {
            x.as_ref().is_none_or(|x| x.len() == n && x.iter().all(|x| x.is_finite() && *x >= 0.0))
        };
        let square = |m: &Symmetric| m.cells.len() == items * items && m.cells.iter().all(|x| x.is_finite());
        let differences = self.differences.as_ref().is_none_or(|d| {
            square(&d.pupils)
                && square(&d.between)
                && d.centre.len() == items
                && d.pupils.trace() > 0.0
                && d.kappa.is_finite()
                && d.centre.iter().all(|x| x.is_finite())
        });
        let boundaries = self
            .boundaries
            .is_none_or(|b| b[0] >= 1 && b[0] < b[1] && b[1] < b[2] && usize::from(b[2]) < levels);
        let pupils = self.histogram.iter().try_fold(0_u64, |sum, n| sum.checked_add(*n));
        let fine = [
            ("histograms", self.histogram.len() == levels && pupils.is_some()),
            ("boundaries", boundaries),
            ("journal marks", self.journal.iter().all(|row| is(&Some(row.clone()), levels))),
            ("shares", is(&self.shares, levels * cells)),
            ("expected scores", is(&self.expected, levels * items)),
            ("differences between classes", differences),
            ("spread", self.spread.is_none_or(|fit| fit.iter().all(|x| x.is_finite()))),
            ("absences", self.absent.is_none_or(|p| (0.0..=1.0).contains(&p))),
            ("nulls", self.nulls.values().flatten().flatten().all(Quartet::is_one)),
        ];
        fine.iter().find(|(_, fine)| !fine).map_or(Ok(()), |(what, _)| Err(*what))
    }
}

/// Differences as they stand in a file: the rows of the matrices.
pub(super) mod differences {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Differences, Symmetric};

    #[derive(Serialize, Deserialize)]
    struct Stored {
        pupils: Vec<f64>,
        between: Vec<f64>,
        centre: Vec<f64>,
        kappa: f64,
    }

    pub fn serialize<S: Serializer>(of: &Option<Differences>, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = of.as_ref().map(|d| Stored {
            pupils: d.pupils.cells.clone(),
            between: d.between.cells.clone(),
            centre: d.centre.clone(),
            kappa: d.kappa,
        });
        stored.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Differences>, D::Error> {
        let stored = Option::<Stored>::deserialize(deserializer)?;
        Ok(stored.map(|d| {
            let matrix = |cells| Symmetric { rows: d.centre.len(), cells };
            Differences {
                pupils: matrix(d.pupils),
                between: matrix(d.between),
                kappa: d.kappa,
                centre: d.centre.clone(),
            }
        }))
    }
}
