use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataError, Grouping, Unit, case::lower, login_digits};
use crate::table::Table;

/// What is known of a school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// Its name as people write it.
    pub name: String,
    /// Its municipality.
    pub municipality: String,
    /// Its type, such as `lyceum`; free text.
    pub kind: String,
    /// The reference group it is compared within; empty: all schools without one.
    pub reference: String,
}

/// Schools by login: name, municipality, type, reference group.
///
/// Reference groups (clusters) are the user's choice: by type of school, by town and village, by
/// number of pupils. A sign that compares a school with "its reference group" uses
/// [`reference`](Registry::reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registry {
    schools: BTreeMap<String, School>,
}

impl Registry {
    /// A registry of these schools.
    ///
    /// # Errors
    /// [`DataError::DuplicateSchool`] if a login is listed twice (rows are counted from 1).
    pub fn new(schools: impl IntoIterator<Item = (String, School)>) -> Result<Self, DataError> {
        let mut registry = Self::default();
        for (row, (login, school)) in schools.into_iter().enumerate() {
            if login.trim().is_empty() {
                return Err(DataError::NoLabel { row: row + 1, column: "login" });
            }
            if registry.schools.insert(login.clone(), school).is_some() {
                return Err(DataError::DuplicateSchool { row: row + 1, school: login });
            }
        }
        Ok(registry)
    }

    /// The schools of this registry and of another; what this one leaves blank is taken from the
    /// other.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (login, theirs) in other.schools {
            let ours = self.schools.entry(login).or_default();
            for (mine, more) in [
                (&mut ours.name, theirs.name),
                (&mut ours.municipality, theirs.municipality),
                (&mut ours.kind, theirs.kind),
                (&mut ours.reference, theirs.reference),
            ] {
                if mine.is_empty() {
                    *mine = more;
                }
            }
        }
        self
    }

    /// The schools in the order of their logins: `login, name, municipality, kind, reference`; what
    /// is not known is empty.
    #[must_use]
    pub fn table(&self) -> Table {
        let column =
            |of: fn(&School) -> &String| self.schools.values().map(|s| of(s).clone()).collect::<Vec<_>>();
        Table::new()
            .with("login", self.schools.keys().cloned().collect::<Vec<_>>())
            .with("name", column(|s| &s.name))
            .with("municipality", column(|s| &s.municipality))
            .with("kind", column(|s| &s.kind))
            .with("reference", column(|s| &s.reference))
    }

    /// The school of this login. `sch220001`, `edu220001` and `SCH220001` are one school: the
    /// digits stay when the prefix changes.
    #[must_use]
    pub fn get(&self, login: &str) -> Option<&School> {
        self.schools.get(login).or_else(|| {
            let lower = lower(login);
            let digits = login_digits(&lower);
            let is_login = digits.len() < lower.len();
            is_login.then(|| {
                ["edu", "sch"].iter().find_map(|prefix| self.schools.get(&format!("{prefix}{digits}")))
            })?
        })
    }

    /// The school's name, or its login where the registry has none.
    #[must_use]
    pub fn name<'a>(&'a self, login: &'a str) -> &'a str {
        self.get(login).map(|s| s.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(login)
    }

    /// The school's municipality; empty where unknown.
    #[must_use]
    pub fn municipality(&self, login: &str) -> &str {
        self.get(login).map_or("", |s| &s.municipality)
    }

    /// The school's reference group; empty where it has none. A class has its school's, larger
    /// units have none.
    #[must_use]
    pub fn reference(&self, unit: &Unit) -> &str {
        unit.school().and_then(|school| self.get(school)).map_or("", |s| &s.reference)
    }

    /// The reference groups of the groups of a tally, by their names.
    pub(crate) fn references<'a>(
        &self,
        grouping: Grouping,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Vec<&str> {
        names.into_iter().map(|name| self.reference(&Unit::parse(grouping, name))).collect()
    }

    /// The school's type; empty where unknown. A class has its school's, larger units have none.
    #[must_use]
    pub fn kind(&self, unit: &Unit) -> &str {
        unit.school().and_then(|school| self.get(school)).map_or("", |s| &s.kind)
    }

    /// The school of this login, where it is listed; a class by its name else.
    #[must_use]
    pub fn unit(&self, name: &str) -> Unit {
        let grouping = if self.get(name).is_some() { Grouping::School } else { Grouping::Class };
        Unit::parse(grouping, name)
    }

    /// All schools by login.
    #[must_use]
    pub fn schools(&self) -> &BTreeMap<String, School> {
        &self.schools
    }
}
