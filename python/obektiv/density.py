"""Densities that jump at a threshold and excess mass around it, for comparison; on discrete scores prefer
`heaping`.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import call as _call
from ._record import Record
from ._typing import Steps

__all__ = [
    "Bunching",
    "LocalPolynomial",
    "McCrary",
    "bunching",
    "local_polynomial",
    "mccrary",
]


@dataclass(frozen=True, eq=False, repr=False)
class LocalPolynomial(Record):
    """A density on both sides of a threshold, per unit of the score; NaN what is undefined.

    Attributes
    ----------
    n : int
        Values that take part.
    n_left : int
        Values below the threshold.
    n_right : int
        Values at the threshold and above.
    bandwidth_left : float
        Reach below the threshold.
    bandwidth_right : float
        Reach above it.
    within_left : int
        Values within reach below the threshold.
    within_right : int
        Values within reach above it.
    statistic : float
        `effect`/`se`, of order p + 1.
    pvalue : float
        P(|Z| ≥ |statistic|).
    effect : float
        `right` − `left`.
    lower : float
        Lower end of its 95 % interval.
    upper : float
        Its upper end.
    se : float
        Its standard error.
    left : float
        The density just below the threshold, of order p + 1.
    right : float
        The density just above it.
    se_left : float
        The standard error of `left`.
    se_right : float
        The standard error of `right`.
    plain_statistic : float
        The statistic of order p, whose bias the p-value below neglects.
    plain_pvalue : float
        P(|Z| ≥ |plain_statistic|).
    plain_left : float
        The density just below the threshold, of order p.
    plain_right : float
        The density just above it, of order p.
    """

    n: int
    n_left: int
    n_right: int
    bandwidth_left: float
    bandwidth_right: float
    within_left: int
    within_right: int
    statistic: float
    pvalue: float
    effect: float
    lower: float
    upper: float
    se: float
    left: float
    right: float
    se_left: float
    se_right: float
    plain_statistic: float
    plain_pvalue: float
    plain_left: float
    plain_right: float


@dataclass(frozen=True, eq=False, repr=False)
class McCrary(Record):
    """The jump of a log density at a threshold; NaN what is undefined.

    Attributes
    ----------
    n : int
        Values that take part.
    statistic : float
        `effect`/`se`.
    pvalue : float
        P(|Z| ≥ |statistic|).
    effect : float
        ln right − ln left.
    lower : float
        Lower end of its 95 % interval.
    upper : float
        Its upper end.
    se : float
        Its standard error.
    left : float
        The density just below the threshold.
    right : float
        The density at the threshold and just above.
    bin : float
        Width of a bin.
    bandwidth : float
        Reach of the lines.
    """

    n: int
    statistic: float
    pvalue: float
    effect: float
    lower: float
    upper: float
    se: float
    left: float
    right: float
    bin: float
    bandwidth: float


@dataclass(frozen=True, eq=False, repr=False)
class Bunching(Record):
    """Excess mass in a zone around a threshold; NaN what is undefined.

    Attributes
    ----------
    n : int
        Results in the window.
    statistic : float
        Results in the zone above the counterfactual.
    se : float
        Its standard error where nothing bunches, from counts that vary as Poisson's or as the residuals do,
        whichever is more.
    pvalue : float
        P(|Z| ≥ |statistic|/se); rejects four in a hundred honest territories at .05.
    effect : float
        `statistic` over the mean counterfactual of a total in the zone.
    lower : float
        Lower end of the 95 % interval of `effect`, normal.
    upper : float
        Its upper end.
    effect_se : float
        The standard error of `effect`.
    se_resampled : float
        The standard error of `statistic` from resampled residuals, as published: too small. NaN without resamples.
    effect_se_resampled : float
        The same of `effect`.
    counterfactual : NDArray[np.float64]
        The counterfactual at each total of the window.
    """

    n: int
    statistic: float
    se: float
    pvalue: float
    effect: float
    lower: float
    upper: float
    effect_se: float
    se_resampled: float
    effect_se_resampled: float
    counterfactual: NDArray[np.float64]


def local_polynomial(
    values: ArrayLike,
    threshold: float,
    bandwidth: Sequence[float] | None = None,
    order: int = 2,
    kernel: Literal["triangular", "uniform", "epanechnikov"] = "triangular",
    fit: Literal["unrestricted", "restricted"] = "unrestricted",
    variance: Literal["jackknife", "plugin"] = "jackknife",
    rule: Literal["combined", "each", "difference", "sum"] = "combined",
    mass_points: bool = True,
) -> LocalPolynomial:
    """The local polynomial density test: does the density jump at a threshold?

        F̂(x_i) = (number of x ≤ x_i, less 1)/(n − 1)                         x_i ≥ c is right, below left
        β̂ = argmin Σ K((x_i − c)/h)/h · (F̂(x_i) − r(x_i − c)'β)²             h: the bandwidth of x_i's side
        unrestricted: r = (1, t, …, t^q) for each side apart;  restricted: r = (1, t·1[t < 0], t·1[t ≥ 0], t², …, t^q)
        f⁻, f⁺ = the coefficients of t;   statistic = (f⁺ − f⁻)/se;   q = order + 1
        jackknife: Ψ_i = Σ_{j≠i, x_j ≥ x_i} K_j/h_j · r_j/(n − 1);   V = G⁻¹(Σ Ψ_iΨ_i')G⁻¹,   G = Σ K_i/h_i · r_i r_i'
        plug-in: the same for a density that is f⁻ left and f⁺ right of c, n and the integrals in place of the sums

    For comparison, on totals of a territory; on discrete scores prefer `heaping`. The theory is one of continuous
    scores and of bandwidths that shrink with n: on a discrete score the test answers to the teeth of the scale, and
    with `mass_points` each total is one place of F̂. What needs more coefficients than there are distinct values
    within reach is NaN; so is what needs a standard error by plug-in where an estimated density is 0 or below. With
    as many values as coefficients the fit is exact, the variance poor.

    Without a bandwidth it is that of least mean square error, with order p, as far as pilots know:

        each: h^(2p+1) = V/(2p·n·B²);   difference, sum: V and B of f⁺ ∓ f⁻;   combined: see `rule`
        n·V/h: variance of order p at the pilot h₁;   B·h^p: the bias, from the coefficient of t^(p+1) of order p + 2 at the pilot h₂
        h₁, h₂: the best ones for f and for its p-th derivative of a normal distribution with the mean and deviation of all values, uniform kernel
        no reach less than 20 + p + 1 distinct values on its side (the larger one where both sides have one), none beyond the farthest value

    On a scale of a few dozen points the last line decides.

    Parameters
    ----------
    values : array
        Totals of persons; NaN takes no part.
    threshold : float
        Where the density may jump; a value at it counts to the right.
    bandwidth : sequence of 2 float, optional
        The reach below and above the threshold; of least mean square error by `rule` where not given, which on a
        scale of a few dozen points is the whole scale.
    order : int, default 2
        Order p of the polynomial, 1 to 8; the test uses p + 1, whose bias is smaller.
    kernel : {"triangular", "uniform", "epanechnikov"}, default "triangular"
        How much a value counts by its distance from the threshold.
    fit : {"unrestricted", "restricted"}, default "unrestricted"
        A polynomial for each side, or one with a kink at the threshold, which is stronger where the sides are
        alike.
    variance : {"jackknife", "plugin"}, default "jackknife"
        The standard error: from the values' own influence, or from its limit for small bandwidths.
    rule : {"combined", "each", "difference", "sum"}, default "combined"
        The mean square error of what is made small, where no bandwidth is given: of the density of each side, of
        the difference of both, of their sum; combined: unrestricted the middle one of the three, restricted the
        smaller one of difference and sum.
    mass_points : bool, default True
        Whether equal values share one place of the distribution function. Without, they stand on successive ones,
        as if an accident of rounding had joined them.

    Returns
    -------
    LocalPolynomial
        - `n` (int): Values that take part.
        - `n_left` (int): Values below the threshold.
        - `n_right` (int): Values at the threshold and above.
        - `bandwidth_left` (float): Reach below the threshold.
        - `bandwidth_right` (float): Reach above it.
        - `within_left` (int): Values within reach below the threshold.
        - `within_right` (int): Values within reach above it.
        - `statistic` (float): `effect`/`se`, of order p + 1.
        - `pvalue` (float): P(|Z| ≥ |statistic|).
        - `effect` (float): `right` − `left`.
        - `lower` (float): Lower end of its 95 % interval.
        - `upper` (float): Its upper end.
        - `se` (float): Its standard error.
        - `left` (float): The density just below the threshold, of order p + 1.
        - `right` (float): The density just above it.
        - `se_left` (float): The standard error of `left`.
        - `se_right` (float): The standard error of `right`.
        - `plain_statistic` (float): The statistic of order p, whose bias the p-value below neglects.
        - `plain_pvalue` (float): P(|Z| ≥ |plain_statistic|).
        - `plain_left` (float): The density just below the threshold, of order p.
        - `plain_right` (float): The density just above it, of order p.

    Raises
    ------
    StatisticError
        `statistic.parameter` for an infinite value, a threshold that is not finite, a bandwidth not above 0, an
        order of 0 or above 8 (4 without a bandwidth).
    DataError
        `data.name` for a name not listed.

    References
    ----------
    Cattaneo, Jansson and Ma (2018), Stata Journal 18, 234–261; (2020), Journal of the American Statistical
    Association 115, 1449–1455.

    Examples
    --------
    >>> values = [i / 9000 for i in range(9000)] + [0.5 + i / 10000 for i in range(1000)]
    >>> found = ob.density.local_polynomial(values, 0.5, bandwidth=(0.1, 0.1))
    >>> round(found.left, 1), round(found.right, 1), found.pvalue < 0.001
    (0.9, 1.9, True)
    """
    found: LocalPolynomial = _call("density.local_polynomial", (values,), {"threshold": threshold, "bandwidth": bandwidth, "order": order, "kernel": kernel, "fit": fit, "variance": variance, "rule": rule, "mass_points": mass_points}, "school")
    return found


def mccrary(values: ArrayLike, threshold: float, bin: float | None = None, bandwidth: float | None = None) -> McCrary:
    """McCrary's density test: a straight line through a fine histogram on each side of a threshold.

        bins of width b = 2·sd·n^(−½) with an edge at c; Y_j = count/(n·b) at the middle X_j, 0 beyond the extremes
        each side: a line through (X_j, Y_j) with weights (1 − |X_j − c|/h)₊;  f⁻, f⁺ its value at c
        θ = ln f⁺ − ln f⁻,   se² = 24/5 · (1/f⁺ + 1/f⁻)/(n·h),   statistic = θ/se
        h = mean over the sides of 3.348·(σ²·|range| / Σ f''(X_j)²)^(1/5), from a polynomial of degree 4 through the side's bins; σ² its
            squared residuals over bins less 5

    For comparison, on totals of a territory. McCrary's own width would cut whole numbers, such as totals, into full
    and empty bins. So where all values are whole and no `bin` is given, b is the multiple of their step nearest to
    that width, once the step at least, and the threshold stands half a step below the lowest value that counts to
    the right: every bin holds as many possible values, in its middle. Where the bandwidth that the rule then finds
    reaches fewer than three bins the curve is too steep for a line through so few points, and the answer is NaN:
    for a test of 20 points this is usual from some thousand pupils on. Honest totals (binomial and beta-binomial,
    20 and 38 points, n = 500 to 20,000) then reject in 0–7 % at .05. A `bin` that is given is taken as it is, with
    the threshold as it is: give it a multiple of the step, and a threshold half a step below the boundary.

    NaN where a side's line is 0 or below at the threshold or has fewer than two bins, for fewer than two values,
    and for values all alike.

    Parameters
    ----------
    values : array
        Totals of persons; NaN takes no part.
    threshold : float
        Where the density may jump; a value at it counts to the right.
    bin : float, optional
        Width of a bin, taken as it is: on a discrete score a multiple of its step, with a threshold half a step
        below the boundary. 2·sd·n^(−½) where not given, for whole numbers the nearest multiple of their step.
    bandwidth : float, optional
        Reach of the lines on each side of the threshold; by McCrary's rule where not given.

    Returns
    -------
    McCrary
        - `n` (int): Values that take part.
        - `statistic` (float): `effect`/`se`.
        - `pvalue` (float): P(|Z| ≥ |statistic|).
        - `effect` (float): ln right − ln left.
        - `lower` (float): Lower end of its 95 % interval.
        - `upper` (float): Its upper end.
        - `se` (float): Its standard error.
        - `left` (float): The density just below the threshold.
        - `right` (float): The density at the threshold and just above.
        - `bin` (float): Width of a bin.
        - `bandwidth` (float): Reach of the lines.

    Raises
    ------
    StatisticError
        `statistic.parameter` for an infinite value, a threshold that is not finite, a bin or bandwidth not above 0,
        more than ten million bins.

    References
    ----------
    McCrary (2008), Journal of Econometrics 142, 698–714.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.repeat([8, 9, 10, 11, 12, 13, 14], [40, 42, 44, 30, 66, 50, 52])
    >>> found = ob.density.mccrary(values, 11.5, bin=1, bandwidth=4)
    >>> found.effect > 0, found.pvalue < 0.05
    (True, True)
    """
    found: McCrary = _call("density.mccrary", (values,), {"threshold": threshold, "bin": bin, "bandwidth": bandwidth}, "school")
    return found


def bunching(
    histogram: Sequence[int],
    threshold: int,
    degree: int = 7,
    below: int = 0,
    above: int = 0,
    window: Sequence[int] | None = None,
    resamples: int = 200,
    seed: int = 1,
    *,
    progress: Steps | None = None,
) -> Bunching:
    """Excess mass around a threshold: a polynomial through the counts of a histogram, with one dummy for each total of
    a zone.

        C_s = Σ_{d≤degree} β_d (s − c)^d + Σ_{z in zone} γ_z 1[s = z] + e_s          least squares over the window
        zone = c − below .. c + above;   counterfactual Ĉ_s = Σ β_d (s − c)^d
        statistic = Σ γ_z,   effect = statistic / mean of Ĉ_z over the zone
        se² = φ·(Σ_zone Ĉ_z + Σ_outside w_s² Ĉ_s),   w_s = ∂ΣĈ_z/∂C_s;   effect_se by the same variances, with C_z in the zone where it is more
        φ = Σ (C_s − Ĉ_s)² / Σ (1 − h_s)·Ĉ_s over the totals outside, 1 at least: how much more the residuals vary than Poisson counts would; h_s the leverage
        se_resampled: of `resamples` refits to fitted values + residuals drawn for every total, with replacement, from those outside the zone, these times
            √(m/(m − degree − 1)), m the totals outside

    For comparison, on totals of a territory: least squares on counts. Empty totals take part as counts of 0, a
    counterfactual below 0 varies as one of 0. The zone is chosen by eye, and the missing mass below is not balanced
    with the excess. `se_resampled`, the usual standard error, takes counts in the middle and in the tails for
    equally uncertain: by it one honest territory in five is unusual at .05. `pvalue` rejects four in a hundred
    (`benches/validation.md`); with few pupils take `heaping.fit`. `effect` is NaN for a mean counterfactual of 0 or
    less in the zone; standard errors and p-value where the residuals are rounding alone, since a polynomial that
    fits counts exactly says nothing of how they vary; all but `n` for a window with fewer totals outside the zone
    than the polynomial has coefficients. Same seed, same `se_resampled`, on every target.

    Parameters
    ----------
    histogram : sequence of int
        Results with each total 0, 1, 2, …
    threshold : int
        The total around which results may bunch.
    degree : int, default 7
        Degree of the polynomial, 12 or less.
    below : int, default 0
        Totals of the zone below the threshold.
    above : int, default 0
        Totals of the zone above the threshold, which belongs to the zone itself.
    window : sequence of 2 int, optional
        First and last total that take part; all of the histogram where not given.
    resamples : int, default 200
        Resamples of the residuals for `se_resampled`; 0 for none.
    seed : int, default 1
        Of the resamples: same seed, same `se_resampled`.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Bunching
        - `n` (int): Results in the window.
        - `statistic` (float): Results in the zone above the counterfactual.
        - `se` (float): Its standard error where nothing bunches, from counts that vary as Poisson's or as the
          residuals do, whichever is more.
        - `pvalue` (float): P(|Z| ≥ |statistic|/se); rejects four in a hundred honest territories at .05.
        - `effect` (float): `statistic` over the mean counterfactual of a total in the zone.
        - `lower` (float): Lower end of the 95 % interval of `effect`, normal.
        - `upper` (float): Its upper end.
        - `effect_se` (float): The standard error of `effect`.
        - `se_resampled` (float): The standard error of `statistic` from resampled residuals, as published: too
          small. NaN without resamples.
        - `effect_se_resampled` (float): The same of `effect`.
        - `counterfactual` (NDArray[np.float64]): The counterfactual at each total of the window.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a zone that leaves the window, a window that leaves the histogram, a degree above
        12.

    References
    ----------
    Chetty, Friedman, Olsen and Pistaferri (2011), Quarterly Journal of Economics 126, 749–804.

    Examples
    --------
    >>> found = ob.density.bunching([10, 12, 24, 16, 18], 2, degree=1)
    >>> round(found.statistic, 9), found.counterfactual.round(9)
    (10.0, array([10., 12., 14., 16., 18.]))
    """
    found: Bunching = _call("density.bunching", (histogram,), {"threshold": threshold, "degree": degree, "below": below, "above": above, "window": window, "resamples": resamples, "seed": seed}, "school", progress)
    return found
