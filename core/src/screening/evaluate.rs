//! What could have been found here: known irregularities planted into one's own results.

use std::collections::{BTreeMap, BTreeSet};

use super::ScreeningError;
use crate::data::Results;
use crate::evidence::{Evidence, EvidenceOptions, EvidenceWork, Outcome, Reference, layer};
use crate::random::Random;
use crate::simulate::{Kind, plant, shuffled};
use crate::sorted::filled;
use crate::table::Table;

/// How results are evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluateOptions {
    /// What is planted, each by itself.
    pub kinds: Vec<Kind>,
    /// The share of the schools that may be used which are planted, more than 0 and at most .5.
    pub share: f64,
    /// How often each kind is planted, into schools drawn anew.
    pub repeats: u64,
    /// How often the pupils are shuffled between the schools, for false alarms; 0 for none.
    pub shuffles: u64,
    /// The seed.
    pub seed: u64,
    /// The evidence layer's.
    pub evidence: EvidenceOptions,
}

impl Default for EvaluateOptions {
    fn default() -> Self {
        Self {
            kinds: vec![
                Kind::Lift { share: 0.4, reach: 2 },
                Kind::Fit { share: 0.6 },
                Kind::OneHand { keep: 0.08 },
                Kind::Copy { share: 0.7, group: 4, copied: 0.8 },
                Kind::Dictate { items: 4, share: 0.6 },
            ],
            share: 0.07,
            repeats: 5,
            shuffles: 5,
            seed: 1,
            evidence: EvidenceOptions::default(),
        }
    }
}

/// Pupils a work, by which power is told apart.
pub const TIERS: [(&str, u64, u64); 4] =
    [("all", 0, u64::MAX), ("5-19", 5, 20), ("20-49", 20, 50), ("50+", 50, u64::MAX)];

/// One kind in schools of one size, over all repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationRow {
    /// What was planted: the name of a [`Kind`], or `honest` for pupils shuffled between the
    /// schools.
    pub kind: String,
    /// `all`, or pupils a work: `5-19`, `20-49`, `50+`.
    pub pupils: &'static str,
    /// Schools planted; of `honest` territories shuffled.
    pub planted: u64,
    /// Of these found; of `honest` territories with any school found.
    pub found: u64,
    /// Of these on the list of what is large in itself.
    pub extreme: u64,
    /// Of these found or extreme.
    pub either: u64,
    /// Other schools found that were not found without planting: false alarms, or real ones that
    /// the larger prior lets through. Of `honest` all schools found. Of the row `all` alone.
    pub newly: u64,
    /// Schools found without planting and no longer. Of the row `all` alone.
    pub lost: u64,
}

/// Plants known irregularities into copies of results, runs the whole evidence layer, references
/// included, and counts what is found.
///
/// Schools that are found, extreme or not judged without planting, and those of fewer than 5 pupils
/// a work, are not used. Each repeat plants one kind into `share` of the others, drawn anew.
/// `honest` rows: pupils shuffled between the schools within each work, where nothing should be
/// found. `progress` is told the runs done and the runs in all, and stops the evaluation by giving
/// `false`.
///
/// # Errors
/// [`ScreeningError::NoResults`]; [`ScreeningError::Policy`] for a share out of range; those of
/// [`layer`] and of [`plant`], which needs boundaries to lift papers and journal marks to fit them.
pub fn evaluate(
    results: &[Results],
    options: &EvaluateOptions,
    reference: Option<&Reference>,
    mut progress: impl FnMut(u64, u64) -> bool,
) -> Result<Vec<EvaluationRow>, ScreeningError> {
    if results.is_empty() {
        return Err(ScreeningError::NoResults);
    }
    if !(options.share > 0.0 && options.share <= 0.5) {
        let reason = format!("share: is {}, expected more than 0 and at most 0.5", options.share);
        return Err(ScreeningError::Policy { reason });
    }
    let weigh = |results: &[Results]| -> Result<Evidence, ScreeningError> {
        let works = EvidenceWork::of_all(&results.iter().collect::<Vec<_>>())?;
        Ok(layer(&works, &options.evidence, reference)?)
    };
    let runs = 1 + options.kinds.len() as u64 * options.repeats + options.shuffles;
    let (mut done, mut all) = (0, Vec::new());
    let mut told = || {
        done += 1;
        progress(done, runs)
    };
    let base = weigh(results)?;
    let sizes = sizes(&base);
    let mut goes_on = told();
    for (k, &kind) in options.kinds.iter().enumerate() {
        let mut counts = Counts::new(kind.name());
        for repeat in 0..options.repeats {
            if !goes_on {
                return Ok(all);
            }
            let seed = options.seed.wrapping_add(1_000 * k as u64 + repeat);
            let chosen = chosen(&sizes, options.share, seed);
            let planted = plant(results, kind, &chosen, seed)?;
            counts.add(&base, &weigh(&planted)?, &chosen, &sizes);
            goes_on = told();
        }
        all.extend(counts.rows);
    }
    let mut honest = EvaluationRow::new("honest", "all");
    for shuffle in 0..options.shuffles {
        if !goes_on {
            return Ok(all);
        }
        let found =
            weigh(&shuffled(results, options.seed.wrapping_add(shuffle))?)?.territory.outcomes.found();
        honest.planted += 1;
        honest.found += u64::from(found > 0);
        honest.newly += found;
        goes_on = told();
    }
    if honest.planted > 0 {
        all.push(honest);
    }
    Ok(all)
}

