"""Item profiles of groups given the total: which items were done better or worse than the totals say."""

from ._obektiv import profile as _profile

by_group = _profile.by_group
contrasts = _profile.contrasts

__all__ = ["by_group", "contrasts"]
