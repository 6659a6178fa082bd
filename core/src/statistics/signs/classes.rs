//! Classes of one school that are further apart than chance, or than classes of other schools, puts
//! them.

use obektiv_derive::{Row, Settings, described};

use std::collections::BTreeMap;

use crate::data::{Grouping, Tally, Unit};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::{Moments, f_tail, root};
use crate::statistics::StatisticError;
use crate::statistics::shared::between::CAUTION;
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;

/// What takes part.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct ClassSplitOptions {
    /// The least number of pupils of a class; smaller ones take no part.
    pub min_class: u64,
    /// The least number of schools with two classes or more; with fewer `pvalue` is NaN.
    pub min_schools: u64,
}

impl Default for ClassSplitOptions {
    fn default() -> Self {
        Self { min_class: 5, min_schools: 10 }
    }
}

impl SignOptions for ClassSplitOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.min_class {
            ..2 => {
                let value = self.min_class as f64;
                Err(StatisticError::Parameter { name: "min_class", value, expected: "2 or more" })
            }
            _ => Ok(()),
        }
    }
}

/// The classes of one school.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ClassSplitRow {
    /// The school.
    pub group: String,
    /// Pupils of the classes that take part.
    #[row(tier)]
    pub n: u64,
    /// These classes.
    pub classes: u64,
    /// F: the variance between classes over that inside.
    pub statistic: f64,
    /// P(F or more), if classes differ as those of all schools do.
    pub pvalue: f64,
    /// P(F or more), if classes are drawn from the school's pupils by chance.
    pub pvalue_sampling: f64,
    /// The share ρ of the variance of totals that lies between classes.
    pub effect: f64,
    /// 95 % interval of the share.
    pub lower: f64,
    /// 95 % interval of the share.
    pub upper: f64,
    /// The largest class mean less the smallest, in points.
    pub gap: f64,
    /// The class with the largest mean; the first of equal ones.
    pub highest: String,
    /// The class with the smallest.
    pub lowest: String,
}

/// How far apart classes are, one row per school.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassSplit {
    /// The schools with pupils in any class.
    pub rows: Vec<ClassSplitRow>,
    /// The share of variance between classes that the p-values take as usual: an upper 75 % limit
    /// over all schools.
    pub usual: f64,
}

struct Classes {
    names: Vec<(String, Moments)>,
    k: f64,
    n: f64,
    size: f64,
    f: f64,
}

impl Classes {
    /// ```text
    /// F = [Σ nₖ(x̄ₖ − x̄)²/(K − 1)] / [Σ (nₖ − 1)sₖ²/(N − K)]      n₀ = (N − Σ nₖ²/N)/(K − 1)
    /// ```
    fn of(names: Vec<(String, Moments)>) -> Self {
        let n: u64 = names.iter().map(|(_, m)| m.n).sum();
        let (k, total) = (names.len() as f64, n as f64);
        let sum: f64 = names.iter().map(|(_, m)| m.n as f64 * m.mean()).sum();
        let between: f64 =
            names.iter().map(|(_, m)| m.n as f64 * (m.mean() - sum / total) * (m.mean() - sum / total)).sum();
        let inside: f64 = names.iter().map(|(_, m)| m.spread() as f64 / m.n as f64).sum();
        let squares: f64 = names.iter().map(|(_, m)| (m.n * m.n) as f64).sum();
        let defined = names.len() > 1 && inside > 0.0;
        let f = if defined { between / (k - 1.0) / (inside / (total - k)) } else { f64::NAN };
        Self { names, k, n: total, size: (total - squares / total) / (k - 1.0), f }
    }

    /// P(F or more) where the variance between classes is θ times that inside.
    fn pvalue(&self, theta: f64) -> f64 {
        f_tail(self.f / (1.0 + self.size * theta), self.k - 1.0, self.n - self.k)
    }

    /// θ/(1 + θ) with P(F or more) = p.
    fn share(&self, p: f64) -> f64 {
        let (mut high, tail) = (1.0, |x: f64| f_tail(x, self.k - 1.0, self.n - self.k));
        if self.f.is_nan() {
            return f64::NAN;
        }
        while tail(high) > p {
            high *= 2.0;
        }
        let theta = (self.f / root(0.0, high, |x| tail(x) - p) - 1.0) / self.size;
        theta / (1.0 + theta)
    }
}

