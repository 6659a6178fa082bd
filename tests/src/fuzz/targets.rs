//! What is fed, and what must hold of each answer.

use obektiv::{
    data::{
        Assessment, ImportReport, ItemTally, ReadOptions, Tally, find_assessment,
        readers::{
            self, Sheet, identify, read_bytes, read_distributions, read_journal_comparison,
            read_mark_statistics, read_markers, read_observed, read_registry, read_remarked,
        },
    },
    plan::{Plan, lint, read_acts},
    screening::Policy,
};

use super::{Target, seeds};

/// Every reader.
pub const TARGETS: &[Target] = &[
    Target { name: "csv", seeds: seeds::texts, read: pupils },
    Target { name: "workbook", seeds: seeds::workbooks, read: pupils },
    Target { name: "csv-tables", seeds: seeds::texts, read: tables },
    Target { name: "workbook-tables", seeds: seeds::workbooks, read: tables },
    Target { name: "forms", seeds: seeds::forms, read: forms },
    Target { name: "plan", seeds: seeds::plans, read: plan },
    Target { name: "plan-docx", seeds: seeds::documents, read: plan_document },
    Target { name: "plan-xlsx", seeds: seeds::plan_workbooks, read: plan_workbook },
    Target { name: "policy", seeds: seeds::policies, read: policy },
    Target { name: "tally", seeds: seeds::tallies, read: tally },
    Target { name: "item-tally", seeds: seeds::item_tallies, read: item_tally },
];

/// What a workbook may unpack to: enough for every seed many times.
const MAX_UNPACKED: u64 = 64 << 20;

/// Pupils, of a known work and of one that is found out.
fn pupils(file: &[u8]) {
    let _ = identify(file, Some("2021/5/Математика.xlsx"), MAX_UNPACKED);
    let known = find_assessment("maths", 5, 2021, None);
    for assessment in [None, known.as_ref()] {
        let options = ReadOptions {
            max_unpacked: MAX_UNPACKED,
            school: Some("sch990001".to_owned()),
            ..ReadOptions::default()
        };
        if let Ok(import) = read_bytes(file, assessment, options) {
            reconciles(&import.report, file);
            assert!(import.results.len() as u64 <= import.report.rows, "more pupils than rows");
            in_range(import.results.assessment(), import.results.scores().iter());
        }
    }
}

fn in_range<'a>(assessment: &Assessment, cells: impl Iterator<Item = &'a u8>) {
    let highest = assessment.max_scores.iter().max().copied().unwrap_or(0);
    assert!(cells.into_iter().all(|&cell| cell <= highest || cell >= 253), "a score above all maxima");
}

/// Nothing is lost: what became of the rows adds up to the rows there are.
fn reconciles(report: &ImportReport, file: &[u8]) {
    let kinds = report.taken + report.repaired + report.one_day + report.absent + report.set_aside;
    assert_eq!(kinds, report.rows, "kinds of rows");
    assert_eq!(report.rows + report.unread, report.raw, "rows and unread rows");
    if let Some(lines) = lines_of(file) {
        assert_eq!(report.raw, lines, "lines of the file");
    }
}

/// The lines that are not blank, counted without reading them; `None` where a row may be more than
/// a line, or it depends on the encoding or the separator.
fn lines_of(file: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(file).ok()?;
    if file.starts_with(b"PK") || text.contains(['"', '\0']) || text.starts_with("sep=") {
        return None;
    }
    let hidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{feff}');
    let lines: Vec<&str> =
        text.split(['\n', '\r']).filter(|line| !line.trim_matches(hidden).is_empty()).collect();
    let only_separators = |line: &&str| line.chars().all(|c| matches!(c, ',' | ';' | '\t') || hidden(c));
    (!lines.iter().any(only_separators)).then_some(lines.len() as u64)
}

/// Tables of counts, of schools, of marks.
fn tables(file: &[u8]) {
    let Ok(sheet) = Sheet::from_bytes(file, MAX_UNPACKED) else { return };
    let _ = read_distributions(&sheet, &[]);
    let _ = read_mark_statistics(&sheet);
    let _ = read_journal_comparison(&sheet);
    let _ = read_registry(&sheet);
    let _ = read_observed(&sheet);
    let _ = read_markers(&sheet);
    if let Ok(import) = readers::read_sheet(&sheet, None, ReadOptions::default()) {
        reconciles(&import.report, &[0xff]);
    }
}

/// What people fill in.
fn forms(file: &[u8]) {
    let Ok(sheet) = Sheet::from_bytes(file, MAX_UNPACKED) else { return };
    let _ = read_acts(&sheet);
    let _ = read_remarked(&sheet);
    let _ = read_observed(&sheet);
}

/// A plan that is taken can be looked at from all sides, and is the same when written and read.
fn plan(file: &[u8]) {
    let Ok(text) = std::str::from_utf8(file) else { return };
    if let Ok(plan) = Plan::from_json(text) {
        let _ = lint(&plan);
        let again = Plan::from_json(&plan.to_json());
        assert_eq!(again.as_ref(), Ok(&plan), "a plan written and read");
    }
}

fn plan_document(file: &[u8]) {
    let _ = Plan::from_docx(file);
}

fn plan_workbook(file: &[u8]) {
    let _ = Plan::from_xlsx(file);
}

fn policy(file: &[u8]) {
    let Ok(text) = std::str::from_utf8(file) else { return };
    if let Ok(policy) = Policy::from_json(text) {
        assert!(Policy::from_json(&policy.to_json()).is_ok(), "a policy written and read");
    }
}

fn tally(file: &[u8]) {
    if let Ok(tally) = Tally::from_bytes(file) {
        assert!(tally.clone().merge(&tally).is_ok(), "a tally and itself");
    }
}

fn item_tally(file: &[u8]) {
    let _ = ItemTally::from_bytes(file);
}
