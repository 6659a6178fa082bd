"""The official rule of 2019, and the signs that later texts and tools add to it.

The signs of the rule have no p-value: it states none. Use them as screening signs, never alone.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from numpy.typing import ArrayLike

from . import classes as _classes, omissions as _omissions, spread as _spread
from ._former import former as _former
from ._obektiv import Results, Table, Tally, call as _call
from ._official import ObjectivityIndex, objectivity_index
from ._typing import Group, Labels

__all__ = [
    "ObjectivityIndex",
    "class_split",
    "cohort_jump",
    "external_mismatch",
    "group_crossing",
    "high5_low_spread",
    "inflated_mean",
    "item_inversion",
    "objectivity_index",
    "rank_mismatch",
    "recheck_delta",
    "x_pattern",
]


def inflated_mean(
    results: Results | Tally,
    group: Group = "school",
    t: float = 1.96,
    min_n: int = 2,
    with_constant: bool = False,
) -> Table:
    """Sign A of 2019: the mean total of each group and its interval beside the region's.

        statistic = x̄ − t·s/√m      the group's m pupils, s with divisor m − 1
        critical  = X̄ + t·S/√n      all n pupils of the tally

    The sign is `statistic > critical`. A group with fewer than `min_n` pupils is NaN, and one with s = 0 unless
    `with_constant` gives it an interval of no width. Sums are of integers, so the values do not depend on the order
    of the pupils. It has no p-value, and honest schools differ: use it as a screening sign, never alone.

    Parameters
    ----------
    results : Results or Tally
        Pupils with a missing cell are left out.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    t : float, default 1.96
        The factor t of the interval; the text says 1.96.
    min_n : int, default 2
        The least number of pupils of a school; smaller ones are undefined.
    with_constant : bool, default False
        Whether a school whose totals are all equal (s = 0) has an interval of no width, as the formula read to the
        letter gives; else it is undefined.

    Returns
    -------
    Table
        - `group` (str): The groups.
        - `n` (int): Pupils with a total.
        - `mean` (float): The mean total x̄.
        - `statistic` (float): The lower end of the group's interval, x̄ − t·s/√m.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): x̄ − X̄, in points.
        - `lower` (float): The group's interval less X̄, in points.
        - `upper` (float): The group's interval less X̄, in points.
        - `critical` (float): The upper end of the region's interval, X̄ + t·S/√n; a statistic above it is the sign.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for t that is not positive or `min_n` below 2.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    The methodology of 2019, annex, A.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1])
    >>> t = ob.Tally.from_histograms(a, {"high": [0, 0, 1, 9], "low": [40, 40, 10, 10]})
    >>> sign = ob.official.inflated_mean(t)
    >>> list(sign.group[sign.statistic > sign.critical])
    ['high']
    """
    found: Table = _call("official.inflated_mean", (results,), {"t": t, "min_n": min_n, "with_constant": with_constant}, group)
    return found


def rank_mismatch(
    results: Results | Tally,
    group: Group = "school",
    min_n: int = 3,
    ties: Literal["printed", "corrected"] = "printed",
) -> Table:
    """Sign B of 2019: Spearman's correlation of journal marks and totals inside each group.

        r_s = 1 − 6·Σd² / (n(n² − 1))      d = rank(mark) − rank(total), mid-ranks for ties

    The sign is `statistic < 0`. A group with fewer than `min_n` pupils, or whose marks or totals are all the same,
    is NaN. Ranks are computed in halves as integers: the sign of the statistic is exact. Marks have four values, so
    ties are massive and the printed formula lies above the true correlation ("corrected").

    Parameters
    ----------
    results : Results or Tally
        Pupils without a journal mark or with a missing cell are left out.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    min_n : int, default 3
        The least number of pupils with a total and a journal mark.
    ties : {"printed", "corrected"}, default "printed"
        The treatment of ties.

    Returns
    -------
    Table
        - `group` (str): The groups.
        - `n` (int): Pupils with a total and a journal mark.
        - `statistic` (float): The rank correlation of journal mark and total; below 0 is the sign.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): NaN: the sign has none.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_journal` if nobody has a journal mark; `statistic.parameter` for `min_n` below 2.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    The methodology of 2019, annex, B.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3])
    >>> r = ob.Results(a, [[1], [2], [3]], school=["A", "A", "A"], journal_mark=[5, 4, 3])
    >>> ob.official.rank_mismatch(r).statistic
    array([-1.])
    """
    found: Table = _call("official.rank_mismatch", (results,), {"min_n": min_n, "ties": ties}, group)
    return found


def cohort_jump(
    before: Results | Tally,
    after: Results | Tally,
    group: Group = "school",
    k: float = 3.0,
    min_n: int = 1,
    quantile_type: int = 7,
) -> Table:
    """Sign C of 2019: how one cohort's mean share of the maximum changed between two works.

        K = S_before / S_after          S: mean total / largest total
        fall: K > Q75 + k·IQR,  rise: K < Q25 − k·IQR       quartiles over the groups

    `before` and `after` are of the same schools, in the first and the second year of the same cohort. Mind the
    pupils' grade: a "grade 4" work of an autumn is written in grade 5. A school is the same where its login changed
    its prefix, from `sch` to `edu`. Groups in only one tally are left out; a group with too few pupils or with
    S_after = 0 is NaN and has no part in the quartiles.

    Parameters
    ----------
    before : Results or Tally
        The first year of a cohort.
    after : Results or Tally
        The second year of the same schools.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    k : float, default 3.0
        How many interquartile ranges beyond the quartiles are critical; the text says 3.
    min_n : int, default 1
        The least number of pupils in each of the two years.
    quantile_type : int, default 7
        Hyndman and Fan's type of the quartiles, 4 to 9: 7 is Excel's `QUARTILE.INC` and what most programs do, 6
        its `QUARTILE.EXC`.

    Returns
    -------
    Table
        - `group` (str): The groups of both tallies.
        - `n` (int): Pupils in the smaller of the two years.
        - `statistic` (float): K = share of the maximum before / share of the maximum after.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): The difference of the shares, after − before.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `rise_below` (float): K below this is a sharp rise: Q25 − k·IQR.
        - `fall_above` (float): K above this is a sharp fall: Q75 + k·IQR.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.groupings` if the tallies differ in their grouping; `statistic.parameter` for k below 0 and a
        quantile type outside 4 to 9.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    The methodology of 2019, annex, C. Hyndman, Fan (1996). Sample quantiles in statistical packages.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    >>> before = ob.Tally.from_histograms(a, {"A": [0, 2, 2], "B": [1, 2, 1]})
    >>> after = ob.Tally.from_histograms(a, {"A": [0, 2, 2], "B": [0, 0, 4]})
    >>> ob.official.cohort_jump(before, after).statistic
    array([1. , 0.5])
    """
    found: Table = _call("official.cohort_jump", (before, after), {"k": k, "min_n": min_n, "quantile_type": quantile_type}, group)
    return found


def item_inversion(results: Results, group: Group = "school") -> Table:
    """Hard items done better and easy ones worse than in the region; the sign is published, its numbers are not.

        qᵢ, pᵢ = Σ points / (pupils·maxᵢ) on item i, of the group and of all;  not attempted counts 0
        hard items: pᵢ below the median of p, easy ones: above it
        hard = mean of qᵢ − pᵢ over the hard items,  easy = the same over the easy ones
        statistic = min(hard, −easy),  effect = hard − easy

    The sign is `statistic > δ`, that is hard > δ and easy < −δ; δ = .05 and n ≥ 10 are usual. It does not condition
    on the total, so a group of an unusual level shows it less or more for that alone, and it has no p-value:
    `profile`'s contrast `hard` is its calibrated form. A pupil is counted on the items taught and present. NaN
    without hard or easy items.

    Parameters
    ----------
    results : Results
    group : {"school", "class", "municipality", "all"}, default "school"
        What the groups are.

    Returns
    -------
    Table
        - `group` (str): The groups.
        - `n` (int): Pupils.
        - `statistic` (float): min(hard, −easy): above δ is the sign.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): hard − easy.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `hard` (float): The mean of q − p over the hard items.
        - `easy` (float): The mean of q − p over the easy items.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Rosobrnadzor in the press, 2018: "simple items are done worse than the regional mean and complex ones better".

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    >>> r = ob.Results(a, [[0, 1], [1, 0], [1, 0], [1, 0]], school=["odd", "b", "b", "b"])
    >>> ob.official.item_inversion(r).statistic
    array([-0.25,  0.75])
    """
    found: Table = _call("official.item_inversion", (results,), {}, group)
    return found


def group_crossing(results: Results, group: Group = "school", min_n: int = 10) -> Table:
    """An item that pupils of a lower mark did better than pupils of a higher one; the sign is published, its interval
    is this library's.

        effect = points on the item / (pupils·max) of those with the lower mark − the same of those with the higher

    The interval is Newcombe's hybrid score interval of two shares, each of as many as there are pupils: exact in
    kind for items of one point, too wide for items of more, for of all scores with one mean those of all or nothing
    vary most. The sign is `effect > .05` with `lower > 0`. All pairs of marks with at least `min_n` pupils each
    have a row; only pupils who were taught and have all items count, as the boundaries are of the whole paper.
    Marks are made of the items, which lowers the effect on each: a crossing is unusual, but among some hundred rows
    a few have `lower > 0` by chance.

    Parameters
    ----------
    results : Results
        Pupils with items missing or not taught take no part.
    group : {"school", "class", "municipality", "all"}, default "school"
        What the groups are.
    min_n : int, default 10
        The least number of pupils with each of the two marks.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `item` (int): The item, counted from 1.
        - `low` (int): The lower mark.
        - `high` (int): The higher mark.
        - `n` (int): Pupils in the smaller of the two.
        - `n_low` (int): Pupils with the lower mark.
        - `n_high` (int): Pupils with the higher mark.
        - `statistic` (float): The effect.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): The share of the item's points, of those with the lower mark less those with the higher.
        - `lower` (float): Its 95 % interval.
        - `upper` (float): Its 95 % interval.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_boundaries`; `statistic.parameter` for `min_n` of 0.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    The federal recommendations of 2026 for schools (groups of at least 10). Newcombe (1998), Statistics in Medicine
    17, 873–890.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1], boundaries=[1, 2, 3])
    >>> r = ob.Results(a, [[0, 1, 0], [0, 1, 0], [1, 0, 1], [1, 0, 1]], school=["A"] * 4)
    >>> ob.official.group_crossing(r, min_n=2).effect
    array([-1.,  1., -1.])
    """
    found: Table = _call("official.group_crossing", (results,), {"min_n": min_n}, group)
    return found


def external_mismatch(
    group: Labels,
    n: Sequence[int],
    work: ArrayLike,
    work_error: ArrayLike,
    exam: ArrayLike,
    exam_error: ArrayLike,
) -> Table:
    """A work's mean that the same school's external exam (ОГЭ, ЕГЭ) does not bear out; the sign is published, its
    number is this library's.

        z = (mean − average of the groups' means)/their standard deviation          work and exam apart, over groups with both
        statistic = z_work − z_exam ± 1.96·√((e_work/sd_work)² + (e_exam/sd_exam)²)

    The sign is `statistic > 1.5` with n ≥ 10, and `lower > 0`. The two agree only in part even where all is well:
    with a correlation of .5 between them the statistic of honest groups has a standard deviation of 1, so one in
    fifteen is above 1.5. A group of an extreme mean in the work shows the sign by regression to the mean alone. A
    group with a mean or an error that is not a number is NaN and has no part in the averages; so are all with fewer
    than two groups or where all means are the same.

    Parameters
    ----------
    group : labels
    n : sequence of int
        Pupils in the smaller of the two.
    work : array
        The mean of each group in the work; NaN where unknown.
    work_error : array
        Its standard error.
    exam : array
        The mean of each group in the exam.
    exam_error : array
        Its standard error.

    Returns
    -------
    Table
        - `group` (str): The groups, in the order given.
        - `n` (int): Pupils in the smaller of the two.
        - `statistic` (float): z of the work less z of the exam.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): The same.
        - `lower` (float): 95 % interval of the statistic by sampling.
        - `upper` (float): 95 % interval of the statistic by sampling.
        - `work` (float): z of the work.
        - `exam` (float): z of the exam.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for a standard error below 0.

    References
    ----------
    Rosobrnadzor in the press, 2018 (results not confirmed by the exam scores of leavers); the methodology of 2019,
    signs A5 and A6.

    Examples
    --------
    >>> zeros = [0.0, 0.0, 0.0]
    >>> ob.official.external_mismatch(["A", "B", "C"], [20, 20, 20], [1, 2, 3], zeros, [1, 2, 0], zeros).statistic
    array([-1., -1.,  2.])
    """
    found: Table = _call("official.external_mismatch", (group, n, work, work_error, exam, exam_error), {}, "school")
    return found


def recheck_delta(
    group: Labels,
    original: Sequence[int],
    rechecked: Sequence[int],
    tolerance: int = 1,
    boundaries: Sequence[int] | None = None,
) -> Table:
    """What a second commission makes of the same papers; the share confirmed and its target of 90 % are official, the
    tests are this library's.

        d = original − rechecked
        statistic = papers with |d| ≤ tolerance / papers
        effect    = mean d ± t·s_d/√n                                  NaN margins for one paper
        pvalue    = P(X ≥ #{d > 0}),  X ~ Bin(#{d ≠ 0}, ½)             the sign test; 1 if no paper changed
        icc       = (R − E)/(R + E + 2(C − E)/n)                       R, C, E: mean squares of papers, of markings, of error

    `boundaries` are the lowest points of marks 3, 4, 5; a mark that falls was too high at first. For items instead
    of papers, give an item's points with the item as group. The usual tolerance is 1 point. Two honest markers
    differ too: a mean change speaks, one changed paper does not. If papers were chosen because they looked high, so
    do the changes: the numbers are then of these papers, not of the school. The ICC is NaN for fewer than two
    papers and where nothing varies.

    Parameters
    ----------
    group : labels
        Of each paper its school, class or item, whatever is compared.
    original : sequence of int
        Points of each paper at first.
    rechecked : sequence of int
        Points of each paper by the second commission.
    tolerance : int, default 1
        How many points apart two markings may be that confirm each other.
    boundaries : sequence of 3 int, optional
        The lowest points of marks 3, 4, 5; without them no mark falls or rises.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Papers.
        - `confirmed` (int): Papers whose points differ by no more than the tolerance.
        - `statistic` (float): confirmed / n.
        - `share_lower` (float): 95 % interval of the statistic by Wilson.
        - `share_upper` (float): 95 % interval of the statistic by Wilson.
        - `exact_lower` (float): The same by Clopper and Pearson, never too narrow.
        - `exact_upper` (float): The same by Clopper and Pearson, never too narrow.
        - `higher` (int): Papers that had more points at first.
        - `fewer` (int): Papers that had fewer points at first.
        - `pvalue` (float): P(X ≥ higher), X ~ Bin(higher + fewer, ½): the sign test for points too high at first.
        - `pvalue_two_sided` (float): The two-sided sign test.
        - `effect` (float): The mean of original − rechecked.
        - `lower` (float): Its 95 % interval, by Student's t.
        - `upper` (float): Its 95 % interval, by Student's t.
        - `marks_lowered` (int): Papers whose mark falls on re-check; 0 without boundaries.
        - `marks_raised` (int): Papers whose mark rises on re-check; 0 without boundaries.
        - `icc` (float): ICC(2,1).
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_papers` without papers.

    References
    ----------
    Khakassia, order of 08.02.2023 N 100-128 (the share of works confirmed, at least 90 %). Shrout and Fleiss
    (1979), Psychological Bulletin 86, 420–428. Clopper and Pearson (1934). Wilson (1927).

    Examples
    --------
    >>> table = ob.official.recheck_delta(["A"] * 4, [9, 8, 12, 10], [7, 8, 9, 9], boundaries=[7, 11, 15])
    >>> table.statistic, table.effect, table.pvalue
    (array([0.5]), array([1.5]), array([0.125]))
    """
    found: Table = _call("official.recheck_delta", (group, original, rechecked), {"tolerance": tolerance, "boundaries": boundaries}, "school")
    return found

class_split = _former(_classes.by_school, "official.class_split", "classes.by_school")
x_pattern = _former(_omissions.by_group, "official.x_pattern", "omissions.by_group")
high5_low_spread = _former(_spread.many_fives, "official.high5_low_spread", "spread.many_fives")
