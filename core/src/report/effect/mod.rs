//! One page on one effect: what was seen, what was expected, what is left, and what cannot be said.

mod chart;

use serde::Deserialize;
use serde_json::{Value, json};

use super::wording::{Words, render};
use super::{Language, ReportError, render_page};
use crate::effect::{Effect, Words as Both};
use chart::{Chart, Line};

const HTML: &str = include_str!("effect.html");
const STYLE: &str = include_str!("../style.css");

/// What a page on an effect prints: the effect, and what the reader should know besides. Other
/// languages tell an effect by the same names, in their case.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EffectPage {
    /// Of the page.
    #[serde(skip)]
    pub language: Language,
    /// In place of the usual title.
    #[serde(skip)]
    pub title: Option<String>,
    /// What was measured, such as «share of raised papers».
    #[serde(skip)]
    pub outcome: Option<String>,
    /// The outcome is a share: numbers are printed times 100, as percentage points.
    #[serde(skip)]
    pub percent: bool,
    /// The date to print, as text.
    #[serde(skip)]
    pub date: Option<String>,
    /// The effect.
    pub estimate: f64,
    /// 95 % interval.
    pub lower: Option<f64>,
    /// 95 % interval.
    pub upper: Option<f64>,
    /// Two-sided, of no effect.
    pub pvalue: Option<f64>,
    /// The smallest p-value that the design could have given.
    #[serde(alias = "smallest_attainable_pvalue")]
    pub smallest_attainable_pvalue: Option<f64>,
    /// Helped units.
    #[serde(alias = "n_treated")]
    pub n_treated: usize,
    /// Units they are compared with.
    #[serde(alias = "n_control")]
    pub n_control: usize,
    /// Clusters.
    pub clusters: usize,
    /// Clusters with helped units.
    #[serde(alias = "treated_clusters")]
    pub treated_clusters: usize,
    /// How the effect was estimated.
    pub method: String,
    /// What was compared with what.
    pub comparison: Both,
    /// What was seen where help was given.
    #[serde(alias = "naive_change")]
    pub naive_change: Option<f64>,
    /// What was expected there without any measure.
    #[serde(alias = "expected_without_measures")]
    pub expected_without_measures: Option<f64>,
    /// What a reader has to know.
    pub warnings: Vec<Warned>,
    /// What cannot be concluded.
    pub caution: Both,
}

/// A warning in words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Warned {
    /// The words.
    pub text: Both,
}

impl EffectPage {
    /// The page of an effect in this language; title, outcome, percent and date are still free.
    #[must_use]
    pub fn of(effect: &Effect, language: Language) -> Self {
        Self {
            language,
            estimate: effect.estimate,
            lower: effect.lower,
            upper: effect.upper,
            pvalue: effect.pvalue,
            smallest_attainable_pvalue: effect.smallest_attainable_pvalue,
            n_treated: effect.n_treated,
            n_control: effect.n_control,
            clusters: effect.clusters,
            treated_clusters: effect.treated_clusters,
            method: effect.method.clone(),
            comparison: effect.comparison.clone(),
            naive_change: effect.naive_change,
            expected_without_measures: effect.expected_without_measures,
            warnings: effect.warnings.iter().map(|warning| Warned { text: warning.words() }).collect(),
            caution: effect.caution.clone(),
            ..Self::default()
        }
    }

    /// A self-contained HTML page: sentences, a picture, what cannot be concluded, how it was
    /// computed. What was seen is never printed without what was expected, where that is known.
    ///
    /// # Errors
    /// [`ReportError::Number`] for an estimate or a limit that is not finite;
    /// [`ReportError::Template`] if it does not render.
    ///
    /// # Examples
    /// ```
    /// use obektiv::report::{EffectPage, Language};
    /// let page = EffectPage {
    ///     language: Language::English,
    ///     percent: true,
    ///     estimate: -0.009,
    ///     lower: Some(-0.021),
    ///     upper: Some(0.003),
    ///     naive_change: Some(-0.044),
    ///     expected_without_measures: Some(-0.035),
    ///     ..EffectPage::default()
    /// };
    /// assert!(page.html()?.contains("It cannot be said that the measures helped."));
    /// # Ok::<(), obektiv::report::ReportError>(())
    /// ```
    pub fn html(&self) -> Result<String, ReportError> {
        self.check()?;
        let words = Words::of(self.language)?;
        let said = Said { page: self, words: &words };
        let title = self.title.clone().unwrap_or_else(|| said.text("title"));
        render_page(
            HTML,
            &json!({
                "lang": self.language.code(),
                "style": STYLE,
                "t": words.all["effect"],
                "title": title,
                "subtitle": self.outcome,
                "lead": said.lead()?,
                "chart": said.chart()?,
                "not_said": said.not_said()?,
                "warnings": self.warnings.iter().map(|w| w.text.in_language(self.language)).collect::<Vec<&str>>(),
                "comparison": self.comparison.in_language(self.language),
                "caution": self.caution.in_language(self.language),
                "rows": said.rows(),
                "version": env!("CARGO_PKG_VERSION"),
                "date": self.date,
            }),
        )
    }

