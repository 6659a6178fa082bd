"""Classes of one school beside each other: how far apart they are.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from ._obektiv import Results, Table, Tally, call as _call

__all__ = [
    "by_school",
]


def by_school(results: Results | Tally, min_class: int = 5, min_schools: int = 10) -> Table:
    """Classes of one school that are far apart; a sign of this library.

    It catches a class whose work went otherwise than that of its neighbours: another room, another teacher at the
    board. It cannot tell this from classes that were put together by ability, which is common; hence two p-values.
    Honest schools: in a real region a quarter to two fifths of schools have `pvalue_sampling` ≤ .01 and 1 to 5 %
    `pvalue` ≤ .01, for few schools with streamed classes differ much more than most. Two classes of ten pupils say
    little: look at the interval.

        F = [Σ nₖ(x̄ₖ − x̄)²/(K − 1)] / [Σ (nₖ − 1)sₖ²/(N − K)]             classes k = 1..K of min_class pupils or more
        pvalue_sampling = P(F(K − 1, N − K) ≥ F)
        pvalue          = P(F(K − 1, N − K) ≥ F/(1 + n₀θ))                n₀ = (N − Σ nₖ²/N)/(K − 1)
        θ:  Σ (pⱼ(θ) − 1/2) = .674·√(J/12) over the J schools             an upper 75 % limit; p-values are uniform at the true θ
        effect = ρ = θ̂/(1 + θ̂), θ̂ = (F − 1)/n₀                            below 0 where classes are nearer than chance puts them

    The counts are of classes. F's tail is that of normal totals and holds for bounded ones with five pupils in a
    class and more; a permutation of pupils between classes gives the same. Pupils whose class is unknown (`-`) take
    no part. With unequal classes F/(1 + n₀θ) is F only nearly. A school with one class, or without any difference
    inside classes, is NaN.

    Parameters
    ----------
    results : Results or Tally
        A tally must be by class.
    min_class : int, default 5
        The least number of pupils of a class; smaller ones take no part.
    min_schools : int, default 10
        The least number of schools with two classes or more; with fewer `pvalue` is NaN.

    Returns
    -------
    Table
        - `group` (str): The school.
        - `n` (int): Pupils of the classes that take part.
        - `classes` (int): These classes.
        - `statistic` (float): F: the variance between classes over that inside.
        - `pvalue` (float): P(F or more), if classes differ as those of all schools do.
        - `pvalue_sampling` (float): P(F or more), if classes are drawn from the school's pupils by chance.
        - `effect` (float): The share ρ of the variance of totals that lies between classes.
        - `lower` (float): 95 % interval of the share.
        - `upper` (float): 95 % interval of the share.
        - `gap` (float): The largest class mean less the smallest, in points.
        - `highest` (str): The class with the largest mean; the first of equal ones.
        - `lowest` (str): The class with the smallest.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.groupings` for a tally that is not by class; `statistic.parameter` for `min_class` below 2.
    DataError
        `data.no_grouping` if the results lack the labels of the groups.

    References
    ----------
    Searle, Casella & McCulloch (1992), Variance Components, 3.6: the interval of ρ.

    Examples
    --------
    >>> r = ob.simulate.municipality(seed=1).results[0]
    >>> bool((ob.classes.by_school(r).classes >= 0).all())
    True
    """
    found: Table = _call("classes.by_school", (results,), {"min_class": min_class, "min_schools": min_schools}, "school")
    return found
