"""What `official` has besides the functions of the catalogue."""

from ._obektiv import official as _official
from ._records import ObjectivityIndex

objectivity_index = _official.objectivity_index
