"""How unusual one person's answers are for what the person achieved in all.

It cannot say why: copying, items known before, guessing, illness and a topic not taught look alike. One
person's value is no finding; it is what signs of groups are made of (`by_group`). Without a model:
`guttman_errors` to `ht`, beside the popularity of the items. Beside a model: `lz` to `change_point`, and with
response times `log_time_fit` to `joint_subsets`. Given the total, and so exact: `conditional`, `given_norm`,
`subset_given_total`.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from numpy.typing import ArrayLike

from ._obektiv import Table, call as _call
from ._person_fit import RapidGuessing, rapid_guessing
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


def guttman_errors(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """The number of Guttman errors `G` of each person, and its normed form `G*`; many errors are unusual.

    A Guttman error is a pair of steps of which the person passed the less popular one and not the more popular one.
    Many errors mean an unusual pattern, whatever its cause. An item of several points is as many steps; maxima may
    differ.

        G  = #{(e, h) : π_e > π_h, Y_e = 0, Y_h = 1}
        G* = (R − min R) / (max R − min R)          R = Σ_i Σ_{j ≤ X_i} rank_ij, given the total T

    Steps of one popularity make no error of each other, in whatever order the items stand; their rank is the mean
    of their places. Without such ties G = R − T(T + 1)/2 and G* = G / max G, for items of one point G / (T·(n −
    T)). With nothing or all solved G is 0 and G* NaN. The p-value is NaN: the null distribution is not known; see
    `conditional` and `given_norm`.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): G of each person.
        - `normed` (float): G* from 0, the likeliest pattern of the total, to 1; NaN where all patterns are alike.
        - `pvalue` (float): NaN: see `conditional` and `given_norm`.
        - `tail` (str): Always "upper": large values are unusual.

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Guttman (1944); Meijer (1994), Applied Psychological Measurement 18, 311–314; Molenaar (1991), Kwantitatieve
    Methoden 12, 97–117; Emons (2008), Applied Psychological Measurement 32, 224–247.

    Examples
    --------
    >>> ob.person_fit.guttman_errors([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    array([0., 0., 2., 0.])
    """
    found: Table = _call("person_fit.guttman_errors", (scores, max_scores, reference), {}, "school")
    return found


def u3(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """`U3` of each person: how far the pattern is from the likeliest and towards the unlikeliest one with the same
    total; large values are unusual.

        W  = Σ_i Σ_{j ≤ X_i} ln(π_ij / (1 − π_ij))            the logits of the popularity of the steps passed, 0 for π of 0 or 1
        U3 = (W_max(T) − W) / (W_max(T) − W_min(T))           given the total T

    Between 0 and 1. NaN where all patterns with the total are the same. The p-value is NaN: see `conditional` and
    `given_norm`.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Van der Flier (1980, 1982), Journal of Cross-Cultural Psychology 13, 267–298; Emons (2008).

    Examples
    --------
    >>> ob.person_fit.u3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    array([0., 0., 1., 0.])
    """
    found: Table = _call("person_fit.u3", (scores, max_scores, reference), {}, "school")
    return found


def zu3(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """`ZU3`: `u3` standardised given the total, for items of one point; large values are unusual.

        α = Σ πw + Σ π(1 − π)w·(T − Σ π)/Σ π(1 − π)            w = ln(π/(1 − π))
        β = Σ π(1 − π)w² − (Σ π(1 − π)w)²/Σ π(1 − π)
        ZU3 = (α − W)/√β

    Its distribution is not close enough to the normal one for a p-value, which is NaN. NaN with nothing or all
    solved.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.categories` for an item of more than one point; `model.columns` for a population or maxima of other
        items; `model.score` for a score above its maximum.

    References
    ----------
    Van der Flier (1982); Emons, Meijer and Sijtsma (2002), Applied Psychological Measurement 26, 88–108.

    Examples
    --------
    >>> ob.person_fit.zu3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmax()
    np.int64(2)
    """
    found: Table = _call("person_fit.zu3", (scores, max_scores, reference), {}, "school")
    return found


def c_sato(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Sato's caution index `C`; large values are unusual.

        C = 1 − cov(Y, π)/cov(Y*, π)        Y* the likeliest pattern with the same total

    Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. The
    p-value is NaN: see `conditional` and `given_norm`.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Sato (1975).

    Examples
    --------
    >>> ob.person_fit.c_sato([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic[0]
    np.float64(0.0)
    """
    found: Table = _call("person_fit.c_sato", (scores, max_scores, reference), {}, "school")
    return found


def c_star(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """The modified caution index `C*` of Harnisch and Linn: `u3` with popularities in place of logits; large values
    are unusual.

        C* = (A_max(T) − A)/(A_max(T) − A_min(T))        A = Σ πY

    Between 0 and 1. Of items of several points it is taken over steps, this library's extension. NaN where all
    patterns with the total are the same. The p-value is NaN: see `conditional` and `given_norm`.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Harnisch and Linn (1981), Journal of Educational Measurement 18, 133–146.

    Examples
    --------
    >>> ob.person_fit.c_star([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    array([0., 0., 1., 0.])
    """
    found: Table = _call("person_fit.c_star", (scores, max_scores, reference), {}, "school")
    return found


def agreement(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Kane and Brennan's agreement `A`, the sum of the popularities of what was solved; small values are unusual for
    the total.

        A = Σ πY

    Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. It
    grows with the total: compare persons of one total, or take `dependability`. The p-value is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Kane and Brennan (1980), Applied Psychological Measurement 4, 105–126.

    Examples
    --------
    >>> ob.person_fit.agreement([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    array([1.25, 0.75, 0.25, 1.25])
    """
    found: Table = _call("person_fit.agreement", (scores, max_scores, reference), {}, "school")
    return found


def disagreement(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Kane and Brennan's disagreement `D`, the largest agreement of the total less that of the person; large values
    are unusual.

        D = A_max(T) − A        A = Σ πY

    Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. The
    p-value is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Kane and Brennan (1980).

    Examples
    --------
    >>> ob.person_fit.disagreement([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    array([0. , 0. , 0.5, 0. ])
    """
    found: Table = _call("person_fit.disagreement", (scores, max_scores, reference), {}, "school")
    return found


def dependability(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Kane and Brennan's dependability `E`, the agreement over the largest one of the total; small values are unusual.

        E = A/A_max(T)        A = Σ πY

    Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. The
    p-value is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Kane and Brennan (1980).

    Examples
    --------
    >>> ob.person_fit.dependability([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic[0]
    np.float64(1.0)
    """
    found: Table = _call("person_fit.dependability", (scores, max_scores, reference), {}, "school")
    return found


def nci(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Tatsuoka's norm conformity index `NCI`; small values are unusual.

        NCI = 1 − 2·G*        G* of guttman_errors

    Between −1 and 1. Of items of several points it is taken over steps. NaN with nothing or all solved. The p-value
    is NaN: see `conditional` and `given_norm`.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Tatsuoka and Tatsuoka (1983), Journal of Educational Measurement 20, 221–230.

    Examples
    --------
    >>> ob.person_fit.nci([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    array([ 1.,  1., -1.,  1.])
    """
    found: Table = _call("person_fit.nci", (scores, max_scores, reference), {}, "school")
    return found


def r_pbis(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Donlon and Fischer's personal point-biserial correlation of answers and the popularities of the items; small
    values are unusual.

        r = cov(Y, π)/√(var Y · var π)        over the steps of the items answered

    Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved, and
    where all steps are equally popular. The p-value is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Donlon and Fischer (1968), Educational and Psychological Measurement 28, 811–814.

    Examples
    --------
    >>> ob.person_fit.r_pbis([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmin()
    np.int64(2)
    """
    found: Table = _call("person_fit.r_pbis", (scores, max_scores, reference), {}, "school")
    return found


def ht(scores: Scores, max_scores: ArrayLike | None = None, reference: Scores | None = None) -> Table:
    """Sijtsma's `Hᵀ`: how well a person's answers go with those of all others; small values are unusual.

        Hᵀ_v = cov(Y_v, Σ_{u≠v} Y_u) / Σ_{u≠v} (min(b_v, b_u) − b_v·b_u)        b the share of the points possible

    Covariances over the steps that v answered; the others' missing answers add nothing to the sum. Without a
    population each person is left out of his own, with one all of it are others. Time grows with the persons, not
    with their pairs. Of items of several points it is taken over steps, this library's extension. NaN with nothing
    or all solved. The p-value is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.
    reference : persons × items, optional
        The population beside which answers are read; the persons themselves where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a population or maxima of other items; `model.score` for a score above its maximum.

    References
    ----------
    Sijtsma (1986), Kwantitatieve Methoden 7, 131–145; Sijtsma and Meijer (1992), Applied Psychological Measurement
    16, 149–157.

    Examples
    --------
    >>> ob.person_fit.ht([[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]]).statistic[0].round(6)
    np.float64(0.25)
    """
    found: Table = _call("person_fit.ht", (scores, max_scores, reference), {}, "school")
    return found


def lz(
    scores: Scores,
    items: Items,
    theta: ArrayLike,
    correction: Literal["edgeworth", "normal", "cornish_fisher", "chi_square"] = "edgeworth",
) -> Table:
    """`lz`: the log-likelihood of a person's answers, standardised, abilities taken as known; small values are
    unusual.

        lz = (l₀ − E l₀)/√Var l₀,   l₀ = Σ_i ln P_i,Xi(θ)         over the items answered

    With estimated abilities its variance is below one: use `lz_star`. NaN without variance, without answers, and
    where the ability is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    correction : {"edgeworth", "normal", "cornish_fisher", "chi_square"}, default "edgeworth"
        How the p-value is taken from the statistic and its skewness.

    Returns
    -------
    Table
        - `statistic` (float): z of each person.
        - `pvalue` (float): P(as unusual or more) by the correction asked for.
        - `skewness` (float): The skewness of z.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.
    DataError
        `data.name` for an unknown correction.

    References
    ----------
    Drasgow, Levine and Williams (1985), British Journal of Mathematical and Statistical Psychology 38, 67–86;
    Bedrick (1997), Psychometrika 62, 191–199 (Edgeworth).

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    >>> ob.person_fit.lz([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic.round(3)
    array([ 0.858, -2.332])
    """
    found: Table = _call("person_fit.lz", (scores, items, theta), {"correction": correction}, "school")
    return found


def lz_star(
    scores: Scores,
    items: Items,
    theta: ArrayLike,
    estimator: Literal["ml", "map", "wle", "known"] = "ml",
    correction: Literal["edgeworth", "normal", "cornish_fisher", "chi_square"] = "edgeworth",
    prior: Sequence[float] | None = None,
) -> Table:
    """`lz*`: `lz` with the mean and the variance that it has at an estimated ability; small values are unusual.

        c   = ΣΣ P' ln P / ΣΣ P'²/P          over the items answered
        lz* = (l₀ − E l₀ + c r₀)/√V*,        V* = Σ_i Var(ln P − c P'/P)
        r₀    ML 0;  MAP (mean − θ)/sd²;  WLE J/(2I), J = ΣΣ P'P''/P, I = ΣΣ P'²/P

    The abilities must be those of the estimator named; with "known" it is `lz`. NaN without variance, without
    answers, and where the ability is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    estimator : {"ml", "map", "wle", "known"}, default "ml"
        That of theta. The posterior's mean is none of this kind: there is no correction for it.
    correction : {"edgeworth", "normal", "cornish_fisher", "chi_square"}, default "edgeworth"
        How the p-value is taken from the statistic and its skewness.
    prior : sequence of 2 float, optional
        Mean and standard deviation of the prior of "map"; 0 and 1 where not given.

    Returns
    -------
    Table
        - `statistic` (float): z of each person.
        - `pvalue` (float): P(as unusual or more) by the correction asked for.
        - `skewness` (float): The skewness of z.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.
    DataError
        `data.name` for an unknown estimator or correction.

    References
    ----------
    Snijders (2001), Psychometrika 66, 331–342; Magis, Raîche and Béland (2012), Journal of Educational and
    Behavioral Statistics 37, 57–81; Sinharay (2016), Psychometrika 81, 992–1013.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    >>> ob.person_fit.lz_star([[1, 1, 0], [0, 0, 1]], items, theta=[0.8, -0.8]).tail[0]
    'lower'
    """
    found: Table = _call("person_fit.lz_star", (scores, items, theta), {"estimator": estimator, "correction": correction, "prior": prior}, "school")
    return found


def eci2(
    scores: Scores,
    items: Items,
    theta: ArrayLike,
    estimator: Literal["ml", "map", "wle", "known"] = "ml",
    correction: Literal["edgeworth", "normal", "cornish_fisher", "chi_square"] = "edgeworth",
    prior: Sequence[float] | None = None,
) -> Table:
    """`ECI2z`: Tatsuoka's second extended caution index, standardised; large values are unusual.

        statistic = Σ_i (w_i,Xi − E w_i)/√Var        over the items answered
        w_ik = (mean over items of G_·k) − G_ik,     G_ik = mean over persons of P_ik(θ)

    The mean over items is over those answered that have score k. With the estimator "known" it is the index of the
    literature, otherwise corrected for the estimated ability as `lz_star` is. NaN without variance, without
    answers, and where the ability is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    estimator : {"ml", "map", "wle", "known"}, default "ml"
        That of theta. The posterior's mean is none of this kind: there is no correction for it.
    correction : {"edgeworth", "normal", "cornish_fisher", "chi_square"}, default "edgeworth"
        How the p-value is taken from the statistic and its skewness.
    prior : sequence of 2 float, optional
        Mean and standard deviation of the prior of "map"; 0 and 1 where not given.

    Returns
    -------
    Table
        - `statistic` (float): z of each person.
        - `pvalue` (float): P(as unusual or more) by the correction asked for.
        - `skewness` (float): The skewness of z.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.
    DataError
        `data.name` for an unknown estimator or correction.

    References
    ----------
    Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement 40, 113–124.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    >>> bool((ob.person_fit.eci2([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
    True
    """
    found: Table = _call("person_fit.eci2", (scores, items, theta), {"estimator": estimator, "correction": correction, "prior": prior}, "school")
    return found


def eci4(
    scores: Scores,
    items: Items,
    theta: ArrayLike,
    estimator: Literal["ml", "map", "wle", "known"] = "ml",
    correction: Literal["edgeworth", "normal", "cornish_fisher", "chi_square"] = "edgeworth",
    prior: Sequence[float] | None = None,
) -> Table:
    """`ECI4z`: Tatsuoka's fourth extended caution index, standardised; large values are unusual.

        statistic = Σ_i (w_i,Xi − E w_i)/√Var        over the items answered
        w_ik = (mean over items of P_·k(θ)) − P_ik(θ)

    All else as `eci2`: the weights are those at the person's ability, not averaged over persons.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    estimator : {"ml", "map", "wle", "known"}, default "ml"
        That of theta. The posterior's mean is none of this kind: there is no correction for it.
    correction : {"edgeworth", "normal", "cornish_fisher", "chi_square"}, default "edgeworth"
        How the p-value is taken from the statistic and its skewness.
    prior : sequence of 2 float, optional
        Mean and standard deviation of the prior of "map"; 0 and 1 where not given.

    Returns
    -------
    Table
        - `statistic` (float): z of each person.
        - `pvalue` (float): P(as unusual or more) by the correction asked for.
        - `skewness` (float): The skewness of z.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.
    DataError
        `data.name` for an unknown estimator or correction.

    References
    ----------
    Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement 40, 113–124.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    >>> bool((ob.person_fit.eci4([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
    True
    """
    found: Table = _call("person_fit.eci4", (scores, items, theta), {"estimator": estimator, "correction": correction, "prior": prior}, "school")
    return found


def infit(scores: Scores, items: Items, theta: ArrayLike) -> Table:
    """Infit: the mean squared residual over its expectation, led by answers near the person's ability, about 1 where
    the model holds; large values are unusual.

        infit = Σ (X − E)² / Σ V           q² = Σ (C − V²)/(Σ V)²,   C = E(X − EX)⁴
        standardised = (infit^⅓ − 1)·3/q + q/3

    Over the items answered; θ is taken as known, so with an estimated one the mean is below 1. The p-value is NaN:
    `standardised` is not normal in short tests; see `conditional`. NaN without answers, and where the ability is
    NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.

    Returns
    -------
    Table
        - `statistic` (float): The mean square of each person, about 1 where the model holds.
        - `pvalue` (float): NaN: see `conditional`.
        - `standardised` (float): The mean square standardised (Wilson and Hilferty); with few items not normal.
        - `tail` (str): Always "upper": large values are unusual; small ones are answers more regular than the
          model.

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.

    References
    ----------
    Wright and Masters (1982), Rating Scale Analysis; Smith (1991), Educational and Psychological Measurement 51,
    541–565.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> ob.person_fit.infit([[1, 0, 1, 0]], items, theta=[0]).statistic
    array([1.])
    """
    found: Table = _call("person_fit.infit", (scores, items, theta), {}, "school")
    return found


def outfit(scores: Scores, items: Items, theta: ArrayLike) -> Table:
    """Outfit: the mean squared standardised residual of each person, led by answers far from the person's ability,
    about 1 where the model holds; large values are unusual.

        outfit = Σ (X − E)²/V / n          q² = Σ C/V² / n² − 1/n,   C = E(X − EX)⁴
        standardised = (outfit^⅓ − 1)·3/q + q/3

    Over the items answered; θ is taken as known, so with an estimated one the mean is below 1. The p-value is NaN:
    `standardised` is not normal in short tests; see `conditional`. NaN without answers, and where the ability is
    NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.

    Returns
    -------
    Table
        - `statistic` (float): The mean square of each person, about 1 where the model holds.
        - `pvalue` (float): NaN: see `conditional`.
        - `standardised` (float): The mean square standardised (Wilson and Hilferty); with few items not normal.
        - `tail` (str): Always "upper": large values are unusual; small ones are answers more regular than the
          model.

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.

    References
    ----------
    Wright and Masters (1982), Rating Scale Analysis; Smith (1991), Educational and Psychological Measurement 51,
    541–565.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> ob.person_fit.outfit([[1, 0, 1, 0]], items, theta=[0]).statistic
    array([1.])
    """
    found: Table = _call("person_fit.outfit", (scores, items, theta), {}, "school")
    return found


def cusum(scores: Scores, items: Items, theta: ArrayLike) -> Table:
    """CUSUM: stretches of items, in the order given, that were done better or worse than the ability; large values are
    unusual.

        T = (X − E)/n;   C⁺ ← max(0, C⁺ + T),   C⁻ ← min(0, C⁻ + T);    statistic max(max C⁺, −min C⁻)

    Over the items answered. NaN without answers, and where the ability is NaN. The p-value is NaN: see
    `conditional`.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.

    Returns
    -------
    Table
        - `statistic` (float): The larger of the two sums' sizes: large values are unusual.
        - `pvalue` (float): NaN: see `conditional`.
        - `highest` (float): max C⁺: a stretch done better than the ability.
        - `lowest` (float): min C⁻: a stretch done worse.
        - `tail` (str): Always "upper": large values of the statistic are unusual.

    Raises
    ------
    ModelError
        `model.length` for another number of abilities than persons; `model.columns` for scores of another number of
        items; `model.score` for a score that its item has not; `model.item` for what is no item.

    References
    ----------
    Van Krimpen-Stoop and Meijer (2000), in van der Linden and Glas, Computerized Adaptive Testing, 201–219.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> ob.person_fit.cusum([[1, 1, 0, 0]], items, theta=[0]).highest
    array([0.25])
    """
    found: Table = _call("person_fit.cusum", (scores, items, theta), {}, "school")
    return found


def two_subsets(
    scores: Scores,
    items: Items,
    subset: ArrayLike,
    theta: ArrayLike | None = None,
    theta_subset: ArrayLike | None = None,
    theta_rest: ArrayLike | None = None,
    bound: float = 4.0,
) -> Table:
    """Whether a person does better on a known subset of items than on the rest: items known before, items marked in
    the school, a part of a test; large values are unusual.

        L  = sign(θ_c − θ_s)·√(2[l_c(θ_c) + l_s(θ_s) − l(θ)])                 c the subset, s the rest
        S  = sign·√(l_c'(θ)²/I_c(θ) + l_s'(θ)²/I_s(θ))
        W  = (θ_c − θ_s)/√(1/I_c(θ) + 1/I_s(θ))
        U  = (θ_c − θ_s)·√(I_c(θ_c)·I_s(θ_s)/(I_c(θ) + I_s(θ)))
        r* = L + ln(U/L)/L

    For |L| below .05 r* is L. Over the items answered; NaN for a person who answered nothing of a set. Abilities by
    maximum likelihood stand at a bound where a set is all or nothing. The p-values lean on many items in both sets;
    for few, and where a set is all or nothing, `subset_given_total` is exact.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    subset : sequence of bool
        For each item whether it is of the subset.
    theta : array, optional
        Abilities on all items, the next two on the subset and on the rest: all three or none.
    theta_subset : array, optional
        Abilities on the subset.
    theta_rest : array, optional
        Abilities on the rest.
    bound : float, default 4.0
        Abilities by maximum likelihood are looked for within ±bound.

    Returns
    -------
    Table
        - `theta` (float): Ability on all items.
        - `theta_subset` (float): Ability on the subset.
        - `theta_rest` (float): Ability on the rest.
        - `statistic` (float): L, the signed root of the likelihood ratio.
        - `pvalue` (float): P(Z ≥ L).
        - `modified` (float): r* = L + ln(U/L)/L; NaN where the model is none of the Rasch, 2PL, partial credit or
          nominal family.
        - `pvalue_modified` (float): P(Z ≥ r*).
        - `pvalue_lugannani_rice` (float): P by Lugannani and Rice, 1 − Φ(L) + φ(L)(1/U − 1/L); NaN where r* is.
        - `score` (float): S, the signed root of the score statistic.
        - `pvalue_score` (float): P(Z ≥ S).
        - `wald` (float): Wald's.
        - `pvalue_wald` (float): P(Z ≥ Wald's).
        - `tail` (str): Always "upper": large values are unusual: the subset done better.

    Raises
    ------
    ModelError
        `model.length` for abilities or marks of another number; `model.option` for a bound that is not positive;
        `model.columns` for scores of another number of items; `model.score` for a score that its item has not;
        `model.item` for what is no item.

    References
    ----------
    Sinharay (2017), Journal of Educational and Behavioral Statistics 42, 46–68; Sinharay and Jensen (2019),
    Psychometrika 84, 484–510.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
    >>> found = ob.person_fit.two_subsets([[1, 1, 0, 0, 0, 1]], items, [True] * 3 + [False] * 3)
    >>> found.statistic.round(3)
    array([0.824])
    """
    found: Table = _call("person_fit.two_subsets", (scores, items, subset, theta, theta_subset, theta_rest), {"bound": bound}, "school")
    return found


def change_point(scores: Scores, items: Items, first: int, last: int, bound: float = 4.0) -> Table:
    """Where in the test, in the order of the items, a person's ability seems to change most; large values are unusual.

        L_k  the signed statistic of two_subsets, the first k items against the others, k = first..last
        statistic max L_k²,   fall max L_k,   rise min L_k

    Abilities are maximum likelihood within ±bound, one set each for every place. The first place wins a tie. The
    p-value is NaN: the largest of many is not χ².

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    first : int
        The first place looked at, as the number of items before it.
    last : int
        The last place.
    bound : float, default 4.0
        Abilities by maximum likelihood are looked for within ±bound.

    Returns
    -------
    Table
        - `statistic` (float): The largest L² over the places; large values are unusual.
        - `pvalue` (float): NaN: the largest of many is not χ²; simulate, or use `conditional` with a sum over
          items.
        - `point` (float): After how many items.
        - `fall` (float): The largest signed L: a fall of ability.
        - `fall_point` (float): After how many items.
        - `rise` (float): The least signed L: a rise.
        - `rise_point` (float): After how many items.
        - `score` (float): The largest square of the score statistic.
        - `score_fall` (float): Its largest fall.
        - `score_rise` (float): Its largest rise.
        - `wald` (float): The largest square of Wald's statistic.
        - `wald_fall` (float): Its largest fall.
        - `wald_rise` (float): Its largest rise.
        - `tail` (str): Always "upper": large values of the statistic are unusual.

    Raises
    ------
    ModelError
        `model.option` for places that are none, or a bound that is not positive; `model.columns` for scores of
        another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.

    References
    ----------
    Shao, Li and Cheng (2016), Psychometrika 81, 1118–1141; Sinharay (2016), Journal of Educational and Behavioral
    Statistics 41, 521–549.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 8
    >>> ob.person_fit.change_point([[1, 1, 1, 1, 0, 0, 0, 0]], items, 2, 6).fall_point
    array([4.])
    """
    found: Table = _call("person_fit.change_point", (scores, items), {"first": first, "last": last, "bound": bound}, "school")
    return found


def subset_given_total(scores: Scores, items: Items, subset: ArrayLike) -> Table:
    """The exact test of two sets of items: points on the subset given the total, in the Rasch family; large values are
    unusual.

        P(X_c = t | T) = γ^c_t · γ^s_{T − t} / γ_T          c the subset, s the rest, over the items answered

    No ability is estimated, no item need be many. NaN where one of the sets has no answer.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        Logistic ones without guessing or partial credit, all of one slope; in the form of `lz`.
    subset : sequence of bool
        For each item whether it is of the subset.

    Returns
    -------
    Table
        - `statistic` (float): Points on the subset.
        - `expected` (float): What the total leads to expect.
        - `pvalue` (float): P(as many or more | total), exact.
        - `mid_pvalue` (float): P(more | total) + P(as many | total)/2.
        - `smallest` (float): The least p-value that the total allows.
        - `tail` (str): Always "upper": large values are unusual: the subset done better.

    Raises
    ------
    ModelError
        `model.length` for another number of marks than items; `model.option` for items that are not of one slope
        and without guessing; `model.columns` for scores of another number of items; `model.score` for a score that
        its item has not; `model.item` for what is no item.

    References
    ----------
    Fischer (1981) for the γ functions; Klauer and Rettig (1990), British Journal of Mathematical and Statistical
    Psychology 43, 193–206.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> ob.person_fit.subset_given_total([[1, 1, 0, 0]], items, [True, True, False, False]).pvalue.round(6)
    array([0.166667])
    """
    found: Table = _call("person_fit.subset_given_total", (scores, items, subset), {}, "school")
    return found


def conditional(
    scores: Scores,
    items: Items,
    statistic: Literal["lz", "guttman_errors", "u3", "c_star", "outfit", "infit", "cusum"] = "lz",
    patterns: int = 20000,
    seed: int = 1,
    reference: Scores | None = None,
) -> Table:
    """Exact p-values of a statistic given the total, where answers follow a model of the Rasch family.

        P(x | T) = Π_i ε_i,xi / γ_T,    ε_ik = exp(−a·Σ_{j ≤ k} step_ij),   γ by the summation recursion
        pvalue = (1 + #{patterns as unusual or more})/(1 + patterns)

    Patterns of the same items and total are drawn exactly and independently. Statistics of a model are taken at the
    ability at which the total is expected (within ±8), those without one beside a population: without, the persons
    themselves. The cost grows with the number of different totals and sets of items answered, hardly with the
    persons. `pvalue` is for decisions about persons, `normal_score` for means over groups. NaN where the statistic
    is, as with nothing or all solved.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        Logistic ones without guessing or partial credit, all of one slope; in the form of `lz`.
    statistic : {"lz", "guttman_errors", "u3", "c_star", "outfit", "infit", "cusum"}, default "lz"
        Those of a model are taken at the ability at which the total is expected.
    patterns : int, default 20000
        Patterns for each total and each set of items answered.
    seed : int, default 1
        The same seed gives the same p-values, in one thread or many.
    reference : persons × items, optional
        For statistics without a model, as for `guttman_errors`.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more | total), the person counted: never below 1/(patterns + 1), and
          holding its level whatever the ties.
        - `mid_pvalue` (float): P(more unusual | total) and half of P(as unusual | total): for sums over persons,
          not for a decision about one.
        - `smallest` (float): The least p-value among the patterns compared with: where few differ it is large, and
          `pvalue` could not have been smaller.
        - `normal_score` (float): −Φ⁻¹ of `mid_pvalue`, large where unusual and of mean 0 whatever the total: for
          means over groups (`by_group`).
        - `patterns` (int): Patterns that the person is compared with.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.option` for items that are not of one slope and without guessing, or without patterns;
        `model.columns` for scores of another number of items; `model.score` for a score that its item has not;
        `model.item` for what is no item.
    DataError
        `data.name` for an unknown statistic.

    References
    ----------
    Ponocny (2000), Psychometrika 65, 29–42; Klauer (1991), Psychometrika 56, 535–547. Tables for unequal maxima and
    missing answers: this library's.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": i / 2 - 1.75} for i in range(8)]
    >>> found = ob.person_fit.conditional([[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]], items)
    >>> found.pvalue < 0.001
    array([False,  True])
    """
    found: Table = _call("person_fit.conditional", (scores, items, reference), {"statistic": statistic, "patterns": patterns, "seed": seed}, "school")
    return found


def given_norm(
    scores: Scores,
    norm: Scores,
    statistic: Literal["lz", "guttman_errors", "u3", "c_star", "outfit", "infit", "cusum"] = "u3",
    included: bool = False,
    max_scores: ArrayLike | None = None,
) -> Table:
    """P-values of a statistic among the persons of a norm population with the same items answered and the same total:
    no model at all.

        pvalue = (1 + #{persons of the norm as unusual or more})/(1 + persons)        of the same items and total

    A person who is part of the norm is counted once, one who is not once more. With few persons of the same total
    (`patterns`) the p-value cannot be small. NaN where the statistic is, as with nothing or all solved.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    norm : persons × items
        Persons who tell what is usual; popularities are theirs too.
    statistic : {"lz", "guttman_errors", "u3", "c_star", "outfit", "infit", "cusum"}, default "u3"
        One without a model.
    included : bool, default False
        Whether the persons are part of the norm.
    max_scores : sequence of int, optional
        The largest score of each item; the largest seen where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more | total), the person counted: never below 1/(patterns + 1), and
          holding its level whatever the ties.
        - `mid_pvalue` (float): P(more unusual | total) and half of P(as unusual | total): for sums over persons,
          not for a decision about one.
        - `smallest` (float): The least p-value among the patterns compared with: where few differ it is large, and
          `pvalue` could not have been smaller.
        - `normal_score` (float): −Φ⁻¹ of `mid_pvalue`, large where unusual and of mean 0 whatever the total: for
          means over groups (`by_group`).
        - `patterns` (int): Patterns that the person is compared with.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for a norm of other items; `model.score` for a score above its maximum; `model.no_items` for
        a statistic of a model.
    DataError
        `data.name` for an unknown statistic.

    Examples
    --------
    >>> norm = np.random.default_rng(1).random((400, 6)) < np.linspace(0.9, 0.2, 6)
    >>> found = ob.person_fit.given_norm([[0, 0, 0, 1, 1, 1]], norm)
    >>> bool(found.pvalue[0] < 0.05)
    True
    """
    found: Table = _call("person_fit.given_norm", (scores, norm, max_scores), {"statistic": statistic, "included": included}, "school")
    return found


def log_time_fit(log_times: ArrayLike, alpha: ArrayLike, beta: ArrayLike, tau: ArrayLike | None = None) -> Table:
    """Log-normal fit of each person's times: large values are times that go up and down more than the items explain.

        ln T ~ N(β − τ, 1/α²)                τ the speed of the person
        L_T = Σ (α(ln t − (β − τ)))²        χ² with n − 1 degrees of freedom at the estimated speed τ = Σ α²(β − ln t)/Σ α²

    Speeds given are taken as those that the persons' times estimate: for speeds from elsewhere the degrees of
    freedom would be n, and the p-value is too small. NaN below two times and where a time is infinite.

    Parameters
    ----------
    log_times : persons × items
        Logarithms of the times, NaN where there is none.
    alpha : array
        For each item how closely times follow the speed, positive.
    beta : array
        For each item the mean log time at speed 0.
    tau : array, optional
        The speed of each person, as its times estimate it; estimated where not given.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.columns` for times of another number of items; `model.item` for an α that is not positive or a β that
        is not finite; `model.length` for another number of speeds than persons.

    References
    ----------
    Van der Linden (2006), Journal of Educational and Behavioral Statistics 31, 181–204; Sinharay (2018), British
    Journal of Mathematical and Statistical Psychology 71, 387–403.

    Examples
    --------
    >>> ob.person_fit.log_time_fit([[2.5, 3.0, 3.5]], alpha=[2, 2, 2], beta=[3, 3, 3]).statistic
    array([2.])
    """
    found: Table = _call("person_fit.log_time_fit", (log_times, alpha, beta, tau), {}, "school")
    return found


def joint_fit(
    scores: Scores,
    items: Items,
    theta: ArrayLike,
    log_times: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike,
    tau: ArrayLike | None = None,
    estimator: Literal["ml", "map", "wle", "known"] = "ml",
    correction: Literal["edgeworth", "normal", "cornish_fisher", "chi_square"] = "edgeworth",
    prior: Sequence[float] | None = None,
) -> Table:
    """Fit of answers and response times together; small values are unusual.

        L_ST = (l₀ − E l₀ + c r₀ − (L_T − n)/2)/√(V* + n/2)                  as of lz_star and log_time_fit
        Q_ST = χ²₁⁻¹(1 − p of lz*) + χ²₁⁻¹(1 − p of L_T)            χ² with two degrees of freedom

    NaN without times or without answers, and where the ability is NaN.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    theta : array
        The ability of each person.
    log_times : persons × items
        Logarithms of the times, NaN where there is none.
    alpha : array
        For each item how closely times follow the speed, positive.
    beta : array
        For each item the mean log time at speed 0.
    tau : array, optional
        The speed of each person, as its times estimate it; estimated where not given.
    estimator : {"ml", "map", "wle", "known"}, default "ml"
        That of theta. The posterior's mean is none of this kind: there is no correction for it.
    correction : {"edgeworth", "normal", "cornish_fisher", "chi_square"}, default "edgeworth"
        How the p-value is taken from the statistic and its skewness.
    prior : sequence of 2 float, optional
        Mean and standard deviation of the prior of "map"; 0 and 1 where not given.

    Returns
    -------
    Table
        - `statistic` (float): L_ST, the standardised joint log-likelihood; small values are unusual.
        - `pvalue` (float): Φ(L_ST): times are squares, whose tail is heavier, so that values below .01 are several
          times too small; `pvalue_q` does not suffer from this.
        - `q` (float): Q_ST, the χ² of both p-values: large values are unusual.
        - `pvalue_q` (float): P(χ² ≥ Q_ST) with two degrees of freedom.
        - `tail` (str): Always "lower": small values of `statistic` are unusual.

    Raises
    ------
    ModelError
        `model.length` for abilities, speeds or times of another number of persons than scores; `model.columns` for
        scores or times of another number of items; `model.score` for a score that its item has not; `model.item`
        for what is no item, an α that is not positive or a β that is not finite.
    DataError
        `data.name` for an unknown estimator or correction.

    References
    ----------
    Gorney, Sinharay and Liu (2024), Psychometrika; Sinharay (2018).

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    >>> times = [[2.5, 3.0, 3.5]]
    >>> ob.person_fit.joint_fit([[1, 1, 0]], items, [0.8], times, [2, 2, 2], [3, 3, 3]).tail[0]
    'lower'
    """
    found: Table = _call("person_fit.joint_fit", (scores, items, theta, log_times, alpha, beta, tau), {"estimator": estimator, "correction": correction, "prior": prior}, "school")
    return found


def time_subsets(log_times: ArrayLike, alpha: ArrayLike, beta: ArrayLike, subset: ArrayLike) -> Table:
    """Whether a person is faster on a subset of items than on the rest, as one who knew them before would be; large
    values are unusual.

        z = (τ_c − τ_s)/√(1/Σ_c α² + 1/Σ_s α²)        c the subset, s the rest; τ the estimated speed on each

    The signed likelihood ratio, score and Wald statistics are this one number. NaN without times in a set.

    Parameters
    ----------
    log_times : persons × items
        Logarithms of the times, NaN where there is none.
    alpha : array
        For each item how closely times follow the speed, positive.
    beta : array
        For each item the mean log time at speed 0.
    subset : sequence of bool
        For each item whether it is of the subset.

    Returns
    -------
    Table
        - `tau_subset` (float): Speed on the subset.
        - `tau_rest` (float): Speed on the rest.
        - `statistic` (float): z of their difference.
        - `pvalue` (float): P(Z ≥ z), exact where times are log-normal.
        - `tail` (str): Always "upper": large values are unusual: the subset done faster.

    Raises
    ------
    ModelError
        `model.columns` for times of another number of items; `model.item` for an α that is not positive or a β that
        is not finite; `model.length` for another number of marks than items.

    References
    ----------
    Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.

    Examples
    --------
    >>> ob.person_fit.time_subsets([[2.0, 3.0]], [2, 2], [3, 3], [True, False]).statistic.round(3)
    array([1.414])
    """
    found: Table = _call("person_fit.time_subsets", (log_times, alpha, beta, subset), {}, "school")
    return found


def joint_subsets(
    scores: Scores,
    items: Items,
    log_times: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike,
    subset: ArrayLike,
    bound: float = 4.0,
) -> Table:
    """Whether a person is better and faster on a subset of items than on the rest; large values are unusual.

        statistic = L²₊ + z²₊        L of two_subsets at abilities by maximum likelihood, z of time_subsets; only what is above 0 counts
        P(≥ x) = P(χ²₁ ≥ x)/2 + P(χ²₂ ≥ x)/4,   1 for x = 0

    NaN where either statistic is.

    Parameters
    ----------
    scores : persons × items
        Missing answers and items not taught take no part; one not attempted counts 0.
    items : Fit, list of dict, or a table as `Fit.table` is
        `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
        `{"model": "partial_credit", "a": 1, "steps": [...]}`,
        `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
    log_times : persons × items
        Logarithms of the times, NaN where there is none.
    alpha : array
        For each item how closely times follow the speed, positive.
    beta : array
        For each item the mean log time at speed 0.
    subset : sequence of bool
        For each item whether it is of the subset.
    bound : float, default 4.0
        Abilities by maximum likelihood are looked for within ±bound.

    Returns
    -------
    Table
        - `statistic` (float): One value per person.
        - `pvalue` (float): P(as unusual or more), NaN where no null distribution holds well enough; see
          `conditional` and `given_norm`.
        - `tail` (str): Which values are unusual: "lower" or "upper".

    Raises
    ------
    ModelError
        `model.length` for times or marks of another number; `model.columns` for scores or times of another number
        of items; `model.score` for a score that its item has not; `model.item` for what is no item, an α that is
        not positive or a β that is not finite; `model.option` for a bound that is not positive.

    References
    ----------
    Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.

    Examples
    --------
    >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    >>> times = [[2.0, 2.0, 3.0, 3.0], [3.0, 3.0, 2.0, 2.0]]
    >>> subset = [True, True, False, False]
    >>> found = ob.person_fit.joint_subsets([[1, 1, 0, 1], [0, 1, 1, 1]], items, times, [2] * 4, [3] * 4, subset)
    >>> found.pvalue < 0.1
    array([ True, False])
    """
    found: Table = _call("person_fit.joint_subsets", (scores, items, log_times, alpha, beta, subset), {"bound": bound}, "school")
    return found


def by_group(values: ArrayLike, group: Labels) -> Table:
    """Groups whose persons' values are large on average, beside what chance and other groups show.

        s² = Σ (x − x̄_g)²/(N − G),   τ² = max(0, (Σ n_g(x̄_g − x̄)² − (G − 1)s²)/(N − Σ n_g²/N))
        z_g = (x̄_g − x̄)/√(s²(1/n_g − 1/N) + τ²)
        pvalue_sampling = P(T ≥ (x̄_g − x̄)/√(s²(1/n_g − 1/N))),   T of Student with N − G degrees of freedom

    s² is what persons show within groups, not what a model says of them, so values that are not N(0, 1) do no harm.
    Groups differ honestly, by what was taught and how: τ² pays for that, and `pvalue_sampling` does not. With many
    unusual groups τ² grows and fewer of them stand out; with three to five groups none can: the group itself is
    part of τ². NaN where there is no variance, and for `statistic` and `pvalue` with fewer than three groups.

    Parameters
    ----------
    values : array
        Large where unusual and of one mean whatever the total: best `conditional(...).normal_score`. What is not
        finite takes no part.
    group : labels
        The group of each person.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Persons with a value.
        - `statistic` (float): z = effect/√(s²/n + τ²).
        - `pvalue` (float): P(Z ≥ z): beside sampling and the differences between groups.
        - `effect` (float): The group's mean less the mean of all persons.
        - `lower` (float): The effect's 95 % interval by sampling alone.
        - `upper` (float): The effect's 95 % interval by sampling alone.
        - `pvalue_sampling` (float): P(Z ≥ effect/√(s²/n)): a group like all others would show less.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    ModelError
        `model.length` for another number of groups than values.

    References
    ----------
    Spiegelhalter (2005), Quality and Safety in Health Care 14, 347–351, for groups that differ; the analysis of
    variance for τ².

    Examples
    --------
    >>> table = ob.person_fit.by_group([0.0, 1.0, 2.0, 3.0, 8.0, 9.0], ["a", "a", "b", "b", "c", "c"])
    >>> table.group[table.effect.argmax()]
    'c'
    """
    found: Table = _call("person_fit.by_group", (values, group), {}, "school")
    return found
