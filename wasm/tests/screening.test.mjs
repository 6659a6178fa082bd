import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Assessment, Policy, Reference, Registry, Results, evidence, official, readObserved, screen, simulate } from "obektiv";
import { results } from "./helpers.mjs";

const m = simulate.municipality({ seed: 1 });

test("a seed gives one municipality, 1 by default, and another seed another", () => {
  const fingerprint = m.results[0].fingerprint;
  assert.equal(simulate.municipality().results[0].fingerprint, fingerprint);
  assert.notEqual(simulate.municipality({ seed: 2 }).results[0].fingerprint, fingerprint);
  assert.deepEqual([m.results.length, m.registry.size, m.planted.school.length], [2, 40, 9]);
  assert.deepEqual(new Set(m.planted.planted), new Set(["lifted", "lenient_journal", "raised"]));
  assert.equal(m.registry.name(m.planted.school[0]), "Школа № 6");
});

test("options reach the simulation", () => {
  const honest = simulate.municipality({ schools: 12, planted: false, background: 0 });
  assert.deepEqual([honest.registry.size, honest.planted], [12, { school: [], planted: [] }]);
  const usual = simulate.municipality({ schools: 12, planted: false });
  assert.notEqual(usual.results[0].fingerprint, honest.results[0].fingerprint);
});

test("what is planted is found", () => {
  const s = screen(m.results, { policy: Policy.calibrated1(), registry: m.registry });
  const { id, scope, sign, unit, group, flagged } = s.findings;
  id.forEach((id, i) => assert.equal(id, `${scope[i]}:${sign[i]}:${unit[i]}:${group[i]}`));
  assert.ok(flagged.every((flagged) => flagged));
  assert.equal(s.indications.flagged.filter((flagged) => flagged).length, id.length);
  assert.ok(s.indications.id.length > 10 * id.length);
  const marked = s.schools.school.filter((_, i) => s.schools.marked[i]);
  assert.ok(marked.filter((school) => m.planted.school.includes(school)).length >= 5, `${marked}`);
  assert.equal(s.index.marked[0], marked.length);
  assert.equal(s.classes.school[0], "sch991001");
  assert.equal(s.findings, s.findings);
});

test("without options the policy is the calibrated one, and logins stand for names", () => {
  const s = screen(m.results), same = screen(m.results, { policy: Policy.calibrated(), registry: new Registry([]) });
  assert.deepEqual(s.findings, same.findings);
  assert.deepEqual(s.schools.name, s.schools.school);
  assert.deepEqual(screen(m.results, { registry: m.registry, policy: null }).schools.name[0], "Школа № 1");
});

test("slashes in names change no number", () => {
  const r = m.results[0];
  const named = (between, school) =>
    new Results(r.assessment, {
      scores: r.scores,
      school: r.school.map((login) => (login === "sch992333" ? school : login)),
      classId: r.classId.map((letter) => `5${between}${"АБВГД".indexOf(letter) + 1}`),
      journalMark: r.journalMark,
    });
  const found = screen(named("/", "СОШ 5/2"), { policy: Policy.calibrated1() }).indications, same = screen(named("-", "СОШ 5-2"), { policy: Policy.calibrated1() }).indications;
  const sorted = ({ unit, pvalue }) => [...pvalue].filter((p, i) => unit[i] === "class" && p === p).sort();
  assert.deepEqual(sorted(found), sorted(same));
  const at = found.id.findIndex((id) => id.endsWith(":class:СОШ 5\\/2/5/1"));
  assert.deepEqual([found.school[at], found.class[at]], ["СОШ 5/2", "5/1"]);
  const registry = new Registry([{ login: "СОШ 5/2", reference: "town" }, { login: "СОШ 5", reference: "village" }]);
  assert.deepEqual(["СОШ 5/2", "СОШ 5\\/2/5/1", "СОШ 5/1"].map((name) => registry.reference(name)), ["town", "town", "village"]);
  assert.equal(registry.reference("СОШ 5/2", "class"), "village");
});

