//! What many p-values say together.

/// Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`.
///
/// ```text
/// sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j)
/// ```
///
/// What is no p-value (NaN, or outside [0, 1]) becomes NaN and is not counted in m. The rate is controlled for independent and for positively
/// dependent tests; exact p-values of counts make it smaller than q.
///
/// # Examples
/// ```
/// use obektiv::evidence::benjamini_hochberg;
/// let adjusted = benjamini_hochberg(&[0.01, 0.2, 0.5, 0.04]);
/// assert_eq!(adjusted[0], 0.04);
/// ```
///
/// # References
/// Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
#[must_use]
pub fn benjamini_hochberg(pvalues: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..pvalues.len()).filter(|&i| (0.0..=1.0).contains(&pvalues[i])).collect();
    order.sort_by(|&a, &b| pvalues[b].total_cmp(&pvalues[a]));
    let m = order.len();
    let mut adjusted = vec![f64::NAN; pvalues.len()];
    let mut least = 1.0_f64;
    for (passed, &index) in order.iter().enumerate() {
        let rank = (m - passed) as f64;
        least = least.min(m as f64 * pvalues[index] / rank);
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_example_is_reproduced() {
        let adjusted = benjamini_hochberg(&[0.01, 0.2, 0.5, 0.04]);
        for (got, want) in adjusted.iter().zip([0.04, 0.8 / 3.0, 0.5, 0.08]) {
            assert!((got - want).abs() < 1e-15, "{got} {want}");
        }
    }

    #[test]
    fn undefined_values_stay_undefined_and_do_not_count() {
        let adjusted = benjamini_hochberg(&[f64::NAN, 0.02, f64::NAN]);
        assert!(adjusted[0].is_nan() && adjusted[2].is_nan());
        assert!((adjusted[1] - 0.02).abs() < 1e-16);
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
