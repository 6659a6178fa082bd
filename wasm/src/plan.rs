//! Plans of measures.

use obektiv::{
    data::{Registry, School},
    plan::{self as core, ProposeOptions},
    report::{plan_html, plan_markdown, remarks_table},
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{arrays::Texts, columns, error::Error, language::language, options, screening::Screening};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Measures, in the order of the plan. */
export interface MeasuresTable {
  id: string[];
  /** Title of its direction of work. */
  direction: string[];
  text: string[];
  /** Such as `targeted_help`. */
  kind: string[];
  level: ("federal" | "region" | "municipality" | "school")[];
  /** Who answers for it; empty where nobody does. */
  responsible: string[];
  /** Days, `from/to`, `academic_year` or `assessment_calendar` with the days known, or an entry of the calendar with the days after it. */
  schedule: string[];
  status: string[];
  /** Schools that it is for. */
  schools: Float64Array;
  /** Findings that it is for. */
  findings: Float64Array;
}

/** How each task of a plan stands on a day. */
export interface PlanStatusTable {
  /** Of the measure. */
  id: string[];
  /** The school; empty where the measure has no rows of schools. */
  school: string[];
  text: string[];
  responsible: string[];
  /** The last of its days; empty where none is known. */
  due: string[];
  /** Empty where not done, or on no known day. */
  doneOn: string[];
  state: ("on_time" | "late" | "done" | "overdue" | "due_soon" | "in_progress" | "planned" | "cancelled")[];
  /** Days left, negative when they are over; NaN where no day is known. */
  days: Float64Array;
  /** Whether documents prove that it was done. */
  evidence: boolean[];
}

/** How far a plan is carried out: in the first row over all, then by who answers. */
export interface PlanExecutionTable {
  /** Empty in the first row. */
  responsible: string[];
  /** Tasks whose day has come and that are not given up. */
  due: Float64Array;
  /** Of these done by their day, with evidence. */
  fulfilled: Float64Array;
  late: Float64Array;
  overdue: Float64Array;
  /** Done without any evidence. */
  withoutEvidence: Float64Array;
  notYetDue: Float64Array;
  /** Without a day. */
  noDay: Float64Array;
  cancelled: Float64Array;
  /** fulfilled / due; NaN where nothing is due. */
  share: Float64Array;
}

/** What one plan has otherwise than another. */
export interface PlanDifferenceTable {
  what: ("added" | "removed" | "changed" | "moved")[];
  /** The plan's list, such as `measures`; `plan` for its own fields. */
  list: string[];
  id: string[];
  field: string[];
  before: string[];
  after: string[];
}

/** Where plans that were merged contradict each other. */
export interface PlanConflictTable {
  /** The plan's list, such as `measures`; `plan` for its own fields. */
  list: string[];
  id: string[];
  field: string[];
  kept: string[];
  leftOut: string[];
}

/** One plan of several. */
export interface MergedPlan {
  plan: Plan;
  conflicts: PlanConflictTable;
}

/** An entry of an assessment calendar, with the fields of the plan's. */
export interface PlanEvent {
  /** The id by which schedules refer to it. */
  id: string;
  /** The assessment, in words. */
  assessment: string;
  /** The first day. */
  from: string;
  /** The last day; the first if not said. */
  to?: string;
  /** The whole if not said. */
  stage?: "printing" | "handing_over" | "writing" | "marking" | "uploading";
  /** Reserve days. */
  reserve?: string[];
  subject?: string;
  grade?: number;
  /** The id of the document that sets the days. */
  document?: string;
}

/** What a plan lacks, one row for each place. */
export interface RemarksTable {
  /** Such as `no_responsible`. */
  lack: string[];
  /** Where in the plan's JSON. */
  path: string[];
  /** Of the measure or document; empty for the plan as a whole. */
  id: string[];
  /** The lack in words. */
  text: string[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "MeasuresTable")]
    pub type MeasuresTable;
    #[wasm_bindgen(typescript_type = "RemarksTable")]
    pub type RemarksTable;
    #[wasm_bindgen(typescript_type = "PlanStatusTable")]
    pub type PlanStatusTable;
    #[wasm_bindgen(typescript_type = "PlanExecutionTable")]
    pub type PlanExecutionTable;
    #[wasm_bindgen(typescript_type = "PlanDifferenceTable")]
    pub type PlanDifferenceTable;
    #[wasm_bindgen(typescript_type = "MergedPlan")]
    pub type MergedPlan;
    #[wasm_bindgen(typescript_type = "readonly Plan[]")]
    pub type Plans;

    type SharedScreening;
    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedScreening) -> Result<Screening, JsValue>;

    type SharedPlan;
    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedPlan) -> Result<Plan, JsValue>;
}

/// A plan of measures of one territory for one year. A plan is data: change its JSON, and read it
/// back.
#[wasm_bindgen]
pub struct Plan(pub(crate) core::Plan);

