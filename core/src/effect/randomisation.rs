//! Randomisation inference: the observed difference beside those of all assignments there could
//! have been.

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::assignments::Assignments;
use super::error::{EffectError, all_finite, same_length};
use super::panel::numbered;
use super::result::{Counts, Effect, Numbers};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};

/// What is compared between helped units and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The difference of means, inside strata weighted by their units.
    #[default]
    Difference,
    /// The same over its standard error, which holds for unequal variances too (Wu & Ding 2021).
    Studentised,
}

crate::function::choices!(Statistic, "statistic", Difference = "difference", Studentised = "studentised");

/// Options of [`randomisation`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct RandomisationOptions {
    /// What is compared.
    pub statistic: Statistic,
    /// Assignments up to which all are looked at.
    pub most: usize,
    /// Draws where there are more.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Help was given by lot, inside the strata.
    pub by_lot: bool,
}

impl Default for RandomisationOptions {
    fn default() -> Self {
        Self { statistic: Statistic::Difference, most: 1_000_000, draws: 9_999, seed: 1, by_lot: false }
    }
}

impl RandomisationOptions {
    /// Refuses numbers of draws that give no p-value.
    pub(super) fn check(&self) -> Result<(), EffectError> {
        if self.draws < 99 {
            return Err(EffectError::TooFew { name: "draws", got: self.draws, of: "draws", least: 99 });
        }
        Ok(())
    }
}

/// What [`randomisation`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Randomisation {
    /// The effect: the difference of mean changes, its interval by inversion of the test.
    #[serde(flatten)]
    pub effect: Effect,
    /// The statistic that was compared.
    pub statistic: f64,
    /// P(statistic ≤ the observed).
    pub less: f64,
    /// P(statistic ≥ the observed).
    pub greater: f64,
    /// How many assignments there are.
    pub assignments: f64,
    /// All were looked at.
    pub exact: bool,
}

struct Sample<'a> {
    change: &'a [f64],
    stratum: Vec<usize>,
    strata: usize,
}

/// Sums of one side of one stratum.
#[derive(Clone, Copy, Default)]
struct Side {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Side {
    fn mean(self) -> f64 {
        self.sum / self.n
    }

    fn variance_of_mean(self) -> f64 {
        (self.squares - self.sum * self.sum / self.n) / (self.n - 1.0) / self.n
    }
}

impl Sample<'_> {
    /// One unit has no variance: refuses strata where one side has one.
    fn two_each(&self, treated: &[bool]) -> Result<(), EffectError> {
        let mut sides = vec![[0; 2]; self.strata];
        self.stratum.iter().zip(treated).for_each(|(&s, &helped)| sides[s][usize::from(helped)] += 1);
        let of = "units of each side in a stratum, for studentised";
        match sides.iter().find(|[a, b]| *a > 0 && *b > 0 && *a.min(b) < 2) {
            Some(_) => Err(EffectError::TooFew { name: "treated", got: 1, of, least: 2 }),
            None => Ok(()),
        }
    }

    /// The difference and its variance, strata weighted by their units; those with one side only
    /// have none.
    fn difference(&self, value: impl Fn(usize) -> f64, treated: &[bool]) -> (f64, f64) {
        let mut sides = vec![[Side::default(); 2]; self.strata];
        for (place, (&s, &helped)) in self.stratum.iter().zip(treated).enumerate() {
            let side = &mut sides[s][usize::from(helped)];
            let value = value(place);
            side.n += 1.0;
            side.sum += value;
            side.squares += value * value;
        }
        sides.retain(|[a, b]| a.n > 0.0 && b.n > 0.0);
        let all: f64 = sides.iter().map(|[a, b]| a.n + b.n).sum();
        sides.iter().fold((0.0, 0.0), |(difference, variance), [others, helped]| {
            let weight = (others.n + helped.n) / all;
            let here = others.variance_of_mean() + helped.variance_of_mean();
            (difference + weight * (helped.mean() - others.mean()), variance + weight * weight * here)
        })
    }
}

