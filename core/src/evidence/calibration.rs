//! How far a stated posterior can be believed: what the other half of the works says of the same
//! schools, or what observers saw.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Calibrated, Calibration, CalibrationRow, Evidence, Halves, Interval};
use super::groups::found;
use super::passes::{Context, WorkPass};
use super::posterior::{Layer, is_judged, posterior};
use super::{EvidenceError, EvidenceOptions};
use crate::data::{Observed, login_digits};
use crate::math::{Z95, wilson};
use crate::sorted::filled;

/// Where one row of the table ends and the next begins.
const EDGES: [f64; 7] = [0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0];
/// Schools from which the highest rows say how far posteriors are shown.
const LEAST_SCHOOLS: u64 = 10;

/// One school: its stated posterior, what was seen of it, and for how many it stands.
struct Pair {
    stated: f64,
    seen: f64,
    weight: f64,
}

impl Calibration {
    /// Nothing was compared: posteriors are shown up to the policy's ceiling.
    pub(super) fn none(options: &EvidenceOptions) -> Self {
        Self { by: Calibrated::Uncalibrated, ceiling: options.ceiling, rows: Vec::new(), halves: None }
    }

    fn of(by: Calibrated, pairs: &[Pair], options: &EvidenceOptions) -> Self {
        let rows: Vec<CalibrationRow> = EDGES.windows(2).map(|edge| row(edge[0], edge[1], pairs)).collect();
        let supported = supported(pairs);
        let by = if supported.is_some() { by } else { Calibrated::Uncalibrated };
        let ceiling = supported.map_or(options.ceiling, |seen| seen.min(options.ceiling));
        Self { by, ceiling, rows, halves: None }
    }
}

fn row(from: f64, to: f64, pairs: &[Pair]) -> CalibrationRow {
    let is_in = |p: f64| p >= from && (p < to || to >= 1.0);
    let here: Vec<&Pair> = pairs.iter().filter(|pair| is_in(pair.stated)).collect();
    let weight: f64 = here.iter().map(|pair| pair.weight).sum();
    let mean = |of: fn(&Pair) -> f64| here.iter().map(|pair| pair.weight * of(pair)).sum::<f64>() / weight;
    let seen = mean(|pair| pair.seen);
    // Schools that stand for many others count for fewer than they are.
    let n = weight * weight / here.iter().map(|pair| pair.weight * pair.weight).sum::<f64>();
    CalibrationRow {
        from,
        to,
        schools: here.len() as u64,
        stated: mean(|pair| pair.stated),
        seen: interval(seen, n),
    }
}

/// Wilson's interval; for means of values from 0 to 1 it is wider than need be. NaN of nobody.
fn interval(share: f64, n: f64) -> Interval {
    let (lower, upper) = wilson(share, n);
    Interval { value: share, lower, upper }
}

/// What was seen of the schools with the highest posteriors: those of the highest row, and of the
/// next ones until they are enough. None below an even chance are taken.
fn supported(pairs: &[Pair]) -> Option<f64> {
    for from in EDGES[2..].iter().rev().skip(1) {
        let here: Vec<&Pair> = pairs.iter().filter(|pair| pair.stated >= *from).collect();
        if here.len() as u64 >= LEAST_SCHOOLS {
            let weight: f64 = here.iter().map(|pair| pair.weight).sum();
            return Some(here.iter().map(|pair| pair.weight * pair.seen).sum::<f64>() / weight);
        }
        if *from <= 0.5 {
            break;
        }
    }
    None
}

/// Every other grade against the others; of one grade alone every other subject. `None` for a
/// single work.
fn split(passes: &[WorkPass<'_>]) -> Option<Vec<bool>> {
    let grades: BTreeSet<u8> = filled(passes.iter().map(|pass| pass.work.assessment.written_in()));
    let subjects: BTreeSet<&str> = filled(passes.iter().map(|pass| pass.work.assessment.subject.as_str()));
    let place = |pass: &WorkPass<'_>| match grades.len() {
        0 | 1 => subjects.iter().position(|subject| *subject == pass.work.assessment.subject),
        _ => grades.iter().position(|grade| *grade == pass.work.assessment.written_in()),
    };
    let first: Vec<bool> =
        passes.iter().map(|pass| place(pass).is_some_and(|place| place % 2 == 0)).collect();
    (first.contains(&true) && first.contains(&false)).then_some(first)
}

/// What half of the works says of each school, `None` where it judged none.
struct Half {
    works: Vec<String>,
    schools: BTreeMap<String, (f64, bool)>,
}

impl Half {
    fn of(context: &Context<'_>, names: &[&str], passes: &[&WorkPass<'_>]) -> Self {
        let layer = Layer::of(context, names, passes);
        let blocks = layer.blocks();
        let posteriors: Vec<f64> = blocks.iter().map(posterior).collect();
        let found = found(&posteriors, context.options);
        let judged = (0..names.len()).filter(|&j| is_judged(&blocks[j]));
        let schools = filled(judged.map(|j| (names[j].to_owned(), (posteriors[j], found[j]))));
        Self { works: passes.iter().map(|pass| pass.key.clone()).collect(), schools }
    }
}

