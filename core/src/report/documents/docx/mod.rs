//! A plan as a document for word processors.

mod page;

use super::package::{custom_part, pack, plan_in};
use crate::plan::{Plan, PlanError};
use crate::report::{Language, ReportError, plan, wording::Words};

/// The plan as the bytes of a `.docx` file: heading, decisions, the table of its measures on
/// landscape A4 with merged cells and a header on each page, tables of all else that it holds, who
/// issues it. A road map whose measures have duties has a column for each level.
///
/// The plan itself stands in a part of the file that word processors keep:
/// [`Plan::from_docx`] gives it back with nothing lost.
///
/// # Errors
/// [`ReportError::Template`] if it does not render, [`ReportError::Unwritable`] if it is too large.
///
/// # Examples
/// ```
/// use obektiv::{plan::{EXAMPLE, Plan}, report::{Language, plan_docx}};
/// let plan = Plan::from_json(EXAMPLE)?;
/// let bytes = plan_docx(&plan, Language::Russian)?;
/// assert_eq!(Plan::from_docx(&bytes)?, plan);
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn plan_docx(plan: &Plan, language: Language) -> Result<Vec<u8>, ReportError> {
    let words = Words::of(language)?;
    let context = page::context(plan, &plan::context(plan, &words)?, &words);
    let parts = [
        ("[Content_Types].xml", include_str!("content_types.xml")),
        ("_rels/.rels", include_str!("package.rels")),
        ("word/document.xml", &page::render(include_str!("document.xml"), &context)?),
        ("word/_rels/document.xml.rels", include_str!("document.rels")),
        ("word/styles.xml", &page::render(include_str!("styles.xml"), &context)?),
        ("word/settings.xml", include_str!("settings.xml")),
        ("word/footer1.xml", include_str!("footer.xml")),
        ("customXml/item1.xml", &custom_part(plan)),
        ("customXml/_rels/item1.xml.rels", include_str!("item.rels")),
        ("customXml/itemProps1.xml", include_str!("item_props.xml")),
        ("docProps/core.xml", &page::render(include_str!("core.xml"), &context)?),
    ];
    pack("docx", &parts)
}

impl Plan {
    /// The plan in a document that [`plan_docx`](crate::report::plan_docx) made, checked. What
    /// people have changed in its text since then is not looked at.
    ///
    /// # Errors
    /// [`PlanError::Unreadable`] for what is no such document, else as [`Plan::from_json`].
    pub fn from_docx(bytes: &[u8]) -> Result<Self, PlanError> {
        plan_in("docx", bytes)
    }
}
