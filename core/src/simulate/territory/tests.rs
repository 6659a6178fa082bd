use super::*;
use crate::data::is_score;
use std::collections::BTreeSet;

fn with(kind: Kind, share: f64, schools: usize) -> TerritoryOptions {
    let planted = Some(Planting { kinds: vec![kind], share });
    TerritoryOptions { schools, planted, ..TerritoryOptions::default() }
}

fn prints(t: &Territory) -> Vec<String> {
    t.results.iter().map(Results::fingerprint).collect()
}

/// The rows of a school.
fn rows(results: &Results, school: &str) -> Vec<usize> {
    (0..results.len()).filter(|&row| results.school().get(row) == school).collect()
}

fn points(results: &Results, item: usize) -> f64 {
    let column = results.scores().column(item).to_vec();
    column.into_iter().filter(|&score| is_score(score)).map(f64::from).sum()
}

fn totals(results: &Results) -> Vec<u16> {
    results.totals().map(|(total, _)| total).collect()
}

#[test]
fn a_seed_gives_the_same_territory_and_another_seed_another() {
    let options = with(Kind::ALL[0], 0.2, 12);
    let one = territory(&options, 1).unwrap();
    let again = territory(&options, 1).unwrap();
    assert_eq!((prints(&one), &one.planted, &one.absent), (prints(&again), &again.planted, &again.absent));
    let other = territory(&options, 2).unwrap();
    assert!(prints(&one).iter().zip(prints(&other)).all(|(a, b)| *a != b));
}

#[test]
fn half_of_the_schools_are_small_and_some_are_large() {
    let options = TerritoryOptions { schools: 2_000, works: vec![], ..TerritoryOptions::default() };
    let works = vec![TerritoryOptions::default().works[0].clone()];
    let t = territory(&TerritoryOptions { works, ..options }, 3).unwrap();
    let mut sizes: Vec<u64> = t.listed[0].values().copied().collect();
    sizes.sort_unstable();
    assert!((18..=24).contains(&sizes[1_000]), "median {}", sizes[1_000]);
    assert!(sizes[100] < 8 && sizes[1_900] > 80 && sizes[1_999] <= 216);
    let absent: u64 = t.absent[0].values().sum();
    let share = absent as f64 / sizes.iter().sum::<u64>() as f64;
    assert!((0.05..0.12).contains(&share), "absent {share}");
    let report = &t.reports()[0];
    assert_eq!((report.absent, report.taken), (absent, t.results[0].len() as u64));
    assert_eq!(report.rows, sizes.iter().sum::<u64>());
}

#[test]
fn every_school_writes_every_work_and_its_classes_are_the_same_in_the_works_of_a_grade() {
    let t = territory(&TerritoryOptions { schools: 40, ..TerritoryOptions::default() }, 5).unwrap();
    let classes = |r: &Results| -> BTreeSet<String> {
        let labels = r.class_id().unwrap();
        (0..r.len()).map(|row| format!("{}/{}", r.school().get(row), labels.get(row))).collect()
    };
    assert!(t.results.iter().all(|r| r.schools().len() == 40));
    for grade in t.results.chunks(3) {
        let all: BTreeSet<String> = grade.iter().flat_map(&classes).collect();
        // A small class may be away as a whole.
        assert!(grade.iter().all(|r| classes(r).len() + 3 > all.len()));
    }
    for r in &t.results {
        let mut sizes = BTreeMap::new();
        let labels = r.class_id().unwrap();
        for row in 0..r.len() {
            *sizes.entry((r.school().get(row), labels.get(row))).or_insert(0) += 1;
        }
        assert!(sizes.values().all(|&n| n <= 27));
    }
    assert_eq!(t.registry.schools().len(), 40);
    let districts: BTreeSet<&str> = t.registry.schools().values().map(|s| s.municipality.as_str()).collect();
    assert_eq!(districts.len(), 4);
}

#[test]
fn scores_and_marks_are_about_as_those_of_real_works() {
    let t = territory(&TerritoryOptions { schools: 300, ..TerritoryOptions::default() }, 7).unwrap();
    for r in &t.results {
        let assessment = r.assessment();
        let [three, four, five] = assessment.boundaries.unwrap().map(f64::from);
        let n = r.len() as f64;
        let mean = totals(r).iter().map(|&t| f64::from(t)).sum::<f64>() / n;
        assert!((mean - three - 0.6 * (four - three)).abs() < 0.5 * (five - three) / 2.0, "{mean}");
        for (item, &max) in assessment.max_scores.iter().enumerate() {
            let share = points(r, item) / n / f64::from(max);
            assert!((0.01..0.99).contains(&share), "{} {item}: {share}", assessment.key());
        }
        let marks = r.journal_mark().unwrap();
        let share = |mark| marks.iter().filter(|&&m| m == mark).count() as f64 / n;
        assert!(share(2) < 0.02 && share(3) > 0.2 && share(4) > 0.35 && share(5) > 0.08);
    }
}

