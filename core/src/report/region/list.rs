//! The schools that are found, by strength; and the index of all.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::charts::{row, squares};
use super::{Region, is_small, said_of};
use crate::evidence::{Block, Channel, Outcome, SchoolEvidence};
use crate::report::bins::SMALLEST_SHOWN;
use crate::report::{ReportError, wording::render};
use crate::screening::Indication;

/// Schools with a row of their own; weaker ones follow in one paragraph.
const ROWS: usize = 60;
/// The blocks that judge, in the order of their squares.
pub(super) const BLOCKS: [Block; 3] = [Block::Heaping, Block::Fit, Block::Class];

impl<'a> Region<'a> {
    /// Found schools that may be shown.
    pub(super) fn found(&self) -> impl Iterator<Item = &&'a SchoolEvidence> {
        self.schools.iter().filter(|school| school.found && !is_small(school))
    }

    /// By strength; where it is not told apart, by the lower limit of the effect.
    fn by_strength(&self) -> Vec<&'a SchoolEvidence> {
        let ceiling = self.evidence.calibration.ceiling;
        let mut found: Vec<&SchoolEvidence> = self.found().copied().collect();
        let key = |school: &SchoolEvidence| {
            let lower = school.effect.filter(|_| school.channel == Some(Channel::Heaping));
            (school.posterior.min(ceiling), lower.map_or(0.0, |e| e.lower), leading(school).unwrap_or(0.0))
        };
        found.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(b.2.total_cmp(&a.2))
        });
        found
    }

    pub(super) fn list(&self) -> Result<Value, ReportError> {
        let found = self.by_strength();
        let heading = json!({ "found": self.words.counted("schools", found.len() as u64) });
        let (rows, weaker) = found.split_at(found.len().min(ROWS));
        Ok(json!({
            "title": render(self.text("list_title"), &heading)?,
            "rows": rows.iter().map(|school| self.found_row(school)).collect::<Result<Vec<_>, _>>()?,
            "weaker": weaker.iter().map(|school| json!({
                "name": self.name(school),
                "login": self.login(school),
                "municipality": school.municipality,
                "strength": self.strength(school.posterior),
                "channel": self.channel(school.channel),
            })).collect::<Vec<Value>>(),
            "letters": BLOCKS.map(|block| self.words.text(&["region", "blocks", block.name(), "letter"])),
        }))
    }

    /// How many schools are too small to be named, if any is.
    pub(super) fn hidden(&self) -> Result<Option<String>, ReportError> {
        match self.schools.iter().filter(|school| is_small(school)).count() {
            0 => Ok(None),
            count => render(self.text("hidden"), &json!({ "hidden": count })).map(Some),
        }
    }

    /// What is said of each found school and its classes, in the order of strength.
    pub(super) fn findings(&self) -> Result<Vec<Value>, ReportError> {
        let findings = self.page.screening.findings();
        let all: Vec<&Indication> = findings.filter(|finding| finding.pupils >= SMALLEST_SHOWN).collect();
        let of = |school: &SchoolEvidence| -> Result<Value, ReportError> {
            let own = all.iter().filter(|finding| finding.whom().school() == Some(school.school.as_str()));
            Ok(json!({
                "name": self.page.screening.registry.name(&school.school),
                "municipality": school.municipality,
                "findings": own.map(|finding| self.page.finding(finding)).collect::<Result<Vec<_>, _>>()?,
            }))
        };
        self.by_strength().into_iter().map(of).collect()
    }

    fn found_row(&self, school: &'a SchoolEvidence) -> Result<Value, ReportError> {
        let shade = |block: &Block| school.blocks.get(block).copied();
        let said: Vec<String> = BLOCKS
            .iter()
            .filter_map(|block| {
                let name = self.words.text(&["region", "blocks", block.name(), "name"]);
                shade(block).filter(|&p| p >= 0.1).map(|p| format!("{name} {}", self.strength(p)))
            })
            .collect();
        let z = leading(school);
        let alt = z.map(|z| self.spreads(z)).transpose()?.unwrap_or_default();
        Ok(json!({
            "name": self.name(school),
            "login": self.login(school),
            "municipality": school.municipality,
            "strength": self.strength(school.posterior),
            "channel": self.channel(school.channel),
            "effect": self.effect(school)?,
            "row": row(z, &alt),
            "squares": squares(BLOCKS.map(|block| shade(&block)), &said.join(", ")),
            "papers": self.words.count(self.papers_of(school)),
            "href": self.page.paths.and_then(|paths| paths.schools.get(&school.school)),
        }))
    }

    /// What is large in itself, by school: its classes and works.
    pub(super) fn extreme(&self) -> Vec<Value> {
        let mut schools: Vec<(String, Vec<Value>)> = Vec::new();
        for mut row in self.page.extreme(self.evidence) {
            row["shared"] = self.words.with_sign(row["shared"].as_str().unwrap_or_default()).into();
            let school = row["school"].as_str().unwrap_or_default().to_owned();
            match schools.iter_mut().find(|(name, _)| *name == school) {
                Some((_, rows)) => rows.push(row),
                None => schools.push((school, vec![row])),
            }
        }
        schools.sort_by_key(|(name, _)| natural(name));
        schools.into_iter().map(|(name, rows)| json!({ "name": name, "rows": rows })).collect()
    }

    fn channel(&self, channel: Option<Channel>) -> &str {
        channel.map_or("", |channel| self.words.text(&["evidence", "channels", channel.name()]))
    }

    /// How much, in the unit of the channel that says most.
    fn effect(&self, school: &SchoolEvidence) -> Result<String, ReportError> {
        match (school.channel, school.effect, leading(school)) {
            (Some(Channel::Heaping), Some(effect), _) => {
                let facts = json!({
                    "value": self.words.percent(effect.lambda),
                    "lower": self.words.percent(effect.lower),
                    "upper": self.words.percent(effect.upper),
                });
                render(self.text("effect_heaping"), &facts)
            }
            (_, _, Some(z)) => self.spreads(z),
            _ => Ok(self.text("effect_class").to_owned()),
        }
    }

    fn spreads(&self, z: f64) -> Result<String, ReportError> {
        render(self.text("effect_spreads"), &json!({ "z": self.words.number(z.abs(), 1) }))
    }

    /// All schools by municipality, both in alphabetical order, with their outcome.
    pub(super) fn index(&self) -> Result<Vec<Value>, ReportError> {
        let mut places: BTreeMap<&str, Vec<(&str, &SchoolEvidence)>> = BTreeMap::new();
        for school in &self.schools {
            places.entry(&school.municipality).or_default().push((self.name(school), school));
        }
        let entry = |(name, school): &(&str, &SchoolEvidence)| {
            let outcome = said_of(school);
            let shown = matches!(outcome, Outcome::Strong | Outcome::Notable);
            json!({
                "name": name,
                "href": self.page.paths.and_then(|paths| paths.schools.get(&school.school)),
                "found": shown,
                "mark": match shown {
                    true => self.strength(school.posterior),
                    false => self.words.text(&["region", "marks", outcome.name()]).to_owned(),
                },
            })
        };
        let place = |(name, mut schools): (&str, Vec<(&str, &SchoolEvidence)>)| {
            schools.sort_by_key(|(name, _)| natural(name));
            let name = if name.is_empty() { self.text("no_municipality") } else { name };
            json!({ "name": name, "schools": schools.iter().map(entry).collect::<Vec<Value>>() })
        };
        // Schools without a municipality come last.
        let unplaced = places.remove("").map(|schools| ("", schools));
        Ok(places.into_iter().chain(unplaced).map(place).collect())
    }
}

/// The standardised statistic of the channel that says most, if the school as a whole has one.
fn leading(school: &SchoolEvidence) -> Option<f64> {
    let channel = school.channel?;
    school.channels.iter().find(|said| said.channel == channel)?.z
}

/// Digits by their value: «School 9» before «School 10».
fn natural(name: &str) -> Vec<(u64, String)> {
    let mut parts = vec![(0_u64, String::new())];
    for letter in name.chars() {
        let at = parts.len() - 1;
        match letter.to_digit(10) {
            Some(digit) if parts[at].1.is_empty() && at > 0 => {
                parts[at].0 = parts[at].0.saturating_mul(10).saturating_add(digit.into());
            }
            Some(digit) => parts.push((digit.into(), String::new())),
            None => parts[at].1.extend(letter.to_lowercase()),
        }
    }
    parts
}
