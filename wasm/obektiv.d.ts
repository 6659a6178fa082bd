/** A distribution of ability: points and their shares, which add up to 1. */
export interface AbilityDistribution { points: ArrayLike<number>; weights: ArrayLike<number> }

/**
 * How abilities are estimated.
 */
export interface AbilityOptions {
    /**
     * The estimate; wle by default.
     */
    method?: "wle" | "ml" | "map" | "eap";
    /**
     * Where ML looks; [−4, 4] by default.
     */
    bounds?: [number, number];
    /**
     * The distribution of ability for MAP and EAP.
     */
    ability?: AbilityDistribution | null;
}

/** Abilities and their standard errors; `items` counts those that take part. */
export interface AbilityTable {
    theta: Float64Array;
    se: Float64Array;
    items: Float64Array;
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

/**
 * What the groups are.
 */
export interface AgreementOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
}

/** Weighted kappa (`statistic`, `effect`) of the journal's marks and the work's, and tests of equal margins and of symmetry. */
export interface AgreementTable extends Indications {
    se: Float64Array;
    /** The share of equal marks. */
    confirmed: Float64Array;
    /** The mean of the work's mark less the journal's. */
    difference: Float64Array;
    stuartMaxwell: Float64Array;
    stuartMaxwellDf: Float64Array;
    stuartMaxwellPvalue: Float64Array;
    bowker: Float64Array;
    bowkerDf: Float64Array;
    bowkerPvalue: Float64Array;
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

/** Excess mass in a zone around a threshold. What is undefined is NaN. */
export interface Bunching {
    /** Results in the window. */
    n: number;
    /** Results in the zone above the counterfactual. */
    statistic: number;
    /** Where nothing bunches, from counts that vary as Poisson's or as the residuals do, whichever is more. */
    se: number;
    /** Rejects four in a hundred honest territories at .05. */
    pvalue: number;
    /** `statistic` over the mean counterfactual of a total in the zone. */
    effect: number;
    lower: number;
    upper: number;
    effectSe: number;
    /** From resampled residuals, as published: too small. NaN without resamples. */
    seResampled: number;
    effectSeResampled: number;
    /** The polynomial at each total of the window. */
    counterfactual: Float64Array;
}

/**
 * Where the polynomial runs and what it leaves out.
 */
export interface BunchingOptions {
    /**
     * Of the polynomial; 7 by default.
     */
    degree?: number;
    /**
     * Totals of the zone below the threshold; 0 by default.
     */
    below?: number;
    /**
     * Totals of the zone above it; 0 by default.
     */
    above?: number;
    /**
     * First and last total that take part; all by default.
     */
    window?: [number, number];
    /**
     * Resamples of the residuals for `seResampled`; 200 by default.
     */
    resamples?: number;
    /**
     * The seed; 1 by default.
     */
    seed?: number;
}

/** Where the ability seems to change most: places are numbers of items before them. */
export interface ChangePointTable extends PersonFitTable {
    point: Float64Array;
    fall: Float64Array;
    fallPoint: Float64Array;
    rise: Float64Array;
    risePoint: Float64Array;
    score: Float64Array;
    scoreFall: Float64Array;
    scoreRise: Float64Array;
    wald: Float64Array;
    waldFall: Float64Array;
    waldRise: Float64Array;
}

/**
 * What takes part in a comparison of classes.
 */
export interface ClassSplitOptions {
    /**
     * The least number of pupils of a class; 5 by default.
     */
    minClass?: number;
    /**
     * With fewer schools of two classes and more `pvalue` is NaN; 10 by default.
     */
    minSchools?: number;
}

/** Row 13, `class_split` (OURS): one row for each school; `statistic` is F, `effect` the share of variance between classes. */
export interface ClassSplitTable extends Indications {
    classes: Float64Array;
    /** If classes were drawn from the school's pupils by chance; `pvalue`: if they differ as those of all schools do. */
    pvalueSampling: Float64Array;
    /** The largest class mean less the smallest, in points. */
    gap: Float64Array;
    highest: string[];
    lowest: string[];
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

/**
 * Points that the text of the cohort jump leaves open.
 */
export interface CohortJumpOptions {
    /**
     * What the groups are, when results are given and not tallies; schools by default.
     */
    group?: Group;
    /**
     * How many interquartile ranges beyond the quartiles are critical; the text says 3.
     */
    k?: number;
    /**
     * The least number of pupils in each of the two years; 1 by default.
     */
    minN?: number;
    /**
     * Hyndman and Fan's type of the quartiles, 4 to 9; 7 by default.
     */
    quantileType?: number;
}

/** Sign C: `statistic < riseBelow` is a sharp rise, `statistic > fallAbove` a sharp fall. */
export interface CohortJumpTable extends Indications {
    /** The same in every row. */
    riseBelow: Float64Array;
    /** The same in every row. */
    fallAbove: Float64Array;
}

/**
 * How p-values are combined.
 */
export interface CombinationOptions {
    /**
     * 0 or more for each p-value.
     */
    weights?: ArrayLike<number>;
}

/**
 * Which statistic, and how many patterns.
 */
export interface ConditionalOptions {
    /**
     * "lz" by default.
     */
    statistic?: "lz" | "guttman_errors" | "u3" | "c_star" | "outfit" | "infit" | "cusum";
    /**
     * For each total and each set of items answered; 20,000 by default.
     */
    patterns?: number;
    /**
     * The seed; 1 by default.
     */
    seed?: number;
    /**
     * For statistics without a model, as for `guttmanErrors`.
     */
    reference?: Scores;
}

/** A statistic beside its distribution given the total. */
export interface ConditionalTable extends PersonFitTable {
    midPvalue: Float64Array;
    /** The least p-value among the patterns compared with. */
    smallest: Float64Array;
    /** For means over groups; large where unusual. */
    normalScore: Float64Array;
    /** Patterns that the person is compared with. */
    patterns: Float64Array;
}

/**
 * How groups are compared.
 */
export interface ContinuityOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The least number of other groups with both works; 20 by default.
     */
    minReference?: number;
}

/** A group's mean in one work beside what is expected of it, in standard deviations of pupils; `pvalue` is two-sided. */
export interface ContinuityTable extends Indications {
    /** The key of the work whose mean is looked at. */
    work: string[];
    before: Float64Array;
    after: Float64Array;
    change: Float64Array;
    expected: Float64Array;
    /** Degrees of freedom. */
    df: Float64Array;
}

/** Kinds of items that are contrasted: the harder half, those marked by a teacher, the second half of the paper. */
export interface ContrastsTable extends Indications {
    contrast: ("hard" | "open" | "late")[];
}

/**
 * Which mark groups are compared.
 */
export interface CrossingOptions {
    /**
     * What the groups are; schools by default.
     */
    group?: Group;
    /**
     * The least number of pupils with each of the two marks; 10 by default.
     */
    minN?: number;
}

/** Changes of one cohort added up over its works. */
export interface CumulativeTable extends Indications {
    changes: Float64Array;
}

/** Cumulative sums: a stretch done better, a stretch done worse. */
export interface CusumTable extends PersonFitTable {
    highest: Float64Array;
    lowest: Float64Array;
}

/**
 * Which pairs, and whether the answers of the first are given.
 */
export interface DirectedPairOptions {
    /**
     * Whether the answers of the first are given: ordered pairs. If not, each pair once. True by default.
     */
    conditional?: boolean;
    /**
     * A label for each person, such as the class: only persons of one group are paired; all with all by default.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
     * among those kept alone, honest pairs would be found.
     */
    onlyBelow?: number;
}

/**
 * The distribution of totals of one work, by group.
 */
export class Distribution {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The tally of the schools (by default), of the municipalities, or of all together, from which every sign works
     * that needs totals alone. Municipalities that the file does not have are added up from their schools.
     */
    tally(group?: Group): Tally;
    /**
     * The assessment. Where nothing but the largest total is known, it has one item worth all of it.
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
     * The works of the file, by subject, grade and year; of others the shipped scales are used, where they fit.
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
     * Russian by default.
     */
    language?: Language;
}

/** The share of each person's answers that were not rapid. */
export interface EffortTable {
    statistic: Float64Array;
    tail: ("lower" | "upper")[];
}

/**
 * How changes are judged.
 */
export interface ErasureOptions {
    /**
     * Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers by default.
     */
    theta?: number[];
    /**
     * "continuity" by default for persons, "ability" for groups.
     */
    correction?: "continuity" | "none" | "ability";
    /**
     * Where abilities are looked for; −4 and 4 by default.
     */
    bounds?: [number, number];
}

/** Row 11, `external_mismatch` (PARTLY): `statistic > 1.5` with `lower > 0` is the sign. */
export interface ExternalMismatchTable extends Indications {
    /** z of the work. */
    work: Float64Array;
    /** z of the exam. */
    exam: Float64Array;
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
     * The model; gpcm by default. rasch and pcm are estimated by conditional maximum likelihood, the others by marginal.
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

/** Row 9, `group_crossing` (PARTLY): a row for each item and pair of marks; `n` is the smaller of the two mark groups. */
export interface GroupCrossingTable extends Indications {
    item: Float64Array;
    low: Float64Array;
    high: Float64Array;
    nLow: Float64Array;
    nHigh: Float64Array;
}

/** Changed answers of groups: of the persons whose statistic `byPerson` knows, `n` of them. `effect` is points above expectation for each changed answer. */
export interface GroupErasuresTable extends Indications {
    changed: Float64Array;
    points: Float64Array;
    expected: Float64Array;
}

/** Groups whose persons' values are large on average. */
export interface GroupFitTable extends Indications {
    /** Beside sampling alone. */
    pvalueSampling: Float64Array;
}

/** Guttman errors. */
export interface GuttmanErrorsTable extends PersonFitTable {
    /** The share of what the total allows. */
    normed: Float64Array;
}

/**
 * How honest distributions are bounded, and what groups are compared with.
 */
export interface HeapingOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The bound of the curvature; by default what a normal distribution with the tally's mean and
     * standard deviation has at the boundary.
     */
    k?: number | null;
    /**
     * The least number of other groups in the reference; 5 by default.
     */
    minReference?: number;
}

/** Papers at the lowest total of a mark beside the totals one below and above: four rows for each group. */
export interface HeapingTable extends Indications {
    /** 3, 4 or 5; 0 for the three boundaries together. */
    mark: Float64Array;
    /** The least number of different pupils behind the papers. */
    pupils: Float64Array;
    /** Papers at the boundary. */
    at: Float64Array;
    /** Papers at the boundary and one point beside it. */
    window: Float64Array;
    /** The bound of the curvature that was used. */
    k: Float64Array;
    pvalueMid: Float64Array;
    pvalueTwoSided: Float64Array;
    pvalueTwoSidedMid: Float64Array;
    /** For too few papers one point below the boundary. */
    pvalueDip: Float64Array;
    /** The smallest p-value that so many papers can give. */
    pvalueMin: Float64Array;
    referenceShare: Float64Array;
    referenceRho: Float64Array;
    pvalueReference: Float64Array;
    pvalueReferenceMid: Float64Array;
}

/** Row 10, `high5_low_spread` (OURS): the smaller of two ranks. */
export interface HighFivesTable extends Indications {
    /** The share of fives. */
    share: Float64Array;
    /** The group's standard deviation by that of all. */
    spread: Float64Array;
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
     * The sheet of a workbook; without it `Протокол` if there is one, else the first.
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
    /** Rows not used. */
    setAside: number;
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
 * Points that the text of the inflated mean leaves open.
 */
export interface InflatedMeanOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * The factor t of the interval; the text says 1.96.
     */
    t?: number;
    /**
     * The least number of pupils of a school; smaller ones are undefined. 2 by default.
     */
    minN?: number;
    /**
     * Whether a school whose totals are all equal has an interval of no width; undefined by default.
     */
    withConstant?: boolean;
}

/** Sign A: `statistic > critical` is the sign. */
export interface InflatedMeanTable extends Indications {
    /** The mean total. */
    mean: Float64Array;
    /** The upper end of the region's interval, the same in every row. */
    critical: Float64Array;
}

/**
 * The groups and the constants of the clustering.
 */
export interface InvalsiOptions {
    /**
     * What the groups are; classes by default.
     */
    group?: Group;
    /**
     * Clusters; 10 by default.
     */
    clusters?: number;
    /**
     * Above 1; 2 by default.
     */
    fuzziness?: number;
    /**
     * The least number of pupils of a group; 5 by default.
     */
    minN?: number;
}

/** The INVALSI index: `statistic` is the membership in the cluster of high, alike and complete papers. */
export interface InvalsiTable extends Indications {
    /** The mean share of the largest total. */
    mean: Float64Array;
    sd: Float64Array;
    /** The share of items not attempted. */
    missing: Float64Array;
    heterogeneity: Float64Array;
    /** The first axis: high mean, low spread, low heterogeneity. */
    outlier: Float64Array;
    participation: Float64Array;
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

/** Row 8, `item_inversion` (PARTLY): `statistic > δ` is the sign, δ = 0.05 usual. */
export interface ItemInversionTable extends Indications {
    /** The mean of q − p over the hard items: the group's share of the points less that of all. */
    hard: Float64Array;
    /** The same over the easy items. */
    easy: Float64Array;
}

/** Marked by a key, or by a teacher against criteria. */
export type ItemKind = "key" | "open";

/**
 * What the groups are, and the least size of what is compared in them.
 */
export interface ItemOptions {
    /**
     * What the groups are; schools by default.
     */
    group?: Group;
}

/** One row for each item: `model`, the parameters `a`, `c`, `b1`, … that some item has, and standard errors `seA`, `seB1`, …. */
export type ItemTable = { item: Float64Array; model: string[] } & { [parameter: string]: Float64Array | string[] };

/**
 * What the groups are.
 */
export interface JacobLevittOptions {
    /**
     * What the groups are; classes by default.
     */
    group?: Group;
}

/** Jacob and Levitt's measures on scores: `statistic` is the sum of their squared ranks. */
export interface JacobLevittTable extends Indications {
    block: Float64Array;
    correlation: Float64Array;
    variation: Float64Array;
    misfit: Float64Array;
}

/** Answers and times together: L_ST as `statistic`, and Q_ST. */
export interface JointFitTable extends PersonFitTable {
    q: Float64Array;
    pvalueQ: Float64Array;
}

/**
 * What a group's shares are compared with.
 */
export interface JournalOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The least number of other groups in the reference; 5 by default.
     */
    minReference?: number;
}

/** Shares of lowered, confirmed and raised marks and of gaps of two marks or more: four rows for each group. */
export interface JournalTable extends Indications {
    kind: ("lowered" | "confirmed" | "raised" | "gap")[];
    /** The least number of different pupils behind the results. */
    pupils: Float64Array;
    /** Results of this kind. */
    count: Float64Array;
    pvalueMid: Float64Array;
    referenceShare: Float64Array;
    referenceRho: Float64Array;
}

/** Of explanations and reports. */
export type Language = "ru" | "en";

/** How lenient a journal is: `statistic` in logits, `effect` as a shift of marks. */
export interface LeniencyTable extends Indications {
    sd: Float64Array;
    logitsLower: Float64Array;
    logitsUpper: Float64Array;
}

/** Whom a row of an aggregated report is about. */
export type Level = "whole" | "region" | "municipality" | "school";

/**
 * What a group is compared with.
 */
export interface LevelOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The least number of other groups in the reference; 5 by default.
     */
    minReference?: number;
}

