//! The table of schools as files that people forward: CSV and XLSX, in the official shape and in
//! ours.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ReportError;
use super::bins::SMALLEST_SHOWN;
use super::published::{Published, Scope};
use crate::screening::Screening;
use crate::sorted::filled;
use crate::statistics::official::is_official;
use crate::table::Column;

/// The shape of the table of schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// The columns of [`schools_table`](Screening::schools_table), one row for each school. `n`
    /// counts what reports show: works of five pupils and more; of a school with fewer than five a
    /// work there is nothing but its name.
    #[default]
    Ours,
    /// `Год | Логин | Муниципалитет | ОО | 4 РУ | 4 МА | 5 РУ | 5 МА | Количество маркеров`, one
    /// row for each school and year with a marker. A marker is any official sign of the school in
    /// that work: its cell is 1, others are empty.
    Official,
}

impl std::str::FromStr for Shape {
    type Err = ReportError;
    fn from_str(name: &str) -> Result<Self, ReportError> {
        match name {
            "ours" => Ok(Self::Ours),
            "official" => Ok(Self::Official),
            _ => Err(ReportError::Name { what: "shape", got: name.to_owned(), expected: "ours, official" }),
        }
    }
}

/// The works of the official shape, in its order.
const MARKERS: [(&str, u8, &str); 4] =
    [("russian", 4, "4 РУ"), ("maths", 4, "4 МА"), ("russian", 5, "5 РУ"), ("maths", 5, "5 МА")];

/// The columns that say which school it is, and how many works it wrote.
const IDENTITY: [&str; 4] = ["school", "name", "municipality", "works"];

/// One cell of a file.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

/// The first row names the columns.
fn rows(screening: &Screening, shape: Shape) -> Result<Vec<Vec<Cell>>, ReportError> {
    match shape {
        Shape::Ours => Ok(ours(screening)),
        Shape::Official => official(screening),
    }
}

fn ours(screening: &Screening) -> Vec<Vec<Cell>> {
    let table = screening.schools_table();
    let shown = shown_papers(screening);
    // Of a school with fewer than five pupils a work no more than that it is there.
    let is_small: Vec<bool> = screening.schools.iter().map(|s| s.n < SMALLEST_SHOWN * s.works).collect();
    let cell = |(name, column): &(Cow<'static, str>, Column), row: usize| match column {
        _ if is_small[row] && !IDENTITY.contains(&name.as_ref()) => Cell::Empty,
        _ if name == "n" => Cell::Number(shown[row] as f64),
        Column::Float(values) if values[row].is_finite() => Cell::Number(values[row]),
        Column::Float(_) => Cell::Empty,
        Column::Int(values) => Cell::Number(values[row] as f64),
        Column::Bool(values) => Cell::Number(f64::from(u8::from(values[row]))),
        Column::Text(values) => Cell::Text(values[row].to_string()),
    };
    let header = table.columns.iter().map(|(name, _)| Cell::Text(name.clone().into_owned())).collect();
    let body = (0..table.len()).map(|row| table.columns.iter().map(|c| cell(c, row)).collect());
    std::iter::once(header).chain(body).collect()
}

/// Results of each school that reports show.
fn shown_papers(screening: &Screening) -> Vec<u64> {
    let works = Published::all(screening);
    let of = |school: &str| works.iter().map(|work| work.n(Scope::School(school))).sum();
    screening.schools.iter().map(|school| of(&school.school)).collect()
}

