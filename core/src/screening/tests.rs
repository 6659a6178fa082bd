use super::*;
use crate::simulate::{MunicipalityOptions, Planted, municipality};

#[test]
fn planted_irregularities_are_found_and_other_schools_are_left_alone() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated(), &m.registry).unwrap();
    let marked: Vec<&str> = s.schools.iter().filter(|s| s.marked).map(|s| s.school.as_str()).collect();
    let lifted = m.planted.iter().filter(|p| p.1 != Planted::Raised);
    assert!(lifted.clone().filter(|p| marked.contains(&p.0.as_str())).count() >= 5, "{marked:?}");
    let untouched = marked.iter().filter(|s| m.planted.iter().all(|p| p.0 != **s)).count();
    assert!(untouched <= 1, "{marked:?} {:?}", m.planted);
}

#[test]
fn an_honest_municipality_is_quiet() {
    let options = MunicipalityOptions { planted: Vec::new(), ..Default::default() };
    let marked: usize = (1..=20)
        .map(|seed| {
            let m = municipality(&options, seed).unwrap();
            screen(&m.results, &Policy::calibrated(), &m.registry)
                .unwrap()
                .schools
                .iter()
                .filter(|s| s.marked)
                .count()
        })
        .sum();
    assert!(marked <= 20, "{marked} of 800 honest schools");
}

#[test]
fn a_finding_has_a_stable_id_and_an_unknown_one_is_refused() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated(), &m.registry).unwrap();
    let reversed: Vec<Results> = m.results.iter().rev().cloned().collect();
    let again = screen(&reversed, &Policy::calibrated(), &m.registry).unwrap();
    let ids = |s: &Screening| s.findings().map(|f| (f.id(), f.pvalue.to_bits())).collect::<Vec<_>>();
    assert_eq!(ids(&again), ids(&s));
    let first = s.findings().next().unwrap();
    assert_eq!(s.finding(&first.id()).unwrap().group, first.group);
    assert_eq!(s.finding("nothing").unwrap_err().code(), "screening.no_finding");
}

#[test]
fn results_in_parts_are_screened_as_the_whole() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let whole = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
    let work = |r: &Results| Work::of(r, false).unwrap();
    let twice =
        screen_works(vec![work(&m.results[0]), work(&m.results[0])], &Policy::official_2019(), &m.registry)
            .unwrap();
    assert_eq!(twice.works.len(), 1);
    assert_eq!(
        2 * whole.works[0].by_school.groups().values().map(crate::data::Cells::n).sum::<u64>(),
        twice.works[0].by_school.groups().values().map(crate::data::Cells::n).sum::<u64>()
    );
}

#[test]
fn the_official_policy_looks_at_its_four_works_only() {
    let mut m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
    assert_eq!(s.works.len(), 2);
    let index = s.index();
    assert_eq!((index[0].group.as_str(), index[0].index.schools, index.len()), ("all", 40, 3));
    m.results.truncate(0);
    assert_eq!(
        screen(&m.results, &Policy::official_2019(), &m.registry).unwrap_err().code(),
        "screening.no_results"
    );
    let mut policy = Policy::official_2019();
    policy.subjects.retain(|s| s.test_grade == 4);
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    assert_eq!(screen(&m.results, &policy, &m.registry).unwrap_err().code(), "screening.no_works");
}

#[test]
fn a_policy_survives_json_and_a_wrong_one_is_named() {
    for policy in [Policy::official_2019(), Policy::calibrated()] {
        assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
    }
    let wrong = Policy::calibrated().to_json().replace("0.05", "5");
    assert!(Policy::from_json(&wrong).unwrap_err().to_string().contains("rules[0]"));
    assert_eq!(Policy::from_json("{}").unwrap_err().code(), "screening.policy");
}
