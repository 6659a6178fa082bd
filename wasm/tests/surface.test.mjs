import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as ob from "obektiv";
import { DISTRIBUTION, MARKERS, MARKS, assessment, declarations, encode, results } from "./helpers.mjs";

test("the committed declarations are the generated ones", () => {
  const committed = readFileSync(new URL("../obektiv.d.ts", import.meta.url), "utf8");
  assert.equal(committed, declarations, "run wasm/build.sh --accept-types and commit wasm/obektiv.d.ts");
});

/** Papers with total 0, 1, …: a smooth shape, and the same with the papers one point below each boundary raised to it. */
const HONEST = Array.from({ length: 21 }, (_, s) => Math.round(2400 / (20 + (s - 11) ** 2)));
const RAISED = HONEST.map((n, s) => ([6, 10, 14].includes(s) ? 0 : [7, 11, 15].includes(s) ? n + HONEST[s - 1] : n));

test("raised papers are found in bare counts, a tally and results alike", () => {
  const names = ["a", "b", "c", "d", "e", "raised"], rows = [HONEST, HONEST, HONEST, HONEST, HONEST, RAISED];
  const options = { boundaries: [7, 11, 15] };
  const bare = ob.heaping.fit(rows, options);
  const work = new ob.Assessment({ subject: "maths", testGrade: 5, year: 2020, maxScores: Array(20).fill(1), ...options });
  const { pvalue, lower } = ob.heaping.fit(ob.Tally.fromHistograms(work, names, rows)).table;
  assert.deepEqual(pvalue, bare.table.pvalue);
  assert.ok(pvalue[5] < 1e-4 && lower[5] > 0.05 && pvalue[0] > 0.05);
  assert.equal(ob.heaping.fit(new Float64Array(RAISED.map((n) => 10 * n)), options).table.group[0], "all");
  assert.ok(Math.abs(bare.honest.reduce((sum, p) => sum + p) - 1) < 1e-12 && bare.df > 0 && bare.chi2 > 0 && bare.sd > 0 && bare.logLikelihood < 0);
  assert.throws(() => ob.heaping.fit(rows), { code: "statistic.no_boundaries" });
  assert.throws(() => ob.heaping.fit([[1, 2], [1]], options), ob.ObektivError);
  assert.throws(() => ob.heaping.fit(5), TypeError);
});

const exported = [...declarations.matchAll(/^export (class|function|const|namespace|interface|type) (\w+)/gm)];

test("every declared value is exported, and nothing else is", () => {
  const declared = exported.filter(([, kind]) => !["interface", "type"].includes(kind)).map(([, , name]) => name);
  assert.ok(declared.length > 10);
  assert.deepEqual(Object.keys(ob).sort(), declared.sort());
});

test("the type check uses the whole surface", () => {
  const used = readFileSync(new URL("types.ts", import.meta.url), "utf8");
  const unused = exported.map(([, , name]) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(used));
  assert.deepEqual(unused, []);
  for (const namespace of [
    "classes", "continuity", "density", "erasures", "heaping", "journal", "legacy", "level", "official", "omissions", "pairs", "participation", "personFit",
    "profile", "similarity", "spread",
    "evidence", "simulate", "plan", "irt",
  ]) {
    for (const name of Object.keys(ob[namespace])) {
      assert.ok(used.includes(`${namespace}.${name}(`), `${namespace}.${name} is not used in types.ts`);
    }
  }
});

/** Names of the fields of an interface, with those it extends. */
function fields(name) {
  const found = new RegExp(`^export interface ${name}(?: extends (\\w+))? \\{(?:\\}|([^]*?)^\\})`, "m").exec(declarations);
  assert.ok(found, name);
  const own = [...(found[2] ?? "").matchAll(/^ {4}(\w+)\??:/gm)].map(([, field]) => field);
  return [...new Set([...(found[1] ? fields(found[1]) : []), ...own])].sort();
}

const ITEMS = [{ model: "logistic", b: 0 }, { model: "logistic", a: 1.5, b: 1, c: 0.2 }];

const COMPARED = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5";

const kinds = { string: Array, number: Float64Array, boolean: Array };

