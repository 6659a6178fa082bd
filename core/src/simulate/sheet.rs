//! The papers of one school in one work, and what can be done to them.

use super::streams::some_of;
use crate::data::{Assessment, MISSING, is_score};
use crate::random::Random;

/// Papers, row by row; codes count 0, and a paper with a missing cell is left alone.
pub(super) struct Sheet<'a> {
    pub scores: &'a mut [u8],
    pub assessment: &'a Assessment,
    /// Journal marks, 0 for none.
    pub marks: &'a [u8],
}

impl Sheet<'_> {
    pub fn items(&self) -> usize {
        self.assessment.items()
    }

    fn rows(&self) -> usize {
        self.scores.len() / self.items()
    }

    fn paper(&self, row: usize) -> &[u8] {
        &self.scores[row * self.items()..][..self.items()]
    }

    fn complete(&self, row: usize) -> bool {
        !self.paper(row).contains(&MISSING)
    }

    fn total(&self, row: usize) -> u16 {
        self.paper(row).iter().filter(|&&cell| is_score(cell)).map(|&cell| u16::from(cell)).sum()
    }

    /// Points here and there until the total is `target`, or all there are.
    fn raise(&mut self, row: usize, target: u16, random: &mut Random) {
        let items = self.items();
        let paper = &mut self.scores[row * items..][..items];
        let points = |cell: u8| if is_score(cell) { cell } else { 0 };
        let mut missing = target.saturating_sub(paper.iter().map(|&cell| u16::from(points(cell))).sum());
        while missing > 0 {
            let open: Vec<usize> =
                (0..items).filter(|&i| points(paper[i]) < self.assessment.max_scores[i]).collect();
            if open.is_empty() {
                return;
            }
            let chosen = open[random.below(open.len())];
            paper[chosen] = points(paper[chosen]) + 1;
            missing -= 1;
        }
    }

    /// Papers `gap` ≤ `reach` points below a boundary are raised to it with the probability
    /// `share(gap)`.
    pub fn lift(&mut self, reach: u16, share: impl Fn(u16) -> f64, random: &mut Random) {
        let Some(boundaries) = self.assessment.boundaries else { return };
        for row in 0..self.rows() {
            let total = self.total(row);
            let Some(&next) = boundaries.iter().find(|&&boundary| total < boundary) else { continue };
            if next - total <= reach && self.complete(row) && random.chance(share(next - total)) {
                self.raise(row, next, random);
            }
        }
    }

    /// Papers that earn less than the journal mark are raised to its boundary, or one point above,
    /// with the probability `share`.
    pub fn fit(&mut self, share: f64, random: &mut Random) {
        let Some(boundaries) = self.assessment.boundaries else { return };
        for row in 0..self.rows() {
            let mark = self.marks.get(row).copied().unwrap_or(0);
            if mark < 3 || !self.complete(row) {
                continue;
            }
            let boundary = boundaries[usize::from(mark - 3)];
            if self.total(row) < boundary && random.chance(share) {
                self.raise(row, boundary + random.below(2) as u16, random);
            }
        }
    }

    /// All points of these items to each of these papers with the probability `share`.
    pub fn give(&mut self, rows: &[usize], items: &[usize], share: f64, random: &mut Random) {
        for &row in rows {
            if random.chance(share) && self.complete(row) {
                for &item in items {
                    self.scores[row * self.assessment.items() + item] = self.assessment.max_scores[item];
                }
            }
        }
    }

    fn take(&mut self, row: usize, item: usize, source: &[u8]) {
        let cell = row * self.items() + item;
        self.scores[cell] = source[item];
    }

    /// These papers become the one that stands at seven tenths of them by total, but for `keep` of
    /// their cells.
    pub fn one_hand(&mut self, rows: &[usize], keep: f64, random: &mut Random) {
        let mut rows: Vec<usize> = rows.iter().copied().filter(|&row| self.complete(row)).collect();
        rows.sort_by_key(|&row| (self.total(row), row));
        let Some(&model) = rows.get(rows.len() * 7 / 10) else { return };
        let source = self.paper(model).to_vec();
        for row in rows {
            for item in 0..source.len() {
                if !random.chance(keep) {
                    self.take(row, item, &source);
                }
            }
        }
    }

    /// `share` of these papers in random groups; in each all take `copied` of their cells from the
    /// best.
    pub fn copy(&mut self, rows: &[usize], share: f64, group: usize, copied: f64, random: &mut Random) {
        let rows: Vec<usize> = rows.iter().copied().filter(|&row| self.complete(row)).collect();
        let order = some_of(rows.len(), rows.len(), random);
        let seated = (rows.len() as f64 * share).round() as usize;
        for members in order[..seated].chunks(group) {
            let members: Vec<usize> = members.iter().map(|&place| rows[place]).collect();
            let Some(&best) = members.iter().max_by_key(|&&row| self.total(row)) else { continue };
            let source = self.paper(best).to_vec();
            for row in members {
                for item in 0..source.len() {
                    if row != best && random.chance(copied) {
                        self.take(row, item, &source);
                    }
                }
            }
        }
    }
}
