//! Forms that people fill in: works marked again, acts of observers.

use std::rc::Rc;

use obektiv::{
    data::{self, ImportReport, RemarkedImport, form_csv, form_remarked, readers},
    design::{Draw, Method},
    plan as core,
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    arrays::{Bytes, Numbers, Texts},
    columns,
    error::Error,
    language::language,
    observed::Observed,
    options,
    plan::Plan,
    readers::report_object,
    screening::Screening,
    workbook::{WorkbookOptions, sheet},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Works marked again: one row for each work, or for each item of it. */
export interface RemarkedTable {
  school: string[];
  /** The assessment; empty where there is one only. */
  work: string[];
  code: string[];
  /** Empty for the total. */
  item: string[];
  /** Points at first. */
  before: Float64Array;
  /** Points by the second commission. */
  after: Float64Array;
  /** From which works it was chosen; empty where from all. */
  stratum: string[];
  probability: Float64Array;
}

/** Works marked again as a whole: the total, or the sum of the items. */
export interface RemarkedPapersTable {
  school: string[];
  work: string[];
  code: string[];
  before: Float64Array;
  after: Float64Array;
}

/** Acts of observers. What is not known is empty, or NaN. */
export interface ActsTable {
  school: string[];
  date: string[];
  number: string[];
  /** The id of an entry of the plan's calendar. */
  event: string[];
  subject: string[];
  grade: Float64Array;
  class: string[];
  stage: ("printing" | "handing_over" | "writing" | "marking" | "uploading")[];
  observer: string[];
  from: string[];
  to: string[];
  /** As in `1; 3: entered late`. */
  violations: string[];
  /** With which the visit was drawn. */
  probability: Float64Array;
}

/** What `effect.prevalence` takes. */
export interface PrevalenceCounts {
  /** Marked schools. */
  positive: number;
  /** All schools. */
  tested: number;
  /** Of the irregular ones that were observed those marked, and all. */
  sensitivity: [number, number];
  /** Of the regular ones that were observed those not marked, and all. */
  specificity: [number, number];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "RemarkedTable")]
    pub type RemarkedTable;
    #[wasm_bindgen(typescript_type = "RemarkedPapersTable")]
    pub type RemarkedPapersTable;
    #[wasm_bindgen(typescript_type = "ActsTable")]
    pub type ActsTable;
    #[wasm_bindgen(typescript_type = "PrevalenceCounts")]
    pub type PrevalenceCounts;

    type SharedRemarked;
    #[wasm_bindgen(method, js_name = _share, catch)]
    fn share(this: &SharedRemarked) -> Result<Remarked, JsValue>;
}

/// Works that a second commission marked again, from a workbook or text: a row for each work, or
/// for each item of it.
///
/// Columns, in any order:
///
/// * `school` (Логин школы): the login;
/// * `work` (Работа): the assessment, by its key or in words; may be absent;
/// * `code` (Код работы): the pupil's work;
/// * `item` (Задание): the item; empty for the total; may be absent;
/// * `before` (Балл до): points at first;
/// * `after` (Балл после): points by the second commission;
/// * `stratum` (Слой отбора): from which works it was chosen, such as `boundary`; may be absent;
/// * `probability` (Вероятность отбора): as .25 or 25%; 1 where it is empty or there is no such column.
///
/// A row without `after` is not marked again yet and counts as absent. One that cannot be read, and
/// the same item of a work a second time, is set aside: the report names its row and column.
///
/// @throws `data.no_column` without school, code or points; `data.repeated_column`; `data.empty`
/// without a usable row; `data.unreadable`, `data.too_large`. @example const again =
/// readRemarked(new TextEncoder().encode("school;code;before;after\nsch990001;17;9;7"));
/// again.papers.after[0]; // 7
#[wasm_bindgen(js_name = readRemarked)]
pub fn read_remarked(bytes: &Bytes, options: Option<Ts<WorkbookOptions>>) -> Result<Remarked, Error> {
    let RemarkedImport { remarked, report } =
        readers::read_remarked(&sheet(bytes, options::read(options)?.max_unpacked)?)?;
    Ok(Remarked { remarked: Rc::new(remarked), report })
}

