//! What next year's comparison could show.

use obektiv_derive::{Record, Row as DeriveRow, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all, same_length};
use crate::effect::{
    AncovaOptions, BeforeAfter, RandomisationOptions, ancova, mcnemar_pvalues, randomisation,
};
use crate::function::{Function, Groups, Input, Kind, Output, Row, Shape, choices, options};
use crate::math::{binomial, normal_quantile, normal_upper, root, t_quantile};
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

/// Arguments of the formulas of two groups, in the catalogue: each takes some of them.
macro_rules! arguments { ($name:ident { $($(#[$a:meta])* $field:ident: $type:ty = $default:expr,)* }) => {
    #[derive(Settings)]
    struct $name { $($(#[$a])* $field: $type,)* }
    impl Default for $name {
        fn default() -> Self {
            Self { $($field: $default,)* }
        }
    }
} }

/// P(reject) of a two-sided t test of two means that are `d` standard deviations apart.
///
/// ```text
/// T noncentral with n₁ + n₀ − 2 degrees of freedom, shift d·√(n₁n₀/(n₁ + n₀)); the mean over χ
///     of the normal's tails
/// ```
///
/// # Errors
/// [`DesignError::Parameter`], [`DesignError::TooFew`] below three units.
///
/// # Examples
/// ```python
/// >>> round(ob.design.t_power(0.3, 40, 40), 4)
/// 0.2633
/// ```
#[described]
pub fn t_power(d: f64, treated: usize, controls: usize, alpha: f64) -> Result<f64, DesignError> {
    shares(&[("alpha", alpha)])?;
    all("d", &[d], "a finite number", f64::is_finite)?;
    if treated == 0 || controls == 0 || treated + controls < 3 {
        let got = treated + controls;
        return Err(DesignError::TooFew { name: "treated", got, of: "units in two groups", least: 3 });
    }
    let (n1, n0) = (treated as f64, controls as f64);
    let df = n1 + n0 - 2.0;
    let (shift, point) = (d * (n1 * n0 / (n1 + n0)).sqrt(), t_quantile(1.0 - alpha / 2.0, df));
    // Simpson's rule over s = √(χ²/df), whose density is proportional to s^(df−1)·exp(−df·s²/2).
    let (mut sum, mut all) = (0.0, 0.0);
    let (low, high) = ((1.0 - 8.0 / (2.0 * df).sqrt()).max(1e-9), 1.0 + 10.0 / (2.0 * df).sqrt());
    let steps = 2_000;
    for k in 0..=steps {
        let s = low + (high - low) * f64::from(k) / f64::from(steps);
        let weight = if k == 0 || k == steps {
            1.0
        } else if k % 2 == 1 {
            4.0
        } else {
            2.0
        };
        let density = libm::exp((df - 1.0) * libm::log(s) - df * (s * s - 1.0) / 2.0);
        sum += weight * density * (normal_upper(point * s - shift) + normal_upper(point * s + shift));
        all += weight * density;
    }
    Ok(sum / all)
}

arguments!(TPower {
    /// The distance of the means in standard deviations.
    #[setting(required)]
    d: f64 = 0.0,
    /// Helped units.
    #[setting(required)]
    treated: usize = 0,
    /// Others.
    #[setting(required)]
    controls: usize = 0,
    /// The level of the test.
    alpha: f64 = 0.05,
});

/// [`t_power`] in the catalogue.
pub const T_POWER: Function = Function {
    id: "design.t_power",
    doc: T_POWER_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<TPower>,
    output: Shape::Number("power", "P(reject)."),
    run: |given| {
        let TPower { d, treated, controls, alpha } = given.options()?;
        Ok(t_power(d, treated, controls, alpha)?.into())
    },
};

/// The smallest distance of two means, in standard deviations, that a t test sees with this chance.
///
/// # Errors
/// As [`t_power`].
///
/// # Examples
/// ```python
/// >>> round(ob.design.t_detectable(30, 90), 4)
/// 0.5955
/// ```
#[described]
pub fn t_detectable(treated: usize, controls: usize, alpha: f64, power: f64) -> Result<f64, DesignError> {
    shares(&[("power", power), ("alpha", alpha)])?;
    t_power(0.0, treated, controls, alpha)?;
    let start = 8.0 / (treated.min(controls) as f64).sqrt();
    Ok(root(0.0, start, |d| t_power(d, treated, controls, alpha).unwrap_or(f64::NAN) - power))
}

arguments!(TDetectable {
    /// Helped units.
    #[setting(required)]
    treated: usize = 0,
    /// Others.
    #[setting(required)]
    controls: usize = 0,
    /// The level of the test.
    alpha: f64 = 0.05,
    /// The chance to see it.
    power: f64 = 0.8,
});

/// [`t_detectable`] in the catalogue.
pub const T_DETECTABLE: Function = Function {
    id: "design.t_detectable",
    doc: T_DETECTABLE_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<TDetectable>,
    output: Shape::Number("d", "The distance."),
    run: |given| {
        let TDetectable { treated, controls, alpha, power } = given.options()?;
        Ok(t_detectable(treated, controls, alpha, power)?.into())
    },
};

/// P(reject) of a two-sided comparison of two shares by Cohen's h = 2·asin√p₁ − 2·asin√p₂.
///
/// # Errors
/// [`DesignError::Parameter`], [`DesignError::TooFew`].
///
/// # Examples
/// ```python
/// >>> round(ob.design.share_power(0.41, 0.3, 260, 260), 4)
/// 0.7481
/// ```
#[described]
pub fn share_power(p1: f64, p2: f64, n1: usize, n2: usize, alpha: f64) -> Result<f64, DesignError> {
    shares(&[("p1", p1), ("p2", p2), ("alpha", alpha)])?;
    both("n1", n1.min(n2))?;
    let shift = (angle(p1) - angle(p2)).abs() * harmonic(n1, n2);
    let point = normal_quantile(1.0 - alpha / 2.0);
    Ok(normal_upper(point - shift) + normal_upper(point + shift))
}

arguments!(SharePower {
    /// The first share.
    #[setting(required)]
    p1: f64 = 0.0,
    /// The second share.
    #[setting(required)]
    p2: f64 = 0.0,
    /// Units behind the first.
    #[setting(required)]
    n1: usize = 0,
    /// Units behind the second.
    #[setting(required)]
    n2: usize = 0,
    /// The level of the test.
    alpha: f64 = 0.05,
});

/// [`share_power`] in the catalogue.
pub const SHARE_POWER: Function = Function {
    id: "design.share_power",
    doc: SHARE_POWER_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<SharePower>,
    output: Shape::Number("power", "P(reject)."),
    run: |given| {
        let SharePower { p1, p2, n1, n2, alpha } = given.options()?;
        Ok(share_power(p1, p2, n1, n2, alpha)?.into())
    },
};

fn both(name: &'static str, got: usize) -> Result<(), DesignError> {
    if got == 0 { Err(DesignError::TooFew { name, got, of: "units", least: 1 }) } else { Ok(()) }
}

fn angle(p: f64) -> f64 {
    2.0 * libm::asin(p.sqrt())
}

fn harmonic(n1: usize, n2: usize) -> f64 {
    (n1 as f64 * n2 as f64 / (n1 + n2) as f64).sqrt()
}

/// The smallest fall of a share that would be seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct DetectableShare {
    /// Cohen's h.
    pub h: f64,
    /// The share below `p1`; `None` where even none at all would not be seen.
    pub share: Option<f64>,
}

/// The smallest fall from a share that a comparison sees with this chance.
///
/// # Errors
/// [`DesignError::Parameter`], [`DesignError::TooFew`].
///
/// # Examples
/// ```python
/// >>> found = ob.design.share_detectable(0.41, 60, 200)
/// >>> round(found.h, 4), round(found.share, 4)
/// (0.4124, 0.2204)
/// ```
#[described]
pub fn share_detectable(
    p1: f64,
    n1: usize,
    n2: usize,
    alpha: f64,
    power: f64,
) -> Result<DetectableShare, DesignError> {
    shares(&[("p1", p1), ("alpha", alpha), ("power", power)])?;
    both("n1", n1.min(n2))?;
    let point = normal_quantile(1.0 - alpha / 2.0);
    let h = (point + normal_quantile(power)) / harmonic(n1, n2);
    let left = angle(p1) - h;
    let share = (left >= 0.0).then(|| {
        let half = libm::sin(left / 2.0);
        half * half
    });
    Ok(DetectableShare { h, share })
}

arguments!(ShareDetectable {
    /// The share without measures.
    #[setting(required)]
    p1: f64 = 0.0,
    /// Units behind it.
    #[setting(required)]
    n1: usize = 0,
    /// Units of the other group.
    #[setting(required)]
    n2: usize = 0,
    /// The level of the test.
    alpha: f64 = 0.05,
    /// The chance to see it.
    power: f64 = 0.8,
});

/// [`share_detectable`] in the catalogue.
pub const SHARE_DETECTABLE: Function = Function {
    id: "design.share_detectable",
    doc: SHARE_DETECTABLE_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<ShareDetectable>,
    output: Shape::Record(DetectableShare::described),
    run: |given| {
        let ShareDetectable { p1, n1, n2, alpha, power } = given.options()?;
        Ok(Output::record(&share_detectable(p1, n1, n2, alpha, power)?))
    },
};

/// McNemar's test: the chance to see a change, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct McnemarPower {
    /// By the exact p-value.
    pub exact: f64,
    /// By the mid-p.
    pub mid_p: f64,
}

/// P(reject) of McNemar's test over `schools` of which each clears with chance `clears` and comes
/// in with chance `comes`.
///
/// ```text
/// b + c = m ~ Bin(N, p_b + p_c);   b | m ~ Bin(m, p_b/(p_b + p_c));
/// sum of the chances of all (b, c) that are rejected
/// ```
///
/// # Errors
/// [`DesignError::Parameter`], [`DesignError::TooFew`].
///
/// # Examples
/// ```python
/// >>> found = ob.design.mcnemar_power(0.18, 0.12, 300)
/// >>> round(found.exact, 4), round(found.mid_p, 4)
/// (0.4354, 0.4737)
/// ```
#[described]
pub fn mcnemar_power(clears: f64, comes: f64, schools: u64, alpha: f64) -> Result<McnemarPower, DesignError> {
    shares(&[("clears", clears), ("comes", comes), ("alpha", alpha), ("clears", clears + comes)])?;
    both("schools", schools as usize)?;
    let share = clears / (clears + comes);
    let mut found = McnemarPower { exact: 0.0, mid_p: 0.0 };
    for m in 1..=schools {
        let discordant = binomial(schools, m, clears + comes).point;
        if discordant < 1e-14 {
            continue;
        }
        for b in 0..=m {
            let (exact, mid) = mcnemar_pvalues(b, m - b);
            if mid <= alpha {
                let chance = discordant * binomial(m, b, share).point;
                found.mid_p += chance;
                found.exact += if exact <= alpha { chance } else { 0.0 };
            }
        }
    }
    Ok(found)
}

arguments!(Changes {
    /// The chance that a school is listed before and not after.
    #[setting(required)]
    clears: f64 = 0.0,
    /// The chance that it is listed after and not before.
    #[setting(required)]
    comes: f64 = 0.0,
    /// Schools of both years.
    #[setting(required)]
    schools: u64 = 0,
    /// The level of the test.
    alpha: f64 = 0.05,
});

/// [`mcnemar_power`] in the catalogue.
pub const MCNEMAR_POWER: Function = Function {
    id: "design.mcnemar_power",
    doc: MCNEMAR_POWER_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<Changes>,
    output: Shape::Record(McnemarPower::described),
    run: |given| {
        let Changes { clears, comes, schools, alpha } = given.options()?;
        Ok(Output::record(&mcnemar_power(clears, comes, schools, alpha)?))
    },
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{json, near};
    use super::*;

    fn whole(value: &serde_json::Value) -> usize {
        usize::try_from(value.as_u64().unwrap()).unwrap()
    }

    fn number(value: &serde_json::Value) -> f64 {
        value.as_f64().unwrap()
    }

    #[test]
    fn smallest_effects_are_those_of_the_formulas() {
        let want = json(include_str!("../../../tests/fixtures/effect/power.py.json"));
        for case in want["continuous"].as_array().unwrap() {
            let planned = Planned {
                sd: number(&case["sd"]),
                rho: number(&case["rho"]),
                treated: whole(&case["treated"]),
                controls: whole(&case["controls"]),
                ..Planned::default()
            };
            let found = detectable(&planned).unwrap();
            near(found.did, &case["mde_did"], 1e-6);
            near(found.ancova, &case["mde_ancova"], 1e-6);
            near(found.post_only, &case["mde_post_only"], 1e-6);
        }
        for case in want["clusters"].as_array().unwrap() {
            let planned = Planned {
                treated: whole(&case["treated_clusters"]),
                controls: whole(&case["control_clusters"]),
                cluster_size: Some(number(&case["schools_per_cluster"])),
                icc: number(&case["icc"]),
                ..Planned::default()
            };
            let found = detectable(&planned).unwrap();
            near(found.inflation * found.inflation, &case["design_effect"], 1e-12);
            near(found.post_only, &case["mde_in_sd"], 1e-6);
        }
    }

    #[test]
    fn shares_and_counts_are_those_of_established_programs() {
        let want = json(include_str!("../../../tests/fixtures/effect/power.py.json"));
        for case in want["proportions"].as_array().unwrap() {
            let found =
                share_detectable(number(&case["p1"]), whole(&case["n1"]), whole(&case["n2"]), 0.05, 0.8)
                    .unwrap();
            near(found.h, &case["mde_h"], 1e-6);
            near(found.share.unwrap(), &case["smallest_detectable_p2"], 1e-6);
        }
        for case in want["mcnemar"].as_array().unwrap() {
            let (clears, comes) = (number(&case["p_flag_to_clear"]), number(&case["p_clear_to_flag"]));
            let found = mcnemar_power(clears, comes, case["schools"].as_u64().unwrap(), 0.05).unwrap();
            near(found.exact, &case["power_exact"], 1e-6);
            near(found.mid_p, &case["power_mid_p"], 1e-6);
        }
        let want = json(include_str!("../../../tests/fixtures/effect/power.R.json"));
        for case in want["two_proportions"].as_array().unwrap() {
            let n = whole(&case["n"]);
            near(
                share_power(number(&case["p1"]), number(&case["p2"]), n, n, 0.05).unwrap(),
                &case["power"],
                1e-6,
            );
        }
        for case in want["t_two"].as_array().unwrap() {
            let n = whole(&case["n"]);
            near(t_power(number(&case["d"]), n, n, 0.05).unwrap(), &case["power"], 1e-6);
        }
        let case = &want["t_unequal"];
        let found = t_power(number(&case["d"]), whole(&case["n1"]), whole(&case["n2"]), 0.05).unwrap();
        near(found, &case["power"], 1e-6);
        let case = &want["mde_t"];
        near(t_detectable(whole(&case["n1"]), whole(&case["n2"]), 0.05, 0.8).unwrap(), &case["d"], 1e-6);
    }

    #[test]
    fn the_test_itself_says_what_it_sees() {
        let mut random = Random::new(2, 2);
        let before: Vec<f64> = (0..60).map(|_| random.normal()).collect();
        let after: Vec<f64> = before.iter().map(|x| 0.7 * x + 0.7 * random.normal()).collect();
        for test in [Test::Ancova, Test::Randomisation] {
            let options = PowerOptions {
                test,
                effects: vec![1.5],
                replicates: 40,
                draws: 99,
                ..PowerOptions::default()
            };
            let rows = power(&before, &after, &[true; 60], &options).unwrap();
            assert!(rows[0].effect == 0.0 && rows[0].rejected <= 0.15, "{rows:?}");
            assert!(rows[1].rejected >= 0.9, "{rows:?}");
        }
    }

    #[test]
    fn what_is_no_plan_is_refused_by_name() {
        let code = |planned: Planned| detectable(&planned).unwrap_err().code();
        assert_eq!(code(Planned { sd: 0.0, ..Planned::default() }), "design.parameter");
        assert_eq!(code(Planned { controls: 0, ..Planned::default() }), "design.too_few");
        assert_eq!(code(Planned { rho: 1.5, ..Planned::default() }), "design.parameter");
        assert_eq!(share_power(0.0, 0.5, 10, 10, 0.05).unwrap_err().code(), "design.parameter");
        assert_eq!(mcnemar_power(0.6, 0.6, 10, 0.05).unwrap_err().code(), "design.parameter");
        let options = PowerOptions { treated: 5, ..PowerOptions::default() };
        let error = power(&[1.0; 4], &[1.0; 4], &[true; 4], &options).unwrap_err();
        assert_eq!(error.code(), "design.too_few");
    }
}
