"""Item response models.

Probabilities and likelihoods in 50 digits from the definitions, totals and conditional likelihoods by
listing every pattern, maxima by root finding in 50 digits; scipy finds only the neighbourhood of what
two or more parameters maximise.
"""

import itertools
import math

import mpmath as mp
import numpy as np
from scipy import optimize

from .shared import MISSING, NOT_ATTEMPTED, NOT_TAUGHT, Refused, Vectors, case, m

LOGISTIC = {"model": "logistic", "a": 1.3, "b": -0.4, "c": 0.2}
GRADED = {"model": "graded", "a": 0.9, "b": [-1.0, 0.5]}
PARTIAL = {"model": "partial_credit", "a": 1.1, "steps": [0.6, -0.3, 1.2]}
NOMINAL = {"model": "nominal", "slopes": [-0.8, 0.1, 0.7], "intercepts": [0.2, 0.3, -0.5]}
MIXED = [LOGISTIC, GRADED, PARTIAL, NOMINAL]
POINTS = [mp.mpf(q - 30) / 5 for q in range(61)]
WEIGHTS = [mp.exp(-(x**2) / 2) for x in POINTS]
WEIGHTS = [w / mp.fsum(WEIGHTS) for w in WEIGHTS]


def sigma(z):
    return 1 / (1 + mp.exp(-z))


def probabilities(item, theta):
    a = m(item.get("a", 1))
    if item["model"] == "logistic":
        c = m(item.get("c", 0))
        p = c + (1 - c) * sigma(a * (theta - m(item["b"])))
        return [1 - p, p]
    if item["model"] == "graded":
        above = [mp.mpf(1)] + [sigma(a * (theta - m(b))) for b in item["b"]] + [mp.mpf(0)]
        return [x - y for x, y in itertools.pairwise(above)]
    if item["model"] == "partial_credit":
        terms = [mp.exp(sum(a * (theta - m(b)) for b in item["steps"][:j])) for j in range(len(item["steps"]) + 1)]
    else:
        terms = [mp.exp(m(s) * theta + m(d)) for s, d in zip(item["slopes"], item["intercepts"], strict=True)]
    return [t / mp.fsum(terms) for t in terms]


def patterns(items):
    return itertools.product(*(range(len(probabilities(item, 0))) for item in items))


def totals_at(items, theta):
    p = [probabilities(item, theta) for item in items]
    out = [mp.mpf(0)] * (1 + sum(len(q) - 1 for q in p))
    for pattern in patterns(items):
        out[sum(pattern)] += mp.fprod(q[x] for q, x in zip(p, pattern, strict=True))
    return out


def score_distribution(items, theta=None):
    if not items:
        raise Refused("model.no_items")
    if theta is not None:
        return {"probability": totals_at(items, m(theta))}
    by_point = [totals_at(items, x) for x in POINTS]
    return {
        "probability": [
            mp.fsum(w * f[s] for w, f in zip(WEIGHTS, by_point, strict=True)) for s in range(len(by_point[0]))
        ]
    }


def ability_by_total(items):
    by_point = [totals_at(items, x) for x in POINTS]
    out = {"total": [], "theta": [], "se": [], "probability": []}
    for s in range(len(by_point[0])):
        posterior = [w * f[s] for w, f in zip(WEIGHTS, by_point, strict=True)]
        whole = mp.fsum(posterior)
        mean = mp.fsum(x * w for x, w in zip(POINTS, posterior, strict=True)) / whole
        variance = mp.fsum((x - mean) ** 2 * w for x, w in zip(POINTS, posterior, strict=True)) / whole
        for name, value in {"total": s, "theta": mean, "se": mp.sqrt(variance), "probability": whole}.items():
            out[name].append(value)
    return out


def answers(row, items):
    kept = [
        (item, 0 if x == NOT_ATTEMPTED else x)
        for item, x in zip(items, row, strict=True)
        if x not in (MISSING, NOT_TAUGHT)
    ]
    for item, x in kept:
        if x >= len(probabilities(item, 0)):
            raise Refused("model.score")
    return kept


def log_likelihood(scores, items, theta):
    values = []
    for row, t in zip(scores, theta, strict=True):
        values.append(mp.fsum(mp.log(probabilities(item, m(t))[x]) for item, x in answers(row, items)))
    return {"log_likelihood": values}


