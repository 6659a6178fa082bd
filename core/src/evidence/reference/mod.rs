//! What units are compared with: norms of each work, nulls, variances between honest units, prior
//! weights.

mod work;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::EvidenceError;
use super::answer::Channel;
use super::groups::at_least;
use super::nulls::{Bands, Quartet, median};
use crate::data::{Assessment, DataError, Distribution, Level};
pub(super) use work::{Differences, Means, WorkReference};

/// Cells of a journal mark's histogram are shipped with so many pupils or more.
const LEAST_SHIPPED: u64 = 10;
const VERSION: u8 = 1;

/// What a territory is compared with when it is too small to be its own: norms, nulls and priors of
/// another, without pupils or schools.
///
/// Every territory of [`EvidenceOptions::alone`](super::EvidenceOptions::alone) schools makes one
/// ([`Evidence::reference`](super::Evidence::reference)); from 300 schools on it is a good one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    version: u8,
    /// The region's name, or "simulated".
    #[serde(default)]
    pub name: String,
    /// The year of its works.
    #[serde(default)]
    pub year: Option<u16>,
    /// Under what licence it may be used.
    #[serde(default)]
    pub licence: String,
    /// Schools it rests on.
    pub schools: u64,
    pub(super) works: BTreeMap<String, WorkReference>,
    pub(super) any: BTreeMap<Channel, Bands>,
    pub(super) pooled: BTreeMap<Channel, Bands>,
    pub(super) by_school: BTreeMap<Channel, Bands>,
    pub(super) of_schools: BTreeMap<Channel, Quartet>,
    pub(super) tau: BTreeMap<String, f64>,
    pub(super) kappa: Option<f64>,
    pub(super) priors: BTreeMap<String, [f64; 8]>,
    pub(super) lifts: Option<[f64; 9]>,
}

impl Reference {
    pub(super) fn new(schools: u64) -> Self {
        Self {
            version: VERSION,
            name: String::new(),
            year: None,
            licence: String::new(),
            schools,
            works: BTreeMap::new(),
            any: BTreeMap::new(),
            pooled: BTreeMap::new(),
            by_school: BTreeMap::new(),
            of_schools: BTreeMap::new(),
            tau: BTreeMap::new(),
            kappa: None,
            priors: BTreeMap::new(),
            lifts: None,
        }
    }

    /// The keys of its works.
    pub fn works(&self) -> impl Iterator<Item = &str> {
        self.works.keys().map(String::as_str)
    }

    /// The norms of a work with these maxima and boundaries.
    pub(super) fn work(&self, assessment: &Assessment) -> Option<&WorkReference> {
        self.works.get(&assessment.key()).filter(|work| work.fits(assessment))
    }

    /// Nulls for works that it lacks, κ, and floors of its priors: a reference of an honest region
    /// must not say that nothing exists.
    pub(super) fn packed(mut self, channels: &[Channel]) -> Self {
        let kappas = self.works.values().filter_map(|w| w.differences.as_ref()).map(|d| d.kappa);
        self.kappa = Some(median(kappas)).filter(|k| k.is_finite());
        for &channel in channels {
            let rows: Vec<&Bands> = self.works.values().filter_map(|w| w.nulls.get(&channel)).collect();
            let bands: Bands = (0..3).map(|b| typical(&rows, b)).collect();
            if bands.iter().any(Option::is_some) {
                self.any.insert(channel, bands);
            }
        }
        for (name, prior) in &mut self.priors {
            *prior = at_least(*prior, if name.starts_with("work.") { 0.005 } else { 0.02 });
        }
        self.lifts = self.lifts.map(|prior| at_least(prior, 0.1));
        self
    }

    /// The same reference for others: cells of journal marks with fewer than ten pupils are merged
    /// with their neighbours, so that no cell tells of a few pupils, and numbers have seven digits.
    #[must_use]
    pub fn for_sharing(mut self) -> Self {
        for work in self.works.values_mut() {
            work.journal.iter_mut().for_each(|row| coarsen(row));
        }
        let short = serde_json::from_str(&self.to_json()).map(shortened).map(|value| value.to_string());
        short.ok().and_then(|text| Self::from_json(&text).ok()).unwrap_or(self)
    }

    /// The simulated reference that comes with the library: 500 schools, twelve works of 2020, a
    /// tenth of the schools with something planted.
    ///
    /// It is no real region. It gives a small territory nulls and priors where there is nothing
    /// else; a reference of one's own region is better.
    #[cfg(feature = "simulated")]
    #[must_use]
    pub fn simulated() -> Self {
        let text = include_str!("../../../data/reference-simulated.json");
        Self::from_json(text).expect("a test reads it")
    }

