//! Functions of the model in the catalogue: the model stands before what knows of entries.

use std::borrow::Cow;

use obektiv_derive::{Record, Settings};

use crate::Error;
use crate::function::{
    Function, Given, Groups, Input, Kind, NoOptions, Output, Row as _, Shape, choices, options,
};
use crate::model::{
    ABILITY_BY_TOTAL_DOC, ABILITY_DOC, Abilities, AbilityOptions, JOIN_SCORES_DOC, JOINS_DOC, JoinedScore,
    LINK_DOC, LOG_LIKELIHOOD_DOC, LinkMethod, Method, PLAUSIBLE_VALUES_DOC, Quadrature,
    REST_SCORE_REGRESSION_DOC, RestScoreRow, SCORE_DISTRIBUTION_DOC, TotalAbilities, ability,
    ability_by_total, answer, join_scores, joins, link, log_likelihood, marginal_score_distribution,
    plausible_values, rest_score_regression, score_distribution,
};
use crate::statistics::person_fit::{SCORES, THETA};

pub(super) const FUNCTIONS: &[Function] = &[
    ABILITY,
    ABILITY_BY_TOTAL,
    PLAUSIBLE_VALUES,
    SCORE_DISTRIBUTION,
    LOG_LIKELIHOOD,
    LINK,
    REST_SCORES,
    JOIN_SCORES,
    JOINS,
];

const ITEMS: Input =
    Input::new("items", Kind::Items).doc("As `irt.fit` gives them; a missing a is 1, a missing c is 0.");
const DISTRIBUTION: Input = Input::new("ability", Kind::Distribution)
    .optional()
    .doc("The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.");

fn distribution<'a>(given: &Given<'a>, at: usize) -> Result<Cow<'a, Quadrature>, Error> {
    let distribution = given.optional(at, Given::distribution)?;
    Ok(distribution.map_or_else(|| Cow::Owned(Quadrature::default()), Cow::Borrowed))
}

choices!(of Method);
choices!(of LinkMethod);

/// How abilities are estimated.
#[derive(Debug, Clone, Copy, Settings)]
struct AbilitySettings {
    /// Warm's weighted likelihood, maximum likelihood, the mode of the posterior, its mean.
    method: Method,
    /// Where maximum likelihood looks: it has no finite maximum for a person with all items right
    /// or none.
    bounds: [f64; 2],
}

impl Default for AbilitySettings {
    fn default() -> Self {
        let AbilityOptions { method, bounds, .. } = AbilityOptions::default();
        Self { method, bounds: bounds.into() }
    }
}

const ABILITY: Function = Function {
    id: "irt.ability",
    doc: ABILITY_DOC,
    inputs: &[SCORES, ITEMS, DISTRIBUTION.after("bounds")],
    groups: Groups::None,
    options: options::<AbilitySettings>,
    output: Shape::Table(Abilities::describe),
    run: |given| {
        let AbilitySettings { method, bounds } = given.options()?;
        let how =
            AbilityOptions { method, bounds: bounds.into(), ability: distribution(given, 2)?.into_owned() };
        Ok(ability(given.scores(0)?, given.items(1)?, &how)?.table().into())
    },
};

const ABILITY_BY_TOTAL: Function = Function {
    id: "irt.ability_by_total",
    doc: ABILITY_BY_TOTAL_DOC,
    inputs: &[ITEMS, DISTRIBUTION],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(TotalAbilities::describe),
    run: |given| Ok(ability_by_total(given.items(0)?, &*distribution(given, 1)?)?.table().into()),
};

/// How many values are drawn.
#[derive(Debug, Clone, Copy, Settings)]
struct DrawSettings {
    /// Draws of each person.
    draws: usize,
    /// The same seed gives the same draws, on every machine and in every language.
    seed: u64,
}

impl Default for DrawSettings {
    fn default() -> Self {
        Self { draws: 5, seed: 1 }
    }
}

const PLAUSIBLE_VALUES: Function = Function {
    id: "irt.plausible_values",
    doc: PLAUSIBLE_VALUES_DOC,
    inputs: &[SCORES, ITEMS, DISTRIBUTION.after("seed")],
    groups: Groups::None,
    options: options::<DrawSettings>,
    output: Shape::Matrix("values", "Persons × draws."),
    run: |given| {
        let DrawSettings { draws, seed } = given.options()?;
        let distribution = distribution(given, 2)?;
        Ok(plausible_values(given.scores(0)?, given.items(1)?, &distribution, draws, seed)?.into())
    },
};

