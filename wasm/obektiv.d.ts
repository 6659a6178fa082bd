/** Options of `irt.abilityByTotal`. */
export interface AbilityByTotalOptions {
    /** The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given. */
    ability?: AbilityDistribution | null;
}

/** A distribution of ability: points and their shares, which add up to 1. */
export interface AbilityDistribution { points: ArrayLike<number>; weights: ArrayLike<number> }

/** Options of `irt.ability`. */
export interface AbilityOptions {
    /** The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given. */
    ability?: AbilityDistribution | null;
    /** Warm's weighted likelihood, maximum likelihood, the mode of the posterior, its mean. Default "wle". */
    method?: "wle" | "ml" | "map" | "eap";
    /**
     * Where maximum likelihood looks: it has no finite maximum for a person with all items right or none. Default [-4,
     * 4].
     */
    bounds?: [number, number];
}

/**
 * The table of `irt.ability`. The ability of each person at given items.
 */
export interface AbilityTable {
    /** The estimates. */
    theta: Float64Array;
    /** Their standard errors. */
    se: Float64Array;
    /** Items that take part. */
    items: Float64Array;
}

/** Pupils who did not write, by key of the work and school. */
export type Absences = Record<string, Record<string, number>>;

/**
 * Acts of observers.
 */
export class Acts {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What became of every row.
     */
    readonly report: ImportReport;
    /**
     * One row for each act.
     */
    readonly table: ActsTable;
}

/** Acts of observers. What is not known is empty, or NaN. */
export interface ActsTable {
    school: string[];
    date: string[];
    number: string[];
    /** The id of an entry of the plan's calendar. */
    event: string[];
    subject: string[];
    grade: Float64Array;
    class: string[];
    stage: ("printing" | "handing_over" | "writing" | "marking" | "uploading")[];
    observer: string[];
    from: string[];
    to: string[];
    /** As in `1; 3: entered late`. */
    violations: string[];
    /** With which the visit was drawn. */
    probability: Float64Array;
}

/** Distributions of totals, one for each work of the file. */
export interface Aggregates {
    /** In the order of their first row. */
    works: Distribution[];
    /** Names and municipalities of the schools. */
    registry: Registry;
    /** What became of every row. */
    report: ImportReport;
}

/** Options of `journal.agreement` and `journal.leniency`. */
export interface AgreementOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
}

/**
 * The table of `journal.agreement`. Agreement of the journal's marks with the work's, in one work.
 */
export interface AgreementTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils with both marks. */
    n: Float64Array;
    /** Quadratic weighted kappa; NaN if both give all pupils one and the same mark. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** The same. */
    effect: Float64Array;
    /** 95 % interval of kappa; NaN where all marks agree. */
    lower: Float64Array;
    /** 95 % interval of kappa; NaN where all marks agree. */
    upper: Float64Array;
    /** The standard error of kappa by the delta method. */
    se: Float64Array;
    /** The share of equal marks. */
    confirmed: Float64Array;
    /** The mean of the work's mark less the journal's. */
    difference: Float64Array;
    /** χ² of whether both give each mark equally often. */
    stuartMaxwell: Float64Array;
    /** Its degrees of freedom. */
    stuartMaxwellDf: Float64Array;
    /** P(χ² ≥ statistic). */
    stuartMaxwellPvalue: Float64Array;
    /** χ² of whether each pair of marks is as frequent one way as the other. */
    bowker: Float64Array;
    /** Its degrees of freedom. */
    bowkerDf: Float64Array;
    /** P(χ² ≥ statistic). */
    bowkerPvalue: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * One test: what was written, by whom, how it is scored.
 */
export class Assessment {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The mark 2 to 5 that a total earns; undefined without boundaries.
     */
    mark(total: number): number | undefined;
    /**
     * An assessment, checked.
     */
    constructor(init: AssessmentInit);
    /**
     * The lowest totals of marks 3, 4 and 5.
     */
    readonly boundaries: Uint16Array | undefined;
    /**
     * A short stable key, such as `2020-autumn-maths-5`.
     */
    readonly key: string;
    /**
     * The largest score of each item.
     */
    readonly maxScores: Uint8Array;
    /**
     * The largest total.
     */
    readonly maxTotal: number;
    /**
     * The grade of those who wrote it.
     */
    readonly pupilGrade: number;
    /**
     * Season, where it matters.
     */
    readonly season: Season | undefined;
    /**
     * Subject, such as `maths`.
     */
    readonly subject: string;
    /**
     * The grade the test is made for.
     */
    readonly testGrade: number;
    /**
     * Calendar year.
     */
    readonly year: number;
}

/**
 * What an assessment is made of.
 */
export interface AssessmentInit {
    /**
     * Subject, such as `maths`.
     */
    subject: string;
    /**
     * The grade the test is made for.
     */
    testGrade: number;
    /**
     * Calendar year.
     */
    year: number;
    /**
     * The largest score of each item.
     */
    maxScores: Uint8Array | number[];
    /**
     * The lowest totals of marks 3, 4 and 5; a work without them has no marks.
     */
    boundaries?: [number, number, number] | null;
    /**
     * The grade of those who wrote it; the test's grade by default.
     */
    pupilGrade?: number | null;
    /**
     * Season, where it matters.
     */
    season?: Season | null;
    /**
     * How each item is marked, where known.
     */
    itemKinds?: ItemKind[] | null;
}

/** A text in both languages. */
export interface BothLanguages {
    ru: string;
    en: string;
}

/**
 * Excess mass in a zone around a threshold; NaN what is undefined.
 */
export interface Bunching {
    /** Results in the window. */
    n: number;
    /** Results in the zone above the counterfactual. */
    statistic: number;
    /**
     * Its standard error where nothing bunches, from counts that vary as Poisson's or as the residuals do, whichever
     * is more.
     */
    se: number;
    /** P(|Z| ≥ |statistic|/se); rejects four in a hundred honest territories at .05. */
    pvalue: number;
    /** `statistic` over the mean counterfactual of a total in the zone. */
    effect: number;
    /** Lower end of the 95 % interval of `effect`, normal. */
    lower: number;
    /** Its upper end. */
    upper: number;
    /** The standard error of `effect`. */
    effectSe: number;
    /** The standard error of `statistic` from resampled residuals, as published: too small. NaN without resamples. */
    seResampled: number;
    /** The same of `effect`. */
    effectSeResampled: number;
    /** The counterfactual at each total of the window. */
    counterfactual: Float64Array;
}

/** Options of `density.bunching`. */
export interface BunchingOptions {
    /** Degree of the polynomial, 12 or less. Default 7. */
    degree?: number;
    /** Totals of the zone below the threshold. Default 0. */
    below?: number;
    /** Totals of the zone above the threshold, which belongs to the zone itself. Default 0. */
    above?: number;
    /** First and last total that take part; all of the histogram where not given. */
    window?: [number, number] | null;
    /** Resamples of the residuals for `seResampled`; 0 for none. Default 200. */
    resamples?: number;
    /** Of the resamples: same seed, same `seResampled`. Default 1. */
    seed?: number;
}

/** Posteriors beside what was seen of the same schools. */
export interface CalibrationTable {
    /** The mean posterior in the other half of the works, or the weighted share in which observers saw something irregular. */
    by: ("uncalibrated" | "halves" | "observers")[];
    from: Float64Array;
    to: Float64Array;
    schools: Float64Array;
    stated: Float64Array;
    seen: Float64Array;
    lower: Float64Array;
    upper: Float64Array;
}

/**
 * The table of `personFit.changePoint`. Where in the test, in the order of the items, a person's ability seems to
 * change most; large values are unusual.
 */
export interface ChangePointTable extends PersonFitTable {
    /** The largest L² over the places; large values are unusual. */
    statistic: Float64Array;
    /** NaN: the largest of many is not χ²; simulate, or use `conditional` with a sum over items. */
    pvalue: Float64Array;
    /** After how many items. */
    point: Float64Array;
    /** The largest signed L: a fall of ability. */
    fall: Float64Array;
    /** After how many items. */
    fallPoint: Float64Array;
    /** The least signed L: a rise. */
    rise: Float64Array;
    /** After how many items. */
    risePoint: Float64Array;
    /** The largest square of the score statistic. */
    score: Float64Array;
    /** Its largest fall. */
    scoreFall: Float64Array;
    /** Its largest rise. */
    scoreRise: Float64Array;
    /** The largest square of Wald's statistic. */
    wald: Float64Array;
    /** Its largest fall. */
    waldFall: Float64Array;
    /** Its largest rise. */
    waldRise: Float64Array;
    /** Always "upper": large values of the statistic are unusual. */
    tail: ("lower" | "upper")[];
}

/** What each channel says of each school. */
export interface ChannelsTable {
    school: string[];
    channel: string[];
    z: Float64Array;
    logOdds: Float64Array;
}

/** Options of `classes.bySchool`. */
export interface ClassSplitOptions {
    /** The least number of pupils of a class; smaller ones take no part. Default 5. */
    minClass?: number;
    /** The least number of schools with two classes or more; with fewer `pvalue` is NaN. Default 10. */
    minSchools?: number;
}

/**
 * The table of `classes.bySchool`. Classes of one school that are far apart; a sign of this library.
 */
export interface ClassSplitTable extends Indications {
    /** The school. */
    group: string[];
    /** Pupils of the classes that take part. */
    n: Float64Array;
    /** These classes. */
    classes: Float64Array;
    /** F: the variance between classes over that inside. */
    statistic: Float64Array;
    /** P(F or more), if classes differ as those of all schools do. */
    pvalue: Float64Array;
    /** P(F or more), if classes are drawn from the school's pupils by chance. */
    pvalueSampling: Float64Array;
    /** The share ρ of the variance of totals that lies between classes. */
    effect: Float64Array;
    /** 95 % interval of the share. */
    lower: Float64Array;
    /** 95 % interval of the share. */
    upper: Float64Array;
    /** The largest class mean less the smallest, in points. */
    gap: Float64Array;
    /** The class with the largest mean; the first of equal ones. */
    highest: string[];
    /** The class with the smallest. */
    lowest: string[];
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** One row for each class of a grade, over all works. */
export interface ClassesTable {
    /** Named `school/class`; a slash in the school's login stands as `\/`, a backslash as `\\`. */
    class: string[];
    school: string[];
    grade: Float64Array;
    /** Works it wrote. */
    works: Float64Array;
    /** Pupil results over all works. */
    n: Float64Array;
    /** Findings about the class. */
    signs: Float64Array;
    /** Whether there is any. */
    marked: boolean[];
}

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

/** Options of `evidence.cauchyCombination` and `evidence.harmonicMean`. */
export interface CombinationOptions {
    /** 0 or more for each p-value; all alike where not given. */
    weights?: ArrayLike<number>;
}

/** Options of `personFit.conditional`. */
export interface ConditionalOptions {
    /** For statistics without a model, as for `guttmanErrors`. */
    reference?: Scores;
    /** Those of a model are taken at the ability at which the total is expected. Default "lz". */
    statistic?: "lz" | "guttman_errors" | "u3" | "c_star" | "outfit" | "infit" | "cusum";
    /** Patterns for each total and each set of items answered. Default 20000. */
    patterns?: number;
    /** The same seed gives the same p-values, in one thread or many. Default 1. */
    seed?: number;
}

/**
 * The table of `personFit.conditional` and `personFit.givenNorm`.
 */
export interface ConditionalTable extends PersonFitTable {
    /** One value per person. */
    statistic: Float64Array;
    /**
     * P(as unusual or more | total), the person counted: never below 1/(patterns + 1), and holding its level whatever
     * the ties.
     */
    pvalue: Float64Array;
    /** P(more unusual | total) and half of P(as unusual | total): for sums over persons, not for a decision about one. */
    midPvalue: Float64Array;
    /**
     * The least p-value among the patterns compared with: where few differ it is large, and `pvalue` could not have
     * been smaller.
     */
    smallest: Float64Array;
    /** −Φ⁻¹ of `midPvalue`, large where unusual and of mean 0 whatever the total: for means over groups (`byGroup`). */
    normalScore: Float64Array;
    /** Patterns that the person is compared with. */
    patterns: Float64Array;
    /** Which values are unusual: "lower" or "upper". */
    tail: ("lower" | "upper")[];
}

/** Options of `continuity.byGroup`, `continuity.cumulative` and `continuity.consistency`. */
export interface ContinuityOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /**
     * The least number of other groups of the reference that have both means; with fewer all is NaN but the means and
     * the change. Default 20.
     */
    minReference?: number;
}

/**
 * The table of `continuity.byGroup` and `continuity.consistency`.
 */
