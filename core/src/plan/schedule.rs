use jiff::{Span, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::Event;

/// When a measure takes place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Schedule {
    /// On a day.
    Date {
        /// The day.
        #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
        date: Date,
    },
    /// From one day to another.
    Period {
        /// The first day.
        #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
        from: Date,
        /// The last day.
        #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
        to: Date,
    },
    /// Every academic year.
    AcademicYear {
        /// As the plan words it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The days of this year, once they are known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, schemars(with = "Vec<String>"))]
        dates: Vec<Date>,
    },
    /// As the assessment calendar says.
    AssessmentCalendar {
        /// As the plan words it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The days of this year, once they are known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, schemars(with = "Vec<String>"))]
        dates: Vec<Date>,
    },
    /// Up to some days after an entry of the plan's calendar has ended.
    After {
        /// The id of the entry.
        event: String,
        /// Days after its last day; before it, if negative.
        days: i32,
    },
}

impl Schedule {
    /// The first and the last day, as far as they are known.
    #[must_use]
    pub fn days(&self, calendar: &[Event]) -> Option<(Date, Date)> {
        match self {
            Self::Date { date } => Some((*date, *date)),
            Self::Period { from, to } => Some((*from, *to)),
            Self::AcademicYear { dates, .. } | Self::AssessmentCalendar { dates, .. } => {
                Some((*dates.iter().min()?, *dates.iter().max()?))
            }
            Self::After { event, days } => {
                let event = calendar.iter().find(|e| e.id == *event)?;
                let end = event.last_day();
                let last = end.checked_add(Span::new().try_days(*days).ok()?).ok()?;
                Some((end.min(last), last))
            }
        }
    }

    /// The same a year later: days move, those of a recurring time are to be found anew.
    #[must_use]
    pub(super) fn next_year(&self) -> Self {
        let later = |date: Date| date.checked_add(1.year()).unwrap_or(date);
        match self {
            Self::Date { date } => Self::Date { date: later(*date) },
            Self::Period { from, to } => Self::Period { from: later(*from), to: later(*to) },
            Self::AcademicYear { text, .. } => Self::AcademicYear { text: text.clone(), dates: Vec::new() },
            Self::AssessmentCalendar { text, .. } => {
                Self::AssessmentCalendar { text: text.clone(), dates: Vec::new() }
            }
            Self::After { .. } => self.clone(),
        }
    }
}

impl Event {
    /// Its last day, reserve days not counted.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.to.unwrap_or(self.from)
    }
}

/// The days, and the word of a time that recurs: the same in all languages.
impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (word, dates) = match self {
            Self::Date { date } => return write!(f, "{date}"),
            Self::Period { from, to } => return write!(f, "{from}/{to}"),
            Self::After { event, days } => return write!(f, "{event}{days:+}"),
            Self::AcademicYear { dates, .. } => ("academic_year", dates),
            Self::AssessmentCalendar { dates, .. } => ("assessment_calendar", dates),
        };
        f.write_str(word)?;
        dates
            .iter()
            .enumerate()
            .try_for_each(|(at, day)| write!(f, "{}{day}", if at == 0 { " " } else { ", " }))
    }
}
