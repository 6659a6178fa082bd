//! What observers change in the classes they sit in, and in the classes beside them.

use std::collections::BTreeMap;

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::assignments::ways;
use super::error::{EffectError, all_finite, same_length};
use super::panel::numbered;
use super::regression::{Regression, Scaling, StandardError};
use super::result::{Counts, Effect, Numbers};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Groups, Input, Kind, Output, Shape, options};
use crate::random::Random;
use crate::watch;

/// All classes of all schools among which observers were drawn, one per row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Observed<'a> {
    /// The school of each class.
    pub school: &'a [&'a str],
    /// Whether an observer sat in the class.
    pub observed: &'a [bool],
    /// The chance with which the school was drawn: above 0, below 1.
    pub chance: &'a [f64],
    /// The outcome.
    pub outcome: &'a [f64],
}

/// Options of [`observers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct ObserversOptions {
    /// Draws behind p-values.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Classes that would have been observed in a school that was not drawn.
    pub classes: usize,
}

impl Default for ObserversOptions {
    fn default() -> Self {
        Self { draws: 9_999, seed: 1, classes: 1 }
    }
}

/// Means of the three exposures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Exposures {
    /// Classes with an observer.
    pub observed: f64,
    /// Classes without one in a visited school.
    pub same_school: f64,
    /// Classes of schools that were not visited.
    pub not_observed: f64,
}

/// What [`observers`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Observers {
    /// Observed classes beside classes of schools not visited.
    pub direct: Effect,
    /// Classes without an observer in visited schools beside classes of schools not visited.
    pub spill_over: Effect,
    /// Observed classes beside others of the same schools.
    pub within: Effect,
    /// Means weighted by 1/π over the sum of these weights.
    pub hajek: Exposures,
    /// Sums weighted by 1/π over the number of classes.
    pub horvitz_thompson: Exposures,
    /// Standard errors of the direct difference.
    pub direct_errors: Vec<StandardError>,
    /// Standard errors of the spill-over.
    pub spill_over_errors: Vec<StandardError>,
}

const OBSERVED: usize = 1;
const BESIDE: usize = 2;

/// Classes with their exposure, 0 not visited, and the chance of each exposure.
struct Classes<'a> {
    data: &'a Observed<'a>,
    school: Vec<usize>,
    /// Classes of each school by row.
    rows: Vec<Vec<usize>>,
    /// Classes of each school that are observed, or would be if it were drawn.
    observed_of: Vec<usize>,
    exposure: Vec<usize>,
    chances: Vec<[f64; 3]>,
}

/// What observers do, from a design in two stages: schools by lot, classes inside them by lot.
///
/// ```text
/// π₁ = π_s·k_obs/k,   π₂ = π_s·(1 − k_obs/k),   π₀ = 1 − π_s         k classes of the school,
///     k_obs observed
/// Hájek mean ȳ_e = Σ 1{e}·y/π_e / Σ 1{e}/π_e;   Horvitz–Thompson Σ 1{e}·y/π_e / N
/// direct ȳ₁ − ȳ₀,   spill-over ȳ₂ − ȳ₀,   within ȳ₁ − ȳ₂
/// interval: weighted regression on both exposures, CR2 by schools;
/// p: schools drawn again among those of the same chance, then classes
/// ```
/// Every class of every school that could have been drawn is a row. Schools whose classes are all
/// observed when they are drawn have no chance of the second exposure and leave spill-over and
/// within. `within` understates what observers do wherever they change the classes beside them, and
/// says so. An effect on marks needs the marking to be observed. Where observers went to suspicious
/// schools this does not apply: use [`ancova`](super::ancova()) or
/// [`discontinuity`](super::discontinuity()).
///
/// # Errors
/// [`EffectError::Length`], [`EffectError::Parameter`] for a chance that is not between 0 and 1,
/// [`EffectError::Conflict`] for a school with two, [`EffectError::NoTreated`],
/// [`EffectError::NoControls`], [`EffectError::TooFew`].
///
/// # Examples
/// ```python
/// >>> school = np.repeat(np.arange(20), 2)
/// >>> observed = (school < 10) & (np.arange(40) % 2 == 0)
/// >>> outcome = 4 + 0.3 * np.sin(7.0 * np.arange(40)) - 0.5 * observed
/// >>> found = ob.effect.observers(school, observed, [0.5] * 40, outcome)
/// >>> [round(e.estimate, 2) for e in (found.direct, found.spill_over, found.within)]
/// [-0.52, 0.0, -0.52]
/// >>> round(found.hajek.observed, 2)
/// 3.51
/// ```
///
/// # References
/// Bertoni, Brunello & Rocco (2013), Journal of Public Economics 104, 65–77. Aronow & Samii (2017),
/// Annals of Applied Statistics 11, 1912–1947.
#[described]
pub fn observers(data: &Observed<'_>, options: &ObserversOptions) -> Result<Observers, EffectError> {
    if options.draws < 99 {
        return Err(EffectError::TooFew { name: "draws", got: options.draws, of: "draws", least: 99 });
    }
    if options.classes == 0 {
        return Err(EffectError::TooFew { name: "classes", got: 0, of: "classes", least: 1 });
    }
    let classes = Classes::of(data, options)?;
    Ok(classes.answer(options))
}