export interface ContinuityTable extends Indications {
    /** The group. */
    group: string[];
    /** The work whose mean is looked at, by its key. */
    work: string[];
    /** Pupils in the smaller of the two: this work, and the work or works that it is expected from. */
    n: Float64Array;
    /** The mean from which this work's is expected. */
    before: Float64Array;
    /** The mean in this work. */
    after: Float64Array;
    /** after − before. */
    change: Float64Array;
    /** What the other groups lead to expect of `after`. */
    expected: Float64Array;
    /** effect / its standard deviation. */
    statistic: Float64Array;
    /** The degrees of freedom of its t distribution. */
    df: Float64Array;
    /** P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way. */
    pvalue: Float64Array;
    /** after − expected. */
    effect: Float64Array;
    /** 95 % interval of the effect, of sampling and of how groups differ. */
    lower: Float64Array;
    /** 95 % interval of the effect, of sampling and of how groups differ. */
    upper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The table of `profile.contrasts`. Contrasts of kinds of items in each group, given the totals.
 */
export interface ContrastsTable extends Indications {
    /** The group. */
    group: string[];
    /**
     * hard: the harder half of the items less the easier; late: the second half of the paper less the first; open:
     * marked by a teacher less marked by a key, where the assessment has `itemKinds`.
     */
    contrast: ("hard" | "open" | "late")[];
    /** Pupils. */
    n: Float64Array;
    /** z = effect / its standard deviation over groups. */
    statistic: Float64Array;
    /** P(t ≥ z) with ν degrees of freedom. */
    pvalue: Float64Array;
    /** The mean deviation of the first kind of items less that of the second, in shares of the maxima. */
    effect: Float64Array;
    /** The effect's 95 % interval by sampling alone. */
    lower: Float64Array;
    /** The effect's 95 % interval by sampling alone. */
    upper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `personFit.lz`. */
export interface CorrectionOptions {
    /** How the p-value is taken from the statistic and its skewness. Default "edgeworth". */
    correction?: "edgeworth" | "normal" | "cornish_fisher" | "chi_square";
}

/** Options of `official.groupCrossing`. */
export interface CrossingOptions {
    /** What the groups are. Default "school". */
    group?: Group;
    /** The least number of pupils with each of the two marks. Default 10. */
    minN?: number;
}

/**
 * How to read text.
 */
export interface CsvOptions {
    /**
     * Repair rows by the two stated rules (the default); otherwise such rows are set aside.
     */
    repair?: boolean;
    /**
     * Names the municipality of each school, for exports that do not.
     */
    registry?: Registry | null;
    /**
     * The login of the school, for layouts without a school column; others do not use it.
     */
    school?: string | null;
}

/**
 * The table of `continuity.cumulative`. Changes of one cohort added up over its works, in the order in which they
 * were written.
 */
export interface CumulativeTable extends Indications {
    /** The group. */
    group: string[];
    /** Changes that are added up. */
    changes: Float64Array;
    /** Pupils in the smallest of the works. */
    n: Float64Array;
    /** The sum of the statistics of `byGroup` over its standard deviation. */
    statistic: Float64Array;
    /** P(|t| ≥ |statistic|), with the fewest degrees of freedom of the parts. */
    pvalue: Float64Array;
    /** The sum of the effects, in standard deviations of pupils. */
    effect: Float64Array;
    /** Its 95 % interval. */
    lower: Float64Array;
    /** Its 95 % interval. */
    upper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The table of `personFit.cusum`. CUSUM: stretches of items, in the order given, that were done better or worse
 * than the ability; large values are unusual.
 */
export interface CusumTable extends PersonFitTable {
    /** The larger of the two sums' sizes: large values are unusual. */
    statistic: Float64Array;
    /** NaN: see `conditional`. */
    pvalue: Float64Array;
    /** max C⁺: a stretch done better than the ability. */
    highest: Float64Array;
    /** min C⁻: a stretch done worse. */
    lowest: Float64Array;
    /** Always "upper": large values of the statistic are unusual. */
    tail: ("lower" | "upper")[];
}

/** Options of `pairs.omega` and `pairs.gbt`. */
export interface DirectedPairOptions {
    /**
     * One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty; all
     * with all where not given.
     */
    group?: string[];
    /**
     * Whether the answers of the first are given, and how likely the second would give them too is asked: ordered
     * pairs. If not, each pair once. Default true.
     */
    conditional?: boolean;
    /**
     * Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that were
     * compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`. Adjusted among those kept alone,
     * honest pairs would be found.
     */
    onlyBelow?: number | null;
}

/**
 * The distribution of totals of one work, by group.
 */
export class Distribution {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The tally of the schools (by default), of the municipalities, or of all together, from which
     * every sign works that needs totals alone. Municipalities that the file does not have are
     * added up from their schools.
     */
    tally(group?: Group): Tally;
    /**
     * The assessment. Where nothing but the largest total is known, it has one item worth all of
     * it.
     */
    readonly assessment: Assessment;
    /**
     * 16 hexadecimal digits of the assessment and of every row: the "input hash" of reports.
     */
    readonly fingerprint: string;
    /**
     * The groups, in the order of the file.
     */
    readonly table: DistributionTable;
}

/** The groups of one work, in the order of the file. */
export interface DistributionTable {
    level: Level[];
    /** A school's login where the row has one, else the name. */
    group: string[];
    /** The municipality of a school, or of itself; empty where unknown. */
    municipality: string[];
    /** Pupils. */
    n: Float64Array;
    /** Pupils with total 0, 1, …, up to the largest. */
    [total: `s${number}`]: Float64Array;
}

/**
 * How to read distributions.
 */
export interface DistributionsOptions {
    /**
     * The works of the file, by subject, grade and year; of others the shipped scales are used,
     * where they fit.
     */
    assessments?: readonly Assessment[] | null;
    /**
     * The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
     */
    maxUnpacked?: number;
}

/**
 * What a draft says of itself.
 */
export interface DraftInit {
    /**
     * Title; a usual one by default.
     */
    title?: string | null;
    /**
     * Territory.
     */
    territory: string;
    /**
     * The calendar year, or the one in which the academic year begins.
     */
    year: number;
    /**
     * The day by which measures are to be done and indicators reached, such as `2026-04-01`.
     */
    due?: string | null;
    /**
     * The assessment calendar: observers go to its works, marking again and the analysis of
     * effects come after them.
     */
    calendar?: readonly PlanEvent[];
    /**
     * Russian by default.
     */
    language?: Language;
}

/**
 * What `design.draw` gave, as much of it as a plan keeps.
 */
export interface Drawn {
    /**
     * The drawn places of the list.
     */
    sample: ArrayLike<number>;
    /**
     * The seed.
     */
    seed: number;
    /**
     * The fingerprint of the list and its chances.
     */
    fingerprint: string;
}

/**
 * What to print on the page of an effect.
 */
export interface EffectPageOptions {
    /**
     * Russian by default.
     */
    language?: Language;
    /**
     * A title in place of the usual one.
     */
    title?: string | null;
    /**
     * What was measured, such as "share of raised papers".
     */
    outcome?: string | null;
    /**
     * The outcome is a share: numbers are printed times 100, in percentage points.
     */
    percent?: boolean;
    /**
     * The date, as it is to be printed; none by default.
     */
    date?: string | null;
}

/** The share of each person's answers that were not rapid. */
export interface EffortTable {
    statistic: Float64Array;
    tail: ("lower" | "upper")[];
}

/** Options of `erasures.byPerson` and `erasures.byGroup`. */
export interface ErasureOptions {
    /** Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers where not given. */
    theta?: ArrayLike<number>;
    /** What the statistic is corrected for: points are whole, nothing, abilities are estimated. */
    correction?: "continuity" | "none" | "ability";
    /** Where abilities are looked for. Default [-4, 4]. */
    bounds?: [number, number];
}

/**
 * How results are evaluated.
 */
export interface EvaluateOptions {
    /**
     * What is planted, each by itself; by default lift, fit, one_hand, copy and dictate.
     */
    kinds?: Plant | readonly Plant[] | null;
    /**
     * The share of the schools that may be used which are planted; 0.07 by default.
     */
    share?: number;
    /**
     * How often each kind is planted; 5 by default.
     */
    repeats?: number;
    /**
     * How often the pupils are shuffled between the schools; 5 by default.
     */
    shuffles?: number;
    /**
     * 1 by default.
     */
    seed?: number;
    /**
     * Norms, nulls and priors of another territory.
     */
    reference?: Reference | null;
    /**
     * Told the runs done and the runs in all; stops by giving false.
     */
    progress?: ((done: number, total: number) => boolean | void) | null;
}

/** What was found of what was planted; the rows `honest` are of pupils shuffled between the schools. */
export interface EvaluationTable {
    /** What was planted, or `honest`. */
    kind: string[];
    /** `all`, or pupils a work: `5-19`, `20-49`, `50+`. */
    pupils: string[];
    /** Schools planted; of `honest` territories shuffled. */
    planted: Float64Array;
    /** Of these found; of `honest` territories with any school found. */
    found: Float64Array;
    /** Of these large in themselves. */
    extreme: Float64Array;
    either: Float64Array;
    /** The share found or extreme. */
    power: Float64Array;
    /** Other schools newly found; of `honest` all schools found. */
    newly: Float64Array;
    /** Schools found without planting and no longer. */
    lost: Float64Array;
}

/**
 * What the evidence layer says, in full.
 */
export class Evidence {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Posteriors beside what was seen of the same schools.
     */
    readonly calibration: CalibrationTable;
    /**
     * Posteriors are shown up to here.
     */
    readonly ceiling: number;
    /**
     * What each channel says of each school.
     */
    readonly channels: ChannelsTable;
    /**
     * Classes of found and of extreme schools, for no other class is named.
     */
    readonly classes: EvidenceClassesTable;
    /**
     * Classes that are large in themselves.
     */
    readonly extreme: ExtremeTable;
    /**
     * What the data did not allow.
     */
    readonly leftOut: EvidenceLeftOutTable;
    /**
     * Norms, nulls and priors of this territory, for smaller ones.
     */
    readonly reference: Reference;
    /**
     * One row for each school, with the posterior of each block.
     */
    readonly schools: EvidenceTable;
    /**
     * Schools by outcome, of all and by municipality, with what is said of them together.
     */
    readonly territory: TerritoryTable;
}

/** Classes of found and of extreme schools: no other class is named. */
export interface EvidenceClassesTable {
    class: string[];
    school: string[];
    grade: Float64Array;
    works: Float64Array;
    pupils: Float64Array;
    posterior: Float64Array;
    extreme: boolean[];
    channel: string[];
    /** Those that went up together, by work, from 1. */
    items: string[];
}

/** What the data did not allow; an empty work stands for all. */
export interface EvidenceLeftOutTable {
    work: string[];
    channel: string[];
    reason: string[];
}

/**
 * Thresholds of the evidence layer; the defaults are those that were measured.
 */
export interface EvidenceOptions {
    /**
     * The Bayesian false discovery rate over schools; .05.
     */
    q?: number;
    /**
     * No school is found with a smaller posterior; .8.
     */
    floor?: number;
    /**
     * From this posterior on a sign is strong; .95.
     */
    ceiling?: number;
    /**
     * A school is cleared only below it; .05.
     */
    clear?: number;
    /**
     * Share of raised papers within reach that must be exceeded; .1.
     */
    delta?: number;
    /**
     * Points below a boundary from which papers are raised; 2.
     */
    reach?: number;
    /**
     * Pupils of a class that is judged; 8.
     */
    least?: number;
    /**
     * Schools from which on a territory is its own reference; 60.
     */
    alone?: number;
    /**
     * The outer quantiles that define a null's middle; .15.
     */
    cut?: number;
    /**
     * The share of the null that is wide; .05.
     */
    contamination?: number;
    /**
     * The standard deviation of the wide part; 1.8.
     */
    wide?: number;
    /**
     * The same for one class in one work; 2.6.
     */
    wideWork?: number;
    /**
     * Null units added to the estimation of a channel's prior; 12.
     */
    pseudo?: number;
    /**
     * The same for heaping; 9.
     */
    pseudoHeaping?: number;
    /**
     * Units that a reference's prior counts for; 100.
     */
    mass?: number;
    /**
     * The same for heaping; 60.
     */
    massHeaping?: number;
    /**
     * The shared part of a class's answers that is large in itself; .5.
     */
    extreme?: number;
    /**
     * The least pupils of such a class; 10.
     */
    extremeLeast?: number;
    /**
     * Draws behind the interval of raised papers; 2000.
     */
    draws?: number;
    /**
     * The seed of these draws; 1.
     */
    seed?: number;
}

/** One row for each school. */
export interface EvidenceTable {
    school: string[];
    municipality: string[];
    /** Over all works. */
    papers: Float64Array;
    works: Float64Array;
    outcome: Outcome[];
    /** The largest of the blocks but for `home`; NaN where none judged. */
    posterior: Float64Array;
    /** Posterior of the block: papers raised over boundaries. */
    heaping: Float64Array;
    /** Marks fitted to the journal. */
    fit: Float64Array;
    /** What classes' answers show. */
    class: Float64Array;
    /** Weak pupils kept home: context, never a finding. */
    home: Float64Array;
    found: boolean[];
    extreme: boolean[];
    /** The channel that says most. */
    channel: string[];
    /** Share of papers raised over boundaries beyond the reference, with its 95 % interval. */
    effect: Float64Array;
    lower: Float64Array;
    upper: Float64Array;
    /** The effect that would have been found with probability .8. */
    detectionLimit: Float64Array;
    /** What could not be judged and why. */
    reason: string[];
}

/**
 * The table of `official.externalMismatch`. A work's mean that the same school's external exam (ОГЭ, ЕГЭ) does not
 * bear out; the sign is published, its number is this library's.
 */
export interface ExternalMismatchTable extends Indications {
    /** The groups, in the order given. */
    group: string[];
    /** Pupils in the smaller of the two. */
    n: Float64Array;
    /** z of the work less z of the exam. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** The same. */
    effect: Float64Array;
    /** 95 % interval of the statistic by sampling. */
    lower: Float64Array;
    /** 95 % interval of the statistic by sampling. */
    upper: Float64Array;
    /** z of the work. */
    work: Float64Array;
    /** z of the exam. */
    exam: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Classes that share half of their answers beyond the totals: a list of its own, never mixed with what was found. */
export interface ExtremeTable {
    class: string[];
    school: string[];
    grade: Float64Array;
    work: string[];
    n: Float64Array;
    shared: Float64Array;
}

/** What became of one of several files: all that `Import` has, or an error. */
export interface FileImport {
    name: string;
    results?: Results;
    report?: ImportReport;
    registry?: Registry;
    error?: ObektivError;
}

/**
 * One of several files.
 */
export interface FileInit {
    /**
     * What errors call it, such as its path.
     */
    name: string;
    /**
     * A workbook or text.
     */
    bytes: Uint8Array;
    /**
     * Its assessment, where the layout does not name it.
     */
    assessment?: Assessment | null;
    /**
     * Its school, where the layout has no school column; without it that of the options.
     */
    school?: string | null;
}

/** Signs of units, one row each; a flagged one is a finding. */
export interface FindingsTable extends Indications {
    /** Stable: the same input always gives it. */
    id: string[];
    /** A work's key, or the year (for classes the year and the grade) whose works are pooled. */
    scope: string[];
    /** Such as `heaping.three_bin`. */
    sign: string[];
    unit: Group[];
    /** The school's login, of a class its school's; empty for municipalities. */
    school: string[];
    /** The class within the school; empty for larger units. */
    class: string[];
    /** The least number of different pupils behind the results. */
    pupils: Float64Array;
    /** The p-value adjusted over all units and scopes of the rule. */
    qvalue: Float64Array;
    /** Whether every guard and threshold of the policy is met. */
    flagged: boolean[];
}

/** Calibrated items. */
export interface Fit {
    /** As `JSON.stringify` writes them. */
    items: Item[];
    table: ItemTable;
    /** Marginal; of rasch and pcm conditional. */
    logLikelihood: number;
    /** Akaike's and Schwarz' criteria; NaN of rasch and pcm. */
    aic: number;
    bic: number;
    /** Parameters estimated, persons who say something, steps taken. */
    parameters: number;
    persons: number;
    iterations: number;
    converged: boolean;
    /** Where the estimation started; null of rasch and pcm. */
    start: Item[] | null;
    /** The distribution of ability; null of rasch and pcm, which assume none. */
    ability: { points: Float64Array; weights: Float64Array } | null;
}

/**
 * How items are calibrated.
 */
export interface FitOptions {
    /**
     * The model; gpcm by default. rasch and pcm are estimated by conditional maximum likelihood,
     * the others by marginal.
     */
    model?: "gpcm" | "graded" | "2pl" | "3pl" | "nominal" | "rasch" | "pcm";
    /**
     * The number of items, if the scores are one array.
     */
    items?: number;
    /**
     * The distribution of ability; 61 points on [−6, 6] weighted as N(0, 1) by default.
     */
    ability?: AbilityDistribution | null;
    /**
     * Estimate the weights too; false by default.
     */
    histogram?: boolean;
    /**
     * The Beta prior of the lower asymptotes of 3pl, [5, 17] by default; null for none.
     */
    guessingPrior?: [number, number] | null;
    /**
     * Whether to compute standard errors; true by default.
     */
    standardErrors?: boolean;
    /**
     * Steps at most; 1000 by default.
     */
    maxIterations?: number;
    /**
     * Converged when twice in a row a step promises less log-likelihood; 1e-9 by default.
     */
    tolerance?: number;
}

/** What groups are; a class is named `school/class`. */
export type Group = "all" | "municipality" | "school" | "class";

/**
 * The table of `official.groupCrossing`. An item that pupils of a lower mark did better than pupils of a higher
 * one; the sign is published, its interval is this library's.
 */
export interface GroupCrossingTable extends Indications {
    /** The group. */
    group: string[];
    /** The item, counted from 1. */
    item: Float64Array;
    /** The lower mark. */
    low: Float64Array;
    /** The higher mark. */
    high: Float64Array;
    /** Pupils in the smaller of the two. */
    n: Float64Array;
    /** Pupils with the lower mark. */
    nLow: Float64Array;
    /** Pupils with the higher mark. */
    nHigh: Float64Array;
    /** The effect. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** The share of the item's points, of those with the lower mark less those with the higher. */
    effect: Float64Array;
    /** Its 95 % interval. */
    lower: Float64Array;
    /** Its 95 % interval. */
    upper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The table of `erasures.byGroup`. The changed answers of each group's persons together; large values are unusual.
 */
export interface GroupErasuresTable extends Indications {
    /** The group. */
    group: string[];
    /** Persons with changed answers and a known ability: those who take part. */
    n: Float64Array;
    /** Their changed answers. */
    changed: Float64Array;
    /** Points on the items changed. */
    points: Float64Array;
    /** Points expected there. */
    expected: Float64Array;
    /** The erasure detection index of the group. */
    statistic: Float64Array;
    /** P(Z ≥ statistic). */
    pvalue: Float64Array;
    /** Points above expectation for each changed answer. */
    effect: Float64Array;
    /** Lower end of its 95 % interval. */
    lower: Float64Array;
    /** Its upper end. */
    upper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The table of `personFit.byGroup`. Groups whose persons' values are large on average, beside what chance and
 * other groups show.
 */
export interface GroupFitTable extends Indications {
    /** The group. */
    group: string[];
    /** Persons with a value. */
    n: Float64Array;
    /** z = effect/√(s²/n + τ²). */
    statistic: Float64Array;
    /** P(Z ≥ z): beside sampling and the differences between groups. */
    pvalue: Float64Array;
    /** The group's mean less the mean of all persons. */
    effect: Float64Array;
    /** The effect's 95 % interval by sampling alone. */
    lower: Float64Array;
    /** The effect's 95 % interval by sampling alone. */
    upper: Float64Array;
    /** P(Z ≥ effect/√(s²/n)): a group like all others would show less. */
    pvalueSampling: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The table of `personFit.guttmanErrors`. The number of Guttman errors `G` of each person, and its normed form
 * `G*`; many errors are unusual.
 */
export interface GuttmanErrorsTable extends PersonFitTable {
    /** G of each person. */
    statistic: Float64Array;
    /** G* from 0, the likeliest pattern of the total, to 1; NaN where all patterns are alike. */
    normed: Float64Array;
    /** NaN: see `conditional` and `givenNorm`. */
    pvalue: Float64Array;
    /** Always "upper": large values are unusual. */
    tail: ("lower" | "upper")[];
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

/** @deprecated The former name of `ManyFivesTable`; it goes with the next version. */
export type HighFivesTable = ManyFivesTable;

/** What a file is, as far as it says so. */
export interface Identity {
    /** The layout of its table, such as `regional-2021` or `score-distribution`. */
    layout?: string;
    subject?: string;
    /** The grade that its test is made for. */
    testGrade?: number;
    /** The grade of those who wrote it, where it is another. */
    pupilGrade?: number;
    year?: number;
    season?: Season;
    /** The largest score of each item. */
    maxScores?: Uint8Array;
    /** The lowest totals of marks 3, 4 and 5, of the work of the catalogue with the same maxima. */
    boundaries?: Uint16Array;
    /** How each of these is known, by its name. */
    known: Record<string, Origin>;
    /** What is missing, by its name. Without subject, test grade, year or maxima there is no assessment. */
    missing: string[];
    assessment?: Assessment;
    /** What is to be said of it, such as that maxima are guessed. */
    notes: string[];
}

/** A file read. */
export interface Import {
    results: Results;
    /** What became of every row. */
    report: ImportReport;
    /** Names and municipalities of the schools, where the file has them; else empty. */
    registry: Registry;
}

/**
 * How to read a file.
 */
export interface ImportOptions {
    /**
     * Repair rows by the two stated rules (the default); otherwise such rows are set aside.
     */
    repair?: boolean;
    /**
     * The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
     */
    maxUnpacked?: number;
    /**
     * Names the municipality of each school, for exports that do not.
     */
    registry?: Registry | null;
    /**
     * The login of the school, for layouts without a school column; others do not use it.
     */
    school?: string | null;
    /**
     * The sheet of a workbook; without it `Протокол` if there is one, else all of the first known
     * layout.
     */
    sheet?: string | null;
}

/** What became of every row of a file. The kinds add up to `rows`. */
export interface ImportReport {
    /** The layout that was recognised. */
    layout: string;
    /** Rows of the file without the header. */
    rows: number;
    /** Rows read as written. */
    taken: number;
    /** Rows read after a repair that the row itself proves. */
    repaired: number;
    /** Rows absent on one day of a two-day work: kept, with missing cells. */
    oneDay: number;
    /** Absent or blank rows. */
    absent: number;
    /** Of the absent rows those that name a school. */
    absentBySchool: Record<string, number>;
    /** Rows not used. */
    setAside: number;
    /** Rows of the file, of a text lines, that are not blank, counted before anything was made of them: `rows` and `unread`. */
    raw: number;
    /** Rows that stand for no pupil: titles and headers, rows of schools, rows filled in beforehand. */
    unread: number;
    /** Columns of the header that were not read. */
    unreadColumns: string[];
    /** What became of the rows of each school; the reason is the commonest one for which its rows were not used. */
    schools: { school: string[]; rows: Float64Array; taken: Float64Array; repaired: Float64Array; oneDay: Float64Array; absent: Float64Array; setAside: Float64Array; reason: string[] };
    /** Remarks about the file as a whole, such as its encoding. */
    notes: string[];
    /** Remarks row by row: all rows that are repaired or set aside, and others where there is something to say. */
    remarks: { row: Float64Array; kind: RowKind[]; reason: string[] };
}

/** Marked schools by territory: `all` first, then the municipalities. */
export interface IndexTable {
    group: string[];
    schools: Float64Array;
    marked: Float64Array;
    /** Percentage of the schools that are marked. */
    share: Float64Array;
    /** The objectivity index: 100 less the share. */
    statistic: Float64Array;
}

/** The columns that every statistic of groups has, one row for each indication. What is undefined is NaN. */
export interface Indications {
    group: string[];
    /** Pupils. */
    n: Float64Array;
    statistic: Float64Array;
    pvalue: Float64Array;
    effect: Float64Array;
    /** Lower end of the 95 % interval of the effect. */
    lower: Float64Array;
    /** Upper end of the 95 % interval of the effect. */
    upper: Float64Array;
    tier: Tier[];
}

/**
 * The indicators of a plan on a day.
 */
export class Indicators {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Those that could not be computed, with the reason.
     */
    readonly leftOut: LeftOutIndicatorsTable;
    /**
     * Those computed.
     */
    readonly table: IndicatorsTable;
}

/**
 * What indicators are computed from; what is not given is left out.
 */
export interface IndicatorsInit {
    /**
     * The day of the report, such as `2026-06-01`.
     */
    day: string;
    /**
     * This year's screening, or the official list, whose last year is this.
     */
    screening?: Screening | MarkerList;
    /**
     * Of years before.
     */
    before?: Screening | MarkerList | readonly (Screening | MarkerList)[];
    /**
     * Whose signs of a screening are counted: its policy's by default, those of the official rule
     * or of the list beside it.
     */
    view?: "policy" | "official-2019" | "listed";
    /**
     * The schools that `share_with_signs` is of: all that took part by default.
     */
    denominator?: "participants" | "wrote_russian_4" | "assessable";
    /**
     * Compare years by the works that all of them have.
     */
    commonWorks?: boolean;
    /**
     * Wilson's intervals for shares of all schools, as if these were a sample.
     */
    superpopulation?: boolean;
    /**
     * The share that would have signs again without any measure: of `effect.relapse`
     * `stillExpected / flagged`.
     */
    expectedRelapse?: number;
    /**
     * Works marked again.
     */
    remarked?: Remarked;
    /**
     * A work is confirmed if its points differ by no more; 1 by default.
     */
    tolerance?: number;
    /**
     * Schools found objective and schools controlled; behind them, where these were drawn, out of
     * how many.
     */
    internalAssessment?: readonly [number, number] | readonly [number, number, number];
    /**
     * Of what `observer_coverage` is.
     */
    coverage?: "visits" | "rooms" | "schools";
}

/** Indicators of a plan that were computed, one row for each. */
export interface IndicatorsTable {
    /** Such as `share_with_signs`. */
    formula: string[];
    /** What the formula leaves open: the denominator, the unit of coverage, the id of an effect. */
    of: string[];
    /** The year, with the season where all works have one. */
    period: string[];
    /** In what it is given, such as `%`. */
    unit: string[];
    numerator: Float64Array;
    denominator: Float64Array;
    value: Float64Array;
    /** Lower end of the 95 % interval; NaN where the question has none. */
    lower: Float64Array;
    /** Upper end of the 95 % interval. */
    upper: Float64Array;
    /** How the interval was made, or that there is none. */
    method: string[];
    /** Which way is better. */
    direction: ("" | "lower" | "higher")[];
    /** What was to be expected without any measure; NaN where nothing says so. */
    expected: Float64Array;
    /** Where it should be; NaN without a target. */
    target: Float64Array;
    /** Judged by the interval, never by the point; empty without a target. */
    reached: ("" | "reached" | "not_shown" | "not_reached")[];
    /** Whether it stands beside another one, as a count of what that leaves out. */
    beside: boolean[];
    /** The policy, or the view, that says who has signs. */
    policy: string[];
    /** The works it is over, parted by spaces. */
    works: string[];
    /** Fingerprint of what it was computed from. */
    source: string[];
    computedOn: string[];
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

/** Options of `legacy.invalsi`. */
export interface InvalsiOptions {
    /** What the groups are. Default "class". */
    group?: Group;
    /** Clusters. Default 10. */
    clusters?: number;
    /** The fuzziness, above 1. Default 2. */
    fuzziness?: number;
    /** The least number of pupils of a group; smaller ones take no part. Default 5. */
    minN?: number;
}

/**
 * The table of `legacy.invalsi`. The INVALSI index: fuzzy membership in the cluster of classes with high, alike
 * and complete papers.
 */
export interface InvalsiTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** The membership in the cluster of high, alike and complete papers: from 0 to 1. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** NaN: the sign has none. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** The mean share of the largest total. */
    mean: Float64Array;
    /** The standard deviation of pupils' shares. */
    sd: Float64Array;
    /** The share of items not attempted. */
    missing: Float64Array;
    /** The mean over items of Gini's heterogeneity of the scores. */
    heterogeneity: Float64Array;
    /** The first axis: it points to high means, and usually to low spread and heterogeneity. */
    outlier: Float64Array;
    /** The second axis: items not attempted. */
    participation: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** An item's model and parameters, as JSON holds them; a is 1 and c is 0 where they are absent. */
export type Item =
| { model: "logistic"; a?: number; b: number; c?: number }
| { model: "graded"; a?: number; b: number[] }
| { model: "partial_credit"; a?: number; steps: number[] }
| { model: "nominal"; slopes: number[]; intercepts: number[] };

/** The threshold of each item, and the share of its answers that were not rapid. */
export interface ItemEffortTable {
    threshold: Float64Array;
    effort: Float64Array;
}

/**
 * The table of `official.itemInversion`. Hard items done better and easy ones worse than in the region; the sign
 * is published, its numbers are not.
 */
export interface ItemInversionTable extends Indications {
    /** The groups. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** min(hard, −easy): above δ is the sign. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** hard − easy. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** The mean of q − p over the hard items. */
    hard: Float64Array;
    /** The mean of q − p over the easy items. */
    easy: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Marked by a key, or by a teacher against criteria. */
export type ItemKind = "key" | "open";

/** Options of `official.itemInversion`. */
export interface ItemOptions {
    /** What the groups are. Default "school". */
    group?: Group;
}

/** One row for each item: `model`, the parameters `a`, `c`, `b1`, … that some item has, and standard errors `seA`, `seB1`, …; whether a slope is above 10 or a difficulty beyond 30, and whether an asymptote is at 0. */
export type ItemTable = { item: Float64Array; model: string[]; diverging: boolean[]; atBound: boolean[] } & { [parameter: string]: Float64Array | string[] | boolean[] };

/** What `personFit.timeSubsets` and `personFit.jointSubsets` take together. */
export interface ItemTimes {
    /** For each item how closely times follow the speed, positive. */
    alpha: ArrayLike<number>;
    /** For each item the mean log time at speed 0. */
    beta: ArrayLike<number>;
}

/** Options of `legacy.jacobLevitt`. */
export interface JacobLevittOptions {
    /** What the groups are. Default "class". */
    group?: Group;
}

/**
 * The table of `legacy.jacobLevitt`. Jacob and Levitt's unusual answer strings, on scores: four ranks of each
 * class, added up.
 */
export interface JacobLevittTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils with the main set of items. */
    n: Float64Array;
    /** The sum of the squared ranks of the four measures, from 0 to 4. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** NaN: the sign has none. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** The least probable block of equal scores: the smallest standardised ln probability over lengths. */
    block: Float64Array;
    /** How much pupils' scores on an item go together, mean over items. */
    correlation: Float64Array;
    /** How much that varies between items. */
    variation: Float64Array;
    /** How unlike their totals pupils' papers are, less what is expected. */
    misfit: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `irt.joinScores`. */
export interface JoinScoresOptions {
    /** The number of items, if the scores are one array of cells. */
    items?: number;
}

/** Options of `irt.joins`. */
export interface JoinsOptions {
    /** The number of items, if the scores are one array of cells. */
    items?: number;
}

/**
 * The table of `irt.joins`. What `irt.joinScores` does: a row for each score, up to the largest that occurs, of
 * each item with a score that nobody has.
 */
export interface JoinsTable {
    /** The item, from 1. */
    item: Float64Array;
    /** The score as it is. */
    score: Float64Array;
    /** The score that it becomes. */
    joined: Float64Array;
    /** Persons who have it; those who attempted nothing have 0. */
    persons: Float64Array;
}

/**
 * The table of `personFit.jointFit`. Fit of answers and response times together; small values are unusual.
 */
export interface JointFitTable extends PersonFitTable {
    /** L_ST, the standardised joint log-likelihood; small values are unusual. */
    statistic: Float64Array;
    /**
     * Φ(L_ST): times are squares, whose tail is heavier, so that values below .01 are several times too small;
     * `pvalueQ` does not suffer from this.
     */
    pvalue: Float64Array;
    /** Q_ST, the χ² of both p-values: large values are unusual. */
    q: Float64Array;
    /** P(χ² ≥ Q_ST) with two degrees of freedom. */
    pvalueQ: Float64Array;
    /** Always "lower": small values of `statistic` are unusual. */
    tail: ("lower" | "upper")[];
}

/** How marks of works stand to those of the journal, by group. */
export interface JournalComparison {
    table: JournalComparisonTable;
    /** `journal.byGroup` of the schools: lowered, confirmed and raised marks, works pooled; gaps of two marks are not in such reports. */
    journal: JournalTable;
    /** Names and municipalities of the schools. */
    registry: Registry;
    /** What became of every row. */
    report: ImportReport;
}

/**
 * How to read a comparison of marks with those of the journal.
 */
export interface JournalComparisonOptions {
    /**
     * The least number of other schools beside which a school has a p-value; 5 by default.
     */
    minReference?: number;
    /**
     * The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
     */
    maxUnpacked?: number;
}

/** One row for each work and group. */
export interface JournalComparisonTable {
    /** Such as `maths`; empty where the file does not say. */
    subject: string[];
    /** NaN where the file does not say. */
    grade: Float64Array;
    /** Calendar year; NaN where the file does not say. */
    year: Float64Array;
    level: Level[];
    /** A school's login where the row has one, else the name. */
    group: string[];
    /** The municipality of a school, or of itself; empty where unknown. */
    municipality: string[];
    /** Pupils. */
    n: Float64Array;
    /** Pupils with a mark below the journal's. */
    lowered: Float64Array;
    /** Pupils with the journal's mark. */
    confirmed: Float64Array;
    /** Pupils with a mark above the journal's. */
    raised: Float64Array;
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

/** Of explanations and reports. */
export type Language = "ru" | "en";

/**
 * What is known beside the results.
 */
export interface LayerOptions {
    /**
     * Other thresholds than the measured defaults.
     */
    thresholds?: EvidenceOptions | null;
    /**
     * Norms, nulls and priors of another territory.
     */
    reference?: Reference | null;
    /**
     * What observers or a second marking saw.
     */
    observed?: Observed | null;
    /**
     * Pupils who did not write, by key of the work and school.
     */
    absences?: Absences | null;
}

/** Indicators that could not be computed. */
export interface LeftOutIndicatorsTable {
    formula: string[];
    reason: string[];
}

/** What the policy asks for and the works do not allow. */
export interface LeftOutTable {
    /** Such as `heaping.fit`. */
    sign: string[];
    unit: Group[];
    /** A work's key, or the year whose works would be pooled. */
    scope: string[];
    reason: string[];
}

/**
 * The table of `journal.leniency`. Ordinal calibration of journal marks by totals, with a random intercept for
 * each group, in one work.
 */
export interface LeniencyTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils with a total and a journal mark. */
    n: Float64Array;
    /** u: the posterior mode in logits, above 0 for a lenient journal. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** u as the mean shift of its pupils' journal marks. */
    effect: Float64Array;
    /** 95 % interval of the shift. */
    lower: Float64Array;
    /** 95 % interval of the shift. */
    upper: Float64Array;
    /** The posterior standard deviation of u. */
    sd: Float64Array;
    /** 95 % interval of u. */
    logitsLower: Float64Array;
    /** 95 % interval of u. */
    logitsUpper: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Whom a row of an aggregated report is about. */
export type Level = "whole" | "region" | "municipality" | "school";

/** Options of `level.byGroup`. */
export interface LevelOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /** The least number of other groups in the reference; with fewer, all that needs a reference is NaN. Default 5. */
    minReference?: number;
}

/**
 * The table of `level.byGroup`. Each group's mean in the funnel of its reference.
 */
export interface LevelTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** The mean total. */
    mean: Float64Array;
    /** z beside sampling and the differences between groups. */
    statistic: Float64Array;
    /** P(T ≥ z): too high. */
    pvalue: Float64Array;
    /** P(T ≤ z): too low. */
    pvalueLow: Float64Array;
    /** The mean less the reference's. */
    effect: Float64Array;
    /** 95 % interval of the effect (sampling of pupils only). */
    lower: Float64Array;
    /** 95 % interval of the effect (sampling of pupils only). */
    upper: Float64Array;
    /** The mean of the reference's means. */
    referenceMean: Float64Array;
    /** τ: the standard deviation of true means between groups: an upper 75 % limit. */
    between: Float64Array;
    /** The mean shrunken to the reference's. */
    shrunken: Float64Array;
    /** Its 95 % interval. */
    shrunkenLower: Float64Array;
    /** Its 95 % interval. */
    shrunkenUpper: Float64Array;
    /** Papers with the largest total. */
    maximum: Float64Array;
    /** Their share of the group's papers. */
    maximumShare: Float64Array;
    /** The same share in the reference. */
    maximumReference: Float64Array;
    /** P(as many or more | reference), beta-binomial. */
    maximumPvalue: Float64Array;
    /** The same with half of P(exactly as many). */
    maximumPvalueMid: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** What was lifted in the whole territory. */
export interface LiftTable {
    mark: Float64Array;
    boundary: Float64Array;
    /** How many points below the boundary. */
    distance: Float64Array;
    /** The share of those papers that were raised. */
    share: Float64Array;
}

/**
 * The table of `personFit.lz`, `personFit.lzStar`, `personFit.eci2` and `personFit.eci4`.
 */
export interface LikelihoodFitTable extends PersonFitTable {
    /** z of each person. */
    statistic: Float64Array;
    /** P(as unusual or more) by the correction asked for. */
    pvalue: Float64Array;
    /** The skewness of z. */
    skewness: Float64Array;
    /** Which values are unusual: "lower" or "upper". */
    tail: ("lower" | "upper")[];
}

/** Options of `personFit.lzStar`, `personFit.eci2`, `personFit.eci4` and `personFit.jointFit`. */
export interface LikelihoodOptions {
    /** That of theta. The posterior's mean is none of this kind: there is no correction for it. Default "ml". */
    estimator?: "ml" | "map" | "wle" | "known";
    /** How the p-value is taken from the statistic and its skewness. Default "edgeworth". */
    correction?: "edgeworth" | "normal" | "cornish_fisher" | "chi_square";
    /** Mean and standard deviation of the prior of "map"; 0 and 1 where not given. */
    prior?: [number, number] | null;
}

/**
 * From one scale to another: theta there = slope · theta here + intercept.
 */
export interface Link {
    /** The unit of the scale here, on the scale there. */
    slope: number;
    /** The zero of the scale here, on the scale there. */
    intercept: number;
}

/** Options of `irt.link`. */
export interface LinkOptions {
    /** Where on the scale there the curves are compared; 61 points on [−6, 6], N(0, 1), where not given. */
    ability?: AbilityDistribution | null;
    /** By expected totals, by the curves of all scores, by moments of the difficulties. Default "stocking_lord". */
    method?: "stocking_lord" | "haebara" | "mean_sigma" | "mean_mean";
}

/**
 * A density on both sides of a threshold, per unit of the score; NaN what is undefined.
 */
export interface LocalPolynomial {
    /** Values that take part. */
    n: number;
    /** Values below the threshold. */
    nLeft: number;
    /** Values at the threshold and above. */
    nRight: number;
    /** Reach below the threshold. */
    bandwidthLeft: number;
    /** Reach above it. */
    bandwidthRight: number;
    /** Values within reach below the threshold. */
    withinLeft: number;
    /** Values within reach above it. */
    withinRight: number;
    /** `effect`/`se`, of order p + 1. */
    statistic: number;
    /** P(|Z| ≥ |statistic|). */
    pvalue: number;
    /** `right` − `left`. */
    effect: number;
    /** Lower end of its 95 % interval. */
    lower: number;
    /** Its upper end. */
    upper: number;
    /** Its standard error. */
    se: number;
    /** The density just below the threshold, of order p + 1. */
    left: number;
    /** The density just above it. */
    right: number;
    /** The standard error of `left`. */
    seLeft: number;
    /** The standard error of `right`. */
    seRight: number;
    /** The statistic of order p, whose bias the p-value below neglects. */
    plainStatistic: number;
    /** P(|Z| ≥ |plainStatistic|). */
    plainPvalue: number;
    /** The density just below the threshold, of order p. */
    plainLeft: number;
    /** The density just above it, of order p. */
    plainRight: number;
}

/** Options of `density.localPolynomial`. */
export interface LocalPolynomialOptions {
    /**
     * The reach below and above the threshold; of least mean square error by `rule` where not given, which on a scale
     * of a few dozen points is the whole scale.
     */
    bandwidth?: [number, number] | null;
    /** Order p of the polynomial, 1 to 8; the test uses p + 1, whose bias is smaller. Default 2. */
    order?: number;
    /** How much a value counts by its distance from the threshold. Default "triangular". */
    kernel?: "triangular" | "uniform" | "epanechnikov";
    /**
     * A polynomial for each side, or one with a kink at the threshold, which is stronger where the sides are alike.
     * Default "unrestricted".
     */
    fit?: "unrestricted" | "restricted";
    /** The standard error: from the values' own influence, or from its limit for small bandwidths. Default "jackknife". */
    variance?: "jackknife" | "plugin";
    /**
     * The mean square error of what is made small, where no bandwidth is given: of the density of each side, of the
     * difference of both, of their sum; combined: unrestricted the middle one of the three, restricted the smaller one
     * of difference and sum. Default "combined".
     */
    rule?: "combined" | "each" | "difference" | "sum";
    /**
     * Whether equal values share one place of the distribution function. Without, they stand on successive ones, as if
     * an accident of rounding had joined them. Default true.
     */
    massPoints?: boolean;
}

/** Options of `pairs.m4`. */
export interface M4Options {
    /** The right option of each item, from 0; the largest score where not given. */
    key?: Uint8Array | number[];
    /**
     * One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty; all
     * with all where not given.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that were
     * compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`. Adjusted among those kept alone,
     * honest pairs would be found.
     */
    onlyBelow?: number | null;
}

/**
 * The table of `pairs.m4`. M4: matches on right answers and on other ones counted apart, by their joint
 * distribution; small p-values are unusual.
 */
export interface M4Table extends PairsTable {
    /** The row of one person, from 0; the one who gave the answers where pairs are ordered. */
    first: Float64Array;
    /** The row of the other person, from 0. */
    second: Float64Array;
    /** Items that take part: those both answered; of statistics of errors, those of them that the first has wrong. */
    items: Float64Array;
    /** Items of these with the same answer. */
    matches: Float64Array;
    /** The matches expected. */
    expected: Float64Array;
    /** The statistic; large values are unusual. */
    statistic: Float64Array;
    /** P(as large or larger). */
    pvalue: Float64Array;
    /** Its logarithm to base 10, finite where the p-value is below the smallest double. */
    log10Pvalue: Float64Array;
    /** How many pairs have a p-value, those not kept included: the tests made, to adjust for. */
    compared: Float64Array;
    /** Matches on the right answer. */
    right: Float64Array;
}

/** In scores: a cell without an answer of any kind; the total of such a person is undefined. */
export const MISSING: 255;

/** Options of `spread.manyFives`. */
export interface ManyFivesOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
}

/**
 * The table of `spread.manyFives`. Many fives and totals close together; a sign of this library.
 */
export interface ManyFivesTable extends Indications {
    /** The groups. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** The smaller of the group's two ranks: the share of groups that have fewer fives, and that have more spread. */
    statistic: Float64Array;
    /** NaN: the sign has none. */
    pvalue: Float64Array;
    /** The share of fives less that of all pupils. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** The share of fives. */
    share: Float64Array;
    /** s/S: the group's standard deviation by that of all pupils. */
    spread: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Marks by group. Totals are not known, so there is no tally. */
export interface MarkStatistics {
    table: MarkStatisticsTable;
    /** Names and municipalities of the schools. */
    registry: Registry;
    /** What became of every row. */
    report: ImportReport;
}

/** One row for each work and group. */
export interface MarkStatisticsTable {
    /** Such as `maths`; empty where the file does not say. */
    subject: string[];
    /** NaN where the file does not say. */
    grade: Float64Array;
    /** Calendar year; NaN where the file does not say. */
    year: Float64Array;
    level: Level[];
    /** A school's login where the row has one, else the name. */
    group: string[];
    /** The municipality of a school, or of itself; empty where unknown. */
    municipality: string[];
    /** Pupils. */
    n: Float64Array;
    /** Pupils with mark 2. */
    m2: Float64Array;
    m3: Float64Array;
    m4: Float64Array;
    m5: Float64Array;
}

/**
 * Schools with markers: an input beside our own signs, never reproduced by them.
 */
export class MarkerList {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The markers of one school by year. Its login may begin `sch` in one year and `edu` in
     * another: the digits stay.
     */
    history(school: string): MarkersTable;
    /**
     * Schools and markers by year and municipality.
     */
    readonly byMunicipality: MarkersByMunicipalityTable;
    /**
     * Schools and markers by year. A school listed twice in a year counts once, and so does a
     * marker listed twice.
     */
    readonly byYear: MarkersByYearTable;
    /**
     * What became of every row.
     */
    readonly report: ImportReport;
    /**
     * All markers, in the order of the file.
     */
    readonly table: MarkersTable;
}

/** The same by year and municipality. */
export interface MarkersByMunicipalityTable extends MarkersByYearTable {
    municipality: string[];
}

/** Schools with at least one marker, and their markers, by year. */
export interface MarkersByYearTable {
    year: Float64Array;
    schools: Float64Array;
    markers: Float64Array;
}

/** One row for each marker. */
export interface MarkersTable {
    /** The year of the list. */
    year: Float64Array;
    /** The school's login. */
    school: string[];
    /** As the list writes it; spelling varies between lists. */
    municipality: string[];
    /** The school's name. */
    name: string[];
    /** The work that the marker is about. */
    grade: Float64Array;
    /** Such as `maths`. */
    subject: string[];
}

/**
 * The jump of a log density at a threshold; NaN what is undefined.
 */
export interface McCrary {
    /** Values that take part. */
    n: number;
    /** `effect`/`se`. */
    statistic: number;
    /** P(|Z| ≥ |statistic|). */
    pvalue: number;
    /** ln right − ln left. */
    effect: number;
    /** Lower end of its 95 % interval. */
    lower: number;
    /** Its upper end. */
    upper: number;
    /** Its standard error. */
    se: number;
    /** The density just below the threshold. */
    left: number;
    /** The density at the threshold and just above. */
    right: number;
    /** Width of a bin. */
    bin: number;
    /** Reach of the lines. */
    bandwidth: number;
}

/** Options of `density.mccrary`. */
export interface McCraryOptions {
    /**
     * Width of a bin, taken as it is: on a discrete score a multiple of its step, with a threshold half a step below
     * the boundary. 2·sd·n^(−½) where not given, for whole numbers the nearest multiple of their step.
     */
    bin?: number | null;
    /** Reach of the lines on each side of the threshold; by McCrary's rule where not given. */
    bandwidth?: number | null;
}

/**
 * The table of `personFit.infit` and `personFit.outfit`.
 */
export interface MeanSquareTable extends PersonFitTable {
    /** The mean square of each person, about 1 where the model holds. */
    statistic: Float64Array;
    /** NaN: see `conditional`. */
    pvalue: Float64Array;
    /** The mean square standardised (Wilson and Hilferty); with few items not normal. */
    standardised: Float64Array;
    /** Always "upper": large values are unusual; small ones are answers more regular than the model. */
    tail: ("lower" | "upper")[];
}

/** Measures, in the order of the plan. */
export interface MeasuresTable {
    id: string[];
    /** Title of its direction of work. */
    direction: string[];
    text: string[];
    /** Such as `targeted_help`. */
    kind: string[];
    level: ("federal" | "region" | "municipality" | "school")[];
    /** Who answers for it; empty where nobody does. */
    responsible: string[];
    /** Days, `from/to`, `academic_year` or `assessment_calendar` with the days known, or an entry of the calendar with the days after it. */
    schedule: string[];
    status: string[];
    /** Schools that it is for. */
    schools: Float64Array;
    /** Findings that it is for. */
    findings: Float64Array;
}

/** One plan of several. */
export interface MergedPlan {
    plan: Plan;
    conflicts: PlanConflictTable;
}

/**
 * How scores are read.
 */
export interface MokkenOptions {
    /**
     * The number of items, if the scores are one array.
     */
    items?: number;
}

/** A simulated municipality and the truth about it. */
export interface Municipality {
    /** One entry for each work. */
    results: Results[];
    /** Names of the schools. */
    registry: Registry;
    planted: PlantedTable;
}

/**
 * A municipality to simulate.
 */
export interface MunicipalityOptions {
    /**
     * The same seed gives the same municipality, on every machine and in every language; 1 by
     * default.
     */
    seed?: number;
    /**
     * The number of schools; 40 by default.
     */
    schools?: number;
    /**
     * Whether irregularities are planted in some schools (the default), or all are honest.
     */
    planted?: boolean;
    /**
     * The share of papers one point below the pass mark that every school lifts; 0.15 by default.
     */
    background?: number;
}

/** In scores: an item that the person did not attempt; counts 0. */
export const NOT_ATTEMPTED: 254;

/** In scores: an item whose topic was not taught yet; counts 0. */
export const NOT_TAUGHT: 253;

/**
 * What next year's draft is made with.
 */
export interface NextYearOptions {
    /**
     * The next year's assessment calendar.
     */
    calendar?: readonly PlanEvent[];
    /**
     * A screening of the new year: its findings are answered.
     */
    screening?: Screening;
    /**
     * Of new measures; Russian by default.
     */
    language?: Language;
}

/** Options of `personFit.givenNorm`. */
export interface NormOptions {
    /** The largest score of each item; the largest seen where not given. */
    maxScores?: Uint8Array | number[];
    /** One without a model. Default "u3". */
    statistic?: "u3" | "guttman_errors" | "c_star";
    /** Whether the persons are part of the norm. Default false. */
    included?: boolean;
}

/** The mean and the standard deviation of each item for pupils with one total; items are counted from 1. */
export interface NormsTable {
    total: Float64Array;
    item: Float64Array;
    /** Pupils with the total. */
    n: Float64Array;
    /** Pupils of the neighbouring totals that are pooled with it. */
    pooled: Float64Array;
    mean: Float64Array;
    sd: Float64Array;
}

/** An error of the library; `code` is stable and the same in all languages, such as `data.score`. */
export class ObektivError extends Error {
    private constructor();
    readonly name: "ObektivError";
    readonly code: string;
    /** Of a plan: where in its JSON, such as `directions[0].measures[2].schedule`. */
    readonly path?: string;
}

/** The objectivity index of a territory; NaN without schools. */
export interface ObjectivityIndex {
    schools: number;
    marked: number;
    /** Percentage of the schools that are marked. */
    share: number;
    /** 100 less the share. */
    statistic: number;
}

/**
 * What observers or a second marking saw in schools that were chosen by lot.
 */
export class Observed {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What became of every row.
     */
    readonly report: ImportReport;
    /**
     * One row for each school and work.
     */
    readonly table: ObservedTable;
}

/** One row for each school and work that was observed. */
export interface ObservedTable {
    /** The school's login. */
    school: string[];
    /** The work; empty for all that were written. */
    work: string[];
    /** Whether something irregular was seen. */
    irregular: boolean[];
    /** The probability with which this school and work were chosen. */
    probability: Float64Array;
}

/** Options of `omissions.byGroup`. */
export interface OmissionsOptions {
    /** What the groups are. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /** The least number of other groups in the reference; with fewer, p-values are NaN. Default 5. */
    minReference?: number;
}

/**
 * The table of `omissions.byGroup`. Items not attempted more often, or less often, than in the reference group; a
 * sign of this library.
 */
export interface OmissionsTable extends Indications {
    /** The group. */
    group: string[];
    /** many or few. */
    kind: ("many" | "few")[];
    /** Pupils. */
    n: Float64Array;
    /** Cells scored or not attempted. */
    cells: Float64Array;
    /** Those of the row's kind: attempted if `few`, else not attempted. */
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

/** How something is known of a file, the surest first; `data` is a guess. */
export type Origin = "title" | "sheet" | "header" | "path" | "catalogue" | "data";

/** What the evidence layer says of a school. */
export type Outcome = "strong" | "notable" | "extreme" | "cleared" | "undecided" | "not_judged";

/** Options of `pairs.weightedOmega`, `pairs.kIndex`, `pairs.k1`, `pairs.k2` and `pairs.s1`. */
export interface PairOptions {
    /**
     * One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty; all
     * with all where not given.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that were
     * compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`. Adjusted among those kept alone,
     * honest pairs would be found.
     */
    onlyBelow?: number | null;
}

/**
 * The table of `pairs.omega`, `pairs.weightedOmega`, `pairs.gbt`, `pairs.kIndex`, `pairs.k1`, `pairs.k2`,
 * `pairs.s1` and `pairs.s2`.
 */
export interface PairsTable {
    /** The row of one person, from 0; the one who gave the answers where pairs are ordered. */
    first: Float64Array;
    /** The row of the other person, from 0. */
    second: Float64Array;
    /** Items that take part: those both answered; of statistics of errors, those of them that the first has wrong. */
    items: Float64Array;
    /** Items of these with the same answer. */
    matches: Float64Array;
    /** The matches expected. */
    expected: Float64Array;
    /** The statistic; large values are unusual. */
    statistic: Float64Array;
    /** P(as large or larger). */
    pvalue: Float64Array;
    /** Its logarithm to base 10, finite where the p-value is below the smallest double. */
    log10Pvalue: Float64Array;
    /** How many pairs have a p-value, those not kept included: the tests made, to adjust for. */
    compared: Float64Array;
}

/** Options of `participation.bySchool`. */
export interface ParticipationOptions {
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /** The least number of other schools in the reference; with fewer, p-values are NaN. Default 5. */
    minReference?: number;
}

/**
 * The table of `participation.bySchool`. Pupils absent from the work more often than in the other schools; a sign
 * of this library.
 */
export interface ParticipationTable extends Indications {
    /** The school. */
    group: string[];
    /** Pupils listed. */
    n: Float64Array;
    /** Those absent. */
    absent: Float64Array;
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
    /**
     * By how many standard deviations of its pupils the school's mean can be above that of all it listed: that much if
     * the weakest were absent.
     */
    gain: Float64Array;
    /** That less what the reference's share allows. */
    gainBeside: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * Options of `personFit.guttmanErrors`, `personFit.u3`, `personFit.zu3`, `personFit.cSato`, `personFit.cStar`,
 * `personFit.agreement`, `personFit.disagreement`, `personFit.dependability`, `personFit.nci`, `personFit.rPbis`
 * and `personFit.ht`.
 */
export interface PatternOptions {
    /** The largest score of each item; the largest seen where not given. */
    maxScores?: Uint8Array | number[];
    /** The population beside which answers are read; the persons themselves where not given. */
    reference?: Scores;
}

/** Options of `journal.perfect`. */
export interface PerfectOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /** The least number of other groups in the reference; with fewer, p-values are NaN. Default 5. */
    minReference?: number;
    /**
     * The reliability of the total, such as Cronbach's α, above 0 and below 1; without it `largest` is NaN. α is a
     * lower bound: too low a reliability gives too low a largest agreement.
     */
    reliability?: number | null;
}

/**
 * The table of `journal.perfect`. The share of confirmed marks beside the reference's at the same totals, and the
 * largest share that the work's reliability allows.
 */
export interface PerfectTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils with both marks. */
    n: Float64Array;
    /** Those whose marks are equal. */
    count: Float64Array;
    /** Their share of the pupils with both marks. */
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
    /** The reference's share at the group's totals. */
    expected: Float64Array;
    /** The intraclass correlation between the reference groups: an upper 75 % limit. */
    referenceRho: Float64Array;
    /** The p-value beside the reference, whatever the totals. */
    pvalueShare: Float64Array;
    /** The share to be expected if every journal mark were the pupil's true mark. */
    largest: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The table of `erasures.byPerson`. The changed answers of each person beside the ability that the unchanged ones
 * show; large values are unusual.
 */
export interface PersonErasuresTable extends PersonFitTable {
    /** Changed answers. */
    changed: Float64Array;
    /** Points on the items changed. */
    points: Float64Array;
    /** Points expected there. */
    expected: Float64Array;
    /** The ability by the unchanged answers, or that given. */
    theta: Float64Array;
    /** The erasure detection index. */
    statistic: Float64Array;
    /** P(Z ≥ statistic). */
    pvalue: Float64Array;
    /** P(so many points on the items changed, or more | θ), exact for a known θ. */
    pvalueExact: Float64Array;
    /** The L-index: the signed root of the likelihood ratio of two abilities against one. */
    l: Float64Array;
    /** P(Z ≥ l). */
    pvalueL: Float64Array;
    /** Always "upper": large values are unusual. */
    tail: ("lower" | "upper")[];
}

/**
 * The table of `personFit.u3`, `personFit.zu3`, `personFit.cSato`, `personFit.cStar`, `personFit.agreement`,
 * `personFit.disagreement`, `personFit.dependability`, `personFit.nci`, `personFit.rPbis`, `personFit.ht`,
 * `personFit.logTimeFit` and `personFit.jointSubsets`.
 */
export interface PersonFitTable {
    /** One value per person. */
    statistic: Float64Array;
    /** P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and `givenNorm`. */
    pvalue: Float64Array;
    /** Which values are unusual: "lower" or "upper". */
    tail: ("lower" | "upper")[];
}

/** Lifting to scores that are no boundaries, one row for each group. */
export interface PlaceboTable {
    group: string[];
    /** The share lifted from one point below; may be negative. */
    estimate: Float64Array;
    standardError: Float64Array;
}

/**
 * A plan of measures of one territory for one year. A plan is data: change its JSON, and read it
 * back.
 */
export class Plan {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The form of observers' acts as text: the plan's acts, and below them the planned visits of
     * which there is no act, to be filled in; in Russian by default.
     */
    actsCsv(language?: Language): Uint8Array;
    /**
     * How far the plan is carried out on a day such as `2026-04-01`, over all and by who answers.
     */
    execution(day: string): PlanExecutionTable;
    /**
     * The part of the plan that concerns one school, with its own rows only, and what these refer
     * to; in texts a word stands in place of other schools. A login is known by its digits. In
     * Russian by default.
     */
    forSchool(login: string, language?: Language): Plan;
    /**
     * A plan from JSON, checked: types, ids that nothing has, periods that end before they begin.
     * The error's `path` says where.
     */
    static fromJson(text: string): Plan;
    /**
     * The indicators of the plan on the day of the report, from what is given; what cannot be
     * computed is left out with the reason. Schools of two years are one if the digits of their
     * logins are the same. The schools of a screening are all there are: their share has no
     * interval, unless `superpopulation` asks for one. Years of different policies, or of
     * different works without `commonWorks`, are the error `plan.not_comparable`.
     */
    indicators(init: IndicatorsInit): Indicators;
    /**
     * What the plan lacks for anybody to know later whether it was done and whether it helped; in
     * Russian by default. Remarks, no errors: a plan with remarks is still a plan.
     */
    lint(language?: Language): RemarksTable;
    /**
     * A draft of the plan of the next year.
     */
    nextYear(options?: NextYearOptions | null): Plan;
    /**
     * What observers saw in schools that were drawn, for `screen` to compare with: from the acts,
     * each with its own probability or that of its planned visit. Visits that were chosen, not
     * drawn, are left out.
     */
    observed(): Observed;
    /**
     * How each task stands on a day such as `2026-04-01`: a measure, or a measure in one of its
     * schools.
     */
    status(day: string): PlanStatusTable;
    /**
     * The plan as a self-contained HTML page: the same table, and what the plan lacks; in Russian
     * by default.
     */
    toHtml(language?: Language): string;
    /**
     * The plan as JSON, fields that this version does not know included. In format 1, for tools
     * that read no other, it has an approval, one time for each measure and indicators inside the
     * measures; what that has no place for stays as fields that it does not know and keeps, so
     * that `fromJson` gives the same plan again.
     */
    toJson(format?: 1 | 2): string;
    /**
     * The plan as the four-column table of such notes, in Markdown; in Russian by default.
     */
    toMarkdown(language?: Language): string;
    /**
     * The plan with these acts among its own; one that it has already, by its number, or by day,
     * entry of the calendar, class and stage, is replaced.
     */
    withActs(acts: Acts): Plan;
    /**
     * The plan with the visits of a draw among its assignments: the drawn schools with the chance
     * of each, by which their acts stand for the others, and the seed and the fingerprint of the
     * list, by which anybody can draw them again. `schools` and `chance` are the list that was
     * drawn from, `event` the entry of the calendar that is visited; a visit of this draw that the
     * plan has already is kept as it is. A draw from another list is `plan.parameter`.
     */
    withDraw(draw: Drawn, schools: string[], chance: ArrayLike<number>, event?: string | null): Plan;
    /**
     * The plan with computed indicators in its registry: a value goes to each indicator of its
     * formula whose territory is the plan's and whose parameters are the value's; what no
     * indicator of the plan is about becomes a new one. One of the same period is replaced; beside
     * values of another policy or of other works it is the error `plan.not_comparable`.
     */
    withIndicators(found: Indicators): Plan;
    /**
     * The plan for publishing: no school can be told from it. Schools, findings, rows of schools,
     * visits, answers and checklists are counted in place of them; in texts a word stands in place
     * of logins, of names of organisations that are schools and of their people, and of these
     * names. In Russian by default.
     */
    withoutSchools(names?: string[] | null, language?: Language): Plan;
    /**
     * The fingerprint of its JSON, by which another plan names it.
     */
    readonly fingerprint: string;
    /**
     * The measures, in their order.
     */
    readonly measures: MeasuresTable;
    /**
     * The logins that stand in the plan as such, sorted: of those that measures are for, of
     * visits, answers and checklists.
     */
    readonly schools: string[];
    /**
     * Territory.
     */
    readonly territory: string;
    /**
     * Title.
     */
    readonly title: string;
    /**
     * The calendar year, or the one in which the academic year begins.
     */
    readonly year: number;
}

/** Where plans that were merged contradict each other. */
export interface PlanConflictTable {
    /** The plan's list, such as `measures`; `plan` for its own fields. */
    list: string[];
    id: string[];
    field: string[];
    kept: string[];
    leftOut: string[];
}

/** What one plan has otherwise than another. */
export interface PlanDifferenceTable {
    what: ("added" | "removed" | "changed" | "moved")[];
    /** The plan's list, such as `measures`; `plan` for its own fields. */
    list: string[];
    id: string[];
    field: string[];
    before: string[];
    after: string[];
}

/** An entry of an assessment calendar, with the fields of the plan's. */
export interface PlanEvent {
    /** The id by which schedules refer to it. */
    id: string;
    /** The assessment, in words. */
    assessment: string;
    /** The first day. */
    from: string;
    /** The last day; the first if not said. */
    to?: string;
    /** The whole if not said. */
    stage?: "printing" | "handing_over" | "writing" | "marking" | "uploading";
    /** Reserve days. */
    reserve?: string[];
    subject?: string;
    grade?: number;
    /** The id of the document that sets the days. */
    document?: string;
}

/** How far a plan is carried out: in the first row over all, then by who answers. */
export interface PlanExecutionTable {
    /** Empty in the first row. */
    responsible: string[];
    /** Tasks whose day has come and that are not given up. */
    due: Float64Array;
    /** Of these done by their day, with evidence. */
    fulfilled: Float64Array;
    late: Float64Array;
    overdue: Float64Array;
    /** Done without any evidence. */
    withoutEvidence: Float64Array;
    notYetDue: Float64Array;
    /** Without a day. */
    noDay: Float64Array;
    cancelled: Float64Array;
    /** fulfilled / due; NaN where nothing is due. */
    share: Float64Array;
}

/** How each task of a plan stands on a day. */
export interface PlanStatusTable {
    /** Of the measure. */
    id: string[];
    /** The school; empty where the measure has no rows of schools. */
    school: string[];
    text: string[];
    responsible: string[];
    /** The last of its days; empty where none is known. */
    due: string[];
    /** Empty where not done, or on no known day. */
    doneOn: string[];
    state: ("on_time" | "late" | "done" | "overdue" | "due_soon" | "in_progress" | "planned" | "cancelled")[];
    /** Days left, negative when they are over; NaN where no day is known. */
    days: Float64Array;
    /** Whether documents prove that it was done. */
    evidence: boolean[];
}

/**
 * An irregularity to plant; parameters not given are those of the study of power, and so are all of a name alone. lift: `share` of the papers
 * at most `reach` points below a mark's boundary are raised to it. dictate: `items` items, other ones in each class and work, are told to
 * `share` of one class of each grade; leak: the same items of a work in all classes. one_hand: one class of each grade hands in one pupil's
 * answers, `keep` of them stay everyone's own. copy: `share` of one class of each grade copy, in groups of `group`, `copied` of the
 * answers from the best of the group. fit: `share` of the papers that earn less than the journal mark are raised to its boundary or one
 * point more. home: the weakest `share` of the pupils stay at home.
 */
export type Plant = PlantName
| { kind: "lift"; share?: number; reach?: number }
| { kind: "dictate" | "leak"; items?: number; share?: number }
| { kind: "one_hand"; keep?: number }
| { kind: "copy"; share?: number; group?: number; copied?: number }
| { kind: "fit" | "home"; share?: number };

/** What can be planted. */
export type PlantName = "lift" | "dictate" | "one_hand" | "copy" | "fit" | "home" | "leak";

/** What was planted where. */
export interface PlantedTable {
    /** The school's login. */
    school: string[];
    /** Papers lifted to the boundary of a mark, journal marks one higher, or half of the missed points given. */
    planted: ("lifted" | "lenient_journal" | "raised")[];
}

/** Options of `irt.plausibleValues`. */
export interface PlausibleOptions {
    /** The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given. */
    ability?: AbilityDistribution | null;
    /** Draws of each person. Default 5. */
    draws?: number;
    /** The same seed gives the same draws, on every machine and in every language. Default 1. */
    seed?: number;
}

/**
 * A named set of signs, guards and thresholds: what makes an indication a finding. A policy is
 * data: change its JSON, and read it back.
 */
export class Policy {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What `calibrated` was before the evidence layer, kept so that old screenings can be made
     * again. Each sign is judged by itself: of fully honest territories of 100 schools it marks a
     * school in 28 %, in 97 % where every school raises a little.
     */
    static calibrated1(): Policy;
    /**
     * The evidence layer: everything that counts and pupils show, weighed together; a false
     * discovery rate of 5 % over schools. Classes are named inside found schools only. `options`:
     * other thresholds than the measured defaults, such as `floor`.
     */
    static calibrated(options?: EvidenceOptions | null): Policy;
    /**
     * The policy that `toJson` wrote, or one written by hand.
     */
    static fromJson(text: string): Policy;
    /**
     * The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5. No
     * p-value, no guard against small schools.
     */
    static official2019(): Policy;
    /**
     * The policy as JSON.
     */
    toJson(): string;
    /**
     * Its name, printed on every report.
     */
    readonly name: string;
}

/** What `effect.prevalence` takes. */
export interface PrevalenceCounts {
    /** Marked schools. */
    positive: number;
    /** All schools. */
    tested: number;
    /** Of the irregular ones that were observed those marked, and all. */
    sensitivity: [number, number];
    /** Of the regular ones that were observed those not marked, and all. */
    specificity: [number, number];
}

/** The prior of the share over groups by cells, the first of which is 0. */
export interface PriorTable {
    lower: Float64Array;
    upper: Float64Array;
    share: Float64Array;
}

/** Options of `profile.byGroup` and `profile.contrasts`. */
export interface ProfileOptions {
    /** What the groups are. Default "class". */
    group?: Group;
    /** Takes from each group what other groups with the same `reference` have in common (5 at least). */
    registry?: Registry | null;
    /**
     * The least number of groups of 8 pupils or more from which to learn how groups differ; with fewer, only the
     * comparison with sampling alone is made and `statistic` and `pvalue` are NaN. Default 20.
     */
    minGroups?: number;
}

/**
 * The table of `profile.byGroup`. The item profile of each group beside the norms given the total, beside sampling
 * and beside how groups differ.
 */
export interface ProfileTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** χ² beside sampling and the differences between groups. */
    statistic: Float64Array;
    /** Its degrees of freedom. */
    df: Float64Array;
    /** P(F ≥ statistic/df) with df and ν degrees of freedom, ν from the body of the groups. */
    pvalue: Float64Array;
    /** The root mean square deviation of the items, in shares of their maxima. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** χ² beside sampling alone. */
    sampling: Float64Array;
    /** P(χ² ≥ sampling): a group like all others would show less. Of real groups nearly all are below .01. */
    pvalueSampling: Float64Array;
    /** The item done best for the totals, counted from 1. */
    best: Float64Array;
    /** Its deviation from what is expected, in shares of the maximum. */
    bestDeviation: Float64Array;
    /** The item done worst. */
    worst: Float64Array;
    /** Its deviation. */
    worstDeviation: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * The index of raised papers in one work: what `heaping.raised` returns.
 */
export class Raised {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Each group's lifting to scores that are no boundaries, in ascending order: an empirical
     * null.
     */
    placebo(scores: ArrayLike<number>): PlaceboTable;
    /**
     * How strongly papers are lifted in the whole territory.
     */
    readonly lifts: RaisedLiftTable;
    /**
     * The log-likelihood of the territory's fit.
     */
    readonly logLikelihood: number;
    /**
     * The prior of the share over groups.
     */
    readonly prior: PriorTable;
    /**
     * A row for each group.
     */
    readonly table: RaisedTable;
}

/** How strongly papers are lifted in the whole territory. */
export interface RaisedLiftTable {
    /** The pupils' journal marks: `2-3`, `4`, which holds papers without one, `5`, or several of these; `all`. */
    journal: string[];
    mark: Float64Array;
    boundary: Float64Array;
    /** How many points below the boundary. */
    distance: Float64Array;
    /** At strength u a share 1 − (1 − u)^weight. */
    weight: Float64Array;
}

/**
 * What the index of raised papers takes.
 */
export interface RaisedOptions {
    /**
     * What the groups are, when results are given; schools by default.
     */
    group?: Group;
    /**
     * The lowest totals of marks 3, 4, 5: needed with bare counts, otherwise in the place of the
     * work's own.
     */
    boundaries?: readonly [number, number, number] | null;
}

/** An index of raised papers to compare groups by: `statistic` is the share of liftable papers that were raised; no test, `pvalue` is NaN. */
export interface RaisedTable extends Indications {
    /** Expected number of raised papers. */
    raised: Float64Array;
    /** Expected number of papers that were within reach of a boundary. */
    liftable: Float64Array;
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

/** Rapid guesses by person and by item. */
export interface RapidGuessing {
    persons: EffortTable;
    items: ItemEffortTable;
}

/**
 * Below which time an answer is a rapid guess: a time, or a share of the item's mean time.
 */
export interface RapidGuessingOptions {
    /**
     * The same for all items.
     */
    threshold?: number;
    /**
     * This share of each item's mean time.
     */
    share?: number;
    /**
     * The most that a share of the mean may be; no limit by default.
     */
    most?: number;
}

/** How far `readMany` is. */
export interface ReadProgress {
    /** The file just read, in whatever way it ended. */
    name: string;
    /** Files read so far, this one included. */
    files: number;
    filesTotal: number;
    /** Bytes read so far. */
    bytes: number;
    bytesTotal: number;
}

/** Options of `official.recheckDelta`. */
export interface RecheckOptions {
    /** How many points apart two markings may be that confirm each other. Default 1. */
    tolerance?: number;
    /** The lowest points of marks 3, 4, 5; without them no mark falls or rises. */
    boundaries?: [number, number, number] | null;
}

/**
 * The table of `official.recheckDelta`. What a second commission makes of the same papers; the share confirmed and
 * its target of 90 % are official, the tests are this library's.
 */
export interface RecheckTable extends Indications {
    /** The group. */
    group: string[];
    /** Papers. */
    n: Float64Array;
    /** Papers whose points differ by no more than the tolerance. */
    confirmed: Float64Array;
    /** confirmed / n. */
    statistic: Float64Array;
    /** 95 % interval of the statistic by Wilson. */
    shareLower: Float64Array;
    /** 95 % interval of the statistic by Wilson. */
    shareUpper: Float64Array;
    /** The same by Clopper and Pearson, never too narrow. */
    exactLower: Float64Array;
    /** The same by Clopper and Pearson, never too narrow. */
    exactUpper: Float64Array;
    /** Papers that had more points at first. */
    higher: Float64Array;
    /** Papers that had fewer points at first. */
    fewer: Float64Array;
    /** P(X ≥ higher), X ~ Bin(higher + fewer, ½): the sign test for points too high at first. */
    pvalue: Float64Array;
    /** The two-sided sign test. */
    pvalueTwoSided: Float64Array;
    /** The mean of original − rechecked. */
    effect: Float64Array;
    /** Its 95 % interval, by Student's t. */
    lower: Float64Array;
    /** Its 95 % interval, by Student's t. */
    upper: Float64Array;
    /** Papers whose mark falls on re-check; 0 without boundaries. */
    marksLowered: Float64Array;
    /** Papers whose mark rises on re-check; 0 without boundaries. */
    marksRaised: Float64Array;
    /** ICC(2,1). */
    icc: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/**
 * Norms, nulls and priors of a territory, without pupils or schools: what one of fewer than 60
 * schools is compared with.
 */
export class Reference {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The reference that `toJson` wrote.
     */
    static fromJson(text: string): Reference;
    /**
     * The reference that the works of a territory make; of 300 schools or more it is a good one.
     * Cells of fewer than ten pupils are merged.
     */
    static of(results: Results | readonly Results[], options?: ReferenceOptions | null): Reference;
    /**
     * The reference as JSON.
     */
    toJson(): string;
    /**
     * The same reference with the totals of other works: the rows of the region, or else of the
     * whole sample, of aggregated reports. Of these works the shape of totals is theirs; items and
     * journal are the territory's own, nulls and priors this reference's.
     */
    withDistributions(reports: Distribution | readonly Distribution[]): Reference;
    /**
     * The region's name, or "simulated".
     */
    readonly name: string;
    /**
     * The schools it rests on.
     */
    readonly schools: number;
    /**
     * The keys of its works.
     */
    readonly works: string[];
}

/**
 * What a reference says of itself.
 */
export interface ReferenceOptions {
    /**
     * The region's name, or "simulated": reports say it.
     */
    name?: string;
    /**
     * Under what licence others may use it.
     */
    licence?: string;
    /**
     * Pupils who did not write, by key of the work and school.
     */
    absences?: Absences | null;
}

/**
 * Schools by login: name, municipality, type, reference group.
 */
export class Registry {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The school's municipality; empty where unknown.
     */
    municipality(login: string): string;
    /**
     * The school's name, or its login where the registry has none.
     */
    name(login: string): string;
    /**
     * A registry of these schools.
     */
    constructor(schools: SchoolInit[]);
    /**
     * The reference group of a school or of a class `school/class`; empty where it has none.
     * Without `unit` a name that is a login here is a school's, any other a class's.
     */
    reference(group: string, unit?: Group): string;
    /**
     * The number of schools.
     */
    readonly size: number;
    /**
     * All schools.
     */
    readonly table: RegistryTable;
}

/** The schools of a registry, in the order of their logins. What is not known is empty. */
export interface RegistryTable {
    login: string[];
    name: string[];
    municipality: string[];
    kind: string[];
    reference: string[];
}

/**
 * Works that a second commission marked again.
 */
export class Remarked {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The empty form as text; in Russian by default.
     */
    static form(language?: Language): Uint8Array;
    /**
     * What marking again says of schools, for `screen` to compare with: a school is irregular if
     * points were too high at first, by the sign test. Fewer than five changed works never say so
     * at .05.
     */
    observed(options?: RemarkedObservedOptions | null): Observed;
    /**
     * The form, filled in, as text; in Russian by default.
     */
    toCsv(language?: Language): Uint8Array;
    /**
     * One row for each work as a whole.
     */
    readonly papers: RemarkedPapersTable;
    /**
     * What became of every row.
     */
    readonly report: ImportReport;
    /**
     * One row for each work, or for each item of it.
     */
    readonly table: RemarkedTable;
}

/**
 * When marking again speaks against a school.
 */
export interface RemarkedObservedOptions {
    /**
     * The level of the sign test; .05 by default.
     */
    alpha?: number;
    /**
     * With which each school was chosen; 1 by default.
     */
    probability?: number;
}

/** Works marked again as a whole: the total, or the sum of the items. */
export interface RemarkedPapersTable {
    school: string[];
    work: string[];
    code: string[];
    before: Float64Array;
    after: Float64Array;
}

/** Works marked again: one row for each work, or for each item of it. */
export interface RemarkedTable {
    school: string[];
    /** The assessment; empty where there is one only. */
    work: string[];
    code: string[];
    /** Empty for the total. */
    item: string[];
    /** Points at first. */
    before: Float64Array;
    /** Points by the second commission. */
    after: Float64Array;
    /** From which works it was chosen; empty where from all. */
    stratum: string[];
    probability: Float64Array;
}

/** What a plan lacks, one row for each place. */
export interface RemarksTable {
    /** Such as `no_responsible`. */
    lack: string[];
    /** Where in the plan's JSON. */
    path: string[];
    /** Of the measure or document; empty for the plan as a whole. */
    id: string[];
    /** The lack in words. */
    text: string[];
}

/** One page of a report that is a folder: where it belongs, such as `schools/sch990001.html`, and the page. */
export interface ReportFile {
    path: string;
    html: string;
}

/**
 * What to print on a report.
 */
export interface ReportOptions {
    /**
     * Russian by default.
     */
    language?: Language;
    /**
     * A title in place of the usual one, such as the name of the territory.
     */
    title?: string | null;
    /**
     * The date, as it is to be printed; none by default.
     */
    date?: string | null;
    /**
     * Only the schools of this municipality; what they are compared with stays the whole.
     */
    municipality?: string | null;
    /**
     * Only the school of this login; what it is compared with stays the whole.
     */
    school?: string | null;
}

/** Options of `irt.restScores`. */
export interface RestScoresOptions {
    /** The number of items, if the scores are one array of cells. */
    items?: number;
    /** Rest-scores next to each other are joined until this many persons are together. Default 50. */
    minSize?: number;
}

/**
 * The table of `irt.restScores`. The mean score of each item by the total over the other items: an item's curve
 * without a model of it. It should rise.
 */
export interface RestScoresTable {
    /** The item, from 1. */
    item: Float64Array;
    /** The least rest-score. */
    low: Float64Array;
    /** The largest rest-score. */
    high: Float64Array;
    /** Persons. */
    n: Float64Array;
    /** Their mean score on the item. */
    mean: Float64Array;
    /** Its standard error. */
    se: Float64Array;
    /** How far the mean lies below the highest mean of the groups before; 0 if not at all. */
    drop: Float64Array;
}

/**
 * One assessment's pupils × items, with school, class, variant, journal mark and municipality.
 */
export class Results {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Results of an assessment, checked cell by cell.
     */
    constructor(assessment: Assessment, init: ResultsInit);
    /**
     * The total of each person, codes counting 0, and whether the person is complete (no missing
     * cell).
     */
    totals(): Totals;
    /**
     * The same results with municipalities from a registry, for exports that name only the school.
     */
    withRegistry(registry: Registry): Results;
    /**
     * The assessment.
     */
    readonly assessment: Assessment;
    /**
     * Class of each person within the school, where known.
     */
    readonly classId: string[] | undefined;
    /**
     * 16 hexadecimal digits of everything that decides a result: the "input hash" of reports.
     */
    readonly fingerprint: string;
    /**
     * Journal mark of each person, null for none.
     */
    readonly journalMark: (number | null)[] | undefined;
    /**
     * Municipality of each person, where known.
     */
    readonly municipality: string[] | undefined;
    /**
     * The number of persons.
     */
    readonly persons: number;
    /**
     * School login of each person.
     */
    readonly school: string[];
    /**
     * Persons × items, person by person.
     */
    readonly scores: Uint8Array;
    /**
     * Variant of each person, where known.
     */
    readonly variant: string[] | undefined;
}

/**
 * What results are made of; only scores and schools are needed.
 */
export interface ResultsInit {
    /**
     * Persons × items: one array, person by person, or an array for each person. In the latter
     * null and NaN are missing.
     */
    scores: Uint8Array | ArrayLike<ArrayLike<number | null>>;
    /**
     * School login of each person.
     */
    school: string[];
    /**
     * Class within the school; null or an empty label where the school wrote none.
     */
    classId?: (string | null)[] | null;
    /**
     * Variant; variants are made per school and mean nothing across schools.
     */
    variant?: (string | null)[] | null;
    /**
     * Journal mark 2 to 5; null (in a `Uint8Array` 0) for none.
     */
    journalMark?: Uint8Array | (number | null)[] | null;
    /**
     * Municipality of each person.
     */
    municipality?: (string | null)[] | null;
}

/** What the findings of each school come to. */
export interface RiskTable {
    school: string[];
    /** Different signs that count. */
    signs: Float64Array;
    /** The sum of their weights. */
    statistic: Float64Array;
    /** 0 is none. */
    zone: Float64Array;
    /** The signs by name. */
    which: string[];
}

/**
 * Schools whose share is a round percentage, beside what chance gives; all but the counts NaN without schools.
 */
export interface RoundPercentages {
    /** Schools with anybody. */
    n: number;
    /** Schools whose share is round. */
    statistic: number;
    /** Their expected number. */
    expected: number;
    /** `statistic` less `expected`, as a share of the schools. */
    effect: number;
    /** P(so many round shares or more). */
    pvalue: number;
    /** The same with half the probability of exactly so many. */
    pvalueMid: number;
}

/** Options of `heaping.roundPercentages`. */
export interface RoundPercentagesOptions {
    /** Shares are compared with multiples of so many per cent. Default 1. */
    step?: number;
    /** How far from a multiple, in per cent, still is round. Default 0.05. */
    within?: number;
    /** Whether 0 % and 100 % count as round: schools where all pupils pass are no sign. Default false. */
    withEnds?: boolean;
}

/** What became of one row of a file. */
export type RowKind = "taken" | "repaired" | "one_day" | "absent" | "set_aside";

/** Options of `pairs.s2`. */
export interface S2Options {
    /**
     * One for each person, such as classes: only persons of one group are paired, and nobody whose label is empty; all
     * with all where not given.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept for all that were
     * `compared`.
     */
    onlyBelow?: number | null;
    /** d₁, 0 or more, and d₂, 0 or less. Default [1, -7.56]. */
    weight?: [number, number];
}

/** Mokken's H of the test, of each item, and of each pair (items × items, row by row; NaN on the diagonal). */
export interface Scalability { test: number; items: Float64Array; pairs: Float64Array }

/**
 * One school of a registry.
 */
export interface SchoolInit {
    /**
     * The login that results name it by.
     */
    login: string;
    /**
     * Its name as people write it.
     */
    name?: string;
    /**
     * Its municipality.
     */
    municipality?: string;
    /**
     * Its type, such as `lyceum`; free text.
     */
    kind?: string;
    /**
     * The reference group it is compared within; without one, all schools without one.
     */
    reference?: string;
}

/** One row for each school of the works. */
export interface SchoolsTable {
    /** Its login. */
    school: string[];
    name: string[];
    municipality: string[];
    /** Works it wrote. */
    works: Float64Array;
    /** Pupil results over all works. */
    n: Float64Array;
    /** Findings about the school as a whole. */
    signs: Float64Array;
    /** Whether there is any. */
    marked: boolean[];
    /** That of the pupils of one work on average. */
    tier: Tier[];
    /** Found (strong, notable), extreme, cleared, undecided, not_judged: they sum to all schools. This and what follows only under the evidence layer. */
    outcome?: Outcome[];
    /** Posterior probability that the school is unlike the reference, not calibrated on observers. */
    strength?: Float64Array;
    /** The channel that says most. */
    channel?: string[];
    /** Share of papers raised over boundaries beyond the reference, with its 95 % interval. */
    effect?: Float64Array;
    lower?: Float64Array;
    upper?: Float64Array;
    /** The effect that would have been found with probability .8. */
    detectionLimit?: Float64Array;
    /** What could not be judged and why. */
    reason?: string[];
    /** Markers by the official rule of 2019, and by the list that was given; NaN where they do not look at the school. */
    official?: Float64Array;
    listed?: Float64Array;
}

/** Persons × items: an array for each person, in which null and NaN are missing, or one array, person by person. */
export type Scores = Uint8Array | ArrayLike<ArrayLike<number | null>>;

/**
 * How to screen.
 */
export interface ScreenOptions {
    /**
     * When a sign counts; `Policy.calibrated()` by default.
     */
    policy?: Policy | null;
    /**
     * Names, municipalities and reference groups of the schools.
     */
    registry?: Registry | null;
    /**
     * Norms, nulls and priors of another territory, for the evidence layer: below 60 schools they
     * stand in for the territory's own.
     */
    reference?: Reference | null;
    /**
     * What observers or a second marking saw in schools chosen by lot: posteriors are calibrated
     * on it.
     */
    observed?: Observed | null;
    /**
     * Pupils who did not write, by key of the work and school.
     */
    absences?: Absences | null;
    /**
     * The official list of schools with markers, to be shown beside and compared with.
     */
    listed?: MarkerList | null;
}

/**
 * What a policy makes of results.
 */
export class Screening {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What the finding of this id says, in words: the numbers, what they are compared with, how
     * large the sample is, what to look at. In Russian by default.
     */
    explain(id: string, language?: Language): string;
    /**
     * Marked schools, and how often marks were right where somebody looked: what
     * `effect.prevalence` takes. Schools that were chosen with different probabilities are counted
     * by how many they stand for.
     */
    prevalenceCounts(observed: Observed): PrevalenceCounts;
    /**
     * The report as the files of a folder, each a self-contained page as `report` makes it, with
     * links from one to another: the territory (`index.html`), each municipality, and each found
     * school, or with `allSchools` each school. What is said of a school stands on its own page.
     */
    reportFiles(options?: ReportOptions | null, allSchools?: boolean | null): ReportFile[];
    /**
     * A self-contained HTML page: what was examined, what was found, cards of schools, how it was
     * computed. It names no pupils, needs nothing from outside and prints on A4.
     */
    report(options?: ReportOptions | null): string;
    /**
     * Zones of risk: for each school the sum of the weights of its different signs. `table` is
     * JSON: `{"weights": [{"sign": "official", "weight": 2, "least_tier": "limited"}], "zones":
     * [2]}`; of the weights the first counts whose sign or module fits, and an empty name fits
     * any. By default one zone: any official sign of ten pupils or more, or two others of twenty.
     * Kinds of journal disagreement are one sign.
     */
    riskZones(table?: string | null): RiskTable;
    /**
     * The table of schools as CSV in UTF-8: in our shape, or in the official one with a marker for
     * each work (4 РУ, 4 МА, 5 РУ, 5 МА) of the official rule.
     */
    schoolsCsv(shape?: "ours" | "official"): Uint8Array;
    /**
     * How the official rule of 2019, and the list that was given, agree with what is marked here.
     */
    readonly agreement: ViewAgreementTable;
    /**
     * The classes, by name; none where classes are not known.
     */
    readonly classes: ClassesTable;
    /**
     * What the evidence layer says, in full; undefined without it.
     */
    readonly evidence: Evidence | undefined;
    /**
     * Classes that are large in themselves: a list of its own, never mixed with what was found.
     */
    readonly extreme: ExtremeTable;
    /**
     * What the policy found: the flagged indications.
     */
    readonly findings: FindingsTable;
    /**
     * The share of marked schools and the objectivity index, of all schools and by municipality.
     */
    readonly index: IndexTable;
    /**
     * Every sign of every unit, flagged or not.
     */
    readonly indications: FindingsTable;
    /**
     * What the policy asks for and the works do not allow, with the reason.
     */
    readonly leftOut: LeftOutTable;
    /**
     * The policy.
     */
    readonly policy: Policy;
    /**
     * The schools, by login.
     */
    readonly schools: SchoolsTable;
    /**
     * Schools by outcome, of all and by municipality, with what is said of them together; empty
     * without the evidence layer.
     */
    readonly territory: TerritoryTable;
}

export type Season = "autumn" | "spring";

/**
 * Which of the many draws.
 */
export interface SeedOptions {
    /**
     * The same seed gives the same, on every machine and in every language; 1 by default.
     */
    seed?: number;
}

/**
 * The shift model of one work: what `heaping.fit` returns.
 */
export class Shift {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Each group's lifting to scores that are no boundaries, in ascending order: an empirical
     * null.
     */
    placebo(scores: ArrayLike<number>): PlaceboTable;
    /**
     * Pearson's χ² of the territory's totals against the fitted ones.
     */
    readonly chi2: number;
    /**
     * The degrees of freedom of `chi2`.
     */
    readonly df: number;
    /**
     * The territory's honest distribution of totals.
     */
    readonly honest: Float64Array;
    /**
     * What was lifted in the whole territory.
     */
    readonly lifts: LiftTable;
    /**
     * The log-likelihood of the territory's fit.
     */
    readonly logLikelihood: number;
    /**
     * The prior of the share over groups.
     */
    readonly prior: PriorTable;
    /**
     * The standard deviation of the groups' tilts.
     */
    readonly sd: number;
    /**
     * A row for each group.
     */
    readonly table: ShiftTable;
}

/**
 * What the shift model takes for given.
 */
export interface ShiftOptions {
    /**
     * What the groups are, when results are given; schools by default.
     */
    group?: Group;
    /**
     * The lowest totals of marks 3, 4, 5: needed with bare counts, otherwise in the place of the
     * work's own.
     */
    boundaries?: readonly [number, number, number] | null;
    /**
     * The honest distribution of totals, if it is known.
     */
    honest?: readonly number[] | null;
    /**
     * The degree of the polynomial in the honest log density, 1 to 8; 4 by default.
     */
    degree?: number;
    /**
     * From how far below a boundary papers are raised; by default 3 on scales below 25 points,
     * else 5.
     */
    reach?: number | null;
    /**
     * A group is cleared if its own papers bound the share of raised ones below this; .2 by
     * default.
     */
    clearedBelow?: number;
}

/** Papers raised over mark boundaries: `statistic` is the share of liftable papers that were raised, `lower` and `upper` its interval. */
export interface ShiftTable extends Indications {
    /** The probability that the share is above .05. */
    above5Percent: Float64Array;
    /** Expected number of raised papers. */
    raised: Float64Array;
    /** The same at the boundary of mark 3. */
    raised3: Float64Array;
    /** The same at the boundary of mark 4. */
    raised4: Float64Array;
    /** The same at the boundary of mark 5. */
    raised5: Float64Array;
    /** Expected number of papers that were within reach of a boundary. */
    liftable: Float64Array;
    /** The smallest share seen with 80 % power at the one-sided 1 % level. */
    detectionLimit: Float64Array;
    /** One-sided 95 % upper bound of the share from the group's own papers. */
    bound: Float64Array;
    /** Whether the bound is below `clearedBelow`. */
    cleared: boolean[];
    /** Of papers pulled down from a boundary. */
    pvalueDown: Float64Array;
    /** The p-value of `chi2`, the same in all rows: where it is small, doubt those of the groups. */
    misfit: Float64Array;
}

/** An effect as the functions of `obektiv/effect` give it. */
export interface ShownEffect {
    estimate: number;
    lower: number | null;
    upper: number | null;
    pvalue: number | null;
    smallestAttainablePvalue: number | null;
    nTreated: number;
    nControl: number;
    clusters: number;
    treatedClusters: number;
    method: string;
    comparison: BothLanguages;
    naiveChange: number | null;
    expectedWithoutMeasures: number | null;
    warnings: { text: BothLanguages }[];
    caution: BothLanguages;
}

/** Signs of groups that a policy may name. */
export interface SignsTable {
    /** `module.statistic`. */
    id: string[];
    /** Shorter names that policies may use. */
    aliases: string[];
    /** What it catches. */
    what: string[];
    /** The units that have it. */
    units: string[];
    /** Whether its p-value may flag. */
    flags: boolean[];
    /** What honest units are taken to be like. */
    beside: string[];
    /** Why it is shown and never flags. */
    reason: string[];
}

/** Options of `similarity.byClass`. */
export interface SimilarityOptions {
    /** The most permutations of a class; 0 for none. Default 9999. */
    permutations?: number;
    /** Classes with a p-value by moments, or of duplicates, below this are permuted. Default 0.01. */
    permuteBelow?: number;
    /** Pairs with a p-value below this are joined in the graph. Default 0.001. */
    pairLevel?: number;
    /** The seed of the permutations. Default 1. */
    seed?: number;
}

/**
 * The table of `similarity.byClass`. The similarity of papers inside each class, or inside each school where the
 * results name no classes.
 */
export interface SimilarityTable extends Indications {
    /** The class, `school/class`, or the school where classes are not known. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** Pupils with a total between .15 and .9 of the maximum, in a paper with five such. */
    compared: Float64Array;
    /** Pairs of them that wrote the same variant. */
    pairs: Float64Array;
    /** (Σ z₊³ − its mean) / its standard deviation over these pairs, after the class's item effects. */
    statistic: Float64Array;
    /** Its p-value: by permutation where the class was permuted, else by moments. */
    pvalue: Float64Array;
    /** Its p-value by moments. */
    pvalueMoments: Float64Array;
    /** The share of items on which pairs agree, less what is expected of the totals. */
    effect: Float64Array;
    /** NaN: the sign has none. */
    lower: Float64Array;
    /** NaN: the sign has none. */
    upper: Float64Array;
    /** z of the weighted matches of these pairs, with nothing taken out: a topic taught well makes it large too. */
    excess: Float64Array;
    /** Its p-value by moments. */
    pvalueExcess: Float64Array;
    /** Pairs that wrote different variants. */
    controlPairs: Float64Array;
    /** The statistic of these. */
    control: Float64Array;
    /** Its p-value by moments. */
    pvalueControl: Float64Array;
    /** The effect of these. */
    controlEffect: Float64Array;
    /** Pupils whose paper is the same throughout as that of another who is counted before. */
    duplicates: Float64Array;
    /** How many pairs of such papers are expected. */
    duplicatesExpected: Float64Array;
    /** Its p-value: by permutation where the class was permuted, else P(Poisson ≥ duplicates). */
    pvalueDuplicates: Float64Array;
    /** Groups of pupils joined by unusually similar pairs. */
    clusters: Float64Array;
    /** Pupils in the largest. */
    largest: Float64Array;
    /** P(as large or larger), by permutation. */
    pvalueLargest: Float64Array;
    /** Permutations made. */
    permutations: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Standard deviations, those of `name` ("usual" by default) where not given. */
export interface Spread {
    name?: SpreadName;
    /** Parts of ability, whose variance is 1. */
    school?: number;
    schoolSubject?: number;
    class?: number;
    classSubject?: number;
    /** Parts of what an item's answers have apart from ability. */
    itemSchool?: number;
    itemClass?: number;
    /** Of journals. */
    leniencySchool?: number;
    leniencySubject?: number;
    /** Of the pupil's own ability, that of the work alone. */
    subject?: number;
    /** Of the log odds of being away. */
    absent?: number;
}

/** How much honest schools, classes and pupils differ: as in a real region, more, or less. */
export type SpreadName = "usual" | "wild" | "tame";

/** Options of `spread.byGroup`. */
export interface SpreadOptions {
    /** Groups of results; a tally has its own. Default "school". */
    group?: Group;
    /** The reference of a group is all other groups with the same `reference` in it; without it, all others. */
    registry?: Registry | null;
    /** The least number of other groups in the reference; with fewer, all that needs a reference is NaN. Default 5. */
    minReference?: number;
}

/**
 * The table of `spread.byGroup`. Each group's variance beside the one that its mean allows.
 */
export interface SpreadTable extends Indications {
    /** The group. */
    group: string[];
    /** Pupils. */
    n: Float64Array;
    /** The standard deviation of the totals, divisor n − 1. */
    sd: Float64Array;
    /** The one expected at this mean in the reference. */
    expectedSd: Float64Array;
    /** The ratio of the variances. */
    statistic: Float64Array;
    /** P(F ≤ ratio): too little spread. */
    pvalue: Float64Array;
    /** P(F ≥ ratio): too much. */
    pvalueHigh: Float64Array;
    /** sd / expected − 1. */
    effect: Float64Array;
    /** 95 % interval of the effect (sampling of pupils only). */
    lower: Float64Array;
    /** 95 % interval of the effect (sampling of pupils only). */
    upper: Float64Array;
    /** Degrees of freedom of the variance by sampling. */
    df: Float64Array;
    /**
     * Degrees of freedom of the differences between groups: the fewer, the more groups differ; p-values are NaN from 2
     * down.
     */
    nu: Float64Array;
    /** How much a group of this size can say: insufficient, limited, approximate, informative. */
    tier: Tier[];
}

/** Options of `evidence.stouffer`. */
export interface StoufferOptions {
    /** 0 or more for each p-value; all alike where not given. */
    weights?: ArrayLike<number>;
    /** P-values × p-values: the correlation of the z in clean data. */
    correlation?: readonly ArrayLike<number>[];
}

/**
 * The table of `personFit.subsetGivenTotal`. The exact test of two sets of items: points on the subset given the
 * total, in the Rasch family; large values are unusual.
 */
export interface SubsetTestTable extends PersonFitTable {
    /** Points on the subset. */
    statistic: Float64Array;
    /** What the total leads to expect. */
    expected: Float64Array;
    /** P(as many or more | total), exact. */
    pvalue: Float64Array;
    /** P(more | total) + P(as many | total)/2. */
    midPvalue: Float64Array;
    /** The least p-value that the total allows. */
    smallest: Float64Array;
    /** Always "upper": large values are unusual: the subset done better. */
    tail: ("lower" | "upper")[];
}

/**
 * The table of `personFit.timeSubsets`. Whether a person is faster on a subset of items than on the rest, as one
 * who knew them before would be; large values are unusual.
 */
export interface SubsetTimesTable extends PersonFitTable {
    /** Speed on the subset. */
    tauSubset: Float64Array;
    /** Speed on the rest. */
    tauRest: Float64Array;
    /** z of their difference. */
    statistic: Float64Array;
    /** P(Z ≥ z), exact where times are log-normal. */
    pvalue: Float64Array;
    /** Always "upper": large values are unusual: the subset done faster. */
    tail: ("lower" | "upper")[];
}

/**
 * The counts that every statistic of groups starts from: per group, journal mark × total.
 *
 * Tallies of parts merge, in any order, to the tally of the whole, and become a few bytes per
 * group; so parts may be counted in workers or elsewhere.
 */
export class Tally {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * A tally of nobody: what `merge` starts from.
     */
    static empty(assessment: Assessment, group?: Group): Tally;
    /**
     * The tally that `toBytes` wrote.
     */
    static fromBytes(bytes: Uint8Array | number[]): Tally;
    /**
     * A tally from histograms of totals alone, as aggregated reports give them: for each group the
     * number of pupils with total 0, 1, … up to the largest.
     */
    static fromHistograms(assessment: Assessment, names: string[], histograms: ArrayLike<number>[], group?: Group): Tally;
    /**
     * Pupils with each total, of one group or of all; undefined if there is no such group.
     */
    histogram(group?: string | null): Float64Array | undefined;
    /**
     * This tally and another of the same assessment and grouping, counted together.
     */
    merge(other: Tally): Tally;
    /**
     * The tally as bytes, with a version.
     */
    toBytes(): Uint8Array;
    /**
     * The assessment.
     */
    readonly assessment: Assessment;
    /**
     * What the groups are.
     */
    readonly grouping: Group;
    /**
     * The groups, in the order of their names.
     */
    readonly groups: string[];
    /**
     * How many persons were left out because a cell was missing.
     */
    readonly incomplete: number;
}

/**
 * How to tally.
 */
export interface TallyOptions {
    /**
     * What the groups are; schools by default.
     */
    group?: Group;
    /**
     * Count persons with a missing cell too.
     */
    withIncomplete?: boolean;
}

/** A simulated territory and the truth about it. */
export interface Territory {
    /** One entry for each work: the pupils who were there. */
    results: Results[];
    /** What a reader would report of each work's file, had all listed pupils been in it. */
    reports: ImportReport[];
    /** Names and municipalities of the schools. */
    registry: Registry;
    /** What was planted where. */
    planted: { school: string[]; kind: PlantName[] };
    /** Pupils on the list of each school in each work, and those absent. */
    absent: { assessment: string[]; school: string[]; listed: Float64Array; absent: Float64Array };
}

/**
 * A territory to simulate.
 */
export interface TerritoryOptions {
    /**
     * The same seed gives the same territory, on every machine and in every language; 1 by
     * default.
     */
    seed?: number;
    /**
     * The number of schools; 120 by default.
     */
    schools?: number;
    /**
     * The works; those of one grade are written by the same pupils. By default twelve of autumn
     * 2020, three a grade.
     */
    works?: readonly Assessment[] | null;
    /**
     * The number of municipalities; one for ten schools by default.
     */
    municipalities?: number;
    /**
     * The median number of pupils a grade; 21 by default.
     */
    pupils?: number;
    /**
     * How much honest schools differ; "usual" by default.
     */
    spread?: SpreadName | Spread | null;
    /**
     * The share of papers one point below a boundary that every school raises to it, half of it
     * two points below; 0 by default.
     */
    everybodyLifts?: number;
    /**
     * How far below a boundary everybody lifts; 2 by default.
     */
    reach?: number;
    /**
     * What is planted, one kind in each school, dealt in turn; nothing by default.
     */
    planted?: Plant | readonly Plant[] | null;
    /**
     * The share of schools where something is planted, at least one; 0.1 by default.
     */
    share?: number;
    /**
     * The seed of the items: territories of one design wrote the same works; 0 by default; a
     * reference has items of its own.
     */
    design?: number;
    /**
     * Whose works, items, spread, lifting, journals, absences and pupils a grade are taken; what
     * is given beside it goes first.
     */
    reference?: Reference | null;
}

/** Schools by outcome, of all and by municipality; empty without the evidence layer. */
export interface TerritoryTable {
    group: string[];
    schools: Float64Array;
    judged: Float64Array;
    strong: Float64Array;
    notable: Float64Array;
    extreme: Float64Array;
    cleared: Float64Array;
    undecided: Float64Array;
    notJudged: Float64Array;
    /** Papers raised beyond the reference, with its 95 % interval. */
    raised: Float64Array;
    raisedLower: Float64Array;
    raisedUpper: Float64Array;
    /** With what all schools do, by the model of the whole distribution; of all alone. */
    raisedAbsolute: Float64Array;
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

/** How much a group of this size can say: fewer than 10 pupils, 10 to 19, 20 to 49, 50 and more. */
export type Tier = "insufficient" | "limited" | "approximate" | "informative";

/** What `personFit.logTimeFit` and `personFit.jointFit` take together. */
export interface TimeModel {
    /** For each item how closely times follow the speed, positive. */
    alpha: ArrayLike<number>;
    /** For each item the mean log time at speed 0. */
    beta: ArrayLike<number>;
    /** The speed of each person, as its times estimate it; estimated where not given. */
    tau?: ArrayLike<number>;
}

/** Persons × items; NaN where there is no time. */
export type Times = ArrayLike<ArrayLike<number>>;

/**
 * The table of `irt.abilityByTotal`. The mean ability of persons with each total over all items: EAP from sum
 * scores.
 */
export interface TotalAbilityTable {
    /** Totals 0, 1, … */
    total: Float64Array;
    /** E[θ | total]. */
    theta: Float64Array;
    /** The standard deviation of θ given the total. */
    se: Float64Array;
    /** P(total). */
    probability: Float64Array;
}

/** The total of each person, codes counting 0, and whether the person is complete (no missing cell). */
export interface Totals { total: Float64Array; complete: boolean[] }

/** Options of `irt.scoreDistribution`. */
export interface TotalsOptions {
    /** The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given. */
    ability?: AbilityDistribution | null;
    /** At this ability; averaged over the distribution of ability where not given. */
    theta?: number | null;
}

/** Options of `personFit.twoSubsets`. */
export interface TwoSubsetsOptions {
    /** Abilities on all items, the next two on the subset and on the rest: all three or none. */
    theta?: ArrayLike<number>;
    /** Abilities on the subset. */
    thetaSubset?: ArrayLike<number>;
    /** Abilities on the rest. */
    thetaRest?: ArrayLike<number>;
    /** Abilities by maximum likelihood are looked for within ±bound. Default 4. */
    bound?: number;
}

/**
 * The table of `personFit.twoSubsets`. Whether a person does better on a known subset of items than on the rest:
 * items known before, items marked in the school, a part of a test; large values are unusual.
 */
export interface TwoSubsetsTable extends PersonFitTable {
    /** Ability on all items. */
    theta: Float64Array;
    /** Ability on the subset. */
    thetaSubset: Float64Array;
    /** Ability on the rest. */
    thetaRest: Float64Array;
    /** L, the signed root of the likelihood ratio. */
    statistic: Float64Array;
    /** P(Z ≥ L). */
    pvalue: Float64Array;
    /** r* = L + ln(U/L)/L; NaN where the model is none of the Rasch, 2PL, partial credit or nominal family. */
    modified: Float64Array;
    /** P(Z ≥ r*). */
    pvalueModified: Float64Array;
    /** P by Lugannani and Rice, 1 − Φ(L) + φ(L)(1/U − 1/L); NaN where r* is. */
    pvalueLugannaniRice: Float64Array;
    /** S, the signed root of the score statistic. */
    score: Float64Array;
    /** P(Z ≥ S). */
    pvalueScore: Float64Array;
    /** Wald's. */
    wald: Float64Array;
    /** P(Z ≥ Wald's). */
    pvalueWald: Float64Array;
    /** Always "upper": large values are unusual: the subset done better. */
    tail: ("lower" | "upper")[];
}

/** How other views of the schools agree with what is marked. */
export interface ViewAgreementTable {
    view: ("official-2019" | "listed")[];
    both: Float64Array;
    ours: Float64Array;
    theirs: Float64Array;
    neither: Float64Array;
    /** Agreement beyond chance. */
    kappa: Float64Array;
}

/**
 * How to unpack a workbook.
 */
export interface WorkbookOptions {
    /**
     * The largest size a workbook may unpack to, in bytes; 2³⁰ by default.
     */
    maxUnpacked?: number;
}

/** @deprecated The former name of `OmissionsOptions`; it goes with the next version. */
export type XPatternOptions = OmissionsOptions;

/** @deprecated The former name of `OmissionsTable`; it goes with the next version. */
export type XPatternTable = OmissionsTable;

/**
 * All shipped assessments: public item maxima and, where known, mark boundaries.
 *
 * A scale is a recommendation for one subject, grade, year and season; it changes over the years
 * and is never inferred from data.
 */
export function assessments(): Assessment[];

/**
 * Classes of one school beside each other: how far apart they are.
 */
export namespace classes {
    /**
     * Classes of one school that are far apart; a sign of this library.
     *
     * It catches a class whose work went otherwise than that of its neighbours: another room, another teacher at the
     * board. It cannot tell this from classes that were put together by ability, which is common; hence two p-values.
     * Honest schools: in a real region a quarter to two fifths of schools have `pvalueSampling` ≤ .01 and 1 to 5 %
     * `pvalue` ≤ .01, for few schools with streamed classes differ much more than most. Two classes of ten pupils say
     * little: look at the interval.
     *
     *     F = [Σ nₖ(x̄ₖ − x̄)²/(K − 1)] / [Σ (nₖ − 1)sₖ²/(N − K)]             classes k = 1..K of minClass pupils or more
     *     pvalueSampling  = P(F(K − 1, N − K) ≥ F)
     *     pvalue          = P(F(K − 1, N − K) ≥ F/(1 + n₀θ))                n₀ = (N − Σ nₖ²/N)/(K − 1)
     *     θ:  Σ (pⱼ(θ) − 1/2) = .674·√(J/12) over the J schools             an upper 75 % limit; p-values are uniform at the true θ
     *     effect = ρ = θ̂/(1 + θ̂), θ̂ = (F − 1)/n₀                            below 0 where classes are nearer than chance puts them
     *
     * The counts are of classes. F's tail is that of normal totals and holds for bounded ones with five pupils in a
     * class and more; a permutation of pupils between classes gives the same. Pupils whose class is unknown (`-`) take
     * no part. With unequal classes F/(1 + n₀θ) is F only nearly. A school with one class, or without any difference
     * inside classes, is NaN.
     *
     * @param results - A tally must be by class.
     * @param options.minClass - The least number of pupils of a class; smaller ones take no part. Default 5.
     * @param options.minSchools - The least number of schools with two classes or more; with fewer `pvalue` is NaN.
     * Default 10.
     * @returns A table:
     * - `group`: The school.
     * - `n`: Pupils of the classes that take part.
     * - `classes`: These classes.
     * - `statistic`: F: the variance between classes over that inside.
     * - `pvalue`: P(F or more), if classes differ as those of all schools do.
     * - `pvalueSampling`: P(F or more), if classes are drawn from the school's pupils by chance.
     * - `effect`: The share ρ of the variance of totals that lies between classes.
     * - `lower`: 95 % interval of the share.
     * - `upper`: 95 % interval of the share.
     * - `gap`: The largest class mean less the smallest, in points.
     * - `highest`: The class with the largest mean; the first of equal ones.
     * - `lowest`: The class with the smallest.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.groupings` for a tally that is not by class; `statistic.parameter` for
     * `minClass` below 2.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups.
     * @see Searle, Casella & McCulloch (1992), Variance Components, 3.6: the interval of ρ.
     */
    function bySchool(results: Tally | Results, options?: ClassSplitOptions | null): ClassSplitTable;
}

/**
 * Continuity: a group's mean beside what its own other means and the other groups foretell.
 */
export namespace continuity {
    /**
     * How a cohort's mean changed between two works, beside the other groups that began alike.
     *
     *     zⱼ = (x̄ⱼ − X̄)/S                    mean and standard deviation of all pupils of the work; scales drop out
     *     uⱼ = (S_w/S)²/nⱼ                    its sampling variance, S_w pooled within groups; vⱼ the same of the second work
     *     λⱼ = τ²/(τ² + uⱼ)                   what of a first mean is the group's own; τ² the variance of groups
     *     E[afterⱼ] = a + b·λⱼ(zⱼ − μ) + c·oⱼ(1 − λⱼ)(zⱼ − μ)          oⱼ = min(1, n_before/n_after)
     *     Vⱼ = ω² + vⱼ − c²oⱼ²uⱼ + (b − c·oⱼ)²λⱼuⱼ
     *     effect = after − E[after],  statistic = effect/√(Vⱼ + variance of E),  t with ν = .63·(groups − 3) degrees of freedom
     *
     * The first slope b carries what groups keep from work to work, the second c the luck of a first mean that the
     * same pupils bring to the second work as well (0 ≤ c ≤ .8·S_w/S after by before: of two different halves of a
     * cohort it is 0). The two together are regression to the mean: stronger for small groups, for whom λ is small. a,
     * b, c are Huber's, each group weighed by min(1, 1.28·√V/|effect|)/V, and exclude the group itself; c is drawn to
     * b with a standard deviation of .5, which matters only where all groups are of one size and the two cannot be
     * told apart. μ and τ², and ω², which is how honest changes differ beyond sampling, bring Σ min(effect²/V, 1.28²)
     * to what it is on average for normal groups: a few groups of those looked for move them little. ν is what so many
     * groups say of ω².
     *
     * `before` and `after` are two works of one cohort; mind the pupils' grade: a "grade 4" work of an autumn is
     * written in grade 5. Groups in only one of them are left out. The reference of a group is all others with the
     * same label in `registry`. With fewer than `minReference` others, what needs them is NaN. It does not tell which
     * of the two works is the odd one, nor why.
     *
     * @param before - The first of two works of one cohort.
     * @param after - The second.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups of the reference that have both means; with fewer
     * all is NaN but the means and the change. Default 20.
     * @returns A table:
     * - `group`: The group.
     * - `work`: The work whose mean is looked at, by its key.
     * - `n`: Pupils in the smaller of the two: this work, and the work or works that it is expected from.
     * - `before`: The mean from which this work's is expected.
     * - `after`: The mean in this work.
     * - `change`: after − before.
     * - `expected`: What the other groups lead to expect of `after`.
     * - `statistic`: effect / its standard deviation.
     * - `df`: The degrees of freedom of its t distribution.
     * - `pvalue`: P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way.
     * - `effect`: after − expected.
     * - `lower`: 95 % interval of the effect, of sampling and of how groups differ.
     * - `upper`: 95 % interval of the effect, of sampling and of how groups differ.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.groupings` if the tallies differ in their grouping; `statistic.parameter` for
     * `minReference` below 5.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Gains of groups given their past: Skorupski and Egan (2011). Regression to the mean by Kelley's formula:
     * Kelley (1947), Fundamentals of Statistics. Overdispersion: Spiegelhalter (2005), Statistics in Medicine 24,
     * 1185–1202. Huber (1981), Robust Statistics, ch. 5 and 7. The two slopes are this library's.
     */
    function byGroup(before: Tally | Results, after: Tally | Results, options?: ContinuityOptions | null): ContinuityTable;

