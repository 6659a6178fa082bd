use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ScreeningError;
use crate::data::Grouping;
use crate::evidence::{EvidenceError, EvidenceOptions};
#[cfg(feature = "signs")]
use crate::json::{self, Wrong};
#[cfg(feature = "signs")]
use crate::statistics::sign::OptionError;
use crate::statistics::sign::{GroupSign, Scale, Use};
use crate::statistics::{heaping, journal, official, signs};

/// A sign that a policy can ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "sign", try_from = "Fields")]
pub enum Sign {
    /// Official sign A.
    #[serde(rename = "official.inflated_mean")]
    InflatedMean {
        /// The factor of the interval.
        t: f64,
        /// Whether schools with s = 0 have an interval.
        with_constant: bool,
    },
    /// Official sign B.
    #[serde(rename = "official.rank_mismatch")]
    RankMismatch {
        /// The treatment of ties.
        ties: official::Ties,
    },
    /// Official sign C.
    #[serde(rename = "official.cohort_jump")]
    CohortJump {
        /// Interquartile ranges beyond the quartiles.
        k: f64,
        /// The type of the quartiles.
        quantile_type: u8,
    },
    /// Agreement with the journal against the reference group.
    #[serde(rename = "journal")]
    Journal {
        /// Lowered, confirmed, raised or gap.
        kind: journal::Kind,
    },
    /// Heaping at the mark boundaries: tested against a smooth distribution, and counted only where
    /// the spike also lies above the reference group's (the 95 % interval of the difference is
    /// above 0).
    #[serde(rename = "heaping.three_bin")]
    Heaping {},
    /// Any sign of groups in [`signs::ALL`]: in JSON its id or alias as a string, with `options`
    /// beside it in the rule.
    #[serde(skip)]
    Group {
        /// Its id.
        id: String,
        /// What is not its default.
        options: Map<String, Value>,
    },
}

impl Sign {
    /// A sign of groups by its id or alias, with its defaults.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] for a name that no sign of groups has, saying why where that is
    /// known.
    #[cfg(feature = "signs")]
    pub fn named(name: &str) -> Result<Self, ScreeningError> {
        Self::with_options(name, Map::new()).map_err(|reason| ScreeningError::Policy { reason })
    }

    /// By name; options are fields of the signs that have a form of their own.
    #[cfg(feature = "signs")]
    fn with_options(name: &str, options: Map<String, Value>) -> Result<Self, String> {
        if let Some(sign) = signs::find(name) {
            let wrong = |error: OptionError| match error.name() {
                name if name.is_empty() => format!("options: {}", error.reason()),
                name => format!("options.{name}: {}", error.reason()),
            };
            sign.check(&Value::Object(options.clone())).map_err(wrong)?;
            return Ok(Self::Group { id: sign.id.to_owned(), options });
        }
        let mut fields = options;
        let tag = match kind_named(name) {
            Some(kind) => {
                fields.insert("kind".to_owned(), kind.name().into());
                "journal"
            }
            None => name,
        };
        if name == "official.inflated_mean" {
            fields.entry("t").or_insert_with(|| official::InflatedMeanOptions::default().t.into());
        }
        if name == "official.cohort_jump" {
            fields.entry("k").or_insert_with(|| official::CohortJumpOptions::default().k.into());
        }
        let known = ["official.inflated_mean", "official.rank_mismatch", "official.cohort_jump", "journal"];
        if !known.contains(&tag) && tag != "heaping.three_bin" {
            return Err(unknown(name));
        }
        fields.insert("sign".to_owned(), tag.into());
        json::read_value(&Value::Object(fields)).map_err(|wrong| format!("options: {}", wrong.reason))
    }

