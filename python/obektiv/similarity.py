"""Papers of one class that agree more than the class's teaching explains."""

from ._obektiv import similarity as _similarity

by_class = _similarity.by_class

__all__ = ["by_class"]