/// Classes of one school that are far apart; a sign of this library.
///
/// It catches a class whose work went otherwise than that of its neighbours: another room, another
/// teacher at the board. It cannot tell this from classes that were put together by ability, which
/// is common; hence two p-values. Honest schools: in a real region a quarter to two fifths of
/// schools have `pvalue_sampling` ≤ .01 and 1 to 5 % `pvalue` ≤ .01, for few schools with streamed
/// classes differ much more than most. Two classes of ten pupils say little: look at the interval.
///
/// ```text
/// F = [Σ nₖ(x̄ₖ − x̄)²/(K − 1)] / [Σ (nₖ − 1)sₖ²/(N − K)]             classes k = 1..K of min_class pupils or more
/// pvalue_sampling = P(F(K − 1, N − K) ≥ F)
/// pvalue          = P(F(K − 1, N − K) ≥ F/(1 + n₀θ))                n₀ = (N − Σ nₖ²/N)/(K − 1)
/// θ:  Σ (pⱼ(θ) − 1/2) = .674·√(J/12) over the J schools             an upper 75 % limit; p-values are uniform at the true θ
/// effect = ρ = θ̂/(1 + θ̂), θ̂ = (F − 1)/n₀                            below 0 where classes are nearer than chance puts them
/// ```
///
/// The counts are of classes. F's tail is that of normal totals and holds for bounded ones with
/// five pupils in a class and more; a permutation of pupils between classes gives the same. Pupils
/// whose class is unknown (`-`) take no part. With unequal classes F/(1 + n₀θ) is F only nearly. A
/// school with one class, or without any difference inside classes, is NaN.
///
/// # Errors
/// [`StatisticError::Groupings`] for a tally that is not by class, [`StatisticError::Parameter`]
/// for `min_class` below 2.
///
/// # Examples
/// ```
/// use obektiv::{data::{Grouping, Tally}, simulate, statistics::classes};
/// let town = simulate::municipality(&Default::default(), 1)?;
/// let tally = Tally::of(&town.results[0], Grouping::Class, false)?;
/// let sign = classes::by_school(&tally, Default::default())?;
/// assert!(sign.usual >= 0.0 && sign.rows.iter().all(|row| row.effect.is_nan() || row.lower <= row.effect));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
/// ```python
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> bool((ob.classes.by_school(r).classes >= 0).all())
/// True
/// ```
///
/// # References
/// Searle, Casella & McCulloch (1992), Variance Components, 3.6: the interval of ρ.
#[described]
pub fn by_school(tally: &Tally, options: ClassSplitOptions) -> Result<ClassSplit, StatisticError> {
    if tally.grouping() != Grouping::Class {
        return Err(StatisticError::Groupings);
    }
    options.check()?;
    let mut schools: BTreeMap<String, Vec<(String, Moments)>> = BTreeMap::new();
    for (name, cells) in tally.groups() {
        let Unit::Class { school, class } = Unit::parse(tally.grouping(), name) else { continue };
        let classes = schools.entry(school).or_default();
        let moments = Moments::of(&cells.histogram());
        if class != "-" && moments.n >= options.min_class {
            classes.push((class, moments));
        }
    }
    let schools: Vec<(String, Classes)> =
        schools.into_iter().map(|(school, classes)| (school, Classes::of(classes))).collect();
    let compared: Vec<&Classes> = schools.iter().map(|(_, c)| c).filter(|c| !c.f.is_nan()).collect();
    let theta =
        if (compared.len() as u64) < options.min_schools.max(1) { f64::NAN } else { usual(&compared) };
    Ok(ClassSplit {
        rows: schools.iter().map(|(school, classes)| row(school, classes, theta)).collect(),
        usual: theta / (1.0 + theta),
    })
}

fn usual(schools: &[&Classes]) -> f64 {
    let j = schools.len() as f64;
    let wanted = j / 2.0 + CAUTION * (j / 12.0).sqrt();
    let excess = |theta: f64| schools.iter().map(|c| c.pvalue(theta)).sum::<f64>() - wanted;
    let mut high = 1.0;
    while excess(high) < 0.0 && high < 1e12 {
        high *= 4.0;
    }
    if excess(0.0) < 0.0 { root(0.0, high, excess) } else { 0.0 }
}

