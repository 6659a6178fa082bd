//! What next year's comparison could show.

mod formulas;
#[cfg(test)]
mod tests;

pub use formulas::{
    DetectableShare, MCNEMAR_POWER, McnemarPower, SHARE_DETECTABLE, SHARE_POWER, T_DETECTABLE, T_POWER,
    mcnemar_power, share_detectable, share_power, t_detectable, t_power,
};
use obektiv_derive::{Record, Row as DeriveRow, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all, same_length};
use crate::effect::{AncovaOptions, BeforeAfter, RandomisationOptions, ancova, randomisation};
use crate::function::{Function, Groups, Input, Kind, Output, Row, Shape, choices, options};
use crate::math::{normal_quantile, t_quantile};
use crate::random::Random;

/// A planned comparison of a continuous outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct Planned {
    /// Standard deviation of the outcome between units.
    pub sd: f64,
    /// Correlation of a unit's outcomes in two years.
    pub rho: f64,
    /// Helped units; with `cluster_size`, helped clusters.
    pub treated: usize,
    /// Others.
    pub controls: usize,
    /// Units of a cluster (Σm²/Σm for unequal ones); without, each unit is one.
    pub cluster_size: Option<f64>,
    /// Correlation inside clusters.
    pub icc: f64,
    /// The level of the test.
    pub alpha: f64,
    /// The chance to see the effect.
    pub power: f64,
}

impl Default for Planned {
    fn default() -> Self {
        Self {
            sd: 1.0,
            rho: 0.5,
            treated: 30,
            controls: 30,
            cluster_size: None,
            icc: 0.0,
            alpha: 0.05,
            power: 0.8,
        }
    }
}

/// The smallest effects that would be seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Detectable {
    /// By difference in differences.
    pub did: f64,
    /// By analysis of covariance: never more.
    pub ancova: f64,
    /// Without the year before.
    pub post_only: f64,
    /// √(1 + (m − 1)·ICC).
    pub inflation: f64,
    /// Degrees of freedom; `None` for the normal distribution's points.
    pub df: Option<f64>,
}

fn shares(values: &[(&'static str, f64)]) -> Result<(), DesignError> {
    values.iter().try_for_each(|(name, value)| {
        all(name, &[*value], "more than 0, less than 1", |x| x > 0.0 && x < 1.0)
    })
}

/// The smallest effects that a planned comparison would see.
///
/// ```text
/// MDE = (q_{1−α/2} + q_{power})·s·√(1/n₁ + 1/n₀);
/// did s = σ√(2(1 − ρ)), ancova σ√(1 − ρ²), post only σ
/// units: q of the normal distribution;
/// clusters of m units: n = clusters·m, × √(1 + (m − 1)·ICC), q of t with clusters − 2
/// few units: [`t_detectable`]
/// ```
///
/// # Errors
/// [`DesignError::Parameter`], [`DesignError::TooFew`] without degrees of freedom.
///
/// # Examples
/// ```python
/// >>> found = ob.design.detectable(sd=0.12, rho=0.69, treated=60, controls=60)
/// >>> round(found.did, 4), round(found.ancova, 4), round(found.post_only, 4)
/// (0.0483, 0.0444, 0.0614)
/// ```
#[described]
pub fn detectable(planned: &Planned) -> Result<Detectable, DesignError> {
    shares(&[("alpha", planned.alpha), ("power", planned.power)])?;
    all("sd", &[planned.sd], "more than 0", |x| x > 0.0 && x.is_finite())?;
    all("rho", &[planned.rho], "from -1 to 1", |x| (-1.0..=1.0).contains(&x))?;
    all("icc", &[planned.icc], "at least 0, less than 1", |x| (0.0..1.0).contains(&x))?;
    let m = planned.cluster_size.unwrap_or(1.0);
    all("cluster_size", &[m], "at least 1", |m| m >= 1.0 && m.is_finite())?;
    let units = planned.treated + planned.controls;
    if planned.treated == 0 || planned.controls == 0 || units < 3 {
        return Err(DesignError::TooFew { name: "treated", got: units, of: "units in two groups", least: 3 });
    }
    let df = planned.cluster_size.map(|_| units as f64 - 2.0);
    let inflation = (1.0 + (m - 1.0) * planned.icc).sqrt();
    let n = |count: usize| count as f64 * m;
    let size = inflation * (1.0 / n(planned.treated) + 1.0 / n(planned.controls)).sqrt();
    let point = |p: f64| match df {
        None => normal_quantile(p),
        Some(df) if p > 0.5 => t_quantile(p, df),
        Some(df) => -t_quantile(1.0 - p, df),
    };
    let points = point(1.0 - planned.alpha / 2.0) + point(planned.power);
    let mde = |sd: f64| points * sd * size * planned.sd;
    Ok(Detectable {
        did: mde((2.0 * (1.0 - planned.rho)).sqrt()),
        ancova: mde((1.0 - planned.rho * planned.rho).sqrt()),
        post_only: mde(1.0),
        inflation,
        df,
    })
}

/// [`detectable`] in the catalogue.
pub const DETECTABLE: Function = Function {
    id: "design.detectable",
    doc: DETECTABLE_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<Planned>,
    output: Shape::Record(Detectable::described),
    run: |given| Ok(Output::record(&detectable(&given.options()?)?)),
};

/// The test that will be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Analysis of covariance.
    #[default]
    Ancova,
    /// Randomisation of changes.
    Randomisation,
}

choices!(Test, "test", Ancova = "ancova", Randomisation = "randomisation");

/// Options of [`power`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct PowerOptions {
    /// The test that will be used.
    pub test: Test,
    /// How many of the planned units will be helped.
    pub treated: usize,
    /// Effects, in units of the outcome; 0 gives the size of the test and is always among the rows.
    pub effects: Vec<f64>,
    /// Simulated years.
    pub replicates: usize,
    /// Draws of each randomisation.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// The level of the test.
    pub alpha: f64,
}

