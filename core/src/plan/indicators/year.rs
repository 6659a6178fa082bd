//! One year: who took part, and who has signs.

use std::collections::{BTreeMap, BTreeSet};

use super::super::PlanError;
use crate::data::{Fingerprint, Grouping, MarkerList, login_digits};
use crate::evidence::Outcome;
use crate::function::choices;
use crate::screening::{Policy, Screening, Work};
use crate::sorted::filled;

/// One year's schools with signs: a screening, or the official list.
#[derive(Debug, Clone, Copy)]
pub enum YearOfSigns<'a> {
    /// What a policy makes of results.
    Screening(&'a Screening),
    /// Official lists of one or several years; they do not say who took part.
    List(&'a MarkerList),
}

impl<'a> From<&'a Screening> for YearOfSigns<'a> {
    fn from(screening: &'a Screening) -> Self {
        Self::Screening(screening)
    }
}

impl<'a> From<&'a MarkerList> for YearOfSigns<'a> {
    fn from(list: &'a MarkerList) -> Self {
        Self::List(list)
    }
}

/// Whose signs of a screening are counted. A list has its own only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// The screening's policy.
    #[default]
    Policy,
    /// The official rule of 2019, where the screening has it beside its own.
    Official2019,
    /// The official list that the screening was given.
    Listed,
}

choices!(View, "view", Policy = "policy", Official2019 = "official-2019", Listed = "listed");

/// The schools that the share with signs is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Denominator {
    /// All that took part.
    #[default]
    Participants,
    /// Those that wrote Russian of grade 4.
    WroteRussian4,
    /// Those of which at least one sign is defined with as many pupils as the policy asks for.
    Assessable,
}

choices!(
    Denominator,
    "denominator",
    Participants = "participants",
    WroteRussian4 = "wrote_russian_4",
    Assessable = "assessable"
);

/// Who took part in a year and who has signs; schools are the digits of their logins.
#[derive(Debug, Clone)]
pub(super) struct Year<'a> {
    pub year: u16,
    pub period: String,
    pub policy: String,
    /// The rule, where it is known in full.
    rule: Option<&'a Policy>,
    /// Empty of a list.
    pub works: BTreeSet<String>,
    /// Nothing of a list.
    pub took_part: Option<BTreeSet<String>>,
    /// Schools with signs, with their number.
    pub signs: BTreeMap<String, u64>,
    pub source: String,
    pub screening: Option<&'a Screening>,
}

impl<'a> Year<'a> {
    /// The years of a source, the latest last. `common`: the works that alone are looked at.
    pub fn of(source: YearOfSigns<'a>, view: View, path: &str) -> Result<Vec<Self>, PlanError> {
        match source {
            YearOfSigns::List(list) => Ok(Self::of_list(list)),
            YearOfSigns::Screening(screening) => Ok(vec![Self::of_screening(screening, view, path)?]),
        }
    }

    fn of_list(list: &MarkerList) -> Vec<Self> {
        let years: BTreeSet<u16> = filled(list.rows.iter().map(|row| row.year));
        let of_year = |year: u16| {
            let mut source = Fingerprint::new();
            let mut marked = BTreeSet::new();
            for row in list.rows.iter().filter(|row| row.year == year) {
                let school = login_digits(&row.school);
                for marker in &row.markers {
                    marked.insert((school, marker));
                    source.eat(format!("{school}\n{}\n{}\n", marker.grade, marker.subject).as_bytes());
                }
            }
            let mut signs: BTreeMap<String, u64> = BTreeMap::new();
            for (school, _) in marked {
                *signs.entry(school.to_owned()).or_default() += 1;
            }
            Self {
                year,
                period: year.to_string(),
                policy: View::Listed.name().to_owned(),
                rule: None,
                works: BTreeSet::new(),
                took_part: None,
                signs,
                source: source.text(),
                screening: None,
            }
        };
        years.into_iter().map(of_year).collect()
    }

