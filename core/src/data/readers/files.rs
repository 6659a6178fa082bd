//! Files as people have them, in small: `tests/fixtures/files`. All are made up; each stands for
//! its kind.

use super::*;
use crate::data::{Grouping, find_assessment};

fn file(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/files").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn maths() -> Assessment {
    Assessment::new("maths", 5, 2021, &[1, 1, 2], None).unwrap()
}

fn tried(name: &str, assessment: Option<&Assessment>) -> Result<Import, DataError> {
    let options = ReadOptions { school: Some("edu990009".to_owned()), ..Default::default() };
    read_bytes(&file(name), assessment, options)
}

fn read(name: &str) -> Import {
    tried(name, Some(&maths())).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn notes(import: &Import, what: &[&str]) {
    let notes = &import.report.notes;
    assert!(what.iter().all(|what| notes.iter().any(|note| note.contains(what))), "{what:?} in {notes:?}");
}

fn counts(name: &str) -> (u64, u64, u64) {
    let import = read(name);
    let r = &import.report;
    assert_eq!(r.raw, r.rows + r.unread, "{name}");
    assert_eq!(r.rows, r.taken + r.repaired + r.one_day + r.absent + r.set_aside, "{name}");
    assert!(r.schools.values().map(|s| s.rows).sum::<u64>() <= r.rows);
    (r.taken, r.absent, r.set_aside)
}

fn classes(import: &Import) -> Vec<&str> {
    let class = import.results.class_id().unwrap();
    (0..class.len()).map(|i| class.get(i)).collect()
}

#[test]
fn tables_in_many_shapes_are_taken_whole() {
    for name in [
        "class_lookalike.xlsx",
        "cp866.csv",
        "dup_total.xlsx",
        "empty_first_sheet.xlsx",
        "formula_no_cache_total.xlsx",
        "header_latin_letter_class.xlsx",
        "hidden_first_sheet.xlsx",
        "mark_column_renamed.xlsx",
        "marks.xlsx",
        "merged_class.xlsx",
        "merged_header.xlsx",
        "nul_tail.csv",
        "plain_decimal_comma.csv",
        "school_name_spelling.xlsx",
        "stray_far_cell.xlsx",
        "t.ods",
        "title_commas.csv",
        "unknown_error_in_helper_cell.xlsx",
        "utf16le.csv",
        "year1_sch.csv",
        "year2_edu.csv",
    ] {
        assert_eq!(counts(name), (6, 0, 0), "{name}");
    }
}

#[test]
fn what_is_odd_about_a_file_is_said_in_a_note() {
    notes(&read("dup_total.xlsx"), &["\"total\" is there twice"]);
    notes(&read("formula_no_cache_total.xlsx"), &["totals were never calculated"]);
    notes(&read("hidden_first_sheet.xlsx"), &["\"old\" is hidden"]);
    notes(&read("maximum_too_small.xlsx"), &["item 1 goes to 2 in 3 of 6 rows: is the assessment right?"]);
    notes(&read("stray_far_cell.xlsx"), &["row 2, column 2000"]);
    notes(&read("unknown_error_in_helper_cell.xlsx"), &["error that is not known"]);
    notes(&read("nul_tail.csv"), &["zero bytes at the end"]);
    notes(&read("utf16le.csv"), &["UTF-16 LE"]);
    notes(&read("cp866.csv"), &["CP866"]);
    notes(&read("class_lookalike.xlsx"), &["in 4 rows"]);
    notes(&read("merged_class.xlsx"), &["5 cells"]);
    assert_eq!(read("hidden_first_sheet.xlsx").results.schools(), ["S1"]);
}

#[test]
fn classes_and_marks_are_what_the_cells_mean() {
    for name in ["class_lookalike.xlsx", "cp866.csv", "header_latin_letter_class.xlsx", "merged_class.xlsx"] {
        assert_eq!(classes(&read(name)), ["А"; 6], "{name}");
    }
    assert_eq!(read("marks.xlsx").results.journal_mark(), Some(&[4, 4, 0, 4, 4, 0][..]));
    assert_eq!(read("marks.xlsx").report.remarks.len(), 2);
    assert_eq!(read("mark_column_renamed.xlsx").results.journal_mark(), Some(&[4; 6][..]));
}

#[test]
fn codes_of_cells_are_read_or_their_rows_set_aside() {
    let import = read("codes.xlsx");
    assert_eq!(import.report.rows, 31);
    let text = "school,i1,i2,i3\ns,1.00,\"1,0\",2\ns,×,1,2\ns,1,1,\u{200b}2\ns,н,1,2\ns,1б,1,2\ns,0*,1,2\n";
    let import = read_csv(text.as_bytes(), Some(&maths()), ReadOptions::default()).unwrap();
    assert_eq!((import.report.taken, import.report.set_aside), (3, 3));
    assert_eq!(import.results.scores().row(0).to_vec(), [1, 1, 2]);
    assert_eq!(import.results.scores()[[1, 0]], 254);
}

#[test]
fn rows_without_a_school_are_set_aside_one_by_one() {
    assert_eq!(counts("maxima_row_plain.xlsx"), (6, 0, 1));
    assert_eq!(counts("school_is_na.xlsx"), (5, 0, 1));
    assert_eq!(read("maxima_row_plain.xlsx").results.schools(), ["S1"]);
    let remarks = &read("school_is_na.xlsx").report.remarks;
    assert_eq!((remarks[0].row, remarks[0].reason.as_str()), (2, "no school"));
    assert_eq!(counts("maximum_too_small.xlsx"), (3, 0, 3));
}

#[test]
fn rows_filled_in_beforehand_are_no_pupils() {
    assert_eq!(counts("form_prefilled_rows.xlsx"), (3, 1, 0));
    assert_eq!(read("form_prefilled_rows.xlsx").report.unread, 31);
}

#[test]
fn all_sheets_of_pupils_are_read() {
    let import = read("three_sheets.xlsx");
    assert_eq!((import.results.len(), import.results.schools().len()), (15, 3));
    notes(&import, &["\"5Б\"", "\"5В\""]);
    // A remark on a row of another sheet names the sheet, for numbers begin anew there.
    let larger = Assessment::new("maths", 5, 2021, &[1, 1, 1], None).unwrap();
    let remarks = tried("three_sheets.xlsx", Some(&larger)).unwrap().report.remarks;
    assert!(
        remarks.iter().any(|r| r.row == 4 && r.reason.starts_with("sheet \"5Б\": item 3 is")),
        "{remarks:?}"
    );
}

#[test]
fn a_school_is_one_however_it_is_spelled() {
    let import = read("school_name_spelling.xlsx");
    assert_eq!(import.results.schools(), ["МБОУ СОШ №1"]);
    notes(&import, &["in 5 rows"]);
}

#[test]
fn a_row_of_a_school_in_one_cell_names_it() {
    let import = tried("f1_school_row_in_one_cell.xlsx", None).unwrap();
    assert_eq!((import.report.rows, import.report.absent), (4, 0));
    notes(&import, &["counts 5 pupils and has 4 rows"]);
    assert_eq!(import.registry.name("edu990001"), "МБОУ «Школа А»");
}

#[test]
fn the_name_of_a_file_says_what_it_holds() {
    let name = "Проведение работы по математике, 5 класс. ВПР 2021.xlsx";
    let options = ReadOptions { path: Some(format!("folder/{name}")), ..Default::default() };
    let import = read_bytes(&file(name), None, options).unwrap();
    assert_eq!((import.report.taken, import.results.assessment().key().as_str()), (6, "2021-spring-maths-5"));
    let identity = identify(&file("maths8_2021.xlsx"), Some("2021/8/Математика.xlsx"), 1 << 30).unwrap();
    assert_eq!(identity.assessment, find_assessment("maths", 8, 2021, None));
    let identity = identify(&file("f1_school_row_in_one_cell.xlsx"), None, 1 << 30).unwrap();
    assert_eq!(identity.assessment.unwrap().key(), "2026-russian-4");
}

#[test]
fn totals_never_choose_pupils() {
    let import = read("total_leaves_items_out_2022.xlsx");
    assert_eq!(import.report.taken, 18);
    assert_eq!(
        import.report.notes,
        ["edu990001: the totals leave out item 3; its pupils are taken by their items"]
    );
    assert_eq!(import.report.schools["edu990001"].rows, 9);
    let maths_8 = find_assessment("maths", 8, 2021, None).unwrap();
    assert_eq!(tried("maths8_2021.xlsx", Some(&maths_8)).unwrap().report.taken, 6);
}

#[test]
fn what_cannot_be_read_is_called_what_it_is() {
    let says = |name: &str, what: &str| {
        let error = tried(name, Some(&maths())).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        let error = read_xlsx(&file(name), Some(&maths()), ReadOptions::default()).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
    };
    says("password.xlsx", "protected by a password");
    says("old.xls", "an old Excel (.xls): save it as .xlsx");
}

#[test]
fn registries_are_read_below_a_title_and_over_blank_rows() {
    let registry = |name: &str| read_registry(&Sheet::from_bytes(&file(name), 1 << 30).unwrap()).unwrap();
    let logins = registry("registry_logins.xlsx");
    assert_eq!((logins.name("sch990001"), logins.municipality("sch990001")), ("МБОУ А", "г. Первый"));
    assert_eq!(logins.municipality("edu990002"), "Второй район");
    let title = registry("registry_title_row.csv");
    assert_eq!((title.name("edu990001"), title.municipality("SCH990001")), ("МБОУ А", "г. Первый"));
    assert_eq!(registry("registry_blank_row.csv").schools().len(), 2);
}

#[test]
fn shares_are_read_with_dashes_and_counts_for_what_they_are() {
    for (name, counts) in [
        ("dist_dash_for_zero.csv", [0, 3, 5]),
        ("dist_header_vsego.csv", [1, 2, 5]),
        ("dist_counts.csv", [1, 2, 5]),
    ] {
        let read = read_distributions(&Sheet::from_bytes(&file(name), 1 << 30).unwrap(), &[]).unwrap();
        let tally = read.works[0].tally(Grouping::School).unwrap();
        assert_eq!(tally.groups()["edu990001"].histogram(), counts, "{name}");
    }
}

/// The same pupils in one of many dialects of text: separators, encodings, ways of writing numbers,
/// titles, spellings of the header.
fn dialect(n: usize) -> Vec<u8> {
    let pick = |k: usize, of: usize| (n / k) % of;
    let separator = [";", "\t", ","][pick(1, 3)];
    let number = |score: u32| match pick(3, 4) {
        0 => score.to_string(),
        1 => format!("{score}.0"),
        2 if separator != "," => format!("{score},00"),
        _ => format!(" {score}\u{a0}"),
    };
    let class = ["класс", "клаcс", "Класс", " КЛАСС "][pick(12, 4)];
    let mut rows = vec![
        [vec!["логин школы", class, "вариант"], vec!["балл за 1", "балл за 2", "балл за 3", "всего баллов"]]
            .concat()
            .join(separator),
    ];
    if pick(48, 2) == 1 {
        rows.insert(0, "Результаты за 2021 год".to_owned());
    }
    for (pupil, scores) in [[1_u32, 0, 2], [0, 1, 1], [1, 1, 0], [0, 0, 2]].iter().enumerate() {
        let school = ["sch990001", "edu990001", "SCH990001", "sch990001"][(pupil + n) % 4];
        let cells = scores.iter().copied().chain([scores.iter().sum::<u32>()]).map(number);
        let class = ["А", "А", "5А", "5 а"][pupil];
        let labels = [school, class, "1"].map(str::to_owned);
        rows.push(labels.into_iter().chain(cells).collect::<Vec<_>>().join(separator));
    }
    let text = rows.join(["\n", "\r\n"][pick(96, 2)]) + "\n";
    match pick(192, 5) {
        0 => text.into_bytes(),
        1 => encoding_rs::WINDOWS_1251.encode(&text).0.into_owned(),
        2 => encoding_rs::IBM866.encode(&text).0.into_owned(),
        3 => encoding_rs::KOI8_R.encode(&text).0.into_owned(),
        _ => [0xff_u8, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
    }
}

#[test]
fn the_same_pupils_are_read_from_every_dialect_of_text() {
    for n in 0..960 {
        let import = read_bytes(&dialect(n), Some(&maths()), ReadOptions::default());
        let import = import.unwrap_or_else(|e| panic!("dialect {n}: {e}"));
        let r = &import.report;
        assert_eq!((r.taken, r.raw), (4, r.rows + r.unread), "dialect {n}: {:?}", r.remarks);
        assert_eq!(import.results.scores().row(0).to_vec(), [1, 0, 2], "dialect {n}");
        assert_eq!((import.results.schools().len(), classes(&import)), (1, vec!["А"; 4]), "dialect {n}");
    }
}
