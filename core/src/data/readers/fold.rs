//! Names that are spelled in several ways: of columns, schools and classes.
//!
//! Nothing is renamed that stands alone: only where two spellings of one file come down to the same
//! are they read as one, and a note says so.

use super::squeeze;
use crate::data::{
    Labels,
    case::{lower, upper},
    login_digits,
};
use crate::sorted::order;

/// Latin capitals and the Cyrillic ones that look the same.
const ALIKE: [(char, char); 12] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
];

fn is_cyrillic(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '\u{400}'..='\u{45f}'))
}

/// The text with Cyrillic letters in place of Latin ones that look the same.
fn cyrillic(text: &str) -> String {
    let letter = |c: char| ALIKE.iter().find(|(latin, _)| *latin == c).map_or(c, |(_, alike)| *alike);
    text.chars().map(letter).collect()
}

/// A header in lower case with single spaces; a Latin letter in a Cyrillic word is the Cyrillic one
/// that looks the same.
pub(super) fn header(text: &str) -> String {
    let text = lower(&squeeze(text));
    if text.is_ascii() && text != "oo" {
        return text;
    }
    let word = |word: &str| match is_cyrillic(word) || word == "oo" {
        true => lower(&cyrillic(&upper(word))),
        false => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a cell that should name something says that there is no name: an error of a spreadsheet,
/// a dash.
pub(super) fn is_no_label(text: &str) -> bool {
    if text.is_empty() || text.len() > 20 {
        return false;
    }
    let is_error = text.starts_with('#') && text.ends_with(['!', '?', 'A', '\u{410}']);
    is_error || ["-", "–", "—", "n/a", "nan", "null", "none", "н/д"].contains(&lower(text).as_str())
}

/// Whether a row is about rows and not about a pupil: its first cell that is filled says «Итого»,
/// «Максимальный балл», «Total».
pub(super) fn is_of_totals(cells: &[String]) -> bool {
    let Some(first) = cells.iter().find(|cell| !cell.is_empty()) else { return false };
    // What begins with a digit or a login is most of what is asked about.
    if first.starts_with(|c: char| c.is_ascii_digit()) || login_digits(first).len() < first.len() {
        return false;
    }
    let text = header(first);
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let alone = [
        "итого",
        "всего",
        "среднее",
        "сумма",
        "максимум",
        "минимум",
        "total",
        "totals",
        "sum",
        "mean",
        "average",
        "maximum",
    ];
    let begins = [
        "максимальный",
        "минимальный",
        "средний балл",
        "средний процент",
        "средний %",
        "макс.",
        "процент",
        "max score",
    ];
    alone.contains(&word) || begins.iter().any(|begin| text.starts_with(begin))
}

/// The same for all spellings of one school: the digits of a login, else its name in capitals of
/// one alphabet without spaces and quotes.
pub(super) fn school_key(name: &str) -> String {
    let squeezed = squeeze(name);
    let lower = lower(&squeezed);
    let digits = login_digits(&lower);
    if digits.len() < lower.len() {
        return format!("#{digits}");
    }
    let mut text = upper(&squeezed);
    if is_cyrillic(&text) {
        text = cyrillic(&text);
    }
    let mut key = String::with_capacity(text.len());
    let mut letters = text.chars().filter(|c| !matches!(c, '"' | '«' | '»' | '“' | '”' | '\'')).peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let next_is_digit = letters.peek().is_some_and(char::is_ascii_digit);
        match c {
            // «№ 1», «№1», «N1» and «N 1» are one number.
            'N' | '№' if next_is_digit || letters.peek() == Some(&' ') => key.push('№'),
            ' ' if !(before.is_ascii_digit() && next_is_digit) => {}
            _ => key.push(c),
        }
        before = c;
    }
    key
}

/// Schools of a file that are spelled in several ways.
#[derive(Debug, Default)]
pub(super) struct Schools {
    spellings: Labels,
    /// For each spelling the commonest of its school.
    commonest: Vec<usize>,
    pub notes: Vec<String>,
}

/// So many notes on spellings are read by somebody.
const MOST_NOTES: usize = 5;

impl Schools {
    /// Of the school of each row, in their order.
    pub fn of<'a>(rows: impl Iterator<Item = &'a str>) -> Self {
        let spellings = Labels::new(rows.filter(|school| !school.is_empty()));
        let names = spellings.names();
        let mut counts = vec![0_u64; names.len()];
        spellings.codes().iter().for_each(|&code| counts[code as usize] += 1);
        let keys = Labels::new(names.iter().map(|name| school_key(name)));
        let key = keys.codes();
        // School by school, the commonest spelling first, of equals the one that stands first.
        let places = order(names.len(), &|a, b| (key[a], counts[b]).cmp(&(key[b], counts[a])));
        let mut commonest: Vec<usize> = (0..names.len()).collect();
        let (mut notes, mut several) = (Vec::new(), 0);
        for of_one in places.chunk_by(|&a, &b| key[a] == key[b]).filter(|of_one| of_one.len() > 1) {
            let (name, others) = (of_one[0], &of_one[1..]);
            others.iter().for_each(|&other| commonest[other] = name);
            several += 1;
            if several <= MOST_NOTES {
                let rows: u64 = others.iter().map(|&other| counts[other]).sum();
                let others: Vec<String> = others.iter().map(|&other| format!("{:?}", names[other])).collect();
                let (others, name) = (others.join(", "), &names[name]);
                notes.push(format!(
                    "{others} in {rows} rows are read as the school {name:?}: the same but for its spelling"
                ));
            }
        }
        if several > MOST_NOTES {
            notes.push(format!("{} more schools are spelled in several ways", several - MOST_NOTES));
        }
        Self { spellings, commonest, notes }
    }

    /// The one name of a school.
    pub fn name<'a>(&'a self, school: &'a str) -> &'a str {
        // Most files spell each school in one way.
        let code = if self.notes.is_empty() { None } else { self.spellings.code(school) };
        match code {
            Some(code) => &self.spellings.names()[self.commonest[code as usize]],
            None => school,
        }
    }
}

