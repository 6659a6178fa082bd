use super::super::{Labels, ResultsBuilder};
use super::*;
use ndarray::array;

fn results() -> Results {
    let a = Assessment::new("maths", 5, 2020, &[1, 2], Some([1, 2, 3])).unwrap();
    let parts = ResultsBuilder {
        scores: array![[1, 2], [0, 2], [254, 1], [255, 2]],
        school: Labels::new(["b", "b", "a", "a"]),
        class_id: Some(Labels::new(["5А", "", "5А", "5А"])),
        journal_mark: Some(vec![5, 0, 3, 4]),
        ..Default::default()
    };
    Results::new(a, parts).unwrap()
}

#[test]
fn a_school_whose_login_changed_its_prefix_is_the_same_school() {
    let a = Assessment::new("maths", 5, 2020, &[1], None).unwrap();
    let of = |names: &[&str]| {
        let groups = names.iter().map(|name| (*name, &[1, 2][..]));
        Tally::from_histograms(a.clone(), Grouping::School, groups).unwrap()
    };
    let (before, after) =
        (of(&["sch1", "sch2", "education", "x"]), of(&["edu1", "sch2", "edu3", "schooling"]));
    let named = after.named_as(&before);
    assert_eq!(named.groups().keys().collect::<Vec<_>>(), ["edu3", "sch1", "sch2", "schooling"]);
    assert!(matches!(before.named_as(&before), Cow::Borrowed(_)));
}

#[test]
fn persons_are_counted_by_group_mark_and_total() {
    let t = Tally::of(&results(), Grouping::School, false).unwrap();
    assert_eq!(t.groups().keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(t.groups()["b"].histogram(), [0, 0, 1, 1]);
    assert_eq!(t.groups()["b"].with_mark(5), [0, 0, 0, 1]);
    assert_eq!(t.incomplete(), 1);
    assert_eq!(t.histogram(), [0, 1, 1, 1]);
    let with = Tally::of(&results(), Grouping::School, true).unwrap();
    assert_eq!(with.groups()["a"].with_mark(4), [0, 0, 1, 0]);
}

#[test]
fn classes_of_two_schools_are_two_groups() {
    let t = Tally::of(&results(), Grouping::Class, false).unwrap();
    assert_eq!(t.groups().keys().collect::<Vec<_>>(), ["a/5А", "b/-", "b/5А"]);
}

#[test]
fn bytes_bring_the_tally_back_and_other_bytes_are_refused() {
    let t = Tally::of(&results(), Grouping::School, false).unwrap();
    assert_eq!(Tally::from_bytes(&t.to_bytes()).unwrap(), t);
    assert_eq!(Tally::from_bytes(b"what").unwrap_err().code(), "data.tally_bytes");
    assert_eq!(Tally::from_bytes(b"obkt\x09").unwrap_err().code(), "data.tally_bytes");
    assert_eq!(Tally::from_bytes(b"obkt\x01\x05").unwrap_err().code(), "data.tally_bytes");
}

#[test]
fn tallies_of_two_works_do_not_merge() {
    let t = Tally::of(&results(), Grouping::School, false).unwrap();
    let other = Tally::of(&results(), Grouping::All, false).unwrap();
    assert_eq!(t.merge(&other).unwrap_err().code(), "data.tally_mismatch");
}
