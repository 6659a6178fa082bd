// Written by `./x generate` from the core's catalogue: change it there.

/**
 * What `aggregate` finds.
 */
export interface Aggregate extends Effect {
    /** The standard error of the overall effect. */
    se: number;
    /** The parts; none for a simple aggregate. */
    points: Point[];
    /** What a band's half is in standard errors. */
    bandCritical: number | null;
}

/** Options of `effect.aggregate`. */
export interface AggregateOptions {
    /** The cluster at whose level help was decided, such as a municipality; without, each unit is one. */
    cluster?: string[];
    /** Columns with one value for each row of the panel, taken from the base year. */
    covariates?: readonly ArrayLike<number>[];
    /**
     * What cells are added up to: all since the help by the size of cohorts (simple), the mean of each cohort (group),
     * by years since the help began (dynamic), by years (calendar). Default "simple".
     */
    kind?: "simple" | "group" | "dynamic" | "calendar";
    /** Who stands for the helped. Default "never". */
    control?: "never" | "not_yet";
    /** How covariates are allowed for. Default "dr". */
    method?: "reg" | "ipw" | "dr";
    /** Since when a change is counted before the help. Default "varying". */
    base?: "varying" | "universal";
    /** Draws behind simultaneous bands. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot. Default false. */
    byLot?: boolean;
}

/** Options of `design.allocate`. */
export interface AllocateOptions {
    /** What a visit costs; without, 1. */
    cost?: ArrayLike<number>;
    /** So many visits, whatever they cost. */
    visits?: number | null;
    /** So much money, in place of a number of visits. */
    budget?: number | null;
    /** The least number of visits of each stratum. Default 1. */
    least?: number;
}

/**
 * What `allocate` finds.
 */
export interface Allocation {
    /** Visits of each stratum. */
    visits: Float64Array;
    /** The same before rounding, without least and most. */
    real: Float64Array;
    /** The variance of the mean over all schools. */
    varianceOfMean: number;
    /** Visits in proportion to schools, before rounding. */
    proportional: Float64Array;
    /** The variance these would give. */
    varianceProportional: number;
    /** What the visits cost. */
    cost: number;
}

/**
 * What `ancova` finds.
 */
export interface Ancova extends Effect {
    /** All standard errors that are defined. */
    standardErrors: StandardError[];
    /** The slope of the outcome after on the one before: what of a deviation is expected to stay. */
    slope: number;
    /** The share of helped units whose value before lies among those of the others. */
    overlap: number;
    /** The p-value of randomisation. */
    randomisationPvalue: number;
}

/** Options of `effect.ancova`. */
export interface AncovaOptions {
    /** Strata with levels of their own, such as works or sizes. */
    stratum?: string[];
    /** The cluster at whose level help was decided; without, each unit is one. */
    cluster?: string[];
    /** Weights above 0. */
    weight?: ArrayLike<number>;
    /** The scaling of the standard error behind interval and p-value. Default "cr2". */
    se?: "cr1" | "cr2" | "cr3";
    /** Helped units whose value before lies outside of those of the others are left out. Default true. */
    trim?: boolean;
    /** Assignments up to which all are looked at. Default 1000000. */
    most?: number;
    /** Draws where there are more. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot: the p-value is then that of randomisation. Default false. */
    byLot?: boolean;
}

/** Options of `design.calibrated`. */
export interface CalibratedOptions {
    /** The chances of pairs of visited schools, as `sampfordJoint` gives them. */
    joint?: readonly ArrayLike<number>[];
    /** How many schools there are. */
    population: number;
    /** As for `estimate`. Default "brewer". */
    variance?: "brewer" | "sen_yates_grundy" | "horvitz_thompson" | "poisson";
}

/** Options of `design.chances`. */
export interface ChancesOptions {
    /**
     * The group of each school that a trip goes to, such as its municipality, small ones joined with a neighbour;
     * without, schools are visited one by one.
     */
    group?: string[];
    /** How many visits. */
    visits: number;
    /** No chance is below it: every weight is at most one over it. Default 0.02. */
    floor?: number;
    /** The visits are to be counted up for all schools; without, unsuspicious schools may have no chance. Default true. */
    estimate?: boolean;
    /** Schools of a group that one trip visits. Default 2. */
    perTrip?: number;
}

/**
 * A cohort.
 */
export interface Cohort {
    /** The year in which its help began. */
    firstTreated: number;
    /** Its units. */
    units: number;
}

/**
 * The smallest effects that would be seen.
 */
export interface Detectable {
    /** By difference in differences. */
    did: number;
    /** By analysis of covariance: never more. */
    ancova: number;
    /** Without the year before. */
    postOnly: number;
    /** √(1 + (m − 1)·ICC). */
    inflation: number;
    /** Degrees of freedom; `null` for the normal distribution's points. */
    df: number | null;
}

/** Options of `design.detectable`. */
export interface DetectableOptions {
    /** Standard deviation of the outcome between units. Default 1. */
    sd?: number;
    /** Correlation of a unit's outcomes in two years. Default 0.5. */
    rho?: number;
    /** Helped units; with `clusterSize`, helped clusters. Default 30. */
    treated?: number;
    /** Others. Default 30. */
    controls?: number;
    /** Units of a cluster (Σm²/Σm for unequal ones); without, each unit is one. */
    clusterSize?: number | null;
    /** Correlation inside clusters. Default 0. */
    icc?: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
    /** The chance to see the effect. Default 0.8. */
    power?: number;
}

/**
 * The smallest fall of a share that would be seen.
 */
export interface DetectableShare {
    /** Cohen's h. */
    h: number;
    /** The share below `p1`; `null` where even none at all would not be seen. */
    share: number | null;
}

/**
 * What `did` finds.
 */
export interface Did extends Effect {
    /** All standard errors that are defined. */
    standardErrors: StandardError[];
    /** How many assignments of help to clusters, or to units inside mixed clusters, there are. */
    assignments: number;
    /** All were looked at. */
    exact: boolean;
}

/** Options of `effect.did`. */
export interface DidOptions {
    /** The cluster at whose level help was decided, such as a municipality; without, each unit is one. */
    cluster?: string[];
    /** Weights above 0; without, all rows weigh the same. */
    weight?: ArrayLike<number>;
    /** Each unit has a level of its own; without, only helped and others have. Default true. */
    unitEffects?: boolean;
    /** The scaling of the standard error behind the interval. Default "cr2". */
    se?: "cr1" | "cr2" | "cr3";
    /** Assignments up to which all are looked at. Default 1000000. */
    most?: number;
    /** Draws where there are more. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot. Default false. */
    byLot?: boolean;
}

/**
 * What `discontinuity` finds.
 */
export interface Discontinuity extends Effect {
    /** All bandwidths that have enough units. */
    jumps: Jump[];
    /** Jumps where there is no threshold, with the bandwidth of the effect. */
    placebo: Jump[];
    /** The second derivative that was allowed. */
    smoothness: number;
}

/** Options of `effect.discontinuity`. */
export interface DiscontinuityOptions {
    /** The outcome before, for the naive change alone; without, levels stand in its place. */
    before?: ArrayLike<number>;
    /** The cluster, such as the school of several works; without, each row is one. */
    cluster?: string[];
    /**
     * Distances from the threshold up to which units count; the effect is that of the shortest honest interval.
     * Default [0.25, 0.5, 1].
     */
    bandwidths?: ArrayLike<number>;
    /**
     * The largest second derivative of the outcome in the running variable; without, that of polynomials of degree
     * four.
     */
    smoothness?: number | null;
    /** Thresholds at which there is none; without, quartiles of each side. */
    placebo?: ArrayLike<number> | null;
}

/**
 * A donor's part in the synthetic unit.
 */
export interface DonorWeight {
    /** The donor. */
    unit: string;
    /** Its weight; all sum to 1. */
    weight: number;
}

/**
 * What `draw` gives, with all that the minutes need.
 */
export interface Draw {
    /** The drawn places of the list, in its order. */
    sample: Float64Array;
    /** All others in the order in which they replace a school that falls out. */
    reserve: Float64Array;
    /** How they were drawn. */
    method: "pivotal" | "sampford";
    /** The seed. */
    seed: number;
    /** FNV-1a of the list in its order and its chances, 16 hexadecimal digits. */
    fingerprint: string;
    /** The version of this program. */
    version: string;
}

/** Options of `design.draw`. */
export interface DrawOptions {
    /**
     * The group of each school that a trip goes to, such as its municipality, small ones joined with a neighbour;
     * without, schools are visited one by one.
     */
    group?: string[];
    /** How schools are drawn. Default "pivotal". */
    method?: "pivotal" | "sampford";
    /** The seed: it goes into the minutes with the fingerprint of the list. Default 0. */
    seed?: number;
    /** Schools of a group that one trip visits. Default 2. */
    perTrip?: number;
}

/**
 * An effect of measures beside what would have come without any.
 *
 * `estimate = naiveChange − expectedWithoutMeasures` for all methods that have both. What else is undefined is
 * `null`, never NaN. Results that are no effect, such as a prevalence, are a `Statement`.
 */
export interface Effect {
    /** The effect, in units of the outcome; NaN where nobody stands for one side of it. */
    estimate: number;
    /** 95 % interval. */
    lower: number | null;
    /** 95 % interval. */
    upper: number | null;
    /** Two-sided, of no effect. */
    pvalue: number | null;
    /** The smallest p-value that the design could have given; `null` where any can come. */
    smallestAttainablePvalue: number | null;
    /** Helped units. */
    nTreated: number;
    /** Units not helped that they are compared with. */
    nControl: number;
    /** Clusters, such as municipalities: the level at which help was decided. */
    clusters: number;
    /** Clusters with helped units. */
    treatedClusters: number;
    /** How the estimate, the interval and the p-value were made. */
    method: string;
    /** What was compared with what. */
    comparison: Words;
    /**
     * The change that was seen in helped units: never the effect. Of observed classes, and at a threshold without
     * values before, their value in place of a change.
     */
    naiveChange: number | null;
    /** The change, or the value, that was to be expected in them without any measure. */
    expectedWithoutMeasures: number | null;
    /** What a reader has to know before using the number. */
    warnings: Warning[];
    /** What was compared, what came out, and what cannot be concluded. */
    sentence: Words;
    /** What cannot be concluded, alone. */
    caution: Words;
}

/**
 * What `estimate` finds.
 */
export interface Estimate {
    /** Horvitz and Thompson's total Σ y/π. */
    total: number;
    /** Its standard error. */
    totalSe: number;
    /** Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one. */
    mean: number;
    /** Its standard error. */
    meanSe: number;
    /**
     * 95 % interval of the mean by t, its degrees of freedom one less than the effective number of visits; where all
     * found is 0 or 1, Wilson's for that number.
     */
    lower: number;
    /** 95 % interval of the mean. */
    upper: number;
    /** Σ 1/π: how many schools the visited ones stand for. */
    population: number;
    /** Visits. */
    visits: number;
}

/** Options of `design.estimate`. */
export interface EstimateOptions {
    /** The chances of pairs of visited schools, as `sampfordJoint` gives them. */
    joint?: readonly ArrayLike<number>[];
    /** The group of each visited school, where trips went to groups; without, schools were visited one by one. */
    group?: string[];
    /** The chance with which each visited school's group was drawn; without, no group was certain. */
    groupChance?: ArrayLike<number>;
    /**
     * How the variance is estimated: from the chances alone (brewer), from those of pairs (the next two), for visits
     * that were drawn one by one (poisson). Default "brewer".
     */
    variance?: "brewer" | "sen_yates_grundy" | "horvitz_thompson" | "poisson";
}

