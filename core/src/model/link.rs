use obektiv_derive::described;

use super::{Item, ModelError, Quadrature, check_items, distribution::most_categories};
use crate::data::names;

/// How two scales are linked by the items they have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkMethod {
    /// By the means of slopes and of difficulties.
    MeanMean,
    /// By the means and standard deviations of difficulties.
    MeanSigma,
    /// By the probabilities of each score of each item.
    Haebara,
    /// By the expected totals.
    #[default]
    StockingLord,
}

names!(
    LinkMethod,
    "method",
    StockingLord = "stocking_lord",
    Haebara = "haebara",
    MeanSigma = "mean_sigma",
    MeanMean = "mean_mean"
);

/// From one scale to another: θ there = slope·θ here + intercept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The unit of the scale here, on the scale there.
    pub slope: f64,
    /// The zero of the scale here, on the scale there.
    pub intercept: f64,
}

impl Link {
    /// An ability on the scale there.
    #[must_use]
    pub fn theta(&self, theta: f64) -> f64 {
        self.slope * theta + self.intercept
    }

    /// The same item on the scale there.
    #[must_use]
    pub fn item(&self, item: &Item) -> Item {
        let all = |b: &[f64]| b.iter().map(|&b| self.theta(b)).collect();
        match item {
            Item::Logistic { a, b, c } => Item::Logistic { a: a / self.slope, b: self.theta(*b), c: *c },
            Item::Graded { a, b } => Item::Graded { a: a / self.slope, b: all(b) },
            Item::PartialCredit { a, steps } => Item::PartialCredit { a: a / self.slope, steps: all(steps) },
            Item::Nominal { slopes, intercepts } => {
                let slopes: Vec<f64> = slopes.iter().map(|a| a / self.slope).collect();
                let intercepts = intercepts.iter().zip(&slopes).map(|(d, a)| d - a * self.intercept);
                Item::Nominal { intercepts: intercepts.collect(), slopes }
            }
        }
    }
}

/// The link between two scales by the items they have in common, such as those of two years: the
/// same items in the same order, calibrated apart.
///
/// ```text
/// mean/mean       slope = mean a / mean a there       intercept = mean b there − slope·mean b
/// mean/sigma      slope = sd b there / sd b           the same intercept                          b: all difficulties, thresholds or steps
/// Haebara         least Σ_q w_q Σᵢ Σⱼ (P there − P linked)²
/// Stocking–Lord   least Σ_q w_q (Σᵢ E there − Σᵢ E linked)²          E: the expected score
/// ```
///
/// θ there = slope·θ here + intercept; `linked` moves items by it. Haebara and Stocking–Lord start
/// from mean/sigma.
///
/// # Errors
/// [`ModelError::Length`] unless both have the same number of items; [`ModelError::Pair`] for two
/// items of different models or numbers of categories, or a nominal item where difficulties are
/// compared; [`ModelError::Option`] if slopes or difficulties determine no link (one difficulty has
/// no standard deviation); [`DataError::Name`](crate::data::DataError::Name) for another method.
///
/// # Examples
/// ```
/// use obektiv::model::{Item, Link, LinkMethod, Quadrature, link};
/// let here: Vec<Item> = [-1.0, 0.0, 2.0].map(|b| Item::Logistic { a: 1.0, b, c: 0.0 }).into();
/// let there: Vec<Item> = here.iter().map(|i| Link { slope: 1.25, intercept: 0.5 }.item(i)).collect();
/// let found = link(&here, &there, LinkMethod::StockingLord, &Quadrature::default())?;
/// assert!((found.slope - 1.25).abs() < 1e-9 && (found.intercept - 0.5).abs() < 1e-9);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> here = [{"model": "logistic", "b": b} for b in (-1.0, 0.0, 2.0)]
/// >>> there = [{"model": "logistic", "a": 0.8, "b": 1.25 * item["b"] + 0.5} for item in here]
/// >>> link = ob.irt.link(here, there)
/// >>> round(link.slope, 6), round(link.intercept, 6)
/// (1.25, 0.5)
/// ```
///
/// # References
/// Haebara (1980), Japanese Psychological Research 22, 144–149; Stocking and Lord (1983), Applied
/// Psychological Measurement 7, 201–210; Kolen and Brennan (2014), Test Equating, Scaling, and
/// Linking, ch. 6.
#[described]
pub fn link(
    from: &[Item],
    to: &[Item],
    method: LinkMethod,
    ability: &Quadrature,
) -> Result<Link, ModelError> {
    check_items(from)?;
    check_items(to)?;
    ability.check()?;
    if from.len() != to.len() {
        return Err(ModelError::Length { what: "to", got: to.len(), expected: from.len() });
    }
    for (i, (a, b)) in from.iter().zip(to).enumerate() {
        if a.model() != b.model() || a.categories() != b.categories() {
            let of = |item: &Item| format!("{} with {} categories", item.model(), item.categories());
            return Err(ModelError::Pair { item: i + 1, found: of(b), expected: of(a) });
        }
    }
    match method {
        LinkMethod::MeanMean | LinkMethod::MeanSigma => by_moments(from, to, method),
        LinkMethod::Haebara | LinkMethod::StockingLord => {
            let start =
                by_moments(from, to, LinkMethod::MeanSigma).unwrap_or(Link { slope: 1.0, intercept: 0.0 });
            Ok(by_curves(from, to, method, ability, start))
        }
    }
}

