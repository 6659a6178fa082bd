use ndarray::{Array2, ArrayView1, ArrayView2};
use obektiv_derive::{Columns, described};

use super::distribution::{convolved, largest_total, most_categories};
use super::{Item, ModelError, Quadrature, answer, check_items, check_scores};
use crate::random::Random;

/// How an ability is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Maximum likelihood.
    Ml,
    /// The mode of the posterior.
    Map,
    /// Warm's weighted likelihood: the least biased of a single person's estimates.
    #[default]
    Wle,
    /// The mean of the posterior: the best for groups, shrunk for a person.
    Eap,
}

impl std::str::FromStr for Method {
    type Err = ModelError;
    fn from_str(name: &str) -> Result<Self, ModelError> {
        match name {
            "ml" => Ok(Self::Ml),
            "map" => Ok(Self::Map),
            "wle" => Ok(Self::Wle),
            "eap" => Ok(Self::Eap),
            _ => {
                Err(ModelError::Name { what: "method", got: name.to_owned(), expected: "ml, map, wle, eap" })
            }
        }
    }
}

impl Method {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ml => "ml",
            Self::Map => "map",
            Self::Wle => "wle",
            Self::Eap => "eap",
        }
    }
}

/// What is estimated and where.
#[derive(Debug, Clone, PartialEq)]
pub struct AbilityOptions {
    /// The estimate.
    pub method: Method,
    /// Where ML looks: it has no finite maximum for a person with all items right or none.
    pub bounds: (f64, f64),
    /// The distribution of ability. EAP uses it as it is; MAP its mean and standard deviation, as
    /// those of a normal one.
    pub ability: Quadrature,
}

impl Default for AbilityOptions {
    fn default() -> Self {
        Self { method: Method::default(), bounds: (-4.0, 4.0), ability: Quadrature::default() }
    }
}

/// Abilities and their standard errors, one entry for each person.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct Abilities {
    /// The estimates.
    pub theta: Vec<f64>,
    /// Their standard errors.
    pub se: Vec<f64>,
    /// Items that take part.
    pub items: Vec<u64>,
}

/// The ability of each person at given items.
///
/// ```text
/// l' = Σ P'/P at the scores      I = Σ Σⱼ P'ⱼ²/Pⱼ      J = Σ Σⱼ P'ⱼP''ⱼ/Pⱼ         over the items that take part
/// ml    l' = 0 within the bounds                       se = 1/√(−l'')
/// wle   l' + J/(2I) = 0                                se = 1/√I
/// map   l' − (θ − μ)/σ² = 0                            se = 1/√(−l'' + 1/σ²)
/// eap   Σ_q θ_q·posterior(θ_q)                         se = the posterior's standard deviation
/// ```
///
/// Warm's weighted likelihood (wle) is the least biased for one person, the posterior's mean (eap) the best
/// for groups. The standard errors of ml and map are by the observed information, those of wle by the
/// expected, as Warm's is. The points of eap lie as dense as long tests need: two thirds of the narrowest
/// posterior's standard deviation at most, where those of the distribution are equally spaced. Where the likelihood has several maxima (3PL), the highest is taken. ml at a bound
/// is that bound; wle and map look in [−12, 12]. A person without any item that takes part has the
/// distribution's mean and standard deviation by map and eap, NaN by ml and wle.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score that its item
/// has not, [`ModelError::Item`] for what is no item;
/// [`ModelError::Option`] for bounds that do not rise or a distribution that is none, [`ModelError::Length`] for
/// one with fewer weights than points; [`ModelError::Name`] for an unknown method.
///
/// # Examples
/// ```
/// use obektiv::model::{AbilityOptions, Item, ability};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
/// let scores = ndarray::array![[1, 1, 0, 0], [1, 1, 1, 1]];
/// let abilities = ability(scores.view(), &items, &AbilityOptions::default())?;
/// assert!(abilities.theta[0].abs() < 1e-12 && abilities.theta[1].is_finite());
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "b": 0.0}] * 4
/// >>> ob.irt.ability([[1, 1, 0, 0], [1, 1, 1, 1]], items, method="ml").theta.round(2) + 0.0
/// array([0., 4.])
/// ```
///
/// # References
/// Warm (1989), Psychometrika 54, 427–450; Bock and Mislevy (1982), Applied Psychological
/// Measurement 6, 431–444; Penfield and Bergeron (2005), Applied Psychological Measurement 29,
/// 218–233, for WLE of items with several categories.
#[described]
pub fn ability(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    options: &AbilityOptions,
) -> Result<Abilities, ModelError> {
    check_scores(scores, items)?;
    options.ability.check()?;
    let (low, high) = options.bounds;
    if !(low < high && low.is_finite() && high.is_finite()) {
        return Err(ModelError::Option {
            name: "bounds",
            value: high,
            expected: "two finite numbers that rise",
        });
    }
    let estimator = Estimator::new(items, options);
    let rows: Vec<(f64, f64, u64)> = by_person(scores, |cells| estimator.estimate(cells));
    Ok(Abilities {
        theta: rows.iter().map(|r| r.0).collect(),
        se: rows.iter().map(|r| r.1).collect(),
        items: rows.iter().map(|r| r.2).collect(),
    })
}

