//! What the names that people give to files, folders, sheets and titles say of the work in them.

use super::sheet::compose;
use crate::data::{Season, case::lower};

/// Subject, grades, year and season, as far as a text names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub subject: Option<String>,
    pub test_grade: Option<u8>,
    pub pupil_grade: Option<u8>,
    pub year: Option<u16>,
    pub season: Option<Season>,
}

/// Beginnings of words, all of which name the subject; the first that fits does.
const STEMS: [(&str, &[&str]); 30] = [
    ("maths", &["математик"]),
    ("maths", &["матем"]),
    ("maths", &["math"]),
    ("russian", &["русск"]),
    ("russian", &["russian"]),
    ("world_around", &["окруж"]),
    ("world_around", &["world", "around"]),
    ("literary_reading", &["литературн", "чтени"]),
    ("literary_reading", &["literary", "reading"]),
    ("literature", &["литератур"]),
    ("literature", &["literature"]),
    ("social_studies", &["обществ"]),
    ("social_studies", &["social", "studies"]),
    ("biology", &["биолог"]),
    ("biology", &["biology"]),
    ("history", &["истори"]),
    ("history", &["history"]),
    ("geography", &["географ"]),
    ("geography", &["geography"]),
    ("physics", &["физик"]),
    ("physics", &["physics"]),
    ("chemistry", &["хими"]),
    ("chemistry", &["chemistry"]),
    ("informatics", &["информатик"]),
    ("informatics", &["informatics"]),
    ("english", &["английск"]),
    ("english", &["english"]),
    ("german", &["немецк"]),
    ("french", &["французск"]),
    ("chinese", &["китайск"]),
];

/// Abbreviations, as whole words.
const SHORT: [(&str, &[&str]); 9] = [
    ("maths", &["ма", "мат"]),
    ("russian", &["ру", "рус", "ря"]),
    ("world_around", &["ом", "окр"]),
    ("biology", &["био", "би"]),
    ("history", &["ист", "ис"]),
    ("geography", &["гео", "гг"]),
    ("social_studies", &["общ", "об"]),
    ("physics", &["физ", "фи"]),
    ("chemistry", &["хим", "хи"]),
];

const AUTUMN: [&str; 7] = ["осен", "autumn", "сентябр", "октябр", "ноябр", "декабр", "fall"];
const SPRING: [&str; 5] = ["весн", "весен", "spring", "март", "апрел"];

/// Years of the assessments that there are.
const YEARS: std::ops::RangeInclusive<u16> = 2015..=2040;

impl Words {
    /// Of one text: a title, the name of a file without its folders.
    pub fn of(text: &str) -> Self {
        let text = lower(&compose(text));
        let (text, pattern) = match text.split_once("образцу") {
            Some((text, pattern)) => (text.to_owned(), Some(pattern.to_owned())),
            None => (text, None),
        };
        let words = split(&text);
        let numbers = |word: &str| word.parse::<u16>().ok();
        let mut found = Self::default();
        let year =
            words.iter().filter(|w| w.len() == 4).filter_map(|w| numbers(w)).filter(|y| YEARS.contains(y));
        // «2020-2021» is a school year: its work is of spring, unless it says autumn.
        let (first, last) = (year.clone().min(), year.max());
        found.season = [(Season::Autumn, &AUTUMN[..]), (Season::Spring, &SPRING[..])]
            .into_iter()
            .find(|(_, stems)| words.iter().any(|w| stems.iter().any(|stem| w.starts_with(stem))))
            .map(|(season, _)| season);
        found.year = if found.season == Some(Season::Autumn) { first } else { last };
        if found.year.is_none() {
            let short = words.windows(2).find(|pair| pair[0] == "впр").and_then(|pair| numbers(&pair[1]));
            found.year = short.filter(|y| (15..=40).contains(y)).map(|y| 2000 + y);
        }
        found.subject = subject(&words);
        found.test_grade = grade(&words, found.subject.is_some());
        if let Some(tested) = pattern.and_then(|pattern| grade(&split(&pattern), true)) {
            found.pupil_grade = found.test_grade.filter(|&written_in| written_in != tested);
            found.test_grade = Some(tested);
        }
        found
    }

    /// Of a path: the name of the file, and where it does not say, its folders from the nearest on.
    pub fn of_path(path: &str) -> Self {
        let mut parts = path.rsplit(['/', '\\']).filter(|part| !part.is_empty());
        let Some(name) = parts.next() else { return Self::default() };
        let name = match name.rsplit_once('.') {
            Some((stem, suffix)) if suffix.len() <= 5 && !stem.is_empty() => stem,
            _ => name,
        };
        // A folder of a number alone is a grade: 2022/11/Химия.xlsx.
        let number = |part: &str| part.trim().parse().ok().filter(|grade| (1..=12).contains(grade));
        parts.take(6).fold(Self::of(name), |found, part| {
            let folder = Self { test_grade: number(part), ..Self::default() };
            found.or(folder).or(Self::of(part))
        })
    }

    /// These, and what they leave open from others.
    pub fn or(self, other: Self) -> Self {
        Self {
            subject: self.subject.or(other.subject),
            pupil_grade: self.pupil_grade.or(if self.test_grade.is_none() {
                other.pupil_grade
            } else {
                None
            }),
            test_grade: self.test_grade.or(other.test_grade),
            year: self.year.or(other.year),
            season: self.season.or(other.season),
        }
    }

