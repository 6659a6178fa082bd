mod draw;
mod options;
mod spread;

use std::collections::BTreeMap;

use ndarray::Array2;

use super::Kind;

use crate::data::{
    Assessment, DataError, ImportReport, Labels, Registry, Results, ResultsBuilder, School, SchoolRows,
};
use crate::sorted::filled;
use crate::table::Table;
use crate::threads;
use draw::{Design, Draw, LETTERS, Papers};
pub use options::{Planting, TerritoryOptions};
pub use spread::Spread;

/// A school where something was planted.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PlantedSchool {
    /// Its login.
    pub school: String,
    /// What.
    pub kind: Kind,
}

/// A simulated territory and the truth about it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
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
/// is [`NOT_ATTEMPTED`](crate::data::NOT_ATTEMPTED). At least one pupil of each school writes. What
/// is planted acts on the pupils who are there, after `everybody_lifts`, and changes nothing that
/// was drawn before: without it the same seed gives the same papers as they were.
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

#[cfg(test)]
mod tests;
