use super::group;
use super::pupils::Pupils;
use super::{LeftOut, Policy, Rule, ScreeningError, Sign, Work};
use crate::data::{Grouping, Registry, Tally, Unit};
use crate::evidence::{Calibrated, Channel, benjamini_hochberg};
use crate::sorted::Sorted;
use crate::statistics::sign::GroupSign;
use crate::statistics::{StatisticError, heaping, journal, official, signs};

/// One sign of one unit, and whether the policy flags it. A flagged one is a finding.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Indication {
    /// What it was computed over: a work's key (of a cohort jump both, `earlier>later`), or the
    /// year whose works are pooled; for classes the year and the grade.
    pub scope: String,
    /// The sign's id, such as `heaping.three_bin`.
    pub sign: String,
    /// What the unit is.
    pub unit: Grouping,
    /// The grade of a class's pupils.
    pub grade: Option<u8>,
    /// The unit's name: a login, `school/class`, a municipality.
    pub group: String,
    /// Pupil results.
    pub n: u64,
    /// The least number of different pupils behind them: guards and tiers look at it.
    pub pupils: u64,
    /// The sign's statistic.
    pub statistic: f64,
    /// The p-value that the policy judges by: journal against the reference group, heaping against
    /// a smooth distribution. NaN where the sign has none.
    pub pvalue: f64,
    /// The p-value adjusted over all units and scopes of the rule. NaN where the sign has none.
    pub qvalue: f64,
    /// The effect in the sign's own unit.
    pub effect: f64,
    /// 95 % interval of the effect.
    pub lower: f64,
    /// 95 % interval of the effect.
    pub upper: f64,
    /// Whether every guard and threshold of the rule is met.
    pub flagged: bool,
    /// What an explanation needs besides.
    pub detail: Detail,
}

/// Up to where posteriors are shown, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Shown {
    /// No posterior is shown above it.
    pub ceiling: f64,
    /// What posteriors were compared with.
    pub by: Calibrated,
}

/// A sign of groups as bytes name it.
mod by_id {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::statistics::{sign::GroupSign, signs};

    pub fn serialize<S: Serializer>(sign: &&'static GroupSign, to: S) -> Result<S::Ok, S::Error> {
        sign.id.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static GroupSign, D::Error> {
        let id = String::deserialize(from)?;
        signs::find(&id).ok_or_else(|| D::Error::custom(format_args!("no sign {id:?}")))
    }
}

/// What an explanation of a sign needs besides the columns that all signs have.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Detail {
    /// The evidence layer: the channel that says most, and over how many works.
    Evidence {
        /// The channel.
        channel: Option<Channel>,
        /// Works.
        works: usize,
        /// How far posteriors are shown.
        shown: Shown,
    },
    /// A sign of groups: what its numbers mean.
    Group(#[serde(with = "by_id")] &'static GroupSign),
    /// Official sign A: the unit's mean and the critical value.
    InflatedMean {
        /// The unit's mean total.
        mean: f64,
        /// The upper end of the region's interval.
        critical: f64,
    },
    /// Official sign B has nothing besides.
    RankMismatch,
    /// Official sign C: critical values.
    CohortJump {
        /// Below is a rise.
        rise_below: f64,
        /// Above is a fall.
        fall_above: f64,
    },
    /// Journal agreement.
    Journal(journal::JournalRow),
    /// Heaping at all boundaries together, then at those of marks 3, 4, 5.
    Heaping(Vec<heaping::HeapingRow>),
}

impl Indication {
    /// The unit.
    #[must_use]
    pub fn whom(&self) -> Unit {
        Unit::parse(self.unit, &self.group)
    }

    /// A stable id that a plan can cite: scope, sign, unit, group. The same input always gives it.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}:{}:{}:{}", self.scope, self.sign, self.unit.name(), self.group)
    }
}

/// The sign and the unit in the id of a finding; nothing for text that is none.
#[must_use]
pub fn cited(id: &str) -> Option<(&str, Unit)> {
    let mut parts = id.splitn(4, ':').skip(1);
    let (sign, unit, group) = (parts.next()?, parts.next()?, parts.next()?);
    Some((sign, Unit::parse(unit.parse().ok()?, group)))
}

/// What rules are applied to.
pub(super) struct Context<'a, 'p> {
    pub policy: &'a Policy,
    pub works: &'a [Work],
    /// Of works that came with them, by key.
    pub pupils: &'a Sorted<String, Pupils<'p>>,
    pub registry: &'a Registry,
}

