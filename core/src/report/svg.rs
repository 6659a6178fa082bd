//! Charts as SVG text: the same in a report, a notebook and a web page.

use std::fmt::Write;

use super::bins::Bin;

/// A histogram of totals with the mark boundaries.
///
/// Totals with one to four pupils are drawn together with their neighbours, by
/// [`shown_bins`](super::shown_bins) or [`release`](super::release); the height of a bar is its
/// pupils on each of its totals, and its tooltip names its totals and pupils.
#[derive(Debug, Clone, Copy)]
pub struct Histogram<'a> {
    /// Pupils by total, in bins that may be shown.
    pub bins: &'a [Bin],
    /// The lowest totals of marks 3, 4, 5.
    pub boundaries: Option<[u16; 3]>,
    /// Expected persons with each total, drawn as a line.
    pub reference: Option<&'a [f64]>,
    /// What the picture shows, for those who cannot see it.
    pub title: &'a str,
}

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 34.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 20.0;
const RIGHT: f64 = 6.0;

/// Where things stand.
#[derive(Clone, Copy)]
struct Scale {
    /// The width of a total.
    step: f64,
    /// The number of pupils at the upper edge.
    top: f64,
}

impl Scale {
    const WIDTH: f64 = WIDTH - LEFT - RIGHT;
    const HEIGHT: f64 = HEIGHT - TOP - BOTTOM;
    const BASE: f64 = TOP + Self::HEIGHT;

    fn x(self, total: f64) -> f64 {
        LEFT + total * self.step
    }

    fn y(self, count: f64) -> f64 {
        TOP + Self::HEIGHT * (1.0 - count / self.top)
    }
}

