//! A territory to simulate that is like the one a reference was made of.

use super::answer::Channel;
use super::heaping::{Score, Shape, lifts, of_moves};
use super::nulls::median;
use super::reference::{Reference, WorkReference};
use crate::data::{Assessment, DataError, Season, assessments};
use crate::simulate::{Counted, Spread, TerritoryOptions, WorkParameters};

/// The mean number of pupils a grade over its median, as simulated territories have it.
const MEAN_OVER_MEDIAN: f64 = 1.5;

impl Reference {
    /// A territory to simulate that is like the one this reference was made of: its works, or these
    /// of them.
    ///
    /// ```text
    /// items             cuts from the shares of scores, loadings from how these rise with the total: WorkParameters::of
    /// spread            ability: what of the variance of totals lies not within classes; items: what of the classes' items their
    ///                   totals do not explain; each the median over the works, in the usual proportion of school to class
    /// everybody_lifts   λ̂ = num/var of the reference's totals against those that the items give, summed over the works
    /// journal           shares of marks, their covariance with the total
    /// absences          the share of each work, and how much schools differ in it
    /// pupils            a school's mean in the median work, over 1.5
    /// ```
    ///
    /// An honest school of it is as the schools of the reference usually are: where everybody there
    /// raises papers to the next mark, it does too, since that is what a school is compared with.
    /// Set `everybody_lifts` to 0 for a territory where nobody does. What the reference does not
    /// know stays as usual: how much journals differ, and the items of a report of totals, which
    /// are designed and moved to its totals. Whatever is set beside it goes first.
    ///
    /// # Errors
    /// [`DataError::NotInReference`] for a work of which the reference has no norms on this scale;
    /// for all works those of [`Assessment::new`] and [`DataError::Name`], where a file names its
    /// works as no work is named.
    ///
    /// # Examples
    /// ```
    /// # use obektiv::{evidence::*, simulate::{TerritoryOptions, territory}};
    /// # let t = territory(&TerritoryOptions { schools: 20, ..Default::default() }, 1)?;
    /// # let works = EvidenceWork::of_all(&t.results.iter().collect::<Vec<_>>())?;
    /// # let reference = layer(&works, &EvidenceOptions::default(), None)?.reference;
    /// let alike = territory(&TerritoryOptions { schools: 40, ..reference.parameters(None)? }, 2)?;
    /// assert_eq!(alike.results.len(), 12);
    /// # Ok::<(), EvidenceError>(())
    /// ```
    #[allow(clippy::cast_sign_loss, reason = "clamped above 0")]
    pub fn parameters(&self, works: Option<&[Assessment]>) -> Result<TerritoryOptions, DataError> {
        let usual = TerritoryOptions::default();
        let works = works.map_or_else(|| self.assessments(), |works| Ok(works.to_vec()))?;
        let (mut parameters, mut lifted, mut sizes) = (Vec::new(), Score::default(), Vec::new());
        for work in &works {
            let norms = self.work(work);
            let norms = norms.ok_or_else(|| DataError::NotInReference { assessment: work.key() })?;
            let known = WorkParameters::of(work, &norms.counted(), usual.design);
            lifted += norms.lifted(&known.totals(), usual.reach);
            sizes.extend(norms.size());
            parameters.push((work.key(), known));
        }
        let pupils = median(sizes.iter().copied()) / MEAN_OVER_MEDIAN;
        let spread = Spread::like(parameters.iter().map(|(_, known)| known));
        let absent = self.tau.get(Channel::Absent.name()).map_or(spread.absent, |t| t.sqrt().min(1.0));
        Ok(TerritoryOptions {
            pupils: if sizes.is_empty() { usual.pupils } else { pupils.round().clamp(1.0, 180.0) as u32 },
            spread: Spread { absent, ..spread },
            everybody_lifts: if lifted.var > 0.0 { (lifted.num / lifted.var).clamp(0.0, 1.0) } else { 0.0 },
            works,
            parameters: parameters.into_iter().collect(),
            ..usual
        })
    }

    /// Its works: those of the catalogue with who wrote them, others as their keys say.
    fn assessments(&self) -> Result<Vec<Assessment>, DataError> {
        let known = assessments()?;
        let of = |(key, norms): (&String, &WorkReference)| {
            let here = |work: &&Assessment| work.key() == *key && norms.fits(work);
            known.iter().find(here).map_or_else(|| named(key, norms), |work| Ok(work.clone()))
        };
        self.works.iter().map(of).collect()
    }
}

/// The work of a key such as `2020-autumn-maths-5`.
fn named(key: &str, norms: &WorkReference) -> Result<Assessment, DataError> {
    let parts = || {
        let (year, rest) = key.split_once('-')?;
        let (subject, grade) = rest.rsplit_once('-')?;
        let (season, subject) = match subject.split_once('-').map(|(s, rest)| (s.parse::<Season>(), rest)) {
            Some((Ok(season), rest)) => (Some(season), rest),
            _ => (None, subject),
        };
        Some((year.parse().ok()?, season, subject, grade.parse().ok()?))
    };
    let (what, expected) = ("work of the reference", "a key such as 2020-autumn-maths-5");
    let (year, season, subject, grade) =
        parts().ok_or_else(|| DataError::Name { what, got: key.to_owned(), expected })?;
    let work = Assessment::new(subject, grade, year, &norms.max_scores, norms.boundaries)?;
    Ok(Assessment { season, ..work })
}

impl WorkReference {
    fn counted(&self) -> Counted {
        let totals: Vec<f64> = self.histogram.iter().map(|&n| n as f64).collect();
        Counted {
            totals,
            shares: self.shares.clone(),
            expected: self.expected.clone(),
            spread: self.spread,
            between: self.differences.as_ref().map(|d| d.between.trace()),
            journal: self.journal.clone(),
            absent: self.absent,
        }
    }

    /// The share of papers one point below a boundary that are raised to it, half of it further
    /// below, against these totals.
    fn lifted(&self, totals: &[f64], reach: u16) -> Score {
        let counts: Vec<f64> = self.histogram.iter().map(|&n| n as f64).collect();
        let boundaries = self.boundaries.as_ref().map_or(&[][..], |b| &b[..]);
        let mut moves = lifts(boundaries, counts.len(), reach, 0);
        moves.iter_mut().for_each(|(from, to, weight)| *weight /= (*to - *from) as f64);
        let floor = |share: &f64| share + 1e-6;
        let p = Shape::of(&totals.iter().map(floor).collect::<Vec<_>>()).tilted(&counts);
        of_moves(&counts, &p, &moves)
    }

    /// Listed pupils of a school, where schools were counted.
    fn size(&self) -> Option<f64> {
        let listed = self.pupils as f64 / (1.0 - self.absent.unwrap_or(0.0).min(0.9));
        (self.schools > 0).then(|| listed / self.schools as f64)
    }
}