fn by_moments(from: &[Item], to: &[Item], method: LinkMethod) -> Result<Link, ModelError> {
    if let Some(item) = from.iter().position(|item| matches!(item, Item::Nominal { .. })) {
        let (found, expected) = ("nominal".to_owned(), "an item with difficulties".to_owned());
        return Err(ModelError::Pair { item: item + 1, found, expected });
    }
    let of = |items: &[Item], prefix: &str| -> Vec<f64> {
        let all = items.iter().flat_map(Item::parameters);
        all.filter(|(name, _)| name.starts_with(prefix)).map(|(_, value)| value).collect()
    };
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let sd = |x: &[f64]| x.iter().map(|v| (v - mean(x)) * (v - mean(x))).sum::<f64>().sqrt();
    let (b, there) = (of(from, "b"), of(to, "b"));
    let slope = match method {
        LinkMethod::MeanMean => mean(&of(from, "a")) / mean(&of(to, "a")),
        _ => sd(&there) / sd(&b),
    };
    if !(slope > 0.0 && slope.is_finite()) {
        let expected = "above 0: the items' slopes and difficulties must determine it";
        return Err(ModelError::Option { name: "the slope of the link", value: slope, expected });
    }
    Ok(Link { slope, intercept: mean(&there) - slope * mean(&b) })
}

/// Sums of squares by the method of Levenberg and Marquardt, in (ln slope, intercept).
fn by_curves(from: &[Item], to: &[Item], method: LinkMethod, ability: &Quadrature, start: Link) -> Link {
    let mut here = start;
    let mut at = Squares::of(from, to, method, ability, here);
    let mut damping = 1e-3;
    for _ in 0..200 {
        let [[h11, h12], [_, h22]] = at.normal;
        let (d1, d2) = (h11 * (1.0 + damping), h22 * (1.0 + damping));
        let determinant = d1 * d2 - h12 * h12;
        if determinant.is_nan() || determinant <= 0.0 {
            break;
        }
        let step = [
            (at.slope[0] * d2 - at.slope[1] * h12) / determinant,
            (at.slope[1] * d1 - at.slope[0] * h12) / determinant,
        ];
        let next = Link {
            slope: here.slope * libm::exp(step[0].clamp(-1.0, 1.0)),
            intercept: here.intercept + step[1],
        };
        let there = Squares::of(from, to, method, ability, next);
        if there.sum <= at.sum {
            (here, at) = (next, there);
            damping /= 10.0;
            if step.iter().all(|s| s.abs() < 1e-12) {
                break;
            }
        } else {
            damping *= 10.0;
            if damping > 1e12 {
                break;
            }
        }
    }
    here
}

/// The sum of squares, its descent and its normal equations.
#[derive(Default)]
struct Squares {
    sum: f64,
    slope: [f64; 2],
    normal: [[f64; 2]; 2],
}

