//! Text files: their encoding, their separator, their rows.

use std::borrow::Cow;

use super::{Sheet, kind::Kind, quotes::check_quotes, sheet::clean};
use crate::data::{DataError, case::lower};

/// So many lines say what the separator is.
const FIRST_LINES: usize = 30;

fn unreadable(reason: impl Into<String>) -> DataError {
    DataError::Unreadable { format: "csv", reason: reason.into() }
}

impl Sheet {
    /// Text with comma, semicolon or tab between the columns, in UTF-8, UTF-16, Windows-1251, CP866
    /// or KOI8-R.
    ///
    /// The separator is the one that most of the first lines have the same number of; a first line
    /// `sep=;` names it. Of the encodings of one byte a letter, the one in which the text looks
    /// most like Russian is taken; a note says which it was if it is not UTF-8. Where a text in
    /// UTF-8 holds a few bytes that are none, they become `�`, and a note names the line. A note
    /// says too where cells with line breaks make one row of several lines.
    ///
    /// # Errors
    /// [`DataError::Unreadable`] for binary data, for a quote that is never closed and for one that
    /// takes whole rows into its cell, with the lines; [`DataError::Empty`].
    pub fn from_csv(bytes: &[u8]) -> Result<Self, DataError> {
        if Kind::of(bytes)? != Kind::Text {
            return Err(unreadable("it is a workbook"));
        }
        let mut notes = Vec::new();
        let text = decode(bytes, &mut notes)?;
        let (text, separator) = match named_separator(&text) {
            Some((rest, separator)) => (rest, separator),
            None => (text.as_ref(), separator_of(&text)),
        };
        notes.extend(check_quotes(text, separator).map_err(unreadable)?);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            crate::watch::check();
            // Text that is UTF-8 and rows of any length: nothing is left that could be wrong.
            let record = record.map_err(|_| unreadable("a row that cannot be read"))?;
            // The reader's position stands before the blank lines that it skips.
            let line = record.position().map_or(0, |at| {
                let rest = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
                let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
                at.line() + blank.filter(|b| **b == b'\n').count() as u64
            });
            rows.push((line, record.iter().map(|cell| clean(cell).into_owned()).collect()));
        }
        Self::from_rows(rows, notes)
    }
}

/// The text of a file, and what is to be said of its encoding.
fn decode<'a>(bytes: &'a [u8], notes: &mut Vec<String>) -> Result<Cow<'a, str>, DataError> {
    if let Some((text, name)) = from_utf_16(bytes) {
        notes.push(format!("not UTF-8: read as {name}"));
        return Ok(text.into());
    }
    let end = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
    let (bytes, zeros) = (&bytes[..end], bytes.len() - end);
    if bytes.contains(&0) {
        return Err(unreadable("it holds zero bytes: a workbook or an archive?"));
    }
    if zeros > 0 {
        notes.push(format!("{zeros} zero bytes at the end of the file were left out"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.trim_start_matches('\u{feff}').into());
    }
    if let Some(line) = mostly_utf_8(bytes) {
        notes.push(format!("line {line} holds bytes that are no UTF-8: read as �"));
        return Ok(String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned().into());
    }
    let decoded = BYTE_ENCODINGS.iter().map(|(name, upper)| (*name, from_bytes(bytes, upper)));
    // A few letters are no proof of the rarest.
    let likely = |(name, text): &(&str, String)| russian(text) - if *name == "KOI8-R" { 10 } else { 0 };
    // Of equals the first: Windows-1251 is by far the commonest.
    let best = decoded.rev().max_by_key(likely);
    let (name, text) = best.unwrap_or_default();
    notes.push(format!("not UTF-8: read as {name}"));
    Ok(text.into())
}

/// The line of the first bytes that are no UTF-8, if most bytes beyond ASCII are: one broken letter
/// is no other encoding.
fn mostly_utf_8(bytes: &[u8]) -> Option<usize> {
    let (mut right, mut wrong, mut lines, mut first) = (0_usize, 0_usize, 1, None);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        lines += chunk.valid().matches('\n').count();
        if !chunk.invalid().is_empty() {
            wrong += chunk.invalid().len();
            first.get_or_insert(lines);
        }
    }
    first.filter(|_| right > 2 * wrong)
}

