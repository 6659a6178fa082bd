use serde::{Deserialize, Serialize};

use super::ScreeningError;
use crate::data::Grouping;
use crate::statistics::{heaping, journal, official};

/// A sign that a policy can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "sign", deny_unknown_fields)]
pub enum Sign {
    /// Official sign A.
    #[serde(rename = "official.inflated_mean")]
    InflatedMean {
        /// The factor of the interval.
        t: f64,
        /// Whether schools with s = 0 have an interval.
        #[serde(default)]
        with_constant: bool,
    },
    /// Official sign B.
    #[serde(rename = "official.rank_mismatch")]
    RankMismatch {
        /// The treatment of ties.
        #[serde(default)]
        ties: official::Ties,
    },
    /// Official sign C.
    #[serde(rename = "official.cohort_jump")]
    CohortJump {
        /// Interquartile ranges beyond the quartiles.
        k: f64,
        /// The type of the quartiles.
        #[serde(default = "usual_quantile_type")]
        quantile_type: u8,
    },
    /// Agreement with the journal against the reference group.
    #[serde(rename = "journal")]
    Journal {
        /// Lowered, confirmed, raised or gap.
        kind: journal::Kind,
    },
    /// Heaping at the mark boundaries: tested against a smooth distribution, and counted only where the spike also lies above the
    /// reference group's (the 95 % interval of the difference is above 0).
    #[serde(rename = "heaping.three_bin")]
    Heaping {},
}

fn usual_quantile_type() -> u8 {
    official::CohortJumpOptions::default().quantile_type
}

/// When a sign counts: guards and thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The sign and its own parameters.
    pub sign: Sign,
    /// The units it is computed for.
    pub unit: Grouping,
    /// The least number of different pupils.
    pub min_n: u64,
    /// The largest false discovery rate over all units and scopes of the rule; `None` for signs without a p-value.
    #[serde(default)]
    pub fdr: Option<f64>,
    /// The smallest effect that matters, in the sign's own unit; `None`: any.
    #[serde(default)]
    pub min_effect: Option<f64>,
}

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
/// Two are built in: [`official_2019`](Policy::official_2019) and [`calibrated`](Policy::calibrated). A policy is data:
/// change a field, or read one from JSON.
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
    /// Types of schools, as the registry has them (`lyceum`), that are part of every norm and reference but are never
    /// flagged: of a selective school a high mean says nothing.
    #[serde(default)]
    pub exclude_kinds: Vec<String>,
    /// The rules.
    pub rules: Vec<Rule>,
}

impl Policy {
    /// The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5.
    ///
    /// Its open points have the values m ≥ 2 and s > 0 for A, n ≥ 3 and mid-ranks for B, quantiles of type 7 for C, and no type
    /// of school is left out; each is a field. No p-value, no guard against small schools: on real regions it marks more than a third of all schools.
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
            rules: vec![
                rule(Sign::InflatedMean { t: a.t, with_constant: a.with_constant }, a.min_n),
                rule(Sign::RankMismatch { ties: b.ties }, b.min_n),
                rule(Sign::CohortJump { k: c.k, quantile_type: c.quantile_type }, c.min_n),
            ],
        }
    }

    /// Small-sample guards, a false discovery rate of 5 % for each rule, effects that matter.
    ///
    /// Journal and heaping are pooled over the works of a year: one indication for each unit and sign. Journal: 10 pupils, shares
    /// 10 points above the reference. Heaping: 20 pupils, an excess of 5 % of papers over a smooth
    /// distribution, and a larger spike than the reference group's: where a whole region is heaped, that alone flags nobody. Units: schools, classes (journal) and municipalities.
    #[must_use]
    pub fn calibrated() -> Self {
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
            name: "calibrated".to_owned(),
            subjects: Vec::new(),
            min_reference,
            with_incomplete: false,
            exclude_kinds: Vec::new(),
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
        let policy: Self =
            serde_json::from_str(json).map_err(|e| ScreeningError::Policy { reason: e.to_string() })?;
        policy.check()?;
        Ok(policy)
    }

    /// Whether its parts make sense together.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] naming the rule.
    pub fn check(&self) -> Result<(), ScreeningError> {
        for (index, rule) in self.rules.iter().enumerate() {
            let wrong =
                |reason: &str| Err(ScreeningError::Policy { reason: format!("rules[{index}]: {reason}") });
            let has_pvalue = matches!(rule.sign, Sign::Journal { .. } | Sign::Heaping {});
            match rule.fdr {
                Some(q) if !(q > 0.0 && q < 1.0) => return wrong("fdr must lie between 0 and 1"),
                Some(_) if !has_pvalue => return wrong("fdr needs a sign with a p-value"),
                None if has_pvalue => return wrong("a sign with a p-value needs fdr"),
                _ => {}
            }
            if rule.unit == Grouping::All {
                return wrong("unit must be school, class or municipality");
            }
            if rule.min_effect.is_some_and(|e| !e.is_finite()) {
                return wrong("min_effect must be a number");
            }
        }
        Ok(())
    }
}
