// Compiled, never run: the whole surface under the strictest settings.
import {
  Acts, Assessment, Distribution, effectPage, Evidence, Indicators, MISSING, MarkerList, NOT_ATTEMPTED, NOT_TAUGHT, ObektivError, Observed, Plan, Policy, Reference, Registry,
  Remarked, Results, Screening, Tally, assessments, classes, continuity, density, erasures, evaluate, evidence, findAssessment, heaping, irt,
  journal, legacy, level, norms, official, omissions, pairs, participation, personFit, plan, profile, identify, readCsv, readDistributions, readMany,
  readJournalComparison, readMarkStatistics,
  readActs, readMarkers, readObserved, readRegistry, readRemarked, readXlsx, screen, signs, similarity, simulate, spread, tally,
} from "obektiv";
import type {
  Drawn, JournalComparison, JournalComparisonOptions, JournalComparisonTable,
  Absences, ActsTable, BothLanguages, EffectPageOptions, ShownEffect, IndicatorsInit, IndicatorsTable, LeftOutIndicatorsTable, PrevalenceCounts, RemarkedObservedOptions, RemarkedPapersTable, RemarkedTable, AbilityByTotalOptions, AbilityDistribution, CalibrationTable, ChannelsTable, EvidenceClassesTable, EvidenceLeftOutTable, EvidenceTable, LayerOptions, ObservedTable, ViewAgreementTable, AbilityOptions, AbilityTable, Aggregates, AgreementOptions, AgreementTable, AssessmentInit,
  Bunching, BunchingOptions, ChangePointTable, ClassSplitOptions, ClassSplitTable, ClassesTable, CohortJumpOptions,
  CohortJumpTable, CombinationOptions, CorrectionOptions, CsvOptions, ConditionalOptions, ConditionalTable, ContinuityOptions, ContinuityTable,
  ContrastsTable, CrossingOptions, CumulativeTable, CusumTable, DirectedPairOptions, DistributionTable,
  DistributionsOptions, DraftInit, EffortTable, ErasureOptions, EvaluateOptions, EvaluationTable, EvidenceOptions, ExternalMismatchTable, ExtremeTable, FileImport, FileInit,
  FindingsTable, Fit, FitOptions, Group, GroupCrossingTable, GroupErasuresTable, GroupFitTable, GuttmanErrorsTable,
  HeapingOptions, HeapingTable, HighFivesTable, Identity, Import, ImportOptions, ImportReport, IndexTable, Indications,
  InflatedMeanOptions, InflatedMeanTable, ManyFivesOptions, ManyFivesTable, OmissionsOptions, OmissionsTable, ParticipationOptions, ParticipationTable, InvalsiOptions, InvalsiTable, Item, ItemEffortTable, ItemInversionTable,
  ItemKind, ItemOptions, ItemTable, ItemTimes, JacobLevittOptions, JacobLevittTable, JoinsTable, JoinsOptions, JoinScoresOptions, JointFitTable, JournalOptions, JournalTable,
  Language, LeftOutTable, LeniencyTable, Level, LevelOptions, LevelTable, LiftTable, LikelihoodFitTable, LikelihoodOptions, Link,
  LinkOptions, LocalPolynomial, LocalPolynomialOptions, M4Options, M4Table, MarkStatistics, MarkStatisticsTable,
  MarkersByMunicipalityTable, MarkersByYearTable, MarkersTable, McCrary, McCraryOptions, MeanSquareTable,
  MeasuresTable, Municipality, MunicipalityOptions, MokkenOptions, NormOptions, NormsTable, ObjectivityIndex, Origin, Outcome,
  PairOptions, PairsTable, PatternOptions, PerfectOptions, PerfectTable, PersonErasuresTable, PersonFitTable,
  MergedPlan, NextYearOptions, PlaceboTable, PlanConflictTable, PlanDifferenceTable, PlanEvent, PlanExecutionTable, PlanStatusTable, Plant, PlantName, PlantedTable, PlausibleOptions, PriorTable, ProfileOptions, ProfileTable, RankMismatchOptions,
  RankMismatchTable, Raised, RaisedLiftTable, RaisedOptions, RaisedTable, RapidGuessing, RapidGuessingOptions, ReadProgress, RecheckOptions, ReferenceOptions, RecheckTable, RegistryTable,
  RemarksTable, ReportFile, ReportOptions, RestScoresOptions, RestScoresTable, ResultsInit, RiskTable, RoundPercentages, RoundPercentagesOptions,
  RowKind, S2Options, Scalability, SchoolInit, SchoolsTable, Scores, ScreenOptions, Season, Shift, ShiftOptions, ShiftTable,
  SeedOptions, SignsTable, SimilarityOptions, SimilarityTable, Spread, SpreadName, SpreadOptions, SpreadTable, StoufferOptions, SubsetTestTable, SubsetTimesTable,
  TallyOptions, Territory, TerritoryOptions, TerritoryTable,
  ThreeBin, ThreeBinOptions, Tier, TimeModel, Times, TotalAbilityTable, Totals, TotalsOptions, TwoSubsetsOptions,
  TwoSubsetsTable, WorkbookOptions, XPatternOptions, XPatternTable,
} from "obektiv";
import init, { official as webOfficial } from "obektiv/web";
import initSlim, { readCsv as slimReadCsv } from "obektiv/slim/web";
import * as slim from "obektiv/slim";

