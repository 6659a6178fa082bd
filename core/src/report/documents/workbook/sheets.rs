//! The sheets of a plan's workbook: which list of the plan each shows, and in what columns.

use std::collections::HashMap;

use serde_json::Value;

use super::names::normal;

/// One sheet.
pub(super) struct Sheet {
    /// Its name, among the words and in reports of changes.
    pub name: &'static str,
    /// Where its rows stand in the plan's JSON, list within list.
    pub lists: &'static [&'static str],
    /// The fields that tell a row from others of its list.
    pub key: &'static [&'static str],
    pub columns: &'static [Column],
    /// Whether people may add rows.
    pub grows: bool,
}

/// One column.
pub(super) struct Column {
    /// The field of the row; that of the object around it behind a `^`.
    pub field: &'static str,
    /// Its name among the words.
    pub head: &'static str,
    pub kind: Kind,
    /// Whether people may change it; `New` in rows that they add.
    pub open: Open,
    /// Whether it may not be empty.
    pub needed: bool,
    pub width: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Yes,
    New,
    No,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A subject in words, or as it stands.
    Subject,
    /// One of a list of words.
    Word(&'static str, &'static [&'static str]),
    Date,
    /// The last day of a measure's times.
    Due,
    Number,
    Whole,
    /// Yes, no, or nothing.
    Answer,
    /// Yes or nothing.
    Flag,
    /// Ids of documents, one in a line.
    Documents,
    /// The id of an entry of the calendar.
    Event,
    /// The id of a person or an organisation, or a name.
    Who,
    /// The id of an indicator.
    Indicator,
    /// The name of the sign of a finding.
    Sign,
    /// What an act found, one in a line.
    Violations,
}

pub(super) const STATUS: &[&str] = &["planned", "in_progress", "done", "cancelled"];
const STAGES: &[&str] = &["printing", "handing_over", "writing", "marking", "uploading"];
const OUTCOMES: &[&str] = &["open", "explained", "confirmed"];

const fn column(field: &'static str, head: &'static str, kind: Kind, width: u8) -> Column {
    Column { field, head, kind, open: Open::Yes, needed: false, width }
}

impl Column {
    const fn shut(mut self) -> Self {
        self.open = Open::No;
        self
    }

    const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    const fn new_only(mut self) -> Self {
        self.open = Open::New;
        self
    }
}

const MEASURES: &[Column] = &[
    column("^title", "direction", Kind::Text, 20).shut(),
    column("text", "measure", Kind::Text, 38).needed(),
    column("responsible", "responsible", Kind::Who, 18),
    column("", "due", Kind::Due, 11).shut(),
    column("status", "status", Kind::Word("status", STATUS), 13).needed(),
    column("done_on", "done_on", Kind::Date, 11),
    column("progress", "progress", Kind::Text, 28),
    column("evidence", "evidence", Kind::Documents, 22),
];

const SCHOOLS: &[Column] = &[
    column("^text", "measure", Kind::Text, 34).shut(),
    column("school", "school", Kind::Text, 14).shut(),
    column("", "due", Kind::Due, 11).shut(),
    column("status", "status", Kind::Word("status", STATUS), 13).needed(),
    column("done_on", "done_on", Kind::Date, 11),
    column("curator", "curator", Kind::Who, 18),
    column("result", "result", Kind::Text, 28),
    column("evidence", "evidence", Kind::Documents, 22),
];

const ASSIGNMENTS: &[Column] = &[
    column("school", "school", Kind::Text, 14).shut(),
    column("event", "event", Kind::Event, 30).shut(),
    column("class_id", "class_id", Kind::Text, 10),
    column("stage", "stage", Kind::Word("stages", STAGES), 20),
    column("observer", "observer", Kind::Who, 26),
    column("probability", "probability", Kind::Number, 12).shut(),
    column("drawn", "drawn", Kind::Text, 24).shut(),
];

const VISITS: &[Column] = &[
    column("school", "school", Kind::Text, 14).needed(),
    column("date", "date", Kind::Date, 11).needed(),
    column("number", "act", Kind::Text, 10),
    column("event", "event", Kind::Event, 28),
    column("subject", "subject", Kind::Subject, 16),
    column("grade", "grade", Kind::Whole, 8),
    column("class_id", "class_id", Kind::Text, 10),
    column("stage", "stage", Kind::Word("stages", STAGES), 20).needed(),
    column("observer", "observer", Kind::Who, 18),
    column("from", "from", Kind::Text, 9),
    column("to", "to", Kind::Text, 9),
    column("violations", "violations", Kind::Violations, 34),
];

const CHECKLISTS: &[Column] = &[
    column("^title", "checklist", Kind::Text, 30).shut(),
    column("^school", "school", Kind::Text, 14).shut(),
    column("text", "question", Kind::Text, 38).shut(),
    column("answer", "answer", Kind::Answer, 10),
    column("evidence", "evidence", Kind::Documents, 28),
];

const RESPONSES: &[Column] = &[
    column("school", "school", Kind::Text, 14).shut(),
    column("finding", "sign", Kind::Sign, 20).shut(),
    column("text", "response", Kind::Text, 34).needed(),
    column("evidence", "evidence", Kind::Documents, 28),
    column("outcome", "outcome", Kind::Word("outcomes", OUTCOMES), 20).needed(),
    column("decided_by", "decided_by", Kind::Who, 22),
    column("date", "decided_on", Kind::Date, 11),
];

const INDICATORS: &[Column] = &[
    column("id", "indicator", Kind::Indicator, 40).shut(),
    column("unit", "unit", Kind::Text, 10),
    column("baseline", "baseline", Kind::Number, 12),
    column("target", "target", Kind::Number, 12),
    column("proposed", "proposed", Kind::Flag, 14),
    column("due", "due", Kind::Date, 11),
];

const VALUES: &[Column] = &[
    column("^id", "indicator", Kind::Indicator, 40).new_only().needed(),
    column("period", "period", Kind::Text, 14).needed(),
    column("value", "value", Kind::Number, 12).needed(),
    column("lower", "lower", Kind::Number, 12),
    column("upper", "upper", Kind::Number, 12),
    column("numerator", "numerator", Kind::Number, 12),
    column("n", "n", Kind::Whole, 10),
    column("computed_on", "computed_on", Kind::Date, 11),
];

const DOCUMENTS: &[Column] = &[
    column("label", "label", Kind::Text, 8),
    column("kind", "document", Kind::Text, 18).needed(),
    column("issuer", "issuer", Kind::Text, 40).needed(),
    column("title", "title", Kind::Text, 40),
    column("number", "number", Kind::Text, 12),
    column("date", "date", Kind::Date, 11),
    column("url", "url", Kind::Text, 30),
];

/// All sheets. Documents come first when a workbook is read, so that evidence may name new ones.
pub(super) const SHEETS: [Sheet; 9] = [
    sheet("documents", &["documents"], &["id"], DOCUMENTS, true),
    sheet("measures", &["directions", "measures"], &["id"], MEASURES, false),
    sheet("schools", &["directions", "measures", "per_school"], &["^id", "school"], SCHOOLS, false),
    sheet("assignments", &["assignments"], &["school", "event"], ASSIGNMENTS, false),
    sheet("visits", &["visits"], &["school", "date"], VISITS, true),
    sheet("checklists", &["checklists", "items"], &["^id", "text"], CHECKLISTS, false),
    sheet("responses", &["responses"], &["school", "finding"], RESPONSES, false),
    sheet("indicators", &["indicators"], &["id"], INDICATORS, false),
    sheet("values", &["indicators", "series"], &["^id", "period"], VALUES, true),
];

const fn sheet(
    name: &'static str,
    lists: &'static [&'static str],
    key: &'static [&'static str],
    columns: &'static [Column],
    grows: bool,
) -> Sheet {
    Sheet { name, lists, key, columns, grows }
}

