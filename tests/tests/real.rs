//! Against a real region, where it is present: the import kinds and the official signs.

use std::collections::BTreeMap;

use obektiv::{
    data::{Assessment, Grouping, ReadOptions, Results, Tally, find_assessment, readers},
    screening::{Policy, screen},
    statistics::{
        official,
        similarity::{self, SimilarityOptions},
    },
};
use obektiv_tests::{
    read_work, read_works, shared,
    study::{exchanged, profile_of_classes, similar},
    works,
};

#[derive(serde::Deserialize)]
struct ExpectImport {
    rows: u64,
    absent_or_blank: u64,
    absent_one_day: u64,
    taken: u64,
    set_aside: u64,
}

#[test]
fn rows_of_raw_exports_fall_into_the_expected_kinds() {
    for region in ["region-2020", "region-2021"] {
        let Some(folder) = shared(&format!("real/{region}")) else { return };
        let expected = std::fs::read_to_string(folder.join("expect_import.json")).unwrap();
        let expected: BTreeMap<String, ExpectImport> = serde_json::from_str(&expected).unwrap();
        assert!(!expected.is_empty());
        for (file, e) in expected {
            let parts: Vec<&str> = file.trim_end_matches(".xlsx").split('-').collect();
            let grade: u8 = parts[1].trim_start_matches("grade").parse().unwrap();
            let year = parts[0].parse().unwrap();
            let assessment = find_assessment(parts[2], grade, year, None).unwrap_or_else(|| {
                // No source names this work's scale, so it is not in the catalogue; its maxima are the largest
                // scores that the file itself holds in unshifted rows.
                assert_eq!(file, "2021-grade6-history.xlsx");
                Assessment::new("history", 6, 2021, &[2, 1, 3, 3, 1, 1, 2, 2, 1, 1, 1, 2], None).unwrap()
            });
            let bytes = std::fs::read(folder.join("raw").join(&file)).unwrap();
            let read = |repair| {
                let options = ReadOptions { repair, ..ReadOptions::default() };
                readers::read_xlsx(&bytes, Some(&assessment), options).expect(&file).report
            };
            let plain = read(false);
            eprintln!(
                "{file}: {} {} {} {} {}",
                plain.rows, plain.absent, plain.one_day, plain.taken, plain.set_aside
            );
            assert_eq!((plain.rows, plain.taken), (e.rows, e.taken), "{file}");
            assert_eq!(
                plain.absent + plain.one_day + plain.set_aside,
                e.absent_or_blank + e.absent_one_day + e.set_aside
            );
            assert_eq!(plain.one_day, e.absent_one_day, "{file}");
            let repaired = read(true);
            eprintln!(
                "{file}: repaired {} of {}, set aside {}",
                repaired.repaired, plain.set_aside, repaired.set_aside
            );
            assert_eq!(repaired.taken, e.taken, "{file}");
            assert_eq!(repaired.repaired + repaired.set_aside, plain.set_aside, "{file}");
            let kinds =
                repaired.taken + repaired.repaired + repaired.one_day + repaired.absent + repaired.set_aside;
            assert_eq!(kinds, repaired.rows, "{file}");
        }
    }
}

#[derive(serde::Deserialize)]
#[allow(non_snake_case)]
struct ExpectOfficial {
    schools: usize,
    A: Vec<String>,
    B: Vec<String>,
}

#[test]
fn the_official_rule_flags_the_expected_schools() {
    let Some(folder) = shared("real/region-2020") else { return };
    let expected = std::fs::read_to_string(folder.join("expect_official.json")).unwrap();
    let expected: BTreeMap<String, ExpectOfficial> = serde_json::from_str(&expected).unwrap();
    assert_eq!(expected.len(), 4);
    let works = works(&folder);
    for (file, e) in expected {
        let results = read_work(&folder, &file, &works[&file]).results;
        let tally = Tally::of(&results, Grouping::School, false).unwrap();
        assert_eq!(tally.groups().len(), e.schools, "{file}");
        let a = official::inflated_mean(&tally, Default::default()).unwrap();
        let flagged: Vec<&String> =
            a.group.iter().zip(&a.statistic).filter(|(_, s)| **s > a.critical).map(|(g, _)| g).collect();
        assert_eq!(flagged, e.A.iter().collect::<Vec<_>>(), "{file}, sign A");
        let b = official::rank_mismatch(&tally, Default::default()).unwrap();
        let flagged: Vec<&String> =
            b.group.iter().zip(&b.statistic).filter(|(_, s)| **s < 0.0).map(|(g, _)| g).collect();
        assert_eq!(flagged, e.B.iter().collect::<Vec<_>>(), "{file}, sign B");
    }
}

