//! Units over periods, as all methods with several years read them.

use super::error::{EffectError, same_length};
use crate::Error;
use crate::function::{Given, Input, Kind};
use crate::sorted::filled;
use std::collections::{BTreeMap, BTreeSet};

/// One row for each unit and period: plain columns of one length.
///
/// Rows whose outcome is NaN are left out and counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Panel<'a> {
    /// The unit, such as a school.
    pub unit: &'a [&'a str],
    /// The period, such as a year.
    pub period: &'a [i32],
    /// What was measured; NaN where it was not.
    pub outcome: &'a [f64],
    /// The first period with help, the same in all rows of a unit; `None` for a unit that is not
    /// helped.
    pub first_treated: &'a [Option<i32>],
    /// The cluster at whose level help was decided, such as a municipality; without, each unit is
    /// one.
    pub cluster: Option<&'a [&'a str]>,
    /// Weights above 0; without, all rows weigh the same.
    pub weight: Option<&'a [f64]>,
}

/// The columns of a panel in the catalogue; the last two may be left out.
pub(super) const COLUMNS: [Input; 6] = [
    Input::new("unit", Kind::Names).doc("The unit of each row, such as a school."),
    Input::new("period", Kind::Periods).doc("The period of each row, such as a year."),
    Input::new("outcome", Kind::Numbers).doc("What was measured; rows with NaN are left out."),
    Input::new("first_treated", Kind::PeriodsOrNone).doc(
        "The first period with help, the same in all rows of a unit; None for a unit that is not helped.",
    ),
    Input::new("cluster", Kind::Names).optional().doc(
        "The cluster at whose level help was decided, such as a municipality; without, each unit is one.",
    ),
    Input::new("weight", Kind::Numbers).optional().doc("Weights above 0; without, all rows weigh the same."),
];
/// What is compared over many years asks for no more.
pub(super) const FOUR_COLUMNS: [Input; 4] = [COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3]];

/// Calls with the panel of the first inputs; a function without weights has something else there.
pub(super) fn with_panel<T>(
    given: &Given<'_>,
    weighted: bool,
    run: impl FnOnce(&Panel<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let unit = given.texts(0)?;
    let cluster = given.optional(4, Given::texts)?;
    run(&Panel {
        unit: &unit,
        period: given.periods(1)?,
        outcome: given.numbers(2)?,
        first_treated: given.periods_or_none(3)?,
        cluster: cluster.as_deref(),
        weight: if weighted { given.optional(5, Given::numbers)? } else { None },
    })
}

/// A checked panel: units and clusters by number, in the order of their names.
pub(super) struct Table {
    /// Per row.
    pub unit: Vec<usize>,
    pub period: Vec<i32>,
    pub outcome: Vec<f64>,
    pub weight: Vec<f64>,
    /// Where each row stood in the panel.
    pub source: Vec<usize>,
    /// Per unit.
    pub cohort: Vec<Option<i32>>,
    pub cluster_of: Vec<usize>,
    pub names: Vec<String>,
    pub clusters: usize,
    pub periods: Vec<i32>,
    pub left_out: usize,
}

impl Panel<'_> {
    fn check(&self) -> Result<(), EffectError> {
        let rows = self.unit.len();
        same_length("period", self.period.len(), rows)?;
        same_length("outcome", self.outcome.len(), rows)?;
        same_length("first_treated", self.first_treated.len(), rows)?;
        same_length("cluster", self.cluster.map_or(rows, <[_]>::len), rows)?;
        same_length("weight", self.weight.map_or(rows, <[_]>::len), rows)?;
        if let Some(&value) = self.outcome.iter().find(|y| y.is_infinite()) {
            return Err(EffectError::Parameter {
                name: "outcome",
                value,
                expected: "a finite number or NaN",
            });
        }
        match self.weight.and_then(|w| w.iter().find(|w| !(**w > 0.0 && w.is_finite()))) {
            Some(&value) => Err(EffectError::Parameter { name: "weight", value, expected: "more than 0" }),
            None => Ok(()),
        }
    }

    /// The checked panel; `paired` leaves out units with one row, which say nothing where each unit
    /// has its level.
    pub(super) fn table(&self, paired: bool) -> Result<Table, EffectError> {
        self.check()?;
        let mut kept: Vec<usize> = (0..self.unit.len()).filter(|&i| !self.outcome[i].is_nan()).collect();
        if paired {
            let mut rows = BTreeMap::new();
            kept.iter().for_each(|&i| *rows.entry(self.unit[i]).or_insert(0) += 1);
            kept.retain(|&i| rows[self.unit[i]] > 1);
        }
        let numbers = |names: &[&str]| numbered(kept.iter().map(|&i| names[i]));
        let (unit, names) = numbers(self.unit);
        let (cluster, clusters) = numbers(self.cluster.unwrap_or(self.unit));
        let mut table = Table {
            cohort: vec![None; names.len()],
            cluster_of: vec![usize::MAX; names.len()],
            clusters: clusters.len(),
            period: kept.iter().map(|&i| self.period[i]).collect(),
            outcome: kept.iter().map(|&i| self.outcome[i]).collect(),
            weight: kept.iter().map(|&i| self.weight.map_or(1.0, |w| w[i])).collect(),
            periods: Vec::new(),
            left_out: self.unit.len() - kept.len(),
            source: kept,
            unit,
            names,
        };
        table.fill(self.first_treated, &cluster)?;
        Ok(table)
    }
}

