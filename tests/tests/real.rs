//! Against a real region, where it is present: the import kinds and the official signs.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use obektiv::{
    data::{Assessment, Grouping, ReadOptions, Registry, Results, Tally, find_assessment, readers},
    evidence::benjamini_hochberg,
    screening::{Policy, screen},
    statistics::{
        continuity, heaping, journal, level, official,
        similarity::{self, SimilarityOptions},
        spread,
    },
};
use obektiv_tests::{
    effect_study::{Judge, Shares, of_real_schools, placebo_among, placebo_jumps},
    read_work, read_works, shared, step,
    study::{exchanged, profile_of_classes, shuffled, similar},
    works,
};

#[derive(serde::Deserialize)]
struct ExpectImport {
    rows: u64,
    absent_or_blank: u64,
    absent_one_day: u64,
    taken: u64,
    set_aside: u64,
}

#[test]
fn rows_of_raw_exports_fall_into_the_expected_kinds() {
    for region in ["region-2020", "region-2021"] {
        let Some(folder) = shared(&format!("real/{region}")) else { return };
        let expected = std::fs::read_to_string(folder.join("expect_import.json")).unwrap();
        let expected: BTreeMap<String, ExpectImport> = serde_json::from_str(&expected).unwrap();
        assert!(!expected.is_empty());
        for (file, e) in expected {
            let parts: Vec<&str> = file.trim_end_matches(".xlsx").split('-').collect();
            let grade: u8 = parts[1].trim_start_matches("grade").parse().unwrap();
            let year = parts[0].parse().unwrap();
            let assessment = find_assessment(parts[2], grade, year, None).unwrap_or_else(|| {
                // No source names this work's scale, so it is not in the catalogue; its maxima are
                // the largest scores that the file itself holds in unshifted rows.
                assert_eq!(file, "2021-grade6-history.xlsx");
                Assessment::new("history", 6, 2021, &[2, 1, 3, 3, 1, 1, 2, 2, 1, 1, 1, 2], None).unwrap()
            });
            let bytes = std::fs::read(folder.join("raw").join(&file)).unwrap();
            let read = |repair| {
                let options = ReadOptions { repair, ..ReadOptions::default() };
                readers::read_xlsx(&bytes, Some(&assessment), options).expect(&file).report
            };
            let plain = read(false);
            eprintln!(
                "{file}: {} {} {} {} {}",
                plain.rows, plain.absent, plain.one_day, plain.taken, plain.set_aside
            );
            assert_eq!((plain.rows, plain.taken), (e.rows, e.taken), "{file}");
            assert_eq!(
                plain.absent + plain.one_day + plain.set_aside,
                e.absent_or_blank + e.absent_one_day + e.set_aside
            );
            assert_eq!(plain.one_day, e.absent_one_day, "{file}");
            let repaired = read(true);
            eprintln!(
                "{file}: repaired {} of {}, set aside {}",
                repaired.repaired, plain.set_aside, repaired.set_aside
            );
            assert_eq!(repaired.taken, e.taken, "{file}");
            assert_eq!(repaired.repaired + repaired.set_aside, plain.set_aside, "{file}");
            let kinds =
                repaired.taken + repaired.repaired + repaired.one_day + repaired.absent + repaired.set_aside;
            assert_eq!(kinds, repaired.rows, "{file}");
        }
    }
}

#[derive(serde::Deserialize)]
#[allow(non_snake_case)]
struct ExpectOfficial {
    schools: usize,
    A: Vec<String>,
    B: Vec<String>,
}

