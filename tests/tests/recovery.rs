//! Honest data are quiet, planted irregularities are found. 2,000 replicates with wide bands; `./x validate` runs the whole study.

use obektiv_tests::study::{SIZES, Shared, heaping, municipality_work, pooled, share, similarity_of_groups};

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
fn similarity_is_quiet_in_honest_groups_and_where_a_topic_was_taught_better() {
    let work = municipality_work(300, 11);
    for n in SIZES {
        let [honest, _] = similarity_of_groups(&work, n as usize, Shared::Nothing, 0, 1);
        assert!(
            honest.moments <= 0.02 && honest.duplicates <= 0.015 && honest.excess <= 0.03,
            "n = {n}: {honest:?}"
        );
    }
    let [_, taught] = similarity_of_groups(&work, 25, Shared::Topic, 0, 2);
    assert!(taught.excess > 0.2 && taught.moments <= 0.04, "{taught:?}");
}

#[test]
fn shared_papers_are_found() {
    let work = municipality_work(300, 11);
    let [_, paper] = similarity_of_groups(&work, 25, Shared::Paper, 199, 3);
    let [_, copies] = similarity_of_groups(&work, 25, Shared::Copies, 199, 4);
    eprintln!("{paper:.2?} {copies:.2?}");
    assert!(paper.statistic > 0.4 && copies.duplicates > 0.4, "{paper:?} {copies:?}");
}