#[test]
fn planting_changes_the_planted_schools_alone() {
    for kind in Kind::ALL {
        let honest = territory(&TerritoryOptions { schools: 30, ..Default::default() }, 11).unwrap();
        let t = territory(&with(kind, 0.2, 30), 11).unwrap();
        assert_eq!(t.planted.len(), 6);
        let planted: Vec<&str> = t.planted.iter().map(|p| p.school.as_str()).collect();
        let mut changed = BTreeSet::new();
        for (before, after) in honest.results.iter().zip(&t.results) {
            for school in before.schools() {
                let papers = |r: &Results| r.scores().select(ndarray::Axis(0), &rows(r, school));
                let same = papers(before) == papers(after);
                assert!(same || planted.contains(&school.as_str()), "{kind} {school}");
                if !same {
                    changed.insert(school.clone());
                }
            }
        }
        assert!(changed.len() >= 4, "{kind}: {changed:?}");
        let listed = |t: &Territory| t.listed.clone();
        assert_eq!(listed(&t), listed(&honest));
    }
}

#[test]
fn everybody_lifts_piles_papers_up_on_the_boundaries() {
    let options = TerritoryOptions { schools: 100, ..Default::default() };
    let honest = territory(&options, 13).unwrap();
    let lifted = territory(&TerritoryOptions { everybody_lifts: 0.4, ..options }, 13).unwrap();
    let count = |t: &Territory, gap: u16| {
        let of_work = |r: &Results| {
            let at = r.assessment().boundaries.unwrap().map(|b| b - gap);
            totals(r).into_iter().filter(|total| at.contains(total)).count()
        };
        t.results.iter().map(of_work).sum::<usize>() as f64
    };
    let left = |gap| count(&lifted, gap) / count(&honest, gap);
    assert!((left(1) - 0.6).abs() < 0.03 && (left(2) - 0.8).abs() < 0.03, "{} {}", left(1), left(2));
    let came = count(&honest, 1) * 0.4 + count(&honest, 2) * 0.2;
    assert!(((count(&lifted, 0) - count(&honest, 0)) / came - 1.0).abs() < 0.05);
}

#[test]
fn works_keep_their_items_from_one_territory_to_another() {
    let options = TerritoryOptions { schools: 300, ..Default::default() };
    let shares = |options: &TerritoryOptions, seed| {
        let t = territory(options, seed).unwrap();
        let r = &t.results[1];
        let share =
            |item: usize| points(r, item) / r.len() as f64 / f64::from(r.assessment().max_scores[item]);
        (0..r.assessment().items()).map(share).collect::<Vec<f64>>()
    };
    let far = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let first = shares(&options, 1);
    assert!(far(&first, &shares(&options, 2)) < 0.1);
    assert!(far(&first, &shares(&TerritoryOptions { design: 1, ..options }, 1)) > 0.2);
}

#[test]
fn options_out_of_range_are_refused_with_their_code() {
    let d = TerritoryOptions::default;
    let code = |options: &TerritoryOptions| territory(options, 1).unwrap_err().code();
    assert_eq!(code(&TerritoryOptions { schools: 0, ..d() }), "data.range");
    assert_eq!(code(&TerritoryOptions { municipalities: Some(0), ..d() }), "data.range");
    assert_eq!(code(&TerritoryOptions { pupils: 0, ..d() }), "data.range");
    assert_eq!(code(&TerritoryOptions { works: vec![], ..d() }), "data.empty");
    assert_eq!(code(&TerritoryOptions { everybody_lifts: f64::NAN, ..d() }), "data.share");
    let spread = Spread { school: 0.9, class: 0.9, ..Spread::usual() };
    assert_eq!(code(&TerritoryOptions { spread, ..d() }), "data.share");
    let spread = |name, given: &[(&str, f64)]| Spread::new(name, given).map_err(|e| e.code());
    assert_eq!(spread("mild", &[]), Err("data.name"));
    assert_eq!(spread("wild", &[("classes", 0.1)]), Err("data.name"));
    assert_eq!(spread("wild", &[("class", -0.1)]), Err("data.share"));
    assert_eq!(spread("usual", &[("class", 0.3)]).unwrap(), Spread { class: 0.3, ..Spread::usual() });
    assert_eq!(code(&with(Kind::Fit { share: 2.0 }, 0.1, 10)), "data.share");
    assert_eq!(code(&with(Kind::ALL[0], 1.5, 10)), "data.share");
    let works = vec![Assessment::new("x", 5, 2020, &[1; 10], None).unwrap()];
    let lift = TerritoryOptions { works, ..with(Kind::ALL[0], 0.1, 10) };
    assert_eq!(code(&lift), "data.cannot_plant");
    assert!(territory(&TerritoryOptions { planted: None, ..lift }, 1).is_ok());
}
