use std::collections::BTreeMap;

use ndarray::{Array2, Axis};

use super::{
    Kind,
    sheet::Sheet,
    streams::{For, named, some_of, stream},
};
use crate::data::{Assessment, DataError, Labels, Results, ResultsBuilder};
use crate::random::Random;
use crate::sorted::filled;

/// An irregularity planted into copies of results: what would a method have found, had it been
/// there?
///
/// It acts in these schools in all works. Kinds of a class act in one class of each grade, the one
/// that most works of the grade have, the first by name among several; pupils without a class count
/// as one where their school names none. Works without boundaries stay as they are under
/// [`Kind::Lift`] and [`Kind::Fit`], and incomplete papers under all kinds. Those kept at home
/// ([`Kind::Home`]) are the lowest by total in standard deviations of the school plus .75 of a
/// standard normal number, since it is not by this very paper that they are chosen; at least one
/// pupil stays. What happens in a school depends on the seed, its login and the place of the work,
/// not on the other schools.
///
/// # Errors
/// [`DataError::Empty`] without results or schools, [`DataError::NoSchool`] for a school that no
/// work has, [`DataError::CannotPlant`] where nothing could be planted: no boundaries, no journal
/// marks; and those of [`Kind::check`].
///
/// # Examples
/// ```
/// use obektiv::simulate::{Kind, TerritoryOptions, plant, territory};
/// let t = territory(&TerritoryOptions { schools: 20, ..Default::default() }, 1)?;
/// let school = t.results[0].schools()[3].clone();
/// let planted = plant(&t.results, Kind::OneHand { keep: 0.08 }, &[school], 1)?;
/// assert_ne!(planted[0].fingerprint(), t.results[0].fingerprint());
/// # Ok::<(), obektiv::DataError>(())
/// ```
pub fn plant(
    results: &[Results],
    kind: Kind,
    schools: &[String],
    seed: u64,
) -> Result<Vec<Results>, DataError> {
    kind.check()?;
    if results.is_empty() || schools.is_empty() {
        let what = if results.is_empty() { "results" } else { "schools" };
        return Err(DataError::Empty { what });
    }
    for school in schools {
        if !results.iter().any(|r| r.schools().contains(school)) {
            return Err(DataError::NoSchool { school: school.clone() });
        }
    }
    needs(kind, results.iter().map(|r| (r.assessment(), r.journal_mark().is_some())))?;
    let works: Vec<Assessment> = results.iter().map(|r| r.assessment().clone()).collect();
    let known = known(&works, [&kind], seed);
    let rows: Vec<BTreeMap<&str, Vec<usize>>> = results.iter().map(|r| rows_of(r, schools)).collect();
    let classes = classes(results, &rows);
    let mut planted = Vec::with_capacity(results.len());
    for (work, r) in results.iter().enumerate() {
        let mut copy = Altered { scores: r.scores().to_owned(), stays: vec![true; r.len()] };
        let totals: Vec<(u16, bool)> = r.totals().collect();
        for (&school, rows) in &rows[work] {
            let mut random = stream(seed, For::Planting, &[named(school), work as u64]);
            if let Kind::Home { share } = kind {
                copy.keep_home(&totals, rows, share, &mut random);
                continue;
            }
            let class = classes.get(&(r.assessment().written_in(), school));
            copy.act(kind, r, rows, class.copied().unwrap_or(""), &known[work], &mut random);
        }
        planted.push(rebuilt(r, &copy.scores, r.journal_mark(), &copy.stays)?);
    }
    Ok(planted)
}

/// Pupils of each work permuted among its schools, scores and journal marks together: an honest
/// territory of the same papers, in which schools and classes differ by chance alone.
///
/// Variants, which mean something within a school alone, stay where they are.
///
/// # Errors
/// None for results that were made by [`Results::new`].
pub fn shuffled(results: &[Results], seed: u64) -> Result<Vec<Results>, DataError> {
    let shuffle = |(work, r): (usize, &Results)| {
        let order = some_of(r.len(), r.len(), &mut stream(seed, For::Shuffle, &[work as u64]));
        let marks: Option<Vec<u8>> =
            r.journal_mark().map(|marks| order.iter().map(|&pupil| marks[pupil]).collect());
        rebuilt(r, &r.scores().select(Axis(0), &order), marks.as_deref(), &vec![true; r.len()])
    };
    results.iter().enumerate().map(shuffle).collect()
}

