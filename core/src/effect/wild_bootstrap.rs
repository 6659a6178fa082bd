//! The wild cluster bootstrap with the null imposed, for few clusters that differ in size.

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::did::{LEAST_TREATED, TwoByTwo, comparison};
use super::error::EffectError;
use super::panel::{COLUMNS, Panel, with_panel};
use super::randomisation::caution;
use super::regression::{Regression, demeaned};
use super::result::{Effect, Numbers};
use crate::function::{Function, Groups, Output, Shape, options};
use crate::random::Random;
use crate::watch;

/// Options of [`wild_bootstrap`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct WildBootstrapOptions {
    /// Each unit has a level of its own.
    pub unit_effects: bool,
    /// Draws; all sign vectors where there are at most so many.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Help was given by lot.
    pub by_lot: bool,
}

impl Default for WildBootstrapOptions {
    fn default() -> Self {
        Self { unit_effects: true, draws: 9_999, seed: 1, by_lot: false }
    }
}

/// What [`wild_bootstrap`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct WildBootstrap {
    /// The effect, its p-value and, by inversion, its interval.
    #[serde(flatten)]
    pub effect: Effect,
    /// δ̂/SE with CR1.
    pub t: f64,
    /// CR1.
    pub se: f64,
    /// Vectors that were looked at.
    pub draws: usize,
    /// All sign vectors were looked at.
    pub exact: bool,
    /// The p-value whatever the number of helped clusters: below four it hardly ever rejects.
    pub bootstrap_pvalue: f64,
    /// The interval by inversion, whatever the number of helped clusters.
    pub bootstrap_lower: Option<f64>,
    /// The same; `None` where p stays above 5 %.
    pub bootstrap_upper: Option<f64>,
}

/// Of one cluster, where u are residuals of the outcome and h those of the help, both without the
/// other columns Z.
struct Part {
    /// Σw·h·u and Σw·h².
    along: [f64; 2],
    /// Z'W·u and Z'W·h.
    rest: [DVector<f64>; 2],
}

struct Parts {
    parts: Vec<Part>,
    bread: DMatrix<f64>,
    size: f64,
    vectors: Vec<Vec<f64>>,
    exact: bool,
}

impl Parts {
    /// (δ* − δ₀, its standard error without the factor) under the null δ₀, of one vector of signs.
    fn drawn(&self, null: f64, signs: &[f64]) -> (f64, f64) {
        let mut estimate = 0.0;
        let mut turned = DVector::zeros(self.bread.nrows());
        for (part, sign) in self.parts.iter().zip(signs) {
            estimate += sign * (part.along[0] - null * part.along[1]) / self.size;
            turned.axpy(*sign, &part.rest[0], 1.0);
            turned.axpy(-sign * null, &part.rest[1], 1.0);
        }
        let fitted = &self.bread * turned;
        let scores = self.parts.iter().zip(signs).map(|(part, sign)| {
            let own = sign * (part.along[0] - null * part.along[1]);
            (own - part.rest[1].dot(&fitted) - part.along[1] * estimate) / self.size
        });
        (estimate, scores.map(|s| s * s).sum::<f64>().sqrt())
    }

    /// The share of vectors with |t*| at least that of the data.
    fn pvalue(&self, null: f64) -> f64 {
        let t = |signs: &[f64]| {
            watch::check();
            let (estimate, se) = self.drawn(null, signs);
            (estimate / se).abs()
        };
        let observed = t(&vec![1.0; self.parts.len()]);
        // What is not defined counts as extreme.
        let extreme = |t: f64| t.is_nan() || t >= observed * (1.0 - 1e-9);
        let count = self.vectors.iter().filter(|signs| extreme(t(signs))).count() as f64;
        let draws = self.vectors.len() as f64;
        if self.exact { count / draws } else { (1.0 + count) / (1.0 + draws) }
    }

    /// Where p falls to 5 % on one side, to 1e-4 of the standard error.
    fn edge(&self, estimate: f64, step: f64) -> Option<f64> {
        let (mut near, mut far) = (0.0, 2.0 * step);
        while self.pvalue(estimate + far) > 0.05 {
            near = far;
            far *= 2.0;
            if far.abs() > 1e3 * step.abs() {
                return None;
            }
        }
        while (far - near).abs() > 1e-5 * step.abs() {
            let middle = (near + far) / 2.0;
            if self.pvalue(estimate + middle) > 0.05 { near = middle } else { far = middle }
        }
        Some(estimate + near)
    }
}

