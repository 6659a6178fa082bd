//! What a file says of itself: the one place where it is found out.

use serde::{Serialize, Serializer};

use super::{
    Sheet, aggregate,
    cover::Cover,
    layout::{F1, Layout},
    row,
    words::Words,
};
use crate::data::{Assessment, DataError, NOT_TAUGHT, Season, assessments};

/// How something is known of a file, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From the title above its table.
    Title,
    /// From the name of its sheet.
    Sheet,
    /// From its header, such as `3 (2б)`.
    Header,
    /// From its name or its folders.
    Path,
    /// From the catalogue, which has one such work.
    Catalogue,
    /// From its data: a guess.
    Data,
}

impl Origin {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Sheet => "sheet",
            Self::Header => "header",
            Self::Path => "path",
            Self::Catalogue => "catalogue",
            Self::Data => "data",
        }
    }
}

/// What a file is, as far as it says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The layout of its table, such as `regional-2021` or `score-distribution`; none if it is not
    /// known.
    pub layout: Option<String>,
    /// Its subject, such as `maths`.
    pub subject: Option<String>,
    /// The grade that its test is made for.
    pub test_grade: Option<u8>,
    /// The grade of those who wrote it, where it is another.
    pub pupil_grade: Option<u8>,
    /// Calendar year.
    pub year: Option<u16>,
    /// Season.
    pub season: Option<Season>,
    /// The largest score of each item.
    pub max_scores: Option<Vec<u8>>,
    /// The lowest totals of marks 3, 4 and 5.
    pub boundaries: Option<[u16; 3]>,
    /// How each of these is known, by its name.
    #[serde(serialize_with = "as_map")]
    pub known: Vec<(&'static str, Origin)>,
    /// What is missing of an assessment, by its name. Without subject, test grade, year or maxima
    /// there is none.
    pub missing: Vec<&'static str>,
    /// The assessment that this makes, where nothing of it is missing but boundaries.
    pub assessment: Option<Assessment>,
    /// What is to be said of it, such as that maxima are guessed.
    pub notes: Vec<String>,
}

