//! A plan without its schools, for publishing, and the part of one school.

use std::collections::{BTreeMap, BTreeSet};

use super::redact::Redaction;
use super::{
    Coordinator, HiddenFacts, HiddenTargets, Level, Measure, Organisation, Plan, PlanError, ResponseOutcome,
    Status,
};
use crate::data::{Registry, Unit, login_digits};
use crate::json::{self, Wrong};
use crate::language::Language;
use crate::screening::cited;

impl Plan {
    /// The plan for publishing: no school can be told from it.
    ///
    /// Schools, findings and rows of schools of a measure are counted
    /// ([`Measure::hidden`]), and so are visits, answers, checklists and coordinators of schools
    /// ([`Plan::hidden`]). In all texts, those of unknown fields too, `школа` or `school` stands in
    /// place of logins, of names of organisations that are schools (they have a login, or a
    /// coordinator of a school is theirs) and of their people, and of names in the registry. Names
    /// are found whatever their case, quotes and spaces; a name that neither the plan nor the
    /// registry has, such as «школа на Пушкина», stays.
    ///
    /// # Errors
    /// [`PlanError`] if what is left is no plan, which is not to be.
    pub fn without_schools(
        &self,
        registry: Option<&Registry>,
        language: Language,
    ) -> Result<Self, PlanError> {
        let mut names: BTreeSet<String> = self.schools().into_iter().map(str::to_owned).collect();
        for (login, school) in registry.into_iter().flat_map(Registry::schools) {
            names.extend([login.clone(), school.name.clone()]);
        }
        let mut plan = self.clone();
        names.extend(plan.drop_people(|_| true));
        plan.count_facts();
        for direction in &mut plan.directions {
            direction.measures.iter_mut().for_each(count_targets);
        }
        plan.redacted(names, language, true)
    }

    /// The part of the plan that concerns one school, with its own rows only: measures for it, and
    /// those of schools that name none; its visits, answers and checklists; documents, persons,
    /// indicators and criteria that these refer to. In texts `школа` or `school` stands in place of
    /// logins of other schools, and of names of organisations that are other schools.
    ///
    /// A login is known by its digits: `sch…` became `edu…` in 2022.
    ///
    /// # Errors
    /// [`PlanError::NoSchool`] for a login that nothing in the plan names.
    ///
    /// # Examples
    /// ```
    /// use obektiv::{Language, plan::{EXAMPLE, Plan}};
    /// let mut plan = Plan::from_json(EXAMPLE)?;
    /// plan.directions[1].measures[1].targets.schools = vec!["sch990001".into(), "sch990002".into()];
    /// let part = plan.for_school("edu990002", Language::Russian)?;
    /// assert_eq!(part.directions[0].measures[0].targets.schools, ["sch990002"]);
    /// # Ok::<(), obektiv::Error>(())
    /// ```
    pub fn for_school(&self, login: &str, language: Language) -> Result<Self, PlanError> {
        let is = |school: &str| login_digits(school) == login_digits(login);
        let all = self.schools();
        if !all.iter().any(|school| is(school)) {
            return Err(PlanError::NoSchool { school: login.to_owned() });
        }
        let mut names: BTreeSet<String> =
            all.into_iter().filter(|school| !is(school)).map(str::to_owned).collect();
        let mut plan = self.clone();
        names.extend(plan.drop_people(|login| !is(login)));
        plan.assignments.retain(|a| is(&a.school));
        plan.visits.retain(|v| is(&v.school));
        plan.responses.retain(|r| is(&r.school));
        plan.checklists.retain(|c| c.school.as_ref().is_none_or(|school| is(school)));
        for direction in &mut plan.directions {
            direction.measures.retain_mut(|measure| keep_own(measure, &is));
        }
        if plan.directions.iter().any(|direction| !direction.measures.is_empty()) {
            plan.directions.retain(|direction| !direction.measures.is_empty());
        }
        plan.keep_referred();
        plan.redacted(names, language, false)
    }