/// [`observers`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.observers",
    doc: OBSERVERS_DOC,
    inputs: &[
        Input::new("school", Kind::Names).doc("The school of each class."),
        Input::new("observed", Kind::Flags).doc("Whether an observer sat in the class."),
        Input::new("chance", Kind::Numbers)
            .doc("The chance with which the school was drawn: above 0, below 1."),
        Input::new("outcome", Kind::Numbers).doc("The outcome of each class."),
    ],
    groups: Groups::None,
    options: options::<ObserversOptions>,
    output: Shape::Record(Observers::described),
    run: |given| {
        let school = given.texts(0)?;
        let (observed, chance, outcome) = (given.flags(1)?, given.numbers(2)?, given.numbers(3)?);
        let data = Observed { school: &school, observed, chance, outcome };
        Ok(Output::record(&observers(&data, &given.options()?)?))
    },
};

impl<'a> Classes<'a> {
    fn of(data: &'a Observed<'a>, options: &ObserversOptions) -> Result<Self, EffectError> {
        let n = data.school.len();
        same_length("observed", data.observed.len(), n)?;
        same_length("chance", data.chance.len(), n)?;
        same_length("outcome", data.outcome.len(), n)?;
        all_finite("outcome", data.outcome)?;
        if let Some(&value) = data.chance.iter().find(|p| !(**p > 0.0 && **p < 1.0)) {
            return Err(EffectError::Parameter {
                name: "chance",
                value,
                expected: "more than 0, less than 1",
            });
        }
        let (school, names) = numbered(data.school.iter().copied());
        let mut rows = vec![Vec::new(); names.len()];
        school.iter().enumerate().for_each(|(row, &s)| rows[s].push(row));
        for (s, rows) in rows.iter().enumerate() {
            if rows.iter().any(|&row| data.chance[row].to_bits() != data.chance[rows[0]].to_bits()) {
                return Err(EffectError::Conflict { name: "chance", id: names[s].clone() });
            }
        }
        let visited: Vec<usize> =
            rows.iter().map(|rows| rows.iter().filter(|&&row| data.observed[row]).count()).collect();
        if visited.iter().all(|v| *v == 0) {
            return Err(EffectError::NoTreated { name: "observed" });
        }
        if visited.iter().all(|v| *v > 0) {
            return Err(EffectError::NoControls { name: "observed" });
        }
        if visited.len() < 3 {
            return Err(EffectError::TooFew { name: "school", got: visited.len(), of: "schools", least: 3 });
        }
        let would = |(rows, visited): (&Vec<usize>, &usize)| match visited {
            0 => options.classes.min(rows.len()),
            seen => *seen,
        };
        let observed_of: Vec<usize> = rows.iter().zip(&visited).map(would).collect();
        let chance_of = |row: usize| {
            let s = school[row];
            let (chance, part) = (data.chance[row], observed_of[s] as f64 / rows[s].len() as f64);
            [1.0 - chance, chance * part, chance * (1.0 - part)]
        };
        let chances = (0..n).map(chance_of).collect();
        let exposure = (0..n)
            .map(|row| match (data.observed[row], visited[school[row]] > 0) {
                (true, _) => OBSERVED,
                (false, true) => BESIDE,
                (false, false) => 0,
            })
            .collect();
        Ok(Self { data, school, rows, observed_of, exposure, chances })
    }

    /// Whether a class can be exposed in the second way.
    fn can_spill(&self, row: usize) -> bool {
        self.chances[row][BESIDE] > 1e-12
    }

