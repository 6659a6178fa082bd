"""The spread of totals in groups beside what their means allow, and many fives with little of it.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from ._obektiv import Registry, Results, Table, Tally, call as _call
from ._typing import Group

__all__ = [
    "by_group",
    "many_fives",
]


def by_group(
    results: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 5,
) -> Table:
    """Each group's variance beside the one that its mean allows.

        groups of 5 pupils or more with 0 < ȳ < K;  x = 2ȳ/K − 1
        b(ȳ)  = ȳ(K − ȳ) + s²/n                            unbiased for μ(K − μ)
        v(ȳ)  = b(ȳ)·exp(β₀ + β₁x + β₂x²),   Σⱼ (nⱼ − 1)(sⱼ²/vⱼ − 1)·(1, x, x²)ⱼ = 0        β₁ = β₂ = 0 with fewer than 20 groups
        f     = 2n/(κ − (n − 3)/(n − 1))                    κ: kurtosis of the beta-binomial with mean ȳ and variance v
        over the other groups O of the same reference label:
          c   = Σ (nⱼ − 1)sⱼ² / Σ (nⱼ − 1)vⱼ
          τ²  from zⱼ = (ln(sⱼ²/cvⱼ) − ψ(fⱼ/2) + ln(fⱼ/2))/√ψ'(fⱼ/2) as in level, plus the uncertainty of c;  ν: ψ'(ν/2) = τ²
        statistic = s²/(c·v),   pvalue = P(F ≤ statistic·ν/(ν − 2)),   F with f and ν degrees of freedom;   pvalue_high the other tail
        effect    = s/√(cv) − 1, from χ² with f degrees of freedom

    A group whose totals are all equal has statistic 0. Totals are whole, so 0 says no more than the next larger
    variance 1/n, one pupil one point away: that is what the p-value and the interval's upper end are of. The curve
    is that of all groups, this one among them, which makes the sign a little weaker where groups are few. Fewer
    than 5 pupils, or a mean at an end of the scale, have NaN.

    Parameters
    ----------
    results : Results or Tally
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 5
        The least number of other groups in the reference; with fewer, all that needs a reference is NaN.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils.
        - `sd` (float): The standard deviation of the totals, divisor n − 1.
        - `expected_sd` (float): The one expected at this mean in the reference.
        - `statistic` (float): The ratio of the variances.
        - `pvalue` (float): P(F ≤ ratio): too little spread.
        - `pvalue_high` (float): P(F ≥ ratio): too much.
        - `effect` (float): sd / expected − 1.
        - `lower` (float): 95 % interval of the effect (sampling of pupils only).
        - `upper` (float): 95 % interval of the effect (sampling of pupils only).
        - `df` (float): Degrees of freedom of the variance by sampling.
        - `nu` (float): Degrees of freedom of the differences between groups: the fewer, the more groups differ;
          p-values are NaN from 2 down.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_tallies` for a tally without groups.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Box (1953), Biometrika 40, 318–335, variances and kurtosis. Smyth (2004), Statistical Applications in Genetics
    and Molecular Biology 3(1), variances that differ between groups. The curve and its use are this library's.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[4])
    >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 20, 0, 0]} | {s: [2, 4, 8, 4, 2] for s in "BCDEFG"})
    >>> table = ob.spread.by_group(t)
    >>> float(table.statistic[0]), float(table.effect[0]), bool(table.pvalue[0] < 0.001)
    (0.0, -1.0, True)
    """
    found: Table = _call("spread.by_group", (results, registry), {"min_reference": min_reference}, group)
    return found


def many_fives(results: Results | Tally, group: Group = "school") -> Table:
    """Many fives and totals close together; a sign of this library.

        share = pupils with a five / pupils,  spread = s/S          s of the group's totals, S of all; divisors less 1
        statistic = min(rank of share, rank of −spread)            rank: (groups below + half of those equal, itself with them)/groups

    With thresholds, share ≥ 60 % (or the 99th percentile of groups) and spread < .6, hardly any real school has the
    sign: rank instead, the highest first. A bounded total leaves less spread to every strong group, so the ranks
    say which group to look at, not that it is unusual; there is no p-value. Groups under two pupils are NaN and not
    ranked.

    Parameters
    ----------
    results : Results or Tally
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.

    Returns
    -------
    Table
        - `group` (str): The groups.
        - `n` (int): Pupils.
        - `statistic` (float): The smaller of the group's two ranks: the share of groups that have fewer fives, and
          that have more spread.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): The share of fives less that of all pupils.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `share` (float): The share of fives.
        - `spread` (float): s/S: the group's standard deviation by that of all pupils.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_boundaries`.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
    >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 1, 9], "B": [5, 5, 5, 5]})
    >>> ob.spread.many_fives(t).statistic
    array([0.75, 0.25])
    """
    found: Table = _call("spread.many_fives", (results,), {}, group)
    return found
