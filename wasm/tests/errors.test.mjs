import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as ob from "obektiv";
import {
  Assessment, ObektivError, Policy, Reference, Registry, Results, Tally, classes, continuity, density, erasures, evidence, findAssessment, heaping, irt,
  journal, legacy, level, official, pairs, personFit, profile, readCsv, readDistributions, readMany, readMarkers, readRegistry, readXlsx, screen,
  similarity, simulate, tally,
} from "obektiv";
import { assessment, encode as bytes, results, root } from "./helpers.mjs";

const code = (expected, message = /./) => (error) => {
  assert.ok(error instanceof ObektivError && error instanceof Error, `${error}`);
  assert.equal(error.name, "ObektivError");
  assert.equal(error.code, expected);
  assert.match(error.message, message);
  assert.ok(error.stack);
  return true;
};

test("errors of the data are real errors with a stable code, and say where", () => {
  const init = { subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 2] };
  assert.throws(() => new Assessment({ ...init, maxScores: [] }), code("data.no_items"));
  assert.throws(() => new Assessment({ ...init, boundaries: [2, 2, 3] }), code("data.boundaries", /rise strictly/));
  const make = (parts) => new Results(assessment(), { scores: Uint8Array.of(1, 2, 0, 1), school: ["a", "a"], ...parts });
  assert.throws(() => make({ scores: Uint8Array.of(1, 2, 3, 1) }), code("data.score", /row 2, item 1: score 3/));
  assert.throws(() => make({ scores: Uint8Array.of(1, 2, 3) }), code("data.ragged_rows", /row 2 has 1 scores, expected 2/));
  assert.throws(() => make({ scores: [[1, 2], [1]] }), code("data.ragged_rows", /row 2 has 1/));
  assert.throws(() => make({ scores: [[1, 2, 0], [1, 0, 0]] }), code("data.item_columns"));
  assert.throws(() => make({ scores: [[1, 0.5], [1, 0]] }), code("data.not_a_score", /row 1, item 2: 0.5/));
  assert.throws(() => make({ scores: [[1, "x"], [1, 0]] }), code("data.not_a_score", /row 1, item 2: x/));
  assert.throws(() => make({ scores: [], school: [] }), code("data.empty"));
  assert.throws(() => make({ school: ["a"] }), code("data.length"));
  assert.throws(() => make({ school: ["a", ""] }), code("data.no_label", /row 2/));
  assert.throws(() => make({ journalMark: [4, 6] }), code("data.journal_mark", /row 2: journal mark 6/));
  assert.throws(() => readCsv(bytes("a,b\n1,2\n"), assessment()), code("data.unknown_layout"));
  assert.throws(() => readCsv(bytes("school,i1\ns,1\n")), code("data.assessment_required"));
  assert.throws(() => readXlsx(bytes("no workbook"), assessment()), code("data.unreadable"));
  assert.throws(() => new Registry([{ login: "a" }, { login: "a" }]), code("data.duplicate_school"));
  assert.throws(() => findAssessment("maths", 5, 2020, "summer"), code("data.name"));
});

test("errors of tallies and statistics have their codes too", () => {
  const r = results();
  assert.throws(() => official.inflatedMean(r, { group: "galaxy" }), code("data.name", /galaxy/));
  assert.throws(() => official.rankMismatch(r, { ties: "none" }), code("data.name"));
  assert.throws(() => official.inflatedMean(r, { t: -1 }), code("statistic.parameter"));
  assert.throws(() => heaping.threeBin(1, 1, 1, { k: 1 }), code("statistic.parameter"));
  assert.throws(() => official.objectivityIndex(1, 2), code("statistic.parameter"));
  const bare = new Results(assessment(), { scores: r.scores, school: r.school });
  assert.throws(() => official.inflatedMean(bare, { group: "class" }), code("data.no_grouping", /class_id/));
  assert.throws(() => journal.byGroup(bare), code("statistic.no_journal"));
  const unmarked = new Assessment({ subject: "history", testGrade: 8, year: 2020, maxScores: [1, 2] });
  assert.throws(() => heaping.byGroup(Tally.empty(unmarked)), code("statistic.no_boundaries"));
  assert.throws(() => tally(r).merge(tally(r, { group: "all" })), code("data.tally_mismatch"));
  assert.throws(() => Tally.fromBytes(bytes("what")), code("data.tally_bytes"));
});

