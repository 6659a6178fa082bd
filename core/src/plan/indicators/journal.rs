//! Marks beside the journal's: indicator 6.

use super::super::Better;
use super::year::{name_of_work, source};
use super::{Computed, Indicators, Report, YearOfSigns};
use crate::data::Tally;
use crate::math::wilson;
use crate::screening::Screening;
use crate::statistics::journal::{JournalOptions, Kind, by_group};

const FORMULAS: [(Kind, &str, Option<Better>); 4] = [
    (Kind::Confirmed, "journal_confirmed", Some(Better::Higher)),
    (Kind::Lowered, "journal_lowered", Some(Better::Lower)),
    (Kind::Raised, "journal_raised", Some(Better::Lower)),
    (Kind::Gap, "journal_gap2", Some(Better::Lower)),
];

impl Report<'_> {
    pub(super) fn journal(&self, found: &mut Indicators) {
        let leave_out = |found: &mut Indicators, reason: &str| {
            FORMULAS.iter().for_each(|(_, formula, _)| found.leave_out(formula, reason));
        };
        match self.inputs.screening {
            Some(YearOfSigns::Screening(screening)) => {
                if let Err(reason) = self.shares_of_journal(screening, found) {
                    leave_out(found, &reason);
                }
            }
            Some(YearOfSigns::List(_)) => leave_out(found, "a list has no journal marks"),
            None => leave_out(found, "screening is not given"),
        }
    }

    /// Shares over the works of the screening's last year.
    fn shares_of_journal(&self, screening: &Screening, found: &mut Indicators) -> Result<(), String> {
        let year = screening.works.iter().map(|work| work.assessment().year).max();
        let tallies: Vec<&Tally> = screening.works.iter().map(|work| &work.by_school).collect();
        let tallies: Vec<&Tally> =
            tallies.into_iter().filter(|tally| Some(tally.assessment().year) == year).collect();
        let rows = by_group(&tallies, &screening.registry, JournalOptions::default())
            .map_err(|error| error.to_string())?
            .rows;
        let year = year.unwrap_or_default();
        for (kind, formula, direction) in FORMULAS {
            let of_kind = rows.iter().filter(|row| row.kind == kind && row.n > 0);
            let schools: Vec<(f64, f64)> = of_kind.map(|row| (row.count as f64, row.n as f64)).collect();
            let (numerator, denominator) =
                schools.iter().fold((0.0, 0.0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
            let share = numerator / denominator;
            let (lower, upper) = match schools.len() {
                // One school says nothing of others.
                1 => (f64::NAN, f64::NAN),
                _ => wilson(share, effective(&schools)),
            };
            let value = Computed {
                period: year.to_string(),
                numerator,
                denominator,
                value: 100.0 * share,
                direction,
                works: tallies.iter().map(|tally| name_of_work(tally.assessment(), year)).collect(),
                source: source(screening),
                ..self.value(formula, "%")
            };
            found.values.push(value.with("wilson_by_schools", lower, upper));
        }
        Ok(())
    }
}

/// The effective number of results n/(1 + (m − 1)ρ), m = Σm²/Σm; ρ by analysis of variance,
/// between 0 and 1.
fn effective(schools: &[(f64, f64)]) -> f64 {
    let k = schools.len() as f64;
    let n: f64 = schools.iter().map(|s| s.1).sum();
    let share = schools.iter().map(|s| s.0).sum::<f64>() / n;
    let sizes = schools.iter().map(|s| s.1 * s.1).sum::<f64>() / n;
    let between = schools.iter().map(|(x, m)| m * (x / m - share).powi(2)).sum::<f64>() / (k - 1.0);
    let within: f64 = schools.iter().map(|(x, m)| x * (1.0 - x / m)).sum();
    // With one pupil in each school nothing varies inside them.
    let within = if n > k { within / (n - k) } else { 0.0 };
    if between == 0.0 && within == 0.0 {
        return n; // all alike
    }
    let usual = (n - sizes) / (k - 1.0);
    let rho = (between - within) / (between + (usual - 1.0) * within);
    n / (1.0 + (sizes - 1.0) * rho.clamp(0.0, 1.0))
}
