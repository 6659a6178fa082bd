from typing import final

from ._obektiv import Registry, Results, Table

__all__ = ["Municipality", "municipality"]

@final
class Municipality:
    @property
    def results(self) -> list[Results]: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def planted(self) -> Table: ...

def municipality(
    seed: int, schools: int | None = None, planted: bool = True, background: float | None = None
) -> Municipality: ...
