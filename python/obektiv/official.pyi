from collections.abc import Sequence
from typing import Literal, overload

from ._obektiv import Results, Table, Tally
from ._records import ObjectivityIndex
from ._typing import Group

__all__ = ["ObjectivityIndex", "cohort_jump", "inflated_mean", "objectivity_index", "rank_mismatch"]

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
