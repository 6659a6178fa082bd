//! Papers alike.

use ndarray::{Array2, Axis};
use obektiv::data::{Labels, NOT_ATTEMPTED, Results, ResultsBuilder, is_score};
use obektiv::simulate::{MunicipalityOptions, Random, municipality};
use obektiv::statistics::similarity;
use obektiv::statistics::similarity::{SimilarityOptions, SimilarityRow};

/// Shares of classes with p ≤ .01 among those with pairs to compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarClasses {
    /// Classes with ten pupils compared or more.
    pub classes: usize,
    /// By the statistic, permuted where its moments say so.
    pub statistic: f64,
    /// By its moments alone.
    pub moments: f64,
    /// With nothing taken out.
    pub excess: f64,
    /// By pairs of different variants, among classes that have such.
    pub control: f64,
    /// By papers that are the same throughout.
    pub duplicates: f64,
    /// By the largest group of alike pupils.
    pub largest: f64,
    /// The mean share of items on which pairs agree beyond expectation.
    pub effect: f64,
    /// … of pairs of different variants.
    pub control_effect: f64,
}

/// What these rows say together.
pub fn similar<'a>(rows: impl Iterator<Item = &'a SimilarityRow>) -> SimilarClasses {
    let rows: Vec<&SimilarityRow> = rows.filter(|row| row.compared >= 10).collect();
    let share = |p: fn(&SimilarityRow) -> f64| {
        let known: Vec<f64> = rows.iter().map(|row| p(row)).collect();
        known.iter().filter(|p| **p <= 0.01).count() as f64 / known.len() as f64
    };
    let crossed: Vec<&&SimilarityRow> = rows.iter().filter(|row| row.control_pairs > 0).collect();
    let control = crossed.iter().filter(|row| row.pvalue_control <= 0.01).count() as f64;
    SimilarClasses {
        classes: rows.len(),
        statistic: share(|row| row.pvalue),
        moments: share(|row| row.pvalue_moments),
        excess: share(|row| row.pvalue_excess),
        control: control / crossed.len() as f64,
        duplicates: share(|row| row.pvalue_duplicates),
        largest: share(|row| row.pvalue_largest),
        effect: rows.iter().map(|row| row.effect).sum::<f64>() / rows.len() as f64,
        control_effect: crossed.iter().map(|row| row.control_effect).sum::<f64>() / crossed.len() as f64,
    }
}

/// What pupils of a class share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Nothing.
    Nothing,
    /// Eight pupils have the paper of one of them on four items of five.
    Paper,
    /// Three pupils have the same paper throughout.
    Copies,
    /// A quarter of the items was taught better: each point missed on them is earned with
    /// probability 1/2, by each pupil alone.
    Topic,
}

/// A simulated work of honest schools, about 75 pupils each.
pub fn municipality_work(schools: usize, seed: u64) -> Results {
    let options = MunicipalityOptions { schools, planted: Vec::new(), background: 0.0, ..Default::default() };
    municipality(&options, seed).expect("a municipality").results.swap_remove(0)
}

/// The papers of a work dealt anew into groups of `n` with so many variants; something planted in
/// every tenth: what the others show, and what these show.
pub fn similarity_of_groups(
    work: &Results,
    n: usize,
    variants: usize,
    planted: Shared,
    permutations: u64,
    seed: u64,
) -> [SimilarClasses; 2] {
    let max_scores = &work.assessment().max_scores;
    let mut random = Random::new(seed, n as u64);
    let mut order: Vec<usize> = (0..work.len()).collect();
    shuffle(&mut order, &mut random);
    order.truncate(work.len() / n * n);
    let mut scores = work.scores().select(Axis(0), &order);
    for group in (0..order.len() / n).step_by(10) {
        let first = group * n;
        plant(&mut scores, first..first + n, planted, max_scores, &mut random);
    }
    let labels = (0..order.len()).map(|at| (at / n).to_string());
    let variant = Labels::new((0..order.len()).map(|at| (at % n % variants).to_string()));
    let parts =
        ResultsBuilder { scores, school: Labels::new(labels), variant: Some(variant), ..Default::default() };
    let groups = Results::new(work.assessment().clone(), parts).expect("results");
    let options = SimilarityOptions { permutations, ..Default::default() };
    let rows = similarity::by_class(&groups, options).expect("similarity").rows;
    let chosen = |row: &&SimilarityRow| row.group.parse::<usize>().expect("a number") % 10 == 0;
    [similar(rows.iter().filter(|row| !chosen(row))), similar(rows.iter().filter(chosen))]
}

fn shuffle(order: &mut [usize], random: &mut Random) {
    for at in 1..order.len() {
        order.swap(at, random.below(at + 1));
    }
}

fn plant(
    scores: &mut Array2<u8>,
    persons: std::ops::Range<usize>,
    planted: Shared,
    max_scores: &[u8],
    random: &mut Random,
) {
    let mut alike = |pupils: usize, share: f64| {
        let mut chosen: Vec<usize> = persons.clone().collect();
        shuffle(&mut chosen, random);
        let paper = scores.row(chosen[0]).to_owned();
        for &person in &chosen[1..pupils] {
            for (i, &answer) in paper.iter().enumerate() {
                if random.chance(share) {
                    scores[[person, i]] = answer;
                }
            }
        }
    };
    match planted {
        Shared::Nothing => {}
        Shared::Paper => alike(8, 0.8),
        Shared::Copies => alike(3, 1.0),
        Shared::Topic => {
            let mut items: Vec<usize> = (0..max_scores.len()).collect();
            shuffle(&mut items, random);
            items.truncate(max_scores.len() / 4);
            for person in persons {
                for &i in &items {
                    let cell = scores[[person, i]];
                    let now = if cell == NOT_ATTEMPTED { 0 } else { cell };
                    if is_score(now) {
                        let earned = (now..max_scores[i]).filter(|_| random.chance(0.5)).count() as u8;
                        scores[[person, i]] = now + earned;
                    }
                }
            }
        }
    }
}

/// The work with papers exchanged between pupils of the same total and items: classes keep their
/// totals, and nobody shares anything.
pub fn exchanged(work: &Results, seed: u64) -> Results {
    let mut random = Random::new(seed, 0);
    let mut alike: std::collections::BTreeMap<(u16, Vec<bool>), Vec<usize>> =
        std::collections::BTreeMap::new();
    for (person, (total, _)) in work.totals().enumerate() {
        let counted = work.scores().row(person).iter().map(|&c| is_score(c) || c == NOT_ATTEMPTED).collect();
        alike.entry((total, counted)).or_default().push(person);
    }
    let mut order: Vec<usize> = (0..work.len()).collect();
    for persons in alike.into_values() {
        let mut others = persons.clone();
        shuffle(&mut others, &mut random);
        persons.iter().zip(others).for_each(|(&person, other)| order[person] = other);
    }
    let parts = ResultsBuilder {
        scores: work.scores().select(Axis(0), &order),
        school: work.school().clone(),
        class_id: work.class_id().cloned(),
        variant: work.variant().cloned(),
        ..Default::default()
    };
    Results::new(work.assessment().clone(), parts).expect("results")
}
