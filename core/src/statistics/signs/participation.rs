//! Pupils who were absent, beside the other schools.
//!
//! What it catches: weak pupils who stayed at home, or were kept there, on the day of the work.
//! What it cannot: tell them from a day of influenza or a bus that did not come; who was absent is
//! not known, only how many. What honest schools show: shares that differ, by place and by season,
//! hence the comparison with how much they differ. Smallest n: 10, where a quarter of the pupils
//! more than usual is seen half of the time; at 60 pupils it is seen nearly always.

use obektiv_derive::{Row, Settings, described};

use crate::data::{DataError, Grouping, Registry};
use crate::function::{Function, Groups, Input, Kind, Row as _, Shape, options};
use crate::math::normal_quantile;
use crate::statistics::StatisticError;
use crate::statistics::shared::share::{Count, Share, Strata, against_reference};
use crate::table::Table;

/// The smallest reference that says how honest schools differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct ParticipationOptions {
    /// The least number of other schools in the reference; with fewer, p-values are NaN.
    pub min_reference: u64,
}

impl Default for ParticipationOptions {
    fn default() -> Self {
        Self { min_reference: 5 }
    }
}

/// The absent pupils of one school.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ParticipationRow {
    /// The school.
    pub group: String,
    /// Pupils listed.
    #[row(tier)]
    pub n: u64,
    /// Those absent.
    pub absent: u64,
    /// Their share beside the reference.
    #[row(flatten)]
    pub share: Share,
    /// By how many standard deviations of its pupils the school's mean can be above that of all it
    /// listed: that much if the weakest were absent.
    pub gain: f64,
    /// That less what the reference's share allows.
    pub gain_beside: f64,
}

/// Schools in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Participation {
    /// One row per school.
    pub rows: Vec<ParticipationRow>,
}

/// Pupils absent from the work more often than in the other schools; a sign of this library.
///
/// ```text
/// statistic = absent/listed = a
/// pvalue    = P(as many absent or more | reference), beta-binomial, with the other schools' own spread
/// gain      = φ(z)/(1 − a),  z = Φ⁻¹(a)              the mean of a normal distribution without its lowest share a
/// ```
///
/// A work says nothing of those who did not write it, so a mean rises if weak pupils stay away: at
/// 20 % absent by at most .35 standard deviations. `gain` is that bound, not an estimate: honest
/// absences, of whoever is ill, raise a mean little. Look at it where the school's level is
/// unusual, and ask who was absent. A school's reference is all others with the same label in
/// `registry`; each school is given once, and one without pupils is NaN.
///
/// # Errors
/// [`DataError::Length`] if the columns are not of one length, [`StatisticError::Parameter`] for
/// more absent than listed.
///
/// # Examples
/// ```python
/// >>> schools = ["A", "B", "C", "D", "E", "F", "G"]
/// >>> table = ob.participation.by_school(schools, [50] * 7, [20, 4, 5, 3, 4, 6, 4])
/// >>> float(table.statistic[0]), bool(table.pvalue[0] < 0.001), round(float(table.gain[0]), 2)
/// (0.4, True, 0.64)
/// ```
///
/// # References
/// Cullen & Reback (2006), Advances in Applied Microeconomics 14, 1–34, and Figlio (2006), Journal
/// of Public Economics 90, 837–851: who is tested where schools are judged. Johnson, Kotz &
/// Balakrishnan (1994), Continuous Univariate Distributions 1, 13.10: the truncated normal.
#[described]
pub fn by_school(
    school: &[String],
    listed: &[u64],
    absent: &[u64],
    registry: &Registry,
    options: ParticipationOptions,
) -> Result<Participation, StatisticError> {
    let expected = school.len();
    if listed.len() != expected {
        return Err(DataError::Length { column: "listed", got: listed.len(), expected }.into());
    }
    if absent.len() != expected {
        return Err(DataError::Length { column: "absent", got: absent.len(), expected }.into());
    }
    if let Some((&away, _)) = absent.iter().zip(listed).find(|(away, all)| away > all) {
        let expected = "at most as many as are listed";
        return Err(StatisticError::Parameter { name: "absent", value: away as f64, expected });
    }
    let counts: Vec<Strata> =
        absent.iter().zip(listed).map(|(&count, &n)| vec![Count { count, n }]).collect();
    let labels = registry.references(Grouping::School, school.iter().map(String::as_str));
    let shares = against_reference(&counts, &labels, options.min_reference);
    let row = |(at, share): (usize, Share)| ParticipationRow {
        group: school[at].clone(),
        n: listed[at],
        absent: absent[at],
        share,
        gain: gain(share.statistic),
        gain_beside: gain(share.statistic) - gain(share.reference_share),
    };
    Ok(Participation { rows: shares.into_iter().enumerate().map(row).collect() })
}