test("tables have the declared columns, typed arrays of one length", () => {
  const r = results(), m = ob.simulate.municipality(), s = ob.screen(m.results);
  const shift = ob.heaping.fit([HONEST, HONEST, HONEST, HONEST, HONEST, RAISED], { boundaries: [7, 11, 15] });
  const index = ob.heaping.raised([...Array(25).fill(HONEST), RAISED], { boundaries: [7, 11, 15] });
  assert.ok(index.table.lower[25] > 0.1 && index.table.statistic[0] < 0.1 && index.logLikelihood < 0);
  const markers = ob.readMarkers(encode(MARKERS)), plan = ob.plan.example();
  const { works: [{ table: { s0, s1, s2, s3, ...distribution } }] } = ob.readDistributions(encode(DISTRIBUTION));
  assert.deepEqual([s0, s1, s2, s3].map((column) => column.length), Array(4).fill(distribution.n.length));
  const again = ob.readRemarked(encode("school;code;before;after\na;1;9;7"));
  const items = [-1, 0, 1].map((b) => ({ model: "logistic", b })), x = [[1, 1, 0], [0, 0, 1], [1, 0, 1]], theta = Float64Array.of(0, 0, 0);
  const subset = [true, false, false], fit = ob.personFit;
  const times = [[1, 2, 3], [2, 3, 1], [3, 1, 2]], model = { alpha: [2, 2, 2], beta: [2, 2, 2] };
  const rapid = fit.rapidGuessing(times, { threshold: 1.5 });
  const tables = {
    InflatedMeanTable: ob.official.inflatedMean(r),
    RankMismatchTable: ob.official.rankMismatch(r),
    CohortJumpTable: ob.official.cohortJump(r, r),
    ItemInversionTable: ob.official.itemInversion(r),
    GroupCrossingTable: ob.official.groupCrossing(r, { minN: 1, group: "all" }),
    OmissionsTable: ob.omissions.byGroup(r),
    ClassSplitTable: ob.classes.bySchool(r),
    ParticipationTable: ob.participation.bySchool(["a", "b"], [30, 30], [3, 9]),
    InvalsiTable: ob.legacy.invalsi(r, { clusters: 1, minN: 1, group: "school" }),
    JacobLevittTable: ob.legacy.jacobLevitt(r, { group: "school" }),
    ManyFivesTable: ob.spread.manyFives(r),
    ExternalMismatchTable: ob.official.externalMismatch(["a", "b"], [9, 9], [1, 2], [0.1, 0.1], [1, 3], [0.1, 0.1]),
    RecheckTable: ob.official.recheckDelta(["a"], [5], [4], { boundaries: [1, 2, 3] }),
    ContinuityTable: ob.continuity.byGroup(r, r),
    CumulativeTable: ob.continuity.cumulative([r, r, r]),
    JournalTable: ob.journal.byGroup(r),
    NormsTable: ob.norms(r),
    AbilityTable: ob.irt.ability([[0, 1]], ITEMS),
    TotalAbilityTable: ob.irt.abilityByTotal(ITEMS),
    JoinsTable: ob.irt.joins([[0, 1], [2, 1]]),
    RestScoresTable: ob.irt.restScores([[0, 1], [1, 1]], { minSize: 1 }),
    ProfileTable: ob.profile.byGroup(r, { group: "school" }),
    ContrastsTable: ob.profile.contrasts(r, { group: "school" }),
    AgreementTable: ob.journal.agreement(r),
    LeniencyTable: ob.journal.leniency(r),
    PerfectTable: ob.journal.perfect(r),
    LevelTable: ob.level.byGroup(r),
    SpreadTable: ob.spread.byGroup(r),
    HeapingTable: ob.heaping.byGroup(r),
    ShiftTable: shift.table,
    LiftTable: shift.lifts,
    RaisedTable: index.table,
    RaisedLiftTable: index.lifts,
    PriorTable: shift.prior,
    PlaceboTable: shift.placebo([9, 13]),
    SimilarityTable: ob.similarity.byClass(r, { permutations: 0 }),
    PairsTable: ob.pairs.omega(x, items, theta),
    M4Table: ob.pairs.m4(x, items, theta, { key: [1, 1, 1] }),
    PersonFitTable: fit.u3(x),
    GuttmanErrorsTable: fit.guttmanErrors(x, { maxScores: [1, 1, 1], reference: x }),
    LikelihoodFitTable: fit.lzStar(x, items, theta, { estimator: "wle" }),
    MeanSquareTable: fit.infit(x, items, theta),
    CusumTable: fit.cusum(x, items, theta),
    TwoSubsetsTable: fit.twoSubsets(x, items, subset),
    ChangePointTable: fit.changePoint(x, items, 1, 2),
    SubsetTestTable: fit.subsetGivenTotal(x, items, subset),
    ConditionalTable: fit.conditional(x, items, { patterns: 99 }),
    JointFitTable: fit.jointFit(x, items, theta, times, model),
    SubsetTimesTable: fit.timeSubsets(times, model, subset),
    EffortTable: rapid.persons,
    ItemEffortTable: rapid.items,
    GroupFitTable: fit.byGroup(Float64Array.of(0, 1, 2), ["a", "a", "b"]),
    PersonErasuresTable: ob.erasures.byPerson(x, [[1, 0, 0], [0, 0, 1], [1, 0, 1]], x, items),
    GroupErasuresTable: ob.erasures.byGroup(x, x, x, items, ["a", "a", "b"], { correction: "ability", theta, bounds: [-3, 3] }),
    SchoolsTable: s.schools,
    ClassesTable: s.classes,
    IndexTable: s.index,
    FindingsTable: s.indications,
    RiskTable: s.riskZones(),
    LeftOutTable: s.leftOut,
    TerritoryTable: s.territory,
    ViewAgreementTable: s.agreement,
    EvidenceTable: s.evidence.schools,
    ChannelsTable: s.evidence.channels,
    EvidenceClassesTable: s.evidence.classes,
    CalibrationTable: ob.screen(m.results, { observed: ob.readObserved(encode(`school,outcome\n${s.schools.school[0]},1\n`)) }).evidence.calibration,
    EvidenceLeftOutTable: s.evidence.leftOut,
    ObservedTable: ob.readObserved(encode("school,outcome\na,1\n")).table,
    ExtremeTable: ob.screen(ob.simulate.plant(m.results, "one_hand", [m.registry.table.login[0]])).extreme,
    SignsTable: ob.signs(),
    EvaluationTable: ob.evaluate(m.results, { kinds: "lift", repeats: 1, shuffles: 0 }),
    PlantedTable: m.planted,
    RegistryTable: m.registry.table,
    MarkersTable: markers.table,
    MarkersByYearTable: markers.byYear,
    MarkersByMunicipalityTable: markers.byMunicipality,
    DistributionTable: distribution,
    MarkStatisticsTable: ob.readMarkStatistics(encode(MARKS)).table,
    JournalComparisonTable: ob.readJournalComparison(encode(COMPARED)).table,
    MeasuresTable: plan.measures,
    PlanStatusTable: plan.status("2022-09-01"),
    PlanExecutionTable: plan.execution("2022-09-01"),
    PlanDifferenceTable: ob.plan.diff(plan, plan.nextYear()),
    PlanConflictTable: ob.plan.merge([plan, ob.Plan.fromJson(plan.toJson().replace("сведения о", "о"))]).conflicts,
    RemarksTable: plan.lint(),
    IndicatorsTable: plan.indicators({ day: "2022-06-01", internalAssessment: [19, 20] }).table,
    LeftOutIndicatorsTable: plan.indicators({ day: "2022-06-01" }).leftOut,
    ActsTable: ob.readActs(encode("school;date;stage\na;2022-04-19;writing")).table,
    RemarkedTable: again.table,
    RemarkedPapersTable: again.papers,
  };
  for (const [name, table] of Object.entries(tables)) {
    assert.deepEqual(Object.keys(table).sort(), fields(name), name);
    const rows = Object.values(table)[0].length;
    assert.ok(rows > 0, name);
    for (const [column, values] of Object.entries(table)) {
      assert.equal(values.constructor, kinds[typeof values[0]], `${name}.${column}`);
      assert.equal(values.length, rows, `${name}.${column}`);
    }
  }
  // A type beside them is a former name of one.
  const interfaces = exported.filter(([, kind]) => kind === "interface");
  const declaredTables = interfaces.map(([, , name]) => name).filter((name) => name.endsWith("Table") && name !== "ItemTable"); // its columns are the models'
  assert.deepEqual(declaredTables.sort(), Object.keys(tables).sort());
});

