"""Items left unanswered: more often, or less often, than in the reference group.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from ._obektiv import Registry, Results, Table, call as _call
from ._typing import Group

__all__ = [
    "by_group",
]


def by_group(
    results: Results,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 5,
) -> Table:
    """Items not attempted more often, or less often, than in the reference group; a sign of this library.

        many: statistic = cells not attempted / cells scored or not attempted
        few:  statistic = cells attempted / the same
        pvalue = P(as many or more | reference), beta-binomial; a stratum is an item

    A pupil who leaves leaves several items: strata are items written by the same pupils, so the reference's own
    spread includes that. Hardly any item left where others leave many is a sign in other countries' systems too; so
    is an item left by a whole group, which more often was not taught. A group's reference is all others with the
    same label in `registry`; with fewer than `min_reference` the p-values are NaN.

    Parameters
    ----------
    results : Results
    group : {"school", "class", "municipality", "all"}, default "school"
        What the groups are.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 5
        The least number of other groups in the reference; with fewer, p-values are NaN.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `kind` (str): many or few.
        - `n` (int): Pupils.
        - `cells` (int): Cells scored or not attempted.
        - `count` (int): Those of the row's kind: attempted if `few`, else not attempted.
        - `statistic` (float): count / n; NaN for n = 0.
        - `pvalue` (float): P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
        - `pvalue_mid` (float): P(Y > count) + P(Y = count)/2.
        - `effect` (float): The group's share less the reference's.
        - `lower` (float): 95 % interval of the effect (sampling of pupils only).
        - `upper` (float): 95 % interval of the effect (sampling of pupils only).
        - `reference_share` (float): The share in the reference.
        - `reference_rho` (float): The intraclass correlation between the reference groups: an upper 75 % limit.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    DataError
        `data.no_grouping` if the results lack the labels of the grouping; `data.name` for another group.

    References
    ----------
    Quintano, Castellano and Longobardi (2009): the share of missing answers as one of four indices of a class.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    >>> r = ob.Results(a, [[1, ob.NOT_ATTEMPTED], [1, 1]], school=["A", "A"])
    >>> ob.omissions.by_group(r).statistic
    array([0.25, 0.75])
    """
    found: Table = _call("omissions.by_group", (results, registry), {"min_reference": min_reference}, group)
    return found
