//! Layouts other than the plain protocol.

use super::*;

pub(super) const FORM: &str = "Код участника;Вариант;1 (1б);2 (1б);4К1 (2б);4K2 (3б);Порядковый номер класса;Отметка за предыдущий  триместр/четверть/полугодие;Итого баллов";

const EXPORT_2022: &str = "Пользователь;Код региона;Регион;Муниципалитет;Школа;Дата загрузки;Код;Вариант;1 (1б);5(1) (1б);5(2) (2б);6 (3б);Наименование класса;Пол;Отметка за предыдущий триместр/ четверть/полугодие;Итого баллов";

const F1_HEADER: &str = "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);9.1 (1б);4К1 (2б);4К2 (3б);Первичный балл;Отметка;Отметка по журналу";

fn form(text: &str) -> Result<Import, DataError> {
    let options = ReadOptions { school: Some("edu990001".to_owned()), ..Default::default() };
    read_sheet(&sheet(text), Some(&assessment()), options)
}

pub(super) fn f1(rows: &str) -> String {
    format!(
        "ВПР 2026 Математика 5 класс\nПредмет;Математика\nМаксимальный первичный балл;7\nДата;14.04.2026\n\
         Школа  № 1 (edu990001);Кол-во участников: 2\n;;;;;;Б;Б;П;П\n{F1_HEADER}\n{rows}"
    )
}

#[test]
fn a_collection_form_is_read_for_the_school_that_is_given() {
    let import = form(&format!(
        "{FORM}\n50001;1;1;0;2;Х;1;4;3\n50002;отсутствовал;;;;;1;5;\n50003;2;1;1;1;1;2;;9\n50004;;;;;;;;"
    ))
    .unwrap();
    let r = &import.report;
    assert_eq!((r.layout.as_str(), r.rows, r.taken, r.absent, r.set_aside), ("collection-form", 4, 1, 2, 1));
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 0, 2, 254]);
    assert_eq!(
        (import.results.schools(), import.results.journal_mark()),
        (&["edu990001".to_owned()][..], Some(&[4][..]))
    );
    assert_eq!(import.results.class_id().unwrap().get(0), "1");
    assert!(import.registry.schools().is_empty());
}

#[test]
fn a_collection_form_without_a_school_asks_for_it() {
    for school in [None, Some("  ".to_owned())] {
        let options = ReadOptions { school, ..Default::default() };
        let error = read_sheet(&sheet(FORM), Some(&assessment()), options).unwrap_err();
        assert_eq!(error, DataError::SchoolRequired { layout: "collection-form" });
    }
}

#[test]
fn a_maximum_that_the_assessment_does_not_have_names_the_item() {
    let error = form(&FORM.replace("4K2 (3б)", "4K2 (2б)")).unwrap_err();
    let expected = DataError::ItemMaximumDiffers { item: 4, name: "4К2".to_owned(), got: 2, expected: 3 };
    assert_eq!((error.code(), &error), ("data.item_maximum_differs", &expected));
    assert_eq!(error.to_string(), "item 4 (4К2) has the maximum 2 in the header, the assessment says 3");
    assert_eq!(form(&FORM.replace(";4K2 (3б)", "")).unwrap_err().code(), "data.item_columns");
    // Without a total nothing proves a row, so the column is part of the layout.
    assert_eq!(form(&FORM.replace(";Итого баллов", "")).unwrap_err().code(), "data.unknown_layout");
}

#[test]
fn a_form_in_windows_1251_is_read() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(FORM);
    let bytes = [&bytes, &b"\n50001;1;1;0;2;3;1;4;6"[..]].concat();
    let options = ReadOptions { school: Some("edu990001".to_owned()), ..Default::default() };
    let import = read_csv(&bytes, Some(&assessment()), options).unwrap();
    assert_eq!((import.report.taken, import.report.notes.len()), (1, 1));
}

#[test]
fn the_export_of_2022_gives_logins_and_names_apart() {
    let before = "edu990001;99;reg990000 | Край;reg99_m019 | Горный   муниципальный район;edu990001 | МКОУ  «Школа № 1»;01.04.2022";
    let text = format!(
        "{EXPORT_2022}\n{before};50001;1;1;X;2;3;5А;м;4;6\n{before};50002;2;1;1;0;0;нет;ж;нет отметки;2\n\
         {};50001;2;1;1;0;0;5Б;ж;3;2",
        before.replace("edu990001 | МКОУ  «Школа № 1»", "edu990002")
    );
    let import = read(&text);
    assert_eq!((import.report.layout.as_str(), import.report.taken), ("regional-2022", 3));
    assert_eq!(import.results.schools(), ["edu990001", "edu990002"]);
    assert_eq!(import.results.municipality().unwrap().names(), ["Горный муниципальный район"]);
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 254, 2, 3]);
    assert_eq!(import.results.class_id().unwrap().get(1), "");
    assert_eq!(import.registry.name("edu990001"), "МКОУ «Школа № 1»");
    assert_eq!(import.registry.municipality("edu990002"), "Горный муниципальный район");
    assert_eq!(import.registry.name("edu990002"), "edu990002");
    assert!(import.report.remarks.is_empty(), "one code in two schools is no repetition");
}