impl Table {
    /// What is said of units in every row, checked to be the same.
    fn fill(&mut self, first_treated: &[Option<i32>], cluster: &[usize]) -> Result<(), EffectError> {
        let mut seen = BTreeSet::new();
        for (row, &u) in self.unit.iter().enumerate() {
            let id = || self.names[u].clone();
            let cohort = first_treated[self.source[row]];
            if self.cluster_of[u] == usize::MAX {
                self.cohort[u] = cohort;
                self.cluster_of[u] = cluster[row];
            }
            if self.cohort[u] != cohort {
                return Err(EffectError::Conflict { name: "first_treated", id: id() });
            }
            if self.cluster_of[u] != cluster[row] {
                return Err(EffectError::Conflict { name: "cluster", id: id() });
            }
            if !seen.insert((u, self.period[row])) {
                return Err(EffectError::Repeated { name: "unit", id: id(), period: self.period[row] });
            }
        }
        let periods: BTreeSet<i32> = filled(self.period.iter().copied());
        self.periods = periods.into_iter().collect();
        if self.periods.len() < 2 {
            return Err(EffectError::OnePeriod { name: "period", side: "both before and after" });
        }
        if self.cohort.iter().all(Option::is_none) {
            return Err(EffectError::NoTreated { name: "first_treated" });
        }
        Ok(())
    }

    /// The one period in which help began, with periods on both sides and units that were not
    /// helped.
    pub fn one_cohort(&self) -> Result<i32, EffectError> {
        let cohorts: BTreeSet<i32> = filled(self.cohort.iter().flatten().copied());
        let mut cohorts = cohorts.into_iter();
        let Some(start) = cohorts.next() else {
            return Err(EffectError::NoTreated { name: "first_treated" });
        };
        if cohorts.next().is_some() {
            return Err(EffectError::Staggered { name: "first_treated" });
        }
        if self.cohort.iter().all(Option::is_some) {
            return Err(EffectError::NoControls { name: "first_treated" });
        }
        if self.periods[0] >= start {
            return Err(EffectError::OnePeriod { name: "period", side: "before" });
        }
        match self.periods.last() {
            Some(&last) if last >= start => Ok(start),
            _ => Err(EffectError::OnePeriod { name: "period", side: "after" }),
        }
    }

    /// The cluster of each row.
    pub fn clusters_of_rows(&self) -> Vec<usize> {
        self.unit.iter().map(|&u| self.cluster_of[u]).collect()
    }

    /// Whether each cluster has a helped unit.
    pub fn treated_clusters(&self) -> Vec<bool> {
        let mut treated = vec![false; self.clusters];
        self.cohort.iter().zip(&self.cluster_of).for_each(|(c, &g)| treated[g] |= c.is_some());
        treated
    }
}

/// The number of each name in the order of names, and the names.
pub(super) fn numbered<'a>(names: impl Iterator<Item = &'a str> + Clone) -> (Vec<usize>, Vec<String>) {
    let all: BTreeSet<&str> = filled(names.clone());
    let places: BTreeMap<&str, usize> = filled(all.iter().enumerate().map(|(i, name)| (*name, i)));
    (names.map(|name| places[name]).collect(), all.into_iter().map(str::to_owned).collect())
}
