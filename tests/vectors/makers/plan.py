"""Plans: what they lack, what they cannot be."""

import json

from .shared import BY_HAND, ROOT, Vectors


def complete_plan():
    """A plan that lacks nothing."""
    day = {"kind": "date", "date": "2023-05-01"}
    helped = {"schools": ["edu990001"], "findings": ["2022:heaping.three_bin:school:edu990001"]}
    indicator = {"formula": "share_with_signs", "baseline": 12.5, "target": 8.0, "due": "2023-05-01"}

    def measure(name, kind, **more):
        return {
            "id": name,
            "text": f"Do {name}",
            "kind": kind,
            "level": "municipality",
            "responsible": "The department",
            "schedule": day,
            "indicators": [indicator],
            "documents": ["d1"],
        } | more

    return {
        "version": 1, "title": "Measures", "territory": "Town", "year": 2022,
        "approval": {"body": "The department", "document": "order", "number": "17", "date": "2022-09-01"},
        "documents": [{"id": "d1", "kind": "order", "issuer": "The department", "number": "18", "date": "2022-09-02"},
                      {"id": "d2", "kind": "minutes", "issuer": "The council", "number": "3", "date": "2022-03-25"}],
        "criteria": [{"id": "c1", "text": "A criterion"}],
        "directions": [
            {"title": "Procedure", "kind": "procedure", "measures": [
                measure("observers", "observers", criteria=["c1"], evidence=["d2"]),
                measure("help", "targeted_help", level="school", targets=helped)]},
            {"title": "Attitude", "kind": "attitude", "measures": [
                measure("seminars", "attitude"),
                measure("effect", "effect_analysis",
                        schedule={"kind": "period", "from": "2023-05-01", "to": "2023-05-01"})]},
        ],
    }


FIRST = "directions[0].measures[0]"
WORDING = {
    code: json.loads((ROOT / f"core/data/wording.{code}.json").read_text(encoding="utf-8"))["lint"]
    for code in ("ru", "en")
}


def changed(change):
    plan = complete_plan()
    change(plan)
    return plan


def lint(name, change, *remarks, languages=("en",)):
    """A case in each language: what is said of a plan after a change, (path, code) each."""
    for language in languages:
        said = [[path, code, WORDING[language][code]] for path, code in remarks]
        yield {"name": f"{name}, {language}", "input": {"plan": changed(change)}, "options": {"language": language},
               "expect": {"remarks": said}}


def refused(name, change, code, path):
    return {"name": name, "input": {"plan": changed(change)}, "options": {}, "error": f"plan.{code}", "path": path}


def measure(plan, of=0):
    return plan["directions"][0]["measures"][of]


def without(name):
    return lambda plan: measure(plan).pop(name)


def with_first(**fields):
    return lambda plan: measure(plan).update(fields)


def bare(plan):
    del plan["approval"], plan["documents"][0]["number"]
    plan["directions"] = [{"title": "All", "kind": "other", "measures": [
        {"id": "a", "text": "Help", "kind": "targeted_help", "level": "school"},
        {"id": "b", "text": "Meet", "kind": "other", "level": "region", "schedule": {"kind": "academic_year"}}]}]


def lacks_of_measures():
    return [
        *lint("nothing is lacking", lambda plan: None),
        *lint("fields of a later version are no lack", lambda plan: plan.update(budget=12)),
        *lint("nobody answers", without("responsible"), (FIRST, "no_responsible")),
        *lint("a blank name answers", with_first(responsible="  "), (FIRST, "no_responsible")),
        *lint("no time", without("schedule"), (FIRST, "no_schedule")),
        *lint("every academic year, no days", with_first(schedule={"kind": "academic_year"}),
              (FIRST, "recurring_without_dates")),
        *lint("as the calendar says, no days",
              with_first(schedule={"kind": "assessment_calendar", "text": "by the calendar"}),
             (FIRST, "recurring_without_dates")),
        *lint("every academic year, with the days",
              with_first(schedule={"kind": "academic_year", "dates": ["2023-01-10"]})),
        *lint("no indicator", without("indicators"), (FIRST, "not_measurable")),
        *lint("an indicator without a baseline",
              with_first(indicators=[{"formula": "x", "target": 1, "due": "2023-05-01"}]),
             ("indicators[0]", "unknown_formula"), (FIRST, "not_measurable")),
    ]


def lacks_of_plans():
    return [
        *lint("a document without a number", lambda plan: plan["documents"][1].pop("number"),
             ("documents[1]", "document_without_number_or_date")),
        *lint("a document without a date", lambda plan: plan["documents"][0].pop("date"),
             ("documents[0]", "document_without_number_or_date")),
        *lint("help for nobody", lambda plan: measure(plan, 1).pop("targets"),
              ("directions[0].measures[1]", "no_targets")),
        *lint("help for a finding",
              lambda plan: measure(plan, 1).update(targets={"findings": ["2021:heaping.three_bin:school:edu1"]})),
        *lint("a re-check of nothing", with_first(kind="recheck"), (FIRST, "no_targets")),
        *lint("no work on attitudes", lambda plan: plan["directions"][1].update(kind="other"),
              ("directions", "no_attitude_direction")),
        *lint("no analysis of the effect", lambda plan: plan["directions"][1]["measures"][1].update(kind="analysis"),
             ("directions", "no_effect_analysis")),
        *lint("nobody approved", lambda plan: plan.pop("approval"), ("decisions", "no_approval")),
        *lint("approved without a number", lambda plan: plan["approval"].pop("number"), ("decisions", "no_approval")),
        *lint("much is lacking, in the order of the plan", bare,
             ("decisions", "no_approval"), ("documents[0]", "document_without_number_or_date"),
             (FIRST, "no_responsible"), (FIRST, "no_schedule"), (FIRST, "not_measurable"), (FIRST, "no_targets"),
             ("directions[0].measures[1]", "no_responsible"), ("directions[0].measures[1]", "recurring_without_dates"),
             ("directions[0].measures[1]", "not_measurable"),
             ("directions", "no_attitude_direction"), ("directions", "no_effect_analysis"), languages=("ru", "en")),
    ]


