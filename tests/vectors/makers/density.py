"""Density tests at a threshold, value by value.

In 40 digits. Distribution functions and influences are summed value by value, the limits of variances
integrated numerically.
"""

import math

import mpmath as mp
import numpy as np

from .shared import NAN, Refused, Vectors, case

Z95 = mp.mpf("1.959963984540054")

KERNELS = {
    "triangular": lambda u: 1 - abs(u),
    "uniform": lambda u: mp.mpf(1) / 2,
    "epanechnikov": lambda u: mp.mpf(3) / 4 * (1 - u * u),
}


def two_sided(z):
    return mp.erfc(abs(z) / mp.sqrt(2))


def finite(values):
    if any(math.isinf(x) for x in values):
        raise Refused("statistic.parameter")
    return sorted(mp.mpf(x) for x in values if not math.isnan(x))


# ---- Local polynomials ---------------------------------------------------------------------------


def terms(t, order, fit):
    """r(t), and where its slopes are."""
    powers = [mp.mpf(t) ** k for k in range(order + 1)]
    zeros = [mp.mpf(0)] * (order + 1)
    if fit == "unrestricted":
        return powers + zeros if t < 0 else zeros + powers
    return [powers[0], powers[1] if t < 0 else 0, powers[1] if t >= 0 else 0, *powers[2:]]


def slopes_at(order, fit):
    return (1, order + 2) if fit == "unrestricted" else (1, 2)


def fitted(x, c, bandwidth, order, kernel, fit, mass_points):
    """Coefficients, G, and what they come from; None with too few distinct values within reach."""
    n = len(x)
    t = [v - c for v in x]
    h = [mp.mpf(bandwidth[0] if v < 0 else bandwidth[1]) for v in t]
    within = lambda i: abs(t[i]) <= h[i] and KERNELS[kernel](t[i] / h[i]) > 0
    weight = [KERNELS[kernel](t[i] / h[i]) / h[i] if within(i) else mp.mpf(0) for i in range(n)]
    # Places in the distribution function: with ties together, the others not above; else one after
    # another.
    at_least = lambda i, j: t[j] >= t[i] if mass_points else j >= i
    f = [mp.mpf(sum(at_least(j, i) for j in range(n)) - 1) / (n - 1) for i in range(n)]
    r = [terms(v, order, fit) for v in t]
    k = len(r[0])
    inside = [i for i in range(n) if weight[i] > 0]
    distinct = [len({t[i] for i in inside if (t[i] < 0) == left}) for left in (True, False)]
    enough = min(distinct) > order if fit == "unrestricted" else min(distinct) > 0 and sum(distinct) >= order + 2
    if not enough:
        return None
    g = mp.matrix(k, k)
    b = mp.matrix(k, 1)
    for i in inside:
        for a in range(k):
            b[a] += weight[i] * r[i][a] * f[i]
            for d in range(k):
                g[a, d] += weight[i] * r[i][a] * r[i][d]
    return mp.lu_solve(g, b), g, weight, r, inside, at_least


def jump(x, c, bandwidth, order, kernel, fit, variance, mass_points):
    """Slopes left and right, and the covariance matrix of the two."""
    found = fitted(x, c, bandwidth, order, kernel, fit, mass_points)
    if found is None:
        return NAN, NAN, None
    beta, g, weight, r, inside, at_least = found
    n, k = len(x), g.rows
    left, right = slopes_at(order, fit)
    if variance == "jackknife":
        middle = mp.matrix(k, k)
        for i in range(n):
            psi = [sum(weight[j] * r[j][a] for j in inside if j != i and at_least(i, j)) / (n - 1) for a in range(k)]
            for a in range(k):
                for d in range(k):
                    middle[a, d] += psi[a] * psi[d]
        inverse = g**-1
        v = inverse * middle * inverse
    else:
        v = limit(beta[left], beta[right], bandwidth, order, kernel, fit) / n
    return beta[left], beta[right], [[v[a, d] for d in (left, right)] for a in (left, right)]


