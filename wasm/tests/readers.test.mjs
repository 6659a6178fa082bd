import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Assessment, Policy, heaping, identify, official, readCsv, readDistributions, readMany, readMarkStatistics, readMarkers, readXlsx, screen,
  simulate, tally,
} from "obektiv";
import { DISTRIBUTION, F1, FORM, MARKERS, MARKS, assessment, encode, results, workbook } from "./helpers.mjs";

const rows = (text) => text.split("\n").map((line) => line.split(";"));
const form = `${FORM}\n10001;1;1;2;1;4;3\n10002;2;0;X;1;3;0`;

test("a form without a school column takes the school of the options", () => {
  const { results: r, report } = readCsv(encode(form), assessment(), { school: "edu990001" });
  assert.deepEqual([report.layout, r.school, [...r.scores]], ["collection-form", ["edu990001", "edu990001"], [1, 2, 0, 254]]);
  assert.throws(() => readCsv(encode(form), assessment()), { code: "data.school_required" });
});

test("of a workbook the sheet that is named is read, else the one called Протокол, else the first", () => {
  const plain = (school) => rows(`school;i1;i2\n${school};1;2`);
  const book = workbook({ Титул: plain("title"), Протокол: plain("minutes"), Другой: plain("other") });
  const school = (options) => readXlsx(book, assessment(), options).results.school[0];
  assert.deepEqual([school(), school({ sheet: null }), school({ sheet: "другой" })], ["minutes", "minutes", "other"]);
  assert.equal(readXlsx(workbook({ А: plain("a"), Б: plain("b") }), assessment()).results.school[0], "a");
  assert.throws(() => school({ sheet: "Нет" }), { code: "data.no_sheet" });
});

test("a file that describes itself needs no assessment, and says what its schools are called", () => {
  const text = `ВПР 2026 Математика 5 класс\n${F1}\nedu990001;Горный район;Школа № 1;50001;5А;1;1;2;3;5;4`;
  const { results: r, registry } = readCsv(encode(text));
  assert.deepEqual([r.assessment.key, [...r.assessment.maxScores]], ["2026-maths-5", [1, 2]]);
  assert.deepEqual(registry.table, {
    login: ["edu990001"], name: ["Школа № 1"], municipality: ["Горный район"], kind: [""], reference: [""],
  });
  assert.equal(readCsv(encode("school,i1,i2\ns,1,2"), assessment()).registry.size, 0);
});

test("of many files each has results or an error, in their order, and progress is told", () => {
  const files = [
    { name: "form.csv", bytes: encode(form), assessment: assessment(), school: "edu990001" },
    { name: "bad.csv", bytes: encode("?"), assessment: assessment() },
    { name: "book.xlsx", bytes: workbook({ А: rows("school;i1;i2\nb;1;2") }), assessment: assessment() },
  ];
  const told = [];
  const read = readMany(files, { registry: simulate.municipality({ schools: 1 }).registry }, (progress) => void told.push(progress));
  assert.deepEqual(read.map((file) => Object.keys(file).sort()), [
    ["name", "registry", "report", "results"], ["error", "name"], ["name", "registry", "report", "results"],
  ]);
  assert.deepEqual(read.map((file) => file.results?.school.at(-1)), ["edu990001", undefined, "b"]);
  assert.deepEqual([read[1].error.name, read[1].error.code], ["ObektivError", "data.unknown_layout"]);
  assert.match(read[1].error.message, /^bad\.csv: no known layout/);
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  assert.deepEqual(told.map(({ name, files, filesTotal }) => [name, files, filesTotal]), files.map(({ name }, i) => [name, i + 1, 3]));
  assert.deepEqual([told[0].bytes, told[2].bytes, told[0].bytesTotal], [files[0].bytes.length, total, total]);
  assert.deepEqual(readMany(files, null, ({ files }) => files < 2).map(({ name }) => name), ["form.csv", "bad.csv"]);
  assert.throws(() => readMany(files, {}, () => { throw new RangeError("enough"); }), RangeError);
  assert.deepEqual(readMany([]), []);
  // The caller's files are still his.
  assert.deepEqual(readMany(files).length, 3);
  assert.throws(() => readMany([{ name: "a" }]), { name: "TypeError", message: /missing field `bytes`/ });
  assert.throws(() => readMany([{ name: "a", bytes: "text" }]), { name: "TypeError", message: /bytes: expected a Uint8Array/ });
  assert.throws(() => readMany([{ ...files[0], assessment: {} }]), { name: "TypeError", message: /expected an Assessment/ });
  assert.throws(() => readMany(files, {}, 5), { name: "TypeError", message: /progress: expected a function/ });
});

