//! The layer as a whole, on small simulated territories.

use std::collections::BTreeMap;

use ndarray::Axis;

use super::*;
use crate::data::{Assessment, Grouping, ItemTally, Labels, NormSums, Results, ResultsBuilder, Tally};
use crate::simulate::{MunicipalityOptions, Planted, municipality};

fn territory(schools: usize, planted: Vec<Planted>, seed: u64) -> Vec<Results> {
    let options = MunicipalityOptions { schools, planted, ..MunicipalityOptions::default() };
    municipality(&options, seed).unwrap().results
}

fn works(results: &[Results]) -> Vec<EvidenceWork> {
    results.iter().map(EvidenceWork::of).collect()
}

fn evidence(results: &[Results]) -> Evidence {
    layer(&works(results), &EvidenceOptions::default(), None).unwrap()
}

/// The pupils of these rows.
fn rows(results: &Results, places: &[usize]) -> Results {
    let labels = |labels: &Labels| Labels::new(places.iter().map(|&i| labels.get(i)));
    let parts = ResultsBuilder {
        scores: results.scores().select(Axis(0), places),
        school: labels(results.school()),
        class_id: results.class_id().map(labels),
        variant: None,
        journal_mark: results.journal_mark().map(|m| places.iter().map(|&i| m[i]).collect()),
        municipality: results.municipality().map(labels),
    };
    Results::new(results.assessment().clone(), parts).unwrap()
}

fn without(results: &Results, journal: bool, classes: bool, boundaries: bool) -> Results {
    let assessment = Assessment {
        boundaries: results.assessment().boundaries.filter(|_| !boundaries),
        ..results.assessment().clone()
    };
    let parts = ResultsBuilder {
        scores: results.scores().to_owned(),
        school: results.school().clone(),
        class_id: results.class_id().filter(|_| !classes).cloned(),
        variant: None,
        journal_mark: results.journal_mark().filter(|_| !journal).map(<[u8]>::to_vec),
        municipality: results.municipality().cloned(),
    };
    Results::new(assessment, parts).unwrap()
}

fn reasons(evidence: &Evidence) -> Vec<(Channel, Reason)> {
    evidence.left_out.iter().filter(|l| l.work.is_empty()).map(|l| (l.channel, l.reason)).collect()
}

#[test]
fn an_honest_territory_has_no_finding_and_its_outcomes_sum() {
    for seed in 1..4 {
        let evidence = evidence(&territory(70, Vec::new(), seed));
        let territory = &evidence.territory;
        assert_eq!((territory.outcomes.found(), territory.outcomes.extreme), (0, 0), "{seed}");
        assert_eq!(territory.outcomes.sum(), 70);
        assert!(territory.outcomes.cleared + territory.outcomes.undecided == 70);
        assert!(evidence.schools.iter().all(|s| s.blocks.len() == 3 && s.effect.is_some()));
        assert_eq!(evidence.municipalities.len(), 2);
        let of_parts: u64 = evidence.municipalities.iter().map(|m| m.outcomes.sum()).sum();
        assert_eq!(of_parts, 70);
    }
}

#[test]
fn schools_that_lift_papers_are_found_by_heaping() {
    let options = MunicipalityOptions {
        schools: 70,
        planted: vec![Planted::Lifted; 5],
        background: 0.05,
        ..MunicipalityOptions::default()
    };
    let simulated = municipality(&options, 3).unwrap();
    let evidence = evidence(&simulated.results);
    let planted = |s: &SchoolEvidence| simulated.planted.iter().any(|(school, _)| *school == s.school);
    let found: Vec<&SchoolEvidence> = evidence.schools.iter().filter(|s| s.found).collect();
    assert!(found.iter().filter(|s| planted(s)).count() >= 4, "{:?}", evidence.territory);
    assert!(found.iter().all(|s| planted(s) && matches!(s.outcome, Outcome::Strong | Outcome::Notable)));
    let one = found[0];
    let effect = one.effect.unwrap();
    assert!(effect.lower > 0.1 && one.block.is_some() && one.channel.is_some(), "{one:?}");
    assert!(one.works.len() == 2 && !one.municipality.is_empty());
    assert!(evidence.territory.raised.unwrap().value > 0.0);
    assert_eq!(evidence.school(&one.school), Some(one));
    assert_eq!(evidence.school("nobody"), None);
}

#[test]
fn neither_the_order_of_works_nor_of_pupils_matters() {
    let results = territory(30, vec![Planted::Lifted; 2], 5);
    let turned: Vec<Results> =
        results.iter().rev().map(|r| rows(r, &(0..r.len()).rev().collect::<Vec<_>>())).collect();
    assert_eq!(evidence(&results), evidence(&turned));
}

