use std::ops::Range;

use super::{Sheet, squeeze};
use crate::data::{DataError, case::lower};

/// Which column holds what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub name: &'static str,
    /// The school's login; a layout without it is of one school, which the caller names.
    pub login: Option<usize>,
    pub school_name: Option<usize>,
    pub municipality: Option<usize>,
    /// Cells of schools and municipalities may hold a code and a name.
    pub named: bool,
    pub code: Option<usize>,
    pub mark: Option<usize>,
    pub class: Option<usize>,
    pub variants: Vec<usize>,
    pub total: Option<usize>,
    pub items: Range<usize>,
    /// Names and maxima of the items, where the header has them; else empty.
    pub heads: Vec<ItemHead>,
    /// The columns of the header, where known columns follow the items; else 0. A row that was shifted is longer by as much.
    pub width: usize,
    /// The school of rows that name none.
    pub school: String,
}

/// An item as a header such as `5(1) (1б)`, `9.1 (1б)` or `4К1 (3б)` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemHead {
    /// The same for all spellings: `5.1`, `4К1` with a Cyrillic К.
    pub name: String,
    pub max: u16,
}

const KNOWN: &str = "regional-2020 (user, …, klass, var-1, …), regional-2021 (логин школы, …, вариант, …), regional-2022 (…, Школа, …, Код, Вариант, 1 (1б), …), collection-form (Код участника, Вариант, 1 (5б), …), f1-individual (ОО, Муниципалитет, Название ОО, Код участника, …), plain (school, …, i1, i2, …)";

/// A header may stand below this many rows of title.
const LONGEST_COVER: usize = 30;

pub(super) const F1: &str = "f1-individual";

impl Layout {
    /// The layout of a sheet, and how many of its rows the header ends: 0 if the first row is the header.
    pub fn find(sheet: &Sheet) -> Result<(Self, usize), DataError> {
        let first = std::iter::once(&sheet.header);
        let found = first
            .chain(&sheet.rows)
            .take(LONGEST_COVER)
            .enumerate()
            .find_map(|(above, header)| Some((Self::of(header)?, above)));
        found.ok_or_else(|| DataError::UnknownLayout {
            header: sheet.header.iter().take(8).map(|h| lower(h.trim())).collect(),
            expected: KNOWN,
        })
    }

    /// The layout that this header has.
    fn of(header: &[String]) -> Option<Self> {
        let header: Vec<String> = header.iter().map(|h| lower(&squeeze(h))).collect();
        [
            Self::regional_2020,
            Self::regional_2021,
            Self::regional_2022,
            Self::f1_individual,
            Self::collection_form,
            Self::plain,
        ]
        .iter()
        .find_map(|layout| layout(&header))
    }