    fn check(&self) -> Result<(), ReportError> {
        let numbers = [
            ("estimate", Some(self.estimate)),
            ("lower", self.lower),
            ("upper", self.upper),
            ("naive_change", self.naive_change),
            ("expected_without_measures", self.expected_without_measures),
        ];
        match numbers.into_iter().find(|(_, number)| number.is_some_and(|n| !n.is_finite())) {
            Some((name, _)) => Err(ReportError::Number { name }),
            None => Ok(()),
        }
    }

    fn interval(&self) -> Option<(f64, f64)> {
        self.lower.zip(self.upper)
    }

    /// Whether both the interval and the p-value leave 0 out: they come from different
    /// distributions in some methods, and where they disagree nothing is shown.
    fn beyond_chance(&self) -> bool {
        let outside = self.interval().map(|(lower, upper)| lower > 0.0 || upper < 0.0);
        let unlikely = self.pvalue.map(|p| p <= 0.05);
        (outside.is_some() || unlikely.is_some()) && outside != Some(false) && unlikely != Some(false)
    }

    /// What was seen and what was expected, where both are known.
    fn both(&self) -> Option<(f64, f64)> {
        self.naive_change.zip(self.expected_without_measures)
    }
}

/// The words of one page.
struct Said<'a> {
    page: &'a EffectPage,
    words: &'a Words,
}

