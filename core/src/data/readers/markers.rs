use std::collections::HashMap;

use super::{Sheet, code_and_name, cover::whole, squeeze, told};
use crate::data::{
    DataError, ImportReport, Marker, MarkerImport, MarkerList, MarkerRow, RowKind, case::lower,
    subject::subject_key,
};

/// The official marker list:
/// `Год | Логин | Муниципалитет | ОО | 4 РУ | 4 МА | 5 РУ | 5 МА | Количество маркеров`.
///
/// Each column called by a grade and a subject is a marker; a cell is 1, or empty or 0 for none.
/// The year may be stored as text. Municipality, name and count column may be absent. Rows:
///
/// * **taken**: year and login are there. A remark says where the count column disagrees with the
///   markers, where a marker cell is neither 1 nor empty (taken as none), and where the school
///   stands in the year's list already.
/// * **absent**: blank.
/// * **set_aside**: no year or no login, or the same row a second time.
///
/// Written from a description of a published list; no sample was at hand.
///
/// # Errors
/// [`DataError::NoColumn`] without year, login, or any marker column; [`DataError::Empty`] without
/// a row that is taken.
///
/// # Examples
/// ```
/// use obektiv::data::readers::{Sheet, read_markers};
/// let text = "Год;Логин;Муниципалитет;ОО;4 РУ;4 МА;5 РУ;5 МА;Количество маркеров\n2024;edu990001;М;Школа 1;1;;;1;2";
/// let list = read_markers(&Sheet::from_csv(text.as_bytes())?)?.list;
/// assert_eq!((list.by_year()[0].schools, list.by_year()[0].markers), (1, 2));
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_markers(sheet: &Sheet) -> Result<MarkerImport, DataError> {
    let columns = Columns::find(sheet)?;
    let mut report =
        ImportReport { layout: "marker-list".to_owned(), notes: sheet.notes.clone(), ..Default::default() };
    let mut rows = Vec::new();
    let mut seen: HashMap<(u16, &str), usize> = HashMap::new();
    for (index, cells) in sheet.rows.iter().enumerate() {
        let number = sheet.numbers[index];
        if cells.iter().all(String::is_empty) {
            report.count(RowKind::Absent);
            continue;
        }
        let mut set_aside = |reason: String| {
            report.count(RowKind::SetAside);
            report.remark(number, RowKind::SetAside, reason);
        };
        let (year, school) = match columns.key(cells) {
            Ok(key) => key,
            Err(reason) => {
                set_aside(reason);
                continue;
            }
        };
        let before = seen.insert((year, school), index);
        if let Some(first) = before.filter(|&first| sheet.rows[first] == *cells) {
            set_aside(format!("the same row as row {}", sheet.numbers[first]));
            continue;
        }
        report.count(RowKind::Taken);
        if let Some(first) = before {
            let reason = format!("this school stands in row {} too", sheet.numbers[first]);
            report.remark(number, RowKind::Taken, reason);
        }
        let (markers, remarks) = columns.markers(cells, &sheet.header);
        for reason in remarks {
            report.remark(number, RowKind::Taken, reason);
        }
        let text = |column: Option<usize>| squeeze(column.map_or("", |column| at(cells, column)));
        rows.push(MarkerRow {
            year,
            school: school.to_owned(),
            municipality: text(columns.municipality),
            name: text(columns.name),
            markers,
        });
    }
    if rows.is_empty() {
        return Err(DataError::Empty { what: "the list" });
    }
    Ok(MarkerImport { list: MarkerList { rows }, report })
}

/// Where the list has what.
struct Columns {
    year: usize,
    login: usize,
    municipality: Option<usize>,
    name: Option<usize>,
    count: Option<usize>,
    markers: Vec<(usize, Marker)>,
}

impl Columns {
    fn find(sheet: &Sheet) -> Result<Self, DataError> {
        let header: Vec<String> = sheet.header.iter().map(|h| lower(&squeeze(h))).collect();
        let find = |name: &str| header.iter().position(|h| h == name);
        let missing =
            |name: &str| DataError::NoColumn { column: name.to_owned(), have: sheet.header.clone() };
        let need = |name: &str| find(name).ok_or_else(|| missing(name));
        let columns = Self {
            year: need("год")?,
            login: need("логин")?,
            municipality: find("муниципалитет"),
            name: find("оо"),
            count: find("количество маркеров"),
            markers: header.iter().enumerate().filter_map(|(c, h)| Some((c, marker(h)?))).collect(),
        };
        if columns.markers.is_empty() { Err(missing("4 РУ")) } else { Ok(columns) }
    }

