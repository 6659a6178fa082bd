"""Papers piled up at the mark boundaries."""

from ._obektiv import heaping as _heaping
from ._records import ThreeBin

by_group = _heaping.by_group
three_bin = _heaping.three_bin

__all__ = ["ThreeBin", "by_group", "three_bin"]
