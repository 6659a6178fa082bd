"""The conformance vectors: a second implementation of every statistic, from the formulas.

    python -m venv venv && venv/bin/pip install numpy scipy mpmath
    venv/bin/python tests/vectors/make.py

writes all *.json beside this file, the same bytes each time. It shares nothing with the library: sums are
exact fractions, tails are sums of probabilities in 50 digits, and scipy is only asked whether it agrees.
All data here are made up or simulated.
"""

import json
import math
from fractions import Fraction
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy import optimize, special, stats

mp.mp.dps = 50
HERE = Path(__file__).parent
MISSING, NOT_ATTEMPTED, NOT_TAUGHT = 255, 254, 253
Z95 = 1.959963984540054
NAN = float("nan")
INDEPENDENT = (
    "tests/vectors/make.py: second implementation in Python; exact fractions for sums, 50 digits for tails and roots"
)


class Refused(Exception):
    """An input that has no answer, by its stable code."""


# ---- Numbers ---------------------------------------------------------------------------------------------------


def m(x):
    """Any number in 50 digits."""
    if isinstance(x, Fraction):
        return mp.mpf(x.numerator) / x.denominator
    return mp.mpf(x)


def binomial_pmf(n, pi):
    return [mp.binomial(n, i) * m(pi) ** i * (1 - m(pi)) ** (n - i) for i in range(n + 1)]


def beta_binomial_pmf(n, p, rho):
    a, b = m(p) * (1 - m(rho)) / m(rho), (1 - m(p)) * (1 - m(rho)) / m(rho)
    return [mp.binomial(n, i) * mp.rf(a, i) * mp.rf(b, n - i) / mp.rf(a + b, n) for i in range(n + 1)]


def upper(pmf, x):
    """P(X >= x) and its mid form."""
    tail = mp.fsum(pmf[x:])
    return tail, tail - pmf[x] / 2


def lower(pmf, x):
    """P(X <= x) and its mid form."""
    tail = mp.fsum(pmf[: x + 1])
    return tail, tail - pmf[x] / 2


def wilson(x, n, z=Z95):
    x, n, z = m(x), m(n), m(z)
    p = x / n
    middle = p + z**2 / (2 * n)
    half = z * mp.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def newcombe(x1, n1, x2, n2):
    """Newcombe (1998), method 10: the hybrid score interval of p1 - p2."""
    p1, p2 = m(x1) / n1, m(x2) / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    d = p1 - p2
    return d, d - mp.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2), d + mp.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)


# ---- Results -> groups -----------------------------------------------------------------------------------------


def groups_of(r, group="school"):
    """{name: [(journal mark or None, total)]} of complete persons, by name."""
    school, n = r["school"], len(r["school"])
    if group == "all":
        labels = ["all"] * n
    elif group == "school":
        labels = school
    elif group == "municipality":
        if r.get("municipality") is None:
            raise Refused("data.no_grouping")
        labels = r["municipality"]
    elif group == "class":
        if r.get("class_id") is None:
            raise Refused("data.no_grouping")
        labels = [f"{s}/{c or '-'}" for s, c in zip(school, r["class_id"])]
    else:
        raise Refused("data.name")
    marks = r.get("journal_mark") or [None] * n
    out = {}
    for label, mark, scores in zip(labels, marks, r["scores"]):
        if MISSING not in scores:
            out.setdefault(label, []).append((mark, sum(s for s in scores if s <= 252)))
    return dict(sorted(out.items()))


def max_total(r):
    return sum(r["assessment"]["max_scores"])


def histogram(persons, largest):
    n = [0] * (largest + 1)
    for _, total in persons:
        n[total] += 1
    return n


def moments(totals):
    """Mean and variance (divisor n - 1), exactly; no variance of one."""
    mean = Fraction(sum(totals), len(totals))
    var = sum((t - mean) ** 2 for t in totals) / (len(totals) - 1) if len(totals) > 1 else None
    return mean, var


# ---- official --------------------------------------------------------------------------------------------------


def inflated_mean(r, group="school", t=1.96, min_n=2, with_constant=False):
    """The printed rule says nothing of s = 0; such a group is undefined unless asked for, as one of under min_n always is."""
    if not t > 0 or min_n < 2:
        raise Refused("statistic.parameter")
    groups = groups_of(r, group)
    everyone = [total for persons in groups.values() for _, total in persons]
    out = {c: [] for c in ("group", "n", "mean", "statistic", "effect", "lower", "upper", "critical")}
    critical = NAN
    mean_all, var_all = moments(everyone)
    if var_all is not None:
        critical = m(mean_all) + m(t) * mp.sqrt(m(var_all) / len(everyone))
    for name, persons in groups.items():
        totals = [total for _, total in persons]
        mean, var = moments(totals)
        half = m(t) * mp.sqrt(m(var) / len(totals)) if len(totals) >= min_n and (var or with_constant) else NAN
        effect = m(mean) - m(mean_all)
        row = (name, len(totals), m(mean), m(mean) - half, effect, effect - half, effect + half)
        for column, value in zip(out, (*row, critical)):
            out[column].append(value)
    return out


def ranks(values):
    """Mean ranks, from 1."""
    return [
        Fraction(2 * sum(v < value for v in values) + sum(v == value for v in values) + 1, 2) for value in values
    ]


def rank_mismatch(r, group="school", min_n=3, ties="printed"):
    if min_n < 2:
        raise Refused("statistic.parameter")
    groups = groups_of(r, group)
    marked = {name: [p for p in persons if p[0] is not None] for name, persons in groups.items()}
    if not any(marked.values()):
        raise Refused("statistic.no_journal")
    out = {"group": [], "n": [], "statistic": []}
    for name, persons in marked.items():
        n = len(persons)
        rs = NAN
        # One mark for all, or one total for all, says nothing of order, though the printed formula
        # gives a number.
        if n >= min_n and len({p[0] for p in persons}) > 1 and len({p[1] for p in persons}) > 1:
            a, b = ranks([p[0] for p in persons]), ranks([p[1] for p in persons])
            if ties == "printed":
                rs = m(1 - Fraction(6 * sum((x - y) ** 2 for x, y in zip(a, b)), n * (n * n - 1)))
            else:
                middle = Fraction(n + 1, 2)
                aa, bb = sum((x - middle) ** 2 for x in a), sum((y - middle) ** 2 for y in b)
                rs = m(sum((x - middle) * (y - middle) for x, y in zip(a, b))) / mp.sqrt(m(aa) * m(bb))
                assert abs(float(rs) - stats.spearmanr(*zip(*persons)).statistic) < 1e-9
        for column, value in zip(out, (name, n, rs)):
            out[column].append(value)
    return out


def quantile(values, q, kind=7):
    """Hyndman and Fan (1996), definitions 4 to 9: Q(q) = (1 - g) x_j + g x_(j+1), j + g = n q + m, x outside 1..n its nearest."""
    values, q, n = sorted(values), Fraction(q), len(values)
    half, third = Fraction(1, 2), Fraction(1, 3)
    m_ = {4: 0, 5: half, 6: q, 7: 1 - q, 8: third * (q + 1), 9: q / 4 + Fraction(3, 8)}[kind]
    j = math.floor(n * q + m_)
    g = n * q + m_ - j
    x = lambda i: values[min(max(i, 1), n) - 1]
    return (1 - g) * x(j) + g * x(j + 1)


def cohort_jump(before, after, group="school", k=3.0, min_n=1, quantile_type=7):
    if quantile_type not in range(4, 10):
        raise Refused("statistic.parameter")
    a, b = groups_of(before, group), groups_of(after, group)
    out = {"group": [], "n": [], "statistic": [], "rise_below": [], "fall_above": []}
    for name in sorted(set(a) & set(b)):
        x, y = a[name], b[name]
        n = min(len(x), len(y))
        share = lambda persons, r: Fraction(sum(t for _, t in persons), len(persons) * max_total(r))
        s, later = share(x, before), share(y, after)
        usable = n >= min_n and later > 0
        out["group"].append(name)
        out["n"].append(n)
        out["statistic"].append(s / later if usable else NAN)
    known = [v for v in out["statistic"] if isinstance(v, Fraction)]
    rise = fall = NAN
    if known:
        q1, q3 = (quantile(known, Fraction(quarter, 4), quantile_type) for quarter in (1, 3))
        rise, fall = q1 - Fraction(k) * (q3 - q1), q3 + Fraction(k) * (q3 - q1)
    out["rise_below"] = [rise] * len(out["group"])
    out["fall_above"] = [fall] * len(out["group"])
    return out


def objectivity_index(schools, marked):
    if marked > schools:
        raise Refused("statistic.parameter")
    share = Fraction(100 * marked, schools) if schools else NAN
    return {"schools": schools, "marked": marked, "share": share, "statistic": 100 - share}


# ---- official: items, means, re-checks ---------------------------------------------------------------------------


def persons_of(r, group="school"):
    """{name: rows of scores} of everybody."""
    assert group == "school"
    out = {}
    for name, scores in zip(r["school"], r["scores"]):
        out.setdefault(name, []).append(scores)
    return dict(sorted(out.items()))


def there(cell):
    return cell <= 252 or cell == NOT_ATTEMPTED


def points(cell):
    return cell if cell <= 252 else 0


def item_share(rows, item, maximum):
    cells = [points(row[item]) for row in rows if there(row[item])]
    return Fraction(sum(cells), len(cells) * maximum) if cells else None


def item_inversion(r, group="school"):
    largest = r["assessment"]["max_scores"]
    p = [item_share(r["scores"], i, mx) for i, mx in enumerate(largest)]
    median = quantile([x for x in p if x is not None], Fraction(1, 2))
    out = {"group": [], "n": [], "statistic": [], "effect": [], "hard": [], "easy": []}
    for name, rows in persons_of(r, group).items():
        q = [item_share(rows, i, mx) for i, mx in enumerate(largest)]
        mean = lambda xs: sum(xs) / len(xs) if xs else NAN
        gaps = [(x, y - x) for x, y in zip(p, q) if x is not None and y is not None]
        hard, easy = mean([g for x, g in gaps if x < median]), mean([g for x, g in gaps if x > median])
        both = isinstance(hard, Fraction) and isinstance(easy, Fraction)
        row = (name, len(rows), min(hard, -easy) if both else NAN, hard - easy if both else NAN, hard, easy)
        for column, value in zip(out, row):
            out[column].append(value)
    return out


def group_crossing(r, group="school", min_n=10):
    boundaries, largest = r["assessment"].get("boundaries"), r["assessment"]["max_scores"]
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    if min_n < 1:
        raise Refused("statistic.parameter")
    names = ("group", "item", "low", "high", "n", "n_low", "n_high", "effect", "lower", "upper")
    out = {name: [] for name in names}
    for name, rows in persons_of(r, group).items():
        by_mark = {mark: [] for mark in (2, 3, 4, 5)}
        for row in rows:
            if all(there(cell) for cell in row):
                by_mark[2 + sum(sum(map(points, row)) >= b for b in boundaries)].append(row)
        for item, mx in enumerate(largest):
            for low in (2, 3, 4, 5):
                for high in range(low + 1, 6):
                    a, b = len(by_mark[low]), len(by_mark[high])
                    if min(a, b) < min_n:
                        continue
                    p, q = item_share(by_mark[low], item, mx), item_share(by_mark[high], item, mx)
                    values = newcombe(m(p) * a, a, m(q) * b, b)
                    for column, value in zip(names, (name, item + 1, low, high, min(a, b), a, b, *values)):
                        out[column].append(value)
    return out


def x_pattern(r, group="school", min_reference=5):
    groups = persons_of(r, group)
    out = []
    for kind in ("many", "few"):
        strata = []
        for rows in groups.values():
            columns = [[row[i] for row in rows if there(row[i])] for i in range(len(r["assessment"]["max_scores"]))]
            left = [(sum(cell == NOT_ATTEMPTED for cell in cells), len(cells)) for cells in columns]
            strata.append([(x if kind == "many" else n - x, n) for x, n in left])
        for (name, rows), own, beside in zip(groups.items(), strata, against_reference(strata, min_reference)):
            count, cells = sum(x for x, _ in own), sum(n for _, n in own)
            out.append({"group": name, "kind": kind, "n": len(rows), "cells": cells, "count": count,
                        "statistic": Fraction(count, cells)} | beside)
    out.sort(key=lambda row: row["group"])
    return {column: [row[column] for row in out] for column in out[0]}


def high5_low_spread(r, group="school"):
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


def external_mismatch(group, n, work, work_error, exam, exam_error):
    if any(e is not None and e < 0 for e in work_error + exam_error):
        raise Refused("statistic.parameter")
    rows = list(zip(work, work_error, exam, exam_error))
    known = [row for row in rows if None not in row]
    out = {"group": group, "n": n, "statistic": [], "lower": [], "upper": [], "work": [], "exam": []}
    sd = lambda xs: mp.sqrt(mp.fsum((x - mp.fsum(xs) / len(xs)) ** 2 for x in xs) / (len(xs) - 1)) if len(xs) > 1 else 0
    works, exams = [m(row[0]) for row in known], [m(row[2]) for row in known]
    for row in rows:
        values = (NAN,) * 5
        if None not in row and sd(works) > 0 and sd(exams) > 0:
            a = (m(row[0]) - mp.fsum(works) / len(works)) / sd(works)
            b = (m(row[2]) - mp.fsum(exams) / len(exams)) / sd(exams)
            half = m(Z95) * mp.sqrt((m(row[1]) / sd(works)) ** 2 + (m(row[3]) / sd(exams)) ** 2)
            values = (a - b, a - b - half, a - b + half, a, b)
        for column, value in zip(("statistic", "lower", "upper", "work", "exam"), values):
            out[column].append(value)
    return out


def recheck_delta(group, original, rechecked, tolerance=1, boundaries=None):
    if not group:
        raise Refused("statistic.no_papers")
    papers = {}
    for name, a, b in zip(group, original, rechecked):
        papers.setdefault(name, []).append((a, b))
    rows = []
    for name, pairs in sorted(papers.items()):
        n, d = len(pairs), [a - b for a, b in pairs]
        confirmed, higher, fewer = sum(abs(x) <= tolerance for x in d), sum(x > 0 for x in d), sum(x < 0 for x in d)
        mark = lambda x: sum(x >= b for b in boundaries or [])
        sign = binomial_pmf(higher + fewer, Fraction(1, 2))
        up, down = upper(sign, higher)[0], lower(sign, higher)[0]
        tail = lambda pi, of: of(binomial_pmf(n, pi), confirmed)[0] - mp.mpf("0.025")
        solve = lambda of: mp.findroot(lambda pi: tail(pi, of), (mp.mpf(1) / 10**6, 1 - mp.mpf(1) / 10**6), solver="bisect", maxsteps=300)
        low = solve(upper) if confirmed else mp.mpf(0)
        high = solve(lower) if confirmed < n else mp.mpf(1)
        mean = Fraction(sum(d), n)
        row = {"group": name, "n": n, "confirmed": confirmed, "statistic": Fraction(confirmed, n),
               "share_lower": wilson(confirmed, n)[0], "share_upper": wilson(confirmed, n)[1],
               "exact_lower": low, "exact_upper": high, "higher": higher, "fewer": fewer, "pvalue": up,
               "pvalue_two_sided": min(mp.mpf(1), 2 * min(up, down)), "effect": mean, "lower": NAN, "upper": NAN,
               "marks_lowered": sum(mark(a) > mark(b) for a, b in pairs),
               "marks_raised": sum(mark(a) < mark(b) for a, b in pairs), "icc": NAN}
        if n > 1:
            half = m(stats.t.ppf(0.975, n - 1)) * mp.sqrt(m(moments(d)[1]) / n)
            row |= {"lower": m(mean) - half, "upper": m(mean) + half}
            # The analysis of variance of a table of n papers by 2 markings.
            grand = Fraction(sum(a + b for a, b in pairs), 2 * n)
            papers_ = 2 * sum((Fraction(a + b, 2) - grand) ** 2 for a, b in pairs)
            columns = [Fraction(sum(pair[k] for pair in pairs), n) for k in (0, 1)]
            markings = n * sum((c - grand) ** 2 for c in columns)
            error = sum((x - grand) ** 2 for pair in pairs for x in pair) - papers_ - markings
            r, c, e = papers_ / (n - 1), markings, error / (n - 1)
            below = r + e + 2 * (c - e) / n
            row["icc"] = (r - e) / below if below else NAN
        rows.append(row)
    return {column: [row[column] for row in rows] for column in rows[0]}


# ---- continuity ------------------------------------------------------------------------------------------------


def standardised(r, group="school"):
    """{group: (z, sampling variance, n)} and S_w/S."""
    groups = {name: [t for _, t in persons] for name, persons in groups_of(r, group).items()}
    everyone = [t for totals in groups.values() for t in totals]
    mean, var = moments(everyone)
    squares = sum((t - Fraction(sum(ts), len(ts))) ** 2 for ts in groups.values() for t in ts)
    within = squares / sum(len(ts) - 1 for ts in groups.values()) / var
    z = {g: (float(m(Fraction(sum(ts), len(ts)) - mean) / mp.sqrt(m(var))), float(within / len(ts)), len(ts))
         for g, ts in groups.items()}
    return z, float(mp.sqrt(m(within)))


def more_variance(residuals, variances, free):
    """What brings sum min(r^2/v, c^2) to free * E W."""
    excess = lambda more: np.minimum(residuals**2 / (variances + more), LIMIT**2).sum() - free * MEAN
    if excess(0.0) <= 0:
        return 0.0
    return optimize.brentq(excess, 0.0, (residuals**2).sum() / (free * MEAN) * 2, xtol=1e-16, rtol=1e-15)


def huber_weights(residuals, variances):
    return np.minimum(1, LIMIT * np.sqrt(variances) / np.maximum(np.abs(residuals), 1e-300)) / variances


def expectations(x, u, n1, y, v, n2, most):
    """Expected y and its standard deviation, of each from the others."""
    centre, between = 0.0, 1.0
    for _ in range(400):
        w = huber_weights(x - centre, between + u)
        centre = (w * x).sum() / w.sum()
        between = more_variance(x - centre, u, len(x) - 1)
    lam, overlap = between / (between + u), np.minimum(1, n1 / n2)
    own, luck = lam * (x - centre), overlap * (1 - lam) * (x - centre)

    def fit(w):
        # Coefficients a, b, g = c - b; the prior of g is a row of data: 0 = 2 g with weight 1.
        design = np.column_stack([np.ones_like(x), own + luck, luck])
        rows = np.vstack([design * np.sqrt(w)[:, None], [0, 0, 2]])
        a, b, g = np.linalg.lstsq(rows, np.append(y * np.sqrt(w), 0), rcond=None)[0]
        if 0 <= b + g <= most:
            return a, b, b + g, design, np.linalg.inv(rows.T @ rows)
        c = min(max(b + g, 0), most)
        design = np.column_stack([np.ones_like(x), own])
        rows = design * np.sqrt(w)[:, None]
        a, b = np.linalg.lstsq(rows, (y - c * luck) * np.sqrt(w), rcond=None)[0]
        return a, b, c, design, np.linalg.inv(rows.T @ rows)

    a, b, c, design, inverse = fit(np.ones_like(x))
    for _ in range(400):
        residuals = y - a - b * own - c * luck
        sampling = v - (c * overlap) ** 2 * u + (b - c * overlap) ** 2 * lam * u
        variances = sampling + more_variance(residuals, sampling, len(x) - 3)
        w = huber_weights(residuals, variances)
        a, b, c, design, inverse = fit(w)
    residuals = y - a - b * own - c * luck
    doubt = np.einsum("ij,jk,ik->i", design, inverse, design)
    return y - residuals / (1 - w * doubt), np.sqrt(variances + doubt / (1 - w * doubt))


def continuity_rows(pairs, key, most, min_reference):
    """pairs: {group: (first mean, second mean, least pupils)}."""
    x, u, n1 = (np.array([p[0][i] for p in pairs.values()], float) for i in range(3))
    y, v, n2 = (np.array([p[1][i] for p in pairs.values()], float) for i in range(3))
    rows = []
    known = len(pairs) > min_reference
    mean, sd = expectations(x, u, n1, y, v, n2, 0.8 * most) if known else (np.full(len(x), NAN),) * 2
    df = 0.63 * (len(x) - 3) if known else NAN
    for i, (name, (_, _, least)) in enumerate(pairs.items()):
        effect, half = y[i] - mean[i], stats.t.ppf(0.975, df) * sd[i]
        rows.append({"group": name, "work": key, "n": least, "before": x[i], "after": y[i], "change": y[i] - x[i],
                     "expected": mean[i], "statistic": effect / sd[i], "df": df, "pvalue": 2 * stats.t.sf(abs(effect / sd[i]), df),
                     "effect": effect, "lower": effect - half, "upper": effect + half})
    return rows


def work_key(r):
    a = r["assessment"]
    return f"{a['year']}-{a['subject']}-{a['test_grade']}"


def by_columns(rows):
    return {column: [row[column] for row in rows] for column in rows[0]}


def continuity(before, after, group="school", min_reference=20):
    if min_reference < 5:
        raise Refused("statistic.parameter")
    (first, within), (second, within2) = standardised(before, group), standardised(after, group)
    pairs = {g: (first[g], second[g], min(first[g][2], second[g][2])) for g in first if g in second}
    return by_columns(continuity_rows(pairs, work_key(after), within2 / within, min_reference))


def consistency(works, group="school", min_reference=20):
    if len(works) < 2:
        raise Refused("statistic.no_tallies")
    all_, rows = [standardised(r, group) for r in works], []
    for k, r in enumerate(works):
        others = [w for i, w in enumerate(all_) if i != k]
        pairs = {}
        for name, own in all_[k][0].items():
            means = [w[0][name] for w in others if name in w[0]]
            if means:
                average = (np.mean([mean[0] for mean in means]), np.mean([mean[1] for mean in means]),
                           len(means) / sum(1 / mean[2] for mean in means))
                pairs[name] = (average, own, min(own[2], *(mean[2] for mean in means)))
        rows += continuity_rows(pairs, work_key(r), all_[k][1] / max(w[1] for w in others), min_reference)
    rows.sort(key=lambda row: row["group"])
    return by_columns(rows)


def cumulative(works, group="school", min_reference=20):
    if len(works) < 2:
        raise Refused("statistic.no_tallies")
    steps = []
    for a, b in zip(works, works[1:]):
        table = continuity(a, b, group, min_reference)
        steps.append({name: {c: table[c][i] for c in table} for i, name in enumerate(table["group"])})
    correlation = np.eye(len(steps))
    for k in range(len(steps)):
        for l in range(k):
            t = np.array([(steps[k][g]["statistic"], steps[l][g]["statistic"]) for g in steps[k] if g in steps[l]]).clip(-2.5, 2.5)
            correlation[k, l] = correlation[l, k] = max(0, (t[:, 0] @ t[:, 1]) / math.sqrt((t[:, 0] @ t[:, 0]) * (t[:, 1] @ t[:, 1])))
    rows = []
    for name in sorted({g for step in steps for g in step}):
        have = [k for k in range(len(steps)) if name in steps[k]]
        parts = [steps[k][name] for k in have]
        block = correlation[np.ix_(have, have)]
        statistic = sum(p["statistic"] for p in parts) / math.sqrt(block.sum())
        halves = np.array([(p["upper"] - p["lower"]) / 2 for p in parts])
        effect, half = sum(p["effect"] for p in parts), math.sqrt(halves @ block @ halves)
        rows.append({"group": name, "changes": len(parts), "n": min(p["n"] for p in parts), "statistic": statistic,
                     "pvalue": 2 * stats.t.sf(abs(statistic), min(p["df"] for p in parts)), "effect": effect,
                     "lower": effect - half, "upper": effect + half})
    return by_columns(rows)


# ---- a share against a reference -------------------------------------------------------------------------------


# Constants: the 90 % point of the normal distribution, mean and standard deviation of W = min(Z^2,
# c^2), 75 % point.
LIMIT, MEAN, DEVIATION, CAUTION = 1.2815515655446004, 0.6786545589528745, 0.6250378945394779, 0.6744897501960817
assert abs(LIMIT - stats.norm.ppf(0.9)) < 1e-15 and abs(CAUTION - stats.norm.ppf(0.75)) < 1e-15
assert abs(MEAN - (0.8 - 2 * LIMIT * stats.norm.pdf(LIMIT) + 2 * LIMIT**2 * 0.1)) < 1e-15
assert abs(DEVIATION - mp.sqrt(mp.quad(lambda z: 2 * (min(z * z, m(LIMIT) ** 2) - m(MEAN)) ** 2 * mp.npdf(z), [0, LIMIT, 9]))) < 1e-14


