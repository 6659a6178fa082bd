"""Results that are a few numbers. They are filled in Rust, by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._record import Record

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ._errors import ObektivError
    from ._obektiv import Results, Table


@dataclass(frozen=True, slots=True, eq=False)
class ObjectivityIndex(Record):
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


@dataclass(frozen=True, slots=True, eq=False)
class RapidGuessing(Record):
    """Rapid guesses by person and by item.

    Attributes
    ----------
    persons : Table
        `statistic`, the share of a person's answers that were not rapid, and `tail`.
    items : Table
        `threshold` and `effort`, the share of an item's answers that were not rapid.
    rapid : array of bool, persons × items
        Which answers were rapid; false without a time.
    """

    persons: Table
    items: Table
    rapid: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Fit(Record):
    """Calibrated items.

    Attributes
    ----------
    items : list of dict
        The items, as `json` reads and writes them.
    table : Table
        The same, one row for each: `item, model, a, c, b1, …` (what some item has), standard errors `se_a, …`;
        `diverging`: a slope above 10 or a difficulty beyond 30, which no data determine; `at_bound`: an asymptote at 0.
    log_likelihood, aic, bic : float
        Marginal; that of rasch and pcm is conditional, without criteria (NaN).
    parameters, persons, iterations : int
        Parameters estimated, persons who say something, steps taken.
    converged : bool
        Whether the tolerance was reached and no item is diverging.
    start : list of dict or None
        Where the estimation started; None of rasch and pcm.
    ability : Table or None
        The distribution of ability, `points` and `weights`; None of rasch and pcm, which assume none.
    """

    items: list[dict[str, Any]]
    table: Table
    log_likelihood: float
    aic: float
    bic: float
    parameters: int
    persons: int
    iterations: int
    converged: bool
    start: list[dict[str, Any]] | None
    ability: Table | None


@dataclass(frozen=True, slots=True, eq=False)
class Scalability(Record):
    """Mokken's scalability.

    Attributes
    ----------
    test : float
        H of the whole test.
    items : Table
        `item, h`: H of each item.
    pairs : array, items × items
        H of each pair; NaN on the diagonal.
    """

    test: float
    items: Table
    pairs: npt.NDArray[np.float64]