const season: Season = "autumn";
const kinds: ItemKind[] = ["key", "open"];
const parts: AssessmentInit = {
  subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 2], boundaries: [1, 2, 3], pupilGrade: 6, season, itemKinds: kinds,
};
const a: Assessment = new Assessment(parts);
const all: Assessment[] = assessments();
const found: Assessment | undefined = findAssessment("maths", 5, 2020, "autumn");
const of: [string, number, number, number, Season | undefined, number, string, number | undefined] = [
  a.subject, a.testGrade, a.pupilGrade, a.year, a.season, a.maxTotal, a.key, a.mark(2),
];
const scale: [Uint8Array, Uint16Array | undefined] = [a.maxScores, a.boundaries];
const codes: [255, 254, 253] = [MISSING, NOT_ATTEMPTED, NOT_TAUGHT];

const pupils: ResultsInit = {
  scores: Uint8Array.of(1, 2), school: ["a"], classId: [null], variant: ["1"], journalMark: [null], municipality: ["M"],
};
const r: Results = new Results(a, pupils);
new Results(a, { scores: [[1, null], Float64Array.of(1, NaN)], school: ["a", "b"], journalMark: Uint8Array.of(0, 5) });
const back: (string[] | undefined)[] = [r.school, r.classId, r.variant, r.municipality];
const marks: (number | null)[] | undefined = r.journalMark;
const totals: Totals = r.totals();
const cells: [Uint8Array, number, string, Assessment] = [r.scores, r.persons, r.fingerprint, r.assessment];

const school: SchoolInit = { login: "a", name: "A", municipality: "M", kind: "lyceum", reference: "town" };
const registry: Registry = new Registry([school]);
const read: Registry = readRegistry(Uint8Array.of());
const known: [number, string, string, string] = [read.size, registry.name("a"), registry.municipality("a"), registry.reference("a")];
const moved: Results = r.withRegistry(registry);

const how: ImportOptions = { repair: false, maxUnpacked: 2 ** 30, registry, school: "edu990001", sheet: null };
const asText: CsvOptions = { repair: false, registry, school: "edu990001" };
const file: Import = readCsv(Uint8Array.of(), a, asText);
const book: Import = readXlsx(Uint8Array.of(), found ?? null, { registry: null });
const report: ImportReport = file.report;
const counts: number[] = [report.rows, report.taken, report.repaired, report.oneDay, report.absent, report.setAside];
const kind: RowKind | undefined = report.remarks.kind[0];
const schoolsOfFile: Registry = file.registry;
const listed: RegistryTable = schoolsOfFile.table;
const several: FileInit[] = [{ name: "a.csv", bytes: Uint8Array.of(), assessment: a, school: "edu990001" }, { name: "b", bytes: Uint8Array.of() }];
const imported: FileImport[] = readMany(several, how, (progress: ReadProgress) => progress.files < progress.filesTotal);
readMany(several, null, ({ name, bytes, bytesTotal }) => void [name, bytes, bytesTotal]);
const failed: (string | undefined)[] = imported.map(({ name, error, results, report }) => error?.code ?? results?.fingerprint ?? report?.layout ?? name);

const unpacking: WorkbookOptions = { maxUnpacked: 2 ** 20 };
const list: MarkerList = readMarkers(Uint8Array.of(), unpacking);
const [markers, years, municipalities]: [MarkersTable, MarkersByYearTable, MarkersByMunicipalityTable] = [
  list.history("edu990001"), list.byYear, list.byMunicipality,
];
const marked: [string[], Float64Array, string[], ImportReport] = [
  markers.subject, years.markers, municipalities.municipality, list.report,
];
const scales: DistributionsOptions = { assessments: all, maxUnpacked: 2 ** 20 };
const aggregates: Aggregates = readDistributions(Uint8Array.of(), scales);
const distributions: Distribution[] = aggregates.works;
const totalsOf = distributions.map(({ table, fingerprint }): [DistributionTable, Float64Array | undefined, Level | undefined, string] => [
  table, table.s0, table.level[0], fingerprint,
]);
const besideJournal: JournalComparison = readJournalComparison(Uint8Array.of(), { minReference: 3, maxUnpacked: 2 ** 20 } satisfies JournalComparisonOptions);
export const lowered: [JournalComparisonTable, Float64Array, string[]] = [besideJournal.table, besideJournal.table.lowered, besideJournal.journal.group];
const statistics: MarkStatistics = readMarkStatistics(Uint8Array.of());
const fives: [MarkStatisticsTable, Float64Array, Registry] = [statistics.table, statistics.table.m5, statistics.registry];
const texts: (string | undefined)[] = [report.layout, report.notes[0], report.remarks.reason[0], book.report.layout];

