//! A policy and results in, findings out.

mod agreement;
mod evaluate;
mod group;
mod indication;
mod left_out;
mod policy;
#[cfg_attr(not(feature = "signs"), allow(dead_code, reason = "without it nothing reads more than counts"))]
mod pupils;
mod risk;
#[cfg_attr(
    not(feature = "signs"),
    allow(dead_code, reason = "only the conclusion of a school is part of a screening without it")
)]
mod weighed;

use std::collections::{BTreeMap, BTreeSet};

pub use agreement::{Agreement, OtherView};
pub use evaluate::{EvaluateOptions, EvaluationRow, TIERS, evaluate};
use indication::Context;
pub use indication::{Detail, Indication, Shown, cited};
pub use left_out::LeftOut;
pub use policy::{Policy, Rule, Sign, Subject};
use pupils::Pupils;
pub use pupils::Source;
pub use risk::{RiskRow, RiskTable, RiskZones, Weight};
pub use weighed::Conclusion;

use crate::data::{
    Assessment, DataError, Distribution, Grouping, Level, MarkerList, Observed, Registry, Results, Tally,
    Unit,
};
use crate::evidence::{Evidence, EvidenceError, Outcome, Reference};
use crate::sorted::{Sorted, filled};
use crate::statistics::{StatisticError, Tier, official};
use crate::table::Table;
use crate::threads::each;

/// Why a screening cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum ScreeningError {
    /// Nothing to screen.
    #[error("no results: screen needs at least one")]
    NoResults,
    /// Results of which none is of a subject and grade that the policy looks at.
    #[error("the policy {policy} looks at none of the works given: {given:?}")]
    NoWorks { policy: String, given: Vec<String> },
    /// A policy that cannot be.
    #[error("not a policy: {reason}")]
    Policy { reason: String },
    /// An id that no finding has.
    #[error("no finding {id:?}; this screening has {findings}")]
    NoFinding { id: String, findings: usize },
    /// A tally that cannot be made or merged.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A statistic with a parameter out of range.
    #[error(transparent)]
    Statistic(#[from] StatisticError),
    /// Evidence that cannot be weighed.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

impl ScreeningError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoResults => "screening.no_results",
            Self::NoWorks { .. } => "screening.no_works",
            Self::Policy { .. } => "screening.policy",
            Self::NoFinding { .. } => "screening.no_finding",
            Self::Data(error) => error.code(),
            Self::Statistic(error) => error.code(),
            Self::Evidence(error) => error.code(),
        }
    }
}

/// One assessment, counted: all that screening and reports need of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Counts by school.
    pub by_school: Tally,
    /// Counts by class, where classes are known.
    pub by_class: Option<Tally>,
    /// Counts by municipality, where municipalities are known.
    pub by_municipality: Option<Tally>,
    /// The municipality of each school, where known.
    pub municipality: BTreeMap<String, String>,
    /// The fingerprints of the results counted.
    pub fingerprints: BTreeSet<String>,
}

impl Work {
    /// Counts of the results.
    ///
    /// # Errors
    /// None that [`Results`] can cause.
    pub fn of(results: &Results, with_incomplete: bool) -> Result<Self, DataError> {
        let tally = |grouping| Tally::of(results, grouping, with_incomplete);
        let mut municipality = BTreeMap::new();
        if let Some(labels) = results.municipality() {
            let mut seen = vec![false; results.schools().len()];
            for (person, &school) in results.school().codes().iter().enumerate() {
                if !std::mem::replace(&mut seen[school as usize], true) {
                    municipality
                        .insert(results.schools()[school as usize].clone(), labels.get(person).to_owned());
                }
            }
        }
        Ok(Self {
            by_school: tally(Grouping::School)?,
            by_class: results.class_id().map(|_| tally(Grouping::Class)).transpose()?,
            by_municipality: None,
            municipality,
            fingerprints: filled([results.fingerprint()]),
        })
    }

    /// The counts of an aggregated report with rows of schools. It has no classes and no journal,
    /// so signs that need them are left out.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if no row is a school's.
    pub fn of_distribution(distribution: &Distribution) -> Result<Self, DataError> {
        let by_school = distribution.tally(Grouping::School)?;
        let schools = distribution.rows.iter().filter(|row| row.level == Level::School);
        let municipality = filled(schools.map(|row| (row.group.clone(), row.municipality.clone())));
        let fingerprints = filled([distribution.fingerprint()]);
        Ok(Self { by_school, by_class: None, by_municipality: None, municipality, fingerprints })
    }