test("errors of policies, screenings and reports have their codes", () => {
  const r = results(), s = screen(r);
  assert.throws(() => Policy.fromJson("{}"), code("screening.policy", /missing field `name`/));
  const wrong = Policy.calibrated1().toJson().replace("0.05", "5");
  assert.throws(() => Policy.fromJson(wrong), code("screening.policy", /rules\[0\]\.fdr: is 5, expected a number between 0 and 1/));
  assert.throws(() => screen([]), code("screening.no_results"));
  const grade8 = new Assessment({ subject: "history", testGrade: 8, year: 2020, maxScores: [1, 2] });
  const unofficial = new Results(grade8, { scores: [[1, 2]], school: ["a"] });
  assert.throws(() => screen(unofficial, { policy: Policy.official2019() }), code("screening.no_works", /2020-history-8/));
  assert.throws(() => official.objectivityIndex([unofficial]), code("screening.no_works"));
  assert.throws(() => official.objectivityIndex([]), code("screening.no_results"));
  assert.throws(() => s.explain("nothing"), code("screening.no_finding", /nothing/));
  assert.throws(() => s.explain("nothing", "de"), code("report.language", /expected ru or en/));
  assert.throws(() => s.report({ language: "de" }), code("report.language"));
  assert.throws(() => simulate.municipality({ schools: 0 }), code("data.range"));
  assert.throws(() => simulate.municipality({ background: 2 }), code("data.share"));
  assert.throws(() => simulate.territory({ schools: 0 }), code("data.range"));
  assert.throws(() => simulate.territory({ works: [] }), code("data.empty"));
  assert.throws(() => simulate.territory({ planted: "lifted" }), code("data.name"));
  assert.throws(() => simulate.territory({ planted: { kind: "lift", keep: 0.1 } }), code("data.name"));
  assert.throws(() => simulate.territory({ spread: { itemClass: 2 } }), code("data.share"));
  assert.throws(() => simulate.territory({ spread: "mild" }), code("data.name"));
  const reference = Reference.of(simulate.territory({ schools: 20 }).results);
  assert.throws(() => simulate.territory({ reference, works: [findAssessment("history", 8, 2020)] }), code("data.not_in_reference"));
  assert.throws(() => screen([r, r]), code("data.repeated"));
});

