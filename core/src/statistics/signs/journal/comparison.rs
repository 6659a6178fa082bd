//! The sign on reports that have counted the marks already.

use super::{Journal, JournalOptions, JournalRow, Kind};
use crate::data::{Grouping, JournalComparison, Level, Registry};
use crate::sorted::Sorted;
use crate::statistics::shared::share::{Count, Strata, against_reference};

/// The kinds that such a report counts.
const KINDS: [Kind; 3] = [Kind::Lowered, Kind::Confirmed, Kind::Raised];

impl JournalComparison {
    /// [`journal::by_group`](super::by_group) of the schools of the report: lowered, confirmed and
    /// raised marks, works pooled, each beside the group's reference. Gaps of two marks are not in
    /// such reports.
    ///
    /// `pupils` of a school are those of its largest work. Without schools there are no rows.
    ///
    /// # Examples
    /// ```
    /// use obektiv::data::readers::{Sheet, read_journal_comparison};
    /// let text = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5";
    /// let read = read_journal_comparison(&Sheet::from_csv(text.as_bytes())?)?;
    /// let rows = read.journal(&read.registry, Default::default()).rows;
    /// assert_eq!(rows.iter().map(|row| (row.kind.name(), row.count)).collect::<Vec<_>>(),
    ///            [("lowered", 10), ("confirmed", 9), ("raised", 1)]);
    /// # Ok::<(), obektiv::Error>(())
    /// ```
    #[must_use]
    pub fn journal(&self, registry: &Registry, options: JournalOptions) -> Journal {
        let mut schools: Sorted<&str, Vec<[Count; 3]>> = Sorted::new();
        for (place, rows) in self.works.values().enumerate() {
            for row in rows.iter().filter(|row| row.level == Level::School) {
                let none = || vec![[Count { count: 0, n: 0 }; 3]; self.works.len()];
                let of = |kind: usize| Count { count: row.counts[kind], n: row.n };
                schools.entry(&row.group, none)[place] = [of(0), of(1), of(2)];
            }
        }
        let groups: Vec<(&str, Vec<[Count; 3]>)> =
            schools.iter().map(|(school, works)| (*school, works.clone())).collect();
        let labels = registry.references(Grouping::School, groups.iter().map(|(school, _)| *school));
        let shares = [0, 1, 2].map(|kind| {
            let strata = |(_, works): &(&str, Vec<[Count; 3]>)| works.iter().map(|of| of[kind]).collect();
            let strata: Vec<Strata> = groups.iter().map(strata).collect();
            against_reference(&strata, &labels, options.min_reference)
        });
        let mut rows = Vec::with_capacity(3 * groups.len());
        for (at, (school, works)) in groups.iter().enumerate() {
            let pupils = works.iter().map(|of| of[0].n).max().unwrap_or(0);
            for (kind, name) in KINDS.into_iter().enumerate() {
                let Count { count, n } = Count::sum(&works.iter().map(|of| of[kind]).collect::<Vec<_>>());
                let share = shares[kind][at];
                rows.push(JournalRow { group: (*school).to_owned(), kind: name, n, pupils, count, share });
            }
        }
        Journal { rows }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::readers::{Sheet, read_journal_comparison};
    use crate::data::{Grouping, Registry, Tally};

    /// Counts of a report give the rows that the pupils give.
    #[test]
    fn a_report_says_of_schools_what_their_pupils_say() {
        let m = crate::simulate::municipality(&Default::default(), 4).unwrap();
        let tally = Tally::of(&m.results[0], Grouping::School, false).unwrap();
        let of_pupils = super::super::by_group(&[&tally], &Registry::default(), Default::default()).unwrap();
        let mut text = "Группы участников;Кол-во участников;Понизили %;Понизили Кол-во участников;Подтвердили %;Подтвердили Кол-во участников;Повысили %;Повысили Кол-во участников\n".to_owned();
        for rows in of_pupils.rows.chunks(4) {
            let cell = |at: usize| format!("{:.2};{}", 100.0 * rows[at].share.statistic, rows[at].count);
            text += &format!("{};{};{};{};{}\n", rows[0].group, rows[0].n, cell(0), cell(1), cell(2));
        }
        let read = read_journal_comparison(&Sheet::from_csv(text.as_bytes()).unwrap()).unwrap();
        assert!(read.report.remarks.is_empty(), "{:?}", read.report.remarks);
        let of_report = read.journal(&Registry::default(), Default::default());
        let kept: Vec<_> = of_pupils.rows.chunks(4).flat_map(|rows| &rows[..3]).cloned().collect();
        assert_eq!(of_report.rows, kept);
    }
}