#[test]
fn the_official_rule_flags_the_expected_schools() {
    let Some(folder) = shared("real/region-2020") else { return };
    let expected = std::fs::read_to_string(folder.join("expect_official.json")).unwrap();
    let expected: BTreeMap<String, ExpectOfficial> = serde_json::from_str(&expected).unwrap();
    assert_eq!(expected.len(), 4);
    let works = works(&folder);
    for (file, e) in expected {
        let results = read_work(&folder, &file, &works[&file]).results;
        let tally = Tally::of(&results, Grouping::School, false).unwrap();
        assert_eq!(tally.groups().len(), e.schools, "{file}");
        let a = official::inflated_mean(&tally, Default::default()).unwrap();
        let flagged: Vec<&String> =
            a.group.iter().zip(&a.statistic).filter(|(_, s)| **s > a.critical).map(|(g, _)| g).collect();
        assert_eq!(flagged, e.A.iter().collect::<Vec<_>>(), "{file}, sign A");
        let b = official::rank_mismatch(&tally, Default::default()).unwrap();
        let flagged: Vec<&String> =
            b.group.iter().zip(&b.statistic).filter(|(_, s)| **s < 0.0).map(|(g, _)| g).collect();
        assert_eq!(flagged, e.B.iter().collect::<Vec<_>>(), "{file}, sign B");
    }
}

#[derive(serde::Deserialize)]
struct ExpectJump {
    schools: usize,
    median: f64,
    q25: f64,
    q75: f64,
    fall: Vec<String>,
    rise: Vec<String>,
}

#[test]
fn the_cohort_jump_is_the_expected_one() {
    let (Some(before), Some(after)) = (shared("real/region-2020"), shared("real/region-2021")) else {
        return;
    };
    let expected = std::fs::read_to_string(after.join("expect_cohort_jump.json")).unwrap();
    let expected: BTreeMap<String, ExpectJump> = serde_json::from_str(&expected).unwrap();
    assert_eq!(expected.len(), 2);
    let tally = |folder: &std::path::Path, file: &str| {
        Tally::of(&read_work(folder, file, &works(folder)[file]).results, Grouping::School, false).unwrap()
    };
    for (subject, e) in expected {
        let c = official::cohort_jump(
            &tally(&before, &format!("2020-grade4-{subject}.csv.gz")),
            &tally(&after, &format!("2021-grade5-{subject}.csv.gz")),
            Default::default(),
        )
        .unwrap();
        assert_eq!(c.group.len(), e.schools, "{subject}");
        for (got, want) in c.quartiles.iter().zip([e.q25, e.median, e.q75]) {
            assert!((got - want).abs() < 1e-12, "{subject}: {got} {want}");
        }
        let flagged = |hit: &dyn Fn(f64) -> bool| -> Vec<String> {
            c.group.iter().zip(&c.statistic).filter(|(_, k)| hit(**k)).map(|(g, _)| g.clone()).collect()
        };
        assert_eq!(flagged(&|k| k > c.fall_above), e.fall, "{subject}");
        assert_eq!(flagged(&|k| k < c.rise_below), e.rise, "{subject}");
    }
}

#[test]
fn changes_of_real_cohorts_are_within_what_cohorts_show() {
    let (Some(before), Some(after)) = (shared("real/region-2020"), shared("real/region-2021")) else {
        return;
    };
    let tally = |folder: &std::path::Path, file: &str| {
        Tally::of(&read_work(folder, file, &works(folder)[file]).results, Grouping::School, false).unwrap()
    };
    let registry = obektiv::data::Registry::default();
    let mut subjects = Vec::new();
    for subject in ["maths", "russian"] {
        let first = tally(&before, &format!("2020-grade4-{subject}.csv.gz"));
        let second = tally(&after, &format!("2021-grade5-{subject}.csv.gz"));
        let found = continuity::by_group(&first, &second, &registry, Default::default()).unwrap();
        let official = official::cohort_jump(&first, &second, Default::default()).unwrap();
        report(subject, &found.rows);
        let jumps: Vec<&String> = (official.group.iter().zip(&official.statistic))
            .filter(|(_, k)| **k > official.fall_above || **k < official.rise_below)
            .map(|(group, _)| group)
            .collect();
        let both = found.rows.iter().filter(|r| r.pvalue <= 0.01 && jumps.contains(&&r.group)).count();
        eprintln!("  official cohort_jump: {}, of them below .01 here: {both}", jumps.len());
        let unusual = found.rows.iter().filter(|r| r.pvalue <= 0.01).count() as f64;
        assert!(found.rows.len() > 500 && unusual / (found.rows.len() as f64) < 0.05);
        subjects.push(first);
    }
    let works: Vec<&Tally> = subjects.iter().collect();
    report("subjects", &continuity::consistency(&works, &registry, Default::default()).unwrap().rows);
}

