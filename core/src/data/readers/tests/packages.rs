//! Workbooks: what their archives hold, and what is refused.

use super::*;

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

pub(super) fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
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