impl Said<'_> {
    fn text(&self, key: &str) -> String {
        self.words.text(&["effect", key]).to_owned()
    }

    fn unit(&self) -> String {
        if self.page.percent { self.text("points") } else { String::new() }
    }

    /// With sign and unit.
    fn change(&self, value: f64) -> String {
        match self.unit() {
            unit if unit.is_empty() => self.bare(value),
            unit => format!("{}\u{a0}{unit}", self.bare(value)),
        }
    }

    /// With its sign, no more than one digit past what the interval lets one know.
    fn bare(&self, value: f64) -> String {
        let scale = if self.page.percent { 100.0 } else { 1.0 };
        let width =
            self.page.interval().map_or(self.page.estimate.abs() / 5.0, |(lower, upper)| upper - lower);
        let known = libm::log10((scale * width).abs().max(1e-9)).floor();
        #[allow(clippy::cast_sign_loss, reason = "clamped to 0 and above")]
        let decimals = (1.0 - known).clamp(0.0, 6.0) as usize;
        let plus = if value > 0.0 { "+" } else { "" };
        format!("{plus}{}", self.words.number(scale * value, decimals))
    }

    fn facts(&self) -> Value {
        let page = self.page;
        let change = |value: Option<f64>| value.map_or_else(String::new, |value| self.change(value));
        let bare = |value: Option<f64>| value.map_or_else(String::new, |value| self.bare(value));
        json!({
            "n": page.n_treated,
            "controls": page.n_control,
            "naive": change(page.naive_change),
            "expected": change(page.expected_without_measures),
            "estimate": self.change(page.estimate),
            "lower": bare(page.lower),
            "upper": change(page.upper),
            "half": change(page.interval().map(|(lower, upper)| (upper - lower) / 2.0)).replace('+', ""),
            "smallest": self.words.probability(page.smallest_attainable_pvalue.unwrap_or(f64::NAN)),
        })
    }

    /// A text with its facts; a unit that ends with a full stop ends a sentence too.
    fn sentence(&self, path: &[&str], facts: &Value) -> Result<String, ReportError> {
        Ok(render(self.words.text(path), facts)?.replace("..", "."))
    }

    /// A fact, and what belongs to it, of each of these texts.
    fn lines(&self, keys: &[&str]) -> Result<Vec<Value>, ReportError> {
        let facts = self.facts();
        let line = |key: &&str| {
            let part = |part| self.sentence(&["effect", "lead", key, part], &facts);
            Ok(json!({ "fact": part("fact")?, "rest": part("rest")? }))
        };
        keys.iter().map(line).collect()
    }

    fn lead(&self) -> Result<Vec<Value>, ReportError> {
        let page = self.page;
        let mut keys = Vec::new();
        if page.both().is_some() {
            keys.extend(["naive", "expected"]);
        }
        keys.push(if page.interval().is_some() { "effect" } else { "effect_alone" });
        let cannot = page.smallest_attainable_pvalue.is_some_and(|p| p > 0.05);
        keys.push(match (page.beyond_chance(), page.interval()) {
            (true, _) => "beyond",
            (false, Some(_)) => "within",
            (false, None) if cannot => "cannot",
            (false, None) => "unknown",
        });
        self.lines(&keys)
    }

    fn not_said(&self) -> Result<Vec<String>, ReportError> {
        let page = self.page;
        let keys = [
            ("naive", page.both().is_some()),
            ("nothing", !page.beyond_chance() && page.interval().is_some()),
            ("cause", page.beyond_chance()),
            ("one", true),
        ];
        let facts = self.facts();
        let said = keys.iter().filter(|(_, holds)| *holds);
        said.map(|(key, _)| self.sentence(&["effect", "cannot", key], &facts)).collect()
    }

    fn chart(&self) -> Result<Value, ReportError> {
        let page = self.page;
        let scale = if page.percent { 100.0 } else { 1.0 };
        let label = |key| self.words.text(&["effect", "lines", key]);
        let plain =
            |key, value: f64| Line { label: label(key), value: scale * value, interval: None, hot: false };
        let mut lines = Vec::new();
        if let Some((naive, expected)) = page.both() {
            lines.extend([plain("naive", naive), plain("expected", expected)]);
        }
        let interval = page.interval().map(|(lower, upper)| (scale * lower, scale * upper));
        let hot = page.beyond_chance();
        lines.push(Line { label: label("effect"), value: scale * page.estimate, interval, hot });
        let band = interval.map(|(lower, upper)| (upper - lower) / 2.0);
        let title = self.chart_title();
        let chart = Chart { lines: &lines, band, unit: &self.unit(), alt: &title };
        let svg = chart.svg(|value, decimals| self.words.number(value, decimals));
        let note = band.map(|_| render(self.words.text(&["effect", "chart", "note"]), &self.facts()));
        Ok(json!({
            "title": title,
            "subtitle": self.words.text(&["effect", "chart", "subtitle"]),
            "svg": svg,
            "note": note.transpose()?,
        }))
    }

    /// A statement that holds for these numbers.
    fn chart_title(&self) -> String {
        let mostly = self
            .page
            .both()
            .is_some_and(|(naive, expected)| expected / naive >= 0.5 && expected / naive <= 1.5);
        let key = match (self.page.beyond_chance(), mostly) {
            (true, _) => "title_beyond",
            (false, true) => "title_expected",
            (false, false) => "title_within",
        };
        self.words.text(&["effect", "chart", key]).to_owned()
    }

    /// The method in this language, phrase by phrase.
    fn method(&self) -> String {
        let phrases = self.words.all["effect"]["methods"].as_array().into_iter().flatten();
        let pairs = phrases.filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)));
        pairs.fold(self.page.method.clone(), |method, (from, to)| method.replace(from, to))
    }

    fn rows(&self) -> Vec<Value> {
        let page = self.page;
        let count = |n: usize| n.to_string();
        let p = |p: Option<f64>| p.map(|p| self.words.probability(p));
        let rows = [
            ("method", Some(self.method())),
            ("n_treated", Some(count(page.n_treated))),
            ("n_control", Some(count(page.n_control))),
            ("clusters", Some(count(page.clusters))),
            ("treated_clusters", Some(count(page.treated_clusters))),
            ("pvalue", p(page.pvalue)),
            ("smallest", p(page.smallest_attainable_pvalue)),
        ];
        let shown = rows.into_iter().filter_map(|(key, value)| Some((key, value?)));
        shown
            .map(|(key, value)| json!({ "name": self.words.text(&["effect", "rows", key]), "value": value }))
            .collect()
    }
}

#[cfg(test)]
mod tests;
