//! Columns of pupils under construction.

use ndarray::Array2;

use super::layout::Layout;
use super::row;
use crate::data::{Assessment, DataError, Labels, Results, ResultsBuilder};

/// Columns under construction.
#[derive(Default)]
pub(super) struct Pupils {
    pub(super) scores: Vec<u8>,
    pub(super) school: Labels,
    pub(super) class_id: Labels,
    pub(super) variant: Labels,
    pub(super) journal_mark: Vec<u8>,
    pub(super) municipality: Labels,
}

impl Pupils {
    pub(super) fn push(&mut self, pupil: &row::Pupil) {
        self.scores.extend(&pupil.scores);
        self.school.push(&pupil.school);
        self.class_id.push(&pupil.class_id);
        self.variant.push(&pupil.variant);
        self.journal_mark.push(pupil.journal_mark);
        self.municipality.push(&pupil.municipality);
    }

    pub(super) fn finish(self, assessment: &Assessment, layout: &Layout) -> Result<Results, DataError> {
        let shape = (self.school.len(), assessment.items());
        let got = self.scores.len();
        let scores = Array2::from_shape_vec(shape, self.scores)
            .map_err(|_| DataError::ItemColumns { got, expected: shape.0 * shape.1 })?;
        let parts = ResultsBuilder {
            scores,
            school: self.school,
            class_id: layout.class.map(|_| self.class_id),
            variant: layout.variants.first().map(|_| self.variant),
            journal_mark: layout.mark.map(|_| self.journal_mark),
            municipality: layout.municipality.map(|_| self.municipality),
        };
        Results::new(assessment.clone(), parts)
    }
}