#[test]
fn works_of_parts_merge_to_the_work_of_the_whole() {
    let results = &territory(12, Vec::new(), 2)[0];
    let whole = EvidenceWork::of(results);
    for parts in [2, 5] {
        let part =
            |k: usize| rows(results, &(0..results.len()).filter(|i| i % parts == k).collect::<Vec<_>>());
        let merged = (0..parts).rev().map(|k| EvidenceWork::of(&part(k)));
        let merged = merged.reduce(|a, b| a.merge(b).unwrap()).unwrap();
        assert_eq!(merged, whole);
    }
    let empty = EvidenceWork::empty(results.assessment().clone());
    assert_eq!(empty.clone().merge(whole.clone()).unwrap(), whole);
    assert_eq!(whole.clone().merge(empty).unwrap(), whole);
    let other = EvidenceWork::of(&territory(12, Vec::new(), 2)[1]);
    assert_eq!(whole.merge(other).unwrap_err().code(), "data.tally_mismatch");
}

#[test]
fn two_passes_over_parts_say_what_one_says_of_the_whole() {
    let results = territory(30, vec![Planted::Lifted; 2], 5);
    let whole = evidence(&results);
    let in_parts = |r: &Results| {
        // Schools lie in one of three parts.
        let of = |k: u32| (0..r.len()).filter(|&i| r.school().codes()[i] % 3 == k).collect::<Vec<_>>();
        let parts: Vec<EvidenceWork> = (0..3).map(|k| EvidenceWork::of(&rows(r, &of(k)))).collect();
        let counts = parts.iter().map(|part| part.clone().without_pupils());
        let counts = counts.reduce(|a, b| a.merge(b).unwrap()).unwrap();
        let norms = counts.norms(None);
        let passes = parts.iter().map(|part| part.second_pass(&norms));
        counts.with_second_pass(passes.reduce(|a, b| a.merge(b).unwrap()).unwrap())
    };
    let works: Vec<EvidenceWork> = results.iter().map(in_parts).collect();
    assert_eq!(layer(&works, &EvidenceOptions::default(), None).unwrap(), whole);
}

#[test]
fn what_the_data_lack_is_left_out_and_said() {
    let results = territory(40, Vec::new(), 4);
    let all = |journal, classes, boundaries| {
        let lacking: Vec<Results> =
            results.iter().map(|r| without(r, journal, classes, boundaries)).collect();
        evidence(&lacking)
    };
    let no_journal = all(true, false, false);
    assert!(reasons(&no_journal).contains(&(Channel::Fit, Reason::NoJournal)));
    let not_judged = &no_journal.schools[0].not_judged;
    assert!(not_judged.contains(&NotJudged { block: Block::Fit, reason: Reason::NoJournal }));
    let no_classes = all(false, true, false);
    assert!(reasons(&no_classes).contains(&(Channel::Copy, Reason::NoClasses)));
    assert!(no_classes.classes.is_empty() && no_classes.schools[0].blocks.len() == 2);
    let no_boundaries = all(false, false, true);
    assert!(reasons(&no_boundaries).contains(&(Channel::Heaping, Reason::NoBoundaries)));
    assert!(no_boundaries.schools.iter().all(|s| s.effect.is_none() && s.outcome != Outcome::Cleared));
    let nothing = all(true, true, true);
    assert!(nothing.schools.iter().all(|s| s.outcome == Outcome::NotJudged && s.posterior <= 0.0));
    assert_eq!(nothing.territory.outcomes.sum(), 40);
    assert!(reasons(&nothing).contains(&(Channel::Absent, Reason::NoAbsences)));
}

