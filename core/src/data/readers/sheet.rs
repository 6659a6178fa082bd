use std::borrow::Cow;

#[cfg(any(feature = "xlsx", feature = "csv"))]
use crate::data::DataError;

/// Rows of trimmed text under a header: what a workbook's sheet or a text file comes down to.
///
/// Whole numbers are written without a decimal point; trailing blank cells are left off, and so are
/// characters that nobody sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The first row that is not blank.
    pub header: Vec<String>,
    /// The number of each row below the header, as a spreadsheet or an editor shows it.
    pub numbers: Vec<u64>,
    /// The rows below the header.
    pub rows: Vec<Vec<String>>,
    /// Remarks about the file as a whole.
    pub notes: Vec<String>,
    /// The name of the sheet in its workbook; empty for a text.
    pub name: String,
    /// Rows, of a text lines, that are not blank, counted before anything is made of them.
    pub raw: u64,
    /// Cells that a workbook shows as one, below each other.
    pub(super) merged: Vec<Merged>,
    /// Where rows of another sheet of the same workbook begin, and its name.
    pub(super) parts: Vec<(usize, String)>,
}

/// Cells of one column that are shown as one; the first holds what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merged {
    pub column: usize,
    /// Numbers of the first and the last row.
    pub rows: (u64, u64),
}

impl Sheet {
    #[cfg(any(feature = "xlsx", feature = "csv"))]
    /// Rows with their numbers; blank ones above the header and at the end are left off.
    pub(super) fn from_rows(
        mut rows: Vec<(u64, Vec<String>)>,
        notes: Vec<String>,
    ) -> Result<Self, DataError> {
        for (_, row) in &mut rows {
            crate::watch::check();
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        }
        while rows.last().is_some_and(|(_, row)| row.is_empty()) {
            rows.pop();
        }
        let raw = rows.iter().filter(|(_, row)| !row.is_empty()).count() as u64;
        let mut rows = rows.into_iter().skip_while(|(_, row)| row.is_empty());
        let Some((_, header)) = rows.next() else {
            return Err(DataError::Empty { what: "the sheet" });
        };
        let (numbers, rows) = rows.unzip();
        Ok(Self { header, numbers, rows, notes, raw, ..Self::default() })
    }

    /// The table of a workbook if the bytes are one, else of a text file.
    ///
    /// Of a workbook's sheets it is `Протокол` if there is one, else the first that is shown and
    /// holds a table.
    ///
    /// # Errors
    /// As [`from_xlsx_sheet`](Self::from_xlsx_sheet) and [`from_csv`](Self::from_csv);
    /// [`DataError::Unreadable`] says what the bytes are where they are something else, such as a
    /// web page.
    #[cfg(any(feature = "xlsx", feature = "csv"))]
    pub fn from_bytes(bytes: &[u8], max_unpacked: u64) -> Result<Self, DataError> {
        match super::kind::Kind::of(bytes)? {
            #[cfg(feature = "xlsx")]
            super::kind::Kind::Xlsx | super::kind::Kind::Ods => super::book::table(bytes, None, max_unpacked),
            #[cfg(feature = "csv")]
            super::kind::Kind::Text => Self::from_csv(bytes),
            #[cfg(not(all(feature = "xlsx", feature = "csv")))]
            _ => {
                let _ = max_unpacked;
                Err(DataError::Empty { what: "the file" })
            }
        }
    }

    /// The sheet `Протокол` of a workbook, else its first that is shown and holds a table.
    ///
    /// # Errors
    /// As [`from_xlsx_sheet`](Self::from_xlsx_sheet).
    #[cfg(feature = "xlsx")]
    pub fn from_xlsx(bytes: &[u8], max_unpacked: u64) -> Result<Self, DataError> {
        Self::from_xlsx_sheet(bytes, None, max_unpacked)
    }

    /// The sheet of a workbook (`.xlsx` or `.ods`) that is wanted; without a wish `Протокол` if
    /// there is one, else the first that is shown and holds a table. Names are compared without
    /// regard to case and repeated spaces.
    ///
    /// Cells are read one by one and never laid out as a rectangle; what they take in memory counts
    /// against the cap. Cells right of column 1000 are left out, and a note says so.
    ///
    /// # Errors
    /// [`DataError::NoSheet`] if the wanted sheet is not there, or if there is none to choose
    /// because all only accompany `Протокол`; [`DataError::Unreadable`], also for a workbook that
    /// claims more strings, or another cell, than it can have, and for one that a password
    /// protects; [`DataError::TooLarge`], [`DataError::Empty`].
    #[cfg(feature = "xlsx")]
    pub fn from_xlsx_sheet(bytes: &[u8], wanted: Option<&str>, max_unpacked: u64) -> Result<Self, DataError> {
        super::kind::Kind::of_workbook(bytes)?;
        super::book::table(bytes, wanted, max_unpacked)
    }

    /// The header and the rows below it.
    pub(super) fn all_rows(&self) -> impl Iterator<Item = &[String]> + Clone {
        std::iter::once(self.header.as_slice()).chain(self.rows.iter().map(Vec::as_slice))
    }

    /// The rows of another sheet behind those of this one.
    #[cfg(feature = "xlsx")]
    pub(super) fn append(&mut self, name: &str, below: usize, other: Self) {
        self.parts.push((self.rows.len(), name.to_owned()));
        self.numbers.extend(other.numbers.into_iter().skip(below));
        self.rows.extend(other.rows.into_iter().skip(below));
        self.raw += other.raw;
    }

    /// The name of the sheet that a row comes from, where it is not the first one read.
    pub(super) fn part(&self, row: usize) -> Option<&str> {
        self.parts.iter().rev().find(|(from, _)| *from <= row).map(|(_, name)| name.as_str())
    }
}

/// A cell's text without blanks around it and without what nobody sees; й and ё are one letter
/// each.
pub(super) fn clean(cell: &str) -> Cow<'_, str> {
    let unseen = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    if cell.is_ascii() {
        return cell.trim().into();
    }
    let composed = compose(cell);
    if composed.contains(unseen) {
        return composed.replace(unseen, "").trim().to_owned().into();
    }
    match composed {
        Cow::Borrowed(text) => text.trim().into(),
        Cow::Owned(text) => text.trim().to_owned().into(),
    }
}

/// Letters that some systems write as two: и and a breve is й, е and two dots is ё.
pub(super) fn compose(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{306}', '\u{308}']) {
        return text.into();
    }
    [("и\u{306}", "й"), ("И\u{306}", "Й"), ("е\u{308}", "ё"), ("Е\u{308}", "Ё")]
        .iter()
        .fold(text.to_owned(), |text, (two, one)| text.replace(two, one))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_part_of_a_cell() {
        assert_eq!(
            [" 1 ", "\u{200b}2\u{200b}", "\u{a0}А ", "мо\u{ad}ре", "\u{feff}x"].map(clean),
            ["1", "2", "А", "море", "x"]
        );
        assert_eq!(clean(" Район\u{a0}и\u{306} ").as_ref(), "Район\u{a0}й");
    }
}
