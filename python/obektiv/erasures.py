"""Changed answers: points that came with changes beyond the ability that the unchanged answers show.

It cannot say who changed them, or see changes that left no trace. Honest persons change where they know better;
compare groups of one assessment, not one group with zero.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from numpy.typing import ArrayLike

from ._obektiv import Table, call as _call
from ._typing import Items, Labels, Scores

__all__ = [
    "by_group",
    "by_person",
]


def by_person(
    before: Scores,
    after: Scores,
    scores: Scores,
    items: Items,
    theta: ArrayLike | None = None,
    correction: Literal["continuity", "none", "ability"] = "continuity",
    bounds: Sequence[float] = (-4.0, 4.0),
) -> Table:
    """The changed answers of each person beside the ability that the unchanged ones show; large values are unusual.

        θ_u, θ_c, θ: by maximum likelihood from the unchanged answers, the changed ones, all
        E = Σ Σ j·P_ij(θ_u), V its variance, over the items changed;   I the information of the unchanged items
        statistic = (points − E)/√V;   continuity: (points − E − ½)/√V;   ability: (points − E)/√(V + (dE/dθ)²/I)
        pvalue_exact = P(points or more | θ_u) over the items changed, their scores independent
        l = sign(θ_c − θ_u)·√(2·(l_c(θ_c) + l_u(θ_u) − l_c(θ) − l_u(θ)))

    Points came with changes beyond the ability's usual share: it does not say who changed the answers. Honest
    persons change answers for the better more often than not; compare groups of one assessment.

    An item takes part where before, after and the score are known; an answer is changed where the two differ, also
    from or to not attempted. Items may have several points. With few changed answers the normal p-values are rough;
    the exact one takes θ_u as known.

    NaN without changed answers, and, where `theta` is not given, without unchanged ones or where these are all
    wrong or all right, which shows no ability: θ_u is at a bound, where hardly a point is expected and any would be
    unusual. `l`, which compares two abilities, is defined there, but `pvalue_l` is too small: .001 for three
    changed answers right beside four others wrong, one arrangement of 35. With `theta` only `l`, which keeps to its
    own abilities, and the correction for "ability" need unchanged answers.

    Parameters
    ----------
    before : persons × items
        What was marked, any codes; missing takes no part, an answer not attempted differs from any mark.
    after : persons × items
        The same after the changes.
    scores : persons × items
        What the answer after is worth.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array, optional
        Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers where not
        given.
    correction : {"continuity", "none", "ability"}, default "continuity"
        What the statistic is corrected for: points are whole, nothing, abilities are estimated.
    bounds : sequence of 2 float, default (-4.0, 4.0)
        Where abilities are looked for.

    Returns
    -------
    Table
        - `changed` (int): Changed answers.
        - `points` (int): Points on the items changed.
        - `expected` (float): Points expected there.
        - `theta` (float): The ability by the unchanged answers, or that given.
        - `statistic` (float): The erasure detection index.
        - `pvalue` (float): P(Z ≥ statistic).
        - `pvalue_exact` (float): P(so many points on the items changed, or more | θ), exact for a known θ.
        - `l` (float): The L-index: the signed root of the likelihood ratio of two abilities against one.
        - `pvalue_l` (float): P(Z ≥ l).
        - `tail` (str): Always "upper": large values are unusual.

    Raises
    ------
    ModelError
        `model.columns` for scores of another number of items; `model.score` for a score that its item has not;
        `model.item` for what is no item; `model.length` for another number of persons, items or abilities;
        `model.option` for bounds that do not rise.
    DataError
        `data.name` for an unknown correction.

    References
    ----------
    Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953; Sinharay, Duong and
    Wood (2017), Journal of Educational Measurement 54, 481–512; Sinharay (2018), Journal of Educational and
    Behavioral Statistics 43, 73–100.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
    >>> found = ob.erasures.by_person([[1, 2, 1, 2, 3, 3]], [[1, 2, 1, 2, 4, 4]], [[1, 0, 1, 0, 1, 1]], items)
    >>> found.points, found.expected.round(6), found.pvalue_exact.round(6)
    (array([2]), array([1.]), array([0.25]))
    """
    found: Table = _call("erasures.by_person", (before, after, scores, items, theta), {"correction": correction, "bounds": bounds}, "school")
    return found


def by_group(
    before: Scores,
    after: Scores,
    scores: Scores,
    items: Items,
    group: Labels,
    theta: ArrayLike | None = None,
    correction: Literal["continuity", "none", "ability"] = "ability",
    bounds: Sequence[float] = (-4.0, 4.0),
) -> Table:
    """The changed answers of each group's persons together; large values are unusual.

        statistic = Σ (points − E)/√Σ (V + (dE/dθ)²/I);   continuity: half a point less, over √Σ V;   none: over √Σ V
        effect    = Σ (points − E)/Σ changed

    Points, E, V and I as of `by_person`. Sums over the persons of the group whose statistic `by_person` knows:
    those who show no ability take no part. NaN for a group without any.

    Parameters
    ----------
    before : persons × items
        What was marked, any codes; missing takes no part, an answer not attempted differs from any mark.
    after : persons × items
        The same after the changes.
    scores : persons × items
        What the answer after is worth.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    group : labels
        The group of each person.
    theta : array, optional
        Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers where not
        given.
    correction : {"continuity", "none", "ability"}, default "ability"
        What the statistic is corrected for; that for estimated abilities holds its level best.
    bounds : sequence of 2 float, default (-4.0, 4.0)
        Where abilities are looked for.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Persons with changed answers and a known ability: those who take part.
        - `changed` (int): Their changed answers.
        - `points` (int): Points on the items changed.
        - `expected` (float): Points expected there.
        - `statistic` (float): The erasure detection index of the group.
        - `pvalue` (float): P(Z ≥ statistic).
        - `effect` (float): Points above expectation for each changed answer.
        - `lower` (float): Lower end of its 95 % interval.
        - `upper` (float): Its upper end.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    ModelError
        `model.columns` for scores of another number of items; `model.score` for a score that its item has not;
        `model.item` for what is no item; `model.length` for another number of persons, items, labels or abilities;
        `model.option` for bounds that do not rise.
    DataError
        `data.name` for an unknown correction.

    References
    ----------
    Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> before, after = [[1, 1, 1, 1], [1, 1, 1, 1]], [[2, 2, 1, 1], [1, 2, 1, 1]]
    >>> table = ob.erasures.by_group(before, after, [[1, 1, 1, 0], [0, 0, 1, 1]], items, group=["a", "b"])
    >>> list(table.group), table.changed, table.points
    (['a', 'b'], array([2, 1]), array([2, 0]))
    """
    found: Table = _call("erasures.by_group", (before, after, scores, items, group, theta), {"correction": correction, "bounds": bounds}, "school")
    return found