impl Histogram<'_> {
    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let bins = self.bins;
        let of_counts = bins.iter().map(Bin::height).fold(0.0, f64::max);
        let of_reference = self.reference.unwrap_or_default().iter().copied().fold(0.0, f64::max);
        let totals = self.totals().max(1) as f64;
        let scale = Scale { step: Scale::WIDTH / totals, top: nice(of_counts.max(of_reference).max(1.0)) };
        let mut out = format!(
            r#"<svg class="histogram" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{}</title>"#,
            escape(self.title)
        );
        grid(scale, &mut out);
        self.bars(bins, scale, &mut out);
        self.reference_line(scale, &mut out);
        self.marks(scale, &mut out);
        self.axis(scale, &mut out);
        out += "</svg>";
        out
    }

    fn totals(&self) -> usize {
        self.bins.last().map_or(0, |bin| bin.last + 1)
    }

    fn bars(&self, bins: &[Bin], scale: Scale, out: &mut String) {
        let on_boundary =
            |total: usize| self.boundaries.is_some_and(|b| b.iter().any(|&c| usize::from(c) == total));
        for bin in bins.iter().filter(|bin| bin.count > 0) {
            let Bin { first, last, count } = *bin;
            let class = if first == last && on_boundary(first) { "bar at" } else { "bar" };
            let left = scale.x(first as f64) + scale.step * 0.08;
            let height = Scale::HEIGHT * bin.height() / scale.top;
            let width = scale.step * ((last - first) as f64 + 0.84);
            let totals = if first == last { first.to_string() } else { format!("{first}–{last}") };
            let _ = write!(
                out,
                r#"<rect class="{class}" x="{left:.1}" y="{:.1}" width="{width:.1}" height="{height:.1}"><title>{totals}: {count}</title></rect>"#,
                Scale::BASE - height,
            );
        }
    }

    fn reference_line(&self, scale: Scale, out: &mut String) {
        let Some(reference) = self.reference else { return };
        let mut path = String::new();
        for (total, &expected) in reference.iter().enumerate() {
            let (from, to) = (scale.x(total as f64), scale.x(total as f64 + 1.0));
            let at = scale.y(expected);
            let _ = write!(path, "{}{from:.1} {at:.1}L{to:.1} {at:.1}", if total == 0 { "M" } else { "L" });
        }
        let _ = write!(out, r#"<path class="reference" d="{path}"/>"#);
    }

    fn marks(&self, scale: Scale, out: &mut String) {
        for (mark, boundary) in (3..).zip(self.boundaries.iter().flatten()) {
            let at = scale.x(f64::from(*boundary));
            let _ = write!(
                out,
                r#"<line class="boundary" x1="{at:.1}" x2="{at:.1}" y1="{:.1}" y2="{:.1}"/>"#,
                TOP - 4.0,
                Scale::BASE
            );
            let _ =
                write!(out, r#"<text class="mark" x="{:.1}" y="{:.1}">{mark}</text>"#, at + 2.5, TOP - 6.0);
        }
    }

    fn axis(&self, scale: Scale, out: &mut String) {
        let every = [1, 2, 5, 10, 20, 50].into_iter().find(|e| self.totals() / e <= 12).unwrap_or(100);
        for total in (0..self.totals()).step_by(every) {
            let _ = write!(
                out,
                r#"<text class="tick" x="{:.1}" y="{:.1}" text-anchor="middle">{total}</text>"#,
                scale.x(total as f64 + 0.5),
                HEIGHT - 6.0
            );
        }
        let base = Scale::BASE;
        let _ = write!(
            out,
            r#"<line class="axis" x1="{LEFT}" x2="{:.1}" y1="{base:.1}" y2="{base:.1}"/>"#,
            WIDTH - RIGHT
        );
    }
}

fn grid(scale: Scale, out: &mut String) {
    for part in [0.5, 1.0] {
        let (at, value) = (scale.y(scale.top * part), label(scale.top * part));
        let _ = write!(
            out,
            r#"<line class="grid" x1="{LEFT}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}"/>"#,
            WIDTH - RIGHT
        );
        let _ = write!(
            out,
            r#"<text class="tick" x="{:.1}" y="{:.1}" text-anchor="end">{value}</text>"#,
            LEFT - 4.0,
            at + 3.5
        );
    }
}

/// The least of 1, 2, 4, 5, 10 × 10ᵏ that is not below `value`, even where it is to be halved.
fn nice(value: f64) -> f64 {
    let mut unit = 1.0;
    loop {
        for factor in [2.0, 4.0, 6.0, 8.0, 10.0] {
            if factor * unit >= value {
                return factor * unit;
            }
        }
        unit *= 10.0;
    }
}

fn label(value: f64) -> String {
    let whole = format!("{value:.0}");
    // Thin spaces between thousands: 12 000.
    match whole.len() {
        5.. => format!("{}\u{202f}{}", &whole[..whole.len() - 3], &whole[whole.len() - 3..]),
        _ => whole,
    }
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::shown_bins;

    #[test]
    fn a_picture_has_a_bar_for_each_score_and_a_line_for_each_boundary() {
        let svg = Histogram {
            bins: &shown_bins(&[6, 0, 9, 5], Some([1, 2, 3])),
            boundaries: Some([1, 2, 3]),
            reference: Some(&[1.0, 2.0, 2.0, 1.0]),
            title: "a < b",
        }
        .svg();
        assert_eq!((svg.matches("<rect").count(), svg.matches("\"boundary\"").count()), (3, 3));
        assert_eq!(svg.matches("\"bar at\"").count(), 2);
        assert!(svg.contains("a &lt; b") && svg.matches("class=\"reference\"").count() == 1);
    }

    #[test]
    fn no_bar_stands_for_one_to_four_pupils() {
        let counts = [0, 1, 2, 0, 4, 7, 1, 1, 3, 12, 2];
        let bins = shown_bins(&counts, Some([4, 6, 9]));
        let svg = Histogram { bins: &bins, boundaries: Some([4, 6, 9]), reference: None, title: "" }.svg();
        let named: Vec<&str> =
            svg.split("<title>").skip(2).filter_map(|rest| rest.split("</title>").next()).collect();
        assert_eq!(named, ["1–5: 14", "6–8: 5", "9–10: 14"]);
        let few =
            Histogram { bins: &shown_bins(&[1, 2, 1], None), boundaries: None, reference: None, title: "" }
                .svg();
        assert!(!few.contains("<rect"));
    }

    #[test]
    fn an_empty_histogram_is_an_empty_picture() {
        let svg = Histogram { bins: &[], boundaries: None, reference: None, title: "" }.svg();
        assert!(svg.ends_with("</svg>") && !svg.contains("NaN"));
    }

    #[test]
    fn axes_end_on_round_numbers() {
        assert_eq!([1.0, 3.0, 11.0, 4343.0].map(|v| format!("{}", nice(v))), ["2", "4", "20", "6000"]);
    }
}
