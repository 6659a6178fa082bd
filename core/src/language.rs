/// A language of reports, explanations and drafts of plans.
///
/// It is read from `ru` or `en`; another name is
/// [`ReportError::Language`](crate::report::ReportError::Language).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Russian.
    #[default]
    Russian,
    /// English.
    English,
}

impl Language {
    /// `ru` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::English => "en",
        }
    }
}