def sums(kept, theta):
    """l', −l'', I and J by differentiation of P."""
    slope = observed = information = j = mp.mpf(0)
    for item, x in kept:
        p = probabilities(item, theta)
        first = [mp.diff(lambda t, k=k: probabilities(item, t)[k], theta) for k in range(len(p))]
        second = [mp.diff(lambda t, k=k: probabilities(item, t)[k], theta, 2) for k in range(len(p))]
        slope += first[x] / p[x]
        observed += (first[x] / p[x]) ** 2 - second[x] / p[x]
        information += mp.fsum(f**2 / q for f, q in zip(first, p, strict=True))
        j += mp.fsum(f * s / q for f, s, q in zip(first, second, p, strict=True))
    return slope, observed, information, j


def ability(scores, items, method="wle", bounds=(-4, 4)):
    out = {"theta": [], "se": [], "items": []}
    for row in scores:
        kept = answers(row, items)
        out["items"].append(len(kept))
        if method == "eap":
            posterior = [
                w * mp.fprod(probabilities(item, x)[s] for item, s in kept)
                for x, w in zip(POINTS, WEIGHTS, strict=True)
            ]
            whole = mp.fsum(posterior)
            theta = mp.fsum(x * w for x, w in zip(POINTS, posterior, strict=True)) / whole
            se = mp.sqrt(mp.fsum((x - theta) ** 2 * w for x, w in zip(POINTS, posterior, strict=True)) / whole)
        elif not kept and method != "map":
            theta = se = None
        else:
            variance = mp.fsum(w * x**2 for x, w in zip(POINTS, WEIGHTS, strict=True))

            def equation(t):
                slope, _, information, j = sums(kept, t)
                return (
                    slope
                    + {"ml": 0, "wle": j / (2 * information) if method == "wle" else 0, "map": -t / variance}[method]
                )

            low, high = bounds if method == "ml" else (-12, 12)
            if equation(mp.mpf(low)) <= 0:
                theta = mp.mpf(low)
            elif equation(mp.mpf(high)) >= 0:
                theta = mp.mpf(high)
            else:
                theta = mp.findroot(equation, (mp.mpf(low), mp.mpf(high)), solver="anderson", tol=1e-40, maxsteps=400)
            _, observed, information, _ = sums(kept, theta)
            se = 1 / mp.sqrt({"ml": observed, "wle": information, "map": observed + 1 / variance}[method])
        out["theta"].append(theta)
        out["se"].append(se)
    return out


def conditional(scores):
    """Rasch items by the likelihood of each pattern given its total, over all patterns of the same
    items.
    """
    items = len(scores[0])
    rows = [[(i, x) for i, x in enumerate(row) if x != MISSING] for row in scores]
    rows = [row for row in rows if 0 < sum(x for _, x in row) < len(row)]

    def negative(free):
        b = [*free, -mp.fsum(free)]
        value = mp.mpf(0)
        for row in rows:
            own, total = [i for i, _ in row], sum(x for _, x in row)
            same = [mp.exp(-mp.fsum(b[i] for i in chosen)) for chosen in itertools.combinations(own, total)]
            value += mp.fsum(b[i] * x for i, x in row) + mp.log(mp.fsum(same))
        return value

    start = optimize.minimize(lambda b: float(negative([mp.mpf(x) for x in b])), np.zeros(items - 1), tol=1e-10).x
    gradient = [lambda *b, i=i: mp.diff(lambda t: negative([*b[:i], t, *b[i + 1 :]]), b[i]) for i in range(items - 1)]
    with mp.workdps(30):
        free = mp.findroot(lambda *b: [g(*b) for g in gradient], [mp.mpf(x) for x in start], tol=1e-20)
    free = [free[i] for i in range(items - 1)]
    second = mp.matrix(items - 1, items - 1)
    for i, j in itertools.product(range(items - 1), repeat=2):
        at = lambda *b, i=i, j=j: negative([f + b[0] * (k == i) + b[1] * (k == j) for k, f in enumerate(free)])  # noqa: E731
        second[i, j] = mp.diff(at, (0, 0), (1, 1)) if i != j else mp.diff(lambda t, i=i: at(t, 0), 0, 2)
    covariance = second**-1
    variances = [covariance[i, i] for i in range(items - 1)] + [mp.fsum(covariance)]
    return {
        "b1": [*free, -mp.fsum(free)],
        "se_b1": [mp.sqrt(v) for v in variances],
        "log_likelihood": -negative(free),
        "persons": len(rows),
    }


