"""Who did not write the work: pupils absent more often than in the other schools.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence

from ._obektiv import Registry, Table, call as _call
from ._typing import Labels

__all__ = [
    "by_school",
]


def by_school(
    school: Labels,
    listed: Sequence[int],
    absent: Sequence[int],
    registry: Registry | None = None,
    min_reference: int = 5,
) -> Table:
    """Pupils absent from the work more often than in the other schools; a sign of this library.

        statistic = absent/listed = a
        pvalue    = P(as many absent or more | reference), beta-binomial, with the other schools' own spread
        gain      = φ(z)/(1 − a),  z = Φ⁻¹(a)              the mean of a normal distribution without its lowest share a

    A work says nothing of those who did not write it, so a mean rises if weak pupils stay away: at 20 % absent by
    at most .35 standard deviations. `gain` is that bound, not an estimate: honest absences, of whoever is ill,
    raise a mean little. Look at it where the school's level is unusual, and ask who was absent. A school's
    reference is all others with the same label in `registry`; each school is given once, and one without pupils is
    NaN.

    Parameters
    ----------
    school : labels
        The schools, each once.
    listed : sequence of int
        Pupils who were to write the work.
    absent : sequence of int
        Those of them who were absent.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 5
        The least number of other schools in the reference; with fewer, p-values are NaN.

    Returns
    -------
    Table
        - `group` (str): The school.
        - `n` (int): Pupils listed.
        - `absent` (int): Those absent.
        - `statistic` (float): count / n; NaN for n = 0.
        - `pvalue` (float): P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
        - `pvalue_mid` (float): P(Y > count) + P(Y = count)/2.
        - `effect` (float): The group's share less the reference's.
        - `lower` (float): 95 % interval of the effect (sampling of pupils only).
        - `upper` (float): 95 % interval of the effect (sampling of pupils only).
        - `reference_share` (float): The share in the reference.
        - `reference_rho` (float): The intraclass correlation between the reference groups: an upper 75 % limit.
        - `gain` (float): By how many standard deviations of its pupils the school's mean can be above that of all
          it listed: that much if the weakest were absent.
        - `gain_beside` (float): That less what the reference's share allows.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for more absent than listed.
    DataError
        `data.length` if the columns are not of one length.

    References
    ----------
    Cullen & Reback (2006), Advances in Applied Microeconomics 14, 1–34, and Figlio (2006), Journal of Public
    Economics 90, 837–851: who is tested where schools are judged. Johnson, Kotz & Balakrishnan (1994), Continuous
    Univariate Distributions 1, 13.10: the truncated normal.

    Examples
    --------
    >>> schools = ["A", "B", "C", "D", "E", "F", "G"]
    >>> table = ob.participation.by_school(schools, [50] * 7, [20, 4, 5, 3, 4, 6, 4])
    >>> float(table.statistic[0]), bool(table.pvalue[0] < 0.001), round(float(table.gain[0]), 2)
    (0.4, True, 0.64)
    """
    found: Table = _call("participation.by_school", (school, listed, absent, registry), {"min_reference": min_reference}, "school")
    return found
