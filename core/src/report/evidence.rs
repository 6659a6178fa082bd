//! What the evidence layer says of the territory, for the page.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Page, ReportError, wording::render};
use crate::evidence::{Calibrated, Evidence, Interval};
use crate::screening::Agreement;
use crate::sorted::filled;

impl Page<'_> {
    /// What the layer says of the school of the page, beside what, and what is large in itself;
    /// nothing without the layer.
    pub(super) fn evidence(&self) -> Result<Option<Value>, ReportError> {
        let Some(evidence) = self.screening.evidence() else { return Ok(None) };
        Ok(Some(json!({
            "title": self.words.text(&["evidence", "title"]),
            "lines": [self.compared(evidence)?],
            "outcome": self.outcome(),
            "alike": self.words.text(&["evidence", "alike"]),
            "none_found": self.words.text(&["evidence", "none_found"]),
            "left_out": self.left_out(evidence)?,
            "extreme_title": self.words.text(&["evidence", "extreme_title"]),
            "extreme_note": self.words.text(&["evidence", "extreme_note"]),
            "extreme": self.extreme(evidence),
        })))
    }

    /// What schools were compared with.
    pub(super) fn compared(&self, evidence: &Evidence) -> Result<String, ReportError> {
        let (territory, alone) = (&evidence.territory, evidence.options.alone);
        let part = match territory.own_reference {
            true if (territory.schools as usize) < alone => "own_few",
            true => "own",
            false => "given",
        };
        let (name, schools) = match territory.own_reference {
            true => ("", territory.schools),
            false => evidence.beside.as_ref().map_or(("", 0), |b| (b.name.as_str(), b.schools)),
        };
        let facts = json!({ "schools": schools, "alone": alone, "name": name });
        let mut text = render(self.words.text(&["evidence", part]), &facts)?;
        if name == "simulated" {
            text = format!("{text} {}", self.words.text(&["evidence", "simulated"]));
        }
        Ok(text)
    }

    pub(super) fn whole(&self, evidence: &Evidence) -> Result<Vec<String>, ReportError> {
        let territory = &evidence.territory;
        let mut lines = Vec::new();
        if let Some(shift) = territory.shift.filter(|_| !territory.own_reference) {
            let facts = json!({ "shift": self.words.number(100.0 * shift, 0) });
            lines.push(render(self.words.text(&["evidence", "shift"]), &facts)?);
        }
        let said = |part: &str, interval: Interval, decimals: usize| {
            let number = |value: f64| self.words.number(value.max(0.0), decimals);
            let (value, lower, upper) =
                (number(interval.value), number(interval.lower), number(interval.upper));
            let facts = json!({ "value": value, "lower": lower, "upper": upper });
            render(self.words.text(&["evidence", part]), &facts)
        };
        if let Some(raised) = territory.raised {
            lines.push(said("raised", raised, 0)?);
        }
        if let Some(raised) = territory.raised_absolute {
            let facts = json!({ "value": self.words.number(raised, 0) });
            lines.push(render(self.words.text(&["evidence", "raised_absolute"]), &facts)?);
        }
        lines.extend(self.calibration(evidence)?);
        lines.extend(self.other_views()?);
        Ok(lines)
    }

    /// What the highest posteriors were compared with.
    fn calibration(&self, evidence: &Evidence) -> Result<Option<String>, ReportError> {
        let calibration = &evidence.calibration;
        let part = match calibration.by {
            Calibrated::Uncalibrated => return Ok(None),
            Calibrated::Halves => "by_halves",
            Calibrated::Observers => "on_observers",
        };
        let Some(highest) = calibration.rows.iter().rev().find(|row| row.schools > 0) else {
            return Ok(None);
        };
        let facts = json!({
            "from": self.words.number(100.0 * highest.from, 0),
            "schools": highest.schools,
            "seen": self.words.number(100.0 * highest.seen.value, 0),
            "both": calibration.halves.as_ref().map(|halves| halves.both),
            "expected": calibration.halves.as_ref().map(|halves| self.words.number(halves.expected, 1)),
        });
        render(self.words.text(&["evidence", part]), &facts).map(Some)
    }

    /// The official view beside ours.
    fn other_views(&self) -> Result<Vec<String>, ReportError> {
        let said = |of: &Agreement| {
            let facts = json!({
                "view": self.words.text(&["evidence", "views", &of.view]),
                "theirs": of.both + of.theirs,
                "schools": of.both + of.ours + of.theirs + of.neither,
                "found": of.both + of.ours,
                "both": of.both,
                "kappa": self.words.number(of.kappa, 2),
            });
            render(self.words.text(&["evidence", "agreement"]), &facts)
        };
        self.screening.agreement().iter().map(said).collect()
    }

    /// What is said of the school of the page.
    fn outcome(&self) -> Option<Value> {
        let outcome = self.schools.values().next()?.outcome();
        Some(json!({
            "name": self.words.text(&["evidence", "outcomes", outcome.name()]),
            "what": self.words.text(&["evidence", "outcome_what", outcome.name()]),
        }))
    }

    pub(super) fn left_out(&self, evidence: &Evidence) -> Result<Option<String>, ReportError> {
        let of = |left: &crate::evidence::LeftOut| {
            format!(
                "{} ({})",
                self.words.text(&["evidence", "channels", left.channel.name()]),
                self.words.text(&["evidence", "reasons", left.reason.name()])
            )
        };
        let what: BTreeSet<String> = filled(evidence.left_out.iter().map(of));
        if what.is_empty() {
            return Ok(None);
        }
        let what = what.into_iter().collect::<Vec<String>>().join(", ");
        render(self.words.text(&["evidence", "left_out"]), &json!({ "what": what })).map(Some)
    }

    /// Classes that are large in themselves, of the schools of the page.
    pub(super) fn extreme(&self, evidence: &Evidence) -> Vec<Value> {
        let mut rows = Vec::new();
        for (class, work) in evidence.extreme().filter(|(c, _)| self.schools.contains_key(c.school.as_str()))
        {
            let assessment = self.screening.works.iter().find(|w| w.assessment().key() == work.work);
            rows.push(json!({
                "school": self.screening.registry.name(&class.school),
                "class": super::class_name(&class.class, Some(class.grade)),
                "work": assessment.map(|w| self.work_name(w.assessment())),
                "n": work.pupils,
                "shared": self.words.percent(work.shared.unwrap_or(f64::NAN).min(1.0)),
            }));
        }
        rows
    }
}
