// Written by `./x generate` from the core's catalogue: change it there.

/** Options of `official.cohortJump`. */
export interface CohortJumpOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** How many interquartile ranges beyond the quartiles are critical; the text says 3. Default 3. */
    k?: number;
    /** The least number of pupils in each of the two years. Default 1. */
    minN?: number;
    /**
     * Hyndman and Fan's type of the quartiles, 4 to 9: 7 is Excel's `QUARTILE.INC` and what most programs do, 6 its
     * `QUARTILE.EXC`. Default 7.
     */
    quantileType?: number;
}

/**
 * The table of `official.cohortJump`. Sign C of 2019: how one cohort's mean share of the maximum changed between
 * two works.
 */
export interface CohortJumpTable extends Indications {
    /** The groups of both tallies. */
    group: string[];
    /** Pupils in the smaller of the two years. */
    n: Float64Array;
    /** K = share of the maximum before / share of the maximum after. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** The difference of the shares, after − before. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** K below this is a sharp rise: Q25 − k·IQR. */
    riseBelow: Float64Array;
    /** K above this is a sharp fall: Q75 + k·IQR. */
    fallAbove: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `heaping.byGroup`. */
export interface HeapingOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /**
     * The bound of the curvature, 0 or more and less than 1; where not given, what a normal distribution with the
     * work's mean and standard deviation has at the boundary.
     */
    k?: number | null;
    /** The least number of other groups in the reference; with fewer, `pvalueReference` is NaN. Default 5. */
    minReference?: number;
}

/**
 * The table of `heaping.byGroup`. The three-bin test at the mark boundaries of each group, pooled over works,
 * against a smooth distribution and against the reference: four rows for each group.
 */
export interface HeapingTable extends Indications {
    /** The group. */
    group: string[];
    /** The mark whose lowest total is tested: 3, 4, 5; 0 for all three together. */
    mark: Float64Array;
    /** Papers of the group in the works that have such a boundary. */
    n: Float64Array;
    /** The least number of different pupils behind them. */
    pupils: Float64Array;
    /** Papers with exactly the lowest total of the mark. */
    at: Float64Array;
    /** Papers with it or one point beside it. */
    window: Float64Array;
    /** at / window. */
    statistic: Float64Array;
    /** A spike: P(as many at the boundary or more), exact. */
    pvalue: Float64Array;
    /** The same with half the probability of `at` itself. */
    pvalueMid: Float64Array;
    /** Two-sided, exact. */
    pvalueTwoSided: Float64Array;
    /** Two-sided from mid tails. */
    pvalueTwoSidedMid: Float64Array;
    /**
     * The dip one point below the boundary: P(so few papers there or fewer) among the totals one, two and no points
     * below the boundary.
     */
    pvalueDip: Float64Array;
    /** The smallest `pvalue` that so many papers can give. */
    pvalueMin: Float64Array;
    /** The bound of the curvature that was used, averaged over the windows' papers. */
    k: Float64Array;
    /** Excess papers at the boundary as a share of the group's papers: (at − window/3) / n. */
    effect: Float64Array;
    /** 95 % interval of the effect. */
    lower: Float64Array;
    /** 95 % interval of the effect. */
    upper: Float64Array;
    /** at / window in the reference. */
    referenceShare: Float64Array;
    /** The intraclass correlation between the reference groups: an upper 75 % limit. */
    referenceRho: Float64Array;
    /** P(as many at the boundary or more | reference), beta-binomial. */
    pvalueReference: Float64Array;
    /** The same with half of P(exactly as many). */
    pvalueReferenceMid: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `official.inflatedMean`. */
export interface InflatedMeanOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The factor t of the interval; the text says 1.96. Default 1.96. */
    t?: number;
    /** The least number of pupils of a school; smaller ones are undefined. Default 2. */
    minN?: number;
    /**
     * Whether a school whose totals are all equal (s = 0) has an interval of no width, as the formula read to the
     * letter gives; else it is undefined. Default false.
     */
    withConstant?: boolean;
}

/**
 * The table of `official.inflatedMean`. Sign A of 2019: the mean total of each group and its interval beside the
 * region's.
 */
