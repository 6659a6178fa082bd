//! Sentences in Russian and English.

use serde::Deserialize;
use serde_json::Value;

use super::ReportError;
use crate::evidence::Channel;
pub use crate::language::Language;
use crate::screening::{Detail, Indication, Shown};
use crate::statistics::{Tier, sign::Scale, signs};

impl std::str::FromStr for Language {
    type Err = ReportError;
    fn from_str(name: &str) -> Result<Self, ReportError> {
        match name {
            "ru" => Ok(Self::Russian),
            "en" => Ok(Self::English),
            _ => Err(ReportError::Language { got: name.to_owned() }),
        }
    }
}

/// All words of one language.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    decimal: String,
    marks: String,
    #[serde(flatten)]
    pub all: serde_json::Map<String, Value>,
}

impl Words {
    pub fn of(language: Language) -> Result<Self, ReportError> {
        let text = match language {
            Language::Russian => include_str!("../../data/wording.ru.json"),
            Language::English => include_str!("../../data/wording.en.json"),
        };
        serde_json::from_str(text).map_err(|e| ReportError::Template { reason: e.to_string() })
    }

    /// The text at this path; the last key itself where there is none, so that an unknown subject
    /// keeps its name.
    pub fn text<'a>(&'a self, path: &[&'a str]) -> &'a str {
        let (first, rest) = path.split_first().unwrap_or((&"", &[]));
        let found = rest.iter().try_fold(self.all.get(*first), |value, key| Some(value?.get(*key)));
        found.flatten().and_then(Value::as_str).unwrap_or(path.last().unwrap_or(&""))
    }

    /// The number with so many decimals; a dash where undefined.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let text = format!("{value:.decimals$}").replace('.', &self.decimal);
        if value < 0.0 { text.replace('-', "−") } else { text }
    }

    /// With a per cent sign, as the language writes it: `76 %`, `76%`.
    pub fn with_sign(&self, number: &str) -> String {
        if self.decimal == "," { format!("{number}\u{a0}%") } else { format!("{number}%") }
    }

