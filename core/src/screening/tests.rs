use std::collections::BTreeSet;

use super::*;
use crate::data::{Assessment, Grouping, Results};
use crate::simulate::{MunicipalityOptions, Planted, municipality};
use crate::statistics::sign::{Reads, Use};
use crate::statistics::signs;

#[test]
fn planted_irregularities_are_found_and_other_schools_are_left_alone() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    let marked: Vec<&str> = s.schools.iter().filter(|s| s.marked).map(|s| s.school.as_str()).collect();
    let lifted = m.planted.iter().filter(|p| p.1 != Planted::Raised);
    assert!(lifted.clone().filter(|p| marked.contains(&p.0.as_str())).count() >= 5, "{marked:?}");
    let untouched = marked.iter().filter(|s| m.planted.iter().all(|p| p.0 != **s)).count();
    assert!(untouched <= 1, "{marked:?} {:?}", m.planted);
}

/// In short: whole territories, with and without lifting everywhere, are in the study.
#[test]
fn an_honest_municipality_is_quiet() {
    let options = MunicipalityOptions { planted: Vec::new(), ..Default::default() };
    let any = |seed| {
        let m = municipality(&options, seed).unwrap();
        let s = screen(&m.results, &Policy::calibrated(), &m.registry).unwrap();
        u32::from(s.schools.iter().any(|s| s.marked))
    };
    // Six of 20 or more have a probability below .01 at a rate of .10.
    assert!((1..=20).map(any).sum::<u32>() <= 5);
}

#[test]
fn a_finding_has_a_stable_id_and_an_unknown_one_is_refused() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    let reversed: Vec<Results> = m.results.iter().rev().cloned().collect();
    let again = screen(&reversed, &Policy::calibrated_1(), &m.registry).unwrap();
    let ids = |s: &Screening| s.findings().map(|f| (f.id(), f.pvalue.to_bits())).collect::<Vec<_>>();
    assert_eq!(ids(&again), ids(&s));
    let first = s.findings().next().unwrap();
    assert_eq!(s.finding(&first.id()).unwrap().group, first.group);
    assert_eq!(s.finding("nothing").unwrap_err().code(), "screening.no_finding");
}

#[test]
fn results_in_parts_are_screened_as_the_whole() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let whole = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
    let r = &m.results[0];
    let part = |half: bool| {
        let persons: Vec<usize> = (0..r.len()).filter(|p| (p % 2 == 0) == half).collect();
        let pick =
            |labels: &crate::data::Labels| crate::data::Labels::new(persons.iter().map(|&p| labels.get(p)));
        let parts = crate::data::ResultsBuilder {
            scores: r.scores().select(ndarray::Axis(0), &persons),
            school: pick(r.school()),
            journal_mark: r.journal_mark().map(|marks| persons.iter().map(|&p| marks[p]).collect()),
            ..Default::default()
        };
        Results::new(r.assessment().clone(), parts).unwrap()
    };
    let parts =
        screen(&[part(true), part(false), m.results[1].clone()], &Policy::official_2019(), &m.registry)
            .unwrap();
    let ids = |s: &Screening| s.findings().map(Indication::id).collect::<Vec<_>>();
    assert_eq!(ids(&parts), ids(&whole));
    let twice = screen(&[r.clone(), r.clone()], &Policy::official_2019(), &m.registry).unwrap_err();
    assert_eq!(twice.code(), "data.repeated");
}

#[test]
fn a_cohort_is_followed_by_school_year_and_not_by_calendar_year() {
    let work = |year, grade, written, season| {
        let mut a = Assessment::new("maths", grade, year, &[1], None).unwrap();
        (a.pupil_grade, a.season) = (Some(written), Some(season));
        a.cohort()
    };
    use crate::data::Season::{Autumn, Spring};
    // Autumn 2020, the test of grade 4 written in grade 5; spring 2021, grade 5: the same pupils.
    assert_eq!(work(2020, 4, 5, Autumn), work(2021, 5, 5, Spring));
    // Spring 2020, grade 4; autumn 2021, grade 5: others.
    assert_ne!(work(2020, 4, 4, Spring), work(2021, 5, 5, Autumn));
}

