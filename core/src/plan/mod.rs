//! Plans of measures: the model, its checks, what such plans usually lack, and proposals from
//! findings.
//!
//! A plan is what a territory decides to do about objectivity: directions of work with measures,
//! each with somebody who answers for it, a time, documents, an expected result, and the schools
//! and findings it is for. A measure points to a finding by its id.

mod acts;
mod check;
mod diff;
mod draw;
mod facts;
mod indicators;
mod lint;
mod merge;
mod migrate;
mod model;
mod next_year;
mod propose;
mod range;
mod redact;
mod schedule;
mod schools;

pub use acts::{Acts, read_acts};
pub use diff::{Difference, diff, diff_table};
pub use facts::{State, Task};
pub use indicators::{
    Computed, CoverageUnit, Denominator, IndicatorInputs, Indicators, InternalAssessment, LeftOutIndicator,
    Reached, View, YearOfSigns,
};
pub use lint::{Lack, Remark, lint};
pub use merge::{Conflict, Merged, merge};
pub use model::*;
pub use propose::{ProposeOptions, from_findings};
pub use schedule::Schedule;

use jiff::civil::Date;

use crate::json::{self, Wrong};
use crate::table::Table;

/// The municipal note of 2022 that this library began with, as plan data.
pub const EXAMPLE: &str = include_str!("../../data/plans/municipal-note-2022.json");

/// What is wrong with a plan, and where: a path as in `directions[0].measures[2].schedule`.
#[derive(Debug, Clone, PartialEq, thiserror::Error, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum PlanError {
    /// Not JSON, or not of the plan's form.
    #[error("{path}: {reason}")]
    Json { path: String, reason: String },
    /// A version that this library does not read.
    #[error("version: {got}, expected 1 or later")]
    Version { got: u32 },
    /// Two things with one id.
    #[error("{path}: the id {id:?} stands twice")]
    DuplicateId { path: String, id: String },
    /// An id that nothing in the plan has.
    #[error("{path}: no {what} of the plan has the id {id:?}")]
    DanglingId { path: String, what: &'static str, id: String },
    /// A period that ends before it begins.
    #[error("{path}: ends on {to}, before it begins on {from}")]
    DateOrder { path: String, from: Date, to: Date },
    /// A number that cannot be.
    #[error("{path}: {got}, expected {expected}")]
    OutOfRange { path: String, got: f64, expected: &'static str },
    /// Nothing where something is needed.
    #[error("{path}: empty, expected {expected}")]
    Empty { path: String, expected: &'static str },
    /// What was given beside the plan does not go together.
    #[error("{path}: expected {expected}")]
    Parameter { path: String, expected: String },
    /// Shares that must not be compared; see [`indicators`](Plan::indicators).
    #[error("{path}: other {what}, {other} beside {one}: shares of different {what} do not compare")]
    NotComparable { path: String, what: &'static str, one: String, other: String },
    /// A school that the plan does not name.
    #[error("no school {school:?} in this plan")]
    NoSchool { school: String },
    /// A file that holds no plan.
    #[error("unreadable {format}: {reason}")]
    Unreadable { format: &'static str, reason: String },
}

impl PlanError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json { .. } => "plan.json",
            Self::Version { .. } => "plan.version",
            Self::DuplicateId { .. } => "plan.duplicate_id",
            Self::DanglingId { .. } => "plan.dangling_id",
            Self::DateOrder { .. } => "plan.date_order",
            Self::OutOfRange { .. } => "plan.out_of_range",
            Self::Empty { .. } => "plan.empty",
            Self::Parameter { .. } => "plan.parameter",
            Self::NotComparable { .. } => "plan.not_comparable",
            Self::NoSchool { .. } => "plan.no_school",
            Self::Unreadable { .. } => "plan.unreadable",
        }
    }

    pub(crate) fn parameter(path: &str, expected: &str) -> Self {
        Self::Parameter { path: path.to_owned(), expected: expected.to_owned() }
    }

    /// Where in the JSON, or which argument.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Version { .. } => "version",
            Self::Unreadable { .. } | Self::NoSchool { .. } => ".",
            Self::Json { path, .. }
            | Self::DuplicateId { path, .. }
            | Self::DanglingId { path, .. }
            | Self::DateOrder { path, .. }
            | Self::OutOfRange { path, .. }
            | Self::Empty { path, .. }
            | Self::Parameter { path, .. }
            | Self::NotComparable { path, .. } => path,
        }
    }
}

