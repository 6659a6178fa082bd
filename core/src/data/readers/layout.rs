use std::ops::Range;

use crate::data::DataError;

/// Which column holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub name: &'static str,
    pub login: usize,
    pub municipality: Option<usize>,
    pub code: Option<usize>,
    pub mark: Option<usize>,
    pub class: Option<usize>,
    pub variants: Vec<usize>,
    pub total: Option<usize>,
    pub items: Range<usize>,
}

const KNOWN: &str = "regional-2020 (user, …, klass, var-1, …), regional-2021 (логин школы, …, вариант, …), plain (school, …, i1, i2, …)";

impl Layout {
    /// The layout that this header has.
    pub fn of(header: &[String]) -> Result<Self, DataError> {
        let header: Vec<String> = header.iter().map(|h| h.trim().to_lowercase()).collect();
        [Self::regional_2020, Self::regional_2021, Self::plain]
            .iter()
            .find_map(|layout| layout(&header))
            .ok_or_else(|| DataError::UnknownLayout {
                header: header.iter().take(8).cloned().collect(),
                expected: KNOWN,
            })
    }

    fn regional_2020(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "regional-2020",
            login: find("user")?,
            municipality: None,
            code: find("code"),
            mark: find("otc"),
            class: Some(find("klass")?),
            variants: [find("var-1")?].into_iter().chain(find("var-2")).collect(),
            total: Some(find("sum")?),
            items: run(header, |n| format!("a-{n}-grade"))?,
        })
    }

    fn regional_2021(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "regional-2021",
            login: find("логин школы")?,
            municipality: find("регион"),
            code: find("код обучающегося"),
            mark: header.iter().position(|h| h.starts_with("отметка за предыдущ")),
            class: find("класс"),
            variants: vec![find("вариант")?],
            total: Some(find("всего баллов")?),
            items: run(header, |n| format!("балл за {n}"))?,
        })
    }

    fn plain(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "plain",
            login: find("school")?,
            municipality: find("municipality"),
            code: find("pupil"),
            mark: find("journal_mark"),
            class: find("class").or_else(|| find("class_id")),
            variants: find("variant").into_iter().collect(),
            total: find("total"),
            items: run(header, |n| format!("i{n}"))?,
        })
    }
}

/// The unbroken run of item columns 1, 2, ….
fn run(header: &[String], name: impl Fn(usize) -> String) -> Option<Range<usize>> {
    let first = header.iter().position(|h| *h == name(1))?;
    let len = header[first..].iter().enumerate().take_while(|(i, h)| **h == name(i + 1)).count();
    Some(first..first + len)
}
