//! When a sign counts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::sign::Sign;
use crate::data::Grouping;
#[cfg(feature = "signs")]
use crate::json;
use crate::statistics::sign::{GroupSign, Use};

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

impl Rule {
    pub(super) fn check(&self) -> Result<(), String> {
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
