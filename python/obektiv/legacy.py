"""Signs of other times and places as they were published, for comparison: ranks and memberships without a rate of error."""

from ._obektiv import legacy as _legacy

invalsi = _legacy.invalsi
jacob_levitt = _legacy.jacob_levitt
score_fluctuations = _legacy.score_fluctuations

__all__ = ["invalsi", "jacob_levitt", "score_fluctuations"]
