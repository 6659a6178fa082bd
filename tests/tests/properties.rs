//! Laws that hold for any results: of the tally, of the tables, of the readers.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::io::{Cursor, Write};

use ndarray::Array2;
use obektiv::{
    data::{
        Assessment, Cells, Grouping, ImportReport, Labels, MISSING, NOT_ATTEMPTED, ReadOptions, Registry,
        Results, ResultsBuilder, Tally, readers,
    },
    statistics::{heaping, journal, official},
    table::{Column, Table},
};
use proptest::{collection::vec, prelude::*, sample::Index};

const MAX_SCORES: [u8; 4] = [1, 2, 3, 4];

fn assessment() -> Assessment {
    Assessment::new("maths", 5, 2020, &MAX_SCORES, Some([3, 5, 8])).unwrap()
}

/// One pupil: scores, school, class, journal mark.
#[derive(Debug, Clone)]
struct Pupil {
    scores: [u8; 4],
    school: u8,
    class: u8,
    mark: u8,
}

fn pupil() -> impl Strategy<Value = Pupil> {
    let cell = |max: u8| prop_oneof![8 => 0..=max, 1 => Just(NOT_ATTEMPTED), 1 => prop_oneof![Just(253_u8), Just(MISSING)]];
    let scores = (cell(1), cell(2), cell(3), cell(4)).prop_map(|(a, b, c, d)| [a, b, c, d]);
    let mark = prop_oneof![1 => Just(0_u8), 6 => 2..=5_u8];
    (scores, 0..8_u8, 0..3_u8, mark).prop_map(|(scores, school, class, mark)| Pupil {
        scores,
        school,
        class,
        mark,
    })
}

fn pupils() -> impl Strategy<Value = Vec<Pupil>> {
    vec(pupil(), 1..80)
}

fn results_named(pupils: &[Pupil], name: impl Fn(u8) -> String) -> Results {
    let cells = pupils.iter().flat_map(|p| p.scores).collect();
    let parts = ResultsBuilder {
        scores: Array2::from_shape_vec((pupils.len(), MAX_SCORES.len()), cells).unwrap(),
        school: Labels::new(pupils.iter().map(|p| name(p.school))),
        class_id: Some(Labels::new(pupils.iter().map(|p| ["", "А", "Б"][usize::from(p.class)]))),
        variant: None,
        journal_mark: Some(pupils.iter().map(|p| p.mark).collect()),
        municipality: Some(Labels::new(pupils.iter().map(|p| format!("m{}", p.school / 2)))),
    };
    Results::new(assessment(), parts).unwrap()
}

fn results(pupils: &[Pupil]) -> Results {
    results_named(pupils, |s| format!("s{s}"))
}

const GROUPINGS: [Grouping; 4] = [Grouping::All, Grouping::Municipality, Grouping::School, Grouping::Class];

fn tally(pupils: &[Pupil], grouping: Grouping) -> Tally {
    match pupils {
        [] => Tally::empty(assessment(), grouping),
        _ => Tally::of(&results(pupils), grouping, false).unwrap(),
    }
}

/// Every table of groups that one tally gives.
fn tables(tally: &Tally) -> Vec<Option<Table>> {
    let registry = Registry::default();
    let corrected = official::RankMismatchOptions { ties: official::Ties::Corrected, ..Default::default() };
    vec![
        official::inflated_mean(tally, Default::default()).ok().map(|t| t.table()),
        official::rank_mismatch(tally, Default::default()).ok().map(|t| t.table()),
        official::rank_mismatch(tally, corrected).ok().map(|t| t.table()),
        official::cohort_jump(tally, tally, Default::default()).ok().map(|t| t.table()),
        journal::by_group(&[tally], &registry, Default::default()).ok().map(|t| t.table()),
        heaping::by_group(&[tally], &registry, Default::default()).ok().map(|t| t.table()),
    ]
}

/// Rows as text, with real numbers to ten digits: sums over groups may run in another order.
fn rows(table: &Table) -> Vec<Vec<String>> {
    let cell = |column: &Column, row: usize| match column {
        // A difference of equal numbers is a zero of either sign, up to rounding.
        Column::Float(v) if v[row].abs() < 1e-10 => "0".to_owned(),
        Column::Float(v) => format!("{:.9e}", v[row]),
        Column::Int(v) => v[row].to_string(),
        Column::Text(v) => v[row].to_string(),
        Column::Bool(v) => v[row].to_string(),
    };
    let row = |row| table.columns.iter().map(|(_, column)| cell(column, row)).collect();
    (0..table.len()).map(row).collect()
}

