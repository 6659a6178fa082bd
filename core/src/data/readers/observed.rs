use super::{Sheet, code_and_name, form, squeeze, told};
use crate::data::{DataError, ImportReport, Observed, ObservedImport, ObservedRow, RowKind, case::lower};

/// Words for what was seen.
const YES: [&str; 6] = ["1", "1.0", "да", "yes", "true", "+"];
const NO: [&str; 6] = ["0", "0.0", "нет", "no", "false", "-"];

/// An observed or re-marked sample: columns `school` (or `login`, `логин`), `work` (or
/// `assessment`, `работа`; may be absent), `outcome` (or `irregular`, `нарушение`: 1, yes, да or 0,
/// no, нет) and `probability` (or `вероятность`: with which the row was chosen, as .25 or 25%; 1
/// for all where there is no such column).
///
/// * **taken**: school, outcome and probability are there.
/// * **absent**: blank.
/// * **set_aside**: any other row, with what is wrong in it.
///
/// # Errors
/// [`DataError::NoColumn`] without school or outcome; [`DataError::Empty`] without a row that is
/// taken.
///
/// # Examples
/// ```
/// use obektiv::data::readers::{Sheet, read_observed};
/// let text = "school;work;outcome;probability\nsch990001;2020-autumn-maths-5;1;0.25\nsch990002;;нет;10%";
/// let observed = read_observed(&Sheet::from_csv(text.as_bytes())?)?.observed;
/// assert_eq!((observed.rows().len(), observed.rows()[1].irregular), (2, false));
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_observed(sheet: &Sheet) -> Result<ObservedImport, DataError> {
    let header: Vec<String> = sheet.header.iter().map(|h| lower(&squeeze(h))).collect();
    let find = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let need = |names: &[&str]| {
        find(names)
            .ok_or_else(|| DataError::NoColumn { column: names[0].to_owned(), have: sheet.header.clone() })
    };
    let school = need(&["school", "login", "логин", "логин школы", "школа"])?;
    let outcome = need(&["outcome", "irregular", "результат", "нарушение", "нарушения"])?;
    let work = find(&["work", "assessment", "работа"]);
    let probability = find(&["probability", "вероятность", "вероятность отбора"]);

    let mut report = ImportReport {
        layout: "observed-sample".to_owned(),
        notes: sheet.notes.clone(),
        ..Default::default()
    };
    let mut rows = Vec::new();
    for (cells, &number) in sheet.rows.iter().zip(&sheet.numbers) {
        let at = |column: usize| cells.get(column).map_or("", String::as_str).trim();
        if cells.iter().all(String::is_empty) {
            report.count(RowKind::Absent);
            continue;
        }
        let login = code_and_name(at(school)).0.unwrap_or(at(school));
        let seen = seen(at(outcome));
        let chosen = probability.map_or(Some(1.0), |column| form::probability(at(column)));
        let wrong = match (login.is_empty(), seen, chosen) {
            (true, ..) => Some("no school".to_owned()),
            (_, None, _) => Some(format!("the outcome is {}, expected 1 or 0", told(at(outcome)))),
            (.., None) => {
                let got = told(probability.map_or("", at));
                Some(format!("the probability is {got}, expected more than 0 and at most 1"))
            }
            _ => None,
        };
        if let (None, Some(irregular), Some(probability)) = (&wrong, seen, chosen) {
            report.count(RowKind::Taken);
            let work = work.map_or("", at).to_owned();
            rows.push(ObservedRow { school: login.to_owned(), work, irregular, probability });
        } else {
            report.count(RowKind::SetAside);
            report.remark(number, RowKind::SetAside, wrong.unwrap_or_default());
        }
    }
    Ok(ObservedImport { observed: Observed::new(rows)?, report })
}

fn seen(cell: &str) -> Option<bool> {
    let cell = lower(cell);
    let is = |words: &[&str]| words.contains(&cell.as_str());
    if is(&YES) { Some(true) } else { is(&NO).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ObservedImport, DataError> {
        read_observed(&Sheet::from_csv(text.as_bytes()).unwrap())
    }

    #[test]
    fn words_of_both_languages_are_read() {
        let import =
            read("Логин;Нарушение;Вероятность\nsch990001 | Школа;Да;0,25\nsch990002;0;10 %").unwrap();
        let rows = import.observed.rows();
        assert_eq!((rows[0].school.as_str(), rows[0].irregular), ("sch990001", true));
        assert!((rows[0].probability - 0.25).abs() < 1e-12 && (rows[1].probability - 0.1).abs() < 1e-12);
        assert_eq!(import.report.taken, 2);
        assert!(read("school,outcome\na,1").unwrap().observed.rows()[0].probability >= 1.0);
    }

    #[test]
    fn what_does_not_fit_is_set_aside_with_its_reason() {
        let import = read("school,outcome,probability\na,1,0.5\na,?,0.5\nb,1,0\n,1,0.5\nc,0,1.5\n").unwrap();
        let r = &import.report;
        assert_eq!((r.rows, r.taken, r.set_aside, r.absent), (5, 1, 4, 0));
        assert_eq!(r.remarks[0].reason, "the outcome is \"?\", expected 1 or 0");
        assert_eq!(r.remarks[1].reason, "the probability is \"0\", expected more than 0 and at most 1");
        assert_eq!(read("school\na").unwrap_err().code(), "data.no_column");
        assert_eq!(read("school,outcome\na,?").unwrap_err().code(), "data.empty");
    }
}