/// Text in UTF-16, by its mark or, without one, by the zero bytes of its digits and separators.
fn from_utf_16(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (body, little) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, true),
        [0xfe, 0xff, rest @ ..] => (rest, false),
        _ => {
            let head = &bytes[..bytes.len().min(4096) & !1];
            let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|&&b| b == 0).count();
            let (even, odd) = (zeros(0), zeros(1));
            // Half the letters at least are of ASCII in a table, and no byte of theirs is zero on
            // the other side.
            if even.max(odd) == 0 || even.max(odd) * 4 < head.len() / 2 || even.min(odd) > 0 {
                return None;
            }
            (bytes, odd > even)
        }
    };
    let unit = |pair: &[u8]| match pair {
        [a, b] if little => u16::from_le_bytes([*a, *b]),
        [a, b] => u16::from_be_bytes([*a, *b]),
        _ => 0xfffd,
    };
    let units: Vec<u16> = body.chunks(2).map(unit).collect();
    let text = String::from_utf16_lossy(&units);
    let text = text.trim_end_matches('\0').trim_start_matches('\u{feff}').to_owned();
    (!text.contains('\0')).then_some((text, if little { "UTF-16 LE" } else { "UTF-16 BE" }))
}

/// The encodings of one byte a letter: their names and upper halves. A library of all encodings
/// would be a third of the browser package.
const BYTE_ENCODINGS: [(&str, &str); 3] =
    [("Windows-1251", UPPER_1251), ("CP866", UPPER_866), ("KOI8-R", UPPER_KOI8)];

const UPPER_1251: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\
    \u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмнопрстуфхцчшщъыьэюя";

const UPPER_866: &str = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{a0}";

const UPPER_KOI8: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷\
    ═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©\
    юабцдефгхийклмнопярстужвьызшэщчъ\
    ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

fn from_bytes(bytes: &[u8], upper: &str) -> String {
    let upper: Vec<char> = upper.chars().collect();
    let decode = |&byte: &u8| {
        let upper = byte.checked_sub(128).and_then(|i| upper.get(usize::from(i)));
        upper.copied().unwrap_or(char::from(byte))
    };
    bytes.iter().map(decode).collect()
}

/// Words that our tables have, and other encodings of them do not.
const WORDS: [&str; 9] =
    ["класс", "школ", "вариант", "балл", "участник", "отметк", "муниципал", "логин", "район"];

/// How much a text looks like Russian: common letters count double, others once, what Russian does
/// not have against it, and so does a capital behind a small letter.
fn russian(text: &str) -> i64 {
    let head: String =
        text.chars().filter(|c| !c.is_ascii() || *c == '\n' || *c == ' ').take(20_000).collect();
    let mut score = 0;
    let mut before = ' ';
    for c in head.chars() {
        score += match c {
            'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' => 2,
            'О' | 'Е' | 'А' | 'И' | 'Н' | 'Т' | 'С' | 'Р' | 'В' | 'Л' => 2,
            'А'..='я' | 'Ё' | 'ё' => 1,
            '№' | '«' | '»' | '–' | '—' | '\u{a0}' => 0,
            _ if c.is_ascii() => 0,
            _ => -3,
        };
        score -= 2 * i64::from(matches!(before, 'а'..='я') && matches!(c, 'А'..='Я'));
        before = c;
    }
    let lower = lower(text.get(..text.len().min(20_000)).unwrap_or(text));
    score + 50 * WORDS.iter().filter(|word| lower.contains(**word)).count() as i64
}

const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

/// The separator that a first line `sep=;` names, as spreadsheets write it, and the text with that
/// line left blank.
fn named_separator(text: &str) -> Option<(&str, u8)> {
    let rest = text.strip_prefix("sep=")?;
    let separator = *rest.as_bytes().first().filter(|b| SEPARATORS.contains(b))?;
    let rest = &rest[1..];
    rest.starts_with(['\r', '\n']).then_some((rest, separator))
}

