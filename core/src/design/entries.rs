//! The entries of what may be done school by school or by trips: chances, draw, estimate.

use obektiv_derive::Settings;

use super::chances::{CHANCES_DOC, ChancesOptions, WEIGHT_AND_RISK, chances};
use super::draw::{DRAW_DOC, Draw, DrawOptions, draw};
use super::error::DesignError;
use super::estimate::{CHANCE, ESTIMATE_DOC, Estimate, EstimateOptions, JOINT, OUTCOME, Variance, estimate};
use super::trips::{Trips, chances_by_trips, draw_by_trips, estimate_by_trips};
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};

/// How many schools a trip visits where that is not said.
const PER_TRIP: usize = 2;
/// The group of each school.
const GROUP: Input = Input::new("group", Kind::Names).optional().doc(
    "The group of each school that a trip goes to, such as its municipality, small ones joined with a neighbour; \
     without, schools are visited one by one.",
);

/// Options of [`chances`] in the catalogue.
#[derive(Settings)]
struct Visits {
    /// How many visits.
    #[setting(required)]
    visits: usize,
    /// No chance is below it: every weight is at most one over it.
    floor: f64,
    /// The visits are to be counted up for all schools; without, unsuspicious schools may have no
    /// chance.
    estimate: bool,
    /// Schools of a group that one trip visits.
    per_trip: usize,
}

impl Default for Visits {
    fn default() -> Self {
        let ChancesOptions { floor, estimate } = ChancesOptions::default();
        Self { visits: 0, floor, estimate, per_trip: PER_TRIP }
    }
}

/// [`chances`] in the catalogue.
pub const CHANCES: Function = Function {
    id: "design.chances",
    doc: CHANCES_DOC,
    inputs: &[WEIGHT_AND_RISK[0], WEIGHT_AND_RISK[1], GROUP],
    groups: Groups::None,
    options: options::<Visits>,
    output: Shape::Numbers("chance", "The chance of each school."),
    run: |given| {
        let Visits { visits, floor, estimate, per_trip } = given.options()?;
        let options = ChancesOptions { floor, estimate };
        let (weight, risk) = (given.numbers(0)?, given.numbers(1)?);
        Ok(Output::Numbers(match given.optional(2, Given::texts)? {
            Some(group) => {
                chances_by_trips(weight, risk, visits, &Trips { group: &group, per_trip }, &options)?
            }
            None => chances(weight, risk, visits, &options)?,
        }))
    },
};

/// [`draw`] in the catalogue.
pub const DRAW: Function = Function {
    id: "design.draw",
    doc: DRAW_DOC,
    inputs: &[
        Input::new("id", Kind::Names).doc("The name of each school of the public list."),
        Input::new("chance", Kind::Numbers).doc("The chance of each school."),
        GROUP,
    ],
    groups: Groups::None,
    options: options::<DrawAndTrips>,
    output: Shape::Record(Draw::described),
    run: |given| {
        let (id, chance) = (given.texts(0)?, given.numbers(1)?);
        let DrawAndTrips { draw: options, per_trip } = given.options()?;
        Ok(Output::record(&match given.optional(2, Given::texts)? {
            Some(group) => draw_by_trips(&id, chance, &Trips { group: &group, per_trip }, &options)?,
            None => draw(&id, chance, &options)?,
        }))
    },
};

/// Options of [`draw`] in the catalogue.
#[derive(Settings)]
struct DrawAndTrips {
    #[setting(flatten)]
    draw: DrawOptions,
    /// Schools of a group that one trip visits.
    per_trip: usize,
}

impl Default for DrawAndTrips {
    fn default() -> Self {
        Self { draw: DrawOptions::default(), per_trip: PER_TRIP }
    }
}

/// [`estimate`] in the catalogue.
pub const ESTIMATE: Function = Function {
    id: "design.estimate",
    doc: ESTIMATE_DOC,
    inputs: &[
        OUTCOME,
        CHANCE,
        JOINT,
        Input::new("group", Kind::Names).optional().doc(
            "The group of each visited school, where trips went to groups; without, schools were visited one by one.",
        ),
        Input::new("group_chance", Kind::Numbers).optional().doc(
            "The chance with which each visited school's group was drawn; without, no group was certain.",
        ),
    ],
    groups: Groups::None,
    options: options::<EstimateOptions>,
    output: Shape::Record(Estimate::described),
    run: |given| {
        let EstimateOptions { variance } = given.options()?;
        let (outcome, chance) = (given.numbers(0)?, given.numbers(1)?);
        let joint = given.optional(2, Given::columns)?;
        let (group, of_groups) = (given.optional(3, Given::texts)?, given.optional(4, Given::numbers)?);
        Ok(Output::record(&match group {
            Some(_) if joint.is_some() || variance != Variance::Brewer => {
                let expected = "left out beside joint, or another variance than brewer";
                return Err(DesignError::Parameter { name: "group", value: f64::NAN, expected }.into());
            }
            Some(group) => estimate_by_trips(outcome, chance, &group, of_groups)?,
            None => estimate(outcome, chance, joint, variance)?,
        }))
    },
};
