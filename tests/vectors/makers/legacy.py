"""Signs of other times and countries: INVALSI, Jacob and Levitt, fluctuating scores."""

from fractions import Fraction

import numpy as np

from .data import classes_of_schools
from .shared import NAN, NOT_ATTEMPTED, Refused, Vectors, by_columns, case
from .similarity import CategoryNorms


def papers_by(r, group):
    """The numbers of the persons of each group."""
    names = {"school": lambda v: r["school"][v], "class": lambda v: f"{r['school'][v]}/{r['class_id'][v] or '-'}"}[
        group
    ]
    groups = {}
    for v in range(len(r["scores"])):
        groups.setdefault(names(v), []).append(v)
    return dict(sorted(groups.items()))


def invalsi(r, group="class", clusters=10, fuzziness=2.0, min_n=5):
    if fuzziness <= 1:
        raise Refused("statistic.parameter")
    largest = r["assessment"]["max_scores"]
    rows = []
    for name, persons in papers_by(r, group).items():
        papers = [[c for c in r["scores"][v]] for v in persons]
        shares = []
        for cells in papers:
            counts = [
                (0 if c == NOT_ATTEMPTED else c, mx) for c, mx in zip(cells, largest) if c <= 252 or c == NOT_ATTEMPTED
            ]
            if counts:
                shares.append(sum(c for c, _ in counts) / sum(mx for _, mx in counts))
        if len(shares) < max(2, min_n):
            continue
        columns = [[c for c in column if c <= 252 or c == NOT_ATTEMPTED] for column in zip(*papers)]
        columns = [c for c in columns if c]
        gini = [1 - sum((column.count(t) / len(column)) ** 2 for t in set(column)) for column in columns]
        cells = sum(map(len, columns))
        rows.append({"group": name, "n": len(shares), "mean": np.mean(shares), "sd": np.std(shares, ddof=1),
                     "missing": sum(c.count(NOT_ATTEMPTED) for c in columns) / cells, "heterogeneity": np.mean(gini)})
    if not 1 <= clusters <= len(rows):
        raise Refused("statistic.parameter")
    x = np.array([[row[name] for name in ("mean", "sd", "missing", "heterogeneity")] for row in rows])
    sd = x.std(0)
    z = np.where(sd > 1e-12, (x - x.mean(0)) / np.where(sd > 1e-12, sd, 1), 0)
    values, vectors = np.linalg.eigh(z.T @ z / len(z))
    axes = vectors[:, np.argsort(-values, kind="stable")[:2]]
    axes = axes * np.where([axes[0, 0] < 0, axes[2, 1] < 0], -1, 1)
    points = z @ axes
    chosen = [int(np.argmin(((points - points.mean(0)) ** 2).sum(1)))]
    while len(chosen) < clusters:
        near = ((points[:, None] - points[chosen]) ** 2).sum(2).min(1)
        chosen.append(int(np.argmax(near)))
    centres = points[chosen]

    def memberships():
        d = ((points[:, None] - centres) ** 2).sum(2)
        w = (np.maximum(d.min(1, keepdims=True), 1e-300) / np.maximum(d, 1e-300)) ** (1 / (fuzziness - 1))
        return w / w.sum(1, keepdims=True)

    for _ in range(20000):
        u = memberships() ** fuzziness
        moved = (u.T @ points) / u.sum(0)[:, None]
        far, centres = np.abs(moved - centres).max(), moved
        if far < 1e-14:
            break
    u = memberships()[:, int(np.argmax(centres[:, 0]))]
    for row, point, membership in zip(rows, points, u):
        row |= {"outlier": point[0], "participation": point[1], "statistic": membership}
    return by_columns(rows)


def midranks(values):
    return [Fraction(2 * sum(y < x for y in values) + sum(y == x for y in values), 2 * len(values)) for x in values]