test("an argument of a wrong type is a TypeError that names it", () => {
  const r = results();
  assert.throws(() => official.inflatedMean({}), { name: "TypeError", message: /a Tally or Results/ });
  assert.throws(() => official.inflatedMean(null), { name: "TypeError" });
  assert.throws(() => official.inflatedMean(r, { grup: "school" }), { name: "TypeError", message: /unknown field `grup`, expected one of `group`/ });
  assert.throws(() => official.inflatedMean(r, { t: "two" }), { name: "TypeError" });
  assert.throws(() => official.inflatedMean(r, { minN: 2.5 }), { name: "TypeError" });
  assert.throws(() => official.inflatedMean(tally(r), { group: "class" }), { name: "TypeError", message: /by school, not by class/ });
  assert.throws(() => journal.byGroup(r, { registry: {} }), { name: "TypeError", message: /registry: expected a Registry/ });
  assert.throws(() => new Results(assessment(), { school: [] }), { name: "TypeError", message: /missing field `scores`/ });
  assert.throws(() => new Results(assessment(), { scores: 5, school: [] }), { name: "TypeError", message: /scores/ });
  assert.throws(() => new Results(assessment(), { scores: [[1, 1]], school: [5] }), { name: "TypeError", message: /school/ });
  assert.throws(() => new Assessment({ subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 300] }), { name: "TypeError" });
  for (const wrong of [undefined, null, 5, "r", {}, [r, 5], [r, null], [[r]], [tally(r)], assessment(), new Registry([])]) {
    assert.throws(() => screen(wrong), { name: "TypeError", message: /results: expected Results, a Distribution, or an array of them/ });
  }
  assert.throws(() => screen(r, { policy: "calibrated" }), { name: "TypeError", message: /policy: expected a Policy/ });
  assert.throws(() => screen(r, { policy: new Registry([]) }), { name: "TypeError", message: /policy: expected a Policy/ });
  assert.throws(() => screen(r, { registry: Policy.calibrated() }), { name: "TypeError", message: /registry: expected a Registry/ });
  assert.throws(() => screen(r, { profile: null }), { name: "TypeError", message: /unknown field `profile`/ });
  assert.throws(() => screen(r).report({ language: 5 }), { name: "TypeError" });
  assert.throws(() => screen(r).report({ lang: "en" }), { name: "TypeError", message: /unknown field `lang`/ });
  for (const seed of [0.5, "1"]) assert.throws(() => simulate.municipality({ seed }), { name: "TypeError" });
  for (const seed of [-1, 2 ** 53]) assert.throws(() => simulate.municipality({ seed }), code("data.range", /^seed is .*, expected 0 to 9007199254740991/));
  assert.throws(() => simulate.municipality({ schools: 2.5 }), { name: "TypeError" });
  for (const planted of [1, {}, { kind: "lift", share: "1" }]) assert.throws(() => simulate.territory({ planted }), { name: "TypeError" });
  assert.throws(() => simulate.territory({ school: 3 }), { name: "TypeError" });
  assert.throws(() => simulate.territory({ reference: {} }), { name: "TypeError" });
  assert.throws(() => simulate.municipality({ planted: 3 }), { name: "TypeError" });
  assert.throws(() => official.objectivityIndex({}), { name: "TypeError", message: /results: expected Results/ });
  assert.throws(() => official.objectivityIndex("4", 1), { name: "TypeError", message: /schools: expected a whole number/ });
  assert.throws(() => heaping.threeBin(1, -1, 1), code("data.range", /^at is -1, expected 0 to/));
  assert.throws(() => heaping.threeBin(1, 1, 1, { at: 1 }), { name: "TypeError", message: /unknown field `at`/ });
  assert.throws(() => heaping.threeBin(1, 1, 1, 5), { name: "TypeError", message: /options: expected an object/ });
});

const ITEMS = [{ model: "logistic", b: 0 }, { model: "logistic", b: 1 }], ANSWERS = [[1, 0], [0, 1], [1, 1]], THETA = [0, 0, 0];
const CELLS = Uint8Array.from(ANSWERS.flat());
const TIMES = [[1, 2], [2, 1], [3, 2]], TIMED = { alpha: [2, 2], beta: [2, 2] }, SUBSET = [true, false];

