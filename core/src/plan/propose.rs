use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Direction, DirectionKind, Event, Indicator, Level, Measure, MeasureKind, Plan, PlanError, PlanKind,
    Schedule, SchoolTask, Stage, Status, Targets, VERSION,
};
use crate::language::Language;
use crate::screening::{Indication, Screening};
use crate::statistics::signs;

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
    /// In place of a target: its share of the baseline.
    target_share: Option<f64>,
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
#[derive(Debug, Clone, PartialEq)]
pub struct ProposeOptions {
    /// Title; empty: the usual one.
    pub title: String,
    /// Territory.
    pub territory: String,
    /// Year.
    pub year: u16,
    /// The day by which measures are to be done and indicators reached; what waits for a work is
    /// timed by the calendar.
    pub due: Option<Date>,
    /// The assessment calendar of the plan's year: observers go to its works, marking again and the
    /// analysis of effects come after them.
    pub calendar: Vec<Event>,
    /// What its measures are written in.
    pub language: Language,
}

impl ProposeOptions {
    /// The same, with the day by which measures are to be done, such as `2026-04-01`.
    ///
    /// # Errors
    /// [`PlanError::Json`] with the path `due` for a text that is no date.
    pub fn with_due(mut self, text: &str) -> Result<Self, PlanError> {
        self.due = Some(super::day("due", text)?);
        Ok(self)
    }
}

