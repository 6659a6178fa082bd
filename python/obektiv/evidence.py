"""The evidence layer alone, and what many p-values say together.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import call as _call
from ._evidence import Evidence, layer

__all__ = [
    "Evidence",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "cauchy_combination",
    "fisher",
    "harmonic_mean",
    "layer",
    "rogan_gladen",
    "stouffer",
]


def benjamini_hochberg(p: ArrayLike, tests: int = 0) -> NDArray[np.float64]:
    """Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`. Of all tests, or of the
    smallest p-values of more tests than are given.

        sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j)
        m = max(tests, p-values given)

    The rate is controlled for independent and for positively dependent tests; exact p-values of counts make it
    smaller than q. `tests` is for tables that keep only small p-values, such as pairs with `only_below`: adjusted
    among those kept alone, honest pairs would be found.

    Parameters
    ----------
    p : array
        P-values; NaN where there is none.
    tests : int, default 0
        How many tests were made, where `p` are the smallest of them alone (pairs with `only_below`).

    Returns
    -------
    array
        In the order of `p`; NaN stays NaN.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding left above 1 counts
        as 1.

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.

    Examples
    --------
    >>> ob.evidence.benjamini_hochberg([0.01, 0.2, np.nan, 0.04])
    array([0.03, 0.2 ,  nan, 0.06])
    """
    found: NDArray[np.float64] = _call("evidence.benjamini_hochberg", (p,), {"tests": tests}, "school")
    return found


def benjamini_yekutieli(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values that control the false discovery rate however the tests depend on each other: flag where
    `adjusted ≤ q`.

        sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j · Σ_{k ≤ m} 1/k)

    NaN stays NaN and is not counted in m. Much stricter than `benjamini_hochberg`: for signs of one school's
    pupils, which agree, that one is enough.

    Parameters
    ----------
    p : array
        P-values; NaN where there is none.

    Returns
    -------
    array
        In the order of `p`; NaN stays NaN.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding left above 1 counts
        as 1.

    References
    ----------
    Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165–1188.

    Examples
    --------
    >>> ob.evidence.benjamini_yekutieli([0.01, 0.2, 0.5, 0.04]).round(4)
    array([0.0833, 0.5556, 1.    , 0.1667])
    """
    found: NDArray[np.float64] = _call("evidence.benjamini_yekutieli", (p,), {}, "school")
    return found


def cauchy_combination(p: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Cauchy's combination: a small p-value among many, however the tests depend on each other.

        T = Σ wᵢ·tan((½ − pᵢ)π)/Σ wᵢ,   pvalue = ½ − arctan(T)/π              pᵢ at most 1 − 1/max(m, 100)

    Near enough to its level for small p-values under any dependence; it follows the smallest p-value and gains
    little from many that agree. 0 if one is 0, NaN without p-values and where all weights are 0.

    Parameters
    ----------
    p : array
        P-values; NaN where there is none.
    weights : array, optional
        0 or more for each p-value; all alike where not given.

    Returns
    -------
    float
        0 if one of `p` is 0; NaN without p-values and where all weights are 0.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a value that is neither within [0, 1] nor NaN and a weight that is negative or not
        finite.
    DataError
        `data.length` for weights of another size.

    References
    ----------
    Liu & Xie (2020), Journal of the American Statistical Association 115, 393–402.

    Examples
    --------
    >>> round(ob.evidence.cauchy_combination([0.01, 0.2, 0.5, 0.04]), 6)
    0.030872
    """
    found: float = _call("evidence.cauchy_combination", (p, weights), {}, "school")
    return found


def fisher(p: ArrayLike) -> float:
    """Fisher's combination of independent p-values.

        pvalue = P(χ² with 2m degrees of freedom ≥ −2·Σ ln pᵢ)

    Only for independent tests: p-values that agree make it far too small; then take `stouffer` with their
    correlation or `cauchy_combination`. 0 if one of them is 0; NaN without p-values.

    Parameters
    ----------
    p : array
        P-values; NaN where there is none.

    Returns
    -------
    float
        0 if one of `p` is 0; NaN without p-values.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding left above 1 counts
        as 1.

    References
    ----------
    Fisher (1932), Statistical Methods for Research Workers, section 21.1.

    Examples
    --------
    >>> round(ob.evidence.fisher([0.01, 0.2, 0.5, 0.04]), 6)
    0.009419
    """
    found: float = _call("evidence.fisher", (p,), {}, "school")
    return found


def harmonic_mean(p: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The weighted harmonic mean of p-values. It is no p-value itself: for values below .05 it is near one; times e·ln
    m, m above 2, it is one under any dependence.

        Σ wᵢ / Σ (wᵢ/pᵢ)

    0 if one is 0, NaN without p-values and where all weights are 0.

    Parameters
    ----------
    p : array
        P-values; NaN where there is none.
    weights : array, optional
        0 or more for each p-value; all alike where not given.

    Returns
    -------
    float
        0 if one of `p` is 0; NaN without p-values and where all weights are 0.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a value that is neither within [0, 1] nor NaN and a weight that is negative or not
        finite.
    DataError
        `data.length` for weights of another size.

    References
    ----------
    Wilson (2019), PNAS 116, 1195–1200. Vovk & Wang (2020), Biometrika 107, 791–808, the factor.

    Examples
    --------
    >>> round(ob.evidence.harmonic_mean([0.01, 0.2, 0.5, 0.04]), 6)
    0.030303
    """
    found: float = _call("evidence.harmonic_mean", (p, weights), {}, "school")
    return found


def stouffer(p: ArrayLike, weights: ArrayLike | None = None, correlation: ArrayLike | None = None) -> float:
    """Stouffer's combination of one-sided p-values, weighted, with the correlation of the tests where they depend on
    each other.

        zᵢ = Φ⁻¹(1 − pᵢ),   pvalue = 1 − Φ(Σ wᵢzᵢ/√(Σᵢⱼ wᵢwⱼRᵢⱼ))       w = 1 and R = identity unless given

    `weights` has a value of 0 or more for each p-value; `correlation` is p-values × p-values, of the z in clean
    data. NaN is left out with its weight, row and column. 0 if one of the p-values is 0, 1 if one is 1, NaN if both
    are there, without p-values, and where all weights are 0.

    Parameters
    ----------
    p : array
        P-values; NaN where there is none.
    weights : array, optional
        0 or more for each p-value; all alike where not given.
    correlation : persons × items, optional
        P-values × p-values: the correlation of the z in clean data.

    Returns
    -------
    float
        0 if one of `p` is 0, 1 if one is 1; NaN if both are there, without p-values, and where all weights are 0.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a value that is neither within [0, 1] nor NaN, a weight that is negative or not
        finite, a correlation that is outside [−1, 1], not symmetric or not 1 on the diagonal, and one under which
        the sum has no variance.
    DataError
        `data.length` for weights or a correlation of another size.

    References
    ----------
    Stouffer et al. (1949), The American Soldier 1, 45. Strube (1985), Psychological Bulletin 97, 334–341, dependent
    tests.

    Examples
    --------
    >>> round(ob.evidence.stouffer([0.01, 0.2, 0.5, 0.04]), 6)
    0.00696
    """
    found: float = _call("evidence.stouffer", (p, weights, correlation), {}, "school")
    return found


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float:
    """How common something is, from how often a sign that errs finds it.

        (share + specificity − 1)/(sensitivity + specificity − 1), kept within [0, 1]

    `share` is the flagged share; `sensitivity` the share flagged of those that have it, `specificity` the share not
    flagged of those that have not.

    Parameters
    ----------
    share : float
        The flagged share.
    sensitivity : float
        The share flagged of those that have it.
    specificity : float
        The share not flagged of those that have it not.

    Returns
    -------
    float
        How common it is, from 0 to 1.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a share outside [0, 1], and for a sign that flags no more of those that have it
        than of the others.

    References
    ----------
    Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76.

    Examples
    --------
    >>> round(ob.evidence.rogan_gladen(0.15, 0.7, 0.95), 6)
    0.153846
    """
    found: float = _call("evidence.rogan_gladen", (), {"share": share, "sensitivity": sensitivity, "specificity": specificity}, "school")
    return found