/// One value for each person, on several threads if there are any: each person alone, so that
/// nothing depends on them.
pub(crate) fn by_person<T: Send>(
    scores: ArrayView2<'_, u8>,
    of: impl Fn(ArrayView1<'_, u8>) -> T + Sync,
) -> Vec<T> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        (0..scores.nrows()).into_par_iter().with_min_len(256).map(|p| of(scores.row(p))).collect()
    }
    #[cfg(not(feature = "parallel"))]
    scores.rows().into_iter().map(of).collect()
}

/// WLE and MAP are finite; a few answers to very hard items lie far out.
const FAR: f64 = 12.0;
/// Points on which the highest maximum is looked for.
const GRID: usize = 61;

/// A narrowest posterior has 1/(step·√I) standard deviations from point to point; the more of
/// them, the less its moments on points differ from its own.
const POINTS_IN_SD: f64 = 1.5;
/// Bounds the time that tests without end take.
const DENSEST: usize = 64;

/// The distribution on points that are dense enough for the posterior of the whole test.
fn dense_enough(ability: &Quadrature, items: &[Item]) -> Quadrature {
    let Some(step) = ability.step() else { return ability.clone() };
    let mut scratch = Scratch::new(most_categories(items));
    let mut information = |theta: f64| {
        let mut sums = Sums::default();
        items.iter().for_each(|item| sums.add(item, 0, theta, &mut scratch));
        sums.information
    };
    let most = ability.points.iter().map(|&x| information(x)).fold(0.0, f64::max);
    let needed = POINTS_IN_SD * step * most.sqrt();
    match (1..DENSEST).find(|&times| times as f64 >= needed).unwrap_or(DENSEST) {
        1 => ability.clone(),
        times => ability.denser(times),
    }
}

struct Estimator<'a> {
    items: &'a [Item],
    method: Method,
    prior: (f64, f64),
    grid: Vec<f64>,
    /// What the answers' log-probabilities are added to: the log weights for EAP, the log prior for
    /// MAP.
    start: Vec<f64>,
    /// ln P by item, score and point.
    logs: Vec<Vec<Vec<f64>>>,
    /// I by item and point, for WLE.
    information: Vec<Vec<f64>>,
}

/// Sums over the items of a person at one θ.
#[derive(Default)]
struct Sums {
    slope: f64,
    observed: f64,
    information: f64,
    j: f64,
}

