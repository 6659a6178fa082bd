//! Codes and names as cells hold them.

/// The text with single spaces: names and headers differ between files by repeated spaces alone.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell as a remark tells it. Remarks are shown to people who do not hold the file: a text with
/// letters may be a pupil's name and a long number a pupil's code, so of these the length is told.
pub(super) fn told(cell: &str) -> String {
    let length = cell.chars().count();
    let is_plain = length <= 3 || (length <= 10 && !cell.chars().any(char::is_alphabetic));
    if is_plain { format!("{cell:?}") } else { format!("a text of {length} characters") }
}

/// The code and the name in a cell: `edu223379 | name`, `reg22_m019 | name`, `name (edu223379)`, a
/// login alone, or a name alone.
pub(crate) fn code_and_name(cell: &str) -> (Option<&str>, &str) {
    let cell = cell.trim();
    if let Some((code, name)) = cell.split_once('|') {
        return (Some(code.trim()).filter(|c| !c.is_empty()), name.trim());
    }
    if is_login(cell) {
        return (Some(cell), "");
    }
    let inner = cell.strip_suffix(')').and_then(|c| c.rsplit_once('('));
    match inner.map(|(name, login)| (name.trim(), login.trim())).filter(|(_, login)| is_login(login)) {
        Some((name, login)) => (Some(login), name),
        None => (None, cell),
    }
}

/// `sch` or `edu` and digits.
pub(super) fn is_login(text: &str) -> bool {
    let digits = text.strip_prefix("sch").or_else(|| text.strip_prefix("edu"));
    digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
}