/// Classes of one school that differ in spaces, signs, alphabet or the grade before the letter, as
/// one; and what is to be said of them.
pub(super) fn classes(school: &Labels, class: Labels, grades: [u8; 2]) -> (Labels, Option<String>) {
    let mut in_cyrillic = vec![false; school.names().len()];
    let of: Vec<(usize, usize)> =
        school.codes().iter().zip(class.codes()).map(|(&s, &c)| (s as usize, c as usize)).collect();
    let cyrillic_name: Vec<bool> = class.names().iter().map(|name| is_cyrillic(name)).collect();
    of.iter().for_each(|&(school, class)| in_cyrillic[school] |= cyrillic_name[class]);
    // The pupils of each class as it is spelled.
    let places = order(of.len(), &|a, b| of[a].cmp(&of[b]));
    let spelled: Vec<&[usize]> = places.chunk_by(|&a, &b| of[a] == of[b]).collect();
    let keys = Labels::new(spelled.iter().map(|pupils| {
        let name = class.get(pupils[0]);
        match in_cyrillic[of[pupils[0]].0] {
            true => class_key(&cyrillic(name), grades),
            false => class_key(name, grades),
        }
    }));
    let same = |a: usize| (of[spelled[a][0]].0, keys.codes()[a]);
    let alike = order(spelled.len(), &|a, b| same(a).cmp(&same(b)));
    let (mut changed, mut examples) = (0, Vec::new());
    let mut names: Vec<&str> = (0..of.len()).map(|pupil| class.get(pupil)).collect();
    for of_one in alike.chunk_by(|&a, &b| same(a) == same(b)).filter(|of_one| of_one.len() > 1) {
        for &spelling in of_one {
            let (pupils, key) = (spelled[spelling], keys.get(spelling));
            let name = class.get(pupils[0]);
            if name != key {
                changed += pupils.len();
                if examples.len() < MOST_NOTES {
                    examples.push(format!("{name:?} as {key:?}"));
                }
                pupils.iter().for_each(|&pupil| names[pupil] = key);
            }
        }
    }
    if changed == 0 {
        return (class, None);
    }
    let note = format!(
        "classes of one school that differ in spelling alone are read as one, in {changed} rows: {}",
        examples.join(", ")
    );
    (Labels::new(names), Some(note))
}

