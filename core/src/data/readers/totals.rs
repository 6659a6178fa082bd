//! Totals that are no sums of the items for a whole school.
//!
//! In the forms of 2022 some schools' totals leave items out, or were never filled in. Row by row
//! only pupils with 0 on such items would add up, and to keep those alone is to choose pupils by
//! their score. So the rows of a school are looked at together.

use super::{
    layout::{F1, Layout},
    row,
};
use crate::data::{Assessment, Named, RowKind, is_score};

/// Why the totals of a school prove nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoSums {
    /// They leave out these items, by their place.
    LeaveOut(Vec<usize>),
    /// All are 0 or blank.
    Empty,
}

/// What becomes of a school's rows.
#[derive(Debug, Default)]
pub(super) struct Counts {
    rows: u64,
    set_aside: u64,
}

impl Counts {
    /// More rows than a slip of the pen.
    const FEW: u64 = 3;

    pub fn add(&mut self, reading: &row::Reading) {
        self.rows += 1;
        self.set_aside += u64::from(reading.total_differs);
    }

    /// What is to be said of the school's totals.
    pub fn note(
        &self,
        school: &str,
        why: Option<&NoSums>,
        item: impl Fn(&usize) -> String,
    ) -> Option<String> {
        match why {
            Some(NoSums::LeaveOut(items)) => {
                let s = if items.len() == 1 { "" } else { "s" };
                let items = items.iter().map(item).collect::<Vec<_>>().join(", ");
                Some(format!(
                    "{school}: the totals leave out item{s} {items}; its pupils are taken by their items"
                ))
            }
            Some(NoSums::Empty) => {
                Some(format!("{school}: all totals are 0 or blank; its pupils are taken by their items"))
            }
            None if self.set_aside > Self::FEW => Some(format!(
                "{school}: {} of {} rows are set aside because their totals are not the sums of their scores",
                self.set_aside, self.rows
            )),
            None => None,
        }
    }
}

/// The scores of one row, codes 0, and its total.
struct Sum {
    scores: Vec<u8>,
    total: Option<u32>,
}

/// So many rows must differ before a set of items is believed that no other school shows.
const PROOF: usize = 3;

/// Steps of a search for a set of items: fewer than can be felt, more than any real school took.
const MOST_STEPS: usize = 20_000;

/// Whether no row of a file has a total, though there is a column for it: a program wrote the
/// formulas and none calculated them.
pub(super) fn never_calculated(rows: &[Vec<String>], layout: &Layout) -> bool {
    let Some(total) = layout.total.filter(|_| layout.heads.is_empty() || layout.name == F1) else {
        return false;
    };
    let filled = |cells: &[String], column: usize| cells.get(column).is_some_and(|cell| !cell.is_empty());
    rows.iter().any(|cells| layout.items.clone().any(|column| filled(cells, column)))
        && !rows.iter().any(|cells| filled(cells, total))
}

/// The schools of a form whose totals are no sums, each with one reason that holds for all its
/// rows.
pub(super) fn without_sums(
    rows: &[Vec<String>],
    layout: &Layout,
    assessment: &Assessment,
    read: impl Fn(&[String]) -> row::Reading,
) -> Named<NoSums> {
    let Some(column) = layout.total.filter(|_| !layout.heads.is_empty() && layout.name != F1) else {
        return Named::new();
    };
    let without_total = Layout { total: None, ..layout.clone() };
    let mut schools: Named<Vec<Sum>> = Named::new();
    for cells in rows {
        // A row that is shifted has another total than the one in its column.
        let reading = read(cells);
        if reading.kind != RowKind::Taken && !reading.total_differs {
            continue;
        }
        let Some(pupil) = row::of_items(cells, &without_total, assessment) else { continue };
        let scores = pupil.scores.iter().map(|&s| if is_score(s) { s } else { 0 }).collect();
        let total = cells.get(column).map_or("", String::as_str);
        let sums = schools.entry(&pupil.school, Vec::new);
        match row::whole(total).parse() {
            Ok(total) => sums.push(Sum { scores, total: Some(total) }),
            Err(_) if total.is_empty() => sums.push(Sum { scores, total: None }),
            Err(_) => {}
        }
    }
    let mut found: Named<NoSums> = Named::new();
    let mut weak = Vec::new();
    for (school, sums) in schools.iter() {
        if sums.iter().all(|s| s.differs() == Some(0)) {
            continue;
        }
        if sums.iter().all(|s| s.total.unwrap_or(0) == 0) {
            found.entry(school, || NoSums::Empty);
        } else if sums.iter().filter(|s| s.differs().is_some_and(|d| d > 0)).count() < PROOF {
            weak.push((school, sums));
        } else if let Some(items) = left_out(sums) {
            found.entry(school, || NoSums::LeaveOut(items));
        }
    }
    // What other schools' totals leave out may explain the few rows of a small school.
    let all = found.iter().map(|(_, why)| why);
    let known: Vec<NoSums> = all.filter(|why| **why != NoSums::Empty).cloned().collect();
    for (school, sums) in weak {
        let fits = |why: &&NoSums| matches!(why, NoSums::LeaveOut(items) if explains(items, sums));
        if let Some(why) = known.iter().find(fits) {
            found.entry(school, || why.clone());
        }
    }
    found
}

