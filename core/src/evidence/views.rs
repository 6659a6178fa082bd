//! The views of a class channel: one class in one work, a class over its works, a school over its
//! classes.

use std::collections::BTreeMap;

use super::answer::Channel;
use super::nulls::{Bands, adapted, of_pooled, z_of_pooled};
use super::passes::{CLASS, Context, WorkPass};
use super::reference::Reference;

/// A z is within these before it is summed.
const LOWEST: f64 = -4.0;
const HIGHEST: f64 = 8.0;

/// A class of a territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClassKey<'a> {
    pub grade: u8,
    pub school: &'a str,
    pub class: &'a str,
}

/// z of each view of each channel; NaN where there is none.
pub(super) struct Views<'a> {
    pub classes: Vec<ClassKey<'a>>,
    /// The place of each class's school.
    pub schools: Vec<usize>,
    /// For each class in a work: work, row of the work, class.
    pub rows: Vec<(usize, usize, usize)>,
    pub of_channel: BTreeMap<Channel, View>,
}

/// One channel.
pub(super) struct View {
    pub work: Vec<f64>,
    pub class: Vec<f64>,
    pub school: Vec<f64>,
}

/// The three views of all channels. New nulls are written to `own`.
pub(super) fn views<'a>(
    passes: &[&'a WorkPass<'a>],
    names: &[&str],
    context: &Context<'_>,
    own: &mut Reference,
) -> Views<'a> {
    let key = |pass: &'a WorkPass<'_>, row: usize| {
        let (school, class) = &pass.rows[row].name;
        ClassKey { grade: pass.work.assessment.written_in(), school, class }
    };
    let all = || passes.iter().flat_map(|pass| (0..pass.rows.len()).map(move |row| key(pass, row)));
    let mut classes: Vec<ClassKey<'_>> = all().collect();
    classes.sort_unstable();
    classes.dedup();
    let place = |name: &str| names.binary_search(&name).unwrap_or_default();
    let schools: Vec<usize> = classes.iter().map(|class| place(class.school)).collect();
    let rows = passes.iter().enumerate().flat_map(|(w, pass)| {
        let classes = &classes;
        (0..pass.rows.len())
            .map(move |row| (w, row, classes.binary_search(&key(pass, row)).unwrap_or_default()))
    });
    let rows: Vec<(usize, usize, usize)> = rows.collect();
    let mut views = Views { classes, schools, rows, of_channel: BTreeMap::new() };
    for channel in CLASS {
        let z = views.rows.iter().map(|&(w, row, _)| passes[w].z[&channel][row]).collect();
        let view = views.of(channel, z, names.len(), context, own);
        views.of_channel.insert(channel, view);
    }
    views
}

impl Views<'_> {
    fn of(
        &self,
        channel: Channel,
        z: Vec<f64>,
        schools: usize,
        context: &Context<'_>,
        own: &mut Reference,
    ) -> View {
        let work = if context.own { z } else { adapted(z, context.options) };
        let of_class = self.rows.iter().map(|&(.., class)| class);
        let (sums, m) = pooled(&work, of_class, self.classes.len(), 1);
        let given = context.reference.and_then(|r| r.pooled.get(&channel));
        let (class, nulls) = standardised(sums, &m, given, context);
        own.pooled.insert(channel, nulls);
        let (sums, m) = pooled(&class, self.schools.iter().copied(), schools, 2);
        let given = context.reference.and_then(|r| r.by_school.get(&channel));
        let (school, nulls) = standardised(sums, &m, given, context);
        own.by_school.insert(channel, nulls);
        View { work, class, school }
    }
}

/// Σ z/√m over the units of each group (Stouffer's combination), NaN for fewer than `least`, and m.
fn pooled(z: &[f64], groups: impl Iterator<Item = usize>, all: usize, least: u64) -> (Vec<f64>, Vec<u64>) {
    let (mut sums, mut m) = (vec![0.0; all], vec![0; all]);
    for (z, group) in z.iter().zip(groups).filter(|(z, _)| z.is_finite()) {
        sums[group] += z.clamp(LOWEST, HIGHEST);
        m[group] += 1;
    }
    let pooled = |(sum, &m): (&f64, &u64)| if m >= least { sum / (m as f64).sqrt() } else { f64::NAN };
    (sums.iter().zip(&m).map(pooled).collect(), m)
}

fn standardised(x: Vec<f64>, m: &[u64], given: Option<&Bands>, context: &Context<'_>) -> (Vec<f64>, Bands) {
    let cut = context.options.cut;
    if context.own {
        let nulls = of_pooled(&x, m, cut);
        return (z_of_pooled(&x, m, &nulls, cut), nulls);
    }
    let nulls = given.cloned().unwrap_or_default();
    (adapted(z_of_pooled(&x, m, &nulls, cut), context.options), nulls)
}
