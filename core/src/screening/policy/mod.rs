mod rule;
mod sign;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ScreeningError;
use crate::data::Grouping;
use crate::evidence::{EvidenceError, EvidenceOptions};
#[cfg(feature = "signs")]
use crate::json::{self, Wrong};
use crate::statistics::{heaping, journal, official};
pub use rule::Rule;
pub use sign::Sign;

/// A subject and the grade a test is made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Subject, such as `maths`.
    pub subject: String,
    /// The test's grade.
    pub test_grade: u8,
}

/// A named set of signs, guards and thresholds.
///
/// Built in are [`official_2019`](Policy::official_2019), [`calibrated`](Policy::calibrated), and
/// what the latter was before. A policy is data: change a field, or read one from JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name, printed on every report.
    pub name: String,
    /// The works it looks at; empty: all.
    #[serde(default)]
    pub subjects: Vec<Subject>,
    /// The smallest reference, in other groups, for signs that compare.
    pub min_reference: u64,
    /// Whether pupils with a missing cell (absent on one day of two) take part.
    #[serde(default)]
    pub with_incomplete: bool,
    /// Types of schools, as the registry has them (`lyceum`), that are part of every norm and
    /// reference but are never flagged: of a selective school a high mean says nothing.
    #[serde(default)]
    pub exclude_kinds: Vec<String>,
    /// The evidence layer, where the policy weighs everything together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceOptions>,
    /// The rules: signs that are judged each by itself.
    pub rules: Vec<Rule>,
}

impl Policy {
    /// The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5.
    ///
    /// Its open points have the values m ≥ 2 and s > 0 for A, n ≥ 3 and mid-ranks for B, quantiles
    /// of type 7 for C, and no type of school is left out; each is a field. No p-value, no guard
    /// against small schools: on real regions it marks more than a third of all schools.
    #[must_use]
    pub fn official_2019() -> Self {
        let (a, b, c) = (
            official::InflatedMeanOptions::default(),
            official::RankMismatchOptions::default(),
            official::CohortJumpOptions::default(),
        );
        let rule = |sign, min_n| Rule { sign, unit: Grouping::School, min_n, fdr: None, min_effect: None };
        let subject = |subject: &str, test_grade| Subject { subject: subject.to_owned(), test_grade };
        Self {
            name: "official-2019".to_owned(),
            subjects: vec![
                subject("russian", 4),
                subject("maths", 4),
                subject("russian", 5),
                subject("maths", 5),
            ],
            min_reference: 0,
            with_incomplete: false,
            exclude_kinds: Vec::new(),
            evidence: None,
            rules: vec![
                rule(Sign::InflatedMean { t: a.t, with_constant: a.with_constant }, a.min_n),
                rule(Sign::RankMismatch { ties: b.ties }, b.min_n),
                rule(Sign::CohortJump { k: c.k, quantile_type: c.quantile_type }, c.min_n),
            ],
        }
    }

    /// The evidence layer ([`layer`](crate::evidence::layer)) with its defaults: everything that
    /// counts and pupils show, weighed together; a false discovery rate of 5 % over schools;
    /// classes named inside found schools only.
    #[must_use]
    pub fn calibrated() -> Self {
        Self {
            name: "calibrated-2".to_owned(),
            subjects: Vec::new(),
            min_reference: heaping::HeapingOptions::default().min_reference,
            with_incomplete: false,
            exclude_kinds: Vec::new(),
            evidence: Some(EvidenceOptions::default()),
            rules: Vec::new(),
        }
    }

    /// [`calibrated`](Self::calibrated) with other thresholds: an object of [`EvidenceOptions`] as
    /// JSON, those not named as by default.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] with the option's name.
    #[cfg(feature = "signs")]
    pub fn calibrated_with(options: Value) -> Result<Self, ScreeningError> {
        let wrong = |Wrong { path, reason }: Wrong| ScreeningError::Policy {
            reason: format!("evidence.{path}: {reason}"),
        };
        let evidence = json::read_value(&options).map_err(wrong)?;
        let policy = Self { evidence: Some(evidence), ..Self::calibrated() };
        policy.check()?;
        Ok(policy)
    }

    /// What [`calibrated`](Self::calibrated) was before the evidence layer: two families of signs,
    /// each rule by itself. Kept so that old screenings can be made again. Of fully honest
    /// territories of 100 schools it marks a school in 28 % (in 97 % where every school lifts a
    /// little).
    ///
    /// Journal and heaping are pooled over the works of a year: one indication for each unit and
    /// sign. Journal: 10 pupils, shares 10 points above the reference. Heaping: 20 pupils, an
    /// excess of 5 % of papers over a smooth distribution, and a larger spike than the reference
    /// group's: where a whole region is heaped, that alone flags nobody. Units: schools, classes
    /// (journal) and municipalities.
    #[must_use]
    pub fn calibrated_1() -> Self {
        let mut rules = Vec::new();
        for unit in [Grouping::School, Grouping::Class, Grouping::Municipality] {
            for kind in [journal::Kind::Lowered, journal::Kind::Raised, journal::Kind::Gap] {
                let sign = Sign::Journal { kind };
                rules.push(Rule { sign, unit, min_n: 10, fdr: Some(0.05), min_effect: Some(0.10) });
            }
            if unit != Grouping::Class {
                let sign = Sign::Heaping {};
                rules.push(Rule { sign, unit, min_n: 20, fdr: Some(0.05), min_effect: Some(0.05) });
            }
        }
        let min_reference = heaping::HeapingOptions::default().min_reference;
        Self {
            name: "calibrated-1".to_owned(),
            subjects: Vec::new(),
            min_reference,
            with_incomplete: false,
            exclude_kinds: Vec::new(),
            evidence: None,
            rules,
        }
    }

    /// The policy as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// A policy from JSON.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] for anything that is not one.
    pub fn from_json(json: &str) -> Result<Self, ScreeningError> {
        let policy = read(json)?;
        policy.check()?;
        Ok(policy)
    }

    /// Whether its parts make sense together.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] naming the rule and its field.
    pub fn check(&self) -> Result<(), ScreeningError> {
        if let Some(options) = &self.evidence {
            let wrong = |e: EvidenceError| ScreeningError::Policy { reason: format!("evidence: {e}") };
            options.check().map_err(wrong)?;
        }
        for (index, rule) in self.rules.iter().enumerate() {
            rule.check()
                .map_err(|reason| ScreeningError::Policy { reason: format!("rules[{index}].{reason}") })?;
        }
        Ok(())
    }
}

#[cfg(feature = "signs")]
fn read(json: &str) -> Result<Policy, ScreeningError> {
    json::read(json).map_err(|Wrong { path, reason }| {
        // What a rule says of its own parts begins with their path.
        let within = ["options.", "options:", "sign:"].iter().any(|part| reason.starts_with(part));
        let reason = match (path.as_str(), within) {
            (".", _) => reason,
            (path, true) => format!("{path}.{reason}"),
            (path, false) => format!("{path}: {reason}"),
        };
        ScreeningError::Policy { reason }
    })
}

#[cfg(not(feature = "signs"))]
fn read(json: &str) -> Result<Policy, ScreeningError> {
    serde_json::from_str(json).map_err(|e| ScreeningError::Policy { reason: e.to_string() })
}
