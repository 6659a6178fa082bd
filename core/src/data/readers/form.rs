//! Tables with a layout of our own: columns with a name in two languages, in any order.

use super::{Sheet, squeeze, told};
use crate::data::{DataError, ImportReport, RowKind, case::lower};
use crate::language::Language;

/// A column of a form.
pub(crate) struct FormColumn {
    /// Its name in English, the same in all languages of programs.
    pub name: &'static str,
    /// Its name in Russian.
    pub russian: &'static str,
    /// Other names that are read, in small letters.
    pub also: &'static [&'static str],
    /// Whether a table without it cannot be read.
    pub needed: bool,
}

/// The header of a form.
pub(crate) fn header(columns: &[FormColumn], language: Language) -> Vec<String> {
    let name = |column: &FormColumn| match language {
        Language::Russian => column.russian,
        Language::English => column.name,
    };
    columns.iter().map(|column| name(column).to_owned()).collect()
}

/// A table with the columns of a form.
pub(crate) struct Form<'a> {
    sheet: &'a Sheet,
    columns: &'static [FormColumn],
    /// Where each column stands.
    places: Vec<Option<usize>>,
}

impl<'a> Form<'a> {
    /// The table and an empty report of its rows; columns that the form has not are named there.
    pub fn of(
        sheet: &'a Sheet,
        columns: &'static [FormColumn],
        layout: &str,
    ) -> Result<(Self, ImportReport), DataError> {
        let header: Vec<String> = sheet.header.iter().map(|h| lower(&squeeze(h))).collect();
        let is = |column: &FormColumn, cell: &String| {
            *cell == column.name || *cell == lower(column.russian) || column.also.contains(&cell.as_str())
        };
        let mut places = Vec::new();
        for column in columns {
            let mut found = (0..header.len()).filter(|&at| is(column, &header[at]));
            let place = found.next();
            if found.next().is_some() {
                return Err(DataError::RepeatedColumn { column: column.name.to_owned() });
            }
            if column.needed && place.is_none() {
                let (column, have) = (column.name.to_owned(), sheet.header.clone());
                return Err(DataError::NoColumn { column, have });
            }
            places.push(place);
        }
        let unread = (0..header.len()).filter(|at| !header[*at].is_empty() && !places.contains(&Some(*at)));
        let report = ImportReport {
            layout: layout.to_owned(),
            notes: sheet.notes.clone(),
            raw: sheet.raw,
            unread_columns: unread.map(|at| sheet.header[at].clone()).collect(),
            ..ImportReport::default()
        };
        Ok((Self { sheet, columns, places }, report))
    }

    /// The rows with their numbers, and whether anything stands in them.
    pub fn rows(&self) -> impl Iterator<Item = FormRow<'_>> {
        let numbered = self.sheet.rows.iter().zip(&self.sheet.numbers);
        numbered.map(|(cells, &number)| FormRow { form: self, cells, number })
    }
}

/// One row of a form.
pub(crate) struct FormRow<'a> {
    form: &'a Form<'a>,
    cells: &'a [String],
    pub number: u64,
}

impl<'a> FormRow<'a> {
    /// The cell of a column; empty where the table has it not.
    pub fn at(&self, column: &str) -> &'a str {
        let place = self.form.columns.iter().position(|c| c.name == column);
        let place = place.and_then(|place| self.form.places[place]);
        let cell = place.and_then(|place| self.cells.get(place)).map_or("", |cell| cell.trim());
        cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
    }

    /// The cell of a column, if it is not empty.
    pub fn text(&self, column: &str) -> Option<String> {
        Some(self.at(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether all cells say the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.cells == other.cells
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// Why a cell is not what its column wants, with its column.
    pub fn wrong(&self, column: &str, expected: &str) -> String {
        match self.at(column) {
            "" => format!("{column} is empty, expected {expected}"),
            got => format!("{column} is {}, expected {expected}", told(got)),
        }
    }

    /// A row that is not used, with the reason.
    pub fn set_aside(&self, report: &mut ImportReport, reason: String) {
        report.count(RowKind::SetAside);
        report.remark(self.number, RowKind::SetAside, reason);
    }
}

/// Whether a spreadsheet would compute a cell, apostrophes before it aside.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}

/// A probability, in per cent with the sign; a comma may be the decimal sign.
pub(crate) fn probability(cell: &str) -> Option<f64> {
    let (number, scale) = cell.strip_suffix('%').map_or((cell, 1.0), |percent| (percent.trim(), 100.0));
    let share = number.replace(',', ".").parse::<f64>().ok()? / scale;
    (share > 0.0 && share <= 1.0).then_some(share)
}
