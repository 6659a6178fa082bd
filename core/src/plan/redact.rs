//! Names and logins of schools in texts, replaced.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

/// Digits of a login at least.
const DIGITS: usize = 4;

/// What is not to stand in texts, and what stands there instead.
pub(super) struct Redaction {
    /// Folded, by their first word; the longest first.
    names: HashMap<String, Vec<Vec<char>>>,
    word: String,
    /// Whether whatever looks like a login is one.
    all_logins: bool,
}

impl Redaction {
    pub fn new(names: impl IntoIterator<Item = String>, word: &str, all_logins: bool) -> Self {
        let mut by: HashMap<String, Vec<Vec<char>>> = HashMap::new();
        for name in names {
            let name = fold(&name);
            if name.len() > 1 {
                let letters = name.iter().map(|(c, _)| *c).collect();
                by.entry(first_word(&name)).or_default().push(letters);
            }
        }
        by.values_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
        Self { names: by, word: word.to_owned(), all_logins }
    }

    /// The text without names and logins.
    pub fn text(&self, text: &str) -> String {
        let folded = fold(text);
        let (mut out, mut kept, mut at) = (String::new(), 0, 0);
        while at < folded.len() {
            let before = at.checked_sub(1).map(|b| folded[b].0);
            let length = match before.is_some_and(char::is_alphanumeric) {
                true => 0,
                false => self.found(&folded[at..]),
            };
            if length == 0 {
                at += 1;
                continue;
            }
            let start = folded[at].1;
            let last = folded[at + length - 1].1;
            let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
            let end = end + closing_quote(&text[start..end], &text[end..]);
            out += &text[kept..start];
            out += &self.word;
            kept = end;
            at += length;
        }
        out + &text[kept..]
    }

    /// The length of the name or login that stands at the beginning; 0 for none.
    fn found(&self, text: &[(char, usize)]) -> usize {
        let ends = |length: usize| !text.get(length).is_some_and(|(c, _)| c.is_alphanumeric());
        let is = |name: &&Vec<char>| {
            text.len() >= name.len() && name.iter().zip(text).all(|(a, (b, _))| a == b) && ends(name.len())
        };
        let word = first_word(text);
        if let Some(name) = self.names.get(&word).and_then(|names| names.iter().find(is)) {
            return name.len();
        }
        let number = word.strip_prefix("sch").or_else(|| word.strip_prefix("edu")).unwrap_or_default();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let is_login = self.all_logins && digits >= DIGITS && digits == number.chars().count();
        if is_login { 3 + digits } else { 0 }
    }

    /// All texts of a plan without names and logins. Ids that held any are others, the same
    /// everywhere.
    pub fn plan(&self, plan: &mut Value) {
        let mut ids = BTreeMap::new();
        self.ids(plan, &mut ids);
        self.values(plan, &ids);
    }

    fn ids(&self, value: &Value, renamed: &mut BTreeMap<String, String>) {
        match value {
            Value::Array(list) => list.iter().for_each(|one| self.ids(one, renamed)),
            Value::Object(fields) => {
                if let Some(id) = fields.get("id").and_then(Value::as_str).filter(|id| self.text(id) != **id)
                {
                    let number = renamed.len() + 1;
                    renamed.entry(id.to_owned()).or_insert_with(|| format!("hidden-{number}"));
                }
                fields.values().for_each(|one| self.ids(one, renamed));
            }
            _ => {}
        }
    }

    fn values(&self, value: &mut Value, ids: &BTreeMap<String, String>) {
        match value {
            Value::String(text) => *text = ids.get(text).cloned().unwrap_or_else(|| self.text(text)),
            Value::Array(list) => list.iter_mut().for_each(|one| self.values(one, ids)),
            Value::Object(fields) => fields.values_mut().for_each(|one| self.values(one, ids)),
            _ => {}
        }
    }
}

/// The letters and digits at the beginning; the first character where it is neither.
fn first_word(text: &[(char, usize)]) -> String {
    let word: String = text.iter().map(|(c, _)| *c).take_while(|c| c.is_alphanumeric()).collect();
    if word.is_empty() { text.iter().take(1).map(|(c, _)| *c).collect() } else { word }
}

/// The length of the quote that closes one opened in a name, if it stands behind it.
fn closing_quote(name: &str, behind: &str) -> usize {
    let count = |quotes: &[char]| name.chars().filter(|c| quotes.contains(c)).count();
    let open = count(&['«', '„', '“']) > count(&['»', '”']) || count(&['"']) % 2 == 1;
    let quote = behind.chars().next().filter(|c| matches!(c, '»' | '”' | '“' | '"'));
    quote.filter(|_| open).map_or(0, char::len_utf8)
}

/// Letters in lower case with their places; quotes left out, spaces once.
fn fold(text: &str) -> Vec<(char, usize)> {
    let mut folded: Vec<(char, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        let space = c.is_whitespace();
        if matches!(c, '"' | '«' | '»' | '“' | '”' | '„' | '\'') {
            continue;
        }
        if space && folded.last().is_none_or(|(last, _)| *last == ' ') {
            continue;
        }
        let c = if space { ' ' } else { c.to_lowercase().next().unwrap_or(c) };
        folded.push((if c == 'ё' { 'е' } else { c }, at));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_quotes_case_and_spaces_and_only_whole() {
        let names = ["МБОУ «Школа № 1»", "Лицей №1", "s1"].map(str::to_owned);
        let of = Redaction::new(names, "школа", true);
        let cases = [
            ("В МБОУ \"школа  № 1\" проверка", "В школа проверка"),
            ("МБОУ «Школа № 12» и МБОУ «Школа № 1»", "МБОУ «Школа № 12» и школа"),
            ("sch990001, edu990001/5А и sch99", "школа, школа/5А и sch99"),
            ("«лицей №1» рядом", "«школа» рядом"),
            ("s1; s12; as1; ЛИЦЕЙ №1.", "школа; s12; as1; школа."),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(of.text(text), expected);
        }
    }
}