    /// Whether both name the same where both name something.
    #[cfg(feature = "xlsx")]
    pub fn agrees(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        same(&self.subject, &other.subject)
            && same(&self.test_grade, &other.test_grade)
            && same(&self.year, &other.year)
    }
}

/// Words and numbers: «5класс» is two.
fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let kind = if c.is_ascii_digit() { Some(true) } else { c.is_alphabetic().then_some(false) };
        if kind.is_some() && kind == before {
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        } else if kind.is_some() {
            words.push(c.to_string());
        }
        before = kind;
    }
    words
}

fn subject(words: &[String]) -> Option<String> {
    let begins = |stem: &&str| words.iter().any(|word| word.starts_with(*stem));
    let long = STEMS.iter().find(|(_, stems)| stems.iter().all(begins));
    let short = || SHORT.iter().find(|(_, names)| words.iter().any(|word| names.contains(&word.as_str())));
    let key = long.or_else(short)?.0;
    // An advanced work is never taken for the usual one.
    let advanced = ["углубл", "профильн", "advanced"].iter().any(begins);
    Some(if advanced { format!("{key}_advanced") } else { key.to_owned() })
}

/// A number beside «класс» or `grade`; with a subject the only small number that counts nothing
/// else.
fn grade(words: &[String], has_subject: bool) -> Option<u8> {
    let number = |word: &String| word.parse::<u8>().ok().filter(|n| (1..=12).contains(n) && word.len() <= 2);
    let is_class =
        |word: &String| word.starts_with("класс") || ["кл", "grade", "form"].contains(&word.as_str());
    let at = |index: usize| words.get(index);
    let beside = |index: usize| {
        let next = at(index + 1).is_some_and(is_class);
        // «5-й класс», «5-х классов»
        let ending =
            at(index + 1).is_some_and(|w| w.chars().count() <= 2) && at(index + 2).is_some_and(is_class);
        let before = index > 0 && at(index - 1).is_some_and(|w| w == "grade");
        next || ending || before
    };
    let found = (0..words.len()).filter(|&i| beside(i)).find_map(|i| number(&words[i]));
    let after = || words.windows(2).find(|pair| is_class(&pair[0])).and_then(|pair| number(&pair[1]));
    let counts = |word: &String| {
        ["часть", "вариант", "день", "версия", "copy", "копия", "part", "day", "лист"]
            .contains(&word.as_str())
    };
    let alone = || {
        let small = (0..words.len()).filter(|&i| i == 0 || !counts(&words[i - 1]));
        let small: Vec<u8> = small.filter_map(|i| number(&words[i])).collect();
        (small.len() == 1 && has_subject).then(|| small[0])
    };
    found.or_else(after).or_else(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> (Option<&'static str>, Option<u8>, Option<u16>) {
        let words = Words::of_path(path);
        let key = words.subject.and_then(|s| STEMS.iter().map(|(key, _)| *key).find(|key| *key == s));
        (key, words.test_grade, words.year)
    }

    #[test]
    fn a_path_is_read_as_people_write_it() {
        for (name, subject, grade, year) in [
            ("Проведение работы по математике, 5 класс. ВПР 2021.xlsx", "maths", 5, 2021),
            ("data/2022/11/Химия.xlsx", "chemistry", 11, 2022),
            ("2020-grade5-maths.xlsx", "maths", 5, 2020),
            ("2020-autumn-maths-5.xlsx", "maths", 5, 2020),
            ("2021-spring-world_around-4.csv", "world_around", 4, 2021),
            ("C:\\ВПР 2021\\4 класс\\Русский язык (часть 1).xlsx", "russian", 4, 2021),
            ("vpr_results/2021/6/Русскии\u{306} язык 6.xlsx", "russian", 6, 2021),
            ("Литературное чтение 4 кл 2025.xlsx", "literary_reading", 4, 2025),
            ("ВПР-21 Окружающий мир 4-й класс.xlsx", "world_around", 4, 2021),
            ("МА4_2024.xlsx", "maths", 4, 2024),
            ("Обществознание_7класс_2020-2021.csv", "social_studies", 7, 2021),
            ("История, результаты 8-х классов, апрель 2022 (копия 2).xlsx", "history", 8, 2022),
            ("ФИЗИКА 7 КЛАСС 2021 Г..XLSX", "physics", 7, 2021),
        ] {
            assert_eq!(path(name), (Some(subject), Some(grade), Some(year)), "{name}");
        }
    }

    #[test]
    fn what_a_name_does_not_say_stays_open() {
        assert_eq!(Words::of_path("results.xlsx"), Words::default());
        assert_eq!(path("Русский язык 4 или 5, 2021.xlsx"), (Some("russian"), None, Some(2021)));
        assert_eq!(path("выгрузка 20210415.xlsx"), (None, None, None));
        assert_eq!(
            Words::of("Математика (углублённый уровень) 8 класс").subject.as_deref(),
            Some("maths_advanced")
        );
        assert_eq!(Words::of_path(""), Words::default());
    }

    #[test]
    fn a_work_after_another_grades_pattern_and_an_autumn_keep_what_they_are() {
        let words = Words::of("ВПР осень 2020-2021 Биология 7 класс (по образцу 6 класса)");
        assert_eq!((words.test_grade, words.pupil_grade), (Some(6), Some(7)));
        assert_eq!((words.year, words.season), (Some(2020), Some(Season::Autumn)));
    }
}
