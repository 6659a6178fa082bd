use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;

use super::{
    Kind, WorkParameters,
    design::Item,
    parameters::Journal,
    sheet::Sheet,
    streams::{For, some_of, stream},
};
use crate::data::{
    Assessment, DataError, ImportReport, Labels, NOT_ATTEMPTED, Registry, Results, ResultsBuilder, School,
    SchoolRows, find_assessment,
};
use crate::random::Random;
use crate::sorted::{filled, order};
use crate::table::Table;
use crate::threads;

/// How much honest schools, classes and pupils differ: standard deviations.
///
/// A pupil's ability in a work is standard normal over the territory; `school`, `school_subject`,
/// `class` and `class_subject` are parts of it, the rest is the pupil's own, of which `subject` is
/// of the work alone. `item_school` and `item_class` are parts of what an item's answers have apart
/// from ability: a topic not taught yet, a variant made by the school. `leniency_*` move journals,
/// `absent` the log odds of being away.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "named above")]
pub struct Spread {
    pub school: f64,
    pub school_subject: f64,
    pub class: f64,
    pub class_subject: f64,
    pub item_school: f64,
    pub item_class: f64,
    pub leniency_school: f64,
    pub leniency_subject: f64,
    pub subject: f64,
    pub absent: f64,
}

impl Spread {
    /// As schools of a real region differ.
    ///
    /// Looked at in twelve works of one region and here: how much the classes of a school differ,
    /// the part of their answers that pupils of a class and of two classes of a school share beyond
    /// their totals, how schools' means agree between subjects and grades.
    #[must_use]
    pub const fn usual() -> Self {
        Self {
            school: 0.36,
            school_subject: 0.22,
            class: 0.22,
            class_subject: 0.28,
            item_school: 0.38,
            item_class: 0.36,
            leniency_school: 0.35,
            leniency_subject: 0.2,
            subject: 0.45,
            absent: 0.35,
        }
    }

    /// Schools and classes that differ more: what is found here though nothing was planted warns of
    /// a method that takes differences for irregularities.
    #[must_use]
    pub const fn wild() -> Self {
        Self {
            class: 0.3,
            class_subject: 0.36,
            item_school: 0.45,
            item_class: 0.48,
            leniency_school: 0.55,
            absent: 0.6,
            ..Self::usual()
        }
    }

    /// Classes that differ less than real ones, in single items above all: an easy case, which
    /// flatters methods.
    #[must_use]
    pub const fn tame() -> Self {
        Self {
            school: 0.38,
            school_subject: 0.18,
            class: 0.18,
            class_subject: 0.15,
            item_school: 0.18,
            item_class: 0.22,
            ..Self::usual()
        }
    }

    /// The variance of ability that is the pupils' own.
    pub(super) fn pupils(&self) -> f64 {
        let parts = [self.school, self.school_subject, self.class, self.class_subject];
        1.0 - parts.iter().map(|sd| sd * sd).sum::<f64>()
    }

    /// The variance of an item's own part that is the answers' own.
    pub(super) fn answers(&self) -> f64 {
        1.0 - self.item_school * self.item_school - self.item_class * self.item_class
    }

    /// The spread of this name, `usual`, `wild` or `tame`, with these standard deviations in place
    /// of its own.
    ///
    /// # Errors
    /// [`DataError::Name`] for an unknown name or standard deviation, [`DataError::Share`] for one
    /// outside 0..=1, or where they leave nothing to pupils or to answers.
    pub fn new(name: &str, given: &[(&str, f64)]) -> Result<Self, DataError> {
        let mut spread = match name {
            "usual" => Self::usual(),
            "wild" => Self::wild(),
            "tame" => Self::tame(),
            _ => {
                let got = name.to_owned();
                return Err(DataError::Name { what: "spread", got, expected: "usual, wild, tame" });
            }
        };
        for &(name, sd) in given {
            match spread.fields_mut().into_iter().find(|(field, _)| *field == name) {
                Some((_, field)) => *field = sd,
                None => {
                    let (what, got) = ("standard deviation of the spread", name.to_owned());
                    return Err(DataError::Name { what, got, expected: FIELDS });
                }
            }
        }
        spread.check()?;
        Ok(spread)
    }

