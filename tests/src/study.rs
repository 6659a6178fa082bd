//! Size on honest data and power on planted irregularities, of every p-value the library gives.
//!
//! The tests run it with 2,000 replicates and wide bands, `./x validate` with 20,000.

use ndarray::{Array2, Axis};
use obektiv::{
    data::{
        Assessment, Grouping, ItemTally, Labels, NOT_ATTEMPTED, NormSums, Registry, Results, ResultsBuilder,
        Tally, is_score,
    },
    simulate::{MunicipalityOptions, Random, municipality},
    statistics::{
        heaping::{self, HeapingOptions},
        norms::norms,
        profile::{self, ProfileRow},
        share::{Count, against_reference},
        similarity::{self, SimilarityOptions, SimilarityRow},
    },
};

/// Group sizes of all studies.
pub const SIZES: [u64; 4] = [10, 25, 60, 150];

/// The share of replicates with p ≤ .01, for exact and mid p-values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rejected {
    pub exact: f64,
    pub mid: f64,
}

fn rejected(replicates: u32, mut pvalues: impl FnMut(u32) -> [f64; 2]) -> Rejected {
    let (mut exact, mut mid) = (0, 0);
    for replicate in 0..replicates {
        let [p, p_mid] = pvalues(replicate);
        exact += u32::from(p <= 0.01);
        mid += u32::from(p_mid <= 0.01);
    }
    let share = |count| f64::from(count) / f64::from(replicates);
    Rejected { exact: share(exact), mid: share(mid) }
}

/// Probabilities of 0..=20 points: beta-binomial with this mean and standard deviation.
fn score_distribution(mean: f64, sd: f64) -> Vec<f64> {
    let (k, p) = (20.0, mean / 20.0);
    let rho = (sd * sd / (k * p * (1.0 - p)) - 1.0) / (k - 1.0);
    let (a, b) = (p * (1.0 - rho) / rho, (1.0 - p) * (1.0 - rho) / rho);
    let mut weights = vec![1.0];
    for s in 0..20 {
        let s = f64::from(s);
        weights.push(weights[weights.len() - 1] * (k - s) / (s + 1.0) * (s + a) / (k - s - 1.0 + b));
    }
    let all: f64 = weights.iter().sum();
    weights.iter().map(|w| w / all).collect()
}

fn draw(probabilities: &[f64], random: &mut Random) -> usize {
    let mut left = random.uniform();
    probabilities
        .iter()
        .position(|p| {
            left -= p;
            left < 0.0
        })
        .unwrap_or(probabilities.len() - 1)
}

const BOUNDARIES: [u16; 3] = [7, 11, 15];

/// The three-bin test at all boundaries of one school; `lambda` of the papers one point below a boundary are lifted to it,
/// and half as many of those two points below.
///
/// Honest scores are beta-binomial with mean 11, standard deviation 4 and maximum 20; the bound of the curvature comes from
/// a territory of 20,000 such scores.
pub fn heaping(n: u64, lambda: f64, replicates: u32, seed: u64) -> Rejected {
    let probabilities = score_distribution(11.0, 4.0);
    let territory: Vec<u64> = probabilities.iter().map(|p| (20_000.0 * p).round() as u64).collect();
    let assessment = Assessment::new("maths", 5, 2021, &[1; 20], Some(BOUNDARIES)).expect("an assessment");
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut histogram = vec![0; 21];
        for _ in 0..n {
            let score = draw(&probabilities, &mut random);
            let below = BOUNDARIES
                .iter()
                .map(|&c| usize::from(c).wrapping_sub(score))
                .find(|gap| matches!(gap, 1 | 2));
            let lifted = below.is_some_and(|gap| random.chance(lambda / gap as f64));
            histogram[score + if lifted { below.unwrap_or(0) } else { 0 }] += 1;
        }
        let groups = [("rest", territory.as_slice()), ("school", histogram.as_slice())];
        let tally = Tally::from_histograms(assessment.clone(), Grouping::School, groups).expect("a tally");
        let sign =
            heaping::by_group(&[&tally], &Registry::default(), HeapingOptions::default()).expect("a sign");
        let all = sign.rows.iter().find(|r| r.group == "school" && r.mark == 0).expect("a row");
        [all.test.pvalue, all.test.pvalue_mid]
    })
}

/// A school's share against a reference of `others` schools of mixed size, in one work.
///
/// Honest schools have the share .3 with the intraclass correlation `rho` between them (beta distributed); the school
/// looked at has `lift` more.
pub fn share(n: u64, rho: f64, lift: f64, others: usize, replicates: u32, seed: u64) -> Rejected {
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut group = |n: u64, more: f64| {
            let p = (beta(0.3, rho, &mut random) + more).min(0.98);
            vec![Count { count: (0..n).filter(|_| random.chance(p)).count() as u64, n }]
        };
        let mut groups = vec![group(n, lift)];
        groups.extend((0..others).map(|i| group(MIXED[i % MIXED.len()], 0.0)));
        let result = against_reference(&groups, &vec![""; others + 1], 5)[0];
        [result.pvalue, result.pvalue_mid]
    })
}

