"""Densities that jump at a threshold and excess mass around it, for comparison; on discrete scores prefer `heaping`."""

from ._obektiv import density as _density
from ._records import Bunching, LocalPolynomial, McCrary

bunching = _density.bunching
local_polynomial = _density.local_polynomial
mccrary = _density.mccrary

__all__ = ["Bunching", "LocalPolynomial", "McCrary", "bunching", "local_polynomial", "mccrary"]
