//! What cells add up to.

use std::collections::BTreeSet;

use obektiv_derive::described;

use super::super::did::LEAST_TREATED;
use super::super::randomisation::caution;
use super::super::result::{Counts, Effect, Numbers, around};
use super::super::warning::Warning;
use super::super::words::Words;
use super::clusters::{Band, standard_error};
use super::{Adjustment, Aggregate, Base, Control, GroupTime, GroupTimeCell, GroupTimeOptions, Kind, Point};
use crate::math::{Z95, normal_upper};
use crate::sorted::filled;

/// A weighted sum of cells.
struct Sum {
    att: f64,
    naive: f64,
    psi: Vec<f64>,
}

/// What cells are added up from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parts {
    pub cells: Vec<GroupTimeCell>,
    /// The influence function of each cell, by units.
    pub influence: Vec<Vec<f64>>,
    pub cohort_of: Vec<Option<i32>>,
    pub cluster_of: Vec<usize>,
    pub options: GroupTimeOptions,
    /// What is doubtful in single cells.
    pub warnings: Vec<Warning>,
}

impl Parts {
    fn share(&self, cohort: i32) -> f64 {
        self.cohort_of.iter().filter(|g| **g == Some(cohort)).count() as f64 / self.cohort_of.len() as f64
    }

    /// Cells weighted by the size of their cohorts, with what the weights themselves add to ψ.
    fn by_size(&self, chosen: &[usize]) -> Sum {
        let shares: Vec<f64> = chosen.iter().map(|&k| self.share(self.cells[k].first_treated)).collect();
        let parts: Vec<(i32, Sum)> =
            chosen.iter().map(|&k| (self.cells[k].first_treated, self.one(k))).collect();
        self.weighted(&parts, &shares)
    }

    fn one(&self, k: usize) -> Sum {
        let cell = &self.cells[k];
        Sum { att: cell.att, naive: cell.naive_change, psi: self.influence[k].clone() }
    }

    fn weighted(&self, parts: &[(i32, Sum)], shares: &[f64]) -> Sum {
        let all: f64 = shares.iter().sum();
        let mut total = mean(parts.iter().map(|(_, sum)| sum), shares);
        for (u, psi) in total.psi.iter_mut().enumerate() {
            let is = |cohort: i32| f64::from(u8::from(self.cohort_of[u] == Some(cohort)));
            let aside: f64 = parts.iter().zip(shares).map(|((g, _), share)| is(*g) - share).sum();
            for ((cohort, sum), share) in parts.iter().zip(shares) {
                *psi += sum.att * ((is(*cohort) - share) / all - aside * share / (all * all));
            }
        }
        total
    }

    fn cells_where(&self, chosen: impl Fn(&GroupTimeCell) -> bool) -> Vec<usize> {
        (0..self.cells.len()).filter(|&k| chosen(&self.cells[k])).collect()
    }

    /// Years since the help began, as years of the panel lie.
    fn since(&self, cell: &GroupTimeCell) -> i32 {
        cell.period - cell.first_treated
    }

    /// The parts of an aggregate, and those of them that make its overall effect.
    fn of(&self, kind: Kind) -> Vec<(i32, Sum)> {
        let after = |cell: &GroupTimeCell| cell.period >= cell.first_treated;
        let distinct = |value: &dyn Fn(&GroupTimeCell) -> Option<i32>| {
            let all: BTreeSet<i32> = filled(self.cells.iter().filter_map(value));
            all
        };
        match kind {
            Kind::Simple => Vec::new(),
            Kind::Group => distinct(&|cell| after(cell).then_some(cell.first_treated))
                .into_iter()
                .map(|g| {
                    let chosen = self.cells_where(|cell| after(cell) && cell.first_treated == g);
                    let sums: Vec<Sum> = chosen.iter().map(|&k| self.one(k)).collect();
                    (g, mean(sums.iter(), &vec![1.0; sums.len()]))
                })
                .collect(),
            Kind::Dynamic => distinct(&|cell| Some(self.since(cell)))
                .into_iter()
                .map(|e| (e, self.by_size(&self.cells_where(|cell| self.since(cell) == e))))
                .collect(),
            Kind::Calendar => distinct(&|cell| after(cell).then_some(cell.period))
                .into_iter()
                .map(|t| (t, self.by_size(&self.cells_where(|cell| after(cell) && cell.period == t))))
                .collect(),
        }
    }

    pub fn aggregate(&self, kind: Kind) -> Aggregate {
        let parts = self.of(kind);
        let overall = match kind {
            Kind::Simple => self.by_size(&self.cells_where(|cell| cell.period >= cell.first_treated)),
            Kind::Group => {
                let shares: Vec<f64> = parts.iter().map(|(g, _)| self.share(*g)).collect();
                self.weighted(&parts, &shares)
            }
            Kind::Dynamic => {
                let after: Vec<&Sum> = parts.iter().filter(|(e, _)| *e >= 0).map(|(_, sum)| sum).collect();
                mean(after.iter().copied(), &vec![1.0; after.len()])
            }
            Kind::Calendar => mean(parts.iter().map(|(_, sum)| sum), &vec![1.0; parts.len()]),
        };
        let influence: Vec<Vec<f64>> = parts.iter().map(|(_, sum)| sum.psi.clone()).collect();
        let band = (!parts.is_empty()).then(|| Band::of(&influence, &self.cluster_of, &self.options));
        let points = parts.iter().enumerate().map(|(k, (at, sum))| {
            let (se, half) =
                (standard_error(&sum.psi, &self.cluster_of), band.as_ref().map_or(0.0, |b| b.half(k)));
            Point {
                at: *at,
                att: sum.att,
                se,
                lower: sum.att - Z95 * se,
                upper: sum.att + Z95 * se,
                band_lower: sum.att - half,
                band_upper: sum.att + half,
                naive_change: sum.naive,
                expected_without_measures: sum.naive - sum.att,
            }
        });
        let points = points.collect();
        let se = standard_error(&overall.psi, &self.cluster_of);
        Aggregate { effect: self.effect(&overall, se), se, points, band_critical: band.map(|b| b.critical) }
    }

