// The package of effects and designs: what it has, what it gives, what it refuses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as ob from "obektiv/effect";
import { declared, fields } from "./declared.mjs";

const { ObektivError, design, effect } = ob;

const exported = [...declared.matchAll(/^export (class|function|const|namespace|interface|type) (\w+)/gm)];

test("every declared value of the package of effects is exported, and nothing else is", async () => {
  const values = exported.filter(([, kind]) => !["interface", "type"].includes(kind)).map(([, , name]) => name);
  assert.deepEqual(Object.keys(ob).sort(), values.sort());
  assert.deepEqual(values, ["ObektivError", "design", "effect"]);
  assert.deepEqual(Object.keys(await import("obektiv/effect/web")).sort(), ["ObektivError", "default", "design", "effect", "initSync"]);
});

test("the type check uses all of effects and designs", () => {
  const used = readFileSync(new URL("types_effect.ts", import.meta.url), "utf8");
  const unused = exported.map(([, , name]) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(used));
  assert.deepEqual(unused, []);
  for (const [space, functions] of Object.entries({ design, effect })) {
    for (const name of Object.keys(functions)) assert.ok(used.includes(`${space}.${name}(`), `${space}.${name} is not used`);
  }
});

test("the package of effects works in a browser and with a bundler", async () => {
  const web = await import("obektiv/effect/web");
  await web.default({ module_or_path: readFileSync(new URL("obektiv_bg.wasm", import.meta.resolve("obektiv/effect/web"))) });
  assert.equal(web.design.stratified([0, 1], ["x", "x"], ["x"], [60]).mean, 0.5);
  assert.throws(() => web.effect.mcnemar({ kept: 1, cleared: 1, new: 0, never: 0 }), web.ObektivError);
  const index = new URL("../pkg/effect/bundler/index.js", import.meta.url);
  const script = `import { effect } from ${JSON.stringify(index)}; process.stdout.write(String(effect.mcnemar({ kept: 1, cleared: 2, new: 1, never: 9 }).nTreated));`;
  const flags = ["--experimental-wasm-modules", "--no-warnings", "--input-type=module", "-e", script];
  assert.match(execFileSync(process.execPath, flags, { encoding: "utf8" }), /^\d+$/);
});

/** Eight schools of four municipalities, in two years; those of two municipalities were helped. */
const UNITS = Array.from({ length: 8 }, (_, i) => `s${i}`);
const PANEL = {
  unit: UNITS.flatMap((unit) => [unit, unit]),
  period: UNITS.flatMap(() => [2020, 2021]),
  outcome: UNITS.flatMap((_, i) => [0.3 + i / 100, 0.3 + i / 100 - (i < 4 ? 0.1 + i / 50 : 0.02 * (i % 3))]),
  first: UNITS.flatMap((_, i) => (i < 4 ? [2021, 2021] : [null, null])),
  cluster: UNITS.flatMap((_, i) => [`m${i >> 1}`, `m${i >> 1}`]),
};
const did = (changed = {}, options = {}) => {
  const { unit, period, outcome, first } = { ...PANEL, ...changed };
  return effect.did(unit, period, outcome, first, options);
};

test("an effect is a plain object with what was expected anyway and with words in two languages", () => {
  const found = did({}, { cluster: PANEL.cluster });
  assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
  assert.ok(Math.abs(found.estimate - (found.naiveChange - found.expectedWithoutMeasures)) < 1e-12);
  assert.deepEqual([found.nTreated, found.nControl, found.clusters, found.treatedClusters], [4, 4, 4, 2]);
  assert.match(found.sentence.ru, /[а-я]/);
  assert.match(found.sentence.en, /\w+ \w+/);
  assert.ok(found.warnings.some(({ code }) => code === "too_few_treated"), JSON.stringify(found.warnings));
  // Below four helped clusters there is no interval.
  assert.deepEqual([found.lower, found.upper], [null, null]);
});

test("none is null, NaN or undefined alike, and columns are arrays of any kind", () => {
  const found = did(), nothing = (none) => PANEL.first.map((year) => year ?? none);
  for (const first of [nothing(undefined), nothing(NaN), Float64Array.from(nothing(NaN))]) assert.deepEqual(did({ first }), found);
  assert.deepEqual(did({ outcome: Float64Array.from(PANEL.outcome), period: Int32Array.from(PANEL.period) }), found);
  assert.deepEqual(did({}, null), found);
  assert.deepEqual(did({}, { cluster: null, weight: undefined, draws: null }), found);
});

test("a draw can be repeated, and what it gives goes on to the estimate", () => {
  const chance = design.chances(UNITS.map(() => 1), UNITS.map((_, i) => 0.1 + i / 10), { visits: 4 });
  const drawn = design.draw(UNITS, chance, { method: "sampford", seed: 7 });
  assert.deepEqual(design.draw(UNITS, Array.from(chance), { method: "sampford", seed: 7 }), drawn);
  assert.deepEqual([drawn.sample.length, drawn.reserve.length, drawn.seed], [4, 4, 7]);
  assert.match(drawn.fingerprint, /^[0-9a-f]{16}$/);
  const joint = design.sampfordJoint(chance, { sample: drawn.sample }), of = drawn.sample.map((place) => chance[place]);
  assert.deepEqual(joint.map((row) => row.length), [4, 4, 4, 4]);
  assert.equal(joint[1][2], joint[2][1]);
  const [brewer, pairs] = [{}, { joint, variance: "sen_yates_grundy" }].map((how) => design.estimate([0, 1, 0, 1], of, how));
  assert.equal(brewer.mean, pairs.mean);
  assert.notEqual(brewer.totalSe, pairs.totalSe);
});

