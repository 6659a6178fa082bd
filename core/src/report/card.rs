//! The card of one school.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::bins::SMALLEST_SHOWN;
use super::error::ReportError;
use super::page::{Page, others};
use super::{Histogram, wording};
use crate::data::{Cells, Grouping, Tally, Unit};
use crate::screening::{Indication, Work};
use crate::sorted::filled;
use crate::statistics::journal::{self, Kind};
use crate::statistics::share::Count;

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
        let wrote: Vec<&Work> = self
            .screening
            .works
            .iter()
            .filter(|w| w.by_school.groups().get(school).is_some_and(|c| c.n() >= SMALLEST_SHOWN))
            .collect();
        let mut plotted = wrote.clone();
        plotted.sort_by(|a, b| excess(b, school).total_cmp(&excess(a, school)));
        plotted.truncate(PLOTS_ON_A_CARD);
        let plots: Vec<Value> = plotted.iter().map(|w| self.plot(w, school)).collect();
        let results: u64 = wrote.iter().filter_map(|w| w.by_school.groups().get(school)).map(Cells::n).sum();
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

    fn plot(&self, work: &Work, school: &str) -> Value {
        let a = work.assessment();
        let counts = work.by_school.groups()[school].histogram();
        let n: u64 = counts.iter().sum();
        let name = self.work_name(a);
        let reference = others(&work.by_school.histogram(), &counts, a.boundaries);
        let plot = Histogram {
            counts: &counts,
            boundaries: a.boundaries,
            reference: reference.as_deref(),
            title: &name,
        };
        json!({ "name": name, "n": n, "svg": plot.svg() })
    }

    /// The journal row of one work: the school's shares, and the other schools'.
    pub(super) fn agreement(&self, work: &Work, school: &str) -> Option<Value> {
        let of = |group: &str, kind| journal::count(&work.by_school, group, kind);
        let n = of(school, Kind::Confirmed).n;
        if n < SMALLEST_SHOWN {
            return None;
        }
        let cells: Vec<Value> = Kind::ALL
            .iter()
            .map(|&kind| {
                let own = of(school, kind);
                let others: Vec<Count> =
                    work.by_school.groups().keys().filter(|g| *g != school).map(|g| of(g, kind)).collect();
                let others = Count::sum(&others);
                json!({
                    "here": self.share(own),
                    "there": self.share(others),
                })
            })
            .collect();
        Some(json!({ "work": self.work_name(work.assessment()), "n": n, "cells": cells }))
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
fn excess(work: &Work, school: &str) -> f64 {
    let at = |tally: &Tally, c: u16| -> f64 {
        let Some(cells) = tally.groups().get(school) else { return 0.0 };
        let histogram = cells.histogram();
        let c = usize::from(c);
        match histogram.get(c - 1..=c + 1) {
            Some(bins) => bins[1] as f64 - (bins[0] + bins[2]) as f64 / 2.0,
            None => 0.0,
        }
    };
    work.assessment().boundaries.iter().flatten().map(|&c| at(&work.by_school, c)).sum()
}