const group: Group = "class";
const tallying: TallyOptions = { group, withIncomplete: true };
let t: Tally = tally(r, tallying);
t = Tally.empty(a, "school").merge(Tally.fromBytes(t.toBytes())).merge(Tally.fromHistograms(a, ["a"], [[0, 1, 2, 3]]));
const of_tally: [string[], Group, number, Float64Array | undefined, Assessment] = [
  t.groups, t.grouping, t.incomplete, t.histogram("a"), t.assessment,
];

const mean: InflatedMeanOptions = { group, t: 1.96, minN: 2 };
const inflated: InflatedMeanTable = official.inflatedMean(t, mean);
const ranks: RankMismatchOptions = { ties: "corrected", minN: 3 };
const mismatch: RankMismatchTable = official.rankMismatch(r, ranks);
const jump: CohortJumpOptions = { k: 3, minN: 1 };
const cohort: CohortJumpTable = official.cohortJump(r, t, jump);
const index: ObjectivityIndex = official.objectivityIndex(2, 1);
const profileOptions: ProfileOptions = { group: "class", registry, minGroups: 10 };
const profiles: ProfileTable = profile.byGroup(r, profileOptions);
const contrasted: ContrastsTable = profile.contrasts(r);
const normal: NormsTable = norms(r);
console.log(profiles.pvalueSampling[0], contrasted.contrast[0] === "hard", normal.pooled[0]);
const itemOptions: ItemOptions = { group };
const inversion: ItemInversionTable = official.itemInversion(r, itemOptions);
const crossingOptions: CrossingOptions = { minN: 5 };
const crossing: GroupCrossingTable = official.groupCrossing(r, crossingOptions);
const omissionsOptions: OmissionsOptions = { registry, minReference: 5 };
const left: OmissionsTable = omissions.byGroup(r, omissionsOptions);
const participationOptions: ParticipationOptions = { registry, minReference: 5 };
const missed: ParticipationTable = participation.bySchool(["a", "b"], [30, 30], Uint16Array.of(3, 9), participationOptions);
console.log(missed.gainBeside[0]);
const splitOptions: ClassSplitOptions = { minClass: 5, minSchools: 10 };
const split: ClassSplitTable = classes.bySchool(r, splitOptions);
const invalsiOptions: InvalsiOptions = { group: "class", clusters: 10, fuzziness: 2, minN: 5 };
const italian: InvalsiTable = legacy.invalsi(r, invalsiOptions);
const jacobLevittOptions: JacobLevittOptions = { group };
const american: JacobLevittTable = legacy.jacobLevitt(r, jacobLevittOptions);
const fluctuations: Float64Array = legacy.scoreFluctuations(Float64Array.of(1, 2), Float64Array.of(2, 1));
console.log(split.highest[0], fluctuations[0]);
const fivesOptions: ManyFivesOptions = { group };
const manyFives: ManyFivesTable = spread.manyFives(t, fivesOptions);
// Former names, with what was written for them.
const xOptions: XPatternOptions = { registry, minReference: 5 };
const xTable: XPatternTable = official.xPattern(r, xOptions);
const splitBefore: ClassSplitTable = official.classSplit(r, splitOptions);
const highFives: HighFivesTable = official.high5LowSpread(t, itemOptions);
console.log(manyFives.share[0], xTable.kind[0] === "many", splitBefore.gap[0]);
const external: ExternalMismatchTable = official.externalMismatch(
  ["a", "b"], [9, 9], Float64Array.of(1, 2), [0.1, 0.1], [1, NaN], [0.1, 0.1],
);
const recheckOptions: RecheckOptions = { tolerance: 1, boundaries: [1, 2, 3] };
const rechecked: RecheckTable = official.recheckDelta(["a"], [5], Uint8Array.of(4), recheckOptions);
const continuityOptions: ContinuityOptions = { group, registry, minReference: 20 };
const changes: ContinuityTable = continuity.byGroup(r, t, continuityOptions);
const added: CumulativeTable = continuity.cumulative([r, t]);
const across: ContinuityTable = continuity.consistency([r, t], { minReference: 10 });
const journalOptions: JournalOptions = { registry, minReference: 5 };
const shares: JournalTable = journal.byGroup(r, journalOptions);
const ofSchools: AgreementOptions = { group: "school" };
const agreement: AgreementTable = journal.agreement(r, ofSchools);
const lenient: LeniencyTable = journal.leniency(t, ofSchools);
const perfectOptions: PerfectOptions = { registry, minReference: 5, reliability: 0.85 };
const perfect: PerfectTable = journal.perfect(r, perfectOptions);
const levelOptions: LevelOptions = { registry, minReference: 5 };
const levels: LevelTable = level.byGroup(t, levelOptions);
const spreadOptions: SpreadOptions = { registry, minReference: 5 };
const spreads: SpreadTable = spread.byGroup(r, spreadOptions);
const heapingOptions: HeapingOptions = { k: null, registry, minReference: 5 };
const heaps: HeapingTable = heaping.byGroup([t, r], heapingOptions);
const shiftOptions: ShiftOptions = {
  group: "school", boundaries: [7, 11, 15], honest: null, degree: 4, reach: null, clearedBelow: 0.2,
};
const raised: Shift = heaping.fit(r, shiftOptions);
const [byGroup, lifts, prior]: [ShiftTable, LiftTable, PriorTable] = [raised.table, raised.lifts, raised.prior];
const placebo: PlaceboTable = heaping.fit([[1, 2], new Float64Array(2)], shiftOptions).placebo(new Uint16Array([9]));
const toldByShift: (number | undefined)[] = [raised.chi2, raised.df, raised.logLikelihood, raised.sd, raised.honest[0], placebo.estimate[0], prior.share[0]];
const raisedOptions: RaisedOptions = { group: "class", boundaries: [7, 11, 15] };
const raisedIndex: Raised = heaping.raised(t, raisedOptions);
const [indexed, strongly]: [RaisedTable, RaisedLiftTable] = [raisedIndex.table, raisedIndex.lifts];
const toldByRaised: (number | string | undefined)[] = [indexed.liftable[0], strongly.journal[0], raisedIndex.prior.share[0], raisedIndex.logLikelihood, raisedIndex.placebo(new Uint16Array([9])).estimate[0]];
const roundOptions: RoundPercentagesOptions = { step: 5, within: 0.1, withEnds: false };
const round: RoundPercentages = heaping.roundPercentages([7], [10], roundOptions);
console.log(byGroup.raised[0], lifts.share[0], toldByShift, toldByRaised, round);
const similarityOptions: SimilarityOptions = { permutations: 99, permuteBelow: 0.01, pairLevel: 0.001, seed: 1 };
const alike: SimilarityTable = similarity.byClass(r, similarityOptions);
const fitAnswers: Scores = [[1, 1, 0], [0, null, 1], [1, 0, 1]];
const responseItems: Item[] = [
  { model: "logistic", a: 1, b: -1, c: 0 }, { model: "partial_credit", steps: [0] }, { model: "graded", b: [1] },
];
const fitAbilities = Float64Array.of(0, 0.5, -0.5), fitKnown = [true, false, false];
const patternOptions: PatternOptions = { maxScores: [1, 1, 1], reference: fitAnswers };
const correctionOptions: CorrectionOptions = { correction: "chi_square" };
const likelihoodOptions: LikelihoodOptions = { estimator: "map", correction: "edgeworth", prior: [0, 1] };
const fits: PersonFitTable[] = [
  personFit.u3(fitAnswers, patternOptions), personFit.zu3(fitAnswers), personFit.cSato(fitAnswers), personFit.cStar(fitAnswers),
  personFit.agreement(fitAnswers), personFit.disagreement(fitAnswers), personFit.dependability(fitAnswers), personFit.nci(fitAnswers),
  personFit.rPbis(fitAnswers), personFit.ht(fitAnswers, { reference: fitAnswers }),
];
const directedPairs: DirectedPairOptions = { conditional: false, group: ["a", "a", "b"], onlyBelow: 0.5 };
const pairOptions: PairOptions = { group: ["a", "a", "b"], onlyBelow: 0.5 }, m4Options: M4Options = { key: [1, 1, 1] };
const s2Options: S2Options = { weight: [1.1, -9] };
const markedAnswers = Uint8Array.of(1, 1, 1);
const pairTables: PairsTable[] = [
  pairs.omega(fitAnswers, responseItems, fitAbilities, directedPairs), pairs.gbt(fitAnswers, responseItems, fitAbilities),
  pairs.weightedOmega(fitAnswers, responseItems, fitAbilities, pairOptions), pairs.kIndex(fitAnswers, markedAnswers, pairOptions),
  pairs.k1(fitAnswers, markedAnswers), pairs.k2(fitAnswers, markedAnswers), pairs.s1(fitAnswers, markedAnswers), pairs.s2(fitAnswers, markedAnswers, s2Options),
];
const m4Pairs: M4Table = pairs.m4(fitAnswers, responseItems, fitAbilities, m4Options);
const adjustedPairs: Float64Array = evidence.benjaminiHochberg(m4Pairs.pvalue, m4Pairs.compared[0]);
console.log(pairTables[0]!.log10Pvalue[0], m4Pairs.right[0], adjustedPairs);
const guttman: GuttmanErrorsTable = personFit.guttmanErrors(fitAnswers);
const fitLikelihoods: LikelihoodFitTable[] = [
  personFit.lz(fitAnswers, responseItems, fitAbilities, correctionOptions), personFit.lzStar(fitAnswers, responseItems, fitAbilities, likelihoodOptions),
  personFit.eci2(fitAnswers, responseItems, fitAbilities), personFit.eci4(fitAnswers, responseItems, fitAbilities),
];
const squares: MeanSquareTable[] = [personFit.infit(fitAnswers, responseItems, fitAbilities), personFit.outfit(fitAnswers, responseItems, fitAbilities)];
const sums: CusumTable = personFit.cusum(fitAnswers, responseItems, fitAbilities);
const twoSubsetsOptions: TwoSubsetsOptions = { bound: 5 };
const compared: TwoSubsetsTable = personFit.twoSubsets(fitAnswers, responseItems, fitKnown, twoSubsetsOptions);
const place: ChangePointTable = personFit.changePoint(fitAnswers, responseItems, 1, 2, 4);
const exact: SubsetTestTable = personFit.subsetGivenTotal(fitAnswers, responseItems.slice(0, 2), fitKnown.slice(0, 2));
const conditionalOptions: ConditionalOptions = { statistic: "u3", patterns: 999, seed: 2, reference: fitAnswers };
const normOptions: NormOptions = { statistic: "u3", included: true, maxScores: [1, 1, 1] };
const given: ConditionalTable[] = [
  personFit.conditional(fitAnswers, responseItems.slice(0, 2), conditionalOptions), personFit.givenNorm(fitAnswers, fitAnswers, normOptions),
];
const responseTimes: Times = [[1, 2, 3], [2, NaN, 1], [3, 1, 2]];
const itemTimes: ItemTimes = { alpha: [2, 2, 2], beta: [2, 2, 2] }, timeModel: TimeModel = { ...itemTimes, tau: [0, 0, 0] };
const timed: PersonFitTable = personFit.logTimeFit(responseTimes, timeModel);
const joint: JointFitTable = personFit.jointFit(fitAnswers, responseItems, fitAbilities, responseTimes, timeModel, likelihoodOptions);
const speeds: SubsetTimesTable = personFit.timeSubsets(responseTimes, itemTimes, fitKnown);
const betterAndFaster: PersonFitTable = personFit.jointSubsets(fitAnswers, responseItems, responseTimes, itemTimes, fitKnown, 4);
const rapidOptions: RapidGuessingOptions = { share: 0.1, most: 10 };
const rapid: RapidGuessing = personFit.rapidGuessing(responseTimes, rapidOptions);
const efforts: [EffortTable, ItemEffortTable] = [rapid.persons, rapid.items];
const ofGroups: GroupFitTable = personFit.byGroup(given[0]!.normalScore, ["a", "a", "b"]);
console.log(fits[0]!.tail[0] === "upper", guttman.normed[0], fitLikelihoods[0]!.skewness[0], squares[0]!.standardised[0], sums.highest[0]);
console.log(compared.modified[0], place.fallPoint[0], exact.expected[0], timed.pvalue[0], joint.pvalueQ[0], speeds.tauRest[0], betterAndFaster.statistic[0]);
console.log(efforts[1].threshold[0], ofGroups.pvalueSampling[0]);
const polynomialOptions: LocalPolynomialOptions = { bandwidth: [1, 1], rule: "sum", order: 2, kernel: "uniform", fit: "restricted", variance: "plugin", massPoints: false };
const densities: LocalPolynomial = density.localPolynomial(fitAbilities, 0, polynomialOptions);
const lineOptions: McCraryOptions = { bin: 0.5, bandwidth: 1 };
const line: McCrary = density.mccrary(fitAbilities, 0, lineOptions);
const massOptions: BunchingOptions = { degree: 1, below: 0, above: 0, window: [0, 4], resamples: 9, seed: 1 };
const mass: Bunching = density.bunching([3, 4, 9, 6, 7], 2, massOptions);
const erasureOptions: ErasureOptions = { theta: [0, 0, 0], correction: "ability", bounds: [-3, 3] };
const answersChanged: PersonErasuresTable = erasures.byPerson(fitAnswers, fitAnswers, fitAnswers, responseItems, erasureOptions);
const ofClasses: GroupErasuresTable = erasures.byGroup(fitAnswers, fitAnswers, fitAnswers, responseItems, ["a", "a", "b"]);
console.log(densities.plainPvalue, line.effect, mass.counterfactual[0], mass.seResampled, answersChanged.pvalueExact[0], ofClasses.expected[0]);
const bin: ThreeBinOptions = { k: 0.02 };
const bins: ThreeBin = heaping.threeBin(1, 8, 1, bin);
const answers: Scores = [[0, 1, null], [1, 0, 2]];
const parameters: Item[] = [{ model: "logistic", b: 0.2 }, { model: "graded", a: 1, b: [0] }, { model: "partial_credit", steps: [0.5, 1] }];
const latent: AbilityDistribution = { points: [-1, 0, 1], weights: [0.25, 0.5, 0.25] };
const calibration: FitOptions = {
  model: "gpcm", items: 3, ability: latent, histogram: false, guessingPrior: [5, 17], standardErrors: true, maxIterations: 100, tolerance: 1e-7,
};
const calibrated: Fit = irt.fit(new Uint8Array([0, 1, 0, 1, 0, 1]), calibration);
const itemTable: ItemTable = calibrated.table;
const abilityOptions: AbilityOptions = { method: "wle", bounds: [-4, 4], ability: latent };
const abilities: AbilityTable = irt.ability(answers, calibrated.items, abilityOptions);
const totalsOptions: TotalsOptions = { theta: 0, ability: null };
const byTotalOptions: AbilityByTotalOptions = { ability: latent };
const byTotal: TotalAbilityTable = irt.abilityByTotal(parameters, byTotalOptions);
const totalsAt: Float64Array = irt.scoreDistribution(parameters, totalsOptions);
const likelihoods: Float64Array = irt.logLikelihood(answers, parameters, abilities.theta);
const plausibleOptions: PlausibleOptions = { draws: 5, seed: 1, ability: latent };
const plausible: Float64Array = irt.plausibleValues(answers, parameters, plausibleOptions);
const linkOptions: LinkOptions = { method: "haebara", ability: latent };
const linked: Link = irt.link(parameters, parameters, linkOptions);
const shifted: Item[] = irt.linked(parameters, linked);
const mokkenOptions: MokkenOptions = { items: 3 }, joined: RestScoresOptions = { items: 3, minSize: 10 };
const scalable: Scalability = irt.mokken(answers, mokkenOptions);
const restScores: RestScoresTable = irt.restScores(answers, joined);
const joinsOptions: JoinsOptions = { items: 3 }, joinScoresOptions: JoinScoresOptions = { items: 3 };
const joins: JoinsTable = irt.joins(answers, joinsOptions), joinedScores: Float64Array = irt.joinScores(answers, joinScoresOptions);
console.log(itemTable.item[0], byTotal.probability[0], totalsAt, likelihoods, plausible, shifted, scalable.test, restScores.drop[0], joins.joined[0], joinedScores);
const adjusted: Float64Array = evidence.benjaminiHochberg(heaps.pvalue);
const strict: Float64Array = evidence.benjaminiYekutieli(adjusted);
const combining: CombinationOptions = { weights: [1, 2] };
const dependent: StoufferOptions = { ...combining, correlation: [[1, 0.5], [0.5, 1]] };
const combined: number[] = [
  evidence.fisher(strict), evidence.stouffer([0.1, 0.2], dependent), evidence.cauchyCombination([0.1, 0.2], combining),
  evidence.harmonicMean([0.1, 0.2], combining), evidence.roganGladen(0.15, 0.7, 0.95),
];
console.log(combined);

