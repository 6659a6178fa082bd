//! The classes of one assessment, with the norms of all its pupils.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::excess::excess;
use super::part::{Part, Pupil, Shown};
use super::{SimilarityOptions, SimilarityRow};
use crate::data::{Items, NormSums, Results, items_of};
use crate::math::{chi2_quantile, poisson_tail};
use crate::statistics::StatisticError;
use crate::statistics::shared::categories::{Categories, main_set};

/// Pupils of one paper below this have no pairs.
const LEAST: usize = 5;

pub(super) struct Population<'a> {
    pub(super) results: &'a Results,
    pub(super) options: SimilarityOptions,
    /// z beyond which a pair is joined.
    pub(super) join: f64,
    sets: BTreeMap<Items, Categories>,
    set_of: Vec<Items>,
}

impl<'a> Population<'a> {
    pub(super) fn of(
        results: &'a Results,
        classes: &[(String, Vec<usize>)],
        options: SimilarityOptions,
    ) -> Result<Self, StatisticError> {
        let set_of: Vec<Items> = results.scores().rows().into_iter().map(items_of).collect();
        // Norms are only needed of sets that some class has five pupils of.
        let mut needed: BTreeSet<&Items> = BTreeSet::new();
        for (_, persons) in classes {
            let mut here: HashMap<&Items, usize> = HashMap::new();
            persons.iter().for_each(|&person| *here.entry(&set_of[person]).or_default() += 1);
            needed.extend(here.into_iter().filter(|(_, n)| *n >= LEAST).map(|(items, _)| items));
        }
        let sizes = NormSums::sets_of(results);
        let mut sets = BTreeMap::new();
        if let Some(most) = main_set(&sizes) {
            let main = Categories::of(results, most, None)?;
            for items in needed.into_iter().filter(|items| *items != most && items.len() > 1) {
                sets.insert(items.clone(), Categories::of(results, items, Some((most, &main)))?);
            }
            sets.insert(most.clone(), main);
        }
        let tail = (2.0 * options.pair_level).min(1.0);
        let join =
            if options.pair_level > 0.0 { chi2_quantile(1.0 - tail, 1.0).sqrt() } else { f64::INFINITY };
        Ok(Self { results, options, join, sets, set_of })
    }

    pub(super) fn parts(&self, persons: &[usize]) -> Vec<Part<'_>> {
        let mut by_set: BTreeMap<&Items, BTreeMap<u32, Vec<Pupil>>> = BTreeMap::new();
        for &person in persons {
            let items = &self.set_of[person];
            let Some(norm) = self.sets.get(items) else { continue };
            let total = norm.total(norm.answers(person));
            if norm.range.contains(&total) {
                let variant = self.results.variant().map_or(0, |variant| variant.codes()[person]);
                let papers = by_set.entry(items).or_default();
                papers.entry(variant).or_default().push(Pupil { person, paper: 0, total });
            }
        }
        let part = |(items, papers): (&Items, BTreeMap<u32, Vec<Pupil>>)| {
            let mut kept: Vec<Vec<Pupil>> =
                papers.into_values().filter(|pupils| pupils.len() >= LEAST).collect();
            // Codes of variants depend on the order of the rows; persons do not.
            kept.sort_by_key(|pupils| pupils[0].person);
            let papers = kept.len();
            let number = |(paper, pupils): (usize, Vec<Pupil>)| {
                pupils.into_iter().map(move |pupil| Pupil { paper, ..pupil })
            };
            Some(Part {
                norm: self.sets.get(items)?,
                pupils: kept.into_iter().enumerate().flat_map(number).collect(),
                papers,
            })
        };
        by_set.into_iter().filter_map(part).filter(|part| part.papers > 0).collect()
    }

    pub(super) fn row(&self, name: &str, persons: &[usize]) -> SimilarityRow {
        let parts = self.parts(persons);
        let shown = self.shown(&parts);
        let expected: f64 = parts.iter().map(Part::expected).sum();
        let (excess, pvalue_excess) = excess(&parts);
        let pvalue_moments = shown.same.pvalue();
        let some = shown.same.pairs > 0;
        let pvalue_duplicates = if some { poisson_tail(shown.duplicates, expected) } else { f64::NAN };
        let mut row = SimilarityRow {
            group: name.to_owned(),
            n: persons.len() as u64,
            compared: parts.iter().map(|part| part.pupils.len() as u64).sum(),
            pairs: shown.same.pairs,
            statistic: shown.same.statistic(),
            pvalue: pvalue_moments,
            pvalue_moments,
            effect: shown.same.effect(),
            excess,
            pvalue_excess,
            control_pairs: shown.different.pairs,
            control: shown.different.statistic(),
            pvalue_control: shown.different.pvalue(),
            control_effect: shown.different.effect(),
            duplicates: shown.duplicates,
            duplicates_expected: if some { expected } else { f64::NAN },
            pvalue_duplicates,
            clusters: shown.clusters,
            largest: shown.largest,
            pvalue_largest: f64::NAN,
            permutations: 0,
        };
        if pvalue_moments < self.options.permute_below || pvalue_duplicates < self.options.permute_below {
            self.permute(&mut row, &parts, &shown);
        }
        row
    }

    /// What the parts show.
    pub(super) fn shown(&self, parts: &[Part<'_>]) -> Shown {
        let mut shown = Shown::default();
        parts.iter().for_each(|part| part.show(&part.tilted(), self.join, &mut shown));
        shown
    }
}
