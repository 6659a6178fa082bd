//! The index of the Italian national assessments of 2009.

use nalgebra::{Matrix4, SymmetricEigen, Vector2, Vector4};
use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, NOT_ATTEMPTED, Results, is_score};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::sorted::order;
use crate::statistics::sign::{GroupSign, Options, Reads, Scale, SignOptions, Use};
use crate::statistics::{StatisticError, persons};
use crate::table::Table;

/// The constants of the clustering.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct InvalsiOptions {
    /// Clusters.
    pub clusters: u64,
    /// The fuzziness, above 1.
    pub fuzziness: f64,
    /// The least number of pupils of a group; smaller ones take no part.
    pub min_n: u64,
}

impl Default for InvalsiOptions {
    fn default() -> Self {
        Self { clusters: 10, fuzziness: 2.0, min_n: 5 }
    }
}

impl SignOptions for InvalsiOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.fuzziness > 1.0 && self.fuzziness.is_finite() {
            true => Ok(()),
            false => Err(StatisticError::Parameter {
                name: "fuzziness",
                value: self.fuzziness,
                expected: "a number above 1",
            }),
        }
    }
}

/// One group's four indices and what is made of them.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct InvalsiRow {
    /// The group.
    pub group: String,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// The membership in the cluster of high, alike and complete papers: from 0 to 1.
    #[row(nan("pvalue", "effect", "lower", "upper"))]
    pub statistic: f64,
    /// The mean share of the largest total.
    pub mean: f64,
    /// The standard deviation of pupils' shares.
    pub sd: f64,
    /// The share of items not attempted.
    pub missing: f64,
    /// The mean over items of Gini's heterogeneity of the scores.
    pub heterogeneity: f64,
    /// The first axis: it points to high means, and usually to low spread and heterogeneity.
    pub outlier: f64,
    /// The second axis: items not attempted.
    pub participation: f64,
}

/// The index, one row per group.
#[derive(Debug, Clone, PartialEq)]
pub struct Invalsi {
    /// The groups of `min_n` pupils and more.
    pub rows: Vec<InvalsiRow>,
    /// The mean share of the largest total over these groups' pupils.
    pub mean: f64,
    /// The same with weights 1 − membership; NaN with one cluster, to which all belong.
    pub corrected: f64,
    /// Whether the clustering came to rest.
    pub converged: bool,
}

/// The INVALSI index: fuzzy membership in the cluster of classes with high, alike and complete
/// papers.
///
/// ```text
/// p̄   mean over pupils of total / largest total         s   standard deviation of the same (divisor n − 1)
/// MC  cells not attempted / cells                        E   mean over items of 1 − Σₜ (nₜ/n)²,  t: scores and not attempted
/// axes: the two main components of the correlation matrix of p̄, s, MC, E;  the first points to high p̄, the second to high MC
/// u = 1/Σₖ (d/dₖ)^(2/(m − 1)),  centre = Σ uᵐ·x / Σ uᵐ   fuzzy k-means on the components, d distances to the centres, m the fuzziness
/// statistic = u of the cluster whose centre is first on the first axis
/// corrected = Σ n·p̄·(1 − u) / Σ n·(1 − u)
/// ```
///
/// The structure is published; fuzziness and number of clusters are as usually reported. The first
/// centre is the group nearest to the mean of all, each other one the group farthest from those
/// before, so that nothing depends on chance. It catches classes at the good end of everything, and
/// cannot tell good from helped: in Trentino the marked classes were largely good ones. Some class
/// always is first. Cells that are missing or not taught take no part.
///
/// # Errors
/// [`StatisticError::Parameter`] for a fuzziness of 1 or less or fewer groups than clusters.
///
/// # Examples
/// ```
/// use obektiv::{data::Grouping, simulate, statistics::legacy};
/// let town = simulate::municipality(&Default::default(), 1)?;
/// let index = legacy::invalsi(&town.results[0], Grouping::Class, Default::default())?;
/// assert!(index.converged && index.rows.iter().all(|row| (0.0..=1.0).contains(&row.statistic)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
/// ```python
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> float(ob.legacy.invalsi(r).statistic.max()) <= 1
/// True
/// ```
///
/// # References
/// Quintano, Castellano & Longobardi (2009), A fuzzy clustering approach to improve the accuracy of
/// Italian student data, Statistica & Applicazioni 7, 149–171. Martini (2015), IPRASE: false
/// positives among good classes.
#[described]
pub fn invalsi(
    results: &Results,
    grouping: Grouping,
    options: InvalsiOptions,
) -> Result<Invalsi, StatisticError> {
    let wrong = |name, value, expected| Err(StatisticError::Parameter { name, value, expected });
    options.check()?;
    let mut rows: Vec<InvalsiRow> = persons(results, grouping)?
        .into_iter()
        .map(|(group, persons)| indices(results, group, &persons))
        .filter(|row| row.n >= options.min_n.max(2))
        .collect();
    if options.clusters < 1 || (rows.len() as u64) < options.clusters {
        return wrong("clusters", options.clusters as f64, "1 or more, and no more than there are groups");
    }
    let points = components(&rows);
    let (memberships, converged) = cluster(&points, options);
    for ((row, point), membership) in rows.iter_mut().zip(&points).zip(memberships) {
        (row.outlier, row.participation, row.statistic) = (point.x, point.y, membership);
    }
    let weighted = |weight: &dyn Fn(&InvalsiRow) -> f64| {
        let (above, below) = rows.iter().fold((0.0, 0.0), |(above, below), row| {
            let w = row.n as f64 * weight(row);
            (above + w * row.mean, below + w)
        });
        above / below
    };
    let (mean, corrected) = (weighted(&|_| 1.0), weighted(&|row| 1.0 - row.statistic));
    Ok(Invalsi { rows, mean, corrected, converged })
}

