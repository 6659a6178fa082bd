//! A policy and results in, findings out.

mod agreement;
mod error;
mod evaluate;
mod group;
mod indication;
mod left_out;
mod observed;
mod policy;
#[cfg_attr(not(feature = "signs"), allow(dead_code, reason = "without it nothing reads more than counts"))]
mod pupils;
mod risk;
mod screen;
mod tables;
#[cfg_attr(
    not(feature = "signs"),
    allow(dead_code, reason = "only the conclusion of a school is part of a screening without it")
)]
mod weighed;
mod work;

use std::collections::BTreeMap;

use crate::data::{MarkerList, Observed, Registry};
use crate::evidence::{Evidence, Outcome, Reference};
use crate::sorted::Sorted;
use crate::statistics::official;
pub use agreement::{Agreement, OtherView};
pub use error::ScreeningError;
pub use evaluate::{EvaluateOptions, EvaluationRow, TIERS, evaluate};
pub use indication::{Detail, Indication, Shown, cited};
pub use left_out::LeftOut;
pub use observed::PrevalenceCounts;
pub use policy::{Policy, Rule, Sign, Subject};
pub use pupils::Source;
pub use risk::{RiskRow, RiskTable, RiskZones, Weight};
#[cfg(feature = "signs")]
use screen::looks_at;
pub use screen::{screen, screen_beside, screen_works};
pub use weighed::Conclusion;
pub use work::Work;

/// What a policy makes of results.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Screening {
    /// The policy.
    #[serde(with = "crate::data::bytes::as_json")]
    pub policy: Policy,
    /// Names, types and reference groups of schools.
    pub registry: Registry,
    /// The works that the policy looks at, in the order of their keys.
    pub works: Vec<Work>,
    /// Every sign of every unit, flagged or not.
    pub indications: Vec<Indication>,
    /// What the policy asks for and the works do not allow.
    pub left_out: Vec<LeftOut>,
    /// What the evidence layer says, if the policy has it.
    #[cfg(feature = "signs")]
    pub evidence: Option<Evidence>,
    /// What others say of the same schools; see [`agreement`](Self::agreement).
    pub views: Vec<OtherView>,
    /// The schools of the works, in the order of their logins.
    pub schools: Vec<SchoolSummary>,
}

/// What is known beside the results of a screening. Of these the evidence layer reads all but the
/// list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Norms, nulls and priors of another territory, for one with few schools.
    pub reference: Option<&'a Reference>,
    /// What observers, or a second marking, saw in schools chosen by lot: posteriors are compared
    /// with it.
    pub observed: Option<&'a Observed>,
    /// Pupils who did not write, by key of the work and school.
    pub absent: Option<&'a Absences>,
    /// The official list of schools with markers, to be shown beside.
    pub listed: Option<&'a MarkerList>,
}

/// Pupils who did not write a work, by key of the work and school.
pub type Absences = BTreeMap<String, BTreeMap<String, u64>>;

/// One school over all works.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SchoolSummary {
    /// Its login.
    pub school: String,
    /// Its municipality; empty where unknown.
    pub municipality: String,
    /// Works it wrote.
    pub works: u64,
    /// Pupil results over all works.
    pub n: u64,
    /// Indications that are flagged for the school as a whole.
    pub signs: u64,
    /// Whether there is any.
    pub marked: bool,
    /// What the evidence layer says of it; none if the policy has no such layer.
    pub conclusion: Option<Conclusion>,
}

impl SchoolSummary {
    /// What is said of it; without the evidence layer nothing is judged.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.conclusion.as_ref().map_or(Outcome::NotJudged, |conclusion| conclusion.outcome)
    }
}

/// Marked schools of one territory.
#[derive(Debug, Clone, PartialEq)]
pub struct TerritoryIndex {
    /// The municipality, or `all`.
    pub group: String,
    /// The index.
    pub index: official::ObjectivityIndex,
}

impl Screening {
    /// What the evidence layer says, if the policy has it.
    #[must_use]
    pub fn evidence(&self) -> Option<&Evidence> {
        #[cfg(feature = "signs")]
        return self.evidence.as_ref();
        #[cfg(not(feature = "signs"))]
        None
    }

    /// The flagged indications: what the policy found.
    pub fn findings(&self) -> impl Iterator<Item = &Indication> {
        self.indications.iter().filter(|i| i.flagged)
    }

    /// The finding of this id.
    ///
    /// # Errors
    /// [`ScreeningError::NoFinding`].
    pub fn finding(&self, id: &str) -> Result<&Indication, ScreeningError> {
        self.findings()
            .find(|f| f.id() == id)
            .ok_or_else(|| ScreeningError::NoFinding { id: id.to_owned(), findings: self.findings().count() })
    }

    /// The share of marked schools and the objectivity index, first of all schools, then by
    /// municipality.
    #[must_use]
    pub fn index(&self) -> Vec<TerritoryIndex> {
        let mut counts: Sorted<&str, (u64, u64)> = Sorted::new();
        for school in &self.schools {
            let count = counts.entry(&school.municipality, Default::default);
            *count = (count.0 + 1, count.1 + u64::from(school.marked));
        }
        let all = counts.iter().fold((0, 0), |a, (_, b)| (a.0 + b.0, a.1 + b.1));
        let known = counts.into_iter().filter(|(municipality, _)| !municipality.is_empty());
        let row = |(group, (schools, marked)): (&str, (u64, u64))| {
            let index = official::objectivity_index(schools, marked).ok()?;
            Some(TerritoryIndex { group: group.to_owned(), index })
        };
        std::iter::once(("all", all)).chain(known).filter_map(row).collect()
    }
}

#[cfg(test)]
mod tests;
