//! The official view beside ours: the rule of 2019 on the same works, and a list that officials
//! published.

use std::borrow::Cow;
use std::collections::BTreeMap;
#[cfg(feature = "signs")]
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Screening;
#[cfg(feature = "signs")]
use super::{
    Policy, ScreeningError,
    indication::{self, Context},
};
#[cfg(feature = "signs")]
use crate::data::{Grouping, MarkerList, login_digits};
use crate::sorted::filled;
use crate::table::Table;

/// Schools that another view marks, among those that it looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OtherView {
    /// `official-2019`, or `listed` for a list of markers that was given.
    pub name: Cow<'static, str>,
    /// For each school that the view looks at, how many markers it has.
    pub markers: BTreeMap<String, u64>,
}

/// How one view and ours agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The other view.
    pub view: Cow<'static, str>,
    /// Schools that both mark.
    pub both: u64,
    /// Schools that ours alone marks.
    pub ours: u64,
    /// Schools that the other alone marks.
    pub theirs: u64,
    /// Schools that it looks at and neither marks.
    pub neither: u64,
    /// Cohen's kappa: agreement beyond chance; NaN where one of them marks all or both none.
    pub kappa: f64,
}

/// The rule of 2019 on the works that it looks at; none if there is no such work.
#[cfg(feature = "signs")]
pub(super) fn official(context: &Context<'_, '_>) -> Result<Option<OtherView>, ScreeningError> {
    let policy = Policy::official_2019();
    let works: Vec<_> =
        context.works.iter().filter(|work| super::looks_at(&policy, work.assessment())).cloned().collect();
    if works.is_empty() {
        return Ok(None);
    }
    let schools = works.iter().flat_map(|work| work.by_school.groups().keys().cloned());
    let mut markers: BTreeMap<String, u64> = filled(schools.map(|school| (school, 0)));
    let context =
        Context { policy: &policy, works: &works, pupils: context.pupils, registry: context.registry };
    for rule in &policy.rules {
        let (found, _) = indication::of_rule(rule, &context)?;
        for sign in found.iter().filter(|i| i.flagged && i.unit == Grouping::School) {
            *markers.entry(sign.group.clone()).or_default() += 1;
        }
    }
    Ok(Some(OtherView { name: "official-2019".into(), markers }))
}

/// A list of markers, of the years of the works; a school that is not on it has none.
#[cfg(feature = "signs")]
pub(super) fn listed<'a>(
    list: &MarkerList,
    years: &BTreeSet<u16>,
    schools: impl Iterator<Item = &'a String>,
) -> OtherView {
    let mut of: BTreeMap<&str, u64> = BTreeMap::new();
    for row in list.rows.iter().filter(|row| years.contains(&row.year)) {
        *of.entry(login_digits(&row.school)).or_default() += row.markers.len() as u64;
    }
    let markers = filled(schools.map(|s| (s.clone(), of.get(login_digits(s)).copied().unwrap_or(0))));
    OtherView { name: "listed".into(), markers }
}

impl OtherView {
    fn agreement(&self, marked: &BTreeMap<&str, bool>) -> Agreement {
        let mut cells = [0_u64; 4];
        for (school, markers) in &self.markers {
            if let Some(ours) = marked.get(school.as_str()) {
                cells[2 * usize::from(!ours) + usize::from(*markers == 0)] += 1;
            }
        }
        let [both, ours, theirs, neither] = cells;
        let n = cells.iter().sum::<u64>() as f64;
        let (us, them) = ((both + ours) as f64 / n, (both + theirs) as f64 / n);
        let chance = us * them + (1.0 - us) * (1.0 - them);
        let kappa = ((both + neither) as f64 / n - chance) / (1.0 - chance);
        Agreement { view: self.name.clone(), both, ours, theirs, neither, kappa }
    }
}

impl Screening {
    /// How other views of the same schools agree with what is marked here: the rule of 2019, where
    /// the works have its subjects and grades and the policy has the evidence layer, and a list of
    /// markers, if one was given.
    #[must_use]
    pub fn agreement(&self) -> Vec<Agreement> {
        let marked = filled(self.schools.iter().map(|school| (school.school.as_str(), school.marked)));
        self.views.iter().map(|view| view.agreement(&marked)).collect()
    }

    /// [`agreement`](Self::agreement) as a table: columns
    /// `view, both, ours, theirs, neither, kappa`.
    #[must_use]
    pub fn agreement_table(&self) -> Table {
        let rows = self.agreement();
        let count = |of: fn(&Agreement) -> u64| rows.iter().map(of).collect::<Vec<u64>>();
        Table::new()
            .with("view", rows.iter().map(|row| row.view.to_string()).collect::<Vec<_>>())
            .with("both", count(|row| row.both))
            .with("ours", count(|row| row.ours))
            .with("theirs", count(|row| row.theirs))
            .with("neither", count(|row| row.neither))
            .with("kappa", rows.iter().map(|row| row.kappa).collect::<Vec<f64>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_beyond_chance() {
        let markers = (0..100).map(|i| (format!("{i:02}"), u64::from(i < 30))).collect();
        let view = OtherView { name: "listed".into(), markers };
        let names: Vec<String> = (0..100).map(|i| format!("{i:02}")).collect();
        let marked =
            names.iter().enumerate().map(|(i, name)| (name.as_str(), (10..40).contains(&i))).collect();
        let of = view.agreement(&marked);
        assert_eq!((of.both, of.ours, of.theirs, of.neither), (20, 10, 10, 60));
        // (.8 − .58)/(1 − .58)
        assert!((of.kappa - 0.22 / 0.42).abs() < 1e-12);
    }
}