fn indices(results: &Results, group: String, persons: &[usize]) -> InvalsiRow {
    let max_scores = &results.assessment().max_scores;
    let mut counts: Vec<Vec<u64>> = max_scores.iter().map(|&max| vec![0; usize::from(max) + 2]).collect();
    let mut shares = Vec::with_capacity(persons.len());
    for &person in persons {
        let (mut got, mut most) = (0_u32, 0_u32);
        for (i, &cell) in results.scores().row(person).iter().enumerate() {
            if cell == NOT_ATTEMPTED {
                counts[i][usize::from(max_scores[i]) + 1] += 1;
                most += u32::from(max_scores[i]);
            } else if is_score(cell) {
                counts[i][usize::from(cell)] += 1;
                (got, most) = (got + u32::from(cell), most + u32::from(max_scores[i]));
            }
        }
        if most > 0 {
            shares.push(f64::from(got) / f64::from(most));
        }
    }
    let n = shares.len() as f64;
    let mean = shares.iter().sum::<f64>() / n;
    let squares: f64 = shares.iter().map(|s| (s - mean) * (s - mean)).sum();
    let cells = |counts: &Vec<u64>| counts.iter().sum::<u64>();
    let answered: Vec<&Vec<u64>> = counts.iter().filter(|c| cells(c) > 0).collect();
    let gini = |counts: &&Vec<u64>| {
        let n = cells(counts) as f64;
        1.0 - counts.iter().map(|&c| (c as f64 / n) * (c as f64 / n)).sum::<f64>()
    };
    let left: u64 = counts.iter().map(|c| c[c.len() - 1]).sum();
    InvalsiRow {
        group,
        n: shares.len() as u64,
        statistic: f64::NAN,
        mean,
        sd: (squares / (n - 1.0)).sqrt(),
        missing: left as f64 / counts.iter().map(cells).sum::<u64>() as f64,
        heterogeneity: answered.iter().map(gini).sum::<f64>() / answered.len() as f64,
        outlier: f64::NAN,
        participation: f64::NAN,
    }
}