const simulated: MunicipalityOptions = { seed: 1, schools: 40, planted: true, background: 0.15 };
const m: Municipality = simulate.municipality(simulated);
const truth: PlantedTable = m.planted;
const lifted: string[] = truth.school.filter((_, i) => truth.planted[i] === "lifted");
const plants: Plant[] = ["lift", { kind: "leak", items: 3 }, { kind: "copy", group: 3, copied: 0.9 }];
const drawn: TerritoryOptions = { seed: 1, schools: 20, works: assessments(), spread: { name: "wild", itemClass: 0.4 }, planted: plants, share: 0.2 };
const land: Territory = simulate.territory(drawn);
const kindsPlanted: PlantName[] = land.planted.kind;
const away: Float64Array = land.absent.absent;
const second: SeedOptions = { seed: 2 };
const withOneHand: Results[] = simulate.plant(land.results, { kind: "one_hand", keep: 0.1 }, land.planted.school.slice(0, 1), second);
const permuted: Results[] = simulate.shuffled(withOneHand);
const sds: Spread = { name: "usual", class: 0.2, schoolSubject: 0.1 }, differMore: SpreadName = "wild";
simulate.territory({ reference: Reference.of(land.results), everybodyLifts: 0 });
simulate.territory({ spread: sds }), simulate.territory({ spread: differMore, planted: "home" });
const reports: ImportReport[] = land.reports;
// @ts-expect-error a parameter of another kind
simulate.territory({ planted: { kind: "lift", keep: 0.1 } });
const policy: Policy = Policy.fromJson(Policy.official2019().toJson());
const screening: ScreenOptions = { policy, registry: m.registry };
const s: Screening = screen(m.results, screening);
screen(r, { policy: Policy.calibrated(), registry: null });
const thresholds: EvidenceOptions = { floor: 0.9, wideWork: 2.6 };
const said: ReferenceOptions = { name: "region" };
const reference: Reference = Reference.of([r], said);
const beside = screen(r, { policy: Policy.calibrated(thresholds), reference });
const outcomes: Outcome[] | undefined = beside.schools.outcome;
const whole: [TerritoryTable, ExtremeTable, LeftOutTable] = [beside.territory, beside.extreme, beside.leftOut];
const seen: Observed = readObserved(new Uint8Array());
const [observedRows, observedReport]: [ObservedTable, ImportReport] = [seen.table, seen.report];
const absences: Absences = { "2020-autumn-maths-5": { sch990001: 2 } };
const besides = screen(r, { observed: seen, absences, listed: readMarkers(new Uint8Array()) });
const views: ViewAgreementTable = besides.agreement;
const layered: LayerOptions = { thresholds, reference: reference.withDistributions([]), observed: seen, absences };
const layer: Evidence = besides.evidence ?? evidence.layer(r, layered);
const layerParts: [EvidenceTable, ChannelsTable, EvidenceClassesTable, TerritoryTable, ExtremeTable, CalibrationTable, number, EvidenceLeftOutTable, Reference] = [
  layer.schools, layer.channels, layer.classes, layer.territory, layer.extreme, layer.calibration, layer.ceiling, layer.leftOut, layer.reference,
];
void [observedRows, observedReport, views, layerParts];
const namable: SignsTable = signs();
const evaluation: EvaluateOptions = { kinds: ["lift", { kind: "one_hand", keep: 0.1 }], progress: (done: number, total: number) => done < total };
const power: EvaluationTable = evaluate(r, evaluation);
void [outcomes, whole, namable, power];
const [schools, byClass, territories, findings]: [SchoolsTable, ClassesTable, IndexTable, FindingsTable] = [
  s.schools, s.classes, s.index, s.findings,
];
const official2019: IndexTable = official.objectivityIndex(m.results);
const risk: RiskTable = s.riskZones();
console.log(risk.zone[0], s.riskZones("{}"));
const one: IndexTable = official.objectivityIndex(r);
const language: Language = "en";
const printing: ReportOptions = { language, title: "Territory", date: new Date().toLocaleDateString() };
const words: string[] = [s.policy.name, s.explain("id", language), s.explain("id"), s.report(), s.report(printing), ...s.reportFiles(printing, true).map(({ path, html }: ReportFile) => path + html)];
const flags: (boolean | undefined)[] = [schools.marked[0], byClass.marked[0], s.indications.flagged[0]];

