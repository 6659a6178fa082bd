//! One pass over one work: norms, what it says about each school, what it says about each class.

use std::collections::BTreeMap;

use super::answer::{Channel, LeftOut, Reason};
use super::class::{ClassRow, differences, rows, spread_quadratic, statistics};
use super::heaping::{Score, Shape, lifts, of_loss, of_moves};
use super::journal;
use super::nulls::{Bands, median, of_sizes, z_of_sizes};
use super::reference::{Means, Reference, WorkReference};
use super::work::EvidenceWork;
use super::{EvidenceError, EvidenceOptions};
use crate::data::{Cells, DataError};
use crate::threads::each;

/// The channels of classes.
pub(super) const CLASS: [Channel; 4] = [Channel::Profile, Channel::Dictation, Channel::Copy, Channel::Spread];
/// Boundaries of the placebo are so far above the others.
const PLACEBO: usize = 2;
/// The share of the reference's papers that count as its lower tail.
const TAIL: f64 = 0.2;
/// A work's own median of a class statistic takes so many classes.
const LEAST_CLASSES: usize = 6;

/// What all works of a territory are looked at with.
pub(super) struct Context<'a> {
    pub options: &'a EvidenceOptions,
    pub reference: Option<&'a Reference>,
    /// Whether norms, nulls and priors are the territory's own.
    pub own: bool,
}

/// One school in one work.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct SchoolPass {
    pub papers: u64,
    /// Papers within reach below a boundary.
    pub near: u64,
    pub heaping: Score,
    pub placebo: Score,
    pub fit: Score,
    pub fit_placebo: Score,
    pub tail: Score,
    /// Absent pupils, and how many the work leads to expect.
    pub absent: f64,
    pub expected_absent: f64,
}

/// What one work gives.
pub(super) struct WorkPass<'a> {
    pub work: &'a EvidenceWork,
    pub key: String,
    pub norms: WorkReference,
    pub schools: BTreeMap<&'a str, SchoolPass>,
    pub rows: Vec<ClassRow>,
    pub items: Vec<Vec<u16>>,
    /// z of each class channel, as many as rows.
    pub z: BTreeMap<Channel, Vec<f64>>,
    pub left_out: Vec<LeftOut>,
}

/// All works in the order of their keys.
pub(super) fn passes<'a>(
    works: &'a [EvidenceWork],
    context: &Context<'_>,
) -> Result<Vec<WorkPass<'a>>, EvidenceError> {
    let mut sorted: Vec<&EvidenceWork> = works.iter().collect();
    sorted.sort_by_cached_key(|work| work.assessment.key());
    if let Some(pair) = sorted.windows(2).find(|w| w[0].assessment.key() == w[1].assessment.key()) {
        return Err(DataError::Repeated { assessment: pair[0].assessment.key() }.into());
    }
    Ok(each(&sorted, |work| WorkPass::of(work, context)))
}

impl<'a> WorkPass<'a> {
    fn of(work: &'a EvidenceWork, context: &Context<'_>) -> Self {
        let assessment = &work.assessment;
        let given = context.reference.filter(|_| !context.own).and_then(|r| r.work(assessment));
        let own = WorkReference::of(work);
        // A report of totals has no classes.
        let of_classes = given.is_some_and(|norms| !norms.is_of_totals());
        let norms = match given {
            Some(norms) => norms.clone().filled(own),
            None => own,
        };
        let mut pass = Self {
            work,
            key: assessment.key(),
            norms,
            schools: BTreeMap::new(),
            rows: Vec::new(),
            items: Vec::new(),
            z: BTreeMap::new(),
            left_out: Vec::new(),
        };
        pass.look_at_schools(context.options);
        pass.look_at_absences();
        pass.look_at_classes(context, of_classes);
        pass.say_what_is_missing(context, given.is_some());
        pass
    }

    fn look_at_schools(&mut self, options: &EvidenceOptions) {
        let lens = Lens::of(&self.norms, options);
        let schools = self.work.schools.iter().map(|(name, cells)| (name.as_str(), lens.look(cells)));
        self.schools = schools.collect();
        let means = self.norms.means.get_or_insert_with(|| means(self.schools.values()));
        for school in self.schools.values_mut() {
            let of_channel = [
                (&mut school.heaping, means.heaping),
                (&mut school.placebo, means.placebo),
                (&mut school.fit, means.fit),
                (&mut school.fit_placebo, means.fit_placebo),
                (&mut school.tail, means.tail),
            ];
            for (score, mean) in of_channel {
                score.num -= mean * score.var;
            }
        }
    }

