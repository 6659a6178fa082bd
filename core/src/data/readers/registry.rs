//! A registry of schools from a table.

use std::collections::BTreeMap;

use super::names::{code_and_name, squeeze};
use super::{Sheet, fold, layout};
use crate::data::{DataError, Registry, School};

/// A territory registry from a table with the columns `login` (or `school`, `логин`), `name`
/// (`название`, `имя`), `municipality` (`муниципалитет`, `район`, `регион`), `kind` (`тип`),
/// `reference` (`кластер`); all but the first are optional. The header may stand below rows of
/// title; blank rows are none.
///
/// # Errors
/// [`DataError::NoColumn`] without a login column, [`DataError::DuplicateSchool`],
/// [`DataError::NoLabel`]: rows are counted as a spreadsheet shows them.
pub fn read_registry(sheet: &Sheet) -> Result<Registry, DataError> {
    let Some((above, columns)) = Columns::find(sheet) else {
        return Err(DataError::NoColumn { column: "login".to_owned(), have: sheet.header.clone() });
    };
    let mut schools: BTreeMap<String, School> = BTreeMap::new();
    for (cells, &row) in sheet.rows[above..].iter().zip(&sheet.numbers[above..]) {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        let (login, school) = columns.school(cells);
        if fold::is_no_label(&login) || login.is_empty() {
            return Err(DataError::NoLabel { row, column: "login" });
        }
        if schools.insert(login.clone(), school).is_some() {
            return Err(DataError::DuplicateSchool { row, school: login });
        }
    }
    Registry::new(schools)
}

const LOGIN: [&str; 9] =
    ["login", "school", "логин", "логин школы", "логин оо", "код оо", "код школы", "пользователь", "user"];
const NAME: [&str; 8] =
    ["name", "название", "название оо", "наименование", "наименование оо", "имя", "оо", "школа"];
const MUNICIPALITY: [&str; 7] =
    ["municipality", "муниципалитет", "муниципальное образование", "мо", "район", "территория", "регион"];
const KIND: [&str; 4] = ["kind", "type", "тип", "вид"];
const REFERENCE: [&str; 3] = ["reference", "cluster", "кластер"];

/// Where a registry has what.
struct Columns {
    login: usize,
    name: Option<usize>,
    municipality: Option<usize>,
    kind: Option<usize>,
    reference: Option<usize>,
}

impl Columns {
    /// With the rows above those of schools.
    fn find(sheet: &Sheet) -> Option<(usize, Self)> {
        let headers = sheet.all_rows().take(layout::LONGEST_COVER).enumerate();
        let mut headers =
            headers.map(|(above, row)| (above, row.iter().map(|h| fold::header(h)).collect::<Vec<_>>()));
        let (above, header, login) = headers.find_map(|(above, header)| {
            let login = LOGIN.iter().find_map(|name| header.iter().position(|h| h == name))?;
            Some((above, header, login))
        })?;
        let find = |names: &[&str]| {
            let mut places = names.iter().filter_map(|name| header.iter().position(|h| h == name));
            places.find(|&column| column != login)
        };
        let columns = Self {
            login,
            name: find(&NAME),
            municipality: find(&MUNICIPALITY),
            kind: find(&KIND),
            reference: find(&REFERENCE),
        };
        Some((above, columns))
    }

    /// The login and what else a row says.
    fn school(&self, cells: &[String]) -> (String, School) {
        // Names differ between files by repeated spaces alone.
        let text =
            |column: Option<usize>| squeeze(column.and_then(|c| cells.get(c)).map_or("", String::as_str));
        let cell = text(Some(self.login));
        let (code, own_name) = code_and_name(&cell);
        let name = text(self.name);
        let school = School {
            name: if name.is_empty() && code.is_some() {
                own_name.to_owned()
            } else {
                code_and_name(&name).1.to_owned()
            },
            municipality: code_and_name(&text(self.municipality)).1.to_owned(),
            kind: text(self.kind),
            reference: text(self.reference),
        };
        (code.unwrap_or(&cell).to_owned(), school)
    }
}
