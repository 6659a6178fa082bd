//! The whole study of size and power, printed as Markdown.

use obektiv_tests::study::{
    Rejected, SIZES, heaping, kappa_coverage, leniency_coverage, level, perfect, pooled, share, spread,
    symmetric,
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
    signs_of_marks_and_scores();
}

/// Level, spread and the journal's mark tables: two p-values in each cell, as the labels say.
fn signs_of_marks_and_scores() {
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
