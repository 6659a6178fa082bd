"""Where to send observers, and what visits and comparisons can show.

How many visits to each stratum: `allocate`; with what chance to each school: `chances`; which schools, by a
draw that anybody can repeat: `draw`; what the visited say about all: `estimate`, `poststratified`,
`calibrated`, `stratified`; what a number of visits buys: `precision`; what next year's comparison can show:
`detectable` by formula, `power` by simulation with the very test that will be used.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._obektiv import Table, call as _call
from ._record import Record
from ._typing import Labels, Steps

__all__ = [
    "Allocation",
    "Detectable",
    "DetectableShare",
    "Draw",
    "Estimate",
    "McnemarPower",
    "allocate",
    "calibrated",
    "chances",
    "detectable",
    "draw",
    "estimate",
    "mcnemar_power",
    "poststratified",
    "power",
    "precision",
    "sampford_joint",
    "share_detectable",
    "share_power",
    "stratified",
    "t_detectable",
    "t_power",
]


@dataclass(frozen=True, eq=False, repr=False)
class Allocation(Record):
    """What `allocate` finds.

    Attributes
    ----------
    visits : NDArray[np.int64]
        Visits of each stratum.
    real : NDArray[np.float64]
        The same before rounding, without least and most.
    variance_of_mean : float
        The variance of the mean over all schools.
    proportional : NDArray[np.float64]
        Visits in proportion to schools, before rounding.
    variance_proportional : float
        The variance these would give.
    cost : float
        What the visits cost.
    """

    visits: NDArray[np.int64]
    real: NDArray[np.float64]
    variance_of_mean: float
    proportional: NDArray[np.float64]
    variance_proportional: float
    cost: float


@dataclass(frozen=True, eq=False, repr=False)
class Draw(Record):
    """What `draw` gives, with all that the minutes need.

    Attributes
    ----------
    sample : NDArray[np.int64]
        The drawn places of the list, in its order.
    reserve : NDArray[np.int64]
        All others in the order in which they replace a school that falls out.
    method : Literal["pivotal", "sampford"]
        How they were drawn.
    seed : int
        The seed.
    fingerprint : str
        FNV-1a of the list in its order and its chances, 16 hexadecimal digits.
    version : str
        The version of this program.
    """

    sample: NDArray[np.int64]
    reserve: NDArray[np.int64]
    method: Literal["pivotal", "sampford"]
    seed: int
    fingerprint: str
    version: str


@dataclass(frozen=True, eq=False, repr=False)
class Estimate(Record):
    """What `estimate` finds.

    Attributes
    ----------
    total : float
        Horvitz and Thompson's total Σ y/π.
    total_se : float
        Its standard error.
    mean : float
        Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
    mean_se : float
        Its standard error.
    lower : float
        95 % interval of the mean by t, its degrees of freedom one less than the effective number of visits; where
        all found is 0 or 1, Wilson's for that number.
    upper : float
        95 % interval of the mean.
    population : float
        Σ 1/π: how many schools the visited ones stand for.
    visits : int
        Visits.
    """

    total: float
    total_se: float
    mean: float
    mean_se: float
    lower: float
    upper: float
    population: float
    visits: int


@dataclass(frozen=True, eq=False, repr=False)
class Detectable(Record):
    """The smallest effects that would be seen.

    Attributes
    ----------
    did : float
        By difference in differences.
    ancova : float
        By analysis of covariance: never more.
    post_only : float
        Without the year before.
    inflation : float
        √(1 + (m − 1)·ICC).
    df : float | None
        Degrees of freedom; `None` for the normal distribution's points.
    """

    did: float
    ancova: float
    post_only: float
    inflation: float
    df: float | None


@dataclass(frozen=True, eq=False, repr=False)
class DetectableShare(Record):
    """The smallest fall of a share that would be seen.

    Attributes
    ----------
    h : float
        Cohen's h.
    share : float | None
        The share below `p1`; `None` where even none at all would not be seen.
    """

    h: float
    share: float | None


@dataclass(frozen=True, eq=False, repr=False)
class McnemarPower(Record):
    """McNemar's test: the chance to see a change, exactly.

    Attributes
    ----------
    exact : float
        By the exact p-value.
    mid_p : float
        By the mid-p.
    """

    exact: float
    mid_p: float


def allocate(
    schools: Sequence[int],
    sd: ArrayLike,
    cost: ArrayLike | None = None,
    visits: int | None = None,
    budget: float | None = None,
    least: int = 1,
) -> Allocation:
    """Visits among strata so that the mean over all schools is known best.

        Neyman n_h = n·N_hS_h/ΣN_hS_h;   with a budget n_h = C·(N_hS_h/√c_h)/Σ N_hS_h√c_h
        whole: one visit at a time where N_h²S_h²/(n_h(n_h + 1)) is largest (over c_h,
            with a budget), at least `least`, at most N_h:
               the exact optimum for a number of visits
        variance of the mean Σ (N_h/N)²·S_h²/n_h·(1 − n_h/N_h)

    Strata are bands of risk by tiers of size, by municipalities too where the way there costs more than the visit.
    With more visits than schools all are visited once. Where one trip goes to several schools of a municipality,
    give `chances` its groups.

    Parameters
    ----------
    schools : sequence of int
        The schools of each stratum.
    sd : array
        Standard deviation of the outcome between them; √(p(1 − p)) of a risk p before the first year.
    cost : array, optional
        What a visit costs; without, 1.
    visits : int, optional
        So many visits, whatever they cost.
    budget : float, optional
        So much money, in place of a number of visits.
    least : int, default 1
        The least number of visits of each stratum.

    Returns
    -------
    Allocation
        - `visits` (NDArray[np.int64]): Visits of each stratum.
        - `real` (NDArray[np.float64]): The same before rounding, without least and most.
        - `variance_of_mean` (float): The variance of the mean over all schools.
        - `proportional` (NDArray[np.float64]): Visits in proportion to schools, before rounding.
        - `variance_proportional` (float): The variance these would give.
        - `cost` (float): What the visits cost.

    Raises
    ------
    DesignError
        `design.too_few` where the visits do not reach for `least` in each stratum; `design.parameter`, also of a
        budget that does not, or of strata without any spread.

    References
    ----------
    Neyman (1934), Journal of the Royal Statistical Society 97, 558–625. Cochran (1977), Sampling Techniques, 5.5.
    Wright (2012), The American Statistician 66, 217–224.

    Examples
    --------
    >>> found = ob.design.allocate([17, 60, 120], [0.45, 0.3, 0.1], visits=30, least=2)
    >>> found.visits, found.real.round(1)
    (array([ 6, 14, 10]), array([ 6.1, 14.3,  9.6]))
    >>> bool(found.variance_of_mean < found.variance_proportional)
    True
    """
    found: Allocation = _call("design.allocate", (schools, sd, cost), {"visits": visits, "budget": budget, "least": least}, "school")
    return found


def chances(
    weight: ArrayLike,
    risk: ArrayLike,
    visits: int,
    group: Labels | None = None,
    floor: float = 0.02,
    estimate: bool = True,
    per_trip: int = 2,
) -> NDArray[np.float64]:
    """Chances of a visit by risk and size, so that a number of visits comes out.

        z_j = w_j·√(p_j(1 − p_j));
        π_j = n·z_j/Σz, at most 1, at least `floor`: those at a bound are set, the others scaled again

    `weight` are pupils or ones, `risk` the chance of what is looked for. Without a floor nothing can be said about
    unsuspicious schools: `floor = 0` is refused where `estimate` is asked for.

    Where a team visits `per_trip` schools of one municipality, `group` names it, and chances are those of two
    stages:

        π_g = trips·z_g/Σz, at most 1, at least floor·N_g/k;   k per trip, visits/k trips, z_g = Σ z_j,
            N_g schools
        π_j|g = k·z_j/z_g, at most 1, at least floor/π_g;   π_j = π_g·π_j|g: their sum is the visits

    `draw` and `estimate` take the same groups.

    Parameters
    ----------
    weight : array
        Pupils of each school, or ones.
    risk : array
        The chance of what is looked for in each school.
    visits : int
        How many visits.
    group : labels, optional
        The group of each school that a trip goes to, such as its municipality, small ones joined with a neighbour;
        without, schools are visited one by one.
    floor : float, default 0.02
        No chance is below it: every weight is at most one over it.
    estimate : bool, default True
        The visits are to be counted up for all schools; without, unsuspicious schools may have no chance.
    per_trip : int, default 2
        Schools of a group that one trip visits.

    Returns
    -------
    array
        The chance of each school.

    Raises
    ------
    DesignError
        `design.parameter` for visits that are none, more than schools, no whole number of trips or less than the
        floor alone asks for, risks that are not shares or a floor of 0 with `estimate`; `design.length`;
        `design.id` for a group that is smaller than a trip.

    Examples
    --------
    >>> ob.design.chances([25, 25, 50, 100], [0.02, 0.5, 0.1, 0.1], visits=2).round(3)
    array([0.115, 0.41 , 0.492, 0.984])
    """
    found: NDArray[np.float64] = _call("design.chances", (weight, risk, group), {"visits": visits, "floor": floor, "estimate": estimate, "per_trip": per_trip}, "school")
    return found


def draw(
    id: Labels,
    chance: ArrayLike,
    group: Labels | None = None,
    method: Literal["pivotal", "sampford"] = "pivotal",
    seed: int = 0,
    per_trip: int = 2,
) -> Draw:
    """A sample with these chances, from a seed.

    The same schools, chances, method and seed give the same sample everywhere, whatever the order of the list.
    Chances must sum to the number of visits; those of 1 are certain. `id` names each school of the public list.
    With `group` and `per_trip`, as `chances` had them, groups are drawn first, then schools inside them; a school
    that falls out is replaced by one of its own group first.

    Parameters
    ----------
    id : labels
        The name of each school of the public list.
    chance : array
        The chance of each school.
    group : labels, optional
        The group of each school that a trip goes to, such as its municipality, small ones joined with a neighbour;
        without, schools are visited one by one.
    method : {"pivotal", "sampford"}, default "pivotal"
        How schools are drawn.
    seed : int, default 0
        The seed: it goes into the minutes with the fingerprint of the list.
    per_trip : int, default 2
        Schools of a group that one trip visits.

    Returns
    -------
    Draw
        - `sample` (NDArray[np.int64]): The drawn places of the list, in its order.
        - `reserve` (NDArray[np.int64]): All others in the order in which they replace a school that falls out.
        - `method` (Literal["pivotal", "sampford"]): How they were drawn.
        - `seed` (int): The seed.
        - `fingerprint` (str): FNV-1a of the list in its order and its chances, 16 hexadecimal digits.
        - `version` (str): The version of this program.

    Raises
    ------
    DesignError
        `design.parameter` for chances that are not above 0 and at most 1 or do not sum to a whole number;
        `design.id` for an id that stands twice; `design.length`; `design.rejected` where Sampford's method would
        take too long.

    References
    ----------
    Sampford (1967), Biometrika 54, 499–513. Deville & Tillé (1998), Biometrika 85, 89–101.

    Examples
    --------
    >>> drawn = ob.design.draw(["a", "b", "c", "d"], [0.5] * 4, seed=7)
    >>> drawn.sample, drawn.reserve
    (array([1, 2]), array([3, 0]))
    >>> drawn.fingerprint
    '122c5e9ccad51ff5'
    """
    found: Draw = _call("design.draw", (id, chance, group), {"method": method, "seed": seed, "per_trip": per_trip}, "school")
    return found


def estimate(
    outcome: ArrayLike,
    chance: ArrayLike,
    joint: ArrayLike | Sequence[ArrayLike] | None = None,
    group: Labels | None = None,
    group_chance: ArrayLike | None = None,
    variance: Literal["brewer", "sen_yates_grundy", "horvitz_thompson", "poisson"] = "brewer",
) -> Estimate:
    """Totals and means of all schools from visited ones, by the chances with which they were visited.

        HT total Ŷ = Σ y/π;   Hájek mean Σ y/π / Σ 1/π, its variance by residuals (y − mean)/Σ(1/π)
        Brewer Σ (1 − π_i)·n/(n − 1)·(y_i/π_i − Ŷ/n)²
        Sen–Yates–Grundy −½ΣΣ (π_ij − π_iπ_j)/π_ij·(y_i/π_i − y_j/π_j)²
        Horvitz–Thompson Σ (1 − π)/π²·y² + ΣΣ_{i≠j} (π_ij − π_iπ_j)/(π_ij π_i π_j)·y_i y_j;
        Poisson Σ (1 − π)/π²·y²
        interval mean ± t·se', se' from residuals times (1 − 1/n)/(1 − (1/π)/Σ(1/π)),
            (Σ 1/π)²/Σ 1/π² − 1 degrees of freedom, at least 1;   of a share p (all y are 0 or 1) Wilson's with t in place of z and
            p(1 − p)/se'² visits, or (Σ 1/π)²/Σ (1 − π)/π² where se' is 0

    One entry per visited school. `joint` are the chances of pairs, visits × visits, such as `sampford_joint` gives
    them; needed for `"sen_yates_grundy"` and `"horvitz_thompson"` only. A variance below 0, which these can give
    for other designs, counts as 0.

    Of visits by trips, `group` names each visited school's group: groups vary, not schools.

        z_g = Σ_{j in g} y_j/π_j;   variance M/(M − 1)·Σ (z_g − z̄)² over the M groups that were drawn:
            with replacement, never too small on average
        groups that were certain (`group_chance` 1) are strata: Brewer's variance inside each
        degrees of freedom: M − 1, and visits less one of each certain group

    Parameters
    ----------
    outcome : array
        What was found at each visited school.
    chance : array
        The chance with which each visited school was drawn.
    joint : sequence of arrays, or the matrix of these columns, optional
        The chances of pairs of visited schools, as `sampford_joint` gives them.
    group : labels, optional
        The group of each visited school, where trips went to groups; without, schools were visited one by one.
    group_chance : array, optional
        The chance with which each visited school's group was drawn; without, no group was certain.
    variance : {"brewer", "sen_yates_grundy", "horvitz_thompson", "poisson"}, default "brewer"
        How the variance is estimated: from the chances alone (brewer), from those of pairs (the next two), for
        visits that were drawn one by one (poisson).

    Returns
    -------
    Estimate
        - `total` (float): Horvitz and Thompson's total Σ y/π.
        - `total_se` (float): Its standard error.
        - `mean` (float): Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
        - `mean_se` (float): Its standard error.
        - `lower` (float): 95 % interval of the mean by t, its degrees of freedom one less than the effective number
          of visits; where all found is 0 or 1, Wilson's for that number.
        - `upper` (float): 95 % interval of the mean.
        - `population` (float): Σ 1/π: how many schools the visited ones stand for.
        - `visits` (int): Visits.

    Raises
    ------
    DesignError
        `design.parameter` for a chance of 0, or another variance than Brewer's beside groups; `design.length`;
        `design.too_few` below two visits or groups; `design.id` for a group with two chances.

    References
    ----------
    Horvitz & Thompson (1952), Journal of the American Statistical Association 47, 663–685. Brewer & Donadio (2003),
    Survey Methodology 29, 189–196. Wilson (1927), Journal of the American Statistical Association 22, 209–212; the
    effective number of visits as in Korn & Graubard (1998), Survey Methodology 24, 193–201.

    Examples
    --------
    >>> found = ob.design.estimate([1, 0, 0, 1, 0], [0.5, 0.1, 0.1, 0.2, 0.25])
    >>> round(found.total, 2), round(found.mean, 3), round(found.population, 1)
    (7.0, 0.226, 31.0)
    """
    found: Estimate = _call("design.estimate", (outcome, chance, joint, group, group_chance), {"variance": variance}, "school")
    return found


def poststratified(
    outcome: ArrayLike,
    chance: ArrayLike,
    stratum: Labels,
    strata: Labels,
    schools: ArrayLike,
    joint: ArrayLike | Sequence[ArrayLike] | None = None,
    variance: Literal["brewer", "sen_yates_grundy", "horvitz_thompson", "poisson"] = "brewer",
) -> Estimate:
    """The same, weighted so that visited schools stand for the known number of schools of each stratum.

        total Σ_h N_h·(Hájek mean of stratum h);
        variance by residuals y − mean of the stratum, weighted N_h/N̂_h

    Parameters
    ----------
    outcome : array
        What was found at each visited school.
    chance : array
        The chance with which each visited school was drawn.
    stratum : labels
        The stratum of each visited school.
    strata : labels
        The names of all strata.
    schools : array
        How many schools each of `strata` has.
    joint : sequence of arrays, or the matrix of these columns, optional
        The chances of pairs of visited schools, as `sampford_joint` gives them.
    variance : {"brewer", "sen_yates_grundy", "horvitz_thompson", "poisson"}, default "brewer"
        How the variance is estimated: from the chances alone (brewer), from those of pairs (the next two), for
        visits that were drawn one by one (poisson).

    Returns
    -------
    Estimate
        - `total` (float): Horvitz and Thompson's total Σ y/π.
        - `total_se` (float): Its standard error.
        - `mean` (float): Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
        - `mean_se` (float): Its standard error.
        - `lower` (float): 95 % interval of the mean by t, its degrees of freedom one less than the effective number
          of visits; where all found is 0 or 1, Wilson's for that number.
        - `upper` (float): 95 % interval of the mean.
        - `population` (float): Σ 1/π: how many schools the visited ones stand for.
        - `visits` (int): Visits.

    Raises
    ------
    DesignError
        As `estimate`; `design.id` for strata without a visit or without a size.

    Examples
    --------
    >>> stratum, chance = ["town", "town", "village", "village"], [0.5, 0.5, 0.1, 0.1]
    >>> strata, schools = ["town", "village"], [4, 20]
    >>> found = ob.design.poststratified([1, 0, 0, 1], chance, stratum, strata, schools)
    >>> round(found.total, 2), round(found.mean, 3)
    (12.0, 0.5)
    """
    found: Estimate = _call("design.poststratified", (outcome, chance, stratum, strata, schools, joint), {"variance": variance}, "school")
    return found


def calibrated(
    outcome: ArrayLike,
    chance: ArrayLike,
    columns: ArrayLike | Sequence[ArrayLike],
    totals: ArrayLike,
    population: float,
    joint: ArrayLike | Sequence[ArrayLike] | None = None,
    variance: Literal["brewer", "sen_yates_grundy", "horvitz_thompson", "poisson"] = "brewer",
) -> Estimate:
    """Calibrated to known totals, such as the number of schools and of pupils: regression weights.

        g = 1 + (X − X̂)'(Σ xx'/π)⁻¹x;   total Σ g·y/π;
        variance by residuals y − x'B, B by least squares weighted with 1/π, times g

    `columns` are known for visited schools, `totals` for all; a column of ones with the number of schools should be
    among them.

    Parameters
    ----------
    outcome : array
        What was found at each visited school.
    chance : array
        The chance with which each visited school was drawn.
    columns : sequence of arrays, or the matrix of these columns
        What is known of each visited school, column by column.
    totals : array
        The sum of each column over all schools.
    population : float
        How many schools there are.
    joint : sequence of arrays, or the matrix of these columns, optional
        The chances of pairs of visited schools, as `sampford_joint` gives them.
    variance : {"brewer", "sen_yates_grundy", "horvitz_thompson", "poisson"}, default "brewer"
        As for `estimate`.

    Returns
    -------
    Estimate
        - `total` (float): Horvitz and Thompson's total Σ y/π.
        - `total_se` (float): Its standard error.
        - `mean` (float): Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
        - `mean_se` (float): Its standard error.
        - `lower` (float): 95 % interval of the mean by t, its degrees of freedom one less than the effective number
          of visits; where all found is 0 or 1, Wilson's for that number.
        - `upper` (float): 95 % interval of the mean.
        - `population` (float): Σ 1/π: how many schools the visited ones stand for.
        - `visits` (int): Visits.

    Raises
    ------
    DesignError
        As `estimate`; `design.parameter` for columns that depend on each other.

    Examples
    --------
    >>> known, chance = [[1] * 4, [100, 400, 50, 60]], [0.5, 0.5, 0.2, 0.2]
    >>> found = ob.design.calibrated([1, 0, 0, 1], chance, known, [14, 1500], population=14)
    >>> round(found.total, 2), round(found.mean_se, 3)
    (7.07, 0.277)
    """
    found: Estimate = _call("design.calibrated", (outcome, chance, columns, totals, joint), {"population": population, "variance": variance}, "school")
    return found


def stratified(outcome: ArrayLike, stratum: Labels, strata: Labels, schools: ArrayLike) -> Estimate:
    """A simple random sample inside each stratum.

        total Σ N_h·ȳ_h;   variance Σ N_h²·(1 − n_h/N_h)·s_h²/n_h

    Parameters
    ----------
    outcome : array
        What was found at each visited school.
    stratum : labels
        The stratum of each visited school.
    strata : labels
        The names of all strata.
    schools : array
        How many schools each of `strata` has.

    Returns
    -------
    Estimate
        - `total` (float): Horvitz and Thompson's total Σ y/π.
        - `total_se` (float): Its standard error.
        - `mean` (float): Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
        - `mean_se` (float): Its standard error.
        - `lower` (float): 95 % interval of the mean by t, its degrees of freedom one less than the effective number
          of visits; where all found is 0 or 1, Wilson's for that number.
        - `upper` (float): 95 % interval of the mean.
        - `population` (float): Σ 1/π: how many schools the visited ones stand for.
        - `visits` (int): Visits.

    Raises
    ------
    DesignError
        `design.id`; `design.length`; `design.too_few` below two visits in a stratum that was not visited wholly.

    Examples
    --------
    >>> visited = ["town", "town", "village", "village"]
    >>> found = ob.design.stratified([1, 0, 0, 1], visited, ["town", "village"], [4, 20])
    >>> round(found.total, 2), round(found.total_se, 2)
    (12.0, 9.59)
    """
    found: Estimate = _call("design.stratified", (outcome, stratum, strata, schools), {}, "school")
    return found


def sampford_joint(chance: ArrayLike, sample: Sequence[int]) -> NDArray[np.float64]:
    """The chances of pairs of Sampford's design among visited schools.

        λ = (π/n)/(1 − π);
        π_ij = K·λ_i·λ_j·Σ_{t=2}^n (t − π_i − π_j)·L_{n−t}(without i, j)/n^{t−2},
            K = (Σ_{t=1}^n t·L_{n−t}/n^t)⁻¹
        L_m: sum over all sets of m schools of the product of their λ;   schools with π = 1: π_ij = π_j

    `chance` are those of the whole list, `sample` the visited places.

    Parameters
    ----------
    chance : array
        The chances of the whole list.
    sample : sequence of int
        The visited places of the list, from 0.

    Returns
    -------
    array
        The chances of pairs, visits × visits.

    Raises
    ------
    DesignError
        `design.parameter` as for `draw`, and for a place that the list does not have.

    References
    ----------
    Sampford (1967), Biometrika 54, 499–513.

    Examples
    --------
    >>> ob.design.sampford_joint([0.5, 0.5, 0.25, 0.75], sample=[0, 3]).round(4)
    array([[0.5   , 0.3068],
           [0.3068, 0.75  ]])
    """
    found: NDArray[np.float64] = _call("design.sampford_joint", (chance,), {"sample": sample}, "school")
    return found


def precision(
    weight: ArrayLike,
    risk: ArrayLike,
    visits: Sequence[int] | None = None,
    floor: float = 0.02,
    draws: int = 999,
    seed: int = 1,
    *,
    progress: Steps | None = None,
) -> Table:
    """What numbers of visits buy: schools that are caught, and how well the share of all schools becomes known.

        y_j = 1 with chance p_j;   caught Σ π_j p_j
        se² = Σ (1 − π_j)·[p_j(1 − p_j) + (p_j − P)²]/π_j / N²,   P = Σ p_j/N: Hájek's mean
        simulated: y and a sample drawn anew, Hájek's mean with Brewer's variance

    Parameters
    ----------
    weight : array
        Pupils of each school, or ones.
    risk : array
        The chance of what is looked for in each school.
    visits : sequence of int, optional
        Numbers of visits; without, 20, 40, … 200, as far as the schools and the floor go.
    floor : float, default 0.02
        No chance of a visit is below it.
    draws : int, default 999
        Simulated years behind the last columns.
    seed : int, default 1
        The seed of the draws.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `visits` (int): Visits.
        - `caught` (float): Schools with what is looked for that are expected among the visited.
        - `se` (float): Standard error of the share of all schools, by formula.
        - `relative_half` (float): Half the 95 % interval over the expected share.
        - `simulated_se` (float): The standard error over simulated years.
        - `coverage` (float): The share of simulated intervals that hold the true share.

    Raises
    ------
    DesignError
        As `chances`, so for more visits than schools too; `design.too_few` below 99 draws or without a number of
        visits.

    Examples
    --------
    >>> risk = 0.02 + 0.5 * (np.arange(100) / 100) ** 3
    >>> found = ob.design.precision([1] * 100, risk, visits=[20, 60], draws=99)
    >>> found.visits, found.caught.round(1), found.se.round(3)
    (array([20, 60]), array([ 4., 12.]), array([0.064, 0.023]))
    """
    found: Table = _call("design.precision", (weight, risk), {"visits": visits, "floor": floor, "draws": draws, "seed": seed}, "school", progress)
    return found


def detectable(
    sd: float = 1.0,
    rho: float = 0.5,
    treated: int = 30,
    controls: int = 30,
    cluster_size: float | None = None,
    icc: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
) -> Detectable:
    """The smallest effects that a planned comparison would see.

        MDE = (q_{1−α/2} + q_{power})·s·√(1/n₁ + 1/n₀);
        did s = σ√(2(1 − ρ)), ancova σ√(1 − ρ²), post only σ
        units: q of the normal distribution;
        clusters of m units: n = clusters·m, × √(1 + (m − 1)·ICC), q of t with clusters − 2
        few units: [`t_detectable`]

    Parameters
    ----------
    sd : float, default 1.0
        Standard deviation of the outcome between units.
    rho : float, default 0.5
        Correlation of a unit's outcomes in two years.
    treated : int, default 30
        Helped units; with `cluster_size`, helped clusters.
    controls : int, default 30
        Others.
    cluster_size : float, optional
        Units of a cluster (Σm²/Σm for unequal ones); without, each unit is one.
    icc : float, default 0.0
        Correlation inside clusters.
    alpha : float, default 0.05
        The level of the test.
    power : float, default 0.8
        The chance to see the effect.

    Returns
    -------
    Detectable
        - `did` (float): By difference in differences.
        - `ancova` (float): By analysis of covariance: never more.
        - `post_only` (float): Without the year before.
        - `inflation` (float): √(1 + (m − 1)·ICC).
        - `df` (float | None): Degrees of freedom; `None` for the normal distribution's points.

    Raises
    ------
    DesignError
        `design.parameter`; `design.too_few` without degrees of freedom.

    Examples
    --------
    >>> found = ob.design.detectable(sd=0.12, rho=0.69, treated=60, controls=60)
    >>> round(found.did, 4), round(found.ancova, 4), round(found.post_only, 4)
    (0.0483, 0.0444, 0.0614)
    """
    found: Detectable = _call("design.detectable", (), {"sd": sd, "rho": rho, "treated": treated, "controls": controls, "cluster_size": cluster_size, "icc": icc, "alpha": alpha, "power": power}, "school")
    return found


def power(
    before: ArrayLike,
    after: ArrayLike,
    planned: ArrayLike,
    cluster: Labels | None = None,
    test: Literal["ancova", "did", "randomisation"] = "ancova",
    treated: int = 30,
    effects: Sequence[float] = (),
    replicates: int = 2000,
    draws: int = 499,
    seed: int = 1,
    alpha: float = 0.05,
    *,
    progress: Steps | None = None,
) -> Table:
    """What the very test that will be used sees, by simulation from last year's two columns.

    Each simulated year helps a random part of the `planned` units, adds the effect to their real outcome after, and
    runs the test on all planned units and the others that stand beside them. The row with effect 0 is the size of
    the test: where it is far above `alpha`, as of planned units that are extreme beside others that are not, the
    comparison is wrong. With `cluster` whole clusters are helped, and the test is told of them.

    Parameters
    ----------
    before : array
        Last year's outcome before.
    after : array
        Last year's outcome after.
    planned : sequence of bool
        Units among which help will be given.
    cluster : labels, optional
        The cluster, such as a municipality, where help will be given to whole ones; without, each unit is one.
    test : {"ancova", "did", "randomisation"}, default "ancova"
        The test that will be used.
    treated : int, default 30
        How many of the planned units will be helped; with clusters, how many clusters.
    effects : sequence of float, default ()
        Effects, in units of the outcome; 0 gives the size of the test and is always among the rows.
    replicates : int, default 2000
        Simulated years.
    draws : int, default 499
        Draws of each randomisation.
    seed : int, default 1
        The seed.
    alpha : float, default 0.05
        The level of the test.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `effect` (float): The effect.
        - `rejected` (float): The share of simulated years in which the test rejects.

    Raises
    ------
    DesignError
        `design.length`; `design.too_few`; `design.parameter`; `design.id` for a cluster that is planned in part,
        and what the test itself refuses.

    Examples
    --------
    >>> before = np.sin(np.arange(60.0))
    >>> after = 0.7 * before + 0.3 * np.sin(11.0 * np.arange(60))
    >>> years = {"replicates": 20, "draws": 99}
    >>> found = ob.design.power(before, after, before > 0, treated=15, effects=[-0.5], **years)
    >>> found.effect, found.rejected
    (array([ 0. , -0.5]), array([0.1, 1. ]))
    """
    found: Table = _call("design.power", (before, after, planned, cluster), {"test": test, "treated": treated, "effects": effects, "replicates": replicates, "draws": draws, "seed": seed, "alpha": alpha}, "school", progress)
    return found


def t_power(d: float, treated: int, controls: int, alpha: float = 0.05) -> float:
    """P(reject) of a two-sided t test of two means that are `d` standard deviations apart.

        T noncentral with n₁ + n₀ − 2 degrees of freedom, shift d·√(n₁n₀/(n₁ + n₀)); the mean over χ
            of the normal's tails

    Parameters
    ----------
    d : float
        The distance of the means in standard deviations.
    treated : int
        Helped units.
    controls : int
        Others.
    alpha : float, default 0.05
        The level of the test.

    Returns
    -------
    float
        P(reject).

    Raises
    ------
    DesignError
        `design.parameter`; `design.too_few` below three units.

    Examples
    --------
    >>> round(ob.design.t_power(0.3, 40, 40), 4)
    0.2633
    """
    found: float = _call("design.t_power", (), {"d": d, "treated": treated, "controls": controls, "alpha": alpha}, "school")
    return found


def t_detectable(treated: int, controls: int, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest distance of two means, in standard deviations, that a t test sees with this chance.

    Parameters
    ----------
    treated : int
        Helped units.
    controls : int
        Others.
    alpha : float, default 0.05
        The level of the test.
    power : float, default 0.8
        The chance to see it.

    Returns
    -------
    float
        The distance.

    Raises
    ------
    DesignError
        As `t_power`.

    Examples
    --------
    >>> round(ob.design.t_detectable(30, 90), 4)
    0.5955
    """
    found: float = _call("design.t_detectable", (), {"treated": treated, "controls": controls, "alpha": alpha, "power": power}, "school")
    return found