impl<'a> Estimator<'a> {
    fn new(items: &'a [Item], options: &AbilityOptions) -> Self {
        let method = options.method;
        let (mean, sd) = (options.ability.mean(), options.ability.sd());
        let dense = match method {
            Method::Eap => dense_enough(&options.ability, items),
            _ => options.ability.clone(),
        };
        let grid = match method {
            Method::Eap => dense.points.clone(),
            Method::Ml => Quadrature::equally_spaced(GRID, options.bounds.0, options.bounds.1).points,
            Method::Map | Method::Wle => Quadrature::equally_spaced(2 * GRID - 1, -FAR, FAR).points,
        };
        let start = match method {
            Method::Eap => dense.weights.iter().map(|&w| libm::log(w)).collect(),
            Method::Map => grid.iter().map(|x| -(x - mean) * (x - mean) / (2.0 * sd * sd)).collect(),
            Method::Ml | Method::Wle => vec![0.0; grid.len()],
        };
        let mut information = Vec::new();
        if method == Method::Wle {
            let at = |item: &Item, x: f64| {
                let mut sums = Sums::default();
                let mut scratch = Scratch::new(item.categories());
                sums.add(item, 0, x, &mut scratch);
                sums.information
            };
            information = items.iter().map(|item| grid.iter().map(|&x| at(item, x)).collect()).collect();
        }
        let logs = items.iter().map(|item| log_probabilities(item, &grid)).collect();
        Self { items, method, prior: (mean, sd), grid, start, logs, information }
    }

    fn estimate(&self, cells: ArrayView1<'_, u8>) -> (f64, f64, u64) {
        let answers: Vec<(usize, usize)> =
            cells.iter().enumerate().filter_map(|(i, &cell)| Some((i, answer(cell)?))).collect();
        let n = answers.len() as u64;
        if n == 0 {
            return match self.method {
                Method::Ml | Method::Wle => (f64::NAN, f64::NAN, 0),
                Method::Map | Method::Eap => (self.prior.0, self.prior.1, 0),
            };
        }
        let mut objective = self.start.clone();
        for &(i, score) in &answers {
            objective.iter_mut().zip(&self.logs[i][score]).for_each(|(sum, log)| *sum += log);
        }
        if self.method == Method::Eap {
            let (theta, se) = posterior_moments(&self.grid, &mut objective);
            return (theta, se, n);
        }
        if self.method == Method::Wle {
            for (q, sum) in objective.iter_mut().enumerate() {
                let information: f64 = answers.iter().map(|&(i, _)| self.information[i][q]).sum();
                *sum += libm::log(information) / 2.0;
            }
        }
        let mut scratch = Scratch::new(most_categories(self.items));
        let mut sums = |theta: f64| {
            let mut sums = Sums::default();
            answers.iter().for_each(|&(i, score)| sums.add(&self.items[i], score, theta, &mut scratch));
            sums
        };
        let (mean, variance) = (self.prior.0, self.prior.1 * self.prior.1);
        let theta = self.root(&objective, |theta| {
            let sums = sums(theta);
            match self.method {
                Method::Wle => sums.slope + sums.j / (2.0 * sums.information),
                Method::Map => sums.slope - (theta - mean) / variance,
                Method::Ml | Method::Eap => sums.slope,
            }
        });
        let sums = sums(theta);
        let information = match self.method {
            Method::Wle => sums.information,
            Method::Map => sums.observed + 1.0 / variance,
            Method::Ml | Method::Eap => sums.observed,
        };
        (theta, 1.0 / information.sqrt(), n)
    }

    /// Where the slope changes from plus to minus next to the highest point of the grid; the end of
    /// the grid if nowhere.
    fn root(&self, objective: &[f64], mut slope: impl FnMut(f64) -> f64) -> f64 {
        let best =
            (1..objective.len()).fold(0, |best, q| if objective[q] > objective[best] { q } else { best });
        let (mut here, mut at) = (best, slope(self.grid[best]));
        loop {
            if at == 0.0 {
                return self.grid[here];
            }
            let rises = at > 0.0;
            let next = if rises { here + 1 } else { here.wrapping_sub(1) };
            let Some(&x) = self.grid.get(next) else { return self.grid[here] };
            let there = slope(x);
            if (there > 0.0) != rises {
                return false_position((self.grid[here], at), (x, there), slope);
            }
            (here, at) = (next, there);
        }
    }
}