/// Pupils a work of the schools that may be planted.
fn sizes(base: &Evidence) -> BTreeMap<String, u64> {
    let free = |outcome: Outcome| matches!(outcome, Outcome::Cleared | Outcome::Undecided);
    let may = base.schools.iter().filter(|school| free(school.outcome) && !school.works.is_empty());
    let sized = may.map(|school| (school.school.clone(), school.papers / school.works.len() as u64));
    filled(sized.filter(|(_, pupils)| *pupils >= TIERS[1].1))
}

fn chosen(sizes: &BTreeMap<String, u64>, share: f64, seed: u64) -> Vec<String> {
    let mut names: Vec<&String> = sizes.keys().collect();
    let mut random = Random::new(seed, 0);
    #[allow(clippy::cast_sign_loss, reason = "a share of a count")]
    let wanted =
        ((share * names.len() as f64).round() as usize).clamp(1, names.len().max(1)).min(names.len());
    for place in 0..wanted {
        let other = place + random.below(names.len() - place);
        names.swap(place, other);
    }
    names[..wanted].iter().map(|name| (*name).clone()).collect()
}

struct Counts {
    rows: Vec<EvaluationRow>,
}

impl Counts {
    fn new(kind: &str) -> Self {
        Self { rows: TIERS.iter().map(|(pupils, ..)| EvaluationRow::new(kind, pupils)).collect() }
    }

    fn add(&mut self, base: &Evidence, now: &Evidence, chosen: &[String], sizes: &BTreeMap<String, u64>) {
        let planted: BTreeSet<&str> = filled(chosen.iter().map(String::as_str));
        for school in &now.schools {
            let name = school.school.as_str();
            let before = base.school(name).is_some_and(|school| school.found);
            if !planted.contains(name) {
                self.rows[0].newly += u64::from(school.found && !before);
                self.rows[0].lost += u64::from(!school.found && before);
                continue;
            }
            let size = sizes.get(name).copied().unwrap_or_default();
            for (row, (_, least, below)) in self.rows.iter_mut().zip(TIERS) {
                if (least..below).contains(&size) {
                    row.planted += 1;
                    row.found += u64::from(school.found);
                    row.extreme += u64::from(school.extreme);
                    row.either += u64::from(school.found || school.extreme);
                }
            }
        }
    }
}

impl EvaluationRow {
    fn new(kind: &str, pupils: &'static str) -> Self {
        let kind = kind.to_owned();
        Self { kind, pupils, planted: 0, found: 0, extreme: 0, either: 0, newly: 0, lost: 0 }
    }

    /// Rows as a table: columns
    /// `kind, pupils, planted, found, extreme, either, power, newly, lost`; `power` is
    /// either/planted, NaN where nothing was planted.
    #[must_use]
    pub fn table(rows: &[Self]) -> Table {
        let count = |of: fn(&Self) -> u64| rows.iter().map(of).collect::<Vec<u64>>();
        let power = |row: &Self| row.either.max(row.found) as f64 / row.planted as f64;
        Table::new()
            .with("kind", rows.iter().map(|row| row.kind.clone()).collect::<Vec<String>>())
            .with("pupils", rows.iter().map(|row| row.pupils).collect::<Vec<&'static str>>())
            .with("planted", count(|row| row.planted))
            .with("found", count(|row| row.found))
            .with("extreme", count(|row| row.extreme))
            .with("either", count(|row| row.either))
            .with("power", rows.iter().map(power).collect::<Vec<f64>>())
            .with("newly", count(|row| row.newly))
            .with("lost", count(|row| row.lost))
    }
}