/// A class in capitals without spaces, signs and the grade before its letter.
fn class_key(name: &str, grades: [u8; 2]) -> String {
    let sign =
        |c: &char| c.is_whitespace() || matches!(c, '"' | '«' | '»' | '-' | '–' | '—' | '_' | '.' | '\'');
    let plain: String = name.chars().filter(|c| !sign(c)).collect();
    let letters = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    let grade = plain[..plain.len() - letters.len()].parse::<u8>();
    let is_grade = grade.is_ok_and(|grade| grades.contains(&grade));
    if is_grade && letters.starts_with(char::is_alphabetic) { letters.to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_is_the_same_however_it_is_spelled() {
        for same in [
            &["МБОУ СОШ №1", "МБОУ  СОШ №1", "МБОУ СОШ № 1", "MБОУ СОШ №1", "МБОУ СОШ N1", "мбоу сош №1"][..],
            &["sch220001", "edu220001", "SCH220001", "Edu220001"],
            &["МБОУ «Школа А»", "МБОУ \"Школа А\"", "МБОУ Школа A"],
        ] {
            for name in same {
                assert_eq!(school_key(name), school_key(same[0]), "{name}");
            }
        }
        for (a, b) in [
            ("МБОУ СОШ №1", "МБОУ СОШ №11"),
            ("Школа 1 1", "Школа 11"),
            ("sch220001", "sch220010"),
            ("school 1", "school 2"),
            ("edu220001", "220001"),
            ("Школа В", "Школа Б"),
        ] {
            assert_ne!(school_key(a), school_key(b));
        }
    }

    #[test]
    fn the_commonest_spelling_is_the_name_and_each_fold_is_counted() {
        let schools = Schools::of(["sch1", "SCH1", "edu1", "edu1", "", "B", "Б"].into_iter());
        assert_eq!(
            ["sch1", "SCH1", "edu1", "B", "Б"].map(|s| schools.name(s)),
            ["edu1", "edu1", "edu1", "B", "Б"]
        );
        assert_eq!(schools.notes.len(), 1);
        assert!(
            schools.notes[0].contains("in 2 rows are read as the school \"edu1\""),
            "{}",
            schools.notes[0]
        );
    }

    #[test]
    fn classes_are_folded_within_a_school_and_only_where_two_meet() {
        let fold = |pairs: &[(&str, &str)], grades| {
            let school = Labels::new(pairs.iter().map(|(school, _)| school));
            let (labels, note) = classes(&school, Labels::new(pairs.iter().map(|(_, class)| class)), grades);
            ((0..labels.len()).map(|i| labels.get(i).to_owned()).collect::<Vec<_>>(), note)
        };
        let (labels, note) = fold(&[("s", "А"), ("s", "A"), ("s", "5А"), ("s", "5 А"), ("s", "5-A")], [5, 5]);
        assert_eq!(labels, ["А"; 5]);
        assert!(note.unwrap().contains("in 4 rows"));
        // In a school without a Cyrillic class Latin letters are Latin; a class alone keeps its
        // name.
        for apart in [
            &[("s", "A"), ("t", "А")][..],
            &[("s", "5A"), ("s", "5B")],
            &[("s", "6А"), ("s", "5А")],
            &[("s", "51"), ("s", "1")],
            &[("s", "5"), ("s", "А")],
        ] {
            let (labels, note) = fold(apart, [5, 5]);
            assert_eq!(labels, apart.iter().map(|(_, class)| *class).collect::<Vec<_>>());
            assert_eq!(note, None);
        }
    }

    #[test]
    fn a_header_with_a_letter_of_the_other_alphabet_is_the_same_header() {
        assert_eq!(header("Клаcс"), "класс");
        assert_eq!([header("OO"), header("ОO"), header("ОО")], ["оо", "оо", "оо"]);
        assert_eq!([header("Код  Участника"), header("Otc")], ["код участника", "otc"]);
    }

    #[test]
    fn rows_of_totals_are_told_from_schools() {
        let is = |text: &str| is_of_totals(&[String::new(), text.to_owned(), "5".to_owned()]);
        assert!(
            ["Итого", "Всего:", "Максимальный балл", "Средний балл", "ИТОГО ПО ШКОЛЕ", "total", "Макс. балл"]
                .into_iter()
                .all(is)
        );
        assert!(!["Средняя школа № 5", "sch990001", "Totma", "Сумматоры", "1"].into_iter().any(is));
        assert!(["#N/A", "#ССЫЛКА!", "#NAME?", "-", "nan"].into_iter().all(is_no_label));
        assert!(!["#1", "школа", "НА", ""].into_iter().any(is_no_label));
    }
}
