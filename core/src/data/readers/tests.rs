use super::*;

fn sheet(text: &str) -> Sheet {
    Sheet::from_csv(text.as_bytes()).unwrap()
}

fn assessment() -> Assessment {
    Assessment::new("maths", 5, 2021, &[1, 1, 2, 3], Some([2, 4, 6])).unwrap()
}

fn read(text: &str) -> Import {
    read_sheet(&sheet(text), Some(&assessment()), ReadOptions::default()).unwrap()
}

const HEADER: &str = "логин школы,регион,номер обучающегося,код обучающегося,отметка за предыдущую четверть/триместр,пол,класс,вариант,всего баллов,балл за 1,балл за 2,балл за 3,балл за 4,Учебник";

fn read_2021(rows: &str) -> Import {
    read(&format!("{HEADER}\n{rows}"))
}

#[test]
fn a_row_is_taken_as_written() {
    let import = read_2021("sch1,M1,1,50001,4,м,а,1,4,1,X,не пройд.,3,book");
    assert_eq!(import.report.taken, 1);
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 254, 253, 3]);
    assert_eq!(import.results.journal_mark(), Some(&[4][..]));
    assert_eq!(import.results.class_id().unwrap().get(0), "А");
    assert_eq!(import.results.municipality().unwrap().get(0), "M1");
}

#[test]
fn a_cyrillic_x_is_not_attempted_and_a_class_called_none_is_no_class() {
    let import = read_2021("sch1,M1,1,50001,нет отметки,м,НЕТ,1,1,1,Х,х,x,book");
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 254, 254, 254]);
    assert_eq!(import.results.class_id().unwrap().get(0), "");
    assert_eq!(import.results.journal_mark(), Some(&[0][..]));
    assert!(import.report.remarks.is_empty());
}

#[test]
fn absent_and_blank_rows_are_counted_and_the_kinds_add_up() {
    let import = read_2021(
        "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,2,50002,,,,отсутствовал,,,,,,\n\
         sch1,M1,3,50003,4,м,а,1,2,1,0,0,0,\nsch1,M1,4,50004,4,м,а,1,9,1,1,2,9,\nsch1,M1,5,,,,,,,,,,,",
    );
    let r = &import.report;
    assert_eq!((r.rows, r.taken, r.absent, r.set_aside, r.repaired, r.one_day), (5, 1, 2, 2, 0, 0));
    assert_eq!(r.remarks[0].row, 4);
    assert_eq!(r.remarks[0].reason, "the total is 2, the scores add up to 1");
    assert!(r.remarks[1].reason.contains("item 4 is \"9\", expected 0 to 3"));
}

#[test]
fn a_provable_shift_is_repaired_and_can_be_left_alone() {
    // "Учебник А" broke into two cells in front of the variant.
    let row = "sch1,M1,1,50001,4,м,а,stray,2,5,1,0,1,3,book";
    let import = read_2021(row);
    assert_eq!((import.report.repaired, import.report.taken), (1, 0));
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 0, 1, 3]);
    assert_eq!(import.results.variant().unwrap().get(0), "2");
    // Whether "а" or "stray" is the class cannot be proved.
    assert_eq!(import.results.class_id().unwrap().get(0), "");
    let options = ReadOptions { repair: false, ..Default::default() };
    let text = format!("{HEADER}\n{row}\nsch1,M1,2,50002,4,м,а,1,1,1,0,0,0,");
    let import = read_sheet(&sheet(&text), Some(&assessment()), options).unwrap();
    assert_eq!((import.report.repaired, import.report.taken, import.report.set_aside), (0, 1, 1));
}

#[test]
fn a_shift_with_two_readings_is_not_guessed() {
    // Two blanks, one of which is stray: the remaining blank leaves an item unanswered.
    let text = format!("{HEADER}\nsch1,M1,1,50001,4,м,а,1,2,1,,1,,0,0\nsch1,M1,2,50002,4,м,а,1,1,1,0,0,0,");
    assert_eq!(read(&text).report.set_aside, 1);
}

#[test]
fn repeated_last_cells_that_were_counted_twice_are_repaired() {
    let import = read_2021("sch1,M1,1,50001,4,м,а,1,10,1,1,1,2,1,2\nsch1,M1,2,50002,4,м,а,1,8,1,1,1,2,1,2");
    assert_eq!((import.report.repaired, import.report.set_aside), (1, 1));
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 1, 1, 2]);
}

