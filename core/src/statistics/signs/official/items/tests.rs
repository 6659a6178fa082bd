use super::*;
use crate::data::{Assessment, Labels, Results, ResultsBuilder};
use ndarray::{Array2, array};

fn results(scores: Array2<u8>, schools: &[&str], max_scores: &[u8], boundaries: [u16; 3]) -> Results {
    let a = Assessment::new("maths", 5, 2020, max_scores, Some(boundaries)).unwrap();
    Results::new(a, ResultsBuilder { scores, school: Labels::new(schools), ..Default::default() }).unwrap()
}

#[test]
fn hard_done_better_and_easy_worse_is_an_inversion() {
    // p = 3/4, 1/2, 1/4: the middle item is neither; b misses the easy item and solves the hard
    // one.
    let scores = array![[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]];
    let r = results(scores, &["a", "a", "a", "b"], &[1, 1, 1], [1, 2, 3]);
    let sign = item_inversion(&ItemTally::of(&r, Grouping::School).unwrap());
    assert_eq!((sign.hard[1], sign.easy[1], sign.statistic[1], sign.effect[1]), (0.75, -0.75, 0.75, 1.5));
    assert!((sign.statistic[0] + 0.25).abs() < 1e-15);
}

#[test]
fn an_item_done_better_by_lower_marks_crosses() {
    // Totals 1 (mark 3) solve the second item, totals 2 (mark 4) the others.
    let scores = array![[0, 1, 0], [0, 1, 0], [1, 0, 1], [1, 0, 1], [254, 253, 1]];
    let r = results(scores, &["a"; 5], &[1, 1, 1], [1, 2, 3]);
    let sign = group_crossing(&ItemTally::of(&r, Grouping::School).unwrap(), 2).unwrap();
    let effects: Vec<(u64, u8, u8, f64)> =
        sign.rows.iter().map(|r| (r.item, r.low, r.high, r.effect)).collect();
    assert_eq!(effects, [(1, 3, 4, -1.0), (2, 3, 4, 1.0), (3, 3, 4, -1.0)]);
    assert!(sign.rows[1].lower < 1.0 && sign.rows[1].upper <= 1.0);
}
