//! Next year's draft from this year's plan.

use super::{
    Direction, Event, Level, Measure, Period, Plan, PlanError, Previous, ProposeOptions, Schedule, Status,
    from_findings,
};
use crate::data::{Fingerprint, login_digits};
use crate::language::Language;
use crate::screening::Screening;

impl Plan {
    /// The fingerprint of its JSON, by which another plan names it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut fingerprint = Fingerprint::new();
        fingerprint.eat(self.to_json().as_bytes());
        fingerprint.text()
    }

    /// A draft of the plan of the next year.
    ///
    /// Texts stay, days move by a year, measures that were given up are left out. What is done
    /// begins anew, what is not is carried over with its year (`carried_from`), and of its schools
    /// those that are not done. Numbers and days of documents and decisions are blank, for they
    /// will be others; acts and planned visits stay behind; an indicator's last value is its new
    /// baseline. `calendar` is the next year's; a time tied to an entry that it has not becomes one
    /// of the calendar without days. With the `screening` of the new year its findings are answered
    /// as by [`from_findings`], those of the old one are left out.
    ///
    /// # Errors
    /// [`PlanError`] if the calendar has an id twice.
    pub fn next_year(
        &self,
        calendar: &[Event],
        screening: Option<&Screening>,
        language: Language,
    ) -> Result<Self, PlanError> {
        let mut next = self.clone();
        next.year = self.year + 1;
        next.previous = Some(Previous {
            year: self.year,
            title: self.title.clone(),
            fingerprint: self.fingerprint(),
            extra: Default::default(),
        });
        next.period = next.period.map(|period| {
            let later = |date| Schedule::Date { date }.next_year().days(&[]).map_or(date, |(_, last)| last);
            Period { from: later(period.from), to: later(period.to), ..period }
        });
        next.parent = None;
        next.revisions.clear();
        next.calendar = calendar.to_vec();
        next.decisions.clear();
        next.visits.clear();
        next.assignments.clear();
        next.meetings.retain(|meeting| meeting.date.is_none());
        next.responses.retain(|response| response.outcome == super::ResponseOutcome::Open);
        for document in &mut next.documents {
            (document.number, document.date, document.sha256) = (None, None, None);
            document.url = None;
        }
        for indicator in &mut next.indicators {
            if let Some(last) = indicator.series.last() {
                indicator.baseline = Some(last.value);
            }
            let due = indicator.due.map(|due| Schedule::Date { date: due }.next_year());
            indicator.due = due.and_then(|due| due.days(&[])).map(|(_, last)| last);
        }
        for direction in &mut next.directions {
            direction.measures.retain(|measure| measure.status != Status::Cancelled);
            for measure in &mut direction.measures {
                measure.citations.clear();
                begin_anew(measure, self.year, calendar);
            }
        }
        if let Some(screening) = screening {
            next.answer(screening, language)?;
        }
        next.check()?;
        Ok(next)
    }

    /// The findings of a new screening in place of old ones.
    fn answer(&mut self, screening: &Screening, language: Language) -> Result<(), PlanError> {
        for measure in self.directions.iter_mut().flat_map(|d| &mut d.measures) {
            measure.targets.findings.clear();
            if measure.carried_from.is_none() {
                measure.targets.schools.clear();
                measure.per_school.clear();
            }
        }
        let options = ProposeOptions {
            title: self.title.clone(),
            territory: self.territory.clone(),
            year: self.year,
            due: None,
            calendar: self.calendar.clone(),
            language,
        };
        let draft = from_findings(screening, &options)?;
        for indicator in draft.indicators {
            match self.indicators.iter_mut().find(|known| known.id == indicator.id) {
                Some(known) => known.baseline = indicator.baseline.or(known.baseline),
                None => self.indicators.push(indicator),
            }
        }
        for proposed in draft.directions {
            for measure in proposed.measures {
                self.propose(measure, &proposed.title, proposed.kind);
            }
        }
        Ok(())
    }

    fn propose(&mut self, measure: Measure, title: &str, kind: super::DirectionKind) {
        let mut known = self.directions.iter_mut().flat_map(|d| &mut d.measures);
        if let Some(known) = known.find(|known| known.id == measure.id) {
            let same = |one: &str, other: &str| login_digits(one) == login_digits(other);
            let new = |school: &String| !known.targets.schools.iter().any(|old| same(old, school));
            let schools: Vec<String> = measure.targets.schools.iter().filter(|s| new(s)).cloned().collect();
            known.targets.schools.extend(schools);
            known.targets.findings.extend(measure.targets.findings);
            for row in measure.per_school {
                if !known.per_school.iter().any(|old| same(&old.school, &row.school)) {
                    known.per_school.push(row);
                }
            }
            return;
        }
        match self.directions.iter_mut().find(|direction| direction.kind == kind) {
            Some(direction) => direction.measures.push(measure),
            None => self.directions.push(Direction {
                title: title.to_owned(),
                kind,
                measures: vec![measure],
                extra: Default::default(),
            }),
        }
    }
}

