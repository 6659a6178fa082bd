use super::*;
use crate::data::Grouping;

fn sheet(text: &str) -> Sheet {
    Sheet::from_csv(text.as_bytes()).unwrap()
}

const REPORT: &str = "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во  участников;0;1;2;3\n";
const FLAT: &str = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;0;1;2;3;4\n";

#[test]
fn a_report_gives_groups_on_four_levels() {
    let text = format!(
        "{REPORT}Вся выборка;35 000;1 400 000;25;25;25;25\nг. Горный;2;40;25;25;25;25\n\
         Горный  район;2;30;10;20;30;40\nШкола № 1 (edu990001);;10;10%;20,0;30;40\nedu990002 | Школа № 2;1;20;;;50;50\nПустая;1;0;;;;"
    );
    let read = read_distributions(&sheet(&text), &[]).unwrap();
    let r = &read.report;
    assert_eq!((r.layout.as_str(), r.rows, r.taken, r.absent), ("scores-report", 6, 5, 1));
    let work = &read.works[0];
    let level = |row: &AggregateRow| row.level.name();
    assert_eq!(
        work.rows.iter().map(level).collect::<Vec<_>>(),
        ["whole", "region", "municipality", "school", "school"]
    );
    assert_eq!(work.rows[0].counts, [350_000; 4]);
    assert_eq!(work.rows[4].counts, [0, 0, 10, 10]);
    assert_eq!(work.assessment, Assessment::new("maths", 5, 2026, &[3], None).unwrap());
    assert_eq!(read.registry.name("edu990002"), "Школа № 2");
    assert_eq!(read.registry.municipality("edu990001"), "Горный район");
    assert_eq!(
        work.tally(Grouping::Municipality).unwrap().groups()["Горный район"].histogram(),
        [3, 6, 9, 12]
    );
}

#[test]
fn a_flat_table_gives_each_work_its_own_distribution() {
    let given = [
        Assessment::new("maths", 5, 2023, &[1, 2], Some([1, 2, 3])).unwrap(),
        Assessment::new("russian", 5, 2023, &[4], None).unwrap(),
    ];
    let text = format!(
        "{FLAT}2023;5;Математика;М;edu990001;Ш 1;4;25;25;25;25;\n2023.0;5 класс;Русский язык;М;edu990001;Ш 1;4;0;0;0;0;100\n\
         2023;5;Математика;М;edu990002;Ш 2;5;20;20;20;20;20\n2023;5;Физика;М;edu990001;Ш 1;4;25;25;25;25;0\n\
         2023;5;Математика;М;edu990001;Ш 1;4;25;25;25;25;0"
    );
    let read = read_distributions(&sheet(&text), &given).unwrap();
    assert_eq!((read.works.len(), read.report.taken, read.report.set_aside), (2, 2, 3));
    assert_eq!(read.works[0].assessment.boundaries, Some([1, 2, 3]));
    assert_eq!(read.works[1].rows[0].counts, [0, 0, 0, 0, 4]);
    let reasons: Vec<&str> = read.report.remarks.iter().map(|r| r.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "pupils with 4 points, the largest total is 3",
            "no scale is known for физика 5 2023".replace("физика", "physics").as_str(),
            "edu990001 stands in row 2 already",
        ]
    );
    assert_eq!(read.works[0].tally(Grouping::Municipality).unwrap().groups()["М"].histogram(), [1; 4]);
    let error = read_distributions(&sheet(&text), &[]).unwrap_err();
    assert_eq!(error, DataError::AssessmentRequired { layout: "score-distribution" });
}

#[test]
fn boundaries_come_from_the_catalogue_if_the_scale_is_the_same() {
    let columns = (0..=20).map(|s| format!(";{s}")).collect::<String>();
    let text = |max: &str| {
        format!(
            "ВПР 2021 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников{columns}{max}\nШ (edu990001);;2;50;50"
        )
    };
    let read = |text: &str| read_distributions(&sheet(text), &[]).unwrap().works.remove(0).assessment;
    assert_eq!(read(&text("")).boundaries, Some([7, 11, 15]));
    assert_eq!(read(&text(";21")).boundaries, None);
}

#[test]
fn rows_that_are_no_shares_are_set_aside() {
    let text = format!(
        "{REPORT}А (edu990001);;10;10;20;30;40\nБ (edu990002);;10;10;20;30;30\nВ (edu990003);;10;-5;25;40;40\n\
         Г (edu990004);;десять;10;20;30;40\nД (edu990005);;10;x;20;30;40\n;;10;10;20;30;40"
    );
    let read = read_distributions(&sheet(&text), &[]).unwrap();
    assert_eq!((read.report.taken, read.report.set_aside), (1, 5));
    let mut reasons: Vec<&str> = read.report.remarks.iter().map(|r| r.reason.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        [
            "no group",
            "the number of pupils is a text of 6 characters, expected a whole number",
            "the share of 0 is \"-5\", expected 0 to 100",
            "the share of 0 is \"x\", expected 0 to 100",
            "the shares add up to 90.00 %, expected 100 within 2.00",
        ]
    );
}

#[test]
fn a_report_that_fits_two_given_works_is_read_on_neither_scale() {
    let given = [3, 2].map(|max| Assessment::new("maths", 5, 2026, &[max], None).unwrap());
    let text = "Группы участников;Кол-во участников;0;1;2\nШкола (edu990001);8;12,5;25;62,5";
    let code = |given: &[Assessment]| read_distributions(&sheet(text), given).map_err(|e| e.code());
    assert_eq!(code(&given).unwrap_err(), "data.assessment_required");
    assert_eq!(code(&given[1..]).unwrap().works[0].rows[0].counts, [1, 2, 5]);
}