impl Sum {
    /// By how much the scores add up to more than the total; none without a total.
    fn differs(&self) -> Option<i64> {
        let sum: i64 = self.scores.iter().map(|&s| i64::from(s)).sum();
        self.total.map(|total| sum - i64::from(total))
    }
}

fn explains(items: &[usize], sums: &[Sum]) -> bool {
    let of = |s: &Sum| items.iter().map(|&i| i64::from(s.scores[i])).sum::<i64>();
    sums.iter().all(|s| s.differs() == Some(of(s)))
}

/// The items whose scores are in every row what the total lacks.
fn left_out(sums: &[Sum]) -> Option<Vec<usize>> {
    let lacks: Vec<i64> = sums.iter().map(Sum::differs).collect::<Option<_>>()?;
    let items = sums.first()?.scores.len();
    let score = |row: usize, item: usize| i64::from(sums[row].scores[item]);
    let possible = |item: &usize| {
        (0..sums.len()).all(|r| score(r, *item) <= lacks[r]) && (0..sums.len()).any(|r| score(r, *item) > 0)
    };
    let items: Vec<usize> = (0..items).filter(possible).collect();
    // Behind each item: what it and the items after it have in each row.
    let mut rest = vec![vec![0; sums.len()]];
    for &item in items.iter().rev() {
        let behind = &rest[rest.len() - 1];
        rest.push((0..sums.len()).map(|r| behind[r] + score(r, item)).collect());
    }
    rest.reverse();
    let mut steps = 0;
    let mut open = vec![(0, Vec::new(), lacks)];
    while let Some((at, chosen, lacks)) = open.pop() {
        steps += 1;
        if steps > MOST_STEPS {
            return None;
        }
        if lacks.iter().all(|&lack| lack == 0) {
            return Some(chosen);
        }
        if at == items.len() || lacks.iter().zip(&rest[at]).any(|(&lack, &rest)| lack < 0 || lack > rest) {
            continue;
        }
        open.push((at + 1, chosen.clone(), lacks.clone()));
        let less = lacks.iter().enumerate().map(|(r, lack)| lack - score(r, items[at])).collect();
        open.push((at + 1, [chosen, vec![items[at]]].concat(), less));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(rows: &[(&[u8], u32)]) -> Vec<Sum> {
        rows.iter().map(|(scores, total)| Sum { scores: scores.to_vec(), total: Some(*total) }).collect()
    }

    #[test]
    fn one_set_of_items_must_explain_every_row() {
        let rows = sums(&[(&[1, 0, 2], 1), (&[1, 1, 0], 2), (&[0, 1, 1], 1)]);
        assert_eq!(left_out(&rows), Some(vec![2]));
        assert_eq!(left_out(&sums(&[(&[1, 0, 2], 2), (&[1, 1, 0], 2)])), None);
        assert_eq!(left_out(&sums(&[(&[1, 0, 2], 4)])), None, "a total above the sum leaves nothing out");
        let two = sums(&[(&[0, 0, 2, 1], 0), (&[1, 1, 0, 1], 2), (&[0, 1, 1, 0], 1)]);
        assert_eq!(left_out(&two), Some(vec![2, 3]));
    }

    #[test]
    fn many_items_do_not_make_the_search_long() {
        let score = |row: usize, item: usize| ((row * 7 + item * 11 + row * item / 5) % 3) as u8;
        let rows: Vec<Sum> = (0..60)
            .map(|r| Sum { scores: (0..40).map(|i| score(r, i)).collect(), total: Some(20) })
            .collect();
        assert_eq!(left_out(&rows), None);
    }
}