/// The difference of mean changes between helped units and others, beside that of every other
/// assignment of the same help.
///
/// ```text
/// T(D) = Σ_s n_s/n · (mean of changes | D = 1, s  −  mean | D = 0, s)        s: strata
/// p = #{D* : |T(D*)| ≥ |T(D)|} / #{D*}         D*: all assignments with as many helped in each
///     stratum
/// p = (1 + #)/(1 + draws)                      of a sample of them,
///     where there are more than `most`
/// interval: all δ with p > .05 when δ is taken from the changes of who was helped
/// ```
/// `change` is one value per unit; `treated` says who was helped; `stratum` groups units inside
/// which help was given. Strata where all or none were helped take no part in the difference. With
/// `studentised` the p-value compares T over its standard error; the interval stays that of T. No
/// p-value can be smaller than `smallest_attainable_pvalue`, one over the number of assignments, or
/// two where a half is helped in each stratum: the other half then differs by as much.
/// Where help was not given by lot this is a placebo reassignment, not an exact test, and carries a
/// warning.
///
/// # Errors
/// [`EffectError::NoTreated`], [`EffectError::NoControls`], [`EffectError::TooFew`] for strata that
/// each have one side only or too few draws, [`EffectError::Length`], [`EffectError::Parameter`]
/// for changes that are not finite.
///
/// # Examples
/// ```
/// use obektiv::effect::{RandomisationOptions, randomisation};
/// let treated = [true, true, false, false, false];
/// let options = RandomisationOptions::default();
/// let found = randomisation(&[-3.0, -2.0, 0.0, 1.0, 0.5], &treated, None, &options)?;
/// assert_eq!(found.effect.pvalue, Some(0.1));
/// # Ok::<(), obektiv::effect::EffectError>(())
/// ```
/// ```python
/// >>> treated = [True, True, False, False, False]
/// >>> found = ob.effect.randomisation([-3.0, -2.0, 0.0, 1.0, 0.5], treated, by_lot=True)
/// >>> found.pvalue, found.smallest_attainable_pvalue, found.assignments
/// (0.1, 0.1, 10.0)
/// >>> print(found.sentence.en)
/// Mean changes where help was given and where it was not: a change of −2.50, 0.500 expected ...
/// ```
///
/// # References
/// Fisher (1935), The Design of Experiments. Wu & Ding (2021), Journal of the American Statistical
/// Association 116, 1898–1913.
#[described]
pub fn randomisation(
    change: &[f64],
    treated: &[bool],
    stratum: Option<&[&str]>,
    options: &RandomisationOptions,
) -> Result<Randomisation, EffectError> {
    same_length("treated", treated.len(), change.len())?;
    same_length("stratum", stratum.map_or(change.len(), <[_]>::len), change.len())?;
    all_finite("change", change)?;
    options.check()?;
    let n_treated = treated.iter().filter(|t| **t).count();
    let n_control = change.len() - n_treated;
    if n_treated == 0 {
        return Err(EffectError::NoTreated { name: "treated" });
    }
    if n_control == 0 {
        return Err(EffectError::NoControls { name: "treated" });
    }
    let (stratum, names) = match stratum {
        Some(names) => numbered(names.iter().copied()),
        None => (vec![0; change.len()], vec![String::new()]),
    };
    let sample = Sample { change, stratum, strata: names.len() };
    if options.statistic == Statistic::Studentised {
        sample.two_each(treated)?;
    }
    let assignments = Assignments::of(treated, &sample.stratum);
    if assignments.count < 2.0 {
        return Err(EffectError::TooFew { name: "stratum", got: 1, of: "possible assignments", least: 2 });
    }
    Ok(found(&sample, treated, &assignments, options))
}

/// [`randomisation`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.randomisation",
    doc: RANDOMISATION_DOC,
    inputs: &[
        Input::new("change", Kind::Numbers).doc("The change of each unit."),
        Input::new("treated", Kind::Flags).doc("Who was helped."),
        Input::new("stratum", Kind::Names).optional().doc("Strata inside which help was given."),
    ],
    groups: Groups::None,
    options: options::<RandomisationOptions>,
    output: Shape::Record(Randomisation::described),
    run: |given| {
        let stratum = given.optional(2, Given::texts)?;
        let options = given.options()?;
        Ok(Output::record(&randomisation(given.numbers(0)?, given.flags(1)?, stratum.as_deref(), &options)?))
    },
};

