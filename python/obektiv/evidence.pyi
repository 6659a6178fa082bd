from collections.abc import Mapping, Sequence
from typing import final

import numpy as np
import numpy.typing as npt

from ._obektiv import Distribution, Observed, Reference, Results, Table

__all__ = [
    "Evidence",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "cauchy_combination",
    "fisher",
    "harmonic_mean",
    "layer",
    "rogan_gladen",
    "stouffer",
]

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
def benjamini_hochberg(p: npt.ArrayLike, tests: int = 0) -> npt.NDArray[np.float64]: ...
def benjamini_yekutieli(p: npt.ArrayLike) -> npt.NDArray[np.float64]: ...
def cauchy_combination(p: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float: ...
def fisher(p: npt.ArrayLike) -> float: ...
def harmonic_mean(p: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float: ...
def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float: ...
def stouffer(
    p: npt.ArrayLike, weights: npt.ArrayLike | None = None, correlation: npt.ArrayLike | None = None
) -> float: ...
