//! All signs in a list for readers: the README's table is written from it.

use super::{ALL, NOT_IN_POLICIES};
use crate::statistics::shared::sign::Use;
use crate::table::Table;

/// The signs that a screening treats itself: id, what they catch, and beside what a p-value is or
/// why there is none.
const SCREENED: &[(&str, &str, &str)] = &[
    ("official.inflated_mean", "a school's mean above the region's interval", RULE),
    ("official.rank_mismatch", "scores ranked against journal marks", RULE),
    ("official.cohort_jump", "a cohort's jump between two years", RULE),
    ("journal.lowered", "marks below the journal's, more often than elsewhere", REFERENCE),
    ("journal.confirmed", "marks as in the journal, more often than elsewhere", REFERENCE),
    ("journal.raised", "marks above the journal's, more often than elsewhere", REFERENCE),
    ("journal.gap", "marks two away from the journal's, more often than elsewhere", REFERENCE),
    (
        "heaping.three_bin",
        "papers piled up on mark boundaries",
        "a smooth distribution, exact; and more than in the reference group",
    ),
];
const RULE: &str = "none: it is a rule";
const REFERENCE: &str = "the reference group, with how much its groups differ";

/// Who states a sign; the first that its id begins with counts. All others are ours.
const ORIGINS: &[(&str, &str)] = &[
    ("official.inflated_mean", "official, 2019"),
    ("official.rank_mismatch", "official, 2019"),
    ("official.cohort_jump", "official, 2019"),
    ("official.group_crossing", "sign official, interval ours"),
    ("official.recheck_delta", "indicator official, tests ours"),
    ("official.objectivity_index", "official, 2019"),
    ("official.", "sign official, numbers ours"),
    ("journal.agreement", "published"),
    ("journal.leniency", OURS),
    ("journal.perfect", OURS),
    ("journal.", "sign official, test ours"),
    ("heaping.three_bin", "sign official, test ours"),
    ("heaping.round_percentages", "published idea, test ours"),
    ("level.", "funnel published, test ours"),
    ("legacy.", "published, on scores ours"),
    ("density", "published"),
    ("erasures", "published; items of several points ours"),
    ("person_fit", "published; tables for unequal maxima and missing answers ours"),
    ("pairs", "published; missing answers and tails below the smallest double ours"),
];
const OURS: &str = "ours";

/// All signs, those of one module together: columns `id, what, beside, origin`. `beside` is what a
/// p-value is beside, or why there is none, or none that may flag.
#[must_use]
pub fn listed() -> Table {
    let beside = |uses: Use| match uses {
        Use::Flags { beside, .. } => beside.to_owned(),
        Use::Context { reason } => format!("context only: {reason}"),
    };
    let mut all: Vec<[String; 3]> = Vec::new();
    all.extend(SCREENED.iter().map(|&(id, what, beside)| [id, what, beside].map(str::to_owned)));
    all.extend(ALL.iter().map(|sign| [sign.id.to_owned(), sign.doc.to_owned(), beside(sign.uses)]));
    let other = NOT_IN_POLICIES.iter();
    all.extend(
        other.map(|of| [of.id.to_owned(), of.what.to_owned(), format!("in no policy: {}", of.reason)]),
    );
    let module = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
    let modules: Vec<String> = all.iter().map(|[id, ..]| module(id)).collect();
    all.sort_by_key(|[id, ..]| modules.iter().position(|of| *of == module(id)));
    let origin = |id: &str| ORIGINS.iter().find(|(of, _)| id.starts_with(of)).map_or(OURS, |(_, who)| who);
    let column = |at: usize| all.iter().map(|row| row[at].clone()).collect::<Vec<String>>();
    Table::new()
        .with("id", column(0))
        .with("what", column(1))
        .with("beside", column(2))
        .with("origin", all.iter().map(|[id, ..]| origin(id).to_owned()).collect::<Vec<String>>())
}
