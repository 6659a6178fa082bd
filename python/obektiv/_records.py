"""Results that are a few numbers. They are filled in Rust, by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._errors import ObektivError
    from ._obektiv import Results


@dataclass(frozen=True, slots=True)
class ObjectivityIndex:
    """The objectivity index of a territory.

    Attributes
    ----------
    schools, marked : int
        Schools that took part, and those of them that at least one sign marks.
    share : float
        100 · marked / schools.
    statistic : float
        The index, 100 − share.
    """

    schools: int
    marked: int
    share: float
    statistic: float


@dataclass(frozen=True, slots=True)
class ThreeBin:
    """The middle of three neighbouring counts against a smooth distribution.

    Attributes
    ----------
    share : float
        The middle count as a share of the three.
    pvalue, pvalue_mid : float
        A spike: P(X ≥ at), and its mid-p.
    pvalue_two_sided, pvalue_two_sided_mid : float
        A spike or a dip.
    pvalue_dip, pvalue_dip_mid : float
        A dip: P(X ≤ at), and its mid-p.
    pvalue_min : float
        The smallest `pvalue` that so many papers can attain.
    """

    share: float
    pvalue: float
    pvalue_mid: float
    pvalue_two_sided: float
    pvalue_two_sided_mid: float
    pvalue_dip: float
    pvalue_dip_mid: float
    pvalue_min: float


@dataclass(frozen=True, slots=True)
class RoundPercentages:
    """Schools whose share is a round percentage, beside what chance gives.

    Attributes
    ----------
    n, statistic : int
        Schools with anybody, and those of them whose share is round.
    expected : float
        The expected number of round shares.
    effect : float
        `statistic` less `expected`, as a share of the schools.
    pvalue, pvalue_mid : float
        P(so many round shares or more), and its mid-p.
    """

    n: int
    statistic: int
    expected: float
    effect: float
    pvalue: float
    pvalue_mid: float


@dataclass(frozen=True, slots=True)
class ReadMany:
    """What was read from several files, and what could not be.

    Attributes
    ----------
    results : list of Results
        Of the files that were read, in the order of the files.
    names : list of str
        The names of these files.
    errors : dict of str to ObektivError
        For each other file, by its name, what was wrong with it.
    """

    results: list[Results]
    names: list[str]
    errors: dict[str, ObektivError]
