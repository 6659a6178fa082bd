from collections.abc import Sequence

from ._obektiv import Registry, Results, Table, Tally
from ._records import ThreeBin
from ._typing import Group

__all__ = ["ThreeBin", "by_group", "three_bin"]

def by_group(
    results: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    k: float | None = None,
    min_reference: int | None = None,
) -> Table: ...
def three_bin(below: int, at: int, above: int, k: float = 0.0) -> ThreeBin: ...
