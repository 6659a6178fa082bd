"""Many p-values: adjusted, and put together."""

from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import stats

from .shared import Refused, Vectors, case


def checked(p):
    """None is no p-value; what rounding left above 1 counts as 1; anything else outside [0, 1] is
    refused.
    """
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
    if any(not -1 <= x <= 1 for row in r for x in row):
        raise Refused("statistic.parameter")
    if any(r[i][i] != 1 or r[i][j] != r[j][i] for i in range(len(p)) for j in range(i)):
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


def benjamini_yekutieli_cases():
    f = benjamini_yekutieli
    return [
        case("four p-values: .0833 .5556 1 .1667", f, {"p": FOUR}),
        case("undefined values stay undefined and are not counted", f, {"p": [0.01, None, 0.2, 0.5, 0.04]}),
        case("ties, zero and one", f, {"p": [0.02, 0.02, 0.0, 1.0, 0.02]}),
        case("none", f, {"p": []}),
        *outside(f),
    ]


def fisher_cases():
    f = named("pvalue", fisher)
    return [
        case("four p-values", f, {"p": FOUR}, expect={"pvalue": 0.009419188}),
        case("very small ones keep their digits", f, {"p": [1e-80, 1e-120, None, 0.5]}),
        case("one", f, {"p": [0.3]}),
        case("zero", f, {"p": [0.0, 0.5]}),
        case("only undefined", f, {"p": [None]}),
        *outside(f),
    ]


def stouffer_cases():
    f = named("pvalue", stouffer)
    half = [[1.0, 0.5, 0.2, 0.0], [0.5, 1.0, 0.1, -0.2], [0.2, 0.1, 1.0, 0.3], [0.0, -0.2, 0.3, 1.0]]
    return [
        case("four p-values", f, {"p": FOUR}, expect={"pvalue": 0.006959877}),
        case("weighted", f, {"p": FOUR}, {"weights": [1.0, 2.0, 0.5, 0.0]}),
        case("correlated", f, {"p": FOUR}, {"correlation": half}),
        case("weighted, correlated, one undefined", f, {"p": [0.01, None, 0.5, 0.04]},
             {"weights": [1.0, 2.0, 0.5, 3.0], "correlation": half}),
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


def cauchy_combination_cases():
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


def harmonic_mean_cases():
    f = named("statistic", harmonic_mean)
    return [
        case("four p-values", f, {"p": FOUR}, expect={"statistic": 0.03030303}),
        case("weighted, one undefined", f, {"p": [0.01, None, 0.5, 0.04]}, {"weights": [1.0, 2.0, 0.5, 3.0]}),
        case("zero", f, {"p": [0.0, 1.0]}),
        case("none", f, {"p": []}),
        *outside(f),
    ]


def rogan_gladen_cases():
    f = named("share", rogan_gladen)
    of = lambda share, sensitivity, specificity: {
        "share": share,
        "sensitivity": sensitivity,
        "specificity": specificity,
    }
    return [
        case("fifteen in a hundred", f, of(0.15, 0.7, 0.95), expect={"share": 0.1538462}),
        case("fewer than the sign errs by", f, of(0.02, 0.7, 0.95)),
        case("more than the sign finds", f, of(0.9, 0.7, 0.95)),
        case("a sign that finds nothing", f, of(0.15, 0.05, 0.95)),
        case("a share above 1", f, of(1.5, 0.7, 0.95)),
    ]


def benjamini_hochberg_cases():
    f = benjamini_hochberg
    rng = np.random.default_rng(11)
    many = [round(float(p), 6) for p in np.concatenate([rng.random(50), rng.random(10) / 500])]
    mine = [float(v) for v in benjamini_hochberg(many)]
    assert np.allclose(mine, stats.false_discovery_control(many), atol=1e-15)
    return [
        case("four p-values: .04 .2667 .5 .08", f, {"p": [0.01, 0.2, 0.5, 0.04]},
             note="sorted .01 .04 .2 .5 times 4/1 4/2 4/3 4/4"),
        case("a larger p pulls a smaller one down", f, {"p": [0.03, 0.04, 0.05]},
             note="3*.03 = .09, but 3*.05/3 = .05"),
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


VECTORS = [
    Vectors("evidence.benjamini_hochberg", benjamini_hochberg_cases),
    Vectors("evidence.benjamini_yekutieli", benjamini_yekutieli_cases),
    Vectors("evidence.fisher", fisher_cases),
    Vectors("evidence.stouffer", stouffer_cases),
    Vectors("evidence.cauchy_combination", cauchy_combination_cases),
    Vectors("evidence.harmonic_mean", harmonic_mean_cases),
    Vectors("evidence.rogan_gladen", rogan_gladen_cases),
]
