//! Did the territory's share of listed schools change?

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::EffectError;
use super::result::{Counts, Effect, Numbers};
use super::words::Words;
use crate::function::{Function, Groups, Output, Shape, options};
use crate::math::{Z95, binomial, clopper_pearson, root};

/// All schools of both years by what they were. The list alone is no table: nobody could have come
/// in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Settings)]
#[serde(deny_unknown_fields)]
pub struct ListChanges {
    /// Listed in both years.
    #[setting(required)]
    pub kept: u64,
    /// Listed before, not after.
    #[setting(required)]
    pub cleared: u64,
    /// Not listed before, listed after.
    #[setting(required)]
    pub new: u64,
    /// Listed in neither year.
    #[setting(required)]
    pub never: u64,
}

impl ListChanges {
    /// Counted from one flag per school and year.
    ///
    /// # Errors
    /// [`EffectError::Length`] for columns of different lengths.
    pub fn of(before: &[bool], after: &[bool]) -> Result<Self, EffectError> {
        super::error::same_length("after", after.len(), before.len())?;
        let count =
            |b: bool, a: bool| before.iter().zip(after).filter(|(x, y)| (**x, **y) == (b, a)).count() as u64;
        Ok(Self {
            kept: count(true, true),
            cleared: count(true, false),
            new: count(false, true),
            never: count(false, false),
        })
    }
}

/// What [`mcnemar`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Mcnemar {
    /// The change of the share of listed schools, with Tango's interval and the mid-p.
    #[serde(flatten)]
    pub effect: Effect,
    /// Exact two-sided p-value.
    pub exact: f64,
    /// Mid-p: 2·(P(X < min) + P(X = min)/2), at most 1.
    pub mid_p: f64,
    /// cleared / new; `None` where nobody is new.
    pub odds: Option<f64>,
    /// Clopper and Pearson's 95 % interval of the odds; `None` with nobody changed.
    pub odds_lower: Option<f64>,
    /// The same; `None` where it is infinite.
    pub odds_upper: Option<f64>,
    /// Wald's standard error of the difference.
    pub wald_se: f64,
}

/// McNemar's test of the change of a list between two years, over all schools of both.
///
/// ```text
/// b = cleared, c = new, n: all schools; X ~ Bin(b + c, ½)
/// difference (c − b)/n, with Tango's score interval
/// exact p = min(1, 2·P(X ≤ min(b, c)));  mid-p = min(1, 2·P(X < min) + P(X = min)), 1 for b = c
/// odds b/c, limits from Clopper and Pearson's interval of b/(b + c)
/// ```
/// It answers whether the territory's share changed, not whether measures did it. All schools of
/// both years are counted, none was chosen for being extreme: without measures, and without other
/// works or criteria, as many are expected to come as to go, so the expected change is 0. The
/// smallest p-value of b + c changed schools is 2^−(b+c). With nobody changed p = 1.
///
/// # Errors
/// [`EffectError::OnlyListed`] for a table without schools that were not listed before,
/// [`EffectError::TooFew`] without any.
///
/// # Examples
/// ```
/// use obektiv::effect::{ListChanges, mcnemar};
/// let found = mcnemar(&ListChanges { kept: 149, cleared: 111, new: 93, never: 251 })?;
/// assert!((found.exact - 0.233_874).abs() < 1e-6);
/// # Ok::<(), obektiv::effect::EffectError>(())
/// ```
/// ```python
/// >>> found = ob.effect.mcnemar(kept=149, cleared=111, new=93, never=251)
/// >>> round(found.exact, 6)
/// 0.233874
/// >>> found.comparison.en
/// 'The share of listed schools among all schools of both years, year on year'
/// ```
///
/// # References
/// Fagerland, Lydersen & Laake (2013), BMC Medical Research Methodology 13, 91. Tango (1998),
/// Statistics in Medicine 17, 891–908.
#[described]
pub fn mcnemar(changes: &ListChanges) -> Result<Mcnemar, EffectError> {
    let ListChanges { kept, cleared: b, new: c, never } = *changes;
    let n = kept + b + c + never;
    if n == 0 {
        return Err(EffectError::TooFew {
            name: "kept, cleared, new, never",
            got: 0,
            of: "schools",
            least: 1,
        });
    }
    if c + never == 0 {
        return Err(EffectError::OnlyListed { name: "never" });
    }
    let (exact, mid_p) = pvalues(b, c);
    let (all, up, down) = (n as f64, c as f64, b as f64);
    let difference = (up - down) / all;
    let odds = |share: f64| (share < 1.0).then(|| share / (1.0 - share));
    let limits = (b + c > 0).then(|| clopper_pearson(b, b + c));
    let numbers = Numbers {
        estimate: difference,
        interval: Some(tango(all, up, down)),
        pvalue: Some(mid_p),
        smallest: Some(0.5_f64.powf(up + down)),
        naive: Some(difference),
        expected: Some(0.0),
        ..Numbers::default()
    };
    let schools = n as usize;
    let counts = Counts { controls: schools, clusters: schools, ..Counts::default() };
    Ok(Mcnemar {
        effect: Effect::of(
            numbers,
            counts,
            "McNemar's mid-p, Tango's interval",
            comparison(),
            caution(),
            Vec::new(),
        ),
        exact,
        mid_p,
        odds: (c > 0).then(|| down / up),
        odds_lower: limits.and_then(|(lower, _)| odds(lower)),
        odds_upper: limits.and_then(|(_, upper)| odds(upper)),
        wald_se: ((up + down) - (up - down) * (up - down) / all).max(0.0).sqrt() / all,
    })
}

