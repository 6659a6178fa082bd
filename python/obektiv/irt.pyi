from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ._obektiv import Table
from ._records import Fit, Link, Scalability
from ._typing import Ability, Items, Scores

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

def fit(
    scores: Scores,
    model: Literal["gpcm", "graded", "2pl", "3pl", "nominal", "rasch", "pcm"] = "gpcm",
    *,
    ability: Ability | Table | None = None,
    histogram: bool = False,
    guessing_prior: Sequence[float] | None = ...,
    standard_errors: bool = True,
    max_iterations: int | None = None,
    tolerance: float | None = None,
) -> Fit: ...
def ability(
    scores: Scores,
    items: Items,
    method: Literal["wle", "ml", "map", "eap"] = "wle",
    *,
    bounds: Sequence[float] | None = None,
    ability: Ability | Table | None = None,
) -> Table: ...
def ability_by_total(items: Items, ability: Ability | Table | None = None) -> Table: ...
def plausible_values(
    scores: Scores, items: Items, draws: int = 5, seed: int = 1, *, ability: Ability | Table | None = None
) -> npt.NDArray[np.float64]: ...
def score_distribution(
    items: Items, theta: float | None = None, *, ability: Ability | Table | None = None
) -> npt.NDArray[np.float64]: ...
def log_likelihood(
    scores: Scores, items: Items, theta: npt.ArrayLike
) -> npt.NDArray[np.float64]: ...
def link(
    here: Items,
    there: Items,
    method: Literal["stocking_lord", "haebara", "mean_sigma", "mean_mean"] = "stocking_lord",
    *,
    ability: Ability | Table | None = None,
) -> Link: ...
def linked(items: Items, link: Link) -> list[dict[str, Any]]: ...
def mokken(scores: Scores) -> Scalability: ...
def rest_scores(scores: Scores, min_size: int = 50) -> Table: ...
