//! Blocks and the posterior of a school.

use std::collections::BTreeMap;

use super::answer::{Block, Channel};
use super::groups::{Start, ZGroups};
use super::passes::{CLASS, Context, SchoolPass, WorkPass};
use super::reference::Reference;
use super::schools::{self, Heaping};
use super::views::{Views, views};
use crate::threads::each;

/// How far the missing lower tail may move the odds of absences, and where it says nothing.
const TAIL_REACH: f64 = 1.5;
const TAIL_NEUTRAL: f64 = 0.5;
/// One class in one work alone, whatever it shows, makes no school found: honest classes are now
/// and then unlike all others in one work.
const LARGEST_OF_WORK: f64 = 8.0;
/// The blocks that make a posterior.
pub(super) const JUDGING: [Block; 3] = [Block::Heaping, Block::Fit, Block::Class];

/// Everything known before anything is said.
pub(super) struct Layer<'a> {
    pub context: &'a Context<'a>,
    pub names: &'a [&'a str],
    pub passes: &'a [&'a WorkPass<'a>],
    pub sums: Vec<SchoolPass>,
    pub heaping: Option<Heaping>,
    pub z: BTreeMap<Channel, Vec<f64>>,
    pub views: Views<'a>,
    /// The classes of each school.
    pub classes_of: Vec<Vec<usize>>,
    /// Posterior odds by name of a view, 0 where there is no z.
    pub odds: BTreeMap<String, Vec<f64>>,
    /// ½·(class view + Σ over works), by channel and class.
    pub class_odds: BTreeMap<Channel, Vec<f64>>,
    /// Whether each class in a work is large in itself.
    pub extreme_rows: Vec<bool>,
    pub own: Reference,
}

/// A view to be weighed: its name, its z, and how wide its null's wide part is.
struct Weighed<'z> {
    name: String,
    z: &'z [f64],
    wide: f64,
    /// No odds of one unit are larger.
    largest: f64,
}

impl<'a> Layer<'a> {
    pub fn of(context: &'a Context<'a>, names: &'a [&'a str], passes: &'a [&'a WorkPass<'a>]) -> Self {
        let mut own = Reference::new(names.len() as u64);
        let sums = schools::sums(passes, names);
        let heaping = schools::heaping(&sums, context, &mut own);
        let z = schools::z_channels(&sums, context, &mut own);
        let views = views(passes, names, context, &mut own);
        let odds = weigh(&z, &views, context, &mut own);
        let class_odds = CLASS.map(|channel| (channel, class_odds(channel, &views, &odds)));
        let class_odds = class_odds.into_iter().collect();
        let options = context.options;
        let is_extreme = |&(w, row, _): &(usize, usize, usize)| {
            let row: &super::class::ClassRow = &passes[w].rows[row];
            row.n >= options.extreme_least && row.pairs.is_some_and(|p| p.shared >= options.extreme)
        };
        let extreme_rows = views.rows.iter().map(is_extreme).collect();
        let mut classes_of = vec![Vec::new(); names.len()];
        views.schools.iter().enumerate().for_each(|(class, &school)| classes_of[school].push(class));
        Self {
            context,
            names,
            passes,
            sums,
            heaping,
            z,
            views,
            classes_of,
            odds,
            class_odds,
            extreme_rows,
            own,
        }
    }

    /// The posterior of each block that judged a school.
    pub fn blocks(&self) -> Vec<BTreeMap<Block, f64>> {
        let mut all = vec![BTreeMap::new(); self.names.len()];
        let class = self.class_block();
        for (j, blocks) in all.iter_mut().enumerate() {
            if let Some(lift) = self.heaping.as_ref().and_then(|h| h.of_school[j].as_ref()) {
                blocks.insert(Block::Heaping, lift.posterior.above(self.context.options.delta));
            }
            if self.z[&Channel::Fit][j].is_finite() {
                blocks.insert(Block::Fit, share(self.odds_of(Channel::Fit, j)));
            }
            if let Some(odds) = class[j] {
                blocks.insert(Block::Class, share(odds));
            }
            if self.z[&Channel::Absent][j].is_finite() {
                blocks.insert(Block::Home, share(self.home_odds(j)));
            }
        }
        all
    }

    fn odds_of(&self, channel: Channel, j: usize) -> f64 {
        self.odds.get(channel.name()).map_or(0.0, |odds| odds[j])
    }

    /// More absent, and the lower tail missing: either alone is weak, the tail alone is no sign.
    fn home_odds(&self, j: usize) -> f64 {
        let tail = self.z[&Channel::Tail][j];
        let tail = if tail.is_finite() { tail } else { 0.0 };
        let with_tail = libm::exp((tail - TAIL_NEUTRAL).clamp(-TAIL_REACH, TAIL_REACH));
        self.odds_of(Channel::Absent, j) * with_tail
    }

    /// ½·(classes + school view), or classes where no school view is; `None` for a school without a
    /// class that any channel judged.
    fn class_block(&self) -> Vec<Option<f64>> {
        let mut judged = vec![false; self.names.len()];
        for view in self.views.of_channel.values() {
            for (z, &(.., class)) in view.work.iter().zip(&self.views.rows) {
                judged[self.views.schools[class]] |= z.is_finite();
            }
        }
        let all = |j: usize| {
            let whole: f64 = CLASS.iter().map(|&channel| self.school_view(channel, j)).sum();
            let ones: f64 = CLASS.iter().map(|&channel| self.of_classes(channel, j)).sum();
            if whole > 0.0 { (ones + whole) / 2.0 } else { ones }
        };
        judged.iter().enumerate().map(|(j, &judged)| judged.then(|| all(j))).collect()
    }

    /// The odds of a school over all its classes of one channel, 0 without such a view.
    pub fn school_view(&self, channel: Channel, j: usize) -> f64 {
        self.odds.get(&view_name("school", channel)).map_or(0.0, |odds| odds[j])
    }

    /// Σ over the school's classes.
    pub fn of_classes(&self, channel: Channel, j: usize) -> f64 {
        let odds = &self.class_odds[&channel];
        self.classes_of[j].iter().map(|&class| odds[class]).sum()
    }
}

