use crate::data::{Cells, Registry, School};
use crate::evidence::{Outcome, SchoolEvidence};
use crate::report::bins::SMALLEST_SHOWN;
use crate::report::{Language, ReportFile, ReportOptions, html, html_files};
use crate::screening::{Policy, Screening, screen};
use crate::simulate::{Kind, Planting, TerritoryOptions, territory};

/// A territory in which some schools raise papers, in four districts.
fn screening() -> Screening {
    let planted = Planting { kinds: vec![Kind::Lift { share: 0.6, reach: 2 }], share: 0.1 };
    let options = TerritoryOptions { schools: 80, planted: Some(planted), ..Default::default() };
    let t = territory(&options, 3).unwrap();
    let place = |(number, login): (usize, &String)| {
        let name = format!("School {number}");
        let municipality = format!("District {}", number % 4);
        (login.clone(), School { name, municipality, ..School::default() })
    };
    let registry = Registry::new(t.results[0].school().names().iter().enumerate().map(place)).unwrap();
    screen(&t.results, &Policy::calibrated(), &registry).unwrap()
}

fn page(s: &Screening, language: Language) -> String {
    html(s, &ReportOptions { language, ..Default::default() }).unwrap()
}

/// The cells of the rows of the table that begins after this text.
fn table(page: &str, after: &str) -> Vec<Vec<String>> {
    let body = page.split(after).nth(1).unwrap().split("<tbody>").nth(1).unwrap();
    let body = body.split("</tbody>").next().unwrap();
    let cell = |text: &str| text.split('>').nth(1).unwrap_or("").split('<').next().unwrap_or("").to_owned();
    let row = |text: &str| text.split("<t").skip(1).map(cell).collect();
    body.split("<tr").skip(1).map(|text| row(text.split_once('>').unwrap().1)).collect()
}

fn number(text: &str) -> u64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[test]
fn all_numbers_of_a_page_agree() {
    let s = screening();
    let page = page(&s, Language::English);
    let evidence = s.evidence().unwrap();
    let large = |school: &&SchoolEvidence| school.papers >= 5 * school.works.len() as u64;
    let found = evidence.schools.iter().filter(large).filter(|school| school.found).count() as u64;
    assert!(found > 3, "{found}");
    // The sentence, the heading, the rows, the signs, municipalities and the index.
    assert!(page.contains(&format!("Results of {found}\u{a0}schools of 80 are unusual")));
    assert!(page.contains(&format!("<h2>{found}\u{a0}schools with unusual results</h2>")));
    assert_eq!(table(&page, "schools with unusual results</h2>").len() as u64, found);
    let signs = table(&page, "By which signs");
    assert_eq!(signs.iter().map(|row| number(&row[1])).sum::<u64>(), found);
    assert_eq!(page.matches("<article id=").count() as u64, found);
    for finding in s.findings().filter(|finding| finding.pupils >= 5) {
        let id = finding.id().replace('/', "&#x2f;");
        assert!(page.contains(&format!("<code>{id}</code>")), "{id}");
    }
    let hidden = evidence.schools.iter().filter(|school| !large(school)).count();
    assert!(hidden > 0 && page.contains(&format!("neither judged nor named: {hidden}.")));
    let places = table(&page, "<h2>Municipalities</h2>");
    assert_eq!(places.len(), 4);
    let column = |at: usize| places.iter().map(|row| number(&row[at])).sum::<u64>();
    assert_eq!((column(1), column(5)), (80, found));
    // A school's papers of a work are counted if they are five at least.
    let of_work = s.works.iter().flat_map(|work| work.by_school.groups().values()).map(Cells::n);
    let papers: u64 = of_work.filter(|&n| n >= SMALLEST_SHOWN).sum();
    assert_eq!(column(2), papers);
    let index = page.split("<h2>All schools</h2>").nth(1).unwrap();
    assert_eq!(index.split("</section>").next().unwrap().matches("<i>").count(), 80);
    assert_eq!(index.split("</section>").next().unwrap().matches("<i><b>").count() as u64, found);
    // Outcomes sum to all schools and papers, and municipalities to outcomes.
    let outcomes = table(&page, "of the papers have a clear answer");
    let (all, each) = outcomes.split_last().unwrap();
    assert_eq!((number(&all[1]), number(&all[2])), (80, papers));
    assert_eq!(each.iter().map(|row| number(&row[1])).sum::<u64>(), 80);
    assert_eq!(each.iter().map(|row| number(&row[2])).sum::<u64>(), papers);
    for (outcome, place) in [(2, 6), (3, 7), (4, 8), (5, 9)] {
        assert_eq!(number(&each[outcome][1]), column(place), "{:?}", Outcome::ALL[outcome]);
    }
    let sizes = table(&page, "the median of schools of such size");
    assert_eq!(sizes.iter().map(|row| number(&row[1])).sum::<u64>(), 80);
}

