"""Vectors of `effect` and `design`: values that established programs gave (tests/fixtures/effect, README there), and
second implementations where there is none.

    python3 tests/vectors/make_effect.py
"""

import csv
import json
import math
import struct
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures/effect"
PROGRAMS = "tests/fixtures/effect/README.md says program and call"
OURS = "tests/vectors/make_effect.py: second implementation in Python"


def fixture(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / name).read_text())


class Csv:
    def __init__(self, name: str):
        self.rows = list(csv.DictReader((FIXTURES / name).open()))

    def text(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]

    def numbers(self, name: str) -> list[float]:
        return [float(value) for value in self.text(name)]

    def whole(self, name: str) -> list[int]:
        return [int(value) for value in self.text(name)]

    def flags(self, name: str) -> list[bool]:
        return [value == 1 for value in self.whole(name)]


def write(statistic: str, source: str, tolerance: float, cases: list[dict[str, Any]]) -> None:
    head = {"statistic": statistic, "source": source, "tolerance": tolerance}
    lines = [json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases]
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "cases": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"
    (HERE / f"{statistic}.json").write_text(text)


def case(name: str, given: dict[str, Any], options: dict[str, Any], expect: dict[str, Any] | str) -> dict[str, Any]:
    told = {"error": expect} if isinstance(expect, str) else {"expect": expect}
    return {"name": name, "input": given, "options": options, **told}


# --- effect


def relapse() -> None:
    table, want = Csv("rtm.csv"), fixture("rtm.py.json")
    before, se_before, se_after = (table.numbers(name) for name in ("mean0", "se0", "se1"))
    given = {
        "before": before,
        "after": table.numbers("mean1"),
        "se_before": se_before,
        "se_after": se_after,
        "flagged": [x - 1.96 * se > want["critical0"] for x, se in zip(before, se_before)],
        "critical": [want["critical1"] + 1.96 * se for se in se_after],
    }
    levels = {name: want[name] for name in ("mu0", "mu1", "tau0", "tau1", "rho", "log_likelihood")}
    names = ("still_expected", "still_sd", "pvalue_at_most", "pvalue_mid", "cleared_if_only_noise", "still_observed")
    expect = {"flagged": 60, "levels": levels} | {name: want[name] for name in names}
    few = {name: values[:12] for name, values in given.items()}
    cases = [
        case("four hundred schools", given, {}, expect),
        case("columns of two lengths", few | {"after": [1.0]}, {}, "effect.length"),
        case("nobody stands as a comparison", few | {"comparison": [False] * 12}, {}, "effect.no_controls"),
        case("an error of nothing", few | {"se_after": [0.0] * 12, "flagged": [True] * 12}, {}, "effect.parameter"),
    ]
    write("effect.relapse", PROGRAMS, 1e-5, cases)


def mcnemar() -> None:
    cases = []
    for want in fixture("mcnemar.json")["cases"]:
        options = {"kept": 100, "cleared": want["b"], "new": want["c"], "never": 300}
        expect = {"exact": want["exact"], "mid_p": want["mid_p"]}
        if "difference" in want:
            expect |= {"estimate": want["difference"], "wald_se": want["difference_wald_se"], "odds": want["odds"]}
            expect |= {"odds_lower": want["odds_exact_ci"][0]}
        cases.append(case(f"{want['b']} cleared, {want['c']} new", {}, options, expect))
    only = {"kept": 100, "cleared": 50, "new": 0, "never": 0}
    cases.append(case("the listed alone", {}, only, "effect.only_listed"))
    cases.append(case("nobody", {}, dict.fromkeys(only, 0), "effect.too_few"))
    write("effect.mcnemar", PROGRAMS, 1e-11, cases)


def prevalence() -> None:
    want, cases = fixture("prevalence.R.json"), []
    for known in want["known"]:
        given = {name: known[name] for name in ("positive", "tested", "sensitivity", "specificity")}
        for program, interval in (("c-p", "clopper_pearson"), ("wilson", "wilson")):
            estimate, lower, upper = known[program]["true"][:3]
            expect = {"unclipped": estimate, "unclipped_lower": lower, "unclipped_upper": upper}
            cases.append(case(f"{known['positive']} of {known['tested']}, {interval}", {}, given | {"interval": interval}, expect))
    for counted in want["lang_reiczigel"]:
        given = {name: counted[name] for name in ("positive", "tested")} | {
            "sensitivity": [counted["true_positive"], counted["n_sensitivity"]],
            "specificity": [counted["true_negative"], counted["n_specificity"]],
        }
        expect = {"unclipped": counted["estimate"], "lower": counted["lower"], "upper": counted["upper"]}
        cases.append(case(f"{counted['positive']} of {counted['tested']}, errors counted", {}, given, expect))
    given = {"positive": 1, "tested": 10, "sensitivity": 0.9, "specificity": 0.9}
    cases += [
        case("no better than chance", {}, given | {"sensitivity": 0.1}, "effect.parameter"),
        case("more positive than tested", {}, given | {"positive": 11}, "effect.parameter"),
        case("nobody was checked", {}, given | {"sensitivity": [0, 0]}, "effect.too_few"),
        case("an interval that is none", {}, given | {"interval": "wald"}, "data.name"),
    ]
    write("effect.prevalence", PROGRAMS, 1e-10, cases)


