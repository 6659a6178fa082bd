//! The card of one school.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::error::ReportError;
use super::page::Page;
use super::published::{Published, Scope};
use super::wording;
use crate::data::{Grouping, Unit};
use crate::screening::Indication;
use crate::sorted::filled;
use crate::statistics::journal::Kind;

/// Histograms on one school's card.
const PLOTS_ON_A_CARD: usize = 6;

impl<'a> Page<'a> {
    /// One card for each school with a finding about it or its classes, by municipality and name:
    /// no ranking.
    pub(super) fn cards(&self, shown: &[&Indication]) -> Result<Vec<Value>, ReportError> {
        let mut by_school: BTreeMap<(&str, &str, &str), Vec<&Indication>> = BTreeMap::new();
        for finding in shown {
            if let Some(summary) = self.school_of(finding) {
                let school = summary.school.as_str();
                let name = self.screening.registry.name(school);
                by_school.entry((&summary.municipality, name, school)).or_default().push(finding);
            }
        }
        by_school
            .into_iter()
            .enumerate()
            .map(|(number, ((municipality, name, school), findings))| {
                self.card(number, municipality, name, school, &findings)
            })
            .collect()
    }

    fn card(
        &self,
        number: usize,
        municipality: &str,
        name: &str,
        school: &str,
        findings: &[&Indication],
    ) -> Result<Value, ReportError> {
        let scope = Scope::School(school);
        let wrote: Vec<&Published<'_>> = self.works.iter().filter(|w| w.n(scope) > 0).collect();
        let mut plotted = wrote.clone();
        plotted.sort_by(|a, b| excess(b, school).total_cmp(&excess(a, school)));
        plotted.truncate(PLOTS_ON_A_CARD);
        let plot = |work: &&Published<'_>| {
            let name = self.work_name(work.assessment());
            json!({ "name": name, "n": work.n(scope), "svg": self.plot(work, scope) })
        };
        let plots: Vec<Value> = plotted.iter().map(plot).collect();
        let results = self.papers(school);
        let more = json!({ "shown": plots.len(), "all": wrote.len() });
        let signs: BTreeSet<String> = filled(findings.iter().map(|f| self.words.sign(&f.sign, "name")));
        Ok(json!({
            "id": format!("school-{number}"),
            "name": name,
            "login": if name == school { "" } else { school },
            "municipality": municipality,
            "results": self.thousands(results),
            "works": wrote.len(),
            "per_work": results / wrote.len().max(1) as u64,
            "signs": signs,
            "findings": findings.iter().map(|f| self.finding(f)).collect::<Result<Vec<_>, _>>()?,
            "plots": plots,
            "more": match plotted.len() < wrote.len() {
                true => Some(wording::render(self.words.text(&["ui", "more_works"]), &more)?),
                false => None,
            },
            "journal": wrote.iter().filter_map(|w| self.agreement(w, school)).collect::<Vec<_>>(),
        }))
    }

    pub(super) fn finding(&self, finding: &Indication) -> Result<Value, ReportError> {
        Ok(json!({
            "name": self.words.sign(&finding.sign, "name"),
            "id": finding.id(),
            "unit": self.words.text(&["units", finding.unit.name()]),
            "group": match finding.whom() {
                Unit::Class { class, .. } => class_name(&class, finding.grade),
                unit => unit.name(),
            },
            "of_school": finding.unit == Grouping::School,
            "text": self.words.explain(finding)?,
        }))
    }

    /// The journal row of one work: the school's shares, and the other schools'.
    pub(super) fn agreement(&self, work: &Published<'_>, school: &str) -> Option<Value> {
        let scope = Scope::School(school);
        let n = work.with_journal(scope);
        let cell = |kind| {
            json!({
                "here": self.words.percent(work.agreement(scope, kind)),
                "there": self.words.percent(work.agreement_beside(scope, kind)),
            })
        };
        let name = self.work_name(work.assessment());
        (n > 0).then(|| json!({ "work": name, "n": n, "cells": Kind::ALL.map(cell) }))
    }
}

/// Where classes are letters, the grade stands before them; a class without a letter is the grade.
pub(super) fn class_name(class: &str, grade: Option<u8>) -> String {
    match grade {
        Some(grade) if class.trim_end().ends_with('-') || class.trim().is_empty() => grade.to_string(),
        Some(grade) if !class.starts_with(char::is_numeric) => format!("{grade} {class}"),
        _ => class.to_owned(),
    }
}

/// By how much the school's papers on boundaries exceed those of a straight line, in papers: which
/// works to show first.
fn excess(work: &Published<'_>, school: &str) -> f64 {
    let histogram = work.counts(school);
    let at = |c: &u16| match usize::from(*c).checked_sub(1).and_then(|from| histogram.get(from..from + 3)) {
        Some(bins) => bins[1] as f64 - (bins[0] + bins[2]) as f64 / 2.0,
        None => 0.0,
    };
    work.assessment().boundaries.iter().flatten().map(at).sum()
}
