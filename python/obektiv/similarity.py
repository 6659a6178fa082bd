"""Papers of one class that agree more than the class's teaching explains.

Written by `./x generate` from the core's catalogue: change it there.
"""

from __future__ import annotations

from ._obektiv import Results, Table, call as _call
from ._typing import Steps

__all__ = [
    "by_class",
]


def by_class(
    results: Results,
    permutations: int = 9999,
    permute_below: float = 0.01,
    pair_level: float = 0.001,
    seed: int = 1,
    *,
    progress: Steps | None = None,
) -> Table:
    """The similarity of papers inside each class, or inside each school where the results name no classes.

        p_d(s)  P(feature d | total s), d = one score of one item;  w_d(s) = −ln p_d(s);  totals s from .15K to .9K, pairs of the same items
        excess     z of Σ_{u<v} Σ_d x_ud·x_vd·√(w_d(s_u)·w_d(s_v)), moments given the totals
        q_d(s)  = ω_d·p_d/(1 − p_d + ω_d·p_d),  ω_d so that Σ_v q_d(s_v) = Σ_v x_vd over the pupils of the class with the same paper
        ψ_v     = √w_d·(x_vd − q_d)·√(n/(n−1)),     Σ̄ = mean over the class of Cov(ψ_v)
        z_uv    = (ψ_u·ψ_v + (|ψ_u|² + |ψ_v|²)/(2(n−1)))·√(tr Σ̄² / (κ_u·κ_v)),  κ_v = max(ψ_v'Σ̄ψ_v, tr Σ̄²/2); without the second term for two papers;
                   made normal by Wilson–Hilferty, with the mean of the skewnesses of ψ_u·ψ and ψ_v·ψ over ψ of the class, items as if independent
        statistic  Σ z₊³ less its mean √(2/π) per pair, over its deviation √(7.5 − 2/π) per pair;  p by a gamma of its skewness
        control    the same of pairs of different variants
        duplicates Σ over strings (m − 1), m pupils with the string;  expected Σ_pairs c(s)·max(1, Π_items Σq²/Σp²),
                   c(s) the share of pairs of different schools with total s that agree throughout;  p = P(Poisson(expected) ≥ duplicates)
        largest    pupils in the largest component of the graph of pairs with p(z) < pair_level

    Covariances of features of different items are from correlations given the total, pooled over totals. Where a
    p-value is below `permute_below`, each pupil of the class is replaced by one of other schools with the same
    total and items (by himself where there is none), drawn with weights that give the class its own item effects
    (shrunk as by ten more pupils), all is computed anew, and p = h/l when the h = 20th of l is as large (Besag and
    Clifford), else (1 + as large)/(1 + permutations). A class most of whose pupils nobody of another school can
    stand for is not permuted: permutations need other schools. The same seed and order of rows give the same
    p-values in any order of threads. By moments, pairs are taken as uncorrelated: with two papers of a dozen pupils
    they reject about 2 % at .01, with ten papers of five up to 5 %; permutation puts that right below
    `permute_below`. What is undefined is NaN: without pairs, and `pvalue_largest` without permutations. `tier` is
    that of the pupils compared. No pupil is named.

    Parameters
    ----------
    results : Results
        By class, or by school where the results name no classes. Compared are pupils with a total between .15 and
        .9 of the maximum, of the same items, in papers with five such.
    permutations : int, default 9999
        The most permutations of a class; 0 for none.
    permute_below : float, default 0.01
        Classes with a p-value by moments, or of duplicates, below this are permuted.
    pair_level : float, default 0.001
        Pairs with a p-value below this are joined in the graph.
    seed : int, default 1
        The seed of the permutations.
    progress : callable or True, optional
        Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
        bar by tqdm.

    Returns
    -------
    Table
        - `group` (str): The class, `school/class`, or the school where classes are not known.
        - `n` (int): Pupils.
        - `compared` (int): Pupils with a total between .15 and .9 of the maximum, in a paper with five such.
        - `pairs` (int): Pairs of them that wrote the same variant.
        - `statistic` (float): (Σ z₊³ − its mean) / its standard deviation over these pairs, after the class's item
          effects.
        - `pvalue` (float): Its p-value: by permutation where the class was permuted, else by moments.
        - `pvalue_moments` (float): Its p-value by moments.
        - `effect` (float): The share of items on which pairs agree, less what is expected of the totals.
        - `lower` (float): NaN: the sign has none.
        - `upper` (float): NaN: the sign has none.
        - `excess` (float): z of the weighted matches of these pairs, with nothing taken out: a topic taught well
          makes it large too.
        - `pvalue_excess` (float): Its p-value by moments.
        - `control_pairs` (int): Pairs that wrote different variants.
        - `control` (float): The statistic of these.
        - `pvalue_control` (float): Its p-value by moments.
        - `control_effect` (float): The effect of these.
        - `duplicates` (int): Pupils whose paper is the same throughout as that of another who is counted before.
        - `duplicates_expected` (float): How many pairs of such papers are expected.
        - `pvalue_duplicates` (float): Its p-value: by permutation where the class was permuted, else P(Poisson ≥
          duplicates).
        - `clusters` (int): Groups of pupils joined by unusually similar pairs.
        - `largest` (int): Pupils in the largest.
        - `pvalue_largest` (float): P(as large or larger), by permutation.
        - `permutations` (int): Permutations made.
        - `tier` (str): How much a group of this size can say: insufficient, limited, approximate, informative.

    Raises
    ------
    StatisticError
        `statistic.parameter` for levels that are no probability, or more than 4,096 scores of items in all.

    References
    ----------
    Weighted matches: Trout and Gorney (2025). Class level and permutation given the totals: this library's;
    sequential p-values: Besag and Clifford (1991), Biometrika 78, 301–304; Wilson and Hilferty (1931), PNAS 17,
    684–688.

    Examples
    --------
    >>> r = ob.simulate.municipality(seed=1).results[0]
    >>> table = ob.similarity.by_class(r, permutations=99)
    >>> bool((table.compared <= table.n).all())
    True
    """
    found: Table = _call("similarity.by_class", (results,), {"permutations": permutations, "permute_below": permute_below, "pair_level": pair_level, "seed": seed}, "school", progress)
    return found