    /// Two parts of one assessment, counted together.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] for two assessments, [`DataError::Repeated`] for the same
    /// results twice.
    pub fn merge(mut self, other: Self) -> Result<Self, DataError> {
        if self.fingerprints.iter().any(|known| other.fingerprints.contains(known)) {
            return Err(DataError::Repeated { assessment: self.assessment().key() });
        }
        self.by_school = self.by_school.merge(&other.by_school)?;
        self.by_class = match (self.by_class, other.by_class) {
            (Some(a), Some(b)) => Some(a.merge(&b)?),
            (a, b) => a.or(b),
        };
        self.municipality.extend(other.municipality);
        self.fingerprints.extend(other.fingerprints);
        Ok(self)
    }

    /// Counts by municipality: of the registry, or else of the results. Schools of no known
    /// municipality take no part.
    fn with_municipalities(mut self, registry: &Registry) -> Self {
        for school in self.by_school.groups().keys() {
            let known = registry.municipality(school);
            if !known.is_empty() {
                self.municipality.insert(school.clone(), known.to_owned());
            }
        }
        let known = std::mem::take(&mut self.municipality).into_iter();
        self.municipality = filled(known.filter(|(_, name)| !name.is_empty()));
        if !self.municipality.is_empty() {
            let of = |school: &str| self.municipality.get(school).map(String::as_str);
            self.by_municipality = Some(self.by_school.regroup(Grouping::Municipality, of));
        }
        self
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        self.by_school.assessment()
    }

    /// The tally of this grouping, where it can be made.
    #[must_use]
    pub fn tally(&self, unit: Grouping) -> Option<&Tally> {
        match unit {
            Grouping::School => Some(&self.by_school),
            Grouping::Class => self.by_class.as_ref(),
            Grouping::Municipality => self.by_municipality.as_ref(),
            Grouping::All => None,
        }
    }
}

/// What a policy makes of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// The policy.
    pub policy: Policy,
    /// Names, types and reference groups of schools.
    pub registry: Registry,
    /// The works that the policy looks at, in the order of their keys.
    pub works: Vec<Work>,
    /// Every sign of every unit, flagged or not.
    pub indications: Vec<Indication>,
    /// What the policy asks for and the works do not allow.
    pub left_out: Vec<LeftOut>,
    /// What the evidence layer says, if the policy has it.
    #[cfg(feature = "signs")]
    pub evidence: Option<Evidence>,
    /// What others say of the same schools; see [`agreement`](Self::agreement).
    pub views: Vec<OtherView>,
    /// The schools of the works, in the order of their logins.
    pub schools: Vec<SchoolSummary>,
}

/// What is known beside the results of a screening. Of these the evidence layer reads all but the
/// list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Norms, nulls and priors of another territory, for one with few schools.
    pub reference: Option<&'a Reference>,
    /// What observers, or a second marking, saw in schools chosen by lot: posteriors are compared
    /// with it.
    pub observed: Option<&'a Observed>,
    /// Pupils who did not write, by key of the work and school.
    pub absent: Option<&'a Absences>,
    /// The official list of schools with markers, to be shown beside.
    pub listed: Option<&'a MarkerList>,
}

/// Pupils who did not write a work, by key of the work and school.
pub type Absences = BTreeMap<String, BTreeMap<String, u64>>;

/// One school over all works.
#[derive(Debug, Clone, PartialEq)]
pub struct SchoolSummary {
    /// Its login.
    pub school: String,
    /// Its municipality; empty where unknown.
    pub municipality: String,
    /// Works it wrote.
    pub works: u64,
    /// Pupil results over all works.
    pub n: u64,
    /// Indications that are flagged for the school as a whole.
    pub signs: u64,
    /// Whether there is any.
    pub marked: bool,
    /// What the evidence layer says of it; none if the policy has no such layer.
    pub conclusion: Option<Conclusion>,
}

impl SchoolSummary {
    /// What is said of it; without the evidence layer nothing is judged.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.conclusion.as_ref().map_or(Outcome::NotJudged, |conclusion| conclusion.outcome)
    }
}