#[test]
fn tallies_say_what_they_hold() {
    let results = territory(40, vec![Planted::Lifted; 3], 6);
    let of_pupils = evidence(&results);
    let tallied = |items: bool| -> Vec<EvidenceWork> {
        let of = |r: &Results| {
            let by = |grouping| Tally::of(r, grouping, false).unwrap();
            let sums = items.then(|| (ItemTally::of(r, Grouping::Class).unwrap(), NormSums::of(r)));
            let (school, class) = (by(Grouping::School), by(Grouping::Class));
            let (sums, norms) = sums.as_ref().map(|(a, b)| (a, b)).unzip();
            EvidenceWork::of_tallies(&school, Some(&class), sums, norms).unwrap()
        };
        results.iter().map(of).collect()
    };
    let options = EvidenceOptions::default();
    for items in [true, false] {
        let of_counts = layer(&tallied(items), &options, None).unwrap();
        assert!(reasons(&of_counts).contains(&(Channel::Copy, Reason::NoPupils)));
        assert_eq!(reasons(&of_counts).contains(&(Channel::Dictation, Reason::NoItems)), !items);
        for (a, b) in of_counts.schools.iter().zip(&of_pupils.schools) {
            assert_eq!((&a.effect, a.blocks[&Block::Fit]), (&b.effect, b.blocks[&Block::Fit]));
        }
        let z = |e: &Evidence, channel| -> Vec<f64> {
            e.classes.iter().flat_map(|c| c.works.iter().filter_map(|w| w.z.get(&channel).copied())).collect()
        };
        assert_eq!(z(&of_counts, Channel::Spread), z(&of_pupils, Channel::Spread));
        // All classes here are large, so pupils' covariances are the same but for rounding.
        for channel in [Channel::Profile, Channel::Dictation] {
            let (a, b) = (z(&of_counts, channel), z(&of_pupils, channel));
            assert_eq!(a.len(), if items { b.len() } else { 0 });
            assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-6), "{channel:?}");
        }
    }
    // A tally by class alone is one by school too.
    let class = Tally::of(&results[0], Grouping::Class, false).unwrap();
    let alone = EvidenceWork::of_tallies(&class, None, None, None).unwrap();
    assert_eq!(alone.schools, tallied(false)[0].schools);
    let school = Tally::of(&results[0], Grouping::Municipality, false).unwrap();
    assert!(EvidenceWork::of_tallies(&school, None, None, None).is_err());
}

#[test]
fn pupils_kept_home_find_nobody_by_themselves() {
    let results = territory(60, Vec::new(), 7);
    let absent = |r: &Results| -> BTreeMap<String, u64> {
        let of = |(i, s): (usize, &String)| (s.clone(), if i % 20 == 0 { 60 } else { 4 + i as u64 % 3 });
        r.schools().iter().enumerate().map(of).collect()
    };
    let works: Vec<EvidenceWork> =
        results.iter().map(|r| EvidenceWork::of(r).with_absences(absent(r))).collect();
    let evidence = layer(&works, &EvidenceOptions::default(), None).unwrap();
    let home = evidence.schools.iter().filter(|s| s.blocks[&Block::Home] > 0.95).count();
    assert_eq!((home, evidence.territory.outcomes.found()), (3, 0), "{:?}", evidence.territory);
    assert!(evidence.schools.iter().all(|s| s.block != Some(Block::Home)));
}

#[test]
fn one_hand_in_a_class_is_extreme_whatever_the_others_do() {
    let mut results = territory(30, Vec::new(), 8);
    for r in &mut results {
        let class = r.groups(Grouping::Class).unwrap();
        let first = class.get(0).to_owned();
        let mut scores = r.scores().to_owned();
        for i in (0..r.len()).filter(|&i| class.get(i) == first) {
            let one = scores.row(0).to_owned();
            scores.row_mut(i).assign(&one);
        }
        let parts = ResultsBuilder {
            scores,
            school: r.school().clone(),
            class_id: r.class_id().cloned(),
            variant: None,
            journal_mark: r.journal_mark().map(<[u8]>::to_vec),
            municipality: r.municipality().cloned(),
        };
        *r = Results::new(r.assessment().clone(), parts).unwrap();
    }
    let evidence = evidence(&results);
    let extreme: Vec<&SchoolEvidence> = evidence.schools.iter().filter(|s| s.extreme).collect();
    assert_eq!(extreme.len(), 1);
    assert!(matches!(extreme[0].outcome, Outcome::Extreme | Outcome::Strong | Outcome::Notable));
    let class = evidence.classes.iter().find(|c| c.extreme).unwrap();
    assert_eq!(class.school, extreme[0].school);
    assert!(class.works.iter().any(|w| w.shared.is_some_and(|shared| shared > 0.5)));
}

