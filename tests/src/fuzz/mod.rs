//! Readers fed with files that nobody would write, by small changes to files that somebody did.
//!
//! A [`Target`] reads bytes; whatever they are it must answer, in time and without a panic, and
//! what a reader of pupils reports must add up to the rows that are in the file. Seeds are written
//! by the library's own writers, or are the small files of `tests/fixtures/files`. Texts are
//! changed as text, workbooks and documents part by part, since a changed archive says nothing
//! beyond that it is damaged.
//!
//! `./x fuzz` runs them. A target is a plain function of bytes, as coverage-guided fuzzers want it.

mod mutate;
mod parts;
mod seeds;
mod targets;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use obektiv::simulate::Random;
pub use targets::TARGETS;

/// One reader.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Files that it reads.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads bytes; panics where the answer cannot be.
    pub read: fn(&[u8]),
}

/// What was tried.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tried {
    /// Files.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
    /// The longest that one took.
    pub slowest: Duration,
}

/// No file of a few kilobytes may take longer.
const PATIENCE: Duration = Duration::from_secs(10);

impl Target {
    /// Tries changed seeds for this long, and on until as many bytes were read as asked.
    ///
    /// # Errors
    /// The file that a reader did not answer to, and what became of it.
    pub fn run(&self, seed: u64, time: Duration, bytes: u64) -> Result<Tried, String> {
        let (seeds, mut random) = ((self.seeds)(), Random::new(seed, stream(self.name)));
        assert!(!seeds.is_empty(), "{} has no seeds", self.name);
        let mut tried = Tried::default();
        let began = Instant::now();
        while began.elapsed() < time || tried.bytes < bytes {
            let chosen = &seeds[random.below(seeds.len())];
            let other = &seeds[random.below(seeds.len())];
            let file = mutate::changed(chosen, other, &mut random);
            tried.slowest = tried.slowest.max(self.one(&file)?);
            tried.files += 1;
            tried.bytes += file.len() as u64;
        }
        Ok(tried)
    }

    /// Reads one file, kept beside until it was read: what ends the process can be looked at.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn one(&self, file: &[u8]) -> Result<Duration, String> {
        let kept = folder().join(format!("{}.last", self.name));
        fs::write(&kept, file).map_err(|e| format!("{}: {e}", kept.display()))?;
        let began = Instant::now();
        let answer = catch_unwind(AssertUnwindSafe(|| (self.read)(file)));
        let took = began.elapsed();
        match answer {
            Err(_) => Err(format!("{} did not answer", self.keep(&kept, file).display())),
            Ok(()) if took > PATIENCE => Err(format!("{} took {took:.1?}", self.keep(&kept, file).display())),
            Ok(()) => Ok(took),
        }
    }

    fn keep(&self, last: &Path, file: &[u8]) -> PathBuf {
        let name = format!("{}-{:x}.bin", self.name, hash(file));
        let kept = folder().join(name);
        if fs::copy(last, &kept).is_ok() { kept } else { last.to_owned() }
    }
}

/// Where files are kept that a reader did not answer to.
fn folder() -> PathBuf {
    let folder = crate::root().join("target/fuzz");
    fs::create_dir_all(&folder).expect("target is ours to write to");
    folder
}

/// A stream of random numbers for each name.
fn stream(name: &str) -> u64 {
    hash(name.as_bytes())
}

/// Of a file that is kept: the same file, the same name.
fn hash(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
