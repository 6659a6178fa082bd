//! Density tests and excess mass against rddensity, DCdensity and bunchit on the same simulated
//! histograms.
//!
//! Where we differ on purpose the test says why, and fails if the difference disappears.

use obektiv::statistics::density::{
    BunchingOptions, LocalPolynomial, LocalPolynomialOptions, McCraryOptions, Rule, Variance, bunching,
    local_polynomial, mccrary,
};
use obektiv_tests::reference::{Row, number, rows};

const HISTOGRAMS: [(&str, usize); 3] = [("clean50", 15), ("bunch50", 15), ("bunch100", 50)];

fn histogram(name: &str) -> Option<Vec<u64>> {
    Some(rows(&format!("hist/{name}.csv"))?.iter().map(|row| number(row, "count") as u64).collect())
}

fn values(name: &str) -> Option<Vec<f64>> {
    if name == "continuous" {
        return Some(rows("hist/continuous.csv.gz")?.iter().map(|row| number(row, "x")).collect());
    }
    let histogram = histogram(name)?;
    Some(histogram.iter().enumerate().flat_map(|(s, &n)| vec![s as f64; n as usize]).collect())
}

fn close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let unit = theirs.abs().max(1e-300);
    assert!((ours - theirs).abs() <= tolerance * unit, "{what}: {ours}, the peer {theirs}");
}

fn options(row: &Row, order: f64) -> LocalPolynomialOptions {
    let plugin = row.get("vce").is_some_and(|vce| vce == "plugin");
    LocalPolynomialOptions {
        order: order as usize,
        kernel: row.get("kernel").map_or("triangular", String::as_str).parse().unwrap(),
        fit: row["fitselect"].parse().unwrap(),
        variance: if plugin { Variance::Plugin } else { Variance::Jackknife },
        mass_points: row["massPoints"].eq_ignore_ascii_case("true"),
        ..LocalPolynomialOptions::with_bandwidth(number(row, "hl"), number(row, "hr"))
    }
}

/// Whether a window of the discrete scores has enough distinct totals a side for order q: else the
/// peers' rows are noise of singular matrices.
fn meaningful(row: &Row, q: f64, lowest: f64) -> bool {
    let reach = |h: f64| if row.get("kernel").is_some_and(|k| k == "uniform") { h } else { h - 1.0 };
    let totals = reach(number(row, "hl")).min(number(row, "c") - lowest);
    row["fitselect"] == "restricted" || totals >= q + 1.0
}

fn same(what: &str, ours: &LocalPolynomial, row: &Row) {
    // Relative to the density: where both sides agree the difference is all rounding.
    let scale = (ours.left.abs() + ours.right.abs()) / ours.se;
    close(&format!("{what} left"), ours.left, number(row, "f_l"), 1e-7);
    close(&format!("{what} right"), ours.right, number(row, "f_r"), 1e-7);
    let error = number(row, if ours_is_plugin(row) { "se_asy_diff" } else { "se_jk_diff" });
    close(&format!("{what} se"), ours.se, error, 1e-7);
    let statistic = number(row, if ours_is_plugin(row) { "T_asy" } else { "T_jk" });
    assert!((ours.statistic - statistic).abs() < 1e-7 * scale, "{what}: {} {statistic}", ours.statistic);
}

fn ours_is_plugin(row: &Row) -> bool {
    row.get("vce").is_some_and(|vce| vce == "plugin")
}

#[test]
fn densities_equal_rddensity() {
    let mut compared = 0;
    for name in ["clean50", "bunch50", "bunch100", "continuous"] {
        let Some(values) = values(name) else { return };
        let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
        for row in rows(&format!("hist/{name}_rddensity.csv")).unwrap() {
            let (p, threshold) = (number(&row, "p"), number(&row, "c"));
            let what = format!("{name} {row:?}");
            let ours = local_polynomial(&values, threshold, options(&row, p)).unwrap();
            if name != "continuous" && !meaningful(&row, p + 1.0, lowest) {
                assert!(ours.statistic.is_nan(), "{what}");
                continue;
            }
            same(&what, &ours, &row);
            close(&what, ours.plain_left, number(&row, "f_l_p"), 1e-7);
            close(&what, ours.plain_right, number(&row, "f_r_p"), 1e-7);
            for (ours, theirs) in [(ours.n, "N"), (ours.n_left, "Nl"), (ours.n_right, "Nr")] {
                assert!((ours as f64 - number(&row, theirs)).abs() < 0.5, "{what}");
            }
            for (ours, theirs) in [(ours.within_left, "effl"), (ours.within_right, "effr")] {
                assert!((ours as f64 - number(&row, theirs)).abs() < 0.5, "{what}");
            }
            if !ours_is_plugin(&row) {
                close(&what, ours.se_left, number(&row, "se_jk_l"), 1e-7);
                close(&what, ours.se_right, number(&row, "se_jk_r"), 1e-7);
                let scale = (ours.plain_left + ours.plain_right) / ours.se;
                let plain = number(&row, "T_jk_p");
                assert!((ours.plain_statistic - plain).abs() < 1e-7 * scale, "{what}");
                assert!((ours.pvalue - number(&row, "p_jk")).abs() < 1e-6, "{what}");
            }
            compared += 1;
        }
    }
    assert!(compared >= 360, "{compared} rows compared");
}

