//! Any sign of groups as a policy asks for it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::indication::{Context, Detail, Indication};
use super::{LeftOut, Rule, Work};
use crate::data::{Grouping, Season, Tally};
use crate::statistics::StatisticError;
use crate::statistics::sign::{Given, GroupSign, Reads, Sides, Use};
use crate::table::{Column, Table};
use crate::threads::each;

/// The works that one value of the sign is computed from, and the name of what it covers.
struct Scope<'a> {
    name: String,
    works: Vec<&'a Work>,
}

/// All indications of a sign of groups; what cannot be computed is said.
pub(super) fn indications(
    rule: &Rule,
    sign: &'static GroupSign,
    options: &Map<String, Value>,
    context: &Context<'_, '_>,
) -> Result<(Vec<Indication>, Vec<LeftOut>), StatisticError> {
    let options = Value::Object(options.clone());
    let of_scope = |scope: &Scope<'_>| {
        let found = table(rule, sign, &options, scope, context);
        (scope.name.clone(), scope.works[0].assessment().written_in(), found)
    };
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for (scope, grade, found) in each(&scopes(sign.reads, context.works), of_scope) {
        match found {
            Ok(table) => all.extend(rows(rule, sign, &scope, grade, &table)),
            Err(error) => left_out.push(LeftOut::of(rule, scope, error)?),
        }
    }
    Ok((all, left_out))
}

fn scopes<'a>(reads: Reads, works: &'a [Work]) -> Vec<Scope<'a>> {
    let key = |work: &Work| work.assessment().key();
    match reads {
        Reads::Work | Reads::ClassesOfWork | Reads::Items | Reads::Pupils => {
            works.iter().map(|work| Scope { name: key(work), works: vec![work] }).collect()
        }
        Reads::TwoYears => (works.iter())
            .flat_map(|after| {
                works.iter().filter(|before| comes_before(before, after)).map(move |b| (b, after))
            })
            .map(|(b, a)| Scope { name: format!("{}>{}", key(b), key(a)), works: vec![b, a] })
            .collect(),
        Reads::AllYears => {
            let mut cohorts: BTreeMap<String, Vec<&Work>> = BTreeMap::new();
            for work in works {
                let a = work.assessment();
                cohorts.entry(format!("{}-{}", a.subject, a.cohort())).or_default().push(work);
            }
            let written = |w: &&Work| (w.assessment().year, w.assessment().season == Some(Season::Autumn));
            let chain = |mut works: Vec<&'a Work>| {
                works.sort_by_key(written); // spring stands before autumn in a year
                let name = works.iter().map(|work| key(work)).collect::<Vec<_>>().join(">");
                Scope { name, works }
            };
            cohorts.into_values().filter(|works| works.len() > 1).map(chain).collect()
        }
        Reads::Subjects => {
            let mut years: BTreeMap<String, Vec<&Work>> = BTreeMap::new();
            for work in works {
                let a = work.assessment();
                let season = a.season.map_or("", Season::name);
                let name = [a.year.to_string(), season.to_owned(), a.written_in().to_string()];
                let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
                years.entry(name).or_default().push(work);
            }
            let several = years.into_iter().filter(|(_, works)| works.len() > 1);
            several.map(|(name, works)| Scope { name, works }).collect()
        }
    }
}

/// Whether `before` is the work of the same cohort and subject one grade earlier.
pub(super) fn comes_before(before: &Work, after: &Work) -> bool {
    let (b, a) = (before.assessment(), after.assessment());
    b.subject == a.subject && b.test_grade + 1 == a.test_grade && b.cohort() == a.cohort()
}

fn table(
    rule: &Rule,
    sign: &GroupSign,
    options: &Value,
    scope: &Scope<'_>,
    context: &Context<'_, '_>,
) -> Result<Table, StatisticError> {
    let given = Given {
        tallies: &[],
        items: None,
        results: None,
        unit: rule.unit,
        registry: context.registry,
        options,
    };
    let pupils = || {
        let key = scope.works[0].assessment().key();
        context.pupils.get(&key).ok_or(StatisticError::NoPupils { assessment: key, statistic: sign.id })
    };
    match sign.reads {
        Reads::Pupils => (sign.run)(&Given { results: Some(pupils()?.results()?), ..given }),
        Reads::Items => {
            let (tally, norms) = pupils()?.items(rule.unit)?;
            (sign.run)(&Given { items: Some((&tally, norms)), ..given })
        }
        Reads::ClassesOfWork => (sign.run)(&Given { tallies: &tallies(scope, Grouping::Class)?, ..given }),
        _ => (sign.run)(&Given { tallies: &tallies(scope, rule.unit)?, ..given }),
    }
}

fn tallies<'a>(scope: &Scope<'a>, unit: Grouping) -> Result<Vec<&'a Tally>, StatisticError> {
    let none =
        |work: &Work| StatisticError::NoUnit { assessment: work.assessment().key(), unit: unit.name() };
    scope.works.iter().map(|work| work.tally(unit).ok_or_else(|| none(work))).collect()
}

fn rows(rule: &Rule, sign: &'static GroupSign, scope: &str, grade: u8, table: &Table) -> Vec<Indication> {
    let Some(Column::Text(groups)) = table.column("group") else { return Vec::new() };
    let real = |name: &str, row: usize| match table.column(name) {
        Some(Column::Float(values)) => values[row],
        Some(Column::Int(values)) => values[row] as f64,
        _ => f64::NAN,
    };
    let n = |row| match table.column("n") {
        Some(Column::Int(values)) => u64::try_from(values[row]).unwrap_or_default(),
        _ => 0,
    };
    let text = |name: &str, row: usize| match table.column(name) {
        Some(Column::Text(values)) => values[row].clone(),
        Some(Column::Int(values)) => values[row].to_string().into(),
        _ => Cow::Borrowed(""),
    };
    let id = rule.sign.id();
    let row = |(i, group): (usize, &Cow<'static, str>)| {
        let parts: Vec<Cow<'static, str>> = sign.parts.iter().map(|part| text(part, i)).collect();
        // A row for each work is about that work; other rows of one group are kinds of the sign.
        let (scope, id) = match (sign.parts, parts.is_empty()) {
            (["work"], _) => (parts.concat(), id.clone()),
            (_, true) => (scope.to_owned(), id.clone()),
            (_, false) => (scope.to_owned(), format!("{id}.{}", parts.join("-"))),
        };
        Indication {
            scope,
            sign: id,
            unit: rule.unit,
            grade: (rule.unit == Grouping::Class).then_some(grade),
            group: group.clone().into_owned(),
            n: n(i),
            pupils: n(i),
            statistic: real("statistic", i),
            pvalue: real("pvalue", i),
            qvalue: f64::NAN,
            effect: real("effect", i),
            lower: real("lower", i),
            upper: real("upper", i),
            flagged: may_flag(rule, sign, n(i), real("effect", i)),
            detail: Detail::Group(sign),
        }
    };
    groups.iter().enumerate().map(row).collect()
}

/// Whether guards and the smallest effect are met; the false discovery rate comes later.
fn may_flag(rule: &Rule, sign: &GroupSign, pupils: u64, effect: f64) -> bool {
    let Use::Flags { sides, .. } = sign.uses else { return false };
    let towards = match sides {
        Sides::Upper => effect,
        Sides::Lower => -effect,
        Sides::Both => effect.abs(),
    };
    pupils >= rule.min_n && rule.min_effect.is_none_or(|least| towards >= least)
}