impl Default for PowerOptions {
    fn default() -> Self {
        Self {
            test: Test::Ancova,
            treated: 30,
            effects: Vec::new(),
            replicates: 2_000,
            draws: 499,
            seed: 1,
            alpha: 0.05,
        }
    }
}

/// The chance to see an effect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, DeriveRow)]
pub struct PowerRow {
    /// The effect.
    pub effect: f64,
    /// The share of simulated years in which the test rejects.
    pub rejected: f64,
}

/// What the very test that will be used sees, by simulation from last year's two columns.
///
/// Each simulated year helps a random part of the `planned` units, adds the effect to their real
/// outcome after, and runs the test on all planned units and the others that stand beside them. The
/// row with effect 0 is the size of the test.
///
/// # Errors
/// [`DesignError::Length`], [`DesignError::TooFew`], [`DesignError::Parameter`], and what the test
/// itself refuses.
///
/// # Examples
/// ```python
/// >>> before = np.sin(np.arange(60.0))
/// >>> after = 0.7 * before + 0.3 * np.sin(11.0 * np.arange(60))
/// >>> years = {"replicates": 20, "draws": 99}
/// >>> found = ob.design.power(before, after, before > 0, treated=15, effects=[-0.5], **years)
/// >>> found.effect, found.rejected
/// (array([ 0. , -0.5]), array([0.1, 1. ]))
/// ```
#[described]
pub fn power(
    before: &[f64],
    after: &[f64],
    planned: &[bool],
    options: &PowerOptions,
) -> Result<Vec<PowerRow>, DesignError> {
    same_length("after", after.len(), before.len())?;
    same_length("planned", planned.len(), before.len())?;
    shares(&[("alpha", options.alpha)])?;
    all("effects", &options.effects, "a finite number", f64::is_finite)?;
    let places: Vec<usize> = (0..planned.len()).filter(|&i| planned[i]).collect();
    if options.treated == 0 || places.len() <= options.treated {
        let least = options.treated.max(1) + 1;
        return Err(DesignError::TooFew { name: "planned", got: places.len(), of: "units", least });
    }
    if options.replicates == 0 {
        return Err(DesignError::TooFew { name: "replicates", got: 0, of: "simulated years", least: 1 });
    }
    let mut effects = vec![0.0];
    effects.extend(options.effects.iter().copied().filter(|e| *e != 0.0));
    let row = |&effect: &f64| {
        let mut random = Random::new(options.seed, 0x90e);
        let mut rejected = 0.0;
        for k in 0..options.replicates {
            let mut places = places.clone();
            let (mut treated, mut outcome) = (vec![false; before.len()], after.to_vec());
            for i in 0..options.treated {
                let other = i + random.below(places.len() - i);
                places.swap(i, other);
                treated[places[i]] = true;
                outcome[places[i]] += effect;
            }
            let seed = options.seed.wrapping_add(k as u64);
            let p = pvalue(before, &outcome, &treated, seed, options)?;
            rejected += f64::from(u8::from(p <= options.alpha));
        }
        Ok(PowerRow { effect, rejected: rejected / options.replicates as f64 })
    };
    effects.iter().map(row).collect()
}

/// [`power`] in the catalogue.
pub const POWER: Function = Function {
    id: "design.power",
    doc: POWER_DOC,
    inputs: &[
        Input::new("before", Kind::Numbers).doc("Last year's outcome before."),
        Input::new("after", Kind::Numbers).doc("Last year's outcome after."),
        Input::new("planned", Kind::Flags).doc("Units among which help will be given."),
    ],
    groups: Groups::None,
    options: options::<PowerOptions>,
    output: Shape::Table(PowerRow::describe),
    run: |given| {
        let rows = power(given.numbers(0)?, given.numbers(1)?, given.flags(2)?, &given.options()?)?;
        Ok(PowerRow::table(&rows).into())
    },
};

fn pvalue(
    before: &[f64],
    after: &[f64],
    treated: &[bool],
    seed: u64,
    options: &PowerOptions,
) -> Result<f64, DesignError> {
    let effect = match options.test {
        Test::Ancova => {
            let data = BeforeAfter { before, after, treated, ..BeforeAfter::default() };
            // The randomisation beside it is not read.
            let least = AncovaOptions { draws: 99, most: 99, seed, ..AncovaOptions::default() };
            ancova(&data, &least)?.effect
        }
        Test::Randomisation => {
            let change: Vec<f64> = after.iter().zip(before).map(|(a, b)| a - b).collect();
            let draws = options.draws;
            let options =
                RandomisationOptions { draws, most: draws, seed, ..RandomisationOptions::default() };
            randomisation(&change, treated, None, &options)?.effect
        }
    };
    Ok(effect.pvalue.unwrap_or(1.0))
}
