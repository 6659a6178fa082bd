from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["benjamini_hochberg"]

def benjamini_hochberg(p: npt.NDArray[np.floating] | Sequence[float]) -> npt.NDArray[np.float64]: ...
