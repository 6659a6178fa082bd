//! What the very test that will be used sees, by simulation.

use std::collections::BTreeMap;

use obektiv_derive::{Row as DeriveRow, Settings, described};
use serde::{Deserialize, Serialize};

use super::super::error::{DesignError, all, same_length};
use super::shares;
use crate::effect::{
    AncovaOptions, BeforeAfter, DidOptions, Panel, RandomisationOptions, ancova, did_pvalue, randomisation,
};
use crate::function::{Function, Given, Groups, Input, Kind, Row, Shape, choices, options};
use crate::random::Random;
use crate::watch;

/// The test that will be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Analysis of covariance.
    #[default]
    Ancova,
    /// Difference in differences, its p by randomisation.
    Did,
    /// Randomisation of changes; of clusters, of their mean changes.
    Randomisation,
}

choices!(Test, "test", Ancova = "ancova", Did = "did", Randomisation = "randomisation");

/// Last year's panel: one entry for each unit in all columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct LastYear<'a> {
    /// The outcome before.
    pub before: &'a [f64],
    /// The outcome after.
    pub after: &'a [f64],
    /// Units among which help will be given.
    pub planned: &'a [bool],
    /// The cluster, such as a municipality, where help will be given to whole ones; without, each
    /// unit is one.
    pub cluster: Option<&'a [&'a str]>,
}

/// Options of [`power`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct PowerOptions {
    /// The test that will be used.
    pub test: Test,
    /// How many of the planned units will be helped; with clusters, how many clusters.
    pub treated: usize,
    /// Effects, in units of the outcome; 0 gives the size of the test and is always among the rows.
    pub effects: Vec<f64>,
    /// Simulated years.
    pub replicates: usize,
    /// Draws of each randomisation.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// The level of the test.
    pub alpha: f64,
}

impl Default for PowerOptions {
    fn default() -> Self {
        Self {
            test: Test::Ancova,
            treated: 30,
            effects: Vec::new(),
            replicates: 2_000,
            draws: 499,
            seed: 1,
            alpha: 0.05,
        }
    }
}

/// The chance to see an effect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, DeriveRow)]
pub struct PowerRow {
    /// The effect.
    pub effect: f64,
    /// The share of simulated years in which the test rejects.
    pub rejected: f64,
}

/// What the very test that will be used sees, by simulation from last year's two columns.
///
/// Each simulated year helps a random part of the `planned` units, adds the effect to their real
/// outcome after, and runs the test on all planned units and the others that stand beside them. The
/// row with effect 0 is the size of the test: where it is far above `alpha`, as of planned units that
/// are extreme beside others that are not, the comparison is wrong. With `cluster` whole clusters
/// are helped, and the test is told of them.
///
/// # Errors
/// [`DesignError::Length`], [`DesignError::TooFew`], [`DesignError::Parameter`],
/// [`DesignError::Id`] for a cluster that is planned in part, and what the test itself refuses.
///
/// # Examples
/// ```python
/// >>> before = np.sin(np.arange(60.0))
/// >>> after = 0.7 * before + 0.3 * np.sin(11.0 * np.arange(60))
/// >>> years = {"replicates": 20, "draws": 99}
/// >>> found = ob.design.power(before, after, before > 0, treated=15, effects=[-0.5], **years)
/// >>> found.effect, found.rejected
/// (array([ 0. , -0.5]), array([0.1, 1. ]))
/// ```
#[described]
pub fn power(last: &LastYear<'_>, options: &PowerOptions) -> Result<Vec<PowerRow>, DesignError> {
    let n = last.before.len();
    same_length("after", last.after.len(), n)?;
    same_length("planned", last.planned.len(), n)?;
    same_length("cluster", last.cluster.map_or(n, <[_]>::len), n)?;
    all("before", last.before, "a finite number", f64::is_finite)?;
    all("after", last.after, "a finite number", f64::is_finite)?;
    shares(&[("alpha", options.alpha)])?;
    all("effects", &options.effects, "a finite number", f64::is_finite)?;
    if options.replicates == 0 {
        return Err(DesignError::TooFew { name: "replicates", got: 0, of: "simulated years", least: 1 });
    }
    if options.test == Test::Ancova && last.before.iter().all(|x| x.total_cmp(&last.before[0]).is_eq()) {
        let value = last.before.first().copied().unwrap_or(f64::NAN);
        let expected = "not the same in all units";
        return Err(DesignError::Parameter { name: "before", value, expected });
    }
    let places = Places::of(last)?;
    if options.treated == 0 {
        return Err(DesignError::TooFew { name: "treated", got: 0, of: "helped units", least: 1 });
    }
    if places.planned.len() <= options.treated {
        let (got, least) = (places.planned.len(), options.treated + 1);
        return Err(DesignError::TooFew { name: "planned", got, of: places.called, least });
    }
    let mut effects = vec![0.0];
    effects.extend(options.effects.iter().copied().filter(|e| *e != 0.0));
    let row = |&effect: &f64| {
        let mut random = Random::new(options.seed, 0x90e);
        let mut rejected = 0.0;
        for k in watch::steps(0..options.replicates) {
            let treated = places.helped(options.treated, &mut random);
            let with = |(y, helped): (&f64, &bool)| if *helped { y + effect } else { *y };
            let after: Vec<f64> = last.after.iter().zip(&treated).map(with).collect();
            let seed = options.seed.wrapping_add(k as u64);
            let p = places.pvalue(&after, &treated, seed, options)?;
            rejected += f64::from(u8::from(p <= options.alpha));
        }
        Ok(PowerRow { effect, rejected: rejected / options.replicates as f64 })
    };
    effects.iter().map(row).collect()
}