def huber_scale(squares, largest, variance):
    """Huber's proposal 2, an upper 75 % limit: the parameter at which sum min(z^2 / variance, c^2) is as expected."""
    free = len(squares) - 1
    target = free * m(MEAN) - m(CAUTION) * m(DEVIATION) * mp.sqrt(free)
    excess = lambda parameter: mp.fsum(min(z2 / variance(k, parameter), m(LIMIT) ** 2) for z2, k in squares) - target
    if largest <= 0 or excess(mp.mpf(0)) <= 0:
        return mp.mpf(0)
    low, high = mp.mpf(0), m(largest)
    for _ in range(150):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def huber_rho(groups, group):
    """The correlation for this group from the other groups with anybody; groups[i][s] = (x, n) in stratum s."""
    groups = [g for g in groups if any(n for _, n in g)]
    # No vector has more groups than are near: which of them are nearest is tested beside the code.
    assert len(groups) <= 30
    shares = []
    for stratum in zip(*groups):
        successes, total = sum(x for x, _ in stratum), sum(n for _, n in stratum)
        shares.append(Fraction(2 * successes + 1, 2 * (total + 1)))
    squares = []
    for g in groups:
        distance = sum(x - ni * p for (x, ni), p in zip(g, shares))
        variance = sum(ni * p * (1 - p) for (_, ni), p in zip(g, shares))
        squares.append((m(distance**2 / variance), sum(ni for _, ni in g) - 1))
    between = huber_scale(squares, 0.99, lambda k, rho: 1 + k * rho)
    n = sum(ni for _, ni in group)
    works = Fraction(n, max(ni for _, ni in group))
    alike = huber_scale(squares, works - 1, lambda _, more: 1 + more)
    return min(max(between, alike / max(n - 1, 1)), m(0.99))


def against_reference(groups, min_reference=5):
    """Each group's x of n beside the other groups, over strata: groups[i][s] = (x, n).

    The share of the reference is stated as it is found, X/N; the test takes (X + 1/2)/(N + 1). A group without
    anybody, or whose strata nobody else has, has no reference.
    """
    keys = ("pvalue", "pvalue_mid", "effect", "lower", "upper", "reference_share", "reference_rho")
    present = sum(any(n for _, n in group) for group in groups)
    rows = []
    for i, group in enumerate(groups):
        row = dict.fromkeys(keys, NAN)
        rows.append(row)
        strata = []
        for s, (x, n) in enumerate(group):
            others = [o[s] for j, o in enumerate(groups) if j != i]
            ns = [ni for _, ni in others]
            if n and sum(ns):
                strata.append((x, n, sum(xi for xi, _ in others), sum(ns), sum(ni * ni for ni in ns)))
        if not strata:
            continue
        x, n = sum(t[0] for t in strata), sum(t[1] for t in strata)
        weighted = lambda value: mp.fsum(t[1] * m(value(*t[2:])) for t in strata) / n
        other = weighted(lambda xs, ns, _: Fraction(xs, ns))
        total = sum(t[3] for t in strata)
        rho = huber_rho(groups[:i] + groups[i + 1 :], group) if present - 1 >= 2 else NAN
        row |= dict(zip(("effect", "lower", "upper"), newcombe(x, n, other * total, total)))
        row |= {"reference_share": other, "reference_rho": rho}
        if present - 1 < max(min_reference, 2):
            continue
        p = weighted(lambda xs, ns, _: Fraction(2 * xs + 1, 2 * (ns + 1)))
        doubt = weighted(lambda _, ns, squares: mp.sqrt((ns + (squares - ns) * rho) / mp.mpf(ns) ** 2))
        wider = min(rho + doubt**2, m(Fraction(999, 1000)))
        pmf = beta_binomial_pmf(n, p, wider)
        assert abs(mp.fsum(pmf) - 1) < mp.mpf(10) ** -40
        row["pvalue"], row["pvalue_mid"] = upper(pmf, x)
        a, b = float(p * (1 - wider) / wider), float((1 - p) * (1 - wider) / wider)
        assert abs(float(row["pvalue"]) - stats.betabinom.sf(x - 1, n, a, b)) < 1e-6
    return rows


# ---- journal ---------------------------------------------------------------------------------------------------

KINDS = {
    "lowered": lambda mark, journal: mark < journal,
    "confirmed": lambda mark, journal: mark == journal,
    "raised": lambda mark, journal: mark > journal,
    "gap": lambda mark, journal: abs(mark - journal) >= 2,
}


def journal(r, group="school", min_reference=5):
    boundaries = r["assessment"].get("boundaries")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    groups = groups_of(r, group)
    pairs = {
        name: [(2 + sum(total >= b for b in boundaries), j) for j, total in persons if j is not None]
        for name, persons in groups.items()
    }
    if not any(pairs.values()):
        raise Refused("statistic.no_journal")
    count = {name: {kind: sum(f(*pair) for pair in ps) for kind, f in KINDS.items()} for name, ps in pairs.items()}
    beside = {}
    for kind in KINDS:
        shares = against_reference([[(count[name][kind], len(ps))] for name, ps in pairs.items()], min_reference)
        beside |= {(name, kind): row for name, row in zip(pairs, shares)}
    rows = []
    for name, ps in pairs.items():
        for kind in KINDS:
            x, n = count[name][kind], len(ps)
            row = {"group": name, "kind": kind, "n": n, "count": x, "statistic": Fraction(x, n) if n else NAN}
            rows.append(row | beside[name, kind])
    return {column: [row[column] for row in rows] for column in rows[0]}


def mark_pairs(r, group):
    """{name: [(journal mark, mark, total)]} of those who have both marks."""
    boundaries = r["assessment"].get("boundaries")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    mark = lambda total: 2 + sum(total >= b for b in boundaries)
    pairs = {
        name: [(j, mark(total), total) for j, total in persons if j is not None] for name, persons in groups_of(r, group).items()
    }
    if not any(pairs.values()):
        raise Refused("statistic.no_journal")
    return pairs


def chi2_tail(x, df):
    return mp.gammainc(m(df) / 2, m(x) / 2, mp.inf, regularized=True) if df else NAN


def agreement(r, group="school"):
    rows = []
    for name, pairs in mark_pairs(r, group).items():
        n = len(pairs)
        table = [[sum(pair[:2] == (j, k) for pair in pairs) for k in range(2, 6)] for j in range(2, 6)]
        row = {"group": name, "n": n} | dict.fromkeys(("statistic", "effect", "lower", "upper", "se", "confirmed", "difference"), NAN)
        margin = [[sum(line) for line in table], [sum(column) for column in zip(*table)]]
        weight = lambda j, k: 1 - Fraction((j - k) ** 2, 9)
        cells = [(j, k) for j in range(4) for k in range(4)]
        if n:
            share = lambda j, k: Fraction(table[j][k], n)
            a, b = ([Fraction(x, n) for x in side] for side in margin)
            po = sum(share(j, k) * weight(j, k) for j, k in cells)
            pe = sum(a[j] * b[k] * weight(j, k) for j, k in cells)
            row |= {"confirmed": sum(share(j, j) for j in range(4)), "difference": Fraction(sum(k - j for j, k, _ in pairs), n)}
            if pe < 1:
                kappa = (po - pe) / (1 - pe)
                va = [sum(b[k] * weight(j, k) for k in range(4)) for j in range(4)]
                vb = [sum(a[j] * weight(j, k) for j in range(4)) for k in range(4)]
                inner = sum(share(j, k) * (weight(j, k) * (1 - pe) - (va[j] + vb[k]) * (1 - po)) ** 2 for j, k in cells)
                se = mp.sqrt(m((inner - (po * pe - 2 * pe + po) ** 2) / (n * (1 - pe) ** 4)))
                one = any(sum(x > 0 for x in side) < 2 for side in margin)  # kappa is 0 whatever the rest
                row |= {"statistic": kappa, "effect": kappa, "se": NAN if one else se}
                if kappa < 1 and not one:
                    half = m(Z95) * se / m(1 - kappa**2)
                    row |= {"lower": mp.tanh(mp.atanh(m(kappa)) - half), "upper": mp.tanh(mp.atanh(m(kappa)) + half)}
        # S by its eigenvalues: those that are nothing are left out.
        s = mp.matrix(4, 4)
        for j, k in cells:
            s[j, k] = margin[0][j] + margin[1][j] - 2 * table[j][j] if j == k else -(table[j][k] + table[k][j])
        d = [m(x - y) for x, y in zip(*margin)]
        values, vectors = mp.eigsy(s)
        kept = [i for i in range(4) if values[i] > 1e-30]
        sm = mp.fsum((mp.fsum(vectors[j, i] * d[j] for j in range(4))) ** 2 / values[i] for i in kept)
        unequal = [(table[j][k], table[k][j]) for j, k in cells if j < k and table[j][k] + table[k][j]]
        bowker = sum((Fraction((x - y) ** 2, x + y) for x, y in unequal), Fraction(0))
        row |= {"stuart_maxwell": sm if kept else NAN, "stuart_maxwell_df": float(len(kept)), "stuart_maxwell_pvalue": chi2_tail(sm, len(kept))}
        row |= {"bowker": bowker if unequal else NAN, "bowker_df": float(len(unequal)), "bowker_pvalue": chi2_tail(bowker, len(unequal))}
        rows.append(row)
    return {column: [row[column] for row in rows] for column in rows[0]}


def perfect(r, group="school", min_reference=5, reliability=None):
    if reliability is not None and not 0 < reliability < 1:
        raise Refused("statistic.parameter")
    pairs = mark_pairs(r, group)
    boundaries, largest = r["assessment"]["boundaries"], max_total(r)
    everyone = [total for ps in pairs.values() for _, _, total in ps]
    # Levels: runs of totals of one mark, closed at 100 pupils; a run left over joins the one before
    # it in its mark.
    level, ends = {}, [0, *boundaries, largest + 1]
    for low, high in zip(ends, ends[1:]):
        runs, run = [], []
        for total in range(low, high):
            run.append(total)
            if sum(everyone.count(t) for t in run) >= 100:
                runs.append(run)
                run = []
        if run and runs:
            runs[-1] += run
        elif run:
            runs.append(run)
        start = len(set(level.values()))
        level |= {t: start + i for i, run in enumerate(runs) for t in run}
    count = lambda ps: (sum(j == k for j, k, _ in ps), len(ps))
    strata = [[count([p for p in ps if level[p[2]] == lv]) for lv in range(max(level.values()) + 1)] for ps in pairs.values()]
    given = against_reference(strata, min_reference)
    plain_ = against_reference([[count(ps)] for ps in pairs.values()], min_reference)
    ceiling = None
    if reliability is not None:
        mean, var = moments([total for ps in groups_of(r, group).values() for _, total in ps])
        rel, k = m(reliability), m(largest)
        length = (m(mean) * (k - m(mean)) - rel * m(var)) / (m(var) * (1 - rel)) if var else NAN
        if length > 0:
            prior = length * (1 - rel) / rel
            below = lambda c, s: mp.betainc(
                prior * m(mean) / k + s * length / k, prior * (1 - m(mean) / k) + (k - s) * length / k, 0, (m(c) - 0.5) / k, regularized=True)

            def ceiling(s):
                low, high = [b for b in boundaries if b <= s], [b for b in boundaries if b > s]
                return (below(min(high), s) if high else 1) - (below(max(low), s) if low else 0)

    rows = []
    for (name, ps), beside, alone in zip(pairs.items(), given, plain_):
        x, n = count(ps)
        row = {"group": name, "n": n, "count": x, "statistic": Fraction(x, n) if n else NAN}
        row |= {key: beside[key] for key in ("pvalue", "pvalue_mid", "effect", "lower", "upper", "reference_rho")}
        row |= {"expected": beside["reference_share"], "pvalue_share": alone["pvalue"]}
        row["largest"] = mp.fsum(ceiling(total) for _, _, total in ps) / n if ceiling and n else NAN
        rows.append(row)
    return {column: [row[column] for row in rows] for column in rows[0]}


def leniency(r, group="school"):
    """The fixed point by other means than the library's: bisection for each u, plain EM, a root finder for alpha and beta."""
    from scipy import optimize, special

    groups = groups_of(r, group)
    pairs = {name: [(j, total) for j, total in persons if j is not None] for name, persons in groups.items()}
    everyone = [pair for ps in pairs.values() for pair in ps]
    if not everyone:
        raise Refused("statistic.no_journal")
    keys = ("statistic", "effect", "lower", "upper", "sd", "logits_lower", "logits_upper")
    out = {"group": list(pairs), "n": [len(ps) for ps in pairs.values()]} | {key: [NAN] * len(pairs) for key in keys}
    marks = sorted({j for j, _ in everyone})
    used = [name for name in pairs if pairs[name]]
    mean, var = moments([total for _, total in everyone])
    if len(used) < 3 or len(marks) < 2 or not var:
        return out
    x = {name: np.array([(total - float(mean)) / math.sqrt(var) for _, total in pairs[name]]) for name in used}
    at = {name: np.array([marks.index(j) for j, _ in pairs[name]]) for name in used}

    def thresholds(theta, name, u):
        """F at the thresholds below and above each pupil's mark."""
        alpha = np.concatenate([[np.inf], theta[:-1], [-np.inf]])
        eta = theta[-1] * x[name] + u
        return special.expit(alpha[at[name]] + eta), special.expit(alpha[at[name] + 1] + eta)

    def mode(theta, tau2, name):
        slope = lambda u: float(np.sum(1 - sum(thresholds(theta, name, u))) - u / tau2)
        u = optimize.brentq(slope, -60, 60, xtol=1e-15, rtol=1e-15)
        a, b = thresholds(theta, name, u)
        return u, 1 / (float(np.sum(a * (1 - a) + b * (1 - b))) + 1 / tau2)

    def gradient(theta, modes):
        g = np.zeros(len(theta))
        for name, (u, v) in modes.items():
            for node, weight in ((-math.sqrt(3), 1 / 6), (0, 2 / 3), (math.sqrt(3), 1 / 6)):
                a, b = thresholds(theta, name, u + node * math.sqrt(v))
                up, down = a * (1 - a) / (a - b), b * (1 - b) / (a - b)
                for k in range(1, len(marks)):
                    g[k - 1] += weight * (up[at[name] == k].sum() - down[at[name] == k - 1].sum())
                g[-1] += weight * float(np.sum((up - down) * x[name]))
        g[-1] -= theta[-1] / 100
        return g

    share = [sum(j >= mark for j, _ in everyone) / len(everyone) for mark in marks[1:]]
    theta, tau2 = np.array([math.log(p / (1 - p)) for p in share] + [1.0]), 0.25
    for _ in range(6):  # towards it by EM, then to the root of all equations at once
        modes = {name: mode(theta, tau2, name) for name in used}
        tau2 = sum(u * u + v for u, v in modes.values()) / (len(used) - 1)
        theta = optimize.root(gradient, theta, args=(modes,), tol=1e-12).x

    def equations(parameters):
        t2 = math.exp(parameters[-1])
        modes = {name: mode(parameters[:-1], t2, name) for name in used}
        return [*gradient(parameters[:-1], modes), sum(u * u + v for u, v in modes.values()) / ((len(used) - 1) * t2) - 1]

    solved = optimize.root(equations, [*theta, math.log(tau2)], tol=1e-14, options={"xtol": 1e-14})
    assert max(abs(e) for e in solved.fun) < 1e-9, solved
    theta, tau2 = solved.x[:-1], math.exp(solved.x[-1])
    doubt = tau2 / sum(1 - mode(theta, tau2, name)[1] / tau2 for name in used)
    for i, name in enumerate(pairs):
        if name not in used:
            continue
        u, v = mode(theta, tau2, name)
        eta = theta[-1] * x[name]
        steps = [(marks[k + 1] - marks[k], theta[k]) for k in range(len(marks) - 1)]
        shift = lambda w: float(sum(s * np.mean(special.expit(a + eta + w) - special.expit(a + eta)) for s, a in steps))
        sd = math.sqrt(v + (1 - v / tau2) ** 2 * doubt)
        half = Z95 * sd
        for key, value in zip(keys, (u, shift(u), shift(u - half), shift(u + half), sd, u - half, u + half)):
            out[key][i] = value
    return out


# ---- level and spread ------------------------------------------------------------------------------------------


def between_groups(squares):
    return huber_scale(squares, mp.mpf(10) ** 6, lambda k, tau2: 1 + k * tau2) if len(squares) > 1 else mp.mpf(0)


