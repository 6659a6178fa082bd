//! How many visits each stratum gets.

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all, same_length};
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};

/// Schools of one stratum, such as a band of risk and a tier of size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// Schools.
    pub schools: u64,
    /// Standard deviation of the outcome between them; √(p(1 − p)) of a risk p before the first
    /// year.
    pub sd: f64,
    /// What a visit costs.
    #[serde(default = "one")]
    pub cost: f64,
}

fn one() -> f64 {
    1.0
}

/// What there is to spend.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// So many visits, whatever they cost.
    Visits(u64),
    /// So much money.
    Budget(f64),
}

/// What [`allocate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Allocation {
    /// Visits of each stratum.
    pub visits: Vec<u64>,
    /// The same before rounding, without least and most.
    pub real: Vec<f64>,
    /// The variance of the mean over all schools.
    pub variance_of_mean: f64,
    /// Visits in proportion to schools, before rounding.
    pub proportional: Vec<f64>,
    /// The variance these would give.
    pub variance_proportional: f64,
    /// What the visits cost.
    pub cost: f64,
}

/// Visits among strata so that the mean over all schools is known best.
///
/// ```text
/// Neyman n_h = n·N_hS_h/ΣN_hS_h;   with a budget n_h = C·(N_hS_h/√c_h)/Σ N_hS_h√c_h
/// whole: one visit at a time where N_h²S_h²/(n_h(n_h + 1)) is largest (over c_h,
///     with a budget), at least `least`, at most N_h:
///        the exact optimum for a number of visits
/// variance of the mean Σ (N_h/N)²·S_h²/n_h·(1 − n_h/N_h)
/// ```
/// Strata are bands of risk by tiers of size, by municipalities too where the way there costs more
/// than the visit. With more visits than schools all are visited once. Where one trip goes to several
/// schools of a municipality, give [`chances`](super::chances()) its groups.
///
/// # Errors
/// [`DesignError::TooFew`] where the visits do not reach for `least` in each stratum,
/// [`DesignError::Parameter`], also of a budget that does not, or of strata without any spread.
///
/// # Examples
/// ```python
/// >>> found = ob.design.allocate([17, 60, 120], [0.45, 0.3, 0.1], visits=30, least=2)
/// >>> found.visits, found.real.round(1)
/// (array([ 6, 14, 10]), array([ 6.1, 14.3,  9.6]))
/// >>> bool(found.variance_of_mean < found.variance_proportional)
/// True
/// ```
///
/// # References
/// Neyman (1934), Journal of the Royal Statistical Society 97, 558–625. Cochran (1977), Sampling
/// Techniques, 5.5. Wright (2012), The American Statistician 66, 217–224.
#[described]
pub fn allocate(strata: &[Stratum], means: Means, least: u64) -> Result<Allocation, DesignError> {
    check(strata, means)?;
    let schools: u64 = strata.iter().map(|s| s.schools).sum();
    let real = real(strata, means);
    let mut visits: Vec<u64> = strata.iter().map(|s| least.max(1).min(s.schools)).collect();
    let price = |s: &Stratum| match means {
        Means::Visits(_) => 1.0,
        Means::Budget(_) => s.cost,
    };
    let mut left = match means {
        Means::Visits(n) => n as f64,
        Means::Budget(money) => money,
    };
    left -= strata.iter().zip(&visits).map(|(s, n)| *n as f64 * price(s)).sum::<f64>();
    if left < 0.0 {
        let least = visits.iter().sum::<u64>() as usize;
        return Err(match means {
            Means::Visits(n) => DesignError::TooFew { name: "visits", got: n as usize, of: "in all", least },
            Means::Budget(value) => {
                let expected = "enough for the least visits of each stratum";
                DesignError::Parameter { name: "budget", value, expected }
            }
        });
    }
    // One at a time, where it helps most.
    loop {
        let open =
            (0..strata.len()).filter(|&h| visits[h] < strata[h].schools && price(&strata[h]) <= left + 1e-9);
        let gain = |h: usize| {
            let (s, n) = (&strata[h], visits[h] as f64);
            let size = s.schools as f64 * s.sd;
            size * size / (n * (n + 1.0)) / price(s)
        };
        let Some(best) = open.max_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(b.cmp(&a))) else { break };
        visits[best] += 1;
        left -= price(&strata[best]);
    }
    let counts: Vec<f64> = visits.iter().map(|n| *n as f64).collect();
    let all: f64 = counts.iter().sum();
    let proportional: Vec<f64> = strata.iter().map(|s| all * s.schools as f64 / schools as f64).collect();
    Ok(Allocation {
        variance_of_mean: variance(strata, &counts),
        variance_proportional: variance(strata, &proportional),
        cost: strata.iter().zip(&counts).map(|(s, n)| s.cost * n).sum(),
        real,
        proportional,
        visits,
    })
}