test("records have the declared fields", () => {
  assert.deepEqual(Object.keys(ob.heaping.threeBin(1, 8, 1)).sort(), fields("ThreeBin"));
  assert.deepEqual(Object.keys(ob.heaping.roundPercentages([7], [10])).sort(), fields("RoundPercentages"));
  assert.deepEqual(Object.keys(ob.official.objectivityIndex(4, 1)).sort(), fields("ObjectivityIndex"));
  assert.deepEqual(Object.keys(ob.density.localPolynomial(Float64Array.of(1, 2), 2, { bandwidth: [1, 1] })).sort(), fields("LocalPolynomial"));
  assert.deepEqual(Object.keys(ob.density.mccrary(Float64Array.of(1, 2), 2)).sort(), fields("McCrary"));
  assert.deepEqual(Object.keys(ob.density.bunching([1, 2, 4, 4], 2, { degree: 1 })).sort(), fields("Bunching"));
  assert.deepEqual(Object.keys(ob.personFit.rapidGuessing([[1, 2]], { share: 0.1 })).sort(), fields("RapidGuessing"));
  const file = ob.readCsv(encode("school,i1,i2\ns,1,2\n"), assessment()), { report } = file;
  assert.deepEqual(Object.keys(file).sort(), fields("Import"));
  assert.deepEqual(Object.keys(ob.readDistributions(encode(DISTRIBUTION))).sort(), fields("Aggregates"));
  assert.deepEqual(Object.keys(ob.readMarkStatistics(encode(MARKS))).sort(), fields("MarkStatistics"));
  assert.deepEqual(Object.keys(ob.readJournalComparison(encode(COMPARED))).sort(), fields("JournalComparison"));
  const [read] = ob.readMany([{ name: "a", bytes: encode("school,i1,i2\ns,1,2\n"), assessment: assessment() }], {}, (progress) => {
    assert.deepEqual(Object.keys(progress).sort(), fields("ReadProgress"));
  });
  assert.deepEqual([...Object.keys(read), "error"].sort(), fields("FileImport"));
  assert.deepEqual(Object.keys(report).sort(), fields("ImportReport"));
  assert.deepEqual(Object.keys(ob.simulate.municipality({ schools: 1 })).sort(), fields("Municipality"));
});

