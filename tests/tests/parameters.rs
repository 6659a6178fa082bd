//! Territories drawn from a reference: like the one it was made of, quiet beside it, and refused
//! where it knows nothing.

use obektiv::{
    data::{Assessment, Results, find_assessment},
    evidence::{EvidenceOptions, EvidenceWork, Reference, layer},
    simulate::{Kind, Planting, Spread, Territory, TerritoryOptions, territory},
};

fn works() -> Vec<Assessment> {
    [("maths", 5), ("russian", 6), ("history", 7)]
        .map(|(s, g)| find_assessment(s, g, 2020, None).unwrap())
        .into()
}

fn reference(t: &Territory) -> Reference {
    let absent = t.results.iter().zip(&t.absent);
    let works: Vec<EvidenceWork> =
        absent.map(|(r, absent)| EvidenceWork::of(r).with_absences(absent.clone())).collect();
    layer(&works, &EvidenceOptions::default(), None).unwrap().reference.for_sharing()
}

fn drawn(options: &TerritoryOptions, seed: u64) -> Territory {
    territory(options, seed).unwrap()
}

/// Shares of pupils by total, mean and standard deviation.
fn totals(r: &Results) -> (Vec<f64>, f64, f64) {
    let mut shares = vec![0.0; usize::from(r.assessment().max_total()) + 1];
    r.totals().for_each(|(total, _)| shares[usize::from(total)] += 1.0 / r.len() as f64);
    let mean: f64 = shares.iter().enumerate().map(|(t, p)| t as f64 * p).sum();
    let variance: f64 = shares.iter().enumerate().map(|(t, p)| (t as f64 - mean).powi(2) * p).sum();
    (shares, mean, variance.sqrt())
}

/// The mean share of each item's maximum.
fn items(r: &Results) -> Vec<f64> {
    let max = |i: usize| f64::from(r.assessment().max_scores[i]);
    let points =
        |i: usize| r.scores().column(i).iter().filter(|s| **s < 253).map(|s| f64::from(*s)).sum::<f64>();
    (0..r.assessment().items()).map(|i| points(i) / r.len() as f64 / max(i)).collect()
}

fn absent(t: &Territory) -> f64 {
    let sum = |counts: &[std::collections::BTreeMap<String, u64>]| {
        counts.iter().flat_map(|c| c.values()).sum::<u64>()
    };
    sum(&t.absent) as f64 / sum(&t.listed) as f64
}