fn row(school: &str, classes: &Classes, theta: f64) -> ClassSplitRow {
    let mut highest: Option<&(String, Moments)> = None;
    let mut lowest: Option<&(String, Moments)> = None;
    for class in &classes.names {
        if highest.is_none_or(|h| class.1.mean() > h.1.mean()) {
            highest = Some(class);
        }
        if lowest.is_none_or(|l| class.1.mean() < l.1.mean()) {
            lowest = Some(class);
        }
    }
    let several = classes.names.len() > 1;
    let mean = |class: Option<&(String, Moments)>| class.map_or(f64::NAN, |c| c.1.mean());
    let name = |class: Option<&(String, Moments)>| match class {
        Some(class) if several => class.0.clone(),
        _ => String::new(),
    };
    let point = (classes.f - 1.0) / classes.size;
    ClassSplitRow {
        group: school.to_owned(),
        n: classes.names.iter().map(|(_, m)| m.n).sum(),
        classes: classes.names.len() as u64,
        statistic: classes.f,
        pvalue: if theta.is_nan() { f64::NAN } else { classes.pvalue(theta) },
        pvalue_sampling: classes.pvalue(0.0),
        effect: point / (1.0 + point),
        lower: classes.share(0.025),
        upper: classes.share(0.975),
        gap: if several { mean(highest) - mean(lowest) } else { f64::NAN },
        highest: name(highest),
        lowest: name(lowest),
    }
}

impl ClassSplit {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        ClassSplitRow::table(&self.rows)
    }
}

/// [`by_school`] as policies name it.
pub const BY_SCHOOL: GroupSign = GroupSign {
    id: "classes.by_school",
    aliases: &["classes"],
    doc: "classes of one school that are far apart",
    units: &[Grouping::School],
    reads: Reads::ClassesOfWork,
    options: Options::of::<ClassSplitOptions>(),
    uses: Use::Flags { beside: "how far apart classes of schools usually are", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &[],
    run: |given| Ok(by_school(given.tally()?, given.options()?)?.table()),
};

/// [`by_school`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "classes.by_school",
    doc: BY_SCHOOL_DOC,
    inputs: &[Input::COUNTS.doc("A tally must be by class.")],
    groups: Groups::Always(Grouping::Class),
    options: options::<ClassSplitOptions>,
    output: Shape::Table(ClassSplitRow::describe),
    run: |given| Ok(by_school(given.counts(0)?, given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Assessment;

    fn tally(classes: &[(&str, [u64; 5])]) -> Tally {
        let a = Assessment::new("maths", 5, 2020, &[4], None).unwrap();
        Tally::from_histograms(a, Grouping::Class, classes.iter().map(|(name, h)| (*name, &h[..]))).unwrap()
    }

    #[test]
    fn two_classes_by_hand() {
        // Totals 0, 1, 2 and 2, 3, 4: means 1 and 3, F = 6/1; n₀ = 3.
        let sign = by_school(
            &tally(&[("s/a", [1, 1, 1, 0, 0]), ("s/b", [0, 0, 1, 1, 1]), ("t/a", [1, 1, 1, 0, 0])]),
            ClassSplitOptions { min_class: 3, min_schools: 1 },
        )
        .unwrap();
        let row = &sign.rows[0];
        assert!((row.statistic - 6.0).abs() < 1e-12 && (row.gap - 2.0).abs() < 1e-12);
        assert!((row.effect - (5.0 / 3.0) / (8.0 / 3.0)).abs() < 1e-12);
        // F(1, 4) = t²: P(|t₄| ≥ √6).
        assert!((row.pvalue_sampling - f_tail(6.0, 1.0, 4.0)).abs() < 1e-15);
        assert!(row.pvalue > row.pvalue_sampling && row.lower < row.effect && row.effect < row.upper);
        assert_eq!((row.highest.as_str(), row.lowest.as_str()), ("b", "a"));
        let one = &sign.rows[1];
        assert!(one.statistic.is_nan() && one.pvalue.is_nan() && one.gap.is_nan() && one.highest.is_empty());
    }

    #[test]
    fn small_classes_take_no_part_and_few_schools_say_nothing_of_what_is_usual() {
        let classes = [("s/a", [1, 1, 1, 0, 0]), ("s/b", [0, 0, 1, 1, 1]), ("s/c", [0, 0, 0, 0, 2])];
        let options = ClassSplitOptions { min_class: 3, min_schools: 2 };
        let sign = by_school(&tally(&classes), options).unwrap();
        assert_eq!((sign.rows[0].classes, sign.rows[0].n), (2, 6));
        assert!(sign.usual.is_nan() && sign.rows[0].pvalue.is_nan());
        assert!(by_school(&tally(&classes), ClassSplitOptions { min_class: 1, ..options }).is_err());
        let school = Tally::empty(Assessment::new("maths", 5, 2020, &[4], None).unwrap(), Grouping::School);
        assert_eq!(by_school(&school, options), Err(StatisticError::Groupings));
    }
}