    /// The standard deviations by name.
    #[must_use]
    pub fn fields(mut self) -> [(&'static str, f64); 10] {
        self.fields_mut().map(|(name, sd)| (name, *sd))
    }

    fn fields_mut(&mut self) -> [(&'static str, &mut f64); 10] {
        [
            ("school", &mut self.school),
            ("school_subject", &mut self.school_subject),
            ("class", &mut self.class),
            ("class_subject", &mut self.class_subject),
            ("item_school", &mut self.item_school),
            ("item_class", &mut self.item_class),
            ("leniency_school", &mut self.leniency_school),
            ("leniency_subject", &mut self.leniency_subject),
            ("subject", &mut self.subject),
            ("absent", &mut self.absent),
        ]
    }

    fn check(&self) -> Result<(), DataError> {
        self.fields().into_iter().try_for_each(|(name, sd)| share(name, sd))?;
        share("variance left to pupils beside schools and classes", self.pupils())?;
        share("variance left to answers beside schools and classes", self.answers())
    }
}

const FIELDS: &str = "school, school_subject, class, class_subject, item_school, item_class, leniency_school, leniency_subject, \
     subject, absent";

impl Default for Spread {
    fn default() -> Self {
        Self::usual()
    }
}

/// What is planted in a share of the schools, one kind in each, dealt in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Planting {
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// The share of the schools, at least one school.
    pub share: f64,
}

impl Planting {
    /// The share of schools of the study of power.
    pub const SHARE: f64 = 0.1;
}

/// A territory to simulate.
#[derive(Debug, Clone, PartialEq)]
pub struct TerritoryOptions {
    /// The number of schools.
    pub schools: usize,
    /// The number of municipalities, of neighbouring schools each; one for ten schools if not said.
    pub municipalities: Option<usize>,
    /// The median number of pupils a grade.
    pub pupils: u32,
    /// The works written. Works of one grade are written by the same pupils.
    pub works: Vec<Assessment>,
    /// How much honest schools differ.
    pub spread: Spread,
    /// The share of the papers one point below a boundary that every school raises to it, half of
    /// it of those two points below, a third of those three: what is usual in the whole territory.
    pub everybody_lifts: f64,
    /// How far below a boundary everybody lifts.
    pub reach: u16,
    /// What is planted; nothing: an honest territory.
    pub planted: Option<Planting>,
    /// The seed of the items. Territories of one design wrote the same works, so that one can be
    /// the reference of another.
    pub design: u64,
    /// What is known of works, by their keys: the others are drawn as usual.
    pub parameters: BTreeMap<String, WorkParameters>,
}

impl Default for TerritoryOptions {
    /// 120 schools and twelve works of autumn 2020, three in each of the grades 5 to 8, with maxima
    /// and boundaries as they were.
    fn default() -> Self {
        let third = ["world_around", "biology", "geography", "history"];
        let works = (4..).zip(third).flat_map(|(grade, third)| {
            ["maths", "russian", third].into_iter().filter_map(move |s| find_assessment(s, grade, 2020, None))
        });
        Self {
            schools: 120,
            municipalities: None,
            pupils: 21,
            works: works.collect(),
            spread: Spread::usual(),
            everybody_lifts: 0.0,
            reach: 2,
            planted: None,
            design: 0,
            parameters: BTreeMap::new(),
        }
    }
}

impl TerritoryOptions {
    fn check(&self) -> Result<(), DataError> {
        within("schools", self.schools, 1, 100_000)?;
        within("municipalities", self.municipalities.unwrap_or(1), 1, self.schools)?;
        within("pupils", self.pupils as usize, 1, LARGEST)?;
        within("reach", usize::from(self.reach), 1, 1_000)?;
        if self.works.is_empty() {
            return Err(DataError::Empty { what: "works" });
        }
        for work in &self.works {
            work.check()?;
        }
        share("everybody_lifts", self.everybody_lifts)?;
        self.spread.check()?;
        if let Some(planting) = &self.planted {
            share("share", planting.share)?;
            if planting.kinds.is_empty() {
                return Err(DataError::Empty { what: "kinds" });
            }
            planting.kinds.iter().try_for_each(Kind::check)?;
        }
        Ok(())
    }

