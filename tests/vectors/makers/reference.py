"""A share against a reference: the other groups, and how much they differ among themselves."""

from fractions import Fraction

import mpmath as mp
from scipy import stats

from .shared import NAN, beta_binomial_pmf, m, newcombe, upper

# Constants: the 90 % point of the normal distribution, mean and standard deviation of W = min(Z^2,
# c^2), 75 % point.
LIMIT, MEAN, DEVIATION, CAUTION = 1.2815515655446004, 0.6786545589528745, 0.6250378945394779, 0.6744897501960817
assert abs(LIMIT - stats.norm.ppf(0.9)) < 1e-15 and abs(CAUTION - stats.norm.ppf(0.75)) < 1e-15
assert abs(MEAN - (0.8 - 2 * LIMIT * stats.norm.pdf(LIMIT) + 2 * LIMIT**2 * 0.1)) < 1e-15
SQUARED = mp.quad(lambda z: 2 * (min(z * z, m(LIMIT) ** 2) - m(MEAN)) ** 2 * mp.npdf(z), [0, LIMIT, 9])
assert abs(DEVIATION - mp.sqrt(SQUARED)) < 1e-14


def huber_scale(squares, largest, variance):
    """Huber's proposal 2, an upper 75 % limit: the parameter at which sum min(z^2 / variance, c^2)
    is as expected.
    """
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
    """The correlation for this group from the other groups with anybody; groups[i][s] = (x, n) in
    stratum s.
    """
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


def between_groups(squares):
    return huber_scale(squares, mp.mpf(10) ** 6, lambda k, tau2: 1 + k * tau2) if len(squares) > 1 else mp.mpf(0)
