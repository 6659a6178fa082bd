//! A policy that names every sign of groups gives the same numbers here as in Python and
//! TypeScript.

use obektiv::{
    report::{Language, explain},
    screening::{Policy, Sign, screen},
    simulate::{MunicipalityOptions, municipality},
    statistics::signs,
    table::Column,
};
use serde_json::Value;

#[test]
fn each_listed_sign_can_be_named_in_a_policy_or_says_why_not() {
    let Some(Column::Text(ids)) = signs::listed().column("id").cloned() else { panic!("no ids") };
    assert!(ids.len() > 30, "{ids:?}");
    for id in &ids {
        match Sign::named(id) {
            Ok(_) => assert!(signs::why_not(id).is_none(), "{id} can be named and says why not"),
            Err(error) => {
                let reason = signs::why_not(id).unwrap_or_else(|| panic!("{id} cannot be named: {error}"));
                assert!(error.to_string().contains(reason));
            }
        }
    }
}

#[test]
fn a_policy_with_a_former_name_keeps_it_and_finds_the_same() {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let found = |sign: &str| -> Vec<[String; 3]> {
        let rule = format!(r#"{{"sign": "{sign}", "unit": "school", "min_n": 5, "fdr": 0.5}}"#);
        let json = format!(r#"{{"name": "own", "min_reference": 5, "rules": [{rule}]}}"#);
        let policy = Policy::from_json(&json).unwrap();
        assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
        let s = screen(&m.results, &policy, &m.registry).unwrap();
        let words = |id: &str| explain(&s, id, Language::English).unwrap();
        s.findings().map(|i| [i.sign.clone(), i.group.clone(), words(&i.id())]).collect()
    };
    let now = found("omissions.by_group");
    assert!(!now.is_empty() && now[0][0].starts_with("omissions.by_group."));
    for name in ["official.x_pattern", "x_pattern"] {
        let before = found(name);
        assert!(before[0][0].starts_with("official.x_pattern."), "{}", before[0][0]);
        assert!(now.iter().map(|f| &f[1..]).eq(before.iter().map(|f| &f[1..])));
    }
}

#[test]
fn a_policy_of_all_signs_gives_the_same_in_all_languages() {
    let path = obektiv_tests::root().join("tests/screening/any_sign.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let policy = Policy::from_json(&file["policy"].to_string()).unwrap();
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let s = screen(&m.results, &policy, &m.registry).unwrap();
    assert_eq!(s.left_out.len() as u64, file["left_out"].as_u64().unwrap());
    let rules = file["expected"].as_array().unwrap();
    assert!(rules.len() > 40);
    for rule in rules {
        let (sign, unit) = (rule["sign"].as_str().unwrap(), rule["unit"].as_str().unwrap());
        let is =
            |id: &str| id.strip_prefix(sign).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let found: Vec<_> = s.indications.iter().filter(|i| is(&i.sign) && i.unit.name() == unit).collect();
        let flagged = found.iter().filter(|i| i.flagged).count();
        let n: u64 = found.iter().map(|i| i.n).sum();
        assert_eq!(found.len() as u64, rule["indications"].as_u64().unwrap(), "{sign} {unit}");
        assert_eq!(flagged as u64, rule["flagged"].as_u64().unwrap(), "{sign} {unit}");
        assert_eq!(n, rule["n"].as_u64().unwrap(), "{sign} {unit}");
        let sum = |of: fn(&obektiv::screening::Indication) -> f64| -> f64 {
            found.iter().map(|i| of(i)).filter(|value| !value.is_nan()).sum()
        };
        for (name, got) in [("pvalues", sum(|i| i.pvalue)), ("statistics", sum(|i| i.statistic))] {
            let expected = rule[name].as_f64().unwrap();
            assert!(
                (got - expected).abs() <= 1e-6 * expected.abs().max(1.0),
                "{sign} {unit} {name}: {got} {expected}"
            );
        }
    }
}
