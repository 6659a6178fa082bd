use std::ops::Range;

use super::{Sheet, fold};
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
    /// The columns of the header, where known columns follow the items; else 0. A row that was
    /// shifted is longer by as much.
    pub width: usize,
    /// The school of rows that name none.
    pub school: String,
    /// A column that numbers the rows.
    pub ordinal: Option<usize>,
    /// Names of columns that hold something else.
    pub unread: Vec<String>,
    /// Names that stand over two columns, of which the first is read.
    pub twice: Vec<String>,
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
pub(super) const LONGEST_COVER: usize = 30;

pub(super) const F1: &str = "f1-individual";

impl Layout {
    /// The layout of a sheet, and how many of its rows the header ends: 0 if the first row is the
    /// header.
    ///
    /// Where no row is a header, two or three rows below each other may be one: what stands above
    /// items is joined with what stands in the row below, or gives way to it.
    pub fn find(sheet: &Sheet) -> Result<(Self, usize), DataError> {
        let rows: Vec<&[String]> = sheet.all_rows().take(LONGEST_COVER).collect();
        let one = || rows.iter().enumerate().find_map(|(at, header)| Some((Self::of(header)?, at)));
        let several = || {
            let heights = || (0..rows.len()).flat_map(|at| [(at, at + 1), (at, at + 2)]);
            heights().filter(|(_, last)| *last < rows.len()).find_map(|(first, last)| {
                [false, true].into_iter().find_map(|join| {
                    let header = joined(&rows[first..=last], join);
                    Some((Self::of(&header)?, last))
                })
            })
        };
        one().or_else(several).ok_or_else(|| DataError::UnknownLayout {
            header: sheet.header.iter().take(8).map(|h| lower(h.trim())).collect(),
            expected: KNOWN,
        })
    }

    /// The layout that this header has.
    fn of(header: &[String]) -> Option<Self> {
        let header: Vec<String> = header.iter().map(|h| fold::header(h)).collect();
        let mut layout = [
            Self::regional_2020,
            Self::regional_2021,
            Self::regional_2022,
            Self::f1_individual,
            Self::collection_form,
            Self::plain,
        ]
        .iter()
        .find_map(|layout| layout(&header))?;
        layout.ordinal = ["номер обучающегося", "№", "№ п/п", "п/п", "id"]
            .iter()
            .find_map(|name| header.iter().position(|h| h == name));
        let columns = layout.columns();
        let is_read = |column: usize| layout.items.contains(&column) || columns.contains(&column);
        let (read, unread): (Vec<_>, Vec<_>) = (0..header.len()).partition(|&column| is_read(column));
        let unread: Vec<String> =
            unread.into_iter().map(|c| header[c].clone()).filter(|h| !h.is_empty()).collect();
        let twice = read.into_iter().map(|c| header[c].clone()).filter(|h| unread.contains(h)).collect();
        Some(Self { unread, twice, ..layout })
    }

    /// The columns that are read beside the items.
    fn columns(&self) -> Vec<usize> {
        let one =
            [self.login, self.school_name, self.municipality, self.code, self.mark, self.class, self.total];
        one.into_iter().flatten().chain(self.variants.iter().copied()).collect()
    }

    /// Whether the columns that are read stand at the same places.
    #[cfg(feature = "xlsx")]
    pub fn has_columns_of(&self, other: &Self) -> bool {
        let read = |layout: &Self| Self { unread: Vec::new(), twice: Vec::new(), width: 0, ..layout.clone() };
        read(self) == read(other)
    }

    /// What a file of this layout usually has and this one lacks, with the columns that may hold
    /// it.
    pub fn lacks(&self) -> Option<String> {
        let usual = [(self.class, "class"), (self.mark, "journal mark")];
        let lacks: Vec<&str> =
            usual.iter().filter(|(column, _)| column.is_none()).map(|(_, name)| *name).collect();
        if lacks.is_empty() || self.unread.is_empty() {
            return None;
        }
        let unread: Vec<&str> = self.unread.iter().take(12).map(String::as_str).collect();
        Some(format!("no column with a {} was found; not read: {}", lacks.join(" and a "), unread.join(", ")))
    }