    /// The same reference with the totals of other works: the rows of the region, or else of the
    /// whole sample, of aggregated reports.
    ///
    /// Of these works the shape of totals is theirs; items and journal are the territory's own,
    /// nulls and priors this reference's.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] for a report with neither row.
    pub fn with_distributions(mut self, reports: &[&Distribution]) -> Result<Self, EvidenceError> {
        for report in reports {
            let of = |level: Level| report.rows.iter().find(|row| row.level == level);
            let row = of(Level::Region).or_else(|| of(Level::Whole));
            let row = row.ok_or(DataError::NoGrouping { column: "region" })?;
            if !row.group.is_empty() {
                self.name.clone_from(&row.group);
            }
            let norms = WorkReference::of_totals(&report.assessment, &row.counts);
            self.works.insert(report.assessment.key(), norms);
        }
        Ok(self)
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The reference that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`EvidenceError::Reference`] for anything else.
    pub fn from_json(json: &str) -> Result<Self, EvidenceError> {
        let wrong = |reason: String| EvidenceError::Reference { reason };
        let reference: Self = serde_json::from_str(json).map_err(|e| wrong(e.to_string()))?;
        if reference.version != VERSION {
            return Err(wrong(format!("its version is {}, expected {VERSION}", reference.version)));
        }
        for (key, work) in &reference.works {
            work.check().map_err(|what| wrong(format!("{what} of {key} do not fit its items")))?;
        }
        reference.check().map_err(|what| wrong(format!("{what} cannot be")))?;
        Ok(reference)
    }

    fn check(&self) -> Result<(), &'static str> {
        let weights = |w: &[f64]| w.iter().all(|w| (0.0..=1.0).contains(w)) && w[0] > 0.0;
        let bands = |all: &BTreeMap<Channel, Bands>| all.values().flatten().flatten().all(Quartet::is_one);
        let fine = [
            ("priors", self.priors.values().all(|w| weights(w)) && self.lifts.iter().all(|w| weights(w))),
            ("variances", self.tau.values().all(|t| *t >= 0.0)),
            ("nulls", bands(&self.any) && bands(&self.pooled) && bands(&self.by_school)),
            ("nulls", self.of_schools.values().all(Quartet::is_one)),
            ("kappa", self.kappa.is_none_or(|k| k.is_finite() && k >= 0.0)),
        ];
        fine.iter().find(|(_, fine)| !fine).map_or(Ok(()), |(what, _)| Err(*what))
    }
}

impl Quartet {
    fn is_one(&self) -> bool {
        self.median.is_finite() && self.scale > 0.0 && (1.0..=3.0).contains(&self.ratio)
    }
}

/// A JSON value with numbers of seven digits.
fn shortened(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|x| format!("{x:.6e}").parse::<f64>().ok());
            short.map_or(Value::Number(number), Value::from)
        }
        Value::Array(all) => all.into_iter().map(shortened).collect(),
        Value::Object(all) => all.into_iter().map(|(name, value)| (name, shortened(value))).collect(),
        other => other,
    }
}

/// The medians over works of a band's nulls.
fn typical(rows: &[&Bands], band: usize) -> Option<Quartet> {
    let known: Vec<Quartet> = rows.iter().filter_map(|bands| *bands.get(band)?).collect();
    let of = |value: fn(&Quartet) -> f64| median(known.iter().map(value));
    (!known.is_empty()).then(|| Quartet {
        median: of(|q| q.median),
        scale: of(|q| q.scale),
        ratio: of(|q| q.ratio),
        units: of(|q| q.units),
    })
}

/// Runs of cells with few pupils, each cell with the run's mean. A remainder at the end joins the
/// last run.
fn coarsen(row: &mut [f64]) {
    let least = LEAST_SHIPPED as f64;
    let (mut ends, mut sum) = (Vec::new(), 0.0);
    for (cell, n) in row.iter().enumerate() {
        sum += n;
        if sum >= least {
            ends.push(cell + 1);
            sum = 0.0;
        }
    }
    ends.pop();
    ends.push(row.len());
    let mut from = 0;
    for to in ends {
        let mean = row[from..to].iter().sum::<f64>() / (to - from) as f64;
        row[from..to].fill(mean);
        from = to;
    }
}