    /// The logins that stand in the plan as such: of those that measures are for, of visits,
    /// answers and checklists; each school once, by its digits.
    #[must_use]
    pub fn schools(&self) -> Vec<&str> {
        let measures = self.measures_only().flat_map(|measure| {
            let rows = measure.per_school.iter().map(|row| &row.school);
            measure.targets.schools.iter().chain(rows)
        });
        let facts = self.assignments.iter().map(|a| &a.school).chain(self.visits.iter().map(|v| &v.school));
        let answers = self.responses.iter().map(|r| &r.school);
        let lists = self.checklists.iter().filter_map(|c| c.school.as_ref());
        let mut all = BTreeMap::new();
        for school in measures.chain(facts).chain(answers).chain(lists) {
            all.entry(login_digits(school)).or_insert(school.as_str());
        }
        all.into_values().collect()
    }

    /// Leaves out coordinators of schools, organisations that are schools and their persons, where
    /// these schools are to go, and gives all their names.
    fn drop_people(&mut self, goes: impl Fn(&str) -> bool) -> Vec<String> {
        let of_schools = |c: &&Coordinator| c.level == Level::School;
        let ids: BTreeSet<&String> =
            self.coordinators.iter().filter(of_schools).filter_map(|c| c.organisation.as_ref()).collect();
        let login = |o: &Organisation| match (&o.login, ids.contains(&o.id)) {
            (None, false) => None,
            (login, _) => Some(login.clone().unwrap_or_else(|| o.id.clone())),
        };
        let schools = self.organisations.iter().filter(|o| login(o).is_some_and(|login| goes(&login)));
        let mut names: Vec<String> = schools.clone().map(|o| o.name.clone()).collect();
        let gone: BTreeSet<String> = schools.map(|o| o.id.clone()).collect();
        let is_gone = |id: &Option<String>| id.as_ref().is_some_and(|id| gone.contains(id));
        let leaves = |c: &Coordinator| {
            is_gone(&c.organisation) || (c.level == Level::School && c.organisation.is_none())
        };
        let (left, kept): (Vec<Coordinator>, _) =
            std::mem::take(&mut self.coordinators).into_iter().partition(leaves);
        self.coordinators = kept;
        names.extend(left.iter().flat_map(|c| [Some(c.name.clone()), c.deputy.clone()]).flatten());
        names.extend(gone.iter().cloned());
        let persons = self.persons.iter().filter(|p| is_gone(&p.organisation));
        names.extend(persons.flat_map(|p| [p.id.clone(), p.name.clone()]));
        self.organisations.retain(|o| !gone.contains(&o.id));
        self.persons.retain(|p| !is_gone(&p.organisation));
        let programmes = self.programmes.iter_mut().map(|p| &mut p.organisation);
        programmes.filter(|id| is_gone(id)).for_each(|id| *id = None);
        if !left.is_empty() {
            self.hidden.get_or_insert_default().coordinators += left.len() as u64;
        }
        names
    }

    /// Counts visits, answers and checklists of schools in place of them.
    fn count_facts(&mut self) {
        let mut hidden: HiddenFacts = self.hidden.take().unwrap_or_default();
        let count = |n: usize| n as u64;
        let outcome = |of| self.responses.iter().filter(|r| r.outcome == of).count();
        hidden.assignments += count(self.assignments.len());
        hidden.visits += count(self.visits.len());
        hidden.visits_with_violations +=
            count(self.visits.iter().filter(|v| !v.violations.is_empty()).count());
        hidden.responses += count(self.responses.len());
        hidden.explained += count(outcome(ResponseOutcome::Explained));
        hidden.confirmed += count(outcome(ResponseOutcome::Confirmed));
        hidden.checklists += count(self.checklists.iter().filter(|c| c.school.is_some()).count());
        self.assignments.clear();
        self.visits.clear();
        self.responses.clear();
        self.checklists.retain(|c| c.school.is_none());
        self.hidden = (hidden != HiddenFacts::default()).then_some(hidden);
    }

