//! The whole study of size and power, printed as Markdown.

use obektiv::simulate;
use obektiv_tests::{
    read_works, shared,
    study::{
        Covered, Planted, Rejected, SIZES, Shared, Shifted, class_split, continuity, heaping, items_left,
        kappa_coverage, leniency_coverage, level, municipality_work, perfect, pooled, profile,
        profile_between, profile_of_classes, raised_coverage, share, shift_coverage, shift_fitted,
        shift_known, similarity_of_groups, spread, symmetric,
    },
};

const REPLICATES: u32 = 20_000;

fn percent(r: Rejected) -> String {
    format!("{:.2} / {:.2}", 100.0 * r.exact, 100.0 * r.mid)
}

fn row(label: &str, cell: impl Fn(u64) -> Rejected) {
    let cells: Vec<String> = SIZES.iter().map(|&n| percent(cell(n))).collect();
    println!("| {label} | {} |", cells.join(" | "));
}

/// All, or with the argument `shift` only what concerns it; `reference` prints the simulated
/// reference of core/data; `effect 2000 5000` takes 2,000 replicates, their seeds from 5,000 on, and `visits` what of it concerns visits.
fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("shift") => return shift(),
        Some("raised") => return raised(),
        Some("profile") => return profiles(),
        Some("continuity") => return continued(),
        Some("items") => return items(),
        Some("classes") => return classes(),
        Some("similarity") => return similarity(),
        Some("scores") => return marks_and_scores(),
        Some(of @ ("effect" | "visits")) => {
            let number =
                |place, usual| std::env::args().nth(place).and_then(|n| n.parse().ok()).unwrap_or(usual);
            let (replicates, first): (u64, u64) = (number(2, 2_000), number(3, 0));
            let all = first..first + replicates;
            return match of {
                "visits" => obektiv_tests::visit_study::visits(&all),
                _ => obektiv_tests::effect_study::all(&all),
            };
        }
        Some("reference") => return print!("{}", obektiv_tests::evidence_study::pack().to_json()),
        Some("evidence") => {
            let cells = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(40);
            return obektiv_tests::evidence_study::all(cells, std::env::args().nth(3).as_deref());
        }
        _ => {}
    }
    println!("Rejections at p ≤ .01, %, exact / mid-p; {REPLICATES} replicates.\n");
    println!("| | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|");
    row("**`heaping.three_bin`**, all boundaries: honest", |n| heaping(n, 0.0, REPLICATES, 1));
    for lambda in [0.1, 0.2, 0.4, 0.8] {
        row(&format!("… {lambda} of papers one point below lifted, half as many two below"), |n| {
            heaping(n, lambda, REPLICATES, 2)
        });
    }
    row("**`journal.*`** (share .3 against 30 schools): honest, schools alike", |n| {
        share(n, 0.0, 0.0, 30, REPLICATES, 3)
    });
    for (rho, others) in [(0.0, 6), (0.02, 30), (0.05, 30), (0.05, 6), (0.1, 30)] {
        row(&format!("… honest, ρ = {rho} between {others} schools"), |n| {
            share(n, rho, 0.0, others, REPLICATES, 4)
        });
    }
    for (agreement, others) in [(0.0, 60), (0.5, 60), (0.5, 30)] {
        row(
            &format!(
                "… honest, 8 works of the same pupils (latent correlation {agreement}), {others} schools"
            ),
            |n| pooled(n, agreement, 8, others, REPLICATES / 4, 6),
        );
    }
    for (rho, lift) in [(0.0, 0.2), (0.02, 0.2), (0.02, 0.4), (0.05, 0.4)] {
        row(&format!("… {lift} above, ρ = {rho}"), |n| share(n, rho, lift, 30, REPLICATES, 5));
    }
    items();
    continued();
    profiles();
    shift();
    raised();
    marks_and_scores();
    classes();
    similarity();
}

fn continued() {
    println!(
        "\n| `continuity.by_group` / `.cumulative` / `.consistency` | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|"
    );
    for (agreement, lift) in [(0.0, 0.0), (0.7, 0.0), (0.7, 0.8), (0.7, 1.2)] {
        let cell = |&n: &u64| {
            let c = continuity(n, agreement, lift, REPLICATES, 7);
            format!("{:.2} / {:.2} / {:.2}", 100.0 * c.change, 100.0 * c.cumulative, 100.0 * c.consistency)
        };
        let cells: Vec<String> = SIZES.iter().map(cell).collect();
        println!("| results agree by {agreement}, {lift} higher with each work | {} |", cells.join(" | "));
    }
}

