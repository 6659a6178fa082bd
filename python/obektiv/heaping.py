"""Papers piled up at the mark boundaries, papers raised over them, and round percentages."""

from ._obektiv import heaping as _heaping
from ._records import RoundPercentages, ThreeBin

Shift = _heaping.Shift
by_group = _heaping.by_group
fit = _heaping.fit
round_percentages = _heaping.round_percentages
three_bin = _heaping.three_bin

__all__ = ["RoundPercentages", "Shift", "ThreeBin", "by_group", "fit", "round_percentages", "three_bin"]