def marginal(scores, model):
    """2PL or GPCM of one shape, by scipy on the gradient in double precision."""
    rows, counts = np.unique(np.array(scores), axis=0, return_counts=True)
    points, weights = np.array(POINTS, float), np.array(WEIGHTS, float)
    steps = [int(max(x for x in column if x != MISSING)) for column in rows.T]
    places = np.cumsum([0] + [1 + k for k in steps])

    def tables(phi):
        for i, k in enumerate(steps):
            a, d = phi[places[i]], np.concatenate([[0], phi[places[i] + 1 : places[i + 1]]])
            z = np.outer(np.arange(k + 1) * a, points) + d[:, None]
            p = np.exp(z - z.max(0))
            yield p / p.sum(0)

    def value_and_slope(phi):
        p = list(tables(phi))
        likelihood = np.ones((len(rows), 61))
        for i, table in enumerate(p):
            known = rows[:, i] != MISSING
            likelihood[known] *= table[rows[known, i]]
        joint = likelihood * weights
        marginals = joint.sum(1)
        posterior = joint / marginals[:, None] * counts[:, None]
        slope = []
        for i, table in enumerate(p):
            known = rows[:, i] != MISSING
            expected = np.arange(steps[i] + 1) @ table
            slope.append((posterior[known] * points * (rows[known, i][:, None] - expected)).sum())
            for j in range(1, steps[i] + 1):
                slope.append((posterior[known] * ((rows[known, i] == j)[:, None] - table[j])).sum())
        return -(counts * np.log(marginals)).sum(), -np.array(slope)

    start = np.concatenate([[1.0] + [0.0] * k for k in steps])
    near = optimize.minimize(value_and_slope, start, jac=True, method="BFGS", options={"gtol": 1e-6}).x
    phi = optimize.root(lambda phi: value_and_slope(phi)[1], near, tol=1e-13).x
    out = {"a": [], "se_a": [], "log_likelihood": -value_and_slope(phi)[0]}
    moves = np.eye(len(phi)) * 1e-5
    second = np.array([(value_and_slope(phi + h)[1] - value_and_slope(phi - h)[1]) / 2e-5 for h in moves])
    covariance = np.linalg.inv((second + second.T) / 2)

    def error(function):
        slope = np.array([(function(phi + h) - function(phi - h)) / 2e-5 for h in moves])
        return float(np.sqrt(slope @ covariance @ slope))

    for i, k in enumerate(steps):
        at = places[i]
        out["a"].append(float(phi[at]))
        out["se_a"].append(error(lambda x, at=at: x[at]))
        for j in range(1, max(steps) + 1):
            b = lambda x, at=at, j=j: ((x[at + j - 1] if j > 1 else 0) - x[at + j]) / x[at]  # noqa: E731
            out.setdefault(f"b{j}", []).append(float(b(phi)) if j <= k else None)
            out.setdefault(f"se_b{j}", []).append(error(b) if j <= k else None)
    return out


def fit(scores, model="gpcm"):
    out = conditional(scores) if model in ("rasch", "pcm") else marginal(scores, model)
    table = {name: out[name] for name in out if name not in ("log_likelihood", "persons")}
    return {"table": table} | {name: out[name] for name in ("log_likelihood", "persons") if name in out}


def linked(item, slope, intercept):
    moved = dict(item)
    if item["model"] == "nominal":
        moved["slopes"] = [s / slope for s in item["slopes"]]
        moved["intercepts"] = [
            d - s / slope * intercept for d, s in zip(item["intercepts"], item["slopes"], strict=True)
        ]
        return moved
    name = "steps" if item["model"] == "partial_credit" else "b"
    b = item[name]
    moved["a"] = item.get("a", 1) / slope
    moved[name] = slope * b + intercept if isinstance(b, float) else [slope * x + intercept for x in b]
    return moved


def link(here, there, method="stocking_lord"):
    if len(here) != len(there):
        raise Refused("model.length")
    if any(a["model"] != b["model"] for a, b in zip(here, there, strict=True)):
        raise Refused("model.pair")
    b = [[x for item in items for x in np.atleast_1d(item.get("b", item.get("steps")))] for items in (here, there)]
    a = [[item.get("a", 1) for item in items] for items in (here, there)]
    slope = np.std(b[1]) / np.std(b[0]) if method != "mean_mean" else np.mean(a[0]) / np.mean(a[1])
    start = np.array([slope, np.mean(b[1]) - slope * np.mean(b[0])])
    if method in ("mean_mean", "mean_sigma"):
        return {"slope": float(start[0]), "intercept": float(start[1])}
    points, weights = np.array(POINTS, float), np.sqrt(np.array(WEIGHTS, float))
    target = [np.array([[float(p) for p in probabilities(item, mp.mpf(x))] for x in points]) for item in there]

    def residuals(x):
        found = [
            np.array([[float(p) for p in probabilities(linked(item, *map(float, x)), mp.mpf(t))] for t in points])
            for item in here
        ]
        apart = [t - f for t, f in zip(target, found, strict=True)]
        if method == "haebara":
            return np.concatenate([(d * weights[:, None]).ravel() for d in apart])
        return weights * sum(d @ np.arange(d.shape[1]) for d in apart)

    with mp.workdps(20):
        x = optimize.least_squares(residuals, start, jac="3-point", xtol=1e-15, ftol=1e-15, gtol=1e-15).x
    return {"slope": float(x[0]), "intercept": float(x[1])}


