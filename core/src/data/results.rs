use std::collections::HashMap;

use ndarray::{Array2, ArrayView2, Axis, concatenate};
use serde::{Deserialize, Serialize, Serializer};

use super::{Assessment, DataError, LARGEST_SCORE, MISSING, fingerprint::Fingerprint};

/// Whether a cell is a score and not one of the codes for missing, not attempted, not taught.
#[must_use]
pub fn is_score(cell: u8) -> bool {
    cell <= LARGEST_SCORE
}

/// The cell of a number that may not be one byte: NaN is [`MISSING`]; row and item are counted
/// from 1.
///
/// # Errors
/// [`DataError::NotAScore`] for what is neither NaN nor a whole number from 0 to 255.
pub fn cell(value: f64, row: usize, item: usize) -> Result<u8, DataError> {
    if value.is_nan() {
        return Ok(MISSING);
    }
    byte(value).ok_or_else(|| DataError::NotAScore { row, item, value: value.to_string() })
}

/// The journal mark of a number, 0 for none: NaN is none; the row is counted from 1.
///
/// # Errors
/// [`DataError::NotAMark`] for what is neither NaN nor a whole number from 0 to 255.
pub fn journal_mark(value: f64, row: usize) -> Result<u8, DataError> {
    if value.is_nan() {
        return Ok(0);
    }
    byte(value).ok_or_else(|| DataError::NotAMark { row, value: value.to_string() })
}

#[allow(
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "exact: out of range does not come back the same"
)]
fn byte(value: f64) -> Option<u8> {
    // The cast saturates and drops the fraction, so only a whole number in range comes back the
    // same.
    let byte = value as u8;
    (f64::from(byte) == value).then_some(byte)
}

/// One label per person, each distinct label stored once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenLabels")]
pub struct Labels {
    names: Vec<String>,
    codes: Vec<u32>,
    #[serde(skip)]
    index: HashMap<String, u32>,
}

/// Labels as bytes have them.
#[derive(Deserialize)]
struct WrittenLabels {
    names: Vec<String>,
    codes: Vec<u32>,
}

impl TryFrom<WrittenLabels> for Labels {
    type Error = &'static str;
    fn try_from(written: WrittenLabels) -> Result<Self, &'static str> {
        let WrittenLabels { names, codes } = written;
        if codes.iter().any(|&code| code as usize >= names.len()) {
            return Err("a label without a name");
        }
        let index: HashMap<String, u32> = names.iter().cloned().zip(0..).collect();
        if index.len() == names.len() { Ok(Self { names, codes, index }) } else { Err("a name twice") }
    }
}

impl Labels {
    /// Labels in the order of the persons.
    pub fn new<S: AsRef<str>>(labels: impl IntoIterator<Item = S>) -> Self {
        let mut all = Self::default();
        for label in labels {
            all.push(label.as_ref());
        }
        all
    }

    /// One more person: the index of the label in [`names`](Self::names).
    pub fn push(&mut self, label: &str) -> u32 {
        let code = self.code(label).unwrap_or_else(|| {
            let code = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            self.names.push(label.to_owned());
            self.index.insert(label.to_owned(), code);
            code
        });
        self.codes.push(code);
        code
    }

    /// The index of a label in [`names`](Self::names), if anybody has it.
    pub(crate) fn code(&self, label: &str) -> Option<u32> {
        self.index.get(label).copied()
    }

    /// The distinct labels, in order of first appearance.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// For each person the index of its label in [`names`](Self::names).
    #[must_use]
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The label of one person.
    #[must_use]
    pub fn get(&self, person: usize) -> &str {
        &self.names[self.codes[person] as usize]
    }

