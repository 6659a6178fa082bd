use std::fmt;

use serde::{Deserialize, Serialize};

use super::Grouping;

/// Whom counts and findings are about.
///
/// Its [`name`](Self::name) is what tables, tallies and ids of findings show;
/// [`parse`](Self::parse) reads it back. The name of a class is `school/class`. In a school's part
/// a slash stands as `\/` and a backslash as `\\`, so the first slash without a backslash before it
/// parts the two, and no two classes have one name; a class's part stands as it is. Names of
/// schools and municipalities stand alone and as they are.
///
/// # Examples
/// ```
/// use obektiv::data::{Grouping, Unit};
/// let unit = Unit::parse(Grouping::Class, "sch01/5/1");
/// assert_eq!((unit.school(), unit.class()), (Some("sch01"), Some("5/1")));
/// let unit = Unit::Class { school: "СОШ 5/2".to_owned(), class: "5А".to_owned() };
/// assert_eq!(unit.name(), r"СОШ 5\/2/5А");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// All persons.
    All,
    /// A municipality, by name.
    Municipality(String),
    /// A school, by login.
    School(String),
    /// A class within its school.
    Class {
        /// The school's login.
        school: String,
        /// The class; `-` where the results name none.
        class: String,
    },
}

impl Unit {
    /// The unit of this name. A class's name without a slash is a school's, with an empty class.
    #[must_use]
    pub fn parse(grouping: Grouping, name: &str) -> Self {
        match grouping {
            Grouping::All => Self::All,
            Grouping::Municipality => Self::Municipality(name.to_owned()),
            Grouping::School => Self::School(name.to_owned()),
            Grouping::Class => {
                let (school, class) = parts_of_class(name);
                Self::Class { school, class: class.to_owned() }
            }
        }
    }

    /// Its name: that of its group in tallies and tables.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Municipality(name) | Self::School(name) => name.clone(),
            Self::Class { school, class } => name_of_class(school, class),
        }
    }

    /// What kind of unit it is.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        match self {
            Self::All => Grouping::All,
            Self::Municipality(_) => Grouping::Municipality,
            Self::School(_) => Grouping::School,
            Self::Class { .. } => Grouping::Class,
        }
    }

    /// The login of the school, or of the class's school.
    #[must_use]
    pub fn school(&self) -> Option<&str> {
        match self {
            Self::School(school) | Self::Class { school, .. } => Some(school),
            Self::All | Self::Municipality(_) => None,
        }
    }

    /// The class within its school.
    #[must_use]
    pub fn class(&self) -> Option<&str> {
        match self {
            Self::Class { class, .. } => Some(class),
            _ => None,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The name of a [`Unit::Class`].
pub(super) fn name_of_class(school: &str, class: &str) -> String {
    match school.contains(['/', '\\']) {
        true => format!("{}/{class}", school.replace('\\', r"\\").replace('/', r"\/")),
        false => format!("{school}/{class}"),
    }
}

fn parts_of_class(name: &str) -> (String, &str) {
    let mut school = String::new();
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '/' => break,
            // Any other backslash is itself: names of schools with one were written so before.
            '\\' if letters.as_str().starts_with(['/', '\\']) => school.extend(letters.next()),
            _ => school.push(letter),
        }
    }
    (school, letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(school: &str, class: &str) -> Unit {
        Unit::Class { school: school.to_owned(), class: class.to_owned() }
    }

    #[test]
    fn ordinary_names_are_school_slash_class() {
        assert_eq!(class("sch01", "5А").to_string(), "sch01/5А");
        assert_eq!(class("sch01", "5/1").name(), "sch01/5/1");
        assert_eq!(Unit::School("СОШ 5/2".to_owned()).name(), "СОШ 5/2");
        assert_eq!(Unit::All.name(), "all");
    }

    #[test]
    fn a_slash_in_the_name_of_a_school_is_not_the_end_of_it() {
        let unit = class("СОШ 5/2", "5/1");
        assert_eq!(unit.name(), r"СОШ 5\/2/5/1");
        assert_eq!(Unit::parse(Grouping::Class, &unit.name()), unit);
        // Without the escape these would have one name.
        assert_ne!(class("a/b", "c").name(), class("a", "b/c").name());
        assert_ne!(class(r"a\", "c").name(), class("a", "c").name());
    }

    #[test]
    fn names_of_older_tallies_are_read_as_they_were_written() {
        assert_eq!(Unit::parse(Grouping::Class, r"a\b/5"), class(r"a\b", "5"));
        assert_eq!(Unit::parse(Grouping::Class, "alone"), class("alone", ""));
    }
}
