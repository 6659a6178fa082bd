//! Draws the picture of the README: one simulated school with lifted papers.
//! `cargo run --example finding`.

use obektiv::data::{Grouping, Tally};
use obektiv::report::{Histogram, shown_bins};
use obektiv::simulate::{MunicipalityOptions, Planted, municipality};

const STYLE: &str = "<style>text{font:11px sans-serif;fill:#5b6875}.mark{fill:#1c2733;font-weight:600}.bar{fill:#9db3c8}.at{fill:#c8622b}\
    .grid{stroke:#d9dfe5;stroke-width:.7}.axis{stroke:#1c2733}.boundary{stroke:#1c2733;stroke-width:.9;stroke-dasharray:3 3}\
    .reference{fill:none;stroke:#1c2733;stroke-width:1.3}</style><rect width='100%' height='100%' fill='#fff'/>";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let m = municipality(&MunicipalityOptions::default(), 3)?;
    let school =
        m.planted.iter().filter(|p| p.1 == Planted::Lifted).map(|p| &p.0).next_back().ok_or("nobody")?;
    let tally = Tally::of(&m.results[0], Grouping::School, false)?;
    let (counts, all) = (tally.groups()[school].histogram(), tally.histogram());
    let (n, rest) = (counts.iter().sum::<u64>() as f64, all.iter().sum::<u64>() as f64);
    let expected: Vec<f64> = all.iter().zip(&counts).map(|(a, c)| (a - c) as f64 * n / (rest - n)).collect();
    let boundaries = tally.assessment().boundaries;
    let bins = shown_bins(&counts, boundaries);
    let plot = Histogram { bins: &bins, boundaries, reference: Some(&expected), title: "A simulated school" };
    let svg = plot.svg().replacen(
        "<svg class=\"histogram\"",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\"",
        1,
    );
    let svg = svg.replacen("</title>", &format!("</title>{STYLE}"), 1);
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/finding.svg"), svg)?;
    for c in boundaries.unwrap_or_default().map(usize::from) {
        println!("{} of {}", counts[c], counts[c - 1..=c + 1].iter().sum::<u64>());
    }
    Ok(())
}