    fn regional_2020(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "regional-2020",
            login: Some(find("user")?),
            code: find("code"),
            mark: find("otc"),
            class: Some(find("klass")?),
            variants: [find("var-1")?].into_iter().chain(find("var-2")).collect(),
            total: Some(find("sum")?),
            items: run(header, |n| format!("a-{n}-grade"))?,
            ..Self::default()
        })
    }

    fn regional_2021(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "regional-2021",
            login: Some(find("логин школы")?),
            municipality: find("регион"),
            code: find("код обучающегося"),
            mark: previous_mark(header),
            class: find("класс"),
            variants: vec![find("вариант")?],
            total: Some(find("всего баллов")?),
            items: run(header, |n| format!("балл за {n}"))?,
            ..Self::default()
        })
    }

    fn regional_2022(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        let (items, heads) = heads(header)?;
        Some(Self {
            name: "regional-2022",
            login: Some(find("школа")?),
            municipality: find("муниципалитет"),
            named: true,
            code: find("код"),
            mark: previous_mark(header),
            class: find("наименование класса"),
            variants: vec![find("вариант")?],
            total: Some(find("итого баллов")?),
            items,
            heads,
            width: header.len(),
            ..Self::default()
        })
    }

    fn collection_form(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        let (items, heads) = heads(header)?;
        Some(Self {
            name: "collection-form",
            code: Some(find("код участника")?),
            mark: previous_mark(header),
            class: find("порядковый номер класса"),
            variants: vec![find("вариант")?],
            total: Some(find("итого баллов")?),
            items,
            heads,
            width: header.len(),
            ..Self::default()
        })
    }

    fn f1_individual(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        let (items, heads) = heads(header)?;
        Some(Self {
            name: F1,
            login: Some(find("оо")?),
            school_name: find("название оо"),
            municipality: find("муниципалитет"),
            named: true,
            code: Some(find("код участника")?),
            mark: find("отметка по журналу"),
            class: find("класс"),
            variants: vec![find("вариант")?],
            total: Some(find("первичный балл")?),
            items,
            heads,
            width: header.len(),
            ..Self::default()
        })
    }

    fn plain(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "plain",
            login: Some(find("school")?),
            municipality: find("municipality"),
            code: find("pupil"),
            mark: find("journal_mark"),
            class: find("class").or_else(|| find("class_id")),
            variants: find("variant").into_iter().collect(),
            total: find("total"),
            items: run(header, |n| format!("i{n}"))?,
            ..Self::default()
        })
    }
}

/// The journal mark's column: its header names a quarter, a trimester or a half-year.
fn previous_mark(header: &[String]) -> Option<usize> {
    header.iter().position(|h| h.starts_with("отметка за предыдущ"))
}

/// The unbroken run of item columns 1, 2, ….
fn run(header: &[String], name: impl Fn(usize) -> String) -> Option<Range<usize>> {
    let first = header.iter().position(|h| *h == name(1))?;
    let len = header[first..].iter().enumerate().take_while(|(i, h)| **h == name(i + 1)).count();
    Some(first..first + len)
}

/// The unbroken run of item columns that name their maxima.
fn heads(header: &[String]) -> Option<(Range<usize>, Vec<ItemHead>)> {
    let first = header.iter().position(|h| ItemHead::of(h).is_some())?;
    let heads: Vec<ItemHead> = header[first..].iter().map_while(|h| ItemHead::of(h)).collect();
    Some((first..first + heads.len(), heads))
}

impl ItemHead {
    /// Of a cell like `1 (2б)`, `9.1 (1 б)`, `5(1) (1б)`, `4К1 (3б)`; К in either alphabet.
    pub fn of(cell: &str) -> Option<Self> {
        let (name, max) = cell.trim().strip_suffix(')')?.rsplit_once('(')?;
        let max = max.trim();
        let max: u16 = max.strip_suffix(['б', 'Б']).unwrap_or(max).trim().parse().ok()?;
        let mut normal = String::new();
        for c in name.trim().chars() {
            match c {
                '0'..='9' => normal.push(c),
                '.' | ',' | '(' => normal.push('.'),
                'К' | 'к' | 'K' | 'k' => normal.push('К'),
                ' ' | ')' => {}
                _ => return None,
            }
        }
        normal.starts_with(|c: char| c.is_ascii_digit()).then_some(Self { name: normal, max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_read_from_every_spelling_of_its_header() {
        let of = |cell: &str| ItemHead::of(cell).map(|head| (head.name, head.max));
        let named = |name: &str, max| Some((name.to_owned(), max));
        assert_eq!(of("1 (2б)"), named("1", 2));
        assert_eq!(of("5(1) (1б)"), named("5.1", 1));
        assert_eq!([of("9.1 (1 б)"), of("9,1(1б)")], [named("9.1", 1), named("9.1", 1)]);
        assert_eq!([of("4К1 (3б)"), of("4K1 (3б)"), of("4к1 (3Б)")], [(); 3].map(|()| named("4К1", 3)));
        for other in
            ["", "Вариант", "класс (а)", "1", "()", "(1б)", "К (1б)", "1 (б)", "1 (99999999б)", "1 (-1б)"]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
