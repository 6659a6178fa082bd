//! A report as a folder: the territory, a page for each municipality, a page for each school.

use std::collections::BTreeMap;

use super::page::Page;
use super::published::Published;
use super::region::Region;
use super::wording::Words;
use super::{ReportError, ReportOptions, TEMPLATE, render_page};
use crate::screening::Screening;

/// One page of a report that is a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Where it belongs: `index.html`, `municipalities/3.html`, `schools/sch990001.html`.
    pub path: String,
    /// The page.
    pub html: String,
}

/// Where the pages of one report lie, for links from one to another.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Of each school that has one.
    pub schools: BTreeMap<String, String>,
    /// Of each municipality.
    pub municipalities: BTreeMap<String, String>,
    /// From the page to the folder, such as `../`.
    pub up: &'static str,
}

/// The report as the files of a folder, each a self-contained page as [`html`](super::html) makes
/// it, with links from one to another: the territory (`index.html`), each municipality, and each
/// found school, or with `all_schools` each school. What is said of each school stands on its own
/// page, so that the territory's has no appendix of findings.
///
/// A municipality or a school among the options restricts the report to it: the first page is then
/// its own.
///
/// # Errors
/// As [`html`](super::html).
///
/// # Examples
/// ```
/// use obektiv::{report::{ReportOptions, html_files}, screening::{Policy, screen}, simulate::{TerritoryOptions, territory}};
/// let t = territory(&TerritoryOptions { schools: 12, ..TerritoryOptions::default() }, 1)?;
/// let s = screen(&t.results, &Policy::calibrated(), &t.registry)?;
/// let files = html_files(&s, &ReportOptions::default(), true)?;
/// assert_eq!(files[0].path, "index.html");
/// assert!(files.iter().filter(|file| file.path.starts_with("schools/")).count() == 12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn html_files(
    screening: &Screening,
    options: &ReportOptions,
    all_schools: bool,
) -> Result<Vec<ReportFile>, ReportError> {
    let words = Words::of(options.language)?;
    let works = Published::all(screening);
    let page = |options: &ReportOptions, paths: &Paths| -> Result<String, ReportError> {
        render(&Page::new(screening, &words, options, &works)?.linked(paths), options)
    };
    let whole = Page::new(screening, &words, options, &works)?;
    let mut paths = Paths::default();
    let found = whole.found_schools();
    for (at, school) in whole.schools.keys().enumerate() {
        if options.school.is_none() && (all_schools || found.contains(*school)) {
            paths.schools.insert((*school).to_owned(), format!("schools/{}.html", name(school, at)));
        }
    }
    if options.municipality.is_none() && options.school.is_none() {
        let names = whole.schools.values().map(|s| &s.municipality).filter(|name| !name.is_empty());
        let names: std::collections::BTreeSet<&String> = names.collect();
        let numbered = (1..).zip(names).map(|(at, name): (u64, _)| (name.clone(), at));
        paths.municipalities.extend(numbered.map(|(name, at)| (name, format!("municipalities/{at}.html"))));
    }
    let mut files = vec![ReportFile { path: "index.html".to_owned(), html: page(options, &paths)? }];
    let below =
        Paths { schools: above(&paths.schools), municipalities: above(&paths.municipalities), up: "../" };
    let restricted = |municipality: Option<&String>, school: Option<&String>| ReportOptions {
        municipality: municipality.or(options.municipality.as_ref()).cloned(),
        school: school.cloned(),
        ..options.clone()
    };
    for (municipality, path) in &paths.municipalities {
        let html = page(&restricted(Some(municipality), None), &below)?;
        files.push(ReportFile { path: path.clone(), html });
    }
    for (school, path) in &paths.schools {
        let html = page(&restricted(None, Some(school)), &below)?;
        files.push(ReportFile { path: path.clone(), html });
    }
    Ok(files)
}

/// A page of the territory or a municipality under the evidence layer, or one of cards.
pub(super) fn render(page: &Page<'_>, options: &ReportOptions) -> Result<String, ReportError> {
    match (page.screening.evidence(), &options.school) {
        (Some(evidence), None) => Region::new(page, evidence, options).html(options),
        _ => render_page(TEMPLATE, &page.context(options)?),
    }
}

/// A login as the name of a file; its place where it has letters that a name may not have.
fn name(login: &str, at: usize) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match !login.is_empty() && login.len() < 60 && login.chars().all(is_plain) {
        true => login.to_owned(),
        false => format!("{}", at + 1),
    }
}

fn above(paths: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    paths.iter().map(|(name, path)| (name.clone(), format!("../{path}"))).collect()
}