test("one file is as an array of one, and parts of a work are counted together", () => {
  const r = results();
  assert.deepEqual(screen(r).schools, screen([r]).schools);
  const part = (from, to) => new Results(r.assessment, { scores: r.scores.slice(2 * from, 2 * to), school: r.school.slice(from, to) });
  assert.deepEqual(screen([part(0, 1), part(1, 4)]).schools.n, screen(r).schools.n);
});

test("a policy is data, and the caller keeps it", () => {
  const policy = Policy.official2019();
  assert.deepEqual([policy.name, Policy.calibrated().name], ["official-2019", "calibrated-2"]);
  const json = JSON.parse(policy.toJson());
  assert.equal(Policy.fromJson(policy.toJson()).toJson(), policy.toJson());
  const own = Policy.fromJson(JSON.stringify({ ...json, name: "mine", rules: json.rules.slice(1, 2) }));
  assert.equal(own.name, "mine");
  assert.equal(screen(m.results, { policy: own }).policy.toJson(), own.toJson());
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(new Set(screen(m.results, { policy: own, registry: m.registry }).indications.sign), new Set(["official.rank_mismatch"]));
  }
});

test("the objectivity index is that of the official rule", () => {
  const index = official.objectivityIndex(m.results);
  assert.deepEqual(index, screen(m.results, { policy: Policy.official2019() }).index);
  assert.deepEqual(index.group, ["all", "Северный район", "Южный район"]);
  const { schools, marked, share, statistic } = official.objectivityIndex(index.schools[0], index.marked[0]);
  assert.deepEqual([schools, marked, share, statistic], [40, index.marked[0], index.share[0], index.statistic[0]]);
  assert.deepEqual(official.objectivityIndex(results()).schools[0], 2);
});

test("findings are explained in both languages, in Russian by default", () => {
  const s = screen(m.results, { policy: Policy.calibrated1(), registry: m.registry });
  for (const id of s.findings.id) {
    assert.match(s.explain(id), /[а-я]{4}/);
    assert.equal(s.explain(id), s.explain(id, "ru"));
    assert.match(s.explain(id, "en"), /^[^а-я]{100,}$/i);
  }
});

test("the table of schools is a file that spreadsheets open, in our shape and in the official one", () => {
  const text = (bytes) => new TextDecoder().decode(bytes);
  const ours = text(screen(m.results, { registry: m.registry }).schoolsCsv());
  assert.equal(ours.trim().split("\r\n").length, 1 + m.registry.table.login.length);
  const official = screen(m.results, { policy: Policy.official2019(), registry: m.registry });
  assert.match(text(official.schoolsCsv("official")), /4 РУ;4 МА;5 РУ;5 МА/);
  assert.throws(() => screen(m.results).schoolsCsv("official"), { code: "report.shape" });
  assert.throws(() => official.schoolsCsv("other"), { code: "report.name" });
});

test("a report is one page that needs nothing from outside, without a date unless one is given", () => {
  const s = screen(m.results, { policy: Policy.calibrated1(), registry: m.registry });
  const page = s.report();
  assert.match(page, /^<!doctype html>[^]*<svg[^]*<\/html>\s*$/i);
  assert.match(page, /Признак — не вывод/);
  assert.doesNotMatch(page, /:\/\/|NaN|undefined/);
  const { login, municipality } = m.registry.table;
  assert.ok(s.report({ school: login[0] }).length < page.length / 2);
  assert.ok(s.report({ municipality: municipality[0] }).length < page.length);
  assert.throws(() => s.report({ school: "nobody" }), { code: "report.unknown" });
  const english = s.report({ language: "en", title: "District <7>", date: "24 November 2026" });
  for (const text of ["A sign is not a verdict", "District &lt;7&gt;", "24 November 2026"]) assert.ok(english.includes(text), text);
});

