"""Papers heaped on the boundaries of marks, and percentages that are too round."""

from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import stats

from .data import one_item, simulated, work
from .reference import against_reference
from .shared import (
    EXACT,
    MISSING,
    NAN,
    NOT_ATTEMPTED,
    NOT_TAUGHT,
    Refused,
    Vectors,
    binomial_pmf,
    by_columns,
    case,
    groups_of,
    histogram,
    lower,
    m,
    max_total,
    moments,
    upper,
    wilson,
)


def share_bounds(k):
    k = Fraction(k)
    return (1 - k) / (3 - k), (1 + k) / (3 + k)


def spike(at, window, low, high):
    assert abs(stats.binom.sf(at - 1, window, float(high)) - float(upper(binomial_pmf(window, high), at)[0])) < 1e-9
    up, up_mid = upper(binomial_pmf(window, high), at)
    down, down_mid = lower(binomial_pmf(window, low), at)
    return {
        "pvalue": up,
        "pvalue_mid": up_mid,
        "pvalue_two_sided": min(mp.mpf(1), 2 * min(down, up)),
        "pvalue_two_sided_mid": min(mp.mpf(1), 2 * min(down_mid, up_mid)),
        "pvalue_min": m(high) ** window,
    }, (down, down_mid)


def three_bin(below, at, above, k=0.0):
    if not 0 <= k < 1:
        raise Refused("statistic.parameter")
    window = below + at + above
    if window == 0:
        names = ("share", "pvalue", "pvalue_mid", "pvalue_two_sided", "pvalue_two_sided_mid")
        return dict.fromkeys((*names, "pvalue_dip", "pvalue_dip_mid", "pvalue_min"), NAN)
    out, (dip, dip_mid) = spike(at, window, *share_bounds(k))
    return {"share": Fraction(at, window)} | out | {"pvalue_dip": dip, "pvalue_dip_mid": dip_mid}


def curvature(c, totals):
    """max(|z^2 - 1|, 1) / (2 sd^2), without leaving the fractions; at most 1/2, as where sd is 0."""
    mean, var = moments(totals)
    if not var:
        return Fraction(1, 2)
    return min(max(abs((c - mean) ** 2 / var - 1), 1) / (2 * var), Fraction(1, 2))


def heaping(r, group="school", k=None, min_reference=5):
    boundaries = r["assessment"].get("boundaries")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    if k is not None and not 0 <= k < 1:
        raise Refused("statistic.parameter")
    groups, largest = groups_of(r, group), max_total(r)
    counts = {name: histogram(persons, largest) for name, persons in groups.items()}
    everyone = [total for persons in groups.values() for _, total in persons]
    ks = [curvature(c, everyone) if k is None else Fraction(k) for c in boundaries]
    names = ("statistic", "pvalue", "pvalue_mid", "pvalue_two_sided", "pvalue_two_sided_mid", "pvalue_min")

    def around(n_s, c):
        """Papers at c, and in the window around it; nothing where the scale ends."""
        return (n_s[c], sum(n_s[c - 1 : c + 2])) if 1 <= c < largest else (0, 0)

    rows = []
    for mark in (0, 3, 4, 5):
        # Mark 0: all boundaries together, each with the bounds of its own k.
        chosen = [(c, kc) for j, c, kc in zip((3, 4, 5), boundaries, ks) if mark == j]
        if mark == 0:
            for c, kc in zip(boundaries, ks):
                # No paper counts twice.
                if not chosen or c >= chosen[-1][0] + 3:
                    chosen.append((c, kc))
        strata = [[around(n_s, c) for c, _ in chosen] for n_s in counts.values()]
        compared = against_reference(strata, min_reference)
        for (name, n_s), windows, beside in zip(counts.items(), strata, compared):
            n, at, window = sum(n_s), sum(x for x, _ in windows), sum(w for _, w in windows)
            row = {"group": name, "mark": mark, "n": n, "at": at, "window": window}
            row |= dict.fromkeys(("k", "effect", "lower", "upper", *names, "pvalue_dip"), NAN)
            mean = lambda value, weights: sum(w * value(kc) for w, (_, kc) in zip(weights, chosen)) / sum(weights)
            if window:
                sizes = [w for _, w in windows]
                low, high = wilson(at, window)
                per_paper = m(Fraction(window, n))
                row |= {"k": mean(lambda kc: kc, sizes), "statistic": Fraction(at, window)}
                row |= {"effect": (at - Fraction(window, 3)) / n}
                row |= {"lower": (low - m(Fraction(1, 3))) * per_paper, "upper": (high - m(Fraction(1, 3))) * per_paper}
                bounds = [mean(lambda kc: share_bounds(kc)[side], sizes) for side in (0, 1)]
                row |= spike(at, window, *bounds)[0]
            dips = [around(n_s, c - 1) if c < largest else (0, 0) for c, _ in chosen]
            if sum(w for _, w in dips):
                pi = mean(lambda kc: share_bounds(kc)[0], [w for _, w in dips])
                pmf = binomial_pmf(sum(w for _, w in dips), pi)
                row["pvalue_dip"] = lower(pmf, sum(x for x, _ in dips))[0]
            row |= {key: beside[key] for key in ("reference_share", "reference_rho")}
            row |= {"pvalue_reference": beside["pvalue"], "pvalue_reference_mid": beside["pvalue_mid"]}
            rows.append(row)
    rows.sort(key=lambda row: (row["group"], row["mark"]))
    return by_columns(rows)


