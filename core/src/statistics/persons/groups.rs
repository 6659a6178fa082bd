//! Person fit of groups: the mean of a class or a school beside what chance and other groups show.

use std::collections::BTreeMap;

use obektiv_derive::{Row, described};

use super::same_length;
use crate::function::{Function, Groups, Input, Kind, NoOptions, Row as _, Shape, options};
use crate::math::{normal_upper, t_quantile, t_tail};
use crate::model::ModelError;
use crate::table::Table;

/// The person fit of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct GroupFitRow {
    /// The group.
    pub group: String,
    /// Persons with a value.
    #[row(tier)]
    pub n: u64,
    /// z = effect/√(s²/n + τ²).
    pub statistic: f64,
    /// P(Z ≥ z): beside sampling and the differences between groups.
    pub pvalue: f64,
    /// The group's mean less the mean of all persons.
    pub effect: f64,
    /// The effect's 95 % interval by sampling alone.
    pub lower: f64,
    /// The effect's 95 % interval by sampling alone.
    pub upper: f64,
    /// P(Z ≥ effect/√(s²/n)): a group like all others would show less.
    pub pvalue_sampling: f64,
}

/// The person fit of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupFit {
    /// One row per group, in the order of names.
    pub rows: Vec<GroupFitRow>,
    /// s², the variance of persons within groups.
    pub within: f64,
    /// τ², the variance of the groups' true means; NaN with fewer than three groups.
    pub between: f64,
}

impl GroupFit {
    /// Columns `group, n, statistic, pvalue, effect, lower, upper, pvalue_sampling, tier`.
    #[must_use]
    pub fn table(&self) -> Table {
        GroupFitRow::table(&self.rows)
    }
}

/// Groups whose persons' values are large on average, beside what chance and other groups show.
///
/// ```text
/// s² = Σ (x − x̄_g)²/(N − G),   τ² = max(0, (Σ n_g(x̄_g − x̄)² − (G − 1)s²)/(N − Σ n_g²/N))
/// z_g = (x̄_g − x̄)/√(s²(1/n_g − 1/N) + τ²)
/// pvalue_sampling = P(T ≥ (x̄_g − x̄)/√(s²(1/n_g − 1/N))),   T of Student with N − G degrees of freedom
/// ```
///
/// s² is what persons show within groups, not what a model says of them, so values that are not
/// N(0, 1) do no harm. Groups differ honestly, by what was taught and how: τ² pays for that, and
/// `pvalue_sampling` does not. With many unusual groups τ² grows and fewer of them stand out; with
/// three to five groups none can: the group itself is part of τ². NaN where there is no variance,
/// and for `statistic` and `pvalue` with fewer than three groups.
///
/// # Errors
/// [`ModelError::Length`] for another number of groups than values.
///
/// # Examples
/// ```
/// use obektiv::statistics::person_fit::by_group;
/// let values: Vec<f64> = (0..80).map(|i| f64::from(i % 4) + if i >= 60 { 3.0 } else { 0.0 }).collect();
/// let groups: Vec<String> = (0..80).map(|i| format!("{}", i / 20)).collect();
/// let found = by_group(&values, &groups)?;
/// assert!(found.rows[3].effect > 2.0 && found.rows[3].pvalue_sampling < found.rows[3].pvalue);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> table = ob.person_fit.by_group([0.0, 1.0, 2.0, 3.0, 8.0, 9.0], ["a", "a", "b", "b", "c", "c"])
/// >>> table.group[table.effect.argmax()]
/// 'c'
/// ```
///
/// # References
/// Spiegelhalter (2005), Quality and Safety in Health Care 14, 347–351, for groups that differ; the
/// analysis of variance for τ².
#[described]
pub fn by_group<S: AsRef<str>>(values: &[f64], groups: &[S]) -> Result<GroupFit, ModelError> {
    same_length("groups", groups.len(), values.len())?;
    let mut by_name: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (&value, group) in values.iter().zip(groups) {
        let group = by_name.entry(group.as_ref()).or_default();
        if value.is_finite() {
            group.push(value);
        }
    }
    let sum = |values: &Vec<f64>| values.iter().sum::<f64>();
    let filled = || by_name.values().filter(|values| !values.is_empty());
    let persons = filled().map(Vec::len).sum::<usize>() as f64;
    let groups = filled().count() as f64;
    let all = filled().map(sum).sum::<f64>() / persons;
    let (mut inside, mut outside, mut sizes) = (0.0, 0.0, 0.0);
    for values in filled() {
        let n = values.len() as f64;
        let mean = sum(values) / n;
        inside += values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        outside += n * (mean - all) * (mean - all);
        sizes += n * n;
    }
    let within = inside / (persons - groups);
    let between = if groups < 3.0 {
        f64::NAN
    } else {
        ((outside - (groups - 1.0) * within) / (persons - sizes / persons)).max(0.0)
    };
    let row = |(group, values): (&&str, &Vec<f64>)| {
        let n = values.len() as f64;
        let effect = sum(values) / n - all;
        let sampling = within * (1.0 / n - 1.0 / persons);
        let statistic = effect / (sampling + between).sqrt();
        let margin = t_quantile(0.975, persons - groups) * sampling.sqrt();
        GroupFitRow {
            group: (*group).to_owned(),
            n: values.len() as u64,
            statistic,
            pvalue: normal_upper(statistic),
            effect,
            lower: effect - margin,
            upper: effect + margin,
            pvalue_sampling: t_tail(effect / sampling.sqrt(), persons - groups),
        }
    };
    Ok(GroupFit { rows: by_name.iter().map(row).collect(), within, between })
}

