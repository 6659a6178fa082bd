"""Pairs of persons, by enumeration where it can be.

Tails of matches are sums over all sets of items that match, shares of errors are fractions,
regressions are solved by mpmath; everything is computed in 50 digits.
"""

import itertools
from fractions import Fraction

import mpmath as mp

from .irt import probabilities
from .shared import MISSING, NAN, NOT_ATTEMPTED, NOT_TAUGHT, Refused, Vectors, case, m


def answer(cell):
    return None if cell in (MISSING, NOT_ATTEMPTED, NOT_TAUGHT) else cell


def pairs_of(answers, ordered, group):
    """By group, in the order of first persons, then by first and second person."""
    labels = group or [""] * len(answers)
    if len(labels) != len(answers):
        raise Refused("model.length")
    for label in dict.fromkeys(labels):
        members = [v for v, l in enumerate(labels) if l == label]
        for a, b in itertools.permutations(members, 2) if ordered else itertools.combinations(members, 2):
            yield a, b


def table(rows, only_below, more=()):
    names = ("first", "second", "items", "matches", "expected", "statistic", "pvalue", *more)
    compared = sum(row[6] == row[6] for row in rows)
    if only_below is not None:
        if not 0 < only_below <= 1:
            raise Refused("model.option")
        rows = [row for row in rows if row[6] == row[6] and row[6] < only_below]
    columns = {name: [row[k] for row in rows] for k, name in enumerate(names)}
    # Certainty, but for 50 digits, is certainty.
    certain = lambda p: mp.mpf(1) if abs(p - 1) < mp.mpf(10) ** -40 else p
    columns["pvalue"] = [certain(p) for p in columns["pvalue"]]
    log10 = lambda p: NAN if p != p else mp.log10(p)
    columns["log10_pvalue"] = [log10(p) for p in columns["pvalue"]]
    columns["compared"] = [compared] * len(rows)
    return columns


# ---- Beside a model ------------------------------------------------------------------------------


def checked(answers, items, theta):
    if len(theta) != len(answers):
        raise Refused("model.length")
    for row in answers:
        for cell, item in zip(row, items):
            if answer(cell) is not None and cell >= len(probabilities(item, 0)):
                raise Refused("model.score")


def both(answers, a, b):
    return [
        i for i in range(len(answers[0])) if answer(answers[a][i]) is not None and answer(answers[b][i]) is not None
    ]


def chances(answers, items, theta, a, b, conditional):
    there = both(answers, a, b)
    p = [[probabilities(items[i], theta[v]) for i in there] for v in (a, b)]
    if conditional:
        return [q[answers[a][i]] for q, i in zip(p[1], there)]
    return [sum(x * y for x, y in zip(q, r)) for q, r in zip(*p)]


def beside_model(judge, ordered):
    def function(answers, items, theta, conditional=True, group=None, only_below=None):
        checked(answers, items, theta)
        conditional = conditional and ordered
        rows = []
        for a, b in pairs_of(answers, conditional, group):
            there = both(answers, a, b)
            same = [answers[a][i] == answers[b][i] for i in there]
            pi = chances(answers, items, theta, a, b, conditional)
            result = judge(pi, same) if there else (NAN, NAN, NAN)
            rows.append((a, b, len(there), sum(same), *result))
        return table(rows, only_below)

    return function


def omega(pi, same):
    z = (sum(same) - sum(pi)) / mp.sqrt(sum(p * (1 - p) for p in pi))
    return sum(pi), z, mp.erfc(z / mp.sqrt(2)) / 2


def weighted(pi, same):
    w = [-mp.log(p) for p in pi]
    z = sum((s - p) * v for s, p, v in zip(same, pi, w)) / mp.sqrt(sum(p * (1 - p) * v * v for p, v in zip(pi, w)))
    return sum(pi), z, mp.erfc(z / mp.sqrt(2)) / 2


def gbt(pi, same):
    tail = mp.mpf(0)
    for size in range(sum(same), len(pi) + 1):
        for those in itertools.combinations(range(len(pi)), size):
            tail += mp.fprod(p if i in those else 1 - p for i, p in enumerate(pi))
    return sum(pi), sum(same) + mp.mpf(0), tail


