//! Honest data are quiet, planted irregularities are found. 2,000 replicates with wide bands; `./x validate` runs the whole study.

use obektiv_tests::study::{SIZES, continuity, heaping, pooled, share};

const REPLICATES: u32 = 2_000;

#[test]
fn heaping_holds_its_level_on_honest_scores() {
    for n in SIZES {
        let size = heaping(n, 0.0, REPLICATES, 1);
        assert!(size.exact <= 0.015 && size.mid <= 0.020, "n = {n}: {size:?}");
    }
}

#[test]
fn lifted_papers_are_found_more_often_in_larger_schools() {
    let power: Vec<f64> = SIZES.iter().map(|&n| heaping(n, 0.8, REPLICATES, 2).exact).collect();
    assert!(power.windows(2).all(|w| w[0] < w[1]) && power[3] > 0.9, "{power:?}");
}

#[test]
fn a_share_holds_its_level_whether_schools_differ_or_not() {
    for n in SIZES {
        for (rho, others) in [(0.0, 30), (0.0, 6), (0.02, 30), (0.05, 30), (0.05, 6)] {
            let size = share(n, rho, 0.0, others, REPLICATES, 3);
            assert!(
                size.exact <= 0.018 && size.mid <= 0.022,
                "n = {n}, rho = {rho}, others = {others}: {size:?}"
            );
        }
    }
}

#[test]
fn works_of_the_same_pupils_are_not_taken_for_independent() {
    for n in SIZES {
        let size = pooled(n, 0.5, 8, 60, 500, 6);
        assert!(size.exact <= 0.026, "n = {n}: {size:?}");
    }
}

#[test]
fn an_unusual_share_is_found() {
    let power: Vec<f64> = SIZES.iter().map(|&n| share(n, 0.02, 0.4, 30, REPLICATES, 4).exact).collect();
    assert!(power[0] > 0.3 && power[3] > 0.9, "{power:?}");
}

#[test]
fn changes_hold_their_level_whether_the_same_pupils_write_or_not() {
    for n in SIZES {
        for agreement in [0.0, 0.7] {
            let size = continuity(n, agreement, 0.0, REPLICATES, 7).exact;
            assert!(size <= 0.020, "n = {n}, agreement = {agreement}: {size}");
        }
    }
}

#[test]
fn a_jump_of_a_cohort_is_found() {
    let power: Vec<f64> = SIZES.iter().map(|&n| continuity(n, 0.7, 1.2, REPLICATES, 8).exact).collect();
    assert!(power.windows(2).all(|w| w[0] < w[1]) && power[3] > 0.6, "{power:?}");
}
