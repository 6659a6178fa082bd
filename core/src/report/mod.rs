//! Words, charts and the HTML report.

mod bins;
mod evidence;
#[cfg(any(feature = "csv", feature = "write"))]
mod outputs;
mod plan;
mod plan_sections;
mod svg;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

pub use bins::{Bin, shown_bins};
#[cfg(any(feature = "csv", feature = "write"))]
pub use outputs::Shape;
#[cfg(feature = "csv")]
pub use outputs::schools_csv;
#[cfg(feature = "write")]
pub use outputs::schools_xlsx;
pub use plan::{explain_remark, plan_html, plan_markdown, remarks_table};
pub use svg::Histogram;
pub use wording::Language;

use crate::data::{Assessment, Cells, Grouping, Tally, Unit};
use crate::screening::{Indication, Rule, SchoolSummary, Screening, ScreeningError, Sign, Work};
use crate::sorted::filled;
use crate::statistics::journal::{self, Kind};
use crate::statistics::official;
use crate::statistics::share::Count;
use bins::SMALLEST_SHOWN;
use wording::Words;

const TEMPLATE: &str = include_str!("template.html");
/// Histograms on one school's card.
const PLOTS_ON_A_CARD: usize = 6;

/// Why a report cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum ReportError {
    /// A language that there is no wording for.
    #[error("language is {got:?}, expected ru or en")]
    Language { got: String },
    /// A template that does not render.
    #[error("the template does not render: {reason}")]
    Template { reason: String },
    /// A shape, a format or another name that there is none of.
    #[error("{what} is {got:?}, expected one of {expected}")]
    Name { what: &'static str, got: String, expected: &'static str },
    /// The official shape of what has no official signs.
    #[error(
        "the policy {policy} has no official signs: the official shape needs a screening by official-2019"
    )]
    Shape { policy: String },
    /// A school or municipality that the screening does not have.
    #[error("no {what} {name:?} in this screening, expected {expected}")]
    Unknown { what: &'static str, name: String, expected: String },
    /// A file that cannot be written.
    #[error("not writable as {format}: {reason}")]
    Unwritable { format: &'static str, reason: String },
    /// No such finding.
    #[error(transparent)]
    Screening(#[from] ScreeningError),
}

impl ReportError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Language { .. } => "report.language",
            Self::Template { .. } => "report.template",
            Self::Name { .. } => "report.name",
            Self::Shape { .. } => "report.shape",
            Self::Unknown { .. } => "report.unknown",
            Self::Unwritable { .. } => "report.unwritable",
            Self::Screening(error) => error.code(),
        }
    }
}

/// What a report needs besides the screening.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportOptions {
    /// Language.
    pub language: Language,
    /// A title in place of the usual one, such as the name of the territory.
    pub title: Option<String>,
    /// The date to print, as text: the core has no clock.
    pub date: Option<String>,
    /// Only the schools of this municipality; what they are compared with stays the whole.
    pub municipality: Option<String>,
    /// Only the school of this login; what it is compared with stays the whole.
    pub school: Option<String>,
}

/// What a finding says, in words: the numbers, what they are compared with, how large the sample
/// is, what to look at.
///
/// # Errors
/// [`ScreeningError::NoFinding`] for an unknown id.
pub fn explain(screening: &Screening, id: &str, language: Language) -> Result<String, ReportError> {
    Words::of(language)?.explain(screening.finding(id)?)
}

/// A self-contained HTML page: what was examined, what was found, cards of schools, how it was
/// computed.
///
/// Pupils are not named; findings about groups of fewer than five are counted and not shown. The
/// page needs nothing from outside and prints on A4. With a municipality or a school among the
/// options it is the same page restricted to these schools: their results, findings and cards,
/// beside the reference of the whole.
///
/// # Errors
/// [`ReportError::Unknown`] for a municipality or school that the screening does not have,
/// [`ReportError::Template`] if the page does not render.
pub fn html(screening: &Screening, options: &ReportOptions) -> Result<String, ReportError> {
    let words = Words::of(options.language)?;
    let page = Page { screening, words: &words, schools: chosen(screening, options)? };
    let context = page.context(options)?;
    render_page(TEMPLATE, &context)
}

