"""The vectors that hold the three languages to one another: simulated results and what the policies find in them.

    .venv/bin/python tests/vectors/freeze.py

writes them from the installed Python module. There is no second implementation behind these numbers (those of make.py have
one): they change when the library changes, and a change must be meant.
"""

import json
from pathlib import Path

import obektiv as ob

HERE = Path(__file__).parent
SOURCE = "tests/vectors/freeze.py: computed by the library itself; no second implementation"


def plain(column):
    return [None if value != value else value for value in column.tolist()]


def table(of, *names):
    return {name: plain(of[name]) for name in names}


def write(statistic, cases, source=SOURCE):
    head = json.dumps({"statistic": statistic, "source": source, "tolerance": 1e-9}, ensure_ascii=False, indent=1)
    body = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    text = f'{head[:-2]},\n "cases": [\n{body}\n]}}\n'
    (HERE / f"{statistic}.json").write_text(text, encoding="utf-8")


def municipality(seed, **options):
    town = ob.simulate.municipality(seed=seed, **options)
    expect = {"fingerprints": [r.fingerprint for r in town.results]} | table(town.planted, "school", "planted")
    return {"name": f"seed {seed} {options}", "input": {"seed": seed}, "options": options, "expect": expect}


def kind(given):
    return ob.simulate.Kind(**{"name" if name == "kind" else name: value for name, value in given.items()})


def drawn(seed, options):
    """A territory from the options of a vector: kinds and spreads are objects there, a reference is a territory's."""
    given = dict(options)
    if "planted" in given:
        given["planted"] = [k if isinstance(k, str) else kind(k) for k in given["planted"]]
    if "spread" in given:
        given["spread"] = ob.simulate.Spread(**given["spread"])
    if "reference" in given:
        given["reference"] = ob.Reference.of(ob.simulate.territory(**given["reference"]).results, absences={})
    return ob.simulate.territory(seed, **given)


def prints(results):
    return [r.fingerprint for r in results]


def territory(seed, **options):
    t = drawn(seed, options)
    expect = {"fingerprints": prints(t.results), "absent": t.absent.absent.tolist()} | table(t.planted, "school", "kind")
    return {"name": f"seed {seed} {options}", "input": {"seed": seed}, "options": options, "expect": expect}


def planting(seed, what, **options):
    t = drawn(seed, options)
    planted = ob.simulate.plant(t.results, what if isinstance(what, str) else kind(what), list(dict.fromkeys(t.results[0].school))[:3], seed)
    given = {"seed": seed, "kind": what}
    return {"name": f"seed {seed} {what}", "input": given, "options": options, "expect": {"fingerprints": prints(planted)}}


def permuted(seed, **options):
    expect = {"fingerprints": prints(ob.simulate.shuffled(drawn(seed, options).results, seed))}
    return {"name": f"seed {seed} {options}", "input": {"seed": seed}, "options": options, "expect": expect}


def screening(seed, policy, **options):
    town = ob.simulate.municipality(seed=seed, **options)
    s = ob.screen(town.results, policy=getattr(ob.Policy, policy)(), registry=town.registry)
    first = s.findings.id[0]
    expect = {
        "findings": table(s.findings, "id", "n", "statistic", "pvalue", "qvalue", "effect", "lower", "upper", "tier"),
        "schools": table(s.schools, "school", "name", "municipality", "works", "n", "signs", "marked"),
        "index": table(s.index, "group", "schools", "marked", "statistic"),
        "explain_ru": s.explain(first, language="ru"),
        "explain_en": s.explain(first, language="en"),
    }
    name = ", ".join([f"seed {seed}", policy, *(f"{value} {key}" for key, value in options.items())])
    return {"name": name, "input": {"seed": seed}, "options": {"policy": policy} | options, "expect": expect}


def draft(seed, policy, language):
    options = {"title": "Draft", "territory": "Town", "year": 2021, "due": "2022-04-01", "language": language}
    town = ob.simulate.municipality(seed=seed)
    s = ob.screen(town.results, policy=getattr(ob.Policy, policy)(), registry=town.registry)
    plan = ob.plan.from_findings(s, **options)
    expect = {"plan": json.loads(plan.to_json()), "markdown": plan.to_markdown(language=language)}
    name = f"seed {seed}, {policy}, {language}"
    return {"name": name, "input": {"seed": seed}, "options": options | {"policy": policy}, "expect": expect}


if __name__ == "__main__":
    KINDS = ["lift", "dictate", "one_hand", "copy", "fit", "home", "leak"]
    write("simulate.territory", [
        territory(1, schools=25),
        territory(2, schools=20, pupils=40, planted=KINDS, share=0.5, everybody_lifts=0.3, reach=3, municipalities=2),
        territory(3, schools=12, spread={"name": "wild", "item_class": 0.4, "leniency_school": 0.1}, design=5, planted=[{"kind": "copy", "group": 3}]),
        territory(6, schools=10, planted=["lift"], reference={"seed": 7, "schools": 60, "everybody_lifts": 0.3, "design": 2}),
    ])
    write("simulate.plant", [planting(4, kind, schools=8) for kind in [*KINDS, {"kind": "lift", "reach": 4, "share": 0.9}]])
    write("simulate.shuffled", [permuted(5, schools=10)])
    write("simulate.municipality", [municipality(1), municipality(2, schools=9, planted=False), municipality(3, background=0.4)])
    cases = [screening(1, "calibrated_1"), screening(2, "calibrated_1"), screening(3, "official_2019")]
    write("screening.screen", [*cases, screening(4, "calibrated_1", schools=350)])  # 25,624 pupils in each of two works
    write("plan.from_findings", [draft(1, "calibrated_1", "ru"), draft(2, "calibrated_1", "en"), draft(3, "official_2019", "en")])