#[test]
fn the_official_policy_looks_at_its_four_works_only() {
    let mut m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
    assert_eq!(s.works.len(), 2);
    let index = s.index();
    assert_eq!((index[0].group.as_str(), index[0].index.schools, index.len()), ("all", 40, 3));
    m.results.truncate(0);
    assert_eq!(
        screen(&m.results, &Policy::official_2019(), &m.registry).unwrap_err().code(),
        "screening.no_results"
    );
    let mut policy = Policy::official_2019();
    policy.subjects.retain(|s| s.test_grade == 4);
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    assert_eq!(screen(&m.results, &policy, &m.registry).unwrap_err().code(), "screening.no_works");
}

#[test]
fn a_policy_survives_json_and_a_wrong_one_is_named() {
    for policy in [Policy::official_2019(), Policy::calibrated_1()] {
        assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
    }
    let wrong = Policy::calibrated_1().to_json().replace("0.05", "5");
    assert!(Policy::from_json(&wrong).unwrap_err().to_string().contains("rules[0]"));
    assert_eq!(Policy::from_json("{}").unwrap_err().code(), "screening.policy");
    // Another sign's parameter, and one that is missing.
    let official = Policy::official_2019().to_json();
    for (was, is, told) in
        [("\"ties\"", "\"k\": 1, \"ties\"", "unknown field `k`"), ("\"t\":", "\"k\":", "missing field `t`")]
    {
        assert!(official.contains(was), "{official}");
        let error = Policy::from_json(&official.replacen(was, is, 1)).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn schools_of_an_excluded_kind_are_part_of_the_norms_and_never_flagged() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let registry = |lyceum: &str| {
        let named = |school: &SchoolSummary| {
            let kind = if school.school == lyceum { "lyceum" } else { "" };
            (school.school.clone(), crate::data::School { kind: kind.to_owned(), ..Default::default() })
        };
        let schools = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap().schools;
        Registry::new(schools.iter().map(named).collect::<Vec<_>>()).unwrap().merge(m.registry.clone())
    };
    let mut policy = Policy::official_2019();
    let all = screen(&m.results, &policy, &m.registry).unwrap();
    let lyceum = all.schools.iter().find(|s| s.marked).unwrap().school.clone();
    policy.exclude_kinds = vec!["lyceum".to_owned()];
    let but_one = screen(&m.results, &policy, &registry(&lyceum)).unwrap();
    let marked = |s: &Screening| -> Vec<String> {
        s.schools.iter().filter(|s| s.marked).map(|s| s.school.clone()).collect()
    };
    let expected: Vec<String> = marked(&all).into_iter().filter(|s| *s != lyceum).collect();
    assert_eq!(marked(&but_one), expected);
    assert_eq!(but_one.indications.len(), all.indications.len());
    // Nobody is of a kind without a name.
    policy.exclude_kinds = vec![String::new()];
    assert_eq!(marked(&screen(&m.results, &policy, &m.registry).unwrap()), marked(&all));
}

#[test]
fn a_policy_written_before_the_open_points_had_fields_still_reads() {
    let json = r#"{"name": "old", "min_reference": 0, "rules": [
        {"sign": {"sign": "official.inflated_mean", "t": 1.96}, "unit": "school", "min_n": 2},
        {"sign": {"sign": "official.rank_mismatch"}, "unit": "school", "min_n": 3},
        {"sign": {"sign": "official.cohort_jump", "k": 3.0}, "unit": "school", "min_n": 1}]}"#;
    assert_eq!(Policy::from_json(json).unwrap().rules, Policy::official_2019().rules);
    let corrected = json.replace(r#"rank_mismatch""#, r#"rank_mismatch", "ties": "corrected""#);
    let rules = Policy::from_json(&corrected).unwrap().rules;
    assert_eq!(rules[1].sign, Sign::RankMismatch { ties: official::Ties::Corrected });
}

#[test]
fn a_zone_of_risk_is_an_official_sign_or_two_others() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
    let zones = s.risk_zones(&RiskTable::default()).unwrap();
    for (row, school) in zones.rows.iter().zip(&s.schools) {
        assert_eq!(row.school, school.school);
        // Below ten pupils an official sign counts for nothing.
        let believed = s.findings().any(|f| f.group == school.school && f.pupils >= 10);
        assert_eq!(row.zone == 1, believed);
    }
    let calibrated = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    let zones = calibrated.risk_zones(&RiskTable::default()).unwrap();
    assert!(zones.rows.iter().all(|row| row.zone == u64::from(row.signs.len() >= 2)));
    let table = RiskTable::from_json(
        r#"{"weights": [{"sign": "heaping", "weight": 3, "least_tier": "limited"}], "zones": [1, 3]}"#,
    );
    let heaped = calibrated.risk_zones(&table.unwrap()).unwrap();
    let found = |school: &str| {
        let mut findings = calibrated.findings();
        findings.any(|f| f.unit == Grouping::School && f.group == school && f.sign.starts_with("heaping"))
    };
    assert!(heaped.rows.iter().all(|row| row.zone == if found(&row.school) { 2 } else { 0 }));
    let falling = RiskTable { zones: vec![2.0, 1.0], ..RiskTable::default() };
    assert_eq!(s.risk_zones(&falling).unwrap_err().code(), "screening.policy");
    assert_eq!(RiskTable::from_json("{}").unwrap_err().code(), "screening.policy");
}

