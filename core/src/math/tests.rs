use super::{
    Z95, beta_binomial, binomial, chi2_quantile, chi2_tail, clopper_pearson, f_lower, f_tail,
    hypergeometric_limits, inverse_trigamma, ln_normal_upper, normal_quantile, normal_upper, pearson3_tail,
    poisson_tail, quantile, t_quantile, t_tail, trigamma,
};

#[test]
fn limits_of_a_drawn_share_are_those_of_enumeration() {
    let choose = |n: u64, k: u64| (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
    let chance = |k: u64, i: u64, n: u64, all: u64| match i > k || n - i > all - k {
        true => 0.0,
        false => choose(k, i) * choose(all - k, n - i) / choose(all, n),
    };
    for (x, n, all) in [(9, 10, 40), (10, 10, 12), (0, 5, 30), (3, 7, 8), (0, 1, 2), (4, 4, 5)] {
        let upper = |k| (x..=n).map(|i| chance(k, i, n, all)).sum::<f64>();
        let lower = |k| (0..=x).map(|i| chance(k, i, n, all)).sum::<f64>();
        let possible = || (x..=all - (n - x)).filter(|&k| upper(k) > 0.025 && lower(k) > 0.025);
        let want = (possible().min().unwrap() as f64, possible().max().unwrap() as f64);
        let (low, high) = hypergeometric_limits(x, n, all);
        assert_eq!((low * all as f64, high * all as f64), want, "{x} of {n} of {all}");
    }
}

#[test]
fn normal_quantiles_are_those_of_tables() {
    assert!((normal_quantile(0.975) - Z95).abs() < 1e-14);
    assert!((normal_quantile(1e-10) + 6.361_340_902_404_056).abs() < 1e-12);
    assert!(normal_quantile(0.5).abs() < 1e-15 && normal_quantile(0.0) == f64::NEG_INFINITY);
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-14 * b.abs().max(1e-300), "{a} {b}");
}

#[test]
fn tails_of_chi2_and_f_are_those_of_tables() {
    // Printed tables, and scipy.stats to 12 digits.
    close(chi2_tail(18.307_038_053_275_146, 10.0), 0.05);
    close(chi2_quantile(0.9, 15.0), 22.307_129_581_578_69);
    close(f_tail(3.0, 5.0, 10.0), 0.065_557_562_093_844_11);
    assert!((f_tail(60.0, 12.0, 30.0) / 1.375_223_475_773_776e-17 - 1.0).abs() < 1e-12);
    close(f_tail(2.0, 7.0, f64::INFINITY), chi2_tail(14.0, 7.0));
    assert!(chi2_tail(f64::NAN, 3.0).is_nan() && chi2_tail(0.0, 3.0) >= 1.0);
}

#[test]
fn quantiles_of_t_and_intervals_of_counts_are_those_of_tables() {
    assert!((t_quantile(0.975, 10.0) - 2.228_138_851_986_275).abs() < 1e-12);
    assert!((t_quantile(0.975, 1.0) - 12.706_204_736_174_7).abs() < 1e-9);
    assert!(t_quantile(0.975, f64::NAN).is_nan());
    // 0 of 10: 1 − .025^(1/10); 5 of 10: .187, .813 in printed tables.
    let (lower, upper) = clopper_pearson(0, 10);
    assert!(lower == 0.0 && (upper - (1.0 - 0.025_f64.powf(0.1))).abs() < 1e-14);
    let (lower, upper) = clopper_pearson(5, 10);
    assert!((lower - 0.187_086_028_447_398_53).abs() < 1e-12 && (lower + upper - 1.0).abs() < 1e-14);
}

#[test]
fn lower_tails_and_trigamma_are_those_of_tables() {
    close(f_lower(1.0 / 3.0, 10.0, 5.0), 0.065_557_562_093_844_11);
    close(f_lower(0.2, 2.0, f64::INFINITY), 1.0 - (-0.2_f64).exp());
    // t with one degree of freedom is Cauchy's.
    close(t_tail(1.0, 1.0), 0.25);
    close(t_tail(-1.0, 1.0), 0.75);
    let pi2 = std::f64::consts::PI * std::f64::consts::PI;
    close(trigamma(1.0), pi2 / 6.0);
    close(trigamma(0.5), pi2 / 2.0);
    for x in [0.3, 1.0, 7.5, 400.0] {
        assert!((inverse_trigamma(trigamma(x)) / x - 1.0).abs() < 1e-11, "{x}");
    }
}

#[test]
fn tails_of_skewed_and_of_rare_counts() {
    // A gamma variable of shape 4 has skewness 1; P(Γ(4) ≥ 8) = e⁻⁸(1 + 8 + 32 + 256/3).
    let by_hand = libm::exp(-8.0) * (41.0 + 256.0 / 3.0);
    assert!((pearson3_tail(2.0, 1.0) / by_hand - 1.0).abs() < 1e-12);
    assert!((pearson3_tail(-2.0, -1.0) - (1.0 - by_hand)).abs() < 1e-12);
    assert!((pearson3_tail(1.959_963_984_540_054, 0.0) - 0.025).abs() < 1e-12);
    assert!((poisson_tail(2, 0.1) / (1.0 - 1.1 * libm::exp(-0.1)) - 1.0).abs() < 1e-12);
    assert!(poisson_tail(0, 0.0) >= 1.0 && poisson_tail(1, 0.0) <= 0.0);
}

#[test]
fn tails_of_small_counts_are_the_hand_computed_ones() {
    let t = binomial(3, 2, 0.5);
    close(t.upper, 0.5);
    close(t.lower, 0.875);
    close(t.mid_upper(), 0.3125);
    close(t.mid_lower(), 0.6875);
    // a = b = 1 is uniform on 0..=n.
    close(beta_binomial(4, 3, 0.5, 1.0 / 3.0).upper, 0.4);
    close(beta_binomial(4, 0, 0.5, 1.0 / 3.0).upper, 1.0);
}

#[test]
fn normal_tails_go_on_by_their_logarithms() {
    // scipy.stats.norm.logsf
    assert!((ln_normal_upper(36.0) - libm::log(normal_upper(36.0))).abs() < 1e-11);
    assert!((ln_normal_upper(100.0) + 5_005.524_208_694_205).abs() < 1e-11);
}

#[test]
fn far_tails_keep_their_digits() {
    close(binomial(60, 60, 1.0 / 3.0).upper, 3.0_f64.powi(-60));
    close(binomial(0, 0, 0.3).upper, 1.0);
    let far = binomial(200_000, 100_000, 1.0 / 3.0).upper;
    assert!((0.0..1e-300).contains(&far));
}

#[test]
fn quantiles_interpolate() {
    // Hyndman and Fan's types, as their formulas give them by hand.
    let four = [1.0, 2.0, 3.0, 4.0];
    let by_hand = [(4, 1.0), (5, 1.5), (6, 1.25), (7, 1.75), (8, 17.0 / 12.0), (9, 1.4375)];
    for (kind, first) in by_hand {
        close(quantile(&four, 0.25, kind), first);
        close(quantile(&four, 0.75, kind), if kind == 4 { 3.0 } else { 5.0 - first });
        close(quantile(&[7.0], 0.75, kind), 7.0);
    }
    assert!(quantile(&[], 0.5, 7).is_nan());
}