/// Options of [`allocate`] in the catalogue.
#[derive(Settings)]
struct AllocateOptions {
    /// So many visits, whatever they cost.
    visits: Option<u64>,
    /// So much money, in place of a number of visits.
    budget: Option<f64>,
    /// The least number of visits of each stratum.
    least: u64,
}

impl Default for AllocateOptions {
    fn default() -> Self {
        Self { visits: None, budget: None, least: 1 }
    }
}

impl AllocateOptions {
    fn means(&self) -> Result<Means, DesignError> {
        match (self.visits, self.budget) {
            (Some(visits), None) => Ok(Means::Visits(visits)),
            (None, Some(budget)) => Ok(Means::Budget(budget)),
            (None, None) => {
                Err(DesignError::TooFew { name: "visits", got: 0, of: "and budget none", least: 1 })
            }
            (Some(_), Some(value)) => Err(DesignError::Parameter {
                name: "budget",
                value,
                expected: "none beside a number of visits",
            }),
        }
    }
}

/// [`allocate`] in the catalogue.
pub const ALLOCATE: Function = Function {
    id: "design.allocate",
    doc: ALLOCATE_DOC,
    inputs: &[
        Input::new("schools", Kind::Whole).doc("The schools of each stratum."),
        Input::new("sd", Kind::Numbers).doc(
            "Standard deviation of the outcome between them; √(p(1 − p)) of a risk p before the first year.",
        ),
        Input::new("cost", Kind::Numbers).optional().doc("What a visit costs; without, 1."),
    ],
    groups: Groups::None,
    options: options::<AllocateOptions>,
    output: Shape::Record(Allocation::described),
    run: |given| {
        let (schools, sd) = (given.whole(0)?, given.numbers(1)?);
        let ones = vec![1.0; schools.len()];
        let cost = given.optional(2, Given::numbers)?.unwrap_or(&ones);
        same_length("sd", sd.len(), schools.len())?;
        same_length("cost", cost.len(), schools.len())?;
        let strata: Vec<Stratum> =
            (0..schools.len()).map(|h| Stratum { schools: schools[h], sd: sd[h], cost: cost[h] }).collect();
        let options: AllocateOptions = given.options()?;
        Ok(Output::record(&allocate(&strata, options.means()?, options.least)?))
    },
};

fn check(strata: &[Stratum], means: Means) -> Result<(), DesignError> {
    if strata.is_empty() {
        return Err(DesignError::TooFew { name: "schools", got: 0, of: "strata", least: 1 });
    }
    let column = |value: fn(&Stratum) -> f64| strata.iter().map(value).collect::<Vec<_>>();
    all("schools", &column(|s| s.schools as f64), "at least 1", |n| n >= 1.0)?;
    all("sd", &column(|s| s.sd), "at least 0", |sd| sd >= 0.0 && sd.is_finite())?;
    all("cost", &column(|s| s.cost), "more than 0", |cost| cost > 0.0 && cost.is_finite())?;
    if let Means::Budget(money) = means {
        all("budget", &[money], "more than 0", |money| money > 0.0 && money.is_finite())?;
    }
    if strata.iter().all(|s| s.sd == 0.0) {
        let expected = "more than 0 in one stratum";
        return Err(DesignError::Parameter { name: "sd", value: 0.0, expected });
    }
    Ok(())
}

