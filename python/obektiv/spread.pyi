from ._obektiv import Registry, Results, Table, Tally
from ._typing import Group

__all__ = ["by_group"]

def by_group(
    results: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int | None = None,
) -> Table: ...