proptest! {
    #[test]
    fn parts_merge_in_any_order_to_the_tally_of_the_whole(
        pupils in pupils(), part in vec(0..5_usize, 80), order in Just([0, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        for grouping in GROUPINGS {
            let whole = tally(&pupils, grouping);
            let mut merged = Tally::empty(assessment(), grouping);
            for wanted in order {
                let mine: Vec<Pupil> =
                    pupils.iter().zip(&part).filter(|(_, p)| **p == wanted).map(|(p, _)| p.clone()).collect();
                // Through bytes, as between machines.
                let sent = Tally::from_bytes(&tally(&mine, grouping).to_bytes()).unwrap();
                merged = merged.merge(&sent).unwrap();
            }
            prop_assert_eq!(&merged, &whole);
            prop_assert_eq!(merged.to_bytes(), whole.to_bytes());
        }
    }

    #[test]
    fn merging_is_associative_and_an_empty_tally_changes_nothing(
        a in pupils(), b in pupils(), c in pupils(),
    ) {
        for grouping in GROUPINGS {
            let [a, b, c] = [&a, &b, &c].map(|p| tally(p, grouping));
            let left = a.clone().merge(&b).unwrap().merge(&c).unwrap();
            let right = a.clone().merge(&b.clone().merge(&c).unwrap()).unwrap();
            prop_assert_eq!(&left, &right);
            prop_assert_eq!(a.clone().merge(&b).unwrap(), b.merge(&a).unwrap());
            let nobody = Tally::empty(assessment(), grouping);
            prop_assert_eq!(nobody.clone().merge(&a).unwrap(), a.clone());
            prop_assert_eq!(a.clone().merge(&nobody).unwrap(), a);
        }
    }

    #[test]
    fn every_pupil_is_counted_once_or_is_incomplete(pupils in pupils()) {
        let incomplete = pupils.iter().filter(|p| p.scores.contains(&MISSING)).count() as u64;
        for grouping in GROUPINGS {
            let t = tally(&pupils, grouping);
            prop_assert_eq!(t.incomplete(), incomplete);
            prop_assert_eq!(t.histogram().iter().sum::<u64>() + incomplete, pupils.len() as u64);
            prop_assert_eq!(t.groups().values().map(Cells::n).sum::<u64>(), t.histogram().iter().sum::<u64>());
        }
    }

    #[test]
    fn the_order_of_the_pupils_does_not_matter(
        (pupils, shuffled) in pupils().prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle())),
    ) {
        for grouping in GROUPINGS {
            let (a, b) = (tally(&pupils, grouping), tally(&shuffled, grouping));
            prop_assert_eq!(&a, &b);
            // Equal tallies give equal tables, bit for bit; compared as text because NaN is not
            // NaN.
            prop_assert_eq!(format!("{:?}", tables(&a)), format!("{:?}", tables(&b)));
        }
    }

    #[test]
    fn renaming_the_schools_only_renames_the_rows(
        pupils in pupils(), names in Just([7_u8, 3, 5, 0, 1, 6, 2, 4]).prop_shuffle(),
    ) {
        let renamed = |s: u8| format!("s{}", names[usize::from(s)]);
        let a = tally(&pupils, Grouping::School);
        let b = Tally::of(&results_named(&pupils, renamed), Grouping::School, false).unwrap();
        for (a, b) in tables(&a).iter().zip(&tables(&b)) {
            prop_assert_eq!(a.is_some(), b.is_some());
            let (Some(a), Some(b)) = (a, b) else { continue };
            let mut expected = rows(a);
            for row in &mut expected {
                row[0] = renamed(row[0][1..].parse().unwrap());
            }
            let mut got = rows(b);
            expected.sort();
            got.sort();
            prop_assert_eq!(got, expected);
        }
    }

    #[test]
    fn an_item_not_attempted_counts_as_0(pupils in pupils(), person in any::<Index>(), item in 0..4_usize) {
        let person = person.index(pupils.len());
        let with = |cell: u8| {
            let mut changed = pupils.clone();
            changed[person].scores[item] = cell;
            changed
        };
        let [zero, skipped, not_taught] = [0, NOT_ATTEMPTED, 253].map(|cell| results(&with(cell)));
        prop_assert!(zero.totals().eq(skipped.totals()) && zero.totals().eq(not_taught.totals()));
        for grouping in GROUPINGS {
            prop_assert_eq!(tally(&with(0), grouping), tally(&with(NOT_ATTEMPTED), grouping));
        }
    }

    #[test]
    fn pvalues_shares_and_intervals_lie_where_they_must(pupils in pupils()) {
        for table in tables(&tally(&pupils, Grouping::School)).iter().flatten() {
            for (name, column) in &table.columns {
                let Column::Float(values) = column else { continue };
                if name.starts_with("pvalue") || name.starts_with("reference") {
                    prop_assert!(values.iter().all(|v| v.is_nan() || (0.0..=1.0).contains(v)), "{name}: {values:?}");
                }
            }
            let real = |name: &str| match table.column(name) {
                Some(Column::Float(v)) => v.clone(),
                other => panic!("{name}: {other:?}"),
            };
            for ((lower, effect), upper) in real("lower").iter().zip(real("effect")).zip(real("upper")) {
                prop_assert!(lower.is_nan() || (*lower <= effect + 1e-12 && effect <= upper + 1e-12));
            }
        }
    }

    #[test]
    fn other_bytes_are_no_tally_and_no_panic(bytes in vec(any::<u8>(), 0..300), good in pupils(), at in any::<Index>()) {
        let _ = Tally::from_bytes(&bytes);
        let mut headed = b"obkt\x01".to_vec();
        headed.extend(&bytes);
        let _ = Tally::from_bytes(&headed);
        let mut broken = tally(&good, Grouping::Class).to_bytes();
        let at = at.index(broken.len());
        broken[at] = broken[at].wrapping_add(1 + bytes.first().copied().unwrap_or(0) % 255);
        if let Ok(tally) = Tally::from_bytes(&broken) {
            let _ = tally.clone().merge(&tally);
        }
        let _ = Tally::from_bytes(&broken[..at]);
    }
}

