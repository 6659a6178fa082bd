from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy.typing as npt

from ._obektiv import Table
from ._typing import Items, Labels, Scores

__all__ = ["gbt", "k1", "k2", "k_index", "m4", "omega", "s1", "s2", "weighted_omega"]

_Numbers: TypeAlias = npt.NDArray[Any] | Sequence[float]
_Key: TypeAlias = npt.NDArray[Any] | Sequence[int]

def gbt(
    answers: Scores,
    items: Items,
    theta: _Numbers,
    conditional: bool = True,
    group: Labels | None = None,
    only_below: float | None = None,
) -> Table: ...
def k1(answers: Scores, key: _Key, group: Labels | None = None, only_below: float | None = None) -> Table: ...
def k2(answers: Scores, key: _Key, group: Labels | None = None, only_below: float | None = None) -> Table: ...
def k_index(
    answers: Scores, key: _Key, group: Labels | None = None, only_below: float | None = None
) -> Table: ...
def m4(
    answers: Scores,
    items: Items,
    theta: _Numbers,
    key: _Key | None = None,
    group: Labels | None = None,
    only_below: float | None = None,
) -> Table: ...
def omega(
    answers: Scores,
    items: Items,
    theta: _Numbers,
    conditional: bool = True,
    group: Labels | None = None,
    only_below: float | None = None,
) -> Table: ...
def s1(answers: Scores, key: _Key, group: Labels | None = None, only_below: float | None = None) -> Table: ...
def s2(
    answers: Scores,
    key: _Key,
    group: Labels | None = None,
    only_below: float | None = None,
    weight: tuple[float, float] = (1.0, -7.56),
) -> Table: ...
def weighted_omega(
    answers: Scores,
    items: Items,
    theta: _Numbers,
    group: Labels | None = None,
    only_below: float | None = None,
) -> Table: ...
