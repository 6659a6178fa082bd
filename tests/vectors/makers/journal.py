"""Marks of the work beside the journal's."""

import math
from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import optimize, special

from .data import one_item, simulated, work
from .reference import against_reference
from .shared import (
    MISSING,
    NAN,
    NOT_ATTEMPTED,
    NOT_TAUGHT,
    Z95,
    Refused,
    Vectors,
    by_columns,
    case,
    groups_of,
    m,
    max_total,
    moments,
)

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
    return by_columns(rows)


def mark_pairs(r, group):
    """{name: [(journal mark, mark, total)]} of those who have both marks."""
    boundaries = r["assessment"].get("boundaries")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    mark = lambda total: 2 + sum(total >= b for b in boundaries)
    pairs = {
        name: [(j, mark(total), total) for j, total in persons if j is not None]
        for name, persons in groups_of(r, group).items()
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
        row = {"group": name, "n": n} | dict.fromkeys(
            ("statistic", "effect", "lower", "upper", "se", "confirmed", "difference"), NAN
        )
        margin = [[sum(line) for line in table], [sum(column) for column in zip(*table)]]
        weight = lambda j, k: 1 - Fraction((j - k) ** 2, 9)
        cells = [(j, k) for j in range(4) for k in range(4)]
        if n:
            share = lambda j, k: Fraction(table[j][k], n)
            a, b = ([Fraction(x, n) for x in side] for side in margin)
            po = sum(share(j, k) * weight(j, k) for j, k in cells)
            pe = sum(a[j] * b[k] * weight(j, k) for j, k in cells)
            row |= {
                "confirmed": sum(share(j, j) for j in range(4)),
                "difference": Fraction(sum(k - j for j, k, _ in pairs), n),
            }
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
        row |= {
            "stuart_maxwell": sm if kept else NAN,
            "stuart_maxwell_df": float(len(kept)),
            "stuart_maxwell_pvalue": chi2_tail(sm, len(kept)),
        }
        row |= {
            "bowker": bowker if unequal else NAN,
            "bowker_df": float(len(unequal)),
            "bowker_pvalue": chi2_tail(bowker, len(unequal)),
        }
        rows.append(row)
    return by_columns(rows)


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
    strata = [
        [count([p for p in ps if level[p[2]] == lv]) for lv in range(max(level.values()) + 1)] for ps in pairs.values()
    ]
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
                prior * m(mean) / k + s * length / k,
                prior * (1 - m(mean) / k) + (k - s) * length / k,
                0,
                (m(c) - 0.5) / k,
                regularized=True,
            )

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
    return by_columns(rows)


class Ordinal:
    """P(mark of the journal >= k | total, group) = logistic(α_k + β x + u), u of a group normal
    with variance τ².
    """

    def __init__(self, pairs, marks, mean, sd):
        self.names, self.marks = list(pairs), marks
        self.x = {name: np.array([(total - mean) / sd for _, total in ps]) for name, ps in pairs.items()}
        self.at = {name: np.array([marks.index(j) for j, _ in ps]) for name, ps in pairs.items()}

    def thresholds(self, theta, name, u):
        """F at the thresholds below and above each pupil's mark."""
        alpha = np.concatenate([[np.inf], theta[:-1], [-np.inf]])
        eta = theta[-1] * self.x[name] + u
        return special.expit(alpha[self.at[name]] + eta), special.expit(alpha[self.at[name] + 1] + eta)

    def mode(self, theta, tau2, name):
        """The mode of u, and the variance by the curvature there."""
        slope = lambda u: float(np.sum(1 - sum(self.thresholds(theta, name, u))) - u / tau2)
        u = optimize.brentq(slope, -60, 60, xtol=1e-15, rtol=1e-15)
        a, b = self.thresholds(theta, name, u)
        return u, 1 / (float(np.sum(a * (1 - a) + b * (1 - b))) + 1 / tau2)

    def modes(self, theta, tau2):
        return {name: self.mode(theta, tau2, name) for name in self.names}

    def gradient(self, theta, modes):
        g = np.zeros(len(theta))
        for name, (u, v) in modes.items():
            at = self.at[name]
            for node, weight in ((-math.sqrt(3), 1 / 6), (0, 2 / 3), (math.sqrt(3), 1 / 6)):
                a, b = self.thresholds(theta, name, u + node * math.sqrt(v))
                up, down = a * (1 - a) / (a - b), b * (1 - b) / (a - b)
                for k in range(1, len(self.marks)):
                    g[k - 1] += weight * (up[at == k].sum() - down[at == k - 1].sum())
                g[-1] += weight * float(np.sum((up - down) * self.x[name]))
        g[-1] -= theta[-1] / 100
        return g

    def fit(self, shares):
        """θ and τ²: towards them by EM, then to the root of all equations at once."""
        free = len(self.names) - 1
        theta, tau2 = np.array([math.log(p / (1 - p)) for p in shares] + [1.0]), 0.25
        for _ in range(6):
            modes = self.modes(theta, tau2)
            tau2 = sum(u * u + v for u, v in modes.values()) / free
            theta = optimize.root(self.gradient, theta, args=(modes,), tol=1e-12).x

        def equations(parameters):
            t2 = math.exp(parameters[-1])
            modes = self.modes(parameters[:-1], t2)
            spread = sum(u * u + v for u, v in modes.values()) / (free * t2) - 1
            return [*self.gradient(parameters[:-1], modes), spread]

        solved = optimize.root(equations, [*theta, math.log(tau2)], tol=1e-14, options={"xtol": 1e-14})
        assert max(abs(e) for e in solved.fun) < 1e-9, solved
        return solved.x[:-1], math.exp(solved.x[-1])

    def marks_above(self, theta, name, w):
        """How many marks more a group's pupils have on average with w than with 0."""
        eta = theta[-1] * self.x[name]
        steps = [(self.marks[k + 1] - self.marks[k], theta[k]) for k in range(len(self.marks) - 1)]
        return float(sum(s * np.mean(special.expit(a + eta + w) - special.expit(a + eta)) for s, a in steps))


