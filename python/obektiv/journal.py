"""Marks beside the journal: lowered, confirmed, raised, gaps; agreement, leniency, agreement that is too perfect.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from collections.abc import Sequence

from ._obektiv import Registry, Results, Table, Tally, call as _call
from ._typing import Group

__all__ = [
    "agreement",
    "by_group",
    "leniency",
    "perfect",
]


def by_group(
    results: Results | Tally | Sequence[Results | Tally],
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 5,
) -> Table:
    """Shares of lowered, confirmed and raised marks and of gaps ≥ 2, pooled over works, each beside the group's
    reference.

        mark m by the assessment's boundaries, journal mark j:
          lowered m < j,  confirmed m = j,  raised m > j,  gap |m − j| ≥ 2
        statistic = results of the kind / results with both marks
        pvalue    = P(as many or more | reference), beta-binomial: honest groups differ; a stratum is a work

    One tally for each work, all of one grouping. The reference of a group is all other groups with the same label
    in `registry`; without labels, all others. Pupils without a journal mark or with a missing cell take no part;
    works without boundaries are left out. A group without pupils has NaN.

    Parameters
    ----------
    results : Results or Tally, or a sequence of them
        Several works are pooled. Pupils without a journal mark or with a missing cell take no part; works without
        boundaries are left out.
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 5
        The least number of other groups in the reference; with fewer, p-values are NaN.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `kind` (str): lowered, confirmed, raised, gap.
        - `n` (int): Results with a total and a journal mark, over all works.
        - `pupils` (int): The least number of different pupils behind them.
        - `count` (int): Those of this kind.
        - `statistic` (float): count / n; NaN for n = 0.
        - `pvalue` (float): P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
        - `pvalue_mid` (float): P(Y > count) + P(Y = count)/2.
        - `effect` (float): The group's share less the reference's.
        - `lower` (float): 95 % interval of the effect (sampling of pupils only).
        - `upper` (float): 95 % interval of the effect (sampling of pupils only).
        - `reference_share` (float): The share in the reference.
        - `reference_rho` (float): The intraclass correlation between the reference groups: an upper 75 % limit.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_boundaries` if no work has boundaries; `statistic.no_journal` if nobody has a journal mark;
        `statistic.groupings`.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    The federal recommendations of 2026 for schools, § 3 (every gap of two marks is looked at); the p-value is this
    library's.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
    >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
    >>> table = ob.journal.by_group(r)
    >>> [(str(kind), int(count)) for kind, count in zip(table.kind, table["count"])]
    [('lowered', 1), ('confirmed', 2), ('raised', 1), ('gap', 1)]
    """
    found: Table = _call("journal.by_group", (results, registry), {"min_reference": min_reference}, group)
    return found


def agreement(results: Results | Tally, group: Group = "school") -> Table:
    """Agreement of the journal's marks with the work's, in one work.

        p_jm: share of pupils with journal mark j and mark m,  v_jm = 1 − (j − m)²/9,  a_j, b_m: the margins
        p_o = Σ p_jm·v_jm,   p_e = Σ a_j·b_m·v_jm,   kappa = (p_o − p_e)/(1 − p_e)
        se² = [Σ p_jm·(v_jm(1 − p_e) − (v̄_j + v̄_m)(1 − p_o))² − (p_o·p_e − 2p_e + p_o)²] / (n(1 − p_e)⁴),  v̄_j = Σ b_m·v_jm, v̄_m = Σ a_j·v_jm
        interval: tanh(atanh(kappa) ± 1.96·se/(1 − kappa²))
        stuart_maxwell = d'S⁻d,  d_i = n_i. − n_.i,  S_ii = n_i. + n_.i − 2n_ii,  S_ij = −(n_ij + n_ji),  df = rank of S
        bowker = Σ_{i<j} (n_ij − n_ji)²/(n_ij + n_ji),  df = pairs that occur

    Kappa depends on how marks are spread: compare it between groups of like means only. Both tests are of marks
    within the group, by χ²; with few unequal marks they reject too seldom. Where all journal marks or all marks of
    the work are equal kappa is 0 and has neither standard error nor interval; where kappa is 1 or −1 it has no
    interval. `pvalue` in the table is NaN: kappa has no null to be tested against. Works lower marks in whole
    regions: small p-values of both tests are usual. Kappa falls where all pupils have one mark.

    Parameters
    ----------
    results : Results or Tally
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils with both marks.
        - `statistic` (float): Quadratic weighted kappa; NaN if both give all pupils one and the same mark.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): The same.
        - `lower` (float): 95 % interval of kappa; NaN where all marks agree.
        - `upper` (float): 95 % interval of kappa; NaN where all marks agree.
        - `se` (float): The standard error of kappa by the delta method.
        - `confirmed` (float): The share of equal marks.
        - `difference` (float): The mean of the work's mark less the journal's.
        - `stuart_maxwell` (float): χ² of whether both give each mark equally often.
        - `stuart_maxwell_df` (float): Its degrees of freedom.
        - `stuart_maxwell_pvalue` (float): P(χ² ≥ statistic).
        - `bowker` (float): χ² of whether each pair of marks is as frequent one way as the other.
        - `bowker_df` (float): Its degrees of freedom.
        - `bowker_pvalue` (float): P(χ² ≥ statistic).
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_boundaries` without mark boundaries; `statistic.no_journal` if nobody has a journal mark.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Cohen (1968), Psychological Bulletin 70, 213–220. Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72,
    323–327, the standard error. Stuart (1955), Biometrika 42, 412–416; Maxwell (1970), British Journal of
    Psychiatry 116, 651–655. Bowker (1948), JASA 43, 572–574.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
    >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
    >>> table = ob.journal.agreement(r)
    >>> table.statistic.round(3), table.bowker
    (array([0.444]), array([2.]))
    """
    found: Table = _call("journal.agreement", (results,), {}, group)
    return found


def leniency(results: Results | Tally, group: Group = "school") -> Table:
    """Ordinal calibration of journal marks by totals, with a random intercept for each group, in one work.

        P(J ≥ m | S) = F(α_m + βx + u),   F(η) = 1/(1 + e^−η),   x = (S − mean)/sd of the work's marked pupils,   u ~ N(0, τ²)
        û, v: mode of Σ ln P(J|S, u) − u²/2τ² in each group, and one over its curvature there                 (Laplace)
        τ²  = Σ (û² + v)/(G − 1)                                     G groups with marks
        α, β maximise Σ E ln P(J|S, u) − β²/200,  u ~ N(û, v) by three-point Gauss–Hermite quadrature        (EM)
        sd² = v + (1 − v/τ²)²·τ²/Σ(1 − v/τ²)                         the second part: the uncertainty of what the groups have in common, α
        shift = mean over the group's pupils of E[J|S, û] − E[J|S, 0];   intervals at û ± 1.96·sd

    Marks that nobody has are left out. G − 1 in place of G is the boundary-avoiding prior τ on the standard
    deviation: it is never estimated as 0, which would claim that no school differs. The prior of β (standard
    deviation 10) matters only where totals part the marks wholly. Iterated until nothing changes by more than 1e-9.
    Intervals take β and τ as known. All is NaN with fewer than three groups.

    A school whose papers were raised looks strict: leniency is of the journal against the work, whichever is right.

    Parameters
    ----------
    results : Results or Tally
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils with a total and a journal mark.
        - `statistic` (float): u: the posterior mode in logits, above 0 for a lenient journal.
        - `pvalue` (float): NaN: the sign has none.
        - `effect` (float): u as the mean shift of its pupils' journal marks.
        - `lower` (float): 95 % interval of the shift.
        - `upper` (float): 95 % interval of the shift.
        - `sd` (float): The posterior standard deviation of u.
        - `logits_lower` (float): 95 % interval of u.
        - `logits_upper` (float): 95 % interval of u.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_journal` if nobody has a journal mark.
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    McCullagh (1980), Journal of the Royal Statistical Society B 42, 109–142. Chung, Rabe-Hesketh, Dorie, Gelman and
    Liu (2013), Psychometrika 78, 685–709, the prior of τ.

    Examples
    --------
    >>> town = ob.simulate.municipality(1)
    >>> table = ob.journal.leniency(town.results[0])
    >>> bool((table.lower < table.effect).all() and (table.effect < table.upper).all())
    True
    """
    found: Table = _call("journal.leniency", (results,), {}, group)
    return found


def perfect(
    results: Results | Tally,
    group: Group = "school",
    registry: Registry | None = None,
    min_reference: int = 5,
    reliability: float | None = None,
) -> Table:
    """The share of confirmed marks beside the reference's at the same totals, and the largest share that the work's
    reliability allows.

        levels: totals of one mark, neighbours together until they hold 100 of the work's pupils
        statistic = confirmed / n
        pvalue    = P(as many or more | reference), beta-binomial with the levels as strata: its mean is Σ_l (n_l/n)·(confirmed share of the
                    other groups at level l)
        pvalue_share = the same without levels
        largest   = Σ_s n_s·q_s / n,   q_s = P(mark(Kπ + ½) = mark(s) | s)     π: true share of points
          π ~ Beta(a, b) before, Beta(a + s·ñ/K, b + (K − s)·ñ/K) after the work;   a + b = ñ(1 − r)/r, mean as the work's
          ñ = (μ(K − μ) − rσ²)/(σ²(1 − r)) the number of equal points that have reliability r

    The null: pupils' journal marks are drawn independently from the reference's P(journal mark | total), with a
    true share of agreement that differs between groups as those of the reference do. Both p-values are of agreement
    *above* the reference. `largest` has no p-value: where a group's interval lies above it, either the reliability
    is understated or marks were not given independently of the work.

    Parameters
    ----------
    results : Results or Tally
    group : {"school", "class", "municipality", "all"}, default "school"
        Groups of results; a tally has its own.
    registry : Registry, optional
        The reference of a group is all other groups with the same `reference` in it; without it, all others.
    min_reference : int, default 5
        The least number of other groups in the reference; with fewer, p-values are NaN.
    reliability : float, optional
        The reliability of the total, such as Cronbach's α, above 0 and below 1; without it `largest` is NaN. α is a
        lower bound: too low a reliability gives too low a largest agreement.

    Returns
    -------
    Table
        - `group` (str): The group.
        - `n` (int): Pupils with both marks.
        - `count` (int): Those whose marks are equal.
        - `statistic` (float): Their share of the pupils with both marks.
        - `pvalue` (float): P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
        - `pvalue_mid` (float): P(Y > count) + P(Y = count)/2.
        - `effect` (float): The group's share less the reference's.
        - `lower` (float): 95 % interval of the effect (sampling of pupils only).
        - `upper` (float): 95 % interval of the effect (sampling of pupils only).
        - `expected` (float): The reference's share at the group's totals.
        - `reference_rho` (float): The intraclass correlation between the reference groups: an upper 75 % limit.
        - `pvalue_share` (float): The p-value beside the reference, whatever the totals.
        - `largest` (float): The share to be expected if every journal mark were the pupil's true mark.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.no_boundaries`; `statistic.no_journal`; `statistic.parameter` for a reliability outside (0, 1).
    DataError
        `data.no_grouping` if the results lack the labels of the groups; `data.name` for another group.

    References
    ----------
    Livingston and Lewis (1995), Journal of Educational Measurement 32, 179–197, the effective test length.
    Hoeffding (1956): a sum over levels has a shorter tail than the binomial with their mean. The use is this
    library's.

    Examples
    --------
    >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
    >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
    >>> table = ob.journal.perfect(r, reliability=0.8)
    >>> table.statistic, table.largest.round(2)
    (array([0.5]), array([0.69]))
    """
    found: Table = _call("journal.perfect", (results, registry), {"min_reference": min_reference, "reliability": reliability}, group)
    return found