/// The separator that most of the first lines have the same number of: a title has commas of its
/// own.
fn separator_of(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES).collect();
    let agreement = |separator: u8| {
        let counts: Vec<usize> =
            lines.iter().map(|line| line.bytes().filter(|&b| b == separator).count()).collect();
        let alike = |&n: &usize| (counts.iter().filter(|&&other| other == n).count(), n);
        counts.iter().filter(|&&n| n > 0).map(alike).max().unwrap_or_default()
    };
    let best = SEPARATORS.into_iter().rev().max_by_key(|&s| agreement(s));
    best.filter(|&s| agreement(s).0 > 0).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Vec<String>) {
        let mut notes = Vec::new();
        let text = decode(bytes, &mut notes).unwrap().into_owned();
        (text, notes)
    }

    #[test]
    fn every_byte_of_each_encoding_is_decoded_as_by_an_established_decoder() {
        let all: Vec<u8> = (0..=255).collect();
        for (upper, established) in [
            (UPPER_1251, encoding_rs::WINDOWS_1251),
            (UPPER_866, encoding_rs::IBM866),
            (UPPER_KOI8, encoding_rs::KOI8_R),
        ] {
            assert_eq!(upper.chars().count(), 128, "{}", established.name());
            assert_eq!(from_bytes(&all, upper), established.decode_without_bom_handling(&all).0);
        }
    }

    #[test]
    fn the_encoding_of_a_table_is_recognised_from_a_header_or_a_few_names() {
        let texts = [
            "логин школы;класс;вариант\nsch1;а;1\n",
            "school;class;i1;total\nS;А;1;1\nS;Б;1;1\n",
            "school;i1\nМБОУ «Средняя школа» г. Горный;1\nГимназия № 2;0\n",
            "school;i1\nЛИЦЕЙ;1\nГИМНАЗИЯ;1\n",
        ];
        for text in texts {
            for (name, encoding) in [
                ("Windows-1251", encoding_rs::WINDOWS_1251),
                ("CP866", encoding_rs::IBM866),
                ("KOI8-R", encoding_rs::KOI8_R),
            ] {
                if name == "KOI8-R" && (text.contains("ЛИЦЕЙ") || text.contains("S;А")) {
                    continue; // the same bytes are small letters of Windows-1251
                }
                let text =
                    if name == "Windows-1251" { text.to_owned() } else { text.replace(['«', '»'], "\"") };
                let text = if name == "KOI8-R" { text.replace('№', "N") } else { text };
                let bytes = encoding.encode(&text).0;
                assert_eq!(decoded(&bytes), (text, vec![format!("not UTF-8: read as {name}")]));
            }
        }
    }

    #[test]
    fn utf_16_is_known_by_its_mark_or_by_its_zero_bytes() {
        let text = "школа;класс;i1\nS;5А;1\n".to_owned();
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, name) in [
            (little.clone(), "LE"),
            (big.clone(), "BE"),
            ([vec![0xff, 0xfe], little].concat(), "LE"),
            ([vec![0xfe, 0xff], big].concat(), "BE"),
        ] {
            assert_eq!(decoded(&bytes), (text.clone(), vec![format!("not UTF-8: read as UTF-16 {name}")]));
        }
        assert!(decode(b"a\0\0b,c", &mut Vec::new()).is_err());
        for short in [&b""[..], b"?", b"ab"] {
            assert_eq!(decoded(short).0.as_bytes(), short);
        }
        assert_eq!(decoded(b"a,b\n\0\0").1, ["2 zero bytes at the end of the file were left out"]);
    }

    #[test]
    fn one_broken_letter_is_named_with_its_line_and_changes_no_other() {
        let mut bytes = "школа;класс\nМБОУ;А\nМБОУ;Б\n".as_bytes().to_vec();
        let at = bytes.len() - 2;
        bytes.remove(at);
        let (text, notes) = decoded(&bytes);
        assert_eq!(text, "школа;класс\nМБОУ;А\nМБОУ;�\n");
        assert_eq!(notes, ["line 3 holds bytes that are no UTF-8: read as �"]);
    }

    #[test]
    fn a_title_with_commas_does_not_say_what_parts_the_columns() {
        assert_eq!(separator_of("Результаты, 2021, 5 класс, май, район\nschool;i1\nA;1\n"), b';');
        assert_eq!(separator_of("school;i1;i2\nA;1,0;0,0\nB;1,0;1,0\n"), b';');
        assert_eq!(separator_of("school\ti1\nA;B\t1\n"), b'\t');
        assert_eq!(separator_of("school,i1,i2\nA;B;C,1,1\n"), b',');
        assert_eq!(separator_of("alone\n"), b',');
        let sheet = Sheet::from_csv(b"sep=;\r\na,b;c\r\n1,5;2\r\n").unwrap();
        assert_eq!((sheet.header, sheet.numbers), (vec!["a,b".to_owned(), "c".to_owned()], vec![3]));
    }
}