def leniency(r, group="school"):
    """By other means than the library's: Brent's method for each u, plain EM, a root finder for the
    rest.
    """
    groups = groups_of(r, group)
    pairs = {name: [(j, total) for j, total in persons if j is not None] for name, persons in groups.items()}
    everyone = [pair for ps in pairs.values() for pair in ps]
    if not everyone:
        raise Refused("statistic.no_journal")
    keys = ("statistic", "effect", "lower", "upper", "sd", "logits_lower", "logits_upper")
    out = {"group": list(pairs), "n": [len(ps) for ps in pairs.values()]} | {key: [NAN] * len(pairs) for key in keys}
    marks = sorted({j for j, _ in everyone})
    used = {name: ps for name, ps in pairs.items() if ps}
    mean, var = moments([total for _, total in everyone])
    if len(used) < 3 or len(marks) < 2 or not var:
        return out
    model = Ordinal(used, marks, float(mean), math.sqrt(var))
    theta, tau2 = model.fit([sum(j >= mark for j, _ in everyone) / len(everyone) for mark in marks[1:]])
    doubt = tau2 / sum(1 - v / tau2 for _, v in model.modes(theta, tau2).values())
    for i, name in enumerate(pairs):
        if name not in used:
            continue
        u, v = model.mode(theta, tau2, name)
        sd = math.sqrt(v + (1 - v / tau2) ** 2 * doubt)
        low, high = u - Z95 * sd, u + Z95 * sd
        effects = (model.marks_above(theta, name, w) for w in (u, low, high))
        for key, value in zip(keys, (u, *effects, sd, low, high)):
            out[key][i] = value
    return out


def by_group_cases():
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
    """Journal marks 3 4 5 (rows) against marks 3 4 5: [[20, 10, 5], [3, 30, 15], [0, 5, 80]];
    boundaries 3, 5, 8.
    """
    pairs = []
    for j, line in zip((3, 4, 5), [[20, 10, 5], [3, 30, 15], [0, 5, 80]]):
        pairs += [(j, total) for total, n in zip((4, 6, 9), line) for _ in range(n)]
    return one_item({"a": [t for _, t in pairs]}, marks={"a": [j for j, _ in pairs]})


def agreement_cases():
    f = agreement
    small = one_item({"a": [4, 4, 6], "b": [4, 4], "c": [4, 6, 6, 9], "d": [4], "e": [1, 4, 6, 9]},
                     marks={"a": [3, 3, 4], "b": [3, 3], "c": [4, 3, 5, 4], "d": [None], "e": [4, 4, 4, 4]})
    return [
        case("the table of METHODS", f, {"results": published_table()},
             expect={"stuart_maxwell": [13.76471], "stuart_maxwell_pvalue": [0.001025728], "bowker": [13.76923],
                     "bowker_pvalue": [0.003236707], "statistic": [0.7311919]}),
        case("all agree; one mark alone; two parts; nobody", f, {"results": small},
             note="a: kappa 1; b: no kappa; c: 3 and 4 change places, 5 and 4 too; e: one journal mark, kappa 0 "
                  "without an interval"),
        case("no boundaries", f, {"results": one_item({"a": [1, 2]}, boundaries=None, marks={"a": [3, 4]})}),
        case("no journal", f, {"results": one_item({"a": [1, 2]})}),
        case("simulated, by school", f, {"results": simulated()}),
        case("simulated, by class", f, {"results": simulated()}, {"group": "class"}),
    ]


def perfect_cases():
    f = perfect
    big = simulated()
    return [
        case("simulated, by school", f, {"results": big}, {"reliability": 0.8}),
        case("simulated, by municipality, without a reliability", f, {"results": big}, {"group": "municipality"}),
        case("a reliability that no test has", f, {"results": published_table()}, {"reliability": 1.0}),
        case("one school has no reference", f, {"results": published_table()}, {"reliability": 0.9}),
        case("no journal", f, {"results": one_item({"a": [1, 2]})}),
    ]


def leniency_cases():
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


VECTORS = [
    Vectors("journal.by_group", by_group_cases),
    Vectors("journal.agreement", agreement_cases),
    Vectors("journal.perfect", perfect_cases),
    Vectors("journal.leniency", leniency_cases, tolerance=1e-8),
]
