// Compiled, never run: the whole surface under the strictest settings.
import {
  Assessment, Distribution, MISSING, MarkerList, NOT_ATTEMPTED, NOT_TAUGHT, ObektivError, Plan, Policy, Registry, Results, Screening,
  Tally, assessments, evidence, findAssessment, heaping, journal, official, plan, readCsv, readDistributions, readMany,
  readMarkStatistics, readMarkers, readRegistry, readXlsx, screen, similarity, simulate, tally,
} from "obektiv";
import type {
  Aggregates, AssessmentInit, ClassesTable, CohortJumpOptions, CohortJumpTable, DistributionTable, DistributionsOptions, DraftInit,
  FileImport, FileInit, FindingsTable, Group, HeapingOptions, HeapingTable, Import, ImportOptions, ImportReport, IndexTable,
  Indications, InflatedMeanOptions, InflatedMeanTable, ItemKind, JournalOptions, JournalTable, Language, Level, MarkStatistics,
  MarkStatisticsTable, MarkersByMunicipalityTable, MarkersByYearTable, MarkersTable, MeasuresTable, Municipality,
  MunicipalityOptions, ObjectivityIndex, PlantedTable, RankMismatchOptions, RankMismatchTable, ReadProgress, RegistryTable,
  RemarksTable, ReportOptions, ResultsInit, RowKind, SchoolInit, SchoolsTable, ScreenOptions, Season, SimilarityOptions, SimilarityTable, ThreeBin, ThreeBinOptions,
  Tier, Totals, TallyOptions, WorkbookOptions,
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
const file: Import = readCsv(Uint8Array.of(), a, how);
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
const journalOptions: JournalOptions = { registry, minReference: 5 };
const agreement: JournalTable = journal.byGroup(r, journalOptions);
const heapingOptions: HeapingOptions = { k: null, registry, minReference: 5 };
const heaps: HeapingTable = heaping.byGroup([t, r], heapingOptions);
const similarityOptions: SimilarityOptions = { permutations: 99, permuteBelow: 0.01, pairLevel: 0.001, seed: 1 };
const alike: SimilarityTable = similarity.byClass(r, similarityOptions);
const bin: ThreeBinOptions = { k: 0.02 };
const bins: ThreeBin = heaping.threeBin(1, 8, 1, bin);
const adjusted: Float64Array = evidence.benjaminiHochberg(heaps.pvalue);

const simulated: MunicipalityOptions = { seed: 1, schools: 40, planted: true, background: 0.15 };
const m: Municipality = simulate.municipality(simulated);
const truth: PlantedTable = m.planted;
const lifted: string[] = truth.school.filter((_, i) => truth.planted[i] === "lifted");
const policy: Policy = Policy.fromJson(Policy.official2019().toJson());
const screening: ScreenOptions = { policy, registry: m.registry };
const s: Screening = screen(m.results, screening);
screen(r, { policy: Policy.calibrated(), registry: null });
const [schools, classes, territories, findings]: [SchoolsTable, ClassesTable, IndexTable, FindingsTable] = [
  s.schools, s.classes, s.index, s.findings,
];
const official2019: IndexTable = official.objectivityIndex(m.results);
const one: IndexTable = official.objectivityIndex(r);
const language: Language = "en";
const printing: ReportOptions = { language, title: "Territory", date: new Date().toLocaleDateString() };
const words: string[] = [s.policy.name, s.explain("id", language), s.explain("id"), s.report(), s.report(printing)];
const flags: (boolean | undefined)[] = [schools.marked[0], classes.marked[0], s.indications.flagged[0]];

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
const planned: (string | number | undefined)[] = [
  draft.title, draft.territory, draft.year, draft.toMarkdown(), draft.toHtml("en"), plan.jsonSchema(), measures.level[0], lacks.text[0],
];

const common: Indications[] = [inflated, mismatch, cohort, agreement, heaps, findings];
const tier: Tier | undefined = common[0]?.tier[0];
const numbers: (number | undefined)[] = [
  inflated.critical[0], cohort.riseBelow[0], cohort.fallAbove[0], index.statistic, agreement.referenceRho[0], heaps.pvalueDip[0],
  bins.pvalueTwoSidedMid, adjusted[0], territories.statistic[0], official2019.share[0], one.marked[0],
];

try {
  official.inflatedMean(r);
} catch (error) {
  if (error instanceof ObektivError) throw new Error(`${error.code}: ${error.message} ${error.path}`);
}

// @ts-expect-error a misspelt option
official.inflatedMean(r, { grup: "school" });
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
// @ts-expect-error the slim package reads no workbooks
slim.readXlsx;

await init();
await initSlim({ module_or_path: fetch("obektiv_bg.wasm") });
webOfficial.objectivityIndex(10, 3);
slimReadCsv(Uint8Array.of());
slim.tally(new slim.Results(new slim.Assessment(parts), pupils))[Symbol.dispose]();

export { listed, failed, marked, totalsOf, fives, planned };
export { all, of, scale, codes, back, marks, totals, cells, known, moved, counts, kind, texts, of_tally, tier, numbers, lifted, words, flags };