/// [`by_group`] in the catalogue.
pub(super) const BY_GROUP: Function = Function {
    id: "person_fit.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        Input::new("values", Kind::Numbers).doc(
            "Large where unusual and of one mean whatever the total: best `conditional(...).normal_score`. \
             What is not finite takes no part.",
        ),
        Input::new("group", Kind::Names).doc("The group of each person."),
    ],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(GroupFitRow::describe),
    run: |given| Ok(by_group(given.numbers(0)?, given.names(1)?)?.table().into()),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_variances_are_computed_by_hand() {
        let values = [1.0, 3.0, 2.0, 4.0, f64::NAN, 8.0, 10.0];
        let found = by_group(&values, &["a", "a", "b", "b", "b", "c", "c"]).unwrap();
        // Inside: 3 × 2 over 6 − 3; means 2, 3, 9 around 14/3.
        assert!((found.within - 2.0).abs() < 1e-14);
        let outside: f64 = [2.0, 3.0, 9.0].iter().map(|m: &f64| 2.0 * (m - 14.0 / 3.0).powi(2)).sum();
        assert!((found.between - (outside - 4.0) / (6.0 - 2.0)).abs() < 1e-12);
        assert_eq!(found.rows[1].n, 2);
        assert!((found.rows[2].effect - (9.0 - 14.0 / 3.0)).abs() < 1e-14);
        // s² = 2, two of six persons: 2·(1/2 − 1/6); t with 3 degrees of freedom.
        let margin = 3.182_446_305_284_263 * (2.0 / 3.0_f64).sqrt();
        assert!((found.rows[2].upper - found.rows[2].effect - margin).abs() < 1e-10);
    }

    #[test]
    fn an_empty_group_and_nobody_say_nothing() {
        let found = by_group(&[f64::NAN, 1.0], &["a", "b"]).unwrap();
        assert!(found.rows.iter().all(|row| row.statistic.is_nan()));
        assert!(by_group::<&str>(&[], &[]).unwrap().rows.is_empty());
        assert_eq!(by_group(&[1.0], &["a", "b"]).unwrap_err().code(), "model.length");
    }
}
