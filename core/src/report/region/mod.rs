//! The report of a territory under the evidence layer: one page of answers, then the found schools
//! by strength, municipalities, what could not be judged, an index of all schools, the methods.

mod charts;
mod list;
mod sentences;
mod tables;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::bins::SMALLEST_SHOWN;
use super::{Page, ReportError, ReportOptions, Words, render_page};
use crate::evidence::{Evidence, Interval, Outcome, SchoolEvidence};

const HTML: &str = include_str!("region.html");
const STYLE: &str = concat!(include_str!("../style.css"), include_str!("region.css"));

/// The territory or municipality of one page.
pub(super) struct Region<'a> {
    page: &'a Page<'a>,
    words: &'a Words,
    evidence: &'a Evidence,
    /// The schools of the page, in the order of their logins.
    schools: Vec<&'a SchoolEvidence>,
    /// Papers raised beyond the reference, of all schools of the page.
    raised: Option<Interval>,
}

/// What a page says of a school: nothing of one with fewer than five pupils in a work, on average.
fn said_of(school: &SchoolEvidence) -> Outcome {
    if is_small(school) { Outcome::NotJudged } else { school.outcome }
}

fn is_small(school: &SchoolEvidence) -> bool {
    school.papers < SMALLEST_SHOWN * school.works.len() as u64
}

impl<'a> Region<'a> {
    pub(super) fn new(page: &'a Page<'a>, evidence: &'a Evidence, options: &ReportOptions) -> Self {
        let schools = page.schools.keys().filter_map(|school| evidence.school(school)).collect();
        let raised = match &options.municipality {
            None => evidence.territory.raised,
            Some(name) => {
                evidence.municipalities.iter().find(|m| m.municipality == *name).and_then(|m| m.raised)
            }
        };
        Self { page, words: page.words, evidence, schools, raised }
    }

    pub(super) fn html(&self, options: &ReportOptions) -> Result<String, ReportError> {
        let (words, screening) = (self.words, self.page.screening);
        let whole = options.municipality.is_none();
        let works: Vec<Value> = self.page.works.iter().filter_map(|work| self.page.work(work)).collect();
        let found = self.list()?;
        render_page(
            HTML,
            &json!({
                "style": STYLE,
                "lang": words.text(&["lang"]),
                "t": words.all["region"],
                "ui": words.all["ui"],
                "words": words.all["evidence"],
                "title": options.title.as_deref().unwrap_or(words.text(&["title"])),
                "heading": words.text(&["title"]),
                "restricted": self.page.restriction(options)?,
                "subtitle": self.subtitle()?,
                "lead": self.sentences()?,
                "bars": self.bars()?,
                "outcomes": self.outcomes(),
                "all": self.row_of_all(),
                "blocks": self.blocks(),
                "up": self.page.up(),
                "found": found,
                "findings": if self.page.paths.is_some() { Vec::new() } else { self.findings()? },
                "hidden": self.hidden()?,
                "extreme": self.extreme(),
                "municipalities": if whole { self.municipalities() } else { Vec::new() },
                "limits": self.limits(),
                "reasons": self.reasons(),
                "index": self.index()?,
                "works": works,
                "others": self.page.others(&screening.findings().collect::<Vec<_>>())?,
                "notes": self.notes(whole)?,
                "methods": self.page.methods(),
                "rules": screening.policy.rules.iter().map(|rule| self.page.rule(rule)).collect::<Result<Vec<_>, _>>()?,
                "policy": screening.policy.name,
                "policy_note": self.page.policy_note(),
                "input": self.page.input(),
                "date": options.date,
                "version": env!("CARGO_PKG_VERSION"),
            }),
        )
    }

    fn with(&self, outcome: Outcome) -> impl Iterator<Item = &&'a SchoolEvidence> {
        self.schools.iter().filter(move |school| said_of(school) == outcome)
    }

    fn papers(&self) -> u64 {
        self.schools.iter().map(|school| self.papers_of(school)).sum()
    }

    /// Its papers that are counted anywhere on a page.
    fn papers_of(&self, school: &SchoolEvidence) -> u64 {
        self.page.papers(&school.school)
    }

    /// What was compared, how far it can be believed, what other views say.
    fn notes(&self, whole: bool) -> Result<Vec<String>, ReportError> {
        let mut lines = Vec::new();
        if whole {
            lines.extend(self.page.whole(self.evidence)?);
        }
        lines.extend(self.page.left_out(self.evidence)?);
        Ok(lines)
    }

    fn name(&self, school: &'a SchoolEvidence) -> &'a str {
        self.page.screening.registry.name(&school.school)
    }

    /// Its login, where it has a name besides.
    fn login(&self, school: &'a SchoolEvidence) -> &'a str {
        if self.name(school) == school.school { "" } else { &school.school }
    }

    fn text(&self, key: &'static str) -> &'a str {
        self.words.text(&["region", key])
    }

    /// A strength as it is printed: nothing is told apart beyond what a calibration bears out.
    fn strength(&self, posterior: f64) -> String {
        let ceiling = self.evidence.calibration.ceiling;
        let number = |share: f64| self.words.number(100.0 * share, 0);
        match posterior {
            p if p >= ceiling => format!("≥\u{a0}{}", number(ceiling)),
            p if p < 0.1 => format!("<\u{a0}{}", self.words.number(10.0, 0)),
            p => number(p),
        }
    }
}
