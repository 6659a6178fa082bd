use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Direction, DirectionKind, Indicator, Level, Measure, MeasureKind, Plan, PlanError, Schedule, Status,
    Targets, VERSION,
};
use crate::language::Language;
use crate::screening::{Indication, Screening};

/// Measures by sign, in Russian and English.
const CATALOGUE: &str = include_str!("../../data/measures.json");

#[derive(Deserialize)]
struct Catalogue {
    title: Text,
    directions: BTreeMap<String, Text>,
    measures: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    /// Signs it answers, by the beginning of their ids; none: it stands in every plan.
    signs: Vec<String>,
    direction: DirectionKind,
    kind: MeasureKind,
    level: Level,
    text: Text,
    responsible: Text,
    result: Text,
    indicator: String,
    target: Option<f64>,
}

#[derive(Deserialize)]
struct Text {
    ru: String,
    en: String,
}

impl Text {
    fn of(&self, language: Language) -> &str {
        match language {
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}

/// What a proposed plan says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeOptions {
    /// Title; empty: the usual one.
    pub title: String,
    /// Territory.
    pub territory: String,
    /// Year.
    pub year: u16,
    /// The day by which measures are to be done and indicators reached.
    pub due: Option<Date>,
    /// What its measures are written in.
    pub language: Language,
}

impl ProposeOptions {
    /// The same, with the day by which measures are to be done, such as `2026-04-01`.
    ///
    /// # Errors
    /// [`PlanError::Json`] with the path `due` for a text that is no date.
    pub fn with_due(mut self, text: &str) -> Result<Self, PlanError> {
        let wrong = |_| PlanError::Json {
            path: "due".to_owned(),
            reason: format!("{text:?} is no date, expected one such as 2026-04-01"),
        };
        self.due = Some(text.parse().map_err(wrong)?);
        Ok(self)
    }
}

/// A draft of a plan: for each school with findings the measures that answer its signs, and those that stand in every plan.
///
/// Measures come from a small catalogue shipped as data. Each cites the findings it answers by their ids. What a school does
/// itself is a measure for each school; what the municipality does is one measure with all its schools. It is a draft: people decide. What it cannot know – who exactly answers, by when where
/// `due` is not given – [`lint`](super::lint) lists.
///
/// # Errors
/// [`PlanError::Json`] for a damaged catalogue (none in a build whose tests pass).
pub fn from_findings(screening: &Screening, options: &ProposeOptions) -> Result<Plan, PlanError> {
    let catalogue: Catalogue = serde_json::from_str(CATALOGUE)
        .map_err(|e| PlanError::Json { path: "measures.json".to_owned(), reason: e.to_string() })?;
    let mut by_school: BTreeMap<String, Vec<&Indication>> = BTreeMap::new();
    for finding in screening.findings() {
        let Some(school) = finding.whom().school().map(str::to_owned) else { continue };
        by_school.entry(school).or_default().push(finding);
    }
    let baseline = screening.index().first().map(|all| all.index.share);
    let kinds = [DirectionKind::Procedure, DirectionKind::Prevention, DirectionKind::Attitude];
    let mut directions = Vec::new();
    for kind in kinds {
        let mut measures = Vec::new();
        for entry in catalogue.measures.iter().filter(|e| e.direction == kind) {
            if entry.signs.is_empty() {
                measures.push(entry.measure(entry.id.clone(), Addressed::default(), baseline, options));
                continue;
            }
            let mut all = Addressed::default();
            for (school, findings) in &by_school {
                let answered =
                    findings.iter().filter(|f| entry.signs.iter().any(|sign| f.sign.starts_with(sign)));
                let findings: Vec<String> = answered.map(|f| f.id()).collect();
                if findings.is_empty() {
                    continue;
                }
                let name = screening.registry.name(school);
                let name = if name == *school { name.to_owned() } else { format!("{name} ({school})") };
                let one = Addressed { names: vec![name], schools: vec![school.clone()], findings };
                match entry.level {
                    Level::School => {
                        measures.push(entry.measure(
                            format!("{}-{school}", entry.id),
                            one,
                            baseline,
                            options,
                        ));
                    }
                    _ => all.add(one),
                }
            }
            if !all.schools.is_empty() {
                measures.push(entry.measure(entry.id.clone(), all, baseline, options));
            }
        }
        let title = serde_json::to_value(kind).ok().and_then(|k| catalogue.directions.get(k.as_str()?));
        directions.push(Direction {
            title: title.map_or(String::new(), |t| t.of(options.language).to_owned()),
            kind,
            measures,
            extra: Default::default(),
        });
    }
    let plan = Plan {
        version: VERSION,
        title: if options.title.is_empty() { catalogue.title.of(options.language) } else { &options.title }
            .to_owned(),
        territory: options.territory.clone(),
        year: options.year,
        approval: None,
        coordinators: Vec::new(),
        documents: Vec::new(),
        criteria: Vec::new(),
        directions,
        visits: Vec::new(),
        issued_by: None,
        extra: Default::default(),
    };
    plan.check()?;
    Ok(plan)
}

/// Whom a measure is for.
#[derive(Default)]
struct Addressed {
    names: Vec<String>,
    schools: Vec<String>,
    findings: Vec<String>,
}

impl Addressed {
    fn add(&mut self, other: Self) {
        self.names.extend(other.names);
        self.schools.extend(other.schools);
        self.findings.extend(other.findings);
    }
}

impl Entry {
    fn measure(
        &self,
        id: String,
        whom: Addressed,
        baseline: Option<f64>,
        options: &ProposeOptions,
    ) -> Measure {
        let language = options.language;
        // Only the share of schools with signs is known from the screening itself.
        let known = (self.indicator == "share_with_signs").then_some(baseline).flatten();
        Measure {
            id,
            text: self.text.of(language).to_owned(),
            kind: self.kind,
            level: self.level,
            responsible: Some(self.responsible.of(language).to_owned()),
            schedule: options.due.map(|date| Schedule::Date { date }),
            documents: Vec::new(),
            specifics: whom.names,
            results: vec![self.result.of(language).to_owned()],
            indicators: vec![Indicator {
                formula: self.indicator.clone(),
                baseline: known,
                target: self.target,
                due: options.due,
                extra: Default::default(),
            }],
            targets: Targets { schools: whom.schools, findings: whom.findings, ..Targets::default() },
            criteria: Vec::new(),
            status: Status::Planned,
            evidence: Vec::new(),
            extra: Default::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use super::*;
    use crate::data::Grouping;
    use crate::screening::{Policy, screen};
    use crate::simulate::{MunicipalityOptions, municipality};

    #[test]
    fn a_draft_without_a_title_has_the_usual_one() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        for (language, title) in
            [(Language::Russian, "Проект плана мер"), (Language::English, "Draft plan of measures")]
        {
            let territory = "Town".to_owned();
            let options = ProposeOptions { title: String::new(), territory, year: 2021, due: None, language };
            assert_eq!(from_findings(&s, &options).unwrap().title, title);
            assert_eq!(
                options.clone().with_due("2022-04-01").unwrap().due,
                Some(jiff::civil::date(2022, 4, 1))
            );
            assert_eq!(options.with_due("soon").unwrap_err().path(), "due");
        }
    }

    #[test]
    fn every_finding_about_a_school_or_class_is_answered_by_a_measure() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        for policy in [Policy::calibrated_1(), Policy::official_2019()] {
            let s = screen(&m.results, &policy, &m.registry).unwrap();
            for language in [Language::Russian, Language::English] {
                let options = ProposeOptions {
                    title: "Draft".to_owned(),
                    territory: "Town".to_owned(),
                    year: 2021,
                    due: Some(jiff::civil::date(2022, 4, 1)),
                    language,
                };
                let plan = from_findings(&s, &options).unwrap();
                let cited: Vec<&String> = plan
                    .directions
                    .iter()
                    .flat_map(|d| &d.measures)
                    .flat_map(|m| &m.targets.findings)
                    .collect();
                for finding in s.findings().filter(|f| f.unit != Grouping::Municipality) {
                    assert!(cited.contains(&&finding.id()), "{}", finding.id());
                }
                let codes: Vec<&str> = lint(&plan).iter().map(|r| r.lack.code()).collect();
                assert!(codes.iter().all(|c| ["no_approval", "not_measurable"].contains(c)), "{codes:?}");
            }
        }
    }
}