def refusals_of_meaning():
    return [
        refused("a document that is not there", with_first(documents=["d1", "d9"]), "dangling_id",
                f"{FIRST}.documents[1]"),
        refused("evidence that is not there", with_first(evidence=["d9"]), "dangling_id", f"{FIRST}.evidence[0]"),
        refused("a criterion that is not there", with_first(criteria=["d1"]), "dangling_id", f"{FIRST}.criteria[0]"),
        refused("two measures of one id", lambda plan: measure(plan, 1).update(id="observers"), "duplicate_id",
                "directions[0].measures[1].id"),
        refused("a measure with the id of one in another direction",
                lambda plan: plan["directions"][1]["measures"][0].update(id="help"),
                "duplicate_id", "directions[1].measures[0].id"),
        refused("two documents of one id", lambda plan: plan["documents"][1].update(id="d1"), "duplicate_id",
                "documents[1].id"),
        refused("a blank id", with_first(id=" "), "empty", f"{FIRST}.id"),
        refused("a period that ends before it begins",
                with_first(schedule={"kind": "period", "from": "2022-05-02", "to": "2022-05-01"}),
                "date_order", f"{FIRST}.schedule[0]"),
        refused("a year that is none", lambda plan: plan.update(year=0), "out_of_range", "year"),
        refused("a chance above 1", lambda plan: plan.update(assignments=[{"school": "edu990001", "probability": 1.5}]),
                "out_of_range", "assignments[0].probability"),
        refused("a chance of 0", lambda plan: plan.update(assignments=[{"school": "edu990001", "probability": 0}]),
                "out_of_range", "assignments[0].probability"),
        refused("a visit to no school", lambda plan: plan.update(visits=[{"school": " ", "date": "2022-04-01", "stage": "marking"}]),
                "empty", "visits[0].school"),
        refused("a visit to a grade that is none",
                lambda plan: plan.update(visits=[{"school": "edu990001", "date": "2022-04-01", "stage": "marking", "grade": 99}]),
                "out_of_range", "visits[0].grade"),
        refused("a reserve day before the day", lambda plan: plan.update(
                    calendar=[{"id": "w", "assessment": "maths", "from": "2023-04-05", "reserve": ["2023-04-01"]}]),
                "date_order", "calendar[0].reserve[0]"),
        refused("a time beyond any calendar", lambda plan: plan.update(
                    version=2, calendar=[{"id": "w", "assessment": "maths", "from": "2023-04-05"}],
                    directions=[{"title": "Procedure", "kind": "procedure", "measures": [
                        {"id": "late", "text": "Late", "kind": "observers", "level": "municipality",
                         "schedule": [{"kind": "after", "event": "w", "days": 2147483647}]}]}]),
                "out_of_range", f"{FIRST}.schedule[0].days"),
        refused("an effect whose limits are out of order", lambda plan: plan.update(
                    effects=[{"id": "e", "measures": ["help"], "method": "ancova", "outcome": "share", "estimate": 1, "lower": 3, "upper": 1}]),
                "out_of_range", "effects[0].upper"),
        refused("no directions", lambda plan: plan.update(directions=[]), "empty", "directions"),
        refused("another version", lambda plan: plan.update(version=0), "version", "version"),
    ]


def refusals_of_shape():
    return [
        refused("a year as text", lambda plan: plan.update(year="2022"), "json", "year"),
        refused("a year that no calendar has", lambda plan: plan.update(year=-1), "json", "year"),
        refused("a title as a number", lambda plan: plan.update(title=7), "json", "title"),
        refused("measures as text", lambda plan: plan["directions"][0].update(measures="all"), "json",
                "directions[0].measures"),
        refused("a level that is none", with_first(level="galaxy"), "json", f"{FIRST}.level"),
        refused("a status that is none", with_first(status="soon"), "json", f"{FIRST}.status"),
        refused("a day that no month has", with_first(schedule={"kind": "date", "date": "2022-02-30"}), "json",
                f"{FIRST}.schedule[0]"),
        refused("a time of an unknown kind", with_first(schedule={"kind": "weekly"}), "json",
                f"{FIRST}.schedule[0].kind"),
        refused("a baseline as text", with_first(indicators=[{"formula": "x", "baseline": "12"}]), "json",
                "indicators[0].baseline"),
        refused("a measure without its text", without("text"), "json", FIRST),
        refused("a plan without its title", lambda plan: plan.pop("title"), "json", "."),
    ]


def lint_cases():
    return lacks_of_measures() + lacks_of_plans() + refusals_of_meaning() + refusals_of_shape()


VECTORS = [
    Vectors("plan.lint", lint_cases, how=BY_HAND),
]
