"""Changed answers, in 50 digits.

Abilities by bisection of the slope of the likelihood, distributions of points by enumeration, slopes
of expectations by numerical differentiation.
"""

import itertools

import mpmath as mp
import numpy as np

from .irt import probabilities
from .shared import MISSING, NAN, NOT_ATTEMPTED, NOT_TAUGHT, Refused, Vectors, case

Z95 = mp.mpf("1.959963984540054")


def upper(z):
    return mp.erfc(z / mp.sqrt(2)) / 2 if z == z else NAN


def parts(before, after, scores):
    """For one person: (item, score) of the answers changed, and of the others."""
    known = lambda mark: mark not in (MISSING, NOT_TAUGHT)
    taking = [i for i in range(len(scores)) if known(before[i]) and known(after[i]) and known(scores[i])]
    pairs = lambda wanted: [
        (i, 0 if scores[i] == NOT_ATTEMPTED else scores[i]) for i in taking if (before[i] != after[i]) == wanted
    ]
    return pairs(True), pairs(False)


def log_likelihood(kept, items, theta):
    return sum(mp.log(probabilities(items[i], theta)[x]) for i, x in kept)


def likeliest(kept, items, bounds):
    if not kept:
        return mp.nan
    low, high = map(mp.mpf, bounds)
    grid = [low + (high - low) * k / 160 for k in range(161)]
    values = [log_likelihood(kept, items, x) for x in grid]
    best = values.index(max(values))
    slope = lambda x: mp.diff(lambda t: log_likelihood(kept, items, t), x)
    if best in (0, 160):
        return grid[best]
    a, b = grid[best - 1], grid[best + 1]
    for _ in range(70):
        middle = (a + b) / 2
        a, b = (middle, b) if slope(middle) > 0 else (a, middle)
    return (a + b) / 2


def expectation(kept, items, theta):
    return sum(j * p for i, _ in kept for j, p in enumerate(probabilities(items[i], theta)))


def variance(kept, items, theta):
    squares = lambda p: sum(j * j * q for j, q in enumerate(p)) - sum(j * q for j, q in enumerate(p)) ** 2
    return sum(squares(probabilities(items[i], theta)) for i, _ in kept)


def information(kept, items, theta):
    total = mp.mpf(0)
    for i, _ in kept:
        p = probabilities(items[i], theta)
        for j in range(len(p)):
            total += mp.diff(lambda t: probabilities(items[i], t)[j], theta) ** 2 / p[j]
    return total


def as_many(kept, items, theta):
    """P(the points or more) over all patterns."""
    points = sum(x for _, x in kept)
    p = [probabilities(items[i], theta) for i, _ in kept]
    total = mp.mpf(0)
    for pattern in itertools.product(*(range(len(q)) for q in p)):
        if sum(pattern) >= points:
            total += mp.fprod(q[x] for q, x in zip(p, pattern))
    return total


def persons(before, after, scores, items, theta, bounds):
    """What is summed of each person; None without changed or without unchanged answers."""
    if any(len(sheet) != len(scores) for sheet in (before, after)) or (theta and len(theta) != len(scores)):
        raise Refused("model.length")
    if bounds[0] >= bounds[1]:
        raise Refused("model.option")
    if any(len(row) != len(items) for row in scores):
        raise Refused("model.columns")
    rows = []
    for p, sheets in enumerate(zip(before, after, scores)):
        changed, rest = parts(*sheets)
        at = mp.mpf(theta[p]) if theta else likeliest(rest, items, bounds)
        known = bool(changed) and at == at and (bool(theta) or bounds[0] < at < bounds[1])
        rows.append((changed, rest, at, known))
    return rows


def spread(changed, rest, items, at, correction):
    v = variance(changed, items, at)
    if correction == "ability":
        if not rest:
            return mp.nan
        v += mp.diff(lambda t: expectation(changed, items, t), at) ** 2 / information(rest, items, at)
    return v


def check(correction):
    if correction not in ("none", "continuity", "ability"):
        raise Refused("data.name")
    return mp.mpf(1) / 2 if correction == "continuity" else 0


def by_person(before, after, scores, items, theta=None, correction="continuity", bounds=(-4, 4)):
    less = check(correction)
    columns = {
        name: []
        for name in (
            "changed",
            "points",
            "expected",
            "theta",
            "statistic",
            "pvalue",
            "pvalue_exact",
            "l",
            "pvalue_l",
            "tail",
        )
    }
    for changed, rest, at, fine in persons(before, after, scores, items, theta, bounds):
        points = sum(x for _, x in changed)
        expected = expectation(changed, items, at) if fine else NAN
        z = (points - expected - less) / mp.sqrt(spread(changed, rest, items, at, correction)) if fine else NAN
        apart, together = (
            [likeliest(kept, items, bounds) for kept in (changed, rest)],
            likeliest(changed + rest, items, bounds),
        )
        l = NAN
        if changed and rest:
            more = (
                log_likelihood(changed, items, apart[0])
                + log_likelihood(rest, items, apart[1])
                - log_likelihood(changed + rest, items, together)
            )
            l = mp.sqrt(max(0, 2 * more)) * mp.sign(apart[0] - apart[1])
        row = (
            len(changed),
            points,
            expected,
            at,
            z,
            upper(z),
            as_many(changed, items, at) if fine else NAN,
            l,
            upper(l),
            "upper",
        )
        for column, value in zip(columns.values(), row):
            column.append(value)
    return columns