export interface InflatedMeanTable extends Indications {
    /** The groups. */
    group: string[];
    /** Pupils with a total. */
    n: Float64Array;
    /** The mean total x̄. */
    mean: Float64Array;
    /** The lower end of the group's interval, x̄ − t·s/√m. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** x̄ − X̄, in points. */
    effect: Float64Array;
    /** The group's interval less X̄, in points. */
    lower: Float64Array;
    /** The group's interval less X̄, in points. */
    upper: Float64Array;
    /** The upper end of the region's interval, X̄ + t·S/√n; a statistic above it is the sign. */
    critical: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `journal.byGroup`. */
export interface JournalOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /** The least number of other groups in the reference; with fewer, p-values are NaN. Default 5. */
    minReference?: number;
}

/**
 * The table of `journal.byGroup`. Shares of lowered, confirmed and raised marks and of gaps ≥ 2, pooled over
 * works, each beside the group's reference.
 */
export interface JournalTable extends Indications {
    /** The group. */
    group: string[];
    /** lowered, confirmed, raised, gap. */
    kind: ("lowered" | "confirmed" | "raised" | "gap")[];
    /** Results with a total and a journal mark, over all works. */
    n: Float64Array;
    /** The least number of different pupils behind them. */
    pupils: Float64Array;
    /** Those of this kind. */
    count: Float64Array;
    /** count / n; NaN for n = 0. */
    statistic: Float64Array;
    /** P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small. */
    pvalue: Float64Array;
    /** P(Y > count) + P(Y = count)/2. */
    pvalueMid: Float64Array;
    /** The group's share less the reference's. */
    effect: Float64Array;
    /** 95 % interval of the effect (sampling of pupils only). */
    lower: Float64Array;
    /** 95 % interval of the effect (sampling of pupils only). */
    upper: Float64Array;
    /** The share in the reference. */
    referenceShare: Float64Array;
    /** The intraclass correlation between the reference groups: an upper 75 % limit. */
    referenceRho: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `official.rankMismatch`. */
export interface RankMismatchOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The least number of pupils with a total and a journal mark. Default 3. */
    minN?: number;
    /** The treatment of ties. Default "printed". */
    ties?: "printed" | "corrected";
}

/**
 * The table of `official.rankMismatch`. Sign B of 2019: Spearman's correlation of journal marks and totals inside
 * each group.
 */
