//! Observers' acts: a form to fill in, and what the plan makes of it.

mod cells;
mod planned;

use super::{ObserverVisit, Plan, Stage, name};
use crate::data::readers::form::{Form, FormColumn, FormRow, header, probability};
use crate::data::readers::{Sheet, code_and_name};
use crate::data::{DataError, ImportReport, RowKind};
use crate::language::Language;
use crate::table::Table;
use cells::{day, listed, time, violations};
pub(super) use planned::letter;

/// Acts as they were read, and what became of every row.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Acts {
    /// The acts.
    #[serde(with = "crate::data::bytes::as_json")]
    pub visits: Vec<ObserverVisit>,
    /// What became of every row.
    pub report: ImportReport,
}

impl Acts {
    /// The acts:
    /// `school, date, number, event, subject, grade, class, stage, observer, from, to, violations,
    /// probability`.
    ///
    /// `violations` are as the form has them; what is not known is empty, or NaN.
    #[must_use]
    pub fn table(&self) -> Table {
        let text = |of: &dyn Fn(&ObserverVisit) -> Option<String>| {
            self.visits.iter().map(|act| of(act).unwrap_or_default()).collect::<Vec<String>>()
        };
        let real = |of: fn(&ObserverVisit) -> Option<f64>| {
            self.visits.iter().map(|act| of(act).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
        };
        Table::new()
            .with("school", text(&|a| Some(a.school.clone())))
            .with("date", text(&|a| Some(a.date.to_string())))
            .with("number", text(&|a| a.number.clone()))
            .with("event", text(&|a| a.event.clone()))
            .with("subject", text(&|a| a.subject.clone()))
            .with("grade", real(|a| a.grade.map(f64::from)))
            .with("class", text(&|a| a.class_id.clone()))
            .with("stage", text(&|a| Some(name(a.stage))))
            .with("observer", text(&|a| a.observer.clone()))
            .with("from", text(&|a| a.from.clone()))
            .with("to", text(&|a| a.to.clone()))
            .with("violations", text(&|a| Some(listed(&a.violations))))
            .with("probability", real(|a| a.probability))
    }
}

const fn column(name: &'static str, russian: &'static str, also: &'static [&'static str]) -> FormColumn {
    FormColumn { name, russian, also, needed: false }
}

/// The columns of acts, in the order of the form.
const COLUMNS: [FormColumn; 13] = [
    FormColumn {
        needed: true, ..column("school", "Логин школы", &["login", "логин", "школа"])
    },
    FormColumn { needed: true, ..column("date", "Дата", &["день"]) },
    column("number", "Номер акта", &["акт"]),
    column("event", "Запись календаря", &[]),
    column("subject", "Предмет", &[]),
    column("grade", "Параллель", &[]),
    column("class", "Класс", &["class_id"]),
    FormColumn { needed: true, ..column("stage", "Этап", &[]) },
    column("observer", "Наблюдатель", &[]),
    column("from", "Начало", &[]),
    column("to", "Окончание", &["конец"]),
    column("violations", "Нарушения", &["violation", "нарушение"]),
    column("probability", "Вероятность отбора", &["вероятность"]),
];

/// The stages with their words in Russian.
const STAGES: [(Stage, &str); 5] = [
    (Stage::Printing, "печать"),
    (Stage::HandingOver, "выдача"),
    (Stage::Writing, "написание"),
    (Stage::Marking, "проверка"),
    (Stage::Uploading, "загрузка"),
];

