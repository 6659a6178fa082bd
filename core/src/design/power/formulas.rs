//! Formulas of power, of two means, two shares and a list of two years.

use obektiv_derive::{Record, Settings, described};
use serde::Serialize;

use super::super::error::{DesignError, all};
use super::{shares, two_groups};
use crate::effect::mcnemar_pvalues;
use crate::function::{Function, Groups, Output, Shape, options};
use crate::math::{binomial, normal_quantile, normal_upper, root, t_quantile};

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
    two_groups(treated, controls)?;
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
    shares(&[("clears", clears), ("comes", comes), ("alpha", alpha)])?;
    all("comes", &[comes], "less than 1 - clears", |comes| clears + comes < 1.0)?;
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