def limit(below, above, bandwidth, order, kernel, fit):
    """n times the variance for a density that is constant on both sides, by integrals over the
    score.
    """
    hl, hr = map(mp.mpf, bandwidth)
    k = len(terms(-hl, order, fit))
    sides = [(-hl, mp.mpf(0), below, hl), (mp.mpf(0), hr, above, hr)]
    # From the right: r belongs to the side even at the threshold itself.
    r = lambda s, side: terms(s if side else min(s, -mp.mpf(10) ** -35), order, fit)
    integral = lambda f, low, high: mp.quad(f, [low, high], method="gauss-legendre", maxdegree=4)
    w = lambda s, h: KERNELS[kernel](s / h) / h
    g, middle = mp.matrix(k, k), mp.matrix(k, k)
    total = [
        sum(integral(lambda s: w(s, h) * f * r(s, side)[a], low, high) for side, (low, high, f, h) in enumerate(sides))
        for a in range(k)
    ]
    for side, (low, high, f, h) in enumerate(sides):
        beyond = lambda s: [integral(lambda v: w(v, h) * f * r(v, side)[a], s, high) for a in range(k)]
        right = (
            [total[a] - integral(lambda v: w(v, h) * f * r(v, side)[a], low, high) for a in range(k)]
            if side == 0
            else [0] * k
        )
        for a in range(k):
            for d in range(k):
                g[a, d] += integral(lambda s: w(s, h) * f * r(s, side)[a] * r(s, side)[d], low, high)
        points, weights = np.polynomial.legendre.leggauss(12)
        for node, weight in zip(points, weights):
            s = (low + high) / 2 + (high - low) / 2 * mp.mpf(float(node))
            psi = [x + y for x, y in zip(beyond(s), right)]
            for a in range(k):
                for d in range(k):
                    middle[a, d] += (high - low) / 2 * mp.mpf(float(weight)) * f * psi[a] * psi[d]
    inverse = g**-1
    return inverse * middle * inverse


def normal_reference(x, c, order, derivative):
    """The best bandwidth for a derivative of a normal distribution function, uniform kernel on one
    side.
    """
    n = len(x)
    mean = sum(x) / n
    sd = mp.sqrt(sum((v - mean) ** 2 for v in x) / (n - 1))
    of_normal = lambda k: mp.diff(lambda z: mp.ncdf((z - mean) / sd), c, k)
    s = mp.matrix(order + 1, order + 1)
    for a in range(order + 1):
        for d in range(order + 1):
            s[a, d] = mp.mpf(1) / (a + d + 1)
    inverse = s**-1
    g = [inverse[derivative, a] for a in range(order + 1)]
    # Var of Σ g_a ∫ u^a dB(u), and what u^(order+1) adds.
    tails = lambda u: sum(g[a] * (1 - u ** (a + 1)) / (a + 1) for a in range(order + 1))
    variance = mp.quad(lambda u: tails(u) ** 2, [0, 1])
    bias = sum(g[a] / (a + order + 2) for a in range(order + 1)) * of_normal(order + 1) / mp.factorial(order + 1)
    free = mp.mpf(2 * derivative - 1) / (2 * (order + 1 - derivative))
    return (free * of_normal(1) * variance / (bias**2 * n)) ** (mp.mpf(1) / (2 * order + 1))


def within(h, x, c, order, sides):
    """Not less than to the (21 + order)-th distinct value of each side, not beyond the farthest."""
    distances = [sorted({abs(v - c) for v in x if (v < c) == left}) for left in (True, False)]
    chosen = [d for d, wanted in zip(distances, sides) if wanted and d]
    least = max(d[min(order + 20, len(d) - 1)] for d in chosen)
    return min(max(h, least), max(d[-1] for d in chosen))


