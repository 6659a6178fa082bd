//! What one work gives: integer counts that merge, and, where pupils are at hand, the papers of
//! each class.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::EvidenceError;
use super::second::SecondOfClass;
use crate::data::{
    Assessment, Cells, DataError, Grouping, ItemTally, NormSums, Registry, Results, Tally, Unit, is_score,
};
use crate::sorted::filled;
use crate::threads::each;

/// A class within its work: school, class.
pub(super) type ClassName = (String, String);

/// One class in one work.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ClassCounts {
    /// Pupils by total.
    pub totals: Vec<u64>,
    /// The sum of their scores on each item, where known.
    pub sums: Option<Vec<u64>>,
    /// Their papers row by row in ascending order, codes counting 0; where pupils were given.
    pub papers: Option<Vec<u8>>,
    /// What a second pass over pupils found, where their papers are not at hand.
    pub second: Option<SecondOfClass>,
}

/// Pupils and items by total, over all pupils whose cells are complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemCounts {
    /// Pupils by total.
    pub n: Vec<u64>,
    /// Totals × items: sums of scores.
    pub sums: Vec<u64>,
    /// Totals × (items × scores): pupils with each score of each item; where pupils were given.
    pub shares: Option<Vec<u64>>,
    /// Σ xᵢxₖ for i ≤ k by total, where no papers are at hand but these were counted.
    pub products: Option<Vec<u64>>,
}

/// One assessment as the evidence layer takes it: of pupils, or of counts alone.
///
/// A monoid: works of parts merge, in any order, to the work of the whole. As in a [`Tally`], an
/// item not attempted or not taught counts 0, and a pupil with a missing cell is left out. A name
/// that is empty or ends with `-` is no class where the school has others; where it wrote no letter
/// at all, its pupils of the work are one class if they are at most 40.
///
/// From pupils everything can be judged. From counts there is what the counts hold:
///
/// | given | gives |
/// |---|---|
/// | a tally by school | heaping, marks fitted to the journal |
/// | a tally by class | spread |
/// | item sums by class, and their products ([`NormSums`]) | item profile, dictation |
/// | pupils | copying, what is large in itself |
/// | absences by school | context |
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceWork {
    pub(super) assessment: Assessment,
    pub(super) schools: BTreeMap<String, Cells>,
    pub(super) municipality: BTreeMap<String, String>,
    pub(super) absent: Option<BTreeMap<String, u64>>,
    pub(super) items: Option<ItemCounts>,
    pub(super) classes: BTreeMap<ClassName, ClassCounts>,
    /// Some class whose item sums were left out, since they count other pupils than its totals.
    pub(super) uneven: bool,
}

/// A school's pupils without a class letter are taken for one class up to so many.
const LARGEST_WITHOUT_LETTER: u64 = 40;

/// Whether a school wrote a class's letter at all.
fn has_letter(name: &str) -> bool {
    !name.trim().is_empty() && !name.trim_end().ends_with('-')
}

/// Where the scores of each item begin in a row of all items' scores, and how long that row is.
pub(super) fn offsets(max_scores: &[u8]) -> (Vec<usize>, usize) {
    let mut next = 0;
    let starts = max_scores.iter().map(|&max| {
        let start = next;
        next += usize::from(max) + 1;
        start
    });
    let starts: Vec<usize> = starts.collect();
    (starts, next)
}

impl EvidenceWork {
    /// A work of nobody: the identity of [`merge`](Self::merge).
    #[must_use]
    pub fn empty(assessment: Assessment) -> Self {
        Self {
            assessment,
            schools: BTreeMap::new(),
            municipality: BTreeMap::new(),
            absent: None,
            items: None,
            classes: BTreeMap::new(),
            uneven: false,
        }
    }

