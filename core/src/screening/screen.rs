//! From results to findings.

use super::error::ScreeningError;
use super::indication::Context;
use super::pupils::Pupils;
use super::work::Work;
use super::{
    Indication, Known, LeftOut, OtherView, Policy, Rule, SchoolSummary, Screening, Source, Subject,
    indication,
};
#[cfg(feature = "signs")]
use super::{agreement, weighed};
#[cfg(feature = "signs")]
use crate::data::Results;
use crate::data::{Assessment, DataError, Grouping, Registry};
use crate::sorted::Sorted;
#[cfg(feature = "signs")]
use crate::sorted::filled;
use crate::threads::each;

/// Findings of a policy in results of one or more assessments.
///
/// Results of one assessment (one file per municipality, say) are counted together; a
/// [`Distribution`](crate::data::Distribution) of totals has neither journal marks nor classes nor
/// items. Works that the policy does not look at are left out. What a work does not allow (no
/// boundaries, no journal, no classes, counts where pupils are needed) is left out for it and said
/// in [`Screening::left_out`], not taken as absent. Changes of cohorts are computed between each
/// work and the work of the same subject one grade and one year later.
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
/// As [`screen`]; [`EvidenceError::Observed`](crate::evidence::EvidenceError::Observed) for
/// observers who saw none of the schools.
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
pub(super) fn pupils<'a>(
    sources: &[Source<'a>],
    works: &[Work],
    registry: &'a Registry,
) -> Sorted<String, Pupils<'a>> {
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
pub(super) fn pupils<'a>(_: &[Source<'a>], _: &[Work], _: &'a Registry) -> Sorted<String, Pupils<'a>> {
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
    let works = counted_together(wanted, registry)?;
    let context = Context { policy, works: &works, pupils, registry };
    #[cfg_attr(not(feature = "signs"), allow(unused_mut))]
    let (mut indications, mut left_out) = by_rules(&context)?;
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
    #[cfg(feature = "signs")]
    if let Some(evidence) = &evidence {
        indications.extend(weighed::indications(evidence));
        left_out.extend(weighed::left_out(evidence));
    }
    #[cfg_attr(not(feature = "signs"), allow(unused_mut))]
    let mut schools = summarise(&works, &indications);
    #[cfg(feature = "signs")]
    if let Some(evidence) = &evidence {
        weighed::conclude(&mut schools, evidence);
    }
    let views = views(&context, known, &schools)?;
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

/// The parts of each assessment as one work, in the order of their keys.
fn counted_together(parts: Vec<Work>, registry: &Registry) -> Result<Vec<Work>, ScreeningError> {
    let mut merged: Sorted<String, Option<Work>> = Sorted::new();
    for work in parts {
        let whole = merged.entry(work.assessment().key(), || None);
        *whole = Some(match whole.take() {
            Some(before) => before.merge(work)?,
            None => work,
        });
    }
    let works = merged.into_iter().filter_map(|(_, work)| work);
    Ok(works.map(|work| work.with_municipalities(registry)).collect())
}

/// What each rule of the policy finds, and what the works do not allow it.
fn by_rules(context: &Context<'_, '_>) -> Result<(Vec<Indication>, Vec<LeftOut>), ScreeningError> {
    let (mut indications, mut left_out) = (Vec::new(), Vec::new());
    for found in each(&context.policy.rules, |rule: &Rule| indication::of_rule(rule, context)) {
        let (found, missing) = found?;
        indications.extend(found);
        left_out.extend(missing);
    }
    Ok((indications, left_out))
}

/// What others say of the same schools: the official rule, beside evidence, and the list given.
#[cfg(feature = "signs")]
fn views(
    context: &Context<'_, '_>,
    known: Known<'_>,
    schools: &[SchoolSummary],
) -> Result<Vec<OtherView>, ScreeningError> {
    let mut views = Vec::new();
    if context.policy.evidence.is_some() {
        views.extend(agreement::official(context)?);
    }
    if let Some(list) = known.listed {
        let years = filled(context.works.iter().map(|work| work.assessment().year));
        views.push(agreement::listed(list, &years, schools.iter().map(|school| &school.school)));
    }
    Ok(views)
}

/// None: without the feature `signs` nothing is set beside.
#[cfg(not(feature = "signs"))]
fn views(_: &Context<'_, '_>, _: Known<'_>, _: &[SchoolSummary]) -> Result<Vec<OtherView>, ScreeningError> {
    Ok(Vec::new())
}

pub(super) fn looks_at(policy: &Policy, assessment: &Assessment) -> bool {
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