/// Observers' acts: a row for each.
///
/// | column | in Russian | holds |
/// |---|---|---|
/// | `school` | Логин школы | the login |
/// | `date` | Дата | as 2022-04-19 or 19.04.2022, or a day of a workbook |
/// | `number` | Номер акта | the act's number |
/// | `event` | Запись календаря | the id of an entry of the plan's calendar |
/// | `subject`, `grade`, `class` | Предмет, Параллель, Класс | what was written, and by whom |
/// | `stage` | Этап | printing, handing_over, writing, marking, uploading; печать, выдача, написание, проверка, загрузка |
/// | `observer` | Наблюдатель | the id of a person, or a name |
/// | `from`, `to` | Начало, Окончание | as 09:00 |
/// | `violations` | Нарушения | the numbers of the act's list, with `;` or a new line between them, each with what was seen behind a colon, or what was seen alone: `1; 3: entered late; a phone`; empty or «нет» for none |
/// | `probability` | Вероятность отбора | with which the visit was drawn, as .25 or 25%; empty if it was chosen |
///
/// All but school, date and stage may be absent. Within a violation `\;` is a semicolon. Rows:
///
/// * **taken**: school, date and stage are there, and what else is there can be read.
/// * **absent**: blank, or a planned visit of which nothing is filled in: no date, act or violation.
/// * **set_aside**: any other row, with the column that is wrong; the same row a second time.
///
/// # Errors
/// [`DataError::NoColumn`] without school, date or stage, [`DataError::RepeatedColumn`].
///
/// # Examples
/// ```
/// use obektiv::{data::readers::Sheet, plan::read_acts};
/// let text = "school;date;stage;violations\nsch990001;19.04.2022;marking;2: in pencil";
/// let acts = read_acts(&Sheet::from_csv(text.as_bytes())?)?;
/// assert_eq!(acts.visits[0].violations[0].number, Some(2));
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_acts(sheet: &Sheet) -> Result<Acts, DataError> {
    let (form, mut report) = Form::of(sheet, &COLUMNS, "observer-acts")?;
    let mut visits: Vec<ObserverVisit> = Vec::new();
    let mut taken: Vec<FormRow<'_>> = Vec::new();
    for cells in form.rows() {
        if ["date", "number", "violations"].iter().all(|column| cells.at(column).is_empty()) {
            report.count(RowKind::Absent);
            if !cells.is_blank() {
                report.remark(cells.number, RowKind::Absent, "no act yet: date is empty");
            }
            continue;
        }
        match act(&cells) {
            Ok(visit) => match taken.iter().find(|row| row.is_same(&cells)) {
                Some(first) => {
                    cells.set_aside(&mut report, format!("the same act as in row {}", first.number));
                }
                None => {
                    report.count(RowKind::Taken);
                    visits.push(visit);
                    taken.push(cells);
                }
            },
            Err(reason) => cells.set_aside(&mut report, reason),
        }
    }
    Ok(Acts { visits, report })
}

fn act(cells: &FormRow<'_>) -> Result<ObserverVisit, String> {
    let school = cells.text("school").ok_or_else(|| cells.wrong("school", "a login"))?;
    let grade = cells.text("grade").map(|_| {
        let grade = cells.at("grade").parse::<u8>().ok().filter(|grade| (1..=13).contains(grade));
        grade.ok_or_else(|| cells.wrong("grade", "1 to 13"))
    });
    let drawn = cells.text("probability").map(|cell| {
        probability(&cell).ok_or_else(|| cells.wrong("probability", "more than 0 and at most 1"))
    });
    let time = |column: &str| {
        cells.text(column).map(|cell| time(&cell).ok_or_else(|| cells.wrong(column, "a time as 09:00")))
    };
    Ok(ObserverVisit {
        school: code_and_name(&school).0.unwrap_or(&school).to_owned(),
        date: day(cells.at("date"))
            .ok_or_else(|| cells.wrong("date", "a day as 2022-04-19 or 19.04.2022"))?,
        number: cells.text("number"),
        event: cells.text("event"),
        class_id: cells.text("class"),
        observer: cells.text("observer"),
        from: time("from").transpose()?,
        to: time("to").transpose()?,
        subject: cells.text("subject"),
        grade: grade.transpose()?,
        stage: stage(cells.at("stage"))
            .ok_or_else(|| cells.wrong("stage", "printing, handing_over, writing, marking or uploading"))?,
        violations: violations(cells.at("violations")),
        probability: drawn.transpose()?,
        extra: Default::default(),
    })
}

fn stage(cell: &str) -> Option<Stage> {
    let cell = cell.to_lowercase();
    STAGES.iter().find(|(stage, russian)| *russian == cell || name(stage) == cell).map(|(stage, _)| *stage)
}