fn as_map<S: Serializer>(known: &[(&str, Origin)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(known.iter().copied())
}

/// What a file is: its layout and its assessment, each part with how it is known.
///
/// A title above the table is believed before the name of the sheet, that before the path (the name
/// of the file, then its folders from the nearest on). Maxima are those of the header, else those
/// of the one work of the catalogue with that subject, grade, year and number of items that the
/// scores do not exceed, else for each item the largest score that at least 0.2 % of the rows have,
/// of those that add up to their total. Boundaries are those of the catalogue's work with the same
/// maxima.
///
/// # Errors
/// [`DataError::Unreadable`] and others of [`Sheet::from_bytes`]: the file cannot be opened. A file
/// that is read and not recognised is no error: its identity is empty.
///
/// # Examples
/// ```
/// use obektiv::data::readers::{Origin, identify};
/// let text = "логин школы;класс;вариант;всего баллов;балл за 1;балл за 2\nsch990001;А;1;2;0;2";
/// let identity = identify(text.as_bytes(), Some("2022/Математика, 9 класс.csv"), 1 << 30)?;
/// assert_eq!((identity.test_grade, identity.year), (Some(9), Some(2022)));
/// assert_eq!((identity.known("max_scores"), identity.max_scores), (Some(Origin::Data), Some(vec![1, 2])));
/// # Ok::<(), obektiv::Error>(())
/// ```
#[cfg(any(feature = "xlsx", feature = "csv"))]
pub fn identify(bytes: &[u8], path: Option<&str>, max_unpacked: u64) -> Result<Identity, DataError> {
    let sheet = match super::kind::Kind::of(bytes)? {
        #[cfg(feature = "xlsx")]
        super::kind::Kind::Xlsx | super::kind::Kind::Ods => super::book::pupils(bytes, None, max_unpacked)?,
        _ => Sheet::from_bytes(bytes, max_unpacked)?,
    };
    Ok(Identity::of(&sheet, path))
}

impl Identity {
    /// Of a sheet that is read, and the path of its file.
    #[must_use]
    pub fn of(sheet: &Sheet, path: Option<&str>) -> Self {
        match Layout::find(sheet) {
            Ok((layout, above)) => Self::of_pupils(sheet, &layout, above, path),
            Err(_) => {
                let mut identity = Self::default();
                if let Some((layout, above)) = aggregate::layout_of(sheet) {
                    identity.layout = Some(layout.to_owned());
                    identity.learn(sheet, above, path, true);
                } else {
                    identity.learn(sheet, 0, path, false);
                }
                identity
            }
        }
    }

    /// How a part is known, by its name.
    #[must_use]
    pub fn known(&self, name: &str) -> Option<Origin> {
        self.known.iter().find(|(known, _)| *known == name).map(|(_, origin)| *origin)
    }

    pub(super) fn of_pupils(sheet: &Sheet, layout: &Layout, above: usize, path: Option<&str>) -> Self {
        let mut identity = Self { layout: Some(layout.name.to_owned()), ..Self::default() };
        identity.learn(sheet, above, path, layout.name == F1);
        if identity.pupil_grade.is_some() && identity.pupil_grade == identity.test_grade {
            identity.pupil_grade = None;
        }
        let headed: Option<Vec<u8>> = layout.heads.iter().map(|head| u8::try_from(head.max).ok()).collect();
        if let Some(maxima) = headed.filter(|maxima| !maxima.is_empty()) {
            identity.set("max_scores", Origin::Header, |i| i.max_scores = Some(maxima));
        }
        let seen = || largest_seen(&sheet.rows[above..], layout);
        let listed = identity.in_catalogue(layout.items.len(), seen);
        if let Some(listed) = listed {
            identity.take(listed);
        } else if identity.max_scores.is_none()
            && let Some(maxima) = seen()
        {
            let note = format!(
                "the largest score of each item is guessed from the data: {maxima:?}; no work of the catalogue fits"
            );
            identity.notes.push(note);
            identity.set("max_scores", Origin::Data, |i| i.max_scores = Some(maxima));
        }
        identity.finish();
        identity
    }

    fn set(&mut self, name: &'static str, origin: Origin, set: impl FnOnce(&mut Self)) {
        set(self);
        self.known.push((name, origin));
    }

    /// Subject, grades, year and season from title, sheet and path.
    fn learn(&mut self, sheet: &Sheet, above: usize, path: Option<&str>, has_cover: bool) {
        let cover = sheet.all_rows().take(above);
        if has_cover {
            let Cover { subject, test_grade, pupil_grade, year, .. } = Cover::of(cover);
            let title = Words { subject, test_grade, pupil_grade, year, season: None };
            self.hear(title, Origin::Title);
        } else {
            let words = cover.flatten().map(|cell| Words::of(cell)).fold(Words::default(), Words::or);
            self.hear(words, Origin::Title);
        }
        self.hear(Words::of(&sheet.name), Origin::Sheet);
        self.hear(path.map(Words::of_path).unwrap_or_default(), Origin::Path);
    }

    /// What is not known yet, from words.
    fn hear(&mut self, words: Words, origin: Origin) {
        let Words { subject, test_grade, pupil_grade, year, season } = words;
        if self.subject.is_none() && subject.is_some() {
            self.set("subject", origin, |i| i.subject = subject);
        }
        if self.test_grade.is_none() && test_grade.is_some() {
            self.set("test_grade", origin, |i| i.test_grade = test_grade);
            if pupil_grade.is_some() {
                self.set("pupil_grade", origin, |i| i.pupil_grade = pupil_grade);
            }
        }
        if self.year.is_none() && year.is_some() {
            self.set("year", origin, |i| i.year = year);
        }
        if self.season.is_none() && season.is_some() {
            self.set("season", origin, |i| i.season = season);
        }
    }

    /// The one work of the catalogue that all this fits.
    fn in_catalogue(&self, items: usize, seen: impl Fn() -> Option<Vec<u8>>) -> Option<Assessment> {
        let (subject, grade, year) = (self.subject.as_ref()?, self.test_grade?, self.year?);
        let fits = |a: &Assessment| {
            (&a.subject, a.year) == (subject, year)
                && a.test_grade == grade
                && a.items() == items
                && (self.season.is_none() || a.season.is_none() || a.season == self.season)
        };
        let mut listed = assessments().ok()?.into_iter().filter(fits);
        let (first, second) = (listed.next()?, listed.next());
        let fits_maxima = match &self.max_scores {
            Some(maxima) => *maxima == first.max_scores,
            None => {
                seen().is_none_or(|seen| seen.iter().zip(&first.max_scores).all(|(seen, max)| seen <= max))
            }
        };
        (second.is_none() && fits_maxima).then_some(first)
    }

    fn take(&mut self, listed: Assessment) {
        let Assessment { max_scores, boundaries, pupil_grade, season, .. } = listed;
        if self.max_scores.is_none() {
            self.set("max_scores", Origin::Catalogue, |i| i.max_scores = Some(max_scores));
        }
        if boundaries.is_some() {
            self.set("boundaries", Origin::Catalogue, |i| i.boundaries = boundaries);
        }
        if self.pupil_grade.is_none() && pupil_grade.is_some() {
            self.set("pupil_grade", Origin::Catalogue, |i| i.pupil_grade = pupil_grade);
        }
        if self.season.is_none() && season.is_some() {
            self.set("season", Origin::Catalogue, |i| i.season = season);
        }
    }

    /// What is missing, and the assessment if that is not too much.
    fn finish(&mut self) {
        let missing = [
            ("subject", self.subject.is_none()),
            ("test_grade", self.test_grade.is_none()),
            ("year", self.year.is_none()),
            ("max_scores", self.max_scores.is_none()),
            ("boundaries", self.boundaries.is_none()),
        ];
        self.missing = missing.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
        match self.built() {
            Some(Ok(assessment)) => self.assessment = Some(assessment),
            Some(Err(error)) => self.notes.push(error.to_string()),
            None => {}
        }
    }

    /// The assessment of these parts, if none is missing.
    pub(super) fn built(&self) -> Option<Result<Assessment, DataError>> {
        let (subject, grade, year) = (self.subject.as_ref()?, self.test_grade?, self.year?);
        let built = Assessment::new(subject, grade, year, self.max_scores.as_ref()?, self.boundaries);
        let built = built.map(|a| Assessment { pupil_grade: self.pupil_grade, season: self.season, ..a });
        Some(built.and_then(|a| a.check().map(|()| a)))
    }
}

/// For each item the largest score that at least 0.2 % of the rows have, of those that add up to
/// their total; 1 where nobody has a point.
fn largest_seen(rows: &[Vec<String>], layout: &Layout) -> Option<Vec<u8>> {
    let mut counts = vec![[0_u64; 256]; layout.items.len()];
    let mut all = 0_u64;
    for cells in rows {
        let at = |column: usize| cells.get(column).map_or("", String::as_str);
        let scores: Option<Vec<u8>> = layout.items.clone().map(|c| row::score(at(c))).collect();
        let Some(scores) = scores else { continue };
        let points = scores.iter().filter(|s| **s < NOT_TAUGHT).map(|s| u32::from(*s)).sum::<u32>();
        if layout.total.is_some_and(|column| row::whole(at(column)).parse() != Ok(points)) {
            continue;
        }
        all += 1;
        for (counts, score) in counts.iter_mut().zip(scores) {
            counts[usize::from(if score >= NOT_TAUGHT { 0 } else { score })] += 1;
        }
    }
    let largest =
        |counts: &[u64; 256]| (1..=252_u8).rev().find(|&s| 500 * counts[usize::from(s)] >= all).unwrap_or(1);
    (all > 0).then(|| counts.iter().map(largest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(text: &str, path: &str) -> Identity {
        identify(text.as_bytes(), Some(path), 1 << 30).unwrap()
    }

    const HEADER: &str = "логин школы;класс;вариант;всего баллов;балл за 1;балл за 2;балл за 3";

    #[test]
    fn each_part_says_how_it_is_known() {
        let text = format!("Результаты ВПР 2023, математика\n{HEADER}\nsch1;А;1;3;1;0;2\nsch1;А;1;9;1;1;7\n");
        let i = identity(&text, "/data/2022/9 класс/Физика.csv");
        assert_eq!((i.subject.as_deref(), i.test_grade, i.year), (Some("maths"), Some(9), Some(2023)));
        // The second row adds up; the one score of 7 is one of two rows.
        assert_eq!(i.max_scores, Some(vec![1, 1, 7]));
        let known = |name: &str| i.known(name).unwrap().name();
        assert_eq!(
            ["subject", "test_grade", "year", "max_scores"].map(known),
            ["title", "path", "title", "data"]
        );
        assert_eq!(i.missing, ["boundaries"]);
        assert_eq!(i.assessment.unwrap().key(), "2023-maths-9");
        let header = "Код участника;Вариант;1 (1б);2 (2б);Итого баллов\n1;1;1;0;1\n";
        let i = identity(header, "МА5.csv");
        assert_eq!(serde_json::to_value(&i).unwrap()["known"]["max_scores"], "header");
        assert_eq!((i.known("max_scores"), i.max_scores), (Some(Origin::Header), Some(vec![1, 2])));
        assert_eq!((i.missing, i.assessment), (vec!["year", "boundaries"], None));
        assert_eq!(identity("a;b\n1;2\n", "x.csv"), Identity::default());
    }

    #[test]
    fn rare_scores_and_rows_that_do_not_add_up_say_nothing_of_maxima() {
        let mut text = format!("{HEADER}\n");
        for _ in 0..999 {
            text += "s;А;1;2;1;0;1\n";
        }
        text += "s;А;1;9;1;0;8\ns;А;1;1;5;1;1\n";
        assert_eq!(identity(&text, "").max_scores, Some(vec![1, 1, 1]));
    }

    #[test]
    fn a_work_of_the_catalogue_is_taken_if_items_and_scores_fit() {
        let listed = crate::data::find_assessment("maths", 5, 2021, None).unwrap();
        let items: Vec<String> = (1..=listed.items()).map(|n| format!("балл за {n}")).collect();
        let header = format!("логин школы;класс;вариант;всего баллов;{}", items.join(";"));
        let name = "Проведение работы по математике, 5 класс. ВПР 2021.xlsx";
        let row = |score: u8| {
            format!(
                "s;А;1;{};{}",
                usize::from(score) * items.len(),
                vec![score.to_string(); items.len()].join(";")
            )
        };
        let i = identity(&format!("{header}\n{}\n", row(1)), name);
        assert_eq!(i.assessment, Some(listed.clone()));
        assert_eq!(["max_scores", "boundaries"].map(|name| i.known(name)), [Some(Origin::Catalogue); 2]);
        // Scores above its maxima: it is another work.
        let i = identity(&format!("{header}\n{}\n", row(9)), name);
        assert_eq!((i.known("max_scores"), i.boundaries), (Some(Origin::Data), None));
    }

    #[test]
    fn a_table_without_pupils_is_recognised_too() {
        let i = identity(
            "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников;0;1;2\nШ (edu1);;8;0;0;100",
            "",
        );
        assert_eq!(i.layout.as_deref(), Some("score-distribution"));
        assert_eq!((i.subject.as_deref(), i.test_grade, i.year), (Some("maths"), Some(5), Some(2026)));
    }
}