#[derive(serde::Deserialize)]
struct ExpectJump {
    schools: usize,
    median: f64,
    q25: f64,
    q75: f64,
    fall: Vec<String>,
    rise: Vec<String>,
}

#[test]
fn the_cohort_jump_is_the_expected_one() {
    let (Some(before), Some(after)) = (shared("real/region-2020"), shared("real/region-2021")) else {
        return;
    };
    let expected = std::fs::read_to_string(after.join("expect_cohort_jump.json")).unwrap();
    let expected: BTreeMap<String, ExpectJump> = serde_json::from_str(&expected).unwrap();
    assert_eq!(expected.len(), 2);
    let tally = |folder: &std::path::Path, file: &str| {
        Tally::of(&read_work(folder, file, &works(folder)[file]).results, Grouping::School, false).unwrap()
    };
    for (subject, e) in expected {
        let c = official::cohort_jump(
            &tally(&before, &format!("2020-grade4-{subject}.csv.gz")),
            &tally(&after, &format!("2021-grade5-{subject}.csv.gz")),
            Default::default(),
        )
        .unwrap();
        assert_eq!(c.group.len(), e.schools, "{subject}");
        for (got, want) in c.quartiles.iter().zip([e.q25, e.median, e.q75]) {
            assert!((got - want).abs() < 1e-12, "{subject}: {got} {want}");
        }
        let flagged = |hit: &dyn Fn(f64) -> bool| -> Vec<String> {
            c.group.iter().zip(&c.statistic).filter(|(_, k)| hit(**k)).map(|(g, _)| g.clone()).collect()
        };
        assert_eq!(flagged(&|k| k > c.fall_above), e.fall, "{subject}");
        assert_eq!(flagged(&|k| k < c.rise_below), e.rise, "{subject}");
    }
}

#[test]
fn the_whole_region_is_screened_by_both_policies() {
    let Some(folder) = shared("real/region-2020") else { return };
    let works = obektiv_tests::read_works(&folder);
    assert_eq!(works.len(), 30);
    let registry = obektiv::data::Registry::default();
    for policy in [Policy::official_2019(), Policy::calibrated()] {
        let start = std::time::Instant::now();
        let screening = screen(&works, &policy, &registry).unwrap();
        let elapsed = start.elapsed();
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for finding in screening.findings() {
            *counts.entry((finding.sign.clone(), format!("{:?}", finding.unit))).or_default() += 1;
        }
        let marked = screening.schools.iter().filter(|s| s.marked).count();
        eprintln!(
            "{}: {marked} of {} schools, {elapsed:.0?}, {counts:?}",
            policy.name,
            screening.schools.len()
        );
        assert!(marked > 0 && marked < screening.schools.len() / 2);
    }
}

#[test]
fn item_profiles_hold_their_level_in_real_classes_and_find_dictated_items() {
    let Some(folder) = shared("real/region-2020") else { return };
    let (mut flagged, mut area, mut works) = (0.0, 0.0, 0.0);
    for results in read_works(&folder) {
        let found = profile_of_classes(&results, 1);
        if found.classes < 100 {
            continue;
        }
        eprintln!("{} {found:.3?}", results.assessment().key());
        assert!(found.flagged_sampling > 0.4, "{found:?}");
        (flagged, area, works) = (flagged + found.flagged, area + found.area, works + 1.0);
    }
    assert!(flagged / works <= 0.03 && area / works >= 0.84, "{} {}", flagged / works, area / works);
}

#[test]
fn similarity_is_quiet_where_papers_are_exchanged_and_teaching_is_no_sign() {
    let Some(folder) = shared("real/region-2020") else { return };
    let options = SimilarityOptions { permutations: 0, ..Default::default() };
    let find = |results: &Results| similarity::by_class(results, options).unwrap().rows;
    let mut spent = 0.0;
    for results in read_works(&folder) {
        let start = std::time::Instant::now();
        let real = similar(find(&results).iter());
        spent += start.elapsed().as_secs_f64();
        let honest = similar(find(&exchanged(&results, 1)).iter());
        eprintln!("{}\n  real {real:.3?}\n  exchanged {honest:.3?}", results.assessment().key());
        if honest.classes >= 300 {
            assert!(honest.moments <= 0.03 && honest.excess <= 0.04 && honest.control <= 0.02, "{honest:?}");
            assert!(real.moments < real.excess / 2.0 && real.control <= 0.04, "{real:?}");
        }
    }
    eprintln!("closed forms of 30 works: {spent:.1} s");
}
