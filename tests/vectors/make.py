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
from scipy import stats

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
        # One mark for all, or one total for all, says nothing of order, though the printed formula gives a number.
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


# ---- a share against a reference -------------------------------------------------------------------------------


# Constants: the 90 % point of the normal distribution, mean and standard deviation of W = min(Z^2, c^2), 75 % point.
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


# ---- evidence --------------------------------------------------------------------------------------------------


def benjamini_hochberg(p):
    """min over j >= i of m p_(j) / j, at most 1; undefined values are not counted."""
    known = [v for v in p if v is not None]
    count = len(known)

    def adjusted(value):
        at_least = [Fraction(v) for v in known if v >= value]
        return min([Fraction(count) * v / sum(u <= v for u in known) for v in at_least] + [Fraction(1)])

    return [None if value is None else adjusted(value) for value in p]


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


if __name__ == "__main__":
    write("official.inflated_mean", official_inflated_mean())
    write("official.rank_mismatch", official_rank_mismatch())
    write("official.cohort_jump", official_cohort_jump())
    write("official.objectivity_index", official_objectivity_index())
    write("journal.by_group", journal_by_group())
    write("heaping.three_bin", heaping_three_bin(), source=INDEPENDENT + "; published values by Frandsen (2017)")
    write("heaping.by_group", heaping_by_group())
    write("evidence.benjamini_hochberg", evidence_bh())
    by_hand = "by hand, from the rules in the documentation"
    write("results.new", results_new(), source=by_hand)
    write("readers.csv", readers_csv(), source=by_hand)
