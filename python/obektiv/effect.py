"""Effects of measures, each beside the change that was to be expected without any.

A flag clears by itself: of the schools that stand out in one year most do not stand out in the next, with
nothing done. So no estimate stands without what was to be expected without any measure, what it was compared
with, how many helped clusters it rests on, and what cannot be concluded from it: what compares is an `Effect`,
with more fields.

How many flags would have cleared anyway: `relapse`; whether the territory's share changed: `mcnemar`; how many
schools have what an imperfect sign points to: `prevalence`. Some flagged units were helped, others alike not:
`did` or `ancova` inside the flagged, `randomisation`. All flagged units were helped, nobody else:
`discontinuity`. Help decided for whole municipalities: `did`, `wild_bootstrap`, below four of them
`randomisation`. Help that began in different years: `group_time`, `aggregate`, `pretrend`, `event_study`,
`honest`. One municipality: `synthetic_control`, `synthetic_did`. Observers in some classes of some schools:
`observers`.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import call as _call
from ._effect import page
from ._record import Record
from ._typing import Labels, Steps

__all__ = [
    "Aggregate",
    "Ancova",
    "Cohort",
    "Did",
    "Discontinuity",
    "DonorWeight",
    "Effect",
    "EventStudy",
    "Exposures",
    "Gap",
    "GroupTime",
    "GroupTimeCell",
    "Honest",
    "Jump",
    "Levels",
    "Mcnemar",
    "Observers",
    "Placebo",
    "Point",
    "Pretrend",
    "Prevalence",
    "Randomisation",
    "Relapse",
    "Sensitivity",
    "StandardError",
    "Statement",
    "SyntheticControl",
    "SyntheticDid",
    "Warning",
    "WildBootstrap",
    "Words",
    "YearWeight",
    "aggregate",
    "ancova",
    "did",
    "discontinuity",
    "event_study",
    "group_time",
    "honest",
    "mcnemar",
    "observers",
    "page",
    "pretrend",
    "prevalence",
    "randomisation",
    "relapse",
    "synthetic_control",
    "synthetic_did",
    "wild_bootstrap",
]


@dataclass(frozen=True, eq=False, repr=False)
class Words(Record):
    """A text in both languages.

    Attributes
    ----------
    ru : str
        Russian.
    en : str
        English.
    """

    ru: str
    en: str


@dataclass(frozen=True, eq=False, repr=False)
class Warning(Record):
    """A reason to read an effect with care.

    Attributes
    ----------
    code : str
        The stable code, such as `"too_few_treated"`.
    text : Words
        The warning in both languages.
    """

    code: str
    text: Words


@dataclass(frozen=True, eq=False, repr=False)
class Effect(Record):
    """An effect of measures beside what would have come without any.

    `estimate = naive_change − expected_without_measures` for all methods that have both. What else is undefined is
    `None`, never NaN. Results that are no effect, such as a prevalence, are a `Statement`.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    """

    estimate: float
    lower: float | None
    upper: float | None
    pvalue: float | None
    smallest_attainable_pvalue: float | None
    n_treated: int
    n_control: int
    clusters: int
    treated_clusters: int
    method: str
    comparison: Words
    naive_change: float | None
    expected_without_measures: float | None
    warnings: tuple[Warning, ...]
    sentence: Words
    caution: Words


@dataclass(frozen=True, eq=False, repr=False)
class Levels(Record):
    """The distribution of true levels in two years.

    Attributes
    ----------
    mu0 : float
        Mean level of the first year.
    mu1 : float
        Mean level of the second year.
    tau0 : float
        Standard deviation of levels in the first year.
    tau1 : float
        Standard deviation of levels in the second year.
    rho : float
        Correlation of a school's levels.
    log_likelihood : float
        The log-likelihood.
    """

    mu0: float
    mu1: float
    tau0: float
    tau1: float
    rho: float
    log_likelihood: float


@dataclass(frozen=True, eq=False, repr=False)
class Relapse(Effect):
    """What `relapse` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    flagged : int
        Flagged schools that are judged.
    still_observed : int
        Those that are flagged again.
    still_expected : float
        How many were to be expected again without any measure.
    still_sd : float
        The standard deviation of that number.
    pvalue_at_most : float
        P(at most as many again), the chances taken as known.
    pvalue_mid : float
        P(fewer) + P(as many)/2, the chances taken as known.
    cleared_observed : float
        The share that cleared.
    cleared_expected : float
        The share that was to be expected to clear: noise and drift of levels.
    cleared_if_only_noise : float
        The share that would clear by sampling noise alone, were each true level kept.
    levels : Levels
        The distribution of levels.
    p_still : NDArray[np.float64]
        Of each school: the chance of a flag in the second year.
    expected_after : NDArray[np.float64]
        Of each school: the statistic expected in the second year.
    reliability : NDArray[np.float64]
        Of each school: the share of the first year's variance that is not sampling noise.
    """

    flagged: int
    still_observed: int
    still_expected: float
    still_sd: float
    pvalue_at_most: float
    pvalue_mid: float
    cleared_observed: float
    cleared_expected: float
    cleared_if_only_noise: float
    levels: Levels
    p_still: NDArray[np.float64]
    expected_after: NDArray[np.float64]
    reliability: NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Mcnemar(Effect):
    """What `mcnemar` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    exact : float
        Exact two-sided p-value.
    mid_p : float
        Mid-p: 2·(P(X < min) + P(X = min)/2), at most 1.
    odds : float | None
        cleared / new; `None` where nobody is new.
    odds_lower : float | None
        Clopper and Pearson's 95 % interval of the odds; `None` with nobody changed.
    odds_upper : float | None
        The same; `None` where it is infinite.
    wald_se : float
        Wald's standard error of the difference.
    """

    exact: float
    mid_p: float
    odds: float | None
    odds_lower: float | None
    odds_upper: float | None
    wald_se: float


@dataclass(frozen=True, eq=False, repr=False)
class Statement(Record):
    """What a result says that is no effect of measures: how it was made, what was compared with what, and what cannot
    be concluded.

    It has no naive change and no p-value of no effect; what its numbers have in place of these stands with each.

    Attributes
    ----------
    method : str
        How estimate and interval were made.
    comparison : Words
        What was compared with what.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the numbers.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    """

    method: str
    comparison: Words
    warnings: tuple[Warning, ...]
    sentence: Words
    caution: Words


@dataclass(frozen=True, eq=False, repr=False)
class Prevalence(Statement):
    """What `prevalence` finds.

    It is no effect: there is no change, none is expected, and the question is how many, not whether, so there is no
    p-value. In their place stand the share with the sign as it is, `apparent`, and what it would be by errors
    alone, `expected_if_none`; whether any school has what is looked for is said by the lower limit.

    Attributes
    ----------
    method : str
        How estimate and interval were made.
    comparison : Words
        What was compared with what.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the numbers.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    estimate : float
        The share, from 0 to 1.
    lower : float
        95 % interval, from 0 to 1.
    upper : float
        95 % interval, from 0 to 1.
    unclipped : float
        The share as the formula gives it, below 0 where there are fewer positives than false ones expected.
    unclipped_lower : float
        The interval as the formula gives it.
    unclipped_upper : float
        The interval as the formula gives it.
    positive : int
        Schools with the sign.
    tested : int
        All schools that it could have found.
    apparent : float
        Positives among the tested: the share as it is.
    expected_if_none : float
        What that share would be if no school had what is looked for: 1 − specificity.
    sensitivity : float
        The sensitivity.
    specificity : float
        The specificity.
    """

    estimate: float
    lower: float
    upper: float
    unclipped: float
    unclipped_lower: float
    unclipped_upper: float
    positive: int
    tested: int
    apparent: float
    expected_if_none: float
    sensitivity: float
    specificity: float


@dataclass(frozen=True, eq=False, repr=False)
class StandardError(Record):
    """A coefficient's standard error with what follows from it.

    Attributes
    ----------
    scaling : Literal["cr1", "cr2", "cr3"]
        The scaling.
    se : float
        The standard error.
    df : float
        Satterthwaite's degrees of freedom.
    pvalue : float
        Two-sided, of t with `df` degrees of freedom.
    lower : float
        95 % interval.
    upper : float
        95 % interval.
    """

    scaling: Literal["cr1", "cr2", "cr3"]
    se: float
    df: float
    pvalue: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False, repr=False)
class Did(Effect):
    """What `did` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    standard_errors : tuple[StandardError, ...]
        All standard errors that are defined.
    assignments : float
        How many assignments of help to clusters, or to units inside mixed clusters, there are.
    exact : bool
        All were looked at.
    """

    standard_errors: tuple[StandardError, ...]
    assignments: float
    exact: bool


@dataclass(frozen=True, eq=False, repr=False)
class Randomisation(Effect):
    """What `randomisation` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    statistic : float
        The statistic that was compared.
    less : float
        P(statistic ≤ the observed).
    greater : float
        P(statistic ≥ the observed).
    assignments : float
        How many assignments there are.
    exact : bool
        All were looked at.
    """

    statistic: float
    less: float
    greater: float
    assignments: float
    exact: bool


@dataclass(frozen=True, eq=False, repr=False)
class WildBootstrap(Effect):
    """What `wild_bootstrap` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    t : float
        δ̂/SE with CR1.
    se : float
        CR1.
    draws : int
        Vectors that were looked at.
    exact : bool
        All sign vectors were looked at.
    bootstrap_pvalue : float
        The p-value whatever the number of helped clusters: below four it hardly ever rejects.
    bootstrap_lower : float | None
        The interval by inversion, whatever the number of helped clusters.
    bootstrap_upper : float | None
        The same; `None` where p stays above 5 %.
    """

    t: float
    se: float
    draws: int
    exact: bool
    bootstrap_pvalue: float
    bootstrap_lower: float | None
    bootstrap_upper: float | None


@dataclass(frozen=True, eq=False, repr=False)
class Ancova(Effect):
    """What `ancova` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    standard_errors : tuple[StandardError, ...]
        All standard errors that are defined.
    slope : float
        The slope of the outcome after on the one before: what of a deviation is expected to stay.
    overlap : float
        The share of helped units whose value before lies among those of the others.
    randomisation_pvalue : float
        The p-value of randomisation.
    """

    standard_errors: tuple[StandardError, ...]
    slope: float
    overlap: float
    randomisation_pvalue: float


@dataclass(frozen=True, eq=False, repr=False)
class Jump(Record):
    """A jump at a threshold with one bandwidth.

    Attributes
    ----------
    threshold : float
        The threshold on the running variable.
    bandwidth : float
        The distance up to which units count.
    estimate : float
        The jump.
    level_below : float
        The level just below the threshold: what was expected there without help.
    se : float
        CR2 by clusters.
    df : float
        Satterthwaite's degrees of freedom.
    bias : float
        The largest bias that the smoothness allows.
    lower : float
        Honest 95 % interval.
    upper : float
        Honest 95 % interval.
    pvalue : float
        The largest p-value that the bias allows.
    n_below : int
        Rows below the threshold.
    n_above : int
        Rows from the threshold on.
    """

    threshold: float
    bandwidth: float
    estimate: float
    level_below: float
    se: float
    df: float
    bias: float
    lower: float
    upper: float
    pvalue: float
    n_below: int
    n_above: int


@dataclass(frozen=True, eq=False, repr=False)
class Discontinuity(Effect):
    """What `discontinuity` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    jumps : tuple[Jump, ...]
        All bandwidths that have enough units.
    placebo : tuple[Jump, ...]
        Jumps where there is no threshold, with the bandwidth of the effect.
    smoothness : float
        The second derivative that was allowed.
    """

    jumps: tuple[Jump, ...]
    placebo: tuple[Jump, ...]
    smoothness: float


@dataclass(frozen=True, eq=False, repr=False)
class GroupTimeCell(Record):
    """A cohort's effect in one year.

    Attributes
    ----------
    first_treated : int
        The year in which the cohort's help began.
    period : int
        The year.
    att : float
        The effect.
    se : float
        Its standard error; 0 in the base year itself, NaN where one unit alone began.
    lower : float
        95 % interval of this cell alone.
    upper : float
        95 % interval of this cell alone.
    band_lower : float
        95 % band of all cells together.
    band_upper : float
        95 % band of all cells together.
    naive_change : float
        The cohort's own change.
    expected_without_measures : float
        The change that was to be expected in it without any measure.
    """

    first_treated: int
    period: int
    att: float
    se: float
    lower: float
    upper: float
    band_lower: float
    band_upper: float
    naive_change: float
    expected_without_measures: float


@dataclass(frozen=True, eq=False, repr=False)
class Cohort(Record):
    """A cohort.

    Attributes
    ----------
    first_treated : int
        The year in which its help began.
    units : int
        Its units.
    """

    first_treated: int
    units: int


@dataclass(frozen=True, eq=False, repr=False)
class GroupTime(Effect):
    """What `group_time` finds; `aggregate` says what else it adds up to.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    cells : tuple[GroupTimeCell, ...]
        One cell for each cohort and year.
    band_critical : float
        What a band's half is in standard errors.
    cohorts : tuple[Cohort, ...]
        Units of each cohort.
    units : int
        Units that take part.
    """

    cells: tuple[GroupTimeCell, ...]
    band_critical: float
    cohorts: tuple[Cohort, ...]
    units: int


@dataclass(frozen=True, eq=False, repr=False)
class Point(Record):
    """Part of an aggregate: a cohort, a number of years since the help, or a year.

    Attributes
    ----------
    at : int
        The cohort's first year, years since the help began, or the year.
    att : float
        The effect.
    se : float
        Its standard error.
    lower : float
        95 % interval of this part alone.
    upper : float
        95 % interval of this part alone.
    band_lower : float
        95 % band of all parts together.
    band_upper : float
        95 % band of all parts together.
    naive_change : float
        The change that was seen in helped units.
    expected_without_measures : float
        The change that was to be expected in them without any measure.
    """

    at: int
    att: float
    se: float
    lower: float
    upper: float
    band_lower: float
    band_upper: float
    naive_change: float
    expected_without_measures: float


@dataclass(frozen=True, eq=False, repr=False)
class Aggregate(Effect):
    """What `aggregate` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    se : float
        The standard error of the overall effect.
    points : tuple[Point, ...]
        The parts; none for a simple aggregate.
    band_critical : float | None
        What a band's half is in standard errors.
    """

    se: float
    points: tuple[Point, ...]
    band_critical: float | None


@dataclass(frozen=True, eq=False, repr=False)
class Pretrend(Statement):
    """What a check of years before the help finds, with what it could have found.

    It is no effect: nothing had been done yet, so there is no change to explain and the differences expected are 0.
    In place of an estimate with its interval stands what could have been missed: `detectable_slope` and the `bias`
    it would bring.

    Attributes
    ----------
    method : str
        How estimate and interval were made.
    comparison : Words
        What was compared with what.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the numbers.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    statistic : float
        Wald's statistic of all differences before the help.
    df : int
        Its degrees of freedom.
    pvalue : float
        P(χ² ≥ statistic).
    detectable_slope : float
        The yearly drift between the groups that this check finds in four cases of five.
    bias : float
        What such a drift would add to the mean effect after the help.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters.
    treated_clusters : int
        Clusters with helped units.
    """

    statistic: float
    df: int
    pvalue: float
    detectable_slope: float
    bias: float
    n_treated: int
    n_control: int
    clusters: int
    treated_clusters: int


@dataclass(frozen=True, eq=False, repr=False)
class EventStudy(Effect):
    """What `event_study` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    time : NDArray[np.int64]
        −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
    beta : NDArray[np.float64]
        The effects; those before the help should be none.
    covariance : NDArray[np.float64]
        Their covariance.
    """

    time: NDArray[np.int64]
    beta: NDArray[np.float64]
    covariance: NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Record):
    """An effect if the drift between the groups turns by at most so much a year.

    Attributes
    ----------
    smoothness : float
        How much the yearly drift may change from one year to the next; 0: a straight line.
    estimate : float
        The estimate with the shortest interval.
    half_length : float
        Half the interval.
    lower : float
        95 % interval.
    upper : float
        95 % interval.
    bias : float
        The largest bias.
    sd : float
        The standard deviation.
    """

    smoothness: float
    estimate: float
    half_length: float
    lower: float
    upper: float
    bias: float
    sd: float


@dataclass(frozen=True, eq=False, repr=False)
class Honest(Statement):
    """What `honest` finds.

    It is made of effects with their covariance, so how many units and clusters these rest on is said where they
    come from, as by `event_study`. What was expected without any measure is of the difference between the groups: 0
    if they would have moved alike, `expected_drift` if the drift of the years before had gone on.

    Attributes
    ----------
    method : str
        How estimate and interval were made.
    comparison : Words
        What was compared with what.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the numbers.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    estimate : float
        The effect if both groups would have moved alike.
    se : float
        Its standard error.
    lower : float
        95 % interval if both would have moved alike.
    upper : float
        95 % interval if both would have moved alike.
    pvalue : float
        Two-sided, of no effect, if both would have moved alike.
    expected_drift : float
        The difference that the straight drift of the years before would have brought by itself, as the shortest
        interval extrapolates it.
    sensitivity : tuple[Sensitivity, ...]
        The effect under each bound.
    breakdown : float | None
        The bound from which on the interval holds no effect; `None` where it does with a straight line already.
    """

    estimate: float
    se: float
    lower: float
    upper: float
    pvalue: float
    expected_drift: float
    sensitivity: tuple[Sensitivity, ...]
    breakdown: float | None


@dataclass(frozen=True, eq=False, repr=False)
class DonorWeight(Record):
    """A donor's part in the synthetic unit.

    Attributes
    ----------
    unit : str
        The donor.
    weight : float
        Its weight; all sum to 1.
    """

    unit: str
    weight: float


@dataclass(frozen=True, eq=False, repr=False)
class Gap(Record):
    """A unit's distance from its synthetic one in a year.

    Attributes
    ----------
    period : int
        The year.
    gap : float
        The unit less its synthetic one.
    """

    period: int
    gap: float


@dataclass(frozen=True, eq=False, repr=False)
class Placebo(Record):
    """What the same does for a unit that was not helped.

    Attributes
    ----------
    unit : str
        The unit.
    estimate : float
        Its mean gap after.
    pre_rmspe : float
        Root mean square gap before.
    post_rmspe : float
        Root mean square gap after.
    ratio : float | None
        post_rmspe/pre_rmspe; `None` where the fit before is exact.
    """

    unit: str
    estimate: float
    pre_rmspe: float
    post_rmspe: float
    ratio: float | None


@dataclass(frozen=True, eq=False, repr=False)
class SyntheticControl(Effect):
    """What `synthetic_control` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    weights : tuple[DonorWeight, ...]
        Donors with a weight above 0.
    gaps : tuple[Gap, ...]
        Gaps of all years.
    objective : float
        Squared gaps before, summed.
    fit : Placebo
        The helped unit itself, as placebos are shown.
    placebo : tuple[Placebo, ...]
        Every donor as if it had been helped.
    pvalue_of_fitting : float
        p among units whose fit before is at most twice as far off; the helped one counts.
    """

    weights: tuple[DonorWeight, ...]
    gaps: tuple[Gap, ...]
    objective: float
    fit: Placebo
    placebo: tuple[Placebo, ...]
    pvalue_of_fitting: float


@dataclass(frozen=True, eq=False, repr=False)
class YearWeight(Record):
    """A year's weight.

    Attributes
    ----------
    period : int
        The year.
    weight : float
        Its weight; all sum to 1.
    """

    period: int
    weight: float


@dataclass(frozen=True, eq=False, repr=False)
class SyntheticDid(Effect):
    """What `synthetic_did` finds.

    Attributes
    ----------
    estimate : float
        The effect, in units of the outcome; NaN where nobody stands for one side of it.
    lower : float | None
        95 % interval.
    upper : float | None
        95 % interval.
    pvalue : float | None
        Two-sided, of no effect.
    smallest_attainable_pvalue : float | None
        The smallest p-value that the design could have given; `None` where any can come.
    n_treated : int
        Helped units.
    n_control : int
        Units not helped that they are compared with.
    clusters : int
        Clusters, such as municipalities: the level at which help was decided.
    treated_clusters : int
        Clusters with helped units.
    method : str
        How the estimate, the interval and the p-value were made.
    comparison : Words
        What was compared with what.
    naive_change : float | None
        The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
        values before, their value in place of a change.
    expected_without_measures : float | None
        The change, or the value, that was to be expected in them without any measure.
    warnings : tuple[Warning, ...]
        What a reader has to know before using the number.
    sentence : Words
        What was compared, what came out, and what cannot be concluded.
    caution : Words
        What cannot be concluded, alone.
    se : float | None
        Jackknife over units, weights kept, for two helped units or more.
    unit_weights : tuple[DonorWeight, ...]
        Weights of units that were not helped.
    year_weights : tuple[YearWeight, ...]
        Weights of years before.
    placebo : NDArray[np.float64]
        For one helped unit: each other one as if it had been helped.
    unweighted : float
        Difference in differences with equal weights.
    """

    se: float | None
    unit_weights: tuple[DonorWeight, ...]
    year_weights: tuple[YearWeight, ...]
    placebo: NDArray[np.float64]
    unweighted: float


@dataclass(frozen=True, eq=False, repr=False)
class Exposures(Record):
    """Means of the three exposures.

    Attributes
    ----------
    observed : float
        Classes with an observer.
    same_school : float
        Classes without one in a visited school.
    not_observed : float
        Classes of schools that were not visited.
    """

    observed: float
    same_school: float
    not_observed: float


@dataclass(frozen=True, eq=False, repr=False)
class Observers(Record):
    """What `observers` finds.

    Attributes
    ----------
    direct : Effect
        Observed classes beside classes of schools not visited.
    spill_over : Effect
        Classes without an observer in visited schools beside classes of schools not visited.
    within : Effect
        Observed classes beside others of the same schools.
    hajek : Exposures
        Means weighted by 1/π over the sum of these weights.
    horvitz_thompson : Exposures
        Sums weighted by 1/π over the number of classes.
    direct_errors : tuple[StandardError, ...]
        Standard errors of the direct difference.
    spill_over_errors : tuple[StandardError, ...]
        Standard errors of the spill-over.
    """

    direct: Effect
    spill_over: Effect
    within: Effect
    hajek: Exposures
    horvitz_thompson: Exposures
    direct_errors: tuple[StandardError, ...]
    spill_over_errors: tuple[StandardError, ...]


def relapse(
    before: ArrayLike,
    after: ArrayLike,
    se_before: ArrayLike,
    se_after: ArrayLike,
    flagged: ArrayLike,
    critical: ArrayLike,
    comparison: ArrayLike | None = None,
    model: Literal["normal", "empirical"] = "normal",
) -> Relapse:
    """The flags of a list that would have cleared without any measure, from the screening's own reliability.

        x_jt = θ_jt + e_jt,  e_jt ~ N(0, v_jt) with v known;
        (θ_j0, θ_j1) ~ N₂(μ₀, μ₁, τ₀², τ₁², ρ)     by maximum likelihood
        m_j = μ₁ + ρτ₀τ₁/(τ₀² + v_j0)·(x_j0 − μ₀);   s_j² = τ₁² − ρ²τ₀²τ₁²/(τ₀² + v_j0) + v_j1
        p_j = P(flag again | x_j0) = Φ((m_j − c_j)/s_j);   E = Σ p_j over flagged schools;
        R: flagged again
        estimate (E − R)/F: the share that cleared beyond the expected;
        interval ± 1.96·√(Σp(1−p) + ∇'V∇)/F
        p of the same error;   beside it, chances taken as known, that of a sum of unequal events:
            P(Poisson binomial ≤ R) and its mid-p
        noise alone: the same with ρ = 1;   reliability_j = τ₀²/(τ₀² + v_j0)

    One entry per school in all columns. The naive change is the share that cleared, the expected change what would
    have cleared without any measure. `empirical` takes p_j from an isotonic regression of the second flag on the
    first statistic among comparison schools; its interval and p are those of the number of flags over 199 samples
    of these schools, drawn anew, with shares (k + 1)/(n + 2) of its steps. Schools with a reliability below one
    half cannot be judged in one year; they are counted in a warning.

    Parameters
    ----------
    before : array
        The statistic of the first year, such as the mean.
    after : array
        The statistic of the second year, perhaps of another work.
    se_before : array
        Its sampling error in the first year: the pooled deviation inside schools over √n, not the school's own.
    se_after : array
        The same in the second year.
    flagged : sequence of bool
        Who was flagged in the first year.
    critical : array
        What `after` must exceed for the school to be flagged in the second year.
    comparison : sequence of bool, optional
        Schools that were not helped: the expectation comes from them, and only the other flagged ones are judged.
        Without, it comes from all and takes a part of the effect with it.
    model : {"normal", "empirical"}, default "normal"
        Where the chance of a second flag comes from.

    Returns
    -------
    Relapse
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `flagged` (int): Flagged schools that are judged.
        - `still_observed` (int): Those that are flagged again.
        - `still_expected` (float): How many were to be expected again without any measure.
        - `still_sd` (float): The standard deviation of that number.
        - `pvalue_at_most` (float): P(at most as many again), the chances taken as known.
        - `pvalue_mid` (float): P(fewer) + P(as many)/2, the chances taken as known.
        - `cleared_observed` (float): The share that cleared.
        - `cleared_expected` (float): The share that was to be expected to clear: noise and drift of levels.
        - `cleared_if_only_noise` (float): The share that would clear by sampling noise alone, were each true level
          kept.
        - `levels` (Levels): The distribution of levels.
        - `p_still` (NDArray[np.float64]): Of each school: the chance of a flag in the second year.
        - `expected_after` (NDArray[np.float64]): Of each school: the statistic expected in the second year.
        - `reliability` (NDArray[np.float64]): Of each school: the share of the first year's variance that is not
          sampling noise.

    Raises
    ------
    EffectError
        `effect.length`; `effect.parameter` for values that are not finite or errors not above 0; `effect.too_few`
        below ten comparison schools or none flagged; `effect.no_controls` where nobody is a comparison;
        `effect.no_treated` where all flagged are; `effect.not_settled`.

    References
    ----------
    James (1973), Biometrics 29, 121–130. Das & Mulder (1983), Statistics in Medicine 2, 493–497.

    Examples
    --------
    >>> before = np.linspace(-1, 2, 40)
    >>> after = 0.6 * before + 0.3 * np.sin(5.0 * np.arange(40))
    >>> found = ob.effect.relapse(before, after, [0.2] * 40, [0.2] * 40, before > 1.2, [1.2] * 40)
    >>> found.flagged, found.still_observed, round(found.still_expected, 2)
    (11, 4, 2.46)
    >>> round(found.naive_change, 2), round(found.expected_without_measures, 2)
    (0.64, 0.78)
    """
    found: Relapse = _call("effect.relapse", (before, after, se_before, se_after, flagged, critical, comparison), {"model": model}, "school")
    return found


def mcnemar(kept: int, cleared: int, new: int, never: int) -> Mcnemar:
    """McNemar's test of the change of a list between two years, over all schools of both.

        b = cleared, c = new, n: all schools; X ~ Bin(b + c, ½)
        difference (c − b)/n, with Tango's score interval
        exact p = min(1, 2·P(X ≤ min(b, c)));  mid-p = min(1, 2·P(X < min) + P(X = min)), 1 for b = c
        odds b/c, limits from Clopper and Pearson's interval of b/(b + c)

    It answers whether the territory's share changed, not whether measures did it. All schools of both years are
    counted, none was chosen for being extreme: without measures, and without other works or criteria, as many are
    expected to come as to go, so the expected change is 0. The smallest p-value of b + c changed schools is
    2^−(b+c). With nobody changed p = 1.

    Parameters
    ----------
    kept : int
        Listed in both years.
    cleared : int
        Listed before, not after.
    new : int
        Not listed before, listed after.
    never : int
        Listed in neither year.

    Returns
    -------
    Mcnemar
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `exact` (float): Exact two-sided p-value.
        - `mid_p` (float): Mid-p: 2·(P(X < min) + P(X = min)/2), at most 1.
        - `odds` (float | None): cleared / new; `None` where nobody is new.
        - `odds_lower` (float | None): Clopper and Pearson's 95 % interval of the odds; `None` with nobody changed.
        - `odds_upper` (float | None): The same; `None` where it is infinite.
        - `wald_se` (float): Wald's standard error of the difference.

    Raises
    ------
    EffectError
        `effect.only_listed` for a table without schools that were not listed before; `effect.too_few` without any.

    References
    ----------
    Fagerland, Lydersen & Laake (2013), BMC Medical Research Methodology 13, 91. Tango (1998), Statistics in
    Medicine 17, 891–908.

    Examples
    --------
    >>> found = ob.effect.mcnemar(kept=149, cleared=111, new=93, never=251)
    >>> round(found.exact, 6)
    0.233874
    >>> found.comparison.en
    'The share of listed schools among all schools of both years, year on year'
    """
    found: Mcnemar = _call("effect.mcnemar", (), {"kept": kept, "cleared": cleared, "new": new, "never": never}, "school")
    return found


def prevalence(
    positive: int,
    tested: int,
    sensitivity: float | Sequence[int],
    specificity: float | Sequence[int],
    interval: Literal["clopper_pearson", "wilson", "blaker", "sterne"] = "clopper_pearson",
) -> Prevalence:
    """The true share behind the share of positives of an imperfect test.

        a = positive/tested;   π̂ = (a + sp − 1)/(se + sp − 1), clipped to 0…1
        se, sp known: the limits of a (Clopper–Pearson, Wilson, Blaker or Sterne), mapped the same way
        se or sp counted (Lang & Reiczigel), z = 1.96:
          se' = (n_se·se + 1)/(n_se + 2), n_se' = n_se + 2;   sp' likewise;   n' = n + z²;
        a' = (n·a + z²/2)/n'
          π' = (a' + sp' − 1)/(se' + sp' − 1)
          d  = 2z²(π'·se'(1−se')/n_se' − (1−π')·sp'(1−sp')/n_sp')
          V  = [a'(1−a')/n' + π'²·se'(1−se')/n_se' + (1−π')²·sp'(1−sp')/n_sp']/(se' + sp' − 1)²
          interval π' + d ± z·√V

    Sensitivity and specificity come from schools that were observed or re-marked. Taking counted ones as known
    makes the interval far too short: 65 % instead of 95 % with 40 and 100 checked schools. Where only flagged
    schools were checked the sensitivity is not identified. The point estimate is that of `rogan_gladen`.

    Parameters
    ----------
    positive : int
        Schools with the sign.
    tested : int
        All schools that it could have found.
    sensitivity : float, or sequence of 2 int
        The share that the sign finds of those that have it: known, or so many right of so many that were checked.
    specificity : float, or sequence of 2 int
        The share that it spares of those that have it not, in the same form.
    interval : {"clopper_pearson", "wilson", "blaker", "sterne"}, default "clopper_pearson"
        The interval of the share of positives, where both are known: Clopper and Pearson's is never too short,
        Wilson's is right on average, Blaker's and Sterne's are never too short and shorter.

    Returns
    -------
    Prevalence
        - `method` (str): How estimate and interval were made.
        - `comparison` (Words): What was compared with what.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the numbers.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `estimate` (float): The share, from 0 to 1.
        - `lower` (float): 95 % interval, from 0 to 1.
        - `upper` (float): 95 % interval, from 0 to 1.
        - `unclipped` (float): The share as the formula gives it, below 0 where there are fewer positives than false
          ones expected.
        - `unclipped_lower` (float): The interval as the formula gives it.
        - `unclipped_upper` (float): The interval as the formula gives it.
        - `positive` (int): Schools with the sign.
        - `tested` (int): All schools that it could have found.
        - `apparent` (float): Positives among the tested: the share as it is.
        - `expected_if_none` (float): What that share would be if no school had what is looked for: 1 − specificity.
        - `sensitivity` (float): The sensitivity.
        - `specificity` (float): The specificity.

    Raises
    ------
    EffectError
        `effect.parameter` for sensitivity + specificity ≤ 1, shares outside of 0…1 or more positives than tested;
        `effect.too_few` for nobody tested or checked.

    References
    ----------
    Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76. Reiczigel, Földi & Ózsvári (2010),
    Epidemiology and Infection 138, 1674–1678. Lang & Reiczigel (2014), Preventive Veterinary Medicine 113, 13–22.

    Examples
    --------
    >>> found = ob.effect.prevalence(60, 639, sensitivity=(22, 40), specificity=(97, 100))
    >>> round(found.estimate, 4), round(found.upper, 4)
    (0.1229, 0.2012)
    >>> print(found.sentence.en)
    Schools with the sign beside those that its errors alone would mark: a share of 0.0939 ...
    """
    found: Prevalence = _call("effect.prevalence", (), {"positive": positive, "tested": tested, "sensitivity": sensitivity, "specificity": specificity, "interval": interval}, "school")
    return found


def did(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    cluster: Labels | None = None,
    weight: ArrayLike | None = None,
    unit_effects: bool = True,
    se: Literal["cr1", "cr2", "cr3"] = "cr2",
    most: int = 1000000,
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
) -> Did:
    """Difference in differences of helped and other units, before and after help began: 2 × 2, one start.

        y_it = α_i + γ·after_t + δ·after_t·helped_i + error       weighted least squares; α_i of
            units, or of the two groups
        two balanced periods: δ̂ = mean change of helped − mean change of others
        CR1  Σ(z_g'e_g)²·G/(G−1)·(N−1)/(N−k),   CR2  (I − H_gg)^(−1/2),   CR3  (G−1)/G·Σ(δ̂₍g₎ − δ̂)²
        df = (tr Ω)²/tr Ω²          interval δ̂ ± t(df)·SE, by default with CR2
        p: δ̂ beside those of all assignments of the same help to clusters (to units inside clusters
            that are mixed)

    G clusters: the level at which help was decided, without a column each unit. k counts the columns and one for
    the absorbed units, not the units: they lie inside clusters. With fewer than four helped clusters standard
    errors mislead: the interval is then that of randomisation, `None` where no p-value can reach 5 %, and
    `smallest_attainable_pvalue` says what could have been shown: one of all assignments, two where a half is
    helped, since the other half then says the same.

    The naive change is that of helped units; the change of the others is what was to be expected without measures.
    A group chosen for being extreme comes back by itself: where the groups differed before by more than a quarter
    of a standard deviation the result carries `"comparison_not_equally_extreme"`; compare inside the flagged, or
    use `ancova` or `discontinuity`.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    cluster : labels, optional
        The cluster at whose level help was decided, such as a municipality; without, each unit is one.
    weight : array, optional
        Weights above 0; without, all rows weigh the same.
    unit_effects : bool, default True
        Each unit has a level of its own; without, only helped and others have.
    se : {"cr1", "cr2", "cr3"}, default "cr2"
        The scaling of the standard error behind the interval.
    most : int, default 1000000
        Assignments up to which all are looked at.
    draws : int, default 9999
        Draws where there are more.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot.

    Returns
    -------
    Did
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `standard_errors` (tuple[StandardError, ...]): All standard errors that are defined.
        - `assignments` (float): How many assignments of help to clusters, or to units inside mixed clusters, there
          are.
        - `exact` (bool): All were looked at.

    Raises
    ------
    EffectError
        `effect.one_period`; `effect.no_treated`; `effect.no_controls`; `effect.staggered`; `effect.conflict`;
        `effect.repeated`; `effect.length`; `effect.parameter`; `effect.singular`; `effect.too_few` clusters or
        draws.

    References
    ----------
    Bell & McCaffrey (2002), Survey Methodology 28, 169–181. Pustejovsky & Tipton (2018), Journal of Business &
    Economic Statistics 36, 672–683. MacKinnon, Nielsen & Webb (2023), Journal of Econometrics 232, 272–299.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(12), 2), np.tile([2020, 2021], 12)
    >>> outcome = np.sin(unit * year) - ((unit < 6) & (year == 2021))
    >>> first = np.where(unit < 6, 2021.0, np.nan)
    >>> found = ob.effect.did(unit, year, outcome, first)
    >>> round(found.estimate, 3), round(found.pvalue, 4), found.n_treated
    (-0.978, 0.0649, 6)
    >>> [(e.scaling, round(e.se, 3)) for e in found.standard_errors]
    [('cr1', 0.468), ('cr2', 0.469), ('cr3', 0.492)]
    >>> [warning.code for warning in found.warnings]
    ['no_years_before', 'not_by_lot']
    """
    found: Did = _call("effect.did", (unit, period, outcome, first_treated, cluster, weight), {"unit_effects": unit_effects, "se": se, "most": most, "draws": draws, "seed": seed, "by_lot": by_lot}, "school")
    return found


def randomisation(
    change: ArrayLike,
    treated: ArrayLike,
    stratum: Labels | None = None,
    statistic: Literal["difference", "studentised"] = "difference",
    most: int = 1000000,
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
    *,
    progress: Steps | None = None,
) -> Randomisation:
    """The difference of mean changes between helped units and others, beside that of every other assignment of the
    same help.

        T(D) = Σ_s n_s/n · (mean of changes | D = 1, s  −  mean | D = 0, s)        s: strata
        p = #{D* : |T(D*)| ≥ |T(D)|} / #{D*}         D*: all assignments with as many helped in each
            stratum
        p = (1 + #)/(1 + draws)                      of a sample of them,
            where there are more than `most`
        interval: all δ with p > .05 when δ is taken from the changes of who was helped

    `change` is one value per unit; `treated` says who was helped; `stratum` groups units inside which help was
    given. Strata where all or none were helped take no part in the difference. With `studentised` the p-value
    compares T over its standard error; the interval stays that of T. No p-value can be smaller than
    `smallest_attainable_pvalue`, one over the number of assignments, or two where a half is helped in each stratum:
    the other half then differs by as much. Where help was not given by lot this is a placebo reassignment, not an
    exact test, and carries a warning.

    Parameters
    ----------
    change : array
        The change of each unit.
    treated : sequence of bool
        Who was helped.
    stratum : labels, optional
        Strata inside which help was given.
    statistic : {"difference", "studentised"}, default "difference"
        What is compared.
    most : int, default 1000000
        Assignments up to which all are looked at.
    draws : int, default 9999
        Draws where there are more.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot, inside the strata.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Randomisation
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `statistic` (float): The statistic that was compared.
        - `less` (float): P(statistic ≤ the observed).
        - `greater` (float): P(statistic ≥ the observed).
        - `assignments` (float): How many assignments there are.
        - `exact` (bool): All were looked at.

    Raises
    ------
    EffectError
        `effect.no_treated`; `effect.no_controls`; `effect.too_few` for strata that each have one side only or too
        few draws; `effect.length`; `effect.parameter` for changes that are not finite.

    References
    ----------
    Fisher (1935), The Design of Experiments. Wu & Ding (2021), Journal of the American Statistical Association 116,
    1898–1913.

    Examples
    --------
    >>> treated = [True, True, False, False, False]
    >>> found = ob.effect.randomisation([-3.0, -2.0, 0.0, 1.0, 0.5], treated, by_lot=True)
    >>> found.pvalue, found.smallest_attainable_pvalue, found.assignments
    (0.1, 0.1, 10.0)
    >>> print(found.sentence.en)
    Mean changes where help was given and where it was not: a change of −2.50, 0.500 expected ...
    """
    found: Randomisation = _call("effect.randomisation", (change, treated, stratum), {"statistic": statistic, "most": most, "draws": draws, "seed": seed, "by_lot": by_lot}, "school", progress)
    return found


def wild_bootstrap(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    cluster: Labels | None = None,
    weight: ArrayLike | None = None,
    unit_effects: bool = True,
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
    *,
    progress: Steps | None = None,
) -> WildBootstrap:
    """Difference in differences with a wild cluster bootstrap, the null imposed.

        the null δ = δ₀ is fitted;   y* = fitted + v_g·residuals of cluster g;   t* with CR1
        p = #{|t*| ≥ |t|}/draws: all 2^G vectors of signs where there are at most `draws`,
            the two trivial ones among them;
            else drawn signs, below ten clusters Webb's six points, and (1 + #)/(1 + draws)
        interval: all δ₀ with p > .05, to 1e-4 of the standard error

    Not for fewer than four helped clusters: it then hardly ever rejects; the result has neither interval nor
    p-value and says so.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    cluster : labels, optional
        The cluster at whose level help was decided, such as a municipality; without, each unit is one.
    weight : array, optional
        Weights above 0; without, all rows weigh the same.
    unit_effects : bool, default True
        Each unit has a level of its own.
    draws : int, default 9999
        Draws; all sign vectors where there are at most so many.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    WildBootstrap
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `t` (float): δ̂/SE with CR1.
        - `se` (float): CR1.
        - `draws` (int): Vectors that were looked at.
        - `exact` (bool): All sign vectors were looked at.
        - `bootstrap_pvalue` (float): The p-value whatever the number of helped clusters: below four it hardly ever
          rejects.
        - `bootstrap_lower` (float | None): The interval by inversion, whatever the number of helped clusters.
        - `bootstrap_upper` (float | None): The same; `None` where p stays above 5 %.

    Raises
    ------
    EffectError
        As `did`.

    References
    ----------
    Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427. Roodman, MacKinnon, Nielsen &
    Webb (2019), Stata Journal 19, 4–60. MacKinnon & Webb (2017), Journal of Applied Econometrics 32, 233–254.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(12), 2), np.tile([2020, 2021], 12)
    >>> outcome = np.sin(unit * year) - ((unit < 6) & (year == 2021))
    >>> first = np.where(unit < 6, 2021.0, np.nan)
    >>> found = ob.effect.wild_bootstrap(unit, year, outcome, first)
    >>> round(found.t, 3), round(found.bootstrap_pvalue, 4), found.exact
    (-2.089, 0.0596, True)
    """
    found: WildBootstrap = _call("effect.wild_bootstrap", (unit, period, outcome, first_treated, cluster, weight), {"unit_effects": unit_effects, "draws": draws, "seed": seed, "by_lot": by_lot}, "school", progress)
    return found


def ancova(
    before: ArrayLike,
    after: ArrayLike,
    treated: ArrayLike,
    stratum: Labels | None = None,
    cluster: Labels | None = None,
    weight: ArrayLike | None = None,
    se: Literal["cr1", "cr2", "cr3"] = "cr2",
    trim: bool = True,
    most: int = 1000000,
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
    *,
    progress: Steps | None = None,
) -> Ancova:
    """The effect of help that went by the value before: outcomes after, at equal outcomes before.

        after_i = δ·treated_i + β·before_i + level of the stratum + error        weighted least squares
        interval and p: δ̂ with CR2 by clusters and Satterthwaite's degrees of freedom
        by lot, or fewer than four helped clusters: p, and then the interval,
            from randomisation of the score
          T(D) = D'r/√(D'MD),   r: residuals without the help,  M: what the other columns leave

    Difference in differences of extreme units against ordinary ones is biased by (1 − slope) times their distance
    before; this is not, as long as units not helped are found at the values before of the helped. Helped units
    outside of the others' range are left out (`trim`); `overlap` says how many are inside. The naive change is that
    of helped units.

    Parameters
    ----------
    before : array
        The outcome before: the value by which help was decided.
    after : array
        The outcome after.
    treated : sequence of bool
        Who was helped.
    stratum : labels, optional
        Strata with levels of their own, such as works or sizes.
    cluster : labels, optional
        The cluster at whose level help was decided; without, each unit is one.
    weight : array, optional
        Weights above 0.
    se : {"cr1", "cr2", "cr3"}, default "cr2"
        The scaling of the standard error behind interval and p-value.
    trim : bool, default True
        Helped units whose value before lies outside of those of the others are left out.
    most : int, default 1000000
        Assignments up to which all are looked at.
    draws : int, default 9999
        Draws where there are more.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot: the p-value is then that of randomisation.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Ancova
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `standard_errors` (tuple[StandardError, ...]): All standard errors that are defined.
        - `slope` (float): The slope of the outcome after on the one before: what of a deviation is expected to
          stay.
        - `overlap` (float): The share of helped units whose value before lies among those of the others.
        - `randomisation_pvalue` (float): The p-value of randomisation.

    Raises
    ------
    EffectError
        `effect.length`; `effect.parameter`; `effect.no_treated`; `effect.no_controls`; `effect.singular`;
        `effect.too_few` clusters, draws or helped units that have anybody alike.

    References
    ----------
    Lord (1967), Psychological Bulletin 68, 304–305. Pustejovsky & Tipton (2018), Journal of Business & Economic
    Statistics 36, 672–683.

    Examples
    --------
    >>> before = np.linspace(0, 2, 24)
    >>> treated = np.arange(24) % 3 == 1
    >>> after = 0.7 * before + 0.2 * np.sin(9.0 * np.arange(24)) - 0.5 * treated
    >>> found = ob.effect.ancova(before, after, treated)
    >>> round(found.estimate, 3), round(found.slope, 3), round(found.pvalue, 5)
    (-0.491, 0.691, 0.0)
    >>> print(found.comparison.en)
    Where help was given beside where it was not, at equal values before
    """
    found: Ancova = _call("effect.ancova", (before, after, treated, stratum, cluster, weight), {"se": se, "trim": trim, "most": most, "draws": draws, "seed": seed, "by_lot": by_lot}, "school", progress)
    return found


def discontinuity(
    running: ArrayLike,
    after: ArrayLike,
    before: ArrayLike | None = None,
    cluster: Labels | None = None,
    bandwidths: Sequence[float] = (0.25, 0.5, 1.0),
    smoothness: float | None = None,
    placebo: Sequence[float] | None = None,
) -> Discontinuity:
    """The effect at the flag's own threshold, where all flagged units were helped and nobody else.

        r = (statistic − critical)/SD;   local linear on each side, weights 1 − |r|/h;
        jump = level above − level below, at r = 0
        SE: CR2 by clusters;
        bias ≤ M/2·|Σ w_i r_i²|, w_i: the estimate's weight of row i, M ≥ |second derivative|
        honest interval: estimate ± SE·cv(bias/SE), cv(b): 95 % point of |N(b, 1)|,
            widened by t(df)/1.96
        M by rule of thumb: the largest second derivative of polynomials of degree four,
            one each side, within twice the widest bandwidth
        placebo thresholds: the same on one side of the true one

    It holds for units near the threshold only. With `before` the naive change is that of helped units within the
    bandwidth, and what was expected is that less the jump; without, both are levels at the threshold: that of
    helped units, and that of the others.

    Parameters
    ----------
    running : array
        (statistic − critical value), in standard deviations of the statistic: helped from 0 on.
    after : array
        The outcome after.
    before : array, optional
        The outcome before, for the naive change alone; without, levels stand in its place.
    cluster : labels, optional
        The cluster, such as the school of several works; without, each row is one.
    bandwidths : sequence of float, default (0.25, 0.5, 1.0)
        Distances from the threshold up to which units count; the effect is that of the shortest honest interval.
    smoothness : float, optional
        The largest second derivative of the outcome in the running variable; without, that of polynomials of degree
        four.
    placebo : sequence of float, optional
        Thresholds at which there is none; without, quartiles of each side.

    Returns
    -------
    Discontinuity
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `jumps` (tuple[Jump, ...]): All bandwidths that have enough units.
        - `placebo` (tuple[Jump, ...]): Jumps where there is no threshold, with the bandwidth of the effect.
        - `smoothness` (float): The second derivative that was allowed.

    Raises
    ------
    EffectError
        `effect.length`; `effect.parameter`; `effect.no_treated`; `effect.no_controls`; `effect.too_few` where no
        bandwidth has five rows on each side, or too few rows for the rule of thumb.

    References
    ----------
    Armstrong & Kolesár (2020), Quantitative Economics 11, 1–39. Hahn, Todd & Van der Klaauw (2001), Econometrica
    69, 201–209.

    Examples
    --------
    >>> running = np.linspace(-1, 1, 200)
    >>> after = 0.4 * running + 0.1 * np.sin(50.0 * np.arange(200)) - 0.3 * (running >= 0)
    >>> found = ob.effect.discontinuity(running, after)
    >>> round(found.estimate, 3), round(found.lower, 3), round(found.upper, 3)
    (-0.354, -0.488, -0.22)
    >>> [(jump.bandwidth, jump.n_below) for jump in found.jumps]
    [(0.25, 25), (0.5, 50), (1.0, 99)]
    """
    found: Discontinuity = _call("effect.discontinuity", (running, after, before, cluster), {"bandwidths": bandwidths, "smoothness": smoothness, "placebo": placebo}, "school")
    return found


def group_time(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    cluster: Labels | None = None,
    covariates: ArrayLike | Sequence[ArrayLike] | None = None,
    control: Literal["never", "not_yet"] = "never",
    method: Literal["reg", "ipw", "dr"] = "dr",
    base: Literal["varying", "universal"] = "varying",
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
    *,
    progress: Steps | None = None,
) -> GroupTime:
    """Effects of help that began in different years, by cohort and year.

        cell (g, t): ΔY = Y_t − Y_b;
        base b = g − 1 for t ≥ g; before, the year before t (varying) or g − 1 (universal)
        controls: never helped; or not yet: G > max(t, b), G ≠ g
        reg  ATT = E[D(ΔY − m)]/E[D],  m = Xβ̂ by least squares among controls
        ipw  ATT = E[DΔY]/E[D] − E[wΔY]/E[w],  w = p̂(1 − D)/(1 − p̂),
            p̂ logit          dr: ipw of ΔY − m
        SE = √(mean ψ²/n) with the influence function ψ;   clusters: √(Σ_c(Σ_{i∈c} ψ_i)²)/n·√(G/(G − 1))
        band: the 95 % point of max|ψ*/SE*|, ψ* with Mammen's weights by clusters, SE* = IQR/1.349

    `covariates` are columns with one value per row of the panel, taken from the base year. Years are those of the
    panel, g − 1 the last before g. Units without an outcome in every year, and those helped from the first year on,
    are left out and counted. Cohorts below five units carry a warning; where help is all but certain given the
    covariates the cell uses regression and says so.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    cluster : labels, optional
        The cluster at whose level help was decided, such as a municipality; without, each unit is one.
    covariates : sequence of arrays, or the matrix of these columns, optional
        Columns with one value for each row of the panel, taken from the base year.
    control : {"never", "not_yet"}, default "never"
        Who stands for the helped.
    method : {"reg", "ipw", "dr"}, default "dr"
        How covariates are allowed for.
    base : {"varying", "universal"}, default "varying"
        Since when a change is counted before the help.
    draws : int, default 9999
        Draws behind simultaneous bands.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    GroupTime
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `cells` (tuple[GroupTimeCell, ...]): One cell for each cohort and year.
        - `band_critical` (float): What a band's half is in standard errors.
        - `cohorts` (tuple[Cohort, ...]): Units of each cohort.
        - `units` (int): Units that take part.

    Raises
    ------
    EffectError
        `effect.no_treated`; `effect.no_controls`; `effect.one_period`; `effect.length`; `effect.conflict`;
        `effect.repeated`; `effect.singular` covariates; `effect.parameter` for covariates that are not finite or
        weights.

    References
    ----------
    Callaway & Sant'Anna (2021), Journal of Econometrics 225, 200–230. Sant'Anna & Zhao (2020), Journal of
    Econometrics 219, 101–122.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    >>> outcome = np.sin(unit * year) - (year >= first)
    >>> found = ob.effect.group_time(unit, year, outcome, first)
    >>> [(c.first_treated, c.period, round(c.att, 2)) for c in found.cells][:3]
    [(2021, 2020, -0.22), (2021, 2021, -1.29), (2021, 2022, -1.61)]
    >>> pd.DataFrame(found.cells)[["first_treated", "period", "att", "se"]].shape
    (6, 4)
    """
    found: GroupTime = _call("effect.group_time", (unit, period, outcome, first_treated, cluster, covariates), {"control": control, "method": method, "base": base, "draws": draws, "seed": seed, "by_lot": by_lot}, "school", progress)
    return found


def aggregate(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    cluster: Labels | None = None,
    covariates: ArrayLike | Sequence[ArrayLike] | None = None,
    kind: Literal["simple", "group", "dynamic", "calendar"] = "simple",
    control: Literal["never", "not_yet"] = "never",
    method: Literal["reg", "ipw", "dr"] = "dr",
    base: Literal["varying", "universal"] = "varying",
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
) -> Aggregate:
    """What the cells add up to.

        simple: all t ≥ g, weights P(G = g);   group: mean over t of each cohort, then P(G = g)
        dynamic: e = t − g, weights P(G = g), overall the mean over e ≥ 0;
        calendar: by year, overall their mean
        ψ = Σ w ψ + what the estimated weights add;   SE and bands as for cells

    With fewer than four helped clusters there is no interval and no p-value: use `randomisation`. In other
    languages it takes the panel again, and fails as `group_time` does.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    cluster : labels, optional
        The cluster at whose level help was decided, such as a municipality; without, each unit is one.
    covariates : sequence of arrays, or the matrix of these columns, optional
        Columns with one value for each row of the panel, taken from the base year.
    kind : {"simple", "group", "dynamic", "calendar"}, default "simple"
        What cells are added up to: all since the help by the size of cohorts (simple), the mean of each cohort
        (group), by years since the help began (dynamic), by years (calendar).
    control : {"never", "not_yet"}, default "never"
        Who stands for the helped.
    method : {"reg", "ipw", "dr"}, default "dr"
        How covariates are allowed for.
    base : {"varying", "universal"}, default "varying"
        Since when a change is counted before the help.
    draws : int, default 9999
        Draws behind simultaneous bands.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot.

    Returns
    -------
    Aggregate
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `se` (float): The standard error of the overall effect.
        - `points` (tuple[Point, ...]): The parts; none for a simple aggregate.
        - `band_critical` (float | None): What a band's half is in standard errors.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    >>> outcome = np.sin(unit * year) - (year >= first)
    >>> found = ob.effect.aggregate(unit, year, outcome, first, kind="dynamic")
    >>> round(found.estimate, 3)
    -1.372
    >>> [(point.at, round(point.att, 2)) for point in found.points]
    [(-2, -0.43), (-1, -0.3), (0, -1.14), (1, -1.61)]
    """
    found: Aggregate = _call("effect.aggregate", (unit, period, outcome, first_treated, cluster, covariates), {"kind": kind, "control": control, "method": method, "base": base, "draws": draws, "seed": seed, "by_lot": by_lot}, "school")
    return found


def pretrend(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    cluster: Labels | None = None,
    covariates: ArrayLike | Sequence[ArrayLike] | None = None,
    control: Literal["never", "not_yet"] = "never",
    method: Literal["reg", "ipw", "dr"] = "dr",
    base: Literal["varying", "universal"] = "varying",
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
) -> Pretrend:
    """All differences before the help together, and the drift that would have been seen.

        W = b'V⁻¹b of all ATT(g, t < g), V from their influence functions,
            χ² with as many degrees of freedom
        drift of slope s: each such cell is s (varying base) or s·(t − b) (universal);
        λ = s²·d'V⁻¹d
        detectable slope: P(χ²(λ) > its 95 % point) = .8;
        bias: s·(t − b) of cells after, as `simple` adds them up

    In other languages it takes the panel again, and fails as `group_time` does besides.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    cluster : labels, optional
        The cluster at whose level help was decided, such as a municipality; without, each unit is one.
    covariates : sequence of arrays, or the matrix of these columns, optional
        Columns with one value for each row of the panel, taken from the base year.
    control : {"never", "not_yet"}, default "never"
        Who stands for the helped.
    method : {"reg", "ipw", "dr"}, default "dr"
        How covariates are allowed for.
    base : {"varying", "universal"}, default "varying"
        Since when a change is counted before the help.
    draws : int, default 9999
        Draws behind simultaneous bands.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot.

    Returns
    -------
    Pretrend
        - `method` (str): How estimate and interval were made.
        - `comparison` (Words): What was compared with what.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the numbers.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `statistic` (float): Wald's statistic of all differences before the help.
        - `df` (int): Its degrees of freedom.
        - `pvalue` (float): P(χ² ≥ statistic).
        - `detectable_slope` (float): The yearly drift between the groups that this check finds in four cases of
          five.
        - `bias` (float): What such a drift would add to the mean effect after the help.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters.
        - `treated_clusters` (int): Clusters with helped units.

    Raises
    ------
    EffectError
        `effect.one_period` with no year before the base year: nothing can be checked; `effect.singular` where there
        are more differences than units.

    References
    ----------
    Roth (2022), American Economic Review: Insights 4, 305–322.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    >>> outcome = np.sin(unit * year) - (year >= first)
    >>> found = ob.effect.pretrend(unit, year, outcome, first)
    >>> found.df, round(found.pvalue, 3), round(found.detectable_slope, 2)
    (3, 0.857, 1.28)
    """
    found: Pretrend = _call("effect.pretrend", (unit, period, outcome, first_treated, cluster, covariates), {"control": control, "method": method, "base": base, "draws": draws, "seed": seed, "by_lot": by_lot}, "school")
    return found


def event_study(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    cluster: Labels | None = None,
    covariates: ArrayLike | Sequence[ArrayLike] | None = None,
    control: Literal["never", "not_yet"] = "never",
    method: Literal["reg", "ipw", "dr"] = "dr",
    draws: int = 9999,
    seed: int = 1,
    by_lot: bool = False,
) -> EventStudy:
    """Effects by years since the help, for `honest`; years before since the last one before the help, the universal
    base of `group_time`.

    In other languages it takes the panel again, and fails as `group_time` does.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    cluster : labels, optional
        The cluster at whose level help was decided, such as a municipality; without, each unit is one.
    covariates : sequence of arrays, or the matrix of these columns, optional
        Columns with one value for each row of the panel, taken from the base year.
    control : {"never", "not_yet"}, default "never"
        Who stands for the helped.
    method : {"reg", "ipw", "dr"}, default "dr"
        How covariates are allowed for.
    draws : int, default 9999
        Draws behind simultaneous bands.
    seed : int, default 1
        The seed of the draws.
    by_lot : bool, default False
        Help was given by lot.

    Returns
    -------
    EventStudy
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `time` (NDArray[np.int64]): −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
        - `beta` (NDArray[np.float64]): The effects; those before the help should be none.
        - `covariance` (NDArray[np.float64]): Their covariance.

    Raises
    ------
    EffectError
        `effect.option` for another base.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    >>> outcome = np.sin(unit * year) - (year >= first)
    >>> found = ob.effect.event_study(unit, year, outcome, first)
    >>> found.time, found.beta.round(2), found.covariance.shape
    (array([-2, -1,  1,  2]), array([ 0.82,  0.3 , -1.14, -1.61]), (4, 4))
    """
    found: EventStudy = _call("effect.event_study", (unit, period, outcome, first_treated, cluster, covariates), {"control": control, "method": method, "draws": draws, "seed": seed, "by_lot": by_lot}, "school")
    return found


def honest(
    time: ArrayLike,
    beta: ArrayLike,
    covariance: ArrayLike | Sequence[ArrayLike],
    smoothness: Sequence[float],
    target: Sequence[float] | None = None,
) -> Honest:
    """What remains of an effect under drifts that turn by at most M a year, and the M at which nothing remains.

        β̂ over t = −p…−1, 1…q, the last year before is 0; target l'τ; estimator v'β̂, v_after = l,
            Σ t·v_t = 0
        drift: slope·t + second differences |d_j| ≤ M;   bias(v) = M·Σ_j |c_j|
        c_j = Σ_{t>j} (t − j)v_t, j ≥ 1;   c_{−j} = Σ_{t<−j} (−t − j)v_t, j ≥ 0
        half-length = σ_v·cv(bias/σ_v), cv(b): 95 % point of |N(b, 1)|,
            least over the p − 1 free weights
        breakdown: the M at which 0 enters

    `target` are the weights l of the years after; without, their mean. M = 0 extrapolates the straight line of the
    years before.

    Parameters
    ----------
    time : array of int
        −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
    beta : array
        The effects; those before the help should be none.
    covariance : sequence of arrays, or the matrix of these columns
        Their covariance.
    smoothness : sequence of float
        How much the yearly drift may change from one year to the next: bounds to try; 0 is a straight line.
    target : sequence of float, optional
        Weights of the years after; without, their mean.

    Returns
    -------
    Honest
        - `method` (str): How estimate and interval were made.
        - `comparison` (Words): What was compared with what.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the numbers.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `estimate` (float): The effect if both groups would have moved alike.
        - `se` (float): Its standard error.
        - `lower` (float): 95 % interval if both would have moved alike.
        - `upper` (float): 95 % interval if both would have moved alike.
        - `pvalue` (float): Two-sided, of no effect, if both would have moved alike.
        - `expected_drift` (float): The difference that the straight drift of the years before would have brought by
          itself, as the shortest interval extrapolates it.
        - `sensitivity` (tuple[Sensitivity, ...]): The effect under each bound.
        - `breakdown` (float | None): The bound from which on the interval holds no effect; `None` where it does
          with a straight line already.

    Raises
    ------
    EffectError
        `effect.one_period` without years before or after; `effect.parameter` for other times, or bounds below 0;
        `effect.length`; `effect.singular` for a covariance that is not positive definite.

    References
    ----------
    Rambachan & Roth (2023), Review of Economic Studies 90, 2555–2591. Armstrong & Kolesár (2018), Econometrica 86,
    655–683.

    Examples
    --------
    >>> covariance = np.diag([0.01, 0.01, 0.02])
    >>> found = ob.effect.honest([-2, -1, 1], [0.02, -0.01, -0.5], covariance, smoothness=[0, 0.1])
    >>> [(s.smoothness, round(s.lower, 2), round(s.upper, 2)) for s in found.sensitivity]
    [(0.0, -0.78, -0.2), (0.1, -0.88, -0.13)]
    >>> round(found.breakdown, 2)
    0.23
    """
    found: Honest = _call("effect.honest", (time, beta, covariance), {"smoothness": smoothness, "target": target}, "school")
    return found


def synthetic_control(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    *,
    progress: Steps | None = None,
) -> SyntheticControl:
    """One helped unit beside the mixture of others that followed it best before.

        w: min |y₁ − Y₀w|² over the years before, w ≥ 0, Σw = 1;   gap_t = y₁t − Σ w_j y_jt;
        effect: mean gap after
        placebo in space: every donor as if helped, the helped one no donor;
        ratio = RMSPE after / RMSPE before
        p = rank of the helped unit's ratio / (J + 1);   smallest 1/(J + 1)

    Outcomes only. With more donors than years before the weights are not unique: read gaps, never weights. There is
    no interval: the placebos are what there is. Units that lack a year are left out and counted.

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    SyntheticControl
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `weights` (tuple[DonorWeight, ...]): Donors with a weight above 0.
        - `gaps` (tuple[Gap, ...]): Gaps of all years.
        - `objective` (float): Squared gaps before, summed.
        - `fit` (Placebo): The helped unit itself, as placebos are shown.
        - `placebo` (tuple[Placebo, ...]): Every donor as if it had been helped.
        - `pvalue_of_fitting` (float): p among units whose fit before is at most twice as far off; the helped one
          counts.

    Raises
    ------
    EffectError
        `effect.too_few` below five years before (use a matched comparison and `randomisation`) or two donors;
        `effect.option` for several helped units (use `synthetic_did`), and those of panels.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), Journal of the American Statistical Association 105, 493–505.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(8), 7), np.tile(np.arange(2014, 2021), 8)
    >>> outcome = np.sin(unit * year) - 2.0 * ((unit == 0) & (year >= 2019))
    >>> first = np.where(unit == 0, 2019.0, np.nan)
    >>> found = ob.effect.synthetic_control(unit, year, outcome, first)
    >>> round(found.estimate, 2), found.pvalue, found.smallest_attainable_pvalue
    (-1.82, 0.125, 0.125)
    >>> [(gap.period, round(gap.gap, 2)) for gap in found.gaps][-2:]
    [(2019, -1.64), (2020, -2.01)]
    """
    found: SyntheticControl = _call("effect.synthetic_control", (unit, period, outcome, first_treated), {}, "school", progress)
    return found


def synthetic_did(
    unit: Labels,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: Sequence[int | None] | ArrayLike,
    *,
    progress: Steps | None = None,
) -> SyntheticDid:
    """Synthetic difference in differences.

        σ̂: deviation of yearly changes of others before;   ζ = (N_helped·T_after)^¼·σ̂
        ω: min |ω₀ + Y'ω − ȳ_helped|²/T₀ + ζ²|ω|²;   λ the same over years with 1e-6·σ̂;
        ω, λ ≥ 0, sums 1
        τ̂ = (ȳ_helped,after − λ'y_helped) − ω'(ȳ_after − Yλ)
        Frank and Wolfe's steps from equal weights: 100, weights up to a quarter of the largest to 0,
            then at most 10⁴,
        until the value falls by (1e-5·σ̂)² or less

    For two helped units or more the standard error is the jackknife over units with weights kept, and from four
    helped units on interval and p-value come from it. For one, p is the place among all units as if they had been
    helped, at least 1/(J + 1).

    Parameters
    ----------
    unit : labels
        The unit of each row, such as a school.
    period : array of int
        The period of each row, such as a year.
    outcome : array
        What was measured; rows with NaN are left out.
    first_treated : array of int, with None or NaN for none
        The first period with help, the same in all rows of a unit; None for a unit that is not helped.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    SyntheticDid
        - `estimate` (float): The effect, in units of the outcome; NaN where nobody stands for one side of it.
        - `lower` (float | None): 95 % interval.
        - `upper` (float | None): 95 % interval.
        - `pvalue` (float | None): Two-sided, of no effect.
        - `smallest_attainable_pvalue` (float | None): The smallest p-value that the design could have given; `None`
          where any can come.
        - `n_treated` (int): Helped units.
        - `n_control` (int): Units not helped that they are compared with.
        - `clusters` (int): Clusters, such as municipalities: the level at which help was decided.
        - `treated_clusters` (int): Clusters with helped units.
        - `method` (str): How the estimate, the interval and the p-value were made.
        - `comparison` (Words): What was compared with what.
        - `naive_change` (float | None): The change that was seen in helped units: never the effect. Of observed
          classes, and at a threshold without values before, their value in place of a change.
        - `expected_without_measures` (float | None): The change, or the value, that was to be expected in them
          without any measure.
        - `warnings` (tuple[Warning, ...]): What a reader has to know before using the number.
        - `sentence` (Words): What was compared, what came out, and what cannot be concluded.
        - `caution` (Words): What cannot be concluded, alone.
        - `se` (float | None): Jackknife over units, weights kept, for two helped units or more.
        - `unit_weights` (tuple[DonorWeight, ...]): Weights of units that were not helped.
        - `year_weights` (tuple[YearWeight, ...]): Weights of years before.
        - `placebo` (NDArray[np.float64]): For one helped unit: each other one as if it had been helped.
        - `unweighted` (float): Difference in differences with equal weights.

    Raises
    ------
    EffectError
        `effect.too_few` below three years before or two units not helped, and those of panels.

    References
    ----------
    Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111, 4088–4118.

    Examples
    --------
    >>> unit, year = np.repeat(np.arange(8), 7), np.tile(np.arange(2014, 2021), 8)
    >>> outcome = np.sin(unit * year) - 2.0 * ((unit == 0) & (year >= 2019))
    >>> first = np.where(unit == 0, 2019.0, np.nan)
    >>> found = ob.effect.synthetic_did(unit, year, outcome, first)
    >>> round(found.estimate, 2), found.pvalue, round(found.unweighted, 2)
    (-1.7, 0.125, -1.99)
    """
    found: SyntheticDid = _call("effect.synthetic_did", (unit, period, outcome, first_treated), {}, "school", progress)
    return found


def observers(
    school: Labels,
    observed: ArrayLike,
    chance: ArrayLike,
    outcome: ArrayLike,
    draws: int = 9999,
    seed: int = 1,
    classes: int = 1,
    *,
    progress: Steps | None = None,
) -> Observers:
    """What observers do, from a design in two stages: schools by lot, classes inside them by lot.

        π₁ = π_s·k_obs/k,   π₂ = π_s·(1 − k_obs/k),   π₀ = 1 − π_s         k classes of the school,
            k_obs observed
        Hájek mean ȳ_e = Σ 1{e}·y/π_e / Σ 1{e}/π_e;   Horvitz–Thompson Σ 1{e}·y/π_e / N
        direct ȳ₁ − ȳ₀,   spill-over ȳ₂ − ȳ₀,   within ȳ₁ − ȳ₂
        interval: weighted regression on both exposures, CR2 by schools;
        p: schools drawn again among those of the same chance, then classes

    Every class of every school that could have been drawn is a row. Schools whose classes are all observed when
    they are drawn have no chance of the second exposure and leave spill-over and within. `within` understates what
    observers do wherever they change the classes beside them, and says so. An effect on marks needs the marking to
    be observed. Where observers went to suspicious schools this does not apply: use `ancova` or `discontinuity`.

    Parameters
    ----------
    school : labels
        The school of each class.
    observed : sequence of bool
        Whether an observer sat in the class.
    chance : array
        The chance with which the school was drawn: above 0, below 1.
    outcome : array
        The outcome of each class.
    draws : int, default 9999
        Draws behind p-values.
    seed : int, default 1
        The seed of the draws.
    classes : int, default 1
        Classes that would have been observed in a school that was not drawn.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Observers
        - `direct` (Effect): Observed classes beside classes of schools not visited.
        - `spill_over` (Effect): Classes without an observer in visited schools beside classes of schools not
          visited.
        - `within` (Effect): Observed classes beside others of the same schools.
        - `hajek` (Exposures): Means weighted by 1/π over the sum of these weights.
        - `horvitz_thompson` (Exposures): Sums weighted by 1/π over the number of classes.
        - `direct_errors` (tuple[StandardError, ...]): Standard errors of the direct difference.
        - `spill_over_errors` (tuple[StandardError, ...]): Standard errors of the spill-over.

    Raises
    ------
    EffectError
        `effect.length`; `effect.parameter` for a chance that is not between 0 and 1; `effect.conflict` for a school
        with two; `effect.no_treated`; `effect.no_controls`; `effect.too_few`.

    References
    ----------
    Bertoni, Brunello & Rocco (2013), Journal of Public Economics 104, 65–77. Aronow & Samii (2017), Annals of
    Applied Statistics 11, 1912–1947.

    Examples
    --------
    >>> school = np.repeat(np.arange(20), 2)
    >>> observed = (school < 10) & (np.arange(40) % 2 == 0)
    >>> outcome = 4 + 0.3 * np.sin(7.0 * np.arange(40)) - 0.5 * observed
    >>> found = ob.effect.observers(school, observed, [0.5] * 40, outcome)
    >>> [round(e.estimate, 2) for e in (found.direct, found.spill_over, found.within)]
    [-0.52, 0.0, -0.52]
    >>> round(found.hajek.observed, 2)
    3.51
    """
    found: Observers = _call("effect.observers", (school, observed, chance, outcome), {"draws": draws, "seed": seed, "classes": classes}, "school", progress)
    return found
