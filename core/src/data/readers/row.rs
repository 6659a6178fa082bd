//! One row of an export: what it says, what becomes of it. The rules are stated in the module
//! above.

use super::{code_and_name, fold, layout::Layout, squeeze, told};
use crate::data::{
    Assessment, MISSING, NOT_ATTEMPTED, NOT_TAUGHT, RowKind,
    case::{lower, upper},
    is_score,
};

/// A pupil as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pupil {
    pub school: String,
    pub municipality: String,
    pub class_id: String,
    pub variant: String,
    pub journal_mark: u8,
    pub scores: Vec<u8>,
}

/// What became of a row, why, and the pupil if there is one.
pub(super) struct Reading {
    pub kind: RowKind,
    pub remarks: Vec<String>,
    pub pupil: Option<Pupil>,
    /// Whether the total alone is why the row was set aside.
    pub total_differs: bool,
}

impl Reading {
    pub fn set_aside(reason: String) -> Self {
        Self { kind: RowKind::SetAside, remarks: vec![reason], pupil: None, total_differs: false }
    }

    fn absent() -> Self {
        Self { kind: RowKind::Absent, remarks: Vec::new(), pupil: None, total_differs: false }
    }

    fn of(kind: RowKind, plain: Plain) -> Self {
        Self { kind, remarks: plain.remarks, pupil: Some(plain.pupil), total_differs: false }
    }
}

/// Why a row cannot be read as written.
struct Refusal {
    reason: String,
    total_differs: bool,
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self { reason, total_differs: false }
    }
}

/// The longest run of stray cells that a shift may leave out.
const LONGEST_SHIFT: usize = 3;

pub(super) fn read(
    cells: &[String],
    layout: &Layout,
    assessment: &Assessment,
    repair: bool,
    usually_blank: &[bool],
) -> Reading {
    let at = |column: usize| cells.get(column).map_or("", String::as_str);
    let items: Vec<&str> = layout.items.clone().map(at).collect();
    let variants: Vec<&str> = layout.variants.iter().map(|&c| at(c)).collect();
    let said: Vec<&str> = variants.iter().copied().filter(|v| !v.is_empty()).collect();
    let absent_days = said.iter().filter(|v| is_absent(v)).count();
    let total = layout.total.map_or("", at);

    if items.iter().all(|c| c.is_empty())
        || (absent_days > 0 && absent_days == said.len() && total.is_empty())
    {
        return Reading::absent();
    }
    if school(&at, layout).is_empty() {
        return Reading::set_aside("no school".to_owned());
    }
    if fold::is_of_totals(cells) {
        return Reading::set_aside("no school: a row of totals".to_owned());
    }
    if variants.len() == 2 && absent_days == 1 && said.len() == 2 && items.iter().any(|c| c.is_empty()) {
        return one_day(cells, layout, assessment);
    }
    match plain(&|c| at(c), layout, assessment) {
        Ok(plain) => as_written(cells, layout, absent_days > 0, plain),
        Err(Refusal { reason, total_differs }) => {
            let repaired = if repair {
                repeated(cells, layout, assessment)
                    .or_else(|| shifted(cells, layout, assessment, usually_blank))
            } else {
                None
            };
            match repaired {
                Some((mut plain, how)) => {
                    plain.remarks.push(how);
                    Reading::of(RowKind::Repaired, plain)
                }
                None => Reading { total_differs, ..Reading::set_aside(reason) },
            }
        }
    }
}

/// A row taken as written, with what is odd about it all the same.
fn as_written(cells: &[String], layout: &Layout, absent_a_day: bool, mut plain: Plain) -> Reading {
    // Where the total stands before the items, what follows them is no number.
    let nothing_follows = layout.total.is_some_and(|total| total < layout.items.start);
    if nothing_follows && cells.get(layout.items.end).is_some_and(|c| c.parse::<u8>().is_ok()) {
        plain.remarks.push(
            "a number stands right of the last item: taken as written, but the row may be shifted".to_owned(),
        );
    }
    if absent_a_day {
        plain
            .remarks
            .push("absent on the second day, yet all its items are filled: taken as written".to_owned());
    }
    Reading::of(RowKind::Taken, plain)
}

