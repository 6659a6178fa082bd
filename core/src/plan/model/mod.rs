//! The plan's format: types alone.

mod calendar;
mod effects;
mod facts;
mod indicators;
mod measures;
mod people;
mod plan;

use serde_json::{Map, Value};

pub use calendar::{Event, Meeting};
pub use effects::EffectRecord;
pub use facts::{Assignment, ObserverVisit, Response, ResponseOutcome, Stage, Violation};
pub use indicators::{Better, Criterion, Indicator, IndicatorValue};
pub use measures::{
    Checklist, ChecklistItem, Direction, DirectionKind, Duty, Measure, MeasureKind, Programme, SchoolTask,
    Status, Targets,
};
pub use people::{Coordinator, Document, Level, Organisation, Person};
pub use plan::{Decision, DecisionKind, Plan, PlanKind, Previous};

/// Unknown fields of a JSON object: kept, and written back.
pub type Extra = Map<String, Value>;

/// The version of the format that this library writes. Plans of version 1 are read and carried over.
pub const VERSION: u32 = 2;

fn is_false(value: &bool) -> bool {
    !value
}