/**
 * What `eventStudy` finds.
 */
export interface EventStudy extends Effect {
    /** −p…−1, 1…q: years since the last one before the help, which is 0 and left out. */
    time: Float64Array;
    /** The effects; those before the help should be none. */
    beta: Float64Array;
    /** Their covariance. */
    covariance: Float64Array[];
}

/** Options of `effect.eventStudy`. */
export interface EventStudyOptions {
    /** The cluster at whose level help was decided, such as a municipality; without, each unit is one. */
    cluster?: string[];
    /** Columns with one value for each row of the panel, taken from the base year. */
    covariates?: readonly ArrayLike<number>[];
    /** Who stands for the helped. Default "never". */
    control?: "never" | "not_yet";
    /** How covariates are allowed for. Default "dr". */
    method?: "reg" | "ipw" | "dr";
    /** Draws behind simultaneous bands. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot. Default false. */
    byLot?: boolean;
}

/**
 * Means of the three exposures.
 */
export interface Exposures {
    /** Classes with an observer. */
    observed: number;
    /** Classes without one in a visited school. */
    sameSchool: number;
    /** Classes of schools that were not visited. */
    notObserved: number;
}

/**
 * A unit's distance from its synthetic one in a year.
 */
export interface Gap {
    /** The year. */
    period: number;
    /** The unit less its synthetic one. */
    gap: number;
}

/**
 * What `groupTime` finds; `aggregate` says what else it adds up to.
 */
export interface GroupTime extends Effect {
    /** One cell for each cohort and year. */
    cells: GroupTimeCell[];
    /** What a band's half is in standard errors. */
    bandCritical: number;
    /** Units of each cohort. */
    cohorts: Cohort[];
    /** Units that take part. */
    units: number;
}

/**
 * A cohort's effect in one year.
 */
export interface GroupTimeCell {
    /** The year in which the cohort's help began. */
    firstTreated: number;
    /** The year. */
    period: number;
    /** The effect. */
    att: number;
    /** Its standard error; 0 in the base year itself, NaN where one unit alone began. */
    se: number;
    /** 95 % interval of this cell alone. */
    lower: number;
    /** 95 % interval of this cell alone. */
    upper: number;
    /** 95 % band of all cells together. */
    bandLower: number;
    /** 95 % band of all cells together. */
    bandUpper: number;
    /** The cohort's own change. */
    naiveChange: number;
    /** The change that was to be expected in it without any measure. */
    expectedWithoutMeasures: number;
}

/** Options of `effect.groupTime`. */
export interface GroupTimeOptions {
    /** The cluster at whose level help was decided, such as a municipality; without, each unit is one. */
    cluster?: string[];
    /** Columns with one value for each row of the panel, taken from the base year. */
    covariates?: readonly ArrayLike<number>[];
    /** Who stands for the helped. Default "never". */
    control?: "never" | "not_yet";
    /** How covariates are allowed for. Default "dr". */
    method?: "reg" | "ipw" | "dr";
    /** Since when a change is counted before the help. Default "varying". */
    base?: "varying" | "universal";
    /** Draws behind simultaneous bands. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot. Default false. */
    byLot?: boolean;
}

/**
 * What `honest` finds.
 *
 * It is made of effects with their covariance, so how many units and clusters these rest on is said where they
 * come from, as by `eventStudy`. What was expected without any measure is of the difference between the groups: 0
 * if they would have moved alike, `expectedDrift` if the drift of the years before had gone on.
 */
export interface Honest extends Statement {
    /** The effect if both groups would have moved alike. */
    estimate: number;
    /** Its standard error. */
    se: number;
    /** 95 % interval if both would have moved alike. */
    lower: number;
    /** 95 % interval if both would have moved alike. */
    upper: number;
    /** Two-sided, of no effect, if both would have moved alike. */
    pvalue: number;
    /**
     * The difference that the straight drift of the years before would have brought by itself, as the shortest
     * interval extrapolates it.
     */
    expectedDrift: number;
    /** The effect under each bound. */
    sensitivity: Sensitivity[];
    /** The bound from which on the interval holds no effect; `null` where it does with a straight line already. */
    breakdown: number | null;
}

/** Options of `effect.honest`. */
export interface HonestOptions {
    /** How much the yearly drift may change from one year to the next: bounds to try; 0 is a straight line. */
    smoothness: ArrayLike<number>;
    /** Weights of the years after; without, their mean. */
    target?: ArrayLike<number> | null;
}

/**
 * A jump at a threshold with one bandwidth.
 */
export interface Jump {
    /** The threshold on the running variable. */
    threshold: number;
    /** The distance up to which units count. */
    bandwidth: number;
    /** The jump. */
    estimate: number;
    /** The level just below the threshold: what was expected there without help. */
    levelBelow: number;
    /** CR2 by clusters. */
    se: number;
    /** Satterthwaite's degrees of freedom. */
    df: number;
    /** The largest bias that the smoothness allows. */
    bias: number;
    /** Honest 95 % interval. */
    lower: number;
    /** Honest 95 % interval. */
    upper: number;
    /** The largest p-value that the bias allows. */
    pvalue: number;
    /** Rows below the threshold. */
    nBelow: number;
    /** Rows from the threshold on. */
    nAbove: number;
}

/**
 * The distribution of true levels in two years.
 */
export interface Levels {
    /** Mean level of the first year. */
    mu0: number;
    /** Mean level of the second year. */
    mu1: number;
    /** Standard deviation of levels in the first year. */
    tau0: number;
    /** Standard deviation of levels in the second year. */
    tau1: number;
    /** Correlation of a school's levels. */
    rho: number;
    /** The log-likelihood. */
    logLikelihood: number;
}

/**
 * What `mcnemar` finds.
 */
export interface Mcnemar extends Effect {
    /** Exact two-sided p-value. */
    exact: number;
    /** Mid-p: 2·(P(X < min) + P(X = min)/2), at most 1. */
    midP: number;
    /** cleared / new; `null` where nobody is new. */
    odds: number | null;
    /** Clopper and Pearson's 95 % interval of the odds; `null` with nobody changed. */
    oddsLower: number | null;
    /** The same; `null` where it is infinite. */
    oddsUpper: number | null;
    /** Wald's standard error of the difference. */
    waldSe: number;
}

/** Options of `effect.mcnemar`. */
export interface McnemarOptions {
    /** Listed in both years. */
    kept: number;
    /** Listed before, not after. */
    cleared: number;
    /** Not listed before, listed after. */
    new: number;
    /** Listed in neither year. */
    never: number;
}

/**
 * McNemar's test: the chance to see a change, exactly.
 */
export interface McnemarPower {
    /** By the exact p-value. */
    exact: number;
    /** By the mid-p. */
    midP: number;
}

/** Options of `design.mcnemarPower`. */
export interface McnemarPowerOptions {
    /** The chance that a school is listed before and not after. */
    clears: number;
    /** The chance that it is listed after and not before. */
    comes: number;
    /** Schools of both years. */
    schools: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
}

/**
 * What `observers` finds.
 */
export interface Observers {
    /** Observed classes beside classes of schools not visited. */
    direct: Effect;
    /** Classes without an observer in visited schools beside classes of schools not visited. */
    spillOver: Effect;
    /** Observed classes beside others of the same schools. */
    within: Effect;
    /** Means weighted by 1/π over the sum of these weights. */
    hajek: Exposures;
    /** Sums weighted by 1/π over the number of classes. */
    horvitzThompson: Exposures;
    /** Standard errors of the direct difference. */
    directErrors: StandardError[];
    /** Standard errors of the spill-over. */
    spillOverErrors: StandardError[];
}

/** Options of `effect.observers`. */
export interface ObserversOptions {
    /** Draws behind p-values. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Classes that would have been observed in a school that was not drawn. Default 1. */
    classes?: number;
}

/**
 * What the same does for a unit that was not helped.
 */
export interface Placebo {
    /** The unit. */
    unit: string;
    /** Its mean gap after. */
    estimate: number;
    /** Root mean square gap before. */
    preRmspe: number;
    /** Root mean square gap after. */
    postRmspe: number;
    /** postRmspe/preRmspe; `null` where the fit before is exact. */
    ratio: number | null;
}

/**
 * Part of an aggregate: a cohort, a number of years since the help, or a year.
 */
export interface Point {
    /** The cohort's first year, years since the help began, or the year. */
    at: number;
    /** The effect. */
    att: number;
    /** Its standard error. */
    se: number;
    /** 95 % interval of this part alone. */
    lower: number;
    /** 95 % interval of this part alone. */
    upper: number;
    /** 95 % band of all parts together. */
    bandLower: number;
    /** 95 % band of all parts together. */
    bandUpper: number;
    /** The change that was seen in helped units. */
    naiveChange: number;
    /** The change that was to be expected in them without any measure. */
    expectedWithoutMeasures: number;
}

/** Options of `design.poststratified`. */
export interface PoststratifiedOptions {
    /** The chances of pairs of visited schools, as `sampfordJoint` gives them. */
    joint?: readonly ArrayLike<number>[];
    /**
     * How the variance is estimated: from the chances alone (brewer), from those of pairs (the next two), for visits
     * that were drawn one by one (poisson). Default "brewer".
     */
    variance?: "brewer" | "sen_yates_grundy" | "horvitz_thompson" | "poisson";
}

/** Options of `design.power`. */
export interface PowerOptions {
    /** The cluster, such as a municipality, where help will be given to whole ones; without, each unit is one. */
    cluster?: string[];
    /** The test that will be used. Default "ancova". */
    test?: "ancova" | "did" | "randomisation";
    /** How many of the planned units will be helped; with clusters, how many clusters. Default 30. */
    treated?: number;
    /** Effects, in units of the outcome; 0 gives the size of the test and is always among the rows. Default []. */
    effects?: ArrayLike<number>;
    /** Simulated years. Default 2000. */
    replicates?: number;
    /** Draws of each randomisation. Default 499. */
    draws?: number;
    /** The seed. Default 1. */
    seed?: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
}

/**
 * The table of `design.power`. What the very test that will be used sees, by simulation from last year's two
 * columns.
 */
export interface PowerTable {
    /** The effect. */
    effect: Float64Array;
    /** The share of simulated years in which the test rejects. */
    rejected: Float64Array;
}