test("an assessment gives back what it was made of", () => {
  const a = new ob.Assessment({
    subject: "maths", testGrade: 4, year: 2020, maxScores: Uint8Array.of(1, 2), boundaries: [1, 2, 3],
    pupilGrade: 5, season: "autumn", itemKinds: ["key", "open"],
  });
  assert.deepEqual(
    [a.subject, a.testGrade, a.pupilGrade, a.year, a.season, a.maxTotal, a.key],
    ["maths", 4, 5, 2020, "autumn", 3, "2020-autumn-maths-4"],
  );
  assert.deepEqual([...a.maxScores], [1, 2]);
  assert.deepEqual([...a.boundaries], [1, 2, 3]);
  assert.deepEqual([0, 1, 2, 3].map((total) => a.mark(total)), [2, 3, 4, 5]);
  const bare = new ob.Assessment({ subject: "x", testGrade: 4, year: 2020, maxScores: [1], season: undefined });
  assert.deepEqual([bare.boundaries, bare.season, bare.pupilGrade, bare.mark(1)], [undefined, undefined, 4, undefined]);
});

test("public scales are found", () => {
  assert.deepEqual([...ob.findAssessment("maths", 5, 2020).boundaries], [7, 11, 15]);
  assert.equal(ob.findAssessment("maths", 5, 2020, "spring"), undefined);
  assert.ok(ob.assessments().length >= 32);
});

test("results give back what they were made of, from one array or from rows", () => {
  const r = results();
  assert.equal(r.persons, 4);
  assert.deepEqual([...r.scores], [1, 2, 0, 2, 254, 1, 255, 2]);
  assert.deepEqual(r.school, ["b", "b", "a", "a"]);
  assert.deepEqual(r.classId, ["5А", "", "5А", "5А"]);
  assert.deepEqual(r.variant, ["1", "2", "1", "1"]);
  assert.deepEqual(r.journalMark, [5, null, 3, 4]);
  assert.deepEqual(r.municipality, ["M1", "M1", "M2", "M2"]);
  assert.deepEqual(r.totals().complete, [true, true, true, false]);
  assert.deepEqual([...r.totals().total], [3, 2, 1, 2]);
  const scores = [[1, 2], [0, 2], Uint8Array.of(254, 1), [null, 2]];
  const rows = new ob.Results(assessment(), {
    scores, school: r.school, classId: r.classId, journalMark: Uint8Array.of(5, 0, 3, 4), municipality: r.municipality,
  });
  assert.equal(rows.fingerprint, r.fingerprint);
  const plain = new ob.Results(assessment(), { scores, school: r.school });
  assert.deepEqual([plain.classId, plain.journalMark], [undefined, undefined]);
});