def m4(answers, items, theta, key=None, group=None, only_below=None):
    checked(answers, items, theta)
    key = key or [len(probabilities(item, 0)) - 1 for item in items]
    if len(key) != len(items):
        raise Refused("model.length")
    if any(k >= len(probabilities(item, 0)) for k, item in zip(key, items)):
        raise Refused("model.option")
    rows = []
    for a, b in pairs_of(answers, False, group):
        there = both(answers, a, b)
        on_key, on_other = [], []
        for i in there:
            products = [x * y for x, y in zip(probabilities(items[i], theta[a]), probabilities(items[i], theta[b]))]
            on_key.append(products[key[i]])
            on_other.append(sum(products) - products[key[i]])
        f = {}
        for outcome in itertools.product(range(3), repeat=len(there)):
            p = mp.fprod((x, y, 1 - x - y)[o] for o, x, y in zip(outcome, on_key, on_other))
            at = (outcome.count(0), outcome.count(1))
            f[at] = f.get(at, 0) + p
        beyond = lambda at: sum(p for (x, y), p in f.items() if x >= at[0] and y >= at[1])
        same = [i for i in there if answers[a][i] == answers[b][i]]
        right = sum(answers[a][i] == key[i] for i in same)
        seen = beyond((right, len(same) - right))
        p = sum(q for at, q in f.items() if beyond(at) <= seen * (1 + mp.mpf(10) ** -30))
        result = (sum(on_key) + sum(on_other), -mp.log10(seen), p) if there else (NAN, NAN, NAN)
        rows.append((a, b, len(there), len(same), *result, right if there else 0))
    return table(rows, only_below, ("right",))


# ---- Identical errors ----------------------------------------------------------------------------


def by_errors(level, tail):
    def function(answers, key, group=None, only_below=None):
        if len(key) != len(answers[0]):
            raise Refused("model.length")
        if any(answer(k) is None for k in key):
            raise Refused("model.option")
        for item, right in enumerate(key):
            given = {row[item] for row in answers if answer(row[item]) is not None}
            if given and right not in given:
                raise Refused("model.item")
        wrong = [[i for i, k in enumerate(key) if answer(row[i]) not in (None, k)] for row in answers]
        rows = []
        for a, b in pairs_of(answers, True, group):
            answered = lambda v: [i for i in wrong[a] if answer(answers[v][i]) is not None]
            identical = lambda v: sum(answers[v][i] == answers[a][i] for i in wrong[a])
            sums = {}
            for v in range(len(answers)):
                if v != a:
                    e, s = sums.get(len(wrong[v]), (0, 0))
                    sums[len(wrong[v])] = (e + len(answered(v)), s + identical(v))
            shares = {w: Fraction(s, e) for w, (e, s) in sorted(sums.items()) if e}
            errors, matches = len(answered(b)), identical(b)
            if not errors:
                rows.append((a, b, 0, 0, NAN, NAN, NAN))
                continue
            share = level(shares, len(wrong[b]), len(key), len(wrong[a]))
            short = 5 * sum(answer(cell) is not None for cell in answers[b]) < 4 * len(key)
            defined = share == share and not short
            result = (errors * share, mp.mpf(matches), tail(errors, matches, share)) if defined else (NAN, NAN, NAN)
            rows.append((a, b, errors, matches, *result))
        return table(rows, only_below)

    return function


def s2(answers, key, group=None, only_below=None, weight=(1.0, -7.56)):
    """On the checks and the errors of the others."""
    if weight[0] < 0 or weight[1] > 0:
        raise Refused("model.option")
    base = by_errors(own_group, binomial)(answers, key, group)
    defined = {(a, b) for a, b, p in zip(base["first"], base["second"], base["pvalue"]) if p == p}
    n = len(key)
    wrong = [sum(answer(x) not in (None, k) for x, k in zip(row, key)) for row in answers]
    right = [[x == k for x, k in zip(row, key)] for row in answers]
    groups = {w: [v for v in range(len(answers)) if wrong[v] == w] for w in sorted(set(wrong))}
    delta = {
        w: [mp.mpf(weight[0]) * mp.exp(mp.mpf(weight[1]) * sum(right[v][i] for v in g) / len(g)) for i in range(n)]
        for w, g in groups.items()
    }
    errors = lambda a, v: sum(
        not right[a][i] and answer(answers[a][i]) is not None and answers[a][i] == answers[v][i] for i in range(n)
    )
    weighed = lambda a, v: mp.fsum(delta[wrong[v]][i] for i in range(n) if right[a][i] and right[v][i])
    rows = []
    for a, b in pairs_of(answers, True, group):
        there = both(answers, a, b)
        same = sum(answers[a][i] == answers[b][i] for i in there)
        result = (NAN, NAN, NAN)
        if (a, b) in defined:
            means = {}
            for w, g in groups.items():
                others = [v for v in g if v != a]
                if others:
                    of_right = mp.ceil(mp.fsum(weighed(a, v) for v in others) / len(others))
                    means[w] = mp.mpf(sum(errors(a, v) for v in others)) / len(others) + of_right
            given = sum(answer(x) is not None for x in answers[b])
            share = poisson_level(means, wrong[b], n, 1, n)
            k = errors(a, b) + int(mp.ceil(weighed(a, b)))
            if share == share:
                result = (given * share, mp.mpf(k), poisson(given, k, share))
        rows.append((a, b, len(there), same, *result))
    return table(rows, only_below)