/// A draft of a plan: for each sign the measures that answer it, each with its schools, and those
/// that stand in every plan.
///
/// Measures come from a small catalogue shipped as data. Each cites the findings it answers by
/// their ids. What schools do themselves has a row for each school. Visits, marking again and the
/// analysis of effects are timed by the calendar, for they wait for the next works; the rest is due
/// on `due`. Baselines are the screening's, targets are proposed by rule and say so. It is a draft:
/// people decide. What it cannot know – who exactly answers, the days where no calendar is given –
/// [`lint`](super::lint) lists.
///
/// # Errors
/// [`PlanError::Json`] for a damaged catalogue (none in a build whose tests pass), and those of a
/// calendar with an id twice.
pub fn from_findings(screening: &Screening, options: &ProposeOptions) -> Result<Plan, PlanError> {
    let catalogue: Catalogue = serde_json::from_str(CATALOGUE)
        .map_err(|e| PlanError::Json { path: "measures.json".to_owned(), reason: e.to_string() })?;
    let findings: Vec<&Indication> = screening.findings().collect();
    let mut indicators: Vec<Indicator> = Vec::new();
    let mut directions = Vec::new();
    for kind in [DirectionKind::Procedure, DirectionKind::Prevention, DirectionKind::Attitude] {
        let mut measures = Vec::new();
        for entry in catalogue.measures.iter().filter(|e| e.direction == kind) {
            let whom = Addressed::of(entry, &findings, screening);
            if !entry.signs.is_empty() && whom.findings.is_empty() {
                continue;
            }
            let indicator = entry.indicator(&whom, screening, options);
            measures.push(entry.measure(whom, &indicator.id, options));
            if !indicators.iter().any(|known| known.id == indicator.id) {
                indicators.push(indicator);
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
    let title = if options.title.is_empty() { catalogue.title.of(options.language) } else { &options.title };
    let plan = Plan {
        calendar: options.calendar.clone(),
        indicators,
        directions,
        ..Plan::empty(title, &options.territory, options.year)
    };
    plan.check()?;
    Ok(plan)
}

impl Plan {
    /// A plan without anything.
    fn empty(title: &str, territory: &str, year: u16) -> Self {
        Self {
            version: VERSION,
            kind: PlanKind::Plan,
            heading: None,
            title: title.to_owned(),
            territory: territory.to_owned(),
            year,
            period: None,
            decisions: Vec::new(),
            coordinators: Vec::new(),
            organisations: Vec::new(),
            persons: Vec::new(),
            documents: Vec::new(),
            calendar: Vec::new(),
            criteria: Vec::new(),
            indicators: Vec::new(),
            directions: Vec::new(),
            meetings: Vec::new(),
            programmes: Vec::new(),
            checklists: Vec::new(),
            assignments: Vec::new(),
            visits: Vec::new(),
            responses: Vec::new(),
            effects: Vec::new(),
            previous: None,
            parent: None,
            revisions: Vec::new(),
            hidden: None,
            issued_by: None,
            extra: Default::default(),
        }
    }
}

/// Whom a measure is for.
#[derive(Default)]
struct Addressed {
    schools: Vec<String>,
    names: Vec<String>,
    findings: Vec<String>,
}

impl Addressed {
    /// The findings that a measure answers, with their schools in the order of their logins. A
    /// finding about a municipality has none.
    fn of(entry: &Entry, findings: &[&Indication], screening: &Screening) -> Self {
        let answers = |f: &&&Indication| {
            let found = signs::current(&f.sign);
            entry.signs.iter().any(|sign| found.starts_with(&*signs::current(sign)))
        };
        let answered = findings.iter().filter(answers);
        let mut by_school: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
        for finding in answered {
            let school = finding.whom().school().map(str::to_owned);
            if school.is_some() || entry.level != Level::School {
                by_school.entry(school).or_default().push(finding.id());
            }
        }
        let mut whom = Self::default();
        for (school, ids) in by_school {
            whom.findings.extend(ids);
            let Some(school) = school else { continue };
            let name = screening.registry.name(&school);
            whom.names.push(if name == school { name.to_owned() } else { format!("{name} ({school})") });
            whom.schools.push(school);
        }
        whom
    }
}

impl Entry {
    fn indicator(&self, whom: &Addressed, screening: &Screening, options: &ProposeOptions) -> Indicator {
        let all = screening.index();
        let baseline = match self.indicator.as_str() {
            "share_with_signs" => all.first().map(|all| all.index.share),
            "signs_of_school" if !whom.schools.is_empty() => {
                Some((100.0 * whom.findings.len() as f64 / whom.schools.len() as f64).round() / 100.0)
            }
            _ => None,
        };
        let rule = || Some((10.0 * baseline? * self.target_share?).round() / 10.0);
        let id = match self.indicator.as_str() {
            "signs_of_school" => format!("signs_of_school-{}", self.id),
            formula => formula.to_owned(),
        };
        Indicator {
            id,
            formula: self.indicator.clone(),
            parameters: Default::default(),
            direction: None,
            unit: None,
            territory: None,
            baseline,
            target: self.target.or_else(rule),
            proposed: true,
            due: options.due.or_else(|| options.calendar.iter().map(Event::last_day).max()),
            series: Vec::new(),
            extra: Default::default(),
        }
    }

    fn measure(&self, whom: Addressed, indicator: &str, options: &ProposeOptions) -> Measure {
        let language = options.language;
        let row = |school: &String| SchoolTask {
            school: school.clone(),
            status: Status::Planned,
            done_on: None,
            curator: None,
            evidence: Vec::new(),
            result: None,
            extra: Default::default(),
        };
        let rows = match self.level {
            Level::School => whom.schools.iter().map(row).collect(),
            _ => Vec::new(),
        };
        Measure {
            id: self.id.clone(),
            text: self.text.of(language).to_owned(),
            kind: self.kind,
            level: self.level,
            duties: Vec::new(),
            responsible: Some(self.responsible.of(language).to_owned()),
            co_executors: Vec::new(),
            schedule: self.schedule(options),
            documents: Vec::new(),
            citations: Vec::new(),
            specifics: whom.names,
            results: vec![self.result.of(language).to_owned()],
            indicators: vec![indicator.to_owned()],
            targets: Targets { schools: whom.schools, findings: whom.findings, ..Targets::default() },
            per_school: rows,
            criteria: Vec::new(),
            answers: None,
            status: Status::Planned,
            done_on: None,
            progress: None,
            events: Vec::new(),
            cost: None,
            internal_assessment: None,
            evidence: Vec::new(),
            carried_from: None,
            hidden: None,
            extra: Default::default(),
        }
    }

    /// What waits for a work is timed by the calendar: visits by each day of writing, marking again
    /// ten days after marking, effects a month after the last work.
    fn schedule(&self, options: &ProposeOptions) -> Vec<Schedule> {
        let at = |stage: Stage| {
            let here = options.calendar.iter().filter(move |e| e.stage.is_none_or(|s| s == stage));
            here.collect::<Vec<&Event>>()
        };
        let after = |events: &[&Event], days: i32| -> Vec<Schedule> {
            match events {
                [] => vec![Schedule::AssessmentCalendar { text: None, dates: Vec::new() }],
                events => events.iter().map(|e| Schedule::After { event: e.id.clone(), days }).collect(),
            }
        };
        match self.kind {
            MeasureKind::Observers => after(&at(Stage::Writing), 0),
            MeasureKind::Recheck if !options.calendar.is_empty() => after(&at(Stage::Marking), 10),
            MeasureKind::EffectAnalysis => {
                let last = options.calendar.iter().max_by_key(|event| event.last_day());
                after(&last.into_iter().collect::<Vec<&Event>>(), 30)
            }
            _ => options.due.map(|date| Schedule::Date { date }).into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use super::*;
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
            let options = ProposeOptions {
                title: String::new(),
                territory,
                year: 2021,
                due: None,
                calendar: Vec::new(),
                language,
            };
            assert_eq!(from_findings(&s, &options).unwrap().title, title);
            assert_eq!(
                options.clone().with_due("2022-04-01").unwrap().due,
                Some(jiff::civil::date(2022, 4, 1))
            );
            assert_eq!(options.with_due("soon").unwrap_err().path(), "due");
        }
    }

    fn calendar() -> Vec<Event> {
        serde_json::from_str(
            r#"[{"id": "maths-5", "assessment": "VPR, maths", "stage": "writing", "from": "2022-04-19"},
                {"id": "maths-5-marking", "assessment": "VPR, maths", "stage": "marking", "from": "2022-04-20", "to": "2022-04-25"}]"#,
        )
        .unwrap()
    }

    #[test]
    fn every_finding_is_answered_by_a_measure_with_its_schools() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        for policy in [Policy::calibrated_1(), Policy::official_2019()] {
            let s = screen(&m.results, &policy, &m.registry).unwrap();
            for language in [Language::Russian, Language::English] {
                let options = ProposeOptions {
                    title: "Draft".to_owned(),
                    territory: "Town".to_owned(),
                    year: 2021,
                    due: Some(jiff::civil::date(2022, 4, 1)),
                    calendar: calendar(),
                    language,
                };
                let plan = from_findings(&s, &options).unwrap();
                let cited: Vec<&String> = plan
                    .directions
                    .iter()
                    .flat_map(|d| &d.measures)
                    .flat_map(|m| &m.targets.findings)
                    .collect();
                for finding in s.findings() {
                    assert!(cited.contains(&&finding.id()), "{}", finding.id());
                }
                let codes: Vec<&str> = lint(&plan).iter().map(|r| r.lack.code()).collect();
                let left = ["no_approval", "target_proposed"];
                assert!(codes.iter().all(|c| left.contains(c)), "{codes:?}");
                let ids: Vec<&str> = plan.measures().map(|(_, m)| m.id.as_str()).collect();
                assert!(ids.len() <= 7, "one row a measure: {ids:?}");
                let effect = plan.measures().find(|(_, m)| m.kind == MeasureKind::EffectAnalysis).unwrap().1;
                // After the next work, not when help is due.
                assert_eq!(effect.days(&plan).unwrap().1, jiff::civil::date(2022, 5, 25));
            }
        }
    }
}
