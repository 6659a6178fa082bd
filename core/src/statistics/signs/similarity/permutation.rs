//! p-values of a class by permutation: its pupils replaced by others of the same totals.

use std::rc::Rc;

use super::SimilarityRow;
use super::part::{Part, Pupil, Shown};
use super::pool::Pool;
use super::population::Population;
use crate::data::Fingerprint;
use crate::simulate::Random;
use crate::watch;

/// Permutations stop when so many were at least as large.
const EXCEEDANCES: u64 = 20;

impl<'a> Population<'a> {
    pub(super) fn permute(&self, row: &mut SimilarityRow, parts: &[Part<'_>], shown: &Shown) {
        if self.options.permutations == 0 {
            return;
        }
        let Some(one) = parts.first().and_then(|part| part.pupils.first()) else { return };
        let school = self.results.school().get(one.person);
        let draws: Vec<Vec<Rc<Pool>>> =
            parts.iter().map(|part| Pool::of(part, self.results, school)).collect();
        // Whom nobody can stand for stays himself, and then a class only resembles itself.
        let alone = draws.iter().flatten().filter(|pool| pool.persons.is_empty()).count() as u64;
        if 2 * alone > row.compared {
            return;
        }
        let mut random = Random::new(self.options.seed, stream(&row.group));
        let mut counts = [Sequential::default(); 3];
        let mut taken: Vec<usize> = Vec::new();
        while row.permutations < self.options.permutations && counts.iter().any(|c| c.pvalue.is_none()) {
            watch::check();
            row.permutations += 1;
            taken.clear();
            let drawn: Vec<Part<'_>> = parts
                .iter()
                .zip(&draws)
                .map(|(part, draws)| part.redrawn(draws, &mut taken, &mut random))
                .collect();
            let other = self.shown(&drawn);
            let larger = [
                // The same pairs added in another order are as large.
                other.same.cubes >= shown.same.cubes * (1.0 - 1e-9),
                other.duplicates >= shown.duplicates,
                other.largest >= shown.largest,
            ];
            for (count, larger) in counts.iter_mut().zip(larger) {
                count.see(larger, row.permutations);
            }
        }
        let [statistic, duplicates, largest] = counts.map(|count| count.finish(row.permutations));
        (row.pvalue, row.pvalue_duplicates, row.pvalue_largest) = (statistic, duplicates, largest);
    }
}

/// A sequential p-value (Besag and Clifford 1991).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sequential {
    larger: u64,
    pub(super) pvalue: Option<f64>,
}

impl Sequential {
    pub(super) fn see(&mut self, larger: bool, permutations: u64) {
        if self.pvalue.is_none() && larger {
            self.larger += 1;
            if self.larger == EXCEEDANCES {
                self.pvalue = Some(EXCEEDANCES as f64 / permutations as f64);
            }
        }
    }

    pub(super) fn finish(self, permutations: u64) -> f64 {
        self.pvalue.unwrap_or((self.larger + 1) as f64 / (permutations + 1) as f64)
    }
}

/// A stream of random numbers for each class, whatever the order.
fn stream(name: &str) -> u64 {
    let mut hash = Fingerprint::new();
    hash.eat(name.as_bytes());
    hash.number()
}

impl Part<'_> {
    fn redrawn(&self, draws: &[Rc<Pool>], taken: &mut Vec<usize>, random: &mut Random) -> Self {
        let draw = |(pupil, draw): (&Pupil, &Rc<Pool>)| {
            let person = draw.one(taken, random).unwrap_or(pupil.person);
            taken.push(person);
            Pupil { person, ..*pupil }
        };
        Self {
            norm: self.norm,
            pupils: self.pupils.iter().zip(draws).map(draw).collect(),
            papers: self.papers,
        }
    }
}
