//! Distinct answer patterns with their counts, and the posterior of ability over all of them.
//!
//! Items are cut into blocks so short that few different answers to a block occur. The likelihood
//! of a block's answers is computed once for each that occurs, a person's is the product over
//! blocks, and what a person adds to the expected counts is added to the block's answers first. So
//! the work per person grows with the number of blocks, not of items.

use ndarray::ArrayView2;

use super::answer;
use crate::threads::each_of;

/// More answers of one block than this would leave the processor's cache.
const MOST_ANSWERS: usize = 1024;
/// Products of more factors than this could underflow before they are scaled.
const MOST_FACTORS: usize = 16;
/// Points are laid out in multiples of this, so that sums run in lanes.
const LANES: usize = 8;

/// Answers of all persons, distinct ones once.
pub(super) struct Patterns {
    /// Categories by item.
    categories: Vec<usize>,
    /// Persons with at least one answer.
    pub persons: u64,
    /// Persons by pattern.
    counts: Vec<f64>,
    blocks: Vec<Block>,
    /// The block answers of each pattern, pattern by pattern.
    answers: Vec<u32>,
}

/// Consecutive items and the different answers to them.
struct Block {
    first: usize,
    /// The answers, item by item.
    answers: Vec<Vec<Option<usize>>>,
}

/// P by item, score and point; or expected counts of the same shape.
pub(super) struct Tables {
    /// Points, rounded up to whole lanes.
    pub stride: usize,
    starts: Vec<usize>,
    pub values: Vec<f64>,
}

impl Tables {
    pub fn new(categories: &[usize], points: usize) -> Self {
        let stride = points.next_multiple_of(LANES);
        let mut starts = vec![0];
        for k in categories {
            starts.push(starts[starts.len() - 1] + k * stride);
        }
        Self { stride, values: vec![0.0; starts[categories.len()]], starts }
    }

    pub fn item(&self, item: usize) -> &[f64] {
        &self.values[self.starts[item]..self.starts[item + 1]]
    }

    pub fn item_mut(&mut self, item: usize) -> &mut [f64] {
        &mut self.values[self.starts[item]..self.starts[item + 1]]
    }

    fn row(&self, item: usize, score: usize) -> &[f64] {
        &self.values[self.starts[item] + score * self.stride..][..self.stride]
    }

    fn row_mut(&mut self, item: usize, score: usize) -> &mut [f64] {
        &mut self.values[self.starts[item] + score * self.stride..][..self.stride]
    }
}

/// What the E-step finds.
pub(super) struct Expected {
    pub log_likelihood: f64,
    /// Expected persons by item, score and point.
    pub counts: Tables,
    /// Expected persons by point.
    pub ability: Vec<f64>,
}

impl Patterns {
    /// Persons without any answer are left out.
    pub fn of(scores: ArrayView2<'_, u8>, categories: &[usize]) -> Self {
        let answered: Vec<usize> = (0..scores.nrows())
            .filter(|&p| scores.row(p).iter().any(|&cell| answer(cell).is_some()))
            .collect();
        let limit = (answered.len() / 16).clamp(16, MOST_ANSWERS);
        let mut blocks = Vec::new();
        let mut of_person: Vec<Vec<u32>> = Vec::new();
        let mut item = 0;
        while item < categories.len() {
            let (block, ids) = Block::grow(scores, &answered, categories, item, limit);
            item += block.answers.first().map_or(1, Vec::len);
            blocks.push(block);
            of_person.push(ids);
        }
        let (answers, counts) = distinct(&blocks, &of_person, answered.len());
        Self { categories: categories.to_vec(), persons: answered.len() as u64, counts, blocks, answers }
    }

    pub fn patterns(&self) -> usize {
        self.counts.len()
    }

    /// Likelihoods, posteriors and expected counts at these probabilities and weights of the
    /// points: the E-step of EM.
    pub fn expect(&self, p: &Tables, weights: &[f64]) -> Expected {
        let stride = p.stride;
        let mut start = vec![0.0; stride];
        start[..weights.len()].copy_from_slice(weights);
        let likelihoods: Vec<Likelihoods> = self.blocks.iter().map(|block| block.likelihoods(p)).collect();
        // The parts and their order do not depend on the number of threads, so neither do the sums.
        let parts = (self.patterns() / 8192).clamp(1, 4);
        let bounds = |part: usize| self.patterns() * part / parts;
        let of_part = |part| self.expect_part(bounds(part)..bounds(part + 1), &start, &likelihoods);
        let mut sums: Vec<Part> = each_of(parts, 1, of_part);
        let mut first = sums.remove(0);
        for part in sums {
            first.log_likelihood += part.log_likelihood;
            for (sum, more) in first.answers.iter_mut().zip(&part.answers) {
                add(sum, more);
            }
        }
        let mut counts = Tables::new(&self.categories, weights.len());
        for (block, sums) in self.blocks.iter().zip(&first.answers) {
            block.collect(sums, &mut counts);
        }
        let mut ability = vec![0.0; stride];
        first.answers[0].chunks_exact(stride).for_each(|row| add(&mut ability, row));
        ability.truncate(weights.len());
        Expected { log_likelihood: first.log_likelihood, counts, ability }
    }

