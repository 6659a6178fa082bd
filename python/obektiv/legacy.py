"""Signs of other times and places as they were published, for comparison: ranks and memberships without a rate of
error.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import Results, Table, call as _call
from ._typing import Group

__all__ = [
    "invalsi",
    "jacob_levitt",
    "score_fluctuations",
]


def invalsi(
    results: Results,
    group: Group = "class",
    clusters: int = 10,
    fuzziness: float = 2.0,
    min_n: int = 5,
) -> Table:
    """The INVALSI index: fuzzy membership in the cluster of classes with high, alike and complete papers.

        p̄   mean over pupils of total / largest total         s   standard deviation of the same (divisor n − 1)
        MC  cells not attempted / cells                        E   mean over items of 1 − Σₜ (nₜ/n)²,  t: scores and not attempted
        axes: the two main components of the correlation matrix of p̄, s, MC, E;  the first points to high p̄, the second to high MC
        u = 1/Σₖ (d/dₖ)^(2/(m − 1)),  centre = Σ uᵐ·x / Σ uᵐ   fuzzy k-means on the components, d distances to the centres, m the fuzziness
        statistic = u of the cluster whose centre is first on the first axis
        corrected = Σ n·p̄·(1 − u) / Σ n·(1 − u)

    The structure is published; fuzziness and number of clusters are as usually reported. The first centre is the
    group nearest to the mean of all, each other one the group farthest from those before, so that nothing depends
    on chance. It catches classes at the good end of everything, and cannot tell good from helped: in Trentino the
    marked classes were largely good ones. Some class always is first. Cells that are missing or not taught take no
    part.

    Parameters
    ----------
    results : Results
    group : {"school", "class", "municipality", "all"}, default "class"
        What the groups are.
    clusters : int, default 10
        Clusters.
    fuzziness : float, default 2.0
        The fuzziness, above 1.
    min_n : int, default 5
        The least number of pupils of a group; smaller ones take no part.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils.
        - `statistic` (float): The membership in the cluster of high, alike and complete papers: from 0 to 1.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): NaN: the sign has none.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `mean` (float): The mean share of the largest total.
        - `sd` (float): The standard deviation of pupils' shares.
        - `missing` (float): The share of items not attempted.
        - `heterogeneity` (float): The mean over items of Gini's heterogeneity of the scores.
        - `outlier` (float): The first axis: it points to high means, and usually to low spread and heterogeneity.
        - `participation` (float): The second axis: items not attempted.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a fuzziness of 1 or less or fewer groups than clusters.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Quintano, Castellano & Longobardi (2009), A fuzzy clustering approach to improve the accuracy of Italian student
    data, Statistica & Applicazioni 7, 149–171. Martini (2015), IPRASE: false positives among good classes.

    Examples
    --------
    >>> r = ob.simulate.municipality(seed=1).results[0]
    >>> float(ob.legacy.invalsi(r).statistic.max()) <= 1
    True
    """
    found: Table = _call("legacy.invalsi", (results,), {"clusters": clusters, "fuzziness": fuzziness, "min_n": min_n}, group)
    return found


def jacob_levitt(results: Results, group: Group = "class") -> Table:
    """Jacob and Levitt's unusual answer strings, on scores: four ranks of each class, added up.

        P_pis  share of pupils with the total of p who have score s on item i, smoothed over totals    in place of a logit on past and future scores
        M1 = min over lengths L = 3..7 of (b_L − mean of classes)/sd,  b_L = min over blocks of L items and scores there of Σ_p Σᵢ ln P_pis, p with these scores
        vᵢ = Σₛ (Σ_p (1{x_pi = s} − P_pis))² / n;  M2 = mean of vᵢ;  M3 = variance of vᵢ over items (divisor I)
        M4 = mean over p of Σᵢ [(x_pi − E(xᵢ|total))² − Var(xᵢ|total)]/mᵢ²                    mᵢ: the item's maximum
        statistic = r(−M1)² + r(M2)² + r(M3)² + r(M4)²                                        r: share of classes below, and half of those equal

    The original has the options that were marked and pupils' other years; on scores with one year it is weaker, and
    the measures grow with the size of the class (M1) and with what a class was taught (M2, M3). Ranks make it
    comparable inside one work and blind to how common the matter is. Pupils whose total does not count the main set
    of items take no part; groups of one pupil are left out. M1 and with it the statistic are NaN with fewer than
    three items, or where it is the same in all groups.

    Parameters
    ----------
    results : Results
    group : {"school", "class", "municipality", "all"}, default "class"
        What the groups are.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils with the main set of items.
        - `statistic` (float): The sum of the squared ranks of the four measures, from 0 to 4.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): NaN: the sign has none.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `block` (float): The least probable block of equal scores: the smallest standardised ln probability over
          lengths.
        - `correlation` (float): How much pupils' scores on an item go together, mean over items.
        - `variation` (float): How much that varies between items.
        - `misfit` (float): How unlike their totals pupils' papers are, less what is expected.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for more than 4,096 scores of items in all.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Jacob & Levitt (2003), Quarterly Journal of Economics 118, 843–877.

    Examples
    --------
    >>> r = ob.simulate.municipality(seed=1).results[0]
    >>> float(ob.legacy.jacob_levitt(r).statistic.max()) <= 4
    True
    """
    found: Table = _call("legacy.jacob_levitt", (results,), {}, group)
    return found


def score_fluctuations(gain: ArrayLike, next_gain: ArrayLike) -> NDArray[np.float64]:
    """Jacob and Levitt's fluctuation of scores: a large gain, then a small one.

        r(gain)² + (1 − r(next gain))²             r: share of classes below, and half of those equal; from 0 to 2

    `gain` and `next_gain` are by class, in any unit that is the same for all; NaN where one is unknown. They call a
    class one to look at where this and `jacob_levitt` are both among the highest twentieth. Regression to the mean
    gives large values to every class with a lucky year: `continuity` takes it out.

    Parameters
    ----------
    gain : array
        By group, in any unit that is the same for all; NaN where unknown.
    next_gain : array
        The gain of the year after.

    Returns
    -------
    array
        By group, from 0 to 2; NaN where a gain is unknown.

    Raises
    ------
    DataError
        `data.length` if the columns differ in length.

    Examples
    --------
    >>> ob.legacy.score_fluctuations([5.0, 1.0], [-5.0, 1.0])
    array([1.125, 0.125])
    """
    found: NDArray[np.float64] = _call("legacy.score_fluctuations", (gain, next_gain), {}, "school")
    return found
