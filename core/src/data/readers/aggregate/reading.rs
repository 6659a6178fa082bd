//! The rows of a report, each with the counts that its shares are of.

use std::collections::BTreeMap;

use super::{Columns, Shape};
use crate::data::case::lower;
use crate::data::readers::{Sheet, told};
use crate::data::{
    AggregateRow, DataError, ImportReport, Level, Registry, RowKind, School, WorkKey, counts_of_shares,
};

/// A row before its shares are restored.
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) work: WorkKey,
    pub(super) level: Level,
    pub(super) group: String,
    pub(super) school: School,
    pub(super) n: u64,
    pub(super) shares: Vec<String>,
}

pub(super) struct OfWork {
    pub(super) work: WorkKey,
    pub(super) row: AggregateRow,
}

/// What is learned on the way through the rows.
pub(super) struct Reading<'a> {
    pub(super) report: ImportReport,
    pub(super) known: BTreeMap<String, School>,
    seen: BTreeMap<(WorkKey, Level, String), u64>,
    /// 100 where the file holds fractions, else 1.
    pub(super) scale: f64,
    /// How far the printed shares may be from the true ones, in percent.
    half: f64,
    pub(super) shape: &'a Shape,
}

impl<'a> Reading<'a> {
    pub(super) fn of(sheet: &Sheet, shape: &'a Shape, what: &str) -> Self {
        let kind = if matches!(shape.columns, Columns::Flat { .. }) { "flat" } else { "report" };
        let mut report = ImportReport {
            layout: format!("{what}-{kind}"),
            notes: sheet.notes.clone(),
            ..ImportReport::default()
        };
        let shares = |cells: &Vec<String>| -> Vec<f64> {
            let cells = shape.shares.clone().filter_map(|c| cells.get(c));
            cells.filter(|c| !c.is_empty()).filter_map(|c| share(c)).collect()
        };
        let table: Vec<Vec<f64>> = sheet.rows[shape.above..]
            .iter()
            .map(shares)
            .filter(|row| row.iter().sum::<f64>() > 0.0)
            .collect();
        // In percent a row adds up to about 100, so a whole table of about 1 holds fractions.
        let fractions = !table.is_empty() && table.iter().all(|row| (0.8..1.2).contains(&row.iter().sum()));
        let scale = if fractions { 100.0 } else { 1.0 };
        if fractions {
            report.notes.push("the shares add up to 1: read as fractions, not as percent".to_owned());
        }
        let decimals = table.iter().flatten().map(|p| decimals(p * scale)).max().unwrap_or(0);
        let half = 0.5 / 10_f64.powi(decimals);
        Self { report, known: BTreeMap::new(), seen: BTreeMap::new(), scale, half, shape }
    }

    pub(super) fn set_aside(&mut self, number: u64, reason: String) {
        self.report.count(RowKind::SetAside);
        self.report.remark(number, RowKind::SetAside, reason);
    }

    /// The row with its counts; `None` if it is set aside. `width`: how many of the columns count.
    pub(super) fn row(&mut self, line: Line, width: usize) -> Option<OfWork> {
        let Line { number, work, level, group, school, n, shares } = line;
        let mut percent = match self.percent(&shares, n, width) {
            Ok(percent) => percent,
            Err(reason) => {
                self.set_aside(number, reason);
                return None;
            }
        };
        let sum: f64 = percent.iter().sum();
        // Where they add up to the pupils they are counts; of 100 pupils they are both.
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let are_counts =
            near(self.scale, 1.0) && near(sum, n as f64) && percent.iter().all(|p| near(p.fract(), 0.0));
        if are_counts && n > 0 && n != 100 {
            if !self.report.notes.iter().any(|note| note == COUNTS) {
                self.report.notes.push(COUNTS.to_owned());
            }
            percent.iter_mut().for_each(|p| *p = 100.0 * *p / sum);
        }
        let sum: f64 = percent.iter().sum();
        let allowed = self.half * self.shape.shares.len() as f64 + 1e-6;
        if (sum - 100.0).abs() > allowed {
            self.set_aside(
                number,
                format!("the shares add up to {sum:.2} %, expected 100 within {allowed:.2}"),
            );
            return None;
        }
        let Some((counts, plain)) = counts_of_shares(&percent, n) else {
            self.set_aside(number, format!("{n} pupils, expected at most 1000000000"));
            return None;
        };
        if let Some(first) = self.seen.insert((work.clone(), level, group.clone()), number) {
            self.set_aside(number, format!("{group} stands in row {first} already"));
            return None;
        }
        self.report.count(RowKind::Taken);
        if !plain {
            let reason = format!("the rounded counts do not add up to {n} pupils: by the largest remainders");
            self.report.remark(number, RowKind::Taken, reason);
        }
        let municipality = school.municipality.clone();
        if level == Level::School {
            self.known.entry(group.clone()).or_insert(school);
        }
        Some(OfWork { work, row: AggregateRow { level, group, municipality, n, counts } })
    }

    /// The shares of a row in percent, or why they are none.
    fn percent(&self, shares: &[String], n: u64, width: usize) -> Result<Vec<f64>, String> {
        let first = if width == 4 && self.report.layout.starts_with("marks") { 2 } else { 0 };
        let most = (100.0 + self.half).max(n as f64);
        let mut percent = vec![0.0; width];
        for (i, cell) in shares.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let name = i + first;
            let Some(p) = share(cell).map(|p| p * self.scale).filter(|p| (0.0..=most).contains(p)) else {
                return Err(format!("the share of {name} is {}, expected 0 to 100", told(cell)));
            };
            match percent.get_mut(i) {
                Some(slot) => *slot = p,
                None if p == 0.0 => {}
                None => {
                    let largest = width - 1;
                    return Err(format!("pupils with {name} points, the largest total is {largest}"));
                }
            }
        }
        Ok(percent)
    }

    pub(super) fn finish(mut self) -> Result<(Registry, ImportReport), DataError> {
        self.report.remarks.sort_by_key(|remark| remark.row);
        Ok((Registry::new(self.known)?, self.report))
    }
}

const COUNTS: &str = "numbers that add up to the pupils of their row are read as counts, not as percent";

/// A share as a report prints it: with a point or a comma, with or without a percent sign; a dash
/// or «нет» for nobody.
pub(super) fn share(cell: &str) -> Option<f64> {
    if ["-", "–", "—", "−", "нет"].contains(&lower(cell.trim()).as_str()) {
        return Some(0.0);
    }
    let cell = cell.trim().trim_end_matches('%').trim_end().replace(',', ".");
    cell.parse().ok().filter(|p: &f64| p.is_finite())
}

/// Decimals of a printed share, at most 2: beyond, they are those of a computer, and a wide bound
/// does no harm.
pub(super) fn decimals(share: f64) -> i32 {
    let near = |power: f64| ((share * power).round() - share * power).abs() < 1e-6 * power;
    [(0, 1.0), (1, 10.0)].into_iter().find(|&(_, power)| near(power)).map_or(2, |(decimals, _)| decimals)
}