def choose(x, c, order, kernel, fit, variance, mass_points, rule):
    one = within(normal_reference(x, c, order, 1), x, c, order, (True, True))
    two = within(normal_reference(x, c, order + 2, order + 1), x, c, order + 2, (True, True))
    below, above, v = jump(x, c, (one, one), order, kernel, fit, variance, mass_points)
    beta = fitted(x, c, (two, two), order + 2, kernel, fit, mass_points)[0]
    next_one = order + 1
    at = [next_one, order + 3 + next_one] if fit == "unrestricted" else [order + 2, order + 2]
    # The limit of the least squares that t^(order+1) alone, with its coefficient of each side,
    # would give.
    sides = [(-1, below, beta[at[0]]), (1, above, beta[at[1]])]
    integral = lambda f: mp.quad(f, [0, 1])
    r = lambda u, sign: terms(sign * max(u, mp.mpf(10) ** -38), order, fit)
    k = len(r(mp.mpf(1), 1))
    w = KERNELS[kernel]
    g = mp.matrix(k, k)
    added = mp.matrix(k, 1)
    for sign, f, coefficient in sides:
        for a in range(k):
            added[a] += integral(lambda u: w(u) * f * r(u, sign)[a] * coefficient * (sign * u) ** (order + 1))
            for d in range(k):
                g[a, d] += integral(lambda u: w(u) * f * r(u, sign)[a] * r(u, sign)[d])
    bias = mp.lu_solve(g, added)
    bl, br = (bias[j] for j in slopes_at(order, fit))
    best = lambda variance, bias: (variance * one / (2 * order * bias**2)) ** (mp.mpf(1) / (2 * order + 1))
    left = within(best(v[0][0], bl), x, c, order, (True, False))
    right = within(best(v[1][1], br), x, c, order, (False, True))
    difference = within(best(v[0][0] + v[1][1] - 2 * v[0][1], br - bl), x, c, order, (True, True))
    total = within(best(v[0][0] + v[1][1] + 2 * v[0][1], br + bl), x, c, order, (True, True))
    middle = lambda h: sorted([h, difference, total])[1]
    combined = (middle(left), middle(right)) if fit == "unrestricted" else (min(difference, total),) * 2
    return {"each": (left, right), "difference": (difference,) * 2, "sum": (total,) * 2, "combined": combined}[rule]


def local_polynomial(
    values,
    threshold,
    bandwidth=None,
    order=2,
    kernel="triangular",
    fit="unrestricted",
    variance="jackknife",
    rule="combined",
    mass_points=True,
):
    known = kernel in KERNELS and fit in ("unrestricted", "restricted") and variance in ("jackknife", "plugin")
    if not known or rule not in ("each", "difference", "sum", "combined"):
        raise Refused("data.name")
    if (bandwidth and min(bandwidth) <= 0) or not 1 <= order <= (8 if bandwidth else 4) or not math.isfinite(threshold):
        raise Refused("statistic.parameter")
    x = finite(values)
    c = mp.mpf(threshold)
    if bandwidth is None:
        bandwidth = choose(x, c, order, kernel, fit, variance, mass_points, rule)
    plain, test = (jump(x, c, bandwidth, q, kernel, fit, variance, mass_points) for q in (order, order + 1))
    spread = lambda v: mp.sqrt(v[0][0] + v[1][1] - 2 * v[0][1]) if v else NAN
    se = spread(test[2])
    effect = test[1] - test[0]
    statistic = effect / se
    plain_statistic = (plain[1] - plain[0]) / spread(plain[2])
    return {
        "n": len(x),
        "n_left": sum(v < c for v in x),
        "n_right": sum(v >= c for v in x),
        "bandwidth_left": bandwidth[0],
        "bandwidth_right": bandwidth[1],
        "within_left": sum(c - bandwidth[0] <= v < c for v in x),
        "within_right": sum(c <= v <= c + bandwidth[1] for v in x),
        "statistic": statistic,
        "pvalue": two_sided(statistic),
        "effect": effect,
        "lower": effect - Z95 * se,
        "upper": effect + Z95 * se,
        "se": se,
        "left": test[0],
        "right": test[1],
        "se_left": mp.sqrt(test[2][0][0]) if test[2] else NAN,
        "se_right": mp.sqrt(test[2][1][1]) if test[2] else NAN,
        "plain_statistic": plain_statistic,
        "plain_pvalue": two_sided(plain_statistic),
        "plain_left": plain[0],
        "plain_right": plain[1],
    }


