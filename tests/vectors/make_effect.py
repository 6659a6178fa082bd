"""Vectors of `effect`: values that established programs gave, and second implementations where there is none.

    .venv/bin/python tests/vectors/make_effect.py
"""

import math
from typing import Any

import numpy as np

from programs import PROGRAMS, Csv, case, fixture, write

OURS = "tests/vectors/make_effect.py: second implementation in Python"


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
    expect = {"flagged": 60, "levels": levels} | {name: want[name] for name in names} | second_year(given, want)
    expect |= {"n_treated": 60, "naive_change": 35 / 60, "expected_without_measures": 1 - want["still_expected"] / 60}
    few = {name: values[:12] for name, values in given.items()}
    cases = [
        case("four hundred schools", given, {}, expect),
        case("columns of two lengths", few | {"after": [1.0]}, {}, "effect.length"),
        case("nobody stands as a comparison", few | {"comparison": [False] * 12}, {}, "effect.no_controls"),
        case("an error of nothing", few | {"se_after": [0.0] * 12, "flagged": [True] * 12}, {}, "effect.parameter"),
    ]
    write("effect.relapse", PROGRAMS, 1e-5, cases)


def second_year(given: dict[str, Any], want: dict[str, Any]) -> dict[str, Any]:
    """Of each school what two normal levels say of its second year; the reference has the first ten."""
    mu0, mu1, tau0, tau1, rho = (want[name] for name in ("mu0", "mu1", "tau0", "tau1", "rho"))
    after, still, reliability = [], [], []
    for x, se0, se1, critical in zip(*(given[name] for name in ("before", "se_before", "se_after", "critical"))):
        seen = tau0**2 + se0**2
        mean = mu1 + rho * tau0 * tau1 / seen * (x - mu0)
        sd = math.sqrt(tau1**2 - (rho * tau0 * tau1) ** 2 / seen + se1**2)
        after.append(mean)
        still.append(math.erfc((critical - mean) / sd / math.sqrt(2)) / 2)
        reliability.append(tau0**2 / seen)
    assert np.allclose(still[:10], want["p_still_first10"], atol=1e-6)
    assert np.allclose(after[:10], want["expected_mean1_first10"], atol=1e-6)
    assert abs(np.mean(reliability) - want["reliability0_mean"]) < 1e-6
    return {"p_still": still, "expected_after": after, "reliability": reliability}


def mcnemar() -> None:
    cases = []
    for want in fixture("mcnemar.json")["cases"]:
        options = {"kept": 100, "cleared": want["b"], "new": want["c"], "never": 300}
        expect = {"exact": want["exact"], "mid_p": want["mid_p"]}
        if "difference" in want:
            expect |= {"estimate": want["difference"], "wald_se": want["difference_wald_se"], "odds": want["odds"]}
            expect |= {"odds_lower": want["odds_exact_ci"][0], "naive_change": want["difference"], "expected_without_measures": 0.0}
        expect |= {"smallest_attainable_pvalue": 0.5 ** (want["b"] + want["c"])}
        cases.append(case(f"{want['b']} cleared, {want['c']} new", {}, options, expect))
    only = {"kept": 100, "cleared": 50, "new": 0, "never": 0}
    cases.append(case("the listed alone", {}, only, "effect.only_listed"))
    cases.append(case("nobody", {}, dict.fromkeys(only, 0), "effect.too_few"))
    write("effect.mcnemar", PROGRAMS, 1e-11, cases)