for (const d of distributions) {
  screen([d, r]);
  screen(d, screening);
  official.inflatedMean(d.tally("municipality"));
}
const init2022: DraftInit = { title: "Plan", territory: "Town", year: 2022, due: "2022-04-01", language };
const draft: Plan = plan.fromFindings(s, init2022);
const again: Plan = Plan.fromJson(plan.example().toJson());
const measures: MeasuresTable = again.measures;
const lacks: RemarksTable = draft.lint(language);
const entry: PlanEvent = { id: "m5", assessment: "VPR", from: "2023-04-19", stage: "writing" };
const nextOf: NextYearOptions = { calendar: [entry], screening: s, language };
const nextYear: Plan = draft.nextYear(nextOf);
const stands: PlanStatusTable = nextYear.status("2023-05-01");
const done: PlanExecutionTable = nextYear.execution("2023-05-01");
const other: PlanDifferenceTable = plan.diff(draft, nextYear);
const onePlan: MergedPlan = plan.merge([draft, nextYear]);
const clash: PlanConflictTable = onePlan.conflicts;
const whatItIs: Identity = identify(new Uint8Array(), "2022/9 класс/Математика.csv");
const origin: Origin | undefined = whatItIs.known.subject;
export { origin };
export { stands, done, other, clash };
const acts: Acts = readActs(new Uint8Array());
const actRows: ActsTable = acts.table;
const drawnOnes: Drawn = { sample: [0], seed: 1, fingerprint: "ab" };
const sent: Plan = nextYear.withDraw(drawnOnes, ["a"], new Float64Array([0.5]), "m4");
export { sent };
const visited: Plan = nextYear.withActs(acts);
const forms: (string | Uint8Array)[] = [visited.actsCsv(), visited.actsCsv("en"), Remarked.form()];
const again2: Remarked = readRemarked(new Uint8Array(), { maxUnpacked: 1000 });
const signTest: RemarkedObservedOptions = { alpha: 0.05, probability: 0.5 };
const seenThere: Observed[] = [again2.observed(signTest), visited.observed()];
const papers: [RemarkedTable, RemarkedPapersTable] = [again2.table, again2.papers];
forms.push(again2.toCsv(), again2.toCsv("ru"), acts.report.layout, again2.report.layout);
const rightMarks: PrevalenceCounts = s.prevalenceCounts(again2.observed());
const indicatorsOf: IndicatorsInit = {
  day: "2023-06-01", screening: s, before: [s, readMarkers(new Uint8Array())], view: "policy", denominator: "assessable", commonWorks: true,
  superpopulation: false, expectedRelapse: 0.4, remarked: again2, tolerance: 1, internalAssessment: [19, 20, 40], coverage: "rooms",
};
const indicators: Indicators = visited.indicators(indicatorsOf);
const [computed, uncomputed]: [IndicatorsTable, LeftOutIndicatorsTable] = [indicators.table, indicators.leftOut];
const withValues: Plan = visited.withIndicators(indicators);
export { actRows, forms, seenThere, papers, rightMarks, computed, uncomputed, withValues };
const planned: (string | number | undefined)[] = [
  draft.title, draft.territory, draft.year, draft.toMarkdown(), draft.toHtml("en"), plan.jsonSchema(), measures.level[0], lacks.text[0],
];

