"""The exceptions. They are made in Rust, which sets `code` and the fields of the error as attributes."""

from typing import Any


class ObektivError(ValueError):
    """Any error of this module.

    `code` is stable and the same in Rust, Python and JavaScript: "data.score". What else the error knows are
    attributes too: `row` and `item` (both from 1), `column`, `got`, `expected` and so on.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])
    >>> try:
    ...     ob.Results(a, [[1, 2], [0, 3]], school=["A", "A"])
    ... except ob.ObektivError as error:
    ...     error.code, error.row, error.item, error.score, error.max
    ('data.score', 2, 2, 3, 2)
    """

    __module__ = "obektiv"
    code: str = ""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"this {type(self).__name__} ({self.code}) has no {name!r}")


class DataError(ObektivError):
    """What was wrong with the data, where, and what was expected."""

    __module__ = "obektiv"


class ModelError(ObektivError):
    """Why item parameters, scores or options do not fit a model: `item` and `row` say where, both from 1."""

    __module__ = "obektiv"


class StatisticError(ObektivError):
    """Why a statistic cannot be computed at all. What is undefined for one group is NaN for that group."""

    __module__ = "obektiv"


class EvidenceError(ObektivError):
    """Why evidence cannot be weighed: no works, an option out of its range, a file that is no reference."""

    __module__ = "obektiv"


class ScreeningError(ObektivError):
    """Why a screening cannot be: no results, a policy that is none, an id that no finding has."""

    __module__ = "obektiv"


class PlanError(ObektivError):
    """What is wrong with a plan; `path` says where: "directions[0].measures[2].schedule"."""

    __module__ = "obektiv"


class EffectError(ObektivError):
    """Why an effect cannot be estimated; `name` is the argument that is wrong."""

    __module__ = "obektiv"


class DesignError(ObektivError):
    """Why visits cannot be planned or counted up; `name` is the argument that is wrong."""

    __module__ = "obektiv"


class ReportError(ObektivError):
    """Why a report cannot be: a language without wording, a school that the screening does not have."""

    __module__ = "obektiv"
