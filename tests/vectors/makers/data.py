"""Results that several makers use; all made up or simulated."""

import numpy as np

from .shared import MISSING, NOT_ATTEMPTED, NOT_TAUGHT


def work(max_scores, boundaries=None, **more):
    return {"subject": "maths", "test_grade": 5, "year": 2021, "max_scores": max_scores} | (
        {"boundaries": boundaries} if boundaries else {}
    ) | more


def one_item(totals, largest=10, boundaries=(3, 5, 8), marks=None):
    """Results of one item: {school: totals}, and {school: journal marks}."""
    r = {"assessment": work([largest], list(boundaries) if boundaries else None)}
    r["scores"] = [[t] for ts in totals.values() for t in ts]
    r["school"] = [name for name, ts in totals.items() for _ in ts]
    if marks is not None:
        r["journal_mark"] = [j for name in totals for j in marks[name]]
    return r


def simulated(seed=20210405, lift=True, incomplete=True):
    """Twelve schools of 10 to 60 pupils, 12 items to a total of 20; two schools lift papers to a
    boundary.
    """
    rng = np.random.default_rng(seed)
    maxima = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3]
    bounds = [7, 11, 15]
    r = {"assessment": work(maxima, bounds, pupil_grade=6, season="autumn"), "scores": [], "school": []}
    r |= {"class_id": [], "variant": [], "journal_mark": [], "municipality": []}
    for s in range(12):
        level = rng.normal(0, 0.4)
        size = int(rng.integers(10, 61))
        for _ in range(size):
            theta = level + rng.normal(0, 1.0)
            chance = 1 / (1 + np.exp(-(theta + np.linspace(1.2, -1.0, 12))))
            scores = rng.binomial(maxima, chance).astype(int).tolist()
            total = sum(scores)
            # Schools 3 and 8 lift papers that lie one point short of a mark.
            if lift and s in (3, 8) and total + 1 in bounds and rng.random() < 0.7:
                item = next(i for i, (x, top) in enumerate(zip(scores, maxima)) if x < top)
                scores[item] += 1
            for i, x in enumerate(scores):
                if x == 0 and rng.random() < 0.15:
                    scores[i] = NOT_ATTEMPTED if rng.random() < 0.8 else NOT_TAUGHT
            if incomplete and rng.random() < 0.03:
                scores[int(rng.integers(12))] = MISSING
            honest = 2 + sum(total + int(rng.integers(-3, 5)) >= b for b in bounds)
            r["scores"].append(scores)
            r["school"].append(f"s{s + 1:02d}")
            r["class_id"].append("АБ"[int(rng.integers(2))] if size > 30 else "")
            r["variant"].append(str(int(rng.integers(1, 3))))
            r["journal_mark"].append(None if rng.random() < 0.05 else max(honest, 3 if rng.random() < 0.8 else 2))
            r["municipality"].append("ABCDEF"[s // 2])
    return r


def papers_of(seed, groups, items=6, boundaries=(4, 6, 8), codes=True):
    """Made-up papers with some cells not attempted, not taught, missing."""
    rng = np.random.default_rng(seed)
    largest = [1, 1, 2, 1, 3, 2][:items]
    scores, school = [], []
    for name, n in groups.items():
        level = rng.normal(0, 0.6)
        for _ in range(n):
            p = 1 / (1 + np.exp(-(level + rng.normal() + np.linspace(1.2, -1.2, items))))
            row = [int(rng.binomial(mx, q)) for mx, q in zip(largest, p)]
            for i in range(items):
                if rng.random() < 0.12:
                    row[i] = NOT_ATTEMPTED
                elif codes and rng.random() < 0.02:
                    row[i] = NOT_TAUGHT if rng.random() < 0.7 else MISSING
            scores.append(row)
            school.append(name)
    a = {"subject": "maths", "test_grade": 5, "year": 2021, "max_scores": largest}
    return {
        "assessment": a | ({"boundaries": list(boundaries)} if boundaries else {}),
        "scores": scores,
        "school": school,
    }


SIZES = {f"s{i:02}": n for i, n in enumerate([3, 8, 12, 20, 25, 31, 40, 15, 9, 22, 1, 18, 27, 14])}


def classes_of_schools(seed=11, dictated=True, kinds=None):
    """Fourteen schools of two or three classes; each has items of its own that it does better or
    worse.
    """
    rng = np.random.default_rng(seed)
    maxima = [1, 1, 1, 2, 2, 3]
    r = {
        "assessment": work(maxima) | ({"item_kinds": kinds} if kinds else {}),
        "scores": [],
        "school": [],
        "class_id": [],
    }
    for s in range(14):
        of_school = rng.normal(0, 0.5, 6)
        for c in range(2 + s % 2):
            shift = of_school + rng.normal(0, 0.3, 6)
            for _ in range(int(rng.integers(6, 16))):
                chance = 1 / (1 + np.exp(-(rng.normal(0, 1) + np.linspace(1.2, -1.0, 6) + shift)))
                scores = rng.binomial(maxima, chance).astype(int).tolist()
                if dictated and (s, c) == (3, 1) and rng.random() < 0.6:
                    scores[0], scores[5] = 1, 3
                if rng.random() < 0.05:
                    scores[int(rng.integers(6))] = int(rng.choice([NOT_ATTEMPTED, NOT_TAUGHT, MISSING]))
                r["scores"].append(scores)
                r["school"].append(f"s{s:02}")
                r["class_id"].append("АБВ"[c])
    return r