impl Squares {
    fn of(from: &[Item], to: &[Item], method: LinkMethod, ability: &Quadrature, link: Link) -> Self {
        let k = most_categories(from);
        let (mut p, mut first, mut second, mut target) =
            (vec![0.0; k], vec![0.0; k], vec![0.0; k], vec![0.0; k]);
        let mut squares = Self::default();
        for (&theta, &weight) in ability.points.iter().zip(&ability.weights) {
            // d P(u)/d ln slope = −u·P', d P(u)/d intercept = −P'/slope.
            let u = (theta - link.intercept) / link.slope;
            let mut total = [0.0; 3];
            for (a, b) in from.iter().zip(to) {
                a.derivatives(u, &mut p, &mut first, &mut second);
                b.probabilities(theta, &mut target);
                for j in 0..a.categories() {
                    let terms = [target[j] - p[j], -u * first[j], -first[j] / link.slope];
                    if method == LinkMethod::Haebara {
                        squares.add(weight, terms);
                    }
                    total.iter_mut().zip(terms).for_each(|(sum, term)| *sum += j as f64 * term);
                }
            }
            if method == LinkMethod::StockingLord {
                squares.add(weight, total);
            }
        }
        squares
    }

    fn add(&mut self, weight: f64, [difference, a, b]: [f64; 3]) {
        self.sum += weight * difference * difference;
        self.slope[0] += weight * difference * a;
        self.slope[1] += weight * difference * b;
        self.normal[0][0] += weight * a * a;
        self.normal[0][1] += weight * a * b;
        self.normal[1][1] += weight * b * b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_finds_the_link_that_the_items_were_made_with() {
        let from = vec![
            Item::Logistic { a: 1.3, b: -0.7, c: 0.2 },
            Item::Graded { a: 0.8, b: vec![-0.5, 0.9] },
            Item::PartialCredit { a: 1.1, steps: vec![0.4, -0.3, 1.0] },
        ];
        let truth = Link { slope: 0.85, intercept: -0.35 };
        let to: Vec<Item> = from.iter().map(|item| truth.item(item)).collect();
        for method in
            [LinkMethod::MeanMean, LinkMethod::MeanSigma, LinkMethod::Haebara, LinkMethod::StockingLord]
        {
            let found = link(&from, &to, method, &Quadrature::default()).unwrap();
            let far = (found.slope - truth.slope).abs().max((found.intercept - truth.intercept).abs());
            assert!(far < 1e-8, "{method:?} {found:?}");
        }
    }

    #[test]
    fn nominal_items_are_linked_by_their_curves() {
        let from: Vec<Item> = (0..4)
            .map(|i| Item::Nominal {
                slopes: vec![-0.6, -0.2 + 0.1 * f64::from(i), 0.9],
                intercepts: vec![0.1, 0.4 - 0.2 * f64::from(i), -0.3],
            })
            .collect();
        let truth = Link { slope: 1.3, intercept: 0.4 };
        let to: Vec<Item> = from.iter().map(|item| truth.item(item)).collect();
        let found = link(&from, &to, LinkMethod::Haebara, &Quadrature::default()).unwrap();
        assert!((found.slope - 1.3).abs() < 1e-8 && (found.intercept - 0.4).abs() < 1e-8);
        let refused = link(&from, &to, LinkMethod::MeanSigma, &Quadrature::default());
        assert_eq!(refused.unwrap_err().code(), "model.pair");
    }

    #[test]
    fn a_linked_item_is_the_same_item_at_the_linked_ability() {
        let truth = Link { slope: 1.4, intercept: -0.2 };
        let item = Item::Nominal { slopes: vec![-0.6, 0.2, 0.9], intercepts: vec![0.1, 0.4, -0.3] };
        let (mut here, mut there) = ([0.0; 3], [0.0; 3]);
        item.probabilities(0.7, &mut here);
        truth.item(&item).probabilities(truth.theta(0.7), &mut there);
        assert!(here.iter().zip(there).all(|(a, b)| (a - b).abs() < 1e-15));
    }
}
