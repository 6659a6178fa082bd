"""How far the totals of a group lie apart, beside the other groups."""

from fractions import Fraction

import mpmath as mp
import numpy as np

from .data import SIZES, one_item, papers_of, simulated
from .reference import between_groups
from .shared import NAN, Refused, Vectors, beta_binomial_pmf, by_columns, case, groups_of, m, max_total, moments


def f_below(x, df, nu):
    return mp.betainc(df / 2, nu / 2, 0, df * x / (df * x + nu), regularized=True)


def root(function, low, high):
    """Where a falling function crosses 0."""
    low, high = m(low), m(high)
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def usable(totals, largest):
    """Of groups to compare: n, mean, s², the mean's place on the scale, s² if points were
    independent.
    """
    info = {}
    for name, ts in totals.items():
        n = len(ts)
        if n >= 5 and 0 < sum(ts) < n * largest:
            mean, var = moments(ts)
            x, b = m(2 * mean / largest - 1), m(mean * (largest - mean) + var / n)
            info[name] = {"n": n, "mean": mean, "s2": m(var), "x": x, "b": b}
    return info


def curve(info):
    """The variance to expect at a mean, b exp(β0 + β1 x + β2 x²) by Newton's method; of few groups
    b exp(β0).
    """
    terms = 1 if len(info) < 20 else 3
    beta = mp.matrix(terms, 1)
    if info:
        whole = mp.fsum((g["n"] - 1) * g["s2"] / g["b"] for g in info.values())
        beta[0] = mp.log(whole / sum(g["n"] - 1 for g in info.values()))
    value = lambda g: g["b"] * mp.exp(mp.fsum(beta[i] * g["x"] ** i for i in range(terms)))
    for _ in range(40 if terms > 1 else 0):
        score, slope = mp.matrix(terms, 1), mp.matrix(terms, terms)
        for g in info.values():
            ratio = g["s2"] / value(g)
            for i in range(terms):
                score[i] += (g["n"] - 1) * (ratio - 1) * g["x"] ** i
                for k in range(terms):
                    slope[i, k] += (g["n"] - 1) * ratio * g["x"] ** (i + k)
        beta += mp.lu_solve(slope, score)
    return value


def freedom(g, largest):
    """Degrees of freedom of s²: from the kurtosis of the beta-binomial distribution with this mean
    and variance.
    """
    n, v = g["n"], g["v"]
    p = m(g["mean"]) / largest
    rho = min(max((v / (largest * p * (1 - p)) - 1) / (largest - 1), m(1e-9)), m(0.999))
    pmf = beta_binomial_pmf(largest, p, rho)
    about = lambda power: mp.fsum(q * (i - m(g["mean"])) ** power for i, q in enumerate(pmf))
    return 2 * n / (about(4) / about(2) ** 2 - m(Fraction(n - 3, n - 1)))


def expected_of(others):
    """What the others' s² are on average beside the curve, and the degrees of freedom of a
    prediction from it.
    """
    c = mp.fsum((o["n"] - 1) * o["s2"] for o in others) / mp.fsum((o["n"] - 1) * o["v"] for o in others)
    squares = []
    for o in others:
        sampling = mp.polygamma(1, o["f"] / 2)
        # A constant group is as far away as can be.
        far = mp.mpf(10) ** 30
        if o["s2"]:
            far = mp.log(o["s2"] / (c * o["v"])) - mp.digamma(o["f"] / 2) + mp.log(o["f"] / 2)
        squares.append((far**2 / sampling, 1 / sampling))
    tau2 = between_groups(squares)
    whole = mp.fsum((o["n"] - 1) * o["v"] for o in others)
    doubt = mp.fsum(((o["n"] - 1) * o["v"] / whole) ** 2 * (2 / o["f"] + tau2) for o in others)
    return c, 2 * root(lambda t: mp.polygamma(1, t) - tau2 - doubt, 1e-6, 1e7)


