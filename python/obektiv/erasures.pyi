from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy.typing as npt

from ._obektiv import Table
from ._typing import Items, Labels, Scores

__all__ = ["by_group", "by_person"]

_Numbers: TypeAlias = npt.NDArray[Any] | Sequence[float]
_Correction: TypeAlias = Literal["continuity", "none", "ability"]

def by_group(
    before: Scores,
    after: Scores,
    scores: Scores,
    items: Items,
    group: Labels,
    theta: _Numbers | None = None,
    correction: _Correction | None = None,
    bounds: tuple[float, float] | None = None,
) -> Table: ...
def by_person(
    before: Scores,
    after: Scores,
    scores: Scores,
    items: Items,
    theta: _Numbers | None = None,
    correction: _Correction | None = None,
    bounds: tuple[float, float] | None = None,
) -> Table: ...