test("an error of effects and designs has its code and names the argument as it is called here", () => {
  const refused = (code, message) => (error) => {
    assert.ok(error instanceof ObektivError, `${error}`);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
  const ones = UNITS.map(() => 1), flags = UNITS.map((_, i) => i < 4);
  assert.throws(() => effect.relapse(ones, ones, [1], ones, flags, ones), refused("effect.length", /^seBefore has 1 values, expected 8$/));
  assert.throws(() => did({ first: PANEL.first.map(() => null) }), refused("effect.no_treated", /^firstTreated has nobody who was helped/));
  assert.throws(() => did({ first: PANEL.first.map(() => 2021) }), refused("effect.no_controls", /^firstTreated has nobody/));
  assert.throws(() => did({ period: PANEL.period.map(() => 2021) }), refused("effect.repeated", /^unit has "s0" twice in the period 2021/));
  const staggered = PANEL.first.map((year, i) => (i > 11 ? 2020 : year));
  assert.throws(() => did({ first: staggered }), refused("effect.staggered", /^firstTreated has several periods .*: use groupTime$/));
  assert.throws(() => effect.mcnemar({ kept: 100, cleared: 11, new: 0, never: 0 }), refused("effect.only_listed", /./));
  assert.throws(() => effect.prevalence({ positive: 1, tested: 9, sensitivity: 0.3, specificity: 0.4 }), refused("effect.parameter", /sensitivity/));
  assert.throws(() => design.draw(["a", "a"], [0.5, 0.5]), refused("design.id", /^id names "a"/));
  assert.throws(() => design.estimate([1, 0], [0, 1]), refused("design.parameter", /^chance is 0/));
  assert.throws(() => design.detectable({ clusterSize: -1 }), refused("design.parameter", /^clusterSize is -1/));
  assert.throws(() => effect.did(PANEL.unit, PANEL.period, PANEL.outcome, PANEL.first, { se: "cr4" }), refused("data.name", /cr4/));
});

test("an argument of a wrong type is a TypeError that names it", () => {
  const type = (message) => ({ name: "TypeError", message });
  const ones = UNITS.map(() => 1), flags = UNITS.map((_, i) => i < 4);
  const wrong = [
    [() => did({ unit: UNITS.map((_, i) => i) }), "unit: expected an array of strings"],
    [() => did({ unit: undefined }), "unit: expected an array of strings"],
    [() => did({ period: ["2020"] }), "period: expected an array of whole numbers"],
    [() => did({ period: [2020.5] }), "period: expected an array of whole numbers"],
    [() => did({ period: [NaN] }), "period: expected an array of whole numbers"],
    [() => did({ first: [2 ** 40] }), "firstTreated: expected an array of whole numbers"],
    [() => did({ outcome: ["1"] }), "outcome: expected an array of numbers"],
    [() => did({ outcome: null }), "outcome: expected an array of numbers"],
    [() => did({}, { cluster: 5 }), "cluster: expected an array of strings"],
    [() => did({}, { unitEffects: 1 }), "unitEffects is 1, expected true or false"],
    [() => did({}, { unit_effects: true }), /^options: unknown field `unit_effects`, expected one of `cluster`, `weight`, `unitEffects`/],
    [() => did({}, 5), "options: expected an object"],
    [() => effect.ancova(ones, ones, ones), "treated: expected an array of booleans"],
    [() => effect.ancova(ones, ones, flags, { draws: 2.5 }), "draws is 2.5, expected a whole number"],
    [() => effect.groupTime(PANEL.unit, PANEL.period, PANEL.outcome, PANEL.first, { covariates: [1, 2] }), "covariates: expected an array of arrays of numbers"],
    [() => effect.honest([1], [1], [["1"]], { smoothness: [0] }), "covariance: expected an array of arrays of numbers"],
    [() => effect.honest([1], [1], [[1]], { smoothness: 0 }), "smoothness is 0, expected a list, each a number"],
    [() => effect.prevalence({ positive: 1, tested: 9, sensitivity: [1], specificity: 1 }), "sensitivity is a list, expected a list of 2, each a whole number"],
    [() => design.allocate([1.5], [1]), "schools: expected an array of whole numbers, 0 or more"],
    [() => effect.mcnemar(), "kept: expected a value"],
    [() => effect.mcnemar({ kept: 1, cleared: 2, new: 3 }), "never: expected a value"],
    [() => design.chances(ones, ones, { visits: null }), "visits: expected a value"],
  ];
  for (const [call, message] of wrong) assert.throws(call, type(message));
});

test("a record has the fields of what it extends first", () => {
  assert.deepEqual(fields("Did").map(([name]) => name).slice(0, 4), ["estimate", "lower", "upper", "pvalue"]);
  assert.deepEqual(Object.keys(did()), fields("Did").map(([name]) => name));
});

test("an effect of this package is a page of the other", async () => {
  const { effectPage } = await import("obektiv");
  const before = [0.5, 0.45, 0.4, 0.42, 0.35, 0.36, 0.3, 0.25], after = [0.3, 0.4, 0.3, 0.35, 0.2, 0.3, 0.25, 0.2];
  const found = effect.ancova(before, after, before.map((_, k) => k % 2 === 0), { byLot: true });
  const page = effectPage(found, { language: "en", outcome: "share of raised papers", percent: true });
  assert.match(page, /^<!doctype html>[^]*Did the measures help[^]*was expected[^]* helped, /);
  assert.match(effectPage(found), /Помогли ли меры/);
  assert.throws(() => effectPage(found, { language: "de" }), { code: "report.language" });
  assert.throws(() => effectPage(found, { colour: 1 }), { name: "TypeError", message: /unknown field `colour`/ });
  assert.throws(() => effectPage(5), { name: "TypeError", message: "effect: expected an object" });
});