    /// Its id; kinds and directions may follow it in a finding.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::InflatedMean { .. } => "official.inflated_mean".to_owned(),
            Self::RankMismatch { .. } => "official.rank_mismatch".to_owned(),
            Self::CohortJump { .. } => "official.cohort_jump".to_owned(),
            Self::Journal { kind } => format!("journal.{}", kind.name()),
            Self::Heaping {} => "heaping.three_bin".to_owned(),
            Self::Group { id, .. } => id.clone(),
        }
    }

    /// Whether it is one of the three signs of the official rule.
    #[must_use]
    pub fn is_official(&self) -> bool {
        matches!(self, Self::InflatedMean { .. } | Self::RankMismatch { .. } | Self::CohortJump { .. })
    }

    /// In what its effect is given.
    #[must_use]
    pub fn scale(&self) -> Scale {
        match self {
            Self::InflatedMean { .. } => Scale::Points,
            Self::Group { .. } => self.entry().map_or(Scale::Plain, |sign| sign.scale),
            _ => Scale::Share,
        }
    }

    fn entry(&self) -> Option<&'static GroupSign> {
        match self {
            Self::Group { id, .. } => signs::find(id),
            _ => None,
        }
    }
}

#[cfg(feature = "signs")]
/// `journal.raised` and its like.
fn kind_named(name: &str) -> Option<journal::Kind> {
    let kind = name.strip_prefix("journal.")?;
    journal::Kind::ALL.into_iter().find(|k| k.name() == kind)
}

#[cfg(feature = "signs")]
fn unknown(name: &str) -> String {
    match signs::why_not(name) {
        Some(reason) => format!("sign: {name:?} cannot be in a policy: {reason}"),
        None => {
            let known: Vec<&str> = signs::ALL.iter().map(|sign| sign.id).collect();
            format!(
                "sign: {name:?} is no sign of groups, expected one of official.inflated_mean, official.rank_mismatch, \
                 official.cohort_jump, journal.lowered, journal.confirmed, journal.raised, journal.gap, heaping.three_bin, {}",
                known.join(", ")
            )
        }
    }
}

/// A sign as JSON has it: its id, and the parameters of all signs, of which it takes its own. One
/// plain struct is a fifth of the code of an enum that is told by its tag, which the packages for
/// browsers feel.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    sign: String,
    t: Option<f64>,
    with_constant: Option<bool>,
    ties: Option<official::Ties>,
    k: Option<f64>,
    quantile_type: Option<u8>,
    kind: Option<journal::Kind>,
}

impl TryFrom<Fields> for Sign {
    type Error = String;
    fn try_from(mut fields: Fields) -> Result<Self, String> {
        let missing = |name: &str| format!("missing field `{name}`");
        let usual_type = official::CohortJumpOptions::default().quantile_type;
        let made = match fields.sign.as_str() {
            "official.inflated_mean" => Self::InflatedMean {
                t: fields.t.take().ok_or_else(|| missing("t"))?,
                with_constant: fields.with_constant.take().unwrap_or_default(),
            },
            "official.rank_mismatch" => Self::RankMismatch { ties: fields.ties.take().unwrap_or_default() },
            "official.cohort_jump" => Self::CohortJump {
                k: fields.k.take().ok_or_else(|| missing("k"))?,
                quantile_type: fields.quantile_type.take().unwrap_or(usual_type),
            },
            "journal" => Self::Journal { kind: fields.kind.take().ok_or_else(|| missing("kind"))? },
            "heaping.three_bin" => Self::Heaping {},
            sign => {
                return Err(format!(
                    "unknown variant `{sign}`, expected one of `official.inflated_mean`, `official.rank_mismatch`, \
                     `official.cohort_jump`, `journal`, `heaping.three_bin`"
                ));
            }
        };
        // What no sign has taken is another sign's.
        let left = [
            ("t", fields.t.is_some()),
            ("with_constant", fields.with_constant.is_some()),
            ("ties", fields.ties.is_some()),
            ("k", fields.k.is_some()),
            ("quantile_type", fields.quantile_type.is_some()),
            ("kind", fields.kind.is_some()),
        ];
        match left.iter().find(|(_, is)| *is) {
            Some((name, _)) => Err(format!("unknown field `{name}` of {}", fields.sign)),
            None => Ok(made),
        }
    }
}