def two_by_two(table: Csv, weighted: bool, by_school: bool) -> dict[str, Any]:
    given = {
        "unit": table.text("school"),
        "period": table.whole("post"),
        "outcome": table.numbers("y"),
        "first_treated": [1 if treated else None for treated in table.flags("treated")],
    }
    given |= {} if by_school else {"cluster": table.text("municipality")}
    return given | ({"weight": table.numbers("pupils")} if weighted else {})


def did() -> None:
    table, r, py = Csv("did2x2.csv"), fixture("did2x2.R.json"), fixture("did2x2.py.json")

    def errors(want: dict[str, Any], cr1: float, clusters: int) -> list[dict[str, Any]]:
        cr2 = want["CR2"]
        found: list[dict[str, Any]] = [{"scaling": "cr1", "se": cr1}, {"scaling": "cr2", "se": cr2["se"], "df": cr2["satterthwaite_df"]}]
        if isinstance(want["CR3"], dict):  # MacKinnon, Nielsen and Webb's factor
            return [*found, {"scaling": "cr3", "se": want["CR3"]["se"] * math.sqrt((clusters - 1) / clusters)}]
        return [*found, {"scaling": "cr3"}]  # with levels of schools ours has a jackknife where others have none

    draws = {"draws": 999, "most": 20000}
    g = len(set(table.text("school")))
    cases = []
    for name, want, level, se, unit_effects, weighted, by_school, clusters in (
        ("levels of the two groups", r["pooled"], "by_municipality", py["pooled"]["CRV1_municipality"], False, False, False, 14),
        ("schools as clusters", r["pooled"], "by_school", py["pooled"]["CRV1_school"], False, False, True, g),
        ("weighted by pupils", r["weighted"], "by_municipality", py["weighted"]["CRV1_municipality"], False, True, False, 14),
        ("a level each school", r["school_fe"], "by_municipality", py["two_way_fe"]["CRV1_municipality"], True, False, False, 14),
    ):
        expect = {"estimate": want["coef"], "clusters": clusters, "standard_errors": errors(want[level], se["se"], clusters)}
        if not by_school:
            expect |= {"assignments": 2002.0, "exact": True, "smallest_attainable_pvalue": 1 / 2002, "treated_clusters": 5}
            told = ["no_years_before", "not_by_lot"] + (["left_out"] if unit_effects else [])
            expect["warnings"] = [{"code": code} for code in told]
        cases.append(case(name, two_by_two(table, weighted, by_school), draws | {"unit_effects": unit_effects}, expect))
    small = {"unit": ["a", "a", "b", "b"], "period": [1, 2, 1, 2], "outcome": [1.0, 2.0, 1.0, 3.0]}
    cases += [
        case("nobody to compare with", small | {"first_treated": [2, 2, 2, 2]}, {}, "effect.no_controls"),
        case("nobody helped", small | {"first_treated": [None] * 4}, {}, "effect.no_treated"),
        case("one year", small | {"period": [1] * 4, "unit": list("abcd"), "first_treated": [1, None, None, None]}, {}, "effect.one_period"),
        case("two starts of one unit", small | {"first_treated": [2, 3, None, None]}, {}, "effect.conflict"),
        case("two units, two clusters", small | {"first_treated": [2, 2, None, None]}, {}, "effect.too_few"),
        case("a period short", small | {"period": [1, 2, 1], "first_treated": [2, 2, None, None]}, {}, "effect.length"),
    ]
    write("effect.did", PROGRAMS, 1e-6, cases)


def randomisation() -> None:
    table, want = Csv("ri.csv"), fixture("ri.py.json")
    given = {"change": table.numbers("change"), "treated": table.flags("treated")}
    cases = []
    for name, strata, statistic in (
        ("difference_in_means", {}, "difference"),
        ("studentised", {}, "studentised"),
        ("stratified", {"stratum": table.text("stratum")}, "difference"),
    ):
        w = want[name]
        expect = {"pvalue": w["two_sided"], "less": w["less"], "greater": w["greater"], "statistic": w["statistic"]}
        expect |= {"assignments": float(w["assignments"]), "smallest_attainable_pvalue": 1 / w["assignments"], "exact": True}
        cases.append(case(name.replace("_", " "), given | strata, {"statistic": statistic}, expect))
    one = {"change": [float(i * i) for i in range(14)], "treated": [i == 13 for i in range(14)]}
    nothing = {"pvalue": 1 / 14, "lower": None, "warnings": [{"code": "not_by_lot"}, {"code": "cannot_be_shown"}]}
    cases += [
        case("one of fourteen", one, {}, nothing),
        case("all helped", {"change": [1.0, 2.0], "treated": [True, True]}, {}, "effect.no_controls"),
        case("nobody helped", {"change": [1.0, 2.0], "treated": [False, False]}, {}, "effect.no_treated"),
        case("few draws", one, {"draws": 5}, "effect.too_few"),
    ]
    write("effect.randomisation", PROGRAMS, 1e-12, cases)