#[test]
fn absence_on_one_day_is_a_kind_of_its_own() {
    let import = read(
        "user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,a-4-grade,Учебник\n\
         sch1,1,50001,4,м,а,1,отсутствовал,1,1,0,,,\nsch1,2,50002,4,м,а,1,2,3,1,0,2,0,\n\
         sch1,3,50003,4,м,а,отсутствовал,отсутствовал,,X,X,X,X,\nsch1,4,50004,4,м,а,1,отсутствовал,1,1,0,X,X,",
    );
    let r = &import.report;
    assert_eq!((r.one_day, r.taken, r.absent), (1, 2, 1));
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 0, 255, 255]);
    assert_eq!(import.results.variant().unwrap().get(0), "1/-");
    assert_eq!(r.remarks[0].row, 5);
}

#[test]
fn the_same_row_twice_is_taken_once() {
    let row = "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,";
    let import = read_2021(&format!("{row}\n{row}\nsch1,M1,1,50001,4,м,а,1,2,1,1,0,0,"));
    assert_eq!((import.report.taken, import.report.set_aside), (2, 1));
    assert_eq!(import.report.remarks[0].reason, "the same row as row 2");
    assert!(
        import.report.remarks[1].reason.contains("stands in row 2 too")
            || import.report.remarks[1].reason.contains("stands in row 3 too")
    );
}

#[test]
fn a_layout_without_an_assessment_asks_for_it() {
    let error = read_sheet(&sheet(&format!("{HEADER}\n")), None, ReadOptions::default()).unwrap_err();
    assert_eq!(error, DataError::AssessmentRequired { layout: "regional-2021" });
}

#[test]
fn bad_files_give_typed_errors() {
    let a = assessment();
    let read =
        |bytes: &[u8]| read_csv(bytes, Some(&a), ReadOptions::default()).map(|_| ()).unwrap_err().code();
    assert_eq!(read(b""), "data.empty");
    assert_eq!(read(b"a,b\n1,2\n"), "data.unknown_layout");
    assert_eq!(read(b"PK\x03\x04\0\0"), "data.unreadable");
    assert_eq!(read(b"school,i1,i2\ns,1,1\n"), "data.item_columns");
    assert_eq!(read(b"school,i1,i2,i3,i4\n"), "data.empty");
    assert_eq!(read(b"school,i1,i2,i3,i4\ns,,,,\n"), "data.no_pupils");
    let xlsx =
        |bytes: &[u8]| read_xlsx(bytes, Some(&a), ReadOptions::default()).map(|_| ()).unwrap_err().code();
    assert_eq!(xlsx(b"not a workbook"), "data.unreadable");
    assert_eq!(xlsx(b""), "data.unreadable");
}

#[test]
fn a_workbook_that_unpacks_past_the_cap_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b' '; 100_000]).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1000);
    let options = ReadOptions { max_unpacked: 10_000, ..Default::default() };
    assert_eq!(read_xlsx(&bytes, None, options).unwrap_err(), DataError::TooLarge { cap: 10_000 });
}