/** Options of `design.precision`. */
export interface PrecisionOptions {
    /** Numbers of visits; without, 20, 40, … 200, as far as the schools and the floor go. */
    visits?: ArrayLike<number> | null;
    /** No chance of a visit is below it. Default 0.02. */
    floor?: number;
    /** Simulated years behind the last columns. Default 999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
}

/**
 * The table of `design.precision`. What numbers of visits buy: schools that are caught, and how well the share of
 * all schools becomes known.
 */
export interface PrecisionTable {
    /** Visits. */
    visits: Float64Array;
    /** Schools with what is looked for that are expected among the visited. */
    caught: Float64Array;
    /** Standard error of the share of all schools, by formula. */
    se: Float64Array;
    /** Half the 95 % interval over the expected share. */
    relativeHalf: Float64Array;
    /** The standard error over simulated years. */
    simulatedSe: Float64Array;
    /** The share of simulated intervals that hold the true share. */
    coverage: Float64Array;
}

/**
 * What a check of years before the help finds, with what it could have found.
 *
 * It is no effect: nothing had been done yet, so there is no change to explain and the differences expected are 0.
 * In place of an estimate with its interval stands what could have been missed: `detectableSlope` and the `bias`
 * it would bring.
 */
export interface Pretrend extends Statement {
    /** Wald's statistic of all differences before the help. */
    statistic: number;
    /** Its degrees of freedom. */
    df: number;
    /** P(χ² ≥ statistic). */
    pvalue: number;
    /** The yearly drift between the groups that this check finds in four cases of five. */
    detectableSlope: number;
    /** What such a drift would add to the mean effect after the help. */
    bias: number;
    /** Helped units. */
    nTreated: number;
    /** Units not helped that they are compared with. */
    nControl: number;
    /** Clusters. */
    clusters: number;
    /** Clusters with helped units. */
    treatedClusters: number;
}

/** Options of `effect.pretrend`. */
export interface PretrendOptions {
    /** The cluster at whose level help was decided, such as a municipality; without, each unit is one. */
    cluster?: string[];
    /** Columns with one value for each row of the panel, taken from the base year. */
    covariates?: readonly ArrayLike<number>[];
    /** Who stands for the helped. Default "never". */
    control?: "never" | "not_yet";
    /** How covariates are allowed for. Default "dr". */
    method?: "reg" | "ipw" | "dr";
    /** Since when a change is counted before the help. Default "varying". */
    base?: "varying" | "universal";
    /** Draws behind simultaneous bands. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot. Default false. */
    byLot?: boolean;
}

/**
 * What `prevalence` finds.
 *
 * It is no effect: there is no change, none is expected, and the question is how many, not whether, so there is no
 * p-value. In their place stand the share with the sign as it is, `apparent`, and what it would be by errors
 * alone, `expectedIfNone`; whether any school has what is looked for is said by the lower limit.
 */
export interface Prevalence extends Statement {
    /** The share, from 0 to 1. */
    estimate: number;
    /** 95 % interval, from 0 to 1. */
    lower: number;
    /** 95 % interval, from 0 to 1. */
    upper: number;
    /** The share as the formula gives it, below 0 where there are fewer positives than false ones expected. */
    unclipped: number;
    /** The interval as the formula gives it. */
    unclippedLower: number;
    /** The interval as the formula gives it. */
    unclippedUpper: number;
    /** Schools with the sign. */
    positive: number;
    /** All schools that it could have found. */
    tested: number;
    /** Positives among the tested: the share as it is. */
    apparent: number;
    /** What that share would be if no school had what is looked for: 1 − specificity. */
    expectedIfNone: number;
    /** The sensitivity. */
    sensitivity: number;
    /** The specificity. */
    specificity: number;
}

/** Options of `effect.prevalence`. */
export interface PrevalenceOptions {
    /** Schools with the sign. */
    positive: number;
    /** All schools that it could have found. */
    tested: number;
    /** The share that the sign finds of those that have it: known, or so many right of so many that were checked. */
    sensitivity: number | [number, number];
    /** The share that it spares of those that have it not, in the same form. */
    specificity: number | [number, number];
    /**
     * The interval of the share of positives, where both are known: Clopper and Pearson's is never too short, Wilson's
     * is right on average, Blaker's and Sterne's are never too short and shorter. Default "clopper_pearson".
     */
    interval?: "clopper_pearson" | "wilson" | "blaker" | "sterne";
}

/**
 * What `randomisation` finds.
 */
export interface Randomisation extends Effect {
    /** The statistic that was compared. */
    statistic: number;
    /** P(statistic ≤ the observed). */
    less: number;
    /** P(statistic ≥ the observed). */
    greater: number;
    /** How many assignments there are. */
    assignments: number;
    /** All were looked at. */
    exact: boolean;
}

/** Options of `effect.randomisation`. */
export interface RandomisationOptions {
    /** Strata inside which help was given. */
    stratum?: string[];
    /** What is compared. Default "difference". */
    statistic?: "difference" | "studentised";
    /** Assignments up to which all are looked at. Default 1000000. */
    most?: number;
    /** Draws where there are more. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot, inside the strata. Default false. */
    byLot?: boolean;
}

/**
 * What `relapse` finds.
 */
export interface Relapse extends Effect {
    /** Flagged schools that are judged. */
    flagged: number;
    /** Those that are flagged again. */
    stillObserved: number;
    /** How many were to be expected again without any measure. */
    stillExpected: number;
    /** The standard deviation of that number. */
    stillSd: number;
    /** P(at most as many again), the chances taken as known. */
    pvalueAtMost: number;
    /** P(fewer) + P(as many)/2, the chances taken as known. */
    pvalueMid: number;
    /** The share that cleared. */
    clearedObserved: number;
    /** The share that was to be expected to clear: noise and drift of levels. */
    clearedExpected: number;
    /** The share that would clear by sampling noise alone, were each true level kept. */
    clearedIfOnlyNoise: number;
    /** The distribution of levels. */
    levels: Levels;
    /** Of each school: the chance of a flag in the second year. */
    pStill: Float64Array;
    /** Of each school: the statistic expected in the second year. */
    expectedAfter: Float64Array;
    /** Of each school: the share of the first year's variance that is not sampling noise. */
    reliability: Float64Array;
}

/** Options of `effect.relapse`. */
export interface RelapseOptions {
    /**
     * Schools that were not helped: the expectation comes from them, and only the other flagged ones are judged.
     * Without, it comes from all and takes a part of the effect with it.
     */
    comparison?: readonly boolean[];
    /** Where the chance of a second flag comes from. Default "normal". */
    model?: "normal" | "empirical";
}

/** Options of `design.sampfordJoint`. */
export interface SampfordJointOptions {
    /** The visited places of the list, from 0. */
    sample: ArrayLike<number>;
}

/**
 * An effect if the drift between the groups turns by at most so much a year.
 */
export interface Sensitivity {
    /** How much the yearly drift may change from one year to the next; 0: a straight line. */
    smoothness: number;
    /** The estimate with the shortest interval. */
    estimate: number;
    /** Half the interval. */
    halfLength: number;
    /** 95 % interval. */
    lower: number;
    /** 95 % interval. */
    upper: number;
    /** The largest bias. */
    bias: number;
    /** The standard deviation. */
    sd: number;
}

/** Options of `design.shareDetectable`. */
export interface ShareDetectableOptions {
    /** The share without measures. */
    p1: number;
    /** Units behind it. */
    n1: number;
    /** Units of the other group. */
    n2: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
    /** The chance to see it. Default 0.8. */
    power?: number;
}

/** Options of `design.sharePower`. */
export interface SharePowerOptions {
    /** The first share. */
    p1: number;
    /** The second share. */
    p2: number;
    /** Units behind the first. */
    n1: number;
    /** Units behind the second. */
    n2: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
}

/**
 * A coefficient's standard error with what follows from it.
 */
export interface StandardError {
    /** The scaling. */
    scaling: "cr1" | "cr2" | "cr3";
    /** The standard error. */
    se: number;
    /** Satterthwaite's degrees of freedom. */
    df: number;
    /** Two-sided, of t with `df` degrees of freedom. */
    pvalue: number;
    /** 95 % interval. */
    lower: number;
    /** 95 % interval. */
    upper: number;
}

/**
 * What a result says that is no effect of measures: how it was made, what was compared with what, and what cannot
 * be concluded.
 *
 * It has no naive change and no p-value of no effect; what its numbers have in place of these stands with each.
 */
export interface Statement {
    /** How estimate and interval were made. */
    method: string;
    /** What was compared with what. */
    comparison: Words;
    /** What a reader has to know before using the numbers. */
    warnings: Warning[];
    /** What was compared, what came out, and what cannot be concluded. */
    sentence: Words;
    /** What cannot be concluded, alone. */
    caution: Words;
}

/**
 * What `syntheticControl` finds.
 */
export interface SyntheticControl extends Effect {
    /** Donors with a weight above 0. */
    weights: DonorWeight[];
    /** Gaps of all years. */
    gaps: Gap[];
    /** Squared gaps before, summed. */
    objective: number;
    /** The helped unit itself, as placebos are shown. */
    fit: Placebo;
    /** Every donor as if it had been helped. */
    placebo: Placebo[];
    /** p among units whose fit before is at most twice as far off; the helped one counts. */
    pvalueOfFitting: number;
}

/**
 * What `syntheticDid` finds.
 */
export interface SyntheticDid extends Effect {
    /** Jackknife over units, weights kept, for two helped units or more. */
    se: number | null;
    /** Weights of units that were not helped. */
    unitWeights: DonorWeight[];
    /** Weights of years before. */
    yearWeights: YearWeight[];
    /** For one helped unit: each other one as if it had been helped. */
    placebo: Float64Array;
    /** Difference in differences with equal weights. */
    unweighted: number;
}

/** Options of `design.tDetectable`. */
export interface TDetectableOptions {
    /** Helped units. */
    treated: number;
    /** Others. */
    controls: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
    /** The chance to see it. Default 0.8. */
    power?: number;
}

/** Options of `design.tPower`. */
export interface TPowerOptions {
    /** The distance of the means in standard deviations. */
    d: number;
    /** Helped units. */
    treated: number;
    /** Others. */
    controls: number;
    /** The level of the test. Default 0.05. */
    alpha?: number;
}

/**
 * A reason to read an effect with care.
 */
export interface Warning {
    /** The stable code, such as `"too_few_treated"`. */
    code: string;
    /** The warning in both languages. */
    text: Words;
}

/**
 * What `wildBootstrap` finds.
 */
export interface WildBootstrap extends Effect {
    /** δ̂/SE with CR1. */
    t: number;
    /** CR1. */
    se: number;
    /** Vectors that were looked at. */
    draws: number;
    /** All sign vectors were looked at. */
    exact: boolean;
    /** The p-value whatever the number of helped clusters: below four it hardly ever rejects. */
    bootstrapPvalue: number;
    /** The interval by inversion, whatever the number of helped clusters. */
    bootstrapLower: number | null;
    /** The same; `null` where p stays above 5 %. */
    bootstrapUpper: number | null;
}

/** Options of `effect.wildBootstrap`. */
export interface WildBootstrapOptions {
    /** The cluster at whose level help was decided, such as a municipality; without, each unit is one. */
    cluster?: string[];
    /** Weights above 0; without, all rows weigh the same. */
    weight?: ArrayLike<number>;
    /** Each unit has a level of its own. Default true. */
    unitEffects?: boolean;
    /** Draws; all sign vectors where there are at most so many. Default 9999. */
    draws?: number;
    /** The seed of the draws. Default 1. */
    seed?: number;
    /** Help was given by lot. Default false. */
    byLot?: boolean;
}

/**
 * A text in both languages.
 */
export interface Words {
    /** Russian. */
    ru: string;
    /** English. */
    en: string;
}

/**
 * A year's weight.
 */
export interface YearWeight {
    /** The year. */
    period: number;
    /** Its weight; all sum to 1. */
    weight: number;
}

/**
 * Where to send observers, and what visits and comparisons can show.
 */
export namespace design {
    /**
     * Visits among strata so that the mean over all schools is known best.
     *
     *     Neyman n_h = n·N_hS_h/ΣN_hS_h;   with a budget n_h = C·(N_hS_h/√c_h)/Σ N_hS_h√c_h
     *     whole: one visit at a time where N_h²S_h²/(n_h(n_h + 1)) is largest (over c_h,
     *         with a budget), at least `least`, at most N_h:
     *            the exact optimum for a number of visits
     *     variance of the mean Σ (N_h/N)²·S_h²/n_h·(1 − n_h/N_h)
     *
     * Strata are bands of risk by tiers of size, by municipalities too where the way there costs more than the visit.
     * With more visits than schools all are visited once. Where one trip goes to several schools of a municipality,
     * give `chances` its groups.
     *
     * @param schools - The schools of each stratum.
     * @param sd - Standard deviation of the outcome between them; √(p(1 − p)) of a risk p before the first year.
     * @param options.cost - What a visit costs; without, 1.
     * @param options.visits - So many visits, whatever they cost.
     * @param options.budget - So much money, in place of a number of visits.
     * @param options.least - The least number of visits of each stratum. Default 1.
     * @returns `Allocation`:
     * - `visits`: Visits of each stratum.
     * - `real`: The same before rounding, without least and most.
     * - `varianceOfMean`: The variance of the mean over all schools.
     * - `proportional`: Visits in proportion to schools, before rounding.
     * - `varianceProportional`: The variance these would give.
     * - `cost`: What the visits cost.
     * @throws ObektivError: `design.too_few` where the visits do not reach for `least` in each stratum;
     * `design.parameter`, also of a budget that does not, or of strata without any spread.
     * @see Neyman (1934), Journal of the Royal Statistical Society 97, 558–625. Cochran (1977), Sampling Techniques,
     * 5.5. Wright (2012), The American Statistician 66, 217–224.
     */
    function allocate(schools: ArrayLike<number>, sd: ArrayLike<number>, options?: AllocateOptions | null): Allocation;