impl Plan {
    /// The acts as the rows of a form, and below them the planned visits of which there is no act,
    /// to be filled in; [`read_acts`] reads it back. [`form_csv`](crate::data::form_csv) and
    /// [`form_xlsx`](crate::data::form_xlsx) make files of it.
    #[must_use]
    pub fn form_acts(&self, language: Language) -> Vec<Vec<String>> {
        let word = |stage: Stage| match (language, STAGES.iter().find(|(known, _)| *known == stage)) {
            (Language::Russian, Some((_, russian))) => (*russian).to_owned(),
            _ => name(stage),
        };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let share = |share: Option<f64>| share.map_or(String::new(), |share| share.to_string());
        let mut rows = vec![header(&COLUMNS, language)];
        rows.extend(self.visits.iter().map(|act| {
            vec![
                act.school.clone(),
                act.date.to_string(),
                text(&act.number),
                text(&act.event),
                text(&act.subject),
                act.grade.map_or(String::new(), |grade| grade.to_string()),
                text(&act.class_id),
                word(act.stage),
                text(&act.observer),
                text(&act.from),
                text(&act.to),
                listed(&act.violations),
                share(act.probability),
            ]
        }));
        let done = self.answered();
        let open = self.assignments.iter().zip(&done).filter(|(_, act)| act.is_none());
        rows.extend(open.map(|(planned, _)| {
            let mut row = vec![String::new(); COLUMNS.len()];
            let stage = planned.stage.map_or(String::new(), word);
            let event = self.calendar.iter().find(|e| Some(&e.id) == planned.event.as_ref());
            for (column, cell) in [
                ("school", planned.school.clone()),
                ("event", text(&planned.event)),
                ("subject", event.map_or(String::new(), |e| text(&e.subject))),
                ("grade", event.and_then(|e| e.grade).map_or(String::new(), |g| g.to_string())),
                ("class", text(&planned.class_id)),
                ("stage", stage),
                ("observer", text(&planned.observer)),
                ("probability", share(planned.probability)),
            ] {
                if let Some(at) = COLUMNS.iter().position(|c| c.name == column) {
                    row[at] = cell;
                }
            }
            row
        }));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EXAMPLE, Violation};
    use super::*;
    use crate::data::form_csv;
    use jiff::civil::date;

    fn read(text: &str) -> Acts {
        read_acts(&Sheet::from_csv(text.as_bytes()).unwrap()).unwrap()
    }

