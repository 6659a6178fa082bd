//! The evidence layer inside a policy: its findings as indications, its outcomes by school.

use std::collections::BTreeMap;

use super::indication::{Context, Detail, Indication, Shown, is_excluded};
use super::{Known, LeftOut, SchoolSummary, ScreeningError, Work};
use crate::data::{Grouping, Results, Unit};
use crate::evidence::{
    Block, Channel, ClassEvidence, Evidence, EvidenceError, EvidenceOptions, EvidenceWork, Outcome,
    SchoolEvidence, layer,
};
use crate::sorted::{filled, order};
use crate::threads::each;

/// The blocks that may make a school found.
const JUDGING: [Block; 3] = [Block::Heaping, Block::Fit, Block::Class];
/// A block or a class with this posterior is named inside a found school.
const NAMED: f64 = 0.5;

/// What the layer says of works; of those that came without pupils, what their counts allow.
pub(super) fn evidence(
    context: &Context<'_, '_>,
    options: &EvidenceOptions,
    known: Known<'_>,
) -> Result<Evidence, ScreeningError> {
    let of_work = |work: &Work| -> Result<EvidenceWork, EvidenceError> {
        let counted = match context.pupils.get(&work.assessment().key()) {
            Some(pupils) => of_parts(pupils.parts())?,
            None => EvidenceWork::of_tallies(&work.by_school, work.by_class.as_ref(), None, None)?,
        };
        let counted = counted.with_municipalities(&work.municipality);
        let absent = known.absent.and_then(|absent| absent.get(&work.assessment().key()));
        Ok(match absent {
            Some(absent) => counted.with_absences(absent.clone()),
            None => counted,
        })
    };
    let works = each(context.works, of_work).into_iter().collect::<Result<Vec<EvidenceWork>, _>>()?;
    let excluded =
        |school: &str| is_excluded(&Unit::School(school.to_owned()), context.policy, context.registry);
    let evidence = layer(&works, options, known.reference)?.excluding(excluded);
    Ok(match known.observed {
        Some(observed) => evidence.calibrated_on(observed)?,
        None => evidence,
    })
}

fn of_parts(parts: &[&Results]) -> Result<EvidenceWork, EvidenceError> {
    let mut parts = parts.iter().map(|results| EvidenceWork::of(results));
    let first = parts.next().ok_or(EvidenceError::NoWorks)?;
    parts.try_fold(first, EvidenceWork::merge)
}

/// What a rule of the layer says of each school and, inside found schools, of each class.
pub(super) fn indications(evidence: &Evidence) -> Vec<Indication> {
    let rates = rates(evidence);
    let mut all = Vec::new();
    let shown = Shown { ceiling: evidence.calibration.ceiling, by: evidence.calibration.by };
    for (school, rate) in evidence.schools.iter().zip(rates) {
        for block in JUDGING {
            if let Some(&posterior) = school.blocks.get(&block) {
                all.push(of_school(school, block, posterior, rate, shown));
            }
        }
        if school.found {
            let of_school = evidence.classes.iter().filter(|class| class.school == school.school);
            all.extend(of_school.map(|class| of_class(class, rate, shown)));
        }
    }
    all
}

/// The Bayesian false discovery rate of the list that ends with each school.
fn rates(evidence: &Evidence) -> Vec<f64> {
    let posterior = |j: usize| evidence.schools[j].posterior;
    let order = order(evidence.schools.len(), &|a, b| posterior(b).total_cmp(&posterior(a)));
    let (mut rates, mut wrong) = (vec![f64::NAN; order.len()], 0.0);
    for (k, &j) in order.iter().enumerate() {
        wrong += 1.0 - posterior(j);
        rates[j] = wrong / (k + 1) as f64;
    }
    rates
}

/// `2020`, or the first and the last year.
fn years<'a>(works: impl Iterator<Item = &'a String>) -> String {
    // A key begins with the year.
    let of = |key: &String| key.split('-').next().unwrap_or_default().to_owned();
    let years: Vec<String> = works.map(of).collect();
    match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (first, _) => first.cloned().unwrap_or_default(),
    }
}

fn of_school(school: &SchoolEvidence, block: Block, posterior: f64, rate: f64, shown: Shown) -> Indication {
    let effect = school.effect.filter(|_| block == Block::Heaping);
    let of = |value: fn(&crate::evidence::Effect) -> f64| effect.as_ref().map_or(f64::NAN, value);
    let leading = school.block == Some(block);
    Indication {
        scope: years(school.works.iter()),
        sign: format!("evidence.{}", block.name()),
        unit: Grouping::School,
        grade: None,
        group: school.school.clone(),
        n: school.papers,
        // As the school's own: of one work on average.
        pupils: school.papers / school.works.len().max(1) as u64,
        statistic: posterior,
        pvalue: f64::NAN,
        qvalue: rate,
        effect: of(|e| e.lambda),
        lower: of(|e| e.lower),
        upper: of(|e| e.upper),
        flagged: school.found && (leading || posterior > NAMED),
        detail: Detail::Evidence { channel: channel_of(school, block), works: school.works.len(), shown },
    }
}

/// The channel with the largest odds in the block.
fn channel_of(school: &SchoolEvidence, block: Block) -> Option<Channel> {
    if school.block == Some(block) {
        return school.channel;
    }
    match block {
        Block::Heaping => Some(Channel::Heaping),
        Block::Fit => Some(Channel::Fit),
        _ => strongest(school.channels.iter().filter(|c| is_of_class(c.channel))),
    }
}