    /**
     * Chances of a visit by risk and size, so that a number of visits comes out.
     *
     *     z_j = w_j·√(p_j(1 − p_j));
     *     π_j = n·z_j/Σz, at most 1, at least `floor`: those at a bound are set, the others scaled again
     *
     * `weight` are pupils or ones, `risk` the chance of what is looked for. Without a floor nothing can be said about
     * unsuspicious schools: `floor = 0` is refused where `estimate` is asked for.
     *
     * Where a team visits `perTrip` schools of one municipality, `group` names it, and chances are those of two
     * stages:
     *
     *     π_g = trips·z_g/Σz, at most 1, at least floor·N_g/k;   k per trip, visits/k trips, z_g = Σ z_j,
     *         N_g schools
     *     π_j|g = k·z_j/z_g, at most 1, at least floor/π_g;   π_j = π_g·π_j|g: their sum is the visits
     *
     * `draw` and `estimate` take the same groups.
     *
     * @param weight - Pupils of each school, or ones.
     * @param risk - The chance of what is looked for in each school.
     * @param options.group - The group of each school that a trip goes to, such as its municipality, small ones joined
     * with a neighbour; without, schools are visited one by one.
     * @param options.visits - How many visits.
     * @param options.floor - No chance is below it: every weight is at most one over it. Default 0.02.
     * @param options.estimate - The visits are to be counted up for all schools; without, unsuspicious schools may
     * have no chance. Default true.
     * @param options.perTrip - Schools of a group that one trip visits. Default 2.
     * @returns The chance of each school.
     * @throws ObektivError: `design.parameter` for visits that are none, more than schools, no whole number of trips
     * or less than the floor alone asks for, risks that are not shares or a floor of 0 with `estimate`;
     * `design.length`; `design.id` for a group that is smaller than a trip.
     */
    function chances(weight: ArrayLike<number>, risk: ArrayLike<number>, options: ChancesOptions): Float64Array;

    /**
     * A sample with these chances, from a seed.
     *
     * The same schools, chances, method and seed give the same sample everywhere, whatever the order of the list.
     * Chances must sum to the number of visits; those of 1 are certain. `id` names each school of the public list.
     * With `group` and `perTrip`, as `chances` had them, groups are drawn first, then schools inside them; a school
     * that falls out is replaced by one of its own group first.
     *
     * @param id - The name of each school of the public list.
     * @param chance - The chance of each school.
     * @param options.group - The group of each school that a trip goes to, such as its municipality, small ones joined
     * with a neighbour; without, schools are visited one by one.
     * @param options.method - How schools are drawn. Default "pivotal".
     * @param options.seed - The seed: it goes into the minutes with the fingerprint of the list. Default 0.
     * @param options.perTrip - Schools of a group that one trip visits. Default 2.
     * @returns `Draw`:
     * - `sample`: The drawn places of the list, in its order.
     * - `reserve`: All others in the order in which they replace a school that falls out.
     * - `method`: How they were drawn.
     * - `seed`: The seed.
     * - `fingerprint`: FNV-1a of the list in its order and its chances, 16 hexadecimal digits.
     * - `version`: The version of this program.
     * @throws ObektivError: `design.parameter` for chances that are not above 0 and at most 1 or do not sum to a whole
     * number; `design.id` for an id that stands twice; `design.length`; `design.rejected` where Sampford's method
     * would take too long.
     * @see Sampford (1967), Biometrika 54, 499–513. Deville & Tillé (1998), Biometrika 85, 89–101.
     */
    function draw(id: string[], chance: ArrayLike<number>, options?: DrawOptions | null): Draw;

    /**
     * Totals and means of all schools from visited ones, by the chances with which they were visited.
     *
     *     HT total Ŷ = Σ y/π;   Hájek mean Σ y/π / Σ 1/π, its variance by residuals (y − mean)/Σ(1/π)
     *     Brewer Σ (1 − π_i)·n/(n − 1)·(y_i/π_i − Ŷ/n)²
     *     Sen–Yates–Grundy −½ΣΣ (π_ij − π_iπ_j)/π_ij·(y_i/π_i − y_j/π_j)²
     *     Horvitz–Thompson Σ (1 − π)/π²·y² + ΣΣ_{i≠j} (π_ij − π_iπ_j)/(π_ij π_i π_j)·y_i y_j;
     *     Poisson Σ (1 − π)/π²·y²
     *     interval mean ± t·se', se' from residuals times (1 − 1/n)/(1 − (1/π)/Σ(1/π)),
     *         (Σ 1/π)²/Σ 1/π² − 1 degrees of freedom, at least 1;   of a share p (all y are 0 or 1) Wilson's with t in place of z and
     *         p(1 − p)/se'² visits, or (Σ 1/π)²/Σ (1 − π)/π² where se' is 0
     *
     * One entry per visited school. `joint` are the chances of pairs, visits × visits, such as `sampfordJoint` gives
     * them; needed for `"sen_yates_grundy"` and `"horvitz_thompson"` only. A variance below 0, which these can give
     * for other designs, counts as 0.
     *
     * Of visits by trips, `group` names each visited school's group: groups vary, not schools.
     *
     *     z_g = Σ_{j in g} y_j/π_j;   variance M/(M − 1)·Σ (z_g − z̄)² over the M groups that were drawn:
     *         with replacement, never too small on average
     *     groups that were certain (`groupChance` 1) are strata: Brewer's variance inside each
     *     degrees of freedom: M − 1, and visits less one of each certain group
     *
     * @param outcome - What was found at each visited school.
     * @param chance - The chance with which each visited school was drawn.
     * @param options.joint - The chances of pairs of visited schools, as `sampfordJoint` gives them.
     * @param options.group - The group of each visited school, where trips went to groups; without, schools were
     * visited one by one.
     * @param options.groupChance - The chance with which each visited school's group was drawn; without, no group was
     * certain.
     * @param options.variance - How the variance is estimated: from the chances alone (brewer), from those of pairs
     * (the next two), for visits that were drawn one by one (poisson). Default "brewer".
     * @returns `Estimate`:
     * - `total`: Horvitz and Thompson's total Σ y/π.
     * - `totalSe`: Its standard error.
     * - `mean`: Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
     * - `meanSe`: Its standard error.
     * - `lower`: 95 % interval of the mean by t, its degrees of freedom one less than the effective number of visits;
     * where all found is 0 or 1, Wilson's for that number.
     * - `upper`: 95 % interval of the mean.
     * - `population`: Σ 1/π: how many schools the visited ones stand for.
     * - `visits`: Visits.
     * @throws ObektivError: `design.parameter` for a chance of 0, or another variance than Brewer's beside groups;
     * `design.length`; `design.too_few` below two visits or groups; `design.id` for a group with two chances.
     * @see Horvitz & Thompson (1952), Journal of the American Statistical Association 47, 663–685. Brewer & Donadio
     * (2003), Survey Methodology 29, 189–196. Wilson (1927), Journal of the American Statistical Association 22,
     * 209–212; the effective number of visits as in Korn & Graubard (1998), Survey Methodology 24, 193–201.
     */
    function estimate(outcome: ArrayLike<number>, chance: ArrayLike<number>, options?: EstimateOptions | null): Estimate;

    /**
     * The same, weighted so that visited schools stand for the known number of schools of each stratum.
     *
     *     total Σ_h N_h·(Hájek mean of stratum h);
     *     variance by residuals y − mean of the stratum, weighted N_h/N̂_h
     *
     * @param outcome - What was found at each visited school.
     * @param chance - The chance with which each visited school was drawn.
     * @param stratum - The stratum of each visited school.
     * @param strata - The names of all strata.
     * @param schools - How many schools each of `strata` has.
     * @param options.joint - The chances of pairs of visited schools, as `sampfordJoint` gives them.
     * @param options.variance - How the variance is estimated: from the chances alone (brewer), from those of pairs
     * (the next two), for visits that were drawn one by one (poisson). Default "brewer".
     * @returns `Estimate`:
     * - `total`: Horvitz and Thompson's total Σ y/π.
     * - `totalSe`: Its standard error.
     * - `mean`: Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
     * - `meanSe`: Its standard error.
     * - `lower`: 95 % interval of the mean by t, its degrees of freedom one less than the effective number of visits;
     * where all found is 0 or 1, Wilson's for that number.
     * - `upper`: 95 % interval of the mean.
     * - `population`: Σ 1/π: how many schools the visited ones stand for.
     * - `visits`: Visits.
     * @throws ObektivError: As `estimate`; `design.id` for strata without a visit or without a size.
     */
    function poststratified(outcome: ArrayLike<number>, chance: ArrayLike<number>, stratum: string[], strata: string[], schools: ArrayLike<number>, options?: PoststratifiedOptions | null): Estimate;