/// All indications of a rule, and what the works do not allow.
pub(super) fn of_rule(
    rule: &Rule,
    context: &Context<'_, '_>,
) -> Result<(Vec<Indication>, Vec<LeftOut>), ScreeningError> {
    let Context { policy, works, registry, .. } = *context;
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    let mut add = |scope: String, indications: Result<Vec<Indication>, StatisticError>| {
        match indications {
            Ok(indications) => all.extend(indications),
            Err(error) => left_out.push(LeftOut::of(rule, scope, error)?),
        }
        Ok::<(), StatisticError>(())
    };
    match &rule.sign {
        &Sign::InflatedMean { t, with_constant } => {
            let options = official::InflatedMeanOptions { t, min_n: rule.min_n.max(2), with_constant };
            works.iter().try_for_each(|w| add(w.assessment().key(), inflated_mean(rule, options, w)))?;
        }
        &Sign::RankMismatch { ties } => {
            let options = official::RankMismatchOptions { min_n: rule.min_n.max(2), ties };
            works.iter().try_for_each(|w| add(w.assessment().key(), rank_mismatch(rule, options, w)))?;
        }
        &Sign::CohortJump { k, quantile_type } => {
            let options = official::CohortJumpOptions { k, min_n: rule.min_n, quantile_type };
            works.iter().try_for_each(|w| add(w.assessment().key(), cohort_jump(rule, options, w, works)))?;
        }
        &Sign::Journal { kind } => {
            let options = journal::JournalOptions { min_reference: policy.min_reference };
            for (scope, tallies) in pooled(rule.unit, works) {
                let found = journal::by_group(&tallies, registry, options);
                add(scope.name(), found.map(|s| journal(rule, kind, &scope, s)))?;
            }
        }
        Sign::Heaping {} => {
            let options = heaping::HeapingOptions { k: None, min_reference: policy.min_reference };
            for (scope, tallies) in pooled(rule.unit, works) {
                let found = heaping::by_group(&tallies, registry, options);
                add(scope.name(), found.map(|s| heaping(rule, &scope, s)))?;
            }
        }
        Sign::Group { id, options } => {
            if let Some(sign) = signs::find(id) {
                (all, left_out) = group::indications(rule, sign, options, context)?;
            }
        }
    }
    let excluded = |i: &Indication| is_excluded(&i.whom(), policy, registry);
    if let Some(fdr) = rule.fdr {
        control_discoveries(&mut all, fdr, |i| i.pupils >= rule.min_n && !excluded(i))?;
    }
    all.iter_mut().filter(|i| i.flagged).for_each(|i| i.flagged = !excluded(i));
    Ok((all, left_out))
}

/// The works that are pooled: all of one year; for classes, whose names mean something only within
/// a grade, of one year and grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pool {
    year: u16,
    grade: Option<u8>,
}

impl Pool {
    fn name(self) -> String {
        match self.grade {
            Some(grade) => format!("{}-{grade}", self.year),
            None => self.year.to_string(),
        }
    }
}

fn pooled(unit: Grouping, works: &[Work]) -> Sorted<Pool, Vec<&Tally>> {
    let mut pools: Sorted<Pool, Vec<&Tally>> = Sorted::new();
    for work in works {
        let a = work.assessment();
        let grade = (unit == Grouping::Class).then(|| a.written_in());
        if let Some(tally) = work.tally(unit) {
            pools.entry(Pool { year: a.year, grade }, Vec::new).push(tally);
        }
    }
    pools
}

/// Whether the school, or the class's school, is of a kind that the policy never flags.
pub(super) fn is_excluded(unit: &Unit, policy: &Policy, registry: &Registry) -> bool {
    let kind = registry.kind(unit);
    !kind.is_empty() && policy.exclude_kinds.iter().any(|excluded| excluded == kind)
}

/// Units that are no candidates neither are flagged nor make others pay.
fn control_discoveries(
    indications: &mut [Indication],
    fdr: f64,
    is_candidate: impl Fn(&Indication) -> bool,
) -> Result<(), StatisticError> {
    let pvalues: Vec<f64> =
        indications.iter().map(|i| if is_candidate(i) { i.pvalue } else { f64::NAN }).collect();
    for (indication, qvalue) in indications.iter_mut().zip(benjamini_hochberg(&pvalues)?) {
        indication.qvalue = qvalue;
        indication.flagged &= qvalue <= fdr;
    }
    Ok(())
}

fn grade_of(rule: &Rule, work: &Work) -> Option<u8> {
    (rule.unit == Grouping::Class).then(|| work.assessment().written_in())
}

fn guarded(rule: &Rule, pupils: u64, effect: f64) -> bool {
    pupils >= rule.min_n && rule.min_effect.is_none_or(|least| effect >= least)
}

