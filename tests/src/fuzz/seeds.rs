//! Files to begin with.

use std::{ffi::OsStr, fs};

use obektiv::{
    data::{Grouping, ItemTally, Results, Tally, form_csv, form_remarked, is_score, writers::write_xlsx},
    plan::{EXAMPLE, Plan},
    report::{Language, plan_docx, plan_xlsx},
    screening::Policy,
    simulate::{MunicipalityOptions, municipality},
};

use crate::root;

/// Two small works.
pub fn works() -> Vec<Results> {
    let options = MunicipalityOptions { schools: 4, planted: Vec::new(), ..Default::default() };
    municipality(&options, 1).expect("the works of the catalogue").results
}

/// The files of `tests/fixtures/files` of a kind.
fn files(extensions: &[&str]) -> Vec<Vec<u8>> {
    let folder = fs::read_dir(root().join("tests/fixtures/files")).expect("files to begin with");
    let mut paths: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| extensions.iter().any(|e| path.extension() == Some(OsStr::new(e))));
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("it was listed")).collect()
}

/// Texts with pupils, counts and names.
pub fn texts() -> Vec<Vec<u8>> {
    let mut texts = files(&["csv"]);
    texts.extend(works().iter().map(|results| plain(results).into_bytes()));
    texts
}

/// Workbooks with the same.
pub fn workbooks() -> Vec<Vec<u8>> {
    let mut books = files(&["xlsx", "ods"]);
    books.extend(works().iter().map(|results| write_xlsx(results).expect("complete results")));
    books
}

/// Results in the layout `plain`.
fn plain(results: &Results) -> String {
    let items = results.assessment().items();
    let header: Vec<String> = (1..=items).map(|item| format!("i{item}")).collect();
    let mut text = format!("school;class;journal_mark;{}\n", header.join(";"));
    for (person, row) in results.scores().rows().into_iter().enumerate() {
        let cells: Vec<String> =
            row.iter().map(|&cell| if is_score(cell) { cell.to_string() } else { "X".into() }).collect();
        let class = results.class_id().map_or("", |labels| labels.get(person));
        let mark = results.journal_mark().map_or(0, |marks| marks[person]);
        text += &format!("{};{class};{mark};{}\n", results.school().get(person), cells.join(";"));
    }
    text
}

/// Forms for observers' acts and for works marked again, of some lines and of many.
pub fn forms() -> Vec<Vec<u8>> {
    let acts = |lines: usize| {
        let act = |at: usize| format!("sch99{at:04};19.04.2022;marking;2: in pencil\n");
        "school;date;stage;violations\n".to_owned() + &(0..lines).map(act).collect::<String>()
    };
    let remarked = |lines: usize| {
        let paper = |at: usize| format!("sch1;maths;{at};2;3;2;a;.5\n");
        "school;work;code;item;before;after;stratum;probability\n".to_owned()
            + &(0..lines).map(paper).collect::<String>()
    };
    let empty = form_csv(&form_remarked(None, Language::Russian)).expect("a form");
    let filled = [1, 300].into_iter().flat_map(|lines| [acts(lines), remarked(lines)]);
    filled.map(String::into_bytes).chain([empty]).collect()
}

/// Plans as JSON.
pub fn plans() -> Vec<Vec<u8>> {
    let road_map = root().join("tests/fixtures/plan-road-map.json");
    let first = root().join("tests/fixtures/plan-1.json");
    let [road_map, first] = [road_map, first].map(|path| fs::read(path).expect("a plan"));
    vec![EXAMPLE.into(), road_map, first]
}

fn example() -> Plan {
    Plan::from_json(EXAMPLE).expect("the example")
}

/// Plans as documents.
pub fn documents() -> Vec<Vec<u8>> {
    [Language::Russian, Language::English].map(|l| plan_docx(&example(), l).expect("a document")).into()
}

/// Plans as workbooks.
pub fn plan_workbooks() -> Vec<Vec<u8>> {
    [Language::Russian, Language::English].map(|l| plan_xlsx(&example(), l).expect("a workbook")).into()
}

/// Tallies as bytes.
pub fn tallies() -> Vec<Vec<u8>> {
    let tally = |results: &Results| Tally::of(results, Grouping::School, true);
    works().iter().map(|results| tally(results).expect("results by school").to_bytes()).collect()
}

/// Tallies of items as bytes.
pub fn item_tallies() -> Vec<Vec<u8>> {
    let tally = |results: &Results| ItemTally::of(results, Grouping::School);
    works().iter().map(|results| tally(results).expect("results by school").to_bytes()).collect()
}

/// Policies as JSON.
pub fn policies() -> Vec<Vec<u8>> {
    [Policy::calibrated(), Policy::official_2019()].map(|policy| policy.to_json().into_bytes()).into()
}