/// A workbook of one sheet, from its parts as they stand in the archive.
fn package(strings: &str, sheet: &str) -> Vec<u8> {
    use std::io::Write;
    const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{TYPE}/{kind}" Target="{target}"/>"#)
    };
    let relations = |all: &str| format!(r#"<Relationships xmlns="{RELATIONS}">{all}</Relationships>"#);
    let book = format!(
        r#"<workbook xmlns:r="{TYPE}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let inside = relation("rId1", "worksheet", "worksheets/sheet1.xml")
        + &relation("rId2", "sharedStrings", "sharedStrings.xml");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", relations(&relation("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations(&inside)),
        ("xl/sharedStrings.xml", strings.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const ONE_CELL: &str =
    r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;

#[test]
fn a_workbook_that_claims_more_strings_than_it_can_hold_is_refused() {
    let read = |attributes: &str| {
        let strings = format!("<sst {attributes}><si><t>school</t></si></sst>");
        Sheet::from_xlsx(&package(&strings, ONE_CELL), 1 << 30)
    };
    for claim in ["999999999", "99999999999", "18446744073709551615", "99999999999999999999999", "65537"] {
        for attributes in [
            format!(r#"count="1" uniqueCount="{claim}""#),
            format!("uniqueCount = '{claim}'"),
            format!(r#"a="uniqueCount='1'" uniqueCount="00{claim}""#),
        ] {
            let error = read(&attributes).unwrap_err();
            assert_eq!(error.code(), "data.unreadable", "{attributes}");
            assert!(error.to_string().contains("strings in a part of"), "{error}");
        }
    }
    // A count that is only wrong does no harm.
    for attributes in
        ["", r#"count="9999999" uniqueCount="1""#, r#"uniqueCount="60000""#, r#"uniqueCount="many""#]
    {
        assert_eq!(read(attributes).unwrap().header, ["school"], "{attributes}");
    }
    let strings =
        r#"<!-- <sst uniqueCount="1"> --><x:sst uniqueCount="99999999999"><si><t>a</t></si></x:sst>"#;
    assert!(Sheet::from_xlsx(&package(strings, ONE_CELL), 1 << 30).is_err());
}

#[test]
fn a_cell_that_no_sheet_has_is_refused_and_not_wrapped_round() {
    let read = |sheet: &str| Sheet::from_xlsx(&package("<sst><si><t>school</t></si></sst>", sheet), 1 << 30);
    for place in ["A4294967297", "AAAAAAAAA1", "A99999999999999999999", "A12345678"] {
        let error = read(&ONE_CELL.replace("A1", place)).unwrap_err();
        assert_eq!(error.code(), "data.unreadable", "{place}");
        assert!(read(&ONE_CELL.replace("r=\"1\"", &format!("r='{place}'"))).is_err(), "{place}");
    }
    let reaching = |reach: &str| {
        read(&ONE_CELL.replace("<sheetData>", &format!("<dimension ref=\"{reach}\"/><sheetData>")))
    };
    for reach in ["B2:A1", "A1:A99999999999", "A1:ZZZZZZZZZ1", "B1:A2"] {
        assert_eq!(reaching(reach).unwrap_err().code(), "data.unreadable", "{reach}");
    }
    // A sheet that claims to be full, as some programs write it.
    assert_eq!(reaching("A1:XFD1048576").unwrap().header, ["school"]);
    assert_eq!(reaching("A1").unwrap().header, ["school"]);
}

#[test]
fn text_in_windows_1251_with_semicolons_is_read_and_noted() {
    let text = format!("{}\nsch1;Горный;1;50001;4;м;б;1;1;1;0;0;0;", HEADER.replace(',', ";"));
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
    let import = read_csv(&bytes, Some(&assessment()), ReadOptions::default()).unwrap();
    assert_eq!(import.results.municipality().unwrap().get(0), "Горный");
    assert_eq!(import.report.notes, ["not UTF-8: read as Windows-1251"]);
}

#[test]
fn a_registry_knows_names_and_refuses_a_school_listed_twice() {
    let registry =
        read_registry(&sheet("login,name,municipality,reference\nsch1,School  1,M1,town\nsch2,,M2,\n"))
            .unwrap();
    assert_eq!(
        (registry.name("sch1"), registry.name("sch2"), registry.name("sch3")),
        ("School 1", "sch2", "sch3")
    );
    assert_eq!(
        (registry.reference(&registry.unit("sch1/5А")), registry.municipality("sch2")),
        ("town", "M2")
    );
    let error = read_registry(&sheet("login\nsch1\nsch1\n")).unwrap_err();
    assert_eq!(error, DataError::DuplicateSchool { row: 3, school: "sch1".to_owned() });
}

#[test]
fn a_blank_that_belongs_there_is_not_taken_for_a_stray_cell() {
    // Nobody has a second variant. In the last row a cell too many stands in front of the items:
    // dropping the blank var-2 would make the total a variant and the extra cell the total.
    let import = read(
        "user,code,otc,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,a-4-grade,book,\n\
         s,1,4,5А,1,,3,1,0,1,1,,\ns,2,4,5А,2,,2,1,1,0,0,,\ns,3,4,5А,2,,4,2,1,0,0,1,\n",
    );
    assert_eq!((import.report.taken, import.report.repaired, import.report.set_aside), (2, 0, 1));
}

#[test]
fn a_number_right_of_the_items_is_remarked_and_whole_numbers_may_have_a_point() {
    let import = read_2021("sch1,M1,1,50001,4.0,м,а,1,4.0,1.0,0.0,2.0,1.0,2");
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 0, 2, 1]);
    assert!(import.report.remarks[0].reason.contains("right of the last item"));
    // A total behind the items is where it belongs.
    assert!(read("school,i1,i2,i3,i4,total\ns,1,1,2,3,7\n").report.remarks.is_empty());
}

#[test]
fn the_same_row_is_found_again_behind_another_of_its_pupil() {
    let a = "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,";
    let import = read_2021(&format!("{a}\nsch1,M1,1,50001,4,м,а,1,2,1,1,0,0,\n{a}"));
    assert_eq!((import.report.taken, import.report.set_aside), (2, 1));
}

#[test]
fn rows_are_numbered_as_an_editor_shows_them() {
    let import = read("\n\nschool,i1,i2,i3,i4\n\ns,1,1,2,3\n\ns,1,1,2,9\n");
    assert_eq!(import.report.remarks[0].row, 7);
}

#[test]
fn a_file_without_pupils_says_the_commonest_reason() {
    let a = assessment();
    let error = read_csv(b"school,i1,i2,i3,i4\ns,9,1,1,1\ns,9,1,1,1\n", Some(&a), ReadOptions::default())
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "none of the 2 rows is a pupil; 2 times: item 1 is \"9\", expected 0 to 1, X or N"
    );
}

// ---- Layouts written from descriptions of their headers -----------------------------------------------------------

const FORM: &str = "Код участника;Вариант;1 (1б);2 (1б);4К1 (2б);4K2 (3б);Порядковый номер класса;Отметка за предыдущий  триместр/четверть/полугодие;Итого баллов";

const EXPORT_2022: &str = "Пользователь;Код региона;Регион;Муниципалитет;Школа;Дата загрузки;Код;Вариант;1 (1б);5(1) (1б);5(2) (2б);6 (3б);Наименование класса;Пол;Отметка за предыдущий триместр/ четверть/полугодие;Итого баллов";

const F1_HEADER: &str = "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);9.1 (1б);4К1 (2б);4К2 (3б);Первичный балл;Отметка;Отметка по журналу";

fn form(text: &str) -> Result<Import, DataError> {
    let options = ReadOptions { school: Some("edu990001".to_owned()), ..Default::default() };
    read_sheet(&sheet(text), Some(&assessment()), options)
}

fn f1(rows: &str) -> String {
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

fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(';')) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number),
                    Err(_) => sheet.write(row, column, cell),
                }
                .unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn of_several_sheets_the_protocol_is_read_or_the_one_that_is_named() {
    let text = format!("{FORM}\n50001;1;1;0;2;3;1;4;6");
    let read = |sheets: &[(&str, &str)], sheet: Option<&str>| {
        let sheet = sheet.map(str::to_owned);
        let options = ReadOptions { school: Some("edu990001".to_owned()), sheet, ..Default::default() };
        read_xlsx(&book(sheets), Some(&assessment()), options)
    };
    let import =
        read(&[("Классы", "Пользователь;Школа"), (" ПРОТОКОЛ", &text), ("Служебный", "0")], None).unwrap();
    assert_eq!(import.report.taken, 1);
    assert_eq!(read(&[("Лист1", &text), ("Лист2", "x")], None).unwrap().report.taken, 1);
    assert_eq!(read(&[("Лист1", "x"), ("Лист2", &text)], Some("лист2")).unwrap().report.taken, 1);
    let error = read(&[("Классы", "Пользователь;Школа"), ("Служебный", "0")], None).unwrap_err();
    let have = vec!["Классы".to_owned(), "Служебный".to_owned()];
    assert_eq!(error, DataError::NoSheet { sheet: "Протокол".to_owned(), have });
    assert_eq!(read(&[("Лист1", &text)], Some("Лист2")).unwrap_err().code(), "data.no_sheet");
}

