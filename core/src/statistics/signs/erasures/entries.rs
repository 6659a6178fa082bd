//! The functions in the catalogue.

use super::{Answers, Correction, ErasureOptions, GroupErasuresRow, PersonErasures, by_group, by_person};
use super::{BY_GROUP_DOC, BY_PERSON_DOC};
use crate::Error;
use crate::function::{Function, Given, Groups, Input, Kind, Row as _, Shape, options};
use crate::statistics::person_fit::{ITEMS, THETA};
use obektiv_derive::Settings;

/// How the changes of persons are judged.
#[derive(Debug, Clone, Copy, Settings)]
struct PersonSettings {
    /// What the statistic is corrected for: points are whole, nothing, abilities are estimated.
    correction: Correction,
    /// Where abilities are looked for.
    bounds: [f64; 2],
}

impl Default for PersonSettings {
    fn default() -> Self {
        Self { correction: Correction::Continuity, bounds: ErasureOptions::default().bounds.into() }
    }
}

/// How the changes of groups are judged.
#[derive(Debug, Clone, Copy, Settings)]
struct GroupSettings {
    /// What the statistic is corrected for; that for estimated abilities holds its level best.
    correction: Correction,
    /// Where abilities are looked for.
    bounds: [f64; 2],
}

impl Default for GroupSettings {
    fn default() -> Self {
        Self { correction: Correction::Ability, bounds: ErasureOptions::default().bounds.into() }
    }
}

const BEFORE: Input = Input::new("before", Kind::Scores)
    .doc("What was marked, any codes; missing takes no part, an answer not attempted differs from any mark.");

const AFTER: Input = Input::new("after", Kind::Scores).doc("The same after the changes.");

const WORTH: Input = Input::new("scores", Kind::Scores).doc("What the answer after is worth.");

const GIVEN_THETA: Input = THETA.optional().doc(
    "Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers where not given.",
);

pub(super) fn answers<'a>(given: &Given<'a>) -> Result<Answers<'a>, Error> {
    Ok(Answers { before: given.scores(0)?, after: given.scores(1)?, scores: given.scores(2)? })
}

/// [`by_person`] in the catalogue.
pub const BY_PERSON: Function = Function {
    id: "erasures.by_person",
    doc: BY_PERSON_DOC,
    inputs: &[BEFORE, AFTER, WORTH, ITEMS, GIVEN_THETA],
    groups: Groups::None,
    options: options::<PersonSettings>,
    output: Shape::Table(PersonErasures::describe),
    run: |given| {
        let PersonSettings { correction, bounds } = given.options()?;
        let how = ErasureOptions { correction: Some(correction), bounds: bounds.into() };
        let theta = given.optional(4, Given::numbers)?;
        Ok(by_person(answers(given)?, given.items(3)?, theta, how)?.table().into())
    },
};

/// [`by_group`] in the catalogue.
pub const BY_GROUP: Function = Function {
    id: "erasures.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        BEFORE,
        AFTER,
        WORTH,
        ITEMS,
        Input::new("group", Kind::Names).doc("The group of each person."),
        GIVEN_THETA,
    ],
    groups: Groups::None,
    options: options::<GroupSettings>,
    output: Shape::Table(GroupErasuresRow::describe),
    run: |given| {
        let GroupSettings { correction, bounds } = given.options()?;
        let how = ErasureOptions { correction: Some(correction), bounds: bounds.into() };
        let theta = given.optional(5, Given::numbers)?;
        Ok(by_group(answers(given)?, given.names(4)?, given.items(3)?, theta, how)?.table().into())
    },
};
