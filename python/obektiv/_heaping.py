"""What `heaping` has besides the functions of the catalogue."""

from ._obektiv import heaping as _heaping

Raised = _heaping.Raised
Shift = _heaping.Shift
fit = _heaping.fit
raised = _heaping.raised
