//! From posteriors to what is said of schools, classes, municipalities and the territory.

use std::collections::BTreeMap;

use super::answer::{
    Beside, Block, Calibration, Channel, ChannelEvidence, ClassEvidence, ClassWork, Effect, Evidence,
    LeftOut, MunicipalityEvidence, NotJudged, Outcome, Outcomes, Reason, SchoolEvidence, TerritoryEvidence,
};
use super::groups::found;
use super::passes::CLASS;
use super::posterior::{JUDGING, Layer, is_judged, posterior, share};
use super::schools::LEAST_INFORMATION;
use super::territory::{Raised, detection_limit, draws, raised, raised_absolute};
use crate::math::Z95;
use crate::sorted::filled;
use crate::threads::each;

/// No posterior is nearer to 0 or 1 where its logarithm is taken.
const SURE: f64 = 1e-16;

impl Layer<'_> {
    pub fn answer(self) -> Evidence {
        let blocks = self.blocks();
        let posteriors: Vec<f64> = blocks.iter().map(posterior).collect();
        let found = found(&posteriors, self.context.options);
        let extreme = self.extreme_schools();
        let limits = self.limits(&posteriors, &found);
        let school = |(j, blocks): (usize, BTreeMap<Block, f64>)| {
            let mut school = self.school(j, blocks);
            (school.found, school.extreme, school.detection_limit) = (found[j], extreme[j], limits[j]);
            school.outcome = self.outcome(&school);
            school
        };
        let schools: Vec<SchoolEvidence> = blocks.into_iter().enumerate().map(school).collect();
        let draws = self.draws();
        Evidence {
            options: *self.context.options,
            classes: self.classes(),
            territory: self.territory(&schools, &draws),
            municipalities: municipalities(&schools, &draws),
            left_out: self.left_out(),
            beside: self.beside(),
            schools,
            calibration: Calibration::none(self.context.options),
            reference: self.reference(),
        }
    }

    fn beside(&self) -> Option<Beside> {
        let given = self.context.reference.filter(|_| !self.context.own)?;
        Some(Beside { name: given.name.clone(), schools: given.schools })
    }

    fn extreme_schools(&self) -> Vec<bool> {
        let mut all = vec![false; self.names.len()];
        for (&extreme, &(.., class)) in self.extreme_rows.iter().zip(&self.views.rows) {
            all[self.views.schools[class]] |= extreme;
        }
        all
    }

    fn school(&self, j: usize, blocks: BTreeMap<Block, f64>) -> SchoolEvidence {
        let name = self.names[j];
        let works = self.passes.iter().filter_map(|pass| Some((pass, pass.schools.get(name)?.papers)));
        let works: Vec<_> = works.filter(|(_, papers)| *papers > 0).collect();
        let municipality = self.passes.iter().filter_map(|pass| pass.work.municipality.get(name)).min();
        let block = leading(&blocks);
        let channels = self.channels(j, &blocks);
        SchoolEvidence {
            school: name.to_owned(),
            municipality: municipality.cloned().unwrap_or_default(),
            papers: self.sums[j].papers,
            pupils: works.iter().map(|(_, papers)| *papers).max().unwrap_or(0),
            works: works.iter().map(|(pass, _)| pass.key.clone()).collect(),
            outcome: Outcome::NotJudged,
            posterior: posterior(&blocks),
            not_judged: self.not_judged(j, &blocks),
            found: false,
            extreme: false,
            block,
            channel: block.and_then(|block| leading_channel(block, &channels)),
            channels,
            effect: self.effect(j),
            detection_limit: None,
            blocks,
        }
    }

    fn outcome(&self, school: &SchoolEvidence) -> Outcome {
        let options = self.context.options;
        let judged = is_judged(&school.blocks);
        // What the data do not hold at all is no block that they allow.
        let nothing_missing = school.not_judged.iter().all(|n| {
            let no_data = matches!(n.reason, Reason::NoBoundaries | Reason::NoJournal | Reason::NoClasses);
            n.block == Block::Home || no_data
        });
        let small = school.effect.is_some_and(|effect| effect.upper < options.delta);
        match () {
            () if school.found && school.posterior >= options.ceiling => Outcome::Strong,
            () if school.found => Outcome::Notable,
            () if school.extreme => Outcome::Extreme,
            () if !judged => Outcome::NotJudged,
            () if nothing_missing && small && school.posterior < options.clear => Outcome::Cleared,
            () => Outcome::Undecided,
        }
    }

    fn effect(&self, j: usize) -> Option<Effect> {
        let lift = self.heaping.as_ref()?.of_school[j].as_ref()?;
        let (lambda, sd) = lift.posterior.moments();
        Some(Effect {
            // A share: the approximation may go beyond all papers.
            lambda: lambda.min(1.0),
            lower: (lambda - Z95 * sd).min(1.0),
            upper: (lambda + Z95 * sd).min(1.0),
            sd,
            estimate: lift.estimate,
            variance: lift.variance,
            papers: self.sums[j].near,
        })
    }

    /// What each channel says of a school that has it.
    fn channels(&self, j: usize, blocks: &BTreeMap<Block, f64>) -> Vec<ChannelEvidence> {
        let mut all = Vec::new();
        if let (Some(effect), Some(&p)) = (self.effect(j), blocks.get(&Block::Heaping)) {
            let z = Some(effect.estimate / effect.variance.sqrt());
            all.push(ChannelEvidence { channel: Channel::Heaping, z, log_odds: log_odds(p) });
        }
        for channel in [Channel::Fit, Channel::Absent, Channel::Tail] {
            let z = self.z[&channel][j];
            if z.is_finite() {
                let odds = self.odds.get(channel.name()).map_or(0.0, |odds| odds[j]);
                all.push(ChannelEvidence { channel, z: Some(z), log_odds: logarithm(odds) });
            }
        }
        let whole = CLASS.iter().map(|&channel| self.school_view(channel, j)).sum::<f64>() > 0.0;
        for channel in CLASS {
            let odds = self.of_classes(channel, j) + self.school_view(channel, j);
            if odds > 0.0 {
                let z = Some(self.views.of_channel[&channel].school[j]).filter(|z| z.is_finite());
                let log_odds = logarithm(if whole { odds / 2.0 } else { odds });
                all.push(ChannelEvidence { channel, z, log_odds });
            }
        }
        all
    }

    fn not_judged(&self, j: usize, blocks: &BTreeMap<Block, f64>) -> Vec<NotJudged> {
        let missing = Block::ALL.iter().filter(|block| !blocks.contains_key(block));
        missing.map(|&block| NotJudged { block, reason: self.why_not(j, block) }).collect()
    }

    fn why_not(&self, j: usize, block: Block) -> Reason {
        let sums = &self.sums[j];
        let here = || self.passes.iter().filter(|pass| pass.schools.contains_key(self.names[j]));
        match block {
            Block::Heaping | Block::Fit if here().all(|pass| pass.norms.boundaries.is_none()) => {
                Reason::NoBoundaries
            }
            Block::Fit if sums.fit.var <= 0.0 => Reason::NoJournal,
            Block::Heaping if sums.heaping.var <= LEAST_INFORMATION => Reason::LittleInformation,
            Block::Fit if sums.fit.var <= LEAST_INFORMATION => Reason::LittleInformation,
            Block::Class if self.classes_of[j].is_empty() => {
                let name = self.names[j];
                if here().any(|pass| pass.work.has_letters(name)) {
                    Reason::SmallClasses
                } else {
                    Reason::NoClasses
                }
            }
            Block::Home if here().all(|pass| pass.work.absent.is_none()) => Reason::NoAbsences,
            Block::Home if sums.expected_absent <= 2.0 => Reason::LittleInformation,
            _ => Reason::FewUnits,
        }
    }

    /// What could have been found with probability .8 in each school.
    fn limits(&self, posteriors: &[f64], found: &[bool]) -> Vec<Option<f64>> {
        let options = self.context.options;
        let Some(heaping) = &self.heaping else { return vec![None; self.names.len()] };
        let smallest = posteriors.iter().zip(found).filter(|(_, found)| **found).map(|(p, _)| *p);
        // Without a finding, one school alone needs a mean 1 − P of q.
        let smallest = smallest.min_by(f64::total_cmp).unwrap_or(1.0 - options.q);
        let target = smallest.max(options.floor);
        each(&heaping.of_school, |lift| {
            lift.as_ref().and_then(|l| detection_limit(l.variance, &heaping.prior, target, options.delta))
        })
    }

    /// Draws of the papers that each school raised.
    fn draws(&self) -> BTreeMap<&str, Vec<f64>> {
        let of_school = self.heaping.iter().flat_map(|h| h.of_school.iter().enumerate());
        let judged = of_school.filter_map(|(j, lift)| {
            let posterior = &lift.as_ref()?.posterior;
            Some((j as u64, Raised { near: self.sums[j].near, posterior }))
        });
        let judged: Vec<(u64, Raised<'_>)> = judged.collect();
        let names = judged.iter().map(|(j, _)| self.names[*j as usize]);
        names.zip(draws(&judged, self.context.options)).collect()
    }

    fn territory(&self, schools: &[SchoolEvidence], draws: &BTreeMap<&str, Vec<f64>>) -> TerritoryEvidence {
        let (outcomes, judged) = counted(schools.iter());
        TerritoryEvidence {
            schools: schools.len() as u64,
            judged,
            outcomes,
            own_reference: self.context.own,
            shift: self.heaping.as_ref().map(|h| h.shift),
            tau: self.own.tau.clone(),
            null_weight: self.null_weights(),
            raised: raised(draws.values()),
            raised_absolute: raised_absolute(self.passes),
        }
    }

    fn null_weights(&self) -> BTreeMap<String, f64> {
        let mut all: BTreeMap<String, f64> =
            filled(self.own.priors.iter().map(|(name, weights)| (name.clone(), weights[0])));
        if let Some(heaping) = &self.heaping {
            all.insert(Channel::Heaping.name().to_owned(), heaping.prior[0]);
        }
        all
    }

    fn classes(&self) -> Vec<ClassEvidence> {
        let mut works = vec![Vec::new(); self.views.classes.len()];
        let mut extreme = vec![false; works.len()];
        for (place, &(w, row, class)) in self.views.rows.iter().enumerate() {
            works[class].push(self.class_work(place, w, row));
            extreme[class] |= self.extreme_rows[place];
        }
        let class = |(c, works): (usize, Vec<ClassWork>)| {
            let key = self.views.classes[c];
            let odds: f64 = CLASS.iter().map(|channel| self.class_odds[channel][c]).sum();
            ClassEvidence {
                grade: key.grade,
                school: key.school.to_owned(),
                class: key.class.to_owned(),
                posterior: share(odds),
                extreme: extreme[c],
                channels: self.class_channels(c),
                works,
            }
        };
        works.into_iter().enumerate().map(class).collect()
    }

    fn class_channels(&self, c: usize) -> Vec<ChannelEvidence> {
        let of = |&channel: &Channel| {
            let z = Some(self.views.of_channel[&channel].class[c]).filter(|z| z.is_finite());
            let log_odds = logarithm(self.class_odds[&channel][c]);
            (z.is_some() || log_odds.is_some()).then_some(ChannelEvidence { channel, z, log_odds })
        };
        CLASS.iter().filter_map(of).collect()
    }

    fn class_work(&self, place: usize, w: usize, row: usize) -> ClassWork {
        let pass = &self.passes[w];
        let z = self.views.of_channel.iter().map(|(&channel, view)| (channel, view.work[place]));
        ClassWork {
            work: pass.key.clone(),
            pupils: pass.rows[row].n,
            z: z.filter(|(_, z)| z.is_finite()).collect(),
            items: pass.items[row].clone(),
            shared: pass.rows[row].pairs.map(|pairs| pairs.shared),
        }
    }

    /// What no work has is said once, without a work.
    fn left_out(&self) -> Vec<LeftOut> {
        let mut all: Vec<LeftOut> = self.passes.iter().flat_map(|pass| pass.left_out.clone()).collect();
        let mut of_works: BTreeMap<(Channel, Reason), usize> = BTreeMap::new();
        for left in &all {
            *of_works.entry((left.channel, left.reason)).or_default() += 1;
        }
        let everywhere = |left: &LeftOut| of_works[&(left.channel, left.reason)] == self.passes.len();
        all.iter_mut().filter(|left| everywhere(left)).for_each(|left| left.work.clear());
        for (channel, z) in &self.z {
            let information = match channel {
                Channel::Fit => self.sums.iter().any(|s| s.fit.var > LEAST_INFORMATION),
                Channel::Absent => self.sums.iter().any(|s| s.expected_absent > 2.0),
                _ => true,
            };
            if information && z.iter().all(|z| !z.is_finite()) {
                all.push(LeftOut { work: String::new(), channel: *channel, reason: Reason::FewUnits });
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// Norms, nulls and priors of this territory; those of the reference where it took them from
    /// there.
    fn reference(self) -> super::Reference {
        let mut own = self.own;
        own.works = self.passes.iter().map(|pass| (pass.key.clone(), pass.norms.clone())).collect();
        own.packed(&CLASS)
    }
}

fn leading(blocks: &BTreeMap<Block, f64>) -> Option<Block> {
    let judging = JUDGING.iter().filter_map(|block| Some((*block, *blocks.get(block)?)));
    judging.reduce(|best, one| if one.1 > best.1 { one } else { best }).map(|(block, _)| block)
}

/// The channel with the largest odds in a block.
fn leading_channel(block: Block, channels: &[ChannelEvidence]) -> Option<Channel> {
    let of_block = channels.iter().filter(|c| match block {
        Block::Heaping => c.channel == Channel::Heaping,
        Block::Fit => c.channel == Channel::Fit,
        Block::Home => matches!(c.channel, Channel::Absent | Channel::Tail),
        Block::Class => CLASS.contains(&c.channel),
    });
    let odds = |c: &ChannelEvidence| c.log_odds.unwrap_or(f64::NEG_INFINITY);
    of_block.reduce(|best, one| if odds(one) > odds(best) { one } else { best }).map(|c| c.channel)
}

fn log_odds(p: f64) -> Option<f64> {
    Some(libm::log(p.max(SURE)) - libm::log((1.0 - p).max(SURE)))
}

fn logarithm(odds: f64) -> Option<f64> {
    (odds > 0.0).then(|| libm::log(odds))
}

impl Evidence {
    /// The same evidence without a judgement of some schools. They stay among those that the others
    /// are compared with.
    #[must_use]
    pub fn excluding(mut self, excluded: impl Fn(&str) -> bool) -> Self {
        for school in self.schools.iter_mut().filter(|school| excluded(&school.school)) {
            (school.found, school.extreme, school.outcome) = (false, false, Outcome::NotJudged);
            (school.posterior, school.blocks, school.block) = (0.0, BTreeMap::new(), None);
            let reason = Reason::Excluded;
            school.not_judged = Block::ALL.iter().map(|&block| NotJudged { block, reason }).collect();
        }
        self.classes.retain(|class| !excluded(&class.school));
        let territory = &mut self.territory;
        (territory.outcomes, territory.judged) = counted(self.schools.iter());
        for of in &mut self.municipalities {
            let here = self.schools.iter().filter(|school| school.municipality == of.municipality);
            (of.outcomes, of.judged) = counted(here);
        }
        self
    }
}

/// The outcomes of schools, and how many were judged.
fn counted<'s>(schools: impl Iterator<Item = &'s SchoolEvidence>) -> (Outcomes, u64) {
    let (mut outcomes, mut judged) = (Outcomes::default(), 0);
    for school in schools {
        outcomes.add(school.outcome);
        judged += u64::from(is_judged(&school.blocks));
    }
    (outcomes, judged)
}

fn municipalities(schools: &[SchoolEvidence], draws: &BTreeMap<&str, Vec<f64>>) -> Vec<MunicipalityEvidence> {
    let mut groups: BTreeMap<&str, Vec<&SchoolEvidence>> = BTreeMap::new();
    for school in schools {
        groups.entry(&school.municipality).or_default().push(school);
    }
    if groups.keys().all(|name| name.is_empty()) {
        return Vec::new();
    }
    let of = |(name, schools): (&str, Vec<&SchoolEvidence>)| {
        let (outcomes, judged) = counted(schools.iter().copied());
        MunicipalityEvidence {
            municipality: name.to_owned(),
            schools: schools.len() as u64,
            judged,
            outcomes,
            raised: raised(schools.iter().filter_map(|school| draws.get(school.school.as_str()))),
        }
    };
    groups.into_iter().map(of).collect()
}
