//! The whole study of size and power, printed as Markdown.

use obektiv_tests::study::{
    Rejected, SIZES, Shared, heaping, municipality_work, pooled, share, similarity_of_groups,
};

const REPLICATES: u32 = 20_000;

fn percent(r: Rejected) -> String {
    format!("{:.2} / {:.2}", 100.0 * r.exact, 100.0 * r.mid)
}

fn row(label: &str, cell: impl Fn(u64) -> Rejected) {
    let cells: Vec<String> = SIZES.iter().map(|&n| percent(cell(n))).collect();
    println!("| {label} | {} |", cells.join(" | "));
}

fn main() {
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
    similarity();
}

/// Groups dealt anew from a simulated work of 20 points.
fn similarity() {
    println!(
        "\n`similarity.by_class`: statistic / by its moments / excess / duplicates, 999 permutations.\n"
    );
    println!("| | n = 10 | 25 | 60 | 150 |\n|---|---|---|---|---|");
    let work = municipality_work(1_000, 11);
    for (label, planted) in [
        ("eight share four fifths of a paper", Shared::Paper),
        ("three papers alike", Shared::Copies),
        ("a quarter of the items taught better", Shared::Topic),
    ] {
        let found: Vec<_> =
            SIZES.iter().map(|&n| similarity_of_groups(&work, n as usize, planted, 999, 1)).collect();
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