def wild_bootstrap() -> None:
    want = fixture("wild.py.json")
    given = two_by_two(Csv("wild.csv"), False, False)
    expect = {
        "estimate": want["coef"],
        "se": want["se_cr1"],
        "t": want["t"],
        "draws": 512,
        "exact": True,
        "bootstrap_pvalue": want["p_two_tailed_null_imposed"]["at_least"],
        "bootstrap_lower": want["interval_95_by_inversion"][0],
        "bootstrap_upper": want["interval_95_by_inversion"][1],
        "smallest_attainable_pvalue": 2 / 512,
        "pvalue": None,
    }
    cases = [
        case("all vectors of nine signs", given, {"unit_effects": False}, expect),
        case("few draws", given, {"draws": 5}, "effect.too_few"),
    ]
    write("effect.wild_bootstrap", PROGRAMS, 1e-5, cases)


def ancova() -> None:
    """Least squares by normal equations; each unit a cluster: CR2 is White's sandwich with e²/(1 − h)."""
    n = 48
    before = [round(math.sin(1.7 * i) + 0.02 * i, 6) for i in range(n)]
    treated = [i % 3 == 1 for i in range(n)]
    after = [round(0.6 * before[i] + 0.4 * math.sin(5.3 * i) - 0.3 * treated[i], 6) for i in range(n)]
    cases = []
    for stratum in (None, ["odd" if i % 2 else "even" for i in range(n)]):
        levels = [np.array([float(s == name) for s in stratum]) for name in sorted(set(stratum))] if stratum else [np.ones(n)]
        x = np.column_stack([np.array(treated, float), before, *levels])
        bread = np.linalg.inv(x.T @ x)
        beta = bread @ x.T @ np.array(after)
        e = np.array(after) - x @ beta
        h = np.einsum("ij,jk,ik->i", x, bread, x)
        cr2 = math.sqrt((bread @ (x.T * (e * e / (1 - h))) @ x @ bread)[0, 0])
        cr1 = math.sqrt((bread @ (x.T * (e * e)) @ x @ bread)[0, 0] * n / (n - 1) * (n - 1) / (n - x.shape[1]))
        naive = np.mean([after[i] - before[i] for i in range(n) if treated[i]])
        expect = {
            "estimate": beta[0],
            "slope": beta[1],
            "standard_errors": [{"scaling": "cr1", "se": cr1}, {"scaling": "cr2", "se": cr2}, {"scaling": "cr3"}],
            "n_treated": sum(treated),
            "n_control": n - sum(treated),
            "naive_change": naive,
            "expected_without_measures": naive - beta[0],
        }
        given = {"before": before, "after": after, "treated": treated} | ({"stratum": stratum} if stratum else {})
        cases.append(case("two strata" if stratum else "one level", given, {"trim": False, "draws": 99, "most": 99}, expect))
    small = {"before": [1.0, 2.0, 3.0, 4.0], "after": [1.0, 2.0, 0.5, 3.0]}
    cases += [
        case("all helped", small | {"treated": [True] * 4}, {}, "effect.no_controls"),
        case("nobody alike", small | {"treated": [False, False, True, True]}, {}, "effect.too_few"),
        case("the same before", small | {"before": [1.0] * 4, "treated": [True, False, True, False]}, {}, "effect.singular"),
        case("an unknown value", small | {"before": [1.0, None, 3.0, 4.0], "treated": [True, False, True, False]}, {}, "effect.parameter"),
    ]
    write("effect.ancova", OURS, 1e-9, cases)