    /// Leaves out what nothing refers to any more.
    fn keep_referred(&mut self) {
        let measures: BTreeSet<String> = self.measures_only().map(|m| m.id.clone()).collect();
        self.effects.retain(|effect| effect.measures.iter().all(|id| measures.contains(id)));
        let of = |ids: fn(&Measure) -> &[String]| -> BTreeSet<String> {
            self.measures_only().flat_map(ids).cloned().collect()
        };
        let (indicators, criteria) = (of(|m| &m.indicators), of(|m| &m.criteria));
        self.indicators.retain(|i| indicators.contains(&i.id));
        self.criteria.retain(|c| criteria.contains(&c.id));
        for list in ["documents", "persons", "organisations"] {
            let mut plan = serde_json::to_value(&*self).unwrap_or_default();
            plan[list] = serde_json::Value::Null;
            let mut said = BTreeSet::new();
            texts(&plan, &mut said);
            match list {
                "documents" => self.documents.retain(|d| said.contains(d.id.as_str())),
                "persons" => self.persons.retain(|p| said.contains(p.id.as_str())),
                _ => self.organisations.retain(|o| said.contains(o.id.as_str())),
            }
        }
    }

    /// The plan with other words in place of these names, and checked.
    fn redacted(
        &self,
        names: impl IntoIterator<Item = String>,
        language: Language,
        all_logins: bool,
    ) -> Result<Self, PlanError> {
        let word = match language {
            Language::Russian => "школа",
            Language::English => "school",
        };
        // A login stands in texts with either prefix.
        let both = |name: String| match login_digits(&name) {
            digits if digits != name => vec![format!("sch{digits}"), format!("edu{digits}")],
            _ => vec![name],
        };
        let names = names.into_iter().flat_map(both);
        let mut plan = serde_json::to_value(self).unwrap_or_default();
        Redaction::new(names, word, all_logins).plan(&mut plan);
        let plan: Self =
            json::read_value(&plan).map_err(|Wrong { path, reason }| PlanError::Json { path, reason })?;
        plan.check()?;
        Ok(plan)
    }
}

/// Counts schools and findings of a measure in place of them.
fn count_targets(measure: &mut Measure) {
    let mut hidden: HiddenTargets = measure.hidden.take().unwrap_or_default();
    let rows = measure.per_school.iter().map(|row| row.school.as_str());
    let named = measure.targets.schools.iter().map(String::as_str).chain(rows);
    hidden.schools += named.map(login_digits).collect::<BTreeSet<&str>>().len() as u64;
    hidden.findings += measure.targets.findings.len() as u64;
    for row in &measure.per_school {
        *match row.status {
            Status::Planned => &mut hidden.planned,
            Status::InProgress => &mut hidden.in_progress,
            Status::Done => &mut hidden.done,
            Status::Cancelled => &mut hidden.cancelled,
        } += 1;
    }
    measure.targets.schools.clear();
    measure.targets.findings.clear();
    measure.per_school.clear();
    measure.hidden = (hidden != HiddenTargets::default()).then_some(hidden);
}

/// Whether a measure concerns a school; what it holds of others is left out.
fn keep_own(measure: &mut Measure, is: &impl Fn(&str) -> bool) -> bool {
    let for_all = measure.targets.schools.is_empty() && measure.per_school.is_empty();
    let of_schools =
        measure.level == Level::School || measure.duties.iter().any(|d| d.level == Level::School);
    measure.targets.schools.retain(|school| is(school));
    measure.per_school.retain(|row| is(&row.school));
    measure.targets.findings.retain(|id| match cited(id) {
        Some((_, Unit::School(school) | Unit::Class { school, .. })) => is(&school),
        _ => false,
    });
    let own = !measure.targets.schools.is_empty() || !measure.per_school.is_empty();
    own || (for_all && of_schools)
}