    fn of_screening(screening: &'a Screening, view: View, path: &str) -> Result<Self, PlanError> {
        let schools: Vec<(&str, u64)> = match view {
            View::Policy => screening.schools.iter().map(|s| (s.school.as_str(), s.signs)).collect(),
            view => {
                let beside = screening.views.iter().find(|other| other.name == view.name());
                let beside = beside.ok_or_else(|| {
                    PlanError::parameter(path, &format!("a screening with the view {:?}", view.name()))
                })?;
                beside.markers.iter().map(|(school, markers)| (school.as_str(), *markers)).collect()
            }
        };
        let rule = (view == View::Policy).then_some(&screening.policy);
        let policy = rule.map_or(view.name(), |policy| &policy.name).to_owned();
        let official = (view == View::Official2019).then(Policy::official_2019);
        Ok(Self { rule, policy, ..Self::counted(screening, official.as_ref(), &schools) })
    }

    /// A year of these schools with their signs, over the works that a policy looks at.
    fn counted(screening: &'a Screening, looks: Option<&Policy>, schools: &[(&str, u64)]) -> Self {
        let mut signs: BTreeMap<String, u64> = BTreeMap::new();
        for &(school, number) in schools.iter().filter(|(_, number)| *number > 0) {
            *signs.entry(login_digits(school).to_owned()).or_default() += number;
        }
        let year = latest(screening);
        let looked_at = screening.works.iter().map(Work::assessment).filter(|a| {
            let same = |s: &crate::screening::Subject| s.subject == a.subject && s.test_grade == a.test_grade;
            looks.is_none_or(|policy| policy.subjects.iter().any(same))
        });
        Self {
            year,
            period: period(screening, year),
            policy: String::new(),
            rule: None,
            works: filled(looked_at.map(|a| name_of_work(a, year))),
            took_part: Some(filled(schools.iter().map(|(school, _)| login_digits(school).to_owned()))),
            signs,
            source: source(screening),
            screening: Some(screening),
        }
    }

    /// Whether shares of two years may be compared; `path` is where the other one was given.
    pub fn comparable(&self, other: &Self, path: &str, common: bool) -> Result<(), PlanError> {
        let differ = |what, one: String, other: String| {
            Err(PlanError::NotComparable { path: path.to_owned(), what, one, other })
        };
        if self.policy != other.policy {
            return differ("policies", self.policy.clone(), other.policy.clone());
        }
        if let (Some(one), Some(two)) = (self.rule, other.rule)
            // Their text: comparing field by field would be code for every field.
            && one.to_json() != two.to_json()
        {
            let name = |of: &str| format!("{} ({of})", self.policy);
            return differ("policies of one name", name(&self.source), name(&other.source));
        }
        let words = |works: &BTreeSet<String>| works.iter().cloned().collect::<Vec<_>>().join(" ");
        let lists = self.works.is_empty() || other.works.is_empty() || self.policy == View::Listed.name();
        if !lists && !common && self.works != other.works {
            return differ("works", words(&self.works), words(&other.works));
        }
        Ok(())
    }

    /// The same year by these works alone, where the findings can be told by work.
    pub fn by_works(&self, works: &BTreeSet<String>, path: &str) -> Result<Self, PlanError> {
        let (Some(screening), true) = (self.screening, &self.works != works) else {
            return Ok(self.clone());
        };
        let keys: BTreeSet<String> = filled(screening.works.iter().filter_map(|work| {
            let assessment = work.assessment();
            works.contains(&name_of_work(assessment, self.year)).then(|| assessment.key())
        }));
        let known: BTreeSet<String> = filled(screening.works.iter().map(|work| work.assessment().key()));
        let parts = |scope: &str| scope.split('>').map(str::to_owned).collect::<Vec<String>>();
        let by_work = |scope: &str| parts(scope).iter().all(|key| known.contains(key));
        let of_schools = || screening.indications.iter().filter(|i| i.unit == Grouping::School);
        if self.rule.is_none() || !of_schools().all(|i| by_work(&i.scope)) {
            let reason = "findings over all works together do not say which work they are of";
            return Err(PlanError::parameter(path, &format!("a screening of {works:?} alone: {reason}")));
        }
        let mut schools: BTreeMap<&str, u64> = BTreeMap::new();
        for work in screening.works.iter().filter(|work| keys.contains(&work.assessment().key())) {
            for school in work.by_school.groups().keys() {
                schools.entry(school).or_default();
            }
        }
        let flagged = of_schools().filter(|i| i.flagged && parts(&i.scope).iter().all(|k| keys.contains(k)));
        for finding in flagged {
            *schools.entry(&finding.group).or_default() += 1;
        }
        let schools: Vec<(&str, u64)> = schools.into_iter().collect();
        let counted = Self::counted(screening, None, &schools);
        Ok(Self { rule: self.rule, policy: self.policy.clone(), works: works.clone(), ..counted })
    }