# ---- McCrary -------------------------------------------------------------------------------------


def polynomial(points, degree, weights=None):
    """Least squares by the normal equations."""
    weights = weights or [mp.mpf(1)] * len(points)
    g = mp.matrix(degree + 1, degree + 1)
    b = mp.matrix(degree + 1, 1)
    for (x, y), w in zip(points, weights):
        for i in range(degree + 1):
            b[i] += w * x**i * y
            for j in range(degree + 1):
                g[i, j] += w * x ** (i + j)
    return mp.lu_solve(g, b)


def mccrary(values, threshold, bin=None, bandwidth=None):
    if not math.isfinite(threshold) or any(v is not None and v <= 0 for v in (bin, bandwidth)):
        raise Refused("statistic.parameter")
    x = finite(values)
    n, c = len(x), mp.mpf(threshold)
    mean = sum(x) / n
    b = mp.mpf(bin) if bin else 2 * mp.sqrt(sum((v - mean) ** 2 for v in x) / (n - 1)) / mp.sqrt(n)
    place = lambda v: int(mp.floor((v - c) / b))
    low, high = place(min(x)), place(max(x))
    density = lambda k: mp.mpf(sum(place(v) == k for v in x)) / n / b
    middle = lambda k: (k + mp.mpf(1) / 2) * b

    def reach(ks, length):
        points = [(middle(k), density(k)) for k in ks]
        a = polynomial(points, 4)
        left_over = sum((y - sum(a[i] * s**i for i in range(5))) ** 2 for s, y in points) / (len(points) - 5)
        curve = sum((2 * a[2] + 6 * a[3] * s + 12 * a[4] * s**2) ** 2 for s, _ in points)
        return mp.mpf("3.348") * (left_over * length / curve) ** (mp.mpf(1) / 5)

    if bandwidth is None:
        # One bin beyond the highest value.
        h = (reach(range(low, 0), -middle(low)) + reach(range(0, high + 2), middle(high))) / 2
    else:
        h = mp.mpf(bandwidth)

    def at_threshold(side):
        bins = int(mp.ceil(h / b)) + 1
        ks = [k for k in (range(-bins, 0) if side < 0 else range(bins)) if abs(middle(k)) < h]
        if len(ks) < 2:
            return NAN
        return polynomial([(middle(k), density(k)) for k in ks], 1, [1 - abs(middle(k)) / h for k in ks])[0]

    left, right = at_threshold(-1), at_threshold(1)
    fine = left > 0 and right > 0
    effect = mp.log(right / left) if fine else NAN
    se = mp.sqrt(mp.mpf(24) / 5 * (1 / left + 1 / right) / (n * h)) if fine else NAN
    return {
        "n": n,
        "statistic": effect / se,
        "pvalue": two_sided(effect / se),
        "effect": effect,
        "lower": effect - Z95 * se,
        "upper": effect + Z95 * se,
        "se": se,
        "left": left,
        "right": right,
        "bin": b,
        "bandwidth": h,
    }


# ---- Cases ---------------------------------------------------------------------------------------


