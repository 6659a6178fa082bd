//! From results to a report in percent and back: what the signs without items see is the same.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write;

use obektiv::{
    data::{
        Aggregates, Assessment, Grouping, Registry, Tally,
        readers::{Sheet, read_distributions},
    },
    screening::{Policy, Screening, Work, screen, screen_works},
    simulate,
    statistics::{heaping, official},
};

/// One row of shares with one decimal.
fn shares(histogram: &[u64]) -> String {
    let n: u64 = histogram.iter().sum();
    let mut row = format!(";{n}");
    for &count in histogram {
        write!(row, ";{:.1}", 100.0 * count as f64 / n as f64).unwrap();
    }
    row
}

fn columns(assessment: &Assessment) -> String {
    (0..=assessment.max_total()).fold(String::new(), |row, total| row + &format!(";{total}"))
}

fn read(text: &str, given: &[Assessment]) -> Aggregates {
    read_distributions(&Sheet::from_csv(text.as_bytes()).unwrap(), given).unwrap()
}

fn same_tables(a: &Tally, b: &Tally) {
    let registry = Registry::default();
    let heaped = |t: &Tally| heaping::by_group(&[t], &registry, Default::default()).unwrap().table();
    let mean = |t: &Tally| official::inflated_mean(t, Default::default()).unwrap().table();
    // As text, because NaN is not NaN.
    assert_eq!(format!("{:?}", heaped(a)), format!("{:?}", heaped(b)));
    assert_eq!(format!("{:?}", mean(a)), format!("{:?}", mean(b)));
}

#[test]
fn schools_come_back_exactly_from_a_report_with_one_decimal_and_the_signs_see_the_same() {
    let municipality = simulate::municipality(&Default::default(), 7).unwrap();
    let mut flat = String::new();
    let mut tallies = Vec::new();
    for results in &municipality.results {
        let tally = Tally::of(results, Grouping::School, false).unwrap();
        let a = results.assessment();
        let mut text = format!("Группы участников;Кол-во ОО;Кол-во участников{}", columns(a));
        for (login, cells) in tally.groups() {
            let shares = shares(&cells.histogram());
            let (name, district) =
                (municipality.registry.name(login), municipality.registry.municipality(login));
            write!(text, "\n{name} ({login});{shares}").unwrap();
            write!(flat, "\n{};{};{};{district};{login};{name}{shares}", a.year, a.test_grade, a.subject)
                .unwrap();
        }
        let back = read(&text, std::slice::from_ref(a));
        assert!(back.report.remarks.is_empty(), "{:?}", back.report.remarks);
        let restored = back.works[0].tally(Grouping::School).unwrap();
        // Journal marks are not in such a report.
        assert_eq!(restored.histogram(), tally.histogram());
        for (login, cells) in tally.groups() {
            assert_eq!(restored.groups()[login].histogram(), cells.histogram(), "{login}");
            assert_eq!(back.registry.name(login), municipality.registry.name(login));
        }
        same_tables(&restored, &tally);
        tallies.push((tally, Tally::of(results, Grouping::Municipality, false).unwrap()));
    }
    // The flat table holds both works; the catalogue knows their scales.
    let widest = (0..=45).fold(String::new(), |row, total| row + &format!(";{total}"));
    let header = format!("Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников{widest}");
    let back = read(&(header + &flat), &[]);
    assert_eq!((back.works.len(), back.report.remarks.len()), (2, 0));
    for (work, (schools, districts)) in back.works.iter().zip(&tallies) {
        assert_eq!(work.assessment.boundaries, schools.assessment().boundaries);
        same_tables(&work.tally(Grouping::School).unwrap(), schools);
        let restored = work.tally(Grouping::Municipality).unwrap();
        for (name, cells) in districts.groups() {
            assert_eq!(restored.groups()[name].histogram(), cells.histogram());
        }
    }
}

#[test]
fn a_district_of_thousands_comes_back_to_its_size_within_the_stated_error() {
    let municipality = simulate::municipality(&Default::default(), 7).unwrap();
    let a = municipality.results[0].assessment();
    let tally = Tally::of(&municipality.results[0], Grouping::All, false).unwrap();
    let (truth, n) = (tally.histogram(), tally.histogram().iter().sum::<u64>());
    assert!(n > 1000);
    let text =
        format!("Группы участников;Кол-во ОО;Кол-во участников{}\nРайон;40{}", columns(a), shares(&truth));
    let back = read(&text, std::slice::from_ref(a));
    let restored = back.works[0].tally(Grouping::Municipality).unwrap().histogram();
    assert_eq!(restored.iter().sum::<u64>(), n);
    let bound = n.div_ceil(2000) + 1;
    assert!(restored.iter().zip(&truth).all(|(a, b)| a.abs_diff(*b) <= bound), "{restored:?} {truth:?}");
    assert_eq!(back.report.remarks.len(), 1);
}

#[test]
fn an_aggregated_report_is_screened_for_the_signs_that_need_totals_alone() {
    let municipality = simulate::municipality(&Default::default(), 7).unwrap();
    let results = &municipality.results[0];
    let a = results.assessment();
    let tally = Tally::of(results, Grouping::School, false).unwrap();
    let mut text = format!("Группы участников;Кол-во ОО;Кол-во участников{}", columns(a));
    for (login, cells) in tally.groups() {
        write!(text, "\n{login};{}", shares(&cells.histogram())).unwrap();
    }
    let back = read(&text, std::slice::from_ref(a));
    let work = Work::of_distribution(&back.works[0]).unwrap();
    let policy = Policy::calibrated_1();
    let ours = screen_works(vec![work.clone()], &policy, &municipality.registry).unwrap();
    let from_pupils = screen([results], &policy, &municipality.registry).unwrap();
    let heaping = |s: &Screening| -> Vec<(String, u64, f64)> {
        let rows = s.indications.iter().filter(|i| i.sign == "heaping.three_bin");
        rows.map(|i| (i.id(), i.n, i.pvalue)).collect()
    };
    assert!(heaping(&ours).len() >= 40);
    assert_eq!(heaping(&ours), heaping(&from_pupils));
    assert!(ours.indications.iter().all(|i| i.sign == "heaping.three_bin"));
    let twice = screen_works(vec![work.clone(), work], &policy, &municipality.registry);
    assert_eq!(twice.unwrap_err().code(), "data.repeated");
}