#[test]
fn a_sign_of_ours_beside_the_official_ones_does_not_weigh_as_they_do() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let mut s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
    let found = s.findings().filter(|f| f.pupils >= 20).map(|f| f.group.clone()).next().unwrap();
    let zone = |s: &Screening| {
        let zones = s.risk_zones(&RiskTable::default()).unwrap();
        zones.rows.iter().find(|row| row.school == found).map(|row| (row.statistic, row.zone)).unwrap()
    };
    s.indications.retain(|i| i.flagged && i.group == found);
    s.indications.truncate(1);
    assert_eq!(zone(&s), (2.0, 1));
    for ours in ["class_split", "x_pattern", "high5_low_spread"] {
        s.indications[0].sign = format!("official.{ours}");
        assert_eq!(zone(&s), (1.0, 0), "{ours}");
    }
}

#[test]
fn kinds_of_journal_disagreement_are_one_sign() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let mut s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
    let school = s.schools[0].school.clone();
    s.indications.iter_mut().for_each(|i| i.flagged = i.group == school && i.sign.starts_with("journal."));
    assert!(s.findings().map(|f| f.sign.clone()).collect::<BTreeSet<_>>().len() > 1);
    let zones = s.risk_zones(&RiskTable::default()).unwrap();
    assert_eq!((zones.rows[0].signs.as_slice(), zones.rows[0].zone), (["journal".to_owned()].as_slice(), 0));
}