// ---- Readers ----------------------------------------------------------------------------------------------------

const HEADERS: [&str; 6] = [
    "user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,a-4-grade,book",
    "логин школы,регион,номер обучающегося,код обучающегося,отметка за предыдущую четверть/триместр,пол,класс,вариант,всего баллов,балл за 1,балл за 2,балл за 3,балл за 4,Учебник",
    "school,municipality,class,pupil,variant,journal_mark,total,i1,i2,i3,i4",
    "Код участника,Вариант,1 (1б),2 (2б),3К1 (3б),3K2 (4б),Порядковый номер класса,Отметка за предыдущий триместр,Итого баллов",
    "Пользователь,Код региона,Регион,Муниципалитет,Школа,Дата загрузки,Код,Вариант,1 (1б),5(1) (2б),5(2) (3б),6 (4б),Наименование класса,Пол,Отметка за предыдущий триместр,Итого баллов",
    "ВПР 2020 Математика 5 класс\nШкола (edu990001),Кол-во участников: 2\n,,,,,,Б,П,В\nОО,Муниципалитет,Название ОО,Код участника,Класс,Вариант,1 (1б),9.1 (2б),4К1 (3б),4К2 (4б),Первичный балл,Отметка,Отметка по журналу",
];

fn cell() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "9",
        "X",
        "х",
        "N",
        "не пройд.",
        "отсутствовал",
        "нет отметки",
        "нет",
        "-",
        "255",
        "254",
        "-1",
        "1.0",
        "1e3",
        "NaN",
        "99999999999999999999",
        "\"",
        "a\"b",
        "sch1",
        "м",
        "edu990002 | Школа",
        "reg99_m001 | Район",
        "|",
        "Школа (edu990003)",
        "Кол-во участников: 3",
        "Б",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

const TABLES: [&str; 5] = [
    "Год;Логин;Муниципалитет;ОО;4 РУ;4 МА;5 РУ;5 МА;Количество маркеров",
    "ВПР 2020 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников;0;1;2;3",
    "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;0;1;2;3;4",
    "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5",
    "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5",
];