def discontinuity() -> None:
    """Two weighted lines; M by what is asked for."""
    n = 160
    running = [round(2 * i / n - 1.1 + 0.003 * math.sin(9.0 * i), 6) for i in range(n)]
    after = [round(0.5 * r + 0.2 * math.sin(31.0 * i) + (0.4 if r >= 0 else 0), 6) for i, r in enumerate(running)]

    def level(above: bool, h: float) -> float:
        rows = [(1 - abs(r) / h, r, y) for r, y in zip(running, after) if (r >= 0) == above and abs(r) < h]
        w, x, y = (np.array(part) for part in zip(*rows))
        design = np.column_stack([np.ones(len(x)), x])
        return float(np.linalg.solve((design.T * w) @ design, (design.T * w) @ y)[0])

    widths = (0.25, 0.5, 1.0)
    jumps = [
        {
            "threshold": 0.0,
            "bandwidth": h,
            "estimate": level(True, h) - level(False, h),
            "n_below": sum(-h < r < 0 for r in running),
            "n_above": sum(0 <= r < h for r in running),
        }
        for h in widths
    ]
    given = {"running": running, "after": after}
    cases = [
        case("three bandwidths", given, {"smoothness": 0.5}, {"jumps": jumps, "smoothness": 0.5}),
        case("all flagged", {"running": [0.1, 0.2], "after": [1.0, 2.0]}, {}, "effect.no_controls"),
        case("nobody flagged", {"running": [-0.1, -0.2], "after": [1.0, 2.0]}, {}, "effect.no_treated"),
        case("no bandwidth", given, {"bandwidths": []}, "effect.too_few"),
        case("a bandwidth of nothing", given, {"bandwidths": [0.0]}, "effect.parameter"),
        case("a column short", given | {"after": [1.0]}, {}, "effect.length"),
    ]
    write("effect.discontinuity", OURS, 1e-9, cases)


def staggered() -> tuple[dict[str, Any], list[float]]:
    table = Csv("staggered.csv")
    first = [g or None for g in table.whole("first_treated")]
    given = {"unit": table.text("school"), "period": table.whole("year"), "outcome": table.numbers("y"), "first_treated": first}
    return given, table.numbers("x")


SMALL = {"unit": ["a", "a", "b", "b"], "period": [1, 2, 1, 2], "outcome": [1.0, 2.0, 1.0, 3.0], "first_treated": [2] * 4}


def group_time() -> None:
    given, x = staggered()
    own = fixture("staggered.py.json")["own"]
    cases = []
    for name, with_x, control, method in (
        ("never_reg", False, "never", "reg"),
        ("never_dr_x", True, "never", "dr"),
        ("notyet_dr_x", True, "not_yet", "dr"),
    ):
        cells = [{"first_treated": c["g"], "period": c["t"], "att": c["att"], "se": c["se"]} for c in own[name]["att_gt"]]
        options = {"control": control, "method": method, "draws": 99}
        cases.append(case(name, given | ({"covariates": [x]} if with_x else {}), options, {"cells": cells}))
    cases.append(case("nobody to compare with", SMALL, {}, "effect.no_controls"))
    cases.append(case("few draws", SMALL, {"draws": 5}, "effect.too_few"))
    write("effect.group_time", PROGRAMS, 1e-10, cases)


def aggregate() -> None:
    given, x = staggered()
    want = fixture("staggered.py.json")
    cases = []
    for kind in ("simple", "group", "dynamic", "calendar"):
        w = want["own"]["never_ipw_x"][kind]
        points = sorted((int(at), by) for at, by in w.get("by", {}).items())
        expect = {"estimate": w["att"], "se": w["se"], "points": [{"at": at, "att": by["att"], "se": by["se"]} for at, by in points]}
        options = {"kind": kind, "method": "ipw", "draws": 99}
        cases.append(case(kind, given | {"covariates": [x]}, options, expect))
    names = sorted(set(given["unit"]))
    cluster = [str((names.index(unit) + 1) % 12) for unit in given["unit"]]
    w = want["clustered"]
    expect = {"estimate": w["simple_att"], "se": w["se_times_sqrt_G_over_G_minus_1"], "clusters": 12}
    cases.append(case("clusters", given | {"cluster": cluster}, {"method": "reg", "draws": 99}, expect))
    cases.append(case("nobody to compare with", SMALL, {}, "effect.no_controls"))
    write("effect.aggregate", PROGRAMS, 1e-10, cases)


def cohort_of_2021() -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """Cohort 2021 and those never helped, years since 2020; means and their plain covariance by hand."""
    given, _ = staggered()
    keep = [i for i, g in enumerate(given["first_treated"]) if g in (None, 2021)]
    given = {name: [values[i] for i in keep] for name, values in given.items()}
    y = {(u, t): v for u, t, v in zip(given["unit"], given["period"], given["outcome"])}
    years = sorted(set(given["period"]) - {2020})
    cohort = dict(zip(given["unit"], given["first_treated"]))
    n = len(cohort)
    side = {g: np.array([[y[u, t] - y[u, 2020] for t in years] for u in sorted(cohort) if cohort[u] == g]) for g in (2021, None)}
    beta = side[2021].mean(axis=0) - side[None].mean(axis=0)
    parts = [(part - part.mean(axis=0)).T @ (part - part.mean(axis=0)) / len(part) ** 2 for part in side.values()]
    assert n == sum(len(part) for part in side.values())
    return given, beta, sum(parts)


def event_study() -> None:
    given, beta, covariance = cohort_of_2021()
    want = fixture("honest.py.json")
    assert np.allclose(beta, want["beta"], atol=1e-12)
    expect = {"time": [-2, -1, 1, 2, 3], "beta": want["beta"], "covariance": covariance.tolist()}
    cases = [
        case("one cohort", given, {"method": "reg", "draws": 99}, expect),
        case("nobody to compare with", SMALL, {}, "effect.no_controls"),
    ]
    write("effect.event_study", f"{PROGRAMS}; covariance by hand", 1e-10, cases)