    /**
     * Each group's mean in each work beside its means in the others: subjects of one grade, or grades of one year.
     *
     * As `byGroup`, with in place of the first mean the average z of the group's other works, the average of their u,
     * the harmonic mean of their n, and the largest of their S_w/S: the same pupils are taken to write them all, so
     * that several works are no surer of the group's luck than one. One row for each group and work.
     *
     * @param works - Two at least.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups of the reference that have both means; with fewer
     * all is NaN but the means and the change. Default 20.
     * @returns A table:
     * - `group`: The group.
     * - `work`: The work whose mean is looked at, by its key.
     * - `n`: Pupils in the smaller of the two: this work, and the work or works that it is expected from.
     * - `before`: The mean from which this work's is expected.
     * - `after`: The mean in this work.
     * - `change`: after − before.
     * - `expected`: What the other groups lead to expect of `after`.
     * - `statistic`: effect / its standard deviation.
     * - `df`: The degrees of freedom of its t distribution.
     * - `pvalue`: P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way.
     * - `effect`: after − expected.
     * - `lower`: 95 % interval of the effect, of sampling and of how groups differ.
     * - `upper`: 95 % interval of the effect, of sampling and of how groups differ.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_tallies` with fewer than two works; `statistic.groupings` if the tallies
     * differ in their grouping; `statistic.parameter` for `minReference` below 5.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     */
    function consistency(works: Tally | Results | readonly (Tally | Results)[], options?: ContinuityOptions | null): ContinuityTable;

