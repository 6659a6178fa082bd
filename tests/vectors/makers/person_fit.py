"""Person fit, by enumeration where it can be.

Guttman errors are counted pair by pair, extremes and conditional probabilities found among all
patterns, Hᵀ summed over pairs of persons; models are computed in 50 digits.
"""

import itertools
from fractions import Fraction

import mpmath as mp

from .irt import probabilities
from .shared import MISSING, NAN, NOT_ATTEMPTED, Refused, Vectors, case

# ---- Without a model -----------------------------------------------------------------------------


def answer(cell):
    return None if cell is None or cell in (MISSING, 253) else 0 if cell == NOT_ATTEMPTED else cell


def popularities(reference, maxima):
    columns = [[x for row in reference if (x := answer(row[i])) is not None] for i in range(len(maxima))]
    return [[Fraction(sum(x >= j for x in xs), len(xs)) for j in range(1, m + 1)] for xs, m in zip(columns, maxima)]


def steps(pattern, maxima):
    """1 for each step passed, in the order of items and steps; None for an item not answered."""
    return [None if x is None else int(x >= j) for x, m in zip(pattern, maxima) for j in range(1, m + 1)]


def errors(y, p):
    """Pairs of a step failed and a step passed that is less popular: those of one popularity are none."""
    return sum(y[e] == 0 and y[h] == 1 and p[e] > p[h] for e, h in itertools.permutations(range(len(p)), 2))


def middle_ranks(pattern, maxima, p):
    """The sum of ranks of the steps passed among those answered; of steps of one popularity the mean place."""
    y = steps(pattern, maxima)
    there = [q for q, passed in zip(p, y) if passed is not None]
    return sum(sum(q > r for q in there) + Fraction(sum(q == r for q in there) + 1, 2) for r, passed in zip(p, y) if passed)


def same_total(pattern, maxima):
    """All patterns of the items answered with the total of this one."""
    total = sum(x for x in pattern if x is not None)
    choices = [[None] if x is None else range(m + 1) for x, m in zip(pattern, maxima)]
    return [q for q in itertools.product(*choices) if sum(x for x in q if x is not None) == total]


def per_person(function):
    """A function of the pattern, the maxima and the popularities, for each person."""

    def table(scores, max_scores=None, reference=None):
        if any(len(row) != len(scores[0]) for row in scores):
            raise Refused("data.ragged_rows")
        population = reference or scores
        seen = lambda i: max([answer(row[i]) or 0 for row in scores + population] + [1])
        maxima = max_scores or [seen(i) for i in range(len(scores[0]))]
        if any((answer(x) or 0) > m for row in scores for x, m in zip(row, maxima)):
            raise Refused("model.score")
        p = [q for item in popularities(population, maxima) for q in item]
        rows = [function([answer(x) for x in row], maxima, p, scores, reference) for row in scores]
        tail = rows[0].pop("tail")
        for row in rows[1:]:
            row.pop("tail")
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        return columns | {"pvalue": [NAN] * len(rows), "tail": [tail] * len(rows)}

    return table


def guttman(pattern, maxima, p, *_):
    sums = [middle_ranks(q, maxima, p) for q in same_total(pattern, maxima)]
    range_ = max(sums) - min(sums)
    normed = (middle_ranks(pattern, maxima, p) - min(sums)) / range_ if range_ else NAN
    return {"statistic": float(errors(steps(pattern, maxima), p)), "normed": normed, "tail": "upper"}


def weighted(pattern, maxima, weights):
    return sum(w for y, w in zip(steps(pattern, maxima), weights) if y)


def u3(pattern, maxima, p, *_):
    w = [mp.log(mp.mpf(q.numerator) / (q.denominator - q.numerator)) if 0 < q < 1 else mp.mpf(0) for q in p]
    sums = [weighted(q, maxima, w) for q in same_total(pattern, maxima)]
    range_ = max(sums) - min(sums)
    return {
        "statistic": (max(sums) - weighted(pattern, maxima, w)) / range_ if range_ > 1e-30 else NAN,
        "tail": "upper",
    }


