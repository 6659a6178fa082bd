//! What observers or a second marking saw in schools that were chosen by lot: what stated
//! probabilities are compared with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataError, ImportReport};
use crate::table::Table;

/// One school in one work, as it was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObservedRow {
    /// The school's login.
    pub school: String,
    /// The work, by its key or in words; empty for all that were written.
    pub work: String,
    /// Whether something irregular was seen.
    pub irregular: bool,
    /// The probability with which this school and work were chosen, above 0 and at most 1.
    pub probability: f64,
}

/// One school over all its works.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedSchool {
    /// Its login.
    pub school: String,
    /// Whether something irregular was seen in any work.
    pub irregular: bool,
    /// The probability that any of its rows was chosen: 1 − Π(1 − p).
    pub probability: f64,
}

/// An observed or re-marked sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    rows: Vec<ObservedRow>,
}

/// A sample read, and what became of every row.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedImport {
    /// The rows that are taken.
    pub observed: Observed,
    /// What became of every row.
    pub report: ImportReport,
}

impl Observed {
    /// A sample of these rows.
    ///
    /// # Errors
    /// [`DataError::Empty`] without a row or for one without a school, [`DataError::Share`] for a
    /// probability that is 0 or none.
    pub fn new(rows: Vec<ObservedRow>) -> Result<Self, DataError> {
        if rows.is_empty() {
            return Err(DataError::Empty { what: "the observed sample" });
        }
        for row in &rows {
            if row.school.trim().is_empty() {
                return Err(DataError::Empty { what: "the school of a row" });
            }
            if !(row.probability > 0.0 && row.probability <= 1.0) {
                let got = row.probability.to_string();
                return Err(DataError::Share { what: "probability", got });
            }
        }
        Ok(Self { rows })
    }

    /// Its rows.
    #[must_use]
    pub fn rows(&self) -> &[ObservedRow] {
        &self.rows
    }

    /// Its schools, in the order of their logins.
    #[must_use]
    pub fn schools(&self) -> Vec<ObservedSchool> {
        let mut schools: BTreeMap<&str, (bool, f64)> = BTreeMap::new();
        for row in &self.rows {
            let (irregular, missed) = schools.entry(&row.school).or_insert((false, 1.0));
            *irregular |= row.irregular;
            *missed *= 1.0 - row.probability;
        }
        let school = |(school, (irregular, missed)): (&str, (bool, f64))| ObservedSchool {
            school: school.to_owned(),
            irregular,
            probability: 1.0 - missed,
        };
        schools.into_iter().map(school).collect()
    }

    /// Columns `school, work, irregular, probability`.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new()
            .with("school", self.rows.iter().map(|r| r.school.clone()).collect::<Vec<String>>())
            .with("work", self.rows.iter().map(|r| r.work.clone()).collect::<Vec<String>>())
            .with("irregular", self.rows.iter().map(|r| r.irregular).collect::<Vec<bool>>())
            .with("probability", self.rows.iter().map(|r| r.probability).collect::<Vec<f64>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(school: &str, irregular: bool, probability: f64) -> ObservedRow {
        ObservedRow { school: school.to_owned(), work: String::new(), irregular, probability }
    }

    #[test]
    fn a_school_is_irregular_if_a_work_of_it_is_and_stands_for_those_that_were_as_likely_chosen() {
        let of =
            Observed::new(vec![row("a", false, 0.5), row("a", true, 0.5), row("b", false, 0.1)]).unwrap();
        let schools = of.schools();
        assert!(schools[0].irregular && (schools[0].probability - 0.75).abs() < 1e-12);
        assert!(!schools[1].irregular && (schools[1].probability - 0.1).abs() < 1e-12);
    }

    #[test]
    fn what_no_sample_has_is_refused() {
        let code = |rows| Observed::new(rows).unwrap_err().code();
        assert_eq!(code(Vec::new()), "data.empty");
        assert_eq!(code(vec![row("", true, 0.5)]), "data.empty");
        assert_eq!(code(vec![row("a", true, 0.0)]), "data.share");
        assert_eq!(code(vec![row("a", true, f64::NAN)]), "data.share");
    }
}
