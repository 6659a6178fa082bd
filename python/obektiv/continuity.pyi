from collections.abc import Sequence

from ._obektiv import Registry, Results, Table, Tally
from ._typing import Group

__all__ = ["by_group", "consistency", "cumulative"]

def by_group(
    before: Results | Tally,
    after: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int | None = None,
) -> Table: ...
def cumulative(
    works: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int | None = None,
) -> Table: ...
def consistency(
    works: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int | None = None,
) -> Table: ...
