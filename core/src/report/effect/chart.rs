//! The picture of an effect: what was seen, what was expected, the difference.

use std::fmt::Write;

use super::super::svg::escape;

/// One line of the picture.
pub(super) struct Line<'a> {
    pub label: &'a str,
    pub value: f64,
    pub interval: Option<(f64, f64)>,
    /// It lies outside of what cannot be told from 0.
    pub hot: bool,
}

/// What the picture shows.
pub(super) struct Chart<'a> {
    pub lines: &'a [Line<'a>],
    /// Half the width of what cannot be told from 0.
    pub band: Option<f64>,
    pub unit: &'a str,
    /// What it shows, for those who cannot see it.
    pub alt: &'a str,
}

/// The width of a phone, and of half a page.
const WIDTH: f64 = 344.0;
const MARGIN: f64 = 14.0;
/// A line with its label above it.
const LINE: f64 = 36.0;

impl Chart<'_> {
    /// The picture, its numbers on the axis written by `number`.
    pub fn svg(&self, number: impl Fn(f64, usize) -> String) -> String {
        let (low, high) = self.range();
        let (step, decimals) = step((high - low) / 4.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let x = |value: f64| MARGIN + (value / step - first) / (last - first) * (WIDTH - 2.0 * MARGIN);
        let base = 4.0 + LINE * self.lines.len() as f64;
        let height = base + 32.0;
        let mut out = format!(
            r#"<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img"><title>{}</title>"#,
            escape(self.alt)
        );
        if let Some(half) = self.band {
            let (from, to) = (x((-half).max(first * step)), x(half.min(last * step)));
            let _ = write!(
                out,
                r#"<rect class="band" x="{from:.1}" y="2" width="{:.1}" height="{:.1}"/>"#,
                to - from,
                base - 2.0
            );
        }
        let mut place = first;
        while place <= last {
            let (at, class) = (x(place * step), if place == 0.0 { "axis" } else { "grid" });
            let _ = write!(out, r#"<line class="{class}" x1="{at:.1}" x2="{at:.1}" y1="2" y2="{base}"/>"#);
            let text = number(place * step, decimals);
            let _ = write!(
                out,
                r#"<text class="k" x="{at:.1}" y="{}" text-anchor="middle">{text}</text>"#,
                base + 13.0
            );
            place += 1.0;
        }
        for (line, of) in self.lines.iter().enumerate() {
            of.draw(&mut out, 4.0 + LINE * line as f64, x);
        }
        let (right, below, unit) = (WIDTH - 2.0, base + 28.0, escape(self.unit));
        let _ =
            write!(out, r#"<text class="k" x="{right}" y="{below}" text-anchor="end">{unit}</text></svg>"#);
        out
    }

    /// From the least to the largest that is drawn, 0 among them.
    fn range(&self) -> (f64, f64) {
        let ends = self.lines.iter().flat_map(|line| {
            let (low, high) = line.interval.unwrap_or((line.value, line.value));
            [line.value, low, high]
        });
        let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
        // Some place for the band on both sides of 0, and where all is 0.
        let band = self.band.unwrap_or(0.0);
        let (low, high) = (low.min(-band), high.max(band));
        if high > low { (low, high) } else { (-1.0, 1.0) }
    }
}

impl Line<'_> {
    fn draw(&self, out: &mut String, top: f64, x: impl Fn(f64) -> f64) {
        let (middle, label) = (top + 22.0, escape(self.label));
        let _ = write!(out, r#"<text class="halo" x="4" y="{:.1}">{label}</text>"#, top + 10.0);
        let class = match (self.hot, self.interval) {
            (true, _) => "hot",
            (false, Some(_)) => "",
            (false, None) => "plain",
        };
        if let Some((low, high)) = self.interval {
            let (from, to) = (x(low), x(high));
            let _ = write!(
                out,
                r#"<line class="ci {class}" x1="{from:.1}" x2="{to:.1}" y1="{middle:.1}" y2="{middle:.1}"/>"#
            );
        }
        let at = x(self.value);
        let _ = write!(out, r#"<circle class="dot {class}" cx="{at:.1}" cy="{middle:.1}" r="4"/>"#);
    }
}

/// The least of 1, 2, 5 × 10ᵏ that is not below `value`, and the decimals it needs.
fn step(value: f64) -> (f64, usize) {
    let power = libm::log10(value).floor();
    let unit = libm::pow(10.0, power);
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * unit >= value * 0.999_999);
    let (factor, power) = factor.map_or((1.0, power + 1.0), |factor| (factor, power));
    #[allow(clippy::cast_sign_loss, reason = "clamped to 0 and above")]
    let decimals = (-power).clamp(0.0, 9.0) as usize;
    (factor * libm::pow(10.0, power), decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_goes_by_ones_twos_and_fives() {
        assert_eq!([0.3, 1.0, 1.1, 7.0, 0.02].map(|v| step(v).1), [1, 0, 0, 0, 2]);
        assert_eq!([1.0, 1.1, 4.0, 7.0].map(|v| format!("{}", step(v).0)), ["1", "2", "5", "10"]);
    }

    #[test]
    fn a_picture_of_no_change_at_all_has_an_axis() {
        let line = Line { label: "a", value: 0.0, interval: None, hot: false };
        let chart = Chart { lines: &[line], band: None, unit: "", alt: "" };
        let svg = chart.svg(|value, decimals| format!("{value:.decimals$}"));
        assert!(!svg.contains("NaN") && svg.contains(">-1.0<") && svg.contains(">1.0<"), "{svg}");
    }
}
