//! Upper and lower case of the letters that these files are written in: Latin ones of ASCII, and
//! Cyrillic ones.
//!
//! `str::to_lowercase` brings the tables of all the world's letters along, which no header has, but
//! every browser would load.

/// The text in lower case.
pub(super) fn lower(text: &str) -> String {
    let lower = |c: char| match c {
        'А'..='Я' => by(c, 0x20),
        'Ѐ'..='Џ' => by(c, 0x50),
        _ => c.to_ascii_lowercase(),
    };
    text.chars().map(lower).collect()
}

/// The text in upper case.
pub(super) fn upper(text: &str) -> String {
    let upper = |c: char| match c {
        'а'..='я' => by(c, -0x20),
        'ѐ'..='џ' => by(c, -0x50),
        _ => c.to_ascii_uppercase(),
    };
    text.chars().map(upper).collect()
}

/// The letter so many places on.
fn by(c: char, places: i32) -> char {
    u32::from(c).checked_add_signed(places).and_then(char::from_u32).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_and_cyrillic_letters_have_the_case_that_unicode_gives_them() {
        for c in (0..=0x7f_u32).chain(0x400..=0x45f).filter_map(char::from_u32) {
            let text = c.to_string();
            assert_eq!((lower(&text), upper(&text)), (text.to_lowercase(), text.to_uppercase()));
        }
        assert_eq!((lower("5 Ä"), upper("ß5б")), ("5 Ä".to_owned(), "ß5Б".to_owned()));
    }
}