    /// The number of persons.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no persons.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// One assessment's pupils × items, with school, class, variant, journal mark and municipality.
///
/// Scores are `u8`, persons × items; [`MISSING`], [`NOT_ATTEMPTED`](super::NOT_ATTEMPTED) and
/// [`NOT_TAUGHT`](super::NOT_TAUGHT) are codes above every score. A person with any missing cell is
/// *incomplete* (absent on one day of two, say): the total is undefined, and statistics leave such
/// persons out unless asked otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Results {
    pub(super) assessment: Assessment,
    #[serde(serialize_with = "row_by_row")]
    pub(super) scores: Array2<u8>,
    pub(super) school: Labels,
    pub(super) class_id: Option<Labels>,
    pub(super) variant: Option<Labels>,
    pub(super) journal_mark: Option<Vec<u8>>,
    pub(super) municipality: Option<Labels>,
}

/// Results as bytes have them.
#[derive(Deserialize)]
struct Written {
    assessment: Assessment,
    scores: Vec<u8>,
    school: Labels,
    class_id: Option<Labels>,
    variant: Option<Labels>,
    journal_mark: Option<Vec<u8>>,
    municipality: Option<Labels>,
}

fn row_by_row<S: Serializer>(scores: &Array2<u8>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(scores)
}

impl TryFrom<Written> for Results {
    type Error = DataError;
    fn try_from(written: Written) -> Result<Self, DataError> {
        let Written { assessment, scores, school, class_id, variant, journal_mark, municipality } = written;
        let (persons, items) = (school.len(), assessment.items());
        let scores = Array2::from_shape_vec((persons, items), scores)
            .map_err(|_| DataError::Empty { what: "scores" })?;
        Self::new(
            assessment,
            ResultsBuilder { scores, school, class_id, variant, journal_mark, municipality },
        )
    }
}

/// What [`Results`] are made of; only the scores and the schools are needed.
#[derive(Debug, Clone, Default)]
pub struct ResultsBuilder {
    /// Persons × items.
    pub scores: Array2<u8>,
    /// School login of each person.
    pub school: Labels,
    /// Class within the school; an empty label where the school wrote none.
    pub class_id: Option<Labels>,
    /// Variant; variants are made per school and mean nothing across schools.
    pub variant: Option<Labels>,
    /// Journal mark 2..=5, or 0 for none.
    pub journal_mark: Option<Vec<u8>>,
    /// Municipality of each person.
    pub municipality: Option<Labels>,
}

impl Results {
    /// Results of an assessment, checked cell by cell.
    ///
    /// # Errors
    /// [`DataError`] for no persons, another number of items or labels, a score above its maximum
    /// (row and item counted from 1), a journal mark that is none, a person without a school.
    pub fn new(assessment: Assessment, parts: ResultsBuilder) -> Result<Self, DataError> {
        assessment.check()?;
        let ResultsBuilder { scores, school, class_id, variant, journal_mark, municipality } = parts;
        let persons = scores.nrows();
        if persons == 0 {
            return Err(DataError::Empty { what: "scores" });
        }
        if scores.ncols() != assessment.items() {
            return Err(DataError::ItemColumns { got: scores.ncols(), expected: assessment.items() });
        }
        let lengths = [
            ("school", Some(school.len())),
            ("class_id", class_id.as_ref().map(Labels::len)),
            ("variant", variant.as_ref().map(Labels::len)),
            ("journal_mark", journal_mark.as_ref().map(Vec::len)),
            ("municipality", municipality.as_ref().map(Labels::len)),
        ];
        for (column, got) in lengths {
            match got {
                Some(got) if got != persons => {
                    return Err(DataError::Length { column, got, expected: persons });
                }
                _ => {}
            }
        }
        if let Some(code) = school.names().iter().position(|name| name.trim().is_empty()) {
            let row = school.codes().iter().position(|&c| c as usize == code).unwrap_or(0);
            return Err(DataError::NoLabel { row: row + 1, column: "school" });
        }
        for (row, cells) in scores.rows().into_iter().enumerate() {
            for (item, (&score, &max)) in cells.iter().zip(&assessment.max_scores).enumerate() {
                if is_score(score) && score > max {
                    return Err(DataError::Score { row: row + 1, item: item + 1, score, max });
                }
            }
        }
        let marks = journal_mark.as_deref().unwrap_or_default();
        if let Some(row) = marks.iter().position(|&m| m != 0 && !(2..=5).contains(&m)) {
            return Err(DataError::JournalMark { row: row + 1, mark: marks[row] });
        }
        Ok(Self { assessment, scores, school, class_id, variant, journal_mark, municipality })
    }

