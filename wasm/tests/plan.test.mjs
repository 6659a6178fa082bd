import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Plan, plan, screen, simulate } from "obektiv";

test("the shipped plan survives JSON, with fields that this version does not know", () => {
  const example = plan.example();
  assert.deepEqual([example.year, example.measures.id.length, example.measures.schedule[0]], [2022, 7, "assessment_calendar"]);
  assert.ok(example.title.length > 10 && example.territory.length > 3);
  assert.equal(Plan.fromJson(example.toJson()).toJson(), example.toJson());
  const more = { ...JSON.parse(example.toJson()), budget: 12 };
  assert.equal(JSON.parse(Plan.fromJson(JSON.stringify(more)).toJson()).budget, 12);
});

test("a plan is rendered and checked in both languages, in Russian by default", () => {
  const example = plan.example();
  assert.equal(example.toMarkdown(), example.toMarkdown("ru"));
  assert.notEqual(example.toMarkdown("en"), example.toMarkdown());
  assert.match(example.toHtml("en"), /^<!doctype html>[^]*rowspan[^]*<\/html>\s*$/i);
  const remarks = example.lint("en");
  assert.equal(remarks.text[remarks.lack.indexOf("no_effect_analysis")], "Nobody analyses what the measures changed.");
  assert.deepEqual(example.lint().lack, remarks.lack);
  assert.throws(() => example.lint("de"), { code: "report.language" });
});

test("a draft answers the findings of a screening", () => {
  const m = simulate.municipality(), s = screen(m.results, { registry: m.registry });
  const draft = plan.fromFindings(s, { territory: "Town", year: 2021, due: "2022-04-01", language: "en" });
  assert.deepEqual([draft.title, draft.territory, draft.year], ["Draft plan of measures", "Town", 2021]);
  assert.ok(draft.measures.schedule.every((day) => day === "2022-04-01" || day === "assessment_calendar"));
  const calendar = [{ id: "m5", assessment: "VPR", from: "2022-04-19" }];
  const timed = plan.fromFindings(s, { territory: "Town", year: 2021, calendar });
  assert.equal(timed.measures.schedule[timed.measures.id.indexOf("effect")], "m5+30");
  for (const id of s.findings.id) assert.ok(draft.toJson().includes(id), id);
  const wrong = [{ id: "m5", assessment: "VPR", from: "soon" }];
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 2021, calendar: wrong }), { code: "plan.json", path: "calendar[0].from" });
  assert.equal(plan.fromFindings(s, { title: "Own", territory: "Town", year: 2021 }).title, "Own");
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 2021, due: "soon" }), { code: "plan.json", path: "due" });
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 2021, language: "de" }), { code: "report.language" });
  assert.throws(() => plan.fromFindings(s, { year: 2021 }), { name: "TypeError", message: /missing field `territory`/ });
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 70_000 }), TypeError);
});

test("a year of a plan: status, execution, and the next one", () => {
  const json = JSON.parse(plan.example().toJson());
  Object.assign(json.directions[0].measures[0], {
    schedule: [{ kind: "date", date: "2022-06-01" }], responsible: "Head", done_on: "2022-05-20", evidence: ["programme"],
  });
  const now = Plan.fromJson(JSON.stringify(json));
  const status = now.status("2022-06-02");
  assert.deepEqual([status.state[0], status.days[0], status.evidence[0], status.doneOn[0]], ["on_time", -1, true, "2022-05-20"]);
  const execution = now.execution("2022-06-02");
  assert.deepEqual([execution.responsible, [...execution.share]], [["", "Head"], [1, 1]]);
  const m = simulate.municipality(), s = screen(m.results, { registry: m.registry });
  const next = now.nextYear({ screening: s, calendar: [{ id: "m5", assessment: "VPR", from: "2023-04-19" }] });
  assert.equal(next.year, 2023);
  assert.ok(next.toJson().includes(now.fingerprint) && next.toJson().includes(s.findings.id[0]));
  assert.equal(now.nextYear().measures.id.length, 7);
  const changes = plan.diff(now, next);
  assert.equal(changes.after[changes.field.indexOf("year")], "2023");
  const merged = plan.merge([now, now]);
  assert.equal(merged.plan.toJson(), now.toJson());
  assert.deepEqual(merged.conflicts.field, []);
  assert.throws(() => now.status("soon"), { code: "plan.json", path: "day" });
  assert.throws(() => now.nextYear({ screening: 1 }), { name: "TypeError", message: /a Screening/ });
  assert.throws(() => plan.merge([1]), { name: "TypeError", message: /plans/ });
});

test("what is wrong with a plan has a code and a path", () => {
  const json = JSON.parse(plan.example().toJson());
  const wrong = (change) => {
    const other = structuredClone(json);
    change(other);
    return () => Plan.fromJson(JSON.stringify(other));
  };
  assert.throws(() => Plan.fromJson("[1"), { name: "ObektivError", code: "plan.json" });
  assert.throws(wrong((p) => { p.year = "soon"; }), { code: "plan.json", path: "year" });
  assert.throws(wrong((p) => { p.version = 0; }), { code: "plan.version", path: "version" });
  assert.throws(wrong((p) => { p.directions = []; }), { code: "plan.empty", path: "directions" });
  assert.throws(wrong((p) => { p.directions[0].measures[0].documents = ["none"]; }), {
    code: "plan.dangling_id", path: "directions[0].measures[0].documents[0]",
  });
  assert.throws(() => plan.example().lint("de"), (error) => !("path" in error));
});

test("the published schema describes every part of a plan", () => {
  const schema = JSON.parse(plan.jsonSchema());
  assert.equal(schema.title, "Plan");
  for (const name of Object.keys(JSON.parse(plan.example().toJson()))) assert.ok(schema.properties[name], name);
});

test("a school gets its own rows, and a published plan names none", () => {
  const map = Plan.fromJson(readFileSync(new URL("../../tests/fixtures/plan-road-map.json", import.meta.url), "utf8"));
  assert.deepEqual(map.schools, ["sch990001", "sch990012", "sch990014", "sch990099"]);
  assert.deepEqual(map.forSchool("edu990012").schools, ["sch990012"]);
  const published = map.withoutSchools(["24 выезда", "24 выезда"], "en");
  assert.ok(!/99001|24 выезда/.test(published.toJson()) && published.schools.length === 0);
  assert.equal(map.withoutSchools().toHtml(), map.withoutSchools(null, "ru").toHtml());
  assert.throws(() => map.forSchool("sch1"), { code: "plan.no_school" });
  assert.throws(() => map.withoutSchools([1]), TypeError);
});
