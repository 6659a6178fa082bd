//! The functions that other languages take from here: Python's and the shared vectors' runners
//! call them by their ids.
//!
//! `./x generate` writes a Python module of each [`Module`]; what is not here is carried over
//! by hand still.

mod irt;

use crate::design;
use crate::effect;
use crate::function::Function;
use crate::statistics::signs::{
    classes, continuity, density, erasures, heaping, journal, legacy, level, official, omissions,
    participation, profile, recheck, similarity, spread,
};
use crate::statistics::{pairs, person_fit};

pub use crate::statistics::signs::FORMER;

/// Functions of one namespace.
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// The name, the same in all languages.
    pub name: &'static str,
    /// What the functions are about: a line, and more after an empty one.
    pub doc: &'static str,
    /// In the order in which one reads them.
    pub functions: &'static [Function],
}

/// Functions that may take above a second: languages where somebody waits say how far they are.
pub const LONG: &[&str] = &[
    "density.bunching",
    "design.power",
    "design.precision",
    "effect.ancova",
    "effect.group_time",
    "effect.observers",
    "effect.randomisation",
    "effect.synthetic_control",
    "effect.synthetic_did",
    "effect.wild_bootstrap",
    "irt.ability",
    "irt.plausible_values",
    "pairs.gbt",
    "pairs.k1",
    "pairs.k2",
    "pairs.k_index",
    "pairs.m4",
    "pairs.omega",
    "pairs.s1",
    "pairs.s2",
    "pairs.weighted_omega",
    "similarity.by_class",
];

