"""The vectors in tests/vectors, which Rust, Python and JavaScript all run.

A file fails if it names a statistic that is not known here, and the run fails if there is no case.
"""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import obektiv as ob
from conftest import ROOT
from obektiv._obektiv import functions

FILES = sorted((ROOT / "tests/vectors").glob("*.json"))


def assessment(fields: dict[str, Any]) -> ob.Assessment:
    return ob.Assessment(**fields)


def results(r: dict[str, Any]) -> ob.Results:
    labels = ("school", "class_id", "variant", "journal_mark", "municipality")
    return ob.Results(assessment(r["assessment"]), r["scores"], **{name: r[name] for name in labels if name in r})


def of_groups(name: str) -> Callable[[dict[str, Any], dict[str, Any]], Any]:
    """A function of results, in the order in which the file gives them."""
    return lambda given, options: function(name)(*(results(r) for r in given.values()), **options)


def of_values(name: str, only: str | None = None) -> Callable[[dict[str, Any], dict[str, Any]], Any]:
    """A function of plain arguments; null is NaN in lists. One array is given the name it has in the file."""

    def call(given: dict[str, Any], options: dict[str, Any]) -> Any:
        lists = {k: [math.nan if x is None else x for x in v] for k, v in given.items() if isinstance(v, list)}
        result = function(name)(**given | lists, **options)
        return result if only is None else {only: result}

    return call


def function(name: str) -> Callable[..., Any]:
    found: Any = ob
    for part in name.split("."):
        found = getattr(found, part)
    return found


def catalogued(name: str) -> Callable[[dict[str, Any], dict[str, Any]], Any]:
    """A function of the catalogue: nothing is said here about any one of them."""

    def value(v: Any) -> Any:
        if isinstance(v, dict):
            return results(v)
        if isinstance(v, list) and v and isinstance(v[0], dict) and "assessment" in v[0]:
            return [results(work) for work in v]
        return [math.nan if x is None else x for x in v] if isinstance(v, list) else v

    return lambda given, options: function(name)(**{n: value(v) for n, v in (given | options).items()})


def read_csv(given: dict[str, Any], options: dict[str, Any]) -> ob.Results:
    a = given.get("assessment")
    return ob.read_csv(given["csv"].encode(), None if a is None else assessment(a), **options)