    fn plan() -> Plan {
        let mut plan = Plan::from_json(EXAMPLE).unwrap();
        plan.calendar = serde_json::from_str(
            r#"[{"id": "m4", "assessment": "VPR", "from": "2022-04-19", "subject": "maths", "grade": 4},
                {"id": "r4", "assessment": "VPR", "from": "2022-04-21", "subject": "russian", "grade": 4}]"#,
        )
        .unwrap();
        plan.assignments = serde_json::from_str(
            r#"[{"school": "sch990001", "event": "m4", "class_id": "4А", "stage": "writing", "probability": 0.25, "drawn": "7:ab"},
                {"school": "sch990001", "event": "r4", "probability": 0.25, "drawn": "7:ab"},
                {"school": "sch990002", "event": "m4", "probability": 0.5},
                {"school": "sch990003", "event": "m4"}]"#,
        )
        .unwrap();
        plan
    }

    const FILLED: &str = "Логин школы;Дата;Номер акта;Запись календаря;Класс;Этап;Нарушения;Начало\n\
        edu990001 | Школа;19.04.2022;1;m4;4 «а»;Написание;1;9:00\n\
        sch990001;2022-04-21;2;r4;;проверка;\"1; 3: опоздание\\; телефон; шум\";0.375\n\
        sch990003;44670;3;m4;;marking;нет;\n";

    #[test]
    fn a_form_of_planned_visits_is_filled_in_and_read_back() {
        let plan = plan();
        let form = plan.form_acts(Language::Russian);
        assert_eq!((form.len(), form[0][0].as_str(), form[1][7].as_str()), (5, "Логин школы", "написание"));
        let empty = read(&String::from_utf8(form_csv(&form).unwrap()).unwrap());
        assert_eq!((empty.visits.len(), empty.report.absent), (0, 4));
        let acts = read(FILLED);
        assert_eq!((acts.visits.len(), acts.report.remarks.len()), (3, 0), "{:?}", acts.report.remarks);
        assert_eq!(acts.visits[2].date, date(2022, 4, 19));
        assert_eq!(acts.visits[1].from.as_deref(), Some("09:00"));
        let seen: Vec<(Option<u16>, &str)> =
            acts.visits[1].violations.iter().map(|v| (v.number, v.text.as_str())).collect();
        assert_eq!((acts.table().len(), acts.table().columns.len()), (3, 13));
        assert_eq!(seen, [(Some(1), ""), (Some(3), "опоздание; телефон"), (None, "шум")]);
        let filled = plan.with_acts(&acts).unwrap();
        assert_eq!(filled.with_acts(&acts).unwrap(), filled, "the same acts once more");
        for language in [Language::Russian, Language::English] {
            let form = filled.form_acts(language);
            assert_eq!(form.len(), 1 + 3 + 1, "one planned visit has no act");
            let again = read(&String::from_utf8(form_csv(&form).unwrap()).unwrap());
            assert_eq!(plan.with_acts(&again).unwrap(), filled);
            #[cfg(all(feature = "write", feature = "xlsx"))]
            {
                let book = crate::data::form_xlsx("Acts", &form).unwrap();
                let again = read_acts(&Sheet::from_bytes(&book, 1 << 30).unwrap()).unwrap();
                assert_eq!(plan.with_acts(&again).unwrap(), filled);
            }
        }
        // An act of an entry that the calendar has not.
        let wrong = read("school,date,stage,event\na,2022-04-19,writing,m9");
        assert_eq!(plan.with_acts(&wrong).unwrap_err().path(), "visits[0].event");
    }

    #[test]
    fn what_was_seen_comes_back_as_it_was_whatever_it_says() {
        let seen =
            |number, text: &str| Violation { number, text: text.to_owned(), extra: Default::default() };
        let all = [
            seen(Some(1), ""),
            seen(Some(3), "9:05; a \\ and\na line"),
            seen(None, "9:05 somebody came in"),
            seen(None, "5: no number"),
            seen(None, "7"),
            seen(None, "\\8"),
        ];
        assert_eq!(violations(&listed(&all)), all, "{}", listed(&all));
        assert_eq!(violations("3:опоздание"), [seen(Some(3), "опоздание")]);
        assert!(violations("нет").is_empty() && violations(" - ;").is_empty());
    }

    #[test]
    fn visits_that_were_drawn_are_what_a_screening_is_compared_with() {
        let mut plan = plan().with_acts(&read(FILLED)).unwrap();
        let observed = plan.observed().unwrap();
        // One draw of two visits; one school was chosen, one not visited.
        let rows: Vec<(&str, bool, f64)> =
            observed.rows().iter().map(|r| (r.school.as_str(), r.irregular, r.probability)).collect();
        assert_eq!(rows, [("edu990001", true, 0.25)]);
        plan.visits[2].probability = Some(0.1);
        assert_eq!(plan.observed().unwrap().rows().len(), 2);
        plan.visits.clear();
        assert_eq!(plan.observed().unwrap_err().code(), "data.empty");
    }

    #[test]
    fn what_does_not_fit_is_set_aside_with_its_column() {
        let acts = read(
            "school,date,stage,grade,from,probability\n,2022-04-19,writing,,,\na,30.02.2022,writing,,,\n\
             a,2022-04-19,resting,,,\na,2022-04-19,writing,40,,\na,2022-04-19,writing,,soon,\n\
             a,2022-04-19,writing,,,0\na,2022-04-19,writing,4,9:00,\na,2022-04-19,writing,4,9:00,\n",
        );
        let said: Vec<(u64, &str)> = acts.report.remarks.iter().map(|r| (r.row, r.reason.as_str())).collect();
        assert_eq!(
            said,
            [
                (2, "school is empty, expected a login"),
                (3, "date is \"30.02.2022\", expected a day as 2022-04-19 or 19.04.2022"),
                (
                    4,
                    "stage is a text of 7 characters, expected printing, handing_over, writing, marking or uploading"
                ),
                (5, "grade is \"40\", expected 1 to 13"),
                (6, "from is a text of 4 characters, expected a time as 09:00"),
                (7, "probability is \"0\", expected more than 0 and at most 1"),
                (9, "the same act as in row 8"),
            ]
        );
        let none = Sheet::from_csv(b"school,date\na,2022-04-19").unwrap();
        assert_eq!(read_acts(&none).unwrap_err().code(), "data.no_column");
    }
}