fn items() {
    println!("\n| `omissions.by_group`, too many left | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|");
    for (between, more) in [(0.0, 0.0), (0.4, 0.0), (0.8, 0.0), (0.4, 1.5), (0.4, 2.5)] {
        let cell = |&n: &u64| format!("{:.2}", 100.0 * items_left(n, between, more, 4_000, 12));
        let cells: Vec<String> = SIZES.iter().map(cell).collect();
        println!("| groups differ by {between} logits, {more} more | {} |", cells.join(" | "));
    }
    println!(
        "\n| `profile.by_group` / contrast `hard` beside how groups differ | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|"
    );
    for (classes, between, planted, label) in [
        (false, 0.0, Planted::Nothing, "200 schools, alike"),
        (false, 0.3, Planted::Nothing, "200 schools, items differ by .3 logits"),
        (false, 0.6, Planted::Nothing, "200 schools, by .6"),
        (true, 0.6, Planted::Nothing, "100 schools of two classes, by .6, half of it the school's"),
        (false, 0.3, Planted::Any, "four items dictated in every twentieth school, by .3"),
        (true, 0.6, Planted::Any, "four items dictated in every twentieth class, by .6"),
    ] {
        let replicates = if planted == Planted::Nothing { REPLICATES } else { 2_000 };
        let cell = |&n: &u64| {
            let p = profile_between(n, between, classes, planted, replicates, 13);
            format!("{:.2} / {:.2}", 100.0 * p.profile, 100.0 * p.hard)
        };
        let cells: Vec<String> = SIZES.iter().map(cell).collect();
        println!("| {label} | {} |", cells.join(" | "));
    }
}

fn shift() {
    println!("\n| `heaping.fit` | n = 10 | 25 | 60 | 100 | 150 | 200 |\n|---|---|---|---|---|---|---|");
    let row = |label: &str, cell: &dyn Fn(u64) -> Shifted| {
        let text = |n: &u64| {
            let c = cell(*n);
            format!("{:.2} / {:.2} / {:.1}", 100.0 * c.up, 100.0 * c.down, 100.0 * c.cleared)
        };
        let cells: Vec<String> = [10, 25, 60, 100, 150, 200].iter().map(text).collect();
        println!("| {label} | {} |", cells.join(" | "));
    };
    for lambda in [0.0, 0.2, 0.4, 0.8, -0.4] {
        row(&format!("known honest distribution, {lambda} lifted"), &|n| {
            shift_known(n, lambda, REPLICATES, 7)
        });
    }
    for (lambda, background) in [(0.0, 0.0), (0.0, 0.3), (0.4, 0.0), (0.4, 0.3)] {
        row(&format!("fitted, {lambda} lifted, {background} in the region"), &|n| {
            shift_fitted(n, lambda, background, REPLICATES / 4, 8)
        });
    }
    let limits: Vec<String> = [25, 60, 100, 200, 400]
        .iter()
        .map(|&n| format!("n = {n}: {:.2}", shift_known(n, 0.0, 200, 9).detection_limit))
        .collect();
    println!("\nDetection limit of λ: {}.", limits.join(", "));
    for n in [25, 60, 150, 400] {
        let covered: Vec<Covered> = (10..20).map(|seed| shift_coverage(n, 1_000, seed)).collect();
        let mean = |of: fn(&Covered) -> f64| 10.0 * covered.iter().map(of).sum::<f64>();
        println!(
            "n = {n}: 95 % intervals hold λ in {:.1} %, λ = 0 in {:.1} %",
            mean(|c| c.all),
            mean(|c| c.at_zero)
        );
    }
}

fn raised() {
    println!("\n| `heaping.raised`, 95 % intervals | n = 25 | 60 | 150 | 400 |\n|---|---|---|---|---|");
    for schools in [60, 300] {
        let cell = |&n: &u64| {
            let covered: Vec<Covered> = (0..10).map(|seed| raised_coverage(n, schools, 30 + seed)).collect();
            let mean = |of: fn(&Covered) -> f64| 10.0 * covered.iter().map(of).sum::<f64>();
            format!("{:.1} / {:.1}", mean(|c| c.all), mean(|c| c.at_zero))
        };
        let cells: Vec<String> = [25, 60, 150, 400].iter().map(cell).collect();
        println!("| {schools} schools | {} |", cells.join(" | "));
    }
}

fn profiles() {
    println!(
        "\n| `profile.by_group`, beside sampling alone | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|"
    );
    let town = simulate::municipality(&Default::default(), 1).expect("a municipality");
    let mut works = vec![("simulated".to_owned(), town.results[0].clone())];
    let real = shared("real/region-2020").map(|folder| read_works(&folder)).unwrap_or_default();
    works.extend(real.iter().map(|work| (work.assessment().key(), work.clone())).take(6));
    for (name, work) in &works {
        let planted = [
            (Planted::Nothing, "honest", REPLICATES),
            (Planted::Any, "any four items dictated to 60 %", 2_000),
            (Planted::Easiest, "the easiest four", 2_000),
            (Planted::Hardest, "the hardest four", 2_000),
        ];
        for (planted, label, replicates) in planted {
            let cell = |&n: &u64| {
                format!("{:.2}", 100.0 * profile(work, n as usize, planted, replicates as usize, 11))
            };
            let cells: Vec<String> = SIZES.iter().map(cell).collect();
            println!("| {name}: {label} | {} |", cells.join(" | "));
        }
    }
    println!(
        "\n| classes of 20 to 40 pupils | classes | p ≤ .01 | beside sampling alone | four items dictated | area |\n|---|---|---|---|---|---|"
    );
    for work in &real {
        let c = profile_of_classes(work, 1);
        let percent = [c.flagged, c.flagged_sampling, c.power].map(|share| format!("{:.1}", 100.0 * share));
        println!("| {} | {} | {} | {:.3} |", work.assessment().key(), c.classes, percent.join(" | "), c.area);
    }
}

