"""The spread of totals in groups beside what their means allow."""

from ._obektiv import spread as _spread

by_group = _spread.by_group

__all__ = ["by_group"]