fn begin_anew(measure: &mut Measure, year: u16, calendar: &[Event]) {
    let done = measure.status == Status::Done || measure.done_on.is_some();
    measure.per_school.retain(|row| row.status != Status::Cancelled);
    let rows = measure.per_school.len();
    measure.per_school.retain(|row| row.status != Status::Done && row.done_on.is_none());
    let unfinished = if rows > 0 { !measure.per_school.is_empty() } else { !done };
    // What stands in every plan is not unfinished for recurring.
    let once = !measure.targets.schools.is_empty() || rows > 0 || measure.level == Level::School;
    if unfinished && once {
        measure.carried_from = measure.carried_from.or(Some(year));
        if rows > 0 {
            let left = |school: &String| measure.per_school.iter().any(|row| row.school == *school);
            measure.targets.schools.retain(left);
        }
    } else {
        measure.carried_from = None;
        measure.status = Status::Planned;
        measure.progress = None;
    }
    measure.done_on = None;
    measure.evidence.clear();
    measure.events.clear();
    measure.internal_assessment = None;
    for schedule in &mut measure.schedule {
        *schedule = match schedule.next_year() {
            Schedule::After { event, .. } if !calendar.iter().any(|e| e.id == event) => {
                Schedule::AssessmentCalendar { text: None, dates: Vec::new() }
            }
            later => later,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EXAMPLE, lint};
    use super::*;
    use crate::screening::{Policy, screen};
    use crate::simulate::{MunicipalityOptions, municipality};
    use jiff::civil::date;

    fn parsed<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_is_not_done_is_carried_over_and_what_will_be_other_is_blank() {
        let mut plan = Plan::from_json(EXAMPLE).unwrap();
        plan.calendar = parsed(r#"[{"id": "m5", "assessment": "VPR", "from": "2022-04-19"}]"#);
        plan.indicators = parsed(
            r#"[{"id": "share", "formula": "share_with_signs", "baseline": 20, "target": 10, "due": "2022-12-01", "series": [{"period": "2022", "value": 14.5}]}]"#,
        );
        plan.directions[0].measures[0].status = Status::Cancelled;
        plan.directions[0].measures[1].schedule = vec![
            Schedule::After { event: "m5".to_owned(), days: 3 },
            Schedule::Date { date: date(2022, 6, 1) },
        ];
        plan.directions[0].measures[1].done_on = Some(date(2022, 5, 1));
        let help = &mut plan.directions[1].measures[1];
        help.targets.schools = vec!["a".to_owned(), "b".to_owned()];
        help.per_school = parsed(r#"[{"school": "a", "status": "done"}, {"school": "b"}]"#);
        let next = plan.next_year(&[], None, Language::Russian).unwrap();
        assert_eq!((next.year, next.previous.as_ref().map(|p| p.year)), (2023, Some(2022)));
        assert_eq!(next.previous.unwrap().fingerprint, plan.fingerprint());
        assert!(next.decisions.is_empty() && next.documents.iter().all(|d| d.number.is_none()));
        assert_eq!(next.indicators[0].baseline, Some(14.5));
        assert_eq!(next.indicators[0].due, Some(date(2023, 12, 1)));
        let measures = &next.directions[0].measures;
        assert_eq!(measures.len(), 4, "what was given up is left out");
        let recurring = Schedule::AssessmentCalendar { text: None, dates: Vec::new() };
        assert_eq!(measures[0].schedule, [recurring, Schedule::Date { date: date(2023, 6, 1) }]);
        assert_eq!((measures[0].done_on, measures[0].carried_from), (None, None));
        let help = &next.directions[1].measures[1];
        assert_eq!((help.carried_from, &help.targets.schools), (Some(2022), &vec!["b".to_owned()]));
        let calendar: Vec<Event> = parsed(r#"[{"id": "m5", "assessment": "VPR", "from": "2023-04-19"}]"#);
        let next = plan.next_year(&calendar, None, Language::Russian).unwrap();
        assert_eq!(next.directions[0].measures[0].days(&next), Some((date(2023, 4, 19), date(2023, 6, 1))));
    }

    #[test]
    fn findings_of_the_new_year_take_the_place_of_old_ones() {
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let s = screen(&m.results, &Policy::calibrated_1(), &m.registry).unwrap();
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let next = plan.next_year(&[], Some(&s), Language::English).unwrap();
        let again = next.next_year(&[], Some(&s), Language::English).unwrap();
        for plan in [&next, &again] {
            let cited: Vec<&String> = plan.measures_only().flat_map(|m| &m.targets.findings).collect();
            assert!(s.findings().all(|finding| cited.contains(&&finding.id())));
        }
        let ids = |plan: &Plan| plan.measures_only().map(|m| m.id.clone()).collect::<Vec<String>>();
        assert_eq!(ids(&next), ids(&again));
        assert!(lint(&again).iter().all(|remark| remark.lack.code() != "no_effect_analysis"));
    }
}