fn official(screening: &Screening) -> Result<Vec<Vec<Cell>>, ReportError> {
    if !screening.policy.rules.iter().any(|rule| rule.sign.is_official()) {
        return Err(ReportError::Shape { policy: screening.policy.name.clone() });
    }
    // The work of each scope: its year and its column.
    let works: BTreeMap<String, (u16, usize)> = screening
        .works
        .iter()
        .filter_map(|work| {
            let a = work.assessment();
            let column = MARKERS.iter().position(|m| (m.0, m.1) == (a.subject.as_str(), a.test_grade))?;
            Some((a.key(), (a.year, column)))
        })
        .collect();
    let mut marked: BTreeMap<(u16, &str), [bool; MARKERS.len()]> = BTreeMap::new();
    for finding in screening.findings().filter(|f| is_official(&f.sign)) {
        if let Some(&(year, column)) = works.get(&finding.scope) {
            marked.entry((year, &finding.group)).or_default()[column] = true;
        }
    }
    let text = |value: &str| Cell::Text(value.to_owned());
    let number = |value: usize| Cell::Number(value as f64);
    let header = ["Год", "Логин", "Муниципалитет", "ОО"].into_iter().chain(MARKERS.map(|m| m.2));
    let mut all: Vec<Vec<Cell>> = vec![header.chain(["Количество маркеров"]).map(text).collect()];
    let municipality: BTreeMap<&str, &str> =
        filled(screening.schools.iter().map(|s| (s.school.as_str(), s.municipality.as_str())));
    for ((year, school), markers) in marked {
        let name = screening.registry.name(school);
        let texts = [school, municipality.get(school).copied().unwrap_or(""), name];
        let mut row: Vec<Cell> = std::iter::once(number(year.into())).chain(texts.map(text)).collect();
        row.extend(markers.iter().map(|&m| if m { Cell::Number(1.0) } else { Cell::Empty }));
        row.push(number(markers.iter().filter(|&&m| m).count()));
        all.push(row);
    }
    Ok(all)
}

/// The table of schools as CSV: UTF-8 with a byte order mark and semicolons, as Excel opens it
/// where the comma is the decimal sign.
///
/// A text that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-`, `@`, a
/// tab or a line break, gets an apostrophe before it.
///
/// # Errors
/// [`ReportError::Shape`] for the official shape of a screening without official signs.
#[cfg(feature = "csv")]
pub fn schools_csv(screening: &Screening, shape: Shape) -> Result<Vec<u8>, ReportError> {
    let text = |cell| match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{text}"),
        Cell::Text(text) => text,
        Cell::Number(number) => number.to_string(),
        Cell::Empty => String::new(),
    };
    crate::data::semicolons(
        rows(screening, shape)?.into_iter().map(|row| row.into_iter().map(text).collect()),
    )
    .map_err(|reason| ReportError::Unwritable { format: "csv", reason })
}

/// The table of schools as the bytes of an `.xlsx` file. Text is written as text, whatever it
/// begins with.
///
/// # Errors
/// [`ReportError::Shape`] for the official shape of a screening without official signs.
#[cfg(feature = "write")]
pub fn schools_xlsx(screening: &Screening, shape: Shape) -> Result<Vec<u8>, ReportError> {
    write_xlsx(&rows(screening, shape)?)
        .map_err(|e| ReportError::Unwritable { format: "xlsx", reason: e.to_string() })
}

