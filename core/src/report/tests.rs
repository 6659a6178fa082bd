use std::collections::BTreeSet;

use super::bins::SMALLEST_SHOWN;
use super::page::sign_key;
use super::*;
use crate::data::Assessment;
use crate::screening::{Indication, Sign};
use crate::screening::{Policy, screen};
use crate::simulate::{MunicipalityOptions, municipality};
use crate::statistics::journal::Kind;
use crate::statistics::sign::Use;
use crate::statistics::signs;

fn page(policy: &Policy, language: Language) -> String {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, policy, &m.registry).unwrap();
    let options = ReportOptions { language, date: Some("2026-11-24".to_owned()), ..Default::default() };
    html(&s, &options).unwrap()
}

#[test]
fn a_report_renders_in_both_languages_and_for_both_policies() {
    for policy in [Policy::calibrated_1(), Policy::official_2019()] {
        for (language, word) in
            [(Language::Russian, "Признак — не вывод"), (Language::English, "A sign is not a verdict")]
        {
            let page = page(&policy, language);
            assert!(page.contains(word) && page.contains("<svg") && page.contains(&policy.name));
            assert!(!page.contains("NaN") && !page.contains("{{") && !page.contains("://"));
            assert!(page.contains("default-src 'none'"));
        }
    }
}

#[test]
fn no_picture_of_a_report_names_one_to_four_pupils() {
    let page = page(&Policy::official_2019(), Language::English);
    let mut bars = 0;
    for picture in page.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next()) {
        for bar in picture.split("<rect").skip(1) {
            let title = bar.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap();
            let (_, count) = title.rsplit_once(": ").unwrap();
            assert!(count.parse::<u64>().unwrap() >= SMALLEST_SHOWN, "{title}");
            bars += 1;
        }
    }
    assert!(bars > 50, "{bars}");
}

#[test]
fn every_finding_can_be_explained_in_both_languages() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    for policy in [Policy::calibrated_1(), Policy::official_2019()] {
        let s = screen(&m.results, &policy, &m.registry).unwrap();
        assert!(s.findings().count() > 0);
        for finding in s.findings() {
            for language in [Language::Russian, Language::English] {
                let text = explain(&s, &finding.id(), language).unwrap();
                assert!(!text.contains('–') || !text.contains(" – %"), "{text}");
                assert!(text.len() > 100 && !text.contains("NaN"), "{text}");
            }
        }
    }
}

#[test]
fn every_sign_that_a_policy_can_ask_for_has_words() {
    for language in [Language::Russian, Language::English] {
        let words = Words::of(language).unwrap();
        let signs = [
            Sign::InflatedMean { t: 1.96, with_constant: false },
            Sign::RankMismatch { ties: Default::default() },
            Sign::CohortJump { k: 3.0, quantile_type: 7 },
            Sign::Heaping {},
        ];
        let journal = Kind::ALL.map(|kind| Sign::Journal { kind });
        for key in signs.iter().chain(&journal).map(sign_key) {
            for part in ["name", "what", "cannot", "explain", "check"] {
                assert_ne!(words.text(&["signs", &key, part]), part, "{key}");
            }
        }
    }
}

#[test]
fn signs_of_groups_have_words_of_their_own_and_new_ones_the_generic() {
    for language in [Language::Russian, Language::English] {
        let words = Words::of(language).unwrap();
        for sign in signs::ALL {
            let parts: &[&str] = match sign.uses {
                Use::Flags { .. } => &["name", "what", "cannot", "effect", "beside", "check"],
                Use::Context { .. } => &["name", "what", "cannot"],
            };
            for part in parts {
                let key = ["signs", sign.id, part];
                assert_ne!(words.text(&key), *part, "{} {part}", sign.id);
            }
        }
        for part in ["name", "what", "cannot", "explain", "check"] {
            let text = words.sign("module.new_sign", part);
            assert!(text.len() > part.len() && !text.contains("{{ id"), "{text}");
        }
    }
}

