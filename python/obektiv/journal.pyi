from collections.abc import Sequence

from ._obektiv import Registry, Results, Table, Tally
from ._typing import Group

__all__ = ["agreement", "by_group", "leniency", "perfect"]

def by_group(
    results: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int | None = None,
) -> Table: ...
def agreement(results: Results | Tally, group: Group = "school") -> Table: ...
def leniency(results: Results | Tally, group: Group = "school") -> Table: ...
def perfect(
    results: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int | None = None,
    reliability: float | None = None,
) -> Table: ...
