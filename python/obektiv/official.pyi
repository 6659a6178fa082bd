from collections.abc import Sequence
from typing import Literal, overload

from ._obektiv import Registry, Results, Table, Tally
from ._records import ObjectivityIndex
from ._typing import Group

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
    t: float | None = None,
    min_n: int | None = None,
    with_constant: bool = False,
) -> Table: ...
def rank_mismatch(
    results: Results | Tally,
    group: Group = "school",
    min_n: int | None = None,
    ties: Literal["printed", "corrected"] | None = None,
) -> Table: ...
def cohort_jump(
    before: Results | Tally,
    after: Results | Tally,
    group: Group = "school",
    k: float | None = None,
    min_n: int | None = None,
    quantile_type: int | None = None,
) -> Table: ...
@overload
def objectivity_index(schools: int, marked: int) -> ObjectivityIndex: ...
@overload
def objectivity_index(schools: Results | Sequence[Results], marked: None = None) -> ObjectivityIndex: ...
def class_split(results: Results | Tally, min_class: int | None = None, min_schools: int | None = None) -> Table: ...
def item_inversion(results: Results, group: Group = "school") -> Table: ...
def group_crossing(results: Results, group: Group = "school", min_n: int = 10) -> Table: ...
def x_pattern(
    results: Results, group: Group = "school", registry: Registry | None = None, min_reference: int = 5
) -> Table: ...
def high5_low_spread(results: Results | Tally, group: Group = "school") -> Table: ...
def external_mismatch(
    group: Sequence[str],
    n: Sequence[int],
    work: Sequence[float],
    work_error: Sequence[float],
    exam: Sequence[float],
    exam_error: Sequence[float],
) -> Table: ...
def recheck_delta(
    group: Sequence[str],
    original: Sequence[int],
    rechecked: Sequence[int],
    tolerance: int = 1,
    boundaries: Sequence[int] | None = None,
) -> Table: ...