/// Marked schools of one territory.
#[derive(Debug, Clone, PartialEq)]
pub struct TerritoryIndex {
    /// The municipality, or `all`.
    pub group: String,
    /// The index.
    pub index: official::ObjectivityIndex,
}

/// Findings of a policy in results of one or more assessments.
///
/// Results of one assessment (one file per municipality, say) are counted together; a
/// [`Distribution`] of totals has neither journal marks nor classes nor items. Works that the
/// policy does not look at are left out. What a work does not allow (no boundaries, no journal, no
/// classes, counts where pupils are needed) is left out for it and said in [`Screening::left_out`],
/// not taken as absent. Changes of cohorts are computed between each work and the work of the same
/// subject one grade and one year later.
///
/// # Errors
/// [`ScreeningError::NoResults`], [`ScreeningError::NoWorks`], [`ScreeningError::Policy`],
/// [`DataError::Repeated`], and parameters out of range.
pub fn screen<'a, S: Into<Source<'a>>>(
    results: impl IntoIterator<Item = S>,
    policy: &Policy,
    registry: &Registry,
) -> Result<Screening, ScreeningError> {
    screen_beside(results, policy, registry, Known::default())
}

/// [`screen`] beside what else is known: a reference, observers, absences, the official list.
///
/// # Errors
/// As [`screen`]; [`EvidenceError::Observed`] for observers who saw none of the schools.
pub fn screen_beside<'a, S: Into<Source<'a>>>(
    results: impl IntoIterator<Item = S>,
    policy: &Policy,
    registry: &Registry,
    known: Known<'_>,
) -> Result<Screening, ScreeningError> {
    let sources = results.into_iter().map(Into::into).collect();
    screen_sources(sources, policy, registry, known)
}

fn screen_sources(
    sources: Vec<Source<'_>>,
    policy: &Policy,
    registry: &Registry,
    known: Known<'_>,
) -> Result<Screening, ScreeningError> {
    let (mut wanted, mut others) = (Vec::new(), Vec::new());
    for source in sources {
        let works = match source {
            Source::Results(results) => results.assessment(),
            Source::Distribution(distribution) => &distribution.assessment,
        };
        if looks_at(policy, works) { wanted.push(source) } else { others.push(works) }
    }
    if wanted.is_empty() && !others.is_empty() {
        return Err(no_works(policy, others.into_iter()));
    }
    let count = |source: &Source<'_>| match source {
        Source::Results(results) => Work::of(results, policy.with_incomplete),
        Source::Distribution(distribution) => Work::of_distribution(distribution),
    };
    let works = each(&wanted, count).into_iter().collect::<Result<Vec<Work>, DataError>>()?;
    let pupils = pupils(&wanted, &works, registry);
    screen_all(works, &pupils, policy, registry, known)
}

/// The pupils of each work, by its key.
#[cfg(feature = "signs")]
fn pupils<'a>(sources: &[Source<'a>], works: &[Work], registry: &'a Registry) -> Sorted<String, Pupils<'a>> {
    // A work that came in part as counts has not all its pupils.
    let counted = sources.iter().filter_map(|source| match source {
        Source::Distribution(distribution) => Some(distribution.assessment.key()),
        Source::Results(_) => None,
    });
    let counted: Vec<String> = counted.collect();
    let mut parts: Sorted<String, Vec<(String, &Results)>> = Sorted::new();
    for (source, work) in sources.iter().zip(works) {
        if let Source::Results(results) = source {
            let key = results.assessment().key();
            if !counted.contains(&key) {
                let name = work.fingerprints.iter().cloned().collect();
                parts.entry(key, Vec::new).push((name, results));
            }
        }
    }
    let mut pupils = Sorted::new();
    for (key, parts) in parts {
        pupils.entry(key, || Pupils::of(parts, registry));
    }
    pupils
}

/// None: without the feature `signs` nothing reads more than counts.
#[cfg(not(feature = "signs"))]
fn pupils<'a>(_: &[Source<'a>], _: &[Work], _: &'a Registry) -> Sorted<String, Pupils<'a>> {
    Sorted::new()
}

fn no_works<'a>(policy: &Policy, given: impl Iterator<Item = &'a Assessment>) -> ScreeningError {
    ScreeningError::NoWorks { policy: policy.name.clone(), given: given.map(Assessment::key).collect() }
}