    /**
     * Calibrated to known totals, such as the number of schools and of pupils: regression weights.
     *
     *     g = 1 + (X − X̂)'(Σ xx'/π)⁻¹x;   total Σ g·y/π;
     *     variance by residuals y − x'B, B by least squares weighted with 1/π, times g
     *
     * `columns` are known for visited schools, `totals` for all; a column of ones with the number of schools should be
     * among them.
     *
     * @param outcome - What was found at each visited school.
     * @param chance - The chance with which each visited school was drawn.
     * @param columns - What is known of each visited school, column by column.
     * @param totals - The sum of each column over all schools.
     * @param options.joint - The chances of pairs of visited schools, as `sampfordJoint` gives them.
     * @param options.population - How many schools there are.
     * @param options.variance - As for `estimate`. Default "brewer".
     * @returns `Estimate`:
     * - `total`: Horvitz and Thompson's total Σ y/π.
     * - `totalSe`: Its standard error.
     * - `mean`: Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
     * - `meanSe`: Its standard error.
     * - `lower`: 95 % interval of the mean by t, its degrees of freedom one less than the effective number of visits;
     * where all found is 0 or 1, Wilson's for that number.
     * - `upper`: 95 % interval of the mean.
     * - `population`: Σ 1/π: how many schools the visited ones stand for.
     * - `visits`: Visits.
     * @throws ObektivError: As `estimate`; `design.parameter` for columns that depend on each other.
     */
    function calibrated(outcome: ArrayLike<number>, chance: ArrayLike<number>, columns: readonly ArrayLike<number>[], totals: ArrayLike<number>, options: CalibratedOptions): Estimate;

    /**
     * A simple random sample inside each stratum.
     *
     *     total Σ N_h·ȳ_h;   variance Σ N_h²·(1 − n_h/N_h)·s_h²/n_h
     *
     * @param outcome - What was found at each visited school.
     * @param stratum - The stratum of each visited school.
     * @param strata - The names of all strata.
     * @param schools - How many schools each of `strata` has.
     * @returns `Estimate`:
     * - `total`: Horvitz and Thompson's total Σ y/π.
     * - `totalSe`: Its standard error.
     * - `mean`: Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
     * - `meanSe`: Its standard error.
     * - `lower`: 95 % interval of the mean by t, its degrees of freedom one less than the effective number of visits;
     * where all found is 0 or 1, Wilson's for that number.
     * - `upper`: 95 % interval of the mean.
     * - `population`: Σ 1/π: how many schools the visited ones stand for.
     * - `visits`: Visits.
     * @throws ObektivError: `design.id`; `design.length`; `design.too_few` below two visits in a stratum that was not
     * visited wholly.
     */
    function stratified(outcome: ArrayLike<number>, stratum: string[], strata: string[], schools: ArrayLike<number>): Estimate;

    /**
     * The chances of pairs of Sampford's design among visited schools.
     *
     *     λ = (π/n)/(1 − π);
     *     π_ij = K·λ_i·λ_j·Σ_{t=2}^n (t − π_i − π_j)·L_{n−t}(without i, j)/n^{t−2},
     *         K = (Σ_{t=1}^n t·L_{n−t}/n^t)⁻¹
     *     L_m: sum over all sets of m schools of the product of their λ;   schools with π = 1: π_ij = π_j
     *
     * `chance` are those of the whole list, `sample` the visited places.
     *
     * @param chance - The chances of the whole list.
     * @param options.sample - The visited places of the list, from 0.
     * @returns The chances of pairs, visits × visits.
     * @throws ObektivError: `design.parameter` as for `draw`, and for a place that the list does not have.
     * @see Sampford (1967), Biometrika 54, 499–513.
     */
    function sampfordJoint(chance: ArrayLike<number>, options: SampfordJointOptions): Float64Array[];

    /**
     * What numbers of visits buy: schools that are caught, and how well the share of all schools becomes known.
     *
     *     y_j = 1 with chance p_j;   caught Σ π_j p_j
     *     se² = Σ (1 − π_j)·[p_j(1 − p_j) + (p_j − P)²]/π_j / N²,   P = Σ p_j/N: Hájek's mean
     *     simulated: y and a sample drawn anew, Hájek's mean with Brewer's variance
     *
     * @param weight - Pupils of each school, or ones.
     * @param risk - The chance of what is looked for in each school.
     * @param options.visits - Numbers of visits; without, 20, 40, … 200, as far as the schools and the floor go.
     * @param options.floor - No chance of a visit is below it. Default 0.02.
     * @param options.draws - Simulated years behind the last columns. Default 999.
     * @param options.seed - The seed of the draws. Default 1.
     * @returns A table:
     * - `visits`: Visits.
     * - `caught`: Schools with what is looked for that are expected among the visited.
     * - `se`: Standard error of the share of all schools, by formula.
     * - `relativeHalf`: Half the 95 % interval over the expected share.
     * - `simulatedSe`: The standard error over simulated years.
     * - `coverage`: The share of simulated intervals that hold the true share.
     * @throws ObektivError: As `chances`, so for more visits than schools too; `design.too_few` below 99 draws or
     * without a number of visits.
     */
    function precision(weight: ArrayLike<number>, risk: ArrayLike<number>, options?: PrecisionOptions | null): PrecisionTable;

    /**
     * The smallest effects that a planned comparison would see.
     *
     *     MDE = (q_{1−α/2} + q_{power})·s·√(1/n₁ + 1/n₀);
     *     did s = σ√(2(1 − ρ)), ancova σ√(1 − ρ²), post only σ
     *     units: q of the normal distribution;
     *     clusters of m units: n = clusters·m, × √(1 + (m − 1)·ICC), q of t with clusters − 2
     *     few units: [`tDetectable`]
     *
     * @param options.sd - Standard deviation of the outcome between units. Default 1.
     * @param options.rho - Correlation of a unit's outcomes in two years. Default 0.5.
     * @param options.treated - Helped units; with `clusterSize`, helped clusters. Default 30.
     * @param options.controls - Others. Default 30.
     * @param options.clusterSize - Units of a cluster (Σm²/Σm for unequal ones); without, each unit is one.
     * @param options.icc - Correlation inside clusters. Default 0.
     * @param options.alpha - The level of the test. Default 0.05.
     * @param options.power - The chance to see the effect. Default 0.8.
     * @returns `Detectable`:
     * - `did`: By difference in differences.
     * - `ancova`: By analysis of covariance: never more.
     * - `postOnly`: Without the year before.
     * - `inflation`: √(1 + (m − 1)·ICC).
     * - `df`: Degrees of freedom; `null` for the normal distribution's points.
     * @throws ObektivError: `design.parameter`; `design.too_few` without degrees of freedom.
     */
    function detectable(options?: DetectableOptions | null): Detectable;

    /**
     * What the very test that will be used sees, by simulation from last year's two columns.
     *
     * Each simulated year helps a random part of the `planned` units, adds the effect to their real outcome after, and
     * runs the test on all planned units and the others that stand beside them. The row with effect 0 is the size of
     * the test: where it is far above `alpha`, as of planned units that are extreme beside others that are not, the
     * comparison is wrong. With `cluster` whole clusters are helped, and the test is told of them.
     *
     * @param before - Last year's outcome before.
     * @param after - Last year's outcome after.
     * @param planned - Units among which help will be given.
     * @param options.cluster - The cluster, such as a municipality, where help will be given to whole ones; without,
     * each unit is one.
     * @param options.test - The test that will be used. Default "ancova".
     * @param options.treated - How many of the planned units will be helped; with clusters, how many clusters. Default
     * 30.
     * @param options.effects - Effects, in units of the outcome; 0 gives the size of the test and is always among the
     * rows. Default [].
     * @param options.replicates - Simulated years. Default 2000.
     * @param options.draws - Draws of each randomisation. Default 499.
     * @param options.seed - The seed. Default 1.
     * @param options.alpha - The level of the test. Default 0.05.
     * @returns A table:
     * - `effect`: The effect.
     * - `rejected`: The share of simulated years in which the test rejects.
     * @throws ObektivError: `design.length`; `design.too_few`; `design.parameter`; `design.id` for a cluster that is
     * planned in part, and what the test itself refuses.
     */
    function power(before: ArrayLike<number>, after: ArrayLike<number>, planned: readonly boolean[], options?: PowerOptions | null): PowerTable;

    /**
     * P(reject) of a two-sided t test of two means that are `d` standard deviations apart.
     *
     *     T noncentral with n₁ + n₀ − 2 degrees of freedom, shift d·√(n₁n₀/(n₁ + n₀)); the mean over χ
     *         of the normal's tails
     *
     * @param options.d - The distance of the means in standard deviations.
     * @param options.treated - Helped units.
     * @param options.controls - Others.
     * @param options.alpha - The level of the test. Default 0.05.
     * @returns P(reject).
     * @throws ObektivError: `design.parameter`; `design.too_few` below three units.
     */
    function tPower(options: TPowerOptions): number;

    /**
     * The smallest distance of two means, in standard deviations, that a t test sees with this chance.
     *
     * @param options.treated - Helped units.
     * @param options.controls - Others.
     * @param options.alpha - The level of the test. Default 0.05.
     * @param options.power - The chance to see it. Default 0.8.
     * @returns The distance.
     * @throws ObektivError: As `tPower`.
     */
    function tDetectable(options: TDetectableOptions): number;

    /**
     * P(reject) of a two-sided comparison of two shares by Cohen's h = 2·asin√p₁ − 2·asin√p₂.
     *
     * @param options.p1 - The first share.
     * @param options.p2 - The second share.
     * @param options.n1 - Units behind the first.
     * @param options.n2 - Units behind the second.
     * @param options.alpha - The level of the test. Default 0.05.
     * @returns P(reject).
     * @throws ObektivError: `design.parameter`; `design.too_few`.
     */
    function sharePower(options: SharePowerOptions): number;

    /**
     * The smallest fall from a share that a comparison sees with this chance.
     *
     * @param options.p1 - The share without measures.
     * @param options.n1 - Units behind it.
     * @param options.n2 - Units of the other group.
     * @param options.alpha - The level of the test. Default 0.05.
     * @param options.power - The chance to see it. Default 0.8.
     * @returns `DetectableShare`:
     * - `h`: Cohen's h.
     * - `share`: The share below `p1`; `null` where even none at all would not be seen.
     * @throws ObektivError: `design.parameter`; `design.too_few`.
     */
    function shareDetectable(options: ShareDetectableOptions): DetectableShare;