/// Difference in differences with a wild cluster bootstrap, the null imposed.
///
/// ```text
/// the null δ = δ₀ is fitted;   y* = fitted + v_g·residuals of cluster g;   t* with CR1
/// p = #{|t*| ≥ |t|}/draws: all 2^G vectors of signs where there are at most `draws`,
///     the two trivial ones among them;
///     else drawn signs, below ten clusters Webb's six points, and (1 + #)/(1 + draws)
/// interval: all δ₀ with p > .05, to 1e-4 of the standard error
/// ```
/// Not for fewer than four helped clusters: it then hardly ever rejects; the result has neither
/// interval nor p-value and says so.
///
/// # Errors
/// As [`did`](super::did()).
///
/// # Examples
/// ```python
/// >>> unit, year = np.repeat(np.arange(12), 2), np.tile([2020, 2021], 12)
/// >>> outcome = np.sin(unit * year) - ((unit < 6) & (year == 2021))
/// >>> first = np.where(unit < 6, 2021.0, np.nan)
/// >>> found = ob.effect.wild_bootstrap(unit, year, outcome, first)
/// >>> round(found.t, 3), round(found.bootstrap_pvalue, 4), found.exact
/// (-2.089, 0.0596, True)
/// ```
///
/// # References
/// Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427. Roodman,
/// MacKinnon, Nielsen & Webb (2019), Stata Journal 19, 4–60. MacKinnon & Webb (2017), Journal of
/// Applied Econometrics 32, 233–254.
#[described]
pub fn wild_bootstrap(
    panel: &Panel<'_>,
    options: &WildBootstrapOptions,
) -> Result<WildBootstrap, EffectError> {
    if options.draws < 99 {
        return Err(EffectError::TooFew { name: "draws", got: options.draws, of: "draws", least: 99 });
    }
    let data = TwoByTwo::of(panel, options.unit_effects)?;
    let singular = EffectError::Singular { name: "first_treated" };
    let fit = data.fit(&data.columns(), &data.table.outcome).ok_or(singular.clone())?;
    data.enough_clusters()?;
    let error = fit.error(0, super::regression::Scaling::Cr1).ok_or_else(|| {
        let value = data.table.outcome[0];
        EffectError::Parameter { name: "outcome", value, expected: "changes that differ between clusters" }
    })?;
    let parts = parts(&data, options).ok_or(singular)?;
    let counts = data.counts();
    let few = counts.treated_clusters < LEAST_TREATED;
    let (estimate, naive) = (fit.beta[0], data.change(true));
    let bootstrap_pvalue = parts.pvalue(0.0);
    let (bootstrap_lower, bootstrap_upper) =
        (parts.edge(estimate, -error.se), parts.edge(estimate, error.se));
    let smallest = if parts.exact { 2.0 } else { 1.0 } / (parts.vectors.len() as f64);
    let numbers = Numbers {
        estimate,
        interval: if few { None } else { bootstrap_lower.zip(bootstrap_upper) },
        pvalue: (!few).then_some(bootstrap_pvalue),
        smallest: Some(smallest),
        naive: Some(naive),
        expected: Some(naive - estimate),
        ..Numbers::default()
    };
    let method = "difference in differences, wild cluster bootstrap with the null imposed";
    let warnings = data.warnings(options.by_lot);
    let effect = Effect::of(numbers, counts, method, comparison(), caution(options.by_lot), warnings);
    let (draws, exact) = (parts.vectors.len(), parts.exact);
    let t = estimate / error.se;
    Ok(WildBootstrap {
        effect,
        t,
        se: error.se,
        draws,
        exact,
        bootstrap_pvalue,
        bootstrap_lower,
        bootstrap_upper,
    })
}

/// [`wild_bootstrap`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.wild_bootstrap",
    doc: WILD_BOOTSTRAP_DOC,
    inputs: &COLUMNS,
    groups: Groups::None,
    options: options::<WildBootstrapOptions>,
    output: Shape::Record(WildBootstrap::described),
    run: |given| {
        with_panel(given, true, |panel| Ok(Output::record(&wild_bootstrap(panel, &given.options()?)?)))
    },
};