/// A row of a plan's list.
pub(super) struct Row<'a> {
    /// What tells it from others: its id, or the fields that do. The second of one key has `#2`.
    pub key: String,
    /// Where it stands in the plan's JSON.
    pub place: String,
    pub own: &'a Value,
    /// The object around it; nothing for a list of the plan itself.
    pub around: &'a Value,
}

impl Row<'_> {
    pub fn value(&self, field: &str) -> &Value {
        match field.strip_prefix('^') {
            Some(field) => &self.around[field],
            None => &self.own[field],
        }
    }
}

impl Sheet {
    /// The rows of a plan, in their order.
    pub fn rows<'a>(&self, plan: &'a Value) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        self.walk(plan, &Value::Null, String::new(), self.lists, &mut rows);
        let mut seen = HashMap::new();
        for row in &mut rows {
            let fields = self.key.iter().map(|field| text(row.value(field)));
            row.key = normal(&fields.collect::<Vec<String>>().join("/"));
            if row.key.is_empty() {
                row.key = "#".to_owned();
            }
            let number = seen.entry(row.key.clone()).and_modify(|n| *n += 1).or_insert(1);
            if *number > 1 {
                row.key = format!("{}#{number}", row.key);
            }
        }
        rows
    }

    fn walk<'a>(
        &self,
        at: &'a Value,
        around: &'a Value,
        place: String,
        lists: &[&str],
        rows: &mut Vec<Row<'a>>,
    ) {
        let Some((list, rest)) = lists.split_first() else {
            return rows.push(Row { key: String::new(), place, own: at, around });
        };
        for (number, one) in at[list].as_array().into_iter().flatten().enumerate() {
            self.walk(one, at, format!("{place}/{list}/{number}"), rest, rows);
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, str::to_owned)
}
