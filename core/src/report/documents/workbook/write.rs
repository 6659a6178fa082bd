//! The workbook, written.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions, Workbook,
    Worksheet, XlsxError, utility,
};
use serde_json::Value;

use super::cells::{is_cut, said, show};
use super::hidden;
use super::names::Known;
use super::sheets::{Column, Kind, Open, Row, SHEETS, Sheet};
use crate::data::readers::Held;
use crate::plan::Plan;
use crate::report::{Language, ReportError, wording::Words};

/// The sheet of what cells may be chosen from.
const LISTS: &str = "lists";
/// Rows for what people add.
const FREE: u32 = 100;
/// The height of a line in points, and the most that a row can have.
const LINE: f64 = 15.0;
const HIGHEST: usize = 27;

/// The plan as the bytes of an `.xlsx` file that people fill in: a sheet each of documents,
/// measures, rows of schools, planned visits, acts, checklists, answers of schools, indicators and
/// their values.
///
/// What is not to be changed, ids above all, is protected; cells of statuses, stages and the like
/// are chosen from lists, days and numbers are checked as they are typed; what is overdue on the
/// day on which the workbook is open is coloured. The plan itself stands in a hidden sheet:
/// [`Plan::from_xlsx`] gives it back with what was filled in.
///
/// # Errors
/// [`ReportError::Unwritable`] for more rows than a sheet has, [`ReportError::Template`] for
/// damaged wording.
pub fn plan_xlsx(plan: &Plan, language: Language) -> Result<Vec<u8>, ReportError> {
    let words = Words::of(language)?;
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(plan.year.clamp(1900, 9999), 1, 1)?;
        book.set_properties(&DocProperties::new().set_title(&plan.title).set_creation_datetime(&made));
        let known = Known::of(plan, &words);
        let value = serde_json::to_value(plan).unwrap_or_default();
        let mut lists = Lists::default();
        for sheet in in_order() {
            let rows = sheet.rows(&value);
            if !rows.is_empty() || (sheet.grows && (sheet.lists.len() == 1 || !plan.indicators.is_empty())) {
                let mut written = Written {
                    sheet,
                    known: &known,
                    words: &words,
                    lists: &mut lists,
                    formats: Formats::new(),
                };
                written.write(book.add_worksheet(), &rows)?;
            }
        }
        lists.write(book.add_worksheet())?;
        let kept = book.add_worksheet();
        kept.set_name(hidden::SHEET)?.set_very_hidden(true).protect();
        for (row, line) in (0..).zip(hidden::lines(plan, words.text(&["lang"]))) {
            kept.write_string(row, 0, line)?;
        }
        book.save_to_buffer()
    };
    write().map_err(|e| ReportError::Unwritable { format: "xlsx", reason: e.to_string() })
}

/// Measures come first for who opens the workbook, documents last.
fn in_order() -> impl Iterator<Item = &'static Sheet> {
    SHEETS.iter().skip(1).chain(&SHEETS[..1])
}

/// What cells may be chosen from, a column for each kind.
#[derive(Default)]
struct Lists {
    columns: Vec<Vec<String>>,
}

impl Lists {
    /// The range that holds these texts; nothing if there are none.
    fn range(&mut self, texts: Vec<String>) -> Option<Formula> {
        let last = u32::try_from(texts.len()).ok()?.checked_sub(1)?;
        let column = self.columns.iter().position(|known| *known == texts).unwrap_or_else(|| {
            self.columns.push(texts);
            self.columns.len() - 1
        });
        let column = u16::try_from(column).ok()?;
        Some(Formula::new(format!("={LISTS}!{}", utility::cell_range_absolute(0, column, last, column))))
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(LISTS)?.set_hidden(true).protect();
        for (column, texts) in (0..).zip(&self.columns) {
            for (row, text) in (0..).zip(texts) {
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(())
    }
}

struct Formats {
    head: Format,
    shut: Format,
    open: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || {
            let line = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xC6_CE_D6));
            line.set_align(FormatAlign::Top).set_text_wrap()
        };
        Self {
            head: base().set_bold().set_background_color(Color::RGB(0xEE_F2_F5)),
            shut: base().set_font_color(Color::RGB(0x44_50_5C)).set_background_color(Color::RGB(0xF6_F7_F8)),
            open: base().set_unlocked(),
        }
    }

    /// A cell that keeps what is typed as its kind is.
    fn of(&self, kind: Kind, open: bool) -> Format {
        let format = if open { self.open.clone() } else { self.shut.clone() };
        match kind {
            Kind::Date | Kind::Due => format.set_num_format("dd.mm.yyyy").set_align(FormatAlign::Left),
            Kind::Number | Kind::Whole => format,
            _ => format.set_num_format("@"),
        }
    }
}

