//! Papers of one school.

use std::collections::{BTreeMap, BTreeSet};

use super::LARGEST;
use super::options::TerritoryOptions;
use super::spread::Spread;
use crate::data::{Assessment, NOT_ATTEMPTED};
use crate::random::Random;
use crate::simulate::Kind;
use crate::simulate::design::Item;
use crate::simulate::parameters::Journal;
use crate::simulate::sheet::Sheet;
use crate::simulate::streams::{For, some_of, stream};
use crate::sorted::{filled, order};

/// A work as this territory writes it.
pub(super) struct Design {
    pub(super) items: Vec<Item>,
    pub(super) away: f64,
    pub(super) journal: Journal,
}

/// The papers of one school in one work.
pub(super) struct Papers {
    pub(super) scores: Vec<u8>,
    pub(super) class: Vec<usize>,
    pub(super) marks: Vec<u8>,
    pub(super) absent: u64,
}

/// The pupils of one grade of a school.
struct Parallel {
    class: Vec<usize>,
    classes: Vec<f64>,
    pupils: Vec<f64>,
    /// Kept at home.
    home: Vec<bool>,
}

/// One school to draw.
pub(super) struct Draw<'a> {
    pub(super) options: &'a TerritoryOptions,
    pub(super) seed: u64,
    pub(super) school: u64,
    pub(super) designs: &'a [Design],
    pub(super) kind: Option<Kind>,
    pub(super) known: &'a [Vec<usize>],
}

/// What a school is in all its works.
struct Character {
    size: f64,
    ability: f64,
    leniency: f64,
    absence: f64,
}

