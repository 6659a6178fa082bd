use super::*;
use crate::random::Random;

const PRIME: i64 = 1_000_003;

/// What sums and differences of the rows reach, modulo a prime: an own way to the same answer.
struct Reach(Vec<Vec<i64>>);

impl Reach {
    fn new(rows: Vec<Vec<i64>>) -> Self {
        let mut reach = Self(Vec::new());
        for row in rows {
            let left = reach.left(row);
            if let Some(first) = left.iter().position(|&value| value != 0) {
                let inverse = power(left[first], PRIME - 2);
                reach.0.push(left.iter().map(|value| value * inverse % PRIME).collect());
            }
        }
        reach
    }

    /// What of a row they do not reach.
    fn left(&self, mut row: Vec<i64>) -> Vec<i64> {
        for base in &self.0 {
            let first = base.iter().position(|&value| value != 0).unwrap();
            let times = row[first];
            if times != 0 {
                row.iter_mut().zip(base).for_each(|(a, b)| *a = (*a - times * b).rem_euclid(PRIME));
            }
        }
        row
    }

    fn holds(&self, row: Vec<i64>) -> bool {
        self.left(row).iter().all(|&value| value == 0)
    }
}

fn power(base: i64, exponent: i64) -> i64 {
    let mut result = 1;
    let (mut base, mut exponent) = (base, exponent);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

/// The cells of some groups between two totals, as a row over all cells.
fn cells(length: usize, all: usize, groups: impl Iterator<Item = usize>, bin: (usize, usize)) -> Vec<i64> {
    let mut row = vec![0; length * all];
    for group in groups {
        row[group * length + bin.0..=group * length + bin.1].fill(1);
    }
    row
}

/// What is shown: of which groups together, which bins.
type Shown = Vec<(Vec<usize>, Vec<Bin>)>;

fn published(groups: &[Group<'_>], shown: &Release<'_>) -> Shown {
    let kept = |at: &usize| !shown.groups[*at].is_empty();
    let all: Vec<usize> = (0..groups.len()).filter(kept).collect();
    let of = |place: &str| all.iter().copied().filter(|&at| groups[at].place == place).collect();
    let mut rows: Shown = shown.groups.iter().enumerate().map(|(at, b)| (vec![at], b.clone())).collect();
    rows.extend(shown.places.iter().map(|(place, bins)| (of(place), bins.clone())));
    rows.push((all, shown.whole.clone()));
    rows
}

/// The first number of one to four pupils that sums and differences of what is shown give away.
fn found(groups: &[Group<'_>], shown: &Shown) -> Option<String> {
    let (number, length) = (groups.len(), groups[0].counts.len());
    let rows = shown.iter().flat_map(|(own, bins)| {
        bins.iter().map(|b| cells(length, number, own.iter().copied(), (b.first, b.last)))
    });
    let reach = Reach::new(rows.collect());
    let bins = || (0..length).flat_map(|first| (first..length).map(move |last| (first, last)));
    for set in 1..1_usize << number {
        let own = || (0..number).filter(|at| set >> at & 1 == 1);
        for (first, last) in bins() {
            let sum: u64 = own().flat_map(|at| &groups[at].counts[first..=last]).sum();
            let small = (1..SMALLEST_SHOWN).contains(&sum);
            if small && reach.holds(cells(length, number, own(), (first, last))) {
                return Some(format!("{sum} pupils of {set:b} on {first}–{last}: {groups:?}"));
            }
        }
    }
    None
}

/// One small territory, and what subtraction finds in what is shown of it.
fn attack(random: &mut Random, kind: usize) {
    let (number, length) = (1 + random.below(5), 2 + random.below(6));
    let places = ["a", "b", "c"];
    let count = |random: &mut Random| match kind {
        0 => random.below(7),
        1 => random.below(12).saturating_sub(5),
        _ => [0, 0, 1, 3, 5, 9, 20][random.below(7)],
    };
    let groups: Vec<Group<'_>> = (0..number)
        .map(|_| Group {
            place: places[random.below(1 + kind)],
            counts: (0..length).map(|_| count(random) as u64).collect(),
        })
        .collect();
    let boundaries = (length > 4).then_some([1, 2, 4]);
    let shown = release(&groups, boundaries);
    assert_eq!(found(&groups, &published(&groups, &shown)), None, "{shown:?}");
}

#[test]
fn no_sum_or_difference_of_all_that_is_shown_is_one_to_four_pupils() {
    let mut random = Random::new(5, 0);
    for at in 0..600 {
        attack(&mut random, at % 3);
    }
}

#[test]
fn the_attack_finds_what_is_shown_carelessly() {
    let group = |counts: [u64; 3]| Group { place: "", counts: counts.to_vec() };
    let groups = [group([9, 3, 8]), group([9, 9, 9])];
    let mut shown = release(&groups, None);
    assert_eq!(found(&groups, &published(&groups, &shown)), None);
    shown.whole = (0..3).map(|at| Bin { first: at, last: at, count: [18, 12, 17][at] }).collect();
    let given_away = found(&groups, &published(&groups, &shown)).unwrap();
    assert!(given_away.starts_with("3 pupils of 1 on 1–1"), "{given_away}");
}

#[test]
fn what_is_shown_adds_up() {
    let mut random = Random::new(6, 0);
    let names = ["", "east", "west"];
    let groups: Vec<Group<'_>> = (0..60)
        .map(|at| Group {
            place: names[at % 3],
            counts: (0..20).map(|_| random.below(1 + at / 4).saturating_sub(3) as u64).collect(),
        })
        .collect();
    let shown = release(&groups, Some([6, 10, 15]));
    let n = |bins: &[Bin]| bins.iter().map(|bin| bin.count).sum::<u64>();
    let all: u64 = shown.groups.iter().map(|bins| n(bins)).sum();
    assert_eq!((n(&shown.whole), shown.places.values().map(|bins| n(bins)).sum::<u64>()), (all, all));
    let by_hand = groups.iter().map(|group| group.counts.iter().sum::<u64>());
    assert_eq!(all, by_hand.filter(|&n| n >= SMALLEST_SHOWN).sum::<u64>());
    // Many schools hide one another: the whole keeps nearly each of its totals.
    assert!(shown.whole.len() >= 18, "{:?}", shown.whole);
    for bins in shown.groups.iter().chain(shown.places.values()).filter(|bins| !bins.is_empty()) {
        assert!(bins.windows(2).all(|pair| pair[0].last + 1 == pair[1].first));
        assert_eq!((bins[0].first, bins[bins.len() - 1].last), (0, 19));
    }
}

#[test]
fn a_school_of_three_is_nowhere() {
    let group = |place, counts: &[u64]| Group { place, counts: counts.to_vec() };
    let groups = [group("m", &[7, 8, 9]), group("m", &[1, 1, 1]), group("small", &[1, 2])];
    let shown = release(&groups, None);
    assert!(shown.groups[1].is_empty() && shown.groups[2].is_empty());
    assert_eq!(shown.places.keys().collect::<Vec<_>>(), [&"m"]);
    assert_eq!(shown.whole.iter().map(|bin| bin.count).collect::<Vec<_>>(), [7, 8, 9]);
    assert_eq!(release(&[], None), Release::default());
    assert_eq!(release(&[group("", &[])], None).whole, []);
}

/// The bars of the first picture of a page, from their tooltips; nobody is where there is none.
fn bars(page: &str, length: usize) -> Vec<Bin> {
    let Some(picture) = page.split("<svg class=\"histogram\"").nth(1) else { return Vec::new() };
    let picture = picture.split("</svg>").next().unwrap();
    let titles = picture.split("<rect").skip(1).map(|bar| bar.split("<title>").nth(1).unwrap());
    let mut bins: Vec<Bin> = Vec::new();
    for title in titles {
        let (totals, count) = title.split("</title>").next().unwrap().split_once(": ").unwrap();
        let (first, last) = totals.split_once('–').unwrap_or((totals, totals));
        let (first, last) = (first.parse().unwrap(), last.parse().unwrap());
        let from = bins.last().map_or(0, |bin| bin.last + 1);
        bins.extend((from..first).map(|at| Bin { first: at, last: at, count: 0 }));
        bins.push(Bin { first, last, count: count.parse().unwrap() });
    }
    let from = bins.last().map_or(0, |bin| bin.last + 1);
    bins.extend((from..length).map(|at| Bin { first: at, last: at, count: 0 }));
    bins
}

/// All pages of a small territory, read as its readers read them.
fn pages(groups: &[Group<'_>], logins: &[String]) -> Shown {
    use crate::data::{Assessment, Labels, Results, ResultsBuilder};
    use crate::report::{ReportOptions, html};
    use crate::screening::{Policy, screen};
    let length = groups[0].counts.len();
    let assessment = Assessment::new("maths", 5, 2021, &[length as u8 - 1], Some([1, 3, 5])).unwrap();
    let pupils: Vec<(usize, u8)> = (0..groups.len())
        .flat_map(|at| {
            (0..length).flat_map(move |total| {
                std::iter::repeat_n((at, total as u8), groups[at].counts[total] as usize)
            })
        })
        .collect();
    let parts = ResultsBuilder {
        scores: ndarray::Array2::from_shape_fn((pupils.len(), 1), |(pupil, _)| pupils[pupil].1),
        school: Labels::new(pupils.iter().map(|&(at, _)| logins[at].as_str())),
        municipality: Some(Labels::new(pupils.iter().map(|&(at, _)| groups[at].place))),
        ..Default::default()
    };
    let results = Results::new(assessment, parts).unwrap();
    let s = screen(&[results], &Policy::official_2019(), &Default::default()).unwrap();
    let page = |options: &ReportOptions| bars(&html(&s, options).unwrap(), length);
    let mut all = vec![((0..groups.len()).collect(), page(&ReportOptions::default()))];
    for place in ["a", "b", "c"] {
        let own: Vec<usize> = (0..groups.len()).filter(|&at| groups[at].place == place).collect();
        if own.iter().any(|&at| groups[at].counts.iter().sum::<u64>() > 0) {
            let options = ReportOptions { municipality: Some(place.to_owned()), ..Default::default() };
            all.push((own, page(&options)));
        }
    }
    for at in (0..groups.len()).filter(|&at| groups[at].counts.iter().sum::<u64>() > 0) {
        let options = ReportOptions { school: Some(logins[at].clone()), ..Default::default() };
        all.push((vec![at], page(&options)));
    }
    all
}

#[test]
fn whoever_reads_all_reports_of_a_territory_subtracts_in_vain() {
    let mut random = Random::new(7, 0);
    let logins: Vec<String> = (0..6).map(|at| format!("sch99000{at}")).collect();
    let (mut pictures, length) = (0, 7);
    for _ in 0..25 {
        let group = |random: &mut Random| Group {
            place: ["a", "b", "c"][random.below(3)],
            counts: (0..length).map(|_| random.below(10).saturating_sub(3) as u64).collect(),
        };
        let groups: Vec<Group<'_>> = (0..2 + random.below(5)).map(|_| group(&mut random)).collect();
        let all = pages(&groups, &logins);
        pictures += all.iter().filter(|(_, bins)| !bins.is_empty()).count();
        // A school of fewer than five is in no sum.
        let is_counted = |at: &usize| groups[*at].counts.iter().sum::<u64>() >= SMALLEST_SHOWN;
        let counted = |own: Vec<usize>| own.into_iter().filter(is_counted).collect();
        let all = all.into_iter().map(|(own, bins)| (counted(own), bins)).collect();
        assert_eq!(found(&groups, &all), None);
    }
    assert!(pictures > 100, "{pictures}");
}