/// Halves of the works against each other, for a territory that is its own reference.
pub(super) fn by_halves(context: &Context<'_>, names: &[&str], passes: &[WorkPass<'_>]) -> Calibration {
    let none = || Calibration::none(context.options);
    if !context.own || names.len() < context.options.alone {
        return none();
    }
    let Some(first) = split(passes) else { return none() };
    let half = |which: bool| {
        let works: Vec<&WorkPass<'_>> =
            passes.iter().zip(&first).filter(|(_, first)| **first == which).map(|(pass, _)| pass).collect();
        Half::of(context, names, &works)
    };
    let (a, b) = (half(true), half(false));
    let (mut pairs, mut cells) = (Vec::new(), [0_u64; 4]);
    for (school, &(in_a, found_a)) in &a.schools {
        let Some(&(in_b, found_b)) = b.schools.get(school) else { continue };
        pairs.push(Pair { stated: in_a, seen: in_b, weight: 1.0 });
        pairs.push(Pair { stated: in_b, seen: in_a, weight: 1.0 });
        cells[2 * usize::from(!found_a) + usize::from(!found_b)] += 1;
    }
    let mut calibration = Calibration::of(Calibrated::Halves, &pairs, context.options);
    let [both, first, second, neither] = cells;
    calibration.halves = Some(Halves {
        first_works: a.works,
        second_works: b.works,
        both,
        first,
        second,
        neither,
        expected: (both + first) as f64 * (both + second) as f64 / cells.iter().sum::<u64>() as f64,
        odds_ratio: odds_ratio(cells),
    });
    calibration
}

/// The odds ratio of a table of four with Woolf's interval, half a school added to each cell
/// (Haldane, Anscombe).
fn odds_ratio(cells: [u64; 4]) -> Interval {
    let [a, b, c, d] = cells.map(|n| n as f64 + 0.5);
    let log = libm::log(a * d / (b * c));
    let reach = Z95 * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    Interval { value: libm::exp(log), lower: libm::exp(log - reach), upper: libm::exp(log + reach) }
}

impl Evidence {
    /// The same evidence with its posteriors beside what observers saw: each observed school stands
    /// for 1/p others, p being the probability with which it was chosen. Logins are compared by
    /// their digits.
    ///
    /// # Errors
    /// [`EvidenceError::Observed`] if none of the schools is among those that were judged.
    pub fn calibrated_on(mut self, observed: &Observed) -> Result<Self, EvidenceError> {
        let judged = self.schools.iter().filter(|school| is_judged(&school.blocks));
        let judged: BTreeMap<&str, f64> =
            filled(judged.map(|school| (login_digits(&school.school), school.posterior)));
        let pairs: Vec<Pair> = observed
            .schools()
            .into_iter()
            .filter_map(|school| {
                let stated = *judged.get(login_digits(&school.school))?;
                let seen = f64::from(u8::from(school.irregular));
                Some(Pair { stated, seen, weight: 1.0 / school.probability })
            })
            .collect();
        if pairs.is_empty() {
            return Err(EvidenceError::Observed);
        }
        let halves = self.calibration.halves.take();
        self.calibration = Calibration::of(Calibrated::Observers, &pairs, &self.options);
        self.calibration.halves = halves;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(f64, f64, f64)]) -> Vec<Pair> {
        of.iter().map(|&(stated, seen, weight)| Pair { stated, seen, weight }).collect()
    }

    #[test]
    fn a_row_weighs_schools_by_what_they_stand_for() {
        let row = row(0.8, 0.95, &pairs(&[(0.9, 1.0, 3.0), (0.8, 0.0, 1.0), (0.2, 1.0, 9.0)]));
        assert_eq!(row.schools, 2);
        assert!((row.stated - 0.875).abs() < 1e-12 && (row.seen.value - 0.75).abs() < 1e-12);
        // Wilson's interval of .75 of n = 16/10.
        assert!((row.seen.lower - 0.169).abs() < 2e-3 && (row.seen.upper - 0.978).abs() < 2e-3, "{row:?}");
    }

    #[test]
    fn the_highest_schools_say_how_far_posteriors_are_shown() {
        let options = EvidenceOptions::default();
        let sure: Vec<(f64, f64, f64)> = (0..12).map(|i| (0.99, f64::from(u8::from(i < 9)), 1.0)).collect();
        let of = Calibration::of(Calibrated::Observers, &pairs(&sure), &options);
        assert!(of.by == Calibrated::Observers && (of.ceiling - 0.75).abs() < 1e-12);
        let few = Calibration::of(Calibrated::Halves, &pairs(&sure[..9]), &options);
        assert!(few.by == Calibrated::Uncalibrated && (few.ceiling - 0.95).abs() < 1e-12);
    }

    #[test]
    fn an_odds_ratio_has_woolf_s_interval() {
        let of = odds_ratio([10, 5, 4, 100]);
        let expected = 10.5 * 100.5 / (5.5 * 4.5);
        assert!((of.value - expected).abs() < 1e-9);
        assert!((of.lower * of.upper - expected * expected).abs() < 1e-6);
    }
}
