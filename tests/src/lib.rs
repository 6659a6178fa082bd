//! What several test files share: where things lie, and the real region if it is there.

pub mod effect_study;
pub mod evidence_study;
pub mod fuzz;
pub mod reference;
pub mod study;
pub mod territories;
pub mod visit_study;

use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

use obektiv::data::{Assessment, Grouping, Import, ReadOptions, Results, Season, Tally, readers};
use obektiv::statistics::journal;

/// The top folder of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The folder of real and reference data, `OBEKTIV_SHARED` or else `../shared` beside the
/// repository. `None` with a loud line where it is absent.
pub fn shared(what: &str) -> Option<PathBuf> {
    let base = std::env::var_os("OBEKTIV_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = base.join(what);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: {what} is not in OBEKTIV_SHARED (default ../shared); this test needs it");
    None
}

/// Whether long studies run in full, `OBEKTIV_STUDIES=full`: `./x nightly` asks for that. Other
/// runs take every `step`th of what a study repeats.
#[must_use]
pub fn step(short: usize) -> usize {
    if std::env::var_os("OBEKTIV_STUDIES").is_some_and(|asked| asked == "full") { 1 } else { short }
}

#[derive(serde::Deserialize)]
struct Work {
    file: String,
    year: u16,
    grade: u8,
    subject: String,
    max_scores: Vec<u8>,
    mark_boundaries: Option<[u16; 3]>,
    season: Option<Season>,
    pupil_grade: Option<u8>,
}

/// The works of one real folder by file name.
pub fn works(folder: &Path) -> BTreeMap<String, Assessment> {
    let text = std::fs::read_to_string(folder.join("works.json")).expect("works.json");
    let works: Vec<Work> = serde_json::from_str(&text).expect("works.json");
    let assessment = |w: Work| {
        let mut a =
            Assessment::new(&w.subject, w.grade, w.year, &w.max_scores, w.mark_boundaries).expect(&w.file);
        (a.season, a.pupil_grade) = (w.season, w.pupil_grade);
        (w.file, a)
    };
    works.into_iter().map(assessment).collect()
}

/// One anonymised work.
pub fn read_work(folder: &Path, file: &str, assessment: &Assessment) -> Import {
    let bytes = std::fs::read(folder.join(file)).expect(file);
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text).expect(file);
    readers::read_csv(&text, Some(assessment), ReadOptions::default()).expect(file)
}

/// All works of one real folder.
pub fn read_works(folder: &Path) -> Vec<Results> {
    works(folder).iter().map(|(file, a)| read_work(folder, file, a).results).collect()
}

/// Of each school with five pupils its mean total and its share of marks above the journal's.
pub fn means_and_raised(folder: &Path, file: &str) -> BTreeMap<String, [f64; 2]> {
    let results = read_work(folder, file, &works(folder)[file]).results;
    let tally = Tally::of(&results, Grouping::School, false).expect(file);
    let large = tally.groups().iter().filter(|(_, cells)| cells.n() >= 5);
    let values = large.map(|(name, cells)| {
        let above = journal::count(&tally, name, journal::Kind::Raised);
        let points: f64 = (0_u32..).zip(cells.histogram()).map(|(s, n)| f64::from(s) * n as f64).sum();
        (name.clone(), [points / cells.n() as f64, above.count as f64 / above.n as f64])
    });
    values.collect()
}
