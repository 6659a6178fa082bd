//! A panel in which every unit has every period.

use std::collections::BTreeSet;

use super::super::cell::{Sample, Weights};
use super::super::error::EffectError;
use super::super::panel::Table;
use super::super::warning::Warning;
use super::aggregate::Parts;
use super::clusters::{Band, standard_error};
use super::{Adjustment, Base, Cohort, Control, GroupTime, GroupTimeCell, GroupTimeOptions, Kind};
use crate::math::Z95;
use crate::sorted::filled;

/// A balanced panel as cells read it.
pub(super) struct Balanced<'a> {
    periods: Vec<i32>,
    /// Units × periods.
    outcome: Vec<Vec<f64>>,
    /// Units × periods × covariates.
    x: Vec<Vec<Vec<f64>>>,
    cohort_of: Vec<Option<i32>>,
    cluster_of: Vec<usize>,
    options: &'a GroupTimeOptions,
}

impl<'a> Balanced<'a> {
    pub fn of(
        table: &Table,
        covariates: &[&[f64]],
        options: &'a GroupTimeOptions,
    ) -> Result<(Self, usize), EffectError> {
        let mut rows = vec![Vec::new(); table.names.len()];
        table.unit.iter().enumerate().for_each(|(row, &u)| rows[u].push(row));
        let first = table.periods[0];
        let kept: Vec<usize> = (0..rows.len())
            .filter(|&u| rows[u].len() == table.periods.len() && table.cohort[u].is_none_or(|g| g > first))
            .collect();
        let left_out = table.left_out + rows.iter().map(Vec::len).sum::<usize>()
            - kept.iter().map(|&u| rows[u].len()).sum::<usize>();
        let in_order = |u: usize| {
            let mut rows = rows[u].clone();
            rows.sort_by_key(|&row| table.period[row]);
            rows
        };
        let of_rows = |u: usize| in_order(u).iter().map(|&row| table.outcome[row]).collect();
        let x_of = |u: usize| {
            let one = |&row: &usize| covariates.iter().map(|c| c[table.source[row]]).collect();
            in_order(u).iter().map(one).collect()
        };
        let last = table.periods[table.periods.len() - 1];
        let this = Self {
            outcome: kept.iter().map(|&u| of_rows(u)).collect(),
            x: kept.iter().map(|&u| x_of(u)).collect(),
            // Who is helped after the last year is not helped yet in all years.
            cohort_of: kept.iter().map(|&u| table.cohort[u].filter(|g| *g <= last)).collect(),
            cluster_of: kept.iter().map(|&u| table.cluster_of[u]).collect(),
            periods: table.periods.clone(),
            options,
        };
        if this.cohort_of.iter().all(Option::is_none) {
            return Err(match table.cohort.iter().any(Option::is_some) {
                true => EffectError::OnePeriod { name: "period", side: "both before and after" },
                false => EffectError::NoTreated { name: "first_treated" },
            });
        }
        Ok((this, left_out))
    }

    fn cohorts(&self) -> Vec<i32> {
        let all: BTreeSet<i32> = filled(self.cohort_of.iter().flatten().copied());
        all.into_iter().collect()
    }

    /// The place of the last year before the cohort's help.
    fn before(&self, cohort: i32) -> usize {
        self.periods.iter().rposition(|&t| t < cohort).unwrap_or(0)
    }

