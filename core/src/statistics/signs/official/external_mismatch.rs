//! A work that an external exam does not bear out.

use obektiv_derive::{Columns, described};

use crate::data::DataError;
use crate::function::{Function, Groups, Input, Kind, Shape, options};
use crate::math::Z95;
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::NoOptions;

/// One group's means in a work and in an external exam, each with its standard error.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMeans {
    /// The group.
    pub group: String,
    /// Pupils in the smaller of the two.
    pub n: u64,
    /// Its mean in the work.
    pub work: f64,
    /// The standard error of that.
    pub work_error: f64,
    /// Its mean in the exam.
    pub exam: f64,
    /// The standard error of that.
    pub exam_error: f64,
}

impl GroupMeans {
    /// Rows from columns: `values` are work, its error, exam, its error.
    ///
    /// # Errors
    /// [`DataError::Length`] if a column is not as long as `group`.
    pub fn of_columns(group: Vec<String>, n: &[u64], values: [&[f64]; 4]) -> Result<Vec<Self>, DataError> {
        let expected = group.len();
        let lengths = [
            ("n", n.len()),
            ("work", values[0].len()),
            ("work_error", values[1].len()),
            ("exam", values[2].len()),
            ("exam_error", values[3].len()),
        ];
        if let Some(&(column, got)) = lengths.iter().find(|(_, got)| *got != expected) {
            return Err(DataError::Length { column, got, expected });
        }
        let row = |(at, group)| {
            let [work, work_error, exam, exam_error] = values.map(|column| column[at]);
            Self { group, n: n[at], work, work_error, exam, exam_error }
        };
        Ok(group.into_iter().enumerate().map(row).collect())
    }
}

/// A work beside an external exam, one row per group.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct ExternalMismatch {
    /// The groups, in the order given.
    pub group: Vec<String>,
    /// Pupils in the smaller of the two.
    #[row(tier)]
    pub n: Vec<u64>,
    /// z of the work less z of the exam.
    #[row(nan("pvalue"), again("effect: The same."))]
    pub statistic: Vec<f64>,
    /// 95 % interval of the statistic by sampling.
    pub lower: Vec<f64>,
    /// 95 % interval of the statistic by sampling.
    pub upper: Vec<f64>,
    /// z of the work.
    pub work: Vec<f64>,
    /// z of the exam.
    pub exam: Vec<f64>,
}

/// A work's mean that the same school's external exam (ОГЭ, ЕГЭ) does not bear out; the sign is
/// published, its number is this library's.
///
/// ```text
/// z = (mean − average of the groups' means)/their standard deviation          work and exam apart, over groups with both
/// statistic = z_work − z_exam ± 1.96·√((e_work/sd_work)² + (e_exam/sd_exam)²)
/// ```
///
/// The sign is `statistic > 1.5` with n ≥ 10, and `lower > 0`. The two agree only in part even
/// where all is well: with a correlation of .5 between them the statistic of honest groups has a
/// standard deviation of 1, so one in fifteen is above 1.5. A group of an extreme mean in the work
/// shows the sign by regression to the mean alone. A group with a mean or an error that is not a
/// number is NaN and has no part in the averages; so are all with fewer than two groups or where
/// all means are the same.
///
/// # Errors
/// [`StatisticError::Parameter`] for a standard error below 0.
///
/// # Examples
/// ```python
/// >>> zeros = [0.0, 0.0, 0.0]
/// >>> ob.official.external_mismatch(["A", "B", "C"], [20, 20, 20], [1, 2, 3], zeros, [1, 2, 0], zeros).statistic
/// array([-1., -1.,  2.])
/// ```
///
/// # References
/// Rosobrnadzor in the press, 2018 (results not confirmed by the exam scores of leavers); the
/// methodology of 2019, signs A5 and A6.
#[described]
pub fn external_mismatch(groups: &[GroupMeans]) -> Result<ExternalMismatch, StatisticError> {
    let errors = groups.iter().flat_map(|g| [("work_error", g.work_error), ("exam_error", g.exam_error)]);
    if let Some((name, value)) = errors.into_iter().find(|(_, e)| *e < 0.0) {
        return Err(StatisticError::Parameter { name, value, expected: "0 or more" });
    }
    let known =
        |g: &&GroupMeans| [g.work, g.work_error, g.exam, g.exam_error].iter().all(|value| value.is_finite());
    let scale = |value: fn(&GroupMeans) -> f64| {
        let values: Vec<f64> = groups.iter().filter(known).map(value).collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (mean, (squares / (n - 1.0)).sqrt())
    };
    let ((work_mean, work_sd), (exam_mean, exam_sd)) = (scale(|g| g.work), scale(|g| g.exam));
    let defined = work_sd > 0.0 && exam_sd > 0.0;
    let mut sign = ExternalMismatch {
        group: groups.iter().map(|g| g.group.clone()).collect(),
        n: groups.iter().map(|g| g.n).collect(),
        statistic: Vec::with_capacity(groups.len()),
        lower: Vec::with_capacity(groups.len()),
        upper: Vec::with_capacity(groups.len()),
        work: Vec::with_capacity(groups.len()),
        exam: Vec::with_capacity(groups.len()),
    };
    for group in groups {
        let or_nan = |value: f64| if defined && known(&group) { value } else { f64::NAN };
        let (work, exam) =
            (or_nan((group.work - work_mean) / work_sd), or_nan((group.exam - exam_mean) / exam_sd));
        let margin = Z95 * (group.work_error / work_sd).hypot(group.exam_error / exam_sd);
        sign.statistic.push(work - exam);
        sign.lower.push(work - exam - margin);
        sign.upper.push(work - exam + margin);
        sign.work.push(work);
        sign.exam.push(exam);
    }
    Ok(sign)
}

/// [`external_mismatch`] in the catalogue.
pub const EXTERNAL_MISMATCH: Function = Function {
    id: "official.external_mismatch",
    doc: EXTERNAL_MISMATCH_DOC,
    inputs: &[
        Input::new("group", Kind::Names),
        Input::new("n", Kind::Whole).doc("Pupils in the smaller of the two."),
        Input::new("work", Kind::Numbers).doc("The mean of each group in the work; NaN where unknown."),
        Input::new("work_error", Kind::Numbers).doc("Its standard error."),
        Input::new("exam", Kind::Numbers).doc("The mean of each group in the exam."),
        Input::new("exam_error", Kind::Numbers).doc("Its standard error."),
    ],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(ExternalMismatch::describe),
    run: |given| {
        let mut values = [&[][..]; 4];
        for (at, column) in values.iter_mut().enumerate() {
            *column = given.numbers(at + 2)?;
        }
        let rows = GroupMeans::of_columns(given.names(0)?.to_vec(), given.whole(1)?, values)?;
        Ok(external_mismatch(&rows)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_that_the_exam_does_not_bear_out_stands_above() {
        let means = |group: &str, work, exam| GroupMeans {
            group: group.to_owned(),
            n: 10,
            work,
            work_error: 0.5,
            exam,
            exam_error: 0.0,
        };
        let sign =
            external_mismatch(&[means("a", 1.0, 1.0), means("b", 2.0, 2.0), means("c", 3.0, 0.0)]).unwrap();
        // Standard deviations are 1; z of c: 1 and −1.
        assert_eq!(sign.statistic, [-1.0, -1.0, 2.0]);
        assert!((sign.upper[2] - 2.0 - 0.5 * Z95).abs() < 1e-15);
        let with = external_mismatch(&[means("a", 1.0, f64::NAN), means("b", 2.0, 2.0)]).unwrap();
        assert!(with.statistic.iter().all(|s| s.is_nan()));
    }
}