/// The largest of the judging blocks; 0 where none judged.
pub(super) fn posterior(blocks: &BTreeMap<Block, f64>) -> f64 {
    JUDGING.iter().filter_map(|block| blocks.get(block)).copied().fold(0.0, f64::max)
}

/// Whether any judging block could.
pub(super) fn is_judged(blocks: &BTreeMap<Block, f64>) -> bool {
    JUDGING.iter().any(|block| blocks.contains_key(block))
}

/// A probability from odds.
pub(super) fn share(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

fn view_name(view: &str, channel: Channel) -> String {
    format!("{view}.{}", channel.name())
}

/// Priors and posterior odds of every view. New priors are written to `own`.
fn weigh(
    z: &BTreeMap<Channel, Vec<f64>>,
    views: &Views<'_>,
    context: &Context<'_>,
    own: &mut Reference,
) -> BTreeMap<String, Vec<f64>> {
    let options = context.options;
    let mut all: Vec<Weighed<'_>> = Vec::new();
    for (channel, view) in &views.of_channel {
        let of_view = [("work", &view.work), ("class", &view.class), ("school", &view.school)];
        all.extend(of_view.map(|(name, z)| {
            let (wide, largest) = match name {
                "work" => (options.wide_work, LARGEST_OF_WORK),
                _ => (options.wide, f64::INFINITY),
            };
            Weighed { name: view_name(name, *channel), z, wide, largest }
        }));
    }
    let of_school = |(channel, z): (&Channel, &'_ Vec<f64>)| (channel.name().to_owned(), z.clone());
    let of_school: Vec<(String, Vec<f64>)> = z.iter().map(of_school).collect();
    all.extend(of_school.iter().map(|(name, z)| Weighed {
        name: name.clone(),
        z,
        wide: options.wide,
        largest: f64::INFINITY,
    }));
    let weighed = each(&all, |view| view.weigh(context));
    let mut odds = BTreeMap::new();
    for (view, (prior, of_view)) in all.iter().zip(weighed) {
        if let Some(prior) = prior {
            own.priors.insert(view.name.clone(), prior);
        }
        odds.insert(view.name.clone(), of_view);
    }
    odds
}

impl Weighed<'_> {
    /// The prior weights and, of each unit, the posterior odds: 0 without a z, and where a
    /// reference has no prior of the view.
    fn weigh(&self, context: &Context<'_>) -> (Option<[f64; 8]>, Vec<f64>) {
        let options = context.options;
        let mut odds = vec![0.0; self.z.len()];
        let groups = ZGroups::of(self.z, options.contamination, self.wide);
        if groups.is_empty() {
            return (None, odds);
        }
        let given = context.reference.and_then(|r| r.priors.get(&self.name).copied());
        let prior = match context.own {
            true => {
                let start = given.map(|weights| Start { weights, mass: options.mass });
                Some(groups.prior(start, options.pseudo))
            }
            false => given,
        };
        if let Some(prior) = prior {
            let mut known = groups.odds(&prior).into_iter();
            for (odds, _) in odds.iter_mut().zip(self.z).filter(|(_, z)| z.is_finite()) {
                *odds = known.next().unwrap_or(0.0).min(self.largest);
            }
        }
        (prior, odds)
    }
}

fn class_odds(channel: Channel, views: &Views<'_>, odds: &BTreeMap<String, Vec<f64>>) -> Vec<f64> {
    let mut all = vec![0.0; views.classes.len()];
    if let Some(of_works) = odds.get(&view_name("work", channel)) {
        for (odds, &(.., class)) in of_works.iter().zip(&views.rows) {
            all[class] += odds;
        }
    }
    if let Some(of_class) = odds.get(&view_name("class", channel)) {
        all.iter_mut().zip(of_class).for_each(|(sum, odds)| *sum = (*sum + odds) / 2.0);
    }
    all
}