    /**
     * P(reject) of McNemar's test over `schools` of which each clears with chance `clears` and comes in with chance
     * `comes`.
     *
     *     b + c = m ~ Bin(N, p_b + p_c);   b | m ~ Bin(m, p_b/(p_b + p_c));
     *     sum of the chances of all (b, c) that are rejected
     *
     * @param options.clears - The chance that a school is listed before and not after.
     * @param options.comes - The chance that it is listed after and not before.
     * @param options.schools - Schools of both years.
     * @param options.alpha - The level of the test. Default 0.05.
     * @returns `McnemarPower`:
     * - `exact`: By the exact p-value.
     * - `midP`: By the mid-p.
     * @throws ObektivError: `design.parameter`; `design.too_few`.
     */
    function mcnemarPower(options: McnemarPowerOptions): McnemarPower;
}

/**
 * Effects of measures, each beside the change that was to be expected without any.
 */
export namespace effect {
    /**
     * The flags of a list that would have cleared without any measure, from the screening's own reliability.
     *
     *     x_jt = θ_jt + e_jt,  e_jt ~ N(0, v_jt) with v known;
     *     (θ_j0, θ_j1) ~ N₂(μ₀, μ₁, τ₀², τ₁², ρ)     by maximum likelihood
     *     m_j = μ₁ + ρτ₀τ₁/(τ₀² + v_j0)·(x_j0 − μ₀);   s_j² = τ₁² − ρ²τ₀²τ₁²/(τ₀² + v_j0) + v_j1
     *     p_j = P(flag again | x_j0) = Φ((m_j − c_j)/s_j);   E = Σ p_j over flagged schools;
     *     R: flagged again
     *     estimate (E − R)/F: the share that cleared beyond the expected;
     *     interval ± 1.96·√(Σp(1−p) + ∇'V∇)/F
     *     p of the same error;   beside it, chances taken as known, that of a sum of unequal events:
     *         P(Poisson binomial ≤ R) and its mid-p
     *     noise alone: the same with ρ = 1;   reliability_j = τ₀²/(τ₀² + v_j0)
     *
     * One entry per school in all columns. The naive change is the share that cleared, the expected change what would
     * have cleared without any measure. `empirical` takes p_j from an isotonic regression of the second flag on the
     * first statistic among comparison schools; its interval and p are those of the number of flags over 199 samples
     * of these schools, drawn anew, with shares (k + 1)/(n + 2) of its steps. Schools with a reliability below one
     * half cannot be judged in one year; they are counted in a warning.
     *
     * @param before - The statistic of the first year, such as the mean.
     * @param after - The statistic of the second year, perhaps of another work.
     * @param seBefore - Its sampling error in the first year: the pooled deviation inside schools over √n, not the
     * school's own.
     * @param seAfter - The same in the second year.
     * @param flagged - Who was flagged in the first year.
     * @param critical - What `after` must exceed for the school to be flagged in the second year.
     * @param options.comparison - Schools that were not helped: the expectation comes from them, and only the other
     * flagged ones are judged. Without, it comes from all and takes a part of the effect with it.
     * @param options.model - Where the chance of a second flag comes from. Default "normal".
     * @returns An `Effect`, and more:
     * - `flagged`: Flagged schools that are judged.
     * - `stillObserved`: Those that are flagged again.
     * - `stillExpected`: How many were to be expected again without any measure.
     * - `stillSd`: The standard deviation of that number.
     * - `pvalueAtMost`: P(at most as many again), the chances taken as known.
     * - `pvalueMid`: P(fewer) + P(as many)/2, the chances taken as known.
     * - `clearedObserved`: The share that cleared.
     * - `clearedExpected`: The share that was to be expected to clear: noise and drift of levels.
     * - `clearedIfOnlyNoise`: The share that would clear by sampling noise alone, were each true level kept.
     * - `levels`: The distribution of levels.
     * - `pStill`: Of each school: the chance of a flag in the second year.
     * - `expectedAfter`: Of each school: the statistic expected in the second year.
     * - `reliability`: Of each school: the share of the first year's variance that is not sampling noise.
     * @throws ObektivError: `effect.length`; `effect.parameter` for values that are not finite or errors not above 0;
     * `effect.too_few` below ten comparison schools or none flagged; `effect.no_controls` where nobody is a
     * comparison; `effect.no_treated` where all flagged are; `effect.not_settled`.
     * @see James (1973), Biometrics 29, 121–130. Das & Mulder (1983), Statistics in Medicine 2, 493–497.
     */
    function relapse(before: ArrayLike<number>, after: ArrayLike<number>, seBefore: ArrayLike<number>, seAfter: ArrayLike<number>, flagged: readonly boolean[], critical: ArrayLike<number>, options?: RelapseOptions | null): Relapse;

    /**
     * McNemar's test of the change of a list between two years, over all schools of both.
     *
     *     b = cleared, c = new, n: all schools; X ~ Bin(b + c, ½)
     *     difference (c − b)/n, with Tango's score interval
     *     exact p = min(1, 2·P(X ≤ min(b, c)));  mid-p = min(1, 2·P(X < min) + P(X = min)), 1 for b = c
     *     odds b/c, limits from Clopper and Pearson's interval of b/(b + c)
     *
     * It answers whether the territory's share changed, not whether measures did it. All schools of both years are
     * counted, none was chosen for being extreme: without measures, and without other works or criteria, as many are
     * expected to come as to go, so the expected change is 0. The smallest p-value of b + c changed schools is
     * 2^−(b+c). With nobody changed p = 1.
     *
     * @param options.kept - Listed in both years.
     * @param options.cleared - Listed before, not after.
     * @param options.new - Not listed before, listed after.
     * @param options.never - Listed in neither year.
     * @returns An `Effect`, and more:
     * - `exact`: Exact two-sided p-value.
     * - `midP`: Mid-p: 2·(P(X < min) + P(X = min)/2), at most 1.
     * - `odds`: cleared / new; `null` where nobody is new.
     * - `oddsLower`: Clopper and Pearson's 95 % interval of the odds; `null` with nobody changed.
     * - `oddsUpper`: The same; `null` where it is infinite.
     * - `waldSe`: Wald's standard error of the difference.
     * @throws ObektivError: `effect.only_listed` for a table without schools that were not listed before;
     * `effect.too_few` without any.
     * @see Fagerland, Lydersen & Laake (2013), BMC Medical Research Methodology 13, 91. Tango (1998), Statistics in
     * Medicine 17, 891–908.
     */
    function mcnemar(options: McnemarOptions): Mcnemar;

    /**
     * The true share behind the share of positives of an imperfect test.
     *
     *     a = positive/tested;   π̂ = (a + sp − 1)/(se + sp − 1), clipped to 0…1
     *     se, sp known: the limits of a (Clopper–Pearson, Wilson, Blaker or Sterne), mapped the same way
     *     se or sp counted (Lang & Reiczigel), z = 1.96:
     *       se' = (n_se·se + 1)/(n_se + 2), n_se' = n_se + 2;   sp' likewise;   n' = n + z²;
     *     a' = (n·a + z²/2)/n'
     *       π' = (a' + sp' − 1)/(se' + sp' − 1)
     *       d  = 2z²(π'·se'(1−se')/n_se' − (1−π')·sp'(1−sp')/n_sp')
     *       V  = [a'(1−a')/n' + π'²·se'(1−se')/n_se' + (1−π')²·sp'(1−sp')/n_sp']/(se' + sp' − 1)²
     *       interval π' + d ± z·√V
     *
     * Sensitivity and specificity come from schools that were observed or re-marked. Taking counted ones as known
     * makes the interval far too short: 65 % instead of 95 % with 40 and 100 checked schools. Where only flagged
     * schools were checked the sensitivity is not identified. The point estimate is that of `roganGladen`.
     *
     * @param options.positive - Schools with the sign.
     * @param options.tested - All schools that it could have found.
     * @param options.sensitivity - The share that the sign finds of those that have it: known, or so many right of so
     * many that were checked.
     * @param options.specificity - The share that it spares of those that have it not, in the same form.
     * @param options.interval - The interval of the share of positives, where both are known: Clopper and Pearson's is
     * never too short, Wilson's is right on average, Blaker's and Sterne's are never too short and shorter. Default
     * "clopper_pearson".
     * @returns An `Statement`, and more:
     * - `estimate`: The share, from 0 to 1.
     * - `lower`: 95 % interval, from 0 to 1.
     * - `upper`: 95 % interval, from 0 to 1.
     * - `unclipped`: The share as the formula gives it, below 0 where there are fewer positives than false ones
     * expected.
     * - `unclippedLower`: The interval as the formula gives it.
     * - `unclippedUpper`: The interval as the formula gives it.
     * - `positive`: Schools with the sign.
     * - `tested`: All schools that it could have found.
     * - `apparent`: Positives among the tested: the share as it is.
     * - `expectedIfNone`: What that share would be if no school had what is looked for: 1 − specificity.
     * - `sensitivity`: The sensitivity.
     * - `specificity`: The specificity.
     * @throws ObektivError: `effect.parameter` for sensitivity + specificity ≤ 1, shares outside of 0…1 or more
     * positives than tested; `effect.too_few` for nobody tested or checked.
     * @see Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76. Reiczigel, Földi & Ózsvári (2010),
     * Epidemiology and Infection 138, 1674–1678. Lang & Reiczigel (2014), Preventive Veterinary Medicine 113, 13–22.
     */
    function prevalence(options: PrevalenceOptions): Prevalence;

    /**
     * Difference in differences of helped and other units, before and after help began: 2 × 2, one start.
     *
     *     y_it = α_i + γ·after_t + δ·after_t·helped_i + error       weighted least squares; α_i of
     *         units, or of the two groups
     *     two balanced periods: δ̂ = mean change of helped − mean change of others
     *     CR1  Σ(z_g'e_g)²·G/(G−1)·(N−1)/(N−k),   CR2  (I − H_gg)^(−1/2),   CR3  (G−1)/G·Σ(δ̂₍g₎ − δ̂)²
     *     df = (tr Ω)²/tr Ω²          interval δ̂ ± t(df)·SE, by default with CR2
     *     p: δ̂ beside those of all assignments of the same help to clusters (to units inside clusters
     *         that are mixed)
     *
     * G clusters: the level at which help was decided, without a column each unit. k counts the columns and one for
     * the absorbed units, not the units: they lie inside clusters. With fewer than four helped clusters standard
     * errors mislead: the interval is then that of randomisation, `null` where no p-value can reach 5 %, and
     * `smallestAttainablePvalue` says what could have been shown: one of all assignments, two where a half is
     * helped, since the other half then says the same.
     *
     * The naive change is that of helped units; the change of the others is what was to be expected without measures.
     * A group chosen for being extreme comes back by itself: where the groups differed before by more than a quarter
     * of a standard deviation the result carries `"comparison_not_equally_extreme"`; compare inside the flagged, or
     * use `ancova` or `discontinuity`.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @param options.cluster - The cluster at whose level help was decided, such as a municipality; without, each unit
     * is one.
     * @param options.weight - Weights above 0; without, all rows weigh the same.
     * @param options.unitEffects - Each unit has a level of its own; without, only helped and others have. Default
     * true.
     * @param options.se - The scaling of the standard error behind the interval. Default "cr2".
     * @param options.most - Assignments up to which all are looked at. Default 1000000.
     * @param options.draws - Draws where there are more. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot. Default false.
     * @returns An `Effect`, and more:
     * - `standardErrors`: All standard errors that are defined.
     * - `assignments`: How many assignments of help to clusters, or to units inside mixed clusters, there are.
     * - `exact`: All were looked at.
     * @throws ObektivError: `effect.one_period`; `effect.no_treated`; `effect.no_controls`; `effect.staggered`;
     * `effect.conflict`; `effect.repeated`; `effect.length`; `effect.parameter`; `effect.singular`; `effect.too_few`
     * clusters or draws.
     * @see Bell & McCaffrey (2002), Survey Methodology 28, 169–181. Pustejovsky & Tipton (2018), Journal of Business &
     * Economic Statistics 36, 672–683. MacKinnon, Nielsen & Webb (2023), Journal of Econometrics 232, 272–299.
     */
    function did(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>, options?: DidOptions | null): Did;

