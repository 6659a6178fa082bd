"""Continuity: a group's mean beside what its own other means and the other groups foretell."""

from ._obektiv import continuity as _continuity

by_group = _continuity.by_group
cumulative = _continuity.cumulative
consistency = _continuity.consistency

__all__ = ["by_group", "consistency", "cumulative"]
