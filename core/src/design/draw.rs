//! A draw that anyone can repeat.

use std::collections::BTreeSet;

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all, same_length};
use crate::data::Fingerprint;
use crate::function::choices;
use crate::random::Random;
use crate::sorted::{filled, order};

/// How schools are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Two schools at a time settle which of them keeps its chance, in random order (Deville &
    /// Tillé 1998).
    #[default]
    Pivotal,
    /// Sampford's (1967), whose chances of pairs are known exactly; for small samples.
    Sampford,
}

choices!(Method, "method", Pivotal = "pivotal", Sampford = "sampford");

/// Options of [`draw`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct DrawOptions {
    /// How schools are drawn.
    pub method: Method,
    /// The seed: it goes into the minutes with the fingerprint of the list.
    pub seed: u64,
}

/// What [`draw`] gives, with all that the minutes need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Record)]
pub struct Draw {
    /// The drawn places of the list, in its order.
    pub sample: Vec<usize>,
    /// All others in the order in which they replace a school that falls out.
    pub reserve: Vec<usize>,
    /// How they were drawn.
    pub method: Method,
    /// The seed.
    pub seed: u64,
    /// FNV-1a of the list in its order and its chances, 16 hexadecimal digits.
    pub fingerprint: String,
    /// The version of this program.
    pub version: String,
}

/// So often Sampford's method tries.
const TRIES: usize = 1_000_000;

