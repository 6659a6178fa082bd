//! Small pictures of the page: shares of outcomes, one school beside honest ones, its blocks.

use std::fmt::Write;

use crate::report::svg::escape;

/// The width of a phone, and of half a page.
const WIDTH: f64 = 344.0;
/// Spreads of honest schools that a row shows, from the first to the last.
const RANGE: (f64, f64) = (-2.5, 9.5);
/// Nine of ten honest schools lie within.
const HONEST: f64 = 1.645;

/// Class, name and size of a part of a bar.
pub(super) type Part<'a> = (&'a str, &'a str, u64);

/// Bars of parts that sum to their whole, one under another, each with its label.
pub(super) fn stacked(bars: &[(&str, &[Part<'_>])], percent: impl Fn(f64) -> String) -> String {
    let height = 42.0 * bars.len() as f64;
    let alt: Vec<String> = bars
        .iter()
        .map(|(label, parts)| {
            let parts: Vec<String> =
                parts.iter().map(|(_, name, count)| format!("{name}: {count}")).collect();
            format!("{label}: {}", parts.join(", "))
        })
        .collect();
    let mut out = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img"><title>{}</title>"#,
        escape(&alt.join(". "))
    );
    for (place, (label, parts)) in bars.iter().enumerate() {
        let top = 42.0 * place as f64;
        let all: u64 = parts.iter().map(|part| part.2).sum();
        let _ = write!(out, r#"<text x="0" y="{}">{}</text>"#, top + 11.0, escape(label));
        let mut left = 0.0;
        for (class, _, count) in parts.iter().filter(|part| part.2 > 0) {
            let share = *count as f64 / all as f64;
            let width = share * WIDTH;
            let drawn = (width - 1.0).max(0.6);
            let _ = write!(
                out,
                r#"<rect class="o-{class}" x="{left:.1}" y="{}" width="{drawn:.1}" height="16"/>"#,
                top + 16.0
            );
            // A label needs the place of its digits.
            if width > 30.0 {
                let _ = write!(
                    out,
                    r#"<text class="on-{class}" x="{:.1}" y="{}" text-anchor="middle">{}</text>"#,
                    left + width / 2.0,
                    top + 28.0,
                    percent(share)
                );
            }
            left += width;
        }
    }
    out + "</svg>"
}

/// One school in spreads of honest schools; grey is where nine of ten of them lie.
pub(super) fn row(z: Option<f64>, alt: &str) -> String {
    let (low, high) = RANGE;
    let x = |z: f64| (z - low) / (high - low) * 160.0;
    let mut out = format!(
        r#"<svg class="row" viewBox="0 0 160 18" role="img"><title>{}</title><rect class="band" x="{:.1}" y="4" width="{:.1}" height="10"/><line class="axis" x1="{:.1}" x2="{:.1}" y1="2" y2="16"/>"#,
        escape(alt),
        x(-HONEST),
        x(HONEST) - x(-HONEST),
        x(0.0),
        x(0.0)
    );
    if let Some(z) = z {
        let class = if z.abs() > HONEST { "dot hot" } else { "dot" };
        // Drawn whole, or an arrow.
        let _ = match z > high - 0.35 {
            true => write!(out, r#"<path class="arrow hot" d="M149 4L156 9L149 14"/>"#),
            false => {
                write!(out, r#"<circle class="{class}" cx="{:.1}" cy="9" r="4"/>"#, x(z.max(low + 0.35)))
            }
        };
    }
    out + "</svg>"
}

/// One square for each block: the darker, the stronger; a slash where it could not judge.
pub(super) fn squares(blocks: [Option<f64>; 3], alt: &str) -> String {
    let mut out = format!(r#"<svg class="sq" viewBox="0 0 39 12" role="img"><title>{}</title>"#, escape(alt));
    for (place, posterior) in blocks.into_iter().enumerate() {
        let left = 13.0 * place as f64 + 0.5;
        let shade = match posterior {
            None => 0,
            Some(p) => [0.1, 0.3, 0.6, 0.9].iter().filter(|&&from| p >= from).count(),
        };
        let _ = write!(out, r#"<rect class="q{shade}" x="{left}" y="0.5" width="11" height="11"/>"#);
        if posterior.is_none() {
            let _ =
                write!(out, r#"<line class="qx" x1="{}" x2="{}" y1="9" y2="3"/>"#, left + 2.5, left + 8.5);
        }
    }
    out + "</svg>"
}
