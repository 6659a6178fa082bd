//! Effects, prevalence and visits hold their level: short forms of `./x validate effect`.

use obektiv_tests::effect_study::{Judge, counted, differences, naive_warned, placebo, placebo_naive};
use obektiv_tests::visit_study::{visited, visited_by_trips};

#[test]
fn help_that_did_nothing_is_seldom_found_inside_the_flagged_and_always_beside_all_others() {
    for judge in [Judge::Ancova, Judge::Did, Judge::Randomisation] {
        assert!(placebo(judge, 480, 0.0, 0..60).rejected <= 0.15, "{judge:?}");
        assert!(placebo(judge, 480, -1.0, 0..20).rejected >= 0.8, "{judge:?}");
    }
    assert!(placebo_naive(0..10).rejected >= 0.99);
    assert!(naive_warned(0..10) >= 0.99);
}

#[test]
fn two_helped_municipalities_of_fourteen_are_judged_by_randomisation() {
    let found = differences(14, 2, 0.1, 0..60);
    assert!(found.rejected <= 0.15 && found.held >= 0.85, "{found:?}");
}

#[test]
fn shares_and_visits_have_intervals_that_hold_the_truth() {
    let shares = counted(0.3, true, 0..300).held;
    assert!(shares >= 0.9, "{shares}");
    let visits = visited(obektiv::design::Method::Sampford, true, 60, 0..200).held;
    assert!(visits >= 0.89, "{visits}");
    let trips = visited_by_trips(60, 0..200).held;
    assert!(trips >= 0.89, "{trips}");
}