def pretrend() -> None:
    given, beta, covariance = cohort_of_2021()
    b, v = beta[:2], covariance[:2, :2]
    statistic = float(b @ np.linalg.solve(v, b))
    expect = {"statistic": statistic, "df": 2, "pvalue": math.exp(-statistic / 2)}
    cases = [
        case("one cohort", given, {"base": "universal", "method": "reg", "draws": 99}, expect),
        case("nothing before", SMALL | {"first_treated": [2, 2, None, None]}, {}, "effect.one_period"),
    ]
    write("effect.pretrend", OURS, 1e-9, cases)


def honest() -> None:
    want, cases = fixture("honest.py.json"), []
    given = {"time": want["event_times"], "beta": want["beta"], "covariance": want["covariance"]}
    for name in ("first_year", "average"):
        w = want[name]
        rows = [{n: row[n] for n in ("estimate", "half_length", "lower", "upper", "bias", "sd")} for row in w["smoothness"]]
        plain = {n: w["unadjusted"][n] for n in ("estimate", "se", "lower", "upper")}
        options = {"smoothness": [row["M"] for row in w["smoothness"]], "target": w["l"]}
        cases.append(case(name.replace("_", " "), given, options, plain | {"sensitivity": rows, "breakdown": w["breakdown_M"]}))
    cases += [
        case("times in disorder", given | {"time": [-1, -2, 1, 2, 3]}, {"smoothness": [0.0]}, "effect.parameter"),
        case("a covariance that is too small", given | {"covariance": [[1.0]]}, {"smoothness": [0.0]}, "effect.length"),
    ]
    write("effect.honest", PROGRAMS, 1e-6, cases)


def many_years(name: str) -> dict[str, Any]:
    table = Csv(name)
    start = min(year for year, helped in zip(table.whole("year"), table.flags("treated")) if helped) if name else 0
    helped = {unit for unit, t in zip(table.text("municipality"), table.flags("treated")) if t}
    unit = table.text("municipality")
    first = [start if u in helped else None for u in unit]
    return {"unit": unit, "period": table.whole("year"), "outcome": table.numbers("y"), "first_treated": first}


FEW_YEARS = {
    "unit": ["a", "a", "b", "b", "c", "c"],
    "period": [1, 2] * 3,
    "outcome": [1.0] * 6,
    "first_treated": [2, 2, None, None, None, None],
}


def synthetic_control() -> None:
    want = fixture("synth_one.py.json")
    own = want["units"]["m00"]
    given = many_years("synth_one.csv")
    gaps = [{"period": year, "gap": gap} for year, gap in zip(sorted(set(given["period"])), own["gap"])]
    expect = {
        "estimate": want["effect_mean_post"],
        "pvalue": want["p_ratio_rank"],
        "objective": own["objective"],
        "gaps": gaps,
        "weights": [{"unit": unit, "weight": weight} for unit, weight in own["weights"].items()],
        "fit": {"unit": "m00", "pre_rmspe": own["pre_rmspe"], "post_rmspe": own["post_rmspe"], "ratio": own["ratio"]},
    }
    cases = [
        case("one of twenty-four", given, {}, expect),
        case("several helped", many_years("synth_block.csv"), {}, "effect.option"),
        case("two years", FEW_YEARS, {}, "effect.too_few"),
    ]
    write("effect.synthetic_control", PROGRAMS, 1e-6, cases)


def synthetic_did() -> None:
    one, block = fixture("synth_one.R.json"), fixture("synth_block.R.json")

    def weights(w: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"unit": unit, "weight": weight} for unit, weight in zip(w["controls"], w["synthdid_estimate"]["omega"])]

    w = one["synthdid_estimate"]
    expect = {"estimate": w["estimate"], "unit_weights": weights(one), "placebo": w["placebo_in_space"], "se": None}
    expect |= {"unweighted": one["did_estimate"]["estimate"], "smallest_attainable_pvalue": 1 / 24, "lower": None}
    cases = [case("one helped", many_years("synth_one.csv"), {}, expect)]
    w = block["synthdid_estimate"]
    expect = {"estimate": w["estimate"], "unit_weights": weights(block), "se": w["jackknife_se"]}
    expect |= {"unweighted": block["did_estimate"]["estimate"], "year_weights": [{"weight": v} for v in w["lambda"]]}
    cases.append(case("four helped", many_years("synth_block.csv"), {}, expect))
    cases.append(case("two years", FEW_YEARS, {}, "effect.too_few"))
    write("effect.synthetic_did", PROGRAMS, 1e-6, cases)


