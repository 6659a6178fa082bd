"""Means of one work beside those of others: robust regression, by scipy where it is iterated."""

import math
from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import optimize, stats

from .data import one_item
from .reference import LIMIT, MEAN
from .shared import NAN, Refused, Vectors, by_columns, case, groups_of, m, moments


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
        rows.append(
            {
                "group": name,
                "work": key,
                "n": least,
                "before": x[i],
                "after": y[i],
                "change": y[i] - x[i],
                "expected": mean[i],
                "statistic": effect / sd[i],
                "df": df,
                "pvalue": 2 * stats.t.sf(abs(effect / sd[i]), df),
                "effect": effect,
                "lower": effect - half,
                "upper": effect + half,
            }
        )
    return rows


def work_key(r):
    a = r["assessment"]
    return f"{a['year']}-{a['subject']}-{a['test_grade']}"


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
            t = np.array(
                [(steps[k][g]["statistic"], steps[l][g]["statistic"]) for g in steps[k] if g in steps[l]]
            ).clip(-2.5, 2.5)
            correlation[k, l] = correlation[l, k] = max(
                0, (t[:, 0] @ t[:, 1]) / math.sqrt((t[:, 0] @ t[:, 0]) * (t[:, 1] @ t[:, 1]))
            )
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


def by_group_cases():
    f = continuity
    a, b = cohort_of(1, 0.0), cohort_of(1, 1.5, year=2022, jump=4)
    return [case("a jump of one school", f, {"before": a, "after": b}),
            case("too few others", f, {"before": a, "after": b}, {"min_reference": 26}),
            case("no slope: levels that are not kept", f,
                 {"before": cohort_of(2, 0.0), "after": cohort_of(3, 0.0, keep=0.3)}),
            case("schools in only one work", f,
                 {"before": cohort_of(4, 0.0, names=30), "after": cohort_of(4, 0.5, names=24, year=2022)},
                 {"min_reference": 10}),
            case("no reference at all", f, {"before": a, "after": b}, {"min_reference": 4})]


def several_works():
    works = [cohort_of(6, 0.3 * k, year=2021 + k, names=24 - k, jump=3 if k == 2 else None) for k in range(3)]
    return [({"works": works}, {}), ({"works": works[:1]}, {})]


def consistency_cases():
    (three, o), (one, _) = several_works()
    return [case("three works", consistency, three, o), case("one work", consistency, one)]


def cumulative_cases():
    (three, o), (one, _) = several_works()
    return [case("three works", cumulative, three, o), case("one work", cumulative, one)]


ITERATED = "second implementation in Python; means exact, numpy and scipy for what is iterated"
VECTORS = [
    Vectors("continuity.by_group", by_group_cases, tolerance=1e-8, how=ITERATED),
    Vectors("continuity.consistency", consistency_cases, tolerance=1e-8, how=ITERATED),
    Vectors("continuity.cumulative", cumulative_cases, tolerance=1e-8, how=ITERATED),
]
