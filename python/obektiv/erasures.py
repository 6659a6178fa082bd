"""Changed answers: points that came with changes beyond what the unchanged answers make likely."""

from ._obektiv import erasures as _erasures

by_group = _erasures.by_group
by_person = _erasures.by_person

__all__ = ["by_group", "by_person"]