test("an option that a function does not know is an error and not ignored", () => {
  const fit = personFit, refused = (name) => ({ name: "TypeError", message: new RegExp(`unknown field \`${name}\``) });
  assert.throws(() => fit.lz(ANSWERS, ITEMS, THETA, { estimator: "ml" }), refused("estimator"));
  assert.throws(() => fit.lz(ANSWERS, ITEMS, THETA, { prior: [0, 1] }), refused("prior"));
  assert.throws(() => fit.timeSubsets(TIMES, { ...TIMED, tau: THETA }, SUBSET), refused("tau"));
  assert.throws(() => fit.jointSubsets(ANSWERS, ITEMS, TIMES, { ...TIMED, tau: THETA }, SUBSET), refused("tau"));
  assert.throws(() => irt.mokken(ANSWERS, { minSize: 5 }), refused("minSize"));
  assert.throws(() => irt.abilityByTotal(ITEMS, { theta: 0 }), refused("theta"));
  assert.throws(() => readCsv(bytes("school,i1,i2\ns,1,2\n"), assessment(), { sheet: "A" }), refused("sheet"));
  assert.throws(() => readCsv(bytes("school,i1,i2\ns,1,2\n"), assessment(), { maxUnpacked: 5 }), refused("maxUnpacked"));
  assert.throws(() => fit.timeSubsets(TIMES, { alpha: [2, 2], beta: [2] }, SUBSET), code("model.length", /beta/));
  // What they do know they go on taking.
  fit.lz(ANSWERS, ITEMS, THETA, { correction: "normal" });
  fit.timeSubsets(TIMES, TIMED, SUBSET);
  irt.mokken(Uint8Array.of(1, 0, 0, 1, 1, 1), { items: 2 });
  irt.restScores(ANSWERS, { minSize: 1 });
});

test("a wrong setting is told by its name here, with what would be right", () => {
  const r = results(), type = (message) => ({ name: "TypeError", message });
  const tells = [
    [() => level.byGroup(r, { minReference: "x" }), 'minReference is "x", expected a whole number'],
    [() => level.byGroup(r, { minReference: 2.5 }), "minReference is 2.5, expected a whole number"],
    [() => level.byGroup(r, { minReference: NaN }), "minReference is NaN, expected a whole number"],
    [() => level.byGroup(r, { minReference: 2 ** 60 }), "minReference is 1.152921504606847e18, expected a whole number"],
    [() => official.inflatedMean(r, { t: {} }), "t is an object, expected a number"],
    [() => official.inflatedMean(r, { t: [1] }), "t is a list, expected a number"],
    [() => official.inflatedMean(r, { t: true }), "t is true, expected a number"],
    [() => official.inflatedMean(r, { withConstant: 1 }), "withConstant is 1, expected true or false"],
    [() => official.rankMismatch(r, { ties: 1 }), "ties is 1, expected printed or corrected"],
    [() => official.recheckDelta(["a"], [5], [4], { boundaries: [1, 2] }), "boundaries is a list, expected a list of 3, each a whole number"],
    [() => official.recheckDelta(["a"], [5], [4], { boundaries: "low" }), 'boundaries is "low", expected a list, each a whole number'],
    [() => similarity.byClass(r, { permuteBelow: "x" }), 'permuteBelow is "x", expected a number'],
    // Names that there are not.
    [() => level.byGroup(r, { min_reference: 5 }), "options: unknown field `min_reference`, expected one of `group`, `registry`, `minReference`"],
    [() => classes.bySchool(r, { group: "class" }), "options: unknown field `group`, expected one of `minClass`, `minSchools`"],
    [() => journal.agreement(r, { registry: null }), "options: unknown field `registry`, expected one of `group`"],
    // Objects, and what the groups are.
    [() => level.byGroup(r, "school"), "options: expected an object"],
    [() => level.byGroup(r, 5), "options: expected an object"],
    [() => level.byGroup(r, { group: 5 }), "group: expected a name"],
    [() => level.byGroup(r, { registry: r }), "registry: expected a Registry"],
    [() => level.byGroup(r, { registry: "a" }), "registry: expected a Registry"],
    [() => level.byGroup(new Registry([])), "results: expected a Tally or Results"],
    [() => level.byGroup(), "results: expected a Tally or Results"],
    [() => continuity.byGroup(r, null), "after: expected a Tally or Results"],
    [() => continuity.cumulative([r, 5]), "works: expected a Tally or Results"],
    [() => profile.byGroup(tally(r)), "results: expected Results"],
    [() => profile.byGroup(new Registry([])), "results: expected Results"],
    [() => classes.bySchool(tally(r)), "group: the tally is by school, not by class"],
    // What stands together, settings behind the inputs, and what says how many items there are.
    [() => personFit.logTimeFit(TIMES), "model: expected an object"],
    [() => personFit.logTimeFit(TIMES, { ...TIMED, gamma: 1 }), "model: unknown field `gamma`, expected one of `alpha`, `beta`, `tau`"],
    [() => personFit.logTimeFit(TIMES, { alpha: [2, 2] }), "beta: expected an array of numbers"],
    [() => personFit.logTimeFit(TIMES, { ...TIMED, tau: "0" }), "tau: expected an array of numbers"],
    [() => personFit.changePoint(ANSWERS, ITEMS), "first: expected a value"],
    [() => personFit.changePoint(ANSWERS, ITEMS, 1, 1.5), "last is 1.5, expected a whole number"],
    [() => personFit.u3(CELLS), "scores: expected an array of rows, or maxScores beside one array of cells"],
    [() => personFit.u3(ANSWERS, { reference: "abc" }), "reference: expected a Uint8Array of persons × items, or an array of rows"],
    [() => personFit.twoSubsets(ANSWERS, ITEMS, [1, 0]), "subset: expected an array of booleans"],
    [() => irt.restScores(CELLS), "scores: expected an array of rows, or items beside one array of cells"],
    [() => irt.restScores(CELLS, { items: 0.5 }), "items: expected a whole number"],
    [() => pairs.omega(ANSWERS, ITEMS, THETA, { group: "a" }), "group: expected an array of strings"],
  ];
  for (const [call, message] of tells) assert.throws(call, type(message), message);
  assert.throws(() => official.rankMismatch(r, { ties: "none" }), code("data.name", /^ties is "none", expected one of: printed/));
  assert.throws(() => level.byGroup(r, { group: "galaxy" }), code("data.name", /galaxy/));
  assert.throws(() => official.cohortJump(r, r, { quantileType: 3 }), code("statistic.parameter"));
  assert.throws(() => official.recheckDelta(["a"], [5], [4], { tolerance: -1 }), code("data.range", /^tolerance is -1, expected 0 to 65535/));
  assert.throws(() => official.cohortJump(r, r, { quantileType: 300 }), code("data.range", /^quantileType is 300, expected 0 to 255/));
  assert.throws(() => personFit.twoSubsets(ANSWERS, ITEMS, SUBSET, { theta: THETA }), code("statistic.option", /"theta": give all three/));
  assert.throws(() => personFit.lzStar(ANSWERS, ITEMS, THETA, { estimator: "eap" }), code("data.name", /eap/));
  assert.throws(() => irt.ability(ANSWERS, ITEMS, { method: "best" }), code("data.name", /best/));
});