def mokken(scores):
    """Guttman errors of pairs of items with their weights, counted as Molenaar defines them."""
    items = len(scores[0])
    known = lambda i, j: [(r[i], r[j]) for r in scores if MISSING not in (r[i], r[j])]  # noqa: E731

    def errors(pairs):
        """Weighted errors observed, and expected of independent items."""
        n = len(pairs)
        steps = [(side, k) for side in (0, 1) for k in range(1, 1 + max(p[side] for p in pairs))]
        popular = sorted(steps, key=lambda s: (-sum(p[s[0]] >= s[1] for p in pairs), s))

        def weight(x, y):
            """For each step passed, how many steps more popular were failed."""
            passed = [(x, y)[side] >= k for side, k in popular]
            return sum(not passed[i] for j in range(len(passed)) if passed[j] for i in range(j))

        observed = sum(weight(*p) for p in pairs)
        return observed, mp.mpf(sum(weight(p[0], q[1]) for p in pairs for q in pairs)) / n

    found = {(i, j): errors(known(i, j)) for i in range(items) for j in range(items) if i < j}
    h = lambda keys: 1 - mp.mpf(sum(found[k][0] for k in keys)) / mp.fsum(found[k][1] for k in keys)  # noqa: E731
    return {
        "test": h(list(found)),
        "items": [h([k for k in found if i in k]) for i in range(items)],
        "pairs": [[None if i == j else h([(min(i, j), max(i, j))]) for j in range(items)] for i in range(items)],
    }


def simulated(items, persons, seed, missing=0.0):
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(persons):
        theta = mp.mpf(float(rng.normal()))
        row = [int(rng.choice(len(p), p=[float(x) for x in p])) for p in (probabilities(item, theta) for item in items)]
        rows.append([MISSING if rng.random() < missing else x for x in row])
    return rows


ROWS = [[1, 2, 3, 2], [0, 0, 0, 0], [1, 1, 0, 2], [0, 2, MISSING, 1], [NOT_ATTEMPTED, 1, 3, NOT_TAUGHT], [1, 0, 2, 0]]
RASCH = [{"model": "logistic", "a": a, "b": b} for a, b in ((0.8, -1.0), (1.3, -0.2), (1.0, 0.4), (1.6, 0.9))]
POLYTOMOUS = [
    {"model": "partial_credit", "a": a, "steps": steps}
    for a, steps in ((1.2, [-0.5, 0.6]), (0.9, [0.1]), (1.0, [0.3, -0.2, 0.9]), (1.4, [0.0, 0.5]))
]


def score_distribution_cases():
    f = score_distribution
    return [
        case("two coins", f, {"items": [{"model": "logistic", "b": 0.0}] * 2, "theta": 0.0},
             expect={"probability": [0.25, 0.5, 0.25]}),
        case("four models, maxima 1, 2, 3 and 2", f, {"items": MIXED, "theta": 0.7}),
        case("far out the small probabilities keep their digits", f, {"items": MIXED, "theta": -14.0}),
        case("averaged over ability", f, {"items": MIXED}),
        case("no items", f, {"items": []}),
    ]


def ability_by_total_cases():
    return [
        case("four models", ability_by_total, {"items": MIXED}),
        case("one item", ability_by_total, {"items": [LOGISTIC]}),
    ]


def log_likelihood_cases():
    f = log_likelihood
    return [
        case(
            "four models, cells missing", f, {"scores": ROWS, "items": MIXED, "theta": [2.0, -1.5, 0.3, 0.0, 5.0, -6.0]}
        ),
        case("a score above the maximum", f, {"scores": [[2]], "items": [LOGISTIC], "theta": [0.0]}),
    ]


def ability_cases():
    no_guessing = [LOGISTIC | {"c": 0.0}, GRADED, PARTIAL, NOMINAL]
    both = {"scores": [*ROWS, [MISSING] * 4], "items": no_guessing}
    four = {"scores": [[1, 1, 1, 0], [1, 1, 1, 1]], "items": [{"model": "logistic", "b": 0.0}] * 4}
    return [
        case("Warm's", ability, both, {"method": "wle"}),
        case("maximum likelihood", ability, both, {"method": "ml"}),
        case("maximum likelihood between other bounds", ability, both, {"method": "ml", "bounds": [-1.0, 2.5]}),
        case("the mode of the posterior", ability, both, {"method": "map"}),
        case("the mean of the posterior", ability, both | {"items": MIXED}, {"method": "eap"}),
        case("Rasch, p = (r + 1/2)/5 by Warm", ability, four, {"method": "wle"},
             expect={"theta": [math.log(7 / 3), math.log(9)]}),
    ]