/// Rows of the export of 2022: school, code, the four items, total.
fn export_2022(rows: &[(&str, [u8; 4], &str)]) -> Result<Import, DataError> {
    let mut text = EXPORT_2022.to_owned();
    for (code, (school, [a, b, c, d], total)) in rows.iter().enumerate() {
        text.push_str(&format!(
            "\n{school};99;Край;М;{school};01.03.2022;{code};1;{a};{b};{c};{d};11А;м;4;{total}"
        ));
    }
    read_sheet(&sheet(&text), Some(&assessment()), ReadOptions::default())
}

#[test]
fn a_school_whose_totals_leave_items_out_keeps_all_its_pupils() {
    let mut rows = vec![
        ("edu990001", [1, 0, 2, 1], "2"),
        ("edu990001", [1, 1, 0, 0], "2"),
        ("edu990001", [0, 1, 1, 3], "4"),
        ("edu990001", [0, 0, 2, 2], "2"),
        ("edu990002", [1, 1, 2, 3], "7"),
        ("edu990002", [1, 1, 1, 0], "3"),
        // Too few rows to prove it, but the same as above.
        ("edu990003", [1, 1, 2, 0], "2"),
        ("edu990004", [1, 0, 2, 2], "0"),
        ("edu990004", [1, 1, 0, 2], ""),
    ];
    let import = export_2022(&rows).unwrap();
    assert_eq!((import.report.taken, import.report.set_aside), (9, 0));
    assert_eq!(
        import.report.notes,
        [
            "edu990001: the totals leave out item 5.2; its pupils are taken by their items",
            "edu990003: the totals leave out item 5.2; its pupils are taken by their items",
            "edu990004: all totals are 0 or blank; its pupils are taken by their items",
        ]
    );
    // One row that nothing explains, and the school's rows stand for themselves again.
    rows.push(("edu990001", [1, 0, 0, 1], "5"));
    let import = export_2022(&rows).unwrap();
    assert_eq!((import.report.taken, import.report.set_aside), (5, 5));
    assert_eq!(
        import.report.notes,
        [
            "edu990001: 4 of 5 rows are set aside because their totals are not the sums of their scores",
            "edu990004: all totals are 0 or blank; its pupils are taken by their items",
        ]
    );
}

#[test]
fn one_wrong_total_is_no_rule_of_its_school() {
    let import = export_2022(&[
        ("edu990001", [1, 0, 2, 1], "2"),
        ("edu990001", [1, 1, 0, 1], "3"),
        ("edu990001", [0, 1, 0, 3], "4"),
    ])
    .unwrap();
    assert_eq!((import.report.taken, import.report.set_aside, import.report.notes.len()), (2, 1, 0));
}

#[test]
fn individual_results_name_their_assessment() {
    let text =
        f1("edu990001;Горный район;МКОУ «Школа № 1»;50001;5А;1;1;X;2;3;6;5;4\n;;;50002;5А;2;1;0;0;0;1;2;3");
    let import = read_sheet(&sheet(&text), None, ReadOptions::default()).unwrap();
    let a = import.results.assessment();
    assert_eq!(a, &Assessment::new("maths", 5, 2026, &[1, 1, 2, 3], None).unwrap());
    assert_eq!((import.report.rows, import.report.taken, import.report.notes.len()), (2, 2, 0));
    assert_eq!(import.results.schools(), ["edu990001"]);
    assert_eq!(import.results.journal_mark(), Some(&[4, 3][..]));
    assert_eq!(import.registry.name("edu990001"), "МКОУ «Школа № 1»");
}

#[test]
fn individual_results_of_several_schools_follow_their_school_rows() {
    let text = f1(
        ";Горный район;;50001;5А;1;1;1;2;3;7;5;4\nШкола № 2 (edu990002);Кол-во участников:;3\n;;;;;;Б;Б;П;П\n\
         ;Горный район;;50001;5А;1;1;0;0;0;1;2;3\n;Горный район;;50002;5А;1;1;0;0;0;2;2;3",
    );
    let import = read_sheet(&sheet(&text), None, ReadOptions::default()).unwrap();
    let r = &import.report;
    assert_eq!((r.rows, r.taken, r.set_aside), (3, 2, 1));
    assert_eq!(r.remarks[0].row, 12, "rows are numbered as in the file");
    assert_eq!(import.results.schools(), ["edu990001", "edu990002"]);
    assert_eq!(import.registry.name("edu990002"), "Школа № 2");
    assert_eq!(
        r.notes,
        [
            "edu990001: the file counts 2 pupils and has 1 rows",
            "edu990002: the file counts 3 pupils and has 2 rows"
        ]
    );
}

#[test]
fn individual_results_that_contradict_themselves_or_the_caller_are_noted() {
    let text = f1("edu990001;М;Ш;50001;5А;1;1;0;2;3;6;5;4\nedu990001;М;Ш;50002;5А;1;1;0;2;3;6;5;4");
    let import = read(&text.replace("балл;7", "балл;8"));
    assert_eq!(
        import.report.notes,
        [
            "the file names maths 5 2026, it was read as 2021-maths-5",
            "the largest total is 8 in the file, 7 by the items"
        ]
    );
    let nameless = text.replace("ВПР 2026 Математика 5 класс", "Отчёт");
    let error = read_sheet(&sheet(&nameless), None, ReadOptions::default()).unwrap_err();
    assert_eq!(error, DataError::AssessmentRequired { layout: "f1-individual" });
    let too_large = text.replace("4К2 (3б)", "4К2 (253б)");
    let error = read_sheet(&sheet(&too_large), None, ReadOptions::default()).unwrap_err();
    assert_eq!(error, DataError::ItemMaximum { item: 4, max: 253 });
}