fn texts<'a>(value: &'a serde_json::Value, said: &mut BTreeSet<&'a str>) {
    use serde_json::Value;
    match value {
        Value::String(text) => _ = said.insert(text),
        Value::Array(list) => list.iter().for_each(|one| texts(one, said)),
        Value::Object(fields) => fields.values().for_each(|one| texts(one, said)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn road_map() -> Plan {
        let mut plan = Plan::from_json(include_str!("../../../tests/fixtures/plan-road-map.json")).unwrap();
        plan.documents[2].id = "act-sch990001".to_owned();
        plan.directions[0].measures[0].per_school[0].evidence = vec!["act-sch990001".to_owned()];
        plan
    }

    fn language() -> Language {
        Language::Russian
    }

    #[test]
    fn a_plan_for_publishing_names_no_school_and_counts_them() {
        let plan = road_map().without_schools(None, language()).unwrap();
        let json = plan.to_json();
        for name in ["990001", "990012", "990014", "990099", "Школа № 1", "Организатор", "one@example"]
        {
            assert!(!json.contains(name), "{name}: {json}");
        }
        let measure = &plan.directions[0].measures[0];
        let hidden = measure.hidden.as_ref().unwrap();
        assert_eq!((hidden.schools, hidden.findings), (3, 2));
        assert_eq!((hidden.done, hidden.in_progress, hidden.planned), (1, 1, 1));
        assert_eq!(measure.specifics, ["Школа школа и школа передают работы первыми."]);
        let facts = plan.hidden.as_ref().unwrap();
        assert_eq!((facts.visits, facts.visits_with_violations, facts.assignments), (2, 1, 2));
        assert_eq!((facts.responses, facts.explained, facts.coordinators, facts.checklists), (1, 1, 1, 1));
        assert_eq!(plan.without_schools(None, language()).unwrap(), plan);
    }

    #[test]
    fn names_of_the_registry_go_too() {
        let school = crate::data::School { name: "Лицей «Заря»".to_owned(), ..Default::default() };
        let registry = Registry::new([("s7".to_owned(), school)]).unwrap();
        let mut plan = Plan::from_json(super::super::EXAMPLE).unwrap();
        plan.directions[0].measures[0].specifics = vec!["лицей \"Заря\", s7".to_owned()];
        let plan = plan.without_schools(Some(&registry), Language::English).unwrap();
        assert_eq!(plan.directions[0].measures[0].specifics, ["school, school"]);
        assert_eq!((plan.hidden, &plan.directions[0].measures[0].hidden), (None, &None));
    }

    #[test]
    fn a_school_gets_its_own_rows_only() {
        let plan = road_map();
        let part = plan.for_school("edu990012", language()).unwrap();
        let json = part.to_json();
        for name in ["990001", "990014", "990099", "Школа № 1", "act-"] {
            assert!(!json.contains(name), "{name}: {json}");
        }
        let ids: Vec<&str> = part.measures_only().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["recheck", "talk"]);
        let recheck = &part.directions[0].measures[0];
        assert_eq!(
            (recheck.per_school.len(), &recheck.targets.schools[..]),
            (1, &["sch990012".to_owned()][..])
        );
        assert_eq!(recheck.targets.findings.len(), 1);
        assert_eq!((part.assignments.len(), part.visits.len(), part.responses.len()), (1, 0, 1));
        assert_eq!((part.checklists.len(), part.effects.len()), (1, 0));
        // The first school keeps its own coordinator and act.
        let first = plan.for_school("sch990001", language()).unwrap();
        assert_eq!((first.coordinators.len(), first.visits.len()), (3, 1));
        assert!(first.documents.iter().any(|d| d.id == "act-sch990001"));
        let error = plan.for_school("sch123456", language()).unwrap_err();
        assert_eq!(
            (error.code(), error.to_string().as_str()),
            ("plan.no_school", "no school \"sch123456\" in this plan")
        );
    }
}