#[test]
fn bandwidths_equal_rddensity() {
    let mut compared = 0;
    for name in ["clean50", "bunch50", "bunch100", "continuous"] {
        let Some(values) = values(name) else { return };
        for row in rows(&format!("hist/{name}_rddensity.csv")).unwrap() {
            let rule = match row["bwselect"].as_str() {
                "each" => Rule::Each,
                "diff" => Rule::Difference,
                "sum" => Rule::Sum,
                "comb" => Rule::Combined,
                _ => continue,
            };
            let options =
                LocalPolynomialOptions { bandwidth: None, rule, ..options(&row, number(&row, "p")) };
            let ours = local_polynomial(&values, number(&row, "c"), options).unwrap();
            close(&format!("{name} {row:?}"), ours.bandwidth_left, number(&row, "hl"), 1e-7);
            close(&format!("{name} {row:?}"), ours.bandwidth_right, number(&row, "hr"), 1e-7);
            compared += 1;
        }
        if name == "continuous" {
            continue;
        }
        for row in rows(&format!("hist/{name}_pyrddensity.csv")).unwrap() {
            if number(&row, "h_arg") > 0.0 {
                continue;
            }
            let options = LocalPolynomialOptions { bandwidth: None, ..options(&row, number(&row, "p")) };
            let ours = local_polynomial(&values, number(&row, "c"), options).unwrap();
            close(&format!("{name} {row:?}"), ours.bandwidth_left, number(&row, "hl"), 1e-7);
            close(&format!("{name} {row:?}"), ours.bandwidth_right, number(&row, "hr"), 1e-7);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} rows compared");
}

#[test]
fn densities_equal_those_of_the_python_package() {
    let mut compared = 0;
    for (name, _) in HISTOGRAMS {
        let Some(values) = values(name) else { return };
        let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
        for row in rows(&format!("hist/{name}_pyrddensity.csv")).unwrap() {
            let (p, threshold) = (number(&row, "p"), number(&row, "c"));
            if !meaningful(&row, p + 1.0, lowest) {
                continue;
            }
            same(
                &format!("{name} {row:?}"),
                &local_polynomial(&values, threshold, options(&row, p)).unwrap(),
                &row,
            );
            compared += 1;
        }
    }
    assert!(compared > 90, "{compared} rows compared");
}

#[test]
fn histograms_of_mccrary_equal_dcdensity() {
    for (name, _) in HISTOGRAMS {
        let Some(values) = values(name) else { return };
        for row in rows(&format!("hist/{name}_mccrary.csv")).unwrap() {
            let threshold = number(&row, "cutpoint");
            let given =
                ["bin_arg", "bw_arg"].map(|column| Some(number(&row, column)).filter(|v| !v.is_nan()));
            // By default whole numbers have bins of whole steps here, and those of a rule for
            // continuous values there: so theirs are given.
            if given[0].is_none() {
                let default = McCraryOptions { bin: None, bandwidth: given[1] };
                let bin = mccrary(&values, threshold, default).unwrap().bin;
                assert!(
                    bin.fract().abs() < 1e-12 && (bin - number(&row, "binsize")).abs() > 1e-6,
                    "{name}: {bin}"
                );
            }
            let bin = given[0].or(Some(number(&row, "binsize")));
            let ours = mccrary(&values, threshold, McCraryOptions { bin, bandwidth: given[1] }).unwrap();
            let what = format!("{name} {given:?}");
            close(&what, ours.bin, number(&row, "binsize"), 1e-12);
            let at_theirs = if given[1].is_none() && name == "bunch50" {
                // DCdensity counts its bins by floor((r − l)/b) + 2: one more than reach the
                // highest value, or, where the quotient is rounded down as here, none. The
                // polynomial behind its bandwidth sees the difference. We always have the one more,
                // as the paper does.
                assert!(
                    (ours.bandwidth / number(&row, "bw") - 1.0).abs() > 1e-5,
                    "the peer no longer differs"
                );
                close(&what, ours.bandwidth, number(&row, "bw"), 1e-3);
                mccrary(&values, threshold, McCraryOptions { bin, bandwidth: Some(number(&row, "bw")) })
                    .unwrap()
            } else {
                close(&what, ours.bandwidth, number(&row, "bw"), 1e-10);
                ours
            };
            close(&what, at_theirs.effect, number(&row, "theta"), 1e-9);
            close(&what, at_theirs.se, number(&row, "se"), 1e-9);
            close(&what, at_theirs.statistic, number(&row, "z"), 1e-9);
            close(&what, at_theirs.pvalue, number(&row, "p"), 1e-7);
        }
    }
}

#[test]
fn excess_mass_equals_bunchit_on_the_bins_it_uses() {
    for (name, threshold) in HISTOGRAMS {
        let Some(histogram) = histogram(name) else { return };
        for row in rows(&format!("hist/{name}_bunching.csv")).unwrap() {
            let count = |column: &str| number(&row, column) as usize;
            let whole = [threshold - count("bins_l"), threshold + count("bins_r")];
            // bunchit leaves out both end bins (of bins_l = 15 below a threshold of 15 the total 0
            // is none), and empty bins before the first full one, as if nothing were known of them.
            let first = (0..histogram.len()).find(|&s| histogram[s] > 0).unwrap();
            let theirs = [first.max(whole[0] + 1), whole[1] - 1];
            let with = |window| BunchingOptions {
                degree: count("poly"),
                below: count("excl_l"),
                above: count("excl_r"),
                window: Some(window),
                resamples: 0,
                ..Default::default()
            };
            let ours = bunching(&histogram, threshold, with(theirs)).unwrap();
            let what = format!("{name} {row:?}");
            // The peer rounds to nine decimals.
            assert!((ours.statistic - number(&row, "B")).abs() < 1e-8, "{what}: {}", ours.statistic);
            assert!((ours.effect - number(&row, "b")).abs() < 1e-8, "{what}: {}", ours.effect);
            let all = bunching(&histogram, threshold, with(whole)).unwrap();
            assert!((all.statistic - ours.statistic).abs() > 0.01, "{what}: the peer no longer differs");
        }
    }
}