    fn design_of(&self, work: &Assessment) -> Design {
        let known = self.parameters.get(&work.key()).filter(|known| known.fits(work)).cloned();
        let known = known.unwrap_or_else(|| WorkParameters::usual(work, self.design));
        Design { away: known.away(&self.spread), journal: known.journal(&self.spread), items: known.items }
    }

    fn kinds(&self, seed: u64) -> BTreeMap<usize, Kind> {
        let Some(Planting { kinds, share }) = &self.planted else { return BTreeMap::new() };
        let count = ((self.schools as f64 * share).round() as usize).max(1);
        let chosen = some_of(self.schools, count, &mut stream(seed, For::Chosen, &[]));
        chosen.into_iter().zip(kinds.iter().copied().cycle()).collect()
    }
}

/// A school where something was planted.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantedSchool {
    /// Its login.
    pub school: String,
    /// What.
    pub kind: Kind,
}

/// A simulated territory and the truth about it.
#[derive(Debug, Clone)]
pub struct Territory {
    /// One entry for each work: the pupils who were there.
    pub results: Vec<Results>,
    /// Names and municipalities of the schools.
    pub registry: Registry,
    /// What was planted where, in the order of the logins.
    pub planted: Vec<PlantedSchool>,
    /// For each work the pupils on the list of each school, there or not.
    pub listed: Vec<BTreeMap<String, u64>>,
    /// For each work the absent pupils of each school.
    pub absent: Vec<BTreeMap<String, u64>>,
}

