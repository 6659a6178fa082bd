use super::*;
use crate::data::Tally;
use crate::data::{Assessment, Grouping, Labels, Results, ResultsBuilder};
use crate::table::Table;
use ndarray::Array2;

fn assessment(items: usize) -> Assessment {
    Assessment::new("maths", 5, 2020, &vec![1; items], None).unwrap()
}

fn tally(rows: &[(&str, &[u64])]) -> Tally {
    Tally::from_histograms(assessment(rows[0].1.len() - 1), Grouping::School, rows.iter().copied()).unwrap()
}

#[test]
fn what_is_ours_is_no_official_sign() {
    for official in ["official.inflated_mean", "official.cohort_jump.rise", "official.recheck_delta"] {
        assert!(is_official(official), "{official}");
    }
    for ours in ["class_split", "x_pattern", "high5_low_spread", "inflated_means"] {
        assert!(!is_official(&format!("official.{ours}")), "{ours}");
    }
    assert!(!is_official("heaping.three_bin") && !is_official("official"));
}

#[test]
#[allow(deprecated, reason = "it is about former names")]
fn former_names_give_what_the_present_ones_give() {
    use crate::statistics::{classes, omissions, spread};
    let town = crate::simulate::municipality(&Default::default(), 1).unwrap();
    let r = &town.results[0];
    let by = |grouping| Tally::of(r, grouping, false).unwrap();
    let (of_classes, of_schools) = (by(Grouping::Class), by(Grouping::School));
    let same = |former: Table, now: Table| assert_eq!(format!("{former:?}"), format!("{now:?}"));
    same(
        class_split(&of_classes, Default::default()).unwrap().table(),
        classes::by_school(&of_classes, Default::default()).unwrap().table(),
    );
    same(high5_low_spread(&of_schools).unwrap().table(), spread::many_fives(&of_schools).unwrap().table());
    same(
        x_pattern(r, Grouping::School, &town.registry, 5).unwrap().table(),
        omissions::by_group(r, Grouping::School, &town.registry, 5).unwrap().table(),
    );
}

#[test]
fn the_interval_is_the_printed_one() {
    let sign =
        inflated_mean(&tally(&[("a", &[0, 1, 1, 2]), ("b", &[3, 1, 0, 0])]), Default::default()).unwrap();
    // a: 1 2 3 3, mean 2.25, s² = 11/12; all: 0 0 0 1 1 2 3 3, mean 1.25, S² = 11.5/7.
    let se = (11.0_f64 / 12.0 / 4.0).sqrt();
    assert!((sign.statistic[0] - (2.25 - 1.96 * se)).abs() < 1e-15);
    assert!((sign.critical - (1.25 + 1.96 * (11.5_f64 / 7.0 / 8.0).sqrt())).abs() < 1e-15);
    assert_eq!(sign.effect, [1.0, -1.0]);
}

#[test]
fn one_pupil_or_no_spread_is_undefined() {
    let sign =
        inflated_mean(&tally(&[("a", &[0, 0, 1]), ("b", &[0, 0, 9]), ("c", &[5, 5, 5])]), Default::default())
            .unwrap();
    assert!(sign.statistic[0].is_nan() && sign.statistic[1].is_nan() && sign.statistic[2].is_finite());
}

fn marks(pairs: &[(u8, u8)]) -> Tally {
    let scores = Array2::from_shape_fn((pairs.len(), 9), |(p, i)| u8::from(i < usize::from(pairs[p].1)));
    let parts = ResultsBuilder {
        scores,
        school: Labels::new(pairs.iter().map(|_| "s")),
        journal_mark: Some(pairs.iter().map(|p| p.0).collect()),
        ..Default::default()
    };
    Tally::of(&Results::new(assessment(9), parts).unwrap(), Grouping::School, false).unwrap()
}

#[test]
fn ranks_against_the_journal_have_a_negative_correlation() {
    let opposed = rank_mismatch(&marks(&[(5, 1), (4, 2), (3, 3)]), Default::default()).unwrap();
    assert_eq!(opposed.statistic, [-1.0]);
    let same = rank_mismatch(&marks(&[(3, 1), (4, 2), (5, 3)]), Default::default()).unwrap();
    assert_eq!(same.statistic, [1.0]);
}

#[test]
fn the_printed_formula_lies_above_the_true_correlation_under_ties() {
    // marks 3 3 4 (ranks 1.5 1.5 3), totals 1 2 3: Σd² = 0.5, printed 0.875, true √3/2.
    let t = marks(&[(3, 1), (3, 2), (4, 3)]);
    assert_eq!(rank_mismatch(&t, Default::default()).unwrap().statistic, [0.875]);
    let corrected = RankMismatchOptions { ties: Ties::Corrected, ..Default::default() };
    assert!((rank_mismatch(&t, corrected).unwrap().statistic[0] - 0.75_f64.sqrt()).abs() < 1e-15);
}

#[test]
fn constant_marks_and_pupils_without_a_mark_are_left_out() {
    assert!(
        rank_mismatch(&marks(&[(4, 1), (4, 2), (4, 3)]), Default::default()).unwrap().statistic[0].is_nan()
    );
    let sign = rank_mismatch(&marks(&[(0, 9), (5, 3), (4, 2), (3, 1)]), Default::default()).unwrap();
    assert_eq!((sign.n[0], sign.statistic[0]), (3, 1.0));
    assert_eq!(
        rank_mismatch(&marks(&[(0, 1), (0, 2)]), Default::default()).unwrap_err().code(),
        "statistic.no_journal"
    );
}

#[test]
fn a_jump_beyond_three_ranges_is_critical() {
    let before: Vec<(String, Vec<u64>)> =
        (0..9_u64).map(|i| (format!("s{i}"), vec![10 - i % 3, 10, 10, 10])).collect();
    let mut after = before.clone();
    after[4].1 = vec![40, 1, 0, 0];
    let make = |rows: &[(String, Vec<u64>)]| {
        Tally::from_histograms(
            assessment(3),
            Grouping::School,
            rows.iter().map(|(n, h)| (n.as_str(), h.as_slice())),
        )
        .unwrap()
    };
    let sign = cohort_jump(&make(&before), &make(&after), Default::default()).unwrap();
    assert!(sign.statistic[4] > sign.fall_above);
    assert_eq!(sign.statistic.iter().filter(|&&k| k > sign.fall_above || k < sign.rise_below).count(), 1);
}
