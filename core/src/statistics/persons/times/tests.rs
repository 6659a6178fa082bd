use ndarray::array;

use super::{Threshold, TimeItem, log_time_fit, rapid_guessing, time_subsets};

#[test]
fn a_person_without_times_says_nothing() {
    let items = [TimeItem { alpha: 2.0, beta: 3.0 }; 2];
    let times = array![[f64::NAN, f64::NAN], [f64::NAN, 3.0]];
    let fit = log_time_fit(times.view(), &items, None).unwrap();
    assert!(fit.statistic.iter().chain(&fit.pvalue).all(|value| value.is_nan()));
    let subsets = time_subsets(times.view(), &items, &[true, false]).unwrap();
    assert!(subsets.statistic.iter().all(|value| value.is_nan()));
    let rapid =
        rapid_guessing(times.view(), Threshold::ShareOfMean { share: 0.1, most: f64::INFINITY }).unwrap();
    assert!(rapid.effort[0].is_nan() && rapid.item_effort[0].is_nan());
    assert_eq!((rapid.effort[1], rapid.item_effort[1]), (1.0, 1.0));
}

#[test]
fn what_is_no_item_is_refused() {
    let wrong = [TimeItem { alpha: 0.0, beta: 3.0 }];
    assert_eq!(log_time_fit(array![[1.0]].view(), &wrong, None).unwrap_err().code(), "model.item");
    assert_eq!(
        rapid_guessing(array![[1.0]].view(), Threshold::Time(0.0)).unwrap_err().code(),
        "model.option"
    );
}
