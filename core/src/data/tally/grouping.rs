//! What groups are made of, and the group of each person.

use serde::{Deserialize, Serialize};

use crate::data::unit::name_of_class;
use crate::data::{DataError, Labels, Results, Unit, names};

/// What the groups of a tally are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// One group: all persons.
    All,
    /// Groups are municipalities.
    Municipality,
    /// Groups are schools.
    School,
    /// Groups are classes, named `school/class`: see [`Unit`].
    Class,
}

names!(Grouping, "group", School = "school", Class = "class", Municipality = "municipality", All = "all");

/// The group of each person, as a number and as a name.
pub(in crate::data) struct Keys<'a> {
    pub(super) grouping: Grouping,
    pub(super) school: &'a Labels,
    labels: Option<&'a Labels>,
}

impl<'a> Keys<'a> {
    pub fn of(results: &'a Results, grouping: Grouping) -> Result<Self, DataError> {
        let missing = |column| DataError::NoGrouping { column };
        let labels = match grouping {
            Grouping::All => None,
            Grouping::School => Some(results.school()),
            Grouping::Municipality => Some(results.municipality().ok_or_else(|| missing("municipality"))?),
            Grouping::Class => Some(results.class_id().ok_or_else(|| missing("class_id"))?),
        };
        Ok(Self { grouping, school: results.school(), labels })
    }

    pub fn key(&self, person: usize) -> usize {
        let label = self.labels.map_or(0, |l| l.codes()[person] as usize);
        match (self.grouping, self.labels) {
            (Grouping::Class, Some(l)) => self.school.codes()[person] as usize * l.names().len() + label,
            _ => label,
        }
    }

    /// Two keys may have one name: a class without a name and one named `-`.
    pub fn name(&self, key: usize) -> String {
        match (self.grouping, self.labels) {
            (Grouping::Class, Some(l)) => {
                let class = &l.names()[key % l.names().len()];
                let school = &self.school.names()[key / l.names().len()];
                name_of_class(school, if class.is_empty() { "-" } else { class })
            }
            (_, Some(l)) => l.names()[key].clone(),
            (_, None) => Unit::All.name(),
        }
    }
}

impl Results {
    /// The name of each person's group, as tallies have it.
    ///
    /// # Errors
    /// [`DataError::NoGrouping`] if the results lack the labels of the grouping.
    pub fn groups(&self, grouping: Grouping) -> Result<Labels, DataError> {
        let keys = Keys::of(self, grouping)?;
        Ok(Labels::new((0..self.len()).map(|person| keys.name(keys.key(person)))))
    }
}