def by_group(before, after, scores, items, group, theta=None, correction="ability", bounds=(-4, 4)):
    less = check(correction)
    if len(group) != len(scores):
        raise Refused("model.length")
    all_persons = persons(before, after, scores, items, theta, bounds)
    rows = []
    for name in sorted(set(group)):
        kept = [
            person
            for person, label in zip(all_persons, group)
            if label == name and person[3] and (correction != "ability" or person[1])
        ]
        changed = sum(len(person[0]) for person in kept)
        points = sum(x for person in kept for _, x in person[0])
        if not kept:
            rows.append([name, 0, 0, 0, NAN, NAN, NAN, NAN, NAN, NAN, "insufficient"])
            continue
        expected = sum(expectation(person[0], items, person[2]) for person in kept)
        sd = mp.sqrt(sum(spread(person[0], person[1], items, person[2], correction) for person in kept))
        z, effect = (points - expected - less) / sd, (points - expected) / changed
        half = Z95 * sd / changed
        tier = "insufficient" if len(kept) < 10 else "limited"
        rows.append(
            [name, len(kept), changed, points, expected, z, upper(z), effect, effect - half, effect + half, tier]
        )
    names = ("group", "n", "changed", "points", "expected", "statistic", "pvalue", "effect", "lower", "upper", "tier")
    return {column: [row[i] for row in rows] for i, column in enumerate(names)}


def sheets_of_twelve():
    """Sheets before and after with scores, the same with absent answers, and abilities from
    elsewhere.
    """
    rng = np.random.default_rng(62)
    items = [{"model": "logistic", "a": float(a), "b": float(b), "c": float(c)} for a, b, c in zip(
        rng.uniform(0.7, 1.6, 9).round(2), rng.normal(0, 1, 9).round(2), [0, 0, 0.2, 0, 0.1, 0, 0, 0.15, 0])]
    items.append({"model": "partial_credit", "a": 1.0, "steps": [-0.5, 0.8]})
    items.append({"model": "graded", "a": 1.2, "b": [-0.3, 0.9]})
    before = rng.integers(1, 5, (12, 11))
    after = before.copy()
    for person in range(12):
        places = rng.choice(11, 1 + person % 4, replace=False)
        after[person, places] = after[person, places] % 4 + 1
    scores = (rng.random((12, 11)) < 0.55).astype(int)
    scores[:, 9:] += (rng.random((12, 2)) < 0.4).astype(int)
    scores[5, before[5] != after[5]] = 1
    scores[8, before[8] == after[8]] = 0  # at the lower bound
    before, after, scores = (sheet.tolist() for sheet in (before, after, scores))
    sheets = {"before": before, "after": after, "scores": scores, "items": items}
    absent = {name: [list(row) for row in sheets[name]] for name in ("before", "after", "scores")} | {"items": items}
    absent["before"][0][2], absent["after"][1][3], absent["scores"][2][4] = MISSING, NOT_TAUGHT, MISSING
    absent["before"][3][0], absent["scores"][4][1] = NOT_ATTEMPTED, NOT_ATTEMPTED
    absent["after"][6] = absent["before"][6]
    absent["after"][7] = [mark % 4 + 1 for mark in absent["before"][7]]
    return sheets, absent, [round(float(t), 3) for t in rng.normal(0, 1, 12)]


def by_person_cases():
    sheets, absent, theta = sheets_of_twelve()
    return [
        case("a few changes", by_person, sheets),
        case("without correction", by_person, sheets, {"correction": "none"}),
        case("paying for estimated abilities", by_person, sheets, {"correction": "ability"}),
        case("abilities from elsewhere", by_person, sheets, {"theta": theta, "correction": "ability"}),
        case("absent answers, nothing changed, all changed", by_person, absent),
        case("abilities from elsewhere, all changed", by_person, absent, {"theta": theta}),
        case("all changed, nothing to pay by", by_person, absent, {"theta": theta, "correction": "ability"}),
        case("narrow bounds", by_person, sheets, {"bounds": [-1.0, 1.0]}),
        case("bounds that do not rise", by_person, sheets, {"bounds": [1.0, -1.0]}),
        case("another number of persons", by_person, sheets | {"before": sheets["before"][:-1]}),
        case("no such correction", by_person, sheets, {"correction": "both"}),
    ]


def by_group_cases():
    sheets, absent, theta = sheets_of_twelve()
    classes = sheets | {"group": ["5B", "5A", "5A"] * 4}
    return [
        case("two classes", by_group, classes),
        case("half a point less", by_group, classes, {"correction": "continuity"}),
        case("abilities from elsewhere, all changed", by_group, absent | {"group": ["5A"] * 6 + ["5B"] * 6},
             {"theta": theta}),
        case("absent answers", by_group, absent | {"group": ["5A"] * 6 + ["5B"] * 2 + ["5A"] * 4},
             {"correction": "none"}),
        case("another number of labels", by_group, sheets | {"group": ["5A"]}),
    ]


ENUMERATED = "second implementation in Python, patterns by enumeration, in 50 digits"
VECTORS = [
    Vectors("erasures.by_person", by_person_cases, tolerance=1e-8, how=ENUMERATED),
    Vectors("erasures.by_group", by_group_cases, tolerance=1e-8, how=ENUMERATED),
]
