from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ._obektiv import Table
from ._records import RapidGuessing
from ._typing import Items, Labels, Scores

__all__ = [
    "RapidGuessing",
    "agreement",
    "by_group",
    "c_sato",
    "c_star",
    "change_point",
    "conditional",
    "cusum",
    "dependability",
    "disagreement",
    "eci2",
    "eci4",
    "given_norm",
    "guttman_errors",
    "ht",
    "infit",
    "joint_fit",
    "joint_subsets",
    "log_time_fit",
    "lz",
    "lz_star",
    "nci",
    "outfit",
    "r_pbis",
    "rapid_guessing",
    "subset_given_total",
    "time_subsets",
    "two_subsets",
    "u3",
    "zu3",
]

_Numbers: TypeAlias = npt.NDArray[Any] | Sequence[float]
_Marks: TypeAlias = npt.NDArray[np.bool_] | Sequence[bool]
_Maxima: TypeAlias = npt.NDArray[Any] | Sequence[int]
_Times: TypeAlias = npt.NDArray[Any] | Sequence[Sequence[float]]
_Estimator: TypeAlias = Literal["ml", "map", "wle", "known"]
_Correction: TypeAlias = Literal["edgeworth", "normal", "cornish_fisher", "chi_square"]
_NormStatistic: TypeAlias = Literal["u3", "guttman_errors", "c_star"]
_Statistic: TypeAlias = Literal["lz", "guttman_errors", "u3", "c_star", "outfit", "infit", "cusum"]

def agreement(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def by_group(values: _Numbers, group: Labels) -> Table: ...
def c_sato(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def c_star(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def change_point(
    scores: Scores, items: Items, first: int, last: int, bound: float = 4.0
) -> Table: ...
def conditional(
    scores: Scores,
    items: Items,
    statistic: _Statistic = "lz",
    patterns: int | None = None,
    seed: int | None = None,
    reference: Scores | None = None,
) -> Table: ...
def cusum(scores: Scores, items: Items, theta: _Numbers) -> Table: ...
def dependability(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def disagreement(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def eci2(
    scores: Scores,
    items: Items,
    theta: _Numbers,
    estimator: _Estimator = "ml",
    correction: _Correction | None = None,
    prior: Sequence[float] | None = None,
) -> Table: ...
def eci4(
    scores: Scores,
    items: Items,
    theta: _Numbers,
    estimator: _Estimator = "ml",
    correction: _Correction | None = None,
    prior: Sequence[float] | None = None,
) -> Table: ...
def given_norm(
    scores: Scores,
    norm: Scores,
    statistic: _NormStatistic = "u3",
    included: bool = False,
    max_scores: _Maxima | None = None,
) -> Table: ...
def guttman_errors(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def ht(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def infit(scores: Scores, items: Items, theta: _Numbers) -> Table: ...
def joint_fit(
    scores: Scores,
    items: Items,
    theta: _Numbers,
    log_times: _Times,
    alpha: _Numbers,
    beta: _Numbers,
    tau: _Numbers | None = None,
    estimator: _Estimator = "ml",
    correction: _Correction | None = None,
    prior: Sequence[float] | None = None,
) -> Table: ...
def joint_subsets(
    scores: Scores,
    items: Items,
    log_times: _Times,
    alpha: _Numbers,
    beta: _Numbers,
    subset: _Marks,
    bound: float = 4.0,
) -> Table: ...
def log_time_fit(
    log_times: _Times, alpha: _Numbers, beta: _Numbers, tau: _Numbers | None = None
) -> Table: ...
def lz(
    scores: Scores, items: Items, theta: _Numbers, correction: _Correction | None = None
) -> Table: ...
def lz_star(
    scores: Scores,
    items: Items,
    theta: _Numbers,
    estimator: _Estimator = "ml",
    correction: _Correction | None = None,
    prior: Sequence[float] | None = None,
) -> Table: ...
def nci(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def outfit(scores: Scores, items: Items, theta: _Numbers) -> Table: ...
def r_pbis(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def rapid_guessing(
    times: _Times, threshold: float | None = None, share: float | None = None, most: float = ...
) -> RapidGuessing: ...
def subset_given_total(scores: Scores, items: Items, subset: _Marks) -> Table: ...
def time_subsets(log_times: _Times, alpha: _Numbers, beta: _Numbers, subset: _Marks) -> Table: ...
def two_subsets(
    scores: Scores,
    items: Items,
    subset: _Marks,
    theta: _Numbers | None = None,
    theta_subset: _Numbers | None = None,
    theta_rest: _Numbers | None = None,
    bound: float = 4.0,
) -> Table: ...
def u3(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
def zu3(
    scores: Scores, max_scores: _Maxima | None = None, reference: Scores | None = None
) -> Table: ...