/// Half of the top fifth is called helped by lot: of 2,000 such lots at most 6 % are found at 5 %,
/// nor are more jumps found at thresholds by lot.
#[test]
fn help_that_did_nothing_is_seldom_found_inside_the_top_fifth_of_a_real_region() {
    let draws = 2_000 / obektiv_tests::step(10) as u64;
    let error = 2.0 * (0.06 * 0.94 / draws as f64).sqrt() * f64::from(u8::from(draws < 2_000));
    for (name, years) in of_real_schools() {
        let quiet = |judge: &str, found: Shares| {
            eprintln!("{name}, {judge}: {:.3} of {draws} rejected", found.rejected);
            assert!(found.rejected <= 0.06 + error, "{name} {judge} {found:?}");
        };
        for judge in [Judge::Ancova, Judge::Did, Judge::Randomisation] {
            quiet(&format!("{judge:?}"), placebo_among(&years, judge, 0..draws));
        }
        quiet("Discontinuity", placebo_jumps(&years, 0..draws));
    }
}

fn report(name: &str, rows: &[continuity::ContinuityRow]) {
    let adjusted = benjamini_hochberg(&rows.iter().map(|r| r.pvalue).collect::<Vec<_>>()).unwrap();
    let below = |p: f64, up: bool| rows.iter().filter(|r| r.pvalue <= p && (r.effect > 0.0) == up).count();
    let fdr =
        |up: bool| rows.iter().zip(&adjusted).filter(|(r, q)| **q <= 0.05 && (r.effect > 0.0) == up).count();
    eprintln!(
        "{name}: {} rows, p ≤ .05 {}+{}, p ≤ .01 {} up {} down, BH 5 % {} up {} down",
        rows.len(),
        below(0.05, true),
        below(0.05, false),
        below(0.01, true),
        below(0.01, false),
        fdr(true),
        fdr(false)
    );
    for (least, most) in [(1, 10), (10, 20), (20, 50), (50, u64::MAX)] {
        let sized = || rows.iter().filter(|r| (least..most).contains(&r.n));
        let mut squares: Vec<f64> = sized().map(|r| r.statistic * r.statistic).collect();
        squares.sort_by(f64::total_cmp);
        eprintln!(
            "  n {least}–: {} rows, p ≤ .01 {}, median t² {:.3}, mean deviation {:.3}",
            squares.len(),
            sized().filter(|r| r.pvalue <= 0.01).count(),
            squares.get(squares.len() / 2).unwrap_or(&f64::NAN),
            sized().map(|r| r.effect / r.statistic).sum::<f64>() / squares.len() as f64
        );
    }
}

#[test]
fn the_whole_region_is_screened_by_both_policies() {
    let Some(folder) = shared("real/region-2020") else { return };
    let works = obektiv_tests::read_works(&folder);
    assert_eq!(works.len(), 30);
    let registry = obektiv::data::Registry::default();
    for policy in [Policy::official_2019(), Policy::calibrated_1()] {
        let start = std::time::Instant::now();
        let screening = screen(&works, &policy, &registry).unwrap();
        let elapsed = start.elapsed();
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for finding in screening.findings() {
            *counts.entry((finding.sign.clone(), format!("{:?}", finding.unit))).or_default() += 1;
        }
        let marked = screening.schools.iter().filter(|s| s.marked).count();
        eprintln!(
            "{}: {marked} of {} schools, {elapsed:.0?}, {counts:?}",
            policy.name,
            screening.schools.len()
        );
        assert!(marked > 0 && marked < screening.schools.len() / 2);
    }
}

#[test]
fn item_profiles_hold_their_level_in_real_classes_and_find_dictated_items() {
    let Some(folder) = shared("real/region-2020") else { return };
    let (mut flagged, mut area, mut works) = (0.0, 0.0, 0.0);
    for results in read_works(&folder).into_iter().step_by(step(4)) {
        let found = profile_of_classes(&results, 1);
        if found.classes < 100 {
            continue;
        }
        eprintln!("{} {found:.3?}", results.assessment().key());
        assert!(found.flagged_sampling > 0.4, "{found:?}");
        (flagged, area, works) = (flagged + found.flagged, area + found.area, works + 1.0);
    }
    // A part of the works: two standard errors of its 3,000 classes more.
    let most = if step(4) > 1 { 0.036 } else { 0.03 };
    assert!(flagged / works <= most && area / works >= 0.84, "{} {}", flagged / works, area / works);
}