def observers() -> None:
    table, want = Csv("spill.csv"), fixture("spill.py.json")
    n = len(table.rows)
    given = {"school": table.text("school"), "observed": table.flags("class_observed"), "chance": [0.5] * n, "outcome": table.numbers("y")}
    exposures = ("observed", "same_school", "not_observed")
    expect: dict[str, Any] = {name: {e: want[name][e] for e in exposures} for name in ("hajek", "horvitz_thompson")}
    expect |= {name: {"estimate": want["hajek"][name]} for name in ("direct", "spill_over", "within")}
    expect["within"]["warnings"] = [{"code": "within_understates"}]
    three = {"school": ["a", "b", "c"], "observed": [True, False, False], "chance": [0.5] * 3, "outcome": [1.0, 2.0, 3.0]}
    cases = [
        case("schools drawn by lot", given, {"draws": 199}, expect),
        case("a chance of nothing", three | {"chance": [0.5, 0.0, 0.5]}, {}, "effect.parameter"),
        case("all observed", three | {"observed": [True] * 3}, {}, "effect.no_controls"),
        case("nobody observed", three | {"observed": [False] * 3}, {}, "effect.no_treated"),
        case("two chances of one school", three | {"school": ["a", "a", "b"], "chance": [0.5, 0.4, 0.5]}, {}, "effect.conflict"),
    ]
    write("effect.observers", PROGRAMS, 1e-9, cases)


# --- design


def allocate() -> None:
    cases = []
    for at, want in enumerate(fixture("neyman.json")["cases"], 1):
        given = {"schools": want["N_h"], "sd": want["S_h"], "cost": want["cost_h"]}
        expect = {"visits": want["integer"]} | {n: want[n] for n in ("real", "variance_of_mean", "proportional", "variance_proportional")}
        cases.append(case(f"strata {at}", given, {"visits": want["n"], "least": want["at_least"]}, expect))
        cases.append(case(f"strata {at}, with money", given, {"budget": 60.0}, {"real": want["real_with_cost_budget_60"]}))
    three = {"schools": [10, 10, 10], "sd": [0.3, 0.3, 0.3]}
    cases += [
        case("too few visits", three, {"visits": 5, "least": 2}, "design.too_few"),
        case("neither visits nor money", three, {}, "design.too_few"),
        case("both visits and money", three, {"visits": 5, "budget": 5.0}, "design.parameter"),
        case("a spread that is unknown", three | {"sd": [0.3, None, 0.3]}, {"visits": 9}, "design.parameter"),
        case("a stratum short", three | {"sd": [0.3]}, {"visits": 9}, "design.length"),
    ]
    write("design.allocate", PROGRAMS, 1e-10, cases)


def chances() -> None:
    table, want = Csv("frame.csv"), fixture("design.R.json")
    given = {"weight": table.numbers("size"), "risk": table.numbers("risk")}
    four = {"weight": [1.0] * 4, "risk": [0.1] * 4}
    cases = [
        case("without a floor", given, {"visits": 14, "floor": 0.0, "estimate": False}, {"chance": want["inclusionprobabilities"]}),
        case("with a floor", given, {"visits": 14, "floor": 0.08}, {"chance": want["with_floor"]}),
        case("no chance for the unsuspicious", four, {"visits": 2, "floor": 0.0}, "design.parameter"),
        case("more visits than schools", four, {"visits": 5}, "design.too_few"),
        case("a risk that is no share", four | {"risk": [0.1, 0.1, 1.5, 0.1]}, {"visits": 2}, "design.parameter"),
    ]
    write("design.chances", PROGRAMS, 1e-8, cases)


def draw() -> None:
    """The fingerprint by hand; the sample as the core drew it once, for it must stay."""

    def fingerprint(ids: list[str], chance: list[float]) -> str:
        found = 0xCBF29CE484222325
        for name, p in zip(ids, chance):
            for byte in name.encode() + b"\0" + struct.pack("<d", p):
                found = (found ^ byte) * 0x100000001B3 % 2**64
        return f"{found:016x}"

    ids, chance = list("abcdefg"), [0.1, 0.9, 0.5, 0.3, 1.0, 0.7, 0.5]
    cases = []
    for method, sample, reserve in DRAWN:
        expect = {"sample": sample, "reserve": reserve, "method": method, "seed": 5, "fingerprint": fingerprint(ids, chance)}
        cases.append(case(method, {"id": ids, "chance": chance}, {"method": method, "seed": 5}, expect))
    cases += [
        case("one school twice", {"id": ["a", "a"], "chance": [0.5, 0.5]}, {}, "design.id"),
        case("a chance short", {"id": ["a", "b"], "chance": [0.5]}, {}, "design.length"),
        case("chances that are no number of visits", {"id": ["a", "b"], "chance": [0.5, 0.7]}, {}, "design.parameter"),
    ]
    write("design.draw", f"{OURS}; samples are those of the core, which must not change", 0.0, cases)


DRAWN: list[tuple[str, list[int], list[int]]] = [("pivotal", [0, 1, 4, 5], [6, 2, 3]), ("sampford", [1, 4, 5, 6], [2, 0, 3])]