test("codes are the core's", () => {
  const row = "user,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade\ns,1,1,отсутствовал,0,X,N,\n";
  const a = new ob.Assessment({ subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 1, 1] });
  const { results: r } = ob.readCsv(encode(row), a);
  assert.deepEqual([...r.scores], [ob.NOT_ATTEMPTED, ob.NOT_TAUGHT, ob.MISSING]);
});

test("a file is read with a report, and municipalities come from a registry", () => {
  const registry = new ob.Registry([{ login: "s1", name: "School 1", municipality: "M1" }, { login: "s2" }]);
  const file = "school,class,journal_mark,total,i1,i2\ns1,а,4,3,1,2\ns2,а,,2,1,x\ns2,,5,1,x,1\n";
  for (let i = 0; i < 2; i++) {
    const { results: r, report } = ob.readCsv(encode(file), assessment(), { registry });
    assert.deepEqual(r.municipality, ["M1", ""]);
    assert.deepEqual([report.layout, report.rows, report.taken, report.setAside], ["plain", 3, 2, 1]);
    assert.deepEqual([report.remarks.row[0], report.remarks.kind[0]], [3, "set_aside"]);
  }
  assert.deepEqual([registry.size, registry.name("s1"), registry.name("s2")], [2, "School 1", "s2"]);
  assert.deepEqual(results().withRegistry(registry).municipality, ["", "", "", ""]);
  const read = ob.readRegistry(encode("login,municipality,reference\ns1,M1,town\n"));
  assert.deepEqual([read.municipality("s1"), read.reference("s1/5А")], ["M1", "town"]);
});

test("options and defaults reach the statistics", () => {
  const r = results();
  const [two, one] = [ob.official.inflatedMean(r, { t: 2 }), ob.official.inflatedMean(r, { t: 1, minN: 2 })];
  assert.deepEqual(two.group, ["a", "b"]);
  assert.ok(two.critical[0] > one.critical[0]);
  assert.deepEqual(ob.official.inflatedMean(r, { group: "municipality" }).group, ["M1", "M2"]);
  assert.deepEqual(ob.official.inflatedMean(r, { group: "class" }).group, ["a/5А", "b/-", "b/5А"]);
  assert.deepEqual(ob.heaping.byGroup(r, { k: 0.25 }).k[0], 0.25);
  assert.ok(Math.abs(ob.heaping.threeBin(0, 3, 0).pvalue - 1 / 27) < 1e-15);
  assert.deepEqual([...ob.evidence.benjaminiHochberg([0.02, NaN])], [0.02, NaN]);
  assert.deepEqual(ob.official.objectivityIndex(4, 1), { schools: 4, marked: 1, share: 25, statistic: 75 });
});

test("items are calibrated, read back from JSON and used", () => {
  const persons = 600, scores = new Uint8Array(3 * persons);
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let p = 0; p < persons; p++) for (let i = 0; i < 3; i++) {
    scores[3 * p + i] = Number(random() < 1 / (1 + Math.exp(i - 1 - ((p % 7) - 3) / 2)));
  }
  const fit = ob.irt.fit(scores, { items: 3, model: "2pl" });
  assert.ok(fit.converged && fit.items.every(({ model, a }) => model === "logistic" && a > 0));
  assert.deepEqual([fit.table.seA.length, fit.ability.points.length, fit.start.length], [3, 61, 3]);
  const items = JSON.parse(JSON.stringify(fit.items));
  assert.deepEqual(ob.irt.ability([[1, 1, 0]], items).theta, ob.irt.ability(new Uint8Array([1, 1, 0]), fit.items).theta);
  const { slope, intercept } = ob.irt.link(items, ob.irt.linked(items, { slope: 2, intercept: 1 }));
  assert.ok(Math.abs(slope - 2) < 1e-6 && Math.abs(intercept - 1) < 1e-6);
  assert.equal(ob.irt.plausibleValues([[1, 1, 0]], items, { draws: 4 }).length, 4);
  assert.equal(ob.irt.fit(scores, { items: 3, model: "rasch" }).ability, null);
  assert.throws(() => ob.irt.fit(scores), TypeError);
  assert.throws(() => ob.irt.ability([[2, 0, 0]], items), { code: "model.score" });
  assert.throws(() => ob.irt.ability([[1]], [{ model: "logistic" }]), { code: "model.form" });
});