def own_group(shares, wrong, items, errors):
    return m(shares[wrong])


def polynomial(degree):
    def level(shares, wrong, items, errors):
        if len(shares) <= degree:
            return NAN
        x = mp.matrix([[(mp.mpf(w) / items) ** k for k in range(degree + 1)] for w in shares])
        y = mp.matrix([m(s) for s in shares.values()])
        beta = mp.lu_solve(x.T * x, x.T * y)
        fitted = sum(beta[k] * (mp.mpf(wrong) / items) ** k for k in range(degree + 1))
        return min(max(fitted, mp.mpf("0.001")), mp.mpf("0.999"))

    return level


def poisson_level(shares, wrong, items, errors, most=None):
    most = most or errors
    if len(shares) < 2:
        return NAN
    points = [(mp.mpf(w), m(s) * errors) for w, s in shares.items()]
    if not any(y for _, y in points):
        return mp.mpf(0)
    a, b = mp.log(sum(y for _, y in points) / len(points)), mp.mpf(0)
    likelihood = lambda a, b: sum(y * (a + b * x) - mp.exp(a + b * x) for x, y in points)
    for _ in range(200):
        mean = [mp.exp(a + b * x) for x, _ in points]
        g = mp.matrix(
            [sum(y - u for (_, y), u in zip(points, mean)), sum((y - u) * x for (x, y), u in zip(points, mean))]
        )
        h = mp.matrix(
            [
                [sum(mean), sum(u * x for (x, _), u in zip(points, mean))],
                [sum(u * x for (x, _), u in zip(points, mean)), sum(u * x * x for (x, _), u in zip(points, mean))],
            ]
        )
        step = mp.lu_solve(h, g)
        size = mp.mpf(1)
        while likelihood(a + size * step[0], b + size * step[1]) < likelihood(a, b) and size > mp.mpf(2) ** -60:
            size /= 2
        a, b = a + size * step[0], b + size * step[1]
        if abs(step[0]) + abs(step[1]) < mp.mpf(10) ** -40:
            break
    return min(mp.exp(a + b * wrong) / most, mp.mpf(1))


def binomial(n, x, p):
    return mp.fsum(mp.binomial(n, k) * p**k * (1 - p) ** (n - k) for k in range(x, n + 1))


def poisson(n, x, rate):
    mean = n * rate
    return mp.fsum(mp.exp(-mean) * mean**k / mp.factorial(k) for k in range(x, n + 1))


# ---- Cases ---------------------------------------------------------------------------------------

ITEMS = [
    {"model": "logistic", "a": 1.2, "b": -0.7},
    {"model": "logistic", "a": 0.8, "b": 0.4, "c": 0.2},
    {"model": "graded", "a": 1.1, "b": [-0.5, 0.6]},
    {"model": "partial_credit", "a": 0.9, "steps": [0.3, -0.4, 1.0]},
    {"model": "nominal", "slopes": [-0.6, 0.1, 0.5], "intercepts": [0.2, 0.3, -0.5]},
    {"model": "logistic", "a": 1.5, "b": 0.9},
]
ANSWERS = [
    [1, 0, 2, 1, 2, 0],
    [1, 0, 2, 1, 2, 1],
    [0, 1, 0, 3, 0, 1],
    [1, 1, 1, 2, 1, MISSING],
    [0, NOT_ATTEMPTED, 0, 1, 1, NOT_ATTEMPTED],
    [0, NOT_TAUGHT, 2, 1, 0, NOT_ATTEMPTED],
    [MISSING] * 6,
]
THETA = [0.4, 0.1, -0.3, 0.9, -1.2, 0.7, 0.0]
GROUP = ["5A", "5B", "5A", "5B", "5A", "5B", "5B"]
GIVEN = {"answers": ANSWERS, "items": ITEMS, "theta": THETA}
FAR = {
    "answers": [[1] * 20, [1] * 20],
    "items": [{"model": "logistic", "a": 1, "b": 0.0}] * 20,
    "theta": [-45.0, -46.0],
}
OPTIONS = [
    [2, 1, 0, 3, 1, 0, 2, 2],
    [2, 1, 0, 3, 0, 0, 2, 1],
    [0, 1, 2, 3, 1, 1, 2, 0],
    [0, 0, 0, 0, 1, 2, 3, 0],
    [2, 1, 3, 3, 0, 0, 0, 0],
    [1, 0, 0, 2, 1, 0, 0, 2],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 3, 0, 0, 1, 0, 2, 0],
    [0, 2, 0, 0, 1, 0, 2, 0],
]
GAPS = [row[:] for row in OPTIONS]
GAPS[1][0], GAPS[2][3], GAPS[4][6], GAPS[7] = (
    MISSING,
    NOT_ATTEMPTED,
    NOT_TAUGHT,
    [0, 3, 0, 0, MISSING, MISSING, MISSING, MISSING],
)
KEY = [0] * 8