    /**
     * Changes of one cohort added up over its works, in the order in which they were written.
     *
     *     t₁, t₂, …   the statistics of byGroup for each work and the next
     *     statistic = Σ tₖ/√(ΣΣ Rₖₗ),  effect = Σ effectₖ ± t·√(ΣΣ sₖsₗRₖₗ)       s the standard deviations of the effects
     *     Rₖₗ = the correlation of tₖ and tₗ over all groups, each within ±2.5; 0 if below
     *
     * Small gains that go on add up; a gain that is followed by a loss does not, and is seen in `byGroup`. A group
     * takes part with the changes it has.
     *
     * @param works - In the order in which they were written, two at least.
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups of the reference that have both means; with fewer
     * all is NaN but the means and the change. Default 20.
     * @returns A table:
     * - `group`: The group.
     * - `changes`: Changes that are added up.
     * - `n`: Pupils in the smallest of the works.
     * - `statistic`: The sum of the statistics of `byGroup` over its standard deviation.
     * - `pvalue`: P(|t| ≥ |statistic|), with the fewest degrees of freedom of the parts.
     * - `effect`: The sum of the effects, in standard deviations of pupils.
     * - `lower`: Its 95 % interval.
     * - `upper`: Its 95 % interval.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_tallies` with fewer than two works; `statistic.groupings` if the tallies
     * differ in their grouping; `statistic.parameter` for `minReference` below 5.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Stouffer's sum of dependent tests: Strube (1985), Psychological Bulletin 97, 334–341.
     */
    function cumulative(works: Tally | Results | readonly (Tally | Results)[], options?: ContinuityOptions | null): CumulativeTable;
}

/**
 * Densities that jump at a threshold and excess mass around it, for comparison; on discrete scores prefer
 * `heaping`.
 */
export namespace density {
    /**
     * Excess mass around a threshold: a polynomial through the counts of a histogram, with one dummy for each total of
     * a zone.
     *
     *     C_s = Σ_{d≤degree} β_d (s − c)^d + Σ_{z in zone} γ_z 1[s = z] + e_s          least squares over the window
     *     zone = c − below .. c + above;   counterfactual Ĉ_s = Σ β_d (s − c)^d
     *     statistic = Σ γ_z,   effect = statistic / mean of Ĉ_z over the zone
     *     se² = φ·(Σ_zone Ĉ_z + Σ_outside w_s² Ĉ_s),   w_s = ∂ΣĈ_z/∂C_s;   effectSe by the same variances, with C_z in the zone where it is more
     *     φ = Σ (C_s − Ĉ_s)² / Σ (1 − h_s)·Ĉ_s over the totals outside, 1 at least: how much more the residuals vary than Poisson counts would; h_s the leverage
     *     seResampled: of `resamples` refits to fitted values + residuals drawn for every total, with replacement, from those outside the zone, these times
     *         √(m/(m − degree − 1)), m the totals outside
     *
     * For comparison, on totals of a territory: least squares on counts. Empty totals take part as counts of 0, a
     * counterfactual below 0 varies as one of 0. The zone is chosen by eye, and the missing mass below is not balanced
     * with the excess. `seResampled`, the usual standard error, takes counts in the middle and in the tails for
     * equally uncertain: by it one honest territory in five is unusual at .05. `pvalue` rejects four in a hundred
     * (`benches/validation.md`); with few pupils take `heaping.fit`. `effect` is NaN for a mean counterfactual of 0 or
     * less in the zone; standard errors and p-value where the residuals are rounding alone, since a polynomial that
     * fits counts exactly says nothing of how they vary; all but `n` for a window with fewer totals outside the zone
     * than the polynomial has coefficients. Same seed, same `seResampled`, on every target.
     *
     * @param histogram - Results with each total 0, 1, 2, …
     * @param threshold - The total around which results may bunch.
     * @param options.degree - Degree of the polynomial, 12 or less. Default 7.
     * @param options.below - Totals of the zone below the threshold. Default 0.
     * @param options.above - Totals of the zone above the threshold, which belongs to the zone itself. Default 0.
     * @param options.window - First and last total that take part; all of the histogram where not given.
     * @param options.resamples - Resamples of the residuals for `seResampled`; 0 for none. Default 200.
     * @param options.seed - Of the resamples: same seed, same `seResampled`. Default 1.
     * @returns `Bunching`:
     * - `n`: Results in the window.
     * - `statistic`: Results in the zone above the counterfactual.
     * - `se`: Its standard error where nothing bunches, from counts that vary as Poisson's or as the residuals do,
     * whichever is more.
     * - `pvalue`: P(|Z| ≥ |statistic|/se); rejects four in a hundred honest territories at .05.
     * - `effect`: `statistic` over the mean counterfactual of a total in the zone.
     * - `lower`: Lower end of the 95 % interval of `effect`, normal.
     * - `upper`: Its upper end.
     * - `effectSe`: The standard error of `effect`.
     * - `seResampled`: The standard error of `statistic` from resampled residuals, as published: too small. NaN
     * without resamples.
     * - `effectSeResampled`: The same of `effect`.
     * - `counterfactual`: The counterfactual at each total of the window.
     * @throws ObektivError: `statistic.parameter` for a zone that leaves the window, a window that leaves the
     * histogram, a degree above 12.
     * @see Chetty, Friedman, Olsen and Pistaferri (2011), Quarterly Journal of Economics 126, 749–804.
     */
    function bunching(histogram: ArrayLike<number>, threshold: number, options?: BunchingOptions | null): Bunching;

    /**
     * The local polynomial density test: does the density jump at a threshold?
     *
     *     F̂(x_i) = (number of x ≤ x_i, less 1)/(n − 1)                         x_i ≥ c is right, below left
     *     β̂ = argmin Σ K((x_i − c)/h)/h · (F̂(x_i) − r(x_i − c)'β)²             h: the bandwidth of x_i's side
     *     unrestricted: r = (1, t, …, t^q) for each side apart;  restricted: r = (1, t·1[t < 0], t·1[t ≥ 0], t², …, t^q)
     *     f⁻, f⁺ = the coefficients of t;   statistic = (f⁺ − f⁻)/se;   q = order + 1
     *     jackknife: Ψ_i = Σ_{j≠i, x_j ≥ x_i} K_j/h_j · r_j/(n − 1);   V = G⁻¹(Σ Ψ_iΨ_i')G⁻¹,   G = Σ K_i/h_i · r_i r_i'
     *     plug-in: the same for a density that is f⁻ left and f⁺ right of c, n and the integrals in place of the sums
     *
     * For comparison, on totals of a territory; on discrete scores prefer `heaping`. The theory is one of continuous
     * scores and of bandwidths that shrink with n: on a discrete score the test answers to the teeth of the scale, and
     * with `massPoints` each total is one place of F̂. What needs more coefficients than there are distinct values
     * within reach is NaN; so is what needs a standard error by plug-in where an estimated density is 0 or below. With
     * as many values as coefficients the fit is exact, the variance poor.
     *
     * Without a bandwidth it is that of least mean square error, with order p, as far as pilots know:
     *
     *     each: h^(2p+1) = V/(2p·n·B²);   difference, sum: V and B of f⁺ ∓ f⁻;   combined: see `rule`
     *     n·V/h: variance of order p at the pilot h₁;   B·h^p: the bias, from the coefficient of t^(p+1) of order p + 2 at the pilot h₂
     *     h₁, h₂: the best ones for f and for its p-th derivative of a normal distribution with the mean and deviation of all values, uniform kernel
     *     no reach less than 20 + p + 1 distinct values on its side (the larger one where both sides have one), none beyond the farthest value
     *
     * On a scale of a few dozen points the last line decides.
     *
     * @param values - Totals of persons; NaN takes no part.
     * @param threshold - Where the density may jump; a value at it counts to the right.
     * @param options.bandwidth - The reach below and above the threshold; of least mean square error by `rule` where
     * not given, which on a scale of a few dozen points is the whole scale.
     * @param options.order - Order p of the polynomial, 1 to 8; the test uses p + 1, whose bias is smaller. Default 2.
     * @param options.kernel - How much a value counts by its distance from the threshold. Default "triangular".
     * @param options.fit - A polynomial for each side, or one with a kink at the threshold, which is stronger where
     * the sides are alike. Default "unrestricted".
     * @param options.variance - The standard error: from the values' own influence, or from its limit for small
     * bandwidths. Default "jackknife".
     * @param options.rule - The mean square error of what is made small, where no bandwidth is given: of the density
     * of each side, of the difference of both, of their sum; combined: unrestricted the middle one of the three,
     * restricted the smaller one of difference and sum. Default "combined".
     * @param options.massPoints - Whether equal values share one place of the distribution function. Without, they
     * stand on successive ones, as if an accident of rounding had joined them. Default true.
     * @returns `LocalPolynomial`:
     * - `n`: Values that take part.
     * - `nLeft`: Values below the threshold.
     * - `nRight`: Values at the threshold and above.
     * - `bandwidthLeft`: Reach below the threshold.
     * - `bandwidthRight`: Reach above it.
     * - `withinLeft`: Values within reach below the threshold.
     * - `withinRight`: Values within reach above it.
     * - `statistic`: `effect`/`se`, of order p + 1.
     * - `pvalue`: P(|Z| ≥ |statistic|).
     * - `effect`: `right` − `left`.
     * - `lower`: Lower end of its 95 % interval.
     * - `upper`: Its upper end.
     * - `se`: Its standard error.
     * - `left`: The density just below the threshold, of order p + 1.
     * - `right`: The density just above it.
     * - `seLeft`: The standard error of `left`.
     * - `seRight`: The standard error of `right`.
     * - `plainStatistic`: The statistic of order p, whose bias the p-value below neglects.
     * - `plainPvalue`: P(|Z| ≥ |plainStatistic|).
     * - `plainLeft`: The density just below the threshold, of order p.
     * - `plainRight`: The density just above it, of order p.
     * @throws ObektivError: `statistic.parameter` for an infinite value, a threshold that is not finite, a bandwidth
     * not above 0, an order of 0 or above 8 (4 without a bandwidth).
     * @throws ObektivError: `data.name` for a name not listed.
     * @see Cattaneo, Jansson and Ma (2018), Stata Journal 18, 234–261; (2020), Journal of the American Statistical
     * Association 115, 1449–1455.
     */
    function localPolynomial(values: ArrayLike<number>, threshold: number, options?: LocalPolynomialOptions | null): LocalPolynomial;

    /**
     * McCrary's density test: a straight line through a fine histogram on each side of a threshold.
     *
     *     bins of width b = 2·sd·n^(−½) with an edge at c; Y_j = count/(n·b) at the middle X_j, 0 beyond the extremes
     *     each side: a line through (X_j, Y_j) with weights (1 − |X_j − c|/h)₊;  f⁻, f⁺ its value at c
     *     θ = ln f⁺ − ln f⁻,   se² = 24/5 · (1/f⁺ + 1/f⁻)/(n·h),   statistic = θ/se
     *     h = mean over the sides of 3.348·(σ²·|range| / Σ f''(X_j)²)^(1/5), from a polynomial of degree 4 through the side's bins; σ² its
     *         squared residuals over bins less 5
     *
     * For comparison, on totals of a territory. McCrary's own width would cut whole numbers, such as totals, into full
     * and empty bins. So where all values are whole and no `bin` is given, b is the multiple of their step nearest to
     * that width, once the step at least, and the threshold stands half a step below the lowest value that counts to
     * the right: every bin holds as many possible values, in its middle. Where the bandwidth that the rule then finds
     * reaches fewer than three bins the curve is too steep for a line through so few points, and the answer is NaN:
     * for a test of 20 points this is usual from some thousand pupils on. Honest totals (binomial and beta-binomial,
     * 20 and 38 points, n = 500 to 20,000) then reject in 0–7 % at .05. A `bin` that is given is taken as it is, with
     * the threshold as it is: give it a multiple of the step, and a threshold half a step below the boundary.
     *
     * NaN where a side's line is 0 or below at the threshold or has fewer than two bins, for fewer than two values,
     * and for values all alike.
     *
     * @param values - Totals of persons; NaN takes no part.
     * @param threshold - Where the density may jump; a value at it counts to the right.
     * @param options.bin - Width of a bin, taken as it is: on a discrete score a multiple of its step, with a
     * threshold half a step below the boundary. 2·sd·n^(−½) where not given, for whole numbers the nearest multiple of
     * their step.
     * @param options.bandwidth - Reach of the lines on each side of the threshold; by McCrary's rule where not given.
     * @returns `McCrary`:
     * - `n`: Values that take part.
     * - `statistic`: `effect`/`se`.
     * - `pvalue`: P(|Z| ≥ |statistic|).
     * - `effect`: ln right − ln left.
     * - `lower`: Lower end of its 95 % interval.
     * - `upper`: Its upper end.
     * - `se`: Its standard error.
     * - `left`: The density just below the threshold.
     * - `right`: The density at the threshold and just above.
     * - `bin`: Width of a bin.
     * - `bandwidth`: Reach of the lines.
     * @throws ObektivError: `statistic.parameter` for an infinite value, a threshold that is not finite, a bin or
     * bandwidth not above 0, more than ten million bins.
     * @see McCrary (2008), Journal of Econometrics 142, 698–714.
     */
    function mccrary(values: ArrayLike<number>, threshold: number, options?: McCraryOptions | null): McCrary;
}

/**
 * A self-contained HTML page on one effect of `obektiv/effect`: sentences, a picture, what cannot
 * be concluded, how it was computed. What was seen is never printed without what was expected.
 */
export function effectPage(effect: ShownEffect, options?: EffectPageOptions | null): string;

/**
 * Changed answers: points that came with changes beyond the ability that the unchanged answers show.
 */
export namespace erasures {
    /**
     * The changed answers of each group's persons together; large values are unusual.
     *
     *     statistic = Σ (points − E)/√Σ (V + (dE/dθ)²/I);   continuity: half a point less, over √Σ V;   none: over √Σ V
     *     effect    = Σ (points − E)/Σ changed
     *
     * Points, E, V and I as of `byPerson`. Sums over the persons of the group whose statistic `byPerson` knows:
     * those who show no ability take no part. NaN for a group without any.
     *
     * @param before - What was marked, any codes; missing takes no part, an answer not attempted differs from any
     * mark.
     * @param after - The same after the changes.
     * @param scores - What the answer after is worth.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param group - The group of each person.
     * @param options.theta - Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged
     * answers where not given.
     * @param options.correction - What the statistic is corrected for; that for estimated abilities holds its level
     * best. Default "ability".
     * @param options.bounds - Where abilities are looked for. Default [-4, 4].
     * @returns A table:
     * - `group`: The group.
     * - `n`: Persons with changed answers and a known ability: those who take part.
     * - `changed`: Their changed answers.
     * - `points`: Points on the items changed.
     * - `expected`: Points expected there.
     * - `statistic`: The erasure detection index of the group.
     * - `pvalue`: P(Z ≥ statistic).
     * - `effect`: Points above expectation for each changed answer.
     * - `lower`: Lower end of its 95 % interval.
     * - `upper`: Its upper end.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `model.columns` for scores of another number of items; `model.score` for a score that its
     * item has not; `model.item` for what is no item; `model.length` for another number of persons, items, labels or
     * abilities; `model.option` for bounds that do not rise.
     * @throws ObektivError: `data.name` for an unknown correction.
     * @see Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953.
     */
    function byGroup(before: Scores, after: Scores, scores: Scores, items: Item[], group: string[], options?: ErasureOptions | null): GroupErasuresTable;