struct Written<'a> {
    sheet: &'static Sheet,
    known: &'a Known,
    words: &'a Words,
    lists: &'a mut Lists,
    formats: Formats,
}

impl Written<'_> {
    fn write(&mut self, to: &mut Worksheet, rows: &[Row<'_>]) -> Result<(), XlsxError> {
        to.set_name(self.words.text(&["plan", "workbook", "sheets", self.sheet.name]))?;
        let longest = rows.iter().map(|row| row.key.chars().count()).max().unwrap_or(0);
        self.head(to, u8::try_from(longest.clamp(9, 24) + 1).unwrap_or(9))?;
        for (number, row) in (1..).zip(rows) {
            to.write_string_with_format(number, 0, &row.key, &self.formats.of(Kind::Text, false))?;
            let mut lines = lines(&row.key, longest.clamp(9, 24));
            for (place, column) in (1..).zip(self.sheet.columns) {
                let shown = show(column, row, self.known, self.words);
                lines = lines.max(self::lines(&said(shown.as_ref()), column.width.into()));
                self.cell(to, (number, place), column, shown)?;
            }
            to.set_row_height(number, height(lines))?;
        }
        let filled = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let free = if self.sheet.grows { FREE } else { 0 };
        for number in filled + 1..=filled + free {
            to.write_blank(number, 0, &self.formats.of(Kind::Text, false))?;
            for (place, column) in (1..).zip(self.sheet.columns) {
                to.write_blank(number, place, &self.formats.of(column.kind, column.open != Open::No))?;
            }
        }
        if filled + free > 0 {
            self.checks(to, filled + free)?;
            self.overdue(to, filled + free)?;
        }
        Ok(())
    }

    /// The first row, and how the sheet is protected and printed.
    fn head(&self, to: &mut Worksheet, key: u8) -> Result<(), XlsxError> {
        let heads = [("key", key)].into_iter().chain(self.sheet.columns.iter().map(|c| (c.head, c.width)));
        let mut most = 1;
        for (place, (head, width)) in (0..).zip(heads) {
            let text = self.words.text(&["plan", "workbook", "columns", head]);
            to.write_string_with_format(0, place, text, &self.formats.head)?;
            to.set_column_width(place, width)?;
            most = most.max(lines(text, usize::from(width) - 1));
        }
        to.set_row_height(0, height(most))?;
        let options = ProtectionOptions {
            format_columns: true,
            format_rows: true,
            use_autofilter: true,
            ..ProtectionOptions::default()
        };
        to.protect_with_options(&options);
        to.set_freeze_panes(1, 1)?;
        to.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        to.set_margins(0.4, 0.4, 0.5, 0.5, 0.25, 0.25).set_repeat_rows(0, 0)?;
        to.set_footer("&C&P");
        Ok(())
    }

    fn cell(
        &self,
        to: &mut Worksheet,
        (row, place): (u32, u16),
        column: &Column,
        shown: Option<Held>,
    ) -> Result<(), XlsxError> {
        let open = column.open == Open::Yes && !is_cut(shown.as_ref());
        let format = self.formats.of(column.kind, open);
        match shown {
            None => to.write_blank(row, place, &format)?,
            Some(Held::Text(text)) => to.write_string_with_format(row, place, text, &format)?,
            Some(Held::Number(value)) => to.write_number_with_format(row, place, value, &format)?,
            Some(Held::Day(day)) => to.write_datetime_with_format(row, place, &excel(day)?, &format)?,
        };
        Ok(())
    }

    /// What is checked as people type.
    fn checks(&mut self, to: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
        for (place, column) in (1..).zip(self.sheet.columns).filter(|(_, column)| column.open != Open::No) {
            if let Some(check) = self.check(column)? {
                to.add_data_validation(1, place, last, place, &check)?;
            }
        }
        Ok(())
    }

    fn check(&mut self, column: &Column) -> Result<Option<DataValidation>, XlsxError> {
        let new = DataValidation::new;
        let check = match column.kind {
            Kind::Date => new().allow_date(DataValidationRule::Between(
                ExcelDateTime::from_ymd(2000, 1, 1)?,
                ExcelDateTime::from_ymd(2099, 12, 31)?,
            )),
            Kind::Number => new().allow_decimal_number(DataValidationRule::Between(-1e9, 1e9)),
            Kind::Whole => new().allow_whole_number(DataValidationRule::Between(0, 1_000_000_000)),
            kind => {
                let (texts, strict) = self.choices(kind);
                let Some(range) = self.lists.range(texts) else { return Ok(None) };
                let style = if strict {
                    DataValidationErrorStyle::Stop
                } else {
                    DataValidationErrorStyle::Information
                };
                new().allow_list_formula(range).set_error_style(style)
            }
        };
        let error = self.words.text(&["plan", "workbook", "wrong"]);
        Ok(Some(check.set_error_message(error)?))
    }

    /// What may be chosen, and whether nothing else may stand there.
    fn choices(&self, kind: Kind) -> (Vec<String>, bool) {
        let words = |list: &str, codes: &[&str]| -> Vec<String> {
            codes.iter().map(|code| self.words.text(&["plan", list, code]).to_owned()).collect()
        };
        match kind {
            Kind::Word(list, codes) => (words(list, codes), true),
            Kind::Answer => (words("answers", &["yes", "no"]), true),
            Kind::Flag => (words("answers", &["yes"]), true),
            Kind::Event => (self.known.events.texts(), true),
            Kind::Indicator => (self.known.indicators.texts(), true),
            Kind::Who => (self.known.people.texts(), false),
            Kind::Documents => (self.known.documents.texts(), false),
            Kind::Subject => {
                let all = self.words.all.get("subjects").and_then(Value::as_object).into_iter().flatten();
                (all.filter_map(|(_, shown)| shown.as_str().map(str::to_owned)).collect(), false)
            }
            _ => (Vec::new(), false),
        }
    }

    /// Rows whose day is over and that are neither done nor given up stand out.
    fn overdue(&self, to: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
        let place =
            |head| (1_u16..).zip(self.sheet.columns).find(|(_, c)| c.head == head).map(|(place, _)| place);
        let (Some(due), Some(status), Some(done_on)) = (place("due"), place("status"), place("done_on"))
        else {
            return Ok(());
        };
        let [due_cell, status_cell, done_cell] =
            [due, status, done_on].map(|place| format!("${}2", utility::column_number_to_name(place)));
        let word = |code| self.words.text(&["plan", "status", code]).replace('"', "\"\"");
        let rule = format!(
            "=AND(ISNUMBER({due_cell}),{due_cell}<TODAY(),{done_cell}=\"\",{status_cell}<>\"{}\",{status_cell}<>\"{}\")",
            word("done"),
            word("cancelled")
        );
        let red =
            Format::new().set_font_color(Color::RGB(0x9C_2A_00)).set_background_color(Color::RGB(0xFB_E9_E2));
        let overdue = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(red);
        to.add_conditional_format(1, due, last, status, &overdue)?;
        Ok(())
    }
}

/// The lines of a text in a cell of so many letters, broken between words.
fn lines(text: &str, width: usize) -> usize {
    let of = |line: &str| {
        let (mut lines, mut left) = (1, width);
        for word in line.split(' ').map(|word| word.chars().count()) {
            if word > left && left < width {
                (lines, left) = (lines + 1, width);
            }
            lines += word.saturating_sub(1) / width;
            left = left.saturating_sub(word + 1);
        }
        lines
    };
    text.split('\n').map(of).sum()
}

/// Programs differ in whether they make room for text that is broken.
fn height(lines: usize) -> f64 {
    LINE * lines.min(HIGHEST) as f64
}

pub(super) fn excel(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: i8| u8::try_from(value).unwrap_or(1);
    ExcelDateTime::from_ymd(day.year().try_into().unwrap_or(1900), part(day.month()), part(day.day()))
}