fn inflated_mean(
    rule: &Rule,
    options: official::InflatedMeanOptions,
    work: &Work,
) -> Result<Vec<Indication>, StatisticError> {
    let Some(tally) = work.tally(rule.unit) else { return Ok(Vec::new()) };
    let sign = official::inflated_mean(tally, options)?;
    let row = |(i, group): (usize, &String)| Indication {
        scope: work.assessment().key(),
        sign: "official.inflated_mean".to_owned(),
        unit: rule.unit,
        grade: grade_of(rule, work),
        group: group.clone(),
        n: sign.n[i],
        pupils: sign.n[i],
        statistic: sign.statistic[i],
        pvalue: f64::NAN,
        qvalue: f64::NAN,
        effect: sign.effect[i],
        lower: sign.lower[i],
        upper: sign.upper[i],
        flagged: sign.statistic[i] > sign.critical && guarded(rule, sign.n[i], sign.effect[i]),
        detail: Detail::InflatedMean { mean: sign.mean[i], critical: sign.critical },
    };
    Ok(sign.group.iter().enumerate().map(row).collect())
}

fn rank_mismatch(
    rule: &Rule,
    options: official::RankMismatchOptions,
    work: &Work,
) -> Result<Vec<Indication>, StatisticError> {
    let Some(tally) = work.tally(rule.unit) else { return Ok(Vec::new()) };
    let sign = official::rank_mismatch(tally, options)?;
    let row = |(i, group): (usize, &String)| Indication {
        scope: work.assessment().key(),
        sign: "official.rank_mismatch".to_owned(),
        unit: rule.unit,
        grade: grade_of(rule, work),
        group: group.clone(),
        n: sign.n[i],
        pupils: sign.n[i],
        statistic: sign.statistic[i],
        pvalue: f64::NAN,
        qvalue: f64::NAN,
        effect: f64::NAN,
        lower: f64::NAN,
        upper: f64::NAN,
        flagged: sign.statistic[i] < 0.0 && sign.n[i] >= rule.min_n,
        detail: Detail::RankMismatch,
    };
    Ok(sign.group.iter().enumerate().map(row).collect())
}

fn cohort_jump(
    rule: &Rule,
    options: official::CohortJumpOptions,
    after_work: &Work,
    works: &[Work],
) -> Result<Vec<Indication>, StatisticError> {
    let a = after_work.assessment();
    let mut all = Vec::new();
    for before in works.iter().filter(|before| group::comes_before(before, after_work)) {
        let scope = format!("{}>{}", before.assessment().key(), a.key());
        let (Some(before), Some(after)) = (before.tally(rule.unit), after_work.tally(rule.unit)) else {
            continue;
        };
        let sign = official::cohort_jump(before, after, options)?;
        let (rise_below, fall_above) = (sign.rise_below, sign.fall_above);
        let row = |(i, group): (usize, &String)| {
            let rises = sign.statistic[i] < rise_below;
            Indication {
                scope: scope.clone(),
                sign: format!("official.cohort_jump.{}", if rises { "rise" } else { "fall" }),
                unit: rule.unit,
                grade: grade_of(rule, after_work),
                group: group.clone(),
                n: sign.n[i],
                pupils: sign.n[i],
                statistic: sign.statistic[i],
                pvalue: f64::NAN,
                qvalue: f64::NAN,
                effect: sign.effect[i],
                lower: f64::NAN,
                upper: f64::NAN,
                flagged: (rises || sign.statistic[i] > fall_above) && sign.n[i] >= rule.min_n,
                detail: Detail::CohortJump { rise_below, fall_above },
            }
        };
        all.extend(sign.group.iter().enumerate().map(row));
    }
    Ok(all)
}

fn journal(rule: &Rule, kind: journal::Kind, scope: &Pool, sign: journal::Journal) -> Vec<Indication> {
    let row = |row: journal::JournalRow| Indication {
        scope: scope.name(),
        grade: scope.grade,
        sign: format!("journal.{}", kind.name()),
        unit: rule.unit,
        group: row.group.clone(),
        n: row.n,
        pupils: row.pupils,
        statistic: row.share.statistic,
        pvalue: row.share.pvalue,
        qvalue: f64::NAN,
        effect: row.share.effect,
        lower: row.share.lower,
        upper: row.share.upper,
        flagged: guarded(rule, row.pupils, row.share.effect),
        detail: Detail::Journal(row),
    };
    sign.rows.into_iter().filter(|r| r.kind == kind).map(row).collect()
}

/// All boundaries together; the detail keeps those of the single marks for the explanation.
fn heaping(rule: &Rule, scope: &Pool, sign: heaping::Heaping) -> Vec<Indication> {
    let row = |rows: &[heaping::HeapingRow]| {
        let all = &rows[0];
        Indication {
            scope: scope.name(),
            grade: scope.grade,
            sign: "heaping.three_bin".to_owned(),
            unit: rule.unit,
            group: all.group.clone(),
            n: all.n,
            pupils: all.pupils,
            statistic: all.test.share,
            pvalue: all.test.pvalue,
            qvalue: f64::NAN,
            effect: all.effect,
            lower: all.lower,
            upper: all.upper,
            flagged: guarded(rule, all.pupils, all.effect) && all.reference.lower > 0.0,
            detail: Detail::Heaping(rows.to_vec()),
        }
    };
    sign.rows.chunks(4).map(row).collect()
}
