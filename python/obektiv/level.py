"""The level of groups: means in the funnel of their reference, and shares of papers with the largest total."""

from ._obektiv import level as _level

by_group = _level.by_group

__all__ = ["by_group"]