def round_percentages(count, n, step=1.0, within=0.05, with_ends=False):
    if len(count) != len(n):
        raise Refused("data.length")
    step, within, rounding = Fraction(step), Fraction(within), Fraction(1, 10**9)
    if not 0 < step <= 50 or not 0 <= within < step / 2 or any(x > m or m > 10**6 for x, m in zip(count, n)):
        raise Refused("statistic.parameter")

    def is_round(x, size):
        percent = Fraction(100 * x, size)
        return (with_ends or 0 < x < size) and abs(percent - step * round(percent / step)) <= within + rounding

    schools = [(x, size) for x, size in zip(count, n) if size]
    found = sum(is_round(x, size) for x, size in schools)
    out = {"n": len(schools), "statistic": found, "expected": NAN, "effect": NAN, "pvalue": NAN, "pvalue_mid": NAN}
    if not schools:
        return out
    chances = [
        mp.fsum(p for y, p in enumerate(binomial_pmf(size, Fraction(x, size))) if is_round(y, size))
        for x, size in schools
    ]
    pmf = [mp.mpf(1)]
    for chance in chances:
        pmf = [a * (1 - chance) + b * chance for a, b in zip(pmf + [0], [0] + pmf)]
    expected = mp.fsum(chances)
    pvalue, mid = upper(pmf, found)
    return out | {
        "expected": expected,
        "effect": (found - expected) / len(schools),
        "pvalue": pvalue,
        "pvalue_mid": mid,
    }