fn far(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn a_territory_drawn_from_a_reference_is_like_the_one_it_was_made_of() {
    for (spread, everybody_lifts) in [(Spread::usual(), 0.0), (Spread::wild(), 0.0), (Spread::usual(), 0.4)] {
        let known =
            TerritoryOptions { schools: 600, works: works(), spread, everybody_lifts, ..Default::default() };
        let first = drawn(&known, 1);
        let options = reference(&first).parameters(None).unwrap();
        assert!((options.everybody_lifts - everybody_lifts).abs() < 0.1, "{}", options.everybody_lifts);
        assert!((19..=23).contains(&options.pupils), "{}", options.pupils);

        // What lies between schools and classes together, of ability and of items; absences between
        // schools.
        let parts = |s: &Spread, names: &[&str]| {
            let of = |(name, sd): (&str, f64)| if names.contains(&name) { sd * sd } else { 0.0 };
            s.fields().into_iter().map(of).sum::<f64>()
        };
        let groups: [&[&str]; 3] = [
            &["school", "school_subject", "class", "class_subject"],
            &["item_school", "item_class"],
            &["absent"],
        ];
        for (names, tolerance) in groups.into_iter().zip([0.2, 0.2, 0.4]) {
            let ratio = parts(&options.spread, names) / parts(&spread, names);
            assert!((ratio - 1.0).abs() < tolerance, "{names:?}: {ratio}");
        }

        let second = drawn(&TerritoryOptions { schools: 1_500, ..options }, 2);
        assert!((absent(&first) - absent(&second)).abs() < 0.01);
        for b in &second.results {
            let a = first.results.iter().find(|a| a.assessment() == b.assessment()).unwrap();
            let ((h, mean, sd), (h2, mean2, sd2)) = (totals(a), totals(b));
            let key = a.assessment().key();
            assert!(
                (mean - mean2).abs() < 0.02 * f64::from(a.assessment().max_total()),
                "{key}: {mean} {mean2}"
            );
            assert!((sd2 / sd - 1.0).abs() < 0.05, "{key}: {sd} {sd2}");
            assert!(far(&items(a), &items(b)) < 0.03, "{key}: {:?} {:?}", items(a), items(b));
            let variation = h.iter().zip(&h2).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0;
            assert!(variation < 0.05, "{key}: {variation}");
            let fives = |r: &Results| {
                r.journal_mark().unwrap().iter().filter(|m| **m == 5).count() as f64 / r.len() as f64
            };
            assert!((fives(a) - fives(b)).abs() < 0.02, "{key}");
        }
    }
}

fn found(t: &Territory, reference: &Reference) -> Vec<String> {
    let works = EvidenceWork::of_all(&t.results.iter().collect::<Vec<_>>()).unwrap();
    let evidence = layer(&works, &EvidenceOptions::default(), Some(reference)).unwrap();
    evidence.schools.into_iter().filter(|school| school.found).map(|school| school.school).collect()
}

#[test]
fn honest_territories_are_quiet_beside_the_reference_they_are_drawn_from_and_what_is_planted_is_found() {
    let reference = Reference::simulated();
    let options = TerritoryOptions { schools: 40, ..reference.parameters(None).unwrap() };
    let loud = (0..8).filter(|seed| !found(&drawn(&options, 100 + seed), &reference).is_empty()).count();
    assert!(loud <= 1, "{loud} of 8 honest territories");
    let nobody = TerritoryOptions { everybody_lifts: 0.0, ..options.clone() };
    let loud = (0..4).filter(|seed| !found(&drawn(&nobody, 200 + seed), &reference).is_empty()).count();
    assert!(loud <= 1, "{loud} of 4 honest territories where nobody lifts");

    let planted =
        Some(Planting { kinds: vec![Kind::Fit { share: 0.6 }, Kind::OneHand { keep: 0.08 }], share: 0.15 });
    let t = drawn(&TerritoryOptions { planted, ..options }, 100);
    let found = found(&t, &reference);
    let right = t.planted.iter().filter(|p| found.contains(&p.school)).count();
    assert!(right >= 4 && found.len() <= right + 1, "{right} of {}, {found:?}", t.planted.len());
}

#[test]
fn the_same_seed_gives_the_same_and_what_is_set_goes_before_the_reference() {
    let reference = Reference::simulated();
    let options = TerritoryOptions { schools: 12, ..reference.parameters(Some(&works())).unwrap() };
    let print = |options: &TerritoryOptions| drawn(options, 3).results[0].fingerprint();
    assert_eq!(print(&options), print(&options));
    let other = TerritoryOptions { spread: Spread::tame(), ..options.clone() };
    assert_ne!(print(&options), print(&other));
    assert_ne!(print(&options), print(&TerritoryOptions { parameters: Default::default(), ..options }));
    let keys: Vec<String> = reference.parameters(None).unwrap().works.iter().map(Assessment::key).collect();
    assert_eq!(keys, reference.works().collect::<Vec<_>>());
}

/// The reference with one of its works changed.
fn changed(change: impl Fn(&mut serde_json::Map<String, serde_json::Value>)) -> Reference {
    let mut json: serde_json::Value = serde_json::from_str(&Reference::simulated().to_json()).unwrap();
    change(json["works"].as_object_mut().unwrap());
    Reference::from_json(&json.to_string()).unwrap()
}

#[test]
fn items_that_a_reference_does_not_know_are_designed_and_moved_to_its_totals() {
    let known = drawn(
        &TerritoryOptions { schools: 800, ..Reference::simulated().parameters(Some(&works())).unwrap() },
        4,
    );
    let bare = changed(|works| {
        for work in works.values_mut() {
            (work["shares"], work["differences"]) = (serde_json::Value::Null, serde_json::Value::Null);
        }
    });
    let options = bare.parameters(Some(&works())).unwrap();
    let t = drawn(&TerritoryOptions { schools: 800, ..options }, 4);
    for (a, b) in known.results.iter().zip(&t.results) {
        let ((_, mean, sd), (_, mean2, sd2)) = (totals(a), totals(b));
        assert!((mean - mean2).abs() < 0.02 * f64::from(a.assessment().max_total()), "{mean} {mean2}");
        assert!((sd2 / sd - 1.0).abs() < 0.05, "{sd} {sd2}");
    }
}

#[test]
fn works_that_a_reference_does_not_know_are_refused_by_name() {
    let reference = Reference::simulated();
    let refused = |work: Assessment| reference.parameters(Some(&[work])).unwrap_err();
    let error = refused(find_assessment("history", 8, 2020, None).unwrap());
    assert_eq!(error.code(), "data.not_in_reference");
    assert!(error.to_string().contains("2020-autumn-history-8"), "{error}");
    let mut other = works().remove(0);
    other.max_scores[0] += 1;
    assert_eq!(refused(other).code(), "data.not_in_reference");
    let none = reference.parameters(Some(&[])).unwrap();
    assert_eq!(territory(&none, 1).unwrap_err().code(), "data.empty");

    let renamed = |key: &str| {
        changed(|works| {
            let work = works.remove("2020-autumn-maths-5").unwrap();
            works.insert(key.to_owned(), work);
        })
    };
    let own = renamed("1999-spring-logic-and-sets-11").parameters(None).unwrap();
    assert!(own.works.iter().any(|w| w.subject == "logic-and-sets" && w.test_grade == 11 && w.year == 1999));
    for key in ["maths", "x-autumn-maths-5", "2020-maths-five"] {
        assert_eq!(renamed(key).parameters(None).unwrap_err().code(), "data.name", "{key}");
    }
    assert_eq!(renamed("2020-maths-99").parameters(None).unwrap_err().code(), "data.grade");
}
