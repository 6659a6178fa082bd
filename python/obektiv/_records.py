"""Results that are a few numbers. They are filled in Rust, by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ._errors import ObektivError
    from ._obektiv import Results, Table


@dataclass(frozen=True, slots=True)
class ObjectivityIndex:
    """The objectivity index of a territory.

    Attributes
    ----------
    schools, marked : int
        Schools that took part, and those of them that at least one sign marks.
    share : float
        100 · marked / schools.
    statistic : float
        The index, 100 − share.
    """

    schools: int
    marked: int
    share: float
    statistic: float


@dataclass(frozen=True, slots=True)
class ThreeBin:
    """The middle of three neighbouring counts against a smooth distribution.

    Attributes
    ----------
    share : float
        The middle count as a share of the three.
    pvalue, pvalue_mid : float
        A spike: P(X ≥ at), and its mid-p.
    pvalue_two_sided, pvalue_two_sided_mid : float
        A spike or a dip.
    pvalue_dip, pvalue_dip_mid : float
        A dip: P(X ≤ at), and its mid-p.
    pvalue_min : float
        The smallest `pvalue` that so many papers can attain.
    """

    share: float
    pvalue: float
    pvalue_mid: float
    pvalue_two_sided: float
    pvalue_two_sided_mid: float
    pvalue_dip: float
    pvalue_dip_mid: float
    pvalue_min: float


@dataclass(frozen=True, slots=True)
class RoundPercentages:
    """Schools whose share is a round percentage, beside what chance gives.

    Attributes
    ----------
    n, statistic : int
        Schools with anybody, and those of them whose share is round.
    expected : float
        The expected number of round shares.
    effect : float
        `statistic` less `expected`, as a share of the schools.
    pvalue, pvalue_mid : float
        P(so many round shares or more), and its mid-p.
    """

    n: int
    statistic: int
    expected: float
    effect: float
    pvalue: float
    pvalue_mid: float


@dataclass(frozen=True, slots=True)
class ReadMany:
    """What was read from several files, and what could not be.

    Attributes
    ----------
    results : list of Results
        Of the files that were read, in the order of the files.
    names : list of str
        The names of these files.
    errors : dict of str to ObektivError
        For each other file, by its name, what was wrong with it.
    """

    results: list[Results]
    names: list[str]
    errors: dict[str, ObektivError]


@dataclass(frozen=True, slots=True, eq=False)
class RapidGuessing:
    """Rapid guesses by person and by item.

    Attributes
    ----------
    persons : Table
        `statistic`, the share of a person's answers that were not rapid, and `tail`.
    items : Table
        `threshold` and `effort`, the share of an item's answers that were not rapid.
    rapid : array of bool, persons × items
        Which answers were rapid; false without a time.
    """

    persons: Table
    items: Table
    rapid: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LocalPolynomial:
    """A density on both sides of a threshold.

    Attributes
    ----------
    n, n_left, n_right : int
        Values that take part, below the threshold, and at it or above.
    bandwidth_left, bandwidth_right : float
        The reach below and above the threshold.
    within_left, within_right : int
        Values within reach.
    statistic, pvalue : float
        `effect`/`se` of order p + 1, and P(|Z| ≥ |statistic|).
    effect, lower, upper, se : float
        `right` − `left`, its 95 % interval and its standard error.
    left, right, se_left, se_right : float
        The density just below and just above, of order p + 1, and their standard errors.
    plain_statistic, plain_pvalue, plain_left, plain_right : float
        The same of order p, whose p-value neglects the bias.
    """

    n: int
    n_left: int
    n_right: int
    bandwidth_left: float
    bandwidth_right: float
    within_left: int
    within_right: int
    statistic: float
    pvalue: float
    effect: float
    lower: float
    upper: float
    se: float
    left: float
    right: float
    se_left: float
    se_right: float
    plain_statistic: float
    plain_pvalue: float
    plain_left: float
    plain_right: float


@dataclass(frozen=True, slots=True)
class McCrary:
    """The jump of a log density at a threshold.

    Attributes
    ----------
    n : int
        Values that take part.
    statistic, pvalue : float
        `effect`/`se`, and P(|Z| ≥ |statistic|).
    effect, lower, upper, se : float
        ln right − ln left, its 95 % interval and its standard error.
    left, right : float
        The density just below and just above.
    bin, bandwidth : float
        Width of a bin, reach of the lines.
    """

    n: int
    statistic: float
    pvalue: float
    effect: float
    lower: float
    upper: float
    se: float
    left: float
    right: float
    bin: float
    bandwidth: float


@dataclass(frozen=True, slots=True, eq=False)
class Bunching:
    """Excess mass in a zone around a threshold.

    Attributes
    ----------
    n : int
        Results in the window.
    statistic, se, pvalue : float
        Results in the zone above the counterfactual, their standard error where nothing bunches, and P(|Z| ≥ |statistic|/se).
    effect, lower, upper, effect_se : float
        `statistic` over the mean counterfactual of a total in the zone, its 95 % interval and its standard error.
    se_resampled, effect_se_resampled : float
        Standard errors from resampled residuals, as published: too small. NaN without resamples.
    counterfactual : array of float
        The polynomial at each total of the window.
    """

    n: int
    statistic: float
    se: float
    pvalue: float
    effect: float
    lower: float
    upper: float
    effect_se: float
    se_resampled: float
    effect_se_resampled: float
    counterfactual: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Calibrated items.

    Attributes
    ----------
    items : list of dict
        The items, as `json` reads and writes them.
    table : Table
        The same, one row for each: `item, model, a, c, b1, …` (what some item has) and standard errors `se_a, …`.
    log_likelihood, aic, bic : float
        Marginal; that of rasch and pcm is conditional, without criteria (NaN).
    parameters, persons, iterations : int
        Parameters estimated, persons who say something, steps taken.
    converged : bool
        Whether the tolerance was reached.
    start : list of dict or None
        Where the estimation started; None of rasch and pcm.
    ability : Table or None
        The distribution of ability, `points` and `weights`; None of rasch and pcm, which assume none.
    """

    items: list[dict[str, Any]]
    table: Table
    log_likelihood: float
    aic: float
    bic: float
    parameters: int
    persons: int
    iterations: int
    converged: bool
    start: list[dict[str, Any]] | None
    ability: Table | None


@dataclass(frozen=True, slots=True)
class Link:
    """From one scale to another: theta there = slope · theta here + intercept.

    Attributes
    ----------
    slope, intercept : float
        The unit and the zero of the scale here, on the scale there.
    """

    slope: float
    intercept: float


@dataclass(frozen=True, slots=True, eq=False)
class Scalability:
    """Mokken's scalability.

    Attributes
    ----------
    test : float
        H of the whole test.
    items : Table
        `item, h`: H of each item.
    pairs : array, items × items
        H of each pair; NaN on the diagonal.
    """

    test: float
    items: Table
    pairs: npt.NDArray[np.float64]