/// Works that a second commission marked again.
#[wasm_bindgen]
pub struct Remarked {
    remarked: Rc<data::Remarked>,
    report: ImportReport,
}

/// When marking again speaks against a school.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RemarkedObservedOptions {
    /// The level of the sign test; .05 by default.
    #[tsify(optional)]
    alpha: Option<f64>,
    /// With which each school was chosen; 1 by default.
    #[tsify(optional)]
    probability: Option<f64>,
}

#[wasm_bindgen]
impl Remarked {
    /// One row for each work, or for each item of it.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> RemarkedTable {
        columns::object(&self.remarked.table())
    }

    /// One row for each work as a whole.
    #[wasm_bindgen(getter)]
    pub fn papers(&self) -> RemarkedPapersTable {
        columns::object(&self.remarked.papers_table())
    }

    /// What became of every row.
    #[wasm_bindgen(getter, unchecked_return_type = "ImportReport")]
    pub fn report(&self) -> JsValue {
        report_object(&self.report)
    }

    /// What marking again says of schools, for `screen` to compare with: a school is irregular if
    /// points were too high at first, by the sign test. Fewer than five changed works never say so
    /// at .05.
    pub fn observed(&self, options: Option<Ts<RemarkedObservedOptions>>) -> Result<Observed, Error> {
        let RemarkedObservedOptions { alpha, probability } = options::read(options)?;
        Ok(self.remarked.observed(alpha.unwrap_or(0.05), probability.unwrap_or(1.0))?.into())
    }

    /// The form, filled in, as text; in Russian by default.
    #[wasm_bindgen(js_name = toCsv)]
    pub fn to_csv(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        Ok(form_csv(&form_remarked(Some(&self.remarked), self::language(language.as_deref())?))?)
    }

    /// The empty form as text; in Russian by default.
    pub fn form(
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        Ok(form_csv(&form_remarked(None, self::language(language.as_deref())?))?)
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Remarked {
        Self { remarked: Rc::clone(&self.remarked), report: self.report.clone() }
    }
}

/// The works of an options object, if some are given.
pub(crate) fn from_option(remarked: JsValue) -> Result<Option<Rc<data::Remarked>>, Error> {
    if remarked.is_undefined() || remarked.is_null() {
        return Ok(None);
    }
    let shared = remarked.unchecked_into::<SharedRemarked>().share();
    shared.map(|of| Some(of.remarked)).map_err(|_| Error::expected("remarked", "a Remarked"))
}

/// Acts of observers, from a workbook or text: a row for each.
///
/// Columns, in any order; all but school, date and stage may be absent:
///
/// * `school` (Логин школы): the login;
/// * `date` (Дата): as 2022-04-19 or 19.04.2022, or a day of a workbook;
/// * `number` (Номер акта): the act's number;
/// * `event` (Запись календаря): the id of an entry of the plan's calendar;
/// * `subject`, `grade`, `class` (Предмет, Параллель, Класс): what was written, and by whom;
/// * `stage` (Этап): printing, handing_over, writing, marking, uploading, or печать, выдача, написание, проверка, загрузка;
/// * `observer` (Наблюдатель): the id of a person, or a name;
/// * `from`, `to` (Начало, Окончание): as 09:00;
/// * `violations` (Нарушения): numbers of the act's list with `;` between them, each with what was seen behind a colon, or
///   what was seen alone, as in `1; 3: entered late`; empty or «нет» for none;
/// * `probability` (Вероятность отбора): with which the visit was drawn; empty if it was chosen.
///
/// A planned visit of which nothing is filled in counts as absent. A row that cannot be read is set
/// aside: the report names its row and column.
///
/// @throws `data.no_column` without school, date or stage; `data.repeated_column`;
/// `data.unreadable`, `data.too_large`. @example const acts = readActs(new
/// TextEncoder().encode("school;date;stage\nsch990001;19.04.2022;marking")); acts.table.date[0]; //
/// "2022-04-19"
#[wasm_bindgen(js_name = readActs)]
pub fn read_acts(bytes: &Bytes, options: Option<Ts<WorkbookOptions>>) -> Result<Acts, Error> {
    Ok(Acts(core::read_acts(&sheet(bytes, options::read(options)?.max_unpacked)?)?))
}

