from collections.abc import Mapping, Sequence
from typing import final

from ._obektiv import Distribution, Observed, Reference, Results, Table

@final
class Evidence:
    @property
    def schools(self) -> Table: ...
    @property
    def channels(self) -> Table: ...
    @property
    def classes(self) -> Table: ...
    @property
    def territory(self) -> Table: ...
    @property
    def extreme(self) -> Table: ...
    @property
    def calibration(self) -> Table: ...
    @property
    def ceiling(self) -> float: ...
    @property
    def left_out(self) -> Table: ...
    @property
    def reference(self) -> Reference: ...

def layer(
    results: Results | Sequence[Results],
    *,
    reference: Reference | Distribution | Sequence[Distribution] | None = None,
    observed: Observed | None = None,
    absences: Mapping[str, Mapping[str, int]] | None = None,
    **options: float,
) -> Evidence: ...
