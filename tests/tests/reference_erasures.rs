//! Changed answers against aberrance on simulated answer sheets.
//!
//! Where we differ on purpose the test says why, and fails if the difference disappears.

use ndarray::Array2;
use obektiv::model::Item;
use obektiv::statistics::erasures::{
    Answers, Correction, ErasureOptions, GroupErasuresRow, by_group, by_person,
};
use obektiv_tests::reference::{Row, number, rows};

/// The peer's own abilities are found to about 1e-4 (README, item 7).
const TOLERANCE: f64 = 1e-3;

struct Sheets {
    before: Array2<u8>,
    after: Array2<u8>,
    scores: Array2<u8>,
    items: Vec<Item>,
    groups: Vec<String>,
}

fn matrix(rows: &[Row]) -> Array2<u8> {
    Array2::from_shape_fn((rows.len(), 30), |(person, item)| {
        rows[person][&format!("i{}", item + 1)].parse().unwrap()
    })
}

impl Sheets {
    fn read() -> Option<Self> {
        let [before, after] = ["initial", "final"].map(|when| rows(&format!("tamper/r_{when}.csv")));
        let (before, after) = (matrix(&before?), matrix(&after?));
        let item =
            |row: &Row| Item::Logistic { a: number(row, "a"), b: number(row, "b"), c: number(row, "c") };
        Some(Self {
            scores: after.mapv(|mark| u8::from(mark == 4)),
            before,
            after,
            items: rows("tamper/items.csv")?.iter().map(item).collect(),
            groups: rows("tamper/persons.csv")?.iter().map(|row| row["group"].clone()).collect(),
        })
    }

    fn answers(&self) -> Answers<'_> {
        Answers { before: self.before.view(), after: self.after.view(), scores: self.scores.view() }
    }
}

fn with(correction: Correction) -> ErasureOptions {
    ErasureOptions { correction: Some(correction), ..Default::default() }
}

fn compare(what: &str, ours: f64, theirs: f64) {
    assert!(ours.is_nan() == theirs.is_nan(), "{what}: {ours}, the peer {theirs}");
    assert!(ours.is_nan() || (ours - theirs).abs() < TOLERANCE, "{what}: {ours}, the peer {theirs}");
}

#[test]
fn persons_equal_aberrance() {
    let Some(sheets) = Sheets::read() else { return };
    let peer = rows("tamper/aberrance_tt_person.csv").unwrap();
    for (correction, name) in [(Correction::None, "EDI_SD_NO"), (Correction::Continuity, "EDI_SD_CO")] {
        let ours = by_person(sheets.answers(), &sheets.items, None, with(correction)).unwrap();
        assert_eq!(ours.statistic.len(), peer.len());
        let mut at_bound = 0;
        for (person, row) in peer.iter().enumerate() {
            // Of a person at a bound nothing is known, and we say so; the peer takes the bound for
            // the ability.
            if ours.theta[person].abs() == 4.0 && ours.changed[person] > 0 {
                assert!(ours.statistic[person].is_nan() && ours.pvalue_exact[person].is_nan());
                assert!(!number(row, name).is_nan(), "the peer no longer differs");
                at_bound += 1;
                continue;
            }
            let what = format!("{name}, person {person}");
            compare(&what, ours.statistic[person], number(row, name));
            compare(&what, ours.pvalue[person], number(row, &format!("p_{name}")));
            compare(&what, ours.pvalue_exact[person], number(row, "GBT_SD"));
            compare(&what, ours.pvalue_exact[person], number(row, "p_GBT_SD"));
        }
        assert!(at_bound > 0, "no person is at a bound");
    }
}

#[test]
fn the_l_index_equals_aberrance_up_to_the_root_of_its_rounding() {
    let Some(sheets) = Sheets::read() else { return };
    let peer = rows("tamper/aberrance_tt_person.csv").unwrap();
    let ours = by_person(sheets.answers(), &sheets.items, None, with(Correction::None)).unwrap();
    let mut apart = 0;
    for (person, row) in peer.iter().enumerate() {
        // L is the root of a likelihood ratio, and near 0 a root makes much of little. All three
        // abilities of one person are at the bound: the ratio is 1, and our L 0; the peer's
        // abilities stop a little before, and the root of what they miss is .0014.
        let (mine, value) = (ours.l[person], number(row, "L_SD"));
        assert!(mine.is_nan() == value.is_nan(), "person {person}");
        let squares = (mine * mine.abs() - value * value.abs()).abs();
        assert!(mine.is_nan() || squares < 1e-4, "L, person {person}: {mine}, the peer {value}");
        apart += usize::from((mine - value).abs() > TOLERANCE);
        compare(&format!("p of L, person {person}"), ours.pvalue_l[person], number(row, "p_L_SD"));
    }
    assert_eq!(apart, 1, "the peer no longer differs");
}

#[test]
fn groups_equal_aberrance_where_the_bounds_are_taken_for_abilities() {
    let Some(sheets) = Sheets::read() else { return };
    let peer = rows("tamper/aberrance_tt_group.csv").unwrap();
    let corrections = [
        (Correction::None, "EDI_SD_NO"),
        (Correction::Continuity, "EDI_SD_CO"),
        (Correction::Ability, "EDI_SD_TS"),
    ];
    let abilities = by_person(sheets.answers(), &sheets.items, None, with(Correction::None)).unwrap().theta;
    for (correction, name) in corrections {
        let ours = |theta| {
            by_group(sheets.answers(), &sheets.groups, &sheets.items, theta, with(correction)).unwrap().rows
        };
        let (rows, without) = (ours(Some(abilities.as_slice())), ours(None));
        assert_eq!(rows.len(), peer.len());
        let persons = |rows: &[GroupErasuresRow]| rows.iter().map(|row| row.n).sum::<u64>();
        assert!(persons(&without) < persons(&rows), "the peer no longer differs");
        for row in &rows {
            let theirs = peer.iter().find(|peer| peer["group"] == row.group).unwrap();
            compare(&format!("{name}, group {}", row.group), row.statistic, number(theirs, name));
            let pvalue = number(theirs, &format!("p_{name}"));
            compare(&format!("p of {name}, group {}", row.group), row.pvalue, pvalue);
        }
    }
}