/// The two main components of the standardised indices. An index that is the same everywhere says
/// nothing.
fn components(rows: &[InvalsiRow]) -> Vec<Vector2<f64>> {
    let n = rows.len() as f64;
    let indices: Vec<Vector4<f64>> =
        rows.iter().map(|r| Vector4::new(r.mean, r.sd, r.missing, r.heterogeneity)).collect();
    let mean = indices.iter().sum::<Vector4<f64>>() / n;
    let squares = indices.iter().map(|x| (x - mean).component_mul(&(x - mean))).sum::<Vector4<f64>>();
    let scale = (squares / n).map(|v| if v > 1e-24 { 1.0 / v.sqrt() } else { 0.0 });
    let z: Vec<Vector4<f64>> = indices.iter().map(|x| (x - mean).component_mul(&scale)).collect();
    let correlation = z.iter().map(|z| z * z.transpose()).sum::<Matrix4<f64>>() / n;
    let eigen = SymmetricEigen::new(correlation);
    let order = order(4, &|a, b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let axis = |at: usize, points_to: usize| {
        let vector = eigen.eigenvectors.column(order[at]).into_owned();
        if vector[points_to] < 0.0 { -vector } else { vector }
    };
    let (outlier, participation) = (axis(0, 0), axis(1, 2));
    z.iter().map(|z| Vector2::new(z.dot(&outlier), z.dot(&participation))).collect()
}

/// Memberships in the cluster that is first on the first axis, and whether the centres came to
/// rest.
fn cluster(points: &[Vector2<f64>], options: InvalsiOptions) -> (Vec<f64>, bool) {
    let mut centres = first_centres(points, options.clusters);
    let mut converged = false;
    for _ in 0..5_000 {
        let memberships: Vec<Vec<f64>> =
            points.iter().map(|point| membership(point, &centres, options.fuzziness)).collect();
        let mut moved = 0.0_f64;
        for (k, centre) in centres.iter_mut().enumerate() {
            let weights = memberships.iter().map(|u| libm::pow(u[k], options.fuzziness));
            let (sum, all) =
                weights.zip(points).fold((Vector2::zeros(), 0.0), |(sum, all), (weight, point)| {
                    (sum + point * weight, all + weight)
                });
            // A cluster that nobody belongs to, as may be with little fuzziness, stays where it is.
            if all > 0.0 {
                moved = moved.max((sum / all - *centre).norm());
                *centre = sum / all;
            }
        }
        if moved < 1e-12 {
            converged = true;
            break;
        }
    }
    let first = (0..centres.len()).fold(0, |best, k| if centres[k].x > centres[best].x { k } else { best });
    (points.iter().map(|point| membership(point, &centres, options.fuzziness)[first]).collect(), converged)
}

fn membership(point: &Vector2<f64>, centres: &[Vector2<f64>], fuzziness: f64) -> Vec<f64> {
    let near: Vec<f64> = centres.iter().map(|centre| (point - centre).norm_squared()).collect();
    let nearest = near.iter().copied().fold(f64::INFINITY, f64::min);
    if nearest <= 0.0 {
        let at = near.iter().filter(|d| **d <= 0.0).count() as f64;
        return near.iter().map(|&d| if d <= 0.0 { 1.0 / at } else { 0.0 }).collect();
    }
    let weight: Vec<f64> = near.iter().map(|d| libm::pow(nearest / d, 1.0 / (fuzziness - 1.0))).collect();
    let all: f64 = weight.iter().sum();
    weight.iter().map(|w| w / all).collect()
}

fn first_centres(points: &[Vector2<f64>], clusters: u64) -> Vec<Vector2<f64>> {
    let mean = points.iter().sum::<Vector2<f64>>() / points.len() as f64;
    let mut near: Vec<f64> = points.iter().map(|p| -(p - mean).norm_squared()).collect();
    let mut centres: Vec<Vector2<f64>> = Vec::new();
    for _ in 0..clusters {
        let far = (0..points.len()).fold(0, |best, i| if near[i] > near[best] { i } else { best });
        let centre = points[far];
        let distance = |point: &Vector2<f64>| (point - centre).norm_squared();
        for (near, point) in near.iter_mut().zip(points) {
            *near = if centres.is_empty() { distance(point) } else { near.min(distance(point)) };
        }
        centres.push(centre);
    }
    centres
}

impl Invalsi {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        InvalsiRow::table(&self.rows)
    }
}

/// [`invalsi`] as policies name it.
pub const INVALSI: GroupSign = GroupSign {
    id: "legacy.invalsi",
    aliases: &[],
    doc: "the Italian index of unusual classes, for comparison",
    units: GroupSign::UNITS,
    reads: Reads::Pupils,
    options: Options::of::<InvalsiOptions>(),
    uses: Use::Context { reason: "it orders groups inside one work and knows no rate of error" },
    scale: Scale::None,
    parts: &[],
    run: |given| Ok(invalsi(given.results()?, given.unit, given.options()?)?.table()),
};

/// [`invalsi`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "legacy.invalsi",
    doc: INVALSI_DOC,
    inputs: &[Input::RESULTS],
    groups: Groups::Asked(Grouping::Class),
    options: options::<InvalsiOptions>,
    output: Shape::Table(InvalsiRow::describe),
    run: |given| Ok(invalsi(given.results(0)?, given.group, given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_clouds_are_two_clusters_and_the_right_one_is_looked_for() {
        let points: Vec<Vector2<f64>> = [(-1.0, 0.0), (-1.1, 0.1), (-0.9, -0.1), (5.0, 0.0), (5.1, 0.0)]
            .map(|(x, y)| Vector2::new(x, y))
            .to_vec();
        let options = InvalsiOptions { clusters: 2, ..InvalsiOptions::default() };
        let (membership, converged) = cluster(&points, options);
        assert!(converged);
        assert!(membership[..3].iter().all(|u| *u < 0.01) && membership[3..].iter().all(|u| *u > 0.99));
    }

    #[test]
    fn memberships_are_shares_and_a_point_at_a_centre_belongs_to_it() {
        let centres = [Vector2::new(0.0, 0.0), Vector2::new(2.0, 0.0)];
        assert_eq!(membership(&centres[1].clone(), &centres, 2.0), [0.0, 1.0]);
        // Distances 1/2 and 3/2: weights 9 : 1.
        let u = membership(&Vector2::new(0.5, 0.0), &centres, 2.0);
        assert!((u[0] - 0.9).abs() < 1e-12 && (u[1] - 0.1).abs() < 1e-12);
    }
}
