"""What `irt` has besides the functions of the catalogue."""

from ._obektiv import irt as _irt
from ._records import Fit, Scalability

fit = _irt.fit
linked = _irt.linked
mokken = _irt.mokken
