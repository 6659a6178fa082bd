"""Vectors of `design`: values that established programs gave, and second implementations where there is none.

    .venv/bin/python tests/vectors/make_design.py
"""

import math
import struct
from typing import Any

from programs import PROGRAMS, Csv, case, fixture, write

OURS = "tests/vectors/make_design.py: second implementation in Python"


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
        case("money for less than the least", three, {"budget": 5.0, "least": 2}, "design.parameter"),
        case("no spread anywhere", three | {"sd": [0.0] * 3}, {"visits": 9}, "design.parameter"),
        case("more visits than schools", three, {"visits": 40}, {"visits": [10, 10, 10], "variance_of_mean": 0.0}),
        case("a spread that is unknown", three | {"sd": [0.3, None, 0.3]}, {"visits": 9}, "design.parameter"),
        case("a stratum short", three | {"sd": [0.3]}, {"visits": 9}, "design.length"),
    ]
    write("design.allocate", PROGRAMS, 1e-10, cases)


TRIPS = {
    "weight": [30.0, 20.0, 60.0, 25.0, 25.0, 40.0, 80.0, 20.0, 30.0, 50.0, 35.0, 45.0],
    "risk": [0.02, 0.5, 0.3, 0.1, 0.1, 0.05, 0.4, 0.2, 0.02, 0.1, 0.3, 0.6],
    "group": ["a"] * 3 + ["b"] * 4 + ["c"] * 5,
}


def bounded(size: list[float], n: float, low: list[float]) -> list[float]:
    """n·z/Σz between low and 1: the factor by bisection."""
    least, most = 0.0, 1e6
    for _ in range(400):
        factor = (least + most) / 2
        chance = [min(1.0, max(floor, factor * z)) for z, floor in zip(size, low)]
        least, most = (factor, most) if sum(chance) < n else (least, factor)
    return chance


def chances_of_trips(visits: int, per_trip: int, floor: float) -> list[float]:
    size = [w * math.sqrt(p * (1 - p)) for w, p in zip(TRIPS["weight"], TRIPS["risk"])]
    places = {name: [j for j, g in enumerate(TRIPS["group"]) if g == name] for name in sorted(set(TRIPS["group"]))}
    sums = [sum(size[j] for j in group) for group in places.values()]
    lows = [floor * len(group) / per_trip for group in places.values()]
    chance = [0.0] * len(size)
    for of_group, group in zip(bounded(sums, visits / per_trip, lows), places.values()):
        inside = bounded([size[j] for j in group], per_trip, [floor / of_group] * len(group))
        for j, own in zip(group, inside):
            chance[j] = of_group * own
    assert abs(sum(chance) - visits) < 1e-9 and min(chance) > floor - 1e-12
    return chance


