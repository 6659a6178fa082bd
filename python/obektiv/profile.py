"""Item profiles of groups given the total: which items were done better or worse than the totals say.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from ._obektiv import Registry, Results, Table, call as _call
from ._typing import Group

__all__ = [
    "by_group",
    "contrasts",
]


def by_group(results: Results, group: Group = "class", registry: Registry | None = None, min_groups: int = 20) -> Table:
    """The item profile of each group beside the norms given the total, beside sampling and beside how groups differ.

        Rⱼ = Σ_v (x_v − E[x|S_v])            over the group's n pupils, each by the items that its total counts
        Vⱼ = Σ_v Cov(x|S_v)·(1 − its share of the norm's pupils)
        d  = Rⱼ/n − the same of all other groups of its reference label, if these have 5 or more
        T  = mean over groups of wⱼ·dⱼdⱼ'/κ − Vⱼ/n²,  negative eigenvalues set to 0     wⱼ ≤ 1 winsorises at the 90 % point of χ²
        classes: T = T_S + T_C, T_S from products of classes of one school; given the school's other classes with mean d̄ and variance v̄,
          d − G·d̄,  T = T_C + T_S − G·T_S,  G = T_S(T_S + v̄)⁻
        statistic = d'(V/n² + T)⁻d,   pvalue = P(F ≥ statistic/df),  F with df and ν degrees of freedom
        sampling  = n²·d'V⁻d,         pvalue_sampling = P(χ²_df ≥ sampling)
        effect    = √(mean over items of (dᵢ/maxᵢ)²)

    Inverses are of correlations with .001 added to the diagonal; df is the trace that this leaves, at most items −
    1, since deviations given the total add up to 0. ν is what puts the 80 % quantile of statistic/df over the
    larger half of the groups in its place (8 at least): groups differ with heavier tails than a normal distribution
    has. Groups under 8 pupils have no part in T and ν. Pupils with items missing or not taught are compared by the
    total over the others. Real groups nearly all differ from sampling alone, because they were taught differently:
    judge by `pvalue`, which stands beside how much groups differ. A class is compared with its school's other
    classes too.

    Parameters
    ----------
    results : Results
        Pupils with items missing or not taught are compared by the total over the others.
    group : {"school", "class", "municipality", "all"}, default "class"
        What the groups are.
    registry : Registry, optional
        Takes from each group what other groups with the same `reference` have in common (5 at least).
    min_groups : int, default 20
        The least number of groups of 8 pupils or more from which to learn how groups differ; with fewer, only the
        comparison with sampling alone is made and `statistic` and `pvalue` are NaN.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils.
        - `statistic` (float): χ² beside sampling and the differences between groups.
        - `df` (float): Its degrees of freedom.
        - `pvalue` (float): P(F ≥ statistic/df) with df and ν degrees of freedom, ν from the body of the groups.
        - `effect` (float): The root mean square deviation of the items, in shares of their maxima.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `sampling` (float): χ² beside sampling alone.
        - `pvalue_sampling` (float): P(χ² ≥ sampling): a group like all others would show less. Of real groups
          nearly all are below .01.
        - `best` (int): The item done best for the totals, counted from 1.
        - `best_deviation` (float): Its deviation from what is expected, in shares of the maximum.
        - `worst` (int): The item done worst.
        - `worst_deviation` (float): Its deviation.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.norms` if the norms are of another assessment or lack a set of items that pupils here are counted
        by; `statistic.parameter` for `min_groups` below 3.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Conditional norms: Dorans and Holland (1993), DIF given the total score, of a school in place of a population
    group. Huber (1981), Robust Statistics, ch. 8.

    Examples
    --------
    >>> r = ob.simulate.municipality(seed=1).results[0]
    >>> table = ob.profile.by_group(r, group="school")
    >>> len(table), bool((table.pvalue > 0.001).all())
    (40, True)
    """
    found: Table = _call("profile.by_group", (results, registry), {"min_groups": min_groups}, group)
    return found


def contrasts(
    results: Results,
    group: Group = "class",
    registry: Registry | None = None,
    min_groups: int = 20,
) -> Table:
    """Contrasts of kinds of items in each group, given the totals.

        effect    = the mean deviation of the first kind of items less that of the second, in shares of the maxima
        statistic = effect / its standard deviation over groups,   pvalue = P(t ≥ statistic)

    Parameters
    ----------
    results : Results
        Pupils with items missing or not taught are compared by the total over the others.
    group : {"school", "class", "municipality", "all"}, default "class"
        What the groups are.
    registry : Registry, optional
        Takes from each group what other groups with the same `reference` have in common (5 at least).
    min_groups : int, default 20
        The least number of groups of 8 pupils or more from which to learn how groups differ; with fewer, only the
        comparison with sampling alone is made and `statistic` and `pvalue` are NaN.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `contrast` (str): hard: the harder half of the items less the easier; late: the second half of the paper
          less the first; open: marked by a teacher less marked by a key, where the assessment has `item_kinds`.
        - `n` (int): Pupils.
        - `statistic` (float): z = effect / its standard deviation over groups.
        - `pvalue` (float): P(t ≥ z) with ν degrees of freedom.
        - `effect` (float): The mean deviation of the first kind of items less that of the second, in shares of the
          maxima.
        - `lower` (float): The effect's 95 % interval by sampling alone.
        - `upper` (float): The effect's 95 % interval by sampling alone.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for `min_groups` below 3.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    Examples
    --------
    >>> r = ob.simulate.municipality(seed=1).results[0]
    >>> sorted({str(kind) for kind in ob.profile.contrasts(r).contrast})
    ['hard', 'late']
    """
    found: Table = _call("profile.contrasts", (results, registry), {"min_groups": min_groups}, group)
    return found