/// The root between two points of different sign: Illinois' false position, which never leaves
/// them.
fn false_position(mut a: (f64, f64), mut b: (f64, f64), mut f: impl FnMut(f64) -> f64) -> f64 {
    for _ in 0..100 {
        let x = (a.0 * b.1 - b.0 * a.1) / (b.1 - a.1);
        if b.1 == 0.0 || (b.0 - a.0).abs() < 1e-13 || !x.is_finite() {
            break;
        }
        let y = f(x);
        if (x - b.0).abs() < 1e-12 * (1.0 + x.abs()) || y == 0.0 {
            return x;
        }
        if (y > 0.0) == (b.1 > 0.0) {
            a.1 /= 2.0;
        } else {
            a = b;
        }
        b = (x, y);
    }
    b.0
}

/// Room for one item's P, P', P''.
struct Scratch {
    p: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Scratch {
    fn new(categories: usize) -> Self {
        let zeros = || vec![0.0; categories];
        Self { p: zeros(), first: zeros(), second: zeros() }
    }
}

impl Sums {
    fn add(&mut self, item: &Item, score: usize, theta: f64, scratch: &mut Scratch) {
        let Scratch { p, first, second } = scratch;
        item.derivatives(theta, p, first, second);
        let slope = first[score] / p[score];
        self.slope += slope;
        self.observed += slope * slope - second[score] / p[score];
        for j in (0..item.categories()).filter(|&j| p[j] > 0.0) {
            let ratio = first[j] / p[j];
            self.information += ratio * first[j];
            self.j += ratio * second[j];
        }
    }
}

/// ln P by score and point.
fn log_probabilities(item: &Item, points: &[f64]) -> Vec<Vec<f64>> {
    let mut p = vec![0.0; item.categories()];
    let mut logs = vec![vec![0.0; points.len()]; item.categories()];
    for (q, &x) in points.iter().enumerate() {
        item.probabilities(x, &mut p);
        logs.iter_mut().zip(&p).for_each(|(logs, &p)| logs[q] = libm::log(p));
    }
    logs
}

/// Mean and standard deviation of the distribution on points that has these logarithms, which
/// become its weights.
fn posterior_moments(points: &[f64], logs: &mut [f64]) -> (f64, f64) {
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.iter_mut().for_each(|w| *w = libm::exp(*w - highest));
    let sum: f64 = logs.iter().sum();
    logs.iter_mut().for_each(|w| *w /= sum);
    moments(points, logs)
}

fn moments(points: &[f64], weights: &[f64]) -> (f64, f64) {
    let mean: f64 = points.iter().zip(weights).map(|(x, w)| x * w).sum();
    let variance: f64 = points.iter().zip(weights).map(|(x, w)| w * (x - mean) * (x - mean)).sum();
    (mean, variance.sqrt())
}

/// The mean ability of persons with each total, and how probable the total is.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct TotalAbilities {
    /// Totals 0, 1, …
    pub total: Vec<u64>,
    /// E[θ | total].
    pub theta: Vec<f64>,
    /// The standard deviation of θ given the total.
    pub se: Vec<f64>,
    /// P(total).
    pub probability: Vec<f64>,
}