def jacob_levitt(r, group="class"):
    sets = [tuple(i for i, c in enumerate(cells) if c <= 252 or c == NOT_ATTEMPTED) for cells in r["scores"]]
    most = max(set(sets), key=lambda s: (sets.count(s), len(s)))
    norm = CategoryNorms(r, most)
    largest = np.array([r["assessment"]["max_scores"][i] for i in most])
    k = np.array([score for _, score in norm.of])
    rows, blocks = [], {length: [] for length in range(3, min(7, len(most)) + 1)}
    for name, persons in papers_by(r, group).items():
        persons = [v for v in persons if v in norm.x]
        if len(persons) < 2:
            continue
        p = np.array([norm.p[norm.total[v]] for v in persons])
        x = np.array([norm.x[v] for v in persons])
        per_item = lambda values: np.array([values[norm.item == i].sum() for i in most])
        v = per_item((x - p).sum(0) ** 2) / len(persons)
        misfit = 0
        for a, b in zip(x, p):
            mean, square = per_item(k * b), per_item(k * k * b)
            misfit += (((per_item(k * a) - mean) ** 2 - (square - mean**2)) / largest**2).sum()
        rows.append(
            {
                "group": name,
                "n": len(persons),
                "correlation": v.mean(),
                "variation": v.var(),
                "misfit": misfit / len(persons),
            }
        )
        ln = np.array([[np.log(b[(norm.item == i) & (a > 0)][0]) for i in most] for a, b in zip(x, p)])
        answers = [tuple(int(k[(norm.item == i) & (a > 0)][0]) for i in most) for a in x]
        for length, least in blocks.items():
            found = []
            for start in range(len(most) - length + 1):
                strings = [a[start : start + length] for a in answers]
                found += [
                    sum(ln[v, start : start + length].sum() for v, s in enumerate(strings) if s == one)
                    for one in set(strings)
                ]
            least.append(min(found))
    standard = [(np.array(least) - np.mean(least)) / np.std(least) for least in blocks.values()]
    for j, row in enumerate(rows):
        row["block"] = min(z[j] for z in standard)
    ranked = [
        midranks([sign * row[name] for row in rows])
        for sign, name in ((-1, "block"), (1, "correlation"), (1, "variation"), (1, "misfit"))
    ]
    for j, row in enumerate(rows):
        row["statistic"] = sum(ranks[j] ** 2 for ranks in ranked)
    return by_columns(rows)


def score_fluctuations(gain, next_gain):
    if len(gain) != len(next_gain):
        raise Refused("data.length")
    known = lambda values: [x for x in values if x is not None]
    rank = lambda x, of: Fraction(2 * sum(y < x for y in of) + sum(y == x for y in of), 2 * len(of))
    return {
        "statistic": [
            NAN if a is None or b is None else rank(a, known(gain)) ** 2 + (1 - rank(b, known(next_gain))) ** 2
            for a, b in zip(gain, next_gain)
        ]
    }


def invalsi_cases():
    f = invalsi
    return [
        case("classes", f, {"results": classes_of_schools()}, {"clusters": 4}),
        case(
            "schools, less fuzzy",
            f,
            {"results": classes_of_schools(seed=3)},
            {"group": "school", "clusters": 3, "fuzziness": 1.5},
        ),
        case(
            "more clusters than groups", f, {"results": classes_of_schools(seed=3)}, {"group": "school", "clusters": 20}
        ),
        case("not fuzzy", f, {"results": classes_of_schools(seed=3)}, {"fuzziness": 1.0}),
    ]


def jacob_levitt_cases():
    f = jacob_levitt
    return [
        case("classes", f, {"results": classes_of_schools()}),
        case("schools", f, {"results": classes_of_schools(seed=3)}, {"group": "school"}),
    ]


def score_fluctuations_cases():
    f = score_fluctuations
    return [case("a gain that is lost", f, {"gain": [5.0, 1.0, 2.0], "next_gain": [-5.0, 1.0, 2.0]},
                 expect={"statistic": [50 / 36, 10 / 36, 10 / 36]}),
            case("unknown gains", f, {"gain": [1.0, None, 2.0, 2.0], "next_gain": [1.0, 1.0, None, 0.5]}),
            case("columns of two lengths", f, {"gain": [1.0], "next_gain": []})]


VECTORS = [
    Vectors("legacy.invalsi", invalsi_cases, tolerance=1e-8),
    Vectors("legacy.jacob_levitt", jacob_levitt_cases, tolerance=1e-9),
    Vectors("legacy.score_fluctuations", score_fluctuations_cases),
]