/// The pupil of a row whose total proves nothing.
pub(super) fn of_items(cells: &[String], without_total: &Layout, assessment: &Assessment) -> Option<Pupil> {
    let at = |column: usize| cells.get(column).map_or("", String::as_str);
    plain(&at, without_total, assessment).ok().map(|plain| plain.pupil)
}

struct Plain {
    pupil: Pupil,
    remarks: Vec<String>,
}

/// Rule 3: the pupil, if variant, cells and total are all possible.
fn plain<'a>(
    at: &dyn Fn(usize) -> &'a str,
    layout: &Layout,
    assessment: &Assessment,
) -> Result<Plain, Refusal> {
    let variant = layout.variants.first().map_or("", |&c| at(c));
    if !layout.variants.is_empty() && variant.is_empty() {
        return Err("no variant".to_owned().into());
    }
    if is_absent(variant) {
        return Err("marked absent, yet items are filled".to_owned().into());
    }
    let mut scores = Vec::with_capacity(assessment.items());
    for (i, (column, &max)) in layout.items.clone().zip(&assessment.max_scores).enumerate() {
        match cell(at(column), max) {
            Some(MISSING) => return Err(format!("item {} is blank", i + 1).into()),
            Some(code) => scores.push(code),
            None => {
                let reason = format!("item {} is {}, expected 0 to {max}, X or N", i + 1, told(at(column)));
                return Err(reason.into());
            }
        }
    }
    if let Some(column) = layout.total {
        let sum = sum(&scores);
        let differs = |reason: String| Err(Refusal { reason, total_differs: true });
        match whole(at(column)).parse::<u32>() {
            Ok(total) if total == sum => {}
            Ok(total) => return differs(format!("the total is {total}, the scores add up to {sum}")),
            Err(_) if at(column).is_empty() => return differs("no total".to_owned()),
            Err(_) => {
                return Err(format!("the total is {}, expected a whole number", told(at(column))).into());
            }
        }
    }
    Ok(labelled(at, layout, variant.to_owned(), scores))
}

fn labelled<'a>(at: &dyn Fn(usize) -> &'a str, layout: &Layout, variant: String, scores: Vec<u8>) -> Plain {
    let mut remarks = Vec::new();
    let mark = layout.mark.map_or("", at);
    let journal_mark = match whole(mark) {
        "2" => 2,
        "3" => 3,
        "4" => 4,
        "5" => 5,
        "" | "нет отметки" => 0,
        other => {
            remarks.push(format!("journal mark {} is not 2 to 5: taken as none", told(other)));
            0
        }
    };
    let class_id = upper(layout.class.map_or("", at));
    let pupil = Pupil {
        school: school(at, layout).to_owned(),
        municipality: squeeze(name_of(layout, layout.municipality.map_or("", at))),
        class_id: if class_id == "НЕТ" || fold::is_no_label(&class_id) { String::new() } else { class_id },
        variant,
        journal_mark,
        scores,
    };
    Plain { pupil, remarks }
}

/// The login of a row's school.
pub(super) fn school_of<'b>(cells: &'b [String], layout: &'b Layout) -> &'b str {
    school(&|column| cells.get(column).map_or("", String::as_str), layout)
}

/// The login of a row's school: its own, or the one that holds for rows without.
fn school<'b, 'a: 'b>(at: &dyn Fn(usize) -> &'a str, layout: &'b Layout) -> &'b str {
    let own = layout.login.map_or("", at);
    let own = if fold::is_no_label(own) { "" } else { own };
    if !layout.named {
        return if layout.login.is_some() { own } else { &layout.school };
    }
    match code_and_name(own) {
        (Some(login), _) => login,
        (None, _) if own.is_empty() || !layout.school.is_empty() => &layout.school,
        (None, _) => own,
    }
}

