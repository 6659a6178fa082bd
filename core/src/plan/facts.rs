//! What follows from a plan's facts on a day.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};

use super::{Measure, Plan, Status, name};
use crate::table::Table;

/// A task is due soon this many days before its day.
const SOON: i64 = 14;

/// How a task stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Done by its day.
    OnTime,
    /// Done after its day.
    Late,
    /// Done, but the day, or the day by which it was to be done, is not known.
    Done,
    /// Not done, and its day is over.
    Overdue,
    /// To be done within a fortnight.
    DueSoon,
    /// Begun.
    InProgress,
    /// Not begun.
    Planned,
    /// Given up.
    Cancelled,
}

impl State {
    fn is_done(self) -> bool {
        matches!(self, Self::OnTime | Self::Late | Self::Done)
    }
}

/// A measure, or a measure in one of its schools, on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Task<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// The login of the school; nothing where the measure has no rows of schools.
    pub school: Option<&'a str>,
    /// The last of its days, if one is known.
    pub due: Option<Date>,
    /// When it was done.
    pub done_on: Option<Date>,
    /// How it stands.
    pub state: State,
    /// Whether documents prove that it was done.
    pub evidence: bool,
}

impl Measure {
    /// The first and the last day of all its times, as far as they are known.
    #[must_use]
    pub fn days(&self, plan: &Plan) -> Option<(Date, Date)> {
        let days = self.schedule.iter().filter_map(|schedule| schedule.days(&plan.calendar));
        days.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)))
    }
}

impl Plan {
    /// Its tasks on a day: a measure with rows of schools is one for each school.
    ///
    /// A task is done from the day on which it was; without that day if its status says so.
    #[must_use]
    pub fn tasks(&self, day: Date) -> Vec<Task<'_>> {
        let mut tasks = Vec::new();
        for (_, measure) in self.measures() {
            let days = measure.days(self);
            let mut add = |school, status, done_on, evidence: &[String]| {
                let begun = days.is_some_and(|(first, _)| first <= day) || measure.progress.is_some();
                let due = days.map(|(_, last)| last);
                let state = state(status, done_on, due, begun, day);
                tasks.push(Task { measure, school, due, done_on, state, evidence: !evidence.is_empty() });
            };
            if measure.per_school.is_empty() {
                add(None, measure.status, measure.done_on, &measure.evidence);
            }
            for row in &measure.per_school {
                let status = if measure.status == Status::Cancelled { Status::Cancelled } else { row.status };
                add(Some(row.school.as_str()), status, row.done_on, &row.evidence);
            }
        }
        tasks
    }

    /// How each task stands on a day:
    /// `id, school, text, responsible, due, done_on, state, days, evidence`.
    ///
    /// `state` is `on_time`, `late`, `done` (a day is not known), `overdue`, `due_soon` (within a
    /// fortnight), `in_progress`, `planned` or `cancelled`. `days` are those left, negative when
    /// they are over, NaN where no day is known. What is not known is empty.
    #[must_use]
    pub fn status_table(&self, day: Date) -> Table {
        let tasks = self.tasks(day);
        let text = |value: &dyn Fn(&Task<'_>) -> String| tasks.iter().map(value).collect::<Vec<String>>();
        let date = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        let left = |due: Date| day.until(due).map_or(f64::NAN, |span| f64::from(span.get_days()));
        Table::new()
            .with("id", text(&|t| t.measure.id.clone()))
            .with("school", text(&|t| t.school.unwrap_or_default().to_owned()))
            .with("text", text(&|t| t.measure.text.clone()))
            .with("responsible", text(&|t| self.name_of(t.measure.responsible.as_deref()).to_owned()))
            .with("due", text(&|t| date(t.due)))
            .with("done_on", text(&|t| date(t.done_on)))
            .with("state", text(&|t| name(t.state)))
            .with("days", tasks.iter().map(|t| t.due.map_or(f64::NAN, left)).collect::<Vec<f64>>())
            .with("evidence", tasks.iter().map(|t| t.evidence).collect::<Vec<bool>>())
    }

    /// How far the plan is carried out on a day, over all and by who answers:
    /// `responsible, due, fulfilled, late, overdue, without_evidence, not_yet_due, no_day,
    /// cancelled, share`.
    ///
    /// share = fulfilled / due, where `due` are the tasks whose day has come and that are not given
    /// up, and `fulfilled` those of them that were done by their day with evidence; NaN where none
    /// is due. `without_evidence` counts what was done without any. The first row, without a name,
    /// is the plan.
    #[must_use]
    pub fn execution_table(&self, day: Date) -> Table {
        let tasks = self.tasks(day);
        let mut people: BTreeMap<&str, Execution> = BTreeMap::new();
        for task in &tasks {
            let person = self.name_of(task.measure.responsible.as_deref());
            for name in [""].into_iter().chain(Some(person).filter(|name| !name.is_empty())) {
                people.entry(name).or_default().add(task, day);
            }
        }
        people.entry("").or_default();
        let rows: Vec<&Execution> = people.values().collect();
        let count = |value: fn(&Execution) -> u64| rows.iter().map(|row| value(row)).collect::<Vec<u64>>();
        Table::new()
            .with("responsible", people.keys().map(|p| (*p).to_owned()).collect::<Vec<String>>())
            .with("due", count(|e| e.due))
            .with("fulfilled", count(|e| e.fulfilled))
            .with("late", count(|e| e.late))
            .with("overdue", count(|e| e.overdue))
            .with("without_evidence", count(|e| e.without_evidence))
            .with("not_yet_due", count(|e| e.not_yet_due))
            .with("no_day", count(|e| e.no_day))
            .with("cancelled", count(|e| e.cancelled))
            .with("share", rows.iter().map(|e| e.fulfilled as f64 / e.due as f64).collect::<Vec<f64>>())
    }

    /// How far the plan is carried out as a whole.
    pub(super) fn execution_of_all(&self, day: Date) -> Execution {
        let mut all = Execution::default();
        self.tasks(day).iter().for_each(|task| all.add(task, day));
        all
    }

    /// The name of a person or an organisation of the plan; what is no id stands for itself.
    #[must_use]
    pub fn name_of<'a>(&'a self, who: Option<&'a str>) -> &'a str {
        let Some(who) = who else { return "" };
        let person = self.persons.iter().find(|p| p.id == who).map(|p| p.name.as_str());
        let organisation = || self.organisations.iter().find(|o| o.id == who).map(|o| o.name.as_str());
        person.or_else(organisation).unwrap_or(who)
    }
}

