"""Results with known properties, for demonstrations, tests and power."""

from ._obektiv import simulate as _simulate

Kind = _simulate.Kind
Municipality = _simulate.Municipality
Spread = _simulate.Spread
Territory = _simulate.Territory
municipality = _simulate.municipality
plant = _simulate.plant
shuffled = _simulate.shuffled
territory = _simulate.territory

__all__ = ["Kind", "Municipality", "Spread", "Territory", "municipality", "plant", "shuffled", "territory"]