    fn look_at_absences(&mut self) {
        let Some(absent) = &self.work.absent else { return };
        for name in absent.keys() {
            self.schools.entry(name).or_default();
        }
        let away = |name: &str| absent.get(name).copied().unwrap_or(0);
        let all: u64 = self.schools.iter().map(|(name, school)| away(name) + school.papers).sum();
        let gone: u64 = absent.values().sum();
        if all == 0 {
            return;
        }
        let rate = *self.norms.absent.get_or_insert(gone as f64 / all as f64);
        for (name, school) in &mut self.schools {
            school.absent = away(name) as f64;
            school.expected_absent = (away(name) + school.papers) as f64 * rate;
        }
    }

    fn look_at_classes(&mut self, context: &Context<'_>, given: bool) {
        let max_scores = &self.work.assessment.max_scores;
        self.rows = rows(self.work, &self.norms, context.options.least);
        if self.norms.differences.is_none() {
            let kappa = context.reference.filter(|_| !context.own).and_then(|r| r.kappa);
            self.norms.differences = differences(self.work, &self.norms, &self.rows, kappa);
        }
        if self.norms.spread.is_none() {
            self.norms.spread = spread_quadratic(max_scores, &self.rows);
        }
        let found = statistics(max_scores, &self.norms, &self.rows);
        let copy = self.rows.iter().map(|row| row.pairs.map_or(f64::NAN, |p| p.copy)).collect();
        let n: Vec<u64> = self.rows.iter().map(|row| row.n).collect();
        for (channel, x) in CLASS.into_iter().zip([found.profile, found.dictation, copy, found.spread]) {
            let nulls = self.nulls(channel, &x, &n, context, given);
            self.z.insert(channel, z_of_sizes(&x, &n, &nulls, context.options.cut));
            self.norms.nulls.insert(channel, nulls);
        }
        self.items = found.items;
    }

    /// Own nulls; else the reference's for the work; else the place of the work's own classes with
    /// the usual scale and skew.
    fn nulls(&self, channel: Channel, x: &[f64], n: &[u64], context: &Context<'_>, given: bool) -> Bands {
        let of_others = context.reference.filter(|_| !context.own).and_then(|reference| {
            let of_work = self.norms.nulls.get(&channel).filter(|_| given).cloned();
            of_work.or_else(|| reference.any.get(&channel).cloned())
        });
        let Some(mut bands) = of_others else { return of_sizes(x, n, context.options.cut) };
        let known = || x.iter().copied().filter(|x| x.is_finite());
        if !given && known().count() >= LEAST_CLASSES {
            let place = median(known());
            bands.iter_mut().flatten().for_each(|null| null.median = place);
        }
        bands
    }

    fn say_what_is_missing(&mut self, context: &Context<'_>, given: bool) {
        let assessment = &self.work.assessment;
        let mut reasons = Vec::new();
        if assessment.boundaries.is_none() {
            reasons.extend([(Channel::Heaping, Reason::NoBoundaries), (Channel::Fit, Reason::NoBoundaries)]);
        } else if self.schools.values().all(|school| school.fit.var <= 0.0) {
            reasons.push((Channel::Fit, Reason::NoJournal));
        }
        let no_rows = match self.work.classes.is_empty() {
            true => Some(Reason::NoClasses),
            false => Some(Reason::SmallClasses).filter(|_| self.rows.is_empty()),
        };
        for channel in CLASS {
            if let Some(reason) = no_rows.or_else(|| self.lacks(channel)) {
                reasons.push((channel, reason));
            }
        }
        if self.work.absent.is_none() {
            reasons.push((Channel::Absent, Reason::NoAbsences));
        }
        if context.reference.is_some() && !context.own && !given {
            reasons.extend([Channel::Heaping, Channel::Fit].map(|c| (c, Reason::NotInReference)));
            reasons.extend(CLASS.map(|c| (c, Reason::NotInReference)));
        }
        let work = || self.key.clone();
        let all = reasons.into_iter().map(|(channel, reason)| LeftOut { work: work(), channel, reason });
        self.left_out = all.collect();
        if self.work.uneven {
            let uneven = [Channel::Profile, Channel::Dictation];
            let said = uneven.map(|channel| LeftOut { work: work(), channel, reason: Reason::Incomplete });
            self.left_out.extend(said);
        }
    }