/// The name in a cell that may hold a code before it.
fn name_of<'a>(layout: &Layout, cell: &'a str) -> &'a str {
    if layout.named { code_and_name(cell).1 } else { cell }
}

/// Rule 2: absent on one day. Whatever cannot be a score becomes missing, and is remarked.
fn one_day(cells: &[String], layout: &Layout, assessment: &Assessment) -> Reading {
    let at = |column: usize| cells.get(column).map_or("", String::as_str);
    let mut scores = Vec::with_capacity(assessment.items());
    let mut remarks = Vec::new();
    for (i, (column, &max)) in layout.items.clone().zip(&assessment.max_scores).enumerate() {
        scores.push(cell(at(column), max).unwrap_or_else(|| {
            remarks.push(format!(
                "item {} is {}, expected 0 to {max}, X or N: missing",
                i + 1,
                told(at(column))
            ));
            MISSING
        }));
    }
    let sum = sum(&scores);
    if let Some(total) = layout.total.map(at).filter(|t| whole(t).parse() != Ok(sum)) {
        remarks.push(format!("the total is {}, the scores add up to {sum}", told(total)));
    }
    let variants = layout.variants.iter().map(|&c| if is_absent(at(c)) { "-" } else { at(c) });
    let labelled = labelled(&at, layout, variants.collect::<Vec<_>>().join("/"), scores);
    remarks.extend(labelled.remarks);
    Reading::of(RowKind::OneDay, Plain { remarks, pupil: labelled.pupil })
}

/// Rule 4, repeat: the last item cells stand once more to the right, and the total counts them
/// twice.
fn repeated(cells: &[String], layout: &Layout, assessment: &Assessment) -> Option<(Plain, String)> {
    let total_column = layout.total?;
    let tail: Vec<&str> =
        cells.get(layout.items.end..)?.iter().map(String::as_str).take_while(|c| !c.is_empty()).collect();
    let last = cells.get(layout.items.end.checked_sub(tail.len())?..layout.items.end)?;
    if tail.len() < 2 || tail.len() > layout.items.len() || tail != *last {
        return None;
    }
    let maxima = &assessment.max_scores[assessment.items() - tail.len()..];
    let twice: Option<Vec<u8>> = tail.iter().zip(maxima).map(|(c, &max)| cell(c, max)).collect();
    let total: u32 = whole(cells.get(total_column)?).parse().ok()?;
    let corrected = total.checked_sub(sum(&twice?))?.to_string();
    let at = |column: usize| cells.get(column).map_or("", String::as_str);
    // The corrected total is a number of our own, so the row is read without it and compared here.
    let without = Layout { total: None, ..layout.clone() };
    let plain = plain(&at, &without, assessment).ok()?;
    let fits = sum(&plain.pupil.scores).to_string() == corrected;
    fits.then(|| {
        (plain, format!("repeat: the last {} item cells stand twice and were counted twice", tail.len()))
    })
}