def share_power(p1: float, p2: float, n1: int, n2: int, alpha: float = 0.05) -> float:
    """P(reject) of a two-sided comparison of two shares by Cohen's h = 2·asin√p₁ − 2·asin√p₂.

    Parameters
    ----------
    p1 : float
        The first share.
    p2 : float
        The second share.
    n1 : int
        Units behind the first.
    n2 : int
        Units behind the second.
    alpha : float, default 0.05
        The level of the test.

    Returns
    -------
    float
        P(reject).

    Raises
    ------
    DesignError
        `design.parameter`; `design.too_few`.

    Examples
    --------
    >>> round(ob.design.share_power(0.41, 0.3, 260, 260), 4)
    0.7481
    """
    found: float = _call("design.share_power", (), {"p1": p1, "p2": p2, "n1": n1, "n2": n2, "alpha": alpha}, "school")
    return found


def share_detectable(p1: float, n1: int, n2: int, alpha: float = 0.05, power: float = 0.8) -> DetectableShare:
    """The smallest fall from a share that a comparison sees with this chance.

    Parameters
    ----------
    p1 : float
        The share without measures.
    n1 : int
        Units behind it.
    n2 : int
        Units of the other group.
    alpha : float, default 0.05
        The level of the test.
    power : float, default 0.8
        The chance to see it.

    Returns
    -------
    DetectableShare
        - `h` (float): Cohen's h.
        - `share` (float | None): The share below `p1`; `None` where even none at all would not be seen.

    Raises
    ------
    DesignError
        `design.parameter`; `design.too_few`.

    Examples
    --------
    >>> found = ob.design.share_detectable(0.41, 60, 200)
    >>> round(found.h, 4), round(found.share, 4)
    (0.4124, 0.2204)
    """
    found: DetectableShare = _call("design.share_detectable", (), {"p1": p1, "n1": n1, "n2": n2, "alpha": alpha, "power": power}, "school")
    return found


def mcnemar_power(clears: float, comes: float, schools: int, alpha: float = 0.05) -> McnemarPower:
    """P(reject) of McNemar's test over `schools` of which each clears with chance `clears` and comes in with chance
    `comes`.

        b + c = m ~ Bin(N, p_b + p_c);   b | m ~ Bin(m, p_b/(p_b + p_c));
        sum of the chances of all (b, c) that are rejected

    Parameters
    ----------
    clears : float
        The chance that a school is listed before and not after.
    comes : float
        The chance that it is listed after and not before.
    schools : int
        Schools of both years.
    alpha : float, default 0.05
        The level of the test.

    Returns
    -------
    McnemarPower
        - `exact` (float): By the exact p-value.
        - `mid_p` (float): By the mid-p.

    Raises
    ------
    DesignError
        `design.parameter`; `design.too_few`.

    Examples
    --------
    >>> found = ob.design.mcnemar_power(0.18, 0.12, 300)
    >>> round(found.exact, 4), round(found.mid_p, 4)
    (0.4354, 0.4737)
    """
    found: McnemarPower = _call("design.mcnemar_power", (), {"clears": clears, "comes": comes, "schools": schools, "alpha": alpha}, "school")
    return found
