from collections.abc import Sequence
from typing import final

from ._obektiv import Assessment, Reference, Registry, Results, Table
from ._typing import KindName, SpreadName

__all__ = ["Kind", "Municipality", "Spread", "Territory", "municipality", "plant", "shuffled", "territory"]

@final
class Kind:
    def __new__(cls, name: KindName, **parameters: float) -> Kind: ...
    def __eq__(self, other: object, /) -> bool: ...
    @property
    def name(self) -> KindName: ...
    @property
    def parameters(self) -> dict[str, float]: ...

@final
class Spread:
    def __new__(cls, name: SpreadName = "usual", **sd: float) -> Spread: ...
    def __eq__(self, other: object, /) -> bool: ...
    @property
    def sd(self) -> dict[str, float]: ...

@final
class Municipality:
    @property
    def results(self) -> list[Results]: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def planted(self) -> Table: ...

@final
class Territory:
    @property
    def results(self) -> list[Results]: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def planted(self) -> Table: ...
    @property
    def absent(self) -> Table: ...

def municipality(
    seed: int, schools: int | None = None, planted: bool = True, background: float | None = None
) -> Municipality: ...
def territory(
    seed: int,
    schools: int | None = None,
    works: Sequence[Assessment] | None = None,
    municipalities: int | None = None,
    pupils: int | None = None,
    spread: Spread | SpreadName | None = None,
    everybody_lifts: float | None = None,
    reach: int | None = None,
    planted: Kind | KindName | Sequence[Kind | KindName] | None = None,
    share: float | None = None,
    design: int | None = None,
    reference: Reference | None = None,
) -> Territory: ...
def plant(
    results: Results | Sequence[Results], kind: Kind | KindName, schools: Sequence[str], seed: int
) -> list[Results]: ...
def shuffled(results: Results | Sequence[Results], seed: int) -> list[Results]: ...
