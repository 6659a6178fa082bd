// The package of plans with documents and workbooks: what it has, what it gives, what it refuses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as ob from "obektiv/plan";

const { ObektivError, Plan, plan } = ob;
const declared = readFileSync(new URL("../pkg/plan/node/obektiv.d.ts", import.meta.url), "utf8");
const map = Plan.fromJson(readFileSync(new URL("../../tests/fixtures/plan-road-map.json", import.meta.url), "utf8"));

test("every declared value of the package of plans is exported, and nothing else is", async () => {
  const exported = [...declared.matchAll(/^export (class|function|const|namespace) (\w+)/gm)].map(([, , name]) => name);
  assert.deepEqual(Object.keys(ob).sort(), exported.sort());
  assert.deepEqual(exported, ["ObektivError", "Plan", "plan"]);
  assert.deepEqual(Object.keys(await import("obektiv/plan/web")).sort(), ["ObektivError", "Plan", "default", "initSync", "plan"]);
});

test("the type check uses all types of plans", () => {
  const used = readFileSync(new URL("types_plan.ts", import.meta.url), "utf8");
  const names = [...declared.matchAll(/^export (?:class|namespace|interface|type) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(used)), []);
});

test("documents and workbooks give their plan back, in both languages", () => {
  for (const one of [plan.example(), map]) {
    for (const language of ["ru", "en"]) {
      const document = one.toDocx(language);
      assert.ok(document instanceof Uint8Array && Plan.fromDocx(document).toJson() === one.toJson());
      const { plan: again, changes, conflicts } = Plan.fromXlsx(one.toXlsx(language));
      assert.deepEqual([again.toJson(), changes.id.length, conflicts.id.length], [one.toJson(), 0, 0]);
    }
  }
  assert.notDeepEqual(map.toDocx(), map.toDocx("en"));
});

test("a workbook fills a plan that has changed meanwhile, and what does not fit is told", () => {
  const later = JSON.parse(map.toJson());
  later.directions[0].measures = [];
  later.effects = [];
  const { changes, conflicts } = Plan.fromJson(JSON.stringify(later)).fill(map.toXlsx());
  assert.deepEqual([changes.list, [...new Set(conflicts.kind)]], [[], ["unknown_id"]]);
  assert.ok(conflicts.row instanceof Float64Array && conflicts.row[0] === 2);
});

test("a school gets its own rows, and a published plan names none", () => {
  assert.deepEqual(map.schools, ["sch990001", "sch990012", "sch990014", "sch990099"]);
  assert.deepEqual(map.forSchool("edu990012").schools, ["sch990012"]);
  const published = map.withoutSchools(["24 выезда"], "en");
  assert.ok(!/99001|24 выезда/.test(published.toJson()) && published.schools.length === 0);
  assert.throws(() => map.forSchool("sch1"), { code: "plan.no_school" });
  assert.throws(() => map.withoutSchools([1]), TypeError);
});

test("what is no document of a plan is refused", () => {
  for (const read of [Plan.fromDocx, Plan.fromXlsx]) {
    assert.throws(() => read(new Uint8Array([80, 75])), (error) => error instanceof ObektivError && error.code === "plan.unreadable");
    assert.throws(() => read("no bytes"), TypeError);
  }
  assert.throws(() => map.toXlsx("de"), { code: "report.language" });
  assert.throws(() => map.nextYear({ screening: 1 }), TypeError);
});

test("the package of plans works in a browser and with a bundler", async () => {
  const web = await import("obektiv/plan/web");
  await web.default({ module_or_path: readFileSync(new URL("obektiv_bg.wasm", import.meta.resolve("obektiv/plan/web"))) });
  assert.equal(web.plan.example().year, 2022);
  const index = new URL("../pkg/plan/bundler/index.js", import.meta.url);
  const script = `import { plan } from ${JSON.stringify(index)}; process.stdout.write(String(plan.example().toXlsx().length));`;
  const flags = ["--experimental-wasm-modules", "--no-warnings", "--input-type=module", "-e", script];
  assert.match(execFileSync(process.execPath, flags, { encoding: "utf8" }), /^\d+$/);
});