    /**
     * The difference of mean changes between helped units and others, beside that of every other assignment of the
     * same help.
     *
     *     T(D) = Σ_s n_s/n · (mean of changes | D = 1, s  −  mean | D = 0, s)        s: strata
     *     p = #{D* : |T(D*)| ≥ |T(D)|} / #{D*}         D*: all assignments with as many helped in each
     *         stratum
     *     p = (1 + #)/(1 + draws)                      of a sample of them,
     *         where there are more than `most`
     *     interval: all δ with p > .05 when δ is taken from the changes of who was helped
     *
     * `change` is one value per unit; `treated` says who was helped; `stratum` groups units inside which help was
     * given. Strata where all or none were helped take no part in the difference. With `studentised` the p-value
     * compares T over its standard error; the interval stays that of T. No p-value can be smaller than
     * `smallestAttainablePvalue`, one over the number of assignments, or two where a half is helped in each stratum:
     * the other half then differs by as much. Where help was not given by lot this is a placebo reassignment, not an
     * exact test, and carries a warning.
     *
     * @param change - The change of each unit.
     * @param treated - Who was helped.
     * @param options.stratum - Strata inside which help was given.
     * @param options.statistic - What is compared. Default "difference".
     * @param options.most - Assignments up to which all are looked at. Default 1000000.
     * @param options.draws - Draws where there are more. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot, inside the strata. Default false.
     * @returns An `Effect`, and more:
     * - `statistic`: The statistic that was compared.
     * - `less`: P(statistic ≤ the observed).
     * - `greater`: P(statistic ≥ the observed).
     * - `assignments`: How many assignments there are.
     * - `exact`: All were looked at.
     * @throws ObektivError: `effect.no_treated`; `effect.no_controls`; `effect.too_few` for strata that each have one
     * side only or too few draws; `effect.length`; `effect.parameter` for changes that are not finite.
     * @see Fisher (1935), The Design of Experiments. Wu & Ding (2021), Journal of the American Statistical Association
     * 116, 1898–1913.
     */
    function randomisation(change: ArrayLike<number>, treated: readonly boolean[], options?: RandomisationOptions | null): Randomisation;

    /**
     * Difference in differences with a wild cluster bootstrap, the null imposed.
     *
     *     the null δ = δ₀ is fitted;   y* = fitted + v_g·residuals of cluster g;   t* with CR1
     *     p = #{|t*| ≥ |t|}/draws: all 2^G vectors of signs where there are at most `draws`,
     *         the two trivial ones among them;
     *         else drawn signs, below ten clusters Webb's six points, and (1 + #)/(1 + draws)
     *     interval: all δ₀ with p > .05, to 1e-4 of the standard error
     *
     * Not for fewer than four helped clusters: it then hardly ever rejects; the result has neither interval nor
     * p-value and says so.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @param options.cluster - The cluster at whose level help was decided, such as a municipality; without, each unit
     * is one.
     * @param options.weight - Weights above 0; without, all rows weigh the same.
     * @param options.unitEffects - Each unit has a level of its own. Default true.
     * @param options.draws - Draws; all sign vectors where there are at most so many. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot. Default false.
     * @returns An `Effect`, and more:
     * - `t`: δ̂/SE with CR1.
     * - `se`: CR1.
     * - `draws`: Vectors that were looked at.
     * - `exact`: All sign vectors were looked at.
     * - `bootstrapPvalue`: The p-value whatever the number of helped clusters: below four it hardly ever rejects.
     * - `bootstrapLower`: The interval by inversion, whatever the number of helped clusters.
     * - `bootstrapUpper`: The same; `null` where p stays above 5 %.
     * @throws ObektivError: As `did`.
     * @see Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427. Roodman, MacKinnon,
     * Nielsen & Webb (2019), Stata Journal 19, 4–60. MacKinnon & Webb (2017), Journal of Applied Econometrics 32,
     * 233–254.
     */
    function wildBootstrap(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>, options?: WildBootstrapOptions | null): WildBootstrap;

    /**
     * The effect of help that went by the value before: outcomes after, at equal outcomes before.
     *
     *     after_i = δ·treated_i + β·before_i + level of the stratum + error        weighted least squares
     *     interval and p: δ̂ with CR2 by clusters and Satterthwaite's degrees of freedom
     *     by lot, or fewer than four helped clusters: p, and then the interval,
     *         from randomisation of the score
     *       T(D) = D'r/√(D'MD),   r: residuals without the help,  M: what the other columns leave
     *
     * Difference in differences of extreme units against ordinary ones is biased by (1 − slope) times their distance
     * before; this is not, as long as units not helped are found at the values before of the helped. Helped units
     * outside of the others' range are left out (`trim`); `overlap` says how many are inside. The naive change is that
     * of helped units.
     *
     * @param before - The outcome before: the value by which help was decided.
     * @param after - The outcome after.
     * @param treated - Who was helped.
     * @param options.stratum - Strata with levels of their own, such as works or sizes.
     * @param options.cluster - The cluster at whose level help was decided; without, each unit is one.
     * @param options.weight - Weights above 0.
     * @param options.se - The scaling of the standard error behind interval and p-value. Default "cr2".
     * @param options.trim - Helped units whose value before lies outside of those of the others are left out. Default
     * true.
     * @param options.most - Assignments up to which all are looked at. Default 1000000.
     * @param options.draws - Draws where there are more. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot: the p-value is then that of randomisation. Default false.
     * @returns An `Effect`, and more:
     * - `standardErrors`: All standard errors that are defined.
     * - `slope`: The slope of the outcome after on the one before: what of a deviation is expected to stay.
     * - `overlap`: The share of helped units whose value before lies among those of the others.
     * - `randomisationPvalue`: The p-value of randomisation.
     * @throws ObektivError: `effect.length`; `effect.parameter`; `effect.no_treated`; `effect.no_controls`;
     * `effect.singular`; `effect.too_few` clusters, draws or helped units that have anybody alike.
     * @see Lord (1967), Psychological Bulletin 68, 304–305. Pustejovsky & Tipton (2018), Journal of Business &
     * Economic Statistics 36, 672–683.
     */
    function ancova(before: ArrayLike<number>, after: ArrayLike<number>, treated: readonly boolean[], options?: AncovaOptions | null): Ancova;

    /**
     * The effect at the flag's own threshold, where all flagged units were helped and nobody else.
     *
     *     r = (statistic − critical)/SD;   local linear on each side, weights 1 − |r|/h;
     *     jump = level above − level below, at r = 0
     *     SE: CR2 by clusters;
     *     bias ≤ M/2·|Σ w_i r_i²|, w_i: the estimate's weight of row i, M ≥ |second derivative|
     *     honest interval: estimate ± SE·cv(bias/SE), cv(b): 95 % point of |N(b, 1)|,
     *         widened by t(df)/1.96
     *     M by rule of thumb: the largest second derivative of polynomials of degree four,
     *         one each side, within twice the widest bandwidth
     *     placebo thresholds: the same on one side of the true one
     *
     * It holds for units near the threshold only. With `before` the naive change is that of helped units within the
     * bandwidth, and what was expected is that less the jump; without, both are levels at the threshold: that of
     * helped units, and that of the others.
     *
     * @param running - (statistic − critical value), in standard deviations of the statistic: helped from 0 on.
     * @param after - The outcome after.
     * @param options.before - The outcome before, for the naive change alone; without, levels stand in its place.
     * @param options.cluster - The cluster, such as the school of several works; without, each row is one.
     * @param options.bandwidths - Distances from the threshold up to which units count; the effect is that of the
     * shortest honest interval. Default [0.25, 0.5, 1].
     * @param options.smoothness - The largest second derivative of the outcome in the running variable; without, that
     * of polynomials of degree four.
     * @param options.placebo - Thresholds at which there is none; without, quartiles of each side.
     * @returns An `Effect`, and more:
     * - `jumps`: All bandwidths that have enough units.
     * - `placebo`: Jumps where there is no threshold, with the bandwidth of the effect.
     * - `smoothness`: The second derivative that was allowed.
     * @throws ObektivError: `effect.length`; `effect.parameter`; `effect.no_treated`; `effect.no_controls`;
     * `effect.too_few` where no bandwidth has five rows on each side, or too few rows for the rule of thumb.
     * @see Armstrong & Kolesár (2020), Quantitative Economics 11, 1–39. Hahn, Todd & Van der Klaauw (2001),
     * Econometrica 69, 201–209.
     */
    function discontinuity(running: ArrayLike<number>, after: ArrayLike<number>, options?: DiscontinuityOptions | null): Discontinuity;

    /**
     * Effects of help that began in different years, by cohort and year.
     *
     *     cell (g, t): ΔY = Y_t − Y_b;
     *     base b = g − 1 for t ≥ g; before, the year before t (varying) or g − 1 (universal)
     *     controls: never helped; or not yet: G > max(t, b), G ≠ g
     *     reg  ATT = E[D(ΔY − m)]/E[D],  m = Xβ̂ by least squares among controls
     *     ipw  ATT = E[DΔY]/E[D] − E[wΔY]/E[w],  w = p̂(1 − D)/(1 − p̂),
     *         p̂ logit          dr: ipw of ΔY − m
     *     SE = √(mean ψ²/n) with the influence function ψ;   clusters: √(Σ_c(Σ_{i∈c} ψ_i)²)/n·√(G/(G − 1))
     *     band: the 95 % point of max|ψ* /SE*|, ψ* with Mammen's weights by clusters, SE* = IQR/1.349
     *
     * `covariates` are columns with one value per row of the panel, taken from the base year. Years are those of the
     * panel, g − 1 the last before g. Units without an outcome in every year, and those helped from the first year on,
     * are left out and counted. Cohorts below five units carry a warning; where help is all but certain given the
     * covariates the cell uses regression and says so.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @param options.cluster - The cluster at whose level help was decided, such as a municipality; without, each unit
     * is one.
     * @param options.covariates - Columns with one value for each row of the panel, taken from the base year.
     * @param options.control - Who stands for the helped. Default "never".
     * @param options.method - How covariates are allowed for. Default "dr".
     * @param options.base - Since when a change is counted before the help. Default "varying".
     * @param options.draws - Draws behind simultaneous bands. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot. Default false.
     * @returns An `Effect`, and more:
     * - `cells`: One cell for each cohort and year.
     * - `bandCritical`: What a band's half is in standard errors.
     * - `cohorts`: Units of each cohort.
     * - `units`: Units that take part.
     * @throws ObektivError: `effect.no_treated`; `effect.no_controls`; `effect.one_period`; `effect.length`;
     * `effect.conflict`; `effect.repeated`; `effect.singular` covariates; `effect.parameter` for covariates that are
     * not finite or weights.
     * @see Callaway & Sant'Anna (2021), Journal of Econometrics 225, 200–230. Sant'Anna & Zhao (2020), Journal of
     * Econometrics 219, 101–122.
     */
    function groupTime(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>, options?: GroupTimeOptions | null): GroupTime;

    /**
     * What the cells add up to.
     *
     *     simple: all t ≥ g, weights P(G = g);   group: mean over t of each cohort, then P(G = g)
     *     dynamic: e = t − g, weights P(G = g), overall the mean over e ≥ 0;
     *     calendar: by year, overall their mean
     *     ψ = Σ w ψ + what the estimated weights add;   SE and bands as for cells
     *
     * With fewer than four helped clusters there is no interval and no p-value: use `randomisation`. In other
     * languages it takes the panel again, and fails as `groupTime` does.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @param options.cluster - The cluster at whose level help was decided, such as a municipality; without, each unit
     * is one.
     * @param options.covariates - Columns with one value for each row of the panel, taken from the base year.
     * @param options.kind - What cells are added up to: all since the help by the size of cohorts (simple), the mean
     * of each cohort (group), by years since the help began (dynamic), by years (calendar). Default "simple".
     * @param options.control - Who stands for the helped. Default "never".
     * @param options.method - How covariates are allowed for. Default "dr".
     * @param options.base - Since when a change is counted before the help. Default "varying".
     * @param options.draws - Draws behind simultaneous bands. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot. Default false.
     * @returns An `Effect`, and more:
     * - `se`: The standard error of the overall effect.
     * - `points`: The parts; none for a simple aggregate.
     * - `bandCritical`: What a band's half is in standard errors.
     */
    function aggregate(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>, options?: AggregateOptions | null): Aggregate;

