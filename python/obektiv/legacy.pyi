import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import Results, Table
from ._typing import Group

__all__ = ["invalsi", "jacob_levitt", "score_fluctuations"]

def invalsi(
    results: Results,
    group: Group = "class",
    clusters: int | None = None,
    fuzziness: float | None = None,
    min_n: int | None = None,
) -> Table: ...
def jacob_levitt(results: Results, group: Group = "class") -> Table: ...
def score_fluctuations(gain: ArrayLike, next_gain: ArrayLike) -> NDArray[np.float64]: ...