/// Functions whose feature is on, or none: packages of JavaScript have a part of them each.
const fn with(feature: bool, functions: &'static [Function]) -> &'static [Function] {
    if feature { functions } else { &[] }
}

const SIGNS: bool = cfg!(feature = "signs");
const PERSONS: bool = cfg!(feature = "persons");
const EFFECTS: bool = cfg!(feature = "effects");
const COMBINATIONS: bool = cfg!(feature = "combinations");

/// All modules.
pub static MODULES: &[Module] = &[
    Module {
        name: "classes",
        doc: "Classes of one school beside each other: how far apart they are.",
        functions: with(SIGNS, &[classes::FUNCTION]),
    },
    Module {
        name: "continuity",
        doc: "Continuity: a group's mean beside what its own other means and the other groups foretell.",
        functions: with(
            SIGNS,
            &[continuity::CHANGE, continuity::CUMULATIVE_FUNCTION, continuity::CONSISTENCY_FUNCTION],
        ),
    },
    Module {
        name: "density",
        doc: "Densities that jump at a threshold and excess mass around it, for comparison; on discrete scores prefer `heaping`.",
        functions: with(SIGNS, &[density::LOCAL_POLYNOMIAL, density::MCCRARY, density::BUNCHING]),
    },
    Module {
        name: "design",
        doc: "Where to send observers, and what visits and comparisons can show.\n\n\
              How many visits to each stratum: `allocate`; with what chance to each school: `chances`; which schools, by a \
              draw that anybody can repeat: `draw`; what the visited say about all: `estimate`, `poststratified`, \
              `calibrated`, `stratified`; what a number of visits buys: `precision`; what next year's comparison can show: \
              `detectable` by formula, `power` by simulation with the very test that will be used.",
        functions: with(EFFECTS, &design::FUNCTIONS),
    },
    Module { name: "effect", doc: EFFECT_DOC, functions: with(EFFECTS, &effect::FUNCTIONS) },
    Module {
        name: "erasures",
        doc: "Changed answers: points that came with changes beyond the ability that the unchanged answers show.\n\n\
              It cannot say who changed them, or see changes that left no trace. Honest persons change where they know better; \
              compare groups of one assessment, not one group with zero.",
        functions: with(PERSONS, &[erasures::BY_PERSON, erasures::BY_GROUP]),
    },
    Module {
        name: "evidence",
        doc: "The evidence layer alone, and what many p-values say together.",
        functions: with(COMBINATIONS, crate::evidence::FUNCTIONS),
    },
    Module {
        name: "heaping",
        doc: "Papers piled up at the mark boundaries, papers raised over them, and round percentages.",
        functions: with(SIGNS, &[heaping::FUNCTION, heaping::THREE_BIN, heaping::ROUND_PERCENTAGES]),
    },
    Module {
        name: "irt",
        doc: "Item response models: calibration, abilities, score distributions, linking, scalability.",
        functions: with(PERSONS, irt::FUNCTIONS),
    },
    Module {
        name: "journal",
        doc: "Marks beside the journal: lowered, confirmed, raised, gaps; agreement, leniency, agreement that is too perfect.",
        functions: with(
            SIGNS,
            &[
                journal::FUNCTION,
                journal::agreement::FUNCTION,
                journal::leniency::FUNCTION,
                journal::perfect::FUNCTION,
            ],
        ),
    },
    Module {
        name: "legacy",
        doc: "Signs of other times and places as they were published, for comparison: ranks and memberships without a rate of error.",
        functions: with(
            SIGNS,
            &[
                legacy::invalsi::FUNCTION,
                legacy::jacob_levitt::FUNCTION,
                legacy::jacob_levitt::SCORE_FLUCTUATIONS,
            ],
        ),
    },
    Module {
        name: "level",
        doc: "The level of groups: means in the funnel of their reference, and shares of papers with the largest total.",
        functions: with(SIGNS, &[level::FUNCTION]),
    },
    Module {
        name: "official",
        doc: "The official rule of 2019, and the signs that later texts and tools add to it.\n\n\
              The signs of the rule have no p-value: it states none. Use them as screening signs, never alone.",
        functions: with(
            SIGNS,
            &[
                official::INFLATED_MEAN,
                official::RANK_MISMATCH,
                official::COHORT_JUMP,
                official::items::ITEM_INVERSION_FUNCTION,
                official::items::GROUP_CROSSING_FUNCTION,
                official::external_mismatch::EXTERNAL_MISMATCH,
                recheck::FUNCTION,
            ],
        ),
    },
    Module {
        name: "omissions",
        doc: "Items left unanswered: more often, or less often, than in the reference group.",
        functions: with(SIGNS, &[omissions::FUNCTION]),
    },
    Module {
        name: "pairs",
        doc: "Pairs of persons whose answers agree more than their abilities explain.\n\n\
              Pupils of one class are taught the same and err alike, so a pair's value is no finding by itself; with scores \
              alone, see `similarity` for whole classes. Beside a model: `omega`, `weighted_omega`, `gbt`, `m4`. Beside the \
              answers of all other persons, with a key: `k_index`, `k1`, `k2`, `s1`, `s2`, which look at identical errors. Time \
              and memory grow with the pairs: 1,000 persons are a million ordered pairs; `group` makes pairs inside classes \
              alone, `only_below` keeps the few that matter.",
        functions: with(PERSONS, pairs::FUNCTIONS),
    },
    Module {
        name: "participation",
        doc: "Who did not write the work: pupils absent more often than in the other schools.",
        functions: with(SIGNS, &[participation::FUNCTION]),
    },
    Module {
        name: "person_fit",
        doc: "How unusual one person's answers are for what the person achieved in all.\n\n\
              It cannot say why: copying, items known before, guessing, illness and a topic not taught look alike. One \
              person's value is no finding; it is what signs of groups are made of (`by_group`). Without a model: \
              `guttman_errors` to `ht`, beside the popularity of the items. Beside a model: `lz` to `change_point`, and with \
              response times `log_time_fit` to `joint_subsets`. Given the total, and so exact: `conditional`, `given_norm`, \
              `subset_given_total`.",
        functions: with(PERSONS, person_fit::FUNCTIONS),
    },
    Module {
        name: "profile",
        doc: "Item profiles of groups given the total: which items were done better or worse than the totals say.",
        functions: with(SIGNS, &[profile::FUNCTION, profile::CONTRASTS_FUNCTION]),
    },
    Module {
        name: "similarity",
        doc: "Papers of one class that agree more than the class's teaching explains.",
        functions: with(SIGNS, &[similarity::FUNCTION]),
    },
    Module {
        name: "spread",
        doc: "The spread of totals in groups beside what their means allow, and many fives with little of it.",
        functions: with(SIGNS, &[spread::FUNCTION, spread::MANY_FIVES_FUNCTION]),
    },
];

const EFFECT_DOC: &str = "Effects of measures, each beside the change that was to be expected without any.\n\n\
    A flag clears by itself: of the schools that stand out in one year most do not stand out in the next, with nothing \
    done. So no estimate stands without what was to be expected without any measure, what it was compared with, how many \
    helped clusters it rests on, and what cannot be concluded from it: what compares is an `Effect`, with more fields.\n\n\
    How many flags would have cleared anyway: `relapse`; whether the territory's share changed: `mcnemar`; how many \
    schools have what an imperfect sign points to: `prevalence`. Some flagged units were helped, others alike not: `did` or \
    `ancova` inside the flagged, `randomisation`. All flagged units were helped, nobody else: `discontinuity`. Help decided \
    for whole municipalities: `did`, `wild_bootstrap`, below four of them `randomisation`. Help that began in different \
    years: `group_time`, `aggregate`, `pretrend`, `event_study`, `honest`. One municipality: `synthetic_control`, \
    `synthetic_did`. Observers in some classes of some schools: `observers`.";

/// All functions.
pub fn all() -> impl Iterator<Item = &'static Function> {
    MODULES.iter().flat_map(|module| module.functions)
}

/// The function of this id, or of a [former](FORMER) one.
#[must_use]
pub fn find(id: &str) -> Option<&'static Function> {
    let id = FORMER.iter().find(|(old, _)| *old == id).map_or(id, |(_, now)| now);
    all().find(|function| function.id == id)
}