#[test]
fn behind_the_items_a_shift_must_push_cells_out_of_the_table() {
    // Without that rule the mark 2 behind the total would pass for the total of shifted items.
    let import = |row: &str| {
        let text = f1(&format!("edu990001;М;Ш;50001;5А;1;1;0;0;0;1;2;3\n{row}"));
        read_sheet(&sheet(&text), None, ReadOptions::default()).unwrap()
    };
    assert_eq!(import("edu990001;М;Ш;50002;5А;2;1;0;0;0;2;2;3").report.set_aside, 1);
    let repaired = import("edu990001;М;Ш;50002;5А;;2;1;0;2;3;6;5;4");
    assert_eq!((repaired.report.repaired, repaired.results.journal_mark()), (1, Some(&[3, 4][..])));
}

#[test]
fn what_tags_grow_to_in_memory_counts() {
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(20_000));
    let bytes = package(&strings, ONE_CELL);
    assert!(bytes.len() < 3000);
    let read = |cap| Sheet::from_xlsx(&bytes, cap).map(|_| ()).unwrap_err();
    assert_eq!(read(1 << 20), DataError::TooLarge { cap: 1 << 20 });
    // A sheet's own cells are read one by one.
    let row = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let rows = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(5000));
    assert!(Sheet::from_xlsx(&package("<sst/>", &rows), 1 << 20).is_ok());
}