test("the evidence layer gives each school one outcome, and a reference is data", () => {
  const s = screen(m.results, { registry: m.registry });
  assert.equal(s.policy.name, "calibrated-2");
  const { schools, strong, notable, extreme, cleared, undecided, notJudged } = s.territory;
  assert.equal(schools[0], 40);
  assert.equal(strong[0] + notable[0] + extreme[0] + cleared[0] + undecided[0] + notJudged[0], 40);
  const found = s.schools.outcome.filter((outcome) => outcome === "strong" || outcome === "notable");
  assert.equal(found.length, strong[0] + notable[0]);
  assert.deepEqual(s.schools.marked, s.schools.outcome.map((outcome) => outcome === "strong" || outcome === "notable"));
  assert.match(s.report({ language: "en" }), /The territory as a whole/);
  assert.deepEqual(s.evidence.schools.outcome, s.schools.outcome);
  assert.deepEqual(evidence.layer(m.results).schools.posterior, s.evidence.schools.posterior);
  const text = `school;outcome;probability\n${s.schools.school.map((school, i) => `${school};${+s.schools.marked[i]};0.5`).join("\n")}`;
  const observed = readObserved(new TextEncoder().encode(text));
  const seen = screen(m.results, { observed, absences: { [m.results[0].assessment.key]: { [s.schools.school[0]]: 3 } } });
  assert.deepEqual(seen.schools.marked, s.schools.marked);
  assert.equal(seen.leftOut.sign.includes("evidence.absent"), true); // of the other work
  assert.throws(() => screen(m.results, { observed: readObserved(new TextEncoder().encode("school,outcome\nnobody,1\n")) }), { code: "evidence.observed" });
  const reference = Reference.of(m.results, { name: "simulated" });
  assert.deepEqual([reference.name, reference.schools, reference.works.length], ["simulated", 40, 2]);
  const absences = { [m.results[0].assessment.key]: { [s.schools.school[0]]: 3 } };
  assert.notEqual(Reference.of(m.results, { name: "simulated", absences }).toJson(), reference.toJson());
  const again = Reference.fromJson(reference.toJson());
  const few = simulate.municipality({ seed: 2, schools: 12 });
  const beside = screen(few.results, { reference: again, registry: few.registry });
  assert.match(beside.report({ language: "en" }), /Compared with the reference “simulated”/);
  assert.throws(() => Reference.fromJson("{}"), { code: "evidence.reference" });
  assert.throws(() => Policy.calibrated({ floor: 2 }), { code: "screening.policy" });
  assert.throws(() => Policy.calibrated({ flor: 0.9 }), { name: "TypeError" });
});

test("the evidence layer has the numbers of an independent implementation", () => {
  const file = JSON.parse(readFileSync(new URL("../../tests/fixtures/evidence.json", import.meta.url), "utf8"));
  const names = Array.from({ length: file.schools }, (_, i) => `s${String(i).padStart(3, "0")}`);
  const absences = {};
  const works = file.works.map((work) => {
    const pupils = work.pupils.split(" ").map((pupil) => pupil.split("."));
    const assessment = new Assessment({
      subject: work.subject,
      testGrade: work.grade,
      year: work.year,
      maxScores: work.max_scores,
      boundaries: work.boundaries,
    });
    absences[assessment.key] = Object.fromEntries(names.map((name, i) => [name, work.absent[i]]));
    return new Results(assessment, {
      scores: pupils.map((p) => [...p[3]].map(Number)),
      school: pupils.map((p) => names[+p[0]]),
      classId: pupils.map((p) => p[1].padStart(5, "0")),
      journalMark: pupils.map((p) => +p[2]),
    });
  });
  const { schools } = evidence.layer(works, { absences });
  assert.deepEqual(schools.school, names);
  const near = (name, got, want) =>
    want.forEach((value, i) => assert.ok(Math.abs((got[i] || 0) - (value ?? 0)) < file.tolerance, `${name} ${i}: ${got[i]} ${value}`));
  for (const name of ["posterior", "heaping", "fit", "class", "home"]) near(name, schools[name], file.expect[name]);
  near("effect", schools.effect, file.expect.lambda);
  for (const name of ["found", "extreme"]) {
    assert.deepEqual([...schools[name]].flatMap((is, i) => (is ? [i] : [])), file.expect[name]);
  }
});
