//! What the layer says, as tables.

use std::collections::BTreeSet;

use super::answer::{Block, Channel, ClassEvidence, ClassWork, Evidence, Interval, Outcomes, SchoolEvidence};
use crate::data::Unit;
use crate::sorted::filled;
use crate::table::Table;

/// Fewer judged schools are not summed up: the sum would be about single schools.
const LEAST_JUDGED: u64 = 5;

/// One row of the territory's table.
struct Group<'a> {
    name: &'a str,
    schools: u64,
    judged: u64,
    outcomes: Outcomes,
    raised: Option<Interval>,
    raised_absolute: Option<f64>,
}

impl Evidence {
    /// One row for each school:
    /// `school, municipality, papers, works, outcome, posterior, heaping, fit, class, home`
    /// (posteriors of the blocks, NaN where one did not judge),
    /// `found, extreme, channel, effect, lower, upper, detection_limit, reason`.
    #[must_use]
    pub fn schools_table(&self) -> Table {
        let text =
            |of: &dyn Fn(&SchoolEvidence) -> String| self.schools.iter().map(of).collect::<Vec<String>>();
        let real = |of: &dyn Fn(&SchoolEvidence) -> Option<f64>| {
            self.schools.iter().map(|school| of(school).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
        };
        let count = |of: fn(&SchoolEvidence) -> u64| self.schools.iter().map(of).collect::<Vec<u64>>();
        let yes = |of: fn(&SchoolEvidence) -> bool| self.schools.iter().map(of).collect::<Vec<bool>>();
        let table = Table::new()
            .with("school", text(&|s| s.school.clone()))
            .with("municipality", text(&|s| s.municipality.clone()))
            .with("papers", count(|s| s.papers))
            .with("works", count(|s| s.works.len() as u64))
            .with("outcome", self.schools.iter().map(|s| s.outcome.name()).collect::<Vec<&'static str>>())
            .with("posterior", real(&|s| (!s.blocks.is_empty()).then_some(s.posterior)));
        let of_block =
            |table: Table, block: &Block| table.with(block.name(), real(&|s| s.blocks.get(block).copied()));
        Block::ALL
            .iter()
            .fold(table, of_block)
            .with("found", yes(|s| s.found))
            .with("extreme", yes(|s| s.extreme))
            .with("channel", text(&|s| s.channel.map_or("", Channel::name).to_owned()))
            .with("effect", real(&|s| s.effect.map(|e| e.lambda)))
            .with("lower", real(&|s| s.effect.map(|e| e.lower)))
            .with("upper", real(&|s| s.effect.map(|e| e.upper)))
            .with("detection_limit", real(&|s| s.detection_limit))
            .with("reason", text(&SchoolEvidence::reasons))
    }

    /// What each channel says of each school that has it: `school, channel, z, log_odds`; NaN where
    /// it has none.
    #[must_use]
    pub fn channels_table(&self) -> Table {
        let rows: Vec<_> = self.schools.iter().flat_map(|s| s.channels.iter().map(move |c| (s, c))).collect();
        Table::new()
            .with("school", rows.iter().map(|(s, _)| s.school.clone()).collect::<Vec<String>>())
            .with("channel", rows.iter().map(|(_, c)| c.channel.name()).collect::<Vec<&'static str>>())
            .with("z", rows.iter().map(|(_, c)| c.z.unwrap_or(f64::NAN)).collect::<Vec<f64>>())
            .with("log_odds", rows.iter().map(|(_, c)| c.log_odds.unwrap_or(f64::NAN)).collect::<Vec<f64>>())
    }

    /// Classes of found and of extreme schools, for no other class is named:
    /// `class, school, grade, works, pupils, posterior, extreme, channel, items`; `items` are those
    /// that went up together, by work, from 1.
    #[must_use]
    pub fn classes_table(&self) -> Table {
        let named = self.schools.iter().filter(|s| s.found || s.extreme);
        let named: BTreeSet<&str> = filled(named.map(|s| s.school.as_str()));
        let rows: Vec<&ClassEvidence> =
            self.classes.iter().filter(|c| named.contains(c.school.as_str())).collect();
        let text = |of: fn(&ClassEvidence) -> String| rows.iter().map(|c| of(c)).collect::<Vec<String>>();
        let count = |of: fn(&ClassEvidence) -> u64| rows.iter().map(|c| of(c)).collect::<Vec<u64>>();
        Table::new()
            .with("class", text(ClassEvidence::name))
            .with("school", text(|c| c.school.clone()))
            .with("grade", count(|c| u64::from(c.grade)))
            .with("works", count(|c| c.works.len() as u64))
            .with("pupils", count(|c| c.works.iter().map(|w| w.pupils).max().unwrap_or(0)))
            .with("posterior", rows.iter().map(|c| c.posterior).collect::<Vec<f64>>())
            .with("extreme", rows.iter().map(|c| c.extreme).collect::<Vec<bool>>())
            .with("channel", text(|c| c.channel().map_or("", Channel::name).to_owned()))
            .with("items", text(ClassEvidence::items))
    }

    /// Schools by outcome, of all and by municipality, with what is said of them together: columns
    /// `group, schools, judged, strong, notable, extreme, cleared, undecided, not_judged, raised,
    /// raised_lower, raised_upper, raised_absolute`. Municipalities of fewer than five judged
    /// schools have no `raised`, and `raised_absolute` is of all alone.
    #[must_use]
    pub fn territory_table(&self) -> Table {
        let rows = self.groups();
        let count = |of: fn(&Group<'_>) -> u64| rows.iter().map(of).collect::<Vec<u64>>();
        let real = |of: fn(&Group<'_>) -> Option<f64>| {
            rows.iter().map(|row| of(row).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
        };
        Table::new()
            .with("group", rows.iter().map(|row| row.name.to_owned()).collect::<Vec<String>>())
            .with("schools", count(|row| row.schools))
            .with("judged", count(|row| row.judged))
            .with("strong", count(|row| row.outcomes.strong))
            .with("notable", count(|row| row.outcomes.notable))
            .with("extreme", count(|row| row.outcomes.extreme))
            .with("cleared", count(|row| row.outcomes.cleared))
            .with("undecided", count(|row| row.outcomes.undecided))
            .with("not_judged", count(|row| row.outcomes.not_judged))
            .with("raised", real(|row| row.raised.map(|i| i.value)))
            .with("raised_lower", real(|row| row.raised.map(|i| i.lower)))
            .with("raised_upper", real(|row| row.raised.map(|i| i.upper)))
            .with("raised_absolute", real(|row| row.raised_absolute))
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let all = &self.territory;
        let mut rows = vec![Group {
            name: "all",
            schools: all.schools,
            judged: all.judged,
            outcomes: all.outcomes,
            raised: all.raised,
            raised_absolute: all.raised_absolute,
        }];
        rows.extend(self.municipalities.iter().filter(|m| !m.municipality.is_empty()).map(|m| {
            let enough = m.judged >= LEAST_JUDGED;
            Group {
                name: &m.municipality,
                schools: m.schools,
                judged: m.judged,
                outcomes: m.outcomes,
                raised: m.raised.filter(|_| enough),
                raised_absolute: None,
            }
        }));
        rows
    }

    /// The works of classes that are large in themselves.
    pub fn extreme(&self) -> impl Iterator<Item = (&ClassEvidence, &ClassWork)> {
        let options = &self.options;
        let is = |w: &&ClassWork| {
            w.pupils >= options.extreme_least && w.shared.is_some_and(|s| s >= options.extreme)
        };
        let classes = self.classes.iter().filter(|class| class.extreme);
        classes.flat_map(move |class| class.works.iter().filter(is).map(move |work| (class, work)))
    }

    /// [`extreme`](Self::extreme) as a table: columns `class, school, grade, work, n, shared`. A
    /// list of its own, never mixed with what was found.
    #[must_use]
    pub fn extreme_table(&self) -> Table {
        let rows: Vec<_> = self.extreme().collect();
        let text = |of: fn(&ClassEvidence, &ClassWork) -> String| {
            rows.iter().map(|(class, work)| of(class, work)).collect::<Vec<String>>()
        };
        Table::new()
            .with("class", text(|c, _| c.name()))
            .with("school", text(|c, _| c.school.clone()))
            .with("grade", rows.iter().map(|(c, _)| u64::from(c.grade)).collect::<Vec<u64>>())
            .with("work", text(|_, w| w.work.clone()))
            .with("n", rows.iter().map(|(_, w)| w.pupils).collect::<Vec<u64>>())
            .with("shared", rows.iter().map(|(_, w)| w.shared.unwrap_or(f64::NAN)).collect::<Vec<f64>>())
    }

    /// What was left out: columns `work, channel, reason`; an empty work stands for all of them.
    #[must_use]
    pub fn left_out_table(&self) -> Table {
        Table::new()
            .with("work", self.left_out.iter().map(|l| l.work.clone()).collect::<Vec<String>>())
            .with("channel", self.left_out.iter().map(|l| l.channel.name()).collect::<Vec<&'static str>>())
            .with("reason", self.left_out.iter().map(|l| l.reason.name()).collect::<Vec<&'static str>>())
    }

    /// Posteriors beside what was seen: columns
    /// `by, from, to, schools, stated, seen, lower, upper`. Empty where nothing was compared.
    #[must_use]
    pub fn calibration_table(&self) -> Table {
        let of = &self.calibration;
        let real = |value: fn(&super::CalibrationRow) -> f64| of.rows.iter().map(value).collect::<Vec<f64>>();
        Table::new()
            .with("by", vec![of.by.name(); of.rows.len()])
            .with("from", real(|row| row.from))
            .with("to", real(|row| row.to))
            .with("schools", of.rows.iter().map(|row| row.schools).collect::<Vec<u64>>())
            .with("stated", real(|row| row.stated))
            .with("seen", real(|row| row.seen.value))
            .with("lower", real(|row| row.seen.lower))
            .with("upper", real(|row| row.seen.upper))
    }
}

impl SchoolEvidence {
    /// Why blocks did not judge it, `block: reason`; absences, which judge nobody, are not named.
    #[must_use]
    pub fn reasons(&self) -> String {
        let judging = self.not_judged.iter().filter(|n| n.block != Block::Home);
        let reasons: Vec<String> =
            judging.map(|n| format!("{}: {}", n.block.name(), n.reason.name())).collect();
        reasons.join("; ")
    }
}

impl ClassEvidence {
    /// The class's name, with its school's.
    #[must_use]
    pub fn name(&self) -> String {
        Unit::Class { school: self.school.clone(), class: self.class.clone() }.name()
    }

    /// The channel with the largest odds.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        let odds = |c: &super::ChannelEvidence| c.log_odds.unwrap_or(f64::NEG_INFINITY);
        let strongest = self.channels.iter().max_by(|a, b| odds(a).total_cmp(&odds(b)));
        strongest.map(|channel| channel.channel)
    }

    /// The items of the scan by work, from 1: `2020-autumn-maths-5: 3, 5, 8`.
    fn items(&self) -> String {
        let with = self.works.iter().filter(|w| !w.items.is_empty());
        with.map(|w| format!("{}: {}", w.work, numbers(&w.items))).collect::<Vec<String>>().join("; ")
    }
}

/// Items from 1, in ascending order.
fn numbers(items: &[u16]) -> String {
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(|item| (item + 1).to_string()).collect::<Vec<String>>().join(", ")
}