def visited() -> tuple[Csv, dict[str, Any], list[int]]:
    want = fixture("design.R.json")
    return Csv("frame.csv"), want, [place - 1 for place in want["sampled"]]


def estimate() -> None:
    table, want, places = visited()
    y = table.numbers("y")
    given = {"outcome": [y[j] for j in places], "chance": [want["with_floor"][j] for j in places]}
    joint = {"joint": want["sampford_joint_of_sampled"]}
    cases = []
    for variance, name in (("sen_yates_grundy", "survey_YG"), ("horvitz_thompson", "survey_HT"), ("brewer", "survey_brewer")):
        expect = {n: want[name][n] for n in ("total", "total_se", "mean", "mean_se")} | {"visits": 14}
        cases.append(case(variance, given | joint, {"variance": variance}, expect))
    cases += [
        case("one by one", given, {"variance": "poisson"}, {"total_se": math.sqrt(want["var_poisson"])}),
        case("a chance of nothing", {"outcome": [1.0, 2.0], "chance": [0.0, 0.5]}, {}, "design.parameter"),
        case("pairs are missing", given, {"variance": "sen_yates_grundy"}, "design.length"),
        case("one visit", {"outcome": [1.0], "chance": [0.5]}, {}, "design.too_few"),
    ]
    write("design.estimate", PROGRAMS, 1e-7, cases)

    stratum = table.text("stratum")
    strata = sorted(set(stratum))
    schools = [float(stratum.count(name)) for name in strata]
    post = given | joint | {"stratum": [stratum[j] for j in places], "strata": strata, "schools": schools}
    syg = {"variance": "sen_yates_grundy"}
    cases = [
        case("three strata", post, syg, {n: want["poststratified"][n] for n in ("total", "mean")}),
        case("a stratum without a size", post | {"strata": strata[1:], "schools": schools[1:]}, syg, "design.id"),
        case("a size short", post | {"schools": schools[1:]}, syg, "design.length"),
    ]
    write("design.poststratified", PROGRAMS, 1e-7, cases)

    size = table.numbers("size")
    own = given | joint | {"columns": [[1.0] * 14, [size[j] for j in places]], "totals": [60.0, sum(size)]}
    twice = own | {"columns": [[1.0] * 14, [2.0] * 14]}
    cases = [
        case("schools and pupils", own, syg | {"population": 60.0}, {"total": want["calibrated_on_size"]["total"]}),
        case("the same column twice", twice, {"population": 60.0}, "design.parameter"),
        case("a total short", own | {"totals": [60.0]}, {"population": 60.0}, "design.length"),
    ]
    write("design.calibrated", PROGRAMS, 1e-7, cases)

    rows = want["sampford_joint_of_sampled"]
    cases = [
        case("of the sampled", {"chance": want["with_floor"]}, {"sample": places}, {"joint": rows}),
        case("no place of the list", {"chance": [0.5, 0.5]}, {"sample": [2]}, "design.parameter"),
    ]
    write("design.sampford_joint", PROGRAMS, 1e-8, cases)

    want = fixture("stratified.R.json")
    places = [table.text("school").index(school) for school in want["schools"]]
    drawn = [stratum[j] for j in places]
    strata = [name for name in strata if name in drawn]
    simple = {"outcome": [y[j] for j in places], "stratum": drawn, "strata": strata}
    simple |= {"schools": [float(stratum.count(name)) for name in strata]}
    cases = [
        case("simple samples", simple, {}, {n: want[n] for n in ("total", "total_se", "mean", "mean_se")}),
        case("an unknown stratum", simple | {"strata": strata[1:], "schools": simple["schools"][1:]}, {}, "design.id"),
    ]
    write("design.stratified", PROGRAMS, 1e-10, cases)


def precision() -> None:
    """Chances by weight and risk where nothing is at a bound, and the formulas."""
    n, visits = 40, [8, 16]
    risk = [round(0.2 + 0.1 * math.sin(i), 6) for i in range(n)]
    size = [math.sqrt(p * (1 - p)) for p in risk]
    share = sum(risk) / n
    rows = []
    for k in visits:
        chance = [k * z / sum(size) for z in size]
        variance = sum((1 - c) * (p * (1 - p) + (p - share) ** 2) / c for c, p in zip(chance, risk)) / n**2
        rows.append((sum(p * c for p, c in zip(risk, chance)), math.sqrt(variance), 1.959963984540054 * math.sqrt(variance) / share))
    expect = {"visits": visits} | {name: [row[i] for row in rows] for i, name in enumerate(("caught", "se", "relative_half"))}
    given = {"weight": [1.0] * n, "risk": risk}
    cases = [
        case("two numbers of visits", given, {"visits": visits, "draws": 99}, expect),
        case("few draws", given, {"visits": visits, "draws": 5}, "design.too_few"),
        case("a floor that is too high", given, {"visits": [2], "floor": 0.5}, "design.parameter"),
    ]
    write("design.precision", OURS, 1e-9, cases)


