from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

from ._records import RapidGuessing as RapidGuessing

def rapid_guessing(
    times: npt.NDArray[Any] | Sequence[Sequence[float]],
    threshold: float | None = None,
    share: float | None = None,
    most: float = ...,
) -> RapidGuessing: ...