fn state(status: Status, done_on: Option<Date>, due: Option<Date>, begun: bool, day: Date) -> State {
    let done = done_on.map_or(status == Status::Done, |on| on <= day);
    let soon = day.checked_add(SOON.days()).unwrap_or(day);
    match (done_on, due) {
        _ if status == Status::Cancelled => State::Cancelled,
        (Some(on), Some(due)) if done && on <= due => State::OnTime,
        (Some(_), Some(_)) if done => State::Late,
        _ if done => State::Done,
        (_, Some(due)) if due < day => State::Overdue,
        (_, Some(due)) if due <= soon => State::DueSoon,
        _ if begun || status == Status::InProgress => State::InProgress,
        _ => State::Planned,
    }
}

/// Tasks on a day, counted.
#[derive(Default)]
pub(super) struct Execution {
    pub due: u64,
    pub fulfilled: u64,
    pub late: u64,
    pub overdue: u64,
    pub without_evidence: u64,
    pub not_yet_due: u64,
    pub no_day: u64,
    pub cancelled: u64,
}

impl Execution {
    fn add(&mut self, task: &Task<'_>, day: Date) {
        self.without_evidence += u64::from(task.state.is_done() && !task.evidence);
        match (task.state, task.due) {
            (State::Cancelled, _) => self.cancelled += 1,
            (_, None) => self.no_day += 1,
            (_, Some(due)) if due > day => self.not_yet_due += 1,
            (state, Some(_)) => {
                self.due += 1;
                self.fulfilled += u64::from(state == State::OnTime && task.evidence);
                self.late += u64::from(state == State::Late);
                self.overdue += u64::from(state == State::Overdue);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;
    use crate::table::Column;
    use jiff::civil::date;

    fn words(table: &Table, name: &str) -> Vec<String> {
        match table.column(name) {
            Some(Column::Text(values)) => values.iter().map(ToString::to_string).collect(),
            other => panic!("{name}: {other:?}"),
        }
    }

    fn counts(table: &Table, name: &str) -> Vec<f64> {
        match table.column(name) {
            Some(Column::Int(values)) => values.iter().map(|&n| n as f64).collect(),
            Some(Column::Float(values)) => values.clone(),
            other => panic!("{name}: {other:?}"),
        }
    }

    /// One measure due on 1 June, in four schools.
    fn plan() -> Plan {
        let mut plan = Plan::from_json(EXAMPLE).unwrap();
        let rows = r#"[{"school": "a", "status": "done", "done_on": "2022-05-20", "evidence": ["programme"]},
            {"school": "b", "status": "done", "done_on": "2022-06-02"}, {"school": "c"}, {"school": "d", "status": "cancelled"}]"#;
        plan.directions.remove(0);
        plan.directions[0].measures.remove(0);
        let measure = &mut plan.directions[0].measures[0];
        measure.per_school = serde_json::from_str(rows).unwrap();
        measure.schedule = vec![super::super::Schedule::Date { date: date(2022, 6, 1) }];
        measure.responsible = Some("head".to_owned());
        plan.persons = serde_json::from_str(r#"[{"id": "head", "name": "A. B. Head"}]"#).unwrap();
        plan
    }

    #[test]
    fn a_task_stands_differently_on_different_days() {
        let plan = plan();
        let on = |day| words(&plan.status_table(day), "state");
        assert_eq!(on(date(2022, 3, 1)), ["planned", "planned", "planned", "cancelled"]);
        assert_eq!(on(date(2022, 5, 25)), ["on_time", "due_soon", "due_soon", "cancelled"]);
        assert_eq!(on(date(2022, 6, 2)), ["on_time", "late", "overdue", "cancelled"]);
        let table = plan.status_table(date(2022, 6, 2));
        assert_eq!(words(&table, "responsible")[0], "A. B. Head");
        assert_eq!(counts(&table, "days"), [-1.0; 4]);
    }

    #[test]
    fn execution_counts_what_is_due_and_not_given_up() {
        let table = plan().execution_table(date(2022, 6, 2));
        assert_eq!(words(&table, "responsible"), ["", "A. B. Head"]);
        for (name, value) in [
            ("due", 3.0),
            ("fulfilled", 1.0),
            ("late", 1.0),
            ("overdue", 1.0),
            ("without_evidence", 1.0),
            ("not_yet_due", 0.0),
            ("cancelled", 1.0),
            ("share", 1.0 / 3.0),
        ] {
            assert_eq!(counts(&table, name), [value; 2], "{name}");
        }
        assert!(counts(&plan().execution_table(date(2022, 1, 1)), "share")[0].is_nan());
    }
}