/// Of one work: grade, and for each school n, mean total as a share of the maximum, and of the
/// shift model and of `raised` index and placebo index.
struct Indexed {
    grade: u8,
    schools: BTreeMap<String, [f64; 6]>,
}

/// Correlation of two columns, and what is left of it with the two columns of means held fixed.
fn correlations(rows: &[[f64; 4]]) -> [f64; 2] {
    let n = rows.len() as f64;
    let mean = |a: usize| rows.iter().map(|r| r[a]).sum::<f64>() / n;
    let means = [0, 1, 2, 3].map(mean);
    let r = |a: usize, b: usize| {
        let product =
            |a: usize, b: usize| rows.iter().map(|r| (r[a] - means[a]) * (r[b] - means[b])).sum::<f64>();
        product(a, b) / (product(a, a) * product(b, b)).sqrt()
    };
    let partial = |ab: f64, ac: f64, bc: f64| (ab - ac * bc) / ((1.0 - ac * ac) * (1.0 - bc * bc)).sqrt();
    let given = |a, b| partial(r(a, b), r(a, 2), r(b, 2));
    [r(0, 1), partial(given(0, 1), given(0, 3), given(1, 3))]
}

/// Means over pairs of subjects of one grade with 80 or more common schools of at least `least`
/// pupils.
fn agreement(works: &[Indexed], column: usize, least: f64) -> ([f64; 2], usize) {
    let (mut sums, mut pairs) = ([0.0; 2], 0);
    for (i, a) in works.iter().enumerate() {
        for b in works[..i].iter().filter(|b| b.grade == a.grade) {
            let both = a.schools.iter().filter_map(|(name, x)| Some((x, b.schools.get(name)?)));
            let rows: Vec<[f64; 4]> = both
                .filter(|(x, y)| x[0].min(y[0]) >= least)
                .map(|(x, y)| [x[column], y[column], x[1], y[1]])
                .collect();
            if rows.len() >= 80 {
                let got = correlations(&rows);
                (sums[0], sums[1], pairs) = (sums[0] + got[0], sums[1] + got[1], pairs + 1);
            }
        }
    }
    (sums.map(|s| s / f64::from(pairs)), pairs as usize)
}