/// The mean of a standard normal distribution without its lowest share `a`; NaN if nobody is left.
fn gain(a: f64) -> f64 {
    let z = normal_quantile(a);
    libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt() / (1.0 - a)
}

impl Participation {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        ParticipationRow::table(&self.rows)
    }
}

/// [`by_school`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "participation.by_school",
    doc: BY_SCHOOL_DOC,
    inputs: &[
        Input::new("school", Kind::Names).doc("The schools, each once."),
        Input::new("listed", Kind::Whole).doc("Pupils who were to write the work."),
        Input::new("absent", Kind::Whole).doc("Those of them who were absent."),
        Input::REGISTRY,
    ],
    groups: Groups::None,
    options: options::<ParticipationOptions>,
    output: Shape::Table(ParticipationRow::describe),
    run: |given| {
        let (school, listed, absent) = (given.names(0)?, given.whole(1)?, given.whole(2)?);
        Ok(by_school(school, listed, absent, &given.registry(3), given.options()?)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Random;

    fn rows(listed: &[u64], absent: &[u64]) -> Vec<ParticipationRow> {
        let names: Vec<String> = (0..listed.len()).map(|j| format!("s{j}")).collect();
        by_school(&names, listed, absent, &Registry::default(), Default::default()).unwrap().rows
    }

    #[test]
    fn a_tenth_of_pupils_away_can_raise_a_mean_by_a_fifth_of_a_deviation() {
        let rows = rows(&[40, 40, 0, 5], &[4, 0, 0, 5]);
        // φ(Φ⁻¹(.1))/.9 = .17550/.9.
        assert!((rows[0].gain - 0.194_998).abs() < 1e-6 && rows[1].gain.abs() < 1e-300);
        assert!((rows[0].share.statistic - 0.1).abs() < 1e-15 && rows[0].share.pvalue.is_nan());
        assert!(rows[2].share.statistic.is_nan() && rows[2].gain.is_nan() && rows[3].gain.is_nan());
    }

    #[test]
    fn more_absent_than_listed_is_an_error_and_so_are_columns_of_other_lengths() {
        let names = ["a".to_owned()];
        let code = |listed: &[u64], absent: &[u64]| {
            by_school(&names, listed, absent, &Registry::default(), Default::default()).unwrap_err().code()
        };
        assert_eq!(code(&[3], &[4]), "statistic.parameter");
        assert_eq!(code(&[3, 3], &[1]), "data.length");
        assert_eq!(code(&[3], &[]), "data.length");
    }

    /// The share with p ≤ .05 of all schools, and of the first, whose share of absent pupils is
    /// `more` higher. Fifty schools of n pupils a territory; true shares are logit-normal about 8
    /// %.
    fn rejected(n: u64, territories: u64, more: f64) -> (f64, f64) {
        let (mut all, mut first, schools) = (0, 0, 50);
        for seed in 0..territories {
            let mut random = Random::new(seed, n);
            let absent: Vec<u64> = (0..schools)
                .map(|j| {
                    let usual = 1.0 / (1.0 + libm::exp(2.44 - 0.5 * random.normal()));
                    let share = if j == 0 { usual + more } else { usual };
                    (0..n).map(|_| u64::from(random.chance(share))).sum()
                })
                .collect();
            let found: Vec<bool> =
                rows(&vec![n; schools], &absent).iter().map(|row| row.share.pvalue <= 0.05).collect();
            first += u64::from(found[0]);
            all += found.iter().filter(|&&is| is).count() as u64;
        }
        (all as f64 / (territories * schools as u64) as f64, first as f64 / territories as f64)
    }

    #[test]
    fn honest_schools_are_seldom_found_and_a_quarter_more_away_is() {
        for (n, power) in [(10, 0.38), (25, 0.7), (60, 0.92), (150, 0.95)] {
            let (size, found) = (rejected(n, 200, 0.0).0, rejected(n, 200, 0.25).1);
            println!("{n}: {size:.4} of honest schools, {found:.3} of those with more absent");
            assert!(size <= 0.055, "{n}: {size}");
            assert!(found >= power, "{n}: {found}");
        }
    }
}