    /**
     * The changed answers of each person beside the ability that the unchanged ones show; large values are unusual.
     *
     *     θ_u, θ_c, θ: by maximum likelihood from the unchanged answers, the changed ones, all
     *     E = Σ Σ j·P_ij(θ_u), V its variance, over the items changed;   I the information of the unchanged items
     *     statistic = (points − E)/√V;   continuity: (points − E − ½)/√V;   ability: (points − E)/√(V + (dE/dθ)²/I)
     *     pvalueExact  = P(points or more | θ_u) over the items changed, their scores independent
     *     l = sign(θ_c − θ_u)·√(2·(l_c(θ_c) + l_u(θ_u) − l_c(θ) − l_u(θ)))
     *
     * Points came with changes beyond the ability's usual share: it does not say who changed the answers. Honest
     * persons change answers for the better more often than not; compare groups of one assessment.
     *
     * An item takes part where before, after and the score are known; an answer is changed where the two differ, also
     * from or to not attempted. Items may have several points. With few changed answers the normal p-values are rough;
     * the exact one takes θ_u as known.
     *
     * NaN without changed answers, and, where `theta` is not given, without unchanged ones or where these are all
     * wrong or all right, which shows no ability: θ_u is at a bound, where hardly a point is expected and any would be
     * unusual. `l`, which compares two abilities, is defined there, but `pvalueL` is too small: .001 for three
     * changed answers right beside four others wrong, one arrangement of 35. With `theta` only `l`, which keeps to its
     * own abilities, and the correction for "ability" need unchanged answers.
     *
     * @param before - What was marked, any codes; missing takes no part, an answer not attempted differs from any
     * mark.
     * @param after - The same after the changes.
     * @param scores - What the answer after is worth.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param options.theta - Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged
     * answers where not given.
     * @param options.correction - What the statistic is corrected for: points are whole, nothing, abilities are
     * estimated. Default "continuity".
     * @param options.bounds - Where abilities are looked for. Default [-4, 4].
     * @returns A table:
     * - `changed`: Changed answers.
     * - `points`: Points on the items changed.
     * - `expected`: Points expected there.
     * - `theta`: The ability by the unchanged answers, or that given.
     * - `statistic`: The erasure detection index.
     * - `pvalue`: P(Z ≥ statistic).
     * - `pvalueExact`: P(so many points on the items changed, or more | θ), exact for a known θ.
     * - `l`: The L-index: the signed root of the likelihood ratio of two abilities against one.
     * - `pvalueL`: P(Z ≥ l).
     * - `tail`: Always "upper": large values are unusual.
     * @throws ObektivError: `model.columns` for scores of another number of items; `model.score` for a score that its
     * item has not; `model.item` for what is no item; `model.length` for another number of persons, items or
     * abilities; `model.option` for bounds that do not rise.
     * @throws ObektivError: `data.name` for an unknown correction.
     * @see Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953; Sinharay, Duong
     * and Wood (2017), Journal of Educational Measurement 54, 481–512; Sinharay (2018), Journal of Educational and
     * Behavioral Statistics 43, 73–100.
     */
    function byPerson(before: Scores, after: Scores, scores: Scores, items: Item[], options?: ErasureOptions | null): PersonErasuresTable;
}

/**
 * What could have been found in these results: known irregularities are planted into copies, and
 * the evidence layer is run.
 *
 * Schools that are found, extreme or not judged without planting, and those of fewer than 5 pupils
 * a work, are not used. Each repeat plants one kind into `share` of the others, drawn anew.
 *
 * @param results - They stay as they are.
 * @param options.kinds - Each is planted by itself; by default lift, fit, one_hand, copy and dictate with the
 * parameters of the study of power.
 * @param options.share - The share of the schools that may be used which are planted.
 * @param options.repeats - How often each kind is planted.
 * @param options.shuffles - How often the pupils are shuffled between the schools, where nothing should be found.
 * @param options.reference - Norms, nulls and priors of another territory.
 * @param options.progress - Told the runs done and the runs in all; stops the evaluation by giving false.
 * @returns `kind, pupils, planted, found, extreme, either, power, newly, lost`: by kind and pupils a
 * work; `power` is either/planted; `newly`: other schools found, `lost`: schools no longer
 * found. Rows `honest`: territories shuffled, those with a finding, and all schools found.
 * @throws ObektivError: `screening.no_results`, `screening.policy` for a share out of range.
 * @throws ObektivError: `data.cannot_plant` without boundaries or journal marks.
 */
export function evaluate(results: Results | readonly Results[], options?: EvaluateOptions | null): EvaluationTable;

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

    /**
     * Adjusted p-values that control the false discovery rate however the tests depend on each other: flag where
     * `adjusted ≤ q`.
     *
     *     sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j · Σ_{k ≤ m} 1/k)
     *
     * NaN stays NaN and is not counted in m. Much stricter than `benjaminiHochberg`: for signs of one school's
     * pupils, which agree, that one is enough.
     *
     * @param p - P-values; NaN where there is none.
     * @returns In the order of `p`; NaN stays NaN.
     * @throws ObektivError: `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding
     * left above 1 counts as 1.
     * @see Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165–1188.
     */
    function benjaminiYekutieli(p: ArrayLike<number>): Float64Array;

    /**
     * Cauchy's combination: a small p-value among many, however the tests depend on each other.
     *
     *     T = Σ wᵢ·tan((½ − pᵢ)π)/Σ wᵢ,   pvalue = ½ − arctan(T)/π              pᵢ at most 1 − 1/max(m, 100)
     *
     * Near enough to its level for small p-values under any dependence; it follows the smallest p-value and gains
     * little from many that agree. 0 if one is 0, NaN without p-values and where all weights are 0.
     *
     * @param p - P-values; NaN where there is none.
     * @param options.weights - 0 or more for each p-value; all alike where not given.
     * @returns 0 if one of `p` is 0; NaN without p-values and where all weights are 0.
     * @throws ObektivError: `statistic.parameter` for a value that is neither within [0, 1] nor NaN and a weight that
     * is negative or not finite.
     * @throws ObektivError: `data.length` for weights of another size.
     * @see Liu & Xie (2020), Journal of the American Statistical Association 115, 393–402.
     */
    function cauchyCombination(p: ArrayLike<number>, options?: CombinationOptions | null): number;

    /**
     * Fisher's combination of independent p-values.
     *
     *     pvalue = P(χ² with 2m degrees of freedom ≥ −2·Σ ln pᵢ)
     *
     * Only for independent tests: p-values that agree make it far too small; then take `stouffer` with their
     * correlation or `cauchyCombination`. 0 if one of them is 0; NaN without p-values.
     *
     * @param p - P-values; NaN where there is none.
     * @returns 0 if one of `p` is 0; NaN without p-values.
     * @throws ObektivError: `statistic.parameter` for a value that is neither within [0, 1] nor NaN; what rounding
     * left above 1 counts as 1.
     * @see Fisher (1932), Statistical Methods for Research Workers, section 21.1.
     */
    function fisher(p: ArrayLike<number>): number;

    /**
     * The weighted harmonic mean of p-values. It is no p-value itself: for values below .05 it is near one; times e·ln
     * m, m above 2, it is one under any dependence.
     *
     *     Σ wᵢ / Σ (wᵢ/pᵢ)
     *
     * 0 if one is 0, NaN without p-values and where all weights are 0.
     *
     * @param p - P-values; NaN where there is none.
     * @param options.weights - 0 or more for each p-value; all alike where not given.
     * @returns 0 if one of `p` is 0; NaN without p-values and where all weights are 0.
     * @throws ObektivError: `statistic.parameter` for a value that is neither within [0, 1] nor NaN and a weight that
     * is negative or not finite.
     * @throws ObektivError: `data.length` for weights of another size.
     * @see Wilson (2019), PNAS 116, 1195–1200. Vovk & Wang (2020), Biometrika 107, 791–808, the factor.
     */
    function harmonicMean(p: ArrayLike<number>, options?: CombinationOptions | null): number;

    /**
     * What all works of a territory say about its schools: the evidence layer alone, without a
     * screening.
     *
     *     odds of a class  = Σ over channels ½·(class view + Σ over works)
     *     odds of a school = ½·(Σ over classes + Σ over channels of the school view)
     *     posterior        = the largest of the blocks heaping, fit, class
     *     found            = the longest head of the list by posterior with mean(1 − posterior) ≤ q, and posterior ≥ floor
     *     extreme          = a class of 10 or more that shares half of its answers beyond the totals
     *
     * @param options.reference - Norms, nulls and priors of another territory, for the evidence layer: below 60 schools they
     * stand in for the territory's own. Of an aggregated report the rows of the region, else of
     * the whole sample, give the shape of totals, and the simulated reference the rest
     * (`Reference.simulated()`; for TypeScript the package's file `reference-simulated.json`).
     * @throws ObektivError: `evidence.no_works`, `evidence.observed`.
     * @throws ObektivError: `screening.policy` for another name, type or range of an option.
     * @see Efron (2008), Statistical Science 23, 1–22, two groups. Stephens (2017), Biostatistics 18,
     * 275–294, adaptive shrinkage. Müller et al. (2004), JASA 99, 990–1001, Bayesian false discovery.
     * Vovk & Wang (2021), Annals of Statistics 49, 1736–1754, averages of e-values.
     */
    function layer(results: Results | readonly Results[], options?: LayerOptions | null): Evidence;

    /**
     * How common something is, from how often a sign that errs finds it.
     *
     *     (share + specificity − 1)/(sensitivity + specificity − 1), kept within [0, 1]
     *
     * `share` is the flagged share; `sensitivity` the share flagged of those that have it, `specificity` the share not
     * flagged of those that have not.
     *
     * @param share - The flagged share.
     * @param sensitivity - The share flagged of those that have it.
     * @param specificity - The share not flagged of those that have it not.
     * @returns How common it is, from 0 to 1.
     * @throws ObektivError: `statistic.parameter` for a share outside [0, 1], and for a sign that flags no more of
     * those that have it than of the others.
     * @see Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76.
     */
    function roganGladen(share: number, sensitivity: number, specificity: number): number;

    /**
     * Stouffer's combination of one-sided p-values, weighted, with the correlation of the tests where they depend on
     * each other.
     *
     *     zᵢ = Φ⁻¹(1 − pᵢ),   pvalue = 1 − Φ(Σ wᵢzᵢ/√(Σᵢⱼ wᵢwⱼRᵢⱼ))       w = 1 and R = identity unless given
     *
     * `weights` has a value of 0 or more for each p-value; `correlation` is p-values × p-values, of the z in clean
     * data. NaN is left out with its weight, row and column. 0 if one of the p-values is 0, 1 if one is 1, NaN if both
     * are there, without p-values, and where all weights are 0.
     *
     * @param p - P-values; NaN where there is none.
     * @param options.weights - 0 or more for each p-value; all alike where not given.
     * @param options.correlation - P-values × p-values: the correlation of the z in clean data.
     * @returns 0 if one of `p` is 0, 1 if one is 1; NaN if both are there, without p-values, and where all weights are
     * 0.
     * @throws ObektivError: `statistic.parameter` for a value that is neither within [0, 1] nor NaN, a weight that is
     * negative or not finite, a correlation that is outside [−1, 1], not symmetric or not 1 on the diagonal, and one
     * under which the sum has no variance.
     * @throws ObektivError: `data.length` for weights or a correlation of another size.
     * @see Stouffer et al. (1949), The American Soldier 1, 45. Strube (1985), Psychological Bulletin 97, 334–341,
     * dependent tests.
     */
    function stouffer(p: ArrayLike<number>, options?: StoufferOptions | null): number;
}

/**
 * The shipped assessment of this subject, test grade, year and (where given) season, or undefined.
 */
export function findAssessment(subject: string, testGrade: number, year: number, season?: Season): Assessment | undefined;

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
     * How many papers were raised over which mark boundary: a shift model of one work.
     *
     *     x_s = 2s/K − 1;  P_d: Legendre polynomials;  groups j with totals n_js
     *     honest    f_j(s) ∝ exp(Σ_{d ≤ degree} β_d·P_d(x_s) + τ_j·x_s),  τ_j normal
     *     lifting   of papers i points below boundary c a share π_ci lands on c (.75), c + 1 (.15), c + 2 (.10);
     *               only from the mark just below, i ≤ reach
     *     territory β, π and the standard deviation of τ: maximum likelihood
     *     group     one strength of lifting, its prior over groups by maximum likelihood
     *     statistic = λ: share of liftable papers that were raised, posterior mean;  lower, upper: its 95 % interval
     *     pvalue    = one-sided against λ = 0, given the group's mean
     *
     * The p-value is against the ideal of no lifting at all, which whole regions do not keep: it says
     * that papers were moved, not that it was more than elsewhere. On toothy scales (few items with
     * large maxima) look at `placebo` too.
     *
     * Intervals are right on average over all groups; of groups that lift they hold λ less often, in
     * .53 to .92 in one study, for small groups are drawn to the others. The evidence layer's effect
     * (`screen`) held it in .92 to .98 at λ = .4.
     *
     * @param results - Of one work. Counts are papers with total 0, 1, …: one histogram, or a row for each group.
     * @param options.group - Groups of results; a tally has its own. Rows of counts are named by their number, from 0.
     * @param options.boundaries - The lowest totals of marks 3, 4, 5: needed with counts, otherwise in the place of the work's
     * own.
     * @param options.honest - The honest distribution of totals, if it is known, say from an item model.
     * @param options.degree - The degree of the polynomial in the honest log density, 1 to 8. Default 4.
     * @param options.reach - From how far below a boundary papers are raised, 1 to 8 points; by default 3 on scales below
     * 25 points, else 5.
     * @param options.clearedBelow - A group is cleared if its own papers bound the share of raised ones below this. Default .2.
     * @returns `table` by group; `lifts`, `honest`, `chi2`, `df`, `logLikelihood`, `sd`, `prior` of the
     * territory; `placebo(scores)`. Groups without papers, and where the shape was fitted groups
     * with more than a fifth of all papers, have NaN.
     * @throws ObektivError: `statistic.no_boundaries`, `statistic.parameter`, `statistic.too_few_results` for a shape
     * fitted to fewer than 500 papers.
     * @throws ObektivError: `data.boundaries`, `data.length` for rows of unequal length, `data.range` for a negative
     * count, `data.no_grouping`, `data.name`.
     * @see Diamond & Persson (2016), NBER 22207, and Dee, Dobbie, Jacob & Rockoff (2019), for
     * counterfactual distributions that conserve mass; Skovgaard (1987) for the conditional tail. The
     * model by groups is this library's.
     */
    function fit(results: Tally | Results | ArrayLike<number> | readonly ArrayLike<number>[], options?: ShiftOptions | null): Shift;

    /**
     * What share of the papers within reach of a mark boundary each group raised: an index to compare
     * groups by, from journal marks and totals of one work.
     *
     *     x_s = 2s/K − 1;  P_d: Legendre polynomials;  strata g of journal marks: 2 and 3; 4 and none; 5 (fewer than 500 papers join 4)
     *     honest    f_gz(s) ∝ exp(Σ_{d ≤ 4} β_gd·P_d(x_s) + σ_g·z·x_s),  z: the group's level, normal
     *     lifting   of papers i points below boundary c a share 1 − (1 − u)^w_gci lands on c (.75), c + 1 (.15), c + 2 (.10);
     *               only from the mark just below, i ≤ 3 on scales below 25 points, else 5;  u: the group's strength
     *     territory β, σ, w and the distribution of u over groups: most likely, with w ~ N(w⁰, 1) and
     *     a tenth of a group for each strength
     *     statistic = λ: share of liftable papers that were raised, posterior mean, weighted alike for all groups;  lower, upper: its 95 % interval
     *
     * For comparing groups: this is no test, `pvalue` is NaN. Between subjects it agrees better than
     * `fit` does, in part because of what groups share with their journals: with mean journal marks
     * held fixed too the gain is smaller (.28 against .24; without .34 against .27). Where nobody
     * lifted it still averages some .02, and with fewer than about 60 groups the level of all is
     * uncertain by some .06.
     *
     * Intervals are right on average over all groups; of groups that lift they hold λ less often, in
     * .53 to .92 in one study, for small groups are drawn to the others. The evidence layer's effect
     * (`screen`) held it in .92 to .98 at λ = .4.
     *
     * @param results - Of one work, with journal marks where there are some. Counts are papers with total 0, 1, …,
     * a row for each group.
     * @param options.group - Groups of results; a tally has its own. Rows of counts are named by their number, from 0.
     * @param options.boundaries - The lowest totals of marks 3, 4, 5: needed with counts, otherwise in the place of the work's
     * own.
     * @returns `table` by group; `lifts`, `prior`, `logLikelihood` of the territory; `placebo(scores)`.
     * Groups without papers, and groups with more than a fifth of all papers, have NaN.
     * @throws ObektivError: `statistic.no_boundaries`, `statistic.too_few_results` with fewer than 500 papers,
     * `statistic.too_few_groups` with fewer than 20 groups, `statistic.parameter` for a scale too
     * short.
     * @throws ObektivError: `data.boundaries`, `data.length` for rows of unequal length, `data.range` for a negative
     * count, `data.no_grouping`, `data.name`.
     * @see Diamond & Persson (2016), NBER 22207, for counterfactual distributions that conserve mass. The
     * model by groups and journal marks is this library's.
     */
    function raised(results: Tally | Results | ArrayLike<number> | readonly ArrayLike<number>[], options?: RaisedOptions | null): Raised;

    /**
     * How many schools' shares are round percentages, against chance at the same numbers of pupils.
     *
     *     round(x, n): |100x/n − step·k| ≤ within for a whole k;  0 and 100 % only `withEnds`
     *     statistic = #{j: round(x_j, n_j)}
     *     r_j = P(round(Y_j, n_j)), Y_j ~ Bin(n_j, x_j/n_j);  expected = Σ r_j
     *     pvalue = P(R ≥ statistic), R a sum of independent Bernoulli(r_j): Poisson-binomial, exact
     *
     * Schools of nobody take no part. The school's own share stands for its true one, so round shares are a little too
     * frequent under the null and the p-value errs to the large side.
     *
     * @param count - One for each school, say of pupils with mark 4 or 5.
     * @param n - Pupils of each school.
     * @param options.step - Shares are compared with multiples of so many per cent. Default 1.
     * @param options.within - How far from a multiple, in per cent, still is round. Default 0.05.
     * @param options.withEnds - Whether 0 % and 100 % count as round: schools where all pupils pass are no sign.
     * Default false.
     * @returns `RoundPercentages`:
     * - `n`: Schools with anybody.
     * - `statistic`: Schools whose share is round.
     * - `expected`: Their expected number.
     * - `effect`: `statistic` less `expected`, as a share of the schools.
     * - `pvalue`: P(so many round shares or more).
     * - `pvalueMid`: The same with half the probability of exactly so many.
     * @throws ObektivError: `statistic.parameter` for a step that is not above 0 and at most 50, for `within` below 0
     * or of half a step and more, a count above its n, and n above a million.
     * @throws ObektivError: `data.length` for columns of unequal length.
     * @see Kobak, Shpilkin & Pshenichnikov (2016), Annals of Applied Statistics 10, 54–73.
     */
    function roundPercentages(count: ArrayLike<number>, n: ArrayLike<number>, options?: RoundPercentagesOptions | null): RoundPercentages;

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
 * What a file is: its layout and its assessment, each part with how it is known.
 *
 * A title above the table is believed before the name of the sheet, that before the path: the name
 * of the file, then its folders from the nearest on. Maxima are those of the header, else those of
 * the one work of the catalogue that fits, else for each item the largest score that at least 0.2
 * % of the rows have. The readers use the same where no assessment is given.
 *
 * @param path - The path of the file, where the source is not it.
 * @returns What is not known is null. A file that can be opened and is not recognised is no error.
 * @throws ObektivError: `data.unreadable`, `data.too_large`, `data.empty`.
 */
export function identify(bytes: Uint8Array | number[], path?: string | null): Identity;

/**
 * Item response models: calibration, abilities, score distributions, linking, scalability.
 */
export namespace irt {
    /**
     * The ability of each person at given items.
     *
     *     l' = Σ P'/P at the scores      I = Σ Σⱼ P'ⱼ²/Pⱼ      J = Σ Σⱼ P'ⱼP''ⱼ/Pⱼ         over the items that take part
     *     ml    l' = 0 within the bounds                       se = 1/√(−l'')
     *     wle   l' + J/(2I) = 0                                se = 1/√I
     *     map   l' − (θ − μ)/σ² = 0                            se = 1/√(−l'' + 1/σ²)
     *     eap   Σ_q θ_q·posterior(θ_q)                         se = the posterior's standard deviation
     *
     * Warm's weighted likelihood (wle) is the least biased for one person, the posterior's mean (eap) the best for
     * groups. The standard errors of ml and map are by the observed information, those of wle by the expected, as
     * Warm's is. The points of eap lie as dense as long tests need: two thirds of the narrowest posterior's standard
     * deviation at most, where those of the distribution are equally spaced. Where the likelihood has several maxima
     * (3PL), the highest is taken. ml at a bound is that bound; wle and map look in [−12, 12]. A person without any
     * item that takes part has the distribution's mean and standard deviation by map and eap, NaN by ml and wle.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - As `irt.fit` gives them; a missing a is 1, a missing c is 0.
     * @param options.ability - The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.
     * @param options.method - Warm's weighted likelihood, maximum likelihood, the mode of the posterior, its mean.
     * Default "wle".
     * @param options.bounds - Where maximum likelihood looks: it has no finite maximum for a person with all items
     * right or none. Default [-4, 4].
     * @returns A table:
     * - `theta`: The estimates.
     * - `se`: Their standard errors.
     * - `items`: Items that take part.
     * @throws ObektivError: `model.columns` for scores of another number of items; `model.score` for a score that its
     * item has not; `model.item` for what is no item; `model.option` for bounds that do not rise or a distribution
     * that is none; `model.length` for one with fewer weights than points.
     * @throws ObektivError: `data.name` for an unknown method.
     * @see Warm (1989), Psychometrika 54, 427–450; Bock and Mislevy (1982), Applied Psychological Measurement 6,
     * 431–444; Penfield and Bergeron (2005), Applied Psychological Measurement 29, 218–233, for WLE of items with
     * several categories.
     */
    function ability(scores: Scores, items: Item[], options?: AbilityOptions | null): AbilityTable;

    /**
     * The mean ability of persons with each total over all items: EAP from sum scores.
     *
     *     theta = E[θ | total] = Σ_q θ_q·w_q·P(total | θ_q) / P(total)        se the standard deviation
     *
     * For whole tests only; a person with missing cells needs `ability`. Points lie as dense as there.
     *
     * @param items - As `irt.fit` gives them; a missing a is 1, a missing c is 0.
     * @param options.ability - The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.
     * @returns A table:
     * - `total`: Totals 0, 1, …
     * - `theta`: E[θ | total].
     * - `se`: The standard deviation of θ given the total.
     * - `probability`: P(total).
     * @throws ObektivError: `model.no_items`; `model.item` for what is no item; `model.option` or `model.length` for a
     * distribution of ability that is none.
     * @see Thissen, Pommerich, Billeaud and Williams (1995), Applied Psychological Measurement 19, 39–49.
     */
    function abilityByTotal(items: Item[], options?: AbilityByTotalOptions | null): TotalAbilityTable;

    /**
     * Item parameters from scores: the calibration of a test.
     *
     *     2pl        P(1) = 1/(1 + exp(−a(θ − b)))
     *     3pl        P(1) = c + (1 − c)/(1 + exp(−a(θ − b)))
     *     graded     P(X ≥ j) = 1/(1 + exp(−a(θ − bⱼ)))
     *     gpcm       P(X = j) ∝ exp Σₖ≤ⱼ a(θ − bₖ)
     *     nominal    P(X = j) ∝ exp(slopeⱼ θ + interceptⱼ)
     *     rasch, pcm the same as 2pl and gpcm with a = 1, by conditional maximum likelihood
     *
     * All but rasch and pcm are estimated by marginal maximum likelihood: the EM algorithm of Bock and
     * Aitkin with Lange's quasi-Newton acceleration, equal patterns counted once. rasch and pcm assume
     * nothing about how ability is distributed. An item's maximum is the largest score that occurs;
     * items may differ in it.
     *
     * @param scores - Missing cells and cells not taught take no part; items not attempted count 0. Nominal
     * responses are numbered from 0.
     * @param options.ability - The distribution of ability: an object with `points` and `weights`, or a pair of both.
     * Default: 61 points on [−6, 6], N(0, 1).
     * @param options.histogram - Estimate the weights too; the scale then has mean 0 and standard deviation 1.
     * @param options.guessingPrior - The Beta prior of the lower asymptotes c of 3pl, (5, 17) by default; null for none.
     * @param options.standardErrors - Whether to compute them, from the observed information; they take as long as two more steps
     * for each parameter.
     * @param options.maxIterations - Steps at most (1000); converged when twice in a row a step promises less log-likelihood
     * (1e-9).
     * @param options.tolerance - Steps at most (1000); converged when twice in a row a step promises less log-likelihood
     * (1e-9).
     * @returns The items, which `JSON.stringify` writes and this package reads, their table, and how the fit ended.
     * @throws ObektivError: `model.unobserved` for a score that nobody has, `model.score`, `model.unconnected`,
     * `model.option`.
     * @throws ObektivError: `data.name` for an unknown model.
     * @see Bock & Aitkin (1981), Psychometrika 46, 443–459; Lange (1995), Statistica Sinica 5, 1–18;
     * Andersen (1972), JRSS B 34, 42–54.
     */
    function fit(scores: Scores, options?: FitOptions | null): Fit;

    /**
     * Scores without gaps, so that items can be calibrated of which nobody has some score: it is joined with the
     * nearest one below it that somebody has, and those above move down.
     *
     * Item parameters are those of the new scores, so abilities must be estimated from them too; `irt.joins` says what
     * became of which. The lowest score that occurs becomes 0.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.items - The number of items, if the scores are one array of cells.
     * @returns Persons × items; NaN where a cell takes no part. Row by row, in one array.
     */
    function joinScores(scores: Scores, options?: JoinScoresOptions | null): Float64Array;

    /**
     * What `irt.joinScores` does: a row for each score, up to the largest that occurs, of each item with a score that
     * nobody has.
     *
     * No row tells of items without gaps: nothing changes for them.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.items - The number of items, if the scores are one array of cells.
     * @returns A table:
     * - `item`: The item, from 1.
     * - `score`: The score as it is.
     * - `joined`: The score that it becomes.
     * - `persons`: Persons who have it; those who attempted nothing have 0.
     */
    function joins(scores: Scores, options?: JoinsOptions | null): JoinsTable;

    /**
     * The link between two scales by the items they have in common, such as those of two years: the same items in the
     * same order, calibrated apart.
     *
     *     mean/mean       slope = mean a / mean a there       intercept = mean b there − slope·mean b
     *     mean/sigma      slope = sd b there / sd b           the same intercept                          b: all difficulties, thresholds or steps
     *     Haebara         least Σ_q w_q Σᵢ Σⱼ (P there − P linked)²
     *     Stocking–Lord   least Σ_q w_q (Σᵢ E there − Σᵢ E linked)²          E: the expected score
     *
     * θ there = slope·θ here + intercept; `linked` moves items by it. Haebara and Stocking–Lord start from mean/sigma.
     *
     * @param here - As `irt.fit` gives them.
     * @param there - The same items in the same order, calibrated apart.
     * @param options.ability - Where on the scale there the curves are compared; 61 points on [−6, 6], N(0, 1), where
     * not given.
     * @param options.method - By expected totals, by the curves of all scores, by moments of the difficulties. Default
     * "stocking_lord".
     * @returns `Link`:
     * - `slope`: The unit of the scale here, on the scale there.
     * - `intercept`: The zero of the scale here, on the scale there.
     * @throws ObektivError: `model.length` unless both have the same number of items; `model.pair` for two items of
     * different models or numbers of categories, or a nominal item where difficulties are compared; `model.option` if
     * slopes or difficulties determine no link (one difficulty has no standard deviation).
     * @throws ObektivError: `data.name` for another method.
     * @see Haebara (1980), Japanese Psychological Research 22, 144–149; Stocking and Lord (1983), Applied
     * Psychological Measurement 7, 201–210; Kolen and Brennan (2014), Test Equating, Scaling, and Linking, ch. 6.
     */
    function link(here: Item[], there: Item[], options?: LinkOptions | null): Link;

    /**
     * The same items on the scale there.
     */
    function linked(items: Item[], link: Link): Item[];

    /**
     * The log-likelihood of each person's scores at their ability.
     *
     *     Σᵢ ln Pᵢ(xᵢ | θ)        over the items that take part
     *
     * 0 for a person without any such item; NaN where the ability is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - As `irt.fit` gives them; a missing a is 1, a missing c is 0.
     * @param theta - The ability of each person.
     * @returns One number for each person.
     * @throws ObektivError: `model.length` unless there is one ability for each person; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     */
    function logLikelihood(scores: Scores, items: Item[], theta: ArrayLike<number>): Float64Array;

    /**
     * Mokken's scalability: how much fewer Guttman errors items show than independent ones would.
     *
     *     Hᵢⱼ = Cov(xᵢ, xⱼ)/Cov⁺(xᵢ, xⱼ)      Hᵢ = Σⱼ Cov/Σⱼ Cov⁺      H = Σ Cov/Σ Cov⁺
     *
     * Cov⁺ is the largest covariance that the distributions of both scores allow, which for items of
     * several scores is the count of Guttman errors with their weights. H from .3 is called weak, from
     * .4 medium, from .5 strong.
     *
     * @param scores - A pair is taken over the persons who have both.
     * @returns H of the test, of each item, and of each pair: items × items, row by row, NaN on the diagonal.
     * @see Mokken (1971), A Theory and Procedure of Scale Analysis; Molenaar (1991), Kwantitatieve Methoden
     * 12, 97–117.
     */
    function mokken(scores: Scores, options?: MokkenOptions | null): Scalability;

    /**
     * Draws from each person's posterior: for statements about groups, where a single estimate would shrink or widen
     * the spread.
     *
     * The posterior is that of EAP; a draw takes a point by its probability and then a place uniform within half a
     * step around it, so draws lie between the points too; what that adds to the spread is taken back, so that draws
     * have the posterior's mean and standard deviation. Each person has a random stream of their own: the same seed
     * gives the same draws whatever else is drawn. A person without any item that takes part is drawn from the
     * distribution of ability.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - As `irt.fit` gives them; a missing a is 1, a missing c is 0.
     * @param options.ability - The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.
     * @param options.draws - Draws of each person. Default 5.
     * @param options.seed - The same seed gives the same draws, on every machine and in every language. Default 1.
     * @returns Persons × draws. Row by row, in one array.
     * @throws ObektivError: `model.columns` for scores of another number of items; `model.score` for a score that its
     * item has not; `model.item` for what is no item; `model.option` or `model.length` for a distribution of ability
     * that is none.
     * @see Mislevy (1991), Psychometrika 56, 177–196.
     */
    function plausibleValues(scores: Scores, items: Item[], options?: PlausibleOptions | null): Float64Array;

    /**
     * The mean score of each item by the total over the other items: an item's curve without a model of it. It should
     * rise.
     *
     * Rest-scores next to each other are joined, from the lowest on, until at least `minSize` persons are together.
     * Persons with cells that take no part are left out, since their rest-scores are not those of the others. The
     * standard error of one person is 0.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.items - The number of items, if the scores are one array of cells.
     * @param options.minSize - Rest-scores next to each other are joined until this many persons are together. Default
     * 50.
     * @returns A table:
     * - `item`: The item, from 1.
     * - `low`: The least rest-score.
     * - `high`: The largest rest-score.
     * - `n`: Persons.
     * - `mean`: Their mean score on the item.
     * - `se`: Its standard error.
     * - `drop`: How far the mean lies below the highest mean of the groups before; 0 if not at all.
     * @throws ObektivError: `model.no_items` for a table without columns; `model.option` for `minSize` 0.
     * @see Junker and Sijtsma (2000), Psychometrika 65, 393–413.
     */
    function restScores(scores: Scores, options?: RestScoresOptions | null): RestScoresTable;

    /**
     * How probable each total over all items is (Lord and Wingersky), at an ability.
     *
     *     f₀ = (1);   fᵢ(s) = Σⱼ fᵢ₋₁(s − j)·Pᵢ(j | θ)       item by item
     *
     * Items may differ in their maxima. All terms are positive: the smallest probabilities are as exact as the
     * largest. Without an ability the average over the distribution of ability.
     *
     * @param items - As `irt.fit` gives them; a missing a is 1, a missing c is 0.
     * @param options.ability - The distribution of ability; 61 points on [−6, 6], N(0, 1), where not given.
     * @param options.theta - At this ability; averaged over the distribution of ability where not given.
     * @returns That of totals 0, 1, …
     * @throws ObektivError: `model.no_items`; `model.item` for what is no item; `model.option` or `model.length` for a
     * distribution of ability that is none.
     * @see Lord and Wingersky (1984), Applied Psychological Measurement 8, 453–461; Thissen, Pommerich, Billeaud and
     * Williams (1995), Applied Psychological Measurement 19, 39–49, for items with several categories.
     */
    function scoreDistribution(items: Item[], options?: TotalsOptions | null): Float64Array;
}

/**
 * Marks beside the journal: lowered, confirmed, raised, gaps; agreement, leniency, agreement that is too perfect.
 */
export namespace journal {
    /**
     * Agreement of the journal's marks with the work's, in one work.
     *
     *     p_jm: share of pupils with journal mark j and mark m,  v_jm = 1 − (j − m)²/9,  a_j, b_m: the margins
     *     p_o = Σ p_jm·v_jm,   p_e = Σ a_j·b_m·v_jm,   kappa = (p_o − p_e)/(1 − p_e)
     *     se² = [Σ p_jm·(v_jm(1 − p_e) − (v̄_j + v̄_m)(1 − p_o))² − (p_o·p_e − 2p_e + p_o)²] / (n(1 − p_e)⁴),  v̄_j = Σ b_m·v_jm, v̄_m = Σ a_j·v_jm
     *     interval: tanh(atanh(kappa) ± 1.96·se/(1 − kappa²))
     *     stuartMaxwell  = d'S⁻d,  d_i = n_i. − n_.i,  S_ii = n_i. + n_.i − 2n_ii,  S_ij = −(n_ij + n_ji),  df = rank of S
     *     bowker = Σ_{i<j} (n_ij − n_ji)²/(n_ij + n_ji),  df = pairs that occur
     *
     * Kappa depends on how marks are spread: compare it between groups of like means only. Both tests are of marks
     * within the group, by χ²; with few unequal marks they reject too seldom. Where all journal marks or all marks of
     * the work are equal kappa is 0 and has neither standard error nor interval; where kappa is 1 or −1 it has no
     * interval. `pvalue` in the table is NaN: kappa has no null to be tested against. Works lower marks in whole
     * regions: small p-values of both tests are usual. Kappa falls where all pupils have one mark.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils with both marks.
     * - `statistic`: Quadratic weighted kappa; NaN if both give all pupils one and the same mark.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: The same.
     * - `lower`: 95 % interval of kappa; NaN where all marks agree.
     * - `upper`: 95 % interval of kappa; NaN where all marks agree.
     * - `se`: The standard error of kappa by the delta method.
     * - `confirmed`: The share of equal marks.
     * - `difference`: The mean of the work's mark less the journal's.
     * - `stuartMaxwell`: χ² of whether both give each mark equally often.
     * - `stuartMaxwellDf`: Its degrees of freedom.
     * - `stuartMaxwellPvalue`: P(χ² ≥ statistic).
     * - `bowker`: χ² of whether each pair of marks is as frequent one way as the other.
     * - `bowkerDf`: Its degrees of freedom.
     * - `bowkerPvalue`: P(χ² ≥ statistic).
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_boundaries` without mark boundaries; `statistic.no_journal` if nobody has a
     * journal mark.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Cohen (1968), Psychological Bulletin 70, 213–220. Fleiss, Cohen and Everitt (1969), Psychological Bulletin
     * 72, 323–327, the standard error. Stuart (1955), Biometrika 42, 412–416; Maxwell (1970), British Journal of
     * Psychiatry 116, 651–655. Bowker (1948), JASA 43, 572–574.
     */
    function agreement(results: Tally | Results, options?: AgreementOptions | null): AgreementTable;

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