#[test]
fn raised_papers_agree_between_subjects_at_boundaries_only() {
    let Some(folder) = shared("real/region-2020") else { return };
    let (mut indexed, mut elapsed, mut elapsed_raised) =
        (Vec::new(), std::time::Duration::ZERO, std::time::Duration::ZERO);
    for results in obektiv_tests::read_works(&folder) {
        let tally = Tally::of(&results, Grouping::School, false).unwrap();
        let a = tally.assessment().clone();
        let Some(boundaries) = a.boundaries else { continue };
        let start = std::time::Instant::now();
        let sign = heaping::fit(&tally, Default::default()).unwrap();
        elapsed += start.elapsed();
        let start = std::time::Instant::now();
        let raised = heaping::raised(&tally).unwrap();
        elapsed_raised += start.elapsed();
        let lifts: Vec<String> =
            sign.lifts.iter().map(|l| format!("{}−{}: {:.2}", l.boundary, l.distance, l.share)).collect();
        let judged: Vec<_> = sign.rows.iter().filter(|r| r.n >= 20).collect();
        let part = |hit: &dyn Fn(&heaping::ShiftRow) -> bool| {
            100.0 * judged.iter().filter(|r| hit(r)).count() as f64 / judged.len() as f64
        };
        eprintln!(
            "{} grade {}: χ²/df {:.1}, {} raised of {:.0}, p ≤ .01 {:.0} %, down {:.1} %, cleared {:.1} %; {}",
            a.subject,
            a.test_grade,
            sign.chi2 / sign.df,
            sign.rows.iter().map(|r| r.raised).filter(|r| r.is_finite()).sum::<f64>().round(),
            sign.rows.iter().map(|r| r.liftable).filter(|r| r.is_finite()).sum::<f64>(),
            part(&|r| r.pvalue <= 0.01),
            part(&|r| r.pvalue_down <= 0.01),
            part(&|r| r.cleared),
            lifts.join(", ")
        );
        let placebo: Vec<u16> = boundaries
            .iter()
            .map(|c| c + 2)
            .filter(|c| !boundaries.contains(c) && *c < a.max_total())
            .collect();
        let raised_placebo = raised.placebo(&placebo).unwrap().rows;
        let placebo = sign.placebo(&placebo).unwrap().rows;
        let both = raised.rows.iter().zip(&raised_placebo).map(|(row, p)| [row.statistic, p.estimate]);
        let schools = sign.rows.iter().zip(&placebo).zip(both).map(|((row, placebo), [index, other])| {
            let histogram = tally.groups()[&row.group].histogram();
            let sum: usize = histogram.iter().enumerate().map(|(s, &n)| s * n as usize).sum();
            let mean = sum as f64 / row.n as f64 / f64::from(a.max_total());
            (row.group.clone(), [row.n as f64, mean, row.statistic, placebo.estimate, index, other])
        });
        if a.test_grade <= 7 {
            indexed.push(Indexed { grade: a.test_grade, schools: schools.collect() });
        }
    }
    eprintln!("{} ms, heaping.raised {} ms", elapsed.as_millis(), elapsed_raised.as_millis());
    for (name, column, least, wanted) in PARTIAL {
        let ([r, partial], pairs) = agreement(&indexed, column, least);
        let ([placebo, placebo_partial], _) = agreement(&indexed, column + 1, least);
        eprintln!(
            "{name}, n ≥ {least}: r {r:.3}, partial {partial:.3}; placebo {placebo:.3}, {placebo_partial:.3}; {pairs} pairs"
        );
        assert!(pairs > 20 && partial > wanted && placebo_partial < 0.10);
    }
}

/// What the partial correlations at least are, by column and least pupils.
const PARTIAL: [(&str, usize, f64, f64); 4] = [
    ("heaping.fit", 2, 20.0, 0.25),
    ("heaping.fit", 2, 60.0, 0.28),
    ("heaping.raised", 4, 20.0, 0.30),
    ("heaping.raised", 4, 60.0, 0.33),
];

/// The share of p ≤ .01 among the schools of 10 pupils or more that have one.
fn below(pvalues: impl Iterator<Item = (u64, f64)>) -> f64 {
    let known: Vec<f64> = pvalues.filter(|(n, p)| *n >= 10 && !p.is_nan()).map(|(_, p)| p).collect();
    known.iter().filter(|p| **p <= 0.01).count() as f64 / known.len() as f64
}

/// What journal signs say of one work, and how long each took: agreement, leniency, perfect.
fn journal_signs(tally: &Tally, means: &[f64], real: bool) -> [Duration; 3] {
    let mut elapsed = [Duration::ZERO; 3];
    let agreement = timed(&mut elapsed[0], || journal::agreement(tally).unwrap());
    let lenient = timed(&mut elapsed[1], || journal::leniency(tally).unwrap());
    let options = journal::perfect::PerfectOptions { reliability: Some(0.85), ..Default::default() };
    let perfect = timed(&mut elapsed[2], || journal::perfect(tally, &Registry::default(), options).unwrap());
    let large: Vec<&journal::perfect::PerfectRow> = perfect.rows.iter().filter(|r| r.n >= 10).collect();
    let above = large.iter().filter(|r| r.given_totals.statistic > r.largest).count();
    let kappa: Vec<f64> =
        agreement.rows.iter().filter(|r| r.n >= 25 && !r.kappa.is_nan()).map(|r| r.kappa).collect();
    // Whether leniency leaks level: its correlation with the mean total.
    let rows = lenient.rows.iter().zip(means).filter(|(r, _)| r.n >= 20);
    let r = correlation(&rows.map(|(r, mean)| (r.logits, *mean)).collect::<Vec<_>>());
    eprintln!(
        "  {real}: kappa {:.2}, leniency sd {:.2} logits, slope {:.2}, r with mean {r:.2}; perfect p <= .01 {:.3}, above largest {above} of {}",
        kappa.iter().sum::<f64>() / kappa.len() as f64,
        lenient.between,
        lenient.slope,
        below(large.iter().map(|r| (r.n, r.given_totals.pvalue))),
        large.len(),
    );
    assert!(lenient.between > 0.0 && (real || lenient.between < 0.3));
    elapsed
}

