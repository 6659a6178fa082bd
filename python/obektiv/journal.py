"""Marks beside the journal: lowered, confirmed, raised, gaps; agreement, leniency, agreement that is too perfect."""

from ._obektiv import journal as _journal

agreement = _journal.agreement
by_group = _journal.by_group
leniency = _journal.leniency
perfect = _journal.perfect

__all__ = ["agreement", "by_group", "leniency", "perfect"]