    /// Why a channel says nothing of any class.
    fn lacks(&self, channel: Channel) -> Option<Reason> {
        if self.z.get(&channel).is_some_and(|z| z.iter().any(|z| z.is_finite())) {
            return None;
        }
        let with = |has: fn(&ClassRow) -> bool| self.rows.iter().any(has);
        match channel {
            Channel::Copy if !with(|row| row.pairs.is_some()) => Some(Reason::NoPupils),
            Channel::Profile | Channel::Dictation
                if !with(|row| row.deviation.is_some()) || self.norms.differences.is_none() =>
            {
                Some(Reason::NoItems)
            }
            Channel::Dictation if self.items.iter().all(Vec::is_empty) => Some(Reason::NoItems),
            _ => Some(Reason::FewUnits),
        }
    }
}

fn means<'s>(schools: impl Iterator<Item = &'s SchoolPass>) -> Means {
    let mut all = SchoolPass::default();
    for school in schools {
        all.heaping += school.heaping;
        all.placebo += school.placebo;
        all.fit += school.fit;
        all.fit_placebo += school.fit_placebo;
        all.tail += school.tail;
    }
    let mean = |score: Score| if score.var > 0.0 { score.num / score.var } else { 0.0 };
    Means {
        heaping: mean(all.heaping),
        placebo: mean(all.placebo),
        fit: mean(all.fit),
        fit_placebo: mean(all.fit_placebo),
        tail: mean(all.tail),
    }
}

/// A work's norms, ready to look at its schools.
struct Lens {
    totals: Shape,
    tail: usize,
    boundaries: Option<[u16; 3]>,
    lifts: Vec<super::heaping::Move>,
    placebos: Vec<super::heaping::Move>,
    marks: Vec<(u8, usize, Shape)>,
}

impl Lens {
    fn of(norms: &WorkReference, options: &EvidenceOptions) -> Self {
        let totals = norms.totals();
        let boundaries = norms.boundaries.as_ref().map_or(&[][..], |b| &b[..]);
        let of_mark =
            |(mark, &b): (u8, &u16)| Some((mark, usize::from(b), Shape::of(&norms.totals_of_mark(mark)?)));
        let moves = |shift| lifts(boundaries, totals.len(), options.reach, shift);
        Self {
            tail: lower_tail(&totals),
            boundaries: norms.boundaries,
            lifts: moves(0),
            placebos: moves(PLACEBO),
            marks: (3..).zip(boundaries).filter_map(of_mark).collect(),
            totals: Shape::of(&totals),
        }
    }

    fn look(&self, cells: &Cells) -> SchoolPass {
        let counts = cells.histogram();
        let papers = counts.iter().sum();
        let mut school = SchoolPass { papers, ..SchoolPass::default() };
        if papers == 0 {
            return school;
        }
        let h: Vec<f64> = counts.iter().map(|&n| n as f64).collect();
        let p = self.totals.tilted(&h);
        school.tail = of_loss(&h, &p, self.tail);
        if self.boundaries.is_some() {
            school.heaping = of_moves(&h, &p, &self.lifts);
            school.placebo = of_moves(&h, &p, &self.placebos);
            let near = |t: &usize| self.lifts.iter().any(|(from, ..)| from == t);
            school.near = (0..counts.len()).filter(near).map(|t| counts[t]).sum();
        }
        for (mark, boundary, shape) in &self.marks {
            let h: Vec<f64> = cells.with_mark(*mark).iter().map(|&n| n as f64).collect();
            if h.iter().sum::<f64>() > 0.0 {
                let [fit, placebo] = journal::of_mark(&h, shape, *boundary);
                school.fit += fit;
                school.fit_placebo += placebo;
            }
        }
        school
    }
}

/// The first total up to which a fifth of the papers lie.
fn lower_tail(totals: &[f64]) -> usize {
    let all: f64 = totals.iter().sum();
    let mut sum = 0.0;
    let reached = |n: &f64| {
        sum += n;
        sum / all >= TAIL
    };
    totals.iter().position(reached).unwrap_or(totals.len() - 1)
}
