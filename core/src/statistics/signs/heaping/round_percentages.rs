//! Round percentages: shares of schools that pile up at whole or five per cent.
//!
//! What it catches: results made to measure, when a school reports 70 % or 85 % rather than what
//! its pupils wrote. What it cannot: shares invented without a liking for round numbers. What
//! honest schools show: fractions of small groups are round by arithmetic (of 20 pupils every share
//! is a multiple of 5 %), and so the null distribution keeps each school's number of pupils.
//! Smallest n: it is a sign of a territory, not of a school; some hundred schools with more than 50
//! pupils are needed to see an excess of a few.

use obektiv_derive::{Record, Settings, described};

use crate::function::{Function, Groups, Input, Kind, Output, Shape, options};
use crate::statistics::StatisticError;
use crate::statistics::share::Count;

/// What is round.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct RoundPercentagesOptions {
    /// Shares are compared with multiples of so many per cent.
    pub step: f64,
    /// How far from a multiple, in per cent, still is round.
    pub within: f64,
    /// Whether 0 % and 100 % count as round: schools where all pupils pass are no sign.
    pub with_ends: bool,
}

impl Default for RoundPercentagesOptions {
    fn default() -> Self {
        Self { step: 1.0, within: 0.05, with_ends: false }
    }
}

/// Schools whose share is a round percentage, beside what chance gives; all but the counts NaN
/// without schools.
#[derive(Debug, Clone, Copy, PartialEq, Record)]
pub struct RoundPercentages {
    /// Schools with anybody.
    pub n: u64,
    /// Schools whose share is round.
    pub statistic: u64,
    /// Their expected number.
    pub expected: f64,
    /// `statistic` less `expected`, as a share of the schools.
    pub effect: f64,
    /// P(so many round shares or more).
    pub pvalue: f64,
    /// The same with half the probability of exactly so many.
    pub pvalue_mid: f64,
}

/// How many schools' shares are round percentages, against chance at the same numbers of pupils.
///
/// ```text
/// round(x, n): |100x/n − step·k| ≤ within for a whole k;  0 and 100 % only `with_ends`
/// statistic = #{j: round(x_j, n_j)}
/// r_j = P(round(Y_j, n_j)), Y_j ~ Bin(n_j, x_j/n_j);  expected = Σ r_j
/// pvalue = P(R ≥ statistic), R a sum of independent Bernoulli(r_j): Poisson-binomial, exact
/// ```
///
/// Schools of nobody take no part. The school's own share stands for its true one, so round shares
/// are a little too frequent under the null and the p-value errs to the large side.
///
/// # Errors
/// [`StatisticError::Parameter`] for a step that is not above 0 and at most 50, for `within` below
/// 0 or of half a step and more, a count above its n, and n above a million;
/// [`DataError::Length`](crate::data::DataError::Length) for columns of unequal length.
///
/// # Examples
/// ```
/// use obektiv::statistics::{heaping::round_percentages, share::Count};
/// let honest: Vec<Count> = (0..200).map(|i| Count { count: 61 + i % 97, n: 211 + i }).collect();
/// let made: Vec<Count> = (0..200).map(|i| { let n = 200 + i; Count { count: (n * 7 + 5) / 10, n } }).collect();
/// assert!(round_percentages(&honest, Default::default())?.pvalue > 0.01);
/// assert!(round_percentages(&made, Default::default())?.pvalue < 0.001);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// ```python
/// >>> n = range(200, 400)
/// >>> made = [(7 * m + 5) // 10 for m in n]           # 70 %, as near as pupils allow
/// >>> bool(ob.heaping.round_percentages(made, n).pvalue < 0.001)
/// True
/// ```
///
/// # References
/// Kobak, Shpilkin & Pshenichnikov (2016), Annals of Applied Statistics 10, 54–73.
#[described]
pub fn round_percentages(
    shares: &[Count],
    options: RoundPercentagesOptions,
) -> Result<RoundPercentages, StatisticError> {
    check(shares, options)?;
    let schools: Vec<Count> = shares.iter().copied().filter(|share| share.n > 0).collect();
    let n = schools.len() as u64;
    let statistic = schools.iter().filter(|&&school| options.round(school)).count() as u64;
    if n == 0 {
        let none = f64::NAN;
        let (pvalue, pvalue_mid) = (none, none);
        return Ok(RoundPercentages { n, statistic, expected: none, effect: none, pvalue, pvalue_mid });
    }
    let chances: Vec<f64> = schools.iter().map(|&school| chance(school, options)).collect();
    let expected: f64 = chances.iter().sum();
    let [pvalue, more] = [statistic, statistic + 1].map(|least| as_many(&chances, least as usize));
    Ok(RoundPercentages {
        n,
        statistic,
        expected,
        effect: (statistic as f64 - expected) / n as f64,
        pvalue,
        pvalue_mid: f64::midpoint(pvalue, more),
    })
}

/// [`round_percentages`] in the catalogue.
pub const ROUND_PERCENTAGES: Function = Function {
    id: "heaping.round_percentages",
    doc: ROUND_PERCENTAGES_DOC,
    inputs: &[
        Input::new("count", Kind::Whole).doc("One for each school, say of pupils with mark 4 or 5."),
        Input::new("n", Kind::Whole).doc("Pupils of each school."),
    ],
    groups: Groups::None,
    options: options::<RoundPercentagesOptions>,
    output: Shape::Record(RoundPercentages::described),
    run: |given| {
        let shares = Count::of_columns(given.whole(0)?, given.whole(1)?)?;
        Ok(Output::record(&round_percentages(&shares, given.options()?)?))
    },
};