    /// Parts of one assessment as one, persons in the order of the parts. Classes, variants and
    /// municipalities are known where every part names them; a part without journal marks has none.
    ///
    /// # Errors
    /// [`DataError::Empty`] without parts, [`DataError::TallyMismatch`] for parts of different
    /// assessments.
    pub fn joined(parts: &[&Self]) -> Result<Self, DataError> {
        let first = parts.first().ok_or(DataError::Empty { what: "results" })?;
        if parts.iter().any(|part| part.assessment != first.assessment) {
            return Err(DataError::TallyMismatch { what: "assessments" });
        }
        let labels = |of: fn(&Self) -> Option<&Labels>| -> Option<Labels> {
            let all = parts.iter().map(|part| of(part)).collect::<Option<Vec<&Labels>>>()?;
            Some(Labels::new(
                all.iter().flat_map(|labels| (0..labels.len()).map(|person| labels.get(person))),
            ))
        };
        let marks = parts.iter().any(|part| part.journal_mark.is_some()).then(|| {
            let of = |part: &&Self| part.journal_mark.clone().unwrap_or_else(|| vec![0; part.len()]);
            parts.iter().flat_map(of).collect()
        });
        let scores: Vec<ArrayView2<'_, u8>> = parts.iter().map(|part| part.scores.view()).collect();
        let builder = ResultsBuilder {
            scores: concatenate(Axis(0), &scores).map_err(|_| DataError::Empty { what: "scores" })?,
            school: labels(|part| Some(&part.school)).unwrap_or_default(),
            class_id: labels(Self::class_id),
            variant: labels(Self::variant),
            journal_mark: marks,
            municipality: labels(Self::municipality),
        };
        Self::new(first.assessment.clone(), builder)
    }