def three_bin_cases():
    f = three_bin
    published = "Frandsen (2017), the author's own program with P(>=) in the upper tail, as noted for two-sided p: "

    def frandsen(bins, k, p):
        inputs = dict(zip(("below", "at", "above"), bins))
        got = float(three_bin(*bins, k)["pvalue_two_sided"])
        assert abs(got - p) < 1e-7, (bins, k, got, p)
        return case(f"published: {bins}, k = {k}", f, inputs, {"k": k}, note=f"{published}{p}")

    bins = lambda below, at, above: {"below": below, "at": at, "above": above}
    return [
        case("one paper, at the boundary: 1/3", f, bins(0, 1, 0), {"k": 0.0},
             note="spike 1/3, mid 1/6; P(X <= 1) = 1, so two-sided 2/3; the smallest attainable p is 1/3",
             expect={"pvalue": 1 / 3, "pvalue_mid": 1 / 6, "pvalue_two_sided": 2 / 3, "pvalue_dip": 1,
                     "pvalue_min": 1 / 3}),
        case("one of two: 1 - (2/3)^2 = 5/9", f, bins(1, 1, 0), {"k": 0.0},
             expect={"share": 0.5, "pvalue": 5 / 9, "pvalue_mid": 5 / 9 - 2 / 9, "pvalue_dip": 8 / 9,
                     "pvalue_two_sided": 1}),
        case("three of three: (1/3)^3", f, bins(0, 3, 0), {"k": 0.0},
             expect={"pvalue": 1 / 27, "pvalue_min": 1 / 27, "pvalue_two_sided": 2 / 27,
                     "pvalue_two_sided_mid": 1 / 27}),
        case("none of three: the dip has (2/3)^3", f, bins(2, 0, 1), {"k": 0.0},
             expect={"pvalue": 1, "pvalue_dip": 8 / 27, "pvalue_dip_mid": 4 / 27, "pvalue_two_sided": 16 / 27}),
        case("k = 1/2 lets the share lie between 1/5 and 3/7", f, bins(0, 2, 0), {"k": 0.5},
             expect={"pvalue": (3 / 7) ** 2, "pvalue_min": (3 / 7) ** 2, "pvalue_dip": 1, "pvalue_two_sided": 18 / 49}),
        case("k = 1/2, none of two: (4/5)^2", f, bins(1, 0, 1), {"k": 0.5}, expect={"pvalue_dip": 0.64, "pvalue": 1}),
        case("no papers at all", f, bins(0, 0, 0), {"k": 0.0}),
        case("without k it is 0", f, bins(3, 9, 2)),
        case("k below 0", f, bins(1, 1, 1), {"k": -0.1}),
        case("k = 1", f, bins(1, 1, 1), {"k": 1.0}),
        frandsen((100, 150, 110), 0.0, 0.0011676),
        frandsen((100, 150, 110), 0.01, 0.0015994),
        frandsen((100, 150, 110), 0.05, 0.0050901),
        frandsen((40, 30, 45), 0.0, 0.1169508),
        frandsen((40, 30, 45), 0.02, 0.1422611),
        case("a strong spike", f, bins(5, 40, 5), {"k": 0.03}),
        case("a whole territory", f, bins(1200, 1500, 1250), {"k": 0.02}),
        case("a whole territory with a dip", f, bins(1300, 1150, 1250), {"k": 0.02}),
    ]


