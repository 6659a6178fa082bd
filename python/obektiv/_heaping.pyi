from collections.abc import Sequence
from typing import Any, final

import numpy as np
import numpy.typing as npt

from ._obektiv import Results, Table, Tally
from ._typing import Group

@final
class Shift:
    @property
    def table(self) -> Table: ...
    @property
    def lifts(self) -> Table: ...
    @property
    def honest(self) -> npt.NDArray[np.float64]: ...
    @property
    def chi2(self) -> float: ...
    @property
    def df(self) -> float: ...
    @property
    def log_likelihood(self) -> float: ...
    @property
    def sd(self) -> float: ...
    @property
    def prior(self) -> Table: ...
    def placebo(self, scores: Sequence[int] | npt.NDArray[np.integer[Any]]) -> Table: ...

@final
class Raised:
    @property
    def table(self) -> Table: ...
    @property
    def lifts(self) -> Table: ...
    @property
    def prior(self) -> Table: ...
    @property
    def log_likelihood(self) -> float: ...
    def placebo(self, scores: Sequence[int] | npt.NDArray[np.integer[Any]]) -> Table: ...

def fit(
    results: Results | Tally | Sequence[int] | Sequence[Sequence[int]] | npt.NDArray[np.integer[Any]],
    boundaries: Sequence[int] | None = None,
    group: Group = "school",
    honest: Sequence[float] | npt.NDArray[np.float64] | None = None,
    degree: int | None = None,
    reach: int | None = None,
    cleared_below: float | None = None,
) -> Shift: ...
def raised(
    results: Results | Tally | Sequence[int] | Sequence[Sequence[int]] | npt.NDArray[np.integer[Any]],
    boundaries: Sequence[int] | None = None,
    group: Group = "school",
) -> Raised: ...