#[wasm_bindgen]
impl Plan {
    /// A plan from JSON, checked: types, ids that nothing has, periods that end before they begin.
    /// The error's `path` says where.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<Plan, Error> {
        Ok(Self(core::Plan::from_json(text)?))
    }

    /// The plan as JSON, fields that this version does not know included. In format 1, for tools
    /// that read no other, it has an approval, one time for each measure and indicators inside the
    /// measures; what that has no place for stays as fields that it does not know and keeps, so
    /// that `fromJson` gives the same plan again.
    #[wasm_bindgen(js_name = toJson)]
    pub fn to_json(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "1 | 2")] format: Option<f64>,
    ) -> Result<String, Error> {
        match format {
            Some(1.0) => Ok(self.0.to_json_1()),
            None | Some(2.0) => Ok(self.0.to_json()),
            Some(_) => {
                let expected = "1 or 2".to_owned();
                Err(core::PlanError::Parameter { path: "format".to_owned(), expected }.into())
            }
        }
    }

    /// Title.
    #[wasm_bindgen(getter)]
    pub fn title(&self) -> String {
        self.0.title.clone()
    }

    /// Territory.
    #[wasm_bindgen(getter)]
    pub fn territory(&self) -> String {
        self.0.territory.clone()
    }

    /// The calendar year, or the one in which the academic year begins.
    #[wasm_bindgen(getter)]
    pub fn year(&self) -> u16 {
        self.0.year
    }

    /// The measures, in their order.
    #[wasm_bindgen(getter)]
    pub fn measures(&self) -> MeasuresTable {
        columns::object(&self.0.measures_table())
    }

    /// What the plan lacks for anybody to know later whether it was done and whether it helped; in
    /// Russian by default. Remarks, no errors: a plan with remarks is still a plan.
    pub fn lint(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<RemarksTable, Error> {
        Ok(columns::object(&remarks_table(&self.0, self::language(language.as_deref())?)?))
    }

    /// The fingerprint of its JSON, by which another plan names it.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// How each task stands on a day such as `2026-04-01`: a measure, or a measure in one of its
    /// schools.
    pub fn status(&self, day: &str) -> Result<PlanStatusTable, Error> {
        Ok(columns::object(&self.0.status_table(core::day("day", day)?)))
    }

    /// How far the plan is carried out on a day such as `2026-04-01`, over all and by who answers.
    pub fn execution(&self, day: &str) -> Result<PlanExecutionTable, Error> {
        Ok(columns::object(&self.0.execution_table(core::day("day", day)?)))
    }

    /// A draft of the plan of the next year.
    #[wasm_bindgen(js_name = nextYear)]
    pub fn next_year(&self, options: Option<Ts<NextYearOptions>>) -> Result<Plan, Error> {
        let NextYearOptions { calendar, screening, language } = options::read(options)?;
        let screening = match screening.is_undefined() || screening.is_null() {
            true => None,
            false => {
                let shared = screening.unchecked_into::<SharedScreening>().share();
                Some(shared.map_err(|_| Error::expected("screening", "a Screening"))?.core)
            }
        };
        let language = self::language(language.as_deref())?;
        Ok(Self(self.0.next_year(&events(&calendar)?, screening.as_deref(), language)?))
    }

    /// The logins that stand in the plan as such, sorted: of those that measures are for, of
    /// visits, answers and checklists.
    #[wasm_bindgen(getter, unchecked_return_type = "string[]")]
    pub fn schools(&self) -> js_sys::Array {
        columns::texts(self.0.schools())
    }

    /// The plan for publishing: no school can be told from it. Schools, findings, rows of schools,
    /// visits, answers and checklists are counted in place of them; in texts a word stands in place
    /// of logins, of names of organisations that are schools and of their people, and of these
    /// names. In Russian by default.
    #[wasm_bindgen(js_name = withoutSchools)]
    pub fn without_schools(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "string[] | null")] names: Option<Texts>,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Plan, Error> {
        let mut names = names.map(|names| names.read("names")).transpose()?.unwrap_or_default();
        names.sort_unstable();
        names.dedup();
        let school = |name: String| (name.clone(), School { name, ..School::default() });
        let registry = Registry::new(names.into_iter().map(school))?;
        Ok(Self(self.0.without_schools(Some(&registry), self::language(language.as_deref())?)?))
    }

    /// The part of the plan that concerns one school, with its own rows only, and what these refer
    /// to; in texts a word stands in place of other schools. A login is known by its digits. In
    /// Russian by default.
    #[wasm_bindgen(js_name = forSchool)]
    pub fn for_school(
        &self,
        login: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Plan, Error> {
        Ok(Self(self.0.for_school(login, self::language(language.as_deref())?)?))
    }

    /// A second handle, for lists: Rust takes what it is given there, and the caller keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Plan {
        Self(self.0.clone())
    }

    /// The plan as the four-column table of such notes, in Markdown; in Russian by default.
    #[wasm_bindgen(js_name = toMarkdown)]
    pub fn to_markdown(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<String, Error> {
        Ok(plan_markdown(&self.0, self::language(language.as_deref())?)?)
    }

    /// The plan as a self-contained HTML page: the same table, and what the plan lacks; in Russian
    /// by default.
    #[wasm_bindgen(js_name = toHtml)]
    pub fn to_html(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<String, Error> {
        Ok(plan_html(&self.0, self::language(language.as_deref())?)?)
    }
}

/// What next year's draft is made with.
#[derive(Tsify, Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NextYearOptions {
    /// The next year's assessment calendar.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "readonly PlanEvent[]", optional)]
    calendar: JsValue,
    /// A screening of the new year: its findings are answered.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Screening", optional)]
    screening: JsValue,
    /// Of new measures; Russian by default.
    #[tsify(type = "Language", optional)]
    language: Option<String>,
}

