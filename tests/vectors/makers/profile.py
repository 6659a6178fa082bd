"""The norms of items, and the profile of a class beside them."""

import math

import numpy as np
from scipy import optimize, stats

from .data import classes_of_schools, simulated, work
from .shared import FLOATING, NAN, NOT_ATTEMPTED, Z95, Refused, Vectors, by_columns, case


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
                covariance[s] = (
                    block - np.outer(block.sum(1), block.sum(0)) / block.sum() if block.sum() > 1e-12 else block
                )
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


class Profile:
    """A group's deviations from the norms by item, and their sampling covariance."""

    def __init__(self, name, members, sets, size):
        self.name, self.n = name, len(members)
        d, v = np.zeros(size), np.zeros((size, size))
        for items, x, total in members:
            n, reach, pooled, mean, covariance = sets[items]
            own = sum(other == items and abs(t - total) <= reach[total] for other, _, t in members)
            at = list(items)
            d[at] += x - mean[total]
            v[np.ix_(at, at)] += covariance[total] * (1 - min(own / max(pooled[total], 1), 1))
        self.d, self.v = d / len(members), v / len(members) ** 2


class Between:
    """How profiles of large groups differ: covariance on the whole, shared by a school's classes,
    and a class's own.
    """

    def __init__(self, large, siblings):
        first = self.mean(large, [1] * len(large))
        weights = []
        for g in large:
            q, df = quadratic(g.d, g.v + first)
            cut = stats.chi2.ppf(0.9, df)
            weights.append(min(cut / q, 1) / (stats.chi2.cdf(cut, df + 2) + cut / df * 0.1))
        self.whole, self.shared, self.own = self.mean(large, weights), None, None
        weight = dict(zip(large, weights))
        pairs = [(a, b, 1 / len(siblings[a])) for a in large for b in siblings[a]]
        schools = sum(1 / len(siblings[a]) for a, _, _ in pairs)
        if schools >= 10:
            s = sum(share * math.sqrt(weight[a] * weight[b]) * np.outer(a.d, b.d) for a, b, share in pairs)
            self.shared = positive((s + s.T) / 2 / schools)
            self.own = positive(self.whole - self.shared)

    @staticmethod
    def mean(large, weights):
        return positive(np.mean([w * np.outer(g.d, g.d) - g.v for g, w in zip(large, weights)], axis=0))

    def foretold(self, g, others):
        """Deviations and their variance, less what the other classes of the school foretell."""
        if self.shared is None or not others:
            return g.d, g.v + self.whole
        share = np.array([k.n for k in others], float)
        share /= share.sum()
        doubt = self.shared + self.own * (share**2).sum() + sum(p * p * k.v for p, k in zip(share, others))
        gain = self.shared @ pseudo_inverse(doubt)
        d = g.d - gain @ sum(p * k.d for p, k in zip(share, others))
        return d, g.v + self.own + self.shared - gain @ self.shared


def second_freedom(groups, tested, large):
    """nu of F: the tails of the larger half of the groups fit it; infinite where chi-square does,
    at least 8.
    """
    half = np.quantile([g.n for g in large], 0.5)
    body = [(q / df, df) for (_, _, q, df), g in zip(tested, groups) if g.n >= half]
    high, df = np.quantile([ratio for ratio, _ in body], 0.8), np.quantile([df for _, df in body], 0.5)
    if stats.chi2.sf(high * df, df) >= 0.2:
        return math.inf
    if stats.f.sf(high, df, 8.0) <= 0.2:
        return 8.0
    return 1 / optimize.brentq(lambda inverse: stats.f.sf(high, df, 1 / inverse) - 0.2, 1e-9, 1 / 8, xtol=1e-16)