fn found(
    sample: &Sample<'_>,
    treated: &[bool],
    assignments: &Assignments,
    options: &RandomisationOptions,
) -> Randomisation {
    let most = options.most as f64;
    let smallest = assignments.smallest(most, options.draws);
    let helped = |place: usize| f64::from(u8::from(treated[place]));
    let linear = assignments.reference(most, options.draws, options.seed, |flags| {
        let v = sample.difference(helped, flags).0;
        (sample.difference(|place| sample.change[place], flags).0, v)
    });
    let (estimate, variance) = sample.difference(|place| sample.change[place], treated);
    let mean = |side: bool| {
        let values = sample.change.iter().zip(treated).filter(|(_, t)| **t == side).map(|(c, _)| c);
        values.clone().sum::<f64>() / values.count() as f64
    };
    let studentised = (options.statistic == Statistic::Studentised).then(|| {
        assignments.reference(most, options.draws, options.seed, |flags| {
            let (difference, variance) = sample.difference(|place| sample.change[place], flags);
            (difference / variance.sqrt(), 0.0)
        })
    });
    let by = studentised.as_ref().unwrap_or(&linear);
    let numbers = Numbers {
        estimate,
        interval: linear.interval(smallest),
        pvalue: Some(by.two_sided(0.0)),
        smallest: Some(smallest),
        naive: Some(mean(true)),
        expected: Some(mean(true) - estimate),
        ..Numbers::default()
    };
    let n_treated = treated.iter().filter(|t| **t).count();
    let counts = Counts {
        treated: n_treated,
        controls: treated.len() - n_treated,
        clusters: treated.len(),
        treated_clusters: n_treated,
    };
    let warnings = if options.by_lot { Vec::new() } else { vec![Warning::NotByLot] };
    let effect = Effect::of(
        numbers,
        counts,
        method(options, linear.exact),
        comparison(),
        caution(options.by_lot),
        warnings,
    );
    Randomisation {
        effect,
        statistic: if studentised.is_some() { estimate / variance.sqrt() } else { estimate },
        less: by.less(),
        greater: by.greater(),
        assignments: linear.assignments,
        exact: linear.exact,
    }
}

fn method(options: &RandomisationOptions, exact: bool) -> &'static str {
    match (options.statistic, exact) {
        (Statistic::Difference, true) => "difference of means, exact randomisation",
        (Statistic::Difference, false) => "difference of means, sampled randomisation",
        (Statistic::Studentised, true) => "studentised difference, exact randomisation",
        (Statistic::Studentised, false) => "studentised difference, sampled randomisation",
    }
}

fn comparison() -> Words {
    Words::new(
        "Средние изменения там, где помогали, и там, где нет",
        "Mean changes where help was given and where it was not",
    )
}

