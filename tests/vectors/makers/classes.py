"""One class of a school beside its others."""

from fractions import Fraction

import mpmath as mp
import numpy as np

from .data import classes_of_schools, work
from .shared import NAN, Refused, Vectors, by_columns, case, groups_of, m


def f_upper(x, a, b):
    """P(F >= x) with a and b degrees of freedom."""
    return mp.betainc(m(b) / 2, m(a) / 2, 0, b / (b + a * m(x)), regularized=True) if x > 0 else mp.mpf(1)


def bisected(low, high, is_below):
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return low


def by_school(r, min_class=5, min_schools=10):
    if min_class < 2:
        raise Refused("statistic.parameter")
    schools = {}
    for name, persons in groups_of(r, "class").items():
        school, label = name.split("/", 1)
        schools.setdefault(school, []).append((label, [total for _, total in persons]))
    rows = []
    for school, classes in schools.items():
        classes = [(label, totals) for label, totals in classes if label != "-" and len(totals) >= min_class]
        everyone = [total for _, totals in classes for total in totals]
        n, k = len(everyone), len(classes)
        mean = {label: Fraction(sum(totals), len(totals)) for label, totals in classes}
        row = (
            {"group": school, "n": n, "classes": k}
            | dict.fromkeys(("statistic", "pvalue", "pvalue_sampling", "effect", "lower", "upper", "gap"), NAN)
            | {"highest": "", "lowest": ""}
        )
        if k > 1:
            grand = Fraction(sum(everyone), n)
            between = sum(len(totals) * (mean[label] - grand) ** 2 for label, totals in classes)
            inside = sum((total - mean[label]) ** 2 for label, totals in classes for total in totals)
            row["gap"] = max(mean.values()) - min(mean.values())
            row["highest"] = next(label for label in mean if mean[label] == max(mean.values()))
            row["lowest"] = next(label for label in mean if mean[label] == min(mean.values()))
            if inside:
                f, size = (
                    m(between / (k - 1) / (inside / (n - k))),
                    m((n - Fraction(sum(len(t) ** 2 for _, t in classes), n)) / (k - 1)),
                )
                row["of"] = lambda theta, f=f, size=size, a=k - 1, b=n - k: f_upper(f / (1 + size * theta), a, b)
                row["statistic"], row["pvalue_sampling"] = f, row["of"](0)
                ratio = (f - 1) / size
                row["effect"] = ratio / (1 + ratio)
                for side, p in (("lower", m("0.025")), ("upper", m("0.975"))):
                    at = bisected(mp.mpf(0), mp.mpf(2) ** 20, lambda x: f_upper(x, k - 1, n - k) > p)
                    ratio = (f / at - 1) / size
                    row[side] = ratio / (1 + ratio)
        rows.append(row)
    tails = [row.pop("of") for row in rows if "of" in row]
    if len(tails) >= min_schools:
        quartile = mp.sqrt(2) * mp.erfinv(m(1) / 2)
        wanted = m(len(tails)) / 2 + quartile * mp.sqrt(m(len(tails)) / 12)
        low = lambda theta: sum(tail(theta) for tail in tails) < wanted
        theta = bisected(mp.mpf(0), mp.mpf(64), low) if low(mp.mpf(0)) else mp.mpf(0)
        known = iter(tails)
        for row in rows:
            if row["statistic"] == row["statistic"]:
                row["pvalue"] = next(known)(theta)
    return by_columns(rows)


def by_school_cases():
    f = by_school
    streamed = classes_of_schools(seed=23)
    rng = np.random.default_rng(4)
    for v, name in enumerate(streamed["class_id"]):
        if name == "А" and rng.random() < 0.5:
            streamed["scores"][v][:3] = [1, 1, 1]
    two = {
        "assessment": work([9]),
        "scores": [[0], [1], [2], [2], [3], [4]],
        "school": ["s"] * 6,
        "class_id": ["a"] * 3 + ["b"] * 3,
    }
    return [case("two classes by hand", f, {"results": two}, {"min_class": 3, "min_schools": 1},
                 expect={"statistic": [6.0], "gap": [2.0], "effect": [0.625], "highest": ["b"], "lowest": ["a"]}),
            case("fourteen schools", f, {"results": classes_of_schools()}),
            case("a class that did better in each", f, {"results": streamed}, {"min_class": 8}),
            case("too few schools to say what is usual", f, {"results": streamed}, {"min_schools": 15}),
            case("classes of one", f, {"results": two}, {"min_class": 1})]


VECTORS = [
    Vectors("classes.by_school", by_school_cases, tolerance=1e-10),
]