def drawn():
    """Totals with papers lifted to 12, many and fewer continuous scores, a histogram with papers
    moved to 12.
    """
    rng = np.random.default_rng(61)
    scores = [float(s) for s in rng.binomial(24, rng.beta(6, 5, 90))]
    lifted = [12.0 if s == 11 or (s == 10 and i % 2) else s for i, s in enumerate(scores)]
    many = [round(float(v), 4) for v in rng.beta(2, 3, 300)]
    smooth = [round(float(v), 4) for v in rng.beta(2, 3, 70)]
    moved = [int(v) for v in np.bincount(rng.binomial(24, rng.beta(6, 5, 3000)), minlength=25)]
    moved[11], moved[12] = moved[11] - 60, moved[12] + 60
    return lifted, many, smooth, moved


@mp.workdps(40)
def local_polynomial_cases():
    lifted, many, smooth, _ = drawn()
    both, six = {"values": lifted, "threshold": 12.0}, {"bandwidth": [6.0, 6.0]}
    continuous, near = {"values": smooth, "threshold": 0.4}, {"bandwidth": [0.25, 0.3]}
    kink, plugin = {"fit": "restricted"}, {"variance": "plugin", "order": 1}
    return [
        case("papers raised to twelve", local_polynomial, both, six),
        case("ties one after another", local_polynomial, both, six | {"mass_points": False}),
        case("one polynomial with a kink", local_polynomial, both, six | kink),
        case("order one, uniform weights", local_polynomial, both, six | {"order": 1, "kernel": "uniform"}),
        case("a continuous score", local_polynomial, continuous, near | {"kernel": "epanechnikov"}),
        case("a kink, two bandwidths", local_polynomial, continuous, near | kink | {"order": 1}),
        case("plug-in", local_polynomial, continuous, near | plugin),
        case("plug-in with a kink", local_polynomial, continuous, near | plugin | kink | {"kernel": "epanechnikov"}),
        case("absent values, half a step below", local_polynomial, {"values": [NAN, *lifted, NAN], "threshold": 11.5},
             six),
        case("bandwidths by the combined rule", local_polynomial, {"values": many, "threshold": 0.4}, {"order": 1}),
        case("each side its own", local_polynomial, {"values": many, "threshold": 0.4},
             {"order": 1, "rule": "each", "variance": "plugin"}),
        case("for the sum, with a kink", local_polynomial, {"values": many, "threshold": 0.4},
             kink | {"order": 1, "rule": "sum"}),
        case("few totals: all within reach", local_polynomial, both),
        case("too few totals within reach", local_polynomial, both, {"bandwidth": [3.0, 3.0]}),
        case("no kernel of that name", local_polynomial, both, six | {"kernel": "gauss"}),
        case("no bandwidth", local_polynomial, both, {"bandwidth": [0.0, 3.0]}),
        case("no rule for so high an order", local_polynomial, both, {"order": 5}),
    ]


@mp.workdps(40)
def mccrary_cases():
    lifted, _, smooth, _ = drawn()
    given = {"values": lifted, "threshold": 11.5}
    return [
        case("papers raised to twelve", mccrary, given, {"bin": 1.0, "bandwidth": 5.0}),
        case("bins of two points", mccrary, given, {"bin": 2.0, "bandwidth": 7.0}),
        case("a continuous score by McCrary's rules", mccrary, {"values": smooth, "threshold": 0.4}),
        case("its bandwidth alone", mccrary, {"values": smooth, "threshold": 0.4}, {"bandwidth": 0.2}),
        case("nothing on one side", mccrary, {"values": [1.0, 2.0, 3.0], "threshold": 0.5},
             {"bin": 1.0, "bandwidth": 3.0}),
        case("one bin on each side", mccrary, given, {"bin": 1.0, "bandwidth": 1.2}),
        case("no bin", mccrary, given, {"bin": 0.0}),
    ]


BY_VALUE = "second implementation in Python, value by value, in 40 digits"
VECTORS = [
    Vectors("density.local_polynomial", local_polynomial_cases, tolerance=1e-9, how=BY_VALUE),
    Vectors("density.mccrary", mccrary_cases, tolerance=1e-9, how=BY_VALUE),
]