    /// The schools of a denominator, or why they are not known.
    pub fn schools_of(&self, denominator: Denominator) -> Result<BTreeSet<String>, String> {
        let (Some(all), Some(screening)) = (&self.took_part, self.screening) else {
            return Err("the list does not say who took part".to_owned());
        };
        let digits = |school: &str| login_digits(school).to_owned();
        Ok(match denominator {
            Denominator::Participants => all.clone(),
            Denominator::WroteRussian4 => {
                let russian = screening.works.iter().find(|work| {
                    let a = work.assessment();
                    a.subject == "russian" && a.test_grade == 4 && a.year == self.year
                });
                let russian = russian.ok_or("no work is Russian of grade 4")?;
                filled(russian.by_school.groups().keys().map(|school| digits(school)))
            }
            Denominator::Assessable if self.rule.is_none() => {
                return Err("only of the screening's own policy is it known whom it can judge".to_owned());
            }
            Denominator::Assessable if screening.evidence().is_some() => {
                let judged = screening.schools.iter().filter(|s| s.outcome() != Outcome::NotJudged);
                filled(judged.map(|s| digits(&s.school)))
            }
            Denominator::Assessable => {
                let least = |sign: &str| {
                    let rules = screening.policy.rules.iter();
                    rules.filter(|rule| rule.sign.id() == sign).map(|rule| rule.min_n).min().unwrap_or(0)
                };
                let defined = screening.indications.iter().filter(|i| {
                    i.unit == Grouping::School && !i.statistic.is_nan() && i.pupils >= least(&i.sign)
                });
                filled(defined.map(|i| digits(&i.group)))
            }
        })
    }
}

/// The latest year of a screening's works.
fn latest(screening: &Screening) -> u16 {
    screening.works.iter().map(|work| work.assessment().year).max().unwrap_or_default()
}

/// The year, with the season if all works of the year have one.
fn period(screening: &Screening, year: u16) -> String {
    let of_year = screening.works.iter().map(Work::assessment).filter(|a| a.year == year);
    let seasons: BTreeSet<&str> = filled(of_year.map(|a| a.season.map_or("", |season| season.name())));
    match seasons.first().filter(|name| seasons.len() == 1 && !name.is_empty()) {
        Some(season) => format!("{year}-{season}"),
        None => year.to_string(),
    }
}

/// A work's name in every year: subject and grade, and how many years before the others it is.
pub(super) fn name_of_work(assessment: &crate::data::Assessment, latest: u16) -> String {
    let name = format!("{}-{}", assessment.subject, assessment.test_grade);
    match latest.saturating_sub(assessment.year) {
        0 => name,
        before => format!("{name}@-{before}"),
    }
}

/// The fingerprint of a screening's results and policy.
pub(super) fn source(screening: &Screening) -> String {
    let mut source = Fingerprint::new();
    source.eat(screening.policy.to_json().as_bytes());
    for work in &screening.works {
        for fingerprint in &work.fingerprints {
            source.eat(fingerprint.as_bytes());
        }
    }
    source.text()
}