/// The mean ability of persons with each total over all items: EAP from sum scores.
///
/// ```text
/// theta = E[θ | total] = Σ_q θ_q·w_q·P(total | θ_q) / P(total)        se the standard deviation
/// ```
///
/// For whole tests only; a person with missing cells needs [`ability`]. Points lie as dense as
/// there.
///
/// # Errors
/// [`ModelError::NoItems`], [`ModelError::Item`] for what is no item; [`ModelError::Option`] or
/// [`ModelError::Length`] for a distribution of ability that is none.
///
/// # Examples
/// ```python
/// >>> ob.irt.ability_by_total([{"model": "logistic", "b": 0.0}] * 2).probability.round(3)
/// array([0.293, 0.413, 0.293])
/// ```
///
/// # References
/// Thissen, Pommerich, Billeaud and Williams (1995), Applied Psychological Measurement 19, 39–49.
#[described]
pub fn ability_by_total(items: &[Item], ability: &Quadrature) -> Result<TotalAbilities, ModelError> {
    check_items(items)?;
    ability.check()?;
    let ability = dense_enough(ability, items);
    let mut p = vec![0.0; most_categories(items)];
    let given: Vec<Vec<f64>> = ability
        .points
        .iter()
        .map(|&theta| {
            items.iter().fold(vec![1.0], |totals, item| {
                item.probabilities(theta, &mut p);
                convolved(&totals, &p[..item.categories()])
            })
        })
        .collect();
    let totals = largest_total(items) + 1;
    let mut result = TotalAbilities {
        total: (0..totals as u64).collect(),
        theta: Vec::with_capacity(totals),
        se: Vec::with_capacity(totals),
        probability: Vec::with_capacity(totals),
    };
    for s in 0..totals {
        let mut posterior: Vec<f64> = given.iter().zip(&ability.weights).map(|(f, w)| w * f[s]).collect();
        let probability: f64 = posterior.iter().sum();
        posterior.iter_mut().for_each(|w| *w /= probability);
        let (theta, se) = moments(&ability.points, &posterior);
        result.theta.push(theta);
        result.se.push(se);
        result.probability.push(probability);
    }
    Ok(result)
}

/// Draws from each person's posterior: for statements about groups, where a single estimate would shrink or
/// widen the spread.
///
/// The posterior is that of EAP; a draw takes a point by its probability and then a place uniform within half
/// a step around it, so draws lie between the points too; what that adds to the spread is taken back, so
/// that draws have the posterior's mean and standard deviation. Each person has a random stream of their own: the
/// same seed gives the same draws whatever else is drawn. A person without any item that takes part is drawn
/// from the distribution of ability.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score that its item
/// has not, [`ModelError::Item`] for what is no item; [`ModelError::Option`] or [`ModelError::Length`] for a
/// distribution of ability that is none.
///
/// # Examples
/// ```python
/// >>> ob.irt.plausible_values([[1, 0]], [{"model": "logistic", "b": 0.0}] * 2, draws=3, seed=1).shape
/// (1, 3)
/// ```
///
/// # References
/// Mislevy (1991), Psychometrika 56, 177–196.
#[described]
pub fn plausible_values(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    ability: &Quadrature,
    draws: usize,
    seed: u64,
) -> Result<Array2<f64>, ModelError> {
    check_scores(scores, items)?;
    ability.check()?;
    let options =
        AbilityOptions { method: Method::Eap, ability: ability.clone(), ..AbilityOptions::default() };
    let estimator = Estimator::new(items, &options);
    let mut values = Array2::zeros((scores.nrows(), draws));
    for (person, mut row) in values.rows_mut().into_iter().enumerate() {
        let mut posterior = estimator.start.clone();
        for (i, score) in
            scores.row(person).iter().enumerate().filter_map(|(i, &cell)| Some((i, answer(cell)?)))
        {
            posterior.iter_mut().zip(&estimator.logs[i][score]).for_each(|(sum, log)| *sum += log);
        }
        let moments = posterior_moments(&estimator.grid, &mut posterior);
        let around = Around::new(&estimator.grid, &posterior, moments);
        let mut random = Random::new(seed, person as u64);
        row.iter_mut().for_each(|value| *value = around.draw(&mut random));
    }
    Ok(values)
}

/// Draws around the points of a posterior.
struct Around<'a> {
    points: &'a [f64],
    posterior: &'a [f64],
    mean: f64,
    /// What brings the spread of draws to the posterior's.
    factor: f64,
}

