"""Item response models: calibration, abilities, score distributions, linking, scalability.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import Table, call as _call
from ._irt import Fit, Scalability, fit, linked, mokken
from ._record import Record
from ._typing import Ability, Items, Scores, Steps

__all__ = [
    "Fit",
    "Link",
    "Scalability",
    "ability",
    "ability_by_total",
    "fit",
    "join_scores",
    "joins",
    "link",
    "linked",
    "log_likelihood",
    "mokken",
    "plausible_values",
    "rest_scores",
    "score_distribution",
]


@dataclass(frozen=True, eq=False, repr=False)
class Link(Record):
    """From one scale to another: theta there = slope · theta here + intercept.

    Attributes
    ----------
    slope : float
        The unit of the scale here, on the scale there.
    intercept : float
        The zero of the scale here, on the scale there.
    """

    slope: float
    intercept: float


def ability(
    scores: Scores,
    items: Items,
    method: Literal["wle", "ml", "map", "eap"] = "wle",
    bounds: Sequence[float] = (-4.0, 4.0),
    ability: Ability | Table | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """The ability of each person at given items.

        l' = Σ P'/P at the scores      I = Σ Σⱼ P'ⱼ²/Pⱼ      J = Σ Σⱼ P'ⱼP''ⱼ/Pⱼ         over the items that take part
        ml    l' = 0 within the bounds                       se = 1/√(−l'')
        wle   l' + J/(2I) = 0                                se = 1/√I
        map   l' − (θ − μ)/σ² = 0                            se = 1/√(−l'' + 1/σ²)
        eap   Σ_q θ_q·posterior(θ_q)                         se = the posterior's standard deviation

    Warm's weighted likelihood (wle) is the least biased for one person, the posterior's mean (eap) the best for
    groups. The standard errors of ml and map are by the observed information, those of wle by the expected, as
    Warm's is. The points of eap lie as dense as long tests need: two thirds of the narrowest posterior's standard
    deviation at most, where those of the distribution are equally spaced. Where the likelihood has several maxima
    (3PL), the highest is taken. ml at a bound is that bound; wle and map look in [−12, 12]. A person without any
    item that takes part has the distribution's mean and standard deviation by map and eap, NaN by ml and wle.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        As `irt.fit` gives them; a missing a is 1, a missing c is 0.
    method : {"wle", "ml", "map", "eap"}, default "wle"
        Warm's weighted likelihood, maximum likelihood, the mode of the posterior, its mean.
    bounds : sequence of 2 float, default (-4.0, 4.0)
        Where maximum likelihood looks: it has no finite maximum for a person with all items right or none.
    ability : what has `points` and `weights`, or a pair of both, optional
        The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `theta` (float): The estimates.
        - `se` (float): Their standard errors.
        - `items` (int): Items that take part.

    Raises
    ------
    ModelError
        `model.columns` for scores of another number of items; `model.score` for a score that its item has not;
        `model.item` for what is no item; `model.option` for bounds that do not rise or a distribution that is none;
        `model.length` for one with fewer weights than points.
    DataError
        `data.name` for an unknown method.

    References
    ----------
    Warm (1989), Psychometrika 54, 427–450; Bock and Mislevy (1982), Applied Psychological Measurement 6, 431–444;
    Penfield and Bergeron (2005), Applied Psychological Measurement 29, 218–233, for WLE of items with several
    categories.

    Examples
    --------
    >>> items = [{"model": "logistic", "b": 0.0}] * 4
    >>> ob.irt.ability([[1, 1, 0, 0], [1, 1, 1, 1]], items, method="ml").theta.round(2) + 0.0
    array([0., 4.])
    """
    found: Table = _call("irt.ability", (scores, items, ability), {"method": method, "bounds": bounds}, "school", progress)
    return found


def ability_by_total(items: Items, ability: Ability | Table | None = None) -> Table:
    """The mean ability of persons with each total over all items: EAP from sum scores.

        theta = E[θ | total] = Σ_q θ_q·w_q·P(total | θ_q) / P(total)        se the standard deviation

    For whole tests only; a person with missing cells needs `ability`. Points lie as dense as there.

    Parameters
    ----------
    items : Fit, list of dict, or a table as `Fit.table` is
        As `irt.fit` gives them; a missing a is 1, a missing c is 0.
    ability : what has `points` and `weights`, or a pair of both, optional
        The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.

    Returns
    -------
    Table
        - `total` (int): Totals 0, 1, …
        - `theta` (float): E[θ | total].
        - `se` (float): The standard deviation of θ given the total.
        - `probability` (float): P(total).

    Raises
    ------
    ModelError
        `model.no_items`; `model.item` for what is no item; `model.option` or `model.length` for a distribution of
        ability that is none.

    References
    ----------
    Thissen, Pommerich, Billeaud and Williams (1995), Applied Psychological Measurement 19, 39–49.

    Examples
    --------
    >>> ob.irt.ability_by_total([{"model": "logistic", "b": 0.0}] * 2).probability.round(3)
    array([0.293, 0.413, 0.293])
    """
    found: Table = _call("irt.ability_by_total", (items, ability), {}, "school")
    return found


def plausible_values(
    scores: Scores,
    items: Items,
    draws: int = 5,
    seed: int = 1,
    ability: Ability | Table | None = None,
    *,
    progress: Steps | None = None,
) -> NDArray[np.float64]:
    """Draws from each person's posterior: for statements about groups, where a single estimate would shrink or widen
    the spread.

    The posterior is that of EAP; a draw takes a point by its probability and then a place uniform within half a
    step around it, so draws lie between the points too; what that adds to the spread is taken back, so that draws
    have the posterior's mean and standard deviation. Each person has a random stream of their own: the same seed
    gives the same draws whatever else is drawn. A person without any item that takes part is drawn from the
    distribution of ability.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        As `irt.fit` gives them; a missing a is 1, a missing c is 0.
    draws : int, default 5
        Draws of each person.
    seed : int, default 1
        The same seed gives the same draws, on every machine and in every language.
    ability : what has `points` and `weights`, or a pair of both, optional
        The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    array
        Persons × draws.

    Raises
    ------
    ModelError
        `model.columns` for scores of another number of items; `model.score` for a score that its item has not;
        `model.item` for what is no item; `model.option` or `model.length` for a distribution of ability that is
        none.

    References
    ----------
    Mislevy (1991), Psychometrika 56, 177–196.

    Examples
    --------
    >>> ob.irt.plausible_values([[1, 0]], [{"model": "logistic", "b": 0.0}] * 2, draws=3, seed=1).shape
    (1, 3)
    """
    found: NDArray[np.float64] = _call("irt.plausible_values", (scores, items, ability), {"draws": draws, "seed": seed}, "school", progress)
    return found


def score_distribution(
    items: Items,
    theta: float | None = None,
    ability: Ability | Table | None = None,
) -> NDArray[np.float64]:
    """How probable each total over all items is (Lord and Wingersky), at an ability.

        f₀ = (1);   fᵢ(s) = Σⱼ fᵢ₋₁(s − j)·Pᵢ(j | θ)       item by item

    Items may differ in their maxima. All terms are positive: the smallest probabilities are as exact as the
    largest. Without an ability the average over the distribution of ability.

    Parameters
    ----------
    items : Fit, list of dict, or a table as `Fit.table` is
        As `irt.fit` gives them; a missing a is 1, a missing c is 0.
    theta : float, optional
        At this ability; averaged over the distribution of ability where not given.
    ability : what has `points` and `weights`, or a pair of both, optional
        The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.

    Returns
    -------
    array
        That of totals 0, 1, …

    Raises
    ------
    ModelError
        `model.no_items`; `model.item` for what is no item; `model.option` or `model.length` for a distribution of
        ability that is none.

    References
    ----------
    Lord and Wingersky (1984), Applied Psychological Measurement 8, 453–461; Thissen, Pommerich, Billeaud and
    Williams (1995), Applied Psychological Measurement 19, 39–49, for items with several categories.

    Examples
    --------
    >>> ob.irt.score_distribution([{"model": "logistic", "b": 0.0}] * 2, theta=0.0)
    array([0.25, 0.5 , 0.25])
    """
    found: NDArray[np.float64] = _call("irt.score_distribution", (items, ability), {"theta": theta}, "school")
    return found


def log_likelihood(scores: Scores, items: Items, theta: ArrayLike) -> NDArray[np.float64]:
    """The log-likelihood of each person's scores at their ability.

        Σᵢ ln Pᵢ(xᵢ | θ)        over the items that take part

    0 for a person without any such item; NaN where the ability is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        As `irt.fit` gives them; a missing a is 1, a missing c is 0.
    theta : array
        The ability of each person.

    Returns
    -------
    array
        One number for each person.

    Raises
    ------
    ModelError
        `model.length` unless there is one ability for each person; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.

    Examples
    --------
    >>> ob.irt.log_likelihood([[1, 0]], [{"model": "logistic", "b": 0.0}] * 2, [0.0]).round(4)
    array([-1.3863])
    """
    found: NDArray[np.float64] = _call("irt.log_likelihood", (scores, items, theta), {}, "school")
    return found


def link(
    here: Items,
    there: Items,
    method: Literal["stocking_lord", "haebara", "mean_sigma", "mean_mean"] = "stocking_lord",
    ability: Ability | Table | None = None,
) -> Link:
    """The link between two scales by the items they have in common, such as those of two years: the same items in the
    same order, calibrated apart.

        mean/mean       slope = mean a / mean a there       intercept = mean b there − slope·mean b
        mean/sigma      slope = sd b there / sd b           the same intercept                          b: all difficulties, thresholds or steps
        Haebara         least Σ_q w_q Σᵢ Σⱼ (P there − P linked)²
        Stocking–Lord   least Σ_q w_q (Σᵢ E there − Σᵢ E linked)²          E: the expected score

    θ there = slope·θ here + intercept; `linked` moves items by it. Haebara and Stocking–Lord start from mean/sigma.

    Parameters
    ----------
    here : Fit, list of dict, or a table as `Fit.table` is
        As `irt.fit` gives them.
    there : Fit, list of dict, or a table as `Fit.table` is
        The same items in the same order, calibrated apart.
    method : {"stocking_lord", "haebara", "mean_sigma", "mean_mean"}, default "stocking_lord"
        By expected totals, by the curves of all scores, by moments of the difficulties.
    ability : what has `points` and `weights`, or a pair of both, optional
        Where on the scale there the curves are compared; 61 points on [−6, 6], N(0, 1), where not given.

    Returns
    -------
    Link
        - `slope` (float): The unit of the scale here, on the scale there.
        - `intercept` (float): The zero of the scale here, on the scale there.

    Raises
    ------
    ModelError
        `model.length` unless both have the same number of items; `model.pair` for two items of different models or
        numbers of categories, or a nominal item where difficulties are compared; `model.option` if slopes or
        difficulties determine no link (one difficulty has no standard deviation).
    DataError
        `data.name` for another method.

    References
    ----------
    Haebara (1980), Japanese Psychological Research 22, 144–149; Stocking and Lord (1983), Applied Psychological
    Measurement 7, 201–210; Kolen and Brennan (2014), Test Equating, Scaling, and Linking, ch. 6.

    Examples
    --------
    >>> here = [{"model": "logistic", "b": b} for b in (-1.0, 0.0, 2.0)]
    >>> there = [{"model": "logistic", "a": 0.8, "b": 1.25 * item["b"] + 0.5} for item in here]
    >>> link = ob.irt.link(here, there)
    >>> round(link.slope, 6), round(link.intercept, 6)
    (1.25, 0.5)
    """
    found: Link = _call("irt.link", (here, there, ability), {"method": method}, "school")
    return found


def rest_scores(scores: Scores, min_size: int = 50) -> Table:
    """The mean score of each item by the total over the other items: an item's curve without a model of it. It should
    rise.

    Rest-scores next to each other are joined, from the lowest on, until at least `min_size` persons are together.
    Persons with cells that take no part are left out, since their rest-scores are not those of the others. The
    standard error of one person is 0.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    min_size : int, default 50
        Rest-scores next to each other are joined until this many persons are together.

    Returns
    -------
    Table
        - `item` (int): The item, from 1.
        - `low` (int): The least rest-score.
        - `high` (int): The largest rest-score.
        - `n` (int): Persons.
        - `mean` (float): Their mean score on the item.
        - `se` (float): Its standard error.
        - `drop` (float): How far the mean lies below the highest mean of the groups before; 0 if not at all.

    Raises
    ------
    ModelError
        `model.no_items` for a table without columns; `model.option` for `min_size` 0.

    References
    ----------
    Junker and Sijtsma (2000), Psychometrika 65, 393–413.

    Examples
    --------
    >>> table = ob.irt.rest_scores([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]], min_size=1)
    >>> table.mean[table.item == 2]
    array([0. , 0.5, 1. ])
    """
    found: Table = _call("irt.rest_scores", (scores,), {"min_size": min_size}, "school")
    return found


def join_scores(scores: Scores) -> NDArray[np.float64]:
    """Scores without gaps, so that items can be calibrated of which nobody has some score: it is joined with the
    nearest one below it that somebody has, and those above move down.

    Item parameters are those of the new scores, so abilities must be estimated from them too; `irt.joins` says what
    became of which. The lowest score that occurs becomes 0.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.

    Returns
    -------
    array
        Persons × items; NaN where a cell takes no part.

    Examples
    --------
    >>> ob.irt.join_scores([[0, 1], [2, 0], [3, None]])
    array([[ 0.,  1.],
           [ 1.,  0.],
           [ 2., nan]])
    """
    found: NDArray[np.float64] = _call("irt.join_scores", (scores,), {}, "school")
    return found


def joins(scores: Scores) -> Table:
    """What `irt.join_scores` does: a row for each score, up to the largest that occurs, of each item with a score that
    nobody has.

    No row tells of items without gaps: nothing changes for them.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.

    Returns
    -------
    Table
        - `item` (int): The item, from 1.
        - `score` (int): The score as it is.
        - `joined` (int): The score that it becomes.
        - `persons` (int): Persons who have it; those who attempted nothing have 0.

    Examples
    --------
    >>> ob.irt.joins([[0, 1], [2, 0], [3, 1]]).joined  # of scores 0, 1, 2, 3 of the first item
    array([0, 0, 1, 2])
    """
    found: Table = _call("irt.joins", (scores,), {}, "school")
    return found