test("marker lists are counted by year and municipality, and follow a school through the change of logins", () => {
  const list = readMarkers(encode(MARKERS));
  assert.deepEqual(list.byYear, { year: Float64Array.of(2023, 2024), schools: Float64Array.of(1, 2), markers: Float64Array.of(1, 3) });
  assert.deepEqual(list.byMunicipality.municipality, ["М", "М", "Н"]);
  assert.deepEqual(list.table.subject, ["russian", "maths", "maths", "russian"]);
  assert.deepEqual([...list.history("edu990001").year], [2023, 2024, 2024]);
  assert.deepEqual([list.report.rows, list.report.taken], [3, 3]);
  assert.deepEqual(readMarkers(workbook({ А: rows(MARKERS) })).table, list.table);
});

test("distributions in percent become counts, tallies and a screening", () => {
  const { works: [d], registry, report } = readDistributions(encode(DISTRIBUTION));
  assert.deepEqual([report.layout, report.taken, d.assessment.key], ["scores-report", 3, "2026-maths-5"]);
  assert.deepEqual(d.table.level, ["municipality", "school", "school"]);
  assert.deepEqual([[...d.table.n], [...d.table.s0], [...d.table.s3]], [[30, 10, 20], [3, 1, 0], [12, 4, 10]]);
  assert.deepEqual([...d.tally().histogram("edu990002")], [0, 0, 10, 10]);
  assert.deepEqual([...d.tally("all").histogram()], [1, 2, 13, 14]);
  assert.deepEqual(official.inflatedMean(d.tally()).group, ["edu990001", "edu990002"]);
  assert.throws(() => d.tally("class"), { code: "data.no_grouping" });
  assert.equal(registry.name("edu990001"), "Школа № 1");
  const given = new Assessment({ subject: "maths", testGrade: 5, year: 2026, maxScores: [1, 2], boundaries: [1, 2, 3] });
  const options = { assessments: [given] };
  const { works: [marked] } = readDistributions(encode(DISTRIBUTION), options);
  assert.deepEqual([...marked.assessment.boundaries], [1, 2, 3]);
  assert.notEqual(marked.fingerprint, d.fingerprint);
  assert.ok(heaping.byGroup(marked.tally()).n.length > 0);
  const policy = Policy.official2019();
  const both = screen([marked, results()], { policy, registry });
  assert.deepEqual(both.schools.school, ["a", "b", "edu990001", "edu990002"]);
  assert.deepEqual(screen(marked, { policy }).schools.n, Float64Array.of(10, 20));
  assert.throws(() => screen([marked, marked], { policy }), { code: "data.repeated" });
  for (let i = 0; i < 2; i++) assert.equal(readDistributions(encode(DISTRIBUTION), options).works.length, 1);
  assert.throws(() => readDistributions(encode(DISTRIBUTION), { assessments: [5] }), TypeError);
  assert.throws(() => readDistributions(encode("a;b\n1;2")), { code: "data.unknown_layout" });
});

test("statistics of marks are a table of all works", () => {
  const { table, registry, report } = readMarkStatistics(encode(MARKS));
  assert.deepEqual([table.subject, [...table.grade], [...table.year]], [["russian"], [4], [2023]]);
  assert.deepEqual([table.m2[0], table.m3[0], table.m4[0], table.m5[0]], [0, 5, 5, 0]);
  assert.deepEqual([registry.size, report.taken], [1, 1]);
});

test("a screening of simulated results is the same whichever way they are given", () => {
  const { results: all } = simulate.municipality();
  assert.deepEqual(screen(all).findings, screen([...all].reverse()).findings);
  assert.equal(tally(all[0]).groups.length, screen(all[0]).schools.school.length);
});

test("a file says what it holds, and how that is known", () => {
  const text = "логин школы;класс;вариант;всего баллов;балл за 1;балл за 2\nsch990001;А;1;2;0;2";
  const found = identify(encode(text), "2022/9 класс/Математика.csv");
  assert.deepEqual([found.layout, found.subject, found.testGrade, found.year], ["regional-2021", "maths", 9, 2022]);
  assert.deepEqual([[...found.maxScores], found.missing], [[1, 2], ["boundaries"]]);
  assert.deepEqual(found.known, { maxScores: "data", subject: "path", testGrade: "path", year: "path" });
  assert.equal(found.assessment.key, "2022-maths-9");
  const { report } = readMany([{ name: "2022/9 класс/Математика.csv", bytes: encode(text) }])[0];
  assert.deepEqual([report.raw, report.unread, report.schools.school, [...report.schools.taken]], [2, 1, ["sch990001"], [1]]);
  assert.deepEqual(identify(encode("a;b\n1;2")).known, {});
});