def new(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    r = results(given["results"])
    return {"persons": len(r), "totals": r.total, "complete": r.complete}


def municipality(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    town = ob.simulate.municipality(given["seed"], **options)
    fingerprints = [r.fingerprint for r in town.results]
    return {"fingerprints": fingerprints, "school": town.planted.school, "planted": town.planted.planted}


def kind(given: Any) -> Any:
    """A kind's name stays; an object of a name and parameters becomes a Kind."""
    if not isinstance(given, dict):
        return given
    return ob.simulate.Kind(given["kind"], **{name: value for name, value in given.items() if name != "kind"})


def drawn(given: dict[str, Any], options: dict[str, Any]) -> ob.simulate.Territory:
    taken = dict(options)
    if "planted" in taken:
        taken["planted"] = [kind(k) for k in taken["planted"]]
    if "spread" in taken:
        taken["spread"] = ob.simulate.Spread(**taken["spread"])
    if "reference" in taken:
        taken["reference"] = ob.Reference.of(ob.simulate.territory(**taken["reference"]).results, absences={})
    return ob.simulate.territory(given["seed"], **taken)


def prints(results: list[ob.Results]) -> list[str]:
    return [r.fingerprint for r in results]


def territory(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    t = drawn(given, options)
    planted = {"school": t.planted.school, "kind": t.planted.kind}
    return {"fingerprints": prints(t.results), "absent": t.absent.absent} | planted


def plant(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    results = drawn(given, options).results
    schools = list(dict.fromkeys(results[0].school))[:3]
    return {"fingerprints": prints(ob.simulate.plant(results, kind(given["kind"]), schools, given["seed"]))}


def shuffled(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    return {"fingerprints": prints(ob.simulate.shuffled(drawn(given, options).results, given["seed"]))}


def screening(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    town = ob.simulate.municipality(given["seed"], **{name: value for name, value in options.items() if name != "policy"})
    s = ob.screen(town.results, policy=getattr(ob.Policy, options["policy"])(), registry=town.registry)
    said = {f"explain_{code}": s.explain(s.findings.id[0], language=code) for code in ("ru", "en")}
    return {"findings": s.findings, "schools": s.schools, "index": s.index} | said


def reported(report: ob.ImportReport) -> dict[str, Any]:
    counts = ("layout", "rows", "taken", "repaired", "one_day", "absent", "set_aside", "notes")
    reasons = [list(remark) for remark in zip(report.remarks.row, report.remarks.reason)]
    return {name: getattr(report, name) for name in counts} | {"reasons": reasons}


def rows(table: ob.Table, *names: str) -> list[list[Any]]:
    return [list(row) for row in zip(*(table[name] for name in names or table.columns))]


def with_counts(table: ob.Table, first: int) -> list[list[Any]]:
    return [[*row[:first], row[first:]] for row in rows(table)]


def layouts(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    options = dict(options)
    a = options.pop("assessment", None)
    r = ob.read_csv(given["text"].encode(), None if a is None else assessment(a), **options)
    registry = {login: [name, place] for login, name, place in rows(r.import_registry.table, "login", "name", "municipality")}
    columns = {name: getattr(r, name) for name in ("school", "class_id", "scores", "journal_mark")}
    return {"report": reported(r.import_report), "registry": registry} | columns


def distributions(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    known = [assessment(fields) for fields in options.get("assessments", [])]
    read = ob.read_distributions(given["text"].encode(), known)
    works = [{"key": work.assessment.key, "rows": with_counts(work.table, 4)} for work in read.works]
    return {"report": reported(read.import_report), "works": works}


def mark_statistics(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    read = ob.read_mark_statistics(given["text"].encode())
    return {"report": reported(read.import_report), "rows": with_counts(read.table, 7)}


def journal_comparison(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    read = ob.read_journal_comparison(given["text"].encode())
    signs = rows(read.journal(**options), "group", "kind", "n", "pupils", "count", "statistic")
    return {"report": reported(read.import_report), "rows": with_counts(read.table, 7), "signs": signs}


def markers(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    read = ob.read_markers(given["text"].encode())
    tables = {"rows": read.table, "by_year": read.by_year, "by_municipality": read.by_municipality}
    return {"report": reported(read.import_report)} | {name: rows(table) for name, table in tables.items()}


def plan_lint(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    plan = ob.plan.Plan.from_json(json.dumps(given["plan"]))
    return {"remarks": rows(plan.lint(**options), "path", "lack", "text")}


def plan_from_findings(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    options = dict(options)
    policy = getattr(ob.Policy, options.pop("policy"))()
    town = ob.simulate.municipality(given["seed"])
    plan = ob.plan.from_findings(ob.screen(town.results, policy=policy, registry=town.registry), **options)
    return {"plan": json.loads(plan.to_json()), "markdown": plan.to_markdown(language=options["language"])}


def remarked(rows: list[list[Any]]) -> ob.Remarked:
    header = "school;work;code;item;before;after;stratum;probability"
    return ob.read_remarked("\n".join([header, *(";".join(map(str, row)) for row in rows)]).encode())


def plan_indicators(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    options = dict(options)
    policy = ob.Policy.from_json(json.dumps(given["policy"]))
    screened = [ob.screen([results(w) for w in works], policy=policy) for works in given.get("before", [])]
    if "screening" in given:
        options["screening"] = ob.screen([results(w) for w in given["screening"]], policy=policy)
    if "remarked" in given:
        options["remarked"] = remarked(given["remarked"])
    plan = ob.plan.Plan.from_json(json.dumps(given["plan"]))
    found = plan.indicators(before=screened, **options)
    plan.with_indicators(found)
    return {name: found.table[name] for name in found.table.columns} | {"left_out": rows(found.left_out)}


def policy_of(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    return {"policy": json.loads(ob.Policy.from_json(given["json"]).to_json())}


def shift(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    options = dict(options)
    scores = options.pop("placebo", None)
    found = ob.heaping.fit(given["histograms"], **options)
    names = ("table", "lifts", "prior", "honest", "chi2", "df", "log_likelihood", "sd")
    placebo = {"placebo": found.placebo(scores)} if scores else {}
    return {name: getattr(found, name) for name in names} | placebo


def raised(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    found = ob.heaping.raised(results(given["results"]))
    placebo = {"placebo": found.placebo(options["placebo"])} if options else {}
    return {name: getattr(found, name) for name in ("table", "lifts", "prior", "log_likelihood")} | placebo


def mokken(given: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    found = ob.irt.mokken(given["scores"])
    return {"test": found.test, "items": found.items.h, "pairs": found.pairs}


KNOWN = {name: catalogued(name) for name in functions()} | {
    "simulate.municipality": municipality,
    "simulate.plant": plant,
    "simulate.shuffled": shuffled,
    "simulate.territory": territory,
    "screening.screen": screening,
    "results.new": new,
    "readers.csv": read_csv,
    "readers.layouts": layouts,
    "readers.distributions": distributions,
    "readers.mark_statistics": mark_statistics,
    "readers.journal_comparison": journal_comparison,
    "readers.markers": markers,
    "plan.lint": plan_lint,
    "plan.from_findings": plan_from_findings,
    "plan.indicators": plan_indicators,
    "screening.policy": policy_of,
    "official.objectivity_index": of_values("official.objectivity_index"),
    "norms": of_groups("norms"),
    "heaping.fit": shift,
    "heaping.raised": raised,
    "irt.fit": lambda given, options: ob.irt.fit(**given, **options),
    "irt.mokken": mokken,
}

CASES = [
    pytest.param(file["statistic"], file["tolerance"], case, id=f"{file['statistic']}: {case['name']}")
    for file in (json.loads(path.read_text()) for path in FILES)
    for case in file["cases"]
]


def test_there_are_cases():
    assert CASES, "no case in tests/vectors"
    assert {file.stem for file in FILES} >= set(functions()), "functions without vectors"
    for path in FILES:
        assert json.loads(path.read_text())["cases"], f"no case in {path.name}"


@pytest.mark.parametrize(("statistic", "tolerance", "case"), CASES)
def test_a_vector_is_reproduced(statistic, tolerance, case):
    assert statistic in KNOWN, f"unknown statistic {statistic}"
    call = KNOWN[statistic]
    if "error" in case:
        with pytest.raises(ob.ObektivError) as caught:
            call(case["input"], case.get("options", {}))
        assert caught.value.code == case["error"]
        if "path" in case:
            assert caught.value.path == case["path"]
        return
    result = call(case["input"], case.get("options", {}))
    assert case["expect"], "nothing is expected"
    for name, want in case["expect"].items():
        same(name, result if isinstance(result, np.ndarray | float) else column(result, name), want, tolerance)


def column(result: Any, name: str) -> Any:
    if isinstance(result, dict):
        return result[name]
    return getattr(result, "import_report" if name == "report" else name)


def same(where: str, got: Any, want: Any, tolerance: float) -> None:
    if isinstance(want, dict):
        for name, value in want.items():
            same(f"{where}.{name}", column(got, name), value, tolerance)
    elif isinstance(want, list):
        assert got is not None and len(got) == len(want), f"{where}: {got} is not as long as {want}"
        for at, (g, w) in enumerate(zip(got, want, strict=True)):
            same(f"{where}[{at}]", g, w, tolerance)
    elif want is None:
        assert got is None or math.isnan(got), f"{where}: {got}, expected an undefined value"
    elif isinstance(want, float):
        # A small p-value is compared by its digits, not by its closeness to 0.
        scale = min(1, 1000 * abs(want)) if "pvalue" in where and "log10" not in where else max(1, abs(want))
        assert abs(got - want) <= tolerance * scale, f"{where}: {got}, expected {want}"
    else:
        assert got == want, f"{where}: {got!r}, expected {want!r}"