    /**
     * Ordinal calibration of journal marks by totals, with a random intercept for each group, in one work.
     *
     *     P(J ≥ m | S) = F(α_m + βx + u),   F(η) = 1/(1 + e^−η),   x = (S − mean)/sd of the work's marked pupils,   u ~ N(0, τ²)
     *     û, v: mode of Σ ln P(J|S, u) − u²/2τ² in each group, and one over its curvature there                 (Laplace)
     *     τ²  = Σ (û² + v)/(G − 1)                                     G groups with marks
     *     α, β maximise Σ E ln P(J|S, u) − β²/200,  u ~ N(û, v) by three-point Gauss–Hermite quadrature        (EM)
     *     sd² = v + (1 − v/τ²)²·τ²/Σ(1 − v/τ²)                         the second part: the uncertainty of what the groups have in common, α
     *     shift = mean over the group's pupils of E[J|S, û] − E[J|S, 0];   intervals at û ± 1.96·sd
     *
     * Marks that nobody has are left out. G − 1 in place of G is the boundary-avoiding prior τ on the standard
     * deviation: it is never estimated as 0, which would claim that no school differs. The prior of β (standard
     * deviation 10) matters only where totals part the marks wholly. Iterated until nothing changes by more than 1e-9.
     * Intervals take β and τ as known. All is NaN with fewer than three groups.
     *
     * A school whose papers were raised looks strict: leniency is of the journal against the work, whichever is right.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils with a total and a journal mark.
     * - `statistic`: u: the posterior mode in logits, above 0 for a lenient journal.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: u as the mean shift of its pupils' journal marks.
     * - `lower`: 95 % interval of the shift.
     * - `upper`: 95 % interval of the shift.
     * - `sd`: The posterior standard deviation of u.
     * - `logitsLower`: 95 % interval of u.
     * - `logitsUpper`: 95 % interval of u.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_journal` if nobody has a journal mark.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see McCullagh (1980), Journal of the Royal Statistical Society B 42, 109–142. Chung, Rabe-Hesketh, Dorie,
     * Gelman and Liu (2013), Psychometrika 78, 685–709, the prior of τ.
     */
    function leniency(results: Tally | Results, options?: AgreementOptions | null): LeniencyTable;

    /**
     * The share of confirmed marks beside the reference's at the same totals, and the largest share that the work's
     * reliability allows.
     *
     *     levels: totals of one mark, neighbours together until they hold 100 of the work's pupils
     *     statistic = confirmed / n
     *     pvalue    = P(as many or more | reference), beta-binomial with the levels as strata: its mean is Σ_l (n_l/n)·(confirmed share of the
     *                 other groups at level l)
     *     pvalueShare  = the same without levels
     *     largest   = Σ_s n_s·q_s / n,   q_s = P(mark(Kπ + ½) = mark(s) | s)     π: true share of points
     *       π ~ Beta(a, b) before, Beta(a + s·ñ/K, b + (K − s)·ñ/K) after the work;   a + b = ñ(1 − r)/r, mean as the work's
     *       ñ = (μ(K − μ) − rσ²)/(σ²(1 − r)) the number of equal points that have reliability r
     *
     * The null: pupils' journal marks are drawn independently from the reference's P(journal mark | total), with a
     * true share of agreement that differs between groups as those of the reference do. Both p-values are of agreement
     * *above* the reference. `largest` has no p-value: where a group's interval lies above it, either the reliability
     * is understated or marks were not given independently of the work.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups in the reference; with fewer, p-values are NaN.
     * Default 5.
     * @param options.reliability - The reliability of the total, such as Cronbach's α, above 0 and below 1; without it
     * `largest` is NaN. α is a lower bound: too low a reliability gives too low a largest agreement.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils with both marks.
     * - `count`: Those whose marks are equal.
     * - `statistic`: Their share of the pupils with both marks.
     * - `pvalue`: P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
     * - `pvalueMid`: P(Y > count) + P(Y = count)/2.
     * - `effect`: The group's share less the reference's.
     * - `lower`: 95 % interval of the effect (sampling of pupils only).
     * - `upper`: 95 % interval of the effect (sampling of pupils only).
     * - `expected`: The reference's share at the group's totals.
     * - `referenceRho`: The intraclass correlation between the reference groups: an upper 75 % limit.
     * - `pvalueShare`: The p-value beside the reference, whatever the totals.
     * - `largest`: The share to be expected if every journal mark were the pupil's true mark.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_boundaries`; `statistic.no_journal`; `statistic.parameter` for a reliability
     * outside (0, 1).
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Livingston and Lewis (1995), Journal of Educational Measurement 32, 179–197, the effective test length.
     * Hoeffding (1956): a sum over levels has a shorter tail than the binomial with their mean. The use is this
     * library's.
     */
    function perfect(results: Tally | Results, options?: PerfectOptions | null): PerfectTable;
}

/**
 * Signs of other times and places as they were published, for comparison: ranks and memberships without a rate of
 * error.
 */
export namespace legacy {
    /**
     * The INVALSI index: fuzzy membership in the cluster of classes with high, alike and complete papers.
     *
     *     p̄   mean over pupils of total / largest total         s   standard deviation of the same (divisor n − 1)
     *     MC  cells not attempted / cells                        E   mean over items of 1 − Σₜ (nₜ/n)²,  t: scores and not attempted
     *     axes: the two main components of the correlation matrix of p̄, s, MC, E;  the first points to high p̄, the second to high MC
     *     u = 1/Σₖ (d/dₖ)^(2/(m − 1)),  centre = Σ uᵐ·x / Σ uᵐ   fuzzy k-means on the components, d distances to the centres, m the fuzziness
     *     statistic = u of the cluster whose centre is first on the first axis
     *     corrected = Σ n·p̄·(1 − u) / Σ n·(1 − u)
     *
     * The structure is published; fuzziness and number of clusters are as usually reported. The first centre is the
     * group nearest to the mean of all, each other one the group farthest from those before, so that nothing depends
     * on chance. It catches classes at the good end of everything, and cannot tell good from helped: in Trentino the
     * marked classes were largely good ones. Some class always is first. Cells that are missing or not taught take no
     * part.
     *
     * @param options.group - What the groups are. Default "class".
     * @param options.clusters - Clusters. Default 10.
     * @param options.fuzziness - The fuzziness, above 1. Default 2.
     * @param options.minN - The least number of pupils of a group; smaller ones take no part. Default 5.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils.
     * - `statistic`: The membership in the cluster of high, alike and complete papers: from 0 to 1.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: NaN: the sign has none.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `mean`: The mean share of the largest total.
     * - `sd`: The standard deviation of pupils' shares.
     * - `missing`: The share of items not attempted.
     * - `heterogeneity`: The mean over items of Gini's heterogeneity of the scores.
     * - `outlier`: The first axis: it points to high means, and usually to low spread and heterogeneity.
     * - `participation`: The second axis: items not attempted.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for a fuzziness of 1 or less or fewer groups than clusters.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Quintano, Castellano & Longobardi (2009), A fuzzy clustering approach to improve the accuracy of Italian
     * student data, Statistica & Applicazioni 7, 149–171. Martini (2015), IPRASE: false positives among good classes.
     */
    function invalsi(results: Results, options?: InvalsiOptions | null): InvalsiTable;

    /**
     * Jacob and Levitt's unusual answer strings, on scores: four ranks of each class, added up.
     *
     *     P_pis  share of pupils with the total of p who have score s on item i, smoothed over totals    in place of a logit on past and future scores
     *     M1 = min over lengths L = 3..7 of (b_L − mean of classes)/sd,  b_L = min over blocks of L items and scores there of Σ_p Σᵢ ln P_pis, p with these scores
     *     vᵢ = Σₛ (Σ_p (1{x_pi = s} − P_pis))² / n;  M2 = mean of vᵢ;  M3 = variance of vᵢ over items (divisor I)
     *     M4 = mean over p of Σᵢ [(x_pi − E(xᵢ|total))² − Var(xᵢ|total)]/mᵢ²                    mᵢ: the item's maximum
     *     statistic = r(−M1)² + r(M2)² + r(M3)² + r(M4)²                                        r: share of classes below, and half of those equal
     *
     * The original has the options that were marked and pupils' other years; on scores with one year it is weaker, and
     * the measures grow with the size of the class (M1) and with what a class was taught (M2, M3). Ranks make it
     * comparable inside one work and blind to how common the matter is. Pupils whose total does not count the main set
     * of items take no part; groups of one pupil are left out. M1 and with it the statistic are NaN with fewer than
     * three items, or where it is the same in all groups.
     *
     * @param options.group - What the groups are. Default "class".
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils with the main set of items.
     * - `statistic`: The sum of the squared ranks of the four measures, from 0 to 4.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: NaN: the sign has none.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `block`: The least probable block of equal scores: the smallest standardised ln probability over lengths.
     * - `correlation`: How much pupils' scores on an item go together, mean over items.
     * - `variation`: How much that varies between items.
     * - `misfit`: How unlike their totals pupils' papers are, less what is expected.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for more than 4,096 scores of items in all.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Jacob & Levitt (2003), Quarterly Journal of Economics 118, 843–877.
     */
    function jacobLevitt(results: Results, options?: JacobLevittOptions | null): JacobLevittTable;

    /**
     * Jacob and Levitt's fluctuation of scores: a large gain, then a small one.
     *
     *     r(gain)² + (1 − r(next gain))²             r: share of classes below, and half of those equal; from 0 to 2
     *
     * `gain` and `nextGain` are by class, in any unit that is the same for all; NaN where one is unknown. They call a
     * class one to look at where this and `jacobLevitt` are both among the highest twentieth. Regression to the mean
     * gives large values to every class with a lucky year: `continuity` takes it out.
     *
     * @param gain - By group, in any unit that is the same for all; NaN where unknown.
     * @param nextGain - The gain of the year after.
     * @returns By group, from 0 to 2; NaN where a gain is unknown.
     * @throws ObektivError: `data.length` if the columns differ in length.
     */
    function scoreFluctuations(gain: ArrayLike<number>, nextGain: ArrayLike<number>): Float64Array;
}

/**
 * The level of groups: means in the funnel of their reference, and shares of papers with the largest total.
 */
export namespace level {
    /**
     * Each group's mean in the funnel of its reference.
     *
     *     over the other groups O of the same reference label, J of them:
     *       σ²  = their pooled variance within groups,  sⱼ² = σ²/nⱼ
     *       τ²  : Huber's estimate from zⱼ = (ȳⱼ − θ)/sⱼ, an upper 75 % limit: Σ min(zⱼ²/(1 + τ²/sⱼ²), c²) as expected, c the 90 % point
     *       θ   = Σ wⱼȳⱼ/Σ wⱼ,  wⱼ = 1/(sⱼ² + τ²)             first with wⱼ = nⱼ, then once more with τ² and it anew
     *       u   = 1/Σ wⱼ                                       the uncertainty of θ
     *     statistic = (ȳᵢ − θ)/√(sᵢ² + τ² + u),   pvalue = P(T ≥ statistic), T of Student with J − 1 degrees of freedom
     *     effect    = ȳᵢ − θ ± 1.96·√(sᵢ² + u)
     *     shrunken  = θ + B(ȳᵢ − θ) ± 1.96·√(B·sᵢ² + (1 − B)²·u),  B = τ²/(τ² + sᵢ²)
     *     maximum   = papers with the largest total, their share beside the reference, beta-binomial: honest groups differ
     *
     * The group itself is no part of its reference. The variance by sampling is that of the reference's pupils, so
     * that a small group whose pupils happen to agree does not count as precise. Winsorised moments without their
     * expectation, as in the funnel's first publication, would make τ² + s² a third too small. With fewer than
     * `minReference` other groups, and where no reference pupil differs from the others of his group, all but the
     * mean and the group's own papers with the largest total is NaN.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups in the reference; with fewer, all that needs a
     * reference is NaN. Default 5.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils.
     * - `mean`: The mean total.
     * - `statistic`: z beside sampling and the differences between groups.
     * - `pvalue`: P(T ≥ z): too high.
     * - `pvalueLow`: P(T ≤ z): too low.
     * - `effect`: The mean less the reference's.
     * - `lower`: 95 % interval of the effect (sampling of pupils only).
     * - `upper`: 95 % interval of the effect (sampling of pupils only).
     * - `referenceMean`: The mean of the reference's means.
     * - `between`: τ: the standard deviation of true means between groups: an upper 75 % limit.
     * - `shrunken`: The mean shrunken to the reference's.
     * - `shrunkenLower`: Its 95 % interval.
     * - `shrunkenUpper`: Its 95 % interval.
     * - `maximum`: Papers with the largest total.
     * - `maximumShare`: Their share of the group's papers.
     * - `maximumReference`: The same share in the reference.
     * - `maximumPvalue`: P(as many or more | reference), beta-binomial.
     * - `maximumPvalueMid`: The same with half of P(exactly as many).
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_tallies` for a tally without groups.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202. Huber (1981), Robust Statistics, ch. 5. Efron
     * and Morris (1973), JASA 68, 117–130.
     */
    function byGroup(results: Tally | Results, options?: LevelOptions | null): LevelTable;
}

/**
 * Norms given the total: the mean and the standard deviation of each item for pupils with one
 * total.
 *
 *     pool of s = the totals within h of s,  h the least with 200 pupils in the pool
 *     mean      = of the pupils with total s if h = 0, else the value at s of the line through the pool's means
 *     sd        = from the pool and the neighbouring totals, about the mean of each total
 *
 * @returns `total, item, n, pooled, mean, sd` for pupils whose total counts all items; items are
 * counted from 1. The means of a total add up to it.
 */
export function norms(results: Results): NormsTable;

/**
 * The official rule of 2019, and the signs that later texts and tools add to it.
 */
export namespace official {
    /** @deprecated The former name of `classes.bySchool`; it goes with the next version. */
    function classSplit(results: Tally | Results, options?: ClassSplitOptions | null): ClassSplitTable;

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

    /**
     * A work's mean that the same school's external exam (ОГЭ, ЕГЭ) does not bear out; the sign is published, its
     * number is this library's.
     *
     *     z = (mean − average of the groups' means)/their standard deviation          work and exam apart, over groups with both
     *     statistic = z_work − z_exam ± 1.96·√((e_work/sd_work)² + (e_exam/sd_exam)²)
     *
     * The sign is `statistic > 1.5` with n ≥ 10, and `lower > 0`. The two agree only in part even where all is well:
     * with a correlation of .5 between them the statistic of honest groups has a standard deviation of 1, so one in
     * fifteen is above 1.5. A group of an extreme mean in the work shows the sign by regression to the mean alone. A
     * group with a mean or an error that is not a number is NaN and has no part in the averages; so are all with fewer
     * than two groups or where all means are the same.
     *
     * @param n - Pupils in the smaller of the two.
     * @param work - The mean of each group in the work; NaN where unknown.
     * @param workError - Its standard error.
     * @param exam - The mean of each group in the exam.
     * @param examError - Its standard error.
     * @returns A table:
     * - `group`: The groups, in the order given.
     * - `n`: Pupils in the smaller of the two.
     * - `statistic`: z of the work less z of the exam.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: The same.
     * - `lower`: 95 % interval of the statistic by sampling.
     * - `upper`: 95 % interval of the statistic by sampling.
     * - `work`: z of the work.
     * - `exam`: z of the exam.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for a standard error below 0.
     * @see Rosobrnadzor in the press, 2018 (results not confirmed by the exam scores of leavers); the methodology of
     * 2019, signs A5 and A6.
     */
    function externalMismatch(group: string[], n: ArrayLike<number>, work: ArrayLike<number>, workError: ArrayLike<number>, exam: ArrayLike<number>, examError: ArrayLike<number>): ExternalMismatchTable;

    /**
     * An item that pupils of a lower mark did better than pupils of a higher one; the sign is published, its interval
     * is this library's.
     *
     *     effect = points on the item / (pupils·max) of those with the lower mark − the same of those with the higher
     *
     * The interval is Newcombe's hybrid score interval of two shares, each of as many as there are pupils: exact in
     * kind for items of one point, too wide for items of more, for of all scores with one mean those of all or nothing
     * vary most. The sign is `effect > .05` with `lower > 0`. All pairs of marks with at least `minN` pupils each
     * have a row; only pupils who were taught and have all items count, as the boundaries are of the whole paper.
     * Marks are made of the items, which lowers the effect on each: a crossing is unusual, but among some hundred rows
     * a few have `lower > 0` by chance.
     *
     * @param results - Pupils with items missing or not taught take no part.
     * @param options.group - What the groups are. Default "school".
     * @param options.minN - The least number of pupils with each of the two marks. Default 10.
     * @returns A table:
     * - `group`: The group.
     * - `item`: The item, counted from 1.
     * - `low`: The lower mark.
     * - `high`: The higher mark.
     * - `n`: Pupils in the smaller of the two.
     * - `nLow`: Pupils with the lower mark.
     * - `nHigh`: Pupils with the higher mark.
     * - `statistic`: The effect.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: The share of the item's points, of those with the lower mark less those with the higher.
     * - `lower`: Its 95 % interval.
     * - `upper`: Its 95 % interval.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_boundaries`; `statistic.parameter` for `minN` of 0.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see The federal recommendations of 2026 for schools (groups of at least 10). Newcombe (1998), Statistics in
     * Medicine 17, 873–890.
     */
    function groupCrossing(results: Results, options?: CrossingOptions | null): GroupCrossingTable;

    /** @deprecated The former name of `spread.manyFives`; it goes with the next version. */
    function high5LowSpread(results: Tally | Results, options?: ManyFivesOptions | null): ManyFivesTable;

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
     * Hard items done better and easy ones worse than in the region; the sign is published, its numbers are not.
     *
     *     qᵢ, pᵢ = Σ points / (pupils·maxᵢ) on item i, of the group and of all;  not attempted counts 0
     *     hard items: pᵢ below the median of p, easy ones: above it
     *     hard = mean of qᵢ − pᵢ over the hard items,  easy = the same over the easy ones
     *     statistic = min(hard, −easy),  effect = hard − easy
     *
     * The sign is `statistic > δ`, that is hard > δ and easy < −δ; δ = .05 and n ≥ 10 are usual. It does not condition
     * on the total, so a group of an unusual level shows it less or more for that alone, and it has no p-value:
     * `profile`'s contrast `hard` is its calibrated form. A pupil is counted on the items taught and present. NaN
     * without hard or easy items.
     *
     * @param options.group - What the groups are. Default "school".
     * @returns A table:
     * - `group`: The groups.
     * - `n`: Pupils.
     * - `statistic`: min(hard, −easy): above δ is the sign.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: hard − easy.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `hard`: The mean of q − p over the hard items.
     * - `easy`: The mean of q − p over the easy items.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Rosobrnadzor in the press, 2018: "simple items are done worse than the regional mean and complex ones
     * better".
     */
    function itemInversion(results: Results, options?: ItemOptions | null): ItemInversionTable;

    /**
     * The objectivity index of a territory: 100 less the percentage of schools that at least one sign
     * marks.
     *
     *     index = 100 − 100 · marked / schools
     *
     * @returns `schools`, `marked`, `share` (100 · marked / schools), `statistic` (the index); NaN without
     * schools.
     * @throws ObektivError: `statistic.parameter` if more schools are marked than took part.
     * @throws ObektivError: `screening.no_works` if none of the results is of a work that the official rule looks at.
     * @throws ObektivError: `data.range` for a negative number.
     * @see The methodology of 2019, stages 2 and 3.
     */
    function objectivityIndex(results: Results | readonly Results[]): IndexTable;

