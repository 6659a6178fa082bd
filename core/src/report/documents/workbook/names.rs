//! How what has an id is shown in cells, and found again by what people choose or write there.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::plan::Plan;
use crate::report::{plan::document, plan_sections, wording::Words};

/// Shown texts of one kind by id, each text once.
#[derive(Default)]
pub(super) struct Names {
    shown: BTreeMap<String, String>,
    ids: BTreeMap<String, String>,
}

impl Names {
    /// Of several with one text the later ones show their id behind it.
    fn of(all: impl Iterator<Item = (String, String)>) -> Self {
        let mut names = Self::default();
        for (id, text) in all {
            let text = normal(&text);
            let text = match names.ids.contains_key(&text) || text.is_empty() {
                true => normal(&format!("{text} ({id})")),
                false => text,
            };
            names.ids.insert(text.clone(), id.clone());
            names.shown.insert(id, text);
        }
        names
    }

    /// The text of an id; the id itself of one that nothing has.
    pub fn show<'a>(&'a self, id: &'a str) -> &'a str {
        self.shown.get(id).map_or(id, String::as_str)
    }

    /// The id of a text, or of itself.
    pub fn find(&self, text: &str) -> Option<&str> {
        let known = || self.shown.get_key_value(text).map(|(id, _)| id);
        self.ids.get(text).or_else(known).map(String::as_str)
    }

    /// The ids that these names had earlier are found by the texts of then, too.
    fn also(&mut self, earlier: &Self) {
        for (text, id) in earlier.ids.iter().filter(|(_, id)| self.shown.contains_key(*id)) {
            self.ids.entry(text.clone()).or_insert_with(|| id.clone());
        }
    }

    /// All texts, in the order of the ids.
    pub fn texts(&self) -> Vec<String> {
        self.shown.values().cloned().collect()
    }
}

/// All that cells refer to.
pub(super) struct Known {
    pub documents: Names,
    pub events: Names,
    pub people: Names,
    pub indicators: Names,
    /// The last days of measures.
    pub due: BTreeMap<String, Date>,
}

impl Known {
    pub fn of(plan: &Plan, words: &Words) -> Self {
        let cited = |d: &crate::plan::Document| d.label.clone().unwrap_or_else(|| document(d, words));
        let people = plan.persons.iter().map(|p| (p.id.clone(), p.name.clone()));
        let organisations = plan.organisations.iter().map(|o| (o.id.clone(), o.name.clone()));
        let due = plan.measures_only().filter_map(|m| m.days(plan).map(|(_, last)| (m.id.clone(), last)));
        let indicator = |i: &crate::plan::Indicator| plan_sections::name(i, words).to_owned();
        Self {
            documents: Names::of(plan.documents.iter().map(|d| (d.id.clone(), cited(d)))),
            events: Names::of(plan.calendar.iter().map(|e| (e.id.clone(), plan_sections::event(e, words)))),
            people: Names::of(people.chain(organisations)),
            indicators: Names::of(plan.indicators.iter().map(|i| (i.id.clone(), indicator(i)))),
            due: due.collect(),
        }
    }
}

impl Known {
    /// What cells may name in a plan at hand, by its own texts or by those that they were written
    /// with.
    pub fn now(plan: &Plan, words: &Words, written: &Self) -> Self {
        let mut known = Self::of(plan, words);
        known.documents.also(&written.documents);
        known.events.also(&written.events);
        known.people.also(&written.people);
        known.indicators.also(&written.indicators);
        known
    }
}

/// Text as a cell keeps it: without characters that workbooks lose, line breaks alike, and no space
/// around it.
pub(super) fn normal(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(kept).collect();
    let most = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    text[..most].trim().to_owned()
}

/// Characters of a cell: half of what one holds, which counts those beyond the first plane twice.
pub(super) const LONGEST: usize = 16_000;