fn rule(json: &str) -> String {
    format!(r#"{{"name": "own", "min_reference": 5, "rules": [{json}]}}"#)
}

#[test]
fn a_policy_may_name_any_sign_of_groups_and_its_findings_have_words() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let rules: Vec<String> = signs::ALL
        .iter()
        .flat_map(|sign| sign.units.iter().map(move |unit| (sign, unit)))
        .map(|(sign, unit)| {
            let fdr = if matches!(sign.uses, Use::Flags { .. }) { r#", "fdr": 0.9"# } else { "" };
            let options =
                if sign.id == "similarity.by_class" { r#""options": {"permutations": 0},"# } else { "" };
            format!(r#"{{"sign": "{}", {options} "unit": "{}", "min_n": 5{fdr}}}"#, sign.id, unit.name())
        })
        .collect();
    let policy = Policy::from_json(&rule(&rules.join(", "))).unwrap();
    let s = screen(&m.results, &policy, &m.registry).unwrap();
    for sign in
        signs::ALL.iter().filter(|sign| sign.reads != Reads::AllYears && sign.reads != Reads::TwoYears)
    {
        let computed = s.indications.iter().any(|i| i.sign.starts_with(sign.id));
        let said = s.left_out.iter().any(|l| l.sign == sign.id);
        assert!(computed || said, "{}", sign.id);
        if matches!(sign.uses, Use::Context { .. }) {
            assert!(s.findings().all(|f| !f.sign.starts_with(sign.id)), "{} never flags", sign.id);
        }
    }
    let ids: BTreeSet<String> = s.indications.iter().map(Indication::id).collect();
    assert_eq!(ids.len(), s.indications.len(), "ids are unique");
    assert!(s.findings().count() > 10);
    assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
}

#[test]
fn rules_that_cannot_be_are_refused_with_their_path() {
    let refused = |json: &str| Policy::from_json(&rule(json)).unwrap_err().to_string();
    let cases = [
        (r#"{"sign": "level.by_grup", "unit": "school", "min_n": 10, "fdr": 0.05}"#, "rules[0].sign:"),
        (r#"{"sign": "pairs.omega", "unit": "school", "min_n": 10, "fdr": 0.05}"#, "about two persons"),
        (r#"{"sign": "level", "unit": "school", "min_n": 10}"#, "rules[0].fdr: level.by_group has a p-value"),
        (
            r#"{"sign": "heaping.raised", "unit": "school", "min_n": 10, "fdr": 0.05}"#,
            "rules[0].fdr: heaping.raised",
        ),
        (r#"{"sign": "classes", "unit": "class", "min_n": 10, "fdr": 0.05}"#, "rules[0].unit: is class"),
        (
            r#"{"sign": "level", "options": {"min_ref": 3}, "unit": "school", "min_n": 1, "fdr": 0.05}"#,
            "min_ref",
        ),
        (
            r#"{"sign": "level", "options": {"min_reference": "3"}, "unit": "school", "min_n": 1, "fdr": 0.05}"#,
            "rules[0].options.min_reference:",
        ),
        (
            r#"{"sign": "profile", "options": {"min_groups": 1}, "unit": "school", "min_n": 1, "fdr": 0.05}"#,
            "rules[0].options.min_groups: is 1, expected 3 or more",
        ),
        (r#"{"sign": "level", "unit": "pupil", "min_n": 1, "fdr": 0.05}"#, "rules[0].unit"),
        (r#"{"sign": "level", "unit": "school", "min_n": -1, "fdr": 0.05}"#, "rules[0].min_n"),
    ];
    for (json, expected) in cases {
        assert!(refused(json).contains(expected), "{json}\n{}\nexpected {expected}", refused(json));
    }
}

#[test]
fn old_policies_and_names_of_the_built_in_signs_read_alike() {
    let named = |sign: &str, more: &str| {
        let json = format!(r#"{{"sign": {sign}, "unit": "school", "min_n": 10 {more}}}"#);
        Policy::from_json(&rule(&json)).unwrap().rules.remove(0).sign
    };
    let q = r#", "fdr": 0.05"#;
    assert_eq!(named(r#"{"sign": "journal", "kind": "raised"}"#, q), named(r#""journal.raised""#, q));
    assert_eq!(named(r#"{"sign": "heaping.three_bin"}"#, q), named(r#""heaping.three_bin""#, q));
    assert_eq!(
        named(r#"{"sign": "official.inflated_mean", "t": 1.64}"#, ""),
        named(r#""official.inflated_mean""#, r#", "options": {"t": 1.64}"#)
    );
    assert_eq!(Sign::named("spread").unwrap(), Sign::named("spread.by_group").unwrap());
}

#[test]
fn counts_have_no_signs_of_items_and_that_is_said() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let json = rule(r#"{"sign": "profile", "unit": "school", "min_n": 5, "fdr": 0.05}"#);
    let policy = Policy::from_json(&json).unwrap();
    let works = m.results.iter().map(|r| Work::of(r, false).unwrap()).collect();
    let s = screen_works(works, &policy, &m.registry).unwrap();
    assert!(s.indications.is_empty());
    assert_eq!(s.left_out.len(), m.results.len());
    assert!(s.left_out[0].reason.contains("needs its pupils"), "{:?}", s.left_out[0]);
}

#[test]
fn pupils_given_in_parts_have_the_signs_of_the_whole() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let rules = ["profile.by_group", "omissions"]
        .map(|sign| format!(r#"{{"sign": "{sign}", "unit": "school", "min_n": 5, "fdr": 0.5}}"#));
    let policy = Policy::from_json(&rule(&rules.join(", "))).unwrap();
    let r = &m.results[0];
    let half = |first: bool| {
        let persons: Vec<usize> = (0..r.len()).filter(|p| (p % 2 == 0) == first).collect();
        let pick =
            |labels: &crate::data::Labels| crate::data::Labels::new(persons.iter().map(|&p| labels.get(p)));
        let parts = crate::data::ResultsBuilder {
            scores: r.scores().select(ndarray::Axis(0), &persons),
            school: pick(r.school()),
            class_id: r.class_id().map(pick),
            ..Default::default()
        };
        Results::new(r.assessment().clone(), parts).unwrap()
    };
    let (a, b) = (half(true), half(false));
    let values =
        |s: &Screening| s.indications.iter().map(|i| (i.id(), i.n, i.pvalue.to_bits())).collect::<Vec<_>>();
    let whole = values(&screen([r], &policy, &m.registry).unwrap());
    assert!(!whole.is_empty());
    assert_eq!(values(&screen([&a, &b], &policy, &m.registry).unwrap()), whole);
    assert_eq!(values(&screen([&b, &a], &policy, &m.registry).unwrap()), whole);
}

#[test]
fn the_evidence_layer_finds_lifted_papers_and_gives_each_school_one_outcome() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &Policy::calibrated(), &m.registry).unwrap();
    let lifted: BTreeSet<&str> =
        m.planted.iter().filter(|p| p.1 == Planted::Lifted).map(|p| p.0.as_str()).collect();
    let marked: BTreeSet<&str> = s.schools.iter().filter(|s| s.marked).map(|s| s.school.as_str()).collect();
    assert_eq!(marked, lifted);
    let table = s.territory_table();
    let count = |name: &str| match table.column(name) {
        Some(crate::table::Column::Int(values)) => values[0],
        other => panic!("{name}: {other:?}"),
    };
    let outcomes = ["strong", "notable", "extreme", "cleared", "undecided", "not_judged"];
    assert_eq!(outcomes.map(count).iter().sum::<i64>(), s.schools.len() as i64);
    assert_eq!(count("strong") + count("notable"), marked.len() as i64);
    for school in &s.schools {
        let found = matches!(school.outcome(), Outcome::Strong | Outcome::Notable);
        assert_eq!(found, school.marked, "{}", school.school);
    }
    let ids: BTreeSet<String> = s.indications.iter().map(Indication::id).collect();
    assert_eq!(ids.len(), s.indications.len(), "ids are unique");
}

#[test]
fn counts_alone_have_the_evidence_that_they_allow_and_the_rest_is_said() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let works: Vec<Work> = m.results.iter().map(|r| Work::of(r, false).unwrap()).collect();
    let s = screen_works(works, &Policy::calibrated(), &m.registry).unwrap();
    assert!(s.schools.iter().any(|school| school.marked));
    assert!(
        s.left_out.iter().any(|l| l.sign == "evidence.copy" && l.reason == "no_pupils"),
        "{:?}",
        s.left_out
    );
}

#[test]
fn schools_of_an_excluded_kind_are_not_marked_by_the_evidence_layer() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let lifted = &m.planted.iter().find(|p| p.1 == Planted::Lifted).unwrap().0;
    let registry = Registry::new(m.registry.schools().iter().map(|(login, school)| {
        let kind = if login == lifted { "lyceum" } else { "" };
        (login.clone(), crate::data::School { kind: kind.to_owned(), ..school.clone() })
    }))
    .unwrap();
    let policy = Policy { exclude_kinds: vec!["lyceum".to_owned()], ..Policy::calibrated() };
    let s = screen(&m.results, &policy, &registry).unwrap();
    let school = s.schools.iter().find(|school| school.school == *lifted).unwrap();
    assert_eq!((school.marked, school.outcome()), (false, Outcome::NotJudged));
    assert!(school.conclusion.as_ref().unwrap().reasons.iter().all(|r| r.ends_with("excluded")));
    assert_eq!(s.evidence().unwrap().territory.outcomes.sum(), s.schools.len() as u64);
}

#[test]
fn what_is_known_besides_is_shown_beside() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let plain = screen(&m.results, &Policy::calibrated(), &m.registry).unwrap();
    let marked: Vec<&SchoolSummary> = plain.schools.iter().filter(|s| s.marked).collect();
    let row = |s: &SchoolSummary, irregular| crate::data::ObservedRow {
        school: s.school.clone(),
        work: String::new(),
        irregular,
        probability: 0.5,
    };
    let observed = Observed::new(plain.schools.iter().map(|s| row(s, s.marked)).collect()).unwrap();
    let year = m.results[0].assessment().year;
    let marker = |s: &&SchoolSummary| crate::data::MarkerRow {
        year,
        school: s.school.clone(),
        municipality: String::new(),
        name: String::new(),
        markers: vec![crate::data::Marker { grade: 5, subject: "maths".to_owned() }],
    };
    let listed = MarkerList { rows: marked.iter().take(2).map(marker).collect() };
    let key = m.results[0].assessment().key();
    let absent = BTreeMap::from([(key, BTreeMap::from([(marked[0].school.clone(), 4)]))]);
    let known =
        Known { observed: Some(&observed), listed: Some(&listed), absent: Some(&absent), ..Known::default() };
    let s = screen_beside(&m.results, &Policy::calibrated(), &m.registry, known).unwrap();
    assert_eq!(
        s.schools.iter().map(|s| s.marked).collect::<Vec<_>>(),
        plain.schools.iter().map(|s| s.marked).collect::<Vec<_>>()
    );
    let list = s.agreement().into_iter().find(|a| a.view == "listed").unwrap();
    assert_eq!((list.both, list.theirs, list.ours), (2, 0, marked.len() as u64 - 2));
    let rows = &s.evidence().unwrap().calibration.rows;
    assert_eq!(rows.iter().map(|row| row.schools).sum::<u64>(), plain.schools.len() as u64);
    let whole = s.left_out.iter().filter(|l| l.sign == "evidence.absent" && l.reason == "no_absences");
    assert!(
        whole.clone().count() == 1 && whole.clone().all(|l| !l.scope.is_empty()),
        "of the other work alone"
    );
    let nobody =
        Observed::new(vec![row(&SchoolSummary { school: "x".to_owned(), ..marked[0].clone() }, true)])
            .unwrap();
    let known = Known { observed: Some(&nobody), ..Known::default() };
    let error = screen_beside(&m.results, &Policy::calibrated(), &m.registry, known).unwrap_err();
    assert_eq!(error.code(), "evidence.observed");
}

#[test]
fn the_region_s_rows_of_a_report_are_a_reference() {
    use crate::data::{AggregateRow, Distribution, Grouping, Level, Tally};
    let m = municipality(&MunicipalityOptions { schools: 12, ..Default::default() }, 1).unwrap();
    let report = |r: &Results| {
        let counts = Tally::of(r, Grouping::School, false).unwrap().histogram();
        let n = counts.iter().sum();
        let row = |level, group: &str, counts| AggregateRow {
            level,
            group: group.to_owned(),
            municipality: String::new(),
            n,
            counts,
        };
        Distribution {
            assessment: r.assessment().clone(),
            rows: vec![row(Level::Whole, "RF", counts.clone()), row(Level::Region, "North", counts)],
        }
    };
    let reports: Vec<Distribution> = m.results.iter().map(report).collect();
    let reports: Vec<&Distribution> = reports.iter().collect();
    let reference = Reference::simulated().with_distributions(&reports).unwrap();
    assert_eq!(reference.name, "North");
    assert_eq!(Reference::from_json(&reference.to_json()).unwrap(), reference);
    let known = Known { reference: Some(&reference), ..Known::default() };
    let s = screen_beside(&m.results, &Policy::calibrated(), &m.registry, known).unwrap();
    let evidence = s.evidence().unwrap();
    assert_eq!(evidence.beside.as_ref().unwrap().name, "North");
    // The shape of totals is the report's: most of its schools lie below what the lifted ones add
    // to it.
    assert!(evidence.territory.shift.is_some_and(|shift| shift.abs() < 0.5) && evidence.territory.judged > 8);
    let no_region = Distribution { assessment: m.results[0].assessment().clone(), rows: Vec::new() };
    let error = Reference::simulated().with_distributions(&[&no_region]).unwrap_err();
    assert_eq!(error.code(), "data.no_grouping");
}

#[test]
fn an_evaluation_says_what_could_have_been_found_and_can_be_stopped() {
    let m = municipality(&MunicipalityOptions { planted: Vec::new(), ..Default::default() }, 3).unwrap();
    let kinds = vec![crate::simulate::Kind::Lift { share: 0.9, reach: 2 }];
    let options = EvaluateOptions { kinds, share: 0.2, repeats: 2, shuffles: 1, ..Default::default() };
    let mut told = Vec::new();
    let rows = evaluate(&m.results, &options, None, |done, of| {
        told.push((done, of));
        true
    })
    .unwrap();
    assert_eq!(told, [(1, 4), (2, 4), (3, 4), (4, 4)]);
    assert_eq!(rows.iter().map(|r| r.pupils).collect::<Vec<_>>(), ["all", "5-19", "20-49", "50+", "all"]);
    assert!(rows[0].planted >= 8 && rows[0].found * 2 > rows[0].planted, "{rows:?}");
    assert_eq!(rows[0].planted, rows[1..4].iter().map(|r| r.planted).sum::<u64>());
    assert_eq!((rows[4].kind.as_str(), rows[4].planted), ("honest", 1));
    assert_eq!(evaluate(&m.results, &options, None, |_, _| true).unwrap(), rows);
    assert!(evaluate(&m.results, &options, None, |_, _| false).unwrap().is_empty());
    let wrong = EvaluateOptions { share: 0.9, ..options };
    assert_eq!(evaluate(&m.results, &wrong, None, |_, _| true).unwrap_err().code(), "screening.policy");
}
