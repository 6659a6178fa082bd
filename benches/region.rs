//! A region of known answers to time things on: no random library, the same on every machine; and
//! how things are timed beside recorded peers.

use std::{hint::black_box, time::Instant};

use ndarray::Array2;
use obektiv::{
    DataError,
    data::{Assessment, Grouping, Labels, Results, ResultsBuilder, Tally},
    statistics::official,
};

/// Works of the region.
pub const WORKS: u16 = 30;
/// Pupils of each work.
pub const PUPILS: usize = 18_000;
/// Schools of the region.
pub const SCHOOLS: usize = 630;
/// Schools whose papers are better by far, in every work: sign A must mark them and no other.
pub const LIFTED: [&str; 3] = ["S0100", "S0300", "S0500"];

/// SplitMix64: a good enough scramble in three lines.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// One work: pupils spread over schools as in a real region (half of the schools have fewer than
/// 22), honest but for the schools of [`LIFTED`], which solve nine items in ten instead of one in
/// two.
///
/// # Errors
/// None: the data are valid.
pub fn work(number: u16) -> Result<Results, DataError> {
    let mut numbers = Numbers(u64::from(number));
    let max_scores = [1, 1, 2, 1, 1, 2, 1, 1, 3, 2, 1, 2, 1, 1];
    let assessment = Assessment::new("maths", 5, 2000 + number, &max_scores, Some([7, 11, 15]))?;
    let names: Vec<String> = (0..SCHOOLS).map(|s| format!("S{s:04}")).collect();
    let (mut school, mut class_id, mut journal_mark) = (Labels::default(), Labels::default(), Vec::new());
    let mut scores = Array2::zeros((PUPILS, max_scores.len()));
    for (pupil, mut cells) in scores.rows_mut().into_iter().enumerate() {
        // Every school has some pupils; the rest lean towards the large schools at the end of the
        // list.
        let s = if pupil < 12 * SCHOOLS {
            pupil % SCHOOLS
        } else {
            SCHOOLS - 1 - (numbers.below(630) * numbers.below(630) / 630) as usize
        };
        let chance = if LIFTED.contains(&names[s].as_str()) { 9 } else { 5 };
        let mut total = 0;
        for (cell, &max) in cells.iter_mut().zip(&max_scores) {
            *cell = (0..max).map(|_| u8::from(numbers.below(10) < chance)).sum();
            total += *cell;
        }
        school.push(&names[s]);
        class_id.push(["А", "Б", "В"][pupil % 3]);
        // The journal agrees with the work, one mark up or down.
        journal_mark.push((total / 5 + numbers.below(3) as u8).clamp(2, 5));
    }
    let parts = ResultsBuilder {
        scores,
        school,
        class_id: Some(class_id),
        journal_mark: Some(journal_mark),
        ..ResultsBuilder::default()
    };
    Results::new(assessment, parts)
}

/// The official signs A and B of all works, tallying included: how many groups they mark.
///
/// # Errors
/// None for results with journal marks.
pub fn official_signs(works: &[Results]) -> Result<(usize, usize), obektiv::Error> {
    let (mut inflated, mut mismatched) = (0, 0);
    for results in works {
        let tally = Tally::of(results, Grouping::School, false)?;
        let a = official::inflated_mean(&tally, official::InflatedMeanOptions::default())?;
        inflated += a.statistic.iter().filter(|&&s| s > a.critical).count();
        let b = official::rank_mismatch(&tally, official::RankMismatchOptions::default())?;
        mismatched += b.statistic.iter().filter(|&&s| s < 0.0).count();
    }
    Ok((inflated, mismatched))
}

/// Results as comma separated text in the plain layout.
#[must_use]
pub fn csv(results: &Results) -> String {
    let mut text = String::from("school,class,journal_mark,total");
    for item in 1..=results.assessment().items() {
        text.push_str(&format!(",i{item}"));
    }
    let marks = results.journal_mark().unwrap_or_default();
    for (person, (total, _)) in results.totals().enumerate() {
        let class = results.class_id().map_or("", |l| l.get(person));
        text.push_str(&format!("\n{},{class},{},{total}", results.school().get(person), marks[person]));
        for cell in results.scores().row(person) {
            text.push_str(&format!(",{cell}"));
        }
    }
    text
}

/// Runs of which the best counts.
const RUNS: u32 = 15;

/// Seconds of this thread on a processor, as the recorded times are; those of the clock where the
/// system does not tell.
fn processor_seconds(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// The best of some runs in the one thread of the pool; every answer is checked.
pub fn seconds<T: Send>(pool: &rayon::ThreadPool, run: impl Fn() -> T + Sync, check: impl Fn(&T)) -> f64 {
    let start = Instant::now();
    let once = |_| {
        let (result, seconds) = pool.install(|| {
            let before = processor_seconds(start);
            let result = black_box(run());
            (result, processor_seconds(start) - before)
        });
        check(&result);
        seconds
    };
    (0..RUNS).map(once).fold(f64::INFINITY, f64::min)
}

/// CPU seconds that a peer took for so many persons on another machine, as recorded.
#[must_use]
pub fn recorded(job: &str, persons: usize) -> Option<f64> {
    let text = std::fs::read_to_string(obektiv_tests::shared("reference/peer_times.csv")?).ok()?;
    let line = text.lines().find(|line| line.starts_with(&format!("{job},{persons},")))?;
    line.split(',').nth(3)?.parse().ok()
}
