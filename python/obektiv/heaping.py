"""Papers piled up at the mark boundaries, papers raised over them, and round percentages."""

from ._obektiv import heaping as _heaping
from ._records import RoundPercentages, ThreeBin

Raised = _heaping.Raised
Shift = _heaping.Shift
by_group = _heaping.by_group
fit = _heaping.fit
raised = _heaping.raised
round_percentages = _heaping.round_percentages
three_bin = _heaping.three_bin

__all__ = ["Raised", "RoundPercentages", "Shift", "ThreeBin", "by_group", "fit", "raised", "round_percentages", "three_bin"]