/// What a comparison of groups cannot show.
pub(super) fn caution(by_lot: bool) -> Words {
    if by_lot {
        return Words::new(
            "Помощь дана по жребию; что именно помогло, отсюда не видно.",
            "Help was given by lot; what in it worked cannot be concluded.",
        );
    }
    Words::new(
        "Помощь дана не по жребию: другие различия между группами исключить нельзя.",
        "Help was not given by lot: other differences between the groups cannot be ruled out.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Csv, close, json, near};
    use super::*;

    fn reference(statistic: Statistic, stratified: bool) -> Randomisation {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/ri.csv"));
        let stratum = table.text("stratum");
        let stratum = stratified.then_some(stratum.as_slice());
        let options = RandomisationOptions { statistic, ..RandomisationOptions::default() };
        randomisation(&table.numbers("change"), &table.flags("treated"), stratum, &options).unwrap()
    }

    #[test]
    fn exact_tests_are_those_of_established_programs() {
        let want = json(include_str!("../../../tests/fixtures/effect/ri.py.json"));
        let cases = [
            ("difference_in_means", reference(Statistic::Difference, false)),
            ("studentised", reference(Statistic::Studentised, false)),
            ("stratified", reference(Statistic::Difference, true)),
        ];
        for (name, found) in cases {
            let want = &want[name];
            near(found.statistic, &want["statistic"], 1e-12);
            near(found.effect.pvalue.unwrap(), &want["two_sided"], 1e-14);
            near(found.less, &want["less"], 1e-14);
            near(found.greater, &want["greater"], 1e-14);
            near(found.assignments, &want["assignments"], 0.0);
        }
        let found = reference(Statistic::Difference, false).effect;
        near(found.lower.unwrap(), &want["interval_95_additive"][0], 1e-6);
        near(found.upper.unwrap(), &want["interval_95_additive"][1], 1e-6);
    }

    /// By every subset of the units as bits, and by the moments of sums over them.
    #[test]
    fn exact_tests_are_those_of_all_subsets() {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/ri.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/ri.R.json"));
        let (change, treated) = (table.numbers("change"), table.flags("treated"));
        let (n, helped) = (change.len(), treated.iter().filter(|t| **t).count());
        let sum = |set: u32| (0..n).filter(|i| set >> i & 1 == 1).map(|i| change[i]).sum::<f64>();
        let all = change.iter().sum::<f64>();
        let (k, m) = (helped as f64, n as f64);
        let difference = |set: u32| sum(set) / k - (all - sum(set)) / (m - k);
        let own = (0..n).filter(|&i| treated[i]).map(|i| 1 << i).sum::<u32>();
        let sets: Vec<u32> = (0..1_u32 << n).filter(|set| set.count_ones() as usize == helped).collect();
        let extreme = |set: &&u32| difference(**set).abs() >= difference(own).abs() - 1e-12;
        let p = sets.iter().filter(extreme).count() as f64 / sets.len() as f64;
        near(p, &want["p_two_sided"], 1e-12);
        close(reference(Statistic::Difference, false).effect.pvalue.unwrap(), p, 1e-12);
        let mean = all / m;
        let square = change.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>();
        let sd = (k * (m - k) / m / (m - 1.0) * square).sqrt();
        near(((sum(own) - k * mean) / sd).abs(), &want["z"], 1e-10);
    }

    #[test]
    fn the_smallest_p_value_is_one_of_all_assignments() {
        let change: Vec<f64> = (0..14).map(|i| f64::from(i * i)).collect();
        let treated: Vec<bool> = (0..14).map(|i| i == 13).collect();
        let found = randomisation(&change, &treated, None, &RandomisationOptions::default()).unwrap().effect;
        close(found.pvalue.unwrap(), 1.0 / 14.0, 1e-15);
        assert_eq!(found.lower, None);
        assert_eq!(found.warnings[1], Warning::CannotBeShown { smallest: 1.0 / 14.0 });
    }

    #[test]
    fn many_assignments_are_sampled_and_no_p_is_zero() {
        let change: Vec<f64> = (0..40).map(f64::from).collect();
        let treated: Vec<bool> = (0..40).map(|i| i >= 20).collect();
        let options = RandomisationOptions { draws: 199, by_lot: true, ..RandomisationOptions::default() };
        let found = randomisation(&change, &treated, None, &options).unwrap();
        assert_eq!((found.exact, found.effect.pvalue), (false, Some(1.0 / 200.0)));
        assert!(found.effect.warnings.is_empty());
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_name() {
        let options = RandomisationOptions::default();
        let code = |change: &[f64], treated: &[bool], stratum: Option<&[&str]>| {
            randomisation(change, treated, stratum, &options).unwrap_err().code()
        };
        assert_eq!(code(&[1.0, 2.0], &[true, true], None), "effect.no_controls");
        assert_eq!(code(&[1.0, 2.0], &[false, false], None), "effect.no_treated");
        assert_eq!(code(&[1.0, 2.0], &[true], None), "effect.length");
        assert_eq!(code(&[1.0, f64::NAN], &[true, false], None), "effect.parameter");
        assert_eq!(code(&[1.0, 2.0], &[true, false], Some(&["a", "b"])), "effect.too_few");
        let one = RandomisationOptions { statistic: Statistic::Studentised, ..options };
        let error = randomisation(&[1.0, 2.0, 3.0], &[true, false, false], None, &one).unwrap_err();
        assert!(matches!(error, EffectError::TooFew { name: "treated", .. }));
    }
}
