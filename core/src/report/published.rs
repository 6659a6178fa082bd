//! One work as all reports of a screening may show it.

use std::collections::BTreeMap;

use super::bins::Bin;
use super::release::{Group, Release, release};
use crate::data::{Assessment, Cells};
use crate::screening::{Screening, Work};
use crate::statistics::journal::{self, Kind};

/// Whose results.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    All,
    Municipality(&'a str),
    School(&'a str),
}

/// A work with the bins that may be shown of each school, municipality and of all.
pub(super) struct Published<'a> {
    work: &'a Work,
    schools: BTreeMap<&'a str, (usize, &'a str)>,
    totals: Release<'a>,
    /// Mark below the journal's, above it, the same.
    kinds: Release<'a>,
    /// Two marks or more from the journal's, one mark, none.
    gaps: Release<'a>,
}

impl<'a> Published<'a> {
    /// Of each work of a screening.
    pub(super) fn all(screening: &'a Screening) -> Vec<Self> {
        let mut places: BTreeMap<&str, &str> = BTreeMap::new();
        places.extend(screening.schools.iter().map(|s| (s.school.as_str(), s.municipality.as_str())));
        let works: Vec<&Work> = screening.works.iter().collect();
        crate::threads::each(&works, |work| Self::new(work, &places))
    }

    fn new(work: &'a Work, places: &BTreeMap<&'a str, &'a str>) -> Self {
        let place = |school: &str| places.get(school).copied().unwrap_or("");
        let schools = work.by_school.groups();
        let of = |counts: Vec<Vec<u64>>, boundaries| {
            let group = |(school, counts): (&'a String, _)| Group { place: place(school), counts };
            release(&schools.keys().zip(counts).map(group).collect::<Vec<_>>(), boundaries)
        };
        let (kinds, gaps) = schools.keys().map(|school| journal_counts(work, school)).unzip();
        Self {
            work,
            totals: of(schools.values().map(Cells::histogram).collect(), work.assessment().boundaries),
            kinds: of(kinds, None),
            gaps: of(gaps, None),
            schools: (0..).zip(schools.keys()).map(|(at, s)| (s.as_str(), (at, place(s)))).collect(),
        }
    }

    pub(super) fn assessment(&self) -> &'a Assessment {
        self.work.assessment()
    }

    /// The schools of the scope with results that may be shown.
    pub(super) fn schools(&self, scope: Scope<'_>) -> impl Iterator<Item = &'a str> {
        let is_of = move |school: &str, place: &str| match scope {
            Scope::All => true,
            Scope::Municipality(name) => place == name,
            Scope::School(login) => school == login,
        };
        let shown = |at: usize| !self.totals.groups[at].is_empty();
        let all =
            self.schools.iter().filter(move |&(school, &(at, place))| shown(at) && is_of(school, place));
        all.map(|(school, _)| *school)
    }

    /// Pupils by total.
    pub(super) fn totals(&self, scope: Scope<'_>) -> &[Bin] {
        self.of(&self.totals, scope)
    }

    /// Pupils with results that are shown.
    pub(super) fn n(&self, scope: Scope<'_>) -> u64 {
        number(self.totals(scope))
    }

    /// The mean share of the largest total.
    pub(super) fn mean(&self, scope: Scope<'_>) -> f64 {
        let sum = |school: &str| -> u64 {
            (0..).zip(self.counts(school)).map(|(total, count): (u64, _)| total * count).sum()
        };
        let sum: u64 = self.schools(scope).map(sum).sum();
        sum as f64 / self.n(scope) as f64 / f64::from(self.assessment().max_total())
    }

    /// Pupils of a school by total, for computing alone.
    pub(super) fn counts(&self, school: &str) -> Vec<u64> {
        self.work.by_school.groups().get(school).map(Cells::histogram).unwrap_or_default()
    }

    /// Pupils with a journal mark.
    pub(super) fn with_journal(&self, scope: Scope<'_>) -> u64 {
        number(self.of(&self.kinds, scope))
    }

    /// The share of a kind among the pupils with a journal mark; NaN where it may not be shown.
    pub(super) fn agreement(&self, scope: Scope<'_>, kind: Kind) -> f64 {
        let (release, at) = self.kind(kind);
        let bins = self.of(release, scope);
        share(bins, at).map_or(f64::NAN, |count| count as f64 / number(bins) as f64)
    }

    /// The same of the pupils outside the scope, where both may be shown.
    pub(super) fn agreement_beside(&self, scope: Scope<'_>, kind: Kind) -> f64 {
        let (release, at) = self.kind(kind);
        let (own, whole) = (self.of(release, scope), self.of(release, Scope::All));
        match (share(own, at), share(whole, at)) {
            (Some(own_count), Some(count)) => {
                (count - own_count) as f64 / (number(whole) - number(own)) as f64
            }
            _ => f64::NAN,
        }
    }

    /// The counts of the pupils outside the scope by total, scaled to as many as it has, in the
    /// bins that both are shown in; nothing where there is nobody else.
    pub(super) fn beside(&self, scope: Scope<'_>) -> Option<Vec<f64>> {
        let (own, whole) = (self.totals(scope), self.totals(Scope::All));
        let (n, all) = (number(own), number(whole));
        let rest = (all > n).then(|| all - n)?;
        let mut heights = Vec::new();
        let (mut first, mut before) = (0, (0, 0));
        let mut bins = whole.iter().copied();
        let mut below = 0;
        for bin in own {
            before.0 += bin.count;
            while below <= bin.last {
                let Some(next) = bins.next() else { break };
                before.1 += next.count;
                below = next.last + 1;
            }
            if below == bin.last + 1 {
                let width = below - first;
                let height = (before.1 - before.0) as f64 * n as f64 / rest as f64 / width as f64;
                heights.extend(std::iter::repeat_n(height, width));
                (first, before) = (below, (0, 0));
            }
        }
        Some(heights)
    }

    fn kind(&self, kind: Kind) -> (&Release<'a>, usize) {
        match kind {
            Kind::Lowered => (&self.kinds, 0),
            Kind::Raised => (&self.kinds, 1),
            Kind::Confirmed => (&self.kinds, 2),
            Kind::Gap => (&self.gaps, 0),
        }
    }

    fn of<'b>(&'b self, release: &'b Release<'a>, scope: Scope<'_>) -> &'b [Bin] {
        let bins = match scope {
            Scope::All => Some(&release.whole),
            Scope::Municipality(name) => release.places.get(name),
            Scope::School(login) => self.schools.get(login).map(|&(at, _)| &release.groups[at]),
        };
        bins.map_or(&[], Vec::as_slice)
    }
}

fn number(bins: &[Bin]) -> u64 {
    bins.iter().map(|bin| bin.count).sum()
}

/// The pupils of one place that has a bin of its own.
fn share(bins: &[Bin], at: usize) -> Option<u64> {
    bins.iter().find(|bin| (bin.first, bin.last) == (at, at)).map(|bin| bin.count)
}

/// Lowered, raised, confirmed; and gaps of two marks or more, of one, of none.
fn journal_counts(work: &Work, school: &str) -> (Vec<u64>, Vec<u64>) {
    let [lowered, confirmed, raised, gap] =
        Kind::ALL.map(|kind| journal::count(&work.by_school, school, kind).count);
    (vec![lowered, raised, confirmed], vec![gap, lowered + raised - gap, confirmed])
}
