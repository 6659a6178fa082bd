//! How many schools have signs, and how that changed: indicators 1 to 3.

use std::collections::BTreeSet;

use super::super::{Better, PlanError};
use super::year::Year;
use super::{Computed, Indicators, Report};
use crate::data::Fingerprint;
use crate::sorted::{Sorted, filled};

const OF_ONE_YEAR: [&str; 3] = ["share_with_signs", "objectivity_index", "markers_per_school"];
const OF_TWO_YEARS: [&str; 2] = ["relapse_share", "new_share"];

impl Report<'_> {
    pub(super) fn signs(&self, found: &mut Indicators) -> Result<(), PlanError> {
        let expected = self.inputs.expected_relapse;
        if expected.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(PlanError::parameter("expected_relapse", "a share from 0 to 1"));
        }
        let years = self.years()?;
        let Some((now, before)) = years.split_last() else {
            for formula in OF_ONE_YEAR.iter().chain(&OF_TWO_YEARS).chain(&["listed_three_years"]) {
                found.leave_out(formula, "screening is not given");
            }
            return Ok(());
        };
        self.one_year(now, found);
        match before.last() {
            Some(last) => self.two_years(now, last, found),
            None => OF_TWO_YEARS.iter().for_each(|f| found.leave_out(f, "before has no year before this")),
        }
        match before {
            [.., first, last] => self.three_years(now, last, first, found),
            _ => found.leave_out("listed_three_years", "before has not two years before this"),
        }
        Ok(())
    }

    /// This year and those before it, the latest last; by the works of all, if that is asked for.
    fn years(&self) -> Result<Vec<Year<'_>>, PlanError> {
        let inputs = self.inputs;
        let Some(screening) = inputs.screening else { return Ok(Vec::new()) };
        let mut all = Year::of(screening, inputs.view, "screening")?;
        let Some(now) = all.pop() else { return Ok(Vec::new()) };
        // A list of this year may hold the years before it.
        let mut sources: Vec<(String, Vec<Year<'_>>)> = vec![("screening".to_owned(), all)];
        for (place, source) in inputs.before.iter().enumerate() {
            let path = format!("before[{place}]");
            let mut earlier = Year::of(*source, inputs.view, &path)?;
            earlier.retain(|year| year.year < now.year);
            if earlier.is_empty() {
                let expected = format!("a year before {}", now.year);
                return Err(PlanError::parameter(&path, &expected));
            }
            sources.push((path, earlier));
        }
        let mut by_year: Sorted<u16, (String, Year<'_>)> = Sorted::new();
        for (path, years) in sources {
            for year in years {
                if by_year.get(&year.year).is_some() {
                    return Err(PlanError::parameter(&path, "each year once"));
                }
                by_year.entry(year.year, || (path.clone(), year));
            }
        }
        let mut years: Vec<(String, Year<'_>)> = by_year.into_iter().map(|(_, year)| year).collect();
        for (path, year) in &years {
            now.comparable(year, path, inputs.common_works)?;
        }
        years.push(("screening".to_owned(), now));
        if !inputs.common_works {
            return Ok(years.into_iter().map(|(_, year)| year).collect());
        }
        let of_all =
            |work: &&String| years.iter().all(|(_, y)| y.works.is_empty() || y.works.contains(*work));
        let common: BTreeSet<String> =
            filled(years.last().into_iter().flat_map(|(_, now)| now.works.iter().filter(of_all).cloned()));
        if common.is_empty() && years.iter().any(|(_, year)| !year.works.is_empty()) {
            return Err(PlanError::parameter("common_works", "years that have a work in common"));
        }
        years.iter().map(|(path, year)| year.by_works(&common, path)).collect()
    }

    /// A value over schools of a year.
    fn of_year(&self, year: &Year<'_>, value: Computed) -> Computed {
        let value = Computed {
            period: year.period.clone(),
            policy: year.policy.clone(),
            works: year.works.iter().cloned().collect(),
            source: year.source.clone(),
            ..value
        };
        match self.inputs.superpopulation && value.unit == "%" {
            true => value.of_a_superpopulation(),
            false => value,
        }
    }

    /// A value over schools of several years.
    fn of_years(&self, now: &Year<'_>, before: &[&Year<'_>], value: Computed) -> Computed {
        let mut source = Fingerprint::new();
        for year in before.iter().chain(&[now]) {
            source.eat(year.source.as_bytes());
        }
        Computed { source: source.text(), ..self.of_year(now, value) }
    }

    fn one_year(&self, now: &Year<'_>, found: &mut Indicators) {
        let denominator = self.inputs.denominator;
        let better = |direction, value| Computed { direction: Some(direction), ..value };
        match now.schools_of(denominator) {
            Ok(schools) if !schools.is_empty() => {
                let marked = now.signs.keys().filter(|school| schools.contains(*school)).count() as u64;
                let share = self.share("share_with_signs", marked, schools.len() as u64);
                let share = Computed { of: denominator.name().to_owned(), ..share };
                found.values.push(self.of_year(now, better(Better::Lower, share)));
                let outside = now.signs.len() as u64 - marked;
                let outside = self.beside("signs_outside_denominator", "schools", outside);
                let outside = Computed { of: denominator.name().to_owned(), ..outside };
                found.values.push(self.of_year(now, outside));
            }
            Ok(_) => found.leave_out("share_with_signs", "no school is in the denominator"),
            Err(reason) => found.leave_out("share_with_signs", reason),
        }
        match &now.took_part {
            Some(all) => {
                let without = all.len() as u64 - now.signs.len() as u64;
                let index = self.share("objectivity_index", without, all.len() as u64);
                found.values.push(self.of_year(now, better(Better::Higher, index)));
            }
            None => found.leave_out("objectivity_index", "the list does not say who took part"),
        }
        match now.signs.len() {
            0 => found.leave_out("markers_per_school", "no school has signs"),
            schools => {
                let signs = now.signs.values().sum::<u64>() as f64;
                let mean = Computed {
                    numerator: signs,
                    denominator: schools as f64,
                    value: signs / schools as f64,
                    ..self.value("markers_per_school", "signs")
                };
                found.values.push(self.of_year(now, better(Better::Lower, mean)));
            }
        }
    }

    fn two_years(&self, now: &Year<'_>, last: &Year<'_>, found: &mut Indicators) {
        const NO_PARTICIPANTS: &str = "the list does not say who took part";
        let Some(here) = &now.took_part else {
            OF_TWO_YEARS.iter().for_each(|formula| found.leave_out(formula, NO_PARTICIPANTS));
            return;
        };
        let again = |school: &&String| now.signs.contains_key(*school);
        let mut add = |formula, name: &str, schools: &[&String]| match schools.len() as u64 {
            0 => found.leave_out(formula, name),
            all => {
                let marked = schools.iter().copied().filter(again).count() as u64;
                let share = self.share(formula, marked, all);
                let expected = self.inputs.expected_relapse.filter(|_| formula == "relapse_share");
                let expected = expected.map_or(f64::NAN, |share| 100.0 * share);
                let share = Computed { expected, direction: Some(Better::Lower), ..share };
                found.values.push(self.of_years(now, &[last], share));
            }
        };
        let stayed: Vec<&String> = last.signs.keys().filter(|school| here.contains(*school)).collect();
        add("relapse_share", "no school with signs last year took part", &stayed);
        let before = match &last.took_part {
            Some(there) => {
                let clear = there.iter().filter(|s| here.contains(*s) && !last.signs.contains_key(*s));
                let clear: Vec<&String> = clear.collect();
                add("new_share", "no school of both years was without signs last year", &clear);
                let new = here.iter().filter(|school| !there.contains(*school)).count() as u64;
                let new = self.beside("schools_new", "schools", new);
                found.values.push(self.of_years(now, &[last], new));
                there.iter().collect::<Vec<&String>>()
            }
            None => {
                found.leave_out("new_share", NO_PARTICIPANTS);
                last.signs.keys().collect()
            }
        };
        let gone = before.iter().filter(|school| !here.contains(**school)).count() as u64;
        let of = if last.took_part.is_some() { "" } else { "with_signs" };
        let gone = Computed { of: of.to_owned(), ..self.beside("schools_gone", "schools", gone) };
        found.values.push(self.of_years(now, &[last], gone));
    }

    fn three_years(&self, now: &Year<'_>, last: &Year<'_>, first: &Year<'_>, found: &mut Indicators) {
        const FORMULA: &str = "listed_three_years";
        let (Some(a), Some(b), Some(c)) = (&now.took_part, &last.took_part, &first.took_part) else {
            found.leave_out(FORMULA, "the list does not say who took part");
            return;
        };
        let all: Vec<&String> = a.iter().filter(|s| b.contains(*s) && c.contains(*s)).collect();
        let marked = |school: &&&String| [now, last, first].iter().all(|y| y.signs.contains_key(**school));
        match all.len() as u64 {
            0 => found.leave_out(FORMULA, "no school took part in all three years"),
            schools => {
                let share = self.share(FORMULA, all.iter().filter(marked).count() as u64, schools);
                let share = Computed { direction: Some(Better::Lower), ..share };
                found.values.push(self.of_years(now, &[first, last], share));
            }
        }
    }
}
