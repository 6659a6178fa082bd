//! What a file says of its schools, beside their pupils.

use std::collections::BTreeMap;

use super::cover::SchoolRow;
use super::layout::Layout;
use super::names::{code_and_name, squeeze};
use super::row;
use crate::data::{ImportReport, School};

/// What a file says of its schools, beside their pupils.
#[derive(Default)]
pub(super) struct Schools {
    pub(super) known: BTreeMap<String, School>,
    /// The school row that holds for the rows below it, and the rows counted since.
    current: Option<SchoolRow>,
    pub(super) rows: u64,
}

impl Schools {
    pub(super) fn turn_to(&mut self, school: SchoolRow, layout: &mut Layout, report: &mut ImportReport) {
        self.check_count(report);
        school.login.clone_into(&mut layout.school);
        self.rows = 0;
        self.current = Some(school);
    }

    pub(super) fn check_count(&self, report: &mut ImportReport) {
        if let Some(SchoolRow { login, pupils: Some(pupils), .. }) = &self.current
            && *pupils != self.rows
        {
            report.notes.push(format!("{login}: the file counts {pupils} pupils and has {} rows", self.rows));
        }
    }

    /// The name and the municipality of a pupil's school, from the first row that has them.
    pub(super) fn learn(&mut self, cells: &[String], layout: &Layout, pupil: &row::Pupil) {
        if !layout.named || self.known.contains_key(&pupil.school) {
            return;
        }
        let at = |column: Option<usize>| column.and_then(|c| cells.get(c)).map_or("", String::as_str);
        let above = self.current.iter().filter(|s| s.login == pupil.school).map(|s| s.name.as_str());
        let own = [at(layout.school_name), at(layout.login)].map(|cell| code_and_name(cell).1);
        let name = own.into_iter().chain(above);
        let name =
            name.map(squeeze).find(|name| !name.is_empty() && *name != pupil.school).unwrap_or_default();
        let school = School { name, municipality: pupil.municipality.clone(), ..School::default() };
        self.known.insert(pupil.school.clone(), school);
    }
}
