"""Continuity: a group's mean beside what its own other means and the other groups foretell.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence

from ._obektiv import Registry, Results, Table, Tally, call as _call
from ._typing import Group

__all__ = [
    "by_group",
    "consistency",
    "cumulative",
]


def by_group(
    before: Results | Tally,
    after: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 20,
) -> Table:
    """How a cohort's mean changed between two works, beside the other groups that began alike.

        zⱼ = (x̄ⱼ − X̄)/S                    mean and standard deviation of all pupils of the work; scales drop out
        uⱼ = (S_w/S)²/nⱼ                    its sampling variance, S_w pooled within groups; vⱼ the same of the second work
        λⱼ = τ²/(τ² + uⱼ)                   what of a first mean is the group's own; τ² the variance of groups
        E[afterⱼ] = a + b·λⱼ(zⱼ − μ) + c·oⱼ(1 − λⱼ)(zⱼ − μ)          oⱼ = min(1, n_before/n_after)
        Vⱼ = ω² + vⱼ − c²oⱼ²uⱼ + (b − c·oⱼ)²λⱼuⱼ
        effect = after − E[after],  statistic = effect/√(Vⱼ + variance of E),  t with ν = .63·(groups − 3) degrees of freedom

    The first slope b carries what groups keep from work to work, the second c the luck of a first mean that the
    same pupils bring to the second work as well (0 ≤ c ≤ .8·S_w/S after by before: of two different halves of a
    cohort it is 0). The two together are regression to the mean: stronger for small groups, for whom λ is small. a,
    b, c are Huber's, each group weighed by min(1, 1.28·√V/|effect|)/V, and exclude the group itself; c is drawn to
    b with a standard deviation of .5, which matters only where all groups are of one size and the two cannot be
    told apart. μ and τ², and ω², which is how honest changes differ beyond sampling, bring Σ min(effect²/V, 1.28²)
    to what it is on average for normal groups: a few groups of those looked for move them little. ν is what so many
    groups say of ω².

    `before` and `after` are two works of one cohort; mind the pupils' grade: a "grade 4" work of an autumn is
    written in grade 5. Groups in only one of them are left out. The reference of a group is all others with the
    same label in `registry`. With fewer than `min_reference` others, what needs them is NaN. It does not tell which
    of the two works is the odd one, nor why.

    Parameters
    ----------
    before : Results or Tally
        The first of two works of one cohort.
    after : Results or Tally
        The second.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 20
        The least number of other groups of the reference that have both means; with fewer all is NaN but the means
        and the change.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `work` (str): The work whose mean is looked at, by its key.
        - `n` (int): Pupils in the smaller of the two: this work, and the work or works that it is expected from.
        - `before` (float): The mean from which this work's is expected.
        - `after` (float): The mean in this work.
        - `change` (float): after − before.
        - `expected` (float): What the other groups lead to expect of `after`.
        - `statistic` (float): effect / its standard deviation.
        - `df` (float): The degrees of freedom of its t distribution.
        - `pvalue` (float): P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way.
        - `effect` (float): after − expected.
        - `lower` (float): 95 % interval of the effect, of sampling and of how groups differ.
        - `upper` (float): 95 % interval of the effect, of sampling and of how groups differ.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.groupings` if the tallies differ in their grouping; `statistic.parameter` for `min_reference`
        below 5.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Gains of groups given their past: Skorupski and Egan (2011). Regression to the mean by Kelley's formula: Kelley
    (1947), Fundamentals of Statistics. Overdispersion: Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202.
    Huber (1981), Robust Statistics, ch. 5 and 7. The two slopes are this library's.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    >>> counts = {f"{j:02}": [10 - j % 3, 10, 10 + j % 5] for j in range(40)}
    >>> later = ob.Tally.from_histograms(a, counts | {"07": [0, 5, 25]})
    >>> table = ob.continuity.by_group(ob.Tally.from_histograms(a, counts), later)
    >>> str(table.group[table.pvalue.argmin()])
    '07'
    """
    found: Table = _call("continuity.by_group", (before, after, registry), {"min_reference": min_reference}, group)
    return found


def cumulative(
    works: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 20,
) -> Table:
    """Changes of one cohort added up over its works, in the order in which they were written.

        t₁, t₂, …   the statistics of by_group for each work and the next
        statistic = Σ tₖ/√(ΣΣ Rₖₗ),  effect = Σ effectₖ ± t·√(ΣΣ sₖsₗRₖₗ)       s the standard deviations of the effects
        Rₖₗ = the correlation of tₖ and tₗ over all groups, each within ±2.5; 0 if below

    Small gains that go on add up; a gain that is followed by a loss does not, and is seen in `by_group`. A group
    takes part with the changes it has.

    Parameters
    ----------
    works : Results or Tally, or a sequence of them
        In the order in which they were written, two at least.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 20
        The least number of other groups of the reference that have both means; with fewer all is NaN but the means
        and the change.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `changes` (int): Changes that are added up.
        - `n` (int): Pupils in the smallest of the works.
        - `statistic` (float): The sum of the statistics of `by_group` over its standard deviation.
        - `pvalue` (float): P(|t| ≥ |statistic|), with the fewest degrees of freedom of the parts.
        - `effect` (float): The sum of the effects, in standard deviations of pupils.
        - `lower` (float): Its 95 % interval.
        - `upper` (float): Its 95 % interval.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_tallies` with fewer than two works; `statistic.groupings` if the tallies differ in their
        grouping; `statistic.parameter` for `min_reference` below 5.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Stouffer's sum of dependent tests: Strube (1985), Psychological Bulletin 97, 334–341.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
    >>> ob.continuity.cumulative(works)["changes"][0]
    np.int64(2)
    """
    found: Table = _call("continuity.cumulative", (works, registry), {"min_reference": min_reference}, group)
    return found


def consistency(
    works: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 20,
) -> Table:
    """Each group's mean in each work beside its means in the others: subjects of one grade, or grades of one year.

    As `by_group`, with in place of the first mean the average z of the group's other works, the average of their u,
    the harmonic mean of their n, and the largest of their S_w/S: the same pupils are taken to write them all, so
    that several works are no surer of the group's luck than one. One row for each group and work.

    Parameters
    ----------
    works : Results or Tally, or a sequence of them
        Two at least.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 20
        The least number of other groups of the reference that have both means; with fewer all is NaN but the means
        and the change.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `work` (str): The work whose mean is looked at, by its key.
        - `n` (int): Pupils in the smaller of the two: this work, and the work or works that it is expected from.
        - `before` (float): The mean from which this work's is expected.
        - `after` (float): The mean in this work.
        - `change` (float): after − before.
        - `expected` (float): What the other groups lead to expect of `after`.
        - `statistic` (float): effect / its standard deviation.
        - `df` (float): The degrees of freedom of its t distribution.
        - `pvalue` (float): P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way.
        - `effect` (float): after − expected.
        - `lower` (float): 95 % interval of the effect, of sampling and of how groups differ.
        - `upper` (float): 95 % interval of the effect, of sampling and of how groups differ.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_tallies` with fewer than two works; `statistic.groupings` if the tallies differ in their
        grouping; `statistic.parameter` for `min_reference` below 5.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
    >>> len(ob.continuity.consistency(works))
    120
    """
    found: Table = _call("continuity.consistency", (works, registry), {"min_reference": min_reference}, group)
    return found
