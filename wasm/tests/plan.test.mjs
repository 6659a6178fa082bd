import assert from "node:assert/strict";
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
  assert.ok(draft.measures.schedule.every((day) => day === "2022-04-01"));
  for (const [i, id] of s.findings.id.entries()) {
    if (s.findings.unit[i] !== "municipality") assert.ok(draft.toJson().includes(id), id);
  }
  assert.equal(plan.fromFindings(s, { title: "Own", territory: "Town", year: 2021 }).title, "Own");
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 2021, due: "soon" }), { code: "plan.json", path: "due" });
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 2021, language: "de" }), { code: "report.language" });
  assert.throws(() => plan.fromFindings(s, { year: 2021 }), { name: "TypeError", message: /missing field `territory`/ });
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 70_000 }), TypeError);
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
  assert.throws(wrong((p) => { p.version = 2; }), { code: "plan.version", path: "version" });
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