/// Acts of observers.
#[wasm_bindgen]
pub struct Acts(core::Acts);

#[wasm_bindgen]
impl Acts {
    /// One row for each act.
    #[wasm_bindgen(getter)]
    pub fn table(&self) -> ActsTable {
        columns::object(&self.0.table())
    }

    /// What became of every row.
    #[wasm_bindgen(getter, unchecked_return_type = "ImportReport")]
    pub fn report(&self) -> JsValue {
        report_object(&self.0.report)
    }
}

/// What `design.draw` gave, as much of it as a plan keeps.
#[derive(Tsify, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawn {
    /// The drawn places of the list.
    #[tsify(type = "ArrayLike<number>")]
    sample: Vec<usize>,
    /// The seed.
    seed: u64,
    /// The fingerprint of the list and its chances.
    fingerprint: String,
}

#[wasm_bindgen]
impl Plan {
    /// The plan with these acts among its own; one that it has already, by its number, or by day,
    /// entry of the calendar, class and stage, is replaced.
    #[wasm_bindgen(js_name = withActs)]
    pub fn with_acts(&self, acts: &Acts) -> Result<Plan, Error> {
        Ok(Self(self.0.with_acts(&acts.0)?))
    }

    /// The plan with the visits of a draw among its assignments: the drawn schools with the chance
    /// of each, by which their acts stand for the others, and the seed and the fingerprint of the
    /// list, by which anybody can draw them again. `schools` and `chance` are the list that was
    /// drawn from, `event` the entry of the calendar that is visited; a visit of this draw that the
    /// plan has already is kept as it is. A draw from another list is `plan.parameter`.
    #[wasm_bindgen(js_name = withDraw)]
    pub fn with_draw(
        &self,
        draw: Ts<Drawn>,
        schools: &Texts,
        chance: &Numbers,
        event: Option<String>,
    ) -> Result<Plan, Error> {
        let Drawn { sample, seed, fingerprint } = options::fields(&draw.js_value(), "draw")?;
        let (reserve, method, version) = (Vec::new(), Method::default(), String::new());
        let draw = Draw { sample, reserve, method, seed, fingerprint, version };
        let (schools, chance) = (schools.read("schools")?, chance.read("chance")?);
        Ok(Self(self.0.with_draw(&schools, &chance, &draw, event.as_deref())?))
    }

    /// What observers saw in schools that were drawn, for `screen` to compare with: from the acts,
    /// each with its own probability or that of its planned visit. Visits that were chosen, not
    /// drawn, are left out.
    pub fn observed(&self) -> Result<Observed, Error> {
        Ok(self.0.observed()?.into())
    }

    /// The form of observers' acts as text: the plan's acts, and below them the planned visits of
    /// which there is no act, to be filled in; in Russian by default.
    #[wasm_bindgen(js_name = actsCsv)]
    pub fn acts_csv(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Language")] language: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        Ok(form_csv(&self.0.form_acts(self::language(language.as_deref())?))?)
    }
}

#[wasm_bindgen]
impl Screening {
    /// Marked schools, and how often marks were right where somebody looked: what
    /// `effect.prevalence` takes. Schools that were chosen with different probabilities are counted
    /// by how many they stand for.
    #[wasm_bindgen(js_name = prevalenceCounts)]
    pub fn prevalence_counts(&self, observed: &Observed) -> Result<PrevalenceCounts, Error> {
        let counts = self.core.prevalence_counts(observed.core())?;
        let pair =
            |[right, of]: [u64; 2]| js_sys::Array::of2(&(right as f64).into(), &(of as f64).into()).into();
        Ok(columns::record(&[
            ("positive", (counts.positive as f64).into()),
            ("tested", (counts.tested as f64).into()),
            ("sensitivity", pair(counts.sensitivity)),
            ("specificity", pair(counts.specificity)),
        ]))
    }
}
