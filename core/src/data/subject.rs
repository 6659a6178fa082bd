//! Subjects as official files name them.

use super::case::lower;

/// Our key, and the Russian names and abbreviations it stands for. `ру` and `ма` are those of the
/// official marker list.
const SUBJECTS: [(&str, &[&str]); 16] = [
    ("maths", &["математика", "ма"]),
    ("russian", &["русский язык", "ру"]),
    ("world_around", &["окружающий мир"]),
    ("literary_reading", &["литературное чтение"]),
    ("literature", &["литература"]),
    ("biology", &["биология"]),
    ("history", &["история"]),
    ("geography", &["география"]),
    ("social_studies", &["обществознание"]),
    ("physics", &["физика"]),
    ("chemistry", &["химия"]),
    ("informatics", &["информатика"]),
    ("english", &["английский язык"]),
    ("german", &["немецкий язык"]),
    ("french", &["французский язык"]),
    ("chinese", &["китайский язык"]),
];

/// The key of a subject; the name itself in lower case where it is not known, so that an advanced
/// work, say, is never taken for the usual one.
pub(super) fn subject_key(name: &str) -> String {
    let name = lower(&name.split_whitespace().collect::<Vec<_>>().join(" "));
    let key = SUBJECTS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(key, _)| *key);
    key.map_or(name, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_abbreviations_become_keys_and_others_stay() {
        assert_eq!(["Русский  язык", "МА", "maths"].map(subject_key), ["russian", "maths", "maths"]);
        assert_eq!(subject_key("Математика (углублённый уровень)"), "математика (углублённый уровень)");
    }
}
