//! Official sign A: means outside the interval of the other schools.

use obektiv_derive::{Columns, Settings, described};

use crate::data::{Grouping, Tally};
use crate::function::{Function, Groups, Input, Shape, options};
use crate::math::Moments;
use crate::statistics::StatisticError;

/// Points that the text of the inflated mean leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct InflatedMeanOptions {
    /// The factor t of the interval; the text says 1.96.
    pub t: f64,
    /// The least number of pupils of a school; smaller ones are undefined.
    pub min_n: u64,
    /// Whether a school whose totals are all equal (s = 0) has an interval of no width, as the
    /// formula read to the letter gives; else it is undefined.
    pub with_constant: bool,
}

impl Default for InflatedMeanOptions {
    fn default() -> Self {
        Self { t: 1.96, min_n: 2, with_constant: false }
    }
}

/// Sign A, one row per group.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct InflatedMean {
    /// The groups.
    pub group: Vec<String>,
    /// Pupils with a total.
    #[row(tier)]
    pub n: Vec<u64>,
    /// The mean total x̄.
    pub mean: Vec<f64>,
    /// The lower end of the group's interval, x̄ − t·s/√m.
    #[row(nan("pvalue"))]
    pub statistic: Vec<f64>,
    /// x̄ − X̄, in points.
    pub effect: Vec<f64>,
    /// The group's interval less X̄, in points.
    pub lower: Vec<f64>,
    /// The group's interval less X̄, in points.
    pub upper: Vec<f64>,
    /// The upper end of the region's interval, X̄ + t·S/√n; a statistic above it is the sign.
    pub critical: f64,
}

/// Sign A of 2019: the mean total of each group and its interval beside the region's.
///
/// ```text
/// statistic = x̄ − t·s/√m      the group's m pupils, s with divisor m − 1
/// critical  = X̄ + t·S/√n      all n pupils of the tally
/// ```
///
/// The sign is `statistic > critical`. A group with fewer than `min_n` pupils is NaN, and one with
/// s = 0 unless `with_constant` gives it an interval of no width. Sums are of integers, so the
/// values do not depend on the order of the pupils. It has no p-value, and honest schools differ:
/// use it as a screening sign, never alone.
///
/// # Errors
/// [`StatisticError::Parameter`] for t that is not positive or `min_n` below 2.
///
/// # Examples
/// ```
/// use obektiv::{data::{Assessment, Grouping, Tally}, statistics::official};
/// let a = Assessment::new("maths", 5, 2020, &[1, 1, 1], None)?;
/// let counts: [(&str, &[u64]); 2] = [("high", &[0, 0, 1, 9]), ("low", &[40, 40, 10, 10])];
/// let tally = Tally::from_histograms(a, Grouping::School, counts)?;
/// let sign = official::inflated_mean(&tally, Default::default())?;
/// assert!(sign.statistic[0] > sign.critical && sign.statistic[1] < sign.critical);
/// # Ok::<(), obektiv::Error>(())
/// ```
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1])
/// >>> t = ob.Tally.from_histograms(a, {"high": [0, 0, 1, 9], "low": [40, 40, 10, 10]})
/// >>> sign = ob.official.inflated_mean(t)
/// >>> list(sign.group[sign.statistic > sign.critical])
/// ['high']
/// ```
///
/// # References
/// The methodology of 2019, annex, A.
#[described]
pub fn inflated_mean(tally: &Tally, options: InflatedMeanOptions) -> Result<InflatedMean, StatisticError> {
    let InflatedMeanOptions { t, min_n, with_constant } = options;
    if !t.is_finite() || t <= 0.0 {
        return Err(StatisticError::Parameter { name: "t", value: t, expected: "a positive number" });
    }
    if min_n < 2 {
        return Err(StatisticError::Parameter { name: "min_n", value: min_n as f64, expected: "2 or more" });
    }
    let region = Moments::of(&tally.histogram());
    let critical = region.mean() + t * region.standard_error();
    let groups = tally.groups().len();
    let mut sign = InflatedMean {
        group: Vec::with_capacity(groups),
        n: Vec::with_capacity(groups),
        mean: Vec::with_capacity(groups),
        statistic: Vec::with_capacity(groups),
        effect: Vec::with_capacity(groups),
        lower: Vec::with_capacity(groups),
        upper: Vec::with_capacity(groups),
        critical,
    };
    for (name, cells) in tally.groups() {
        let moments = Moments::of(&cells.histogram());
        let defined = moments.n >= min_n && (with_constant || moments.spread() > 0);
        let margin = if defined { t * moments.standard_error() } else { f64::NAN };
        let difference = moments.mean() - region.mean();
        sign.group.push(name.clone());
        sign.n.push(moments.n);
        sign.mean.push(moments.mean());
        sign.statistic.push(moments.mean() - margin);
        sign.effect.push(difference);
        sign.lower.push(difference - margin);
        sign.upper.push(difference + margin);
    }
    Ok(sign)
}

/// [`inflated_mean`] in the catalogue.
pub const INFLATED_MEAN: Function = Function {
    id: "official.inflated_mean",
    doc: INFLATED_MEAN_DOC,
    inputs: &[Input::COUNTS.doc("Pupils with a missing cell are left out.")],
    groups: Groups::Asked(Grouping::School),
    options: options::<InflatedMeanOptions>,
    output: Shape::Table(InflatedMean::describe),
    run: |given| Ok(inflated_mean(given.counts(0)?, given.options()?)?.table().into()),
};