test("scores may be one array of cells where something else says how many items there are", () => {
  assert.deepEqual(personFit.u3(CELLS, { maxScores: [1, 1] }), personFit.u3(ANSWERS, { maxScores: [1, 1] }));
  assert.deepEqual(personFit.givenNorm(ANSWERS, CELLS), personFit.givenNorm(ANSWERS, ANSWERS));
  assert.deepEqual(personFit.lz(CELLS, ITEMS, THETA), personFit.lz(ANSWERS, ITEMS, THETA));
  assert.deepEqual(personFit.conditional(CELLS, ITEMS, { patterns: 9, reference: CELLS }), personFit.conditional(ANSWERS, ITEMS, { patterns: 9, reference: ANSWERS }));
  assert.deepEqual(pairs.kIndex(CELLS, [1, 1]), pairs.kIndex(ANSWERS, [1, 1]));
  assert.deepEqual(irt.restScores(CELLS, { items: 2, minSize: 1 }), irt.restScores(ANSWERS, { minSize: 1 }));
  assert.throws(() => pairs.kIndex(Uint8Array.of(1, 0, 1), [1, 1]), code("data.ragged_rows"));
});

test("null and undefined stand for the default, and objects of all kinds hold options", () => {
  const r = results(), usual = official.inflatedMean(r);
  for (const options of [undefined, null, {}, { t: undefined, minN: null, group: null }, { none: undefined }, Object.assign(Object.create(null), { t: 1.96 })]) {
    assert.deepEqual(official.inflatedMean(r, options), usual);
  }
  assert.deepEqual(level.byGroup(r, { registry: null }), level.byGroup(r));
  assert.deepEqual(similarity.byClass(r, { seed: 1n, permutations: 0 }), similarity.byClass(r, { permutations: 0 }));
  assert.deepEqual(official.recheckDelta(["a"], [5], [4], { boundaries: Uint16Array.of(1, 2, 3) }), official.recheckDelta(["a"], [5], [4], { boundaries: [1, 2, 3] }));
  // A tally has its own groups; the usual ones are the function's.
  assert.deepEqual(level.byGroup(tally(r, { group: "municipality" })).group, ["M1", "M2"]);
  assert.deepEqual(legacy.jacobLevitt(r), legacy.jacobLevitt(r, { group: "class" }));
});