    /// The work of pupils: every channel can be judged.
    #[must_use]
    pub fn of(results: &Results) -> Self {
        let assessment = results.assessment();
        let (starts, cells) = offsets(&assessment.max_scores);
        let (levels, width) = (usize::from(assessment.max_total()) + 1, assessment.items());
        let mut shares = vec![0_u64; levels * cells];
        let mut by_school: Vec<Option<Cells>> = vec![None; results.schools().len()];
        let mut by_class: HashMap<(u32, u32), Vec<u8>> = HashMap::new();
        let mut paper = vec![0_u8; width];
        for (person, (total, complete)) in results.totals().enumerate() {
            if !complete {
                continue;
            }
            for (score, &cell) in paper.iter_mut().zip(results.scores().row(person)) {
                *score = if is_score(cell) { cell } else { 0 };
            }
            let row = &mut shares[usize::from(total) * cells..][..cells];
            for (&score, start) in paper.iter().zip(&starts) {
                row[start + usize::from(score)] += 1;
            }
            let school = results.school().codes()[person];
            let mark = results.journal_mark().map_or(0, |marks| marks[person]);
            by_school[school as usize]
                .get_or_insert_with(|| Cells::new(assessment.max_total()))
                .add(mark, total);
            if let Some(class) = results.class_id().map(|l| l.codes()[person]) {
                by_class.entry((school, class)).or_default().extend_from_slice(&paper);
            }
        }
        let mut work = Self::empty(assessment.clone());
        let names = results.schools();
        for (name, cells) in names.iter().zip(by_school) {
            if let Some(cells) = cells {
                work.schools.insert(name.clone(), cells);
            }
        }
        for ((school, class), papers) in by_class {
            let class = results.class_id().map_or("", |l| &l.names()[class as usize]);
            let name = (names[school as usize].clone(), class.to_owned());
            work.classes.insert(name, ClassCounts::of(papers, width, levels));
        }
        work.municipality = municipalities(results);
        if !work.schools.is_empty() {
            work.items = Some(ItemCounts::of(shares, &assessment.max_scores));
        }
        work
    }

    /// The work of counts alone: `schools` by school or by class, `classes` by class, `items` by
    /// class, `norms` with their products.
    ///
    /// What a count lacks is left out of the evidence, and said. Item sums count pupils with
    /// missing cells too: a class where they count other pupils than its tally is without them.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] for counts of different assessments or of a grouping that does
    /// not fit.
    pub fn of_tallies(
        schools: &Tally,
        classes: Option<&Tally>,
        items: Option<&ItemTally>,
        norms: Option<&NormSums>,
    ) -> Result<Self, EvidenceError> {
        let mut work = Self::empty(schools.assessment().clone());
        let by_class = match (schools.grouping(), classes) {
            (Grouping::Class, None) => Some(schools),
            (_, classes) => classes,
        };
        work.fits(by_class.map(|t| (t.assessment(), t.grouping())), Grouping::Class)?;
        work.fits(items.map(|t| (t.assessment(), t.grouping())), Grouping::Class)?;
        work.fits(norms.map(|n| (n.assessment(), Grouping::All)), Grouping::All)?;
        work.schools = match schools.grouping() {
            Grouping::School => schools.groups().clone(),
            Grouping::Class => {
                let of =
                    |group: &str| Unit::parse(Grouping::Class, group).school().unwrap_or_default().to_owned();
                let school: BTreeMap<&str, String> =
                    filled(schools.groups().keys().map(|group| (group.as_str(), of(group))));
                let regrouped =
                    schools.regroup(Grouping::School, |group| school.get(group).map(String::as_str));
                regrouped.groups().clone()
            }
            _ => return Err(DataError::TallyMismatch { what: "grouping" }.into()),
        };
        for (group, cells) in by_class.into_iter().flat_map(Tally::groups) {
            let totals = cells.histogram();
            if let Unit::Class { school, class } = Unit::parse(Grouping::Class, group) {
                work.classes.insert((school, class), ClassCounts { totals, ..ClassCounts::default() });
            }
        }
        if let (Some(items), Some(tally)) = (items, by_class) {
            work.add_items(items, tally);
        }
        if let (Some(items), Some(norms)) = (&mut work.items, norms) {
            items.products = products_of(norms);
        }
        Ok(work)
    }

    fn fits(&self, counts: Option<(&Assessment, Grouping)>, grouping: Grouping) -> Result<(), EvidenceError> {
        match counts {
            Some((assessment, _)) if *assessment != self.assessment => {
                Err(DataError::TallyMismatch { what: "assessment" }.into())
            }
            Some((_, other)) if other != grouping => {
                Err(DataError::TallyMismatch { what: "grouping" }.into())
            }
            _ => Ok(()),
        }
    }

    /// Item sums of the classes whose item tally counts the pupils that their tally counts.
    fn add_items(&mut self, items: &ItemTally, tally: &Tally) {
        let (width, levels) = (self.assessment.items(), usize::from(self.assessment.max_total()) + 1);
        let mut all =
            ItemCounts { n: vec![0; levels], sums: vec![0; levels * width], shares: None, products: None };
        for (group, sets) in items.groups() {
            let n: u64 = sets.values().flat_map(BTreeMap::values).map(|level| level.n).sum();
            if tally.groups().get(group).map(Cells::n) != Some(n) {
                self.uneven = true;
                continue;
            }
            let mut sums = vec![0; width];
            for (set, by_total) in sets {
                for (&total, level) in by_total {
                    all.n[usize::from(total)] += level.n;
                    for (&item, &sum) in set.iter().zip(&level.sums) {
                        sums[usize::from(item)] += sum;
                        all.sums[usize::from(total) * width + usize::from(item)] += sum;
                    }
                }
            }
            if let Unit::Class { school, class } = Unit::parse(Grouping::Class, group)
                && let Some(class) = self.classes.get_mut(&(school, class))
            {
                class.sums = Some(sums);
            }
        }
        if all.n.iter().any(|&n| n > 0) {
            self.items = Some(all);
        }
    }