def of_model(function, conditional=True):
    name = "the answers of the first given" if conditional else "all models, answers missing"
    cases = [case(name, function, GIVEN)]
    if conditional:
        cases.append(case("neither's answers given", function, GIVEN, {"conditional": False}))
    return cases + [
        case("inside classes, only small p-values", function, GIVEN, {"group": GROUP, "only_below": 0.4}),
        case("an answer its item does not have", function, GIVEN | {"answers": [[2, *row[1:]] for row in ANSWERS]}),
        case("an ability too few", function, GIVEN | {"theta": THETA[1:]}),
        case("no level", function, GIVEN, {"only_below": 0.0}),
        case("a class too few", function, GIVEN, {"group": GROUP[1:]}),
    ]


def of_errors(function):
    return [
        case("nine persons", function, {"answers": OPTIONS, "key": KEY}),
        case("answers missing", function, {"answers": GAPS, "key": KEY}),
        case("inside classes, only small p-values", function, {"answers": OPTIONS, "key": KEY},
             {"group": [*"aabbabbaa"], "only_below": 0.5}),
        case("another key", function, {"answers": OPTIONS, "key": [2, 1, 0, 3, 1, 0, 2, 2]}),
        case("a key too short", function, {"answers": OPTIONS, "key": KEY[1:]}),
        case("a key that is no option", function, {"answers": OPTIONS, "key": [*KEY[1:], MISSING]}),
        case("a key counted from 1", function, {"answers": OPTIONS, "key": [4, *KEY[1:]]}),
    ]


FAR_OUT = "below the smallest double"


def omega_cases():
    f = beside_model(omega, True)
    return of_model(f) + [case(FAR_OUT, f, FAR | {"theta": [-4.6, -4.5]})]


def gbt_cases():
    f = beside_model(gbt, True)
    return of_model(f) + [case(FAR_OUT, f, FAR)]


def m4_cases():
    return of_model(m4, False) + [
        case("a key", m4, GIVEN, {"key": [1, 0, 1, 0, 2, 0]}),
        case("a key that an item does not have", m4, GIVEN, {"key": [1, 2, 1, 0, 2, 0]}),
    ]


def s2_cases():
    given = {"answers": OPTIONS, "key": KEY}
    return of_errors(s2) + [
        case("another weight", s2, given, {"weight": [1.1, -3.0]}),
        case("a weight that grows with the share", s2, given, {"weight": [1.0, 0.5]}),
        case("a weight below 0", s2, given, {"weight": [-1.0, -0.5]}),
    ]


ENUMERATED = "second implementation in Python; matches by enumeration, models and regressions in 50 digits"
VECTORS = [
    Vectors("pairs.omega", omega_cases, tolerance=1e-11, how=ENUMERATED),
    Vectors("pairs.weighted_omega", lambda: of_model(beside_model(weighted, False), False), tolerance=1e-11,
            how=ENUMERATED),
    Vectors("pairs.gbt", gbt_cases, tolerance=1e-11, how=ENUMERATED),
    Vectors("pairs.m4", m4_cases, tolerance=1e-11, how=ENUMERATED),
    Vectors("pairs.k_index", lambda: of_errors(by_errors(own_group, binomial)), tolerance=1e-10, how=ENUMERATED),
    Vectors("pairs.k1", lambda: of_errors(by_errors(polynomial(1), binomial)), tolerance=1e-10, how=ENUMERATED),
    Vectors("pairs.k2", lambda: of_errors(by_errors(polynomial(2), binomial)), tolerance=1e-10, how=ENUMERATED),
    Vectors("pairs.s1", lambda: of_errors(by_errors(poisson_level, poisson)), tolerance=1e-10, how=ENUMERATED),
    Vectors("pairs.s2", s2_cases, tolerance=1e-10, how=ENUMERATED),
]