export interface RankMismatchTable extends Indications {
    /** The groups. */
    group: string[];
    /** Pupils with a total and a journal mark. */
    n: Float64Array;
    /** The rank correlation of journal mark and total; below 0 is the sign. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** NaN: the sign has none. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The middle of three neighbouring counts against a smooth distribution; all NaN without papers.
 */
export interface ThreeBin {
    /** at / (below + at + above). */
    share: number;
    /** One-sided for a spike: P(X ≥ at), exact. */
    pvalue: number;
    /** The same with half the probability of `at` itself. */
    pvalueMid: number;
    /** Two-sided, exact. */
    pvalueTwoSided: number;
    /** Two-sided from mid tails. */
    pvalueTwoSidedMid: number;
    /** One-sided for a dip: P(X ≤ at), exact. */
    pvalueDip: number;
    /** The same with half the probability of `at` itself. */
    pvalueDipMid: number;
    /** The smallest one-sided p-value that so many papers can give. */
    pvalueMin: number;
}

/** Options of `heaping.threeBin`. */
export interface ThreeBinOptions {
    /**
     * The bound of the curvature of the smooth distribution, 0 or more and less than 1; 0 is a straight line. Default
     * 0.
     */
    k?: number;
}

/**
 * The evidence layer alone, and what many p-values say together.
 */
export namespace evidence {
    /**
     * Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`. Of all tests, or of the
     * smallest p-values of more tests than are given.
     *
     *     sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j)
     *     m = max(tests, p-values given)
     *
     * The rate is controlled for independent and for positively dependent tests; exact p-values of counts make it
     * smaller than q. `tests` is for tables that keep only small p-values, such as pairs with `onlyBelow`: adjusted
     * among those kept alone, honest pairs would be found.
     *
     * @param p - P-values; NaN where there is none.
     * @param tests - How many tests were made, where `p` are the smallest of them alone (pairs with `onlyBelow`).
     * Default 0.
     * @returns In the order of `p`; NaN stays NaN.
     * @throws ObektivError: `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding
     * left above 1 counts as 1.
     * @see Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
     */
    function benjaminiHochberg(p: ArrayLike<number>, tests?: number | null): Float64Array;
}

/**
 * Papers piled up at the mark boundaries, papers raised over them, and round percentages.
 */
export namespace heaping {
    /**
     * The three-bin test at the mark boundaries of each group, pooled over works, against a smooth distribution and
     * against the reference: four rows for each group.
     *
     *     c: lowest total of the mark, n_s: papers of the group with total s; sums over works (and, for mark 0, over boundaries)
     *     statistic = Σ n_c / Σ (n_{c−1} + n_c + n_{c+1})
     *     pvalue    = P(X ≥ Σ n_c), X ~ Bin(Σ windows, π̄)                is there a spike; one window: threeBin
     *                 π̄ = mean of (1 + k)/(3 + k), weighted by the windows' papers
     *     pvalueDip  = P(X ≤ Σ n_{c−1}) in the bins c−2, c−1, c
     *     pvalueReference  = P(Σ n_c or more | reference), beta-binomial; a stratum is a work's boundary      is it larger than the reference's
     *     effect    = (Σ n_c − Σ windows/3) / n, Wilson's interval
     *     k         = max(|z² − 1|, 1) / (2·sd²), z = (c − mean)/sd, at most ½   unless given
     *
     * Several works are pooled, all of one grouping; works without boundaries are left out, and pupils with a missing
     * cell take no part. A sum of binomial counts with unequal π has a shorter upper tail than the binomial with their
     * mean, so pooling stays valid. In mark 0 a boundary less than three points above the one before is left out: no
     * paper counts twice.
     *
     * Two references, because region-wide heaping is usual: a small `pvalue` says that papers were moved, a small
     * `pvalueReference` that this group has more of it than its reference. A boundary whose upper neighbour lies
     * above the largest total takes no part, and a group without papers in the window is NaN.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.k - The bound of the curvature, 0 or more and less than 1; where not given, what a normal
     * distribution with the work's mean and standard deviation has at the boundary.
     * @param options.minReference - The least number of other groups in the reference; with fewer, `pvalueReference`
     * is NaN. Default 5.
     * @returns A table:
     * - `group`: The group.
     * - `mark`: The mark whose lowest total is tested: 3, 4, 5; 0 for all three together.
     * - `n`: Papers of the group in the works that have such a boundary.
     * - `pupils`: The least number of different pupils behind them.
     * - `at`: Papers with exactly the lowest total of the mark.
     * - `window`: Papers with it or one point beside it.
     * - `statistic`: at / window.
     * - `pvalue`: A spike: P(as many at the boundary or more), exact.
     * - `pvalueMid`: The same with half the probability of `at` itself.
     * - `pvalueTwoSided`: Two-sided, exact.
     * - `pvalueTwoSidedMid`: Two-sided from mid tails.
     * - `pvalueDip`: The dip one point below the boundary: P(so few papers there or fewer) among the totals one, two
     * and no points below the boundary.
     * - `pvalueMin`: The smallest `pvalue` that so many papers can give.
     * - `k`: The bound of the curvature that was used, averaged over the windows' papers.
     * - `effect`: Excess papers at the boundary as a share of the group's papers: (at − window/3) / n.
     * - `lower`: 95 % interval of the effect.
     * - `upper`: 95 % interval of the effect.
     * - `referenceShare`: at / window in the reference.
     * - `referenceRho`: The intraclass correlation between the reference groups: an upper 75 % limit.
     * - `pvalueReference`: P(as many at the boundary or more | reference), beta-binomial.
     * - `pvalueReferenceMid`: The same with half of P(exactly as many).
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_boundaries` if no work has boundaries; `statistic.parameter` for k outside 0
     * to 1 (1 excluded); `statistic.groupings`.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Frandsen (2017), Advances in Econometrics 38, 281–315; Hoeffding (1956), Annals of Mathematical Statistics
     * 27, 713–721. The curvature of a normal distribution and the reference comparison are this library's.
     */
    function byGroup(results: Tally | Results | readonly (Tally | Results)[], options?: HeapingOptions | null): HeapingTable;

