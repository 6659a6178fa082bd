//! The sentence of an effect, in Russian and English.

use obektiv_derive::Record;
use serde::{Deserialize, Serialize};

use super::result::Numbers;
use crate::language::Language;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Record)]
#[serde(default)]
pub struct Words {
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Words {
    pub(crate) fn new(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ru: ru.into(), en: en.into() }
    }

    /// The text in this language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}

/// Three significant digits in both languages, Russian with a comma.
pub(crate) fn number(value: f64) -> [String; 2] {
    if value == 0.0 {
        return ["0".to_owned(), "0".to_owned()];
    }
    let whole = libm::log10(value.abs().max(1e-12)).floor();
    #[allow(clippy::cast_sign_loss, reason = "clamped to 0 and above")]
    let decimals = (2.0 - whole).clamp(0.0, 8.0) as usize;
    let english = format!("{value:.decimals$}").replace('-', "−");
    [english.replace('.', ","), english]
}

/// What was compared, what was seen, what was expected, the difference, and what cannot be
/// concluded.
pub(super) fn sentence(numbers: &Numbers, comparison: &Words, caution: &Words) -> Words {
    let mut all = Words::new(format!("{}:", comparison.ru), format!("{}:", comparison.en));
    if let (Some(naive), Some(expected)) = (numbers.naive, numbers.expected) {
        let ([naive_ru, naive_en], [expected_ru, expected_en]) = (number(naive), number(expected));
        let (ru, en) =
            if numbers.levels { ("значение", "a value") } else { ("изменение", "a change") };
        all.ru += &format!(" {ru} {naive_ru}, без мер ожидалось {expected_ru},");
        all.en += &format!(" {en} of {naive_en}, {expected_en} expected without any measure,");
    }
    if numbers.estimate.is_nan() {
        all.ru += &format!(" разность не определена. {}", caution.ru);
        all.en += &format!(" the difference is not defined. {}", caution.en);
        return all;
    }
    let [ru, en] = number(numbers.estimate);
    all.ru += &format!(" разность {ru}");
    all.en += &format!(" a difference of {en}");
    if let Some((lower, upper)) = numbers.interval {
        let ([lower_ru, lower_en], [upper_ru, upper_en]) = (number(lower), number(upper));
        all.ru += &format!(" (95 %: от {lower_ru} до {upper_ru})");
        all.en += &format!(" (95 %: {lower_en} to {upper_en})");
    }
    if let Some(p) = numbers.pvalue {
        let [ru, en] = number(p);
        all.ru += &format!(", p = {ru}");
        all.en += &format!(", p = {en}");
    }
    if let Some(smallest) = numbers.smallest {
        let [ru, en] = number(smallest);
        all.ru += &format!(" при наименьшем возможном {ru}");
        all.en += &format!(", the smallest possible being {en}");
    }
    all.ru += &format!(". {}", caution.ru);
    all.en += &format!(". {}", caution.en);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_never_gives_a_change_without_what_was_expected() {
        let numbers = Numbers {
            estimate: -0.1,
            interval: Some((-0.2, 0.0123)),
            pvalue: Some(0.04),
            smallest: Some(0.001),
            naive: Some(-0.61),
            expected: Some(-0.51),
            levels: false,
        };
        let said = sentence(&numbers, &Words::new("А и Б", "A and B"), &Words::new("Нельзя.", "Not so."));
        let english = "A and B: a change of −0.610, −0.510 expected without any measure, a difference of −0.100 \
                       (95 %: −0.200 to 0.0123), p = 0.0400, the smallest possible being 0.00100. Not so.";
        assert_eq!(said.in_language(Language::English), english);
        assert!(said.ru.starts_with("А и Б: изменение −0,610, без мер ожидалось −0,510, разность −0,100"));
    }

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!(number(1234.5)[1], "1234");
        assert_eq!(number(12.345)[0], "12,3");
        assert_eq!(number(0.0)[1], "0");
    }
}