    fn expect_part(
        &self,
        patterns: std::ops::Range<usize>,
        start: &[f64],
        likelihoods: &[Likelihoods],
    ) -> Part {
        let stride = start.len();
        let blocks = likelihoods.len();
        let mut sums: Vec<Vec<f64>> = likelihoods.iter().map(|l| vec![0.0; l.rows.len()]).collect();
        let mut log_likelihood = 0.0;
        let mut posterior = vec![0.0; stride];
        for pattern in patterns {
            let answers = &self.answers[pattern * blocks..][..blocks];
            let count = self.counts[pattern];
            posterior.copy_from_slice(start);
            let (mut sum, mut scale) = (0.0, 0.0);
            for (b, (likelihood, &answer)) in likelihoods.iter().zip(answers).enumerate() {
                let answer = answer as usize;
                let row = &likelihood.rows[answer * stride..][..stride];
                scale += likelihood.scales[answer];
                sum = multiply(&mut posterior, row);
                if b % MOST_FACTORS == MOST_FACTORS - 1 {
                    posterior.iter_mut().for_each(|p| *p /= sum);
                    scale += libm::log(sum);
                    sum = 1.0;
                }
            }
            log_likelihood += count * (libm::log(sum) + scale);
            let share = count / sum;
            posterior.iter_mut().for_each(|p| *p *= share);
            for (sums, &answer) in sums.iter_mut().zip(answers) {
                add(&mut sums[answer as usize * stride..][..stride], &posterior);
            }
        }
        Part { log_likelihood, answers: sums }
    }
}

/// Sums over a part of the patterns.
struct Part {
    log_likelihood: f64,
    /// Expected persons by block, answer and point.
    answers: Vec<Vec<f64>>,
}

/// Of one block, by answer and point: the largest of each row is 1, its logarithm is the scale.
struct Likelihoods {
    rows: Vec<f64>,
    scales: Vec<f64>,
}

