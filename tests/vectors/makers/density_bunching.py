"""Excess mass: one dummy for each total of the zone, residuals drawn by a generator of our own."""

import mpmath as mp

from .density import BY_VALUE, Z95, drawn, two_sided
from .shared import NAN, Refused, Vectors, case


class Pcg64:
    """PCG XSL RR 128/64 (O'Neill 2014)."""

    FACTOR, ALL = 0x2360ED051FC65DA44385DF649FCCF645, (1 << 128) - 1

    def __init__(self, seed, stream):
        self.increment = (stream << 1 | 1) & self.ALL
        self.state = (seed + self.increment) & self.ALL
        self.step()

    def step(self):
        self.state = (self.state * self.FACTOR + self.increment) & self.ALL

    def below(self, n):
        self.step()
        word, turn = (self.state >> 64 ^ self.state) & (1 << 64) - 1, self.state >> 122
        return ((word >> turn | word << (64 - turn)) & (1 << 64) - 1) * n >> 64


class ExcessMass:
    """Least squares of a polynomial and one dummy for each total of the zone."""

    def __init__(self, counts, low, threshold, degree, zone):
        self.counts, self.degree, self.low, self.zone = counts, degree, low, zone
        self.totals = range(low, low + len(counts))
        self.rows = [
            [mp.mpf(s - threshold) ** d for d in range(degree + 1)] + [mp.mpf(s == z) for z in zone]
            for s in self.totals
        ]
        self.x = mp.matrix(self.rows)
        self.inverse = (self.x.T * self.x) ** -1 * self.x.T
        self.found, self.effect, self.counterfactual, self.fitted = self.excess(counts)
        self.outside = [i for i, s in enumerate(self.totals) if s not in zone]
        self.free = len(self.outside) - degree - 1

    def excess(self, counts):
        """Papers too many, the same beside the mean counterfactual, the counterfactual, and what is
        fitted.
        """
        b, degree, zone = self.inverse * mp.matrix(counts), self.degree, self.zone
        counterfactual = [sum(b[d] * row[d] for d in range(degree + 1)) for row in self.rows]
        found = sum(b[degree + 1 + i] for i in range(len(zone)))
        mean = sum(counterfactual[z - self.low] for z in zone) / len(zone)
        effect = found / mean if mean > mp.mpf("1e-9") * abs(found) else NAN
        return found, effect, counterfactual, [sum(b[d] * row[d] for d in range(self.x.cols)) for row in self.rows]

    def resampled(self, resamples, seed):
        """Standard errors of excess and effect, by residuals drawn again."""
        outside, fitted = self.outside, self.fitted
        inflate = mp.sqrt(mp.mpf(len(outside)) / self.free) if self.free else mp.mpf(0)
        residuals = [(self.counts[i] - fitted[i]) * inflate for i in outside]
        draws = []
        for resample in range(resamples):
            random = Pcg64(seed, resample)
            draws.append(self.excess([value + residuals[random.below(len(residuals))] for value in fitted])[:2])

        def sd(of):
            if len(of) < 2 or not self.free:
                return NAN
            mean = sum(of) / len(of)
            return mp.sqrt(sum((v - mean) ** 2 for v in of) / (len(of) - 1))

        return sd([d[0] for d in draws]), sd([d[1] for d in draws])

    def standard_errors(self):
        """By how the estimates answer to each count: both are sums of counts. None if nothing
        varies.
        """
        counts, outside, zone = self.counts, self.outside, self.zone
        squares = sum((counts[i] - self.fitted[i]) ** 2 for i in outside)
        if not (self.free and squares > 0 and mp.sqrt(squares / self.free) > mp.mpf("1e-9") * max(counts)):
            return None
        expected = [max(c, mp.mpf(0)) for c in self.counterfactual]
        hat = self.x * self.inverse
        chance = sum((1 - hat[i, i]) * expected[i] for i in outside)
        dispersion = max(mp.mpf(1), squares / chance)
        slopes = [sum(self.inverse[self.degree + 1 + z, i] for z in range(len(zone))) for i in range(len(counts))]
        se = mp.sqrt(dispersion * sum(slope**2 * e for slope, e in zip(slopes, expected)))
        if self.effect != self.effect:
            return se, NAN
        inside = [i for i, s in enumerate(self.totals) if s in zone]
        of_zone, mean = sum(counts[i] for i in inside), sum(self.counterfactual[i] for i in inside) / len(zone)
        of_curve = sum(slopes[i] ** 2 * expected[i] for i in outside)
        variance = (
            max(mp.mpf(of_zone), sum(expected[i] for i in inside)) + (of_zone / (mean * len(zone))) ** 2 * of_curve
        )
        return se, mp.sqrt(dispersion * variance) / mean


def bunching(histogram, threshold, degree=7, below=0, above=0, window=None, resamples=200, seed=1):
    low, high = window or (0, len(histogram) - 1)
    inside = 0 <= low <= high < len(histogram) and low <= threshold - below and threshold + above <= high
    if not inside or degree > 12:
        raise Refused("statistic.parameter")
    zone = range(threshold - below, threshold + above + 1)
    counts = [histogram[s] for s in range(low, high + 1)]
    names = (
        "statistic",
        "se",
        "pvalue",
        "effect",
        "lower",
        "upper",
        "effect_se",
        "se_resampled",
        "effect_se_resampled",
    )
    if len(counts) - len(zone) <= degree:
        return {"n": sum(counts)} | dict.fromkeys(names, NAN) | {"counterfactual": [NAN] * len(counts)}
    fit = ExcessMass(counts, low, threshold, degree, zone)
    errors = fit.standard_errors()
    se, effect_se = errors or (NAN, NAN)
    resampled = fit.resampled(resamples, seed) if errors else (NAN, NAN)
    pvalue = two_sided(fit.found / se) if se == se else NAN
    lower, upper = fit.effect - Z95 * effect_se, fit.effect + Z95 * effect_se
    values = (fit.found, se, pvalue, fit.effect, lower, upper, effect_se, *resampled)
    return {"n": sum(counts)} | dict(zip(names, values)) | {"counterfactual": fit.counterfactual}


@mp.workdps(40)
def bunching_cases():
    at = {"histogram": drawn()[-1], "threshold": 12}
    return [
        case("papers moved over a boundary", bunching, at, {"degree": 5, "resamples": 30}),
        case("the zone balances them", bunching, at, {"degree": 5, "below": 1, "resamples": 30, "seed": 7}),
        case("a window", bunching, at, {"degree": 3, "below": 2, "above": 1, "window": [4, 22], "resamples": 25}),
        case("no standard error", bunching, at, {"degree": 4, "resamples": 0}),
        case("a straight line and one spike", bunching, {"histogram": [10, 12, 24, 16, 18], "threshold": 2},
             {"degree": 1, "resamples": 0}, expect={"statistic": 10.0}),
        case("empty but for the threshold: nothing to vary", bunching,
             {"histogram": [0] * 10 + [5] + [0] * 10, "threshold": 10}, expect={"statistic": 5.0}),
        case("too few totals", bunching, {"histogram": [1, 2, 9, 2, 1], "threshold": 2}, {"degree": 4}),
        case("a zone that leaves the window", bunching, {"histogram": [1, 2, 9, 2, 1], "threshold": 1},
             {"degree": 1, "below": 2}),
    ]


VECTORS = [
    Vectors("density.bunching", bunching_cases, tolerance=1e-9, how=BY_VALUE),
]
