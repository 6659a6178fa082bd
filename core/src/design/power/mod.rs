//! What next year's comparison could show.

mod formulas;
mod simulated;
#[cfg(test)]
mod tests;

pub use formulas::{
    DetectableShare, MCNEMAR_POWER, McnemarPower, SHARE_DETECTABLE, SHARE_POWER, T_DETECTABLE, T_POWER,
    mcnemar_power, share_detectable, share_power, t_detectable, t_power,
};
pub use simulated::{LastYear, POWER, PowerOptions, PowerRow, Test, power};

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all};
use crate::function::{Function, Groups, Output, Shape, options};
use crate::math::{normal_quantile, t_quantile};

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

/// Refuses a group without anybody, and two units.
fn two_groups(treated: usize, controls: usize) -> Result<(), DesignError> {
    for (name, got) in [("treated", treated), ("controls", controls)] {
        let least = if treated + controls == 2 { 2 } else { 1 };
        if got < least {
            return Err(DesignError::TooFew { name, got, of: "units", least });
        }
    }
    Ok(())
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
    two_groups(planned.treated, planned.controls)?;
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