    /// The assessment.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// Persons × items.
    #[must_use]
    pub fn scores(&self) -> ArrayView2<'_, u8> {
        self.scores.view()
    }

    /// The number of persons.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scores.nrows()
    }

    /// Whether there are no persons (never: such results are refused).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The schools, in order of first appearance.
    #[must_use]
    pub fn schools(&self) -> &[String] {
        self.school.names()
    }

    /// School of each person.
    #[must_use]
    pub fn school(&self) -> &Labels {
        &self.school
    }

    /// Class of each person within the school, where known.
    #[must_use]
    pub fn class_id(&self) -> Option<&Labels> {
        self.class_id.as_ref()
    }

    /// Variant of each person, where known.
    #[must_use]
    pub fn variant(&self) -> Option<&Labels> {
        self.variant.as_ref()
    }

    /// Municipality of each person, where known.
    #[must_use]
    pub fn municipality(&self) -> Option<&Labels> {
        self.municipality.as_ref()
    }

    /// Journal mark of each person, 0 for none.
    #[must_use]
    pub fn journal_mark(&self) -> Option<&[u8]> {
        self.journal_mark.as_deref()
    }

    /// Municipalities from a registry, for exports that name only the school. Persons of schools
    /// that the registry lacks get an empty label.
    #[must_use]
    pub fn with_registry(mut self, registry: &super::Registry) -> Self {
        let of_school: Vec<&str> =
            self.school.names().iter().map(|login| registry.municipality(login)).collect();
        self.municipality = Some(Labels::new(self.school.codes().iter().map(|&c| of_school[c as usize])));
        self
    }

    /// The total of each person, codes counting 0, and whether the person is complete (no missing
    /// cell).
    pub fn totals(&self) -> impl Iterator<Item = (u16, bool)> + '_ {
        self.scores.rows().into_iter().map(|cells| {
            let mut total = 0;
            let mut complete = true;
            for &cell in cells {
                if is_score(cell) {
                    total += u16::from(cell);
                } else if cell == MISSING {
                    complete = false;
                }
            }
            (total, complete)
        })
    }

    /// FNV-1a of everything that decides a result, as 16 hexadecimal digits: the "input hash" of
    /// reports. The order of the persons does not decide any.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut persons = 0_u64;
        for (person, cells) in self.scores.rows().into_iter().enumerate() {
            let mut of_person = Fingerprint::new();
            for labels in [Some(&self.school), self.class_id.as_ref(), self.municipality.as_ref()] {
                of_person.eat(labels.map_or("", |l| l.get(person)).as_bytes());
                of_person.eat(&[0]);
            }
            of_person.eat(&[self.journal_mark.as_ref().map_or(0, |marks| marks[person])]);
            for &cell in cells {
                of_person.eat(&[cell]);
            }
            persons = persons.wrapping_add(of_person.mixed());
        }
        let mut fingerprint = Fingerprint::new();
        fingerprint.eat(serde_json::to_string(&self.assessment).unwrap_or_default().as_bytes());
        fingerprint.eat(&persons.to_le_bytes());
        fingerprint.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn assessment() -> Assessment {
        Assessment::new("maths", 5, 2020, &[1, 2], Some([1, 2, 3])).unwrap()
    }

    #[test]
    fn codes_count_nothing_and_a_missing_cell_makes_a_person_incomplete() {
        let parts = ResultsBuilder {
            scores: array![[1, 2], [254, 2], [253, 1], [255, 2]],
            school: Labels::new(["a", "a", "b", "b"]),
            ..Default::default()
        };
        let r = Results::new(assessment(), parts).unwrap();
        assert_eq!(r.totals().collect::<Vec<_>>(), [(3, true), (2, true), (1, true), (2, false)]);
        assert_eq!(r.schools(), ["a", "b"]);
    }

    #[test]
    fn a_score_above_its_maximum_is_named_by_row_and_item() {
        let parts = ResultsBuilder {
            scores: array![[1, 2], [2, 2]],
            school: Labels::new(["a", "a"]),
            ..Default::default()
        };
        let error = Results::new(assessment(), parts).unwrap_err();
        assert_eq!(error, DataError::Score { row: 2, item: 1, score: 2, max: 1 });
    }

    #[test]
    fn only_whole_numbers_become_cells_and_marks() {
        assert_eq!(
            [0.0, 2.0, 253.0, 255.0, f64::NAN].map(|v| cell(v, 1, 1).unwrap()),
            [0, 2, 253, 255, MISSING]
        );
        for value in [0.5, -1.0, 256.0, f64::INFINITY] {
            assert_eq!(cell(value, 3, 2).unwrap_err().code(), "data.not_a_score");
            assert_eq!(journal_mark(value, 3).unwrap_err().code(), "data.journal_mark");
        }
        assert_eq!((journal_mark(f64::NAN, 1), journal_mark(4.0, 1)), (Ok(0), Ok(4)));
    }

    #[test]
    fn labels_of_another_length_are_refused() {
        let parts = ResultsBuilder {
            scores: array![[1, 2], [0, 2]],
            school: Labels::new(["a"]),
            ..Default::default()
        };
        assert_eq!(Results::new(assessment(), parts).unwrap_err().code(), "data.length");
    }

    #[test]
    fn the_fingerprint_does_not_depend_on_the_order_of_persons() {
        let of = |rows: [usize; 3], cells: [[u8; 2]; 3]| {
            let schools = ["A", "B", "B"];
            let parts = ResultsBuilder {
                scores: Array2::from_shape_fn((3, 2), |(row, item)| cells[rows[row]][item]),
                school: Labels::new(rows.map(|row| schools[row])),
                ..Default::default()
            };
            Results::new(assessment(), parts).unwrap().fingerprint()
        };
        let cells = [[1, 2], [0, 1], [1, 0]];
        assert_eq!(of([0, 1, 2], cells), of([2, 0, 1], cells));
        assert_ne!(of([0, 1, 2], cells), of([0, 1, 2], [[0, 1], [1, 2], [1, 0]]));
        assert_ne!(of([0, 1, 2], cells), of([0, 1, 1], cells));
    }
}
