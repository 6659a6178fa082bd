//! Quotes in text files: a stray one swallows the rows behind it without a word.

/// The first lines, which say how many separators a row of the table has.
const FIRST_LINES: usize = 30;

/// Looks at the quotes of a text before its rows are made, by the grammar of the reader of rows: a
/// quote opens a cell only where the cell begins, and two quotes within it are one.
///
/// A cell that is never closed, or that takes in what looks like rows, is an error. Other cells
/// with line breaks, such as those of a header, are right; the note that comes back says where the
/// first of them stands if it is not the first row of the text.
pub(super) fn check_quotes(text: &str, separator: u8) -> Result<Option<String>, String> {
    let typical = text.lines().take(FIRST_LINES).map(|line| separators(line, separator)).max().unwrap_or(0);
    let mut broken: Vec<(usize, usize)> = Vec::new();
    let mut first_row_ends = None;
    let mut at = Place::CellBegins;
    let (mut line, mut opened) = (1, (0, 0));
    // The end of the text ends a line, too.
    for (index, byte) in text.bytes().chain([b'\n']).enumerate() {
        at = match (at, byte) {
            (Place::Quoted, b'"') => Place::QuoteInQuoted,
            (Place::QuoteInQuoted, b'"') | (Place::Quoted, _) => Place::Quoted,
            (Place::CellBegins, b'"') => {
                opened = (line, index + 1);
                Place::Quoted
            }
            (before, byte) => {
                if before == Place::QuoteInQuoted && opened.0 < line {
                    let cell = &text[opened.1..index - 1];
                    if cell.lines().any(|part| looks_like_a_row(part, separator, typical)) {
                        return Err(format!(
                            "the quote opened in line {} takes the lines up to {line} into one cell: is it a stray one?",
                            opened.0
                        ));
                    }
                    broken.push((opened.0, line));
                }
                match byte {
                    _ if byte == separator => Place::CellBegins,
                    b'\r' | b'\n' => {
                        first_row_ends.get_or_insert(line);
                        Place::CellBegins
                    }
                    _ => Place::InCell,
                }
            }
        };
        line += usize::from(byte == b'\n');
    }
    if at == Place::Quoted {
        return Err(format!("the quote opened in line {} is never closed: is it a stray one?", opened.0));
    }
    broken.retain(|(from, _)| first_row_ends.is_some_and(|ends| *from > ends));
    let note = |(from, to): &(usize, usize)| match broken.len() {
        1 => format!("a cell with a line break: lines {from} to {to} are one row"),
        n => format!("{n} cells with line breaks, in the first of which lines {from} to {to} are one row"),
    };
    Ok(broken.first().map(note))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    CellBegins,
    InCell,
    Quoted,
    QuoteInQuoted,
}

fn separators(text: &str, separator: u8) -> usize {
    text.bytes().filter(|&byte| byte == separator).count()
}

/// Half the separators of a row, and two at least: an address has one.
fn looks_like_a_row(part: &str, separator: u8, typical: usize) -> bool {
    let n = separators(part, separator);
    n >= 2 && 2 * n >= typical
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Option<String>, String> {
        check_quotes(text, b';')
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named_with_its_line() {
        let error = check("school;i1;i2\nA;1;1\n\"B;1;1\nC;1;0\nD;1;0\n").unwrap_err();
        assert_eq!(error, "the quote opened in line 3 is never closed: is it a stray one?");
        assert!(check("school;i1;i2\nA;1;\"1").is_err());
    }

    #[test]
    fn rows_within_a_cell_are_an_error_and_line_breaks_alone_are_not() {
        let error = check("school;i1;i2\n\"A;1;1\nB;1;1\n\"C;1;0\nD;1;0\n").unwrap_err();
        assert!(error.starts_with("the quote opened in line 2 takes the lines up to 4"), "{error}");
        assert!(check("school;i1;i2\n\"A;1;1\n\"B\";1;1\n").is_err());
        assert_eq!(check("school;\"item\n1\";i2\nA;1;1\n"), Ok(None));
        let note = check("school;i1;i2\nA;1;1\n\"B\nin;town\";1;1\r\nC;1;\"0\n\"").unwrap().unwrap();
        assert_eq!(note, "2 cells with line breaks, in the first of which lines 3 to 4 are one row");
    }

    #[test]
    fn quotes_within_cells_are_what_they_are_to_the_reader_of_rows() {
        assert_eq!(
            check("school;i1;i2\n\"School \"\"A\"\"; old; new\";1;1\nSchool \"B;1;1\n\"C\"x;1;1\n"),
            Ok(None)
        );
    }
}
