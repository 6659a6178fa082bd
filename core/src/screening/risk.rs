use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Indication, Screening, ScreeningError};
use crate::data::Grouping;
use crate::statistics::{Tier, official, signs};
use crate::table::Table;

/// What the finding of a sign weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// A sign (`heaping.three_bin`), a module (`journal`), or nothing: any sign. `official` is what
    /// [officials state](official::is_official): what was ours
    /// under `official.` is not meant by it.
    pub sign: String,
    /// Its weight.
    pub weight: f64,
    /// The least sample for it.
    pub least_tier: Tier,
}

/// When findings together put a school into a zone of risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskTable {
    /// Weights of signs; the first that fits counts.
    pub weights: Vec<Weight>,
    /// The sums of weights from which on zones 1, 2, … begin, ascending.
    pub zones: Vec<f64>,
}

impl Default for RiskTable {
    /// One zone: any official sign of ten pupils or more, or two other signs of twenty.
    fn default() -> Self {
        let weight = |sign: &str, weight, least_tier| Weight { sign: sign.to_owned(), weight, least_tier };
        Self {
            weights: vec![weight("official", 2.0, Tier::Limited), weight("", 1.0, Tier::Approximate)],
            zones: vec![2.0],
        }
    }
}

/// What the findings of one school come to.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskRow {
    /// The school.
    pub school: String,
    /// The signs that count, by name.
    pub signs: Vec<String>,
    /// The sum of their weights.
    pub statistic: f64,
    /// The zone: 0 for none.
    pub zone: u64,
}

/// Zones of risk: how much the findings of each school come to. Of this library: no official text
/// has them.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskZones {
    /// One row per school, in the order of [`Screening::schools`].
    pub rows: Vec<RiskRow>,
}

impl RiskTable {
    /// A table from JSON:
    /// `{"weights": [{"sign": "official", "weight": 2, "least_tier": "limited"}], "zones": [2]}`.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] for anything that is not one.
    pub fn from_json(json: &str) -> Result<Self, ScreeningError> {
        serde_json::from_str(json).map_err(|e| ScreeningError::Policy { reason: format!("risk table: {e}") })
    }

    fn check(&self) -> Result<(), ScreeningError> {
        let wrong = |reason: &str| Err(ScreeningError::Policy { reason: format!("risk table: {reason}") });
        if self.weights.iter().any(|w| !(w.weight >= 0.0 && w.weight.is_finite())) {
            return wrong("weights must be 0 or more");
        }
        if self.zones.iter().any(|z| !(*z > 0.0 && z.is_finite())) || !self.zones.is_sorted() {
            return wrong("zones must be ascending numbers above 0");
        }
        Ok(())
    }

    fn weight(&self, finding: &Indication) -> f64 {
        let fits = |w: &&Weight| {
            if w.sign == "official" {
                return official::is_official(&finding.sign);
            }
            let (found, weighed) = (signs::current(&finding.sign), signs::current(&w.sign));
            let rest = found.strip_prefix(&*weighed);
            w.sign.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let weight = self.weights.iter().find(fits).filter(|w| Tier::of(finding.pupils) >= w.least_tier);
        weight.map_or(0.0, |w| w.weight)
    }
}

impl Screening {
    /// Zones of risk: for each school the sum of the weights of its different signs.
    ///
    /// ```text
    /// statistic = Σ weight(sign)       over different signs found for the school as a whole, each once, however many works show it;
    ///                                  all kinds of journal disagreement are one sign, for they overlap
    /// zone      = zones whose limit the sum reaches
    /// ```
    ///
    /// A table of rules, no probability: signs depend on each other, and a sum of weights does not
    /// say how sure it is. It serves to put schools in an order for help. By the official sign A
    /// alone some 15 % of schools are in the default zone over four works with pupils dealt out by
    /// chance, and two fifths of real ones.
    ///
    /// # Errors
    /// [`ScreeningError::Policy`] for negative weights or limits that do not ascend.
    pub fn risk_zones(&self, table: &RiskTable) -> Result<RiskZones, ScreeningError> {
        table.check()?;
        let mut signs: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
        for finding in self.findings().filter(|f| f.unit == Grouping::School) {
            let weight = table.weight(finding);
            if weight > 0.0 {
                let most =
                    signs.entry(&finding.group).or_default().entry(one_sign(&finding.sign)).or_default();
                *most = most.max(weight);
            }
        }
        let row = |school: &String| {
            let found = signs.get(school.as_str());
            let statistic: f64 = found.into_iter().flatten().map(|(_, weight)| weight).sum();
            RiskRow {
                school: school.clone(),
                signs: found.into_iter().flatten().map(|(sign, _)| (*sign).to_owned()).collect(),
                statistic,
                zone: table.zones.iter().filter(|z| statistic >= **z - 1e-9).count() as u64,
            }
        };
        Ok(RiskZones { rows: self.schools.iter().map(|s| row(&s.school)).collect() })
    }
}

/// Kinds of journal disagreement overlap (a gap of two marks down is also a lowered mark), and a
/// rise and a fall of a cohort are one question: each family counts once.
fn one_sign(id: &str) -> &str {
    let parts = if id.starts_with("journal.") { 1 } else { 2 };
    id.match_indices('.').nth(parts - 1).map_or(id, |(end, _)| &id[..end])
}

impl RiskZones {
    /// Columns `school, signs, statistic, zone, which`; `which` names the signs.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new()
            .with("school", self.rows.iter().map(|r| r.school.clone()).collect::<Vec<String>>())
            .with("signs", self.rows.iter().map(|r| r.signs.len() as u64).collect::<Vec<u64>>())
            .with("statistic", self.rows.iter().map(|r| r.statistic).collect::<Vec<f64>>())
            .with("zone", self.rows.iter().map(|r| r.zone).collect::<Vec<u64>>())
            .with("which", self.rows.iter().map(|r| r.signs.join(", ")).collect::<Vec<String>>())
    }
}