fn is_of_class(channel: Channel) -> bool {
    matches!(channel, Channel::Profile | Channel::Dictation | Channel::Copy | Channel::Spread)
}

fn strongest<'a>(channels: impl Iterator<Item = &'a crate::evidence::ChannelEvidence>) -> Option<Channel> {
    let odds = |c: &&crate::evidence::ChannelEvidence| c.log_odds.unwrap_or(f64::NEG_INFINITY);
    channels.max_by(|a, b| odds(a).total_cmp(&odds(b))).map(|c| c.channel)
}

fn of_class(class: &ClassEvidence, rate: f64, shown: Shown) -> Indication {
    let pupils = class.works.iter().map(|work| work.pupils);
    let unit = Unit::Class { school: class.school.clone(), class: class.class.clone() };
    Indication {
        scope: format!("{}-{}", years(class.works.iter().map(|work| &work.work)), class.grade),
        sign: "evidence.class".to_owned(),
        unit: Grouping::Class,
        grade: Some(class.grade),
        group: unit.name(),
        n: pupils.clone().sum(),
        pupils: pupils.max().unwrap_or_default(),
        statistic: class.posterior,
        pvalue: f64::NAN,
        qvalue: rate,
        effect: f64::NAN,
        lower: f64::NAN,
        upper: f64::NAN,
        flagged: class.posterior > NAMED,
        detail: Detail::Evidence { channel: class.channel(), works: class.works.len(), shown },
    }
}

/// What the layer's list says was left out.
pub(super) fn left_out(evidence: &Evidence) -> Vec<LeftOut> {
    let of = |left: &crate::evidence::LeftOut| LeftOut {
        sign: format!("evidence.{}", left.channel.name()),
        unit: if is_of_class(left.channel) { Grouping::Class } else { Grouping::School },
        scope: left.work.clone(),
        reason: left.reason.name().to_owned(),
    };
    evidence.left_out.iter().map(of).collect()
}

/// Outcomes by school, added to what is known of each.
pub(super) fn conclude(schools: &mut [SchoolSummary], evidence: &Evidence) {
    let of: BTreeMap<&str, &SchoolEvidence> =
        filled(evidence.schools.iter().map(|school| (school.school.as_str(), school)));
    for summary in schools {
        summary.conclusion = of.get(summary.school.as_str()).map(|school| Conclusion::of(school));
    }
}

/// What the evidence layer says of a school.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Conclusion {
    /// Found (strong, notable), extreme only, cleared, undecided, or not judged.
    pub outcome: Outcome,
    /// The posterior probability that the school is unlike the reference; NaN where no block judged
    /// it.
    pub strength: f64,
    /// The channel that says most.
    pub channel: Option<Channel>,
    /// The share of papers within reach of a boundary that were raised beyond the reference; NaN
    /// where not known.
    pub effect: f64,
    /// Its lower 95 % limit.
    pub lower: f64,
    /// Its upper 95 % limit.
    pub upper: f64,
    /// The effect that would have been found with probability .8; NaN where none could.
    pub detection_limit: f64,
    /// Why blocks did not judge it, `block: reason`.
    pub reasons: Vec<String>,
}

impl Conclusion {
    fn of(school: &SchoolEvidence) -> Self {
        let effect = |of: fn(&crate::evidence::Effect) -> f64| school.effect.as_ref().map_or(f64::NAN, of);
        let judging = school.not_judged.iter().filter(|n| JUDGING.contains(&n.block));
        Self {
            outcome: school.outcome,
            strength: if school.outcome == Outcome::NotJudged { f64::NAN } else { school.posterior },
            channel: school.channel,
            effect: effect(|e| e.lambda),
            lower: effect(|e| e.lower),
            upper: effect(|e| e.upper),
            detection_limit: school.detection_limit.unwrap_or(f64::NAN),
            reasons: judging.map(|n| format!("{}: {}", n.block.name(), n.reason.name())).collect(),
        }
    }
}

#[cfg(feature = "signs")]
impl super::Screening {
    /// The table of schools with what the evidence layer and other views say.
    pub(super) fn concluded(&self, table: crate::table::Table) -> crate::table::Table {
        let said = |of: &dyn Fn(&Conclusion) -> String| {
            let of = |s: &SchoolSummary| s.conclusion.as_ref().map_or(String::new(), of);
            self.schools.iter().map(of).collect::<Vec<String>>()
        };
        let real = |of: fn(&Conclusion) -> f64| {
            let of = |s: &SchoolSummary| s.conclusion.as_ref().map_or(f64::NAN, of);
            self.schools.iter().map(of).collect::<Vec<f64>>()
        };
        table
            .with("outcome", self.schools.iter().map(|s| s.outcome().name()).collect::<Vec<&'static str>>())
            .with("strength", real(|c| c.strength))
            .with("channel", said(&|c| c.channel.map_or(String::new(), |channel| channel.name().to_owned())))
            .with("effect", real(|c| c.effect))
            .with("lower", real(|c| c.lower))
            .with("upper", real(|c| c.upper))
            .with("detection_limit", real(|c| c.detection_limit))
            .with("reason", said(&|c| c.reasons.join("; ")))
            .with("official", self.markers("official-2019"))
            .with("listed", self.markers("listed"))
    }

    /// Markers of each school by another view; NaN where it does not look at the school.
    fn markers(&self, view: &str) -> Vec<f64> {
        let view = self.views.iter().find(|of| of.name == view);
        let of = |s: &SchoolSummary| view.and_then(|view| view.markers.get(&s.school));
        self.schools.iter().map(|s| of(s).map_or(f64::NAN, |n| *n as f64)).collect()
    }
}
