//! What territory to simulate.

use std::collections::BTreeMap;

use super::LARGEST;
use super::draw::Design;
use super::spread::Spread;
use crate::data::{Assessment, DataError, find_assessment};
use crate::simulate::streams::{For, some_of, stream};
use crate::simulate::{Kind, WorkParameters};

/// What is planted in a share of the schools, one kind in each, dealt in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Planting {
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// The share of the schools, at least one school.
    pub share: f64,
}

impl Planting {
    /// The share of schools of the study of power.
    pub const SHARE: f64 = 0.1;
}

/// A territory to simulate.
#[derive(Debug, Clone, PartialEq)]
pub struct TerritoryOptions {
    /// The number of schools.
    pub schools: usize,
    /// The number of municipalities, of neighbouring schools each; one for ten schools if not said.
    pub municipalities: Option<usize>,
    /// The median number of pupils a grade.
    pub pupils: u32,
    /// The works written. Works of one grade are written by the same pupils.
    pub works: Vec<Assessment>,
    /// How much honest schools differ.
    pub spread: Spread,
    /// The share of the papers one point below a boundary that every school raises to it, half of
    /// it of those two points below, a third of those three: what is usual in the whole territory.
    pub everybody_lifts: f64,
    /// How far below a boundary everybody lifts.
    pub reach: u16,
    /// What is planted; nothing: an honest territory.
    pub planted: Option<Planting>,
    /// The seed of the items. Territories of one design wrote the same works, so that one can be
    /// the reference of another.
    pub design: u64,
    /// What is known of works, by their keys: the others are drawn as usual.
    pub parameters: BTreeMap<String, WorkParameters>,
}

impl Default for TerritoryOptions {
    /// 120 schools and twelve works of autumn 2020, three in each of the grades 5 to 8, with maxima
    /// and boundaries as they were.
    fn default() -> Self {
        let third = ["world_around", "biology", "geography", "history"];
        let works = (4..).zip(third).flat_map(|(grade, third)| {
            ["maths", "russian", third].into_iter().filter_map(move |s| find_assessment(s, grade, 2020, None))
        });
        Self {
            schools: 120,
            municipalities: None,
            pupils: 21,
            works: works.collect(),
            spread: Spread::usual(),
            everybody_lifts: 0.0,
            reach: 2,
            planted: None,
            design: 0,
            parameters: BTreeMap::new(),
        }
    }
}

impl TerritoryOptions {
    pub(super) fn check(&self) -> Result<(), DataError> {
        within("schools", self.schools, 1, 100_000)?;
        within("municipalities", self.municipalities.unwrap_or(1), 1, self.schools)?;
        within("pupils", self.pupils as usize, 1, LARGEST)?;
        within("reach", usize::from(self.reach), 1, 1_000)?;
        if self.works.is_empty() {
            return Err(DataError::Empty { what: "works" });
        }
        for work in &self.works {
            work.check()?;
        }
        share("everybody_lifts", self.everybody_lifts)?;
        self.spread.check()?;
        if let Some(planting) = &self.planted {
            share("share", planting.share)?;
            if planting.kinds.is_empty() {
                return Err(DataError::Empty { what: "kinds" });
            }
            planting.kinds.iter().try_for_each(Kind::check)?;
        }
        Ok(())
    }

    pub(super) fn design_of(&self, work: &Assessment) -> Design {
        let known = self.parameters.get(&work.key()).filter(|known| known.fits(work)).cloned();
        let known = known.unwrap_or_else(|| WorkParameters::usual(work, self.design));
        Design { away: known.away(&self.spread), journal: known.journal(&self.spread), items: known.items }
    }

    pub(super) fn kinds(&self, seed: u64) -> BTreeMap<usize, Kind> {
        let Some(Planting { kinds, share }) = &self.planted else { return BTreeMap::new() };
        let count = ((self.schools as f64 * share).round() as usize).max(1);
        let chosen = some_of(self.schools, count, &mut stream(seed, For::Chosen, &[]));
        chosen.into_iter().zip(kinds.iter().copied().cycle()).collect()
    }
}

pub(super) fn share(what: &'static str, got: f64) -> Result<(), DataError> {
    match (0.0..=1.0).contains(&got) {
        true => Ok(()),
        false => Err(DataError::Share { what, got: got.to_string() }),
    }
}

fn within(what: &'static str, got: usize, least: usize, most: usize) -> Result<(), DataError> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match (least..=most).contains(&got) {
        true => Ok(()),
        false => Err(DataError::Range { what, got: number(got), least: number(least), most: number(most) }),
    }
}
