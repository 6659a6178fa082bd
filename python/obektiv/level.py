"""The level of groups: means in the funnel of their reference, and shares of papers with the largest total.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from ._obektiv import Registry, Results, Table, Tally, call as _call
from ._typing import Group

__all__ = [
    "by_group",
]


def by_group(
    results: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 5,
) -> Table:
    """Each group's mean in the funnel of its reference.

        over the other groups O of the same reference label, J of them:
          σ²  = their pooled variance within groups,  sⱼ² = σ²/nⱼ
          τ²  : Huber's estimate from zⱼ = (ȳⱼ − θ)/sⱼ, an upper 75 % limit: Σ min(zⱼ²/(1 + τ²/sⱼ²), c²) as expected, c the 90 % point
          θ   = Σ wⱼȳⱼ/Σ wⱼ,  wⱼ = 1/(sⱼ² + τ²)             first with wⱼ = nⱼ, then once more with τ² and it anew
          u   = 1/Σ wⱼ                                       the uncertainty of θ
        statistic = (ȳᵢ − θ)/√(sᵢ² + τ² + u),   pvalue = P(T ≥ statistic), T of Student with J − 1 degrees of freedom
        effect    = ȳᵢ − θ ± 1.96·√(sᵢ² + u)
        shrunken  = θ + B(ȳᵢ − θ) ± 1.96·√(B·sᵢ² + (1 − B)²·u),  B = τ²/(τ² + sᵢ²)
        maximum   = papers with the largest total, their share beside the reference, beta-binomial: honest groups differ

    The group itself is no part of its reference. The variance by sampling is that of the reference's pupils, so
    that a small group whose pupils happen to agree does not count as precise. Winsorised moments without their
    expectation, as in the funnel's first publication, would make τ² + s² a third too small. With fewer than
    `min_reference` other groups, and where no reference pupil differs from the others of his group, all but the
    mean and the group's own papers with the largest total is NaN.

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
        - `mean` (float): The mean total.
        - `statistic` (float): z beside sampling and the differences between groups.
        - `pvalue` (float): P(T ≥ z): too high.
        - `pvalue_low` (float): P(T ≤ z): too low.
        - `effect` (float): The mean less the reference's.
        - `lower` (float): 95 % interval of the effect (sampling of pupils only).
        - `upper` (float): 95 % interval of the effect (sampling of pupils only).
        - `reference_mean` (float): The mean of the reference's means.
        - `between` (float): τ: the standard deviation of true means between groups: an upper 75 % limit.
        - `shrunken` (float): The mean shrunken to the reference's.
        - `shrunken_lower` (float): Its 95 % interval.
        - `shrunken_upper` (float): Its 95 % interval.
        - `maximum` (int): Papers with the largest total.
        - `maximum_share` (float): Their share of the group's papers.
        - `maximum_reference` (float): The same share in the reference.
        - `maximum_pvalue` (float): P(as many or more | reference), beta-binomial.
        - `maximum_pvalue_mid` (float): The same with half of P(exactly as many).
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_tallies` for a tally without groups.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202. Huber (1981), Robust Statistics, ch. 5. Efron and
    Morris (1973), JASA 68, 117–130.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[4])
    >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 0, 0, 10]} | {s: [1, 2, 4, 2, 1] for s in "BCDEF"})
    >>> table = ob.level.by_group(t)
    >>> float(table.effect[0]), float(table.statistic[0].round(6)), int(table.maximum[0])
    (2.0, 5.0, 10)
    """
    found: Table = _call("level.by_group", (results, registry), {"min_reference": min_reference}, group)
    return found