    /// Hájek mean of an exposure over chosen rows.
    fn mean(&self, exposure: &[usize], e: usize, chosen: impl Fn(usize) -> bool) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (row, _) in exposure.iter().enumerate().filter(|(row, x)| **x == e && chosen(*row)) {
            let weight = 1.0 / self.chances[row][e];
            sum += weight * self.data.outcome[row];
            weights += weight;
        }
        sum / weights
    }

    /// direct, spill-over, within.
    fn differences(&self, exposure: &[usize]) -> [f64; 3] {
        let spill = |row: usize| self.can_spill(row);
        let beside = self.mean(exposure, BESIDE, spill);
        [
            self.mean(exposure, OBSERVED, |_| true) - self.mean(exposure, 0, |_| true),
            beside - self.mean(exposure, 0, spill),
            self.mean(exposure, OBSERVED, spill) - beside,
        ]
    }

    /// Standard errors of two exposures' difference, over chosen rows.
    fn errors(&self, e: usize, base: usize, chosen: impl Fn(usize) -> bool) -> Vec<StandardError> {
        let rows: Vec<usize> = (0..self.school.len()).filter(|&row| chosen(row)).collect();
        let is = |e: usize| rows.iter().map(|&row| f64::from(u8::from(self.exposure[row] == e))).collect();
        let other = 3 - e - base;
        let mut columns: Vec<Vec<f64>> = vec![is(e), vec![1.0; rows.len()]];
        if rows.iter().any(|&row| self.exposure[row] == other) {
            columns.push(is(other));
        }
        let weight: Vec<f64> = rows.iter().map(|&row| 1.0 / self.chances[row][self.exposure[row]]).collect();
        let outcome: Vec<f64> = rows.iter().map(|&row| self.data.outcome[row]).collect();
        let school: Vec<usize> = rows.iter().map(|&row| self.school[row]).collect();
        let Some(fit) = Regression::of(&columns, &outcome, &weight, &school) else { return Vec::new() };
        Scaling::ALL.iter().filter_map(|&scaling| fit.error(0, scaling)).collect()
    }

    fn visited(&self, school: usize) -> bool {
        self.rows[school].iter().any(|&row| self.exposure[row] == OBSERVED)
    }

    /// Schools of the same chance.
    fn strata(&self) -> BTreeMap<u64, Vec<usize>> {
        let mut strata: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (s, rows) in self.rows.iter().enumerate() {
            strata.entry(self.data.chance[rows[0]].to_bits()).or_default().push(s);
        }
        strata
    }

    /// The smallest p-value there can be: no assignment is rarer than the one that was drawn, but
    /// for schools of other sizes, and one of the draws is always the observed.
    fn smallest(&self, options: &ObserversOptions) -> f64 {
        let mut all = 1.0;
        for schools in self.strata().values() {
            let drawn = schools.iter().filter(|s| self.visited(**s)).count();
            all *= ways(schools.len(), drawn);
        }
        for (s, rows) in self.rows.iter().enumerate().filter(|(s, _)| self.visited(*s)) {
            all *= ways(rows.len(), self.observed_of[s]);
        }
        (1.0 / all).max(1.0 / (options.draws as f64 + 1.0))
    }

    /// p-values of all three differences: schools drawn again among those of the same chance, then
    /// classes.
    fn pvalues(&self, options: &ObserversOptions) -> [f64; 3] {
        let strata = self.strata();
        let observed = self.differences(&self.exposure);
        let (mut random, mut counts) = (Random::new(options.seed, 0x0b5), [1.0; 3]);
        for _ in watch::steps(0..options.draws) {
            let mut exposure = vec![0; self.school.len()];
            for schools in strata.values() {
                let drawn = schools.iter().filter(|s| self.visited(**s)).count();
                let mut schools = schools.clone();
                for k in 0..drawn {
                    let other = k + random.below(schools.len() - k);
                    schools.swap(k, other);
                    self.visit(schools[k], &mut exposure, &mut random);
                }
            }
            let found = self.differences(&exposure);
            for (count, (found, observed)) in counts.iter_mut().zip(found.iter().zip(&observed)) {
                // What is not defined counts as extreme.
                let extreme = found.is_nan() || found.abs() >= observed.abs() * (1.0 - 1e-12);
                *count += f64::from(u8::from(extreme));
            }
        }
        counts.map(|count| count / (options.draws as f64 + 1.0))
    }

    fn visit(&self, school: usize, exposure: &mut [usize], random: &mut Random) {
        let mut rows = self.rows[school].clone();
        for k in 0..rows.len() {
            let other = k + random.below(rows.len() - k);
            rows.swap(k, other);
            exposure[rows[k]] = if k < self.observed_of[school] { OBSERVED } else { BESIDE };
        }
    }

    fn answer(&self, options: &ObserversOptions) -> Observers {
        let n = self.school.len() as f64;
        let spill = |row: usize| self.can_spill(row);
        let hajek = [0, 1, 2].map(|e| self.mean(&self.exposure, e, |_| true));
        let total = |e: usize| {
            let rows = (0..self.school.len()).filter(|&row| self.exposure[row] == e);
            rows.map(|row| self.data.outcome[row] / self.chances[row][e]).sum::<f64>() / n
        };
        let (p, smallest) = (self.pvalues(options), self.smallest(options));
        let direct_errors = self.errors(OBSERVED, 0, |_| true);
        let spill_over_errors = self.errors(BESIDE, 0, spill);
        let within_errors = self.errors(OBSERVED, BESIDE, spill);
        let beside = self.mean(&self.exposure, BESIDE, spill);
        let levels = [
            (hajek[1], hajek[0]),
            (beside, self.mean(&self.exposure, 0, spill)),
            (self.mean(&self.exposure, OBSERVED, spill), beside),
        ];
        let effect = |i: usize, errors: &[StandardError]| {
            let error = errors.iter().find(|e| e.scaling == Scaling::Cr2);
            let (level, base) = levels[i];
            let numbers = Numbers {
                estimate: level - base,
                interval: error.map(|e| (e.lower, e.upper)),
                pvalue: Some(p[i]),
                smallest: Some(smallest),
                naive: Some(level),
                expected: Some(base),
                levels: true,
            };
            self.effect(i, numbers)
        };
        let exposures =
            |means: [f64; 3]| Exposures { observed: means[1], same_school: means[2], not_observed: means[0] };
        Observers {
            direct: effect(0, &direct_errors),
            spill_over: effect(1, &spill_over_errors),
            within: effect(2, &within_errors),
            hajek: exposures(hajek),
            horvitz_thompson: exposures([0, 1, 2].map(total)),
            direct_errors,
            spill_over_errors,
        }
    }

    fn effect(&self, which: usize, numbers: Numbers) -> Effect {
        let (exposed, base) = [(OBSERVED, 0), (BESIDE, 0), (OBSERVED, BESIDE)][which];
        let count = |e: usize| self.exposure.iter().filter(|x| **x == e).count();
        let visited = self.rows.iter().filter(|rows| self.exposure[rows[0]] != 0).count();
        let counts = Counts {
            treated: count(exposed),
            controls: count(base),
            clusters: self.rows.len(),
            treated_clusters: visited,
        };
        let mut warnings = Vec::new();
        let schools = self.rows.iter().filter(|rows| !self.can_spill(rows[0])).count();
        if which > 0 && schools > 0 {
            warnings.push(Warning::OneClass { schools });
        }
        if which == 2 {
            warnings.push(Warning::WithinUnderstates);
        }
        let comparison = match which {
            0 => Words::new(
                "Классы с наблюдателем и классы школ без наблюдателей",
                "Classes with an observer beside classes of schools not visited",
            ),
            1 => Words::new(
                "Классы без наблюдателя в посещённых школах и классы школ без наблюдателей",
                "Classes without an observer in visited schools beside classes of schools not visited",
            ),
            _ => Words::new(
                "Классы с наблюдателем и другие классы тех же школ",
                "Classes with an observer beside others of the same schools",
            ),
        };
        let caution = Words::new(
            "Верно, если школы и классы выбраны по жребию с этими вероятностями; что изменилось у отдельных школ, не видно.",
            "It holds if schools and classes were drawn with these chances; what changed in single schools cannot be concluded.",
        );
        Effect::of(
            numbers,
            counts,
            "Hájek means, CR2 by schools, p by randomisation",
            comparison,
            caution,
            warnings,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Csv, json, near};
    use super::*;

    #[test]
    fn means_and_errors_are_those_of_the_reference() {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/spill.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/spill.py.json"));
        let school = table.text("school");
        let data = Observed {
            school: &school,
            observed: &table.flags("class_observed"),
            chance: &vec![0.5; school.len()],
            outcome: &table.numbers("y"),
        };
        let found =
            observers(&data, &ObserversOptions { draws: 199, ..ObserversOptions::default() }).unwrap();
        for (got, name) in [(found.hajek, "hajek"), (found.horvitz_thompson, "horvitz_thompson")] {
            near(got.observed, &want[name]["observed"], 1e-10);
            near(got.same_school, &want[name]["same_school"], 1e-10);
            near(got.not_observed, &want[name]["not_observed"], 1e-10);
        }
        near(found.direct.estimate, &want["hajek"]["direct"], 1e-10);
        near(found.spill_over.estimate, &want["hajek"]["spill_over"], 1e-10);
        near(found.within.estimate, &want["hajek"]["within"], 1e-10);
        near(found.direct_errors[0].se, &want["weighted_regression"]["direct_se"], 1e-10);
        near(found.spill_over_errors[0].se, &want["weighted_regression"]["spill_over_se"], 1e-10);
        assert!(found.direct.pvalue.unwrap() > 0.05);
        assert!(found.within.warnings.contains(&Warning::WithinUnderstates));
    }

    #[test]
    fn schools_with_one_class_leave_the_spill_over() {
        let school = ["a", "a", "b", "b", "c", "c", "d", "d", "e", "f"];
        let observed = [true, false, true, false, false, false, false, false, true, false];
        let outcome = [1.0, 2.0, 1.5, 2.5, 4.0, 4.5, 4.2, 4.4, 100.0, 100.0];
        let data = Observed { school: &school, observed: &observed, chance: &[0.5; 10], outcome: &outcome };
        let found = observers(&data, &ObserversOptions { draws: 99, ..ObserversOptions::default() }).unwrap();
        near(found.spill_over.estimate, &serde_json::json!(2.25 - 4.275), 1e-12);
        assert!(found.spill_over.warnings.contains(&Warning::OneClass { schools: 2 }));
    }

    #[test]
    fn without_a_second_class_there_is_no_spill_over_and_nothing_is_said_of_it() {
        let (school, observed) = (["a", "b", "c", "d", "e"], [true, true, false, false, false]);
        let outcome = [1.0, 2.0, 3.0, 4.0, 6.0];
        let data = Observed { school: &school, observed: &observed, chance: &[0.5; 5], outcome: &outcome };
        let found = observers(&data, &ObserversOptions { draws: 99, ..ObserversOptions::default() }).unwrap();
        assert!(found.direct.estimate < 0.0 && found.spill_over.estimate.is_nan());
        assert_eq!((found.spill_over.pvalue, found.within.naive_change), (None, None));
        assert!(found.within.sentence.ru.contains("не определена"), "{}", found.within.sentence.ru);
    }

    #[test]
    fn few_schools_cannot_show_much_whatever_the_draws() {
        let school = ["a", "a", "b", "b", "c", "c", "d", "d"];
        let observed = [true, false, true, false, false, false, false, false];
        let outcome = [1.0, 2.0, 1.5, 2.5, 4.0, 4.5, 4.2, 4.4];
        let data = Observed { school: &school, observed: &observed, chance: &[0.5; 8], outcome: &outcome };
        let effect = observers(&data, &ObserversOptions::default()).unwrap().direct;
        // Two schools of four, one class of two in each.
        assert_eq!(effect.smallest_attainable_pvalue, Some(1.0 / 24.0));
        assert!(effect.pvalue.unwrap() > 1.0 / 24.0 - 0.01);
    }

    #[test]
    fn what_is_no_design_is_refused_by_name() {
        let code = |school: &[&str], observed: &[bool], chance: &[f64]| {
            let data = Observed { school, observed, chance, outcome: &[1.0, 2.0, 3.0] };
            observers(&data, &ObserversOptions::default()).unwrap_err().code()
        };
        let three = ["a", "b", "c"];
        assert_eq!(code(&three, &[true, false, false], &[0.5, 0.0, 0.5]), "effect.parameter");
        assert_eq!(code(&three, &[true; 3], &[0.5; 3]), "effect.no_controls");
        assert_eq!(code(&three, &[false; 3], &[0.5; 3]), "effect.no_treated");
        assert_eq!(code(&["a", "a", "b"], &[true, false, false], &[0.5, 0.4, 0.5]), "effect.conflict");
        assert_eq!(code(&three, &[true], &[0.5; 3]), "effect.length");
    }
}
