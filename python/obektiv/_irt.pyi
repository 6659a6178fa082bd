from collections.abc import Sequence
from typing import Any, Literal

from ._obektiv import Table
from ._records import Fit as Fit, Scalability as Scalability
from ._typing import Ability, Items, Scores, Steps
from .irt import Link

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
    progress: Steps | None = None,
) -> Fit: ...
def linked(items: Items, link: Link) -> list[dict[str, Any]]: ...
def mokken(scores: Scores) -> Scalability: ...
