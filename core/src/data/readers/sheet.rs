#[cfg(any(feature = "xlsx", feature = "csv"))]
use crate::data::DataError;
#[cfg(feature = "xlsx")]
use crate::data::case::lower;

#[cfg(feature = "xlsx")]
const MAX_COLUMNS: u32 = 1000;
/// What a sheet of the format can have.
#[cfg(feature = "xlsx")]
const MAX_ROWS: u32 = 1_048_576;

/// The sheet that holds the pupils in workbooks of several sheets.
#[cfg(feature = "xlsx")]
const PROTOCOL: &str = "Протокол";

/// Sheets that stand beside it and hold no pupils.
#[cfg(feature = "xlsx")]
const BESIDE: [&str; 3] = ["классы", "служебный", "порядковый номер класса"];

/// Rows of trimmed text under a header: what a workbook's sheet or a text file comes down to.
///
/// Whole numbers are written without a decimal point; trailing blank cells are left off.
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
}

impl Sheet {
    #[cfg(any(feature = "xlsx", feature = "csv"))]
    /// Rows with their numbers; blank ones above the header and at the end are left off.
    fn from_rows(mut rows: Vec<(u64, Vec<String>)>, notes: Vec<String>) -> Result<Self, DataError> {
        for (_, row) in &mut rows {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        }
        while rows.last().is_some_and(|(_, row)| row.is_empty()) {
            rows.pop();
        }
        let mut rows = rows.into_iter().skip_while(|(_, row)| row.is_empty());
        let Some((_, header)) = rows.next() else {
            return Err(DataError::Empty { what: "the sheet" });
        };
        let (numbers, rows) = rows.unzip();
        Ok(Self { header, numbers, rows, notes })
    }

    /// A workbook's sheet if the bytes begin as an archive does, else a text file.
    ///
    /// # Errors
    /// As [`from_xlsx`](Self::from_xlsx) and [`from_csv`](Self::from_csv).
    #[cfg(any(feature = "xlsx", feature = "csv"))]
    pub fn from_bytes(bytes: &[u8], max_unpacked: u64) -> Result<Self, DataError> {
        Self::from_bytes_sheet(bytes, None, max_unpacked)
    }

