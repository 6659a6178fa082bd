"""Pairs of persons whose answers agree more than their abilities explain.

Pupils of one class are taught the same and err alike, so a pair's value is no finding by itself; with scores
alone, see `similarity` for whole classes. Beside a model: `omega`, `weighted_omega`, `gbt`, `m4`. Beside the
answers of all other persons, with a key: `k_index`, `k1`, `k2`, `s1`, `s2`, which look at identical errors.
Time and memory grow with the pairs: 1,000 persons are a million ordered pairs; `group` makes pairs inside
classes alone, `only_below` keeps the few that matter.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from ._obektiv import Table, call as _call
from ._typing import Items, Labels, Scores, Steps

__all__ = [
    "gbt",
    "k1",
    "k2",
    "k_index",
    "m4",
    "omega",
    "s1",
    "s2",
    "weighted_omega",
]


def omega(
    answers: Scores,
    items: Items,
    theta: ArrayLike,
    conditional: bool = True,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """ω: the matches of each pair less those expected, in standard deviations; large values are unusual.

        ω = (h − Σ πᵢ)/√(Σ πᵢ(1 − πᵢ))            h matches, over the items both answered; p = P(Z ≥ ω)
        conditional      πᵢ = Pᵢ(answer of the first | θ of the second)
        unconditional    πᵢ = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)

    Teaching makes pupils of one class alike too: a pair's value is no finding by itself. The abilities are taken as
    known: that of a person who took answers over is too high, which makes ω careful. Below .001 take `gbt`, which
    is exact: the normal tail is too small, by orders of magnitude where rare matches are few; it is also where few
    items make the normal distribution a poor one.

    NaN for a pair without a common item, without variance, or where an ability is not finite.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    conditional : bool, default True
        Whether the answers of the first are given, and how likely the second would give them too is asked: ordered
        pairs. If not, each pair once.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.columns` for answers of another number of items; `model.score` for one that its item has not;
        `model.item` for what is no item; `model.length` for another number of abilities or groups than persons;
        `model.option` for a level that is none; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Wollack (1997), Applied Psychological Measurement 21, 307–320. Unconditional, and that the conditional test is
    the most powerful one where the model is known: Romero, Riascos and Jara (2015), Journal of Educational and
    Behavioral Statistics 40, 435–453.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> pair = ob.pairs.omega([[1, 0, 1, 0], [1, 0, 1, 0]], items, theta=[0, 0], conditional=False)
    >>> pair.matches, pair.expected, pair.statistic
    (array([4]), array([2.]), array([2.]))
    """
    found: Table = _call("pairs.omega", (answers, items, theta, group), {"conditional": conditional, "only_below": only_below}, "school", progress)
    return found


def weighted_omega(
    answers: Scores,
    items: Items,
    theta: ArrayLike,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """Weighted ω: as `omega`, unconditional, a match counting the more the less likely it was; large values are
    unusual.

        ω_w = Σ wᵢ(sᵢ − πᵢ)/√(Σ wᵢ²·πᵢ(1 − πᵢ))        sᵢ = 1 for a match, wᵢ = −ln πᵢ; p = P(Z ≥ ω_w)
        πᵢ  = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)

    With scores of several points most matches are on what most pupils get; the weights make the others count. Each
    pair once; `expected` is that of the plain count of matches.

    A p-value below .001 orders pairs and is no probability: a few rare matches decide the sum, and its normal tail
    is too small by orders of magnitude. Ten items with π = .9 and two with π = .01, all matching but one of the
    two: p = 9·10⁻¹³, and exactly .0070. Take `gbt` there, which is exact.

    NaN for a pair without a common item, without variance, or where an ability is not finite.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.columns` for answers of another number of items; `model.score` for one that its item has not;
        `model.item` for what is no item; `model.length` for another number of abilities or groups than persons;
        `model.option` for a level that is none; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Trout and Gorney (2025), weighted ω for polytomous scores.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (0, 3)]
    >>> pairs = ob.pairs.weighted_omega([[1, 1], [1, 0], [0, 1]], items, theta=[0, 0, 0])
    >>> bool(pairs.statistic[0] > pairs.statistic[1])
    True
    """
    found: Table = _call("pairs.weighted_omega", (answers, items, theta, group), {"only_below": only_below}, "school", progress)
    return found


def gbt(
    answers: Scores,
    items: Items,
    theta: ArrayLike,
    conditional: bool = True,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """The generalised binomial test: P(so many matches or more), exact for independent items with unequal chances;
    small p-values are unusual.

        f₀ = (1);   fᵢ(m) = fᵢ₋₁(m)·(1 − πᵢ) + fᵢ₋₁(m − 1)·πᵢ;    p = Σ_{m ≥ h} f(m)

    πᵢ as for `omega`, conditional or not, over the items both answered; `statistic` is the number of matches h. All
    terms are positive, so the smallest p-values have their digits. Being discrete, the test rejects at most as
    often as its level. NaN for a pair without a common item or with an ability that is not finite.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    conditional : bool, default True
        Whether the answers of the first are given, and how likely the second would give them too is asked: ordered
        pairs. If not, each pair once.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.columns` for answers of another number of items; `model.score` for one that its item has not;
        `model.item` for what is no item; `model.length` for another number of abilities or groups than persons;
        `model.option` for a level that is none; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Van der Linden and Sotaridona (2006), Journal of Educational and Behavioral Statistics 31, 283–304.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> ob.pairs.gbt([[1, 0, 1, 0], [1, 0, 1, 1]], items, theta=[0, 0]).pvalue
    array([0.3125, 0.3125])
    """
    found: Table = _call("pairs.gbt", (answers, items, theta, group), {"conditional": conditional, "only_below": only_below}, "school", progress)
    return found


def m4(
    answers: Scores,
    items: Items,
    theta: ArrayLike,
    key: ArrayLike | None = None,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """M4: matches on right answers and on other ones counted apart, by their joint distribution; small p-values are
    unusual.

        item i:   right with P₁ = P(key | θ of the first)·P(key | θ of the second),  other with P₀ = Σ_{k ≠ key} P(k | …)·P(k | …),  none else
        f(a, b)   P(a matches on right answers and b on others), item by item
        F(a, b) = Σ_{a' ≥ a, b' ≥ b} f(a', b')
        p       = Σ f(a', b') over all points with F(a', b') ≤ F(a, b) of the pair

    A match on a wrong answer or a middling score says more than one on the right answer, which able pupils share
    anyway. `statistic` is −log₁₀ F(a, b). F by sums from the far corner, so a pair costs the cube of its items
    once, not their fourth power. Points whose F differ by rounding alone (1e-12) are one. Each pair once, over the
    items both answered; NaN for a pair without a common item or with an ability that is not finite.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    key : sequence of int, optional
        The right option of each item, from 0; the largest score where not given.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.
        - `right` (int): Matches on the right answer.

    Raises
    ------
    ModelError
        `model.columns` for answers of another number of items; `model.score` for one that its item has not;
        `model.item` for what is no item; `model.length` for another number of abilities or groups than persons or
        of right options than items; `model.option` for a level or a right option that is none;
        `model.too_many_pairs` for more than 50 million to keep (10 in WebAssembly): give `group` or `only_below`;
        `model.too_many_comparisons` from 10 billion pairs to compare on: give `group`.

    References
    ----------
    Maynes (2014), in Kingston and Clark, Test Fraud: Statistical Detection and Methodology, 53–80.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 2
    >>> pair = ob.pairs.m4([[1, 0], [1, 0]], items, theta=[0, 0])
    >>> pair.right, pair.pvalue
    (array([1]), array([0.25]))
    """
    found: Table = _call("pairs.m4", (answers, items, theta, key, group), {"only_below": only_below}, "school", progress)
    return found


def k_index(
    answers: Scores,
    key: ArrayLike,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """The K-index: P(so many identical errors or more), beside persons with as many errors; small p-values are
    unusual.

        w   the first person's errors on items that the second answered;  m of them the second has too
        r   Σ identical errors / Σ errors answered, over all persons with as many wrong answers as the second, the first left out
        K   = P(Bin(w, r) ≥ m)

    Ordered pairs; `items` are the w errors, `matches` and `statistic` m. What was not answered is no error. With
    scores 0 and 1 and a key of ones, any two wrong answers are identical and the index says little. Time grows with
    the square of all persons, whatever the groups.

    The persons that a pair is compared with are all persons, whatever their group. Groups are of wrong answers,
    however many were given: who answered few items stands beside able persons who answered all. NaN where the first
    has no error that the second answered, and where the second answered less than 80 % of the items; where many
    answered less than all, take a statistic beside a model, such as `gbt`.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    key : sequence of int
        The right option of each item, counted from 0.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.length` for another number of right options than items or of groups than persons; `model.option` for
        a right option or a level that is none; `model.item` for a right option that nobody gave of those who
        answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Holland (1996), Assessing unusual agreement between the incorrect answers of two examinees using the K-index,
    ETS RR-96-7. That the first person is left out: the program CopyDetect 1.4; 1.3 counts them in.

    Examples
    --------
    >>> pairs = ob.pairs.k_index([[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]], key=[0, 0, 0])
    >>> pairs.matches[0], pairs.expected[0]
    (np.int64(2), np.float64(1.5))
    """
    found: Table = _call("pairs.k_index", (answers, key, group), {"only_below": only_below}, "school", progress)
    return found


def k1(
    answers: Scores,
    key: ArrayLike,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """K₁: the `k_index` with a share of identical errors that is linear in the share of wrong answers; small p-values
    are unusual.

        r_g   the share of the first person's errors that persons with g wrong answers have too, the first left out
        r̂_g   = β₀ + β₁·g/n            least squares over the groups of persons with as many wrong answers, each counting once; n items
        K₁    = P(Bin(w, r̂_g) ≥ m)     g of the second person; r̂ held in .001 to .999

    A group of one person says little; the line takes from all. It may leave 0 to 1, where no match would be
    possible, or none unusual: hence the bounds, which are CopyDetect's. Ordered pairs; the columns as of `k_index`.
    NaN as there, and with fewer than two groups.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    key : sequence of int
        The right option of each item, counted from 0.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.length` for another number of right options than items or of groups than persons; `model.option` for
        a right option or a level that is none; `model.item` for a right option that nobody gave of those who
        answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.

    Examples
    --------
    >>> pairs = ob.pairs.k1([[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]], key=[0, 0, 0])
    >>> pairs.expected[0].round(12)
    np.float64(1.5)
    """
    found: Table = _call("pairs.k1", (answers, key, group), {"only_below": only_below}, "school", progress)
    return found


def k2(
    answers: Scores,
    key: ArrayLike,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """K₂: the `k_index` with a share of identical errors that is quadratic in the share of wrong answers; small
    p-values are unusual.

        r̂_g   = β₀ + β₁·g/n + β₂·(g/n)²

    All else as `k1`; NaN with fewer than three groups of persons with as many wrong answers.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    key : sequence of int
        The right option of each item, counted from 0.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.length` for another number of right options than items or of groups than persons; `model.option` for
        a right option or a level that is none; `model.item` for a right option that nobody gave of those who
        answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.

    Examples
    --------
    >>> pairs = ob.pairs.k2([[1, 2, 3], [1, 2, 0], [0, 2, 0], [0, 0, 0]], key=[0, 0, 0], only_below=0.5)
    >>> len(pairs)
    0
    """
    found: Table = _call("pairs.k2", (answers, key, group), {"only_below": only_below}, "school", progress)
    return found


def s1(
    answers: Scores,
    key: ArrayLike,
    group: Labels | None = None,
    only_below: float | None = None,
    *,
    progress: Steps | None = None,
) -> Table:
    """S₁: identical errors as a Poisson variable whose mean is log-linear in the number of wrong answers; small
    p-values are unusual.

        M_g   the mean number of the first person's w errors that persons with g wrong answers have too, the first left out
        ln μ_g = β₀ + β₁·g               Poisson likelihood over the groups of persons with g wrong answers, each counting once
        S₁    = Σ_{x = m..w} e^(−μ)·μˣ/x!      μ = min(μ_g, w), g of the second person

    Where the second person has not answered all items of the w errors, μ and w are those of the errors answered.
    Ordered pairs; the columns as of `k_index`. NaN as there, and with fewer than two groups.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    key : sequence of int
        The right option of each item, counted from 0.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were compared: `evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`. Adjusted among those
        kept alone, honest pairs would be found.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.length` for another number of right options than items or of groups than persons; `model.option` for
        a right option or a level that is none; `model.item` for a right option that nobody gave of those who
        answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
        WebAssembly): give `group` or `only_below`; `model.too_many_comparisons` from 10 billion pairs to compare
        on: give `group`.

    References
    ----------
    Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.

    Examples
    --------
    >>> pairs = ob.pairs.s1([[1, 2, 3], [1, 2, 0], [2, 0, 0], [1, 1, 1], [0, 0, 0]], key=[0, 0, 0])
    >>> bool(pairs.pvalue[0] < pairs.pvalue[1])
    True
    """
    found: Table = _call("pairs.s1", (answers, key, group), {"only_below": only_below}, "school", progress)
    return found


def s2(
    answers: Scores,
    key: ArrayLike,
    group: Labels | None = None,
    only_below: float | None = None,
    weight: Sequence[float] = (1.0, -7.56),
    *,
    progress: Steps | None = None,
) -> Table:
    """S₂: as `s1`, identical right answers counting beside identical errors, the more the fewer have them; small
    p-values are unusual.

        δ_gi  = d₁·exp(d₂·P_gi)           P_gi: the share that has item i right, of all persons with g wrong answers
        m     identical errors + ⌈Σ δ_gi⌉ over the items that both have right, g of the second person
        M_g   mean identical errors + ⌈mean Σ δ_gi⌉, of persons with g wrong answers, the first left out
        ln μ_g = β₀ + β₁·g                Poisson likelihood over the groups of persons with g wrong answers, each counting once
        S₂    = Σ_{x = m..n} e^(−μ)·μˣ/x!      n items

    The form is Sotaridona and Meijer's. How they come from the number of options to d₁ and d₂ was not at hand: (1,
    −7.56) gives the numbers of CopyDetect 1.3 and 1.4 on 58 pairs of 300 persons and 40 items of four options,
    (1.1, −9) those of 1.3 on the same answers as scores 0 and 1. Because of the rounding up other constants do as
    well: with d₁ = 1 any d₂ from −7.568 to −7.551, of scores from −8.44 to −8.37.

    `items` are those both answered, `matches` the same answers among them, `statistic` is m, `expected` what is
    expected of it. Where the second person has not answered all items, μ is smaller in proportion and n their
    number. NaN as of `s1`, and where the first has no error that the second answered.

    Parameters
    ----------
    answers : persons × items
        An item's option or score, counted from 0. Items that either of a pair has not answered (missing, not
        taught, not attempted) take no part in it.
    key : sequence of int
        The right option of each item, counted from 0.
    group : labels, optional
        One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty;
        all with all where not given.
    only_below : float, optional
        Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that
        were `compared`.
    weight : sequence of 2 float, default (1.0, -7.56)
        d₁, 0 or more, and d₂, 0 or less.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `first` (int): The row of one person, from 0; the one who gave the answers where pairs are ordered.
        - `second` (int): The row of the other person, from 0.
        - `items` (int): Items that take part: those both answered; of statistics of errors, those of them that the
          first has wrong.
        - `matches` (int): Items of these with the same answer.
        - `expected` (float): The matches expected.
        - `statistic` (float): The statistic; large values are unusual.
        - `pvalue` (float): P(as large or larger).
        - `log10_pvalue` (float): Its logarithm to base 10, finite where the p-value is below the smallest double.
        - `compared` (int): How many pairs have a p-value, those not kept included: the tests made, to adjust for.

    Raises
    ------
    ModelError
        `model.length` for another number of right options than items or of groups than persons; `model.option` for
        a right option or a level that is none, or a weight whose d₁ is negative or whose d₂ is positive;
        `model.item` for a right option that nobody gave of those who answered, as of a key counted from 1;
        `model.too_many_pairs` for more than 50 million to keep (10 in WebAssembly): give `group` or `only_below`;
        `model.too_many_comparisons` from 10 billion pairs to compare on: give `group`.

    References
    ----------
    Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.

    Examples
    --------
    >>> answers = [[1, 2, 3, 0], [1, 2, 0, 0], [2, 0, 0, 1], [1, 1, 1, 2], [0, 0, 0, 1]]
    >>> ob.pairs.s2(answers, key=[0, 0, 0, 0]).statistic[0]
    np.float64(3.0)
    """
    found: Table = _call("pairs.s2", (answers, key, group), {"only_below": only_below, "weight": weight}, "school", progress)
    return found