impl Draw<'_> {
    pub(super) fn papers(&self) -> Vec<Papers> {
        let Spread { school, leniency_school, absent, .. } = self.options.spread;
        let mut random = stream(self.seed, For::School, &[self.school]);
        let size = f64::from(self.options.pupils) * libm::exp(0.95 * random.normal());
        let character = Character {
            size: size.round().clamp(1.0, LARGEST as f64),
            ability: school * random.normal(),
            leniency: leniency_school * random.normal(),
            absence: absent * random.normal(),
        };
        let works = &self.options.works;
        let grades: BTreeSet<u8> = filled(works.iter().map(Assessment::written_in));
        let parallels: BTreeMap<u8, Parallel> =
            filled(grades.into_iter().map(|grade| (grade, self.parallel(grade, character.size))));
        (0..works.len()).map(|w| self.write(w, &character, &parallels[&works[w].written_in()])).collect()
    }

    fn parallel(&self, grade: u8, size: f64) -> Parallel {
        let mut random = stream(self.seed, For::Parallel, &[self.school, u64::from(grade)]);
        let n = ((size * (0.8 + 0.4 * random.uniform())).round() as usize).max(1);
        let classes = n.div_ceil(27);
        let class = some_of(n, n, &mut random).into_iter().map(|place| place % classes).collect();
        let pupils: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let mut home = vec![false; n];
        if let Some(Kind::Home { share }) = self.kind {
            let mut weakest = order(n, &|a, b| pupils[a].total_cmp(&pupils[b]));
            weakest.truncate((n as f64 * share) as usize);
            weakest.into_iter().for_each(|pupil| home[pupil] = true);
        }
        let classes = (0..classes).map(|_| self.options.spread.class * random.normal()).collect();
        Parallel { class, classes, pupils, home }
    }

    fn write(&self, work: usize, character: &Character, parallel: &Parallel) -> Papers {
        let honest = self.honest(work, character, parallel);
        let mut papers = self.there(work, character, parallel, honest);
        let assessment = &self.options.works[work];
        let mut sheet = Sheet { scores: &mut papers.scores, assessment, marks: &papers.marks };
        let place = [self.school, work as u64];
        let everybody = self.options.everybody_lifts;
        if everybody > 0.0 {
            let mut random = stream(self.seed, For::Everybody, &place);
            sheet.lift(self.options.reach, |gap| everybody / f64::from(gap), &mut random);
        }
        if let Some(kind) = self.kind {
            let first: Vec<usize> = (0..papers.class.len()).filter(|&row| papers.class[row] == 0).collect();
            kind.act(&mut sheet, &first, &self.known[work], &mut stream(self.seed, For::Planting, &place));
        }
        papers
    }

    fn honest(&self, work: usize, character: &Character, parallel: &Parallel) -> Honest {
        let spread = &self.options.spread;
        let random = &mut stream(self.seed, For::Work, &[self.school, work as u64]);
        let Design { items, journal, .. } = &self.designs[work];
        let school = character.ability + spread.school_subject * random.normal();
        let leniency = character.leniency + spread.leniency_subject * random.normal();
        let classes: Vec<f64> =
            parallel.classes.iter().map(|class| class + spread.class_subject * random.normal()).collect();
        let of_school: Vec<f64> = items.iter().map(|_| spread.item_school * random.normal()).collect();
        let shifts: Vec<Vec<f64>> = (classes.iter())
            .map(|_| of_school.iter().map(|s| s + spread.item_class * random.normal()).collect())
            .collect();
        let own = spread.pupils().sqrt();
        let [subject, general] = [spread.subject, (1.0 - spread.subject * spread.subject).sqrt()];
        let answer = spread.answers().sqrt();
        let mut honest = Honest::default();
        for (pupil, &class) in parallel.pupils.iter().zip(&parallel.class) {
            let ability = own * (general * pupil + subject * random.normal());
            let theta = ability + school + classes[class];
            honest.scores.extend(items.iter().zip(&shifts[class]).map(|(item, shift)| {
                let quality = item.loading * theta + item.own * (shift + answer * random.normal());
                match item.score(quality) {
                    0 if random.chance(0.13) => NOT_ATTEMPTED,
                    score => score,
                }
            }));
            let taught = 0.88 * (ability + 0.5 * school + 0.7 * classes[class]);
            let seen = taught + journal.noise * random.normal() + leniency;
            honest.marks.push(journal_mark(seen, &journal.cuts, random));
            honest.abilities.push(ability);
        }
        honest
    }

    /// Without those who are absent; somebody always comes.
    fn there(&self, work: usize, character: &Character, parallel: &Parallel, honest: Honest) -> Papers {
        let random = &mut stream(self.seed, For::Absence, &[self.school, work as u64]);
        let away = self.designs[work].away + character.absence + 0.25 * random.normal();
        let mut gone: Vec<bool> = (honest.abilities.iter())
            .map(|ability| random.chance(1.0 / (1.0 + libm::exp(0.4 * ability - away))))
            .zip(&parallel.home)
            .map(|(away, &home)| away || home)
            .collect();
        if gone.iter().all(|&gone| gone) {
            gone[0] = false;
        }
        let items = self.designs[work].items.len();
        let mut papers = Papers { scores: Vec::new(), class: Vec::new(), marks: Vec::new(), absent: 0 };
        for (pupil, gone) in gone.into_iter().enumerate() {
            if gone {
                papers.absent += 1;
                continue;
            }
            papers.scores.extend_from_slice(&honest.scores[pupil * items..][..items]);
            papers.class.push(parallel.class[pupil]);
            papers.marks.push(honest.marks[pupil]);
        }
        papers
    }
}

/// What the whole parallel would have handed in.
#[derive(Default)]
struct Honest {
    scores: Vec<u8>,
    marks: Vec<u8>,
    abilities: Vec<f64>,
}

/// Nine of ten pupils who would have a 2 have a 3.
pub(super) fn journal_mark(seen: f64, cuts: &[f64; 3], random: &mut Random) -> u8 {
    let mark = 2 + cuts.iter().filter(|&&cut| seen > cut).count() as u8;
    if mark == 2 && random.chance(0.9) { 3 } else { mark }
}

pub(super) const LETTERS: [&str; 8] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З"];