/// When a sign counts: guards and thresholds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "signs", serde(try_from = "Written", into = "Written"))]
#[cfg_attr(not(feature = "signs"), serde(deny_unknown_fields))]
pub struct Rule {
    /// The sign and its own parameters.
    pub sign: Sign,
    /// The units it is computed for.
    pub unit: Grouping,
    /// The least number of different pupils.
    pub min_n: u64,
    /// The largest false discovery rate over all units and scopes of the rule; `None` for signs
    /// without a p-value.
    #[serde(default)]
    pub fdr: Option<f64>,
    /// The smallest effect that matters, in the sign's own unit; `None`: any. Where low values are
    /// unusual the effect must lie so far below 0, where both are so far from it.
    #[serde(default)]
    pub min_effect: Option<f64>,
}

/// A rule as JSON has it: a sign is an object with its parameters, or a name with `options`.
#[cfg(feature = "signs")]
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    sign: Value,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    options: Map<String, Value>,
    unit: Grouping,
    min_n: u64,
    #[serde(default)]
    fdr: Option<f64>,
    #[serde(default)]
    min_effect: Option<f64>,
}

#[cfg(feature = "signs")]
impl TryFrom<Written> for Rule {
    type Error = String;
    fn try_from(written: Written) -> Result<Self, String> {
        let Written { sign, options, unit, min_n, fdr, min_effect } = written;
        let sign = match sign {
            Value::String(name) => Sign::with_options(&name, options)?,
            object if options.is_empty() => {
                json::read_value(&object).map_err(|wrong| format!("sign: {}", wrong.reason))?
            }
            _ => return Err("options: here they stand within the sign".to_owned()),
        };
        Ok(Self { sign, unit, min_n, fdr, min_effect })
    }
}

#[cfg(feature = "signs")]
impl From<Rule> for Written {
    fn from(Rule { sign, unit, min_n, fdr, min_effect }: Rule) -> Self {
        let (sign, options) = match sign {
            Sign::Group { id, options } => (Value::String(id), options),
            sign => (serde_json::to_value(sign).unwrap_or_default(), Map::new()),
        };
        Self { sign, options, unit, min_n, fdr, min_effect }
    }
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

impl Rule {
    fn check(&self) -> Result<(), String> {
        let id = self.sign.id();
        #[cfg(feature = "signs")]
        if let Sign::Group { options, .. } = &self.sign {
            Sign::with_options(&id, options.clone())?;
        }
        let context = match self.sign.entry() {
            Some(GroupSign { uses: Use::Context { reason }, .. }) => Some(*reason),
            Some(_) => None,
            None if self.sign.is_official() => Some("the official rule has none"),
            None => None,
        };
        match (self.fdr, context) {
            (Some(q), _) if !(q > 0.0 && q < 1.0) => {
                return Err(format!("fdr: is {q}, expected a number between 0 and 1"));
            }
            (Some(_), Some(reason)) => {
                return Err(format!("fdr: {id} has no p-value that may flag: {reason}; leave fdr out"));
            }
            (None, None) => {
                return Err(format!("fdr: {id} has a p-value, so a false discovery rate is needed"));
            }
            _ => {}
        }
        let units = self.sign.entry().map_or(GroupSign::UNITS, |sign| sign.units);
        if !units.contains(&self.unit) {
            let units: Vec<&str> = units.iter().map(|unit| unit.name()).collect();
            let (got, expected) = (self.unit.name(), units.join(", "));
            return Err(format!("unit: is {got}, {id} is a sign of: {expected}"));
        }
        if self.min_effect.is_some_and(|e| !e.is_finite()) {
            return Err("min_effect: expected a number".to_owned());
        }
        Ok(())
    }
}
