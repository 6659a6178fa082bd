"""What `evidence` has besides the functions of the catalogue."""

from ._obektiv import evidence as _evidence

Evidence = _evidence.Evidence
layer = _evidence.layer