impl Plan {
    /// A plan from JSON, checked. One of format 1 is carried over to format 2; one of a later
    /// format keeps what this version does not know.
    ///
    /// # Errors
    /// [`PlanError`] with the path of the first thing that is wrong: no JSON, a field of a wrong
    /// type, another version, an id that stands twice or that nothing has, a period that ends
    /// before it begins, a number that cannot be.
    ///
    /// # Examples
    /// ```
    /// use obektiv::plan::{EXAMPLE, Plan};
    /// let plan = Plan::from_json(EXAMPLE)?;
    /// assert_eq!(plan.directions.len(), 2);
    /// # Ok::<(), obektiv::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, PlanError> {
        #[derive(serde::Deserialize)]
        struct Format {
            version: u32,
        }
        let wrong = |Wrong { path, reason }| PlanError::Json { path, reason };
        // What is wrong with a plan of this format, its version too, is found by reading it.
        let plan: Self = match json::read(text) {
            Ok(Format { version: 0 }) => return Err(PlanError::Version { got: 0 }),
            Ok(Format { version: 1 }) => {
                let mut plan: serde_json::Value = json::read(text).map_err(wrong)?;
                plan.as_object_mut().into_iter().for_each(migrate::from_1);
                json::read_value(&plan)
            }
            _ => json::read(text),
        }
        .map_err(wrong)?;
        plan.check()?;
        Ok(plan)
    }

    /// The plan as JSON, fields that this version does not know included.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The plan in format 1, for tools that read no other: an approval, one time for each measure,
    /// indicators inside the measures. What format 1 has no place for stays as fields that it does
    /// not know and keeps: [`from_json`](Self::from_json) gives the same plan again.
    ///
    /// # Examples
    /// ```
    /// use obektiv::plan::{EXAMPLE, Plan};
    /// let plan = Plan::from_json(EXAMPLE)?;
    /// let older = plan.to_json_1();
    /// assert!(older.contains("\"version\": 1"));
    /// assert_eq!(Plan::from_json(&older)?, plan);
    /// # Ok::<(), obektiv::Error>(())
    /// ```
    #[must_use]
    pub fn to_json_1(&self) -> String {
        let mut plan = self.to_value();
        plan.as_object_mut().into_iter().for_each(migrate::to_1);
        serde_json::to_string_pretty(&plan).unwrap_or_default()
    }

    /// The JSON as a value, by way of its text: a second serializer would double the code of all
    /// parts.
    fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(&self.to_json()).unwrap_or_default()
    }

    /// All measures, direction by direction.
    pub fn measures_only(&self) -> impl Iterator<Item = &Measure> {
        self.directions.iter().flat_map(|direction| &direction.measures)
    }

    /// All measures with their paths, direction by direction.
    pub fn measures(&self) -> impl Iterator<Item = (String, &Measure)> {
        self.directions.iter().enumerate().flat_map(|(d, direction)| {
            let path = move |(m, measure)| (format!("directions[{d}].measures[{m}]"), measure);
            direction.measures.iter().enumerate().map(path)
        })
    }

    /// The measures as a table:
    /// `id, direction, text, kind, level, responsible, schedule, status, schools, findings`.
    ///
    /// `schedule` is a day, `from/to`, `academic_year` or `assessment_calendar` with the days
    /// known, or an entry of the calendar with the days after it, as in `marking+10`; several stand
    /// behind one another with `; `. What is not given is empty. `schools` and `findings` are the
    /// numbers of those it is for.
    #[must_use]
    pub fn measures_table(&self) -> Table {
        let all = || self.directions.iter().flat_map(|d| d.measures.iter().map(move |m| (d, m)));
        let text = |value: fn(&Direction, &Measure) -> String| {
            all().map(|(direction, measure)| value(direction, measure)).collect::<Vec<String>>()
        };
        let count = |value: fn(&Targets) -> usize| {
            all().map(|(_, measure)| value(&measure.targets) as u64).collect::<Vec<u64>>()
        };
        Table::new()
            .with("id", text(|_, m| m.id.clone()))
            .with("direction", text(|d, _| d.title.clone()))
            .with("text", text(|_, m| m.text.clone()))
            .with("kind", text(|_, m| name(m.kind)))
            .with("level", text(|_, m| name(m.level)))
            .with("responsible", text(|_, m| m.responsible.clone().unwrap_or_default()))
            .with(
                "schedule",
                text(|_, m| m.schedule.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
            )
            .with("status", text(|_, m| name(m.status)))
            .with("schools", count(|t| t.schools.len()))
            .with("findings", count(|t| t.findings.len()))
    }
}

