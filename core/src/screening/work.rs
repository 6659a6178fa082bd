//! Assessments, counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Assessment, DataError, Distribution, Grouping, Level, Registry, Results, Tally};
use crate::sorted::filled;

/// One assessment, counted: all that screening and reports need of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Work {
    /// Counts by school.
    pub by_school: Tally,
    /// Counts by class, where classes are known.
    pub by_class: Option<Tally>,
    /// Counts by municipality, where municipalities are known.
    pub by_municipality: Option<Tally>,
    /// The municipality of each school, where known.
    pub municipality: BTreeMap<String, String>,
    /// The fingerprints of the results counted.
    pub fingerprints: BTreeSet<String>,
}

impl Work {
    /// Counts of the results.
    ///
    /// # Errors
    /// None that [`Results`] can cause.
    pub fn of(results: &Results, with_incomplete: bool) -> Result<Self, DataError> {
        let tally = |grouping| Tally::of(results, grouping, with_incomplete);
        let mut municipality = BTreeMap::new();
        if let Some(labels) = results.municipality() {
            let mut seen = vec![false; results.schools().len()];
            for (person, &school) in results.school().codes().iter().enumerate() {
                if !std::mem::replace(&mut seen[school as usize], true) {
                    municipality
                        .insert(results.schools()[school as usize].clone(), labels.get(person).to_owned());
                }
            }
        }
        Ok(Self {
            by_school: tally(Grouping::School)?,
            by_class: results.class_id().map(|_| tally(Grouping::Class)).transpose()?,
            by_municipality: None,
            municipality,
            fingerprints: filled([results.fingerprint()]),
        })
    }

    /// The counts of an aggregated report with rows of schools. It has no classes and no journal,
    /// so signs that need them are left out.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if no row is a school's.
    pub fn of_distribution(distribution: &Distribution) -> Result<Self, DataError> {
        let by_school = distribution.tally(Grouping::School)?;
        let schools = distribution.rows.iter().filter(|row| row.level == Level::School);
        let municipality = filled(schools.map(|row| (row.group.clone(), row.municipality.clone())));
        let fingerprints = filled([distribution.fingerprint()]);
        Ok(Self { by_school, by_class: None, by_municipality: None, municipality, fingerprints })
    }

    /// Two parts of one assessment, counted together.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] for two assessments, [`DataError::Repeated`] for the same
    /// results twice.
    pub fn merge(mut self, other: Self) -> Result<Self, DataError> {
        if self.fingerprints.iter().any(|known| other.fingerprints.contains(known)) {
            return Err(DataError::Repeated { assessment: self.assessment().key() });
        }
        self.by_school = self.by_school.merge(&other.by_school)?;
        self.by_class = match (self.by_class, other.by_class) {
            (Some(a), Some(b)) => Some(a.merge(&b)?),
            (a, b) => a.or(b),
        };
        self.municipality.extend(other.municipality);
        self.fingerprints.extend(other.fingerprints);
        Ok(self)
    }

    /// Counts by municipality: of the registry, or else of the results. Schools of no known
    /// municipality take no part.
    pub(super) fn with_municipalities(mut self, registry: &Registry) -> Self {
        for school in self.by_school.groups().keys() {
            let known = registry.municipality(school);
            if !known.is_empty() {
                self.municipality.insert(school.clone(), known.to_owned());
            }
        }
        let known = std::mem::take(&mut self.municipality).into_iter();
        self.municipality = filled(known.filter(|(_, name)| !name.is_empty()));
        if !self.municipality.is_empty() {
            let of = |school: &str| self.municipality.get(school).map(String::as_str);
            self.by_municipality = Some(self.by_school.regroup(Grouping::Municipality, of));
        }
        self
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        self.by_school.assessment()
    }

    /// The tally of this grouping, where it can be made.
    #[must_use]
    pub fn tally(&self, unit: Grouping) -> Option<&Tally> {
        match unit {
            Grouping::School => Some(&self.by_school),
            Grouping::Class => self.by_class.as_ref(),
            Grouping::Municipality => self.by_municipality.as_ref(),
            Grouping::All => None,
        }
    }
}
