from collections.abc import Sequence
from typing import overload

from ._obektiv import Results
from ._records import ObjectivityIndex as ObjectivityIndex

@overload
def objectivity_index(schools: int, marked: int) -> ObjectivityIndex: ...
@overload
def objectivity_index(schools: Results | Sequence[Results], marked: None = None) -> ObjectivityIndex: ...