def profiles(r, group="class", min_groups=20):
    if min_groups < 3:
        raise Refused("statistic.parameter")
    sets, persons = norm_sets(r), taught(r)
    maxima = np.array(r["assessment"]["max_scores"], float)
    if group == "class":
        labels = [f"{s}/{c or '-'}" for s, c in zip(r["school"], r["class_id"])]
    else:
        labels = r[group]
    groups = []
    for name in sorted(set(labels)):
        members = [person for person, label in zip(persons, labels) if label == name]
        groups.append(Profile(name, members, sets, len(maxima)))
    large = [g for g in groups if g.n >= 8]
    school = lambda g: g.name.rsplit("/", 1)[0]
    beside = lambda g: [k for k in large if k is not g and school(k) == school(g)] if group == "class" else []
    siblings = {g: beside(g) for g in groups}
    if len(large) < min_groups:
        return groups, [(g.d, None, NAN, NAN) for g in groups], NAN, maxima
    between = Between(large, siblings)
    tested = []
    for g in groups:
        d, variance = between.foretold(g, siblings[g])
        tested.append((d, variance, *quadratic(d, variance)))
    return groups, tested, second_freedom(groups, tested, large), maxima


def f_tail(x, df, nu):
    return stats.chi2.sf(x * df, df) if math.isinf(nu) else stats.f.sf(x, df, nu)


def profile_by_group(r, **options):
    groups, tested, nu, maxima = profiles(r, **options)
    rows = []
    for g, (_, _, q, df) in zip(groups, tested):
        alone, df_alone = quadratic(g.d, g.v)
        shares = g.d / maxima
        rows.append({
            "group": g.name, "n": g.n, "statistic": q, "df": df, "pvalue": f_tail(q / df, df, nu),
            "effect": math.sqrt((shares**2).mean()), "sampling": alone * 1.0,
            "pvalue_sampling": stats.chi2.sf(alone, df_alone),
            "best": int(shares.argmax()) + 1, "best_deviation": shares.max(),
            "worst": int(shares.argmin()) + 1, "worst_deviation": shares.min(),
        })
    return by_columns(rows)


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
        signs = {
            "hard": signs["hard"],
            "open": np.array([1 if k == "open" else -1 for k in kinds]),
            "late": signs["late"],
        }
    rows = []
    for g, (given, variance, _, _) in zip(groups, tested):
        for kind, sign in signs.items():
            a = (
                np.where(sign > 0, 1 / max((sign > 0).sum(), 1), np.where(sign < 0, -1 / max((sign < 0).sum(), 1), 0))
                / maxima
            )
            margin = Z95 * math.sqrt(a @ g.v @ a)
            z = a @ given / math.sqrt(a @ variance @ a) if variance is not None else NAN
            p = stats.norm.sf(z) if math.isinf(nu) else stats.t.sf(z, nu)
            rows.append({"group": g.name, "contrast": kind, "n": g.n, "statistic": z, "pvalue": p,
                         "effect": a @ g.d, "lower": a @ g.d - margin, "upper": a @ g.d + margin})
    return by_columns(rows)


def norms_cases():
    return [
        case("simulated", norms, {"results": simulated()}),
        case("classes of schools", norms, {"results": classes_of_schools()}),
        case("five persons: all totals are pooled", norms,
             {"results": {"assessment": work([1, 2]), "scores": [[0, 0], [1, 0], [0, 1], [1, 2], [1, 1]],
                          "school": ["a"] * 5}}),
    ]


def profile_cases(f):
    kinds = ["key", "open", "key", "key", "open", "open"]
    return [
        case("classes, with what their schools foretell", f, {"results": classes_of_schools()}),
        case("schools", f, {"results": classes_of_schools(kinds=kinds)}, {"group": "school", "min_groups": 10}),
        case("too few groups to know how they differ", f, {"results": simulated()}, {"group": "school"}),
        case("min_groups = 2", f, {"results": classes_of_schools()}, {"min_groups": 2}),
    ]


VECTORS = [
    Vectors("norms", norms_cases, tolerance=1e-9, how=FLOATING),
    Vectors("profile.by_group", lambda: profile_cases(profile_by_group), tolerance=1e-8, how=FLOATING),
    Vectors("profile.contrasts", lambda: profile_cases(profile_contrasts), tolerance=1e-8, how=FLOATING),
]
