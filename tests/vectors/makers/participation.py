"""Absent pupils, beside the other schools."""

from fractions import Fraction

import mpmath as mp
import numpy as np

from .reference import against_reference
from .shared import NAN, Refused, Vectors, case, m


def gain(share):
    """The mean of a standard normal distribution without its lowest share, by integration of its quantiles."""
    if share != share or share == 1:
        return NAN
    if share == 0:
        return 0
    z = mp.sqrt(2) * mp.erfinv(2 * m(share) - 1)
    return mp.quad(lambda x: x * mp.npdf(x), [z, 0, 5, 10, 40]) / (1 - m(share))


def by_school(school, listed, absent, min_reference=5):
    if len({len(school), len(listed), len(absent)}) > 1:
        raise Refused("data.length")
    if any(x > n for x, n in zip(absent, listed)):
        raise Refused("statistic.parameter")
    beside = against_reference([[(x, n)] for x, n in zip(absent, listed)], min_reference)
    rows = []
    for name, n, x, row in zip(school, listed, absent, beside):
        share = Fraction(x, n) if n else NAN
        other = row["reference_share"]
        rows.append({"group": name, "n": n, "absent": x, "statistic": share, **row, "gain": gain(share),
                     "gain_beside": gain(share) - gain(other)})
    return {column: [row[column] for row in rows] for column in rows[0]}


def by_school_cases():
    f = by_school
    rng = np.random.default_rng(8)
    listed = [int(n) for n in rng.integers(5, 120, 25)]
    absent = [int(rng.binomial(n, p)) for n, p in zip(listed, rng.beta(4, 40, 25))]
    absent[3] = listed[3] // 3
    names = [f"s{i:02}" for i in range(25)]
    return [
        case("a fifth away in one of seven", f, {"school": list("ABCDEFG"), "listed": [50] * 7, "absent": [10, 4, 5, 3, 4, 6, 4]},
             expect={"statistic": [0.2, 0.08, 0.1, 0.06, 0.08, 0.12, 0.08]}),
        case("schools of many sizes", f, {"school": names, "listed": listed, "absent": absent}),
        case("nobody listed, nobody absent, nobody there", f,
             {"school": list("abcdefg"), "listed": [0, 9, 4, 20, 30, 40, 50], "absent": [0, 0, 4, 1, 2, 3, 1]}),
        case("too few others", f, {"school": ["a", "b", "c"], "listed": [9, 9, 9], "absent": [1, 2, 3]}),
        case("more absent than listed", f, {"school": ["a", "b"], "listed": [9, 9], "absent": [1, 10]}),
        case("columns of two lengths", f, {"school": ["a", "b"], "listed": [9, 9], "absent": [1]}),
    ]


VECTORS = [
    Vectors("participation.by_school", by_school_cases, tolerance=1e-10),
]