/** Means in the funnel of their reference, and shares of papers with the largest total. */
export interface LevelTable extends Indications {
    mean: Float64Array;
    /** The p-value of a mean that is too low; `pvalue` is of one too high. */
    pvalueLow: Float64Array;
    referenceMean: Float64Array;
    /** The standard deviation of true means between groups. */
    between: Float64Array;
    /** The mean shrunken to the reference's, with its 95 % interval. */
    shrunken: Float64Array;
    shrunkenLower: Float64Array;
    shrunkenUpper: Float64Array;
    /** Papers with the largest total. */
    maximum: Float64Array;
    maximumShare: Float64Array;
    maximumReference: Float64Array;
    maximumPvalue: Float64Array;
    maximumPvalueMid: Float64Array;
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

/** Standardised statistics of a likelihood. */
export interface LikelihoodFitTable extends PersonFitTable {
    skewness: Float64Array;
}

/**
 * How abilities were estimated, and how p-values are taken.
 */
export interface LikelihoodOptions {
    /**
     * That of the abilities; "ml" by default.
     */
    estimator?: "ml" | "map" | "wle" | "known";
    /**
     * "edgeworth" by default.
     */
    correction?: "edgeworth" | "normal" | "cornish_fisher" | "chi_square";
    /**
     * Mean and standard deviation of the prior, for "map"; 0 and 1 by default.
     */
    prior?: [number, number];
}

/** From one scale to another: θ there = slope·θ here + intercept. */
export interface Link { slope: number; intercept: number }

/**
 * How scales are linked.
 */
export interface LinkOptions {
    /**
     * The method; stocking_lord by default.
     */
    method?: "stocking_lord" | "haebara" | "mean_sigma" | "mean_mean";
    /**
     * Where on the scale there the curves are compared.
     */
    ability?: AbilityDistribution | null;
}

/** A density on both sides of a threshold. What is undefined is NaN. */
export interface LocalPolynomial {
    /** Values that take part. */
    n: number;
    nLeft: number;
    nRight: number;
    /** The reach below and above the threshold. */
    bandwidthLeft: number;
    bandwidthRight: number;
    /** Values within reach. */
    withinLeft: number;
    withinRight: number;
    statistic: number;
    pvalue: number;
    /** `right` − `left`. */
    effect: number;
    lower: number;
    upper: number;
    se: number;
    left: number;
    right: number;
    seLeft: number;
    seRight: number;
    /** The same of order p, whose p-value neglects the bias. */
    plainStatistic: number;
    plainPvalue: number;
    plainLeft: number;
    plainRight: number;
}

/**
 * What is fitted.
 */
export interface LocalPolynomialOptions {
    /**
     * The reach below and above the threshold; by `rule` where not given.
     */
    bandwidth?: [number, number];
    /**
     * Where no bandwidth is given, it makes the mean square error of this small; "combined" by default.
     */
    rule?: "combined" | "each" | "difference" | "sum";
    /**
     * p; the test uses p + 1. 2 by default.
     */
    order?: number;
    /**
     * "triangular" by default.
     */
    kernel?: "triangular" | "uniform" | "epanechnikov";
    /**
     * A polynomial for each side, by default, or one with a kink at the threshold.
     */
    fit?: "unrestricted" | "restricted";
    /**
     * "jackknife" by default.
     */
    variance?: "jackknife" | "plugin";
    /**
     * Whether equal values share one place of the distribution function; true by default.
     */
    massPoints?: boolean;
}

/**
 * Which pairs, and which answers are right.
 */
export interface M4Options {
    /**
     * The right option of each item, from 0; the largest score by default.
     */
    key?: number[];
    /**
     * A label for each person, such as the class: only persons of one group are paired; all with all by default.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
     * among those kept alone, honest pairs would be found.
     */
    onlyBelow?: number;
}

/** M4. */
export interface M4Table extends PairsTable {
    /** Matches on right answers. */
    right: Float64Array;
}

/** In scores: a cell without an answer of any kind; the total of such a person is undefined. */
export const MISSING: 255;

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
     * The markers of one school by year. Its login may begin `sch` in one year and `edu` in another: the digits stay.
     */
    history(school: string): MarkersTable;
    /**
     * Schools and markers by year and municipality.
     */
    readonly byMunicipality: MarkersByMunicipalityTable;
    /**
     * Schools and markers by year. A school listed twice in a year counts once, and so does a marker listed twice.
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

/** The jump of a log density at a threshold. What is undefined is NaN. */
export interface McCrary {
    n: number;
    statistic: number;
    pvalue: number;
    /** ln right − ln left. */
    effect: number;
    lower: number;
    upper: number;
    se: number;
    left: number;
    right: number;
    /** Width of a bin. */
    bin: number;
    /** Reach of the lines. */
    bandwidth: number;
}

/**
 * The histogram and the lines through it; McCrary's own rules by default.
 */
export interface McCraryOptions {
    /**
     * Width of a bin.
     */
    bin?: number;
    /**
     * Reach of the lines on each side.
     */
    bandwidth?: number;
}

/** Mean squares. */
export interface MeanSquareTable extends PersonFitTable {
    standardised: Float64Array;
}

/** Measures, in the order of the plan. */
export interface MeasuresTable {
    id: string[];
    /** Title of its direction of work. */
    direction: string[];
    text: string[];
    /** Such as `targeted_help`. */
    kind: string[];
    level: ("region" | "municipality" | "school")[];
    /** Who answers for it; empty where nobody does. */
    responsible: string[];
    /** A day, `from/to`, or `academic_year` or `assessment_calendar` with the days known; empty where not given. */
    schedule: string[];
    status: string[];
    /** Schools that it is for. */
    schools: Float64Array;
    /** Findings that it is for. */
    findings: Float64Array;
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
     * The same seed gives the same municipality, on every machine and in every language; 1 by default.
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
 * What scores stand in one array.
 */
export interface NonparametricOptions {
    /**
     * The number of items, if the scores are one array.
     */
    items?: number;
    /**
     * Of rest-scores: they are joined until this many persons are together; 50 by default.
     */
    minSize?: number;
}

/**
 * Which statistic, beside which norm.
 */
export interface NormOptions {
    /**
     * "u3" by default.
     */
    statistic?: "u3" | "guttman_errors" | "c_star";
    /**
     * Whether the persons are part of the norm; false by default.
     */
    included?: boolean;
    /**
     * The largest score of each item; the largest scores seen where not given.
     */
    maxScores?: number[];
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
 * Which pairs to make, and which to keep.
 */
export interface PairOptions {
    /**
     * A label for each person, such as the class: only persons of one group are paired; all with all by default.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
     * among those kept alone, honest pairs would be found.
     */
    onlyBelow?: number;
}

/** One row for each pair; large statistics and small p-values are unusual. What is undefined is NaN. */
export interface PairsTable {
    /** The row of one person, from 0; the one who gave the answers where there is a direction. */
    first: Float64Array;
    /** The row of the other person, from 0. */
    second: Float64Array;
    /** Items that take part: those both answered; of statistics of errors, those of them that the first has wrong. */
    items: Float64Array;
    /** Items of these with the same answer. */
    matches: Float64Array;
    expected: Float64Array;
    statistic: Float64Array;
    /** P(as large or larger); 0 where it is below the smallest number. */
    pvalue: Float64Array;
    /** Its logarithm to base 10, finite also then. */
    log10Pvalue: Float64Array;
    /** The same in all rows: how many pairs have a p-value, those not kept included. */
    compared: Float64Array;
}

/**
 * What patterns are read beside.
 */
export interface PatternOptions {
    /**
     * The largest score of each item; the largest scores seen where not given.
     */
    maxScores?: number[];
    /**
     * The population whose popularity orders the steps; the persons themselves by default.
     */
    reference?: Scores;
}

/**
 * What a group's agreement is compared with.
 */
export interface PerfectOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The least number of other groups in the reference; 5 by default.
     */
    minReference?: number;
    /**
     * The reliability of the total, such as Cronbach's α; without it `largest` is NaN.
     */
    reliability?: number;
}

/** Confirmed marks beside the reference's at the same totals. */
export interface PerfectTable extends Indications {
    /** Equal marks. */
    count: Float64Array;
    pvalueMid: Float64Array;
    /** The reference's share at the group's totals. */
    expected: Float64Array;
    referenceRho: Float64Array;
    /** The p-value whatever the totals. */
    pvalueShare: Float64Array;
    /** The share to be expected if every journal mark were the pupil's true mark; NaN without a reliability. */
    largest: Float64Array;
}

/** Changed answers of persons, one row for each. NaN without changed answers, and, where `theta` is not given, without unchanged ones or where these are all
 * wrong or all right, which shows no ability (`l` is defined there). With `theta` only `l` and the correction for "ability" need unchanged answers. */
export interface PersonErasuresTable extends PersonFitTable {
    changed: Float64Array;
    /** Points on the items changed. */
    points: Float64Array;
    expected: Float64Array;
    theta: Float64Array;
    /** Exact for a known ability. */
    pvalueExact: Float64Array;
    /** The signed root of the likelihood ratio of two abilities against one. */
    l: Float64Array;
    pvalueL: Float64Array;
}

/** One row for each person. What is undefined is NaN. */
export interface PersonFitTable {
    statistic: Float64Array;
    /** P(as unusual or more); NaN where no null distribution holds well enough. */
    pvalue: Float64Array;
    /** Which values of the statistic are unusual. */
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
 * A plan of measures of one territory for one year. A plan is data: change its JSON, and read it back.
 */
export class Plan {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * A plan from JSON, checked: types, ids that nothing has, periods that end before they begin. The error's `path`
     * says where.
     */
    static fromJson(text: string): Plan;
    /**
     * What the plan lacks for anybody to know later whether it was done and whether it helped; in Russian by default.
     * Remarks, no errors: a plan with remarks is still a plan.
     */
    lint(language?: Language): RemarksTable;
    /**
     * The plan as a self-contained HTML page: the same table, and what the plan lacks; in Russian by default.
     */
    toHtml(language?: Language): string;
    /**
     * The plan as JSON, fields that this version does not know included.
     */
    toJson(): string;
    /**
     * The plan as the four-column table of such notes, in Markdown; in Russian by default.
     */
    toMarkdown(language?: Language): string;
    /**
     * The measures, in their order.
     */
    readonly measures: MeasuresTable;
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

/** What was planted where. */
export interface PlantedTable {
    /** The school's login. */
    school: string[];
    /** Papers lifted to the boundary of a mark, journal marks one higher, or half of the missed points given. */
    planted: ("lifted" | "lenient_journal" | "raised")[];
}

/**
 * How many plausible values are drawn.
 */
export interface PlausibleOptions {
    /**
     * Draws of each person; 5 by default.
     */
    draws?: number;
    /**
     * The same seed gives the same draws, on every machine and in every language; 1 by default.
     */
    seed?: number;
    /**
     * The distribution of ability.
     */
    ability?: AbilityDistribution | null;
}

/**
 * A named set of signs, guards and thresholds: what makes an indication a finding. A policy is data: change
 * its JSON, and read it back.
 */
export class Policy {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Small-sample guards, a false discovery rate of 5 % for each rule, effects that matter.
     */
    static calibrated(): Policy;
    /**
     * The policy that `toJson` wrote, or one written by hand.
     */
    static fromJson(text: string): Policy;
    /**
     * The official rule of 2019: signs A, B, C over Russian and maths of grades 4 and 5. No p-value, no guard
     * against small schools.
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

/** The prior of the share over groups by cells, the first of which is 0. */
export interface PriorTable {
    lower: Float64Array;
    upper: Float64Array;
    share: Float64Array;
}

/**
 * How groups are compared.
 */
export interface ProfileOptions {
    /**
     * What the groups are; classes by default.
     */
    group?: Group;
    /**
     * Takes from each group what other groups of its reference have in common.
     */
    registry?: Registry | null;
    /**
     * The least number of groups of 8 pupils or more from which to learn how groups differ; 20 by default.
     */
    minGroups?: number;
}

/** Items done better or worse than by all pupils with the same totals. `effect` is their root mean square deviation. */
export interface ProfileTable extends Indications {
    /** The degrees of freedom of `statistic`. */
    df: Float64Array;
    /** χ² beside sampling alone; of real groups nearly all are far out. */
    sampling: Float64Array;
    pvalueSampling: Float64Array;
    /** The item done best for the totals, counted from 1, and its deviation in shares of the maximum. */
    best: Float64Array;
    bestDeviation: Float64Array;
    worst: Float64Array;
    worstDeviation: Float64Array;
}

/**
 * The index of raised papers in one work: what `heaping.raised` returns.
 */
export class Raised {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Each group's lifting to scores that are no boundaries, in ascending order: an empirical null.
     */
    placebo(scores: Uint16Array | number[]): PlaceboTable;
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
     * The lowest totals of marks 3, 4, 5: needed with bare counts, otherwise in the place of the work's own.
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

/**
 * Points that the text of the rank mismatch leaves open.
 */
export interface RankMismatchOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * The least number of pupils with a total and a journal mark; 3 by default.
     */
    minN?: number;
    /**
     * The printed formula with mid-ranks (the default), or the correlation of the mid-ranks.
     */
    ties?: "printed" | "corrected";
}

/** Sign B: `statistic < 0` is the sign. */
export interface RankMismatchTable extends Indications {}

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

/**
 * What counts as confirmed, and what marks are.
 */
export interface RecheckOptions {
    /**
     * Points by which a confirmed paper may differ; 1 by default.
     */
    tolerance?: number;
    /**
     * The lowest points of marks 3, 4, 5.
     */
    boundaries?: [number, number, number];
}

/** Row 12, `recheck_delta` (PARTLY): `statistic` is the share of papers within the tolerance. */
export interface RecheckTable extends Indications {
    confirmed: Float64Array;
    /** Wilson's interval of the share. */
    shareLower: Float64Array;
    shareUpper: Float64Array;
    /** Clopper and Pearson's. */
    exactLower: Float64Array;
    exactUpper: Float64Array;
    /** Papers that had more points at first. */
    higher: Float64Array;
    fewer: Float64Array;
    pvalueTwoSided: Float64Array;
    marksLowered: Float64Array;
    marksRaised: Float64Array;
    /** ICC(2,1). */
    icc: Float64Array;
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
     * The reference group of a school or of a class `school/class`; empty where it has none. Without `unit` a name that is a login here
     * is a school's, any other a class's.
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

/** The mean score of an item by the total over the others; `drop` is how far it lies below the highest before it. */
export interface RestScoresTable {
    item: Float64Array;
    /** The least and the largest rest-score of the group. */
    low: Float64Array;
    high: Float64Array;
    n: Float64Array;
    mean: Float64Array;
    se: Float64Array;
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
     * The total of each person, codes counting 0, and whether the person is complete (no missing cell).
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
     * Persons × items: one array, person by person, or an array for each person. In the latter null
     * and NaN are missing.
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

/** Schools whose share is a round percentage, beside what chance gives; all but the counts NaN without schools. */
export interface RoundPercentages {
    /** Schools with anybody. */
    n: number;
    /** Those whose share is round. */
    statistic: number;
    expected: number;
    effect: number;
    pvalue: number;
    pvalueMid: number;
}

/**
 * What is round.
 */
export interface RoundPercentagesOptions {
    /**
     * Multiples of so many per cent are round; 1 by default.
     */
    step?: number;
    /**
     * How far from a multiple, in per cent, still is round; .05 by default.
     */
    within?: number;
    /**
     * Whether 0 % and 100 % count as round.
     */
    withEnds?: boolean;
}

/** What became of one row of a file. */
export type RowKind = "taken" | "repaired" | "one_day" | "absent" | "set_aside";

/**
 * Which pairs, and what a right answer weighs.
 */
export interface S2Options {
    /**
     * d₁, 0 or more, and d₂, 0 or less; [1, -7.56] by default.
     */
    weight?: [number, number];
    /**
     * A label for each person, such as the class: only persons of one group are paired; all with all by default.
     */
    group?: string[];
    /**
     * Keep only pairs with a p-value below this. Adjust what is kept by `evidence.benjaminiHochberg(pairs.pvalue, pairs.compared[0])`: adjusted
     * among those kept alone, honest pairs would be found.
     */
    onlyBelow?: number;
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
}

/**
 * What a policy makes of results.
 */
export class Screening {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What the finding of this id says, in words: the numbers, what they are compared with, how large the
     * sample is, what to look at. In Russian by default.
     */
    explain(id: string, language?: Language): string;
    /**
     * A self-contained HTML page: what was examined, what was found, cards of schools, how it was computed.
     * It names no pupils, needs nothing from outside and prints on A4.
     */
    report(options?: ReportOptions | null): string;
    /**
     * Zones of risk: for each school the sum of the weights of its different signs. `table` is JSON:
     * `{"weights": [{"sign": "official", "weight": 2, "least_tier": "limited"}], "zones": [2]}`; of the weights the first counts whose sign
     * or module fits, and an empty name fits any. By default one zone: any official sign of ten pupils or more, or two others of
     * twenty. Kinds of journal disagreement are one sign.
     */
    riskZones(table?: string | null): RiskTable;
    /**
     * The table of schools as CSV in UTF-8: in our shape, or in the official one with a marker for each work
     * (4 РУ, 4 МА, 5 РУ, 5 МА) of the official rule.
     */
    schoolsCsv(shape?: "ours" | "official"): Uint8Array;
    /**
     * The classes, by name; none where classes are not known.
     */
    readonly classes: ClassesTable;
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
     * The policy.
     */
    readonly policy: Policy;
    /**
     * The schools, by login.
     */
    readonly schools: SchoolsTable;
}

export type Season = "autumn" | "spring";

/**
 * The shift model of one work: what `heaping.fit` returns.
 */
export class Shift {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Each group's lifting to scores that are no boundaries, in ascending order: an empirical null.
     */
    placebo(scores: Uint16Array | number[]): PlaceboTable;
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
     * The lowest totals of marks 3, 4, 5: needed with bare counts, otherwise in the place of the work's own.
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
     * From how far below a boundary papers are raised; by default 3 on scales below 25 points, else 5.
     */
    reach?: number | null;
    /**
     * A group is cleared if its own papers bound the share of raised ones below this; .2 by default.
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
}

/**
 * How closely to look.
 */
export interface SimilarityOptions {
    /**
     * The most permutations of a class, 0 for none; 9,999 by default.
     */
    permutations?: number;
    /**
     * Classes with a p-value below this are permuted; .01 by default.
     */
    permuteBelow?: number;
    /**
     * Pairs with a p-value below this are joined; .001 by default.
     */
    pairLevel?: number;
    /**
     * The seed of the permutations; 1 by default.
     */
    seed?: number;
}

/** Papers of one class that agree more than the class's teaching explains: one row for each class. */
export interface SimilarityTable extends Indications {
    /** Pupils with a total between .15 and .9 of the maximum, in a paper with five such. */
    compared: Float64Array;
    /** Pairs of them that wrote the same variant. */
    pairs: Float64Array;
    pvalueMoments: Float64Array;
    /** z of the weighted matches, with nothing taken out. */
    excess: Float64Array;
    pvalueExcess: Float64Array;
    /** Pairs that wrote different variants. */
    controlPairs: Float64Array;
    /** The statistic of these. */
    control: Float64Array;
    pvalueControl: Float64Array;
    controlEffect: Float64Array;
    /** Pupils whose paper is the same throughout as that of another who is counted before. */
    duplicates: Float64Array;
    duplicatesExpected: Float64Array;
    pvalueDuplicates: Float64Array;
    /** Groups of pupils joined by unusually similar pairs. */
    clusters: Float64Array;
    /** Pupils in the largest. */
    largest: Float64Array;
    pvalueLargest: Float64Array;
    permutations: Float64Array;
}

/**
 * What a group is compared with.
 */
export interface SpreadOptions {
    /**
     * What the groups are, when results are given and not a tally; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The least number of other groups in the reference; 5 by default.
     */
    minReference?: number;
}

/** Spreads of totals beside what their means allow: `statistic` is the ratio of the variances. */
export interface SpreadTable extends Indications {
    sd: Float64Array;
    expectedSd: Float64Array;
    /** The p-value of too much spread; `pvalue` is of too little. */
    pvalueHigh: Float64Array;
    df: Float64Array;
    nu: Float64Array;
}

/**
 * How dependent p-values are combined.
 */
export interface StoufferOptions {
    /**
     * 0 or more for each p-value.
     */
    weights?: ArrayLike<number>;
    /**
     * The correlation of the tests in clean data, p-values × p-values.
     */
    correlation?: number[][];
}

/** Points on a subset given the total. */
export interface SubsetTestTable extends PersonFitTable {
    expected: Float64Array;
    midPvalue: Float64Array;
    /** The least p-value that the total allows. */
    smallest: Float64Array;
}

/** Speeds on a subset of items and on the rest. */
export interface SubsetTimesTable extends PersonFitTable {
    tauSubset: Float64Array;
    tauRest: Float64Array;
}

/**
 * The counts that every statistic of groups starts from: per group, journal mark × total.
 *
 * Tallies of parts merge, in any order, to the tally of the whole, and become a few bytes per group; so parts
 * may be counted in workers or elsewhere.
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
     * A tally from histograms of totals alone, as aggregated reports give them: for each group the number
     * of pupils with total 0, 1, … up to the largest.
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

/** The three-bin test of one boundary; all NaN without papers. */
export interface ThreeBin {
    share: number;
    pvalue: number;
    pvalueMid: number;
    pvalueTwoSided: number;
    pvalueTwoSidedMid: number;
    pvalueDip: number;
    pvalueDipMid: number;
    pvalueMin: number;
}

/**
 * How an honest distribution is bounded.
 */
export interface ThreeBinOptions {
    /**
     * The bound of the curvature; 0 by default: straight over the three bins.
     */
    k?: number;
}

/** How much a group of this size can say: fewer than 10 pupils, 10 to 19, 20 to 49, 50 and more. */
export type Tier = "insufficient" | "limited" | "approximate" | "informative";

/**
 * The log-normal model of the times, and the speeds where they are known.
 */
export interface TimeModel {
    /**
     * How closely times follow the speed, of each item.
     */
    alpha: number[];
    /**
     * The mean log time at speed 0, of each item.
     */
    beta: number[];
    /**
     * The speed of each person; estimated by default.
     */
    tau?: number[];
}

/** Persons × items; NaN where there is no time. */
export type Times = ArrayLike<ArrayLike<number>>;

/** The mean ability of persons with each total, its standard deviation, and how probable the total is. */
export interface TotalAbilityTable {
    total: Float64Array;
    theta: Float64Array;
    se: Float64Array;
    probability: Float64Array;
}

/** The total of each person, codes counting 0, and whether the person is complete (no missing cell). */
export interface Totals { total: Float64Array; complete: boolean[] }

/**
 * A distribution of ability.
 */
export interface TotalsOptions {
    /**
     * The distribution; 61 points on [−6, 6] weighted as N(0, 1) by default.
     */
    ability?: AbilityDistribution | null;
    /**
     * At this ability only.
     */
    theta?: number;
}

/**
 * Abilities of two sets of items: all three or none.
 */
export interface TwoSubsetsOptions {
    /**
     * Abilities on all items; maximum likelihood by default.
     */
    theta?: number[];
    /**
     * On the subset.
     */
    thetaSubset?: number[];
    /**
     * On the rest.
     */
    thetaRest?: number[];
    /**
     * Abilities are estimated within ±bound; 4 by default.
     */
    bound?: number;
}

/** A subset of items against the rest. */
export interface TwoSubsetsTable extends PersonFitTable {
    theta: Float64Array;
    thetaSubset: Float64Array;
    thetaRest: Float64Array;
    /** r*, and its p-values; NaN where the model is none of the Rasch, 2PL, partial credit or nominal family. */
    modified: Float64Array;
    pvalueModified: Float64Array;
    pvalueLugannaniRice: Float64Array;
    score: Float64Array;
    pvalueScore: Float64Array;
    wald: Float64Array;
    pvalueWald: Float64Array;
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

/**
 * What a group's items not attempted are compared with.
 */
export interface XPatternOptions {
    /**
     * What the groups are; schools by default.
     */
    group?: Group;
    /**
     * Names the reference group of each school; without it all other groups are the reference.
     */
    registry?: Registry | null;
    /**
     * The least number of other groups in the reference; 5 by default.
     */
    minReference?: number;
}

/** Row 13, `x_pattern` (OURS): two rows for each group, items not attempted too often and too rarely. */
export interface XPatternTable extends Indications {
    kind: ("many" | "few")[];
    /** Cells scored or not attempted. */
    cells: Float64Array;
    count: Float64Array;
    pvalueMid: Float64Array;
    referenceShare: Float64Array;
    referenceRho: Float64Array;
}

/**
 * All shipped assessments.
 */
export function assessments(): Assessment[];

export let continuity: {
    byGroup: typeof continuity__byGroup,
    consistency: typeof continuity__consistency,
    cumulative: typeof continuity__cumulative,
};

/**
 * How a cohort's mean changed between two works, beside the other groups that began alike.
 */
declare function continuity__byGroup(before: Tally | Results, after: Tally | Results, options?: ContinuityOptions | null): ContinuityTable;

/**
 * Each group's mean in each work beside its means in the others: subjects of one grade, or grades of one year.
 */
declare function continuity__consistency(works: Tally | Results | readonly (Tally | Results)[], options?: ContinuityOptions | null): ContinuityTable;

/**
 * Changes of one cohort added up over its works, in the order in which they were written.
 */
declare function continuity__cumulative(works: Tally | Results | readonly (Tally | Results)[], options?: ContinuityOptions | null): CumulativeTable;

export let density: {
    bunching: typeof density__bunching,
    localPolynomial: typeof density__localPolynomial,
    mccrary: typeof density__mccrary,
};

/**
 * Excess mass around a threshold: a polynomial through the counts of a histogram, results with total 0, 1, …, that leaves out a zone.
 */
declare function density__bunching(histogram: ArrayLike<number>, threshold: number, options?: BunchingOptions | null): Bunching;

/**
 * The local polynomial density test: does the density jump at a threshold? For totals of a territory; on discrete
 * scores prefer `heaping`.
 */
declare function density__localPolynomial(values: Float64Array | number[], threshold: number, options?: LocalPolynomialOptions | null): LocalPolynomial;

/**
 * McCrary's density test: a straight line through a fine histogram on each side of a threshold. Whole numbers have bins of whole
 * steps where none is given, and NaN where the bandwidth by the rule reaches fewer than three of them.
 */
declare function density__mccrary(values: Float64Array | number[], threshold: number, options?: McCraryOptions | null): McCrary;

export let erasures: {
    byGroup: typeof erasures__byGroup,
    byPerson: typeof erasures__byPerson,
};

/**
 * The changed answers of each group's persons together.
 */
declare function erasures__byGroup(before: Scores, after: Scores, scores: Scores, items: Item[], groups: string[], options?: ErasureOptions | null): GroupErasuresTable;

/**
 * The changed answers of each person beside the ability that the unchanged ones show. `before` and `after` are what was marked, `scores` what the answer after
 * is worth. Where all unchanged answers are wrong, or all right, only `l` is defined, and `pvalueL` is too small: .001 for three changed answers right beside
 * four others wrong, one arrangement of 35.
 */
declare function erasures__byPerson(before: Scores, after: Scores, scores: Scores, items: Item[], options?: ErasureOptions | null): PersonErasuresTable;

export let evidence: {
    benjaminiHochberg: typeof evidence__benjaminiHochberg,
    benjaminiYekutieli: typeof evidence__benjaminiYekutieli,
    cauchyCombination: typeof evidence__cauchyCombination,
    fisher: typeof evidence__fisher,
    harmonicMean: typeof evidence__harmonicMean,
    roganGladen: typeof evidence__roganGladen,
    stouffer: typeof evidence__stouffer,
};

/**
 * Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`. NaN stays NaN and is not counted; what
 * else lies outside 0 to 1 is an error, as in all of `evidence`. `tests`: how
 * many were made, where `p` are the smallest of them alone, as of pairs with `onlyBelow`.
 */
declare function evidence__benjaminiHochberg(p: Float64Array | number[], tests?: number | null): Float64Array;

/**
 * Adjusted p-values that control the false discovery rate however the tests depend on each other. NaN stays NaN and is not counted.
 */
declare function evidence__benjaminiYekutieli(p: Float64Array | number[]): Float64Array;

/**
 * Cauchy's combination: a small p-value among many, however the tests depend on each other. NaN is left out.
 */
declare function evidence__cauchyCombination(p: Float64Array | number[], options?: CombinationOptions | null): number;

/**
 * Fisher's combination of independent p-values; NaN is left out.
 */
declare function evidence__fisher(p: Float64Array | number[]): number;

/**
 * The weighted harmonic mean of p-values, which is no p-value itself. NaN is left out.
 */
declare function evidence__harmonicMean(p: Float64Array | number[], options?: CombinationOptions | null): number;

/**
 * How common something is, from the flagged share and the sensitivity and specificity of the sign (Rogan and Gladen).
 */
declare function evidence__roganGladen(share: number, sensitivity: number, specificity: number): number;

/**
 * Stouffer's combination of one-sided p-values, weighted, with their correlation where they depend on each other. NaN is left out.
 */
declare function evidence__stouffer(p: Float64Array | number[], options?: StoufferOptions | null): number;

/**
 * The shipped assessment of this subject, test grade, year and (where given) season, if there is one:
 * public item maxima and mark boundaries.
 */
export function findAssessment(subject: string, testGrade: number, year: number, season?: Season): Assessment | undefined;

export let heaping: {
    byGroup: typeof heaping__byGroup,
    fit: typeof heaping__fit,
    raised: typeof heaping__raised,
    roundPercentages: typeof heaping__roundPercentages,
    threeBin: typeof heaping__threeBin,
};

/**
 * Whether papers stick out at the boundaries of each group, pooled over works: against a smooth
 * distribution, and against the group's reference. Works without boundaries are left out.
 */
declare function heaping__byGroup(r: Tally | Results | readonly (Tally | Results)[], options?: HeapingOptions | null): HeapingTable;

/**
 * How many papers were raised over which mark boundary: a shift model of one work.
 */
declare function heaping__fit(r: Tally | Results | ArrayLike<number> | readonly ArrayLike<number>[], options?: ShiftOptions | null): Shift;

/**
 * What share of the papers within reach of a mark boundary each group raised, from journal marks and totals: an index to compare groups by.
 */
declare function heaping__raised(r: Tally | Results | ArrayLike<number> | readonly ArrayLike<number>[], options?: RaisedOptions | null): Raised;

/**
 * How many schools' shares `count / n` are round percentages, against chance at the same numbers of pupils.
 */
declare function heaping__roundPercentages(count: ArrayLike<number>, n: ArrayLike<number>, options?: RoundPercentagesOptions | null): RoundPercentages;

/**
 * Whether `at` papers stick out between `below` and `above`.
 */
declare function heaping__threeBin(below: number, at: number, above: number, options?: ThreeBinOptions | null): ThreeBin;

export let irt: {
    ability: typeof irt__ability,
    abilityByTotal: typeof irt__abilityByTotal,
    fit: typeof irt__fit,
    link: typeof irt__link,
    linked: typeof irt__linked,
    logLikelihood: typeof irt__logLikelihood,
    mokken: typeof irt__mokken,
    plausibleValues: typeof irt__plausibleValues,
    restScores: typeof irt__restScores,
    scoreDistribution: typeof irt__scoreDistribution,
};

/**
 * The ability of each person at given items.
 */
declare function irt__ability(scores: Scores, items: Item[], options?: AbilityOptions | null): AbilityTable;

/**
 * The mean ability of persons with each total over all items (EAP from sum scores).
 */
declare function irt__abilityByTotal(items: Item[], options?: TotalsOptions | null): TotalAbilityTable;

/**
 * Item parameters from scores: the calibration of a test.
 */
declare function irt__fit(scores: Scores, options?: FitOptions | null): Fit;

/**
 * The link between two scales by the same items in the same order, calibrated apart.
 */
declare function irt__link(here: Item[], there: Item[], options?: LinkOptions | null): Link;

/**
 * The same items on the scale there.
 */
declare function irt__linked(items: Item[], link: Link): Item[];

/**
 * The log-likelihood of each person's scores at their ability.
 */
declare function irt__logLikelihood(scores: Scores, items: Item[], theta: Float64Array | number[]): Float64Array;

/**
 * Mokken's scalability: how much fewer Guttman errors items show than independent ones would.
 */
declare function irt__mokken(scores: Scores, options?: NonparametricOptions | null): Scalability;

/**
 * Draws from each person's posterior, person by person, for statements about groups.
 */
declare function irt__plausibleValues(scores: Scores, items: Item[], options?: PlausibleOptions | null): Float64Array;

/**
 * The mean score of each item by the total over the other items: it should rise.
 */
declare function irt__restScores(scores: Scores, options?: NonparametricOptions | null): RestScoresTable;

/**
 * How probable each total over all items is: at `theta`, or averaged over the distribution of ability.
 */
declare function irt__scoreDistribution(items: Item[], options?: TotalsOptions | null): Float64Array;

export let journal: {
    agreement: typeof journal__agreement,
    byGroup: typeof journal__byGroup,
    leniency: typeof journal__leniency,
    perfect: typeof journal__perfect,
};

/**
 * Agreement of the journal's marks with the work's in each group: weighted kappa, Stuart–Maxwell, Bowker.
 */
declare function journal__agreement(r: Tally | Results, options?: AgreementOptions | null): AgreementTable;

/**
 * Shares of lowered, confirmed and raised marks and of gaps ≥ 2, pooled over works, each beside the
 * group's reference. Works without boundaries are left out.
 */
declare function journal__byGroup(r: Tally | Results | readonly (Tally | Results)[], options?: JournalOptions | null): JournalTable;

/**
 * How lenient each group's journal is, given the work's totals: ordinal calibration with shrinkage.
 */
declare function journal__leniency(r: Tally | Results, options?: AgreementOptions | null): LeniencyTable;

/**
 * Agreement with the journal that is too perfect: confirmed marks beside the reference's at the same totals.
 */
declare function journal__perfect(r: Tally | Results, options?: PerfectOptions | null): PerfectTable;

export let legacy: {
    invalsi: typeof legacy__invalsi,
    jacobLevitt: typeof legacy__jacobLevitt,
    scoreFluctuations: typeof legacy__scoreFluctuations,
};

/**
 * The INVALSI index of groups. It cannot tell good groups from helped ones, and some group always is first.
 */
declare function legacy__invalsi(r: Results, options?: InvalsiOptions | null): InvalsiTable;

/**
 * Jacob and Levitt's unusual answer strings, on scores. Ranks order groups inside one work and know no rate of error.
 */
declare function legacy__jacobLevitt(r: Results, options?: JacobLevittOptions | null): JacobLevittTable;

/**
 * Jacob and Levitt's fluctuation of scores, from 0 to 2: a large gain, then a small one. NaN where a gain is unknown.
 */
declare function legacy__scoreFluctuations(gain: Float64Array | number[], nextGain: Float64Array | number[]): Float64Array;

export let level: {
    byGroup: typeof level__byGroup,
};

/**
 * The mean of each group in the funnel of its reference, and its share of papers with the largest total.
 */
declare function level__byGroup(r: Tally | Results, options?: LevelOptions | null): LevelTable;

/**
 * Norms given the total, for pupils whose total counts all items.
 */
export function norms(results: Results): NormsTable;

export let official: {
    classSplit: typeof official__classSplit,
    cohortJump: typeof official__cohortJump,
    externalMismatch: typeof official__externalMismatch,
    groupCrossing: typeof official__groupCrossing,
    high5LowSpread: typeof official__high5LowSpread,
    inflatedMean: typeof official__inflatedMean,
    itemInversion: typeof official__itemInversion,
    objectivityIndex: typeof official__objectivityIndex,
    rankMismatch: typeof official__rankMismatch,
    recheckDelta: typeof official__recheckDelta,
    xPattern: typeof official__xPattern,
};

/**
 * Row 13, `class_split` (OURS): classes of one school that are far apart. A tally must be by class.
 */
declare function official__classSplit(r: Tally | Results, options?: ClassSplitOptions | null): ClassSplitTable;

/**
 * Sign C: how one cohort's mean share of the maximum changed between two works.
 */
declare function official__cohortJump(before: Tally | Results, after: Tally | Results, options?: CohortJumpOptions | null): CohortJumpTable;

/**
 * Row 11, `external_mismatch` (PARTLY): a work's mean that an external exam of the same group does not bear out. Means and their
 * standard errors are NaN where unknown.
 */
declare function official__externalMismatch(group: string[], n: ArrayLike<number>, work: ArrayLike<number>, work_error: ArrayLike<number>, exam: ArrayLike<number>, exam_error: ArrayLike<number>): ExternalMismatchTable;

/**
 * Row 9, `group_crossing` (PARTLY): items that pupils of a lower mark did better than pupils of a higher one.
 */
declare function official__groupCrossing(r: Results, options?: CrossingOptions | null): GroupCrossingTable;

/**
 * Row 10, `high5_low_spread` (OURS): many fives and totals close together, by ranks.
 */
declare function official__high5LowSpread(r: Tally | Results, options?: ItemOptions | null): HighFivesTable;

/**
 * Sign A: the mean total of each group and its interval beside the region's.
 */
declare function official__inflatedMean(r: Tally | Results, options?: InflatedMeanOptions | null): InflatedMeanTable;

/**
 * Row 8, `item_inversion` (PARTLY): hard items done better and easy ones worse than in the region.
 */
declare function official__itemInversion(r: Results, options?: ItemOptions | null): ItemInversionTable;

/**
 * The objectivity index by territory, of the schools that the official rule of 2019 marks.
 */
declare function official__objectivityIndex(results: Results | readonly Results[]): IndexTable;

/**
 * The objectivity index: 100 less the percentage of schools that at least one sign marks.
 */
declare function official__objectivityIndex(schools: number, marked: number): ObjectivityIndex;

/**
 * Sign B: Spearman's correlation of journal marks and totals inside each group.
 */
declare function official__rankMismatch(r: Tally | Results, options?: RankMismatchOptions | null): RankMismatchTable;

/**
 * Row 12, `recheck_delta` (PARTLY): what a second commission makes of the same papers.
 */
declare function official__recheckDelta(group: string[], original: ArrayLike<number>, rechecked: ArrayLike<number>, options?: RecheckOptions | null): RecheckTable;

/**
 * Row 13, `x_pattern` (OURS): items not attempted more often, or less often, than in the reference group.
 */
declare function official__xPattern(r: Results, options?: XPatternOptions | null): XPatternTable;

export let pairs: {
    gbt: typeof pairs__gbt,
    k1: typeof pairs__k1,
    k2: typeof pairs__k2,
    kIndex: typeof pairs__kIndex,
    m4: typeof pairs__m4,
    omega: typeof pairs__omega,
    s1: typeof pairs__s1,
    s2: typeof pairs__s2,
    weightedOmega: typeof pairs__weightedOmega,
};

/**
 * r" GBT, the generalised binomial test: P(so many matches or more), exact.
 */
declare function pairs__gbt(answers: Scores, items: Item[], theta: Float64Array | number[], options?: DirectedPairOptions | null): PairsTable;

/**
 * r" K1: the K-index with a share of identical errors that is linear in the share of wrong answers.
 */
declare function pairs__k1(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

/**
 * r" K2: the K-index with a share of identical errors that is quadratic in the share of wrong answers.
 */
declare function pairs__k2(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

/**
 * r" The K-index: P(so many identical errors or more), beside persons with as many errors. `key` counts options from 0. Groups are of wrong answers,
 * r" however many were given: NaN where the second person answered less than 80 % of the items; where many answered less than all, take `gbt`.
 */
declare function pairs__kIndex(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

/**
 * M4: matches on right answers and on other ones counted apart, by their joint distribution; exact.
 */
declare function pairs__m4(answers: Scores, items: Item[], theta: Float64Array | number[], options?: M4Options | null): M4Table;

/**
 * r" omega: the matches of each pair less those expected, in standard deviations; normal p-values. Below .001 take `gbt`, which is exact: the normal
 * r" tail is too small, by orders of magnitude where rare matches are few.
 */
declare function pairs__omega(answers: Scores, items: Item[], theta: Float64Array | number[], options?: DirectedPairOptions | null): PairsTable;

/**
 * r" S1: identical errors as a Poisson variable, its mean log-linear in the number of wrong answers.
 */
declare function pairs__s1(answers: Scores, key: Uint8Array | number[], options?: PairOptions | null): PairsTable;

/**
 * S2: as S1, identical right answers counting beside identical errors, the more the fewer have them: d₁·exp(d₂·P) each, P the share that has the item right of persons with as
 * many wrong answers. How the paper comes from the number of options to d₁ and d₂ was not at hand: [1, -7.56], the default, gives the numbers of CopyDetect on items of four
 * options, [1.1, -9] those of version 1.3 on scores 0 and 1.
 */
declare function pairs__s2(answers: Scores, key: Uint8Array | number[], options?: S2Options | null): PairsTable;

/**
 * Weighted omega: as omega, unconditional, a match counting the more the less likely it was. A p-value below .001 orders pairs and is no probability: a few
 * rare matches decide the sum, and its normal tail is too small by orders of magnitude. Take `gbt` there, which is exact.
 */
declare function pairs__weightedOmega(answers: Scores, items: Item[], theta: Float64Array | number[], options?: PairOptions | null): PairsTable;

export let personFit: {
    agreement: typeof personFit__agreement,
    byGroup: typeof personFit__byGroup,
    cSato: typeof personFit__cSato,
    cStar: typeof personFit__cStar,
    changePoint: typeof personFit__changePoint,
    conditional: typeof personFit__conditional,
    cusum: typeof personFit__cusum,
    dependability: typeof personFit__dependability,
    disagreement: typeof personFit__disagreement,
    eci2: typeof personFit__eci2,
    eci4: typeof personFit__eci4,
    givenNorm: typeof personFit__givenNorm,
    guttmanErrors: typeof personFit__guttmanErrors,
    ht: typeof personFit__ht,
    infit: typeof personFit__infit,
    jointFit: typeof personFit__jointFit,
    jointSubsets: typeof personFit__jointSubsets,
    logTimeFit: typeof personFit__logTimeFit,
    lz: typeof personFit__lz,
    lzStar: typeof personFit__lzStar,
    nci: typeof personFit__nci,
    outfit: typeof personFit__outfit,
    rPbis: typeof personFit__rPbis,
    rapidGuessing: typeof personFit__rapidGuessing,
    subsetGivenTotal: typeof personFit__subsetGivenTotal,
    timeSubsets: typeof personFit__timeSubsets,
    twoSubsets: typeof personFit__twoSubsets,
    u3: typeof personFit__u3,
    zu3: typeof personFit__zu3,
};

/**
 * r" Kane and Brennan's agreement A; small values are unusual.
 */
declare function personFit__agreement(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * Groups whose persons' values are large on average, beside what chance and other groups show; best of `conditional(…).normalScore`.
 */
declare function personFit__byGroup(values: Float64Array | number[], groups: string[]): GroupFitTable;

/**
 * r" Sato's caution index; large values are unusual.
 */
declare function personFit__cSato(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * r" The modified caution index of Harnisch and Linn; large values are unusual.
 */
declare function personFit__cStar(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * Where in the test a person's ability seems to change most, after `first` to `last` items; large values are unusual. Abilities
 * are maximum likelihood within ±`bound`, 4 by default.
 */
declare function personFit__changePoint(scores: Scores, items: Item[], first: number, last: number, bound?: number | null): ChangePointTable;

/**
 * Exact p-values of a statistic given the total, where answers follow a model of the Rasch family.
 */
declare function personFit__conditional(scores: Scores, items: Item[], options?: ConditionalOptions | null): ConditionalTable;

/**
 * r" CUSUM: stretches of items done better or worse than the ability; large values are unusual.
 */
declare function personFit__cusum(scores: Scores, items: Item[], theta: Float64Array | number[]): CusumTable;

/**
 * r" Kane and Brennan's dependability E; small values are unusual.
 */
declare function personFit__dependability(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * r" Kane and Brennan's disagreement D; large values are unusual.
 */
declare function personFit__disagreement(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * r" ECI2z: Tatsuoka's second extended caution index; large values are unusual.
 */
declare function personFit__eci2(scores: Scores, items: Item[], theta: Float64Array | number[], options?: LikelihoodOptions | null): LikelihoodFitTable;

/**
 * r" ECI4z: Tatsuoka's fourth extended caution index; large values are unusual.
 */
declare function personFit__eci4(scores: Scores, items: Item[], theta: Float64Array | number[], options?: LikelihoodOptions | null): LikelihoodFitTable;

/**
 * P-values of a statistic among the persons of a norm population with the same items answered and the same total.
 */
declare function personFit__givenNorm(scores: Scores, norm: Scores, options?: NormOptions | null): ConditionalTable;

/**
 * r" The number of Guttman errors of each person, and its normed form; large values are unusual.
 */
declare function personFit__guttmanErrors(scores: Scores, options?: PatternOptions | null): GuttmanErrorsTable;

/**
 * Sijtsma's Hᵀ: how well a person's answers go with those of all others; small values are unusual. Without a reference each person is left out of his own.
 */
declare function personFit__ht(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * r" Infit: the mean squared residual over its expectation; large values are unusual.
 */
declare function personFit__infit(scores: Scores, items: Item[], theta: Float64Array | number[]): MeanSquareTable;

/**
 * Fit of answers and response times together; small values of the statistic are unusual.
 */
declare function personFit__jointFit(scores: Scores, items: Item[], theta: Float64Array | number[], log_times: Times, model: TimeModel, options?: LikelihoodOptions | null): JointFitTable;

/**
 * Whether a person is better and faster on a subset of items than on the rest; large values are unusual. Abilities are maximum likelihood within ±`bound`,
 * 4 by default.
 */
declare function personFit__jointSubsets(scores: Scores, items: Item[], log_times: Times, model: TimeModel, subset: readonly boolean[], bound?: number | null): PersonFitTable;

/**
 * Log-normal fit of each person's response times; large values are unusual.
 */
declare function personFit__logTimeFit(log_times: Times, model: TimeModel): PersonFitTable;

/**
 * lz: the standardised log-likelihood of a person's answers, abilities taken as known; small values are unusual. The estimator is not used.
 */
declare function personFit__lz(scores: Scores, items: Item[], theta: Float64Array | number[], options?: LikelihoodOptions | null): LikelihoodFitTable;

/**
 * r" lz*: the standardised log-likelihood of a person's answers at an estimated ability; small values are unusual.
 */
declare function personFit__lzStar(scores: Scores, items: Item[], theta: Float64Array | number[], options?: LikelihoodOptions | null): LikelihoodFitTable;

/**
 * r" Tatsuoka's norm conformity index; small values are unusual.
 */
declare function personFit__nci(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * r" Outfit: the mean squared standardised residual; large values are unusual.
 */
declare function personFit__outfit(scores: Scores, items: Item[], theta: Float64Array | number[]): MeanSquareTable;

/**
 * r" The correlation of answers with the popularities of the items; small values are unusual.
 */
declare function personFit__rPbis(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * Rapid guesses: answers given faster than the item can be read. One of `threshold` and `share` is needed.
 */
declare function personFit__rapidGuessing(times: Times, options: RapidGuessingOptions): RapidGuessing;

/**
 * The exact test of two sets of items: points on the subset given the total, in the Rasch family; large values are unusual.
 */
declare function personFit__subsetGivenTotal(scores: Scores, items: Item[], subset: readonly boolean[]): SubsetTestTable;

/**
 * Whether a person is faster on a subset of items than on the rest; large values are unusual.
 */
declare function personFit__timeSubsets(log_times: Times, model: TimeModel, subset: readonly boolean[]): SubsetTimesTable;

/**
 * Whether a person does better on a known subset of items than on the rest; large values are unusual.
 */
declare function personFit__twoSubsets(scores: Scores, items: Item[], subset: readonly boolean[], options?: TwoSubsetsOptions | null): TwoSubsetsTable;

/**
 * r" U3: how far the pattern is from the likeliest one with the same total; large values are unusual.
 */
declare function personFit__u3(scores: Scores, options?: PatternOptions | null): PersonFitTable;

/**
 * r" ZU3: U3 standardised given the total, for items right or wrong; large values are unusual.
 */
declare function personFit__zu3(scores: Scores, options?: PatternOptions | null): PersonFitTable;

export let plan: {
    example: typeof plan__example,
    fromFindings: typeof plan__fromFindings,
    jsonSchema: typeof plan__jsonSchema,
};

/**
 * The municipal note of 2022 that this library began with, as a plan.
 */
declare function plan__example(): Plan;

/**
 * A draft of a plan: for each school with findings the measures that answer its signs, and those that stand in every
 * plan. Measures come from a small catalogue, each cites the findings it answers. It is a draft: people decide. What it
 * cannot know `lint` lists.
 */
declare function plan__fromFindings(screening: Screening, init: DraftInit): Plan;

/**
 * The JSON Schema of plans, as JSON.
 */
declare function plan__jsonSchema(): string;

export let profile: {
    byGroup: typeof profile__byGroup,
    contrasts: typeof profile__contrasts,
};

/**
 * The item profile of each group, beside sampling and beside how much groups differ.
 */
declare function profile__byGroup(results: Results, options?: ProfileOptions | null): ProfileTable;

/**
 * Contrasts of kinds of items in each group, given the totals.
 */
declare function profile__contrasts(results: Results, options?: ProfileOptions | null): ContrastsTable;

/**
 * Results from text with comma, semicolon or tab between the columns, in UTF-8 or Windows-1251.
 */
export function readCsv(bytes: Uint8Array | number[], assessment?: Assessment | null, options?: ImportOptions | null): Import;

/**
 * Distributions of totals by group from «Распределение первичных баллов», a workbook or text: shares in percent, restored to
 * counts. Where percents alone do not say the counts, a remark says so.
 */
export function readDistributions(bytes: Uint8Array | number[], options?: DistributionsOptions | null): Aggregates;

/**
 * Results from each of several files, workbooks or text, in their order. One that cannot be read has an error in place
 * of results, and does not keep the others from being read.
 *
 * `progress` is called after each file; if it returns false, the files not yet read are left out of the answer.
 */
export function readMany(files: FileInit[], options?: ImportOptions | null, progress?: (progress: ReadProgress) => boolean | void | null): FileImport[];

/**
 * Marks by group from «Статистика по отметкам», a workbook or text: shares in percent, restored to counts.
 */
export function readMarkStatistics(bytes: Uint8Array | number[], options?: WorkbookOptions | null): MarkStatistics;

/**
 * The official lists of one or several years, from a workbook or text: one row for each school and year, a column for each
 * grade and subject.
 */
export function readMarkers(bytes: Uint8Array | number[], options?: WorkbookOptions | null): MarkerList;

/**
 * A registry from a table with the columns `login` (or `school`), `name`, `municipality`, `kind`,
 * `reference`; all but the first are optional.
 */
export function readRegistry(bytes: Uint8Array | number[]): Registry;

/**
 * Results from a workbook (`.xlsx`): its sheet `Протокол`, else its first, or the one that the options name.
 */
export function readXlsx(bytes: Uint8Array | number[], assessment?: Assessment | null, options?: ImportOptions | null): Import;

/**
 * Findings of a policy in results of one or more assessments. Results of one assessment (one file per
 * municipality, say) are counted together; works that the policy does not look at are left out. A distribution of an
 * aggregated report has no classes and no journal: signs that need them are left out for it.
 */
export function screen(results: Results | Distribution | readonly (Results | Distribution)[], options?: ScreenOptions | null): Screening;

export let similarity: {
    byClass: typeof similarity__byClass,
};

/**
 * Papers of one class that agree more than the class's teaching explains; by school where the results name no
 * classes.
 */
declare function similarity__byClass(results: Results, options?: SimilarityOptions | null): SimilarityTable;

export let simulate: {
    municipality: typeof simulate__municipality,
};

/**
 * Schools of 30 to 118 pupils in two districts, who wrote maths and Russian in grade 5. They differ honestly;
 * on top of it some have something planted.
 */
declare function simulate__municipality(options?: MunicipalityOptions | null): Municipality;

export let spread: {
    byGroup: typeof spread__byGroup,
};

/**
 * The spread of each group's totals beside what its mean allows.
 */
declare function spread__byGroup(r: Tally | Results, options?: SpreadOptions | null): SpreadTable;

/**
 * Counts of the results by group. Persons with a missing cell (absent on one day of two) are counted
 * apart and left out, unless `withIncomplete`.
 */
export function tally(results: Results, options?: TallyOptions | null): Tally;

export {};
