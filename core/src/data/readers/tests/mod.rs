mod layouts;
mod packages;

use super::*;
use layouts::{FORM, f1};
use packages::book;

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
