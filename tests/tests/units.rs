//! Schools and classes whose own names hold a slash: only their names differ.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use obektiv::{
    data::{
        Grouping, ItemTally, Labels, NOT_ATTEMPTED, NOT_TAUGHT, NormSums, ReadOptions, Registry, Results,
        ResultsBuilder, School, Tally, Unit, readers, writers,
    },
    plan,
    report::{self, Language, ReportOptions},
    screening::{Policy, Screening, screen},
    simulate::{Municipality, municipality},
    statistics::{
        classes, journal,
        norms::norms,
        omissions, person_fit, profile,
        similarity::{self, SimilarityOptions},
    },
};
use proptest::prelude::*;

/// A school of seed 1 with findings about it and about its classes.
const LENIENT: &str = "sch992333";
const SLASHED: &str = "СОШ 5/2";

fn town() -> Municipality {
    municipality(&Default::default(), 1).unwrap()
}

/// The same results with other names.
fn renamed(r: &Results, school: impl Fn(&str) -> String, class: impl Fn(&str) -> Option<String>) -> Results {
    let labels = |of: &Labels| Labels::new((0..r.len()).map(|p| of.get(p)));
    let parts = ResultsBuilder {
        scores: r.scores().to_owned(),
        school: Labels::new((0..r.len()).map(|p| school(r.school().get(p)))),
        class_id: r.class_id().map(|of| {
            Labels::new((0..r.len()).map(|p| class(of.get(p)).unwrap_or_else(|| of.get(p).to_owned())))
        }),
        variant: r.variant().map(labels),
        journal_mark: r.journal_mark().map(<[u8]>::to_vec),
        municipality: r.municipality().map(labels),
    };
    Results::new(r.assessment().clone(), parts).unwrap()
}

/// Classes 5/1, 5/2, … with this in place of the slash.
fn numbered(r: &Results, between: &str) -> Results {
    let mut names: Vec<String> = r.class_id().unwrap().names().to_vec();
    names.sort();
    let number = |class: &str| names.iter().position(|name| name == class).unwrap() + 1;
    renamed(r, str::to_owned, |class| Some(format!("5{between}{}", number(class))))
}

fn with_slash(r: &Results) -> Results {
    let school = |name: &str| if name == LENIENT { SLASHED.to_owned() } else { name.to_owned() };
    renamed(r, school, |_| None)
}

/// Every second school of another reference group, and one of a kind.
fn registry(of: &Registry, name: impl Fn(&str) -> String) -> Registry {
    let school = |(at, (login, school)): (usize, (&String, &School))| {
        let reference = if at % 2 == 0 { "town" } else { "" }.to_owned();
        let kind = if login == LENIENT { "lyceum" } else { "" }.to_owned();
        (name(login), School { reference, kind, ..school.clone() })
    };
    Registry::new(of.schools().iter().enumerate().map(school)).unwrap()
}

fn all_tables(works: &[Results], registry: &Registry) -> String {
    let r = &works[0];
    let tally = Tally::of(r, Grouping::Class, false).unwrap();
    let items = ItemTally::of(r, Grouping::Class).unwrap();
    let groups = r.groups(Grouping::Class).unwrap();
    let groups: Vec<&str> = (0..r.len()).map(|p| groups.get(p)).collect();
    let totals: Vec<f64> = r.totals().map(|(total, _)| f64::from(total)).collect();
    // Each class permutes by random numbers of its name.
    let alike = SimilarityOptions { permutations: 0, ..Default::default() };
    let norms = norms(&NormSums::of(r));
    let found = profile::by_group(&items, &norms, registry, Default::default()).unwrap();
    let s = screen(works, &Policy::calibrated_1(), registry).unwrap();
    let tables = [
        classes::by_school(&tally, Default::default()).unwrap().table(),
        person_fit::by_group(&totals, &groups).unwrap().table(),
        similarity::by_class(r, alike).unwrap().table(),
        found.table(),
        found.contrasts_table(),
        journal::by_group(&[&tally], registry, Default::default()).unwrap().table(),
        omissions::by_group(r, Grouping::Class, registry, 5).unwrap().table(),
        s.findings_table(true),
        s.classes_table(),
        s.schools_table(),
    ];
    tables.map(|table| format!("{table:?}")).join("\n")
}

#[test]
fn a_slash_in_the_name_of_a_class_changes_no_number() {
    let m = town();
    let registry = registry(&m.registry, str::to_owned);
    let tables = |between: &str| {
        let works: Vec<Results> = m.results.iter().map(|r| numbered(r, between)).collect();
        all_tables(&works, &registry)
    };
    let (slashed, plain) = (tables("/"), tables("-"));
    assert!(slashed.contains("sch991001/5/1") && plain.contains("sch991001/5-1"));
    assert_eq!(slashed.replace("/5/", "/5-").replace("\"5/", "\"5-"), plain);
}

fn screened(works: &[Results], registry: &Registry) -> Screening {
    screen(works, &Policy::calibrated_1(), registry).unwrap()
}

