//! The shared vectors of `tests/vectors`: what a second implementation in Python says, case by
//! case.
//!
//! The same files run from Python and JavaScript. A file that names a statistic unknown here fails,
//! and so does a file without cases: a vector that nobody runs is worse than none.

mod by_hand;
mod case;
mod catalogued;
mod compare;
mod shown;

use std::{collections::BTreeMap, fs};

use obektiv::{Error, catalogue};
use serde_json::{Map, Value};

use self::{
    case::{Case, File},
    catalogued::catalogued,
    compare::check,
};

/// A function of the library under its name in the vectors.
type Run = fn(&Case) -> Result<Map<String, Value>, Error>;

#[test]
fn every_vector_agrees_with_the_library() {
    let folder = obektiv_tests::root().join("tests/vectors");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("tests/vectors")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let file: File = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!file.source.is_empty(), "{name} does not say where its numbers come from");
        let by_hand = by_hand::all().find(|(statistic, _)| *statistic == file.statistic);
        let entry = catalogue::find(&file.statistic);
        let run = |case: &Case| match (by_hand, entry) {
            (None, Some(function)) => catalogued(function, case),
            (Some((_, run)), None) => run(case),
            _ => panic!("{name} is about {:?}, which this runner knows not at all or twice", file.statistic),
        };
        assert!(!file.cases.is_empty(), "{name} has no cases");
        for case in &file.cases {
            let found = check(case, run, file.tolerance);
            let note = case.note.as_ref().filter(|_| !found.is_empty()).map(|n| format!("  note: {n}"));
            wrong.extend(found.into_iter().map(|what| format!("{name}: {:?}: {what}", case.name)));
            wrong.extend(note);
        }
        println!("{name}: {} cases", file.cases.len());
        *seen.entry(file.statistic).or_default() += file.cases.len();
    }
    let known = by_hand::all().map(|(statistic, _)| *statistic).chain(catalogue::all().map(|f| f.id));
    let unseen: Vec<_> = known.filter(|statistic| !seen.contains_key(*statistic)).collect();
    assert_eq!(unseen, Vec::<&str>::new(), "statistics without vectors");
    let shown = wrong.iter().take(100).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} differences:\n{shown}", wrong.len());
}