/// P(R ≥ least), R a sum of independent Bernoulli variables: schools are added one by one, and what
/// reaches `least` stays there.
fn as_many(chances: &[f64], least: usize) -> f64 {
    if least == 0 {
        return 1.0;
    }
    let mut probability = vec![0.0; least + 1];
    probability[0] = 1.0;
    for (before, chance) in chances.iter().enumerate() {
        for i in (0..=before.min(least - 1)).rev() {
            let one_more = probability[i] * chance;
            probability[i + 1] += one_more;
            probability[i] -= one_more;
        }
    }
    probability[least].min(1.0)
}

fn check(shares: &[Count], options: RoundPercentagesOptions) -> Result<(), StatisticError> {
    const LARGEST: u64 = 1_000_000;
    let RoundPercentagesOptions { step, within, .. } = options;
    let parameter = |name, value, expected| Err(StatisticError::Parameter { name, value, expected });
    if !(step > 0.0 && step <= 50.0) {
        return parameter("step", step, "above 0, at most 50 per cent");
    }
    if !(within >= 0.0 && within < step / 2.0) {
        return parameter("within", within, "0 or more, less than half the step");
    }
    match shares.iter().find(|share| share.count > share.n || share.n > LARGEST) {
        Some(share) if share.n > LARGEST => parameter("n", share.n as f64, "at most 1,000,000"),
        Some(share) => parameter("count", share.count as f64, "at most n"),
        None => Ok(()),
    }
}

impl RoundPercentagesOptions {
    fn round(self, Count { count, n }: Count) -> bool {
        let percent = 100.0 * count as f64 / n as f64;
        let multiple = (percent / self.step).round() * self.step;
        // Exact multiples stay round whatever the last bit of the quotient.
        (self.with_ends || (0 < count && count < n)) && (percent - multiple).abs() <= self.within + 1e-9
    }
}

/// The probability that a school's share is round: the binomial summed over round counts by the
/// ratio of neighbouring terms, outwards from the observed count, its mode.
fn chance(Count { count, n }: Count, options: RoundPercentagesOptions) -> f64 {
    let p = count as f64 / n as f64;
    let ratio = |i: u64| (n - i) as f64 / (i + 1) as f64 * (p / (1.0 - p));
    let (mut round, mut all) = (0.0, 0.0);
    let mut add = |i: u64, weight: f64| {
        all += weight;
        if options.round(Count { count: i, n }) {
            round += weight;
        }
    };
    add(count, 1.0);
    if 0 < count && count < n {
        let mut weight = 1.0;
        for i in count..n {
            weight *= ratio(i);
            add(i + 1, weight);
            if weight < 1e-18 {
                break;
            }
        }
        weight = 1.0;
        for i in (0..count).rev() {
            weight /= ratio(i);
            add(i, weight);
            if weight < 1e-18 {
                break;
            }
        }
    }
    round / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Random;

    #[test]
    fn two_pupils_are_round_half_of_the_time() {
        // Bin(2, ½): 0, 50, 100 % with probabilities ¼, ½, ¼; the ends do not count.
        let one = round_percentages(&[Count { count: 1, n: 2 }], Default::default()).unwrap();
        assert_eq!((one.n, one.statistic), (1, 1));
        assert!((one.expected - 0.5).abs() < 1e-15 && (one.pvalue - 0.5).abs() < 1e-15);
        assert!((one.pvalue_mid - 0.25).abs() < 1e-15);
        let ends = RoundPercentagesOptions { with_ends: true, ..Default::default() };
        let all = round_percentages(&[Count { count: 1, n: 2 }, Count { count: 3, n: 3 }], ends).unwrap();
        assert!((all.expected - 2.0).abs() < 1e-15 && (all.pvalue - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_third_is_not_round_and_a_multiple_of_the_step_is() {
        let five = RoundPercentagesOptions { step: 5.0, ..Default::default() };
        let round = |count, n| five.round(Count { count, n });
        assert!(!round(1, 3) && round(7, 20) && !round(7, 25) && round(1_003, 2_864 + 2));
    }

    #[test]
    fn sums_of_unequal_coins_are_added_up() {
        // ½ and ¼: none 3/8, one 4/8, two 1/8.
        for (least, tail) in [1.0, 0.625, 0.125, 0.0].into_iter().enumerate() {
            assert!((as_many(&[0.5, 0.25], least) - tail).abs() < 1e-15);
        }
    }

    #[test]
    fn honest_schools_are_quiet() {
        let mut random = Random::new(4, 0);
        let mut small = 0;
        for _ in 0..200 {
            let schools: Vec<Count> = (0..100)
                .map(|_| {
                    let (n, p) = (20 + random.below(180) as u64, 0.3 + 0.4 * random.uniform());
                    Count { count: (0..n).filter(|_| random.chance(p)).count() as u64, n }
                })
                .collect();
            let got = round_percentages(&schools, Default::default()).unwrap();
            small += u32::from(got.pvalue <= 0.05);
        }
        assert!(small <= 20, "{small} of 200 at .05");
    }

    #[test]
    fn nobody_is_undefined_and_wrong_options_are_refused() {
        let none = round_percentages(&[Count { count: 0, n: 0 }], Default::default()).unwrap();
        assert!(none.n == 0 && none.pvalue.is_nan() && none.expected.is_nan());
        let wrong = [
            RoundPercentagesOptions { step: 0.0, ..Default::default() },
            RoundPercentagesOptions { within: 0.5, ..Default::default() },
        ];
        for options in wrong {
            assert_eq!(round_percentages(&[], options).unwrap_err().code(), "statistic.parameter");
        }
        let more = round_percentages(&[Count { count: 2, n: 1 }], Default::default());
        assert_eq!(more.unwrap_err().code(), "statistic.parameter");
    }
}