fn parts(data: &TwoByTwo, options: &WildBootstrapOptions) -> Option<Parts> {
    let w = &data.table.weight;
    let left = |values: &[f64]| {
        if data.unit_effects { demeaned(values, w, &data.table.unit) } else { values.to_vec() }
    };
    let columns: Vec<Vec<f64>> = data.columns().iter().map(|column| left(column)).collect();
    let outcome = left(&data.table.outcome);
    let fit = |y: &[f64]| Regression::of(&columns[1..], y, w, &data.cluster);
    let (u, h) = (fit(&outcome)?, fit(&columns[0])?);
    let clusters = u.clusters();
    let k = columns.len() - 1;
    let empty = || Part { along: [0.0; 2], rest: [DVector::zeros(k), DVector::zeros(k)] };
    let mut parts: Vec<Part> = (0..clusters).map(|_| empty()).collect();
    for (row, &g) in data.cluster.iter().enumerate() {
        let part = &mut parts[g];
        let (own, help) = (u.residuals[row], h.residuals[row]);
        part.along[0] += w[row] * help * own;
        part.along[1] += w[row] * help * help;
        for j in 0..k {
            part.rest[0][j] += w[row] * columns[j + 1][row] * own;
            part.rest[1][j] += w[row] * columns[j + 1][row] * help;
        }
    }
    let size = parts.iter().map(|part| part.along[1]).sum();
    let exact = clusters < 40 && (1_usize << clusters) <= options.draws;
    Some(Parts { vectors: vectors(clusters, exact, options), parts, bread: u.bread, size, exact })
}

fn vectors(clusters: usize, exact: bool, options: &WildBootstrapOptions) -> Vec<Vec<f64>> {
    if exact {
        let sign = |bits: usize, g: usize| if bits >> g & 1 == 0 { 1.0 } else { -1.0 };
        return (0..1 << clusters).map(|bits| (0..clusters).map(|g| sign(bits, g)).collect()).collect();
    }
    let mut random = Random::new(options.seed, 0xc2);
    // Webb's six points have the moments of a sign and more vectors.
    let webb = [-1.5_f64, -1.0, -0.5, 0.5, 1.0, 1.5].map(|x| x.signum() * x.abs().sqrt());
    let signs: &[f64] = if clusters < 10 { &webb } else { &[-1.0, 1.0] };
    let draws = watch::steps(0..options.draws);
    draws.map(|_| (0..clusters).map(|_| signs[random.below(signs.len())]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Csv, close, json, near};
    use super::super::warning::Warning;
    use super::*;

    fn found(options: &WildBootstrapOptions, treated_is: impl Fn(&str) -> bool) -> WildBootstrap {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/wild.csv"));
        let (unit, cluster) = (table.text("school"), table.text("municipality"));
        let first: Vec<_> = table
            .flags("treated")
            .iter()
            .zip(&cluster)
            .map(|(t, name)| (*t && treated_is(name)).then_some(1))
            .collect();
        let panel = Panel {
            unit: &unit,
            period: &table.whole("post"),
            outcome: &table.numbers("y"),
            first_treated: &first,
            cluster: Some(&cluster),
            weight: None,
        };
        wild_bootstrap(&panel, options).unwrap()
    }

    #[test]
    fn all_sign_vectors_give_the_counts_of_two_programs() {
        let want = json(include_str!("../../../tests/fixtures/effect/wild.py.json"));
        let options = WildBootstrapOptions { unit_effects: false, ..WildBootstrapOptions::default() };
        let found = found(&options, |_| true);
        near(found.effect.estimate, &want["coef"], 1e-12);
        near(found.se, &want["se_cr1"], 1e-12);
        near(found.t, &want["t"], 1e-11);
        assert_eq!((found.draws, found.exact), (512, true));
        near(found.bootstrap_pvalue, &want["p_two_tailed_null_imposed"]["at_least"], 0.0);
        let interval = &want["interval_95_by_inversion"];
        near(found.bootstrap_lower.unwrap(), &interval[0], 1e-4 * found.se);
        near(found.bootstrap_upper.unwrap(), &interval[1], 1e-4 * found.se);
        // Three helped municipalities are too few to give it as the effect's own.
        assert_eq!((found.effect.pvalue, found.effect.treated_clusters), (None, 3));
        close(found.effect.smallest_attainable_pvalue.unwrap(), 2.0 / 512.0, 0.0);
    }

    #[test]
    fn sampled_vectors_come_near_and_repeat_by_their_seed() {
        let options =
            WildBootstrapOptions { unit_effects: false, draws: 400, ..WildBootstrapOptions::default() };
        let once = found(&options, |_| true);
        assert!(!once.exact && once == found(&options, |_| true));
    }

    #[test]
    fn few_helped_clusters_get_no_p_value() {
        let found = found(&WildBootstrapOptions::default(), |name| name == "m0");
        assert_eq!((found.effect.pvalue, found.effect.lower), (None, None));
        assert!(
            found
                .effect
                .warnings
                .contains(&Warning::TooFewTreated { clusters: found.effect.treated_clusters })
        );
    }
}