    /// The works of these results: parts of one assessment are counted together. In the order of
    /// their keys.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] for two scales of one work.
    pub fn of_all(results: &[&Results]) -> Result<Vec<Self>, EvidenceError> {
        let mut works: BTreeMap<String, Self> = BTreeMap::new();
        for (results, work) in results.iter().zip(each(results, |results| Self::of(results))) {
            let key = results.assessment().key();
            let work = match works.remove(&key) {
                Some(before) => before.merge(work)?,
                None => work,
            };
            works.insert(key, work);
        }
        Ok(works.into_values().collect())
    }

    /// As [`of_all`](Self::of_all), with the pupils who did not write, by [`Assessment::key`] of
    /// the work and by school.
    ///
    /// # Errors
    /// As [`of_all`](Self::of_all).
    pub fn of_all_with(
        results: &[&Results],
        absent: Option<&BTreeMap<String, BTreeMap<String, u64>>>,
    ) -> Result<Vec<Self>, EvidenceError> {
        let mut works = Self::of_all(results)?;
        for work in &mut works {
            work.absent = absent.and_then(|all| all.get(&work.assessment.key())).cloned();
        }
        Ok(works)
    }

    /// Pupils who did not write the work, by school: schools that are not named had none.
    #[must_use]
    pub fn with_absences(mut self, absent: BTreeMap<String, u64>) -> Self {
        self.absent = Some(absent);
        self
    }

    /// Municipalities of schools where they are known elsewhere.
    #[must_use]
    pub fn with_municipalities(mut self, known: &BTreeMap<String, String>) -> Self {
        let here = known.iter().filter(|(school, _)| self.schools.contains_key(*school));
        let here: Vec<(String, String)> = here.map(|(s, m)| (s.clone(), m.clone())).collect();
        self.municipality.extend(here);
        self
    }

    /// Municipalities from a registry; a school that it lacks keeps what it had.
    #[must_use]
    pub fn with_registry(mut self, registry: &Registry) -> Self {
        for school in self.schools.keys() {
            let name = registry.municipality(school);
            if !name.is_empty() {
                self.municipality.insert(school.clone(), name.to_owned());
            }
        }
        self
    }

    /// This work and another part of the same assessment, counted together. A school of two
    /// municipalities has the first by name.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] for parts of different assessments, and where only one of them
    /// has pupils.
    pub fn merge(mut self, other: Self) -> Result<Self, EvidenceError> {
        if self.assessment != other.assessment {
            return Err(DataError::TallyMismatch { what: "assessment" }.into());
        }
        self.items = match (self.items.take(), other.items) {
            (Some(ours), Some(theirs)) => Some(ours.merge(&theirs)?),
            (None, items) if self.schools.is_empty() => items,
            (items, None) if other.schools.is_empty() => items,
            (None, None) => None,
            _ => return Err(DataError::TallyMismatch { what: "item counts" }.into()),
        };
        for (name, cells) in other.schools {
            match self.schools.get_mut(&name) {
                Some(ours) => ours.merge(&cells),
                None => _ = self.schools.insert(name, cells),
            }
        }
        for (school, name) in other.municipality {
            let ours = self.municipality.entry(school).or_insert_with(|| name.clone());
            if name < *ours {
                *ours = name;
            }
        }
        if let Some(more) = other.absent {
            let ours = self.absent.get_or_insert_default();
            for (school, n) in more {
                *ours.entry(school).or_default() += n;
            }
        }
        let width = self.assessment.items();
        for (name, class) in other.classes {
            match self.classes.get_mut(&name) {
                Some(ours) => ours.merge(class, width)?,
                None => _ = self.classes.insert(name, class),
            }
        }
        self.uneven |= other.uneven;
        Ok(self)
    }