fn add(sum: &mut [f64], more: &[f64]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Multiplies by `row` and returns the sum, in lanes.
fn multiply(product: &mut [f64], row: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (product, row) in product.chunks_exact_mut(LANES).zip(row.chunks_exact(LANES)) {
        for lane in 0..LANES {
            product[lane] *= row[lane];
            sums[lane] += product[lane];
        }
    }
    sums.iter().sum()
}

impl Block {
    /// The longest block from `first` on whose different answers are within the limit, and the
    /// answer of each person.
    ///
    /// Answers are numbered in their order, whatever the order of the persons.
    fn grow(
        scores: ArrayView2<'_, u8>,
        persons: &[usize],
        categories: &[usize],
        first: usize,
        limit: usize,
    ) -> (Self, Vec<u32>) {
        let mut ids = vec![0_u32; persons.len()];
        let mut block = Self { first, answers: vec![Vec::new()] };
        for (item, k) in categories.iter().enumerate().skip(first).take(MOST_FACTORS) {
            // The last code is that of a cell without a score.
            let codes = k + 1;
            let code = |person: usize| answer(scores[[person, item]]).unwrap_or(*k);
            let mut place = vec![0_u32; block.answers.len() * codes];
            let longer: Vec<usize> =
                persons.iter().zip(&ids).map(|(&p, &id)| id as usize * codes + code(p)).collect();
            longer.iter().for_each(|&key| place[key] = 1);
            let count = place.iter().sum::<u32>() as usize;
            if count > limit && item > first {
                break;
            }
            let mut answers = Vec::with_capacity(count);
            for key in (0..place.len()).filter(|&key| place[key] == 1).collect::<Vec<_>>() {
                place[key] = answers.len() as u32;
                let mut row = block.answers[key / codes].clone();
                row.push(Some(key % codes).filter(|score| score < k));
                answers.push(row);
            }
            ids.iter_mut().zip(&longer).for_each(|(id, &key)| *id = place[key]);
            block.answers = answers;
        }
        (block, ids)
    }

    fn likelihoods(&self, p: &Tables) -> Likelihoods {
        let stride = p.stride;
        let mut rows = vec![1.0; self.answers.len() * stride];
        let mut scales = Vec::with_capacity(self.answers.len());
        for (row, answers) in rows.chunks_exact_mut(stride).zip(&self.answers) {
            for (i, score) in answers.iter().enumerate() {
                if let Some(score) = score {
                    multiply(row, p.row(self.first + i, *score));
                }
            }
            let largest = row.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
            row.iter_mut().for_each(|l| *l /= largest);
            scales.push(libm::log(largest));
        }
        Likelihoods { rows, scales }
    }

    /// Expected persons by answer to expected persons by item and score.
    fn collect(&self, sums: &[f64], counts: &mut Tables) {
        for (sum, answers) in sums.chunks_exact(counts.stride).zip(&self.answers) {
            for (i, score) in answers.iter().enumerate() {
                if let Some(score) = score {
                    add(counts.row_mut(self.first + i, *score), sum);
                }
            }
        }
    }
}

/// The different rows of block answers in their order, and how many persons have each.
fn distinct(blocks: &[Block], of_person: &[Vec<u32>], persons: usize) -> (Vec<u32>, Vec<f64>) {
    let bits = |block: &Block| usize::BITS - (block.answers.len() - 1).leading_zeros();
    // As many blocks as fit into one number are compared at once.
    let mut used = 0;
    let in_key = blocks.iter().take_while(|block| (used += bits(block), used <= 64).1).count();
    let key = |p: usize| {
        (0..in_key).fold(0_u64, |key, b| {
            let bits = bits(&blocks[b]);
            key.checked_shl(bits).unwrap_or(0) | u64::from(of_person[b][p])
        })
    };
    let rest = |p: u32| of_person[in_key..].iter().map(move |ids| ids[p as usize]);
    let mut keys: Vec<(u64, u32)> = (0..persons).map(|p| (key(p), p as u32)).collect();
    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1).cmp(rest(b.1))));
    let (mut answers, mut counts): (Vec<u32>, Vec<f64>) = (Vec::new(), Vec::new());
    for (n, &(key, person)) in keys.iter().enumerate() {
        let same = n > 0 && keys[n - 1].0 == key && rest(keys[n - 1].1).eq(rest(person));
        match counts.last_mut() {
            Some(count) if same => *count += 1.0,
            _ => {
                counts.push(1.0);
                answers.extend(of_person.iter().map(|ids| ids[person as usize]));
            }
        }
    }
    (answers, counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::MISSING;
    use crate::random::Random;
    use ndarray::Array2;

    fn simulated(persons: usize, items: usize) -> Array2<u8> {
        let mut random = Random::new(4, 0);
        let mut cell = || match random.below(9) {
            0 => MISSING,
            k => (k % 3) as u8,
        };
        Array2::from_shape_fn((persons, items), |_| cell())
    }

    fn tables(items: usize) -> Tables {
        let mut p = Tables::new(&vec![3; items], 5);
        for item in 0..items {
            for q in 0..5 {
                let x = 0.1 + 0.05 * q as f64 + 0.01 * (item % 30) as f64;
                for (score, value) in [0.5 - x / 2.0, x, 0.5 - x / 2.0].into_iter().enumerate() {
                    p.row_mut(item, score)[q] = value;
                }
            }
        }
        p
    }

    #[test]
    fn blocks_give_what_persons_give_one_by_one() {
        let (persons, items) = (700, 40);
        let scores = simulated(persons, items);
        let p = tables(items);
        let weights = [0.1, 0.2, 0.4, 0.2, 0.1];
        let patterns = Patterns::of(scores.view(), &vec![3; items]);
        assert!(patterns.blocks.len() > 2);
        let found = patterns.expect(&p, &weights);
        let mut log_likelihood = 0.0;
        let mut counts = Tables::new(&vec![3; items], 5);
        for row in scores.rows() {
            let mut posterior = weights;
            for (item, &cell) in row.iter().enumerate() {
                if let Some(score) = answer(cell) {
                    posterior.iter_mut().zip(p.row(item, score)).for_each(|(l, p)| *l *= p);
                }
            }
            let sum: f64 = posterior.iter().sum();
            log_likelihood += sum.ln();
            for (item, &cell) in row.iter().enumerate() {
                if let Some(score) = answer(cell) {
                    let row = counts.row_mut(item, score);
                    row.iter_mut().zip(posterior).for_each(|(n, l)| *n += l / sum);
                }
            }
        }
        assert!((found.log_likelihood / log_likelihood - 1.0).abs() < 1e-12);
        for (a, b) in found.counts.values.iter().zip(&counts.values) {
            assert!((a - b).abs() < 1e-9);
        }
        assert!((found.ability.iter().sum::<f64>() - persons as f64).abs() < 1e-9);
    }

    #[test]
    fn equal_patterns_are_counted_once_in_any_order_of_persons() {
        let scores = simulated(50, 3);
        let twice = ndarray::concatenate![ndarray::Axis(0), scores, scores];
        let backwards = twice.select(ndarray::Axis(0), &(0..100).rev().collect::<Vec<_>>());
        let (a, b) = (Patterns::of(twice.view(), &[3; 3]), Patterns::of(backwards.view(), &[3; 3]));
        assert!(a.patterns() < 50 && a.counts == b.counts && a.answers == b.answers);
        assert!(a.counts.iter().sum::<f64>() as i32 == a.persons as i32 && a.persons <= 100);
    }

    #[test]
    fn many_items_do_not_underflow() {
        let scores = simulated(30, 900);
        let found = Patterns::of(scores.view(), &[3; 900]).expect(&tables(900), &[0.2; 5]);
        assert!(found.log_likelihood.is_finite());
    }
}