/// [`screen`] of works that are counted already, here or elsewhere.
///
/// # Errors
/// As [`screen`].
pub fn screen_works(
    works: Vec<Work>,
    policy: &Policy,
    registry: &Registry,
) -> Result<Screening, ScreeningError> {
    screen_all(works, &Sorted::new(), policy, registry, Known::default())
}

fn screen_all(
    works: Vec<Work>,
    pupils: &Sorted<String, Pupils<'_>>,
    policy: &Policy,
    registry: &Registry,
    known: Known<'_>,
) -> Result<Screening, ScreeningError> {
    policy.check()?;
    if works.is_empty() {
        return Err(ScreeningError::NoResults);
    }
    let (wanted, others): (Vec<Work>, Vec<Work>) =
        works.into_iter().partition(|work| looks_at(policy, work.assessment()));
    if wanted.is_empty() {
        return Err(no_works(policy, others.iter().map(Work::assessment)));
    }
    let mut merged: Sorted<String, Option<Work>> = Sorted::new();
    for work in wanted {
        let whole = merged.entry(work.assessment().key(), || None);
        *whole = Some(match whole.take() {
            Some(before) => before.merge(work)?,
            None => work,
        });
    }
    let works = merged.into_iter().filter_map(|(_, work)| work);
    let works: Vec<Work> = works.map(|work| work.with_municipalities(registry)).collect();
    let context = Context { policy, works: &works, pupils, registry };
    let of_rule = |rule: &Rule| indication::of_rule(rule, &context);
    let (mut indications, mut left_out) = (Vec::new(), Vec::new());
    for found in each(&policy.rules, of_rule) {
        let (found, missing) = found?;
        indications.extend(found);
        left_out.extend(missing);
    }
    #[cfg(not(feature = "signs"))]
    if policy.evidence.is_some() {
        let reason =
            "evidence: this package is without the evidence layer; take calibrated-1 or official-2019";
        return Err(ScreeningError::Policy { reason: reason.to_owned() });
    }
    #[cfg(feature = "signs")]
    let evidence = match &policy.evidence {
        Some(options) => Some(weighed::evidence(&context, options, known)?),
        None => None,
    };
    #[cfg_attr(not(feature = "signs"), allow(unused_mut))]
    let mut views = Vec::new();
    #[cfg(feature = "signs")]
    if let Some(evidence) = &evidence {
        views.extend(agreement::official(&context)?);
        indications.extend(weighed::indications(evidence));
        left_out.extend(weighed::left_out(evidence));
    }
    #[cfg_attr(not(feature = "signs"), allow(unused_mut))]
    let mut schools = summarise(&works, &indications);
    #[cfg(feature = "signs")]
    if let Some(evidence) = &evidence {
        weighed::conclude(&mut schools, evidence);
    }
    #[cfg(not(feature = "signs"))]
    let _ = known;
    #[cfg(feature = "signs")]
    if let Some(list) = known.listed {
        let years = filled(works.iter().map(|work| work.assessment().year));
        views.push(agreement::listed(list, &years, schools.iter().map(|school| &school.school)));
    }
    let (policy, registry) = (policy.clone(), registry.clone());
    Ok(Screening {
        policy,
        registry,
        works,
        indications,
        left_out,
        #[cfg(feature = "signs")]
        evidence,
        views,
        schools,
    })
}

fn looks_at(policy: &Policy, assessment: &Assessment) -> bool {
    let same = |s: &Subject| s.subject == assessment.subject && s.test_grade == assessment.test_grade;
    policy.subjects.is_empty() || policy.subjects.iter().any(same)
}

fn summarise(works: &[Work], indications: &[Indication]) -> Vec<SchoolSummary> {
    let mut schools: Sorted<&str, SchoolSummary> = Sorted::new();
    for work in works {
        for (school, cells) in work.by_school.groups() {
            let summary = schools.entry(school, || SchoolSummary {
                school: school.clone(),
                municipality: String::new(),
                works: 0,
                n: 0,
                signs: 0,
                marked: false,
                conclusion: None,
            });
            if summary.municipality.is_empty() {
                summary.municipality = work.municipality.get(school).cloned().unwrap_or_default();
            }
            summary.works += 1;
            summary.n += cells.n();
        }
    }
    for indication in indications.iter().filter(|i| i.flagged && i.unit == Grouping::School) {
        if let Some(summary) = schools.get_mut(&indication.group.as_str()) {
            summary.signs += 1;
            summary.marked = true;
        }
    }
    schools.into_iter().map(|(_, summary)| summary).collect()
}

