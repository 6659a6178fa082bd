//! Answers too quick to have been thought about.

use super::super::Tail;
use crate::model::ModelError;
use crate::table::Table;
use ndarray::{Array2, ArrayView2};

/// Below which time an answer is a rapid guess.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// The same for all items.
    Time(f64),
    /// This share of the item's mean time, and no more than `most`.
    ShareOfMean {
        /// The share; .1 is usual.
        share: f64,
        /// The most, in the unit of the times; infinite for none, 10 seconds is usual.
        most: f64,
    },
}

/// Rapid guesses by person and by item.
#[derive(Debug, Clone, PartialEq)]
pub struct RapidGuessing {
    /// Which answers were rapid; false without a time.
    pub rapid: Array2<bool>,
    /// The response time effort of each person: the share of answers that were not; small values
    /// are unusual.
    pub effort: Vec<f64>,
    /// The threshold of each item.
    pub threshold: Vec<f64>,
    /// The share of each item's answers that were not rapid.
    pub item_effort: Vec<f64>,
    /// Small values are unusual.
    pub tail: Tail,
}

impl RapidGuessing {
    /// Persons: columns `statistic, tail`; the statistic is the effort.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new()
            .with("statistic", self.effort.clone())
            .with("tail", vec![self.tail.name(); self.effort.len()])
    }

    /// Items: columns `threshold, effort`.
    #[must_use]
    pub fn items_table(&self) -> Table {
        Table::new().with("threshold", self.threshold.clone()).with("effort", self.item_effort.clone())
    }
}

/// Rapid guesses: answers given faster than the item can be read.
///
/// # Errors
/// [`ModelError::Option`] for a threshold that is not positive.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::person_fit::{Threshold, rapid_guessing};
/// let times = array![[30.0, 40.0], [2.0, 50.0]];
/// let found = rapid_guessing(times.view(), Threshold::Time(3.0))?;
/// assert_eq!(found.effort, [1.0, 0.5]);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// # References
/// Wise and Kong (2005), Applied Measurement in Education 18, 163–183; Wise and Ma (2012) for
/// shares of the mean.
pub fn rapid_guessing(times: ArrayView2<'_, f64>, threshold: Threshold) -> Result<RapidGuessing, ModelError> {
    let positive = |name, value: f64| match value > 0.0 {
        true => Ok(()),
        false => Err(ModelError::Option { name, value, expected: "a positive number" }),
    };
    match threshold {
        Threshold::Time(time) => positive("threshold", time)?,
        Threshold::ShareOfMean { share, most } => {
            positive("share", share)?;
            positive("most", most)?;
        }
    }
    let share = |flags: &mut dyn Iterator<Item = (bool, bool)>| {
        let (mut n, mut kept) = (0.0, 0.0);
        for (_, rapid) in flags.filter(|(answered, _)| *answered) {
            n += 1.0;
            kept += f64::from(u8::from(!rapid));
        }
        kept / n
    };
    let of_item = |times: ndarray::ArrayView1<'_, f64>| match threshold {
        Threshold::Time(time) => time,
        Threshold::ShareOfMean { share, most } => {
            let given = || times.iter().filter(|time| !time.is_nan());
            (share * given().sum::<f64>() / given().count() as f64).min(most)
        }
    };
    let limits: Vec<f64> = times.columns().into_iter().map(of_item).collect();
    let rapid = Array2::from_shape_fn(times.dim(), |(person, item)| times[[person, item]] < limits[item]);
    let answered = times.mapv(|time| !time.is_nan());
    let effort = |(a, r): (ndarray::ArrayView1<'_, bool>, ndarray::ArrayView1<'_, bool>)| {
        share(&mut a.iter().copied().zip(r.iter().copied()))
    };
    Ok(RapidGuessing {
        effort: answered.rows().into_iter().zip(rapid.rows()).map(effort).collect(),
        item_effort: answered.columns().into_iter().zip(rapid.columns()).map(effort).collect(),
        threshold: limits,
        rapid,
        tail: Tail::Lower,
    })
}