fn share() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "",
        "0",
        "1",
        "2020",
        "5",
        "10",
        "25",
        "50",
        "50,0",
        "100",
        "33.3",
        "0.25",
        "12,5 %",
        "1 234",
        "99999999999999999999",
        "-1",
        "NaN",
        "inf",
        "1e308",
        "Математика",
        "Вся выборка",
        "Край",
        "Район",
        "Школа (edu990001)",
        "edu990002",
        "reg99_m001 | Район",
        "|",
    ]);
    prop_oneof![19 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

/// Reads and, where there are results, counts: nothing may panic, and the kinds must add up.
fn survive(read: Result<obektiv::data::Import, obektiv::DataError>) -> Result<(), TestCaseError> {
    let Ok(import) = read else { return Ok(()) };
    let r = &import.report;
    prop_assert_eq!(r.rows, r.taken + r.repaired + r.one_day + r.absent + r.set_aside);
    prop_assert_eq!(import.results.len() as u64, r.taken + r.repaired + r.one_day);
    for grouping in GROUPINGS {
        if let Ok(tally) = Tally::of(&import.results, grouping, true) {
            let _ = tables(&tally);
        }
    }
    Ok(())
}

/// The smallest workbook: one sheet of inline text.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;");
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (r, cells) in rows.iter().enumerate() {
        sheet += &format!("<row r=\"{}\">", r + 1);
        for (c, cell) in cells.iter().enumerate() {
            let column = char::from(b'A' + c as u8);
            sheet +=
                &format!("<c r=\"{column}{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", r + 1, escape(cell));
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // Stored, so that a changed byte reaches the XML and not only the decompressor.
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in parts {
        zip.start_file(name, options).expect(name);
        zip.write_all(text.as_bytes()).expect(name);
    }
    zip.finish().expect("a workbook").into_inner()
}

fn plain_rows() -> Vec<Vec<String>> {
    let lines = [HEADERS[2], "s1,M1,5А,p1,1,4,6,1,0,2,3", "s1,M1,5А,p2,2,,3,X,1,N,2"];
    lines.iter().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn the_smallest_workbook_is_read() {
    let import =
        readers::read_xlsx(&workbook(&plain_rows()), Some(&assessment()), ReadOptions::default()).unwrap();
    assert_eq!((import.report.taken, import.results.len()), (2, 2));
    assert_eq!(import.results.scores().row(1).to_vec(), [254, 1, 253, 2]);
}

proptest! {
    #[test]
    fn random_bytes_never_make_a_reader_panic(bytes in vec(any::<u8>(), 0..400)) {
        let a = assessment();
        survive(readers::read_csv(&bytes, Some(&a), ReadOptions::default()))?;
        survive(readers::read_xlsx(&bytes, Some(&a), ReadOptions::default()))?;
        let mut zipped = b"PK\x03\x04".to_vec();
        zipped.extend(&bytes);
        survive(readers::read_xlsx(&zipped, Some(&a), ReadOptions::default()))?;
        for header in HEADERS {
            let mut headed = header.as_bytes().to_vec();
            headed.push(b'\n');
            headed.extend(&bytes);
            survive(readers::read_csv(&headed, Some(&a), ReadOptions::default()))?;
        }
    }

    #[test]
    fn random_cells_fall_into_one_kind_each(
        layout in 0..HEADERS.len(), cells in vec(vec(cell(), 0..18), 0..12), separator in 0..3_usize, repair in any::<bool>(),
    ) {
        let separator = [",", ";", "\t"][separator];
        let mut text = HEADERS[layout].replace(',', separator);
        for row in cells {
            text.push('\n');
            text += &row.join(separator);
        }
        let school = Some("edu990001".to_owned());
        let options = ReadOptions { repair, school, ..ReadOptions::default() };
        survive(readers::read_csv(text.as_bytes(), None, options.clone()))?;
        survive(readers::read_csv(text.as_bytes(), Some(&assessment()), options))?;
    }

    #[test]
    fn random_cells_in_lists_and_reports_fall_into_one_kind_each(
        layout in 0..TABLES.len(), cells in vec(vec(share(), 0..14), 0..12), separator in 0..2_usize,
    ) {
        let separator = [";", "\t"][separator];
        let mut text = TABLES[layout].replace(';', separator);
        for row in cells {
            text.push('\n');
            text += &row.join(separator);
        }
        let Ok(sheet) = readers::Sheet::from_csv(text.as_bytes()) else { return Ok(()) };
        let adds_up = |r: &ImportReport| r.rows == r.taken + r.absent + r.set_aside;
        if let Ok(markers) = readers::read_markers(&sheet) {
            prop_assert!(adds_up(&markers.report));
            prop_assert_eq!(markers.list.rows.len() as u64, markers.report.taken);
            let _ = (markers.list.by_year(), markers.list.by_municipality(), markers.list.table());
        }
        for given in [&[][..], &[assessment()]] {
            let Ok(read) = readers::read_distributions(&sheet, given) else { continue };
            prop_assert!(adds_up(&read.report));
            let rows = read.works.iter().flat_map(|w| &w.rows);
            prop_assert!(rows.clone().all(|row| row.counts.iter().sum::<u64>() == row.n));
            prop_assert_eq!(rows.count() as u64, read.report.taken);
            for work in &read.works {
                for grouping in GROUPINGS {
                    let _ = work.tally(grouping).map(|tally| tables(&tally));
                }
            }
        }
        if let Ok(read) = readers::read_mark_statistics(&sheet) {
            prop_assert!(adds_up(&read.report));
            prop_assert!(read.works.values().flatten().all(|row| row.counts.iter().sum::<u64>() == row.n));
        }
    }

    #[test]
    fn a_damaged_workbook_is_an_error_or_a_sheet(
        changes in vec((any::<Index>(), any::<u8>()), 1..6), cut in proptest::option::weighted(0.2, any::<Index>()),
        cells in vec(vec(cell(), 0..14), 0..4),
    ) {
        let mut rows = plain_rows();
        // Control characters are no XML and would only ever test that.
        rows.extend(cells.into_iter().map(|row| row.into_iter().map(|c| c.replace(char::is_control, "")).collect()));
        let mut bytes = workbook(&rows);
        survive(readers::read_xlsx(&bytes, Some(&assessment()), ReadOptions::default()))?;
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        survive(readers::read_xlsx(&bytes, Some(&assessment()), ReadOptions::default()))?;
    }
}