test("what is no array of numbers is a TypeError that names it", () => {
  const a = assessment();
  const calls = {
    p: [
      evidence.stouffer, evidence.fisher, evidence.benjaminiHochberg, evidence.benjaminiYekutieli, evidence.cauchyCombination,
      evidence.harmonicMean,
    ],
    values: [
      (wrong) => density.localPolynomial(wrong, 1), (wrong) => density.mccrary(wrong, 1), (wrong) => personFit.byGroup(wrong, ["a"]),
    ],
    theta: [
      (wrong) => personFit.lz(ANSWERS, ITEMS, wrong), (wrong) => personFit.lzStar(ANSWERS, ITEMS, wrong), (wrong) => personFit.infit(ANSWERS, ITEMS, wrong),
      (wrong) => personFit.jointFit(ANSWERS, ITEMS, wrong, TIMES, TIMED), (wrong) => irt.logLikelihood(ANSWERS, ITEMS, wrong),
      (wrong) => pairs.omega(ANSWERS, ITEMS, wrong), (wrong) => pairs.weightedOmega(ANSWERS, ITEMS, wrong), (wrong) => pairs.m4(ANSWERS, ITEMS, wrong),
    ],
    gain: [(wrong) => legacy.scoreFluctuations(wrong, [1])],
    nextGain: [(wrong) => legacy.scoreFluctuations([1], wrong)],
    histogram: [(wrong) => density.bunching(wrong, 2)],
    histograms: [(wrong) => Tally.fromHistograms(a, ["a"], wrong), (wrong) => Tally.fromHistograms(a, ["a"], [wrong])],
    names: [(wrong) => Tally.fromHistograms(a, wrong, [[1, 2, 3, 4]])],
    count: [(wrong) => heaping.roundPercentages(wrong, [10])],
    n: [(wrong) => heaping.roundPercentages([7], wrong), (wrong) => official.externalMismatch(["a"], wrong, [1], [1], [1], [1])],
    workError: [(wrong) => official.externalMismatch(["a"], [9], [1], wrong, [1], [1])],
    original: [(wrong) => official.recheckDelta(["a"], wrong, [1])],
    group: [
      (wrong) => official.recheckDelta(wrong, [1], [1]), (wrong) => personFit.byGroup([1], wrong),
      (wrong) => erasures.byGroup(ANSWERS, ANSWERS, ANSWERS, ITEMS, wrong),
    ],
    key: [(wrong) => pairs.kIndex(ANSWERS, wrong), (wrong) => pairs.s2(ANSWERS, wrong)],
    logTimes: [(wrong) => personFit.timeSubsets(wrong, TIMED, SUBSET), (wrong) => personFit.logTimeFit([wrong], TIMED)],
    times: [(wrong) => personFit.rapidGuessing(wrong, { threshold: 1 })],
    bytes: [(wrong) => readCsv(wrong, a), (wrong) => readXlsx(wrong, a), readDistributions, readMarkers, readRegistry, Tally.fromBytes],
    schools: [(wrong) => new Registry(wrong)],
    files: [readMany],
  };
  for (const [name, functions] of Object.entries(calls)) {
    for (const call of functions) {
      for (const wrong of ["abc", 5, null, undefined, {}, true, [null], ["1"], [[1]], [{}]]) {
        // Some of these are arrays, of what the argument may hold.
        if (["names", "group"].includes(name) && ["1"].includes(wrong?.[0])) continue;
        if (["schools", "files"].includes(name) && Array.isArray(wrong)) continue;
        if (["histograms", "logTimes", "times"].includes(name) && wrong?.[0]?.[0] === 1) continue;
        assert.throws(() => call(wrong), { name: "TypeError", message: new RegExp(`^${name}: expected `) }, `${name}: ${call} of ${JSON.stringify(wrong)}`);
      }
    }
  }
  for (const key of [[0, 256], [0.5, 1], [-1, 0], [NaN, 0]]) assert.throws(() => pairs.kIndex(ANSWERS, key), { name: "TypeError", message: /^key: / });
  const shift = heaping.fit([Array.from({ length: 21 }, (_, s) => Math.round(2400 / (20 + (s - 11) ** 2)))], { boundaries: [7, 11, 15] });
  assert.throws(() => shift.placebo("9"), { name: "TypeError", message: /^scores: expected/ });
  assert.throws(() => shift.placebo([70000]), code("data.range", /^scores is 70000, expected 0 to 65535/));
});