/// Two p-values in each cell.
fn classes() {
    println!(
        "\n| `classes.by_school`, beside other schools / beside sampling alone | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|"
    );
    for (tau, lift) in [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (1.0, 3.0), (1.0, 5.0)] {
        row(&format!("true means differ by {tau}, one class {lift} points above"), |n| {
            class_split(n, tau, lift, REPLICATES, 16)
        });
    }
}

/// Level, spread and the journal's mark tables: two p-values in each cell, as the labels say.
fn marks_and_scores() {
    println!("\n| | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|");
    for (tau, others) in [(0.0, 30), (1.0, 30), (2.0, 30), (1.0, 6)] {
        row(
            &format!("**`level`** (too high / too low): honest, {others} schools, means differ by {tau}"),
            |n| level(n, tau, 0.0, others, REPLICATES, 7),
        );
    }
    for (tau, lift) in [(1.0, 3.0), (1.0, 5.0)] {
        row(&format!("… {lift} points above, means differ by {tau}"), |n| {
            level(n, tau, lift, 30, REPLICATES / 4, 8)
        });
    }
    for (tau, others) in [(0.0, 30), (0.1, 30), (0.0, 6)] {
        row(
            &format!(
                "**`spread`** (too little / too much): honest, {others} schools, ln sd differs by {tau}"
            ),
            |n| spread(n, tau, 0.0, others, REPLICATES, 9),
        );
    }
    for alike in [0.5, 0.8] {
        row(&format!("… {alike} of the pupils with one total"), |n| {
            spread(n, 0.1, alike, 30, REPLICATES / 4, 10)
        });
    }
    for rho in [0.0, 0.02, 0.05] {
        row(
            &format!(
                "**`journal.perfect`** (given totals / share alone): honest, ρ = {rho} between 30 schools"
            ),
            |n| perfect(n, rho, 0.0, 30, REPLICATES / 4, 11),
        );
    }
    for lift in [0.2, 0.35] {
        row(&format!("… {lift} above, ρ = 0.02"), |n| perfect(n, 0.02, lift, 30, REPLICATES / 4, 12));
    }
    row("**`journal.agreement`** (Stuart–Maxwell / Bowker): symmetric tables", |n| {
        symmetric(n, REPLICATES, 13)
    });
    println!("\nCoverage of 95 % intervals, %.\n\n| | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|");
    let coverage = |label: &str, cell: &dyn Fn(u64) -> f64| {
        let cells: Vec<String> = SIZES.iter().map(|&n| format!("{:.1}", 100.0 * cell(n))).collect();
        println!("| {label} | {} |", cells.join(" | "));
    };
    coverage("kappa", &|n| kappa_coverage(n, REPLICATES, 14));
    for tau in [0.2, 0.7, 1.5] {
        let label = format!("leniency in logits, 60 schools, standard deviation {tau} between them");
        coverage(&label, &|n| leniency_coverage(n, tau, 200, 15));
    }
}

/// Groups dealt anew from a simulated work of 20 points.
fn similarity() {
    println!(
        "\n`similarity.by_class`: statistic / by its moments / excess / duplicates, 999 permutations.\n"
    );
    println!("| | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|");
    let work = municipality_work(1_000, 11);
    for (n, variants) in [(24, 1), (24, 2), (24, 4), (50, 10)] {
        let [honest, _] = similarity_of_groups(&work, n, variants, Shared::Nothing, 999, 2);
        let shares =
            [honest.statistic, honest.moments, honest.control].map(|share| format!("{:.1}", 100.0 * share));
        eprintln!(
            "honest, {n} pupils, {variants} variants: statistic / moments / control {}",
            shares.join(" / ")
        );
    }
    for (label, planted) in [
        ("eight share four fifths of a paper", Shared::Paper),
        ("three papers alike", Shared::Copies),
        ("a quarter of the items taught better", Shared::Topic),
    ] {
        let found: Vec<_> =
            SIZES.iter().map(|&n| similarity_of_groups(&work, n as usize, 1, planted, 999, 1)).collect();
        let line = |label: &str, which: usize| {
            let cell = |two: &[obektiv_tests::study::SimilarClasses; 2]| {
                let f = &two[which];
                let shares = [f.statistic, f.moments, f.excess, f.duplicates];
                shares.map(|share| format!("{:.1}", 100.0 * share)).join(" / ")
            };
            println!("| {label} | {} |", found.iter().map(cell).collect::<Vec<_>>().join(" | "));
        };
        if planted == Shared::Paper {
            line("honest", 0);
        }
        line(label, 1);
    }
}