def prevalence() -> None:
    want, cases, rough = fixture("prevalence.R.json"), [], []
    for known in want["known"]:
        given = {name: known[name] for name in ("positive", "tested", "sensitivity", "specificity")}
        for program, interval in (("c-p", "clopper_pearson"), ("wilson", "wilson")):
            estimate, lower, upper = known[program]["true"][:3]
            expect = {"unclipped": estimate, "unclipped_lower": lower, "unclipped_upper": upper}
            expect |= {"apparent": known["positive"] / known["tested"], "expected_if_none": 1 - known["specificity"]}
            cases.append(case(f"{known['positive']} of {known['tested']}, {interval}", {}, given | {"interval": interval}, expect))
        for name in ("blaker", "sterne"):
            estimate, lower, upper = known[name]["true"][:3]
            expect = {"unclipped": estimate, "unclipped_lower": lower, "unclipped_upper": upper}
            rough.append(case(f"{known['positive']} of {known['tested']}, {name}", {}, given | {"interval": name}, expect))
    # The program looks for these limits on a grid of 1e-4.
    write("effect.prevalence", PROGRAMS, 2e-4, rough, ".blaker")
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
        assert abs(se["coef"] - want["coef"]) < 1e-10  # both programs
        expect = {"estimate": want["coef"], "clusters": clusters, "standard_errors": errors(want[level], se["se"], clusters)}
        if not by_school:
            expect |= {"assignments": 2002.0, "exact": True, "smallest_attainable_pvalue": 1 / 2002, "treated_clusters": 5}
            if name == "levels of the two groups":
                cell = py["cell_means"]
                naive = cell["11"] - cell["10"]
                expect |= {"naive_change": naive, "expected_without_measures": cell["01"] - cell["00"]}
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
    assert abs(want["difference_in_means"]["two_sided"] - fixture("ri.R.json")["p_two_sided"]) < 1e-14
    assert want["difference_in_means"]["less"] == want["scipy_less"]
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
    # Inversion by bisection.
    lower, upper = want["interval_95_additive"]
    interval = case("the interval by inversion", given, {}, {"lower": lower, "upper": upper})
    write("effect.randomisation", PROGRAMS, 1e-6, [interval], ".interval")
    half = {"change": [3.0, 1.0, 2.0, 0.0, 4.0, 7.0], "treated": [True] * 3 + [False] * 3}
    told = {"assignments": 20.0, "smallest_attainable_pvalue": 2 / 20, "lower": None}
    cases.append(case("the other half says the same", half, {}, told | {"warnings": [{"code": "not_by_lot"}, {"code": "cannot_be_shown"}]}))
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
    want, r = fixture("wild.py.json"), fixture("wild.R.json")
    assert all(abs(want[name] - r[name]) < 1e-12 for name in ("coef", "t"))
    assert (want["p_two_tailed_null_imposed"]["at_least"], want["draws"]) == (r["p_two_tailed"], r["draws"])
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


VARIANTS = (
    ("never_reg", False, "never", "reg"),
    ("notyet_reg", False, "not_yet", "reg"),
    ("never_dr_x", True, "never", "dr"),
    ("never_reg_x", True, "never", "reg"),
    ("never_ipw_x", True, "never", "ipw"),
    ("notyet_dr_x", True, "not_yet", "dr"),
)


def group_time() -> None:
    given, x = staggered()
    want = fixture("staggered.py.json")
    own, cases = want["own"], []
    for name, with_x, control, method in VARIANTS:
        for ours, theirs in zip(own[name]["att_gt"], want["csdid"][name]["att_gt"]):
            assert all(abs(ours[key] - theirs[key]) < 1e-12 for key in ours)
        cells = [{"first_treated": c["g"], "period": c["t"], "att": c["att"], "se": c["se"]} for c in own[name]["att_gt"]]
        options = {"control": control, "method": method, "draws": 99}
        simple = own[name]["simple"]["att"]
        cases.append(case(name, given | ({"covariates": [x]} if with_x else {}), options, {"cells": cells, "estimate": simple}))
    bands = own["never_reg"]["multiplier_bootstrap"]["sup_t_critical_95"]
    drawn = case("nine thousand draws beside a hundred thousand", given, {"method": "reg"}, {"band_critical": bands})
    write("effect.group_time", PROGRAMS, 2e-2, [drawn], ".bands")
    cases.append(case("nobody to compare with", SMALL, {}, "effect.no_controls"))
    cases.append(case("few draws", SMALL, {"draws": 5}, "effect.too_few"))
    write("effect.group_time", PROGRAMS, 1e-10, cases)