impl Screening {
    /// What the evidence layer says, if the policy has it.
    #[must_use]
    pub fn evidence(&self) -> Option<&Evidence> {
        #[cfg(feature = "signs")]
        return self.evidence.as_ref();
        #[cfg(not(feature = "signs"))]
        None
    }

    /// The flagged indications: what the policy found.
    pub fn findings(&self) -> impl Iterator<Item = &Indication> {
        self.indications.iter().filter(|i| i.flagged)
    }

    /// The finding of this id.
    ///
    /// # Errors
    /// [`ScreeningError::NoFinding`].
    pub fn finding(&self, id: &str) -> Result<&Indication, ScreeningError> {
        self.findings()
            .find(|f| f.id() == id)
            .ok_or_else(|| ScreeningError::NoFinding { id: id.to_owned(), findings: self.findings().count() })
    }

    /// The share of marked schools and the objectivity index, first of all schools, then by
    /// municipality.
    #[must_use]
    pub fn index(&self) -> Vec<TerritoryIndex> {
        let mut counts: Sorted<&str, (u64, u64)> = Sorted::new();
        for school in &self.schools {
            let count = counts.entry(&school.municipality, Default::default);
            *count = (count.0 + 1, count.1 + u64::from(school.marked));
        }
        let all = counts.iter().fold((0, 0), |a, (_, b)| (a.0 + b.0, a.1 + b.1));
        let known = counts.into_iter().filter(|(municipality, _)| !municipality.is_empty());
        let row = |(group, (schools, marked)): (&str, (u64, u64))| {
            let index = official::objectivity_index(schools, marked).ok()?;
            Some(TerritoryIndex { group: group.to_owned(), index })
        };
        std::iter::once(("all", all)).chain(known).filter_map(row).collect()
    }

    /// Columns `school, name, municipality, works, n, signs, marked, tier`; `tier` is that of the
    /// pupils of one work on average. Under the evidence layer also
    /// `outcome, strength, channel, effect, lower, upper, detection_limit, reason`, see
    /// [`Conclusion`], and beside them `official` and `listed`: markers by the rule of 2019 and by
    /// the list that was given, NaN where they do not look at the school.
    #[must_use]
    pub fn schools_table(&self) -> Table {
        let text = |value: &dyn Fn(&SchoolSummary) -> String| {
            self.schools.iter().map(value).collect::<Vec<String>>()
        };
        let count = |value: fn(&SchoolSummary) -> u64| self.schools.iter().map(value).collect::<Vec<u64>>();
        let usual: Vec<u64> = self.schools.iter().map(|s| s.n / s.works.max(1)).collect();
        let table = Table::new()
            .with("school", text(&|s| s.school.clone()))
            .with("name", text(&|s| self.registry.name(&s.school).to_owned()))
            .with("municipality", text(&|s| s.municipality.clone()))
            .with("works", count(|s| s.works))
            .with("n", count(|s| s.n))
            .with("signs", count(|s| s.signs))
            .with("marked", self.schools.iter().map(|s| s.marked).collect::<Vec<bool>>())
            .with("tier", Tier::names(&usual));
        #[cfg(feature = "signs")]
        if self.evidence.is_some() {
            return self.concluded(table);
        }
        table
    }

    /// As [`Evidence::territory_table`]; empty without the evidence layer.
    #[must_use]
    pub fn territory_table(&self) -> Table {
        self.evidence().map(Evidence::territory_table).unwrap_or_default()
    }

    /// As [`Evidence::extreme_table`]; empty without the evidence layer.
    #[must_use]
    pub fn extreme_table(&self) -> Table {
        self.evidence().map(Evidence::extreme_table).unwrap_or_default()
    }