def by_group_cases():
    f = heaping
    # 10 points, boundaries 3, 5, 8.
    hand = one_item({"a": [2, 3, 3, 3, 4, 5, 9]} | {s: [2, 3, 4, 4, 5, 6, 7, 8, 9] for s in "bcdef"})
    few = one_item({s: [2, 3, 4, 5, 6] for s in "abcde"})
    top = one_item({s: [1, 4, 5, 8, 9, 10, 10] for s in "abcdef"}, boundaries=(1, 5, 10))
    flat = one_item({s: [5] * (i + 1) for i, s in enumerate("abcdef")})
    maximal = one_item({s: [10] * 4 for s in "abcdef"})
    lone = one_item({"a": [3], "b": [5], "c": [8], "d": [3], "e": [5], "f": [8]})
    cells = {"assessment": work([3, 5], [3, 5, 7]), "school": list("aaabcdef")}
    cells["scores"] = [[3, MISSING], [3, NOT_ATTEMPTED], [NOT_TAUGHT, 4], [1, 1], [2, 1], [2, 2], [3, 3], [3, 4]]
    big = simulated()
    return [
        case("school a: 3 of the 5 papers around the boundary 3 lie on it", f, {"results": hand}, {"k": 0.0},
             note="window 2..4: 1 + 3 + 1; P(X >= 3) of Bin(5, 1/3) = 51/243; effect (3 - 5/3)/7; the dip looks at "
                  "1..3: 0, 1, 3; all together leaves out the boundary 5, whose window shares the 4 with that of 3",
             expect={"at": [3, 3, 1, 0] + [2, 1, 1, 1] * 5, "window": [6, 5, 2, 1] + [7, 4, 4, 3] * 5}),
        case("the same, k from mean and sd of all totals", f, {"results": hand}),
        case("four other schools are too few for a reference of five", f, {"results": few}, {"k": 0.0},
             expect={"pvalue_reference": [None] * 20}),
        case("a lower bound of 4 for the reference", f, {"results": few}, {"k": 0.1, "min_reference": 4}),
        case("a boundary at 1 has no dip, one at the largest total has no window", f, {"results": top},
             {"k": 0.0}, note="papers at the end of the scale are no sign: neither a spike nor a dip before it"),
        case("equal totals: sd is 0 and k at its cap of 1/2", f, {"results": flat},
             expect={"k": [None, None, 0.5, None] * 6}, note="all on the boundary 5; the windows of 3 and 8 are empty"),
        case("everybody has the largest total: no window holds anybody", f, {"results": maximal}, {"k": 0.0},
             expect={"window": [0] * 24, "statistic": [None] * 24}),
        case("schools of one pupil: p is 1/3 at best", f, {"results": lone}, {"k": 0.0}),
        case("codes count 0 and a missing cell leaves the person out", f, {"results": cells}, {"k": 0.0},
             note="totals: a 3 and 4; b 2; c 3; d 4; e 6; f 7"),
        case("no boundaries", f, {"results": one_item({"a": [1, 2]}, boundaries=None)}),
        case("k = 1", f, {"results": few}, {"k": 1.0}),
        case("k below 0", f, {"results": few}, {"k": -0.5}),
        case("no class labels", f, {"results": few}, {"group": "class"}),
        case("simulated, by school", f, {"results": big}),
        case("simulated, by class, k = 0.02", f, {"results": big}, {"group": "class", "k": 0.02}),
        case("simulated, by municipality", f, {"results": big}, {"group": "municipality"}),
    ]


def round_percentages_cases():
    f = round_percentages
    rng = np.random.default_rng(9)
    n = [int(x) for x in rng.integers(8, 240, 60)]
    honest = [int(rng.binomial(size, 0.3 + 0.4 * rng.random())) for size in n]
    made = [round(size * 0.7) for size in n]
    of = lambda count, n: {"count": count, "n": n}
    return [
        case("one of two pupils: 0, 50, 100 % with probabilities 1/4, 1/2, 1/4", f, of([1], [2]),
             expect={"n": 1, "statistic": 1, "expected": 0.5, "effect": 0.5, "pvalue": 0.5, "pvalue_mid": 0.25}),
        case("the ends are round if one says so", f, of([1, 3], [2, 3]), {"with_ends": True},
             expect={"statistic": 2, "expected": 2, "pvalue": 1}),
        case("all passed, ends do not count", f, of([3], [3]), expect={"statistic": 0, "expected": 0, "pvalue": 1}),
        case("honest schools", f, of(honest, n)),
        case("schools that report 70 %", f, of(made, n)),
        case("the same in steps of five", f, of(made, n), {"step": 5.0, "within": 0.5}),
        case("schools of nobody take no part", f, of([0, 1], [0, 4]), expect={"n": 1}),
        case("no school", f, of([], []), expect={"n": 0, "pvalue": None}),
        case("a count above its n", f, of([2], [1])),
        case("no step", f, of([1], [2]), {"step": 0.0}),
        case("within half a step", f, of([1], [2]), {"within": 0.5}),
        case("columns of different lengths", f, of([1], [2, 3])),
    ]


VECTORS = [
    Vectors("heaping.three_bin", three_bin_cases, how=EXACT + "; published values by Frandsen (2017)"),
    Vectors("heaping.by_group", by_group_cases),
    Vectors("heaping.round_percentages", round_percentages_cases),
]
