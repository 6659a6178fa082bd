//! Marks fitted to the journal: papers below the boundary of the pupil's journal mark, moved onto
//! it.

use super::heaping::{Move, Score, Shape, of_moves};

/// How far below its boundary a paper is moved from.
const FAR: usize = 8;
/// Boundaries that do not exist, for the placebo: so far from those that do.
const SHIFT: usize = 3;

/// Half of the papers below go to the boundary, half one point above it.
fn moves(boundary: usize, targets: [usize; 2]) -> Vec<Move> {
    let from = boundary.saturating_sub(FAR)..boundary;
    from.flat_map(|t| targets.map(|to| (t, to, 0.5))).collect()
}

/// The moves of a mark whose lowest total is `boundary`, on a scale of so many totals.
pub(super) fn to_boundary(boundary: usize, totals: usize) -> Vec<Move> {
    moves(boundary, [boundary, (boundary + 1).min(totals - 1)])
}

/// The same question where no boundary is.
pub(super) fn placebos(boundary: usize, totals: usize) -> Vec<Vec<Move>> {
    let places = [boundary.checked_sub(SHIFT), Some(boundary + SHIFT)];
    let on_scale = |b: &usize| *b > 0 && b + 1 < totals;
    places.into_iter().flatten().filter(on_scale).map(|b| moves(b, [b, b + 1])).collect()
}

/// The fit of one mark in one school, and its placebo.
pub(super) fn of_mark(counts: &[f64], shape: &Shape, boundary: usize) -> [Score; 2] {
    let p = shape.tilted(counts);
    let mut placebo = Score::default();
    for moves in placebos(boundary, counts.len()) {
        placebo += of_moves(counts, &p, &moves);
    }
    [of_moves(counts, &p, &to_boundary(boundary, counts.len())), placebo]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_come_from_up_to_eight_points_below() {
        assert_eq!(to_boundary(2, 10), [(0, 2, 0.5), (0, 3, 0.5), (1, 2, 0.5), (1, 3, 0.5)]);
        assert_eq!(to_boundary(12, 20).len(), 16);
        // The last total has no neighbour above.
        assert!(to_boundary(9, 10).iter().all(|&(_, to, _)| to == 9));
    }

    #[test]
    fn a_placebo_needs_room_on_the_scale() {
        assert_eq!(placebos(2, 10).len(), 1);
        assert_eq!(placebos(3, 10).len(), 1);
        assert_eq!(placebos(4, 10).len(), 2);
        assert_eq!(placebos(7, 10).len(), 1);
    }

    #[test]
    fn papers_raised_to_their_mark_are_seen() {
        let f: Vec<f64> = (0..21).map(|t| 50.0 - 3.0 * (f64::from(t) - 10.0).abs()).collect();
        let mut h = f.clone();
        for t in 3..11 {
            h[11] += 0.2 * h[t];
            h[t] *= 0.8;
        }
        let [fit, placebo] = of_mark(&h, &Shape::of(&f), 11);
        assert!(fit.num / fit.var.sqrt() > 4.0, "{fit:?}");
        assert!(placebo.num / placebo.var < fit.num / fit.var, "{placebo:?}");
    }
}