/// Rule 4, shift: exactly one reading without a run of stray cells passes rule 3.
fn shifted(
    cells: &[String],
    layout: &Layout,
    assessment: &Assessment,
    usually_blank: &[bool],
) -> Option<(Plain, String)> {
    layout.total?; // without a total nothing proves a shift
    let labels = [layout.mark, layout.class].into_iter().flatten();
    let first = labels.chain(layout.variants.iter().copied()).min()?;
    let mut found: Option<(Plain, String)> = None;
    for run in 1..=LONGEST_SHIFT {
        for start in first..layout.items.end {
            let Some(stray) = cells.get(start..start + run) else { continue };
            if layout.width > 0 && cells.len() != layout.width + run {
                continue; // nothing was pushed out to the right, so nothing was shifted
            }
            if stray.iter().any(|c| cell(c, u8::MAX).is_some_and(|code| code != MISSING)) {
                continue; // a cell that could be a score is no stray
            }
            let belongs =
                |(k, c): (usize, &String)| c.is_empty() && usually_blank.get(start + k) == Some(&true);
            if stray.iter().enumerate().any(belongs) {
                continue;
            }
            let at = |column: usize| {
                cells.get(if column < start { column } else { column + run }).map_or("", String::as_str)
            };
            let Ok(plain) = plain(&at, layout, assessment) else { continue };
            let same = |p: &Pupil| {
                (&p.scores, &p.variant, p.journal_mark)
                    == (&plain.pupil.scores, &plain.pupil.variant, plain.pupil.journal_mark)
            };
            match &mut found {
                Some((other, _)) if !same(&other.pupil) => return None,
                // Readings that differ in the class alone leave it unknown.
                Some((other, _)) if other.pupil.class_id != plain.pupil.class_id => {
                    other.pupil.class_id.clear();
                }
                Some(_) => {}
                None => {
                    found = Some((plain, format!("shift: {run} stray cell(s) from column {}", start + 1)));
                }
            }
        }
    }
    found
}

/// The score or code of a cell; `None` if it is neither.
fn cell(text: &str, max: u8) -> Option<u8> {
    match text {
        "" => Some(MISSING),
        "X" | "x" | "Х" | "х" | "×" => Some(NOT_ATTEMPTED),
        "N" | "не пройд." | "не пройд" => Some(NOT_TAUGHT),
        _ => whole(text).parse().ok().filter(|&score: &u8| is_score(score) && score <= max),
    }
}

/// The score or code of a cell that is not blank, whatever the largest score.
#[cfg(feature = "identify")]
pub(super) fn score(text: &str) -> Option<u8> {
    cell(text, u8::MAX).filter(|&code| code != MISSING)
}

/// A whole number as tables write it: `2.0`, `2,00` and `"2"` are `2`.
pub(super) fn whole(text: &str) -> &str {
    let text = text.trim_matches(['"', '\'', '“', '”', '«', '»']).trim();
    match text.split_once(['.', ',']) {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => text,
    }
}

/// Whether a row holds nothing but its number and a total of nothing, as forms are filled in
/// beforehand.
pub(super) fn is_prefilled(cells: &[String], layout: &Layout) -> bool {
    cells.iter().enumerate().all(|(column, cell)| {
        cell.is_empty()
            || Some(column) == layout.ordinal
            || (Some(column) == layout.total && (whole(cell) == "0" || fold::is_no_label(cell)))
    })
}

/// The items whose cells hold a number above the largest score, where the row says that they are
/// scores all the same: with them it adds up to its total.
pub(super) fn above_maximum(cells: &[String], layout: &Layout, assessment: &Assessment) -> Vec<(usize, u32)> {
    let at = |column: usize| cells.get(column).map_or("", String::as_str);
    let mut above = Vec::new();
    let mut sum = 0;
    for (item, (column, &max)) in layout.items.clone().zip(&assessment.max_scores).enumerate() {
        match (cell(at(column), u8::MAX), whole(at(column)).parse::<u32>()) {
            (_, Ok(score)) if score > 1000 => return Vec::new(),
            (_, Ok(score)) => {
                sum += score;
                if score > u32::from(max) {
                    above.push((item, score));
                }
            }
            (Some(NOT_ATTEMPTED | NOT_TAUGHT), _) => {}
            _ => return Vec::new(),
        }
    }
    let adds_up = layout.total.is_none_or(|column| whole(at(column)).parse() == Ok(sum));
    if adds_up { above } else { Vec::new() }
}

fn sum(scores: &[u8]) -> u32 {
    scores.iter().filter(|&&s| is_score(s)).map(|&s| u32::from(s)).sum()
}

fn is_absent(variant: &str) -> bool {
    lower(variant).starts_with("отсутств")
}