fn timed<T>(elapsed: &mut Duration, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let got = run();
    *elapsed += start.elapsed();
    got
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let k = pairs.len() as f64;
    let (mx, my) = pairs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / k, b + y / k));
    let of = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
    of(&|x, y| x * y) / (of(&|x, _| x * x) * of(&|_, y| y * y)).sqrt()
}

#[test]
fn journal_level_and_spread_are_quiet_in_shuffled_schools() {
    let Some(folder) = shared("real/region-2020") else { return };
    let registry = Registry::default();
    let (mut elapsed, mut sums, mut works) = ([Duration::ZERO; 5], [0.0; 8], 0.0);
    for results in read_works(&folder) {
        let mut shares = Vec::new();
        for (real, results) in [(true, &results), (false, &shuffled(&results, 1))] {
            let tally = Tally::of(results, Grouping::School, false).unwrap();
            let mut took = [Duration::ZERO; 5];
            let l = timed(&mut took[0], || level::by_group(&tally, &registry, Default::default()).unwrap());
            let s = timed(&mut took[1], || spread::by_group(&tally, &registry, Default::default()).unwrap());
            shares.push(below(l.rows.iter().map(|r| (r.n, r.funnel.pvalue))));
            shares.push(below(l.rows.iter().map(|r| (r.n, r.maximum_share.pvalue))));
            shares.push(below(s.rows.iter().map(|r| (r.n, r.pvalue))));
            shares.push(below(s.rows.iter().map(|r| (r.n, r.pvalue_high))));
            if results.assessment().boundaries.is_some() {
                let means: Vec<f64> = l.rows.iter().map(|r| r.mean).collect();
                took[2..].copy_from_slice(&journal_signs(&tally, &means, real));
            }
            if real {
                elapsed.iter_mut().zip(took).for_each(|(sum, took)| *sum += took);
            }
        }
        eprintln!(
            "{} level, maximum, spread low, high: {shares:.3?} (real, then shuffled)",
            results.assessment().key()
        );
        sums.iter_mut().zip(&shares).for_each(|(sum, share)| *sum += share);
        works += 1.0;
    }
    let means = sums.map(|sum| sum / works);
    eprintln!(
        "level, maximum, spread low, high: {means:.4?} (real, then shuffled); level, spread, agreement, leniency, perfect: {elapsed:.1?}"
    );
    assert!(means[4..].iter().all(|share| *share <= 0.013), "{means:?}");
}

#[test]
fn similarity_is_quiet_where_papers_are_exchanged_and_teaching_is_no_sign() {
    let Some(folder) = shared("real/region-2020") else { return };
    let options = SimilarityOptions { permutations: 0, ..Default::default() };
    let find = |results: &Results| similarity::by_class(results, options).unwrap().rows;
    let mut spent = 0.0;
    for results in read_works(&folder).into_iter().step_by(step(3)) {
        let start = std::time::Instant::now();
        let real = similar(find(&results).iter());
        spent += start.elapsed().as_secs_f64();
        let honest = similar(find(&exchanged(&results, 1)).iter());
        eprintln!("{}\n  real {real:.3?}\n  exchanged {honest:.3?}", results.assessment().key());
        if honest.classes >= 300 {
            assert!(honest.moments <= 0.03 && honest.excess <= 0.04 && honest.control <= 0.02, "{honest:?}");
            assert!(real.moments < real.excess / 2.0 && real.control <= 0.04, "{real:?}");
        }
    }
    eprintln!("closed forms: {spent:.1} s");
}