    /// Cells before the help, with their influence functions.
    fn before(&self) -> Vec<(&GroupTimeCell, &[f64])> {
        let cells = self.cells.iter().zip(&self.influence);
        cells
            .filter(|(cell, _)| cell.period < cell.first_treated && cell.se > 0.0)
            .map(|(c, p)| (c, &p[..]))
            .collect()
    }

    fn effect(&self, overall: &Sum, se: f64) -> Effect {
        let helped: BTreeSet<usize> =
            filled(self.cohort_of.iter().zip(&self.cluster_of).filter(|(g, _)| g.is_some()).map(|(_, c)| *c));
        let clusters: BTreeSet<usize> = filled(self.cluster_of.iter().copied());
        let treated = self.cohort_of.iter().filter(|g| g.is_some()).count();
        let counts = Counts {
            treated,
            controls: self.cohort_of.len() - treated,
            clusters: clusters.len(),
            treated_clusters: helped.len(),
        };
        let few = helped.len() < LEAST_TREATED;
        let mut warnings = self.warnings.clone();
        if few {
            warnings.push(Warning::TooFewTreated { clusters: helped.len() });
        }
        if !self.options.by_lot {
            warnings.push(Warning::NotByLot);
        }
        if self.before().is_empty() {
            warnings.push(Warning::NoYearsBefore);
        }
        let numbers = Numbers {
            estimate: overall.att,
            interval: if few { None } else { around(overall.att, Z95 * se) },
            pvalue: (!few).then(|| 2.0 * normal_upper((overall.att / se).abs())),
            smallest: None,
            naive: Some(overall.naive),
            expected: Some(overall.naive - overall.att),
            ..Numbers::default()
        };
        let method = match self.options.method {
            Adjustment::Reg => "Callaway and Sant'Anna, regression",
            Adjustment::Ipw => "Callaway and Sant'Anna, weights by the chance of help",
            Adjustment::Dr => "Callaway and Sant'Anna, doubly robust",
        };
        let comparison = match self.options.control {
            Control::Never => Words::new(
                "Изменение с года перед помощью там, где помогали, по сравнению с теми, кому не помогали вовсе",
                "The change since the year before the help beside that of units never helped",
            ),
            Control::NotYet => Words::new(
                "Изменение с года перед помощью там, где помогали, по сравнению с теми, кому ещё не помогали",
                "The change since the year before the help beside that of units not helped yet",
            ),
        };
        Effect::of(numbers, counts, method, comparison, caution(self.options.by_lot), warnings)
    }
}

impl GroupTime {
    /// What the cells add up to.
    ///
    /// ```text
    /// simple: all t ≥ g, weights P(G = g);   group: mean over t of each cohort, then P(G = g)
    /// dynamic: e = t − g, weights P(G = g), overall the mean over e ≥ 0;
    /// calendar: by year, overall their mean
    /// ψ = Σ w ψ + what the estimated weights add;   SE and bands as for cells
    /// ```
    /// With fewer than four helped clusters there is no interval and no p-value: use
    /// [`randomisation`](crate::effect::randomisation()). In other languages it takes the panel
    /// again, and fails as [`group_time`](super::group_time()) does.
    ///
    /// # Examples
    /// ```python
    /// >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    /// >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    /// >>> outcome = np.sin(unit * year) - (year >= first)
    /// >>> found = ob.effect.aggregate(unit, year, outcome, first, kind="dynamic")
    /// >>> round(found.estimate, 3)
    /// -1.372
    /// >>> [(point.at, round(point.att, 2)) for point in found.points]
    /// [(-2, -0.43), (-1, -0.3), (0, -1.14), (1, -1.61)]
    /// ```
    #[must_use]
    #[described]
    pub fn aggregate(&self, kind: Kind) -> Aggregate {
        self.parts.aggregate(kind)
    }

    /// The parts of an event study: years since the help, effects, and their influence functions.
    pub(in crate::effect) fn dynamic(&self) -> Vec<(i32, f64, Vec<f64>)> {
        self.parts.of(Kind::Dynamic).into_iter().map(|(e, sum)| (e, sum.att, sum.psi)).collect()
    }

    /// Cells before the help, with their influence functions.
    pub(in crate::effect) fn before(&self) -> Vec<(&GroupTimeCell, &[f64])> {
        self.parts.before()
    }

    pub(in crate::effect) fn cluster_of(&self) -> &[usize] {
        &self.parts.cluster_of
    }

    pub(in crate::effect) fn base(&self) -> Base {
        self.parts.options.base
    }
}

/// The weighted mean of sums, weights fixed.
fn mean<'a>(sums: impl Iterator<Item = &'a Sum>, weights: &[f64]) -> Sum {
    let all: f64 = weights.iter().sum();
    let mut total = Sum { att: 0.0, naive: 0.0, psi: Vec::new() };
    for (sum, weight) in sums.zip(weights) {
        let w = weight / all;
        total.att += w * sum.att;
        total.naive += w * sum.naive;
        total.psi.resize(sum.psi.len(), 0.0);
        total.psi.iter_mut().zip(&sum.psi).for_each(|(t, p)| *t += w * p);
    }
    total
}