const common: Indications[] = [alike, split, italian, american, inflated, mismatch, cohort, shares, agreement, lenient, perfect, levels, spreads, heaps, findings];
const tier: Tier | undefined = common[0]?.tier[0];
const numbers: (number | undefined)[] = [
  inflated.critical[0], cohort.riseBelow[0], cohort.fallAbove[0], index.statistic, shares.referenceRho[0], heaps.pvalueDip[0],
  inversion.hard[0], crossing.nLow[0], left.cells[0], highFives.share[0], external.work[0], rechecked.icc[0], changes.df[0], added.changes[0],
  across.df[0], bins.pvalueTwoSidedMid, adjusted[0], territories.statistic[0], official2019.share[0], one.marked[0],
];

try {
  official.inflatedMean(r);
} catch (error) {
  if (error instanceof ObektivError) throw new Error(`${error.code}: ${error.message} ${error.path}`);
}

// @ts-expect-error a misspelt option
official.inflatedMean(r, { grup: "school" });
// @ts-expect-error lz knows no estimator
personFit.lz(fitAnswers, responseItems, fitAbilities, { estimator: "ml" });
// @ts-expect-error lz knows no prior
personFit.lz(fitAnswers, responseItems, fitAbilities, { prior: [0, 1] });
// @ts-expect-error speeds are estimated on both sets of items
personFit.timeSubsets(responseTimes, { alpha: [2, 2, 2], beta: [2, 2, 2], tau: [0, 0, 0] }, fitKnown);
// @ts-expect-error speeds are estimated on both sets of items
personFit.jointSubsets(fitAnswers, responseItems, responseTimes, { alpha: [2, 2, 2], beta: [2, 2, 2], tau: [0, 0, 0] }, fitKnown);
// @ts-expect-error no rest-scores are joined
irt.mokken(answers, { minSize: 5 });
// @ts-expect-error all totals, over a distribution of ability
irt.abilityByTotal(parameters, { theta: 0 });
// @ts-expect-error text has no sheets
readCsv(Uint8Array.of(), a, { sheet: "A" });
// @ts-expect-error a string is no array of numbers
evidence.stouffer("abc");
// --- the page of an effect of the other entry
const inWords: BothLanguages = { ru: "…", en: "…" };
const printed: EffectPageOptions = { language: "en", title: "Help", outcome: "raised papers", percent: true, date: null };
const shownEffect: ShownEffect = {
  estimate: -0.01, lower: -0.02, upper: null, pvalue: 0.2, smallestAttainablePvalue: null, nTreated: 20, nControl: 20, clusters: 40,
  treatedClusters: 20, method: "", comparison: inWords, naiveChange: null, expectedWithoutMeasures: null, warnings: [{ text: inWords }],
  caution: inWords,
};
const htmlOfEffect: string = effectPage(shownEffect, printed);