def c_star(pattern, maxima, p, *_):
    sums = [weighted(q, maxima, p) for q in same_total(pattern, maxima)]
    range_ = max(sums) - min(sums)
    return {"statistic": (max(sums) - weighted(pattern, maxima, p)) / range_ if range_ else NAN, "tail": "upper"}


def ht(pattern, maxima, p, scores, reference):
    own = steps(pattern, maxima)
    others = [steps([answer(x) for x in row], maxima) for row in reference or scores]
    if not reference:
        others.remove(own)
    share = lambda y: Fraction(sum(a for a in y if a is not None), sum(a is not None for a in y))
    there = [k for k, a in enumerate(own) if a is not None]
    if not there or share(own) in (0, 1):
        return {"statistic": NAN, "tail": "lower"}
    covariance = most = Fraction(0)
    for other in others:
        mean = lambda f: Fraction(sum(f(k) for k in there), len(there))
        covariance += mean(lambda k: own[k] * (other[k] or 0)) - mean(lambda k: own[k]) * mean(lambda k: other[k] or 0)
        if any(a is not None for a in other):
            most += min(share(own), share(other)) - share(own) * share(other)
    return {"statistic": covariance / most, "tail": "lower"}


# ---- Beside a model ------------------------------------------------------------------------------


def derivative(item, theta, order=1):
    return [
        mp.diff(lambda t, k=k: probabilities(item, t)[k], theta, order) for k in range(len(probabilities(item, theta)))
    ]


def answers(row):
    return [(i, x) for i, cell in enumerate(row) if (x := answer(cell)) is not None]


def likelihood(scores, items, theta, estimator="ml", correction="edgeworth", prior=(0, 1)):
    rows = []
    for row, t in zip(scores, theta):
        t = mp.mpf(t)
        terms = [
            (x, probabilities(items[i], t), derivative(items[i], t), derivative(items[i], t, 2))
            for i, x in answers(row)
        ]
        log = lambda p: [mp.log(q) for q in p]
        center = lambda p, w: sum(a * b for a, b in zip(p, w))
        w0 = sum(log(p)[x] - center(p, log(p)) for x, p, *_ in terms)
        information = sum(sum(d * d / q for d, q in zip(first, p)) for _, p, first, _ in terms)
        c = mp.mpf(0)
        if estimator != "known":
            c = sum(center(first, log(p)) for _, p, first, _ in terms) / information
        j = sum(sum(d * s / q for d, s, q in zip(first, second, p)) for _, p, first, second in terms)
        r0 = {"known": 0, "ml": 0, "map": (mp.mpf(prior[0]) - t) / mp.mpf(prior[1]) ** 2, "wle": j / (2 * information)}[
            estimator
        ]
        variance = third = mp.mpf(0)
        for _, p, first, _ in terms:
            w = [mp.log(q) - c * d / q for q, d in zip(p, first)]
            variance += sum(q * (a - center(p, w)) ** 2 for q, a in zip(p, w))
            third += sum(q * (a - center(p, w)) ** 3 for q, a in zip(p, w))
        z, skew = (w0 + c * r0) / mp.sqrt(variance), third / variance ** mp.mpf(1.5)
        pvalue = mp.ncdf(z)
        if correction == "edgeworth":
            edgeworth = pvalue - mp.npdf(z) * skew * (z * z - 1) / 6
            pvalue = edgeworth if 0 < edgeworth < 1 else pvalue
        elif correction == "cornish_fisher":
            pvalue = mp.ncdf(z - skew * (z * z - 1) / 6)
        rows.append((z, pvalue, skew))
    columns = dict(zip(("statistic", "pvalue", "skewness"), map(list, zip(*rows))))
    return columns | {"tail": ["lower"] * len(rows)}


def lz(scores, items, theta, correction="edgeworth"):
    return likelihood(scores, items, theta, "known", correction)