#[test]
fn pages_in_both_languages_are_whole_and_need_nothing_from_outside() {
    let s = screening();
    for language in [Language::Russian, Language::English] {
        let page = page(&s, language);
        for not in ["NaN", "{{", "{%", "://", "style=\"", "region.", ">none<"] {
            assert!(!page.contains(not), "{not}");
        }
        assert!(page.matches("<svg").count() > 10 && page.len() < 1_500_000);
    }
}

#[test]
fn a_page_of_a_municipality_names_its_schools_alone() {
    let s = screening();
    let options = ReportOptions {
        language: Language::English,
        municipality: Some("District 1".to_owned()),
        ..Default::default()
    };
    let page = html(&s, &options).unwrap();
    let index = page.split("<h2>All schools</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(index.matches("<i>").count(), 20);
    assert!(!page.contains("District 2") && !page.contains("<h2>Municipalities</h2>"));
}

#[test]
fn an_honest_territory_is_told_that_silence_is_no_proof() {
    let t = territory(&TerritoryOptions { schools: 70, ..Default::default() }, 5).unwrap();
    let s = screen(&t.results, &Policy::calibrated(), &Registry::default()).unwrap();
    assert_eq!(s.evidence().unwrap().territory.outcomes.found(), 0);
    let page = page(&s, Language::English);
    assert!(page.contains("Results of none of 70\u{a0}schools differ"));
    assert!(page.contains("send observers by lot") && !page.contains("with unusual results</h2>"));
}

#[test]
fn a_report_as_a_folder_has_a_page_for_each_and_links_that_lead_somewhere() {
    let s = screening();
    let options = ReportOptions { language: Language::English, ..Default::default() };
    let found = html_files(&s, &options, false).unwrap();
    let all = html_files(&s, &options, true).unwrap();
    let in_folder = |files: &[ReportFile], folder: &str| {
        files.iter().filter(|file| file.path.starts_with(folder)).count()
    };
    assert_eq!((in_folder(&all, "schools/"), in_folder(&all, "municipalities/")), (80, 4));
    let outcome = |school: &&SchoolEvidence| school.found && school.papers >= 5 * school.works.len() as u64;
    let listed = s.evidence().unwrap().schools.iter().filter(outcome).count();
    assert_eq!(in_folder(&found, "schools/"), listed);
    for files in [&found, &all] {
        let paths: std::collections::BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths.len(), files.len());
        for file in files {
            let below = file.path.contains('/');
            for href in file.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let path = if below { href.strip_prefix("../").unwrap_or(href) } else { href };
                let leads = path.starts_with('#') || paths.contains(path);
                assert!(leads, "{}: {href}", file.path);
            }
        }
    }
    let index = &all[0].html;
    assert!(index.contains("href=\"municipalities/1.html\"") && !index.contains("id=\"findings\""));
    // The page of a municipality is the one made alone, but for its links.
    let district = ReportOptions { municipality: Some("District 0".to_owned()), ..options.clone() };
    let alone = html(&s, &district).unwrap();
    let own = all.iter().find(|file| file.path == "municipalities/1.html").unwrap();
    assert_eq!(alone.matches("<svg").count(), own.html.matches("<svg").count());
}