/// Whether these works, with journal marks or without, let the kind do anything.
pub(super) fn needs<'a>(
    kind: Kind,
    works: impl Iterator<Item = (&'a Assessment, bool)>,
) -> Result<(), DataError> {
    let (mut boundaries, mut journal) = (false, false);
    for (work, marks) in works.filter(|(work, _)| work.boundaries.is_some()) {
        boundaries |= work.boundaries.is_some();
        journal |= marks;
    }
    let lacks = match kind {
        Kind::Lift { .. } | Kind::Fit { .. } if !boundaries => "boundaries",
        Kind::Fit { .. } if !journal => "journal marks",
        _ => return Ok(()),
    };
    Err(DataError::CannotPlant { kind: kind.name(), lacks })
}

/// The items of each work that leaked.
pub(super) fn known<'a>(
    works: &[Assessment],
    kinds: impl IntoIterator<Item = &'a Kind>,
    seed: u64,
) -> Vec<Vec<usize>> {
    let leaked = |kind: &Kind| if let Kind::Leak { items, .. } = kind { *items } else { 0 };
    let count = kinds.into_iter().map(leaked).max().unwrap_or(0);
    let of_work = |(place, work): (usize, &Assessment)| {
        some_of(work.items(), count, &mut stream(seed, For::Leak, &[place as u64]))
    };
    works.iter().enumerate().map(of_work).collect()
}

/// The rows of each of these schools.
fn rows_of<'a>(results: &'a Results, schools: &[String]) -> BTreeMap<&'a str, Vec<usize>> {
    let names = results.schools();
    let wanted: Vec<bool> = names.iter().map(|name| schools.contains(name)).collect();
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, &code) in results.school().codes().iter().enumerate() {
        if wanted[code as usize] {
            rows.entry(&names[code as usize]).or_default().push(row);
        }
    }
    rows
}