// @ts-expect-error an unknown grouping
official.inflatedMean(r, { group: "galaxy" });
// @ts-expect-error not results
official.inflatedMean({});
// @ts-expect-error a tally is made by tally()
new Tally();
// @ts-expect-error an unknown language
s.report({ language: "de" });
// @ts-expect-error numbers of schools, or results
official.objectivityIndex(2);
// @ts-expect-error the slim package has no words
slim.screen(new slim.Results(new slim.Assessment(parts), pupils)).report();
// @ts-expect-error a plan is of a territory
plan.fromFindings(s, { title: "Plan", year: 2022 });
// @ts-expect-error the day of the report
again.indicators({ screening: s });
// @ts-expect-error desks are not covered
again.indicators({ day: "2023-06-01", coverage: "desks" });
// @ts-expect-error the slim package reads no workbooks
slim.readXlsx;

await init();
await initSlim({ module_or_path: fetch("obektiv_bg.wasm") });
webOfficial.objectivityIndex(10, 3);
slimReadCsv(Uint8Array.of());
slim.tally(new slim.Results(new slim.Assessment(parts), pupils))[Symbol.dispose]();

export { htmlOfEffect, kindsPlanted, away, permuted, reports };
export { listed, failed, marked, totalsOf, fives, planned };
export { all, of, scale, codes, back, marks, totals, cells, known, moved, counts, kind, texts, of_tally, tier, numbers, lifted, words, flags };
