use super::form::{Form, FormColumn, FormRow, probability};
use super::{Sheet, code_and_name};
use crate::data::{DataError, Remarked, RemarkedImport, RemarkedRow, RowKind};
use crate::sorted::Sorted;

const fn column(
    name: &'static str,
    russian: &'static str,
    also: &'static [&'static str],
    needed: bool,
) -> FormColumn {
    FormColumn { name, russian, also, needed }
}

/// The columns of works marked again.
pub(crate) const COLUMNS: [FormColumn; 8] = [
    column("school", "Логин школы", &["login", "логин", "школа"], true),
    column("work", "Работа", &["assessment"], false),
    column("code", "Код работы", &["код", "код участника"], true),
    column("item", "Задание", &[], false),
    column("before", "Балл до", &["original", "первичный балл"], true),
    column("after", "Балл после", &["rechecked", "балл перепроверки"], true),
    column("stratum", "Слой отбора", &["слой"], false),
    column("probability", "Вероятность отбора", &["вероятность"], false),
];

/// Works that a second commission marked again: a row for each work, or for each item of it.
///
/// | column | in Russian | holds |
/// |---|---|---|
/// | `school` | Логин школы | the login |
/// | `work` | Работа | the assessment, by its key or in words; may be absent |
/// | `code` | Код работы | the pupil's work |
/// | `item` | Задание | the item; empty for the total; may be absent |
/// | `before` | Балл до | points at first |
/// | `after` | Балл после | points by the second commission |
/// | `stratum` | Слой отбора | from which works it was chosen, such as `boundary`; may be absent |
/// | `probability` | Вероятность отбора | as .25 or 25%; 1 where it is empty or there is no such column |
///
/// Rows:
///
/// * **taken**: school, code and both numbers of points are there.
/// * **absent**: blank, or without points of the second commission: not marked again yet.
/// * **set_aside**: any other row, with the column that is wrong; the same item of a work a second
///   time.
///
/// # Errors
/// [`DataError::NoColumn`] without school, code or points, [`DataError::RepeatedColumn`];
/// [`DataError::Empty`] without a row that is taken.
///
/// # Examples
/// ```
/// use obektiv::data::readers::{Sheet, read_remarked};
/// let text = "school;code;before;after\nsch990001;17;9;7\nsch990001;18;12;";
/// let import = read_remarked(&Sheet::from_csv(text.as_bytes())?)?;
/// assert_eq!((import.remarked.papers()[0].after, import.report.absent), (7, 1));
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_remarked(sheet: &Sheet) -> Result<RemarkedImport, DataError> {
    let (form, mut report) = Form::of(sheet, &COLUMNS, "remarked-works")?;
    let mut rows: Vec<RemarkedRow> = Vec::new();
    let mut seen: Sorted<[String; 4], u64> = Sorted::new();
    for cells in form.rows() {
        if cells.is_blank() || cells.at("after").is_empty() {
            report.count(RowKind::Absent);
            if !cells.is_blank() {
                report.remark(cells.number, RowKind::Absent, "not marked again yet: after is empty");
            }
            continue;
        }
        match row(&cells) {
            Ok(row) => {
                let first = *seen.entry(row.key().map(str::to_owned), || cells.number);
                if first == cells.number {
                    report.count(RowKind::Taken);
                    rows.push(row);
                } else {
                    cells.set_aside(&mut report, format!("this item of this work stands in row {first} too"));
                }
            }
            Err(reason) => cells.set_aside(&mut report, reason),
        }
    }
    Ok(RemarkedImport { remarked: Remarked::new(rows)?, report })
}

fn row(cells: &FormRow<'_>) -> Result<RemarkedRow, String> {
    let points = |column: &str| {
        let number = cells.at(column).parse::<u16>();
        number.map_err(|_| cells.wrong(column, "a whole number of points"))
    };
    let filled = |column: &str, what: &str| match cells.at(column) {
        "" => Err(cells.wrong(column, what)),
        text => Ok(text.to_owned()),
    };
    let school = filled("school", "a login")?;
    let chosen = match cells.at("probability") {
        "" => Some(1.0),
        cell => probability(cell),
    };
    Ok(RemarkedRow {
        school: code_and_name(&school).0.unwrap_or(&school).to_owned(),
        work: cells.at("work").to_owned(),
        code: filled("code", "the code of a work")?,
        item: cells.at("item").to_owned(),
        before: points("before")?,
        after: points("after")?,
        stratum: cells.at("stratum").to_owned(),
        probability: chosen.ok_or_else(|| cells.wrong("probability", "more than 0 and at most 1"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{form_csv, form_remarked};
    use crate::language::Language;

    fn read(text: &str) -> Result<RemarkedImport, DataError> {
        read_remarked(&Sheet::from_csv(text.as_bytes()).unwrap())
    }

    #[test]
    fn a_form_is_read_back_as_it_was_written_in_both_languages() {
        let text = "Школа;Работа;Код;Задание;Балл до;Балл после;Слой;Вероятность;Кто\n\
                    sch990001 | Школа 1;2022-spring-maths-5;17;4К1;2;1;boundary;25 %;И.\n\
                    sch990001;2022-spring-maths-5;17;5;3;3;;0,25;И.\nsch990002;\"a;\"\"b\"\"\";1;'=1+1;12;12;;;";
        let import = read(text).unwrap();
        assert_eq!(import.remarked.rows()[2].item, "=1+1");
        assert_eq!((import.report.taken, import.report.unread_columns), (3, vec!["Кто".to_owned()]));
        for language in [Language::Russian, Language::English] {
            let rows = form_remarked(Some(&import.remarked), language);
            let again = read(&String::from_utf8(form_csv(&rows).unwrap()).unwrap()).unwrap();
            assert_eq!(again.remarked, import.remarked);
            #[cfg(all(feature = "write", feature = "xlsx"))]
            {
                let book = crate::data::form_xlsx("Works", &rows).unwrap();
                let again = read_remarked(&Sheet::from_bytes(&book, 1 << 30).unwrap()).unwrap();
                assert_eq!(again.remarked, import.remarked);
            }
        }
        assert_eq!(form_remarked(None, Language::Russian).len(), 1);
    }

    #[test]
    fn what_does_not_fit_is_set_aside_with_its_column() {
        let text = "school,code,before,after,probability\na,1,9,7,\na,1,9,8,\na,2,9,,\n,3,9,9,\na,4,9.5,9,\na,5,9,9,2\na,,9,9,\n\n";
        let import = read(text).unwrap();
        let r = &import.report;
        assert_eq!((r.taken, r.absent, r.set_aside), (1, 1, 5));
        let said: Vec<(u64, &str)> = r.remarks.iter().map(|r| (r.row, r.reason.as_str())).collect();
        assert_eq!(
            said,
            [
                (3, "this item of this work stands in row 2 too"),
                (4, "not marked again yet: after is empty"),
                (5, "school is empty, expected a login"),
                (6, "before is \"9.5\", expected a whole number of points"),
                (7, "probability is \"2\", expected more than 0 and at most 1"),
                (8, "code is empty, expected the code of a work"),
            ]
        );
        assert_eq!(read("school,code,before\na,1,2").unwrap_err().code(), "data.no_column");
        assert_eq!(
            read("school,login,code,before,after\na,a,1,2,2").unwrap_err().code(),
            "data.repeated_column"
        );
        assert_eq!(read("school,code,before,after\na,1,2,").unwrap_err().code(), "data.empty");
    }
}
