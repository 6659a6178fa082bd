//! Signs that a policy can ask for.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[cfg(feature = "signs")]
use crate::json;
#[cfg(feature = "signs")]
use crate::screening::ScreeningError;
#[cfg(feature = "signs")]
use crate::statistics::sign::OptionError;
use crate::statistics::sign::{GroupSign, Scale};
use crate::statistics::{journal, official, signs};

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
        /// Its id; the [former](signs::FORMER) one if the policy names that.
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
    pub(super) fn with_options(name: &str, options: Map<String, Value>) -> Result<Self, String> {
        if let Some(sign) = signs::find(name) {
            let wrong = |error: OptionError| match error.name() {
                name if name.is_empty() => format!("options: {}", error.reason()),
                name => format!("options.{name}: {}", error.reason()),
            };
            sign.check(&Value::Object(options.clone())).map_err(wrong)?;
            let id = signs::former(name).unwrap_or(sign.id).to_owned();
            return Ok(Self::Group { id, options });
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

    pub(super) fn entry(&self) -> Option<&'static GroupSign> {
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