test("all kinds of arrays of numbers are taken", () => {
  const want = evidence.stouffer([0.25, 0.5]);
  for (const p of [Float64Array.of(0.25, 0.5), Float32Array.of(0.25, 0.5), { length: 2, 0: 0.25, 1: 0.5 }]) assert.equal(evidence.stouffer(p), want);
  assert.ok(Number.isNaN(evidence.stouffer([])) && Number.isNaN(evidence.fisher([NaN])));
  assert.deepEqual(pairs.k1(ANSWERS, [1, 1]), pairs.k1(ANSWERS, Uint8Array.of(1, 1)));
});

test("after an error everything goes on working, and no object was taken away", () => {
  const r = results(), t = tally(r), a = assessment();
  for (let i = 0; i < 3; i++) {
    assert.throws(() => official.inflatedMean(t, { t: 0 }), code("statistic.parameter"));
    assert.deepEqual(official.inflatedMean(t), official.inflatedMean(r));
    assert.throws(() => readCsv(bytes(""), a), code("data.empty"));
    assert.equal(a.maxTotal, 3);
  }
});

// Those of a table that all languages share.
const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const OBJECTS = { $results: results, $tally: () => tally(results()), $registry: () => new Registry([]) };
const made = (value) => (Array.isArray(value) ? value.map(made) : OBJECTS[value]?.() ?? value);

for (const { mistake, call, given, code: expected } of JSON.parse(readFileSync(`${root}/tests/errors.json`, "utf8")).cases) {
  test(`a mistake is told by its code: ${call}, ${mistake}`, () => {
    const f = call.split(".").map(camelCase).reduce((found, name) => found[name], ob);
    const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [camelCase(name), made(value)]));
    const names = /^(?:function \w*)?\(([^)]*)\)/.exec(f)[1].split(", ").filter((name) => name && name !== "options");
    const options = Object.entries(values).filter(([name]) => !names.includes(name));
    const call_ = () => f(...names.map((name) => values[name]), ...(options.length ? [Object.fromEntries(options)] : []));
    assert.throws(call_, expected === "type" ? { name: "TypeError" } : code(expected));
  });
}
