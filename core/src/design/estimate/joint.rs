//! The chances with which two schools are drawn together.

use ndarray::Array2;
use obektiv_derive::{Settings, described};

use super::super::draw::whole;
use super::super::error::{DesignError, all};
use crate::function::{Function, Groups, Input, Kind, Output, Shape, options};

/// The chances of pairs of Sampford's design among visited schools.
///
/// ```text
/// λ = (π/n)/(1 − π);
/// π_ij = K·λ_i·λ_j·Σ_{t=2}^n (t − π_i − π_j)·L_{n−t}(without i, j)/n^{t−2},
///     K = (Σ_{t=1}^n t·L_{n−t}/n^t)⁻¹
/// L_m: sum over all sets of m schools of the product of their λ;   schools with π = 1: π_ij = π_j
/// ```
/// `chance` are those of the whole list, `sample` the visited places.
///
/// # Errors
/// [`DesignError::Parameter`] as for [`draw`](crate::design::draw()), and for a place that the list
/// does not have.
///
/// # Examples
/// ```python
/// >>> ob.design.sampford_joint([0.5, 0.5, 0.25, 0.75], sample=[0, 3]).round(4)
/// array([[0.5   , 0.3068],
///        [0.3068, 0.75  ]])
/// ```
///
/// # References
/// Sampford (1967), Biometrika 54, 499–513.
#[described]
pub fn sampford_joint(chance: &[f64], sample: &[usize]) -> Result<Vec<Vec<f64>>, DesignError> {
    all("chance", chance, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
    if let Some(&place) = sample.iter().find(|place| **place >= chance.len()) {
        return Err(DesignError::Parameter {
            name: "sample",
            value: place as f64,
            expected: "a place of the list",
        });
    }
    if let Some(k) = (1..sample.len()).find(|&k| sample[..k].contains(&sample[k])) {
        let (value, expected) = (sample[k] as f64, "each place once");
        return Err(DesignError::Parameter { name: "sample", value, expected });
    }
    let sum: f64 = chance.iter().sum();
    if (sum - sum.round()).abs() > 1e-6 {
        let expected = "a whole number as their sum";
        return Err(DesignError::Parameter { name: "chance", value: sum, expected });
    }
    let open: Vec<usize> = (0..chance.len()).filter(|&j| chance[j] < 1.0 - 1e-12).collect();
    let n = whole(open.iter().map(|&j| chance[j]).sum());
    let size = n as f64;
    let odds: Vec<f64> = open.iter().map(|&j| chance[j] / size / (1.0 - chance[j])).collect();
    // Products are kept near 1: the scale cancels.
    let scale = (odds.iter().sum::<f64>() / size.max(1.0)).max(1e-300);
    let odds: Vec<f64> = odds.iter().map(|o| o / scale).collect();
    let sums = |without: [usize; 2]| {
        let mut l = vec![0.0; n + 1];
        l[0] = 1.0;
        for (_, o) in odds.iter().enumerate().filter(|(k, _)| !without.contains(k)) {
            for m in (1..=n).rev() {
                l[m] += o * l[m - 1];
            }
        }
        l
    };
    let full = sums([usize::MAX; 2]);
    // Each L_m carries scale^m less than it has; together with λλ all terms of the sum carry the
    // same.
    let term = |t: usize, l: &[f64]| l[n - t] * (1.0 / (size * scale)).powi(t as i32);
    let constant: f64 = (1..=n).map(|t| t as f64 * term(t, &full)).sum();
    let place = |j: usize| open.iter().position(|o| *o == j);
    let pair = |i: usize, j: usize| match (place(i), place(j)) {
        (Some(a), Some(b)) if a != b => {
            let l = sums([a, b]);
            let both = chance[i] + chance[j];
            let sum: f64 = (2..=n).map(|t| (t as f64 - both) * term(t, &l)).sum();
            odds[a] * odds[b] * scale * scale * size * size * sum / constant
        }
        (Some(_), Some(_)) => chance[i],
        _ => chance[i] * chance[j],
    };
    let half: Vec<Vec<f64>> =
        sample.iter().enumerate().map(|(k, &i)| sample[..=k].iter().map(|&j| pair(i, j)).collect()).collect();
    let row = |a: usize| (0..sample.len()).map(|b| if b <= a { half[a][b] } else { half[b][a] }).collect();
    Ok((0..sample.len()).map(row).collect())
}

/// Options of [`sampford_joint`] in the catalogue.
#[derive(Default, Settings)]
struct Sample {
    /// The visited places of the list, from 0.
    #[setting(required)]
    sample: Vec<usize>,
}

/// [`sampford_joint`] in the catalogue.
pub const SAMPFORD_JOINT: Function = Function {
    id: "design.sampford_joint",
    doc: SAMPFORD_JOINT_DOC,
    inputs: &[Input::new("chance", Kind::Numbers).doc("The chances of the whole list.")],
    groups: Groups::None,
    options: options::<Sample>,
    output: Shape::Matrix("joint", "The chances of pairs, visits × visits."),
    run: |given| {
        let Sample { sample } = given.options()?;
        let rows = sampford_joint(given.numbers(0)?, &sample)?;
        Ok(Output::Matrix(Array2::from_shape_fn((rows.len(), rows.len()), |(i, j)| rows[i][j])))
    },
};
