from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ._records import Bunching, LocalPolynomial, McCrary

__all__ = ["Bunching", "LocalPolynomial", "McCrary", "bunching", "local_polynomial", "mccrary"]

_Numbers: TypeAlias = npt.NDArray[Any] | Sequence[float]

def bunching(
    histogram: Sequence[int] | npt.NDArray[np.integer[Any]],
    threshold: int,
    degree: int | None = None,
    below: int = 0,
    above: int = 0,
    window: tuple[int, int] | None = None,
    resamples: int | None = None,
    seed: int | None = None,
) -> Bunching: ...
def local_polynomial(
    values: _Numbers,
    threshold: float,
    bandwidth: tuple[float, float] | None = None,
    order: int = 2,
    kernel: Literal["triangular", "uniform", "epanechnikov"] = "triangular",
    fit: Literal["unrestricted", "restricted"] = "unrestricted",
    variance: Literal["jackknife", "plugin"] = "jackknife",
    rule: Literal["combined", "each", "difference", "sum"] = "combined",
    mass_points: bool = True,
) -> LocalPolynomial: ...
def mccrary(
    values: _Numbers, threshold: float, bin: float | None = None, bandwidth: float | None = None
) -> McCrary: ...