/// For each grade and school the class that most works have; the first of several.
fn classes<'a>(
    results: &'a [Results],
    rows: &[BTreeMap<&'a str, Vec<usize>>],
) -> BTreeMap<(u8, &'a str), &'a str> {
    let mut works: BTreeMap<(u8, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for (r, rows) in results.iter().zip(rows) {
        let Some(classes) = r.class_id() else { continue };
        for (&school, rows) in rows {
            let here: std::collections::BTreeSet<&str> = filled(rows.iter().map(|&row| classes.get(row)));
            let counts = works.entry((r.assessment().written_in(), school)).or_default();
            for class in here.into_iter().filter(|class| !class.is_empty()) {
                *counts.entry(class).or_default() += 1;
            }
        }
    }
    let most = |counts: BTreeMap<&'a str, usize>| {
        let most = counts.values().copied().max()?;
        counts.into_iter().find(|&(_, n)| n == most).map(|(class, _)| class)
    };
    filled(works.into_iter().filter_map(|(place, counts)| Some((place, most(counts)?))))
}

/// A work's papers while something is planted.
struct Altered {
    scores: Array2<u8>,
    stays: Vec<bool>,
}

impl Altered {
    fn act(
        &mut self,
        kind: Kind,
        r: &Results,
        rows: &[usize],
        class: &str,
        known: &[usize],
        random: &mut Random,
    ) {
        let mut scores: Vec<u8> = rows.iter().flat_map(|&row| self.scores.row(row).to_vec()).collect();
        let marks: Vec<u8> =
            r.journal_mark().map_or(Vec::new(), |marks| rows.iter().map(|&row| marks[row]).collect());
        let of_class = |row: usize| r.class_id().map_or("", |classes| classes.get(row)) == class;
        let members: Vec<usize> = (0..rows.len()).filter(|&place| of_class(rows[place])).collect();
        let mut sheet = Sheet { scores: &mut scores, assessment: r.assessment(), marks: &marks };
        kind.act(&mut sheet, &members, known, random);
        for (paper, &row) in scores.chunks(r.assessment().items()).zip(rows) {
            self.scores.row_mut(row).iter_mut().zip(paper).for_each(|(cell, &score)| *cell = score);
        }
    }

    fn keep_home(&mut self, totals: &[(u16, bool)], rows: &[usize], share: f64, random: &mut Random) {
        let n = rows.len() as f64;
        let mean = rows.iter().map(|&row| f64::from(totals[row].0)).sum::<f64>() / n;
        let variance = rows.iter().map(|&row| (f64::from(totals[row].0) - mean).powi(2)).sum::<f64>() / n;
        let sd = variance.sqrt().max(1e-9);
        let mut order: Vec<(f64, usize)> = rows
            .iter()
            .filter(|&&row| totals[row].1)
            .map(|&row| ((f64::from(totals[row].0) - mean) / sd + 0.75 * random.normal(), row))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let home = ((n * share) as usize).min(rows.len() - 1);
        order.into_iter().take(home).for_each(|(_, row)| self.stays[row] = false);
    }
}

/// Results with other scores and marks, of those who stay.
fn rebuilt(
    r: &Results,
    scores: &Array2<u8>,
    marks: Option<&[u8]>,
    stays: &[bool],
) -> Result<Results, DataError> {
    let rows: Vec<usize> = (0..r.len()).filter(|&row| stays[row]).collect();
    let labels = |labels: &Labels| match rows.len() == r.len() {
        true => labels.clone(),
        false => Labels::new(rows.iter().map(|&row| labels.get(row))),
    };
    let parts = ResultsBuilder {
        scores: scores.select(Axis(0), &rows),
        school: labels(r.school()),
        class_id: r.class_id().map(labels),
        variant: r.variant().map(labels),
        journal_mark: marks.map(|marks| rows.iter().map(|&row| marks[row]).collect()),
        municipality: r.municipality().map(labels),
    };
    Results::new(r.assessment().clone(), parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data::{MISSING, is_score},
        simulate::{TerritoryOptions, territory},
    };

    fn results() -> Vec<Results> {
        territory(&TerritoryOptions { schools: 30, pupils: 40, ..Default::default() }, 3).unwrap().results
    }

    fn totals(r: &Results) -> Vec<u16> {
        r.totals().map(|(total, _)| total).collect()
    }

    /// Before and after planting in every second school.
    fn planted(kind: Kind) -> (Vec<Results>, Vec<Results>, Vec<String>) {
        let before = results();
        let schools: Vec<String> = before[0].schools().iter().step_by(2).cloned().collect();
        let after = plant(&before, kind, &schools, 5).unwrap();
        (before, after, schools)
    }

    fn rows(r: &Results, class: &str) -> Vec<usize> {
        let classes = r.class_id().unwrap();
        (0..r.len()).filter(|&row| format!("{}/{}", r.school().get(row), classes.get(row)) == class).collect()
    }

    #[test]
    fn papers_within_reach_are_lifted_to_the_boundary_by_the_share() {
        let (before, after, schools) = planted(Kind::Lift { share: 0.4, reach: 2 });
        let (mut within, mut lifted) = (0, 0);
        for (before, after) in before.iter().zip(&after) {
            let boundaries = before.assessment().boundaries.unwrap();
            for (row, (old, new)) in totals(before).into_iter().zip(totals(after)).enumerate() {
                let below = boundaries.iter().any(|&b| old < b && b - old <= 2);
                let here = below && schools.iter().any(|s| s == before.school().get(row));
                within += u32::from(here);
                lifted += u32::from(old != new);
                assert!(old == new || here && boundaries.contains(&new));
            }
        }
        let share = f64::from(lifted) / f64::from(within);
        assert!((share - 0.4).abs() < 0.04, "{share} of {within}");
    }

    #[test]
    fn papers_below_the_journal_mark_are_fitted_to_it_by_the_share() {
        let (before, after, schools) = planted(Kind::Fit { share: 0.6 });
        let (mut below, mut raised) = (0, 0);
        for (before, after) in before.iter().zip(&after) {
            let (a, marks) = (before.assessment(), before.journal_mark().unwrap());
            for (row, (old, new)) in totals(before).into_iter().zip(totals(after)).enumerate() {
                let here = schools.iter().any(|s| s == before.school().get(row));
                let lower = here && a.mark(old).unwrap() < marks[row];
                below += u32::from(lower);
                raised += u32::from(old != new);
                if old != new {
                    let boundary = a.boundaries.unwrap()[usize::from(marks[row] - 3)];
                    assert!(lower && (new == boundary || new == boundary + 1));
                }
            }
        }
        assert!((f64::from(raised) / f64::from(below) - 0.6).abs() < 0.03, "{raised} of {below}");
    }

    /// The classes of the schools that changed, by work.
    fn changed(before: &Results, after: &Results) -> BTreeMap<String, usize> {
        let classes = before.class_id().unwrap();
        let mut changed = BTreeMap::new();
        for row in 0..before.len() {
            if before.scores().row(row) != after.scores().row(row) {
                let class = format!("{}/{}", before.school().get(row), classes.get(row));
                *changed.entry(class).or_insert(0) += 1;
            }
        }
        changed
    }

    #[test]
    fn most_answers_of_a_class_are_of_one_hand() {
        let (before, after, schools) = planted(Kind::OneHand { keep: 0.08 });
        for (before, after) in before.iter().zip(&after) {
            let classes = changed(before, after);
            assert!(classes.len() <= schools.len() && classes.len() > schools.len() * 3 / 4);
            for class in classes.keys() {
                let (rows, scores) = (rows(after, class), after.scores());
                let equal = |row: usize, other: usize| {
                    scores.row(row).iter().zip(scores.row(other)).filter(|(a, b)| a == b).count()
                };
                let pairs =
                    || rows.iter().flat_map(|&a| rows.iter().map(move |&b| (a, b))).filter(|p| p.0 < p.1);
                if rows.len() >= 10 {
                    let all = pairs().count() * after.assessment().items();
                    let share = pairs().map(|(a, b)| equal(a, b)).sum::<usize>() as f64 / all as f64;
                    assert!(share > 0.85, "{class}: {share}");
                }
            }
        }
    }

    #[test]
    fn one_class_of_a_grade_is_taken_and_the_same_in_its_works() {
        for kind in Kind::ALL.into_iter().filter(Kind::in_a_class) {
            let (before, after, schools) = planted(kind);
            for grade in 0..4 {
                let mut classes: BTreeMap<String, usize> = BTreeMap::new();
                for work in 3 * grade..3 * grade + 3 {
                    for class in changed(&before[work], &after[work]).into_keys() {
                        *classes.entry(class).or_default() += 1;
                    }
                }
                let in_schools: std::collections::BTreeSet<&str> =
                    classes.keys().filter_map(|class| class.split('/').next()).collect();
                assert_eq!(in_schools.len(), classes.len(), "{kind}: one class of a school");
                assert!(classes.len() <= schools.len());
                assert!(classes.keys().all(|class| class.ends_with('А')));
            }
        }
    }

    #[test]
    fn dictated_items_differ_from_class_to_class_and_leaked_ones_do_not() {
        let most_given = |kind| {
            let (before, after, _) = planted(kind);
            let mut sets = std::collections::BTreeSet::new();
            for class in changed(&before[1], &after[1]).keys() {
                let rows = rows(&after[1], class);
                let (old, new) = (before[1].scores(), after[1].scores());
                let raised = |&item: &usize| rows.iter().any(|&row| old[[row, item]] != new[[row, item]]);
                if rows.len() >= 15 {
                    sets.insert((0..after[1].assessment().items()).filter(raised).collect::<Vec<usize>>());
                }
            }
            assert!(sets.iter().all(|set| set.len() <= 4));
            sets.into_iter().filter(|set| set.len() == 4).collect::<Vec<_>>()
        };
        assert_eq!(most_given(Kind::Leak { items: 4, share: 0.6 }).len(), 1);
        assert!(most_given(Kind::Dictate { items: 4, share: 0.6 }).len() > 3);
    }

    #[test]
    fn groups_copy_from_their_best() {
        let (before, after, _) = planted(Kind::Copy { share: 0.7, group: 4, copied: 0.8 });
        let mut share = Vec::new();
        for (class, n) in changed(&before[0], &after[0]) {
            let rows = rows(&after[0], &class);
            if rows.len() >= 20 {
                share.push(n as f64 / rows.len() as f64);
            }
        }
        let mean = share.iter().sum::<f64>() / share.len() as f64;
        assert!((0.4..0.6).contains(&mean), "three quarters of .7 write anew, {mean}");
    }

    #[test]
    fn the_weakest_stay_at_home() {
        let (before, after, schools) = planted(Kind::Home { share: 0.25 });
        let of = |r: &Results, school: &str| -> Vec<f64> {
            let totals = totals(r);
            let here = (0..r.len()).filter(|&row| r.school().get(row) == school);
            here.map(|row| f64::from(totals[row])).collect()
        };
        let mean = |totals: &[f64]| totals.iter().sum::<f64>() / totals.len() as f64;
        for (before, after) in before.iter().zip(&after) {
            let mut gain = 0.0;
            for school in before.schools() {
                let (old, new) = (of(before, school), of(after, school));
                let home = if schools.contains(school) { old.len() / 4 } else { 0 };
                assert_eq!(new.len(), old.len() - home);
                gain += mean(&new) - mean(&old);
            }
            assert!(gain > 0.0);
        }
    }

    #[test]
    fn nothing_is_planted_elsewhere_and_a_school_does_not_depend_on_the_others() {
        for kind in Kind::ALL {
            let (before, after, schools) = planted(kind);
            let alone = plant(&before, kind, &schools[1..2], 5).unwrap();
            for ((before, after), alone) in before.iter().zip(&after).zip(&alone) {
                let papers = |r: &Results, school: &str| {
                    let rows: Vec<usize> =
                        (0..r.len()).filter(|&row| r.school().get(row) == school).collect();
                    let marks: Vec<u8> = rows.iter().map(|&row| r.journal_mark().unwrap()[row]).collect();
                    (r.scores().select(Axis(0), &rows), marks)
                };
                assert_eq!(papers(alone, &schools[1]), papers(after, &schools[1]));
                for school in before.schools().iter().filter(|s| !schools.contains(s)) {
                    assert_eq!(papers(before, school), papers(after, school));
                }
            }
        }
    }

    #[test]
    fn incomplete_papers_and_works_without_boundaries_stay_as_they_are() {
        let a = Assessment::new("maths", 5, 2020, &[1; 4], Some([2, 3, 4])).unwrap();
        let parts = ResultsBuilder {
            scores: ndarray::array![[1, MISSING, 0, 0], [254, 1, 0, 253], [1, 1, 0, 0]],
            school: Labels::new(["A"; 3]),
            ..Default::default()
        };
        let r = Results::new(a.clone(), parts).unwrap();
        let schools = ["A".to_owned()];
        let lifted =
            plant(std::slice::from_ref(&r), Kind::Lift { share: 1.0, reach: 2 }, &schools, 1).unwrap();
        assert_eq!(lifted[0].scores().row(0), r.scores().row(0));
        assert_eq!(totals(&lifted[0])[1..], [2, 3]);
        let told = plant(std::slice::from_ref(&r), Kind::Leak { items: 4, share: 1.0 }, &schools, 1).unwrap();
        assert!(told[0].scores().row(1).iter().all(|&s| is_score(s)), "pupils without a class are one");
        let refused = |kind, results: &[Results], schools: &[String]| {
            plant(results, kind, schools, 1).unwrap_err().code()
        };
        let one = std::slice::from_ref(&r);
        assert_eq!(refused(Kind::Fit { share: 0.6 }, one, &schools), "data.cannot_plant");
        assert_eq!(refused(Kind::ALL[1], one, &["B".to_owned()]), "data.no_school");
        assert_eq!(refused(Kind::ALL[1], one, &[]), "data.empty");
        assert_eq!(refused(Kind::ALL[1], &[], &schools), "data.empty");
        assert_eq!(refused(Kind::OneHand { keep: -0.1 }, one, &schools), "data.share");
    }

    #[test]
    fn shuffled_pupils_are_the_same_papers_in_other_schools() {
        let before = results();
        let after = shuffled(&before, 1).unwrap();
        for (before, after) in before.iter().zip(&after) {
            assert_eq!((before.school(), before.class_id()), (after.school(), after.class_id()));
            assert_ne!(before.scores(), after.scores());
            let papers = |r: &Results| {
                let mut papers: Vec<(Vec<u8>, u8)> = (0..r.len())
                    .map(|row| (r.scores().row(row).to_vec(), r.journal_mark().unwrap()[row]))
                    .collect();
                papers.sort();
                papers
            };
            assert_eq!(papers(before), papers(after));
        }
        let again = shuffled(&before, 1).unwrap();
        assert!(again.iter().zip(&after).all(|(a, b)| a.fingerprint() == b.fingerprint()));
        assert_ne!(shuffled(&before, 2).unwrap()[0].fingerprint(), after[0].fingerprint());
    }
}