def fit_cases():
    refused = lambda name, scores, model, code: {
        "name": name, "input": {"scores": scores}, "options": {"model": model}, "error": code}
    return [
        case("Rasch, 60 simulated persons", fit, {"scores": simulated(RASCH, 60, 1)}, {"model": "rasch"}),
        case("Rasch, missing cells", fit, {"scores": simulated(RASCH, 60, 2, 0.15)}, {"model": "rasch"}),
        case("2PL, 300 simulated persons", fit, {"scores": simulated(RASCH, 300, 3)}, {"model": "2pl"}),
        case("GPCM, maxima 2, 1, 3, 2, missing cells", fit, {"scores": simulated(POLYTOMOUS, 400, 4, 0.05)},
             {"model": "gpcm"}),
        refused("a score that nobody has", [[0, 1], [2, 0], [0, 1]], "gpcm", "model.unobserved"),
        refused("a score above 1", [[0, 1], [2, 0], [1, 1]], "2pl", "model.score"),
        refused("an unknown model", [[0, 1], [1, 0]], "4pl", "data.name"),
    ]


def link_cases():
    moved = [linked(item, 1.2, -0.3) for item in (LOGISTIC, GRADED, PARTIAL)]
    moved = [item | {"a": item["a"] * k} for item, k in zip(moved, (1.1, 0.95, 1.02), strict=True)]
    two = {"here": [LOGISTIC, GRADED, PARTIAL], "there": moved}
    return [
        *(case(how, link, two, {"method": how}) for how in ("mean_mean", "mean_sigma", "haebara", "stocking_lord")),
        case("another number of items", link, {"here": [LOGISTIC], "there": [LOGISTIC] * 2}),
        case("another model", link, {"here": [LOGISTIC], "there": [GRADED]}),
    ]


def mokken_cases():
    scale = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]
    return [
        case("a perfect scale", mokken, {"scores": scale}, expect={"test": 1.0}),
        case("mixed maxima", mokken, {"scores": simulated(POLYTOMOUS, 80, 5)}),
        case("missing cells", mokken, {"scores": simulated(POLYTOMOUS, 80, 6, 0.1)}),
    ]


def joins(scores):
    """By the rank of each score among those that occur."""
    rows = []
    for item, column in enumerate(zip(*scores, strict=True), 1):
        answers = [0 if x == 254 else x for x in column if x not in (253, MISSING)]
        if len(set(answers)) <= max(answers):
            rows += [(item, x, max(0, sum(y <= x for y in set(answers)) - 1), answers.count(x)) for x in range(max(answers) + 1)]
    return dict(zip(("item", "score", "joined", "persons"), map(list, zip(*rows, strict=True)) if rows else [[]] * 4, strict=True))


def join_scores(scores):
    ranks = [sorted({0 if x == 254 else x for x in column if x not in (253, MISSING)}) for column in zip(*scores, strict=True)]
    new = lambda x, seen: None if x in (253, MISSING) else 0 if x == 254 else seen.index(x)  # noqa: E731
    return {"joined": [[new(x, seen) for x, seen in zip(row, ranks, strict=True)] for row in scores]}


def join_cases(of):
    gaps = [[0, 1, 3], [2, 0, 1], [3, MISSING, 3], [3, 1, 253], [0, 254, 1]]
    return [case("gaps", of, {"scores": gaps}), case("none", of, {"scores": [[0, 1], [1, 0]]})]


LIKELIHOOD = "second implementation in Python; scipy on the likelihood of every pattern"
VECTORS = [
    Vectors("irt.score_distribution", score_distribution_cases),
    Vectors("irt.ability_by_total", ability_by_total_cases),
    Vectors("irt.log_likelihood", log_likelihood_cases),
    Vectors("irt.ability", ability_cases, tolerance=1e-9),
    Vectors("irt.fit", fit_cases, tolerance=2e-6, how=LIKELIHOOD),
    Vectors("irt.link", link_cases, tolerance=1e-7, how=LIKELIHOOD),
    Vectors("irt.mokken", mokken_cases),
    Vectors("irt.joins", lambda: join_cases(joins)),
    Vectors("irt.join_scores", lambda: join_cases(join_scores)),
]