fn events(calendar: &JsValue) -> Result<Vec<core::Event>, Error> {
    if calendar.is_undefined() || calendar.is_null() {
        return Ok(Vec::new());
    }
    let text = js_sys::JSON::stringify(calendar).map_err(|_| Error::expected("calendar", "an array"))?;
    Ok(core::calendar(&String::from(text))?)
}

/// What the second plan has otherwise than the first: what has an id by that id, fields one by one.
#[wasm_bindgen(js_namespace = plan)]
pub fn diff(before: &Plan, after: &Plan) -> PlanDifferenceTable {
    columns::object(&core::diff_table(&before.0, &after.0))
}

/// One plan of several, such as a municipality's of those of its schools, and what did not fit.
#[wasm_bindgen(js_namespace = plan)]
pub fn merge(plans: Plans) -> Result<MergedPlan, Error> {
    let plans = js_sys::Array::from(&plans);
    let plans = plans.iter().map(|plan| {
        let shared = plan.unchecked_into::<SharedPlan>().share();
        shared.map(|plan| plan.0).map_err(|_| Error::expected("plans", "an array of plans"))
    });
    let merged = core::merge(&plans.collect::<Result<Vec<core::Plan>, Error>>()?)?;
    let both = js_sys::Object::new();
    let conflicts: JsValue = columns::object::<JsValue>(&merged.conflicts_table());
    for (name, value) in [("plan", JsValue::from(Plan(merged.plan))), ("conflicts", conflicts)] {
        js_sys::Reflect::set(&both, &name.into(), &value)
            .map_err(|_| Error::expected("plans", "an array of plans"))?;
    }
    Ok(both.unchecked_into())
}

/// The municipal note of 2022 that this library began with, as a plan.
#[wasm_bindgen(js_namespace = plan)]
pub fn example() -> Result<Plan, Error> {
    Plan::from_json(core::EXAMPLE)
}

/// What a draft says of itself.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftInit {
    /// Title; a usual one by default.
    #[serde(default)]
    #[tsify(type = "string | null", optional)]
    title: Option<String>,
    /// Territory.
    territory: String,
    /// The calendar year, or the one in which the academic year begins.
    year: u16,
    /// The day by which measures are to be done and indicators reached, such as `2026-04-01`.
    #[serde(default)]
    #[tsify(type = "string | null", optional)]
    due: Option<String>,
    /// The assessment calendar: observers go to its works, marking again and the analysis of
    /// effects come after them.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "readonly PlanEvent[]", optional)]
    calendar: JsValue,
    /// Russian by default.
    #[serde(default)]
    #[tsify(type = "Language", optional)]
    language: Option<String>,
}

/// A draft of a plan: for each school with findings the measures that answer its signs, and those
/// that stand in every plan. Measures come from a small catalogue, each cites the findings it
/// answers. It is a draft: people decide. What it cannot know `lint` lists.
#[wasm_bindgen(js_namespace = plan, js_name = fromFindings)]
pub fn from_findings(screening: &Screening, init: Ts<DraftInit>) -> Result<Plan, Error> {
    let DraftInit { title, territory, year, due, calendar, language } =
        options::fields(&init.js_value(), "plan")?;
    let language = self::language(language.as_deref())?;
    let mut options = ProposeOptions {
        title: title.unwrap_or_default(),
        territory,
        year,
        due: None,
        calendar: events(&calendar)?,
        language,
    };
    if let Some(due) = due {
        options = options.with_due(&due)?;
    }
    Ok(Plan(core::from_findings(&screening.core, &options)?))
}

/// The JSON Schema of plans, as JSON.
#[wasm_bindgen(js_namespace = plan, js_name = jsonSchema)]
pub fn json_schema() -> String {
    core::json_schema().to_owned()
}
