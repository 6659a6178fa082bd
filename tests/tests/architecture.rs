//! A module uses those before it, never those after it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const ORDER: [&str; 12] = [
    "data",
    "model",
    "simulate",
    "function",
    "statistics",
    "evidence",
    "screening",
    "effect",
    "design",
    "plan",
    "report",
    "catalogue",
];
/// Small helpers without meaning of their own, below all modules.
const BELOW: [&str; 11] =
    ["Error", "files", "json", "table", "watch", "math", "random", "sorted", "threads", "widest", "language"];

fn module_of(path: &Path, src: &Path) -> String {
    let first = path.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn check(dir: &Path, src: &Path, seen: &mut usize, wrong: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            check(&path, src, seen, wrong);
            continue;
        }
        let module = module_of(&path, src);
        if module == "lib" || path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let rank = |name: &str| ORDER.iter().position(|m| *m == name);
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().filter(|l| !l.trim_start().starts_with("//"));
        for line in lines {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                *seen += 1;
                let fine = BELOW.contains(&used)
                    || matches!((rank(used), rank(&module)), (Some(u), Some(m)) if u <= m);
                if !fine {
                    wrong.push(format!("{}: {module} uses {used}", path.display()));
                }
            }
        }
    }
}

#[test]
fn modules_use_only_those_before_them() {
    let src = obektiv_tests::root().join("core/src");
    let (mut seen, mut wrong) = (0, Vec::new());
    check(&src, &src, &mut seen, &mut wrong);
    assert!(seen > 5, "the test read too few `use crate::` lines: {seen}");
    assert_eq!(wrong, Vec::<String>::new());
}

/// The files of a folder, each with those beside it that it uses.
fn uses(dir: &Path, prefix: &str) -> BTreeMap<String, BTreeSet<String>> {
    let files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let names: BTreeSet<String> = files.iter().filter(|p| p.is_file()).map(|p| stem(p)).collect();
    let used = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        // `use super::{a::x, b::y}` names several.
        let lists = code.split(prefix).skip(1).flat_map(|rest| {
            let until = if rest.starts_with('{') { "};" } else { ";" };
            rest.split(until)
                .next()
                .unwrap()
                .split(['{', ',', ' ', '\n', ':'])
                .map(str::to_owned)
                .collect::<Vec<_>>()
        });
        lists.filter(|name| names.contains(name) && *name != stem(path)).collect::<BTreeSet<_>>()
    };
    files.iter().filter(|p| p.is_file()).map(|path| (stem(path), used(path))).collect()
}

#[test]
fn no_file_uses_one_that_uses_it() {
    let rooms = ["signs", "persons", "pairs", "shared"].map(|room| format!("core/src/statistics/{room}"));
    let rooms = rooms.iter().map(|room| (room.as_str(), "use super::"));
    let mut read = 0;
    for (dir, prefix) in rooms.chain([("wasm/src", "use crate::")]) {
        let mut uses = uses(&obektiv_tests::root().join(dir), prefix);
        uses.retain(|file, _| !["lib", "mod"].contains(&file.as_str()));
        read += uses.values().map(BTreeSet::len).sum::<usize>();
        // What uses nothing that is left is taken away, until nothing is left but circles.
        while let Some(last) = uses.iter().find(|(_, used)| used.iter().all(|name| !uses.contains_key(name)))
        {
            let last = last.0.clone();
            uses.remove(&last);
        }
        assert!(uses.is_empty(), "{dir}: circles among {uses:?}");
    }
    assert!(read > 5, "the test read too little: {read}");
}