/// The schools that the page is about.
fn chosen<'a>(
    screening: &'a Screening,
    options: &ReportOptions,
) -> Result<BTreeMap<&'a str, &'a SchoolSummary>, ReportError> {
    let mut schools: BTreeMap<&str, &SchoolSummary> =
        filled(screening.schools.iter().map(|s| (s.school.as_str(), s)));
    if let Some(name) = &options.municipality {
        let known: BTreeSet<&str> = filled(schools.values().map(|s| s.municipality.as_str()));
        schools.retain(|_, s| !name.is_empty() && s.municipality == *name);
        if schools.is_empty() {
            let known: Vec<&str> = known.into_iter().filter(|m| !m.is_empty()).collect();
            let expected = if known.is_empty() {
                "results or a registry with municipalities".to_owned()
            } else {
                format!("one of {}", known.join(", "))
            };
            return Err(ReportError::Unknown { what: "municipality", name: name.clone(), expected });
        }
    }
    if let Some(login) = &options.school {
        let (number, first) = (schools.len(), schools.keys().next().copied().unwrap_or("").to_owned());
        schools.retain(|school, _| school == login);
        if schools.is_empty() {
            let expected = format!("one of {number} logins such as {first}");
            return Err(ReportError::Unknown { what: "school", name: login.clone(), expected });
        }
    }
    Ok(schools)
}

/// An HTML template, rendered; text is escaped.
fn render_page(template: &str, context: &Value) -> Result<String, ReportError> {
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    // The engine's own filters, all of them, would make the package for browsers an eighth larger.
    environment.add_filter("lower", |text: &str| text.to_lowercase());
    environment.add_filter("capitalize", capitalize);
    let wrong = |e: minijinja::Error| ReportError::Template { reason: format!("{e:#}") };
    environment.add_template("page.html", template).map_err(wrong)?;
    let page = environment.get_template("page.html").and_then(|t| t.render(minijinja::value::Serde(context)));
    page.map_err(wrong)
}

struct Page<'a> {
    screening: &'a Screening,
    words: &'a Words,
    schools: BTreeMap<&'a str, &'a SchoolSummary>,
}

impl<'a> Page<'a> {
    fn context(&self, options: &ReportOptions) -> Result<Value, ReportError> {
        let s = self.screening;
        let restricted = options.municipality.is_some() || options.school.is_some();
        let (shown, small): (Vec<&Indication>, Vec<&Indication>) =
            s.findings().filter(|f| self.is_about(f, options)).partition(|f| f.pupils >= SMALLEST_SHOWN);
        let (suppressed, found) = (small.len(), small.len() + shown.len());
        let marked = self.schools.values().filter(|s| s.marked).count() as u64;
        let all = official::objectivity_index(self.schools.len() as u64, marked)
            .map_err(|e| ReportError::Screening(e.into()))?;
        let territories = if restricted { Vec::new() } else { self.territories(&shown) };
        let works: Vec<Value> = s.works.iter().filter_map(|w| self.work(w)).collect();
        let hashes: BTreeSet<&str> =
            filled(s.works.iter().flat_map(|w| w.fingerprints.iter().map(String::as_str)));
        let cards = self.cards(&shown)?;
        let quiet = json!({ "quiet": self.schools.len() - cards.len() });
        Ok(json!({
            "t": self.words.all,
            "ui": self.words.all["ui"],
            "title": options.title.as_deref().unwrap_or(self.words.text(&["title"])),
            "heading": self.words.text(&["title"]),
            "restricted": self.restriction(options)?,
            "single": options.school.is_some(),
            "date": options.date,
            "version": env!("CARGO_PKG_VERSION"),
            "input": combine(&hashes),
            "policy": s.policy.name,
            "official": s.policy.rules.iter().any(|r| matches!(r.sign, Sign::InflatedMean { .. })),
            "numbers": {
                "works": works.len(),
                "schools": self.schools.len(),
                "results": self.thousands(self.schools.values().map(|s| s.n).sum()),
                "marked": marked,
                "share": self.words.number(all.share, 1),
                "index": self.words.number(all.statistic, 1),
                "findings": found,
            },
            "works": works,
            "territories": territories,
            "cards": cards,
            "none": found == 0,
            "others": self.others(&shown)?,
            "quiet": wording::render(self.words.text(&["ui", "quiet"]), &quiet)?,
            "suppressed": match suppressed {
                0 => None,
                count => Some(wording::render(self.words.text(&["ui", "suppressed"]), &json!({ "suppressed": count }))?),
            },
            "rules": s.policy.rules.iter().map(|r| self.rule(r)).collect::<Result<Vec<_>, _>>()?,
            "methods": self.methods(),
            "evidence": self.evidence(options)?,
            "policy_note": self.policy_note(),
        }))
    }

