use super::*;
use crate::effect::{AncovaOptions, BeforeAfter, ancova};

fn page() -> EffectPage {
    EffectPage {
        language: Language::English,
        percent: true,
        estimate: -0.009,
        lower: Some(-0.021),
        upper: Some(0.003),
        pvalue: Some(0.14),
        n_treated: 28,
        n_control: 29,
        naive_change: Some(-0.044),
        expected_without_measures: Some(-0.035),
        ..EffectPage::default()
    }
}

#[test]
fn what_was_seen_stands_beside_what_was_expected_and_no_conclusion_is_drawn_from_chance() {
    let html = page().html().unwrap();
    for said in [
        "−4.4\u{a0}points was seen",
        "Without any measure −3.5\u{a0}points was expected",
        "−0.9\u{a0}points",
        "It cannot be said that the measures helped.",
        "from −2.1 to +0.3\u{a0}points agree",
        "Most of it was expected without measures",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert!(!html.contains("more than chance") && !html.contains("NaN"));
}

#[test]
fn a_change_without_an_expectation_is_not_printed() {
    let html = EffectPage { expected_without_measures: None, ..page() }.html().unwrap();
    assert!(!html.contains("−4.4"));
}

#[test]
fn a_design_that_can_show_nothing_says_so() {
    let few = EffectPage {
        lower: None,
        upper: None,
        pvalue: Some(1.0 / 14.0),
        smallest_attainable_pvalue: Some(1.0 / 14.0),
        ..page()
    };
    let html = few.html().unwrap();
    assert!(html.contains("could show nothing") && html.contains("p-value, 0.07,"));
    let beyond = EffectPage { upper: Some(-0.001), pvalue: Some(0.03), ..page() };
    let torn = EffectPage { pvalue: Some(0.14), ..beyond.clone() }.html().unwrap();
    assert!(!torn.contains("more than chance") && !torn.contains("dot hot"), "interval and p disagree");
    let beyond = beyond.html().unwrap();
    assert!(beyond.contains("more than chance brings") && beyond.contains("dot hot"));
}

#[test]
fn numbers_that_are_none_are_errors() {
    let wrong = EffectPage { estimate: f64::NAN, ..page() }.html();
    assert_eq!(wrong, Err(ReportError::Number { name: "estimate" }));
}

#[test]
fn the_page_of_a_computed_effect_holds_what_cannot_be_concluded_and_warnings_in_both_languages() {
    let before: Vec<f64> = (0..20).map(|k| 0.3 + 0.01 * f64::from(k)).collect();
    let after: Vec<f64> = (0..20).map(|k| 0.2 + 0.01 * f64::from(k * 7 % 11)).collect();
    let treated: Vec<bool> = (0..20).map(|k| k % 2 == 0).collect();
    let data = BeforeAfter { before: &before, after: &after, treated: &treated, ..Default::default() };
    let effect = ancova(&data, &AncovaOptions::default()).unwrap().effect;
    for language in [Language::Russian, Language::English] {
        let html = EffectPage { percent: true, ..EffectPage::of(&effect, language) }.html().unwrap();
        let escaped = effect.caution.in_language(language).replace('<', "&lt;");
        assert!(html.contains(&escaped) && html.contains("<svg"));
        if language == Language::Russian {
            assert!(html.contains("ковариационный анализ, CR2 со степенями свободы Саттертуэйта"));
        }
        for warning in &effect.warnings {
            assert!(html.contains(warning.words().in_language(language)));
        }
    }
}

#[test]
fn texts_from_outside_are_escaped() {
    let html = EffectPage { title: Some("<b>".to_owned()), outcome: Some("a & <i>".to_owned()), ..page() };
    let html = html.html().unwrap();
    assert!(html.contains("&lt;b&gt;") && html.contains("a &amp; &lt;i&gt;"));
}
