//! A screening as tables.

use super::{Indication, LeftOut, SchoolSummary, Screening};
use crate::data::{Grouping, Unit};
use crate::evidence::Evidence;
use crate::sorted::Sorted;
use crate::statistics::Tier;
use crate::table::Table;

impl Screening {
    /// Columns `school, name, municipality, works, n, signs, marked, tier`; `tier` is that of the
    /// pupils of one work on average. Under the evidence layer also
    /// `outcome, strength, channel, effect, lower, upper, detection_limit, reason`, see
    /// [`Conclusion`](super::Conclusion), and beside them `official` and `listed`: markers by the rule of 2019 and by
    /// the list that was given, NaN where they do not look at the school.
    #[must_use]
    pub fn schools_table(&self) -> Table {
        let text = |value: &dyn Fn(&SchoolSummary) -> String| {
            self.schools.iter().map(value).collect::<Vec<String>>()
        };
        let count = |value: fn(&SchoolSummary) -> u64| self.schools.iter().map(value).collect::<Vec<u64>>();
        let usual: Vec<u64> = self.schools.iter().map(|s| s.n / s.works.max(1)).collect();
        let table = Table::new()
            .with("school", text(&|s| s.school.clone()))
            .with("name", text(&|s| self.registry.name(&s.school).to_owned()))
            .with("municipality", text(&|s| s.municipality.clone()))
            .with("works", count(|s| s.works))
            .with("n", count(|s| s.n))
            .with("signs", count(|s| s.signs))
            .with("marked", self.schools.iter().map(|s| s.marked).collect::<Vec<bool>>())
            .with("tier", Tier::names(&usual));
        #[cfg(feature = "signs")]
        if self.evidence.is_some() {
            return self.concluded(table);
        }
        table
    }

    /// As [`Evidence::territory_table`]; empty without the evidence layer.
    #[must_use]
    pub fn territory_table(&self) -> Table {
        self.evidence().map(Evidence::territory_table).unwrap_or_default()
    }

    /// As [`Evidence::extreme_table`]; empty without the evidence layer.
    #[must_use]
    pub fn extreme_table(&self) -> Table {
        self.evidence().map(Evidence::extreme_table).unwrap_or_default()
    }

    /// Columns `class, school, grade, works, n, signs, marked`: classes (named `school/class`) of a
    /// grade over all works.
    #[must_use]
    pub fn classes_table(&self) -> Table {
        let mut classes: Sorted<(&str, u8), (u64, u64, u64)> = Sorted::new();
        for tally in self.works.iter().filter_map(|w| w.by_class.as_ref()) {
            for (class, cells) in tally.groups() {
                let entry = classes.entry((class, tally.assessment().written_in()), Default::default);
                *entry = (entry.0 + 1, entry.1 + cells.n(), entry.2);
            }
        }
        for finding in self.findings().filter(|f| f.unit == Grouping::Class) {
            let grade = finding.grade.unwrap_or_default();
            classes.entry((&finding.group, grade), Default::default).2 += 1;
        }
        let school =
            |class: &str| Unit::parse(Grouping::Class, class).school().unwrap_or_default().to_owned();
        Table::new()
            .with("class", classes.iter().map(|(of, _)| of.0.to_owned()).collect::<Vec<String>>())
            .with("school", classes.iter().map(|(of, _)| school(of.0)).collect::<Vec<String>>())
            .with("grade", classes.iter().map(|(of, _)| u64::from(of.1)).collect::<Vec<u64>>())
            .with("works", classes.iter().map(|(_, c)| c.0).collect::<Vec<u64>>())
            .with("n", classes.iter().map(|(_, c)| c.1).collect::<Vec<u64>>())
            .with("signs", classes.iter().map(|(_, c)| c.2).collect::<Vec<u64>>())
            .with("marked", classes.iter().map(|(_, c)| c.2 > 0).collect::<Vec<bool>>())
    }

    /// Columns `group, schools, marked, share, statistic`; the first row is `all`.
    #[must_use]
    pub fn index_table(&self) -> Table {
        let rows = self.index();
        Table::new()
            .with("group", rows.iter().map(|r| r.group.clone()).collect::<Vec<String>>())
            .with("schools", rows.iter().map(|r| r.index.schools).collect::<Vec<u64>>())
            .with("marked", rows.iter().map(|r| r.index.marked).collect::<Vec<u64>>())
            .with("share", rows.iter().map(|r| r.index.share).collect::<Vec<f64>>())
            .with("statistic", rows.iter().map(|r| r.index.statistic).collect::<Vec<f64>>())
    }

    /// What the policy asks for and the works do not allow: columns `sign, unit, scope, reason`.
    #[must_use]
    pub fn left_out_table(&self) -> Table {
        let text = |value: fn(&LeftOut) -> String| self.left_out.iter().map(value).collect::<Vec<String>>();
        Table::new()
            .with("sign", text(|l| l.sign.clone()))
            .with("unit", text(|l| l.unit.name().to_owned()))
            .with("scope", text(|l| l.scope.clone()))
            .with("reason", text(|l| l.reason.clone()))
    }

    /// The findings as a table, see [`Indication`]; with `all` every indication. `school` and
    /// `class` are those of the unit, empty where it has none.
    #[must_use]
    pub fn findings_table(&self, all: bool) -> Table {
        let rows: Vec<&Indication> = self.indications.iter().filter(|i| all || i.flagged).collect();
        let text = |value: fn(&Indication) -> String| rows.iter().map(|r| value(r)).collect::<Vec<String>>();
        let real = |value: fn(&Indication) -> f64| rows.iter().map(|r| value(r)).collect::<Vec<f64>>();
        let pupils: Vec<u64> = rows.iter().map(|r| r.pupils).collect();
        let units: Vec<Unit> = rows.iter().map(|r| r.whom()).collect();
        let part = |of: fn(&Unit) -> Option<&str>| {
            units.iter().map(|unit| of(unit).unwrap_or_default().to_owned()).collect::<Vec<String>>()
        };
        Table::new()
            .with("id", text(Indication::id))
            .with("scope", text(|r| r.scope.clone()))
            .with("sign", text(|r| r.sign.clone()))
            .with("unit", text(|r| r.unit.name().to_owned()))
            .with("group", text(|r| r.group.clone()))
            .with("school", part(Unit::school))
            .with("class", part(Unit::class))
            .with("n", rows.iter().map(|r| r.n).collect::<Vec<u64>>())
            .with("pupils", pupils.clone())
            .with("statistic", real(|r| r.statistic))
            .with("pvalue", real(|r| r.pvalue))
            .with("qvalue", real(|r| r.qvalue))
            .with("effect", real(|r| r.effect))
            .with("lower", real(|r| r.lower))
            .with("upper", real(|r| r.upper))
            .with("tier", Tier::names(&pupils))
            .with("flagged", rows.iter().map(|r| r.flagged).collect::<Vec<bool>>())
    }
}