    /// A whole number, its thousands apart: `12 345` with narrow spaces in Russian, `12,345` in
    /// English.
    pub fn count(&self, n: u64) -> String {
        let digits = n.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap_or("")).collect();
        groups.join(if self.decimal == "," { "\u{202f}" } else { "," })
    }

    /// The number with its noun in the form that it asks for (CLDR: one, few, many or other).
    pub fn counted(&self, noun: &str, n: u64) -> String {
        let form = match (self.text(&["lang"]), n % 10, n % 100) {
            ("ru", 1, rest) if rest != 11 => "one",
            ("ru", 2..=4, rest) if !(12..=14).contains(&rest) => "few",
            ("ru", ..) => "many",
            _ if n == 1 => "one",
            _ => "other",
        };
        format!("{}\u{a0}{}", self.count(n), self.text(&["counts", noun, form]))
    }

    /// 31.12.2026 in Russian, 2026-12-31 in English.
    pub fn date(&self, date: jiff::civil::Date) -> String {
        match self.text(&["lang"]) {
            "ru" => format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
            _ => date.to_string(),
        }
    }

    pub fn percent(&self, share: f64) -> String {
        self.number(100.0 * share, 1)
    }

    /// `= 0.012` or `< 0.0001`, so that a sentence reads "p = 0.012".
    fn pvalue(&self, p: f64) -> String {
        let text = self.probability(p);
        if text.starts_with('<') { text } else { format!("= {text}") }
    }

    /// `0.012` or `< 0.0001`.
    pub fn probability(&self, p: f64) -> String {
        match p {
            p if p < 1e-4 => format!("< {}", self.number(1e-4, 4)),
            p if p < 0.01 => self.number(p, 4),
            p => self.number(p, 2),
        }
    }

    /// A text about a sign: its own, that of the sign of which it is a kind, or the generic one.
    pub fn sign(&self, id: &str, part: &str) -> String {
        let id = &*signs::current(id);
        if let Some(text) = self.own(id, part) {
            return text.to_owned();
        }
        let (of, kind) = id.rsplit_once('.').unwrap_or((id, ""));
        match self.own(of, part) {
            // "Items not attempted …: left seldom"
            Some(text) if part == "name" => format!("{text}: {}", self.text(&["generic", "parts", kind])),
            Some(text) => text.to_owned(),
            None => self.text(&["generic", part]).replace("{{ id }}", id),
        }
    }

    /// A text that this very sign has.
    fn own(&self, id: &str, part: &str) -> Option<&str> {
        self.all.get("signs")?.get(id)?.get(part)?.as_str()
    }

    /// What the indication says, how large the sample is, what to look at.
    pub fn explain(&self, indication: &Indication) -> Result<String, ReportError> {
        let context = self.facts(indication)?;
        let sentence = render(&self.sign(&indication.sign, "explain"), &context)?;
        let tier = self.text(&["tiers", Tier::of(indication.pupils).name()]);
        Ok(format!("{sentence} {tier} {}", self.sign(&indication.sign, "check")))
    }

    /// A posterior probability, up to where a calibration supports it.
    pub fn strength(&self, posterior: f64, shown: Shown) -> Result<String, ReportError> {
        let Shown { ceiling, by } = shown;
        let (part, shown) = if posterior >= ceiling { ("at_least", ceiling) } else { ("equal", posterior) };
        let p = render(
            self.text(&["evidence", part]),
            &serde_json::json!({ "p": self.number(100.0 * shown, 0) }),
        )?;
        let calibration = self.text(&["evidence", "calibrated", by.name()]);
        let facts = serde_json::json!({ "p": p, "calibration": calibration });
        render(self.text(&["evidence", "strength"]), &facts)
    }

    /// An effect with its unit.
    pub fn scaled(&self, value: f64, scale: Scale) -> Result<String, ReportError> {
        let (name, value) = match scale {
            Scale::Share => ("share", self.percent(value)),
            Scale::Points => ("points", self.number(value, 1)),
            Scale::Deviations => ("deviations", self.number(value, 2)),
            Scale::Ratio => ("ratio", self.number(value, 2)),
            Scale::Plain => ("plain", self.number(value, 2)),
            Scale::None => ("none", String::new()),
        };
        render(self.text(&["generic", "scales", name]), &serde_json::json!({ "value": value }))
    }

    fn facts(&self, i: &Indication) -> Result<Value, ReportError> {
        let mut facts = serde_json::json!({
            "n": i.n,
            "statistic": self.percent(i.statistic),
            "statistic_raw": self.number(i.statistic, 2),
            "effect": self.percent(i.effect),
            "lower": self.percent(i.lower),
            "upper": self.percent(i.upper),
            "p": self.pvalue(i.pvalue),
            "q": self.pvalue(i.qvalue),
        });
        let mut add = |name: &str, value: Value| facts[name] = value;
        match &i.detail {
            Detail::InflatedMean { mean, critical } => {
                add("mean", self.number(*mean, 2).into());
                add("critical", self.number(*critical, 2).into());
            }
            Detail::RankMismatch => {}
            Detail::Evidence { channel, works, shown } => {
                add("works", (*works).into());
                add("strength", self.strength(i.statistic, *shown)?.into());
                let said = channel.map_or("none", Channel::name);
                add("channel", self.text(&["evidence", "said", said]).into());
            }
            Detail::Group(sign) => {
                let effect = |value: f64| self.scaled(value, sign.scale);
                let text = render(
                    &self.sign(&i.sign, "effect"),
                    &serde_json::json!({ "effect": effect(i.effect)? }),
                )?;
                add("effect_text", text.into());
                add("beside", self.sign(&i.sign, "beside").into());
                add("interval", (i.lower.is_finite() && i.upper.is_finite()).into());
                add("lower", effect(i.lower)?.into());
                add("upper", effect(i.upper)?.into());
            }
            Detail::CohortJump { rise_below, fall_above } => {
                let critical = if i.statistic < *rise_below { rise_below } else { fall_above };
                add("critical", self.number(*critical, 2).into());
            }
            Detail::Journal(row) => {
                add("count", row.count.into());
                add("reference", self.percent(row.share.reference_share).into());
            }
            Detail::Heaping(rows) => {
                let all = &rows[0];
                add("at", all.at.into());
                add("window", all.window.into());
                add("excess", self.number(all.effect * all.n as f64, 0).into());
                add("reference", self.percent(all.reference.reference_share).into());
                let marks: Vec<Value> = rows[1..]
                    .iter()
                    .filter(|r| r.window > 0)
                    .map(|r| serde_json::json!({"mark": r.mark, "at": r.at, "window": r.window}))
                    .collect();
                add("marks_text", render(&self.marks, &serde_json::json!({ "marks": marks }))?.into());
            }
        }
        Ok(facts)
    }
}

pub(super) fn render(template: &str, context: &Value) -> Result<String, ReportError> {
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    let rendered = environment.render_str(template, minijinja::value::Serde(context));
    // A number keeps its per cent sign on its line.
    rendered
        .map(|text| text.replace(" %", "\u{a0}%"))
        .map_err(|e| ReportError::Template { reason: format!("{e:#}") })
}