/// A school's share pooled over `works` works, written by the same pupils: their results agree between works with the latent
/// correlation `agreement`. Nothing differs between schools; the reference has `others` schools of mixed size.
pub fn pooled(n: u64, agreement: f64, works: usize, others: usize, replicates: u32, seed: u64) -> Rejected {
    // P(Z > .524) = .3
    const THRESHOLD: f64 = 0.524_400_512_708_041;
    let (own, shared) = ((1.0 - agreement).sqrt(), agreement.sqrt());
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut group = |n: u64| {
            let mut counts = vec![Count { count: 0, n }; works];
            for _ in 0..n {
                let pupil = random.normal();
                for work in &mut counts {
                    work.count += u64::from(shared * pupil + own * random.normal() > THRESHOLD);
                }
            }
            counts
        };
        let mut groups = vec![group(n)];
        groups.extend((0..others).map(|i| group(MIXED[i % MIXED.len()])));
        let result = against_reference(&groups, &vec![""; others + 1], 5)[0];
        [result.pvalue, result.pvalue_mid]
    })
}

/// Sizes of reference schools.
const MIXED: [u64; 7] = [8, 15, 22, 30, 50, 90, 150];

/// Beta with mean p and intraclass correlation rho, from two gamma variables (Marsaglia & Tsang 2000).
fn beta(p: f64, rho: f64, random: &mut Random) -> f64 {
    if rho <= 0.0 {
        return p;
    }
    let mut gamma = |shape: f64| {
        let d = shape + 2.0 / 3.0; // one more than the shape, put right by the power below
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = random.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && random.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v * random.uniform().powf(1.0 / shape);
            }
        }
    };
    let (a, b) = (gamma(p * (1.0 - rho) / rho), gamma((1.0 - p) * (1.0 - rho) / rho));
    a / (a + b)
}

/// What of a paper is changed before it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// Nothing.
    Nothing,
    /// Four items, drawn anew for each group.
    Any,
    /// The four easiest.
    Easiest,
    /// The four hardest.
    Hardest,
}

/// Sets four items to their maxima for a random 60 % of the persons.
fn dictate(
    scores: &mut Array2<u8>,
    persons: &[usize],
    items: &[usize],
    max_scores: &[u8],
    random: &mut Random,
) {
    for &person in persons {
        if random.chance(0.6) {
            items.iter().for_each(|&i| scores[[person, i]] = max_scores[i]);
        }
    }
}

/// Items from the easiest to the hardest.
fn by_difficulty(scores: &Array2<u8>, max_scores: &[u8]) -> Vec<usize> {
    let share =
        |i: usize| scores.column(i).iter().map(|&x| f64::from(x)).sum::<f64>() / f64::from(max_scores[i]);
    let mut order: Vec<usize> = (0..max_scores.len()).collect();
    order.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
    order
}

fn four(planted: Planted, order: &[usize], random: &mut Random) -> Vec<usize> {
    match planted {
        Planted::Nothing => Vec::new(),
        Planted::Easiest => order[..4].to_vec(),
        Planted::Hardest => order[order.len() - 4..].to_vec(),
        Planted::Any => {
            let mut items = order.to_vec();
            (0..4).for_each(|at| {
                let other = at + random.below(items.len() - at);
                items.swap(at, other);
            });
            items[..4].to_vec()
        }
    }
}

/// The item profile of groups of `n` drawn from the pupils of one work who answered everything, beside sampling alone: the share of p ≤ .01.
pub fn profile(work: &Results, n: usize, planted: Planted, replicates: usize, seed: u64) -> f64 {
    let max_scores = work.assessment().max_scores.clone();
    let all = work.scores().mapv(|cell| if cell == NOT_ATTEMPTED { 0 } else { cell });
    let complete: Vec<usize> =
        (0..all.nrows()).filter(|&p| all.row(p).iter().all(|&cell| is_score(cell))).collect();
    let all = all.select(Axis(0), &complete);
    let population = ResultsBuilder {
        scores: all.clone(),
        school: Labels::new(vec!["all"; all.nrows()]),
        ..Default::default()
    };
    let population = Results::new(work.assessment().clone(), population).expect("results");
    let norms = norms(&NormSums::of(&population));
    let order = by_difficulty(&all, &max_scores);
    let mut random = Random::new(seed, n as u64);
    let (mut drawn, mut labels) = (Vec::new(), Vec::new());
    for group in 0..replicates {
        // Without replacement inside a group.
        let mut persons = std::collections::BTreeSet::new();
        while persons.len() < n {
            persons.insert(random.below(all.nrows()));
        }
        drawn.extend(persons);
        labels.extend(std::iter::repeat_n(group.to_string(), n));
    }
    let mut scores = all.select(Axis(0), &drawn);
    for group in 0..replicates {
        let items = four(planted, &order, &mut random);
        let persons: Vec<usize> = (group * n..(group + 1) * n).collect();
        dictate(&mut scores, &persons, &items, &max_scores, &mut random);
    }
    let parts = ResultsBuilder { scores, school: Labels::new(labels), ..Default::default() };
    let groups = Results::new(work.assessment().clone(), parts).expect("results");
    let tally = ItemTally::of(&groups, Grouping::School).expect("schools");
    let found =
        profile::by_group(&tally, &norms, &Registry::default(), Default::default()).expect("profiles");
    found.rows.iter().filter(|row| row.pvalue_sampling <= 0.01).count() as f64 / replicates as f64
}