def mean_square(weighted_by_variance):
    def table(scores, items, theta):
        rows = []
        for row, t in zip(scores, theta):
            terms = []
            for i, x in answers(row):
                p = probabilities(items[i], t)
                mean = sum(k * q for k, q in enumerate(p))
                moment = lambda power: sum((k - mean) ** power * q for k, q in enumerate(p))
                terms.append((x - mean, moment(2), moment(4)))
            n = len(terms)
            if weighted_by_variance:
                total = sum(v for _, v, _ in terms)
                square = sum(r * r for r, _, _ in terms) / total
                q = mp.sqrt(sum(c - v * v for _, v, c in terms)) / total
            else:
                square = sum(r * r / v for r, v, _ in terms) / n
                q = mp.sqrt(sum(c / (v * v) for _, v, c in terms) / n**2 - mp.mpf(1) / n)
            rows.append((square, (mp.cbrt(square) - 1) * 3 / q + q / 3))
        columns = dict(zip(("statistic", "standardised"), map(list, zip(*rows))))
        return columns | {"pvalue": [NAN] * len(rows), "tail": ["upper"] * len(rows)}

    return table


def subset_given_total(scores, items, subset):
    slopes = {item.get("a", 1) for item in items}
    if len(slopes) > 1 or any(item["model"] == "graded" or item.get("c", 0) for item in items):
        raise Refused("model.option")
    rows = []
    for row in scores:
        there = answers(row)
        patterns = {}
        for pattern in itertools.product(*(range(len(probabilities(items[i], 0))) for i, _ in there)):
            if sum(pattern) == sum(x for _, x in there):
                points = sum(x for x, (i, _) in zip(pattern, there) if subset[i])
                p = mp.fprod(probabilities(items[i], mp.mpf("0.3"))[x] for x, (i, _) in zip(pattern, there))
                patterns[points] = patterns.get(points, 0) + p
        total = sum(patterns.values())
        points = sum(x for i, x in there if subset[i])
        upper = sum(p for t, p in patterns.items() if t >= points) / total
        rows.append(
            (
                points,
                sum(t * p for t, p in patterns.items()) / total,
                upper,
                upper - patterns[points] / total / 2,
                patterns[max(patterns)] / total,
            )
        )
    columns = dict(zip(("statistic", "expected", "pvalue", "mid_pvalue", "smallest"), map(list, zip(*rows))))
    return columns | {"tail": ["upper"] * len(rows)}


# ---- Cases ---------------------------------------------------------------------------------------

