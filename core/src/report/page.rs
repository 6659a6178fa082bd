//! What the page of a report shows, as the template reads it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::bins::SMALLEST_SHOWN;
use super::error::ReportError;
use super::files::Paths;
use super::published::{Published, Scope};
use super::wording::Words;
use super::{Histogram, ReportOptions, wording};
use crate::data::{Assessment, Fingerprint, Grouping};
use crate::screening::{Indication, Rule, SchoolSummary, Screening, Sign};
use crate::sorted::filled;
use crate::statistics::journal::Kind;
use crate::statistics::official;

/// The schools that the page is about.
pub(super) fn chosen<'a>(
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

pub(super) struct Page<'a> {
    pub(super) screening: &'a Screening,
    pub(super) words: &'a Words,
    pub(super) schools: BTreeMap<&'a str, &'a SchoolSummary>,
    /// What may be shown of each work: the same for every page of the screening.
    pub(super) works: &'a [Published<'a>],
    scope: Scope<'a>,
    /// The other pages of the report, where it is a folder.
    pub(super) paths: Option<&'a Paths>,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        screening: &'a Screening,
        words: &'a Words,
        options: &'a ReportOptions,
        works: &'a [Published<'a>],
    ) -> Result<Self, ReportError> {
        let scope = match (&options.school, &options.municipality) {
            (Some(login), _) => Scope::School(login),
            (None, Some(name)) => Scope::Municipality(name),
            (None, None) => Scope::All,
        };
        let schools = chosen(screening, options)?;
        Ok(Self { screening, words, schools, works, scope, paths: None })
    }

    pub(super) fn linked(self, paths: &'a Paths) -> Self {
        Self { paths: Some(paths), ..self }
    }

    /// Schools that the page names for what was found.
    pub(super) fn found_schools(&self) -> BTreeSet<&'a str> {
        let findings = self.screening.findings().filter(|finding| finding.pupils >= SMALLEST_SHOWN);
        filled(findings.filter_map(|finding| self.school_of(finding)).map(|s| s.school.as_str()))
    }

    /// The page that this one belongs to.
    pub(super) fn up(&self) -> Option<String> {
        let paths = self.paths.filter(|paths| !paths.up.is_empty())?;
        Some(format!("{}index.html", paths.up))
    }

    /// Results of a school that are shown, over all works.
    pub(super) fn papers(&self, school: &str) -> u64 {
        self.works.iter().map(|work| work.n(Scope::School(school))).sum()
    }

    pub(super) fn context(&self, options: &ReportOptions) -> Result<Value, ReportError> {
        let s = self.screening;
        let restricted = options.municipality.is_some() || options.school.is_some();
        let (shown, small): (Vec<&Indication>, Vec<&Indication>) =
            s.findings().filter(|f| self.is_about(f, options)).partition(|f| f.pupils >= SMALLEST_SHOWN);
        let (suppressed, found) = (small.len(), small.len() + shown.len());
        let marked = self.schools.values().filter(|s| s.marked).count() as u64;
        let all = official::objectivity_index(self.schools.len() as u64, marked)
            .map_err(|e| ReportError::Screening(e.into()))?;
        let territories = if restricted { Vec::new() } else { self.territories(&shown) };
        let works: Vec<Value> = self.works.iter().filter_map(|w| self.work(w)).collect();
        let cards = self.cards(&shown)?;
        let quiet = json!({ "quiet": self.schools.len() - cards.len() });
        Ok(json!({
            "t": self.words.all,
            "ui": self.words.all["ui"],
            "title": options.title.as_deref().unwrap_or(self.words.text(&["title"])),
            "heading": self.words.text(&["title"]),
            "restricted": self.restriction(options)?,
            "single": options.school.is_some(),
            "up": self.up(),
            "date": options.date,
            "version": env!("CARGO_PKG_VERSION"),
            "input": self.input(),
            "policy": s.policy.name,
            "official": s.policy.rules.iter().any(|r| matches!(r.sign, Sign::InflatedMean { .. })),
            "numbers": {
                "works": works.len(),
                "schools": self.schools.len(),
                "results": self.thousands(self.schools.keys().map(|school| self.papers(school)).sum()),
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
            "evidence": self.evidence()?,
            "policy_note": self.policy_note(),
        }))
    }

    pub(super) fn work_name(&self, a: &Assessment) -> String {
        format!("{}, {}", self.words.text(&["subjects", &a.subject]), a.test_grade)
    }

    /// The school of the page that the finding is about, itself or by a class.
    pub(super) fn school_of(&self, finding: &Indication) -> Option<&'a SchoolSummary> {
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
    pub(super) fn restriction(&self, options: &ReportOptions) -> Result<Option<String>, ReportError> {
        let name = match (&options.school, &options.municipality) {
            (Some(login), _) => self.screening.registry.name(login),
            (None, Some(municipality)) => municipality,
            (None, None) => return Ok(None),
        };
        let text = self.words.text(&["ui", "restricted"]);
        wording::render(text, &json!({ "name": name })).map(Some)
    }

    /// One work as the schools of the page wrote it; none if they are fewer than five pupils.
    pub(super) fn work(&self, work: &Published<'_>) -> Option<Value> {
        let (a, n) = (work.assessment(), work.n(self.scope));
        if n == 0 {
            return None;
        }
        let season = a.season.map(|s| serde_json::to_value(s).unwrap_or_default());
        let season = season.as_ref().and_then(Value::as_str).map(|s| self.words.text(&["seasons", s]));
        Some(json!({
            "subject": self.words.text(&["subjects", &a.subject]),
            "name": self.work_name(a),
            "grade": a.test_grade,
            "year": match season { Some(season) => format!("{}, {season}", a.year), None => a.year.to_string() },
            "n": self.thousands(n),
            "schools": work.schools(self.scope).count(),
            "mean": self.words.percent(work.mean(self.scope)),
            "boundaries": a.boundaries.map(|[three, four, five]| format!("{three} / {four} / {five}")),
            "agreement": Kind::ALL.map(|kind| self.words.percent(work.agreement(self.scope, kind))),
            "plot": self.plot(work, self.scope),
        }))
    }

    /// The distribution of a work, with that of all others.
    pub(super) fn plot(&self, work: &Published<'_>, scope: Scope<'_>) -> String {
        let reference = work.beside(scope);
        Histogram {
            bins: work.totals(scope),
            boundaries: work.assessment().boundaries,
            reference: reference.as_deref(),
            title: &self.work_name(work.assessment()),
        }
        .svg()
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

    /// Findings about municipalities; those about classes stand on their school's card.
    pub(super) fn others(&self, shown: &[&Indication]) -> Result<Vec<Value>, ReportError> {
        shown.iter().filter(|f| f.unit == Grouping::Municipality).map(|f| self.finding(f)).collect()
    }

    pub(super) fn rule(&self, rule: &Rule) -> Result<Value, ReportError> {
        let percent = |value: Option<f64>| value.map(|v| format!("{} %", self.words.number(100.0 * v, 0)));
        Ok(json!({
            "sign": self.words.sign(&sign_key(&rule.sign), "name"),
            "unit": self.words.text(&["units", rule.unit.name()]),
            "n": rule.min_n,
            "fdr": percent(rule.fdr),
            "effect": rule.min_effect.map(|least| self.words.scaled(least, rule.sign.scale())).transpose()?,
        }))
    }

    /// One hash for all inputs: over their fingerprints in order.
    pub(super) fn input(&self) -> String {
        let works = self.screening.works.iter();
        let inputs: BTreeSet<&str> =
            filled(works.flat_map(|work| work.fingerprints.iter().map(String::as_str)));
        let mut hash = Fingerprint::new();
        inputs.iter().for_each(|input| hash.eat(input.as_bytes()));
        hash.text()
    }

    /// What is wrong with a policy that is kept for old screenings.
    pub(super) fn policy_note(&self) -> Option<&str> {
        let name = self.screening.policy.name.as_str();
        let note = self.words.text(&["policies", name]);
        (note != name).then_some(note)
    }

    pub(super) fn methods(&self) -> Vec<Value> {
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

    /// Thousands apart by thin spaces.
    pub(super) fn thousands(&self, n: u64) -> String {
        let digits = n.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap_or("")).collect();
        groups.join("\u{202f}")
    }
}

/// The key of a sign's words.
pub(super) fn sign_key(sign: &Sign) -> String {
    match sign {
        Sign::CohortJump { .. } => "official.cohort_jump.fall".to_owned(),
        sign => sign.id(),
    }
}
