//! Words, charts and the HTML report.

mod bins;
mod card;
#[cfg(feature = "documents")]
mod documents;
mod effect;
mod error;
mod evidence;
mod files;
#[cfg(any(feature = "csv", feature = "write"))]
mod outputs;
mod page;
mod plan;
mod plan_sections;
mod published;
mod region;
mod release;
mod svg;
mod template;
mod wording;

use crate::screening::Screening;
pub use bins::{Bin, shown_bins};
use card::class_name;
#[cfg(feature = "documents")]
pub use documents::{CellChange, CellConflict, FilledPlan, Misfit, plan_docx, plan_xlsx};
pub use effect::{EffectPage, Warned};
pub use error::ReportError;
pub use files::{ReportFile, html_files};
#[cfg(any(feature = "csv", feature = "write"))]
pub use outputs::Shape;
#[cfg(feature = "csv")]
pub use outputs::schools_csv;
#[cfg(feature = "write")]
pub use outputs::schools_xlsx;
use page::Page;
pub use plan::{explain_remark, plan_html, plan_markdown, remarks_table};
use published::Published;
pub use release::{Group, Release, release};
pub use svg::Histogram;
use template::render_page;
pub use wording::Language;
use wording::Words;

const TEMPLATE: &str = include_str!("template.html");

/// What a report needs besides the screening.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportOptions {
    /// Language.
    pub language: Language,
    /// A title in place of the usual one, such as the name of the territory.
    pub title: Option<String>,
    /// The date to print, as text: the core has no clock.
    pub date: Option<String>,
    /// Only the schools of this municipality; what they are compared with stays the whole.
    pub municipality: Option<String>,
    /// Only the school of this login; what it is compared with stays the whole.
    pub school: Option<String>,
}

/// What a finding says, in words: the numbers, what they are compared with, how large the sample
/// is, what to look at.
///
/// # Errors
/// [`ScreeningError::NoFinding`](crate::screening::ScreeningError::NoFinding) for an unknown id.
pub fn explain(screening: &Screening, id: &str, language: Language) -> Result<String, ReportError> {
    Words::of(language)?.explain(screening.finding(id)?)
}

/// A self-contained HTML page, which needs nothing from outside, for screens, phones and print on
/// A4.
///
/// Under the evidence layer: the territory in five sentences, its schools by outcome, the found
/// ones by strength, municipalities, what could not be seen, an index of all schools, methods,
/// works. Every number of schools on it is of one partition. Under other policies, and for one
/// school: what was examined, what was found, cards of schools, how it was computed.
///
/// Pupils are not named; findings about groups of fewer than five are counted and not shown. With a
/// municipality or a school among the options it is the page of these schools: their results,
/// findings and cards, beside the reference of the whole. What counts of pupils show passes
/// [`release`]: no sum or difference of what all these pages show is a number of one to four.
///
/// # Errors
/// [`ReportError::Unknown`] for a municipality or school that the screening does not have,
/// [`ReportError::Template`] if the page does not render.
pub fn html(screening: &Screening, options: &ReportOptions) -> Result<String, ReportError> {
    let words = Words::of(options.language)?;
    let works = Published::all(screening);
    files::render(&Page::new(screening, &words, options, &works)?, options)
}

#[cfg(test)]
mod tests;
