//! Results as a workbook in the layout of the regional exports of 2021.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{DataError, NOT_ATTEMPTED, NOT_TAUGHT, Results, is_score};

const COLUMNS: [&str; 9] = [
    "логин школы",
    "регион",
    "номер обучающегося",
    "код обучающегося",
    "отметка за предыдущую четверть/триместр",
    "пол",
    "класс",
    "вариант",
    "всего баллов",
];

/// The results as the bytes of an `.xlsx` file in the layout `regional-2021`, which
/// [`read_xlsx`](super::readers::read_xlsx) reads back to the same scores and labels.
///
/// Items not attempted are written `X`, items not taught «не пройд.», pupils without a mark «нет
/// отметки»; the column of the sex stays empty, results do not hold it.
///
/// # Errors
/// [`DataError::Incomplete`] for a pupil with a missing cell, which the layout cannot express;
/// [`DataError::Unwritable`] for more rows than a sheet has.
pub fn write_xlsx(results: &Results) -> Result<Vec<u8>, DataError> {
    let unwritable = |e: XlsxError| DataError::Unwritable { format: "xlsx", reason: e.to_string() };
    let mut book = Workbook::new();
    write_sheet(book.add_worksheet(), results)?;
    book.save_to_buffer().map_err(unwritable)
}

fn write_sheet(sheet: &mut rust_xlsxwriter::Worksheet, results: &Results) -> Result<(), DataError> {
    let unwritable = |e: XlsxError| DataError::Unwritable { format: "xlsx", reason: e.to_string() };
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write(0, column, name).map_err(unwritable)?;
    }
    let items = COLUMNS.len() as u16..;
    for (number, column) in (1..=results.assessment().items()).zip(items.clone()) {
        sheet.write(0, column, format!("балл за {number}")).map_err(unwritable)?;
    }
    let code = 10_000 * u32::from(results.assessment().written_in());
    for (person, (total, complete)) in results.totals().enumerate() {
        if !complete {
            return Err(DataError::Incomplete { row: person + 1 });
        }
        let row = u32::try_from(person + 1).unwrap_or(u32::MAX);
        sheet.write(row, 0, results.school().get(person)).map_err(unwritable)?;
        sheet.write(row, 1, label(results.municipality(), person)).map_err(unwritable)?;
        sheet.write(row, 2, row).map_err(unwritable)?;
        sheet.write(row, 3, code + row).map_err(unwritable)?;
        match results.journal_mark().map_or(0, |marks| marks[person]) {
            0 => sheet.write(row, 4, "нет отметки"),
            mark => sheet.write(row, 4, mark),
        }
        .map_err(unwritable)?;
        sheet.write(row, 6, label(results.class_id(), person)).map_err(unwritable)?;
        // The layout takes a row without a variant for no pupil.
        let variant = Some(label(results.variant(), person)).filter(|v| !v.is_empty()).unwrap_or("1");
        sheet.write(row, 7, variant).map_err(unwritable)?;
        sheet.write(row, 8, total).map_err(unwritable)?;
        for (&cell, column) in results.scores().row(person).iter().zip(items.clone()) {
            match cell {
                score if is_score(score) => sheet.write(row, column, score),
                NOT_ATTEMPTED => sheet.write(row, column, "X"),
                NOT_TAUGHT => sheet.write(row, column, "не пройд."),
                _ => continue, // missing: refused above
            }
            .map_err(unwritable)?;
        }
    }
    Ok(())
}

fn label(labels: Option<&super::Labels>, person: usize) -> &str {
    labels.map_or("", |l| l.get(person))
}

#[cfg(all(test, feature = "xlsx"))]
mod tests {
    use super::super::{Assessment, Labels, ReadOptions, ResultsBuilder, readers};
    use super::*;
    use ndarray::array;

    #[test]
    fn what_is_written_reads_back_the_same() {
        let a = Assessment::new("maths", 5, 2021, &[1, 2, 3], Some([1, 2, 3])).unwrap();
        let parts = ResultsBuilder {
            scores: array![[1, 2, 0], [254, 253, 3], [0, 0, 0]],
            school: Labels::new(["s1", "s1", "s2"]),
            class_id: Some(Labels::new(["А", "", "Б"])),
            variant: Some(Labels::new(["1", "2", "1"])),
            journal_mark: Some(vec![5, 0, 3]),
            municipality: Some(Labels::new(["M", "M", "N"])),
        };
        let results = Results::new(a.clone(), parts).unwrap();
        let bytes = write_xlsx(&results).unwrap();
        let import = readers::read_xlsx(&bytes, Some(&a), ReadOptions::default()).unwrap();
        assert_eq!((import.report.taken, import.report.rows), (3, 3));
        assert_eq!(import.results, results);
    }

    #[test]
    fn a_pupil_with_a_missing_cell_is_named() {
        let a = Assessment::new("maths", 5, 2021, &[1, 2], None).unwrap();
        let parts =
            ResultsBuilder { scores: array![[1, 255]], school: Labels::new(["s"]), ..Default::default() };
        let error = write_xlsx(&Results::new(a, parts).unwrap()).unwrap_err();
        assert_eq!(error, DataError::Incomplete { row: 1 });
    }
}
