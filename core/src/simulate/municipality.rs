//! A small municipality for demonstrations.
//!
//! Scores follow a partial credit model: pupil abilities vary within and between schools, items
//! have their own maxima.

use ndarray::Array2;

use crate::data::{Assessment, DataError, Labels, NOT_ATTEMPTED, Registry, Results, ResultsBuilder, School};
use crate::random::Random;
use crate::table::Table;
use crate::watch;

/// Item scores of one person by the partial credit model.
///
/// ```text
/// P(X_i = k | θ) ∝ exp Σ_{j ≤ k} (θ − δ_ij)
/// ```
///
/// `steps[i]` are the step difficulties δ of item i; its maximum is their number.
///
/// # References
/// Masters (1982), Psychometrika 47, 149–174.
pub fn partial_credit(theta: f64, steps: &[Vec<f64>], random: &mut Random) -> Vec<u8> {
    let mut weights = Vec::new();
    let draw = |deltas: &Vec<f64>| {
        weights.clear();
        weights.push(1.0);
        let mut exponent = 0.0;
        for delta in deltas {
            exponent += theta - delta;
            weights.push(libm::exp(exponent));
        }
        let mut left = random.uniform() * weights.iter().sum::<f64>();
        let mut score = 0_u8;
        for weight in &weights[..deltas.len()] {
            left -= weight;
            if left < 0.0 {
                break;
            }
            score += 1;
        }
        score
    };
    steps.iter().map(draw).collect()
}

/// Step difficulties spread evenly over the items of an assessment, from −1.7 to 1.7 in a mixed
/// order.
#[must_use]
pub fn item_steps(assessment: &Assessment) -> Vec<Vec<f64>> {
    let items = assessment.items();
    let place = |i: usize| ((i * 7 + 3) % items) as f64 / (items.max(2) - 1) as f64;
    let steps = |(i, &max): (usize, &u8)| {
        let centre = 3.4 * place(i) - 1.7;
        (0..max).map(|j| centre + 0.5 * (f64::from(j) - f64::from(max - 1) / 2.0)).collect()
    };
    assessment.max_scores.iter().enumerate().map(steps).collect()
}

/// What is planted in a school. Each acts on all works of the municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Planted {
    /// Nine of ten papers one or two points below a mark are lifted to its boundary.
    Lifted,
    /// Journal marks are one higher for seven of ten pupils.
    LenientJournal,
    /// Half of the points that pupils missed are given to them.
    Raised,
}

impl Planted {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lifted => "lifted",
            Self::LenientJournal => "lenient_journal",
            Self::Raised => "raised",
        }
    }
}

/// A municipality to simulate.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalityOptions {
    /// The number of schools.
    pub schools: usize,
    /// The works written; each needs boundaries.
    pub works: Vec<Assessment>,
    /// What is planted, in as many schools as entries.
    pub planted: Vec<Planted>,
    /// The share of papers one point below the pass mark that every school lifts: some of it is
    /// usual.
    pub background: f64,
}

impl Default for MunicipalityOptions {
    fn default() -> Self {
        let works =
            ["maths", "russian"].iter().filter_map(|s| crate::data::find_assessment(s, 5, 2021, None));
        let planted = [[Planted::Lifted; 3], [Planted::LenientJournal; 3], [Planted::Raised; 3]].concat();
        Self { schools: 40, works: works.collect(), planted, background: 0.15 }
    }
}

/// A simulated municipality and the truth about it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Municipality {
    /// One entry for each work.
    pub results: Vec<Results>,
    /// Names of the schools.
    pub registry: Registry,
    /// What was planted where, by login.
    pub planted: Vec<(String, Planted)>,
}

impl Municipality {
    /// Columns `school, planted`.
    #[must_use]
    pub fn planted_table(&self) -> Table {
        let (schools, planted): (Vec<String>, Vec<&str>) =
            self.planted.iter().map(|(school, planted)| (school.clone(), planted.name())).unzip();
        Table::new().with("school", schools).with("planted", planted)
    }
}

/// Schools of 30 to 120 pupils in classes of at most 25, two districts, all works; same seed, same
/// municipality.
///
/// Schools differ honestly: a tenth of the variance of ability lies between them, and so do
/// journals and the lifting of papers just below the pass mark. On top of it `options.planted` acts
/// in schools spread over the list.
///
/// # Errors
/// [`DataError`] for works that do not check, no or more than 100,000 schools, a background that is
/// no share.
pub fn municipality(options: &MunicipalityOptions, seed: u64) -> Result<Municipality, DataError> {
    let schools = i64::try_from(options.schools).unwrap_or(i64::MAX);
    if !(1..=100_000).contains(&schools) {
        return Err(DataError::Range { what: "schools", got: schools, least: 1, most: 100_000 });
    }
    if !(0.0..=1.0).contains(&options.background) {
        return Err(DataError::Share { what: "background", got: options.background.to_string() });
    }
    let login = |school: usize| format!("sch99{:04}", 1001 + 37 * school);
    let registry = Registry::new((0..options.schools).map(|s| {
        let district = if s % 2 == 0 { "Северный район" } else { "Южный район" };
        let name = format!("Школа № {}", s + 1);
        (login(s), School { name, municipality: district.to_owned(), ..School::default() })
    }))?;
    let spread =
        |index: usize| (5 + index * options.schools / options.planted.len().max(1)) % options.schools.max(1);
    let planted: Vec<(usize, Planted)> =
        options.planted.iter().enumerate().map(|(i, &p)| (spread(i), p)).collect();
    let mut results = Vec::new();
    for (work, assessment) in options.works.iter().enumerate() {
        let steps = item_steps(assessment);
        let mut rows = Rows::default();
        for school in watch::steps(0..options.schools) {
            let here: Vec<Planted> = planted.iter().filter(|(s, _)| *s == school).map(|(_, p)| *p).collect();
            let mut of_school = Random::new(seed, school as u64);
            let facts = Facts {
                login: login(school),
                district: registry.municipality(&login(school)).to_owned(),
                pupils: 30 + of_school.below(45) + of_school.below(45),
                ability: 0.33 * of_school.normal(),
                leniency: 0.25 * of_school.normal(),
                lift: options.background * 2.0 * of_school.uniform(),
                planted: here,
            };
            let mut random = Random::new(seed, (1 + work as u64) << 32 | school as u64);
            facts.write(assessment, &steps, &mut random, &mut rows);
        }
        results.push(rows.finish(assessment)?);
    }
    let planted = planted.into_iter().map(|(school, p)| (login(school), p)).collect();
    Ok(Municipality { results, registry, planted })
}