/// What the item profile beside the differences between classes makes of real classes of 20 to 40 pupils.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RealClasses {
    /// Classes.
    pub classes: usize,
    /// The share with p ≤ .01 as they are.
    pub flagged: f64,
    /// … beside sampling alone.
    pub flagged_sampling: f64,
    /// The share with p ≤ .01 after four items were dictated.
    pub power: f64,
    /// The chance that a class after it has the smaller p-value than a class as it is.
    pub area: f64,
}

/// Dictates four items drawn at random in every twentieth class of a real work, twenty times over.
pub fn profile_of_classes(work: &Results, seed: u64) -> RealClasses {
    let max_scores = work.assessment().max_scores.clone();
    let find = |results: &Results| {
        let tally = ItemTally::of(results, Grouping::Class).expect("classes");
        let norms = norms(&NormSums::of(results));
        profile::by_group(&tally, &norms, &Registry::default(), Default::default()).expect("profiles").rows
    };
    let honest = find(work);
    let sized = |rows: &[ProfileRow]| -> Vec<usize> {
        (0..rows.len()).filter(|&j| (20..=40).contains(&rows[j].n)).collect()
    };
    let classes = sized(&honest);
    let class_id = work.class_id().expect("classes");
    let mut members: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
    for person in 0..work.len() {
        let class = Some(class_id.get(person)).filter(|c| !c.is_empty()).unwrap_or("-");
        members.entry(format!("{}/{class}", work.school().get(person))).or_default().push(person);
    }
    let mut random = Random::new(seed, 0);
    let mut after = Vec::new();
    for batch in 0..20 {
        let mut scores = work.scores().to_owned();
        let chosen: Vec<usize> = classes.iter().copied().filter(|j| j % 20 == batch).collect();
        for &j in &chosen {
            let items = four(Planted::Any, &(0..max_scores.len()).collect::<Vec<_>>(), &mut random);
            dictate(&mut scores, &members[&honest[j].group], &items, &max_scores, &mut random);
        }
        let parts = ResultsBuilder {
            scores,
            school: work.school().clone(),
            class_id: work.class_id().cloned(),
            ..Default::default()
        };
        let rows = find(&Results::new(work.assessment().clone(), parts).expect("results"));
        after.extend(chosen.iter().map(|&j| rows[j].pvalue));
    }
    let before: Vec<f64> = classes.iter().map(|&j| honest[j].pvalue).collect();
    let share = |p: &[f64]| p.iter().filter(|p| **p <= 0.01).count() as f64 / p.len() as f64;
    let pairs = before.iter().flat_map(|b| after.iter().map(move |a| (a, b)));
    let wins: f64 = pairs.map(|(a, b)| f64::from(u8::from(a < b)) + 0.5 * f64::from(u8::from(a == b))).sum();
    RealClasses {
        classes: classes.len(),
        flagged: share(&before),
        flagged_sampling: share(&classes.iter().map(|&j| honest[j].pvalue_sampling).collect::<Vec<_>>()),
        power: share(&after),
        area: wins / (before.len() * after.len()) as f64,
    }
}

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
    /// A quarter of the items was taught better: each point missed on them is earned with probability 1/2, by each pupil alone.
    Topic,
}

/// A simulated work of honest schools, about 75 pupils each.
pub fn municipality_work(schools: usize, seed: u64) -> Results {
    let options = MunicipalityOptions { schools, planted: Vec::new(), background: 0.0, ..Default::default() };
    municipality(&options, seed).expect("a municipality").results.swap_remove(0)
}

/// The papers of a work dealt anew into groups of `n`, all of one variant; something planted in every tenth: what the others show, and what these show.
pub fn similarity_of_groups(
    work: &Results,
    n: usize,
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
    let parts = ResultsBuilder { scores, school: Labels::new(labels), ..Default::default() };
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

/// The work with papers exchanged between pupils of the same total and items: classes keep their totals, and nobody shares anything.
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
