import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Plan, Remarked, plan, readActs, readMarkers, readObserved, readRemarked, screen, simulate, Policy } from "obektiv";
import { design } from "obektiv/effect";
import { encode } from "./helpers.mjs";

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
  assert.throws(() => plan.fromFindings(s, { territory: "Town", year: 70_000 }), { code: "data.range" });
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

test("a form of acts goes out as text and as a workbook, and comes back", () => {
  const json = JSON.parse(plan.example().toJson());
  json.calendar = [{ id: "m4", assessment: "VPR", from: "2022-04-19" }];
  json.assignments = [
    { school: "sch990001", event: "m4", stage: "writing", probability: 0.25 },
    { school: "sch990002", event: "m4", probability: 0.5 },
  ];
  const made = Plan.fromJson(JSON.stringify(json));
  for (const form of [made.actsCsv(), made.actsCsv("en")]) {
    const empty = readActs(form);
    assert.deepEqual([empty.table.school.length, empty.report.absent, empty.report.unreadColumns], [0, 2, []]);
  }
  const text = "Логин школы;Дата;Запись календаря;Этап;Нарушения\nedu990001;19.04.2022;m4;написание;1\nedu990002;вчера;m4;проверка;";
  const acts = readActs(encode(text));
  assert.deepEqual([...acts.report.remarks.row], [3]);
  const filled = made.withActs(acts);
  assert.deepEqual(filled.observed().table.irregular, [true]);
  for (const form of [filled.actsCsv("en"), filled.actsCsv()]) {
    assert.equal(made.withActs(readActs(form)).toJson(), filled.toJson());
  }
  const { formula, value } = filled.indicators({ day: "2022-06-01", coverage: "visits" }).table;
  assert.equal(value[formula.indexOf("observer_coverage")], 50);
  assert.throws(() => made.withActs(readActs(encode("school;date;stage;event\na;2022-04-19;writing;m9"))), { code: "plan.dangling_id" });
  assert.throws(() => readActs(encode("school;date\na;2022-04-19")), { code: "data.no_column" });
});

test("works marked again come back, and say what indicators and screenings take", () => {
  const m = simulate.municipality(), s = screen(m.results, { registry: m.registry, policy: Policy.official2019() });
  const rows = [0, 1].flatMap((i) => [0, 1, 2, 3, 4].map((code) => `${s.schools.school[i]};${code};9;${i ? 9 : 7}`));
  const again = readRemarked(encode(["school;code;before;after", ...rows].join("\n")));
  for (const form of [again.toCsv(), again.toCsv("en")]) assert.deepEqual(readRemarked(form).table, again.table);
  assert.throws(() => readRemarked(Remarked.form()), { code: "data.empty" });
  const observed = again.observed({ probability: 0.5 });
  assert.deepEqual(observed.table.irregular, [true, false]);
  const counts = s.prevalenceCounts(observed);
  assert.deepEqual([counts.tested, counts.sensitivity[1], counts.specificity[1]], [40, 1, 1]);
  assert.throws(() => s.prevalenceCounts(readObserved(encode("school;outcome\nnowhere;1"))), { code: "data.no_school" });
  const made = plan.example(), day = "2022-06-01";
  const list = readMarkers(encode("Год;Логин;4 РУ\n2020;edu1;1"));
  const found = made.indicators({ day, screening: s, before: null, remarked: again, internalAssessment: [19, 20] });
  assert.equal(found.table.value[found.table.formula.indexOf("recheck_confirmed")], 50);
  assert.ok(found.leftOut.formula.includes("relapse_share"));
  assert.match(made.withIndicators(found).toJson(), /"objective_internal_assessment"/);
  assert.equal(made.indicators({ day, screening: list }).table.formula[0], "markers_per_school");
  assert.throws(() => made.indicators({ day, screening: s, before: list }), { code: "plan.not_comparable", path: "before[0]" });
  assert.throws(() => made.indicators({ day, screening: s, before: [s] }), { code: "plan.parameter", path: "before[0]" });
  assert.throws(() => made.indicators({ day, internalAssessment: [3, 2] }), { code: "plan.parameter", path: "internal_assessment" });
  assert.throws(() => made.indicators({ day, coverage: "desks" }), { code: "data.name" });
  assert.throws(() => made.indicators({ day: "soon" }), { code: "plan.json", path: "day" });
  assert.throws(() => made.indicators({ day, screening: 1 }), { name: "TypeError", message: /a Screening or a MarkerList/ });
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

test("a draw of visits goes into the plan", () => {
  const schools = Array.from({ length: 8 }, (_, i) => `sch99000${i}`);
  const chance = new Float64Array(8).fill(0.25);
  const drawn = design.draw(schools, chance, { seed: 3 });
  const made = plan.example().withDraw(drawn, schools, chance);
  const { assignments } = JSON.parse(made.toJson());
  assert.deepEqual(assignments.map(({ school }) => school), [...drawn.sample].map((place) => schools[place]));
  assert.deepEqual(assignments.map((a) => [a.probability, a.drawn]), Array(2).fill([0.25, `3:${drawn.fingerprint}`]));
  assert.equal(made.withDraw(drawn, schools, [...chance]).toJson(), made.toJson());
  for (const [list, chances, path] of [[schools, [0.25], "chance"], [[...schools].reverse(), chance, "draw"]]) {
    assert.throws(() => made.withDraw(drawn, list, chances), { code: "plan.parameter", path });
  }
  assert.throws(() => made.withDraw(drawn, schools, chance, "nowhere"), { code: "plan.dangling_id" });
});
