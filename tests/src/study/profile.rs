//! Item profiles.

use ndarray::{Array2, Axis};
use obektiv::data::{
    Assessment, Grouping, ItemTally, Labels, NOT_ATTEMPTED, NormSums, Registry, Results, ResultsBuilder,
    is_score,
};
use obektiv::simulate::Random;
use obektiv::statistics::norms::norms;
use obektiv::statistics::profile;
use obektiv::statistics::profile::ProfileRow;

/// Rejections at .01 of the item profile beside how groups differ, and of its contrast of hard and
/// easy items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Profiled {
    /// By the profile.
    pub profile: f64,
    /// By the contrast.
    pub hard: f64,
}

/// How groups are drawn.
#[derive(Clone, Copy)]
struct Groups {
    n: u64,
    between: f64,
    classes: bool,
    planted: Planted,
}

/// Pupils drawn, and the groups that are looked at.
#[derive(Default)]
struct Drawn {
    scores: Vec<u8>,
    school: Vec<String>,
    class: Vec<String>,
    looked_at: Vec<String>,
}

const ITEMS: usize = 16;

impl Groups {
    fn drawn(self, random: &mut Random) -> Drawn {
        let mut drawn = Drawn::default();
        let (groups, each) = if self.classes { (100, 2) } else { (200, 1) };
        for group in 0..groups {
            let common: Vec<f64> = (0..ITEMS).map(|_| random.normal()).collect();
            for part in 0..each {
                let shift: Vec<f64> = common
                    .iter()
                    .map(|c| match self.classes {
                        true => self.between * (c + random.normal()) / 2.0_f64.sqrt(),
                        false => self.between * c,
                    })
                    .collect();
                let planted = self.planted != Planted::Nothing && (group * each + part) % 20 == 0;
                let school = format!("s{group:03}");
                if planted || self.planted == Planted::Nothing {
                    let group = if self.classes { format!("{school}/{part}") } else { school.clone() };
                    drawn.looked_at.push(group);
                }
                self.pupils(&shift, planted, random, &mut drawn.scores);
                drawn.school.extend((0..self.n).map(|_| school.clone()));
                drawn.class.extend((0..self.n).map(|_| part.to_string()));
            }
        }
        drawn
    }

    /// The scores of one group, whose items are easier by `shift`.
    fn pupils(self, shift: &[f64], planted: bool, random: &mut Random, scores: &mut Vec<u8>) {
        let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
        let items = four(self.planted, &(0..ITEMS).collect::<Vec<_>>(), random);
        let level = 0.4 * random.normal();
        for _ in 0..self.n {
            let theta = level + random.normal();
            let told = planted && random.chance(0.6);
            for (item, shift) in shift.iter().enumerate() {
                let chance = logistic(theta + shift + 1.5 - 3.0 * item as f64 / (ITEMS - 1) as f64);
                let right = random.chance(chance) || told && items.contains(&item);
                scores.push(u8::from(right));
            }
        }
    }
}

/// The item profile of 200 simulated schools of `n` that differ by `between` logits on each item,
/// or of their two classes each, which share half of that variance.
///
/// Every twentieth group is looked at; with [`Planted::Nothing`] all are.
pub fn profile_between(
    n: u64,
    between: f64,
    classes: bool,
    planted: Planted,
    replicates: u32,
    seed: u64,
) -> Profiled {
    let work = Assessment::new("maths", 5, 2021, &[1; ITEMS], None).expect("a work");
    let groups = Groups { n, between, classes, planted };
    let grouping = if classes { Grouping::Class } else { Grouping::School };
    let (mut low, mut all) = ([0_u32; 2], 0_u32);
    for draw in 0..replicates.div_ceil(if planted == Planted::Nothing { 200 } else { 10 }) {
        let Drawn { scores, school, class, looked_at } =
            groups.drawn(&mut Random::new(seed, u64::from(draw) << 16 | n));
        let scores = Array2::from_shape_vec((school.len(), ITEMS), scores).expect("a matrix");
        let (school, class_id) = (Labels::new(school), Some(Labels::new(class)));
        let parts = ResultsBuilder { scores, school, class_id, ..Default::default() };
        let results = Results::new(work.clone(), parts).expect("results");
        let tally = ItemTally::of(&results, grouping).expect("groups");
        let norms = norms(&NormSums::of(&results));
        let found =
            profile::by_group(&tally, &norms, &Registry::default(), Default::default()).expect("profiles");
        let is_looked_at = |group: &String| looked_at.binary_search(group).is_ok();
        all += looked_at.len() as u32;
        low[0] += found.rows.iter().filter(|r| is_looked_at(&r.group) && r.pvalue <= 0.01).count() as u32;
        let hard = found.contrasts.iter().filter(|r| r.contrast == profile::Contrast::Hard);
        low[1] += hard.filter(|r| is_looked_at(&r.group) && r.pvalue <= 0.01).count() as u32;
    }
    let [profile, hard] = low.map(|low| f64::from(low) / f64::from(all));
    Profiled { profile, hard }
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

/// The item profile of groups of `n` drawn from the pupils of one work who answered everything,
/// beside sampling alone: the share of p ≤ .01.
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

/// What the item profile beside the differences between classes makes of real classes of 20 to 40
/// pupils.
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
    let groups = work.groups(Grouping::Class).expect("classes");
    let mut members: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
    for person in 0..work.len() {
        members.entry(groups.get(person).to_owned()).or_default().push(person);
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
