"""Item response models: calibration, abilities, score distributions, linking, scalability."""

from ._obektiv import irt as _irt
from ._records import Fit, Link, Scalability

ability = _irt.ability
ability_by_total = _irt.ability_by_total
fit = _irt.fit
link = _irt.link
linked = _irt.linked
log_likelihood = _irt.log_likelihood
mokken = _irt.mokken
plausible_values = _irt.plausible_values
rest_scores = _irt.rest_scores
score_distribution = _irt.score_distribution

__all__ = [
    "Fit",
    "Link",
    "Scalability",
    "ability",
    "ability_by_total",
    "fit",
    "link",
    "linked",
    "log_likelihood",
    "mokken",
    "plausible_values",
    "rest_scores",
    "score_distribution",
]