def aggregate() -> None:
    given, x = staggered()
    want = fixture("staggered.py.json")
    cases = []
    for name, with_x, control, method in VARIANTS:
        for kind in ("simple", "group", "dynamic", "calendar"):
            w = want["own"][name][kind]
            theirs = want["csdid"][name][kind]
            assert abs(w["att"] - theirs["overall_att"]) < 1e-12 and abs(w["se"] - theirs["overall_se"]) < 1e-12
            points = sorted((int(at), by) for at, by in w.get("by", {}).items())
            expect = {"estimate": w["att"], "se": w["se"], "points": [{"at": at, "att": by["att"], "se": by["se"]} for at, by in points]}
            options = {"kind": kind, "control": control, "method": method, "draws": 99}
            cases.append(case(f"{name}, {kind}", given | ({"covariates": [x]} if with_x else {}), options, expect))
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
    expect |= {"estimate": float(np.mean(beta[2:])), "n_treated": sum(g == 2021 for g in given["first_treated"]) // len(set(given["period"]))}
    cases = [
        case("one cohort", given, {"method": "reg", "draws": 99}, expect),
        case("nobody to compare with", SMALL, {}, "effect.no_controls"),
    ]
    write("effect.event_study", f"{PROGRAMS}; covariance by hand", 1e-10, cases)


def pretrend() -> None:
    given, beta, covariance = cohort_of_2021()
    b, v = beta[:2], covariance[:2, :2]
    statistic = float(b @ np.linalg.solve(v, b))
    # The reference has the covariance of samples, with n − 1; its test is the same formula.
    want = fixture("honest.py.json")
    theirs = float(b @ np.linalg.solve(np.array(want["covariance"])[:2, :2], b))
    assert abs(theirs - want["pre_trend_wald"]["statistic"]) < 1e-9
    assert abs(math.exp(-theirs / 2) - want["pre_trend_wald"]["p"]) < 1e-9
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
        straight = next(row["estimate"] for row in w["smoothness"] if row["M"] == 0)
        z = abs(plain["estimate"] / plain["se"])
        plain |= {"expected_drift": plain["estimate"] - straight, "pvalue": math.erfc(z / math.sqrt(2))}
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
    years = min(given_first := [year for year in given["first_treated"] if year]) - min(given["period"])
    assert len(set(given_first)) == 1
    fitting = [w for w in want["units"].values() if w["pre_rmspe"] <= 2 * own["pre_rmspe"]]
    assert own["objective"] <= want["pysyncon"]["objective"]  # which looks for it less thoroughly
    gaps = [{"period": year, "gap": gap} for year, gap in zip(sorted(set(given["period"])), own["gap"])]
    expect = {
        "estimate": want["effect_mean_post"],
        "pvalue": want["p_ratio_rank"],
        "objective": own["objective"],
        "gaps": gaps,
        "weights": [{"unit": unit, "weight": weight} for unit, weight in own["weights"].items()],
        "placebo": [
            {"unit": unit, "estimate": float(np.mean(w["gap"][years:]))} | {n: w[n] for n in ("pre_rmspe", "post_rmspe", "ratio")}
            for unit, w in sorted(want["units"].items())
            if unit != "m00"
        ],
        "pvalue_of_fitting": float(np.mean([w["ratio"] >= own["ratio"] for w in fitting])),
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

    # R and Python agree; their `sc_estimate` has a ridge and Frank and Wolfe's early end, which synthetic_control has not.
    for name, r in (("synth_one.sdid.py.json", one), ("synth_block.sdid.py.json", block)):
        assert all(abs(fixture(name)[of] - r[of]["estimate"]) < 1e-9 for of in ("synthdid_estimate", "sc_estimate", "did_estimate"))
    w = one["synthdid_estimate"]
    expect = {"estimate": w["estimate"], "unit_weights": weights(one), "placebo": w["placebo_in_space"], "se": None}
    expect |= {"year_weights": [{"weight": v} for v in w["lambda"]]}
    expect |= {"unweighted": one["did_estimate"]["estimate"], "smallest_attainable_pvalue": 1 / 24, "lower": None}
    cases = [case("one helped", many_years("synth_one.csv"), {}, expect)]
    w = block["synthdid_estimate"]
    expect = {"estimate": w["estimate"], "unit_weights": weights(block), "se": w["jackknife_se"]}
    expect |= {"unweighted": block["did_estimate"]["estimate"], "year_weights": [{"weight": v} for v in w["lambda"]]}
    cases.append(case("four helped", many_years("synth_block.csv"), {}, expect))
    published = fixture("california_prop99.R.json")["estimates"]
    expect = {"estimate": published["sdid"], "unweighted": published["did"]}
    cases.append(case("California's tax on tobacco, as published", many_years("california_prop99.csv"), {}, expect))
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
    for name in ("direct", "spill_over"):
        expect[f"{name}_errors"] = [{"scaling": "cr1", "se": want["weighted_regression"][f"{name}_se"]}, {"scaling": "cr2"}, {"scaling": "cr3"}]
    three = {"school": ["a", "b", "c"], "observed": [True, False, False], "chance": [0.5] * 3, "outcome": [1.0, 2.0, 3.0]}
    cases = [
        case("schools drawn by lot", given, {"draws": 199}, expect),
        case("a chance of nothing", three | {"chance": [0.5, 0.0, 0.5]}, {}, "effect.parameter"),
        case("all observed", three | {"observed": [True] * 3}, {}, "effect.no_controls"),
        case("nobody observed", three | {"observed": [False] * 3}, {}, "effect.no_treated"),
        case("two chances of one school", three | {"school": ["a", "a", "b"], "chance": [0.5, 0.4, 0.5]}, {}, "effect.conflict"),
    ]
    write("effect.observers", PROGRAMS, 1e-9, cases)


if __name__ == "__main__":
    for make in (
        relapse, mcnemar, prevalence, did, randomisation, wild_bootstrap, ancova, discontinuity, group_time, aggregate,
        event_study, pretrend, honest, synthetic_control, synthetic_did, observers,
    ):
        make()
