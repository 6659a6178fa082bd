"""Papers piled up at the mark boundaries, papers raised over them, and round percentages.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ._obektiv import Registry, Results, Table, Tally, call as _call
from ._heaping import Raised, Shift, fit, raised
from ._record import Record
from ._typing import Group

__all__ = [
    "Raised",
    "RoundPercentages",
    "Shift",
    "ThreeBin",
    "by_group",
    "fit",
    "raised",
    "round_percentages",
    "three_bin",
]


@dataclass(frozen=True, eq=False, repr=False)
class ThreeBin(Record):
    """The middle of three neighbouring counts against a smooth distribution; all NaN without papers.

    Attributes
    ----------
    share : float
        at / (below + at + above).
    pvalue : float
        One-sided for a spike: P(X ≥ at), exact.
    pvalue_mid : float
        The same with half the probability of `at` itself.
    pvalue_two_sided : float
        Two-sided, exact.
    pvalue_two_sided_mid : float
        Two-sided from mid tails.
    pvalue_dip : float
        One-sided for a dip: P(X ≤ at), exact.
    pvalue_dip_mid : float
        The same with half the probability of `at` itself.
    pvalue_min : float
        The smallest one-sided p-value that so many papers can give.
    """

    share: float
    pvalue: float
    pvalue_mid: float
    pvalue_two_sided: float
    pvalue_two_sided_mid: float
    pvalue_dip: float
    pvalue_dip_mid: float
    pvalue_min: float


@dataclass(frozen=True, eq=False, repr=False)
class RoundPercentages(Record):
    """Schools whose share is a round percentage, beside what chance gives; all but the counts NaN without schools.

    Attributes
    ----------
    n : int
        Schools with anybody.
    statistic : int
        Schools whose share is round.
    expected : float
        Their expected number.
    effect : float
        `statistic` less `expected`, as a share of the schools.
    pvalue : float
        P(so many round shares or more).
    pvalue_mid : float
        The same with half the probability of exactly so many.
    """

    n: int
    statistic: int
    expected: float
    effect: float
    pvalue: float
    pvalue_mid: float


def by_group(
    results: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    k: float | None = None,
    min_reference: int = 5,
) -> Table:
    """The three-bin test at the mark boundaries of each group, pooled over works, against a smooth distribution and
    against the reference: four rows for each group.

        c: lowest total of the mark, n_s: papers of the group with total s; sums over works (and, for mark 0, over boundaries)
        statistic = Σ n_c / Σ (n_{c−1} + n_c + n_{c+1})
        pvalue    = P(X ≥ Σ n_c), X ~ Bin(Σ windows, π̄)                is there a spike; one window: three_bin
                    π̄ = mean of (1 + k)/(3 + k), weighted by the windows' papers
        pvalue_dip = P(X ≤ Σ n_{c−1}) in the bins c−2, c−1, c
        pvalue_reference = P(Σ n_c or more | reference), beta-binomial; a stratum is a work's boundary      is it larger than the reference's
        effect    = (Σ n_c − Σ windows/3) / n, Wilson's interval
        k         = max(|z² − 1|, 1) / (2·sd²), z = (c − mean)/sd, at most ½   unless given

    Several works are pooled, all of one grouping; works without boundaries are left out, and pupils with a missing
    cell take no part. A sum of binomial counts with unequal π has a shorter upper tail than the binomial with their
    mean, so pooling stays valid. In mark 0 a boundary less than three points above the one before is left out: no
    paper counts twice.

    Two references, because region-wide heaping is usual: a small `pvalue` says that papers were moved, a small
    `pvalue_reference` that this group has more of it than its reference. A boundary whose upper neighbour lies
    above the largest total takes no part, and a group without papers in the window is NaN.

    Parameters
    ----------
    results : Results or Tally, or a sequence of them
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    k : float, optional
        The bound of the curvature, 0 or more and less than 1; where not given, what a normal distribution with the
        work's mean and standard deviation has at the boundary.
    min_reference : int, default 5
        The least number of other groups in the reference; with fewer, `pvalue_reference` is NaN.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `mark` (int): The mark whose lowest total is tested: 3, 4, 5; 0 for all three together.
        - `n` (int): Papers of the group in the works that have such a boundary.
        - `pupils` (int): The least number of different pupils behind them.
        - `at` (int): Papers with exactly the lowest total of the mark.
        - `window` (int): Papers with it or one point beside it.
        - `statistic` (float): at / window.
        - `pvalue` (float): A spike: P(as many at the boundary or more), exact.
        - `pvalue_mid` (float): The same with half the probability of `at` itself.
        - `pvalue_two_sided` (float): Two-sided, exact.
        - `pvalue_two_sided_mid` (float): Two-sided from mid tails.
        - `pvalue_dip` (float): The dip one point below the boundary: P(so few papers there or fewer) among the
          totals one, two and no points below the boundary.
        - `pvalue_min` (float): The smallest `pvalue` that so many papers can give.
        - `k` (float): The bound of the curvature that was used, averaged over the windows' papers.
        - `effect` (float): Excess papers at the boundary as a share of the group's papers: (at − window/3) / n.
        - `lower` (float): 95 % interval of the effect.
        - `upper` (float): 95 % interval of the effect.
        - `reference_share` (float): at / window in the reference.
        - `reference_rho` (float): The intraclass correlation between the reference groups: an upper 75 % limit.
        - `pvalue_reference` (float): P(as many at the boundary or more | reference), beta-binomial.
        - `pvalue_reference_mid` (float): The same with half of P(exactly as many).
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_boundaries` if no work has boundaries; `statistic.parameter` for k outside 0 to 1 (1
        excluded); `statistic.groupings`.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Frandsen (2017), Advances in Econometrics 38, 281–315; Hoeffding (1956), Annals of Mathematical Statistics 27,
    713–721. The curvature of a normal distribution and the reference comparison are this library's.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[6], boundaries=[2, 4, 6])
    >>> t = ob.Tally.from_histograms(a, {"A": [1, 0, 8, 1, 2, 2, 2]})
    >>> table = ob.heaping.by_group(t, k=0.0)
    >>> row = table.mark == 3
    >>> table.at[row], table.window[row], table.effect[row]
    (array([8]), array([9]), array([0.3125]))
    """
    found: Table = _call("heaping.by_group", (results, registry), {"k": k, "min_reference": min_reference}, group)
    return found


def three_bin(below: int, at: int, above: int, k: float = 0.0) -> ThreeBin:
    """Whether the middle of three neighbouring counts sticks out of a smooth distribution.

        X ~ Bin(below + at + above, π),  π in [π_L, π_U] = [(1 − k)/(3 − k), (1 + k)/(3 + k)]
        pvalue           = P(X ≥ at; π_U)                                    spike
        pvalue_dip       = P(X ≤ at; π_L)                                    dip
        pvalue_two_sided = min(1, 2·min{P(X ≤ at; π_L), P(X ≥ at; π_U)})
        pvalue_min       = π_U^(below + at + above)

    `k` bounds the curvature of an honest distribution: |f₋ + f₊ − 2f₀| ≤ k·(f₋ + f₊). With k = 0 it is straight
    over the three bins. The published program takes P(X > at) in the upper tail, which rejects too often at a
    spike; the tail here includes `at`.

    Parameters
    ----------
    below : int
        Papers one point below the boundary.
    at : int
        Papers on it.
    above : int
        Papers one point above.
    k : float, default 0.0
        The bound of the curvature of the smooth distribution, 0 or more and less than 1; 0 is a straight line.

    Returns
    -------
    ThreeBin
        - `share` (float): at / (below + at + above).
        - `pvalue` (float): One-sided for a spike: P(X ≥ at), exact.
        - `pvalue_mid` (float): The same with half the probability of `at` itself.
        - `pvalue_two_sided` (float): Two-sided, exact.
        - `pvalue_two_sided_mid` (float): Two-sided from mid tails.
        - `pvalue_dip` (float): One-sided for a dip: P(X ≤ at), exact.
        - `pvalue_dip_mid` (float): The same with half the probability of `at` itself.
        - `pvalue_min` (float): The smallest one-sided p-value that so many papers can give.

    Raises
    ------
    StatisticError
        `statistic.parameter` for k outside 0 to 1 (1 excluded) and more than a hundred million papers.
    DataError
        `data.range` for a negative count.

    References
    ----------
    Frandsen (2017), Advances in Econometrics 38, 281–315.

    Examples
    --------
    >>> round(ob.heaping.three_bin(0, 3, 0).pvalue, 6)     # (1/3)³
    0.037037
    """
    found: ThreeBin = _call("heaping.three_bin", (), {"below": below, "at": at, "above": above, "k": k}, "school")
    return found


def round_percentages(
    count: Sequence[int],
    n: Sequence[int],
    step: float = 1.0,
    within: float = 0.05,
    with_ends: bool = False,
) -> RoundPercentages:
    """How many schools' shares are round percentages, against chance at the same numbers of pupils.

        round(x, n): |100x/n − step·k| ≤ within for a whole k;  0 and 100 % only `with_ends`
        statistic = #{j: round(x_j, n_j)}
        r_j = P(round(Y_j, n_j)), Y_j ~ Bin(n_j, x_j/n_j);  expected = Σ r_j
        pvalue = P(R ≥ statistic), R a sum of independent Bernoulli(r_j): Poisson-binomial, exact

    Schools of nobody take no part. The school's own share stands for its true one, so round shares are a little too
    frequent under the null and the p-value errs to the large side.

    Parameters
    ----------
    count : sequence of int
        One for each school, say of pupils with mark 4 or 5.
    n : sequence of int
        Pupils of each school.
    step : float, default 1.0
        Shares are compared with multiples of so many per cent.
    within : float, default 0.05
        How far from a multiple, in per cent, still is round.
    with_ends : bool, default False
        Whether 0 % and 100 % count as round: schools where all pupils pass are no sign.

    Returns
    -------
    RoundPercentages
        - `n` (int): Schools with anybody.
        - `statistic` (int): Schools whose share is round.
        - `expected` (float): Their expected number.
        - `effect` (float): `statistic` less `expected`, as a share of the schools.
        - `pvalue` (float): P(so many round shares or more).
        - `pvalue_mid` (float): The same with half the probability of exactly so many.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a step that is not above 0 and at most 50, for `within` below 0 or of half a step
        and more, a count above its n, and n above a million.
    DataError
        `data.length` for columns of unequal length.

    References
    ----------
    Kobak, Shpilkin & Pshenichnikov (2016), Annals of Applied Statistics 10, 54–73.

    Examples
    --------
    >>> n = range(200, 400)
    >>> made = [(7 * m + 5) // 10 for m in n]           # 70 %, as near as pupils allow
    >>> bool(ob.heaping.round_percentages(made, n).pvalue < 0.001)
    True
    """
    found: RoundPercentages = _call("heaping.round_percentages", (count, n), {"step": step, "within": within, "with_ends": with_ends}, "school")
    return found
