//! The evidence layer against an independent implementation, and on a real region if it is there.

use std::{collections::BTreeMap, path::Path};

use ndarray::{Array2, Axis};
use obektiv::{
    data::{Assessment, Labels, Results, ResultsBuilder},
    evidence::{Block, Evidence, EvidenceOptions, EvidenceWork, Outcome, layer},
    simulate::Random,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    tolerance: f64,
    works: Vec<Work>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Work {
    subject: String,
    grade: u8,
    year: u16,
    max_scores: Vec<u8>,
    boundaries: [u16; 3],
    absent: Vec<u64>,
    pupils: String,
}

#[derive(Deserialize)]
struct Expect {
    posterior: Vec<f64>,
    heaping: Vec<f64>,
    fit: Vec<f64>,
    class: Vec<f64>,
    home: Vec<f64>,
    lambda: Vec<Option<f64>>,
    sd: Vec<Option<f64>>,
    variance: Vec<Option<f64>>,
    found: Vec<usize>,
    extreme: Vec<usize>,
    shift: f64,
    tau: BTreeMap<String, f64>,
    null_weight: BTreeMap<String, f64>,
    class_posterior: Vec<f64>,
}

fn school(number: usize) -> String {
    format!("s{number:03}")
}

impl Work {
    fn counted(&self) -> EvidenceWork {
        let assessment =
            Assessment::new(&self.subject, self.grade, self.year, &self.max_scores, Some(self.boundaries));
        let pupils: Vec<Vec<&str>> = self.pupils.split(' ').map(|p| p.split('.').collect()).collect();
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let cells = pupils.iter().flat_map(|p| p[3].bytes().map(|digit| digit - b'0')).collect();
        let parts = ResultsBuilder {
            scores: Array2::from_shape_vec((pupils.len(), self.max_scores.len()), cells).expect("scores"),
            school: Labels::new(pupils.iter().map(|p| school(number(p[0])))),
            class_id: Some(Labels::new(pupils.iter().map(|p| format!("{:05}", number(p[1]))))),
            journal_mark: Some(pupils.iter().map(|p| number(p[2]) as u8).collect()),
            ..ResultsBuilder::default()
        };
        let results = Results::new(assessment.expect("an assessment"), parts).expect("results");
        let absent = self.absent.iter().enumerate().map(|(i, &n)| (school(i), n)).collect();
        EvidenceWork::of(&results).with_absences(absent)
    }
}

fn same(what: &str, got: &[Option<f64>], want: &[Option<f64>], tolerance: f64) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (i, pair) in got.iter().zip(want).enumerate() {
        match pair {
            (Some(got), Some(want)) => assert!((got - want).abs() < tolerance, "{what} {i}: {got} {want}"),
            (got, want) => assert_eq!(got, want, "{what} {i}"),
        }
    }
}

#[test]
fn a_simulated_territory_has_the_numbers_of_an_independent_implementation() {
    let path = obektiv_tests::root().join("tests/fixtures/evidence.json");
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).expect("fixture")).expect("fixture");
    let works: Vec<EvidenceWork> = file.works.iter().map(Work::counted).collect();
    let evidence = layer(&works, &EvidenceOptions::default(), None).expect("evidence");
    let (expect, tolerance) = (&file.expect, file.tolerance);
    let of = |what: &str, got: Vec<f64>, want: &[f64]| {
        let some = |x: &[f64]| x.iter().copied().map(Some).collect::<Vec<_>>();
        same(what, &some(&got), &some(want), tolerance);
    };
    let block =
        |b: Block| evidence.schools.iter().map(|s| s.blocks.get(&b).copied().unwrap_or(0.0)).collect();
    of("posterior", evidence.schools.iter().map(|s| s.posterior).collect(), &expect.posterior);
    of("heaping", block(Block::Heaping), &expect.heaping);
    of("fit", block(Block::Fit), &expect.fit);
    of("class", block(Block::Class), &expect.class);
    of("home", block(Block::Home), &expect.home);
    of("classes", evidence.classes.iter().map(|c| c.posterior).collect(), &expect.class_posterior);
    of("shift", evidence.territory.shift.into_iter().collect(), &[expect.shift]);
    let effect = |value: fn(&obektiv::evidence::Effect) -> f64| -> Vec<Option<f64>> {
        evidence.schools.iter().map(|s| s.effect.as_ref().map(value)).collect()
    };
    same("lambda", &effect(|e| e.lambda), &expect.lambda, tolerance);
    same("sd", &effect(|e| e.sd), &expect.sd, tolerance);
    same("variance", &effect(|e| e.variance), &expect.variance, tolerance);
    for (name, want) in &expect.tau {
        of(name, vec![evidence.territory.tau[name]], &[*want]);
    }
    for (name, want) in &expect.null_weight {
        of(name, vec![evidence.territory.null_weight[name]], &[*want]);
    }
    let places = |found: &dyn Fn(usize) -> bool| (0..evidence.schools.len()).filter(|&i| found(i)).collect();
    let found: Vec<usize> = places(&|i| evidence.schools[i].found);
    let extreme: Vec<usize> = places(&|i| evidence.schools[i].extreme);
    assert_eq!((&found, &extreme), (&expect.found, &expect.extreme));
}

fn region() -> Option<Vec<Results>> {
    obektiv_tests::shared("real/region-2020").map(|folder| obektiv_tests::read_works(Path::new(&folder)))
}

fn evidence(results: &[Results]) -> Evidence {
    let works: Vec<EvidenceWork> = results.iter().map(EvidenceWork::of).collect();
    layer(&works, &EvidenceOptions::default(), None).expect("evidence")
}

/// Pupils' papers and journal marks dealt anew within a work.
fn shuffled(results: &Results, seed: u64) -> Results {
    let mut random = Random::new(seed, 0);
    let mut places: Vec<usize> = (0..results.len()).collect();
    for i in (1..places.len()).rev() {
        places.swap(i, random.below(i + 1));
    }
    let parts = ResultsBuilder {
        scores: results.scores().select(Axis(0), &places),
        school: results.school().clone(),
        class_id: results.class_id().cloned(),
        variant: None,
        journal_mark: results.journal_mark().map(|marks| places.iter().map(|&i| marks[i]).collect()),
        municipality: results.municipality().cloned(),
    };
    Results::new(results.assessment().clone(), parts).expect("results")
}

#[test]
fn a_real_region_has_the_measured_findings_and_its_shuffled_pupils_have_none() {
    let Some(results) = region() else { return };
    let real = evidence(&results);
    let extreme = real.schools.iter().filter(|s| s.extreme).count();
    assert_eq!((real.territory.outcomes.found(), extreme), (87, 49));
    assert_eq!(real.territory.outcomes.sum(), 639);
    assert!(real.schools.iter().all(|s| s.outcome != Outcome::Extreme || s.extreme && !s.found));
    for seed in 1..3 {
        let results: Vec<Results> = results.iter().map(|r| shuffled(r, seed)).collect();
        let evidence = evidence(&results);
        let extreme = evidence.schools.iter().filter(|s| s.extreme).count();
        assert_eq!((evidence.territory.outcomes.found(), extreme), (0, 0), "{seed}");
    }
}