test("reference groups are taken from the registry", () => {
  const school = [], scores = [], journalMark = [];
  for (let s = 0; s < 12; s++) {
    for (let p = 0; p < 10; p++) {
      school.push(`s${s}`);
      scores.push([p % 2, (p + s) % 3]);
      journalMark.push(s < 6 ? 2 : 3 + ((p + s) % 3));
    }
  }
  const r = new ob.Results(assessment(), { scores, school, journalMark });
  const registry = new ob.Registry(school.map((login, i) => [login, i]).filter(([, i]) => i % 10 === 0)
    .map(([login, i]) => ({ login, reference: i < 60 ? "town" : "village" })));
  const all = ob.journal.byGroup(r), within = ob.journal.byGroup(r, { registry });
  assert.notDeepEqual(all.referenceShare, within.referenceShare);
  assert.ok(ob.journal.byGroup(r, { registry, minReference: 6 }).pvalue.every(Number.isNaN));
});

test("works are pooled", () => {
  const r = results(), other = new ob.Assessment({ subject: "russian", testGrade: 5, year: 2020, maxScores: [1, 2], boundaries: [1, 2, 3] });
  const second = new ob.Results(other, { scores: r.scores, school: r.school, journalMark: r.journalMark });
  const [one, two] = [ob.journal.byGroup(r), ob.journal.byGroup([ob.tally(r), second])];
  assert.deepEqual(two.group, one.group);
  assert.deepEqual([...two.count], [...one.count].map((count) => 2 * count));
  assert.deepEqual([...ob.heaping.byGroup([r, second]).n], [...ob.heaping.byGroup(r).n].map((n) => 2 * n));
  assert.throws(() => ob.heaping.byGroup([]), { code: "statistic.no_tallies" });
  assert.throws(() => ob.heaping.byGroup([r, 5]), TypeError);
});

test("zones of risk add up the signs of a school by a table of weights", () => {
  const { results, registry } = ob.simulate.municipality({ seed: 1 });
  const s = ob.screen(results, { registry });
  const { school, signs, statistic, zone, which } = s.riskZones();
  assert.deepEqual(school, s.schools.school);
  school.forEach((_, i) => assert.equal(zone[i], statistic[i] >= 2 ? 1 : 0));
  assert.ok(which.every((names, i) => (names ? names.split(", ").length : 0) === signs[i]));
  const table = JSON.stringify({ weights: [{ sign: "heaping", weight: 3, least_tier: "limited" }], zones: [1, 3] });
  assert.ok([...s.riskZones(table).zone].every((level) => level === 0 || level === 2));
  assert.throws(() => s.riskZones("{}"), { code: "screening.policy" });
});

const FORMER = [["classSplit", ob.classes.bySchool], ["xPattern", ob.omissions.byGroup], ["high5LowSpread", ob.spread.manyFives]];
const PARTS = { subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 2], boundaries: [1, 2, 3] };