#[test]
fn a_small_territory_takes_nulls_and_priors_of_a_reference() {
    let region = evidence(&territory(90, vec![Planted::Lifted; 6], 9));
    let reference = Reference::from_json(&region.reference.to_json()).unwrap();
    assert_eq!(reference, region.reference);
    let small = works(&territory(8, vec![Planted::Lifted; 1], 10));
    let options = EvidenceOptions::default();
    let with = layer(&small, &options, Some(&reference)).unwrap();
    assert!(!with.territory.own_reference && with.schools.iter().all(|s| s.blocks.len() == 3));
    let alone = layer(&small, &options, None).unwrap();
    assert!(alone.territory.own_reference);
    assert!(reasons(&alone).contains(&(Channel::Fit, Reason::FewUnits)));
    assert_eq!(alone.territory.outcomes.sum(), 8);
    // Another work than the reference's has norms of the territory itself.
    let other: Vec<EvidenceWork> = territory(8, Vec::new(), 11)
        .iter()
        .map(|r| {
            let mut work = EvidenceWork::of(r);
            work.assessment.year = 2019;
            work
        })
        .collect();
    let strange = layer(&other, &options, Some(&reference)).unwrap();
    assert!(reasons(&strange).contains(&(Channel::Heaping, Reason::NotInReference)));
    assert_eq!(strange.territory.outcomes.found(), 0);
    let shared = reference.clone().for_sharing();
    assert!(shared.works.values().flat_map(|w| &w.journal).all(|row| row.iter().all(|n| *n > 0.0)));
    assert!(layer(&small, &options, Some(&shared)).is_ok());
}

#[test]
fn a_large_territory_takes_a_reference_s_priors_as_some_units() {
    let region = evidence(&territory(90, vec![Planted::Lifted; 9], 9));
    let large = works(&territory(70, Vec::new(), 12));
    let options = EvidenceOptions::default();
    let with = layer(&large, &options, Some(&region.reference)).unwrap();
    let alone = layer(&large, &options, None).unwrap();
    assert!(with.territory.own_reference);
    let nothing = |e: &Evidence| e.territory.null_weight["heaping"];
    assert!(nothing(&with) < nothing(&alone), "{} {}", nothing(&with), nothing(&alone));
}

#[test]
fn what_is_no_territory_and_what_is_no_reference_are_refused() {
    let options = EvidenceOptions::default();
    assert_eq!(layer(&[], &options, None).unwrap_err().code(), "evidence.no_works");
    let one = works(&territory(10, Vec::new(), 1)[..1]);
    let twice = [one[0].clone(), one[0].clone()];
    assert_eq!(layer(&twice, &options, None).unwrap_err().code(), "data.repeated");
    let wrong = EvidenceOptions { q: 2.0, ..options };
    assert_eq!(layer(&one, &wrong, None).unwrap_err().code(), "evidence.parameter");
    let json = layer(&one, &options, None).unwrap().reference.to_json();
    for bad in [
        String::new(),
        "{}".to_owned(),
        json.replacen("\"version\":1", "\"version\":9", 1),
        json.replacen("\"max_scores\":[", "\"max_scores\":[7,", 1),
        json.replacen("\"histogram\":[", "\"histogram\":[1,", 1),
    ] {
        assert_eq!(Reference::from_json(&bad).unwrap_err().code(), "evidence.reference");
    }
}

#[test]
fn pupils_with_missing_cells_are_left_out_and_those_without_a_letter_are_a_class_where_no_other_is() {
    let results = &territory(10, Vec::new(), 1)[0];
    let mut scores = results.scores().to_owned();
    scores[[0, 0]] = crate::data::MISSING;
    scores[[1, 0]] = crate::data::NOT_TAUGHT;
    let parts = ResultsBuilder {
        scores,
        school: results.school().clone(),
        class_id: Some(Labels::new((0..results.len()).map(|i| ["", "-", "5-", "5a"][i % 4]))),
        ..ResultsBuilder::default()
    };
    let results = Results::new(results.assessment().clone(), parts).unwrap();
    let work = EvidenceWork::of(&results);
    assert_eq!(work.papers(), results.len() as u64 - 1);
    let judged = |work: &EvidenceWork| -> Vec<(String, u64)> {
        work.classes_to_judge().map(|((_, class), counts)| (class.clone(), counts.n())).collect()
    };
    let classes = judged(&work);
    assert!(classes.iter().all(|(class, _)| class == "5a"));
    assert_eq!(classes.iter().map(|(_, n)| n).sum::<u64>(), results.len() as u64 / 4);
    // A school that wrote no letter: all its pupils, if they may be one class.
    let whole = |n: usize| {
        let parts = ResultsBuilder {
            scores: results.scores().slice(ndarray::s![2..2 + n, ..]).to_owned(),
            school: Labels::new((0..n).map(|_| "s")),
            class_id: Some(Labels::new((0..n).map(|_| "5-"))),
            ..ResultsBuilder::default()
        };
        judged(&EvidenceWork::of(&Results::new(results.assessment().clone(), parts).unwrap()))
    };
    assert_eq!(whole(30), [("5-".to_owned(), 30)]);
    assert_eq!(whole(41), []);
}