def power() -> None:
    r, py = fixture("power.R.json"), fixture("power.py.json")
    cases = []
    for w in py["continuous"]:
        options = {name: w[name] for name in ("sd", "rho", "treated", "controls")}
        expect = {"did": w["mde_did"], "ancova": w["mde_ancova"], "post_only": w["mde_post_only"], "df": None}
        cases.append(case(f"{w['treated']} and {w['controls']} units, rho {w['rho']}", {}, options, expect))
    for w in py["clusters"]:
        options = {"treated": w["treated_clusters"], "controls": w["control_clusters"], "cluster_size": w["schools_per_cluster"], "icc": w["icc"]}
        expect = {"inflation": math.sqrt(w["design_effect"]), "post_only": w["mde_in_sd"]}
        cases.append(case(f"{w['treated_clusters']} and {w['control_clusters']} clusters", {}, options, expect))
    cases.append(case("no spread", {}, {"sd": 0.0}, "design.parameter"))
    cases.append(case("nobody to compare with", {}, {"controls": 0}, "design.too_few"))
    write("design.detectable", PROGRAMS, 1e-6, cases)

    cases = [case(f"d {w['d']}, {w['n']} each", {}, {"d": w["d"], "treated": w["n"], "controls": w["n"]}, {"power": w["power"]}) for w in r["t_two"]]
    w = r["t_unequal"]
    cases.append(case("unequal groups", {}, {"d": w["d"], "treated": w["n1"], "controls": w["n2"]}, {"power": w["power"]}))
    cases.append(case("two units", {}, {"d": 0.5, "treated": 1, "controls": 1}, "design.too_few"))
    write("design.t_power", PROGRAMS, 1e-6, cases)

    w = r["mde_t"]
    cases = [
        case("thirty and ninety", {}, {"treated": w["n1"], "controls": w["n2"], "power": w["power"]}, {"d": w["d"]}),
        case("a power of all", {}, {"treated": 30, "controls": 90, "power": 1.0}, "design.parameter"),
    ]
    write("design.t_detectable", PROGRAMS, 1e-6, cases)

    cases = [
        case(f"{w['p1']} and {w['p2']}", {}, {"p1": w["p1"], "p2": w["p2"], "n1": w["n"], "n2": w["n"]}, {"power": w["power"]})
        for w in r["two_proportions"]
    ]
    cases.append(case("no share", {}, {"p1": 0.0, "p2": 0.5, "n1": 10, "n2": 10}, "design.parameter"))
    write("design.share_power", PROGRAMS, 1e-6, cases)

    cases = [
        case(f"{w['p1']}, {w['n1']} and {w['n2']}", {}, {n: w[n] for n in ("p1", "n1", "n2")}, {"h": w["mde_h"], "share": w["smallest_detectable_p2"]})
        for w in py["proportions"]
    ]
    cases.append(case("nobody", {}, {"p1": 0.4, "n1": 0, "n2": 10}, "design.too_few"))
    write("design.share_detectable", PROGRAMS, 1e-6, cases)

    cases = [
        case(
            f"{w['schools']} schools",
            {},
            {"clears": w["p_flag_to_clear"], "comes": w["p_clear_to_flag"], "schools": w["schools"]},
            {"exact": w["power_exact"], "mid_p": w["power_mid_p"]},
        )
        for w in py["mcnemar"]
    ]
    cases.append(case("more than all", {}, {"clears": 0.6, "comes": 0.6, "schools": 10}, "design.parameter"))
    write("design.mcnemar_power", PROGRAMS, 1e-6, cases)

    # Helped units stand out by far, or nothing is done: what the test sees is known.
    before = [round(math.sin(i), 6) for i in range(40)]
    after = [round(0.7 * b + 0.1 * math.sin(11.0 * i), 6) for i, b in enumerate(before)]
    given = {"before": before, "after": after, "planned": [True] * 40}
    options = {"treated": 15, "effects": [5.0, -5.0], "replicates": 5, "draws": 99}
    cases = [
        case("changes drawn", given, options | {"test": "randomisation"}, {"effect": [0.0, 5.0, -5.0]}),
        case("by covariance", given, options, {"effect": [0.0, 5.0, -5.0]}),
        case("more helped than planned", given | {"planned": [True] * 10 + [False] * 30}, options, "design.too_few"),
        case("a column short", given | {"after": [1.0]}, options, "design.length"),
    ]
    write("design.power", OURS, 1e-9, cases)


if __name__ == "__main__":
    for make in (
        relapse, mcnemar, prevalence, did, randomisation, wild_bootstrap, ancova, discontinuity, group_time, aggregate,
        event_study, pretrend, honest, synthetic_control, synthetic_did, observers, allocate, chances, draw, estimate,
        precision, power,
    ):
        make()
