"""Results with known properties, for demonstrations, tests and power."""

from ._obektiv import simulate as _simulate

Municipality = _simulate.Municipality
municipality = _simulate.municipality

__all__ = ["Municipality", "municipality"]