    /**
     * The objectivity index of a territory: 100 less the percentage of schools that at least one sign
     * marks.
     *
     *     index = 100 − 100 · marked / schools
     *
     * @param schools - Schools that took part; or results, which `Policy.official2019()` then screens.
     * @param marked - Those of them that at least one sign marks.
     * @returns `schools`, `marked`, `share` (100 · marked / schools), `statistic` (the index); NaN without
     * schools.
     * @throws ObektivError: `statistic.parameter` if more schools are marked than took part.
     * @throws ObektivError: `screening.no_works` if none of the results is of a work that the official rule looks at.
     * @throws ObektivError: `data.range` for a negative number.
     * @see The methodology of 2019, stages 2 and 3.
     */
    function objectivityIndex(schools: number, marked: number): ObjectivityIndex;

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
     * What a second commission makes of the same papers; the share confirmed and its target of 90 % are official, the
     * tests are this library's.
     *
     *     d = original − rechecked
     *     statistic = papers with |d| ≤ tolerance / papers
     *     effect    = mean d ± t·s_d/√n                                  NaN margins for one paper
     *     pvalue    = P(X ≥ #{d > 0}),  X ~ Bin(#{d ≠ 0}, ½)             the sign test; 1 if no paper changed
     *     icc       = (R − E)/(R + E + 2(C − E)/n)                       R, C, E: mean squares of papers, of markings, of error
     *
     * `boundaries` are the lowest points of marks 3, 4, 5; a mark that falls was too high at first. For items instead
     * of papers, give an item's points with the item as group. The usual tolerance is 1 point. Two honest markers
     * differ too: a mean change speaks, one changed paper does not. If papers were chosen because they looked high, so
     * do the changes: the numbers are then of these papers, not of the school. The ICC is NaN for fewer than two
     * papers and where nothing varies.
     *
     * @param group - Of each paper its school, class or item, whatever is compared.
     * @param original - Points of each paper at first.
     * @param rechecked - Points of each paper by the second commission.
     * @param options.tolerance - How many points apart two markings may be that confirm each other. Default 1.
     * @param options.boundaries - The lowest points of marks 3, 4, 5; without them no mark falls or rises.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Papers.
     * - `confirmed`: Papers whose points differ by no more than the tolerance.
     * - `statistic`: confirmed / n.
     * - `shareLower`: 95 % interval of the statistic by Wilson.
     * - `shareUpper`: 95 % interval of the statistic by Wilson.
     * - `exactLower`: The same by Clopper and Pearson, never too narrow.
     * - `exactUpper`: The same by Clopper and Pearson, never too narrow.
     * - `higher`: Papers that had more points at first.
     * - `fewer`: Papers that had fewer points at first.
     * - `pvalue`: P(X ≥ higher), X ~ Bin(higher + fewer, ½): the sign test for points too high at first.
     * - `pvalueTwoSided`: The two-sided sign test.
     * - `effect`: The mean of original − rechecked.
     * - `lower`: Its 95 % interval, by Student's t.
     * - `upper`: Its 95 % interval, by Student's t.
     * - `marksLowered`: Papers whose mark falls on re-check; 0 without boundaries.
     * - `marksRaised`: Papers whose mark rises on re-check; 0 without boundaries.
     * - `icc`: ICC(2,1).
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_papers` without papers.
     * @see Khakassia, order of 08.02.2023 N 100-128 (the share of works confirmed, at least 90 %). Shrout and Fleiss
     * (1979), Psychological Bulletin 86, 420–428. Clopper and Pearson (1934). Wilson (1927).
     */
    function recheckDelta(group: string[], original: ArrayLike<number>, rechecked: ArrayLike<number>, options?: RecheckOptions | null): RecheckTable;

    /** @deprecated The former name of `omissions.byGroup`; it goes with the next version. */
    function xPattern(results: Results, options?: OmissionsOptions | null): OmissionsTable;
}

/**
 * Items left unanswered: more often, or less often, than in the reference group.
 */
export namespace omissions {
    /**
     * Items not attempted more often, or less often, than in the reference group; a sign of this library.
     *
     *     many: statistic = cells not attempted / cells scored or not attempted
     *     few:  statistic = cells attempted / the same
     *     pvalue = P(as many or more | reference), beta-binomial; a stratum is an item
     *
     * A pupil who leaves leaves several items: strata are items written by the same pupils, so the reference's own
     * spread includes that. Hardly any item left where others leave many is a sign in other countries' systems too; so
     * is an item left by a whole group, which more often was not taught. A group's reference is all others with the
     * same label in `registry`; with fewer than `minReference` the p-values are NaN.
     *
     * @param options.group - What the groups are. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups in the reference; with fewer, p-values are NaN.
     * Default 5.
     * @returns A table:
     * - `group`: The group.
     * - `kind`: many or few.
     * - `n`: Pupils.
     * - `cells`: Cells scored or not attempted.
     * - `count`: Those of the row's kind: attempted if `few`, else not attempted.
     * - `statistic`: count / n; NaN for n = 0.
     * - `pvalue`: P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
     * - `pvalueMid`: P(Y > count) + P(Y = count)/2.
     * - `effect`: The group's share less the reference's.
     * - `lower`: 95 % interval of the effect (sampling of pupils only).
     * - `upper`: 95 % interval of the effect (sampling of pupils only).
     * - `referenceShare`: The share in the reference.
     * - `referenceRho`: The intraclass correlation between the reference groups: an upper 75 % limit.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the grouping; `data.name` for another
     * group.
     * @see Quintano, Castellano and Longobardi (2009): the share of missing answers as one of four indices of a class.
     */
    function byGroup(results: Results, options?: OmissionsOptions | null): OmissionsTable;
}

/**
 * Pairs of persons whose answers agree more than their abilities explain.
 */
export namespace pairs {
    /**
     * The generalised binomial test: P(so many matches or more), exact for independent items with unequal chances;
     * small p-values are unusual.
     *
     *     f₀ = (1);   fᵢ(m) = fᵢ₋₁(m)·(1 − πᵢ) + fᵢ₋₁(m − 1)·πᵢ;    p = Σ_{m ≥ h} f(m)
     *
     * πᵢ as for `omega`, conditional or not, over the items both answered; `statistic` is the number of matches h. All
     * terms are positive, so the smallest p-values have their digits. Being discrete, the test rejects at most as
     * often as its level. NaN for a pair without a common item or with an ability that is not finite.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.conditional - Whether the answers of the first are given, and how likely the second would give
     * them too is asked: ordered pairs. If not, each pair once. Default true.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.columns` for answers of another number of items; `model.score` for one that its
     * item has not; `model.item` for what is no item; `model.length` for another number of abilities or groups than
     * persons; `model.option` for a level that is none; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Van der Linden and Sotaridona (2006), Journal of Educational and Behavioral Statistics 31, 283–304.
     */
    function gbt(answers: Scores, items: Item[], theta: ArrayLike<number>, options?: DirectedPairOptions | null): PairsTable;

    /**
     * K₁: the `kIndex` with a share of identical errors that is linear in the share of wrong answers; small p-values
     * are unusual.
     *
     *     r_g   the share of the first person's errors that persons with g wrong answers have too, the first left out
     *     r̂_g   = β₀ + β₁·g/n            least squares over the groups of persons with as many wrong answers, each counting once; n items
     *     K₁    = P(Bin(w, r̂_g) ≥ m)     g of the second person; r̂ held in .001 to .999
     *
     * A group of one person says little; the line takes from all. It may leave 0 to 1, where no match would be
     * possible, or none unusual: hence the bounds, which are CopyDetect's. Ordered pairs; the columns as of `kIndex`.
     * NaN as there, and with fewer than two groups.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param key - The right option of each item, counted from 0.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.length` for another number of right options than items or of groups than persons;
     * `model.option` for a right option or a level that is none; `model.item` for a right option that nobody gave of
     * those who answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.
     */
    function k1(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

    /**
     * K₂: the `kIndex` with a share of identical errors that is quadratic in the share of wrong answers; small
     * p-values are unusual.
     *
     *     r̂_g   = β₀ + β₁·g/n + β₂·(g/n)²
     *
     * All else as `k1`; NaN with fewer than three groups of persons with as many wrong answers.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param key - The right option of each item, counted from 0.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.length` for another number of right options than items or of groups than persons;
     * `model.option` for a right option or a level that is none; `model.item` for a right option that nobody gave of
     * those who answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.
     */
    function k2(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

    /**
     * The K-index: P(so many identical errors or more), beside persons with as many errors; small p-values are
     * unusual.
     *
     *     w   the first person's errors on items that the second answered;  m of them the second has too
     *     r   Σ identical errors / Σ errors answered, over all persons with as many wrong answers as the second, the first left out
     *     K   = P(Bin(w, r) ≥ m)
     *
     * Ordered pairs; `items` are the w errors, `matches` and `statistic` m. What was not answered is no error. With
     * scores 0 and 1 and a key of ones, any two wrong answers are identical and the index says little. Time grows with
     * the square of all persons, whatever the groups.
     *
     * The persons that a pair is compared with are all persons, whatever their group. Groups are of wrong answers,
     * however many were given: who answered few items stands beside able persons who answered all. NaN where the first
     * has no error that the second answered, and where the second answered less than 80 % of the items; where many
     * answered less than all, take a statistic beside a model, such as `gbt`.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param key - The right option of each item, counted from 0.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.length` for another number of right options than items or of groups than persons;
     * `model.option` for a right option or a level that is none; `model.item` for a right option that nobody gave of
     * those who answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Holland (1996), Assessing unusual agreement between the incorrect answers of two examinees using the
     * K-index, ETS RR-96-7. That the first person is left out: the program CopyDetect 1.4; 1.3 counts them in.
     */
    function kIndex(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

    /**
     * M4: matches on right answers and on other ones counted apart, by their joint distribution; small p-values are
     * unusual.
     *
     *     item i:   right with P₁ = P(key | θ of the first)·P(key | θ of the second),  other with P₀ = Σ_{k ≠ key} P(k | …)·P(k | …),  none else
     *     f(a, b)   P(a matches on right answers and b on others), item by item
     *     F(a, b) = Σ_{a' ≥ a, b' ≥ b} f(a', b')
     *     p       = Σ f(a', b') over all points with F(a', b') ≤ F(a, b) of the pair
     *
     * A match on a wrong answer or a middling score says more than one on the right answer, which able pupils share
     * anyway. `statistic` is −log₁₀ F(a, b). F by sums from the far corner, so a pair costs the cube of its items
     * once, not their fourth power. Points whose F differ by rounding alone (1e-12) are one. Each pair once, over the
     * items both answered; NaN for a pair without a common item or with an ability that is not finite.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.key - The right option of each item, from 0; the largest score where not given.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * - `right`: Matches on the right answer.
     * @throws ObektivError: `model.columns` for answers of another number of items; `model.score` for one that its
     * item has not; `model.item` for what is no item; `model.length` for another number of abilities or groups than
     * persons or of right options than items; `model.option` for a level or a right option that is none;
     * `model.too_many_pairs` for more than 50 million to keep (10 in WebAssembly): give `group` or `onlyBelow`;
     * `model.too_many_comparisons` from 10 billion pairs to compare on: give `group`.
     * @see Maynes (2014), in Kingston and Clark, Test Fraud: Statistical Detection and Methodology, 53–80.
     */
    function m4(answers: Scores, items: Item[], theta: ArrayLike<number>, options?: M4Options | null): M4Table;

    /**
     * ω: the matches of each pair less those expected, in standard deviations; large values are unusual.
     *
     *     ω = (h − Σ πᵢ)/√(Σ πᵢ(1 − πᵢ))            h matches, over the items both answered; p = P(Z ≥ ω)
     *     conditional      πᵢ = Pᵢ(answer of the first | θ of the second)
     *     unconditional    πᵢ = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)
     *
     * Teaching makes pupils of one class alike too: a pair's value is no finding by itself. The abilities are taken as
     * known: that of a person who took answers over is too high, which makes ω careful. Below .001 take `gbt`, which
     * is exact: the normal tail is too small, by orders of magnitude where rare matches are few; it is also where few
     * items make the normal distribution a poor one.
     *
     * NaN for a pair without a common item, without variance, or where an ability is not finite.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.conditional - Whether the answers of the first are given, and how likely the second would give
     * them too is asked: ordered pairs. If not, each pair once. Default true.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.columns` for answers of another number of items; `model.score` for one that its
     * item has not; `model.item` for what is no item; `model.length` for another number of abilities or groups than
     * persons; `model.option` for a level that is none; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Wollack (1997), Applied Psychological Measurement 21, 307–320. Unconditional, and that the conditional test
     * is the most powerful one where the model is known: Romero, Riascos and Jara (2015), Journal of Educational and
     * Behavioral Statistics 40, 435–453.
     */
    function omega(answers: Scores, items: Item[], theta: ArrayLike<number>, options?: DirectedPairOptions | null): PairsTable;

    /**
     * S₁: identical errors as a Poisson variable whose mean is log-linear in the number of wrong answers; small
     * p-values are unusual.
     *
     *     M_g   the mean number of the first person's w errors that persons with g wrong answers have too, the first left out
     *     ln μ_g = β₀ + β₁·g               Poisson likelihood over the groups of persons with g wrong answers, each counting once
     *     S₁    = Σ_{x = m..w} e^(−μ)·μˣ/x!      μ = min(μ_g, w), g of the second person
     *
     * Where the second person has not answered all items of the w errors, μ and w are those of the errors answered.
     * Ordered pairs; the columns as of `kIndex`. NaN as there, and with fewer than two groups.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param key - The right option of each item, counted from 0.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.length` for another number of right options than items or of groups than persons;
     * `model.option` for a right option or a level that is none; `model.item` for a right option that nobody gave of
     * those who answered, as of a key counted from 1; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
     */
    function s1(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

    /**
     * S₂: as `s1`, identical right answers counting beside identical errors, the more the fewer have them; small
     * p-values are unusual.
     *
     *     δ_gi  = d₁·exp(d₂·P_gi)           P_gi: the share that has item i right, of all persons with g wrong answers
     *     m     identical errors + ⌈Σ δ_gi⌉ over the items that both have right, g of the second person
     *     M_g   mean identical errors + ⌈mean Σ δ_gi⌉, of persons with g wrong answers, the first left out
     *     ln μ_g = β₀ + β₁·g                Poisson likelihood over the groups of persons with g wrong answers, each counting once
     *     S₂    = Σ_{x = m..n} e^(−μ)·μˣ/x!      n items
     *
     * The form is Sotaridona and Meijer's. How they come from the number of options to d₁ and d₂ was not at hand: (1,
     * −7.56) gives the numbers of CopyDetect 1.3 and 1.4 on 58 pairs of 300 persons and 40 items of four options,
     * (1.1, −9) those of 1.3 on the same answers as scores 0 and 1. Because of the rounding up other constants do as
     * well: with d₁ = 1 any d₂ from −7.568 to −7.551, of scores from −8.44 to −8.37.
     *
     * `items` are those both answered, `matches` the same answers among them, `statistic` is m, `expected` what is
     * expected of it. Where the second person has not answered all items, μ is smaller in proportion and n their
     * number. NaN as of `s1`, and where the first has no error that the second answered.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param key - The right option of each item, counted from 0.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were `compared`.
     * @param options.weight - d₁, 0 or more, and d₂, 0 or less. Default [1, -7.56].
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.length` for another number of right options than items or of groups than persons;
     * `model.option` for a right option or a level that is none, or a weight whose d₁ is negative or whose d₂ is
     * positive; `model.item` for a right option that nobody gave of those who answered, as of a key counted from 1;
     * `model.too_many_pairs` for more than 50 million to keep (10 in WebAssembly): give `group` or `onlyBelow`;
     * `model.too_many_comparisons` from 10 billion pairs to compare on: give `group`.
     * @see Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
     */
    function s2(answers: Scores, key: Uint8Array | number[], options?: S2Options | null): PairsTable;

    /**
     * Weighted ω: as `omega`, unconditional, a match counting the more the less likely it was; large values are
     * unusual.
     *
     *     ω_w = Σ wᵢ(sᵢ − πᵢ)/√(Σ wᵢ²·πᵢ(1 − πᵢ))        sᵢ = 1 for a match, wᵢ = −ln πᵢ; p = P(Z ≥ ω_w)
     *     πᵢ  = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)
     *
     * With scores of several points most matches are on what most pupils get; the weights make the others count. Each
     * pair once; `expected` is that of the plain count of matches.
     *
     * A p-value below .001 orders pairs and is no probability: a few rare matches decide the sum, and its normal tail
     * is too small by orders of magnitude. Ten items with π = .9 and two with π = .01, all matching but one of the
     * two: p = 9·10⁻¹³, and exactly .0070. Take `gbt` there, which is exact.
     *
     * NaN for a pair without a common item, without variance, or where an ability is not finite.
     *
     * @param answers - An item's option or score, counted from 0. Items that either of a pair has not answered
     * (missing, not taught, not attempted) take no part in it.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.group - One for each person, such as classes: only persons of one group are paired, and nobody
     * whose label is empty; all with all where not given.
     * @param options.onlyBelow - Keep only pairs with a p-value below this, and none where it is undefined. Adjust
     * what is kept for all that were compared: `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`.
     * Adjusted among those kept alone, honest pairs would be found.
     * @returns A table:
     * - `first`: The row of one person, from 0; the one who gave the answers where pairs are ordered.
     * - `second`: The row of the other person, from 0.
     * - `items`: Items that take part: those both answered; of statistics of errors, those of them that the first has
     * wrong.
     * - `matches`: Items of these with the same answer.
     * - `expected`: The matches expected.
     * - `statistic`: The statistic; large values are unusual.
     * - `pvalue`: P(as large or larger).
     * - `log10Pvalue`: Its logarithm to base 10, finite where the p-value is below the smallest double.
     * - `compared`: How many pairs have a p-value, those not kept included: the tests made, to adjust for.
     * @throws ObektivError: `model.columns` for answers of another number of items; `model.score` for one that its
     * item has not; `model.item` for what is no item; `model.length` for another number of abilities or groups than
     * persons; `model.option` for a level that is none; `model.too_many_pairs` for more than 50 million to keep (10 in
     * WebAssembly): give `group` or `onlyBelow`; `model.too_many_comparisons` from 10 billion pairs to compare on:
     * give `group`.
     * @see Trout and Gorney (2025), weighted ω for polytomous scores.
     */
    function weightedOmega(answers: Scores, items: Item[], theta: ArrayLike<number>, options?: PairOptions | null): PairsTable;
}

/**
 * Who did not write the work: pupils absent more often than in the other schools.
 */
export namespace participation {
    /**
     * Pupils absent from the work more often than in the other schools; a sign of this library.
     *
     *     statistic = absent/listed = a
     *     pvalue    = P(as many absent or more | reference), beta-binomial, with the other schools' own spread
     *     gain      = φ(z)/(1 − a),  z = Φ⁻¹(a)              the mean of a normal distribution without its lowest share a
     *
     * A work says nothing of those who did not write it, so a mean rises if weak pupils stay away: at 20 % absent by
     * at most .35 standard deviations. `gain` is that bound, not an estimate: honest absences, of whoever is ill,
     * raise a mean little. Look at it where the school's level is unusual, and ask who was absent. A school's
     * reference is all others with the same label in `registry`; each school is given once, and one without pupils is
     * NaN.
     *
     * @param school - The schools, each once.
     * @param listed - Pupils who were to write the work.
     * @param absent - Those of them who were absent.
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other schools in the reference; with fewer, p-values are NaN.
     * Default 5.
     * @returns A table:
     * - `group`: The school.
     * - `n`: Pupils listed.
     * - `absent`: Those absent.
     * - `statistic`: count / n; NaN for n = 0.
     * - `pvalue`: P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
     * - `pvalueMid`: P(Y > count) + P(Y = count)/2.
     * - `effect`: The group's share less the reference's.
     * - `lower`: 95 % interval of the effect (sampling of pupils only).
     * - `upper`: 95 % interval of the effect (sampling of pupils only).
     * - `referenceShare`: The share in the reference.
     * - `referenceRho`: The intraclass correlation between the reference groups: an upper 75 % limit.
     * - `gain`: By how many standard deviations of its pupils the school's mean can be above that of all it listed:
     * that much if the weakest were absent.
     * - `gainBeside`: That less what the reference's share allows.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for more absent than listed.
     * @throws ObektivError: `data.length` if the columns are not of one length.
     * @see Cullen & Reback (2006), Advances in Applied Microeconomics 14, 1–34, and Figlio (2006), Journal of Public
     * Economics 90, 837–851: who is tested where schools are judged. Johnson, Kotz & Balakrishnan (1994), Continuous
     * Univariate Distributions 1, 13.10: the truncated normal.
     */
    function bySchool(school: string[], listed: ArrayLike<number>, absent: ArrayLike<number>, options?: ParticipationOptions | null): ParticipationTable;
}

/**
 * How unusual one person's answers are for what the person achieved in all.
 */
export namespace personFit {
    /**
     * Kane and Brennan's agreement `A`, the sum of the popularities of what was solved; small values are unusual for
     * the total.
     *
     *     A = Σ πY
     *
     * Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. It
     * grows with the total: compare persons of one total, or take `dependability`. The p-value is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Kane and Brennan (1980), Applied Psychological Measurement 4, 105–126.
     */
    function agreement(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * Groups whose persons' values are large on average, beside what chance and other groups show.
     *
     *     s² = Σ (x − x̄_g)²/(N − G),   τ² = max(0, (Σ n_g(x̄_g − x̄)² − (G − 1)s²)/(N − Σ n_g²/N))
     *     z_g = (x̄_g − x̄)/√(s²(1/n_g − 1/N) + τ²)
     *     pvalueSampling  = P(T ≥ (x̄_g − x̄)/√(s²(1/n_g − 1/N))),   T of Student with N − G degrees of freedom
     *
     * s² is what persons show within groups, not what a model says of them, so values that are not N(0, 1) do no harm.
     * Groups differ honestly, by what was taught and how: τ² pays for that, and `pvalueSampling` does not. With many
     * unusual groups τ² grows and fewer of them stand out; with three to five groups none can: the group itself is
     * part of τ². NaN where there is no variance, and for `statistic` and `pvalue` with fewer than three groups.
     *
     * @param values - Large where unusual and of one mean whatever the total: best `conditional(...).normalScore`.
     * What is not finite takes no part.
     * @param group - The group of each person.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Persons with a value.
     * - `statistic`: z = effect/√(s²/n + τ²).
     * - `pvalue`: P(Z ≥ z): beside sampling and the differences between groups.
     * - `effect`: The group's mean less the mean of all persons.
     * - `lower`: The effect's 95 % interval by sampling alone.
     * - `upper`: The effect's 95 % interval by sampling alone.
     * - `pvalueSampling`: P(Z ≥ effect/√(s²/n)): a group like all others would show less.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `model.length` for another number of groups than values.
     * @see Spiegelhalter (2005), Quality and Safety in Health Care 14, 347–351, for groups that differ; the analysis
     * of variance for τ².
     */
    function byGroup(values: ArrayLike<number>, group: string[]): GroupFitTable;

    /**
     * Sato's caution index `C`; large values are unusual.
     *
     *     C = 1 − cov(Y, π)/cov(Y*, π)        Y* the likeliest pattern with the same total
     *
     * Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. The
     * p-value is NaN: see `conditional` and `givenNorm`.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Sato (1975).
     */
    function cSato(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * The modified caution index `C*` of Harnisch and Linn: `u3` with popularities in place of logits; large values
     * are unusual.
     *
     *     C* = (A_max(T) − A)/(A_max(T) − A_min(T))        A = Σ πY
     *
     * Between 0 and 1. Of items of several points it is taken over steps, this library's extension. NaN where all
     * patterns with the total are the same. The p-value is NaN: see `conditional` and `givenNorm`.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Harnisch and Linn (1981), Journal of Educational Measurement 18, 133–146.
     */
    function cStar(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * Where in the test, in the order of the items, a person's ability seems to change most; large values are unusual.
     *
     *     L_k  the signed statistic of twoSubsets, the first k items against the others, k = first..last
     *     statistic max L_k²,   fall max L_k,   rise min L_k
     *
     * Abilities are maximum likelihood within ±bound, one set each for every place. The first place wins a tie. The
     * p-value is NaN: the largest of many is not χ².
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param first - The first place looked at, as the number of items before it.
     * @param last - The last place.
     * @param bound - Abilities by maximum likelihood are looked for within ±bound. Default 4.
     * @returns A table:
     * - `statistic`: The largest L² over the places; large values are unusual.
     * - `pvalue`: NaN: the largest of many is not χ²; simulate, or use `conditional` with a sum over items.
     * - `point`: After how many items.
     * - `fall`: The largest signed L: a fall of ability.
     * - `fallPoint`: After how many items.
     * - `rise`: The least signed L: a rise.
     * - `risePoint`: After how many items.
     * - `score`: The largest square of the score statistic.
     * - `scoreFall`: Its largest fall.
     * - `scoreRise`: Its largest rise.
     * - `wald`: The largest square of Wald's statistic.
     * - `waldFall`: Its largest fall.
     * - `waldRise`: Its largest rise.
     * - `tail`: Always "upper": large values of the statistic are unusual.
     * @throws ObektivError: `model.option` for places that are none, or a bound that is not positive; `model.columns`
     * for scores of another number of items; `model.score` for a score that its item has not; `model.item` for what is
     * no item.
     * @see Shao, Li and Cheng (2016), Psychometrika 81, 1118–1141; Sinharay (2016), Journal of Educational and
     * Behavioral Statistics 41, 521–549.
     */
    function changePoint(scores: Scores, items: Item[], first: number, last: number, bound?: number | null): ChangePointTable;

    /**
     * Exact p-values of a statistic given the total, where answers follow a model of the Rasch family.
     *
     *     P(x | T) = Π_i ε_i,xi / γ_T,    ε_ik = exp(−a·Σ_{j ≤ k} step_ij),   γ by the summation recursion
     *     pvalue = (1 + #{patterns as unusual or more})/(1 + patterns)
     *
     * Patterns of the same items and total are drawn exactly and independently. Statistics of a model are taken at the
     * ability at which the total is expected (within ±8), those without one beside a population: without, the persons
     * themselves. The cost grows with the number of different totals and sets of items answered, hardly with the
     * persons. `pvalue` is for decisions about persons, `normalScore` for means over groups. NaN where the statistic
     * is, as with nothing or all solved.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - Logistic ones without guessing or partial credit, all of one slope; in the form of `lz`.
     * @param options.reference - For statistics without a model, as for `guttmanErrors`.
     * @param options.statistic - Those of a model are taken at the ability at which the total is expected. Default
     * "lz".
     * @param options.patterns - Patterns for each total and each set of items answered. Default 20000.
     * @param options.seed - The same seed gives the same p-values, in one thread or many. Default 1.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more | total), the person counted: never below 1/(patterns + 1), and holding its
     * level whatever the ties.
     * - `midPvalue`: P(more unusual | total) and half of P(as unusual | total): for sums over persons, not for a
     * decision about one.
     * - `smallest`: The least p-value among the patterns compared with: where few differ it is large, and `pvalue`
     * could not have been smaller.
     * - `normalScore`: −Φ⁻¹ of `midPvalue`, large where unusual and of mean 0 whatever the total: for means over
     * groups (`byGroup`).
     * - `patterns`: Patterns that the person is compared with.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.option` for items that are not of one slope and without guessing, or without
     * patterns; `model.columns` for scores of another number of items; `model.score` for a score that its item has
     * not; `model.item` for what is no item.
     * @throws ObektivError: `data.name` for an unknown statistic.
     * @see Ponocny (2000), Psychometrika 65, 29–42; Klauer (1991), Psychometrika 56, 535–547. Tables for unequal
     * maxima and missing answers: this library's.
     */
    function conditional(scores: Scores, items: Item[], options?: ConditionalOptions | null): ConditionalTable;

    /**
     * CUSUM: stretches of items, in the order given, that were done better or worse than the ability; large values are
     * unusual.
     *
     *     T = (X − E)/n;   C⁺ ← max(0, C⁺ + T),   C⁻ ← min(0, C⁻ + T);    statistic max(max C⁺, −min C⁻)
     *
     * Over the items answered. NaN without answers, and where the ability is NaN. The p-value is NaN: see
     * `conditional`.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @returns A table:
     * - `statistic`: The larger of the two sums' sizes: large values are unusual.
     * - `pvalue`: NaN: see `conditional`.
     * - `highest`: max C⁺: a stretch done better than the ability.
     * - `lowest`: min C⁻: a stretch done worse.
     * - `tail`: Always "upper": large values of the statistic are unusual.
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @see Van Krimpen-Stoop and Meijer (2000), in van der Linden and Glas, Computerized Adaptive Testing, 201–219.
     */
    function cusum(scores: Scores, items: Item[], theta: ArrayLike<number>): CusumTable;

    /**
     * Kane and Brennan's dependability `E`, the agreement over the largest one of the total; small values are unusual.
     *
     *     E = A/A_max(T)        A = Σ πY
     *
     * Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. The
     * p-value is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Kane and Brennan (1980).
     */
    function dependability(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * Kane and Brennan's disagreement `D`, the largest agreement of the total less that of the person; large values
     * are unusual.
     *
     *     D = A_max(T) − A        A = Σ πY
     *
     * Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved. The
     * p-value is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Kane and Brennan (1980).
     */
    function disagreement(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * `ECI2z`: Tatsuoka's second extended caution index, standardised; large values are unusual.
     *
     *     statistic = Σ_i (w_i,Xi − E w_i)/√Var        over the items answered
     *     w_ik = (mean over items of G_·k) − G_ik,     G_ik = mean over persons of P_ik(θ)
     *
     * The mean over items is over those answered that have score k. With the estimator "known" it is the index of the
     * literature, otherwise corrected for the estimated ability as `lzStar` is. NaN without variance, without
     * answers, and where the ability is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.estimator - That of theta. The posterior's mean is none of this kind: there is no correction for
     * it. Default "ml".
     * @param options.correction - How the p-value is taken from the statistic and its skewness. Default "edgeworth".
     * @param options.prior - Mean and standard deviation of the prior of "map"; 0 and 1 where not given.
     * @returns A table:
     * - `statistic`: z of each person.
     * - `pvalue`: P(as unusual or more) by the correction asked for.
     * - `skewness`: The skewness of z.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @throws ObektivError: `data.name` for an unknown estimator or correction.
     * @see Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement 40, 113–124.
     */
    function eci2(scores: Scores, items: Item[], theta: ArrayLike<number>, options?: LikelihoodOptions | null): LikelihoodFitTable;

    /**
     * `ECI4z`: Tatsuoka's fourth extended caution index, standardised; large values are unusual.
     *
     *     statistic = Σ_i (w_i,Xi − E w_i)/√Var        over the items answered
     *     w_ik = (mean over items of P_·k(θ)) − P_ik(θ)
     *
     * All else as `eci2`: the weights are those at the person's ability, not averaged over persons.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.estimator - That of theta. The posterior's mean is none of this kind: there is no correction for
     * it. Default "ml".
     * @param options.correction - How the p-value is taken from the statistic and its skewness. Default "edgeworth".
     * @param options.prior - Mean and standard deviation of the prior of "map"; 0 and 1 where not given.
     * @returns A table:
     * - `statistic`: z of each person.
     * - `pvalue`: P(as unusual or more) by the correction asked for.
     * - `skewness`: The skewness of z.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @throws ObektivError: `data.name` for an unknown estimator or correction.
     * @see Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement 40, 113–124.
     */
    function eci4(scores: Scores, items: Item[], theta: ArrayLike<number>, options?: LikelihoodOptions | null): LikelihoodFitTable;

    /**
     * P-values of a statistic among the persons of a norm population with the same items answered and the same total:
     * no model at all.
     *
     *     pvalue = (1 + #{persons of the norm as unusual or more})/(1 + persons)        of the same items and total
     *
     * A person who is part of the norm is counted once, one who is not once more. With few persons of the same total
     * (`patterns`) the p-value cannot be small. NaN where the statistic is, as with nothing or all solved.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param norm - Persons who tell what is usual; popularities are theirs too.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.statistic - One without a model. Default "u3".
     * @param options.included - Whether the persons are part of the norm. Default false.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more | total), the person counted: never below 1/(patterns + 1), and holding its
     * level whatever the ties.
     * - `midPvalue`: P(more unusual | total) and half of P(as unusual | total): for sums over persons, not for a
     * decision about one.
     * - `smallest`: The least p-value among the patterns compared with: where few differ it is large, and `pvalue`
     * could not have been smaller.
     * - `normalScore`: −Φ⁻¹ of `midPvalue`, large where unusual and of mean 0 whatever the total: for means over
     * groups (`byGroup`).
     * - `patterns`: Patterns that the person is compared with.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a norm of other items; `model.score` for a score above its maximum;
     * `model.no_items` for a statistic of a model.
     * @throws ObektivError: `data.name` for an unknown statistic.
     */
    function givenNorm(scores: Scores, norm: Scores, options?: NormOptions | null): ConditionalTable;

    /**
     * The number of Guttman errors `G` of each person, and its normed form `G*`; many errors are unusual.
     *
     * A Guttman error is a pair of steps of which the person passed the less popular one and not the more popular one.
     * Many errors mean an unusual pattern, whatever its cause. An item of several points is as many steps; maxima may
     * differ.
     *
     *     G  = #{(e, h) : π_e > π_h, Y_e = 0, Y_h = 1}
     *     G* = (R − min R) / (max R − min R)          R = Σ_i Σ_{j ≤ X_i} rank_ij, given the total T
     *
     * Steps of one popularity make no error of each other, in whatever order the items stand; their rank is the mean
     * of their places. Without such ties G = R − T(T + 1)/2 and G* = G / max G, for items of one point G / (T·(n −
     * T)). With nothing or all solved G is 0 and G* NaN. The p-value is NaN: the null distribution is not known; see
     * `conditional` and `givenNorm`.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: G of each person.
     * - `normed`: G* from 0, the likeliest pattern of the total, to 1; NaN where all patterns are alike.
     * - `pvalue`: NaN: see `conditional` and `givenNorm`.
     * - `tail`: Always "upper": large values are unusual.
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Guttman (1944); Meijer (1994), Applied Psychological Measurement 18, 311–314; Molenaar (1991),
     * Kwantitatieve Methoden 12, 97–117; Emons (2008), Applied Psychological Measurement 32, 224–247.
     */
    function guttmanErrors(scores: Scores, options?: PatternOptions | null): GuttmanErrorsTable;

    /**
     * Sijtsma's `Hᵀ`: how well a person's answers go with those of all others; small values are unusual.
     *
     *     Hᵀ_v = cov(Y_v, Σ_{u≠v} Y_u) / Σ_{u≠v} (min(b_v, b_u) − b_v·b_u)        b the share of the points possible
     *
     * Covariances over the steps that v answered; the others' missing answers add nothing to the sum. Without a
     * population each person is left out of his own, with one all of it are others. Time grows with the persons, not
     * with their pairs. Of items of several points it is taken over steps, this library's extension. NaN with nothing
     * or all solved. The p-value is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Sijtsma (1986), Kwantitatieve Methoden 7, 131–145; Sijtsma and Meijer (1992), Applied Psychological
     * Measurement 16, 149–157.
     */
    function ht(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * Infit: the mean squared residual over its expectation, led by answers near the person's ability, about 1 where
     * the model holds; large values are unusual.
     *
     *     infit = Σ (X − E)² / Σ V           q² = Σ (C − V²)/(Σ V)²,   C = E(X − EX)⁴
     *     standardised = (infit^⅓ − 1)·3/q + q/3
     *
     * Over the items answered; θ is taken as known, so with an estimated one the mean is below 1. The p-value is NaN:
     * `standardised` is not normal in short tests; see `conditional`. NaN without answers, and where the ability is
     * NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @returns A table:
     * - `statistic`: The mean square of each person, about 1 where the model holds.
     * - `pvalue`: NaN: see `conditional`.
     * - `standardised`: The mean square standardised (Wilson and Hilferty); with few items not normal.
     * - `tail`: Always "upper": large values are unusual; small ones are answers more regular than the model.
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @see Wright and Masters (1982), Rating Scale Analysis; Smith (1991), Educational and Psychological Measurement
     * 51, 541–565.
     */
    function infit(scores: Scores, items: Item[], theta: ArrayLike<number>): MeanSquareTable;

    /**
     * Fit of answers and response times together; small values are unusual.
     *
     *     L_ST = (l₀ − E l₀ + c r₀ − (L_T − n)/2)/√(V* + n/2)                  as of lzStar and logTimeFit
     *     Q_ST = χ²₁⁻¹(1 − p of lz*) + χ²₁⁻¹(1 − p of L_T)            χ² with two degrees of freedom
     *
     * NaN without times or without answers, and where the ability is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param logTimes - Logarithms of the times, NaN where there is none.
     * @param model.alpha - For each item how closely times follow the speed, positive.
     * @param model.beta - For each item the mean log time at speed 0.
     * @param model.tau - The speed of each person, as its times estimate it; estimated where not given.
     * @param options.estimator - That of theta. The posterior's mean is none of this kind: there is no correction for
     * it. Default "ml".
     * @param options.correction - How the p-value is taken from the statistic and its skewness. Default "edgeworth".
     * @param options.prior - Mean and standard deviation of the prior of "map"; 0 and 1 where not given.
     * @returns A table:
     * - `statistic`: L_ST, the standardised joint log-likelihood; small values are unusual.
     * - `pvalue`: Φ(L_ST): times are squares, whose tail is heavier, so that values below .01 are several times too
     * small; `pvalueQ` does not suffer from this.
     * - `q`: Q_ST, the χ² of both p-values: large values are unusual.
     * - `pvalueQ`: P(χ² ≥ Q_ST) with two degrees of freedom.
     * - `tail`: Always "lower": small values of `statistic` are unusual.
     * @throws ObektivError: `model.length` for abilities, speeds or times of another number of persons than scores;
     * `model.columns` for scores or times of another number of items; `model.score` for a score that its item has not;
     * `model.item` for what is no item, an α that is not positive or a β that is not finite.
     * @throws ObektivError: `data.name` for an unknown estimator or correction.
     * @see Gorney, Sinharay and Liu (2024), Psychometrika; Sinharay (2018).
     */
    function jointFit(scores: Scores, items: Item[], theta: ArrayLike<number>, logTimes: Times, model: TimeModel, options?: LikelihoodOptions | null): JointFitTable;

    /**
     * Whether a person is better and faster on a subset of items than on the rest; large values are unusual.
     *
     *     statistic = L²₊ + z²₊        L of twoSubsets at abilities by maximum likelihood, z of timeSubsets; only what is above 0 counts
     *     P(≥ x) = P(χ²₁ ≥ x)/2 + P(χ²₂ ≥ x)/4,   1 for x = 0
     *
     * NaN where either statistic is.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param logTimes - Logarithms of the times, NaN where there is none.
     * @param subset - For each item whether it is of the subset.
     * @param model.alpha - For each item how closely times follow the speed, positive.
     * @param model.beta - For each item the mean log time at speed 0.
     * @param bound - Abilities by maximum likelihood are looked for within ±bound. Default 4.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.length` for times or marks of another number; `model.columns` for scores or times
     * of another number of items; `model.score` for a score that its item has not; `model.item` for what is no item,
     * an α that is not positive or a β that is not finite; `model.option` for a bound that is not positive.
     * @see Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.
     */
    function jointSubsets(scores: Scores, items: Item[], logTimes: Times, model: ItemTimes, subset: readonly boolean[], bound?: number | null): PersonFitTable;

    /**
     * Log-normal fit of each person's times: large values are times that go up and down more than the items explain.
     *
     *     ln T ~ N(β − τ, 1/α²)                τ the speed of the person
     *     L_T = Σ (α(ln t − (β − τ)))²        χ² with n − 1 degrees of freedom at the estimated speed τ = Σ α²(β − ln t)/Σ α²
     *
     * Speeds given are taken as those that the persons' times estimate: for speeds from elsewhere the degrees of
     * freedom would be n, and the p-value is too small. NaN below two times and where a time is infinite.
     *
     * @param logTimes - Logarithms of the times, NaN where there is none.
     * @param model.alpha - For each item how closely times follow the speed, positive.
     * @param model.beta - For each item the mean log time at speed 0.
     * @param model.tau - The speed of each person, as its times estimate it; estimated where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for times of another number of items; `model.item` for an α that is not
     * positive or a β that is not finite; `model.length` for another number of speeds than persons.
     * @see Van der Linden (2006), Journal of Educational and Behavioral Statistics 31, 181–204; Sinharay (2018),
     * British Journal of Mathematical and Statistical Psychology 71, 387–403.
     */
    function logTimeFit(logTimes: Times, model: TimeModel): PersonFitTable;

    /**
     * `lz`: the log-likelihood of a person's answers, standardised, abilities taken as known; small values are
     * unusual.
     *
     *     lz = (l₀ − E l₀)/√Var l₀,   l₀ = Σ_i ln P_i,Xi(θ)         over the items answered
     *
     * With estimated abilities its variance is below one: use `lzStar`. NaN without variance, without answers, and
     * where the ability is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.correction - How the p-value is taken from the statistic and its skewness. Default "edgeworth".
     * @returns A table:
     * - `statistic`: z of each person.
     * - `pvalue`: P(as unusual or more) by the correction asked for.
     * - `skewness`: The skewness of z.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @throws ObektivError: `data.name` for an unknown correction.
     * @see Drasgow, Levine and Williams (1985), British Journal of Mathematical and Statistical Psychology 38, 67–86;
     * Bedrick (1997), Psychometrika 62, 191–199 (Edgeworth).
     */
    function lz(scores: Scores, items: Item[], theta: ArrayLike<number>, options?: CorrectionOptions | null): LikelihoodFitTable;

    /**
     * `lz*`: `lz` with the mean and the variance that it has at an estimated ability; small values are unusual.
     *
     *     c   = ΣΣ P' ln P / ΣΣ P'²/P          over the items answered
     *     lz* = (l₀ − E l₀ + c r₀)/√V*,        V* = Σ_i Var(ln P − c P'/P)
     *     r₀    ML 0;  MAP (mean − θ)/sd²;  WLE J/(2I), J = ΣΣ P'P''/P, I = ΣΣ P'²/P
     *
     * The abilities must be those of the estimator named; with "known" it is `lz`. NaN without variance, without
     * answers, and where the ability is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @param options.estimator - That of theta. The posterior's mean is none of this kind: there is no correction for
     * it. Default "ml".
     * @param options.correction - How the p-value is taken from the statistic and its skewness. Default "edgeworth".
     * @param options.prior - Mean and standard deviation of the prior of "map"; 0 and 1 where not given.
     * @returns A table:
     * - `statistic`: z of each person.
     * - `pvalue`: P(as unusual or more) by the correction asked for.
     * - `skewness`: The skewness of z.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @throws ObektivError: `data.name` for an unknown estimator or correction.
     * @see Snijders (2001), Psychometrika 66, 331–342; Magis, Raîche and Béland (2012), Journal of Educational and
     * Behavioral Statistics 37, 57–81; Sinharay (2016), Psychometrika 81, 992–1013.
     */
    function lzStar(scores: Scores, items: Item[], theta: ArrayLike<number>, options?: LikelihoodOptions | null): LikelihoodFitTable;

    /**
     * Tatsuoka's norm conformity index `NCI`; small values are unusual.
     *
     *     NCI = 1 − 2·G*        G* of guttmanErrors
     *
     * Between −1 and 1. Of items of several points it is taken over steps. NaN with nothing or all solved. The p-value
     * is NaN: see `conditional` and `givenNorm`.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Tatsuoka and Tatsuoka (1983), Journal of Educational Measurement 20, 221–230.
     */
    function nci(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * Outfit: the mean squared standardised residual of each person, led by answers far from the person's ability,
     * about 1 where the model holds; large values are unusual.
     *
     *     outfit = Σ (X − E)²/V / n          q² = Σ C/V² / n² − 1/n,   C = E(X − EX)⁴
     *     standardised = (outfit^⅓ − 1)·3/q + q/3
     *
     * Over the items answered; θ is taken as known, so with an estimated one the mean is below 1. The p-value is NaN:
     * `standardised` is not normal in short tests; see `conditional`. NaN without answers, and where the ability is
     * NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param theta - The ability of each person.
     * @returns A table:
     * - `statistic`: The mean square of each person, about 1 where the model holds.
     * - `pvalue`: NaN: see `conditional`.
     * - `standardised`: The mean square standardised (Wilson and Hilferty); with few items not normal.
     * - `tail`: Always "upper": large values are unusual; small ones are answers more regular than the model.
     * @throws ObektivError: `model.length` for another number of abilities than persons; `model.columns` for scores of
     * another number of items; `model.score` for a score that its item has not; `model.item` for what is no item.
     * @see Wright and Masters (1982), Rating Scale Analysis; Smith (1991), Educational and Psychological Measurement
     * 51, 541–565.
     */
    function outfit(scores: Scores, items: Item[], theta: ArrayLike<number>): MeanSquareTable;

    /**
     * Donlon and Fischer's personal point-biserial correlation of answers and the popularities of the items; small
     * values are unusual.
     *
     *     r = cov(Y, π)/√(var Y · var π)        over the steps of the items answered
     *
     * Of items of several points it is taken over steps, this library's extension. NaN with nothing or all solved, and
     * where all steps are equally popular. The p-value is NaN.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Donlon and Fischer (1968), Educational and Psychological Measurement 28, 811–814.
     */
    function rPbis(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * Rapid guesses: answers given faster than the item can be read.
     *
     * @param times - NaN where there is none.
     * @param options.threshold - The same for all items.
     * @param options.share - This share of each item's mean time. One of `threshold` and `share` is needed.
     * @param options.most - The most that a share of the mean may be; 10 seconds is usual.
     * @returns The share of answers that were not rapid, of persons and of items, and each item's threshold.
     * @throws ObektivError: `model.option` for a threshold that is not positive.
     */
    function rapidGuessing(times: Times, options: RapidGuessingOptions): RapidGuessing;

    /**
     * The exact test of two sets of items: points on the subset given the total, in the Rasch family; large values are
     * unusual.
     *
     *     P(X_c = t | T) = γ^c_t · γ^s_{T − t} / γ_T          c the subset, s the rest, over the items answered
     *
     * No ability is estimated, no item need be many. NaN where one of the sets has no answer.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - Logistic ones without guessing or partial credit, all of one slope; in the form of `lz`.
     * @param subset - For each item whether it is of the subset.
     * @returns A table:
     * - `statistic`: Points on the subset.
     * - `expected`: What the total leads to expect.
     * - `pvalue`: P(as many or more | total), exact.
     * - `midPvalue`: P(more | total) + P(as many | total)/2.
     * - `smallest`: The least p-value that the total allows.
     * - `tail`: Always "upper": large values are unusual: the subset done better.
     * @throws ObektivError: `model.length` for another number of marks than items; `model.option` for items that are
     * not of one slope and without guessing; `model.columns` for scores of another number of items; `model.score` for
     * a score that its item has not; `model.item` for what is no item.
     * @see Fischer (1981) for the γ functions; Klauer and Rettig (1990), British Journal of Mathematical and
     * Statistical Psychology 43, 193–206.
     */
    function subsetGivenTotal(scores: Scores, items: Item[], subset: readonly boolean[]): SubsetTestTable;

    /**
     * Whether a person is faster on a subset of items than on the rest, as one who knew them before would be; large
     * values are unusual.
     *
     *     z = (τ_c − τ_s)/√(1/Σ_c α² + 1/Σ_s α²)        c the subset, s the rest; τ the estimated speed on each
     *
     * The signed likelihood ratio, score and Wald statistics are this one number. NaN without times in a set.
     *
     * @param logTimes - Logarithms of the times, NaN where there is none.
     * @param subset - For each item whether it is of the subset.
     * @param model.alpha - For each item how closely times follow the speed, positive.
     * @param model.beta - For each item the mean log time at speed 0.
     * @returns A table:
     * - `tauSubset`: Speed on the subset.
     * - `tauRest`: Speed on the rest.
     * - `statistic`: z of their difference.
     * - `pvalue`: P(Z ≥ z), exact where times are log-normal.
     * - `tail`: Always "upper": large values are unusual: the subset done faster.
     * @throws ObektivError: `model.columns` for times of another number of items; `model.item` for an α that is not
     * positive or a β that is not finite; `model.length` for another number of marks than items.
     * @see Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.
     */
    function timeSubsets(logTimes: Times, model: ItemTimes, subset: readonly boolean[]): SubsetTimesTable;

    /**
     * Whether a person does better on a known subset of items than on the rest: items known before, items marked in
     * the school, a part of a test; large values are unusual.
     *
     *     L  = sign(θ_c − θ_s)·√(2[l_c(θ_c) + l_s(θ_s) − l(θ)])                 c the subset, s the rest
     *     S  = sign·√(l_c'(θ)²/I_c(θ) + l_s'(θ)²/I_s(θ))
     *     W  = (θ_c − θ_s)/√(1/I_c(θ) + 1/I_s(θ))
     *     U  = (θ_c − θ_s)·√(I_c(θ_c)·I_s(θ_s)/(I_c(θ) + I_s(θ)))
     *     r* = L + ln(U/L)/L
     *
     * For |L| below .05 r* is L. Over the items answered; NaN for a person who answered nothing of a set. Abilities by
     * maximum likelihood stand at a bound where a set is all or nothing. The p-values lean on many items in both sets;
     * for few, and where a set is all or nothing, `subsetGivenTotal` is exact.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param items - `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
     * `{"model": "partial_credit", "a": 1, "steps": [...]}`,
     * `{"model": "nominal", "slopes": [...], "intercepts": [...]}`, as `irt.fit` gives them.
     * @param subset - For each item whether it is of the subset.
     * @param options.theta - Abilities on all items, the next two on the subset and on the rest: all three or none.
     * @param options.thetaSubset - Abilities on the subset.
     * @param options.thetaRest - Abilities on the rest.
     * @param options.bound - Abilities by maximum likelihood are looked for within ±bound. Default 4.
     * @returns A table:
     * - `theta`: Ability on all items.
     * - `thetaSubset`: Ability on the subset.
     * - `thetaRest`: Ability on the rest.
     * - `statistic`: L, the signed root of the likelihood ratio.
     * - `pvalue`: P(Z ≥ L).
     * - `modified`: r* = L + ln(U/L)/L; NaN where the model is none of the Rasch, 2PL, partial credit or nominal
     * family.
     * - `pvalueModified`: P(Z ≥ r*).
     * - `pvalueLugannaniRice`: P by Lugannani and Rice, 1 − Φ(L) + φ(L)(1/U − 1/L); NaN where r* is.
     * - `score`: S, the signed root of the score statistic.
     * - `pvalueScore`: P(Z ≥ S).
     * - `wald`: Wald's.
     * - `pvalueWald`: P(Z ≥ Wald's).
     * - `tail`: Always "upper": large values are unusual: the subset done better.
     * @throws ObektivError: `model.length` for abilities or marks of another number; `model.option` for a bound that
     * is not positive; `model.columns` for scores of another number of items; `model.score` for a score that its item
     * has not; `model.item` for what is no item.
     * @see Sinharay (2017), Journal of Educational and Behavioral Statistics 42, 46–68; Sinharay and Jensen (2019),
     * Psychometrika 84, 484–510.
     */
    function twoSubsets(scores: Scores, items: Item[], subset: readonly boolean[], options?: TwoSubsetsOptions | null): TwoSubsetsTable;

    /**
     * `U3` of each person: how far the pattern is from the likeliest and towards the unlikeliest one with the same
     * total; large values are unusual.
     *
     *     W  = Σ_i Σ_{j ≤ X_i} ln(π_ij / (1 − π_ij))            the logits of the popularity of the steps passed, 0 for π of 0 or 1
     *     U3 = (W_max(T) − W) / (W_max(T) − W_min(T))           given the total T
     *
     * Between 0 and 1. NaN where all patterns with the total are the same. The p-value is NaN: see `conditional` and
     * `givenNorm`.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.columns` for a population or maxima of other items; `model.score` for a score above
     * its maximum.
     * @see Van der Flier (1980, 1982), Journal of Cross-Cultural Psychology 13, 267–298; Emons (2008).
     */
    function u3(scores: Scores, options?: PatternOptions | null): PersonFitTable;

    /**
     * `ZU3`: `u3` standardised given the total, for items of one point; large values are unusual.
     *
     *     α = Σ πw + Σ π(1 − π)w·(T − Σ π)/Σ π(1 − π)            w = ln(π/(1 − π))
     *     β = Σ π(1 − π)w² − (Σ π(1 − π)w)²/Σ π(1 − π)
     *     ZU3 = (α − W)/√β
     *
     * Its distribution is not close enough to the normal one for a p-value, which is NaN. NaN with nothing or all
     * solved.
     *
     * @param scores - Missing answers and items not taught take no part; one not attempted counts 0.
     * @param options.maxScores - The largest score of each item; the largest seen where not given.
     * @param options.reference - The population beside which answers are read; the persons themselves where not given.
     * @returns A table:
     * - `statistic`: One value per person.
     * - `pvalue`: P(as unusual or more), NaN where no null distribution holds well enough; see `conditional` and
     * `givenNorm`.
     * - `tail`: Which values are unusual: "lower" or "upper".
     * @throws ObektivError: `model.categories` for an item of more than one point; `model.columns` for a population or
     * maxima of other items; `model.score` for a score above its maximum.
     * @see Van der Flier (1982); Emons, Meijer and Sijtsma (2002), Applied Psychological Measurement 26, 88–108.
     */
    function zu3(scores: Scores, options?: PatternOptions | null): PersonFitTable;
}

/**
 * Plans of measures: read, checked, rendered, proposed from findings, carried on from year to year.
 */
export namespace plan {
    /**
     * What the second plan has otherwise than the first: what has an id by that id, fields one by one.
     *
     * @returns `what, list, id, field, before, after`. `what` is "added", "removed", "changed" or "moved"
     * (a measure to another direction); `list` is the plan's list, such as "measures", or "plan"
     * for its own fields; values are text, or JSON.
     */
    function diff(before: Plan, after: Plan): PlanDifferenceTable;

    /**
     * The municipal note of 2022 that this library began with, as a plan.
     */
    function example(): Plan;

    /**
     * A draft of a plan: for each sign the measures that answer it, each with its schools, and those
     * that stand in every plan.
     *
     * Measures come from a small catalogue, each cites the findings it answers; what schools do
     * themselves has a row for each school. Baselines are the screening's, targets are proposed by
     * rule and say so. It is a draft: people decide. What it cannot know `lint()` lists.
     *
     * @param init.title - In place of the usual one.
     * @param init.due - The day by which measures are to be done and indicators reached; what waits for a work is
     * timed by the calendar.
     * @param init.calendar - The assessment calendar, with the fields of the plan's: `id`, `assessment`, `from`, and
     * more. Observers go to its works, marking again and the analysis of effects come after them.
     * @throws ObektivError: `plan.json` with path "due" for text that is no date, or with a path as in
     * "calendar[0].from".
     * @throws ObektivError: `report.language`.
     * @throws ObektivError: `data.range` for a year that is none.
     */
    function fromFindings(screening: Screening, init: DraftInit): Plan;

    /**
     * The JSON Schema of plans as JSON text, made from the types.
     */
    function jsonSchema(): string;

    /**
     * One plan of several, such as a municipality's of those of its schools, and what did not fit.
     *
     * What has an id is one thing if the id is the same. Lists within it, such as schools, findings,
     * rows of schools, evidence and values of an indicator, are joined; of a field that two plans fill
     * differently the first stays, and the other is listed. Title, territory and year are the first
     * plan's. The plan does not depend on how the plans are grouped.
     *
     * @returns The plan, and the conflicts: `list, id, field, kept, leftOut`.
     * @throws ObektivError: `plan.empty` for no plans.
     */
    function merge(plans: readonly Plan[]): MergedPlan;
}

/**
 * Item profiles of groups given the total: which items were done better or worse than the totals say.
 */
export namespace profile {
    /**
     * The item profile of each group beside the norms given the total, beside sampling and beside how groups differ.
     *
     *     Rⱼ = Σ_v (x_v − E[x|S_v])            over the group's n pupils, each by the items that its total counts
     *     Vⱼ = Σ_v Cov(x|S_v)·(1 − its share of the norm's pupils)
     *     d  = Rⱼ/n − the same of all other groups of its reference label, if these have 5 or more
     *     T  = mean over groups of wⱼ·dⱼdⱼ'/κ − Vⱼ/n²,  negative eigenvalues set to 0     wⱼ ≤ 1 winsorises at the 90 % point of χ²
     *     classes: T = T_S + T_C, T_S from products of classes of one school; given the school's other classes with mean d̄ and variance v̄,
     *       d − G·d̄,  T = T_C + T_S − G·T_S,  G = T_S(T_S + v̄)⁻
     *     statistic = d'(V/n² + T)⁻d,   pvalue = P(F ≥ statistic/df),  F with df and ν degrees of freedom
     *     sampling  = n²·d'V⁻d,         pvalueSampling = P(χ²_df ≥ sampling)
     *     effect    = √(mean over items of (dᵢ/maxᵢ)²)
     *
     * Inverses are of correlations with .001 added to the diagonal; df is the trace that this leaves, at most items −
     * 1, since deviations given the total add up to 0. ν is what puts the 80 % quantile of statistic/df over the
     * larger half of the groups in its place (8 at least): groups differ with heavier tails than a normal distribution
     * has. Groups under 8 pupils have no part in T and ν. Pupils with items missing or not taught are compared by the
     * total over the others. Real groups nearly all differ from sampling alone, because they were taught differently:
     * judge by `pvalue`, which stands beside how much groups differ. A class is compared with its school's other
     * classes too.
     *
     * @param results - Pupils with items missing or not taught are compared by the total over the others.
     * @param options.group - What the groups are. Default "class".
     * @param options.registry - Takes from each group what other groups with the same `reference` have in common (5 at
     * least).
     * @param options.minGroups - The least number of groups of 8 pupils or more from which to learn how groups differ;
     * with fewer, only the comparison with sampling alone is made and `statistic` and `pvalue` are NaN. Default 20.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils.
     * - `statistic`: χ² beside sampling and the differences between groups.
     * - `df`: Its degrees of freedom.
     * - `pvalue`: P(F ≥ statistic/df) with df and ν degrees of freedom, ν from the body of the groups.
     * - `effect`: The root mean square deviation of the items, in shares of their maxima.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `sampling`: χ² beside sampling alone.
     * - `pvalueSampling`: P(χ² ≥ sampling): a group like all others would show less. Of real groups nearly all are
     * below .01.
     * - `best`: The item done best for the totals, counted from 1.
     * - `bestDeviation`: Its deviation from what is expected, in shares of the maximum.
     * - `worst`: The item done worst.
     * - `worstDeviation`: Its deviation.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.norms` if the norms are of another assessment or lack a set of items that
     * pupils here are counted by; `statistic.parameter` for `minGroups` below 3.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Conditional norms: Dorans and Holland (1993), DIF given the total score, of a school in place of a
     * population group. Huber (1981), Robust Statistics, ch. 8.
     */
    function byGroup(results: Results, options?: ProfileOptions | null): ProfileTable;

    /**
     * Contrasts of kinds of items in each group, given the totals.
     *
     *     effect    = the mean deviation of the first kind of items less that of the second, in shares of the maxima
     *     statistic = effect / its standard deviation over groups,   pvalue = P(t ≥ statistic)
     *
     * @param results - Pupils with items missing or not taught are compared by the total over the others.
     * @param options.group - What the groups are. Default "class".
     * @param options.registry - Takes from each group what other groups with the same `reference` have in common (5 at
     * least).
     * @param options.minGroups - The least number of groups of 8 pupils or more from which to learn how groups differ;
     * with fewer, only the comparison with sampling alone is made and `statistic` and `pvalue` are NaN. Default 20.
     * @returns A table:
     * - `group`: The group.
     * - `contrast`: hard: the harder half of the items less the easier; late: the second half of the paper less the
     * first; open: marked by a teacher less marked by a key, where the assessment has `itemKinds`.
     * - `n`: Pupils.
     * - `statistic`: z = effect / its standard deviation over groups.
     * - `pvalue`: P(t ≥ z) with ν degrees of freedom.
     * - `effect`: The mean deviation of the first kind of items less that of the second, in shares of the maxima.
     * - `lower`: The effect's 95 % interval by sampling alone.
     * - `upper`: The effect's 95 % interval by sampling alone.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for `minGroups` below 3.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     */
    function contrasts(results: Results, options?: ProfileOptions | null): ContrastsTable;
}

/**
 * Acts of observers: a row for each.
 *
 * Columns in any order, with names in English or Russian: `school` (Логин школы), `date` (Дата:
 * 2022-04-19 or 19.04.2022), `number` (Номер акта), `event` (Запись календаря: the id of an entry
 * of the plan's calendar), `subject`, `grade`, `class` (Предмет, Параллель, Класс), `stage` (Этап:
 * printing, handing_over, writing, marking, uploading; печать, выдача, написание, проверка,
 * загрузка), `observer` (Наблюдатель), `from`, `to` (Начало, Окончание), `violations` (Нарушения:
 * numbers of the act's list with ";" between them, each with what was seen behind a colon, or what
 * was seen alone, as in "1; 3: entered late"), `probability` (Вероятность отбора, with which the
 * visit was drawn). School, date and stage must be there. A planned visit of which nothing is
 * filled in counts as absent; a row that cannot be read is set aside, and the report names its row
 * and column.
 *
 * @param bytes - A workbook or text. `Plan.save_acts` writes one with the planned visits.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.no_column` without school, date or stage, `data.repeated_column`; `data.unreadable`,
 * `data.too_large`, `data.empty` for no table.
 */
export function readActs(bytes: Uint8Array | number[], options?: WorkbookOptions | null): Acts;

/**
 * Results from text with comma, semicolon or tab between the columns, in UTF-8, UTF-16,
 * Windows-1251, CP866 or KOI8-R.
 *
 * Layouts, parameters and errors are those of `readXlsx`; nothing is unpacked.
 *
 * @param assessment - What the file holds, where neither it nor its path says so.
 * @param options.repair - Repair rows whose own total proves the repair; otherwise they are set aside. Default true.
 * @param options.registry - Where the municipalities come from.
 * @param options.school - The login of the school, for the layout without a school column; others do not use it.
 * @returns The results, what became of every row, and the registry of the file.
 * @throws ObektivError: `data.unreadable`, `data.too_large`, `data.no_sheet`, `data.empty`, `data.no_pupils`,
 * `data.unknown_layout`, `data.assessment_required`, `data.school_required`,
 * `data.item_columns`, `data.item_maximum_differs` (the header names another maximum than the
 * assessment has).
 */
export function readCsv(bytes: Uint8Array | number[], assessment?: Assessment | null, options?: CsvOptions | null): Import;

/**
 * «Распределение первичных баллов»: shares of pupils by total, restored to counts.
 *
 *     count_s = round(p_s·n/100)           if these add up to n
 *     count_s by the largest remainders    else, with a remark
 *
 * Two shapes: a report (Группы участников, Кол-во ОО, Кол-во участников, 0, 1, …, max, below a
 * title that may name the work) and a flat table (Год, Класс, Предмет, Муниципалитет, Логин, ОО,
 * Кол-во участников, 0, 1, …) of any number of works. Written from descriptions of the headers; no
 * sample was at hand.
 *
 * @param bytes - A workbook or text.
 * @param options.assessments - Scales: the first of the same subject, grade and year is taken, else that of the catalogue,
 * else, in a report with a title, one item worth the whole total, without boundaries.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.unknown_layout`, `data.assessment_required` if no row's work is known, `data.empty` if
 * no row is taken, `data.item_maximum` for more than 252 points and no assessment given,
 * `data.unreadable`, `data.too_large`.
 */
export function readDistributions(bytes: Uint8Array | number[], options?: DistributionsOptions | null): Aggregates;

/**
 * «Сравнение отметок с отметками по журналу»: how many pupils of each group have a mark below,
 * equal to and above that of the journal.
 *
 * Two shapes: wide (Группы участников, Кол-во участников, and for each of Понизили, Подтвердили,
 * Повысили a column of per cent, of pupils, or both) and tall (Группы участников, Кол-во
 * участников, %, with rows Понизили, Подтвердили, Повысили, Всего below the row of a group).
 * Counts are the columns of pupils, a dash or an empty cell is nobody; where there are none, they
 * are restored from the shares as in `readDistributions`. A row whose counts do not add up to its
 * pupils is set aside; a share that is not that of its count is remarked.
 *
 * @param bytes - A workbook or text.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.unknown_layout`, `data.empty` if no row is taken, `data.unreadable`, `data.too_large`.
 */
export function readJournalComparison(bytes: Uint8Array | number[], options?: JournalComparisonOptions | null): JournalComparison;

/**
 * Results from each of several files, workbooks or text, in their order. One that cannot be read
 * has an error in place of results, and does not keep the others from being read.
 *
 * `progress` is called after each file; if it returns false, the files not yet read are left out
 * of the answer.
 */
export function readMany(files: FileInit[], options?: ImportOptions | null, progress?: (progress: ReadProgress) => boolean | void | null): FileImport[];

/**
 * «Статистика по отметкам»: shares of pupils by mark, restored to counts.
 *
 * The shapes are those of `readDistributions` with the columns 2, 3, 4, 5 in place of the totals,
 * and so are the rules for counts and rows. No assessment is needed; a work is what the title or
 * the row says, as far as it does.
 *
 * @param bytes - A workbook or text.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.unknown_layout`, `data.empty` if no row is taken, `data.unreadable`, `data.too_large`.
 */
export function readMarkStatistics(bytes: Uint8Array | number[], options?: WorkbookOptions | null): MarkStatistics;

/**
 * The official marker list: Год, Логин, Муниципалитет, ОО, 4 РУ, 4 МА, 5 РУ, 5 МА, Количество
 * маркеров.
 *
 * Each column called by a grade and a subject is a marker; a cell is 1, or empty or 0 for none.
 * Municipality, name and count may be absent. Written from a description of a published list; no
 * sample was at hand.
 *
 * @param bytes - A workbook or text.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.no_column` without year, login or any marker; `data.empty` without a usable row;
 * `data.unreadable`, `data.too_large`.
 */
export function readMarkers(bytes: Uint8Array | number[], options?: WorkbookOptions | null): MarkerList;

/**
 * An observed or re-marked sample: school, work, outcome, probability of being chosen.
 *
 * Columns `school` (or login, логин), `work` (or assessment, работа; may be absent), `outcome` (or
 * irregular, нарушение: 1, yes, да or 0, no, нет) and `probability` (or вероятность, as .25 or 25
 * %; without the column all were chosen). A school in several works is irregular if it was in any
 * of them, and was chosen with the probability 1 − Π(1 − p).
 *
 * @param bytes - A workbook or text.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.no_column` without school or outcome; `data.empty` without a usable row;
 * `data.unreadable`, `data.too_large`.
 */
export function readObserved(bytes: Uint8Array | number[], options?: WorkbookOptions | null): Observed;

/**
 * A registry from a workbook or a text file with the columns `login` (or `school`), `name`,
 * `municipality`, `kind`, `reference`; all but the first are optional.
 *
 * @throws ObektivError: `data.no_column`, `data.duplicate_school`, `data.no_label`, `data.unreadable`,
 * `data.too_large`, `data.empty`.
 */
export function readRegistry(bytes: Uint8Array | number[]): Registry;

/**
 * Works that a second commission marked again: a row for each work, or for each item of it.
 *
 * Columns in any order, with names in English or Russian: `school` (Логин школы), `work` (Работа;
 * may be absent), `code` (Код работы), `item` (Задание; empty for the total; may be absent),
 * `before` (Балл до), `after` (Балл после), `stratum` (Слой отбора; may be absent), `probability`
 * (Вероятность отбора, as .25 or 25 %; 1 where it is empty or there is no such column). A row
 * without `after` is not marked again yet and counts as absent; one that cannot be read is set
 * aside, and the report names its row and column.
 *
 * @param bytes - A workbook or text. `Remarked.save_form` writes an empty one.
 * @param options.maxUnpacked - The largest size in bytes that a workbook may unpack to. Default 1 GiB.
 * @throws ObektivError: `data.no_column` without school, code or points, `data.repeated_column`; `data.empty`
 * without a usable row; `data.unreadable`, `data.too_large`.
 */
export function readRemarked(bytes: Uint8Array | number[], options?: WorkbookOptions | null): Remarked;

/**
 * Results from a workbook (`.xlsx` or `.ods`): its sheet «Протокол» if there is one, else all of
 * its first known layout.
 *
 * Six layouts are recognised by their header, which may stand below up to 29 rows of title:
 * `regional-2020` (user, …, klass, var-1, …), `regional-2021` (логин школы, …, вариант, …),
 * `regional-2022` (…, Школа, …, Код, Вариант, 1 (1б), …), `collection-form` (Код участника,
 * Вариант, 1 (5б), …), `f1-individual` (ОО, Муниципалитет, Название ОО, Код участника, …) and
 * `plain` (school, i1, i2, …; optional municipality, class, pupil, variant, journal_mark, total).
 * Only `collection-form` does not name its school. Where no assessment is given it is what
 * `identify` finds.
 *
 * @param assessment - What the file holds, where neither it nor its path says so.
 * @param options.repair - Repair rows whose own total proves the repair; otherwise they are set aside. Default true.
 * @param options.maxUnpacked - The largest size in bytes that the workbook may unpack to. Default 1 GiB.
 * @param options.registry - Where the municipalities come from.
 * @param options.school - The login of the school, for the layout without a school column; others do not use it.
 * @param options.sheet - The sheet to read.
 * @returns The results, what became of every row, and the registry of the file.
 * @throws ObektivError: `data.unreadable`, `data.too_large`, `data.no_sheet`, `data.empty`, `data.no_pupils`,
 * `data.unknown_layout`, `data.assessment_required`, `data.school_required`,
 * `data.item_columns`, `data.item_maximum_differs` (the header names another maximum than the
 * assessment has).
 */
export function readXlsx(bytes: Uint8Array | number[], assessment?: Assessment | null, options?: ImportOptions | null): Import;

/**
 * Findings of a policy in the results of one or more assessments.
 *
 * Results of one assessment (one file per municipality, say) are counted together. Works that the
 * policy does not look at are left out; a sign that a work cannot have (no boundaries, no journal,
 * no classes, counts where pupils are needed) is left out for it and said in `leftOut`. A
 * distribution of totals has neither journal marks nor classes nor items.
 *
 * @param options.policy - `Policy.calibrated()` by default.
 * @param options.registry - Names, municipalities and reference groups of schools.
 * @param options.reference - Norms, nulls and priors of another territory, for the evidence layer: below 60 schools they
 * stand in for the territory's own. Of an aggregated report the rows of the region, else of
 * the whole sample, give the shape of totals, and the simulated reference the rest
 * (`Reference.simulated()`; for TypeScript the package's file `reference-simulated.json`).
 * @param options.observed - What observers or a second marking saw in schools chosen by lot: posteriors are calibrated
 * on it.
 * @param options.absences - Pupils who did not write, by key of the work and school. Results that were read from files
 * bring theirs along.
 * @param options.listed - The official list of schools with markers, to be shown beside and compared with.
 * @throws ObektivError: `screening.no_results`, `screening.no_works`, `screening.policy`.
 * @throws ObektivError: `data.repeated` for the same results twice, `data.tally_mismatch` for two scales of one
 * work, `data.no_grouping` for a distribution without schools.
 * @throws ObektivError: `evidence.observed` if none of the observed schools was judged.
 */
export function screen(results: Results | Distribution | readonly (Results | Distribution)[], options?: ScreenOptions | null): Screening;

/**
 * The signs of groups that a policy may name, beside the official rule, `journal.*` and
 * `heaping.threeBin`.
 *
 * @returns `id, aliases, what, units, flags, beside, reason`. A rule `{"sign": id, "options": {...},
 * "unit": "school", "min_n": 10, "fdr": 0.05}` asks for a sign that `flags`, beside what its
 * column says; one that does not is context: its rule has no `fdr`, its values stand among the
 * indications, and `reason` says why it never flags.
 */
export function signs(): SignsTable;

/**
 * Papers of one class that agree more than the class's teaching explains.
 */
export namespace similarity {
    /**
     * The similarity of papers inside each class, or inside each school where the results name no classes.
     *
     *     p_d(s)  P(feature d | total s), d = one score of one item;  w_d(s) = −ln p_d(s);  totals s from .15K to .9K, pairs of the same items
     *     excess     z of Σ_{u<v} Σ_d x_ud·x_vd·√(w_d(s_u)·w_d(s_v)), moments given the totals
     *     q_d(s)  = ω_d·p_d/(1 − p_d + ω_d·p_d),  ω_d so that Σ_v q_d(s_v) = Σ_v x_vd over the pupils of the class with the same paper
     *     ψ_v     = √w_d·(x_vd − q_d)·√(n/(n−1)),     Σ̄ = mean over the class of Cov(ψ_v)
     *     z_uv    = (ψ_u·ψ_v + (|ψ_u|² + |ψ_v|²)/(2(n−1)))·√(tr Σ̄² / (κ_u·κ_v)),  κ_v = max(ψ_v'Σ̄ψ_v, tr Σ̄²/2); without the second term for two papers;
     *                made normal by Wilson–Hilferty, with the mean of the skewnesses of ψ_u·ψ and ψ_v·ψ over ψ of the class, items as if independent
     *     statistic  Σ z₊³ less its mean √(2/π) per pair, over its deviation √(7.5 − 2/π) per pair;  p by a gamma of its skewness
     *     control    the same of pairs of different variants
     *     duplicates Σ over strings (m − 1), m pupils with the string;  expected Σ_pairs c(s)·max(1, Π_items Σq²/Σp²),
     *                c(s) the share of pairs of different schools with total s that agree throughout;  p = P(Poisson(expected) ≥ duplicates)
     *     largest    pupils in the largest component of the graph of pairs with p(z) < pairLevel
     *
     * Covariances of features of different items are from correlations given the total, pooled over totals. Where a
     * p-value is below `permuteBelow`, each pupil of the class is replaced by one of other schools with the same
     * total and items (by himself where there is none), drawn with weights that give the class its own item effects
     * (shrunk as by ten more pupils), all is computed anew, and p = h/l when the h = 20th of l is as large (Besag and
     * Clifford), else (1 + as large)/(1 + permutations). A class most of whose pupils nobody of another school can
     * stand for is not permuted: permutations need other schools. The same seed and order of rows give the same
     * p-values in any order of threads. By moments, pairs are taken as uncorrelated: with two papers of a dozen pupils
     * they reject about 2 % at .01, with ten papers of five up to 5 %; permutation puts that right below
     * `permuteBelow`. What is undefined is NaN: without pairs, and `pvalueLargest` without permutations. `tier` is
     * that of the pupils compared. No pupil is named.
     *
     * @param results - By class, or by school where the results name no classes. Compared are pupils with a total
     * between .15 and .9 of the maximum, of the same items, in papers with five such.
     * @param options.permutations - The most permutations of a class; 0 for none. Default 9999.
     * @param options.permuteBelow - Classes with a p-value by moments, or of duplicates, below this are permuted.
     * Default 0.01.
     * @param options.pairLevel - Pairs with a p-value below this are joined in the graph. Default 0.001.
     * @param options.seed - The seed of the permutations. Default 1.
     * @returns A table:
     * - `group`: The class, `school/class`, or the school where classes are not known.
     * - `n`: Pupils.
     * - `compared`: Pupils with a total between .15 and .9 of the maximum, in a paper with five such.
     * - `pairs`: Pairs of them that wrote the same variant.
     * - `statistic`: (Σ z₊³ − its mean) / its standard deviation over these pairs, after the class's item effects.
     * - `pvalue`: Its p-value: by permutation where the class was permuted, else by moments.
     * - `pvalueMoments`: Its p-value by moments.
     * - `effect`: The share of items on which pairs agree, less what is expected of the totals.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `excess`: z of the weighted matches of these pairs, with nothing taken out: a topic taught well makes it large
     * too.
     * - `pvalueExcess`: Its p-value by moments.
     * - `controlPairs`: Pairs that wrote different variants.
     * - `control`: The statistic of these.
     * - `pvalueControl`: Its p-value by moments.
     * - `controlEffect`: The effect of these.
     * - `duplicates`: Pupils whose paper is the same throughout as that of another who is counted before.
     * - `duplicatesExpected`: How many pairs of such papers are expected.
     * - `pvalueDuplicates`: Its p-value: by permutation where the class was permuted, else P(Poisson ≥ duplicates).
     * - `clusters`: Groups of pupils joined by unusually similar pairs.
     * - `largest`: Pupils in the largest.
     * - `pvalueLargest`: P(as large or larger), by permutation.
     * - `permutations`: Permutations made.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.parameter` for levels that are no probability, or more than 4,096 scores of
     * items in all.
     * @see Weighted matches: Trout and Gorney (2025). Class level and permutation given the totals: this library's;
     * sequential p-values: Besag and Clifford (1991), Biometrika 78, 301–304; Wilson and Hilferty (1931), PNAS 17,
     * 684–688.
     */
    function byClass(results: Results, options?: SimilarityOptions | null): SimilarityTable;
}

/**
 * Results with known properties, for demonstrations, tests and power.
 */
export namespace simulate {
    /**
     * Schools of 30 to 118 pupils in classes, two districts, maths and Russian of grade 5; the same
     * seed gives the same results on every machine and in every language.
     *
     * Schools differ honestly: in ability, in how strict journals are, in how many papers just below
     * the pass mark are lifted. On top of it three schools have papers lifted to all boundaries, three
     * a lenient journal, three raised scores.
     *
     * @param options.schools - Default 40.
     * @param options.planted - false plants nothing.
     * @param options.background - The share of papers one point below the pass mark that schools usually lift. Default 0.15.
     */
    function municipality(options?: MunicipalityOptions | null): Municipality;

    /**
     * An irregularity planted into copies of results: what would a method have found, had it been
     * there?
     *
     * It acts in the schools in all works, kinds of a class in one class of each grade: the one that
     * most works of the grade have, the first by name among several. Incomplete papers stay as they
     * are, works without boundaries too under lift and fit.
     *
     * @param results - They stay as they are.
     * @param options.seed - What happens in a school depends on it, the login and the place of the work, not on the
     * other schools.
     * @throws ObektivError: `data.empty`, `data.no_school` for a school that no work has, `data.cannot_plant` without
     * boundaries or journal marks, `data.name` for an unknown kind.
     */
    function plant(results: Results | readonly Results[], kind: Plant, schools: string[], options?: SeedOptions | null): Results[];

    /**
     * Pupils of each work permuted among its schools, scores and journal marks together: an honest
     * territory of the same papers, in which schools and classes differ by chance alone.
     */
    function shuffled(results: Results | readonly Results[], options?: SeedOptions | null): Results[];

    /**
     * A territory that looks like real ones, with known irregularities or none; the same seed gives
     * the same results on every machine and in every language.
     *
     * Schools are small and large, with several classes; they and their classes differ honestly in
     * level, in subjects, in single items, in how strict journals are; some pupils are absent. Maxima
     * and boundaries are those of real works, difficulties are not; with a reference they are, and
     * schools differ as they do there.
     *
     * With a reference an item has cuts in a normal answer that correlates a with ability:
     *
     *     cuts         the reference's shares of the item's scores
     *     loadings a   its covariance of each item with the total: so totals have its mean, variance and teeth
     *     spread       what of the variance of totals lies not within its classes, in the usual proportion of school to class;
     *                  so are items, as far as totals do not explain them
     *
     * Journals agree with totals and pupils are absent as there. Papers that all its schools raise are
     * raised here too: that is what a school is compared with. `everybodyLifts=0` gives a territory
     * where nobody raises any. How much journals differ stays as usual, and of works known by their
     * totals alone the items are designed and moved to these totals.
     *
     * @param options.schools - Default 120.
     * @param options.works - Works of one grade are written by the same pupils. By default twelve of autumn 2020, three
     * in each of the grades 5 to 8, or all of the reference.
     * @param options.municipalities - One for ten schools by default.
     * @param options.pupils - The median number of pupils a grade. Default 21.
     * @param options.spread - How much honest schools differ.
     * @param options.everybodyLifts - The share of papers one point below a boundary that every school raises to it; half of it
     * two points below. Default 0.
     * @param options.reach - How far below a boundary everybody lifts. Default 2.
     * @param options.planted - What is planted, one kind in each school, dealt in turn.
     * @param options.share - The share of schools where something is planted, at least one school. Default .1.
     * @param options.design - The seed of the items. Territories of one design wrote the same works; a reference has items
     * of its own. Default 0.
     * @param options.reference - Whose works, items, spread, lifting, journals, absences and pupils a grade are taken; what
     * is given beside it goes first.
     * @throws ObektivError: `data.range`, `data.share`, `data.empty` (no works or kinds), `data.name`,
     * `data.cannot_plant` (lift or fit where no work has boundaries), `data.not_in_reference` for
     * a work that the reference does not know on this scale, and those of an Assessment.
     */
    function territory(options?: TerritoryOptions | null): Territory;
}

/**
 * The spread of totals in groups beside what their means allow, and many fives with little of it.
 */
export namespace spread {
    /**
     * Each group's variance beside the one that its mean allows.
     *
     *     groups of 5 pupils or more with 0 < ȳ < K;  x = 2ȳ/K − 1
     *     b(ȳ)  = ȳ(K − ȳ) + s²/n                            unbiased for μ(K − μ)
     *     v(ȳ)  = b(ȳ)·exp(β₀ + β₁x + β₂x²),   Σⱼ (nⱼ − 1)(sⱼ²/vⱼ − 1)·(1, x, x²)ⱼ = 0        β₁ = β₂ = 0 with fewer than 20 groups
     *     f     = 2n/(κ − (n − 3)/(n − 1))                    κ: kurtosis of the beta-binomial with mean ȳ and variance v
     *     over the other groups O of the same reference label:
     *       c   = Σ (nⱼ − 1)sⱼ² / Σ (nⱼ − 1)vⱼ
     *       τ²  from zⱼ = (ln(sⱼ²/cvⱼ) − ψ(fⱼ/2) + ln(fⱼ/2))/√ψ'(fⱼ/2) as in level, plus the uncertainty of c;  ν: ψ'(ν/2) = τ²
     *     statistic = s²/(c·v),   pvalue = P(F ≤ statistic·ν/(ν − 2)),   F with f and ν degrees of freedom;   pvalueHigh the other tail
     *     effect    = s/√(cv) − 1, from χ² with f degrees of freedom
     *
     * A group whose totals are all equal has statistic 0. Totals are whole, so 0 says no more than the next larger
     * variance 1/n, one pupil one point away: that is what the p-value and the interval's upper end are of. The curve
     * is that of all groups, this one among them, which makes the sign a little weaker where groups are few. Fewer
     * than 5 pupils, or a mean at an end of the scale, have NaN.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @param options.registry - The reference of a group is all other groups with the same `reference` in it; without
     * it, all others.
     * @param options.minReference - The least number of other groups in the reference; with fewer, all that needs a
     * reference is NaN. Default 5.
     * @returns A table:
     * - `group`: The group.
     * - `n`: Pupils.
     * - `sd`: The standard deviation of the totals, divisor n − 1.
     * - `expectedSd`: The one expected at this mean in the reference.
     * - `statistic`: The ratio of the variances.
     * - `pvalue`: P(F ≤ ratio): too little spread.
     * - `pvalueHigh`: P(F ≥ ratio): too much.
     * - `effect`: sd / expected − 1.
     * - `lower`: 95 % interval of the effect (sampling of pupils only).
     * - `upper`: 95 % interval of the effect (sampling of pupils only).
     * - `df`: Degrees of freedom of the variance by sampling.
     * - `nu`: Degrees of freedom of the differences between groups: the fewer, the more groups differ; p-values are
     * NaN from 2 down.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_tallies` for a tally without groups.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     * @see Box (1953), Biometrika 40, 318–335, variances and kurtosis. Smyth (2004), Statistical Applications in
     * Genetics and Molecular Biology 3(1), variances that differ between groups. The curve and its use are this
     * library's.
     */
    function byGroup(results: Tally | Results, options?: SpreadOptions | null): SpreadTable;

    /**
     * Many fives and totals close together; a sign of this library.
     *
     *     share = pupils with a five / pupils,  spread = s/S          s of the group's totals, S of all; divisors less 1
     *     statistic = min(rank of share, rank of −spread)            rank: (groups below + half of those equal, itself with them)/groups
     *
     * With thresholds, share ≥ 60 % (or the 99th percentile of groups) and spread < .6, hardly any real school has the
     * sign: rank instead, the highest first. A bounded total leaves less spread to every strong group, so the ranks
     * say which group to look at, not that it is unusual; there is no p-value. Groups under two pupils are NaN and not
     * ranked.
     *
     * @param options.group - Groups of results; a tally has its own. Default "school".
     * @returns A table:
     * - `group`: The groups.
     * - `n`: Pupils.
     * - `statistic`: The smaller of the group's two ranks: the share of groups that have fewer fives, and that have
     * more spread.
     * - `pvalue`: NaN: the sign has none.
     * - `effect`: The share of fives less that of all pupils.
     * - `lower`: NaN: the sign has none.
     * - `upper`: NaN: the sign has none.
     * - `share`: The share of fives.
     * - `spread`: s/S: the group's standard deviation by that of all pupils.
     * - `tier`: How much a group of this size can say: insufficient, limited, approximate, informative.
     * @throws ObektivError: `statistic.no_boundaries`.
     * @throws ObektivError: `data.no_grouping` if the results lack the labels of the groups; `data.name` for another
     * group.
     */
    function manyFives(results: Tally | Results, options?: ManyFivesOptions | null): ManyFivesTable;
}

/**
 * Counts of results by group.
 *
 * @param options.group - A class is named "school/class".
 * @param options.withIncomplete - Count pupils with a missing cell too; they are left out otherwise.
 * @throws ObektivError: `data.no_grouping` if the results lack these labels, `data.name`.
 */
export function tally(results: Results, options?: TallyOptions | null): Tally;

export {};