#[test]
fn findings_of_any_sign_read_as_sentences() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let rules =
        ["level", "spread", "profile", "profile.contrasts", "journal.perfect", "omissions"].map(|sign| {
            format!(r#"{{"sign": "{sign}", "unit": "school", "min_n": 5, "fdr": 0.95, "min_effect": 0.01}}"#)
        });
    let json = format!(r#"{{"name": "own", "min_reference": 5, "rules": [{}]}}"#, rules.join(","));
    let s = screen(&m.results, &Policy::from_json(&json).unwrap(), &m.registry).unwrap();
    assert!(s.findings().map(|f| &f.sign).collect::<BTreeSet<_>>().len() >= 5);
    for language in [Language::Russian, Language::English] {
        for finding in s.findings() {
            let text = explain(&s, &finding.id(), language).unwrap();
            assert!(!text.contains("NaN") && !text.contains("{{") && !text.contains("explain"), "{text}");
            assert!(text.len() > 150, "{text}");
        }
        let options = ReportOptions { language, ..Default::default() };
        let page = html(&s, &options).unwrap();
        assert!(!page.contains("NaN") && !page.contains("{{") && !page.contains("by_group</"));
    }
}

#[test]
fn a_school_of_three_pupils_is_not_shown_anywhere() {
    let a = Assessment::new("maths", 5, 2021, &[1; 10], Some([3, 5, 8])).unwrap();
    let row = |school: &'static str, total: usize| (school, total);
    let mut rows: Vec<(&str, usize)> = (0..60).map(|i| row(["s1", "s2"][i % 2], 2 + i % 5)).collect();
    rows.extend([row("tiny", 9), row("tiny", 10), row("tiny", 9)]);
    let parts = crate::data::ResultsBuilder {
        scores: ndarray::Array2::from_shape_fn((rows.len(), 10), |(p, i)| u8::from(i < rows[p].1)),
        school: crate::data::Labels::new(rows.iter().map(|r| r.0)),
        municipality: Some(crate::data::Labels::new(
            rows.iter().map(|r| if r.0 == "tiny" { "Far" } else { "Near" }),
        )),
        ..Default::default()
    };
    let results = crate::data::Results::new(a, parts).unwrap();
    let s = screen(&[results], &Policy::official_2019(), &crate::data::Registry::default()).unwrap();
    assert!(s.findings().any(|f| f.group == "tiny"));
    let page = html(&s, &ReportOptions { language: Language::English, ..Default::default() }).unwrap();
    assert!(!page.contains("tiny") && page.contains("not shown: 1"));
    assert!(page.contains("<td>Far</td><td class=\"r\">1</td><td class=\"r\">0</td>"));
}

#[test]
fn a_page_of_a_municipality_or_school_holds_only_its_schools_beside_the_whole() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    let whole = html(&s, &ReportOptions::default()).unwrap();
    let mut cards = 0;
    for territory in &s.index()[1..] {
        let options = ReportOptions { municipality: Some(territory.group.clone()), ..Default::default() };
        let page = html(&s, &options).unwrap();
        cards += page.matches("class=\"card\"").count();
        for school in &s.schools {
            let ids = s
                .findings()
                .filter(|f| f.whom().school() == Some(school.school.as_str()))
                .map(Indication::id);
            for id in ids.filter(|id| whole.contains(&format!("<code>{id}<"))) {
                let own = school.municipality == territory.group;
                assert_eq!(page.contains(&format!("<code>{id}<")), own, "{id}");
            }
        }
    }
    assert_eq!(cards, whole.matches("class=\"card\"").count());
    let marked = s.schools.iter().find(|s| s.marked).unwrap();
    let options = ReportOptions { school: Some(marked.school.clone()), ..Default::default() };
    let page = html(&s, &options).unwrap();
    assert_eq!(page.matches("class=\"card\"").count(), 1);
    assert!(page.contains("class=\"reference\"") && !page.contains("NaN"));
    for other in s.schools.iter().filter(|o| o.school != marked.school) {
        assert!(!page.contains(&other.school), "{}", other.school);
    }
}

#[test]
fn an_unknown_school_or_municipality_is_named() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    for options in [
        ReportOptions { municipality: Some("Nowhere".to_owned()), ..Default::default() },
        ReportOptions { school: Some("Nowhere".to_owned()), ..Default::default() },
        ReportOptions { municipality: Some(String::new()), ..Default::default() },
    ] {
        let error = html(&s, &options).unwrap_err();
        assert_eq!(error.code(), "report.unknown");
        assert!(options.municipality.as_deref() == Some("") || error.to_string().contains("Nowhere"));
    }
}

#[test]
fn a_page_of_one_school_shows_no_work_of_fewer_than_five_pupils() {
    use crate::data::{Assessment, Labels, Results, ResultsBuilder};
    let a = Assessment::new("maths", 5, 2021, &[9], Some([2, 4, 6])).unwrap();
    let school = Labels::new((0..40).map(|p| if p < 4 { "small" } else { "large" }));
    let scores = ndarray::Array2::from_shape_fn((40, 1), |(p, _)| (p % 10) as u8);
    let r = Results::new(a, ResultsBuilder { scores, school, ..Default::default() }).unwrap();
    let s = screen([&r], &Policy::official_2019(), &Default::default()).unwrap();
    let of = |school: &str| {
        html(&s, &ReportOptions { school: Some(school.to_owned()), ..Default::default() }).unwrap()
    };
    assert!(!of("small").contains("<svg"));
    // The four others are no reference either.
    assert!(of("large").contains("<svg") && !of("large").contains("class=\"reference\""));
}

#[test]
fn names_are_escaped() {
    let mut m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let evil = |login: &String| {
        let school = crate::data::School { name: "<script>x</script>".to_owned(), ..Default::default() };
        (login.clone(), school)
    };
    m.registry = crate::data::Registry::new(m.registry.schools().keys().map(evil)).unwrap();
    let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    assert!(!html(&s, &ReportOptions::default()).unwrap().contains("<script>x"));
}