DICHOTOMOUS = [
    [1, 1, 1, 0, 0],
    [1, 0, 1, 0, 1],
    [1, 1, 0, 1, 0],
    [0, 1, 1, 0, 0],
    [1, 1, 1, 1, 0],
    [0, 0, 0, 1, 1],
    [1, 0, 0, 0, 0],
    [1, 1, 1, 1, 1],
    [0, 0, 0, 0, 0],
]
MIXED = [[1, 2, 1, 0], [1, 0, 2, 0], [0, 2, 3, 1], [1, 1, 0, 0], [0, 0, 3, 1], [1, 2, 3, 1], [1, 1, 1, 0], [0, 2, 0, 0]]
GAPS = [
    [1, MISSING, 1, 0],
    [1, 0, 2, NOT_ATTEMPTED],
    [0, 2, 3, 1],
    [MISSING, 1, 0, 0],
    [0, 0, 3, 1],
    [1, 2, MISSING, 1],
    [1, 1, 1, 0],
    [0, 2, 0, 0],
]
POPULATION = [[1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [1, 1, 1, 1, 0], [0, 1, 0, 0, 0], [1, 1, 1, 0, 1]]


def of_patterns(function):
    table = per_person(function)
    return [
        case("right and wrong", table, {"scores": DICHOTOMOUS}),
        case("beside a population", table, {"scores": DICHOTOMOUS[:4]}, {"reference": POPULATION}),
        case("items of 1, 2, 3 and 1 points", table, {"scores": MIXED}, {"max_scores": [1, 2, 3, 1]}),
        case("with answers missing", table, {"scores": GAPS}, {"max_scores": [1, 2, 3, 1]}),
        case("a score above its maximum", table, {"scores": [[1, 2], [0, 3]]}, {"max_scores": [1, 2]}),
    ]


def guttman_cases():
    table = per_person(guttman)
    tied = [[1, 0, 0, 1], [0, 1, 1, 0], [1, 0, 1, 0], [0, 1, 0, 1]]
    partly = [[2, 1, 0, 1], [0, 1, 2, 0], [1, 0, 1, 1], [2, 0, 0, 0], [0, 1, 1, 1], [1, 1, 2, MISSING]]
    return of_patterns(guttman) + [
        case("all of one popularity", table, {"scores": tied}),
        case("steps as popular as others", table, {"scores": partly}, {"max_scores": [2, 1, 2, 1]}),
    ]


ITEMS = [
    {"model": "logistic", "a": 1.2, "b": -0.7},
    {"model": "logistic", "a": 0.8, "b": 0.4, "c": 0.2},
    {"model": "graded", "a": 1.1, "b": [-0.5, 0.6]},
    {"model": "partial_credit", "a": 0.9, "steps": [0.3, -0.4, 1.0]},
    {"model": "nominal", "slopes": [-0.6, 0.1, 0.5], "intercepts": [0.2, 0.3, -0.5]},
    {"model": "logistic", "a": 1.5, "b": 0.9},
]
ANSWERS = [[1, 0, 2, 1, 2, 0], [0, 1, 0, 3, 0, 1], [1, 1, 1, 2, 1, MISSING], [0, NOT_ATTEMPTED, 0, 1, 1, 0]]
THETA = [0.4, -0.3, 0.9, -1.2]
RASCH = [
    {"model": "logistic", "b": -0.8},
    {"model": "partial_credit", "steps": [0.4, -0.2]},
    {"model": "logistic", "b": 0.5},
    {"model": "partial_credit", "steps": [-0.3, 0.2, 1.1]},
    {"model": "logistic", "b": 1.2},
]
POINTS = [[1, 0, 1, 0, 1], [0, 2, 0, 3, 0], [1, 1, MISSING, 2, 0], [0, 0, 0, 0, 0]]


def of_model(function, options=({},)):
    given = {"scores": ANSWERS, "items": ITEMS, "theta": THETA}
    name = lambda o: ", ".join(str(v) for v in o.values()) or "all models, answers missing"
    return [case(name(o), function, given, o) for o in options]


def lz_cases():
    return of_model(lz, [{}, {"correction": "normal"}, {"correction": "cornish_fisher"}])


def lz_star_cases():
    prior = {"estimator": "map", "prior": [0.2, 1.3]}
    return of_model(likelihood, [{}, {"estimator": "wle"}, prior, {"estimator": "known"}])


def subset_given_total_cases():
    f, subset = subset_given_total, [False, True, False, True, False]
    steeper = [RASCH[0] | {"a": 2}, *RASCH[1:]]
    return [
        case("Rasch and partial credit", f, {"scores": POINTS, "items": RASCH, "subset": subset}),
        case("two slopes", f, {"scores": [[1, 0, 1, 0, 1]], "items": steeper, "subset": subset}),
    ]


ENUMERATED = "second implementation in Python; counts and patterns by enumeration, models in 50 digits"
VECTORS = [
    Vectors("person_fit.guttman_errors", guttman_cases, how=ENUMERATED),
    Vectors("person_fit.u3", lambda: of_patterns(u3), how=ENUMERATED),
    Vectors("person_fit.c_star", lambda: of_patterns(c_star), how=ENUMERATED),
    Vectors("person_fit.ht", lambda: of_patterns(ht), how=ENUMERATED),
    Vectors("person_fit.lz", lz_cases, tolerance=1e-11, how=ENUMERATED),
    Vectors("person_fit.lz_star", lz_star_cases, tolerance=1e-11, how=ENUMERATED),
    Vectors("person_fit.infit", lambda: of_model(mean_square(True)), tolerance=1e-11, how=ENUMERATED),
    Vectors("person_fit.outfit", lambda: of_model(mean_square(False)), tolerance=1e-11, how=ENUMERATED),
    Vectors("person_fit.subset_given_total", subset_given_total_cases, tolerance=1e-11, how=ENUMERATED),
]