def beside(g, others):
    """A group's s² beside what is expected of it."""
    c, nu = expected_of(others)
    expected = c * g["v"]
    ratio, told = g["s2"] / expected, max(g["s2"], m(Fraction(1, g["n"]))) / expected
    f = g["f"]
    high = f + 20 * mp.sqrt(f) + 40
    quantile = lambda p: root(lambda t: p - mp.gammainc(f / 2, 0, t / 2, regularized=True), 0, high)
    limit = lambda p: mp.sqrt(told * f / quantile(m(p))) - 1
    row = {"expected_sd": mp.sqrt(expected), "statistic": ratio, "effect": mp.sqrt(ratio) - 1, "df": f, "nu": nu}
    row |= {"lower": limit(0.975) if ratio else -1.0, "upper": limit(0.025)}
    if nu > 2:
        mean = nu / (nu - 2)
        row |= {"pvalue": f_below(told * mean, f, nu), "pvalue_high": 1 - f_below(ratio * mean, f, nu)}
    return row


def spread(r, group="school", min_reference=5):
    groups, largest = groups_of(r, group), max_total(r)
    if not groups:
        raise Refused("statistic.no_tallies")
    totals = {name: [total for _, total in persons] for name, persons in groups.items()}
    info = usable(totals, largest)
    value = curve(info)
    for g in info.values():
        g["v"] = value(g)
        g["f"] = freedom(g, largest)
    keys = ("expected_sd", "statistic", "pvalue", "pvalue_high", "effect", "lower", "upper", "df", "nu")
    rows = []
    for name, ts in totals.items():
        var = moments(ts)[1]
        row = {"group": name, "n": len(ts), "sd": mp.sqrt(m(var)) if var is not None else NAN} | dict.fromkeys(
            keys, NAN
        )
        others = [g for other, g in info.items() if other != name]
        if name in info and len(others) >= max(min_reference, 2):
            row |= beside(info[name], others)
        rows.append(row)
    return by_columns(rows)


def by_group_cases():
    f = spread
    rng = np.random.default_rng(7)
    many = one_item({f"s{j:02d}": [int(t) for t in rng.binomial(10, rng.beta(4 + j / 4, 5), 5 + j)] for j in range(24)})
    edge = one_item(
        {s: [2, 4, 5, 7, 3, 6] for s in "bcdefg"} | {"a": [5] * 6, "h": [10] * 6, "i": [5] * 4, "j": [5] * 5 + [6]}
    )
    return [
        case("a constant school, one at the end of the scale, a small one", f, {"results": edge},
             expect={"n": [6] * 8 + [4, 6]}),
        case("twenty schools and more: the curve bends", f, {"results": many}),
        case("too few others", f, {"results": one_item({s: [1, 5, 4, 3, 7] for s in "abc"})}),
        case("simulated, by school", f, {"results": simulated()}),
        case("simulated, by class", f, {"results": simulated()}, {"group": "class"}),
    ]


def many_fives(r, group="school"):
    boundaries = r["assessment"].get("boundaries")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    groups = {name: [total for _, total in persons] for name, persons in groups_of(r, group).items()}
    everyone = [total for totals in groups.values() for total in totals]
    fives = lambda totals: Fraction(sum(total >= boundaries[2] for total in totals), len(totals))
    known = {name: totals for name, totals in groups.items() if len(totals) > 1}
    # Squares of s/S are in the order of s/S.
    share = {name: fives(totals) for name, totals in known.items()}
    square = {name: moments(totals)[1] / moments(everyone)[1] for name, totals in known.items()}
    rank = lambda x, of: Fraction(2 * sum(y < x for y in of) + sum(y == x for y in of), 2 * len(of))
    out = {"group": list(groups), "n": [len(totals) for totals in groups.values()], "statistic": [], "effect": [],
           "share": [], "spread": []}
    for name in groups:
        row = (NAN,) * 4
        if name in known:
            first = rank(share[name], list(share.values()))
            second = rank(-square[name], [-x for x in square.values()])
            row = (min(first, second), share[name] - fives(everyone), share[name], mp.sqrt(m(square[name])))
        for column, value in zip(("statistic", "effect", "share", "spread"), row):
            out[column].append(value)
    return out


def many_fives_cases():
    f = many_fives
    return [case("papers with codes", f, {"results": papers_of(4, SIZES)}),
            case("no boundaries", f, {"results": papers_of(4, {"a": 9}, boundaries=None)})]


VECTORS = [
    Vectors("spread.by_group", by_group_cases, tolerance=1e-10),
    Vectors("spread.many_fives", many_fives_cases),
]