    /**
     * Whether the middle of three neighbouring counts sticks out of a smooth distribution.
     *
     *     X ~ Bin(below + at + above, π),  π in [π_L, π_U] = [(1 − k)/(3 − k), (1 + k)/(3 + k)]
     *     pvalue           = P(X ≥ at; π_U)                                    spike
     *     pvalueDip        = P(X ≤ at; π_L)                                    dip
     *     pvalueTwoSided   = min(1, 2·min{P(X ≤ at; π_L), P(X ≥ at; π_U)})
     *     pvalueMin        = π_U^(below + at + above)
     *
     * `k` bounds the curvature of an honest distribution: |f₋ + f₊ − 2f₀| ≤ k·(f₋ + f₊). With k = 0 it is straight
     * over the three bins. The published program takes P(X > at) in the upper tail, which rejects too often at a
     * spike; the tail here includes `at`.
     *
     * @param below - Papers one point below the boundary.
     * @param at - Papers on it.
     * @param above - Papers one point above.
     * @param options.k - The bound of the curvature of the smooth distribution, 0 or more and less than 1; 0 is a
     * straight line. Default 0.
     * @returns `ThreeBin`:
     * - `share`: at / (below + at + above).
     * - `pvalue`: One-sided for a spike: P(X ≥ at), exact.
     * - `pvalueMid`: The same with half the probability of `at` itself.
     * - `pvalueTwoSided`: Two-sided, exact.
     * - `pvalueTwoSidedMid`: Two-sided from mid tails.
     * - `pvalueDip`: One-sided for a dip: P(X ≤ at), exact.
     * - `pvalueDipMid`: The same with half the probability of `at` itself.
     * - `pvalueMin`: The smallest one-sided p-value that so many papers can give.
     * @throws ObektivError: `statistic.parameter` for k outside 0 to 1 (1 excluded) and more than a hundred million
     * papers.
     * @throws ObektivError: `data.range` for a negative count.
     * @see Frandsen (2017), Advances in Econometrics 38, 281–315.
     */
    function threeBin(below: number, at: number, above: number, options?: ThreeBinOptions | null): ThreeBin;
}

/**
 * Marks beside the journal: lowered, confirmed, raised, gaps; agreement, leniency, agreement that is too perfect.
 */
export namespace journal {
    /**
     * Shares of lowered, confirmed and raised marks and of gaps ≥ 2, pooled over works, each beside the group's
     * reference.
     *
     *     mark m by the assessment's boundaries, journal mark j:
     *       lowered m < j,  confirmed m = j,  raised m > j,  gap |m − j| ≥ 2
     *     statistic = results of the kind / results with both marks
     *     pvalue    = P(as many or more | reference), beta-binomial: honest groups differ; a stratum is a work
     *
     * One tally for each work, all of one grouping. The reference of a group is all other groups with the same label
     * in `registry`; without labels, all others. Pupils without a journal mark or with a missing cell take no part;
     * works without boundaries are left out. A group without pupils has NaN.
     *
     * @param results - Several works are pooled. Pupils without a journal mark or with a missing cell take no part;
     * works without boundaries are left out.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups in the reference; with fewer, p-values are NaN.
     * Default 5.
     * @returns A table:
     * - `group`: The group.
     * - `kind`: lowered, confirmed, raised, gap.
     * - `n`: Results with a total and a journal mark, over all works.
     * - `pupils`: The least number of different pupils behind them.
     * - `count`: Those of this kind.
     * - `statistic`: count / n; NaN for n = 0.
     * - `pvalue`: P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
     * - `pvalueMid`: P(Y > count) + P(Y = count)/2.
     * - `effect`: The group's share less the reference's.
     * - `lower`: 95 % interval of the effect (sampling of pupils only).
     * - `upper`: 95 % interval of the effect (sampling of pupils only).
     * - `referenceShare`: The share in the reference.
     * - `referenceRho`: The intraclass correlation between the reference groups: an upper 75 % limit.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_boundaries` if no work has boundaries; `statistic.no_journal` if nobody has
     * a journal mark; `statistic.groupings`.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see The federal recommendations of 2026 for schools, § 3 (every gap of two marks is looked at); the p-value is
     * this library's.
     */
    function byGroup(results: Tally | Results | readonly (Tally | Results)[], options?: JournalOptions | null): JournalTable;
}

/**
 * The official rule of 2019, and the signs that later texts and tools add to it.
 */
export namespace official {
    /**
     * Sign A of 2019: the mean total of each group and its interval beside the region's.
     *
     *     statistic = x̄ − t·s/√m      the group's m pupils, s with divisor m − 1
     *     critical  = X̄ + t·S/√n      all n pupils of the tally
     *
     * The sign is `statistic > critical`. A group with fewer than `minN` pupils is NaN, and one with s = 0 unless
     * `withConstant` gives it an interval of no width. Sums are of integers, so the values do not depend on the order
     * of the pupils. It has no p-value, and honest schools differ: use it as a screening sign, never alone.
     *
     * @param results - Pupils with a missing cell are left out.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.t - The factor t of the interval; the text says 1.96. Default 1.96.
     * @param options.minN - The least number of pupils of a school; smaller ones are undefined. Default 2.
     * @param options.withConstant - Whether a school whose totals are all equal (s = 0) has an interval of no width,
     * as the formula read to the letter gives; else it is undefined. Default false.
     * @returns A table:
     * - `group`: The groups.
     * - `n`: Pupils with a total.
     * - `mean`: The mean total x̄.
     * - `statistic`: The lower end of the group's interval, x̄ − t·s/√m.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: x̄ − X̄, in points.
     * - `lower`: The group's interval less X̄, in points.
     * - `upper`: The group's interval less X̄, in points.
     * - `critical`: The upper end of the region's interval, X̄ + t·S/√n; a statistic above it is the sign.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for t that is not positive or `minN` below 2.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see The methodology of 2019, annex, A.
     */
    function inflatedMean(results: Tally | Results, options?: InflatedMeanOptions | null): InflatedMeanTable;