#[cfg(feature = "write")]
fn write_xlsx(rows: &[Vec<Cell>]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let sheet = book.add_worksheet();
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(text) if at == 0 => sheet.write_string_with_format(at, column, text, &bold)?,
                Cell::Text(text) => sheet.write_string(at, column, text)?,
                Cell::Number(number) => sheet.write_number(at, column, *number)?,
                Cell::Empty => continue,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(feature = "csv")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Registry, School};
    use crate::screening::{Policy, screen};
    use crate::simulate::{Municipality, MunicipalityOptions, municipality};

    fn town() -> Municipality {
        municipality(&MunicipalityOptions::default(), 1).unwrap()
    }

    fn lines(bytes: Vec<u8>) -> Vec<String> {
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
        text.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn the_official_shape_has_one_row_for_each_school_with_a_marker() {
        let m = town();
        let s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
        let lines = lines(schools_csv(&s, Shape::Official).unwrap());
        assert_eq!(lines[0], "Год;Логин;Муниципалитет;ОО;4 РУ;4 МА;5 РУ;5 МА;Количество маркеров");
        assert_eq!(lines.len() - 1, s.schools.iter().filter(|s| s.marked).count());
        for line in &lines[1..] {
            let cells: Vec<&str> = line.split(';').collect();
            assert_eq!((cells.len(), cells[0]), (9, "2021"));
            let markers = cells[4..8].iter().filter(|c| **c == "1").count();
            assert_eq!(cells[8], markers.to_string());
            assert!(markers > 0 && cells[4..8].iter().all(|c| c.is_empty() || *c == "1"), "{line}");
            let signs = s.findings().filter(|f| f.group == cells[1]).map(|f| &f.scope);
            assert_eq!(signs.collect::<std::collections::BTreeSet<_>>().len(), markers);
        }
    }

    #[test]
    fn the_official_shape_needs_official_signs() {
        let m = town();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        assert_eq!(schools_csv(&s, Shape::Official).unwrap_err().code(), "report.shape");
        assert_eq!(lines(schools_csv(&s, Shape::Ours).unwrap()).len(), 41);
    }

    #[test]
    fn of_a_school_of_three_pupils_there_is_nothing_but_its_name() {
        let a = crate::data::Assessment::new("maths", 5, 2021, &[9], Some([2, 4, 6])).unwrap();
        let school = crate::data::Labels::new((0..40).map(|p| if p < 3 { "small" } else { "large" }));
        let scores = ndarray::Array2::from_shape_fn((40, 1), |(p, _)| (p % 10) as u8);
        let parts = crate::data::ResultsBuilder { scores, school, ..Default::default() };
        let r = crate::data::Results::new(a, parts).unwrap();
        let s = screen([&r], &Policy::calibrated_1(), &Default::default()).unwrap();
        let lines = lines(schools_csv(&s, Shape::Ours).unwrap());
        assert_eq!(lines[1..], ["large;large;;1;37;0;0;approximate", "small;small;;1;;;;"], "{}", lines[0]);
    }

    #[test]
    fn no_text_becomes_a_formula() {
        let mut m = town();
        let named = |(at, login): (usize, &String)| {
            let name = ["=1+1", "+7", "-x", "@SUM(A1)", "\t=1"][at % 5].to_owned();
            (login.clone(), School { name, ..School::default() })
        };
        m.registry = Registry::new(m.registry.schools().keys().enumerate().map(named)).unwrap();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        for line in &lines(schools_csv(&s, Shape::Ours).unwrap())[1..] {
            assert!(line.split(';').nth(1).unwrap().trim_matches('"').starts_with('\''), "{line}");
        }
    }

    #[cfg(all(feature = "write", feature = "xlsx"))]
    #[test]
    fn a_workbook_holds_the_same_cells_as_text_and_numbers() {
        use calamine::{Data, Reader};
        let mut m = town();
        let named = |login: &String| {
            (
                login.clone(),
                School { name: "=1+1".to_owned(), municipality: "M".to_owned(), ..School::default() },
            )
        };
        m.registry = Registry::new(m.registry.schools().keys().map(named)).unwrap();
        let s = screen(&m.results, &Policy::official_2019(), &m.registry).unwrap();
        for shape in [Shape::Ours, Shape::Official] {
            let bytes = schools_xlsx(&s, shape).unwrap();
            let mut book: calamine::Xlsx<_> =
                calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
            let sheet = book.worksheet_range("Sheet1").unwrap();
            for (written, read) in rows(&s, shape).unwrap().iter().zip(sheet.rows()) {
                let cell = |data: &Data| match data {
                    Data::String(text) => Cell::Text(text.clone()),
                    Data::Float(number) => Cell::Number(*number),
                    Data::Empty => Cell::Empty,
                    other => panic!("{other:?}"),
                };
                assert_eq!(*written, read.iter().map(cell).collect::<Vec<_>>());
            }
            assert_eq!(sheet.height(), rows(&s, shape).unwrap().len());
            assert!(book.worksheet_formula("Sheet1").unwrap().is_empty());
        }
    }
}
