from ._obektiv import Registry, Results, Table
from ._typing import Group

__all__ = ["by_group", "contrasts"]

def by_group(
    results: Results, group: Group = "class", registry: Registry | None = None, min_groups: int | None = None
) -> Table: ...
def contrasts(
    results: Results, group: Group = "class", registry: Registry | None = None, min_groups: int | None = None
) -> Table: ...