fn real(strata: &[Stratum], means: Means) -> Vec<f64> {
    let size = |s: &Stratum| s.schools as f64 * s.sd;
    match means {
        Means::Visits(n) => {
            let all: f64 = strata.iter().map(size).sum();
            strata.iter().map(|s| n as f64 * size(s) / all).collect()
        }
        Means::Budget(money) => {
            let all: f64 = strata.iter().map(|s| size(s) * s.cost.sqrt()).sum();
            strata.iter().map(|s| money * size(s) / s.cost.sqrt() / all).collect()
        }
    }
}

fn variance(strata: &[Stratum], visits: &[f64]) -> f64 {
    let schools: f64 = strata.iter().map(|s| s.schools as f64).sum();
    let one = |(s, n): (&Stratum, &f64)| {
        let (own, share) = (s.schools as f64, s.schools as f64 / schools);
        share * share * s.sd * s.sd / n * (1.0 - n / own)
    };
    strata.iter().zip(visits).map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{json, near};
    use super::*;

    #[test]
    fn allocations_are_the_enumerated_optima() {
        let want = json(include_str!("../../../tests/fixtures/effect/neyman.json"));
        for case in want["cases"].as_array().unwrap() {
            let list = |name: &str| -> Vec<f64> { serde_json::from_value(case[name].clone()).unwrap() };
            let (sd, cost) = (list("S_h"), list("cost_h"));
            let schools: Vec<u64> = serde_json::from_value(case["N_h"].clone()).unwrap();
            let strata: Vec<Stratum> =
                (0..sd.len()).map(|h| Stratum { schools: schools[h], sd: sd[h], cost: cost[h] }).collect();
            let n = case["n"].as_u64().unwrap();
            let found = allocate(&strata, Means::Visits(n), case["at_least"].as_u64().unwrap()).unwrap();
            let whole: Vec<u64> = serde_json::from_value(case["integer"].clone()).unwrap();
            assert_eq!(found.visits, whole);
            near(found.variance_of_mean, &case["variance_of_mean"], 1e-10);
            near(found.variance_proportional, &case["variance_proportional"], 1e-10);
            let with_cost = allocate(&strata, Means::Budget(60.0), 1).unwrap();
            for (h, strata_real) in list("real").iter().enumerate() {
                near(found.real[h], &serde_json::json!(strata_real), 1e-10);
                near(with_cost.real[h], &case["real_with_cost_budget_60"][h], 1e-10);
                near(found.proportional[h], &case["proportional"][h], 1e-10);
            }
            assert!(with_cost.cost <= 60.0);
        }
    }

    #[test]
    fn what_cannot_be_paid_is_refused_by_name() {
        let stratum = Stratum { schools: 10, sd: 0.3, cost: 1.0 };
        let code = |strata: &[Stratum], means, least| allocate(strata, means, least).unwrap_err().code();
        assert_eq!(code(&[], Means::Visits(3), 1), "design.too_few");
        assert_eq!(code(&[stratum; 3], Means::Visits(5), 2), "design.too_few");
        assert_eq!(code(&[Stratum { sd: f64::NAN, ..stratum }], Means::Visits(5), 2), "design.parameter");
        assert_eq!(code(&[Stratum { cost: 0.0, ..stratum }], Means::Visits(5), 2), "design.parameter");
        assert_eq!(code(&[stratum], Means::Budget(-1.0), 2), "design.parameter");
        // No more visits than schools.
        assert_eq!(allocate(&[stratum], Means::Visits(50), 2).unwrap().visits, [10]);
    }
}