/// One school.
struct Facts {
    login: String,
    district: String,
    pupils: usize,
    ability: f64,
    leniency: f64,
    lift: f64,
    planted: Vec<Planted>,
}

/// Columns under construction.
#[derive(Default)]
struct Rows {
    scores: Vec<u8>,
    school: Labels,
    class_id: Labels,
    variant: Labels,
    journal_mark: Vec<u8>,
    municipality: Labels,
}

impl Facts {
    fn write(&self, assessment: &Assessment, steps: &[Vec<f64>], random: &mut Random, rows: &mut Rows) {
        let classes = self.pupils.div_ceil(25);
        for pupil in 0..self.pupils {
            let theta = 0.35 + self.ability + 0.95 * random.normal();
            let mut scores = partial_credit(theta, steps, random);
            if self.planted.contains(&Planted::Raised) {
                give_half(&mut scores, &assessment.max_scores, random);
            }
            self.lift(&mut scores, assessment, random);
            let letter = ["А", "Б", "В", "Г", "Д"][(pupil * classes / self.pupils).min(4)];
            rows.scores.extend(
                scores.iter().map(|&s| if s == 0 && random.chance(0.08) { NOT_ATTEMPTED } else { s }),
            );
            rows.school.push(&self.login);
            rows.class_id.push(letter);
            rows.variant.push(if pupil % 2 == 0 { "1" } else { "2" });
            rows.journal_mark.push(self.journal_mark(theta, random));
            rows.municipality.push(&self.district);
        }
    }

    fn journal_mark(&self, theta: f64, random: &mut Random) -> u8 {
        let seen = theta + self.leniency + 0.6 * random.normal();
        let mark = [-1.9, -0.3, 1.2].iter().filter(|&&cut| seen > cut).count() as u8 + 2;
        let lenient = self.planted.contains(&Planted::LenientJournal) && random.chance(0.7);
        if lenient { (mark + 1).min(5) } else { mark }
    }

    fn lift(&self, scores: &mut [u8], assessment: &Assessment, random: &mut Random) {
        let Some(boundaries) = assessment.boundaries else { return };
        let total: u16 = scores.iter().map(|&s| u16::from(s)).sum();
        let planted = self.planted.contains(&Planted::Lifted);
        let Some(missing) = boundaries.iter().map(|b| b.wrapping_sub(total)).find(|gap| matches!(gap, 1 | 2))
        else {
            return;
        };
        let usual = missing == 1 && total < boundaries[0];
        if !(planted && random.chance(0.9) || usual && random.chance(self.lift)) {
            return;
        }
        for _ in 0..missing {
            let open: Vec<usize> =
                (0..scores.len()).filter(|&i| scores[i] < assessment.max_scores[i]).collect();
            let chosen = open[random.below(open.len())];
            scores[chosen] += 1;
        }
    }
}

fn give_half(scores: &mut [u8], maxima: &[u8], random: &mut Random) {
    for (score, &max) in scores.iter_mut().zip(maxima) {
        *score += (*score..max).filter(|_| random.chance(0.5)).count() as u8;
    }
}

impl Rows {
    fn finish(self, assessment: &Assessment) -> Result<Results, DataError> {
        let shape = (self.school.len(), assessment.items());
        let parts = ResultsBuilder {
            scores: Array2::from_shape_vec(shape, self.scores).unwrap_or_default(),
            school: self.school,
            class_id: Some(self.class_id),
            variant: Some(self.variant),
            journal_mark: Some(self.journal_mark),
            municipality: Some(self.municipality),
        };
        Results::new(assessment.clone(), parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_municipality_and_another_seed_another() {
        let options = MunicipalityOptions::default();
        let hash = |seed| municipality(&options, seed).unwrap().results[0].fingerprint();
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }

    #[test]
    fn a_municipality_has_its_schools_and_its_truth() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        assert_eq!((m.results.len(), m.results[0].schools().len(), m.planted.len()), (2, 40, 9));
        let schools: std::collections::BTreeSet<&String> = m.planted.iter().map(|p| &p.0).collect();
        assert_eq!(schools.len(), 9);
        assert!(schools.iter().all(|s| m.registry.get(s).is_some()));
        let (sum, n) = m.results[0].totals().fold((0, 0), |(s, n), (t, _)| (s + u32::from(t), n + 1));
        assert!((8.0..14.0).contains(&(f64::from(sum) / f64::from(n))));
    }

    #[test]
    fn normal_numbers_have_mean_0_and_variance_1() {
        let mut random = Random::new(3, 0);
        let draws: Vec<f64> = (0..40_000).map(|_| random.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        let variance = draws.iter().map(|d| d * d).sum::<f64>() / 40_000.0;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03);
    }
}