    /// Year and school of a row, or why it has none.
    fn key<'a>(&self, cells: &'a [String]) -> Result<(u16, &'a str), String> {
        let (year, login) = (at(cells, self.year), at(cells, self.login));
        let year = whole::<u16>(year)
            .ok_or_else(|| format!("the year is {}, expected a whole number", told(year)))?;
        let school = code_and_name(login).0.unwrap_or(login);
        if school.is_empty() { Err("no school".to_owned()) } else { Ok((year, school)) }
    }

    /// The markers of a row, and what is to be remarked.
    fn markers(&self, cells: &[String], header: &[String]) -> (Vec<Marker>, Vec<String>) {
        let (mut own, mut remarks) = (Vec::new(), Vec::new());
        for (column, marker) in &self.markers {
            match (at(cells, *column), whole::<u8>(at(cells, *column))) {
                (_, Some(1)) => own.push(marker.clone()),
                ("", _) | (_, Some(0)) => {}
                (other, _) => remarks.push(format!(
                    "the marker {} is {}, expected 1 or nothing: taken as none",
                    header[*column],
                    told(other)
                )),
            }
        }
        if let Some(count) = self.count.map(|column| at(cells, column))
            && whole(count) != Some(own.len())
        {
            remarks.push(format!("the count is {}, the row has {} markers", told(count), own.len()));
        }
        (own, remarks)
    }
}

fn at(cells: &[String], column: usize) -> &str {
    cells.get(column).map_or("", String::as_str)
}

/// A marker column's name: a grade and a subject, such as `4 ру`.
fn marker(header: &str) -> Option<Marker> {
    let subject = header.trim_start_matches(|c: char| c.is_ascii_digit());
    let grade: u8 = header[..header.len() - subject.len()].parse().ok()?;
    let subject = subject.trim();
    let fine = (1..=11).contains(&grade) && !subject.is_empty() && subject.chars().all(char::is_alphabetic);
    fine.then(|| Marker { grade, subject: subject_key(subject) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Год;Логин;Муниципалитет;ОО;4 РУ;4  МА;5РУ;5 МА;Количество маркеров";

    fn read(rows: &str) -> Result<MarkerImport, DataError> {
        read_markers(&Sheet::from_csv(format!("{HEADER}\n{rows}").as_bytes()).unwrap())
    }

    #[test]
    fn a_list_is_read_with_its_years_as_text_and_its_spaces_multiplied() {
        let import =
            read("2024 ;edu990001;г.  Горный;МКОУ   «Школа»;1;;1.0;0;2\n2023.0;edu990001;М;Ш;;;;1;1")
                .unwrap();
        let rows = &import.list.rows;
        assert_eq!((import.report.taken, import.report.remarks.len()), (2, 0));
        assert_eq!((rows[0].year, rows[1].year), (2024, 2023));
        assert_eq!((rows[0].municipality.as_str(), rows[0].name.as_str()), ("г. Горный", "МКОУ «Школа»"));
        let marker = |grade, subject: &str| Marker { grade, subject: subject.to_owned() };
        assert_eq!(rows[0].markers, [marker(4, "russian"), marker(5, "russian")]);
        assert_eq!(rows[1].markers, [marker(5, "maths")]);
    }

    #[test]
    fn what_does_not_fit_is_remarked_or_set_aside() {
        let import = read(
            "2024;edu990001;М;Ш;1;;;;2\n2024;edu990002;М;Ш;да;;;1;1\n?;edu990003;М;Ш;1;;;;1\n2024;;М;Ш;1;;;;1\n;;;;;;;;\n\
             2024;edu990001;М;Ш;1;;;;2\n2024;edu990001;М;Ш;;1;;;1",
        )
        .unwrap();
        let r = &import.report;
        assert_eq!((r.rows, r.taken, r.set_aside, r.absent), (7, 3, 3, 1));
        let reasons: Vec<&str> = r.remarks.iter().map(|r| r.reason.as_str()).collect();
        assert_eq!(
            reasons,
            [
                "the count is \"2\", the row has 1 markers",
                "the marker 4 РУ is \"да\", expected 1 or nothing: taken as none",
                "the year is \"?\", expected a whole number",
                "no school",
                "the same row as row 2",
                "this school stands in row 7 too",
            ]
        );
    }

    #[test]
    fn a_table_that_is_no_marker_list_names_the_missing_column() {
        let code =
            |text: &str| read_markers(&Sheet::from_csv(text.as_bytes()).unwrap()).map(|_| ()).unwrap_err();
        assert_eq!(code("Логин;4 РУ\ns;1").code(), "data.no_column");
        let have = vec!["Год".to_owned(), "Логин".to_owned(), "12 РУ".to_owned()];
        assert_eq!(code("Год;Логин;12 РУ"), DataError::NoColumn { column: "4 РУ".to_owned(), have });
        assert_eq!(code(HEADER).code(), "data.empty");
    }
}