/// Where the distribution is taken.
#[derive(Debug, Clone, Copy, Default, Settings)]
struct ScoreSettings {
    /// At this ability; averaged over the distribution of ability where not given.
    theta: Option<f64>,
}

const SCORE_DISTRIBUTION: Function = Function {
    id: "irt.score_distribution",
    doc: SCORE_DISTRIBUTION_DOC,
    inputs: &[ITEMS, DISTRIBUTION.after("theta")],
    groups: Groups::None,
    options: options::<ScoreSettings>,
    output: Shape::Numbers("probability", "That of totals 0, 1, …"),
    run: |given| {
        let (items, ScoreSettings { theta }) = (given.items(0)?, given.options()?);
        Ok(match theta {
            Some(theta) => score_distribution(items, theta)?.into(),
            None => marginal_score_distribution(items, &*distribution(given, 1)?)?.into(),
        })
    },
};

const LOG_LIKELIHOOD: Function = Function {
    id: "irt.log_likelihood",
    doc: LOG_LIKELIHOOD_DOC,
    inputs: &[SCORES, ITEMS, THETA],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Numbers("log_likelihood", "One number for each person."),
    run: |given| Ok(log_likelihood(given.scores(0)?, given.items(1)?, given.numbers(2)?)?.into()),
};

/// How scales are linked.
#[derive(Debug, Clone, Copy, Default, Settings)]
struct LinkSettings {
    /// By expected totals, by the curves of all scores, by moments of the difficulties.
    method: LinkMethod,
}

/// From one scale to another: theta there = slope · theta here + intercept.
#[derive(Record)]
struct Link {
    /// The unit of the scale here, on the scale there.
    slope: f64,
    /// The zero of the scale here, on the scale there.
    intercept: f64,
}

const LINK: Function = Function {
    id: "irt.link",
    doc: LINK_DOC,
    inputs: &[
        Input::new("here", Kind::Items).doc("As `irt.fit` gives them."),
        Input::new("there", Kind::Items).doc("The same items in the same order, calibrated apart."),
        Input::new("ability", Kind::Distribution)
            .optional()
            .after("method")
            .doc("Where on the scale there the curves are compared; 61 points on [−6, 6], N(0, 1), where not given."),
    ],
    groups: Groups::None,
    options: options::<LinkSettings>,
    output: Shape::Record(Link::described),
    run: |given| {
        let LinkSettings { method } = given.options()?;
        let found = link(given.items(0)?, given.items(1)?, method, &*distribution(given, 2)?)?;
        Ok(Output::record(&Link { slope: found.slope, intercept: found.intercept }))
    },
};

/// How rest-scores are joined.
#[derive(Debug, Clone, Copy, Settings)]
struct RestScoreSettings {
    /// Rest-scores next to each other are joined until this many persons are together.
    min_size: u64,
}

impl Default for RestScoreSettings {
    fn default() -> Self {
        Self { min_size: 50 }
    }
}

const JOIN_SCORES: Function = Function {
    id: "irt.join_scores",
    doc: JOIN_SCORES_DOC,
    inputs: &[SCORES],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Matrix("joined", "Persons × items; NaN where a cell takes no part."),
    run: |given| {
        let number = |cell| answer(cell).map_or(f64::NAN, |score| score as f64);
        Ok(join_scores(given.scores(0)?).mapv(number).into())
    },
};

const JOINS: Function = Function {
    id: "irt.joins",
    doc: JOINS_DOC,
    inputs: &[SCORES],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(JoinedScore::describe),
    run: |given| Ok(joins(given.scores(0)?).table().into()),
};

const REST_SCORES: Function = Function {
    id: "irt.rest_scores",
    doc: REST_SCORE_REGRESSION_DOC,
    inputs: &[SCORES],
    groups: Groups::None,
    options: options::<RestScoreSettings>,
    output: Shape::Table(RestScoreRow::describe),
    run: |given| {
        let RestScoreSettings { min_size } = given.options()?;
        Ok(rest_score_regression(given.scores(0)?, min_size)?.table().into())
    },
};