/// A sample with these chances, from a seed.
///
/// The same schools, chances, method and seed give the same sample everywhere, whatever the order of
/// the list. Chances must sum to the number of visits; those of 1 are certain. `id` names each school
/// of the public list. With `group` and `per_trip`, as [`chances`](super::chances()) had them, groups
/// are drawn first, then schools inside them; a school that falls out is replaced by one of its own
/// group first.
///
/// # Errors
/// [`DesignError::Parameter`] for chances that are not above 0 and at most 1 or do not sum to a
/// whole number, [`DesignError::Id`] for an id that stands twice, [`DesignError::Length`],
/// [`DesignError::Rejected`] where Sampford's method would take too long.
///
/// # Examples
/// ```
/// use obektiv::design::{DrawOptions, draw};
/// let options = DrawOptions { seed: 7, ..DrawOptions::default() };
/// let drawn = draw(&["a", "b", "c", "d"], &[0.5; 4], &options)?;
/// assert_eq!((drawn.sample.len(), drawn.reserve.len()), (2, 2));
/// # Ok::<(), obektiv::design::DesignError>(())
/// ```
/// ```python
/// >>> drawn = ob.design.draw(["a", "b", "c", "d"], [0.5] * 4, seed=7)
/// >>> drawn.sample, drawn.reserve
/// (array([1, 2]), array([3, 0]))
/// >>> drawn.fingerprint
/// '122c5e9ccad51ff5'
/// ```
///
/// # References
/// Sampford (1967), Biometrika 54, 499–513. Deville & Tillé (1998), Biometrika 85, 89–101.
#[described]
pub fn draw(id: &[&str], chance: &[f64], options: &DrawOptions) -> Result<Draw, DesignError> {
    same_length("chance", chance.len(), id.len())?;
    all("chance", chance, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
    if id.is_empty() {
        return Err(DesignError::TooFew { name: "id", got: 0, of: "schools", least: 1 });
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = id.iter().find(|id| !seen.insert(**id)) {
        return Err(DesignError::Id { name: "id", id: (*twice).to_owned(), problem: "there twice" });
    }
    // The list in the order of its ids: who has it in another order draws the same.
    let places = order(id.len(), &|a, b| id[a].cmp(id[b]));
    let sorted: Vec<f64> = places.iter().map(|&j| chance[j]).collect();
    let (drawn, reserve) = of_sorted(&sorted, options)?;
    let mut sample: Vec<usize> = drawn.iter().map(|&k| places[k]).collect();
    sample.sort_unstable();
    Ok(Draw {
        sample,
        reserve: reserve.iter().map(|&k| places[k]).collect(),
        method: options.method,
        seed: options.seed,
        fingerprint: fingerprint(id, chance),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The drawn places and those in reserve.
fn of_sorted(chance: &[f64], options: &DrawOptions) -> Result<(Vec<usize>, Vec<usize>), DesignError> {
    let sum: f64 = chance.iter().sum();
    if (sum - sum.round()).abs() > 1e-6 || sum < 0.5 {
        return Err(DesignError::Parameter {
            name: "chance",
            value: sum,
            expected: "a whole number as their sum",
        });
    }
    let mut random = Random::new(options.seed, 0xd0a3);
    let open: Vec<usize> = (0..chance.len()).filter(|&j| chance[j] < 1.0 - 1e-12).collect();
    let visits = whole(sum) - (chance.len() - open.len());
    let drawn = match options.method {
        Method::Pivotal => pivotal(&open, chance, visits, &mut random),
        Method::Sampford => sampford(&open, chance, visits, &mut random)
            .ok_or(DesignError::Rejected { n: visits, of: open.len() })?,
    };
    let mut sample: Vec<usize> = (0..chance.len()).filter(|&j| chance[j] >= 1.0 - 1e-12).collect();
    sample.extend(&drawn);
    let inside: BTreeSet<usize> = filled(sample.iter().copied());
    let rest: Vec<usize> = (0..chance.len()).filter(|j| !inside.contains(j)).collect();
    let keys: Vec<f64> = rest.iter().map(|&j| libm::log(1.0 - random.uniform()) / chance[j]).collect();
    let reserve = order(rest.len(), &|a, b| keys[b].total_cmp(&keys[a])).iter().map(|&k| rest[k]).collect();
    Ok((sample, reserve))
}

/// A sum of chances as a number of visits.
#[allow(clippy::cast_sign_loss, reason = "chances are above 0")]
pub(super) fn whole(sum: f64) -> usize {
    sum.round() as usize
}

/// FNV-1a with 64 bits of each id, a 0 and the bits of its chance: of a list in its order, since the
/// places of a sample are those of this order.
pub(crate) fn fingerprint(id: &[&str], chance: &[f64]) -> String {
    let mut hash = Fingerprint::new();
    for (id, chance) in id.iter().zip(chance) {
        hash.eat(id.as_bytes());
        hash.eat(&[0]);
        hash.eat(&chance.to_bits().to_le_bytes());
    }
    hash.text()
}

fn pivotal(open: &[usize], chance: &[f64], visits: usize, random: &mut Random) -> Vec<usize> {
    let mut waiting = open.to_vec();
    for k in 0..waiting.len() {
        let other = k + random.below(waiting.len() - k);
        waiting.swap(k, other);
    }
    let mut chance = chance.to_vec();
    let (mut drawn, mut holder): (Vec<usize>, Option<usize>) = (Vec::new(), None);
    for unit in waiting {
        let Some(held) = holder else {
            holder = Some(unit);
            continue;
        };
        let (a, b) = (chance[held], chance[unit]);
        let keep_first = random.chance(if a + b < 1.0 { a / (a + b) } else { (1.0 - b) / (2.0 - a - b) });
        if a + b < 1.0 {
            // One of them is out, the other carries both chances.
            let winner = if keep_first { held } else { unit };
            chance[winner] = a + b;
            holder = Some(winner);
        } else {
            // One of them is in, the other carries what is left.
            let (winner, loser) = if keep_first { (held, unit) } else { (unit, held) };
            drawn.push(winner);
            chance[loser] = a + b - 1.0;
            holder = (chance[loser] > 1e-12).then_some(loser);
        }
    }
    // The last one's chance is 0 or 1 but for rounding.
    if let Some(last) = holder.filter(|_| drawn.len() < visits) {
        drawn.push(last);
    }
    drawn
}

/// One by π/n, the others with replacement by π/(1 − π), until all differ.
fn sampford(open: &[usize], chance: &[f64], visits: usize, random: &mut Random) -> Option<Vec<usize>> {
    if visits == 0 {
        return Some(Vec::new());
    }
    let running = |weight: &dyn Fn(usize) -> f64| {
        let mut sum = 0.0;
        open.iter()
            .map(|&j| {
                sum += weight(j);
                sum
            })
            .collect::<Vec<f64>>()
    };
    let (first, others) = (running(&|j| chance[j]), running(&|j| chance[j] / (1.0 - chance[j])));
    let mut pick = |sums: &[f64]| {
        let target = random.uniform() * sums[sums.len() - 1];
        sums.partition_point(|sum| *sum <= target).min(sums.len() - 1)
    };
    for _ in 0..TRIES {
        let mut chosen: BTreeSet<usize> = BTreeSet::new();
        chosen.insert(pick(&first));
        if (1..visits).all(|_| chosen.insert(pick(&others))) {
            return Some(chosen.into_iter().map(|k| open[k]).collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_come_true_and_the_number_is_fixed() {
        let chance = [0.1, 0.9, 0.5, 0.3, 1.0, 0.7, 0.5];
        let names = ["a", "b", "c", "d", "e", "f", "g"];
        for method in [Method::Pivotal, Method::Sampford] {
            let mut counts = [0.0; 7];
            for seed in 0..4000 {
                let drawn = draw(&names, &chance, &DrawOptions { method, seed }).unwrap();
                assert_eq!((drawn.sample.len(), drawn.reserve.len()), (4, 3));
                drawn.sample.iter().for_each(|&j| counts[j] += 1.0 / 4000.0);
            }
            for (count, chance) in counts.iter().zip(chance) {
                assert!((count - chance).abs() < 0.03, "{method:?} {counts:?}");
            }
        }
    }

    #[test]
    fn a_list_in_another_order_draws_the_same_schools() {
        let names: Vec<String> = (0..12).map(|j| format!("sch{:06}", (j * 7919) % 1000)).collect();
        let chance: Vec<f64> = (0..12).map(|j| [0.25, 0.5, 0.25, 1.0][j % 4]).collect();
        for method in [Method::Pivotal, Method::Sampford] {
            let options = DrawOptions { method, seed: 3 };
            let of = |places: &[usize]| {
                let ids: Vec<&str> = places.iter().map(|&j| names[j].as_str()).collect();
                let own: Vec<f64> = places.iter().map(|&j| chance[j]).collect();
                let drawn = draw(&ids, &own, &options).unwrap();
                let name = |k: &usize| ids[*k].to_owned();
                let mut sample: Vec<String> = drawn.sample.iter().map(name).collect();
                assert!(drawn.sample.is_sorted());
                sample.sort();
                (sample, drawn.reserve.iter().map(name).collect::<Vec<_>>())
            };
            let forwards: Vec<usize> = (0..12).collect();
            let mut other = forwards.clone();
            other.rotate_left(5);
            other.swap(0, 3);
            assert_eq!(of(&forwards), of(&other));
        }
    }

    #[test]
    fn a_draw_is_repeated_by_its_seed_and_names_its_list() {
        let options = DrawOptions { seed: 5, ..DrawOptions::default() };
        let names = ["a", "b", "c", "d"];
        let drawn = draw(&names, &[0.5; 4], &options).unwrap();
        assert_eq!(drawn, draw(&names, &[0.5; 4], &options).unwrap());
        let other = draw(&["a", "b", "c", "e"], &[0.5; 4], &options).unwrap();
        assert_ne!(drawn.fingerprint, other.fingerprint);
    }

    #[test]
    fn what_is_no_list_is_refused_by_name() {
        let code =
            |id: &[&str], chance: &[f64]| draw(id, chance, &DrawOptions::default()).unwrap_err().code();
        assert_eq!(code(&["a", "a"], &[0.5; 2]), "design.id");
        assert_eq!(code(&["a", "b"], &[0.5; 3]), "design.length");
        assert_eq!(code(&["a", "b"], &[0.0, 1.0]), "design.parameter");
        assert_eq!(code(&["a", "b"], &[0.5, 0.7]), "design.parameter");
        let names: Vec<String> = (0..200).map(|i| i.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let options = DrawOptions { method: Method::Pivotal, seed: 1 };
        assert_eq!(draw(&names, &[0.5; 200], &options).unwrap().sample.len(), 100);
    }
}