    /// Columns `class, school, grade, works, n, signs, marked`: classes (named `school/class`) of a
    /// grade over all works.
    #[must_use]
    pub fn classes_table(&self) -> Table {
        let mut classes: Sorted<(&str, u8), (u64, u64, u64)> = Sorted::new();
        for tally in self.works.iter().filter_map(|w| w.by_class.as_ref()) {
            for (class, cells) in tally.groups() {
                let entry = classes.entry((class, tally.assessment().written_in()), Default::default);
                *entry = (entry.0 + 1, entry.1 + cells.n(), entry.2);
            }
        }
        for finding in self.findings().filter(|f| f.unit == Grouping::Class) {
            let grade = finding.grade.unwrap_or_default();
            classes.entry((&finding.group, grade), Default::default).2 += 1;
        }
        let school =
            |class: &str| Unit::parse(Grouping::Class, class).school().unwrap_or_default().to_owned();
        Table::new()
            .with("class", classes.iter().map(|(of, _)| of.0.to_owned()).collect::<Vec<String>>())
            .with("school", classes.iter().map(|(of, _)| school(of.0)).collect::<Vec<String>>())
            .with("grade", classes.iter().map(|(of, _)| u64::from(of.1)).collect::<Vec<u64>>())
            .with("works", classes.iter().map(|(_, c)| c.0).collect::<Vec<u64>>())
            .with("n", classes.iter().map(|(_, c)| c.1).collect::<Vec<u64>>())
            .with("signs", classes.iter().map(|(_, c)| c.2).collect::<Vec<u64>>())
            .with("marked", classes.iter().map(|(_, c)| c.2 > 0).collect::<Vec<bool>>())
    }

    /// Columns `group, schools, marked, share, statistic`; the first row is `all`.
    #[must_use]
    pub fn index_table(&self) -> Table {
        let rows = self.index();
        Table::new()
            .with("group", rows.iter().map(|r| r.group.clone()).collect::<Vec<String>>())
            .with("schools", rows.iter().map(|r| r.index.schools).collect::<Vec<u64>>())
            .with("marked", rows.iter().map(|r| r.index.marked).collect::<Vec<u64>>())
            .with("share", rows.iter().map(|r| r.index.share).collect::<Vec<f64>>())
            .with("statistic", rows.iter().map(|r| r.index.statistic).collect::<Vec<f64>>())
    }

    /// What the policy asks for and the works do not allow: columns `sign, unit, scope, reason`.
    #[must_use]
    pub fn left_out_table(&self) -> Table {
        let text = |value: fn(&LeftOut) -> String| self.left_out.iter().map(value).collect::<Vec<String>>();
        Table::new()
            .with("sign", text(|l| l.sign.clone()))
            .with("unit", text(|l| l.unit.name().to_owned()))
            .with("scope", text(|l| l.scope.clone()))
            .with("reason", text(|l| l.reason.clone()))
    }

    /// The findings as a table, see [`Indication`]; with `all` every indication. `school` and
    /// `class` are those of the unit, empty where it has none.
    #[must_use]
    pub fn findings_table(&self, all: bool) -> Table {
        let rows: Vec<&Indication> = self.indications.iter().filter(|i| all || i.flagged).collect();
        let text = |value: fn(&Indication) -> String| rows.iter().map(|r| value(r)).collect::<Vec<String>>();
        let real = |value: fn(&Indication) -> f64| rows.iter().map(|r| value(r)).collect::<Vec<f64>>();
        let pupils: Vec<u64> = rows.iter().map(|r| r.pupils).collect();
        let units: Vec<Unit> = rows.iter().map(|r| r.whom()).collect();
        let part = |of: fn(&Unit) -> Option<&str>| {
            units.iter().map(|unit| of(unit).unwrap_or_default().to_owned()).collect::<Vec<String>>()
        };
        Table::new()
            .with("id", text(Indication::id))
            .with("scope", text(|r| r.scope.clone()))
            .with("sign", text(|r| r.sign.clone()))
            .with("unit", text(|r| r.unit.name().to_owned()))
            .with("group", text(|r| r.group.clone()))
            .with("school", part(Unit::school))
            .with("class", part(Unit::class))
            .with("n", rows.iter().map(|r| r.n).collect::<Vec<u64>>())
            .with("pupils", pupils.clone())
            .with("statistic", real(|r| r.statistic))
            .with("pvalue", real(|r| r.pvalue))
            .with("qvalue", real(|r| r.qvalue))
            .with("effect", real(|r| r.effect))
            .with("lower", real(|r| r.lower))
            .with("upper", real(|r| r.upper))
            .with("tier", Tier::names(&pupils))
            .with("flagged", rows.iter().map(|r| r.flagged).collect::<Vec<bool>>())
    }
}

#[cfg(test)]
mod tests;