def t_tail(t, df):
    half = mp.betainc(m(df) / 2, m(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return 1 - half if t < 0 else half


def level(r, group="school", min_reference=5):
    groups, largest = groups_of(r, group), max_total(r)
    if not groups:
        raise Refused("statistic.no_tallies")
    totals = {name: [total for _, total in persons] for name, persons in groups.items()}
    top = [[(ts.count(largest), len(ts))] for ts in totals.values()]
    rows = []
    for (name, ts), ((x, n),), share in zip(totals.items(), top, against_reference(top, min_reference)):
        mean = moments(ts)[0]
        row = {"group": name, "n": n, "mean": mean, "maximum": x, "maximum_share": Fraction(x, n)}
        row |= {"maximum_reference": share["reference_share"], "maximum_pvalue": share["pvalue"], "maximum_pvalue_mid": share["pvalue_mid"]}
        keys = ("statistic", "pvalue", "pvalue_low", "effect", "lower", "upper", "reference_mean", "between",
                "shrunken", "shrunken_lower", "shrunken_upper")
        row |= dict.fromkeys(keys, NAN)
        rows.append(row)
        others = [o for other, o in totals.items() if other != name]
        free = sum(len(o) - 1 for o in others)
        within = sum(sum((t - moments(o)[0]) ** 2 for t in o) for o in others) / Fraction(free) if free else 0
        if len(others) < max(min_reference, 2) or not within:
            continue
        known = [(m(moments(o)[0]), m(len(o) / within)) for o in others]

        def centre(tau2):
            w = [k / (1 + k * tau2) for _, k in known]
            return mp.fsum(a * y for a, (y, _) in zip(w, known)) / mp.fsum(w), 1 / mp.fsum(w)

        differ = lambda theta: between_groups([((y - theta) ** 2 * k, k) for y, k in known])
        tau2 = differ(centre(differ(centre(mp.mpf(0))[0]))[0])
        theta, u = centre(tau2)
        s2 = m(within / n)
        effect = m(mean) - theta
        z = effect / mp.sqrt(s2 + tau2 + u)
        b = tau2 / (tau2 + s2)
        half, wide = m(Z95) * mp.sqrt(s2 + u), m(Z95) * mp.sqrt(b * s2 + (1 - b) ** 2 * u)
        middle = theta + b * effect
        df = len(others) - 1
        row |= dict(zip(keys, (z, t_tail(z, df), t_tail(-z, df), effect, effect - half, effect + half, theta, mp.sqrt(tau2),
                               middle, middle - wide, middle + wide)))
    return {column: [row[column] for row in rows] for column in rows[0]}


def f_below(x, df, nu):
    return mp.betainc(df / 2, nu / 2, 0, df * x / (df * x + nu), regularized=True)


def root(function, low, high):
    """Where a falling function crosses 0."""
    low, high = m(low), m(high)
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def spread(r, group="school", min_reference=5):
    groups, largest = groups_of(r, group), max_total(r)
    if not groups:
        raise Refused("statistic.no_tallies")
    totals = {name: [total for _, total in persons] for name, persons in groups.items()}
    info = {}
    for name, ts in totals.items():
        n = len(ts)
        if n >= 5 and 0 < sum(ts) < n * largest:
            mean, var = moments(ts)
            info[name] = {"n": n, "mean": mean, "s2": m(var), "x": m(2 * mean / largest - 1), "b": m(mean * (largest - mean) + var / n)}
    terms = 1 if len(info) < 20 else 3
    beta = mp.matrix(terms, 1)
    if info:
        beta[0] = mp.log(mp.fsum((g["n"] - 1) * g["s2"] / g["b"] for g in info.values()) / sum(g["n"] - 1 for g in info.values()))
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
    for g in info.values():
        n, v = g["n"], value(g)
        p = m(g["mean"]) / largest
        rho = min(max((v / (largest * p * (1 - p)) - 1) / (largest - 1), m(1e-9)), m(0.999))
        pmf = beta_binomial_pmf(largest, p, rho)
        about = lambda power: mp.fsum(q * (i - m(g["mean"])) ** power for i, q in enumerate(pmf))
        g["f"] = 2 * n / (about(4) / about(2) ** 2 - m(Fraction(n - 3, n - 1)))
        g["v"] = v
    rows = []
    for name, ts in totals.items():
        keys = ("expected_sd", "statistic", "pvalue", "pvalue_high", "effect", "lower", "upper", "df", "nu")
        var = moments(ts)[1]
        row = {"group": name, "n": len(ts), "sd": mp.sqrt(m(var)) if var is not None else NAN} | dict.fromkeys(keys, NAN)
        rows.append(row)
        others = [g for other, g in info.items() if other != name]
        if name not in info or len(others) < max(min_reference, 2):
            continue
        g = info[name]
        c = mp.fsum((o["n"] - 1) * o["s2"] for o in others) / mp.fsum((o["n"] - 1) * o["v"] for o in others)
        squares = []
        for o in others:
            sampling = mp.polygamma(1, o["f"] / 2)
            # A constant group is as far away as can be.
            far = mp.log(o["s2"] / (c * o["v"])) - mp.digamma(o["f"] / 2) + mp.log(o["f"] / 2) if o["s2"] else mp.mpf(10) ** 30
            squares.append((far**2 / sampling, 1 / sampling))
        tau2 = between_groups(squares)
        whole = mp.fsum((o["n"] - 1) * o["v"] for o in others)
        doubt = mp.fsum(((o["n"] - 1) * o["v"] / whole) ** 2 * (2 / o["f"] + tau2) for o in others)
        nu = 2 * root(lambda t: mp.polygamma(1, t) - tau2 - doubt, 1e-6, 1e7)
        expected = c * g["v"]
        ratio, told = g["s2"] / expected, max(g["s2"], m(Fraction(1, g["n"]))) / expected
        f = g["f"]
        quantile_ = lambda p: root(lambda t: p - mp.gammainc(f / 2, 0, t / 2, regularized=True), 0, f + 20 * mp.sqrt(f) + 40)
        limit = lambda p: mp.sqrt(told * f / quantile_(m(p))) - 1
        row |= {"expected_sd": mp.sqrt(expected), "statistic": ratio, "effect": mp.sqrt(ratio) - 1, "df": f, "nu": nu}
        row |= {"lower": limit(0.975) if ratio else -1.0, "upper": limit(0.025)}
        if nu > 2:
            mean = nu / (nu - 2)
            row |= {"pvalue": f_below(told * mean, f, nu), "pvalue_high": 1 - f_below(ratio * mean, f, nu)}
    return {column: [row[column] for row in rows] for column in rows[0]}


# ---- heaping ---------------------------------------------------------------------------------------------------


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
    """max(|z^2 - 1|, 1) / (2 sd^2), without leaving the fractions; at most 1/2, also where sd is 0."""
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
    return {column: [row[column] for row in rows] for column in rows[0]}


# ---- heaping: raised papers ------------------------------------------------------------------------------------

LANDING = (0.75, 0.15, 0.10)
LEVELS = np.arange(-40, 41) / 10
LEVEL_SHARES = np.exp(-LEVELS**2 / 2) / np.exp(-LEVELS**2 / 2).sum()


def liftable_pairs(boundaries, reach):
    """(mark, from, to), each total within reach of the boundary next above it only."""
    out, floor = [], 0
    for mark, c in zip((3, 4, 5), boundaries):
        out += [(mark, s, c) for s in range(c - 1, max(c - reach, floor) - 1, -1)]
        floor = c
    return out


class Lifted:
    """The model of one scale. `lift(pi)` is the matrix that a row of honest probabilities is multiplied by."""

    def __init__(self, top, boundaries, degree, reach, base=None):
        self.top, self.x = top, 2 * np.arange(top + 1) / top - 1
        self.pairs = liftable_pairs(boundaries, reach)
        degree = 1 if base is not None else degree
        self.base = np.log(base) if base is not None else np.zeros(top + 1)
        self.basis = np.array([special.eval_legendre(d, self.x) for d in range(1, degree + 1)])
        self.degree = degree

    def moved(self, weights, pairs=None):
        a = np.eye(self.top + 1, dtype=np.asarray(weights).dtype)
        for (_, below, to), w in zip(pairs or self.pairs, weights):
            a[below, below] -= w
            for k, share in enumerate(LANDING):
                a[below, min(to + k, self.top)] += w * share
        return a

    def honest(self, beta, tilts):
        eta = self.base + beta @ self.basis + np.multiply.outer(tilts, self.x)
        e = np.exp(eta - eta.real.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def parts(self, theta):
        return theta[: self.degree], theta[self.degree], theta[self.degree + 1 :]

    def log_likelihoods(self, theta, n):
        """Of each group, and its nodes' log weights."""
        beta, sd, pi = self.parts(theta)
        f = self.honest(beta, sd * LEVELS)
        logs = np.log(LEVEL_SHARES) + n @ np.log(f @ self.moved(pi)).T
        largest = logs.real.max(axis=1, keepdims=True)
        return (largest[:, 0] + np.log(np.exp(logs - largest).sum(axis=1))), logs

    def fit(self, n):
        """Maximum likelihood: bounded quasi-Newton first, then Newton's method on what is not at a bound."""
        bounds = [(None, None)] * self.degree + [(0.05, 4)] + [(0, 0.99)] * len(self.pairs)
        start = np.concatenate([np.zeros(self.degree), [0.7], np.full(len(self.pairs), 0.15)])

        def gradient(theta):
            steps = np.eye(len(theta)) * 1e-30j
            return np.array([self.log_likelihoods(theta + h, n)[0].sum().imag for h in steps]) / 1e-30

        found = optimize.minimize(lambda t: -self.log_likelihoods(t, n)[0].sum(), start, jac=lambda t: -gradient(t),
                                  method="L-BFGS-B", bounds=bounds, options={"maxiter": 5000, "ftol": 1e-15, "gtol": 1e-7, "maxcor": 30})
        theta = found.x
        low = np.array([-np.inf if b[0] is None else b[0] for b in bounds])
        high = np.array([np.inf if b[1] is None else b[1] for b in bounds])
        for _ in range(50):
            g = gradient(theta)
            free = ~(((theta <= low + 1e-6) & (g < 0)) | ((theta >= high - 1e-6) & (g > 0)))
            theta = np.where(free, theta, np.where(theta <= low + 1e-6, low, high))
            at = np.flatnonzero(free)
            hessian = np.array([(gradient(theta + e) - gradient(theta - e))[at] / 2e-5 for e in np.eye(len(theta))[at] * 1e-5])
            step = -np.linalg.solve((hessian + hessian.T) / 2, g[at])
            theta[at] = np.clip(theta[at] + step, low[at], high[at])
            if np.abs(step).max() < 1e-12:
                break
        g = gradient(theta)
        scale = np.sqrt(n.sum())
        inside = (theta > low) & (theta < high)
        assert np.abs(g[inside]).max() < 1e-7 * scale and (g[theta <= low] <= 1e-7 * scale).all(), (theta, g)
        return theta


def saddle(f, v, centre, target):
    """(α, β) where the tilted means of s − centre and v are 0 and the target; target None leaves β = 0."""
    s = np.arange(len(f)) - centre
    u = np.array([s]) if target is None else np.array([s, v])
    t = np.zeros(1) if target is None else np.array([0.0, target])

    def tilted(a):
        e = np.log(f) + a @ u
        w = np.exp(e - e.max())
        return w / w.sum(), e.max() + np.log(w.sum())

    def value(a):
        return tilted(a)[1] - a @ t

    def mean(a):
        return u @ tilted(a)[0] - t

    a = optimize.minimize(value, np.zeros(len(u)), jac=mean, method="BFGS", options={"gtol": 1e-9, "maxiter": 1000}).x
    for _ in range(20):
        w, _ = tilted(a)
        cov = (u * w) @ u.T - np.outer(u @ w, u @ w)
        a = a - np.linalg.solve(cov, u @ w - t)
    w, k = tilted(a)
    assert np.abs(u @ w - t).max() < 1e-9, (a, u @ w, t)
    both = np.array([s, v])
    return a, k, (both * w) @ both.T - np.outer(both @ w, both @ w), v @ w


def skovgaard(f, v, counts):
    """P(Σ v ≥ observed | Σ s)."""
    n = counts.sum()
    centre, target = counts @ np.arange(len(f)) / n, counts @ v / n
    if centre in (0, len(f) - 1):
        return 1.0
    _, k0, c0, v0 = saddle(f, v, centre, None)
    z = (target - v0) * np.sqrt(n / (c0[1, 1] - c0[0, 1] ** 2 / c0[0, 0]))
    a, k1, c1, _ = saddle(f, v, centre, target)
    r = np.sign(a[1]) * np.sqrt(max(0, 2 * n * (a[1] * target - k1 + k0)))
    if abs(r) < 0.02 or abs(z) < 0.02:
        return stats.norm.sf(z)
    q = a[1] * np.sqrt(n * np.linalg.det(c1) / c0[0, 0])
    return float(np.clip(stats.norm.sf(r) + stats.norm.pdf(r) * (1 / q - 1 / r), 0, 1))


def heaping_fit(histograms, boundaries=None, honest=None, degree=4, reach=None, cleared_below=0.2, placebo=None):
    top = len(histograms[0]) - 1 if histograms else 0
    if any(len(h) != top + 1 for h in histograms):
        raise Refused("data.length")
    if top < 1:
        raise Refused("data.no_items")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    if not 1 <= boundaries[0] < boundaries[1] < boundaries[2] <= top:
        raise Refused("data.boundaries")
    reach = reach if reach is not None else 3 if top < 25 else 5
    wrong = not 1 <= degree <= 8 or not 1 <= reach <= 8 or not 0 <= cleared_below <= 1
    if wrong or honest is None and top < degree + len(liftable_pairs(boundaries, reach)) + 1:
        raise Refused("statistic.parameter")
    if honest is not None and (len(honest) != top + 1 or not all(1e-12 <= p <= 1 for p in honest)):
        raise Refused("statistic.parameter")
    n = np.array(histograms, float)
    papers = n.sum()
    if honest is None and papers < 500:
        raise Refused("statistic.too_few_results")
    model = Lifted(top, boundaries, degree, reach, honest)
    some = n[n.sum(axis=1) > 0]
    theta = model.fit(some)
    beta, sd, pi = model.parts(theta)
    logs, nodes = model.log_likelihoods(theta, some)
    at_nodes = np.exp(nodes - logs[:, None]).T @ some.sum(axis=1)
    f = model.honest(beta, sd * LEVELS)
    shape = at_nodes @ f / papers
    expected, total = at_nodes @ f @ model.moved(pi), n.sum(axis=0)
    told = expected >= 1
    territory = {
        "honest": list(shape), "sd": float(sd), "log_likelihood": float(logs.sum()),
        "chi2": float(((total - expected)[told] ** 2 / expected[told]).sum()),
        "df": float(told.sum() - 1 - len(model.pairs) - model.degree),
        "lifts": {
            "mark": [p[0] for p in model.pairs], "boundary": [p[2] for p in model.pairs],
            "distance": [p[2] - p[1] for p in model.pairs], "share": list(pi),
        },
    }
    # The strengths of lifting.
    halves = np.array([0.5 ** (to - below - 1) for _, below, to in model.pairs])
    usual = np.minimum(pi + 0.05 * halves, 0.95)
    direction = np.log(1 - usual) / np.log(1 - usual.max())
    reachable = shape[[below for _, below, _ in model.pairs]]
    shares = lambda u: 1 - (1 - u) ** direction
    share_of = lambda u: float(shares(u) @ reachable / reachable.sum())
    strengths = [0] + [(k + 0.5) / 20 for k in range(20)]
    lam, ends = np.array([share_of(u) for u in strengths]), np.array([share_of(k / 20) for k in range(21)])

    def group(counts):
        logs, raised, liftable = [], [], []
        for u in strengths:
            g = f @ model.moved(shares(u))
            weights = np.log(LEVEL_SHARES) + np.log(g) @ counts
            largest = weights.max()
            logs.append(largest + np.log(np.exp(weights - largest).sum()))
            w = np.exp(weights - logs[-1])
            by_mark = [0.0] * 3
            for (mark, below, to), share in zip(model.pairs, shares(u)):
                for k, landing in enumerate(LANDING):
                    s = min(to + k, top)
                    by_mark[mark - 3] += counts[s] * (w @ (f[:, below] * share * landing / g[:, s]))
            raised.append(by_mark)
            liftable.append(counts.sum() * (w @ f[:, [below for _, below, _ in model.pairs]]).sum())
        return np.array(logs), np.array(raised), np.array(liftable)

    is_judged = [h.sum() > 0 and (honest is not None or h.sum() <= 0.2 * papers) for h in n]
    judged = {j: group(n[j]) for j in range(len(n)) if is_judged[j]}
    likelihood = np.array([np.exp(l - l.max()) for l, _, _ in judged.values()]).reshape(-1, 21)
    prior = np.full(21, 1 / 21)
    for _ in range(200_000):
        posterior = likelihood * prior
        after = ((posterior / posterior.sum(axis=1, keepdims=True)).sum(axis=0) + 0.1) / (len(judged) + 2.1)
        change, prior = np.abs(after - prior).max(), after
        if change < 1e-14:
            break
    out = {c: [] for c in ("group", "n", "statistic", "pvalue", "effect", "lower", "upper", "above_5_percent", "raised", "raised3",
                           "raised4", "raised5", "liftable", "detection_limit", "bound", "cleared", "pvalue_down", "tier")}
    controls = {"group": [], "estimate": [], "standard_error": []}
    names = ["all"] if len(n) == 1 else [f"{j:0{len(str(len(n) - 1))}d}" for j in range(len(n))]
    for j, (name, h) in enumerate(zip(names, n)):
        size = int(h.sum())
        row = dict.fromkeys(out, NAN) | {"group": name, "n": size, "cleared": False}
        row["tier"] = ["insufficient", "limited", "approximate", "informative"][sum(size >= t for t in (10, 20, 50))]
        control = (NAN, NAN)
        if j in judged:
            logs, raised, liftable = judged[j]
            post = prior * np.exp(logs - logs.max())
            post /= post.sum()
            below = np.concatenate([[0], np.cumsum(post)])

            def quantile(q):
                if q <= post[0]:
                    return 0.0
                k = next(k for k in range(1, 21) if below[k + 1] >= q)
                return ends[k - 1] + (q - below[k]) / post[k] * (ends[k] - ends[k - 1])

            best = int(np.argmax(logs))
            fall = 2 * (logs[best] - logs)
            over = next((k for k in range(best + 1, 21) if fall[k] >= stats.chi2.ppf(0.9, 1)), None)
            bound = 1.0
            if over is not None:
                part = (stats.chi2.ppf(0.9, 1) - fall[over - 1]) / (fall[over] - fall[over - 1])
                bound = lam[over - 1] + part * (lam[over] - lam[over - 1])
            # Tests at the most probable tilt of a group that lifted nothing.
            slope = lambda t: h @ model.x - size * (model.honest(beta, t) @ model.x) - t / sd**2
            own = model.honest(beta, optimize.brentq(slope, -60, 60, xtol=1e-14, rtol=1e-15))
            up = own @ model.moved(direction) / own - 1
            down = np.zeros(top + 1)
            for c in boundaries:
                for k, weight in enumerate((1, 0.5, 0.25)):
                    if c + k <= top:
                        down[c + k] -= weight * own[c + k]
                        for i, landing in enumerate(LANDING):
                            down[max(c - 1 - i, 0)] += weight * own[c + k] * landing
            s = np.arange(top + 1)
            spread = lambda p, a, b: p @ (a * b) - (p @ a) * (p @ b)
            rest = up - own @ up - spread(own, s, up) / spread(own, s, s) * (s - own @ s)
            null = np.sqrt(spread(own, rest, rest))
            seen = []
            for u in strengths:
                g = own @ model.moved(shares(u))
                seen.append(np.sqrt(size) * (g @ rest) - stats.norm.ppf(0.99) * null - stats.norm.ppf(0.8) * np.sqrt(spread(g, rest, rest)))
            first = next((k for k in range(1, 21) if seen[k] >= 0), None)
            limit = NAN
            if first is not None:
                part = -seen[first - 1] / (seen[first] - seen[first - 1])
                limit = lam[first - 1] + part * (lam[first] - lam[first - 1])
            by_mark = post @ raised
            row |= {
                "statistic": post @ lam, "pvalue": skovgaard(own, up, h), "effect": by_mark.sum() / size, "lower": quantile(0.025),
                "upper": quantile(0.975), "above_5_percent": sum(
                    p * min(1, max(0, (b - 0.05) / (b - a))) for p, a, b in zip(post[1:], ends, ends[1:])),
                "raised": by_mark.sum(), "raised3": by_mark[0], "raised4": by_mark[1], "raised5": by_mark[2],
                "liftable": post @ liftable, "detection_limit": limit, "bound": bound, "cleared": bool(bound < cleared_below),
                "pvalue_down": skovgaard(own, down / own, h),
            }
            if placebo is not None:
                near = min(int((lam < post @ lam).sum()), 20)
                g = f @ model.moved(shares(strengths[near]))
                w = np.log(LEVEL_SHARES) + np.log(g) @ h
                w = np.exp(w - w.max())
                base = model.honest(beta, sd * (w @ LEVELS) / w.sum())
                lifted = model.moved(shares(strengths[near]))
                g = base @ lifted
                fake = liftable_pairs(placebo, max(to - below for _, below, to in model.pairs))
                moved = g @ model.moved([0.5 ** (to - b - 1) for _, b, to in fake], fake)
                scores = np.array([moved / g - 1, (base * (model.x - base @ model.x)) @ lifted / g,
                                   (base @ model.moved(direction) - base) / g])
                inverse = np.linalg.inv(size * (scores * g) @ scores.T)
                control = (inverse @ scores @ h)[0], np.sqrt(inverse[0, 0])
        for column, values in out.items():
            values.append(row[column])
        for column, value in zip(controls, (name, *control)):
            controls[column].append(value)
    cells = {"lower": [0.0, 0.0, *ends[1:-1]], "upper": list(ends), "share": list(prior)}
    return {"table": out} | territory | {"prior": cells} | ({"placebo": controls} if placebo else {})


def round_percentages(count, n, step=1.0, within=0.05, with_ends=False):
    if len(count) != len(n):
        raise Refused("data.length")
    step, within = Fraction(step), Fraction(within) + Fraction(1, 10**9)
    if not 0 < step <= 50 or not 0 <= within - Fraction(1, 10**9) < step / 2 or any(x > m or m > 10**6 for x, m in zip(count, n)):
        raise Refused("statistic.parameter")

    def is_round(x, size):
        percent = Fraction(100 * x, size)
        return (with_ends or 0 < x < size) and abs(percent - step * round(percent / step)) <= within

    schools = [(x, size) for x, size in zip(count, n) if size]
    found = sum(is_round(x, size) for x, size in schools)
    out = {"n": len(schools), "statistic": found, "expected": NAN, "effect": NAN, "pvalue": NAN, "pvalue_mid": NAN}
    if not schools:
        return out
    chances = [mp.fsum(p for y, p in enumerate(binomial_pmf(size, Fraction(x, size))) if is_round(y, size)) for x, size in schools]
    pmf = [mp.mpf(1)]
    for chance in chances:
        pmf = [a * (1 - chance) + b * chance for a, b in zip(pmf + [0], [0] + pmf)]
    expected = mp.fsum(chances)
    pvalue, mid = upper(pmf, found)
    return out | {"expected": expected, "effect": (found - expected) / len(schools), "pvalue": pvalue, "pvalue_mid": mid}


# ---- similarity ------------------------------------------------------------------------------------------------


def pearson3(z, skewness):
    """P(Z >= z) of a standardised gamma variable with this skewness."""
    if math.isnan(z) or math.isnan(skewness):
        return NAN
    if skewness < 0:
        return 1 - pearson3(-z, -skewness)
    if skewness < 1e-4:
        return mp.erfc(m(z) / mp.sqrt(2)) / 2
    shape = 4 / m(skewness) ** 2
    at = shape + m(z) * mp.sqrt(shape)
    return mp.gammainc(shape, at, mp.inf, regularized=True) if at > 0 else mp.mpf(1)


class CategoryNorms:
    """P(score k on item i | total) of everybody who has these items, and what follows from it."""

    def __init__(self, r, items, main=None):
        top = [r["assessment"]["max_scores"][i] for i in items]
        self.of = [(i, k) for i, high in zip(items, top) for k in range(high + 1)]  # features
        self.item = np.array([i for i, _ in self.of])
        self.largest = sum(top)
        self.low, self.high = -(-3 * self.largest // 20), 9 * self.largest // 10
        who = [v for v, cells in enumerate(r["scores"]) if all(cells[i] <= 252 or cells[i] == NOT_ATTEMPTED for i in items)]
        points = {v: {i: 0 if r["scores"][v][i] == NOT_ATTEMPTED else r["scores"][v][i] for i in items} for v in who}
        self.x = {v: np.array([float(points[v][i] == k) for i, k in self.of]) for v in who}
        self.total = {v: sum(points[v].values()) for v in who}
        self.n = [sum(t == s for t in self.total.values()) for s in range(self.largest + 1)]
        self.counts = np.zeros((self.largest + 1, len(self.of)))
        for v in who:
            self.counts[self.total[v]] += self.x[v]
        self.p = np.array([self.shares(s) for s in range(self.largest + 1)])
        self.w = np.sqrt(-np.log(self.p))
        self.r = self.correlations() if main is None else self.part_of(main)
        self.school = r["school"]

    def shares(self, s):
        size = lambda h: sum(self.n[max(0, s - h) : s + h + 1])
        h = next((h for h in range(self.largest + 1) if size(h) >= 200), self.largest + 1)
        pool = range(max(0, s - h), min(self.largest, s + h) + 1)
        n = sum(self.n[t] for t in pool)
        centre = Fraction(sum(self.n[t] * t for t in pool), max(n, 1))
        spread = sum(self.n[t] * (t - centre) ** 2 for t in pool)
        out = []
        for d in range(len(self.of)):
            counts = {t: int(self.counts[t, d]) for t in pool}
            slope = sum(c * (t - centre) for t, c in counts.items()) / spread if spread else 0
            out.append(min(max(sum(counts.values()) + n * slope * (s - centre), 0), n) + Fraction(1, 2))
        return [float(c / sum(out[e] for e in range(len(out)) if self.item[e] == self.item[d])) for d, c in enumerate(out)]

    def correlations(self):
        above = below = 0
        for s in range(self.low, self.high + 1):
            if self.n[s] > 1:
                rows = np.array([self.x[v] for v in self.x if self.total[v] == s])
                mean = rows.mean(0)
                sd = np.sqrt(mean * (1 - mean))
                above = above + rows.T @ rows - len(rows) * np.outer(mean, mean)
                below = below + len(rows) * np.outer(sd, sd)
        known = (below > 0) & (self.item[:, None] != self.item)
        return np.where(known, above / np.where(known, below, 1), 0)

    def part_of(self, main):
        at = [main.of.index(f) if f in main.of else None for f in self.of]
        return np.array([[0 if a is None or b is None else main.r[a, b] for b in at] for a in at])

    def covariance(self, q, w):
        """Cov of sqrt(w) x when the features of an item have the probabilities q."""
        inside = self.item[:, None] == self.item
        sd = np.sqrt(q * (1 - q))
        return np.outer(w, w) * np.where(inside, np.diag(q) - np.outer(q, q), self.r * np.outer(sd, sd))

    def collision(self, s):
        who = [v for v in self.x if self.total[v] == s]
        pairs = [(u, v) for i, u in enumerate(who) for v in who[i + 1 :] if self.school[u] != self.school[v]]
        return Fraction(1 + sum(np.array_equal(self.x[u], self.x[v]) for u, v in pairs), 1 + len(pairs))


def tilted(p, count):
    """q = wp / (1 - p + wp) that add up to count."""
    if count in (0, len(p)):
        return np.full(len(p), float(count > 0))
    f = lambda t: sum(mp.e**t * m(a) / (1 - m(a) + mp.e**t * m(a)) for a in p) - count
    t = mp.findroot(f, (-30, 30), solver="anderson", tol=1e-40, maxsteps=300)
    return np.array([float(mp.e**t * m(a) / (1 - m(a) + mp.e**t * m(a))) for a in p])


def similarity(r, permutations=9999, permute_below=0.01, pair_level=0.001, seed=1):
    """By moments; the cases ask for no permutations."""
    if not 0 <= permute_below <= 1 or not 0 <= pair_level <= 1:
        raise Refused("statistic.parameter")
    assert permutations == 0
    persons = range(len(r["scores"]))
    items = [tuple(i for i, c in enumerate(r["scores"][v]) if c <= 252 or c == NOT_ATTEMPTED) for v in persons]
    most = max(set(items), key=lambda s: (items.count(s), len(s)))
    main = CategoryNorms(r, most)
    norms = {s: main if s == most else CategoryNorms(r, s, main) for s in set(items) if len(s) > 1}
    classes = {}
    for v in persons:
        name = r["school"][v] if r.get("class_id") is None else f"{r['school'][v]}/{r['class_id'][v] or '-'}"
        classes.setdefault(name, []).append(v)
    join = float(mp.sqrt(2) * mp.erfinv(1 - 2 * m(pair_level)))
    rows = [class_similarity(r, name, classes[name], items, norms, join) for name in sorted(classes)]
    return {column: [row[column] for row in rows] for column in rows[0]}


def class_similarity(r, name, persons, items, norms, join):
    mean, variance = math.sqrt(2 / math.pi), 7.5 - 2 / math.pi
    skew = mean * (169.5 + 4 / math.pi) / variance**1.5
    same, different, duplicates, expected, compared, sizes = [], [], 0, 0.0, 0, []
    e1 = e2 = e3 = 0.0
    for s in sorted({items[v] for v in persons if items[v] in norms}):
        norm = norms[s]
        papers = {}
        for v in persons:
            if items[v] == s and norm.low <= norm.total[v] <= norm.high:
                papers.setdefault(None if r.get("variant") is None else r["variant"][v], []).append(v)
        papers = [pupils for pupils in papers.values() if len(pupils) >= 5]
        everybody = [v for pupils in papers for v in pupils]
        compared += len(everybody)
        if not everybody:
            continue
        q, psi, paper = {}, {}, {}
        for number, pupils in enumerate(papers):
            n = len(pupils)
            features = range(len(norm.of))
            by_feature = [tilted([norm.p[norm.total[v], d] for v in pupils], sum(int(norm.x[v][d]) for v in pupils)) for d in features]
            for at, v in enumerate(pupils):
                q[v] = np.array([by_feature[d][at] for d in features])
                psi[v] = norm.w[norm.total[v]] * (norm.x[v] - q[v]) * math.sqrt(n / (n - 1))
                paper[v] = number
            duplicates += n - len({norm.x[v].tobytes() for v in pupils})
            for total in {norm.total[v] for v in pupils}:
                those = [v for v in pupils if norm.total[v] == total]
                ratio = 1.0
                for i in s:
                    here = norm.item == i
                    share = q[those[0]][here] / q[those[0]][here].sum()
                    ratio *= (share**2).sum() / (norm.p[total][here] ** 2).sum()
                expected += math.comb(len(those), 2) * min(1, float(norm.collision(total)) * max(1, ratio))
            # Nothing taken out: a part of each pupil alone and one of pairs.
            a = {v: norm.w[norm.total[v]] * norm.x[v] for v in pupils}
            e = {v: norm.w[norm.total[v]] * norm.p[norm.total[v]] for v in pupils}
            c = {v: norm.covariance(norm.p[norm.total[v]], norm.w[norm.total[v]]) for v in pupils}
            pairs = [(u, v) for i, u in enumerate(pupils) for v in pupils[i + 1 :]]
            e1 += sum(a[u] @ a[v] - e[u] @ e[v] for u, v in pairs)
            others = {v: sum(e[u] for u in pupils if u != v) for v in pupils}
            e2 += sum(others[v] @ c[v] @ others[v] for v in pupils) + sum((c[u] * c[v]).sum() for u, v in pairs)
            whole = sum(c.values())
            e3 += 6 * sum((c[u] @ others[u]) @ (c[v] @ others[v]) for u, v in pairs)
            e3 += np.trace(whole @ whole @ whole) * (1 - 1 / n) * (1 - 2 / n)
        sigma = sum(norm.covariance(q[v], norm.w[norm.total[v]]) for v in everybody) / len(everybody)
        square = (sigma**2).sum()
        kappa = {v: max(psi[v] @ sigma @ psi[v], square / 2) for v in everybody}
        mean_q = sum(q[v] for v in everybody) / len(everybody)
        mean_w = sum(norm.w[norm.total[v]] for v in everybody) / len(everybody)
        gamma = {}
        for v in everybody:
            third = 0.0
            for i in s:
                here = norm.item == i
                value = mean_w[here] * psi[v][here]
                third += (mean_q[here] * (value - (mean_q[here] * value).sum()) ** 3).sum()
            gamma[v] = third / kappa[v] ** 1.5 if kappa[v] > 0 else 0.0
        groups = [{v} for v in everybody]
        for i, u in enumerate(everybody):
            for v in everybody[i + 1 :]:
                z = psi[u] @ psi[v]
                if paper[u] == paper[v]:
                    z += (psi[u] @ psi[u] + psi[v] @ psi[v]) / (2 * (len(papers[paper[u]]) - 1))
                z = z * math.sqrt(square / (kappa[u] * kappa[v])) if kappa[u] * kappa[v] > 0 else 0.0
                g = (gamma[u] + gamma[v]) / 2
                if g >= 1e-6:
                    z = (max(0.0, 1 + g * z / 2) ** (1 / 3) - 1 + g * g / 36) * 6 / g
                agreement = (norm.x[u] @ norm.x[v] - norm.p[norm.total[u]] @ norm.p[norm.total[v]]) / len(s)
                (same if paper[u] == paper[v] else different).append((max(z, 0.0) ** 3, agreement))
                if paper[u] == paper[v] and z > join:
                    joined = [g for g in groups if u in g or v in g]
                    groups = [g for g in groups if g not in joined] + [set().union(*joined)]
        sizes += [len(g) for g in groups if len(g) > 1]

    def told(pairs):
        n = len(pairs)
        if not n:
            return NAN, NAN, NAN
        z = (sum(c for c, _ in pairs) - mean * n) / math.sqrt(variance * n)
        return z, pearson3(z, skew / math.sqrt(n)), sum(a for _, a in pairs) / n

    statistic, pvalue, effect = told(same)
    control, pvalue_control, control_effect = told(different)
    excess = e1 / math.sqrt(e2) if e2 > 0 else NAN
    poisson = 1 - mp.gammainc(duplicates, expected, mp.inf, regularized=True) if duplicates else mp.mpf(1)
    n = len(persons)
    return {
        "group": name, "n": n, "compared": compared, "pairs": len(same), "statistic": statistic, "pvalue": pvalue,
        "pvalue_moments": pvalue, "effect": effect, "lower": NAN, "upper": NAN, "excess": excess,
        "pvalue_excess": pearson3(excess, e3 / e2**1.5) if e2 > 0 else NAN, "control_pairs": len(different),
        "control": control, "pvalue_control": pvalue_control, "control_effect": control_effect, "duplicates": duplicates,
        "duplicates_expected": expected if same else NAN, "pvalue_duplicates": poisson if same else NAN,
        "clusters": len(sizes), "largest": max(sizes, default=0), "pvalue_largest": NAN, "permutations": 0,
        "tier": "insufficient" if compared < 10 else "limited" if compared < 20 else "approximate" if compared < 50 else "informative",
    }


# ---- classes of a school, and signs of other times ------------------------------------------------------------------


def f_upper(x, a, b):
    """P(F >= x) with a and b degrees of freedom."""
    return mp.betainc(m(b) / 2, m(a) / 2, 0, b / (b + a * m(x)), regularized=True) if x > 0 else mp.mpf(1)


def bisected(low, high, is_below):
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return low


def class_split(r, min_class=5, min_schools=10):
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
        row = {"group": school, "n": n, "classes": k} | dict.fromkeys(
            ("statistic", "pvalue", "pvalue_sampling", "effect", "lower", "upper", "gap"), NAN) | {"highest": "", "lowest": ""}
        if k > 1:
            grand = Fraction(sum(everyone), n)
            between = sum(len(totals) * (mean[label] - grand) ** 2 for label, totals in classes)
            inside = sum((total - mean[label]) ** 2 for label, totals in classes for total in totals)
            row["gap"] = max(mean.values()) - min(mean.values())
            row["highest"] = next(label for label in mean if mean[label] == max(mean.values()))
            row["lowest"] = next(label for label in mean if mean[label] == min(mean.values()))
            if inside:
                f, size = m(between / (k - 1) / (inside / (n - k))), m((n - Fraction(sum(len(t) ** 2 for _, t in classes), n)) / (k - 1))
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
    return {column: [row[column] for row in rows] for column in rows[0]}


def papers_by(r, group):
    """The numbers of the persons of each group."""
    names = {"school": lambda v: r["school"][v], "class": lambda v: f"{r['school'][v]}/{r['class_id'][v] or '-'}"}[group]
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
            counts = [(0 if c == NOT_ATTEMPTED else c, mx) for c, mx in zip(cells, largest) if c <= 252 or c == NOT_ATTEMPTED]
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
    return {column: [row[column] for row in rows] for column in rows[0]}


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
        rows.append({"group": name, "n": len(persons), "correlation": v.mean(), "variation": v.var(), "misfit": misfit / len(persons)})
        ln = np.array([[np.log(b[(norm.item == i) & (a > 0)][0]) for i in most] for a, b in zip(x, p)])
        answers = [tuple(int(k[(norm.item == i) & (a > 0)][0]) for i in most) for a in x]
        for length, least in blocks.items():
            found = []
            for start in range(len(most) - length + 1):
                strings = [a[start : start + length] for a in answers]
                found += [sum(ln[v, start : start + length].sum() for v, s in enumerate(strings) if s == one) for one in set(strings)]
            least.append(min(found))
    standard = [(np.array(least) - np.mean(least)) / np.std(least) for least in blocks.values()]
    for j, row in enumerate(rows):
        row["block"] = min(z[j] for z in standard)
    ranked = [midranks([sign * row[name] for row in rows]) for sign, name in ((-1, "block"), (1, "correlation"), (1, "variation"), (1, "misfit"))]
    for j, row in enumerate(rows):
        row["statistic"] = sum(ranks[j] ** 2 for ranks in ranked)
    return {column: [row[column] for row in rows] for column in rows[0]}


def score_fluctuations(gain, next_gain):
    if len(gain) != len(next_gain):
        raise Refused("data.length")
    known = lambda values: [x for x in values if x is not None]
    rank = lambda x, of: Fraction(2 * sum(y < x for y in of) + sum(y == x for y in of), 2 * len(of))
    return {"statistic": [NAN if a is None or b is None else rank(a, known(gain)) ** 2 + (1 - rank(b, known(next_gain))) ** 2
                          for a, b in zip(gain, next_gain)]}


# ---- evidence --------------------------------------------------------------------------------------------------


def checked(p):
    """None is no p-value; what rounding left above 1 counts as 1; anything else outside [0, 1] is refused."""
    if any(v is not None and not 0 <= v <= 1 + 1e-12 for v in p):
        raise Refused("statistic.parameter")
    return [None if v is None else min(v, 1.0) for v in p]


def benjamini_hochberg(p, tests=0):
    """min over j >= i of m p_(j) / j, at most 1; undefined values are not counted."""
    p = checked(p)
    known = [v for v in p if v is not None]
    count = max(len(known), tests)

    def adjusted(value):
        at_least = [Fraction(v) for v in known if v >= value]
        return min([Fraction(count) * v / sum(u <= v for u in known) for v in at_least] + [Fraction(1)])

    return [None if value is None else adjusted(value) for value in p]


def benjamini_yekutieli(p):
    """benjamini_hochberg times the sum of 1/k."""
    p = checked(p)
    known = [v for v in p if v is not None]
    factor = sum(Fraction(1, k) for k in range(1, len(known) + 1))

    def adjusted(value):
        at_least = [Fraction(v) for v in known if v >= value]
        return min([factor * len(known) * v / sum(u <= v for u in known) for v in at_least] + [Fraction(1)])

    return [None if value is None else adjusted(value) for value in p]


def fisher(p):
    """The tail of chi-square with 2m degrees of freedom: a Poisson sum."""
    known = [mp.mpf(v) for v in checked(p) if v is not None]
    if not known:
        return None
    if 0 in known:
        return mp.mpf(0)
    half = -sum(mp.log(v) for v in known)
    return mp.exp(-half) * sum(half**k / mp.factorial(k) for k in range(len(known)))


def with_weights(p, weights):
    p = checked(p)
    if weights is not None:
        if len(weights) != len(p):
            raise Refused("data.length")
        if any(w < 0 for w in weights):
            raise Refused("statistic.parameter")
    weights = weights or [1] * len(p)
    return [(i, mp.mpf(v), mp.mpf(w)) for i, (v, w) in enumerate(zip(p, weights)) if v is not None and w > 0]


def stouffer(p, weights=None, correlation=None):
    known = with_weights(p, weights)
    r = correlation or [[int(i == j) for j in range(len(p))] for i in range(len(p))]
    if any(len(row) != len(p) for row in r) or len(r) != len(p):
        raise Refused("data.length")
    if any(not -1 <= x <= 1 for row in r for x in row) or any(r[i][i] != 1 or r[i][j] != r[j][i] for i in range(len(p)) for j in range(i)):
        raise Refused("statistic.parameter")
    if not known or {0, 1} <= {v for _, v, _ in known}:
        return None

    def z(v):
        with mp.workdps(200):  # 1 - 2v keeps a small v
            return mp.inf if v == 0 else -mp.inf if v == 1 else mp.sqrt(2) * mp.erfinv(1 - 2 * v)

    variance = sum(a * b * mp.mpf(r[i][j]) for i, _, a in known for j, _, b in known)
    if variance <= 0:
        raise Refused("statistic.parameter")
    return mp.erfc(sum(w * z(v) for _, v, w in known) / mp.sqrt(2 * variance)) / 2


def cauchy_combination(p, weights=None):
    known = with_weights(p, weights)
    if not known:
        return None
    if any(v == 0 for _, v, _ in known):
        return mp.mpf(0)
    most = 1 - mp.mpf(1) / max(len(known), 100)
    t = sum(w * mp.tan((mp.mpf(1) / 2 - min(v, most)) * mp.pi) for _, v, w in known) / sum(w for _, _, w in known)
    return mp.mpf(1) / 2 - mp.atan(t) / mp.pi


def harmonic_mean(p, weights=None):
    known = with_weights(p, weights)
    if not known:
        return None
    if any(v == 0 for _, v, _ in known):
        return mp.mpf(0)
    return sum(w for _, _, w in known) / sum(w / v for _, v, w in known)


def rogan_gladen(share, sensitivity, specificity):
    share, sensitivity, specificity = Fraction(share), Fraction(sensitivity), Fraction(specificity)
    if not 0 <= share <= 1 or sensitivity + specificity <= 1:
        raise Refused("statistic.parameter")
    return min(max((share + specificity - 1) / (sensitivity + specificity - 1), Fraction(0)), Fraction(1))


# ---- norms and item profiles -----------------------------------------------------------------------------------


def taught(r):
    """Per person: the items counted, their scores, the total."""
    out = []
    for scores in r["scores"]:
        items = tuple(i for i, x in enumerate(scores) if x <= 252 or x == NOT_ATTEMPTED)
        x = np.array([scores[i] if scores[i] <= 252 else 0 for i in items], float)
        out.append((items, x, int(x.sum())))
    return out


def norm_sets(r, least=200):
    """{items: (n, reach, pooled, mean, covariance)}, totals down."""
    persons, maxima = taught(r), np.array(r["assessment"]["max_scores"])
    held = {}
    for items, _, _ in persons:
        held[items] = held.get(items, 0) + 1
    main = max(held, key=lambda items: (held[items], len(items), items))
    out = {}
    for items in sorted(held, key=lambda items: items != main):
        # Everybody whose total counts these items, and maybe more.
        x = np.array([[s[own.index(i)] for i in items] for own, s, _ in persons if set(items) <= set(own)])
        totals = x.sum(axis=1).astype(int)
        levels = int(maxima[list(items)].sum()) + 1
        at = [x[totals == s] for s in range(levels)]
        n = [len(rows) for rows in at]
        reach, pooled = [], []
        mean, covariance = np.zeros((levels, len(items))), np.zeros((levels, len(items), len(items)))
        for s in range(levels):
            near = lambda h: range(max(0, s - h), min(levels, s + h + 1))
            h = next((h for h in range(levels) if sum(n[t] for t in near(h)) >= least), levels)
            reach.append(h)
            pooled.append(sum(n[t] for t in near(h)))
            rows = np.concatenate([at[t] for t in near(h)])
            t = rows.sum(axis=1)
            if len(rows) and t.var() > 0:
                line = np.polynomial.polynomial.polyfit(t - t.mean(), rows, 1)
                mean[s] = line[0] + line[1] * (s - t.mean())
            elif len(rows) and t.mean() > 0:
                mean[s] = rows.mean(axis=0) * s / t.mean()
            else:
                mean[s] = maxima[list(items)] * s / (levels - 1)
            if items == main:
                free = sum(max(n[t] - 1, 0) for t in near(max(h, 1)))
                for t in near(max(h, 1)):
                    if n[t] > 1:
                        covariance[s] += np.cov(at[t].T, bias=True).reshape(len(items), -1) * n[t] / max(free, 1)
        if items != main:
            full = out[main][4]
            for s in range(levels):
                given = full[round_half_up(s / (levels - 1) * (len(full) - 1))]
                place = [main.index(i) for i in items]
                block = given[np.ix_(place, place)]
                covariance[s] = block - np.outer(block.sum(1), block.sum(0)) / block.sum() if block.sum() > 1e-12 else block
        out[items] = (n, reach, pooled, mean, covariance)
    return out


def round_half_up(x):
    return math.floor(x + 0.5)


def norms(r):
    n, reach, pooled, mean, covariance = norm_sets(r)[tuple(range(len(r["assessment"]["max_scores"])))]
    cells = [(s, i) for s in range(len(n)) for i in range(mean.shape[1])]
    return {
        "total": [s for s, _ in cells],
        "item": [i + 1 for _, i in cells],
        "n": [n[s] for s, _ in cells],
        "pooled": [pooled[s] for s, _ in cells],
        "mean": [mean[s, i] for s, i in cells],
        "sd": [math.sqrt(max(covariance[s, i, i], 0)) for s, i in cells],
    }


def quadratic(d, v, ridge=1e-3):
    """d' V- d and its degrees of freedom, V- of the correlations plus the ridge."""
    keep = np.diag(v) > 1e-12 * np.diag(v).max()
    if keep.sum() < 2:
        return NAN, NAN
    scale = 1 / np.sqrt(np.diag(v)[keep])
    c = v[np.ix_(keep, keep)] * np.outer(scale, scale)
    inverse = np.linalg.inv(c + ridge * np.eye(len(c)))
    z = d[keep] * scale
    return z @ inverse @ z, np.trace(c @ inverse)


def pseudo_inverse(v, ridge=1e-3):
    keep = np.diag(v) > 1e-12 * np.diag(v).max()
    scale = np.where(keep, 1 / np.sqrt(np.where(keep, np.diag(v), 1)), 0)
    c = v * np.outer(scale, scale) + np.diag(np.where(keep, ridge, 1))
    return np.linalg.inv(c) * np.outer(scale, scale)


def positive(v):
    values, vectors = np.linalg.eigh(v)
    return (vectors * np.maximum(values, 0)) @ vectors.T


def profiles(r, group="class", min_groups=20):
    if min_groups < 3:
        raise Refused("statistic.parameter")
    sets, persons = norm_sets(r), taught(r)
    maxima = np.array(r["assessment"]["max_scores"], float)
    size = len(maxima)
    if group == "class":
        labels = [f"{s}/{c or '-'}" for s, c in zip(r["school"], r["class_id"])]
    else:
        labels = r[group]
    groups = []
    for name in sorted(set(labels)):
        members = [person for person, label in zip(persons, labels) if label == name]
        d, v = np.zeros(size), np.zeros((size, size))
        for items, x, total in members:
            n, reach, pooled, mean, covariance = sets[items]
            own = sum(other == items and abs(t - total) <= reach[total] for other, _, t in members)
            at = list(items)
            d[at] += x - mean[total]
            v[np.ix_(at, at)] += covariance[total] * (1 - min(own / max(pooled[total], 1), 1))
        groups.append([name, len(members), d / len(members), v / len(members) ** 2])
    large = [j for j, g in enumerate(groups) if g[1] >= 8]
    school = lambda j: groups[j][0].rsplit("/", 1)[0]
    siblings = [[k for k in large if k != j and school(k) == school(j)] if group == "class" else [] for j in range(len(groups))]
    whole = shared = own = None
    if len(large) >= min_groups:
        plain_mean = lambda w: np.mean([w[j] * np.outer(groups[j][2], groups[j][2]) - groups[j][3] for j in large], axis=0)
        first = positive(plain_mean([1] * len(groups)))
        weights = []
        for _, _, d, v in groups:
            q, df = quadratic(d, v + first)
            cut = stats.chi2.ppf(0.9, df)
            weights.append(min(cut / q, 1) / (stats.chi2.cdf(cut, df + 2) + cut / df * 0.1))
        whole = positive(plain_mean(weights))
        pairs = [(a, b, 1 / len(siblings[a])) for a in large for b in siblings[a]]
        schools = sum(1 / len(siblings[a]) for a, _, _ in pairs)
        if schools >= 10:
            s = sum(share * math.sqrt(weights[a] * weights[b]) * np.outer(groups[a][2], groups[b][2]) for a, b, share in pairs)
            shared = positive((s + s.T) / 2 / schools)
            own = positive(whole - shared)
    tested = []
    for j, (_, n, d, v) in enumerate(groups):
        variance = None if whole is None else v + whole
        others = siblings[j]
        if shared is not None and others:
            share = np.array([groups[k][1] for k in others], float)
            share /= share.sum()
            doubt = shared + own * (share**2).sum() + sum(p * p * groups[k][3] for p, k in zip(share, others))
            gain = shared @ pseudo_inverse(doubt)
            d = d - gain @ sum(p * groups[k][2] for p, k in zip(share, others))
            variance = v + own + shared - gain @ shared
        tested.append((d, variance, *(quadratic(d, variance) if variance is not None else (NAN, NAN))))
    nu = NAN
    if whole is not None:
        half = np.quantile([groups[j][1] for j in large], 0.5)
        body = [(q / df, df) for (_, _, q, df), g in zip(tested, groups) if g[1] >= half]
        high, df = np.quantile([ratio for ratio, _ in body], 0.8), np.quantile([df for _, df in body], 0.5)
        nu = math.inf
        if stats.chi2.sf(high * df, df) < 0.2:
            nu = 8.0
            if stats.f.sf(high, df, 8.0) > 0.2:
                nu = 1 / optimize.brentq(lambda inverse: stats.f.sf(high, df, 1 / inverse) - 0.2, 1e-9, 1 / 8, xtol=1e-16)
    return groups, tested, nu, maxima


def f_tail(x, df, nu):
    return stats.chi2.sf(x * df, df) if math.isinf(nu) else stats.f.sf(x, df, nu)


def profile_by_group(r, **options):
    groups, tested, nu, maxima = profiles(r, **options)
    rows = []
    for (name, n, d, v), (_, _, q, df) in zip(groups, tested):
        alone, df_alone = quadratic(d, v)
        shares = d / maxima
        rows.append({
            "group": name, "n": n, "statistic": q, "df": df, "pvalue": f_tail(q / df, df, nu),
            "effect": math.sqrt((shares**2).mean()), "sampling": alone * 1.0, "pvalue_sampling": stats.chi2.sf(alone, df_alone),
            "best": int(shares.argmax()) + 1, "best_deviation": shares.max(),
            "worst": int(shares.argmin()) + 1, "worst_deviation": shares.min(),
        })
    return {column: [row[column] for row in rows] for column in rows[0]}


def profile_contrasts(r, **options):
    groups, tested, nu, maxima = profiles(r, **options)
    size = len(maxima)
    persons = taught(r)
    easy = [np.mean([x[items.index(i)] for items, x, _ in persons if i in items]) / maxima[i] for i in range(size)]
    order = sorted(range(size), key=lambda i: (-easy[i], i))
    half = size // 2
    signs = {"hard": np.zeros(size), "late": np.zeros(size)}
    signs["hard"][order[:half]], signs["hard"][order[size - half:]] = -1, 1
    signs["late"][:half], signs["late"][size - half:] = -1, 1
    kinds = r["assessment"].get("item_kinds")
    if kinds:
        signs = {"hard": signs["hard"], "open": np.array([1 if k == "open" else -1 for k in kinds]), "late": signs["late"]}
    rows = []
    for (name, n, d, v), (given, variance, _, _) in zip(groups, tested):
        for kind, sign in signs.items():
            a = np.where(sign > 0, 1 / max((sign > 0).sum(), 1), np.where(sign < 0, -1 / max((sign < 0).sum(), 1), 0)) / maxima
            margin = Z95 * math.sqrt(a @ v @ a)
            z = a @ given / math.sqrt(a @ variance @ a) if variance is not None else NAN
            p = stats.norm.sf(z) if math.isinf(nu) else stats.t.sf(z, nu)
            rows.append({"group": name, "contrast": kind, "n": n, "statistic": z, "pvalue": p,
                         "effect": a @ d, "lower": a @ d - margin, "upper": a @ d + margin})
    return {column: [row[column] for row in rows] for column in rows[0]}


# ---- Writing ---------------------------------------------------------------------------------------------------


def plain(value):
    """Numbers as JSON has them; undefined is null."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (Fraction, mp.mpf, np.floating)):
        value = float(value)
    if isinstance(value, np.integer):
        value = int(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def text(value, depth=0):
    """Indented by one; arrays of plain values, and the innermost objects, on one line."""
    pad = "\n" + " " * (depth + 1)
    one_line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[" + ",".join(pad + text(v, depth + 1) for v in value) + "\n" + " " * depth + "]"
    if isinstance(value, dict) and len(one_line) > 120:
        inner = ",".join(f"{pad}{json.dumps(key)}: {text(v, depth + 1)}" for key, v in value.items())
        return "{" + inner + "\n" + " " * depth + "}"
    return one_line


def write(statistic, cases, tolerance=1e-12, source=INDEPENDENT):
    seen = [case["name"] for case in cases]
    assert len(set(seen)) == len(seen), "two cases of one name"
    document = {"statistic": statistic, "source": source, "tolerance": tolerance, "cases": plain(cases)}
    out = text(document) + "\n"
    assert json.loads(out) == document
    assert len(out.encode()) < 150_000, (statistic, len(out.encode()))
    (HERE / f"{statistic}.json").write_text(out, encoding="utf-8")
    print(f"{statistic}: {len(cases)} cases, {len(out.encode()) // 1000} kB")


def case(name, function, inputs, options=None, note=None, expect=None, drop=()):
    """One case; `expect` are values found by hand, which the implementation must confirm."""
    options = options or {}
    out = {"name": name} | ({"note": note} if note else {}) | {"input": inputs, "options": options}
    arguments = list(inputs.values()) if set(inputs) <= {"results", "before", "after"} else None
    try:
        got = function(*arguments, **options) if arguments is not None else function(**inputs, **options)
    except Refused as refused:
        assert expect is None
        return out | {"error": str(refused)}
    for column, values in (expect or {}).items():
        together = zip(plain(got[column]), values, strict=True) if isinstance(values, list) else [(plain(got[column]), values)]
        for a, b in together:
            fine = a == b or (isinstance(a, float) and b is not None and abs(a - b) < 1e-6 * max(1, abs(b)))
            assert fine, (name, column, got[column], values)
    if isinstance(got, list):
        return out | {"expect": {"adjusted": got}}
    return out | {"expect": {column: v for column, v in got.items() if column not in drop}}


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
    """Twelve schools of 10 to 60 pupils, 12 items to a total of 20; two schools lift papers to a boundary."""
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


# ---- Cases -----------------------------------------------------------------------------------------------------


def official_inflated_mean():
    f = inflated_mean
    two = one_item({"a": [1, 2, 3], "b": [7, 8, 9]})
    cells = {"assessment": work([2, 2, 4], [2, 4, 6]), "school": ["b", "b", "a", "a", "a"]}
    cells["scores"] = [[2, NOT_ATTEMPTED, 4], [1, NOT_TAUGHT, 3], [2, 2, MISSING], [1, 1, 1], [2, 2, 4]]
    cells |= {"class_id": ["Б", "", "А", "А", "Б"], "municipality": ["M2", "M2", "M1", "M1", "M1"]}
    big = simulated()
    return [
        case("two schools of three: means 2 and 8, sd 1 and 1; the region 5 and sqrt(58/5)", f, {"results": two},
             expect={"mean": [2, 8], "statistic": [2 - 1.96 / 3**0.5, 8 - 1.96 / 3**0.5], "effect": [-3, 3],
                     "critical": [5 + 1.96 * (58 / 5 / 6) ** 0.5] * 2}),
        case("t = 1 gives one standard error", f, {"results": two}, {"t": 1.0}),
        case("min_n = 4 leaves both schools out", f, {"results": two}, {"min_n": 4}),
        case("a school of one pupil has no standard deviation", f,
             {"results": one_item({"a": [1, 2, 3], "b": [7]})}),
        case("equal totals within a school: s = 0 is left undefined", f,
             {"results": one_item({"a": [4, 4, 4], "b": [6, 6]})},
             note="read to the letter the rule would compare 4 and 6 themselves with the region",
             expect={"mean": [4, 6], "statistic": [None, None], "effect": [-0.8, 1.2]}),
        case("equal totals within a school, read to the letter", f,
             {"results": one_item({"a": [4, 4, 4], "b": [6, 6]})}, {"with_constant": True},
             expect={"statistic": [4, 6], "lower": [-0.8, 1.2], "upper": [-0.8, 1.2]}),
        case("one pupil has no interval, however constant", f, {"results": one_item({"a": [7], "b": [1, 2]})},
             {"with_constant": True}, expect={"statistic": [None, 1.5 - 1.96 * 0.5]}),
        case("everybody has the largest total", f, {"results": one_item({"a": [10, 10], "b": [10, 10]})},
             expect={"statistic": [None, None], "critical": [10, 10], "effect": [0, 0]}),
        case("one pupil in all: no interval of the region either", f, {"results": one_item({"a": [7]})},
             expect={"mean": [7], "critical": [None]}),
        case("t = 0", f, {"results": two}, {"t": 0.0}),
        case("min_n = 1: one pupil has no standard deviation", f, {"results": two}, {"min_n": 1}),
        case("not attempted and not taught count 0, a missing cell leaves the person out", f, {"results": cells},
             note="totals: b 6 and 4; a 3 and 8",
             expect={"n": [2, 2], "mean": [5.5, 5]}),
        case("classes are named school/class, a class without a name is -", f, {"results": cells},
             {"group": "class"}),
        case("municipalities", f, {"results": cells}, {"group": "municipality"}),
        case("no class labels", f, {"results": two}, {"group": "class"}),
        case("no municipalities", f, {"results": two}, {"group": "municipality"}),
        case("an unknown grouping", f, {"results": two}, {"group": "galaxy"}),
        case("simulated, by school", f, {"results": big}),
        case("simulated, by class", f, {"results": big}, {"group": "class", "t": 2.5758293035489004, "min_n": 10}),
    ]


def official_rank_mismatch():
    f = rank_mismatch
    small = one_item(
        {"down": [9, 6, 4, 1], "up": [1, 4, 6, 9], "ties": [1, 2, 3], "flat": [1, 2, 3], "two": [1, 2]},
        marks={"down": [2, 3, 4, 5], "up": [2, 3, 4, 5], "ties": [4, 4, 5], "flat": [4, 4, 4], "two": [3, 4]},
    )
    hidden = one_item({"a": [1, 2, 3, 9], "b": [5, 5, 5]}, marks={"a": [3, 4, 5, None], "b": [None, None, None]})
    hidden["scores"][1] = [MISSING]
    hidden["school"][1] = "a"
    bare = one_item({"a": [1, 2, 3]})
    big = simulated()
    return [
        case("printed: the formula without ties, on mean ranks", f, {"results": small},
             note="ties: d = 0.5, -0.5, 0, so 1 - 6*0.5/24 = 0.875; flat: one mark for all says nothing (the formula "
                  "would give 0.5); two: under min_n",
             expect={"group": ["down", "flat", "ties", "two", "up"], "statistic": [-1, None, 0.875, None, 1]}),
        case("corrected: the correlation of mean ranks, undefined where all marks are equal", f,
             {"results": small}, {"ties": "corrected"},
             note="ties: covariance 1.5, variances 1.5 and 2, so 1.5/sqrt(3)",
             expect={"statistic": [-1, None, 0.75**0.5, None, 1]}),
        case("min_n = 2", f, {"results": small}, {"min_n": 2}, expect={"statistic": [-1, None, 0.875, 1, 1]}),
        case("persons without a mark or with a missing cell take no part", f, {"results": hidden}, {"min_n": 2},
             note="a: (3, 1) and (5, 3) are left; b: nobody", expect={"n": [2, 0], "statistic": [1, None]}),
        case("one pupil has no rank correlation", f,
             {"results": one_item({"a": [4], "b": [1, 2, 3]}, marks={"a": [4], "b": [3, 4, 5]})}, {"min_n": 2},
             expect={"statistic": [None, 1]}),
        case("min_n = 1", f, {"results": small}, {"min_n": 1}),
        case("no journal marks", f, {"results": bare}),
        case("journal marks given, all empty", f, {"results": bare | {"journal_mark": [None] * 3}}),
        case("simulated, printed", f, {"results": big}),
        case("simulated, corrected", f, {"results": big}, {"ties": "corrected"}),
        case("simulated, corrected, by class", f, {"results": big}, {"ties": "corrected", "group": "class", "min_n": 5}),
    ]


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
    return {"assessment": a | ({"boundaries": list(boundaries)} if boundaries else {}), "scores": scores, "school": school}


SIZES = {f"s{i:02}": n for i, n in enumerate([3, 8, 12, 20, 25, 31, 40, 15, 9, 22, 1, 18, 27, 14])}


def official_item_inversion():
    f = item_inversion
    hand = {"assessment": {"subject": "maths", "test_grade": 5, "year": 2021, "max_scores": [1, 1, 1]},
            "scores": [[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]], "school": ["a", "a", "a", "b"]}
    return [case("b misses the easy item and solves the hard one", f, {"results": hand},
                 expect={"statistic": [-0.25, 0.75], "effect": [-0.5, 1.5]}),
            case("one item: neither hard nor easy", f, {"results": hand | {"scores": [[1], [0], [1], [0]], "assessment": hand["assessment"] | {"max_scores": [1]}}}),
            case("papers with codes", f, {"results": papers_of(1, SIZES)})]


def official_group_crossing():
    f = group_crossing
    return [case("papers with codes", f, {"results": papers_of(2, SIZES)}, {"min_n": 5}),
            case("ten of each mark", f, {"results": papers_of(2, {"a": 90, "b": 12}, codes=False)}),
            case("no boundaries", f, {"results": papers_of(2, {"a": 9}, boundaries=None)}),
            case("groups of nobody", f, {"results": papers_of(2, {"a": 9})}, {"min_n": 0})]


def official_x_pattern():
    f = x_pattern
    return [case("papers with codes", f, {"results": papers_of(3, SIZES)}),
            case("too small a reference", f, {"results": papers_of(3, {"a": 9, "b": 7, "c": 8})})]


def official_high5_low_spread():
    f = high5_low_spread
    return [case("papers with codes", f, {"results": papers_of(4, SIZES)}),
            case("no boundaries", f, {"results": papers_of(4, {"a": 9}, boundaries=None)})]


def official_class_split():
    f = class_split
    streamed = classes_of_schools(seed=23)
    rng = np.random.default_rng(4)
    for v, name in enumerate(streamed["class_id"]):
        if name == "А" and rng.random() < 0.5:
            streamed["scores"][v][:3] = [1, 1, 1]
    two = {"assessment": work([9]), "scores": [[0], [1], [2], [2], [3], [4]], "school": ["s"] * 6, "class_id": ["a"] * 3 + ["b"] * 3}
    return [case("two classes by hand", f, {"results": two}, {"min_class": 3, "min_schools": 1},
                 expect={"statistic": [6.0], "gap": [2.0], "effect": [0.625], "highest": ["b"], "lowest": ["a"]}),
            case("fourteen schools", f, {"results": classes_of_schools()}),
            case("a class that did better in each", f, {"results": streamed}, {"min_class": 8}),
            case("too few schools to say what is usual", f, {"results": streamed}, {"min_schools": 15}),
            case("classes of one", f, {"results": two}, {"min_class": 1})]


def legacy_invalsi():
    f = invalsi
    return [case("classes", f, {"results": classes_of_schools()}, {"clusters": 4}),
            case("schools, less fuzzy", f, {"results": classes_of_schools(seed=3)}, {"group": "school", "clusters": 3, "fuzziness": 1.5}),
            case("more clusters than groups", f, {"results": classes_of_schools(seed=3)}, {"group": "school", "clusters": 20}),
            case("not fuzzy", f, {"results": classes_of_schools(seed=3)}, {"fuzziness": 1.0})]


def legacy_jacob_levitt():
    f = jacob_levitt
    return [case("classes", f, {"results": classes_of_schools()}), case("schools", f, {"results": classes_of_schools(seed=3)}, {"group": "school"})]


def legacy_score_fluctuations():
    f = score_fluctuations
    return [case("a gain that is lost", f, {"gain": [5.0, 1.0, 2.0], "next_gain": [-5.0, 1.0, 2.0]},
                 expect={"statistic": [50 / 36, 10 / 36, 10 / 36]}),
            case("unknown gains", f, {"gain": [1.0, None, 2.0, 2.0], "next_gain": [1.0, 1.0, None, 0.5]}),
            case("columns of two lengths", f, {"gain": [1.0], "next_gain": []})]


def official_external_mismatch():
    f = external_mismatch
    columns = lambda **more: {"group": ["a", "b", "c", "d"], "n": [10, 20, 30, 5], "work": [1.0, 2.0, 3.0, 9.0], "work_error": [0.5, 0.1, 0.2, 0.3],
                              "exam": [1.0, 2.0, 0.0, None], "exam_error": [0.0, 0.2, 0.1, 0.4]} | more
    return [case("c stands above; d has no exam", f, columns(), expect={"statistic": [-1.0, -1.0, 2.0, None]}),
            case("all exams alike", f, columns(exam=[5.0, 5.0, 5.0, 5.0])),
            case("an error below 0", f, columns(work_error=[0.5, -0.1, 0.2, 0.3]))]


def official_recheck_delta():
    f = recheck_delta
    rng = np.random.default_rng(5)
    group = [f"s{i}" for i in rng.integers(0, 4, 60)]
    first = [int(x) for x in rng.integers(3, 20, 60)]
    second = [max(0, x - int(d)) for x, d in zip(first, rng.choice([0, 0, 0, 1, 1, -1, 2, 4], 60))]
    return [case("four papers", f, {"group": ["A"] * 4, "original": [9, 8, 12, 10], "rechecked": [7, 8, 9, 9]}, {"boundaries": [7, 11, 15]},
                 expect={"statistic": [0.5], "effect": [1.5], "pvalue": [0.125], "marks_lowered": [1]}),
            case("sixty papers", f, {"group": group, "original": first, "rechecked": second}, {"boundaries": [7, 11, 15], "tolerance": 0}),
            case("no changes, and one paper", f, {"group": ["a", "a", "b"], "original": [4, 5, 6], "rechecked": [4, 5, 6]}),
            case("no papers", f, {"group": [], "original": [], "rechecked": []})]


def cohort_of(seed, shift, names=26, year=2021, keep=0.8, jump=None):
    """Totals of 0..20 of schools with their own levels; the same seed has the same levels."""
    levels, rng = np.random.default_rng(seed), np.random.default_rng(seed + 100 + year + round(100 * shift))
    schools = {}
    for i in range(names):
        level = levels.normal(0, 2) * keep + (6 if i == jump else 0)
        totals = 10 + shift + level + rng.normal(0, 3.5, int(rng.integers(2, 24)))
        schools[f"s{i:02}"] = [int(t) for t in totals.round().clip(0, 20)]
    r = one_item(schools, largest=20, boundaries=None)
    return r | {"assessment": r["assessment"] | {"year": year}}


def continuity_by_group():
    f = continuity
    a, b = cohort_of(1, 0.0), cohort_of(1, 1.5, year=2022, jump=4)
    return [case("a jump of one school", f, {"before": a, "after": b}),
            case("too few others", f, {"before": a, "after": b}, {"min_reference": 26}),
            case("no slope: levels that are not kept", f, {"before": cohort_of(2, 0.0), "after": cohort_of(3, 0.0, keep=0.3)}),
            case("schools in only one work", f, {"before": cohort_of(4, 0.0, names=30), "after": cohort_of(4, 0.5, names=24, year=2022)},
                 {"min_reference": 10}),
            case("no reference at all", f, {"before": a, "after": b}, {"min_reference": 4})]


def several_works():
    works = [cohort_of(6, 0.3 * k, year=2021 + k, names=24 - k, jump=3 if k == 2 else None) for k in range(3)]
    return [({"works": works}, {}), ({"works": works[:1]}, {})]


def continuity_consistency():
    (three, o), (one, _) = several_works()
    return [case("three works", consistency, three, o), case("one work", consistency, one)]


def continuity_cumulative():
    (three, o), (one, _) = several_works()
    return [case("three works", cumulative, three, o), case("one work", cumulative, one)]


def official_cohort_jump():
    f = cohort_jump
    before = one_item({f"s{i}": [2 * i, 2 * i + 2] for i in range(5)}, largest=20, boundaries=None)
    after = one_item({f"s{i}": [5, 5] for i in range(5)}, largest=10, boundaries=None)
    big, next_year = simulated(), simulated(seed=7, lift=False)
    next_year["assessment"] |= {"test_grade": 6, "year": 2022, "pupil_grade": 7}
    return [
        case("five schools, K = .1 .3 .5 .7 .9: quartiles .3 and .7, fences -0.9 and 1.9", f,
             {"before": before, "after": after},
             note="before: means 1 3 5 7 9 of 20; after: 5 of 10",
             expect={"statistic": [0.1, 0.3, 0.5, 0.7, 0.9], "rise_below": [-0.9] * 5, "fall_above": [1.9] * 5}),
        case("k = 0 puts the fences on the quartiles", f, {"before": before, "after": after}, {"k": 0.0},
             expect={"rise_below": [0.3] * 5, "fall_above": [0.7] * 5}),
        *(case(f"quartiles of type {kind}", f, {"before": before, "after": after}, {"k": 0.0, "quantile_type": kind},
               expect=expect)
          for kind, expect in [(4, {"rise_below": [0.15] * 5, "fall_above": [0.65] * 5}),
                               (6, {"rise_below": [0.2] * 5, "fall_above": [0.8] * 5}), (5, None), (8, None), (9, None)]),
        case("the discontinuous types are refused", f, {"before": before, "after": after}, {"quantile_type": 3}),
        case("one school: no spread, both fences on its own K", f,
             {"before": one_item({"a": [4, 6]}), "after": one_item({"a": [8, 2]})},
             expect={"statistic": [1.0], "rise_below": [1.0], "fall_above": [1.0]}),
        case("simulated, by school", f, {"before": big, "after": next_year}),
        case("simulated, by municipality", f, {"before": big, "after": next_year}, {"group": "municipality"}),
    ]


def classes_of_schools(seed=11, dictated=True, kinds=None):
    """Fourteen schools of two or three classes; each school and each class has items of its own that it does better or worse."""
    rng = np.random.default_rng(seed)
    maxima = [1, 1, 1, 2, 2, 3]
    r = {"assessment": work(maxima) | ({"item_kinds": kinds} if kinds else {}), "scores": [], "school": [], "class_id": []}
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


def norms_table():
    return [
        case("simulated", norms, {"results": simulated()}),
        case("classes of schools", norms, {"results": classes_of_schools()}),
        case("five persons: all totals are pooled", norms,
             {"results": {"assessment": work([1, 2]), "scores": [[0, 0], [1, 0], [0, 1], [1, 2], [1, 1]], "school": ["a"] * 5}}),
    ]


def profile_cases(f):
    kinds = ["key", "open", "key", "key", "open", "open"]
    return [
        case("classes, with what their schools foretell", f, {"results": classes_of_schools()}),
        case("schools", f, {"results": classes_of_schools(kinds=kinds)}, {"group": "school", "min_groups": 10}),
        case("too few groups to know how they differ", f, {"results": simulated()}, {"group": "school"}),
        case("min_groups = 2", f, {"results": classes_of_schools()}, {"min_groups": 2}),
    ]


def official_objectivity_index():
    f = objectivity_index
    return [
        case("two of five schools marked: 100 - 40", f, {"schools": 5, "marked": 2},
             expect={"share": 40.0, "statistic": 60.0}),
        case("nobody marked", f, {"schools": 5, "marked": 0}, expect={"share": 0.0, "statistic": 100.0}),
        case("everybody marked", f, {"schools": 5, "marked": 5}, expect={"statistic": 0.0}),
        case("one of three", f, {"schools": 3, "marked": 1}),
        case("a country", f, {"schools": 38412, "marked": 2705}),
        case("no schools, no index", f, {"schools": 0, "marked": 0},
             expect={"share": None, "statistic": None}),
        case("more marked than there are", f, {"schools": 2, "marked": 3}),
    ]


def journal_by_group():
    f = journal
    # Boundaries 3, 5, 8: totals 1 4 6 9 are marks 2 3 4 5.
    six = one_item({s: [1, 4, 6, 9] for s in "abcdef"},
                   marks={s: [2, 3, 4, 5] for s in "abcde"} | {"f": [4, 4, 4, 3]})
    few = one_item({s: [1, 4, 6, 9] for s in "abcde"}, marks={s: [3, 3, 5, 5] for s in "abcde"})
    none = one_item({s: [4, 6] for s in "abcdefg"}, marks={s: [3, 5] for s in "abcdef"} | {"g": [None, None]})
    singles = one_item({s: [t] for s, t in zip("abcdefg", (1, 4, 6, 9, 1, 4, 6))},
                       marks={s: [j] for s, j in zip("abcdefg", (2, 3, 4, 5, 3, 4, 5))})
    cells = {"assessment": work([3, 5], [3, 5, 8]), "school": list("aabcdef"), "journal_mark": [5, 4, 3, 3, 4, 5, 2]}
    cells["scores"] = [[MISSING, 5], [NOT_ATTEMPTED, 5], [3, NOT_TAUGHT], [2, 1], [3, 3], [3, 5], [0, 1]]
    maximal = one_item({s: [10, 10, 10] for s in "abcdef"}, marks={s: [5, 5, 4] for s in "abcdef"})
    perfect = one_item({"a": [4, 4], "b": [4, 4, 4]} | {s: [4] for s in "cdef"},
                       marks={"a": [3, 3], "b": [3, 4, 4]} | {s: [3] for s in "cdef"})
    split = one_item({s: [4, 4, 4] for s in "abcdefg"},
                     marks={s: [3, 3, 3] if s in "bdf" else [4, 4, 4] for s in "abcdef"} | {"g": [3, 4, 4]})
    big = simulated()
    return [
        case("a reference that confirms every mark, beside a school that confirms 1 of 3", f, {"results": perfect}),
        case("schools that confirm all or nothing: rho is large", f, {"results": split}),
        case("five schools confirm every mark, the sixth none", f, {"results": six},
             note="f: marks 2 3 4 5 against 4 4 4 3: lowered 2 of 4, confirmed 1, raised 1, gaps |2-4| and |5-3|; "
                  "the others have 0 of 20 raised, so its p-values come from (0 + 1/2)/21",
             expect={"count": [0, 4, 0, 0] * 5 + [2, 1, 1, 2], "n": [4] * 24}),
        case("four other schools are too few for a reference of five", f, {"results": few},
             expect={"pvalue": [None] * 20, "pvalue_mid": [None] * 20}),
        case("four other schools are enough if the caller says so", f, {"results": few}, {"min_reference": 4}),
        case("a school without journal marks has no share and is no reference", f, {"results": none},
             note="each of a to f has the five others; g has n = 0"),
        case("schools of one pupil", f, {"results": singles}, note="z^2 does not depend on rho where n = 1"),
        case("codes count 0 and a missing cell leaves the person out", f, {"results": cells},
             note="a: 5 points against 4 is confirmed, the other person is incomplete; b: 3 points against 3",
             expect={"n": [1] * 24, "count": [0, 1, 0, 0] * 3 + [0, 1, 0, 0] * 3}),
        case("everybody has the largest total", f, {"results": maximal}),
        case("no boundaries", f, {"results": one_item({"a": [1, 2]}, boundaries=None, marks={"a": [3, 4]})}),
        case("no journal", f, {"results": one_item({"a": [1, 2]})}),
        case("a journal without a single mark", f, {"results": one_item({"a": [1, 2]}, marks={"a": [None, None]})}),
        case("no municipalities", f, {"results": six}, {"group": "municipality"}),
        case("simulated, by school", f, {"results": big}),
        case("simulated, by class", f, {"results": big}, {"group": "class"}),
        case("simulated, by municipality: five others", f, {"results": big}, {"group": "municipality"}),
    ]


def published_table():
    """Journal marks 3 4 5 (rows) against marks 3 4 5: [[20, 10, 5], [3, 30, 15], [0, 5, 80]]; boundaries 3, 5, 8."""
    pairs = []
    for j, line in zip((3, 4, 5), [[20, 10, 5], [3, 30, 15], [0, 5, 80]]):
        pairs += [(j, total) for total, n in zip((4, 6, 9), line) for _ in range(n)]
    return one_item({"a": [t for _, t in pairs]}, marks={"a": [j for j, _ in pairs]})


def journal_agreement():
    f = agreement
    small = one_item({"a": [4, 4, 6], "b": [4, 4], "c": [4, 6, 6, 9], "d": [4], "e": [1, 4, 6, 9]},
                     marks={"a": [3, 3, 4], "b": [3, 3], "c": [4, 3, 5, 4], "d": [None], "e": [4, 4, 4, 4]})
    return [
        case("the table of METHODS", f, {"results": published_table()},
             expect={"stuart_maxwell": [13.76471], "stuart_maxwell_pvalue": [0.001025728], "bowker": [13.76923],
                     "bowker_pvalue": [0.003236707], "statistic": [0.7311919]}),
        case("all agree; one mark alone; two parts; nobody", f, {"results": small},
             note="a: kappa 1; b: no kappa; c: 3 and 4 change places, 5 and 4 too; e: one journal mark, kappa 0 without an interval"),
        case("no boundaries", f, {"results": one_item({"a": [1, 2]}, boundaries=None, marks={"a": [3, 4]})}),
        case("no journal", f, {"results": one_item({"a": [1, 2]})}),
        case("simulated, by school", f, {"results": simulated()}),
        case("simulated, by class", f, {"results": simulated()}, {"group": "class"}),
    ]


def journal_perfect():
    f = perfect
    big = simulated()
    return [
        case("simulated, by school", f, {"results": big}, {"reliability": 0.8}),
        case("simulated, by municipality, without a reliability", f, {"results": big}, {"group": "municipality"}),
        case("a reliability that no test has", f, {"results": published_table()}, {"reliability": 1.0}),
        case("one school has no reference", f, {"results": published_table()}, {"reliability": 0.9}),
        case("no journal", f, {"results": one_item({"a": [1, 2]})}),
    ]


def journal_leniency():
    f = leniency
    few = one_item({"a": [4, 6], "b": [4, 9]}, marks={"a": [3, 4], "b": [3, 5]})
    alike = one_item({s: [4, 6] for s in "abc"}, marks={s: [3, 3] for s in "abc"})
    return [
        case("simulated, by school", f, {"results": simulated()}),
        case("simulated, by class", f, {"results": simulated()}, {"group": "class"}),
        case("two schools are too few", f, {"results": few}),
        case("one mark for all", f, {"results": alike}),
        case("no journal", f, {"results": one_item({"a": [1, 2]})}),
    ]


def level_by_group():
    f = level
    big = simulated()
    top = one_item({s: [10, 10, 9] for s in "bcdef"} | {"a": [10, 10, 10]})
    singles = one_item({s: [t] for s, t in zip("abcdefg", (1, 4, 6, 9, 1, 4, 6))})
    return [
        case("everybody has the largest total in one school", f, {"results": top}),
        case("schools of one pupil have no spread to go by", f, {"results": singles}),
        case("too few others", f, {"results": one_item({s: [1, 5] for s in "abc"})}),
        case("simulated, by school", f, {"results": big}),
        case("simulated, by class, two others are enough", f, {"results": big}, {"group": "class", "min_reference": 2}),
        case("no municipalities", f, {"results": top}, {"group": "municipality"}),
    ]


def spread_by_group():
    f = spread
    rng = np.random.default_rng(7)
    many = one_item({f"s{j:02d}": [int(t) for t in rng.binomial(10, rng.beta(4 + j / 4, 5), 5 + j)] for j in range(24)})
    edge = one_item({s: [2, 4, 5, 7, 3, 6] for s in "bcdefg"} | {"a": [5] * 6, "h": [10] * 6, "i": [5] * 4, "j": [5] * 5 + [6]})
    return [
        case("a constant school, one at the end of the scale, a small one", f, {"results": edge}, expect={"n": [6] * 8 + [4, 6]}),
        case("twenty schools and more: the curve bends", f, {"results": many}),
        case("too few others", f, {"results": one_item({s: [1, 5, 4, 3, 7] for s in "abc"})}),
        case("simulated, by school", f, {"results": simulated()}),
        case("simulated, by class", f, {"results": simulated()}, {"group": "class"}),
    ]


def heaping_three_bin():
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
             expect={"pvalue": 1 / 3, "pvalue_mid": 1 / 6, "pvalue_two_sided": 2 / 3, "pvalue_dip": 1, "pvalue_min": 1 / 3}),
        case("one of two: 1 - (2/3)^2 = 5/9", f, bins(1, 1, 0), {"k": 0.0},
             expect={"share": 0.5, "pvalue": 5 / 9, "pvalue_mid": 5 / 9 - 2 / 9, "pvalue_dip": 8 / 9, "pvalue_two_sided": 1}),
        case("three of three: (1/3)^3", f, bins(0, 3, 0), {"k": 0.0},
             expect={"pvalue": 1 / 27, "pvalue_min": 1 / 27, "pvalue_two_sided": 2 / 27, "pvalue_two_sided_mid": 1 / 27}),
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


def heaping_by_group():
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


def region_of_papers(seed, schools, top, boundaries, lifted, sizes=(6, 60)):
    """Histograms of schools of different levels; some lift a share of the papers one point below a boundary, half of it two points below."""
    rng = np.random.default_rng(seed)
    s = np.arange(top + 1)
    out = []
    for j in range(schools):
        p = np.exp(-((s - 0.55 * top) ** 2) / (0.11 * top**2) + rng.normal(0, 0.8) * (2 * s / top - 1))
        totals = rng.choice(s, size=int(rng.integers(*sizes)), p=p / p.sum())
        for i, total in enumerate(totals):
            for c in boundaries:
                if c - total in (1, 2) and rng.random() < lifted(j) / (c - total):
                    totals[i] = c
        out.append([int((totals == t).sum()) for t in s])
    return out


def heaping_fit_cases():
    f, marks = heaping_fit, [7, 11, 15]
    region = region_of_papers(5, 24, 20, marks, lambda j: 0.3 + 0.6 * (j == 23))
    long = region_of_papers(6, 18, 30, [9, 16, 24], lambda j: 0.5 * (j % 3 == 0), (20, 80))
    short = region_of_papers(7, 16, 12, [4, 7, 10], lambda j: 0.2, (20, 70))
    known = [float(p) for p in stats.betabinom.pmf(np.arange(21), 20, 2.2, 1.8)]
    edges = region_of_papers(8, 12, 20, marks, lambda j: 0.4, (30, 60))
    at = lambda total, papers: [papers if t == total else 0 for t in range(21)]
    few = [1 if t in (5, 8, 9, 10, 12, 13, 17) else 0 for t in range(21)]
    edges += [at(0, 0), at(20, 3), few, [6 * x for x in region[1]]]
    given = lambda rows: {"histograms": rows}
    options = {"boundaries": marks}
    return [
        case("a region that lifts, one school more than others", f, given(region), options | {"placebo": [9, 13, 17]}),
        case("a longer scale: papers are lifted from five points below", f, given(long), {"boundaries": [9, 16, 24]}),
        case("a short scale, degree 3, reach 2", f, given(short),
             {"boundaries": [4, 7, 10], "degree": 3, "reach": 2, "cleared_below": 0.3, "placebo": [6]}),
        case("the honest distribution is known", f, given(region[:5]), options | {"honest": known}),
        case("a group without papers, of the largest total only, of seven papers, of more than a fifth", f, given(edges), options,
             note="NaN for the first and the last of these"),
        case("one histogram tells the territory", f, given([[sum(x) for x in zip(*region)]]), options),
        case("too few papers", f, given(region[:3]), options),
        case("no boundaries", f, given(region)),
        case("boundaries off the scale", f, given(short), options),
        case("rows of different lengths", f, given([region[0], short[0]]), options),
        case("one total only", f, given([[5]]), options),
        case("degree 0", f, given(region), options | {"degree": 0}),
        case("more parameters than totals", f, given(short), {"boundaries": [4, 7, 10], "degree": 5}),
        case("a distribution with a hole", f, given(region), options | {"honest": [0.0] * 21}),
    ]


def heaping_round_percentages():
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


def similarity_by_class():
    f = similarity
    rng = np.random.default_rng(77)
    n, top = 96, [1, 2, 1, 1, 2, 1]
    ability = rng.uniform(0.15, 0.9, n)
    scores = [[int(rng.binomial(high, a * (0.75 + 0.05 * i))) for i, high in enumerate(top)] for a in ability]
    for v in (4, 6, 8):
        scores[v] = list(scores[2])
    for v in (1, 3, 30):
        scores[v][3] = NOT_ATTEMPTED
    labels = {"school": [f"s{v // 32}" for v in range(n)], "class_id": ["" if v // 16 % 2 else "A" for v in range(n)]}
    variants = {"variant": [str(1 + v % 2) for v in range(n)]}
    plain_work = {"assessment": work(top), "scores": scores}
    untaught = [[NOT_TAUGHT if i == 1 and v >= 64 else c for i, c in enumerate(row)] for v, row in enumerate(scores)]
    untaught[70][0] = MISSING
    few = {"assessment": work(top), "scores": scores[:4], "school": ["a"] * 4}
    none = {"permutations": 0}
    return [
        case("classes with two variants; four papers of the first are alike", f, {"results": plain_work | labels | variants}, none),
        case("classes without variants", f, {"results": plain_work | labels}, none),
        case("schools without classes, any pair joined", f, {"results": plain_work | {"school": labels["school"]}},
             none | {"pair_level": 0.2}),
        case("a school was not taught an item, and a cell is missing", f, {"results": {"assessment": work(top), "scores": untaught} | labels},
             none),
        case("four pupils have no pairs", f, {"results": few}, none,
             expect={"pairs": [0], "statistic": [None], "pvalue": [None], "duplicates": [0], "largest": [0]}),
        case("a level that is no probability", f, {"results": few}, none | {"pair_level": 1.5}),
    ]


FOUR = [0.01, 0.2, 0.5, 0.04]


def named(name, function):
    """A function of one column."""
    return lambda **given: {name: function(**given)}


def outside(f):
    """What is no p-value is refused everywhere; rounding above 1 is not."""
    return [
        case("one step above 1 counts as 1", f, {"p": [0.01, 0.02, 1.0000000000000002, 1.0000000000000002]}),
        case("above 1", f, {"p": [0.5, 1.2]}),
        case("below 0", f, {"p": [0.5, -0.1]}),
    ]


def evidence_by():
    f = benjamini_yekutieli
    return [
        case("four p-values: .0833 .5556 1 .1667", f, {"p": FOUR}),
        case("undefined values stay undefined and are not counted", f, {"p": [0.01, None, 0.2, 0.5, 0.04]}),
        case("ties, zero and one", f, {"p": [0.02, 0.02, 0.0, 1.0, 0.02]}),
        case("none", f, {"p": []}),
        *outside(f),
    ]


def evidence_fisher():
    f = named("pvalue", fisher)
    return [
        case("four p-values", f, {"p": FOUR}, expect={"pvalue": 0.009419188}),
        case("very small ones keep their digits", f, {"p": [1e-80, 1e-120, None, 0.5]}),
        case("one", f, {"p": [0.3]}),
        case("zero", f, {"p": [0.0, 0.5]}),
        case("only undefined", f, {"p": [None]}),
        *outside(f),
    ]


def evidence_stouffer():
    f = named("pvalue", stouffer)
    half = [[1.0, 0.5, 0.2, 0.0], [0.5, 1.0, 0.1, -0.2], [0.2, 0.1, 1.0, 0.3], [0.0, -0.2, 0.3, 1.0]]
    return [
        case("four p-values", f, {"p": FOUR}, expect={"pvalue": 0.006959877}),
        case("weighted", f, {"p": FOUR}, {"weights": [1.0, 2.0, 0.5, 0.0]}),
        case("correlated", f, {"p": FOUR}, {"correlation": half}),
        case("weighted, correlated, one undefined", f, {"p": [0.01, None, 0.5, 0.04]}, {"weights": [1.0, 2.0, 0.5, 3.0], "correlation": half}),
        case("small ones keep their digits", f, {"p": [1e-40, 1e-60]}),
        case("zero", f, {"p": [0.0, 0.5]}),
        case("one and a small one", f, {"p": [1.0, 1e-9]}),
        case("zero and one", f, {"p": [0.0, 1.0]}),
        case("none", f, {"p": []}),
        case("weights of another length", f, {"p": FOUR}, {"weights": [1.0]}),
        case("a negative weight", f, {"p": FOUR}, {"weights": [1.0, -1.0, 1.0, 1.0]}),
        case("a correlation of another size", f, {"p": FOUR}, {"correlation": [[1.0]]}),
        case("a correlation above 1", f, {"p": [0.1, 0.2]}, {"correlation": [[1.0, 2.0], [2.0, 1.0]]}),
        case("a correlation that is not symmetric", f, {"p": [0.1, 0.2]}, {"correlation": [[1.0, 0.2], [0.3, 1.0]]}),
        case("a sum without variance", f, {"p": [0.1, 0.2]}, {"correlation": [[1.0, -1.0], [-1.0, 1.0]]}),
        *outside(f),
    ]


def evidence_cauchy():
    f = named("pvalue", cauchy_combination)
    return [
        case("four p-values", f, {"p": FOUR}, expect={"pvalue": 0.03087232}),
        case("weighted, one undefined", f, {"p": [0.01, None, 0.5, 0.04]}, {"weights": [1.0, 2.0, 0.5, 3.0]}),
        case("small ones keep their digits", f, {"p": [1e-40, 0.9]}),
        case("ones do not outweigh the others", f, {"p": [1e-3, 1.0, 1.0, 1.0]}),
        case("of many the cut is further out", f, {"p": [1e-4] + [1.0] * 120 + [0.3] * 80}),
        case("zero", f, {"p": [0.0, 1.0]}),
        case("none", f, {"p": [None]}),
        case("weights of another length", f, {"p": FOUR}, {"weights": [1.0]}),
        *outside(f),
    ]


def evidence_harmonic():
    f = named("statistic", harmonic_mean)
    return [
        case("four p-values", f, {"p": FOUR}, expect={"statistic": 0.03030303}),
        case("weighted, one undefined", f, {"p": [0.01, None, 0.5, 0.04]}, {"weights": [1.0, 2.0, 0.5, 3.0]}),
        case("zero", f, {"p": [0.0, 1.0]}),
        case("none", f, {"p": []}),
        *outside(f),
    ]


def evidence_rogan_gladen():
    f = named("share", rogan_gladen)
    of = lambda share, sensitivity, specificity: {"share": share, "sensitivity": sensitivity, "specificity": specificity}
    return [
        case("fifteen in a hundred", f, of(0.15, 0.7, 0.95), expect={"share": 0.1538462}),
        case("fewer than the sign errs by", f, of(0.02, 0.7, 0.95)),
        case("more than the sign finds", f, of(0.9, 0.7, 0.95)),
        case("a sign that finds nothing", f, of(0.15, 0.05, 0.95)),
        case("a share above 1", f, of(1.5, 0.7, 0.95)),
    ]


def evidence_bh():
    f = benjamini_hochberg
    rng = np.random.default_rng(11)
    many = [round(float(p), 6) for p in np.concatenate([rng.random(50), rng.random(10) / 500])]
    mine = [float(v) for v in benjamini_hochberg(many)]
    assert np.allclose(mine, stats.false_discovery_control(many), atol=1e-15)
    return [
        case("four p-values: .04 .2667 .5 .08", f, {"p": [0.01, 0.2, 0.5, 0.04]},
             note="sorted .01 .04 .2 .5 times 4/1 4/2 4/3 4/4"),
        case("a larger p pulls a smaller one down", f, {"p": [0.03, 0.04, 0.05]}, note="3*.03 = .09, but 3*.05/3 = .05"),
        case("undefined values stay undefined and are not counted", f, {"p": [0.01, None, 0.2, 0.5, 0.04, None]}),
        case("ties", f, {"p": [0.02, 0.02, 0.02, 0.9]}),
        case("one", f, {"p": [0.3]}),
        case("zero and one", f, {"p": [0.0, 1.0, 1.0]}),
        case("none", f, {"p": []}),
        case("only undefined", f, {"p": [None, None]}),
        case("sixty, simulated", f, {"p": many}),
        case("the smallest of a thousand", f, {"p": [1e-5, 2e-5, None, 3e-4]}, {"tests": 1000}),
        case("fewer tests than p-values", f, {"p": [0.01, 0.2]}, {"tests": 1}),
        *outside(f),
    ]


# ---- results.new: what is refused ------------------------------------------------------------------------------


def results_new():
    good = {"assessment": work([1, 2], [1, 2, 3]), "scores": [[1, 2], [0, NOT_ATTEMPTED]], "school": ["a", "b"]}
    cases = []

    def refused(name, code, **change):
        r = json.loads(json.dumps(good))
        r["assessment"] |= change.pop("assessment", {})
        cases.append({"name": name, "input": {"results": r | change}, "options": {}, "error": code})

    all_codes = good | {"scores": [[1, 2], [NOT_TAUGHT, NOT_ATTEMPTED], [MISSING, 2]], "school": ["a", "b", "a"]}
    all_codes |= {"journal_mark": [2, None, 5], "class_id": ["А", "", "А"], "variant": ["1", "2", ""]}
    all_codes |= {"municipality": ["M1", "", "M1"]}
    cases.append({"name": "every code, no mark, no class, no municipality", "input": {"results": all_codes}, "options": {},
                  "expect": {"persons": 3, "totals": [3, 0, 2], "complete": [True, True, False]}})
    cases.append({"name": "a work without boundaries", "input": {"results": good | {"assessment": work([1, 2])}}, "options": {},
                  "expect": {"persons": 2, "totals": [3, 0], "complete": [True, True]}})
    cases.append({"name": "the largest maximum, 252", "input": {"results": {"assessment": work([252], [1, 2, 252]),
                  "scores": [[252]], "school": ["a"]}}, "options": {},
                  "expect": {"persons": 1, "totals": [252], "complete": [True]}})
    for name, boundaries in {
        "boundaries that do not rise": [2, 2, 3], "boundaries that fall": [3, 2, 1],
        "a boundary above the largest total": [1, 2, 4], "a boundary of 0": [0, 1, 2],
    }.items():
        refused(name, "data.boundaries", assessment={"boundaries": boundaries})
    refused("an item worth nothing", "data.item_maximum", assessment={"max_scores": [1, 0]})
    refused("an item maximum that is a code", "data.item_maximum", assessment={"max_scores": [1, 253]})
    refused("no items", "data.no_items", assessment={"max_scores": []})
    refused("grade 0", "data.grade", assessment={"test_grade": 0})
    refused("grade 12", "data.grade", assessment={"pupil_grade": 12})
    refused("kinds for one item of two", "data.item_kinds", assessment={"item_kinds": ["key"]})
    refused("no persons", "data.empty", scores=[], school=[])
    refused("a score above its maximum", "data.score", scores=[[1, 2], [2, 0]])
    refused("252 is a score, not a code", "data.score", scores=[[1, 2], [252, 0]])
    refused("more items than the assessment has", "data.item_columns", scores=[[1, 2, 0], [1, 0, 0]])
    refused("a school short", "data.length", school=["a"])
    refused("a class too many", "data.length", class_id=["А", "А", "А"])
    refused("a variant short", "data.length", variant=["1"])
    refused("a journal mark short", "data.length", journal_mark=[4])
    refused("a municipality short", "data.length", municipality=["M1"])
    refused("journal mark 6", "data.journal_mark", journal_mark=[4, 6])
    refused("journal mark 1", "data.journal_mark", journal_mark=[1, 4])
    refused("a pupil without a school", "data.no_label", school=["a", " "])
    return cases


# ---- readers.csv: found by reading the rows with the rules in hand ---------------------------------------------


def readers_csv():
    a = work([1, 1, 2, 3], [2, 4, 6])
    names = ("rows", "taken", "repaired", "one_day", "absent", "set_aside")
    h20 = "user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,a-4-grade,book"
    h21 = ("логин школы,регион,номер обучающегося,код обучающегося,отметка за предыдущую четверть/триместр,пол,класс,"
           "вариант,всего баллов,балл за 1,балл за 2,балл за 3,балл за 4,Учебник")
    plain_header = "school,class,variant,journal_mark,total,i1,i2,i3,i4"
    cases = []

    def read(name, csv, report, note=None, assessment=a, **columns):
        # Kinds that a case does not name are 0; they must add up.
        counts = {k: report.get(k, 0) for k in names}
        assert counts["rows"] == sum(v for k, v in counts.items() if k != "rows"), name
        cases.append({"name": name} | ({"note": note} if note else {})
                     | {"input": {"csv": csv, "assessment": assessment}, "options": {},
                        "expect": {"report": counts} | columns})

    def refused(name, csv, code, assessment=a):
        inputs = {"csv": csv} | ({"assessment": assessment} if assessment else {})
        cases.append({"name": name, "input": inputs, "options": {}, "error": code})

    read("regional-2021: not attempted in both alphabets, not taught", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,1,4,1,X,не пройд.,3,book\nsch1,M1,2,50002,5,ж,А,2,1,1,Х,х,x,book\n"
         "sch2,M2,1,50001,3.0,ж,5б,2,2,1,N,1,0,\n",
         {"rows": 3, "taken": 3}, scores=[[1, 254, 253, 3], [1, 254, 254, 254], [1, 253, 1, 0]],
         school=["sch1", "sch1", "sch2"], class_id=["А", "А", "5Б"], variant=["1", "2", "2"], journal_mark=[4, 5, 3],
         municipality=["M1", "M1", "M2"],
         note="one pupil code in two schools is two pupils; classes are written in capitals")
    read("regional-2021: «нет отметки» is no mark, class «нет» is no class", f"{h21}\n"
         "sch1,M1,1,50001,нет отметки,м,НЕТ,1,1,1,0,0,0,\nsch1,M1,2,50002,,м,нет,1,1,1,0,0,0,\n",
         {"rows": 2, "taken": 2}, scores=[[1, 0, 0, 0], [1, 0, 0, 0]], class_id=["", ""], journal_mark=[None, None])
    read("regional-2021: «отсутствовал» and blank rows are absent", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,2,50002,4,м,а,отсутствовал,,,,,,\nsch1,M1,3,50003,4,м,а,,,,,,,\n"
         "sch1,M1,4,50004,4,м,а,отсутствовал,,X,X,X,X,\n",
         {"rows": 4, "taken": 1, "absent": 3}, scores=[[1, 0, 0, 0]])
    read("regional-2021: one stray cell in front of the variant is shifted back", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,stray,2,5,1,0,1,3,book\n",
         {"rows": 1, "repaired": 1}, scores=[[1, 0, 1, 3]], variant=["2"], journal_mark=[4],
         class_id=[""], note="all readings that add up to 5 agree in scores, variant and mark, not in the class: it is left empty")
    read("regional-2021: a total that does not add up sets the row aside", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,1,2,1,0,0,0,\nsch1,M1,2,50002,4,м,а,1,6,1,1,1,3,\nsch1,M1,3,50003,4,м,а,1,,1,1,1,3,\n",
         {"rows": 3, "taken": 1, "set_aside": 2}, scores=[[1, 1, 1, 3]])
    read("regional-2021: a score above its maximum, a blank item, no variant", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,1,9,1,1,2,9,\nsch1,M1,2,50002,4,м,а,1,2,1,1,,0,\nsch1,M1,3,50003,4,м,а,,2,1,1,0,0,\n"
         "sch1,M1,4,50004,4,м,а,1,7,1,1,2,3,\n",
         {"rows": 4, "taken": 1, "set_aside": 3}, scores=[[1, 1, 2, 3]])
    read("regional-2021: the last two cells stand twice and were counted twice", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,1,8,1,1,1,2,1,2\n",
         {"rows": 1, "repaired": 1}, scores=[[1, 1, 1, 2]], note="1+1+1+2 and once more 1+2")
    read("regional-2021: a row written twice is taken once; another row of the code stays", f"{h21}\n"
         "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,1,50001,4,м,а,1,2,1,1,0,0,\n",
         {"rows": 3, "taken": 2, "set_aside": 1}, scores=[[1, 0, 0, 0], [1, 1, 0, 0]])
    read("regional-2020: two days, absent on the second", f"{h20}\n"
         "sch1,1,50001,4,м,а,1,отсутствовал,1,1,0,,,\nsch1,2,50002,4,м,а,1,2,3,1,0,2,0,\n"
         "sch1,3,50003,4,м,а,отсутствовал,отсутствовал,,X,X,X,X,\nsch1,4,50004,5,м,а,отсутствовал,2,4,,,1,3,\n",
         {"rows": 4, "taken": 1, "one_day": 2, "absent": 1},
         scores=[[1, 0, 255, 255], [1, 0, 2, 0], [255, 255, 1, 3]], variant=["1/-", "1", "-/2"], journal_mark=[4, 4, 5])
    read("regional-2020: absent on the second day, yet its items are filled: taken as written", f"{h20}\n"
         "sch1,4,50004,4,м,а,1,отсутствовал,1,1,0,X,X,\n",
         {"rows": 1, "taken": 1}, scores=[[1, 0, 254, 254]], variant=["1"])
    read("plain: semicolons, no total column wanted", "school;i1;i2;i3;i4\ns1;1;0;2;3\ns2;x;N;0;1\n",
         {"rows": 2, "taken": 2}, scores=[[1, 0, 2, 3], [254, 253, 0, 1]], school=["s1", "s2"])
    read("plain: tabs, all optional columns", "school\tmunicipality\tclass\tpupil\tvariant\tjournal_mark\ttotal\ti1\ti2\ti3\ti4\n"
         "s1\tM1\t5а\tp1\t1\t4\t6\t1\t0\t2\t3\ns1\tM1\t-\tp2\t2\t\t0\t0\t0\tX\tX\n",
         {"rows": 2, "taken": 2}, scores=[[1, 0, 2, 3], [0, 0, 254, 254]], class_id=["5А", ""], variant=["1", "2"],
         journal_mark=[4, None], municipality=["M1", "M1"])
    read("plain: a mark that is none is taken as no mark", f"{plain_header}\ns1,5А,1,7,1,1,0,0,0\ns1,5А,1,2,1,0,1,0,0\n",
         {"rows": 2, "taken": 2}, journal_mark=[None, 2], class_id=["5А", "5А"])
    read("plain: a blank row between pupils is absent, blank rows at the end are none",
         f"{plain_header}\ns1,5А,1,4,1,1,0,0,0\n,,,,,,,,\ns1,5А,1,2,1,0,1,0,0\n,,,,,,,,\n",
         {"rows": 3, "taken": 2, "absent": 1}, scores=[[1, 0, 0, 0], [0, 1, 0, 0]])
    read("plain: spaces around cells and a byte order mark", "\ufeffschool , i1,i2,i3,i4\n s1 ,1, 0 ,2,3\n",
         {"rows": 1, "taken": 1}, scores=[[1, 0, 2, 3]], school=["s1"])
    read("plain: quoted cells", 'school,i1,i2,i3,i4\n"School ""A"", north",1,0,2,3\n',
         {"rows": 1, "taken": 1}, school=['School "A", north'])
    refused("an unknown layout", "a,b,c\n1,2,3\n", "data.unknown_layout")
    refused("nothing at all", "", "data.empty")
    refused("only blank lines", "\n\n,,\n", "data.empty")
    refused("a header without rows", f"{h21}\n", "data.empty")
    refused("nobody was present", f"{h21}\nsch1,M1,2,50002,4,м,а,отсутствовал,,,,,,\n", "data.no_pupils")
    refused("no assessment given", f"{h21}\nsch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\n", "data.assessment_required", None)
    refused("fewer item columns than items", "school,i1,i2\ns,1,1\n", "data.item_columns")
    refused("item columns with a gap are fewer columns", "school,i1,i2,i4\ns,1,1,1\n", "data.item_columns")
    refused("bad assessment", "school,i1\ns,1\n", "data.item_maximum", work([0]))
    return cases


# ---- Readers of files that people have: found by reading the rows with the rules in hand --------------------------


ROWS = ("rows", "taken", "repaired", "one_day", "absent", "set_aside")


def reported(layout, reasons=(), notes=(), **counts):
    """An import report; kinds that a case does not name are 0, and all must add up."""
    counts = {kind: counts.get(kind, 0) for kind in ROWS}
    assert counts["rows"] == sum(v for k, v in counts.items() if k != "rows"), counts
    out = {"layout": layout} | counts | {"reasons": [list(reason) for reason in reasons]}
    return out | ({"notes": list(notes)} if notes else {})


def lines(*rows):
    return "\n".join(rows) + "\n"


H2020 = "user;id;code;otc;gender;klass;var-1;var-2;sum;a-1-grade;a-2-grade;a-3-grade;a-4-grade;book"
H2021 = ("логин школы;регион;номер обучающегося;код обучающегося;отметка за предыдущую четверть/триместр;пол;класс;вариант;"
         "всего баллов;балл за 1;балл за 2;балл за 3;балл за 4;Учебник")
H2022 = ("Пользователь;Код региона;Регион;Муниципалитет;Школа;Дата загрузки;Код;Вариант;1 (1б);5(1) (1б);5(2) (2б);6 (3б);"
         "Наименование класса;Пол;Отметка за предыдущий триместр/ четверть/полугодие;Итого баллов")
FORM = ("Код участника;Вариант;1 (1б);2 (1б);4К1 (2б);4K2 (3б);Порядковый номер класса;"
        "Отметка за предыдущий  триместр/четверть/полугодие;Итого баллов")
F1 = ("ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);9.1 (1б);4К1 (2б);4К2 (3б);Первичный балл;Отметка;"
      "Отметка по журналу")
PLAIN = "school;municipality;class;pupil;variant;journal_mark;total;i1;i2;i3;i4"


def readers_layouts():
    a = work([1, 1, 2, 3], [2, 4, 6])
    cases = []

    def read(name, text, report, school, class_id, journal_mark, scores, registry=None, /, assessment=a, note=None, **options):
        options |= {"assessment": assessment} if assessment else {}
        expect = {"report": report, "school": school, "class_id": class_id, "scores": scores}
        expect |= {"journal_mark": journal_mark, "registry": registry or {}}
        cases.append({"name": name} | ({"note": note} if note else {})
                     | {"input": {"text": text}, "options": options, "expect": expect})

    def refused(name, text, code, assessment=a, **options):
        options |= {"assessment": assessment} if assessment else {}
        cases.append({"name": name, "input": {"text": text}, "options": options, "error": code})

    read("regional-2020: a work of two days", lines(
        H2020,
        "sch1;1;50001;4;м;а;1;2;4;1;0;2;1;",
        "sch1;2;50002;3;ж;а;1;отсутствовал;1;1;0;;;",
        "sch1;3;50003;5;м;б;отсутствовал;2;5;;;2;3;",
        "sch1;4;50004;;м;б;отсутствовал;отсутствовал;;;;;;",
        "sch1;5;50005;2;м;б;1;отсутствовал;1;1;0;X;X;",
        "sch1;6;50006;4;м;б;1;отсутствовал;3;1;7;;;"),
        reported("regional-2020", [
            [6, "absent on the second day, yet all its items are filled: taken as written"],
            [7, 'item 2 is "7", expected 0 to 1, X or N: missing'],
            [7, 'the total is "3", the scores add up to 1'],
        ], rows=6, taken=2, one_day=3, absent=1),
        ["sch1"] * 5, ["А", "А", "Б", "Б", "Б"], [4, 3, 5, 2, 4],
        [[1, 0, 2, 1], [1, 0, 255, 255], [255, 255, 2, 3], [1, 0, 254, 254], [1, 255, 255, 255]])
    read("regional-2021: what real files have", lines(
        H2021,
        "sch1;M1;1;50001;4;м;а;1;6;1;X;2;3;book",
        "sch1;M1;2;50002;нет отметки;ж;НЕТ;2;1;1;не пройд.;Х;0;",
        "sch1;M1;3;50003;4;м;а;отсутствовал;;;;;;",
        "sch1;M1;4;50004;5;м;а;1;5;1;1;1;1;",
        "sch1;M1;5;50005;4;м;а;1;9;1;1;2;9;",
        "sch1;M1;6;50006;4;м;а;1;;1;1;1;1;",
        "sch1;M1;7;50007;4;м;а;;4;1;1;1;1;",
        ";M1;8;50008;4;м;а;1;4;1;1;1;1;",
        "sch1;M1;1;50001;4;м;а;1;6;1;X;2;3;book",
        "sch1;M1;1;50001;4;м;а;2;2;1;1;0;0;book",
        "sch2;M2;1;50001;7;м;5в;1;4;1;1;1;1;",
        "sch2;M2;2;50002;4.0;м;5в;1;4.0;1.0;1;1;1;2",
        "sch2;M2;3;50003;4;м;5в;отсутствовал;3;1;1;1;0;",
        "sch2;M2;4;50004;4;м;5в;1;x;1;1;1;1;"),
        reported("regional-2021", [
            [5, "the total is 5, the scores add up to 4"],
            [6, 'item 4 is "9", expected 0 to 3, X or N'],
            [7, "no total"],
            [8, "no variant"],
            [9, "no school"],
            [10, "the same row as row 2"],
            [11, "pupil code 50001 of this school stands in row 2 too"],
            [12, 'journal mark "7" is not 2 to 5: taken as none'],
            [13, "a number stands right of the last item: taken as written, but the row may be shifted"],
            [14, "marked absent, yet items are filled"],
            [15, 'the total is "x", expected a whole number'],
        ], rows=14, taken=5, absent=1, set_aside=8),
        ["sch1", "sch1", "sch1", "sch2", "sch2"], ["А", "", "А", "5В", "5В"], [4, None, 4, None, 4],
        [[1, 254, 2, 3], [1, 253, 254, 0], [1, 1, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1]])
    shifted = lines(
        H2021,
        "sch1;M1;1;50001;4;м;а;1;4;1;1;1;1;book",
        "sch1;M1;2;50002;4;м;а;stray;2;5;1;0;1;3;book",
        "sch1;M1;3;50003;5;ж;б;1;8;1;1;1;2;1;2",
        "sch1;M1;4;50004;4;м;а;1;2;1;;1;;0;0")
    read("regional-2021: rows that prove their repair", shifted,
         reported("regional-2021", [
             [3, "shift: 1 stray cell(s) from column 6"],
             [4, "repeat: the last 2 item cells stand twice and were counted twice"],
             [5, "item 2 is blank"],
         ], rows=4, taken=1, repaired=2, set_aside=1),
         ["sch1"] * 3, ["А", "", "Б"], [4, 4, 5], [[1, 1, 1, 1], [1, 0, 1, 3], [1, 1, 1, 2]],
         note="row 3: the stray cell may be the class, so the class is left empty; row 5: no reading fills every item")
    read("regional-2021: the same rows without repair", shifted,
         reported("regional-2021", [
             [3, 'item 1 is "5", expected 0 to 1, X or N'],
             [4, "the total is 8, the scores add up to 5"],
             [5, "item 2 is blank"],
         ], rows=4, taken=1, set_aside=3),
         ["sch1"], ["А"], [4], [[1, 1, 1, 1]], repair=False)
    before = ("edu990001;99;reg990000 | Край;reg99_m019 | Горный   муниципальный район;edu990001 | МКОУ  «Школа № 1»;01.04.2022")
    other = "edu990002;99;reg990000 | Край;reg99_m020 | Город Речной;edu990002;01.04.2022"
    read("regional-2022: codes and names apart, rows longer than the header", lines(
        H2022,
        f"{before};50001;1;1;X;2;3;5а;м;4;6",
        f"{before};50002;2;1;1;0;0;нет;ж;нет отметки;2",
        f"{other};50001;2;1;1;0;0;5Б;ж;3;2",
        f"{before};50003;отсутствовал;;;;;;;;",
        f"{before};50004;1;;1;1;0;0;5А;м;4;2",
        f"{before};50005;1;;1;1;0;0;5А;м;4"),
        reported("regional-2022", [
            [6, "shift: 1 stray cell(s) from column 9"],
            [7, "item 1 is blank"],
        ], rows=6, taken=3, repaired=1, absent=1, set_aside=1),
        ["edu990001", "edu990001", "edu990002", "edu990001"], ["5А", "", "5Б", "5А"], [4, None, 3, 4],
        [[1, 254, 2, 3], [1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]],
        {"edu990001": ["МКОУ «Школа № 1»", "Горный муниципальный район"], "edu990002": ["", "Город Речной"]},
        note="row 7 is not longer than the header: nothing was pushed out, so nothing was shifted")
    form = lines(
        "Протокол проверочной работы",
        FORM,
        "50001;1;1;0;2;Х;1;4;3",
        "50002;отсутствовал;;;;;1;5;",
        "50003;2;1;1;1;1;2;;9",
        "50004;;;;;;;;",
        "50005;2;1;1;N;3;2;3;5")
    read("collection-form: of the school that is given, under a line of title", form,
         reported("collection-form", [[5, "the total is 9, the scores add up to 4"]], rows=5, taken=2, absent=2, set_aside=1),
         ["edu990001"] * 2, ["1", "2"], [4, 3], [[1, 0, 2, 254], [1, 1, 253, 3]], school=" edu990001 ")
    refused("collection-form: no school given", form, "data.school_required")
    refused("collection-form: a blank school given", form, "data.school_required", school="  ")
    refused("collection-form: no assessment given", form, "data.assessment_required", assessment=None, school="edu990001")
    refused("collection-form: an item maximum that the assessment does not have", form.replace("4K2 (3б)", "4K2 (2б)"),
            "data.item_maximum_differs", school="edu990001")
    refused("collection-form: an item column short", form.replace(";4K2 (3б)", ""), "data.item_columns", school="edu990001")
    refused("collection-form: without a total nothing proves a row", form.replace(";Итого баллов", ""),
            "data.unknown_layout", school="edu990001")
    cover = lines("ВПР 2026 Математика 5 класс", "Предмет;Математика", "Максимальный первичный балл;7", "Дата;14.04.2026",
                  "Школа  № 1 (edu990001);Кол-во участников: 3", ";;;;;;Б;Б;П;П", F1)
    read("f1-individual: names its assessment and its schools", cover + lines(
        "edu990001;Горный район;МКОУ «Школа № 1»;50001;5А;1;1;X;2;3;6;5;4",
        ";Горный район;;50002;5А;2;1;0;0;0;1;2;3",
        ";;;50003;5А;отсутствовал;;;;;;;",
        "Школа № 2 (edu990002);Кол-во участников:;3",
        ";;;;;;Б;Б;П;П",
        F1,
        ";Речной район;;50001;5Б;1;1;1;2;3;7;5;5",
        ";Речной район;;50001;5Б;1;1;0;0;0;1;2;3"),
        reported("f1-individual", [[15, "pupil code 50001 of this school stands in row 14 too"]],
                 ["edu990002: the file counts 3 pupils and has 2 rows"], rows=5, taken=4, absent=1),
        ["edu990001", "edu990001", "edu990002", "edu990002"], ["5А", "5А", "5Б", "5Б"], [4, 3, 5, 3],
        [[1, 254, 2, 3], [1, 0, 0, 0], [1, 1, 2, 3], [1, 0, 0, 0]],
        {"edu990001": ["МКОУ «Школа № 1»", "Горный район"], "edu990002": ["Школа № 2", "Речной район"]}, assessment=None)
    read("f1-individual: read as another work than its title says", lines(
        "ВПР 2026 Математика 5 класс", "Максимальный первичный балл: 9", F1,
        "edu990001;Горный район;Школа № 1;50001;5А;1;1;1;2;3;7;5;4"),
        reported("f1-individual", notes=["the file names maths 5 2026, it was read as 2021-maths-5",
                                         "the largest total is 9 in the file, 7 by the items"], rows=1, taken=1),
        ["edu990001"], ["5А"], [4], [[1, 1, 2, 3]], {"edu990001": ["Школа № 1", "Горный район"]})
    one = "edu990001;Горный район;Школа № 1;50001;5А;1;1;1;2;3;7;5;4"
    refused("f1-individual: no title and no assessment given", lines(F1, one), "data.assessment_required", None)
    refused("f1-individual: an item worth nothing",
            lines("ВПР 2026 Математика 5 класс", F1.replace("9.1 (1б)", "9.1 (0б)"), one), "data.item_maximum", None)
    refused("f1-individual: nobody was present", cover + lines(";;;50003;5А;отсутствовал;;;;;;;"), "data.no_pupils", None)
    read("plain: all optional columns", lines(
        PLAIN,
        "s1;M1;5а;p1;1;4;6;1;0;2;3",
        "s1;M1;-;p2;2;;0;0;0;X;X",
        "s1;M1;5а;p3;1;3;;0;0;1;1",
        ";;;;;;;;;;",
        "s2;M2;5б;p1;1;5;4;1;N;0;3",
        "s2;M2;5б;p2;1;5;3;1;;0;2"),
        reported("plain", [[4, "no total"], [7, "item 2 is blank"]], rows=6, taken=3, absent=1, set_aside=2),
        ["s1", "s1", "s2"], ["5А", "", "5Б"], [4, None, 5], [[1, 0, 2, 3], [0, 0, 254, 254], [1, 253, 0, 3]])
    few = lines("school;i1;i2;i3;i4", "s1;1;0;2;3")
    read("plain: schools and items alone", few, reported("plain", rows=1, taken=1), ["s1"], None, None, [[1, 0, 2, 3]])
    read("plain: below 29 lines of title", "title\n" * 29 + few, reported("plain", rows=1, taken=1), ["s1"], None, None,
         [[1, 0, 2, 3]])
    refused("plain: below 30 lines of title", "title\n" * 30 + few, "data.unknown_layout")
    refused("plain: no assessment given", few, "data.assessment_required", None)
    refused("plain: an assessment with an item worth nothing", few, "data.item_maximum", work([1, 1, 2, 0]))
    refused("plain: more items than the assessment has", few, "data.item_columns", work([1, 1, 2]))
    refused("plain: no pupil", lines("school;i1;i2;i3;i4", "s1;9;9;9;9"), "data.no_pupils")
    refused("a header without rows", "school;i1;i2;i3;i4\n", "data.empty")
    refused("no known layout", lines("a;b;c", "1;2;3"), "data.unknown_layout")
    refused("nothing", "", "data.empty")
    return cases


# ---- Reports in percent: counts restored in exact fractions -----------------------------------------------------


def restored(shares, n, scale=1):
    """The counts of n persons, and whether plain rounding, halves up, adds up to n."""
    percent = [Fraction(share.replace(",", ".").rstrip("%") or 0) * scale for share in shares]
    rounded = [math.floor(p * n / 100 + Fraction(1, 2)) for p in percent]
    if sum(rounded) == n:
        return rounded, True
    exact = [n * p / sum(percent) for p in percent]
    counts = [math.floor(q) for q in exact]
    by_fraction = sorted(range(len(exact)), key=lambda i: (-(exact[i] - counts[i]), i))
    for i in by_fraction[: n - sum(counts)]:
        counts[i] += 1
    assert sum(counts) == n
    return counts, False


class Percent:
    """A report in percent under construction: its text, and what must be read from it."""

    def __init__(self, *above):
        self.text, self.reasons, self.groups, self.rows = list(above), [], [], 0

    def taken(self, cells, n, shares, *key, scale=1, width=None, said=None):
        """A row that counts; `key` is what it is about."""
        width = width or len(shares)
        counts, plainly = restored(shares[:width], n, scale)
        self.text.append(";".join([*cells, said or str(n), *shares]))
        self.rows += 1
        if not plainly:
            self.reasons.append([len(self.text), f"the rounded counts do not add up to {n} pupils: by the largest remainders"])
        self.groups.append([*key, n, counts])

    def aside(self, row, reason):
        self.text.append(row)
        self.rows += 1
        self.reasons.append([len(self.text), reason])

    def absent(self, row):
        self.text.append(row)
        self.rows += 1

    def report(self, layout, absent=0, notes=()):
        taken = len(self.groups)
        return reported(layout, self.reasons, notes, rows=self.rows, taken=taken, absent=absent,
                        set_aside=self.rows - taken - absent)


def header(head, least, most):
    return ";".join([head, *map(str, range(least, most + 1))])


REPORT = "Группы участников;Кол-во ОО;Кол-во  участников"
FLAT = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников"


def readers_distributions():
    cases = []

    def read(name, sheet, report, works, note=None, **options):
        works = [{"key": key, "rows": rows} for key, rows in works.items()]
        cases.append({"name": name} | ({"note": note} if note else {})
                     | {"input": {"text": lines(*sheet.text)}, "options": options, "expect": {"report": report, "works": works}})

    def refused(name, text, code, **options):
        cases.append({"name": name, "input": {"text": text}, "options": options, "error": code})

    s = Percent("ВПР 2026 Математика 5 класс", header(REPORT, 0, 6))
    s.taken(["Вся выборка", "35 000"], 1_400_000, ["2,1", "5", "10,4", "22,5", "30", "20", "10"], "whole", "Вся выборка", "",
            said="1 400 000")
    s.taken(["reg990000 | Горный край", "640"], 25_003, ["1.1", "4.4", "9.9", "21.3", "31.3", "21.2", "10.8"],
            "region", "Горный край", "", said="25 003")
    s.taken(["reg99_m019 | Горный   район", "7"], 171, ["0,6", "4,7", "9,9", "20,5", "31", "21,6", "11,7"],
            "municipality", "Горный район", "Горный район")
    s.taken(["Школа  № 1 (edu990001)", "1"], 22, ["0%", "4,5 %", "9,1%", "22,7%", "31,8%", "18,2%", "13,6%"],
            "school", "edu990001", "Горный район")
    s.taken(["edu990002 | Школа № 2", ""], 19, ["", "", "", "10.5", "26.3", "42.1", "21.1"], "school", "edu990002", "Горный район")
    s.taken(["Школа без логина", ""], 5, ["0", "0", "0", "20", "80", "0", "0"], "school", "Школа без логина", "Горный район")
    s.taken(["г. Речной", "2"], 40, ["0", "0", "2.5", "25", "32.5", "25", "15"], "municipality", "г. Речной", "г. Речной")
    s.absent("Школа № 3 (edu990003);1;0;;;;;;;")
    s.taken(["Школа № 4 (edu990004)", "1"], 33, ["0", "3", "6.1", "21.2", "33.3", "24.2", "12.1"],
            "school", "edu990004", "г. Речной")
    s.aside("Школа № 4 (edu990004);1;33;0;3;6.1;21.2;33.3;24.2;12.1", "edu990004 stands in row 11 already")
    s.aside("Школа № 5 (edu990005);1;10;50;20;0;0;0;0;0", "the shares add up to 70.00 %, expected 100 within 0.35")
    s.aside("Школа № 6 (edu990006);1;десять;10;20;30;40;0;0;0", 'the number of pupils is "десять", expected a whole number')
    s.aside("Школа № 7 (edu990007);1;10;-10;30;40;40;0;0;0", 'the share of 0 is "-10", expected 0 to 100')
    s.aside("Школа № 8 (edu990008);1;10;0;мало;60;40;0;0;0", 'the share of 1 is "мало", expected 0 to 100')
    s.aside("Школа № 9 (edu990009);1;10;;;;;;;", "the shares add up to 0.00 %, expected 100 within 0.35")
    s.aside(";1;10;0;0;60;40;0;0;0", "no group")
    read("a report of four levels", s, s.report("scores-report", absent=1), {"2026-maths-5": s.groups},
         note="no work of 2026 is in the catalogue: one item worth 6")

    s = Percent("ВПР 2026 Математика 5 класс", header(REPORT, 0, 6))
    for number, (n, shares) in enumerate([
        (3, ["33.3", "66.7", "0", "0", "0", "0", "0"]),
        (10, ["14.3"] * 7),
        (250, ["64.6", "35.4", "0", "0", "0", "0", "0"]),
        (4, ["12.5", "37.5", "37.5", "12.5", "0", "0", "0"]),
        (5000, ["33.3", "33.3", "33.3", "0", "0", "0", "0"]),
        (999, ["0.1", "14.2", "21.5", "28.6", "21.4", "14.1", "0.1"]),
        (1, ["0", "0", "0", "0", "0", "0", "100"]),
        (98_765, ["0.2", "9.8", "20.3", "39.4", "20.2", "9.9", "0.2"]),
    ], start=1):
        s.taken([f"Школа (edu99{number:04})", "1"], n, shares, "school", f"edu99{number:04}", "")
    read("counts by rounding, and by the largest remainders where rounding does not add up", s, s.report("scores-report"),
         {"2026-maths-5": s.groups}, note="64.6 % of 250 is 161.5: a half rounds up, so 162 + 89 = 251 does not add up")

    s = Percent("ВПР 2026 Математика 5 класс", header(REPORT, 0, 3))
    s.taken(["Школа (edu990001)", "1"], 8, ["0.125", "0.25", "0", "0.625"], "school", "edu990001", "", scale=100)
    s.taken(["Школа (edu990002)", "1"], 7, ["0.142857142857143", "0.285714285714286", "0", "0.571428571428571"],
            "school", "edu990002", "", scale=100)
    read("fractions of a workbook", s,
         s.report("scores-report", notes=["the shares add up to 1: read as fractions, not as percent"]),
         {"2026-maths-5": s.groups})

    s = Percent("ВПР 2021 Математика 5 класс", header(REPORT, 0, 20))
    s.taken(["Школа (edu990001)", "1"], 4, ["0"] * 7 + ["25"] * 4 + ["0"] * 10, "school", "edu990001", "")
    read("a work of the catalogue", s, s.report("scores-report"), {"2021-spring-maths-5": s.groups})

    s = Percent("Группы участников;Кол-во участников;0;1;2")
    s.taken(["РФ"], 100, ["20", "30", "50"], "whole", "РФ", "")
    s.taken(["Название без слова"], 50, ["20", "30", "50"], "region", "Название без слова", "")
    s.taken(["Горный муниципальный округ"], 30, ["10", "30", "60"], "municipality", "Горный муниципальный округ",
            "Горный муниципальный округ")
    s.taken(["Школа № 1 (sch990001)"], 20, ["10", "30", "60"], "school", "sch990001", "Горный муниципальный округ")
    s.taken(["Другая республика"], 10, ["10", "30", "60"], "region", "Другая республика", "")
    s.taken(["edu990005 | Школа № 5"], 10, ["10", "30", "60"], "school", "edu990005", "")
    read("no title, no number of schools: the assessment is given", s, s.report("scores-report"), {"2021-maths-5": s.groups},
         assessments=[work([1, 1])])
    refused("no title and no assessment given", lines(*s.text), "data.assessment_required")

    given = [work([1, 2], [1, 2, 3], year=2023), work([4], year=2023, subject="russian")]
    s = Percent(header(FLAT, 0, 4))
    maths, russian = Percent(), Percent()

    def flat(of, about, n, shares, *key, width):
        s.taken(about, n, shares, *key, width=width)
        of.groups.append(s.groups[-1])

    about = ["М  район", "edu990001", "Школа № 1"]
    flat(maths, ["2023", "5", "Математика", *about], 4, ["25", "25", "25", "25", ""], "school", "edu990001", "М район", width=4)
    flat(russian, ["2023.0", "5 класс", "русский  язык", *about], 6, ["0", "16.7", "33.3", "33.3", "16.7"],
         "school", "edu990001", "М район", width=5)
    flat(maths, ["2023", "5", "МАТЕМАТИКА", "reg99_m020 | Речной", "edu990002 | Школа № 2", ""], 3,
         ["33.3", "33.3", "33.3", "0", "0"], "school", "edu990002", "Речной", width=4)
    s.aside("2023;5;Математика;Речной;edu990003;;5;20;20;20;20;20", "pupils with 4 points, the largest total is 3")
    s.aside("2023;5;Физика;Речной;edu990001;;4;25;25;25;25;0", "no scale is known for physics 5 2023")
    s.aside("2022;5;Математика;Речной;edu990001;;4;25;25;25;25;0", "no scale is known for maths 5 2022")
    s.absent(";;;;;;;;;;;")
    s.aside("2023;5;Математика;М район;edu990001;Школа № 1;4;25;25;25;25;", "edu990001 stands in row 2 already")
    read("a flat table of two works", s, s.report("scores-flat", absent=1),
         {"2023-maths-5": maths.groups, "2023-russian-5": russian.groups}, assessments=given)
    refused("a flat table without any known scale", lines(*s.text), "data.assessment_required")

    title = "ВПР 2026 Математика 5 класс"
    row = "Школа (edu990001);1;10;10;20;30;40"
    refused("every row is set aside", lines(title, header(REPORT, 0, 3), "Школа (edu990001);1;10;10;20;30;10"), "data.empty")
    refused("a header without rows", lines(title, header(REPORT, 0, 3)), "data.empty")
    refused("marks are no totals", lines(header(REPORT, 2, 5), row), "data.unknown_layout")
    refused("no such table", lines("a;b", "1;2"), "data.unknown_layout")
    refused("more points than an item can have", lines(title, header(REPORT, 0, 300), row), "data.item_maximum")
    refused("an assessment that is none", lines(title, header(REPORT, 0, 3), row), "data.boundaries",
            assessments=[work([3], [1, 2, 4])])
    refused("nothing", "", "data.empty")
    return cases


def readers_mark_statistics():
    cases = []

    def read(name, sheet, report, rows, note=None):
        cases.append({"name": name} | ({"note": note} if note else {})
                     | {"input": {"text": lines(*sheet.text)}, "options": {}, "expect": {"report": report, "rows": rows}})

    def refused(name, text, code):
        cases.append({"name": name, "input": {"text": text}, "options": {}, "error": code})

    s = Percent("ВПР 2023 Русский язык 4 класс", header(REPORT, 2, 5))
    work_of = ["russian", 4, 2023]
    s.taken(["Вся выборка", "36 000"], 1_500_001, ["5,3", "29,1", "45,2", "20,4"], *work_of, "whole", "Вся выборка", "")
    s.taken(["Горный край", "640"], 24_999, ["6,2", "30,4", "43,9", "19,5"], *work_of, "region", "Горный край", "")
    s.taken(["Речной район", "9"], 171, ["3,5", "29,2", "46,2", "21,1"], *work_of, "municipality", "Речной район", "Речной район")
    s.taken(["Школа № 1 (edu990001)", "1"], 22, ["0", "22,7", "50", "27,3"], *work_of, "school", "edu990001", "Речной район")
    s.taken(["Школа № 2", ""], 3, ["33,3", "33,3", "33,3", "0"], *work_of, "school", "Школа № 2", "Речной район")
    s.absent("Школа № 3 (edu990003);1;0;0;0;0;0")
    s.aside("Школа № 4 (edu990004);1;10;101;0;0;0", 'the share of 2 is "101", expected 0 to 100')
    s.aside("Школа № 5 (edu990005);1;10;0;0;50;49,7", "the shares add up to 99.70 %, expected 100 within 0.20")
    read("a report with a title", s, s.report("marks-report", absent=1), s.groups)

    s = Percent(header(REPORT, 2, 5))
    s.taken(["Школа № 1 (edu990001)", "1"], 20, ["10", "20", "30", "40"], "", None, None, "school", "edu990001", "")
    read("a report that does not name its work", s, s.report("marks-report"), s.groups)

    s = Percent(header(FLAT, 2, 5))
    for year, grade, subject, key, n, shares in [
        ("2024", "5", "Математика", ["maths", 5, 2024], 11, ["9.1", "27.3", "36.4", "27.3"]),
        ("2023.0", "4 класс", "Русский язык", ["russian", 4, 2023], 10, ["0", "50", "50", "0"]),
        ("2023", "5", "МАТЕМАТИКА", ["maths", 5, 2023], 12, ["8.3", "33.3", "41.7", "16.7"]),
        ("2023", "6", "Физкультура", ["физкультура", 6, 2023], 5, ["0", "0", "0", "100"]),
    ]:
        s.taken([year, grade, subject, "М район", "edu990001", "Школа № 1"], n, shares, *key, "school", "edu990001", "М район")
    s.aside("2023;5;Математика;М район;edu990001;Школа № 1;12;8.3;33.3;41.7;16.7", "edu990001 stands in row 4 already")
    s.aside("2023;5;Математика;М район;;Школа № 1;12;8.3;33.3;41.7;16.7", "no group")
    read("a flat table of four works", s, s.report("marks-flat"), sorted(s.groups, key=lambda row: row[:3]),
         note="works in the order of subject, grade, year")

    refused("totals are no marks", lines(header(REPORT, 0, 5), "Школа (edu990001);1;10;0;0;10;20;30;40"), "data.unknown_layout")
    refused("totals from 2 on are no marks", lines(header(REPORT, 2, 6), "Школа (edu990001);1;10;0;0;60;40;0"),
            "data.unknown_layout")
    refused("every row is set aside", lines(header(REPORT, 2, 5), "Школа (edu990001);1;10;0;0;60;30"), "data.empty")
    refused("nothing", "", "data.empty")
    return cases


# ---- The official list: counted by hand --------------------------------------------------------------------------


def readers_markers():
    head = "Год;Логин;Муниципалитет;ОО;4 РУ;4  МА;5РУ;5 МА;Количество маркеров"
    cases = []

    def refused(name, text, code):
        cases.append({"name": name, "input": {"text": text}, "options": {}, "error": code})

    text = lines(
        head,
        "2023;sch990001;г. Горный;Школа  №  1;1;;1;;2",
        "2023;edu990002;Речной район;Школа № 2;;1;;;1",
        "2024;edu990001;город Горный;Школа № 1;1;1;1;1;4",
        "2024.0;edu990003 | Школа № 3;Речной район;Школа № 3;1.0;0;;;1",
        "2024;edu990002;Речной район;Школа № 2;;;;;0",
        "2024;edu990004;Речной район;Школа № 4;1;;;;3",
        "2024;edu990005;Речной район;Школа № 5;да;1;;;1",
        ";;;;;;;;",
        "скоро;edu990006;Речной район;Школа № 6;1;;;;1",
        "2024;;Речной район;Школа № 7;1;;;;1",
        "2023;edu990002;Речной район;Школа № 2;;1;;;1",
        "2024;edu990004;Речной район;Школа № 4;1;1;;;2")
    horny = ["г. Горный", "Школа № 1"]
    rows = [[2023, "sch990001", *horny, 4, "russian"], [2023, "sch990001", *horny, 5, "russian"],
            [2023, "edu990002", "Речной район", "Школа № 2", 4, "maths"]]
    rows += [[2024, "edu990001", "город Горный", "Школа № 1", grade, subject]
             for grade in (4, 5) for subject in ("russian", "maths")]
    rows += [[2024, f"edu99000{n}", "Речной район", f"Школа № {n}", 4, subject]
             for n, subject in [(3, "russian"), (4, "russian"), (5, "maths"), (4, "russian"), (4, "maths")]]
    report = reported("marker-list", [
        [7, 'the count is "3", the row has 1 markers'],
        [8, 'the marker 4 РУ is "да", expected 1 or nothing: taken as none'],
        [10, 'the year is "скоро", expected a whole number'],
        [11, "no school"],
        [12, "the same row as row 3"],
        [13, "this school stands in row 7 too"],
    ], rows=12, taken=8, absent=1, set_aside=3)
    by_municipality = [[2023, "Речной район", 1, 1], [2023, "г. Горный", 1, 2],
                       [2024, "Речной район", 3, 4], [2024, "город Горный", 1, 4]]
    cases.append({"name": "two years, with the dirt of a real list",
                  "note": "edu990004 is listed twice in 2024: one school, two different markers",
                  "input": {"text": text}, "options": {},
                  "expect": {"report": report, "rows": rows, "by_year": [[2023, 2, 3], [2024, 4, 8]],
                             "by_municipality": by_municipality}})
    text = lines("Логин;Год;10 МА;6 БИО", "edu990001;2025;1;1", "edu990002;2025;;1")
    rows = [[2025, "edu990001", "", "", 10, "maths"], [2025, "edu990001", "", "", 6, "био"], [2025, "edu990002", "", "", 6, "био"]]
    cases.append({"name": "other works, no names, no count", "input": {"text": text}, "options": {},
                  "expect": {"report": reported("marker-list", rows=2, taken=2), "rows": rows, "by_year": [[2025, 2, 3]],
                             "by_municipality": [[2025, "", 2, 3]]}})
    refused("no year", lines("Логин;4 РУ", "edu990001;1"), "data.no_column")
    refused("no login", lines("Год;4 РУ", "2024;1"), "data.no_column")
    refused("no marker", lines("Год;Логин;12 РУ;Количество маркеров", "2024;edu990001;1;1"), "data.no_column")
    refused("a header without rows", lines(head), "data.empty")
    refused("every row is set aside", lines(head, "2024;;М;Ш;1;;;;1"), "data.empty")
    refused("nothing", "", "data.empty")
    return cases


# ---- Plans: what they lack, what they cannot be ------------------------------------------------------------------


def complete_plan():
    """A plan that lacks nothing."""
    day = {"kind": "date", "date": "2023-05-01"}
    indicator = {"formula": "share_with_signs", "baseline": 12.5, "target": 8.0, "due": "2023-05-01"}

    def measure(name, kind, **more):
        return {"id": name, "text": f"Do {name}", "kind": kind, "level": "municipality", "responsible": "The department",
                "schedule": day, "indicators": [indicator], "documents": ["d1"]} | more

    return {
        "version": 1, "title": "Measures", "territory": "Town", "year": 2022,
        "approval": {"body": "The department", "document": "order", "number": "17", "date": "2022-09-01"},
        "documents": [{"id": "d1", "kind": "order", "issuer": "The department", "number": "18", "date": "2022-09-02"},
                      {"id": "d2", "kind": "minutes", "issuer": "The council", "number": "3", "date": "2022-03-25"}],
        "criteria": [{"id": "c1", "text": "A criterion"}],
        "directions": [
            {"title": "Procedure", "kind": "procedure", "measures": [
                measure("observers", "observers", criteria=["c1"], evidence=["d2"]),
                measure("help", "targeted_help", level="school", targets={"schools": ["edu990001"]})]},
            {"title": "Attitude", "kind": "attitude", "measures": [
                measure("seminars", "attitude"),
                measure("effect", "effect_analysis", schedule={"kind": "period", "from": "2023-05-01", "to": "2023-05-01"})]},
        ],
    }


def plan_lint():
    wording = {code: json.loads((HERE / f"../../core/data/wording.{code}.json").read_text(encoding="utf-8"))["lint"]
               for code in ("ru", "en")}
    cases = []

    def changed(change):
        plan = complete_plan()
        change(plan)
        return plan

    def lint(name, change, *remarks, languages=("en",)):
        for language in languages:
            said = [[path, code, wording[language][code]] for path, code in remarks]
            cases.append({"name": f"{name}, {language}"}
                         | {"input": {"plan": changed(change)}, "options": {"language": language}, "expect": {"remarks": said}})

    def refused(name, change, code, path):
        cases.append({"name": name, "input": {"plan": changed(change)}, "options": {}, "error": f"plan.{code}", "path": path})

    first = "directions[0].measures[0]"

    def measure(plan, of=0):
        return plan["directions"][0]["measures"][of]

    def without(name):
        return lambda plan: measure(plan).pop(name)

    def with_first(**fields):
        return lambda plan: measure(plan).update(fields)

    lint("nothing is lacking", lambda plan: None)
    lint("fields of a later version are no lack", lambda plan: plan.update(budget=12))
    lint("nobody answers", without("responsible"), (first, "no_responsible"))
    lint("a blank name answers", with_first(responsible="  "), (first, "no_responsible"))
    lint("no time", without("schedule"), (first, "no_schedule"))
    lint("every academic year, no days", with_first(schedule={"kind": "academic_year"}), (first, "recurring_without_dates"))
    lint("as the calendar says, no days", with_first(schedule={"kind": "assessment_calendar", "text": "by the calendar"}),
         (first, "recurring_without_dates"))
    lint("every academic year, with the days", with_first(schedule={"kind": "academic_year", "dates": ["2023-01-10"]}))
    lint("no indicator", without("indicators"), (first, "not_measurable"))
    lint("an indicator without a baseline", with_first(indicators=[{"formula": "x", "target": 1, "due": "2023-05-01"}]),
         (first, "not_measurable"))
    lint("a document without a number", lambda plan: plan["documents"][1].pop("number"),
         ("documents[1]", "document_without_number_or_date"))
    lint("a document without a date", lambda plan: plan["documents"][0].pop("date"),
         ("documents[0]", "document_without_number_or_date"))
    lint("help for nobody", lambda plan: measure(plan, 1).pop("targets"), ("directions[0].measures[1]", "no_targets"))
    lint("help for a finding", lambda plan: measure(plan, 1).update(targets={"findings": ["2021:heaping.three_bin:school:edu1"]}))
    lint("a re-check of nothing", with_first(kind="recheck"), (first, "no_targets"))
    lint("no work on attitudes", lambda plan: plan["directions"][1].update(kind="other"), ("directions", "no_attitude_direction"))
    lint("no analysis of the effect", lambda plan: plan["directions"][1]["measures"][1].update(kind="analysis"),
         ("directions", "no_effect_analysis"))
    lint("nobody approved", lambda plan: plan.pop("approval"), ("approval", "no_approval"))
    lint("approved without a number", lambda plan: plan["approval"].pop("number"), ("approval", "no_approval"))

    def bare(plan):
        del plan["approval"], plan["documents"][0]["number"]
        plan["directions"] = [{"title": "All", "kind": "other", "measures": [
            {"id": "a", "text": "Help", "kind": "targeted_help", "level": "school"},
            {"id": "b", "text": "Meet", "kind": "other", "level": "region", "schedule": {"kind": "academic_year"}}]}]

    lint("much is lacking, in the order of the plan", bare,
         ("approval", "no_approval"), ("documents[0]", "document_without_number_or_date"),
         (first, "no_responsible"), (first, "no_schedule"), (first, "not_measurable"), (first, "no_targets"),
         ("directions[0].measures[1]", "no_responsible"), ("directions[0].measures[1]", "recurring_without_dates"),
         ("directions[0].measures[1]", "not_measurable"),
         ("directions", "no_attitude_direction"), ("directions", "no_effect_analysis"), languages=("ru", "en"))
    refused("a document that is not there", with_first(documents=["d1", "d9"]), "dangling_id", f"{first}.documents[1]")
    refused("evidence that is not there", with_first(evidence=["d9"]), "dangling_id", f"{first}.evidence[0]")
    refused("a criterion that is not there", with_first(criteria=["d1"]), "dangling_id", f"{first}.criteria[0]")
    refused("two measures of one id", lambda plan: measure(plan, 1).update(id="observers"), "duplicate_id",
            "directions[0].measures[1].id")
    refused("a measure with the id of one in another direction", lambda plan: plan["directions"][1]["measures"][0].update(id="help"),
            "duplicate_id", "directions[1].measures[0].id")
    refused("two documents of one id", lambda plan: plan["documents"][1].update(id="d1"), "duplicate_id", "documents[1].id")
    refused("a blank id", with_first(id=" "), "empty", f"{first}.id")
    refused("a period that ends before it begins", with_first(schedule={"kind": "period", "from": "2022-05-02", "to": "2022-05-01"}),
            "date_order", f"{first}.schedule")
    refused("no directions", lambda plan: plan.update(directions=[]), "empty", "directions")
    refused("another version", lambda plan: plan.update(version=2), "version", "version")
    refused("a year as text", lambda plan: plan.update(year="2022"), "json", "year")
    refused("a year that no calendar has", lambda plan: plan.update(year=-1), "json", "year")
    refused("a title as a number", lambda plan: plan.update(title=7), "json", "title")
    refused("measures as text", lambda plan: plan["directions"][0].update(measures="all"), "json", "directions[0].measures")
    refused("a level that is none", with_first(level="galaxy"), "json", f"{first}.level")
    refused("a status that is none", with_first(status="soon"), "json", f"{first}.status")
    refused("a day that no month has", with_first(schedule={"kind": "date", "date": "2022-02-30"}), "json", f"{first}.schedule")
    refused("a time of an unknown kind", with_first(schedule={"kind": "weekly"}), "json", f"{first}.schedule.kind")
    refused("a baseline as text", with_first(indicators=[{"formula": "x", "baseline": "12"}]), "json",
            f"{first}.indicators[0].baseline")
    refused("a measure without its text", without("text"), "json", first)
    refused("a plan without its title", lambda plan: plan.pop("title"), "json", ".")
    return cases


# ---- Policies as JSON --------------------------------------------------------------------------------------------


def screening_policy():
    cases = []
    official = {"sign": {"sign": "official.rank_mismatch"}, "unit": "school", "min_n": 3}
    journal = {"sign": {"sign": "journal", "kind": "raised"}, "unit": "class", "min_n": 10, "fdr": 0.05, "min_effect": 0.1}

    def policy(*rules, **more):
        return {"name": "mine", "min_reference": 5, "rules": list(rules)} | more

    def read(name, given, **changed):
        full = {"subjects": [], "with_incomplete": False} | given
        full["rules"] = [{"fdr": None, "min_effect": None} | rule for rule in given["rules"]]
        cases.append({"name": name, "input": {"json": json.dumps(given)}, "options": {}, "expect": {"policy": full | changed}})

    def refused(name, given):
        text = given if isinstance(given, str) else json.dumps(given)
        cases.append({"name": name, "input": {"json": text}, "options": {}, "error": "screening.policy"})

    read("no rules", policy())
    read("a rule without a p-value: no false discovery rate, any effect", policy(official))
    read("a rule with a p-value", policy(journal))
    read("every kind of sign", policy(
        {"sign": {"sign": "official.inflated_mean", "t": 2.0}, "unit": "municipality", "min_n": 2}, official,
        {"sign": {"sign": "official.cohort_jump", "k": 1.5}, "unit": "school", "min_n": 10, "min_effect": 0.5}, journal,
        {"sign": {"sign": "heaping.three_bin"}, "unit": "school", "min_n": 20, "fdr": 0.01}))
    read("works, and pupils with missing cells",
         policy(journal, subjects=[{"subject": "maths", "test_grade": 5}], with_incomplete=True))
    refused("not JSON", "{")
    refused("not an object", "[]")
    refused("no name", {"min_reference": 5, "rules": []})
    refused("no rules at all", {"name": "mine", "min_reference": 5})
    refused("an unknown field", policy(official, colour="red"))
    refused("an unknown field of a rule", policy(official | {"level": 1}))
    refused("an unknown sign", policy(official | {"sign": {"sign": "horoscope"}}))
    refused("an unknown kind of a sign", policy(journal | {"sign": {"sign": "journal", "kind": "lost"}}))
    refused("an unknown unit", policy(official | {"unit": "planet"}))
    refused("a unit that cannot be compared", policy(official | {"unit": "all"}))
    refused("a least number that is negative", policy(official | {"min_n": -1}))
    refused("a least number as text", policy(official | {"min_n": "3"}))
    refused("a false discovery rate of 0", policy(journal | {"fdr": 0}))
    refused("a false discovery rate of 1", policy(journal | {"fdr": 1}))
    refused("a false discovery rate without a p-value", policy(official | {"fdr": 0.05}))
    refused("a p-value without a false discovery rate", policy(journal | {"fdr": None}))
    refused("a work without its grade", policy(official, subjects=[{"subject": "maths"}]))
    return cases


if __name__ == "__main__":
    write("official.inflated_mean", official_inflated_mean())
    write("official.rank_mismatch", official_rank_mismatch())
    write("official.cohort_jump", official_cohort_jump())
    write("official.objectivity_index", official_objectivity_index())
    write("official.item_inversion", official_item_inversion())
    write("official.group_crossing", official_group_crossing())
    write("official.x_pattern", official_x_pattern())
    write("official.high5_low_spread", official_high5_low_spread())
    write("official.class_split", official_class_split(), tolerance=1e-10)
    write("legacy.invalsi", legacy_invalsi(), tolerance=1e-8)
    write("legacy.jacob_levitt", legacy_jacob_levitt(), tolerance=1e-9)
    write("legacy.score_fluctuations", legacy_score_fluctuations())
    write("official.external_mismatch", official_external_mismatch())
    write("official.recheck_delta", official_recheck_delta(), tolerance=1e-10)
    iterated = "tests/vectors/make.py: second implementation in Python; means exact, numpy and scipy for what is iterated"
    write("continuity.by_group", continuity_by_group(), tolerance=1e-8, source=iterated)
    write("continuity.consistency", continuity_consistency(), tolerance=1e-8, source=iterated)
    write("continuity.cumulative", continuity_cumulative(), tolerance=1e-8, source=iterated)
    write("journal.by_group", journal_by_group())
    floating = "tests/vectors/make.py: second implementation in Python with numpy and scipy"
    write("norms", norms_table(), tolerance=1e-9, source=floating)
    write("profile.by_group", profile_cases(profile_by_group), tolerance=1e-8, source=floating)
    write("profile.contrasts", profile_cases(profile_contrasts), tolerance=1e-8, source=floating)
    write("journal.agreement", journal_agreement())
    write("journal.perfect", journal_perfect())
    write("journal.leniency", journal_leniency(), tolerance=1e-8)
    write("level.by_group", level_by_group())
    write("spread.by_group", spread_by_group(), tolerance=1e-10)
    write("heaping.three_bin", heaping_three_bin(), source=INDEPENDENT + "; published values by Frandsen (2017)")
    write("heaping.by_group", heaping_by_group())
    write("heaping.fit", heaping_fit_cases(), tolerance=1e-8, source=floating)
    write("heaping.round_percentages", heaping_round_percentages())
    write("similarity.by_class", similarity_by_class(), tolerance=1e-9,
          source=INDEPENDENT.replace("exact fractions for sums", "double precision for sums of pairs"))
    write("evidence.benjamini_hochberg", evidence_bh())
    write("evidence.benjamini_yekutieli", evidence_by())
    write("evidence.fisher", evidence_fisher())
    write("evidence.stouffer", evidence_stouffer())
    write("evidence.cauchy_combination", evidence_cauchy())
    write("evidence.harmonic_mean", evidence_harmonic())
    write("evidence.rogan_gladen", evidence_rogan_gladen())
    by_hand = "by hand, from the rules in the documentation"
    write("results.new", results_new(), source=by_hand)
    write("readers.csv", readers_csv(), source=by_hand)
    write("readers.layouts", readers_layouts(), source=by_hand)
    write("readers.distributions", readers_distributions())
    write("readers.mark_statistics", readers_mark_statistics())
    write("readers.markers", readers_markers(), source=by_hand)
    write("plan.lint", plan_lint(), source=by_hand)
    write("screening.policy", screening_policy(), source=by_hand)
    import irt  # beside this file; it takes what it needs from here

    irt.main()
