//! Templates, rendered.

use serde_json::Value;

use super::error::ReportError;

/// An HTML template, rendered; text is escaped.
pub(super) fn render_page(template: &str, context: &Value) -> Result<String, ReportError> {
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    // The engine's own filters, all of them, would make the package for browsers an eighth larger.
    environment.add_filter("lower", |text: &str| text.to_lowercase());
    environment.add_filter("capitalize", capitalize);
    let wrong = |e: minijinja::Error| ReportError::Template { reason: format!("{e:#}") };
    environment.add_template("page.html", template).map_err(wrong)?;
    let page = environment.get_template("page.html").and_then(|t| t.render(minijinja::value::Serde(context)));
    page.map_err(wrong)
}

fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