    /**
     * Sign B of 2019: Spearman's correlation of journal marks and totals inside each group.
     *
     *     r_s = 1 − 6·Σd² / (n(n² − 1))      d = rank(mark) − rank(total), mid-ranks for ties
     *
     * The sign is `statistic < 0`. A group with fewer than `minN` pupils, or whose marks or totals are all the same,
     * is NaN. Ranks are computed in halves as integers: the sign of the statistic is exact. Marks have four values, so
     * ties are massive and the printed formula lies above the true correlation ("corrected").
     *
     * @param results - Pupils without a journal mark or with a missing cell are left out.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.minN - The least number of pupils with a total and a journal mark. Default 3.
     * @param options.ties - The treatment of ties. Default "printed".
     * @returns A table:
     * - `group`: The groups.
     * - `n`: Pupils with a total and a journal mark.
     * - `statistic`: The rank correlation of journal mark and total; below 0 is the sign.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: NaN: the sign has none.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_journal` if nobody has a journal mark; `statistic.parameter` for `minN`
     * below 2.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see The methodology of 2019, annex, B.
     */
    function rankMismatch(results: Tally | Results, options?: RankMismatchOptions | null): RankMismatchTable;

    /**
     * Sign C of 2019: how one cohort's mean share of the maximum changed between two works.
     *
     *     K = S_before / S_after          S: mean total / largest total
     *     fall: K > Q75 + k·IQR,  rise: K < Q25 − k·IQR       quartiles over the groups
     *
     * `before` and `after` are of the same schools, in the first and the second year of the same cohort. Mind the
     * pupils' grade: a "grade 4" work of an autumn is written in grade 5. A school is the same where its login changed
     * its prefix, from `sch` to `edu`. Groups in only one tally are left out; a group with too few pupils or with
     * S_after = 0 is NaN and has no part in the quartiles.
     *
     * @param before - The first year of a cohort.
     * @param after - The second year of the same schools.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.k - How many interquartile ranges beyond the quartiles are critical; the text says 3. Default 3.
     * @param options.minN - The least number of pupils in each of the two years. Default 1.
     * @param options.quantileType - Hyndman and Fan's type of the quartiles, 4 to 9: 7 is Excel's `QUARTILE.INC` and
     * what most programs do, 6 its `QUARTILE.EXC`. Default 7.
     * @returns A table:
     * - `group`: The groups of both tallies.
     * - `n`: Pupils in the smaller of the two years.
     * - `statistic`: K = share of the maximum before / share of the maximum after.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: The difference of the shares, after − before.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `riseBelow`: K below this is a sharp rise: Q25 − k·IQR.
     * - `fallAbove`: K above this is a sharp fall: Q75 + k·IQR.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.groupings` if the tallies differ in their grouping; `statistic.parameter` for k
     * below 0 and a quantile type outside 4 to 9.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see The methodology of 2019, annex, C. Hyndman, Fan (1996). Sample quantiles in statistical packages.
     */
    function cohortJump(before: Tally | Results, after: Tally | Results, options?: CohortJumpOptions | null): CohortJumpTable;
}