def chances() -> None:
    table, want = Csv("frame.csv"), fixture("design.R.json")
    given = {"weight": table.numbers("size"), "risk": table.numbers("risk")}
    four = {"weight": [1.0] * 4, "risk": [0.1] * 4}
    cases = [
        case("without a floor", given, {"visits": 14, "floor": 0.0, "estimate": False}, {"chance": want["inclusionprobabilities"]}),
        case("with a floor", given, {"visits": 14, "floor": 0.08}, {"chance": want["with_floor"]}),
        case("no chance for the unsuspicious", four, {"visits": 2, "floor": 0.0}, "design.parameter"),
        case("more visits than schools", four, {"visits": 5}, "design.parameter"),
        case("trips to three groups", TRIPS, {"visits": 6, "per_trip": 2, "floor": 0.2}, {"chance": chances_of_trips(6, 2, 0.2)}),
        case("a group smaller than a trip", TRIPS, {"visits": 8, "per_trip": 4}, "design.id"),
        case("visits that are no trips", TRIPS, {"visits": 7}, "design.parameter"),
        case("a floor that trips cannot hold", TRIPS, {"visits": 6, "per_trip": 1, "floor": 0.3}, "design.parameter"),
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
    schools = [f"s{j:02}" for j in range(12)]
    by_trips = {"id": schools, "chance": [round(c, 9) for c in chances_of_trips(6, 2, 0.2)], "group": TRIPS["group"]}
    by_trips["chance"] = in_trips(by_trips["chance"])
    expect = {"sample": TRIP_SAMPLE, "reserve": TRIP_RESERVE, "fingerprint": fingerprint(schools, by_trips["chance"])}
    cases.append(case("trips of two", by_trips, {"seed": 5, "per_trip": 2}, expect))
    cases.append(case("chances that no trips have", by_trips | {"chance": [1.0] + by_trips["chance"][1:]}, {}, "design.parameter"))
    cases += [
        case("one school twice", {"id": ["a", "a"], "chance": [0.5, 0.5]}, {}, "design.id"),
        case("a chance short", {"id": ["a", "b"], "chance": [0.5]}, {}, "design.length"),
        case("chances that are no number of visits", {"id": ["a", "b"], "chance": [0.5, 0.7]}, {}, "design.parameter"),
    ]
    write("design.draw", f"{OURS}; samples are those of the core, which must not change", 0.0, cases)


def in_trips(chance: list[float]) -> list[float]:
    """Rounded chances whose sums stay those of whole trips: the last of the last group takes the rest."""
    return [*chance[:-1], round(6 - sum(chance[:-1]), 9)]


TRIP_SAMPLE: list[int] = [1, 2, 4, 6, 8, 10]
TRIP_RESERVE: list[int] = [0, 5, 3, 9, 7, 11]
DRAWN: list[tuple[str, list[int], list[int]]] = [("pivotal", [0, 1, 4, 5], [6, 2, 3]), ("sampford", [1, 4, 5, 6], [2, 0, 3])]


def visited() -> tuple[Csv, dict[str, Any], list[int]]:
    want = fixture("design.R.json")
    return Csv("frame.csv"), want, [place - 1 for place in want["sampled"]]


def trips_estimate(y: list[float], chance: list[float], groups: list[str], certain: str) -> dict[str, Any]:
    """Groups vary, with replacement; a certain one is a stratum with Brewer's variance."""
    names = sorted(set(groups))

    def variance(y: list[float]) -> float:
        of = {name: [v / p for v, p, g in zip(y, chance, groups) if g == name] for name in names}
        sums = [sum(of[name]) for name in names if name != certain]
        m, mean = len(sums), sum(sums) / len(sums)
        found = m / (m - 1) * sum((z - mean) ** 2 for z in sums)
        if certain:
            inside = [p for p, g in zip(chance, groups) if g == certain]
            n, centre = len(inside), sum(of[certain]) / len(inside)
            found += n / (n - 1) * sum((1 - p) * (w - centre) ** 2 for w, p in zip(of[certain], inside))
        return found

    total, population = sum(v / p for v, p in zip(y, chance)), sum(1 / p for p in chance)
    rest = [(v - total / population) / population for v in y]
    found = {"total": total, "total_se": math.sqrt(variance(y)), "mean": total / population, "mean_se": math.sqrt(variance(rest))}
    if not certain:
        t = 2.7764451051977987  # four degrees of freedom
        found |= {"lower": found["mean"] - t * found["mean_se"], "upper": found["mean"] + t * found["mean_se"]}
    return found


def pair(want: dict[str, Any], j: int) -> list[list[float]]:
    both = want["sampford_joint_row1"][j]
    return [[want["with_floor"][0], both], [both, want["with_floor"][j]]]


def estimate() -> None:
    table, want, places = visited()
    y = table.numbers("y")
    given = {"outcome": [y[j] for j in places], "chance": [want["with_floor"][j] for j in places]}
    joint = {"joint": want["sampford_joint_of_sampled"]}
    cases = []
    for variance, name in (("sen_yates_grundy", "survey_YG"), ("horvitz_thompson", "survey_HT"), ("brewer", "survey_brewer")):
        expect = {n: want[name][n] for n in ("total", "total_se", "mean", "mean_se")} | {"visits": 14}
        cases.append(case(variance, given | joint, {"variance": variance}, expect))
    groups = [name for name in "aabbbccddddeef"][:14]
    groups[-1] = "e"
    chance = [0.2, 0.3, 0.5, 0.4, 0.25, 0.6, 0.1, 0.2, 0.4, 0.3, 0.5, 0.35, 0.15, 0.45]
    by_trips = {"outcome": given["outcome"], "chance": chance, "joint": None, "group": groups}
    by_trips.pop("joint")
    for name, certain in (("trips to five groups", ""), ("one of the groups was certain", "b")):
        added = {"group_chance": [1.0 if g == certain else 0.5 for g in groups]} if certain else {}
        cases.append(case(name, by_trips | added, {}, trips_estimate(by_trips["outcome"], chance, groups, certain)))
    cases += [
        case("one group", by_trips | {"group": ["a"] * 14}, {}, "design.too_few"),
        case("a group with two chances", by_trips | {"group_chance": [0.5] * 13 + [0.6]}, {}, "design.id"),
        case("groups beside another variance", by_trips, {"variance": "poisson"}, "design.parameter"),
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
        case("three strata, Brewer's variance", post, {}, want["poststratified"]),
        case("a stratum without a size", post | {"strata": strata[1:], "schools": schools[1:]}, syg, "design.id"),
        case("a size short", post | {"schools": schools[1:]}, syg, "design.length"),
    ]
    write("design.poststratified", PROGRAMS, 1e-7, cases)

    size = table.numbers("size")
    own = given | joint | {"columns": [[1.0] * 14, [size[j] for j in places]], "totals": [60.0, sum(size)]}
    twice = own | {"columns": [[1.0] * 14, [2.0] * 14]}
    cases = [
        case("schools and pupils", own, syg | {"population": 60.0}, {"total": want["calibrated_on_size"]["total"]}),
        case("schools and pupils, Brewer's variance", own, {"population": 60.0}, want["calibrated_on_size"]),
        case("the same column twice", twice, {"population": 60.0}, "design.parameter"),
        case("a total short", own | {"totals": [60.0]}, {"population": 60.0}, "design.length"),
    ]
    write("design.calibrated", PROGRAMS, 1e-7, cases)

    rows = want["sampford_joint_of_sampled"]
    cases = [
        case("of the sampled", {"chance": want["with_floor"]}, {"sample": places}, {"joint": rows}),
        *(
            case(f"the first school and number {j}", {"chance": want["with_floor"]}, {"sample": [0, j]}, {"joint": pair(want, j)})
            for j in (1, 30, 59)
        ),
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


def by_formula(risk: list[float], visits: int) -> float:
    size = [math.sqrt(p * (1 - p)) for p in risk]
    share, chance = sum(risk) / len(risk), [visits * z / sum(size) for z in size]
    assert max(chance) < 1
    return math.sqrt(sum((1 - c) * (p * (1 - p) + (p - share) ** 2) / c for c, p in zip(chance, risk))) / len(risk)


def precision() -> None:
    """Chances by weight and risk where nothing is at a bound, and the formulas."""
    n, visits = 40, [8, 16]
    risk = [round(0.2 + 0.1 * math.sin(i), 6) for i in range(n)]
    size = [math.sqrt(p * (1 - p)) for p in risk]
    share = sum(risk) / n
    rows = []
    for k in visits:
        caught = sum(p * k * z / sum(size) for p, z in zip(risk, size))
        rows.append((caught, by_formula(risk, k), 1.959963984540054 * by_formula(risk, k) / share))
    expect = {"visits": visits} | {name: [row[i] for row in rows] for i, name in enumerate(("caught", "se", "relative_half"))}
    given = {"weight": [1.0] * n, "risk": risk}
    cases = [
        case("two numbers of visits", given, {"visits": visits, "draws": 99}, expect),
        case("as many as are usual", given, {"draws": 99}, {"visits": [20, 40], "se": [by_formula(risk, 20), 0.0]}),
        case("more visits than schools", given, {"visits": [8, 41], "draws": 99}, "design.parameter"),
        case("no number of visits", given, {"visits": [], "draws": 99}, "design.too_few"),
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
        case("differences in differences", given, options | {"test": "did", "effects": [9.0]}, {"effect": [0.0, 9.0]}),
        case(
            "whole municipalities, of which eight among sixteen cannot all be missed",
            given | {"cluster": [f"m{i % 16:02}" for i in range(40)]},
            options | {"test": "did", "treated": 8, "effects": [50.0]},
            {"effect": [0.0, 50.0]},
        ),
        case("a municipality in part", given | {"planned": [True] * 39 + [False], "cluster": ["m"] * 20 + ["n"] * 20}, options, "design.id"),
        case("nobody helped", given, options | {"treated": 0}, "design.too_few"),
        case("an unknown value", given | {"before": [None, *before[1:]]}, options, "design.parameter"),
        case("more helped than planned", given | {"planned": [True] * 10 + [False] * 30}, options, "design.too_few"),
        case("a column short", given | {"after": [1.0]}, options, "design.length"),
    ]
    write("design.power", OURS, 1e-9, cases)


if __name__ == "__main__":
    for make in (allocate, chances, draw, estimate, precision, power):
        make()