impl<'a> Around<'a> {
    fn new(points: &'a [f64], posterior: &'a [f64], (mean, sd): (f64, f64)) -> Self {
        let mut around = Self { points, posterior, mean, factor: 1.0 };
        let added: f64 = posterior.iter().enumerate().map(|(q, w)| w * around.variance(q)).sum();
        if added > 0.0 {
            around.factor = sd / (sd * sd + added).sqrt();
        }
        around
    }

    /// Half the way from a point to its neighbours.
    fn sides(&self, q: usize) -> (f64, f64) {
        let last = self.points.len() - 1;
        let half = |a: usize, b: usize| (self.points[b.min(last)] - self.points[a]) / 2.0;
        (half(q.saturating_sub(1), q), half(q, q + 1))
    }

    /// Of a place around a point.
    fn variance(&self, q: usize) -> f64 {
        let (below, above) = self.sides(q);
        (below * below + above * above) / 6.0
    }

    fn draw(&self, random: &mut Random) -> f64 {
        let mut left = random.uniform();
        let last = self.posterior.len() - 1;
        let reached = |w: &f64| {
            left -= w;
            left < 0.0
        };
        let q = self.posterior[..last].iter().position(reached).unwrap_or(last);
        let (below, above) = self.sides(q);
        let place = 2.0 * random.uniform() - 1.0;
        let value = self.points[q] + place * if place < 0.0 { below } else { above };
        self.mean + (value - self.mean) * self.factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::MISSING;

    fn of(method: Method, scores: &Array2<u8>, items: &[Item]) -> Abilities {
        ability(scores.view(), items, &AbilityOptions { method, ..AbilityOptions::default() }).unwrap()
    }

    #[test]
    fn ml_of_rasch_items_of_one_difficulty_is_a_logit() {
        let items = vec![Item::Logistic { a: 1.0, b: 0.5, c: 0.0 }; 4];
        let scores =
            ndarray::array![[1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1], [MISSING; 4], [1, MISSING, 0, 1]];
        let ml = of(Method::Ml, &scores, &items);
        assert!((ml.theta[0] - (0.5 + 3.0_f64.ln())).abs() < 1e-12);
        assert!((ml.se[0] - (4.0 * 3.0 / 16.0_f64).sqrt().recip()).abs() < 1e-12);
        assert_eq!((ml.theta[1], ml.theta[2]), (-4.0, 4.0));
        assert!(ml.theta[3].is_nan() && ml.se[3].is_nan());
        assert!((ml.theta[4] - (0.5 + 2.0_f64.ln())).abs() < 1e-12);
        assert_eq!(ml.items, [4, 4, 4, 0, 3]);
        // The root lies on a point of the grid.
        let centred = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 2];
        assert!(of(Method::Ml, &ndarray::array![[1, 0]], &centred).theta[0].abs() < 1e-12);
        // Warm: l' + J/(2I) = r − 4p + (1 − 2p)/2 = 0, p = (r + ½)/5.
        let wle = of(Method::Wle, &scores, &items);
        for (theta, r) in wle.theta.iter().zip([3.0, 0.0, 4.0]) {
            let p: f64 = (r + 0.5) / 5.0;
            assert!((theta - (0.5 + (p / (1.0 - p)).ln())).abs() < 1e-11);
        }
        let eap = of(Method::Eap, &scores, &items);
        assert!(eap.theta[3].abs() < 1e-12 && (eap.se[3] - 1.0).abs() < 1e-6);
        assert!(eap.theta[0].abs() < ml.theta[0].abs() && eap.se[0] < 1.0);
    }

    #[test]
    fn the_highest_of_several_maxima_is_taken() {
        // A lucky guess at a hard item: at high ability the two easy misses are impossible.
        let items = [
            Item::Logistic { a: 2.0, b: -1.5, c: 0.25 },
            Item::Logistic { a: 2.0, b: -1.0, c: 0.25 },
            Item::Logistic { a: 2.5, b: 2.5, c: 0.25 },
        ];
        let scores = ndarray::array![[0, 0, 1]];
        assert!(of(Method::Ml, &scores, &items).theta[0] < -3.0);
    }