/// [`power`] in the catalogue.
pub const POWER: Function = Function {
    id: "design.power",
    doc: POWER_DOC,
    inputs: &[
        Input::new("before", Kind::Numbers).doc("Last year's outcome before."),
        Input::new("after", Kind::Numbers).doc("Last year's outcome after."),
        Input::new("planned", Kind::Flags).doc("Units among which help will be given."),
        Input::new("cluster", Kind::Names).optional().doc(
            "The cluster, such as a municipality, where help will be given to whole ones; without, each unit is one.",
        ),
    ],
    groups: Groups::None,
    options: options::<PowerOptions>,
    output: Shape::Table(PowerRow::describe),
    run: |given| {
        let cluster = given.optional(3, Given::texts)?;
        let last = LastYear {
            before: given.numbers(0)?,
            after: given.numbers(1)?,
            planned: given.flags(2)?,
            cluster: cluster.as_deref(),
        };
        Ok(PowerRow::table(&power(&last, &given.options()?)?).into())
    },
};

/// Where help can fall: units, or clusters of them.
struct Places<'a> {
    last: &'a LastYear<'a>,
    /// Rows of each place, in the order of first rows.
    rows: Vec<Vec<usize>>,
    planned: Vec<usize>,
    /// What a place is called.
    called: &'static str,
    /// The name of each unit, for panels.
    names: Vec<String>,
}

impl<'a> Places<'a> {
    fn of(last: &'a LastYear<'a>) -> Result<Self, DesignError> {
        let n = last.before.len();
        let mut rows: Vec<Vec<usize>> = Vec::new();
        match last.cluster {
            None => rows.extend((0..n).map(|row| vec![row])),
            Some(cluster) => {
                let mut known = BTreeMap::new();
                for (row, name) in cluster.iter().enumerate() {
                    let place = *known.entry(*name).or_insert(rows.len());
                    if place == rows.len() {
                        rows.push(Vec::new());
                    }
                    rows[place].push(row);
                }
                for (name, &place) in &known {
                    let planned = rows[place].iter().filter(|row| last.planned[**row]).count();
                    if planned != 0 && planned != rows[place].len() {
                        let (id, problem) = ((*name).to_owned(), "planned in a part of its units only");
                        return Err(DesignError::Id { name: "cluster", id, problem });
                    }
                }
            }
        }
        let planned = (0..rows.len()).filter(|&place| last.planned[rows[place][0]]).collect();
        let called = if last.cluster.is_some() { "clusters" } else { "units" };
        Ok(Self { last, rows, planned, called, names: (0..n).map(|row| row.to_string()).collect() })
    }

    /// Who is helped in one simulated year.
    fn helped(&self, treated: usize, random: &mut Random) -> Vec<bool> {
        let (mut places, mut helped) = (self.planned.clone(), vec![false; self.names.len()]);
        for i in 0..treated {
            let other = i + random.below(places.len() - i);
            places.swap(i, other);
            self.rows[places[i]].iter().for_each(|&row| helped[row] = true);
        }
        helped
    }

    fn pvalue(
        &self,
        after: &[f64],
        treated: &[bool],
        seed: u64,
        options: &PowerOptions,
    ) -> Result<f64, DesignError> {
        let LastYear { before, cluster, .. } = *self.last;
        let (draws, most) = (options.draws, options.draws);
        let effect = match options.test {
            Test::Ancova => {
                let data = BeforeAfter { before, after, treated, cluster, ..BeforeAfter::default() };
                // Its randomisation is read where few are helped only.
                let draws = if options.treated < 4 { draws } else { 99 };
                ancova(&data, &AncovaOptions { draws, most: draws, seed, ..AncovaOptions::default() })?.effect
            }
            Test::Did => {
                let two = |values: &mut dyn Iterator<Item = f64>| values.collect::<Vec<f64>>();
                let outcome = two(&mut before.iter().zip(after).flat_map(|(x, y)| [*x, *y]));
                let unit: Vec<&str> = self.names.iter().flat_map(|name| [name.as_str(); 2]).collect();
                let period: Vec<i32> = self.names.iter().flat_map(|_| [0, 1]).collect();
                let first: Vec<Option<i32>> = treated.iter().flat_map(|t| [t.then_some(1); 2]).collect();
                let cluster: Option<Vec<&str>> =
                    cluster.map(|names| names.iter().flat_map(|name| [*name; 2]).collect());
                let panel = Panel {
                    unit: &unit,
                    period: &period,
                    outcome: &outcome,
                    first_treated: &first,
                    cluster: cluster.as_deref(),
                    weight: None,
                };
                return Ok(did_pvalue(&panel, &DidOptions { draws, most, seed, ..DidOptions::default() })?);
            }
            Test::Randomisation => {
                let mean = |rows: &Vec<usize>| {
                    rows.iter().map(|&row| after[row] - before[row]).sum::<f64>() / rows.len() as f64
                };
                let change: Vec<f64> = self.rows.iter().map(mean).collect();
                let helped: Vec<bool> = self.rows.iter().map(|rows| treated[rows[0]]).collect();
                let options = RandomisationOptions { draws, most, seed, ..RandomisationOptions::default() };
                randomisation(&change, &helped, None, &options)?.effect
            }
        };
        Ok(effect.pvalue.unwrap_or(1.0))
    }
}