/// [`mcnemar`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.mcnemar",
    doc: MCNEMAR_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<ListChanges>,
    output: Shape::Record(Mcnemar::described),
    run: |given| Ok(Output::record(&mcnemar(&given.options()?)?)),
};

/// Exact and mid-p.
pub(crate) fn pvalues(b: u64, c: u64) -> (f64, f64) {
    if b + c == 0 {
        return (1.0, 1.0);
    }
    let tails = binomial(b + c, b.min(c), 0.5);
    let mid = if b == c { 1.0 } else { (2.0 * tails.lower - tails.point).min(1.0) };
    ((2.0 * tails.lower).min(1.0), mid)
}

/// Tango's score interval of (up − down)/n.
fn tango(n: f64, up: f64, down: f64) -> (f64, f64) {
    // The likelihood's best chance of going down where the difference is given.
    let score = |delta: f64| {
        let (a, b) = (2.0 * n, -up - down + (2.0 * n - up + down) * delta);
        let q = ((b * b + 4.0 * a * down * delta * (1.0 - delta)).max(0.0).sqrt() - b) / (2.0 * a);
        let variance = n * (2.0 * q + delta * (1.0 - delta));
        (up - down - n * delta) / variance.max(1e-300).sqrt()
    };
    let centre = (up - down) / n;
    let low = root(-1.0 + 1e-12, centre, |delta| score(delta) - Z95);
    let high = root(centre, 1.0 - 1e-12, |delta| score(delta) + Z95);
    (low, high)
}

fn comparison() -> Words {
    Words::new(
        "Доля школ в списке среди всех школ обоих лет, год к году",
        "The share of listed schools among all schools of both years, year on year",
    )
}

fn caution() -> Words {
    Words::new(
        "Ожидание верно, если не менялись ни работы, ни критерии; вызвано ли изменение мерами, отсюда не следует.",
        "What is expected holds if neither works nor criteria changed; whether measures made the change cannot be concluded.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{close, json, near};
    use super::*;

    #[test]
    fn tests_and_intervals_are_those_of_established_programs() {
        let want = json(include_str!("../../../tests/fixtures/effect/mcnemar.json"));
        for case in want["cases"].as_array().unwrap() {
            let count = |name: &str| case[name].as_u64().unwrap();
            let changes = ListChanges { kept: 100, cleared: count("b"), new: count("c"), never: 300 };
            let found = mcnemar(&changes).unwrap();
            near(found.exact, &case["exact"], 1e-12);
            near(found.mid_p, &case["mid_p"], 1e-12);
            if let Some(difference) = case["difference"].as_f64() {
                close(found.effect.estimate, difference, 1e-12);
                near(found.wald_se, &case["difference_wald_se"], 1e-12);
                near(found.odds_lower.unwrap(), &case["odds_exact_ci"][0], 1e-12);
                assert_eq!(found.odds.is_none(), case["odds"].is_null());
            }
            if let Some(upper) = case["odds_exact_ci"][1].as_f64() {
                // Odds stretch the last digits of a share near 1.
                close(found.odds_upper.unwrap(), upper, 1e-11);
            }
        }
    }

    #[test]
    fn the_interval_of_the_difference_ends_where_the_score_test_rejects() {
        let (n, up, down): (f64, f64, f64) = (50.0, 12.0, 2.0);
        let (low, high) = tango(n, up, down);
        for limit in [low, high] {
            // The likeliest chance of going down where up − down is the limit, by trying all.
            let likelihood = |q: f64| {
                up * (q + limit).ln() + down * q.ln() + (n - up - down) * (1.0 - 2.0 * q - limit).ln()
            };
            let from = (-limit).max(0.0) + 1e-7;
            let steps = (0..200_000).map(|i| from + f64::from(i) / 200_000.0 * (0.5 - limit / 2.0 - from));
            let best = steps.max_by(|a, b| likelihood(*a).total_cmp(&likelihood(*b))).unwrap();
            let z = (up - down - n * limit) / (n * (2.0 * best + limit - limit * limit)).sqrt();
            close(z.abs(), Z95, 1e-4);
        }
        let (mirrored_low, mirrored_high) = tango(n, down, up);
        close(mirrored_low, -high, 1e-12);
        close(mirrored_high, -low, 1e-12);
    }

    #[test]
    fn a_change_never_stands_without_what_was_expected() {
        let changes = ListChanges { kept: 9, cleared: 3, new: 1, never: 40 };
        let effect = mcnemar(&changes).unwrap().effect;
        assert_eq!(effect.expected_without_measures, Some(0.0));
        assert_eq!(effect.smallest_attainable_pvalue, Some(1.0 / 16.0));
        assert!(matches!(effect.warnings[..], [super::super::Warning::CannotBeShown { .. }]));
        assert!(effect.sentence.en.contains("0 expected without any measure"), "{}", effect.sentence.en);
    }

    #[test]
    fn the_listed_alone_are_refused() {
        let only = ListChanges { kept: 100, cleared: 50, ..ListChanges::default() };
        assert_eq!(mcnemar(&only).unwrap_err().code(), "effect.only_listed");
        assert_eq!(mcnemar(&ListChanges::default()).unwrap_err().code(), "effect.too_few");
        assert_eq!(ListChanges::of(&[true], &[]).unwrap_err().code(), "effect.length");
        let counted = ListChanges::of(&[true, true, false, false], &[true, false, true, false]).unwrap();
        assert_eq!(counted, ListChanges { kept: 1, cleared: 1, new: 1, never: 1 });
    }
}