    /// The classes that are looked at: those with a letter, and, of schools that wrote none, all
    /// pupils of the grade if they may be one class.
    pub(super) fn classes_to_judge(&self) -> impl Iterator<Item = (&ClassName, &ClassCounts)> {
        let lettered: BTreeSet<&str> = self
            .classes
            .keys()
            .filter(|(_, class)| has_letter(class))
            .map(|(school, _)| school.as_str())
            .collect();
        let only = move |(school, class): &ClassName, counts: &ClassCounts| {
            has_letter(class) || !lettered.contains(school.as_str()) && counts.n() <= LARGEST_WITHOUT_LETTER
        };
        self.classes.iter().filter(move |(name, counts)| only(name, counts))
    }

    /// Whether the school wrote a class letter in this work.
    pub(super) fn has_letters(&self, school: &str) -> bool {
        let from = (school.to_owned(), String::new());
        let of_school = self.classes.range(from..).take_while(|((of, _), _)| of == school);
        of_school.map(|((_, class), _)| class).any(|class| has_letter(class))
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// Papers, over all schools.
    #[must_use]
    pub fn papers(&self) -> u64 {
        self.schools.values().map(Cells::n).sum()
    }
}

fn municipalities(results: &Results) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let Some(labels) = results.municipality() else { return names };
    let mut seen = std::collections::HashSet::new();
    for (&school, &label) in results.school().codes().iter().zip(labels.codes()) {
        let name = &labels.names()[label as usize];
        if name.is_empty() || !seen.insert((school, label)) {
            continue;
        }
        let ours = names.entry(results.schools()[school as usize].clone()).or_insert_with(|| name.clone());
        if name < ours {
            ours.clone_from(name);
        }
    }
    names
}

/// Products of all items, if the sums have all items in their main set.
fn products_of(norms: &NormSums) -> Option<Vec<u64>> {
    let whole = norms.main().len() == norms.assessment().items();
    whole.then(|| norms.products().to_vec())
}

impl ClassCounts {
    fn of(papers: Vec<u8>, width: usize, levels: usize) -> Self {
        let mut rows: Vec<&[u8]> = papers.chunks_exact(width).collect();
        rows.sort_unstable();
        let (mut totals, mut sums) = (vec![0; levels], vec![0; width]);
        for row in &rows {
            totals[row.iter().map(|&x| usize::from(x)).sum::<usize>()] += 1;
            sums.iter_mut().zip(*row).for_each(|(sum, &x)| *sum += u64::from(x));
        }
        Self { totals, sums: Some(sums), papers: Some(rows.concat()), second: None }
    }

    fn merge(&mut self, other: Self, width: usize) -> Result<(), EvidenceError> {
        if self.sums.is_some() != other.sums.is_some() || self.papers.is_some() != other.papers.is_some() {
            return Err(DataError::TallyMismatch { what: "item counts" }.into());
        }
        if let (Some(ours), Some(theirs)) = (self.papers.take(), other.papers) {
            *self = Self::of([ours, theirs].concat(), width, self.totals.len());
            return Ok(());
        }
        // What was found of a part is not what is found of the whole.
        self.second = None;
        add_up(&mut self.totals, &other.totals);
        if let (Some(ours), Some(theirs)) = (&mut self.sums, &other.sums) {
            add_up(ours, theirs);
        }
        Ok(())
    }

    /// Pupils.
    pub fn n(&self) -> u64 {
        self.totals.iter().sum()
    }
}

fn add_up(ours: &mut [u64], theirs: &[u64]) {
    ours.iter_mut().zip(theirs).for_each(|(count, more)| *count += more);
}

impl ItemCounts {
    fn of(shares: Vec<u64>, max_scores: &[u8]) -> Self {
        let (starts, cells) = offsets(max_scores);
        let (mut n, mut sums) = (Vec::new(), Vec::new());
        for row in shares.chunks_exact(cells) {
            n.push(row[..=usize::from(max_scores[0])].iter().sum());
            for (&start, &max) in starts.iter().zip(max_scores) {
                let of_item = &row[start..][..=usize::from(max)];
                sums.push((0_u64..).zip(of_item).map(|(score, pupils)| score * pupils).sum());
            }
        }
        Self { n, sums, shares: Some(shares), products: None }
    }

    fn merge(mut self, other: &Self) -> Result<Self, EvidenceError> {
        add_up(&mut self.n, &other.n);
        add_up(&mut self.sums, &other.sums);
        for (ours, theirs) in [(&mut self.shares, &other.shares), (&mut self.products, &other.products)] {
            match (ours, theirs) {
                (Some(ours), Some(theirs)) => add_up(ours, theirs),
                (None, None) => {}
                _ => return Err(DataError::TallyMismatch { what: "item counts" }.into()),
            }
        }
        Ok(self)
    }
}