    fn work_name(&self, a: &Assessment) -> String {
        format!("{}, {}", self.words.text(&["subjects", &a.subject]), a.test_grade)
    }

    /// The school of the page that the finding is about, itself or by a class.
    fn school_of(&self, finding: &Indication) -> Option<&'a SchoolSummary> {
        self.schools.get(finding.whom().school()?).copied()
    }

    /// Whether the finding is about the schools of the page, their classes, or the municipality
    /// asked for.
    fn is_about(&self, finding: &Indication, options: &ReportOptions) -> bool {
        match finding.unit {
            Grouping::School | Grouping::Class => self.school_of(finding).is_some(),
            Grouping::Municipality | Grouping::All => {
                options.school.is_none() && options.municipality.as_ref().is_none_or(|m| *m == finding.group)
            }
        }
    }

    /// Which schools the page is restricted to, in words.
    fn restriction(&self, options: &ReportOptions) -> Result<Option<String>, ReportError> {
        let name = match (&options.school, &options.municipality) {
            (Some(login), _) => self.screening.registry.name(login),
            (None, Some(municipality)) => municipality,
            (None, None) => return Ok(None),
        };
        let text = self.words.text(&["ui", "restricted"]);
        wording::render(text, &json!({ "name": name })).map(Some)
    }

    /// One work as the schools of the page wrote it; none if they are fewer than five pupils.
    fn work(&self, work: &Work) -> Option<Value> {
        let a = work.assessment();
        let whole = work.by_school.histogram();
        let mut histogram = vec![0; whole.len()];
        let own: Vec<&str> =
            self.schools.keys().filter(|s| work.by_school.groups().contains_key(**s)).copied().collect();
        for school in &own {
            for (sum, count) in histogram.iter_mut().zip(work.by_school.groups()[*school].histogram()) {
                *sum += count;
            }
        }
        let n: u64 = histogram.iter().sum();
        if n < SMALLEST_SHOWN {
            return None;
        }
        let sum: u64 = (0..).zip(&histogram).map(|(total, count): (u64, _)| total * count).sum();
        let season = a.season.map(|s| serde_json::to_value(s).unwrap_or_default());
        let season = season.as_ref().and_then(Value::as_str).map(|s| self.words.text(&["seasons", s]));
        let name = self.work_name(a);
        let agreement: Vec<String> = Kind::ALL
            .iter()
            .map(|&kind| {
                let all: Vec<Count> = own.iter().map(|g| journal::count(&work.by_school, g, kind)).collect();
                self.share(Count::sum(&all))
            })
            .collect();
        let reference = others(&whole, &histogram, a.boundaries);
        Some(json!({
            "subject": self.words.text(&["subjects", &a.subject]),
            "name": name,
            "grade": a.test_grade,
            "year": match season { Some(season) => format!("{}, {season}", a.year), None => a.year.to_string() },
            "n": self.thousands(n),
            "schools": own.len(),
            "mean": self.words.percent(sum as f64 / n as f64 / f64::from(a.max_total())),
            "boundaries": a.boundaries.map(|[three, four, five]| format!("{three} / {four} / {five}")),
            "agreement": agreement,
            "plot": (n >= SMALLEST_SHOWN).then(|| {
                let reference = reference.as_deref();
                Histogram { counts: &histogram, boundaries: a.boundaries, reference, title: &name }.svg()
            }),
        }))
    }

    /// Schools with shown findings by municipality: a suppressed finding must not come back as the
    /// only one of its place.
    fn territories(&self, shown: &[&Indication]) -> Vec<Value> {
        let of_school = shown.iter().filter(|f| f.unit == Grouping::School);
        let marked: BTreeSet<&str> = filled(of_school.map(|f| f.group.as_str()));
        let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for school in self.screening.schools.iter().filter(|s| !s.municipality.is_empty()) {
            let count = counts.entry(&school.municipality).or_default();
            *count = (count.0 + 1, count.1 + u64::from(marked.contains(school.school.as_str())));
        }
        let row = |(name, (schools, marked)): (&str, (u64, u64))| {
            let share = self.words.percent(marked as f64 / schools as f64);
            json!({"name": name, "schools": schools, "marked": marked, "share": share})
        };
        counts.into_iter().map(row).collect()
    }

    /// One card for each school with a finding about it or its classes, by municipality and name:
    /// no ranking.
    fn cards(&self, shown: &[&Indication]) -> Result<Vec<Value>, ReportError> {
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

    fn finding(&self, finding: &Indication) -> Result<Value, ReportError> {
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

    /// Findings about municipalities; those about classes stand on their school's card.
    fn others(&self, shown: &[&Indication]) -> Result<Vec<Value>, ReportError> {
        shown.iter().filter(|f| f.unit == Grouping::Municipality).map(|f| self.finding(f)).collect()
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
    fn agreement(&self, work: &Work, school: &str) -> Option<Value> {
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

    fn rule(&self, rule: &Rule) -> Result<Value, ReportError> {
        let percent = |value: Option<f64>| value.map(|v| format!("{} %", self.words.number(100.0 * v, 0)));
        Ok(json!({
            "sign": self.words.sign(&sign_key(&rule.sign), "name"),
            "unit": self.words.text(&["units", rule.unit.name()]),
            "n": rule.min_n,
            "fdr": percent(rule.fdr),
            "effect": rule.min_effect.map(|least| self.words.scaled(least, rule.sign.scale())).transpose()?,
        }))
    }

    /// What is wrong with a policy that is kept for old screenings.
    fn policy_note(&self) -> Option<&str> {
        let name = self.screening.policy.name.as_str();
        let note = self.words.text(&["policies", name]);
        (note != name).then_some(note)
    }

    fn methods(&self) -> Vec<Value> {
        let mut keys: Vec<String> = self.screening.policy.rules.iter().map(|r| sign_key(&r.sign)).collect();
        if self.screening.evidence().is_some() {
            keys.splice(0..0, ["heaping", "fit", "class"].map(|block| format!("evidence.{block}")));
        }
        let mut seen = BTreeSet::new();
        let method = |key: &String| {
            json!({
                "name": self.words.sign(key, "name"),
                "what": self.words.sign(key, "what"),
                "cannot": self.words.sign(key, "cannot"),
            })
        };
        keys.iter().filter(|key| seen.insert((*key).clone())).map(method).collect()
    }

    /// A share in per cent; a dash for a group too small to be shown.
    fn share(&self, of: Count) -> String {
        self.words.percent(if of.n >= SMALLEST_SHOWN { of.count as f64 / of.n as f64 } else { f64::NAN })
    }

    /// Thousands apart by thin spaces.
    fn thousands(&self, n: u64) -> String {
        let digits = n.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap_or("")).collect();
        groups.join("\u{202f}")
    }
}

/// Where classes are letters, the grade stands before them; a class without a letter is the grade.
fn class_name(class: &str, grade: Option<u8>) -> String {
    match grade {
        Some(grade) if class.trim_end().ends_with('-') || class.trim().is_empty() => grade.to_string(),
        Some(grade) if !class.starts_with(char::is_numeric) => format!("{grade} {class}"),
        _ => class.to_owned(),
    }
}

fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The counts of the other pupils, scaled to as many as `own` has; none where the others are fewer
/// than five.
fn others(whole: &[u64], own: &[u64], boundaries: Option<[u16; 3]>) -> Option<Vec<f64>> {
    let n: u64 = own.iter().sum();
    let rest: Vec<u64> = whole.iter().zip(own).map(|(whole, own)| whole - own).collect();
    let all: u64 = rest.iter().sum();
    let scaled =
        |bin: Bin| std::iter::repeat_n(bin.height() * n as f64 / all as f64, bin.last + 1 - bin.first);
    (all >= SMALLEST_SHOWN).then(|| shown_bins(&rest, boundaries).into_iter().flat_map(scaled).collect())
}

/// The key of a sign's words.
fn sign_key(sign: &Sign) -> String {
    match sign {
        Sign::CohortJump { .. } => "official.cohort_jump.fall".to_owned(),
        sign => sign.id(),
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

/// One hash for all inputs: FNV-1a over their fingerprints in order.
fn combine(hashes: &BTreeSet<&str>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in hashes.iter().flat_map(|h| h.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screening::{Policy, screen};
    use crate::simulate::{MunicipalityOptions, municipality};
    use crate::statistics::sign::Use;
    use crate::statistics::signs;

    fn page(policy: &Policy, language: Language) -> String {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let s = screen(&m.results, policy, &m.registry).unwrap();
        let options = ReportOptions { language, date: Some("2026-11-24".to_owned()), ..Default::default() };
        html(&s, &options).unwrap()
    }

    #[test]
    fn a_report_renders_in_both_languages_and_for_both_policies() {
        for policy in [Policy::calibrated_1(), Policy::official_2019()] {
            for (language, word) in
                [(Language::Russian, "Признак — не вывод"), (Language::English, "A sign is not a verdict")]
            {
                let page = page(&policy, language);
                assert!(page.contains(word) && page.contains("<svg") && page.contains(&policy.name));
                assert!(!page.contains("NaN") && !page.contains("{{") && !page.contains("http"));
            }
        }
    }

    #[test]
    fn no_picture_of_a_report_names_one_to_four_pupils() {
        let page = page(&Policy::official_2019(), Language::English);
        let mut bars = 0;
        for picture in page.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next()) {
            for bar in picture.split("<rect").skip(1) {
                let title = bar.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap();
                let (_, count) = title.rsplit_once(": ").unwrap();
                assert!(count.parse::<u64>().unwrap() >= SMALLEST_SHOWN, "{title}");
                bars += 1;
            }
        }
        assert!(bars > 50, "{bars}");
    }

    #[test]
    fn every_finding_can_be_explained_in_both_languages() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        for policy in [Policy::calibrated_1(), Policy::official_2019()] {
            let s = screen(&m.results, &policy, &m.registry).unwrap();
            assert!(s.findings().count() > 0);
            for finding in s.findings() {
                for language in [Language::Russian, Language::English] {
                    let text = explain(&s, &finding.id(), language).unwrap();
                    assert!(!text.contains('–') || !text.contains(" – %"), "{text}");
                    assert!(text.len() > 100 && !text.contains("NaN"), "{text}");
                }
            }
        }
    }

    #[test]
    fn every_sign_that_a_policy_can_ask_for_has_words() {
        for language in [Language::Russian, Language::English] {
            let words = Words::of(language).unwrap();
            let signs = [
                Sign::InflatedMean { t: 1.96, with_constant: false },
                Sign::RankMismatch { ties: Default::default() },
                Sign::CohortJump { k: 3.0, quantile_type: 7 },
                Sign::Heaping {},
            ];
            let journal = Kind::ALL.map(|kind| Sign::Journal { kind });
            for key in signs.iter().chain(&journal).map(sign_key) {
                for part in ["name", "what", "cannot", "explain", "check"] {
                    assert_ne!(words.text(&["signs", &key, part]), part, "{key}");
                }
            }
        }
    }

    #[test]
    fn signs_of_groups_have_words_of_their_own_and_new_ones_the_generic() {
        for language in [Language::Russian, Language::English] {
            let words = Words::of(language).unwrap();
            for sign in signs::ALL {
                let parts: &[&str] = match sign.uses {
                    Use::Flags { .. } => &["name", "what", "cannot", "effect", "beside", "check"],
                    Use::Context { .. } => &["name", "what", "cannot"],
                };
                for part in parts {
                    let key = ["signs", sign.id, part];
                    assert_ne!(words.text(&key), *part, "{} {part}", sign.id);
                }
            }
            for part in ["name", "what", "cannot", "explain", "check"] {
                let text = words.sign("module.new_sign", part);
                assert!(text.len() > part.len() && !text.contains("{{ id"), "{text}");
            }
        }
    }

    #[test]
    fn findings_of_any_sign_read_as_sentences() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let rules =
            ["level", "spread", "profile", "profile.contrasts", "journal.perfect", "x_pattern"].map(|sign| {
                format!(
                    r#"{{"sign": "{sign}", "unit": "school", "min_n": 5, "fdr": 0.95, "min_effect": 0.01}}"#
                )
            });
        let json = format!(r#"{{"name": "own", "min_reference": 5, "rules": [{}]}}"#, rules.join(","));
        let s = screen(&m.results, &Policy::from_json(&json).unwrap(), &m.registry).unwrap();
        assert!(s.findings().map(|f| &f.sign).collect::<BTreeSet<_>>().len() >= 5);
        for language in [Language::Russian, Language::English] {
            for finding in s.findings() {
                let text = explain(&s, &finding.id(), language).unwrap();
                assert!(!text.contains("NaN") && !text.contains("{{") && !text.contains("explain"), "{text}");
                assert!(text.len() > 150, "{text}");
            }
            let options = ReportOptions { language, ..Default::default() };
            let page = html(&s, &options).unwrap();
            assert!(!page.contains("NaN") && !page.contains("{{") && !page.contains("by_group</"));
        }
    }

    #[test]
    fn a_school_of_three_pupils_is_not_shown_anywhere() {
        let a = Assessment::new("maths", 5, 2021, &[1; 10], Some([3, 5, 8])).unwrap();
        let row = |school: &'static str, total: usize| (school, total);
        let mut rows: Vec<(&str, usize)> = (0..60).map(|i| row(["s1", "s2"][i % 2], 2 + i % 5)).collect();
        rows.extend([row("tiny", 9), row("tiny", 10), row("tiny", 9)]);
        let parts = crate::data::ResultsBuilder {
            scores: ndarray::Array2::from_shape_fn((rows.len(), 10), |(p, i)| u8::from(i < rows[p].1)),
            school: crate::data::Labels::new(rows.iter().map(|r| r.0)),
            municipality: Some(crate::data::Labels::new(
                rows.iter().map(|r| if r.0 == "tiny" { "Far" } else { "Near" }),
            )),
            ..Default::default()
        };
        let results = crate::data::Results::new(a, parts).unwrap();
        let s = screen(&[results], &Policy::official_2019(), &crate::data::Registry::default()).unwrap();
        assert!(s.findings().any(|f| f.group == "tiny"));
        let page = html(&s, &ReportOptions { language: Language::English, ..Default::default() }).unwrap();
        assert!(!page.contains("tiny") && page.contains("not shown: 1"));
        assert!(page.contains("<td>Far</td><td class=\"r\">1</td><td class=\"r\">0</td>"));
    }

    #[test]
    fn a_page_of_a_municipality_or_school_holds_only_its_schools_beside_the_whole() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        let whole = html(&s, &ReportOptions::default()).unwrap();
        let mut cards = 0;
        for territory in &s.index()[1..] {
            let options = ReportOptions { municipality: Some(territory.group.clone()), ..Default::default() };
            let page = html(&s, &options).unwrap();
            cards += page.matches("class=\"card\"").count();
            for school in &s.schools {
                let ids = s
                    .findings()
                    .filter(|f| f.whom().school() == Some(school.school.as_str()))
                    .map(Indication::id);
                for id in ids.filter(|id| whole.contains(&format!("<code>{id}<"))) {
                    let own = school.municipality == territory.group;
                    assert_eq!(page.contains(&format!("<code>{id}<")), own, "{id}");
                }
            }
        }
        assert_eq!(cards, whole.matches("class=\"card\"").count());
        let marked = s.schools.iter().find(|s| s.marked).unwrap();
        let options = ReportOptions { school: Some(marked.school.clone()), ..Default::default() };
        let page = html(&s, &options).unwrap();
        assert_eq!(page.matches("class=\"card\"").count(), 1);
        assert!(page.contains("class=\"reference\"") && !page.contains("NaN"));
        for other in s.schools.iter().filter(|o| o.school != marked.school) {
            assert!(!page.contains(&other.school), "{}", other.school);
        }
    }

    #[test]
    fn an_unknown_school_or_municipality_is_named() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        for options in [
            ReportOptions { municipality: Some("Nowhere".to_owned()), ..Default::default() },
            ReportOptions { school: Some("Nowhere".to_owned()), ..Default::default() },
            ReportOptions { municipality: Some(String::new()), ..Default::default() },
        ] {
            let error = html(&s, &options).unwrap_err();
            assert_eq!(error.code(), "report.unknown");
            assert!(options.municipality.as_deref() == Some("") || error.to_string().contains("Nowhere"));
        }
    }

    #[test]
    fn a_page_of_one_school_shows_no_work_of_fewer_than_five_pupils() {
        use crate::data::{Assessment, Labels, Results, ResultsBuilder};
        let a = Assessment::new("maths", 5, 2021, &[9], Some([2, 4, 6])).unwrap();
        let school = Labels::new((0..40).map(|p| if p < 4 { "small" } else { "large" }));
        let scores = ndarray::Array2::from_shape_fn((40, 1), |(p, _)| (p % 10) as u8);
        let r = Results::new(a, ResultsBuilder { scores, school, ..Default::default() }).unwrap();
        let s = screen([&r], &Policy::official_2019(), &Default::default()).unwrap();
        let of = |school: &str| {
            html(&s, &ReportOptions { school: Some(school.to_owned()), ..Default::default() }).unwrap()
        };
        assert!(!of("small").contains("<svg"));
        // The four others are no reference either.
        assert!(of("large").contains("<svg") && !of("large").contains("class=\"reference\""));
    }

    #[test]
    fn names_are_escaped() {
        let mut m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let evil = |login: &String| {
            let school = crate::data::School { name: "<script>x</script>".to_owned(), ..Default::default() };
            (login.clone(), school)
        };
        m.registry = crate::data::Registry::new(m.registry.schools().keys().map(evil)).unwrap();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        assert!(!html(&s, &ReportOptions::default()).unwrap().contains("<script>x"));
    }
}
