use super::*;
use crate::data::find_assessment;
use std::f64::consts::TAU;

fn work() -> Assessment {
    find_assessment("maths", 5, 2020, None).unwrap()
}

fn counted(of: &WorkParameters) -> Counted {
    let totals = of.totals().into_iter().map(|share| 1e6 * share).collect();
    Counted { totals, ..Counted::default() }
}

#[test]
fn the_series_of_a_covariance_is_that_of_two_normal_answers() {
    let items = [0.0, 0.0].map(|cut| Item { loading: 0.5, own: 0.75_f64.sqrt(), cuts: vec![cut] });
    let model = Model::of(&items);
    for correlation in [0.1_f64, 0.3, 0.6] {
        let known = correlation.asin() / TAU;
        assert!((model.alike(0, correlation) - known).abs() < 1e-6, "{correlation}");
    }
    assert!((model.beside()[1] - 0.25_f64.asin() / TAU).abs() < 1e-9);
}

#[test]
fn the_series_gives_the_variance_of_totals() {
    let usual = WorkParameters::usual(&work(), 3);
    let model = Model::of(&usual.items);
    let whole: f64 = model.variances.iter().chain(&model.beside()).sum();
    let moments = Moments::of(&usual.totals());
    assert!((whole - moments.variance).abs() < 1e-3 * whole, "{whole} {}", moments.variance);
    let mean: f64 = usual.items.iter().map(|item| item.mean(0.0)).sum();
    assert!((mean - moments.mean).abs() < 1e-4);
}

#[test]
fn items_of_which_the_totals_alone_are_known_give_their_mean_and_variance() {
    let other = Moments::of(&counted(&WorkParameters::usual(&work(), 1)).totals);
    let of = WorkParameters::of(&work(), &counted(&WorkParameters::usual(&work(), 1)), 2);
    assert_ne!(of.items, WorkParameters::usual(&work(), 1).items);
    let here = Moments::of(&of.totals());
    assert!((here.mean - other.mean).abs() < 1e-3, "{} {}", here.mean, other.mean);
    assert!((here.variance / other.variance - 1.0).abs() < 1e-3, "{} {}", here.variance, other.variance);
}

#[test]
fn counts_that_say_nothing_leave_a_work_as_it_usually_is() {
    let usual = WorkParameters::usual(&work(), 0);
    let levels = usize::from(work().max_total()) + 1;
    let mut one = vec![0.0; levels];
    one[7] = 100.0;
    for totals in [vec![], vec![0.0; levels], vec![5.0; 3], one] {
        let counted = Counted { totals, ..Counted::default() };
        assert_eq!(WorkParameters::of(&work(), &counted, 0), usual);
    }
    let spread = Spread::usual();
    assert_eq!(Spread::like([&usual]), spread);
    assert_eq!((usual.away(&spread), usual.journal(&spread).cuts), (AWAY, JOURNAL));
}

#[test]
fn what_cannot_be_still_gives_numbers() {
    let levels = usize::from(work().max_total()) + 1;
    let cells: usize = work().max_scores.iter().map(|&max| usize::from(max) + 1).sum();
    let totals: Vec<f64> = (0..levels).map(|t| f64::from(u8::from(t % 7 == 0))).collect();
    let counted = Counted {
        journal: [totals.clone(), vec![0.0; levels], vec![0.0; levels]],
        shares: Some(vec![0.0; levels * cells]),
        spread: Some([900.0, 0.0, -5.0]),
        between: Some(1e9),
        absent: Some(1.0),
        totals,
        ..Counted::default()
    };
    let of = WorkParameters::of(&work(), &counted, 0);
    assert!(of.totals().iter().all(|share| share.is_finite()));
    assert!(Spread::like([&of]).fields().iter().all(|(_, sd)| (0.0..=1.0).contains(sd)));
    assert!(of.away(&Spread::usual()) > 1e9);
}