#[test]
fn fractions_of_a_workbook_are_read_as_such() {
    let text = format!("{REPORT}А (edu990001);;8;0.125;0.25;0;0.625");
    let read = read_distributions(&sheet(&text), &[]).unwrap();
    assert_eq!(read.works[0].rows[0].counts, [1, 2, 0, 5]);
    assert_eq!(read.report.notes.len(), 1);
}

#[test]
fn a_large_group_is_restored_by_the_largest_remainders_with_a_remark() {
    let text = format!("{REPORT}А (edu990001);;5000;33,3;33,3;33,3;0");
    let read = read_distributions(&sheet(&text), &[]).unwrap();
    assert_eq!(read.works[0].rows[0].counts, [1667, 1667, 1666, 0]);
    assert_eq!(read.report.remarks.len(), 1);
}

#[test]
fn statistics_of_marks_need_no_assessment() {
    let text = "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nШкола (edu990001);;20;10;20;30;40";
    let read = read_mark_statistics(&sheet(text)).unwrap();
    assert_eq!(read.works[&WorkKey::default()][0].counts, [2, 4, 6, 8]);
    let flat = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5\n2023;4;Русский язык;М;edu990001;Ш;10;0;50;50;0";
    let read = read_mark_statistics(&sheet(flat)).unwrap();
    let work = WorkKey { subject: Some("russian".to_owned()), grade: Some(4), year: Some(2023) };
    assert_eq!(
        (read.works[&work][0].counts.as_slice(), read.report.layout.as_str()),
        (&[0, 5, 5, 0][..], "marks-flat")
    );
    assert_eq!(read.registry.name("edu990001"), "Ш");
}

#[test]
fn a_table_of_another_shape_is_an_error() {
    let code = |text: &str| read_distributions(&sheet(text), &[]).unwrap_err().code();
    assert_eq!(code("a;b\n1;2"), "data.unknown_layout");
    assert_eq!(
        code("Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nА;1;1;0;0;0;100"),
        "data.unknown_layout"
    );
    assert_eq!(code(REPORT), "data.empty");
    assert_eq!(read_mark_statistics(&sheet(REPORT)).unwrap_err().code(), "data.unknown_layout");
    assert_eq!(code("Группы участников;Кол-во участников;0\nА (edu1);5;100"), "data.assessment_required");
}

const COMPARED: &str = "Сравнение отметок с отметками по журналу\nВПР 2024 Математика 4 класс\nГруппы участников;Кол-во участников(всего);Понизили (Отметка < Отметка по журналу) %;Понизили (Отметка < Отметка по журналу) Кол-во участников;Подтвердили (Отметка = Отметке по журналу) %;Подтвердили (Отметка = Отметке по журналу) Кол-во участников;Повысили (Отметка > Отметка по журналу) %;Повысили (Отметка > Отметка по журналу) Кол-во участников\n";

#[test]
fn marks_beside_the_journal_are_counted_by_group() {
    let text = format!(
        "{COMPARED}Республика Н;1000;37,2;372;60,7;607;2,1;21\nГорный район;20;50;10;45;9;5;1\n\
         МБОУ «Школа А»(edu990001);20;50;10;45;9;5;1\nШкола Б (edu990002);8;–;-;100;8;;\n\
         Школа В (edu990003);8;25;2;50;4;12,5;1\nШкола Г (edu990004);0;;;;;;\nШкола Д (edu990005);10;20;3;50;5;20;2"
    );
    let read = read_journal_comparison(&sheet(&text)).unwrap();
    let r = &read.report;
    assert_eq!((r.layout.as_str(), r.rows, r.taken, r.absent, r.set_aside), ("comparison-wide", 7, 5, 1, 1));
    let (work, rows) = read.works.first_key_value().unwrap();
    assert_eq!((work.subject.as_deref(), work.grade, work.year), (Some("maths"), Some(4), Some(2024)));
    let counts: Vec<&[u64]> = rows.iter().map(|row| row.counts.as_slice()).collect();
    assert_eq!(counts, [&[372, 607, 21], &[10, 9, 1], &[10, 9, 1], &[0, 8, 0], &[3, 5, 2]]);
    assert_eq!(rows[2].municipality, "Горный район");
    assert_eq!(read.registry.name("edu990001"), "МБОУ «Школа А»");
    let reasons: Vec<&str> = r.remarks.iter().map(|remark| remark.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["the kinds add up to 7 pupils, expected 8", "понизили: 3 of 10 are not 20 %: the number is taken"]
    );
}

#[test]
fn marks_beside_the_journal_may_stand_in_rows() {
    let text = "Сравнение отметок с отметками по журналу\nГруппы участников;Кол-во участников;%\n\
                Школа А (edu990001);;\nПонизили (Отметка < Отметка по журналу);10;50\n\
                Подтвердили (Отметка = Отметке по журналу);9;45\nПовысили (Отметка > Отметка по журналу);1;5\nВсего;20;100";
    let read = read_journal_comparison(&sheet(text)).unwrap();
    assert_eq!((read.report.layout.as_str(), read.report.taken), ("comparison-tall", 1));
    let rows = read.works.values().next().unwrap();
    assert_eq!(
        (rows[0].group.as_str(), rows[0].n, rows[0].counts.as_slice()),
        ("edu990001", 20, [10, 9, 1].as_slice())
    );
}

#[test]
fn another_table_is_no_comparison_with_the_journal() {
    let error = read_journal_comparison(&sheet(FLAT)).unwrap_err();
    assert_eq!(error.code(), "data.unknown_layout");
    let none = read_journal_comparison(&sheet(&format!("{COMPARED}Школа (edu990001);0;;;;;;"))).unwrap_err();
    assert_eq!(none.code(), "data.empty");
}
