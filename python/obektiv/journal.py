"""Marks beside the journal: lowered, confirmed, raised, and gaps of two marks or more."""

from ._obektiv import journal as _journal

by_group = _journal.by_group

__all__ = ["by_group"]