    pub fn cells(&self, left_out: usize) -> Result<GroupTime, EffectError> {
        let (mut cells, mut influence, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        for cohort in self.cohorts() {
            let before = self.before(cohort);
            for t in 0..self.periods.len() {
                let base = match self.options.base {
                    Base::Varying if self.periods[t] < cohort => t.checked_sub(1),
                    _ => Some(before),
                };
                let Some(base) = base else { continue };
                if let Some((cell, psi)) = self.cell(cohort, base, t, &mut warnings)? {
                    cells.push(cell);
                    influence.push(psi);
                }
            }
        }
        if !cells.iter().any(|cell| cell.period >= cell.first_treated) {
            return Err(EffectError::NoControls { name: "first_treated" });
        }
        Ok(self.answer(cells, influence, warnings, left_out))
    }

    /// `None` where nobody can stand for the cohort in this year.
    fn cell(
        &self,
        cohort: i32,
        base: usize,
        t: usize,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<(GroupTimeCell, Vec<f64>)>, EffectError> {
        let (period, until) = (self.periods[t], self.periods[t.max(base)]);
        let treated = |u: usize| self.cohort_of[u] == Some(cohort);
        let stands = |u: usize| match self.options.control {
            Control::Never => self.cohort_of[u].is_none(),
            Control::NotYet => self.cohort_of[u].is_none_or(|g| g > until) && !treated(u),
        };
        let units: Vec<usize> = (0..self.cohort_of.len()).filter(|&u| treated(u) || stands(u)).collect();
        if !units.iter().any(|&u| !treated(u)) {
            return Ok(None);
        }
        let from = base.min(t);
        let mut x = vec![vec![1.0; units.len()]];
        for k in 0..self.x[0][0].len() {
            x.push(units.iter().map(|&u| self.x[u][from][k]).collect());
        }
        let sample = Sample {
            treated: units.iter().map(|&u| treated(u)).collect(),
            change: units.iter().map(|&u| self.outcome[u][t] - self.outcome[u][base]).collect(),
            x,
        };
        let singular = EffectError::Singular { name: "covariates" };
        let method = if self.x[0][0].is_empty() { Adjustment::Reg } else { self.options.method };
        let mut weights = sample.weights(method != Adjustment::Ipw, method != Adjustment::Reg);
        if method != Adjustment::Reg && weights.as_ref().is_none_or(Weights::separated) {
            warnings.push(Warning::Separated { first_treated: cohort, period });
            weights = sample.weights(true, false);
        }
        let found = sample.att(&weights.ok_or(singular)?);
        let n = self.cohort_of.len();
        let mut psi = vec![0.0; n];
        let scale = n as f64 / units.len() as f64;
        units.iter().zip(&found.influence).for_each(|(&u, value)| psi[u] = scale * value);
        let nothing = (0.0, 0.0);
        let (lower, upper) = nothing;
        let cell = GroupTimeCell {
            first_treated: cohort,
            period,
            att: found.att,
            se: 0.0,
            lower,
            upper,
            band_lower: lower,
            band_upper: upper,
            naive_change: found.naive,
            expected_without_measures: found.naive - found.att,
        };
        Ok(Some((cell, psi)))
    }

    fn answer(
        &self,
        mut cells: Vec<GroupTimeCell>,
        influence: Vec<Vec<f64>>,
        mut warnings: Vec<Warning>,
        left_out: usize,
    ) -> GroupTime {
        let errors: Vec<f64> = influence.iter().map(|psi| standard_error(psi, &self.cluster_of)).collect();
        let band = Band::of(&influence, &self.cluster_of, self.options);
        for (k, cell) in cells.iter_mut().enumerate() {
            cell.se = errors[k];
            (cell.lower, cell.upper) = (cell.att - Z95 * errors[k], cell.att + Z95 * errors[k]);
            let half = band.half(k);
            (cell.band_lower, cell.band_upper) = (cell.att - half, cell.att + half);
        }
        let cohorts: Vec<Cohort> = self
            .cohorts()
            .into_iter()
            .map(|first_treated| Cohort {
                first_treated,
                units: self.cohort_of.iter().filter(|g| **g == Some(first_treated)).count(),
            })
            .collect();
        for cell in &mut cells {
            let alone = cohorts.iter().any(|c| c.first_treated == cell.first_treated && c.units == 1);
            // Beside one unit there is no other that would show how such units vary.
            if alone && (cell.se > 0.0 || cell.att.abs() > 0.0) {
                let none = f64::NAN;
                (cell.se, cell.lower, cell.upper) = (none, none, none);
                (cell.band_lower, cell.band_upper) = (none, none);
            }
        }
        for cohort in cohorts.iter().filter(|cohort| cohort.units < 5) {
            let Cohort { first_treated, units } = *cohort;
            warnings.push(Warning::SmallCohort { first_treated, units });
        }
        if left_out > 0 {
            warnings.push(Warning::LeftOut { rows: left_out });
        }
        let parts = Parts {
            cells: cells.clone(),
            influence,
            cohort_of: self.cohort_of.clone(),
            cluster_of: self.cluster_of.clone(),
            options: *self.options,
            warnings,
        };
        GroupTime {
            effect: parts.aggregate(Kind::Simple).effect,
            cells,
            band_critical: band.critical,
            cohorts,
            units: self.cohort_of.len(),
            parts,
        }
    }
}