    /**
     * All differences before the help together, and the drift that would have been seen.
     *
     *     W = b'V⁻¹b of all ATT(g, t < g), V from their influence functions,
     *         χ² with as many degrees of freedom
     *     drift of slope s: each such cell is s (varying base) or s·(t − b) (universal);
     *     λ = s²·d'V⁻¹d
     *     detectable slope: P(χ²(λ) > its 95 % point) = .8;
     *     bias: s·(t − b) of cells after, as `simple` adds them up
     *
     * In other languages it takes the panel again, and fails as `groupTime` does besides.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @param options.cluster - The cluster at whose level help was decided, such as a municipality; without, each unit
     * is one.
     * @param options.covariates - Columns with one value for each row of the panel, taken from the base year.
     * @param options.control - Who stands for the helped. Default "never".
     * @param options.method - How covariates are allowed for. Default "dr".
     * @param options.base - Since when a change is counted before the help. Default "varying".
     * @param options.draws - Draws behind simultaneous bands. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot. Default false.
     * @returns An `Statement`, and more:
     * - `statistic`: Wald's statistic of all differences before the help.
     * - `df`: Its degrees of freedom.
     * - `pvalue`: P(χ² ≥ statistic).
     * - `detectableSlope`: The yearly drift between the groups that this check finds in four cases of five.
     * - `bias`: What such a drift would add to the mean effect after the help.
     * - `nTreated`: Helped units.
     * - `nControl`: Units not helped that they are compared with.
     * - `clusters`: Clusters.
     * - `treatedClusters`: Clusters with helped units.
     * @throws ObektivError: `effect.one_period` with no year before the base year: nothing can be checked;
     * `effect.singular` where there are more differences than units.
     * @see Roth (2022), American Economic Review: Insights 4, 305–322.
     */
    function pretrend(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>, options?: PretrendOptions | null): Pretrend;

    /**
     * Effects by years since the help, for `honest`; years before since the last one before the help, the universal
     * base of `groupTime`.
     *
     * In other languages it takes the panel again, and fails as `groupTime` does.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @param options.cluster - The cluster at whose level help was decided, such as a municipality; without, each unit
     * is one.
     * @param options.covariates - Columns with one value for each row of the panel, taken from the base year.
     * @param options.control - Who stands for the helped. Default "never".
     * @param options.method - How covariates are allowed for. Default "dr".
     * @param options.draws - Draws behind simultaneous bands. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.byLot - Help was given by lot. Default false.
     * @returns An `Effect`, and more:
     * - `time`: −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
     * - `beta`: The effects; those before the help should be none.
     * - `covariance`: Their covariance.
     * @throws ObektivError: `effect.option` for another base.
     */
    function eventStudy(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>, options?: EventStudyOptions | null): EventStudy;

    /**
     * What remains of an effect under drifts that turn by at most M a year, and the M at which nothing remains.
     *
     *     β̂ over t = −p…−1, 1…q, the last year before is 0; target l'τ; estimator v'β̂, v_after = l,
     *         Σ t·v_t = 0
     *     drift: slope·t + second differences |d_j| ≤ M;   bias(v) = M·Σ_j |c_j|
     *     c_j = Σ_{t>j} (t − j)v_t, j ≥ 1;   c_{−j} = Σ_{t<−j} (−t − j)v_t, j ≥ 0
     *     half-length = σ_v·cv(bias/σ_v), cv(b): 95 % point of |N(b, 1)|,
     *         least over the p − 1 free weights
     *     breakdown: the M at which 0 enters
     *
     * `target` are the weights l of the years after; without, their mean. M = 0 extrapolates the straight line of the
     * years before.
     *
     * @param time - −p…−1, 1…q: years since the last one before the help, which is 0 and left out.
     * @param beta - The effects; those before the help should be none.
     * @param covariance - Their covariance.
     * @param options.smoothness - How much the yearly drift may change from one year to the next: bounds to try; 0 is
     * a straight line.
     * @param options.target - Weights of the years after; without, their mean.
     * @returns An `Statement`, and more:
     * - `estimate`: The effect if both groups would have moved alike.
     * - `se`: Its standard error.
     * - `lower`: 95 % interval if both would have moved alike.
     * - `upper`: 95 % interval if both would have moved alike.
     * - `pvalue`: Two-sided, of no effect, if both would have moved alike.
     * - `expectedDrift`: The difference that the straight drift of the years before would have brought by itself, as
     * the shortest interval extrapolates it.
     * - `sensitivity`: The effect under each bound.
     * - `breakdown`: The bound from which on the interval holds no effect; `null` where it does with a straight line
     * already.
     * @throws ObektivError: `effect.one_period` without years before or after; `effect.parameter` for other times, or
     * bounds below 0; `effect.length`; `effect.singular` for a covariance that is not positive definite.
     * @see Rambachan & Roth (2023), Review of Economic Studies 90, 2555–2591. Armstrong & Kolesár (2018), Econometrica
     * 86, 655–683.
     */
    function honest(time: ArrayLike<number>, beta: ArrayLike<number>, covariance: readonly ArrayLike<number>[], options: HonestOptions): Honest;

    /**
     * One helped unit beside the mixture of others that followed it best before.
     *
     *     w: min |y₁ − Y₀w|² over the years before, w ≥ 0, Σw = 1;   gap_t = y₁t − Σ w_j y_jt;
     *     effect: mean gap after
     *     placebo in space: every donor as if helped, the helped one no donor;
     *     ratio = RMSPE after / RMSPE before
     *     p = rank of the helped unit's ratio / (J + 1);   smallest 1/(J + 1)
     *
     * Outcomes only. With more donors than years before the weights are not unique: read gaps, never weights. There is
     * no interval: the placebos are what there is. Units that lack a year are left out and counted.
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @returns An `Effect`, and more:
     * - `weights`: Donors with a weight above 0.
     * - `gaps`: Gaps of all years.
     * - `objective`: Squared gaps before, summed.
     * - `fit`: The helped unit itself, as placebos are shown.
     * - `placebo`: Every donor as if it had been helped.
     * - `pvalueOfFitting`: p among units whose fit before is at most twice as far off; the helped one counts.
     * @throws ObektivError: `effect.too_few` below five years before (use a matched comparison and `randomisation`) or
     * two donors; `effect.option` for several helped units (use `syntheticDid`), and those of panels.
     * @see Abadie, Diamond & Hainmueller (2010), Journal of the American Statistical Association 105, 493–505.
     */
    function syntheticControl(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>): SyntheticControl;

    /**
     * Synthetic difference in differences.
     *
     *     σ̂: deviation of yearly changes of others before;   ζ = (N_helped·T_after)^¼·σ̂
     *     ω: min |ω₀ + Y'ω − ȳ_helped|²/T₀ + ζ²|ω|²;   λ the same over years with 1e-6·σ̂;
     *     ω, λ ≥ 0, sums 1
     *     τ̂ = (ȳ_helped,after − λ'y_helped) − ω'(ȳ_after − Yλ)
     *     Frank and Wolfe's steps from equal weights: 100, weights up to a quarter of the largest to 0,
     *         then at most 10⁴,
     *     until the value falls by (1e-5·σ̂)² or less
     *
     * For two helped units or more the standard error is the jackknife over units with weights kept, and from four
     * helped units on interval and p-value come from it. For one, p is the place among all units as if they had been
     * helped, at least 1/(J + 1).
     *
     * @param unit - The unit of each row, such as a school.
     * @param period - The period of each row, such as a year.
     * @param outcome - What was measured; rows with NaN are left out.
     * @param firstTreated - The first period with help, the same in all rows of a unit; null for a unit that is not
     * helped.
     * @returns An `Effect`, and more:
     * - `se`: Jackknife over units, weights kept, for two helped units or more.
     * - `unitWeights`: Weights of units that were not helped.
     * - `yearWeights`: Weights of years before.
     * - `placebo`: For one helped unit: each other one as if it had been helped.
     * - `unweighted`: Difference in differences with equal weights.
     * @throws ObektivError: `effect.too_few` below three years before or two units not helped, and those of panels.
     * @see Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111, 4088–4118.
     */
    function syntheticDid(unit: string[], period: ArrayLike<number>, outcome: ArrayLike<number>, firstTreated: ArrayLike<number | null>): SyntheticDid;

    /**
     * What observers do, from a design in two stages: schools by lot, classes inside them by lot.
     *
     *     π₁ = π_s·k_obs/k,   π₂ = π_s·(1 − k_obs/k),   π₀ = 1 − π_s         k classes of the school,
     *         k_obs observed
     *     Hájek mean ȳ_e = Σ 1{e}·y/π_e / Σ 1{e}/π_e;   Horvitz–Thompson Σ 1{e}·y/π_e / N
     *     direct ȳ₁ − ȳ₀,   spill-over ȳ₂ − ȳ₀,   within ȳ₁ − ȳ₂
     *     interval: weighted regression on both exposures, CR2 by schools;
     *     p: schools drawn again among those of the same chance, then classes
     *
     * Every class of every school that could have been drawn is a row. Schools whose classes are all observed when
     * they are drawn have no chance of the second exposure and leave spill-over and within. `within` understates what
     * observers do wherever they change the classes beside them, and says so. An effect on marks needs the marking to
     * be observed. Where observers went to suspicious schools this does not apply: use `ancova` or `discontinuity`.
     *
     * @param school - The school of each class.
     * @param observed - Whether an observer sat in the class.
     * @param chance - The chance with which the school was drawn: above 0, below 1.
     * @param outcome - The outcome of each class.
     * @param options.draws - Draws behind p-values. Default 9999.
     * @param options.seed - The seed of the draws. Default 1.
     * @param options.classes - Classes that would have been observed in a school that was not drawn. Default 1.
     * @returns `Observers`:
     * - `direct`: Observed classes beside classes of schools not visited.
     * - `spillOver`: Classes without an observer in visited schools beside classes of schools not visited.
     * - `within`: Observed classes beside others of the same schools.
     * - `hajek`: Means weighted by 1/π over the sum of these weights.
     * - `horvitzThompson`: Sums weighted by 1/π over the number of classes.
     * - `directErrors`: Standard errors of the direct difference.
     * - `spillOverErrors`: Standard errors of the spill-over.
     * @throws ObektivError: `effect.length`; `effect.parameter` for a chance that is not between 0 and 1;
     * `effect.conflict` for a school with two; `effect.no_treated`; `effect.no_controls`; `effect.too_few`.
     * @see Bertoni, Brunello & Rocco (2013), Journal of Public Economics 104, 65–77. Aronow & Samii (2017), Annals of
     * Applied Statistics 11, 1912–1947.
     */
    function observers(school: string[], observed: readonly boolean[], chance: ArrayLike<number>, outcome: ArrayLike<number>, options?: ObserversOptions | null): Observers;
}
