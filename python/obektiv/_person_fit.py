"""What `person_fit` has besides the functions of the catalogue."""

from ._obektiv import person_fit as _person_fit
from ._records import RapidGuessing

rapid_guessing = _person_fit.rapid_guessing
