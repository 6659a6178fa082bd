//! Works that a second commission confirmed: indicator 4.

use super::super::Better;
use super::{Computed, Indicators, Report, TOLERANCE};
use crate::data::{Fingerprint, Remarked, login_digits};
use crate::math::{t_quantile, wilson_by};
use crate::sorted::Sorted;

/// The works of one school, each counted as many as it stands for.
#[derive(Default)]
struct School {
    all: f64,
    confirmed: f64,
}

impl Report<'_> {
    pub(super) fn recheck(&self, found: &mut Indicators) {
        const FORMULA: &str = "recheck_confirmed";
        let Some(remarked) = self.inputs.remarked else {
            found.leave_out(FORMULA, "remarked is not given");
            return;
        };
        let tolerance = self.inputs.tolerance.unwrap_or(TOLERANCE);
        let papers = remarked.papers();
        let mut schools: Sorted<&str, School> = Sorted::new();
        for paper in &papers {
            let school = schools.entry(login_digits(&paper.row.school), School::default);
            school.all += 1.0 / paper.row.probability;
            school.confirmed += f64::from(u8::from(paper.confirmed(tolerance))) / paper.row.probability;
        }
        let schools: Vec<School> = schools.into_iter().map(|(_, school)| school).collect();
        let all: f64 = schools.iter().map(|s| s.all).sum();
        let confirmed: f64 = schools.iter().map(|s| s.confirmed).sum();
        let share = confirmed / all;
        let (lower, upper) = limits(share, all, &schools, papers.len());
        let value = Computed {
            of: format!("tolerance {tolerance}"),
            numerator: confirmed,
            denominator: all,
            value: 100.0 * share,
            direction: Some(Better::Higher),
            source: fingerprint(remarked),
            ..self.value(FORMULA, "%")
        };
        found.values.push(value.with("wilson_by_schools", lower, upper));
        let mut count = |formula, unit, n: usize| {
            let source = fingerprint(remarked);
            found.values.push(Computed { source, ..self.beside(formula, unit, n as u64) });
        };
        count("works_remarked", "works", papers.len());
        count("schools_remarked", "schools", schools.len());
    }
}

/// Wilson's limits with the effective number of works: share·(1 − share) over the variance between
/// schools, at most all works; where all are confirmed or none is, the number of schools. Student's
/// t with one less than the schools; one school says nothing of others.
fn limits(share: f64, all: f64, schools: &[School], papers: usize) -> (f64, f64) {
    if schools.len() < 2 {
        return (f64::NAN, f64::NAN);
    }
    let m = schools.len() as f64;
    let spread: f64 = schools.iter().map(|s| (s.confirmed - share * s.all).powi(2)).sum();
    let variance = m / (m - 1.0) * spread / (all * all);
    let binomial = share * (1.0 - share);
    let effective = if binomial > 0.0 { (binomial / variance).min(papers as f64) } else { m };
    wilson_by(share, effective, t_quantile(0.975, m - 1.0))
}

fn fingerprint(remarked: &Remarked) -> String {
    let mut source = Fingerprint::new();
    for row in remarked.rows() {
        let [school, work, code, item] = [&row.school, &row.work, &row.code, &row.item];
        let points = format!("{}\n{}\n{}", row.before, row.after, row.probability);
        source.eat(format!("{school}\n{work}\n{code}\n{item}\n{points}\n").as_bytes());
    }
    source.text()
}