/// The name of a value in the JSON.
fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The entries of an assessment calendar from a JSON list.
///
/// # Errors
/// [`PlanError::Json`] with a path as in `calendar[0].from`.
pub fn calendar(text: &str) -> Result<Vec<Event>, PlanError> {
    json::read(text).map_err(|Wrong { path, reason }| {
        let path = if path == "." { String::new() } else { path };
        PlanError::Json { path: format!("calendar{path}"), reason }
    })
}

/// A day from text such as `2026-04-01`.
///
/// # Errors
/// [`PlanError::Json`] with the path `name` for a text that is no date.
pub fn day(name: &str, text: &str) -> Result<Date, PlanError> {
    let reason = || format!("{text:?} is no date, expected one such as 2026-04-01");
    text.parse().map_err(|_| PlanError::Json { path: name.to_owned(), reason: reason() })
}

/// The JSON Schema of plans. A test holds it to the types.
#[must_use]
pub fn json_schema() -> &'static str {
    include_str!("../../data/plans/schema.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn with(change: impl Fn(&mut serde_json::Value)) -> Result<Plan, PlanError> {
        let mut json: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
        change(&mut json);
        Plan::from_json(&json.to_string())
    }

    #[test]
    fn the_shipped_note_is_a_plan_and_survives_json() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        assert_eq!(plan.directions.iter().map(|d| d.measures.len()).collect::<Vec<_>>(), [5, 2]);
        assert_eq!(Plan::from_json(&plan.to_json()).unwrap(), plan);
    }

    #[test]
    fn unknown_fields_are_kept() {
        let plan = with(|p| {
            p["budget"] = 12.into();
            p["directions"][0]["measures"][1]["colour"] = "red".into();
        })
        .unwrap();
        let json: serde_json::Value = serde_json::from_str(&plan.to_json()).unwrap();
        assert_eq!(json["budget"], 12);
        assert_eq!(json["directions"][0]["measures"][1]["colour"], "red");
    }

    #[test]
    fn measures_as_a_table_stand_in_the_order_of_the_plan() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let table = plan.measures_table();
        assert_eq!(table.len(), 7);
        let first = |name: &str| match table.column(name) {
            Some(crate::table::Column::Text(values)) => values[0].clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!([first("id"), first("kind"), first("level")], ["dates", "dates", "municipality"]);
        assert_eq!([first("schedule"), first("status")], ["assessment_calendar", "planned"]);
        let period = Schedule::Period { from: date(2022, 4, 1), to: date(2022, 5, 1) };
        assert_eq!(period.to_string(), "2022-04-01/2022-05-01");
    }

    #[test]
    fn a_plan_goes_to_format_1_and_back_without_loss() {
        let old: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/fixtures/plan-1.json")).unwrap();
        let plan = Plan::from_json(&old.to_string()).unwrap();
        let mut back: serde_json::Value = serde_json::from_str(&plan.to_json_1()).unwrap();
        // What is by default is written out.
        assert_eq!(back.as_object_mut().unwrap().remove("kind").unwrap(), "plan");
        for direction in back["directions"].as_array_mut().unwrap() {
            for measure in direction["measures"].as_array_mut().unwrap() {
                assert_eq!(measure.as_object_mut().unwrap().remove("status").unwrap(), "planned");
            }
        }
        assert_eq!(back, old);
        let road_map = include_str!("../../../tests/fixtures/plan-road-map.json");
        let mut rich: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
        rich["calendar"] = serde_json::json!([{"id": "m5", "assessment": "VPR", "from": "2022-04-19"}]);
        rich["decisions"] = serde_json::json!([
            {"kind": "considered", "body": "a", "document": "b"},
            {"kind": "approved", "body": "c", "document": "d", "number": "5", "mood": "high"},
            {"kind": "approved", "body": "e", "document": "f"}]);
        rich["indicators"] = serde_json::json!([
            {"id": "cited", "formula": "share_with_signs", "baseline": 12.5, "series": [{"period": "2022", "value": 3}]},
            {"id": "other", "formula": "relapse_share"}]);
        let measures = &mut rich["directions"][0]["measures"];
        measures[0]["indicators"] = serde_json::json!(["cited"]);
        measures[0]["schedule"] = serde_json::json!([{"kind": "after", "event": "m5", "days": 3}]);
        measures[1]["schedule"] = serde_json::json!([{"kind": "after", "event": "m5", "days": 1}, {"kind": "date", "date": "2022-06-01"}]);
        measures[2]["schedule"] = serde_json::json!([]);
        rich["documents"][0]["label"] = serde_json::Value::Null;
        rich["documents"][1]["label"] = "other".into();
        for plan in [EXAMPLE, road_map, &rich.to_string()] {
            let plan = Plan::from_json(plan).unwrap();
            let older = plan.to_json_1();
            assert_eq!(Plan::from_json(&older).unwrap(), plan, "{older}");
            assert_eq!(Plan::from_json(&older).unwrap().to_json_1(), older);
        }
        // What was changed in format 1 stands.
        let mut older: serde_json::Value =
            serde_json::from_str(&Plan::from_json(&rich.to_string()).unwrap().to_json_1()).unwrap();
        older["directions"][0]["measures"][1]["schedule"]["date"] = "2022-07-01".into();
        older["directions"][0]["measures"][0]["indicators"][0]["target"] = 8.into();
        let changed = Plan::from_json(&older.to_string()).unwrap();
        let day = Schedule::Date { date: date(2022, 7, 1) };
        assert_eq!(changed.directions[0].measures[1].schedule, [day]);
        assert_eq!((changed.indicators.len(), changed.indicators[0].target), (2, Some(8.0)));
    }

    #[test]
    fn a_plan_of_format_1_is_carried_over_with_all_that_it_holds() {
        let old = include_str!("../../../tests/fixtures/plan-1.json");
        let mut old: serde_json::Value = serde_json::from_str(old).unwrap();
        old["budget"] = 12.into();
        let indicator = |target: f64| serde_json::json!({"formula": "share_with_signs", "baseline": 12.5, "target": target, "due": "2023-05-01", "colour": "red"});
        for (place, target) in [(0, 8.0), (1, 8.0), (2, 9.0)] {
            old["directions"][0]["measures"][place]["indicators"] = serde_json::json!([indicator(target)]);
        }
        let plan = Plan::from_json(&old.to_string()).unwrap();
        assert_eq!((plan.version, plan.extra["budget"].as_i64()), (2, Some(12)));
        let [decision] = &plan.decisions[..] else { panic!("{:?}", plan.decisions) };
        assert_eq!((decision.kind, decision.number.as_deref()), (DecisionKind::Approved, Some("5")));
        let measures = &plan.directions[0].measures;
        let ids: Vec<&str> = measures.iter().flat_map(|m| &m.indicators).map(String::as_str).collect();
        assert_eq!(ids, ["share_with_signs", "share_with_signs", "share_with_signs-2"]);
        assert_eq!(plan.indicators.len(), 2);
        assert_eq!(
            (plan.indicators[1].target, plan.indicators[1].extra["colour"].as_str()),
            (Some(9.0), Some("red"))
        );
        assert!(measures.iter().all(|m| m.schedule.len() == 1));
        let labels: Vec<Option<&str>> = plan.documents.iter().map(|d| d.label.as_deref()).collect();
        assert_eq!(labels, [Some("1.1"), Some("1.2"), Some("1.3"), None, None]);
        // It stays the same when read again, and what a later version wrote is kept.
        assert_eq!(Plan::from_json(&plan.to_json()).unwrap(), plan);
        let mut later: serde_json::Value = serde_json::from_str(&plan.to_json()).unwrap();
        (later["version"], later["directions"][0]["measures"][0]["mood"]) = (3.into(), "high".into());
        let later = Plan::from_json(&later.to_string()).unwrap();
        assert_eq!((later.version, &later.directions[0].measures[0].extra["mood"]), (3, &"high".into()));
        // What is wrong with an old plan is said by its place.
        old["directions"][0]["measures"][0]["level"] = "galaxy".into();
        let wrong = Plan::from_json(&old.to_string()).unwrap_err();
        assert_eq!(wrong.path(), "directions[0].measures[0].level");
    }

    #[test]
    fn errors_say_where() {
        let error = |change: &dyn Fn(&mut serde_json::Value)| with(change).unwrap_err();
        let wrong = error(&|p| p["directions"][1]["measures"][0]["level"] = "galaxy".into());
        assert_eq!(wrong.code(), "plan.json");
        assert!(wrong.to_string().starts_with("directions[1].measures[0].level: "), "{wrong}");
        let wrong = error(&|p| p["year"] = "2022".into());
        assert!(wrong.to_string().starts_with("year: "), "{wrong}");
        let wrong = error(&|p| p["directions"][0]["measures"][0]["documents"][0] = "9.9".into());
        assert_eq!(
            wrong.to_string(),
            "directions[0].measures[0].documents[0]: no document of the plan has the id \"9.9\""
        );
        let wrong = error(&|p| {
            p["directions"][0]["measures"][1]["id"] = p["directions"][0]["measures"][0]["id"].clone();
        });
        assert_eq!(wrong.code(), "plan.duplicate_id");
        let period = serde_json::json!({"kind": "period", "from": "2022-05-02", "to": "2022-05-01"});
        let wrong = error(&|p| p["directions"][0]["measures"][0]["schedule"] = serde_json::json!([period]));
        assert_eq!(wrong.code(), "plan.date_order");
        assert_eq!(wrong.path(), "directions[0].measures[0].schedule[0]");
        let wrong = error(&|p| {
            p["directions"][0]["measures"][0]["schedule"] =
                serde_json::json!([{"kind": "date", "date": "2022-02-30"}]);
        });
        assert!(wrong.to_string().starts_with("directions[0].measures[0].schedule[0]"), "{wrong}");
        assert_eq!(wrong.path(), "directions[0].measures[0].schedule[0]");
        assert_eq!(error(&|p| p["version"] = 0.into()).code(), "plan.version");
        assert_eq!(error(&|p| p["directions"] = serde_json::json!([])).code(), "plan.empty");
        assert_eq!(Plan::from_json("[1").unwrap_err().code(), "plan.json");
        assert_eq!(Plan::from_json(&format!("{EXAMPLE} x")).unwrap_err().code(), "plan.json");
    }

    #[test]
    fn the_schema_is_that_of_the_types() {
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(Plan)).unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/schema.json");
        if std::env::var_os("ACCEPT").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap();
        assert!(written == schema, "the types have changed: ACCEPT=1 cargo test writes {path} anew");
        let schema: serde_json::Value = serde_json::from_str(json_schema()).unwrap();
        let measure = &schema["$defs"]["Measure"]["properties"];
        for field in ["id", "text", "responsible", "schedule", "documents", "indicators", "targets", "status"]
        {
            assert!(measure[field].is_object(), "{field}");
        }
    }
}
