//! Outcomes, signs, municipalities, and what could not be judged.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::charts::{Part, stacked};
use super::list::BLOCKS;
use super::{Region, said_of};
use crate::evidence::{Block, Outcome, Outcomes, Reason, SchoolEvidence};
use crate::report::ReportError;
use crate::report::bins::SMALLEST_SHOWN;

/// Papers of a school, in classes: each from the first to below the next.
const SIZES: [u64; 5] = [0, 50, 100, 200, 400];

impl Region<'_> {
    /// The schools of the page by outcome, and their papers: they sum to all.
    pub(super) fn outcomes(&self) -> Vec<Value> {
        let row = |&outcome: &Outcome| {
            let (schools, papers) = self.sums(outcome);
            json!({
                "key": outcome.name(),
                "name": self.words.text(&["evidence", "outcomes", outcome.name()]),
                "what": self.words.text(&["evidence", "outcome_what", outcome.name()]),
                "schools": self.words.count(schools),
                "papers": self.words.count(papers),
            })
        };
        Outcome::ALL.iter().map(row).collect()
    }

    fn sums(&self, outcome: Outcome) -> (u64, u64) {
        self.with(outcome)
            .fold((0, 0), |(schools, papers), school| (schools + 1, papers + self.papers_of(school)))
    }

    pub(super) fn row_of_all(&self) -> Value {
        json!({
            "schools": self.words.count(self.schools.len() as u64),
            "papers": self.words.count(self.papers()),
        })
    }

    /// The shares of schools and of papers with each outcome, as two bars.
    pub(super) fn bars(&self) -> Result<Value, ReportError> {
        let sums: Vec<(Outcome, (u64, u64))> =
            Outcome::ALL.iter().map(|&outcome| (outcome, self.sums(outcome))).collect();
        let name = |outcome: Outcome| self.words.text(&["evidence", "outcomes", outcome.name()]);
        let parts = |of: fn((u64, u64)) -> u64| -> Vec<Part<'_>> {
            sums.iter().map(|&(outcome, sum)| (outcome.name(), name(outcome), of(sum))).collect()
        };
        let labels = [self.text("bar_schools"), self.text("bar_papers")];
        let open = [Outcome::Undecided, Outcome::NotJudged].map(|outcome| self.sums(outcome).1);
        let answered = 1.0 - open.into_iter().sum::<u64>() as f64 / self.papers().max(1) as f64;
        Ok(json!({
            "svg": stacked(&[(labels[0], &parts(|s| s.0)), (labels[1], &parts(|s| s.1))], |share| {
                self.words.with_sign(&self.words.number(100.0 * share, 0))
            }),
            "title": crate::report::wording::render(
                self.text("bars_title"),
                &json!({ "share": self.words.number(100.0 * answered, 0) }),
            )?,
        }))
    }

    /// The blocks of signs: how many schools are found mostly by each, in how many it could judge.
    pub(super) fn blocks(&self) -> Vec<Value> {
        let row = |block: Block| {
            let text = |part| self.words.text(&["region", "blocks", block.name(), part]);
            let judged = self.schools.iter().filter(|school| school.blocks.contains_key(&block)).count();
            let found = self.found().filter(|school| school.block == Some(block)).count();
            json!({
                "letter": text("letter"),
                "name": text("name"),
                "what": text("what"),
                "found": found,
                "judged": self.words.number(100.0 * judged as f64 / self.schools.len() as f64, 0),
            })
        };
        BLOCKS.into_iter().map(row).collect()
    }

    /// Municipalities in alphabetical order: described, never found.
    pub(super) fn municipalities(&self) -> Vec<Value> {
        let mut places: BTreeMap<&str, (Outcomes, u64, u64)> = BTreeMap::new();
        for school in &self.schools {
            let place = places.entry(&school.municipality).or_default();
            place.0.add(said_of(school));
            let papers = self.papers_of(school);
            place.1 += papers;
            place.2 += if said_of(school) == Outcome::NotJudged { 0 } else { papers };
        }
        let row = |(name, (outcomes, papers, judged)): (&str, (Outcomes, u64, u64))| {
            let known = self.evidence.municipalities.iter().find(|m| m.municipality == name);
            let raised = known.and_then(|m| m.raised).filter(|_| papers >= SMALLEST_SHOWN);
            let share = |value: f64| self.words.percent(value.max(0.0) / papers as f64);
            json!({
                "name": if name.is_empty() { self.text("no_municipality") } else { name },
                "href": self.page.paths.and_then(|paths| paths.municipalities.get(name)),
                "schools": outcomes.sum(),
                "papers": self.shown(papers),
                "raised": raised.map(|r| share(r.value)),
                "interval": raised.map(|r| format!("{}\u{2060}–\u{2060}{}", share(r.lower), share(r.upper))),
                "found": outcomes.found(),
                "extreme": outcomes.extreme,
                "cleared": outcomes.cleared,
                "undecided": outcomes.undecided,
                "not_judged": outcomes.not_judged,
                "judged": self.words.number(100.0 * judged as f64 / papers.max(1) as f64, 0),
            })
        };
        let unplaced = places.remove("").map(|sums| ("", sums));
        let rows: Vec<Value> = places.into_iter().chain(unplaced).map(row).collect();
        // One alone is the page itself.
        if rows.len() > 1 { rows } else { Vec::new() }
    }

    fn shown(&self, papers: u64) -> String {
        if papers < SMALLEST_SHOWN { format!("<\u{a0}{SMALLEST_SHOWN}") } else { self.words.count(papers) }
    }

    /// By papers of a school: how many could be judged, and which share of raised papers would have
    /// been found four times of five.
    pub(super) fn limits(&self) -> Vec<Value> {
        let upper = SIZES[1..].iter().copied().chain([u64::MAX]);
        let rows = SIZES.into_iter().zip(upper).filter_map(|(from, to)| {
            let own: Vec<&&SchoolEvidence> =
                self.schools.iter().filter(|school| (from..to).contains(&school.papers)).collect();
            let mut limits: Vec<f64> = own.iter().filter_map(|school| school.detection_limit).collect();
            limits.sort_by(f64::total_cmp);
            let judged = own.iter().filter(|school| said_of(school) != Outcome::NotJudged).count();
            (!own.is_empty()).then(|| {
                json!({
                    "size": if to == u64::MAX { format!("{from}+") } else { format!("{from}–{}", to - 1) },
                    "schools": own.len(),
                    "judged": judged,
                    "limit": limits.get(limits.len() / 2).map(|&limit| self.words.number(100.0 * limit, 0)),
                    "unseen": own.len() - limits.len(),
                })
            })
        });
        rows.collect()
    }

    /// Schools that a block could not judge, by the reason.
    pub(super) fn reasons(&self) -> Vec<Value> {
        let mut counts: BTreeMap<(usize, Reason), u64> = BTreeMap::new();
        for not in self.schools.iter().flat_map(|school| &school.not_judged) {
            if let Some(place) = BLOCKS.iter().position(|&block| block == not.block) {
                *counts.entry((place, not.reason)).or_default() += 1;
            }
        }
        let row = |((place, reason), schools): ((usize, Reason), u64)| {
            json!({
                "block": self.words.text(&["region", "blocks", BLOCKS[place].name(), "name"]),
                "reason": self.words.text(&["evidence", "reasons", reason.name()]),
                "schools": self.words.count(schools),
            })
        };
        counts.into_iter().map(row).collect()
    }
}