    #[test]
    fn totals_of_rasch_items_say_what_patterns_say() {
        let items: Vec<Item> = [-1.0, 0.2, 0.9].map(|b| Item::Logistic { a: 1.0, b, c: 0.0 }).into();
        let scores = ndarray::array![[0, 0, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1]];
        let eap = of(Method::Eap, &scores, &items);
        let by_total = ability_by_total(&items, &Quadrature::default()).unwrap();
        for s in 0..4 {
            assert!(
                (eap.theta[s] - by_total.theta[s]).abs() < 1e-13
                    && (eap.se[s] - by_total.se[s]).abs() < 1e-13
            );
        }
        assert!((by_total.probability.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }

    /// n items a = 2 at −1, …, 1; the posterior of a person who has the easier half right.
    fn long_test(n: usize) -> (Vec<Item>, Array2<u8>, (f64, f64)) {
        let b = |i: usize| 2.0 * i as f64 / (n - 1) as f64 - 1.0;
        let items: Vec<Item> = (0..n).map(|i| Item::Logistic { a: 2.0, b: b(i), c: 0.0 }).collect();
        let scores = Array2::from_shape_fn((1, n), |(_, i)| u8::from(i < n / 2 + n / 9));
        let points: Vec<f64> = (0..=40_000).map(|q| f64::from(q) / 5_000.0 - 4.0).collect();
        let log = |x: &f64| {
            let right = |i: usize| 1.0 / (1.0 + libm::exp(-2.0 * (x - b(i))));
            let answers = scores.iter().enumerate();
            let p = answers.map(|(i, &s)| if s == 1 { right(i) } else { 1.0 - right(i) });
            p.map(libm::log).sum::<f64>() - x * x / 2.0
        };
        let mut logs: Vec<f64> = points.iter().map(log).collect();
        let expected = posterior_moments(&points, &mut logs);
        (items, scores, expected)
    }

    #[test]
    fn the_posterior_of_a_long_test_is_as_narrow_as_it_is() {
        for n in [30, 120, 400] {
            let (items, scores, (mean, sd)) = long_test(n);
            let eap = of(Method::Eap, &scores, &items);
            assert!((eap.theta[0] - mean).abs() < 1e-9 && (eap.se[0] - sd).abs() < 1e-9, "{n}");
            let draws = plausible_values(scores.view(), &items, &Quadrature::default(), 20_000, 3).unwrap();
            let drawn = draws.mean().unwrap();
            let spread = (draws.mapv(|v| (v - drawn) * (v - drawn)).sum() / 20_000.0).sqrt();
            assert!((spread / sd - 1.0).abs() < 0.02, "{n}: {spread} {sd}");
            let by_total = ability_by_total(&items, &Quadrature::default()).unwrap();
            assert!((by_total.se[scores.iter().filter(|s| **s == 1).count()] - sd).abs() < 1e-9);
        }
    }

    #[test]
    fn plausible_values_have_the_moments_of_the_posterior_and_stand_by_their_seed() {
        let items: Vec<Item> = [-1.0, 0.2, 0.9].map(|b| Item::Logistic { a: 1.0, b, c: 0.0 }).into();
        let scores = ndarray::array![[0, 0, 0], [0, 1, 0]];
        let quadrature = Quadrature::default();
        let draws = plausible_values(scores.view(), &items, &quadrature, 20_000, 7).unwrap();
        let eap = of(Method::Eap, &scores, &items);
        for person in 0..2 {
            let row = draws.row(person);
            let mean = row.sum() / 20_000.0;
            let sd = (row.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 20_000.0).sqrt();
            assert!((mean - eap.theta[person]).abs() < 0.025 && (sd - eap.se[person]).abs() < 0.02);
        }
        let fewer = plausible_values(scores.view(), &items, &quadrature, 2, 7).unwrap();
        assert!((0..2).all(|k| fewer[[1, k]].total_cmp(&draws[[1, k]]).is_eq()));
    }
}