    fn regional_2020(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|h| h == name);
        Some(Self {
            name: "regional-2020",
            login: Some(find("user")?),
            code: find("code"),
            mark: find("otc").or_else(|| mark(header)),
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
            mark: mark(header),
            class: class(header),
            variants: vec![find("вариант")?],
            total: Some(total(header)?),
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
            mark: mark(header),
            class: class(header),
            variants: vec![find("вариант")?],
            total: Some(total(header)?),
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
            mark: mark(header),
            class: class(header),
            variants: vec![find("вариант")?],
            total: Some(total(header)?),
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
            mark: mark(header),
            class: class(header),
            variants: vec![find("вариант")?],
            total: Some(total(header)?),
            items,
            heads,
            width: header.len(),
            ..Self::default()
        })
    }

    fn plain(header: &[String]) -> Option<Self> {
        let find = |names: &[&str]| names.iter().find_map(|name| header.iter().position(|h| h == name));
        let login = find(&[
            "school",
            "login",
            "логин школы",
            "логин",
            "логин оо",
            "код школы",
            "код оо",
            "школа",
            "оо",
        ])?;
        let spellings: [fn(usize) -> String; 8] = [
            |n| format!("i{n}"),
            |n| format!("балл за {n}"),
            |n| format!("балл за задание {n}"),
            |n| format!("задание {n}"),
            |n| format!("задания {n}"),
            |n| format!("item {n}"),
            |n| format!("item{n}"),
            |n| format!("q{n}"),
        ];
        let (items, heads) = match spellings.into_iter().find_map(|name| run(header, name)) {
            Some(items) => (items, Vec::new()),
            None => heads(header)?,
        };
        Some(Self {
            name: "plain",
            login: Some(login),
            municipality: find(&["municipality", "муниципалитет"]),
            code: find(&["pupil", "код участника", "код обучающегося", "код"]),
            mark: find(&["journal_mark"]).or_else(|| mark(header)),
            class: find(&["class", "class_id"]).or_else(|| class(header)),
            variants: find(&["variant", "вариант"]).into_iter().collect(),
            total: total(header),
            items,
            heads,
            ..Self::default()
        })
    }
}

/// Rows below each other as one header. What stands above is joined with what stands below it, up
/// to the next filled cell above; or the lower cell alone holds.
fn joined(rows: &[&[String]], join: bool) -> Vec<String> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let at = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let mut header: Vec<String> = (0..width).map(|column| at(rows[0], column)).collect();
    for row in &rows[1..] {
        let mut above = String::new();
        for (column, name) in header.iter_mut().enumerate() {
            let below = at(row, column);
            if !name.is_empty() {
                above.clone_from(name);
            }
            if !below.is_empty() {
                *name = if join && !above.is_empty() && above != below {
                    format!("{above} {below}")
                } else {
                    below
                };
            }
        }
    }
    header
}

/// The journal mark's column: its header speaks of a mark, and of a period or the journal.
fn mark(header: &[String]) -> Option<usize> {
    let is = |h: &String| {
        let of_mark = h.contains("отмет") || h.contains("оценк");
        let periods = ["предыдущ", "четверт", "триместр", "полугод", "журнал"];
        of_mark && periods.iter().any(|period| h.contains(period))
    };
    header
        .iter()
        .position(|h| h.starts_with("отметка за предыдущ") || h == "отметка по журналу")
        .or_else(|| header.iter().position(is))
}

/// The class's column.
fn class(header: &[String]) -> Option<usize> {
    let names = [
        "класс",
        "наименование класса",
        "порядковый номер класса",
        "номер класса",
        "буква класса",
        "литера класса",
        "литера",
        "буква (цифра) класса",
    ];
    let named = names.iter().find_map(|name| header.iter().position(|h| h == name));
    named.or_else(|| header.iter().position(|h| h.starts_with("класс ") || h.starts_with("класс(")))
}

/// The total's column.
fn total(header: &[String]) -> Option<usize> {
    let names = [
        "total",
        "всего баллов",
        "итого баллов",
        "первичный балл",
        "сумма баллов",
        "итоговый балл",
        "общий балл",
        "итого",
        "всего",
        "сумма",
    ];
    names.iter().find_map(|name| header.iter().position(|h| h == name))
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