impl Territory {
    /// Columns `school, kind`.
    #[must_use]
    pub fn planted_table(&self) -> Table {
        let (schools, kinds): (Vec<String>, Vec<&'static str>) =
            self.planted.iter().map(|p| (p.school.clone(), p.kind.name())).unzip();
        Table::new().with("school", schools).with("kind", kinds)
    }

    /// Pupils of each school in each work: columns `assessment, school, listed, absent`.
    #[must_use]
    pub fn absent_table(&self) -> Table {
        let (mut keys, mut schools) = (Vec::new(), Vec::new());
        let (mut listed, mut absent) = (Vec::new(), Vec::new());
        for ((results, of_list), away) in self.results.iter().zip(&self.listed).zip(&self.absent) {
            for ((school, &n), &gone) in of_list.iter().zip(away.values()) {
                keys.push(results.assessment().key());
                schools.push(school.clone());
                listed.push(n);
                absent.push(gone);
            }
        }
        let table = Table::new().with("assessment", keys).with("school", schools);
        table.with("listed", listed).with("absent", absent)
    }

    /// For each work what a reader would report of its file, had all listed pupils been in it.
    #[must_use]
    pub fn reports(&self) -> Vec<ImportReport> {
        let sum = |counts: &BTreeMap<String, u64>| counts.values().sum::<u64>();
        let of_school = |((school, &rows), &absent): ((&String, &u64), &u64)| {
            let rows = SchoolRows { rows, taken: rows - absent, absent, ..SchoolRows::default() };
            (school.clone(), rows)
        };
        let report = |(listed, absent): (&BTreeMap<String, u64>, &BTreeMap<String, u64>)| ImportReport {
            schools: listed.iter().zip(absent.values()).map(of_school).collect(),
            layout: "simulated".to_owned(),
            rows: sum(listed),
            taken: sum(listed) - sum(absent),
            absent: sum(absent),
            ..ImportReport::default()
        };
        self.listed.iter().zip(&self.absent).map(report).collect()
    }

    /// Listed pupils a grade of each school, the mean over the works.
    #[must_use]
    pub fn sizes(&self) -> BTreeMap<&str, f64> {
        let mut sizes = BTreeMap::new();
        for (school, &n) in self.listed.iter().flatten() {
            *sizes.entry(school.as_str()).or_insert(0.0) += n as f64 / self.listed.len() as f64;
        }
        sizes
    }
}

/// The largest number of pupils a grade.
const LARGEST: usize = 180;

/// A territory that looks like real ones; same seed, same territory.
///
/// ```text
/// pupils a grade    round(pupils · exp(.95 z)), 1..180, ± a fifth by grade; classes of at most 27
/// ability           θ = school + school×subject + class + class×subject + pupil + pupil×subject, variance 1
/// answer            a point for each cut below  a θ + √(1−a²)(item×school + item×class + the answer's own)
/// journal           cuts of what the teacher sees of θ, moved by the leniency of school and school×subject
/// absence           logit −2.6 + school + school×work − .4 ability
/// ```
///
/// Items, their loadings `a` and cuts belong to the work and `options.design`: shares of the
/// maximum from about .95 to .1, and totals with teeth from items of several points. Where a work's
/// `options.parameters` are known, they give its items, absences and what journals are beside
/// totals: `Reference::parameters` of the evidence layer makes them. An eighth of the empty cells
/// is [`NOT_ATTEMPTED`]. At least one pupil of each school writes. What is planted acts on the
/// pupils who are there, after `everybody_lifts`, and changes nothing that was drawn before:
/// without it the same seed gives the same papers as they were.
///
/// # Errors
/// [`DataError`] for works that do not check or none, numbers out of range, kinds that do not
/// check, or planting of [`Kind::Lift`] and [`Kind::Fit`] alone where no work has boundaries.
///
/// # Examples
/// ```
/// use obektiv::simulate::{Kind, Planting, TerritoryOptions, territory};
/// let planted = Some(Planting { kinds: vec![Kind::Lift { share: 0.4, reach: 2 }], share: 0.1 });
/// let t = territory(&TerritoryOptions { schools: 60, planted, ..Default::default() }, 1)?;
/// assert_eq!((t.results.len(), t.planted.len()), (12, 6));
/// # Ok::<(), obektiv::DataError>(())
/// ```
pub fn territory(options: &TerritoryOptions, seed: u64) -> Result<Territory, DataError> {
    options.check()?;
    let designs: Vec<Design> = options.works.iter().map(|work| options.design_of(work)).collect();
    let kinds = options.kinds(seed);
    for kind in kinds.values() {
        super::plant::needs(*kind, options.works.iter().map(|work| (work, true)))?;
    }
    let known = super::plant::known(&options.works, kinds.values(), seed);
    let draw = |&school: &usize| {
        let kind = kinds.get(&school).copied();
        Draw { options, seed, school: school as u64, designs: &designs, kind, known: &known }.papers()
    };
    let schools: Vec<usize> = (0..options.schools).collect();
    let papers: Vec<Vec<Papers>> = threads::each(&schools, draw);

    let districts = options.municipalities.unwrap_or(options.schools.div_ceil(10));
    let district = |school: usize| format!("Район {}", 1 + school * districts / options.schools);
    let logins: Vec<String> = schools.iter().map(|&school| login(school)).collect();
    let registry = Registry::new(schools.iter().map(|&s| {
        let name = format!("Школа № {}", s + 1);
        (logins[s].clone(), School { name, municipality: district(s), ..School::default() })
    }))?;
    let works: Vec<usize> = (0..options.works.len()).collect();
    let bind = |&work: &usize| {
        let of_schools = papers.iter().map(|of_school| &of_school[work]);
        results(&options.works[work], &logins, &registry, of_schools)
    };
    let results = threads::each(&works, bind).into_iter().collect::<Result<Vec<_>, _>>()?;
    let counts = |count: fn(&Papers) -> u64| -> Vec<BTreeMap<String, u64>> {
        let of_work = |&work: &usize| {
            filled(logins.iter().cloned().zip(papers.iter().map(|of_school| count(&of_school[work]))))
        };
        works.iter().map(of_work).collect()
    };
    Ok(Territory {
        results,
        registry,
        planted: kinds.iter().map(|(&s, &kind)| PlantedSchool { school: login(s), kind }).collect(),
        listed: counts(|papers| papers.absent + papers.class.len() as u64),
        absent: counts(|papers| papers.absent),
    })
}

fn login(school: usize) -> String {
    format!("sch99{:06}", 100_001 + 7 * school)
}

/// A work as this territory writes it.
struct Design {
    items: Vec<Item>,
    away: f64,
    journal: Journal,
}

/// The papers of one school in one work.
struct Papers {
    scores: Vec<u8>,
    class: Vec<usize>,
    marks: Vec<u8>,
    absent: u64,
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
struct Draw<'a> {
    options: &'a TerritoryOptions,
    seed: u64,
    school: u64,
    designs: &'a [Design],
    kind: Option<Kind>,
    known: &'a [Vec<usize>],
}

/// What a school is in all its works.
struct Character {
    size: f64,
    ability: f64,
    leniency: f64,
    absence: f64,
}

impl Draw<'_> {
    fn papers(&self) -> Vec<Papers> {
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
fn journal_mark(seen: f64, cuts: &[f64; 3], random: &mut Random) -> u8 {
    let mark = 2 + cuts.iter().filter(|&&cut| seen > cut).count() as u8;
    if mark == 2 && random.chance(0.9) { 3 } else { mark }
}

const LETTERS: [&str; 8] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З"];

fn results<'a>(
    assessment: &Assessment,
    logins: &[String],
    registry: &Registry,
    papers: impl Iterator<Item = &'a Papers>,
) -> Result<Results, DataError> {
    let grade = assessment.written_in();
    let letters = LETTERS.map(|letter| format!("{grade}{letter}"));
    let (mut scores, mut marks) = (Vec::new(), Vec::new());
    let [mut school, mut class_id, mut variant, mut municipality] = [(); 4].map(|()| Labels::default());
    for (login, papers) in logins.iter().zip(papers) {
        scores.extend_from_slice(&papers.scores);
        marks.extend_from_slice(&papers.marks);
        for (row, &class) in papers.class.iter().enumerate() {
            school.push(login);
            class_id.push(&letters[class.min(letters.len() - 1)]);
            variant.push(["1", "2"][row % 2]);
            municipality.push(registry.municipality(login));
        }
    }
    let shape = (school.len(), assessment.items());
    let parts = ResultsBuilder {
        scores: Array2::from_shape_vec(shape, scores).unwrap_or_default(),
        school,
        class_id: Some(class_id),
        variant: Some(variant),
        journal_mark: Some(marks),
        municipality: Some(municipality),
    };
    Results::new(assessment.clone(), parts)
}

fn share(what: &'static str, got: f64) -> Result<(), DataError> {
    match (0.0..=1.0).contains(&got) {
        true => Ok(()),
        false => Err(DataError::Share { what, got: got.to_string() }),
    }
}

fn within(what: &'static str, got: usize, least: usize, most: usize) -> Result<(), DataError> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match (least..=most).contains(&got) {
        true => Ok(()),
        false => Err(DataError::Range { what, got: number(got), least: number(least), most: number(most) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::is_score;

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
        assert_eq!(
            (prints(&one), &one.planted, &one.absent),
            (prints(&again), &again.planted, &again.absent)
        );
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
        let districts: BTreeSet<&str> =
            t.registry.schools().values().map(|s| s.municipality.as_str()).collect();
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
}