/// The findings about a school and its classes, without its name.
fn findings_of(s: &Screening, school: &str) -> Vec<String> {
    let findings = s.findings().filter(|f| f.whom().school() == Some(school));
    findings.map(|f| format!("{} {} {:?} {} {}", f.scope, f.sign, f.whom().class(), f.n, f.pvalue)).collect()
}

/// How many findings the page of a school cites.
fn cited(s: &Screening, school: &str) -> usize {
    let options =
        ReportOptions { language: Language::English, school: Some(school.to_owned()), ..Default::default() };
    report::html(s, &options).unwrap().matches("<code>").count()
}

#[test]
fn a_school_with_a_slash_is_read_back() {
    let works: Vec<Results> = town().results.iter().map(with_slash).collect();
    let read = |r: &Results| {
        let bytes = writers::write_xlsx(r).unwrap();
        readers::read_xlsx(&bytes, Some(r.assessment()), ReadOptions::default()).unwrap().results
    };
    assert!(works.iter().all(|r| read(r) == *r));
    assert_eq!(
        readers::read_csv(csv(&works[0]).as_bytes(), Some(works[0].assessment()), ReadOptions::default())
            .unwrap()
            .results,
        works[0]
    );
}

#[test]
fn a_school_with_a_slash_is_screened_and_found_by_its_id() {
    let m = town();
    let works: Vec<Results> = m.results.iter().map(with_slash).collect();
    let name = |login: &str| if login == LENIENT { SLASHED.to_owned() } else { login.to_owned() };
    let (plain, slashed) = (registry(&m.registry, str::to_owned), registry(&m.registry, name));
    let (before, after) = (screened(&m.results, &plain), screened(&works, &slashed));
    assert!(findings_of(&before, LENIENT).iter().any(|f| f.contains("Some")));
    assert_eq!(findings_of(&after, SLASHED), findings_of(&before, LENIENT));
    for finding in after.findings() {
        let id = finding.id();
        let [_, _, unit, group] = id.splitn(4, ':').collect::<Vec<_>>()[..] else { panic!("{id}") };
        assert_eq!(Unit::parse(unit.parse().unwrap(), group), finding.whom());
        assert!(after.finding(&id).is_ok());
    }
    assert!(after.finding(&format!("2021:journal.raised:school:{SLASHED}")).is_ok());
    assert!(after.finding(r"2021-5:journal.raised:class:СОШ 5\/2/А").is_ok());

    // The page of the school has its findings, and the plan its measures.
    assert_eq!(cited(&after, SLASHED), cited(&before, LENIENT));
    let options = plan::ProposeOptions {
        title: String::new(),
        territory: "Town".to_owned(),
        year: 2021,
        due: None,
        calendar: Vec::new(),
        language: obektiv::Language::Russian,
    };
    let plan = plan::from_findings(&after, &options).unwrap();
    assert!(plan.to_json().contains("\"СОШ 5/2\"") && !plan.to_json().contains("\"СОШ 5\""));

    // The registry's kind and reference are those of the school, also for its classes.
    let class = Unit::parse(Grouping::Class, r"СОШ 5\/2/А");
    assert_eq!((slashed.kind(&class), slashed.kind(&slashed.unit(SLASHED))), ("lyceum", "lyceum"));
    let but_lyceums = Policy { exclude_kinds: vec!["lyceum".to_owned()], ..Policy::calibrated_1() };
    assert!(findings_of(&screen(&works, &but_lyceums, &slashed).unwrap(), SLASHED).is_empty());
}

/// The results as a plain table.
fn csv(r: &Results) -> String {
    let items: Vec<String> = (1..=r.assessment().items()).map(|i| format!("i{i}")).collect();
    let mut text =
        format!("school,municipality,class,pupil,variant,journal_mark,total,{}\n", items.join(","));
    let label = |labels: Option<&Labels>, p: usize| labels.map_or("", |l| l.get(p)).to_owned();
    for (p, (cells, (total, _))) in r.scores().rows().into_iter().zip(r.totals()).enumerate() {
        let mark = r.journal_mark().map_or(0, |marks| marks[p]);
        let cells: Vec<String> = cells
            .iter()
            .map(|&cell| match cell {
                NOT_ATTEMPTED => "X".to_owned(),
                NOT_TAUGHT => "N".to_owned(),
                score => score.to_string(),
            })
            .collect();
        let (school, municipality) = (r.school().get(p), label(r.municipality(), p));
        let (class, variant) = (label(r.class_id(), p), label(r.variant(), p));
        let mark = if mark == 0 { String::new() } else { mark.to_string() };
        let cells = cells.join(",");
        text += &format!("{school},{municipality},{class},p{p},{variant},{mark},{total},{cells}\n");
    }
    text
}

/// Mostly what the names are made of.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[/\\\\a5 -]{0,6}", any::<String>()]
}

proptest! {
    #[test]
    fn a_unit_is_what_its_name_says(school in name(), class in name()) {
        let class = Unit::Class { school: school.clone(), class };
        for unit in [class, Unit::School(school.clone()), Unit::Municipality(school), Unit::All] {
            prop_assert_eq!(Unit::parse(unit.grouping(), &unit.name()), unit);
        }
    }
}