    #[cfg(any(feature = "xlsx", feature = "csv"))]
    #[cfg_attr(
        not(feature = "xlsx"),
        allow(unused_variables, reason = "text has no sheets and does not unpack")
    )]
    pub(super) fn from_bytes_sheet(
        bytes: &[u8],
        wanted: Option<&str>,
        max_unpacked: u64,
    ) -> Result<Self, DataError> {
        #[cfg(feature = "xlsx")]
        if cfg!(not(feature = "csv")) || bytes.starts_with(b"PK\x03\x04") {
            return Self::from_xlsx_sheet(bytes, wanted, max_unpacked);
        }
        #[cfg(feature = "csv")]
        return Self::from_csv(bytes);
        #[cfg(not(feature = "csv"))]
        Err(DataError::Empty { what: "the workbook" })
    }

    /// The sheet `Протокол` of a workbook, else its first.
    ///
    /// # Errors
    /// As [`from_xlsx_sheet`](Self::from_xlsx_sheet).
    #[cfg(feature = "xlsx")]
    pub fn from_xlsx(bytes: &[u8], max_unpacked: u64) -> Result<Self, DataError> {
        Self::from_xlsx_sheet(bytes, None, max_unpacked)
    }

    /// The sheet of a workbook that is wanted; without a wish `Протокол` if there is one, else the first. Names are
    /// compared without regard to case and repeated spaces.
    ///
    /// Cells are read one by one and never laid out as a rectangle; what they take in memory counts against the cap.
    ///
    /// # Errors
    /// [`DataError::NoSheet`] if the wanted sheet is not there, or if there is none to choose because the first is one
    /// that only accompanies `Протокол`; [`DataError::Unreadable`], also for a workbook that claims more strings, or another
    /// cell, than it can have; [`DataError::TooLarge`], [`DataError::Empty`].
    #[cfg(feature = "xlsx")]
    pub fn from_xlsx_sheet(bytes: &[u8], wanted: Option<&str>, max_unpacked: u64) -> Result<Self, DataError> {
        use calamine::{DataRef, Reader, Xlsx, XlsxError};

        super::package::check_package(bytes, max_unpacked)?;
        let unreadable = |e: XlsxError| DataError::Unreadable { format: "xlsx", reason: e.to_string() };
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).map_err(unreadable)?;
        let name = choose(&book.sheet_names(), wanted)?;
        let mut cells = book.worksheet_cells_reader(&name).map_err(unreadable)?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut left = max_unpacked;
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::String(s) => s.trim().to_owned(),
                DataRef::SharedString(s) => s.trim().to_owned(),
                DataRef::Int(i) => i.to_string(),
                DataRef::Float(f) => f.to_string(),
                DataRef::Bool(b) => b.to_string(),
                DataRef::DateTime(d) => d.to_string(),
                DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
                DataRef::Error(e) => e.to_string(),
            };
            if text.is_empty() {
                continue;
            }
            if column >= MAX_COLUMNS {
                let reason =
                    format!("a cell in column {}, expected at most {MAX_COLUMNS} columns", column + 1);
                return Err(DataError::Unreadable { format: "xlsx", reason });
            }
            if row >= MAX_ROWS {
                let reason = format!("a cell in row {}, expected at most {MAX_ROWS} rows", row + 1);
                return Err(DataError::Unreadable { format: "xlsx", reason });
            }
            let (row, column) = (row as usize, column as usize);
            // A few bytes can stand for a text that many cells share, or for a cell behind many empty ones: what they grow to counts.
            let size = size_of::<String>();
            let cells = (column + 1).saturating_sub(rows.get(row).map_or(0, Vec::len));
            let grown = text.len() + size * (cells + (row + 1).saturating_sub(rows.len()));
            left = left.checked_sub(grown as u64).ok_or(DataError::TooLarge { cap: max_unpacked })?;
            if rows.len() <= row {
                rows.resize_with(row + 1, Vec::new);
            }
            if rows[row].len() <= column {
                rows[row].resize_with(column + 1, String::new);
            }
            rows[row][column] = text;
        }
        Self::from_rows((1..).zip(rows).collect(), Vec::new())
    }

    /// Text with comma, semicolon or tab between the columns, in UTF-8 or Windows-1251.
    ///
    /// The separator is the one that the first line with any of them has most of. Text that is not UTF-8 is read as
    /// Windows-1251, and a note says so. A note says too where cells with line breaks make one row of several lines.
    ///
    /// # Errors
    /// [`DataError::Unreadable`] for binary data, for a quote that is never closed and for one that takes whole rows into its
    /// cell, with the lines; [`DataError::Empty`].
    #[cfg(feature = "csv")]
    pub fn from_csv(bytes: &[u8]) -> Result<Self, DataError> {
        let unreadable = |reason: String| DataError::Unreadable { format: "csv", reason };
        if bytes.contains(&0) {
            return Err(unreadable("it holds zero bytes: a workbook or an archive?".to_owned()));
        }
        let mut notes = Vec::new();
        let text: std::borrow::Cow<'_, str> = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').into(),
            Err(_) => {
                notes.push("not UTF-8: read as Windows-1251".to_owned());
                from_windows_1251(bytes).into()
            }
        };
        let first = text.lines().find(|line| line.contains([',', ';', '\t'])).unwrap_or_default();
        let count = |c: char| first.matches(c).count();
        let separator = [';', '\t'].into_iter().find(|&c| count(c) > count(',')).unwrap_or(',');
        notes.extend(super::quotes::check_quotes(&text, separator as u8).map_err(unreadable)?);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator as u8)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| unreadable(e.to_string()))?;
            // The reader's position stands before the blank lines that it skips.
            let line = record.position().map_or(0, |at| {
                let rest = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
                let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
                at.line() + blank.filter(|b| **b == b'\n').count() as u64
            });
            rows.push((line, record.iter().map(|cell| cell.trim().to_owned()).collect()));
        }
        Self::from_rows(rows, notes)
    }
}

/// The name of the sheet to read.
#[cfg(feature = "xlsx")]
fn choose(names: &[String], wanted: Option<&str>) -> Result<String, DataError> {
    let normal = |name: &str| lower(&super::squeeze(name));
    let Some(first) = names.first() else { return Err(DataError::Empty { what: "the workbook" }) };
    let sought = normal(wanted.unwrap_or(PROTOCOL));
    let found = names.iter().find(|name| normal(name) == sought);
    match found.or(Some(first).filter(|first| wanted.is_none() && !BESIDE.contains(&normal(first).as_str())))
    {
        Some(name) => Ok(name.clone()),
        None => {
            Err(DataError::NoSheet { sheet: wanted.unwrap_or(PROTOCOL).to_owned(), have: names.to_vec() })
        }
    }
}

/// The upper half of Windows-1251. A library of all encodings would be a third of the browser package.
#[cfg(feature = "csv")]
const UPPER_1251: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\
    \u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмнопрстуфхцчшщъыьэюя";

#[cfg(feature = "csv")]
pub(super) fn from_windows_1251(bytes: &[u8]) -> String {
    let upper: Vec<char> = UPPER_1251.chars().collect();
    let decode = |&byte: &u8| byte.checked_sub(128).map_or(char::from(byte), |i| upper[usize::from(i)]);
    bytes.iter().map(decode).collect()
}
