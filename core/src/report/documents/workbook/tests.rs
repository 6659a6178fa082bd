use super::*;
use crate::data::readers::{Cells, Held, cells};
use crate::plan::{EXAMPLE, Status};
use crate::report::plan_xlsx;

const ROAD_MAP: &str = include_str!("../../../../../tests/fixtures/plan-road-map.json");
const MOST: u64 = 1 << 30;

fn road_map() -> Plan {
    Plan::from_json(ROAD_MAP).unwrap()
}

fn workbook(plan: &Plan, language: Language) -> Vec<u8> {
    let bytes = plan_xlsx(plan, language).unwrap();
    if let Some(folder) = std::env::var_os("OBEKTIV_DOCUMENTS") {
        let name = format!("plan-{}-{language:?}.xlsx", plan.year);
        std::fs::write(std::path::Path::new(&folder).join(name), &bytes).unwrap();
    }
    bytes
}

/// The workbook as another program might save it after somebody has changed its cells.
fn edited(bytes: &[u8], change: impl Fn(&mut Vec<Cells>)) -> Vec<u8> {
    let mut sheets = cells(bytes, MOST).unwrap();
    change(&mut sheets);
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    for sheet in sheets {
        let to = book.add_worksheet();
        to.set_name(&sheet.name).unwrap();
        for (row, cells) in sheet.rows {
            for (column, held) in cells {
                let column = u16::try_from(column).unwrap();
                match held {
                    Held::Text(text) => to.write_string(row, column, text).unwrap(),
                    Held::Number(value) => to.write_number(row, column, value).unwrap(),
                    Held::Day(date) => {
                        to.write_datetime_with_format(row, column, write::excel(date).unwrap(), &day).unwrap()
                    }
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Writes into the cell of a sheet by row and head; nothing empties it.
fn put(sheets: &mut [Cells], sheet: &str, row: u32, head: &str, held: Option<Held>) {
    let sheet = sheets.iter_mut().find(|s| s.name == sheet).unwrap();
    let heads = &sheet.rows[&0];
    let is = |text: &Held| *text == Held::Text(head.to_owned());
    let column = *heads.iter().find(|(_, text)| is(text)).unwrap_or_else(|| panic!("{head}: {heads:?}")).0;
    let cells = sheet.rows.entry(row).or_default();
    match held {
        Some(held) => cells.insert(column, held),
        None => cells.remove(&column),
    };
}

fn words(text: &str) -> Option<Held> {
    Some(Held::Text(text.to_owned()))
}

#[test]
fn a_workbook_gives_its_plan_back() {
    let mut odd = road_map();
    odd.year = 2031;
    odd.title = " _x0041_ <&>\" \u{1} \u{ffff} \u{feff} =1+1".to_owned();
    odd.directions[0].measures[0].text = "  _x0041_ first\r\nsecond\u{1} ".to_owned();
    odd.directions[0].measures[0].progress = Some("длинно ".repeat(9_000));
    odd.directions[0].measures[1].id = "a/b #2".to_owned();
    odd.effects[0].measures[1] = "a/b #2".to_owned();
    odd.directions[1].measures[0].done_on = Some(jiff::civil::date(1812, 9, 7));
    for plan in [Plan::from_json(EXAMPLE).unwrap(), road_map(), odd] {
        for language in [Language::Russian, Language::English] {
            let bytes = workbook(&plan, language);
            let again = edited(&bytes, |_| {});
            for bytes in [bytes, again] {
                let filled = Plan::from_xlsx(&bytes).unwrap();
                assert_eq!((filled.changes, filled.conflicts), (vec![], vec![]));
                assert_eq!(filled.plan, plan);
            }
        }
    }
}

#[test]
fn what_people_fill_in_is_taken_over_and_told() {
    let bytes = edited(&workbook(&road_map(), Language::Russian), |sheets| {
        put(sheets, "Меры", 1, "Состояние", words("Выполнено"));
        put(sheets, "Меры", 1, "Выполнено, дата", Some(Held::Day(jiff::civil::date(2025, 5, 20))));
        put(sheets, "Меры", 2, "Ответственный", words("Б. Б. Наблюдатель"));
        put(sheets, "Меры", 2, "Подтверждение", words("1.1; 2.1"));
        put(sheets, "Меры", 3, "Что сделано", Some(Held::Number(12.0)));
        put(sheets, "По школам", 2, "Выполнено, дата", words("3.6.2025"));
        put(sheets, "По школам", 2, "Состояние", words("done"));
        put(sheets, "Документы", 4, "№", words("2.1"));
        put(sheets, "Документы", 4, "Вид", words("Акт"));
        put(sheets, "Документы", 4, "Кем издан", words("Школа № 12"));
        put(sheets, "Акты", 1, "Нарушения", words("4. Посторонний\nНет часов"));
        put(sheets, "Акты", 3, "Школа", words("sch990099"));
        put(sheets, "Акты", 3, "Дата", words("2025-04-17"));
        put(sheets, "Акты", 3, "Этап", words("проверка"));
        put(sheets, "Акты", 3, "Предмет", words("Математика"));
        put(sheets, "Проверочные листы", 2, "Ответ", words("да"));
        put(sheets, "Ответы школ", 1, "Решение", words("не решено"));
        put(sheets, "Ответы школ", 1, "Кто решил", None);
        put(sheets, "Показатели", 2, "Цель", words("92,5"));
        put(sheets, "Показатели", 1, "Цель предложена", None);
        put(sheets, "Значения показателей", 3, "Показатель", words("Подтверждено при перепроверке, %"));
        put(sheets, "Значения показателей", 3, "Период", words("2025"));
        put(sheets, "Значения показателей", 3, "Значение", Some(Held::Number(85.0)));
    });
    let filled = Plan::from_xlsx(&bytes).unwrap();
    assert_eq!(filled.conflicts, []);
    let plan = &filled.plan;
    let measure = |at: usize| plan.measures_only().nth(at).unwrap();
    assert_eq!((measure(0).status, measure(0).done_on), (Status::Done, Some(jiff::civil::date(2025, 5, 20))));
    assert_eq!(measure(1).responsible.as_deref(), Some("observer-1"));
    assert_eq!(measure(1).evidence, ["order", "documents-1"]);
    assert_eq!(measure(2).progress.as_deref(), Some("12"));
    let row = &measure(0).per_school[1];
    assert_eq!((row.status, row.done_on), (Status::Done, Some(jiff::civil::date(2025, 6, 3))));
    assert_eq!((plan.visits.len(), plan.visits[2].subject.as_deref()), (3, Some("maths")));
    assert_eq!(plan.visits[0].violations[0].text, "Посторонний");
    assert_eq!(plan.checklists[0].items[1].answer, Some(true));
    assert_eq!(plan.responses[0].decided_by, None);
    assert_eq!((plan.indicators[1].target, plan.indicators[0].proposed), (Some(92.5), false));
    assert_eq!(plan.indicators[1].series[0].value.to_string(), "85");
    let changes: Vec<(&str, &str, &str, &str, &str)> = filled
        .changes
        .iter()
        .map(|c| (c.list.as_str(), c.id.as_str(), c.field.as_str(), c.before.as_str(), c.after.as_str()))
        .collect();
    assert_eq!(changes.len(), 16, "{changes:#?}");
    assert!(changes.contains(&("measures", "recheck", "status", "in_progress", "done")));
    assert!(changes.contains(&("schools", "recheck/sch990012", "done_on", "", "2025-06-03")));
    assert_eq!(filled.changes_table().len(), 16);
    // Filled in twice it is the same, and nothing changes any more.
    let again = plan.fill(&bytes).unwrap();
    assert_eq!(again.plan, filled.plan);
    assert_eq!((again.changes, again.conflicts), (vec![], vec![]));
}

#[test]
fn what_does_not_fit_is_left_and_told_with_its_kind() {
    let plan = road_map();
    let bytes = edited(&workbook(&plan, Language::English), |sheets| {
        put(sheets, "Measures", 1, "State", words("almost"));
        put(sheets, "Measures", 1, "Done on", words("soon"));
        put(sheets, "Measures", 1, "Evidence", words("1.1; 7.7"));
        put(sheets, "Measures", 1, "Due", Some(Held::Day(jiff::civil::date(2027, 1, 1))));
        put(sheets, "Measures", 2, "Measure", None);
        put(sheets, "Measures", 3, "Key", words("nobody's"));
        put(sheets, "Measures", 4, "Key", None);
        put(sheets, "Measures", 5, "Key", words("recheck"));
        put(sheets, "Acts", 3, "School", words("sch990099"));
        put(sheets, "Indicators", 1, "Target", words("less"));
        sheets.retain(|sheet| sheet.name != "Checklists");
        put(sheets, "Answers of schools", 0, "Decision", words("Verdict"));
        sheets.iter_mut().find(|s| s.name == "By school").unwrap().rows.remove(&2);
    });
    let filled = Plan::from_xlsx(&bytes).unwrap();
    assert_eq!(filled.plan, plan);
    assert_eq!(filled.changes, []);
    let seen: Vec<(&str, &str, &str, &str)> = filled
        .conflicts
        .iter()
        .map(|c| (c.kind.code(), c.list.as_str(), c.id.as_str(), c.field.as_str()))
        .collect();
    let expected = [
        ("locked", "measures", "recheck", ""),
        ("invalid", "measures", "recheck", "status"),
        ("invalid", "measures", "recheck", "done_on"),
        ("invalid", "measures", "recheck", "evidence"),
        ("invalid", "measures", "observers", "text"),
        ("unknown_id", "measures", "nobody's", ""),
        ("missing_id", "measures", "", ""),
        ("duplicate_id", "measures", "recheck", ""),
        ("row_deleted", "measures", "talk", ""),
        ("row_deleted", "measures", "effect", ""),
        ("row_deleted", "schools", "recheck/sch990012", ""),
        ("invalid", "visits", "", "date"),
        ("invalid", "visits", "", ""),
        ("no_sheet", "checklists", "", ""),
        ("no_column", "responses", "", "outcome"),
        ("invalid", "indicators", "signs", "target"),
    ];
    assert_eq!(seen, expected);
    assert!(filled.conflicts.iter().all(|c| c.kind != Misfit::Invalid || c.row > 0));
    assert_eq!(filled.conflicts_table().len(), expected.len());
}

#[test]
fn what_has_become_another_value_meanwhile_stays() {
    let sent = road_map();
    let bytes = edited(&workbook(&sent, Language::English), |sheets| {
        put(sheets, "Measures", 1, "State", words("done"));
        put(sheets, "Measures", 2, "State", words("done"));
        put(sheets, "Measures", 3, "What was done", words("two talks"));
    });
    let mut ours = sent.clone();
    ours.directions[0].measures[0].status = Status::Cancelled;
    ours.directions[0].measures[1].status = Status::Done;
    ours.directions[1].measures.remove(1);
    ours.title = "Another title".to_owned();
    let filled = ours.fill(&bytes).unwrap();
    assert_eq!(filled.plan.title, "Another title");
    assert_eq!(filled.changes.len(), 1);
    let kinds: Vec<(&str, &str)> =
        filled.conflicts.iter().map(|c| (c.kind.code(), c.kept.as_str())).collect();
    assert_eq!(kinds, [("changed_here", "cancelled"), ("unknown_id", "")]);
}

#[test]
fn what_is_no_workbook_of_a_plan_is_refused() {
    let code = |bytes: &[u8]| Plan::from_xlsx(bytes).unwrap_err().code();
    assert_eq!(code(b"PK"), "plan.unreadable");
    let bytes = workbook(&road_map(), Language::English);
    assert_eq!(code(&edited(&bytes, |sheets| sheets.retain(|s| s.name != hidden::SHEET))), "plan.unreadable");
    let last = |sheets: &mut Vec<Cells>, held| {
        let hidden = sheets.iter_mut().find(|s| s.name == hidden::SHEET).unwrap();
        hidden.rows.get_mut(&2).unwrap().insert(0, held);
    };
    assert_eq!(code(&edited(&bytes, |s| last(s, Held::Text("{".to_owned())))), "plan.unreadable");
    assert_eq!(code(&edited(&bytes, |s| last(s, Held::Text("|{|".to_owned())))), "plan.json");
}
