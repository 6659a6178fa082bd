//! Page one in five sentences.

use serde_json::{Value, json};

use super::Region;
use crate::evidence::Outcome;
use crate::report::{ReportError, wording::render};

impl Region<'_> {
    /// A fact in bold and what belongs to it, for each sentence.
    pub(super) fn sentences(&self) -> Result<Vec<Value>, ReportError> {
        let mut all = vec![self.found_sentence()?];
        all.extend(self.raised_sentence()?);
        all.push(self.judged_sentence()?);
        all.push(json!({
            "fact": self.page.compared(self.evidence)?,
            "rest": format!(" {}", self.words.text(&["evidence", "alike"])),
        }));
        all.push(self.sentence("next", &json!({ "found": self.found().count() }))?);
        Ok(all)
    }

    /// How many are found, and how many of them by chance: Σ(1 − P).
    fn found_sentence(&self) -> Result<Value, ReportError> {
        let found = self.found().count() as u64;
        if found == 0 {
            let schools = self.words.counted("of_schools", self.schools.len() as u64);
            return self.sentence("none", &json!({ "schools": schools }));
        }
        let chance: f64 = self.found().map(|school| 1.0 - school.posterior).sum();
        let facts = json!({
            "found": self.words.counted("of_schools", found),
            "schools": self.words.count(self.schools.len() as u64),
            "share": self.words.percent(found as f64 / self.schools.len() as f64),
            "chance": if chance < 1.0 { None } else { Some(self.words.number(chance, 0)) },
        });
        self.sentence("found", &facts)
    }

    fn raised_sentence(&self) -> Result<Option<Value>, ReportError> {
        let Some(raised) = self.raised else { return Ok(None) };
        let papers = self.papers() as f64;
        #[allow(clippy::cast_sign_loss, reason = "clamped to 0 and above")]
        let value = raised.value.max(0.0).round() as u64;
        let share = |value: f64| self.words.percent(value.max(0.0) / papers);
        let facts = json!({
            // A language puts its noun after one of the two numbers.
            "raised": self.words.count(value),
            "papers": self.words.count(self.papers()),
            "raised_papers": self.words.counted("papers", value),
            "all_papers": self.words.counted("papers", self.papers()),
            "share": share(raised.value),
            "lower": share(raised.lower),
            "upper": share(raised.upper),
        });
        let part = if self.evidence.territory.own_reference { "raised_own" } else { "raised" };
        self.sentence(part, &facts).map(Some)
    }

    fn judged_sentence(&self) -> Result<Value, ReportError> {
        let (schools, papers) = (self.schools.len() as f64, self.papers() as f64);
        let silent = self.with(Outcome::NotJudged).count() as u64;
        let theirs: u64 = self.with(Outcome::NotJudged).map(|school| self.papers_of(school)).sum();
        let facts = json!({
            "every": silent == 0,
            "schools": self.words.counted("in_schools", silent),
            "share": self.words.number(100.0 * silent as f64 / schools, 0),
            "papers": self.words.number(100.0 * theirs as f64 / papers, 0),
            "cleared": self.words.count(self.with(Outcome::Cleared).count() as u64),
            "undecided": self.words.count(self.with(Outcome::Undecided).count() as u64),
        });
        self.sentence("judged", &facts)
    }

    fn sentence(&self, part: &str, facts: &Value) -> Result<Value, ReportError> {
        let of = |half: &str| render(self.words.text(&["region", "sentences", part, half]), facts);
        let rest = of("rest")?;
        let space = if rest.starts_with(['.', ':']) { "" } else { " " };
        Ok(json!({ "fact": of("fact")?, "rest": format!("{space}{rest}") }))
    }

    pub(super) fn subtitle(&self) -> Result<String, ReportError> {
        let works = &self.page.screening.works;
        let grades = || works.iter().map(|work| work.assessment().test_grade);
        let mut subjects: Vec<&str> = Vec::new();
        for work in works {
            let name = self.words.text(&["subjects", &work.assessment().subject]);
            if !subjects.contains(&name) {
                subjects.push(name);
            }
        }
        let mut places: Vec<&str> = self.schools.iter().map(|school| school.municipality.as_str()).collect();
        places.sort_unstable();
        places.dedup();
        let facts = json!({
            "subjects": subjects.join(", "),
            "first": grades().min(),
            "last": grades().max(),
            "schools": self.words.counted("schools", self.schools.len() as u64),
            "municipalities": (places.len() > 1)
                .then(|| self.words.counted("municipalities", places.len() as u64)),
            "papers": self.words.counted("papers", self.papers()),
        });
        render(self.text("subtitle"), &facts)
    }
}