#[test]
fn a_package_cut_short_or_changed_in_one_byte_is_an_error_or_a_sheet_and_no_panic() {
    let bytes = package("<sst><si><t>school</t></si></sst>", ONE_CELL);
    for at in 0..bytes.len() {
        let _ = Sheet::from_bytes(&bytes[..at], 1 << 20);
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        let _ = Sheet::from_bytes(&changed, 1 << 20);
    }
    for text in ["школа;i1\nА;1\n", "school,i1,total\n\"a\",1,1\n"] {
        for at in 0..text.len() {
            for byte in [0, b'"', b';', 0xff] {
                let mut changed = text.as_bytes().to_vec();
                changed[at] = byte;
                let _ = read_bytes(&changed, None, ReadOptions::default());
            }
        }
    }
}

// ---- Several files --------------------------------------------------------------------------------------------------

#[test]
fn a_stray_quote_does_not_swallow_the_rows_behind_it() {
    let mut text = "school,i1,i2,i3,i4\ns,1,1,2,3\n\"s,1,1,2,3\n".to_owned();
    text.push_str(&"s,1,1,2,2\n".repeat(500));
    let a = assessment();
    let read = |text: &str| read_csv(text.as_bytes(), Some(&a), ReadOptions::default());
    let error = read(&text).unwrap_err();
    assert_eq!(error.code(), "data.unreadable");
    assert!(error.to_string().contains("line 3"), "{error}");
    // Closed by another stray one, further down.
    let error = read(&format!("{text}\"s,1,1,2,3\ns,1,1,2,3\n")).unwrap_err();
    assert!(error.to_string().contains("line 3") && error.to_string().contains("504"), "{error}");
    // A name on two lines is one row, and the rows and the lines add up in the note.
    let import = read("school,i1,i2,i3,i4\n\"s,\nold\",1,1,2,3\ns,1,1,2,9\n").unwrap();
    assert_eq!((import.report.rows, import.report.remarks[0].row), (2, 4));
    assert_eq!(import.report.notes, ["a cell with a line break: lines 2 to 3 are one row"]);
}

#[test]
fn each_of_several_files_is_read_or_named_in_its_error() {
    use std::ops::ControlFlow;
    let text = format!("{FORM}\n50001;1;1;0;2;3;1;4;6");
    let workbook = book(&[("Протокол", &text)]);
    let f1 = f1("edu990001;М;Ш;50001;5А;1;1;0;2;3;6;5;4");
    let a = assessment();
    let sources = [
        Source { name: "1.xlsx", bytes: &workbook, assessment: Some(&a), school: Some("edu990005") },
        Source { name: "2.csv", bytes: text.as_bytes(), assessment: Some(&a), school: None },
        Source { name: "3.csv", bytes: f1.as_bytes(), assessment: None, school: None },
    ];
    let mut seen = Vec::new();
    let imports = read_many(&sources, &ReadOptions::default(), |p| {
        seen.push((p.name.to_owned(), p.files, p.files_total, p.bytes));
        ControlFlow::Continue(())
    });
    let all: u64 = sources.iter().map(|s| s.bytes.len() as u64).sum();
    assert_eq!((seen.len(), seen[2].clone()), (3, ("3.csv".to_owned(), 3, 3, all)));
    assert_eq!(imports[0].as_ref().unwrap().results.schools(), ["edu990005"]);
    assert!(imports[2].is_ok());
    let error = imports[1].as_ref().unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("data.school_required", "2.csv: the layout collection-form has no school column: pass school=")
    );
    assert_eq!(read_many(&sources, &ReadOptions::default(), |_| ControlFlow::Break(())).len(), 1);
}

#[test]
fn registries_of_several_files_fill_each_others_blanks() {
    let one = read_registry(&sheet("login,name,municipality\nedu1,,M\n")).unwrap();
    let two = read_registry(&sheet("login,name,municipality\nedu1,School,N\nedu2,Other,N\n")).unwrap();
    let both = one.merge(two);
    assert_eq!((both.name("edu1"), both.municipality("edu1"), both.name("edu2")), ("School", "M", "Other"));
}