test("the slim package is the same without workbooks, official lists, words and simulations", async () => {
  const slim = await import("obektiv/slim");
  assert.deepEqual(Object.keys(ob).filter((name) => !(name in slim)).sort(), [
    "Acts", "Distribution", "Evidence", "Indicators", "MarkerList", "Observed", "Plan", "Raised", "Reference", "Remarked", "Shift", "classes", "continuity",
    "density", "effectPage", "erasures", "evaluate", "identify", "irt", "legacy", "level", "norms", "omissions", "pairs", "participation", "personFit", "plan", "profile", "readActs",
    "readDistributions", "readJournalComparison", "readMany", "readMarkStatistics", "readMarkers", "readObserved", "readRemarked", "readXlsx", "signs", "similarity",
    "simulate", "spread",
  ]);
  assert.deepEqual(Object.keys(slim.official).sort(), ["cohortJump", "inflatedMean", "objectivityIndex", "rankMismatch"]);
  assert.deepEqual(Object.keys(slim.journal), ["byGroup"]);
  const methods = ({ Screening }) => Object.getOwnPropertyNames(Screening.prototype);
  assert.deepEqual(methods(ob).filter((name) => !methods(slim).includes(name)).sort(), [
    "_share", "agreement", "evidence", "explain", "extreme", "prevalenceCounts", "report", "reportFiles", "riskZones", "schoolsCsv", "territory",
  ]);
  const [mine, theirs] = [ob, slim].map(({ Results, Assessment, official, journal }) => {
    const r = new Results(new Assessment(PARTS), { scores: [[1, 2], [0, 1], [1, 0]], school: ["a", "a", "b"], journalMark: [5, 3, 4] });
    return [official.inflatedMean(r, { minN: 2 }), official.rankMismatch(r, { ties: "corrected" }), official.cohortJump(r, r), journal.byGroup([r], { minReference: 2 })];
  });
  assert.deepEqual(theirs, mine);
  assert.throws(() => slim.official.inflatedMean(undefined, { grup: 1 }), { name: "TypeError", message: /unknown field `grup`/ });
  assert.throws(() => slim.official.cohortJump(5), { name: "TypeError", message: "before: expected a Tally or Results" });
  const works = ob.simulate.municipality().results;
  const ids = ({ Policy, Results, findAssessment, screen }) => {
    const own = works.map(({ assessment: { subject, testGrade, year }, scores, school, classId, journalMark, municipality }) =>
      new Results(findAssessment(subject, testGrade, year), { scores, school, classId, journalMark, municipality }));
    return screen(own, { policy: Policy.calibrated1() }).findings.id;
  };
  assert.ok(ids(ob).length);
  assert.deepEqual(ids(slim), ids(ob));
  const bytes = new TextEncoder().encode("school;class;i1;i2\ns1;А;1;0\n");
  assert.throws(() => slim.readCsv(bytes), { code: "data.assessment_required" });
  assert.equal(slim.heaping.threeBin(1, 8, 1).share, 0.8);
});

test("functions are those of the catalogue, and no others", () => {
  const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  const ids = Object.keys(ob.Tally._functions()), spaces = [...new Set(ids.map((id) => camelCase(id.split(".")[0])))];
  const have = spaces.flatMap((space) => Object.keys(ob[space]).map((name) => `${space}.${name}`));
  const byHand = [
    "evidence.layer", "heaping.fit", "heaping.raised", "irt.fit", "irt.linked", "irt.mokken", "official.objectivityIndex", "personFit.rapidGuessing",
  ];
  assert.deepEqual(have.sort(), [...ids.map(camelCase), ...byHand, ...FORMER.map(([before]) => `official.${before}`)].sort());
});

test("functions under former names give the same", () => {
  const r = ob.simulate.municipality().results[0];
  for (const [before, now] of FORMER) assert.deepEqual(ob.official[before](r), now(r), before);
});

test("the web build works once it is initialised, and throws its own errors", async () => {
  for (const name of ["obektiv/web", "obektiv/slim/web"]) {
    const web = await import(name);
    const bytes = readFileSync(new URL("obektiv_bg.wasm", import.meta.resolve(name)));
    await web.default({ module_or_path: bytes });
    assert.equal(web.heaping.threeBin(1, 8, 1).share, 0.8);
    assert.throws(() => web.heaping.threeBin(0, 3, 0, { k: 1 }), web.ObektivError);
    const work = new web.Assessment({ subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 2] });
    assert.deepEqual(web.official.inflatedMean(new web.Results(work, { scores: [[1, 2], [0, 1]], school: ["a", "a"] })).mean, Float64Array.of(2));
  }
});

test("the bundler build loads where modules of WebAssembly can be imported", () => {
  const index = new URL("../pkg/bundler/index.js", import.meta.url);
  const script = `import { heaping, legacy, official } from ${JSON.stringify(index)};
    process.stdout.write([heaping.threeBin(1, 8, 1).share, legacy.scoreFluctuations([1], [2]), official.objectivityIndex(4, 1).share, typeof official.classSplit].join());`;
  const flags = ["--experimental-wasm-modules", "--no-warnings", "--input-type=module", "-e", script];
  assert.equal(execFileSync(process.execPath, flags, { encoding: "utf8" }), "0.8,0.5,25,function");
});
